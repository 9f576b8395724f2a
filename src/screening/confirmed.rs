//! verbs: who is confirmed for which category of which programme, and until when. A9-14…17, A2-23: a confirmation lapses by itself.

use super::sql::confirmed as sql;
use super::sql::found::Asker;
use crate::access::{Action, Permit, Who, acts};
use crate::base::{Category, ClassId, Error, Msg, ProgrammeId, PupilId, Result, RowId, SchoolDate, TermId};
use crate::store::Tx;

/// The category that belongs to the counsellor; `sql/lists.rs` leaves it out of every list.
const WELLBEING: &str = Category::WellbeingConcern.code();

/// A pupil confirmed for a category of a programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Its id.
    pub id: RowId,
    /// The pupil.
    pub pupil: PupilId,
    /// The programme.
    pub programme: ProgrammeId,
    /// The term for whose list it was filed.
    pub term: TermId,
    /// Code of the category (`programme::Category`).
    pub category: String,
    /// Kind within the category; empty where there is none.
    pub kind: String,
    /// First day.
    pub from: SchoolDate,
    /// Last day: it lapses by itself.
    pub until: SchoolDate,
    /// Ended before that: the day, and `withdrawn` or `exited`.
    pub ended: Option<(SchoolDate, String)>,
}

impl Confirmation {
    /// Whether it counts on a day.
    pub fn counts_on(&self, day: SchoolDate) -> bool {
        self.from <= day && day <= self.until && self.ended.as_ref().is_none_or(|(ended, _)| day < *ended)
    }
}

/// A confirmation to be written.
#[derive(Clone, Debug)]
pub struct NewConfirmation {
    /// The pupil.
    pub pupil: PupilId,
    /// The programme.
    pub programme: ProgrammeId,
    /// The term of the list.
    pub term: TermId,
    /// Code of the category.
    pub category: String,
    /// Kind within it; empty where there is none.
    pub kind: String,
    /// First day.
    pub from: SchoolDate,
    /// Last day.
    pub until: SchoolDate,
    /// The verdict of the class that it rests on.
    pub verdict: RowId,
}

/// All confirmations of a pupil, the newest first: those that count and those that have lapsed.
///
/// # Errors
/// Faults of the database.
pub fn of_pupil(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>) -> Result<Vec<Confirmation>> {
    sql::of_pupil(tx, permit.pupil()?)
}

/// What counts on a day for the pupils who sit in a class on it.
///
/// # Errors
/// Faults of the database.
pub fn of_class(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCandidates>, day: SchoolDate) -> Result<Vec<Confirmation>> {
    let class = permit.class()?;
    Ok(sql::of_class(tx, class, day)?.into_iter().filter(|c| c.counts_on(day)).collect())
}

/// Writes confirmations: a list is filed, or a change sheet adds to it. One that is there already stays as it is. Gives how many are new.
///
/// # Errors
/// Faults of the database.
pub fn confirm(tx: &mut Tx<'_>, permit: &Permit<acts::FileRound>, all: &[NewConfirmation]) -> Result<u64> {
    sql::insert(tx, all, &permit.who().tag())
}

/// Confirms a child for a category of mind or mood. It belongs to no list: the counsellor alone raises it (B4-03), and no round shows it. One that was lifted this term counts again.
///
/// # Errors
/// A fault for any other category; a conflict when it counts already.
pub fn raise(tx: &mut Tx<'_>, permit: &Permit<acts::RaiseConcern>, new: &NewConfirmation) -> Result<()> {
    if permit.pupil()? != new.pupil || new.category != WELLBEING {
        return Err(Error::Fault("a concern is raised as something else".into()));
    }
    if sql::insert(tx, std::slice::from_ref(new), &permit.who().tag())? == 1 || sql::drop_end(tx, new)? {
        return Ok(());
    }
    Err(Error::Conflict(Msg::new("screening-confirmation-over")))
}

/// Lifts a concern of the permit's child from today on.
///
/// # Errors
/// A fault for any other category; not found for another child.
pub fn lift(tx: &mut Tx<'_>, permit: &Permit<acts::RaiseConcern>, concern: &Confirmation) -> Result<()> {
    if permit.pupil()? != concern.pupil || concern.category != WELLBEING {
        return Err(Error::NotFound);
    }
    let today = tx.today();
    sql::insert_end(tx, concern.id, today, End::Exited.code(), &permit.who().tag())
}

/// A confirmation with whom it concerns, for lists.
#[derive(Clone, Debug)]
pub struct Known {
    /// The confirmation.
    pub confirmation: Confirmation,
    /// Name of the pupil.
    pub name: String,
    /// Seat.
    pub seat: Option<i64>,
    /// The class in which the pupil sits today.
    pub class: ClassId,
    /// Its name.
    pub class_name: String,
}

/// Confirmations at most in a list: a school of 60 classes with 4 pupils each in several programmes.
const KNOWN_MOST: i64 = 5_000;

/// The confirmations of all pupils whose case file somebody may read, of one class or of all, as far as they reach to a day or beyond it: by class and seat.
/// Which categories are shown is decided by the levels held.
///
/// # Errors
/// Faults of the database.
pub fn of_reader(tx: &mut Tx<'_>, who: &Who, class: Option<ClassId>, since: SchoolDate) -> Result<Vec<Known>> {
    let scope = who.scope(Action::SeeCaseFile);
    let asker = Asker { everyone: scope.everyone, staff: scope.staff, day: scope.day, duties: scope.duties };
    sql::of_reader(tx, &asker, class, since, KNOWN_MOST)
}

/// How a confirmation ends before its last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It was a mistake: taken off by a change sheet.
    Withdrawn,
    /// The child is out of the list (出列).
    Exited,
}

impl End {
    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Exited => "exited",
        }
    }
}

/// Ends a confirmation of the permit's pupil from a day on. Why is said where it was decided: on the change sheet, in the verdict, in the case file.
///
/// # Errors
/// Not found when the pupil has no such confirmation; a conflict when it has ended or lapsed before that day.
pub fn end(tx: &mut Tx<'_>, permit: &Permit<acts::FileRound>, confirmation: RowId, day: SchoolDate, how: End) -> Result<()> {
    let all = sql::of_pupil(tx, permit.pupil()?)?;
    let found = all.iter().find(|c| c.id == confirmation).ok_or(Error::NotFound)?;
    if found.ended.is_some() || found.until < day {
        return Err(Error::Conflict(Msg::new("screening-confirmation-over")));
    }
    sql::insert_end(tx, confirmation, day, how.code(), &permit.who().tag())
}
