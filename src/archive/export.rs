//! 交接单 on paper (A8-08, A5-08): of a child, or of all children of a class whose notes are signed, each on a page of its own. Internal; strengths first.

use super::handing::{self, Note};
use super::note::FIRST;
use crate::access::{Permit, acts, tenant};
use crate::base::{Error, Lang, Msg, PupilId, Result, SchoolYear, words};
use crate::documents::letter::{Block, Letter};
use crate::documents::register::{Format, Frame};
use crate::roster::{particulars, time};
use crate::store::Tx;

/// A file: its name, its media type and its bytes.
type File = (String, &'static str, Vec<u8>);

fn word(lang: Lang, key: &str) -> String {
    words::word(lang, key)
}

/// A school year in words.
pub fn year(lang: Lang, year: SchoolYear) -> String {
    Msg::new("archive-year").with("from", year.0).with("until", year.0 + 1).text(lang)
}

fn blocks(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, note: &Note, lang: Lang) -> Result<(String, Vec<Block>)> {
    let see = Permit::<acts::SeePupil>::ask(tx, permit.who(), note.pupil)?;
    let child = particulars::particulars(tx, &see)?;
    let class = child.seat.map(|seat| seat.class_name).unwrap_or_default();
    let mut facts = vec![(word(lang, "roster-name"), child.name.clone()), (word(lang, "roster-class"), class), (word(lang, "archive-of-year"), year(lang, note.year))];
    if let Some(signed) = note.signed() {
        facts.push((word(lang, "archive-signed-by"), Msg::new("archive-by-on").with("name", &signed.by).with("day", signed.day).text(lang)));
    }
    let mut blocks = vec![Block::Facts(facts)];
    for part in note.parts.iter().filter(|part| part.code == FIRST || !part.lines.is_empty()) {
        blocks.push(Block::Heading(word(lang, &format!("archive-part-{}", part.code))));
        let lines: Vec<String> = part.lines.iter().map(|(text, _)| text.clone()).collect();
        blocks.push(if lines.is_empty() { Block::Paragraph(word(lang, "archive-part-none")) } else { Block::List(lines) });
    }
    for (asked, key) in note.done.iter().filter_map(|one| match one.what.as_str() {
        "asked" => Some((one, "archive-paper-asked")),
        "answered" => Some((one, "archive-paper-answered")),
        _ => None,
    }) {
        blocks.push(Block::Paragraph(Msg::new(key).with("name", &asked.by).with("day", asked.day).with("text", &asked.text).text(lang)));
    }
    blocks.push(Block::Paragraph(word(lang, "archive-mind")));
    blocks.push(Block::Signatures(["archive-sign-from", "archive-sign-to", "progress-sign-day"].map(|key| word(lang, key)).to_vec()));
    Ok((child.name, blocks))
}

fn file(tx: &mut Tx<'_>, lang: Lang, format: &str, of: &str, blocks: Vec<Block>) -> Result<File> {
    let format = Format::from_extension(format).filter(|format| matches!(format, Format::Docx | Format::Pdf)).ok_or(Error::NotFound)?;
    let frame = Frame { school: tenant(tx)?.name, written: tx.now(), confidential: word(lang, "report-confidential"), ..Frame::default() };
    let title = word(lang, "archive-note");
    Ok((format!("{title}_{of}.{}", format.extension()), format.media_type(), Letter { frame, title, blocks }.file(format)?))
}

/// The note of the permit's child for a school year.
///
/// # Errors
/// Those of [`handing::note`]; not found for a format that letters do not have; those of the writers.
pub fn of_child(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, year: SchoolYear, format: &str, lang: Lang) -> Result<File> {
    let note = handing::note(tx, permit, year, lang)?;
    let (name, blocks) = blocks(tx, permit, &note, lang)?;
    file(tx, lang, format, &name, blocks)
}

/// The signed notes of a year about the children of the permit's class, each on a page of its own; the children whose notes are on it come along.
///
/// # Errors
/// A conflict when none is signed; not found for a format that letters do not have; those of the writers.
pub fn of_class(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, year: SchoolYear, format: &str, lang: Lang) -> Result<(File, Vec<PupilId>)> {
    let (mut all, mut children, today) = (Vec::new(), Vec::new(), tx.today());
    for listed in handing::of_class(tx, permit, year, today)?.into_iter().filter(|one| one.state.is_signed()) {
        let see = Permit::<acts::SeeCaseFile>::ask(tx, permit.who(), listed.pupil)?;
        let note = handing::note(tx, &see, year, lang)?;
        if !all.is_empty() {
            all.push(Block::PageBreak);
        }
        all.extend(blocks(tx, &see, &note, lang)?.1);
        children.push(listed.pupil);
    }
    if children.is_empty() {
        return Err(Error::Conflict("archive-none-signed".into()));
    }
    let class = time::class(tx, permit.class()?)?.name;
    Ok((file(tx, lang, format, &class, all)?, children))
}
