roster-settings-wellbeing = 心理支持由谁接收
roster-settings-wellbeing-text = 两位指定的人接收时才开放
roster-settings-complaints = 讥笑、训斥的反映
roster-settings-complaints-text = 听两边，写结果
roster-settings-conduct = 怎样对待孩子
roster-settings-conduct-text = 约定，和换一种说法
