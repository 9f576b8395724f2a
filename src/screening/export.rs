//! Files of the room: the letter to each family of a class, with the link as a code for phones and a paper answer strip (回执). B8-03, PRACTICE 1.12.

use super::nomination_link::{LetterFor, letters as of_class};
use super::observation_signs::{Source, Worry};
use crate::access::{Permit, acts};
use crate::base::{Lang, Msg, Result, words};
use crate::documents::letter::{Block, Letter};
pub use crate::documents::register::Format;
use crate::documents::register::Frame;
use crate::roster::settings::school_facts;
use crate::roster::time;
use crate::store::Tx;

/// The letters of the permit's class as one file, a page for each child: name, media type and bytes. Without a public address there is no code to scan.
///
/// # Errors
/// Those of the writers.
pub fn letters(tx: &mut Tx<'_>, permit: &Permit<acts::ReviewClass>, address: Option<&str>, format: Format, lang: Lang) -> Result<(String, &'static str, Vec<u8>)> {
    let class = time::class(tx, permit.class()?)?;
    let school = school_facts(tx)?.name;
    let word = |key: &str| words::word(lang, key);
    let mut blocks = Vec::new();
    for letter in of_class(tx, permit)? {
        if !blocks.is_empty() {
            blocks.push(Block::PageBreak);
        }
        blocks.extend(page(&letter, &class.name, &school, address, lang));
    }
    let now = tx.now();
    let frame = Frame {
        school,
        page_words: Msg::new("screening-letter-page").with("page", "{page}").with("pages", "{pages}").text(lang),
        printed: Msg::new("screening-letter-printed").with("when", now).text(lang),
        written: now,
        ..Frame::default()
    };
    // The title stands on the page of each child, so the file as a whole has none.
    let file = Letter { frame, title: String::new(), blocks }.file(format)?;
    Ok((format!("{}_{}.{}", word("screening-letter-title"), class.name, format.extension()), format.media_type(), file))
}

/// A row of boxes to tick.
fn boxes(lang: Lang, keys: impl Iterator<Item = &'static str>) -> String {
    keys.map(|key| format!("□ {}", words::word(lang, key))).collect::<Vec<_>>().join("　")
}

fn page(letter: &LetterFor, class: &str, school: &str, address: Option<&str>, lang: Lang) -> Vec<Block> {
    let word = |key: &str| words::word(lang, key);
    let mut blocks = vec![
        Block::Heading(word("screening-letter-title")),
        Block::Paragraph(Msg::new("screening-letter-hello").with("name", &letter.name).text(lang)),
        Block::Paragraph(word("screening-letter-why")),
        Block::Paragraph(word("screening-letter-how")),
    ];
    if let (Some(address), Some((token, until))) = (address, &letter.token) {
        let text = format!("{}/n/{token}", address.trim_end_matches('/'));
        blocks.push(Block::Qr { text, caption: Msg::new("screening-letter-scan").with("day", until).text(lang) });
    }
    let sources = [Source::Parent, Source::Grandparent, Source::Child].into_iter().map(Source::key);
    blocks.extend([
        Block::Signatures(vec![school.to_owned()]),
        Block::Paragraph(word("screening-letter-cut")),
        Block::Heading(word("screening-letter-strip")),
        Block::Facts(vec![
            (word("screening-letter-child"), format!("{class} {} {}", letter.seat.map(|seat| seat.to_string()).unwrap_or_default(), letter.name)),
            (word("screening-letter-who"), boxes(lang, sources)),
            (word("screening-letter-reasons"), boxes(lang, Worry::ALL.iter().map(|reason| reason.key()))),
            (word("screening-letter-words"), "\n\n\n".to_owned()),
        ]),
        Block::Signatures(vec![word("screening-letter-sign")]),
    ]);
    blocks
}
