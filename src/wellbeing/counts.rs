//! verbs: statistics of the psychological service: counts only, no child, nothing from which one could be told. A count of one or two is not told to anybody, the principal included, nor one from which it could be worked out; a
//! figure without any rows behind it is none, never a made-up number.

use std::collections::BTreeSet;

use super::entry::{self, Kind};
use super::rules::{self, FEELINGS, FORMS, LEVEL_MOST};
use super::sql::{bookings, campaign};
use crate::access::{Act, Permit};
use crate::base::{Lang, Msg, PupilId, Result, SchoolDate, words};
use crate::store::Tx;

/// A line of the statistics: what is counted, and how many; nothing where it is not told.
pub type Count = (String, Option<i64>);

/// The statistics of some days, part by part: the key of the part's title, and its lines.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn figures<A: Act>(tx: &mut Tx<'_>, _permit: &Permit<A>, from: SchoolDate, until: SchoolDate, lang: Lang) -> Result<Vec<(&'static str, Vec<Count>)>> {
    let word = |key: &str| words::word(lang, key);
    let notices = entry::since(tx, Kind::Notice, from, until)?;
    let of_level: Vec<i64> = (1..=LEVEL_MOST).map(|level| notices.iter().filter(|one| one.said().level == level).count() as i64).collect();
    let levels = (1..=LEVEL_MOST).zip(rules::told_parts(&of_level)).map(|(level, count)| (word(&format!("wellbeing-level-{level}")), count)).collect();
    let mut service: Vec<(String, i64)> = vec![(word("wellbeing-count-notices"), notices.len() as i64)];
    service.push((word("wellbeing-count-answered"), notices.iter().filter(|one| !one.steps.is_empty()).count() as i64));
    let held: Vec<_> = bookings::span(tx, from, until)?.into_iter().filter_map(|one| one.ended.clone().filter(|ended| ended.what == "held").map(|ended| (one, ended))).collect();
    let mut sessions: Vec<(String, i64)> = Vec::new();
    for form in FORMS {
        let of = || held.iter().filter(|(one, _)| one.form == form);
        sessions.push((word(&format!("wellbeing-form-{form}")), of().count() as i64));
        sessions.push((Msg::new("wellbeing-count-people").with("form", word(&format!("wellbeing-form-{form}"))).text(lang), of().map(|(_, ended)| ended.audience).sum()));
    }
    sessions.push((word("wellbeing-count-minutes"), held.iter().map(|(_, ended)| ended.minutes).sum()));
    let referrals = entry::since(tx, Kind::Referral, from, until)?;
    service.push((word("wellbeing-count-referrals"), referrals.len() as i64));
    service.push((word("wellbeing-count-accepted"), referrals.iter().filter(|one| one.has("accepted")).count() as i64));
    service.push((word("wellbeing-crises"), entry::since(tx, Kind::Crisis, from, until)?.len() as i64));
    let pages = entry::since(tx, Kind::Page, from, until)?;
    let children: BTreeSet<PupilId> = pages.iter().map(|page| page.pupil).collect();
    service.push((word("wellbeing-count-children"), children.len() as i64));
    let feeling = |code: &&str| {
        let of: BTreeSet<PupilId> = pages.iter().filter(|page| page.said().what == "feeling" && page.said().ticks.iter().any(|tick| tick == code)).map(|page| page.pupil).collect();
        (word(&format!("wellbeing-feeling-{code}")), of.len() as i64)
    };
    let mut looked = Vec::new();
    for one in campaign::campaigns(tx)?.into_iter().filter(|one| one.from <= until && one.until >= from) {
        looked.push((one.name.clone(), campaign::done(tx, one.id)?.len() as i64));
    }
    let each = |lines: Vec<(String, i64)>| lines.into_iter().map(|(what, count)| (what, rules::told(count))).collect();
    Ok(vec![
        ("wellbeing-count-service", each(service)),
        ("wellbeing-count-levels", levels),
        ("wellbeing-count-sessions", each(sessions)),
        ("wellbeing-count-feelings", each(FEELINGS.iter().map(feeling).collect())),
        ("wellbeing-campaigns", each(looked)),
    ])
}

/// A count in words; that it is small where it is not told.
pub fn told(count: Option<i64>, lang: Lang) -> String {
    count.map_or_else(|| words::word(lang, "wellbeing-count-few"), |count| count.to_string())
}
