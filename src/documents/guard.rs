//! A look at a file before it is read: what it is, and whether it may be read at all (issue 2 item 3, hostile files).
//!
//! Nothing here unpacks more than the first bytes of a part or holds more than the file itself, so that a hostile file
//! is refused in well under two seconds and 64 MB. What the look cannot see is bounded by the child process of [`super::read`].

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use crate::base::{Error, Msg, Result, limits};

use super::{guard_cfb, guard_zip};

/// What a file is, judged by its content and never by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Excel 2007 and later, WPS.
    Xlsx,
    /// Excel 97–2003.
    Xls,
    /// OpenDocument.
    Ods,
    /// Values separated by commas, semicolons or tabs.
    Text,
}

/// Looks at a file without reading it through an engine.
///
/// `name` is the file's name as the person knows it; it stands in the messages.
///
/// # Errors
/// `Invalid` with what it is and how to save it anew, `TooMuch` when it exceeds a bound of [`limits`], `Fault` when it cannot be opened.
pub fn look(path: &Path, name: &str) -> Result<Kind> {
    let mut file = File::open(path).map_err(|e| Error::fault("open an uploaded file", e))?;
    let about = file.metadata().map_err(|e| Error::fault("look at an uploaded file", e))?;
    if !about.is_file() {
        return Err(refuse("documents-not-a-file", name));
    }
    if about.len() == 0 {
        return Err(refuse("documents-empty-file", name));
    }
    if about.len() > limits::WORKBOOK_BYTES {
        return Err(Error::TooMuch(about_file("documents-file-too-big", name).with("limit", limits::WORKBOOK_BYTES >> 20)));
    }
    let mut head = Vec::with_capacity(4096);
    (&mut file).take(4096).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    match head.as_slice() {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => guard_zip::look(file, about.len(), name),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => guard_cfb::look(file, name).map(|()| Kind::Xls),
        _ => look_at_text(file, &head, name).map(|()| Kind::Text),
    }
}

/// A message about the file as a whole.
pub(super) fn about_file(key: &'static str, name: &str) -> Msg {
    Msg::new(key).with("file", name)
}

/// The refusal of a file as a whole.
pub(super) fn refuse(key: &'static str, name: &str) -> Error {
    Error::at("file", about_file(key, name))
}

/// Files that people pick by mistake, told by their first bytes.
const OTHERS: [(&[u8], &str); 9] = [
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xFF\xD8\xFF", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xBC\xAF", "7z"),
    (b"\x1F\x8B", "gzip"),
    (b"\x09\x08", "Excel 4"),
];

fn look_at_text(file: File, head: &[u8], name: &str) -> Result<()> {
    if let Some((_, kind)) = OTHERS.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(Error::at("file", about_file("documents-kind-other", name).with("kind", kind)));
    }
    let wide = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
    let start: String = head.iter().filter(|b| **b != 0).map(|b| char::from(b.to_ascii_lowercase())).collect();
    let start = start.trim_start_matches(|c: char| !c.is_ascii() || c.is_whitespace());
    if ["<html", "<!doctype", "<table", "<meta", "<head", "<style", "<?xml", "<workbook", "mime-version:"].iter().any(|s| start.starts_with(s)) {
        return Err(refuse("documents-kind-html", name));
    }
    scan_lines(BufReader::with_capacity(1 << 16, file), wide, name)
}

fn scan_lines(mut input: impl Read, wide: bool, name: &str) -> Result<()> {
    let mut block = vec![0; 1 << 16];
    let (mut line, mut length) = (1_usize, 0_usize);
    loop {
        let filled = input.read(&mut block)?;
        if filled == 0 {
            return Ok(());
        }
        let part = &block[..filled];
        if !wide && part.contains(&0) {
            return Err(refuse("documents-kind-unknown", name));
        }
        for piece in part.split_inclusive(|b| *b == b'\n') {
            length += piece.len();
            if length > limits::LINE_BYTES {
                return Err(Error::TooMuch(about_file("documents-line-too-long", name).with("line", line).with("limit", limits::LINE_BYTES >> 10)));
            }
            if piece.ends_with(b"\n") {
                line += 1;
                length = 0;
            }
        }
        if line > limits::SHEET_ROWS * 2 {
            return Err(Error::TooMuch(about_file("documents-too-many-lines", name).with("limit", limits::SHEET_ROWS)));
        }
    }
}

#[cfg(test)]
#[path = "guard_tests.rs"]
pub(super) mod tests;
