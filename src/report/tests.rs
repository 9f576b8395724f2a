//! The registers of a small school in a temporary folder.

use super::export::Format;
use super::{Name, make};
use crate::access::{Duty, Permit, ScopeKind, Subject, Who, acts, open_place};
use crate::base::{Error, Id, Lang, PupilId, Result, RowId, TermCode, derived};
use crate::roster::school_for_tests::{School, class, day};
use crate::roster::time;
use crate::store::{Sql, Tx};

const REGISTRY: &str = "G110101201603070017";

fn school(name: &str) -> School {
    let school = School::on(name, "2026-09-20");
    school
        .act::<acts::ManageCalendar, _>(Subject::School, |tx, permit| {
            time::ensure_term(tx, permit, TermCode::of(day("2026-09-01")), day("2026-09-01"), day("2027-01-20"))?;
            for number in 1..=2 {
                let (class, grade) = class(2026, 4, number);
                for seat in 1..=3 {
                    let id: PupilId = derived(&[b"child", &[number as u8, seat as u8]]);
                    let name = format!("学生{number}{seat}");
                    let sealed = tx.vault().seal(id, "pupil.registry_no", REGISTRY)?;
                    tx.execute(
                        Sql("insert into pupil (school_id, id, name, name_sort, sex, seat_no, registry_sealed, registry_print) values ($1, $2, $3, $4, 'female', $5, $6, $7)"),
                        &[&tx.school(), &id, &name, &name, &seat, &sealed, &id.to_string().into_bytes()],
                    )?;
                    open_place(tx, id, class, grade, day("2026-09-01"), day("9999-12-31"))?;
                    guardian(tx, id)?;
                }
            }
            Ok(())
        })
        .unwrap();
    school
}

fn guardian(tx: &mut Tx<'_>, pupil: PupilId) -> Result<()> {
    let phone = tx.vault().seal(pupil, "guardian.phone", "13800000017")?;
    tx.execute(
        Sql(
            "insert into guardian (school_id, id, pupil_id, name, relation, phone_sealed, is_primary, from_day, until_day) values ($1, $2, $3, '陈奶奶', '祖母', $4, true, $5, $6)",
        ),
        &[&tx.school(), &derived::<RowId>(&[b"guardian", pupil.to_string().as_bytes()]), &pupil, &phone, &day("2026-09-01"), &day("9999-12-31")],
    )?;
    Ok(())
}

fn printed(school: &School, who: &Who, subject: Subject, name: Name) -> Result<String> {
    school.store.read(school.id, |tx| {
        let permit = Permit::<acts::PrintRegister>::ask(tx, who, subject)?;
        let term = time::current_term(tx)?.ok_or(Error::NotFound)?;
        let (file, _, bytes) = make(tx, &permit, name, &term, Format::Csv, Lang::ZhCn)?;
        assert!(file.ends_with("_2026-1.csv"), "{file}");
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    })
}

#[test]
fn the_everyday_roster_says_nothing_of_the_family_and_masks_the_registry_number() {
    let school = school("report-plain");
    let (class, _) = class(2026, 4, 1);
    let teacher = school.staff("王老师", Duty::Homeroom, ScopeKind::Class, RowId::from_uuid(class.uuid()));
    let plain = printed(&school, &teacher, Subject::Class(class), Name::Roster).unwrap();
    assert!(plain.contains("学生11") && plain.contains("G****0017") && !plain.contains(REGISTRY) && !plain.contains("奶奶") && !plain.contains("学生21"), "{plain}");
    let internal = printed(&school, &teacher, Subject::Class(class), Name::RosterInternal).unwrap();
    assert!(internal.contains("陈奶奶（祖母）") && internal.contains("13800000017") && !internal.contains(REGISTRY), "{internal}");
}

#[test]
fn only_who_may_see_registry_numbers_prints_them_whole() {
    let school = school("report-numbers");
    let office = school.staff("教导处", Duty::AcademicOffice, ScopeKind::School, RowId::from_uuid(school.id.uuid()));
    let internal = printed(&school, &office, Subject::School, Name::RosterInternal).unwrap();
    assert_eq!(internal.matches(REGISTRY).count(), 6);
    assert!(!printed(&school, &office, Subject::School, Name::Roster).unwrap().contains(REGISTRY));
}

#[test]
fn a_class_teacher_prints_no_other_class_and_no_grade() {
    let school = school("report-own");
    let teacher = school.staff("王老师", Duty::Homeroom, ScopeKind::Class, RowId::from_uuid(class(2026, 4, 1).0.uuid()));
    let (other, grade) = class(2026, 4, 2);
    for subject in [Subject::Class(other), Subject::Grade(grade)] {
        assert!(matches!(printed(&school, &teacher, subject, Name::Roster), Err(Error::NotFound)));
    }
    assert!(matches!(printed(&school, &teacher, Subject::Class(class(2026, 4, 1).0), Name::CandidatesByGrade), Err(Error::Denied(_))));
}

#[test]
fn the_list_of_candidates_waits_for_the_screening() {
    let school = school("report-screened");
    let office = school.staff("教导处", Duty::AcademicOffice, ScopeKind::School, RowId::from_uuid(school.id.uuid()));
    assert!(matches!(printed(&school, &office, Subject::School, Name::Candidates), Err(Error::Invalid(problems)) if problems[0].field == "term"));
}
