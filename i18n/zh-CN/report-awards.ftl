report-awards-hint = 每个班这学期表彰了谁、给了什么、为什么；内部留存，不得张贴。
report-awards-what = 给了什么
report-awards-why = 理由或依据
report-awards-state = 进展
report-awards-day = 日期
report-awards-counts = 已发 { $given } 项，其中物质 { $material } 项
