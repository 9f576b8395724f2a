today-meeting-due = { $name }的交流會還沒有開，{ $day } 以前
today-summary-due = { $name }的回饋或總結還沒有交，{ $day } 以前
today-unheard = { $count } 個孩子{ $span }還沒有人談過話：{ $names }
today-bureau = { $count } 個班的「{ $name }」名單要在 { $day } 以前報上去
today-news-experience = 好消息：{ $name }分享了一個好辦法——{ $text }
today-overloaded = { $count } 位老師幫扶的孩子超過了上限
today-registers-due = 本學期的表冊 { $day } 以前要齊
access-act-seetoday = 看今日裡孩子的名字
