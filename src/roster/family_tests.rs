//! Facts about families in a small school: written once, corrected with a reason, opened by level.

use super::super::family_facts::{Carer, Parent, Work};
use super::*;
use crate::access::{Duty, ScopeKind, Who};
use crate::base::ImportId;
use crate::base::{Id, derived};
use crate::roster::family_sheet::{undo_import, write_many};
use crate::roster::pupils::{NewPupil, enrol_many};
use crate::roster::school_for_tests::{School, class, day};
use crate::store::Sql;

fn with_children(name: &str) -> (School, Vec<PupilId>) {
    let school = School::on(name, "2026-09-21");
    let of = |name: &str| NewPupil { name: name.into(), birth_day: Some(day("2016-03-07")), boarding: Some(false), ..NewPupil::default() };
    let places = [class(2026, 4, 1), class(2026, 4, 1), class(2026, 5, 1)];
    let ids = school.act(Subject::School, |tx, permit| enrol_many(tx, permit, &places, &[of("张小明"), of("张小禾"), of("李小满")], day("2026-09-01"))).unwrap();
    (school, ids)
}

fn away(parent: Parent, since: &str) -> NewFact {
    NewFact { since: Some(day(since)), place: "广东省东莞市".into(), ..NewFact::of(Topic::Work(parent), "away") }
}

fn told(school: &School, pupil: PupilId, new: &[NewFact]) -> Result<Vec<&'static str>> {
    school.act(pupil, |tx, permit| write(tx, permit, new, Source::Form))
}

fn facts(school: &School, pupil: PupilId, on: &str) -> Facts {
    school.act(pupil, |tx, permit: &Permit<acts::SeePupil>| of(tx, permit, day(on))).unwrap()
}

fn permit_of<A: Act, T>(school: &School, who: &Who, subject: impl Into<Subject>, work: impl FnOnce(&mut Tx<'_>, &Permit<A>) -> Result<T>) -> Result<T> {
    school.store.write(school.id, |tx| {
        let permit = Permit::ask(tx, who, subject)?;
        work(tx, &permit)
    })
}

#[test]
fn a_fact_is_written_once_and_the_same_again_changes_nothing() {
    let (school, ids) = with_children("family-once");
    let new = [away(Parent::Father, "2026-03-01"), NewFact::of(Topic::Carer, "paternal_grandparents"), NewFact::of(Topic::Care(Parent::Mother), UNKNOWN)];
    assert_eq!(told(&school, ids[0], &new).unwrap(), ["father_work", "carer"], "what is not known and was not known is no news");
    assert!(told(&school, ids[0], &new).unwrap().is_empty());
    let known = facts(&school, ids[0], "2026-09-21");
    assert_eq!(known.father.work, Some(Work { away: true, since: Some(day("2026-03-01")), place: "广东省东莞市".into() }));
    assert_eq!((known.carer, known.birth, known.boarding), (Some(Carer::PaternalGrandparents), Some(day("2016-03-07")), Some(false)));
    assert!(facts(&school, ids[0], "2026-04-01").father.work.is_some() && facts(&school, ids[0], "2026-02-28").father.work.is_none(), "known from the day since when it is so");
    assert_eq!(facts(&school, ids[1], "2026-09-21").carer, None);
}

#[test]
fn a_parent_who_comes_home_is_a_new_fact_and_the_old_one_stays_true_of_its_time() {
    let (school, ids) = with_children("family-home");
    told(&school, ids[0], &[away(Parent::Father, "2026-03-01")]).unwrap();
    told(&school, ids[0], &[NewFact::of(Topic::Work(Parent::Father), "home")]).unwrap();
    let is_away = |on: &str| facts(&school, ids[0], on).father.work.unwrap().away;
    assert_eq!((is_away("2026-09-20"), is_away("2026-09-21")), (true, false));
    let rows = school.act(ids[0], |tx, permit: &Permit<acts::SeePupil>| history(tx, permit)).unwrap();
    assert_eq!(rows.iter().map(|row| (row.number, row.value.as_str(), row.source.as_str())).collect::<Vec<_>>(), [(1, "away", "form"), (2, "home", "form")]);
}

#[test]
fn a_correction_is_a_new_row_with_its_reason_and_is_made_once() {
    let (school, ids) = with_children("family-correct");
    told(&school, ids[0], &[NewFact::of(Topic::Bond, "divorced")]).unwrap();
    let id = school.act(ids[0], |tx, permit: &Permit<acts::SeePupil>| Ok(history(tx, permit)?[0].id)).unwrap();
    let reason = |text: &str| Sealed::new(text.to_owned());
    let fix = |value: &str, why: &str| school.act(ids[0], |tx, permit| correct(tx, permit, id, &NewFact::of(Topic::Bond, value), &reason(why)));
    assert!(matches!(fix("together", " "), Err(Error::Invalid(p)) if p[0].field == "reason"));
    assert!(matches!(fix("happily", "x"), Err(Error::Invalid(p)) if p[0].field == "bond"));
    fix("together", "填错了一行").unwrap();
    assert!(matches!(fix("unmarried", "再改"), Err(Error::Conflict(_))), "what was corrected is corrected by correcting the correction");
    let rows = school.act(ids[0], |tx, permit: &Permit<acts::SeePupil>| history(tx, permit)).unwrap();
    assert_eq!((rows.len(), rows[0].corrected, rows[1].corrects), (2, true, Some(id)));
    let (_, why) = school.act(ids[0], |tx, permit: &Permit<acts::SeePupil>| sealed_texts(tx, permit, rows[1].id)).unwrap();
    assert_eq!(why.unwrap().open(), "填错了一行");
    let plain = school.read(|tx| tx.number(Sql("select count(*) from family_fact where school_id = $1 and reason_sealed is null"), &[&tx.school()]));
    assert_eq!(plain, 1);
    let other = school.act(ids[1], |tx, permit| correct(tx, permit, id, &NewFact::of(Topic::Bond, "together"), &reason("x")));
    assert!(matches!(other, Err(Error::NotFound)), "a fact of another child is not found");
}

#[test]
fn what_cannot_be_is_refused_at_its_field_all_at_once() {
    let (school, ids) = with_children("family-problems");
    let new = [
        NewFact { since: Some(day("2026-09-22")), place: "长安镇振安路3号".into(), ..NewFact::of(Topic::Work(Parent::Mother), "away") },
        NewFact { degree: Some(5), ..NewFact::of(Topic::Disability, "sight") },
        NewFact { since: Some(day("2026-09-01")), until: Some(day("2026-08-01")), ..NewFact::item(Topic::Hardship, "dibao", true) },
        NewFact::of(Topic::Income, "known"),
        NewFact::item(Topic::Hardship, "lottery", true),
    ];
    let Err(Error::Invalid(problems)) = told(&school, ids[0], &new) else { panic!("taken") };
    let fields: Vec<&str> = problems.iter().map(|problem| problem.field.as_ref()).collect();
    assert_eq!(fields, ["mother_work_since", "mother_work_place", "disability_degree", "hardship_until", "income", "hardship"]);
}

#[test]
fn levels_open_facts_field_by_field_and_role_by_role() {
    let (school, ids) = with_children("family-levels");
    let note = Some(Sealed::new("先天性".to_owned()));
    let new = [
        away(Parent::Mother, "2026-01-01"),
        NewFact { note, degree: Some(2), certified: Some(true), ..NewFact::of(Topic::Disability, "limb") },
        NewFact::item(Topic::Hardship, "dibao", true),
        NewFact { amount_fen: Some(400_000), ..NewFact::of(Topic::Income, "known") },
        NewFact::item(Topic::Livelihood, "wages", true),
    ];
    told(&school, ids[0], &new).unwrap();
    let (four_one, grade) = class(2026, 4, 1);
    let whole = RowId::from_uuid(school.id.uuid());
    let of_class = RowId::from_uuid(four_one.uuid());
    let family = [Topic::Work(Parent::Mother), Topic::Disability];
    let money = [Topic::Livelihood, Topic::Income, Topic::Hardship];
    let table = [
        (Duty::Homeroom, ScopeKind::Class, of_class, true, false),
        (Duty::ClassAttached, ScopeKind::Class, of_class, true, false),
        (Duty::SubjectTeacher, ScopeKind::Class, of_class, false, false),
        (Duty::GradeLeader, ScopeKind::Grade, RowId::from_uuid(grade.uuid()), true, false),
        (Duty::GradeSponsor, ScopeKind::Grade, RowId::from_uuid(grade.uuid()), true, false),
        (Duty::Principal, ScopeKind::School, whole, true, true),
        (Duty::AcademicOffice, ScopeKind::School, whole, true, false),
        (Duty::StudentAffairs, ScopeKind::School, whole, true, false),
        (Duty::Counsellor, ScopeKind::School, whole, true, false),
        (Duty::AidOfficer, ScopeKind::School, whole, true, true),
    ];
    for (duty, scope, scope_id, opens_family, opens_money) in table {
        let who = school.staff(&format!("某{duty}"), duty, scope, scope_id);
        let seen = permit_of(&school, &who, ids[0], |tx, permit: &Permit<acts::SeePupil>| history(tx, permit));
        let seen: Vec<Topic> = match seen {
            Ok(rows) => rows.into_iter().map(|row| row.topic).collect(),
            Err(Error::Denied(_)) => Vec::new(),
            Err(other) => panic!("{duty}: {other}"),
        };
        for topic in family {
            assert_eq!(seen.contains(&topic), opens_family, "{duty} {}", topic.code());
        }
        for topic in money {
            assert_eq!(seen.contains(&topic), opens_money, "{duty} {}", topic.code());
        }
        let known = permit_of(&school, &who, ids[0], |tx, permit: &Permit<acts::SeePupil>| of(tx, permit, day("2026-09-21")));
        assert_eq!(known.is_ok(), opens_family, "{duty}");
        if let Ok(known) = known {
            assert_eq!((known.hardships.is_empty(), known.income_fen.is_none(), known.livelihood.is_empty()), (!opens_money, !opens_money, !opens_money), "{duty}");
        }
    }
    let outsider = school.staff("别班", Duty::Homeroom, ScopeKind::Class, RowId::from_uuid(class(2026, 5, 1).0.uuid()));
    assert!(matches!(permit_of(&school, &outsider, ids[0], |tx, permit: &Permit<acts::SeePupil>| history(tx, permit)), Err(Error::NotFound)));
}

#[test]
fn a_homeroom_teacher_writes_no_hardship_and_the_aid_officer_does() {
    let (school, ids) = with_children("family-writers");
    let teacher = school.staff("王老师", Duty::Homeroom, ScopeKind::Class, RowId::from_uuid(class(2026, 4, 1).0.uuid()));
    let aid = school.staff("孙老师", Duty::AidOfficer, ScopeKind::School, RowId::from_uuid(school.id.uuid()));
    let dibao = [NewFact::item(Topic::Hardship, "dibao", true)];
    let tell = |who: &Who, new: &[NewFact]| permit_of(&school, who, ids[0], |tx, permit| write(tx, permit, new, Source::Form));
    assert!(matches!(tell(&teacher, &dibao), Err(Error::Denied(_))));
    assert_eq!(tell(&teacher, &[NewFact::of(Topic::Carer, "mother")]).unwrap(), ["carer"]);
    assert_eq!(tell(&aid, &dibao).unwrap(), ["hardship"]);
    assert!(matches!(permit_of(&school, &teacher, ids[2], |tx, permit| write(tx, permit, &dibao, Source::Form)), Err(Error::NotFound)));
}

#[test]
fn families_of_a_class_and_of_the_school_are_gathered_with_their_kinds() {
    let (school, ids) = with_children("family-gathered");
    let both = [away(Parent::Father, "2026-03-01"), away(Parent::Mother, "2026-03-01"), NewFact::of(Topic::Carer, "kin"), NewFact::of(Topic::Registration, "rural")];
    told(&school, ids[1], &both).unwrap();
    let (four_one, grade) = class(2026, 4, 1);
    let names = |subject: Subject| -> Vec<(String, usize)> {
        school
            .act(subject, |tx, permit: &Permit<acts::PrintRegister>| families(tx, permit, day("2026-09-21")))
            .unwrap()
            .into_iter()
            .map(|family| (family.name, family.standing.len()))
            .collect()
    };
    let here = vec![("张小禾".to_owned(), 4), ("张小明".to_owned(), 0)];
    assert_eq!((names(Subject::Class(four_one)), names(Subject::Grade(grade))), (here.clone(), here));
    assert_eq!(names(Subject::School).len(), 3);
    let all = school.act(Subject::School, |tx, permit| facts_of_school(tx, permit, day("2026-09-21"))).unwrap();
    let levels = Levels::of(&[Level::Family]);
    let found: Vec<Kind> = kinds(&all[&ids[1]], day("2026-09-21"), &Lines::default(), levels).into_iter().filter(|(_, judged)| judged.is_yes()).map(|(kind, _)| kind).collect();
    assert_eq!(found, [Kind::LeftBehindRegistry, Kind::LeftBehindCivil]);
}

#[test]
fn the_line_of_subsistence_is_that_of_the_region_the_household_and_the_year() {
    let (school, ids) = with_children("family-line");
    let line = |year: i64, household: &str, fen: i64| Line { region: String::new(), year, household: household.into(), amount_fen: fen };
    let put = |line: &Line| school.act(Subject::School, |tx, permit| put_line(tx, permit, line));
    for one in [line(2025, "rural", 450_000), line(2026, "rural", 480_000), line(2026, "urban", 800_000), Line { region: "651525".into(), ..line(2026, "rural", 1) }] {
        put(&one).unwrap();
    }
    assert!(matches!(put(&line(1926, "rural", 0)), Err(Error::Invalid(p)) if p.len() == 2));
    let lines = school.read(lines);
    let of = |registration, on: &str| lines.of(registration, day(on));
    let (rural, urban) = (Some(Registration::Rural), Some(Registration::Urban));
    assert_eq!([of(rural, "2026-09-01"), of(rural, "2025-09-01"), of(rural, "2027-03-01"), of(rural, "2024-01-01")], [Some(480_000), Some(450_000), Some(480_000), None]);
    assert_eq!([of(urban, "2026-09-01"), of(None, "2026-09-01")], [Some(800_000), None]);
    told(&school, ids[0], &[NewFact::of(Topic::Registration, "rural"), NewFact { amount_fen: Some(470_000), ..NewFact::of(Topic::Income, "known") }]).unwrap();
    let known = facts(&school, ids[0], "2026-09-21");
    let poor = |levels: Levels| kinds(&known, day("2026-09-21"), &lines, levels).into_iter().find(|(kind, _)| *kind == Kind::LowIncome).map(|(_, judged)| judged.answer);
    assert_eq!(poor(Levels::of(&[Level::Family, Level::Economic])), Some(Answer::Yes));
    assert_eq!(poor(Levels::of(&[Level::Family])), None, "not said without the level");
}

#[test]
fn an_import_writes_what_is_new_and_is_taken_back_unless_somebody_wrote_since() {
    let (school, ids) = with_children("family-import");
    told(&school, ids[0], &[NewFact::of(Topic::Carer, "mother")]).unwrap();
    let import: ImportId = derived(&[b"import"]);
    let sheet = vec![(ids[0], vec![NewFact::of(Topic::Carer, "kin")]), (ids[1], vec![NewFact::of(Topic::Bond, "divorced")])];
    let bring = || school.act(Subject::School, |tx, permit| write_many(tx, permit, &sheet, import)).unwrap();
    assert_eq!((bring(), bring()), (2, 0), "the same sheet twice changes nothing");
    assert_eq!(facts(&school, ids[0], "2026-09-21").carer, Some(Carer::Kin));
    school.act(Subject::School, |tx, permit| undo_import(tx, permit, import)).unwrap();
    assert_eq!((facts(&school, ids[0], "2026-09-21").carer, facts(&school, ids[1], "2026-09-21").bond), (Some(Carer::Mother), None));
    bring();
    told(&school, ids[1], &[NewFact::of(Topic::Bond, "together")]).unwrap();
    assert!(matches!(school.act(Subject::School, |tx, permit| undo_import(tx, permit, import)), Err(Error::Conflict(_))));
}

#[test]
fn a_child_who_is_erased_leaves_no_family_behind() {
    let (school, ids) = with_children("family-erased");
    told(&school, ids[0], &[away(Parent::Father, "2026-03-01")]).unwrap();
    school.act(ids[0], |tx, permit| super::super::movements::depart(tx, permit, super::super::movements::Departure::TransferOut, day("2026-09-14"), "迁往外地")).unwrap();
    school.act(ids[0], |tx, permit| super::super::erasure::erase(tx, permit, "家长书面申请")).unwrap();
    assert_eq!(school.read(|tx| tx.number(Sql("select count(*) from family_fact where school_id = $1"), &[&tx.school()])), 0);
}
