//! Workbooks are read in a child process of our own program, which is limited (issue 2 item 3).

use std::io::Write;
use std::path::{Path, PathBuf};

use bangfu::base::{Error, Result};
use bangfu::documents::read::{Reader, read_in_process};
use bangfu::documents::sheet::{Cell, Workbook};
use bangfu::documents::table::{self, Skip};
use rust_xlsxwriter::Workbook as Writer;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn reader() -> Reader {
    Reader { program: PathBuf::from(env!("CARGO_BIN_EXE_bangfu")) }
}

struct Given(PathBuf);

impl Given {
    fn new(label: &str, bytes: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("bangfu-reader-{}-{label}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        Self(path)
    }
}

impl Drop for Given {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn key_of(result: Result<Workbook>) -> String {
    match result {
        Ok(_) => "accepted".to_owned(),
        Err(Error::Fault(text)) => format!("fault: {text}"),
        Err(e) => e.messages()[0].key.to_string(),
    }
}

#[test]
fn what_the_child_reads_is_what_the_file_holds() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    sheet.set_name("五（1）班").unwrap();
    sheet.merge_range(0, 0, 0, 2, "花名册", &rust_xlsxwriter::Format::new()).unwrap();
    for row in 1..400 {
        sheet.write_row(row, 0, ["小明".to_owned(), format!("G{row:06}"), "男".into()]).unwrap();
        sheet.write(row, 3, f64::from(row) / 2.0).unwrap();
    }
    let file = Given::new("roster", &writer.save_to_buffer().unwrap());
    let read = reader().read(&file.0, "花名册.xlsx").unwrap();
    assert_eq!(read, read_in_process(&file.0, "花名册.xlsx").unwrap());
    assert_eq!((read.sheets[0].rows.len(), read.sheets[0].merges.len()), (400, 1));
    let text = Given::new("text", "姓名;性别\n小明;男\n".as_bytes());
    assert_eq!(reader().read(&text.0, "一班.csv").unwrap().sheets[0].cell(1, 1).text(), "男");
}

#[test]
fn results_saved_by_an_office_program_in_old_and_open_formats_are_one_table() {
    let known = |name: &str| ["姓名", "学籍号", "语文", "数学"].contains(&name);
    let sheets = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/sheets");
    for file in ["two_levels.xls", "two_levels.ods"] {
        let book = reader().read(&sheets.join(file), file).unwrap();
        let table = table::find(&book.sheets[0], &known).unwrap();
        let names: Vec<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, ["学籍号", "姓名", "期末成绩/语文", "期末成绩/数学", "期末成绩/英语", "出生日期"], "{file}");
        assert_eq!(table.title.as_deref(), Some("阳光小学2026年秋季五年级一班成绩表"));
        let rows: Vec<Vec<String>> = table.rows.iter().map(|row| row.cells.iter().map(Cell::text).collect()).collect();
        assert_eq!(rows, [["G001", "小明", "95", "88.5", "优", "2015-03-07"], ["G002", "小红", "缺考", "90", "良", "2015-04-08"]], "{file}");
        assert_eq!(table.skipped, [(6, Skip::Footer)]);
    }
}

#[test]
fn the_childs_reason_reaches_the_person() {
    let broken = Given::new("encoding", b"\xD0\xD5\xC3\xFB\n\xFF\xFF\xFF\n");
    assert_eq!(key_of(reader().read(&broken.0, "x.csv")), "documents-encoding");
    let gone = reader().read(Path::new("/nowhere/x.xlsx"), "x.xlsx");
    assert!(matches!(gone, Err(Error::Fault(_))));
    let nobody = Reader { program: PathBuf::from("/nowhere/bangfu") };
    let text = Given::new("nobody", b"a,b\n");
    assert!(matches!(nobody.read(&text.0, "x.csv"), Err(Error::Fault(_))));
}

#[test]
fn a_program_that_answers_something_else_is_an_error() {
    let text = Given::new("echo", b"a,b\n");
    let echo = Reader { program: PathBuf::from("/bin/echo") };
    assert!(matches!(echo.read(&text.0, "x.csv"), Err(Error::Fault(_))));
}

/// A workbook whose shared texts unpack to hundreds of megabytes, yet whose directory is within every bound.
fn heavy() -> Vec<u8> {
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let rels = |target: &str, kind: &str| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let book = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="x" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut add = |name: &str, text: &str| {
        zip.start_file(name, packed).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    add("[Content_Types].xml", types);
    add("_rels/.rels", &rels("xl/workbook.xml", "officeDocument"));
    add("xl/workbook.xml", book);
    add("xl/_rels/workbook.xml.rels", &rels("worksheets/sheet1.xml", "worksheet"));
    add("xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>");
    zip.start_file("xl/sharedStrings.xml", packed).unwrap();
    zip.write_all(b"<sst>").unwrap();
    let mut noise = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..12_000 {
        // Each text repeats its own block, so that the part shrinks forty times and not a thousand.
        let block: String = (0..40)
            .map(|_| {
                noise ^= noise << 13;
                noise ^= noise >> 7;
                noise ^= noise << 17;
                format!("{noise:016x}")
            })
            .collect();
        zip.write_all(format!("<si><t>{}</t></si>", block.repeat(50)).as_bytes()).unwrap();
    }
    zip.write_all(b"</sst>").unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_that_eats_memory_ends_the_child_and_not_the_server() {
    let file = Given::new("heavy", &heavy());
    assert_eq!(key_of(reader().read(&file.0, "x.xlsx")), "documents-reader-memory");
}
