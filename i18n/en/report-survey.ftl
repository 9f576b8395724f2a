# Registers of the survey by kinds
report-eight-kinds = Pupils by kind
report-eight-kinds-hint = How many children of each class are of each kind, as saved in the survey. Internal.
report-kind-files = Index of the files by kind
report-kind-files-hint = The children of each kind with source, first day and reason; what was arranged is written by hand. Internal.
report-kinds-total = Total
report-kinds-surveyed = Surveyed on
report-kinds-note = Only what was saved in this school year counts; "—" means that nobody has filled it in yet, not that there is none.
report-kinds-source = Source
report-kinds-source-register = Register and family facts
report-kinds-source-screening = This term's screening
report-kinds-source-teacher = Teacher
report-kinds-since = Since
report-kinds-reason = Reason
report-kinds-arranged = What was arranged
report-kinds-helped-by = Helped by { $names }
