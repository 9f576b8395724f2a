//! verbs: what is known about families, written once for screening, aid, family and household (PRACTICE 2). A3-06 to A3-10, A6-02, A8-02 to A8-04, B4-01, B4-04.
//!
//! A fact is never changed: what is new is a fact from a day on, what was wrong is corrected by a row with its reason. The family level opens facts; those about money and
//! hardship need the economic level; free text is sealed.

use std::collections::HashMap;

use super::family_facts::{Fact, Facts, Registration, Topic, UNKNOWN, facts_on, label, province_and_city, standing, text};
use super::family_hardship::Group;
use super::family_news;
use super::family_rules::{Answer, Judged, Kind, judge};
use super::sql::family::{self as sql, Child, Ready};
use super::sql::particulars as particulars_sql;
use crate::access::{Act, Level, Levels, Permit, Subject, acts, tenant};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Lang, Msg, PupilId, Result, RowId, SchoolDate, Sealed, limits};
use crate::store::Tx;
use crate::trail;

pub use super::sql::family::Line;

/// Where the note of a fact is sealed, under the pupil's key.
const NOTE_PLACE: &str = "family_fact.note";
/// Where the reason of a correction is sealed, under the pupil's key.
const REASON_PLACE: &str = "family_fact.reason";
/// Facts written in one go at most: a form has about forty.
const FACTS_AT_ONCE: usize = 100;

/// A fact to write.
#[derive(Clone, Debug)]
pub struct NewFact {
    /// What it is about.
    pub topic: Topic,
    /// Which group or source; empty for topics of which there is one.
    pub item: String,
    /// One of the topic's values, [`UNKNOWN`], or in a correction empty: the fact was a mistake, and what was known before stands again.
    pub value: String,
    /// Since when, as far as the family has said.
    pub since: Option<SchoolDate>,
    /// Until when it is recognised.
    pub until: Option<SchoolDate>,
    /// Province and city of work.
    pub place: String,
    /// Degree of a disability, 1 to 4.
    pub degree: Option<i64>,
    /// Whether there is a certificate.
    pub certified: Option<bool>,
    /// An amount in fen.
    pub amount_fen: Option<i64>,
    /// A note; it is sealed. `None` leaves it out.
    pub note: Option<Sealed<String>>,
    /// From when it holds; the day since when it is so, or today, when not given.
    pub from: Option<SchoolDate>,
}

impl NewFact {
    /// A fact with a value and nothing else.
    pub fn of(topic: Topic, value: impl Into<String>) -> Self {
        Self {
            topic,
            item: String::new(),
            value: value.into(),
            since: None,
            until: None,
            place: String::new(),
            degree: None,
            certified: None,
            amount_fen: None,
            note: None,
            from: None,
        }
    }
    /// That a family is in a group of hardship, or lives on something.
    pub fn item(topic: Topic, item: impl Into<String>, yes: bool) -> Self {
        Self { item: item.into(), ..Self::of(topic, if yes { "yes" } else { "no" }) }
    }
    fn says_as(&self, known: &Fact) -> bool {
        let same_days = self.since == known.since && self.until == known.until;
        let same_rest = self.place == known.place && self.degree == known.degree && self.certified == known.certified && self.amount_fen == known.amount_fen;
        self.value == known.value && same_days && same_rest && self.note.is_none()
    }
}

/// How a fact came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Typed into the child's form.
    Form,
    /// Told in the yearly check.
    Check,
    /// Brought by an import.
    Import,
}

impl Source {
    const fn code(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Check => "check",
            Self::Import => "import",
        }
    }
}

/// Whether a permit opens the economic facts; denied when it opens none of the family.
fn opens<A: Act>(permit: &Permit<A>) -> Result<bool> {
    let levels = permit.levels();
    if levels.has(Level::Family) { Ok(levels.has(Level::Economic)) } else { Err(Error::Denied(Msg::new("access-denied"))) }
}

fn open_rows(mut rows: Vec<Fact>, economic: bool) -> Vec<Fact> {
    rows.retain(|row| economic || !row.topic.is_economic());
    rows
}

/// The levels that a page with family facts shows, of those that a person holds.
pub fn shown(levels: Levels) -> Levels {
    levels.within(Levels::of(&[Level::Basic, Level::Family, Level::Economic]))
}

/// What is known of a child's family on a day, as far as the permit's levels open it.
///
/// # Errors
/// Denied without the family level: a subject teacher sees none of it.
pub fn of(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>, day: SchoolDate) -> Result<Facts> {
    let rows = history(tx, permit)?;
    let stored = particulars_sql::stored(tx, permit.pupil()?)?;
    Ok(facts_on(&rows, day, stored.birth_day, stored.boarding))
}

/// Every fact that was written about a child's family, the oldest first, also those that were corrected.
///
/// # Errors
/// Denied without the family level.
pub fn history<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>) -> Result<Vec<Fact>> {
    let economic = opens(permit)?;
    Ok(open_rows(sql::of_pupil(tx, permit.pupil()?)?, economic))
}

/// Every fact that stands today, of every level: for the copy that the family itself gets (PIPL 45).
///
/// # Errors
/// Faults of the database.
pub fn facts_for_family(tx: &mut Tx<'_>, permit: &Permit<acts::CopyPupil>) -> Result<Vec<Fact>> {
    let (rows, today) = (sql::of_pupil(tx, permit.pupil()?)?, tx.today());
    Ok(standing(&rows, today).into_iter().filter(|fact| fact.value != UNKNOWN).cloned().collect())
}

/// The note of a fact and the reason of a correction.
pub type SealedTexts = (Option<Sealed<String>>, Option<Sealed<String>>);

/// The note of a fact and the reason of a correction, in the clear.
///
/// # Errors
/// Denied without the level of its topic; not found when the child has no such fact.
pub fn sealed_texts<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, fact: RowId) -> Result<SealedTexts> {
    let pupil = permit.pupil()?;
    if !history(tx, permit)?.iter().any(|row| row.id == fact) {
        return Err(Error::NotFound);
    }
    let (note, reason) = sql::sealed(tx, pupil, fact)?;
    let open = |place: &str, bytes: Option<Vec<u8>>| bytes.map(|bytes| tx.vault().open_sealed(pupil, place, &bytes)).transpose().map(Option::flatten);
    Ok((open(NOTE_PLACE, note)?, open(REASON_PLACE, reason)?))
}

/// Writes what is new about a child's family: each fact that says something else than what stands. Gives the codes of the topics that changed; the trail keeps those codes and
/// never a value. The same again changes nothing.
///
/// # Errors
/// Problems at the fields (named by the topic's code); denied when an economic fact is written without that level.
pub fn write(tx: &mut Tx<'_>, permit: &Permit<acts::EditFamily>, new: &[NewFact], source: Source) -> Result<Vec<&'static str>> {
    let economic = opens(permit)?;
    if new.iter().any(|fact| fact.topic.is_economic() && !economic) {
        return Err(Error::Denied(Msg::new("access-denied")));
    }
    check(tx, new, false)?;
    let pupil = permit.pupil()?;
    let rows = sql::of_pupil(tx, pupil)?;
    let ready = ready(tx, pupil, &rows, new, source, &permit.who().tag())?;
    let mut changed: Vec<&'static str> = ready.iter().map(|fact| fact.topic.code()).collect();
    changed.dedup();
    if !ready.is_empty() {
        sql::insert(tx, &ready)?;
        trail::note(tx, permit.who(), "roster.family", pupil, &serde_json::json!({ "topics": changed }))?;
        family_news::tell(tx, permit, pupil, &rows)?;
    }
    Ok(changed)
}

/// The facts among `new` that say something else than what stands, made ready to be written.
pub(super) fn ready(tx: &mut Tx<'_>, pupil: PupilId, rows: &[Fact], new: &[NewFact], source: Source, actor: &str) -> Result<Vec<Ready>> {
    let today = tx.today();
    let mut number = rows.iter().map(|row| row.number).max().unwrap_or_default();
    let now_standing = standing(rows, today);
    let mut ready = Vec::new();
    for fact in new {
        let known = now_standing.iter().find(|row| row.topic == fact.topic && row.item == fact.item);
        let nothing_new = known.map_or(fact.value == UNKNOWN, |known| fact.says_as(known));
        if nothing_new {
            continue;
        }
        number += 1;
        // What began long ago is known from then on, but not before what was said until now.
        let from = fact.from.or(fact.since).unwrap_or(today).min(today);
        let from = known.map_or(from, |known| from.max(known.from));
        let note = fact.note.as_ref().map(|note| tx.vault().seal(pupil, NOTE_PLACE, note.open())).transpose()?;
        ready.push(Ready { from, note, ..bare(tx.new_id(), pupil, number, fact, source, actor, today) });
    }
    Ok(ready)
}

fn bare(id: RowId, pupil: PupilId, number: i64, fact: &NewFact, source: Source, actor: &str, from: SchoolDate) -> Ready {
    Ready {
        id,
        pupil,
        number,
        topic: fact.topic,
        item: fact.item.clone(),
        value: fact.value.clone(),
        since: fact.since,
        until: fact.until,
        place: fact.place.clone(),
        degree: fact.degree,
        certified: fact.certified,
        amount_fen: fact.amount_fen,
        note: None,
        from,
        source: source.code(),
        corrects: None,
        reason: None,
        actor: actor.to_owned(),
        import: None,
    }
}

/// Everything wrong with facts, at the fields of their topics.
pub(super) fn check(tx: &Tx<'_>, new: &[NewFact], may_be_empty: bool) -> Result<()> {
    let today = tx.today();
    let mut problems = Problems::default();
    if new.len() > FACTS_AT_ONCE {
        return Err(Error::TooMuch(Msg::new("roster-family-too-many").with("most", FACTS_AT_ONCE)));
    }
    for fact in new {
        let code = fact.topic.code();
        let known_value = fact.topic.values().contains(&fact.value.as_str()) || fact.value == UNKNOWN || (may_be_empty && fact.value.is_empty());
        let known_item = match fact.topic {
            Topic::Hardship => Group::of(&fact.item).is_some(),
            Topic::Livelihood => super::family_facts::Livelihood::of(&fact.item).is_some(),
            Topic::Relief => super::family_facts::Relief::of(&fact.item).is_some(),
            _ => fact.item.is_empty(),
        };
        if !known_value || !known_item {
            problems.note(code, "roster-family-choose");
        }
        if fact.since.is_some_and(|since| since > today) || fact.from.is_some_and(|from| from > today) {
            problems.note(format!("{code}_since"), "roster-family-since-future");
        }
        if let (Some(since), Some(until)) = (fact.since, fact.until)
            && until < since
        {
            problems.note(format!("{code}_until"), "roster-family-until-before");
        }
        if let Err(message) = province_and_city(&fact.place) {
            problems.note(format!("{code}_place"), message);
        }
        if fact.degree.is_some_and(|degree| !(1..=4).contains(&degree)) {
            problems.note(format!("{code}_degree"), "roster-family-choose");
        }
        if fact.topic == Topic::Domicile && fact.value == "known" && fact.place.is_empty() {
            problems.note(code, "roster-family-choose");
        }
        if fact.topic == Topic::Income && fact.value == "known" && fact.amount_fen.is_none_or(|amount| amount < 0) {
            problems.note(code, "roster-family-amount");
        }
        if fact.note.as_ref().is_some_and(|note| note.open().chars().count() > limits::LINE_CHARS) {
            problems.note(format!("{code}_note"), "roster-family-note-long");
        }
    }
    problems.end()
}

/// Corrects a fact that was wrong: a new row takes its place, with the reason, and the wrong one stays readable. An empty value takes the fact back altogether.
///
/// # Errors
/// Problems at the fields and at `reason`; a conflict when the fact was corrected already; not found when the child has no such fact or the level is missing.
pub fn correct(tx: &mut Tx<'_>, permit: &Permit<acts::EditFamily>, fact: RowId, new: &NewFact, reason: &Sealed<String>) -> Result<()> {
    let pupil = permit.pupil()?;
    let rows = history(tx, permit)?;
    let wrong = rows.iter().find(|row| row.id == fact && row.topic == new.topic && row.item == new.item).ok_or(Error::NotFound)?;
    if wrong.corrected {
        return Err(Error::Conflict("roster-family-corrected-already".into()));
    }
    let said = reason.open().trim();
    if said.is_empty() || said.chars().count() > limits::LINE_CHARS {
        return Err(Error::at("reason", "roster-family-reason-needed"));
    }
    check(tx, std::slice::from_ref(new), true)?;
    let today = tx.today();
    let number = sql::of_pupil(tx, pupil)?.iter().map(|row| row.number).max().unwrap_or_default() + 1;
    let note = new.note.as_ref().map(|note| tx.vault().seal(pupil, NOTE_PLACE, note.open())).transpose()?;
    let reason = tx.vault().seal(pupil, REASON_PLACE, said)?;
    let from = new.from.unwrap_or(wrong.from).min(today);
    let row = Ready { from, note, corrects: Some(fact), reason: Some(reason), ..bare(tx.new_id(), pupil, number, new, Source::Form, &permit.who().tag(), today) };
    sql::insert(tx, &[row])?;
    trail::note(tx, permit.who(), "roster.family-corrected", pupil, &serde_json::json!({ "topic": new.topic.code() }))?;
    Ok(())
}

/// A child with what is known of its family.
#[derive(Clone, Debug)]
pub struct Family {
    /// The pupil.
    pub pupil: PupilId,
    /// Name.
    pub name: String,
    /// Seat number.
    pub seat_no: Option<i64>,
    /// `male`, `female` or empty.
    pub sex: String,
    /// Ethnicity.
    pub ethnicity: String,
    /// Class.
    pub class: ClassId,
    /// Its name.
    pub class_name: String,
    /// What is known on the day.
    pub facts: Facts,
    /// The facts that stand on the day.
    pub standing: Vec<Fact>,
}

impl Family {
    /// What is known, in a few words a topic.
    pub fn words(&self, lang: Lang) -> Vec<(String, String)> {
        self.standing.iter().filter(|fact| fact.value != UNKNOWN).map(|fact| (label(lang, fact.topic), text(lang, fact))).collect()
    }
}

/// The families of the children who sit in the permit's class, grade or school on a day, by class and seat, as far as its levels open them.
///
/// # Errors
/// Denied without the family level.
pub fn families<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, day: SchoolDate) -> Result<Vec<Family>> {
    let economic = opens(permit)?;
    let (children, facts) = match permit.subject() {
        Subject::Class(id) => (sql::children_of_class(tx, id, day)?, sql::of_class(tx, id, day)?),
        Subject::Grade(id) => (sql::children_of_grade(tx, id, day)?, sql::of_grade(tx, id, day)?),
        Subject::School => (sql::children(tx, day)?, sql::of_school(tx, day)?),
        Subject::Pupil(_) | Subject::Village(_) => return Err(Error::Fault("families of a class, grade or school were asked for somebody else".into())),
    };
    let mut by_pupil = gathered(facts);
    let family = |child: Child| {
        let rows = open_rows(by_pupil.remove(&child.id).unwrap_or_default(), economic);
        Family {
            pupil: child.id,
            name: child.name,
            seat_no: child.seat_no,
            sex: child.sex,
            ethnicity: child.ethnicity,
            class: child.class,
            class_name: child.class_name,
            facts: facts_on(&rows, day, child.birth_day, child.boarding),
            standing: standing(&rows, day).into_iter().cloned().collect(),
        }
    };
    Ok(children.into_iter().map(family).collect())
}

pub(super) fn gathered(rows: Vec<(PupilId, Fact)>) -> HashMap<PupilId, Vec<Fact>> {
    let mut by_pupil: HashMap<PupilId, Vec<Fact>> = HashMap::new();
    for (pupil, row) in rows {
        by_pupil.entry(pupil).or_default().push(row);
    }
    by_pupil
}

/// What is known on a day of the families of everybody who sits in a class, for the rules of the screening: all of it, whatever the level of who runs them. A reason that
/// comes of it is shown at the level of its kind ([`Kind::is_economic`]), never to who holds the academic level alone.
///
/// # Errors
/// Faults of the database.
pub fn facts_of_school(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageScreening>, day: SchoolDate) -> Result<HashMap<PupilId, Facts>> {
    all_facts(tx, day)
}

/// The same for the determination of hardship: who looks whether a family in need was missed, and the sheet of marks, which tells that a mark holds and never an amount.
///
/// # Errors
/// Faults of the database.
pub fn facts_for_hardship(tx: &mut Tx<'_>, _permit: &Permit<acts::SeeHardship>, day: SchoolDate) -> Result<HashMap<PupilId, Facts>> {
    all_facts(tx, day)
}

fn all_facts(tx: &mut Tx<'_>, day: SchoolDate) -> Result<HashMap<PupilId, Facts>> {
    let children = sql::children(tx, day)?;
    let by_pupil = gathered(sql::of_school(tx, day)?);
    let facts = |child: &Child| facts_on(by_pupil.get(&child.id).map(Vec::as_slice).unwrap_or_default(), day, child.birth_day, child.boarding);
    Ok(children.iter().map(|child| (child.id, facts(child))).collect())
}

/// … of one child, whatever the level of who reads.
///
/// # Errors
/// Faults of the database.
pub fn facts_of_case(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHardship>, day: SchoolDate) -> Result<Facts> {
    let pupil = permit.pupil()?;
    let (rows, stored) = (sql::of_pupil(tx, pupil)?, particulars_sql::stored(tx, pupil)?);
    Ok(facts_on(&rows, day, stored.birth_day, stored.boarding))
}

/// Each kind of child that the facts speak of, with the answer and its reasons: yes first, then what cannot be said. Economic kinds are left out without the level.
pub fn kinds(facts: &Facts, day: SchoolDate, lines: &Lines, levels: Levels) -> Vec<(Kind, Judged)> {
    let open = Kind::ALL.into_iter().filter(|kind| levels.has(if kind.is_economic() { Level::Economic } else { Level::Family }));
    let mut all: Vec<(Kind, Judged)> = open.map(|kind| (kind, judge(kind, facts, day, lines.of(facts.registration, day)))).collect();
    all.sort_by_key(|(_, judged)| match judged.answer {
        Answer::Yes => 0,
        Answer::Unknown => 1,
        Answer::No => 2,
    });
    all
}

/// The local lines of subsistence of the school's region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines(Vec<Line>);

impl Lines {
    /// The line for a household on a day: of its calendar year, else of the last year before it. Without a known registration there is none.
    pub fn of(&self, registration: Option<Registration>, day: SchoolDate) -> Option<i64> {
        let household = registration?.code();
        let mine = self.0.iter().filter(|line| line.household == household && line.year <= i64::from(day.year()));
        mine.max_by_key(|line| line.year).map(|line| line.amount_fen)
    }
}

/// The lines that hold for the school's region.
///
/// # Errors
/// Faults of the database.
pub fn lines(tx: &mut Tx<'_>) -> Result<Lines> {
    let region = tenant(tx)?.region;
    Ok(Lines(all_lines(tx)?.into_iter().filter(|line| line.region == region).collect()))
}

/// All lines that the school has written down, the newest year first.
///
/// # Errors
/// Faults of the database.
pub fn all_lines(tx: &mut Tx<'_>) -> Result<Vec<Line>> {
    sql::lines(tx)
}

/// Writes a local line of subsistence down, for one person and year (B4-01: a parameter of region and year).
///
/// # Errors
/// Problems at `year` and `amount`.
pub fn put_line(tx: &mut Tx<'_>, permit: &Permit<acts::ManageFamilies>, line: &Line) -> Result<()> {
    let mut problems = Problems::default();
    if !(2000..=2200).contains(&line.year) {
        problems.note("year", "roster-family-line-year");
    }
    if line.amount_fen <= 0 || Registration::of(&line.household).is_none() {
        problems.note("amount", "roster-family-amount");
    }
    problems.end()?;
    sql::put_line(tx, line, &permit.who().tag())?;
    let school = tx.school();
    trail::note(tx, permit.who(), "roster.subsistence-line", school, &serde_json::json!({ "year": line.year, "household": line.household }))?;
    Ok(())
}

/// The facts among `new` that say something else than `rows`, and whether nothing at all was known of their topics.
pub fn news(rows: &[Fact], new: &[NewFact], today: SchoolDate) -> (Vec<NewFact>, bool) {
    let now_standing = standing(rows, today);
    let known = |fact: &NewFact| now_standing.iter().find(|row| row.topic == fact.topic && row.item == fact.item).copied();
    let fresh = new.iter().all(|fact| known(fact).is_none());
    (new.iter().filter(|fact| known(fact).map_or(fact.value != UNKNOWN, |row| !fact.says_as(row))).cloned().collect(), fresh)
}

#[cfg(test)]
#[path = "family_tests.rs"]
mod tests;
