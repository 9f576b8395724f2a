screening-and = 且
screening-or = 或
screening-group = （{ $tests }）
screening-test-below-points = 低于满分的 { $figure }%
screening-test-lowest-band = 在最低一档
screening-test-z = 比{ $within ->
        [class] 班级
        [grade] 年级
       *[school] 全校
    }平均低 { $figure } 个标准差以上
screening-test-below-mean = 低于{ $within ->
        [class] 班级
        [grade] 年级
       *[school] 全校
    }平均
screening-test-bottom-share = 在{ $within ->
        [class] 班级
        [grade] 年级
       *[school] 全校
    }后 { $figure }%
screening-test-decline-bands = 比自己上次低 { $figure } 个等级以上
screening-test-decline-marks = 比自己上次下降 { $figure } 个标准差以上（与{ $within ->
        [class] 班级
        [grade] 年级
       *[school] 全校
    }比）
screening-test-decline-both = 比自己上次低 { $bands } 个等级以上，或下降 { $figure } 个标准差以上（与{ $within ->
        [class] 班级
        [grade] 年级
       *[school] 全校
    }比）
screening-test-absence-share = 缺勤达到上学日的 { $figure }%
screening-test-absent-days = 缺勤 { $figure } 天以上
screening-test-in-a-row = 连续 { $times } 次：{ $test }
screening-test-several = 至少 { $count } 科：{ $test }

screening-kind-below-points = 低于满分的百分之几
screening-kind-lowest-band = 在最低一档
screening-kind-z = 比平均低几个标准差以上
screening-kind-below-mean = 低于平均
screening-kind-bottom-share = 在后百分之几
screening-kind-decline = 比自己上次低几个等级以上
screening-kind-absence-share = 缺勤达到上学日的百分之几
screening-kind-absent-days = 缺勤几天以上
screening-within-class = 与本班比
screening-within-grade = 与本年级比
screening-within-school = 与全校比

screening-pages-title = 摸底筛查
screening-pages-where = 位置
screening-pages-candidates = 名单
screening-pages-rules = 规则
screening-pages-rule = 规则
screening-pages-term = 学期
screening-pages-grade = 年级
screening-pages-class = 班级
screening-pages-subject = 学科
screening-pages-all = 全部
screening-pages-show = 查看
screening-pages-run = 开始筛查
screening-pages-run-again = 再筛查一次
screening-pages-ran = 筛查完成，{ $count } 名学生可能需要支持，请班主任逐个看。
screening-pages-what-counts = 看最近两年的期末和摸底成绩（科任教师本班的摸底也算）和本学期的出勤。结果只是提示，不会自动认定任何学生。
screening-pages-no-term = 学校还没有设置学期，先设好学期才能筛查。
screening-pages-no-term-title = 还没有学期
screening-pages-to-settings = 去设置
screening-pages-none-title = 还没有成绩
screening-pages-none-text = 把上学期的成绩表原样导入，就能看到谁可能需要支持。
screening-pages-none-yet = 还没有成绩，教导处导入后再来看。
screening-pages-to-import = 导入成绩
screening-pages-lead-no-results = 还没有可以用来筛查的成绩。
screening-pages-lead-not-run = { $of } 名学生中，{ $count } 名有成绩，还没有筛查。
screening-pages-lead-run = { $of } 名学生中，有 { $count } 名可能需要支持（{ $when } 筛查）。
screening-pages-no-full-mark = 有 { $count } 个分数没有满分，没有用来判断。请在成绩里补上满分。
screening-pages-of-rule = “{ $name }”：{ $text }
screening-pages-classes = 各班情况
screening-pages-results = 成绩
screening-pages-found = 筛查结果
screening-pages-class-no-results = 还没有成绩
screening-pages-class-results = { $of } 人中 { $count } 人有成绩
screening-pages-class-not-run = 还没有筛查
screening-pages-class-nobody = 没有提示
screening-pages-class-found = { $count } 人可能需要支持
screening-pages-new-count = 新增 { $count } 人
screening-pages-new = 新增
screening-pages-gaps = 哪些没能判断，为什么
screening-pages-gaps-more = 还有 { $count } 条，没有全部列出。
screening-pages-no-rule-on = 没有启用的规则，请先启用至少一条。
screening-pages-not-run-title = 还没有筛查
screening-pages-not-run = 这个学期还没有筛查过。
screening-pages-candidates-lead = 共 { $count } 名（{ $when } 筛查）。
screening-pages-only-new = 只看新增
screening-pages-nobody = 这里没有学生。
screening-pages-only-candidates = 名单只是提示，不会自动认定；旧的筛查结果都保留。
screening-pages-seat = { $count } 号
screening-pages-figures = 看数字和规则
screening-pages-gone = 上次有、这次没有的 { $count } 名
screening-pages-gone-hint = 可能是成绩上来了，也可能是这次没有成绩；帮扶不会因此停下。
screening-pages-compared = “新增”是与上一次筛查相比。
screening-pages-class-title = { $class } 摸底名单
screening-pages-class-lead = { $count } 名学生可能需要支持（{ $when } 筛查）。
screening-pages-class-nobody-text = 这个班没有学生被提示。您了解的孩子如果需要支持，不必等分数。
screening-pages-print = 打印名单
screening-pages-review = 我都看过了
screening-pages-reviewed = 已记下：您看过这份名单。
screening-pages-rules-lead = 每条规则说明什么时候提示；启用的规则在筛查时一起看，学生符合任何一条就列入名单。
screening-pages-rule-scope = { $from } 至 { $to } 年级，{ $subjects }
screening-pages-on = 启用
screening-pages-off = 停用
screening-pages-switch-on = 启用
screening-pages-switch-off = 停用
screening-pages-switched-on = 已启用“{ $name }”。
screening-pages-switched-off = 已停用“{ $name }”。
screening-pages-edit = 修改
screening-pages-end = 移出列表
screening-pages-end-confirm = 把“{ $name }”移出规则列表？以前的筛查结果和规则的各个版本都保留。
screening-pages-ended = “{ $name }”已移出列表。
screening-pages-saved = 规则“{ $name }”已保存，下次筛查起生效。
screening-pages-rule-new = 新规则
screening-pages-rule-title = 规则：{ $name }
screening-pages-rule-lead = 先预览会提示哪些学生，再保存。
screening-pages-tangled = 这条规则比表格能表达的复杂：{ $text }。在这里保存会换成新的条件。
screening-pages-name = 规则名称
screening-pages-name-taken = 已有同名的规则，请换个名字。
screening-pages-too-many-rules = 规则最多 { $most } 条，请先移出不用的。
screening-pages-category = 用来发现
screening-pages-conditions = 条件
screening-pages-conditions-hint = 每一行是一个条件，空着的行不算。成绩条件用“且”时，要在同一学科都符合。
screening-pages-joint-groups = 各组之间
screening-pages-joint-any-groups = 符合任何一组
screening-pages-joint-all-groups = 各组都要符合
screening-pages-group = 第 { $count } 组
screening-pages-joint = 组内
screening-pages-joint-all = 都要符合（且）
screening-pages-joint-any = 符合一个（或）
screening-pages-several = 学科数
screening-pages-several-n = { $count ->
        [1] 任一学科
       *[other] 至少 { $count } 科
    }
screening-pages-row = 第 { $group } 组第 { $row } 行
screening-pages-test = 条件
screening-pages-no-test = 选一个条件
screening-pages-unknown-test = 没有这种条件，请重新选。
screening-pages-figure = 数值
screening-pages-second = 或标准差
screening-pages-within = 与谁比
screening-pages-times = 次数
screening-pages-times-n = { $count ->
        [1] 最近一次
       *[other] 连续 { $count } 次
    }
screening-pages-for-whom = 适用范围
screening-pages-from = 从
screening-pages-to = 到
screening-pages-subjects-hint = 一个学科都不选，就是全部学科。
screening-pages-note = 为什么有这条规则
screening-pages-lower = 也看一、二年级的纸笔考试
screening-pages-lower-hint = 一、二年级一般没有纸笔考试；当地另有规定时才选。
screening-pages-active = 启用
screening-pages-preview = 预览
screening-pages-preview-button = 预览会提示谁
screening-pages-preview-lead = 适用的 { $of } 名学生中，会提示 { $count } 名。
screening-pages-preview-class = { $of } 人中 { $caught } 人
screening-pages-preview-names = 看名字
screening-pages-preview-unsaved = 这只是预览，规则还没有保存。
task-screening-review = 看看{ $class }可能需要支持的学生
event-screening-run = 进行了摸底筛查
event-screening-rule = 修改了筛查规则
event-screening-rule-ended = 移出了一条筛查规则
event-screening-reviewed = 看过了摸底名单
screening-pages-warnings-more = 还有 {$count} 条提醒
screening-no-such-programme = 没有名为“{ $name }”的帮扶项目。用 bangfu programme list 可以看到全部项目。
screening-programme-not-in-force = 帮扶项目“{ $name }”在 { $term } 学期没有启用。
