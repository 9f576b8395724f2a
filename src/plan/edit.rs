//! verbs: the draft of a plan: prefilled in one press, each part changed on its own, taken out and put back. A5-05, A7-02, B1-07, B6-07, B8-07.

use super::facts;
use super::goal;
use super::item::{Body, Dimension, Hand, Item, Kind, Need, SECTIONS, Source, Span, need_of};
use super::library::TIMES_MOST;
use super::prefill::{self, Draft};
use super::sql::{self, ItemRow, VersionRow};
use super::{BODY, Names, all_items, checked, id_of, sees};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Lang, Msg, Result, RowId, SchoolDate};
use crate::casefile::sight::Sight;
use crate::casefile::{self, Head};
use crate::results::SUBJECTS;
use crate::store::Tx;
use crate::trail;

/// Parts of a plan, at most.
const ITEMS_MOST: usize = 80;

/// What was typed of a part.
#[derive(Clone, Debug)]
pub struct NewItem {
    /// What it is.
    pub kind: Kind,
    /// Its dimension.
    pub dimension: Dimension,
    /// Its subject, or empty.
    pub subject: String,
    /// What is written; sources and code of a stored part stay as they are.
    pub body: Body,
}

/// The head of the child's file, and what the writer sees.
pub(super) fn file(tx: &mut Tx<'_>, permit: &Permit<acts::WritePlan>) -> Result<(Permit<acts::SeeCaseFile>, Head)> {
    let see = Permit::<acts::SeeCaseFile>::ask(tx, permit.who(), permit.pupil()?)?;
    let head = casefile::head(tx, &see)?;
    if !head.state.is_live() {
        return Err(Error::Conflict(Msg::new("plan-no-file")));
    }
    Ok((see, head))
}

/// The draft: the one that is open, or a new version with all that the last one says.
///
/// # Errors
/// A problem without a field while a version lies before the team.
fn draft(tx: &mut Tx<'_>, permit: &Permit<acts::WritePlan>, head: &Head) -> Result<VersionRow> {
    let (pupil, actor) = (permit.pupil()?, permit.who().tag());
    let plan = id_of(pupil);
    let last = sql::versions(tx, plan)?.into_iter().next();
    if let Some(open) = last.as_ref().filter(|version| version.fixed.is_none()) {
        return Ok(open.clone());
    }
    // What lies before the team stays as it is until it is decided or taken back.
    if last.as_ref().is_some_and(|version| version.decided.is_none()) {
        return Err(Error::at("", "plan-before-team"));
    }
    sql::insert_plan(tx, plan, pupil, &actor)?;
    let term = casefile::present_term(tx)?;
    let (from, until) = (tx.today(), term.last_day.max(tx.today().plus_days(28)));
    let form = match &last {
        Some(last) => last.form.clone(),
        None if facts::asks_for_iep(head) => "iep".to_owned(),
        None => "support".to_owned(),
    };
    let number = last.as_ref().map_or(1, |last| last.number + 1);
    let version = VersionRow { id: tx.new_id(), number, form, from, until, actor: actor.clone(), fixed: None, decided: None };
    sql::insert_version(tx, plan, &version)?;
    if let Some(last) = last {
        let mut rows = sql::items(tx, last.id)?;
        rows.retain(|row| !row.removed);
        sql::insert_items(tx, version.id, &rows)?;
    }
    trail::note(tx, permit.who(), "plan.draft", plan, &serde_json::json!({ "number": number }))?;
    Ok(version)
}

/// Whether the writer may change a part: what they read, and of a subject only its teacher and who looks after the whole class.
fn writes(sight: &Sight, kind: Kind, subject: &str) -> bool {
    sight.subjects.as_ref().is_none_or(|own| kind != Kind::Section && own.iter().any(|mine| mine == subject))
}

/// Whether the holder of a permit may change a part.
pub fn may_change(permit: &Permit<acts::WritePlan>, item: &Item) -> bool {
    let sight = casefile::sight(permit);
    sees(&sight, item) && writes(&sight, item.kind, &item.subject)
}

/// Opens the draft and adds what the diagnosis asks for and what is not yet there. What somebody took out stays out. Gives how many parts are new.
///
/// # Errors
/// A conflict when the child has no live file. Who teaches a subject and nothing else adds the parts of the own subject.
pub fn prefill(tx: &mut Tx<'_>, permit: &Permit<acts::WritePlan>, lang: Lang) -> Result<usize> {
    let (see, head) = file(tx, permit)?;
    let pupil = permit.pupil()?;
    let sight = casefile::sight(permit);
    let version = draft(tx, permit, &head)?;
    let facts = facts::gather(tx, &see, &head, lang)?;
    let there = all_items(tx, pupil, version.id)?;
    let known: Vec<(Kind, &str, &str, &str)> = there.iter().map(|item| (item.kind, item.body.code.as_str(), item.subject.as_str(), item.body.horizon.as_str())).collect();
    let drafts = prefill::propose(&facts, version.form == "iep", lang);
    let new: Vec<Draft> = drafts.into_iter().filter(|draft| !known.contains(&draft.same()) && writes(&sight, draft.kind, &draft.subject)).collect();
    let place = there.iter().map(|item| item.place).max().unwrap_or_default();
    let mut rows = Vec::new();
    for (at, one) in (1..).zip(new.iter().take(ITEMS_MOST.saturating_sub(there.len()))) {
        rows.push(ItemRow {
            key: tx.new_id(),
            kind: one.kind.code().into(),
            dimension: one.dimension.code().into(),
            need: one.need.code().into(),
            subject: one.subject.clone(),
            place: place + at,
            rev: 1,
            removed: false,
            body: tx.vault().seal_json(pupil, BODY, &one.body)?,
            actor: permit.who().tag(),
        });
    }
    sql::insert_items(tx, version.id, &rows)?;
    trail::note(tx, permit.who(), "plan.prefill", id_of(pupil), &serde_json::json!({ "parts": rows.len() }))?;
    Ok(rows.len())
}

/// Makes the draft an individual education plan, or an ordinary one again (B4-14).
///
/// # Errors
/// A conflict when the child has no live file; denied to who teaches a subject and nothing else.
pub fn set_form(tx: &mut Tx<'_>, permit: &Permit<acts::WritePlan>, iep: bool, lang: Lang) -> Result<()> {
    let (_, head) = file(tx, permit)?;
    if permit.why().subjects().is_some() {
        return Err(Error::Denied("plan-not-yours".into()));
    }
    let version = draft(tx, permit, &head)?;
    sql::set_version(tx, version.id, if iep { "iep" } else { "support" }, version.from, version.until)?;
    trail::note(tx, permit.who(), "plan.form", id_of(permit.pupil()?), &serde_json::json!({ "iep": iep }))?;
    if iep {
        prefill(tx, permit, lang)?;
    }
    Ok(())
}

/// What of a part must be mended, noted at its fields; gives the texts as they are kept.
fn check(tx: &Tx<'_>, new: &NewItem, problems: &mut Problems) -> Body {
    let (today, mut body) = (tx.today(), new.body.clone());
    let must = new.kind != Kind::Section;
    body.text = checked(problems, "text", &body.text, must);
    body.how = checked(problems, "how", &body.how, false);
    body.stages.retain(|stage| stage.day.is_some() || !stage.target.trim().is_empty());
    match new.kind {
        Kind::Goal => {
            goal::check(&body, today, problems);
            if body.due.is_some_and(|due| due < today) {
                problems.note("due", "plan-day-past");
            }
        }
        Kind::Measure | Kind::Family | Kind::Child => {
            if new.kind == Kind::Measure && body.hand.parse::<Hand>().is_err() {
                problems.note("hand", "plan-choose");
            }
            if !(1..=TIMES_MOST).contains(&body.times) {
                problems.note("times", Msg::new("plan-times-odd").with("most", TIMES_MOST));
            }
            if body.span.parse::<Span>().is_err() {
                problems.note("span", "plan-choose");
            }
        }
        Kind::Demand => {
            if body.due.is_none_or(|due| due < today) {
                problems.note("due", "plan-demand-review");
            }
        }
        Kind::Section => {
            if !SECTIONS.contains(&body.code.as_str()) {
                problems.note("code", "plan-choose");
            }
        }
    }
    if body.agreed.is_some_and(|day| day > today) {
        problems.note("agreed", "casefile-day-to-come");
    }
    body
}

/// Writes a part: a new one, or over the one that the person saw (`seen`: its key and how often it had been changed).
///
/// # Errors
/// Problems at the fields, at `dimension` when it is not the person's to write in, and without a field when somebody else saved meanwhile; not found for a part
/// that the person may not read.
pub fn put(tx: &mut Tx<'_>, permit: &Permit<acts::WritePlan>, seen: Option<(RowId, i64)>, new: &NewItem) -> Result<RowId> {
    let (pupil, sight) = (permit.pupil()?, casefile::sight(permit));
    let (_, head) = file(tx, permit)?;
    let mut problems = Problems::default();
    let mut body = check(tx, new, &mut problems);
    if !(new.subject.is_empty() || SUBJECTS.contains(&new.subject.as_str())) {
        problems.note("subject", "plan-choose");
    }
    if !writes(&sight, new.kind, &new.subject) {
        problems.note("subject", "plan-subject-not-yours");
    }
    let version = draft(tx, permit, &head)?;
    let there = all_items(tx, pupil, version.id)?;
    let old = match seen {
        Some((key, _)) => Some(there.iter().find(|item| item.key == key && sees(&sight, item)).ok_or(Error::NotFound)?),
        None => None,
    };
    if old.is_some_and(|old| old.kind != new.kind) {
        return Err(Error::NotFound);
    }
    let need = need_after(old, new);
    let key = seen.map_or_else(|| tx.new_id(), |(key, _)| key);
    let item = Item { key, kind: new.kind, dimension: new.dimension, need, subject: new.subject.clone(), place: 0, rev: 1, removed: false, body: Body::default() };
    if !sees(&sight, &item) {
        problems.note("dimension", "plan-dimension-not-yours");
    }
    if old.is_some_and(|old| !writes(&sight, old.kind, &old.subject)) {
        return Err(Error::Denied("plan-subject-not-yours".into()));
    }
    problems.end()?;
    let written = Source { what: "written".into(), by: permit.who().name.clone(), day: Some(tx.today()), ..Source::default() };
    if let Some(old) = old {
        body.sources.clone_from(&old.body.sources);
        body.code.clone_from(&old.body.code);
        body.sources.retain(|source| source.what != "written");
    }
    body.sources.push(written);
    let place = there.iter().map(|item| item.place).max().unwrap_or_default() + 1;
    let mut row = ItemRow {
        key: item.key,
        kind: old.map_or(new.kind, |old| old.kind).code().into(),
        dimension: new.dimension.code().into(),
        need: need.code().into(),
        subject: new.subject.clone(),
        place: old.map_or(place, |old| old.place),
        rev: 1,
        removed: false,
        body: tx.vault().seal_json(pupil, BODY, &body)?,
        actor: permit.who().tag(),
    };
    if let Some((_, rev)) = seen {
        row.rev = rev;
        if !sql::update_item(tx, version.id, &row)? {
            return Err(Error::at("", Msg::new("plan-someone-saved").with("name", last_hand(tx, version.id, row.key)?)));
        }
    } else if there.len() >= ITEMS_MOST {
        return Err(Error::TooMuch(Msg::new("plan-too-many-parts").with("most", ITEMS_MOST)));
    } else {
        sql::insert_items(tx, version.id, &[row])?;
    }
    trail::note(tx, permit.who(), "plan.part", id_of(pupil), &serde_json::json!({ "part": item.key, "kind": new.kind.code() }))?;
    Ok(item.key)
}

/// A part keeps the level at which it was read; moved to another dimension it takes the level of that one when it is narrower.
fn need_after(old: Option<&Item>, new: &NewItem) -> Need {
    let own = need_of(new.kind, new.dimension);
    match old {
        Some(old) if old.dimension == new.dimension => old.need,
        Some(old) => old.need.max(own),
        None => own,
    }
}

/// Who saved a part last.
fn last_hand(tx: &mut Tx<'_>, version: RowId, key: RowId) -> Result<String> {
    let actor = sql::items(tx, version)?.into_iter().find(|row| row.key == key).map(|row| row.actor).unwrap_or_default();
    Ok(Names::load(tx)?.of(&actor))
}

/// Takes a part out of the draft, or puts it back: nothing is lost.
///
/// # Errors
/// Not found for a part that the person may not change.
pub fn take_out(tx: &mut Tx<'_>, permit: &Permit<acts::WritePlan>, key: RowId, out: bool) -> Result<()> {
    let pupil = permit.pupil()?;
    let (_, head) = file(tx, permit)?;
    let version = draft(tx, permit, &head)?;
    let item = all_items(tx, pupil, version.id)?.into_iter().find(|item| item.key == key && may_change(permit, item)).ok_or(Error::NotFound)?;
    let row = ItemRow {
        key,
        kind: item.kind.code().into(),
        dimension: item.dimension.code().into(),
        need: item.need.code().into(),
        subject: item.subject.clone(),
        place: item.place,
        rev: item.rev,
        removed: out,
        body: tx.vault().seal_json(pupil, BODY, &item.body)?,
        actor: permit.who().tag(),
    };
    sql::update_item(tx, version.id, &row)?;
    trail::note(tx, permit.who(), "plan.part-out", id_of(pupil), &serde_json::json!({ "part": key, "out": out }))?;
    Ok(())
}

/// The figures of a goal as they are typed together with others.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The goal.
    pub key: RowId,
    /// How often it had been changed when the person saw it.
    pub rev: i64,
    /// Where the child stands; empty to leave the goal as it is.
    pub baseline: String,
    /// Where it is to stand.
    pub target: String,
    /// By when.
    pub due: Option<SchoolDate>,
}

/// Fills in what several goals lack, all at once or none. Gives how many were filled in.
///
/// # Errors
/// Problems at `baseline-<key>`, `target-<key>` and `due-<key>`; those of [`put`].
pub fn fill(tx: &mut Tx<'_>, permit: &Permit<acts::WritePlan>, all: &[Figures]) -> Result<usize> {
    let (see, _) = file(tx, permit)?;
    let (today, mut problems, mut ready) = (tx.today(), Problems::default(), Vec::new());
    for one in all.iter().filter(|one| !one.baseline.trim().is_empty()) {
        let item = super::item(tx, &see, one.key)?;
        if item.kind != Kind::Goal {
            return Err(Error::NotFound);
        }
        let body = Body { baseline: one.baseline.trim().to_owned(), target: one.target.trim().to_owned(), due: one.due, ..item.body.clone() };
        let mut own = Problems::default();
        goal::check(&body, today, &mut own);
        if body.due.is_some_and(|due| due < today) {
            own.note("due", "plan-day-past");
        }
        if let Err(Error::Invalid(found)) = own.end() {
            // What is no figure is mended on the goal's own page; it is told at its first field.
            let field = |name: &str| if matches!(name, "target" | "due") { name.to_owned() } else { "baseline".to_owned() };
            found.into_iter().for_each(|problem| problems.note(format!("{}-{}", field(&problem.field), one.key), problem.message));
        }
        ready.push((one.key, one.rev, NewItem { kind: item.kind, dimension: item.dimension, subject: item.subject.clone(), body }));
    }
    problems.end()?;
    for (key, rev, new) in &ready {
        put(tx, permit, Some((*key, *rev)), new)?;
    }
    Ok(ready.len())
}
