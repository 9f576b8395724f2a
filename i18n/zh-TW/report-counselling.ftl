report-counselling-hint = 心理輔導的次數和人次，只有數，1 和 2 不寫出來。
