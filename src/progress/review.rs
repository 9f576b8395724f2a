//! verbs: reviews of a stage (A6-12, A7-03, B2-06, B6-11, B7-07): where each goal stands, what is better and what is still lacking (A7-04), what suited and what did not (A9-25), what comes next.
//!
//! A review is proposed from points and records, so that nothing is written twice; people decide. Every version stays.

use serde::{Deserialize, Serialize};

use super::decide::Advice;
use super::series::{self, Series};
use super::{checked, sql, wording};
use crate::access::{Level, Permit, acts};
use crate::activity::rules::Opens;
use crate::activity::{self, Record, marks};
use crate::base::error::Problems;
use crate::base::{Error, Lang, Msg, Result, RowId, SchoolDate, limits, words};
use crate::casefile::sight::Field;
use crate::casefile::{self};
use crate::plan::item::Need;
use crate::roster::people::Names;
use crate::store::Tx;
use crate::trail;

const BODY: &str = "progress_review.body";
/// The task of the next review.
pub const REVIEW_TASK: &str = "progress-review";
/// What is reviewed; the words are `progress-stage-<code>`.
pub const STAGES: [&str; 4] = ["stage", "middle", "term", "year"];
/// Where a goal stands; the words are `progress-judged-<code>`.
pub const JUDGED: [&str; 4] = ["reached", "moving", "still", "unseen"];
/// What comes next; the words are `progress-next-<code>`.
pub const NEXT: [&str; 4] = ["keep", "change", "watch", "exit"];
/// Sentences of records that a proposal takes over, at most.
const SENTENCES_MOST: usize = 4;

/// Where a goal stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// The goal: key of the part of the plan.
    pub goal: RowId,
    /// The goal's sentence as it was then.
    pub text: String,
    /// From where to where, in words.
    pub figures: String,
    /// One of [`JUDGED`].
    pub judged: String,
}

/// What a review says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    /// Goal by goal.
    pub goals: Vec<Judged>,
    /// What is better.
    pub better: String,
    /// What is still lacking.
    pub lacking: String,
    /// What suited the child.
    pub worked: String,
    /// What did not.
    pub unsuited: String,
    /// What the family says.
    pub family: String,
    /// What the child says.
    pub voice: String,
    /// One of [`NEXT`].
    pub next: String,
    /// What will be done differently, or why nothing is.
    pub next_text: String,
    /// When it is looked at again.
    pub next_day: Option<SchoolDate>,
}

/// A review.
#[derive(Clone, Debug)]
pub struct Review {
    /// Its id.
    pub id: RowId,
    /// How often it was written.
    pub number: i64,
    /// One of [`STAGES`].
    pub stage: String,
    /// When.
    pub day: SchoolDate,
    /// What it says.
    pub body: Body,
    /// Who wrote it.
    pub by: String,
    /// Whether the reader did.
    pub mine: bool,
}

/// The reviews of a child, the newest first. They speak of the whole child: not for who teaches one subject. A goal that the reader may not read is left out, and so is what the family
/// said for who may not read of the family.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn of_pupil(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<Review>> {
    let pupil = permit.pupil()?;
    if !casefile::sight(permit).of(Field::Step) {
        return Ok(Vec::new());
    }
    let rows = sql::reviews(tx, pupil)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let (names, me) = (Names::load(tx)?, permit.who().tag());
    let seen = marks::readable(tx, permit)?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(mut body) = tx.vault().open_json::<Body>(pupil, BODY, &row.body)? else { continue };
        let mine = row.actor == me;
        body.goals.retain(|one| seen.contains_key(&one.goal));
        if !mine && !permit.levels().has(Level::Family) {
            body.family.clear();
        }
        all.push(Review { id: row.id, number: row.number, stage: row.stage, day: row.day, body, by: names.of(&row.actor), mine });
    }
    Ok(all)
}

/// How the points of a goal are judged, unless people say otherwise.
const fn judged(advice: Advice) -> &'static str {
    match advice {
        Advice::Reached => "reached",
        Advice::Keep | Advice::Slow => "moving",
        Advice::Change(_) => "still",
        Advice::Few(_) => "unseen",
    }
}

/// What comes next, unless people say otherwise: all goals reached → watch before an exit; one that stands still → change.
fn next(judged: &[&str]) -> &'static str {
    match judged {
        all if all.contains(&"still") => "change",
        all if !all.is_empty() && all.iter().all(|one| *one == "reached") => "watch",
        _ => "keep",
    }
}

fn figures(lang: Lang, series: &Series) -> String {
    match (wording::from_to(lang, series), series.points.as_slice()) {
        (Some((_, to)), [one]) => Msg::new("progress-one-point").with("value", to).with("day", one.day).text(lang),
        (Some((from, to)), points) => Msg::new("progress-from-to").with("from", from).with("to", to).with("count", points.len()).text(lang),
        (None, _) => words::word(lang, "progress-no-points"),
    }
}

/// Different sentences, the newest of the records first, as one text.
fn joined(lang: Lang, records: &[Record], text: impl Fn(&Record) -> &str) -> String {
    let mut all: Vec<&str> = Vec::new();
    for record in records {
        let said = text(record).trim().trim_end_matches('。');
        if !said.is_empty() && !all.contains(&said) {
            all.push(said);
        }
    }
    all.truncate(SENTENCES_MOST);
    fitted(all.join(&words::word(lang, "progress-semicolon")))
}

/// As much of a proposed text as a form takes.
fn fitted(text: String) -> String {
    if text.chars().count() <= limits::LINE_CHARS { text } else { text.chars().take(limits::LINE_CHARS - 1).chain(['…']).collect() }
}

/// What points and records since the last review say.
///
/// # Errors
/// Faults of the database or of a sealed text; not found for who teaches a subject and nothing else.
pub fn proposal(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, lang: Lang) -> Result<Body> {
    whole(permit)?;
    let since = of_pupil(tx, permit)?.first().map(|review| review.day);
    let mut records = activity::of_pupil(tx, permit)?;
    records.retain(|record| since.is_none_or(|day| record.day > day));
    let all = series::of_pupil(tx, permit)?;
    let goals: Vec<Judged> =
        all.iter().map(|one| Judged { goal: one.goal.key, text: one.goal.body.text.clone(), figures: figures(lang, one), judged: judged(one.advice).into() }).collect();
    // More people read a review than a part of a plan or a record: only what every teacher may know is put into sentences.
    let open = |key: RowId| all.iter().any(|one| one.goal.key == key && one.goal.need == Need::Lesson);
    let of = |codes: &[&str]| {
        let named = goals
            .iter()
            .filter(|one| open(one.goal) && codes.contains(&one.judged.as_str()))
            .map(|one| Msg::new("progress-goal-named").with("goal", &one.text).with("figures", &one.figures).text(lang));
        fitted(named.take(SENTENCES_MOST).collect::<Vec<_>>().join(&words::word(lang, "progress-semicolon")))
    };
    let home = |record: &Record| matches!(record.kind.code(), "home_visit" | "phone_call") && record.held;
    let family: Vec<Record> = records.iter().filter(|record| home(record)).cloned().collect();
    records.retain(|record| record.opens == Opens::Academic);
    let strengths = joined(lang, &records, |record| if record.kind.code() == "strength" { &record.words.done } else { "" });
    let better = [of(&["reached", "moving"]), strengths].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
    let better = fitted(better.join(&words::word(lang, "progress-semicolon")));
    let judged: Vec<&str> = goals.iter().map(|one| one.judged.as_str()).collect();
    Ok(Body {
        next: next(&judged).into(),
        lacking: of(&["still"]),
        worked: joined(lang, &records, |record| &record.words.worked),
        unsuited: joined(lang, &records, |record| &record.words.unsuited),
        voice: joined(lang, &records, |record| &record.words.voice),
        family: joined(lang, &family, |record| &record.words.done),
        better,
        next_text: String::new(),
        next_day: None,
        goals,
    })
}

fn whole(permit: &Permit<acts::SeeCaseFile>) -> Result<()> {
    if casefile::sight(permit).of(Field::Step) { Ok(()) } else { Err(Error::NotFound) }
}

/// A review as it is typed.
#[derive(Clone, Debug)]
pub struct New {
    /// Made by the form, so that what is sent twice is there once.
    pub id: RowId,
    /// How often it had been written when the person looked; 0 for a new one.
    pub seen: i64,
    /// One of [`STAGES`].
    pub stage: String,
    /// What it says; of the goals only key and judgement count.
    pub body: Body,
}

/// Writes a review, or writes one's own over. The same again changes nothing.
///
/// # Errors
/// Problems at `stage`, `judged-<goal>`, `better`, `next`, `next_text`, `next_day` and the other texts; not found for another's review; not found for who teaches a subject and nothing else.
pub fn write(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>, new: &New, lang: Lang) -> Result<()> {
    let (pupil, who) = (permit.pupil()?, permit.who());
    let see = Permit::<acts::SeeCaseFile>::ask(tx, who, pupil)?;
    whole(&see)?;
    // Goals that the writer does not read stay as they are, so the stored review is looked at, not what is shown of it.
    let stored = sql::reviews(tx, pupil)?.into_iter().find(|row| row.id == new.id);
    if stored.as_ref().map_or(new.seen > 0, |row| row.actor != who.tag()) {
        return Err(Error::NotFound);
    }
    let before = match &stored {
        Some(row) => tx.vault().open_json::<Body>(pupil, BODY, &row.body)?,
        None => None,
    };
    let body = complete(tx, &see, new, before.as_ref(), lang)?;
    let (number, day) = stored.as_ref().map_or((0, tx.today()), |row| (row.number, row.day));
    if before.as_ref() == Some(&body) && stored.is_some_and(|row| row.stage == new.stage) {
        return Ok(());
    }
    if number != new.seen {
        return Err(Error::at("better", "progress-written-over"));
    }
    let bytes = tx.vault().seal_json(pupil, BODY, &body)?;
    let row = sql::ReviewRow { id: new.id, number: number + 1, stage: new.stage.clone(), day, body: bytes, actor: who.tag() };
    if !sql::insert_review(tx, pupil, &row)? {
        return Err(Error::at("better", "progress-written-over"));
    }
    trail::end_own_tasks(tx, who, REVIEW_TASK, pupil)?;
    if let Some(day) = body.next_day {
        trail::open_task(tx, who.staff(), REVIEW_TASK, pupil, &format!("/pupils/{pupil}/progress/reviews/new"), &[], day)?;
    }
    trail::note(tx, who, "progress.reviewed", pupil, &serde_json::json!({ "review": new.id, "version": number + 1, "next": body.next }))?;
    Ok(())
}

/// What was typed, checked, with the goals as they stand.
fn complete(tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>, new: &New, before: Option<&Body>, lang: Lang) -> Result<Body> {
    let (today, mut problems) = (tx.today(), Problems::default());
    if !STAGES.contains(&new.stage.as_str()) {
        problems.note("stage", "progress-choose");
    }
    let mut goals = Vec::new();
    for series in series::of_pupil(tx, see)? {
        let key = series.goal.key;
        let said = new.body.goals.iter().find(|one| one.goal == key).map(|one| one.judged.as_str()).unwrap_or_default();
        if !JUDGED.contains(&said) {
            problems.note(format!("judged-{key}"), "progress-choose");
        }
        goals.push(Judged { goal: key, text: series.goal.body.text.clone(), figures: figures(lang, &series), judged: said.into() });
    }
    let hidden = before.map(|body| body.goals.as_slice()).unwrap_or_default().iter().filter(|one| goals.iter().all(|known| known.goal != one.goal));
    let hidden: Vec<Judged> = hidden.cloned().collect();
    goals.extend(hidden);
    let b = &new.body;
    let body = Body {
        better: checked(&mut problems, "better", &b.better, false),
        lacking: checked(&mut problems, "lacking", &b.lacking, false),
        worked: checked(&mut problems, "worked", &b.worked, false),
        unsuited: checked(&mut problems, "unsuited", &b.unsuited, false),
        family: checked(&mut problems, "family", &b.family, true),
        voice: checked(&mut problems, "voice", &b.voice, true),
        next_text: checked(&mut problems, "next_text", &b.next_text, false),
        next: b.next.clone(),
        next_day: b.next_day,
        goals,
    };
    if body.better.is_empty() && body.lacking.is_empty() {
        problems.note("better", "progress-better-missing");
    }
    if !NEXT.contains(&body.next.as_str()) {
        problems.note("next", "progress-choose");
    } else if body.next == "change" && body.next_text.is_empty() {
        problems.note("next_text", "progress-next-text-missing");
    }
    // A day of the past stays as it was.
    if body.next_day.is_some_and(|day| day < today) && before.is_none_or(|before| before.next_day != body.next_day) {
        problems.note("next_day", "progress-next-past");
    }
    problems.end()?;
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_next_follows_from_where_the_goals_stand() {
        for (judged, expected) in
            [(&[][..], "keep"), (&["reached", "reached"], "watch"), (&["reached", "moving"], "keep"), (&["reached", "still"], "change"), (&["unseen"], "keep")]
        {
            assert_eq!(next(judged), expected, "{judged:?}");
        }
        for (advice, expected) in [(Advice::Few(0), "unseen"), (Advice::Slow, "moving"), (Advice::Keep, "moving"), (Advice::Change(4), "still"), (Advice::Reached, "reached")] {
            assert_eq!(judged(advice), expected);
            assert!(JUDGED.contains(&judged(advice)));
        }
    }
}
