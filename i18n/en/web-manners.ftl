web-manners = Write what you see, no mockery and no labels; child and family may read it one day.
web-manners-more = How we treat children
