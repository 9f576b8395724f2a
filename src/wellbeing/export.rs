//! The blank lists of observations on paper, for teachers and for families: our own words, free to copy, no diagnostic tool.

use super::rules::{ITEMS, LISTS, OFTEN};
use crate::access::tenant;
use crate::base::{Error, Lang, Result, words};
use crate::documents::letter::{Block, Letter};
use crate::documents::register::{Format, Frame};
use crate::store::Tx;

/// A psychological file as a word file or a pdf, for the family that asks for a copy of what is held (PIPL article 45): the counsellor hands it over. Title, then each page with its lines.
///
/// # Errors
/// Not found for a format that there is not.
pub fn copy(tx: &mut Tx<'_>, name: &str, pages: Vec<(String, Vec<(String, String)>)>, format: &str, lang: Lang) -> Result<(String, &'static str, Vec<u8>)> {
    let format = Format::from_extension(format).filter(|format| matches!(format, Format::Docx | Format::Pdf)).ok_or(Error::NotFound)?;
    let word = |key: &str| words::word(lang, key);
    let mut blocks = vec![Block::Paragraph(word("wellbeing-copy-lead"))];
    for (heading, lines) in pages {
        blocks.push(Block::Heading(heading));
        blocks.push(Block::Facts(lines));
    }
    blocks.push(Block::Signatures(vec![word("wellbeing-copy-handed"), word("wellbeing-copy-received"), word("wellbeing-list-day")]));
    let title = word("wellbeing-file");
    let frame = Frame { school: tenant(tx)?.name, confidential: word("wellbeing-copy-confidential"), written: tx.now(), ..Frame::default() };
    let letter = Letter { frame, title: format!("{title}　{name}"), blocks };
    Ok((format!("{title}_{name}.{}", format.extension()), format.media_type(), letter.file(format)?))
}

/// A blank list as a word file or a pdf: its name, its media type and its bytes. The list of the parents has large boxes and can be given back without a name on it.
///
/// # Errors
/// Not found for a list or format that there is not.
pub fn blank(tx: &mut Tx<'_>, list: &str, format: &str, lang: Lang) -> Result<(String, &'static str, Vec<u8>)> {
    let list = LISTS.into_iter().find(|one| *one == list).ok_or(Error::NotFound)?;
    let format = Format::from_extension(format).filter(|format| matches!(format, Format::Docx | Format::Pdf)).ok_or(Error::NotFound)?;
    let word = |key: &str| words::word(lang, key);
    let often = OFTEN.map(|code| format!("□ {}", word(&format!("wellbeing-often-{code}")))).join("　");
    let item = |at: i64| (format!("{at} {}", word(&format!("wellbeing-{list}-{at}"))), often.clone());
    let title = word(&format!("wellbeing-list-{list}"));
    let school = tenant(tx)?.name;
    let blocks = vec![
        Block::Paragraph(word("wellbeing-list-no-diagnosis")),
        Block::Paragraph(word(&format!("wellbeing-list-{list}-how"))),
        Block::Facts((1..=ITEMS).map(item).collect()),
        Block::Paragraph(word("wellbeing-list-words")),
        Block::Signatures(vec![word("wellbeing-list-child"), word("wellbeing-list-who"), word("wellbeing-list-day")]),
    ];
    let frame = Frame { school, ..Frame::default() };
    let letter = Letter { frame, title: title.clone(), blocks };
    Ok((format!("{title}.{}", format.extension()), format.media_type(), letter.file(format)?))
}
