//! verbs: the tick form of a teacher for a class, and the events of conduct. B8-02, B7-02, A9-05, A9-10, B8-04, A8-02 (CONVENTIONS 2.5, M9–M11).
//!
//! Only who stands out is ticked. A teacher fills in the form several times a term; the newest counts, the older ones stay.

use std::collections::{BTreeMap, HashSet};

use super::observation_signs::{EventKind, Item, MONTH_DAYS, Seen};
use super::sql::observation::{self as sql, EventRow};
use crate::access::{Action, Permit, Subject, Who, acts, why};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Msg, PupilId, Result, RowId, SchoolDate};
use crate::roster::time::{self, Term};
use crate::store::Tx;
use crate::trail;

/// How far back an event can be noted.
pub const EVENT_DAYS_BACK: i64 = 60;

/// A child of a class with the ticks of the teacher who asks.
#[derive(Clone, Debug)]
pub struct Child {
    /// Who.
    pub id: PupilId,
    /// Name.
    pub name: String,
    /// Seat number.
    pub seat: Option<i64>,
    /// What the teacher ticked last time.
    pub ticks: BTreeMap<Item, Seen>,
}

/// The form of a teacher for a class, prefilled from the last time.
#[derive(Clone, Debug)]
pub struct Form {
    /// The day of the last time.
    pub last: Option<SchoolDate>,
    /// The children of today.
    pub children: Vec<Child>,
}

/// A sheet that was filled in.
#[derive(Clone, Debug)]
pub struct Filled {
    /// By whom.
    pub by: String,
    /// When.
    pub day: SchoolDate,
    /// Children who stand out.
    pub children: i64,
}

/// The term in which a class can be observed today.
///
/// # Errors
/// A problem when the class is not of the present school year.
pub(super) fn term_of(tx: &mut Tx<'_>, class: ClassId) -> Result<Term> {
    let year = time::class(tx, class)?.year;
    time::current_term(tx)?.filter(|term| term.year == year).ok_or_else(|| Error::at("", "screening-observe-not-now"))
}

/// The form of the person who asks, for the permit's class.
///
/// # Errors
/// Faults of the database.
pub fn form(tx: &mut Tx<'_>, permit: &Permit<acts::Observe>) -> Result<Form> {
    let (class, today) = (permit.class()?, tx.today());
    let last = sql::newest(tx, class, permit.who().staff())?;
    let marks = match last {
        Some((sheet, _)) => sql::marks(tx, sheet)?,
        None => Vec::new(),
    };
    let mut ticks: BTreeMap<PupilId, BTreeMap<Item, Seen>> = BTreeMap::new();
    for (pupil, item, seen) in marks {
        ticks.entry(pupil).or_default().insert(item, seen);
    }
    let children = sql::seated(tx, class, today)?.into_iter().map(|(id, name, seat)| Child { ticks: ticks.remove(&id).unwrap_or_default(), id, name, seat }).collect();
    Ok(Form { last: last.map(|(_, day)| day), children })
}

/// The day on which the person last filled in the form for the permit's class.
///
/// # Errors
/// Faults of the database.
pub fn last(tx: &mut Tx<'_>, permit: &Permit<acts::Observe>) -> Result<Option<SchoolDate>> {
    Ok(sql::newest(tx, permit.class()?, permit.who().staff())?.map(|(_, day)| day))
}

/// Stores what stands out today; everybody else is ○. Saved again on the same day, it replaces. Gives how many children stand out.
///
/// # Errors
/// Problems: at `o-<pupil>` not a child of the class; without a field when the class is not of the present year.
pub fn save(tx: &mut Tx<'_>, permit: &Permit<acts::Observe>, marks: &[(PupilId, Item, Seen)]) -> Result<usize> {
    let (class, today) = (permit.class()?, tx.today());
    let (term, staff) = (term_of(tx, class)?, permit.who().staff());
    let here: HashSet<PupilId> = sql::seated(tx, class, today)?.into_iter().map(|(id, ..)| id).collect();
    let mut problems = Problems::default();
    for (pupil, ..) in marks.iter().filter(|(pupil, ..)| !here.contains(pupil)) {
        problems.note(format!("o-{pupil}"), "screening-observe-stranger");
    }
    problems.end()?;
    let once: BTreeMap<(PupilId, Item), Seen> = marks.iter().map(|(pupil, item, seen)| ((*pupil, *item), *seen)).collect();
    let marks: Vec<(PupilId, Item, Seen)> = once.into_iter().map(|((pupil, item), seen)| (pupil, item, seen)).collect();
    let same_day = sql::newest(tx, class, staff)?.filter(|(_, day)| *day == today).map(|(sheet, _)| sheet);
    sql::put(tx, same_day, (class, term.id, staff, today), &marks)?;
    let children = marks.iter().map(|(pupil, ..)| *pupil).collect::<HashSet<_>>().len();
    trail::note(tx, permit.who(), "screening.observed", class, &serde_json::json!({ "day": today, "children": children, "again": same_day.is_some() }))?;
    Ok(children)
}

/// Who has filled in the form for the permit's class in a term, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn filled(tx: &mut Tx<'_>, permit: &Permit<acts::Observe>, term: &Term) -> Result<Vec<Filled>> {
    Ok(sql::filled(tx, permit.class()?, term.id)?.into_iter().map(|(_, by, day, children)| Filled { by, day, children }).collect())
}

/// An event of a child.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its id.
    pub id: RowId,
    /// Name of the child.
    pub name: String,
    /// Seat number.
    pub seat: Option<i64>,
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub day: SchoolDate,
    /// Who noted it.
    pub by: String,
    /// Whether the person who asks may withdraw it.
    pub own: bool,
}

/// Whether a person leads the class or an office: they read what others noted.
pub(super) fn leads(tx: &mut Tx<'_>, who: &Who, class: ClassId) -> Result<bool> {
    Ok(why(tx, who, Action::ReviewClass, Subject::Class(class))?.is_some())
}

fn may_withdraw(who: &Who, event: &EventRow) -> bool {
    who.is_operator() || who.staff() == event.staff
}

/// The children of the permit's class, for a picker.
///
/// # Errors
/// Faults of the database.
pub fn children(tx: &mut Tx<'_>, permit: &Permit<acts::Observe>) -> Result<Vec<(PupilId, String, Option<i64>)>> {
    let today = tx.today();
    sql::seated(tx, permit.class()?, today)
}

/// The events of the last [`MONTH_DAYS`] in the permit's class: all for those who lead it, else the person's own.
///
/// # Errors
/// Faults of the database.
pub fn events(tx: &mut Tx<'_>, permit: &Permit<acts::Observe>) -> Result<Vec<Event>> {
    let (class, since) = (permit.class()?, tx.today().plus_days(1 - MONTH_DAYS));
    let all = leads(tx, permit.who(), class)?;
    let rows = sql::events(tx, class, since)?.into_iter().filter(|row| all || row.staff == permit.who().staff());
    Ok(rows.map(|row| Event { own: may_withdraw(permit.who(), &row), id: row.id, name: row.name, seat: row.seat, kind: row.kind, day: row.day, by: row.by }).collect())
}

/// Notes that something happened with children of the permit's class; the same kind counts once a day for each child and teacher. Gives how many are new.
///
/// # Errors
/// Problems at `day` (in the future, more than [`EVENT_DAYS_BACK`] ago) and at `pupil` (nobody chosen, not of the class).
pub fn record(tx: &mut Tx<'_>, permit: &Permit<acts::Observe>, kind: EventKind, day: SchoolDate, pupils: &[PupilId]) -> Result<u64> {
    let (class, today) = (permit.class()?, tx.today());
    let mut problems = Problems::default();
    if day > today || day < today.plus_days(-EVENT_DAYS_BACK) {
        problems.note("day", Msg::new("screening-event-day").with("count", EVENT_DAYS_BACK));
    }
    let here: HashSet<PupilId> = sql::seated(tx, class, day)?.into_iter().map(|(id, ..)| id).collect();
    if pupils.is_empty() {
        problems.note("pupil", "screening-event-nobody");
    } else if pupils.iter().any(|pupil| !here.contains(pupil)) {
        problems.note("pupil", "screening-observe-stranger");
    }
    problems.end()?;
    let new = sql::insert_events(tx, class, permit.who().staff(), kind, day, pupils)?;
    trail::note(tx, permit.who(), "screening.events", class, &serde_json::json!({ "day": day, "kind": kind.code(), "children": pupils.len(), "new": new }))?;
    Ok(new)
}

/// Takes back an event that was noted by mistake; who noted it does so.
///
/// # Errors
/// Not found when it is not there, is of another class or was noted by somebody else.
pub fn withdraw(tx: &mut Tx<'_>, permit: &Permit<acts::Observe>, id: RowId) -> Result<()> {
    let class = permit.class()?;
    let event = sql::event(tx, id)?.filter(|event| event.class == class && may_withdraw(permit.who(), event)).ok_or(Error::NotFound)?;
    sql::withdraw(tx, id, &permit.who().tag())?;
    trail::note(tx, permit.who(), "screening.event-withdrawn", event.pupil, &serde_json::json!({ "event": id }))?;
    Ok(())
}
