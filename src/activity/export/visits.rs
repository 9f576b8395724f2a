//! 家访单: the round of a class by village, with room for what is heard now (A1-10, A6-07), and a slip for each family, with a code for phones where the school's address is known.

use super::{File, frame, letter};
use crate::access::Who;
use crate::activity::visits::Line;
use crate::base::{Error, Lang, Msg, Result, words};
use crate::documents::letter::{Block, Letter, Slip};
use crate::documents::register::{Align, Column, Format, Kind, Orientation, Register, Row, Section};
use crate::roster::time::Term;
use crate::store::Tx;

fn columns(lang: Lang) -> Vec<Column> {
    let column = |key: &str, width_mm: f64, align: Align, kind: Kind| Column { name: words::word(lang, key), group: None, width_mm, align, kind };
    vec![
        column("report-seat", 14.0, Align::Center, Kind::Number),
        column("report-name", 22.0, Align::Left, Kind::Text),
        column("activity-visit-address", 40.0, Align::Left, Kind::Text),
        column("report-guardian", 40.0, Align::Left, Kind::Text),
        column("activity-visit-last", 32.0, Align::Left, Kind::Text),
        column("activity-visit-call", 32.0, Align::Left, Kind::Text),
        column("activity-visit-agreed", 42.0, Align::Left, Kind::Text),
        column("activity-visit-now", 48.0, Align::Left, Kind::Blank),
        column("activity-visit-sign", 22.0, Align::Left, Kind::Blank),
    ]
}

fn contact(contact: Option<&(crate::base::SchoolDate, String)>) -> String {
    contact.map(|(day, by)| format!("{day}\n{by}")).unwrap_or_default()
}

fn agreed(line: &Line) -> String {
    match &line.next {
        Some((text, Some(day))) => format!("{text}\n{day}"),
        Some((text, None)) => text.clone(),
        None => String::new(),
    }
}

/// A part of the round for each village, of the lines given.
pub fn sections(lines: &[Line], of: &str, lang: Lang) -> Vec<Section> {
    let row = |line: &Line| Row {
        cells: vec![
            line.seat.map(|seat| seat.to_string()).unwrap_or_default(),
            line.name.clone(),
            line.address.clone(),
            line.guardian.clone(),
            contact(line.visit.as_ref()),
            contact(line.call.as_ref()),
            agreed(line),
            String::new(),
            String::new(),
        ],
        strong: false,
    };
    let section = |lines: &[Line]| {
        let village = if lines[0].village.is_empty() { words::word(lang, "activity-visit-elsewhere") } else { lines[0].village.clone() };
        let subtitle = format!("{of}　{village}　{}", Msg::new("report-count").with("count", lines.len()).text(lang)).trim().to_owned();
        Section { name: format!("{of} {village}").trim().to_owned(), subtitle, rows: lines.iter().map(row).collect() }
    };
    lines.chunk_by(|a, b| a.village == b.village).map(section).collect()
}

/// The round as it is printed; frame and title are the caller's.
pub fn round(sections: Vec<Section>, lang: Lang) -> Register {
    let signatures = ["activity-visit-visitor", "report-sign-homeroom", "report-date"].map(|key| words::word(lang, key)).to_vec();
    Register { columns: columns(lang), sections, signatures, notes: vec![words::word(lang, "activity-visit-note")], orientation: Orientation::Landscape, ..Register::default() }
}

/// The round of a class.
///
/// # Errors
/// Not found for another format; a conflict when nobody is to be visited; those of the writers.
pub fn file(tx: &mut Tx<'_>, who: &Who, lines: &[Line], of: &str, term: &Term, format: &str, lang: Lang) -> Result<File> {
    let format = Format::from_extension(format).ok_or(Error::NotFound)?;
    if lines.is_empty() {
        return Err(Error::Conflict(Msg::new("activity-visits-none")));
    }
    let title = words::word(lang, "activity-visits-sheet");
    let register = Register {
        title: title.clone(),
        frame: frame(tx, who, Some(term), lang)?,
        section_word: Some(words::word(lang, "report-section")),
        ..round(sections(lines, of, lang), lang)
    };
    Ok((format!("{title}_{of}_{}.{}", term.code, format.extension()), format.media_type(), register.file(format)?))
}

/// A slip for each family, to be taken along; its code opens the form of the record. `address` is that of the school's server, where phones reach it.
///
/// # Errors
/// As [`file`].
pub fn slips(tx: &mut Tx<'_>, who: &Who, lines: &[Line], of: &str, term: &Term, address: Option<&str>, format: &str, lang: Lang) -> Result<File> {
    if lines.is_empty() {
        return Err(Error::Conflict(Msg::new("activity-visits-none")));
    }
    let word = |key: &str| words::word(lang, key);
    let slip = |line: &Line| Slip {
        title: format!("{} · {of}", line.name),
        facts: vec![
            (word("activity-visit-address"), line.address.clone()),
            (word("report-guardian"), line.guardian.clone()),
            (word("activity-visit-last"), contact(line.visit.as_ref()).replace('\n', " ")),
            (word("activity-visit-agreed"), agreed(line).replace('\n', " ")),
            (word("activity-visit-now"), "\n\n".into()),
        ],
        note: if address.is_some() { word("activity-visit-code") } else { String::new() },
        qr: address.map(|address| format!("{}/records/new?pupil={}&kind=home_visit", address.trim_end_matches('/'), line.pupil)),
    };
    let title = word("activity-visit-slips");
    let blocks = vec![Block::Slips(lines.iter().map(slip).collect())];
    letter(&Letter { frame: frame(tx, who, Some(term), lang)?, title: String::new(), blocks }, &format!("{title}_{of}"), format)
}
