use std::path::PathBuf;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook as Writer};

use super::super::guard::tests::{Given, key_of, sheet_xml, xlsx_of, zipped};
use super::super::sheet::{Cell, Merge, Sheet};
use super::*;
use crate::base::SchoolDate;

fn read(label: &str, bytes: &[u8], name: &str) -> Result<Workbook> {
    let file = Given::new(label, bytes);
    read_in_process(&file.0, name)
}

fn texts(sheet: &Sheet) -> Vec<Vec<String>> {
    sheet.rows.iter().map(|row| row.iter().map(Cell::text).collect()).collect()
}

#[test]
fn a_roster_in_xlsx_is_read_with_its_kinds_of_cells() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    sheet.set_name("五（1）班").unwrap();
    sheet.merge_range(0, 0, 0, 5, "阳光小学五年级一班花名册", &Format::new()).unwrap();
    sheet.write_row(1, 0, ["序号", "姓名", "出生日期", "语文", "住校", "平均"]).unwrap();
    sheet.write_row(2, 0, [1.0]).unwrap();
    sheet.write(2, 1, "张　三").unwrap();
    sheet.write_datetime_with_format(2, 2, ExcelDateTime::from_ymd(2015, 3, 7).unwrap(), &Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"")).unwrap();
    sheet.write(2, 3, 95.5).unwrap();
    sheet.write(2, 4, true).unwrap();
    sheet.write_formula(2, 5, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    let hidden = writer.add_worksheet();
    hidden.set_name("旧").unwrap().set_hidden(true);
    let bytes = writer.save_to_buffer().unwrap();
    let book = read("kinds", &bytes, "花名册.xlsx").unwrap();
    assert_eq!(book.file, "花名册.xlsx");
    let [first, second] = &book.sheets[..] else { panic!("two sheets") };
    assert_eq!((first.name.as_str(), first.hidden, second.hidden), ("五（1）班", false, true));
    assert_eq!(first.merges, [Merge { top: 0, left: 0, bottom: 0, right: 5 }]);
    assert_eq!(first.cell(2, 0), &Cell::Number(1.0));
    assert_eq!(first.cell(2, 1).normal(), "张 三");
    assert_eq!(first.cell(2, 2), &Cell::Date(SchoolDate::new(2015, 3, 7).unwrap()));
    assert_eq!(first.cell(2, 3), &Cell::Number(95.5));
    assert_eq!(first.cell(2, 4), &Cell::Bool(true));
    assert_eq!(first.cell(2, 5).text(), "#DIV/0!");
    assert!(first.cell(99, 99).is_empty());
}

#[test]
fn text_tables_are_read_in_every_encoding_that_schools_use() {
    let table = "姓名,学号,性别\n小明,0012,男\n㐂𠮷,\"=\"\"0013\"\"\",女\n";
    let plain = "姓名,学号,性别\n小明,0012,男\n王芳,0013,女\n";
    let wide: Vec<u8> = [vec![0xFF, 0xFE], table.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    let expected = |second: &str| {
        vec![vec!["姓名".to_owned(), "学号".into(), "性别".into()], vec!["小明".into(), "0012".into(), "男".into()], vec![second.into(), "0013".into(), "女".into()]]
    };
    for (label, bytes, second) in [
        ("utf8", table.as_bytes().to_vec(), "㐂𠮷"),
        ("bom", [b"\xEF\xBB\xBF", table.as_bytes()].concat(), "㐂𠮷"),
        ("gb18030", encoding_rs::GB18030.encode(table).0.into_owned(), "㐂𠮷"),
        ("gbk", encoding_rs::GBK.encode(plain).0.into_owned(), "王芳"),
        ("utf16", wide, "㐂𠮷"),
    ] {
        let book = read(label, &bytes, "一班.csv").unwrap();
        assert_eq!(texts(&book.sheets[0]), expected(second), "{label}");
        assert_eq!(book.sheets[0].name, "一班");
    }
    let mut broken = encoding_rs::GBK.encode(plain).0.into_owned();
    broken.extend(b"\xFF\xFF\n");
    let Err(Error::Invalid(problems)) = read("broken", &broken, "一班.csv") else { panic!("read") };
    assert_eq!((problems[0].message.key.as_ref(), problems[0].message.args[1].1.as_str()), ("documents-encoding", "4"));
}

#[test]
fn the_separator_is_found_out() {
    for (label, text) in [
        ("s1", "姓名,语文\n小明,95\n小红,88\n"),
        ("s2", "姓名\t语文\n小明\t95\n小红\t88\n"),
        ("s3", "\"姓名\";\"语文\"\n\"小明\";95\n\"小红\";88\n"),
        ("s4", "阳光小学一班\n姓名;语文\n小明;95\n小红;88\n"),
        ("s5", "sep=;\n姓名;语文\n小明;95\n小红;88\n"),
        ("s6", "姓名,语文\r\n小明,95\r\n小红,88"),
        ("s8", "姓名,语文\r\n\r\n小明,95\r\n小红,88"),
        ("s7", "姓名,语文\r小明,95\r小红,88\r"),
    ] {
        let sheet = read(label, text.as_bytes(), "x.csv").unwrap().sheets.remove(0);
        let rows: Vec<_> = texts(&sheet).into_iter().filter(|r| r.len() == 2).collect();
        assert_eq!(rows, [["姓名", "语文"], ["小明", "95"], ["小红", "88"]], "{label}");
    }
}

#[test]
fn a_row_of_a_text_table_has_the_number_a_spreadsheet_shows() {
    let sheet = read("rows", "姓名,住址\n\n\n小明,\"某村\n一组\"\n小红,某镇\n".as_bytes(), "x.csv").unwrap().sheets.remove(0);
    assert_eq!(sheet.cell(3, 0).text(), "小明");
    assert_eq!(sheet.cell(3, 1).text(), "某村\n一组");
    assert_eq!(sheet.cell(4, 0).text(), "小红");
    let windows = read("crlf", "姓名,班\r\n\r\n小明,一\r\n小红,二\r\n".as_bytes(), "x.csv").unwrap().sheets.remove(0);
    assert_eq!((windows.cell(2, 0).text(), windows.cell(3, 0).text()), ("小明".into(), "小红".into()));
    let said = read("sep-rows", "sep=,\n姓名,班\n小明,一\n".as_bytes(), "x.csv").unwrap().sheets.remove(0);
    assert_eq!((said.cell(1, 0).text(), said.cell(2, 0).text()), ("姓名".into(), "小明".into()));
}

#[test]
fn a_text_table_named_xlsx_is_read_and_a_missing_quote_is_told() {
    let book = read("renamed", "姓名,性别\n小明,男\n".as_bytes(), "花名册.xlsx").unwrap();
    assert_eq!(book.sheets[0].cell(1, 0).text(), "小明");
    let open = format!("姓名,备注\n小明,\"好\n{}", "小红,好\n".repeat(9_000));
    assert_eq!(key_of(read("quote", open.as_bytes(), "x.csv")), "documents-cell-too-long");
}

#[test]
fn what_the_dimension_hides_is_still_bounded() {
    let cell = |place: &str| format!(r#"<row><c r="{place}"><v>1</v></c></row>"#);
    for (label, rows, key) in [
        ("b1", cell("XFD1"), "documents-too-many-columns"),
        ("b2", cell("A1048576"), "documents-too-many-rows"),
        ("b3", cell("ZZZZZZZZZZZZZZ1"), "documents-unreadable"),
        ("b4", cell("A99999999999"), "documents-unreadable"),
        ("b5", format!(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>"#, "字".repeat(33_000)), "documents-cell-too-long"),
        ("b6", format!(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>"#, "x".repeat(3 << 20)), "documents-part-too-long"),
        ("b7", r#"<row r="1"><c r="A1" t="s"><v>7</v></c></row>"#.into(), "documents-unreadable"),
        ("b8", r#"<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c></row>"#.into(), "documents-cell-error"),
        ("b9", "<row r=\"1\"><c r=\"A1\"><v>&lol;</v>".into(), "documents-unreadable"),
        ("b10", (0..20_000).map(|n| format!(r#"<row r="{0}"><c r="IV{0}"><v>1</v></c></row>"#, n + 1)).collect(), "documents-too-many-cells"),
    ] {
        let result = read(label, &xlsx_of(&sheet_xml("A1", &rows), &[]), "x.xlsx");
        let overflow_wraps = ["b3", "b4"].contains(&label) && result.is_err();
        assert!(key_of(result) == key || overflow_wraps, "{label}");
    }
}

#[test]
fn a_directory_that_lies_about_a_size_is_found_while_unpacking() {
    let rows = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#.repeat(40_000);
    let mut bytes = xlsx_of(&sheet_xml("A1", &rows), &[]);
    let real = u32::try_from(sheet_xml("A1", &rows).len()).unwrap().to_le_bytes();
    let places: Vec<usize> = bytes.windows(4).enumerate().filter(|(_, w)| *w == real).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&500_u32.to_le_bytes());
    }
    let key = key_of(read("lie", &bytes, "x.xlsx"));
    assert!(["documents-part-too-long", "documents-zip-broken"].contains(&key.as_str()), "{key}");
}

#[test]
fn an_open_document_is_read_with_repeats_and_merged_cells() {
    let content = r#"<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s">
<office:automatic-styles><style:style style:name="h"><style:table-properties table:display="false"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="一班">
<table:table-row><table:table-cell table:number-columns-spanned="3" office:value-type="string"><text:p>花名册</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>小明<text:s text:c="2"/>&amp;<text:span>&#x5c0f;</text:span></text:p><text:p>二</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="95.5"><text:p>96</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2015-03-07"><office:annotation><text:p>remark</text:p></office:annotation><text:p>7.3.15</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2" office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>
</table:table><table:table table:name="旧" table:style-name="h"/></office:spreadsheet></office:body></office:document-content>"#;
    let ods = |content: &str| zipped(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())]);
    let book = read("ods", &ods(content), "花名册.ods").unwrap();
    let sheet = &book.sheets[0];
    assert_eq!(sheet.merges, [Merge { top: 0, left: 0, bottom: 0, right: 2 }]);
    assert_eq!(sheet.rows.len(), 6);
    assert_eq!(sheet.cell(3, 0).text(), "小明  &小\n二");
    assert_eq!(sheet.cell(3, 1), &Cell::Number(95.5));
    assert_eq!(sheet.cell(3, 2), &Cell::Date(SchoolDate::new(2015, 3, 7).unwrap()));
    assert_eq!(sheet.rows[5], [Cell::Bool(true), Cell::Bool(true)]);
    assert!(book.sheets[1].hidden && !sheet.hidden);
    let many_rows = content.replace(
        r#"number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2""#,
        r#"number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="200""#,
    );
    assert_eq!(key_of(read("ods-rows", &ods(&many_rows), "x.ods")), "documents-too-many-cells");
    assert_eq!(key_of(read("ods-cut", &ods(&content[..1500]), "x.ods")), "documents-unreadable");
}

#[test]
fn random_bytes_and_cut_files_are_errors_and_never_a_panic() {
    let mut writer = Writer::new();
    writer.add_worksheet().write_row(0, 0, ["姓名", "性别"]).unwrap();
    let whole = writer.save_to_buffer().unwrap();
    let mut noise = 0x2545_f491_4f6c_dd1d_u64;
    for round in 0..200_usize {
        let mut bytes = whole.clone();
        noise ^= noise << 13;
        noise ^= noise >> 7;
        noise ^= noise << 17;
        let at = usize::try_from(noise % bytes.len() as u64).unwrap();
        if round % 2 == 0 {
            bytes.truncate(at)
        } else {
            bytes[at] ^= 0xff
        }
        if let Ok(book) = read(&format!("noise{round}"), &bytes, "x.xlsx") {
            assert!(book.sheets.len() <= 1);
        }
    }
}

/// The folder of real data beside the project; tests that want it say so and pass without it.
pub(in crate::documents) fn real_data(file: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|up| up.join("shared/data").join(file)).find(|p| p.is_file());
    if path.is_none() {
        println!("shared/data/{file} is absent: nothing to compare with");
    }
    path
}

#[test]
fn real_data_of_schools_is_read_whole() {
    for (file, rows, columns) in [
        ("egsingle.csv", 7_230, 12),
        ("star_long.csv", 26_796, 18),
        ("uci_student_mat.csv", 395, 33),
        ("uci_student_por.csv", 649, 33),
        ("vietnam_vlss_hh.csv", 5_999, 11),
        ("fraction_subtraction.csv", 536, 20),
        ("cn_area.csv", 2_846, 5),
    ] {
        let Some(path) = real_data(file) else { continue };
        let book = read_in_process(&path, file).unwrap();
        let sheet = &book.sheets[0];
        let raw = std::fs::read_to_string(&path).unwrap();
        assert_eq!(sheet.rows.len(), rows + 1, "{file}");
        assert_eq!(raw.lines().count(), rows + 1, "{file}");
        assert!(sheet.rows[0].len() == columns || sheet.rows[0].len() == columns + 1, "{file} has {} columns", sheet.rows[0].len());
        let last = raw.lines().last().unwrap().replace('"', "");
        let read: Vec<String> = sheet.rows[rows].iter().map(Cell::text).collect();
        assert!(last.starts_with(&read[0]) && last.contains(&read[read.len() - 1]), "{file}: {last}");
    }
}

#[test]
#[cfg(unix)]
fn each_way_a_child_can_end_is_told_apart() {
    use std::os::unix::process::ExitStatusExt;
    let exit = |code: i32| ExitStatus::from_raw(code << 8);
    for (status, key) in [
        (ExitStatus::from_raw(24), "documents-reader-time"),
        (ExitStatus::from_raw(6), "documents-reader-memory"),
        (ExitStatus::from_raw(9), "documents-reader-memory"),
        (exit(101), "documents-unreadable"),
    ] {
        assert_eq!(key_of(Err::<(), _>(why_ended(status, "x.xlsx", "cut"))), key);
    }
    assert!(matches!(why_ended(exit(3), "x.xlsx", "cut"), Error::Fault(_)));
}
