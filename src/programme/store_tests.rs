//! Programmes on a database: copied, changed from a term on, switched on and ended, and who may.

use std::collections::BTreeMap;

use super::programmes::{self, Change, Copy, Programme};
use super::value::{Cadence, Range, Span};
use super::{Param, Value, force, joint, naming};
use crate::access::{Duty, Permit, ScopeKind, Subject, acts};
use crate::base::category::Category;
use crate::base::{Error, Id, Lang, ProgrammeId, Result, RowId, TermCode};
use crate::roster::school_for_tests::{School, add_year, class, day};
use crate::roster::time;
use crate::store::Tx;

type Manage = Permit<acts::ManageProgrammes>;

fn term(text: &str) -> TermCode {
    text.parse().unwrap()
}

/// A school that also had the year before, on a day.
fn school(name: &str, today: &str) -> School {
    let school = School::on(name, today);
    school.store.write(school.id, |tx| add_year(tx, 2025)).unwrap();
    school
}

fn copied(school: &School, preset: &str, name: &str, from: &str) -> ProgrammeId {
    let copy = Copy { preset: preset.into(), name: name.into(), purpose: String::new(), from_term: term(from) };
    school
        .act(Subject::School, |tx, permit: &Manage| {
            let id = programmes::copy_preset(tx, permit, &copy)?;
            programmes::switch_on(tx, permit, id, term(from), None)?;
            Ok(id)
        })
        .unwrap()
}

/// The form as it stands, to be changed.
fn as_it_is(tx: &mut Tx<'_>, id: ProgrammeId, from: &str) -> Result<Change> {
    let Programme { name, purpose, categories, values, .. } = programmes::programme(tx, id, term(from))?;
    let values = values.iter().map(|(param, value)| (param, value.clone())).collect();
    Ok(Change { name, purpose, from_term: term(from), categories, values })
}

fn in_term(school: &School, code: &str) -> Vec<Programme> {
    school.read(|tx| {
        let id = time::term_by_code(tx, term(code))?.unwrap().id;
        force::in_force(tx, id)
    })
}

fn fields(result: Result<impl Sized>) -> Vec<String> {
    match result {
        Err(Error::Invalid(problems)) => problems.iter().map(|p| format!("{} {}", p.field, p.message.key)).collect(),
        Err(other) => vec![other.to_string()],
        Ok(_) => Vec::new(),
    }
}

#[test]
fn a_change_counts_from_its_term_and_last_term_keeps_two_to_four() {
    let school = school("programme-change", "2026-03-02");
    let id = copied(&school, "target_pupil", "待优生帮教", "2025-2");
    let guide = |code: &str| in_term(&school, code).first().and_then(Programme::class_guide);
    assert_eq!(guide("2025-2"), Some(Range { from: 2, to: Some(4) }), "A9-15");
    let number = school
        .act(Subject::School, |tx, permit: &Manage| {
            let mut change = as_it_is(tx, id, "2026-1")?;
            change.values.insert(Param::ClassGuide, Value::Range(Range { from: 1, to: Some(3) }));
            programmes::change(tx, permit, id, &change)
        })
        .unwrap();
    assert_eq!((number, guide("2025-2"), guide("2026-1")), (2, Some(Range { from: 2, to: Some(4) }), Some(Range { from: 1, to: Some(3) })));
    let again = school.act(Subject::School, |tx, permit: &Manage| {
        let change = as_it_is(tx, id, "2026-1")?;
        programmes::change(tx, permit, id, &change)
    });
    assert_eq!(again.unwrap(), 2, "what says the same is no new version");
    let versions = school.read(|tx| programmes::versions(tx, id));
    assert_eq!(versions.len(), 2);
    let changes = versions[0].1.values.changes(&versions[1].1.values);
    assert_eq!(changes.iter().map(|(param, ..)| *param).collect::<Vec<_>>(), [Param::ClassGuide]);
}

#[test]
fn a_copy_counts_when_it_is_switched_on_and_not_after_it_is_ended() {
    let school = school("programme-end", "2025-09-01");
    let on = |code: &str| in_term(&school, code).iter().map(|programme| programme.name.clone()).collect::<Vec<_>>();
    let copy = Copy { preset: "left_behind".into(), name: "留守儿童关爱".into(), purpose: "常联系".into(), from_term: term("2025-1") };
    let id = school.act(Subject::School, |tx, permit: &Manage| programmes::copy_preset(tx, permit, &copy)).unwrap();
    assert!(on("2025-1").is_empty(), "a copy alone counts in no term");
    school.act(Subject::School, |tx, permit: &Manage| programmes::switch_on(tx, permit, id, term("2025-1"), None)).unwrap();
    school.act(Subject::School, |tx, permit: &Manage| programmes::end(tx, permit, id, term("2025-2"))).unwrap();
    assert_eq!(["2025-1", "2025-2", "2026-1"].map(|code| on(code).len()), [1, 1, 0]);
    let twice = school.act(Subject::School, |tx, permit: &Manage| programmes::end(tx, permit, id, term("2025-2")));
    assert!(matches!(twice, Err(Error::Conflict(_))));
    school.act(Subject::School, |tx, permit: &Manage| programmes::switch_on(tx, permit, id, term("2026-1"), Some(term("2026-1")))).unwrap();
    assert_eq!(["2025-2", "2026-1", "2026-2"].map(|code| on(code).len()), [1, 1, 0], "taken up again for one term");
    assert_eq!(school.read(|tx| programmes::switches(tx, id)).len(), 3, "each word stays on record");
}

#[test]
fn between_two_terms_the_programmes_of_the_next_one_count() {
    let school = school("programme-between", "2025-09-01");
    copied(&school, "mentor", "导师制", "2025-2");
    let on = |text: &str| school.read(|tx| force::in_force_on(tx, day(text))).len();
    for (date, count) in [("2025-09-10", 0), ("2026-01-20", 0), ("2026-02-01", 1), ("2026-03-10", 1), ("2026-08-20", 1), ("2030-09-01", 1)] {
        assert_eq!(on(date), count, "{date}");
    }
}

#[test]
fn a_category_is_served_by_those_that_name_it_and_one_talk_serves_them_all() {
    let school = School::new("programme-serving");
    copied(&school, "target_pupil", "待优生帮教", "2026-1");
    copied(&school, "left_behind", "留守儿童关爱", "2026-1");
    copied(&school, "mentor", "导师制", "2026-1");
    let names = |category| {
        let serving = school.read(|tx| {
            let id = time::term_by_code(tx, term("2026-1"))?.unwrap().id;
            force::serving(tx, id, category)
        });
        serving.into_iter().map(|programme| programme.name).collect::<Vec<_>>()
    };
    assert_eq!(names(Category::LeftBehind), ["留守儿童关爱", "导师制"]);
    assert_eq!(names(Category::TargetPupil), ["待优生帮教"]);
    assert!(names(Category::WellbeingConcern).is_empty());
    let all = in_term(&school, "2026-1");
    let keyed: Vec<_> = all.iter().map(|programme| (programme.id, &programme.values)).collect();
    let owed = joint(&keyed);
    let talk = owed.iter().find(|one| one.act == Param::TalkEvery).unwrap();
    assert_eq!((talk.cadence, talk.serves.len()), (Cadence { times: 1, span: Span::Week }, 3));
    assert!(!owed.iter().any(|one| one.act == Param::SupportEvery), "the weekly talk is the mentor's monthly support, too");
}

#[test]
fn deadlines_are_counted_on_the_calendar_of_the_school() {
    let school = School::new("programme-deadline");
    copied(&school, "target_pupil", "待优生帮教", "2026-1");
    let programme = in_term(&school, "2026-1").remove(0);
    let days = school.read(|tx| {
        let term = time::term_by_code(tx, term("2026-1"))?.unwrap();
        time::term_days(tx, &term)
    });
    assert_eq!(programme.screening_deadline(&days), Some(day("2026-10-06")), "this calendar has no holiday on 6 October");
    assert_eq!(programme.new_pupil_deadline(&days, day("2026-09-01")), Some(day("2026-10-16")));
    assert_eq!(programme.new_pupil_deadline(&days, day("2026-10-12")), Some(day("2026-11-27")), "27 November is a Friday");
    assert_eq!(programme.hand_in_days(&days).first(), Some(&day("2026-09-30")));
    assert!(!programme.lasts_a_year() && programme.helper_pupils() == Some(Range { from: 1, to: Some(2) }));
    assert_eq!((programme.re_review().map(|cadence| cadence.span), programme.mentor_pupils()), (Some(Span::Term), None));
}

#[test]
fn what_cannot_be_is_said_at_its_field_and_nothing_is_written() {
    let school = school("programme-problems", "2026-09-01");
    let id = copied(&school, "target_pupil", "待优生帮教", "2026-1");
    let copy = |name: &str, from: &str| {
        let copy = Copy { preset: "mentor".into(), name: name.into(), purpose: "帮后进生".into(), from_term: term(from) };
        fields(school.act(Subject::School, |tx, permit: &Manage| programmes::copy_preset(tx, permit, &copy)))
    };
    assert_eq!(copy("待优生帮教", "2025-2"), ["purpose programme-kinder-learner", "name programme-name-taken", "from_term programme-past-term"]);
    assert_eq!(copy("", "2031-1")[0], "name programme-name-wrong");
    let change = school.act(Subject::School, |tx, permit: &Manage| {
        let mut change = as_it_is(tx, id, "2026-1")?;
        change.categories.clear();
        change.from_term = term("2025-2");
        change.values = BTreeMap::from([(Param::HandInDay, Value::MonthDay(45)), (Param::Note, Value::Text("盯住差生".into()))]);
        programmes::change(tx, permit, id, &change)
    });
    let expected = [
        "from_term programme-past-term",
        "from_term programme-before-copy",
        "categories programme-categories-needed",
        "hand_in_day programme-wrong-month-day",
        "note programme-kinder-learner",
    ];
    assert_eq!(fields(change), expected);
    let on = school.act(Subject::School, |tx, permit: &Manage| programmes::switch_on(tx, permit, id, term("2026-2"), Some(term("2026-1"))));
    assert_eq!(fields(on), ["until_term programme-ends-early"]);
    let nobody = ProgrammeId::from_uuid(uuid::Uuid::nil());
    assert!(matches!(school.act(Subject::School, |tx, permit: &Manage| programmes::end(tx, permit, nobody, term("2026-1"))), Err(Error::NotFound)));
    assert_eq!(school.read(|tx| programmes::versions(tx, id)).len(), 1);
}

#[test]
fn the_school_calls_its_children_by_a_kind_word_of_its_own() {
    let school = School::new("programme-words");
    let word = |category| school.read(naming::names).of(category, Lang::ZhCn);
    assert_eq!(word(Category::TargetPupil), "待优生");
    let rename = |text: &str| {
        let new = BTreeMap::from([(Category::TargetPupil, text.to_owned()), (Category::Borderline, String::new())]);
        school.act(Subject::School, |tx, permit: &Manage| naming::rename(tx, permit, &new))
    };
    assert_eq!(rename(" 学习伙伴 ").unwrap(), 1);
    assert_eq!((word(Category::TargetPupil), word(Category::Borderline)), ("学习伙伴".to_owned(), "边缘生".to_owned()));
    assert_eq!(fields(rename("后进生")), ["target_pupil programme-kinder-learner"]);
    assert_eq!(rename("").unwrap(), 1);
    assert_eq!(word(Category::TargetPupil), "待优生", "an empty word takes the usual one again");
}

#[test]
fn teachers_read_the_numbers_and_the_office_sets_them() {
    let school = School::new("programme-permits");
    let scope = RowId::from_uuid(class(2026, 4, 2).0.uuid());
    for (duty, kind, sees, manages) in [
        (Duty::Homeroom, ScopeKind::Class, true, false),
        (Duty::AcademicOffice, ScopeKind::School, true, true),
        (Duty::Principal, ScopeKind::School, true, true),
        (Duty::StudentAffairs, ScopeKind::School, true, false),
        (Duty::Administrator, ScopeKind::School, false, false),
    ] {
        let who = school.staff(duty.code(), duty, kind, scope);
        assert_eq!(who.may_somewhere(crate::access::Action::SeeProgrammes), sees, "{duty}");
        assert_eq!(school.store.write(school.id, |tx| Manage::ask(tx, &who, Subject::School)).is_ok(), manages, "{duty}");
    }
}

#[test]
fn the_programmes_of_another_school_are_not_known_here() {
    let here = School::new("programme-here");
    let id = copied(&here, "target_pupil", "待优生帮教", "2026-1");
    let there = School::new("programme-there");
    assert!(matches!(there.store.read(there.id, |tx| programmes::programme(tx, id, term("2026-1"))), Err(Error::NotFound)));
    assert!(there.read(programmes::all).is_empty());
}
