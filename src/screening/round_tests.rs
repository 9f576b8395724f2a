//! Rounds on small schools in temporary folders: who decides, who is asked, what is filed.

use super::filing::{self, compile, file, give_back, hand_up};
use super::list_state::Step;
use super::review::{self, Addition, Standing, Talk, Verdict};
use super::round::{self, Opened};
use super::say::What;
use super::{changes, confirmed};
use crate::access::{Act, Duty, Permit, ScopeKind, Subject, Who, acts, close_place, open_place};
use crate::base::{ClassId, Error, GradeId, Id, PupilId, Result, RowId, SchoolDate, TermCode, derived};
use crate::programme::deadline;
use crate::programme::programmes::{self, Copy};
use crate::roster::calendar::{Holiday, TermDays};
use crate::roster::family::{self, NewFact, Source};
use crate::roster::family_facts::Topic;
use crate::roster::school_for_tests::{School, class, day};
use crate::roster::time::{self, Term};
use crate::store::{Sql, Tx};
use crate::trail;

#[path = "round_scale_tests.rs"]
mod scale;

const FOREVER: &str = "9999-12-31";

fn pupil(name: &str) -> PupilId {
    derived(&[b"a child of a round", name.as_bytes()])
}

/// The school with children in a class, on a day of the autumn, and the programme of A9 switched on.
fn school(label: &str, today: &str, children: &[(&str, &str, (ClassId, GradeId))]) -> School {
    let school = School::on(label, today);
    school
        .act::<acts::ManageProgrammes, _>(Subject::School, |tx, permit| {
            for (seat, (key, name, (class, grade))) in (1_i64..).zip(children) {
                let id = pupil(key);
                tx.execute(Sql("insert into pupil (school_id, id, name, name_sort, seat_no) values ($1, $2, $3, $4, $5)"), &[&tx.school(), &id, name, name, &seat])?;
                open_place(tx, id, *class, *grade, day("2026-09-01"), day(FOREVER))?;
            }
            let from_term = TermCode::of(day("2026-09-01"));
            let id = programmes::copy_preset(tx, permit, &Copy { preset: "target_pupil".into(), name: "待优生帮教".into(), purpose: String::new(), from_term })?;
            programmes::switch_on(tx, permit, id, from_term, None)
        })
        .unwrap();
    school
}

fn term(tx: &mut Tx<'_>, code: &str) -> Result<Term> {
    time::term_by_code(tx, code.parse().unwrap())?.ok_or(Error::NotFound)
}

fn open(school: &School, code: &str) -> Opened {
    school
        .act::<acts::ManageRounds, _>(Subject::School, |tx, permit| {
            let term = term(tx, code)?;
            let programme = programmes::all(tx)?[0];
            round::open(tx, permit, programme, &term)
        })
        .unwrap()
}

fn as_<A: Act, T>(school: &School, who: &Who, subject: impl Into<Subject>, work: impl FnOnce(&mut Tx<'_>, &Permit<A>) -> Result<T>) -> Result<T> {
    school.store.write(school.id, |tx| {
        let permit = Permit::ask(tx, who, subject)?;
        work(tx, &permit)
    })
}

fn homeroom(school: &School, name: &str, class: ClassId) -> Who {
    let who = school.staff(name, Duty::Homeroom, ScopeKind::Class, RowId::from_uuid(class.uuid()));
    post(school, &who, Duty::Homeroom, RowId::from_uuid(class.uuid()));
    who
}

fn verdict(what: What, reason: &str) -> Verdict {
    Verdict { what, category: "target_pupil".into(), kind: "learning".into(), cause: String::new(), reason: reason.into() }
}

fn talk(on: &str) -> Talk {
    Talk { day: day(on), by_whom: "王老师".into() }
}

fn add(school: &School, who: &Who, opened: &Opened, child: PupilId) {
    let new = Addition { code: "homework".into(), source: "grandparent".into(), words: "晚上没人陪着做作业".into() };
    as_::<acts::ReviewClass, _>(school, who, child, |tx, permit| review::add(tx, permit, opened, &new)).unwrap();
}

fn say(school: &School, who: &Who, opened: &Opened, child: PupilId, what: What, reason: &str) -> Result<RowId> {
    as_::<acts::ReviewClass, _>(school, who, child, |tx, permit| review::say(tx, permit, opened, &verdict(what, reason), Some(&talk("2026-09-14"))))
}

fn fields(error: &Error) -> Vec<String> {
    match error {
        Error::Invalid(problems) => problems.iter().map(|problem| problem.field.to_string()).collect(),
        other => vec![format!("{other:?}")],
    }
}

/// Whom the list of a class names, as somebody reads it.
fn listed(school: &School, opened: &Opened, class: ClassId) -> Vec<String> {
    school.read(|tx| {
        let who = Who::operator(tx, "test");
        let permit = Permit::<acts::SeeCandidates>::ask(tx, &who, class)?;
        Ok(review::of_class(tx, &permit, opened)?.into_iter().map(|child| format!("{} {}", child.name, child.seat.unwrap_or_default())).collect())
    })
}

#[test]
fn each_homeroom_teacher_gets_a_task_with_the_day_of_the_programme_and_new_pupils_have_longer() {
    let ((first, of_first), (fourth, of_fourth)) = (class(2026, 1, 1), class(2026, 4, 1));
    let school = school("round-tasks", "2026-09-03", &[("a", "安安", (first, of_first)), ("b", "宝宝", (fourth, of_fourth))]);
    let (young, old) = (homeroom(&school, "一年级老师", first), homeroom(&school, "四年级老师", fourth));
    let opened = open(&school, "2026-1");
    let due = |who: &Who| -> Vec<(String, SchoolDate)> { school.read(|tx| Ok(trail::tasks_of(tx, who.staff())?.into_iter().map(|task| (task.kind, task.due)).collect())) };
    assert_eq!(due(&old), [(round::TASK.to_owned(), day("2026-10-06"))], "five weeks from Tuesday, 1 September");
    assert_eq!(due(&young), [(round::TASK.to_owned(), day("2026-10-16"))], "a month and fifteen days");
    school
        .act::<acts::ManageRounds, _>(Subject::School, |tx, permit| {
            let late = round::move_days(tx, permit, &opened, day("2027-03-01"), day("2026-10-16"), "").unwrap_err();
            assert_eq!(fields(&late), ["due", "reason"]);
            round::move_days(tx, permit, &opened, day("2026-09-30"), day("2026-10-16"), "国庆放假")
        })
        .unwrap();
    assert_eq!(due(&old), [(round::TASK.to_owned(), day("2026-09-30"))], "the task moves with the day");
    let twice = school.act::<acts::ManageRounds, _>(Subject::School, |tx, permit| {
        let term = term(tx, "2026-1")?;
        round::open(tx, permit, opened.programme.id, &term)
    });
    assert!(matches!(twice, Err(Error::Conflict(_))), "once a term");
}

#[test]
fn nothing_is_decided_about_a_child_nobody_has_talked_with_and_no_unkind_word_is_taken() {
    let seat = class(2026, 4, 1);
    let school = school("round-talk", "2026-09-15", &[("a", "安安", seat)]);
    let who = homeroom(&school, "王老师", seat.0);
    let opened = open(&school, "2026-1");
    let said = |new: Verdict, talk: Option<Talk>| as_::<acts::ReviewClass, _>(&school, &who, pupil("a"), |tx, permit| review::say(tx, permit, &opened, &new, talk.as_ref()));
    assert!(matches!(said(verdict(What::Confirmed, ""), None), Err(Error::NotFound)), "who is on no list is not decided about");
    add(&school, &who, &opened, pupil("a"));
    assert_eq!(fields(&said(verdict(What::Confirmed, ""), None).unwrap_err()), ["talk_day"]);
    assert_eq!(fields(&said(verdict(What::Confirmed, ""), Some(talk("2026-09-16"))).unwrap_err()), ["talk_day"], "tomorrow's talk is none");
    assert_eq!(fields(&said(verdict(What::Declined, ""), Some(talk("2026-09-14"))).unwrap_err()), ["reason"]);
    assert_eq!(fields(&said(verdict(What::Declined, "是个差生"), Some(talk("2026-09-14"))).unwrap_err()), ["reason"]);
    assert_eq!(fields(&said(Verdict { category: "left_behind".into(), ..verdict(What::Confirmed, "") }, Some(talk("2026-09-14"))).unwrap_err()), ["category"]);
    assert_eq!(fields(&said(verdict(What::Exited, "好了"), Some(talk("2026-09-14"))).unwrap_err()), ["what"], "who was not on the list does not leave it");
    said(verdict(What::Watched, ""), None).unwrap();
    said(verdict(What::Confirmed, ""), Some(talk("2026-09-14"))).unwrap();
    let twice = as_::<acts::ReviewClass, _>(&school, &who, pupil("a"), |tx, permit| {
        review::add(tx, permit, &opened, &Addition { code: "conduct".into(), source: "parent".into(), words: "在家坐不住".into() })
    });
    assert_eq!(fields(&twice.unwrap_err()), ["pupil"], "nobody is twice on a list");
}

#[test]
fn fewer_or_more_than_the_guide_is_asked_about_and_never_refused() {
    let seat = class(2026, 4, 1);
    let school = school("round-guide", "2026-09-15", &[("a", "安安", seat), ("b", "宝宝", seat)]);
    let who = homeroom(&school, "王老师", seat.0);
    let opened = open(&school, "2026-1");
    let up = |note: &str| as_::<acts::ReviewClass, _>(&school, &who, seat.0, |tx, permit| hand_up(tx, permit, &opened, note));
    assert_eq!(fields(&up("").unwrap_err()), ["note"], "an empty list says why");
    add(&school, &who, &opened, pupil("a"));
    assert_eq!(fields(&up("").unwrap_err()), ["list"], "a child still waits");
    assert_eq!(as_::<acts::ReviewClass, _>(&school, &who, seat.0, |tx, permit| review::watch_rest(tx, permit, &opened)).unwrap(), 1);
    assert_eq!(as_::<acts::ReviewClass, _>(&school, &who, seat.0, |tx, permit| review::watch_rest(tx, permit, &opened)).unwrap(), 0, "what was said is not said over");
    say(&school, &who, &opened, pupil("a"), What::Confirmed, "").unwrap();
    assert_eq!(fields(&up("").unwrap_err()), ["note"], "one is fewer than two to four");
    up("其他孩子都跟得上").unwrap();
    assert!(matches!(up("再交一次"), Err(Error::Conflict(_))));
    assert!(matches!(say(&school, &who, &opened, pupil("a"), What::Declined, "看错了"), Err(Error::Conflict(_))), "what is handed up is not written over");
}

#[test]
fn a_verdict_goes_with_the_child_into_another_class_and_the_child_is_filed_once() {
    let ((one, grade), (two, _)) = (class(2026, 4, 1), class(2026, 4, 2));
    let names = [("a", "王梓涵", (one, grade)), ("b", "王梓涵", (one, grade)), ("c", "王梓涵", (two, grade))];
    let school = school("round-moves", "2026-09-15", &names);
    let (first, second) = (homeroom(&school, "一班老师", one), homeroom(&school, "二班老师", two));
    let opened = open(&school, "2026-1");
    for child in ["a", "b"] {
        add(&school, &first, &opened, pupil(child));
        say(&school, &first, &opened, pupil(child), What::Confirmed, "").unwrap();
    }
    assert_eq!(listed(&school, &opened, one), ["王梓涵 1", "王梓涵 2"], "told apart by the seat");
    school
        .store
        .write(school.id, |tx| {
            close_place(tx, pupil("a"), day("2026-09-14"))?;
            open_place(tx, pupil("a"), two, grade, day("2026-09-15"), day(FOREVER)).map(|_| ())
        })
        .unwrap();
    assert_eq!((listed(&school, &opened, one), listed(&school, &opened, two)), (vec!["王梓涵 2".to_owned()], vec!["王梓涵 1".to_owned()]));
    for (who, class) in [(&first, one), (&second, two)] {
        as_::<acts::ReviewClass, _>(&school, who, class, |tx, permit| hand_up(tx, permit, &opened, "一人")).unwrap();
    }
    let filed = school.act::<acts::FileRound, _>(Subject::Grade(grade), |tx, permit| file(tx, permit, &opened)).unwrap();
    assert_eq!(filed, (2, 2), "nobody leads the grade: the lists are filed as they came");
    let again = school.act::<acts::FileRound, _>(Subject::Grade(grade), |tx, permit| file(tx, permit, &opened));
    assert_eq!(fields(&again.unwrap_err()), ["grade"], "frozen");
}

#[test]
fn a_late_class_does_not_hold_up_the_others_and_comes_back_with_a_comment() {
    let ((one, grade), (two, _)) = (class(2026, 4, 1), class(2026, 4, 2));
    let school = school("round-late", "2026-10-12", &[("a", "安安", (one, grade)), ("b", "宝宝", (two, grade))]);
    let (first, second) = (homeroom(&school, "一班老师", one), homeroom(&school, "二班老师", two));
    let leader = school.staff("组长", Duty::GradeLeader, ScopeKind::Grade, RowId::from_uuid(grade.uuid()));
    let sponsor = school.staff("包级领导", Duty::GradeSponsor, ScopeKind::Grade, RowId::from_uuid(grade.uuid()));
    post(&school, &leader, Duty::GradeLeader, RowId::from_uuid(grade.uuid()));
    let opened = open(&school, "2026-1");
    assert_eq!(opened.round.due, day("2026-10-19"), "opened when five weeks were over: a week from then");
    add(&school, &first, &opened, pupil("a"));
    say(&school, &first, &opened, pupil("a"), What::Confirmed, "").unwrap();
    as_::<acts::ReviewClass, _>(&school, &first, one, |tx, permit| hand_up(tx, permit, &opened, "一人")).unwrap();
    let early = as_::<acts::FileRound, _>(&school, &sponsor, grade, |tx, permit| file(tx, permit, &opened));
    assert_eq!(fields(&early.unwrap_err()), ["grade"], "the grade leader has not compiled yet");
    as_::<acts::CompileGrade, _>(&school, &leader, one, |tx, permit| give_back(tx, permit, &opened, "请补上原因")).unwrap();
    let kinds: Vec<String> = school.read(|tx| Ok(trail::tasks_of(tx, first.staff())?.into_iter().map(|task| task.kind).collect()));
    assert_eq!(kinds, [round::RETURNED_TASK]);
    as_::<acts::ReviewClass, _>(&school, &first, one, |tx, permit| hand_up(tx, permit, &opened, "补上了")).unwrap();
    assert_eq!(as_::<acts::CompileGrade, _>(&school, &leader, grade, |tx, permit| compile(tx, permit, &opened)).unwrap(), 1);
    assert_eq!(as_::<acts::FileRound, _>(&school, &sponsor, grade, |tx, permit| file(tx, permit, &opened)).unwrap(), (1, 1));
    let lines = school.read(|tx| filing::overview(tx, &leader, &opened));
    let states: Vec<Option<Step>> = lines.iter().map(|line| line.newest.as_ref().map(|signed| signed.step)).collect();
    assert_eq!(states, [Some(Step::Filed), None], "the other class is still at work");
    as_::<acts::ReviewClass, _>(&school, &second, two, |tx, permit| hand_up(tx, permit, &opened, "没有")).unwrap();
}

/// A post in the register, beside the tie that the cast of the test has.
fn post(school: &School, who: &Who, duty: Duty, scope: RowId) {
    school
        .store
        .write(school.id, |tx| {
            let id = tx.new_id::<RowId>();
            tx.execute(
                Sql("insert into post (school_id, id, staff_id, duty, scope, scope_id, subject, from_day, until_day) values ($1, $2, $3, $4, $5, $6, '', $7, $8)"),
                &[&tx.school(), &id, &who.staff(), &duty.code(), &duty.scope().code(), &scope, &day("2026-09-01"), &day(FOREVER)],
            )
        })
        .unwrap();
}

#[test]
fn who_leads_the_grade_and_sponsors_it_signs_once() {
    let (one, grade) = class(2026, 4, 1);
    let school = school("round-once", "2026-09-15", &[("a", "安安", (one, grade))]);
    let teacher = homeroom(&school, "一班老师", one);
    let both = school.staff("双职老师", Duty::GradeLeader, ScopeKind::Grade, RowId::from_uuid(grade.uuid()));
    let both = Who {
        ties: {
            let mut ties = both.ties.clone();
            ties.extend(school.staff("双职老师", Duty::GradeSponsor, ScopeKind::Grade, RowId::from_uuid(grade.uuid())).ties);
            ties.dedup_by_key(|tie| tie.duty);
            ties
        },
        ..both
    };
    post(&school, &both, Duty::GradeLeader, RowId::from_uuid(grade.uuid()));
    let opened = open(&school, "2026-1");
    as_::<acts::ReviewClass, _>(&school, &teacher, one, |tx, permit| hand_up(tx, permit, &opened, "没有")).unwrap();
    let ready = school.read(|tx| filing::ready_grades(tx, &both, &opened));
    assert_eq!(ready.get(&grade).map(|ready| (ready.compile, ready.file)), Some((0, 1)), "one button");
    as_::<acts::FileRound, _>(&school, &both, grade, |tx, permit| file(tx, permit, &opened)).unwrap();
    let steps = school.read(|tx| Ok(filing::history(tx, &opened)?.remove(&one).unwrap()));
    assert_eq!(steps.last().map(|signed| signed.step), Some(Step::Filed));
}

#[test]
fn a_subject_teacher_says_a_word_without_seeing_what_the_family_said() {
    let seat = class(2026, 4, 1);
    let school = school("round-colleague", "2026-09-15", &[("a", "安安", seat)]);
    let who = homeroom(&school, "王老师", seat.0);
    let maths = school.staff("李老师", Duty::SubjectTeacher, ScopeKind::Class, RowId::from_uuid(seat.0.uuid()));
    let opened = open(&school, "2026-1");
    add(&school, &who, &opened, pupil("a"));
    say(&school, &who, &opened, pupil("a"), What::Confirmed, "").unwrap();
    as_::<acts::SeeCandidates, _>(&school, &maths, pupil("a"), |tx, permit| review::opine(tx, permit, &opened, "against", "课上很投入")).unwrap();
    let unread = as_::<acts::SeeCandidates, _>(&school, &maths, pupil("a"), |tx, permit| review::opine(tx, permit, &opened, "perhaps", ""));
    assert_eq!(fields(&unread.unwrap_err()), ["stance"]);
    let seen = |who: &Who| as_::<acts::SeeCandidates, _>(&school, who, pupil("a"), |tx, permit| review::of_child(tx, permit, &opened)).unwrap();
    let (theirs, ours) = (seen(&maths), seen(&who));
    assert!(theirs.addition.is_none() && theirs.said.is_none() && theirs.talks.is_empty() && theirs.opinions.len() == 1);
    assert!(ours.addition.is_some() && ours.said.is_some() && ours.opinions[0].stance == "against");
    let office = school.staff("教导处", Duty::AcademicOffice, ScopeKind::School, RowId::from_uuid(school.id.uuid()));
    let denied = as_::<acts::SeeCandidates, _>(&school, &office, pupil("a"), |tx, permit| review::opine(tx, permit, &opened, "for", ""));
    assert!(matches!(denied, Err(Error::Denied(_))), "an office does not teach the child");
}

#[test]
fn between_two_terms_the_label_sleeps_and_the_next_round_asks_anew() {
    let seat = class(2026, 4, 1);
    let school = school("round-again", "2027-01-18", &[("a", "安安", seat), ("b", "宝宝", seat)]);
    let who = homeroom(&school, "王老师", seat.0);
    let opened = open(&school, "2026-1");
    for child in ["a", "b"] {
        add(&school, &who, &opened, pupil(child));
        say(&school, &who, &opened, pupil(child), What::Confirmed, "").unwrap();
    }
    as_::<acts::ReviewClass, _>(&school, &who, seat.0, |tx, permit| hand_up(tx, permit, &opened, "")).unwrap();
    school.act::<acts::FileRound, _>(Subject::Grade(seat.1), |tx, permit| file(tx, permit, &opened)).unwrap();
    let standing = |child: &str| school.act::<acts::SeePupil, _>(pupil(child), review::standing).unwrap();
    assert_eq!(standing("a"), Standing::Listed);
    let until = school.act::<acts::SeePupil, _>(pupil("a"), |tx, permit| Ok(confirmed::of_pupil(tx, permit)?[0].until)).unwrap();
    assert_eq!(until, day("2027-01-20"), "it lapses with the term");
    let spring = School::on("round-again-spring", "2027-03-01");
    assert_eq!(spring.act::<acts::ManageRounds, _>(Subject::School, |tx, _| term(tx, "2026-2")).unwrap().first_day, day("2027-02-20"));
    // The same school in spring: the clock of a test stands still, so the term of the list is set back.
    school
        .store
        .write(school.id, |tx| {
            let (spring, past) = (term(tx, "2026-2")?, term(tx, "2026-1")?);
            tx.execute(Sql("update confirmation set from_day = $2, until_day = $3 where school_id = $1"), &[&tx.school(), &past.first_day, &day("2027-01-15")])?;
            tx.execute(Sql("update term set first_day = $3, last_day = $4 where school_id = $1 and id = $2"), &[&tx.school(), &past.id, &past.first_day, &day("2027-01-15")])?;
            tx.execute(Sql("update term set first_day = $3 where school_id = $1 and id = $2"), &[&tx.school(), &spring.id, &day("2027-01-16")]).map(|_| ())
        })
        .unwrap();
    assert_eq!(standing("a"), Standing::Awaiting);
    let next = open(&school, "2026-2");
    assert_eq!(listed(&school, &next, seat.0), ["安安 1", "宝宝 2"], "last term's children stand there already");
    let on = |child: &str, what: What, reason: &str| {
        as_::<acts::ReviewClass, _>(&school, &who, pupil(child), |tx, permit| review::say(tx, permit, &next, &verdict(what, reason), Some(&talk("2027-01-17"))))
    };
    on("a", What::Continued, "").unwrap();
    on("b", What::Exited, "期末全部跟上了").unwrap();
    assert_eq!((standing("a"), standing("b")), (Standing::None, Standing::None), "said anew");
    as_::<acts::ReviewClass, _>(&school, &who, seat.0, |tx, permit| hand_up(tx, permit, &next, "一人继续")).unwrap();
    assert_eq!(school.act::<acts::FileRound, _>(Subject::Grade(seat.1), |tx, permit| file(tx, permit, &next)).unwrap(), (1, 1));
    assert_eq!((standing("a"), standing("b")), (Standing::Listed, Standing::None));
}

#[test]
fn a_filed_list_changes_by_the_sheet_alone_and_who_was_withdrawn_waits_for_the_next_term() {
    let seat = class(2026, 4, 1);
    let school = school("round-sheet", "2026-09-15", &[("a", "安安", seat), ("b", "宝宝", seat)]);
    let who = homeroom(&school, "王老师", seat.0);
    let opened = open(&school, "2026-1");
    let change = |child: &str, reason: &str| {
        school.act::<acts::FileRound, _>(pupil(child), |tx, permit| changes::add(tx, permit, &opened, "target_pupil", "conduct", reason, Some(&talk("2026-09-14"))))
    };
    assert!(matches!(change("b", "转来"), Err(Error::Conflict(_))), "not filed yet");
    add(&school, &who, &opened, pupil("a"));
    say(&school, &who, &opened, pupil("a"), What::Confirmed, "").unwrap();
    as_::<acts::ReviewClass, _>(&school, &who, seat.0, |tx, permit| hand_up(tx, permit, &opened, "一人")).unwrap();
    school.act::<acts::FileRound, _>(Subject::Grade(seat.1), |tx, permit| file(tx, permit, &opened)).unwrap();
    assert_eq!(fields(&change("b", "").unwrap_err()), ["reason"]);
    change("b", "开学后转来，习惯要帮一把").unwrap();
    assert_eq!(fields(&change("b", "再来一次").unwrap_err()), ["pupil"]);
    let withdraw = |child: &str| school.act::<acts::FileRound, _>(pupil(child), |tx, permit| changes::withdraw(tx, permit, &opened, "家里搬走了"));
    withdraw("b").unwrap();
    assert_eq!(fields(&withdraw("b").unwrap_err()), ["pupil"]);
    assert_eq!(fields(&change("b", "又回来了").unwrap_err()), ["pupil"]);
    let sheet: Vec<String> = school.read(|tx| Ok(changes::lines(tx, &opened)?.into_iter().map(|line| format!("{} {} {}", line.number, line.what, line.name)).collect()));
    assert_eq!(sheet, ["1 added 宝宝", "2 withdrawn 宝宝"]);
}

#[test]
fn a_school_of_six_teachers_and_a_combined_class_goes_through_the_same_round() {
    let keys: Vec<String> = (0..60).map(|n| format!("child {n}")).collect();
    // Grades 1 and 2 sit in one room (复式班); one class for each other grade.
    let place = |n: usize| match n % 6 {
        1 => (class(2026, 1, 1).0, class(2026, 2, 1).1),
        level => class(2026, i64::try_from(level).unwrap() + 1, 1),
    };
    let children: Vec<(&str, &str, (ClassId, GradeId))> = keys.iter().enumerate().map(|(n, key)| (key.as_str(), "小朋友", place(n))).collect();
    let school = school("round-small", "2026-09-15", &children);
    let classes: Vec<(ClassId, GradeId)> = [1, 3, 4, 5, 6].map(|level| class(2026, level, 1)).to_vec();
    let teachers: Vec<Who> = classes.iter().enumerate().map(|(n, (id, _))| homeroom(&school, &format!("老师{n}"), *id)).collect();
    let opened = open(&school, "2026-1");
    let mut filed = 0;
    for ((id, grade), who) in classes.iter().zip(&teachers) {
        let here: Vec<PupilId> = children.iter().filter(|(.., (class, _))| class == id).take(2).map(|(key, ..)| pupil(key)).collect();
        for child in &here {
            add(&school, who, &opened, *child);
            say(&school, who, &opened, *child, What::Confirmed, "").unwrap();
        }
        as_::<acts::ReviewClass, _>(&school, who, *id, |tx, permit| hand_up(tx, permit, &opened, "")).unwrap();
        let (lists, children) = school.act::<acts::FileRound, _>(Subject::Grade(*grade), |tx, permit| file(tx, permit, &opened)).unwrap();
        assert_eq!(lists, 1, "nobody leads a grade here: the post is skipped");
        filed += children;
    }
    assert_eq!(filed, 10, "also the child of grade 2 in the room of grade 1");
}

/// A row of numbers that is the same each time (xorshift): calendars and moves nobody thought of.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 % u64::try_from(n).unwrap()).unwrap()
    }
}

fn holiday(dice: &mut Dice, first: SchoolDate) -> Holiday {
    let from = first.plus_days(dice.below(100));
    Holiday { from, to: from.plus_days(dice.below(15)) }
}

#[test]
fn on_any_calendar_a_class_of_new_pupils_has_at_least_as_long_as_the_others() {
    let mut dice = Dice(914);
    let values = crate::programme::Values::new(crate::programme::presets::preset("target_pupil").unwrap().values());
    let programme = crate::programme::Programme {
        id: derived(&[b"programme"]),
        preset: "target_pupil".into(),
        version: 1,
        name: String::new(),
        purpose: String::new(),
        from_term: TermCode::of(day("2026-09-01")),
        categories: Vec::new(),
        values,
    };
    for _ in 0..400 {
        let first = day("2025-01-01").plus_days(dice.below(900));
        let last = first.plus_days(60 + dice.below(90));
        let holidays = (0..dice.below(5)).map(|_| holiday(&mut dice, first)).collect();
        let term = TermDays { first, last, holidays, swapped: Vec::new() };
        let Some(begins) = deadline::first_school_day(&term) else { continue };
        let (due, due_new) = round::days_of(&programme, &term).unwrap();
        assert!(due <= due_new, "{term:?}: {due} {due_new}");
        for (day, most) in [(due, begins.plus_days(35)), (due_new, begins.plus_months(1).plus_days(15))] {
            assert!(term.is_school_day(day) && day <= most && day >= begins, "{term:?}: {day}");
            assert_eq!(term.school_days_between(day.plus_days(1), most), 0, "{term:?}: no school day is given away");
        }
    }
}

#[test]
fn however_often_children_change_classes_each_stands_on_one_list_with_what_was_said() {
    let rooms = [class(2026, 4, 1), class(2026, 4, 2), class(2026, 5, 1)];
    let keys = ["a", "b", "c", "d", "e", "f"];
    let children: Vec<(&str, &str, (ClassId, GradeId))> = keys.iter().enumerate().map(|(n, key)| (*key, *key, rooms[n % 3])).collect();
    let school = school("round-many-moves", "2026-09-15", &children);
    let opened = open(&school, "2026-1");
    let office = school.read(|tx| Ok(Who::operator(tx, "test")));
    for key in keys {
        add(&school, &office, &opened, pupil(key));
        say(&school, &office, &opened, pupil(key), What::Confirmed, "").unwrap();
    }
    let mut dice = Dice(28);
    for _ in 0..25 {
        let (child, (to, grade)) = (keys[usize::try_from(dice.below(6)).unwrap()], rooms[usize::try_from(dice.below(3)).unwrap()]);
        school
            .store
            .write(school.id, |tx| {
                tx.execute(Sql("delete from place where school_id = $1 and pupil_id = $2 and from_day = $3"), &[&tx.school(), &pupil(child), &day("2026-09-15")])?;
                close_place(tx, pupil(child), day("2026-09-14"))?;
                open_place(tx, pupil(child), to, grade, day("2026-09-15"), day(FOREVER)).map(|_| ())
            })
            .unwrap();
        let mut all: Vec<String> = rooms.iter().flat_map(|(class, _)| listed(&school, &opened, *class)).collect();
        all.sort();
        assert_eq!(all, ["a 1", "b 2", "c 3", "d 4", "e 5", "f 6"], "after {child} moved");
        let waiting: i64 = school.read(|tx| filing::overview(tx, &office, &opened)).iter().map(|line| line.waiting).sum();
        assert_eq!(waiting, 0, "what was said goes with the child");
    }
}

#[test]
fn a_child_who_hears_badly_is_left_to_its_own_plan_unless_somebody_writes_why() {
    let (own, grade) = class(2026, 4, 1);
    let school = school("round-plan", "2026-09-14", &[("a", "安安", (own, grade)), ("b", "宝宝", (own, grade)), ("c", "晨晨", (own, grade))]);
    let wang = homeroom(&school, "王老师", own);
    let opened = open(&school, "2026-1");
    for (child, kind) in [("a", "hearing"), ("b", "limb"), ("c", "sight")] {
        let fact = NewFact::of(Topic::Disability, kind);
        as_::<acts::EditFamily, _>(&school, &wang, pupil(child), |tx, permit| family::write(tx, permit, &[fact], Source::Form)).unwrap();
    }
    for child in ["a", "b"] {
        add(&school, &wang, &opened, pupil(child));
    }
    let seen = |child| as_::<acts::SeeCandidates, _>(&school, &wang, child, |tx, permit| Ok(review::of_child(tx, permit, &opened)?.individual_plan)).unwrap();
    assert_eq!((seen(pupil("a")), seen(pupil("b"))), (true, false));
    assert_eq!(fields(&say(&school, &wang, &opened, pupil("a"), What::Confirmed, "").unwrap_err()), ["reason"]);
    assert_eq!(fields(&say(&school, &wang, &opened, pupil("a"), What::Confirmed, "成绩差").unwrap_err()), ["reason"]);
    say(&school, &wang, &opened, pupil("b"), What::Confirmed, "").unwrap();
    say(&school, &wang, &opened, pupil("a"), What::Watched, "").unwrap();
    say(&school, &wang, &opened, pupil("a"), What::Confirmed, "助听后听课正常，作业仍跟不上，与听力无关").unwrap();
    as_::<acts::ReviewClass, _>(&school, &wang, own, |tx, permit| hand_up(tx, permit, &opened, "两人")).unwrap();
    school.act::<acts::FileRound, _>(Subject::Grade(grade), |tx, permit| file(tx, permit, &opened)).unwrap();
    let change = |kind: &str, reason: &str| {
        school.act::<acts::FileRound, _>(pupil("c"), |tx, permit| changes::add(tx, permit, &opened, "target_pupil", kind, reason, Some(&talk("2026-09-14"))))
    };
    assert_eq!(fields(&change("learning", "开学后转来").unwrap_err()), ["reason"], "the change sheet asks as the list does");
    change("learning", "戴上眼镜后看得清，落下的是转学前的功课").unwrap();
}
