base-publish-mark = 會給別人看的紙上不寫分數。改說孩子做了什麼、哪裡進步了。
base-publish-rank = 會給別人看的紙上不寫名次。改說孩子做了什麼、哪裡進步了。
base-publish-identity = 這裡像是身分證號或學籍號，會給別人看的紙上不能有。
base-publish-phone = 這裡像是電話號碼，會給別人看的紙上不能有。
base-publish-address = 這裡像是住址，會給別人看的紙上不能有。
base-publish-birth = 會給別人看的紙上不寫出生日期，也不寫完整的日子。
