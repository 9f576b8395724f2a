//! Workbooks, text tables and printed registers: reading what a school already has and writing what it hands on.
//! Knows nothing of pupils. The parsing half of issue 2 item 3: guard → child process → neutral [`sheet::Workbook`] → [`table::Table`].

pub mod codec;
pub mod guard;
mod guard_cfb;
mod guard_zip;
pub mod read;
mod read_ods;
mod read_text;
mod read_xlsx;
pub mod sheet;
pub mod table;
mod table_foot;
mod table_head;
