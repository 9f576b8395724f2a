//! verbs: how long data are kept, which children's data are due, who proposes and who carries out a destruction: never the same person. What is destroyed cannot be brought back; the register of it
//! stays and names nobody any more.

use super::keeping::{DataClass, YEARS_MOST, due};
use super::sql::keeping::{self as sql, Left, Stored};
use crate::access::{Permit, Subject, acts};
use crate::activity::photos;
use crate::base::error::Problems;
use crate::base::{Error, Lang, Msg, PupilId, Result, RowId, SchoolDate, limits, words};
use crate::roster::erasure;
use crate::store::Tx;
use crate::trail;
use crate::wellbeing::ending;

/// Children of a destruction, at most.
pub const CHILDREN_MOST: usize = 100;
/// Years that the register goes back.
const REGISTER_YEARS: i32 = 10;
/// Somebody else is asked to look at a destruction.
pub const TASK: &str = "archive-destruction";
const HOLD: &str = "keeping_hold.reason";

/// How long a class of data is kept.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The class.
    pub class: DataClass,
    /// Years after the last day in a class.
    pub years: i64,
    /// On what ground; in the reader's language while the school has not said its own.
    pub basis: String,
    /// How often the school has changed it.
    pub number: i64,
}

/// How long each class of data is kept.
///
/// # Errors
/// Faults of the database.
pub fn rules(tx: &mut Tx<'_>, lang: Lang) -> Result<Vec<Rule>> {
    let own = sql::rules(tx)?;
    let rule = |class: DataClass| match own.iter().find(|one| one.0 == class.code()) {
        Some((_, number, years, basis)) => Rule { class, years: *years, basis: basis.clone(), number: *number },
        None => Rule { class, years: class.usual_years(), basis: words::word(lang, &format!("archive-class-{}-basis", class.code())), number: 0 },
    };
    Ok(DataClass::ALL.into_iter().map(rule).collect())
}

fn rule(tx: &mut Tx<'_>, class: DataClass, lang: Lang) -> Result<Rule> {
    rules(tx, lang)?.into_iter().find(|rule| rule.class == class).ok_or(Error::NotFound)
}

/// Says how long a class of data is kept. `seen` is how often it had been changed when the person looked.
///
/// # Errors
/// Problems at `years` and `basis`, also when somebody changed it meanwhile.
pub fn set_rule(tx: &mut Tx<'_>, permit: &Permit<acts::KeepArchive>, class: DataClass, seen: i64, years: &str, basis: &str) -> Result<()> {
    let mut problems = Problems::default();
    let years = years.trim().parse::<i64>().ok().filter(|years| (0..=YEARS_MOST).contains(years));
    if years.is_none() {
        problems.note("years", Msg::new("archive-years-wrong").with("most", YEARS_MOST));
    }
    let basis = basis.trim();
    if basis.is_empty() || basis.chars().count() > limits::LINE_CHARS {
        problems.note("basis", Msg::new("archive-basis-missing").with("most", limits::LINE_CHARS));
    }
    problems.end()?;
    let known = sql::rules(tx)?.into_iter().find(|one| one.0 == class.code()).map_or(0, |one| one.1);
    if known != seen || !sql::insert_rule(tx, class.code(), seen + 1, years.unwrap_or_default(), basis, &permit.who().tag())? {
        return Err(Error::at("basis", "archive-written-over"));
    }
    let school = tx.school();
    trail::note(tx, permit.who(), "archive.keeping-rule", school, &serde_json::json!({ "class": class.code(), "years": years }))?;
    Ok(())
}

/// A child whose data are due to be destroyed.
#[derive(Clone, Debug)]
pub struct Due {
    /// The child.
    pub pupil: PupilId,
    /// Its name.
    pub name: String,
    /// The class in which it sat last.
    pub class_name: String,
    /// Its last day there.
    pub left: SchoolDate,
    /// The day from which its data are due.
    pub due: SchoolDate,
    /// They are kept until this day for a reason.
    pub held_until: Option<SchoolDate>,
}

/// The children whose data of a class are due today and not proposed yet; those that are held come along, marked.
///
/// # Errors
/// Faults of the database.
pub fn list(tx: &mut Tx<'_>, _permit: &Permit<acts::KeepArchive>, class: DataClass, lang: Lang) -> Result<Vec<Due>> {
    let (today, years) = (tx.today(), rule(tx, class, lang)?.years);
    let proposed = sql::proposed(tx, class.code())?;
    let photos = if class == DataClass::Photos { Some(sql::with_photos(tx)?) } else { None };
    let all = sql::left(tx, today.plus_days(-1))?;
    let open = |child: &Left| due(child.left, years) <= today && !proposed.contains(&child.pupil) && photos.as_ref().is_none_or(|with| with.contains(&child.pupil));
    let told = |child: Left| Due {
        due: due(child.left, years),
        held_until: child.held_until.filter(|until| *until >= today),
        pupil: child.pupil,
        name: child.name,
        class_name: child.class_name,
        left: child.left,
    };
    Ok(all.into_iter().filter(open).map(told).collect())
}

/// Why a child's data are kept longer, and until when; nothing when they are not.
///
/// # Errors
/// Faults of the database or of the sealed reason.
pub fn hold(tx: &mut Tx<'_>, _permit: &Permit<acts::KeepArchive>, pupil: PupilId) -> Result<Option<(SchoolDate, String)>> {
    let today = tx.today();
    let Some((until, reason)) = sql::hold(tx, pupil)?.filter(|(until, _)| *until >= today) else { return Ok(None) };
    Ok(Some((until, tx.vault().open_words(pupil, HOLD, Some(&reason))?)))
}

/// Keeps a child's data longer, or no longer (a day that is over).
///
/// # Errors
/// Problems at `until` and `reason`; not found for a child who has not left.
pub fn put_hold(tx: &mut Tx<'_>, permit: &Permit<acts::KeepArchive>, pupil: PupilId, until: Option<SchoolDate>, reason: &str) -> Result<()> {
    let today = tx.today();
    if sql::left_one(tx, pupil)?.is_none_or(|child| child.left >= today) {
        return Err(Error::NotFound);
    }
    let mut problems = Problems::default();
    let until = until.filter(|until| *until <= today.plus_months(12 * 30));
    if until.is_none() {
        problems.note("until", "archive-until-missing");
    }
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > limits::LINE_CHARS {
        problems.note("reason", Msg::new("archive-reason-missing").with("most", limits::LINE_CHARS));
    }
    problems.end()?;
    let sealed = tx.vault().seal(pupil, HOLD, reason)?;
    if !sql::insert_hold(tx, pupil, until.unwrap_or(today), &sealed, &permit.who().tag())? {
        return Err(Error::at("reason", "archive-written-over"));
    }
    trail::note(tx, permit.who(), "archive.hold", pupil, &serde_json::json!({ "until": until }))?;
    Ok(())
}

/// A destruction.
#[derive(Clone, Debug)]
pub struct Destruction {
    /// Its id.
    pub id: RowId,
    /// What is destroyed.
    pub class: DataClass,
    /// When it was proposed.
    pub day: SchoolDate,
    /// On what ground.
    pub basis: String,
    /// Who proposed it.
    pub by: String,
    /// Whether that is the person.
    pub mine: bool,
    /// How many children.
    pub count: i64,
    /// `carried_out` or `declined`, when, why, by whom.
    pub end: Option<(String, SchoolDate, String, String)>,
}

fn told(row: Stored, permit: &Permit<acts::KeepArchive>) -> Result<Destruction> {
    let class = DataClass::of(&row.class).ok_or_else(|| Error::Fault("a destruction of what is no class of data".into()))?;
    let mine = row.staff == permit.who().staff();
    Ok(Destruction { id: row.id, class, day: row.day, basis: row.basis, by: row.by, mine, count: row.count, end: row.end })
}

/// The register of the last ten years, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn register(tx: &mut Tx<'_>, permit: &Permit<acts::KeepArchive>) -> Result<Vec<Destruction>> {
    let since = tx.today().plus_months(-12 * REGISTER_YEARS);
    sql::newest(tx, since)?.into_iter().map(|row| told(row, permit)).collect()
}

/// A destruction with its children; their names are gone once their data are.
///
/// # Errors
/// Not found when there is none.
pub fn one(tx: &mut Tx<'_>, permit: &Permit<acts::KeepArchive>, id: RowId) -> Result<(Destruction, Vec<Due>)> {
    let row = sql::one(tx, id)?.ok_or(Error::NotFound)?;
    let child = |(one, due): (Left, SchoolDate)| Due { pupil: one.pupil, name: one.name, class_name: one.class_name, left: one.left, due, held_until: None };
    let children = sql::lines(tx, id)?.into_iter().map(child).collect();
    Ok((told(row, permit)?, children))
}

/// Proposes to destroy what is due of some children, under an id that the form made; the principals are asked. A form sent twice proposes once.
///
/// # Errors
/// Problems at `pupil` (nobody chosen, too many, not due, held) and `basis`.
pub fn propose(tx: &mut Tx<'_>, permit: &Permit<acts::KeepArchive>, id: RowId, class: DataClass, pupils: &[PupilId], basis: &str, lang: Lang) -> Result<()> {
    if sql::one(tx, id)?.is_some() {
        return Ok(());
    }
    let all = list(tx, permit, class, lang)?;
    let chosen: Vec<&Due> = all.iter().filter(|child| pupils.contains(&child.pupil)).collect();
    let mut problems = Problems::default();
    if chosen.is_empty() {
        problems.note("pupil", "archive-nobody-chosen");
    } else if chosen.len() > CHILDREN_MOST {
        problems.note("pupil", Msg::new("archive-too-many").with("most", CHILDREN_MOST));
    } else if chosen.len() < pupils.len() || chosen.iter().any(|child| child.held_until.is_some()) {
        problems.note("pupil", "archive-not-due");
    }
    let basis = basis.trim();
    if basis.is_empty() || basis.chars().count() > limits::LINE_CHARS {
        problems.note("basis", Msg::new("archive-basis-missing").with("most", limits::LINE_CHARS));
    }
    problems.end()?;
    sql::insert(tx, id, class.code(), basis, permit.who().staff())?;
    for child in chosen {
        let row = Left { pupil: child.pupil, name: String::new(), class_name: child.class_name.clone(), left: child.left, held_until: None };
        sql::insert_line(tx, id, &row, child.due)?;
    }
    trail::note(tx, permit.who(), "archive.destruction-proposed", id, &serde_json::json!({ "class": class.code(), "children": pupils.len() }))?;
    let (today, link) = (tx.today(), format!("/archive/destructions/{id}"));
    for post in crate::roster::people::posts_on(tx, today)? {
        if post.duty == crate::access::Duty::Principal && post.staff != permit.who().staff() {
            trail::open_task(tx, post.staff, TASK, id, &link, &[], today.plus_days(14))?;
        }
    }
    Ok(())
}

/// Turns a destruction down, with the reason; also who proposed it may.
///
/// # Errors
/// A problem at `reason`; not found when there is none; a conflict when it has ended.
pub fn decline(tx: &mut Tx<'_>, permit: &Permit<acts::KeepArchive>, id: RowId, reason: &str) -> Result<()> {
    sql::one(tx, id)?.ok_or(Error::NotFound)?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > limits::LINE_CHARS {
        return Err(Error::at("reason", Msg::new("archive-reason-missing").with("most", limits::LINE_CHARS)));
    }
    end(tx, permit, id, "declined", reason)
}

fn end(tx: &mut Tx<'_>, permit: &Permit<acts::KeepArchive>, id: RowId, what: &str, reason: &str) -> Result<()> {
    if !sql::insert_end(tx, id, what, reason, permit.who().staff())? {
        return Err(Error::Conflict("archive-ended".into()));
    }
    trail::end_tasks(tx, permit.who(), TASK, id, true)?;
    trail::note(tx, permit.who(), "archive.destruction-ended", id, &serde_json::json!({ "what": what }))?;
    Ok(())
}

/// Carries a destruction out: somebody else than who proposed it, who may erase children, and has typed how many there are. Who has come back to school or is held since stops it.
///
/// # Errors
/// Problems at `count`; denied to who proposed it or may not erase; a conflict when it has ended, or when somebody of it is back or held.
pub fn carry_out(tx: &mut Tx<'_>, permit: &Permit<acts::KeepArchive>, id: RowId, count: &str) -> Result<i64> {
    let (known, children) = one(tx, permit, id)?;
    if known.mine {
        return Err(Error::Denied("archive-two-people".into()));
    }
    if count.trim().parse() != Ok(known.count) {
        return Err(Error::at("count", Msg::new("archive-count-wrong").with("count", known.count)));
    }
    let today = tx.today();
    let mut permits = Vec::new();
    for child in &children {
        let held = sql::hold(tx, child.pupil)?.is_some_and(|(until, _)| until >= today);
        if held || sql::left_one(tx, child.pupil)?.is_none_or(|now| now.left >= today) {
            return Err(Error::Conflict("archive-not-due".into()));
        }
        permits.push(Permit::<acts::ErasePupil>::ask(tx, permit.who(), Subject::Pupil(child.pupil))?);
    }
    end(tx, permit, id, "carried_out", "")?;
    for permit in &permits {
        photos::destroy(tx, permit)?;
    }
    if known.class == DataClass::Person {
        let mut files = Vec::new();
        for permit in &permits {
            files.extend(ending::end(tx, permit)?);
        }
        erasure::erase_all(tx, &permits, &known.basis)?;
        ending::destroy(tx, &files)?;
    }
    Ok(known.count)
}
