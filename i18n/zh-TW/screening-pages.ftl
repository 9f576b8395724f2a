screening-and = 且
screening-or = 或
screening-group = （{ $tests }）
screening-test-below-points = 低於滿分的 { $figure }%
screening-test-lowest-band = 在最低一檔
screening-test-z = 比{ $within ->
        [class] 班級
        [grade] 年級
       *[school] 全校
    }平均低 { $figure } 個標準差以上
screening-test-below-mean = 低於{ $within ->
        [class] 班級
        [grade] 年級
       *[school] 全校
    }平均
screening-test-bottom-share = 在{ $within ->
        [class] 班級
        [grade] 年級
       *[school] 全校
    }後 { $figure }%
screening-test-decline-bands = 比自己上次低 { $figure } 個等級以上
screening-test-decline-marks = 比自己上次下降 { $figure } 個標準差以上（與{ $within ->
        [class] 班級
        [grade] 年級
       *[school] 全校
    }比）
screening-test-decline-both = 比自己上次低 { $bands } 個等級以上，或下降 { $figure } 個標準差以上（與{ $within ->
        [class] 班級
        [grade] 年級
       *[school] 全校
    }比）
screening-test-absence-share = 缺勤達到上課日的 { $figure }%
screening-test-absent-days = 缺勤 { $figure } 天以上
screening-test-in-a-row = 連續 { $times } 次：{ $test }
screening-test-several = 至少 { $count } 科：{ $test }

screening-kind-below-points = 低於滿分的百分之幾
screening-kind-lowest-band = 在最低一檔
screening-kind-z = 比平均低幾個標準差以上
screening-kind-below-mean = 低於平均
screening-kind-bottom-share = 在後百分之幾
screening-kind-decline = 比自己上次低幾個等級以上
screening-kind-absence-share = 缺勤達到上課日的百分之幾
screening-kind-absent-days = 缺勤幾天以上
screening-within-class = 與本班比
screening-within-grade = 與本年級比
screening-within-school = 與全校比

screening-pages-title = 篩選
screening-pages-where = 位置
screening-pages-candidates = 名單
screening-pages-rules = 規則
screening-pages-rule = 規則
screening-pages-term = 學期
screening-pages-grade = 年級
screening-pages-class = 班級
screening-pages-subject = 學科
screening-pages-all = 全部
screening-pages-show = 查看
screening-pages-run = 開始篩選
screening-pages-run-again = 再篩選一次
screening-pages-ran = 篩選完成，{ $count } 名學生可能需要支援，請導師逐個看。
screening-pages-what-counts = 看最近兩年的期末和起點評量成績（科任教師本班的起點評量也算）和本學期的出勤。結果只是提示，不會自動認定任何學生。
screening-pages-no-term = 學校還沒有設定學期，先設好學期才能篩選。
screening-pages-no-term-title = 還沒有學期
screening-pages-to-settings = 去設定
screening-pages-none-title = 還沒有成績
screening-pages-none-text = 把上學期的成績表原樣匯入，就能看到誰可能需要支援。
screening-pages-none-yet = 還沒有成績，教導處匯入後再來看。
screening-pages-to-import = 匯入成績
screening-pages-lead-no-results = 還沒有可以用來篩選的成績。
screening-pages-lead-not-run = { $of } 名學生中，{ $count } 名有成績，還沒有篩選。
screening-pages-lead-run = { $of } 名學生中，有 { $count } 名可能需要支援（{ $when } 篩選）。
screening-pages-no-full-mark = 有 { $count } 個分數沒有滿分，沒有用來判斷。請在成績裡補上滿分。
screening-pages-of-rule = 「{ $name }」：{ $text }
screening-pages-classes = 各班情況
screening-pages-results = 成績
screening-pages-found = 篩選結果
screening-pages-class-no-results = 還沒有成績
screening-pages-class-results = { $of } 人中 { $count } 人有成績
screening-pages-class-not-run = 還沒有篩選
screening-pages-class-nobody = 沒有提示
screening-pages-class-found = { $count } 人可能需要支援
screening-pages-new-count = 新增 { $count } 人
screening-pages-new = 新增
screening-pages-gaps = 哪些沒能判斷，為什麼
screening-pages-gaps-more = 還有 { $count } 條，沒有全部列出。
screening-pages-no-rule-on = 沒有啟用的規則，請先啟用至少一條。
screening-pages-not-run-title = 還沒有篩選
screening-pages-not-run = 這個學期還沒有篩選過。
screening-pages-candidates-lead = 共 { $count } 名（{ $when } 篩選）。
screening-pages-only-new = 只看新增
screening-pages-nobody = 這裡沒有學生。
screening-pages-only-candidates = 名單只是提示，不會自動認定；舊的篩選結果都保留。
screening-pages-seat = { $count } 號
screening-pages-figures = 看數字和規則
screening-pages-gone = 上次有、這次沒有的 { $count } 名
screening-pages-gone-hint = 可能是成績上來了，也可能是這次沒有成績；幫扶不會因此停下。
screening-pages-compared = 「新增」是與上一次篩選相比。
screening-pages-class-title = { $class } 篩選名單
screening-pages-class-lead = { $count } 名學生可能需要支援（{ $when } 篩選）。
screening-pages-class-nobody-text = 這個班沒有學生被提示。您了解的孩子如果需要支援，不必等分數。
screening-pages-print = 列印名單
screening-pages-review = 我都看過了
screening-pages-reviewed = 已記下：您看過這份名單。
screening-pages-rules-lead = 每條規則說明什麼時候提示；啟用的規則在篩選時一起看，學生符合任何一條就列入名單。
screening-pages-rule-scope = { $from } 至 { $to } 年級，{ $subjects }
screening-pages-on = 啟用
screening-pages-off = 停用
screening-pages-switch-on = 啟用
screening-pages-switch-off = 停用
screening-pages-switched-on = 已啟用「{ $name }」。
screening-pages-switched-off = 已停用「{ $name }」。
screening-pages-edit = 修改
screening-pages-end = 移出列表
screening-pages-end-confirm = 把「{ $name }」移出規則列表？以前的篩選結果和規則的各個版本都保留。
screening-pages-ended = 「{ $name }」已移出列表。
screening-pages-saved = 規則「{ $name }」已儲存，下次篩選起生效。
screening-pages-rule-new = 新規則
screening-pages-rule-title = 規則：{ $name }
screening-pages-rule-lead = 先預覽會提示哪些學生，再儲存。
screening-pages-tangled = 這條規則比表格能表達的複雜：{ $text }。在這裡儲存會換成新的條件。
screening-pages-name = 規則名稱
screening-pages-name-taken = 已有同名的規則，請換個名字。
screening-pages-too-many-rules = 規則最多 { $most } 條，請先移出不用的。
screening-pages-category = 用來發現
screening-pages-conditions = 條件
screening-pages-conditions-hint = 每一列是一個條件，空著的列不算。成績條件用「且」時，要在同一學科都符合。
screening-pages-joint-groups = 各組之間
screening-pages-joint-any-groups = 符合任何一組
screening-pages-joint-all-groups = 各組都要符合
screening-pages-group = 第 { $count } 組
screening-pages-joint = 組內
screening-pages-joint-all = 都要符合（且）
screening-pages-joint-any = 符合一個（或）
screening-pages-several = 學科數
screening-pages-several-n = { $count ->
        [1] 任一學科
       *[other] 至少 { $count } 科
    }
screening-pages-row = 第 { $group } 組第 { $row } 列
screening-pages-test = 條件
screening-pages-no-test = 選一個條件
screening-pages-unknown-test = 沒有這種條件，請重新選。
screening-pages-figure = 數值
screening-pages-second = 或標準差
screening-pages-within = 與誰比
screening-pages-times = 次數
screening-pages-times-n = { $count ->
        [1] 最近一次
       *[other] 連續 { $count } 次
    }
screening-pages-for-whom = 適用範圍
screening-pages-from = 從
screening-pages-to = 到
screening-pages-subjects-hint = 一個學科都不選，就是全部學科。
screening-pages-note = 為什麼有這條規則
screening-pages-lower = 也看一、二年級的紙筆測驗
screening-pages-lower-hint = 一、二年級一般沒有紙筆測驗；當地另有規定時才選。
screening-pages-active = 啟用
screening-pages-preview = 預覽
screening-pages-preview-button = 預覽會提示誰
screening-pages-preview-lead = 適用的 { $of } 名學生中，會提示 { $count } 名。
screening-pages-preview-class = { $of } 人中 { $caught } 人
screening-pages-preview-names = 看名字
screening-pages-preview-unsaved = 這只是預覽，規則還沒有儲存。
task-screening-review = 看看{ $class }可能需要支援的學生
event-screening-run = 進行了篩選
event-screening-rule = 修改了篩選規則
event-screening-rule-ended = 移出了一條篩選規則
event-screening-reviewed = 看過了篩選名單
screening-pages-warnings-more = 還有 {$count} 條提醒
screening-no-such-programme = 沒有名為「{ $name }」的幫扶項目。用 bangfu programme list 可以看到全部項目。
screening-programme-not-in-force = 幫扶項目「{ $name }」在 { $term } 學期沒有啟用。
