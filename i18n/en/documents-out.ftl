documents-out-too-many-rows = This is more than one sheet of a workbook can hold ({ $most } rows). Please choose fewer classes or a shorter time.
documents-out-cell-too-long = A text is longer than a cell of a workbook can hold ({ $most } characters). Please shorten it, or choose Word or PDF.
documents-pdf-not-built = This program was built without PDF. Please choose Word or Excel.
documents-letter-format = This page is a text, not a table. Please choose Word or PDF.
documents-qr-too-long = The text is too long for a code. Please shorten it to at most 2,300 letters.
