//! Where the list of a class stands, and what may happen to it next (A9-17, B6-06; PRACTICE 1.3): handed up, given back, compiled, filed and then frozen.

/// Something that happened to the list of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The class hands it up.
    HandedUp,
    /// It comes back with a comment.
    Returned,
    /// The grade has gathered it and hands it on.
    Compiled,
    /// It is filed: from now on only change sheets.
    Filed,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::HandedUp, Self::Returned, Self::Compiled, Self::Filed];
    /// The identifier, as stored; the state after it has the word `screening-round-state-<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::HandedUp => "handed_up",
            Self::Returned => "returned",
            Self::Compiled => "compiled",
            Self::Filed => "filed",
        }
    }
    /// The step with a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }
}

/// Whether the class may still write: nothing was handed up yet, or it came back.
pub fn is_open(newest: Option<Step>) -> bool {
    matches!(newest, None | Some(Step::Returned))
}

/// Whether a step may follow. `skips_grade`: nobody leads the grade, or the one who files leads it: the vacant post is skipped, and who holds several posts signs
/// once.
pub fn may_follow(newest: Option<Step>, step: Step, skips_grade: bool) -> bool {
    match step {
        Step::HandedUp => is_open(newest),
        Step::Returned => matches!(newest, Some(Step::HandedUp | Step::Compiled)),
        Step::Compiled => newest == Some(Step::HandedUp),
        Step::Filed => newest == Some(Step::Compiled) || (newest == Some(Step::HandedUp) && skips_grade),
    }
}

/// On whose desk the lists of a grade lie when they leave the class or the grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Desk {
    /// The grade leader's.
    GradeLeader,
    /// The sponsor's (包级领导).
    Sponsor,
    /// The academic office's.
    Office,
}

/// Whose desk comes after a step: vacant posts are skipped.
pub fn next_desk(step: Step, has_leader: bool, has_sponsor: bool) -> Option<Desk> {
    match step {
        Step::HandedUp if has_leader => Some(Desk::GradeLeader),
        Step::HandedUp | Step::Compiled => Some(if has_sponsor { Desk::Sponsor } else { Desk::Office }),
        Step::Returned | Step::Filed => None,
    }
}

/// Days for which a list is late on a day: 0 while there is time, and when it has been handed up.
pub const fn late_days(newest: Option<Step>, due: i64, today: i64) -> i64 {
    if matches!(newest, None | Some(Step::Returned)) && today > due { today - due } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_goes_up_comes_back_goes_up_again_and_is_frozen_when_it_is_filed() {
        use Step::{Compiled, Filed, HandedUp, Returned};
        let table: [(Option<Step>, bool, &[Step]); 9] = [
            (None, false, &[HandedUp]),
            (None, true, &[HandedUp]),
            (Some(HandedUp), false, &[Returned, Compiled]),
            (Some(HandedUp), true, &[Returned, Compiled, Filed]),
            (Some(Returned), false, &[HandedUp]),
            (Some(Returned), true, &[HandedUp]),
            (Some(Compiled), false, &[Returned, Filed]),
            (Some(Compiled), true, &[Returned, Filed]),
            (Some(Filed), true, &[]),
        ];
        for (newest, skips, expected) in table {
            let found: Vec<Step> = Step::ALL.into_iter().filter(|step| may_follow(newest, *step, skips)).collect();
            assert_eq!(found, expected, "{newest:?}, the grade is skipped: {skips}");
        }
        assert!(Step::ALL.into_iter().all(|step| Step::of_code(step.code()) == Some(step)) && Step::of_code("open").is_none());
    }

    #[test]
    fn a_vacant_post_is_skipped() {
        for (step, leader, sponsor, desk) in [
            (Step::HandedUp, true, true, Some(Desk::GradeLeader)),
            (Step::HandedUp, true, false, Some(Desk::GradeLeader)),
            (Step::HandedUp, false, true, Some(Desk::Sponsor)),
            (Step::HandedUp, false, false, Some(Desk::Office)),
            (Step::Compiled, true, true, Some(Desk::Sponsor)),
            (Step::Compiled, true, false, Some(Desk::Office)),
            (Step::Returned, true, true, None),
            (Step::Filed, true, true, None),
        ] {
            assert_eq!(next_desk(step, leader, sponsor), desk, "{step:?}, leader {leader}, sponsor {sponsor}");
        }
    }

    #[test]
    fn only_who_has_not_handed_up_is_late() {
        for (newest, today, late) in [(None, 10, 0), (None, 13, 3), (Some(Step::Returned), 11, 1), (Some(Step::HandedUp), 20, 0), (Some(Step::Filed), 99, 0)] {
            assert_eq!(late_days(newest, 10, today), late, "{newest:?} on day {today}");
        }
    }
}
