web-manners = 寫看到的事，不諷刺、不貼標籤；孩子和家長將來可能看到。
web-manners-more = 怎樣對待孩子
