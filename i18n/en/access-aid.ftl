access-act-seeaid = Read aid
access-act-manageaid = Write aid down
access-act-approveaid = Approve aid
access-act-exportledger = Export the ledger
access-act-payaid = Pay aid
access-act-handenvelopes = Hand envelopes over
