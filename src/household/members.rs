//! verbs: the members of a household, who heads it, and which of them is a pupil of the school (A4-01, A4-02, A4-18).

use serde::{Deserialize, Serialize};

use super::codes::{HEALTH, LABOUR, RELATIONS, WORK};
use super::{Of, chosen, forever, line, past, same, sql};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, PupilId, Result, RowId, SchoolDate, limits};
use crate::store::Tx;
use crate::trail;

/// People of one household.
pub const MOST: usize = 20;
const PLACE: &str = "household_person.body";

/// What is written of a member. No identity number is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// Name; empty where the register of pupils says it.
    pub name: String,
    /// How related to the head, by code.
    pub relation: String,
    /// Year of birth.
    pub born: Option<i64>,
    /// What the person does, by code.
    pub work: String,
    /// Where, in words: 省会的工地, 县一中.
    pub place: String,
    /// Health, by code.
    pub health: String,
    /// Ability to work, by code.
    pub labour: String,
}

/// A member of a household.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its id.
    pub id: RowId,
    /// The household.
    pub household: RowId,
    /// The pupil of this school who it is.
    pub pupil: Option<PupilId>,
    /// First day.
    pub from: SchoolDate,
    /// Last day.
    pub until: SchoolDate,
    /// What is written; of an erased child nothing is left, not even the name.
    pub is: Person,
}

impl Member {
    /// Whether the person belongs to the household on a day.
    pub fn is_here(&self, day: SchoolDate) -> bool {
        (self.from..=self.until).contains(&day)
    }
}

/// The members of the households of a village, or of one of them.
pub(super) fn load(tx: &mut Tx<'_>, village: RowId, only: Option<RowId>) -> Result<Vec<Member>> {
    let vault = tx.vault();
    let told = |row: sql::cards::MemberRow| {
        let text = match row.pupil {
            Some(pupil) => vault.open_words(pupil, PLACE, Some(&row.body))?,
            None => vault.open_words(row.household, PLACE, Some(&row.body))?,
        };
        let mut is: Person = if text.is_empty() { Person::default() } else { serde_json::from_str(&text).map_err(|e| Error::fault("a member", e))? };
        if row.pupil.is_some() {
            is.name = row.pupil_name;
        }
        Ok(Member { id: row.id, household: row.household, pupil: row.pupil, from: row.from, until: row.until, is })
    };
    sql::cards::members(tx, village, only)?.into_iter().map(told).collect()
}

/// The members of a household, those of today and former ones.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn of(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHouseholds>, household: RowId) -> Result<Vec<Member>> {
    load(tx, permit.village()?, Some(household))
}

/// Which member heads a household; none when it is not said.
pub(super) fn head(tx: &mut Tx<'_>, of: &Of) -> Result<Option<RowId>> {
    Ok(sql::cards::heads(tx, of.village)?.into_iter().find(|(household, _)| *household == of.id).map(|(_, member)| member))
}

fn write(tx: &mut Tx<'_>, household: RowId, member: RowId, pupil: Option<PupilId>, is: &Person, actor: &str) -> Result<()> {
    let mut is = is.clone();
    if pupil.is_some() {
        is.name.clear();
    }
    let text = serde_json::to_string(&is).map_err(|e| Error::fault("a member", e))?;
    let body = match pupil {
        Some(pupil) => tx.vault().seal(pupil, PLACE, &text)?,
        None => tx.vault().seal(household, PLACE, &text)?,
    };
    sql::cards::insert_person(tx, member, &body, actor)
}

/// Checks what a form says of a member; problems stand at `<field><suffix>`, so that rows of a table keep theirs.
pub(super) fn checked(problems: &mut Problems, new: &Person, named: bool, this_year: i64, suffix: &str) -> Person {
    let mut note = |field: &str, message: Msg| problems.note(format!("{field}{suffix}"), message);
    let name = new.name.trim().to_owned();
    let long = name.chars().count();
    if named && !(2..=limits::NAME_CHARS).contains(&long) {
        note("name", Msg::new("household-length").with("least", 2).with("most", limits::NAME_CHARS));
    }
    if new.place.trim().chars().count() > limits::NAME_CHARS {
        note("place", Msg::new("household-length").with("least", 0).with("most", limits::NAME_CHARS));
    }
    if new.born.is_some_and(|born| !(this_year - 120..=this_year).contains(&born)) {
        note("born", Msg::new("household-born-wrong"));
    }
    for (field, known) in [
        ("relation", RELATIONS.contains(&new.relation.as_str())),
        ("work", WORK.contains(&new.work.as_str())),
        ("health", HEALTH.contains(&new.health.as_str())),
        ("labour", LABOUR.contains(&new.labour.as_str())),
    ] {
        if !known {
            note(field, Msg::new("household-choose"));
        }
    }
    Person { name, place: new.place.trim().to_owned(), ..new.clone() }
}

/// Adds the members of a new household and its head. The caller has checked them.
pub(super) fn begin(tx: &mut Tx<'_>, household: RowId, all: &[Person], day: SchoolDate, actor: &str) -> Result<()> {
    for is in all {
        let member: RowId = tx.new_id();
        sql::cards::insert_member(tx, member, household, None, day, forever())?;
        write(tx, household, member, None, is, actor)?;
        if is.relation == "head" {
            sql::cards::insert_head(tx, household, member, day, actor)?;
        }
    }
    Ok(())
}

/// Adds a member: born, married in, moved in.
///
/// # Errors
/// Problems at their fields; too much beyond [`MOST`].
pub fn add(tx: &mut Tx<'_>, permit: &Permit<acts::KeepHouseholds>, of: &Of, new: &Person, from: Option<SchoolDate>) -> Result<RowId> {
    same(permit, of)?;
    let mut problems = Problems::default();
    let this_year = i64::from(tx.today().year());
    let is = checked(&mut problems, new, true, this_year, "");
    let from = past(&mut problems, tx, "from", from);
    if is.relation == "head" {
        problems.note("relation", "household-head-elsewhere");
    }
    problems.end()?;
    let today = tx.today();
    if load(tx, of.village, Some(of.id))?.iter().filter(|one| one.is_here(today)).count() >= MOST {
        return Err(Error::TooMuch(Msg::new("household-members-many").with("most", MOST)));
    }
    let member: RowId = tx.new_id();
    sql::cards::insert_member(tx, member, of.id, None, from, forever())?;
    write(tx, of.id, member, None, &is, &permit.who().tag())?;
    trail::note(tx, permit.who(), "household.member", of.id, &serde_json::json!({ "member": member }))?;
    Ok(member)
}

fn one(tx: &mut Tx<'_>, of: &Of, id: RowId) -> Result<Member> {
    load(tx, of.village, Some(of.id))?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)
}

/// Writes a member anew: work, health, and for who is no pupil the name. The relation `head` is given by [`set_head`] alone.
///
/// # Errors
/// Problems at their fields.
pub fn correct(tx: &mut Tx<'_>, permit: &Permit<acts::KeepHouseholds>, of: &Of, id: RowId, new: &Person) -> Result<()> {
    same(permit, of)?;
    let known = one(tx, of, id)?;
    let mut problems = Problems::default();
    let this_year = i64::from(tx.today().year());
    let is = checked(&mut problems, new, known.pupil.is_none(), this_year, "");
    if (is.relation == "head") != (known.is.relation == "head") {
        problems.note("relation", "household-head-elsewhere");
    }
    problems.end()?;
    write(tx, of.id, id, known.pupil, &is, &permit.who().tag())?;
    trail::note(tx, permit.who(), "household.member", of.id, &serde_json::json!({ "member": id }))?;
    Ok(())
}

/// Another member heads the household from a day on (A4-18): chosen among its members, so that nobody else can stand there.
///
/// # Errors
/// A problem at `head` for who is no member on that day, with the names of those who are.
pub fn set_head(tx: &mut Tx<'_>, permit: &Permit<acts::KeepHouseholds>, of: &Of, id: RowId, before_is: &str, day: Option<SchoolDate>) -> Result<()> {
    same(permit, of)?;
    let mut problems = Problems::default();
    let day = past(&mut problems, tx, "day", day);
    chosen(&mut problems, "relation", before_is != "head" && RELATIONS.contains(&before_is));
    let all = load(tx, of.village, Some(of.id))?;
    let new = all.iter().find(|one| one.id == id);
    if new.is_none_or(|one| !one.is_here(day)) {
        let names: Vec<&str> = all.iter().filter(|one| one.is_here(day)).map(|one| one.is.name.as_str()).collect();
        problems.note("head", Msg::new("household-head-no-member").with("name", new.map(|one| one.is.name.clone()).unwrap_or_default()).with("names", names.join("、")));
    }
    problems.end()?;
    let actor = permit.who().tag();
    for one in all.iter().filter(|one| one.is.relation == "head" && one.id != id) {
        write(tx, of.id, one.id, one.pupil, &Person { relation: before_is.to_owned(), ..one.is.clone() }, &actor)?;
    }
    if let Some(one) = new {
        write(tx, of.id, id, one.pupil, &Person { relation: "head".into(), ..one.is.clone() }, &actor)?;
    }
    sql::cards::insert_head(tx, of.id, id, day, &actor)?;
    trail::note(tx, permit.who(), "household.head", of.id, &serde_json::json!({ "member": id }))?;
    Ok(())
}

/// A member left, moved out or died: belongs to it until a day. The head stays until another member heads the household.
///
/// # Errors
/// A problem at `until`, or at `head` when it is the head.
pub fn end(tx: &mut Tx<'_>, permit: &Permit<acts::KeepHouseholds>, of: &Of, id: RowId, until: Option<SchoolDate>) -> Result<()> {
    same(permit, of)?;
    let known = one(tx, of, id)?;
    let mut problems = Problems::default();
    let until = past(&mut problems, tx, "until", until);
    if until < known.from {
        problems.note("until", "household-day-before");
    }
    if head(tx, of)? == Some(id) {
        problems.note("until", "household-head-first");
    }
    problems.end()?;
    if !sql::cards::end_member(tx, id, until)? {
        return Err(Error::Conflict(Msg::new("household-helper-ended")));
    }
    trail::note(tx, permit.who(), "household.member-ended", of.id, &serde_json::json!({ "member": id }))?;
    Ok(())
}

/// Says which pupil of the school a member is, or that it is none. From then on the name comes from the register and what is written of the member lies under the child's own key.
///
/// # Errors
/// A problem at `pupil` when the child belongs to another household already.
pub fn link(tx: &mut Tx<'_>, permit: &Permit<acts::ManageVillages>, see: Option<&Permit<acts::SeePupil>>, of: &Of, id: RowId) -> Result<()> {
    let known = one(tx, of, id)?;
    let pupil = see.map(Permit::pupil).transpose()?;
    let today = tx.today();
    if let Some(pupil) = pupil
        && sql::cards::of_pupil(tx, pupil, today)?.iter().any(|(member, ..)| *member != id)
    {
        return Err(Error::at("pupil", "household-pupil-there"));
    }
    sql::cards::set_pupil(tx, id, pupil)?;
    write(tx, of.id, id, pupil, &known.is, &permit.who().tag())?;
    trail::note(tx, permit.who(), "household.linked", of.id, &serde_json::json!({ "member": id, "pupil": pupil }))?;
    Ok(())
}

/// The members of a new household as a form gives them: the head and the number of people must agree with the rows (A4-18).
///
/// # Errors
/// Every problem at its field; a head who is no member is named beside those who are.
pub fn agree(problems: &mut Problems, head: &str, count: &str, rows: &[Person], this_year: i64) -> Vec<Person> {
    let checked: Vec<Person> = rows.iter().enumerate().map(|(at, row)| checked(problems, row, true, this_year, &format!("-{at}"))).collect();
    let head = line(problems, "head", head, 2, limits::NAME_CHARS);
    let names = checked.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join("、");
    let heads: Vec<&Person> = checked.iter().filter(|one| one.relation == "head").collect();
    match heads.as_slice() {
        _ if checked.is_empty() => problems.note("head", "household-members-none"),
        _ if !checked.iter().any(|one| one.name == head) => problems.note("head", Msg::new("household-head-no-member").with("name", head).with("names", names)),
        [one] if one.name == head => {}
        [one] => problems.note("head", Msg::new("household-head-differs").with("name", head).with("names", one.name.clone())),
        _ => problems.note("head", Msg::new("household-head-one").with("count", heads.len())),
    }
    if count.trim().parse() != Ok(checked.len()) {
        problems.note("count", Msg::new("household-count-differs").with("typed", count.trim()).with("count", checked.len()));
    }
    checked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, relation: &str) -> Person {
        Person { name: name.into(), relation: relation.into(), born: Some(1975), work: "farming".into(), health: "healthy".into(), labour: "ordinary".into(), ..Person::default() }
    }

    fn fields(head: &str, count: &str, rows: &[Person]) -> Vec<(String, String)> {
        let mut problems = Problems::default();
        agree(&mut problems, head, count, rows, 2026);
        match problems.end() {
            Err(Error::Invalid(all)) => all.into_iter().map(|one| (one.field.to_string(), one.message.text(crate::base::Lang::ZhCn))).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn the_head_of_a_household_is_one_of_its_members() {
        let family = [row("吕存旺", "head"), row("任建英", "spouse"), row("吕小河", "child")];
        assert!(fields("吕存旺", "3", &family).is_empty());
        // The seed says 程四则 above and 吕存旺 below (A4-18): both names are in the message.
        let said = fields("程四则", "3", &family);
        assert!(said.len() == 1 && said[0].0 == "head" && said[0].1.contains("程四则") && said[0].1.contains("吕存旺"), "{said:?}");
        let said = fields("任建英", "3", &family);
        assert!(said[0].1.contains("任建英") && said[0].1.contains("吕存旺"), "{said:?}");
        assert_eq!(fields("吕存旺", "4", &family)[0].0, "count");
        assert_eq!(fields("吕存旺", "四", &family)[0].0, "count");
        assert_eq!(fields("吕存旺", "2", &[row("吕存旺", "head"), row("任建英", "head")])[0].0, "head");
        assert_eq!(fields("吕存旺", "0", &[])[0].0, "head");
        let odd = [Person { born: Some(1800), work: "hacking".into(), ..row("吕存旺", "head") }];
        let said: Vec<String> = fields("吕存旺", "1", &odd).into_iter().map(|one| one.0).collect();
        assert_eq!(said, ["born-0", "work-0"]);
    }
}
