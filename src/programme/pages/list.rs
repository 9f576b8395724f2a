//! The list of programmes, and the presets to copy (ARCHITECTURE rule 7).

use askama::Template;

use super::views::{GroupView, category_words, groups};
use super::{address, term_words};
use crate::access::{Action, Levels, Subject, acts};
use crate::base::{Error, ProgrammeId, Result, TermCode, words};
use crate::programme::history;
use crate::programme::naming::{self, Names};
use crate::programme::presets::{self, Preset};
use crate::programme::programmes::{self, Copy};
use crate::programme::{Param, Values, wording};
use crate::roster::time;
use crate::web::{Cx, Page, Reply};

/// Parameters that say in a line what a programme asks for.
const SUMMED_UP: [Param; 9] = [
    Param::ClassGuide,
    Param::HelperPupils,
    Param::MentorPupils,
    Param::LeaderPupils,
    Param::StudyHelpers,
    Param::HouseholdHelpers,
    Param::TalkEvery,
    Param::SupportEvery,
    Param::VisitEvery,
];
/// How many of them.
const SUM_MOST: usize = 3;

/// A programme of the school.
struct Line {
    href: String,
    name: String,
    purpose: String,
    categories: Vec<String>,
    sum: Vec<String>,
    state: &'static str,
    tone: &'static str,
}

/// A preset to copy.
struct Sample {
    href: String,
    name: String,
    purpose: String,
    categories: Vec<String>,
    plans: String,
}

#[derive(Template)]
#[template(path = "programme/pages/list.html")]
struct List {
    p: Page,
    manages: bool,
    term: String,
    on: Vec<Line>,
    off: Vec<Line>,
    samples: Vec<Sample>,
}

fn sum(cx: &Cx<'_, '_>, values: &Values) -> Vec<String> {
    let said = SUMMED_UP.iter().filter_map(|param| Some((*param, values.get(*param)?)));
    said.take(SUM_MOST).map(|(param, value)| format!("{}: {}", wording::name(param, cx.lang()), wording::text(param, value, cx.lang()))).collect()
}

fn line(cx: &mut Cx<'_, '_>, id: ProgrammeId, term: TermCode, names: &Names) -> Result<(bool, Line)> {
    let switches = programmes::switches(cx.tx, id)?;
    let programme = programmes::programme(cx.tx, id, term)?;
    let on = history::is_on(&switches, term);
    let to_come = switches.iter().any(|switch| switch.on && switch.from_term > term);
    let (state, tone) = match (on, to_come, switches.is_empty()) {
        (true, ..) => ("programme-state-on", "good"),
        (_, true, _) => ("programme-state-to-come", "now"),
        (.., true) => ("programme-state-new", "due"),
        _ => ("programme-state-ended", ""),
    };
    let categories = category_words(&programme.categories, names, cx.lang());
    Ok((on, Line { href: address(id), sum: sum(cx, &programme.values), name: programme.name, purpose: programme.purpose, categories, state, tone }))
}

/// The plans that a preset is taken from: A5, A7, B1.
fn plans(preset: &Preset) -> String {
    let mut plans: Vec<&str> = Vec::new();
    for plan in preset.given.iter().flat_map(|given| &given.sources).filter_map(|source| source.clause.split('-').next()) {
        if !plans.contains(&plan) {
            plans.push(plan);
        }
    }
    plans.sort_by_key(|plan| (plan.as_bytes()[0], plan[1..].parse::<u32>().unwrap_or_default()));
    plans.join(" ")
}

fn sample(cx: &Cx<'_, '_>, preset: &Preset, names: &Names) -> Sample {
    Sample {
        href: format!("/programmes/presets/{}", preset.code),
        name: words::word(cx.lang(), &format!("programme-preset-{}", preset.code)),
        purpose: words::word(cx.lang(), &format!("programme-preset-{}-for", preset.code)),
        categories: category_words(&preset.categories, names, cx.lang()),
        plans: plans(preset),
    }
}

/// What is in force, what is not, and the presets.
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let today = cx.tx.today();
    let term = time::current_term(cx.tx)?.map_or_else(|| TermCode::of(today), |term| term.code);
    let names = naming::names(cx.tx)?;
    let (mut on, mut off) = (Vec::new(), Vec::new());
    for id in programmes::all(cx.tx)? {
        let (counts, line) = line(cx, id, term, &names)?;
        if counts { on.push(line) } else { off.push(line) }
    }
    let samples = presets::presets().iter().map(|preset| sample(cx, preset, &names)).collect();
    let term = term_words(cx.lang(), term);
    cx.render(&List { p: cx.page("programme-title"), manages: cx.who.may_somewhere(Action::ManageProgrammes), term, on, off, samples })
}

#[derive(Template)]
#[template(path = "programme/pages/preset.html")]
struct PresetPage {
    p: Page,
    manages: bool,
    sample: Sample,
    terms: Vec<(String, String)>,
    term: String,
    groups: Vec<GroupView>,
}

fn of_path(cx: &Cx<'_, '_>) -> Result<&'static Preset> {
    let code: String = cx.path("preset")?;
    presets::preset(&code).ok_or(Error::NotFound)
}

/// A preset with every number and its clause, and the form that copies it.
pub(super) fn preset(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let preset = of_path(cx)?;
    let names = naming::names(cx.tx)?;
    let sample = sample(cx, preset, &names);
    let lang = cx.lang();
    let terms: Vec<(String, String)> = programmes::open_terms(cx.tx)?.iter().map(|term| (term.code.to_string(), term_words(lang, term.code))).collect();
    let term = terms.first().map(|(code, _)| code.clone()).unwrap_or_default();
    let groups = groups(&preset.code, &Values::new(preset.values()), lang, |_| String::new());
    let p = cx.page_of(&crate::base::Msg::new("programme-preset-title").with("name", &sample.name));
    cx.render(&PresetPage { p, manages: cx.who.may_somewhere(Action::ManageProgrammes), sample, terms, term, groups })
}

/// Copies it.
pub(super) fn copy(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let preset = of_path(cx)?;
    let permit = cx.permit::<acts::ManageProgrammes>(Subject::School)?;
    let from_term = cx.field("from_term").parse().map_err(|()| Error::at("from_term", "programme-term-needed"))?;
    let copy = Copy { preset: preset.code.clone(), name: cx.field("name").to_owned(), purpose: cx.field("purpose").to_owned(), from_term };
    let id = programmes::copy_preset(cx.tx, &permit, &copy)?;
    cx.did("CopyProgramme", Subject::School, Levels::NONE, format!("{id} {}", preset.code));
    Ok(Reply::done(address(id), "programme-copied"))
}
