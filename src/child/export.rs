//! The letter that asks families for a consent, with a slip to be returned for each child of a class. PRACTICE 2 ("one paper letter"); CONVENTIONS R6.

use super::class_consents;
use crate::access::{Permit, acts, tenant};
use crate::base::{Error, Lang, Msg, Result, words};
use crate::documents::letter::{Block, Letter, Slip};
use crate::documents::register::{Format, Frame};
use crate::roster::time;
use crate::store::Tx;

/// The formats in which a letter can be had, as extensions.
pub fn formats() -> Vec<&'static str> {
    [Format::Docx, Format::Pdf].into_iter().filter(|format| *format != Format::Pdf || cfg!(feature = "pdf")).map(Format::extension).collect()
}

/// The letter of a purpose for the permit's class: what is asked and why, then a slip for each family that has not said yes. Gives file name, media type and bytes.
///
/// # Errors
/// Not found for a format that letters do not have; those of the writers.
pub fn letter_of_class(tx: &mut Tx<'_>, permit: &Permit<acts::RecordConsent>, purpose: &str, version: &str, format: &str, lang: Lang) -> Result<(String, &'static str, Vec<u8>)> {
    let format = Format::from_extension(format).filter(|format| matches!(format, Format::Docx | Format::Pdf)).ok_or(Error::NotFound)?;
    let class = time::class(tx, permit.class()?)?;
    let word = |key: &str| words::word(lang, key);
    let what = word(&format!("consent-{purpose}"));
    let slip = |name: &str| Slip {
        title: what.clone(),
        facts: vec![
            (word("roster-name"), format!("{} {name}", class.name)),
            (word("child-consent-answer"), word("child-letter-boxes")),
            (word("child-letter-sign"), "____________".to_owned()),
            (word("child-consent-day-label"), "____________".to_owned()),
        ],
        note: Msg::new("child-consent-of-version").with("version", version).text(lang),
        qr: None,
    };
    let slips = class_consents(tx, permit, purpose)?.iter().filter(|line| line.given != Some(true)).map(|line| slip(&line.name)).collect::<Vec<_>>();
    let mut blocks = vec![
        Block::Paragraph(Msg::new("child-letter-text").with("what", &what).text(lang)),
        Block::Paragraph(word(&format!("child-letter-{purpose}"))),
        Block::List(["child-letter-point-1", "child-letter-point-2", "child-letter-point-3"].map(word).to_vec()),
        Block::Paragraph(Msg::new("child-consent-of-version").with("version", version).text(lang)),
    ];
    if !slips.is_empty() {
        blocks.extend([Block::PageBreak, Block::Slips(slips)]);
    }
    let now = tx.now();
    let frame = Frame { school: tenant(tx)?.name, written: now, ..Frame::default() };
    let title = word("child-letter-title");
    let file = format!("{title}_{}_{version}.{}", class.name, format.extension());
    Ok((file, format.media_type(), Letter { frame, title, blocks }.file(format)?))
}
