# 分類調查的表冊
report-eight-kinds = 八類學生統計表
report-eight-kinds-hint = 各班八類學生和邊緣、特長學生的人數，只算已儲存的調查。內部使用。
report-kind-files = 專題檔案目錄
report-kind-files-hint = 按類別列出學生、來源、起始日期和理由，措施欄手填。內部使用。
report-kinds-total = 合計
report-kinds-surveyed = 調查日期
report-kinds-note = 只統計本學年已儲存的調查結果；「—」表示還沒有人填寫，不是沒有。
report-kinds-source = 來源
report-kinds-source-register = 學籍和家庭情況
report-kinds-source-screening = 本學期摸底
report-kinds-source-teacher = 老師填寫
report-kinds-since = 起始日期
report-kinds-reason = 理由
report-kinds-arranged = 幫扶措施
report-kinds-helped-by = 幫扶人：{ $names }
