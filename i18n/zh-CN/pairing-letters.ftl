pairing-letters = 责任书 { $format }
pairing-letter-of = 责任书 { $format }
pairing-letter-title = 结对帮扶责任书
pairing-letter-nobody = 还没有结对：先采纳建议，再打印责任书。
pairing-letter-manner = 结对方式
pairing-manner = 一对{ $count ->
    [1] 一
    [2] 二
   *[other] { $count }
 }
pairing-letter-days = 起止时间
pairing-letter-children = 我帮扶的孩子
pairing-letter-lead = 每个孩子都有长处，也都能进步。我愿意做他们信得过的大人，和班主任、家长一起，做好下面的事。
pairing-letter-duties = 我要做的事
pairing-letter-duty = { $what }：{ $how }
pairing-letter-know = 先了解孩子喜欢什么、擅长什么，再谈困难；孩子自己的话记下来。
pairing-letter-strength = 每次都说出一个看得见的进步，不拿孩子和别人比。
pairing-letter-quiet = 不在别人面前谈孩子的困难，不把名单给别人看。
pairing-letter-team = 孩子的情况有变化，当周告诉班主任；让人担心的事，当天告诉学校。
pairing-letter-school = 学校安排时间、提供资料，不以孩子的考试分数评价老师。
access-act-printletters = 打印责任书
