//! `/screening`: which classes have results, what was found, and the button to run it.

use askama::Template;

use super::{asked, term_of};
use crate::access::{Action, Permit, Subject, Who, acts};
use crate::base::{Error, Lang, Msg, Result, RowId};
use crate::roster::time::{self, Term};
use crate::screening::candidates::{self, ClassState, Runs};
use crate::screening::running;
use crate::store::Tx;
use crate::web::{Choice, Cx, Page, Reply, Work};

/// From so many pupils on a run is a job with a page of its own.
const JOB_PUPILS: i64 = 5_000;
/// A class in which more than this part is found makes the page ask whether a rule is too wide.
const WIDE_PART: i64 = 4;

#[derive(Template)]
#[template(path = "screening/pages/home.html")]
struct Home {
    p: Page,
    terms: Vec<Choice>,
    term: String,
    lead: String,
    warnings: Vec<String>,
    manages: bool,
    observes: bool,
    surveys: bool,
    has_results: bool,
    has_run: bool,
    classes: Vec<ClassRow>,
    gaps: Vec<GapRow>,
    gaps_more: String,
}

struct ClassRow {
    href: String,
    name: String,
    results: String,
    found: String,
    fresh: String,
}

struct GapRow {
    rule: String,
    scope: String,
    subjects: String,
    why: String,
}

/// The page.
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let asked_term = if cx.refused() { cx.field("term").to_owned() } else { asked(cx, "term")? };
    let Some(term) = term_of(cx.tx, &asked_term)? else {
        let home = Home {
            p: cx.page("screening-pages-title"),
            terms: Vec::new(),
            term: String::new(),
            lead: cx.page("screening-pages-title").t("screening-pages-no-term"),
            warnings: Vec::new(),
            manages: false,
            observes: cx.who.may_somewhere(Action::Observe),
            surveys: cx.who.may_somewhere(Action::SurveyKinds),
            has_results: false,
            has_run: false,
            classes: Vec::new(),
            gaps: Vec::new(),
            gaps_more: String::new(),
        };
        return cx.render(&home);
    };
    let runs = candidates::runs(cx.tx, term.id)?;
    let states = candidates::class_states(cx.tx, cx.who, &term, runs.as_ref())?;
    let terms = time::terms(cx.tx)?;
    let p = cx.page("screening-pages-title");
    let mut home = Home {
        terms: terms.iter().rev().map(|t| Choice::new(t.code, t.code, t.code == term.code)).collect(),
        term: term.code.to_string(),
        lead: lead(&states, runs.as_ref(), p.lang),
        warnings: warnings(&states, runs.as_ref(), p.lang),
        manages: cx.who.may_somewhere(Action::ManageScreening),
        observes: cx.who.may_somewhere(Action::Observe),
        surveys: cx.who.may_somewhere(Action::SurveyKinds),
        has_results: states.iter().any(|s| s.with_results > 0),
        has_run: runs.is_some(),
        classes: states.iter().map(|s| class_row(s, runs.is_some(), p.lang)).collect(),
        gaps: Vec::new(),
        gaps_more: String::new(),
        p,
    };
    if let Some(runs) = runs.filter(|_| home.manages) {
        gaps(&mut home, &runs);
    }
    cx.render(&home)
}

fn lead(states: &[ClassState], runs: Option<&Runs>, lang: Lang) -> String {
    let caught: i64 = states.iter().map(|s| s.caught).sum();
    let pupils: i64 = states.iter().map(|s| s.pupils).sum();
    let with_results: i64 = states.iter().map(|s| s.with_results).sum();
    let msg = match runs {
        Some(runs) => Msg::new("screening-pages-lead-run").with("when", runs.newest.at).with("count", caught).with("of", pupils),
        None if with_results == 0 => Msg::new("screening-pages-lead-no-results"),
        None => Msg::new("screening-pages-lead-not-run").with("count", with_results).with("of", pupils),
    };
    msg.text(lang)
}

/// What to think over: classes in which a quarter was found, and what the engine said of single rules.
fn warnings(states: &[ClassState], runs: Option<&Runs>, lang: Lang) -> Vec<String> {
    let Some(runs) = runs else { return Vec::new() };
    let wide: Vec<&ClassState> = states.iter().filter(|s| s.caught * WIDE_PART > s.pupils).collect();
    let most = wide.iter().max_by_key(|s| s.caught * 1000 / s.pupils.max(1));
    let mut told: Vec<String> = most
        .map(|s| Msg::new("screening-warning-quarter").with("count", wide.len()).with("class", &s.class.name).with("caught", s.caught).with("of", s.pupils).text(lang))
        .into_iter()
        .collect();
    if runs.newest.notes.without_full_mark > 0 {
        told.push(Msg::new("screening-pages-no-full-mark").with("count", runs.newest.notes.without_full_mark).text(lang));
    }
    told
}

fn class_row(s: &ClassState, has_run: bool, lang: Lang) -> ClassRow {
    let results = match s.with_results {
        0 => Msg::new("screening-pages-class-no-results"),
        n => Msg::new("screening-pages-class-results").with("count", n).with("of", s.pupils),
    };
    let found = match (has_run, s.caught) {
        (false, _) => Msg::new("screening-pages-class-not-run"),
        (true, 0) => Msg::new("screening-pages-class-nobody"),
        (true, n) => Msg::new("screening-pages-class-found").with("count", n),
    };
    ClassRow {
        href: format!("/screening/classes/{}", s.class.id),
        name: s.class.name.clone(),
        results: results.text(lang),
        found: found.text(lang),
        fresh: if s.fresh > 0 { Msg::new("screening-pages-new-count").with("count", s.fresh).text(lang) } else { String::new() },
    }
}

fn gaps(home: &mut Home, runs: &Runs) {
    let lang = home.p.lang;
    let name = |rule: u16| runs.newest.rules.get(usize::from(rule)).map(|r| r.name.clone()).unwrap_or_default();
    let notes = &runs.newest.notes;
    let warned = notes.warnings.iter().map(|(rule, said)| Msg::new("screening-pages-of-rule").with("name", name(*rule)).with("text", said.text(lang)).text(lang));
    home.warnings.extend(warned);
    home.gaps = notes.gaps.iter().map(|gap| GapRow { rule: name(gap.rule), scope: gap.scope.text(lang), subjects: gap.subject_names(lang), why: gap.why.text(lang) }).collect();
    let more = notes.gaps_in_all - notes.gaps.len();
    if more > 0 {
        home.gaps_more = Msg::new("screening-pages-gaps-more").with("count", more).text(lang);
    }
}

/// `POST /screening/runs`: at once, or as a job in a big school.
pub(super) fn run_now(work: &Work<'_>) -> Result<Reply> {
    let code = work.req.field("term").unwrap_or_default().trim().to_owned();
    let (term, pupils) = work.read(|cx| {
        let term = term_of(cx.tx, &code)?.ok_or_else(|| Error::at("term", "screening-pages-no-term"))?;
        let day = cx.tx.today().clamp(term.first_day, term.last_day);
        let pupils: i64 = time::pupils_in_classes(cx.tx, term.year, day)?.iter().map(|(_, n)| n).sum();
        Ok((term, pupils))
    })?;
    let page = format!("/screening?term={}", term.code);
    if pupils < JOB_PUPILS {
        let found = work.write(|cx| {
            let permit = cx.permit::<acts::ManageScreening>(Subject::School)?;
            let outcome = running::run(cx.tx, &permit, &term, None)?;
            cx.did("ManageScreening", Subject::School, permit.levels(), format!("run {} candidates {}", outcome.run, outcome.candidates.len()));
            Ok(outcome.candidates.len())
        })?;
        return Ok(Reply::done(page, Msg::new("screening-pages-ran").with("count", found)));
    }
    let id: RowId = work.app.store.ids().next(work.app.store.clock().now());
    let (app, who) = (work.app.clone(), work.who.clone());
    work.app.jobs.start(id, who.school, who.staff(), move |progress| {
        progress.at(0, 1)?;
        app.store.write(who.school, |tx| run_as(tx, &who, &term))?;
        progress.at(1, 1)?;
        Ok(page)
    })?;
    Ok(Reply::go(format!("/jobs/{id}")))
}

fn run_as(tx: &mut Tx<'_>, who: &Who, term: &Term) -> Result<()> {
    let permit = Permit::<acts::ManageScreening>::ask(tx, who, Subject::School)?;
    let outcome = running::run(tx, &permit, term, None)?;
    let entry = crate::access::audit::Entry::of(who, "ManageScreening").levels(permit.levels()).note(format!("run {} candidates {}", outcome.run, outcome.candidates.len()));
    crate::access::audit::append(tx, &entry).map(|_| ())
}
