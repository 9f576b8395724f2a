//! verbs: the lines of the principal's Monday beyond the screening (UI.md 1, PRACTICE 5.4): the children nobody has talked to, by name; who helps too many; what the bureau waits for; one piece of good news.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fact, span};
use crate::access::{Permit, Who, acts};
use crate::activity::cadence;
use crate::activity::cadence::allowed;
use crate::base::{Msg, PupilId, Result, StaffId};
use crate::pairing::pairs;
use crate::programme::in_force;
use crate::roster::particulars;
use crate::roster::time::Term;
use crate::screening::list_state::Step;
use crate::screening::{filing, round};
use crate::store::Tx;
use crate::supervision::experience;

/// Names in a line, at most.
const NAMED: usize = 3;
/// Days before something is due at the bureau from which it is spoken of.
const BUREAU_DAYS: i64 = 14;
/// How old good news may be.
const NEWS_DAYS: i64 = 7;

/// How many more people help than the programmes of their children allow.
pub(super) fn too_many(helped: &BTreeMap<StaffId, (BTreeSet<PupilId>, Option<i64>)>) -> usize {
    helped.values().filter(|(pupils, most)| most.is_some_and(|most| i64::try_from(pupils.len()).unwrap_or(i64::MAX) > most)).count()
}

/// Children of whom no talk is on record in the present span, the first ones by name.
pub(super) fn unheard(tx: &mut Tx<'_>, print: &Permit<acts::PrintRegister>) -> Result<Vec<Fact>> {
    let (lang, mut facts) = (print.who().lang, Vec::new());
    for (code, pupils) in cadence::unheard(tx, print)? {
        let mut names = Vec::new();
        for pupil in pupils.iter().take(NAMED) {
            if let Some(see) = allowed(Permit::<acts::SeePupil>::ask(tx, print.who(), *pupil))? {
                names.push(particulars::particulars(tx, &see)?.name);
            }
        }
        let what =
            Msg::new("today-unheard").with("count", pupils.len()).with("span", span(lang, code)).with("names", names.join(&crate::base::words::word(lang, "casefile-comma")));
        facts.push(Fact { what, link: "/records/unheard".into(), good: false });
    }
    Ok(facts)
}

/// Who helps more children than the programmes allow: a line with their number, never their names side by side.
pub(super) fn overloaded(tx: &mut Tx<'_>, print: &Permit<acts::PrintRegister>, term: &Term) -> Result<Option<Fact>> {
    let today = tx.today();
    let most: BTreeMap<_, _> = in_force(tx, term.id)?.into_iter().map(|one| (one.id, one.mentor_pupils().or_else(|| one.helper_pupils()).and_then(|range| range.to))).collect();
    let mut helped: BTreeMap<StaffId, (BTreeSet<PupilId>, Option<i64>)> = BTreeMap::new();
    for pair in pairs::on_day(tx, print, today)? {
        let entry = helped.entry(pair.staff).or_default();
        entry.0.insert(pair.pupil);
        entry.1 = entry.1.max(most.get(&pair.programme).copied().flatten());
    }
    let count = too_many(&helped);
    Ok((count > 0).then(|| Fact { what: Msg::new("today-overloaded").with("count", count), link: "/pairing".into(), good: false }))
}

/// Lists that are still to be filed within two weeks, or are late.
pub(super) fn bureau(tx: &mut Tx<'_>, who: &Who, term: &Term) -> Result<Vec<Fact>> {
    let (today, mut facts) = (tx.today(), Vec::new());
    for opened in round::of_term(tx, term)? {
        let open: Vec<_> = filing::overview(tx, who, &opened)?.into_iter().filter(|line| line.newest.as_ref().is_none_or(|signed| signed.step != Step::Filed)).collect();
        if let Some(due) = open.iter().map(|line| line.due).min().filter(|due| due.days() - today.days() <= BUREAU_DAYS) {
            let what = Msg::new("today-bureau").with("count", open.len()).with("name", &opened.programme.name).with("day", due);
            facts.push(Fact { what, link: opened.address(), good: false });
        }
    }
    if (0..=BUREAU_DAYS).contains(&(term.last_day.days() - today.days())) {
        facts.push(Fact { what: Msg::new("today-registers-due").with("day", term.last_day), link: "/registers".into(), good: false });
    }
    Ok(facts)
}

/// Good news where no child came off the list: what a colleague found to work this week.
pub(super) fn news(tx: &mut Tx<'_>) -> Result<Option<Fact>> {
    let since = tx.today().plus_days(-NEWS_DAYS);
    let new = experience::search(tx, "", "")?.into_iter().find(|one| one.day >= since);
    Ok(new.map(|one| Fact { what: Msg::new("today-news-experience").with("name", one.by).with("text", one.text), link: "/supervision/experience".into(), good: true }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::derived;

    #[test]
    fn who_helps_as_many_as_allowed_is_not_overloaded() {
        let people = |n: usize| (0..n).map(|i| derived::<PupilId>(&[&[u8::try_from(i).unwrap()]])).collect::<BTreeSet<_>>();
        for (n, most, expected) in [(2, Some(2), 0), (3, Some(2), 1), (30, None, 0), (0, Some(2), 0)] {
            let helped = BTreeMap::from([(derived::<StaffId>(&[b"one"]), (people(n), most))]);
            assert_eq!(too_many(&helped), expected, "{n} of {most:?}");
        }
    }
}
