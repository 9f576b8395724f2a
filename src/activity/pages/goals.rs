//! The goals of a child inside the form of a record, and as a record shows them.

use std::collections::HashMap;

use crate::access::{Permit, acts};
use crate::activity::marks::{self, Goal, Mark, Tap};
use crate::base::{Lang, PupilId, Result, RowId, words};
use crate::plan::wording;
use crate::web::{Choice, Cx, Page};

/// A goal in the form.
pub(super) struct Field {
    pub key: RowId,
    /// Where a problem of it stands.
    pub at: String,
    pub text: String,
    /// Whether it lies far ahead and was neither marked nor found wrong: then it steps aside.
    pub aside: bool,
    /// The sign of each mark, and the mark.
    pub marks: Vec<(&'static str, Choice)>,
    /// In what its figure is counted; empty where no figure can be given.
    pub unit: String,
    pub value: String,
}

/// The sentence of a goal; one that lies far ahead says so, since a near one may read the same.
fn text_of(lang: Lang, goal: &Goal) -> String {
    if goal.far { format!("{} · {}", wording::coded(lang, "plan-horizon-", "far"), goal.text) } else { goal.text.clone() }
}

/// The fields of goals, with what stands in the record before something else was typed.
pub(super) fn fields(p: &Page, goals: Vec<Goal>, stored: &[Tap]) -> Vec<Field> {
    let field = |goal: Goal| {
        let tap = stored.iter().find(|tap| tap.goal == goal.key);
        let chosen = p.old_or(&format!("mark-{}", goal.key), tap.and_then(|tap| tap.mark).map_or("", Mark::code));
        let mark = |mark: Mark| (mark.sign(), Choice::new(mark.code(), words::word(p.lang, &format!("activity-mark-{}", mark.code())), chosen == mark.code()));
        let open = ("–", Choice::new("", p.t("activity-mark-open"), chosen.is_empty()));
        let value = p.old_or(&format!("value-{}", goal.key), tap.map_or("", |tap| tap.value.as_str()));
        Field {
            at: format!("goal-{}", goal.key),
            marks: Mark::ALL.into_iter().map(mark).chain([open]).collect(),
            unit: if goal.unit.is_empty() { String::new() } else { wording::coded(p.lang, "plan-unit-", &goal.unit) },
            aside: goal.far && chosen.is_empty() && value.is_empty(),
            value,
            text: text_of(p.lang, &goal),
            key: goal.key,
        }
    };
    goals.into_iter().map(field).collect()
}

/// How many goals step aside.
pub(super) fn aside(fields: &[Field]) -> usize {
    fields.iter().filter(|field| field.aside).count()
}

/// The goals of a new record.
pub(super) fn of_new(cx: &mut Cx<'_, '_>, p: &Page, see: &Permit<acts::SeeCaseFile>) -> Result<Vec<Field>> {
    Ok(fields(p, marks::offered(cx.tx, see)?, &[]))
}

/// The goals of a record that is rewritten: those of today, and those that were marked then.
pub(super) fn of_record(cx: &mut Cx<'_, '_>, p: &Page, pupil: PupilId, stored: &[Tap]) -> Result<Vec<Field>> {
    let see = cx.permit::<acts::SeeCaseFile>(pupil)?;
    let mut goals = marks::offered(cx.tx, &see)?;
    let mut known = marks::readable(cx.tx, &see)?;
    goals.iter().for_each(|goal| drop(known.remove(&goal.key)));
    goals.extend(stored.iter().filter_map(|tap| known.remove(&tap.goal)));
    Ok(fields(p, goals, stored))
}

/// What was tapped; a goal at which nothing was tapped or typed is left out.
pub(super) fn typed(cx: &Cx<'_, '_>) -> Vec<Tap> {
    let mut taps: Vec<Tap> = Vec::new();
    for (name, text) in cx.req.fields.iter().filter(|(_, text)| !text.trim().is_empty()) {
        let Some((what, goal)) = name.split_once('-').and_then(|(what, key)| Some((what, key.parse::<RowId>().ok()?))) else { continue };
        if !["mark", "value"].contains(&what) {
            continue;
        }
        let at = taps.iter().position(|tap| tap.goal == goal).unwrap_or_else(|| {
            taps.push(Tap { goal, mark: None, value: String::new() });
            taps.len() - 1
        });
        if what == "mark" {
            taps[at].mark = Mark::of(text);
        } else {
            text.trim().clone_into(&mut taps[at].value);
        }
    }
    taps
}

/// A mark as a record shows it.
pub(super) struct Shown {
    pub sign: &'static str,
    pub word: String,
    pub text: String,
    pub value: String,
}

/// The marks of a record whose goals the reader may read.
pub(super) fn shown(lang: Lang, taps: &[Tap], goals: &HashMap<RowId, Goal>) -> Vec<Shown> {
    let one = |tap: &Tap| {
        let (goal, mark) = (goals.get(&tap.goal)?, tap.mark?);
        let word = words::word(lang, &format!("activity-mark-{}", mark.code()));
        Some(Shown { sign: mark.sign(), word, text: text_of(lang, goal), value: wording::value(lang, &goal.unit, &tap.value) })
    };
    taps.iter().filter_map(one).collect()
}

/// The goals that the marks of a child's records name.
pub(super) fn named(cx: &mut Cx<'_, '_>, see: &Permit<acts::SeeCaseFile>, any: bool) -> Result<HashMap<RowId, Goal>> {
    if any { marks::readable(cx.tx, see) } else { Ok(HashMap::new()) }
}
