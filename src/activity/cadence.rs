//! verbs: what the programmes still ask for this week and this month, child by child. A9-03, A9-20, A8-09, A6-14, A9-08; weeks and months without school ask for nothing (PRACTICE 1.2).
//!
//! A person sees the own children; who leads sees children of whom nobody has written, never colleagues side by side (PRACTICE 3).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::owed::{self, Act, Done, Due, Stand, What};
use super::rules::Kind;
use super::sql::{flows as sql, told};
use crate::access::{Permit, Who, acts};
use crate::base::{Error, ProgrammeId, PupilId, Result, SchoolDate, StaffId, limits};
use crate::pairing::pairs::{self, Pair};
use crate::programme::{Cadence, Param, Values, deadline, in_force, joint};
use crate::roster::calendar::TermDays;
use crate::roster::time::{self, Term};
use crate::store::Tx;

/// What somebody was allowed, or nothing where they were not: a child of whom they may not know is passed over, a fault is not.
///
/// # Errors
/// Faults of the database.
pub fn allowed<T>(asked: Result<T>) -> Result<Option<T>> {
    match asked {
        Ok(permit) => Ok(Some(permit)),
        Err(Error::NotFound | Error::Denied(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// What the programmes in force ask for, and the calendar they are counted on.
pub struct Asked {
    programmes: HashMap<ProgrammeId, Values>,
    days: TermDays,
    today: SchoolDate,
}

const fn act_of(param: Param) -> Option<Act> {
    Some(match param {
        Param::TalkEvery => Act::Talk,
        Param::TutoringEvery => Act::Tutoring,
        Param::SupportEvery => Act::Support,
        Param::VisitEvery => Act::Visit,
        Param::ChildReportEvery => Act::Told,
        _ => return None,
    })
}

/// The programmes of the present term; nothing outside of a term, when nothing is owed.
///
/// # Errors
/// Faults of the database.
pub fn asked(tx: &mut Tx<'_>) -> Result<Option<Asked>> {
    let today = tx.today();
    let term = time::current_term(tx)?.filter(|term| (term.first_day..=term.last_day).contains(&today));
    term.map(|term| asked_in(tx, &term)).transpose()
}

/// The programmes of a term, with its calendar.
///
/// # Errors
/// Faults of the database.
pub fn asked_in(tx: &mut Tx<'_>, term: &Term) -> Result<Asked> {
    let programmes = in_force(tx, term.id)?.into_iter().map(|programme| (programme.id, programme.values)).collect();
    Ok(Asked::new(programmes, time::term_days(tx, term)?, tx.today()))
}

/// What was written down of a child in some days, also what did not take place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Took {
    /// What.
    pub what: What,
    /// When.
    pub day: SchoolDate,
    /// Who; nobody for a report of the child's own.
    pub staff: Option<StaffId>,
    /// Whether it took place.
    pub held: bool,
}

/// What was written down of a child in some days, by day, without any words: whoever may know that the child is helped may know how often.
///
/// # Errors
/// Faults of the database.
pub fn took(tx: &mut Tx<'_>, pupil: PupilId, span: (SchoolDate, SchoolDate)) -> Result<Vec<Took>> {
    let mut all: Vec<Took> = sql::took(tx, pupil, span, limits::ROWS_PER_PAGE_MOST)?
        .into_iter()
        .filter_map(|(kind, day, staff, held)| Some(Took { what: What::Record(Kind::of(&kind)?), day, staff: Some(staff), held }))
        .collect();
    all.extend(told::days(tx, pupil, span)?.into_iter().map(|day| Took { what: What::Report, day, staff: None, held: true }));
    all.sort_by_key(|one| one.day);
    Ok(all)
}

impl Asked {
    /// What these programmes ask for on a calendar, looked at on a day.
    pub const fn new(programmes: HashMap<ProgrammeId, Values>, days: TermDays, today: SchoolDate) -> Self {
        Self { programmes, days, today }
    }

    /// What several programmes ask for one child today: each act as often as the strictest asks. That the child tells is asked for itself: a talk does not replace it (A9-08).
    pub fn dues(&self, programmes: &BTreeSet<ProgrammeId>) -> Vec<Due> {
        let mut dues: Vec<Due> = self.wanted(programmes).into_iter().filter_map(|(act, cadence)| self.due(act, cadence)).collect();
        dues.sort_by_key(|due| (due.act, due.until, due.from));
        dues.dedup();
        dues
    }

    /// What several programmes ask for one child, and how often.
    pub fn wanted(&self, programmes: &BTreeSet<ProgrammeId>) -> Vec<(Act, Cadence)> {
        let of: Vec<(ProgrammeId, &Values)> = programmes.iter().filter_map(|id| Some((*id, self.programmes.get(id)?))).collect();
        let mut wanted: Vec<(Act, Cadence)> = joint(&of).into_iter().filter_map(|one| Some((act_of(one.act)?, one.cadence))).collect();
        for (_, values) in &of {
            // Of each person something is owed each month, whoever else talks each week (A8-09).
            for param in [Param::ChildReportEvery, Param::SupportEvery] {
                let one = act_of(param).zip(values.cadence(param));
                wanted.extend(one.filter(|one| !wanted.contains(one)));
            }
        }
        wanted
    }

    /// The calendar of the term.
    pub const fn days(&self) -> &TermDays {
        &self.days
    }

    /// The day on which it is asked.
    pub const fn today(&self) -> SchoolDate {
        self.today
    }

    /// The days by which the records of these programmes are handed in, each month once (A9-30): the earliest where they differ.
    pub fn hand_in_days(&self, programmes: &BTreeSet<ProgrammeId>) -> Vec<SchoolDate> {
        let all = programmes.iter().filter_map(|id| self.programmes.get(id)).filter_map(|values| values.number(Param::HandInDay));
        let mut days: Vec<SchoolDate> = all.flat_map(|day| deadline::month_dues(day, &self.days)).collect();
        days.sort_unstable();
        days.dedup_by_key(|day| (day.year(), day.month()));
        days
    }

    fn due(&self, act: Act, cadence: Cadence) -> Option<Due> {
        let window = deadline::windows(cadence, &self.days).into_iter().find(|window| (window.from..=window.until).contains(&self.today))?;
        Some(Due { act, from: window.from, until: window.until, times: window.times, span: cadence.span.code() })
    }
}

/// How a child stands today for the person who looks.
fn stands(tx: &mut Tx<'_>, asked: &Asked, pupil: PupilId, programmes: &BTreeSet<ProgrammeId>, me: StaffId) -> Result<Vec<Stand>> {
    let dues = asked.dues(programmes);
    let (Some(from), Some(until)) = (dues.iter().map(|due| due.from).min(), dues.iter().map(|due| due.until).max()) else { return Ok(Vec::new()) };
    let held = sql::held(tx, pupil, (from, until), limits::ROWS_PER_PAGE_MOST)?;
    let mut done: Vec<Done> = held.into_iter().filter_map(|(kind, day, staff)| Some(Done { what: What::Record(Kind::of(&kind)?), day, mine: staff == me })).collect();
    if dues.iter().any(|due| due.act == Act::Told) {
        done.extend(told::days(tx, pupil, (from, until))?.into_iter().map(|day| Done { what: What::Report, day, mine: true }));
    }
    Ok(owed::stand(&dues, &done))
}

/// How the own children stand: those of the caseload and, of the others given, those who are paired with somebody.
///
/// # Errors
/// Faults of the database.
pub fn of_children(tx: &mut Tx<'_>, who: &Who, pupils: &[PupilId]) -> Result<HashMap<PupilId, Vec<Stand>>> {
    let Some(asked) = asked(tx)? else { return Ok(HashMap::new()) };
    let mut all = HashMap::new();
    for pupil in pupils {
        let Some(see) = allowed(Permit::<acts::SeeCaseFile>::ask(tx, who, *pupil))? else { continue };
        let standing = |pair: &Pair| (pair.from..=pair.until).contains(&asked.today);
        let programmes: BTreeSet<ProgrammeId> = pairs::of_pupil(tx, &see)?.into_iter().filter(standing).map(|pair| pair.programme).collect();
        let stands = stands(tx, &asked, *pupil, &programmes, who.staff())?;
        if !stands.is_empty() {
            all.insert(*pupil, stands);
        }
    }
    Ok(all)
}

/// For how many children something was not begun yet, by what and in which span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What.
    pub act: Act,
    /// Code of the span.
    pub span: &'static str,
    /// The children.
    pub children: Vec<PupilId>,
}

fn waiting(stands: &BTreeMap<PupilId, Vec<Stand>>) -> Vec<Waiting> {
    let mut found: Vec<Waiting> = Vec::new();
    for (pupil, stand) in stands.iter().flat_map(|(pupil, all)| all.iter().filter(|one| one.done == 0).map(move |one| (pupil, one))) {
        match found.iter_mut().find(|one| (one.act, one.span) == (stand.due.act, stand.due.span)) {
            Some(one) if one.children.last() == Some(pupil) => {}
            Some(one) => one.children.push(*pupil),
            None => found.push(Waiting { act: stand.due.act, span: stand.due.span, children: vec![*pupil] }),
        }
    }
    found.sort_by_key(|one| (one.act, one.span));
    found
}

fn of_pairs(tx: &mut Tx<'_>, pairs: &[Pair], me: StaffId) -> Result<BTreeMap<PupilId, Vec<Stand>>> {
    let Some(asked) = asked(tx)? else { return Ok(BTreeMap::new()) };
    let mut programmes: BTreeMap<PupilId, BTreeSet<ProgrammeId>> = BTreeMap::new();
    for pair in pairs {
        programmes.entry(pair.pupil).or_default().insert(pair.programme);
    }
    programmes.into_iter().map(|(pupil, programmes)| Ok((pupil, stands(tx, &asked, pupil, &programmes, me)?))).collect()
}

/// What was not begun yet with the children of the person's own caseload: a line of Today each.
///
/// # Errors
/// Faults of the database.
pub fn own_waiting(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Waiting>> {
    let pairs = pairs::caseload(tx, who)?;
    Ok(waiting(&of_pairs(tx, &pairs, who.staff())?))
}

/// The paired children of the school with whom nobody talked in the present span, with its code; none where no programme asks for talks.
///
/// # Errors
/// Faults of the database.
pub fn unheard(tx: &mut Tx<'_>, permit: &Permit<acts::PrintRegister>) -> Result<Vec<(&'static str, Vec<PupilId>)>> {
    let today = tx.today();
    let pairs = pairs::on_day(tx, permit, today)?;
    let all = waiting(&of_pairs(tx, &pairs, permit.who().staff())?);
    Ok(all.into_iter().filter(|one| one.act == Act::Talk).map(|one| (one.span, one.children)).collect())
}
