child-unite = 合并重复登记
child-unite-title = 合并 { $name } 的重复登记
child-unite-lead = 同一个孩子登记了两次时用。合并后只留一条，两条里写过的都在这一条里。合并不能撤销。
child-unite-search = 找出另一条登记
child-unite-nobody = 没有看起来重复的登记。请按姓名、拼音或首字母查找。
child-unite-compare = 对照两条登记
child-unite-kept = 保留的这一条
child-unite-gone = 并入的另一条
child-unite-other-way = 反过来，保留另一条
child-unite-brings = 另一条带来
child-unite-marks = 成绩
child-unite-absent = 有考勤记录的学期
child-unite-guardians = 监护人
child-unite-former = 用过的学籍号
child-unite-all-else = 家庭情况、摸底、帮扶档案、结对、任务和其他记录也都转到保留的这一条。
child-unite-twice = 两条里都有的（同一次测评、同一天缺勤、同名监护人）只算一次，以保留的为准；不同的分数留在修改记录里。班级以保留的为准。
child-unite-reason = 怎么知道是同一个孩子
child-unite-reason-hint = 例如：户口本上是一个人，转学表和花名册各录了一次
child-unite-sure = 我已核对，这两条是同一个孩子
child-unite-sure-missing = 请先核对并勾选：这两条是同一个孩子
child-unite-do = 合并
child-united = 两条登记已合并。
child-doubles = 疑似重复
child-doubles-title = 疑似重复登记
child-doubles-lead = { $count ->
    [0] 没有疑似重复的登记
   *[other] { $count } 对登记看起来像同一个孩子。名字相同的也可能是两个孩子，请核对后再合并。
 }
child-doubles-none-title = 没有疑似重复
child-doubles-none = 同名同生日、或者同名而缺生日的登记会列在这里。
child-doubles-two = 是两个孩子
child-doubles-apart = 已记下：是两个孩子，不再提示。
child-doubles-more = 先列出前 { $count } 对。
child-unite-what = 信息
