//! verbs: the team – a version is laid before it, several sign (B3-04), a meeting decides with who was there (A1-02), a leader approves or gives it back.

use super::item::{Item, Kind};
use super::{DECISION, REASON, Signature, Standing, Version, all_items, checked, goal, hand, id_of, sql};
use crate::access::{Duty, Permit, Who, acts, readers_of};
use crate::base::error::Problems;
use crate::base::{Error, Id, Msg, PupilId, Result, RowId, SchoolDate, StaffId, limits};
use crate::casefile::sight::Field;
use crate::casefile::{self, Line};
use crate::store::Tx;
use crate::trail;

const GUESTS: &str = "plan_meeting_case.guests";
const MEETING: &str = "plan_meeting_case.decision";
/// The task that asks for a signature.
pub const SIGN_TASK: &str = "plan-sign";
/// The task that asks for a decision.
pub const DECIDE_TASK: &str = "plan-decide";
/// The task that tells of a plan given back.
pub const RETURNED_TASK: &str = "plan-returned";
/// Days within which the team signs, and a leader decides.
const SIGN_DAYS: i64 = 7;
/// Children of one meeting, at most.
pub const CASES_MOST: usize = 40;

/// Somebody who is asked to sign.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    /// Their duty.
    pub duty: Duty,
    /// The subject, for a subject teacher.
    pub subject: String,
    /// Who.
    pub staff: StaffId,
    /// Name.
    pub name: String,
}

/// Who is asked to sign a version: the class teacher, the teachers of its subjects, the counsellor where mind or mood is planned for, the mentor (B3-04).
fn asked(tx: &mut Tx<'_>, who: &Who, pupil: PupilId, items: &[Item]) -> Result<Vec<Asked>> {
    let see = Permit::<acts::SeePupil>::ask(tx, who, pupil)?;
    let names = super::Names::load(tx)?;
    let subjects: Vec<&str> = items.iter().filter(|item| !item.removed).map(|item| item.subject.as_str()).filter(|subject| !subject.is_empty()).collect();
    let mind = items.iter().any(|item| !item.removed && item.dimension == super::item::Dimension::Psychology);
    let wanted = |duty: Duty, subject: &str| match duty {
        Duty::Homeroom | Duty::Mentor => true,
        Duty::SubjectTeacher => {
            if subjects.is_empty() {
                matches!(subject, "chinese" | "maths" | "english")
            } else {
                subjects.contains(&subject)
            }
        }
        Duty::Counsellor => mind,
        _ => false,
    };
    let mut all: Vec<Asked> = readers_of(tx, &see)?
        .into_iter()
        .filter(|(_, duty, subject, _)| wanted(*duty, subject))
        .map(|(staff, duty, subject, _)| Asked { name: names.of(&staff.to_string()), duty, subject, staff })
        .collect();
    all.sort();
    all.dedup();
    Ok(all)
}

/// Who is asked to sign a version, and whether they have.
///
/// # Errors
/// Faults of the database.
pub fn signers(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, version: &Version) -> Result<Vec<(Asked, Option<SchoolDate>)>> {
    let pupil = permit.pupil()?;
    let items = all_items(tx, pupil, version.id)?;
    let sight = casefile::sight(permit);
    let mut asked = asked(tx, permit.who(), pupil, &items)?;
    // Who teaches one subject does not learn from the list that there is something of the counsellor's.
    let tells = items.iter().any(|item| item.dimension == super::item::Dimension::Psychology && super::sees(&sight, item));
    asked.retain(|one| one.duty != Duty::Counsellor || sight.subjects.is_none() || tells);
    let day = |one: &Asked| version.signatures.iter().find(|signed| signed.staff == one.staff).map(|signed| signed.day);
    Ok(asked.into_iter().map(|one| (day(&one), one)).map(|(day, one)| (one, day)).collect())
}

fn newest(tx: &mut Tx<'_>, who: &Who, pupil: PupilId) -> Result<Version> {
    let see = Permit::<acts::SeeCaseFile>::ask(tx, who, pupil)?;
    super::versions(tx, &see)?.into_iter().next().ok_or(Error::NotFound)
}

/// What keeps a version from being laid before the team, at the parts; what the person may not read is told without its words.
fn complete(items: &[Item], seen: impl Fn(&Item) -> bool, today: SchoolDate) -> Problems {
    let mut problems = Problems::default();
    let there: Vec<&Item> = items.iter().filter(|item| !item.removed).collect();
    for (kind, key) in [(Kind::Goal, "plan-no-goal"), (Kind::Measure, "plan-no-measure")] {
        if there.iter().all(|item| item.kind != kind) {
            problems.note("", key);
        }
    }
    let mut unseen = false;
    for item in there.iter().filter(|item| item.kind == Kind::Goal && !goal::is_measurable(&item.body, today)) {
        if seen(item) {
            problems.note(format!("part-{}", item.key), Msg::new("plan-goal-unmeasurable").with("text", item.body.text.chars().take(20).collect::<String>()));
        } else {
            unseen = true;
        }
    }
    if unseen {
        problems.note("", "plan-goal-unmeasurable-unseen");
    }
    problems
}

/// Lays the draft before the team: from then on it stays as it is, and those who are asked have a task to sign.
///
/// # Errors
/// Problems at `reason`, `from`, `until`, and at each goal that cannot be measured; a conflict when there is no draft; denied to who teaches a subject and nothing else.
pub fn fix(tx: &mut Tx<'_>, permit: &Permit<acts::WritePlan>, reason: &str, from: SchoolDate, until: SchoolDate) -> Result<usize> {
    let pupil = permit.pupil()?;
    let sight = casefile::sight(permit);
    if sight.subjects.is_some() {
        return Err(Error::Denied("plan-not-yours".into()));
    }
    let version = newest(tx, permit.who(), pupil)?;
    if version.standing != Standing::Draft {
        return Err(Error::Conflict(Msg::new("plan-no-draft")));
    }
    let (items, today) = (all_items(tx, pupil, version.id)?, tx.today());
    let mut problems = complete(&items, |item| super::sees(&sight, item), today);
    let reason = checked(&mut problems, "reason", reason, version.number > 1);
    if until <= from || until < today {
        problems.note("until", "plan-until-early");
    }
    problems.end()?;
    sql::set_version(tx, version.id, if version.iep { "iep" } else { "support" }, from, until)?;
    let sealed = tx.vault().seal(pupil, REASON, &reason)?;
    sql::insert_fixing(tx, version.id, &sealed, &permit.who().tag())?;
    trail::end_tasks(tx, permit.who(), RETURNED_TASK, id_of(pupil), true)?;
    let due = today.plus_days(SIGN_DAYS);
    let mut people: Vec<StaffId> = asked(tx, permit.who(), pupil, &items)?.into_iter().map(|one| one.staff).collect();
    people.sort();
    people.dedup();
    for staff in &people {
        trail::open_task(tx, *staff, SIGN_TASK, sign_subject(version.id, *staff), &team_page(pupil), &[], due)?;
    }
    trail::note(tx, permit.who(), "plan.fixing", id_of(pupil), &serde_json::json!({ "number": version.number, "asked": people.len() }))?;
    Ok(people.len())
}

fn team_page(pupil: PupilId) -> String {
    format!("/pupils/{pupil}/plan/team")
}

/// A task to sign is one person's own, so that it ends with their signature alone.
fn sign_subject(version: RowId, staff: StaffId) -> RowId {
    crate::base::derived(&[b"plan signature", version.uuid().as_bytes(), staff.uuid().as_bytes()])
}

/// Signs the version that lies before the team, in all duties in which the person is asked: who holds several posts signs once (PRACTICE 1.3). When the last
/// has signed, the sponsor of the grade and student affairs are asked to decide.
///
/// # Errors
/// A conflict when no version waits; denied to who is not of the team.
pub fn sign(tx: &mut Tx<'_>, permit: &Permit<acts::WritePlan>) -> Result<()> {
    let pupil = permit.pupil()?;
    let version = newest(tx, permit.who(), pupil)?;
    if version.standing != Standing::Fixed {
        return Err(Error::Conflict(Msg::new("plan-nothing-to-sign")));
    }
    let me = permit.who().staff();
    let items = all_items(tx, pupil, version.id)?;
    let team = asked(tx, permit.who(), pupil, &items)?;
    let mut duties: Vec<String> = team.iter().filter(|one| one.staff == me).map(|one| one.duty.code().to_owned()).collect();
    if duties.is_empty() {
        duties.extend(permit.why().ties.first().map(|tie| tie.duty.code().to_owned()));
    }
    if duties.is_empty() {
        return Err(Error::Denied("plan-not-yours".into()));
    }
    for duty in duties {
        sql::insert_signature(tx, version.id, me, &duty)?;
    }
    trail::end_tasks(tx, permit.who(), SIGN_TASK, sign_subject(version.id, me), true)?;
    trail::note(tx, permit.who(), "plan.signature", id_of(pupil), &serde_json::json!({ "number": version.number }))?;
    let signed: Vec<StaffId> = sql::signatures(tx, version.id)?.into_iter().map(|(staff, ..)| staff).collect();
    if team.iter().all(|one| signed.contains(&one.staff)) {
        let see = Permit::<acts::SeePupil>::ask(tx, permit.who(), pupil)?;
        let due = tx.today().plus_days(SIGN_DAYS);
        for (staff, duty, ..) in readers_of(tx, &see)? {
            if matches!(duty, Duty::GradeSponsor | Duty::StudentAffairs) {
                trail::open_task(tx, staff, DECIDE_TASK, id_of(pupil), &team_page(pupil), &[], due)?;
            }
        }
    }
    Ok(())
}

/// Approves the version that lies before the team, or gives it back with a comment. Who laid it before the team does not approve it.
///
/// # Errors
/// A problem at `decision`; at `text` when it is given back without a word, or approved although somebody who is asked has not signed and nothing is said of it;
/// a conflict when no version waits or somebody decided meanwhile.
pub fn decide(tx: &mut Tx<'_>, permit: &Permit<acts::DecidePlan>, approve: Option<bool>, text: &str) -> Result<()> {
    let pupil = permit.pupil()?;
    let version = newest(tx, permit.who(), pupil)?;
    if version.standing != Standing::Fixed {
        return Err(Error::Conflict(Msg::new("plan-nothing-to-decide")));
    }
    let approve = approve.ok_or_else(|| Error::at("decision", "plan-choose"))?;
    if approve && version.fixed_by == permit.who().tag() {
        return Err(Error::at("decision", "plan-decide-other"));
    }
    let items = all_items(tx, pupil, version.id)?;
    let missing: Vec<String> =
        asked(tx, permit.who(), pupil, &items)?.into_iter().filter(|one| version.signatures.iter().all(|signed| signed.staff != one.staff)).map(|one| one.name).collect();
    let mut problems = Problems::default();
    let said = checked(&mut problems, "text", text, false);
    if said.is_empty() && !approve {
        problems.note("text", "plan-return-why");
    } else if said.is_empty() && !missing.is_empty() {
        problems.note("text", Msg::new("plan-approve-unsigned").with("names", missing.join("、")));
    }
    problems.end()?;
    let sealed = tx.vault().seal(pupil, DECISION, &said)?;
    if !sql::insert_decision(tx, version.id, if approve { "approved" } else { "returned" }, &sealed, &permit.who().tag())? {
        return Err(Error::Conflict(Msg::new("plan-nothing-to-decide")));
    }
    let who = permit.who();
    trail::end_tasks(tx, who, DECIDE_TASK, id_of(pupil), true)?;
    for staff in items_team(tx, who, pupil, &items)? {
        trail::end_tasks(tx, who, SIGN_TASK, sign_subject(version.id, staff), false)?;
    }
    if !approve {
        let see = Permit::<acts::SeePupil>::ask(tx, who, pupil)?;
        let due = tx.today().plus_days(SIGN_DAYS);
        for (staff, ..) in readers_of(tx, &see)?.into_iter().filter(|(_, duty, ..)| *duty == Duty::Homeroom) {
            trail::open_task(tx, staff, RETURNED_TASK, id_of(pupil), &team_page(pupil), &[], due)?;
        }
    }
    trail::note(tx, who, "plan.decision", id_of(pupil), &serde_json::json!({ "number": version.number, "approved": approve, "unsigned": missing.len() }))?;
    Ok(())
}

/// Takes the version back that lies before the team, to change it: it stays as one that was returned, and nobody is asked for it any more.
///
/// # Errors
/// A problem at `back` without a reason; a conflict when no version waits; denied to who teaches a subject and nothing else.
pub fn take_back(tx: &mut Tx<'_>, permit: &Permit<acts::WritePlan>, why: &str) -> Result<()> {
    let pupil = permit.pupil()?;
    if permit.why().subjects().is_some() {
        return Err(Error::Denied("plan-not-yours".into()));
    }
    let version = newest(tx, permit.who(), pupil)?;
    if version.standing != Standing::Fixed {
        return Err(Error::Conflict(Msg::new("plan-nothing-to-decide")));
    }
    let mut problems = Problems::default();
    let said = checked(&mut problems, "back", why, true);
    problems.end()?;
    let sealed = tx.vault().seal(pupil, DECISION, &said)?;
    sql::insert_decision(tx, version.id, "returned", &sealed, &permit.who().tag())?;
    let items = all_items(tx, pupil, version.id)?;
    trail::end_tasks(tx, permit.who(), DECIDE_TASK, id_of(pupil), false)?;
    for staff in items_team(tx, permit.who(), pupil, &items)? {
        trail::end_tasks(tx, permit.who(), SIGN_TASK, sign_subject(version.id, staff), false)?;
    }
    trail::note(tx, permit.who(), "plan.taken-back", id_of(pupil), &serde_json::json!({ "number": version.number }))?;
    Ok(())
}

fn items_team(tx: &mut Tx<'_>, who: &Who, pupil: PupilId, items: &[Item]) -> Result<Vec<StaffId>> {
    Ok(asked(tx, who, pupil, items)?.into_iter().map(|one| one.staff).collect())
}

/// What a meeting decided for one child.
#[derive(Clone, Debug)]
pub struct Met {
    /// When.
    pub day: SchoolDate,
    /// Where.
    pub place: String,
    /// Who of the staff was there.
    pub there: Vec<String>,
    /// Who else was there: family, guests.
    pub guests: String,
    /// The number of the version that lay there.
    pub number: i64,
    /// What was decided.
    pub decision: String,
}

/// The meetings about a child, the newest first; none for who teaches a subject and nothing else.
///
/// # Errors
/// Faults of the database.
pub fn meetings(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<Met>> {
    let pupil = permit.pupil()?;
    if !casefile::sight(permit).of(Field::Step) {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for row in sql::meetings(tx, id_of(pupil))? {
        let (decision, guests) = (tx.vault().open_words(pupil, MEETING, Some(&row.decision))?, tx.vault().open_words(pupil, GUESTS, Some(&row.guests))?);
        let there = sql::attendance(tx, row.meeting)?;
        all.push(Met { day: row.day, place: row.place, there, guests, number: row.number, decision });
    }
    Ok(all)
}

/// A meeting to be written down.
#[derive(Clone, Debug, Default)]
pub struct NewMeeting {
    /// When.
    pub day: Option<SchoolDate>,
    /// Where.
    pub place: String,
    /// Who of the staff was there.
    pub there: Vec<StaffId>,
    /// The children: pupil, what was decided, who of the family was there.
    pub cases: Vec<(PupilId, String, String)>,
}

/// Writes a meeting down: one meeting handles many children (PRACTICE 2).
///
/// # Errors
/// Problems at `day`, `place`, `there`, `cases` and at the decision of each child; not found for a child whose plan the person may not write.
pub fn meet(tx: &mut Tx<'_>, who: &Who, new: &NewMeeting) -> Result<RowId> {
    let (today, mut problems) = (tx.today(), Problems::default());
    let day = new.day.filter(|day| *day <= today);
    if day.is_none() {
        problems.note("day", "plan-meeting-day");
    }
    let place = new.place.trim();
    if place.is_empty() || place.chars().count() > limits::NAME_CHARS {
        problems.note("place", Msg::new("plan-meeting-place").with("most", limits::NAME_CHARS));
    }
    if new.there.len() < 2 {
        problems.note("there", "plan-meeting-two");
    }
    if new.cases.is_empty() || new.cases.len() > CASES_MOST {
        problems.note("cases", Msg::new("plan-meeting-cases").with("most", CASES_MOST));
    }
    let mut ready = Vec::new();
    for (pupil, decision, guests) in &new.cases {
        let permit = Permit::<acts::WritePlan>::ask(tx, who, *pupil)?;
        if permit.why().subjects().is_some() {
            return Err(Error::Denied("plan-not-yours".into()));
        }
        let decision = checked(&mut problems, &format!("decision-{pupil}"), decision, true);
        let guests = checked(&mut problems, &format!("guests-{pupil}"), guests, false);
        ready.push((*pupil, newest(tx, who, *pupil)?, decision, guests));
    }
    problems.end()?;
    let id: RowId = tx.new_id();
    sql::insert_meeting(tx, id, day.unwrap_or(today), place, &who.tag(), &new.there)?;
    for (pupil, version, decision, guests) in ready {
        let (decision, guests) = (tx.vault().seal(pupil, MEETING, &decision)?, tx.vault().seal(pupil, GUESTS, &guests)?);
        sql::insert_case(tx, id, version.id, id_of(pupil), &decision, &guests)?;
        trail::note(tx, who, "plan.meeting", id_of(pupil), &serde_json::json!({ "meeting": id, "number": version.number }))?;
    }
    Ok(id)
}

/// The staff who may sit in a meeting about children: everybody who reads the file of one of them and plans or decides.
///
/// # Errors
/// Faults of the database.
pub fn may_attend(tx: &mut Tx<'_>, who: &Who, pupils: &[PupilId]) -> Result<Vec<(StaffId, String)>> {
    let names = super::Names::load(tx)?;
    let mut people: Vec<(String, StaffId)> = Vec::new();
    for pupil in pupils.iter().take(CASES_MOST) {
        let see = Permit::<acts::SeePupil>::ask(tx, who, *pupil)?;
        let those = readers_of(tx, &see)?
            .into_iter()
            .filter(|(_, duty, ..)| hand(*duty).is_some() || matches!(duty, Duty::Principal | Duty::Leader | Duty::GradeLeader | Duty::AcademicOffice));
        people.extend(those.map(|(staff, ..)| (names.of(&staff.to_string()), staff)));
    }
    people.sort();
    people.dedup();
    Ok(people.into_iter().map(|(name, staff)| (staff, name)).collect())
}

/// How the plan of a child in a list stands.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The child, as the list of files has it.
    pub line: Line,
    /// How the newest version stands; none where there is no plan.
    pub standing: Option<Standing>,
    /// The number of the newest version.
    pub number: i64,
    /// Last day of the newest version.
    pub until: Option<SchoolDate>,
    /// Whether an approved version holds today.
    pub holds: bool,
    /// Whether it waits for the person's own signature.
    pub mine: bool,
}

/// The children with a live file of whom somebody may know, each with how its plan stands.
///
/// # Errors
/// Faults of the database.
pub fn list(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Listed>> {
    let lines = casefile::lines(tx, who, None)?;
    let (newest, holding, signed) = (sql::newest(tx)?, super::facts::in_force(tx)?, sql::signed_by(tx, who.staff())?);
    let waiting = trail::links_due(tx, who.staff(), SIGN_TASK)?;
    let mut listed = Vec::with_capacity(lines.len());
    for line in lines {
        let plan = newest.iter().find(|row| row.pupil == line.pupil);
        let standing = plan.map(|row| match row.state.as_str() {
            "draft" => Standing::Draft,
            "fixed" => Standing::Fixed,
            "returned" => Standing::Returned,
            _ => Standing::Approved,
        });
        let asked = plan.is_some_and(|row| waiting.contains(&team_page(row.pupil)) && !signed.contains(&row.version));
        listed.push(Listed {
            standing,
            number: plan.map_or(0, |row| row.number),
            until: plan.map(|row| row.until),
            holds: holding.contains(&line.pupil),
            mine: asked && standing == Some(Standing::Fixed),
            line,
        });
    }
    Ok(listed)
}

/// Whether somebody has signed a version.
pub fn has_signed(version: &Version, staff: StaffId) -> Option<&Signature> {
    version.signatures.iter().find(|signed| signed.staff == staff)
}
