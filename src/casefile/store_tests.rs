//! Case files on a small school in a temporary folder: from a confirmation to who reads what of it, and how it ends.

use super::cause::Cause;
use super::diagnosis::{self, Sheet};
use super::records::{self, Entry, NewNote};
use super::state::State;
use super::{head, lines, steps};
use crate::access::{Act, Duty, NewTie, Permit, ScopeKind, Subject, Who, acts, open_place, open_tie};
use crate::base::{AccountId, ClassId, Error, Id, Lang, ProgrammeId, PupilId, Result, RowId, SchoolDate, Sealed, StaffId, TermCode, derived};
use crate::programme::programmes::{self, Copy};
use crate::roster::school_for_tests::{School, class, day};
use crate::roster::time;
use crate::screening::confirmed::{self, NewConfirmation};
use crate::store::{Sql, Tx};
use crate::trail;

const CLASS: (i64, i64, i64) = (2026, 4, 1);

fn child() -> PupilId {
    derived(&[b"child of the file"])
}

fn here() -> ClassId {
    class(CLASS.0, CLASS.1, CLASS.2).0
}

/// A school on a day of October with one child in 四（1）班.
fn school(name: &str, today: &str) -> School {
    let school = School::on(name, today);
    school
        .act::<acts::ManageCalendar, _>(Subject::School, |tx, permit| {
            time::ensure_term(tx, permit, TermCode::of(day("2026-09-01")), day("2026-09-01"), day("2027-01-20"))?;
            tx.execute(Sql("insert into pupil (school_id, id, name, name_sort, seat_no) values ($1, $2, '林小溪', '林小溪', 7)"), &[&tx.school(), &child()])?;
            let (class, grade) = class(CLASS.0, CLASS.1, CLASS.2);
            open_place(tx, child(), class, grade, day("2026-09-01"), day("9999-12-31")).map(|_| ())
        })
        .unwrap();
    school
}

fn programme(tx: &mut Tx<'_>, who: &Who, preset: &str) -> Result<ProgrammeId> {
    let permit: Permit<acts::ManageProgrammes> = Permit::ask(tx, who, Subject::School)?;
    let from_term = programmes::open_terms(tx)?.first().ok_or(Error::NotFound)?.code;
    let id = programmes::copy_preset(tx, &permit, &Copy { preset: preset.into(), name: format!("{preset} 项目"), purpose: "不让一个孩子掉队".into(), from_term })?;
    programmes::switch_on(tx, &permit, id, from_term, None)?;
    Ok(id)
}

/// Confirms the child in a programme of a preset: category and kind, first and last day.
fn confirm(school: &School, preset: &str, category: &str, kind: &str, from: &str, until: &str) {
    school
        .act::<acts::FileRound, _>(Subject::School, |tx, permit| {
            let who = permit.who().clone();
            let (programme, term) = (programme(tx, &who, preset)?, time::current_term(tx)?.ok_or(Error::NotFound)?);
            let verdict = tx.new_id();
            let new = NewConfirmation { pupil: child(), programme, term: term.id, category: category.into(), kind: kind.into(), from: day(from), until: day(until), verdict };
            confirmed::confirm(tx, permit, &[new]).map(|_| ())
        })
        .unwrap();
}

/// Somebody with a duty towards the class, or the school.
fn staff(school: &School, name: &str, duty: Duty, subject: &str) -> Who {
    if subject.is_empty() {
        let scope = duty.scope();
        let id = if scope == ScopeKind::Grade { class(CLASS.0, CLASS.1, CLASS.2).1.uuid() } else { here().uuid() };
        return school.staff(name, duty, scope, RowId::from_uuid(id));
    }
    let staff: StaffId = derived(&[b"staff", name.as_bytes()]);
    school
        .store
        .write(school.id, |tx| {
            let (own, from, until): (_, SchoolDate, _) = (tx.school(), day("2026-08-01"), day("9999-12-31"));
            tx.execute(
                Sql("insert into staff (school_id, id, name, from_day, until_day) values ($1, $2, $3, $4, $5) on conflict do nothing"),
                &[&own, &staff, &name, &from, &until],
            )?;
            let (source, scope_id) = (tx.new_id(), RowId::from_uuid(here().uuid()));
            open_tie(tx, &NewTie { staff, duty, scope: ScopeKind::Class, scope_id, subject, from, until, source, on_behalf_of: None })?;
            Who::of_staff(tx, AccountId::from_uuid(staff.uuid()), staff, name.to_owned(), Lang::default())
        })
        .unwrap()
}

fn does<A: Act, T>(school: &School, who: &Who, subject: impl Into<Subject>, work: impl FnOnce(&mut Tx<'_>, &Permit<A>) -> Result<T>) -> Result<T> {
    let subject = subject.into();
    school.store.write(school.id, |tx| {
        let permit = Permit::<A>::ask(tx, who, subject)?;
        work(tx, &permit)
    })
}

fn answers(school: &School, who: &Who, part: &str, causes: &[(Cause, &str)]) -> Result<usize> {
    does(school, who, here(), |tx, permit| {
        let term = super::present_term(tx)?;
        let ticks = causes.iter().map(|(cause, fact)| (*cause, (*fact).to_owned())).collect();
        diagnosis::answer(tx, permit, &term, part, &[(child(), Sheet { degree: "some".into(), ticks, ..Sheet::default() })])
    })
}

/// The causes that somebody reads, with the parts that saw each.
fn read(school: &School, who: &Who) -> Vec<(Cause, String)> {
    does(school, who, child(), |tx, permit: &Permit<acts::SeeCaseFile>| {
        let term = super::present_term(tx)?;
        let picture = diagnosis::picture(tx, permit, &term)?;
        Ok(picture.causes.into_iter().map(|one| (one.cause, one.seen.iter().map(|(part, ..)| part.clone()).collect::<Vec<_>>().join(","))).collect())
    })
    .unwrap()
}

fn strength(school: &School, who: &Who, text: &str) -> Result<RowId> {
    let new = NewNote { kind: "strength".into(), said_by: "teacher".into(), how: "seen".into(), text: text.into(), day: None };
    does(school, who, child(), |tx, permit| records::note(tx, permit, &new))
}

#[test]
fn a_child_confirmed_in_two_programmes_has_one_file_and_both_names_on_it() {
    let school = school("case-two", "2026-10-12");
    confirm(&school, "target_pupil", "target_pupil", "learning", "2026-10-09", "2027-01-20");
    confirm(&school, "learning_difficulty", "target_pupil", "learning", "2026-10-10", "2027-01-20");
    let wang = staff(&school, "王老师", Duty::Homeroom, "");
    let head = does(&school, &wang, child(), head).unwrap();
    assert_eq!((head.state, head.labels.len(), head.labels[0].programmes.len()), (State::Open, 1, 2));
    assert_eq!(head.difficulties().into_iter().collect::<Vec<_>>(), [crate::programme::Difficulty::Learning]);
    let seen = school.read(|tx| lines(tx, &wang, None));
    assert_eq!(seen.iter().map(|line| (line.name.as_str(), line.categories.len())).collect::<Vec<_>>(), [("林小溪", 1)]);
    strength(&school, &wang, "第一个帮同学搬作业本").unwrap();
    strength(&school, &wang, "画画很仔细").unwrap();
    let rows = |sql: &'static str| school.read(|tx| tx.number(Sql(sql), &[&tx.school()]));
    assert_eq!(rows("select count(*) from case_file where school_id = $1"), 1, "the row is written at the first act, once");
}

#[test]
fn a_label_lapses_and_the_file_stays_for_the_review() {
    let school = school("case-lapse", "2027-02-10");
    confirm(&school, "target_pupil", "target_pupil", "learning", "2026-10-09", "2027-01-20");
    let wang = staff(&school, "王老师", Duty::Homeroom, "");
    let head = does(&school, &wang, child(), head).unwrap();
    assert_eq!(head.state, State::Pending);
    assert!(head.labels.iter().all(|label| !label.counts), "the label is history");
    assert!(head.difficulties().is_empty(), "and so is the difficulty");
    assert!(school.read(|tx| lines(tx, &wang, None))[0].categories.is_empty(), "no list shows it");
    strength(&school, &wang, "假期里每天读书").unwrap();
}

#[test]
fn who_sees_none_of_its_categories_sees_no_file_and_writes_in_none() {
    let school = school("case-hidden", "2026-10-12");
    confirm(&school, "low_income", "low_income", "", "2026-10-09", "2027-01-20");
    let (wang, principal) = (staff(&school, "王老师", Duty::Homeroom, ""), staff(&school, "陈校长", Duty::Principal, ""));
    let state = |who: &Who| does(&school, who, child(), head).unwrap().state;
    assert_eq!((state(&wang), state(&principal)), (State::Absent, State::Open), "hardship is read at the economic level");
    assert!(matches!(strength(&school, &wang, "爱劳动"), Err(Error::Conflict(_))));
    assert!(school.read(|tx| lines(tx, &wang, None)).is_empty());
}

#[test]
fn each_teacher_keeps_the_own_answers_and_reads_what_the_duty_opens() {
    use Cause::{Attention, EmotionalBarrier, FamilyHardship, Grandparents, KnowledgeGap};
    let school = school("case-causes", "2026-10-12");
    confirm(&school, "target_pupil", "target_pupil", "learning", "2026-10-09", "2027-01-20");
    let (wang, li, gao) =
        (staff(&school, "王老师", Duty::Homeroom, ""), staff(&school, "李老师", Duty::SubjectTeacher, "maths"), staff(&school, "高老师", Duty::SubjectTeacher, "english"));
    let (shen, chen, xu) = (staff(&school, "沈老师", Duty::Counsellor, ""), staff(&school, "陈校长", Duty::Principal, ""), staff(&school, "许书记", Duty::Leader, ""));
    answers(&school, &wang, "homeroom", &[(Attention, "9月14日晨读"), (Grandparents, "9月20日家访"), (FamilyHardship, "9月20日家访")]).unwrap();
    answers(&school, &li, "maths", &[(KnowledgeGap, "退位减法"), (Attention, "9月15日")]).unwrap();
    answers(&school, &shen, "counsellor", &[(EmotionalBarrier, "9月22日谈话")]).unwrap();
    let both = (Attention, "homeroom,maths".to_owned());
    let of = |cause, part: &str| (cause, part.to_owned());
    assert_eq!(read(&school, &li), [of(KnowledgeGap, "maths"), of(Attention, "maths")], "the own subject and nothing of the family");
    assert_eq!(read(&school, &gao), []);
    assert_eq!(read(&school, &xu), [both.clone(), of(KnowledgeGap, "maths"), of(Grandparents, "homeroom")]);
    assert_eq!(read(&school, &wang), [both.clone(), of(KnowledgeGap, "maths"), of(Grandparents, "homeroom"), of(FamilyHardship, "homeroom")], "one's own is no secret");
    assert_eq!(read(&school, &chen), [both.clone(), of(KnowledgeGap, "maths"), of(Grandparents, "homeroom"), of(FamilyHardship, "homeroom")]);
    assert_eq!(read(&school, &shen), [both, of(EmotionalBarrier, "counsellor"), of(KnowledgeGap, "maths"), of(Grandparents, "homeroom")]);
    let types = does(&school, &wang, child(), |tx, permit: &Permit<acts::SeeCaseFile>| {
        let term = super::present_term(tx)?;
        diagnosis::picture(tx, permit, &term).map(|picture| picture.types)
    });
    assert!(types.unwrap().contains(&super::cause::Type::EmotionalBarrier), "every teacher reads the kind of support, nobody but the counsellor why");
}

#[test]
fn a_tick_needs_a_fact_a_kind_word_and_the_right_person() {
    let school = school("case-ticks", "2026-10-12");
    confirm(&school, "target_pupil", "target_pupil", "learning", "2026-10-09", "2027-01-20");
    let (wang, li) = (staff(&school, "王老师", Duty::Homeroom, ""), staff(&school, "李老师", Duty::SubjectTeacher, "maths"));
    let field = |cause| diagnosis::evidence_field(child(), cause);
    for (who, part, cause, fact, key) in [
        (&wang, "homeroom", Cause::Attention, "", "casefile-text-missing"),
        (&wang, "homeroom", Cause::Attention, "像个差生", "programme-kinder-learner"),
        (&wang, "homeroom", Cause::EmotionalBarrier, "9月22日", "casefile-cause-not-yours"),
        (&li, "maths", Cause::Grandparents, "9月22日", "casefile-cause-not-yours"),
    ] {
        let Err(Error::Invalid(problems)) = answers(&school, who, part, &[(cause, fact)]) else { panic!("{part} {cause:?} {fact}") };
        assert_eq!((problems[0].field.to_string(), problems[0].message.key.to_string()), (field(cause), key.to_owned()));
    }
    assert!(matches!(answers(&school, &li, "chinese", &[]), Err(Error::Denied(_))), "not a part of hers");
    assert_eq!(answers(&school, &li, "maths", &[(Cause::Attention, "9月15日")]).unwrap(), 1);
    assert_eq!(answers(&school, &li, "maths", &[(Cause::Attention, "9月15日")]).unwrap(), 0, "the same once more is nothing new");
    assert_eq!(answers(&school, &li, "maths", &[]).unwrap(), 1);
    assert_eq!(read(&school, &li), [], "what was taken back does not count");
}

#[test]
fn last_terms_answers_stand_in_the_form_of_this_term() {
    let school = school("case-prefill", "2027-03-10");
    confirm(&school, "target_pupil", "target_pupil", "learning", "2026-10-09", "2027-07-05");
    let li = staff(&school, "李老师", Duty::SubjectTeacher, "maths");
    let (last, now) = school.read(|tx| {
        let code = |text: &str| text.parse::<TermCode>().unwrap();
        Ok((time::term_by_code(tx, code("2026-1"))?.unwrap(), time::term_by_code(tx, code("2026-2"))?.unwrap()))
    });
    let sheet = Sheet { degree: "much".into(), ticks: vec![(Cause::KnowledgeGap, "退位减法".into())], ..Sheet::default() };
    does(&school, &li, here(), |tx, permit| diagnosis::answer(tx, permit, &last, "maths", &[(child(), sheet.clone())])).unwrap();
    let own = |term| school.read(|tx| diagnosis::own(tx, &li, child(), term, "maths"));
    let before = own(&now);
    assert_eq!((before.degree.as_str(), before.ticks.len(), before.from_term.map(|code| code.to_string())), ("much", 1, Some("2026-1".to_owned())));
    does(&school, &li, here(), |tx, permit| diagnosis::answer(tx, permit, &now, "maths", &[(child(), Sheet::default())])).unwrap();
    does(&school, &li, here(), |tx, permit| diagnosis::answer(tx, permit, &now, "maths", &[(child(), sheet)])).unwrap();
    assert_eq!((own(&now).from_term, own(&last).ticks.len()), (None, 1), "each term keeps its own");
}

#[test]
fn the_teachers_of_a_hard_subject_are_told_and_write_where_the_chain_is_broken() {
    let school = school("case-subject", "2026-10-12");
    confirm(&school, "target_pupil", "target_pupil", "learning", "2026-10-09", "2027-01-20");
    let (wang, li) = (staff(&school, "王老师", Duty::Homeroom, ""), staff(&school, "李老师", Duty::SubjectTeacher, "maths"));
    let ask = |who: &Who, subjects: &[&str]| {
        let subjects: Vec<String> = subjects.iter().map(|s| (*s).to_owned()).collect();
        does(&school, who, child(), |tx, permit| records::ask_subjects(tx, permit, &subjects))
    };
    assert!(matches!(ask(&wang, &[]), Err(Error::Invalid(_))) && matches!(ask(&li, &["maths"]), Err(Error::Denied(_))));
    assert_eq!(ask(&wang, &["maths", "english"]).unwrap(), 1, "nobody teaches English here");
    let tasks = |who: &Who| school.read(|tx| trail::tasks_of(tx, who.staff())).into_iter().filter(|task| task.kind == records::SUBJECT_TASK).count();
    assert_eq!((tasks(&li), tasks(&wang)), (1, 0));
    let entry = |gaps: &str| Entry { gaps: gaps.into(), works: "摆小棒".into(), next: "每天两题退位减法".into() };
    let write = |who: &Who, subject: &str, gaps: &str| does(&school, who, child(), |tx, permit| records::write_in_subject(tx, permit, subject, &entry(gaps)));
    assert!(matches!(write(&li, "chinese", "拼音"), Err(Error::Denied(_))));
    write(&li, "maths", "两位数退位减法").unwrap();
    write(&li, "maths", "三位数退位减法").unwrap();
    assert_eq!(tasks(&li), 0, "what is written need not be asked for");
    let files = does(&school, &wang, child(), records::subject_files).unwrap();
    let maths = files.iter().find(|file| file.subject == "maths").unwrap();
    assert_eq!(maths.entries.iter().map(|(_, by, entry)| (by.as_str(), entry.gaps.as_str())).collect::<Vec<_>>(), [("李老师", "三位数退位减法"), ("李老师", "两位数退位减法")]);
}

#[test]
fn the_pattern_of_giving_up_is_the_counsellors_alone() {
    let school = school("case-give-up", "2026-10-12");
    confirm(&school, "target_pupil", "target_pupil", "learning", "2026-10-09", "2027-01-20");
    let (shen, wang, chen) = (staff(&school, "沈老师", Duty::Counsellor, ""), staff(&school, "王老师", Duty::Homeroom, ""), staff(&school, "陈校长", Duty::Principal, ""));
    let write = |who: &Who| does(&school, who, child(), |tx, permit| records::write_give_up(tx, permit, "noticed", &Sealed::new("说学不学都一样".into())));
    assert!(matches!(write(&wang), Err(Error::NotFound)));
    write(&shen).unwrap();
    let seen = |who: &Who| does(&school, who, child(), records::give_ups).unwrap().len();
    assert_eq!([&shen, &wang, &chen].map(seen), [1, 0, 0]);
}

#[test]
fn a_note_is_taken_back_by_who_wrote_it_and_the_childs_own_words_stay_as_they_were_said() {
    let school = school("case-notes", "2026-10-12");
    confirm(&school, "target_pupil", "target_pupil", "learning", "2026-10-09", "2027-01-20");
    let (wang, li) = (staff(&school, "王老师", Duty::Homeroom, ""), staff(&school, "李老师", Duty::SubjectTeacher, "maths"));
    let note = strength(&school, &wang, "会照顾低年级的孩子").unwrap();
    assert!(matches!(strength(&school, &wang, "不像差生"), Err(Error::Invalid(_))));
    let voice = NewNote { kind: "voice".into(), said_by: "teacher".into(), how: "dictated".into(), text: "我觉得自己笨，可是我想学会".into(), day: None };
    does(&school, &li, child(), |tx, permit| records::note(tx, permit, &voice)).unwrap();
    let take_back = |who: &Who| does(&school, who, child(), |tx, permit| records::take_back(tx, permit, note));
    assert!(matches!(take_back(&li), Err(Error::NotFound)));
    take_back(&wang).unwrap();
    let left = does(&school, &wang, child(), records::notes).unwrap();
    assert_eq!(left.iter().map(|note| (note.said_by.as_str(), note.text.as_str())).collect::<Vec<_>>(), [("child", "我觉得自己笨，可是我想学会")]);
}

#[test]
fn a_child_is_watched_leaves_the_list_and_may_come_back() {
    let school = school("case-steps", "2026-12-10");
    confirm(&school, "target_pupil", "target_pupil", "learning", "2026-10-09", "2027-01-20");
    confirm(&school, "learning_difficulty", "learning_difficulty", "learning", "2026-10-09", "2027-01-20");
    let (wang, wu) = (staff(&school, "王老师", Duty::Homeroom, ""), staff(&school, "吴老师", Duty::GradeSponsor, ""));
    does(&school, &wang, child(), |tx, permit| steps::watch(tx, permit, "六周按时完成作业")).unwrap();
    let reopen = || does(&school, &wu, child(), |tx, permit| steps::reopen(tx, permit, "又需要支持"));
    assert!(matches!(reopen(), Err(Error::Conflict(_))), "it is open");
    let exit = |outcome: &str| does(&school, &wu, child(), |tx, permit| steps::exit(tx, permit, outcome, "期末达到目标"));
    assert!(matches!(exit("cured"), Err(Error::Invalid(_))));
    assert!(
        does(&school, &wang, child(), |tx, permit: &Permit<acts::FileRound>| steps::exit(tx, permit, "reached", "好")).is_err(),
        "the class teacher proposes, the sponsor decides"
    );
    assert_eq!(exit("reached").unwrap(), 2, "both programmes at once");
    assert!(matches!(exit("reached"), Err(Error::Conflict(_))));
    let state = || does(&school, &wang, child(), head).unwrap().state;
    assert_eq!(state(), State::Exited);
    assert!(matches!(strength(&school, &wang, "爱帮助人"), Err(Error::Conflict(_))), "a closed file is read only");
    reopen().unwrap();
    assert_eq!(state(), State::Pending, "help goes on, a label comes with the next review");
    strength(&school, &wang, "爱帮助人").unwrap();
    let told: Vec<String> = does(&school, &wang, child(), steps::steps).unwrap().into_iter().map(|step| format!("{} {}", step.what, step.outcome)).collect();
    assert_eq!(told.len(), 3);
    assert!(["watched ", "exited reached", "reopened "].iter().all(|step| told.iter().any(|one| one == step)), "{told:?}");
}

#[test]
fn erasing_a_child_makes_all_that_was_written_unreadable() {
    let school = school("case-erased", "2026-10-12");
    confirm(&school, "target_pupil", "target_pupil", "learning", "2026-10-09", "2027-01-20");
    let wang = staff(&school, "王老师", Duty::Homeroom, "");
    strength(&school, &wang, "会照顾低年级的孩子").unwrap();
    answers(&school, &wang, "homeroom", &[(Cause::Attention, "9月14日晨读")]).unwrap();
    let bytes: Vec<u8> = school.read(|tx| tx.one(Sql("select evidence_sealed from cause_tick where school_id = $1"), &[&tx.school()], |row| row.get(0)));
    assert!(!String::from_utf8_lossy(&bytes).contains("晨读"), "nothing lies there in the clear");
    school.store.vault().destroy(child()).unwrap();
    assert!(does(&school, &wang, child(), records::notes).unwrap().is_empty());
    let (answers, _) = does(&school, &wang, child(), |tx, permit| {
        let term = super::present_term(tx)?;
        diagnosis::answers(tx, permit, &term)
    })
    .unwrap();
    assert_eq!(answers[0].causes, [(Cause::Attention, String::new())]);
}

#[test]
fn the_familys_copy_holds_the_file_and_not_the_counsellors_page() {
    let school = school("case-copy", "2026-10-12");
    confirm(&school, "target_pupil", "target_pupil", "learning", "2026-10-09", "2027-01-20");
    let (wang, shen, zhou) = (staff(&school, "王老师", Duty::Homeroom, ""), staff(&school, "沈老师", Duty::Counsellor, ""), staff(&school, "周主任", Duty::AcademicOffice, ""));
    strength(&school, &wang, "会照顾低年级的孩子").unwrap();
    answers(&school, &wang, "homeroom", &[(Cause::Attention, "9月14日晨读"), (Cause::FamilyHardship, "9月20日家访")]).unwrap();
    does(&school, &shen, child(), |tx, permit| records::write_give_up(tx, permit, "noticed", &Sealed::new("说学不学都一样".into()))).unwrap();
    answers(&school, &shen, "counsellor", &[(Cause::EmotionalBarrier, "9月22日谈话")]).unwrap();
    let copy = does(&school, &zhou, child(), |tx, permit| super::family_copy::copy(tx, permit, Lang::ZhCn)).unwrap();
    let text: String = copy.iter().map(|(day, what, text)| format!("{day} {what} {text}\n")).collect();
    for held in ["会照顾低年级的孩子", "专注力待培养", "9月14日晨读", "target_pupil 项目"] {
        assert!(text.contains(held), "{held}: {text}");
    }
    for kept in ["说学不学都一样", "9月22日谈话", "家庭生活需资助", "9月20日家访"] {
        assert!(!text.contains(kept), "{kept}: {text}");
    }
}

#[test]
fn the_class_teacher_and_the_attached_teacher_keep_the_file() {
    let school = school("case-keepers", "2026-10-12");
    confirm(&school, "target_pupil", "target_pupil", "learning", "2026-10-09", "2027-01-20");
    let (wang, feng) = (staff(&school, "王老师", Duty::Homeroom, ""), staff(&school, "冯老师", Duty::ClassAttached, ""));
    for (who, text) in [(&feng, "会主动问好"), (&wang, "会照顾低年级的孩子")] {
        strength(&school, who, text).unwrap();
    }
    answers(&school, &feng, "attached", &[(Cause::Grandparents, "9月20日家访")]).unwrap();
    let head = does(&school, &wang, child(), head).unwrap();
    assert_eq!(head.opened, Some((day("2026-10-12"), "冯老师".to_owned())), "who wrote first opened it");
    assert_eq!(read(&school, &wang), [(Cause::Grandparents, "attached".to_owned())]);
    let readers = does(&school, &wang, child(), super::readers).unwrap();
    assert_eq!(readers.iter().map(|reader| (reader.name.as_str(), reader.letters.as_str())).collect::<Vec<_>>(), [("冯老师", "baf"), ("王老师", "baf")]);
}
