//! The yearly check: last year's facts stand, one tap a child, the same tap twice counts once, and the office sees who is late.

use super::super::family::{NewFact, Source, write};
use super::super::family_facts::Topic;
use super::*;
use crate::access::Subject;
use crate::base::{Id, RowId};
use crate::roster::people::{NewPost, NewStaff, appoint, forever, hire};
use crate::roster::pupils::{NewPupil, enrol_many};
use crate::roster::school_for_tests::{School, class, day};

fn with_class(name: &str) -> (School, Vec<PupilId>) {
    let school = School::on(name, "2026-09-21");
    let of = |name: &str| NewPupil { name: name.into(), ..NewPupil::default() };
    let places = [class(2026, 4, 1); 3];
    let ids = school.act(Subject::School, |tx, permit| enrol_many(tx, permit, &places, &[of("安一"), of("白二"), of("蔡三")], day("2026-09-01"))).unwrap();
    for id in &ids[..2] {
        school.act(*id, |tx, permit| write(tx, permit, &[NewFact::of(Topic::Carer, "mother")], Source::Form)).unwrap();
    }
    (school, ids)
}

fn tick(school: &School, pupils: &[PupilId]) -> Ticked {
    school.act(class(2026, 4, 1).0, |tx, permit| nothing_changed(tx, permit, pupils)).unwrap()
}

fn done(school: &School) -> (usize, usize) {
    let sheet = school.act(class(2026, 4, 1).0, sheet).unwrap();
    (sheet.done(), sheet.lines.len())
}

#[test]
fn many_children_are_ticked_at_once_and_twice_is_once() {
    let (school, ids) = with_class("check-tick");
    assert_eq!(tick(&school, &ids), Ticked { noted: 2, nothing_known: 1 }, "of whom nothing is known, nothing can have stayed the same");
    assert_eq!(tick(&school, &ids[..2]), Ticked::default());
    assert_eq!(done(&school), (2, 3));
    let home = school.act(ids[2], |tx, permit| {
        write(tx, permit, &[NewFact::of(Topic::Carer, "kin")], Source::Check)?;
        looked_through(tx, permit, true)
    });
    assert_eq!(home.unwrap(), Some(class(2026, 4, 1).0));
    assert_eq!(done(&school), (3, 3));
    let sheet = school.act(class(2026, 4, 1).0, sheet).unwrap();
    assert_eq!(sheet.lines.iter().map(|line| line.checked.as_ref().unwrap().changed).collect::<Vec<_>>(), [false, false, true]);
}

#[test]
fn a_child_of_another_class_is_not_ticked_from_here() {
    let (school, ids) = with_class("check-other");
    let other = school.act(class(2026, 4, 2).0, |tx, permit| nothing_changed(tx, permit, &ids)).unwrap();
    assert_eq!((other, done(&school)), (Ticked::default(), (0, 3)));
}

#[test]
fn the_office_opens_the_check_and_sees_who_is_late_until_the_class_is_complete() {
    let (school, ids) = with_class("check-late");
    let class_id = class(2026, 4, 1).0;
    let teacher = school.act(Subject::School, |tx, permit| {
        let id = hire(tx, permit, &NewStaff { name: "王老师".into(), ..NewStaff::default() })?;
        let scope_id = RowId::from_uuid(class_id.uuid());
        appoint(tx, permit, &NewPost { staff: id, duty: Duty::Homeroom, scope_id, subject: String::new(), from_day: day("2026-09-01"), until_day: forever(), import: None })?;
        Ok(id)
    });
    let teacher = teacher.unwrap();
    let open = |due: &str| school.act(Subject::School, |tx, permit| open(tx, permit, day(due)));
    assert!(matches!(open("2026-09-20"), Err(Error::Invalid(problems)) if problems[0].field == "due"));
    assert_eq!(open("2026-09-30").unwrap(), 1);
    assert_eq!(open("2026-09-21").unwrap(), 1, "another day: one task, not two");
    let tasks = || school.read(|tx| trail::tasks_of(tx, teacher));
    assert_eq!(tasks().iter().map(|task| (task.kind.as_str(), task.due)).collect::<Vec<_>>(), [(TASK, day("2026-09-21"))]);
    let stands = |due: &str| {
        let all = school.read(|tx| {
            let term = current(tx)?;
            classes(tx, &term, Some(day(due)))
        });
        all.into_iter().find(|class| class.class == class_id).unwrap()
    };
    let now = stands("2026-09-21");
    assert_eq!((now.of, now.done, now.late, now.teachers), (3, 0, false, vec!["王老师".to_owned()]));
    assert!(stands("2026-09-20").late, "the day is over and nobody was looked through");
    tick(&school, &ids);
    school.act(ids[2], |tx, permit| looked_through(tx, permit, false)).unwrap();
    assert!(tasks().is_empty(), "the task ends with the last child");
    let complete = stands("2026-09-20");
    assert_eq!((complete.done, complete.late), (3, false));
    let (due, all) = school.read(|tx| progress(tx, &Who::operator(tx, "test")));
    assert_eq!((due, all.len()), (Some(day("2026-09-21")), 12));
}

#[test]
fn a_homeroom_teacher_checks_the_own_class_and_a_subject_teacher_none() {
    let (school, _) = with_class("check-who");
    let class_id = class(2026, 4, 1).0;
    let scope = RowId::from_uuid(class_id.uuid());
    let ask = |who: &Who| school.store.read(school.id, |tx| Permit::<acts::EditFamily>::ask(tx, who, class_id).map(|_| ()));
    let homeroom = school.staff("王老师", Duty::Homeroom, ScopeKind::Class, scope);
    let subject = school.staff("李老师", Duty::SubjectTeacher, ScopeKind::Class, scope);
    assert!(ask(&homeroom).is_ok() && matches!(ask(&subject), Err(Error::NotFound)));
}
