web-manners = 写看到的事，不讽刺、不贴标签；孩子和家长将来可能看到。
web-manners-more = 怎样对待孩子
