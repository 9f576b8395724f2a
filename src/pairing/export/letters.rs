//! 帮扶责任书: a page for each mentor of a programme, or for each child where a guardian signs: the children, what the programme asks and how often, the time, places to sign. A9-02, A1-12, A9-06.

use std::collections::BTreeMap;

use super::letter_format;
use crate::access::{Permit, acts, tenant};
use crate::base::{Error, Lang, Msg, Result, StaffId, words};
use crate::documents::letter::{Block, Letter};
use crate::documents::register::Frame;
use crate::pairing::pairs::{self, Pair};
use crate::pairing::{Scene, wording};
use crate::programme::{Group, Param, wording as parameter};
use crate::store::Tx;

/// What of the rhythm of a programme is not the mentor's duty: the school sees to it.
const OF_THE_SCHOOL: [Param; 3] = [Param::ParentMeetingEvery, Param::ActivityEvery, Param::CompetitionEvery];
/// What of the checking concerns the mentor.
const OF_THE_MENTOR: [Param; 3] = [Param::HandInDay, Param::FeedbackEvery, Param::SummaryEvery];

/// What a programme asks of a mentor, with how often, in words.
fn duties(scene: &Scene, lang: Lang) -> Vec<String> {
    let own = |param: Param| (param.group() == Group::Rhythm && !OF_THE_SCHOOL.contains(&param)) || OF_THE_MENTOR.contains(&param);
    let line = |(param, value)| Msg::new("pairing-letter-duty").with("what", parameter::name(param, lang)).with("how", parameter::text(param, value, lang)).text(lang);
    scene.programme.values.iter().filter(|(param, _)| own(*param)).map(line).collect()
}

/// One to one, one to two … as the mentor has children.
fn manner(lang: Lang, count: usize) -> String {
    Msg::new("pairing-manner").with("count", count).text(lang)
}

fn page(lang: Lang, scene: &Scene, name: &str, own: &[&Pair], guardian: bool) -> Vec<Block> {
    let word = |key: &str| words::word(lang, key);
    let (from, until) = (own.iter().map(|pair| pair.from).min(), own.iter().map(|pair| pair.until).max());
    let days = from.zip(until).map(|(from, until)| Msg::new("pairing-days").with("from", from).with("until", until).text(lang)).unwrap_or_default();
    let child = |pair: &&Pair| {
        let facts = scene.child(pair.pupil);
        let seat = facts.and_then(|facts| facts.seat).map(|seat| Msg::new("casefile-seat").with("count", seat).text(lang)).unwrap_or_default();
        let class = facts.map(|facts| facts.class_name.clone()).unwrap_or_default();
        format!("{} {class} {seat} · {}", pair.pupil_name, wording::why(lang, &pair.why))
    };
    let mut facts = vec![(word("pairing-mentor"), name.to_owned()), (word("pairing-letter-days"), days)];
    if !guardian {
        facts.extend([(word("pairing-programme"), scene.programme.name.clone()), (word("pairing-letter-manner"), manner(lang, own.len()))]);
    }
    let mut blocks = vec![
        Block::Facts(facts),
        Block::Heading(word("pairing-letter-children")),
        Block::List(own.iter().map(child).collect()),
        Block::Paragraph(word("pairing-letter-lead")),
        Block::Heading(word("pairing-letter-duties")),
    ];
    let mut asked = duties(scene, lang);
    asked.extend(["pairing-letter-know", "pairing-letter-strength", "pairing-letter-quiet", "pairing-letter-team"].map(word));
    blocks.push(Block::List(asked));
    blocks.push(Block::Paragraph(word("pairing-letter-school")));
    let mut places = vec![word("pairing-sign-mentor"), word("pairing-sign-leader")];
    if guardian {
        places.push(word("pairing-sign-guardian"));
    }
    places.push(word("pairing-sign-date"));
    blocks.push(Block::Signatures(places));
    blocks
}

/// The letters of all mentors of a scene, or of one; with a place for a guardian to sign where asked. Gives file name, media type and bytes.
///
/// # Errors
/// Not found for a format that letters do not have; a conflict when there is no such pair; those of the writers.
pub fn letters(
    tx: &mut Tx<'_>,
    _permit: &Permit<acts::ManagePairing>,
    scene: &Scene,
    only: Option<StaffId>,
    guardian: bool,
    format: &str,
    lang: Lang,
) -> Result<(String, &'static str, Vec<u8>)> {
    let format = letter_format(format)?;
    let standing = pairs::standing(tx, scene)?;
    let mut by_mentor: BTreeMap<(&str, StaffId), Vec<&Pair>> = BTreeMap::new();
    for pair in standing.iter().filter(|pair| only.is_none_or(|staff| staff == pair.staff)) {
        by_mentor.entry((&pair.staff_name, pair.staff)).or_default().push(pair);
    }
    let mut blocks = Vec::new();
    for ((name, _), own) in &mut by_mentor {
        own.sort_by_key(|pair| scene.child(pair.pupil).map(|facts| (facts.class_name.clone(), facts.seat)));
        // What a guardian signs speaks of the own child alone.
        let pages: Vec<&[&Pair]> = if guardian { own.chunks(1).collect() } else { vec![own.as_slice()] };
        for own in pages {
            if !blocks.is_empty() {
                blocks.extend([Block::PageBreak, Block::Heading(words::word(lang, "pairing-letter-title"))]);
            }
            blocks.extend(page(lang, scene, name, own, guardian));
        }
    }
    if blocks.is_empty() {
        return Err(Error::Conflict(Msg::new("pairing-letter-nobody")));
    }
    let title = words::word(lang, "pairing-letter-title");
    let frame =
        Frame { school: tenant(tx)?.name, written: tx.now(), confidential: if guardian { String::new() } else { words::word(lang, "report-confidential") }, ..Frame::default() };
    let of = if only.is_some() { by_mentor.keys().next().map(|(name, _)| format!("_{name}")).unwrap_or_default() } else { String::new() };
    let file = format!("{title}_{}{of}.{}", scene.term.code, format.extension());
    Ok((file, format.media_type(), Letter { frame, title, blocks }.file(format)?))
}
