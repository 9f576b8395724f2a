//! Children whose answers say what is wrong, and children whose answers do not.

use super::*;

fn day(n: i32) -> Day {
    Day::parse("2026-11-02").unwrap().plus(n)
}

fn seen(answers: &[(i32, &str, &str)], today: i32) -> (Diagnoser, Vec<Given>, Diagnosis) {
    let mut diagnoser = Diagnoser::default();
    let given: Vec<Given> =
        answers.iter().map(|(on, problem, answer)| Given { day: day(*on), problem: diagnoser.problem(problem).unwrap(), answer: parse::answer(answer).unwrap() }).collect();
    let found = diagnoser.diagnose(&given, day(today));
    (diagnoser, given, found)
}

fn told(answers: &[(i32, &str, &str)], today: i32) -> Vec<(&'static str, Status)> {
    seen(answers, today).2.findings.iter().map(|finding| (finding.bug.code(), finding.status)).collect()
}

#[test]
fn three_answers_by_the_same_rule_confirm_it() {
    let answers = [(0, "63-29", "46"), (0, "52-18", "46"), (0, "91-37", "66"), (0, "86-34", "52"), (0, "75-21", "54")];
    let (_, _, found) = seen(&answers, 0);
    let [finding] = found.findings.as_slice() else { panic!("{found:?}") };
    assert_eq!((finding.bug, finding.status, finding.support, finding.contradiction), (Bug::SmallerFromLarger, Status::Confirmed, 3, 0));
    assert!(finding.candidates.is_empty() && finding.odds > 0.99, "{finding:?}");
    assert_eq!((found.answered, found.right, found.slips.len()), (5, 2, 0));
}

#[test]
fn two_answers_only_make_it_suspected_and_one_is_a_slip() {
    assert_eq!(told(&[(0, "63-29", "46"), (0, "52-18", "46"), (0, "86-34", "52")], 0), [("sub.smaller_from_larger", Status::Suspected)]);
    let (_, _, found) = seen(&[(0, "63-29", "46"), (0, "86-34", "52"), (0, "75-28", "47"), (0, "61-15", "46")], 0);
    assert!(found.findings.is_empty(), "{found:?}");
    assert_eq!(found.slips.len(), 1);
}

#[test]
fn what_the_answers_do_not_part_stays_together() {
    // Without a zero in the way, the two rules write the same.
    let (_, _, found) = seen(&[(0, "140-21", "121"), (0, "150-32", "122"), (0, "260-43", "223"), (0, "370-56", "326")], 0);
    let [finding] = found.findings.as_slice() else { panic!("{found:?}") };
    assert!(finding.candidates.contains(&Bug::ZeroMinusNIsN) && finding.candidates.contains(&Bug::SmallerFromLarger), "{finding:?}");
    let (_, _, found) = seen(&[(0, "140-21", "121"), (0, "150-32", "122"), (0, "260-43", "223"), (0, "63-29", "34"), (0, "52-18", "34")], 0);
    let [finding] = found.findings.as_slice() else { panic!("{found:?}") };
    assert_eq!((finding.bug, finding.candidates.as_slice()), (Bug::ZeroMinusNIsN, &[][..]));
}

#[test]
fn a_rule_that_is_twice_not_seen_is_gone_and_comes_back() {
    let mut answers = vec![(0, "63-29", "46"), (0, "52-18", "46"), (1, "91-37", "66"), (1, "72-35", "43"), (3, "63-29", "34"), (3, "52-18", "34")];
    assert_eq!(told(&answers, 1), [("sub.smaller_from_larger", Status::Confirmed)]);
    assert_eq!(told(&answers, 3), [("sub.smaller_from_larger", Status::Suspected)], "it fades");
    answers.extend([(6, "91-37", "54"), (6, "72-35", "37")]);
    let (_, _, found) = seen(&answers, 6);
    assert_eq!(
        found.findings.iter().map(|finding| (finding.bug, finding.status, finding.support, finding.contradiction)).collect::<Vec<_>>(),
        [(Bug::SmallerFromLarger, Status::Gone, 4, 4)]
    );
    let series: Vec<(u32, u32)> = found.findings[0].series.iter().map(|chance| (chance.chances, chance.support)).collect();
    assert_eq!(series, [(2, 2), (2, 2), (2, 0), (2, 0)]);
    assert_eq!(told(&answers, 60), [("sub.smaller_from_larger", Status::Gone)]);
    answers.extend([(20, "63-29", "46"), (20, "52-18", "46"), (20, "91-37", "66")]);
    assert_eq!(told(&answers, 20), [("sub.smaller_from_larger", Status::Confirmed)]);
}

#[test]
fn a_confirmed_rule_that_was_not_met_again_is_only_suspected_after_two_weeks() {
    let answers = [(0, "63-29", "46"), (0, "52-18", "46"), (1, "91-37", "66")];
    assert_eq!(told(&answers, 14), [("sub.smaller_from_larger", Status::Suspected)]);
    assert_eq!(told(&answers, 2), [("sub.smaller_from_larger", Status::Confirmed)]);
    assert!(told(&answers, -1).is_empty(), "later answers are not known yet");
}

#[test]
fn two_rules_in_one_head_are_both_named() {
    // Smaller from larger, and N − 0 = 0; in 472−108 both at once.
    let answers = [(0, "63-29", "46"), (0, "472-108", "306"), (0, "583-207", "304"), (0, "691-304", "303"), (0, "476-103", "303"), (0, "82-35", "53"), (0, "594-201", "303")];
    let (_, _, found) = seen(&answers, 0);
    let mut named: Vec<&str> = found.findings.iter().map(|finding| finding.bug.code()).collect();
    named.sort_unstable();
    assert_eq!(named, ["sub.n_minus_zero_is_zero", "sub.smaller_from_larger"], "{:?}", found.findings);
    assert!(found.findings.iter().all(|finding| finding.with.is_some()));
}

#[test]
fn rules_of_different_operations_are_found_side_by_side() {
    let answers = [(0, "63-29", "46"), (0, "52-18", "46"), (0, "91-37", "66"), (0, "47*6", "242"), (0, "38*4", "122"), (0, "56*7", "352")];
    let mut named: Vec<&str> = told(&answers, 0).into_iter().map(|(code, _)| code).collect();
    named.sort_unstable();
    assert_eq!(named, ["mul.forget_carry", "sub.smaller_from_larger"]);
}

#[test]
fn facts_stand_apart_from_rules_and_slips() {
    let (_, _, found) = seen(&[(0, "7*8", "63"), (0, "8*7", "49"), (0, "6*8", "54"), (0, "56/8", "6"), (0, "3*4", "12"), (0, "9*9", "")], 0);
    assert!(found.findings.iter().all(|finding| finding.bug.is_fact()), "{found:?}");
    assert_eq!(found.facts[0], ((7, 8), 3));
    assert_eq!(found.slips.iter().map(|(_, slip)| *slip).collect::<Vec<_>>(), [Slip::Blank]);
    assert_eq!((found.answered, found.right), (5, 1));
}

#[test]
fn every_example_three_times_is_confirmed_or_among_the_candidates() {
    for bug in Bug::ALL {
        let (text, wrong) = bug.example();
        let (_, _, found) = seen(&[(0, text, wrong), (0, text, wrong), (1, text, wrong), (1, text, wrong)], 1);
        let named = found.findings.iter().any(|finding| finding.status == Status::Confirmed && (finding.bug == bug || finding.candidates.contains(&bug)));
        assert!(named, "{bug}: {:?}", found.findings);
    }
}
