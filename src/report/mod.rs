//! Printed registers (表册): the class roster, the candidates of the screening, staff and groups, as workbook, word file, pdf or table of text.
//!
//! Reads across rooms, read-only. A2-01 (the list by class), A9-17 and B6-06 (by class, grade and band, collected, handed up and filed), A3-03, B1-05 (staff and groups),
//! A5-03 and B3-03 (the files of the children).
//! A7-07, B6-03 (学习档案), A5-03 (进步档案, 跟踪档案), A1-10 (家访记录), A3-13 (辅导记录), A1-02, A1-13 (帮扶方案), B6-07 (学习帮扶计划), A6-01, A7-21…24, B8-09 (习惯培养计划), B4-14 (个性化教育方案):
//! registers of what stands in the papers of single children. Which of the 22 registers of the seeds each is, and which are not kept yet: kinds.rs.
//! A6-02, A8-02, A8-03 (family facts and the survey by kinds: the yearly slip and the register of left-behind children).
//! Forms of the bureau (自带表格) are filled from the same facts: form_facts.rs, forms.rs.

pub mod export;
pub mod folder;
pub mod inspection;
pub mod kinds;
pub mod missing;
pub mod statistics;
pub mod form_facts;
pub mod forms;
pub mod pages;
mod sql;
#[cfg(test)]
mod tests;

pub use export::make;

use crate::access::ScopeKind;

macro_rules! registers {
    ($($(#[$doc:meta])* $name:ident $code:literal $key:literal $hint:literal $least:ident $wall:literal;)*) => {
        /// A register that can be printed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Name { $($(#[$doc])* $name),* }

        impl Name {
            /// All registers, in the order in which the page lists them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name in addresses and on the command line.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
            /// Key of its title.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key),* }
            }
            /// Key of the sentence that says what is in it.
            pub const fn hint_key(self) -> &'static str {
                match self { $(Self::$name => $hint),* }
            }
            /// The smallest part of the school that it is printed for.
            pub const fn least(self) -> ScopeKind {
                match self { $(Self::$name => ScopeKind::$least),* }
            }
            /// Whether it must not hang on a wall.
            pub const fn is_internal(self) -> bool {
                match self { $(Self::$name => !$wall),* }
            }
        }
    };
}

// Name, code, keys of its title and of what is in it, the smallest part it is printed for, whether it may hang on a wall.
registers! {
    /// 花名册 for everyday use: nothing about the family.
    Roster "roster" "report-roster" "report-roster-hint" Class true;
    /// 花名册 with guardians and telephones: internal.
    RosterInternal "roster-internal" "report-roster-internal" "report-roster-internal-hint" Class false;
    /// Candidates of the screening, class by class: internal.
    Candidates "candidates" "report-candidates" "report-candidates-hint" Class false;
    /// Candidates of the screening, grade by grade: internal.
    CandidatesByGrade "candidates-by-grade" "report-candidates-by-grade" "report-candidates-by-grade-hint" Grade false;
    /// Case files, one child a section: internal.
    CaseFiles "case-files" "report-case-files" "report-case-files-hint" Class false;
    /// 待优生情况一览表: who is on the filed lists, by class, grade or band: internal (A9-17).
    TargetList "target-list" "report-target-list" "report-target-list-hint" Class false;
    /// 变更单: additions and withdrawals after filing: internal.
    ChangeSheet "change-sheet" "report-change-sheet" "report-change-sheet-hint" Class false;
    /// 结对帮扶花名册: who helps whom: internal (A8-05, A9-06).
    Helpers "helpers" "report-helpers" "report-helpers-hint" Class false;
    /// 转化情况记载簿: how each child changes at home, at school, in society: internal (A5-07, B9-04).
    ProgressLog "progress-log" "progress-book" "report-progress-log-hint" Class false;
    /// 流程管理记录: the way of each child's support with days and gaps: internal (A5-08).
    SupportWay "support-way" "progress-way" "report-support-way-hint" Class false;
    /// 帮扶成效记录: the newest review of each child, goal by goal: internal (A6-13, B6-11).
    Effects "effects" "report-effects" "report-effects-hint" Class false;
    /// 帮扶情况记录表: what was done with each child in the term: internal (A9-19).
    SupportRecords "support-records" "activity-table-title" "report-support-records-hint" Class false;
    /// 家访单: the round of home visits by village: internal (A1-10).
    VisitRound "visit-round" "activity-visits-sheet" "report-visit-round-hint" Class false;
    /// 帮扶落实情况表: what was promised to each child and kept: internal (A9-03, A9-20, A8-09).
    Promises "promises" "report-promises" "report-promises-hint" Class false;
    /// 三落实、两定时、三有情况表: internal (A9-07, A9-08, A9-09).
    Evidence "evidence" "report-evidence" "report-evidence-hint" Class false;
    /// 督查记录: the checks of the term, without names: internal (A9-29, B6-12).
    Checks "checks" "report-checks" "report-checks-hint" Grade false;
    /// 优先辅导安排: which subject teacher does what with which child: internal (A6-09).
    Tutoring "tutoring" "plan-cover-title" "report-tutoring-hint" Class false;
    /// 学习档案: what each subject's teachers wrote of each child: internal (A7-07, B6-03).
    SubjectFiles "subject-files" "report-subject-files" "report-subject-files-hint" Class false;
    /// 进步档案: what got better with each child in the term: internal (A5-03).
    ProgressFiles "progress-files" "report-progress-files" "report-progress-files-hint" Class false;
    /// 跟踪档案: a line a child, for what, who helps, what was done last, what comes next: internal (A5-03, A9-19).
    Tracking "tracking" "report-tracking" "report-tracking-hint" Class false;
    /// 帮教/辅导记录: talks and tutoring of the term: internal (A3-13, A6-15).
    TutoringRecords "tutoring-records" "report-tutoring-records" "report-tutoring-records-hint" Class false;
    /// 家访记录: visits and calls of the term: internal (A1-10, A6-07, B6-13).
    VisitRecords "visit-records" "report-visit-records" "report-visit-records-hint" Class false;
    /// 帮扶方案: the plan of each child: internal (A1-02, A1-13).
    SupportPlans "support-plans" "report-support-plans" "report-support-plans-hint" Class false;
    /// 学习帮扶计划: the part of each plan that is about learning, by subject: internal (B6-07).
    StudyPlans "study-plans" "report-study-plans" "report-study-plans-hint" Class false;
    /// 习惯培养计划: habits followed, and what plan and family do for them: internal (A6-01, A7-21…24, B8-09).
    HabitPlans "habit-plans" "report-habit-plans" "report-habit-plans-hint" Class false;
    /// 个性化教育方案: the individual education plans: internal (B4-14).
    IndividualPlans "individual-plans" "report-individual-plans" "report-individual-plans-hint" Class false;
    /// 包班包人头一览表: who takes charge of which class and child: internal (A5-04).
    Charge "class-charge" "report-charge" "report-charge-hint" Class false;
    /// 八类学生统计表: how many of each kind, class by class: internal (A8-03).
    EightKinds "eight-kinds" "report-eight-kinds" "report-eight-kinds-hint" Class false;
    /// 专题档案目录: the children of each kind: internal (A8-04).
    KindFiles "kind-files" "report-kind-files" "report-kind-files-hint" Class false;
    /// 奖励登记表: who was rewarded with what and why, class by class: internal (A2-13, B9-06).
    Awards "awards" "reward-register" "report-awards-hint" Class false;
    /// 会议记录: meetings on the work with the children, their matters and decisions: internal (A9-24, A9-26, B9-05).
    Meetings "meetings" "report-meetings" "report-meetings-hint" School false;
    /// 月度反馈: monthly reports that were handed in: internal (A9-21).
    MonthlyReport "monthly-report" "report-monthly" "report-monthly-hint" School false;
    /// 帮教工作总结: summaries of the term that were handed in: internal (A9-32).
    TermSummary "term-summary" "report-term-summary" "report-term-summary-hint" School false;
    /// 交接一览表: whether the notes to the next teachers are signed and read: internal (A8-08, A5-08).
    Handover "handover" "archive-note" "report-handover-hint" Class false;
    /// 档案销毁登记: what was destroyed, by whom, on what ground; names are gone: internal (PIPL 19, 47).
    Destruction "destruction" "archive-register" "report-destruction-hint" School false;
    /// 辅导与活动课表: times, places, teachers; no names of children (B3-08, B2-05).
    TutoringTimetable "tutoring-timetable" "tutoring-register-timetable" "tutoring-register-timetable-hint" School true;
    /// 辅导考勤表: who was there each time: internal (B3-08).
    TutoringAttendance "tutoring-attendance" "tutoring-register-attendance" "tutoring-register-attendance-hint" School false;
    /// 辅导教师培训台账 (B7-04): internal.
    TrainingRecord "training-record" "tutoring-register-training" "tutoring-register-training-hint" School false;
    /// 校外辅导人登记表: volunteers and institutions with their vetting: internal (B3-09, B2-02).
    OutsideHelpers "volunteers" "tutoring-register-helpers" "tutoring-register-helpers-hint" School false;
    /// 心理辅导工作统计: counts only, a small one is not told: internal (B3-10, B4-10, B4-12).
    Counselling "counselling" "wellbeing-statistics" "report-counselling-hint" School false;
    /// Staff and what they do.
    Staff "staff" "report-staff" "report-staff-hint" School true;
    /// Groups with their members.
    Groups "groups" "report-groups" "report-groups-hint" School true;
    /// 在校不在籍 and 在籍不在校 (PRACTICE 1.9): internal.
    Enrolment "enrolment" "report-enrolment" "report-enrolment-hint" School false;
    /// 家庭情况核对单: a slip of A4 for each family, or the grid of a class. Of sensitive facts nothing is printed on a slip.
    FamilyCheck "family-check" "report-family-check" "report-family-check-hint" Class false;
    /// 留守儿童花名册 with the columns of the usual form: internal (CONVENTIONS 2.2).
    LeftBehind "left-behind" "report-left-behind" "report-left-behind-hint" Class false;
    /// 农村留守儿童基本情况登记表: a page for each child, or the rows of the register: internal (A6-05).
    LeftBehindForm "left-behind-form" "report-left-behind-form" "report-left-behind-form-hint" Class false;
    /// 留守儿童成长记录袋目录: what is in a child's folder and what is still to be put in: internal (A6-05).
    GrowthFolder "growth-folder" "report-growth-folder" "report-growth-folder-hint" Class false;
    /// The same as counts only, for the wall.
    LeftBehindCounts "left-behind-counts" "report-left-behind-counts" "report-left-behind-counts-hint" School true;
}

impl Name {
    /// The register with a name.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|name| name.code() == code)
    }
    /// Whether it carries whole registry or identity numbers for who may see them.
    pub const fn has_numbers(self) -> bool {
        matches!(self, Self::RosterInternal | Self::LeftBehindForm)
    }
}
