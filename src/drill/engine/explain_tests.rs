//! Columns as they stand on paper.

use super::*;
use crate::drill::engine::{Rng, Skill, items, parse};

fn shown(problem: &str, answer: &str, bug: Option<Bug>) -> Explanation {
    explain(&parse::problem(problem).unwrap(), parse::answer(answer).unwrap(), bug).unwrap()
}

fn marks(picture: &Picture) -> Vec<(String, Mark)> {
    picture.marks()
}

fn squeezed(picture: &Picture) -> Vec<String> {
    let squeezed = |line: &str| if line.contains("---") { "-".to_owned() } else { line.split_whitespace().collect::<Vec<_>>().join(" ") };
    picture.text().lines().map(squeezed).collect()
}

#[test]
fn a_difference_shows_what_was_borrowed_and_where_it_goes_wrong() {
    let told = shown("63-29", "46", Some(Bug::SmallerFromLarger));
    assert_eq!(squeezed(&told.right), ["5 13", "6 3", "- 2 9", "-", "3 4"]);
    assert_eq!(squeezed(&told.child), ["6 3", "- 2 9", "-", "4 6"]);
    assert_eq!(marks(&told.child), [("4".to_owned(), Mark::Follows), ("6".to_owned(), Mark::Wrong)]);
    assert!(marks(&told.right).is_empty());
    let told = shown("904-237", "577", Some(Bug::BorrowAcrossZero));
    assert_eq!(squeezed(&told.child)[0], "7 10 14");
    assert_eq!(squeezed(&told.right)[0], "8 9 14");
}

#[test]
fn places_stand_below_each_other() {
    let told = shown("3.6+0.25", "0.61", Some(Bug::RightAligned));
    let Picture::Column(rows) = &told.right else { panic!() };
    let text: Vec<String> = rows.iter().map(|row| row.cells.iter().map(|cell| if cell.text.is_empty() { " " } else { cell.text.as_str() }).collect()).collect();
    assert_eq!(text, [" 3.6 ", "+0.25", "     ", " 3.85"]);
    let Picture::Column(rows) = &told.child else { panic!() };
    let text: Vec<String> = rows.iter().map(|row| row.cells.iter().map(|cell| if cell.text.is_empty() { " " } else { cell.text.as_str() }).collect()).collect();
    assert_eq!(text[..2], ["  3.6", "+0.25"]);
    let told = shown("234+5", "734", Some(Bug::LeftAligned));
    let Picture::Column(rows) = &told.child else { panic!() };
    assert_eq!(rows[1].cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>(), ["+", "5", "", ""]);
    assert_eq!(rows[1].cells[1].mark, Mark::Wrong);
    let told = shown("12.5-3", "9.5", None);
    assert_eq!(squeezed(&told.right), ["0 12", "1 2 . 5", "- 3", "-", "9 . 5"]);
}

#[test]
fn carries_and_rows_of_a_product_are_shown() {
    let told = shown("47*6", "242", Some(Bug::MulForgetCarry));
    assert_eq!(squeezed(&told.right), ["4", "4 7", "× 6", "-", "2 8 2"]);
    assert_eq!(marks(&told.child), [("4".to_owned(), Mark::Wrong)]);
    let told = shown("24*13", "96", Some(Bug::PartialNotShifted));
    assert_eq!(squeezed(&told.right), ["2 4", "× 1 3", "-", "7 2", "2 4", "-", "3 1 2"]);
    let Picture::Column(rows) = &told.child else { panic!() };
    assert_eq!(rows[4].cells.iter().map(|cell| cell.text.as_str()).collect::<String>(), "24");
    assert!(rows[4].cells.iter().all(|cell| cell.text.is_empty() || cell.mark == Mark::Wrong));
    assert_eq!(squeezed(&shown("56+27", "73", Some(Bug::ForgetCarry)).right)[0], "1");
}

#[test]
fn long_division_brings_each_digit_down() {
    let told = shown("864/4", "21…2", Some(Bug::BringDownMissed));
    assert_eq!(squeezed(&told.right), ["2 1 6", "-", "4 ) 8 6 4", "8", "-", "6", "4", "-", "2 4", "2 4", "-", "0"]);
    assert_eq!(marks(&told.child), [("1".to_owned(), Mark::Wrong), ("2".to_owned(), Mark::Follows)]);
    let told = shown("618/6", "13", Some(Bug::OmitMiddleZero));
    assert_eq!(marks(&told.child), [("3".to_owned(), Mark::Wrong)]);
    let told = shown("47/5", "9", Some(Bug::RemainderDropped));
    assert_eq!(marks(&told.child), [("9".to_owned(), Mark::Wrong)]);
}

#[test]
fn lines_show_the_order_in_which_signs_were_worked() {
    for (problem, answer, bug, child, right) in [
        ("6+4*5", "50", Bug::LeftToRight, "6+4×5|=10×5|=50", "6+4×5|=6+20|=26"),
        ("68-20+30", "18", Bug::RightFirst, "68-20+30|=68-50|=18", "68-20+30|=48+30|=78"),
        ("25*8/25*8", "1", Bug::RoundingLure, "25×8÷25×8|=200÷200|=1", "25×8÷25×8|=200÷25×8|=8×8|=64"),
        ("100/25*4", "1", Bug::RoundingLure, "100÷25×4|=100÷100|=1", "100÷25×4|=4×4|=16"),
        ("64-(34-14)", "16", Bug::BracketSign, "64-(34-14)|=64-34-14|=30-14|=16", "64-(34-14)|=64-20|=44"),
        ("(40+4)*25", "1004", Bug::PartialDistribute, "(40+4)×25|=40×25+4|=1000+4|=1004", "(40+4)×25|=44×25|=1100"),
        ("1/2+1/3", "2/5", Bug::AddAcross, "1/2+1/3|=(1+1)/(2+3)|=2/5", "1/2+1/3|=3/6+2/6|=5/6"),
        ("0.125?0.3", ">", Bug::LongerIsLarger, "0.125 > 0.3", "0.125 < 0.3|0.125 < 0.300"),
        ("7*8", "63", Bug::FactNeighbor, "7×8|=63", "7×8|=56"),
    ] {
        let told = shown(problem, answer, Some(bug));
        assert_eq!((told.child.text().trim().replace('\n', "|"), told.right.text().trim().replace('\n', "|")), (child.to_owned(), right.to_owned()));
        assert_eq!(told.child.marks().iter().filter(|(_, mark)| *mark == Mark::Wrong).count(), 1, "{problem}");
    }
}

#[test]
fn every_wrong_answer_has_a_picture_with_a_mark_and_every_row_the_same_width() {
    let mut rng = Rng::new(12);
    for skill in Skill::ALL {
        for problem in items::pool(skill, &mut rng).into_iter().take(60) {
            let right = problem.right().unwrap();
            for (bug, predicted) in bugs::all(&problem) {
                for answer in predicted.answers() {
                    for by in [Some(bug), None] {
                        let told = explain(&problem, *answer, by).unwrap();
                        assert!(told.child.marks().iter().any(|(_, mark)| *mark == Mark::Wrong), "{problem} {bug} {answer} {}", told.child.text());
                        assert!(told.right.marks().is_empty());
                        for picture in [&told.child, &told.right] {
                            if let Picture::Column(rows) = picture {
                                assert!(rows.iter().all(|row| row.cells.len() == rows[0].cells.len()), "{problem}");
                            }
                        }
                    }
                }
            }
            let told = explain(&problem, right, None).unwrap();
            assert!(told.child == told.right || !matches!(told.child, Picture::Column(_)) || problem.as_whole().is_some_and(|(op, ..)| op == Op::Div), "{problem}");
        }
    }
}
