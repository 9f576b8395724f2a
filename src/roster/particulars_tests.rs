//! Particulars are corrected, numbers become final, guardians and brothers and sisters are kept.

use super::*;
use crate::access::{Duty, ScopeKind, Subject, Who};
use crate::base::Id;
use crate::roster::pupils::{NewPupil, enrol_many, find};
use crate::roster::school_for_tests::{School, class, day, identity};

fn with_children(name: &str) -> (School, Vec<PupilId>) {
    let school = School::new(name);
    let of = |name: &str| NewPupil { name: name.into(), ..NewPupil::default() };
    let five_one = class(2026, 5, 1);
    let ids = school.act(Subject::School, |tx, permit| enrol_many(tx, permit, &[five_one, five_one], &[of("张小明"), of("张小禾")], day("2026-09-01"))).unwrap();
    (school, ids)
}

fn temporary() -> RegistryNo {
    RegistryNo::parse("L110101201603071234", day("2026-09-01")).unwrap()
}

fn formal() -> RegistryNo {
    RegistryNo::parse(&format!("G{}", identity(1).open()), day("2026-09-01")).unwrap()
}

#[test]
fn a_corrected_name_is_found_under_the_new_name_only() {
    let (school, ids) = with_children("name");
    let change = Correction { name: Some("张晓明".into()), sex: Some("male".into()), ..Correction::default() };
    let changed = school.act(ids[0], |tx, permit| correct(tx, permit, &change)).unwrap();
    assert_eq!(changed, ["name", "sex"]);
    let count = |typed: &str| school.store.read(school.id, |tx| Ok(find(tx, &Who::operator(tx, "test"), typed, 8)?.len())).unwrap();
    assert_eq!((count("张小明"), count("张晓明"), count("zxm")), (0, 1, 1));
    assert!(school.act(ids[0], |tx, permit| correct(tx, permit, &change)).unwrap().is_empty(), "the same again changes nothing");
}

#[test]
fn a_temporary_registry_number_that_becomes_final_stays_as_history() {
    let (school, ids) = with_children("registry");
    let to = |number: RegistryNo| Correction { registry_no: Some(Some(number)), ..Correction::default() };
    school.act(ids[0], |tx, permit| correct(tx, permit, &to(temporary()))).unwrap();
    school.act(ids[0], |tx, permit| correct(tx, permit, &to(formal()))).unwrap();
    let numbers = school.act(ids[0], numbers).unwrap();
    assert_eq!(numbers.registry.unwrap().open(), formal().open());
    assert_eq!(numbers.former.iter().map(|(n, _)| n.as_ref().unwrap().open().as_str()).collect::<Vec<_>>(), [temporary().open()]);
    let other = school.act(ids[1], |tx, permit| correct(tx, permit, &to(temporary()))).unwrap_err();
    assert!(matches!(other, Error::Invalid(p) if p[0].message.key == "roster-registry-taken"), "a former number stays this child's");
}

#[test]
fn numbers_that_contradict_each_other_are_refused() {
    let (school, ids) = with_children("contradict");
    let change = Correction { identity_no: Some(Some(identity(2))), registry_no: Some(Some(formal())), birth_day: Some(Some(day("2016-03-08"))), ..Correction::default() };
    let Error::Invalid(problems) = school.act(ids[0], |tx, permit| correct(tx, permit, &change)).unwrap_err() else { panic!() };
    assert_eq!(problems.iter().map(|p| (&*p.field, &*p.message.key)).collect::<Vec<_>>(), [("registry_no", "roster-agreement-number"), ("birth_day", "roster-birth-differs")]);
}

#[test]
fn a_homeroom_teacher_corrects_particulars_but_neither_reads_nor_changes_numbers() {
    let (school, ids) = with_children("homeroom");
    let teacher = school.staff("李老师", Duty::Homeroom, ScopeKind::Class, RowId::from_uuid(class(2026, 5, 1).0.uuid()));
    let by_teacher = |change: Correction| {
        school.store.write(school.id, |tx| {
            let permit = Permit::ask(tx, &teacher, ids[0])?;
            correct(tx, &permit, &change)
        })
    };
    assert_eq!(by_teacher(Correction { boarding: Some(Some(true)), ..Correction::default() }).unwrap(), ["boarding"]);
    assert!(matches!(by_teacher(Correction { registry_no: Some(Some(formal())), ..Correction::default() }), Err(Error::Denied(_))));
    let read = school.store.read(school.id, |tx| {
        let permit = Permit::ask(tx, &teacher, ids[0])?;
        numbers(tx, &permit)
    });
    assert!(matches!(read, Err(Error::Denied(_))));
}

#[test]
fn guardians_are_added_corrected_and_ended_and_one_is_called_first() {
    let (school, ids) = with_children("guardians");
    let mother = NewGuardian { name: "周兰".into(), relation: "母亲".into(), phone: Some(Sealed::new("13800000000".into())), lives_with: Some(true) };
    let grandmother = NewGuardian { name: "吴桂英".into(), relation: "奶奶".into(), ..NewGuardian::default() };
    let first = school.act(ids[0], |tx, permit| add_guardian(tx, permit, &mother, false)).unwrap();
    let second = school.act(ids[0], |tx, permit| add_guardian(tx, permit, &grandmother, true)).unwrap();
    let all = school.act(ids[0], guardians).unwrap();
    assert_eq!(all.iter().map(|g| (g.name.as_str(), g.is_primary)).collect::<Vec<_>>(), [("吴桂英", true), ("周兰", false)]);
    assert_eq!(all[1].phone.as_ref().unwrap().open(), "13800000000");
    assert!(matches!(school.act(ids[1], |tx, permit| end_guardian(tx, permit, first)), Err(Error::NotFound)), "another child's guardian");
    school.act(ids[0], |tx, permit| end_guardian(tx, permit, second)).unwrap();
    assert_eq!(school.act(ids[0], guardians).unwrap().len(), 1);
}

#[test]
fn brothers_and_sisters_share_a_household() {
    let (school, ids) = with_children("household");
    school
        .store
        .write(school.id, |tx| {
            let who = Who::operator(tx, "test");
            let (own, other) = (Permit::ask(tx, &who, ids[0])?, Permit::ask(tx, &who, ids[1])?);
            join_household(tx, &own, &other)
        })
        .unwrap();
    let of_second = school.act(ids[1], siblings).unwrap();
    assert_eq!(of_second.iter().map(|line| line.name.as_str()).collect::<Vec<_>>(), ["张小明"]);
    school.act(ids[0], leave_household).unwrap();
    assert!(school.act(ids[1], siblings).unwrap().is_empty());
}
