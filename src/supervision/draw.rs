//! Drawing children so that anybody can draw them again (A9-29, B6-12): the order of SHA-256 over the seed and the child's id. Pure.

use sha2::{Digest, Sha256};

use crate::base::{Id, PupilId};

/// The children in the order of the draw: the same for the same seed and children, whatever the order in which they come.
pub fn order(seed: &str, pupils: &[PupilId]) -> Vec<PupilId> {
    let mut keyed: Vec<([u8; 32], PupilId)> =
        pupils.iter().map(|pupil| (Sha256::new().chain_update(seed.as_bytes()).chain_update(pupil.uuid().as_bytes()).finalize().into(), *pupil)).collect();
    keyed.sort_unstable();
    keyed.dedup();
    keyed.into_iter().map(|(_, pupil)| pupil).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::derived;

    #[test]
    fn the_same_seed_draws_the_same_children_and_another_seed_others() {
        let pupils: Vec<PupilId> = (0..40_u8).map(|n| derived(&[b"a child to draw", &[n]])).collect();
        let mut turned = pupils.clone();
        turned.reverse();
        turned.push(pupils[3]);
        let first = order("2026-09-30 四年级", &pupils);
        assert_eq!(first, order("2026-09-30 四年级", &turned), "whatever the order in which they come");
        assert_ne!(first[..6], order("2026-10-30 四年级", &pupils)[..6]);
        assert_eq!(first.len(), 40);
    }

    #[test]
    fn every_child_is_drawn_about_as_often_as_every_other() {
        let pupils: Vec<PupilId> = (0..20_u8).map(|n| derived(&[b"a child to draw", &[n]])).collect();
        let mut drawn = vec![0; pupils.len()];
        for seed in 0..2_000 {
            for pupil in &order(&seed.to_string(), &pupils)[..5] {
                drawn[pupils.iter().position(|one| one == pupil).unwrap()] += 1;
            }
        }
        // 2,000 draws of 5 of 20 meet each child 500 times, give or take 19 (binomial); six times that is beyond chance.
        assert!(drawn.iter().all(|n| (380..=620).contains(n)), "{drawn:?}");
    }
}
