//! verbs: classes and activities: opened with place, helper and times, ended with a reason, children come and go. An entry that clashes is refused with both sides named.
//!
//! Who leads has a tie to each child of the class as long as the child is in it: it may write down what was done, and reads nothing of the child but who it is.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::clash::{Entry, MINUTES, Person, TIMES_MOST, Time};
use super::helpers;
use super::kinds::{Kind, Outside};
use super::places::Place;
use super::sql::{self, classes as class_sql, members as member_sql};
use super::timetable::{self, Timetable};
use crate::access::{Duty, NewTie, Permit, ScopeKind, Subject, acts, close_ties_of, open_tie};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Id, Msg, PupilId, Result, RowId, SchoolDate, StaffId, TermId, limits};
use crate::programme::kind_words::kinder;
use crate::reward::{self, publish};
use crate::roster::people;
use crate::roster::pupils;
use crate::roster::time::{self, Term};
use crate::store::Tx;
use crate::trail;

/// Why a class ends early; the words are `tutoring-end-<code>`.
pub const ENDS: [&str; 4] = ["reached", "helper", "place", "other"];
/// Why a child leaves a class; the words are `tutoring-left-<code>`.
pub const LEFTS: [&str; 4] = ["reached", "wish", "moved", "other"];
/// The consent that a guardian gives before somebody from outside helps a child; as in `pairing`.
const CONSENT: &str = crate::pairing::volunteers::PURPOSE;

/// A class or activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// Its id.
    pub id: RowId,
    /// Its term.
    pub term: TermId,
    /// What it is.
    pub kind: Kind,
    /// Its name: neutral, for it is read by everybody.
    pub title: String,
    /// Code of the subject; empty without one.
    pub subject: String,
    /// The class whose own it is; nothing for the school's.
    pub of_class: Option<ClassId>,
    /// Where.
    pub place: RowId,
    /// Name of the place.
    pub place_name: String,
    /// Who helps from outside.
    pub volunteer: Option<RowId>,
    /// Their name.
    pub volunteer_name: String,
    /// The institution.
    pub institution: Option<RowId>,
    /// Its name.
    pub institution_name: String,
    /// What it is about.
    pub about: String,
    /// When in the week.
    pub times: Vec<Time>,
    /// Children, at most.
    pub seats: i64,
    /// First day.
    pub from: SchoolDate,
    /// Last day: it ends by itself.
    pub until: SchoolDate,
    /// One of [`ENDS`] when it was ended early; empty otherwise.
    pub ended: String,
    /// Who of the staff is there.
    pub lead: StaffId,
    /// Their name.
    pub lead_name: String,
    /// How many children are in it.
    pub children: i64,
}

/// A child in a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its id.
    pub id: RowId,
    /// The class.
    pub class: RowId,
    /// The child.
    pub pupil: PupilId,
    /// The child's name.
    pub name: String,
    /// Its seat.
    pub seat: Option<i64>,
    /// First day.
    pub from: SchoolDate,
    /// Last day.
    pub until: SchoolDate,
    /// Whether it left before the end.
    pub is_over: bool,
    /// One of [`LEFTS`] then; empty otherwise.
    pub reason: String,
}

/// A class to be opened.
#[derive(Clone, Debug)]
pub struct New {
    /// Made by the form.
    pub id: RowId,
    /// What.
    pub kind: Kind,
    /// Its name.
    pub title: String,
    /// Code of the subject.
    pub subject: String,
    /// Where.
    pub place: Option<RowId>,
    /// Who of the staff is there.
    pub lead: Option<StaffId>,
    /// Who helps from outside.
    pub volunteer: Option<RowId>,
    /// The institution.
    pub institution: Option<RowId>,
    /// What it is about.
    pub about: String,
    /// When in the week.
    pub times: Vec<Time>,
    /// Children, at most.
    pub seats: i64,
    /// First day.
    pub from: SchoolDate,
    /// Last day.
    pub until: SchoolDate,
}

/// The classes of a term, by title.
///
/// # Errors
/// Faults of the database.
pub fn of_term(tx: &mut Tx<'_>, term: &Term) -> Result<Vec<Class>> {
    class_sql::of_term(tx, term.id)
}

/// A class.
///
/// # Errors
/// Not found when there is none.
pub fn find(tx: &mut Tx<'_>, id: RowId) -> Result<Class> {
    class_sql::one(tx, id)
}

/// The children of all classes of a term.
///
/// # Errors
/// Faults of the database.
pub fn members_of_term(tx: &mut Tx<'_>, term: &Term) -> Result<Vec<Member>> {
    member_sql::of_term(tx, term.id)
}

/// The children of a class, by seat, who left, too.
///
/// # Errors
/// Faults of the database.
pub fn members(tx: &mut Tx<'_>, class: RowId) -> Result<Vec<Member>> {
    member_sql::of_class(tx, class)
}

/// The classes of a child, ever.
///
/// # Errors
/// Faults of the database.
pub fn of_pupil(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<Member>> {
    member_sql::of_pupil(tx, pupil)
}

/// The class whose own everything is that the permit allows; nothing for the whole school.
fn own_class(permit: &Permit<acts::ArrangeTutoring>) -> Result<Option<ClassId>> {
    if permit.subject() == Subject::School { Ok(None) } else { permit.class().map(Some) }
}

/// A class that the permit allows to change.
fn allowed(tx: &mut Tx<'_>, permit: &Permit<acts::ArrangeTutoring>, id: RowId) -> Result<Class> {
    let (class, own) = (find(tx, id)?, own_class(permit)?);
    if own.is_some() && class.of_class != own { Err(Error::NotFound) } else { Ok(class) }
}

fn check_words(tx: &mut Tx<'_>, problems: &mut Problems, term: &Term, new: &New) -> Result<()> {
    let (title, about) = (new.title.trim(), new.about.trim());
    if title.is_empty() || title.chars().count() > limits::NAME_CHARS {
        problems.note("title", Msg::new("tutoring-name-length").with("most", limits::NAME_CHARS));
    } else if let Some(key) = kinder(title).or(publish::refused(title, &reward::private_words(tx, term)?)) {
        // The name hangs on the wall: no word that hurts, no mark, no rank, and not what the group is called.
        problems.note("title", key);
    }
    if about.chars().count() > limits::LINE_CHARS {
        problems.note("about", Msg::new("tutoring-text-length").with("most", limits::LINE_CHARS));
    } else if let Some(key) = kinder(about) {
        problems.note("about", key);
    }
    if new.kind.has_subject() && !crate::results::SUBJECTS.contains(&new.subject.as_str()) {
        problems.note("subject", "tutoring-choose");
    }
    Ok(())
}

fn check_times(problems: &mut Problems, new: &New, term: &Term, today: SchoolDate, days: &crate::roster::calendar::TermDays) {
    let doubled = new.times.iter().enumerate().any(|(at, one)| new.times[at + 1..].iter().any(|other| one.meets(*other)));
    if new.times.is_empty() || new.times.len() > TIMES_MOST || doubled {
        problems.note("time", Msg::new("tutoring-times-missing").with("most", TIMES_MOST));
    } else if new.times.iter().any(|time| !MINUTES.contains(&time.minutes())) {
        problems.note("time", Msg::new("tutoring-minutes-odd").with("least", MINUTES.start()).with("most", MINUTES.end()));
    } else if !new.kind.fits(&new.times) {
        problems.note("time", "tutoring-weekend");
    }
    if new.from < today || new.from < term.first_day || new.until > term.last_day || new.from > new.until {
        problems.note("from", Msg::new("tutoring-days-odd").with("from", term.first_day.max(today)).with("until", term.last_day));
    } else if !new.times.iter().any(|time| super::clash::days(new.from, new.until, time.weekday, days).next().is_some()) {
        problems.note("from", "tutoring-days-none");
    }
}

/// Whether who helps from outside may, through the last day.
fn check_outsider(tx: &mut Tx<'_>, problems: &mut Problems, new: &New) -> Result<()> {
    let institution = if new.kind.outside() == Outside::Institution { new.institution } else { None };
    if new.kind.outside() == Outside::Institution && institution.is_none() {
        problems.note("institution", "tutoring-choose");
    }
    let Some(volunteer) = new.volunteer.filter(|_| new.kind.may_have_outsider()) else {
        if new.kind.needs_outsider() {
            problems.note("volunteer", "tutoring-choose");
        }
        return Ok(());
    };
    if let Some(institution) = institution
        && !helpers::comes_from(tx, volunteer, institution)?
    {
        problems.note("volunteer", "tutoring-not-of-institution");
    }
    if !helpers::vetted(tx, volunteer, institution, new.from, new.until)? {
        problems.note("volunteer", "tutoring-not-vetted");
    }
    Ok(())
}

fn check_place(problems: &mut Problems, place: Option<&Place>, new: &New, lang: crate::base::Lang) {
    let Some(place) = place else { return problems.note("place", "tutoring-choose") };
    if !place.is_open_at(&new.times) {
        problems.note("place", super::closed(lang, place));
    }
    let most = i64::from(new.kind.most()).min(place.word.seats);
    if !(1..=most).contains(&new.seats) {
        problems.note("seats", Msg::new("tutoring-seats-few").with("count", most));
    }
}

/// Opens a class or activity; it has no children yet. Sent again it changes nothing.
///
/// # Errors
/// Not found when a homeroom teacher opens what is not of a class; problems at `title`, `subject`, `about`, `time`, `from`, `place`, `seats`, `lead`, `volunteer`, `institution`: what clashes is
/// named with both sides.
pub fn open(tx: &mut Tx<'_>, permit: &Permit<acts::ArrangeTutoring>, term: &Term, new: &New) -> Result<()> {
    let (own, today, lang) = (own_class(permit)?, tx.today(), permit.who().lang);
    if own.is_some() && !new.kind.of_class() {
        return Err(Error::NotFound);
    }
    sql::turn(tx)?;
    let (all, mut problems) = (timetable::of_term(tx, term, lang)?, Problems::default());
    check_words(tx, &mut problems, term, new)?;
    check_times(&mut problems, new, term, today, &all.days);
    let place = all.places.iter().find(|place| Some(place.id) == new.place && place.word.open);
    check_place(&mut problems, place, new, lang);
    let lead = match new.lead {
        Some(staff) => people::staff(tx, staff).ok().filter(|staff| staff.is_here(today)),
        None => None,
    };
    if lead.is_none() {
        problems.note("lead", "tutoring-staff-missing");
    }
    check_outsider(tx, &mut problems, new)?;
    let Some((lead, place)) = lead.zip(place.cloned()) else { return problems.end() };
    let volunteer = new.volunteer.filter(|_| new.kind.may_have_outsider());
    let class = Class {
        id: new.id,
        term: term.id,
        kind: new.kind,
        title: new.title.trim().to_owned(),
        subject: if new.kind.has_subject() { new.subject.clone() } else { String::new() },
        of_class: own,
        place: place.id,
        place_name: place.word.name.clone(),
        volunteer,
        volunteer_name: String::new(),
        institution: new.institution.filter(|_| new.kind.outside() == Outside::Institution),
        institution_name: String::new(),
        about: new.about.trim().to_owned(),
        times: new.times.clone(),
        seats: new.seats,
        from: new.from,
        until: new.until,
        ended: String::new(),
        lead: lead.id,
        lead_name: lead.name.clone(),
        children: 0,
    };
    let people = [Some(Person::Staff(lead.id)), volunteer.map(Person::Outsider)].into_iter().flatten().collect();
    let entry = Entry {
        id: class.id,
        times: class.times.clone(),
        from: class.from,
        until: class.until,
        people,
        room: Some(place.room()),
        seats: u32::try_from(class.seats).unwrap_or(u32::MAX),
    };
    let label = Msg::new("tutoring-entry").with("title", &class.title).with("place", &class.place_name).text(lang);
    all.refuse(&mut problems, &entry, &label, &BTreeMap::from([(Person::Staff(lead.id), lead.name)]), lang);
    problems.end()?;
    if class_sql::insert(tx, &class, &permit.who().tag())? {
        class_sql::insert_lead(tx, class.id, lead.id, &permit.who().tag())?;
        trail::note(tx, permit.who(), "tutoring.opened", class.id, &json!({ "kind": class.kind.code(), "from": class.from, "until": class.until }))?;
    }
    Ok(())
}

/// Ends a class before its time: yesterday was its last day. Who leads it has to do with its children no more.
///
/// # Errors
/// A problem at `reason`; not found; a conflict when it is over.
pub fn end(tx: &mut Tx<'_>, permit: &Permit<acts::ArrangeTutoring>, id: RowId, reason: &str) -> Result<()> {
    if !ENDS.contains(&reason) {
        return Err(Error::at("reason", "tutoring-choose"));
    }
    sql::turn(tx)?;
    let (class, today) = (allowed(tx, permit, id)?, tx.today());
    let last_day = today.plus_days(-1);
    if !class.ended.is_empty() || class.until < today || !class_sql::insert_end(tx, id, last_day, reason, &permit.who().tag())? {
        return Err(Error::Conflict(Msg::new("tutoring-class-over")));
    }
    for member in members(tx, id)?.iter().filter(|member| !member.is_over) {
        close_ties_of(tx, member.id, last_day)?;
    }
    trail::note(tx, permit.who(), "tutoring.ended", id, &json!({ "reason": reason }))?;
    Ok(())
}

/// The entry of a class with other people in it.
fn entry_of(all: &Timetable, class: &Class) -> Result<Entry> {
    all.entry(class.id).cloned().ok_or_else(|| Error::Fault("a class that is not in the timetable of its term".into()))
}

fn label_of(class: &Class, lang: crate::base::Lang) -> String {
    Msg::new("tutoring-entry").with("title", &class.title).with("place", &class.place_name).text(lang)
}

fn tie(tx: &mut Tx<'_>, member: RowId, pupil: PupilId, staff: StaffId, from: SchoolDate, until: SchoolDate) -> Result<()> {
    let scope_id = RowId::from_uuid(pupil.uuid());
    open_tie(tx, &NewTie { staff, duty: Duty::Tutor, scope: ScopeKind::Pupil, scope_id, subject: "", from, until, source: member, on_behalf_of: None })?;
    Ok(())
}

/// Takes children into a class, all or none. Gives how many are new.
///
/// # Errors
/// Not found; a problem at `pupil`: a child whom the person may not see or who is of another class, no consent of a guardian where somebody from outside helps, no seat, or somewhere else at
/// that time (both sides are named); a conflict when the class is over.
pub fn join(tx: &mut Tx<'_>, permit: &Permit<acts::ArrangeTutoring>, id: RowId, pupils: &[PupilId]) -> Result<usize> {
    sql::turn(tx)?;
    let (class, own, today, lang) = (allowed(tx, permit, id)?, own_class(permit)?, tx.today(), permit.who().lang);
    if class.until < today {
        return Err(Error::Conflict(Msg::new("tutoring-class-over")));
    }
    let there: BTreeSet<PupilId> = members(tx, id)?.into_iter().filter(|member| !member.is_over).map(|member| member.pupil).collect();
    let wanted: BTreeSet<PupilId> = pupils.iter().copied().filter(|pupil| !there.contains(pupil)).collect();
    let found = pupils::named(tx, permit.who(), &wanted.iter().copied().collect::<Vec<_>>())?;
    let mut problems = Problems::default();
    let fits = |line: &pupils::PupilLine| line.class.is_some() && (own.is_none() || line.class == own);
    if pupils.is_empty() || found.len() != wanted.len() || !found.iter().all(fits) {
        problems.note("pupil", "tutoring-pupils-missing");
    }
    let most = usize::try_from(class.seats).unwrap_or_default();
    if there.len() + wanted.len() > most {
        problems.note("pupil", Msg::new("tutoring-class-full").with("count", most));
    }
    problems.end()?;
    let mut problems = Problems::default();
    let mut names = BTreeMap::new();
    for line in &found {
        names.insert(Person::Child(line.id), line.name.clone());
        if class.volunteer.is_some() && !consented(tx, line.id)? {
            problems.note("pupil", Msg::new("tutoring-no-consent").with("name", &line.name));
        }
    }
    let term = time::term(tx, class.term)?;
    let all = timetable::of_term(tx, &term, lang)?;
    // Only what is new is looked at: the place and the helper are in the class already.
    let entry = Entry { people: wanted.iter().map(|pupil| Person::Child(*pupil)).collect(), room: None, from: class.from.max(today), ..entry_of(&all, &class)? };
    all.refuse(&mut problems, &entry, &label_of(&class, lang), &names, lang);
    problems.end()?;
    let from = class.from.max(today);
    for pupil in &wanted {
        let member: RowId = tx.new_id();
        member_sql::insert(tx, member, id, *pupil, from, class.until, &permit.who().tag())?;
        tie(tx, member, *pupil, class.lead, from, class.until)?;
        trail::note(tx, permit.who(), "tutoring.joined", *pupil, &json!({ "class": id }))?;
    }
    Ok(wanted.len())
}

/// Whether a guardian has said yes to help by somebody from outside, and not taken it back.
fn consented(tx: &mut Tx<'_>, pupil: PupilId) -> Result<bool> {
    Ok(trail::consents_of(tx, pupil)?.into_iter().find(|consent| consent.purpose == CONSENT).is_some_and(|consent| consent.given))
}

/// A child leaves a class: yesterday was its last day there.
///
/// # Errors
/// A problem at `reason`; not found when the child is not in it.
pub fn leave(tx: &mut Tx<'_>, permit: &Permit<acts::ArrangeTutoring>, id: RowId, member: RowId, reason: &str) -> Result<()> {
    if !LEFTS.contains(&reason) {
        return Err(Error::at("reason", "tutoring-choose"));
    }
    let class = allowed(tx, permit, id)?;
    let one = members(tx, class.id)?.into_iter().find(|one| one.id == member && !one.is_over).ok_or(Error::NotFound)?;
    let last_day = tx.today().plus_days(-1);
    member_sql::insert_end(tx, member, last_day, reason, &permit.who().tag())?;
    close_ties_of(tx, member, last_day)?;
    trail::note(tx, permit.who(), "tutoring.left", one.pupil, &json!({ "class": id, "reason": reason }))?;
    Ok(())
}

/// Somebody else of the staff is there from today on.
///
/// # Errors
/// A problem at `lead`: nobody of the staff, or somewhere else at that time (both sides are named); not found; a conflict when the class is over.
pub fn hand_over(tx: &mut Tx<'_>, permit: &Permit<acts::ArrangeTutoring>, id: RowId, to: Option<StaffId>) -> Result<()> {
    sql::turn(tx)?;
    let (class, today, lang) = (allowed(tx, permit, id)?, tx.today(), permit.who().lang);
    if class.until < today {
        return Err(Error::Conflict(Msg::new("tutoring-class-over")));
    }
    let missing = || Error::at("lead", "tutoring-staff-missing");
    let staff = people::staff(tx, to.ok_or_else(missing)?).ok().filter(|staff| staff.is_here(today) && staff.id != class.lead).ok_or_else(missing)?;
    let term = time::term(tx, class.term)?;
    let all = timetable::of_term(tx, &term, lang)?;
    let person = Person::Staff(staff.id);
    let entry = Entry { people: [person].into(), room: None, from: class.from.max(today), ..entry_of(&all, &class)? };
    let mut problems = Problems::default();
    all.refuse(&mut problems, &entry, &label_of(&class, lang), &BTreeMap::from([(person, staff.name.clone())]), lang);
    problems.end()?;
    class_sql::insert_lead(tx, id, staff.id, &permit.who().tag())?;
    for member in members(tx, id)?.iter().filter(|member| !member.is_over) {
        close_ties_of(tx, member.id, today.plus_days(-1))?;
        tie(tx, member.id, member.pupil, staff.id, class.from.max(today), class.until)?;
    }
    trail::note(tx, permit.who(), "tutoring.led", id, &json!({ "staff": staff.id }))?;
    Ok(())
}
