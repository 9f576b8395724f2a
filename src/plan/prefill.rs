//! A draft from what is known of the child, in one press: goals and measures that answer the causes, categories, subjects and programmes, each with what it came from.
//! A5-05, A7-02, A8-13, A9-11, B4-14, B6-05, B6-07. Nothing is made up: where a figure is not known, its place stays empty and is asked for.

use super::item::{Body, Dimension, Hand, Kind, Need, SECTIONS, Source};
use super::measures::{GOALS, GoalOf, MEASURES, Measure};
use super::own_goal;
use crate::base::{Lang, Msg, SchoolDate, words};

/// Measures of a draft, at most: more is done by nobody.
pub(super) const MEASURES_MOST: usize = 10;
/// Measures of one dimension and subject, at most.
pub(super) const ALIKE_MOST: usize = 3;
/// The plans that a preset was made from: its template. Their own measures come before others that answer the same.
const TEMPLATES: [(&str, &[&str]); 7] = [
    ("target_pupil", &["A9", "B10"]),
    ("mentor", &["A8"]),
    ("leader_pairing", &["A3"]),
    ("left_behind", &["A6", "A8"]),
    ("learning_difficulty", &["A5", "A7", "B1", "B2", "B3", "B6", "B7"]),
    ("low_income", &["A1", "A3", "B4"]),
    ("household", &["A1", "A4"]),
];
/// What a measure of the programme's own plan weighs more than another.
const OF_TEMPLATE: usize = 3;

/// Parts of the family and of the child, at most, each.
pub(super) const PARTS_MOST: usize = 2;
/// Goals besides those of subjects, at most.
const GOALS_MOST: usize = 4;

/// A cause that teachers saw.
#[derive(Clone, Debug)]
pub struct FactCause {
    /// Its code.
    pub code: &'static str,
    /// Who may read it.
    pub need: Need,
    /// Part of the form, person and fact of each who saw it.
    pub seen: Vec<(String, String, String)>,
}

/// A category of the child that counts.
#[derive(Clone, Debug)]
pub struct FactCategory {
    /// Its code.
    pub code: &'static str,
    /// Kind within it.
    pub kind: String,
    /// Who may read it.
    pub need: Need,
    /// The programmes that confirmed it.
    pub programmes: String,
}

/// The newest entry of a subject's file.
#[derive(Clone, Debug, Default)]
pub struct FactSubject {
    /// The subject.
    pub subject: String,
    /// Its word.
    pub name: String,
    /// Where the chain is broken.
    pub gaps: String,
    /// The next step.
    pub next: String,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub day: Option<SchoolDate>,
    /// The child's own marks in per cent, the oldest first.
    pub history: Vec<f64>,
    /// The last mark as it is shown, with the name of its assessment.
    pub last: String,
}

/// A programme that serves the child, with the priorities that the school chose (A3-15, A5-13).
#[derive(Clone, Debug)]
pub struct FactProgramme {
    /// Its name.
    pub name: String,
    /// The preset: the template of the draft.
    pub preset: String,
    /// Codes of the priorities.
    pub priorities: Vec<&'static str>,
    /// What it promises for each child, as often as the school set it: code of [`PROMISES`], times, code of the span.
    pub promises: Vec<(&'static str, i64, &'static str)>,
}

/// What programmes promise each child by a cadence of their own (A9-03, A9-20, A2-21): code of the parameter, what it becomes, dimension, hand.
pub const PROMISES: [(&str, Kind, Dimension, Hand); 3] = [
    ("talk_every", Kind::Measure, Dimension::Thought, Hand::Mentor),
    ("tutoring_every", Kind::Measure, Dimension::Learning, Hand::Mentor),
    ("self_goal_every", Kind::Child, Dimension::Learning, Hand::Child),
];

/// A measure of the school's own (A8-17).
#[derive(Clone, Debug)]
pub struct FactOwn {
    /// Its id, as text.
    pub code: String,
    /// Its words.
    pub text: String,
    /// Dimension.
    pub dimension: Dimension,
    /// Hand.
    pub hand: Hand,
    /// How many times.
    pub times: i64,
    /// Code of the span.
    pub span: String,
    /// Code of the category that it answers; empty for none.
    pub category: String,
    /// Code of the cause that it answers; empty for none.
    pub cause: String,
}

/// What is known.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Causes, what most saw first.
    pub causes: Vec<FactCause>,
    /// Categories.
    pub categories: Vec<FactCategory>,
    /// Subject files, and subjects in which causes were seen.
    pub subjects: Vec<FactSubject>,
    /// Programmes.
    pub programmes: Vec<FactProgramme>,
    /// The school's own measures.
    pub own: Vec<FactOwn>,
    /// Day of the near goals.
    pub near: Option<SchoolDate>,
    /// Day of the far goals.
    pub far: Option<SchoolDate>,
}

/// A part of a draft before it has a key.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What it is.
    pub kind: Kind,
    /// Its dimension.
    pub dimension: Dimension,
    /// Who may read it.
    pub need: Need,
    /// Its subject.
    pub subject: String,
    /// What is written.
    pub body: Body,
}

impl Draft {
    /// What makes it the same as one that is there: pressing twice adds nothing.
    pub fn same(&self) -> (Kind, &str, &str, &str) {
        (self.kind, &self.body.code, &self.subject, &self.body.horizon)
    }
}

/// What answers a cause or a category, with the sources that it rests on.
struct Answered {
    weight: usize,
    sources: Vec<Source>,
    /// Subjects whose teachers saw the cause.
    parts: Vec<String>,
}

/// The draft. `iep`: an individual education plan with its sections.
pub fn propose(facts: &Facts, iep: bool, lang: Lang) -> Vec<Draft> {
    let mut drafts = goals(facts, lang);
    drafts.extend(measures(facts, lang));
    if iep {
        drafts.extend(sections(facts));
    }
    drafts
}

fn source(what: &str, code: &str, need: Need) -> Source {
    Source { what: what.into(), code: code.into(), need: need.code().into(), ..Source::default() }
}

/// The sources by which causes and categories ask for something.
fn answered(facts: &Facts, causes: &[&str], categories: &[&str]) -> Option<Answered> {
    let (mut weight, mut sources, mut parts) = (0, Vec::new(), Vec::new());
    for cause in facts.causes.iter().filter(|cause| causes.contains(&cause.code)) {
        weight += 1 + cause.seen.len();
        for (part, name, fact) in &cause.seen {
            let whole = matches!(part.as_str(), "homeroom" | "attached" | "counsellor" | "affairs");
            sources.push(Source { fact: fact.clone(), by: name.clone(), part: if whole { String::new() } else { part.clone() }, ..source("cause", cause.code, cause.need) });
            if !whole && !parts.contains(part) {
                parts.push(part.clone());
            }
        }
    }
    for category in facts.categories.iter().filter(|category| categories.contains(&category.code)) {
        weight += 1;
        sources.push(Source { fact: category.kind.clone(), by: category.programmes.clone(), ..source("category", category.code, category.need) });
    }
    (weight > 0).then_some(Answered { weight, sources, parts })
}

/// The level at which an answer is read: that of its own, and no wider than the widest of what it rests on, so that it does not give away what others may not know.
fn need(own: Need, sources: &[Source]) -> Need {
    let widest = sources.iter().filter(|one| matches!(one.what.as_str(), "cause" | "category")).map(Source::need).min().unwrap_or(Need::Lesson);
    own.max(widest)
}

fn goals(facts: &Facts, lang: Lang) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for subject in &facts.subjects {
        drafts.extend(subject_goals(facts, subject, lang));
    }
    let mut found: Vec<(&GoalOf, Answered)> =
        GOALS.iter().filter(|goal| goal.code != "knowledge").filter_map(|goal| answered(facts, goal.causes, goal.categories).map(|answer| (goal, answer))).collect();
    found.sort_by_key(|(_, answer)| std::cmp::Reverse(answer.weight));
    let mind: Vec<&str> = found.iter().filter(|(goal, _)| goal.need == Need::Mind).map(|(goal, _)| goal.code).collect();
    // What only the counsellor reads takes no place away from what the others plan.
    let mut taken = 0;
    for (goal, answer) in &found {
        taken += usize::from(!mind.contains(&goal.code));
        if mind.contains(&goal.code) || taken <= GOALS_MOST {
            drafts.extend(plain_goal(facts, goal, answer, lang));
        }
    }
    drafts
}

/// The near and the far goal of a subject. Baseline and targets come from the child's own marks where there are any.
fn subject_goals(facts: &Facts, subject: &FactSubject, lang: Lang) -> [Draft; 2] {
    let reach = own_goal::reach(&subject.history);
    let shown = |value: Option<f64>| value.map(|value| format!("{}", value.round())).unwrap_or_default();
    let (near, far) = (own_goal::proposal(&subject.history), reach.map(|(_, most)| most));
    let mut sources = Vec::new();
    let part = |one: Source| Source { part: subject.subject.clone(), ..one };
    if !subject.gaps.is_empty() {
        sources.push(part(Source { fact: subject.gaps.clone(), by: subject.by.clone(), day: subject.day, ..source("subject", &subject.subject, Need::Lesson) }));
    }
    if !subject.last.is_empty() {
        sources.push(part(Source { fact: subject.last.clone(), ..source("result", &subject.subject, Need::Lesson) }));
    }
    if let Some(answer) = GOALS.first().and_then(|goal| answered(facts, goal.causes, goal.categories)) {
        sources.extend(answer.sources.into_iter().filter(|one| one.part.is_empty() || one.part == subject.subject).filter(|one| one.need() == Need::Lesson));
    }
    let text = Msg::new("plan-goal-of-knowledge").with("subject", &subject.name).text(lang);
    let text = if subject.gaps.is_empty() { text } else { Msg::new("plan-goal-gap").with("what", text).with("gap", &subject.gaps).text(lang) };
    [("near", facts.near, near), ("far", facts.far, far)].map(|(horizon, due, target)| Draft {
        kind: Kind::Goal,
        dimension: Dimension::Learning,
        need: Need::Lesson,
        subject: subject.subject.clone(),
        body: Body {
            text: text.clone(),
            code: "knowledge".into(),
            horizon: horizon.into(),
            unit: "percent".into(),
            baseline: shown(reach.map(|(usual, _)| usual)),
            // A target that does not lie above the baseline is none: its place stays empty.
            target: shown(target.filter(|target| reach.is_some_and(|(usual, _)| target.round() > usual.round()))),
            due,
            how: words::word(lang, "plan-goal-how-knowledge"),
            sources: sources.clone(),
            ..Body::default()
        },
    })
}

fn plain_goal(facts: &Facts, goal: &GoalOf, answer: &Answered, lang: Lang) -> [Draft; 2] {
    [("near", facts.near, goal.near), ("far", facts.far, goal.far)].map(|(horizon, due, target)| Draft {
        kind: Kind::Goal,
        dimension: goal.dimension,
        need: need(goal.need, &answer.sources),
        subject: String::new(),
        body: Body {
            text: words::word(lang, &format!("plan-goal-of-{}", goal.code)),
            code: goal.code.into(),
            horizon: horizon.into(),
            unit: goal.unit.into(),
            target: target.into(),
            due,
            how: words::word(lang, &format!("plan-goal-how-{}", goal.code)),
            sources: answer.sources.clone(),
            ..Body::default()
        },
    })
}

fn measures(facts: &Facts, lang: Lang) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    // What the programmes ask for comes first: it was chosen by the school (A3-15, A5-13).
    for programme in &facts.programmes {
        for code in &programme.priorities {
            let Some(one) = MEASURES.iter().find(|one| one.code == *code) else { continue };
            if drafts.iter().all(|draft| draft.body.code != one.code) {
                drafts.push(measure(one, "", vec![Source { fact: programme.name.clone(), ..source("programme", &programme.preset, Need::Lesson) }], facts.near, lang));
            }
        }
    }
    drafts.extend(promised(facts, lang));
    for own in &facts.own {
        let causes = if own.cause.is_empty() { vec![] } else { vec![own.cause.as_str()] };
        let categories = if own.category.is_empty() { vec![] } else { vec![own.category.as_str()] };
        if let Some(answer) = answered(facts, &causes, &categories) {
            drafts.push(own_measure(own, answer));
        }
    }
    let mut found: Vec<(&Measure, Answered)> = MEASURES.iter().filter_map(|one| answered(facts, one.causes, one.categories).map(|answer| (one, answer))).collect();
    found.sort_by_key(|(one, answer)| std::cmp::Reverse(answer.weight + if of_template(facts, one.clause) { OF_TEMPLATE } else { 0 }));
    let counts = |drafts: &[Draft], kind: Kind| drafts.iter().filter(|draft| draft.kind == kind && draft.need != Need::Mind).count();
    for (one, answer) in found {
        let most = match one.kind {
            Kind::Family | Kind::Child => PARTS_MOST,
            _ => MEASURES_MOST,
        };
        if one.need != Need::Mind && counts(&drafts, one.kind) >= most {
            continue;
        }
        let subjects: Vec<String> = if one.hand == Hand::Subject { subjects(facts, &answer) } else { vec![String::new()] };
        for subject in subjects {
            let alike = drafts.iter().filter(|draft| (draft.kind, draft.dimension, &draft.subject) == (one.kind, one.dimension, &subject)).count();
            if one.kind == Kind::Measure && one.need != Need::Mind && alike >= ALIKE_MOST + facts.programmes.iter().map(|programme| programme.priorities.len()).sum::<usize>() {
                continue;
            }
            let sources: Vec<Source> = answer.sources.iter().filter(|from| from.part.is_empty() || subject.is_empty() || from.part == subject).cloned().collect();
            drafts.push(measure(one, &subject, sources, facts.near, lang));
        }
    }
    drafts
}

/// How often something is done in a month, about.
fn in_a_month(times: i64, span: &str) -> i64 {
    times
        * match span {
            "week" => 16,
            "unit" => 8,
            "month" => 4,
            _ => 1,
        }
}

/// What the programmes promise, each once, by the cadence of the one that promises most: one act serves all (PRACTICE 2).
fn promised(facts: &Facts, lang: Lang) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut all: Vec<_> = facts.programmes.iter().flat_map(|programme| programme.promises.iter().map(move |promise| (programme, promise))).collect();
    all.sort_by_key(|(_, (_, times, span))| std::cmp::Reverse(in_a_month(*times, span)));
    for (programme, (code, times, span)) in all {
        let Some((_, kind, dimension, hand)) = PROMISES.iter().find(|(known, ..)| known == code) else { continue };
        if drafts.iter().any(|draft| draft.body.code == *code) {
            continue;
        }
        let body = Body {
            text: words::word(lang, &format!("plan-measure-{code}")),
            code: (*code).to_owned(),
            hand: hand.code().into(),
            times: *times,
            span: (*span).to_owned(),
            sources: vec![Source { fact: programme.name.clone(), ..source("programme", &programme.preset, Need::Lesson) }],
            ..Body::default()
        };
        drafts.push(Draft { kind: *kind, dimension: *dimension, need: Need::Lesson, subject: String::new(), body });
    }
    drafts
}

/// Whether a clause stands in the plan that a programme of the child was made from.
fn of_template(facts: &Facts, clause: &str) -> bool {
    let plan = clause.split('-').next().unwrap_or_default();
    facts.programmes.iter().any(|programme| TEMPLATES.iter().any(|(preset, plans)| *preset == programme.preset && plans.contains(&plan)))
}

/// The subjects to whose teachers a measure goes: those that saw the cause, else the first with a file, else all.
fn subjects(facts: &Facts, answer: &Answered) -> Vec<String> {
    let mut subjects: Vec<String> = answer.parts.iter().take(2).cloned().collect();
    if subjects.is_empty() {
        subjects.push(facts.subjects.first().map(|one| one.subject.clone()).unwrap_or_default());
    }
    subjects
}

fn measure(one: &Measure, subject: &str, mut sources: Vec<Source>, review: Option<SchoolDate>, lang: Lang) -> Draft {
    // What every teacher of the child must know to act on it says nothing of why (A2-04).
    let need = if one.kind == Kind::Demand { Need::Lesson } else { need(one.need, &sources) };
    sources.push(source("library", one.clause, Need::Lesson));
    Draft {
        kind: one.kind,
        dimension: one.dimension,
        need,
        subject: subject.to_owned(),
        body: Body {
            text: words::word(lang, &format!("plan-measure-{}", one.code)),
            code: one.code.into(),
            hand: one.hand.code().into(),
            times: one.times,
            span: one.span.code().into(),
            // A demand is looked at again with the near goals.
            due: if one.kind == Kind::Demand { review } else { None },
            sources,
            ..Body::default()
        },
    }
}

fn own_measure(own: &FactOwn, answer: Answered) -> Draft {
    let mut sources = answer.sources;
    let need = need(super::item::need_of(Kind::Measure, own.dimension), &sources);
    sources.push(source("school", &own.code, Need::Lesson));
    Draft {
        kind: match own.hand {
            Hand::Family => Kind::Family,
            Hand::Child => Kind::Child,
            _ => Kind::Measure,
        },
        dimension: own.dimension,
        need,
        subject: String::new(),
        body: Body { text: own.text.clone(), code: own.code.clone(), hand: own.hand.code().into(), times: own.times, span: own.span.clone(), sources, ..Body::default() },
    }
}

/// The sections of an individual plan: what is known stands in the first, the others wait to be written.
fn sections(facts: &Facts) -> Vec<Draft> {
    let known: Vec<Source> = facts
        .categories
        .iter()
        .map(|category| Source { fact: category.kind.clone(), by: category.programmes.clone(), ..source("category", category.code, category.need) })
        .collect();
    let gaps: Vec<String> = facts.subjects.iter().filter(|one| !one.gaps.is_empty()).map(|one| format!("{}: {}", one.name, one.gaps)).collect();
    let section = |code: &&str| Draft {
        kind: Kind::Section,
        dimension: Dimension::Learning,
        need: Need::Family,
        subject: String::new(),
        body: Body {
            code: (*code).to_owned(),
            text: if *code == "present" { gaps.join("\n") } else { String::new() },
            due: if *code == "review" { facts.far } else { None },
            sources: known.clone(),
            ..Body::default()
        },
    };
    SECTIONS.iter().map(section).collect()
}
