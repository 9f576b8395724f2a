//! verbs: who is confirmed for which category of which programme, and until when. A9-14…17, A2-23: a confirmation lapses by itself.

use super::sql::confirmed as sql;
use crate::access::{Permit, acts};
use crate::base::{ProgrammeId, PupilId, Result, RowId, SchoolDate, TermId};
use crate::store::Tx;

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
