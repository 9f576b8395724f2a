//! The look at an Excel 97–2003 file (compound file, MS-CFB; records, MS-XLS): passwords, and the places its records claim.

use std::fs::File;
use std::io::Read;

use crate::base::{Error, Result, limits};

use super::guard::{about_file, refuse};

const HEADER: usize = 512;
const END: u32 = 0xFFFF_FFFA;
/// Streams shorter than this are kept in a stream of small pieces.
const SMALL_STREAM: usize = 4096;

const BOF: u16 = 0x0809;
const FILE_PASS: u16 = 0x002F;
const DIMENSIONS: u16 = 0x0200;
/// Number, Label, RString, BoolErr, RK, LabelSst, MulRk, Formula: all begin with row and column.
const CELLS: [u16; 8] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD, 0x00BD, 0x0006];
/// Columns of the format.
const COLUMNS: usize = 256;

struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    next: Vec<u32>,
}

/// Looks at a compound file.
pub(super) fn look(mut file: File, name: &str) -> Result<()> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let broken = || refuse("documents-xls-broken", name);
    let compound = Compound::open(&bytes).ok_or_else(broken)?;
    let streams = compound.streams().ok_or_else(broken)?;
    if streams.iter().any(|s| s.name == "EncryptedPackage" || s.name == "EncryptionInfo") {
        return Err(refuse("documents-password", name));
    }
    let Some(book) = streams.iter().find(|s| s.name.eq_ignore_ascii_case("Workbook") || s.name.eq_ignore_ascii_case("Book")) else {
        let kind = if streams.iter().any(|s| s.name == "WordDocument") { "Word" } else { "OLE" };
        return Err(Error::at("file", about_file("documents-kind-other", name).with("kind", kind)));
    };
    // A chain that runs in a circle would be followed without end.
    let sectors = compound.chain(book.start, book.length < SMALL_STREAM).ok_or_else(broken)?;
    if book.length < SMALL_STREAM {
        return Ok(());
    }
    walk(&compound, &sectors, book.length, name)
}

struct Stream {
    name: String,
    start: u32,
    length: usize,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut found = Self { bytes, sector, next: Vec::new() };
        let most = bytes.len() / sector + 1;
        let mut tables: Vec<u32> = (0..109).map_while(|i| u32_at(bytes, 76 + i * 4)).collect();
        let mut more = u32_at(bytes, 68)?;
        let mut steps = 0;
        while more < END {
            steps += 1;
            if steps > most {
                return None;
            }
            let part = found.sector_bytes(more)?;
            let count = sector / 4 - 1;
            tables.extend((0..count).map_while(|i| u32_at(part, i * 4)));
            more = u32_at(part, count * 4)?;
        }
        for id in tables.into_iter().filter(|id| *id < END).take(most) {
            let part = found.sector_bytes(id)?;
            let links: Vec<u32> = (0..sector / 4).map_while(|i| u32_at(part, i * 4)).collect();
            found.next.extend(links);
        }
        Some(found)
    }

    fn sector_bytes(&self, id: u32) -> Option<&'a [u8]> {
        let from = self.sector.checked_mul(usize::try_from(id).ok()?.checked_add(1)?)?;
        let from = if self.sector == HEADER { from } else { from.max(HEADER) };
        self.bytes.get(from..(from + self.sector).min(self.bytes.len())).filter(|b| !b.is_empty())
    }

    /// The sectors of a stream in order; `None` when they run in a circle or out of the file. Small streams have a table of their own.
    fn chain(&self, start: u32, small: bool) -> Option<Vec<u32>> {
        let mut ids = Vec::new();
        let mut id = start;
        while id < END && !small {
            if ids.len() > self.bytes.len() / self.sector {
                return None;
            }
            ids.push(id);
            id = *self.next.get(usize::try_from(id).ok()?)?;
        }
        Some(ids)
    }

    fn streams(&self) -> Option<Vec<Stream>> {
        let mut streams = Vec::new();
        for id in self.chain(u32_at(self.bytes, 48)?, false)? {
            for entry in self.sector_bytes(id)?.chunks_exact(128) {
                let units: Vec<u16> = (0..32).map_while(|i| u16_at(entry, i * 2)).take_while(|u| *u != 0).collect();
                if !units.is_empty() {
                    let length = usize::try_from(u32_at(entry, 120)?).ok()?;
                    streams.push(Stream { name: String::from_utf16_lossy(&units), start: u32_at(entry, 116)?, length });
                }
            }
        }
        self.chain(u32_at(self.bytes, 60)?, false)?;
        if let Some(root) = streams.first() {
            self.chain(root.start, false)?;
        }
        Some(streams)
    }

    /// Copies bytes of a stream; false when it ends before.
    fn copy(&self, sectors: &[u32], mut at: usize, into: &mut [u8]) -> bool {
        for byte in into {
            let found = sectors.get(at / self.sector).and_then(|id| self.sector_bytes(*id)).and_then(|part| part.get(at % self.sector));
            let Some(found) = found else { return false };
            *byte = *found;
            at += 1;
        }
        true
    }
}

/// Walks over the records without reading their content.
fn walk(compound: &Compound<'_>, sectors: &[u32], length: usize, name: &str) -> Result<()> {
    let (mut at, mut rows, mut columns) = (0, 0, 0);
    let mut head = [0; 4];
    while at + 4 <= length && compound.copy(sectors, at, &mut head) {
        let [a, b, c, d] = head;
        let (kind, size) = (u16::from_le_bytes([a, b]), usize::from(u16::from_le_bytes([c, d])));
        let mut body = [0; 14];
        let known = size.min(body.len());
        let wanted = kind == DIMENSIONS || CELLS.contains(&kind);
        if wanted && !compound.copy(sectors, at + 4, &mut body[..known]) {
            return Err(refuse("documents-xls-broken", name));
        }
        let half = |i: usize| usize::from(u16::from_le_bytes([body[i], body[i + 1]]));
        match kind {
            FILE_PASS => return Err(refuse("documents-password", name)),
            BOF => (rows, columns) = (0, 0),
            DIMENSIONS => {
                let full = |i: usize| half(i) + (half(i + 2) << 16);
                let (from, to, left, right) = if size >= 14 { (full(0), full(4), half(8), half(10)) } else { (half(0), half(2), half(4), half(6)) };
                check(to.max(from), right.max(left), name)?;
            }
            _ if wanted => {
                rows = rows.max(half(0) + 1);
                columns = columns.max(half(2) + 1);
                check(rows, columns, name)?;
            }
            _ => {}
        }
        at += 4 + size;
    }
    Ok(())
}

fn check(rows: usize, columns: usize, name: &str) -> Result<()> {
    if rows <= 65_536 && columns <= COLUMNS && rows * columns <= limits::SHEET_CELLS {
        return Ok(());
    }
    Err(Error::TooMuch(about_file("documents-dimension", name).with("part", "Workbook").with("found", format!("{rows} × {columns}"))))
}
