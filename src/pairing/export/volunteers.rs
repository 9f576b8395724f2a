//! 志愿者约定书: a page for each volunteer who helps a child now: what is done, what is never done (never alone with a child), places to sign. B5-02.

use super::letter_format;
use crate::access::{Permit, acts, tenant};
use crate::base::{Error, Lang, Msg, Result, words};
use crate::casefile;
use crate::documents::letter::{Block, Letter};
use crate::documents::register::Frame;
use crate::pairing::volunteers;
use crate::store::Tx;

/// The duties of a volunteer, in order; the first is never left out.
const DUTIES: [&str; 7] = [
    "pairing-volunteer-duty-never-alone",
    "pairing-volunteer-duty-where",
    "pairing-volunteer-duty-private",
    "pairing-volunteer-duty-pictures",
    "pairing-volunteer-duty-free",
    "pairing-volunteer-duty-tell",
    "pairing-volunteer-duty-stop",
];

/// The agreements of all volunteers who help today. Gives file name, media type and bytes.
///
/// # Errors
/// Not found for a format that letters do not have; a conflict when nobody helps; those of the writers.
pub fn agreements(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePairing>, format: &str, lang: Lang) -> Result<(String, &'static str, Vec<u8>)> {
    let (format, today) = (letter_format(format)?, tx.today());
    let word = |key: &str| words::word(lang, key);
    let all = volunteers::all(tx, permit)?;
    let classes = casefile::lines(tx, permit.who(), None)?;
    let mut blocks = Vec::new();
    for help in volunteers::helps(tx, permit)?.into_iter().filter(|help| help.ended.is_empty() && help.until >= today && !help.withdrawn) {
        let Some(one) = all.iter().find(|one| one.id == help.volunteer) else { continue };
        if !blocks.is_empty() {
            blocks.push(Block::PageBreak);
        }
        // The agreement goes home with somebody from outside: the child's name and class, nothing that says why.
        let class = classes.iter().find(|line| line.pupil == help.pupil).map(|line| line.class_name.clone()).unwrap_or_default();
        blocks.extend([
            Block::Heading(Msg::new("pairing-volunteer-agreement").with("name", &one.name).text(lang)),
            Block::Facts(vec![
                (word("pairing-volunteer-child"), format!("{class} {}", help.pupil_name)),
                (word("pairing-volunteer-teacher"), help.teacher.clone()),
                (word("pairing-letter-days"), Msg::new("pairing-days").with("from", help.from).with("until", help.until).text(lang)),
                (word("pairing-volunteer-consent"), help.consent.to_string()),
            ]),
            Block::Paragraph(word("pairing-volunteer-agreement-lead")),
            Block::List(DUTIES.map(word).to_vec()),
            Block::Signatures(["pairing-sign-volunteer", "pairing-sign-teacher", "pairing-sign-guardian", "pairing-sign-date"].map(word).to_vec()),
        ]);
    }
    if blocks.is_empty() {
        return Err(Error::Conflict(Msg::new("pairing-volunteer-nobody")));
    }
    let title = word("pairing-volunteer-agreements");
    let frame = Frame { school: tenant(tx)?.name, written: tx.now(), ..Frame::default() };
    let file = format!("{title}_{today}.{}", format.extension());
    Ok((file, format.media_type(), Letter { frame, title: title.clone(), blocks }.file(format)?))
}
