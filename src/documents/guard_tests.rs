use std::io::Write;
use std::path::PathBuf;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

/// A file of a test, in the folder for temporary files, removed at the end.
pub(in crate::documents) struct Given(pub(in crate::documents) PathBuf);

impl Given {
    pub(in crate::documents) fn new(label: &str, bytes: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("bangfu-documents-{}-{label}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        Self(path)
    }
    fn look(&self) -> Result<Kind> {
        look(&self.0, "花名册.xlsx")
    }
}

impl Drop for Given {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// The key of the one message that an error has.
pub(in crate::documents) fn key_of<T>(result: Result<T>) -> String {
    match result {
        Ok(_) => "accepted".to_owned(),
        Err(Error::Fault(text)) => panic!("a fault: {text}"),
        Err(e) => e.messages()[0].key.to_string(),
    }
}

const TYPES: &str =
    r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="一班" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A zip file of parts.
pub(in crate::documents) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An xlsx file with the given sheet and further parts.
pub(in crate::documents) fn xlsx_of(sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend(more);
    zipped(&parts)
}

pub(in crate::documents) fn sheet_xml(dimension: &str, rows: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><tabColor rgb="FF00FF00"/></sheetPr><dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>"#
    )
}

const ONE_CELL: &str = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;

#[test]
fn a_file_is_known_by_its_content() {
    let xlsx = xlsx_of(&sheet_xml("A1", ONE_CELL), &[]);
    let ods = zipped(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<x/>")]);
    for (label, bytes, kind) in
        [("k1", xlsx, Kind::Xlsx), ("k2", ods, Kind::Ods), ("k3", "姓名,性别\n小明,男\n".into(), Kind::Text), ("k4", b"\xFF\xFE\x0b\x4e,\x00".to_vec(), Kind::Text)]
    {
        assert_eq!(Given::new(label, &bytes).look().unwrap(), kind, "{label}");
    }
}

#[test]
fn what_is_no_workbook_is_refused_with_what_it_is() {
    let docx = zipped(&[("[Content_Types].xml", TYPES.as_bytes()), ("word/document.xml", b"<w/>")]);
    let locked = zipped(&[("mimetype", ODS_MIME), ("content.xml", b"<x/>"), ("META-INF/manifest.xml", b"<m><manifest:encryption-data/></m>")]);
    let mut cut = xlsx_of(&sheet_xml("A1", ONE_CELL), &[]);
    cut.truncate(cut.len() / 2);
    for (label, bytes, key) in [
        ("w1", Vec::new(), "documents-empty-file"),
        ("w2", b"%PDF-1.7".to_vec(), "documents-kind-other"),
        ("w3", b"\x89PNG\r\n\x1a\n".to_vec(), "documents-kind-other"),
        ("w4", docx, "documents-kind-other"),
        ("w5", zipped(&[("xl/workbook.bin", b"")]), "documents-kind-other"),
        ("w6", zipped(&[("photo.jpg", b"x")]), "documents-kind-other"),
        ("w7", "\u{feff} <html><table><tr><td>姓名</td></tr></table>".into(), "documents-kind-html"),
        ("w8", b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>".to_vec(), "documents-kind-html"),
        ("w9", b"\x01\x02\x00\x03 random \x00".to_vec(), "documents-kind-unknown"),
        ("w10", cut, "documents-zip-broken"),
        ("w11", b"PK\x03\x04 and then nothing".to_vec(), "documents-zip-broken"),
        ("w12", locked, "documents-password"),
        ("w13", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and then nothing".to_vec(), "documents-xls-broken"),
    ] {
        let refused = Given::new(label, &bytes).look();
        assert_eq!(key_of(refused), key, "{label}");
    }
    assert_eq!(key_of(look(&std::env::temp_dir(), "x")), "documents-not-a-file");
}

const ODS_MIME: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

#[test]
fn a_zip_bomb_is_refused_by_its_directory() {
    let bomb = xlsx_of(&sheet_xml("A1", ONE_CELL), &[("xl/sharedStrings.xml", &vec![b' '; 40 << 20])]);
    assert!(bomb.len() < 100 << 10);
    assert_eq!(key_of(Given::new("bomb", &bomb).look()), "documents-zip-bomb");
    let photo: Vec<u8> = (0..3_u32 << 20).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let padded = xlsx_of(&sheet_xml("A1", ONE_CELL), &[("xl/sharedStrings.xml", &vec![b' '; 40 << 20]), ("xl/media/photo.jpg", &photo)]);
    assert_eq!(key_of(Given::new("padded", &padded).look()), "documents-zip-bomb");
    let names: Vec<String> = (0..2_100).map(|i| format!("xl/a{i}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), b"<x/>".as_slice())).collect();
    assert_eq!(key_of(Given::new("parts", &zipped(&parts)).look()), "documents-too-many-parts");
}

#[test]
fn absurd_dimensions_and_counts_are_refused_before_reading() {
    for (label, dimension, key) in [
        ("d1", "A1:XFD1048576", "documents-dimension"),
        ("d2", "XFD1048576", "documents-dimension"),
        ("d3", "A1:ZZZZ9", "documents-dimension"),
        ("d4", "A1:B99999999999", "documents-dimension"),
        ("d5", "C3:A1", "documents-dimension"),
        ("d6", "A1:O50001", "accepted"),
        ("d7", "A1:XFD60", "accepted"),
    ] {
        let file = Given::new(label, &xlsx_of(&sheet_xml(dimension, ONE_CELL), &[]));
        assert_eq!(key_of(file.look()), key, "{dimension}");
    }
    let sst = br#"<sst uniqueCount="4000000000"><si><t>x</t></si></sst>"#;
    assert_eq!(key_of(Given::new("sst", &xlsx_of(&sheet_xml("A1", ONE_CELL), &[("xl/sharedStrings.xml", sst)])).look()), "documents-xml-broken");
}

#[test]
fn entities_that_grow_are_refused_by_their_document_type() {
    let laughs = r#"<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">]><worksheet><sheetData/></worksheet>"#;
    assert_eq!(key_of(Given::new("dtd", &xlsx_of(laughs, &[])).look()), "documents-xml-doctype");
    let padded = format!("<?xml version=\"1.0\"?><!--{}--><!DOCTYPE x><worksheet/>", "x".repeat(100_000));
    assert_eq!(key_of(Given::new("pad", &xlsx_of(&padded, &[])).look()), "documents-xml-broken");
}

#[test]
fn a_line_without_end_is_refused() {
    let line = Given::new("line", &vec![b'a'; 20 << 20]);
    assert_eq!(key_of(line.look()), "documents-line-too-long");
    let big = Given::new("big", &vec![b'a'; 50 << 20]);
    assert_eq!(key_of(big.look()), "documents-file-too-big");
    let lines = Given::new("lines", &b"a\n".repeat(limits::SHEET_ROWS * 2 + 2));
    assert_eq!(key_of(lines.look()), "documents-too-many-lines");
}

#[test]
fn every_refusal_is_said_in_both_languages_with_its_values() {
    use crate::base::Lang;
    let message = Msg::new("documents-dimension").with("file", "花名册.xlsx").with("found", "A1:XFD1048576").with("part", "sheet1.xml");
    for lang in [Lang::ZhCn, Lang::En] {
        let said = message.text(lang);
        assert!(said.contains("花名册.xlsx") && said.contains("A1:XFD1048576") && said.contains("sheet1.xml"), "{said}");
    }
}

/// A compound file with one stream, as Excel 97 writes it: header, one sector of links, one of directory, then the stream.
fn compound(stream_name: &str, stream: &[u8], loops: bool) -> Vec<u8> {
    let stream_sectors = stream.len().div_ceil(512).max(8);
    let mut bytes = vec![0; 512 * (3 + stream_sectors)];
    bytes[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    let mut put = |at: usize, value: &[u8]| bytes[at..at + value.len()].copy_from_slice(value);
    put(26, &3_u16.to_le_bytes());
    put(30, &9_u16.to_le_bytes());
    put(32, &6_u16.to_le_bytes());
    put(44, &1_u32.to_le_bytes());
    put(48, &1_u32.to_le_bytes());
    put(56, &4096_u32.to_le_bytes());
    put(60, &0xFFFF_FFFE_u32.to_le_bytes());
    put(68, &0xFFFF_FFFE_u32.to_le_bytes());
    put(76, &0_u32.to_le_bytes());
    for entry in 1..109 {
        put(76 + entry * 4, &0xFFFF_FFFF_u32.to_le_bytes());
    }
    put(512, &0xFFFF_FFFD_u32.to_le_bytes());
    put(516, &0xFFFF_FFFE_u32.to_le_bytes());
    for sector in 0..stream_sectors {
        let next = if sector + 1 == stream_sectors { if loops { 2 } else { 0xFFFF_FFFE } } else { u32::try_from(sector + 3).unwrap() };
        put(512 + (sector + 2) * 4, &next.to_le_bytes());
    }
    for (at, name, kind, start, length) in [(1024, "Root Entry", 5_u8, 0xFFFF_FFFE_u32, 0), (1152, stream_name, 2, 2, stream_sectors * 512)] {
        for (i, unit) in name.encode_utf16().enumerate() {
            put(at + i * 2, &unit.to_le_bytes());
        }
        put(at + 64, &u16::try_from(name.len() * 2 + 2).unwrap().to_le_bytes());
        put(at + 66, &[kind]);
        put(at + 116, &start.to_le_bytes());
        put(at + 120, &u32::try_from(length).unwrap().to_le_bytes());
    }
    put(1536, stream);
    bytes
}

fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &u16::try_from(body.len()).unwrap().to_le_bytes(), body].concat()
}

#[test]
fn an_old_workbook_is_looked_at_record_by_record() {
    let bof = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]);
    let number = |row: u16, column: u16| {
        let mut body = vec![0; 14];
        body[..2].copy_from_slice(&row.to_le_bytes());
        body[2..4].copy_from_slice(&column.to_le_bytes());
        record(0x0203, &body)
    };
    let mut dimension = [0; 14];
    dimension[4..8].copy_from_slice(&0xFFFF_FFFF_u32.to_le_bytes());
    dimension[10..12].copy_from_slice(&256_u16.to_le_bytes());
    for (label, stream_name, stream, loops, key) in [
        ("x1", "Workbook", [bof.clone(), number(45, 14)].concat(), false, "accepted"),
        ("x2", "Book", [bof.clone(), number(45, 14)].concat(), false, "accepted"),
        ("x3", "EncryptedPackage", bof.clone(), false, "documents-password"),
        ("x4", "Workbook", [bof.clone(), record(0x2F, &[1, 0, 1, 0])].concat(), false, "documents-password"),
        ("x5", "Workbook", [bof.clone(), record(0x0200, &dimension)].concat(), false, "documents-dimension"),
        ("x6", "Workbook", [bof.clone(), number(65_535, 0), number(0, 255)].concat(), false, "documents-dimension"),
        ("x7", "Workbook", [bof.clone(), number(3, 60_000)].concat(), false, "documents-dimension"),
        ("x8", "Workbook", bof.clone(), true, "documents-xls-broken"),
        ("x9", "WordDocument", bof, false, "documents-kind-other"),
    ] {
        assert_eq!(key_of(Given::new(label, &compound(stream_name, &stream, loops)).look()), key, "{label}");
    }
}
