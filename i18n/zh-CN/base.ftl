error-not-found = 没有找到这个内容,或者您没有查看它的权限。
error-busy = 现在使用的人较多,请稍等几秒再试一次。
error-fault = 系统出了问题,已经记录下来。您填写的内容没有保存,请返回再试一次。
error-already-there = 已经有一条相同的记录。
error-keys-already-there = 这里已经有一份密钥文件,不会覆盖它。请先把它移到别处,再恢复密钥。
