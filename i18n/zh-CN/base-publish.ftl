base-publish-mark = 会给别人看的纸上不写分数。改说孩子做了什么、哪里进步了。
base-publish-rank = 会给别人看的纸上不写名次。改说孩子做了什么、哪里进步了。
base-publish-identity = 这里像是身份证号或学籍号，会给别人看的纸上不能有。
base-publish-phone = 这里像是电话号码，会给别人看的纸上不能有。
base-publish-address = 这里像是住址，会给别人看的纸上不能有。
base-publish-birth = 会给别人看的纸上不写出生日期，也不写完整的日子。
