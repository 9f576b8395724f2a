//! Tries rules on facts: who becomes a candidate, and by which tests (A2-01, A6-04, B1-02, B3-01, B4-02).
//!
//! Tests against a group become a *line* per class, grade or school, found once; a pupil costs a comparison per test and subject.
//! An expression gives the set of subjects in which it holds; attendance and what people see stand for every subject.

use std::sync::OnceLock;
use std::thread;

use super::facts::{Facts, Group, NO_SEAT, is_comparable};
use super::observation_signs::{Seen, Signs};
use super::reason::{Figures, Kind, Reason};
use super::rule::{Expr, LEAST_SCHOOL_DAYS, Rule, Subjects, Test, Within};
use crate::base::{ClassId, Error, PupilId, Result};
use crate::results::stats;

/// Shares of the full mark that differ by less are the same mark.
const SAME: f64 = 1e-9;
/// Ties at the line of the bottom share may carry the group to so many times its share.
const TIES_CARRY_TO: f64 = 1.5;
/// From so many pupils on the work is shared by two threads.
const WORTH_TWO_CORES: usize = 10_000;
/// Every subject.
const EVERY: u64 = u64::MAX;

/// A pupil whom at least one rule caught. Nothing is confirmed by it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The pupil.
    pub pupil: PupilId,
    /// Class of the pupil.
    pub class: ClassId,
    /// Grade of the pupil.
    pub grade: u8,
    /// Why, by rule and subject; `Reason::rule` is the place in the rules given.
    pub reasons: Vec<Reason>,
}

/// Tries all active rules; candidates come by grade and class, in the order in which the pupils were given.
///
/// # Errors
/// A rule has problems.
pub fn screen(facts: &Facts, rules: &[Rule]) -> Result<Vec<Candidate>> {
    for rule in rules {
        rule.check()?;
    }
    let engines: Vec<(u16, Engine)> = (0..).zip(rules).filter(|(_, rule)| rule.active).map(|(i, rule)| (i, Engine::new(facts, rule))).collect();
    if facts.len() < WORTH_TWO_CORES {
        return Ok(screen_groups(&engines, facts, 0, &facts.groups));
    }
    let half = facts.groups.partition_point(|group| group.pupils.end * 2 <= facts.len());
    let (first, second) = facts.groups.split_at(half);
    thread::scope(|scope| {
        let other = scope.spawn(|| screen_groups(&engines, facts, half, second));
        let mut candidates = screen_groups(&engines, facts, 0, first);
        candidates.append(&mut other.join().map_err(|_| Error::Fault("screening: a thread gave up".into()))?);
        Ok(candidates)
    })
}

/// The candidates of some groups, of which the first has the place `from`.
fn screen_groups(engines: &[(u16, Engine)], facts: &Facts, from: usize, groups: &[Group]) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let mut own = Vec::new();
    for (g, group) in (from..).zip(groups) {
        let class = facts.classes[group.class].id;
        for p in group.pupils.clone() {
            let mut reasons = Vec::new();
            for (i, engine) in engines {
                engine.judge(g, p, *i, &mut own);
                reasons.append(&mut own);
            }
            if !reasons.is_empty() {
                candidates.push(Candidate { pupil: facts.pupils[p], class, grade: group.grade, reasons });
            }
        }
    }
    candidates
}

/// A rule made ready for facts.
pub(super) struct Engine<'a> {
    pub facts: &'a Facts,
    pub rule: &'a Rule,
    /// Places of the rule's subjects in the facts.
    pub subjects: Vec<usize>,
    pub root: Node<'a>,
}

/// An expression with its lines.
pub(super) enum Node<'a> {
    All(Vec<Node<'a>>),
    Any(Vec<Node<'a>>),
    Line(Line<'a>),
    LowestBand,
    Decline {
        bands: Option<u8>,
        z: Option<f64>,
        within: Within,
    },
    InARow {
        times: u8,
        of: Box<Node<'a>>,
    },
    Several {
        at_least: u8,
        of: Box<Node<'a>>,
    },
    AbsenceShare(f64),
    AbsentDays(f64),
    /// What people see and say.
    Sign(&'a Test),
}

/// A test that holds at or below a line of each reference group.
pub(super) struct Line<'a> {
    test: &'a Test,
    pub within: Within,
    /// By column, then by scope; NaN where the group cannot be judged. Found when a column is first asked for.
    cuts: Vec<OnceLock<Box<[f64]>>>,
}

/// One result of one pupil: the seat is a place in the list of what the class sat, newest first.
#[derive(Clone, Copy)]
struct Spot {
    group: usize,
    subject: usize,
    pupil: usize,
    seat: usize,
}

impl<'a> Node<'a> {
    fn new(facts: &Facts, expr: &'a Expr) -> Self {
        let line = |test, within| Self::Line(Line { test, within, cuts: vec![OnceLock::new(); facts.columns.len()] });
        match expr {
            Expr::All(parts) => Self::All(parts.iter().map(|part| Self::new(facts, part)).collect()),
            Expr::Any(parts) => Self::Any(parts.iter().map(|part| Self::new(facts, part)).collect()),
            Expr::Test(test) => match test {
                Test::BelowPoints { .. } => line(test, Within::School),
                Test::ZAtMost { within, .. } | Test::BelowMean { within } | Test::BottomShare { within, .. } => line(test, *within),
                Test::LowestBand => Self::LowestBand,
                Test::DeclineAgainstSelf { bands, z, within } => Self::Decline { bands: *bands, z: *z, within: *within },
                Test::InARow { times, of } => Self::InARow { times: *times, of: Box::new(Self::new(facts, of)) },
                Test::SeveralSubjects { at_least, of } => Self::Several { at_least: *at_least, of: Box::new(Self::new(facts, of)) },
                Test::AbsenceShare { share } => Self::AbsenceShare(*share),
                Test::AbsentDays { days } => Self::AbsentDays(*days),
                sign => Self::Sign(sign),
            },
        }
    }
}

impl Line<'_> {
    /// Whether the test needs [`LEAST_GROUP`] marks that differ.
    pub fn needs_spread(&self) -> bool {
        matches!(self.test, Test::ZAtMost { .. } | Test::BottomShare { .. })
    }

    #[inline]
    fn cut(&self, facts: &Facts, column: usize, group: usize) -> f64 {
        self.cuts[column].get_or_init(|| self.find(facts, column))[facts.scope(self.within, group)]
    }

    fn find(&self, facts: &Facts, column: usize) -> Box<[f64]> {
        let at = &facts.columns[column];
        let mut cuts = vec![f64::NAN; facts.scopes()];
        let mut marks = Vec::new();
        for (scope, pupils) in facts.scopes_within(self.within) {
            let moments = &at.moments[scope];
            cuts[scope] = match self.test {
                Test::BelowPoints { percent } => percent / 100.0 - SAME,
                Test::ZAtMost { z, .. } if is_comparable(moments) => moments.mean().zip(moments.sd()).map_or(f64::NAN, |(mean, sd)| mean + z * sd + SAME),
                Test::BelowMean { .. } if moments.n() >= 2 => moments.mean().map_or(f64::NAN, |mean| mean - SAME),
                Test::BottomShare { share, .. } if is_comparable(moments) => {
                    marks.clear();
                    marks.extend(at.share[pupils].iter().copied().filter(|share| !share.is_nan()));
                    bottom(&mut marks, *share)
                }
                _ => f64::NAN,
            };
        }
        cuts.into()
    }
}

/// The line of the bottom share with its treatment of ties; see [`Test::BottomShare`].
fn bottom(marks: &mut [f64], share: f64) -> f64 {
    let Some(line) = stats::quantile(marks, share) else { return f64::NAN };
    let taken = marks.iter().filter(|mark| **mark <= line + SAME).count() as f64;
    if taken <= TIES_CARRY_TO * share * marks.len() as f64 { line + SAME } else { line - SAME }
}

impl<'a> Engine<'a> {
    pub fn new(facts: &'a Facts, rule: &'a Rule) -> Self {
        let subjects = match &rule.subjects {
            Subjects::All => (0..facts.subjects.len()).collect(),
            Subjects::Some(chosen) => chosen.iter().filter_map(|wanted| facts.subjects.iter().position(|s| s == wanted)).collect(),
        };
        Self { facts, rule, subjects, root: Node::new(facts, &rule.when) }
    }

    /// Puts the reasons of this rule for a pupil into an empty list, if it catches the pupil.
    fn judge(&self, group: usize, pupil: usize, index: u16, reasons: &mut Vec<Reason>) {
        if !self.rule.grades.has(self.facts.groups[group].grade) {
            return;
        }
        let mask = self.mask(&self.root, group, pupil);
        if mask != 0 {
            self.explain(&self.root, group, pupil, mask, reasons);
            reasons.iter_mut().for_each(|reason| reason.rule = index);
        }
    }

    /// Whether the rule catches a pupil (whose grade it is for).
    pub fn catches(&self, group: usize, pupil: usize) -> bool {
        self.mask(&self.root, group, pupil) != 0
    }

    /// Whether a pupil has a newest result in a subject.
    pub fn is_scored(&self, subject: usize, pupil: usize) -> bool {
        self.newest(subject, pupil) != NO_SEAT
    }

    #[inline]
    fn newest(&self, subject: usize, pupil: usize) -> usize {
        self.facts.newest(pupil, subject, self.rule.lower_grade_papers)
    }

    fn column(&self, spot: Spot) -> usize {
        self.facts.seats(spot.group, spot.subject, self.rule.lower_grade_papers)[spot.seat].column
    }

    /// The result before this one that the pupil has a score in.
    fn earlier(&self, spot: Spot) -> Option<Spot> {
        let seats = self.facts.seats(spot.group, spot.subject, self.rule.lower_grade_papers);
        (spot.seat + 1..seats.len()).find(|i| self.facts.columns[seats[*i].column].is_scored(spot.pupil)).map(|seat| Spot { seat, ..spot })
    }

    /// Whether a test of results holds at one result.
    fn holds(&self, node: &Node, spot: Spot) -> bool {
        match node {
            Node::All(parts) => parts.iter().all(|part| self.holds(part, spot)),
            Node::Any(parts) => parts.iter().any(|part| self.holds(part, spot)),
            Node::Line(line) => {
                let column = self.column(spot);
                self.facts.columns[column].share[spot.pupil] <= line.cut(self.facts, column, spot.group)
            }
            Node::LowestBand => self.facts.columns[self.column(spot)].band(spot.pupil).is_some_and(|(rank, _)| rank == 0),
            Node::Decline { bands, z, within } => self.declined(spot, *bands, *z, *within),
            Node::InARow { times, of } => self.run(of, spot, u32::from(*times)) >= u32::from(*times),
            Node::Several { .. } | Node::AbsenceShare(_) | Node::AbsentDays(_) | Node::Sign(_) => false,
        }
    }

    fn declined(&self, spot: Spot, bands: Option<u8>, z: Option<f64>, within: Within) -> bool {
        let Some(before) = self.earlier(spot) else { return false };
        let (now, then) = (&self.facts.columns[self.column(spot)], &self.facts.columns[self.column(before)]);
        match (now.band(spot.pupil), then.band(spot.pupil)) {
            (Some((rank, of)), Some((rank_then, of_then))) => of == of_then && bands.is_some_and(|bands| rank + bands <= rank_then),
            (None, None) => z.is_some_and(|least| {
                let scope = self.facts.scope(within, spot.group);
                then.z(spot.pupil, scope) - now.z(spot.pupil, scope) >= least - SAME
            }),
            _ => false,
        }
    }

    /// In how many results in a row, backwards from this one, the node holds; counts no further than `most`.
    fn run(&self, node: &Node, spot: Spot, most: u32) -> u32 {
        let mut count = 0;
        let mut at = Some(spot);
        while let Some(spot) = at.filter(|spot| count < most && self.holds(node, *spot)) {
            count += 1;
            at = self.earlier(spot);
        }
        count
    }

    /// The subjects in which the expression holds for a pupil.
    fn mask(&self, node: &Node, group: usize, pupil: usize) -> u64 {
        match node {
            Node::All(parts) => {
                let mut mask = EVERY;
                for part in parts {
                    mask &= self.mask(part, group, pupil);
                    if mask == 0 {
                        break;
                    }
                }
                mask
            }
            Node::Any(parts) => parts.iter().fold(0, |mask, part| mask | self.mask(part, group, pupil)),
            Node::Several { at_least, of } => {
                let mask = self.mask(of, group, pupil);
                if mask.count_ones() >= u32::from(*at_least) { mask } else { 0 }
            }
            Node::AbsenceShare(share) => {
                let days = self.facts.days[pupil];
                let enough = days.school >= LEAST_SCHOOL_DAYS && f64::from(days.absent) / f64::from(days.school) >= share - SAME;
                if enough { EVERY } else { 0 }
            }
            Node::AbsentDays(least) => {
                if f64::from(self.facts.days[pupil].absent) >= *least {
                    EVERY
                } else {
                    0
                }
            }
            Node::Sign(test) => {
                if is_seen(test, &self.facts.signs[pupil]) {
                    EVERY
                } else {
                    0
                }
            }
            Node::Line(_) | Node::LowestBand | Node::Decline { .. } | Node::InARow { .. } => {
                let mut mask = 0;
                for &subject in &self.subjects {
                    let seat = self.newest(subject, pupil);
                    if seat != NO_SEAT && self.holds(node, Spot { group, subject, pupil, seat }) {
                        mask |= 1 << subject;
                    }
                }
                mask
            }
        }
    }

    /// The reasons of the tests that made the expression true in the subjects of `mask`.
    fn explain(&self, node: &Node, group: usize, pupil: usize, mask: u64, out: &mut Vec<Reason>) {
        match node {
            Node::All(parts) => parts.iter().for_each(|part| self.explain(part, group, pupil, mask, out)),
            Node::Any(parts) => {
                for part in parts {
                    let own = self.mask(part, group, pupil) & mask;
                    if own != 0 {
                        self.explain(part, group, pupil, own, out);
                    }
                }
            }
            Node::Several { of, .. } => self.explain(of, group, pupil, mask, out),
            Node::AbsenceShare(share) => add(out, self.absence(pupil, Kind::AbsenceShare, *share)),
            Node::AbsentDays(days) => add(out, self.absence(pupil, Kind::AbsentDays, *days)),
            Node::Sign(test) => {
                if let Some(reason) = seen_reason(test, &self.facts.signs[pupil]) {
                    add(out, reason);
                }
            }
            Node::Line(_) | Node::LowestBand | Node::Decline { .. } | Node::InARow { .. } => {
                for &subject in self.subjects.iter().filter(|s| mask & (1 << **s) != 0) {
                    self.explain_at(node, Spot { group, subject, pupil, seat: self.newest(subject, pupil) }, None, out);
                }
            }
        }
    }

    /// The reasons at one result; `row` is the length of the row that an outer test has counted.
    fn explain_at(&self, node: &Node, spot: Spot, row: Option<u32>, out: &mut Vec<Reason>) {
        match node {
            Node::All(parts) | Node::Any(parts) => {
                for part in parts.iter().filter(|part| self.holds(part, spot)) {
                    self.explain_at(part, spot, row, out);
                }
            }
            Node::InARow { of, .. } => {
                let row = self.run(of, spot, u32::MAX);
                self.explain_at(of, spot, Some(row), out);
            }
            Node::Line(line) => {
                let times = row.unwrap_or_else(|| self.run(node, spot, u32::MAX));
                add(out, self.below_line(line, spot, times));
            }
            Node::LowestBand => {
                let times = row.unwrap_or_else(|| self.run(node, spot, u32::MAX));
                let of = self.facts.columns[self.column(spot)].band(spot.pupil).map(|(_, of)| f64::from(of));
                add(out, self.reason(spot, Kind::LowestBand, None, Figures { value: 1.0, threshold: 1.0, full: of, times, ..Figures::default() }));
            }
            Node::Decline { bands, z, within } => {
                let times = row.unwrap_or_else(|| self.run(node, spot, u32::MAX));
                if let Some(reason) = self.decline(spot, *bands, *z, *within, times) {
                    add(out, reason);
                }
            }
            Node::Several { .. } | Node::AbsenceShare(_) | Node::AbsentDays(_) | Node::Sign(_) => {}
        }
    }

    fn reason(&self, spot: Spot, kind: Kind, within: Option<Within>, figures: Figures) -> Reason {
        Reason { rule: 0, subject: Some(self.facts.subjects[spot.subject].clone()), kind, within, figures, about: Vec::new() }
    }

    fn below_line(&self, line: &Line, spot: Spot, times: u32) -> Reason {
        let column = self.column(spot);
        let full = self.facts.full(column, spot.pupil);
        let share = self.facts.columns[column].share[spot.pupil];
        let moments = &self.facts.columns[column].moments[self.facts.scope(line.within, spot.group)];
        let cut = line.cut(self.facts, column, spot.group);
        let mut figures = Figures { value: share * full, full: Some(full), times, ..Figures::default() };
        let kind = match line.test {
            Test::BelowPoints { percent } => {
                figures.threshold = percent / 100.0 * full;
                return self.reason(spot, Kind::BelowPoints, None, figures);
            }
            Test::ZAtMost { .. } => Kind::FarBelowMean,
            Test::BelowMean { .. } => Kind::BelowMean,
            _ => Kind::BottomShare,
        };
        figures.threshold = cut * full;
        figures.n = Some(moments.n());
        figures.mean = moments.mean().map(|mean| mean * full);
        figures.sd = moments.sd().map(|sd| sd * full);
        figures.gap = figures.mean.map(|mean| mean - figures.value);
        self.reason(spot, kind, Some(line.within), figures)
    }

    fn decline(&self, spot: Spot, bands: Option<u8>, z: Option<f64>, within: Within, times: u32) -> Option<Reason> {
        let before = self.earlier(spot)?;
        let (column, column_then) = (self.column(spot), self.column(before));
        let (now, then) = (&self.facts.columns[column], &self.facts.columns[column_then]);
        if let (Some((rank, of)), Some((rank_then, _))) = (now.band(spot.pupil), then.band(spot.pupil)) {
            let lower = f64::from(rank_then) - f64::from(rank);
            let figures = Figures { value: lower, threshold: f64::from(bands?), full: Some(f64::from(of)), times, ..Figures::default() };
            return Some(self.reason(spot, Kind::DeclineBands, None, figures));
        }
        let scope = self.facts.scope(within, spot.group);
        let (full, full_then) = (self.facts.full(column, spot.pupil), self.facts.full(column_then, spot.pupil));
        let (value, value_then) = (now.share[spot.pupil] * full, then.share[spot.pupil] * full_then);
        let (mean, mean_then) = (now.moments[scope].mean()? * full, then.moments[scope].mean()? * full_then);
        let figures = Figures {
            value,
            threshold: z?,
            full: Some(full),
            mean: Some(mean),
            sd: now.moments[scope].sd().map(|sd| sd * full),
            n: Some(now.moments[scope].n()),
            gap: Some(mean - value),
            before: Some(value_then),
            before_gap: Some(mean_then - value_then),
            times,
            ..Figures::default()
        };
        Some(self.reason(spot, Kind::DeclinePoints, Some(within), figures))
    }

    fn absence(&self, pupil: usize, kind: Kind, threshold: f64) -> Reason {
        let days = self.facts.days[pupil];
        let (absent, school) = (f64::from(days.absent), f64::from(days.school));
        let value = if kind == Kind::AbsenceShare { absent / school } else { absent };
        let figures = Figures { value, threshold, absent_days: Some(absent), school_days: (school > 0.0).then_some(school), times: 1, ..Figures::default() };
        Reason { rule: 0, subject: None, kind, within: None, figures, about: Vec::new() }
    }
}

/// What a test of signs counts in a pupil and the least it asks for; `None` for tests of results and days.
fn counted(test: &Test, signs: &Signs) -> Option<(u16, u16)> {
    let (have, need) = match test {
        Test::Observed { item, seen, teachers } => (u16::from(signs.teachers(*item, *seen)), *teachers),
        Test::ObservedItems { items, seen } => (u16::try_from(signs.items(*seen).len()).unwrap_or(u16::MAX), *items),
        Test::HomeworkMissing { times } => (signs.homework_missing, *times),
        Test::ConductEvents { times } => (signs.conduct, *times),
        Test::NominatedBy { parties } => (u16::from(signs.parties()), *parties),
        _ => return None,
    };
    Some((have, u16::from(need)))
}

fn is_seen(test: &Test, signs: &Signs) -> bool {
    counted(test, signs).is_some_and(|(have, need)| have >= need)
}

fn seen_reason(test: &Test, signs: &Signs) -> Option<Reason> {
    let (have, need) = counted(test, signs)?;
    let codes = |seen: &Seen| signs.items(*seen).into_iter().map(|item| item.code().to_owned()).collect();
    let (kind, about) = match test {
        Test::Observed { item, seen, .. } => (if *seen == Seen::Help { Kind::ObservedHelp } else { Kind::ObservedWatch }, vec![item.code().to_owned()]),
        Test::ObservedItems { seen, .. } => (if *seen == Seen::Help { Kind::ItemsHelp } else { Kind::ItemsWatch }, codes(seen)),
        Test::HomeworkMissing { .. } => (Kind::HomeworkMissing, Vec::new()),
        Test::ConductEvents { .. } => (Kind::ConductEvents, Vec::new()),
        _ => (Kind::Nominated, signs.sources().into_iter().map(|source| source.code().to_owned()).collect()),
    };
    let figures = Figures { value: f64::from(have), threshold: f64::from(need), times: 1, ..Figures::default() };
    Some(Reason { rule: 0, subject: None, kind, within: None, figures, about })
}

/// Adds a reason once, where several branches lead to the same.
fn add(out: &mut Vec<Reason>, reason: Reason) {
    if !out.contains(&reason) {
        out.push(reason);
    }
}
