roster-registry-taken = 这个学籍号已经属于另一个孩子。请核对号码,或先在学生页改正那一个。
roster-identity-taken = 这个身份证号已经属于另一个孩子。请对照户口簿核对号码。
roster-school-no-taken = 这个学号已经属于另一个孩子。请换一个学号。
