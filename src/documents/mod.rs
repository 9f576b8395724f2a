//! Documents: workbooks, word files, tables of text and pages for printing, in and out. Knows nothing of pupils.
//!
//! Reading what a school already has: guard → child process → neutral [`sheet::Workbook`] → [`table::Table`].
//! Writing what it hands on, from two models whose words are already in the reader's language: a
//! [`register::Register`] (表册) and a [`letter::Letter`]. Ids: the printed side of every register of the catalogue.

pub mod sheet;
pub mod guard;
mod guard_cfb;
mod guard_zip;
pub mod codec;
pub mod read;
mod read_ods;
mod read_text;
mod read_xlsx;
pub mod table;
mod table_foot;
mod table_head;

pub mod form;
pub mod register;
pub mod letter;
pub mod honour;
pub mod mark;
pub mod xlsx;
mod xlsx_rows;
pub mod docx;
pub mod csv;
pub mod pdf;
pub mod qr;
pub mod ooxml;
pub mod archive;
