//! Sets as a teacher asks for them.

use super::*;
use crate::drill::engine::parse;

fn texts(set: &Set) -> Vec<String> {
    set.items.iter().map(|item| item.problem.to_string()).collect()
}

#[test]
fn a_set_has_the_items_of_its_grade_each_once_and_is_the_same_for_the_same_seed() {
    for grade in 1..=6 {
        let ask = Ask { grade, count: 20, seed: 5, ..Ask::default() };
        let set = make(&ask);
        assert_eq!(set.items.len(), 20, "grade {grade}: {:?}", texts(&set));
        assert_eq!(set, make(&ask));
        assert_ne!(texts(&set), texts(&make(&Ask { seed: 6, ..ask })));
        let mut distinct = texts(&set);
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), 20);
        assert!(set.items.iter().filter(|item| item.part == Part::Typical).all(|item| Skill::of(&item.problem).grade() <= grade), "{:?}", texts(&set));
        assert!(set.items.iter().all(|item| item.problem.right().map(|right| item.problem.show(right)) == Some(item.right.clone())));
    }
    assert_eq!(make(&Ask { grade: 3, count: 500, ..Ask::default() }).items.len(), MOST);
    assert!(make(&Ask { grade: 3, ..Ask::default() }).items.is_empty());
}

#[test]
fn every_skill_gives_ten_items() {
    for skill in Skill::ALL {
        let set = make(&Ask { grade: skill.grade(), skill: Some(skill), count: 10, seed: 1, ..Ask::default() });
        assert_eq!(set.items.len(), 10, "{skill}: {:?}", texts(&set));
        assert!(set.items.iter().filter(|item| item.part == Part::Typical).all(|item| Skill::of(&item.problem) == skill), "{skill}");
    }
}

#[test]
fn a_set_against_a_rule_shows_it_in_four_of_five_items() {
    for bug in Bug::ALL {
        let set = make(&Ask { count: 10, seed: 2, rules: vec![bug], ..Ask::default() });
        let acting = set.items.iter().filter(|item| bugs::predict(bug, &item.problem).applies()).count();
        assert!(set.items.len() >= 8 && acting >= 8, "{bug}: {acting} {:?}", texts(&set));
    }
}

#[test]
fn candidates_are_parted_by_the_first_items() {
    let set = make(&Ask { count: 4, seed: 3, rules: vec![Bug::SmallerFromLarger, Bug::ZeroMinusNIsN], ..Ask::default() });
    let parts = |item: &Item| bugs::predict(Bug::SmallerFromLarger, &item.problem) != bugs::predict(Bug::ZeroMinusNIsN, &item.problem);
    assert!(parts(&set.items[0]), "{:?}", texts(&set));
}

#[test]
fn the_table_is_asked_both_ways_and_weak_facts_first() {
    let set = make(&Ask { count: 12, seed: 4, facts: vec![(7, 8), (6, 6)], part: Some(Part::Table), ..Ask::default() });
    for text in ["7×8", "8×7", "56÷7", "56÷8", "6×6", "36÷6"] {
        assert!(texts(&set).contains(&text.to_owned()), "{:?}", texts(&set));
    }
    assert_eq!(set.items.len(), 12);
}

#[test]
fn pairs_look_alike_and_differ() {
    for grade in 1..=6 {
        let pairs = alike(grade, 8, &mut Rng::new(6));
        assert!(pairs.len() >= 6, "{grade}");
        for [first, second] in &pairs {
            assert_ne!(first.right(), second.right());
            assert!(first.right().is_some() && second.right().is_some(), "{first} {second}");
        }
    }
    let set = make(&Ask { grade: 4, count: 8, seed: 7, part: Some(Part::Alike), ..Ask::default() });
    assert!(set.items.chunks(2).all(|pair| pair[0].group == pair[1].group && pair[0].form == Form::Contrast));
}

#[test]
fn common_numbers_make_whole_hundreds_and_thousands() {
    for problem in common(4, 30, &mut Rng::new(8)) {
        let (op, a, b) = problem.as_whole().unwrap();
        let whole = |value: u64| value.is_multiple_of(10);
        assert!(
            match op {
                Op::Add => (a + b).is_multiple_of(100),
                Op::Sub => a.is_multiple_of(100),
                Op::Mul => whole(a * b),
                Op::Div => whole(a),
            },
            "{problem}"
        );
    }
}

#[test]
fn what_is_heard_is_short() {
    let set = make(&Ask { grade: 2, count: 10, seed: 9, heard: true, part: Some(Part::Typical), ..Ask::default() });
    assert!(set.items.len() >= 8 && set.items.iter().all(|item| item.form == Form::Heard && spoken(&item.problem).is_some()), "{:?}", texts(&set));
    assert_eq!(spoken(&parse::problem("63-29").unwrap()), Some(("drill-say-sub", 63, 29)));
    assert!(can_be_heard(&parse::problem("1200/30").unwrap()) && !can_be_heard(&parse::problem("4369-22").unwrap()));
}

#[test]
fn right_comes_before_fast() {
    assert_eq!([(9, 10), (10, 10), (8, 10), (9, 9), (89, 100), (90, 100), (0, 0)].map(|(right, of)| may_time(right, of)), [true, true, false, false, false, true, false]);
}

#[test]
fn results_are_checked_by_the_opposite() {
    for (text, check, right) in [("56+27", "83-27", "56"), ("63-29", "34+29", "63"), ("47*6", "282÷6", "47"), ("96/4", "24×4", "96"), ("47/5", "9×5+2", "47")] {
        let check_by = check_by(&parse::problem(text).unwrap()).unwrap();
        assert_eq!((check_by.to_string().as_str(), check_by.right().map(|right| right.to_string()).as_deref()), (check, Some(right)));
    }
    assert_eq!(check_by(&parse::problem("6+4*5").unwrap()), None);
}

#[test]
fn a_set_is_kept_as_text_and_read_again() {
    let set = make(&Ask { grade: 5, count: 20, seed: 10, ..Ask::default() });
    let json = serde_json::to_string(&set).unwrap();
    assert_eq!(serde_json::from_str::<Set>(&json).unwrap(), set);
}
