//! Reading a roster of 50,000 pupils with 15 columns: in a child process as the server does, in this process, and finding the table.
//! BUDGETS.md: at most 0.6 s. Writing the file is outside what is measured.

use std::hint::black_box;
use std::path::PathBuf;

use bangfu::documents::read::{Reader, read_in_process};
use bangfu::documents::{guard, table};
use criterion::{Criterion, criterion_group, criterion_main};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

const ROWS: u32 = 50_000;
const HEADER: [&str; 15] = ["序号", "姓名", "性别", "学籍号", "身份证号", "出生日期", "班级", "民族", "住址", "监护人", "联系电话", "住校", "语文", "数学", "英语"];

fn roster() -> PathBuf {
    let path = std::env::temp_dir().join("bangfu-bench-roster.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_row(0, 0, HEADER).expect("the header is written");
    for row in 1..=ROWS {
        let n = row - 1;
        sheet.write(row, 0, row).expect("a cell is written");
        let texts = [format!("小{}{}", ["明", "红", "刚", "丽"][n as usize % 4], n), ["男", "女"][n as usize % 2].to_owned(), format!("G5101{n:014}"), format!("5101012015{n:08}")];
        sheet.write_row(row, 1, texts).expect("cells are written");
        let born = ExcelDateTime::from_serial_datetime(42_000 + n % 2_000).expect("a day");
        sheet.write_datetime_with_format(row, 5, born, &day).expect("a day is written");
        let more = [
            format!("{}（{}）班", ["一", "二", "三", "四", "五", "六"][n as usize % 6], n / 45 % 8 + 1),
            "汉族".into(),
            format!("某镇某村{}组", n % 900),
            format!("王{n}"),
            format!("139{n:08}"),
        ];
        sheet.write_row(row, 6, more).expect("cells are written");
        sheet.write(row, 11, ["是", "否"][n as usize % 2]).expect("a cell is written");
        sheet.write_row(row, 12, [n % 101, (n + 17) % 101, (n + 34) % 101]).expect("marks are written");
    }
    book.save(&path).expect("the workbook is saved");
    path
}

fn reading(c: &mut Criterion) {
    let path = roster();
    let reader = Reader { program: PathBuf::from(env!("CARGO_BIN_EXE_bangfu")) };
    let mut group = c.benchmark_group("read a 50,000 x 15 roster xlsx");
    group.sample_size(10);
    group.bench_function("in a child process", |b| b.iter(|| black_box(reader.read(&path, "roster.xlsx").expect("it is read"))));
    group.bench_function("in this process", |b| b.iter(|| black_box(read_in_process(&path, "roster.xlsx").expect("it is read"))));
    group.bench_function("guard alone", |b| b.iter(|| black_box(guard::look(&path, "roster.xlsx").expect("it passes"))));
    let book = read_in_process(&path, "roster.xlsx").expect("it is read");
    let known = |name: &str| HEADER.contains(&name);
    group.bench_function("finding the table", |b| b.iter(|| black_box(table::find(&book.sheets[0], &known).expect("a table").rows.len())));
    group.finish();
    let _ = std::fs::remove_file(path);
}

criterion_group!(benches, reading);
criterion_main!(benches);
