//! verbs: the round of home visits (A1-10, A6-07; A3-16, A9-13): each child of a class with its last visit and call and what was agreed, by village; who was not visited this term.

use super::cadence::allowed;
use super::reads;
use super::rules::{Kind, Opens};
use super::sql::flows as sql;
use super::sql::opened;
use super::village::village;
use crate::access::{Duty, Permit, ScopeKind, Who, acts};
use crate::base::{ClassId, Id, PupilId, Result, SchoolDate, limits};
use crate::roster::particulars;
use crate::roster::pupils::{self, Part, Sort, State};
use crate::roster::time::{self, Term};
use crate::store::Tx;

/// Contacts with a family that are looked through for what was agreed.
const LOOKED: i64 = 40;

/// A child of the round.
#[derive(Clone, Debug)]
pub struct Line {
    /// The child.
    pub pupil: PupilId,
    /// Seat.
    pub seat: Option<i64>,
    /// Name.
    pub name: String,
    /// Where it lives; empty when it is not known.
    pub address: String,
    /// The village or quarter of that.
    pub village: String,
    /// Who is called first, with relation and telephone.
    pub guardian: String,
    /// The last visit that took place: day and who.
    pub visit: Option<(SchoolDate, String)>,
    /// The last call that took place.
    pub call: Option<(SchoolDate, String)>,
    /// What was agreed last, with its day.
    pub next: Agreed,
    /// Visited in the term.
    pub this_term: bool,
}

/// The children of the permit's class, by village and seat.
///
/// # Errors
/// Denied to who may not read of families; faults of the database or of a sealed text.
pub fn of_class(tx: &mut Tx<'_>, permit: &Permit<acts::SeeFamily>, term: &Term) -> Result<Vec<Line>> {
    let (class, who) = (permit.class()?, permit.who());
    let here = pupils::list(tx, who, &Part::Class(class), State::Here, Sort::Class, limits::ROWS_PER_PAGE_MOST, 0)?;
    let mut lines = Vec::with_capacity(here.rows.len());
    for child in here.rows {
        let see = Permit::<acts::SeePupil>::ask(tx, who, child.id)?;
        let address = particulars::address(tx, &see)?.map(|text| text.open().clone()).unwrap_or_default();
        let first = particulars::guardians(tx, &see)?.into_iter().next();
        let guardian = first.map(|one| format!("{} {} {}", one.name, one.relation, one.phone.map(|phone| phone.open().clone()).unwrap_or_default()).trim().to_owned());
        let (visit, call, next) = contacts(tx, who, child.id)?;
        lines.push(Line {
            this_term: visit.as_ref().is_some_and(|(day, _)| (term.first_day..=term.last_day).contains(day)),
            village: village(&address).to_owned(),
            guardian: guardian.unwrap_or_default(),
            pupil: child.id,
            seat: child.seat_no,
            name: child.name,
            address,
            visit,
            call,
            next,
        });
    }
    // Who lives nowhere that is known comes last.
    lines.sort_by(|a, b| (a.village.is_empty(), &a.village, a.seat, &a.name).cmp(&(b.village.is_empty(), &b.village, b.seat, &b.name)));
    Ok(lines)
}

/// Day and who of a contact.
type Contact = Option<(SchoolDate, String)>;
/// What was agreed, with its day.
type Agreed = Option<(String, Option<SchoolDate>)>;

/// Last visit, last call, and what was agreed at one of them, as far as the person may read of it.
fn contacts(tx: &mut Tx<'_>, who: &Who, pupil: PupilId) -> Result<(Contact, Contact, Agreed)> {
    let (mut visit, mut call, mut next) = (None, None, None);
    let case = allowed(Permit::<acts::SeeCaseFile>::ask(tx, who, pupil))?;
    for row in sql::home(tx, pupil, LOOKED)? {
        let last = if row.kind == Kind::HomeVisit.code() { &mut visit } else { &mut call };
        if last.is_none() {
            *last = Some((row.day, row.by.clone()));
        }
        let may = |permit: &Permit<acts::SeeCaseFile>| Opens::of(&row.opens).is_some_and(|opens| reads(permit.levels(), opens, row.staff == who.staff()));
        if next.is_none() && case.as_ref().is_some_and(may) {
            let words = opened(tx, &row)?;
            next = (!words.next.is_empty()).then_some((words.next, words.next_day));
        }
    }
    Ok((visit, call, next))
}

/// The classes for which the person has the homeroom and in which children were not visited this term, with how many; asked from the middle of the term on.
///
/// # Errors
/// Faults of the database.
pub fn unvisited(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<(ClassId, i64)>> {
    let today = tx.today();
    let Some(term) = time::current_term(tx)?.filter(|term| today <= term.last_day && today.days() >= i64::midpoint(term.first_day.days(), term.last_day.days())) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for tie in who.ties.iter().filter(|tie| tie.duty == Duty::Homeroom && tie.scope == ScopeKind::Class) {
        let class = ClassId::from_uuid(tie.scope_id.uuid());
        let count = sql::unvisited(tx, class, term.first_day, today)?;
        if count > 0 {
            found.push((class, count));
        }
    }
    Ok(found)
}
