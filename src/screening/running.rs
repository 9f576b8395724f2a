//! verbs: one run of the screening. What it finds are candidates, never confirmed by themselves; a newer run stands beside the older.
//!
//! A2-01, A6-04, B1-02, B3-01, B4-02; the task for each homeroom teacher and its day: A9-14; see [`round::review_due`].

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

use serde::Serialize;
use serde_json::{Value, json};

use super::engine::{Candidate, screen};
use super::load::{Loaded, load};
use super::notes::Notes;
use super::preview::preview;
use super::reason::{Figures, Reason};
use super::round;
use super::rule::Rule;
use super::ruleset;
use super::sql::runs::{self as sql, NewCandidate, RunRow};
use crate::access::{Permit, acts};
use crate::base::{ClassId, Error, Lang, PupilId, Result, RunId, SchoolDate, Stamp};
use crate::programme::programmes::Programme;
use crate::results::subject_place;
use crate::roster::time::{self, Term};
use crate::store::Tx;
use crate::trail;

/// Kind of the task that a run opens for a homeroom teacher.
pub const REVIEW_TASK: &str = "screening-review";
/// What the rules find in the facts, before anything is stored.
#[derive(Debug)]
pub struct Found {
    /// The facts.
    pub loaded: Loaded,
    /// The candidates.
    pub candidates: Vec<Candidate>,
}

/// What a run did.
#[derive(Debug)]
pub struct RunOutcome {
    /// The run.
    pub run: RunId,
    /// The day of its seats.
    pub day: SchoolDate,
    /// The rules that were tried.
    pub rules: Vec<Rule>,
    /// Pupils looked at.
    pub pupils: i64,
    /// Who was found.
    pub candidates: Vec<Candidate>,
    /// Tasks opened or already there.
    pub tasks: i64,
}

/// Tries rules on the term's facts without storing anything.
///
/// # Errors
/// A rule has problems; a bound is exceeded; faults of the database.
pub fn find(tx: &mut Tx<'_>, term: &Term, rules: &[Rule]) -> Result<Found> {
    let loaded = load(tx, term)?;
    let candidates = screen(&loaded.facts, rules)?;
    Ok(Found { loaded, candidates })
}

/// A run that is tried beside the screening of the term: it opens no task and is not the list that classes review.
#[derive(Clone, Copy, Debug)]
pub enum Only<'a> {
    /// By the rule with this name, also one that is switched off.
    Rule(&'a str),
    /// By the rules in use for the categories that a programme serves.
    Programme(&'a Programme),
}

impl Only<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Rule(name) => name,
            Self::Programme(programme) => &programme.name,
        }
    }
}

fn chosen(tx: &mut Tx<'_>, lang: Lang, only: Option<Only<'_>>) -> Result<Vec<Rule>> {
    if let Some(Only::Rule(name)) = only {
        return Ok(vec![Rule { active: true, ..ruleset::rule_named(tx, lang, name)? }]);
    }
    let serves = |rule: &Rule| match only {
        Some(Only::Programme(programme)) => rule.category.category().is_some_and(|category| programme.categories.contains(&category)),
        _ => true,
    };
    Ok(ruleset::rules(tx, lang)?.into_iter().map(|kept| kept.rule).filter(|rule| rule.active && serves(rule)).collect())
}

/// Runs the screening of a term by the rules in use, or by some of them alone, and stores what it finds.
///
/// # Errors
/// Not found when there is no rule with that name; a problem when no rule is in use.
pub fn run(tx: &mut Tx<'_>, permit: &Permit<acts::ManageScreening>, term: &Term, only: Option<Only<'_>>) -> Result<RunOutcome> {
    let who = permit.who();
    ruleset::seed(tx, who)?;
    let rules = chosen(tx, who.lang, only)?;
    if rules.is_empty() {
        return Err(Error::at("", "screening-pages-no-rule-on"));
    }
    let Found { loaded, mut candidates } = find(tx, term, &rules)?;
    for candidate in &mut candidates {
        candidate.reasons.iter_mut().for_each(|reason| lean(&mut reason.figures));
        // By rule and subject, not in the order in which the database happened to give the results.
        candidate.reasons.sort_by_key(|reason| (reason.rule, reason.subject.as_ref().map(|subject| (subject_place(subject.code()), subject.code().to_owned()))));
    }
    let mut notes = Notes { without_full_mark: loaded.without_full_mark, ..Notes::default() };
    for (index, rule) in (0..).zip(&rules) {
        notes.add(index, &preview(&loaded.facts, rule)?);
    }
    let id = tx.new_id();
    let pupils = i64::try_from(loaded.facts.len()).unwrap_or(i64::MAX);
    let row = RunRow {
        id,
        term: term.id,
        day: loaded.day,
        only_by: only.map(|only| only.name().to_owned()).unwrap_or_default(),
        rules: text(&rules)?,
        pupils,
        candidates: i64::try_from(candidates.len()).unwrap_or(i64::MAX),
        notes: text(&notes)?,
        actor: who.tag(),
        at: Stamp(tx.now().0.max(sql::newest_at(tx, term.id)? + 1)),
    };
    sql::insert(tx, &row)?;
    store(tx, id, &candidates, &loaded)?;
    let tasks = if only.is_none() { open_tasks(tx, term, &candidates)? } else { 0 };
    trail::note(tx, who, "screening.run", id, &json!({ "pupils": pupils, "candidates": row.candidates, "tasks": tasks }))?;
    Ok(RunOutcome { run: id, day: loaded.day, rules, pupils, candidates, tasks })
}

fn text(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::fault("screening", e))
}

/// Figures to the fourth decimal: beyond it they say nothing and fill the disk.
fn lean(figures: &mut Figures) {
    let short = |x: &mut f64| *x = (*x * 1e4).round() / 1e4;
    short(&mut figures.value);
    short(&mut figures.threshold);
    let others =
        [&mut figures.full, &mut figures.mean, &mut figures.sd, &mut figures.gap, &mut figures.before, &mut figures.before_gap, &mut figures.absent_days, &mut figures.school_days];
    others.into_iter().flatten().for_each(short);
}

fn store(tx: &mut Tx<'_>, run: RunId, candidates: &[Candidate], loaded: &Loaded) -> Result<()> {
    let mut rows = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let grade = *loaded.grades.get(&candidate.pupil).ok_or_else(|| Error::Fault("screening: a candidate without a grade".into()))?;
        let subjects: BTreeSet<&str> = candidate.reasons.iter().map(|r| r.subject.as_ref().map_or(r.kind.aside(), |s| s.code())).collect();
        let tried: BTreeSet<u16> = candidate.reasons.iter().map(|r| r.rule).collect();
        let (mut subject_list, mut rule_list) = (String::from(","), String::from(","));
        subjects.iter().for_each(|subject| {
            subject_list.push_str(subject);
            subject_list.push(',');
        });
        for rule in tried {
            write!(rule_list, "{rule},").map_err(|e| Error::fault("screening", e))?;
        }
        rows.push(NewCandidate { pupil: candidate.pupil, class: candidate.class, grade, reasons: text(&candidate.reasons)?, rules: rule_list, subjects: subject_list });
    }
    sql::insert_candidates(tx, run, &rows)
}

/// A task for the homeroom teachers of each class with candidates; the same task is opened once. Where a round is open its own task covers them.
fn open_tasks(tx: &mut Tx<'_>, term: &Term, candidates: &[Candidate]) -> Result<i64> {
    if round::of_term(tx, term)?.iter().any(round::Opened::takes_candidates) {
        return Ok(0);
    }
    let grades: BTreeMap<ClassId, u8> = candidates.iter().map(|c| (c.class, c.grade)).collect();
    let today = tx.today();
    let names: HashMap<ClassId, String> = time::classes(tx, term.year)?.into_iter().map(|class| (class.id, class.name)).collect();
    let mut opened = 0;
    for (class, staff, _) in time::homerooms(tx, term.year, today.clamp(term.first_day, term.last_day))? {
        let Some((grade, name)) = grades.get(&class).zip(names.get(&class)) else { continue };
        let due = round::review_due(tx, term, i64::from(*grade))?;
        trail::open_task(tx, staff, REVIEW_TASK, class, &format!("/screening/classes/{class}"), &[("class", name.clone())], due)?;
        opened += 1;
    }
    Ok(opened)
}

/// The run for scripts: `{"candidates":[{"pupil","class","reasons":[{"rule","text","value","threshold"}]}]}`, with ids and numbers beside the names.
///
/// # Errors
/// Faults of the database.
pub fn outcome_json(tx: &mut Tx<'_>, outcome: &RunOutcome, lang: Lang) -> Result<Value> {
    let names: HashMap<PupilId, (String, Option<String>, Option<i64>)> = sql::names(tx, outcome.run)?.into_iter().map(|(id, name, no, seat)| (id, (name, no, seat))).collect();
    let classes: BTreeSet<ClassId> = outcome.candidates.iter().map(|c| c.class).collect();
    let mut class_names = HashMap::new();
    for class in classes {
        class_names.insert(class, time::class(tx, class)?.name);
    }
    let reason = |reason: &Reason| {
        json!({
            "rule": outcome.rules.get(usize::from(reason.rule)).map(|rule| rule.name.as_str()),
            "subject": reason.subject,
            "text": reason.text(lang),
            "value": reason.figures.value,
            "threshold": reason.figures.threshold,
        })
    };
    let candidates: Vec<Value> = outcome
        .candidates
        .iter()
        .map(|c| {
            let (name, number, seat) = names.get(&c.pupil).cloned().unwrap_or_default();
            json!({ "pupil": name, "id": c.pupil, "school_no": number, "seat": seat, "class": class_names.get(&c.class), "grade": c.grade, "reasons": c.reasons.iter().map(reason).collect::<Vec<_>>() })
        })
        .collect();
    Ok(json!({ "run": outcome.run, "day": outcome.day, "pupils": outcome.pupils, "candidates": candidates }))
}
