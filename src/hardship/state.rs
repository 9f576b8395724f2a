//! What may become of a case and of a round (CONVENTIONS 2.3: told beforehand, applied for, looked at in the class, decided by the school, posted, filed).

/// A step of a case, as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// Somebody who knows the child thinks that it needs help.
    Nominated,
    /// The family applied.
    Applied,
    /// The school found it by itself: nobody had to ask.
    Found,
    /// The family does not want it.
    Withdrawn,
    /// The panel of the class proposes a level.
    Reviewed,
    /// The school decided a level.
    Decided,
    /// The family does not agree.
    Appealed,
    /// Somebody else does not agree with what was posted.
    Objected,
    /// It counts.
    Filed,
}

impl What {
    /// All steps.
    pub const ALL: [Self; 9] = [Self::Nominated, Self::Applied, Self::Found, Self::Withdrawn, Self::Reviewed, Self::Decided, Self::Appealed, Self::Objected, Self::Filed];
    /// The code, as stored; its words are `hardship-what-<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nominated => "nominated",
            Self::Applied => "applied",
            Self::Found => "found",
            Self::Withdrawn => "withdrawn",
            Self::Reviewed => "reviewed",
            Self::Decided => "decided",
            Self::Appealed => "appealed",
            Self::Objected => "objected",
            Self::Filed => "filed",
        }
    }
    /// The step of a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
    /// Whether the case waits for somebody.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Withdrawn | Self::Filed)
    }
    /// Whether another word was asked for after the decision.
    pub const fn is_contested(self) -> bool {
        matches!(self, Self::Appealed | Self::Objected)
    }
}

/// How far a round is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Families are told and apply.
    Applying,
    /// The panels of the classes look at the cases.
    Panels,
    /// The school decides.
    Deciding,
    /// The notice hangs.
    Noticed,
    /// What was decided counts.
    Filed,
}

impl Stage {
    /// All stages in their order.
    pub const ALL: [Self; 5] = [Self::Applying, Self::Panels, Self::Deciding, Self::Noticed, Self::Filed];
    /// The code, as stored; its words are `hardship-stage-<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Applying => "applying",
            Self::Panels => "panels",
            Self::Deciding => "deciding",
            Self::Noticed => "noticed",
            Self::Filed => "filed",
        }
    }
    /// The stage of a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
    /// The stage that follows.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|one| *one > self)
    }
}

/// Whether a step may follow the newest one of a case while the round is at a stage. Late applications are taken until the round is filed, and looked at like all others.
pub const fn may(stage: Stage, newest: Option<What>, next: What) -> bool {
    use What::{Appealed, Applied, Decided, Filed, Found, Nominated, Objected, Reviewed, Withdrawn};
    if matches!(stage, Stage::Filed) {
        return false;
    }
    match (newest, next) {
        (None, Nominated) | (None | Some(Nominated | Withdrawn), Applied | Found) => true,
        // The form may be mended until the panel has spoken.
        (Some(Applied | Found), Applied | Found) => true,
        (Some(Nominated | Applied | Found | Reviewed | Decided | Appealed | Objected), Withdrawn) => true,
        (Some(Applied | Found | Reviewed), Reviewed) => !matches!(stage, Stage::Applying),
        (Some(Reviewed | Appealed | Objected), Decided) => matches!(stage, Stage::Deciding | Stage::Noticed),
        (Some(Decided), Appealed) => matches!(stage, Stage::Deciding | Stage::Noticed),
        (Some(Decided), Objected) => matches!(stage, Stage::Noticed),
        (Some(Decided), Filed) => matches!(stage, Stage::Noticed),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_goes_through_the_class_the_school_and_the_notice_and_by_no_other_way() {
        use What::*;
        for (stage, newest, next, is) in [
            (Stage::Applying, None, Nominated, true),
            (Stage::Applying, None, Applied, true),
            (Stage::Applying, None, Found, true),
            (Stage::Applying, Some(Applied), Reviewed, false),
            (Stage::Panels, Some(Applied), Reviewed, true),
            (Stage::Panels, Some(Nominated), Reviewed, false),
            (Stage::Panels, Some(Reviewed), Decided, false),
            (Stage::Deciding, Some(Reviewed), Decided, true),
            (Stage::Deciding, Some(Applied), Decided, false),
            (Stage::Deciding, Some(Decided), Decided, false),
            (Stage::Deciding, Some(Decided), Objected, false),
            (Stage::Noticed, Some(Decided), Objected, true),
            (Stage::Noticed, Some(Decided), Appealed, true),
            (Stage::Noticed, Some(Appealed), Decided, true),
            (Stage::Noticed, Some(Appealed), Filed, false),
            (Stage::Deciding, Some(Decided), Filed, false),
            (Stage::Noticed, Some(Decided), Filed, true),
            (Stage::Noticed, Some(Withdrawn), Applied, true),
            (Stage::Filed, Some(Filed), Appealed, false),
            (Stage::Filed, None, Applied, false),
        ] {
            assert_eq!(may(stage, newest, next), is, "{stage:?} {newest:?} {next:?}");
        }
    }

    /// Every way of at most nine steps through all stages: nothing is filed that was not applied for or found, reviewed and decided, in this order.
    #[test]
    fn whatever_is_filed_was_asked_for_reviewed_and_decided() {
        fn walk(stage: Stage, way: &mut Vec<What>, seen: &mut usize) {
            if way.last() == Some(&What::Filed) {
                let at = |wanted: &[What]| way.iter().position(|one| wanted.contains(one));
                let (asked, reviewed, decided) = (at(&[What::Applied, What::Found]), at(&[What::Reviewed]), at(&[What::Decided]));
                assert!(asked.is_some() && asked < reviewed && reviewed < decided, "{way:?}");
                *seen += 1;
                return;
            }
            if way.len() >= 7 {
                return;
            }
            for next in What::ALL {
                if may(stage, way.last().copied(), next) {
                    way.push(next);
                    walk(stage, way, seen);
                    way.pop();
                }
            }
            if let Some(next) = stage.next() {
                walk(next, way, seen);
            }
        }
        let mut seen = 0;
        walk(Stage::Applying, &mut Vec::new(), &mut seen);
        assert!(seen > 100, "{seen}");
    }

    #[test]
    fn codes_are_read_back() {
        assert!(What::ALL.into_iter().all(|one| What::of(one.code()) == Some(one)));
        assert!(Stage::ALL.into_iter().all(|one| Stage::of(one.code()) == Some(one)));
        assert_eq!(Stage::Filed.next(), None);
    }
}
