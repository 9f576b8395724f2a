access-act-seeaid = 查看资助账目
access-act-manageaid = 登记资助
access-act-approveaid = 审批资助
access-act-exportledger = 导出账本
access-act-payaid = 发放资助
access-act-handenvelopes = 转交信封
