//! The worked examples of the catalogue, and what holds for every rule on every problem.

use std::collections::BTreeSet;

use super::*;
use crate::drill::engine::{Rng, parse};

fn problem(text: &str) -> Problem {
    parse::problem(text).unwrap()
}

fn writes(bug: Bug, text: &str) -> Vec<String> {
    predict(bug, &problem(text)).answers().iter().map(|answer| problem(text).show(*answer)).collect()
}

#[test]
fn each_rule_writes_what_the_catalogue_says() {
    assert_eq!(Bug::ALL.len(), COUNT);
    for bug in Bug::ALL {
        let (text, wrong) = bug.example();
        let answer = parse::answer(wrong).unwrap();
        let predicted = predict(bug, &problem(text));
        assert!(predicted.answers().contains(&answer), "{bug}: {text} gives {predicted:?}, not {wrong}");
        if !bug.is_fact() && bug != Bug::PowerOfTen && bug != Bug::BringDownMissed {
            assert_eq!(predicted.answers().len(), 1, "{bug}: {predicted:?}");
        }
        assert_eq!(Bug::of(bug.code()), Some(bug));
    }
}

#[test]
fn the_right_answers_of_the_catalogue_are_right() {
    for (text, right) in [
        ("63-29", "34"),
        ("73-45", "28"),
        ("80-34", "46"),
        ("904-237", "667"),
        ("403-168", "235"),
        ("203-98", "105"),
        ("506-318", "188"),
        ("140-21", "119"),
        ("476-103", "373"),
        ("367-164", "203"),
        ("733-216", "517"),
        ("7127-2389", "4738"),
        ("42-16", "26"),
        ("63-44", "19"),
        ("347-9", "338"),
        ("178-59", "119"),
        ("4369-22", "4347"),
        ("86-34", "52"),
        ("52-18", "34"),
        ("56+27", "83"),
        ("42+35", "77"),
        ("56+28", "84"),
        ("234+5", "239"),
        ("347+25", "372"),
        ("305+42", "347"),
        ("52+18", "70"),
        ("47*6", "282"),
        ("305*3", "915"),
        ("24*13", "312"),
        ("23*23", "529"),
        ("23*21", "483"),
        ("304*2", "608"),
        ("250*4", "1000"),
        ("30*20", "600"),
        ("7*8", "56"),
        ("6*8", "48"),
        ("618/6", "103"),
        ("840/6", "140"),
        ("96/4", "24"),
        ("47/5", "9…2"),
        ("84/2", "42"),
        ("700/200", "3…100"),
        ("24/6", "4"),
        ("0/7", "0"),
        ("864/4", "216"),
        ("3.6+0.25", "3.85"),
        ("2.5*3", "7.5"),
        ("0.3*0.2", "0.06"),
        ("0.125?0.3", "<"),
        ("0.6÷0.2", "3"),
        ("1/2+1/3", "5/6"),
        ("6+4*5", "26"),
        ("68-20+30", "78"),
        ("25*8/25*8", "64"),
        ("64-(34-14)", "44"),
        ("(40+4)*25", "1100"),
    ] {
        assert_eq!(problem(text).right(), Some(parse::answer(right).unwrap()), "{text}");
    }
}

#[test]
fn facts_are_confused_as_the_catalogue_says() {
    assert_eq!(writes(Bug::FactNeighbor, "7*8"), ["48", "64", "49", "63"]);
    assert!(writes(Bug::FactConfuse, "6*8").contains(&"54".to_owned()));
    assert_eq!(writes(Bug::FactNeighbor, "56/8"), ["6", "8"]);
    assert_eq!(writes(Bug::OmitMiddleZero, "4646/46"), ["11"]);
}

#[test]
fn rules_reach_beyond_their_example() {
    for (bug, text, wrong) in [
        (Bug::SmallerFromLarger, "3.2-1.8", "2.6"),
        (Bug::BorrowAcrossZero, "5002-1367", "1745"),
        (Bug::DontDecrementZero, "5003-1234", "3879"),
        (Bug::AlwaysBorrowLeft, "5432-1678", "1864"),
        (Bug::ForgetCarry, "999+1", "990"),
        (Bug::ForgetCarry, "3.6+2.7", "5.3"),
        (Bug::ForgetCarry, "86+57", "133"),
        (Bug::QuitAtBlank, "347+85", "132"),
        (Bug::MulForgetCarry, "24*13", "302"),
        (Bug::PartialNotShifted, "123*45", "1107"),
        (Bug::SkipInnerZero, "21*304", "714"),
        (Bug::OmitFinalZero, "843/6", "14…3"),
        (Bug::PointLost, "3.6+0.25", "385"),
        (Bug::PointLost, "7.5÷3", "25"),
        (Bug::RightAligned, "12+0.5", "1.7"),
        (Bug::RightAligned, "3.6-0.25", "0.11"),
        (Bug::BracketSign, "100÷(25×4)", "16"),
        (Bug::BracketSign, "64-(14+10)", "60"),
        (Bug::RoundingLure, "100÷25×4", "1"),
        (Bug::RoundingLure, "238-75+25", "138"),
        (Bug::PartialDistribute, "25*(40+4)", "1004"),
        (Bug::AddAcross, "1 1/2+2 1/3", "3 2/5"),
    ] {
        assert!(writes(bug, text).contains(&wrong.to_owned()), "{bug} {text}: {:?}", writes(bug, text));
    }
}

#[test]
fn a_rule_is_silent_where_it_does_not_act() {
    for (bug, text) in [
        (Bug::SmallerFromLarger, "86-34"),
        (Bug::BorrowAcrossZero, "63-29"),
        (Bug::BorrowAcrossZero, "100-37"),
        (Bug::ForgetCarry, "8+7"),
        (Bug::ForgetCarry, "42+35"),
        (Bug::MulAsAdd, "2*2"),
        (Bug::OmitMiddleZero, "840/6"),
        (Bug::RemainderAsDecimal, "12/10"),
        (Bug::QuotientReversed, "66/3"),
        (Bug::PowerOfTen, "3.6+0.25"),
        (Bug::LongerIsLarger, "0.35?0.3"),
        (Bug::LongerIsLarger, "0.5?0.3"),
        (Bug::LeftToRight, "6*4+5"),
        (Bug::RightFirst, "68+20-30"),
        (Bug::AddAcross, "1/2*1/3"),
        (Bug::TrailingZeroDropped, "25*4"),
    ] {
        assert_eq!(writes(bug, text), Vec::<String>::new(), "{bug} {text}");
    }
}

#[test]
fn two_rules_act_together_where_both_can() {
    for (first, second, text, wrong) in [
        (Bug::SmallerFromLarger, Bug::NMinusZeroIsZero, "472-108", "306"),
        (Bug::BorrowNoDecrement, Bug::NMinusZeroIsZero, "7265-2038", "5037"),
        (Bug::AddInstead, Bug::ForgetCarry, "52-18", "60"),
        (Bug::SubtractInstead, Bug::SmallerFromLarger, "52+18", "46"),
        (Bug::MulAsAdd, Bug::ForgetCarry, "47*36", "73"),
        (Bug::MulForgetCarry, Bug::PartialNotShifted, "24*13", "86"),
        (Bug::OmitMiddleZero, Bug::RemainderDropped, "620/6", "13"),
        (Bug::PointLost, Bug::MulForgetCarry, "4.7*6", "242"),
    ] {
        let found = both(first, second, &problem(text));
        assert!(found.answers().contains(&parse::answer(wrong).unwrap()), "{first} {second} {text}: {found:?}");
        assert_eq!(found, both(second, first, &problem(text)));
        assert!(partners(first).any(|partner| partner == second) && partners(second).any(|partner| partner == first));
    }
}

/// A problem of any kind, small or large.
fn any(rng: &mut Rng) -> Option<Problem> {
    let number = |rng: &mut Rng| {
        let top = 10_u64.pow(u32::try_from(rng.between(1, 6)).unwrap());
        rng.below(top)
    };
    let decimal = |rng: &mut Rng| format!("{}.{:02}", rng.below(40), rng.below(100));
    let fraction = |rng: &mut Rng| format!("{}/{}", rng.between(1, 9), rng.between(2, 12));
    let sign = |rng: &mut Rng| *rng.pick(&['+', '-', '*', '÷']).unwrap();
    let text = match rng.below(8) {
        0..=3 => format!("{}{}{}", number(rng), sign(rng), number(rng)),
        4 => format!("{}{}{}", decimal(rng), sign(rng), if rng.chance(500_000) { decimal(rng) } else { rng.below(30).to_string() }),
        5 => format!("{}?{}.{}", decimal(rng), rng.below(3), rng.below(10)),
        6 => format!("{}{}{}", fraction(rng), sign(rng), fraction(rng)),
        _ => {
            let (a, b, c, d) = (rng.below(101), rng.below(60), rng.below(60), rng.below(30));
            let (x, y, z) = (sign(rng), sign(rng), sign(rng));
            match rng.below(4) {
                0 => format!("{a}{x}{b}{y}{c}"),
                1 => format!("{a}{x}({b}{y}{c})"),
                2 => format!("({a}{x}{b}){y}{c}"),
                _ => format!("{a}{x}{b}{y}{c}{z}{d}"),
            }
        }
    };
    parse::problem(&text).ok()
}

#[test]
fn every_rule_is_defined_everywhere_and_never_right_where_it_applies() {
    let mut rng = Rng::new(65);
    let mut applied = [0_u32; COUNT];
    for _ in 0..60_000 {
        let Some(problem) = any(&mut rng) else { continue };
        for bug in Bug::ALL {
            let predicted = predict(bug, &problem);
            let distinct: BTreeSet<Answer> = predicted.answers().iter().copied().collect();
            assert_eq!(distinct.len(), predicted.answers().len(), "{bug} {problem}");
            assert!(predicted.answers().iter().all(|answer| !problem.is_right(*answer) && *answer != Answer::Blank), "{bug} {problem}: {predicted:?}");
            applied[bug.index()] += u32::from(predicted.applies());
        }
    }
    for bug in Bug::ALL {
        assert!(applied[bug.index()] > 0, "{bug} was never met");
    }
}

#[test]
fn every_pair_is_defined_everywhere_and_new_where_it_applies() {
    let mut rng = Rng::new(66);
    let mut met = 0;
    for _ in 0..1500 {
        let Some(problem) = any(&mut rng) else { continue };
        for first in Bug::ALL {
            for second in partners(first).filter(|second| *second > first) {
                let together = both(first, second, &problem);
                met += u32::from(together.applies());
                let alone = [predict(first, &problem), predict(second, &problem)];
                assert!(
                    together.answers().iter().all(|answer| !problem.is_right(*answer) && alone.iter().all(|one| !one.answers().contains(answer))),
                    "{first} {second} {problem}"
                );
            }
        }
    }
    assert!(met > 1000, "{met}");
}

#[test]
fn columns_worked_without_a_rule_are_right() {
    let mut rng = Rng::new(67);
    for _ in 0..20_000 {
        let Some(problem) = any(&mut rng) else { continue };
        let right = problem.right();
        for worked in [subtraction::worked(&problem, &[]), addition::worked(&problem, &[])].into_iter().flatten() {
            assert_eq!(Some(worked), right, "{problem}");
        }
        for worked in multiplication::worked(&problem, &[]).into_iter().chain(division::worked(&problem, &[])) {
            assert_eq!(worked, right, "{problem}");
        }
    }
}

#[test]
fn two_problems_part_all_rules_of_subtraction() {
    // ARITHMETIC.md 3.8.4: 5001−251 and 8105−806 part the twenty rules and the right answer from each other.
    let answers = |bug: Bug| ["5001-251", "8105-806"].map(|text| predict(bug, &problem(text)).answers().first().copied());
    let mut seen: Vec<[Option<Answer>; 2]> = vec![[None, None]];
    let mut double = Vec::new();
    for bug in Bug::ALL.into_iter().filter(|bug| bug.family() == Family::Subtraction) {
        if seen.contains(&answers(bug)) {
            double.push(bug.code());
        }
        seen.push(answers(bug));
    }
    assert_eq!(double, Vec::<&str>::new());
}
