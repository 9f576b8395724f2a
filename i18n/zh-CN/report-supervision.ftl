report-promises = 帮扶落实情况表
report-promises-hint = 每个孩子说好的谈话、辅导、家访等做到了多少，按班合计。
report-evidence = 三落实、两定时、三有情况表
report-evidence-hint = 每个孩子八格，由记录算出，各有依据。
report-checks = 督查记录
report-checks-hint = 本学期的月末查访和不定期督查，只有数，没有名字。
report-until-day = { $class } 截至 { $day }
