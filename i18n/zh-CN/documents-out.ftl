documents-out-too-many-rows = 超过了一张工作表能容纳的 { $most } 行。请少选几个班级，或缩短时间范围。
documents-out-cell-too-long = 有一处文字超过了单元格能容纳的 { $most } 个字符。请缩短文字，或改选 Word、PDF 格式。
documents-pdf-not-built = 本程序未包含 PDF 功能。请改选 Word 或 Excel 格式。
documents-letter-format = 这一页是文字，不是表格。请改选 Word 或 PDF 格式。
documents-qr-too-long = 文字太长，放不进二维码。请缩短到 2300 个字母以内。
