report-promises = Promised and kept
report-promises-hint = Of each pupil, how much of what was promised was kept, with a total for each class.
report-evidence = Evidence of help
report-evidence-hint = Eight cells of each pupil, computed from the records, each with its evidence.
report-checks = Checks
report-checks-hint = Month-end checks and inspections of the term: counts, no names.
report-until-day = { $class } until { $day }
