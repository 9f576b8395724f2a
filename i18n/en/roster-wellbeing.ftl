roster-settings-wellbeing = Receivers of wellbeing
roster-settings-wellbeing-text = Open while two named people receive
roster-settings-complaints = Complaints of mockery
roster-settings-complaints-text = Hear both sides, give an outcome
roster-settings-conduct = How we treat children
roster-settings-conduct-text = Our rules, and better words
