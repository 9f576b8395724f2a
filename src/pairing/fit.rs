//! verbs: what makes a pair fit: strengths that a mentor states, the teacher whom a child wishes for (A8-07), and the slots of the week of all who help a child (B6-02).

use std::collections::BTreeSet;

use super::fit_rules::{Leanings, STRENGTHS, answers};
use super::slots::{self, SLOTS_MOST, Slot};
use super::sql::{self as pair_sql, fit as sql};
use crate::access::{Duty, Permit, ScopeKind, Who, acts};
use crate::base::{Error, Id, Msg, PupilId, Result, RowId, SchoolDate, StaffId};
use crate::casefile;
use crate::programme::Param;
use crate::programme::force::in_force;
use crate::roster::{particulars, people};
use crate::store::Tx;
use crate::trail;

/// Helpers of a child beyond which the page warns, where its programmes set no number.
pub const MANY: usize = 3;
/// The kind of the task with which a mentor gets to know a new child; its word is `task-pairing-new`.
pub const NEW_TASK: &str = "pairing-new";
/// Days within which a mentor gets to know a new child.
const KNOW_DAYS: i64 = 7;

/// What the person who asks has said of the own strengths.
///
/// # Errors
/// Faults of the database.
pub fn own_strengths(tx: &mut Tx<'_>, who: &Who) -> Result<BTreeSet<String>> {
    let me = who.staff();
    Ok(sql::strengths(tx)?.into_iter().find(|(staff, ..)| *staff == me).map(|(_, codes, _)| split(&codes)).unwrap_or_default())
}

fn split(codes: &str) -> BTreeSet<String> {
    codes.split(',').filter(|code| STRENGTHS.contains(code)).map(ToOwned::to_owned).collect()
}

/// States the own strengths; what was said before stays as a record.
///
/// # Errors
/// A problem at `strength` for one that is not known.
pub fn state_strengths(tx: &mut Tx<'_>, who: &Who, codes: &[String]) -> Result<()> {
    if codes.iter().any(|code| !STRENGTHS.contains(&code.as_str())) {
        return Err(Error::at("strength", "pairing-strength-unknown"));
    }
    let (me, text) = (who.staff(), STRENGTHS.iter().filter(|code| codes.iter().any(|one| one == **code)).copied().collect::<Vec<_>>().join(","));
    let known = sql::strengths(tx)?.into_iter().find(|(staff, ..)| *staff == me);
    if known.as_ref().is_some_and(|(_, codes, _)| *codes == text) {
        return Ok(());
    }
    sql::insert_strength(tx, me, known.map_or(1, |(.., number)| number + 1), &text)?;
    trail::note(tx, who, "pairing.strengths", me, &serde_json::json!({ "count": codes.len() }))?;
    Ok(())
}

/// Strengths, needs and wishes for a proposal; `children` with category and kind.
pub(super) fn leanings<'a>(tx: &mut Tx<'_>, children: impl Iterator<Item = (PupilId, &'a str, &'a str)>) -> Result<Leanings> {
    let strengths = sql::strengths(tx)?.into_iter().map(|(staff, codes, _)| (staff, split(&codes))).collect();
    let wishes = sql::wishes(tx)?.into_iter().filter_map(|wish| wish.staff.map(|staff| (wish.pupil, staff))).collect();
    let mut found = Leanings { strengths, wishes, ..Leanings::default() };
    for (pupil, category, kind) in children {
        found.needs.entry(pupil).or_default().extend(answers(category, kind));
    }
    Ok(found)
}

/// The teacher whom a child wishes for, with the name.
///
/// # Errors
/// Faults of the database.
pub fn wish_of(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Option<(StaffId, String)>> {
    let pupil = permit.pupil()?;
    Ok(sql::wishes(tx)?.into_iter().find(|wish| wish.pupil == pupil).and_then(|wish| wish.staff.map(|staff| (staff, wish.name))))
}

/// Writes down whom a child wishes for; nobody takes the wish back.
///
/// # Errors
/// A problem at `staff` for somebody who does not work here.
pub fn wish(tx: &mut Tx<'_>, permit: &Permit<acts::CoordinateHelpers>, staff: Option<StaffId>) -> Result<()> {
    let (pupil, today) = (permit.pupil()?, tx.today());
    let here = people::staff_list(tx)?.into_iter().any(|person| Some(person.id) == staff && person.is_here(today));
    if staff.is_some() && !here {
        return Err(Error::at("staff", "pairing-mentor-missing"));
    }
    let known = sql::wishes(tx)?.into_iter().find(|wish| wish.pupil == pupil);
    if known.as_ref().map(|wish| wish.staff) == Some(staff) {
        return Ok(());
    }
    sql::insert_wish(tx, pupil, known.map_or(1, |wish| wish.number.max(0) + 1), staff, &permit.who().tag())?;
    trail::note(tx, permit.who(), "pairing.wish", pupil, &serde_json::json!({ "staff": staff }))?;
    Ok(())
}

/// Somebody who helps a child today.
#[derive(Clone, Debug)]
pub struct Helper {
    /// The pair.
    pub pair: RowId,
    /// Who.
    pub staff: StaffId,
    /// Name.
    pub name: String,
    /// Duties towards the class of the child: duty and subject.
    pub duties: Vec<(Duty, String)>,
    /// Last day.
    pub until: SchoolDate,
    /// When in the week they meet.
    pub slots: Vec<Slot>,
}

/// When in the week a pair meets: what the timetable of tutoring keeps free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// The pair.
    pub pair: RowId,
    /// The child.
    pub pupil: PupilId,
    /// Its name.
    pub pupil_name: String,
    /// The helper.
    pub staff: StaffId,
    /// Their name.
    pub staff_name: String,
    /// First day.
    pub from: SchoolDate,
    /// Last day.
    pub until: SchoolDate,
    /// When.
    pub slots: Vec<Slot>,
}

/// The times of all pairs that stand today or will.
///
/// # Errors
/// Faults of the database.
pub fn meetings(tx: &mut Tx<'_>) -> Result<Vec<Meeting>> {
    let today = tx.today();
    sql::meetings(tx, today)
}

/// Everybody who helps a child today, by name, with duties and slots.
///
/// # Errors
/// Faults of the database.
pub fn helpers(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<Helper>> {
    let (pupil, today) = (permit.pupil()?, tx.today());
    let class = particulars::seat(tx, pupil)?.map(|seat| seat.class);
    let posts = people::posts_on(tx, today)?;
    let known = sql::slots(tx, pupil)?;
    let stands = |pair: &pair_sql::PairRow| pair.ended.is_none() && pair.from <= today && today <= pair.until;
    let mut found = Vec::new();
    for pair in pair_sql::of_pupil(tx, pupil)?.into_iter().filter(stands) {
        let of_class = posts.iter().filter(|post| post.staff == pair.staff && post.scope == ScopeKind::Class && class.is_some_and(|class| post.scope_id.uuid() == class.uuid()));
        let slots = known.iter().find(|(id, ..)| *id == pair.id).map(|(_, text, _)| slots::read(text)).unwrap_or_default();
        let duties = of_class.map(|post| (post.duty, post.subject.clone())).collect();
        found.push(Helper { pair: pair.id, staff: pair.staff, name: pair.staff_name, duties, until: pair.until, slots });
    }
    found.sort_by(|one, other| (&one.name, one.pair).cmp(&(&other.name, other.pair)));
    Ok(found)
}

/// How many helpers a child has at most by its programmes; [`MANY`] where they say nothing.
///
/// # Errors
/// Faults of the database.
pub fn most(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<usize> {
    let (pupil, term) = (permit.pupil()?, casefile::present_term(tx)?);
    let mut most: Option<i64> = None;
    for programme in in_force(tx, term.id)? {
        let serves = pair_sql::of_pupil(tx, pupil)?.iter().any(|pair| pair.programme == programme.id);
        if let Some(to) = programme.values.range(Param::MentorsPerChild).and_then(|range| range.to).filter(|_| serves) {
            most = Some(most.map_or(to, |known| known.max(to)));
        }
    }
    Ok(most.and_then(|to| usize::try_from(to).ok()).unwrap_or(MANY))
}

/// Writes down when in the week a helper and the child meet, in place of what was said before.
///
/// # Errors
/// Not found when it is no standing pair of the child; a problem at `slot` for too many or when two of them overlap.
pub fn set_slots(tx: &mut Tx<'_>, permit: &Permit<acts::CoordinateHelpers>, pair: RowId, new: &[Slot]) -> Result<()> {
    let (pupil, today) = (permit.pupil()?, tx.today());
    let known = pair_sql::find(tx, pair)?;
    if known.pupil != pupil || known.ended.is_some() || known.until < today {
        return Err(Error::NotFound);
    }
    let twice = new.iter().enumerate().any(|(at, slot)| new.iter().skip(at + 1).any(|other| slot.overlaps(other)));
    if new.len() > SLOTS_MOST || twice {
        return Err(Error::at("slot", Msg::new("pairing-slots-wrong").with("most", SLOTS_MOST)));
    }
    let number = sql::slots(tx, pupil)?.into_iter().find(|(id, ..)| *id == pair).map_or(1, |(.., number)| number + 1);
    sql::insert_slots(tx, pair, number, &slots::stored(new), &permit.who().tag())?;
    trail::note(tx, permit.who(), "pairing.slots", pupil, &serde_json::json!({ "pair": pair, "count": new.len() }))?;
    Ok(())
}

/// Asks a mentor to get to know a new child.
pub(super) fn ask_to_know(tx: &mut Tx<'_>, staff: StaffId, pupil: PupilId, class: &str, from: SchoolDate) -> Result<()> {
    trail::open_task(tx, staff, NEW_TASK, pupil, &format!("/pupils/{pupil}/helpers"), &[("class", class.to_owned())], from.plus_days(KNOW_DAYS))
}

/// The mentor has met the child: the task is done.
///
/// # Errors
/// Faults of the database.
pub fn met(tx: &mut Tx<'_>, who: &Who, pupil: PupilId) -> Result<()> {
    trail::end_own_tasks(tx, who, NEW_TASK, pupil)
}

/// Whether the person who asks has still to get to know the child.
///
/// # Errors
/// Faults of the database.
pub fn is_new(tx: &mut Tx<'_>, who: &Who, pupil: PupilId) -> Result<bool> {
    Ok(trail::links_due(tx, who.staff(), NEW_TASK)?.iter().any(|link| *link == format!("/pupils/{pupil}/helpers")))
}
