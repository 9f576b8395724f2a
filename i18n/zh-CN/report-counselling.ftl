report-counselling-hint = 心理辅导的次数和人次，只有数，1 和 2 不写出来。
