//! verbs: what is known of a child, gathered for the draft, as far as the person who presses may read it.

use super::item::Need;
use super::prefill::{FactCategory, FactCause, FactOwn, FactProgramme, FactSubject, Facts};
use super::{library, sql};
use crate::access::{Permit, acts};
use crate::base::{Error, Lang, PupilId, Result, SchoolDate, words};
use crate::casefile::cause::Nature;
use crate::casefile::{self, Head, diagnosis, records, wording};
use crate::programme::param::Param;
use crate::programme::{self, programmes};
use crate::results::mark::Mark;
use crate::results::{self, PupilResult};
use crate::roster::time::{self, Term};
use crate::screening::confirmed;
use crate::store::Tx;

/// Days that a near goal takes at least.
const NEAR_DAYS: i64 = 28;
/// Days between the near goals and the far ones, at least.
const FAR_DAYS: i64 = 28;

/// Who may read what a cause tells.
pub(super) const fn need_of_cause(nature: Nature) -> Need {
    match nature {
        Nature::Lesson => Need::Lesson,
        Nature::Family => Need::Family,
        Nature::Hardship => Need::Hardship,
        Nature::Mental => Need::Mind,
    }
}

const fn need_of_category(nature: programme::Nature) -> Need {
    match nature {
        programme::Nature::Learning => Need::Lesson,
        programme::Nature::Family | programme::Nature::Health => Need::Family,
        programme::Nature::Hardship => Need::Hardship,
        programme::Nature::Wellbeing => Need::Mind,
    }
}

/// The days of near and far goals: the middle and the end of the term, but not too soon; a deadline in a holiday moves before it (PRACTICE 1.2).
pub(super) fn days(tx: &mut Tx<'_>, term: &Term) -> Result<(SchoolDate, SchoolDate)> {
    let today = tx.today();
    let middle = term.first_day.plus_days((term.last_day.days() - term.first_day.days()) / 2);
    let near = middle.max(today.plus_days(NEAR_DAYS));
    let far = term.last_day.max(near.plus_days(FAR_DAYS));
    let calendar = time::term_days(tx, term)?;
    let moved = |day: SchoolDate| if day < term.last_day { calendar.moved_before_holiday(day) } else { day };
    Ok((moved(near), moved(far)))
}

/// What is known.
pub(super) fn gather(tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>, head: &Head, lang: Lang) -> Result<Facts> {
    let term = casefile::present_term(tx)?;
    let (near, far) = days(tx, &term)?;
    let causes = causes(tx, see, &term)?;
    let subjects = subjects(tx, see, &causes, lang)?;
    let categories = head.labels.iter().filter(|label| label.counts).map(|label| FactCategory {
        code: label.category.code(),
        kind: label.kind.clone(),
        need: need_of_category(label.category.nature()),
        programmes: label.programmes.join(&words::word(lang, "casefile-comma")),
    });
    let categories = categories.collect();
    let programmes = serving(tx, see, head, &term)?;
    let own = library::own(tx)?.into_iter().map(|one| FactOwn {
        code: one.id.to_string(),
        text: one.text,
        dimension: one.dimension,
        hand: one.hand,
        times: one.times,
        span: one.span.code().into(),
        category: one.category,
        cause: one.cause,
    });
    Ok(Facts { causes, categories, subjects, programmes, own: own.collect(), near: Some(near), far: Some(far) })
}

/// The causes of the newest term in which teachers answered.
fn causes(tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>, term: &Term) -> Result<Vec<FactCause>> {
    let terms = casefile::terms_answered(tx, see)?;
    let newest = terms.first().copied().unwrap_or(term.code);
    let term = time::term_by_code(tx, newest)?.ok_or(Error::NotFound)?;
    let picture = diagnosis::picture(tx, see, &term)?;
    Ok(picture.causes.into_iter().map(|one| FactCause { code: one.cause.code(), need: need_of_cause(one.cause.nature()), seen: one.seen }).collect())
}

/// The subjects with a file, and those in which teachers saw a gap of knowledge.
fn subjects(tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>, causes: &[FactCause], lang: Lang) -> Result<Vec<FactSubject>> {
    let mut subjects: Vec<FactSubject> = Vec::new();
    for file in records::subject_files(tx, see)? {
        let mut fact = FactSubject { subject: file.subject.clone(), name: wording::subject(lang, &file.subject), ..FactSubject::default() };
        if let Some((day, by, entry)) = file.entries.into_iter().next() {
            (fact.gaps, fact.next, fact.by, fact.day) = (entry.gaps, entry.next, by, Some(day));
        }
        subjects.push(fact);
    }
    let gap = causes.iter().filter(|cause| matches!(cause.code, "knowledge_gap" | "method" | "technique" | "memory"));
    for (part, ..) in gap.flat_map(|cause| &cause.seen) {
        let whole = matches!(part.as_str(), "homeroom" | "attached" | "counsellor" | "affairs");
        if !whole && subjects.iter().all(|known| known.subject != *part) {
            subjects.push(FactSubject { subject: part.clone(), name: wording::subject(lang, part), ..FactSubject::default() });
        }
    }
    let results = results_of(tx, see)?;
    for fact in &mut subjects {
        fact.history = percents(&results, &fact.subject);
        fact.last = last(&results, &fact.subject);
    }
    Ok(subjects)
}

/// The child's own results; none for who may not see results.
pub(super) fn results_of(tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>) -> Result<Vec<PupilResult>> {
    match Permit::<acts::SeeResults>::ask(tx, see.who(), see.pupil()?) {
        Ok(permit) => results::results_of(tx, &permit),
        Err(Error::NotFound) => Ok(Vec::new()),
        Err(fault) => Err(fault),
    }
}

/// The marks of a subject in per cent of the full mark, the oldest first.
pub(super) fn percents(results: &[PupilResult], subject: &str) -> Vec<f64> {
    let percent = |one: &PupilResult| Some(one.mark.points()? / one.full.filter(|full| *full > 0.0)? * 100.0);
    results.iter().filter(|one| one.subject == subject).filter_map(percent).collect()
}

/// The bands of a subject as places from the lowest, the oldest first.
pub(super) fn bands(results: &[PupilResult], subject: &str) -> Vec<usize> {
    let place = |one: &PupilResult| if let Mark::Band(band) = one.mark { super::goal::BANDS.iter().position(|code| *code == band.code()) } else { None };
    results.iter().filter(|one| one.subject == subject).filter_map(place).collect()
}

/// The newest mark with the name of its assessment.
fn last(results: &[PupilResult], subject: &str) -> String {
    let newest = results.iter().rev().find(|one| one.subject == subject && one.mark.points().is_some());
    newest.and_then(|one| one.mark.points().map(|points| format!("{} {} {points}", one.day, one.name))).unwrap_or_default()
}

/// The programmes that serve the child today, with the priorities that the school chose for each.
fn serving(tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>, head: &Head, term: &Term) -> Result<Vec<FactProgramme>> {
    let pupil: PupilId = see.pupil()?;
    let known = Permit::<acts::SeePupil>::ask(tx, see.who(), pupil)?;
    let counting: Vec<_> = head.labels.iter().filter(|label| label.counts).flat_map(|label| label.confirmations.clone()).collect();
    let mut serving: Vec<FactProgramme> = Vec::new();
    for one in confirmed::of_pupil(tx, &known)?.into_iter().filter(|one| counting.contains(&one.id)) {
        let programme = programmes::programme(tx, one.programme, term.code)?;
        if serving.iter().all(|other| other.name != programme.name) {
            let promise = |param: Param| programme.values.cadence(param).and_then(|cadence| Some((param.code(), cadence.times, span(cadence.span)?)));
            let promises = [Param::TalkEvery, Param::TutoringEvery, Param::SelfGoalEvery].into_iter().filter_map(promise).collect();
            let priorities = programme.values.choices(Param::Priorities).to_vec();
            serving.push(FactProgramme { priorities, promises, name: programme.name, preset: programme.preset });
        }
    }
    Ok(serving)
}

/// Whether a child's category asks for an individual education plan (B4-14): it may be seen by who holds the family level.
pub(super) fn asks_for_iep(head: &Head) -> bool {
    head.labels.iter().any(|label| label.counts && label.category == programme::Category::Disability)
}

/// The pupils whose plan holds on a day.
pub(super) fn in_force(tx: &mut Tx<'_>) -> Result<Vec<PupilId>> {
    let today = tx.today();
    sql::in_force(tx, today)
}

/// The span of a cadence, where a plan counts by it.
const fn span(span: crate::programme::value::Span) -> Option<&'static str> {
    use crate::programme::value::Span;
    Some(match span {
        Span::Week => "week",
        Span::Month => "month",
        Span::Unit => "unit",
        Span::Term => "term",
        _ => return None,
    })
}
