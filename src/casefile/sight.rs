//! What of a case file a person sees: one rule for page, register and copy. A subject teacher reads causes of the own subject, nothing of family or money;
//! money is read at the economic level, the counsellor's findings at the psychological one.

use super::cause::{Cause, Nature};

/// What somebody may see of one case file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sight {
    /// Learning.
    pub academic: bool,
    /// The family.
    pub family: bool,
    /// Money.
    pub economic: bool,
    /// Mind and mood.
    pub psychological: bool,
    /// The own subjects, for who teaches these and does nothing else for the child.
    pub subjects: Option<Vec<String>>,
    /// The person, as the trail writes it.
    pub me: String,
}

/// A field of the case file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field<'a> {
    /// A strength or the child's own words.
    Note,
    /// A category that rests on learning and conduct.
    LearningCategory,
    /// A category that rests on the family or on health.
    FamilyCategory,
    /// A category that rests on money.
    HardshipCategory,
    /// A category that rests on mind and mood.
    WellbeingCategory,
    /// Guardians, and with whom the child lives.
    Family,
    /// A cause with its evidence: the part of the form, its author, the cause.
    Cause(&'a str, &'a str, Cause),
    /// The file of a subject.
    Subject(&'a str),
    /// Watching, exit and reopening with their texts.
    Step,
    /// B10-13.
    GiveUp,
}

impl Sight {
    /// Whether a field is seen.
    pub fn of(&self, field: Field<'_>) -> bool {
        let whole = self.subjects.is_none();
        let own = |subject: &str| self.subjects.as_ref().is_none_or(|own| own.iter().any(|mine| mine == subject));
        match field {
            Field::Note | Field::LearningCategory => self.academic,
            Field::FamilyCategory | Field::Family => self.family,
            Field::HardshipCategory => self.economic,
            Field::WellbeingCategory | Field::GiveUp => self.psychological,
            Field::Step => self.academic && whole,
            Field::Subject(subject) => self.academic && own(subject),
            // What one has written oneself is no secret to oneself.
            Field::Cause(_, author, _) if author == self.me => true,
            Field::Cause(part, _, cause) => self.academic && own(part) && self.reads(cause.nature()),
        }
    }

    fn reads(&self, nature: Nature) -> bool {
        match nature {
            Nature::Lesson => true,
            Nature::Family => self.family,
            Nature::Hardship => self.economic,
            Nature::Mental => self.psychological,
        }
    }

    /// Whether the person may tick a cause: family and household by who looks after the family too, a finding of the mind by the counsellor alone.
    pub fn may_tick(&self, cause: Cause) -> bool {
        match cause.nature() {
            Nature::Lesson => true,
            Nature::Family | Nature::Hardship => self.family,
            Nature::Mental => self.psychological,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sight(letters: &str, subjects: Option<&[&str]>) -> Sight {
        let has = |letter| letters.contains(letter);
        let subjects = subjects.map(|all| all.iter().map(|s| (*s).to_owned()).collect());
        Sight { academic: has('a'), family: has('f'), economic: has('e'), psychological: has('p'), subjects, me: "me".into() }
    }

    #[test]
    fn each_field_is_seen_by_whom_it_is_for() {
        let people = [
            ("maths", sight("ba", Some(&["maths"]))),
            ("homeroom", sight("baf", None)),
            ("principal", sight("bafe", None)),
            ("counsellor", sight("bafp", None)),
            ("aid", sight("bfei", None)),
        ];
        let table = [
            (Field::Note, "maths homeroom principal counsellor"),
            (Field::LearningCategory, "maths homeroom principal counsellor"),
            (Field::FamilyCategory, "homeroom principal counsellor aid"),
            (Field::HardshipCategory, "principal aid"),
            (Field::WellbeingCategory, "counsellor"),
            (Field::Family, "homeroom principal counsellor aid"),
            (Field::Cause("maths", "her", Cause::KnowledgeGap), "maths homeroom principal counsellor"),
            (Field::Cause("chinese", "her", Cause::KnowledgeGap), "homeroom principal counsellor"),
            (Field::Cause("homeroom", "her", Cause::Grandparents), "homeroom principal counsellor"),
            (Field::Cause("maths", "her", Cause::Grandparents), "homeroom principal counsellor"),
            (Field::Cause("homeroom", "her", Cause::FamilyHardship), "principal"),
            (Field::Cause("homeroom", "me", Cause::FamilyHardship), "maths homeroom principal counsellor aid"),
            (Field::Cause("counsellor", "her", Cause::EmotionalBarrier), "counsellor"),
            (Field::Subject("maths"), "maths homeroom principal counsellor"),
            (Field::Subject("english"), "homeroom principal counsellor"),
            (Field::Step, "homeroom principal counsellor"),
            (Field::GiveUp, "counsellor"),
        ];
        for (field, expected) in table {
            let seen: Vec<&str> = people.iter().filter(|(_, sight)| sight.of(field)).map(|(name, _)| *name).collect();
            assert_eq!(seen.join(" "), expected, "{field:?}");
        }
    }

    #[test]
    fn not_every_teacher_ticks_what_only_the_counsellor_finds() {
        let (maths, homeroom, counsellor) = (sight("ba", Some(&["maths"])), sight("baf", None), sight("bafp", None));
        for (cause, expected) in [
            (Cause::KnowledgeGap, [true, true, true]),
            (Cause::Loneliness, [true, true, true]),
            (Cause::Grandparents, [false, true, true]),
            (Cause::FamilyHardship, [false, true, true]),
            (Cause::EmotionalBarrier, [false, false, true]),
        ] {
            assert_eq!([&maths, &homeroom, &counsellor].map(|who| who.may_tick(cause)), expected, "{cause:?}");
        }
    }
}
