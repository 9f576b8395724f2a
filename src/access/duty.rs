//! Duties (职务): why a member of staff has to do with a child.

use std::fmt;
use std::str::FromStr;

/// A duty of a member of staff, held with dates towards a school, grade, class or pupil.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Duty {
    /// 校长
    Principal,
    /// 校级领导: vice principal, union chair and the rest of the leadership (A3-03).
    Leader,
    /// 包级领导 of a grade (A9-27).
    GradeSponsor,
    /// 包班教师 of a class (A9-02).
    ClassAttached,
    /// 年级组长
    GradeLeader,
    /// 班主任
    Homeroom,
    /// 科任教师 of a class and subject.
    SubjectTeacher,
    /// 心理教师
    Counsellor,
    /// 资助专干
    AidOfficer,
    /// 出纳: pays what others asked for and approved.
    Cashier,
    /// 教导处
    AcademicOffice,
    /// 德育处
    StudentAffairs,
    /// 系统管理员
    Administrator,
    /// 结对帮扶教师 of one pupil: comes from a pair, never from a post (A8-05, A9-06).
    Mentor,
    /// 辅导教师 of one pupil: comes from a class of tutoring, never from a post (B3-08). Writes down what was done and reads who the child is.
    Tutor,
    /// 驻村工作队（组）队员 of one village: comes from the team, never from a post (A10-07). Sees the households of that village and no pupil.
    VillageTeam,
}

/// What a duty is held towards.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ScopeKind {
    /// The whole school.
    School,
    /// One grade of one year.
    Grade,
    /// One class of one year.
    Class,
    /// One pupil.
    Pupil,
    /// One village.
    Village,
}

impl Duty {
    /// All duties, in the order in which lists show them.
    pub const ALL: [Self; 16] = [
        Self::Principal,
        Self::Leader,
        Self::AcademicOffice,
        Self::StudentAffairs,
        Self::GradeSponsor,
        Self::GradeLeader,
        Self::Homeroom,
        Self::ClassAttached,
        Self::SubjectTeacher,
        Self::Counsellor,
        Self::AidOfficer,
        Self::Cashier,
        Self::Administrator,
        Self::Mentor,
        Self::Tutor,
        Self::VillageTeam,
    ];

    /// The identifier, as stored; its word is `duty-<identifier>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Principal => "principal",
            Self::Leader => "leader",
            Self::GradeSponsor => "grade_sponsor",
            Self::ClassAttached => "class_attached",
            Self::GradeLeader => "grade_leader",
            Self::Homeroom => "homeroom",
            Self::SubjectTeacher => "subject_teacher",
            Self::Counsellor => "counsellor",
            Self::AidOfficer => "aid_officer",
            Self::Cashier => "cashier",
            Self::AcademicOffice => "academic_office",
            Self::StudentAffairs => "student_affairs",
            Self::Administrator => "administrator",
            Self::Mentor => "mentor",
            Self::Tutor => "tutor",
            Self::VillageTeam => "village_team",
        }
    }

    /// What the duty is held towards.
    pub const fn scope(self) -> ScopeKind {
        match self {
            Self::GradeSponsor | Self::GradeLeader => ScopeKind::Grade,
            Self::ClassAttached | Self::Homeroom | Self::SubjectTeacher => ScopeKind::Class,
            Self::Mentor | Self::Tutor => ScopeKind::Pupil,
            Self::VillageTeam => ScopeKind::Village,
            _ => ScopeKind::School,
        }
    }

    /// Whether somebody is appointed to it; the others follow from what rooms write.
    pub const fn is_post(self) -> bool {
        !matches!(self.scope(), ScopeKind::Pupil | ScopeKind::Village)
    }

    /// Whether a second factor is required of who holds it (PRACTICE 1.1).
    pub const fn needs_second_factor(self) -> bool {
        matches!(self, Self::Counsellor | Self::AidOfficer | Self::Cashier | Self::Administrator | Self::VillageTeam)
    }
}

impl ScopeKind {
    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::School => "school",
            Self::Grade => "grade",
            Self::Class => "class",
            Self::Pupil => "pupil",
            Self::Village => "village",
        }
    }
}

impl fmt::Display for Duty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Duty {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|duty| duty.code() == code).ok_or(())
    }
}

impl FromStr for ScopeKind {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        [Self::School, Self::Grade, Self::Class, Self::Pupil, Self::Village].into_iter().find(|scope| scope.code() == code).ok_or(())
    }
}
