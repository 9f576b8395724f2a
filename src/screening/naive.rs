//! Tests of the engine: sentences about school life, and the same rules worked out a second, slow way on invented schools.
//! Long because both stand on one invented school.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::engine::{Candidate, screen};
use super::facts::{Facts, FactsBuilder};
use super::observation_signs::{EventKind, Item, Seen, Signs, Source, Tick};
use super::preview::{NotJudged, Preview, Scope, Why, preview};
use super::rule::{Expr, Grades, Rule, Test, Within, tests::rule};
use super::score::{Score, Subject};
use crate::base::{AssessmentId, ClassId, Id, Lang, PupilId, SchoolDate};
use uuid::Uuid;

fn id<T: Id>(n: usize) -> T {
    T::from_uuid(Uuid::from_u128(n as u128 + 1))
}

/// A school as rows, before it becomes [`Facts`].
#[derive(Default)]
struct School {
    /// Class and grade.
    pupils: Vec<(usize, u8)>,
    /// Day after 2025-09-01, and whether it was written.
    assessments: Vec<(i64, bool)>,
    /// Pupil, assessment, subject.
    results: BTreeMap<(usize, usize, usize), Score>,
    /// School days, days absent.
    days: BTreeMap<usize, (f64, f64)>,
    /// Pupil, teacher, item, how much.
    ticks: Vec<(usize, usize, Item, Seen)>,
    /// Pupil and what happened.
    events: Vec<(usize, EventKind)>,
    /// Pupil and who thinks of it.
    nominations: Vec<(usize, Source)>,
}

const CODES: [&str; 4] = ["chinese", "maths", "english", "science"];

impl School {
    fn facts(&self) -> Facts {
        let start: SchoolDate = "2025-09-01".parse().unwrap();
        let mut builder = FactsBuilder::new();
        for (a, (day, paper)) in self.assessments.iter().enumerate() {
            builder.assessment(id(a), start.plus_days(*day), *paper).unwrap();
        }
        for (p, (class, grade)) in self.pupils.iter().enumerate() {
            builder.pupil(id(p), id(*class), &format!("C{class}"), *grade).unwrap();
        }
        for ((p, a, s), score) in &self.results {
            builder.result(id(*p), id(*a), CODES[*s], *score).unwrap();
        }
        for (p, (school, absent)) in &self.days {
            builder.attendance(id(*p), *school, *absent).unwrap();
        }
        for p in 0..self.pupils.len() {
            builder.signs(id(p), self.signs(p)).unwrap();
        }
        builder.build().unwrap()
    }

    fn signs(&self, p: usize) -> Signs {
        let mut signs = Signs::default();
        signs.observed = self.ticks.iter().any(|tick| self.pupils[tick.0] == self.pupils[p]);
        let ticks: Vec<Tick> = self.ticks.iter().filter(|tick| tick.0 == p).map(|(_, teacher, item, seen)| Tick { teacher: id(*teacher), item: *item, seen: *seen }).collect();
        signs.add_ticks(&ticks);
        self.events.iter().filter(|event| event.0 == p).for_each(|event| signs.add_event(event.1));
        self.nominations.iter().filter(|nomination| nomination.0 == p).for_each(|nomination| signs.add_nomination(nomination.1));
        signs
    }

    /// One class of grade 3 with its marks of 100 in maths, in each assessment from the oldest on.
    fn of_maths(assessments: &[&[f64]]) -> Self {
        let mut school = Self { pupils: vec![(0, 3); assessments[0].len()], ..Self::default() };
        for (a, marks) in assessments.iter().enumerate() {
            school.assessments.push((a as i64 * 100, true));
            for (p, mark) in marks.iter().enumerate() {
                school.results.insert((p, a, 1), points(*mark));
            }
        }
        school
    }
}

fn points(value: f64) -> Score {
    Score::Points { value, full: 100.0 }
}

fn below_60() -> Expr {
    Test::BelowPoints { percent: 60.0 }.into()
}

fn in_a_row(times: u8, of: impl Into<Expr>) -> Expr {
    Test::InARow { times, of: Box::new(of.into()) }.into()
}

fn several(at_least: u8, of: impl Into<Expr>) -> Expr {
    Test::SeveralSubjects { at_least, of: Box::new(of.into()) }.into()
}

fn found(school: &School, when: impl Into<Expr>) -> Vec<Candidate> {
    screen(&school.facts(), &[rule(when)]).unwrap()
}

/// Each candidate's place with the reasons as a teacher reads them.
fn told(school: &School, when: impl Into<Expr>) -> Vec<(usize, Vec<String>)> {
    let places: HashMap<PupilId, usize> = (0..school.pupils.len()).map(|p| (id(p), p)).collect();
    let who = |c: &Candidate| places[&c.pupil];
    found(school, when).iter().map(|c| (who(c), c.reasons.iter().map(|r| r.text(Lang::ZhCn)).collect())).collect()
}

fn says(p: usize, texts: &[&str]) -> (usize, Vec<String>) {
    (p, texts.iter().map(|t| (*t).to_owned()).collect())
}

#[test]
fn a_mark_on_the_line_of_sixty_is_not_below_it_whatever_the_full_mark() {
    let mut school = School::of_maths(&[&[60.0, 59.5, 48.0]]);
    school.results.insert((0, 0, 0), Score::Points { value: 72.0, full: 120.0 });
    school.results.insert((1, 0, 0), Score::Points { value: 71.5, full: 120.0 });
    school.results.insert((2, 0, 0), Score::Absent);
    let want = [says(1, &["语文 71.5 分（满分 120 分），未到 72 分", "数学 59.5 分，未到 60 分"]), says(2, &["数学 48 分，未到 60 分"])];
    let mut seen = told(&school, below_60());
    seen.iter_mut().for_each(|(_, reasons)| reasons.sort_by_key(|r| !r.starts_with("语文")));
    assert_eq!(seen, want);
}

#[test]
fn a_child_far_below_the_class_twice_is_told_so_in_points_and_times() {
    let mut first = vec![80.0; 24];
    first[5] = 52.0;
    let mut now = vec![84.0; 24];
    now[5] = 57.0;
    now[6] = 60.0;
    let school = School::of_maths(&[&first, &now]);
    let z = Test::ZAtMost { z: -1.0, within: Within::Class };
    assert_eq!(told(&school, in_a_row(2, z.clone())), [says(5, &["数学比班平均低 25 分，第 2 次"])]);
    assert_eq!(told(&school, z), [says(5, &["数学比班平均低 25 分，第 2 次"]), says(6, &["数学比班平均低 22 分"])]);
}

#[test]
fn a_class_of_nineteen_is_not_compared_but_a_mean_is_no_comparison_of_spread() {
    let mut marks: Vec<f64> = (0..19).map(|i| 70.0 + f64::from(i)).collect();
    marks[0] = 20.0;
    let school = School::of_maths(&[&marks]);
    for test in [Test::ZAtMost { z: -1.0, within: Within::Class }, Test::BottomShare { share: 0.2, within: Within::Class }] {
        assert_eq!(found(&school, test.clone()), []);
        let seen = preview(&school.facts(), &rule(test)).unwrap();
        assert_eq!(seen.not_judged, [NotJudged { scope: Scope::Class(3, id(0), "C0".into()), subjects: vec![Subject::new("maths")], why: Why::TooFew(19) }]);
        assert_eq!((seen.judged, seen.warnings.len()), (0, 1));
        assert_eq!(seen.not_judged[0].why.msg().text(Lang::ZhCn), "只有 19 个成绩，不到 20 个，不作比较");
    }
    assert!(!found(&school, Test::BelowMean { within: Within::Class }).is_empty());
}

#[test]
fn equal_marks_at_the_line_of_the_bottom_fifth_are_never_split() {
    let with = |low: usize, level: usize| -> Vec<f64> {
        (0..25)
            .map(|i| {
                if i < low {
                    40.0
                } else if i < low + level {
                    60.0
                } else {
                    80.0 + i as f64
                }
            })
            .collect()
    };
    // A fifth of 25 is 5; up to 7 go with it, an eighth is too many.
    for (low, level, caught) in [(5, 0, 5), (4, 1, 5), (4, 3, 7), (4, 4, 4), (0, 7, 7), (0, 8, 0), (7, 0, 7)] {
        let school = School::of_maths(&[&with(low, level)]);
        assert_eq!(found(&school, Test::BottomShare { share: 0.2, within: Within::Class }).len(), caught, "{low} low, {level} level");
    }
}

#[test]
fn the_bottom_fifth_is_told_by_the_mark_most_others_have_passed() {
    let marks: Vec<f64> = (0..21).map(|i| 50.0 + 2.0 * f64::from(i)).collect();
    let seen = told(&School::of_maths(&[&marks]), Test::BottomShare { share: 0.2, within: Within::Class });
    assert_eq!((seen.len(), &seen[0]), (5, &says(0, &["数学 50 分，班里多数同学高于 58 分"])));
}

#[test]
fn bands_are_never_compared_with_a_mean() {
    let mut school = School { pupils: vec![(0, 4); 30], assessments: vec![(0, false)], ..School::default() };
    for p in 0..30 {
        school.results.insert((p, 0, 0), Score::Band { rank: u8::from(p > 1), of: 4 });
    }
    assert_eq!(told(&school, Expr::Any(vec![below_60(), Test::LowestBand.into()])), [says(0, &["语文在最低一档"]), says(1, &["语文在最低一档"])]);
    for test in [Test::ZAtMost { z: -0.1, within: Within::Grade }, Test::BelowMean { within: Within::School }, Test::BottomShare { share: 0.5, within: Within::Class }] {
        assert_eq!(found(&school, test.clone()), []);
        assert_eq!(preview(&school.facts(), &rule(test)).unwrap().not_judged[0].why, Why::BandsOnly);
    }
}

#[test]
fn written_exams_of_first_graders_are_not_judged_unless_the_local_rule_differs() {
    let mut school = School::of_maths(&[&[30.0, 90.0]]);
    school.pupils = vec![(0, 2); 2];
    assert_eq!(found(&school, below_60()), []);
    assert_eq!(preview(&school.facts(), &rule(below_60())).unwrap().not_judged[0].why, Why::Papers);
    let local = Rule { lower_grade_papers: true, ..rule(below_60()) };
    assert_eq!(screen(&school.facts(), &[local]).unwrap().len(), 1);
    school.assessments[0].1 = false;
    assert_eq!(found(&school, below_60()).len(), 1, "observation in class is judged");
}

#[test]
fn an_exam_a_child_missed_neither_counts_nor_breaks_the_row() {
    let mut school = School::of_maths(&[&[40.0, 40.0, 90.0], &[45.0, 70.0, 90.0], &[50.0, 50.0, 50.0]]);
    assert_eq!(told(&school, in_a_row(2, below_60())), [says(0, &["数学 50 分，未到 60 分，第 3 次"])]);
    school.results.insert((1, 1, 1), Score::Deferred);
    assert_eq!(told(&school, in_a_row(2, below_60()))[1], says(1, &["数学 50 分，未到 60 分，第 2 次"]));
    school.results.insert((1, 2, 1), Score::Absent);
    assert_eq!(told(&school, in_a_row(2, below_60())).len(), 1, "who missed the newest is not judged by old results");
}

#[test]
fn a_make_up_exam_concerns_only_those_who_sat_it() {
    let mut school = School::of_maths(&[&[40.0, 90.0, 90.0]]);
    school.results.insert((1, 0, 1), Score::Deferred);
    school.assessments.push((7, true));
    school.results.insert((1, 1, 1), points(55.0));
    assert_eq!(told(&school, below_60()), [says(0, &["数学 40 分，未到 60 分"]), says(1, &["数学 55 分，未到 60 分"])]);
}

#[test]
fn a_decline_is_measured_against_the_child_alone() {
    let first: Vec<f64> = (0..24).map(|i| 60.0 + f64::from(i)).collect();
    let mut now = first.clone();
    now[23] = 62.0; // The mean was 71.5 and is 70.625.
    let decline = Test::DeclineAgainstSelf { bands: Some(1), z: Some(0.5), within: Within::Grade };
    let school = School::of_maths(&[&first, &now]);
    assert_eq!(told(&school, decline.clone()), [says(23, &["数学上次比年级平均高 11 分，这次低 8.6 分"])]);
    let mut bands = School { pupils: vec![(0, 5); 3], assessments: vec![(0, false), (90, false)], ..School::default() };
    for (p, (then, rank, of)) in [(3, 2, 4), (1, 1, 4), (3, 2, 5)].into_iter().enumerate() {
        bands.results.insert((p, 0, 3), Score::Band { rank: then, of: 4 });
        bands.results.insert((p, 1, 3), Score::Band { rank, of });
    }
    assert_eq!(told(&bands, decline), [says(0, &["科学比上次低 1 个等级"])], "two scales are not compared");
}

#[test]
fn tests_joined_by_and_hold_in_the_same_subject() {
    let mut school = School::of_maths(&[&[70.0, 70.0], &[50.0, 50.0]]);
    for (p, a, mark) in [(0, 0, 40.0), (0, 1, 80.0), (1, 0, 40.0), (1, 1, 45.0)] {
        school.results.insert((p, a, 0), points(mark));
    }
    let both = Expr::All(vec![below_60(), in_a_row(2, below_60())]);
    let seen = told(&school, both);
    assert_eq!(seen, [says(1, &["语文 45 分，未到 60 分，第 2 次"])], "low in maths now and in Chinese before is not twice");
    assert_eq!(told(&school, several(2, below_60())).iter().map(|c| c.0).collect::<Vec<_>>(), [1]);
}

#[test]
fn absence_is_counted_in_days_and_judged_after_ten_days_of_school() {
    let mut school = School::of_maths(&[&[90.0, 90.0, 50.0, 90.0]]);
    school.days = [(0, (50.0, 6.0)), (1, (50.0, 4.5)), (2, (50.0, 5.0)), (3, (5.0, 3.0))].into();
    let absent = || Expr::from(Test::AbsenceShare { share: 0.1 });
    assert_eq!(told(&school, absent()), [says(0, &["缺勤 6 天（12%）"]), says(2, &["缺勤 5 天（10%）"])]);
    assert_eq!(told(&school, Test::AbsentDays { days: 3.0 })[3], says(3, &["缺勤 3 天（60%）"]));
    assert_eq!(told(&school, Expr::All(vec![absent(), below_60()])), [says(2, &["缺勤 5 天（10%）", "数学 50 分，未到 60 分"])]);
    assert_eq!(told(&school, Expr::Any(vec![below_60(), absent()])), [says(0, &["缺勤 6 天（12%）"]), says(2, &["数学 50 分，未到 60 分", "缺勤 5 天（10%）"])]);
}

#[test]
fn what_people_see_is_told_with_how_many_saw_it() {
    let mut school = School::of_maths(&[&[90.0, 50.0, 90.0, 90.0]]);
    for (p, teacher, seen) in [(0, 0, Seen::Help), (0, 1, Seen::Help), (0, 2, Seen::Watch), (1, 0, Seen::Watch)] {
        school.ticks.push((p, teacher, Item::Attention, seen));
    }
    school.events = vec![(2, EventKind::Quarrel), (2, EventKind::Disturbing), (2, EventKind::HomeworkMissing), (2, EventKind::Quarrel)];
    school.nominations = vec![(3, Source::Grandparent), (3, Source::Parent), (1, Source::Teacher), (1, Source::Child)];
    let attention = |seen, teachers| Test::Observed { item: Item::Attention, seen, teachers };
    assert_eq!(told(&school, attention(Seen::Help, 2)), [says(0, &["2 位老师看到：上课注意力需要帮助"])]);
    assert_eq!(told(&school, attention(Seen::Watch, 3)), [says(0, &["3 位老师看到：上课注意力可以留意"])]);
    assert_eq!(told(&school, Test::ConductEvents { times: 3 }), [says(2, &["近 30 天行为记录 3 次"])]);
    assert_eq!(told(&school, Test::NominatedBy { parties: 2 }), [says(1, &["被提名：老师、学生本人"])], "mother and grandmother are one family");
    let both = Expr::All(vec![attention(Seen::Watch, 1).into(), below_60()]);
    assert_eq!(told(&school, both), [says(1, &["1 位老师看到：上课注意力可以留意", "数学 50 分，未到 60 分"])]);
}

#[test]
fn a_class_that_nobody_observed_is_not_judged_by_its_silence() {
    let mut school = School::of_maths(&[&[90.0, 50.0]]);
    let observed = || Expr::from(Test::ObservedItems { items: 1, seen: Seen::Watch });
    let seen = preview(&school.facts(), &rule(observed())).unwrap();
    assert_eq!((seen.judged, seen.not_judged[0].why), (0, Why::NotObserved));
    assert_eq!(preview(&school.facts(), &rule(Test::ConductEvents { times: 1 })).unwrap().judged, 2, "no event is good news");
    school.ticks.push((0, 0, Item::Habits, Seen::Watch));
    let seen = preview(&school.facts(), &rule(observed())).unwrap();
    assert_eq!((seen.judged, seen.caught, seen.not_judged.len()), (2, 1, 0));
}

#[test]
fn first_graders_are_found_by_what_teachers_see_and_not_by_papers() {
    let mut school = School::of_maths(&[&[30.0, 90.0]]);
    school.pupils = vec![(0, 1); 2];
    school.ticks = vec![(1, 0, Item::Memory, Seen::Help), (1, 0, Item::Attention, Seen::Help)];
    let rules: Vec<Rule> = super::default_rules(Lang::ZhCn).unwrap();
    let found: Vec<PupilId> = screen(&school.facts(), &rules).unwrap().iter().map(|c| c.pupil).collect();
    assert_eq!(found, [id(1)]);
}

#[test]
fn a_rule_set_aside_finds_nobody_and_a_broken_one_is_refused() {
    let facts = School::of_maths(&[&[10.0]]).facts();
    assert_eq!(screen(&facts, &[Rule { active: false, ..rule(below_60()) }]).unwrap(), []);
    let broken = rule(Expr::All(vec![]));
    assert!(screen(&facts, std::slice::from_ref(&broken)).is_err() && preview(&facts, &broken).is_err());
}

#[test]
fn the_preview_counts_by_class_and_warns_of_a_rule_that_is_too_wide() {
    let marks: Vec<f64> = (0..24).map(|i| 40.0 + f64::from(i) * 2.0).collect();
    let mut school = School::of_maths(&[&marks]);
    (12..24).for_each(|p| school.pupils[p] = (1, 4));
    school.pupils.push((1, 4));
    let Preview { caught, of, judged, classes, grades, warnings, .. } = preview(&school.facts(), &rule(Test::BelowMean { within: Within::School })).unwrap();
    assert_eq!((caught, of, judged), (12, 25, 24));
    assert_eq!(classes.iter().map(|c| (c.name.as_str(), c.grade, c.caught, c.of)).collect::<Vec<_>>(), [("C0", 3, 12, 12), ("C1", 4, 0, 13)]);
    assert_eq!(grades.iter().map(|g| (g.grade, g.caught, g.of)).collect::<Vec<_>>(), [(3, 12, 12), (4, 0, 13)]);
    let keys: Vec<&str> = warnings.iter().map(|w| w.key.as_ref()).collect();
    assert_eq!(keys, ["screening-warning-finds-half", "screening-warning-quarter", "screening-warning-more-than-guide", "screening-warning-some-not-judged"]);
    assert_eq!(warnings[1].text(Lang::ZhCn), "有 1 个班超过四分之一的学生入选（最多的是C0：12 人中 12 人），条件可能太宽。");
}

#[test]
fn the_preview_says_where_history_or_attendance_is_missing() {
    let school = School::of_maths(&[&[50.0, 90.0]]);
    let seen = preview(&school.facts(), &rule(in_a_row(2, below_60()))).unwrap();
    assert_eq!(seen.not_judged[0].why, Why::TooLittleHistory { have: 1, need: 2 });
    let seen = preview(&school.facts(), &rule(Test::AbsenceShare { share: 0.1 })).unwrap();
    assert_eq!((seen.not_judged[0].why, seen.judged), (Why::NoAttendance, 0));
    let either = preview(&school.facts(), &rule(Expr::Any(vec![below_60(), Test::AbsenceShare { share: 0.1 }.into()]))).unwrap();
    assert_eq!((either.judged, either.caught, either.not_judged.len()), (2, 1, 0));
}

#[test]
fn facts_refuse_what_is_no_score_and_pass_over_who_is_not_there() {
    let mut builder = FactsBuilder::new();
    builder.assessment(id(0), "2025-09-01".parse().unwrap(), true).unwrap();
    builder.pupil(id(0), id(0), "C", 3).unwrap();
    for score in [Score::Points { value: f64::NAN, full: 100.0 }, Score::Points { value: 1.0, full: 0.0 }, Score::Band { rank: 4, of: 4 }] {
        assert!(builder.result(id(0), id(0), "maths", score).is_err(), "{score:?}");
    }
    assert!(builder.result(id(0), id(9), "maths", points(1.0)).is_err());
    assert!(builder.result(id(9), id(0), "maths", points(1.0)).is_ok());
    assert!(builder.attendance(id(0), -1.0, 0.0).is_err());
    assert!(builder.pupil(id(1), id(0), "C", 3).is_err(), "pupils come before results");
    let empty = FactsBuilder::new().build().unwrap();
    assert!(empty.is_empty() && screen(&empty, &[rule(below_60())]).unwrap().is_empty());
    assert_eq!(preview(&empty, &rule(below_60())).unwrap().share(), 0.0);
}

// The same rules a second, slow way: straight from the rows, one pupil at a time.

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (x ^ (x >> 31)) % sides
    }
}

/// A school with combined and small classes, ties, bands, absences, several full marks and a make-up exam.
fn invented(seed: u64) -> School {
    let mut dice = Dice(seed);
    let mut school = School { assessments: vec![(0, true), (120, false), (240, true), (250, true)], ..School::default() };
    for class in 0..8 {
        let size = 6 + dice.roll(40);
        let grade = 1 + dice.roll(6) as u8;
        for i in 0..size {
            school.pupils.push((class, if class == 7 && i.is_multiple_of(2) { grade % 6 + 1 } else { grade }));
        }
    }
    for p in 0..school.pupils.len() {
        let ability = dice.roll(50) as f64;
        for a in 0..4 {
            for s in 0..4 {
                if (a == 3 && dice.roll(12) > 0) || (school.pupils[p].0 == 2 && a == 2) {
                    continue;
                }
                let full = if s == 1 && a > 0 { 120.0 } else { 100.0 };
                let score = match dice.roll(20) {
                    0 => Score::Absent,
                    1 => Score::Deferred,
                    2 => Score::Exempt,
                    3 => continue,
                    _ if s == 3 || (s == 2 && school.pupils[p].0.is_multiple_of(3)) => Score::Band { rank: dice.roll(4) as u8, of: if a == 0 && s == 2 { 5 } else { 4 } },
                    _ => Score::Points { value: ((20.0 + ability + dice.roll(32) as f64) * full / 100.0).round(), full },
                };
                school.results.insert((p, a, s), score);
            }
        }
        if dice.roll(10) > 0 {
            school.days.insert(p, (5.0 + dice.roll(60) as f64, dice.roll(20) as f64 / 2.0));
        }
        see(&mut school, &mut dice, p);
    }
    school
}

/// What people see in an invented pupil; nobody has filled in the form for class 4.
fn see(school: &mut School, dice: &mut Dice, p: usize) {
    for _ in 0..dice.roll(6) {
        let (teacher, item, seen) = (dice.roll(4) as usize, Item::ALL[dice.roll(9) as usize], Seen::ALL[dice.roll(2) as usize]);
        if school.pupils[p].0 != 4 {
            school.ticks.push((p, teacher, item, seen));
        }
    }
    (0..dice.roll(5)).for_each(|_| school.events.push((p, EventKind::ALL[dice.roll(6) as usize])));
    (0..dice.roll(3)).for_each(|_| school.nominations.push((p, Source::ALL[dice.roll(4) as usize])));
}

/// Class, grade, assessment, subject and group.
type Known = (usize, u8, usize, usize, Within);

struct Slow<'a> {
    school: &'a School,
    papers: bool,
    /// Marks that were gathered before.
    known: RefCell<HashMap<Known, Rc<[f64]>>>,
    histories: Vec<[Vec<usize>; 4]>,
}

impl<'a> Slow<'a> {
    fn new(school: &'a School, papers: bool) -> Self {
        let mut slow = Self { school, papers, known: RefCell::default(), histories: Vec::new() };
        slow.histories = (0..school.pupils.len()).map(|p| [0, 1, 2, 3].map(|s| slow.history(p, s))).collect();
        slow
    }
    fn share(&self, p: usize, a: usize, s: usize) -> Option<f64> {
        match self.school.results.get(&(p, a, s)) {
            Some(Score::Points { value, full }) => Some(value / full),
            _ => None,
        }
    }
    fn is_scored(&self, p: usize, a: usize, s: usize) -> bool {
        matches!(self.school.results.get(&(p, a, s)), Some(Score::Points { .. } | Score::Band { .. }))
    }
    fn peers(&self, p: usize, within: Within) -> Vec<usize> {
        let (class, grade) = self.school.pupils[p];
        let like = |q: &usize| match within {
            Within::Class => self.school.pupils[*q] == (class, grade),
            Within::Grade => self.school.pupils[*q].1 == grade,
            Within::School => true,
        };
        (0..self.school.pupils.len()).filter(like).collect()
    }
    fn marks(&self, p: usize, a: usize, s: usize, within: Within) -> Rc<[f64]> {
        let (class, grade) = self.school.pupils[p];
        let find = || {
            let mut marks: Vec<f64> = self.peers(p, within).iter().filter_map(|q| self.share(*q, a, s)).collect();
            marks.sort_by(f64::total_cmp);
            marks.into()
        };
        self.known.borrow_mut().entry((class, grade, a, s, within)).or_insert_with(find).clone()
    }
    /// The pupil's results to look at, newest first; empty when the newest of the class is not there.
    fn history(&self, p: usize, s: usize) -> Vec<usize> {
        let peers = self.peers(p, Within::Class);
        let in_class = |a: usize| peers.iter().filter(|q| self.school.results.contains_key(&(**q, a, s))).count();
        let fair = |a: &usize| self.papers || self.school.pupils[p].1 > 2 || !self.school.assessments[*a].1;
        let sat: Vec<usize> = (0..self.school.assessments.len()).rev().filter(fair).filter(|a| in_class(*a) > 0).collect();
        let newest = sat.iter().position(|a| self.school.results.contains_key(&(p, *a, s)) || in_class(*a) * 2 >= peers.len());
        match newest {
            Some(i) if self.is_scored(p, sat[i], s) => sat[i..].iter().copied().filter(|a| self.is_scored(p, *a, s)).collect(),
            _ => Vec::new(),
        }
    }
    fn z(&self, p: usize, a: usize, s: usize, within: Within) -> Option<f64> {
        let marks = self.marks(p, a, s, within);
        let n = marks.len() as f64;
        let mean = marks.iter().sum::<f64>() / n;
        let sd = (marks.iter().map(|m| (m - mean).powi(2)).sum::<f64>() / n).sqrt();
        (marks.len() >= 20 && sd > 1e-9).then_some((self.share(p, a, s)? - mean) / sd)
    }
    fn in_bottom(&self, p: usize, a: usize, s: usize, share: f64, within: Within) -> bool {
        let marks = self.marks(p, a, s, within);
        let Some(own) = self.share(p, a, s).filter(|_| marks.len() >= 20 && marks[marks.len() - 1] > marks[0]) else { return false };
        let h = (marks.len() - 1) as f64 * share;
        let low = marks[h.floor() as usize];
        let line = low + h.fract() * (marks[(h.ceil()) as usize] - low);
        let up_to = marks.iter().filter(|m| **m <= line + 1e-9).count() as f64;
        own < line - 1e-9 || (own <= line + 1e-9 && up_to <= 1.5 * share * marks.len() as f64)
    }

    /// Whether it holds in one subject at one place of the history, or (without a subject) by attendance alone.
    fn holds(&self, expr: &Expr, p: usize, at: Option<(usize, &[usize])>) -> bool {
        let test = match expr {
            Expr::All(parts) => return parts.iter().all(|part| self.holds(part, p, at)),
            Expr::Any(parts) => return parts.iter().any(|part| self.holds(part, p, at)),
            Expr::Test(test) => test,
        };
        let (school, absent) = self.school.days.get(&p).copied().unwrap_or_default();
        match test {
            Test::AbsenceShare { share } => return school >= 10.0 && absent >= share * school - 1e-9,
            Test::AbsentDays { days } => return absent >= *days,
            sign if sign.is_sign() => return self.is_seen(sign, p),
            _ => {}
        }
        let Some((s, [a, earlier @ ..])) = at else { return false };
        match test {
            Test::BelowPoints { percent } => self.share(p, *a, s).is_some_and(|share| share * 100.0 < percent - 1e-6),
            Test::LowestBand => matches!(self.school.results[&(p, *a, s)], Score::Band { rank: 0, .. }),
            Test::ZAtMost { z, within } => self.z(p, *a, s, *within).is_some_and(|own| own <= z + 1e-7),
            Test::BelowMean { within } => {
                let marks = self.marks(p, *a, s, *within);
                marks.len() > 1 && self.share(p, *a, s).is_some_and(|own| own < marks.iter().sum::<f64>() / marks.len() as f64 - 1e-9)
            }
            Test::BottomShare { share, within } => self.in_bottom(p, *a, s, *share, *within),
            Test::InARow { times, of } => {
                let times = usize::from(*times);
                at.is_some_and(|(_, all)| all.len() >= times && (0..times).all(|k| self.holds(of, p, Some((s, &all[k..])))))
            }
            Test::DeclineAgainstSelf { bands, z, within } => earlier.first().is_some_and(|b| match (self.school.results[&(p, *a, s)], self.school.results[&(p, *b, s)]) {
                (Score::Band { rank, of }, Score::Band { rank: then, of: of_then }) => of == of_then && bands.is_some_and(|least| then >= rank + least),
                (Score::Points { .. }, Score::Points { .. }) => {
                    let (now, then) = (self.z(p, *a, s, *within), self.z(p, *b, s, *within));
                    z.is_some_and(|least| now.zip(then).is_some_and(|(now, then)| then - now >= least - 1e-9))
                }
                _ => false,
            }),
            Test::SeveralSubjects { at_least, of } => {
                let count = (0..4).filter(|s| self.holds(of, p, Some((*s, &self.histories[p][*s])))).count();
                self.holds(of, p, at) && count >= usize::from(*at_least)
            }
            _ => false,
        }
    }

    fn is_seen(&self, test: &Test, p: usize) -> bool {
        let ticked = |item: Item, least: Seen| {
            let teachers = self.school.ticks.iter().filter(|tick| tick.0 == p && tick.2 == item && (least == Seen::Watch || tick.3 == Seen::Help)).map(|tick| tick.1);
            teachers.collect::<BTreeSet<_>>().len()
        };
        let happened = |conduct: bool| self.school.events.iter().filter(|event| event.0 == p && (event.1 != EventKind::HomeworkMissing) == conduct).count();
        let said = |any: &[Source]| usize::from(self.school.nominations.iter().any(|nomination| nomination.0 == p && any.contains(&nomination.1)));
        match test {
            Test::Observed { item, seen, teachers } => ticked(*item, *seen) >= usize::from(*teachers),
            Test::ObservedItems { items, seen } => Item::ALL.iter().filter(|item| ticked(**item, *seen) > 0).count() >= usize::from(*items),
            Test::HomeworkMissing { times } => happened(false) >= usize::from(*times),
            Test::ConductEvents { times } => happened(true) >= usize::from(*times),
            Test::NominatedBy { parties } => said(&[Source::Teacher]) + said(&[Source::Parent, Source::Grandparent]) + said(&[Source::Child]) >= usize::from(*parties),
            _ => false,
        }
    }

    fn catches(&self, rule: &Rule, p: usize) -> bool {
        rule.grades.has(self.school.pupils[p].1) && (self.holds(&rule.when, p, None) || (0..4).any(|s| self.holds(&rule.when, p, Some((s, &self.histories[p][s])))))
    }
}

/// Low in two subjects and nominated, or much conduct.
fn several_or_seen(low: Expr) -> Expr {
    Expr::Any(vec![Expr::All(vec![several(2, low), Test::NominatedBy { parties: 1 }.into()]), Test::ConductEvents { times: 4 }.into()])
}

fn rules_of_all_kinds() -> Vec<Rule> {
    let z = |z, within| Expr::from(Test::ZAtMost { z, within });
    let bottom = |share, within| Expr::from(Test::BottomShare { share, within });
    let decline = |within| Expr::from(Test::DeclineAgainstSelf { bands: Some(1), z: Some(0.5), within });
    let absence = || Expr::from(Test::AbsenceShare { share: 0.1 });
    let low = || Expr::Any(vec![below_60(), Test::LowestBand.into()]);
    let mut rules: Vec<Rule> = [
        z(-1.0, Within::Class),
        z(-1.3, Within::Grade),
        z(-1.5, Within::School),
        bottom(0.2, Within::Class),
        bottom(0.25, Within::Grade),
        bottom(0.1, Within::School),
        Test::BelowMean { within: Within::Class }.into(),
        in_a_row(3, Test::BelowMean { within: Within::Grade }),
        in_a_row(2, low()),
        in_a_row(2, Expr::All(vec![z(-0.5, Within::Class), Expr::Any(vec![bottom(0.3, Within::School), decline(Within::School)])])),
        in_a_row(2, decline(Within::Grade)),
        several(2, decline(Within::Class)),
        several(3, low()),
        several(2, in_a_row(2, low())),
        Expr::All(vec![absence(), low()]),
        Expr::All(vec![Expr::Any(vec![absence(), low()]), Test::BelowMean { within: Within::School }.into()]),
        Test::Observed { item: Item::Attention, seen: Seen::Help, teachers: 2 }.into(),
        Test::Observed { item: Item::Conduct, seen: Seen::Watch, teachers: 1 }.into(),
        Test::ObservedItems { items: 3, seen: Seen::Watch }.into(),
        Test::HomeworkMissing { times: 2 }.into(),
        Test::ConductEvents { times: 3 }.into(),
        Test::NominatedBy { parties: 2 }.into(),
        Expr::All(vec![Test::ObservedItems { items: 2, seen: Seen::Help }.into(), low()]),
        several_or_seen(low()),
        Expr::Any(vec![Expr::All(vec![absence(), Test::AbsentDays { days: 6.0 }.into()]), several(2, bottom(0.2, Within::Grade))]),
    ]
    .into_iter()
    .map(rule)
    .collect();
    rules.extend(super::default_rules(Lang::ZhCn).unwrap().into_iter().map(|rule| Rule { active: true, ..rule }));
    rules.push(Rule { grades: Grades { from: 3, to: 5 }, ..rule(low()) });
    rules.push(Rule { lower_grade_papers: true, ..rule(in_a_row(2, below_60())) });
    rules
}

#[test]
fn the_engine_finds_whom_the_slow_way_finds() {
    let rules = rules_of_all_kinds();
    let mut caught_by = vec![0_usize; rules.len()];
    for seed in 0..10 {
        let school = invented(seed);
        let facts = school.facts();
        let (fair, local) = (Slow::new(&school, false), Slow::new(&school, true));
        let candidates = screen(&facts, &rules).unwrap();
        for (r, rule) in rules.iter().enumerate() {
            let slow = if rule.lower_grade_papers { &local } else { &fair };
            let mut fast: Vec<PupilId> = candidates.iter().filter(|c| c.reasons.iter().any(|reason| usize::from(reason.rule) == r)).map(|c| c.pupil).collect();
            fast.sort();
            let want: Vec<PupilId> = (0..school.pupils.len()).filter(|p| slow.catches(rule, *p)).map(id).collect();
            assert_eq!(fast, want, "seed {seed}, {:?}", rule.when);
            assert_eq!(preview(&facts, rule).unwrap().caught as usize, want.len());
            caught_by[r] += want.len();
        }
    }
    assert!(caught_by.iter().all(|count| *count > 0), "every rule is put to the test: {caught_by:?}");
}

#[test]
fn the_order_of_the_rows_does_not_matter() {
    let school = invented(99);
    let mut backwards = FactsBuilder::new();
    for a in (0..school.assessments.len()).rev() {
        backwards.assessment(id::<AssessmentId>(a), "2025-09-01".parse::<SchoolDate>().unwrap().plus_days(school.assessments[a].0), school.assessments[a].1).unwrap();
    }
    for (p, (class, grade)) in school.pupils.iter().enumerate().rev() {
        backwards.pupil(id(p), id::<ClassId>(*class), &format!("C{class}"), *grade).unwrap();
    }
    for ((p, a, s), score) in school.results.iter().rev() {
        backwards.result(id(*p), id(*a), CODES[*s], *score).unwrap();
    }
    for (p, (days, absent)) in school.days.iter().rev() {
        backwards.attendance(id(*p), *days, *absent).unwrap();
    }
    for p in (0..school.pupils.len()).rev() {
        backwards.signs(id(p), school.signs(p)).unwrap();
    }
    let rules = rules_of_all_kinds();
    let ids = |facts: &Facts| {
        let mut found: Vec<PupilId> = screen(facts, &rules).unwrap().iter().map(|c| c.pupil).collect();
        found.sort();
        found
    };
    assert_eq!(ids(&school.facts()), ids(&backwards.build().unwrap()));
}

#[test]
fn a_county_shared_by_two_threads_is_found_as_its_schools_are() {
    let mut county = School { assessments: vec![(0, true)], ..School::default() };
    let mut dice = Dice(5);
    for p in 0..10_050 {
        county.pupils.push((p / 50, 4));
        county.results.insert((p, 0, 1), points(dice.roll(101) as f64));
    }
    let seen = told(&county, Test::BottomShare { share: 0.1, within: Within::Class });
    let alone = School { pupils: county.pupils[9_000..].to_vec(), assessments: vec![(0, true)], ..School::default() };
    let results = county.results.range((9_000, 0, 0)..).map(|((p, a, s), score)| ((p - 9_000, *a, *s), *score)).collect();
    let own = told(&School { results, ..alone }, Test::BottomShare { share: 0.1, within: Within::Class });
    assert!(own.len() > 50 && seen.windows(2).all(|two| two[0].0 < two[1].0));
    assert_eq!(seen.iter().filter(|c| c.0 >= 9_000).map(|c| (c.0 - 9_000, c.1.clone())).collect::<Vec<_>>(), own);
}
