access-act-seeaid = 查看資助帳目
access-act-manageaid = 登記資助
access-act-approveaid = 審批資助
access-act-exportledger = 匯出帳本
access-act-payaid = 發放資助
access-act-handenvelopes = 轉交資封
