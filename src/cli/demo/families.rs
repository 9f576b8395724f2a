//! What the sample school knows of its families: believable and invented, so that no page is empty.

use super::names::Dice;
use crate::access::{Permit, Subject, Who, acts};
use crate::base::{ClassId, PupilId, Result, SchoolDate};
use crate::roster::family::{self, Line, NewFact, Source};
use crate::roster::family_check;
use crate::roster::family_facts::{Parent, Topic};
use crate::store::Tx;
use crate::trail::{self, Consent};

/// Where parents of the sample school work.
const PLACES: [&str; 5] = ["广东省东莞市", "浙江省杭州市", "江苏省苏州市", "福建省泉州市", "上海市"];
/// Families that have told something, of a hundred.
const TOLD: f64 = 0.94;
/// Days before today on which the check was opened, and after it on which it is due.
const DUE_DAYS: i64 = 12;

/// Writes the facts of every child, opens the yearly check and lets a class be halfway through it.
pub(super) fn tell(tx: &mut Tx<'_>, who: &Who, dice: &mut Dice, placed: &[(PupilId, ClassId)], halfway: ClassId, today: SchoolDate) -> Result<()> {
    let manage: Permit<acts::ManageFamilies> = Permit::ask(tx, who, Subject::School)?;
    let region = crate::access::tenant(tx)?.region;
    for (household, amount_fen) in [("rural", 540_000), ("urban", 816_000)] {
        family::put_line(tx, &manage, &Line { region: region.clone(), year: i64::from(today.year()), household: household.into(), amount_fen })?;
    }
    for (pupil, _) in placed {
        if dice.chance(TOLD) {
            let facts = facts(dice, today)?;
            let permit: Permit<acts::EditFamily> = Permit::ask(tx, who, *pupil)?;
            family::write(tx, &permit, &facts, Source::Form)?;
        }
    }
    family_check::open(tx, &manage, today.plus_days(DUE_DAYS))?;
    let own: Vec<PupilId> = placed.iter().filter(|(_, class)| *class == halfway).map(|(pupil, _)| *pupil).collect();
    let permit: Permit<acts::EditFamily> = Permit::ask(tx, who, halfway)?;
    family_check::nothing_changed(tx, &permit, &own[..own.len() / 2])?;
    for (at, pupil) in own.iter().enumerate().filter(|(at, _)| at % 9 != 8) {
        let consent = Consent {
            purpose: "sensitive".into(),
            given: at % 13 != 12,
            withdrawn: false,
            how: "paper".into(),
            by_whom: "家长".into(),
            guardian: None,
            version: format!("{}-1", today.year()),
            day: today.plus_days(-3),
        };
        trail::record_consent(tx, who, *pupil, &consent)?;
    }
    Ok(())
}

/// Away for work: since some month of the last two years.
fn away(dice: &mut Dice, parent: Parent, today: SchoolDate) -> Result<NewFact> {
    let since = today.plus_days(-20 - i64::try_from(dice.below(700)).unwrap_or_default());
    Ok(NewFact { since: Some(since), place: (*dice.pick(&PLACES)?).to_owned(), ..NewFact::of(Topic::Work(parent), "away") })
}

fn facts(dice: &mut Dice, today: SchoolDate) -> Result<Vec<NewFact>> {
    let mut facts = vec![
        NewFact::of(Topic::Registration, if dice.chance(0.8) { "rural" } else { "urban" }),
        NewFact::of(Topic::Origin, if dice.chance(0.93) { "local" } else { "other_county" }),
        NewFact::of(Topic::Disability, "none"),
    ];
    let (father, mother) = (dice.chance(0.34), dice.chance(0.16));
    for (parent, is_away) in [(Parent::Father, father), (Parent::Mother, mother)] {
        facts.push(NewFact::of(Topic::Life(parent), "alive"));
        facts.push(NewFact::of(Topic::Care(parent), "able"));
        facts.push(if is_away { away(dice, parent, today)? } else { NewFact::of(Topic::Work(parent), "home") });
    }
    let carer = match (father, mother) {
        (true, true) => *dice.pick(&["paternal_grandparents", "paternal_grandparents", "maternal_grandparents", "kin"])?,
        (true, false) => "mother",
        (false, true) => "father",
        (false, false) => "parents",
    };
    facts.push(NewFact::of(Topic::Carer, carer));
    let divorced = dice.chance(0.06);
    facts.push(NewFact::of(Topic::Bond, if divorced { "divorced" } else { "together" }));
    if dice.chance(0.03) {
        facts.retain(|fact| fact.topic != Topic::Disability);
        facts.push(NewFact { degree: Some(3), certified: Some(true), ..NewFact::of(Topic::Disability, "limb") });
    }
    facts.push(NewFact::of(Topic::Illness, if dice.chance(0.03) { "chronic" } else { "none" }));
    if dice.chance(0.07) {
        let group = *dice.pick(&["dibao", "lifted_household", "monitored_borderline", "broken_family", "disaster"])?;
        let until = today.plus_days(300);
        facts.push(NewFact { until: Some(until), ..NewFact::item(Topic::Hardship, group, true) });
    }
    Ok(facts)
}
