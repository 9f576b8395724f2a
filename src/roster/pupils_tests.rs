//! Children arrive, are found and are listed.

use super::*;
use crate::access::{Duty, ScopeKind, Subject};
use crate::base::{Id, RowId};
use crate::roster::school_for_tests::{School, class, day, identity};

fn child(name: &str, seat: i64) -> NewPupil {
    NewPupil { name: name.into(), sex: "male".into(), seat_no: Some(seat), ..NewPupil::default() }
}

fn names(rows: &[PupilLine]) -> Vec<&str> {
    rows.iter().map(|row| row.name.as_str()).collect()
}

fn three_children(school: &School) -> Vec<PupilId> {
    let (five_one, five_two) = (class(2026, 5, 1), class(2026, 5, 2));
    let pupils = [child("张小明", 2), child("陈小禾", 1), child("王梓涵", 3)];
    school.act(Subject::School, |tx, permit| enrol_many(tx, permit, &[five_one, five_one, five_two], &pupils, day("2026-09-01"))).unwrap()
}

#[test]
fn a_child_is_found_by_name_pinyin_and_initials() {
    let school = School::new("find");
    three_children(&school);
    let office = school.staff("王老师", Duty::AcademicOffice, ScopeKind::School, RowId::from_uuid(uuid::Uuid::nil()));
    for typed in ["张小明", "小明", "zxm", "ZXM ", "zhangxiao", "xiaoming", "xm", "张 小"] {
        assert_eq!(names(&school.read(|tx| find(tx, &office, typed, 8))), ["张小明"], "{typed}");
    }
    assert_eq!(names(&school.read(|tx| find(tx, &office, "x", 8))), ["陈小禾", "张小明"]);
    assert!(school.read(|tx| find(tx, &office, " ", 8)).is_empty());
    assert!(school.read(|tx| find(tx, &office, "mingzi", 8)).is_empty());
}

#[test]
fn a_homeroom_teacher_finds_and_lists_the_own_class_only() {
    let school = School::new("own");
    three_children(&school);
    let (five_one, five_two) = (class(2026, 5, 1).0, class(2026, 5, 2).0);
    let teacher = school.staff("李老师", Duty::Homeroom, ScopeKind::Class, RowId::from_uuid(five_one.uuid()));
    assert_eq!(names(&school.read(|tx| find(tx, &teacher, "王", 8))), Vec::<&str>::new());
    let mine = school.read(|tx| list(tx, &teacher, &Part::Class(five_one), State::Here, Sort::Class, 50, 0));
    assert_eq!((names(&mine.rows), mine.total), (vec!["陈小禾", "张小明"], 2), "by seat");
    assert_eq!(school.read(|tx| list(tx, &teacher, &Part::Class(five_two), State::Here, Sort::Class, 50, 0)).total, 0);
    let administrator = school.staff("系统管理员", Duty::Administrator, ScopeKind::School, RowId::from_uuid(uuid::Uuid::nil()));
    assert_eq!(school.read(|tx| list(tx, &administrator, &Part::School, State::All, Sort::Name, 50, 0)).total, 0, "an administrator sees no child");
}

#[test]
fn a_list_is_sorted_as_names_sound_and_paged() {
    let school = School::new("sorted");
    three_children(&school);
    let office = school.staff("王老师", Duty::AcademicOffice, ScopeKind::School, RowId::from_uuid(uuid::Uuid::nil()));
    let page = |part: Part, sort, rows, skip| school.read(|tx| list(tx, &office, &part, State::Here, sort, rows, skip));
    let all = page(Part::School, Sort::Name, 50, 0);
    assert_eq!(names(&all.rows), ["陈小禾", "王梓涵", "张小明"], "chen, wang, zhang");
    let second = page(Part::School, Sort::Class, 2, 2);
    assert_eq!((names(&second.rows), second.total), (vec!["王梓涵"], 3));
    assert_eq!(names(&page(Part::Grade(class(2026, 5, 1).1), Sort::Class, 50, 0).rows), ["陈小禾", "张小明", "王梓涵"], "by class and seat");
    assert_eq!(all.rows[0].class_name, "五（1）班");
}

#[test]
fn a_number_that_another_child_has_is_refused_at_its_field() {
    let school = School::new("taken");
    let (five_one, grade) = class(2026, 5, 1);
    let how = Arrival { class: five_one, grade, first_day: day("2026-09-01"), transfer: false, reason: String::new() };
    let with_number = |name: &str| NewPupil { identity_no: Some(identity(1)), school_no: Some("20260101".into()), ..child(name, 1) };
    school.act(Subject::School, |tx, permit| enrol(tx, permit, &how, &with_number("张小明"))).unwrap();
    let refused = school.act(Subject::School, |tx, permit| enrol(tx, permit, &how, &with_number("陈小禾"))).unwrap_err();
    let Error::Invalid(problems) = refused else { panic!("{refused}") };
    assert_eq!(problems.iter().map(|p| (&*p.field, &*p.message.key)).collect::<Vec<_>>(), [("identity_no", "roster-identity-taken"), ("school_no", "roster-school-no-taken")]);
}

#[test]
fn children_taken_out_again_leave_nothing_behind() {
    let school = School::new("removed");
    let ids = three_children(&school);
    school.act(Subject::School, |tx, permit| remove_many(tx, permit, &ids)).unwrap();
    for table in ["pupil", "pupil_key", "movement", "place", "guardian"] {
        let count = crate::store::Sql(Box::leak(format!("select count(*) from {table} where school_id = $1").into_boxed_str()));
        assert_eq!(school.read(|tx| tx.number(count, &[&tx.school()])), 0, "{table}");
    }
}

#[test]
fn a_whole_county_of_children_is_enrolled_with_keys_and_places() {
    let school = School::new("many");
    let families = ["王", "李", "张", "刘", "陈", "杨", "黄", "赵"];
    let given = ["梓涵", "小明", "小禾", "一诺", "子轩"];
    let pupils: Vec<NewPupil> = (0..400_usize).map(|n| child(&format!("{}{}", families[n % 8], given[n / 8 % 5]), n as i64)).collect();
    let classes: Vec<_> = (0..400_i64).map(|n| class(2026, n % 6 + 1, n % 2 + 1)).collect();
    let ids = school.act(Subject::School, |tx, permit| enrol_many(tx, permit, &classes, &pupils, day("2026-09-01"))).unwrap();
    assert_eq!(ids.len(), 400);
    let office = school.staff("王老师", Duty::AcademicOffice, ScopeKind::School, RowId::from_uuid(uuid::Uuid::nil()));
    assert_eq!(school.read(|tx| list(tx, &office, &Part::Named("zixuan".into()), State::Here, Sort::Name, 50, 0)).total, 80);
    assert_eq!(school.read(|tx| list(tx, &office, &Part::School, State::Left, Sort::Name, 50, 0)).total, 0);
}
