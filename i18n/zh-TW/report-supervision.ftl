report-promises = 幫扶落實情況表
report-promises-hint = 每個孩子說好的談話、輔導、家訪等做到了多少，按班合計。
report-evidence = 三落實、兩定時、三有情況表
report-evidence-hint = 每個孩子八格，由記錄算出，各有依據。
report-checks = 督查記錄
report-checks-hint = 本學期的月末查訪和不定期督查，只有數，沒有名字。
report-until-day = { $class } 截至 { $day }
