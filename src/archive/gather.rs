//! verbs: the draft of a hand-over note from what is on record: strengths first, what worked, what to be gentle with, goals, people, the family, what comes next. Nothing is written twice (A5-08).

use super::note::{FAMILY, PARTS, few};
use crate::access::{Level, Permit, acts};
use crate::activity::rules::{Kind, Opens};
use crate::activity::{self, Record};
use crate::base::{Lang, Msg, Result, words};
use crate::casefile::records;
use crate::pairing::pairs;
use crate::plan;
use crate::progress::{series, wording};
use crate::reward::{self, awards};
use crate::store::Tx;

/// Lines about goals, where there are so many.
const GOALS_LEAST: usize = 3;

/// A sentence, and where it stands; no address for what a person wrote.
pub type Line = (String, Option<String>);

/// The parts of a note as the records say them, as far as the holder of the permit may read these; what the counsellor knows stays out.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn draft(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, lang: Lang) -> Result<Vec<(&'static str, Vec<Line>)>> {
    let all: Vec<Record> = activity::of_pupil(tx, permit)?.into_iter().filter(|one| one.held && one.opens != Opens::Psychological).collect();
    let school: Vec<&Record> = all.iter().filter(|one| one.opens == Opens::Academic).collect();
    let mut parts = Vec::new();
    for part in PARTS {
        let lines = match part {
            "strengths" => strengths(tx, permit, &school, lang)?,
            "works" => worked(tx, permit, &school, lang)?,
            "gently" => school.iter().map(|one| (one.words.unsuited.clone(), Some(link(one)))).collect(),
            "goals" => goals(tx, permit, lang)?,
            "people" => people(tx, permit, lang)?,
            FAMILY if permit.levels().has(Level::Family) => family(&all, lang),
            "next" => next(tx, permit, &school, lang)?,
            _ => Vec::new(),
        };
        parts.push((part, few(lines)));
    }
    Ok(parts)
}

fn link(one: &Record) -> String {
    format!("/pupils/{}/records#r-{}", one.pupil, one.id)
}

/// What people wrote down as strengths, the child's own words, and the rewards that it has.
fn strengths(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, school: &[&Record], lang: Lang) -> Result<Vec<Line>> {
    let pupil = permit.pupil()?;
    let notes = records::notes(tx, permit)?;
    let of = |kind: &str| notes.iter().filter(|note| note.kind == kind).map(|note| (note.text.clone(), Some(format!("/pupils/{pupil}/case")))).collect::<Vec<Line>>();
    let seen = school.iter().filter(|one| one.kind == Kind::Strength).map(|one| (one.words.done.clone(), Some(link(one))));
    let see = Permit::<acts::SeePupil>::ask(tx, permit.who(), pupil)?;
    let given = awards::of_pupil(tx, &see)?.into_iter().take(2).map(|one| (reward::wording::title_of(lang, &one), Some(format!("/rewards/{}", one.id))));
    let said = of("voice").into_iter().take(1).map(|(text, link)| (Msg::new("archive-said-voice").with("text", text).text(lang), link));
    Ok(of("strength").into_iter().take(3).chain(seen.take(3)).chain(given).chain(said).collect())
}

fn worked(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, school: &[&Record], lang: Lang) -> Result<Vec<Line>> {
    let pupil = permit.pupil()?;
    let mut lines: Vec<Line> = school.iter().map(|one| (one.words.worked.clone(), Some(link(one)))).collect();
    lines.truncate(50);
    let mut lines = few(lines);
    lines.truncate(4);
    for file in records::subject_files(tx, permit)? {
        if let Some((.., entry)) = file.entries.first().filter(|(.., entry)| !entry.works.is_empty()) {
            let text = Msg::new("archive-said-subject").with("subject", plan::wording::subject(lang, &file.subject)).with("text", &entry.works).text(lang);
            lines.push((text, Some(format!("/pupils/{pupil}/case"))));
        }
    }
    Ok(lines)
}

/// Where each goal began and where it stands; of goals without two points only so many that there are three lines.
fn goals(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, lang: Lang) -> Result<Vec<Line>> {
    let pupil = permit.pupil()?;
    let line = |one: series::Series| {
        let text = &one.goal.body.text;
        let said = match wording::from_to(lang, &one).filter(|_| one.points.len() > 1) {
            Some((from, to)) => Msg::new("archive-said-goal").with("goal", text).with("from", from).with("to", to).text(lang),
            None => Msg::new("archive-said-goal-open").with("goal", text).text(lang),
        };
        (said, Some(format!("/pupils/{pupil}/progress#g-{}", one.goal.key)))
    };
    let (measured, open): (Vec<_>, Vec<_>) = series::of_pupil(tx, permit)?.into_iter().partition(|one| one.points.len() > 1);
    let more = GOALS_LEAST.saturating_sub(measured.len());
    Ok(measured.into_iter().chain(open.into_iter().take(more)).map(line).collect())
}

/// Who helps the child, and until when: with a year's pairs the mentor follows the child (A8-08).
fn people(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, lang: Lang) -> Result<Vec<Line>> {
    let (pupil, today) = (permit.pupil()?, tx.today());
    let stands = |pair: &pairs::Pair| pair.from <= today && pair.released.is_empty() && today.days() - pair.until.days() < 100;
    let line = |pair: pairs::Pair| (Msg::new("archive-said-pair").with("name", &pair.staff_name).with("day", pair.until).text(lang), Some(format!("/pupils/{pupil}/helpers")));
    Ok(pairs::of_pupil(tx, permit)?.into_iter().filter(stands).map(line).collect())
}

/// How home and school spoke with each other last, for who may read of the family.
fn family(all: &[Record], lang: Lang) -> Vec<Line> {
    let line = |one: &Record| {
        let kind = words::word(lang, &format!("activity-kind-{}", one.kind.code()));
        let told = if one.words.next.is_empty() { &one.words.done } else { &one.words.next };
        (Msg::new("archive-said-home").with("day", one.day).with("kind", kind).with("text", told).text(lang), Some(link(one)))
    };
    all.iter().filter(|one| one.opens == Opens::Family).take(3).map(line).collect()
}

/// Steps that were agreed last and what the subjects would do next.
fn next(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, school: &[&Record], lang: Lang) -> Result<Vec<Line>> {
    let pupil = permit.pupil()?;
    let mut lines: Vec<Line> = school.iter().filter(|one| !one.words.next.is_empty()).take(3).map(|one| (one.words.next.clone(), Some(link(one)))).collect();
    for file in records::subject_files(tx, permit)? {
        if let Some((.., entry)) = file.entries.first().filter(|(.., entry)| !entry.next.is_empty()) {
            let text = Msg::new("archive-said-subject").with("subject", plan::wording::subject(lang, &file.subject)).with("text", &entry.next).text(lang);
            lines.push((text, Some(format!("/pupils/{pupil}/case"))));
        }
    }
    Ok(lines)
}
