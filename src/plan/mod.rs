//! One plan per child (一人一策): goals with baseline, target, date and measure, who does what how often, the child's and the family's part, and the team that decides.
//!
//! A1-02, A1-03, A1-05, A1-13, A8-11, B3-04 (dimensions, team), A5-05, A5-17, A6-10, A7-02, B10-10 (goals in stages), A2-20, A2-21 (goals that the child sets), A6-01, A7-21…24,
//! B7-08, B8-09 (habits), A2-03…05, A2-10, A2-17…19, A3-12…15, A5-11…16, A8-12…17, A9-11, A9-12, B1-07, B1-09, B2-01, B3-05, B6-05, B7-03, B10-05, B10-08…11, B10-14 (measures),
//! B8-07 (teacher, family, child), B4-14 (individual education plan), B6-03, B6-07 (plans of subjects).
//! What people write is sealed under the child's key; who reads what follows the case file.

pub mod compare;
pub mod cover;
pub mod edit;
pub mod export;
mod facts;
pub mod family_copy;
pub mod goal;
pub mod habit;
pub mod item;
pub mod library;
pub mod measures;
pub mod own;
pub mod own_goal;
pub mod pages;
pub mod prefill;
#[cfg(test)]
mod prefill_tests;
pub mod selves;
mod sql;
pub mod team;
pub mod unite;
pub mod wording;

use crate::access::{Duty, Permit, acts, readers_of};
use crate::base::error::Problems;
use crate::base::{Error, Id, Msg, PupilId, Result, RowId, SchoolDate, StaffId, derived};
use crate::casefile::sight::{Field, Sight};
use crate::casefile::{self};
use crate::programme::kind_words;
use crate::roster::people::Names;
use crate::store::Tx;
use item::{Body, Item, Kind, Need};

const BODY: &str = "plan_item.body";
const REASON: &str = "plan_fixing.reason";
const DECISION: &str = "plan_decision.text";
/// Characters of a sentence of a plan.
pub const TEXT_CHARS: usize = 1_000;

/// The id of a pupil's plan: one per child (A5-05).
pub fn id_of(pupil: PupilId) -> RowId {
    derived(&[b"support plan", pupil.uuid().as_bytes()])
}

/// What somebody did with a version.
#[derive(Clone, Debug)]
pub struct Deed {
    /// When.
    pub day: SchoolDate,
    /// Who.
    pub by: String,
    /// Their words.
    pub text: String,
}

/// Somebody's signature.
#[derive(Clone, Debug)]
pub struct Signature {
    /// Who.
    pub staff: StaffId,
    /// Name.
    pub name: String,
    /// Code of the duty in which they signed.
    pub duty: String,
    /// When.
    pub day: SchoolDate,
}

/// How a version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is being written.
    Draft,
    /// It lies before the team.
    Fixed,
    /// It was given back with a comment.
    Returned,
    /// It is approved.
    Approved,
}

impl Standing {
    /// The identifier; words hang on it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Fixed => "fixed",
            Self::Returned => "returned",
            Self::Approved => "approved",
        }
    }
}

/// A version of a plan.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its id.
    pub id: RowId,
    /// Its number, from 1.
    pub number: i64,
    /// Whether it is an individual education plan (B4-14).
    pub iep: bool,
    /// First day.
    pub from: SchoolDate,
    /// Last day.
    pub until: SchoolDate,
    /// Who began it.
    pub by: String,
    /// When it was laid before the team, by whom, and what changed.
    pub fixed: Option<Deed>,
    /// Who laid it before the team, as the trail writes it.
    pub fixed_by: String,
    /// What was decided.
    pub decided: Option<Deed>,
    /// How it stands.
    pub standing: Standing,
    /// Who signed.
    pub signatures: Vec<Signature>,
}

/// The versions of a child's plan, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn versions(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<Version>> {
    let pupil = permit.pupil()?;
    // Reasons and decisions speak of the whole child: not for who teaches one subject.
    let whole = casefile::sight(permit).of(Field::Step);
    let names = Names::load(tx)?;
    let mut all = Vec::new();
    for row in sql::versions(tx, id_of(pupil))? {
        let open = |tx: &Tx<'_>, what, bytes: &[u8]| if whole { tx.vault().open_words(pupil, what, Some(bytes)) } else { Ok(String::new()) };
        let standing = match (&row.fixed, &row.decided) {
            (_, Some((decision, _))) if decision == "approved" => Standing::Approved,
            (_, Some(_)) => Standing::Returned,
            (Some(_), None) => Standing::Fixed,
            (None, None) => Standing::Draft,
        };
        let fixed_by = row.fixed.as_ref().map(|(_, actor, _)| actor.clone()).unwrap_or_default();
        let fixed = match row.fixed {
            Some((day, actor, text)) => Some(Deed { day, by: names.of(&actor), text: open(tx, REASON, &text)? }),
            None => None,
        };
        let decided = match row.decided {
            Some((_, (day, actor, text))) => Some(Deed { day, by: names.of(&actor), text: open(tx, DECISION, &text)? }),
            None => None,
        };
        let signatures = sql::signatures(tx, row.id)?.into_iter().map(|(staff, name, duty, day)| Signature { staff, name, duty, day }).collect();
        all.push(Version {
            id: row.id,
            number: row.number,
            iep: row.form == "iep",
            from: row.from,
            until: row.until,
            by: names.of(&row.actor),
            fixed,
            fixed_by,
            decided,
            standing,
            signatures,
        });
    }
    Ok(all)
}

/// The version that holds on a day: the newest that is approved and not over.
pub fn in_force(versions: &[Version], day: SchoolDate) -> Option<&Version> {
    versions.iter().find(|one| one.standing == Standing::Approved && one.until >= day)
}

/// Whether somebody reads a part of a plan: the rule of the case file for the same.
pub fn sees(sight: &Sight, item: &Item) -> bool {
    match item.need {
        Need::Lesson if item.kind == Kind::Demand || item.subject.is_empty() => sight.of(Field::Note),
        Need::Lesson => sight.of(Field::Subject(&item.subject)),
        Need::Family => sight.of(Field::FamilyCategory),
        Need::Hardship => sight.of(Field::HardshipCategory),
        Need::Mind => sight.of(Field::GiveUp),
    }
}

/// Whether somebody reads what a part came from.
fn sees_source(sight: &Sight, source: &item::Source) -> bool {
    let level = match source.need() {
        Need::Lesson => sight.of(Field::Note),
        Need::Family => sight.of(Field::FamilyCategory),
        Need::Hardship => sight.of(Field::HardshipCategory),
        Need::Mind => sight.of(Field::GiveUp),
    };
    // What was seen in another subject, or by who looks after the class, is not for who teaches one subject.
    let own = match (source.what.as_str(), source.part.as_str()) {
        ("cause", "") => sight.subjects.is_none(),
        (_, "") => true,
        (_, part) => sight.of(Field::Subject(part)),
    };
    level && own
}

fn opened(tx: &Tx<'_>, pupil: PupilId, row: &sql::ItemRow) -> Result<Option<Item>> {
    let Some(body) = tx.vault().open_json::<Body>(pupil, BODY, &row.body)? else { return Ok(None) };
    let (Ok(kind), Ok(dimension), Ok(need)) = (row.kind.parse(), row.dimension.parse(), row.need.parse()) else {
        return Err(Error::Fault("a part of a plan has a code that is none".into()));
    };
    Ok(Some(Item { key: row.key, kind, dimension, need, subject: row.subject.clone(), place: row.place, rev: row.rev, removed: row.removed, body }))
}

/// All parts of a version, whoever may read them; none when the child's key is destroyed.
fn all_items(tx: &mut Tx<'_>, pupil: PupilId, version: RowId) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    for row in sql::items(tx, version)? {
        items.extend(opened(tx, pupil, &row)?);
    }
    items.sort_by_key(|item| (item.kind, item.dimension, item.place));
    Ok(items)
}

/// The parts of a version that the holder of the permit may read, with the sources that they may read.
///
/// # Errors
/// Faults of the database.
pub fn items(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, version: RowId) -> Result<Vec<Item>> {
    let (pupil, sight) = (permit.pupil()?, casefile::sight(permit));
    let mut items = all_items(tx, pupil, version)?;
    items.retain(|item| sees(&sight, item));
    for item in &mut items {
        item.body.sources.retain(|source| sees_source(&sight, source));
    }
    Ok(items)
}

/// One part of the newest version that the holder of the permit may read.
///
/// # Errors
/// Not found when there is none.
pub fn item(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, key: RowId) -> Result<Item> {
    let newest = sql::versions(tx, id_of(permit.pupil()?))?.into_iter().next().ok_or(Error::NotFound)?;
    items(tx, permit, newest.id)?.into_iter().find(|item| item.key == key).ok_or(Error::NotFound)
}

/// Whose hand a measure is, by name, today: (code of the hand, subject, name).
///
/// # Errors
/// Faults of the database.
pub fn hands(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<(&'static str, String, String)>> {
    let see = Permit::<acts::SeePupil>::ask(tx, permit.who(), permit.pupil()?)?;
    let names = Names::load(tx)?;
    let mut hands: Vec<(&'static str, String, String)> =
        readers_of(tx, &see)?.into_iter().filter_map(|(staff, duty, subject, _)| Some((hand(duty)?, subject, names.of(&staff.to_string())))).collect();
    hands.sort();
    hands.dedup();
    Ok(hands)
}

/// The hand of a duty.
const fn hand(duty: Duty) -> Option<&'static str> {
    Some(match duty {
        Duty::Homeroom => "homeroom",
        Duty::SubjectTeacher => "subject",
        Duty::ClassAttached => "attached",
        Duty::Mentor => "mentor",
        Duty::Counsellor => "counsellor",
        Duty::StudentAffairs => "affairs",
        Duty::AidOfficer => "aid",
        Duty::GradeSponsor => "sponsor",
        _ => return None,
    })
}

/// A text within its bounds, without words that hurt and without ranks (R1); noted at its field otherwise.
fn checked(problems: &mut Problems, field: &str, text: &str, must: bool) -> String {
    let text = text.trim();
    if must && text.is_empty() {
        problems.note(field.to_owned(), "plan-text-missing");
    } else if text.chars().count() > TEXT_CHARS {
        problems.note(field.to_owned(), Msg::new("plan-text-long").with("most", TEXT_CHARS));
    } else if let Some(key) = kind_words::kinder(text) {
        problems.note(field.to_owned(), key);
    } else if ["名次", "排名", "全班第", "年级第", "年級第"].iter().any(|word| text.contains(word)) {
        problems.note(field.to_owned(), "plan-no-rank");
    }
    text.to_owned()
}
