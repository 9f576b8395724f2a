//! `/records/new` and `/pupils/{id}/records/{act}`: an act written down in three taps, and one's own record rewritten.

use askama::Template;
use serde::Deserialize;

use super::{SHOWN, goals, photos, tutoring};
use crate::access::{Level, Levels, Permit, acts};
use crate::activity::photo::Photo;
use crate::activity::photos as kept;
use crate::activity::rules::{How, Kind};
use crate::activity::{self, New, Words};
use crate::base::error::Problems;
use crate::base::{AttachmentId, Error, Lang, Msg, PupilId, Result, RowId, SchoolDate, words};
use crate::roster::particulars;
use crate::roster::pupils::{self, Part, Sort, State};
use crate::web::{Choice, Cx, Page, Reply, Work};

/// What is said often; the words are `activity-phrase-<code>`, the sentence is put together when it is saved.
pub(super) const PHRASES: [&str; 8] = ["calm", "glad", "low", "worried", "homework", "home", "friends", "goal"];
/// Children of the class who may have been present, at most.
const CLASS_MOST: i64 = 80;

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    pupil: String,
    #[serde(default)]
    kind: String,
}

#[derive(Template)]
#[template(path = "activity/pages/form.html")]
struct Form {
    p: Page,
    act: String,
    pupil: PupilId,
    name: String,
    today: SchoolDate,
    kinds: Vec<Choice>,
    hows: Vec<Choice>,
    phrases: Vec<Choice>,
    /// What belongs to tutoring: what it was about, and the gaps of the child.
    lessons: Vec<Choice>,
    gaps: Vec<Choice>,
    goals: Vec<goals::Field>,
    goals_aside: usize,
    /// The others of the class: id, name, whether present.
    others: Vec<(String, String, bool)>,
    /// Whether the family has allowed photos, where it was asked.
    consent: Option<bool>,
    /// Whether the last records of the child are all of what went wrong (B6-17).
    only_incidents: bool,
    /// Whether somebody else or something more than the three taps is filled in.
    more: bool,
}

impl Form {
    fn refused(&self) -> bool {
        ["worked", "unsuited", "next", "next_day", "minutes", "how", "day", "voice", "photo"].iter().any(|field| self.p.problem(field).is_some())
    }
}

pub(super) fn choices(p: &Page, field: &str, prefix: &str, codes: &[&str], usual: &str) -> Vec<Choice> {
    let chosen = p.old_or(field, usual);
    codes.iter().map(|code| Choice::new(code, words::word(p.lang, &format!("{prefix}{code}")), chosen == *code)).collect()
}

/// Phrases to tap, with those that were.
pub(super) fn tapped(p: &Page, codes: &[&str]) -> Vec<Choice> {
    codes.iter().map(|code| Choice::new(code, words::word(p.lang, &format!("activity-phrase-{code}")), p.ticked_with("phrase", code))).collect()
}

/// The others who sit in the child's class.
fn others(cx: &mut Cx<'_, '_>, p: &Page, see: &Permit<acts::SeePupil>) -> Result<Vec<(String, String, bool)>> {
    let pupil = see.pupil()?;
    let Some(seat) = particulars::seat(cx.tx, pupil)? else { return Ok(Vec::new()) };
    let here = pupils::list(cx.tx, cx.who, &Part::Class(seat.class), State::Here, Sort::Class, CLASS_MOST, 0)?;
    Ok(here.rows.into_iter().filter(|line| line.id != pupil).map(|line| (line.id.to_string(), line.name, p.ticked_with("also", line.id.to_string()))).collect())
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let asked: Asked = cx.query()?;
    let p = cx.page("activity-new-title");
    let typed = p.old("pupil");
    let Ok(pupil) = (if typed.is_empty() { asked.pupil } else { typed }).parse::<PupilId>() else { return Ok(Reply::go("/records")) };
    cx.permit::<acts::RecordActivity>(pupil)?;
    let see = cx.permit::<acts::SeePupil>(pupil)?;
    let name = particulars::particulars(cx.tx, &see)?.name;
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
    let hows = How::ALL.map(How::code);
    let usual = Kind::of(&asked.kind).map_or("talk", Kind::code);
    let others = others(cx, &p, &see)?;
    // What helps and what does not belongs to tutoring (A7-04): it is not hidden there.
    let more = usual == "tutoring" || others.iter().any(|(.., there)| *there) || ["voice", "worked", "unsuited", "next", "minutes"].iter().any(|field| !p.old(field).is_empty());
    let case = cx.permit::<acts::SeeCaseFile>(pupil)?;
    let goals = goals::of_new(cx, &p, &case)?;
    let act = p.old_or("act", activity::new_id(cx.tx).to_string());
    cx.saw("SeePupil", see.subject(), Levels::of(&[Level::Basic]));
    let form = Form {
        kinds: choices(&p, "kind", "activity-kind-", &kinds, usual),
        hows: choices(&p, "how", "activity-how-", &hows, if usual == "phone_call" { "phone" } else { "face" }),
        phrases: tapped(&p, &PHRASES),
        lessons: tapped(&p, &tutoring::PHRASES),
        gaps: tutoring::choices(cx, &p, &case)?,
        goals_aside: goals::aside(&goals),
        goals,
        consent: kept::consent(cx.tx, pupil)?,
        only_incidents: activity::only_incidents(cx.tx, &case)?,
        today: cx.tx.today(),
        act,
        pupil,
        name,
        others,
        more,
        p,
    };
    cx.render(&form)
}

/// Phrases in words, one after the other.
pub(super) fn phrases(lang: Lang, codes: &[&str]) -> String {
    let said: Vec<String> = codes.iter().map(|code| words::word(lang, &format!("activity-phrase-{code}"))).collect();
    said.join(&words::word(lang, "activity-phrase-comma"))
}

/// Two sentences, one after the other; either may be empty.
pub(super) fn said(lang: Lang, first: &str, then: &str) -> String {
    let (first, then) = (first.trim(), then.trim());
    if first.is_empty() || then.is_empty() {
        return format!("{first}{then}");
    }
    Msg::new("activity-phrase-then").with("said", first.trim_end_matches(['。', '.'])).with("done", then).text(lang)
}

/// The words of the form; the phrases that were tapped stand before what was typed.
fn typed(cx: &Cx<'_, '_>, problems: &mut Problems) -> Words {
    let lang = cx.lang();
    let tapped: Vec<&str> = tutoring::PHRASES.iter().chain(&PHRASES).filter(|code| cx.req.fields_of("phrase").any(|one| one == **code)).copied().collect();
    let done = said(lang, &phrases(lang, &tapped), cx.field("done"));
    let field = |name: &str| cx.field(name).to_owned();
    Words {
        voice: field("voice"),
        done,
        worked: field("worked"),
        unsuited: field("unsuited"),
        next: field("next"),
        next_day: day(cx, "next_day", problems),
        marks: goals::typed(cx),
    }
}

fn day(cx: &Cx<'_, '_>, field: &'static str, problems: &mut Problems) -> Option<SchoolDate> {
    match cx.field(field).trim() {
        "" => None,
        text => text.parse().map_err(|_| problems.note(field, "activity-day-unread")).ok(),
    }
}

pub(super) fn record(work: &Work<'_>) -> Result<Reply> {
    let photos = photos::sent(work.req)?;
    work.write(|cx| {
        let (pupil, said) = write(cx, &photos)?;
        Ok(Reply::done(format!("/pupils/{pupil}/records"), said))
    })
}

/// Writes down what the form says: of whom, and what to say about it.
pub(super) fn write(cx: &mut Cx<'_, '_>, photos: &[Photo]) -> Result<(PupilId, Msg)> {
    let pupil: PupilId = cx.field("pupil").parse().map_err(|_| Error::NotFound)?;
    let mut ids = vec![pupil];
    ids.extend(cx.req.fields_of("also").filter_map(|id| id.parse::<PupilId>().ok()).filter(|id| *id != pupil));
    let mut permits = Vec::with_capacity(ids.len());
    for id in ids {
        permits.push(cx.permit::<acts::RecordActivity>(id)?);
    }
    let mut problems = Problems::default();
    let kind = Kind::of(cx.field("kind")).ok_or_else(|| Error::at("kind", "activity-choose"))?;
    let how = How::ALL.into_iter().find(|how| how.code() == cx.field("how")).unwrap_or(kind.hows()[0]);
    // A form that is made for a talk may be turned to a kind that has fewer ways.
    let how = if kind.hows().contains(&how) { how } else { kind.hows()[0] };
    let minutes = match cx.field("minutes").trim() {
        "" => None,
        text => text.parse::<i64>().map_err(|_| problems.note("minutes", "activity-minutes-odd")).ok(),
    };
    let (lang, mut words) = (cx.lang(), typed(cx, &mut problems));
    let case = cx.permit::<acts::SeeCaseFile>(pupil)?;
    words.done = said(lang, &tutoring::said(cx, &case, lang)?, &words.done);
    let on = day(cx, "day", &mut problems).unwrap_or_else(|| cx.tx.today());
    let id: RowId = cx.field("act").parse().map_err(|_| Error::NotFound)?;
    problems.end()?;
    let new = New { id, kind, how, day: on, minutes, held: cx.field("not_held") != "1", quiet: cx.field("quiet") == "1", words };
    let fresh = activity::record(cx.tx, &permits, &new)?;
    if fresh {
        kept::keep(cx.tx, &permits[0], id, photos)?;
    }
    let alike = if fresh { activity::alike(cx.tx, &permits[0], id, &new.words.done)? } else { 0 };
    for permit in &permits {
        cx.did("RecordActivity", permit.subject(), permit.levels().within(SHOWN), kind.code());
    }
    let said = if alike > 0 { Msg::new("activity-saved-alike").with("count", alike) } else { Msg::new("activity-saved") };
    Ok((pupil, said))
}

#[derive(Template)]
#[template(path = "activity/pages/rewrite.html")]
struct Rewrite {
    p: Page,
    id: PupilId,
    name: String,
    act: RowId,
    what: String,
    versions: i64,
    held: bool,
    goals: Vec<goals::Field>,
    goals_aside: usize,
    photos: Vec<AttachmentId>,
    consent: Option<bool>,
    w: Words,
    next_day: String,
}

pub(super) fn show_rewrite(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, act): (PupilId, RowId) = (cx.path("id")?, cx.path("act")?);
    let permit = cx.permit::<acts::RecordActivity>(id)?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let (name, record) = (particulars::particulars(cx.tx, &see)?.name, activity::mine(cx.tx, &permit, act)?);
    let what = format!("{} · {}", words::word(cx.lang(), &format!("activity-kind-{}", record.kind.code())), record.day);
    cx.saw("SeeRecords", permit.subject(), permit.levels().within(SHOWN));
    let next_day = record.words.next_day.map(|day| day.to_string()).unwrap_or_default();
    let p = cx.page("activity-rewrite-title");
    let goals = goals::of_record(cx, &p, id, &record.words.marks)?;
    let page = Rewrite {
        p,
        id,
        name,
        act,
        what,
        versions: record.versions,
        held: record.held,
        goals_aside: goals::aside(&goals),
        goals,
        photos: record.photos,
        consent: kept::consent(cx.tx, id)?,
        w: record.words,
        next_day,
    };
    cx.render(&page)
}

pub(super) fn rewrite(work: &Work<'_>) -> Result<Reply> {
    let photos = photos::sent(work.req)?;
    work.write(|cx| rewritten(cx, &photos))
}

fn rewritten(cx: &mut Cx<'_, '_>, photos: &[Photo]) -> Result<Reply> {
    let (id, act): (PupilId, RowId) = (cx.path("id")?, cx.path("act")?);
    let permit = cx.permit::<acts::RecordActivity>(id)?;
    let seen: i64 = cx.field("versions").parse().map_err(|_| Error::NotFound)?;
    let mut problems = Problems::default();
    let words = typed(cx, &mut problems);
    problems.end()?;
    activity::rewrite(cx.tx, &permit, act, seen, &words)?;
    kept::keep(cx.tx, &permit, act, photos)?;
    cx.did("RecordActivity", permit.subject(), permit.levels().within(SHOWN), "rewritten");
    Ok(Reply::done(format!("/pupils/{id}/records"), "activity-saved"))
}
