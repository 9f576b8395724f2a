//! What can be done, and which duties allow it: one table, read by the permits, the lists and the routes.

use super::Duty;

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident => [$($duty:ident),* $(,)?];)*) => {
        /// Something a person may do.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Action { $($(#[$doc])* $name),* }

        impl Action {
            /// All actions.
            pub const ALL: &[Self] = &[$(Self::$name),*];
            /// The identifier, for the audit chain.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),* }
            }
            /// The duties that allow it.
            pub const fn duties(self) -> &'static [Duty] {
                match self { $(Self::$name => &[$(Duty::$duty),*]),* }
            }
        }

        /// The actions as types, so that a verb can ask for the right permit.
        pub mod acts {
            $($(#[$doc])* #[derive(Debug)] pub struct $name;
            impl super::Act for $name { const ACTION: super::Action = super::Action::$name; })*
        }
    };
}

/// An action as a type.
pub trait Act {
    /// The action.
    const ACTION: Action;
}

actions! {
    /// See a pupil's page; what it shows depends on the levels.
    SeePupil => [Principal, Leader, AcademicOffice, StudentAffairs, GradeSponsor, GradeLeader, Homeroom, ClassAttached, SubjectTeacher, Counsellor, AidOfficer, Mentor, Tutor];
    /// Correct a pupil's particulars and guardians.
    EditPupil => [AcademicOffice, StudentAffairs, Homeroom];
    /// See the family's particulars.
    SeeFamily => [Principal, Leader, AcademicOffice, StudentAffairs, GradeSponsor, GradeLeader, Homeroom, ClassAttached, Counsellor, AidOfficer];
    /// Write facts about the family down, and look them through each year.
    EditFamily => [AcademicOffice, StudentAffairs, Homeroom, AidOfficer];
    /// Open the yearly check of family facts, and keep the local lines of subsistence.
    ManageFamilies => [AcademicOffice, StudentAffairs, AidOfficer];
    /// Arrivals, transfers, leaving, repeating, classes, promotion.
    ManageRoster => [AcademicOffice];
    /// Bring in workbooks and undo them.
    ImportSheets => [AcademicOffice];
    /// Staff, posts, leave, delegation, hand-over.
    ManageStaff => [Principal, AcademicOffice, Administrator];
    /// Accounts, login slips, resets.
    ManageAccounts => [Administrator];
    /// School years, terms, holidays.
    ManageCalendar => [AcademicOffice, Administrator];
    /// Named groups and their members.
    ManageGroups => [Principal, AcademicOffice, StudentAffairs];
    /// The school's guiding documents and principles.
    ManageTexts => [Principal, AcademicOffice, StudentAffairs];
    /// See results.
    SeeResults => [Principal, Leader, AcademicOffice, GradeSponsor, GradeLeader, Homeroom, ClassAttached, SubjectTeacher];
    /// Type in results.
    EnterResults => [AcademicOffice, Homeroom, SubjectTeacher];
    /// See the attendance of a class, month by month.
    SeeAttendance => [Principal, Leader, AcademicOffice, StudentAffairs, GradeSponsor, GradeLeader, Homeroom, ClassAttached, SubjectTeacher, Counsellor];
    /// Take attendance.
    EnterAttendance => [AcademicOffice, StudentAffairs, Homeroom, ClassAttached];
    /// See the programmes and their numbers.
    SeeProgrammes => [Principal, Leader, AcademicOffice, StudentAffairs, GradeSponsor, GradeLeader, Homeroom, ClassAttached, SubjectTeacher, Counsellor, AidOfficer];
    /// Copy, edit, switch on and end programmes, and choose the words for categories.
    ManageProgrammes => [Principal, AcademicOffice];
    /// Edit the screening rules and run the screening.
    ManageScreening => [AcademicOffice];
    /// See candidates.
    SeeCandidates => [Principal, AcademicOffice, StudentAffairs, GradeSponsor, GradeLeader, Homeroom, ClassAttached, SubjectTeacher];
    /// Say what stands out in a class, note events of conduct, nominate a child.
    Observe => [AcademicOffice, StudentAffairs, Homeroom, ClassAttached, SubjectTeacher];
    /// Survey all children of a class by kinds (A8-03): each at the levels held, so that two people fill in one sheet.
    SurveyClass => [AcademicOffice, StudentAffairs, Homeroom, AidOfficer];
    /// Open a round of the survey for a programme, move its days, and ask the classes.
    ManageRounds => [AcademicOffice, StudentAffairs];
    /// Say of each child of a class whether it is confirmed, watched or declined, and hand the list up.
    ReviewClass => [AcademicOffice, StudentAffairs, Homeroom];
    /// Gather the lists of a grade, give one back with a comment, hand them on.
    CompileGrade => [AcademicOffice, StudentAffairs, GradeSponsor, GradeLeader];
    /// File the list of a grade; afterwards write change sheets.
    FileRound => [AcademicOffice, StudentAffairs, GradeSponsor];
    /// Read a case file, at the levels held.
    SeeCaseFile => [Principal, Leader, AcademicOffice, StudentAffairs, GradeSponsor, GradeLeader, Homeroom, ClassAttached, SubjectTeacher, Counsellor, Mentor];
    /// Write in a case file: causes, strengths, the child's own words.
    WriteCaseFile => [StudentAffairs, Homeroom, ClassAttached, SubjectTeacher, Counsellor];
    /// Look after a child in distress of mind or mood, raise the concern and lift it (B4-03).
    RaiseConcern => [Counsellor];
    /// Write in the plan of a child: goals, measures, the parts of child and family, one's own signature.
    WritePlan => [AcademicOffice, StudentAffairs, Homeroom, ClassAttached, SubjectTeacher, Counsellor, Mentor];
    /// Approve the plan of a child, or give it back with a comment.
    DecidePlan => [Principal, Leader, AcademicOffice, StudentAffairs, GradeSponsor];
    /// Keep the school's own measures.
    ManageMeasures => [AcademicOffice, StudentAffairs];
    /// Pair children with mentors, release pairs, hand them over.
    ManagePairing => [Principal, AcademicOffice, StudentAffairs];
    /// Arrange the times of all who help a child, and write down whom it wishes for.
    CoordinateHelpers => [AcademicOffice, StudentAffairs, Homeroom];
    /// Bring classmates together who learn together, and study groups of a class.
    ManagePeers => [AcademicOffice, StudentAffairs, Homeroom];
    /// Write down what was done with a child.
    RecordActivity => [Principal, Leader, StudentAffairs, GradeSponsor, GradeLeader, Homeroom, ClassAttached, SubjectTeacher, Counsellor, Mentor, Tutor];
    /// See what was promised and kept for the children of a class, a grade or the school.
    SeeSupervision => [Principal, Leader, AcademicOffice, StudentAffairs, GradeSponsor, GradeLeader, Homeroom, ClassAttached];
    /// Check whether help happens: at the month's end, or without notice; ask for what is to be mended.
    Supervise => [Principal, AcademicOffice, StudentAffairs, GradeSponsor];
    /// Praise a child at once, and write a contest of a class down.
    PraisePupil => [Principal, Leader, AcademicOffice, StudentAffairs, GradeSponsor, GradeLeader, Homeroom, ClassAttached, SubjectTeacher, Counsellor, Mentor];
    /// See who may be rewarded with the evidence, and put children forward.
    ProposeReward => [AcademicOffice, StudentAffairs, GradeSponsor, GradeLeader, Homeroom];
    /// Decide for a grade who is rewarded (B9-06).
    DecideReward => [AcademicOffice, GradeSponsor, GradeLeader];
    /// The rules of rewards, the day of the ceremony, the confirmation (B9-06).
    ManageRewards => [Principal, AcademicOffice];
    /// Call meetings on the work with the children of a class, a grade or the school.
    HoldMeeting => [Principal, Leader, AcademicOffice, StudentAffairs, GradeSponsor, GradeLeader, Homeroom, ClassAttached];
    /// See the determination of hardship: all of it with the economic level, without amounts while a round is at work otherwise (CONVENTIONS 2.3).
    SeeHardship => [Principal, Leader, AidOfficer, Homeroom];
    /// Say that a child may need help, so that its family need not ask.
    NominateHardship => [Principal, Leader, StudentAffairs, GradeSponsor, GradeLeader, Homeroom, ClassAttached, SubjectTeacher, Counsellor, Mentor];
    /// Head the panel of one's class, and propose levels.
    ReviewHardship => [Homeroom];
    /// Decide for the school on what panels proposed.
    DecideHardship => [Principal, Leader];
    /// See places, the timetable of tutoring and activities, and book a place.
    SeeTutoring => [Principal, Leader, AcademicOffice, StudentAffairs, GradeSponsor, GradeLeader, Homeroom, ClassAttached, SubjectTeacher, Counsellor, Mentor, Tutor];
    /// Open classes of tutoring and activities, take children in: for the school, or for the own class (B5-05).
    ArrangeTutoring => [Principal, AcademicOffice, StudentAffairs, Homeroom];
    /// Places, helpers from outside and their vetting, trainings of mentors (B7-04, B7-05).
    ManageTutoring => [Principal, AcademicOffice, StudentAffairs];
    /// Approve what the school tells others about the work (A1-21).
    ApprovePublicity => [Principal, Leader];
    /// See the school's funds, what was asked for and what was given.
    SeeAid => [Principal, Leader, AidOfficer, Cashier];
    /// Write down gifts, ask for aid, hand things out, keep receipts and what is lent.
    ManageAid => [AidOfficer];
    /// Approve aid that somebody else asked for, close the books.
    ApproveAid => [Principal, Leader];
    /// Pay aid that others asked for and approved.
    PayAid => [Cashier];
    /// Know which child of a class takes a closed envelope home, and nothing of what is in it.
    HandEnvelopes => [Homeroom];
    /// Name who receives what is written of children's minds (PRACTICE 1.6).
    ManageWellbeing => [Principal];
    /// Tell what one sees of a child's mood, and what cannot wait (B4-13).
    NoticeMood => [Principal, Leader, StudentAffairs, GradeSponsor, GradeLeader, Homeroom, ClassAttached, SubjectTeacher, Counsellor, Mentor];
    /// Receive it, when named.
    ReceiveMood => [Principal, Leader, StudentAffairs, Counsellor];
    /// Keep the psychological file of a child, talk with it, let others read (B1-11).
    CounselPupil => [Counsellor];
    /// Handle complaints that a child was mocked or scolded (B9-02).
    HandleComplaint => [Principal, Leader, StudentAffairs];
    /// Read meetings, feedback and summaries of those whom one leads.
    Oversee => [Principal, Leader, AcademicOffice, StudentAffairs, GradeSponsor];
    /// Print registers.
    PrintRegister => [Principal, AcademicOffice, StudentAffairs, GradeSponsor, GradeLeader, Homeroom];
    /// Hand a child over to the next teacher, and take one over.
    HandOver => [StudentAffairs, Homeroom];
    /// Make the inspection pack, set the day of the inspection, ask who owes something.
    MakePack => [Principal, AcademicOffice, StudentAffairs];
    /// Read the cards of households with their economic facts: of the villages of the team, or all (A10-01).
    SeeHouseholds => [Principal, AidOfficer, VillageTeam];
    /// Write the cards of households: facts, measures, visits, checks (A10-12).
    KeepHouseholds => [AidOfficer, VillageTeam];
    /// Villages and their teams, lines of income, targets, and which member of a household is a pupil.
    ManageVillages => [Principal, AidOfficer];
    /// Record consents.
    RecordConsent => [AcademicOffice, StudentAffairs, Homeroom];
    /// Give a family a copy of what is held about the child.
    CopyPupil => [Principal, AcademicOffice];
    /// See who opened the archive, say how long data are kept, and propose what is destroyed.
    KeepArchive => [Principal, AcademicOffice];
    /// Erase a pupil who has left.
    ErasePupil => [Principal];
    /// Read the chain of what was looked at and changed.
    ReadAudit => [Principal, Administrator];
    /// The school's name and settings.
    ManageSettings => [Principal, AcademicOffice, Administrator];
}

impl Action {
    /// Whether a duty allows it.
    pub fn allowed_to(self, duty: Duty) -> bool {
        self.duties().contains(&duty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_administrator_sees_no_child() {
        for action in [Action::SeePupil, Action::SeeFamily, Action::SeeResults, Action::SeeCandidates, Action::PrintRegister, Action::CopyPupil] {
            assert!(!action.allowed_to(Duty::Administrator), "{}", action.code());
        }
    }

    #[test]
    fn a_village_team_reads_households_and_nothing_of_a_child() {
        let open: Vec<_> = Action::ALL.iter().filter(|action| action.allowed_to(Duty::VillageTeam)).map(|action| action.code()).collect();
        assert_eq!(open, ["SeeHouseholds", "KeepHouseholds"]);
    }

    #[test]
    fn every_action_is_allowed_to_somebody() {
        assert!(Action::ALL.iter().all(|action| !action.duties().is_empty()));
    }
}
