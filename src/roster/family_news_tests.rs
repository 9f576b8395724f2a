//! A parent who leaves, another carer, a rating that falls: who answers for the child learns of it.

use super::*;
use crate::access::{ScopeKind, Subject};
use crate::base::Id;
use crate::roster::family::{self, NewFact, Source};
use crate::roster::groups::{GroupKind, NewGroup, NewMember, Role};
use crate::roster::pupils::{NewPupil, enrol_many};
use crate::roster::school_for_tests::{School, class, day};

fn told(school: &School, pupil: PupilId, new: NewFact) {
    school.act(pupil, |tx, permit| family::write(tx, permit, &[new], Source::Form)).unwrap();
}

fn child(school: &School) -> PupilId {
    let new = NewPupil { name: "张小明".into(), ..NewPupil::default() };
    school.act(Subject::School, |tx, permit| enrol_many(tx, permit, &[class(2026, 4, 1)], &[new], day("2026-09-01"))).unwrap()[0]
}

fn tasks(school: &School, staff: StaffId) -> usize {
    school.read(|tx| trail::tasks_of(tx, staff)).iter().filter(|task| task.kind == TASK).count()
}

#[test]
fn a_parent_who_leaves_is_told_to_the_class_teacher_and_the_moral_education_group_until_somebody_has_looked() {
    let school = School::on("family-news", "2026-09-21");
    let pupil = child(&school);
    let teacher = school.staff("王老师", Duty::Homeroom, ScopeKind::Class, crate::base::RowId::from_uuid(class(2026, 4, 1).0.uuid()));
    let affairs = school.staff("赵主任", Duty::StudentAffairs, ScopeKind::School, crate::base::RowId::from_uuid(school.id.uuid()));
    let stranger = school.staff("李老师", Duty::Homeroom, ScopeKind::Class, crate::base::RowId::from_uuid(class(2026, 5, 1).0.uuid()));
    school
        .act(Subject::School, |tx, permit| {
            let new = NewGroup { name: "德育组".into(), kind: GroupKind::Other, purpose: String::new(), from_day: day("2026-09-01") };
            let group = groups::create_group(tx, permit, &new)?;
            for (staff, role) in [(affairs.staff(), Role::Head), (stranger.staff(), Role::Member)] {
                groups::put_member(tx, permit, group, &NewMember { staff, role, duties: String::new() })?;
            }
            Ok(())
        })
        .unwrap();
    told(&school, pupil, NewFact::of(Topic::Work(Parent::Father), "home"));
    assert_eq!(tasks(&school, teacher.staff()), 0, "what is known for the first time has not changed");
    told(&school, pupil, NewFact::of(Topic::Work(Parent::Father), "away"));
    assert_eq!([teacher.staff(), affairs.staff(), stranger.staff()].map(|staff| tasks(&school, staff)), [1, 1, 0], "who may not read the family is not asked");
    let names: Vec<(String, String)> = school.act(pupil, responsible).unwrap().into_iter().map(|one| (one.name, one.group)).collect();
    assert_eq!(names[0], ("王老师".into(), String::new()));
    assert!(names.contains(&("赵主任".into(), "德育组".into())));
    school.act(pupil, looked_after).unwrap();
    assert_eq!([teacher.staff(), affairs.staff()].map(|staff| tasks(&school, staff)), [0, 0]);
    school.set_day("2026-09-22");
    let sheet = [(pupil, vec![NewFact::of(Topic::Work(Parent::Father), "home")])];
    school.act(Subject::School, |tx, permit| crate::roster::family_sheet::write_many(tx, permit, &sheet, crate::base::derived(&[b"a sheet"]))).unwrap();
    assert_eq!([teacher.staff(), affairs.staff()].map(|staff| tasks(&school, staff)), [1, 1], "a sheet of the office tells the same");
}

#[test]
fn what_changed_is_told_with_its_day_and_a_correction_is_no_change() {
    let school = School::on("family-changes", "2026-09-21");
    let pupil = child(&school);
    for (topic, value, from) in [
        (Topic::Work(Parent::Mother), "away", "2026-01-10"),
        (Topic::Carer, "paternal_grandparents", "2026-01-10"),
        (Topic::Guardianship, "good", "2026-01-10"),
        (Topic::Carer, "kin", "2026-05-01"),
        (Topic::Guardianship, "poor", "2026-06-01"),
        (Topic::Work(Parent::Mother), "home", "2026-09-20"),
    ] {
        told(&school, pupil, NewFact { from: Some(day(from)), ..NewFact::of(topic, value) });
    }
    let rows = || school.act(pupil, |tx, permit: &Permit<acts::SeePupil>| family::history(tx, permit)).unwrap();
    let changes = || numbered(&rows()).into_iter().map(|(_, day, change)| (day, change)).collect::<Vec<_>>();
    let expected = [(day("2026-05-01"), Change::Carer), (day("2026-06-01"), Change::Fell), (day("2026-09-20"), Change::Returned(Parent::Mother))];
    assert_eq!(changes(), expected);
    let wrong = rows().iter().find(|row| row.value == "kin").unwrap().id;
    let back = NewFact::of(Topic::Carer, "");
    school.act(pupil, |tx, permit| family::correct(tx, permit, wrong, &back, &crate::base::Sealed::new("填错了".into()))).unwrap();
    assert_eq!(changes().len(), 2);
}
