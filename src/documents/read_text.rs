//! Text tables: the encoding and the separator are found out, every value stays text (registry numbers keep their zeros).

use std::borrow::Cow;
use std::path::Path;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::base::{Error, Result};

use super::guard::{about_file, refuse};
use super::sheet::{Builder, Texts, Workbook};

/// How much of the file tells the separator.
const SAMPLE_BYTES: usize = 1 << 16;
/// How many records of it.
const SAMPLE_RECORDS: usize = 60;

/// Reads a text file that the guard has passed.
pub(super) fn read(path: &Path, name: &str) -> Result<Workbook> {
    let bytes = std::fs::read(path).map_err(|e| Error::fault("read an uploaded file", e))?;
    let text = decode(&bytes, name)?;
    let (text, said) = said_separator(&text);
    let separator = said.unwrap_or_else(|| separator_of(text));
    let stem = Path::new(name).file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
    let mut texts = Texts::default();
    let mut cells = Builder::new(&stem, false, &mut texts);
    let mut records = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut row = usize::from(said.is_some());
    while records.read_record(&mut record).map_err(|_| refuse("documents-unreadable", name))? {
        let from = record.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(usize::MAX));
        row += blank_lines(text.as_bytes(), from);
        for (column, value) in record.iter().enumerate() {
            let cell = cells.text(row, column, plain(value))?;
            cells.put(row, column, cell)?;
        }
        row += 1;
    }
    Ok(Workbook { file: name.to_owned(), sheets: vec![cells.finish()] })
}

/// Blank lines from a place on: the parser passes over them, a spreadsheet counts them as rows.
fn blank_lines(text: &[u8], from: usize) -> usize {
    let mut before = from.checked_sub(1).and_then(|at| text.get(at)).copied();
    let mut blank = 0;
    for byte in text.get(from..).unwrap_or_default().iter().take_while(|b| matches!(b, b'\r' | b'\n')) {
        // The \n of \r\n ends no further line.
        blank += usize::from(!(*byte == b'\n' && before == Some(b'\r')));
        before = Some(*byte);
    }
    blank
}

/// `="0012"` and `'0012` are how programs keep a number from being taken for one.
fn plain(value: &str) -> &str {
    let value = value.trim();
    let value = value.strip_prefix("=\"").and_then(|v| v.strip_suffix('"')).unwrap_or(value);
    match value.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_alphanumeric()) => rest,
        _ => value,
    }
}

/// The text of a file in UTF-8, UTF-16 with a mark, GBK or GB18030 (which contains GBK).
fn decode<'a>(bytes: &'a [u8], name: &str) -> Result<Cow<'a, str>> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let body = &bytes[mark..];
    if encoding == UTF_8
        && let Ok(text) = std::str::from_utf8(body)
    {
        return Ok(Cow::Borrowed(text));
    }
    let encoding = if [UTF_16LE, UTF_16BE].contains(&encoding) { encoding } else { GB18030 };
    let whole = encoding.decode_without_bom_handling_and_without_replacement(body);
    whole.ok_or_else(|| {
        let (lossy, _) = encoding.decode_without_bom_handling(body);
        let line = lossy.split('\u{FFFD}').next().unwrap_or_default().matches('\n').count() + 1;
        Error::at("file", about_file("documents-encoding", name).with("line", line))
    })
}

/// The separator that the first line `sep=;` says, and the text after it.
fn said_separator(text: &str) -> (&str, Option<u8>) {
    let line = text.lines().next().unwrap_or_default();
    match line.strip_prefix("sep=").map(str::as_bytes) {
        Some([separator]) if separator.is_ascii() => (text[line.len()..].trim_start_matches(['\r', '\n']), Some(*separator)),
        _ => (text, None),
    }
}

/// The separator that cuts the most lines into the same number of fields; more fields decide a draw, then the comma.
fn separator_of(text: &str) -> u8 {
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let score = |separator: u8| {
        let mut records = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(&text.as_bytes()[..end]);
        let widths: Vec<usize> = records.byte_records().take(SAMPLE_RECORDS).flatten().map(|r| r.len()).filter(|n| *n > 1).collect();
        let same = |width: usize| widths.iter().filter(|w| **w == width).count();
        widths.iter().map(|w| (same(*w), *w)).max().unwrap_or_default()
    };
    let candidates = [b',', b'\t', b';', b'|'];
    candidates.into_iter().rev().max_by_key(|s| score(*s)).unwrap_or(b',')
}
