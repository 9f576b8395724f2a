//! verbs of reading, without a database: rows of sheets of marks and of attendance. A2-01, B4-02; CONVENTIONS R2.

use std::collections::BTreeMap;

use super::row::{Reading, Row, Rows, is_blank, read_all};
use super::row_pupil::{Keys, keys};
use super::source::Source;
use super::spot::Weight;
use crate::base::Msg;
use crate::base::text::squeezed;
use crate::results::bands::Letters;
use crate::results::mark::{Mark, Reading as MarkReading, full_mark_in};
use crate::roster::columns::{Bound, Field, subject_code};

/// The usual full mark, when neither header nor title say another.
const USUAL_FULL: f64 = 100.0;
/// Days of a term, at most.
const DAYS: f64 = 200.0;
/// Times late in a term, at most.
const TIMES: i64 = 400;

/// A row of a sheet of marks.
#[derive(Clone, Debug)]
pub(super) struct ScoreRow {
    pub keys: Keys,
    /// Subject and mark; subjects without any are left out.
    pub marks: Vec<(String, Mark)>,
    /// Field at which a problem with the child is shown.
    pub at: Field,
}

/// A row of a sheet of attendance: totals of the term.
#[derive(Clone, Debug)]
pub(super) struct AttendanceRow {
    pub keys: Keys,
    pub school_days: Option<i64>,
    pub sick: f64,
    pub personal: f64,
    pub unexplained: f64,
    pub late: i64,
    pub at: Field,
}

/// Reads the rows of sheets of marks, one column for each subject or one row for each.
pub(super) fn scores(source: &Source, reading: Reading) -> Rows<ScoreRow> {
    let columns: Vec<BTreeMap<String, MarkReading>> =
        source.tables.iter().map(|table| table.mapping.as_ref().and_then(|map| map.bind(&table.headers).ok()).map(|bound| readings(table, &bound)).unwrap_or_default()).collect();
    read_all(source, reading, |row| score(row, &columns))
}

/// The full marks of a source: subject → points. The greatest counts when sheets differ.
pub(super) fn full_marks(source: &Source) -> BTreeMap<String, f64> {
    let mut fulls: BTreeMap<String, f64> = BTreeMap::new();
    for table in &source.tables {
        let Some(bound) = table.mapping.as_ref().and_then(|map| map.bind(&table.headers).ok()) else { continue };
        for (subject, reading) in readings(table, &bound) {
            let full = fulls.entry(subject).or_insert(reading.full);
            *full = full.max(reading.full);
        }
    }
    fulls
}

/// How the marks of each subject are read; the empty subject is that of a column 成绩.
fn readings(table: &super::source::SheetTable, bound: &Bound) -> BTreeMap<String, MarkReading> {
    let mut found: Vec<(String, Field, f64, bool)> = Vec::new();
    for field in bound.fields() {
        let subject = match field {
            Field::Subject(code) => code.clone(),
            Field::Mark => String::new(),
            _ => continue,
        };
        let header = bound.column_of(field).and_then(|header| table.headers.get(header));
        let full = header.and_then(|header| full_mark_in(header)).or_else(|| full_mark_in(&table.title)).unwrap_or(USUAL_FULL);
        found.push((subject, field.clone(), full, false));
    }
    for at in 0..table.rows.len() {
        let cells = table.cells(at);
        for (_, field, _, five) in found.iter_mut().filter(|(.., five)| !five) {
            *five = bound.value(field, &cells).is_some_and(|cell| Letters::of([cell.as_str()]) == Letters::Five);
        }
    }
    found.into_iter().map(|(subject, _, full, five)| (subject, MarkReading { full, letters: if five { Letters::Five } else { Letters::Four } })).collect()
}

fn score(row: &mut Row<'_>, columns: &[BTreeMap<String, MarkReading>]) -> Option<ScoreRow> {
    let readings = columns.get(row.table_no)?;
    let mut marks = Vec::new();
    for (subject, reading) in readings {
        let (subject, field) = if subject.is_empty() {
            let Some(subject) = row.read(&Field::SubjectName, |text| subject_code(text).map(str::to_owned).ok_or_else(|| Msg::new("intake-subject").with("text", text))) else {
                continue;
            };
            (subject, Field::Mark)
        } else {
            (subject.clone(), Field::Subject(subject.clone()))
        };
        let text = row.text(&field);
        match Mark::parse(&text, *reading) {
            Ok(Mark::Missing) => {}
            Ok(mark) => {
                if let Some(doubt) = mark.doubt() {
                    row.note(&field, doubt, Weight::Note);
                }
                marks.push((subject, mark));
            }
            Err(message) => row.note(&field, message, Weight::Bad),
        }
    }
    let (keys, at) = child(row, !marks.is_empty() || row.bad)?;
    Some(ScoreRow { keys, marks, at })
}

/// Who the row speaks of. Without any key it is a problem, unless the row says nothing at all.
pub(super) fn child(row: &mut Row<'_>, says: bool) -> Option<(Keys, Field)> {
    let keys = keys(row);
    let at = [Field::Name, Field::RegistryNo, Field::IdentityNo, Field::SchoolNo].into_iter().find(|field| !is_blank(&row.text(field)));
    match at {
        Some(at) => Some((keys, at)),
        None if says => {
            row.note(&Field::Name, "intake-nobody".into(), Weight::Bad);
            None
        }
        None => None,
    }
}

fn attendance_row(row: &mut Row<'_>) -> Option<AttendanceRow> {
    let expected = row.read(&Field::Expected, days);
    let present = row.read(&Field::Present, days);
    let absent = row.read(&Field::Absent, days);
    let (sick, personal, truant) = (row.read(&Field::Sick, days), row.read(&Field::Personal, days), row.read(&Field::Truant, days));
    let late = row.read(&Field::Late, times);
    let early = row.read(&Field::LeftEarly, times);
    if !is_blank(&row.text(&Field::Presence)) {
        row.note(&Field::Presence, "intake-daily".into(), Weight::Bad);
    }
    let known = sick.unwrap_or(0.0) + personal.unwrap_or(0.0) + truant.unwrap_or(0.0);
    let whole = absent.or_else(|| expected.zip(present).map(|(expected, present)| (expected - present).max(0.0)));
    if whole.is_some_and(|whole| whole + 1e-9 < known) {
        row.note(&Field::Absent, Msg::new("intake-days-less").with("days", known), Weight::Bad);
    }
    if let (Some(expected), Some(whole)) = (expected, whole)
        && whole > expected + 1e-9
    {
        row.note(&Field::Absent, Msg::new("intake-days-more").with("days", expected), Weight::Bad);
    }
    // Absences of which nobody wrote the reason.
    let open = whole.map_or(0.0, |whole| (whole - known).max(0.0));
    let says = [expected, present, absent, sick, personal, truant].iter().any(Option::is_some) || late.is_some() || early.is_some();
    let (keys, at) = child(row, says)?;
    says.then(|| AttendanceRow {
        keys,
        school_days: expected.map(|days| days.round() as i64),
        sick: sick.unwrap_or(0.0),
        personal: personal.unwrap_or(0.0),
        unexplained: truant.unwrap_or(0.0) + open,
        late: late.unwrap_or(0) + early.unwrap_or(0),
        at,
    })
}

/// Reads the rows of sheets of attendance.
pub(super) fn attendance(source: &Source, reading: Reading) -> Rows<AttendanceRow> {
    read_all(source, reading, attendance_row)
}

/// 3, 3.5, 3天, 半天.
fn days(text: &str) -> Result<f64, Msg> {
    let bare = squeezed(text);
    let bare = bare.trim_end_matches(['天', '日', '次']);
    let value = if bare == "半" { Some(0.5) } else { bare.parse::<f64>().ok() };
    let value = value.filter(|days| (0.0..=DAYS).contains(days)).map(|days| (days * 4.0).round() / 4.0);
    value.ok_or_else(|| Msg::new("intake-days").with("text", text.chars().take(20).collect::<String>()).with("most", DAYS))
}

fn times(text: &str) -> Result<i64, Msg> {
    let bare = squeezed(text);
    let bare = bare.trim_end_matches('次').trim_end_matches(".0");
    let value = bare.parse::<i64>().ok().filter(|times| (0..=TIMES).contains(times));
    value.ok_or_else(|| Msg::new("intake-times").with("text", text.chars().take(20).collect::<String>()).with("most", TIMES))
}
