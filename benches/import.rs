//! Importing a roster: 2,000 pupils (BUDGETS.md: at most 1 s) and 50,000 pupils of 15 columns (at most 4 s), from the file to the last row in SQLite,
//! in one transaction; then the same file again, which changes nothing. Writing the file is outside what is measured.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bangfu::access::create_tenant;
use bangfu::base::{FixedClock, Ids, SchoolDate, SchoolId, derived};
use bangfu::intake::import::Engine;
use bangfu::intake::{Options, Report, run};
use bangfu::roster::columns::SheetKind;
use bangfu::roster::identity::check_character;
use bangfu::store::{Opening, Place, Store};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use rust_xlsxwriter::Workbook;

const HEADER: [&str; 15] = ["序号", "姓名", "性别", "学籍号", "身份证号", "出生日期", "班级", "学号", "民族", "住址", "监护人", "联系电话", "住校", "座号", "备注"];

fn roster(rows: u32) -> PathBuf {
    let path = std::env::temp_dir().join(format!("bangfu-bench-import-{rows}.xlsx"));
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, HEADER).expect("the header is written");
    for n in 0..rows {
        let day = SchoolDate::new(2015, 1, 1).expect("a day").plus_days(i64::from(n / 1000 * 7));
        // The last figure of the serial says the sex.
        let digits = format!("110101{}{:03}", day.to_string().replace('-', ""), n % 1000);
        let number = format!("{digits}{}", check_character(&digits).expect("seventeen figures"));
        let given = |n: u32| ["明", "红", "刚", "丽", "华", "文", "静", "涛", "梅", "宁"][n as usize % 10];
        let cells = [
            (n + 1).to_string(),
            format!("{}{}{}", ["张", "李", "王", "赵"][n as usize % 4], given(n / 4), given(n / 40)),
            ["女", "男"][n as usize % 2].into(),
            format!("G{number}"),
            number,
            day.to_string(),
            format!("{}.{}", n % 6 + 1, n / 6 % 25 + 1),
            format!("2026{n:06}"),
            "汉族".into(),
            format!("某镇某村{}组{n}号", n % 900),
            format!("王{}", given(n)),
            format!("139{n:08}"),
            ["是", "否"][n as usize % 2].into(),
            (n / 150 % 60 + 1).to_string(),
            String::new(),
        ];
        sheet.write_row(n + 1, 0, cells).expect("cells are written");
    }
    book.save(&path).expect("the workbook is saved");
    path
}

fn school(folder: &Path) -> (Store, SchoolId) {
    drop(std::fs::remove_dir_all(folder));
    let day: SchoolDate = "2026-09-01".parse().expect("a day");
    let store = Store::open(&Place::Folder(folder.to_owned()), Opening { clock: Arc::new(FixedClock::at(day)), ids: Ids::Random, recorder: None }).expect("a store");
    let id: SchoolId = derived(&[b"bench"]);
    store.write(id, |tx| create_tenant(tx, "bench", "阳光小学", "school", "")).expect("a school");
    (store, id)
}

fn imported(store: &Store, school: SchoolId, path: &Path) -> Report {
    let options = Options { term: Some("2026-1".parse().expect("a term")), ..Options::default() };
    let engine = Engine::Child(Path::new(env!("CARGO_BIN_EXE_bangfu")));
    run(store, school, "import", &engine, Some(SheetKind::Roster), &[(path.to_owned(), "roster.xlsx".into())], &options, &|_| Ok(())).expect("it goes in")
}

/// The most memory that this process has had, in MB, as Linux tells it.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or_default() / 1024
}

fn importing(c: &mut Criterion) {
    let folder = std::env::temp_dir().join("bangfu-bench-import");
    let mut group = c.benchmark_group("import a roster");
    group.sample_size(10).measurement_time(Duration::from_secs(20));
    for rows in [2_000_u32, 50_000] {
        let path = roster(rows);
        group.bench_function(format!("{rows} rows, new"), |b| {
            b.iter_batched(
                || school(&folder),
                |(store, id)| {
                    let report = imported(&store, id, &path);
                    assert_eq!((report.created, report.rejected), (i64::from(rows), 0), "{:?}", report.problems.first());
                },
                BatchSize::PerIteration,
            );
        });
        let (store, id) = school(&folder);
        imported(&store, id, &path);
        group.bench_function(format!("{rows} rows, the same again"), |b| b.iter(|| assert_eq!(imported(&store, id, &path).unchanged, i64::from(rows))));
        println!("{rows} rows: at most {} MB of memory", peak_mb());
        drop(std::fs::remove_file(path));
    }
    group.finish();
    drop(std::fs::remove_dir_all(folder));
}

criterion_group!(benches, importing);
criterion_main!(benches);
