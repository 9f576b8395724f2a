screening-reason-below-points = { $subject }: { $value }{ $full ->
        [100] {""}
       *[other] {" "}(of { $full })
    }, below { $threshold }{ $times ->
        [1] {""}
       *[other] , { $times } times in a row
    }
screening-reason-lowest-band = { $subject }: in the lowest band{ $times ->
        [1] {""}
       *[other] , { $times } times in a row
    }
screening-reason-below-mean = { $subject }: { $gap ->
        [1] 1 point
       *[other] { $gap } points
    } below the { $within ->
        [class] class
        [grade] grade
       *[school] school
    } average{ $times ->
        [1] {""}
       *[other] , { $times } times in a row
    }
screening-reason-bottom-share = { $subject }: { $value }; most of the { $within ->
        [class] class
        [grade] grade
       *[school] school
    } are above { $threshold }{ $times ->
        [1] {""}
       *[other] , { $times } times in a row
    }
screening-reason-decline-points = { $subject }: { $was ->
        [above] { $before ->
            [1] 1 point
           *[other] { $before } points
        } above
        [below] { $before ->
            [1] 1 point
           *[other] { $before } points
        } below
       *[level] level with
    } the { $within ->
        [class] class
        [grade] grade
       *[school] school
    } average last time, { $is ->
        [above] { $gap ->
            [1] 1 point
           *[other] { $gap } points
        } above
        [below] { $gap ->
            [1] 1 point
           *[other] { $gap } points
        } below
       *[level] level with
    } it now{ $times ->
        [1] {""}
       *[other] , { $times } declines in a row
    }
screening-reason-decline-bands = { $subject }: { $value ->
        [1] 1 band
       *[other] { $value } bands
    } lower than last time{ $times ->
        [1] {""}
       *[other] , { $times } declines in a row
    }
screening-reason-absence = Absent { $days ->
        [1] 1 day
       *[other] { $days } days
    } ({ $percent }%)
screening-reason-absent-days = Absent { $days ->
        [1] 1 day
       *[other] { $days } days
    }

screening-figure-mark = Mark
screening-figure-full = Full mark
screening-figure-bands = Bands in the scale
screening-figure-bands-lower = Bands lower than last time
screening-figure-before = Mark last time
screening-figure-line = Line
screening-figure-mean = { $within ->
        [class] Class
        [grade] Grade
       *[school] School
    } average
screening-figure-gap = Below the average by
screening-figure-before-gap = Below the average last time by
screening-figure-sd = Standard deviation
screening-figure-n = Marks compared
screening-figure-absent = Days absent
screening-figure-school-days = School days
screening-figure-absence-line = Line for the share of absence
screening-figure-days-line = Line for days absent
screening-figure-times = Times in a row

screening-dropout-watch = Attendance watch
screening-all-subjects = All subjects
screening-list-comma = {", "}

screening-too-many-assessments = One screening looks at { $limit } assessments at most; please choose a shorter time.
screening-too-many-pupils = One screening takes { $limit } pupils at most; please do it in parts.
screening-too-many-subjects = One screening takes { $limit } subjects at most; please tidy the names of subjects first.
screening-too-many-full-marks = One screening takes { $limit } different full marks at most; please check those of the mark sheets.
screening-too-many-results = Too many results (more than { $limit } places); please choose a shorter time.

screening-rule-unreadable = This rule cannot be read; please fill it in again.
screening-rule-needs-name = Please give the rule a name.
screening-text-too-long = This is too long: { $limit } characters at most.
screening-rule-grades = Grades run from 1 to 6, and the first may not be above the last.
screening-rule-subjects = Please choose at least one subject, each once, { $limit } at most.
screening-rule-too-big = The rule is too large: { $tests } conditions and { $depth } levels at most. Please split it.
screening-rule-empty = There is no condition here yet; add one or remove the group.
screening-rule-decline-needs-figure = Please say by how many bands, or by how much of the standard score.
screening-rule-row-in-row = “In a row” cannot stand inside “in a row”.
screening-rule-several-inside = “Several subjects” cannot stand inside “in a row” or another “several subjects”; please move it out.
screening-rule-several-needs-subjects = The rule has one subject only and cannot ask for several.
screening-rule-absence-inside = Attendance cannot stand inside “in a row” or “several subjects”; please move it out.
screening-figure-between = Please enter a figure from { $least } to { $most }.

screening-scope-class = { $class }
screening-scope-grade = Grade { $grade }
screening-scope-school = The school
screening-why-no-results = No results yet
screening-why-papers = Written exams of grades 1 and 2 are not judged
screening-why-bands-only = Bands only; they are not compared with an average
screening-why-marks-only = Marks only, no bands
screening-why-too-few = Only { $n } results, fewer than { $least }; not compared
screening-why-all-equal = All results are the same
screening-why-too-little-history = { $have ->
        [1] Only 1 result
       *[other] Only { $have } results
    }; { $need } are needed
screening-why-no-attendance = No attendance yet
screening-why-too-early = Fewer than { $least } school days so far

screening-warning-finds-half = About half of all pupils are always below the average; please use this condition together with others.
screening-warning-nobody-judged = With the results and attendance there are, this rule cannot judge any pupil.
screening-warning-some-not-judged = { $count } of { $of } pupils have no usable result or attendance and are not judged.
screening-warning-quarter = In { $count ->
        [1] 1 class
       *[other] { $count } classes
    } more than a quarter of the pupils are caught (most in { $class }: { $caught } of { $of }); the condition may be too wide.
screening-warning-more-than-guide = In { $count ->
        [1] 1 class
       *[other] { $count } classes
    } more than { $most } pupils are caught. Two to four in a class is only a guide; please put the most urgent first when you review.

screening-default-basic = Below the basic requirement
screening-default-basic-note = Below six tenths of the full mark in a subject, or in the lowest band.
screening-default-far-below = Far below the class average
screening-default-far-below-note = A baseline or final result far below the class; a teacher's own class baseline counts too.
screening-default-twice-low = Low twice in a row
screening-default-twice-low-note = In the lower fifth of the class in the same subject, twice in a row.
screening-default-decline = Lower than before
screening-default-decline-note = Lower than the pupil's own last result in two subjects or more; compared with oneself only.
screening-default-several = Support in several subjects
screening-default-several-note = Below six tenths of the full mark, or in the lowest band, in two subjects or more.
screening-default-below-school = Below the school average
screening-default-below-school-note = Below the school average and in the lower fifth of the grade in the same subject.
screening-default-below-age = Below the average of the same age
screening-default-below-age-note = Below the grade average and lower than the pupil's own last result in the same subject.
screening-default-absence = Often absent
screening-default-absence-note = Absent for a tenth of the school days; find out why first.
screening-confirmation-over = This confirmation has ended.
