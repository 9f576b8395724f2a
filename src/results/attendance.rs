//! verbs of attendance: 全到, then tap the absent; correction; the month; totals of a term. B8-02 (attendance), PRACTICE 2.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::assessment::codes;
use super::sheet::{Counts, SheetPupil};
use super::sql::attendance::{self as sql, StoredTotal, TotalToWrite};
use super::sql::result::pupils;
use crate::access::{Permit, Subject, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, ImportId, Msg, PupilId, Result, SchoolDate, Stamp};
use crate::roster::time::{self, Term};
use crate::store::Tx;
use crate::trail;

codes! {
    /// Why a child was not there, or late; its word is `results-absence-<code>`.
    Absence {
        /// 病假
        Sick = "sick",
        /// 事假
        Personal = "personal",
        /// 未到,原因待查: the family is called the same day.
        Unexplained = "unexplained",
        /// 迟到: there, but late; no absence.
        Late = "late",
    }
}

/// A pupil of a class on a day.
#[derive(Clone, Debug)]
pub struct DayPupil {
    /// Who.
    pub id: PupilId,
    /// Name.
    pub name: String,
    /// Seat number.
    pub seat: Option<i64>,
    /// Absent or late; `None` for present.
    pub absence: Option<Absence>,
}

/// The attendance of a class on a day.
#[derive(Clone, Debug)]
pub struct DaySheet {
    /// The day.
    pub day: SchoolDate,
    /// Who took it and when; `None` before anybody did.
    pub taken: Option<(String, Stamp)>,
    /// The pupils who are in the class on that day.
    pub pupils: Vec<DayPupil>,
}

/// A month of a class: its school days up to today, and each pupil's absences on them.
#[derive(Clone, Debug)]
pub struct Month {
    /// Its school days, and whether attendance was taken.
    pub days: Vec<(SchoolDate, bool)>,
    /// The pupils with an entry for each day.
    pub pupils: Vec<MonthPupil>,
}

/// A pupil's month.
#[derive(Clone, Debug)]
pub struct MonthPupil {
    /// Who.
    pub id: PupilId,
    /// Name.
    pub name: String,
    /// Seat number.
    pub seat: Option<i64>,
    /// One for each of [`Month::days`].
    pub absences: Vec<Option<Absence>>,
}

/// Attendance of one pupil in a term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Total {
    /// School days that were counted; `None` when the sheet does not say.
    pub school_days: Option<i64>,
    /// Days sick.
    pub sick_days: f64,
    /// Days on leave.
    pub personal_days: f64,
    /// Days absent without a known reason.
    pub unexplained_days: f64,
    /// Times late.
    pub late_times: i64,
}

impl Total {
    /// Days not at school; being late is none.
    pub fn absent_days(&self) -> f64 {
        self.sick_days + self.personal_days + self.unexplained_days
    }
    /// The share (0 to 1) of the counted days on which the pupil was absent; `None` when no day was counted.
    pub fn absent_share(&self) -> Option<f64> {
        self.school_days.filter(|days| *days > 0).map(|days| (self.absent_days() / days as f64).min(1.0))
    }
}

/// A total that a sheet gives.
#[derive(Clone, Debug)]
pub struct NewTotal {
    /// Whose.
    pub pupil: PupilId,
    /// The class in which the pupil was.
    pub class: ClassId,
    /// What the sheet says.
    pub total: Total,
}

/// The day for which attendance is taken when nobody says otherwise: today, or the last school day before.
///
/// # Errors
/// Faults of the database.
pub fn usual_day(tx: &mut Tx<'_>) -> Result<SchoolDate> {
    let today = tx.today();
    match time::current_term(tx)? {
        Some(term) => Ok(time::term_days(tx, &term)?.moved_before_holiday(today)),
        None => Ok(today),
    }
}

/// The attendance of the permit's class on a day.
///
/// # Errors
/// Faults of the database.
pub fn day_sheet(tx: &mut Tx<'_>, permit: &Permit<acts::EnterAttendance>, day: SchoolDate) -> Result<DaySheet> {
    let class = permit.class()?;
    let absences: HashMap<PupilId, Absence> = sql::absences(tx, class, day, day)?.into_iter().map(|(pupil, _, kind)| (pupil, kind)).collect();
    let row = |SheetPupil { id, name, seat, .. }| DayPupil { id, name, seat, absence: absences.get(&id).copied() };
    let pupils = pupils(tx, class, day, day)?.into_iter().map(row).collect();
    Ok(DaySheet { day, taken: sql::taken(tx, class, day)?, pupils })
}

/// The classes whose attendance was taken on a day, with the moment.
///
/// # Errors
/// Faults of the database.
pub fn taken_on(tx: &mut Tx<'_>, day: SchoolDate) -> Result<HashMap<ClassId, Stamp>> {
    Ok(sql::taken_on(tx, day)?.into_iter().collect())
}

/// Takes the attendance of the permit's class on a day: those listed were absent or late, all others were there. Taken again, it is corrected.
///
/// # Errors
/// Problems at `day`: in the future, no school day; at `a-<pupil>`: not a pupil of the class on that day.
pub fn take(tx: &mut Tx<'_>, permit: &Permit<acts::EnterAttendance>, day: SchoolDate, absent: &[(PupilId, Absence)]) -> Result<Counts> {
    let class = permit.class()?;
    let sheet = day_sheet(tx, permit, day)?;
    let mut problems = Problems::default();
    if day > tx.today() {
        problems.note("day", "results-day-future");
    } else if time::school_days(tx, day, day)? == 0 {
        problems.note("day", Msg::new("results-day-no-school").with("day", day));
    }
    let known: HashMap<PupilId, Option<Absence>> = sheet.pupils.iter().map(|pupil| (pupil.id, pupil.absence)).collect();
    for (pupil, _) in absent.iter().filter(|(pupil, _)| !known.contains_key(pupil)) {
        problems.note(format!("a-{pupil}"), "results-absence-stranger");
    }
    problems.end()?;
    let (actor, mut counts) = (permit.who().tag(), Counts::default());
    let now: HashMap<PupilId, Absence> = absent.iter().copied().collect();
    for (pupil, before) in known {
        match (before, now.get(&pupil).copied()) {
            (Some(_), None) => {
                sql::remove_absence(tx, pupil, day)?;
                counts.removed += 1;
            }
            (before, Some(kind)) if before != Some(kind) => {
                sql::put_absence(tx, class, pupil, day, kind, &actor)?;
                if before.is_some() { counts.updated += 1 } else { counts.created += 1 }
            }
            _ => counts.unchanged += 1,
        }
    }
    if sheet.taken.is_none() || counts.changed() > 0 {
        sql::put_taken(tx, class, day, &actor)?;
        let data = serde_json::json!({ "day": day, "absent": now.len(), "corrected": sheet.taken.is_some(), "changed": counts.changed() });
        trail::note(tx, permit.who(), "results.attendance", class, &data)?;
    }
    Ok(counts)
}

/// The month of the permit's class that holds a day.
///
/// # Errors
/// Faults of the database.
pub fn month(tx: &mut Tx<'_>, permit: &Permit<acts::SeeAttendance>, day: SchoolDate) -> Result<Month> {
    let class = permit.class()?;
    let first = SchoolDate::new(day.year(), day.month(), 1).unwrap_or(day);
    let last = first.plus_months(1).plus_days(-1).min(tx.today().max(first));
    let taken: HashSet<SchoolDate> = sql::taken_days(tx, class, first, last)?.into_iter().collect();
    let mut terms = Vec::new();
    for term in time::terms(tx)?.iter().filter(|term| term.first_day <= last && first <= term.last_day) {
        terms.push(time::term_days(tx, term)?);
    }
    let all = (first.days()..=last.days()).map(SchoolDate::from_days);
    let days: Vec<(SchoolDate, bool)> = all.map(|day| (day, taken.contains(&day))).filter(|(day, taken)| *taken || terms.iter().any(|term| term.is_school_day(*day))).collect();
    let absences: HashMap<(PupilId, SchoolDate), Absence> = sql::absences(tx, class, first, last)?.into_iter().map(|(pupil, day, kind)| ((pupil, day), kind)).collect();
    let row = |SheetPupil { id, name, seat, .. }| MonthPupil { id, name, seat, absences: days.iter().map(|(day, _)| absences.get(&(id, *day)).copied()).collect() };
    let pupils = pupils(tx, class, first, last)?.into_iter().map(row).collect();
    Ok(Month { days, pupils })
}

/// Attendance between two days: on which days it was taken of which class, and who was away.
#[derive(Clone, Debug, Default)]
pub struct Away {
    /// Days taken, by class.
    pub taken: HashMap<ClassId, Vec<SchoolDate>>,
    /// Days away with the reason, by pupil; being late is none.
    pub absent: HashMap<PupilId, Vec<(SchoolDate, Absence)>>,
    /// The class of a pupil's last day away.
    pub class_of: HashMap<PupilId, ClassId>,
}

/// Who was away between two days, in the permit's class or the whole school.
///
/// # Errors
/// Not found for a permit on anything else; faults of the database.
pub fn away(tx: &mut Tx<'_>, permit: &Permit<acts::SeeAttendance>, from: SchoolDate, until: SchoolDate) -> Result<Away> {
    let only = match permit.subject() {
        Subject::School => None,
        Subject::Class(class) => Some(class),
        _ => return Err(Error::NotFound),
    };
    let mut away = Away::default();
    for (class, day) in sql::taken_between(tx, only, from, until)? {
        away.taken.entry(class).or_default().push(day);
    }
    for (pupil, class, day, kind) in sql::away_between(tx, only, from, until)? {
        away.absent.entry(pupil).or_default().push((day, kind));
        away.class_of.insert(pupil, class);
    }
    Ok(away)
}

/// Stores the totals of a term that a sheet gives; what stood there is kept, so that the import can be undone.
///
/// # Errors
/// Problems at `t-<pupil>`: negative days, or more days absent than days of school; a conflict when a pupil comes twice.
pub fn put_totals_many(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, term: &Term, rows: &[NewTotal], import: Option<ImportId>) -> Result<Counts> {
    let mut problems = Problems::default();
    let mut seen = HashSet::with_capacity(rows.len());
    for NewTotal { pupil, total, .. } in rows {
        if !seen.insert(*pupil) {
            return Err(Error::Conflict(Msg::new("results-twice")));
        }
        let days = [total.sick_days, total.personal_days, total.unexplained_days, total.late_times as f64];
        let beyond = total.school_days.is_some_and(|all| all < 0 || total.absent_days() > all as f64);
        if beyond || days.iter().any(|days| !(0.0..=366.0).contains(days)) {
            problems.note(format!("t-{pupil}"), "results-total-wrong");
        }
    }
    problems.end()?;
    let mut known: HashMap<PupilId, StoredTotal> = sql::totals(tx, term.id, None)?.into_iter().collect();
    let (mut counts, mut write) = (Counts::default(), Vec::new());
    let (actor, at_ms) = (permit.who().tag(), tx.now().0);
    for NewTotal { pupil, class, total } in rows {
        let before = known.remove(pupil);
        match &before {
            Some(before) if before.total == *total && before.class == *class => {
                counts.unchanged += 1;
                continue;
            }
            Some(_) => counts.updated += 1,
            None => counts.created += 1,
        }
        let before = before.map(|before| serde_json::to_string(&before)).transpose().map_err(|e| Error::fault("a total before an import", e))?;
        let stored = StoredTotal { class: *class, total: *total, import, actor: actor.clone(), at_ms };
        write.push(TotalToWrite { term: term.id, pupil: *pupil, stored, before });
    }
    sql::put_totals(tx, &write)?;
    if counts.changed() > 0 {
        let data = serde_json::json!({ "created": counts.created, "updated": counts.updated, "import": import });
        trail::note(tx, permit.who(), "results.attendance-totals", term.id, &data)?;
    }
    Ok(counts)
}

/// Takes back the totals that an import brought; gives their number.
///
/// # Errors
/// Faults of the database.
pub fn undo_totals(tx: &mut Tx<'_>, _permit: &Permit<acts::ImportSheets>, import: ImportId) -> Result<i64> {
    sql::undo_totals(tx, import)
}

/// Totals of a term: those that a sheet gave win over what was counted from the days.
fn totals(tx: &mut Tx<'_>, term: &Term, pupil: Option<PupilId>) -> Result<HashMap<PupilId, Total>> {
    let until = term.last_day.min(tx.today());
    let mut totals: HashMap<PupilId, Total> = HashMap::new();
    for (pupil, counted) in sql::counted(tx, term.first_day, until, pupil)? {
        totals.insert(pupil, counted);
    }
    let given = sql::totals(tx, term.id, pupil)?;
    let all_days = if given.iter().any(|(_, stored)| stored.total.school_days.is_none()) { time::school_days(tx, term.first_day, until)? } else { 0 };
    for (pupil, StoredTotal { total, .. }) in given {
        totals.insert(pupil, Total { school_days: total.school_days.or(Some(all_days)), ..total });
    }
    Ok(totals)
}

/// The attendance of the permit's pupil in a term; `None` when nobody counted.
///
/// # Errors
/// Faults of the database.
pub fn attendance_of(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>, term: &Term) -> Result<Option<Total>> {
    let pupil = permit.pupil()?;
    Ok(totals(tx, term, Some(pupil))?.remove(&pupil))
}

/// The attendance of every pupil in a term: for the screening, whose permit covers the school.
///
/// # Errors
/// Faults of the database.
pub fn attendance_of_all(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageScreening>, term: &Term) -> Result<HashMap<PupilId, Total>> {
    totals(tx, term, None)
}
