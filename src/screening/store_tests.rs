//! The screening on a small school in a temporary folder: from stored results to who may read what.

use std::fmt::Write as _;

use super::candidates::{self, Filter, Runs};
use super::{ruleset, running};
use crate::access::{Duty, Permit, ScopeKind, Subject as Whom, Who, acts, open_place};
use crate::base::{AssessmentId, ClassId, Error, GradeId, Id, Lang, PupilId, Result, RowId, SchoolDate, StaffId, TermCode, derived};
use crate::roster::school_for_tests::{School, class, day};
use crate::roster::time::{self, Term};
use crate::store::{Sql, Tx};
use crate::trail;

const FOREVER: &str = "9999-12-31";

pub(super) fn pupil(class: i64, seat: i64) -> PupilId {
    derived(&[b"child", &class.to_be_bytes(), &seat.to_be_bytes()])
}

/// The school with the term 2026-1 and classes 1 and 2 of grade 4, of so many pupils each.
pub(super) fn school(name: &str, today: &str, pupils: i64) -> School {
    let school = School::on(name, today);
    school
        .act::<acts::ManageCalendar, _>(Whom::School, |tx, permit| {
            time::ensure_term(tx, permit, TermCode::of(day("2026-09-01")), day("2026-09-01"), day("2027-01-20"))?;
            for number in 1..=2 {
                let (class, grade) = class(2026, 4, number);
                for seat in 1..=pupils {
                    seat_pupil(tx, pupil(number, seat), seat, class, grade)?;
                }
            }
            Ok(())
        })
        .unwrap();
    school
}

fn seat_pupil(tx: &mut Tx<'_>, id: PupilId, seat: i64, class: ClassId, grade: GradeId) -> Result<()> {
    let name = format!("学生{seat}");
    tx.execute(Sql("insert into pupil (school_id, id, name, name_sort, seat_no) values ($1, $2, $3, $4, $5)"), &[&tx.school(), &id, &name, &name, &seat])?;
    open_place(tx, id, class, grade, day("2026-09-01"), day(FOREVER))?;
    Ok(())
}

pub(super) fn term(tx: &mut Tx<'_>) -> Result<Term> {
    time::term_by_code(tx, TermCode::of(day("2026-09-01")))?.ok_or(Error::NotFound)
}

/// Results of an assessment: class, seat, subject, points of 100.
pub(super) fn results(school: &School, name: &str, kind: &str, on: SchoolDate, rows: &[(i64, i64, &str, f64)]) {
    let id: AssessmentId = derived(&[b"assessment", name.as_bytes()]);
    school
        .store
        .write(school.id, |tx| {
            let (own, term) = (tx.school(), term(tx)?);
            tx.execute(
                Sql("insert into assessment (school_id, id, term_id, scope_id, name, kind, day, scale, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, 'points', 'test', 0)"),
                &[&own, &id, &term.id, &own, &name, &kind, &on],
            )?;
            for subject in ["chinese", "maths"] {
                tx.execute(Sql("insert into full_mark (school_id, assessment_id, grade_level, subject, points) values ($1, $2, 4, $3, 100)"), &[&own, &id, &subject])?;
            }
            for (number, seat, subject, points) in rows {
                let (class, pupil) = (class(2026, 4, *number).0, pupil(*number, *seat));
                tx.execute(
                    Sql("insert into result (school_id, assessment_id, class_id, pupil_id, subject, state, points, actor, at_ms) values ($1, $2, $3, $4, $5, 'points', $6, 'test', 0)"),
                    &[&own, &id, &class, &pupil, subject, points],
                )?;
            }
            Ok(())
        })
        .unwrap();
}

pub(super) fn run(school: &School) -> running::RunOutcome {
    school
        .act::<acts::ManageScreening, _>(Whom::School, |tx, permit| {
            let term = term(tx)?;
            running::run(tx, permit, &term, None)
        })
        .unwrap()
}

fn newest(tx: &mut Tx<'_>) -> Result<Runs> {
    let term = term(tx)?;
    candidates::runs(tx, term.id)?.ok_or(Error::NotFound)
}

/// Who somebody reads about: class, seat and the subjects of the reasons.
fn read(school: &School, who: &Who) -> String {
    school.read(|tx| {
        let runs = newest(tx)?;
        let (lines, total) = candidates::candidates(tx, who, &runs, &Filter::default(), 50, 0)?;
        assert_eq!(i64::try_from(lines.len()).unwrap(), total);
        let mut told = String::new();
        for line in lines {
            let subjects: std::collections::BTreeSet<&str> = line.reasons.iter().map(|r| r.subject.as_ref().map_or("attendance", |s| s.code())).collect();
            write!(told, "{}/{}{}:{} ", line.class_name, line.seat.unwrap_or_default(), if line.is_new { "+" } else { "" }, subjects.into_iter().collect::<Vec<_>>().join(","))
                .unwrap();
        }
        Ok(told)
    })
}

pub(super) fn operator(school: &School) -> Who {
    school.read(|tx| Ok(Who::operator(tx, "test")))
}

/// A subject teacher of a class.
fn subject_teacher(school: &School, name: &str, class: ClassId, subject: &str) -> Who {
    let mut who = school.staff(name, Duty::SubjectTeacher, ScopeKind::Class, RowId::from_uuid(class.uuid()));
    school.store.write(school.id, |tx| tx.execute(Sql("update tie set subject = $3 where school_id = $1 and staff_id = $2"), &[&tx.school(), &who.staff(), &subject])).unwrap();
    who.ties.iter_mut().for_each(|tie| tie.subject = subject.to_owned());
    who
}

#[test]
fn a_class_teacher_reads_of_the_own_class_and_a_subject_teacher_of_the_own_subject() {
    let school = school("screening-who", "2026-09-20", 3);
    results(
        &school,
        "摸底",
        "baseline",
        day("2026-09-10"),
        &[(1, 1, "chinese", 40.0), (1, 1, "maths", 50.0), (1, 2, "maths", 30.0), (2, 1, "chinese", 20.0), (1, 3, "maths", 88.0)],
    );
    run(&school);
    assert_eq!(read(&school, &operator(&school)), "四（1）班/1:chinese,maths 四（1）班/2:maths 四（2）班/1:chinese ");
    let homeroom = school.staff("王老师", Duty::Homeroom, ScopeKind::Class, RowId::from_uuid(class(2026, 4, 1).0.uuid()));
    assert_eq!(read(&school, &homeroom), "四（1）班/1:chinese,maths 四（1）班/2:maths ");
    let chinese = subject_teacher(&school, "李老师", class(2026, 4, 1).0, "chinese");
    assert_eq!(read(&school, &chinese), "四（1）班/1:chinese ");
    let other = school.staff("赵老师", Duty::Homeroom, ScopeKind::Class, RowId::from_uuid(class(2026, 5, 1).0.uuid()));
    assert_eq!(read(&school, &other), "");
}

#[test]
fn a_newer_run_stands_beside_the_older_and_says_who_is_new_and_who_is_gone() {
    let school = school("screening-again", "2026-09-20", 3);
    results(&school, "摸底", "baseline", day("2026-09-10"), &[(1, 1, "chinese", 40.0), (1, 2, "chinese", 80.0)]);
    run(&school);
    results(&school, "第二次摸底", "baseline", day("2026-09-15"), &[(1, 1, "chinese", 75.0), (1, 2, "chinese", 45.0)]);
    run(&school);
    let who = operator(&school);
    assert_eq!(read(&school, &who), "四（1）班/2+:chinese ");
    let gone = school.read(|tx| {
        let runs = newest(tx)?;
        candidates::gone(tx, &who, &runs, None)
    });
    assert_eq!(gone.iter().map(|g| g.seat).collect::<Vec<_>>(), [Some(1)]);
    let kept = school.read(|tx| tx.number(Sql("select count(*) from candidate where school_id = $1"), &[&tx.school()]));
    assert_eq!(kept, 2, "the older run keeps what it found");
}

#[test]
fn the_results_of_one_teachers_own_class_are_enough_and_what_she_tries_in_between_is_not_judged() {
    let school = school("screening-own", "2026-09-20", 3);
    results(&school, "四1班语文摸底", "baseline", day("2026-09-10"), &[(1, 1, "chinese", 40.0)]);
    results(&school, "单元小练", "formative", day("2026-09-12"), &[(1, 2, "chinese", 10.0)]);
    run(&school);
    assert_eq!(read(&school, &operator(&school)), "四（1）班/1:chinese ");
}

#[test]
fn the_homeroom_teacher_has_one_task_until_the_list_was_read() {
    let school = school("screening-task", "2026-09-20", 3);
    let homeroom = school.staff("王老师", Duty::Homeroom, ScopeKind::Class, RowId::from_uuid(class(2026, 4, 1).0.uuid()));
    school
        .store
        .write(school.id, |tx| {
            tx.execute(
                Sql("insert into post (school_id, id, staff_id, duty, scope, scope_id, from_day, until_day) values ($1, $2, $3, 'homeroom', 'class', $4, $5, $6)"),
                &[&tx.school(), &derived::<RowId>(&[b"post"]), &homeroom.staff(), &class(2026, 4, 1).0, &day("2026-09-01"), &day(FOREVER)],
            )
        })
        .unwrap();
    results(&school, "摸底", "baseline", day("2026-09-10"), &[(1, 1, "chinese", 40.0)]);
    assert_eq!(run(&school).tasks, 1);
    run(&school);
    let tasks = |staff: StaffId| school.read(|tx| trail::tasks_of(tx, staff));
    let open = tasks(homeroom.staff());
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].due, day("2026-10-06"), "five weeks from the first day of school; the office has set no holiday");
    let runs = school.read(newest);
    school
        .store
        .write(school.id, |tx| {
            let permit = Permit::<acts::SeeCandidates>::ask(tx, &homeroom, class(2026, 4, 1).0)?;
            candidates::reviewed(tx, &permit, runs.newest.id)
        })
        .unwrap();
    assert!(tasks(homeroom.staff()).is_empty());
}

#[test]
fn a_deadline_in_the_holiday_moves_before_it_and_new_pupils_have_a_month_and_a_half() {
    let school = school("screening-due", "2026-09-20", 1);
    school
        .act::<acts::ManageCalendar, _>(Whom::School, |tx, permit| {
            let holiday = |n: i64| time::CalendarDay { day: day("2026-10-01").plus_days(n), kind: time::DayKind::Holiday, name: "国庆节".into() };
            time::mark_days(tx, permit, &(0..7).map(holiday).collect::<Vec<_>>())
        })
        .unwrap();
    let due = |grade: u8| {
        school.read(|tx| {
            let term = term(tx)?;
            super::round::review_due(tx, &term, i64::from(grade))
        })
    };
    assert_eq!((due(4), due(1)), (day("2026-09-30"), day("2026-10-16")));
}

#[test]
fn a_changed_rule_is_a_new_version_and_the_run_keeps_the_rule_as_it_was() {
    let school = school("screening-rules", "2026-09-20", 2);
    results(&school, "摸底", "baseline", day("2026-09-10"), &[(1, 1, "chinese", 55.0)]);
    let before = run(&school);
    let edit = |work: &dyn Fn(&mut Tx<'_>, &Permit<acts::ManageScreening>) -> Result<()>| school.act::<acts::ManageScreening, _>(Whom::School, |tx, permit| work(tx, permit));
    let name = before.rules[0].name.clone();
    edit(&|tx, permit| {
        let mut rule = ruleset::rule_named(tx, Lang::ZhCn, &name)?;
        rule.name = "未到一半".into();
        rule.when = super::Test::BelowPoints { percent: 50.0 }.into();
        ruleset::save_rule(tx, permit, Some(&name), &rule)?;
        let taken = ruleset::save_rule(tx, permit, None, &rule);
        assert!(matches!(taken, Err(Error::Invalid(problems)) if problems[0].field == "name"));
        Ok(())
    })
    .unwrap();
    let names = school.read(|tx| Ok(ruleset::rules(tx, Lang::ZhCn)?.into_iter().map(|kept| kept.rule.name).collect::<Vec<_>>()));
    assert_eq!((names.len(), names[0].as_str()), (12, "未到一半"));
    assert!(run(&school).candidates.is_empty());
    let runs = school.read(newest);
    assert_eq!(runs.before.unwrap().rules[0].name, name);
    edit(&|tx, permit| ruleset::end_rule(tx, permit, "未到一半")).unwrap();
    assert!(matches!(edit(&|tx, permit| ruleset::switch_rule(tx, permit, "未到一半", true)), Err(Error::NotFound)));
}

#[test]
fn a_tenth_of_the_days_missed_is_found_from_the_days_taken() {
    let school = school("screening-days", "2026-10-20", 2);
    school
        .store
        .write(school.id, |tx| {
            let (own, class) = (tx.school(), class(2026, 4, 1).0);
            for n in 0..20 {
                tx.execute(
                    Sql("insert into attendance_taken (school_id, class_id, day, actor, at_ms) values ($1, $2, $3, 'test', 0)"),
                    &[&own, &class, &day("2026-09-01").plus_days(n)],
                )?;
            }
            for (n, kind) in [(1, "sick"), (2, "late"), (3, "unexplained")] {
                let absent = day("2026-09-01").plus_days(n);
                tx.execute(
                    Sql("insert into absence (school_id, pupil_id, day, class_id, kind, actor, at_ms) values ($1, $2, $3, $4, $5, 'test', 0)"),
                    &[&own, &pupil(1, 1), &absent, &class, &kind],
                )?;
            }
            Ok(())
        })
        .unwrap();
    let found = run(&school);
    assert_eq!(found.candidates.len(), 1);
    assert_eq!(found.candidates[0].reasons[0].text(Lang::ZhCn), "缺勤 2 天（10%）");
}
