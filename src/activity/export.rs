//! 帮扶情况记录表 (A9-19, with A3-13 and B6-11): what was done with a child in a term, row by row, with places to sign. Columns of CONVENTIONS 2.2.
//!
//! What somebody may not read is not on paper, either: each child's rows are those of the permit.

pub mod raise;
pub mod told;
pub mod visits;

use super::cadence::allowed;
use super::{Record, reads, sql};
use crate::access::{Permit, Who, acts, tenant};
use crate::base::{Error, Lang, Msg, PupilId, Result, SchoolDate, limits, words};
use crate::casefile;
use crate::documents::letter::Letter;
use crate::documents::register::{Align, Column, Format, Frame, Kind, Orientation, Register, Row, Section};
use crate::pairing::pairs;
use crate::roster::particulars;
use crate::roster::time::Term;
use crate::store::Tx;

use super::rules::Opens;

/// Empty rows for a child of whom nothing was written yet: the table can be filled in by hand.
const BLANK_ROWS: usize = 6;
/// Places to sign.
pub const SIGNATURES: [&str; 4] = ["activity-table-sign-mentor", "report-sign-homeroom", "report-sign-sponsor", "report-date"];

/// The columns of the table.
pub fn columns(lang: Lang) -> Vec<Column> {
    let column = |key: &str, width_mm: f64, align: Align, kind: Kind| Column { name: words::word(lang, key), group: None, width_mm, align, kind };
    vec![
        column("activity-table-day", 28.0, Align::Center, Kind::Date),
        column("activity-table-way", 24.0, Align::Left, Kind::Text),
        column("activity-table-done", 62.0, Align::Left, Kind::Text),
        column("activity-voice", 38.0, Align::Left, Kind::Text),
        column("activity-worked", 34.0, Align::Left, Kind::Text),
        column("activity-unsuited", 34.0, Align::Left, Kind::Text),
        column("activity-next", 36.0, Align::Left, Kind::Text),
        column("activity-table-by", 20.0, Align::Left, Kind::Text),
    ]
}

/// The records of the permit's child of some days that the person may read, the oldest first.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn records(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, span: (SchoolDate, SchoolDate)) -> Result<Vec<Record>> {
    let (me, levels) = (permit.who().staff(), permit.levels());
    let mut all = Vec::new();
    for row in sql::flows::between(tx, permit.pupil()?, span, limits::ROWS_PER_PAGE_MOST)? {
        let opens = Opens::of(&row.opens).ok_or_else(|| Error::Fault("a record is sealed for nobody".into()))?;
        if reads(levels, opens, row.staff == me) {
            all.extend(super::told(tx, row)?);
        }
    }
    Ok(all)
}

fn line(lang: Lang, record: Record) -> Row {
    let word = |key: &str| words::word(lang, key);
    let mut way = vec![word(&format!("activity-kind-{}", record.kind.code())), word(&format!("activity-how-{}", record.how))];
    way.extend(record.minutes.map(|minutes| Msg::new("activity-minutes-said").with("count", minutes).text(lang)));
    let mut done = Vec::new();
    for (said, key) in [(!record.held, "activity-not-held"), (record.late, "activity-late")] {
        done.extend(said.then(|| Msg::new("activity-table-mark").with("word", word(key)).text(lang)));
    }
    done.push(record.words.done);
    let next = match record.words.next_day {
        Some(day) => format!("{}\n{day}", record.words.next),
        None => record.words.next,
    };
    Row { cells: vec![record.day.to_string(), way.join("\n"), done.concat(), record.words.voice, record.words.worked, record.words.unsuited, next, record.by], strong: false }
}

/// Name, class, mentors, the time of help and what it is for.
fn about(tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>, span: (SchoolDate, SchoolDate), lang: Lang) -> Result<(String, String)> {
    let pupil = Permit::<acts::SeePupil>::ask(tx, see.who(), see.pupil()?)?;
    let child = particulars::particulars(tx, &pupil)?;
    let class = child.seat.as_ref().map(|seat| seat.class_name.clone()).unwrap_or_default();
    let pairs: Vec<pairs::Pair> = pairs::of_pupil(tx, see)?.into_iter().filter(|pair| pair.from <= span.1 && span.0 <= pair.until).collect();
    let mut mentors: Vec<&str> = Vec::new();
    for pair in &pairs {
        if !mentors.contains(&pair.staff_name.as_str()) {
            mentors.push(&pair.staff_name);
        }
    }
    let from = pairs.iter().map(|pair| pair.from).min().unwrap_or(span.0);
    let until = pairs.iter().map(|pair| pair.until).max().unwrap_or(span.1);
    let types: Vec<String> = casefile::head(tx, see)?.difficulties().into_iter().map(|one| words::word(lang, &format!("activity-type-{}", one.code()))).collect();
    let named = |key: &'static str, text: String| if text.is_empty() { String::new() } else { Msg::new(key).with("text", text).text(lang) };
    let comma = words::word(lang, "activity-phrase-comma");
    let seat = child.seat_no.map(|seat| format!(" {seat}")).unwrap_or_default();
    let parts = [
        named("activity-table-child", child.name.clone()),
        named("activity-table-class", format!("{class}{seat}")),
        named("activity-table-mentor", mentors.join(&comma)),
        named("activity-table-span", Msg::new("casefile-days").with("when", from).with("day", until).text(lang)),
        named("activity-table-type", types.join(&comma)),
    ];
    let subtitle = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　");
    Ok((format!("{class}{seat} {}", child.name), subtitle))
}

/// The part of one child; `None` when nothing was written and `empty` is not wanted. A table without rows has room to write by hand.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn section(tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>, span: (SchoolDate, SchoolDate), empty: bool, lang: Lang) -> Result<Option<Section>> {
    let records = records(tx, see, span)?;
    if records.is_empty() && !empty {
        return Ok(None);
    }
    let (name, subtitle) = about(tx, see, span, lang)?;
    let mut rows: Vec<Row> = records.into_iter().map(|record| line(lang, record)).collect();
    if rows.is_empty() {
        let blank = || Row { cells: vec!["\n".to_owned(); columns(lang).len()], strong: false };
        rows.extend(std::iter::repeat_with(blank).take(BLANK_ROWS));
    }
    Ok(Some(Section { name, subtitle, rows }))
}

/// The table as it is printed; frame and title are the caller's.
pub fn table(sections: Vec<Section>, lang: Lang) -> Register {
    let signatures = SIGNATURES.iter().map(|key| words::word(lang, key)).collect();
    Register { columns: columns(lang), sections, signatures, notes: vec![words::word(lang, "activity-table-note")], orientation: Orientation::Landscape, ..Register::default() }
}

/// The edges of a page of the room.
pub fn frame(tx: &mut Tx<'_>, who: &Who, term: Option<&Term>, lang: Lang) -> Result<Frame> {
    let half = |term: &Term| Msg::new(if term.code.half == 1 { "report-term-1" } else { "report-term-2" }).with("year", term.code.year).text(lang);
    let now = tx.now();
    Ok(Frame {
        school: tenant(tx)?.name,
        term: term.map(half).unwrap_or_default(),
        confidential: words::word(lang, "report-confidential"),
        page_words: Msg::new("report-page").with("page", "{page}").with("pages", "{pages}").text(lang),
        printed: Msg::new("report-printed").with("name", &who.name).with("when", now).text(lang),
        audit_head: None,
        written: now,
    })
}

/// A file: its name, media type and bytes.
pub type File = (String, &'static str, Vec<u8>);

/// The formats in which a register can be had, as extensions.
pub fn formats() -> Vec<&'static str> {
    Format::ALL.into_iter().filter(|format| *format != Format::Pdf || cfg!(feature = "pdf")).map(Format::extension).collect()
}

/// The formats in which a letter can be had, as extensions.
pub fn letter_formats() -> Vec<&'static str> {
    formats().into_iter().filter(|format| ["docx", "pdf"].contains(format)).collect()
}

/// A letter as a file.
///
/// # Errors
/// Not found for a format that is none of a letter; those of the writers.
pub fn letter(letter: &Letter, name: &str, format: &str) -> Result<File> {
    let format = Format::from_extension(format).filter(|format| matches!(format, Format::Docx | Format::Pdf)).ok_or(Error::NotFound)?;
    Ok((format!("{name}.{}", format.extension()), format.media_type(), letter.file(format)?))
}

/// The table of some children of a term, each as far as the person may read of it; children of whom the person may not read are left out.
///
/// # Errors
/// Not found for another format; a conflict when no child is left; those of the writers.
pub fn file(tx: &mut Tx<'_>, who: &Who, pupils: &[PupilId], term: &Term, format: &str, lang: Lang) -> Result<File> {
    let format = Format::from_extension(format).ok_or(Error::NotFound)?;
    let span = (term.first_day, tx.today().clamp(term.first_day, term.last_day));
    let mut sections = Vec::new();
    for pupil in pupils {
        if let Some(see) = allowed(Permit::<acts::SeeCaseFile>::ask(tx, who, *pupil))? {
            sections.extend(section(tx, &see, span, true, lang)?);
        }
    }
    if sections.is_empty() {
        return Err(Error::Conflict(Msg::new("activity-table-none")));
    }
    let title = words::word(lang, "activity-table-title");
    let of = if let [section] = sections.as_slice() { format!("_{}", section.name.rsplit(' ').next().unwrap_or_default()) } else { format!("_{}", who.name) };
    let register = Register { title: title.clone(), frame: frame(tx, who, Some(term), lang)?, section_word: Some(words::word(lang, "report-section")), ..table(sections, lang) };
    Ok((format!("{title}{of}_{}.{}", term.code, format.extension()), format.media_type(), register.file(format)?))
}
