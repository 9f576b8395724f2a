//! A round in a school of sixty classes, three children of one name in a grade among them: the same way as in the smallest school.

use super::*;

/// Classes of a grade.
const WIDE: i64 = 10;

/// The classes of each grade beyond the two that every school of the tests has.
fn widen(school: &School) {
    let new: Vec<(i64, i64)> = (1..=6).flat_map(|level| (3..=WIDE).map(move |number| (level, number))).collect();
    school
        .store
        .write(school.id, |tx| {
            let year = time::term_by_code(tx, TermCode::of(day("2026-09-01")))?.ok_or(Error::NotFound)?.year;
            for (level, number) in new {
                let ((id, grade), name) = (class(2026, level, number), crate::base::ClassName { grade: level, number }.to_string());
                tx.execute(
                    Sql("insert into class (school_id, id, year_id, grade_id, number, name) values ($1, $2, $3, $4, $5, $6)"),
                    &[&tx.school(), &id, &year, &grade, &number, &name],
                )?;
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_school_of_sixty_classes_with_three_children_of_one_name_goes_through_the_same_round() {
    let all: Vec<(i64, i64)> = (1..=6).flat_map(|level| (1..=WIDE).map(move |number| (level, number))).collect();
    let named = |level: i64, number: i64, seat: usize| if level == 4 && number <= 3 && seat == 0 { "王梓涵" } else { "小朋友" };
    let keys: Vec<(String, &str, (ClassId, GradeId))> =
        all.iter().flat_map(|(level, number)| (0..3).map(move |seat| (format!("{level}.{number}.{seat}"), named(*level, *number, seat), class(2026, *level, *number)))).collect();
    let children: Vec<(&str, &str, (ClassId, GradeId))> = keys.iter().map(|(key, name, place)| (key.as_str(), *name, *place)).collect();
    let school = school("round-wide", "2026-09-15", &children);
    widen(&school);
    let opened = open(&school, "2026-1");
    for (level, number) in &all {
        let (id, _) = class(2026, *level, *number);
        let who = homeroom(&school, &format!("{level}年级{number}班老师"), id);
        for seat in 0..2 {
            let child = pupil(&format!("{level}.{number}.{seat}"));
            add(&school, &who, &opened, child);
            say(&school, &who, &opened, child, What::Confirmed, "").unwrap();
        }
        as_::<acts::ReviewClass, _>(&school, &who, id, |tx, permit| hand_up(tx, permit, &opened, "")).unwrap();
    }
    let filed: Vec<(usize, u64)> =
        (1..=6).map(|level| school.act::<acts::FileRound, _>(Subject::Grade(class(2026, level, 1).1), |tx, permit| file(tx, permit, &opened)).unwrap()).collect();
    assert_eq!(filed, [(10, 20); 6]);
    let of_name = |number: i64| listed(&school, &opened, class(2026, 4, number).0).into_iter().filter(|line| line.starts_with("王梓涵")).count();
    assert_eq!([1, 2, 3, 4].map(of_name), [1, 1, 1, 0], "each stands on the list of the own class");
    for number in 1..=3 {
        let known = school.act::<acts::SeePupil, _>(pupil(&format!("4.{number}.0")), confirmed::of_pupil).unwrap();
        assert_eq!(known.len(), 1, "and is filed once");
    }
}
