child-unite = 合併重複登記
child-unite-title = 合併 { $name } 的重複登記
child-unite-lead = 同一個孩子登記了兩次時用。合併後只留一筆，兩筆裡寫過的都在這一筆裡。合併不能撤銷。
child-unite-search = 找出另一筆登記
child-unite-nobody = 沒有看起來重複的登記。請按姓名、拼音或首字母查找。
child-unite-compare = 對照兩筆登記
child-unite-kept = 保留的這一筆
child-unite-gone = 併入的另一筆
child-unite-other-way = 反過來，保留另一筆
child-unite-brings = 另一筆帶來
child-unite-marks = 成績
child-unite-absent = 有考勤紀錄的學期
child-unite-guardians = 監護人
child-unite-former = 用過的學籍號
child-unite-all-else = 家庭情況、摸底、幫扶檔案、結對、任務和其他紀錄也都轉到保留的這一筆。
child-unite-twice = 兩筆裡都有的（同一次測評、同一天缺勤、同名監護人）只算一次，以保留的為準；不同的分數留在修改紀錄裡。班級以保留的為準。
child-unite-reason = 怎麼知道是同一個孩子
child-unite-reason-hint = 例如：戶口簿上是一個人，轉學表和花名冊各錄了一次
child-unite-sure = 我已核對，這兩筆是同一個孩子
child-unite-sure-missing = 請先核對並勾選：這兩筆是同一個孩子
child-unite-do = 合併
child-united = 兩筆登記已合併。
child-doubles = 疑似重複
child-doubles-title = 疑似重複登記
child-doubles-lead = { $count ->
    [0] 沒有疑似重複的登記
   *[other] { $count } 對登記看起來像同一個孩子。名字相同的也可能是兩個孩子，請核對後再合併。
 }
child-doubles-none-title = 沒有疑似重複
child-doubles-none = 同名同生日、或者同名而缺生日的登記會列在這裡。
child-doubles-two = 是兩個孩子
child-doubles-apart = 已記下：是兩個孩子，不再提示。
child-doubles-more = 先列出前 { $count } 對。
child-unite-what = 資訊
