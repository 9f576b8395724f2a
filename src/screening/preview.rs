//! What a rule would do before it is used: how many it catches, where it cannot judge and why, and what to think over.

use std::collections::BTreeMap;

use super::engine::{Engine, Node};
use super::facts::{Facts, is_comparable};
use super::rule::{LEAST_GROUP, LEAST_SCHOOL_DAYS, Rule, Subjects, Test, Within};
use super::score::Subject;
use crate::base::{ClassId, Lang, Msg, Result};

/// A9-15 asks for 2 to 4 pupils in a class: a guide, never a limit.
const GUIDE_MOST: u32 = 4;

/// What a rule would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// Pupils it catches.
    pub caught: u32,
    /// Pupils in its grades.
    pub of: u32,
    /// Of these, how many it can judge at all.
    pub judged: u32,
    /// By class, in order of grade.
    pub classes: Vec<ClassCount>,
    /// By grade.
    pub grades: Vec<GradeCount>,
    /// Where it cannot judge, and why.
    pub not_judged: Vec<NotJudged>,
    /// What to think over before using it.
    pub warnings: Vec<Msg>,
}

impl Preview {
    /// Share (0 to 1) of the pupils in its grades.
    pub fn share(&self) -> f64 {
        if self.of == 0 { 0.0 } else { f64::from(self.caught) / f64::from(self.of) }
    }
}

/// Counts of one class; a combined class has one for each of its grades.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassCount {
    /// The class.
    pub class: ClassId,
    /// Its name.
    pub name: String,
    /// The grade.
    pub grade: u8,
    /// Caught.
    pub caught: u32,
    /// Pupils.
    pub of: u32,
}

/// Counts of one grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GradeCount {
    /// The grade.
    pub grade: u8,
    /// Caught.
    pub caught: u32,
    /// Pupils.
    pub of: u32,
}

/// Where a rule cannot judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotJudged {
    /// Which group.
    pub scope: Scope,
    /// In which subjects; none: attendance, or no subject at all.
    pub subjects: Vec<Subject>,
    /// Why.
    pub why: Why,
}

/// A group of pupils.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The school.
    School,
    /// A grade.
    Grade(u8),
    /// A class of a grade, with its name.
    Class(u8, ClassId, String),
}

/// Why a group is not judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// No results.
    NoResults,
    /// Written exams in grades 1 and 2 (R2).
    Papers,
    /// Bands cannot be compared with a mean.
    BandsOnly,
    /// There are no bands.
    MarksOnly,
    /// Fewer marks than a comparison needs.
    TooFew(u32),
    /// All marks are the same.
    AllEqual,
    /// Not enough results.
    TooLittleHistory {
        /// There are.
        have: u32,
        /// Needed.
        need: u32,
    },
    /// Nobody has filled in the tick form.
    NotObserved,
    /// No attendance.
    NoAttendance,
    /// Too few days of school so far.
    TooEarly,
}

impl Why {
    /// In words.
    pub fn msg(self) -> Msg {
        match self {
            Self::NoResults => "screening-why-no-results".into(),
            Self::Papers => "screening-why-papers".into(),
            Self::BandsOnly => "screening-why-bands-only".into(),
            Self::MarksOnly => "screening-why-marks-only".into(),
            Self::TooFew(n) => Msg::new("screening-why-too-few").with("n", n).with("least", LEAST_GROUP),
            Self::AllEqual => "screening-why-all-equal".into(),
            Self::TooLittleHistory { have, need } => Msg::new("screening-why-too-little-history").with("have", have).with("need", need),
            Self::NotObserved => "screening-why-not-observed".into(),
            Self::NoAttendance => "screening-why-no-attendance".into(),
            Self::TooEarly => Msg::new("screening-why-too-early").with("least", LEAST_SCHOOL_DAYS),
        }
    }
}

impl Scope {
    /// In words.
    pub fn msg(&self) -> Msg {
        match self {
            Self::School => "screening-scope-school".into(),
            Self::Grade(grade) => Msg::new("screening-scope-grade").with("grade", grade),
            Self::Class(_, _, name) => Msg::new("screening-scope-class").with("class", name),
        }
    }
}

impl NotJudged {
    /// The subjects by name.
    pub fn subject_names(&self, lang: Lang) -> String {
        if self.subjects.is_empty() { String::new() } else { Subjects::Some(self.subjects.clone()).text(lang) }
    }
}

/// Tries one rule (in use or not) without making candidates.
///
/// # Errors
/// The rule has problems.
pub fn preview(facts: &Facts, rule: &Rule) -> Result<Preview> {
    rule.check()?;
    let engine = Engine::new(facts, rule);
    let mut seen = Preview { caught: 0, of: 0, judged: 0, classes: Vec::new(), grades: Vec::new(), not_judged: Vec::new(), warnings: Vec::new() };
    let mut gaps = Gaps::default();
    for (g, group) in facts.groups.iter().enumerate().filter(|(_, group)| rule.grades.has(group.grade)) {
        let open = gaps.note(&engine, g);
        let count = |which: &dyn Fn(usize) -> bool| u32::try_from(group.pupils.clone().filter(|p| which(*p)).count()).unwrap_or(u32::MAX);
        let (caught, of) = (count(&|p| engine.catches(g, p)), count(&|_| true));
        seen.judged += count(&|p| is_judged(&engine, &open, p));
        seen.caught += caught;
        seen.of += of;
        let class = &facts.classes[group.class];
        seen.classes.push(ClassCount { class: class.id, name: class.name.clone(), grade: group.grade, caught, of });
        match seen.grades.last_mut().filter(|last| last.grade == group.grade) {
            Some(last) => {
                last.caught += caught;
                last.of += of;
            }
            None => seen.grades.push(GradeCount { grade: group.grade, caught, of }),
        }
    }
    seen.not_judged = gaps.list(facts);
    seen.warnings = warnings(rule, &seen);
    Ok(seen)
}

fn warnings(rule: &Rule, seen: &Preview) -> Vec<Msg> {
    let mut warnings = Vec::new();
    if seen.judged == 0 {
        warnings.push("screening-warning-nobody-judged".into());
        return warnings;
    }
    if rule.when.finds_half() {
        warnings.push("screening-warning-finds-half".into());
    }
    let wide: Vec<&ClassCount> = seen.classes.iter().filter(|class| class.caught * 4 > class.of).collect();
    let share = |class: &ClassCount| f64::from(class.caught) / f64::from(class.of);
    if let Some(most) = wide.iter().max_by(|a, b| share(a).total_cmp(&share(b))) {
        warnings.push(Msg::new("screening-warning-quarter").with("count", wide.len()).with("class", &most.name).with("caught", most.caught).with("of", most.of));
    }
    let above = seen.classes.iter().filter(|class| class.caught > GUIDE_MOST).count();
    if above > 0 {
        warnings.push(Msg::new("screening-warning-more-than-guide").with("count", above).with("most", GUIDE_MOST));
    }
    if seen.judged < seen.of {
        warnings.push(Msg::new("screening-warning-some-not-judged").with("count", seen.of - seen.judged).with("of", seen.of));
    }
    warnings
}

/// Whether the node looks at attendance or at what people see, and whether it looks at results.
fn looks_at(node: &Node) -> (bool, bool) {
    match node {
        Node::All(parts) | Node::Any(parts) => parts.iter().map(looks_at).fold((false, false), |a, b| (a.0 | b.0, a.1 | b.1)),
        Node::AbsenceShare(_) | Node::AbsentDays(_) | Node::Sign(_) => (true, false),
        _ => (false, true),
    }
}

/// Whether the node looks at what people see and say.
fn looks_at_signs(node: &Node) -> bool {
    match node {
        Node::All(parts) | Node::Any(parts) => parts.iter().any(looks_at_signs),
        Node::Sign(_) => true,
        _ => false,
    }
}

fn is_judged(engine: &Engine, open: &Open, pupil: usize) -> bool {
    (open.attendance && (open.signs || engine.facts.days[pupil].school > 0.0)) || open.subjects.iter().any(|s| engine.is_scored(*s, pupil))
}

/// What can be judged in one group.
struct Open {
    attendance: bool,
    signs: bool,
    subjects: Vec<usize>,
}

/// Collects where a rule cannot judge, the subjects of a group and reason together.
#[derive(Default)]
struct Gaps(BTreeMap<(Scope, Why), Vec<usize>>);

impl Gaps {
    fn note(&mut self, engine: &Engine, group: usize) -> Open {
        let (attendance, results) = looks_at(&engine.root);
        let mut open = Open { attendance: false, signs: looks_at_signs(&engine.root), subjects: Vec::new() };
        if attendance {
            open.attendance = days_gap(engine, group, &engine.root).is_none();
        }
        if !results {
            if let Some(why) = days_gap(engine, group, &engine.root) {
                self.0.entry((scope(engine.facts, Within::Class, group), why)).or_default();
            }
            return open;
        }
        let mut whole = Vec::new();
        for &s in &engine.subjects {
            match gap(engine, &engine.root, group, s) {
                None => open.subjects.push(s),
                Some((_, Why::NoResults)) if engine.rule.subjects == Subjects::All => {}
                Some((within, why)) => whole.push((scope(engine.facts, within, group), why, s)),
            }
        }
        if whole.is_empty() && open.subjects.is_empty() {
            self.0.entry((scope(engine.facts, Within::Class, group), Why::NoResults)).or_default();
        }
        for (scope, why, s) in whole {
            let subjects = self.0.entry((scope, why)).or_default();
            if !subjects.contains(&s) {
                subjects.push(s);
            }
        }
        open
    }

    fn list(self, facts: &Facts) -> Vec<NotJudged> {
        let named = |subjects: Vec<usize>| subjects.into_iter().map(|s| facts.subjects[s].clone()).collect();
        self.0.into_iter().map(|((scope, why), subjects)| NotJudged { scope, subjects: named(subjects), why }).collect()
    }
}

fn scope(facts: &Facts, within: Within, group: usize) -> Scope {
    let at = &facts.groups[group];
    match within {
        Within::School => Scope::School,
        Within::Grade => Scope::Grade(at.grade),
        Within::Class => Scope::Class(at.grade, facts.classes[at.class].id, facts.classes[at.class].name.clone()),
    }
}

/// Why attendance of a group cannot be judged by the node, if it looks at it.
fn days_gap(engine: &Engine, group: usize, node: &Node) -> Option<Why> {
    let days = &engine.facts.days[engine.facts.groups[group].pupils.clone()];
    let most = days.iter().map(|d| d.school).fold(0.0, f32::max);
    let absent = days.iter().any(|d| d.absent > 0.0);
    let seen = engine.facts.signs[engine.facts.groups[group].pupils.clone()].iter().any(|signs| signs.observed);
    match node {
        Node::All(parts) => parts.iter().find_map(|part| days_gap(engine, group, part)),
        Node::Any(parts) => {
            let gaps: Vec<Option<Why>> = parts.iter().filter(|part| looks_at(part).0).map(|part| days_gap(engine, group, part)).collect();
            if gaps.iter().any(Option::is_none) { None } else { gaps.into_iter().flatten().next() }
        }
        Node::AbsenceShare(_) if most == 0.0 => Some(Why::NoAttendance),
        Node::AbsenceShare(_) if most < LEAST_SCHOOL_DAYS => Some(Why::TooEarly),
        Node::AbsentDays(_) if most == 0.0 && !absent => Some(Why::NoAttendance),
        // Events and nominations are judged by their absence too; a form that nobody filled in says nothing.
        Node::Sign(Test::Observed { .. } | Test::ObservedItems { .. }) if !seen => Some(Why::NotObserved),
        _ => None,
    }
}

/// Why the node cannot judge a group in a subject, and which group is the cause.
fn gap(engine: &Engine, node: &Node, group: usize, subject: usize) -> Option<(Within, Why)> {
    let facts = engine.facts;
    let seats = facts.seats(group, subject, engine.rule.lower_grade_papers);
    let attendance = |why| (Within::Class, why);
    match node {
        Node::All(parts) => return parts.iter().find_map(|part| gap(engine, part, group, subject)),
        Node::Any(parts) => {
            let gaps: Vec<_> = parts.iter().map(|part| gap(engine, part, group, subject)).collect();
            return if gaps.iter().any(Option::is_none) { None } else { gaps.into_iter().flatten().next() };
        }
        Node::AbsenceShare(_) | Node::AbsentDays(_) | Node::Sign(_) => return days_gap(engine, group, node).map(attendance),
        Node::Several { of, .. } => return gap(engine, of, group, subject),
        _ => {}
    }
    let Some(newest) = seats.iter().find(|seat| !seat.few).or_else(|| seats.first()) else {
        let papers = !facts.seats(group, subject, true).is_empty();
        return Some((Within::Class, if papers { Why::Papers } else { Why::NoResults }));
    };
    let history = |need: usize| {
        let few = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        (seats.len() < need).then(|| (Within::Class, Why::TooLittleHistory { have: few(seats.len()), need: few(need) }))
    };
    let pupils = facts.groups[group].pupils.clone();
    match node {
        Node::InARow { times, of } => gap(engine, of, group, subject).or_else(|| history(usize::from(*times))),
        Node::LowestBand => (!facts.columns[newest.column].has_bands(pupils)).then_some((Within::Class, Why::MarksOnly)),
        Node::Decline { bands, z, within } => {
            let with_bands = bands.is_some() && facts.columns[newest.column].has_bands(pupils);
            let with_marks = || if z.is_some() { line_gap(facts, newest.column, *within, group, true) } else { Some((Within::Class, Why::MarksOnly)) };
            history(2).or_else(|| if with_bands { None } else { with_marks() })
        }
        Node::Line(line) => line_gap(facts, newest.column, line.within, group, line.needs_spread()),
        _ => None,
    }
}

/// Why a line of a group is none.
fn line_gap(facts: &Facts, column: usize, within: Within, group: usize, needs_spread: bool) -> Option<(Within, Why)> {
    let at = &facts.columns[column];
    let moments = &at.moments[facts.scope(within, group)];
    match moments.n() {
        0 if at.has_bands(facts.scope_pupils(within, group)) => Some((within, Why::BandsOnly)),
        0 => Some((within, Why::NoResults)),
        n if needs_spread && n < LEAST_GROUP => Some((within, Why::TooFew(n))),
        _ if needs_spread && !is_comparable(moments) => Some((within, Why::AllEqual)),
        _ if at.moments[group].n() == 0 && at.has_bands(facts.groups[group].pupils.clone()) => Some((Within::Class, Why::BandsOnly)),
        _ => None,
    }
}
