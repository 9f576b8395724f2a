//! Minutes on paper, with places to sign: word file or pdf. Internal: who prints it reads what the page shows them.

use crate::access::{Who, tenant};
use crate::base::{Error, Lang, Msg, Result, RowId, words};
use crate::documents::letter::{Block, Letter};
use crate::documents::register::{Format, Frame};
use crate::store::Tx;
use crate::supervision::decisions::{self, Decided, Item};
use crate::supervision::meetings::{self, Meeting};

/// A file: its name, its media type and its bytes.
pub type File = (String, &'static str, Vec<u8>);

pub(super) fn word(lang: Lang, key: &str) -> String {
    words::word(lang, key)
}

/// A letter as a file of a kind.
///
/// # Errors
/// Not found for a kind that letters do not have; those of the writers.
pub(super) fn file(tx: &mut Tx<'_>, lang: Lang, format: &str, title: String, name: &str, blocks: Vec<Block>) -> Result<File> {
    let format = Format::from_extension(format).filter(|format| matches!(format, Format::Docx | Format::Pdf)).ok_or(Error::NotFound)?;
    let frame = Frame { school: tenant(tx)?.name, written: tx.now(), confidential: word(lang, "report-confidential"), ..Frame::default() };
    let file = format!("{title}_{name}.{}", format.extension());
    Ok((file, format.media_type(), Letter { frame, title, blocks }.file(format)?))
}

/// A decision in a line: what, who, by when, what came of it.
pub fn decided_line(lang: Lang, one: &Decided) -> String {
    let mut line = format!("{}：{}", word(lang, &format!("supervision-what-{}", one.what)), one.text);
    if let Some(due) = one.due {
        line += &Msg::new("supervision-by-when").with("name", &one.name).with("day", due).text(lang);
    }
    if let Some((day, text)) = &one.outcome {
        line += &Msg::new("supervision-came-of-it").with("day", day).with("text", text).text(lang);
    }
    line
}

fn item_blocks(lang: Lang, number: usize, item: &Item) -> Vec<Block> {
    let head = if item.name.is_empty() { item.text.clone() } else { format!("{}　{}", item.name, item.text) };
    let mut blocks = vec![Block::Paragraph(format!("{number}. {head}"))];
    blocks.extend(item.decided.iter().map(|one| Block::Paragraph(format!("—— {}", decided_line(lang, one)))));
    blocks
}

/// The head of a meeting: what, when, where, who.
///
/// # Errors
/// Faults of the database.
pub fn facts(tx: &mut Tx<'_>, meeting: &Meeting, lang: Lang) -> Result<Vec<(String, String)>> {
    let people = meetings::people_of(tx, meeting)?;
    let comma = word(lang, "casefile-comma");
    let names = |came: bool| people.iter().filter(|one| !came || one.2).map(|one| one.1.as_str()).collect::<Vec<_>>().join(&comma);
    let held = meeting.state() == "held";
    let mut facts = vec![
        (word(lang, "supervision-meeting-of"), meeting.circle.name.clone()),
        (word(lang, "supervision-day"), meeting.day.to_string()),
        (word(lang, "supervision-place"), if meeting.place.is_empty() { "—".into() } else { meeting.place.clone() }),
        (word(lang, "supervision-caller"), meeting.by.clone()),
        (word(lang, "supervision-people"), names(false)),
    ];
    if held {
        facts.push((word(lang, "supervision-came"), names(true)));
    }
    Ok(facts)
}

/// Everything of a meeting that the person reads, as blocks.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn blocks(tx: &mut Tx<'_>, who: &Who, meeting: &Meeting, lang: Lang) -> Result<Vec<Block>> {
    let (items, closed) = decisions::items(tx, who, meeting)?;
    let mut blocks = vec![Block::Facts(facts(tx, meeting, lang)?), Block::Heading(word(lang, "supervision-matters"))];
    for (number, item) in (1..).zip(&items) {
        blocks.extend(item_blocks(lang, number, item));
    }
    if items.is_empty() {
        blocks.push(Block::Paragraph(word(lang, "supervision-no-matter")));
    }
    if closed > 0 {
        blocks.push(Block::Paragraph(Msg::new("supervision-closed").with("count", closed).text(lang)));
    }
    if let Some((_, _, text)) = &meeting.end {
        blocks.extend([Block::Heading(word(lang, "supervision-minutes")), Block::Paragraph(text.clone())]);
    }
    Ok(blocks)
}

/// Minutes of a meeting (会议记录).
///
/// # Errors
/// Not found for who may not read it, and for a format that letters do not have; those of the writers.
pub fn minutes(tx: &mut Tx<'_>, who: &Who, id: RowId, format: &str, lang: Lang) -> Result<File> {
    let meeting = meetings::one(tx, who, id)?;
    let mut blocks = blocks(tx, who, &meeting, lang)?;
    blocks.push(Block::Signatures(["supervision-sign-head", "supervision-sign-writer", "supervision-sign-people", "progress-sign-day"].map(|key| word(lang, key)).to_vec()));
    let title = word(lang, &format!("supervision-kind-{}", meeting.circle.kind.code()));
    let name = format!("{}_{}", meeting.circle.name, meeting.day);
    file(tx, lang, format, title, &name, blocks)
}
