//! verbs: how a child's goals went, tapped in a record: ○ △ ×, with the figure where there is one. PRACTICE 1.5, A1-09, A5-05.

use std::collections::HashMap;

use super::{Record, Words, rules::Opens, sql};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, PupilId, Result, RowId, SchoolDate};
use crate::plan::item::{Horizon, Item, Kind};
use crate::plan::{self, goal};
use crate::store::Tx;

/// How a goal went; the word is `activity-mark-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// ○
    Full,
    /// △
    Half,
    /// ×
    None,
}

impl Mark {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Full, Self::Half, Self::None];
    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Half => "half",
            Self::None => "none",
        }
    }
    /// The mark of an identifier.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.code() == code)
    }
    /// As schools draw it.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Full => "○",
            Self::Half => "△",
            Self::None => "×",
        }
    }
}

/// What was tapped at a goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tap {
    /// The goal's key, the same in all versions of the plan.
    pub goal: RowId,
    /// How it went; none where only a figure was typed.
    pub mark: Option<Mark>,
    /// The figure in the goal's unit, as it was typed; empty without one.
    pub value: String,
}

/// A goal as the form offers it and as a record names it.
#[derive(Clone, Debug)]
pub struct Goal {
    /// Its key.
    pub key: RowId,
    /// The sentence.
    pub text: String,
    /// Code of its unit; empty when the goal has none yet.
    pub unit: String,
    /// Whether it lies far ahead: looked at now and then, not every week.
    pub far: bool,
}

/// A mark of a goal as it counts for the child's progress.
#[derive(Clone, Debug)]
pub struct GoalMark {
    /// The act.
    pub act: RowId,
    /// The goal's key.
    pub goal: RowId,
    /// When.
    pub day: SchoolDate,
    /// How it went.
    pub mark: Mark,
    /// The figure in the goal's unit, as it was typed; empty without one.
    pub value: String,
    /// Who saw it, by name.
    pub by: String,
}

fn named(items: Vec<Item>) -> impl Iterator<Item = Goal> {
    let goal = |item: Item| Goal { key: item.key, text: item.body.text, unit: item.body.unit, far: item.body.horizon == Horizon::Far.code() };
    items.into_iter().filter(|item| item.kind == Kind::Goal && !item.removed).map(goal)
}

/// The goals that a record of the child offers: those of the plan in force today that the person may read.
///
/// # Errors
/// Faults of the database.
pub fn offered(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<Goal>> {
    let versions = plan::versions(tx, permit)?;
    match plan::in_force(&versions, tx.today()) {
        Some(version) => {
            let mut goals: Vec<Goal> = named(plan::items(tx, permit, version.id)?).collect();
            // What is near comes first.
            goals.sort_by_key(|goal| goal.far);
            Ok(goals)
        }
        None => Ok(Vec::new()),
    }
}

/// Every goal that the person may read in any version of the plan, as it was worded last.
///
/// # Errors
/// Faults of the database.
pub fn readable(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<HashMap<RowId, Goal>> {
    let mut all = HashMap::new();
    for version in plan::versions(tx, permit)? {
        for goal in named(plan::items(tx, permit, version.id)?) {
            all.entry(goal.key).or_insert(goal);
        }
    }
    Ok(all)
}

/// Sorts the taps by the children whose goals they are; what cannot be stored is noted at `goal-<key>`. A goal that the plan has dropped meanwhile is still taken.
pub(super) fn by_child(tx: &mut Tx<'_>, permits: &[&Permit<acts::RecordActivity>], words: &Words, held: bool, problems: &mut Problems) -> Result<Vec<Vec<Tap>>> {
    let mut all = vec![Vec::new(); permits.len()];
    let mut left = words.marks.clone();
    if left.is_empty() {
        return Ok(all);
    }
    if !held {
        problems.note(format!("goal-{}", left[0].goal), "activity-goal-not-held");
    }
    for (permit, own) in permits.iter().zip(&mut all) {
        let see = Permit::<acts::SeeCaseFile>::ask(tx, permit.who(), permit.pupil()?)?;
        let goals = readable(tx, &see)?;
        let (known, unknown): (Vec<Tap>, Vec<Tap>) = left.into_iter().partition(|tap| goals.contains_key(&tap.goal));
        for tap in &known {
            check(tap, &goals[&tap.goal].unit, problems);
        }
        (*own, left) = (known, unknown);
    }
    for tap in left {
        problems.note(format!("goal-{}", tap.goal), "activity-goal-gone");
    }
    Ok(all)
}

/// The marks of a record that is rewritten: what the form said, and what stood at goals that its author may not read any more.
pub(super) fn rewritten(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>, old: &Record, words: &Words, problems: &mut Problems) -> Result<Vec<Tap>> {
    let see = Permit::<acts::SeeCaseFile>::ask(tx, permit.who(), permit.pupil()?)?;
    let goals = if old.words.marks.is_empty() { HashMap::new() } else { readable(tx, &see)? };
    let mut taps = by_child(tx, &[permit], words, old.held, problems)?.pop().unwrap_or_default();
    taps.extend(old.words.marks.iter().filter(|tap| !goals.contains_key(&tap.goal)).cloned());
    taps.sort_by_key(|tap| tap.goal);
    Ok(taps)
}

fn check(tap: &Tap, unit: &str, problems: &mut Problems) {
    if tap.mark.is_none() {
        problems.note(format!("goal-{}", tap.goal), "activity-goal-unmarked");
    } else if !tap.value.is_empty() && goal::value(unit, &tap.value).is_none() {
        problems.note(format!("goal-{}", tap.goal), "activity-goal-value-odd");
    }
}

/// Writes the marks of the newest version of a text.
pub(super) fn write(tx: &mut Tx<'_>, act: RowId, pupil: PupilId, taps: &[Tap]) -> Result<()> {
    for tap in taps {
        let mark = tap.mark.ok_or_else(|| Error::Fault("a goal without a mark".into()))?;
        sql::insert_mark(tx, act, pupil, tap.goal, mark.code(), &tap.value)?;
    }
    Ok(())
}

/// The marks that stand in the newest versions of the texts of a child, by act.
pub(super) fn by_act(tx: &mut Tx<'_>, pupil: PupilId) -> Result<HashMap<RowId, Vec<Tap>>> {
    let mut all: HashMap<RowId, Vec<Tap>> = HashMap::new();
    for row in sql::marks_of_pupil(tx, pupil)? {
        let value = sql::value_of(tx, pupil, &row)?;
        all.entry(row.act).or_default().push(Tap { goal: row.goal, mark: Mark::of(&row.mark), value });
    }
    Ok(all)
}

/// The marks of the permit's child, the oldest first: the newest version of each record that took place, where the person may read both the record and the goal.
///
/// # Errors
/// Faults of the database or of a sealed figure.
pub fn of_pupil(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<GoalMark>> {
    let (pupil, me, levels) = (permit.pupil()?, permit.who().staff(), permit.levels());
    let rows = sql::marks_of_pupil(tx, pupil)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let goals = readable(tx, permit)?;
    let mut all = Vec::new();
    for row in rows.into_iter().filter(|row| row.held && goals.contains_key(&row.goal)) {
        let opens = Opens::of(&row.opens).ok_or_else(|| Error::Fault("a record is sealed for nobody".into()))?;
        let Some(mark) = Mark::of(&row.mark).filter(|_| super::reads(levels, opens, row.staff == me)) else { continue };
        let value = sql::value_of(tx, pupil, &row)?;
        all.push(GoalMark { act: row.act, goal: row.goal, day: row.day, mark, value, by: row.by });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::derived;

    #[test]
    fn a_mark_comes_back_as_it_went() {
        assert!(Mark::ALL.into_iter().all(|mark| Mark::of(mark.code()) == Some(mark)));
        assert_eq!(Mark::of("well"), None);
    }

    #[test]
    fn a_figure_is_one_of_the_goals_unit_and_stands_beside_a_mark() {
        for (unit, mark, value, holds) in [
            ("times_week", Some(Mark::Half), "14", true),
            ("percent", Some(Mark::Full), "60%", true),
            ("percent", Some(Mark::Full), "160", false),
            ("scale", Some(Mark::None), "1", true),
            ("scale", Some(Mark::None), "7", false),
            ("band", Some(Mark::Full), "良", true),
            ("times_week", Some(Mark::Half), "很多", false),
            ("times_week", Some(Mark::Half), "", true),
            ("", Some(Mark::Half), "3", false),
            ("times_week", None, "3", false),
        ] {
            let mut problems = Problems::default();
            check(&Tap { goal: derived(&[b"goal"]), mark, value: value.into() }, unit, &mut problems);
            assert_eq!(problems.end().is_ok(), holds, "{unit} {mark:?} {value}");
        }
    }
}
