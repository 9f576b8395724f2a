screening-and = {" and "}
screening-or = {" or "}
screening-group = ({ $tests })
screening-test-below-points = below { $figure }% of the full mark
screening-test-lowest-band = in the lowest band
screening-test-z = { $figure } standard deviations or more below the { $within ->
        [class] class
        [grade] grade
       *[school] school
    } average
screening-test-below-mean = below the { $within ->
        [class] class
        [grade] grade
       *[school] school
    } average
screening-test-bottom-share = in the lower { $figure }% of the { $within ->
        [class] class
        [grade] grade
       *[school] school
    }
screening-test-decline-bands = { $figure } bands or more below the own last result
screening-test-decline-marks = { $figure } standard deviations or more lower than last time (against the { $within ->
        [class] class
        [grade] grade
       *[school] school
    })
screening-test-decline-both = { $bands } bands or more below the own last result, or { $figure } standard deviations or more lower (against the { $within ->
        [class] class
        [grade] grade
       *[school] school
    })
screening-test-absence-share = absent { $figure }% of the school days or more
screening-test-absent-days = absent { $figure } days or more
screening-test-in-a-row = { $times } times in a row: { $test }
screening-test-several = in { $count } subjects or more: { $test }

screening-kind-below-points = Below so many percent of the full mark
screening-kind-lowest-band = In the lowest band
screening-kind-z = So many standard deviations below the average
screening-kind-below-mean = Below the average
screening-kind-bottom-share = In the lower so many percent
screening-kind-decline = So many bands below the own last result
screening-kind-absence-share = Absent so many percent of the school days
screening-kind-absent-days = Absent so many days
screening-within-class = the class
screening-within-grade = the grade
screening-within-school = the school

screening-pages-title = First screening
screening-pages-where = Where you are
screening-pages-candidates = Candidates
screening-pages-rules = Rules
screening-pages-rule = Rule
screening-pages-term = Term
screening-pages-grade = Grade
screening-pages-class = Class
screening-pages-subject = Subject
screening-pages-all = All
screening-pages-show = Show
screening-pages-run = Run the screening
screening-pages-run-again = Run it again
screening-pages-ran = Done: { $count ->
        [1] 1 pupil
       *[other] { $count } pupils
    } may need support. Class teachers, please look at each of them.
screening-pages-what-counts = It looks at the finals and baselines of two years (a teacher's own class baseline too) and at this term's attendance. It only points out; nobody is confirmed by it.
screening-pages-no-term = The school has no term yet; set one up before screening.
screening-pages-no-term-title = No term yet
screening-pages-to-settings = To the settings
screening-pages-none-title = No results yet
screening-pages-none-text = Bring in last term's result sheets as they are, and see who may need support.
screening-pages-none-yet = There are no results yet; the academic office brings them in.
screening-pages-to-import = Import results
screening-pages-lead-no-results = There are no results to screen yet.
screening-pages-lead-not-run = { $count } of { $of } pupils have results; not screened yet.
screening-pages-lead-run = { $count } of { $of } pupils may need support (screened { $when }).
screening-pages-no-full-mark = { $count } marks have no full mark and were not judged. Please add the full mark in the results.
screening-pages-of-rule = “{ $name }”: { $text }
screening-pages-classes = Classes
screening-pages-results = Results
screening-pages-found = Found
screening-pages-class-no-results = No results yet
screening-pages-class-results = { $count } of { $of } have results
screening-pages-class-not-run = Not screened yet
screening-pages-class-nobody = Nobody pointed out
screening-pages-class-found = { $count } may need support
screening-pages-new-count = { $count } new
screening-pages-new = New
screening-pages-gaps = What could not be judged, and why
screening-pages-gaps-more = { $count } more are not listed.
screening-pages-no-rule-on = No rule is switched on; please switch on at least one.
screening-pages-not-run-title = Not screened yet
screening-pages-not-run = This term has not been screened yet.
screening-pages-candidates-lead = { $count } in all (screened { $when }).
screening-pages-only-new = New ones only
screening-pages-nobody = Nobody here.
screening-pages-only-candidates = The list only points out; nobody is confirmed by it. Older runs are kept.
screening-pages-seat = seat { $count }
screening-pages-figures = Figures and rules
screening-pages-gone = { $count } found last time, not this time
screening-pages-gone-hint = Results may have risen, or there is none this time; support does not stop because of it.
screening-pages-compared = “New” is against the run before.
screening-pages-class-title = Candidates of { $class }
screening-pages-class-lead = { $count ->
        [1] 1 pupil
       *[other] { $count } pupils
    } may need support (screened { $when }).
screening-pages-class-nobody-text = Nobody of this class was pointed out. A child you know to need support need not wait for marks.
screening-pages-print = Print the list
screening-pages-review = I have looked at all of them
screening-pages-reviewed = Noted: you have looked at this list.
screening-pages-rules-lead = A rule says when a pupil is pointed out. A run uses all rules that are on; one is enough.
screening-pages-rule-scope = Grades { $from } to { $to }, { $subjects }
screening-pages-on = On
screening-pages-off = Off
screening-pages-switch-on = Switch on
screening-pages-switch-off = Switch off
screening-pages-switched-on = “{ $name }” is on.
screening-pages-switched-off = “{ $name }” is off.
screening-pages-edit = Change
screening-pages-end = Take out of the list
screening-pages-end-confirm = Take “{ $name }” out of the rules? What it found and its versions are kept.
screening-pages-ended = “{ $name }” is out of the list.
screening-pages-saved = The rule “{ $name }” is saved and counts from the next run.
screening-pages-rule-new = New rule
screening-pages-rule-title = Rule: { $name }
screening-pages-rule-lead = See first who would be pointed out, then save.
screening-pages-tangled = This rule says more than the form can: { $text }. Saving here puts new conditions in its place.
screening-pages-name = Name
screening-pages-name-taken = Another rule has this name; please choose a different one.
screening-pages-too-many-rules = { $most } rules at most; please take out some that are not used.
screening-pages-category = Looks for
screening-pages-conditions = Conditions
screening-pages-conditions-hint = Each row is a condition; empty rows do not count. Conditions on results joined by “and” must hold in the same subject.
screening-pages-joint-groups = Between the groups
screening-pages-joint-any-groups = One group is enough
screening-pages-joint-all-groups = All groups must hold
screening-pages-group = Group { $count }
screening-pages-joint = Within the group
screening-pages-joint-all = all must hold (and)
screening-pages-joint-any = one is enough (or)
screening-pages-several = Subjects
screening-pages-several-n = { $count ->
        [1] in any subject
       *[other] in { $count } or more
    }
screening-pages-row = Group { $group }, row { $row }
screening-pages-test = Condition
screening-pages-no-test = Choose a condition
screening-pages-unknown-test = There is no such condition; please choose again.
screening-pages-figure = Figure
screening-pages-second = or standard deviations
screening-pages-within = Against
screening-pages-times = How often
screening-pages-times-n = { $count ->
        [1] the newest
       *[other] { $count } in a row
    }
screening-pages-for-whom = For whom
screening-pages-from = From
screening-pages-to = To
screening-pages-subjects-hint = None chosen means all subjects.
screening-pages-note = Why there is this rule
screening-pages-lower = Also judge written exams of grades 1 and 2
screening-pages-lower-hint = They usually have none; only where the local rule differs.
screening-pages-active = Switched on
screening-pages-preview = Preview
screening-pages-preview-button = See who would be found
screening-pages-preview-lead = It would point out { $count } of { $of } pupils.
screening-pages-preview-class = { $caught } of { $of }
screening-pages-preview-names = Names
screening-pages-preview-unsaved = A preview only; the rule is not saved.
task-screening-review = Look at the pupils of { $class } who may need support
event-screening-run = Ran the first screening
event-screening-rule = Changed a screening rule
event-screening-rule-ended = Took out a screening rule
event-screening-reviewed = Looked at the candidates
screening-pages-warnings-more = {$count ->
    [one] One more notice
   *[other] {$count} more notices
}
screening-no-such-programme = No programme is called "{ $name }"; `bangfu programme list` names them all.
screening-programme-not-in-force = The programme "{ $name }" is not in force in the term { $term }.
