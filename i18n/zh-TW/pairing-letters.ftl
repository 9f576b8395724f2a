pairing-letters = 責任書 { $format }
pairing-letter-of = 責任書 { $format }
pairing-letter-title = 結對幫扶責任書
pairing-letter-nobody = 還沒有結對：先採納建議，再列印責任書。
pairing-letter-manner = 結對方式
pairing-manner = 一對{ $count ->
    [1] 一
    [2] 二
   *[other] { $count }
 }
pairing-letter-days = 起止時間
pairing-letter-children = 我幫扶的孩子
pairing-letter-lead = 每個孩子都有長處，也都能進步。我願意做他們信得過的大人，和班主任、家長一起，做好下面的事。
pairing-letter-duties = 我要做的事
pairing-letter-duty = { $what }：{ $how }
pairing-letter-know = 先了解孩子喜歡什麼、擅長什麼，再談困難；孩子自己的話記下來。
pairing-letter-strength = 每次都說出一個看得見的進步，不拿孩子和別人比。
pairing-letter-quiet = 不在別人面前談孩子的困難，不把名單給別人看。
pairing-letter-team = 孩子的情況有變化，當週告訴班主任；讓人擔心的事，當天告訴學校。
pairing-letter-school = 學校安排時間、提供資料，不以孩子的考試分數評價老師。
access-act-printletters = 列印責任書
