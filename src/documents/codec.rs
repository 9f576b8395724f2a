//! How a workbook passes from the reading child to its parent: small, length-prefixed, bounded when read back.
//!
//! The child reads files from outside, so its answer is trusted no more than they are: whatever it sends,
//! decoding ends with a workbook within the bounds of [`limits`] or with an error.

use std::borrow::Cow;
use std::io::{BufRead, Read, Write};
use std::sync::Arc;

use crate::base::{Error, Msg, Problem, Result, SchoolDate, limits};

use super::sheet::{AddressMap, CELL_CHARS, Cell, Merge, Sheet, Workbook};

const MAGIC: &[u8; 4] = b"bfw1";
const OK: u8 = 1;
const TOO_MUCH: u8 = 2;
const INVALID: u8 = 3;
const FAULT: u8 = 4;

const EMPTY_RUN: u8 = 0;
const TEXT_NEW: u8 = 1;
const TEXT_SEEN: u8 = 2;
const NUMBER: u8 = 3;
const DATE: u8 = 4;
const NO: u8 = 5;
const YES: u8 = 6;
const ERROR: u8 = 7;
const SMALL_INT: u8 = 8;

/// Names of the values that a message of this room may carry.
const ARGS: [&str; 8] = ["file", "sheet", "cell", "limit", "found", "line", "kind", "part"];
/// Bytes of a message's key or value.
const WORD_BYTES: u64 = 4096;
/// Bytes of one encoded row: the cells of a row may all be long texts, yet not without end.
const ROW_BYTES: u64 = 32 << 20;

/// Writes what reading a file came to.
///
/// # Errors
/// When the pipe breaks.
pub fn encode(result: &Result<Workbook>, out: &mut impl Write) -> std::io::Result<()> {
    out.write_all(MAGIC)?;
    match result {
        Ok(book) => {
            out.write_all(&[OK])?;
            encode_book(book, out)
        }
        Err(Error::TooMuch(message)) => {
            out.write_all(&[TOO_MUCH])?;
            encode_messages(std::slice::from_ref(message), out)
        }
        Err(Error::Invalid(problems)) => {
            out.write_all(&[INVALID])?;
            let messages: Vec<Msg> = problems.iter().map(|p| p.message.clone()).collect();
            encode_messages(&messages, out)
        }
        Err(other) => {
            out.write_all(&[FAULT])?;
            put_text(out, &other.to_string())
        }
    }
}

fn encode_messages(messages: &[Msg], out: &mut impl Write) -> std::io::Result<()> {
    put_number(out, messages.len() as u64)?;
    for message in messages {
        put_text(out, &message.key)?;
        put_number(out, message.args.len() as u64)?;
        for (name, value) in &message.args {
            put_text(out, name)?;
            put_text(out, value)?;
        }
    }
    Ok(())
}

fn encode_book(book: &Workbook, out: &mut impl Write) -> std::io::Result<()> {
    put_text(out, &book.file)?;
    put_number(out, book.sheets.len() as u64)?;
    let mut seen = AddressMap::default();
    let mut row = Vec::new();
    for sheet in &book.sheets {
        put_text(out, &sheet.name)?;
        out.write_all(&[u8::from(sheet.hidden)])?;
        put_number(out, sheet.merges.len() as u64)?;
        for m in &sheet.merges {
            for n in [m.top, m.left, m.bottom, m.right] {
                put_number(out, n as u64)?;
            }
        }
        put_number(out, sheet.rows.len() as u64)?;
        for cells in &sheet.rows {
            row.clear();
            encode_row(cells, &mut seen, &mut row)?;
            put_number(out, cells.len() as u64)?;
            put_number(out, row.len() as u64)?;
            out.write_all(&row)?;
        }
    }
    Ok(())
}

fn encode_row(cells: &[Cell], seen: &mut AddressMap<u64>, out: &mut Vec<u8>) -> std::io::Result<()> {
    let mut at = 0;
    while at < cells.len() {
        match &cells[at] {
            Cell::Empty => {
                let run = cells[at..].iter().take_while(|c| c.is_empty()).count();
                out.push(EMPTY_RUN);
                put_number(out, run as u64)?;
                at += run;
                continue;
            }
            Cell::Text(text) => {
                let next = seen.len() as u64;
                // Texts are shared while reading, so the address tells equal ones.
                let index = *seen.entry(text.as_ptr().addr()).or_insert(next);
                if index == next {
                    out.push(TEXT_NEW);
                    put_text(out, text)?;
                } else {
                    out.push(TEXT_SEEN);
                    put_number(out, index)?;
                }
            }
            Cell::Number(n) if n.fract() == 0.0 && (0.0..65_536.0).contains(n) && n.is_sign_positive() => {
                out.push(SMALL_INT);
                put_number(out, *n as u64)?;
            }
            Cell::Number(n) => {
                out.push(NUMBER);
                out.extend(n.to_le_bytes());
            }
            Cell::Date(day) => {
                out.push(DATE);
                out.extend(day.days().to_le_bytes());
            }
            Cell::Bool(value) => out.push(if *value { YES } else { NO }),
            Cell::Error(text) => {
                out.push(ERROR);
                put_text(out, text)?;
            }
        }
        at += 1;
    }
    Ok(())
}

/// Reads back what [`encode`] wrote: the workbook, or the error that reading the file came to.
///
/// # Errors
/// The child's own error, or a fault when the bytes are not what [`encode`] writes or exceed a bound.
pub fn decode(input: &mut impl BufRead) -> Result<Workbook> {
    let mut magic = [0; 5];
    input.read_exact(&mut magic).map_err(|e| broken(&e.to_string()))?;
    if &magic[..4] != MAGIC {
        return Err(broken("no magic"));
    }
    match magic[4] {
        OK => decode_book(input),
        TOO_MUCH => Err(decode_messages(input)?.pop().map_or_else(|| broken("no message"), Error::TooMuch)),
        INVALID => Err(Error::Invalid(decode_messages(input)?.into_iter().map(|m| Problem::at("file", m)).collect())),
        FAULT => Err(Error::Fault(get_text(input, WORD_BYTES)?)),
        other => Err(broken(&format!("kind {other}"))),
    }
}

fn decode_messages(input: &mut impl BufRead) -> Result<Vec<Msg>> {
    let count = get_bounded(input, 100)?;
    (0..count)
        .map(|_| {
            let mut message = Msg { key: Cow::Owned(get_text(input, WORD_BYTES)?), args: Vec::new() };
            for _ in 0..get_bounded(input, ARGS.len())? {
                let (name, value) = (get_text(input, WORD_BYTES)?, get_text(input, WORD_BYTES)?);
                let name = ARGS.iter().find(|known| **known == name).ok_or_else(|| broken("unknown value"))?;
                message.args.push((name, value));
            }
            Ok(message)
        })
        .collect()
}

fn decode_book(input: &mut impl BufRead) -> Result<Workbook> {
    let mut book = Workbook { file: get_text(input, WORD_BYTES)?, sheets: Vec::new() };
    let mut texts: Vec<Arc<str>> = Vec::new();
    for _ in 0..get_bounded(input, limits::SHEETS)? {
        let mut sheet = Sheet { name: get_text(input, WORD_BYTES)?, ..Sheet::default() };
        sheet.hidden = get_byte(input)? == 1;
        for _ in 0..get_bounded(input, limits::SHEET_ROWS)? {
            let mut n = [0; 4];
            for place in &mut n {
                *place = get_bounded(input, 1 << 20)?;
            }
            let [top, left, bottom, right] = n;
            if top > bottom || left > right {
                return Err(broken("a merged area runs backwards"));
            }
            sheet.merges.push(Merge { top, left, bottom, right });
        }
        let rows = get_bounded(input, limits::SHEET_ROWS)?;
        let mut cells = 0;
        let mut bytes = Vec::new();
        for _ in 0..rows {
            let width = get_bounded(input, limits::SHEET_COLUMNS)?;
            cells += width;
            if cells > limits::SHEET_CELLS {
                return Err(broken("too many cells"));
            }
            let length = get_bounded(input, ROW_BYTES as usize)?;
            bytes.clear();
            input.take(length as u64).read_to_end(&mut bytes).map_err(|e| broken(&e.to_string()))?;
            sheet.rows.push(decode_row(&bytes, width, &mut texts)?);
        }
        book.sheets.push(sheet);
    }
    if get_byte(input).is_ok() {
        return Err(broken("bytes after the end"));
    }
    Ok(book)
}

fn decode_row(mut bytes: &[u8], width: usize, texts: &mut Vec<Arc<str>>) -> Result<Vec<Cell>> {
    let mut row = Vec::with_capacity(width);
    let input = &mut bytes;
    while row.len() < width {
        let cell = match get_byte(input)? {
            EMPTY_RUN => {
                let run = get_bounded(input, width - row.len())?.max(1);
                row.resize(row.len() + run, Cell::Empty);
                continue;
            }
            TEXT_NEW => {
                let text: Arc<str> = get_text(input, (CELL_CHARS * 4) as u64)?.into();
                texts.push(Arc::clone(&text));
                Cell::Text(text)
            }
            TEXT_SEEN => {
                let index = get_bounded(input, usize::MAX)?;
                Cell::Text(Arc::clone(texts.get(index).ok_or_else(|| broken("a text that was not sent"))?))
            }
            NUMBER => Cell::Number(f64::from_le_bytes(get_eight(input)?)),
            SMALL_INT => Cell::Number(get_bounded(input, 65_535)? as f64),
            DATE => Cell::Date(SchoolDate::from_days(i64::from_le_bytes(get_eight(input)?))),
            NO => Cell::Bool(false),
            YES => Cell::Bool(true),
            ERROR => Cell::Error(get_text(input, WORD_BYTES)?.into()),
            other => return Err(broken(&format!("cell kind {other}"))),
        };
        row.push(cell);
    }
    if input.is_empty() { Ok(row) } else { Err(broken("bytes after a row")) }
}

fn broken(what: &str) -> Error {
    Error::fault("answer of the workbook reader", what)
}

fn put_number(out: &mut impl Write, mut n: u64) -> std::io::Result<()> {
    let mut bytes = [0; 10];
    let mut at = 0;
    while n >= 0x80 {
        bytes[at] = (n & 0x7f) as u8 | 0x80;
        n >>= 7;
        at += 1;
    }
    bytes[at] = n as u8;
    out.write_all(&bytes[..=at])
}

fn put_text(out: &mut impl Write, text: &str) -> std::io::Result<()> {
    put_number(out, text.len() as u64)?;
    out.write_all(text.as_bytes())
}

fn get_byte(input: &mut impl BufRead) -> Result<u8> {
    let byte = *input.fill_buf().map_err(|e| broken(&e.to_string()))?.first().ok_or_else(|| broken("it ends early"))?;
    input.consume(1);
    Ok(byte)
}

fn get_eight(input: &mut impl BufRead) -> Result<[u8; 8]> {
    let mut bytes = [0; 8];
    input.read_exact(&mut bytes).map_err(|e| broken(&e.to_string()))?;
    Ok(bytes)
}

fn get_number(input: &mut impl BufRead) -> Result<u64> {
    let mut n = 0_u64;
    for shift in (0..63).step_by(7) {
        let byte = get_byte(input)?;
        n |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(n);
        }
    }
    Err(broken("a number without end"))
}

fn get_bounded(input: &mut impl BufRead, most: usize) -> Result<usize> {
    let n = usize::try_from(get_number(input)?).map_err(|_| broken("a number beyond its bound"))?;
    if n <= most { Ok(n) } else { Err(broken("a number beyond its bound")) }
}

fn get_text(input: &mut impl BufRead, most: u64) -> Result<String> {
    let length = get_bounded(input, most as usize)?;
    let mut bytes = vec![0; length];
    input.read_exact(&mut bytes).map_err(|e| broken(&e.to_string()))?;
    String::from_utf8(bytes).map_err(|_| broken("a text is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Workbook {
        let shared: Arc<str> = "五（1）班".into();
        let row = |name: &str| {
            vec![
                Cell::Number(1.0),
                Cell::from(name),
                Cell::Text(Arc::clone(&shared)),
                Cell::Empty,
                Cell::Empty,
                Cell::Date(SchoolDate::new(2015, 3, 7).unwrap()),
                Cell::Number(95.5),
                Cell::Number(-0.0),
                Cell::Bool(true),
                Cell::Bool(false),
                Cell::Error("#N/A".into()),
            ]
        };
        let sheet =
            Sheet { name: "一班".into(), rows: vec![row("小明"), Vec::new(), row("小红")], merges: vec![Merge { top: 0, left: 2, bottom: 2, right: 2 }], hidden: true };
        Workbook { file: "花名册.xlsx".into(), sheets: vec![sheet, Sheet::default()] }
    }

    fn bytes_of(result: &Result<Workbook>) -> Vec<u8> {
        let mut bytes = Vec::new();
        encode(result, &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn a_workbook_arrives_as_it_was_sent() {
        let bytes = bytes_of(&Ok(sample()));
        assert_eq!(decode(&mut &bytes[..]).unwrap(), sample());
    }

    #[test]
    fn the_reason_why_a_file_is_refused_arrives_too() {
        let message = Msg::new("documents-too-many-rows").with("sheet", "一班").with("limit", 200_000);
        let Err(Error::TooMuch(arrived)) = decode(&mut &bytes_of(&Err(Error::TooMuch(message.clone())))[..]) else { panic!("not refused") };
        assert_eq!(arrived, message);
        let Err(Error::Invalid(problems)) = decode(&mut &bytes_of(&Err(Error::at("file", message.clone())))[..]) else { panic!("not refused") };
        assert_eq!(problems, [Problem::at("file", message)]);
        assert!(matches!(decode(&mut &bytes_of(&Err(Error::Fault("x".into())))[..]), Err(Error::Fault(_))));
    }

    #[test]
    fn a_cut_or_altered_answer_is_an_error_and_never_a_panic() {
        let whole = bytes_of(&Ok(sample()));
        for end in 0..whole.len() {
            assert!(decode(&mut &whole[..end]).is_err(), "cut at {end}");
        }
        let mut altered = 0;
        for at in 0..whole.len() {
            for value in [0, 1, 0x7f, 0x80, 0xff] {
                let mut bytes = whole.clone();
                bytes[at] = value;
                altered += usize::from(decode(&mut &bytes[..]).is_ok_and(|book| book != sample()));
            }
        }
        assert!(altered > 0, "some altered letters and figures still make a workbook");
        let mut noise = 0x9e37_79b9_7f4a_7c15_u64;
        for length in 0..2000_usize {
            let mut bytes = b"bfw1\x01".to_vec();
            bytes.extend((0..length % 97).map(|_| {
                noise ^= noise << 13;
                noise ^= noise >> 7;
                noise ^= noise << 17;
                noise as u8
            }));
            if let Ok(book) = decode(&mut &bytes[..]) {
                assert!(book.sheets.len() <= limits::SHEETS);
            }
        }
    }

    #[test]
    fn an_answer_that_claims_more_than_the_bounds_is_refused_before_memory_is_taken() {
        let mut bytes = b"bfw1\x01\x01x\x01\x01y\x00\x00".to_vec();
        put_number(&mut bytes, 1 << 40).unwrap();
        assert!(decode(&mut &bytes[..]).is_err());
    }
}
