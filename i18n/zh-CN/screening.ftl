screening-reason-below-points = { $subject } { $value } 分{ $full ->
        [100] {""}
       *[other] （满分 { $full } 分）
    }，未到 { $threshold } 分{ $times ->
        [1] {""}
       *[other] ，第 { $times } 次
    }
screening-reason-lowest-band = { $subject }在最低一档{ $times ->
        [1] {""}
       *[other] ，第 { $times } 次
    }
screening-reason-below-mean = { $subject }比{ $within ->
        [class] 班
        [grade] 年级
       *[school] 全校
    }平均低 { $gap } 分{ $times ->
        [1] {""}
       *[other] ，第 { $times } 次
    }
screening-reason-bottom-share = { $subject } { $value } 分，{ $within ->
        [class] 班
        [grade] 年级
       *[school] 全校
    }里多数同学高于 { $threshold } 分{ $times ->
        [1] {""}
       *[other] ，第 { $times } 次
    }
screening-reason-decline-points = { $subject }上次{ $was ->
        [above] 比{ $within ->
            [class] 班
            [grade] 年级
           *[school] 全校
        }平均高 { $before } 分
        [below] 比{ $within ->
            [class] 班
            [grade] 年级
           *[school] 全校
        }平均低 { $before } 分
       *[level] 与{ $within ->
            [class] 班
            [grade] 年级
           *[school] 全校
        }平均相当
    }，这次{ $is ->
        [above] 高 { $gap } 分
        [below] 低 { $gap } 分
       *[level] 相当
    }{ $times ->
        [1] {""}
       *[other] ，第 { $times } 次下降
    }
screening-reason-decline-bands = { $subject }比上次低 { $value } 个等级{ $times ->
        [1] {""}
       *[other] ，第 { $times } 次下降
    }
screening-reason-absence = 缺勤 { $days } 天（{ $percent }%）
screening-reason-absent-days = 缺勤 { $days } 天

screening-figure-mark = 得分
screening-figure-full = 满分
screening-figure-bands = 等级共几档
screening-figure-bands-lower = 比上次低几档
screening-figure-before = 上次得分
screening-figure-line = 参照线
screening-figure-mean = { $within ->
        [class] 班
        [grade] 年级
       *[school] 全校
    }平均
screening-figure-gap = 低于平均
screening-figure-before-gap = 上次低于平均
screening-figure-sd = 标准差
screening-figure-n = 参照人数
screening-figure-absent = 缺勤天数
screening-figure-school-days = 应到天数
screening-figure-absence-line = 缺勤比例参照线
screening-figure-days-line = 缺勤天数参照线
screening-figure-times = 连续次数

screening-dropout-watch = 出勤关注
screening-all-subjects = 全部学科
screening-list-comma = 、

screening-too-many-assessments = 一次摸底最多看 { $limit } 次测评，请缩小时间范围。
screening-too-many-pupils = 一次摸底最多 { $limit } 名学生，请分批进行。
screening-too-many-subjects = 一次摸底最多 { $limit } 个学科，请先整理学科名称。
screening-too-many-full-marks = 一次摸底最多 { $limit } 种满分，请检查成绩表的满分。
screening-too-many-results = 成绩太多（超过 { $limit } 格），请缩小时间范围。

screening-rule-unreadable = 这条规则读不出来，请重新填写。
screening-rule-needs-name = 请给规则起个名字。
screening-text-too-long = 文字太长，最多 { $limit } 个字。
screening-rule-grades = 年级应在一至六年级之间，起始年级不能高于结束年级。
screening-rule-subjects = 请至少选一个学科，不重复，最多 { $limit } 个。
screening-rule-too-big = 规则太复杂：最多 { $tests } 个条件、{ $depth } 层，请拆成几条。
screening-rule-empty = 这里还没有条件，请加一个或删去这一组。
screening-rule-decline-needs-figure = 请填下降几个等级，或标准分下降多少。
screening-rule-row-in-row = “连续几次”里面不能再放“连续几次”。
screening-rule-several-inside = “多科”不能放在“连续几次”或另一个“多科”里面，请把它放到外层。
screening-rule-several-needs-subjects = 规则只选了一个学科，不能要求多科。
screening-rule-absence-inside = 出勤条件不能放在“连续几次”或“多科”里面，请放到外层。
screening-figure-between = 请填 { $least } 到 { $most } 之间的数。

screening-scope-class = { $class }
screening-scope-grade = { $grade } 年级
screening-scope-school = 全校
screening-why-no-results = 还没有成绩
screening-why-papers = 一、二年级不看纸笔考试成绩
screening-why-bands-only = 只有等级，不能与平均比较
screening-why-marks-only = 只有分数，没有等级
screening-why-too-few = 只有 { $n } 个成绩，不到 { $least } 个，不作比较
screening-why-all-equal = 大家的成绩都一样
screening-why-too-little-history = 只有 { $have } 次成绩，需要 { $need } 次
screening-why-no-attendance = 还没有出勤记录
screening-why-too-early = 开学还不到 { $least } 个上学日

screening-warning-finds-half = 低于平均的学生总有一半左右，这个条件请与别的条件一起用。
screening-warning-nobody-judged = 按现有的成绩和出勤，这条规则一个学生也判断不了。
screening-warning-some-not-judged = { $of } 名学生中有 { $count } 名没有可用的成绩或出勤，判断不了。
screening-warning-quarter = 有 { $count } 个班超过四分之一的学生入选（最多的是{ $class }：{ $of } 人中 { $caught } 人），条件可能太宽。
screening-warning-more-than-guide = 有 { $count } 个班超过 { $most } 人。每班 2 至 4 人只是参考，复核时请按轻重排先后。

screening-default-basic = 未达基本要求
screening-default-basic-note = 单科未到满分的六成，或在最低一档。
screening-default-far-below = 明显低于班平均
screening-default-far-below-note = 摸底或期末成绩明显低于本班，科任教师本班的摸底也适用。
screening-default-twice-low = 连续两次偏低
screening-default-twice-low-note = 同一学科连续两次在全班较低的五分之一。
screening-default-decline = 与自己相比有下降
screening-default-decline-note = 两科以上比自己上次下降，只与自己比。
screening-default-several = 多科需要支持
screening-default-several-note = 两科以上未到满分的六成或在最低一档。
screening-default-below-school = 低于学校平均
screening-default-below-school-note = 同一学科低于学校平均，又在年级较低的五分之一。
screening-default-below-age = 低于同龄平均
screening-default-below-age-note = 同一学科低于年级平均，又比自己上次下降。
screening-default-absence = 缺勤较多
screening-default-absence-note = 缺勤达到上学日的一成，先了解原因。
screening-confirmation-over = 这项确认已经结束。
