//! Field levels: a duty opens some of what is known about a child, on every channel alike.

use super::Duty;

/// A kind of fact about a child.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// Name, sex, class, seat.
    Basic = 1,
    /// Results, attendance, screening.
    Academic = 2,
    /// Guardians, who lives with whom, telephone, address.
    Family = 4,
    /// Hardship, aid, money.
    Economic = 8,
    /// Wellbeing.
    Psychological = 16,
    /// Registry and identity numbers.
    Identity = 32,
}

/// A set of levels.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Levels(u8);

impl Levels {
    /// No level.
    pub const NONE: Self = Self(0);

    /// The levels listed.
    pub const fn of(levels: &[Level]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < levels.len() {
            bits |= levels[i] as u8;
            i += 1;
        }
        Self(bits)
    }
    /// Whether the set holds a level.
    pub const fn has(self, level: Level) -> bool {
        self.0 & level as u8 != 0
    }
    /// Both sets together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    /// What a page that needs `wanted` may show to who holds this set.
    #[must_use]
    pub const fn within(self, wanted: Self) -> Self {
        Self(self.0 & wanted.0)
    }
    /// Letters for the audit chain: `baf` for basic, academic, family.
    pub fn letters(self) -> String {
        [(Level::Basic, 'b'), (Level::Academic, 'a'), (Level::Family, 'f'), (Level::Economic, 'e'), (Level::Psychological, 'p'), (Level::Identity, 'i')]
            .into_iter()
            .filter(|(level, _)| self.has(*level))
            .map(|(_, letter)| letter)
            .collect()
    }
}

/// What a duty opens. An administrator looks after machines and accounts, not children: nothing.
pub const fn levels(duty: Duty) -> Levels {
    use Level::{Academic, Basic, Economic, Family, Identity, Psychological};
    match duty {
        Duty::Principal => Levels::of(&[Basic, Academic, Family, Economic]),
        Duty::AcademicOffice => Levels::of(&[Basic, Academic, Family, Identity]),
        Duty::Leader | Duty::StudentAffairs | Duty::GradeSponsor | Duty::GradeLeader | Duty::Homeroom | Duty::ClassAttached => Levels::of(&[Basic, Academic, Family]),
        Duty::SubjectTeacher | Duty::Mentor => Levels::of(&[Basic, Academic]),
        Duty::Counsellor => Levels::of(&[Basic, Academic, Family, Psychological]),
        Duty::AidOfficer => Levels::of(&[Basic, Family, Economic, Identity]),
        // Who leads a class of tutoring knows who the child is.
        Duty::Tutor => Levels::of(&[Basic]),
        Duty::VillageTeam => Levels::of(&[Economic]),
        // A cashier pays to accounts and reads no facts of families.
        Duty::Cashier => Levels::of(&[Basic, Economic, Identity]),
        Duty::Administrator => Levels::NONE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_duty_opens_only_what_its_work_needs() {
        for (duty, letters) in [
            (Duty::Homeroom, "baf"),
            (Duty::SubjectTeacher, "ba"),
            (Duty::Mentor, "ba"),
            (Duty::Tutor, "b"),
            (Duty::Counsellor, "bafp"),
            (Duty::AidOfficer, "bfei"),
            (Duty::Cashier, "bei"),
            (Duty::AcademicOffice, "bafi"),
            (Duty::Principal, "bafe"),
            (Duty::VillageTeam, "e"),
            (Duty::Administrator, ""),
        ] {
            assert_eq!(levels(duty).letters(), letters, "{duty}");
        }
    }

    #[test]
    fn only_the_counsellor_opens_the_psychological_level() {
        let open: Vec<_> = Duty::ALL.into_iter().filter(|d| levels(*d).has(Level::Psychological)).collect();
        assert_eq!(open, [Duty::Counsellor]);
    }
}
