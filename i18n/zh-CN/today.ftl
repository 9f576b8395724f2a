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
today-date-week = { $date }，第 { $week } 周
today-tasks = 要做的事
today-count = { $count } 件
today-missing = 还缺什么
today-school = 学校今天
today-late = 晚了 { $count } 天
today-due-today = 今天
today-due = { $month } 月 { $day } 日前
today-nothing-title = 今天没有要做的事
today-nothing-text = 做完的事不再显示。
today-next-attendance = 记出勤
today-next-screening = 看摸底名单
today-next-settings = 打开设置
today-second-factor = 建议给账号加上动态验证码，别人拿到密码也进不来。
today-second-factor-link = 现在设置
today-no-term = 还没有设置学期：先定开学和放假的日子。
today-no-pupils = 还没有学生：把现有的花名册原样导入。
today-no-homeroom = { $count } 个班还没有班主任（{ $class }等）：在教职工里任命，或导入任课表。
today-no-results = { $term } 学期还没有可以筛查的成绩：导入上学期期末或摸底成绩。
today-not-screened = 成绩已经有了，还没有筛查：看看谁可能需要支持。
today-results-newer = 上次筛查以后又有新的成绩：可以再筛查一次。
today-import-waits = { $count } 份导入停在预览，还没有写入。
today-flagged = { $count } 名学生可能需要支持。
today-flagged-new = 新增 { $count } 名可能需要支持的学生（共 { $of } 名）。
today-reviews-open = { $count } 个班的名单班主任还没有看完{ $late ->
        [0] {""}
       *[other] ，其中 { $late } 个班已过期
    }。
today-attendance = 今天 { $of } 个班中 { $count } 个班记了出勤，{ $absent } 名学生没来。
today-classes-without-results = { $count } 个班还没有成绩。
today-good-news = 好消息：{ $count } 名学生这次不再被提示。
today-lists-late = { $count } 个班的“{ $name }”名单晚了。
today-waiting = 我的孩子
today-wait-talk = 结对的 { $count } 个孩子{ $span }还没有谈过话
today-wait-tutoring = 结对的 { $count } 个孩子{ $span }还没有辅导过
today-wait-support = 结对的 { $count } 个孩子{ $span }您还没有专门帮扶过
today-wait-visit = 结对的 { $count } 个孩子{ $span }还没有家访过
today-wait-told = 结对的 { $count } 个孩子{ $span }还没有汇报
today-unvisited = { $class }还有 { $count } 个孩子本学期没有家访过
today-handover-due = { $class } 有 { $count } 份交接单要签，{ $day } 以前
today-handover-came = { $class } 有 { $count } 份交接单要看
today-away = { $name }从 { $since } 起连续 { $days } 个上课日没来，请联系家长
today-tutoring = { $day } “{ $title }”谁到了，点一下
