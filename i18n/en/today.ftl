today-title = Today
today-date = { $weekday ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[other] Sunday
    } { $month }/{ $day }
today-date-week = { $date }, week { $week }
today-tasks = To do
today-count = { $count }
today-missing = What is missing
today-school = The school today
today-late = { $count ->
        [1] 1 day late
       *[other] { $count } days late
    }
today-due-today = Today
today-due = by { $month }/{ $day }
today-nothing-title = Nothing to do today
today-nothing-text = What is done is no longer shown.
today-next-attendance = Take attendance
today-next-screening = See the screening
today-next-settings = Open the settings
today-second-factor = We recommend a second factor, so that a stolen password opens nothing.
today-second-factor-link = Set it up
today-no-term = There is no term yet: set its first and last day.
today-no-pupils = There are no pupils yet: import the rosters as they are.
today-no-homeroom = { $count ->
        [1] 1 class has
       *[other] { $count } classes have
    } no class teacher ({ $class }): appoint them, or import the teaching plan.
today-no-results = Term { $term } has no results to screen yet: import the last final or a baseline.
today-not-screened = There are results, not screened yet: see who may need support.
today-results-newer = There are newer results than the last screening: run it again.
today-import-waits = { $count ->
        [1] 1 import waits
       *[other] { $count } imports wait
    } in the preview.
today-flagged = { $count ->
        [1] 1 pupil
       *[other] { $count } pupils
    } may need support.
today-flagged-new = { $count } newly found of { $of } who may need support.
today-reviews-open = { $count ->
        [1] 1 class list is
       *[other] { $count } class lists are
    } not looked at yet{ $late ->
        [0] {""}
       *[other] {", "}{ $late } of them late
    }.
today-attendance = { $count } of { $of } classes have taken attendance; { $absent } children absent.
today-classes-without-results = { $count ->
        [1] 1 class has
       *[other] { $count } classes have
    } no results yet.
today-good-news = Good news: { $count ->
        [1] 1 pupil is
       *[other] { $count } pupils are
    } no longer pointed out.
today-lists-late = { $count } classes are late with the list of “{ $name }”.
today-waiting = My children
today-wait-talk = { $count } of the children you are paired with you have not talked with { $span }
today-wait-tutoring = { $count } of the children you are paired with not tutored { $span }
today-wait-support = { $count } of the children you are paired with you have not supported { $span }
today-wait-visit = { $count } of the children you are paired with not visited { $span }
today-wait-told = { $count } of the children you are paired with who have not told how it goes { $span }
today-unvisited = { $count } children of { $class } not visited this term
today-handover-due = { $class }: { $count } hand-over notes to sign by { $day }
today-handover-came = { $class }: { $count } hand-over notes to read
today-away = { $name } has been away for { $days } school days since { $since }: call the family
today-tutoring = { $day } “{ $title }”: tap who was there
