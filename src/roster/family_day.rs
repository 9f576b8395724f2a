//! What the facts of a family say on a day: the last to begin counts, what was corrected does not, and what was recognised lapses by itself. A2-23, A8-04.

use super::family_facts::{
    Bond, Care, Carer, Contact, Disability, DisabilityFacts, Fact, Facts, Guardianship, Hardship, Illness, Life, Livelihood, Origin, Placement, Registration, Schooling, Topic,
    UNKNOWN, Whereabouts, Work,
};
use super::family_hardship::Group;
use crate::base::SchoolDate;

/// The facts that count on a day: of each topic and item the last to begin, and of these the last written. What was corrected does not count.
pub fn standing(rows: &[Fact], day: SchoolDate) -> Vec<&Fact> {
    let mut last: Vec<&Fact> = Vec::new();
    for row in rows.iter().filter(|row| !row.corrected && !row.value.is_empty() && row.from <= day) {
        match last.iter_mut().find(|other| other.topic == row.topic && other.item == row.item) {
            Some(other) if (row.from, row.number) > (other.from, other.number) => *other = row,
            Some(_) => {}
            None => last.push(row),
        }
    }
    last.sort_by_key(|row| (Topic::ALL.iter().position(|topic| *topic == row.topic), row.item.clone()));
    last
}

/// What facts say on a day; `birth` and `boarding` come from the register. Hardship whose time is over does not count.
pub fn facts_on(rows: &[Fact], day: SchoolDate, birth: Option<SchoolDate>, boarding: Option<bool>) -> Facts {
    let mut facts = Facts { birth, boarding, ..Facts::default() };
    for row in standing(rows, day) {
        let value = row.value.as_str();
        match row.topic {
            Topic::Life(parent) => facts.parent_mut(parent).life = Life::of(value),
            Topic::Work(parent) => {
                let away = Whereabouts::of(value).map(|place| place == Whereabouts::Away);
                facts.parent_mut(parent).work = away.map(|away| Work { away, since: row.since, place: row.place.clone() });
            }
            Topic::Care(parent) => facts.parent_mut(parent).care = Care::of(value),
            Topic::Contact(parent) => facts.parent_mut(parent).contact = Contact::of(value),
            Topic::Bond => facts.bond = Bond::of(value),
            Topic::Carer => facts.carer = Carer::of(value),
            Topic::Guardianship => facts.guardianship = Guardianship::of(value),
            Topic::Schooling => facts.schooling = Schooling::of(value),
            Topic::Registration => facts.registration = Registration::of(value),
            Topic::Origin => facts.origin = Origin::of(value),
            Topic::Disability => {
                let kind = Disability::of(value);
                facts.disability = (value != UNKNOWN).then_some(DisabilityFacts { kind, degree: row.degree, certified: row.certified });
            }
            Topic::Illness => facts.illness = Illness::of(value),
            Topic::Placement => facts.placement = Placement::of(value),
            Topic::SpecialNeed => facts.special_need = (value != UNKNOWN).then_some(value == "special"),
            Topic::Livelihood => facts.livelihood.extend(Livelihood::of(&row.item).filter(|_| value == "yes")),
            Topic::Income => facts.income_fen = row.amount_fen.filter(|_| value != UNKNOWN),
            Topic::Hardship => hardship(&mut facts, row, day),
            // No rule reads them: they stand in the file of a child who is left behind.
            Topic::Calls(_) | Topic::Visits(_) | Topic::Domicile | Topic::Relief => {}
        }
    }
    facts
}

fn hardship(facts: &mut Facts, row: &Fact, day: SchoolDate) {
    let Some(group) = Group::of(&row.item) else { return };
    let holds = row.value == "yes" && row.until.is_none_or(|until| day <= until);
    if holds {
        facts.hardships.push(Hardship { group, since: row.since, until: row.until });
    } else if row.value == "no" {
        facts.not_in.push(group.code);
    }
}
