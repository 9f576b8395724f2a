//! Papers of the room: the sheet of a class with a code for phones, and the registers: timetable, attendance, trainings, helpers from outside.

use super::clash::{Time, clock};
use super::classes::{self, Class};
use super::helpers::{self, Vetting};
use super::kinds::was_here;
use super::names::first_name;
use super::sessions;
use super::timetable::{self, time_words, weekday};
use super::trainings;
use crate::access::{Permit, acts, tenant};
use crate::base::{Error, Lang, Msg, PupilId, Result, SchoolDate, words};
use crate::documents::letter::{Block, Letter};
use crate::documents::register::{Align, Column, Format, Frame, Kind, Orientation, Register, Row, Section};
use crate::plan::wording;
use crate::roster::time::{self, Term};
use crate::store::Tx;

/// Days that the sheet of a class lists, and columns of days of the register of attendance.
const DAYS: usize = 10;

/// The formats in which a sheet can be had, as extensions.
pub fn formats() -> Vec<&'static str> {
    [Format::Docx, Format::Pdf].into_iter().filter(|format| *format != Format::Pdf || cfg!(feature = "pdf")).map(Format::extension).collect()
}

fn column(lang: Lang, key: &str, width_mm: f64, align: Align, kind: Kind) -> Column {
    Column { name: words::word(lang, key), group: None, width_mm, align, kind }
}

fn texts(lang: Lang, of: &[(&str, f64)]) -> Vec<Column> {
    of.iter().map(|(key, width)| column(lang, key, *width, Align::Left, Kind::Text)).collect()
}

fn kind_words(lang: Lang, class: &Class) -> String {
    let kind = words::word(lang, &format!("tutoring-kind-{}", class.kind.code()));
    if class.subject.is_empty() { kind } else { format!("{kind} · {}", wording::subject(lang, &class.subject)) }
}

fn helper_words(lang: Lang, class: &Class) -> String {
    if class.volunteer.is_none() {
        return class.lead_name.clone();
    }
    Msg::new("tutoring-with").with("name", &class.volunteer_name).with("staff", &class.lead_name).text(lang)
}

/// The sheet of a class: for who comes from outside with first names alone, else with names; with a code for phones where the address of the school is known. Gives file name, media type and
/// bytes. The caller has asked whether the person may take attendance of it.
///
/// # Errors
/// Not found for a format that letters do not have; those of the writers.
pub fn sheet(tx: &mut Tx<'_>, class: &Class, address: Option<&str>, format: &str, lang: Lang) -> Result<(String, &'static str, Vec<u8>)> {
    let format = Format::from_extension(format).filter(|format| matches!(format, Format::Docx | Format::Pdf)).ok_or(Error::NotFound)?;
    let (word, today) = (|key: &str| words::word(lang, key), tx.today());
    let term = time::term(tx, class.term)?;
    let days = time::term_days(tx, &term)?;
    let mut coming: Vec<SchoolDate> = sessions::days(class, &days, class.until).into_iter().filter(|day| *day >= today).collect();
    coming.reverse();
    let times: Vec<String> = class.times.iter().map(|time| time_words(lang, *time)).collect();
    let outside = class.volunteer.is_some();
    let names = classes::members(tx, class.id)?.into_iter().filter(|member| !member.is_over).map(|member| if outside { first_name(&member.name) } else { member.name });
    let names: Vec<String> = names.collect();
    let comma = word("tutoring-comma");
    let mut facts = vec![
        (word("tutoring-kind"), kind_words(lang, class)),
        (word("tutoring-when"), times.join(&comma)),
        (word("tutoring-place"), class.place_name.clone()),
        (word("tutoring-helper"), helper_words(lang, class)),
    ];
    if !coming.is_empty() {
        let next: Vec<String> = coming.iter().take(DAYS).map(|day| format!("{day}（{}）", weekday(lang, day.weekday()))).collect();
        facts.push((word("tutoring-paper-days"), next.join(&comma)));
    }
    let notice = if outside { "tutoring-volunteer-notice" } else { "tutoring-free-notice" };
    let mut blocks = vec![Block::Facts(facts), Block::Paragraph(word(notice))];
    if outside {
        blocks.push(Block::Paragraph(word("tutoring-paper-outside")));
    }
    blocks.push(Block::Heading(word("tutoring-paper-names")));
    blocks.push(if names.is_empty() { Block::Paragraph(word("tutoring-no-children")) } else { Block::List(names) });
    if let (Some(address), Some(day), false) = (address, coming.first(), outside) {
        blocks.push(Block::Qr { text: format!("{}/tutoring/classes/{}/days/{day}", address.trim_end_matches('/'), class.id), caption: word("tutoring-paper-scan") });
    }
    blocks.push(Block::Signatures(vec![word("tutoring-sign-manager"), word("report-date")]));
    let title = Msg::new("tutoring-paper-title").with("title", &class.title).text(lang);
    let frame = Frame { school: tenant(tx)?.name, written: tx.now(), ..Frame::default() };
    let file = format!("{title}.{}", format.extension());
    Ok((file, format.media_type(), Letter { frame, title, blocks }.file(format)?))
}

/// The timetable of a term in the order of the week: no names of children. Title and frame are the caller's.
///
/// # Errors
/// A problem at `class` when there is nothing; faults of the database.
pub fn timetable(tx: &mut Tx<'_>, term: &Term, lang: Lang) -> Result<Register> {
    let day = tx.today().clamp(term.first_day, term.last_day);
    let all = timetable::of_term(tx, term, lang)?;
    let row = |(time, class): (Time, &Class)| {
        let cells = vec![
            weekday(lang, time.weekday),
            format!("{}—{}", clock(time.from), clock(time.until)),
            class.title.clone(),
            kind_words(lang, class),
            class.place_name.clone(),
            helper_words(lang, class),
            class.children.to_string(),
            format!("{} — {}", class.from, class.until),
        ];
        Row { cells, strong: false }
    };
    let rows: Vec<Row> = all.week(day, |_| true).into_iter().map(row).collect();
    if rows.is_empty() {
        return Err(Error::at("class", "report-nothing-there"));
    }
    let widths = [
        ("tutoring-weekday", 20.0),
        ("tutoring-when", 34.0),
        ("tutoring-name", 42.0),
        ("tutoring-kind", 42.0),
        ("tutoring-place", 34.0),
        ("tutoring-helper", 44.0),
        ("tutoring-children", 16.0),
        ("tutoring-days", 56.0),
    ];
    let mut columns = texts(lang, &widths);
    columns[6] = column(lang, "tutoring-children", 16.0, Align::Right, Kind::Number);
    let sections = vec![Section { name: words::word(lang, "report-school"), subtitle: String::new(), rows }];
    Ok(Register { columns, sections, notes: vec![words::word(lang, "tutoring-register-free")], orientation: Orientation::Landscape, ..Register::default() })
}

/// The attendance of a term, a part for each class: a row for each child, how often it was there, and the last days. Title and frame are the caller's.
///
/// # Errors
/// A problem at `class` when nothing was written down; faults of the database.
pub fn attendance(tx: &mut Tx<'_>, term: &Term, lang: Lang) -> Result<Register> {
    let (held, presences) = sessions::of_term(tx, term)?;
    let mut sections = Vec::new();
    for class in classes::of_term(tx, term)? {
        let mut days: Vec<SchoolDate> = held.iter().filter(|one| one.class == class.id && one.held).map(|one| one.day).collect();
        days.sort_unstable();
        if days.is_empty() {
            continue;
        }
        let shown: Vec<SchoolDate> = days.iter().rev().take(DAYS).rev().copied().collect();
        let mut seen: Vec<PupilId> = Vec::new();
        let mut rows = Vec::new();
        for member in classes::members(tx, class.id)? {
            if seen.contains(&member.pupil) {
                continue;
            }
            seen.push(member.pupil);
            let own: Vec<&sessions::Presence> = presences.iter().filter(|one| one.class == class.id && one.pupil == member.pupil && !one.state.is_empty()).collect();
            let there = own.iter().filter(|one| was_here(&one.state)).count();
            let on = |day: &SchoolDate| {
                own.iter().find(|one| one.day == *day).map(|one| format!("{} {}", &day.to_string()[5..], words::word(lang, &format!("tutoring-presence-{}", one.state))))
            };
            let each: Vec<String> = shown.iter().filter_map(on).collect();
            let share = if own.is_empty() { words::word(lang, "tutoring-no-data") } else { format!("{there}/{}", own.len()) };
            rows.push(Row { cells: vec![member.name, share, each.join(&words::word(lang, "tutoring-comma"))], strong: false });
        }
        let subtitle = format!("{}　{}　{}　{}", class.title, kind_words(lang, &class), helper_words(lang, &class), class.place_name);
        sections.push(Section { name: class.title.clone(), subtitle, rows });
    }
    if sections.is_empty() {
        return Err(Error::at("class", "report-nothing-there"));
    }
    let columns = vec![
        column(lang, "tutoring-child", 28.0, Align::Left, Kind::Text),
        column(lang, "tutoring-there", 18.0, Align::Center, Kind::Text),
        column(lang, "tutoring-sessions", 134.0, Align::Left, Kind::Text),
    ];
    Ok(Register { columns, sections, ..Register::default() })
}

/// The trainings of a term. Title and frame are the caller's.
///
/// # Errors
/// A problem at `class` when there was none; faults of the database.
pub fn trainings(tx: &mut Tx<'_>, term: &Term, lang: Lang) -> Result<Register> {
    let comma = words::word(lang, "tutoring-comma");
    let row = |one: trainings::Training| {
        let names: Vec<String> = one.there.into_iter().map(|(_, name)| name).collect();
        let people = if names.is_empty() { words::word(lang, "tutoring-no-data") } else { names.join(&comma) };
        let cells = vec![one.day.to_string(), one.title, words::word(lang, &format!("tutoring-topic-{}", one.topic)), one.speaker, one.minutes.to_string(), one.about, people];
        Row { cells, strong: false }
    };
    let rows: Vec<Row> = trainings::of_term(tx, term)?.into_iter().map(row).collect();
    if rows.is_empty() {
        return Err(Error::at("class", "report-nothing-there"));
    }
    let mut columns = texts(
        lang,
        &[
            ("tutoring-day", 24.0),
            ("tutoring-name", 44.0),
            ("tutoring-topic", 30.0),
            ("tutoring-speaker", 24.0),
            ("tutoring-minutes", 22.0),
            ("tutoring-about", 60.0),
            ("tutoring-took-part", 62.0),
        ],
    );
    columns[4] = column(lang, "tutoring-minutes", 22.0, Align::Right, Kind::Number);
    let sections = vec![Section { name: words::word(lang, "report-school"), subtitle: String::new(), rows }];
    Ok(Register { columns, sections, orientation: Orientation::Landscape, ..Register::default() })
}

fn vetting_cells(lang: Lang, vettings: &[Vetting], today: SchoolDate) -> [String; 4] {
    let (code, until) = helpers::stands(vettings, today);
    let newest = vettings.first();
    let checks = newest.map(|one| one.checks.split(',').map(|check| words::word(lang, &format!("tutoring-check-{check}"))).collect::<Vec<_>>().join("\n")).unwrap_or_default();
    let by = newest.map(|one| format!("{} {}", one.by, one.from)).unwrap_or_default();
    [checks, by, until.map(|day| day.to_string()).unwrap_or_default(), words::word(lang, &format!("tutoring-vetted-{code}"))]
}

/// Volunteers and institutions with what was checked, by whom and until when. Title and frame are the caller's.
///
/// # Errors
/// A problem at `class` when there is nobody; faults of the database.
pub fn helpers(tx: &mut Tx<'_>, manage: &Permit<acts::ManageTutoring>, lang: Lang) -> Result<Register> {
    let (today, mut sections) = (tx.today(), Vec::new());
    let volunteers = helpers::volunteers(tx, manage)?;
    let row = |name: &str, kind: String, vouches: &str, vettings: &[Vetting]| {
        let mut cells = vec![name.to_owned(), kind, vouches.to_owned()];
        cells.extend(vetting_cells(lang, vettings, today));
        Row { cells, strong: false }
    };
    let rows: Vec<Row> =
        volunteers.iter().map(|one| row(&one.name, words::word(lang, &format!("pairing-volunteer-kind-{}", one.kind)), &one.vouched_name, &one.vettings)).collect();
    let institutions = helpers::institutions(tx, manage)?;
    let others: Vec<Row> = institutions.iter().map(|(one, vettings)| row(&one.name, one.licence.clone(), &one.vouched_name, vettings)).collect();
    for (key, rows) in [("tutoring-volunteers", rows), ("tutoring-institutions", others)] {
        if !rows.is_empty() {
            sections.push(Section { name: words::word(lang, key), subtitle: words::word(lang, key), rows });
        }
    }
    if sections.is_empty() {
        return Err(Error::at("class", "report-nothing-there"));
    }
    let columns = texts(
        lang,
        &[
            ("tutoring-name", 34.0),
            ("tutoring-kind", 30.0),
            ("tutoring-vouched-by", 26.0),
            ("tutoring-checks", 70.0),
            ("tutoring-by", 40.0),
            ("tutoring-until", 26.0),
            ("tutoring-state", 22.0),
        ],
    );
    Ok(Register { columns, sections, notes: vec![words::word(lang, "tutoring-volunteer-notice")], orientation: Orientation::Landscape, ..Register::default() })
}
