//! Documents: workbooks, word files, tables of text and pages for printing, in and out. Knows nothing of pupils.
//!
//! Writing starts from two models whose words are already in the reader's language: a [`register::Register`] (表册)
//! and a [`letter::Letter`]. Ids: the printed side of every register of the catalogue; issue 2 items 3 and 5.

pub mod csv;
pub mod docx;
pub mod letter;
pub mod mark;
pub mod ooxml;
pub mod pdf;
pub mod qr;
pub mod register;
pub mod xlsx;
mod xlsx_rows;
