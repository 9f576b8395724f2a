//! Study groups of a class that are mixed by strength (A5-15, B2-04): a proposal, the same each time, with no mark, rank or order in what comes out. Pure.

use crate::base::PupilId;

/// Names of groups: neither a number nor an order nor a level.
pub const NAMES: [&str; 12] = ["ginkgo", "bamboo", "camphor", "clover", "willow", "plum", "pine", "lotus", "maple", "osmanthus", "reed", "tea"];

/// A child of the class, as the proposal sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Child {
    /// Who.
    pub id: PupilId,
    /// How strong it is in the subject at present, on whatever scale; nothing when nobody knows.
    pub strength: Option<f64>,
    /// Seat, by which those of equal strength are told apart.
    pub seat: Option<i64>,
}

/// How many groups a class is divided into so that each has about `size` children, none fewer than 3.
pub fn count(children: usize, size: usize) -> usize {
    let size = size.max(3);
    (children.div_ceil(size)).clamp(1, (children / 3).max(1))
}

/// Divides the children: those of like strength go to different groups, back and forth, so that each group has some of each. Groups differ by one child at most; within a group the children
/// stand by seat, so that nobody reads an order. Children of unknown strength fill up the smallest groups.
pub fn divide(children: &[Child], size: usize) -> Vec<Vec<PupilId>> {
    if children.len() < 3 {
        return Vec::new();
    }
    let groups = count(children.len(), size);
    let by_seat = |one: &Child| (one.seat.is_none(), one.seat, one.id);
    let (mut known, mut rest): (Vec<&Child>, Vec<&Child>) = children.iter().partition(|one| one.strength.is_some());
    known.sort_by(|a, b| b.strength.unwrap_or_default().total_cmp(&a.strength.unwrap_or_default()).then_with(|| by_seat(a).cmp(&by_seat(b))));
    rest.sort_by_key(|one| by_seat(one));
    let mut made: Vec<Vec<&Child>> = vec![Vec::new(); groups];
    for (at, child) in known.into_iter().enumerate() {
        let (round, place) = (at / groups, at % groups);
        made[if round % 2 == 0 { place } else { groups - 1 - place }].push(child);
    }
    for child in rest {
        let smallest = (0..groups).min_by_key(|at| (made[*at].len(), *at)).unwrap_or_default();
        made[smallest].push(child);
    }
    for group in &mut made {
        group.sort_by_key(|one| by_seat(one));
    }
    // By the first seat: which group was dealt to first is not to be seen.
    made.sort_by_key(|group| group.first().map(|one| by_seat(one)));
    made.into_iter().map(|group| group.into_iter().map(|one| one.id).collect()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::base::{Id, Lang, words};

    fn child(n: u128, strength: Option<f64>) -> Child {
        Child { id: PupilId::from_uuid(uuid::Uuid::from_u128(n)), strength, seat: i64::try_from(n).ok() }
    }

    #[test]
    fn each_group_has_some_of_each_quarter_of_the_class() {
        let mut class: Vec<Child> = (0..24).map(|n| child(n, Some(f64::from(u32::try_from((n * 7) % 24).unwrap())))).collect();
        let groups = divide(&class, 4);
        assert_eq!(groups.iter().map(Vec::len).collect::<Vec<_>>(), [4; 6]);
        let strength = |id: &PupilId| class.iter().find(|one| one.id == *id).unwrap().strength.unwrap();
        for group in &groups {
            let quarters: BTreeSet<i64> = group.iter().map(|id| (strength(id) / 6.0).floor() as i64).collect();
            assert_eq!(quarters.len(), 4, "{group:?}");
        }
        let sums: Vec<f64> = groups.iter().map(|group| group.iter().map(strength).sum()).collect();
        let (low, high) = sums.iter().fold((f64::MAX, f64::MIN), |(low, high), sum| (low.min(*sum), high.max(*sum)));
        assert!(high - low <= 2.0, "{sums:?}");
        class.reverse();
        assert_eq!(divide(&class, 4), groups, "whatever the order in which they come");
    }

    #[test]
    fn everybody_is_in_one_group_of_at_least_three_and_groups_are_of_a_size() {
        for n in 3..60_u128 {
            for size in 3..=8 {
                let class: Vec<Child> = (0..n).map(|n| child(n, (n % 5 != 0).then_some(f64::from(u32::try_from(n % 11).unwrap())))).collect();
                let groups = divide(&class, size);
                let all: BTreeSet<PupilId> = groups.iter().flatten().copied().collect();
                assert_eq!((all.len(), groups.iter().map(Vec::len).sum::<usize>()), (class.len(), class.len()));
                let (least, most) = (groups.iter().map(Vec::len).min().unwrap(), groups.iter().map(Vec::len).max().unwrap());
                assert!(least >= 3 && most - least <= 1 && (n < 6 || most <= size.max(5)), "{n} children in groups of {size}: {least} to {most}");
            }
        }
        assert!(divide(&[child(1, None), child(2, None)], 4).is_empty());
    }

    #[test]
    fn children_of_a_group_stand_by_seat_and_names_say_no_order() {
        let class: Vec<Child> = (0..12).map(|n| child(n, Some(f64::from(u32::try_from(n).unwrap())))).collect();
        for group in divide(&class, 4) {
            assert!(group.is_sorted(), "{group:?}");
        }
        for (lang, _) in Lang::ALL {
            for name in NAMES {
                let word = words::word(lang, &format!("tutoring-group-{name}"));
                assert!(!word.chars().any(|c| c.is_ascii_digit() || "一二三四五六七八九十甲乙丙优優良强强".contains(c)), "{word}");
            }
        }
    }
}
