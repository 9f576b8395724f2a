//! What can be read and what cannot.

use super::*;

fn right(text: &str) -> String {
    let problem = problem(text).unwrap_or_else(|unread| panic!("{text}: {unread}"));
    problem.show(problem.right().unwrap())
}

#[test]
fn problems_are_read_as_they_are_typed() {
    for (text, answer) in [
        ("63-29", "34"),
        ("63－29＝", "34"),
        ("６３−２９", "34"),
        ("47*6", "282"),
        ("47×6", "282"),
        ("47x6=?", "282"),
        ("700/200", "3…100"),
        ("700÷200", "3…100"),
        ("3.6+0.25", "3.85"),
        ("1/2+1/3", "5/6"),
        ("1 1/2+2/3", "2 1/6"),
        ("1又1/2-1/4", "1 1/4"),
        ("1/2÷1/4", "2"),
        ("2/3*3/4", "1/2"),
        ("2*1/3", "2/3"),
        ("3/4-1/4+1/2", "1"),
        ("6+4*5", "26"),
        ("6+8/2", "10"),
        ("64-(34-14)", "44"),
        ("64-[34-14]", "44"),
        ("25*8/25*8", "64"),
        ("100÷(25×4)", "1"),
        ("0.125?0.3", "<"),
        ("0.3○0.30", "="),
        ("3/4?2/3", ">"),
        ("1,000-1", "999"),
        ("5 ÷ 2 + 1", "3.5"),
        ("(3+4)", "7"),
    ] {
        assert_eq!(right(text), answer, "{text}");
    }
}

#[test]
fn a_printed_problem_reads_as_itself() {
    for text in ["63-29", "47×6", "700÷200", "3.60+0.25", "1/2+1/3", "1 1/2-3/4", "6+4×5", "64-(34-14)", "25×8÷25×8", "0.125?0.3", "100÷(25×4)", "(40+4)×25", "1/2÷3/4"] {
        let read = problem(text).unwrap();
        assert_eq!(read.to_string(), text);
        assert_eq!(problem(&read.to_string()), Ok(read));
    }
}

#[test]
fn answers_are_read_by_their_value() {
    let number = |num, den| Answer::Number(Rational::new(num, den).unwrap());
    for (text, value) in [
        ("46", number(46, 1)),
        (" ４６ ", number(46, 1)),
        ("=46", number(46, 1)),
        ("3.850", number(385, 100)),
        ("3。5", number(35, 10)),
        ("2/5", number(2, 5)),
        ("1 1/6", number(7, 6)),
        ("1又1/6", number(7, 6)),
        ("-3", number(-3, 1)),
        ("1,000", number(1000, 1)),
        ("21 r 2", Answer::Remainder(21, 2)),
        ("21…2", Answer::Remainder(21, 2)),
        ("21……2", Answer::Remainder(21, 2)),
        ("21......2", Answer::Remainder(21, 2)),
        ("21余2", Answer::Remainder(21, 2)),
        ("21 余数 2", Answer::Remainder(21, 2)),
        ("24r0", number(24, 1)),
        ("＜", Answer::Sign(Sign::Less)),
        ("=", Answer::Sign(Sign::Equal)),
        ("", Answer::Blank),
        ("  ", Answer::Blank),
    ] {
        assert_eq!(answer(text), Ok(value), "{text}");
    }
}

#[test]
fn what_cannot_be_read_says_where_and_why() {
    let fails = |text: &str| problem(text).unwrap_err();
    for (text, at, why) in [
        ("", 1, Why::Empty),
        ("63-", 4, Why::Number),
        ("63", 3, Why::Sign),
        ("63-a", 4, Why::Character),
        ("3.5.1+2", 4, Why::Character),
        ("5÷0", 1, Why::ByZero),
        ("1/0+1/2", 3, Why::ByZero),
        ("6÷(3-3)+1", 1, Why::ByZero),
        ("29-63", 1, Why::BelowZero),
        ("64-(34-14", 10, Why::Bracket),
        ("64-34)", 6, Why::Bracket),
        ("1234567890+1", 1, Why::TooLarge),
        ("999999999*999999999*999999999", 1, Why::TooLarge),
        ("1?2?3", 4, Why::Sign),
        (".5+1", 1, Why::Number),
        ("12,34+5", 1, Why::Number),
    ] {
        assert_eq!(fails(text), Unread { at, why }, "{text}");
    }
    assert_eq!(problem(&"1+".repeat(60)).unwrap_err().why, Why::TooLong);
    for (text, at, why) in [("4a", 2, Why::Character), ("1/0", 3, Why::ByZero), ("3-2", 2, Why::Character), ("2r", 3, Why::Number), ("1234567890123456", 1, Why::TooLarge)] {
        assert_eq!(answer(text), Err(Unread { at, why }), "{text}");
    }
}

#[test]
fn no_text_makes_the_reader_panic() {
    let alphabet: Vec<char> = "0123456789.+-*/÷×()?=<> r余…又,x０９＋，a".chars().collect();
    let mut rng = crate::drill::engine::Rng::new(5);
    for _ in 0..60_000 {
        let text: String = (0..rng.below(12)).filter_map(|_| rng.pick(&alphabet)).collect();
        if let Ok(read) = problem(&text) {
            assert!(read.right().is_some(), "{text}");
            assert_eq!(problem(&read.to_string()).map(|again| again.right()), Ok(read.right()), "{text}");
        }
        let _ = answer(&text);
    }
}
