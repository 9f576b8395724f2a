//! 升级单: the slip with which a family is brought before the leader of the grade (A9-22), with its contacts and places to sign; internal.

use super::{File, frame, letter};
use crate::access::{Permit, Who, acts};
use crate::activity::raise;
use crate::base::{Lang, Msg, Result, RowId, words};
use crate::documents::letter::{Block, Letter};
use crate::roster::particulars;
use crate::roster::time;
use crate::store::Tx;

/// The slip.
///
/// # Errors
/// Not found when it is not for the person, or for another format; those of the writers.
pub fn slip(tx: &mut Tx<'_>, who: &Who, id: RowId, format: &str, lang: Lang) -> Result<File> {
    let (raise, contacts) = raise::one(tx, who, id)?;
    let see = Permit::<acts::SeePupil>::ask(tx, who, raise.pupil)?;
    let class = particulars::particulars(tx, &see)?.seat.map(|seat| seat.class_name).unwrap_or_default();
    let word = |key: &str| words::word(lang, key);
    let mut blocks = vec![
        Block::Facts(vec![
            (word("roster-name"), raise.pupil_name.clone()),
            (word("activity-table-class-short"), class),
            (word("activity-raise-by"), format!("{}　{}", raise.by, raise.day)),
            (word("activity-raise-leader"), raise.leader_name.clone()),
            (word("activity-raise-reason"), word(&format!("activity-raise-reason-{}", raise.reason))),
        ]),
        Block::Heading(word("activity-raise-contacts")),
    ];
    let line = |record: &crate::activity::Record| {
        let what = format!("{} {}", word(&format!("activity-kind-{}", record.kind.code())), word(&format!("activity-how-{}", record.how)));
        let mark = if record.held { String::new() } else { Msg::new("activity-table-mark").with("word", word("activity-not-held")).text(lang) };
        format!("{} {what} {mark}{} ({})", record.day, record.words.done, record.by)
    };
    blocks.push(Block::List(contacts.iter().map(line).collect()));
    blocks.extend([Block::Heading(word("activity-raise-wish")), Block::Paragraph(raise.wish.clone()), Block::Heading(word("activity-raise-answer"))]);
    let blank = || "　".to_owned();
    let (outcome, text) = raise.returned.clone().map_or_else(|| (blank(), "\n\n".to_owned()), |(_, outcome, text)| (word(&format!("activity-raise-outcome-{outcome}")), text));
    blocks.push(Block::Facts(vec![
        (word("activity-raise-accepted-on"), raise.accepted.map_or_else(blank, |day| day.to_string())),
        (word("activity-raise-outcome"), outcome),
        (word("activity-raise-text-label"), text),
        (word("activity-raise-returned-on"), raise.returned.as_ref().map_or_else(blank, |(day, ..)| day.to_string())),
    ]));
    blocks.push(Block::Signatures(["activity-raise-sign-by", "report-sign-sponsor", "report-date"].map(word).to_vec()));
    let term = time::current_term(tx)?;
    let title = word("activity-raise-slip");
    let name = format!("{title}_{}", raise.pupil_name);
    letter(&Letter { frame: frame(tx, who, term.as_ref(), lang)?, title, blocks }, &name, format)
}
