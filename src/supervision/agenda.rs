//! verbs: what a meeting speaks of, drafted from the children whose support does not move (A9-24, B6-10, B9-05): goals without improvement, a child nobody has talked to, a plan that
//! is missing or runs out. Each at the levels of who calls the meeting.

use std::collections::HashMap;

use crate::access::{Permit, Who, acts};
use crate::activity::cadence::{self, allowed};
use crate::activity::owed::{Act, Stand};
use crate::base::{ClassId, Lang, Msg, PupilId, Result, SchoolDate};
use crate::casefile;
use crate::plan;
use crate::progress::decide::Advice;
use crate::progress::{series, wording};
use crate::store::Tx;

/// Children whose files are read for a draft, at most.
const CHILDREN_MOST: usize = 120;
/// Children of a draft, at most: what an hour allows.
pub const DRAFT_MOST: usize = 12;
/// Days before its end from which a plan is due.
const PLAN_DAYS: i64 = 14;

/// A child whose support does not move.
#[derive(Clone, Debug)]
pub struct Stalled {
    /// The child.
    pub pupil: PupilId,
    /// Its name.
    pub name: String,
    /// Its class.
    pub class_name: String,
    /// Why, the weightiest first, in words.
    pub why: Vec<String>,
    weight: usize,
}

/// Why a plan is spoken of.
fn plan_due(versions: &[plan::Version], today: SchoolDate, lang: Lang) -> Option<String> {
    match plan::in_force(versions, today) {
        None => Some(Msg::new("supervision-why-no-plan").text(lang)),
        Some(version) if version.until <= today.plus_days(PLAN_DAYS) => Some(Msg::new("supervision-why-plan").with("day", version.until).text(lang)),
        Some(_) => None,
    }
}

fn reasons(tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>, stands: &[Stand], lang: Lang) -> Result<(usize, Vec<String>)> {
    let mut why: Vec<(usize, String)> = Vec::new();
    for one in series::of_pupil(tx, see)? {
        let weight = match one.advice {
            Advice::Change(_) => 0,
            Advice::Slow => 1,
            _ => continue,
        };
        why.push((weight, Msg::new("supervision-why-goal").with("goal", &one.goal.body.text).with("advice", wording::advice(lang, one.advice)).text(lang)));
    }
    if let Some(stand) = stands.iter().find(|stand| stand.due.act == Act::Talk && stand.done == 0) {
        let span = crate::base::words::word(lang, &format!("activity-owed-in-{}", stand.due.span));
        why.push((2, Msg::new("supervision-why-unheard").with("span", span).text(lang)));
    }
    let (versions, today) = (plan::versions(tx, see)?, tx.today());
    why.extend(plan_due(&versions, today, lang).map(|text| (3, text)));
    why.sort_by_key(|one| one.0);
    Ok((why.first().map_or(usize::MAX, |one| one.0), why.into_iter().map(|one| one.1).collect()))
}

/// The children of classes (of all that the person sees, without one) whose support does not move, the weightiest first.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn stalled(tx: &mut Tx<'_>, who: &Who, classes: Option<&[ClassId]>, lang: Lang) -> Result<Vec<Stalled>> {
    let mut lines = casefile::lines(tx, who, None)?;
    lines.retain(|line| classes.is_none_or(|classes| classes.contains(&line.class)));
    lines.truncate(CHILDREN_MOST);
    let pupils: Vec<PupilId> = lines.iter().map(|line| line.pupil).collect();
    let stands: HashMap<PupilId, Vec<Stand>> = cadence::of_children(tx, who, &pupils)?;
    let mut found = Vec::new();
    for line in lines {
        let Some(see) = allowed(Permit::<acts::SeeCaseFile>::ask(tx, who, line.pupil))? else { continue };
        let (weight, why) = reasons(tx, &see, stands.get(&line.pupil).map_or(&[][..], Vec::as_slice), lang)?;
        if !why.is_empty() {
            found.push(Stalled { pupil: line.pupil, name: line.name, class_name: line.class_name, why, weight });
        }
    }
    found.sort_by_key(|one| one.weight);
    found.truncate(DRAFT_MOST);
    Ok(found)
}
