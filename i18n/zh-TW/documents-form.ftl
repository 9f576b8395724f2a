documents-form-kind = 「{ $file }」不是可以填寫的表格。請選擇空白的 .xlsx 或 .docx；其他格式請用 Excel、Word 或 WPS 開啟，另存為 .xlsx 或 .docx 後上傳。
documents-form-old = 「{ $file }」是舊格式（.xls 或 .doc）。請用 Excel、Word 或 WPS 開啟，選「另存新檔」→ .xlsx 或 .docx，再上傳。
documents-form-password = 「{ $file }」設有開啟密碼。請在 Excel、Word 或 WPS 中「檔案」→「資訊」→「保護」裡取消密碼，儲存後上傳。
documents-form-macro = 「{ $file }」含有巨集。請用 Excel、Word 或 WPS 開啟，另存為不含巨集的 .xlsx 或 .docx 後上傳。
documents-form-broken = 「{ $file }」已損壞或沒有傳完整。請開啟原表檢查，另存一份後重新上傳。
documents-form-big = 「{ $file }」太大，空白表最多 { $limit } MB。請刪去大圖片後上傳。
documents-form-fields = 「{ $file }」的空格超過 { $limit } 處，不像是一張表。請只留下要填的工作表後上傳。
documents-form-no-field = 在「{ $file }」裡沒有找到要填的地方。請讓每個欄目名（如「姓名」）的右邊或下邊有空格，或寫上 {"{{"}姓名{"}}"}，儲存後上傳。
