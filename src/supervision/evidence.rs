//! verbs: the eight cells of 三落实、两定时、三有 of a child or of all children of a ledger, each from what is on record. A9-07, A9-08, A9-09.

use std::collections::BTreeSet;

use super::evidence_rules::{Cell, Facts, cells};
use super::ledger::{Ledger, tally};
use crate::access::{Permit, Who, acts};
use crate::activity::cadence::Took;
use crate::activity::owed::{Act, What};
use crate::base::{PupilId, Result, SchoolDate};
use crate::pairing::fit;
use crate::pairing::pairs::Pair;
use crate::plan::item::Kind;
use crate::plan::{self, Standing};
use crate::progress::decide::Advice;
use crate::progress::{review, series};
use crate::store::Tx;

/// What a source of a measure is when it answers something on record.
const GROUNDS: [&str; 5] = ["cause", "category", "subject", "result", "programme"];
/// How a goal stands in a review when it moves.
const MOVES: [&str; 2] = ["reached", "moving"];

fn helped(facts: &mut Facts, ledger: &Ledger, pupil: PupilId) {
    let (days, until) = (ledger.asked.days(), ledger.asked.today().min(ledger.term.last_day));
    let own: Vec<&Pair> = ledger.pairs.iter().filter(|pair| pair.pupil == pupil).collect();
    let Some(first) = own.iter().map(|pair| pair.from.max(ledger.term.first_day)).min() else { return };
    for day in (first.days()..=until.days()).map(SchoolDate::from_days).filter(|day| days.is_school_day(*day)) {
        facts.days += 1;
        facts.helped_days += i64::from(own.iter().any(|pair| (pair.from..=pair.until).contains(&day)));
    }
    let names: BTreeSet<&str> = own.iter().filter(|pair| (pair.from..=pair.until).contains(&until)).map(|pair| pair.staff_name.as_str()).collect();
    facts.helpers = names.into_iter().map(ToOwned::to_owned).collect();
}

fn counted(facts: &mut Facts, ledger: &Ledger, pupil: PupilId) {
    let today = ledger.asked.today();
    let took: &[Took] = ledger.took.get(&pupil).map_or(&[], Vec::as_slice);
    let last = |of: &dyn Fn(What) -> bool| took.iter().filter(|one| one.held && of(one.what)).map(|one| one.day).max();
    let of = |act: Act| {
        let sum = tally(ledger.of_child(pupil).filter(|one| one.act == act), today);
        (sum.promised - sum.excused, sum.kept, last(&|what| act.counts(what)))
    };
    (facts.told, facts.talked) = (of(Act::Told), of(Act::Talk));
    facts.kept_percent = tally(ledger.of_child(pupil), today).percent();
    facts.records = (took.iter().filter(|one| one.held && one.what != What::Report).count(), last(&|what| what != What::Report));
}

/// Today's facts of a child of the ledger, as far as the person may read of it.
fn facts(tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>, ledger: &Ledger) -> Result<Facts> {
    let (pupil, mut facts) = (see.pupil()?, Facts::default());
    helped(&mut facts, ledger, pupil);
    counted(&mut facts, ledger, pupil);
    facts.slots = fit::helpers(tx, see)?.iter().map(|helper| helper.slots.len()).sum();
    let versions = plan::versions(tx, see)?;
    let held = plan::in_force(&versions, ledger.asked.today());
    facts.approved = held.is_some_and(|version| version.standing == Standing::Approved);
    if let Some(version) = held.or_else(|| versions.first()) {
        let items = plan::items(tx, see, version.id)?;
        let measures = items.iter().filter(|item| !item.removed && item.kind == Kind::Measure);
        facts.measures = measures.clone().count();
        facts.grounded = measures.filter(|item| item.body.sources.iter().any(|source| GROUNDS.contains(&source.what.as_str()))).count();
    }
    let all = series::of_pupil(tx, see)?;
    facts.judged = all.iter().filter(|one| !matches!(one.advice, Advice::Few(_))).count();
    facts.moved = all.iter().filter(|one| matches!(one.advice, Advice::Keep | Advice::Reached | Advice::Slow)).count();
    if see.why().subjects().is_none() {
        let moved = |one: &review::Review| one.body.goals.iter().any(|goal| MOVES.contains(&goal.judged.as_str()));
        facts.reviewed = review::of_pupil(tx, see)?.iter().filter(|one| one.day >= ledger.term.first_day).find(|one| moved(one)).map(|one| one.day);
    }
    Ok(facts)
}

/// The eight cells of a child of the ledger.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn of_pupil(tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>, ledger: &Ledger) -> Result<Vec<Cell>> {
    Ok(cells(&facts(tx, see, ledger)?))
}

/// The eight cells of each child of the ledger, in its order; of whom the person may not read a file, none.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn of_all(tx: &mut Tx<'_>, who: &Who, ledger: &Ledger) -> Result<Vec<(PupilId, Vec<Cell>)>> {
    let mut all = Vec::new();
    for child in &ledger.children {
        if let Some(see) = crate::activity::cadence::allowed(Permit::<acts::SeeCaseFile>::ask(tx, who, child.pupil))? {
            all.push((child.pupil, of_pupil(tx, &see, ledger)?));
        }
    }
    Ok(all)
}
