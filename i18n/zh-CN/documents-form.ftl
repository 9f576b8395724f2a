documents-form-kind = “{ $file }”不是可以填写的表格。请选择空白的 .xlsx 或 .docx；其他格式请用 Excel、Word 或 WPS 打开，另存为 .xlsx 或 .docx 后上传。
documents-form-old = “{ $file }”是旧格式（.xls 或 .doc）。请用 Excel、Word 或 WPS 打开，选“另存为”→ .xlsx 或 .docx，再上传。
documents-form-password = “{ $file }”设有打开密码。请在 Excel、Word 或 WPS 中“文件”→“信息”→“保护”里取消密码，保存后上传。
documents-form-macro = “{ $file }”含有宏。请用 Excel、Word 或 WPS 打开，另存为不含宏的 .xlsx 或 .docx 后上传。
documents-form-broken = “{ $file }”已损坏或没有传完整。请打开原表检查，另存一份后重新上传。
documents-form-big = “{ $file }”太大，空白表最多 { $limit } MB。请删去大图片后上传。
documents-form-fields = “{ $file }”的空格超过 { $limit } 处，不像是一张表。请只留下要填的工作表后上传。
documents-form-no-field = 在“{ $file }”里没有找到要填的地方。请让每个栏目名（如“姓名”）的右边或下边有空格，或写上 {"{{"}姓名{"}}"}，保存后上传。
