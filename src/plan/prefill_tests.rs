//! The draft: small, traceable, and read as narrowly as what it rests on.

use super::item::{Dimension, Hand, Kind, Need, SECTIONS};
use super::prefill::{ALIKE_MOST, FactCategory, FactCause, FactOwn, FactProgramme, FactSubject, Facts, MEASURES_MOST, PARTS_MOST, propose};
use crate::base::{Lang, SchoolDate};

fn day(text: &str) -> SchoolDate {
    text.parse().unwrap()
}

fn cause(code: &'static str, need: Need, seen: &[(&str, &str)]) -> FactCause {
    FactCause { code, need, seen: seen.iter().map(|(part, fact)| ((*part).into(), format!("{part}老师"), (*fact).into())).collect() }
}

fn facts() -> Facts {
    Facts {
        causes: vec![
            cause("knowledge_gap", Need::Lesson, &[("maths", "退位减法三题空着")]),
            cause("attention", Need::Lesson, &[("homeroom", "9月12日晨读"), ("maths", "9月15日")]),
            cause("grandparents", Need::Family, &[("homeroom", "和奶奶住")]),
        ],
        categories: vec![FactCategory { code: "target_pupil", kind: "learning".into(), need: Need::Lesson, programmes: "待优生帮教".into() }],
        subjects: vec![FactSubject {
            subject: "maths".into(),
            name: "数学".into(),
            gaps: "退位减法".into(),
            next: "每天两题".into(),
            by: "李老师".into(),
            day: Some(day("2026-09-16")),
            history: vec![44.0, 52.0],
            last: "期末 52".into(),
        }],
        programmes: vec![FactProgramme {
            name: "待优生帮教".into(),
            preset: "target_pupil".into(),
            priorities: vec!["improve", "answer", "check", "commend"],
            promises: vec![("talk_every", 1, "week")],
        }],
        near: Some(day("2026-11-13")),
        far: Some(day("2027-01-20")),
        ..Facts::default()
    }
}

#[test]
fn every_sentence_of_a_draft_says_what_it_came_from() {
    let drafts = propose(&facts(), false, Lang::ZhCn);
    assert!(!drafts.is_empty());
    for draft in &drafts {
        assert!(!draft.body.text.is_empty() && !draft.body.text.starts_with("plan-"), "{draft:?}");
        assert!(draft.body.sources.iter().any(|one| one.what != "library"), "{draft:?}");
    }
}

#[test]
fn the_goals_of_a_subject_start_from_the_childs_own_marks() {
    let drafts = propose(&facts(), false, Lang::ZhCn);
    let goals: Vec<(&str, &str, &str)> = drafts
        .iter()
        .filter(|draft| draft.kind == Kind::Goal && draft.subject == "maths")
        .map(|draft| (&*draft.body.horizon, &*draft.body.baseline, &*draft.body.target))
        .collect();
    assert_eq!(goals, [("near", "48", "54"), ("far", "48", "60")]);
    let unknown = Facts { subjects: vec![FactSubject { subject: "maths".into(), name: "数学".into(), ..FactSubject::default() }], ..facts() };
    let goal = propose(&unknown, false, Lang::ZhCn).into_iter().find(|draft| draft.subject == "maths").unwrap();
    assert_eq!((goal.body.baseline.as_str(), goal.body.target.as_str()), ("", ""), "nothing is made up");
}

#[test]
fn the_schools_priorities_come_first_and_a_plan_stays_small() {
    let drafts = propose(&facts(), false, Lang::ZhCn);
    let measures: Vec<&str> = drafts.iter().filter(|draft| draft.kind == Kind::Measure).map(|draft| draft.body.code.as_str()).collect();
    assert_eq!(measures[..5], ["improve", "answer", "check", "commend", "talk_every"]);
    assert!(measures.len() <= MEASURES_MOST + ALIKE_MOST, "{measures:?}");
    for kind in [Kind::Family, Kind::Child] {
        let parts = drafts.iter().filter(|draft| draft.kind == kind).count();
        assert!((1..=PARTS_MOST).contains(&parts), "{kind:?}");
    }
}

#[test]
fn the_template_of_a_programme_brings_the_measures_of_its_own_plan() {
    let of = |preset: &str| {
        let facts = Facts { programmes: vec![FactProgramme { name: "项目".into(), preset: preset.into(), priorities: Vec::new(), promises: Vec::new() }], ..facts() };
        propose(&facts, false, Lang::ZhCn).into_iter().filter(|draft| draft.kind == Kind::Measure).map(|draft| draft.body.code).collect::<Vec<_>>()
    };
    let (a9, a5) = (of("target_pupil"), of("learning_difficulty"));
    assert!(a9.iter().any(|code| code == "basics") && a5.iter().any(|code| code == "make_up"), "{a9:?} {a5:?}");
    assert_ne!(a9, a5);
}

#[test]
fn what_two_programmes_promise_is_planned_once_by_the_one_that_promises_more() {
    let programme = |name: &str, promise| FactProgramme { name: name.into(), preset: "mentor".into(), priorities: Vec::new(), promises: vec![promise] };
    let both = Facts { programmes: vec![programme("导师", ("talk_every", 1, "month")), programme("待优", ("talk_every", 1, "week"))], ..Facts::default() };
    let talks: Vec<(String, String)> =
        propose(&both, false, Lang::ZhCn).into_iter().filter(|one| one.body.code == "talk_every").map(|one| (one.body.span, one.body.sources[0].fact.clone())).collect();
    assert_eq!(talks, [("week".to_owned(), "待优".to_owned())]);
}

#[test]
fn what_rests_on_the_family_alone_is_read_at_the_family_level() {
    let drafts = propose(&facts(), false, Lang::ZhCn);
    let talk = drafts.iter().find(|draft| draft.body.code == "talk_home").unwrap();
    assert_eq!(talk.need, Need::Family);
    let speak = drafts.iter().find(|draft| draft.body.code == "attention").unwrap();
    assert_eq!(speak.need, Need::Lesson);
    let hidden = Facts { causes: vec![cause("family_hardship", Need::Hardship, &[("homeroom", "收入少")])], ..Facts::default() };
    assert!(propose(&hidden, false, Lang::ZhCn).iter().all(|draft| draft.need == Need::Hardship), "study help alone would tell of money");
}

#[test]
fn a_measure_of_the_schools_own_stands_where_its_category_counts() {
    let own = FactOwn {
        code: "own".into(),
        text: "每周四留一盏灯".into(),
        dimension: Dimension::Learning,
        hand: Hand::Homeroom,
        times: 1,
        span: "week".into(),
        category: "target_pupil".into(),
        cause: String::new(),
    };
    let has = |facts: &Facts| propose(facts, false, Lang::ZhCn).iter().any(|draft| draft.body.text == "每周四留一盏灯");
    assert!(has(&Facts { own: vec![own.clone()], ..facts() }));
    assert!(!has(&Facts { own: vec![FactOwn { category: "illness".into(), ..own }], ..facts() }));
}

#[test]
fn an_individual_plan_has_its_seven_sections() {
    let drafts = propose(&facts(), true, Lang::ZhCn);
    let sections: Vec<&str> = drafts.iter().filter(|draft| draft.kind == Kind::Section).map(|draft| draft.body.code.as_str()).collect();
    assert_eq!(sections, SECTIONS);
    assert!(drafts.iter().any(|draft| draft.body.code == "present" && draft.body.text.contains("退位减法")));
}
