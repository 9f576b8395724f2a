//! Results and attendance of a small school, from September 2026 on.

use super::assessment::{self, Assessment, FullMark, Kind, NewAssessment, Scale};
use super::attendance::{self, Absence, NewTotal, Total};
use super::bands::{Band, Scheme};
use super::mark::Mark;
use super::overview;
use super::sheet::{self, Counts, Entry, NewResult};
use crate::access::{Duty, FOREVER, NewTie, Permit, ScopeKind, Subject, Who, acts};
use crate::base::{AccountId, AssessmentId, ClassId, Error, Id, ImportId, Lang, PupilId, Result, RowId, StaffId, derived};
use crate::roster::pupils::{self, NewPupil};
use crate::roster::school_for_tests::{School, class, day};
use crate::roster::time::{self, Term};
use crate::store::{Sql, Tx};

fn term(tx: &mut Tx<'_>) -> Term {
    time::term_by_code(tx, "2026-1".parse().unwrap()).unwrap().unwrap()
}

/// Three children in grade 4 class 1 since 1 September, with seats 1 to 3.
fn children(school: &School) -> Vec<PupilId> {
    let (class, grade) = class(2026, 4, 1);
    let new = |(seat, name): (i64, &str)| NewPupil { name: name.to_owned(), seat_no: Some(seat), ..NewPupil::default() };
    let new: Vec<NewPupil> = [(1, "陈小禾"), (2, "何田田"), (3, "王梓涵")].into_iter().map(new).collect();
    school.act(Subject::School, |tx, permit: &Permit<acts::ManageRoster>| pupils::enrol_many(tx, permit, &[(class, grade); 3], &new, day("2026-09-01"))).unwrap()
}

fn teacher(school: &School, name: &str, duty: Duty, class: ClassId, subject: &str) -> Who {
    let staff: StaffId = derived(&[b"staff", name.as_bytes()]);
    let write = |tx: &mut Tx<'_>| {
        let (from, until) = (day("2026-08-01"), day(FOREVER));
        tx.execute(
            Sql("insert into staff (school_id, id, name, from_day, until_day) values ($1, $2, $3, $4, $5) on conflict do nothing"),
            &[&tx.school(), &staff, &name, &from, &until],
        )?;
        let source = tx.new_id();
        let scope_id = RowId::from_uuid(class.uuid());
        crate::access::open_tie(tx, &NewTie { staff, duty, scope: ScopeKind::Class, scope_id, subject, from, until, source, on_behalf_of: None })?;
        Who::of_staff(tx, AccountId::from_uuid(staff.uuid()), staff, name.to_owned(), Lang::default())
    };
    school.store.write(school.id, write).unwrap()
}

fn plan(tx: &mut Tx<'_>, name: &str, kind: Kind, fulls: &[(i64, &str, f64)]) -> NewAssessment {
    NewAssessment {
        term: term(tx).id,
        name: name.to_owned(),
        kind,
        day: day("2026-09-07"),
        scale: Scale::Points,
        filing_no: String::new(),
        fulls: fulls.iter().map(|(level, subject, points)| FullMark { level: *level, subject: (*subject).to_owned(), points: *points }).collect(),
        import: None,
    }
}

fn baseline(school: &School) -> Assessment {
    let made = school.act(Subject::School, |tx, permit: &Permit<acts::EnterResults>| {
        let plan = plan(tx, "开学摸底", Kind::Baseline, &[(4, "chinese", 100.0), (4, "maths", 100.0), (5, "chinese", 100.0)]);
        let id = assessment::create(tx, permit, &plan)?;
        assessment::assessment(tx, id)
    });
    made.unwrap()
}

/// Enters cells of grade 4 class 1 as somebody does who saw an empty grid, unless `before` says otherwise.
fn enter(school: &School, who: &Who, one: &Assessment, cells: &[(PupilId, &str, Mark, Mark)]) -> Result<Counts> {
    let entries: Vec<Entry> = cells.iter().map(|(pupil, subject, before, mark)| Entry { pupil: *pupil, subject: (*subject).to_owned(), before: *before, mark: *mark }).collect();
    school.store.write(school.id, |tx| {
        let permit = Permit::<acts::EnterResults>::ask(tx, who, class(2026, 4, 1).0)?;
        sheet::enter(tx, &permit, one, &entries)
    })
}

fn marks_of(school: &School, who: &Who, one: &Assessment) -> Vec<Vec<Mark>> {
    school.read(|tx| {
        let permit = Permit::<acts::SeeResults>::ask(tx, who, class(2026, 4, 1).0)?;
        Ok(sheet::class_sheet(tx, &permit, one)?.pupils.into_iter().map(|pupil| pupil.marks).collect())
    })
}

fn keys(refused: Result<impl std::fmt::Debug>) -> Vec<(String, String)> {
    let Err(Error::Invalid(problems)) = refused else { panic!("problems were expected, not {refused:?}") };
    problems.into_iter().map(|problem| (problem.field.to_string(), problem.message.key.to_string())).collect()
}

fn count(school: &School, sql: &'static str) -> i64 {
    school.read(|tx| tx.number(Sql(sql), &[&tx.school()]))
}

const EVENTS: &str = "select count(*) from event where school_id = $1 and kind like 'results.%'";
const CHANGES: &str = "select count(*) from result_change where school_id = $1";

#[test]
fn saving_the_same_grid_twice_changes_nothing() {
    let school = School::on("results-twice", "2026-09-08");
    let (pupils, one) = (children(&school), baseline(&school));
    let homeroom = teacher(&school, "李老师", Duty::Homeroom, class(2026, 4, 1).0, "");
    let cells: Vec<_> = pupils.iter().map(|pupil| (*pupil, "maths", Mark::Missing, Mark::Points(81.5))).collect();
    assert_eq!(enter(&school, &homeroom, &one, &cells).unwrap(), Counts { created: 3, ..Counts::default() });
    let events = count(&school, EVENTS);
    assert_eq!(enter(&school, &homeroom, &one, &cells).unwrap(), Counts { unchanged: 3, ..Counts::default() });
    assert_eq!((count(&school, EVENTS), count(&school, CHANGES)), (events, 0));
}

#[test]
fn a_subject_teacher_sees_and_enters_her_own_subject_only() {
    let school = School::on("results-subject", "2026-09-08");
    let (pupils, one) = (children(&school), baseline(&school));
    let maths = teacher(&school, "赵老师", Duty::SubjectTeacher, class(2026, 4, 1).0, "maths");
    let chinese = (pupils[0], "chinese", Mark::Missing, Mark::Points(60.0));
    let refused = keys(enter(&school, &maths, &one, &[chinese, (pupils[1], "maths", Mark::Missing, Mark::Points(70.0))]));
    assert_eq!(refused, [(format!("m-{}-chinese", pupils[0]), "results-cell-not-yours".to_owned())]);
    assert_eq!(count(&school, "select count(*) from result where school_id = $1"), 0, "nothing is half saved");
    enter(&school, &maths, &one, &[(pupils[1], "maths", Mark::Missing, Mark::Points(70.0))]).unwrap();
    assert_eq!(marks_of(&school, &maths, &one), [[Mark::Missing], [Mark::Points(70.0)], [Mark::Missing]]);
    let many = school.store.write(school.id, |tx| {
        let permit = Permit::<acts::EnterResults>::ask(tx, &maths, class(2026, 4, 1).0)?;
        let row = NewResult { pupil: pupils[0], class: class(2026, 4, 1).0, subject: "chinese".to_owned(), mark: Mark::Points(1.0) };
        sheet::put_many(tx, &permit, one.id, &[row], None)
    });
    assert_eq!(keys(many)[0].1, "results-cell-not-yours");
}

#[test]
fn nobody_enters_results_of_a_class_that_is_not_theirs() {
    let school = School::on("results-stranger", "2026-09-08");
    let (pupils, one) = (children(&school), baseline(&school));
    let other = teacher(&school, "孙老师", Duty::Homeroom, class(2026, 4, 2).0, "");
    assert!(matches!(enter(&school, &other, &one, &[(pupils[0], "maths", Mark::Missing, Mark::Points(1.0))]), Err(Error::NotFound)));
    let swapped = school.store.write(school.id, |tx| {
        let permit = Permit::<acts::EnterResults>::ask(tx, &other, class(2026, 4, 2).0)?;
        let row = NewResult { pupil: pupils[0], class: class(2026, 4, 2).0, subject: "maths".to_owned(), mark: Mark::Points(1.0) };
        sheet::put_many(tx, &permit, one.id, &[row], None)
    });
    assert!(matches!(swapped, Err(Error::NotFound)), "a pupil of another class under one's own class");
}

#[test]
fn an_absent_child_is_no_nought_in_the_mean() {
    let school = School::on("results-absent", "2026-09-08");
    let (pupils, one) = (children(&school), baseline(&school));
    let homeroom = teacher(&school, "李老师", Duty::Homeroom, class(2026, 4, 1).0, "");
    let marks = [Mark::Points(80.0), Mark::Absent, Mark::Points(50.0)];
    let cells: Vec<_> = pupils.iter().zip(marks).map(|(pupil, mark)| (*pupil, "maths", Mark::Missing, mark)).collect();
    enter(&school, &homeroom, &one, &cells).unwrap();
    let figures = school.read(|tx| overview::overview(tx, &homeroom, &one));
    assert_eq!((figures.len(), figures[0].pupils), (1, 3), "her own class alone");
    let [chinese, maths] = figures[0].subjects.as_slice() else { panic!("two subjects: {figures:?}") };
    assert_eq!((chinese.missing, chinese.mean, chinese.is_complete()), (3, None, false));
    assert_eq!((maths.mean, maths.judged, maths.passed, maths.without_mark, maths.missing, maths.is_complete()), (Some(65.0), 2, 1, 1, 0, true));
    assert_eq!((maths.pass_per_cent(), maths.bands.clone()), (Some(50), vec![(Band::Good, 1), (Band::Below, 1)]));
}

#[test]
fn a_corrected_or_removed_result_leaves_what_it_was() {
    let school = School::on("results-corrected", "2026-09-08");
    let (pupils, one) = (children(&school), baseline(&school));
    let homeroom = teacher(&school, "李老师", Duty::Homeroom, class(2026, 4, 1).0, "");
    enter(&school, &homeroom, &one, &[(pupils[0], "maths", Mark::Missing, Mark::Points(18.0)), (pupils[1], "maths", Mark::Missing, Mark::Points(90.0))]).unwrap();
    let corrected = enter(&school, &homeroom, &one, &[(pupils[0], "maths", Mark::Points(18.0), Mark::Points(81.0)), (pupils[1], "maths", Mark::Points(90.0), Mark::Missing)]);
    assert_eq!(corrected.unwrap(), Counts { updated: 1, removed: 1, ..Counts::default() });
    assert_eq!(marks_of(&school, &homeroom, &one)[..2], [[Mark::Missing, Mark::Points(81.0)], [Mark::Missing, Mark::Missing]]);
    assert_eq!(count(&school, "select cast(sum(points) as bigint) from result_change where school_id = $1"), 108);
    let mut told = school.read(|tx| crate::trail::events_of(tx, one.id, 10));
    told.retain(|event| event.kind == "results.entered");
    let data = |created, updated, removed| serde_json::json!({ "class": class(2026, 4, 1).0, "created": created, "updated": updated, "removed": removed }).to_string();
    let mut told: Vec<String> = told.into_iter().map(|event| event.data).collect();
    told.sort();
    assert_eq!(told, [data(0, 1, 1), data(2, 0, 0)], "the trail holds counts, no marks");
}

#[test]
fn a_colleagues_mark_entered_meanwhile_is_not_overwritten() {
    let school = School::on("results-meanwhile", "2026-09-08");
    let (pupils, one) = (children(&school), baseline(&school));
    let homeroom = teacher(&school, "李老师", Duty::Homeroom, class(2026, 4, 1).0, "");
    let maths = teacher(&school, "赵老师", Duty::SubjectTeacher, class(2026, 4, 1).0, "maths");
    enter(&school, &maths, &one, &[(pupils[0], "maths", Mark::Missing, Mark::Points(70.0))]).unwrap();
    let same_cell = enter(&school, &homeroom, &one, &[(pupils[0], "maths", Mark::Missing, Mark::Points(40.0))]);
    assert_eq!(keys(same_cell)[0].1, "results-cell-meanwhile");
    let untouched = [(pupils[0], "maths", Mark::Missing, Mark::Missing), (pupils[0], "chinese", Mark::Missing, Mark::Points(66.0))];
    enter(&school, &homeroom, &one, &untouched).unwrap();
    assert_eq!(marks_of(&school, &homeroom, &one)[0], [Mark::Points(66.0), Mark::Points(70.0)]);
}

#[test]
fn every_wrong_cell_is_named_at_once() {
    let school = School::on("results-wrong", "2026-09-08");
    let (pupils, one) = (children(&school), baseline(&school));
    let homeroom = teacher(&school, "李老师", Duty::Homeroom, class(2026, 4, 1).0, "");
    let stranger: PupilId = derived(&[b"nobody"]);
    let cells = [
        (pupils[0], "maths", Mark::Missing, Mark::Points(101.0)),
        (stranger, "maths", Mark::Missing, Mark::Points(1.0)),
        (pupils[1], "art", Mark::Missing, Mark::Points(1.0)),
        (pupils[2], "maths", Mark::Missing, Mark::Points(99.0)),
    ];
    let found: Vec<String> = keys(enter(&school, &homeroom, &one, &cells)).into_iter().map(|(_, key)| key).collect();
    assert_eq!(found, ["results-cell-above", "results-cell-not-yours", "results-cell-not-yours"]);
}

#[test]
fn exams_follow_the_national_rule_until_an_administrator_names_the_local_one() {
    let school = School::on("results-rule", "2026-09-08");
    let create = |name: &str, kind: Kind, fulls: &[(i64, &str, f64)]| {
        school.act(Subject::School, |tx, permit: &Permit<acts::EnterResults>| {
            let plan = plan(tx, name, kind, fulls);
            assessment::create(tx, permit, &plan)
        })
    };
    create("期末", Kind::Final, &[(3, "maths", 100.0)]).unwrap();
    let refused = keys(create("期末二", Kind::Final, &[(1, "maths", 100.0), (2, "chinese", 100.0), (3, "maths", 100.0)]));
    let expected = [("kind", "results-second-final"), ("full-1-maths", "results-no-papers"), ("full-2-chinese", "results-no-papers")];
    assert_eq!(refused, expected.map(|(field, key)| (field.to_owned(), key.to_owned())));
    let set = |is_local, reason: &str| school.act(Subject::School, |tx, permit: &Permit<acts::ManageSettings>| assessment::set_exam_rule(tx, permit, is_local, reason));
    assert_eq!(keys(set(true, " ")), [("reason".to_owned(), "results-rule-reason".to_owned())]);
    set(true, "县教育局 2026 年第 8 号通知").unwrap();
    create("期末二", Kind::Final, &[(1, "maths", 100.0)]).unwrap();
    set(false, "").unwrap();
    assert_eq!(keys(create("期末三", Kind::Final, &[(3, "maths", 100.0)]))[0].1, "results-second-final");
}

#[test]
fn a_teacher_makes_a_baseline_of_her_own_class_and_subject() {
    let school = School::on("results-own", "2026-09-08");
    children(&school);
    let maths = teacher(&school, "赵老师", Duty::SubjectTeacher, class(2026, 4, 1).0, "maths");
    let create = |kind: Kind, fulls: &[(i64, &str, f64)]| {
        school.store.write(school.id, |tx| {
            let permit = Permit::<acts::EnterResults>::ask(tx, &maths, class(2026, 4, 1).0)?;
            let plan = plan(tx, "四一班数学摸底", kind, fulls);
            assessment::create(tx, &permit, &plan)
        })
    };
    assert_eq!(keys(create(Kind::Final, &[(4, "maths", 100.0)]))[0].1, "results-final-of-class");
    assert_eq!(keys(create(Kind::Baseline, &[(4, "chinese", 100.0)]))[0].1, "results-other-subject");
    assert_eq!(keys(create(Kind::Baseline, &[(5, "maths", 100.0)]))[0].1, "results-other-grade");
    let id = create(Kind::Baseline, &[(4, "maths", 50.0)]).unwrap();
    assert_eq!(keys(create(Kind::Baseline, &[(4, "maths", 50.0)]))[0].1, "results-name-taken");
    let whole = school.store.read(school.id, |tx| Permit::<acts::EnterResults>::ask(tx, &maths, Subject::School));
    assert!(matches!(whole, Err(Error::Denied(_))), "the school's assessments are made by the office");
    let other = teacher(&school, "孙老师", Duty::Homeroom, class(2026, 4, 2).0, "");
    for (who, sees) in [(&maths, true), (&other, false)] {
        let found: Vec<AssessmentId> = school.read(|tx| {
            let term = term(tx);
            Ok(assessment::assessments(tx, who, &term)?.into_iter().map(|one| one.id).collect())
        });
        assert_eq!(found.contains(&id), sees, "{}", who.name);
    }
}

#[test]
fn an_import_of_results_twice_changes_nothing_and_can_be_undone() {
    let school = School::on("results-import", "2026-09-08");
    let (pupils, one) = (children(&school), baseline(&school));
    let homeroom = teacher(&school, "李老师", Duty::Homeroom, class(2026, 4, 1).0, "");
    enter(&school, &homeroom, &one, &[(pupils[0], "maths", Mark::Missing, Mark::Points(55.0))]).unwrap();
    let import: ImportId = derived(&[b"import"]);
    let row = |pupil: usize, mark| NewResult { pupil: pupils[pupil], class: class(2026, 4, 1).0, subject: "maths".to_owned(), mark };
    let put = |rows: &[NewResult]| school.act(Subject::School, |tx, permit: &Permit<acts::ImportSheets>| sheet::put_many(tx, permit, one.id, rows, Some(import)));
    let rows = [row(0, Mark::Points(56.0)), row(1, Mark::Band(Band::Good)), row(2, Mark::Missing)];
    assert_eq!(put(&rows).unwrap(), Counts { created: 1, updated: 1, ..Counts::default() }, "an empty cell of a sheet says nothing");
    assert_eq!(put(&rows).unwrap(), Counts { unchanged: 2, ..Counts::default() });
    assert!(matches!(put(&[row(1, Mark::Absent), row(1, Mark::Exempt)]), Err(Error::Conflict(_))));
    enter(&school, &homeroom, &one, &[(pupils[1], "maths", Mark::Band(Band::Good), Mark::Band(Band::Excellent))]).unwrap();
    let undone = school.act(Subject::School, |tx, permit: &Permit<acts::ImportSheets>| sheet::undo_import(tx, permit, import));
    assert_eq!(undone.unwrap(), 1, "what was corrected by hand since stays");
    let marks: Vec<Mark> = marks_of(&school, &homeroom, &one).into_iter().map(|row| row[1]).collect();
    assert_eq!(marks, [Mark::Points(55.0), Mark::Band(Band::Excellent), Mark::Missing]);
}

#[test]
fn a_sheet_adds_its_subjects_to_the_assessment_of_that_name() {
    let school = School::on("results-ensure", "2026-09-08");
    let one = baseline(&school);
    let ensure = |fulls: &[(i64, &str, f64)]| {
        school.act(Subject::School, |tx, permit: &Permit<acts::ImportSheets>| {
            let plan = plan(tx, "开学摸底", Kind::Baseline, fulls);
            assessment::ensure(tx, permit, &plan)
        })
    };
    assert_eq!(ensure(&[(4, "maths", 100.0), (1, "maths", 100.0)]).unwrap(), one.id);
    assert_eq!(school.read(|tx| assessment::full_marks(tx, one.id)).len(), 4);
    assert!(matches!(ensure(&[(4, "maths", 120.0)]), Err(Error::Conflict(_))));
}

#[test]
fn a_pupils_results_are_told_over_time_with_their_full_marks() {
    let school = School::on("results-pupil", "2026-09-08");
    let (pupils, one) = (children(&school), baseline(&school));
    let homeroom = teacher(&school, "李老师", Duty::Homeroom, class(2026, 4, 1).0, "");
    let maths = teacher(&school, "赵老师", Duty::SubjectTeacher, class(2026, 4, 1).0, "maths");
    enter(&school, &homeroom, &one, &[(pupils[0], "maths", Mark::Missing, Mark::Points(55.0)), (pupils[0], "chinese", Mark::Missing, Mark::Absent)]).unwrap();
    for (who, subjects) in [(&homeroom, vec!["chinese", "maths"]), (&maths, vec!["maths"])] {
        let told = school.read(|tx| {
            let permit = Permit::<acts::SeeResults>::ask(tx, who, pupils[0])?;
            sheet::results_of(tx, &permit)
        });
        assert_eq!(told.iter().map(|one| one.subject.as_str()).collect::<Vec<_>>(), subjects, "{}", who.name);
        assert!(told.iter().all(|one| one.full == Some(100.0) && one.name == "开学摸底"));
    }
}

#[test]
fn the_school_chooses_its_bands_by_grade() {
    let school = School::new("results-bands");
    let mut chosen = [Scheme::ByGrade; 6];
    chosen[3] = Scheme::Lines908060;
    let set = |chosen: [Scheme; 6]| school.act(Subject::School, |tx, permit: &Permit<acts::ManageSettings>| assessment::set_schemes(tx, permit, &chosen)).unwrap();
    set(chosen);
    set(chosen);
    assert_eq!(school.read(assessment::schemes), chosen);
    assert_eq!(count(&school, EVENTS), 1, "saying the same again leaves no trace");
}

fn take(school: &School, who: &Who, date: &str, absent: &[(PupilId, Absence)]) -> Result<Counts> {
    school.store.write(school.id, |tx| {
        let permit = Permit::<acts::EnterAttendance>::ask(tx, who, class(2026, 4, 1).0)?;
        attendance::take(tx, &permit, day(date), absent)
    })
}

#[test]
fn everybody_is_here_in_one_press_and_the_absent_are_corrected_later() {
    let school = School::on("results-day", "2026-09-08");
    let pupils = children(&school);
    let homeroom = teacher(&school, "李老师", Duty::Homeroom, class(2026, 4, 1).0, "");
    assert_eq!(take(&school, &homeroom, "2026-09-08", &[]).unwrap(), Counts { unchanged: 3, ..Counts::default() });
    let sheet = |date: &str| {
        school.read(|tx| {
            let permit = Permit::<acts::EnterAttendance>::ask(tx, &homeroom, class(2026, 4, 1).0)?;
            attendance::day_sheet(tx, &permit, day(date))
        })
    };
    assert!(sheet("2026-09-08").taken.is_some() && sheet("2026-09-07").taken.is_none());
    assert_eq!(take(&school, &homeroom, "2026-09-08", &[(pupils[1], Absence::Unexplained)]).unwrap().created, 1);
    let events = count(&school, EVENTS);
    assert_eq!(take(&school, &homeroom, "2026-09-08", &[(pupils[1], Absence::Unexplained)]).unwrap().changed(), 0);
    assert_eq!(count(&school, EVENTS), events, "the same again leaves no trace");
    take(&school, &homeroom, "2026-09-08", &[(pupils[1], Absence::Sick), (pupils[2], Absence::Late)]).unwrap();
    let absences: Vec<Option<Absence>> = sheet("2026-09-08").pupils.into_iter().map(|pupil| pupil.absence).collect();
    assert_eq!(absences, [None, Some(Absence::Sick), Some(Absence::Late)]);
}

#[test]
fn attendance_is_taken_on_school_days_up_to_today_for_pupils_of_the_class() {
    let school = School::on("results-days", "2026-09-13");
    children(&school);
    let homeroom = teacher(&school, "李老师", Duty::Homeroom, class(2026, 4, 1).0, "");
    assert_eq!(school.read(attendance::usual_day), day("2026-09-11"), "on a Sunday the Friday before");
    let stranger: PupilId = derived(&[b"nobody"]);
    for (date, absent, key) in
        [("2026-09-12", vec![], "results-day-no-school"), ("2026-09-14", vec![], "results-day-future"), ("2026-09-11", vec![(stranger, Absence::Sick)], "results-absence-stranger")]
    {
        assert_eq!(keys(take(&school, &homeroom, date, &absent))[0].1, key, "{date}");
    }
    let maths = teacher(&school, "赵老师", Duty::SubjectTeacher, class(2026, 4, 1).0, "maths");
    assert!(matches!(take(&school, &maths, "2026-09-11", &[]), Err(Error::NotFound)));
}

#[test]
fn absence_is_counted_from_the_days_until_a_sheet_says_more() {
    let school = School::on("results-totals", "2026-09-08");
    let pupils = children(&school);
    let homeroom = teacher(&school, "李老师", Duty::Homeroom, class(2026, 4, 1).0, "");
    for (date, absent) in [
        ("2026-09-03", vec![(pupils[0], Absence::Sick)]),
        ("2026-09-04", vec![(pupils[0], Absence::Late)]),
        ("2026-09-07", vec![(pupils[0], Absence::Unexplained)]),
        ("2026-09-08", vec![]),
    ] {
        take(&school, &homeroom, date, &absent).unwrap();
    }
    let all = || {
        school
            .act(Subject::School, |tx, permit: &Permit<acts::ManageScreening>| {
                let term = term(tx);
                attendance::attendance_of_all(tx, permit, &term)
            })
            .unwrap()
    };
    assert_eq!(all()[&pupils[0]], Total { school_days: Some(4), sick_days: 1.0, personal_days: 0.0, unexplained_days: 1.0, late_times: 1 });
    assert_eq!((all()[&pupils[0]].absent_share(), all()[&pupils[1]].absent_share()), (Some(0.5), Some(0.0)));
    let import: ImportId = derived(&[b"import"]);
    let put = |sick_days: f64| {
        school.act(Subject::School, |tx, permit: &Permit<acts::ImportSheets>| {
            let term = term(tx);
            let total = Total { school_days: Some(90), sick_days, ..Total::default() };
            attendance::put_totals_many(tx, permit, &term, &[NewTotal { pupil: pupils[0], class: class(2026, 4, 1).0, total }], Some(import))
        })
    };
    assert_eq!(keys(put(91.0))[0].1, "results-total-wrong");
    assert_eq!(put(9.0).unwrap().created, 1);
    assert_eq!(put(9.0).unwrap().unchanged, 1);
    assert_eq!(all()[&pupils[0]].absent_share(), Some(0.1));
    let seen = school.read(|tx| {
        let (permit, term) = (Permit::<acts::SeePupil>::ask(tx, &homeroom, pupils[0])?, term(tx));
        attendance::attendance_of(tx, &permit, &term)
    });
    assert_eq!(seen.unwrap().sick_days, 9.0);
    school.act(Subject::School, |tx, permit: &Permit<acts::ImportSheets>| attendance::undo_totals(tx, permit, import)).unwrap();
    assert_eq!(all()[&pupils[0]].absent_share(), Some(0.5));
}

#[test]
fn a_month_shows_school_days_up_to_today() {
    let school = School::on("results-month", "2026-09-08");
    let pupils = children(&school);
    let homeroom = teacher(&school, "李老师", Duty::Homeroom, class(2026, 4, 1).0, "");
    take(&school, &homeroom, "2026-09-03", &[(pupils[2], Absence::Personal)]).unwrap();
    let month = school.read(|tx| {
        let permit = Permit::<acts::SeeAttendance>::ask(tx, &homeroom, class(2026, 4, 1).0)?;
        attendance::month(tx, &permit, day("2026-09-15"))
    });
    let days: Vec<String> = month.days.iter().map(|(day, _)| day.day().to_string()).collect();
    assert_eq!(days.join(" "), "1 2 3 4 7 8");
    assert_eq!(month.days.iter().filter(|(_, taken)| *taken).count(), 1);
    assert_eq!(month.pupils[2].absences, [None, None, Some(Absence::Personal), None, None, None]);
}
