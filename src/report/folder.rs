//! In which folder of the inspection pack a register lies, in the order in which an inspection reads: how the school is organised, who was found, files, plans, pairs, records, effects,
//! praise, supervision, everything else.

use super::Name;

macro_rules! folders {
    ($($(#[$doc:meta])* $name:ident $number:literal $code:literal;)*) => {
        /// A folder of the pack; its word is `report-pack-folder-<code>`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Folder { $($(#[$doc])* $name),* }

        impl Folder {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$name),*];
            /// Its number.
            pub const fn number(self) -> &'static str {
                match self { $(Self::$name => $number),* }
            }
            /// The identifier.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
        }
    };
}

folders! {
    /// 制度与组织
    Organised "01" "organised";
    /// 摸底与名单
    Found "02" "found";
    /// 一生一档
    Files "03" "files";
    /// 计划
    Plans "04" "plans";
    /// 结对
    Pairs "05" "pairs";
    /// 过程记录
    Records "06" "records";
    /// 成效
    Effects "07" "effects";
    /// 表彰
    Praise "08" "praise";
    /// 督查
    Supervision "09" "supervision";
    /// 其他
    Others "10" "others";
}

/// The folder of a register; none for a paper that is still to be filled in, and for the roster with telephones, which no inspection needs.
pub const fn of(name: Name) -> Option<Folder> {
    Some(match name {
        Name::FamilyCheck | Name::RosterInternal | Name::VisitRound | Name::Destruction => return None,
        Name::Staff | Name::Groups | Name::Charge | Name::TrainingRecord => Folder::Organised,
        Name::Candidates | Name::CandidatesByGrade | Name::TargetList | Name::ChangeSheet | Name::EightKinds | Name::KindFiles | Name::LeftBehindCounts => Folder::Found,
        Name::CaseFiles | Name::SubjectFiles | Name::LeftBehind | Name::LeftBehindForm | Name::GrowthFolder | Name::Handover => Folder::Files,
        Name::SupportPlans | Name::StudyPlans | Name::HabitPlans | Name::IndividualPlans | Name::Tutoring | Name::TutoringTimetable => Folder::Plans,
        Name::Helpers | Name::OutsideHelpers => Folder::Pairs,
        Name::SupportRecords | Name::TutoringRecords | Name::VisitRecords | Name::SupportWay | Name::Tracking | Name::TutoringAttendance => Folder::Records,
        Name::Effects | Name::ProgressLog | Name::ProgressFiles => Folder::Effects,
        Name::Awards => Folder::Praise,
        Name::Promises | Name::Evidence | Name::Checks | Name::Meetings | Name::MonthlyReport | Name::TermSummary => Folder::Supervision,
        _ => Folder::Others,
    })
}

/// Whether a register stands in the masked set: one that says of children what must not be told even without a name, or that says nothing without it, does not.
pub const fn is_masked(name: Name) -> bool {
    !matches!(
        name,
        Name::EightKinds
            | Name::KindFiles
            | Name::LeftBehind
            | Name::LeftBehindForm
            | Name::GrowthFolder
            | Name::Enrolment
            | Name::TutoringAttendance
            | Name::OutsideHelpers
            | Name::Candidates
            | Name::CandidatesByGrade
            | Name::Roster
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folders_are_numbered_without_a_gap_and_the_registers_lie_in_their_order() {
        for (at, folder) in Folder::ALL.iter().enumerate() {
            assert_eq!(folder.number(), format!("{:02}", at + 1));
        }
        assert_eq!(of(Name::CaseFiles), Some(Folder::Files));
        assert_eq!(of(Name::Roster), Some(Folder::Others));
        assert_eq!(of(Name::RosterInternal), None);
        let masked: Vec<&str> = Name::ALL.iter().filter(|name| of(**name).is_some() && is_masked(**name)).map(|name| name.code()).collect();
        assert!(masked.contains(&"helpers") && !masked.contains(&"kind-files"), "{masked:?}");
    }
}
