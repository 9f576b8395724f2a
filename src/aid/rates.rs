//! What a child gets under a programme in a term: the row that says most about the child counts, and of two that say as much the one of the later term, then the newer.

use super::account::Kind;
use crate::base::TermCode;

/// A row of the table of amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Level of hardship, 1 to 4; any when none is said.
    pub level: Option<i64>,
    /// Boarding or not; any when nothing is said.
    pub boarding: Option<bool>,
    /// From which term on.
    pub from: TermCode,
    /// How much money in a term.
    pub fen: i64,
    /// How many things in a term.
    pub quantity: i64,
}

/// The row that counts; rows come in the order in which they were written.
pub fn rate(all: &[Rate], level: i64, boarding: Option<bool>, term: TermCode) -> Option<&Rate> {
    let fits = |one: &&Rate| one.from <= term && one.level.is_none_or(|own| own == level) && one.boarding.is_none_or(|own| boarding == Some(own));
    all.iter().filter(fits).max_by_key(|one| (one.level.is_some(), one.boarding.is_some(), one.from))
}

/// The national basic standard of the living allowance in primary school, from spring 2024: 1,250 yuan a year for boarders, half of it for others, paid by the term (CONVENTIONS R10). Regions may give more.
pub const NATIONAL_LIVING: [(bool, &str, i64); 4] = [(true, "2019-1", 50_000), (false, "2019-1", 25_000), (true, "2023-2", 62_500), (false, "2023-2", 31_250)];

/// Whether a kind of aid has amounts that the country sets.
pub const fn has_national(kind: Kind) -> bool {
    matches!(kind, Kind::Living)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(text: &str) -> TermCode {
        text.parse().unwrap()
    }

    fn national() -> Vec<Rate> {
        NATIONAL_LIVING.iter().map(|(boarding, from, fen)| Rate { level: None, boarding: Some(*boarding), from: term(from), fen: *fen, quantity: 0 }).collect()
    }

    #[test]
    fn a10_17_the_living_allowance_follows_boarding_and_the_term_from_which_an_amount_counts() {
        let all = national();
        for (boarding, of, fen) in [
            (Some(true), "2026-1", Some(62_500)),
            (Some(false), "2026-1", Some(31_250)),
            (Some(true), "2023-1", Some(50_000)),
            (Some(true), "2023-2", Some(62_500)),
            (Some(true), "2018-2", None),
            (None, "2026-1", None),
        ] {
            assert_eq!(rate(&all, 1, boarding, term(of)).map(|one| one.fen), fen, "{boarding:?} {of}");
        }
    }

    #[test]
    fn b4_05_a_bursary_follows_the_level_and_a_region_may_give_more() {
        let one = |level, from: &str, fen| Rate { level, boarding: None, from: term(from), fen, quantity: 0 };
        let all = [one(Some(1), "2026-1", 20_000), one(Some(2), "2026-1", 40_000), one(None, "2026-2", 10_000), one(Some(2), "2026-2", 45_000), one(Some(2), "2026-2", 46_000)];
        for (level, of, fen) in
            [(1, "2026-1", Some(20_000)), (2, "2026-1", Some(40_000)), (3, "2026-1", None), (3, "2026-2", Some(10_000)), (2, "2026-2", Some(46_000)), (1, "2027-1", Some(20_000))]
        {
            assert_eq!(rate(&all, level, None, term(of)).map(|one| one.fen), fen, "{level} {of}");
        }
    }
}
