//! Writing a register of 50,000 rows and 15 columns; the budget is 0.8 s (reference: XlsxWriter 7.4–8.8 s).

use bangfu::documents::register::{Align, Column, Frame, Kind, Register, Row, Section};
use criterion::{Criterion, criterion_group, criterion_main};

const ROWS: usize = 50_000;

fn roster() -> Register {
    let kinds = [Kind::Number, Kind::Text, Kind::Text, Kind::Date, Kind::Text];
    let columns = (0..15).map(|at| Column { name: format!("列{at}"), width_mm: 18.0, align: Align::Left, kind: kinds[at % 5], ..Column::default() });
    let cell = |row: usize, column: usize| match column % 5 {
        0 => format!("{}", row % 100),
        1 => format!("学生{row}"),
        2 => format!("G11010120150307{row:05}"),
        3 => format!("2015-{:02}-{:02}", 1 + row % 12, 1 + row % 28),
        _ => format!("五({})班", 1 + row % 12),
    };
    let rows = (0..ROWS).map(|row| Row { cells: (0..15).map(|column| cell(row, column)).collect(), strong: false });
    Register {
        frame: Frame { school: "青山镇中心小学".into(), page_words: "{page}/{pages}".into(), ..Frame::default() },
        title: "花名册".into(),
        columns: columns.collect(),
        sections: vec![Section { rows: rows.collect(), ..Section::default() }],
        ..Register::default()
    }
}

fn write(c: &mut Criterion) {
    let roster = roster();
    let mut group = c.benchmark_group("write 50,000 x 15");
    group.sample_size(10);
    group.bench_function("xlsx", |b| b.iter(|| bangfu::documents::xlsx::register(&roster)));
    group.bench_function("docx", |b| b.iter(|| bangfu::documents::docx::register(&roster)));
    group.bench_function("csv", |b| b.iter(|| bangfu::documents::csv::register(&roster)));
    group.finish();
}

criterion_group!(benches, write);
criterion_main!(benches);
