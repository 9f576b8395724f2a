//! Children leave, come back and change classes; a mistake is taken back.

use super::*;
use crate::access::Subject;
use crate::roster::pupils::{NewPupil, enrol_many};
use crate::roster::school_for_tests::{School, class, day};

fn with_child(name: &str) -> (School, PupilId) {
    let school = School::on(name, "2026-10-12");
    let child = NewPupil { name: "张小明".into(), ..NewPupil::default() };
    let ids = school.act(Subject::School, |tx, permit| enrol_many(tx, permit, &[class(2026, 5, 1)], &[child], day("2026-09-01"))).unwrap();
    (school, ids[0])
}

fn class_of(school: &School, pupil: PupilId) -> Option<String> {
    school.read(|tx| seat(tx, pupil)).map(|seat| seat.class_name)
}

fn kinds(school: &School, pupil: PupilId) -> Vec<String> {
    let mut kinds: Vec<String> = school.act(pupil, movements).unwrap().into_iter().map(|m| m.kind).collect();
    kinds.sort();
    kinds
}

#[test]
fn a_child_who_leaves_sits_in_no_class_and_may_come_back() {
    let (school, pupil) = with_child("leaves");
    school.act(pupil, |tx, permit| depart(tx, permit, Departure::TransferOut, day("2026-10-09"), "随父母迁往外地")).unwrap();
    assert_eq!(class_of(&school, pupil), None);
    let again = school.act(pupil, |tx, permit| depart(tx, permit, Departure::Leaving, day("2026-10-09"), "x")).unwrap_err();
    assert!(matches!(again, Error::Conflict(m) if m.key == "roster-move-not-seated"));
    school.act(pupil, |tx, permit| come_back(tx, permit, class(2026, 5, 2).0, day("2026-10-12"), "")).unwrap();
    assert_eq!(class_of(&school, pupil).as_deref(), Some("五（2）班"));
    assert_eq!(kinds(&school, pupil), ["arrival", "return", "transfer_out"]);
}

#[test]
fn a_mistaken_change_of_class_is_taken_back_once_with_a_record() {
    let (school, pupil) = with_child("mistake");
    let id = school.act(pupil, |tx, permit| change_class(tx, permit, Change::ClassChange, class(2026, 5, 2).0, day("2026-10-12"), "家长申请")).unwrap();
    assert_eq!(class_of(&school, pupil).as_deref(), Some("五（2）班"));
    school.act(pupil, |tx, permit| take_back(tx, permit, id, "点错了班")).unwrap();
    assert_eq!(class_of(&school, pupil).as_deref(), Some("五（1）班"));
    assert!(school.act(pupil, |tx, permit| take_back(tx, permit, id, "再点一次")).is_err(), "only once");
    assert_eq!(kinds(&school, pupil), ["arrival", "class_change", "reversal"]);
}

#[test]
fn a_mistaken_departure_is_taken_back() {
    let (school, pupil) = with_child("back");
    let id = school.act(pupil, |tx, permit| depart(tx, permit, Departure::Leaving, day("2026-10-09"), "误操作")).unwrap();
    school.act(pupil, |tx, permit| take_back(tx, permit, id, "")).unwrap();
    assert_eq!(class_of(&school, pupil).as_deref(), Some("五（1）班"));
}

#[test]
fn who_repeats_goes_into_the_same_grade_or_a_lower_one() {
    let (school, pupil) = with_child("repeat");
    let higher = school.act(pupil, |tx, permit| change_class(tx, permit, Change::Repeat, class(2026, 6, 1).0, day("2026-10-12"), "休学一年")).unwrap_err();
    assert!(matches!(higher, Error::Invalid(p) if p[0].message.key == "roster-move-not-repeating"));
    school.act(pupil, |tx, permit| change_class(tx, permit, Change::Repeat, class(2026, 4, 1).0, day("2026-10-12"), "休学一年")).unwrap();
    assert_eq!(class_of(&school, pupil).as_deref(), Some("四（1）班"));
}

#[test]
fn a_move_needs_a_reason_and_a_day_after_the_last_move() {
    let (school, pupil) = with_child("reason");
    let refused = school.act(pupil, |tx, permit| change_class(tx, permit, Change::ClassChange, class(2026, 5, 2).0, day("2026-08-20"), " ")).unwrap_err();
    let Error::Invalid(problems) = refused else { panic!("{refused}") };
    assert_eq!(problems.iter().map(|p| &*p.field).collect::<Vec<_>>(), ["reason", "day"]);
    assert_eq!(class_of(&school, pupil).as_deref(), Some("五（1）班"));
}
