report-awards-hint = 每個班這學期表彰了誰、給了什麼、為什麼；內部留存，不得張貼。
report-awards-what = 給了什麼
report-awards-why = 理由或依據
report-awards-state = 進展
report-awards-day = 日期
report-awards-counts = 已發 { $given } 項，其中物質 { $material } 項
