screening-reason-below-points = { $subject } { $value } 分{ $full ->
        [100] {""}
       *[other] （滿分 { $full } 分）
    }，未到 { $threshold } 分{ $times ->
        [1] {""}
       *[other] ，第 { $times } 次
    }
screening-reason-lowest-band = { $subject }在最低一檔{ $times ->
        [1] {""}
       *[other] ，第 { $times } 次
    }
screening-reason-below-mean = { $subject }比{ $within ->
        [class] 班
        [grade] 年級
       *[school] 全校
    }平均低 { $gap } 分{ $times ->
        [1] {""}
       *[other] ，第 { $times } 次
    }
screening-reason-bottom-share = { $subject } { $value } 分，{ $within ->
        [class] 班
        [grade] 年級
       *[school] 全校
    }裡多數同學高於 { $threshold } 分{ $times ->
        [1] {""}
       *[other] ，第 { $times } 次
    }
screening-reason-decline-points = { $subject }上次{ $was ->
        [above] 比{ $within ->
            [class] 班
            [grade] 年級
           *[school] 全校
        }平均高 { $before } 分
        [below] 比{ $within ->
            [class] 班
            [grade] 年級
           *[school] 全校
        }平均低 { $before } 分
       *[level] 與{ $within ->
            [class] 班
            [grade] 年級
           *[school] 全校
        }平均相當
    }，這次{ $is ->
        [above] 高 { $gap } 分
        [below] 低 { $gap } 分
       *[level] 相當
    }{ $times ->
        [1] {""}
       *[other] ，第 { $times } 次下降
    }
screening-reason-decline-bands = { $subject }比上次低 { $value } 個等級{ $times ->
        [1] {""}
       *[other] ，第 { $times } 次下降
    }
screening-reason-absence = 缺勤 { $days } 天（{ $percent }%）
screening-reason-absent-days = 缺勤 { $days } 天

screening-figure-mark = 得分
screening-figure-full = 滿分
screening-figure-bands = 等級共幾檔
screening-figure-bands-lower = 比上次低幾檔
screening-figure-before = 上次得分
screening-figure-line = 參照線
screening-figure-mean = { $within ->
        [class] 班
        [grade] 年級
       *[school] 全校
    }平均
screening-figure-gap = 低於平均
screening-figure-before-gap = 上次低於平均
screening-figure-sd = 標準差
screening-figure-n = 參照人數
screening-figure-absent = 缺勤天數
screening-figure-school-days = 應到天數
screening-figure-absence-line = 缺勤比例參照線
screening-figure-days-line = 缺勤天數參照線
screening-figure-times = 連續次數

screening-dropout-watch = 出勤關注
screening-all-subjects = 全部學科
screening-list-comma = 、

screening-too-many-assessments = 一次篩選最多看 { $limit } 次評量，請縮小時間範圍。
screening-too-many-pupils = 一次篩選最多 { $limit } 名學生，請分批進行。
screening-too-many-subjects = 一次篩選最多 { $limit } 個學科，請先整理學科名稱。
screening-too-many-full-marks = 一次篩選最多 { $limit } 種滿分，請檢查成績表的滿分。
screening-too-many-results = 成績太多（超過 { $limit } 格），請縮小時間範圍。

screening-rule-unreadable = 這條規則讀不出來，請重新填寫。
screening-rule-needs-name = 請給規則起個名字。
screening-text-too-long = 文字太長，最多 { $limit } 個字。
screening-rule-grades = 年級應在一至六年級之間，起始年級不能高於結束年級。
screening-rule-subjects = 請至少選一個學科，不重複，最多 { $limit } 個。
screening-rule-too-big = 規則太複雜：最多 { $tests } 個條件、{ $depth } 層，請拆成幾條。
screening-rule-empty = 這裡還沒有條件，請加一個或刪去這一組。
screening-rule-decline-needs-figure = 請填下降幾個等級，或標準分下降多少。
screening-rule-row-in-row = 「連續幾次」裡面不能再放「連續幾次」。
screening-rule-several-inside = 「多科」不能放在「連續幾次」或另一個「多科」裡面，請把它放到外層。
screening-rule-several-needs-subjects = 規則只選了一個學科，不能要求多科。
screening-rule-absence-inside = 出勤條件不能放在「連續幾次」或「多科」裡面，請放到外層。
screening-figure-between = 請填 { $least } 到 { $most } 之間的數。

screening-scope-class = { $class }
screening-scope-grade = { $grade } 年級
screening-scope-school = 全校
screening-why-no-results = 還沒有成績
screening-why-papers = 一、二年級不看紙筆測驗成績
screening-why-bands-only = 只有等級，不能與平均比較
screening-why-marks-only = 只有分數，沒有等級
screening-why-too-few = 只有 { $n } 個成績，不到 { $least } 個，不作比較
screening-why-all-equal = 大家的成績都一樣
screening-why-too-little-history = 只有 { $have } 次成績，需要 { $need } 次
screening-why-no-attendance = 還沒有出勤記錄
screening-why-too-early = 開學還不到 { $least } 個上課日

screening-warning-finds-half = 低於平均的學生總有一半左右，這個條件請與別的條件一起用。
screening-warning-nobody-judged = 按現有的成績和出勤，這條規則一個學生也判斷不了。
screening-warning-some-not-judged = { $of } 名學生中有 { $count } 名沒有可用的成績或出勤，判斷不了。
screening-warning-quarter = 有 { $count } 個班超過四分之一的學生入選（最多的是{ $class }：{ $of } 人中 { $caught } 人），條件可能太寬。
screening-warning-more-than-guide = 有 { $count } 個班超過 { $most } 人。每班 2 至 4 人只是參考，複核時請按輕重排先後。

screening-default-basic = 未達基本要求
screening-default-basic-note = 單科未到滿分的六成，或在最低一檔。
screening-default-far-below = 明顯低於班平均
screening-default-far-below-note = 起點評量或期末成績明顯低於本班，科任教師本班的起點評量也適用。
screening-default-twice-low = 連續兩次偏低
screening-default-twice-low-note = 同一學科連續兩次在全班較低的五分之一。
screening-default-decline = 與自己相比有下降
screening-default-decline-note = 兩科以上比自己上次下降，只與自己比。
screening-default-several = 多科需要支援
screening-default-several-note = 兩科以上未到滿分的六成或在最低一檔。
screening-default-below-school = 低於學校平均
screening-default-below-school-note = 同一學科低於學校平均，又在年級較低的五分之一。
screening-default-below-age = 低於同齡平均
screening-default-below-age-note = 同一學科低於年級平均，又比自己上次下降。
screening-default-absence = 缺勤較多
screening-default-absence-note = 缺勤達到上課日的一成，先了解原因。
screening-confirmation-over = 這項確認已經結束。
