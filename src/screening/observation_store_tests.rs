//! What people see on a small school in a temporary folder: tick forms, events, nominations and links, from the teacher to the candidate.

use super::looking_back;
use super::nomination::{self, NewNomination};
use super::nomination_link::{self as links, Behind, FamilyWords, Token};
use super::observation;
use super::observation_signs::{AnswerKind, EventKind, Heard, Item, Seen, Source, Worry};
use super::precision::Outcome;
use super::store_tests::{operator, pupil, results, run, school, term};
use crate::access::{Duty, Permit, ScopeKind, Subject as Whom, Who, acts};
use crate::base::{ClassId, Error, Id, Lang, Result, RowId, SchoolDate, TermCode};
use crate::roster::school_for_tests::{School, class, day};
use crate::roster::time;
use crate::store::Tx;

fn own_class() -> ClassId {
    class(2026, 4, 1).0
}

fn teacher(school: &School, name: &str, duty: Duty) -> Who {
    school.staff(name, duty, ScopeKind::Class, RowId::from_uuid(own_class().uuid()))
}

/// What somebody does in the own class.
fn does<A: crate::access::Act, T>(school: &School, who: &Who, work: impl FnOnce(&mut Tx<'_>, &Permit<A>) -> Result<T>) -> Result<T> {
    school.store.write(school.id, |tx| {
        let permit = Permit::ask(tx, who, Whom::Class(own_class()))?;
        work(tx, &permit)
    })
}

fn observe(school: &School, who: &Who, marks: &[(i64, Item, Seen)]) -> Result<usize> {
    let marks: Vec<_> = marks.iter().map(|(seat, item, seen)| (pupil(1, *seat), *item, *seen)).collect();
    does(school, who, |tx, permit: &Permit<acts::Observe>| observation::save(tx, permit, &marks))
}

/// The reasons that a run finds for a seat of the class.
fn reasons(school: &School, seat: i64) -> Vec<String> {
    let outcome = run(school);
    let own = outcome.candidates.iter().filter(|c| c.pupil == pupil(1, seat));
    own.flat_map(|c| c.reasons.iter().map(|r| r.text(Lang::ZhCn))).collect()
}

fn new(seat: i64, source: Source, day: SchoolDate) -> NewNomination {
    NewNomination { pupil: pupil(1, seat), source, heard: Heard::Talk, reasons: vec![Worry::Mood, Worry::Mood], words: String::new(), day }
}

#[test]
fn a_form_saved_twice_on_a_day_is_one_and_the_next_begins_where_it_ended() {
    let school = school("observe-twice", "2026-09-20", 3);
    let wang = teacher(&school, "王老师", Duty::Homeroom);
    assert_eq!(observe(&school, &wang, &[(1, Item::Attention, Seen::Help), (2, Item::Habits, Seen::Watch)]).unwrap(), 2);
    assert_eq!(observe(&school, &wang, &[(1, Item::Attention, Seen::Watch)]).unwrap(), 1);
    let (form, filled) = does(&school, &wang, |tx, permit: &Permit<acts::Observe>| {
        let term = term(tx)?;
        Ok((observation::form(tx, permit)?, observation::filled(tx, permit, &term)?))
    })
    .unwrap();
    assert_eq!(form.last, Some(day("2026-09-20")));
    let ticks: Vec<_> = form.children.iter().map(|child| child.ticks.iter().map(|(item, seen)| (*item, *seen)).collect::<Vec<_>>()).collect();
    assert_eq!(ticks, [vec![(Item::Attention, Seen::Watch)], vec![], vec![]]);
    assert_eq!(filled.iter().map(|f| (f.by.as_str(), f.children)).collect::<Vec<_>>(), [("王老师", 1)]);
    let li = teacher(&school, "李老师", Duty::SubjectTeacher);
    let other = does(&school, &li, |tx, permit: &Permit<acts::Observe>| observation::form(tx, permit)).unwrap();
    assert!(other.last.is_none() && other.children.iter().all(|child| child.ticks.is_empty()), "everybody begins with the own last time");
    let stranger = does(&school, &wang, |tx, permit: &Permit<acts::Observe>| observation::save(tx, permit, &[(pupil(2, 1), Item::Memory, Seen::Help)]));
    assert!(matches!(stranger, Err(Error::Invalid(_))), "a child of another class");
}

#[test]
fn what_two_teachers_see_makes_a_candidate_and_the_newest_sheet_of_each_counts() {
    let school = school("observe-run", "2026-09-20", 3);
    let (wang, li) = (teacher(&school, "王老师", Duty::Homeroom), teacher(&school, "李老师", Duty::SubjectTeacher));
    observe(&school, &wang, &[(1, Item::Attention, Seen::Help), (2, Item::Attention, Seen::Help)]).unwrap();
    assert_eq!(reasons(&school, 1), Vec::<String>::new(), "one teacher alone does not make a candidate in grade 4");
    observe(&school, &li, &[(1, Item::Attention, Seen::Help)]).unwrap();
    assert_eq!(reasons(&school, 1), ["2 位老师看到：上课注意力需要帮助"]);
    observe(&school, &li, &[]).unwrap();
    assert_eq!(reasons(&school, 1), Vec::<String>::new());
}

#[test]
fn three_events_in_thirty_days_are_told_and_one_noted_by_mistake_is_taken_back() {
    let school = school("observe-events", "2026-09-20", 3);
    let (wang, li) = (teacher(&school, "王老师", Duty::Homeroom), teacher(&school, "李老师", Duty::SubjectTeacher));
    let note = |who: &Who, kind, on: &str, seats: &[i64]| {
        let pupils: Vec<_> = seats.iter().map(|seat| pupil(1, *seat)).collect();
        does(&school, who, |tx, permit: &Permit<acts::Observe>| observation::record(tx, permit, kind, day(on), &pupils))
    };
    assert_eq!(note(&wang, EventKind::Quarrel, "2026-09-18", &[1, 2]).unwrap(), 2);
    assert_eq!(note(&wang, EventKind::Quarrel, "2026-09-18", &[1]).unwrap(), 0, "the same event twice is one");
    note(&li, EventKind::Disturbing, "2026-09-17", &[1]).unwrap();
    note(&li, EventKind::HomeworkMissing, "2026-09-17", &[1]).unwrap();
    assert_eq!(reasons(&school, 1), Vec::<String>::new());
    note(&li, EventKind::Unsafe, "2026-09-19", &[1]).unwrap();
    assert_eq!(reasons(&school, 1), ["近 30 天行为记录 3 次"]);
    for (on, seats) in [("2026-09-21", &[1][..]), ("2026-05-01", &[1]), ("2026-09-18", &[])] {
        assert!(matches!(note(&wang, EventKind::Damage, on, seats), Err(Error::Invalid(_))), "{on} {seats:?}");
    }
    let listed = |who: &Who| does(&school, who, |tx, permit: &Permit<acts::Observe>| observation::events(tx, permit)).unwrap();
    assert_eq!((listed(&wang).len(), listed(&li).len()), (5, 3), "a subject teacher reads the own notes");
    let wrong = listed(&li).into_iter().find(|event| event.kind == EventKind::Unsafe).unwrap();
    let withdraw = |who: &Who| does(&school, who, |tx, permit: &Permit<acts::Observe>| observation::withdraw(tx, permit, wrong.id));
    assert!(matches!(withdraw(&wang), Err(Error::NotFound)));
    withdraw(&li).unwrap();
    assert_eq!(reasons(&school, 1), Vec::<String>::new());
    assert_eq!(note(&li, EventKind::Unsafe, "2026-09-19", &[1]).unwrap(), 1, "noted again, it counts again");
}

#[test]
fn a_grandmother_is_heard_and_a_declined_nomination_keeps_its_answer() {
    let school = school("nominate", "2026-09-20", 3);
    let (wang, li) = (teacher(&school, "王老师", Duty::Homeroom), teacher(&school, "李老师", Duty::SubjectTeacher));
    let heard = NewNomination { words: "晚上常常睡不着".into(), ..new(2, Source::Grandparent, day("2026-09-18")) };
    does(&school, &wang, |tx, permit: &Permit<acts::Observe>| nomination::nominate(tx, permit, &[heard, new(3, Source::Teacher, day("2026-09-19"))])).unwrap();
    assert_eq!(reasons(&school, 2), ["被提名：祖辈"]);
    let read = |who: &Who| {
        does(&school, who, |tx, permit: &Permit<acts::SeeCandidates>| {
            let term = term(tx)?.id;
            nomination::of_class(tx, permit, term)
        })
        .unwrap()
    };
    let (own, others) = (read(&wang), read(&li));
    assert_eq!(own.iter().map(|l| (l.seat, l.source, l.heard, l.reasons.clone())).collect::<Vec<_>>()[1], (Some(2), Source::Grandparent, Heard::Talk, vec![Worry::Mood]));
    assert_eq!(own[1].words.as_ref().map(|words| words.open().as_str()), Some("晚上常常睡不着"));
    assert!(others.len() == 2 && others.iter().all(|line| line.words.is_none()), "own words are for those who lead the class");
    let answer = |words: &str| does(&school, &wang, |tx, permit: &Permit<acts::ReviewClass>| nomination::answer(tx, permit, own[1].id, AnswerKind::Declined, words));
    assert!(matches!(answer(" "), Err(Error::Invalid(_))));
    answer("和奶奶谈过，已经好转").unwrap();
    assert!(matches!(answer("再答一次"), Err(Error::Conflict(_))));
    assert_eq!(reasons(&school, 2), Vec::<String>::new());
    let (how, words) = read(&wang)[1].answer.clone().unwrap();
    assert_eq!((how, words.unwrap().open().as_str()), (AnswerKind::Declined, "和奶奶谈过，已经好转"));
}

#[test]
fn a_nomination_needs_a_child_of_the_class_and_a_reason() {
    let school = school("nominate-wrong", "2026-09-20", 3);
    let wang = teacher(&school, "王老师", Duty::Homeroom);
    let empty = NewNomination { reasons: vec![], ..new(1, Source::Child, day("2026-09-22")) };
    let stranger = NewNomination { pupil: pupil(2, 1), words: "长".repeat(501), ..new(1, Source::Child, day("2026-09-18")) };
    let refused = does(&school, &wang, |tx, permit: &Permit<acts::Observe>| nomination::nominate(tx, permit, &[empty, stranger]));
    let Err(Error::Invalid(problems)) = refused else { panic!("it was taken") };
    assert_eq!(problems.iter().map(|p| p.field.as_ref()).collect::<Vec<_>>(), ["reasons-0", "day", "pupil-1", "words-1"]);
}

fn first_token(school: &School) -> Token {
    let leader = operator(school);
    let letters = does(school, &leader, |tx, permit: &Permit<acts::ReviewClass>| {
        links::make(tx, permit)?;
        links::letters(tx, permit)
    })
    .unwrap();
    let (text, _) = letters[0].token.clone().unwrap();
    assert!(!text.contains("学生") && text.len() == 70, "{text}");
    Token::read(&text).unwrap()
}

fn says(school: &School, token: &Token, words: &str) -> Result<Option<Behind>> {
    let said = FamilyWords { source: Source::Teacher, reasons: vec![], words: words.into() };
    school.store.write(school.id, |tx| links::take(tx, token, &said))
}

#[test]
fn a_family_answers_by_its_link_three_times_at_most_and_never_as_a_teacher() {
    let school = school("link", "2026-09-20", 3);
    let token = first_token(&school);
    let look = || school.read(|tx| links::look(tx, &token));
    assert_eq!(look(), Behind::Form { given_name: "学生1".into(), school: "阳光小学".into(), until: day("2026-10-20") });
    assert!(matches!(says(&school, &token, " "), Err(Error::Invalid(_))), "something must be said");
    for _ in 0..links::ANSWERS {
        assert_eq!(says(&school, &token, "写字总是慢").unwrap(), None);
    }
    assert_eq!(says(&school, &token, "又一次").unwrap(), Some(Behind::Used));
    assert_eq!(look(), Behind::Used);
    assert_eq!(reasons(&school, 1), ["被提名：父母"]);
}

#[test]
fn a_link_lapses_and_one_of_another_school_opens_nothing() {
    let (here, there) = (school("link-here", "2026-09-20", 2), school("link-there", "2026-09-20", 2));
    let token = first_token(&here);
    assert_eq!(there.read(|tx| links::look(tx, &token)), Behind::Unknown);
    assert_eq!(says(&there, &token, "你好").unwrap(), Some(Behind::Unknown));
    here.set_day("2026-10-20");
    assert!(matches!(here.read(|tx| links::look(tx, &token)), Behind::Form { .. }), "the last day counts");
    here.set_day("2026-10-21");
    assert_eq!(here.read(|tx| links::look(tx, &token)), Behind::Lapsed);
    assert_eq!(says(&here, &token, "晚了一天").unwrap(), Some(Behind::Lapsed));
}

/// How the candidates of an earlier term do in the term of a day.
fn looked_back(school: &School, on: &str) -> Option<(TermCode, Outcome)> {
    let seen = school.act::<acts::ManageScreening, _>(Whom::School, |tx, permit| {
        let now = time::term_by_code(tx, TermCode::of(day(on)))?.ok_or(Error::NotFound)?;
        looking_back::of_last_year(tx, permit, &now)
    });
    seen.unwrap().map(|back| (back.then, back.outcome))
}

#[test]
fn the_candidates_of_an_earlier_term_are_compared_with_newer_results_alone() {
    let school = school("looking-back", "2026-09-20", 25);
    let then: Vec<_> = (1..=25).map(|seat| (1, seat, "maths", if seat <= 5 { 50.0 } else { 80.0 })).collect();
    results(&school, "then", "baseline", day("2026-09-10"), &then);
    run(&school);
    assert_eq!(looked_back(&school, "2026-09-20"), None, "nothing before the first screening");
    school
        .act::<acts::ManageCalendar, _>(Whom::School, |tx, permit| {
            let code = TermCode::of(day("2027-03-01"));
            time::ensure_term(tx, permit, code, day("2027-02-15"), day("2027-07-05"))
        })
        .unwrap();
    school.set_day("2027-03-01");
    let first = TermCode::of(day("2026-09-01"));
    assert_eq!(looked_back(&school, "2027-03-01"), Some((first, Outcome { of: 0, found: 0, low: 0, both: 0 })), "what was known then proves nothing");
    // The child of seat 1 has caught up; those of the seats 2 to 6 are the lowest fifth of 25.
    let now: Vec<_> = (1..=25).map(|seat| (1, seat, "maths", if seat == 1 { 100.0 } else { 40.0 + seat as f64 })).collect();
    results(&school, "now", "final", day("2027-01-15"), &now);
    assert_eq!(looked_back(&school, "2027-03-01"), Some((first, Outcome { of: 25, found: 5, low: 5, both: 4 })));
}
