today-meeting-due = { $name }的交流会还没有开，{ $day } 以前
today-summary-due = { $name }的反馈或总结还没有交，{ $day } 以前
today-unheard = { $count } 个孩子{ $span }还没有人谈过话：{ $names }
today-bureau = { $count } 个班的“{ $name }”名单要在 { $day } 以前报上去
today-news-experience = 好消息：{ $name }分享了一个好办法——{ $text }
today-overloaded = { $count } 位老师帮扶的孩子超过了上限
today-registers-due = 本学期的表册 { $day } 以前要齐
access-act-seetoday = 看今日里孩子的名字
