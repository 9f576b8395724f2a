//! The look at a zip file: its directory, and the first bytes of each part, before anything is unpacked.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};

use quick_xml::Reader as XmlReader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::base::{Error, Result, limits};

use super::guard::{Kind, about_file, refuse};
use super::sheet::area;

/// Parts of one workbook: 200 sheets with their links, drawings and comments.
const PARTS: usize = 2_000;
/// Below this a workbook may unpack at any ratio: it is small anyway.
const SMALL_BYTES: u64 = 16 << 20;
/// How much a part may shrink when packed. Sheets of real schools shrink 5 to 40 times, a bomb a thousand times.
const RATIO: u64 = 100;
/// How much deflate can shrink anything: beyond, parts lie over one another.
const MOST_RATIO: u64 = 1_100;
/// Bytes of a part that are looked at.
const HEAD_BYTES: u64 = 1 << 16;
/// Bytes that the shortest shared text takes in its part.
const TEXT_BYTES: u64 = 5;

const ODS: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// Looks at a zip file of the given size.
pub(super) fn look(mut file: File, size: u64, name: &str) -> Result<Kind> {
    count_parts(&mut file, name)?;
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|_| refuse("documents-zip-broken", name))?;
    let parts = directory(&mut zip, size, name)?;
    let has = |wanted: &str| parts.iter().any(|p| p.starts_with(wanted));
    let kind = if has("xl/workbook.bin") {
        return Err(other(name, "xlsb"));
    } else if has("word/") {
        return Err(other(name, "Word"));
    } else if has("ppt/") {
        return Err(other(name, "PowerPoint"));
    } else if has("[content_types].xml") && has("xl/") {
        Kind::Xlsx
    } else if has("mimetype") && has("content.xml") {
        Kind::Ods
    } else {
        return Err(other(name, "zip"));
    };
    for (index, part) in parts.iter().enumerate() {
        let looked_at = is_xml(part) || part == "mimetype";
        if !looked_at {
            continue;
        }
        let entry = zip.by_index(index).map_err(|_| refuse("documents-zip-broken", name))?;
        let whole = entry.size();
        let mut head = Vec::new();
        entry.take(HEAD_BYTES).read_to_end(&mut head).map_err(|_| refuse("documents-zip-broken", name))?;
        match part.as_str() {
            "mimetype" if kind == Kind::Ods && !head.starts_with(ODS) => return Err(other(name, "OpenDocument")),
            "mimetype" => {}
            "meta-inf/manifest.xml" if contains(&head, b"encryption-data") => return Err(refuse("documents-password", name)),
            _ => look_at_head(&head, part, whole, name)?,
        }
    }
    Ok(kind)
}

/// The names of the parts of a blank form in memory: nothing locked, no bomb, no document types. `most` is what it may unpack to, in bytes.
pub(super) fn parts_of_form(bytes: &[u8], most: u64, name: &str) -> Result<Vec<String>> {
    let broken = || refuse("documents-form-broken", name);
    count_parts(&mut Cursor::new(bytes), name)?;
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let mut unpacked = 0_u64;
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(|_| broken())?;
        if entry.encrypted() {
            return Err(refuse("documents-form-password", name));
        }
        unpacked = unpacked.saturating_add(entry.size());
    }
    if unpacked > most {
        return Err(Error::TooMuch(about_file("documents-zip-bomb", name).with("found", unpacked >> 20).with("limit", most >> 20)));
    }
    let parts = directory(&mut zip, bytes.len() as u64, name)?;
    for (index, part) in parts.iter().enumerate().filter(|(_, part)| is_xml(part)) {
        let entry = zip.by_index(index).map_err(|_| broken())?;
        let whole = entry.size();
        let mut head = Vec::new();
        entry.take(HEAD_BYTES).read_to_end(&mut head).map_err(|_| broken())?;
        look_at_head(&head, part, whole, name)?;
    }
    Ok(parts)
}

/// Whether a part is one that an engine parses as XML.
pub(super) fn is_xml(part: &str) -> bool {
    part.ends_with(".xml") || part.ends_with(".rels")
}

/// The name of a part as it is compared: some programs write other slashes or capitals.
pub(super) fn part_name(raw: &str) -> String {
    raw.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

/// Whether the bytes hold a sequence.
pub(super) fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|w| w == wanted)
}

fn other(name: &str, kind: &str) -> Error {
    Error::at("file", about_file("documents-kind-other", name).with("kind", kind))
}

/// Counts directory entries by their signature before a library makes a list of them: 32 MB could hold 700,000.
fn count_parts(file: &mut (impl Read + Seek), name: &str) -> Result<()> {
    const SIGNATURE: &[u8] = b"PK\x01\x02";
    let mut block = vec![0; 1 << 16];
    let (mut kept, mut parts) = (0, 0);
    loop {
        let filled = file.read(&mut block[kept..])?;
        if filled == 0 {
            break;
        }
        let end = kept + filled;
        parts += block[..end].windows(4).filter(|w| *w == SIGNATURE).count();
        if parts > PARTS {
            return Err(Error::TooMuch(about_file("documents-too-many-parts", name).with("limit", PARTS)));
        }
        let keep_from = end.saturating_sub(3);
        block.copy_within(keep_from..end, 0);
        kept = end - keep_from;
    }
    file.seek(SeekFrom::Start(0))?;
    Ok(())
}

fn directory<R: Read + Seek>(zip: &mut ZipArchive<R>, size: u64, name: &str) -> Result<Vec<String>> {
    let mut parts = Vec::new();
    let mut unpacked = 0_u64;
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(|_| refuse("documents-zip-broken", name))?;
        if entry.encrypted() {
            return Err(refuse("documents-password", name));
        }
        unpacked = unpacked.saturating_add(entry.size());
        // Each part by itself: a picture beside it does not make a bomb less of one.
        let shrunk = entry.size() > SMALL_BYTES && entry.size() / RATIO > entry.compressed_size();
        if shrunk || unpacked > limits::WORKBOOK_UNPACKED_BYTES || unpacked / MOST_RATIO > size {
            let found = unpacked >> 20;
            return Err(Error::TooMuch(about_file("documents-zip-bomb", name).with("found", found).with("limit", limits::WORKBOOK_UNPACKED_BYTES >> 20)));
        }
        parts.push(entry.name().map(|n| part_name(&n)).unwrap_or_default());
    }
    Ok(parts)
}

/// Looks at the first bytes of a part: no document type (entities are how small files become large), and no absurd counts.
fn look_at_head(head: &[u8], part: &str, whole: u64, name: &str) -> Result<()> {
    let mut xml = XmlReader::from_reader(head);
    xml.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    let mut rooted = false;
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::DocType(_)) => return Err(refuse("documents-xml-doctype", name)),
            Ok(Event::Start(e) | Event::Empty(e)) => {
                rooted = true;
                match e.local_name().into_inner() {
                    "dimension" => return look_at_dimension(&e, part, name),
                    "sst" => return look_at_count(&e, whole, name),
                    "worksheet" | "sheetPr" | "tabColor" | "outlinePr" | "pageSetUpPr" => {}
                    _ => return Ok(()),
                }
            }
            // The head is cut off somewhere: what follows is read under the child's bounds.
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    if rooted || whole <= HEAD_BYTES { Ok(()) } else { Err(refuse("documents-xml-broken", name)) }
}

fn value_of(element: &BytesStart<'_>, key: &str) -> Option<String> {
    element.attributes().with_checks(false).flatten().find(|a| a.key.local_name().into_inner() == key).map(|a| a.value.into_owned())
}

fn look_at_dimension(element: &BytesStart<'_>, part: &str, name: &str) -> Result<()> {
    let Some(reference) = value_of(element, "ref") else { return Ok(()) };
    let broken = || Error::at("file", about_file("documents-dimension", name).with("part", part).with("found", reference.chars().take(40).collect::<String>()));
    let used = area(&reference).ok_or_else(broken)?;
    let (rows, columns) = (used.bottom + 1, used.right + 1);
    let sane = rows <= limits::SHEET_ROWS && columns <= 16_384 && rows.saturating_mul(columns) <= limits::SHEET_CELLS;
    if sane { Ok(()) } else { Err(Error::TooMuch(broken().messages().remove(0))) }
}

/// The reader takes memory for as many texts as the part claims to hold.
fn look_at_count(element: &BytesStart<'_>, whole: u64, name: &str) -> Result<()> {
    match value_of(element, "uniqueCount").map(|n| n.parse::<u64>()) {
        None => Ok(()),
        Some(Ok(count)) if count <= whole / TEXT_BYTES + 1 => Ok(()),
        Some(_) => Err(refuse("documents-xml-broken", name)),
    }
}
