roster-settings-wellbeing = 心理支援由誰接收
roster-settings-wellbeing-text = 兩位指定的人接收時才開放
roster-settings-complaints = 譏笑、訓斥的反映
roster-settings-complaints-text = 聽兩邊，寫結果
roster-settings-conduct = 怎樣對待孩子
roster-settings-conduct-text = 約定，和換一種說法
