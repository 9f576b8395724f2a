//! The closed archive: some weeks after a child has left, its file is shut to everybody; who had it by an office of the school opens it with a reason, for a few hours.

use super::permit::Subject;
use super::who::HeldTie;
use super::{Action, Duty, Levels, ScopeKind, Who, audit, level, sql};
use crate::base::{Error, PupilId, Result, SchoolDate, StaffId, Stamp, limits};
use crate::store::Tx;

/// Days after a child's last day from which its file is shut: time for the parcel to the next school and the copy for the family.
pub const CLOSES_DAYS: i64 = 30;
/// How long it stays open.
const OPEN_MS: i64 = 3 * 3_600_000;
/// What stays possible with a shut file: to find the name, to register a return, to erase. Everything else waits, also what a later version adds.
const STAYS: [Action; 3] = [Action::SeePupil, Action::ManageRoster, Action::ErasePupil];
/// What a duty can open: everything that it may do with a child.
const OPENERS: [Duty; 6] = [Duty::Principal, Duty::Leader, Duty::AcademicOffice, Duty::StudentAffairs, Duty::Counsellor, Duty::AidOfficer];

/// Whether a file is shut on a day, by the child's last day in a class.
pub fn is_shut(last_day: Option<SchoolDate>, today: SchoolDate) -> bool {
    last_day.is_some_and(|last| last.plus_days(CLOSES_DAYS) < today)
}

/// What of a child's page is shown while its file is shut.
pub(super) fn shut_levels() -> Levels {
    Levels::of(&[super::Level::Basic])
}

/// Whether an action waits for the file to be opened.
pub(super) fn waits(action: Action) -> bool {
    !STAYS.contains(&action)
}

/// Whether the file of a child is shut to somebody now.
///
/// # Errors
/// Faults of the database.
pub fn shut(tx: &mut Tx<'_>, who: &Who, pupil: PupilId) -> Result<bool> {
    if who.is_operator() || !is_shut(sql::last_place(tx, pupil)?, who.today) {
        return Ok(false);
    }
    let now = tx.now();
    Ok(sql::opening_until(tx, who.staff(), pupil, now)?.is_none())
}

fn opens(ties: &[HeldTie]) -> bool {
    ties.iter().any(|tie| tie.scope == ScopeKind::School && OPENERS.contains(&tie.duty) && level::levels(tie.duty) != Levels::NONE)
}

/// Opens the shut file of a child to a member of staff with an office of the school, for a written reason, for three hours, at the levels of the person's own duties.
///
/// # Errors
/// A problem at `reason` when it says too little; not found for anybody else, and when the file is not shut.
pub fn open_archive(tx: &mut Tx<'_>, who: &Who, pupil: PupilId, reason: &str) -> Result<Stamp> {
    if !opens(&who.ties) || !sql::exists(tx, Subject::Pupil(pupil))? || !shut(tx, who, pupil)? {
        return Err(Error::NotFound);
    }
    let reason = reason.trim();
    if reason.chars().count() < 5 || reason.chars().count() > limits::LINE_CHARS {
        return Err(Error::at("reason", "access-glass-reason"));
    }
    let until = Stamp(tx.now().0 + OPEN_MS);
    sql::insert_opening(tx, who.staff(), pupil, reason, until)?;
    audit::append(tx, &audit::Entry::of(who, "OpenArchive").subject(Subject::Pupil(pupil)))?;
    Ok(until)
}

/// Whether somebody may open the shut file of a child.
pub fn may_open(who: &Who) -> bool {
    opens(&who.ties)
}

/// An opening, as the register shows it.
#[derive(Clone, Debug)]
pub struct Opening {
    /// When.
    pub at: Stamp,
    /// Who.
    pub staff: StaffId,
    /// Whose file.
    pub pupil: PupilId,
    /// Why.
    pub reason: String,
}

/// The newest openings of the school.
///
/// # Errors
/// Faults of the database.
pub fn openings(tx: &mut Tx<'_>, rows: i64) -> Result<Vec<Opening>> {
    sql::openings(tx, rows.min(limits::ROWS_PER_PAGE_MOST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_shut_some_weeks_after_the_last_day() {
        let day = |text: &str| -> SchoolDate { text.parse().unwrap() };
        for (last, today, expected) in [
            (None, "2027-09-01", false),
            (Some("9999-12-31"), "2027-09-01", false),
            (Some("2027-07-02"), "2027-07-03", false),
            (Some("2027-07-02"), "2027-08-01", false),
            (Some("2027-07-02"), "2027-08-02", true),
        ] {
            assert_eq!(is_shut(last.map(day), day(today)), expected, "{last:?} {today}");
        }
    }

    #[test]
    fn everything_waits_but_what_must_be_done_with_who_has_left() {
        let open: Vec<&str> = Action::ALL.iter().filter(|action| !waits(**action)).map(|action| action.code()).collect();
        assert_eq!(open, ["SeePupil", "ManageRoster", "ErasePupil"]);
    }
}
