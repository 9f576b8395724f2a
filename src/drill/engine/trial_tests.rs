//! The aims of the diagnosis, on some two thousand invented children (the whole tables: `cargo bench --bench drill_children`).

use super::*;

/// A skill of each operation in which several rules compete.
const SKILLS: [Skill; 12] = [
    Skill::SubTwoDigit,
    Skill::SubThreeDigit,
    Skill::SubAcrossZero,
    Skill::AddTwoDigit,
    Skill::AddThreeDigit,
    Skill::MulOneDigit,
    Skill::MulZero,
    Skill::MulTwoDigit,
    Skill::DivOneDigit,
    Skill::DivZero,
    Skill::DivTwoDigit,
    Skill::DecAddSub,
];

fn trial(skill: Skill, bugs: usize) -> Trial {
    Trial { skill, items: 10, chosen: true, bugs, slips: 50_000, asleep: 0, children: 100, seed: 8 }
}

#[test]
fn ten_chosen_items_name_or_show_the_rule_of_at_least_19_of_20_children() {
    let mut told = String::new();
    let mut all = Score::default();
    for skill in SKILLS {
        let score = run(&trial(skill, 1), &Rates::default());
        told += &format!(
            "{skill}: named {:.3} shown {:.3} confirmed {:.3} misjudged {:.3}\n",
            ratio(score.named, score.bugs),
            score.recall(),
            ratio(score.confirmed, score.bugs),
            score.misjudged_share()
        );
        all.add(&score);
    }
    println!("{told}{all:?}");
    assert!(all.recall() >= 0.95, "{told}");
}

#[test]
fn of_children_who_only_slip_at_most_one_in_fifty_is_said_to_have_a_rule() {
    for slips in [50_000, 150_000] {
        let mut all = Score::default();
        for skill in SKILLS {
            let score = run(&Trial { slips, ..trial(skill, 0) }, &Rates::default());
            println!("{skill} {slips}: {} {}", score.misjudged, score.wrongly_confirmed);
            all.add(&score);
        }
        assert!(all.misjudged_share() <= 0.02, "{slips}: {all:?}");
    }
}

#[test]
fn of_two_rules_that_act_together_at_least_nine_of_ten_are_shown() {
    let mut all = Score::default();
    for skill in SKILLS {
        all.add(&run(&Trial { children: 60, ..trial(skill, 2) }, &Rates::default()));
    }
    assert!(all.recall() >= 0.9 && all.precision() >= 0.97, "{all:?}");
}

#[test]
fn chosen_items_need_less_than_half_of_what_random_ones_need() {
    let recall = |chosen, items| {
        let mut all = Score::default();
        for skill in [Skill::SubTwoDigit, Skill::SubAcrossZero, Skill::DivZero, Skill::MulZero] {
            all.add(&run(&Trial { chosen, items, children: 60, ..trial(skill, 1) }, &Rates::default()));
        }
        all.recall()
    };
    let (chosen, random) = (recall(true, 8), recall(false, 16));
    assert!(chosen > random, "{chosen} {random}");
}
