# 分类调查的表册
report-eight-kinds = 八类学生统计表
report-eight-kinds-hint = 各班八类学生和边缘、特长学生的人数，只算已保存的调查。内部使用。
report-kind-files = 专题档案目录
report-kind-files-hint = 按类别列出学生、来源、起始日期和理由，措施栏手填。内部使用。
report-kinds-total = 合计
report-kinds-surveyed = 调查日期
report-kinds-note = 只统计本学年已保存的调查结果；“—”表示还没有人填写，不是没有。
report-kinds-source = 来源
report-kinds-source-register = 学籍和家庭情况
report-kinds-source-screening = 本学期摸底
report-kinds-source-teacher = 老师填写
report-kinds-since = 起始日期
report-kinds-reason = 理由
report-kinds-arranged = 帮扶措施
report-kinds-helped-by = 帮扶人：{ $names }
