//! verbs: small groups of a class that learn together, led by a teacher (A6-08 手拉手, B2-04): made, ended with a reason, kept as history.

use std::collections::BTreeSet;

use super::peers::{ENDS, teachers};
use super::sql::peers::{self as sql, GroupRow, NewGroup};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, PupilId, Result, RowId, SchoolDate, StaffId, limits};
use crate::programme::kind_words::kinder;
use crate::roster::time::Term;
use crate::store::Tx;
use crate::trail;

/// Children of a group: fewer are a pair, more are a class.
pub const MEMBERS: std::ops::RangeInclusive<usize> = 3..=8;

/// A study group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its id.
    pub id: RowId,
    /// Its name.
    pub name: String,
    /// The teacher who leads it.
    pub lead: String,
    /// The children, by seat: name and seat.
    pub members: Vec<(String, Option<i64>)>,
    /// First day.
    pub from: SchoolDate,
    /// Last day: it ends by itself.
    pub until: SchoolDate,
    /// One of [`ENDS`]; empty while it was not ended.
    pub ended: String,
}

/// All groups of the class, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn of_class(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePeers>) -> Result<Vec<Group>> {
    let class = permit.class()?;
    let members = sql::members(tx, class)?;
    let group = |row: GroupRow| Group {
        members: members.iter().filter(|member| member.group == row.id).map(|member| (member.name.clone(), member.seat)).collect(),
        id: row.id,
        name: row.name,
        lead: row.lead_name,
        from: row.from,
        until: row.ended.map_or(row.until, |day| day.max(row.from)),
        ended: row.reason,
    };
    Ok(sql::groups(tx, class)?.into_iter().map(group).collect())
}

/// A group to be made.
#[derive(Clone, Debug)]
pub struct New {
    /// Its name; the class and a number where it has none.
    pub name: String,
    /// The teacher who leads it.
    pub lead: Option<StaffId>,
    /// The children.
    pub members: Vec<PupilId>,
}

/// Makes a group from today until the end of the term.
///
/// # Errors
/// Problems at `name` (too long, or a word that hurts), `lead`, `member`; a conflict when the term is over.
pub fn make(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePeers>, term: &Term, new: &New) -> Result<RowId> {
    let (class, today) = (permit.class()?, tx.today());
    if term.last_day < today {
        return Err(Error::Conflict(Msg::new("pairing-term-over").with("term", term.code)));
    }
    let name = new.name.trim();
    let members: BTreeSet<PupilId> = new.members.iter().copied().collect();
    let here: BTreeSet<PupilId> = sql::children(tx, class, today)?.into_iter().map(|(pupil, ..)| pupil).collect();
    let mut problems = Problems::default();
    if name.is_empty() || name.chars().count() > limits::NAME_CHARS {
        problems.note("name", Msg::new("pairing-group-name-missing").with("most", limits::NAME_CHARS));
    } else if let Some(kinder) = kinder(name) {
        problems.note("name", kinder);
    }
    let leads = teachers(tx, class)?;
    let lead = new.lead.filter(|lead| leads.iter().any(|(id, _)| id == lead));
    if lead.is_none() {
        problems.note("lead", "pairing-peer-lead-missing");
    }
    if !MEMBERS.contains(&members.len()) || !members.is_subset(&here) {
        problems.note("member", Msg::new("pairing-group-members-missing").with("least", MEMBERS.start()).with("most", MEMBERS.end()));
    }
    problems.end()?;
    let id: RowId = tx.new_id();
    let group = NewGroup { id, class, name, lead: lead.ok_or(Error::NotFound)?, from: today.max(term.first_day), until: term.last_day };
    sql::insert_group(tx, &group, &members.iter().copied().collect::<Vec<_>>(), &permit.who().tag())?;
    trail::note(tx, permit.who(), "pairing.group_made", class, &serde_json::json!({ "group": id, "children": members.len() }))?;
    Ok(id)
}

/// Ends a group: yesterday was its last day.
///
/// # Errors
/// A problem at `reason`; not found when it is no group of the class; a conflict when it is over.
pub fn end(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePeers>, id: RowId, reason: &str) -> Result<()> {
    if !ENDS.contains(&reason) {
        return Err(Error::at("reason", "pairing-reason-missing"));
    }
    let (class, today) = (permit.class()?, tx.today());
    let group = sql::groups(tx, class)?.into_iter().find(|group| group.id == id).ok_or(Error::NotFound)?;
    if group.ended.is_some() || group.until < today {
        return Err(Error::Conflict(Msg::new("pairing-over")));
    }
    sql::insert_group_end(tx, id, today.plus_days(-1), reason, &permit.who().tag())?;
    trail::note(tx, permit.who(), "pairing.group_ended", class, &serde_json::json!({ "group": id, "reason": reason }))?;
    Ok(())
}
