//! Papers of the room: the three ledgers, the record of what was said and done (劝返记录), the report of a month with its seal. All internal.

use super::cases::{Case, Step};
use super::count::month_of;
use super::ledgers;
use super::reports;
use super::state::State;
use crate::access::{Permit, acts, tenant};
use crate::base::{Error, Lang, Msg, Result, SchoolDate, words};
use crate::documents::letter::{Block, Letter};
use crate::documents::register::{Align, Column, Format, Frame, Kind, Orientation, Register, Row, Section};
use crate::roster::people::Names;
use crate::store::Tx;

/// The ledgers; their words are `dropout-ledger-<code>`.
pub const LEDGERS: [&str; 3] = ["of_age", "suspected", "dropped"];

/// A file: its name, its media type and its bytes.
pub type File = (String, &'static str, Vec<u8>);

/// The formats of letters, as extensions.
pub fn papers() -> Vec<&'static str> {
    [Format::Docx, Format::Pdf].into_iter().filter(|format| *format != Format::Pdf || cfg!(feature = "pdf")).map(Format::extension).collect()
}

/// The formats of lists, as extensions.
pub fn tables() -> Vec<&'static str> {
    ["xlsx", "csv"].into_iter().chain(papers()).collect()
}

fn word(lang: Lang, key: &str) -> String {
    words::word(lang, key)
}

fn coded(lang: Lang, prefix: &str, code: &str) -> String {
    if code.is_empty() { String::new() } else { word(lang, &format!("dropout-{prefix}-{code}")) }
}

fn frame(tx: &mut Tx<'_>, who: &str, lang: Lang) -> Result<Frame> {
    let now = tx.now();
    Ok(Frame {
        school: tenant(tx)?.name,
        confidential: word(lang, "dropout-internal"),
        page_words: Msg::new("dropout-page").with("page", "{page}").with("pages", "{pages}").text(lang),
        printed: Msg::new("dropout-printed").with("name", who).with("when", now).text(lang),
        written: now,
        ..Frame::default()
    })
}

fn column(lang: Lang, key: &str, width_mm: f64, kind: Kind) -> Column {
    Column { name: word(lang, key), width_mm, align: if kind == Kind::Number { Align::Right } else { Align::Left }, kind, ..Column::default() }
}

fn named(title: &str, of: &str, format: Format, bytes: Vec<u8>) -> File {
    (format!("{title}_{of}.{}", format.extension()), format.media_type(), bytes)
}

fn of_age(tx: &mut Tx<'_>, permit: &Permit<acts::Supervise>, lang: Lang) -> Result<(Vec<Column>, Vec<Row>)> {
    let row = |(place, one): (usize, ledgers::Child)| {
        let first = one.first.iter().map(|kind| word(lang, &kind.key())).collect::<Vec<_>>().join("、");
        let sex = match one.sex.as_str() {
            "female" => word(lang, "roster-female"),
            "male" => word(lang, "roster-male"),
            _ => String::new(),
        };
        let state = word(lang, &one.state.map_or_else(|| "dropout-state-here".to_owned(), |state| format!("dropout-state-{}", state.code())));
        Row { cells: vec![place.to_string(), one.class, one.name, sex, one.birth.map(|day| day.to_string()).unwrap_or_default(), first, state], strong: false }
    };
    let columns = vec![
        column(lang, "dropout-place", 14.0, Kind::Number),
        column(lang, "dropout-class", 34.0, Kind::Text),
        column(lang, "dropout-child", 28.0, Kind::Text),
        column(lang, "dropout-sex", 16.0, Kind::Text),
        column(lang, "dropout-birth", 30.0, Kind::Date),
        column(lang, "dropout-first", 70.0, Kind::Text),
        column(lang, "dropout-state", 40.0, Kind::Text),
    ];
    Ok((columns, (1..).zip(ledgers::of_age(tx, permit)?).map(row).collect()))
}

fn of_cases(tx: &mut Tx<'_>, permit: &Permit<acts::Supervise>, wanted: State, lang: Lang) -> Result<(Vec<Column>, Vec<Row>)> {
    let row = |(place, one): (usize, Case)| {
        let last = one.way.last().map(|(what, day)| format!("{day} {}", coded(lang, "what", what.code()))).unwrap_or_default();
        let seen = one.last_seen.map(|day| day.to_string()).unwrap_or_default();
        let tried = one.way.iter().filter(|(what, _)| matches!(what, super::state::What::Contacted | super::state::What::Persuaded | super::state::What::Unreached)).count();
        let cells = vec![
            place.to_string(),
            one.class_name,
            one.name,
            seen,
            one.day.to_string(),
            coded(lang, "cause", &one.cause),
            coded(lang, "reason", &one.reason),
            tried.to_string(),
            last,
        ];
        Row { cells, strong: false }
    };
    let columns = vec![
        column(lang, "dropout-place", 14.0, Kind::Number),
        column(lang, "dropout-class", 32.0, Kind::Text),
        column(lang, "dropout-child", 26.0, Kind::Text),
        column(lang, "dropout-seen", 28.0, Kind::Date),
        column(lang, "dropout-opened-on", 28.0, Kind::Date),
        column(lang, "dropout-cause", 36.0, Kind::Text),
        column(lang, "dropout-why", 34.0, Kind::Text),
        column(lang, "dropout-tried", 18.0, Kind::Number),
        column(lang, "dropout-last-step", 48.0, Kind::Text),
    ];
    let all = ledgers::cases_of(tx, permit)?.into_iter().filter(|one| one.state == wanted);
    Ok((columns, (1..).zip(all).map(row).collect()))
}

/// One of the three ledgers.
///
/// # Errors
/// Not found for a ledger or a format that there is not.
pub fn ledger(tx: &mut Tx<'_>, permit: &Permit<acts::Supervise>, which: &str, format: &str, lang: Lang) -> Result<File> {
    let format = Format::from_extension(format).ok_or(Error::NotFound)?;
    let (columns, rows) = match which {
        "of_age" => of_age(tx, permit, lang)?,
        "suspected" => of_cases(tx, permit, State::Suspected, lang)?,
        "dropped" => of_cases(tx, permit, State::Dropped, lang)?,
        _ => return Err(Error::NotFound),
    };
    let (title, today) = (coded(lang, "ledger", which), tx.today());
    let register = Register {
        title: title.clone(),
        columns,
        sections: vec![Section { name: title.clone(), subtitle: today.to_string(), rows }],
        signatures: ["dropout-sign-prepared", "dropout-sign-principal", "dropout-sign-seal"].iter().map(|key| word(lang, key)).collect(),
        orientation: Orientation::Landscape,
        frame: frame(tx, &permit.who().name, lang)?,
        ..Register::default()
    };
    Ok(named(&title, &today.to_string(), format, register.file(format)?))
}

/// What was said and done for a child (劝返记录).
///
/// # Errors
/// Not found for a format that there is not.
pub fn record(tx: &mut Tx<'_>, permit: &Permit<acts::SeeAttendance>, case: &Case, steps: &[Step], format: &str, lang: Lang) -> Result<File> {
    let format = Format::from_extension(format).filter(|format| matches!(format, Format::Docx | Format::Pdf)).ok_or(Error::NotFound)?;
    let (title, names) = (word(lang, "dropout-record"), Names::load(tx)?);
    let fact = |key: &str, value: String| (word(lang, key), value);
    let mut blocks = vec![Block::Facts(vec![
        fact("dropout-child", case.name.clone()),
        fact("dropout-class", case.class_name.clone()),
        fact("dropout-cause", coded(lang, "cause", &case.cause)),
        fact("dropout-seen", case.last_seen.map(|day| day.to_string()).unwrap_or_default()),
        fact("dropout-state", coded(lang, "state", case.state.code())),
    ])];
    for step in steps {
        blocks.push(Block::Heading(format!("{}　{}", step.day, coded(lang, "what", step.what.code()))));
        let facts = [
            ("dropout-way", coded(lang, "way", &step.way)),
            ("dropout-why", coded(lang, "reason", &step.reason)),
            ("dropout-words", step.words.clone()),
            ("dropout-by", names.of(&step.actor)),
        ];
        blocks.push(Block::Facts(facts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| fact(key, value)).collect()));
    }
    blocks.push(Block::Signatures(["dropout-sign-prepared", "dropout-sign-guardian", "dropout-sign-seal"].iter().map(|key| word(lang, key)).collect()));
    let letter = Letter { frame: frame(tx, &permit.who().name, lang)?, title: title.clone(), blocks };
    Ok(named(&title, &case.name, format, letter.file(format)?))
}

/// The report of a month as it stands.
///
/// # Errors
/// Not found for a format that there is not.
pub fn report(tx: &mut Tx<'_>, permit: &Permit<acts::Supervise>, day: SchoolDate, format: &str, lang: Lang) -> Result<File> {
    let format = Format::from_extension(format).ok_or(Error::NotFound)?;
    let (first, _) = month_of(day);
    let counts = reports::now(tx, permit, first)?;
    let title = word(lang, "dropout-report");
    let line = |key: &str, value: i64| Row { cells: vec![word(lang, key), value.to_string()], strong: false };
    let rows = vec![
        line("dropout-pupils", counts.pupils),
        line("dropout-before", counts.before),
        line("dropout-came", counts.came),
        line("dropout-called", counts.called_in_time),
        line("dropout-persuaded-times", counts.persuaded),
        line("dropout-returned-count", counts.returned),
        line("dropout-settled", counts.settled),
        line("dropout-dropped-count", counts.dropped),
        line("dropout-suspected-count", counts.suspected),
        line("dropout-out", counts.out),
    ];
    let month = Msg::new("dropout-month-of").with("year", i64::from(first.year())).with("month", i64::from(first.month())).text(lang);
    let register = Register {
        title: title.clone(),
        columns: vec![column(lang, "dropout-item", 100.0, Kind::Text), column(lang, "dropout-number", 40.0, Kind::Number)],
        sections: vec![Section { name: title.clone(), subtitle: month, rows }],
        signatures: ["dropout-sign-prepared", "dropout-sign-principal", "dropout-sign-seal"].iter().map(|key| word(lang, key)).collect(),
        frame: frame(tx, &permit.who().name, lang)?,
        ..Register::default()
    };
    Ok(named(&title, &first.to_string(), format, register.file(format)?))
}
