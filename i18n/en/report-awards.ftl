report-awards-hint = Whom each class rewarded this term, with what and why; kept inside, never on a wall.
report-awards-what = Given
report-awards-why = Reason or evidence
report-awards-state = Stage
report-awards-day = Day
report-awards-counts = { $given } given, { $material } of them things
