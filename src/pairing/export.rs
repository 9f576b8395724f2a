//! Papers of the room as letters. What hangs in a class never names a programme, a reason, or who helps whom (A2-07; R1).

mod letters;
mod volunteers;

pub use letters::letters;
pub use volunteers::agreements;

use super::groups::{self, Group};
use super::peers::{self, PeerPair};
use crate::access::{Permit, acts, tenant};
use crate::base::{Error, Lang, Msg, Result, words};
use crate::documents::letter::{Block, Letter};
use crate::documents::register::{Format, Frame};
use crate::roster::time::{self, Term};
use crate::store::Tx;

/// The formats in which a letter can be had, as extensions.
pub fn formats() -> Vec<&'static str> {
    [Format::Docx, Format::Pdf].into_iter().filter(|format| *format != Format::Pdf || cfg!(feature = "pdf")).map(Format::extension).collect()
}

fn letter_format(format: &str) -> Result<Format> {
    Format::from_extension(format).filter(|format| matches!(format, Format::Docx | Format::Pdf)).ok_or(Error::NotFound)
}

fn seated(lang: Lang, name: &str, seat: Option<i64>) -> String {
    match seat {
        Some(seat) => Msg::new("pairing-peer-seated").with("seat", seat).with("name", name).text(lang),
        None => name.to_owned(),
    }
}

/// A pair as it may hang in the class: by seat, so that nobody reads who helps.
fn even(lang: Lang, pair: &PeerPair) -> String {
    let mut both = [&pair.helped, &pair.helper];
    both.sort_by_key(|(_, name, seat)| (seat.is_none(), *seat, name.clone()));
    let [one, other] = both.map(|(_, name, seat)| seated(lang, name, *seat));
    Msg::new("pairing-peer-even").with("one", one).with("other", other).text(lang)
}

/// The study partners of a class with what partners do (A2-09), for the wall of the class: no roles, no programme, no reason. Gives file name, media type and bytes.
///
/// # Errors
/// Not found for a format that letters do not have; those of the writers.
pub fn class_paper(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePeers>, term: &Term, format: &str, lang: Lang) -> Result<(String, &'static str, Vec<u8>)> {
    let format = letter_format(format)?;
    let (class, today) = (time::class(tx, permit.class()?)?, tx.today());
    let all = peers::class(tx, permit, term)?;
    let groups: Vec<Group> = groups::of_class(tx, permit)?.into_iter().filter(|group| group.ended.is_empty() && group.until >= today).collect();
    let word = |key: &str| words::word(lang, key);
    let mut blocks = vec![Block::Paragraph(word("pairing-peer-paper-lead"))];
    let mut pairs: Vec<String> = all.pairs.iter().map(|pair| even(lang, pair)).collect();
    pairs.sort();
    pairs.dedup();
    if !pairs.is_empty() {
        blocks.extend([Block::Heading(word("pairing-peers-title")), Block::List(pairs)]);
    }
    for group in &groups {
        let comma = word("pairing-comma");
        let members: Vec<String> = group.members.iter().map(|(name, seat)| seated(lang, name, *seat)).collect();
        blocks.extend([
            Block::Heading(group.name.clone()),
            Block::Paragraph(Msg::new("pairing-group-paper").with("names", members.join(&comma)).with("name", &group.lead).text(lang)),
        ]);
    }
    let duties = ["pairing-peer-duty-explain", "pairing-peer-duty-repeat", "pairing-peer-duty-remind", "pairing-peer-duty-ask", "pairing-peer-duty-free"].map(word).to_vec();
    blocks.extend([Block::Heading(word("pairing-peer-duties")), Block::List(duties), Block::Signatures(["pairing-sign-homeroom", "pairing-sign-date"].map(word).to_vec())]);
    let frame = Frame { school: tenant(tx)?.name, written: tx.now(), ..Frame::default() };
    let title = Msg::new("pairing-peer-paper-title").with("class", &class.name).text(lang);
    let file = format!("{title}_{}.{}", term.code, format.extension());
    Ok((file, format.media_type(), Letter { frame, title, blocks }.file(format)?))
}
