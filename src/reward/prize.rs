//! First, second and third prizes (A7-08): who rose is split by share; who did not is not evaluated (A7-09). A place in the order never leaves this file.

/// The place of each in descending order of results; equals share the better place.
fn places(results: &[f64]) -> Vec<usize> {
    results.iter().map(|own| results.iter().filter(|other| *other > own).count()).collect()
}

/// How far each rose within the group: places last term less places now (A7-08). `pairs` are (last, now) of all of the group.
pub fn rises_in_group(pairs: &[(f64, f64)]) -> Vec<f64> {
    let (last, now): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    places(&last).iter().zip(places(&now)).map(|(before, after)| *before as f64 - after as f64).collect()
}

/// How many of `count` receive a prize of each tier, by the parts of a split such as 1:2:3. A tier has nobody only when all later ones have nobody either.
pub fn shares(count: usize, split: &[i64]) -> Vec<usize> {
    let parts: Vec<usize> = split.iter().map(|part| usize::try_from(*part).unwrap_or(0)).collect();
    let total: usize = parts.iter().sum();
    if total == 0 {
        return vec![count];
    }
    let (mut all, mut sum, mut given) = (Vec::with_capacity(parts.len()), 0, 0);
    for part in parts {
        sum += part;
        let until = (count * sum).div_ceil(total);
        all.push(until - given);
        given = until;
    }
    // A prize is not left out between two that are given.
    let lengths = all.len();
    all.retain(|tier| *tier > 0);
    all.resize(lengths, 0);
    all
}

/// The tier of each, from 1; 0 for who did not rise (A7-09). Equal rises receive the same, the better one.
pub fn tiers(rises: &[f64], split: &[i64]) -> Vec<i64> {
    let mut order: Vec<f64> = rises.iter().copied().filter(|rise| *rise > 0.0).collect();
    order.sort_by(|a, b| b.total_cmp(a));
    let shares = shares(order.len(), split);
    let tier = |rise: f64| {
        let place = order.iter().position(|other| *other <= rise).unwrap_or(0);
        let mut until = 0;
        let found = shares.iter().position(|share| {
            until += share;
            place < until
        });
        i64::try_from(found.unwrap_or(0) + 1).unwrap_or(1)
    };
    rises.iter().map(|rise| if *rise > 0.0 { tier(*rise) } else { 0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a7_08_prizes_are_split_by_share_and_none_is_skipped() {
        for (count, expected) in [(0, [0, 0, 0]), (1, [1, 0, 0]), (2, [1, 1, 0]), (3, [1, 1, 1]), (4, [1, 1, 2]), (6, [1, 2, 3]), (12, [2, 4, 6]), (60, [10, 20, 30])] {
            assert_eq!(shares(count, &[1, 2, 3]), expected, "{count}");
            assert_eq!(shares(count, &[1, 2, 3]).iter().sum::<usize>(), count);
        }
        assert_eq!((shares(5, &[]), shares(4, &[1, 1])), (vec![5], vec![2, 2]));
    }

    #[test]
    fn a7_09_who_did_not_rise_is_not_evaluated_and_equals_receive_the_same() {
        assert_eq!(tiers(&[3.0, 0.0, -2.0, 1.0, 2.0, 1.0, 1.0, 5.0], &[1, 2, 3]), [2, 0, 0, 3, 2, 3, 3, 1]);
        assert_eq!(tiers(&[2.0, 2.0, 1.0], &[1, 2, 3]), [1, 1, 3]);
        assert_eq!(tiers(&[-1.0, 0.0], &[1, 2, 3]), [0, 0]);
    }

    #[test]
    fn a7_08_a_rise_is_counted_within_the_group_whatever_the_marks_are() {
        // Everybody lost points in a harder test; the last came to be second.
        let pairs = [(70.0, 55.0), (65.0, 48.0), (60.0, 40.0), (40.0, 50.0)];
        assert_eq!(rises_in_group(&pairs), [0.0, -1.0, -1.0, 2.0]);
        assert_eq!(tiers(&rises_in_group(&pairs), &[1, 2, 3]), [0, 0, 0, 1]);
        assert_eq!(rises_in_group(&[(50.0, 50.0), (50.0, 60.0)]), [-1.0, 0.0], "equals share a place");
    }
}
