//! Blank forms of the bureau over HTTP: brought, their labels corrected and remembered, filled for a child and a class; closed to others.

use std::io::Cursor;

use calamine::{Reader, Xlsx, open_workbook_from_rs};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatBorder, Workbook};

use crate::house::House;

/// A blank register: a row of labels above two rows of blanks.
pub(crate) fn blank(labels: &[&str]) -> Vec<u8> {
    let (mut book, grid) = (Workbook::new(), Format::new().set_border(FormatBorder::Thin));
    // Always the same bytes: what is made now is compared with what is made a moment later.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2026, 9, 1).unwrap()));
    let sheet = book.add_worksheet();
    for (column, label) in (0_u16..).zip(labels) {
        sheet.write_with_format(0, column, *label, &grid).unwrap();
        for row in 1..3 {
            sheet.write_blank(row, column, &grid).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn read(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    let name = book.sheet_names()[0].clone();
    book.worksheet_range(&name).unwrap().rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn a_blank_form_is_brought_corrected_remembered_and_filled_for_a_class() {
    for house in House::both() {
        let (class, _) = house.here.class("4.2");
        let wang = house.as_("王老师");
        let brought = wang.upload("/registers/forms", "/registers/forms", &[], &[("file", "一览表.xlsx", &blank(&["序号", "学生姓名", "学籍号", "本校叫法"]))]);
        assert_eq!(brought.status, 303, "{}", brought.main());
        let page = brought.to.clone();
        let said = [("fact-0", "number"), ("fact-1", "name"), ("fact-2", "registry_no"), ("fact-3", "homeroom")];
        assert_eq!(wang.post_from(&page, &page, &said).status, 303);
        let file = wang.download(&format!("{page}/file?part=class:{class}&whom=all"));
        assert_eq!(file.status, 200);
        let rows = read(&file.bytes);
        let own: Vec<&str> = house.here.children.iter().filter(|child| child.class == class).map(|child| child.name).collect();
        assert_eq!(rows.len(), own.len().max(2) + 1);
        assert!(own.iter().all(|name| rows.iter().any(|row| row[1] == *name)) && rows[1][3] == "王老师", "{rows:?}");
        assert!(rows[1..].iter().all(|row| row[2].is_empty() || row[2].contains("****")), "numbers are masked: {rows:?}");
        let again = wang.upload("/registers/forms", "/registers/forms", &[], &[("file", "二.xlsx", &blank(&["学生姓名", "本校叫法"]))]);
        assert!(wang.get(&again.to).text.contains("value=\"homeroom\" selected"), "what was said is remembered");
        let (other, _) = house.here.class("5.1");
        assert_eq!(wang.get(&format!("{page}/file?part=class:{other}")).status, 404);
        assert_eq!(house.as_("李老师").get(&page).status, 403, "who prints nothing");
        assert_eq!(house.as_("何老师").post_from("/registers/forms", &format!("{page}/withdrawal"), &[]).status, 404, "another's form");
        let broken = wang.upload("/registers/forms", "/registers/forms", &[], &[("file", "旧.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old".as_slice())]);
        assert!(broken.status == 422 && broken.text.contains("旧格式"), "{}", broken.main());
        assert_eq!(wang.post_from(&page, &format!("{page}/withdrawal"), &[]).status, 303);
        assert_eq!(wang.get(&page).status, 404);
    }
}

#[test]
fn whole_numbers_need_a_reason() {
    let house = House::sqlite();
    let (class, _) = house.here.class("4.2");
    let office = house.as_("周主任");
    let page = office.upload("/registers/forms", "/registers/forms", &[], &[("file", "一览表.xlsx", &blank(&["姓名", "学籍号"]))]).to;
    let file = format!("{page}/file?part=class:{class}&whom=all");
    assert_eq!(office.get(&file).status, 422);
    assert_eq!(office.download(&format!("{file}&reason=%E4%B8%8A%E6%8A%A5%E6%95%99%E8%82%B2%E5%B1%80")).status, 200);
}

#[test]
fn a_list_with_the_class_in_its_head_is_one_list_and_not_a_form_for_each_child() {
    let house = House::sqlite();
    let (class, _) = house.here.class("4.2");
    let (mut book, grid) = (Workbook::new(), Format::new().set_border(FormatBorder::Thin));
    let sheet = book.add_worksheet();
    for (column, text) in [(0_u16, "班级"), (2, "班主任")] {
        sheet.write_with_format(0, column, text, &grid).unwrap();
        sheet.write_blank(0, column + 1, &grid).unwrap();
    }
    for (column, text) in [(0_u16, "序号"), (1, "姓名"), (2, "性别"), (3, "备注")] {
        sheet.write_with_format(1, column, text, &grid).unwrap();
        for row in 2..5 {
            sheet.write_blank(row, column, &grid).unwrap();
        }
    }
    let wang = house.as_("王老师");
    let page = wang.upload("/registers/forms", "/registers/forms", &[], &[("file", "花名册.xlsx", &book.save_to_buffer().unwrap())]).to;
    let file = wang.download(&format!("{page}/file?part=class:{class}&whom=all"));
    let rows = read(&file.bytes);
    assert_eq!((rows[0][1].as_str(), rows[0][3].as_str()), ("四（2）班", "王老师"), "{rows:?}");
    let own = house.here.children.iter().filter(|child| child.class == class);
    assert!(own.clone().all(|child| rows[2..].iter().any(|row| row[1] == child.name)), "all {} in one list: {rows:?}", own.count());
}
