report-counselling-hint = Counselling in counts only; one and two are not told.
