//! Workbooks as the office drops them on the page of the intake, and what its pages answer.

use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::client::Client;
use crate::house::House;

/// Rows of text under each other, from a row on.
pub(crate) fn write_rows(sheet: &mut rust_xlsxwriter::Worksheet, from: u32, rows: &[&[&str]]) {
    for (row, cells) in (from..).zip(rows) {
        sheet.write_row(row, 0, cells.iter().copied()).unwrap();
    }
}

/// A workbook of one sheet.
pub(crate) fn sheet(name: &str, rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(name).unwrap();
    write_rows(sheet, 0, rows);
    book.save_to_buffer().unwrap()
}

/// A sheet of marks in Chinese and maths.
pub(crate) fn scores(rows: &[&[&str]]) -> Vec<u8> {
    let header: &[&str] = &["姓名", "班级", "语文", "数学"];
    sheet("成绩", &[&[header], rows].concat())
}

/// Drops a sheet on the page; the path of its preview.
pub(crate) fn dropped(client: &Client, name: &str, bytes: &[u8], assessment: &str) -> String {
    let fields = [("kind", ""), ("term", "2026-1"), ("assessment", assessment)];
    let answer = client.upload("/import", "/import", &fields, &[("files", name, bytes)]);
    assert_eq!(answer.status, 303, "{}", answer.main());
    assert!(answer.to.starts_with("/import/"), "{}", answer.to);
    answer.to
}

/// Presses a button of an import's page.
pub(crate) fn pressed(client: &Client, import: &str, act: &str) {
    let answer = client.post_from(import, &format!("{import}/{act}"), &[]);
    assert_eq!((answer.status, answer.to.as_str()), (303, import), "{act}: {}", answer.main());
}

/// What the list of problems for scripts says.
pub(crate) fn told(client: &Client, import: &str) -> Value {
    let file = client.download(&format!("{import}/problems"));
    assert_eq!((file.status, file.media_type.as_str()), (200, "application/json"));
    serde_json::from_slice(&file.bytes).unwrap()
}

pub(crate) fn counts(told: &Value) -> [i64; 5] {
    ["rows", "created", "updated", "unchanged", "rejected"].map(|name| told[name].as_i64().unwrap())
}

/// The cells of the problems, `D6`.
pub(crate) fn cells(told: &Value) -> Vec<String> {
    told["problems"].as_array().unwrap().iter().map(|one| format!("{}{}", one["column"].as_str().unwrap(), one["row"])).collect()
}

/// The office brings in the baseline of the term and runs the screening: 陈安安 and 唐小北 find it hard.
pub(crate) fn screened(house: &House) -> Client {
    let office = house.as_("周主任");
    let rows: [&[&str]; 8] = [
        &["林小明", "四（2）班", "91", "90"],
        &["陈安安", "四（2）班", "45", "52"],
        &["刘一诺", "四（2）班", "88", "86"],
        &["赵小满", "四（2）班", "90", "87"],
        &["何田田", "四2班", "８６", "缺考"],
        &["苏小禾", "五（1）班", "84", "90"],
        &["唐小北", "五（1）班", "40", "88"],
        &["方小舟", "五（1）班", "80", "80"],
    ];
    let import = dropped(&office, "摸底.xlsx", &scores(&rows), "2026秋摸底");
    assert_eq!(counts(&told(&office, &import)), [8, 0, 0, 0, 8], "names alone wait for a word of the office");
    let said = office.post_from(&import, &format!("{import}/answers"), &[("by_name", "摸底.xlsx")]);
    assert_eq!(said.status, 303, "{}", said.main());
    let found = told(&office, &import);
    assert_eq!((counts(&found), cells(&found)), ([8, 7, 0, 0, 1], vec!["A9".to_owned()]), "a child nobody knows waits: {found}");
    pressed(&office, &import, "entry");
    let ran = office.post_from("/screening", "/screening/runs", &[("term", "2026-1")]);
    assert_eq!((ran.status, ran.to.as_str()), (303, "/screening?term=2026-1"), "{}", ran.main());
    office
}
