//! verbs: who has been away for so many school days in a row, by the attendance that is taken anyway; the number of days is the school's.

use std::collections::{HashMap, HashSet};

use super::sql;
use super::streak::{Streak, streak};
use crate::access::{Duty, Permit, Subject, Who, acts};
use crate::base::{ClassId, Error, Id, Msg, PupilId, Result, RowId, SchoolDate};
use crate::results::attendance::{self, Away};
use crate::roster::pupils;
use crate::store::Tx;

/// Days in a row after which a family is called, before a school says otherwise (CONVENTIONS 2.8).
pub const USUAL_DAYS: i64 = 3;
/// Most days that a school may wait.
pub const DAYS_MOST: i64 = 10;
/// How far back absences are read.
const LOOK_BACK: i64 = 60;

/// A child that has been away.
#[derive(Clone, Debug)]
pub struct Alert {
    /// The child.
    pub pupil: PupilId,
    /// Its name.
    pub name: String,
    /// Its class.
    pub class: ClassId,
    /// The name of the class.
    pub class_name: String,
    /// For how long.
    pub streak: Streak,
    /// The case that is open for it.
    pub case: Option<RowId>,
}

/// After how many school days in a row a family is called.
///
/// # Errors
/// Faults of the database.
pub fn threshold(tx: &mut Tx<'_>) -> Result<i64> {
    Ok(sql::rule(tx)?.unwrap_or(USUAL_DAYS))
}

/// Says after how many.
///
/// # Errors
/// A problem at `days`.
pub fn set_threshold(tx: &mut Tx<'_>, permit: &Permit<acts::Supervise>, days: Option<i64>) -> Result<()> {
    match days.filter(|days| (1..=DAYS_MOST).contains(days)) {
        Some(days) => sql::put_rule(tx, days, &permit.who().tag()),
        None => Err(Error::at("days", Msg::new("dropout-days-range").with("most", DAYS_MOST))),
    }
}

/// What was taken lately, for the permit's class or the school.
pub(super) fn lately(tx: &mut Tx<'_>, permit: &Permit<acts::SeeAttendance>) -> Result<Away> {
    let today = tx.today();
    attendance::away(tx, permit, today.plus_days(-LOOK_BACK), today)
}

/// The days on which attendance was taken of a child's class, and those on which it was away.
pub(super) fn days_of(away: &Away, class: ClassId, pupil: PupilId) -> (Vec<SchoolDate>, HashSet<SchoolDate>) {
    let taken = away.taken.get(&class).cloned().unwrap_or_default();
    (taken, away.absent.get(&pupil).map(|days| days.iter().map(|(day, _)| *day).collect()).unwrap_or_default())
}

/// Children of the permit's class, or of the school, who have been away as long as the school waits, the longest first.
///
/// # Errors
/// Faults of the database.
pub fn alerts(tx: &mut Tx<'_>, permit: &Permit<acts::SeeAttendance>) -> Result<Vec<Alert>> {
    let (away, least) = (lately(tx, permit)?, usize::try_from(threshold(tx)?).unwrap_or(1));
    let open: HashMap<PupilId, RowId> = sql::open_cases(tx)?.into_iter().collect();
    let mut long: Vec<(PupilId, ClassId, Streak)> = Vec::new();
    for (pupil, days) in &away.absent {
        let Some(class) = away.class_of.get(pupil).copied() else { continue };
        let (taken, absent) = (away.taken.get(&class).map(Vec::as_slice).unwrap_or_default(), days.iter().map(|(day, _)| *day).collect());
        if let Some(found) = streak(taken, &absent).filter(|found| found.days >= least) {
            long.push((*pupil, class, found));
        }
    }
    let mut all = Vec::new();
    for (pupil, class, found) in long {
        // Who left since, or is nobody's to see here, is not named.
        if let Some(line) = pupils::named(tx, permit.who(), &[pupil])?.into_iter().find(|line| line.class == Some(class)) {
            all.push(Alert { pupil, name: line.name, class, class_name: line.class_name, streak: found, case: open.get(&pupil).copied() });
        }
    }
    all.sort_by(|a, b| b.streak.days.cmp(&a.streak.days).then_with(|| (&a.class_name, &a.name).cmp(&(&b.class_name, &b.name))));
    Ok(all)
}

/// Children of the classes of which somebody is homeroom teacher, who have been away and for whom no case is open: the family is to be called.
///
/// # Errors
/// Faults of the database.
pub fn own_alerts(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Alert>> {
    let own: Vec<ClassId> = who.ties.iter().filter(|tie| tie.duty == Duty::Homeroom).map(|tie| ClassId::from_uuid(tie.scope_id.uuid())).collect();
    let mut all = Vec::new();
    for class in own {
        match Permit::<acts::SeeAttendance>::ask(tx, who, Subject::Class(class)) {
            Ok(permit) => all.extend(alerts(tx, &permit)?.into_iter().filter(|one| one.case.is_none())),
            Err(Error::NotFound) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(all)
}
