documents-out-too-many-rows = 超過了一張工作表能容納的 { $most } 列。請少選幾個班級，或縮短時間範圍。
documents-out-cell-too-long = 有一處文字超過了儲存格能容納的 { $most } 個字元。請縮短文字，或改選 Word、PDF 格式。
documents-pdf-not-built = 本程式未包含 PDF 功能。請改選 Word 或 Excel 格式。
documents-letter-format = 這一頁是文字，不是表格。請改選 Word 或 PDF 格式。
documents-qr-too-long = 文字太長，放不進QR Code。請縮短到 2300 個字母以內。
