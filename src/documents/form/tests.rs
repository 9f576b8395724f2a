//! Three blank forms built in different ways are filled right, read again by other readers, and keep their looks; garbage never makes it panic.

use std::io::{Cursor, Read};

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use rust_xlsxwriter::{Format, FormatBorder, Workbook};
use zip::ZipArchive;

use super::*;
use crate::documents::guard::tests::{key_of, zipped};

fn known(label: &str) -> bool {
    ["姓名", "性别", "班级", "成因", "帮扶措施", "帮扶教师", "序号", "目标", "记录时间", "学籍号"].contains(&label)
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    ZipArchive::new(Cursor::new(bytes)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn raw_parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut entry = zip.by_index(at).unwrap();
            let mut all = Vec::new();
            entry.read_to_end(&mut all).unwrap();
            (entry.name().unwrap().into_owned(), all)
        })
        .collect()
}

/// All parts but some are the same bytes.
fn same_but(before: &[u8], after: &[u8], touched: &[&str]) {
    let (before, after) = (raw_parts(before), raw_parts(after));
    assert_eq!(before.iter().map(|p| &p.0).collect::<Vec<_>>(), after.iter().map(|p| &p.0).collect::<Vec<_>>());
    for ((name, old), (_, new)) in before.iter().zip(&after) {
        assert!(touched.contains(&name.as_str()) || old == new, "{name} was touched");
    }
}

/// A register with merged cells, a formula below its rows, numbers printed already; and a form of one child on a second sheet.
fn book() -> Vec<u8> {
    let (mut book, grid) = (Workbook::new(), Format::new().set_border(FormatBorder::Thin).set_text_wrap());
    let sheet = book.add_worksheet();
    sheet.set_name("一览表").unwrap();
    sheet.merge_range(0, 0, 0, 4, "待优生情况一览表", &Format::new().set_bold().set_border(FormatBorder::Thin)).unwrap();
    for (column, label) in ["序号", "姓 名", "成因", "帮扶教师"].iter().enumerate() {
        let column = u16::try_from(column).unwrap();
        if column == 3 {
            sheet.merge_range(1, 3, 1, 4, label, &grid).unwrap();
        } else {
            sheet.write_with_format(1, column, *label, &grid).unwrap();
        }
    }
    for row in 2..5 {
        sheet.write_with_format(row, 0, row - 1, &grid).unwrap();
        sheet.write_blank(row, 1, &grid).unwrap();
        sheet.write_blank(row, 2, &grid).unwrap();
        sheet.merge_range(row, 3, row, 4, "", &grid).unwrap();
    }
    sheet.write_formula(5, 1, "=COUNTA(B3:B5)").unwrap();
    let one = book.add_worksheet();
    one.set_name("登记表").unwrap();
    one.write_with_format(0, 0, "姓名：", &grid).unwrap();
    one.merge_range(0, 1, 0, 2, "", &grid).unwrap();
    one.write_with_format(1, 0, "性别", &grid).unwrap();
    one.write_with_format(1, 1, "□男 □女", &grid).unwrap();
    one.write_with_format(2, 0, "记录时间：____年__月__日", &grid).unwrap();
    book.save_to_buffer().unwrap()
}

fn row(form: &Form, list: usize, values: &[(&str, &str)]) -> BTreeMap<usize, String> {
    let at = |label: &str| form.fields().iter().position(|f| f.list == Some(list) && f.label == label).unwrap();
    values.iter().map(|(label, value)| (at(label), (*value).to_owned())).collect()
}

fn singles(form: &Form, values: &[(&str, &str)]) -> BTreeMap<usize, String> {
    let at = |label: &str| form.fields().iter().position(|f| f.list.is_none() && f.label == label).unwrap_or_else(|| panic!("{label} in {:?}", form.fields()));
    values.iter().map(|(label, value)| (at(label), (*value).to_owned())).collect()
}

#[test]
fn a_workbook_with_merged_cells_gets_as_many_rows_as_children_and_keeps_its_looks() {
    let blank = book();
    let form = Form::open(blank.clone(), "一览表.xlsx", &known).unwrap();
    assert_eq!(form.lists().iter().map(|list| list.rows).collect::<Vec<_>>(), [3]);
    let rows = (1..=5).map(|n| row(&form, 0, &[("姓名", &format!("学生{n}")), ("成因", "听课走神<&"), ("帮扶教师", "王老师")])).collect();
    let filling = Filling { singles: singles(&form, &[("姓名", "学生1"), ("性别", "女"), ("记录时间", "2026年9月22日")]), rows: [(0, rows)].into() };
    let filled = form.fill(&filling).unwrap();
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(filled.clone())).unwrap();
    let sheet = book.worksheet_range("一览表").unwrap();
    let cell = |row: u32, column: u32| sheet.get_value((row, column)).cloned().unwrap_or(Data::Empty);
    for n in 1..=5_u32 {
        assert_eq!(cell(n + 1, 1), Data::String(format!("学生{n}")));
        assert_eq!(cell(n + 1, 0), Data::Float(f64::from(n)), "numbers go on");
        assert_eq!(cell(n + 1, 3), Data::String("王老师".into()));
    }
    assert_eq!(cell(3, 2), Data::String("听课走神<&".into()));
    assert_eq!(book.worksheet_formula("一览表").unwrap().get_value((7, 1)).map(String::as_str), Some("COUNTA(B3:B7)"), "the sum takes the new rows in");
    let one = book.worksheet_range("登记表").unwrap();
    let said = |row, column| one.get_value((row, column)).map(ToString::to_string).unwrap_or_default();
    assert_eq!([said(0, 0), said(0, 1), said(1, 1), said(2, 0)], ["姓名：", "学生1", "□男 ☑女", "记录时间：2026年9月22日"]);
    let (before, after) = (part(&blank, "xl/worksheets/sheet1.xml"), part(&filled, "xl/worksheets/sheet1.xml"));
    assert_eq!((before.matches("<mergeCell ").count(), after.matches("<mergeCell ").count()), (5, 7), "each new row is merged as the others");
    let styles = |text: &str, row: usize| {
        let line = text.split(&format!("<row r=\"{row}\"")).nth(1).unwrap().split("</row>").next().unwrap().to_owned();
        line.split(" s=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for row in 3..=7 {
        assert_eq!(styles(&after, row), styles(&before, 4), "row {row} looks like the others");
    }
    same_but(&blank, &filled, &["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"]);
}

const TYPES: &[u8] = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;

fn word(body: &str) -> Vec<u8> {
    let document =
        format!(r#"<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}<w:sectPr/></w:body></w:document>"#);
    zipped(&[("[Content_Types].xml", TYPES), ("word/styles.xml", b"<w:styles xmlns:w=\"x\"/>"), ("word/document.xml", document.as_bytes())])
}

fn cell(span: usize, text: &str) -> String {
    format!(r#"<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p><w:pPr><w:rPr><w:sz w:val="21"/></w:rPr></w:pPr>{text}</w:p></w:tc>"#)
}

fn run(looks: &str, text: &str) -> String {
    format!(r#"<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

#[test]
fn a_table_of_a_word_file_is_filled_and_its_rows_are_repeated() {
    let label = |text: &str| run("<w:b/>", text);
    let table = format!(
        "<w:tbl><w:tr>{}{}{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl><w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell(1, &label("姓  名")),
        cell(1, ""),
        cell(1, &label("班级")),
        cell(1, ""),
        cell(1, &label("帮扶措施")),
        cell(3, ""),
        cell(1, &label("日期")),
        cell(1, &label("内容")),
        cell(1, ""),
        cell(1, ""),
        cell(1, ""),
        cell(1, "")
    );
    let blank = word(&table);
    let form = Form::open(blank.clone(), "登记表.docx", &known).unwrap();
    let rows = (1..=4).map(|n| row(&form, 0, &[("日期", &format!("9月{n}日")), ("内容", "退位减法")])).collect();
    let filled = form
        .fill(&Filling {
            singles: singles(&form, &[("姓名", "林小明"), ("班级", "四（2）班"), ("帮扶措施", "每天两题\n周五面谈")]), rows: [(0, rows)].into()
        })
        .unwrap();
    let text = part(&filled, "word/document.xml");
    assert_eq!((text.matches("<w:tr>").count(), text.matches("退位减法").count()), (2 + 5, 4));
    for wanted in ["9月1日", "9月4日"] {
        assert!(text.contains(wanted), "{wanted}");
    }
    assert!(text.contains(r#"<w:r><w:rPr><w:sz w:val="21"/></w:rPr><w:t xml:space="preserve">林小明</w:t></w:r>"#), "with the looks of the blank's own end: {text}");
    assert!(text.contains(r#"每天两题</w:t><w:br/><w:t xml:space="preserve">周五面谈"#));
    same_but(&blank, &filled, &["word/document.xml"]);
    let pages = form.fill_in_turn(&[
        Filling { singles: singles(&form, &[("姓名", "甲")]), ..Filling::default() },
        Filling { singles: singles(&form, &[("姓名", "乙")]), ..Filling::default() },
    ]);
    let pages = part(&pages.unwrap().unwrap(), "word/document.xml");
    assert!(pages.contains("甲") && pages.contains("乙") && pages.matches("pageBreakBefore").count() == 1 && pages.matches("sectPr").count() == 1);
}

#[test]
fn marks_and_lines_split_over_several_runs_are_filled_with_the_looks_of_their_place() {
    let body = format!(
        "<w:p>{}{}{}{}</w:p><w:p>{}{}{}</w:p>",
        run("<w:b/>", "兹有{"),
        run("<w:i/>", "{姓"),
        run("", "名}}"),
        run("<w:color w:val=\"FF0000\"/>", "同学"),
        run("", "班级："),
        run("<w:u w:val=\"single\"/>", "            "),
        run("", "帮扶教师：______")
    );
    let blank = word(&body);
    let form = Form::open(blank.clone(), "证明.docx", &known).unwrap();
    assert_eq!(form.fields().iter().map(|f| f.label.as_str()).collect::<Vec<_>>(), ["姓名", "班级", "帮扶教师"]);
    let filled = form.fill(&Filling { singles: singles(&form, &[("姓名", "林小明"), ("班级", "四（2）班"), ("帮扶教师", "王老师")]), ..Filling::default() }).unwrap();
    let text = part(&filled, "word/document.xml");
    for wanted in [
        r#"<w:rPr><w:b/></w:rPr><w:t xml:space="preserve">兹有林小明</w:t>"#,
        r#"<w:rPr><w:color w:val="FF0000"/></w:rPr><w:t xml:space="preserve">同学</w:t>"#,
        r#"<w:rPr><w:u w:val="single"/></w:rPr><w:t xml:space="preserve">四（2）班"#,
        "帮扶教师：王老师",
    ] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
    assert!(!text.contains("{{") && !text.contains("}}"));
    assert_eq!(text.matches("<w:rPr>").count(), 7, "no run is lost");
}

#[test]
fn what_cannot_be_used_says_why() {
    let wide: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let locked = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &wide].concat();
    let macros = zipped(&[("[Content_Types].xml", TYPES), ("word/document.xml", b"<w/>"), ("word/vbaProject.bin", b"x")]);
    for (bytes, key) in [
        (Vec::new(), "documents-empty-file"),
        (b"%PDF-1.7".to_vec(), "documents-form-kind"),
        (locked, "documents-form-password"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old".to_vec(), "documents-form-old"),
        (macros, "documents-form-macro"),
        (b"PK\x03\x04 and then nothing".to_vec(), "documents-form-broken"),
        (zipped(&[("photo.jpg", b"x")]), "documents-form-kind"),
        (word("<w:p/>"), "documents-form-no-field"),
        (word("<w:p>"), "documents-form-broken"),
        (vec![b'P'; 5 << 20], "documents-form-big"),
    ] {
        assert_eq!(key_of(Form::open(bytes, "表.docx", &known)), key);
    }
}

#[test]
fn garbage_never_makes_it_panic() {
    let mut seed = 7_u64;
    let mut next = |most: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or(0) % most.max(1)
    };
    let sheet = part(&book(), "xl/worksheets/sheet1.xml");
    let rest = raw_parts(&book());
    for _ in 0..300 {
        let mut text: Vec<char> = sheet.chars().collect();
        for _ in 0..=next(6) {
            let at = next(text.len());
            match next(3) {
                0 => text[at] = char::from(u8::try_from(32 + next(90)).unwrap_or(b'x')),
                1 => {
                    text.remove(at);
                }
                _ => text.insert(at, ['9', '<', '"', ':', '$', '_'][next(6)]),
            }
        }
        let text: String = text.into_iter().collect();
        let parts: Vec<(&str, &[u8])> =
            rest.iter().map(|(name, bytes)| (name.as_str(), if name == "xl/worksheets/sheet1.xml" { text.as_bytes() } else { bytes.as_slice() })).collect();
        if let Ok(form) = Form::open(zipped(&parts), "表.xlsx", &known) {
            let mut filling = Filling::default();
            for (at, field) in form.fields().iter().enumerate() {
                match field.list {
                    None => drop(filling.singles.insert(at, "值\n二".into())),
                    Some(list) => filling.rows.entry(list).or_insert_with(|| vec![BTreeMap::new(); 7]).iter_mut().for_each(|row| drop(row.insert(at, "值".into()))),
                }
            }
            let _ = form.fill(&filling);
        }
    }
}

#[test]
fn a_blank_that_its_maker_shrank_is_filled_so_that_it_can_be_read() {
    let tiny = cell(1, "").replace(r#"<w:sz w:val="21"/>"#, r#"<w:sz w:val="4"/>"#);
    let table = format!("<w:tbl><w:tr>{}{tiny}{}{}</w:tr></w:tbl>", cell(1, &run(r#"<w:b/><w:sz w:val="24"/>"#, "姓名")), cell(1, &run("<w:b/>", "班级")), cell(1, ""));
    let form = Form::open(word(&table), "登记卡.docx", &known).unwrap();
    let filled = form.fill(&Filling { singles: singles(&form, &[("姓名", "林小明"), ("班级", "四（2）班")]), ..Filling::default() }).unwrap();
    let text = part(&filled, "word/document.xml");
    assert!(text.contains(r#"<w:rPr><w:sz w:val="24"/></w:rPr><w:t xml:space="preserve">林小明"#), "with the looks of the label: {text}");
}
