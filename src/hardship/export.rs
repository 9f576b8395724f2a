//! Papers of the room: the letter to all families with the blank form, the application to sign, the notice for the wall, the internal list for filing.

use super::cases::{self, Seen};
use super::notice::Notice;
use super::posting::level_word;
use super::rounds::Round;
use super::state::What;
use crate::access::{Permit, acts, tenant};
use crate::base::{Error, Lang, Msg, Result, SchoolDate, words};
use crate::documents::letter::{Block, Letter};
pub use crate::documents::register::Format;
use crate::documents::register::{Column, Frame, Kind, Orientation, Register, Row, Section};
use crate::store::Tx;

/// Where something is written by hand.
const LINE: &str = "______________";

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

fn frame(tx: &mut Tx<'_>, who: &str, lang: Lang, internal: bool) -> Result<Frame> {
    let now = tx.now();
    Ok(Frame {
        school: tenant(tx)?.name,
        confidential: if internal { word(lang, "hardship-internal") } else { String::new() },
        page_words: Msg::new("hardship-page").with("page", "{page}").with("pages", "{pages}").text(lang),
        printed: if internal { Msg::new("hardship-printed").with("name", who).with("when", now).text(lang) } else { String::new() },
        written: now,
        ..Frame::default()
    })
}

fn paper_format(format: &str) -> Result<Format> {
    Format::from_extension(format).filter(|format| matches!(format, Format::Docx | Format::Pdf)).ok_or(Error::NotFound)
}

fn named(title: &str, of: &str, format: Format, bytes: Vec<u8>) -> File {
    (format!("{title}_{of}.{}", format.extension()), format.media_type(), bytes)
}

fn day(lang: Lang, day: SchoolDate) -> String {
    if lang == Lang::En { day.to_string() } else { day.chinese() }
}

/// The letter to every family, the same for all: what there is, who may apply, how, that nobody is asked in public, and the blank form with its declaration.
///
/// # Errors
/// Not found for a format that there is not.
pub fn letter(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, round: &Round, format: &str, lang: Lang) -> Result<File> {
    let format = paper_format(format)?;
    let title = word(lang, "hardship-letter-title");
    let blank = |key: &str| (word(lang, key), LINE.to_owned());
    let facts = [
        "hardship-child",
        "hardship-class",
        "hardship-people",
        "hardship-earning",
        "hardship-pupils",
        "hardship-ill",
        "hardship-income",
        "hardship-groups",
        "hardship-words",
        "hardship-wish",
    ];
    let until = Msg::new("hardship-letter-until").with("until", day(lang, round.apply_until)).text(lang);
    let letter = Letter {
        frame: frame(tx, &permit.who().name, lang, false)?,
        title: title.clone(),
        blocks: vec![
            Block::Paragraph(word(lang, "hardship-letter-all")),
            Block::Paragraph(until),
            Block::List(["hardship-letter-1", "hardship-letter-2", "hardship-letter-3", "hardship-letter-4"].iter().map(|key| word(lang, key)).collect()),
            Block::Signatures(vec![tenant(tx)?.name, day(lang, round.since)]),
            Block::PageBreak,
            Block::Heading(word(lang, "hardship-application")),
            Block::Facts(facts.iter().map(|key| blank(key)).collect()),
            Block::Paragraph(word(lang, "hardship-declaration")),
            Block::Signatures(vec![word(lang, "hardship-sign-guardian"), word(lang, "hardship-sign-day")]),
        ],
    };
    Ok(named(&title, &round.year.to_string(), format, letter.file(format)?))
}

/// The application of a child as it was written down, to be signed and filed.
///
/// # Errors
/// Not found for a format that there is not.
pub fn application(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHardship>, round: &Round, seen: &Seen, said: Vec<(String, String)>, format: &str, lang: Lang) -> Result<File> {
    let format = paper_format(format)?;
    let title = word(lang, "hardship-application");
    let child = vec![
        (word(lang, "hardship-child"), seen.case.name.clone()),
        (word(lang, "hardship-class"), seen.case.class_name.clone()),
        (word(lang, "hardship-year"), round.year.to_string()),
    ];
    let step = |what: What| {
        let found = seen.steps.iter().rev().find(|step| step.what == what);
        let text = found.map(|step| {
            let level = step.level.map(|level| level_word(lang, round.levels, level)).unwrap_or_default();
            [level, step.reason.clone(), day(lang, step.at.day())].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　")
        });
        (word(lang, &format!("hardship-what-{}", what.code())), text.unwrap_or_else(|| LINE.to_owned()))
    };
    let mut blocks = vec![Block::Facts(child.into_iter().chain(said).collect())];
    let is_found = seen.form.as_ref().is_some_and(super::form::Form::is_found);
    if !is_found {
        blocks.push(Block::Paragraph(word(lang, "hardship-declaration")));
        blocks.push(Block::Signatures(vec![word(lang, "hardship-sign-guardian"), word(lang, "hardship-sign-day")]));
    }
    blocks.push(Block::Facts(vec![step(What::Reviewed), step(What::Decided), step(What::Filed)]));
    blocks.push(Block::Signatures(vec![word(lang, "hardship-sign-panel"), word(lang, "hardship-sign-principal"), word(lang, "hardship-sign-seal")]));
    let letter = Letter { frame: frame(tx, &permit.who().name, lang, true)?, title: title.clone(), blocks };
    Ok(named(&title, &seen.case.name, format, letter.file(format)?))
}

fn column(lang: Lang, key: &str, width_mm: f64) -> Column {
    Column { name: word(lang, key), width_mm, kind: Kind::Text, ..Column::default() }
}

/// The notice for the wall: what [`Notice`] holds and nothing else, with the day on which it comes down and where to say a word about it.
///
/// # Errors
/// Not found for a format that there is not.
pub fn notice(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, round: &Round, notice: &Notice, format: &str, lang: Lang) -> Result<File> {
    let format = paper_format(format)?;
    let title = word(lang, "hardship-notice-title");
    let mut columns = vec![column(lang, "hardship-place", 16.0), column(lang, "hardship-class", 60.0), column(lang, "hardship-name", 60.0)];
    if notice.with_level {
        columns.push(column(lang, "hardship-level", 40.0));
    }
    let rows = notice.lines.iter().map(|line| Row { cells: line.clone(), strong: false }).collect();
    let register = Register {
        title: title.clone(),
        columns,
        sections: vec![Section {
            name: title.clone(),
            subtitle: Msg::new("hardship-notice-lead").with("from", day(lang, notice.from)).with("until", day(lang, notice.until)).text(lang),
            rows,
        }],
        notes: vec![word(lang, "hardship-notice-word"), Msg::new("hardship-notice-down").with("until", day(lang, notice.until)).text(lang)],
        signatures: vec![word(lang, "hardship-sign-seal")],
        orientation: Orientation::Portrait,
        frame: frame(tx, &permit.who().name, lang, false)?,
        ..Register::default()
    };
    Ok(named(&title, &round.year.to_string(), format, register.file(format)?))
}

/// All cases of a round with their levels: internal, for filing.
///
/// # Errors
/// Not found for a format that there is not.
pub fn list(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHardship>, round: &Round, format: &str, lang: Lang) -> Result<File> {
    let format = Format::from_extension(format).ok_or(Error::NotFound)?;
    let title = word(lang, "hardship-list-title");
    let all = cases::of_round(tx, permit, round)?;
    let mut rows = Vec::new();
    for (place, one) in (1..).zip(&all) {
        let form = cases::form_of(tx, one.pupil, one.id)?;
        let groups = form.as_ref().map(|form| form.groups.iter().map(|code| word(lang, &format!("roster-family-group-{}", code.replace('_', "-")))).collect::<Vec<_>>().join("、"));
        let how = match form {
            Some(form) if form.is_found() => word(lang, "hardship-what-found"),
            Some(_) => word(lang, "hardship-what-applied"),
            None => word(lang, "hardship-what-nominated"),
        };
        let level = one.level.map(|level| level_word(lang, round.levels, level)).unwrap_or_default();
        let state = word(lang, &format!("hardship-what-{}", one.newest.code()));
        rows.push(Row {
            cells: vec![place.to_string(), one.class_name.clone(), one.name.clone(), how, groups.unwrap_or_default(), level, state, one.at.day().to_string()],
            strong: false,
        });
    }
    let widths = [
        ("hardship-place", 12.0),
        ("hardship-class", 32.0),
        ("hardship-child", 28.0),
        ("hardship-how", 28.0),
        ("hardship-groups", 62.0),
        ("hardship-level", 28.0),
        ("hardship-state", 30.0),
        ("hardship-since", 28.0),
    ];
    let register = Register {
        title: title.clone(),
        columns: widths.into_iter().map(|(key, width)| column(lang, key, width)).collect(),
        sections: vec![Section { name: title.clone(), subtitle: round.year.to_string(), rows }],
        notes: vec![word(lang, "hardship-list-note")],
        signatures: ["hardship-sign-prepared", "hardship-sign-principal", "hardship-sign-seal"].iter().map(|key| word(lang, key)).collect(),
        orientation: Orientation::Landscape,
        frame: frame(tx, &permit.who().name, lang, true)?,
        ..Register::default()
    };
    Ok(named(&title, &round.year.to_string(), format, register.file(format)?))
}
