//! Every bound of the product in one place, each with its reason. Beyond a bound there is a clear error, never a slow death.

/// Rows on one page of a list: what a person scans.
pub const ROWS_PER_PAGE: i64 = 50;
/// Rows a list page may be asked for, for those who print from the screen.
pub const ROWS_PER_PAGE_MOST: i64 = 1000;
/// Characters of a name; the longest names on record have about 25.
pub const NAME_CHARS: usize = 50;
/// Characters of a short free text such as a reason.
pub const LINE_CHARS: usize = 500;
/// Characters of a long text such as a guiding document.
pub const TEXT_CHARS: usize = 20_000;
/// Bytes of a form without files.
pub const FORM_BYTES: usize = 1 << 20;
/// Bytes of one uploaded workbook: 50,000 rows of 15 columns need 4 MB.
pub const WORKBOOK_BYTES: u64 = 32 << 20;
/// Bytes a workbook may unpack to.
pub const WORKBOOK_UNPACKED_BYTES: u64 = 600 << 20;
/// Files in one import: a school with 60 classes and a sheet each.
pub const FILES_PER_IMPORT: usize = 80;
/// Rows of one sheet.
pub const SHEET_ROWS: usize = 200_000;
/// Columns of one sheet that are read.
pub const SHEET_COLUMNS: usize = 256;
/// Cells of one sheet.
pub const SHEET_CELLS: usize = 5_000_000;
/// Sheets of one workbook.
pub const SHEETS: usize = 200;
/// Bytes of one line of a text file.
pub const LINE_BYTES: usize = 1 << 20;
/// Memory of the child process that reads a workbook.
pub const READER_MEMORY_BYTES: u64 = 300 << 20;
/// CPU seconds of the child process that reads a workbook.
pub const READER_CPU_SECONDS: u64 = 20;
/// Problems that one import shows and stores; the count goes on beyond.
pub const IMPORT_PROBLEMS: usize = 5_000;
/// Bytes of a blank form of the bureau: tables without pictures have some 50 KB.
pub const FORM_FILE_BYTES: u64 = 4 << 20;
/// Bytes that a blank form may unpack to.
pub const FORM_UNPACKED_BYTES: u64 = 24 << 20;
/// Rows of a blank form that are searched for fields.
pub const FORM_ROWS: usize = 2_000;
/// Columns of a blank form that are searched for fields.
pub const FORM_COLUMNS: usize = 200;
/// Fields of a blank form.
pub const FORM_FIELDS: usize = 600;
/// Children for whom a form is filled at once: a large school.
pub const FORM_CHILDREN: usize = 5_000;
/// The largest amount of money of one posting, in fen: 100 million yuan, far above what a school handles and far below what could overflow.
pub const AMOUNT_FEN: i64 = 10_000_000_000;
/// The largest number of things of one posting.
pub const QUANTITY: i64 = 1_000_000;
