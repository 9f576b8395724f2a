//! Groups whose hardship is recognised, as a table of codes with the years in which each was given. A3-06 to A3-10, B4-01; CONVENTIONS 2.3 and 2.7.
//!
//! Words for families' hardship change with the years (建档立卡 became 脱贫户 and 监测对象). A code that is no longer given stays readable where it was recorded.

use crate::base::SchoolDate;

/// Why a family is in hardship, as the pairing plan counts it (A3-06 to A3-10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ground {
    /// 低保、特困 and what stands beside them (A3-06).
    Allowance,
    /// 天灾人祸 (A3-07).
    Disaster,
    /// 父母丧失劳动能力 (A3-08).
    NoLabour,
    /// 父母离异或丧父、丧母 (A3-09).
    FamilyBroken,
    /// 其他原因 (A3-10).
    Other,
}

/// A recognised group.
#[derive(Debug, PartialEq, Eq)]
pub struct Group {
    /// The identifier, as stored; its words are `roster-family-hardship-<code>`.
    pub code: &'static str,
    /// Why, as the pairing plan counts it.
    pub ground: Ground,
    /// First year in which it is given; 0 for always.
    pub first_year: i16,
    /// Last year in which it is given; 9999 while it still is.
    pub last_year: i16,
}

const fn group(code: &'static str, ground: Ground) -> Group {
    Group { code, ground, first_year: 0, last_year: 9999 }
}

const fn given(code: &'static str, ground: Ground, first_year: i16, last_year: i16) -> Group {
    Group { code, ground, first_year, last_year }
}

/// All groups, in the order in which forms offer them.
pub const GROUPS: &[Group] = &[
    group("dibao", Ground::Allowance),
    group("tekun", Ground::Allowance),
    group("rural_poor", Ground::Allowance),
    // 建档立卡 ended with the year 2020; who was in it is a lifted or monitored household since.
    given("registered_poor", Ground::Allowance, 2013, 2020),
    given("lifted_household", Ground::Allowance, 2021, 9999),
    given("monitored_unstable", Ground::Allowance, 2021, 9999),
    given("monitored_borderline", Ground::Allowance, 2021, 9999),
    given("monitored_sudden", Ground::Disaster, 2021, 9999),
    group("disaster", Ground::Disaster),
    group("sudden_event", Ground::Disaster),
    group("no_labour", Ground::NoLabour),
    group("parent_disabled", Ground::NoLabour),
    group("broken_family", Ground::FamilyBroken),
    group("martyr_child", Ground::Other),
    group("ethnic_hardship", Ground::Other),
    group("other", Ground::Other),
];

impl Group {
    /// The group of a code, also one that is no longer given.
    pub fn of(code: &str) -> Option<&'static Self> {
        GROUPS.iter().find(|group| group.code == code)
    }

    /// Whether it is given on a day.
    pub fn is_given(&self, day: SchoolDate) -> bool {
        (self.first_year..=self.last_year).contains(&day.year())
    }
}

/// The groups that a form offers on a day.
pub fn offered(day: SchoolDate) -> impl Iterator<Item = &'static Group> {
    GROUPS.iter().filter(move |group| group.is_given(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_word_is_no_longer_given_and_still_read() {
        let codes = |text: &str| offered(text.parse().unwrap()).map(|group| group.code).collect::<Vec<_>>();
        let (then, now) = (codes("2019-09-01"), codes("2026-09-01"));
        assert!(then.contains(&"registered_poor") && !then.contains(&"lifted_household"), "{then:?}");
        assert!(!now.contains(&"registered_poor") && now.contains(&"lifted_household") && now.contains(&"monitored_sudden"), "{now:?}");
        assert_eq!(Group::of("registered_poor").map(|group| group.ground), Some(Ground::Allowance));
        assert_eq!(Group::of("rich"), None);
    }

    #[test]
    fn each_ground_of_the_pairing_plan_has_a_group() {
        for ground in [Ground::Allowance, Ground::Disaster, Ground::NoLabour, Ground::FamilyBroken, Ground::Other] {
            assert!(GROUPS.iter().any(|group| group.ground == ground), "{ground:?}");
        }
    }
}
