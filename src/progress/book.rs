//! verbs: 转化情况记载簿 of a child and term (A5-06, A5-07, A5-09, B9-04): a line for each thing on record, linked to it; people write over a line or add their own. Nothing is written twice.

use serde::{Deserialize, Serialize};

use super::draft::{self, Area, Fact, Told};
use super::series;
use super::{checked, sql, wording};
use crate::access::{Level, Permit, acts};
use crate::activity;
use crate::base::error::Problems;
use crate::base::{Error, Id, Lang, Msg, Result, RowId, SchoolDate, derived, words};
use crate::casefile::{records, steps};
use crate::pairing::pairs;
use crate::plan::{self, Standing};
use crate::results::attendance;
use crate::results::mark::Mark;
use crate::roster::people::Names;
use crate::roster::time::Term;
use crate::store::Tx;
use crate::trail;

pub(super) const BODY: &str = "progress_line.body";

/// What a person wrote in a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Body {
    /// The sentence; empty for a line that is left out.
    pub(super) text: String,
    /// How the source stood when it was written over.
    stamp: String,
}

/// A line of the book.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its key.
    pub key: RowId,
    /// Where it happened.
    pub area: Area,
    /// When.
    pub day: SchoolDate,
    /// The sentence; empty for a line that is left out.
    pub text: String,
    /// Where it comes from; none for what somebody wrote on its own.
    pub source: Option<Fact>,
    /// Who wrote it over, or wrote it; empty for a line as the records say it.
    pub by: String,
    /// How often it was written over.
    pub number: i64,
    /// The source changed since.
    pub stale: bool,
}

impl Line {
    /// Whether it stands in the book.
    pub fn stands(&self) -> bool {
        !self.text.is_empty()
    }
}

/// The book of a child.
#[derive(Clone, Debug)]
pub struct Book {
    /// Its lines, the oldest first.
    pub lines: Vec<Line>,
    /// The areas of which nothing is written although half of the term is over.
    pub blanks: Vec<Area>,
}

impl Book {
    /// The newest line of an area.
    pub fn last(&self, area: Area) -> Option<&Line> {
        self.lines.iter().rev().find(|line| line.area == area && line.stands())
    }
}

/// The book of the permit's child for a term, as far as the reader may read its sources; what a person wrote over a source is read by who may read the source.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn book(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, term: &Term, lang: Lang) -> Result<Book> {
    let (pupil, whole) = (permit.pupil()?, permit.why().subjects().is_none());
    let family = permit.levels().has(Level::Family);
    let mut lines: Vec<Line> = facts(tx, permit, term, lang)?
        .into_iter()
        .map(|fact| Line { key: fact.key, area: fact.area, day: fact.day, text: fact.text.clone(), by: String::new(), number: 0, stale: false, source: Some(fact) })
        .collect();
    let names = Names::load(tx)?;
    for row in sql::lines(tx, pupil)? {
        let Some(body) = tx.vault().open_json::<Body>(pupil, BODY, &row.body)? else { continue };
        let Some(area) = Area::of(&row.area) else { continue };
        let (by, within) = (names.of(&row.actor), (term.first_day..=term.last_day).contains(&row.day));
        match lines.iter_mut().find(|line| line.key == row.id) {
            Some(line) => {
                line.stale = line.source.as_ref().is_some_and(|fact| fact.stamp != body.stamp);
                (line.area, line.text, line.by, line.number) = (area, body.text, by, row.number);
            }
            // What is written of the home is for who may read of the family.
            None if row.own && within && whole && (family || area != Area::Home || row.actor == permit.who().tag()) => {
                lines.push(Line { key: row.id, area, day: row.day, text: body.text, source: None, by, number: row.number, stale: false });
            }
            None => {}
        }
    }
    lines.sort_by_key(|line| (line.day, line.area, line.key));
    let middle = term.first_day.plus_days((term.last_day.days() - term.first_day.days()) / 2);
    let blanks = draft::blanks(lines.iter().filter(|line| line.stands()).map(|line| line.area), tx.today() >= middle);
    Ok(Book { lines, blanks })
}

/// A line as it is typed.
#[derive(Clone, Debug)]
pub struct Typed {
    /// Where it happened.
    pub area: Option<Area>,
    /// When; the source's day for a line with one.
    pub day: Option<SchoolDate>,
    /// The sentence; empty to leave a line out.
    pub text: String,
}

/// Writes a line over, or writes a new one under a key that the form made. `seen` is how often it had been written over when the person looked. The same again changes nothing.
///
/// # Errors
/// Problems at `area`, `day`, `text` (also when somebody wrote it over meanwhile); not found for a line that the person may not read; denied to who teaches a subject and nothing else.
pub fn write(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>, term: &Term, lang: Lang, key: RowId, seen: i64, typed: &Typed) -> Result<()> {
    let (pupil, who, mut problems) = (permit.pupil()?, permit.who(), Problems::default());
    let see = Permit::<acts::SeeCaseFile>::ask(tx, who, pupil)?;
    if see.why().subjects().is_some() {
        return Err(Error::Denied("progress-book-not-yours".into()));
    }
    let known = book(tx, &see, term, lang)?.lines.into_iter().find(|line| line.key == key);
    if known.is_none() && seen > 0 {
        return Err(Error::NotFound);
    }
    let source = known.as_ref().and_then(|line| line.source.as_ref());
    let text = checked(&mut problems, "text", &typed.text, false);
    if text.is_empty() && known.is_none() {
        problems.note("text", "progress-text-missing");
    }
    let day = source.map(|fact| fact.day).or(typed.day).unwrap_or_else(|| tx.today());
    if source.is_none() && (day > tx.today() || day < term.first_day || day > term.last_day) {
        problems.note("day", "progress-day-not-of-term");
    }
    let area = typed.area.unwrap_or_else(|| {
        problems.note("area", "progress-choose");
        Area::School
    });
    problems.end()?;
    if known.as_ref().is_some_and(|line| (line.number > 0 || line.source.is_none()) && (line.area, line.day, line.text.as_str()) == (area, day, text.as_str()) && !line.stale) {
        return Ok(());
    }
    let number = known.as_ref().map_or(0, |line| line.number);
    if number != seen {
        return Err(Error::at("text", "progress-written-over"));
    }
    let body = Body { stamp: source.map(|fact| fact.stamp.clone()).unwrap_or_default(), text };
    let bytes = tx.vault().seal_json(pupil, BODY, &body)?;
    let row = sql::LineRow { id: key, number: number + 1, day, area: area.code().into(), own: source.is_none(), body: bytes, actor: who.tag() };
    if !sql::insert_line(tx, pupil, &row)? {
        return Err(Error::at("text", "progress-written-over"));
    }
    trail::note(tx, who, "progress.line", pupil, &serde_json::json!({ "line": key, "version": number + 1 }))?;
    Ok(())
}

/// Everything on record of the child in a term, as sentences.
fn facts(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, term: &Term, lang: Lang) -> Result<Vec<Fact>> {
    let mut all = acts_of(tx, permit, lang)?;
    all.extend(results(tx, permit, lang)?);
    all.extend(attended(tx, permit, term, lang)?);
    all.extend(goals(tx, permit, lang)?);
    all.extend(deeds(tx, permit, lang)?);
    all.retain(|fact| (term.first_day..=term.last_day).contains(&fact.day) && !fact.text.is_empty());
    Ok(all)
}

fn acts_of(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, lang: Lang) -> Result<Vec<Fact>> {
    let pupil = permit.pupil()?;
    let fact = |one: activity::Record| {
        let kind = words::word(lang, &format!("activity-kind-{}", one.kind.code()));
        let w = &one.words;
        let told = Told { kind: &kind, held: one.held, done: &w.done, voice: &w.voice, worked: &w.worked, unsuited: &w.unsuited, next: &w.next };
        Fact {
            key: one.id,
            area: draft::area_of(one.kind.code()),
            day: one.day,
            text: draft::sentence(lang, &told),
            source: "record",
            link: format!("/pupils/{pupil}/records#r-{}", one.id),
            stamp: one.versions.to_string(),
            by: one.by,
        }
    };
    Ok(activity::of_pupil(tx, permit)?.into_iter().map(fact).collect())
}

/// A line for each assessment: the marks of the child, nobody else's and no place among others.
fn results(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, lang: Lang) -> Result<Vec<Fact>> {
    let see = match Permit::<acts::SeeResults>::ask(tx, permit.who(), permit.pupil()?) {
        Ok(see) => see,
        Err(Error::NotFound) => return Ok(Vec::new()),
        Err(fault) => return Err(fault),
    };
    let pupil = permit.pupil()?;
    let all = crate::results::results_of(tx, &see)?;
    let mut facts = Vec::new();
    for group in all.chunk_by(|a, b| a.assessment == b.assessment) {
        let said = |one: &crate::results::PupilResult| {
            let subject = plan::wording::subject(lang, &one.subject);
            match one.mark {
                Mark::Points(points) => Some(format!("{subject} {points}")),
                Mark::Band(band) => Some(format!("{subject} {}", words::word(lang, &format!("results-band-{}", band.code())))),
                _ => None,
            }
        };
        let marks: Vec<String> = group.iter().filter_map(said).collect();
        let text = if marks.is_empty() { String::new() } else { Msg::new("progress-said-results").with("name", &group[0].name).with("marks", marks.join(&comma(lang))).text(lang) };
        facts.push(Fact {
            key: derived(&[b"results of", group[0].assessment.uuid().as_bytes()]),
            area: Area::School,
            day: group[0].day,
            stamp: group.iter().map(|one| format!("{} {:?}", one.subject, one.mark)).collect::<Vec<_>>().join(", "),
            text,
            source: "results",
            link: format!("/pupils/{pupil}"),
            by: String::new(),
        });
    }
    Ok(facts)
}

fn attended(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, term: &Term, lang: Lang) -> Result<Option<Fact>> {
    let (pupil, day) = (permit.pupil()?, tx.today().min(term.last_day));
    if !permit.levels().has(Level::Academic) {
        return Ok(None);
    }
    let see = Permit::<acts::SeePupil>::ask(tx, permit.who(), pupil)?;
    let Some(total) = attendance::attendance_of(tx, &see, term)?.filter(|total| total.absent_days() > 0.0 || total.late_times > 0) else { return Ok(None) };
    let text = Msg::new("progress-said-absent").with("count", total.absent_days()).with("late", total.late_times).text(lang);
    let (key, stamp) = (derived(&[b"attendance in", term.id.uuid().as_bytes()]), format!("{} {}", total.absent_days(), total.late_times));
    Ok(Some(Fact { key, area: Area::School, day, stamp, text, source: "attendance", link: format!("/pupils/{pupil}"), by: String::new() }))
}

/// A line for each goal that was measured at least twice: from where to where.
fn goals(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, lang: Lang) -> Result<Vec<Fact>> {
    let pupil = permit.pupil()?;
    let mut facts = Vec::new();
    for series in series::of_pupil(tx, permit)? {
        let (Some((from, to)), Some(last)) = (wording::from_to(lang, &series), series.points.last().filter(|_| series.points.len() > 1)) else { continue };
        let text = Msg::new("progress-said-goal")
            .with("goal", &series.goal.body.text)
            .with("from", from)
            .with("to", to)
            .with("count", series.points.len())
            .with("advice", wording::advice(lang, series.advice))
            .text(lang);
        facts.push(Fact {
            key: series.goal.key,
            area: Area::School,
            day: last.day,
            stamp: format!("{} {}", series.points.len(), series.advice.code()),
            text,
            source: "goal",
            link: format!("/pupils/{pupil}/progress#g-{}", series.goal.key),
            by: last.by.clone(),
        });
    }
    Ok(facts)
}

/// Plans that were approved, pairs that began, steps of the file, strengths and the child's own words.
fn deeds(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, lang: Lang) -> Result<Vec<Fact>> {
    let pupil = permit.pupil()?;
    let mut facts = Vec::new();
    let mut add = |key: RowId, day: SchoolDate, text: String, source: &'static str, page: &str, by: String| {
        facts.push(Fact { key, area: Area::School, day, stamp: String::new(), text, source, link: format!("/pupils/{pupil}{page}"), by });
    };
    for version in plan::versions(tx, permit)? {
        if let Some(decided) = version.decided.filter(|_| version.standing == Standing::Approved) {
            add(version.id, decided.day, Msg::new("progress-said-plan").with("number", version.number).text(lang), "plan", "/plan", decided.by);
        }
    }
    for pair in pairs::of_pupil(tx, permit)? {
        add(pair.id, pair.from, Msg::new("progress-said-pair").with("name", &pair.staff_name).text(lang), "pair", "", String::new());
    }
    for step in steps::steps(tx, permit)? {
        let what = words::word(lang, &format!("casefile-step-{}", step.what));
        let key = derived(&[b"step", step.what.as_bytes(), step.day.to_string().as_bytes()]);
        add(key, step.day, Msg::new("progress-said-step").with("what", what).with("text", step.text.trim_end_matches('。')).text(lang), "step", "/case", step.by);
    }
    for note in records::notes(tx, permit)? {
        let said = if note.kind == "voice" { "progress-said-own" } else { "progress-said-strength" };
        add(note.id, note.day, Msg::new(said).with("text", note.text.trim_end_matches('。')).text(lang), "note", "/case", note.by);
    }
    Ok(facts)
}

fn comma(lang: Lang) -> String {
    words::word(lang, "casefile-comma")
}
