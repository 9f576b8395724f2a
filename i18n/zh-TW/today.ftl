today-title = 今日
today-date = { $month } 月 { $day } 日 { $weekday ->
        [1] 星期一
        [2] 星期二
        [3] 星期三
        [4] 星期四
        [5] 星期五
        [6] 星期六
       *[other] 星期日
    }
today-date-week = { $date }，第 { $week } 週
today-tasks = 要做的事
today-count = { $count } 件
today-missing = 還缺什麼
today-school = 學校今天
today-late = 晚了 { $count } 天
today-due-today = 今天
today-due = { $month } 月 { $day } 日前
today-nothing-title = 今天沒有要做的事
today-nothing-text = 做完的事不再顯示。
today-next-attendance = 記出勤
today-next-screening = 看篩選名單
today-next-settings = 開啟設定
today-second-factor = 建議給帳號加上動態驗證碼，別人拿到密碼也進不來。
today-second-factor-link = 現在設定
today-no-term = 還沒有設定學期：先定開學和放假的日子。
today-no-pupils = 還沒有學生：把現有的名冊原樣匯入。
today-no-homeroom = { $count } 個班還沒有導師（{ $class }等）：在教職員裡任命，或匯入配課表。
today-no-results = { $term } 學期還沒有可以篩選的成績：匯入上學期期末或起點評量成績。
today-not-screened = 成績已經有了，還沒有篩選：看看誰可能需要支援。
today-results-newer = 上次篩選以後又有新的成績：可以再篩選一次。
today-import-waits = { $count } 份匯入停在預覽，還沒有寫入。
today-flagged = { $count } 名學生可能需要支援。
today-flagged-new = 新增 { $count } 名可能需要支援的學生（共 { $of } 名）。
today-reviews-open = { $count } 個班的名單導師還沒有看完{ $late ->
        [0] {""}
       *[other] ，其中 { $late } 個班已過期
    }。
today-attendance = 今天 { $of } 個班中 { $count } 個班記了出勤，{ $absent } 名學生沒來。
today-classes-without-results = { $count } 個班還沒有成績。
today-good-news = 好消息：{ $count } 名學生這次不再被提示。
today-lists-late = { $count } 個班的“{ $name }”名單晚了。
today-waiting = 我的孩子
today-wait-talk = 結對的 { $count } 個孩子{ $span }還沒有談過話
today-wait-tutoring = 結對的 { $count } 個孩子{ $span }還沒有輔導過
today-wait-support = 結對的 { $count } 個孩子{ $span }您還沒有專門幫扶過
today-wait-visit = 結對的 { $count } 個孩子{ $span }還沒有家訪過
today-wait-told = 結對的 { $count } 個孩子{ $span }還沒有匯報
today-unvisited = { $class }還有 { $count } 個孩子本學期沒有家訪過
today-handover-due = { $class } 有 { $count } 份交接單要簽，{ $day } 以前
today-handover-came = { $class } 有 { $count } 份交接單要看
today-away = { $name }從 { $since } 起連續 { $days } 個上課日沒來，請聯絡家長
today-tutoring = { $day } “{ $title }”誰到了，點一下
