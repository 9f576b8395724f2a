//! verbs: study groups of a class mixed by strength (A5-15, B2-04, B5-05): a proposal from the newest results, made into groups of `pairing` when a teacher accepts it.
//!
//! No mark leaves this file: what comes out are groups of children by seat, with neutral names, and by which assessment they were mixed.

use std::collections::BTreeMap;

use super::mix::{self, NAMES};
use crate::access::{Permit, Who, acts};
use crate::base::{AssessmentId, Lang, PupilId, Result, SchoolDate, StaffId, words};
use crate::pairing::groups as pairing;
use crate::results::mark::Mark;
use crate::results::sheet::results_of;
use crate::roster::pupils::{self, Part, Sort, State};
use crate::roster::time::Term;
use crate::store::Tx;

/// Children of a group that can be asked for.
pub const SIZES: [usize; 5] = [4, 5, 6, 3, 8];

/// A proposal.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// By which results the groups are mixed; nothing where there are none, then by seat.
    pub by: Option<(String, SchoolDate)>,
    /// Children whose strength nobody knows: they fill up the groups.
    pub unknown: usize,
    /// The groups: a neutral name, and the children by seat.
    pub groups: Vec<(String, Vec<pupils::PupilLine>)>,
    /// Names of groups of the class that run already.
    pub running: Vec<String>,
}

/// A child's share of what can be reached, over the subjects in which it was marked.
fn strength(marks: impl Iterator<Item = (Mark, Option<f64>)>) -> Option<f64> {
    let shares: Vec<f64> = marks.filter_map(|(mark, full)| Some(mark.points()? / full.filter(|full| *full > 0.0)?)).collect();
    let count = u32::try_from(shares.len()).ok().filter(|count| *count > 0)?;
    Some(shares.iter().sum::<f64>() / f64::from(count))
}

/// Name of an assessment, and what a child was marked in it with the full marks.
type Marked = (String, Vec<(Mark, Option<f64>)>);
/// By which assessment, its day, and each child's strength in it.
type Known = (String, SchoolDate, BTreeMap<PupilId, f64>);

/// The newest assessment in which at least half of the children were marked, as far as the person may see results: in whichever class they were then.
fn strengths(tx: &mut Tx<'_>, who: &Who, children: &[PupilId], subject: &str) -> Result<Option<Known>> {
    let mut all: BTreeMap<(SchoolDate, AssessmentId), Known> = BTreeMap::new();
    for child in children {
        let Ok(see) = Permit::<acts::SeeResults>::ask(tx, who, *child) else { continue };
        let mut own: BTreeMap<(SchoolDate, AssessmentId), Marked> = BTreeMap::new();
        for one in results_of(tx, &see)?.into_iter().filter(|one| subject.is_empty() || one.subject == subject) {
            own.entry((one.day, one.assessment)).or_insert_with(|| (one.name, Vec::new())).1.push((one.mark, one.full));
        }
        for (key, (name, marks)) in own {
            if let Some(strength) = strength(marks.into_iter()) {
                all.entry(key).or_insert_with(|| (name, key.0, BTreeMap::new())).2.insert(*child, strength);
            }
        }
    }
    let least = (children.len() / 2).max(3);
    Ok(all.into_values().rev().find(|(.., known)| known.len() >= least))
}

/// Proposes groups of the permit's class: the same each time. For who may not see results, or without results, they are mixed by seat.
///
/// # Errors
/// Faults of the database.
pub fn propose(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePeers>, size: usize, subject: &str) -> Result<Proposal> {
    let (class, today, lang) = (permit.class()?, tx.today(), permit.who().lang);
    let lines = pupils::list(tx, permit.who(), &Part::Class(class), State::Here, Sort::Class, crate::base::limits::ROWS_PER_PAGE_MOST, 0)?.rows;
    let ids: Vec<PupilId> = lines.iter().map(|line| line.id).collect();
    let known = strengths(tx, permit.who(), &ids, subject)?;
    let of = |pupil: PupilId| known.as_ref().and_then(|(.., all)| all.get(&pupil).copied());
    let children: Vec<mix::Child> = lines.iter().map(|line| mix::Child { id: line.id, strength: of(line.id), seat: line.seat_no }).collect();
    let unknown = children.iter().filter(|child| child.strength.is_none()).count();
    let groups = mix::divide(&children, size)
        .into_iter()
        .enumerate()
        .map(|(at, members)| (name(lang, at), members.iter().filter_map(|id| lines.iter().find(|line| line.id == *id).cloned()).collect()));
    let groups = groups.collect();
    let running = pairing::of_class(tx, permit)?.into_iter().filter(|group| group.ended.is_empty() && group.until >= today).map(|group| group.name).collect();
    Ok(Proposal { by: known.map(|(name, day, _)| (name, day)), unknown, groups, running })
}

/// The neutral name of a group; beyond the names there are, the name with a second one.
fn name(lang: Lang, at: usize) -> String {
    let word = |at: usize| words::word(lang, &format!("tutoring-group-{}", NAMES[at % NAMES.len()]));
    if at < NAMES.len() { word(at) } else { format!("{}·{}", word(at), word(at / NAMES.len() + at % NAMES.len())) }
}

/// Makes groups of the permit's class under one teacher, all or none. Gives how many.
///
/// # Errors
/// Those of [`pairing::make`].
pub fn accept(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePeers>, term: &Term, lead: Option<StaffId>, groups: &[(String, Vec<PupilId>)]) -> Result<usize> {
    for (name, members) in groups {
        pairing::make(tx, permit, term, &pairing::New { name: name.clone(), lead, members: members.clone() })?;
    }
    Ok(groups.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strength_is_the_share_of_what_was_marked_and_nothing_without_a_mark() {
        let marks = [(Mark::Points(80.0), Some(100.0)), (Mark::Missing, Some(100.0)), (Mark::Points(30.0), Some(50.0)), (Mark::Points(9.0), None)];
        assert_eq!(strength(marks.into_iter()), Some(0.7));
        assert_eq!(strength([(Mark::Missing, Some(100.0))].into_iter()), None);
    }

    #[test]
    fn names_do_not_run_out() {
        let all: std::collections::BTreeSet<String> = (0..20).map(|at| name(Lang::ZhCn, at)).collect();
        assert_eq!(all.len(), 20);
    }
}
