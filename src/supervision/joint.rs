//! verbs: the joint evaluation of helper and children (A3-18, 师生捆绑评价): what was promised and kept, and how the children's own goals moved, weighted by the weeks of each pair.
//!
//! No marks, no total, no order of colleagues (CONVENTIONS 2.9.3, PRACTICE 4). The helper sees it first and may reply; leaders read it when the helper has, or when the days for it are over.

use std::collections::BTreeMap;

use super::count::Tally;
use super::ledger::{self, Ledger, tally};
use super::sql::joint as sql;
use crate::access::{Permit, Subject, Who, acts};
use crate::activity::cadence::allowed;
use crate::base::error::Problems;
use crate::base::{Error, Msg, PupilId, Result, SchoolDate, StaffId, limits};
use crate::pairing::pairs::{self, Pair};
use crate::programme::kind_words::kinder;
use crate::progress::decide::Advice;
use crate::progress::series;
use crate::roster::time::Term;
use crate::store::Tx;
use crate::trail;

/// A helper reads the own part and may reply.
pub const TASK: &str = "supervision-joint";
/// Days that the helpers have it to themselves.
const REPLY_DAYS: i64 = 7;

/// How the goals of a child moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// At the level again and again.
    pub reached: usize,
    /// Rising.
    pub rising: usize,
    /// Standing still: another measure is due.
    pub still: usize,
    /// Too few points to say anything.
    pub unseen: usize,
}

impl Moved {
    /// Counts what the points of a goal say.
    pub const fn add(&mut self, advice: Advice) {
        match advice {
            Advice::Reached => self.reached += 1,
            Advice::Keep | Advice::Slow => self.rising += 1,
            Advice::Change(_) => self.still += 1,
            Advice::Few(_) => self.unseen += 1,
        }
    }

    /// Goals of which something can be said.
    pub const fn judged(&self) -> usize {
        self.reached + self.rising + self.still
    }
}

/// A child that a helper helped in the term.
#[derive(Clone, Debug)]
pub struct Line {
    /// The child.
    pub pupil: PupilId,
    /// Name.
    pub name: String,
    /// Class.
    pub class_name: String,
    /// Weeks of the term in which they were a pair on some school day.
    pub weeks: i64,
    /// What was promised and kept in these weeks.
    pub tally: Tally,
    /// How its goals moved.
    pub moved: Moved,
}

/// The part of a helper.
#[derive(Clone, Debug)]
pub struct Part {
    /// The helper.
    pub staff: StaffId,
    /// Name.
    pub name: String,
    /// The children, by class and seat.
    pub lines: Vec<Line>,
    /// How many of a hundred goals that can be judged are reached or rise, weighted by the weeks of each pair; `None` where none can be judged.
    pub rising_percent: Option<i64>,
    /// What was promised and kept.
    pub tally: Tally,
    /// The helper's words, the newest; empty where it was only seen.
    pub reply: String,
    /// When the helper saw it.
    pub seen: Option<SchoolDate>,
}

/// How many of a hundred judged goals moved, each weighted by the weeks of its pair; `None` where none can be judged.
pub fn weighted(lines: &[(i64, Moved)]) -> Option<i64> {
    let sum = |of: &dyn Fn(&Moved) -> usize| -> i64 { lines.iter().map(|(weeks, moved)| weeks * i64::try_from(of(moved)).unwrap_or(0)).sum() };
    let (good, all) = (sum(&|moved| moved.reached + moved.rising), sum(&Moved::judged));
    (all > 0).then(|| good * 100 / all)
}

fn weeks(ledger: &Ledger, pairs: &[&Pair]) -> i64 {
    let until = ledger.asked.today();
    let meets = |day: &SchoolDate| *day <= until && pairs.iter().any(|pair| (pair.from..=pair.until).contains(day));
    let all = ledger.asked.days().weeks().into_iter().filter(|week| week.school_days.iter().any(meets)).count();
    i64::try_from(all).unwrap_or(i64::MAX)
}

fn part(tx: &mut Tx<'_>, who: &Who, (staff, name): (StaffId, String), ledger: &Ledger, replies: &[(StaffId, i64, SchoolDate, String)]) -> Result<Part> {
    let mut lines = Vec::new();
    for child in &ledger.children {
        let own: Vec<&Pair> = ledger.pairs.iter().filter(|pair| pair.pupil == child.pupil && pair.staff == staff).collect();
        let weeks = weeks(ledger, &own);
        if weeks == 0 {
            continue;
        }
        let mut moved = Moved::default();
        if let Some(see) = allowed(Permit::<acts::SeeCaseFile>::ask(tx, who, child.pupil))? {
            series::of_pupil(tx, &see)?.iter().for_each(|one| moved.add(one.advice));
        }
        let tally = tally(ledger.of_child(child.pupil).filter(|one| one.concerns(staff)), ledger.asked.today());
        lines.push(Line { pupil: child.pupil, name: child.name.clone(), class_name: child.class_name.clone(), weeks, tally, moved });
    }
    let mut sum = Tally::default();
    lines.iter().for_each(|line| sum.plus(line.tally));
    let rising_percent = weighted(&lines.iter().map(|line| (line.weeks, line.moved)).collect::<Vec<_>>());
    let said = replies.iter().rfind(|(one, ..)| *one == staff);
    Ok(Part { staff, name, lines, rising_percent, tally: sum, reply: said.map(|(.., words)| words.clone()).unwrap_or_default(), seen: said.map(|(_, _, day, _)| *day) })
}

/// When the evaluation of a term was opened, and until when the helpers have it to themselves.
///
/// # Errors
/// Faults of the database.
pub fn opened(tx: &mut Tx<'_>, term: &Term) -> Result<Option<(SchoolDate, SchoolDate)>> {
    sql::opened(tx, term.id)
}

/// The helpers of the term, by name.
fn helpers(tx: &mut Tx<'_>, term: &Term) -> Result<BTreeMap<StaffId, String>> {
    Ok(pairs::between(tx, term.first_day, term.last_day)?.into_iter().map(|pair| (pair.staff, pair.staff_name)).collect())
}

/// Opens the evaluation of a term: each helper has a task to read the own part and may reply. Opened once.
///
/// # Errors
/// Denied when the person supervises not the whole school; a conflict when nobody helped.
pub fn open(tx: &mut Tx<'_>, permit: &Permit<acts::Supervise>, term: &Term) -> Result<()> {
    let all = helpers(tx, term)?;
    if permit.subject() != Subject::School || all.is_empty() {
        return Err(Error::Conflict(Msg::new("supervision-joint-nobody")));
    }
    let until = tx.today().plus_days(REPLY_DAYS);
    if sql::open(tx, term.id, until, &permit.who().tag())? {
        for staff in all.keys() {
            trail::open_task(tx, *staff, TASK, term.id, "/supervision/joint", &[], until)?;
        }
        trail::note(tx, permit.who(), "supervision.joint-opened", term.id, &serde_json::json!({ "helpers": all.len() }))?;
    }
    Ok(())
}

/// The person's own part: also before the evaluation is opened.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn own(tx: &mut Tx<'_>, who: &Who, term: &Term) -> Result<Part> {
    let (ledger, replies) = (ledger::of_helper(tx, who, who.staff(), term)?, sql::replies(tx, term.id)?);
    part(tx, who, (who.staff(), who.name.clone()), &ledger, &replies)
}

/// The helper has seen the own part, with or without a word to it. The same again changes nothing.
///
/// # Errors
/// A problem at `words` when it names a child, is too long or unkind; a conflict before the evaluation is opened.
pub fn reply(tx: &mut Tx<'_>, who: &Who, term: &Term, typed: &str) -> Result<()> {
    let text = typed.trim();
    if sql::opened(tx, term.id)?.is_none() {
        return Err(Error::Conflict(Msg::new("supervision-joint-closed")));
    }
    let (own, mut problems) = (own(tx, who, term)?, Problems::default());
    if text.chars().count() > limits::LINE_CHARS {
        problems.note("words", Msg::new("supervision-words-long").with("most", limits::LINE_CHARS));
    } else if let Some(key) = kinder(text) {
        problems.note("words", key);
    } else if own.lines.iter().any(|line| text.contains(&line.name)) {
        problems.note("words", "supervision-names");
    }
    problems.end()?;
    trail::end_own_tasks(tx, who, TASK, term.id)?;
    let known = sql::replies(tx, term.id)?;
    let known = known.iter().rfind(|(staff, ..)| *staff == who.staff());
    if known.is_some_and(|(.., words)| words == text) {
        return Ok(());
    }
    sql::reply(tx, term.id, who.staff(), known.map_or(1, |(_, number, ..)| number + 1), text)?;
    trail::note(tx, who, "supervision.joint-read", term.id, &serde_json::json!({ "reply": !text.is_empty() }))?;
    Ok(())
}

/// The helpers whose part leaders may read.
#[derive(Clone, Debug, Default)]
pub struct Readable {
    /// Who, name, whether with a word to it; by name.
    pub helpers: Vec<(StaffId, String, bool)>,
    /// How many are still reading.
    pub waiting: usize,
}

/// The helpers whose part leaders may read: those who have seen it, all when the days for it are over.
///
/// # Errors
/// Faults of the database.
pub fn readable(tx: &mut Tx<'_>, _permit: &Permit<acts::Supervise>, term: &Term) -> Result<Readable> {
    let Some((_, until)) = sql::opened(tx, term.id)? else { return Ok(Readable::default()) };
    let (today, replies) = (tx.today(), sql::replies(tx, term.id)?);
    let replied = |staff: StaffId| replies.iter().rfind(|(one, ..)| *one == staff).map(|(.., words)| !words.is_empty());
    let all = helpers(tx, term)?;
    let mut shown: Vec<(StaffId, String, bool)> =
        all.iter().filter(|(staff, _)| today > until || replied(**staff).is_some()).map(|(staff, name)| (*staff, name.clone(), replied(*staff).unwrap_or(false))).collect();
    shown.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    Ok(Readable { waiting: all.len() - shown.len(), helpers: shown })
}

/// The part of a helper, for who supervises the school.
///
/// # Errors
/// Not found before the helper has seen it or its days are over, and for somebody who helped nobody.
pub fn of_helper(tx: &mut Tx<'_>, permit: &Permit<acts::Supervise>, staff: StaffId, term: &Term) -> Result<Part> {
    let (_, name, _) = readable(tx, permit, term)?.helpers.into_iter().find(|(one, ..)| *one == staff).ok_or(Error::NotFound)?;
    let (ledger, replies) = (ledger::of_helper(tx, permit.who(), staff, term)?, sql::replies(tx, term.id)?);
    part(tx, permit.who(), (staff, name), &ledger, &replies)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a3_18_goals_weigh_by_the_weeks_of_the_pair_and_what_cannot_be_judged_counts_neither_way() {
        let moved = |reached, rising, still, unseen| Moved { reached, rising, still, unseen };
        let table = [
            ("nothing to judge", vec![(10, moved(0, 0, 0, 3))], None),
            ("all rise", vec![(10, moved(1, 1, 0, 5))], Some(100)),
            ("a long pair weighs more", vec![(15, moved(0, 1, 0, 0)), (5, moved(0, 0, 1, 0))], Some(75)),
            ("no week, no weight", vec![(0, moved(1, 0, 0, 0))], None),
        ];
        for (name, lines, expected) in table {
            assert_eq!(weighted(&lines), expected, "{name}");
        }
        let mut sum = Moved::default();
        [Advice::Reached, Advice::Keep, Advice::Slow, Advice::Change(3), Advice::Few(1)].into_iter().for_each(|advice| sum.add(advice));
        assert_eq!(sum, moved(1, 2, 1, 1));
    }
}
