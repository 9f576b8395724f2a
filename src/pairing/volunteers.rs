//! verbs: volunteers from outside (B5-02, B1-08): entered with who vouches, paired one to one with a child under a named teacher once a guardian has consented, ended with a reason.
//!
//! A volunteer has no login and learns name and class of the child, nothing else.

use std::collections::BTreeSet;

use super::peers::teachers;
use super::sql::{self as pair_sql, volunteers as sql};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Id, Msg, PupilId, Result, RowId, SchoolDate, StaffId, limits};
use crate::casefile;
use crate::programme::kind_words::kinder;
use crate::roster::people;
use crate::roster::time::Term;
use crate::store::Tx;
use crate::trail;

/// What kind of person; the words are `pairing-volunteer-kind-<code>`.
pub const KINDS: [&str; 6] = ["parent", "student", "retired", "community", "company", "other"];
/// Why it ends; the words are `pairing-volunteer-end-<code>`.
pub const ENDS: [&str; 5] = ["wish", "reached", "consent", "away", "other"];
/// The purpose of the consent that is asked; its word is `consent-volunteer`.
pub const PURPOSE: &str = "volunteer";

/// A volunteer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Volunteer {
    /// Its id.
    pub id: RowId,
    /// Name.
    pub name: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// The member of staff who vouches.
    pub vouched_by: String,
}

/// A volunteer and the child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// Its id.
    pub id: RowId,
    /// The volunteer.
    pub volunteer: RowId,
    /// The child.
    pub pupil: PupilId,
    /// The child's name.
    pub pupil_name: String,
    /// The teacher who is there.
    pub teacher: String,
    /// The day of the guardian's consent.
    pub consent: SchoolDate,
    /// First day.
    pub from: SchoolDate,
    /// Last day: it ends by itself.
    pub until: SchoolDate,
    /// One of [`ENDS`]; empty while it was not ended.
    pub ended: String,
    /// Whether the guardian has taken the consent back since: it is to be ended.
    pub withdrawn: bool,
}

/// All volunteers, by name.
///
/// # Errors
/// Faults of the database.
pub fn all(tx: &mut Tx<'_>, _permit: &Permit<acts::ManagePairing>) -> Result<Vec<Volunteer>> {
    Ok(sql::volunteers(tx)?.into_iter().map(|(id, name, kind, vouched_by)| Volunteer { id, name, kind, vouched_by }).collect())
}

/// Enters a volunteer.
///
/// # Errors
/// Problems at `name`, `kind`, `vouched_by`: who vouches works here today.
pub fn enter(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePairing>, name: &str, kind: &str, vouched_by: Option<StaffId>) -> Result<RowId> {
    let (name, today) = (name.trim(), tx.today());
    let mut problems = Problems::default();
    if name.chars().count() < 2 || name.chars().count() > limits::NAME_CHARS {
        problems.note("name", Msg::new("pairing-volunteer-name-missing").with("most", limits::NAME_CHARS));
    } else if let Some(kinder) = kinder(name) {
        problems.note("name", kinder);
    }
    if !KINDS.contains(&kind) {
        problems.note("kind", "pairing-volunteer-kind-missing");
    }
    let here = people::staff_list(tx)?.into_iter().filter(|staff| staff.is_here(today)).map(|staff| staff.id).collect::<BTreeSet<_>>();
    let vouches = vouched_by.filter(|staff| here.contains(staff));
    if vouches.is_none() {
        problems.note("vouched_by", "pairing-volunteer-vouch-missing");
    }
    problems.end()?;
    let id: RowId = tx.new_id();
    sql::insert(tx, id, name, kind, vouches.ok_or(Error::NotFound)?, &permit.who().tag())?;
    trail::note(tx, permit.who(), "pairing.volunteer", id, &serde_json::json!({ "kind": kind }))?;
    Ok(id)
}

/// The day on which a guardian consented to a volunteer, where that stands.
fn consented(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Option<SchoolDate>> {
    Ok(trail::consents_of(tx, pupil)?.into_iter().find(|consent| consent.purpose == PURPOSE).filter(|consent| consent.given).map(|consent| consent.day))
}

/// All that volunteers did and do with children, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn helps(tx: &mut Tx<'_>, _permit: &Permit<acts::ManagePairing>) -> Result<Vec<Help>> {
    let today = tx.today();
    let mut found = Vec::new();
    for row in sql::pairs(tx)? {
        let stands = row.ended.is_none() && row.until >= today;
        let withdrawn = stands && consented(tx, row.pupil)?.is_none();
        found.push(Help {
            id: row.id,
            volunteer: row.volunteer,
            pupil: row.pupil,
            pupil_name: row.pupil_name,
            teacher: row.teacher,
            consent: row.consent,
            from: row.from,
            until: row.ended.map_or(row.until, |day| day.max(row.from)),
            ended: row.reason,
            withdrawn,
        });
    }
    Ok(found)
}

/// Pairs a volunteer with a supported child until the end of the term.
///
/// # Errors
/// Problems at `pupil` (not a child with a file, no consent of a guardian, has a volunteer), `volunteer` (has a child: one to one), `staff` (neither a teacher of the class nor a
/// helper of the child); a conflict when the term is over.
pub fn pair(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePairing>, term: &Term, volunteer: RowId, pupil: PupilId, staff: StaffId) -> Result<RowId> {
    let today = tx.today();
    if term.last_day < today {
        return Err(Error::Conflict(Msg::new("pairing-term-over").with("term", term.code)));
    }
    let child = casefile::lines(tx, permit.who(), None)?.into_iter().find(|line| line.pupil == pupil).ok_or_else(|| Error::at("pupil", "pairing-child-missing"))?;
    if !sql::volunteers(tx)?.iter().any(|(id, ..)| *id == volunteer) {
        return Err(Error::at("volunteer", "pairing-volunteer-missing"));
    }
    let of_class = teachers(tx, child.class)?.into_iter().any(|(id, _)| id == staff);
    let helps = pair_sql::of_staff(tx, staff, today)?.into_iter().any(|pair| pair.pupil == pupil);
    if !of_class && !helps {
        return Err(Error::at("staff", "pairing-volunteer-teacher-missing"));
    }
    let Some(consent) = consented(tx, pupil)? else { return Err(Error::at("pupil", "pairing-volunteer-no-consent")) };
    if !sql::take(tx, volunteer, term.last_day, today)? {
        return Err(Error::at("volunteer", "pairing-volunteer-busy"));
    }
    if !sql::take(tx, RowId::from_uuid(pupil.uuid()), term.last_day, today)? {
        return Err(Error::at("pupil", "pairing-volunteer-has-one"));
    }
    let id: RowId = tx.new_id();
    let new = sql::NewPair { id, volunteer, pupil, staff, consent, from: today.max(term.first_day), until: term.last_day };
    sql::insert_pair(tx, &new, &permit.who().tag())?;
    trail::note(tx, permit.who(), "pairing.volunteer_paired", pupil, &serde_json::json!({ "pair": id, "volunteer": volunteer }))?;
    Ok(id)
}

/// Ends it: yesterday was the last day.
///
/// # Errors
/// A problem at `reason`; not found; a conflict when it is over.
pub fn end(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePairing>, id: RowId, reason: &str) -> Result<()> {
    if !ENDS.contains(&reason) {
        return Err(Error::at("reason", "pairing-reason-missing"));
    }
    let (row, today) = (sql::pairs(tx)?.into_iter().find(|row| row.id == id).ok_or(Error::NotFound)?, tx.today());
    if row.ended.is_some() || row.until < today {
        return Err(Error::Conflict(Msg::new("pairing-over")));
    }
    let last_day = today.plus_days(-1);
    sql::insert_end(tx, id, last_day, reason, &permit.who().tag())?;
    for holder in [row.volunteer, RowId::from_uuid(row.pupil.uuid())] {
        sql::give(tx, holder, last_day)?;
    }
    trail::note(tx, permit.who(), "pairing.volunteer_ended", row.pupil, &serde_json::json!({ "pair": id, "reason": reason }))?;
    Ok(())
}
