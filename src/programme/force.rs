//! verbs: the programmes in force in a term or on a day, with their parameters: what the rooms to the right ask.

use super::deadline;
use super::history;
use super::param::Param;
use super::programmes::{Programme, loaded};
use super::sql;
use super::value::{Cadence, Range};
use crate::base::category::Category;
use crate::base::{Result, SchoolDate, TermCode, TermId};
use crate::roster::calendar::TermDays;
use crate::roster::time;
use crate::store::Tx;

/// The programmes in force in a term, the oldest first, each in the version that counts in it.
///
/// # Errors
/// Not found when there is no such term.
pub fn in_force(tx: &mut Tx<'_>, term: TermId) -> Result<Vec<Programme>> {
    let code = time::term(tx, term)?.code;
    counting_in(tx, code)
}

/// The programmes in force on a day: those of its term, or of the next one when it lies between two.
///
/// # Errors
/// Faults of the database.
pub fn in_force_on(tx: &mut Tx<'_>, day: SchoolDate) -> Result<Vec<Programme>> {
    match time::terms(tx)?.into_iter().find(|term| day <= term.last_day) {
        Some(term) => counting_in(tx, term.code),
        None => counting_in(tx, TermCode::of(day)),
    }
}

/// The programmes in force in a term that serve a category.
///
/// # Errors
/// Not found when there is no such term.
pub fn serving(tx: &mut Tx<'_>, term: TermId, category: Category) -> Result<Vec<Programme>> {
    Ok(in_force(tx, term)?.into_iter().filter(|programme| programme.categories.contains(&category)).collect())
}

fn counting_in(tx: &mut Tx<'_>, term: TermCode) -> Result<Vec<Programme>> {
    let mut found = Vec::new();
    for (id, preset) in sql::all(tx)? {
        if !history::is_on(&sql::switches(tx, id)?, term) {
            continue;
        }
        let versions = sql::versions(tx, id)?;
        if let Some(version) = history::counting(&versions, term) {
            found.push(loaded(tx, id, preset, version)?);
        }
    }
    Ok(found)
}

impl Programme {
    /// By when the baseline survey of a term ends; `None` when the programme sets no deadline (A9-14, B6-04).
    pub fn screening_deadline(&self, term: &TermDays) -> Option<SchoolDate> {
        self.values.after(Param::ScreeningDue).map(|after| deadline::due_in_term(after, term))
    }
    /// The same for new pupils, counted from the first school day or from the day on which a child came later (A9-14).
    pub fn new_pupil_deadline(&self, term: &TermDays, came: SchoolDate) -> Option<SchoolDate> {
        let start = deadline::first_school_day(term)?.max(came);
        self.values.after(Param::ScreeningDueNew).map(|after| deadline::due(after, start, term))
    }
    /// How many pupils of a class are confirmed: a guide (A9-15).
    pub fn class_guide(&self) -> Option<Range> {
        self.values.range(Param::ClassGuide)
    }
    /// How many pupils one helper has (A9-06).
    pub fn helper_pupils(&self) -> Option<Range> {
        self.values.range(Param::HelperPupils)
    }
    /// How many pupils one mentor has (A8-06).
    pub fn mentor_pupils(&self) -> Option<Range> {
        self.values.range(Param::MentorPupils)
    }
    /// How often the list is decided anew (A9-31).
    pub fn re_review(&self) -> Option<Cadence> {
        self.values.cadence(Param::ReReviewEvery)
    }
    /// Whether a place lasts for a school year (A8-08); for a term otherwise.
    pub fn lasts_a_year(&self) -> bool {
        self.values.choices(Param::Validity) == ["one_year"]
    }
    /// The days of a term by which records are handed in (A9-30).
    pub fn hand_in_days(&self, term: &TermDays) -> Vec<SchoolDate> {
        self.values.number(Param::HandInDay).map(|day| deadline::month_dues(day, term)).unwrap_or_default()
    }
}
