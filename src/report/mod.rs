//! Printed registers (表册): the class roster, the candidates of the screening, staff and groups, as workbook, word file, pdf or table of text.
//!
//! Reads across rooms, read-only. A2-01 (the list by class), A9-17 and B6-06 (by class, grade and band, collected, handed up and filed), A3-03, B1-05 (staff and groups),
//! A5-03 and B3-03 (the files of the children).
//! Forms of the bureau (自带表格) are filled from the same facts: form_facts.rs, forms.rs.
//! A6-02, A8-02, A8-03 (family facts and the survey by kinds: the yearly slip and the register of left-behind children).

pub mod export;
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
    /// 优先辅导安排: which subject teacher does what with which child: internal (A6-09).
    Tutoring "tutoring" "plan-cover-title" "report-tutoring-hint" Class false;
    /// 包班包人头一览表: who takes charge of which class and child: internal (A5-04).
    Charge "class-charge" "report-charge" "report-charge-hint" Class false;
    /// 八类学生统计表: how many of each kind, class by class: internal (A8-03).
    EightKinds "eight-kinds" "report-eight-kinds" "report-eight-kinds-hint" Class false;
    /// 专题档案目录: the children of each kind: internal (A8-04).
    KindFiles "kind-files" "report-kind-files" "report-kind-files-hint" Class false;
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
