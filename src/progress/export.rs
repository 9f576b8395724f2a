//! 转化情况记载簿 and reviews on paper (A5-07, B9-04, A6-13): with places to sign, as a word file or a pdf. Internal: no rank, nobody else's name.

use super::book;
use super::draft::Area;
use super::review::{Body, Review};
use crate::access::{Permit, acts, tenant};
use crate::base::{Error, Lang, Msg, Result, words};
use crate::documents::letter::{Block, Letter};
use crate::documents::register::{Format, Frame};
use crate::pairing::pairs;
use crate::roster::particulars;
use crate::roster::time::Term;
use crate::store::Tx;

/// A file: its name, its media type and its bytes.
type File = (String, &'static str, Vec<u8>);

/// The formats in which a paper can be had, as extensions.
pub fn formats() -> Vec<&'static str> {
    crate::plan::export::formats()
}

fn word(lang: Lang, key: &str) -> String {
    words::word(lang, key)
}

/// Name, class and helpers of the child, for the head of a paper.
fn head(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, lang: Lang) -> Result<(String, Vec<(String, String)>)> {
    let see = Permit::<acts::SeePupil>::ask(tx, permit.who(), permit.pupil()?)?;
    let (child, today) = (particulars::particulars(tx, &see)?, tx.today());
    let class = child.seat.map(|seat| seat.class_name).unwrap_or_default();
    let mut helpers: Vec<String> = pairs::of_pupil(tx, permit)?.into_iter().filter(|pair| pair.from <= today && today <= pair.until).map(|pair| pair.staff_name).collect();
    helpers.dedup();
    let helpers = if helpers.is_empty() { "—".to_owned() } else { helpers.join(&word(lang, "casefile-comma")) };
    Ok((child.name.clone(), vec![(word(lang, "roster-name"), child.name), (word(lang, "roster-class"), class), (word(lang, "progress-helpers"), helpers)]))
}

fn file(tx: &mut Tx<'_>, lang: Lang, format: &str, title: String, name: &str, blocks: Vec<Block>) -> Result<File> {
    let format = Format::from_extension(format).filter(|format| matches!(format, Format::Docx | Format::Pdf)).ok_or(Error::NotFound)?;
    let frame = Frame { school: tenant(tx)?.name, written: tx.now(), confidential: word(lang, "report-confidential"), ..Frame::default() };
    let file = format!("{title}_{name}.{}", format.extension());
    Ok((file, format.media_type(), Letter { frame, title, blocks }.file(format)?))
}

/// The blocks of a book: each area with its lines; what is blank says so.
pub fn book_blocks(lang: Lang, book: &book::Book) -> Vec<Block> {
    let mut blocks = Vec::new();
    for area in Area::ALL {
        let lines: Vec<String> = book
            .lines
            .iter()
            .filter(|line| line.area == area && line.stands())
            .map(|line| {
                let by = if line.by.is_empty() { line.source.as_ref().map(|fact| fact.by.as_str()).unwrap_or_default() } else { &line.by };
                if by.is_empty() { format!("{}　{}", line.day, line.text) } else { format!("{}　{}（{by}）", line.day, line.text) }
            })
            .collect();
        blocks.push(Block::Heading(word(lang, &format!("progress-area-{}", area.code()))));
        blocks.push(if lines.is_empty() { Block::Paragraph(word(lang, "progress-area-none")) } else { Block::List(lines) });
    }
    blocks
}

/// 转化情况记载簿 of a child and term.
///
/// # Errors
/// Not found for a format that letters do not have; those of the writers.
pub fn book(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, term: &Term, format: &str, lang: Lang) -> Result<File> {
    let (name, mut facts) = head(tx, permit, lang)?;
    facts.push((word(lang, "progress-term"), term.code.to_string()));
    let mut blocks = vec![Block::Facts(facts)];
    blocks.extend(book_blocks(lang, &book::book(tx, permit, term, lang)?));
    blocks.push(Block::Signatures(["progress-sign-mentor", "progress-sign-homeroom", "progress-sign-day"].map(|key| word(lang, key)).to_vec()));
    file(tx, lang, format, word(lang, "progress-book"), &name, blocks)
}

/// The texts of a review with their names, without the empty ones.
pub fn texts(lang: Lang, body: &Body) -> Vec<(String, String)> {
    let all = [
        ("progress-better", &body.better),
        ("progress-lacking", &body.lacking),
        ("progress-worked", &body.worked),
        ("progress-unsuited", &body.unsuited),
        ("progress-voice", &body.voice),
        ("progress-family", &body.family),
        ("progress-next-text", &body.next_text),
    ];
    all.into_iter().filter(|(_, text)| !text.is_empty()).map(|(key, text)| (word(lang, key), text.clone())).collect()
}

/// A review: goals, what is better and what lacks, what comes next, places to sign.
///
/// # Errors
/// Not found for a format that letters do not have; those of the writers.
pub fn review(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, review: &Review, format: &str, lang: Lang) -> Result<File> {
    let (name, mut facts) = head(tx, permit, lang)?;
    let stage = word(lang, &format!("progress-stage-{}", review.stage));
    facts.extend([(word(lang, "progress-stage"), stage), (word(lang, "progress-day"), review.day.to_string()), (word(lang, "progress-writer"), review.by.clone())]);
    let mut blocks = vec![Block::Facts(facts)];
    let goals: Vec<String> = review.body.goals.iter().map(|one| format!("{} · {} · {}", one.text, one.figures, word(lang, &format!("progress-judged-{}", one.judged)))).collect();
    if !goals.is_empty() {
        blocks.extend([Block::Heading(word(lang, "progress-review-goals")), Block::List(goals)]);
    }
    blocks.push(Block::Heading(word(lang, "progress-review-found")));
    let mut found = texts(lang, &review.body);
    let again = review.body.next_day.map(|day| format!(" · {}", Msg::new("progress-again").with("day", day).text(lang))).unwrap_or_default();
    found.push((word(lang, "progress-next"), format!("{}{again}", word(lang, &format!("progress-next-{}", review.body.next)))));
    blocks.push(Block::Facts(found));
    blocks.push(Block::Signatures(["progress-sign-mentor", "progress-sign-homeroom", "progress-sign-guardian", "progress-sign-day"].map(|key| word(lang, key)).to_vec()));
    file(tx, lang, format, word(lang, "progress-review"), &name, blocks)
}
