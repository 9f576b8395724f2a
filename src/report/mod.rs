//! Printed registers (表册): the class roster, the candidates of the screening, staff and groups, as workbook, word file, pdf or table of text.
//!
//! Reads across rooms, read-only. A2-01 (the list by class), A9-17 (by class and grade, collected and handed up), A3-03, B1-05 (staff and groups).
//! A6-02, A8-02, A8-03 (family facts: the yearly slip and the register of left-behind children).

pub mod export;
pub mod pages;
mod sql;
#[cfg(test)]
mod tests;

pub use export::make;

use crate::access::ScopeKind;

/// A register that can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// 花名册 for everyday use: nothing about the family.
    Roster,
    /// 花名册 with guardians and telephones: internal.
    RosterInternal,
    /// Candidates of the screening, class by class: internal.
    Candidates,
    /// Candidates of the screening, grade by grade: internal.
    CandidatesByGrade,
    /// Staff and what they do.
    Staff,
    /// Groups with their members.
    Groups,
    /// 家庭情况核对单: a slip of A4 for each family, or the grid of a class. Of sensitive facts nothing is printed on a slip.
    FamilyCheck,
    /// 留守儿童花名册 with the columns of the usual form: internal (CONVENTIONS 2.2).
    LeftBehind,
    /// The same as counts only, for the wall.
    LeftBehindCounts,
}

impl Name {
    /// All registers, in the order in which the page lists them.
    pub const ALL: [Self; 9] =
        [Self::Roster, Self::RosterInternal, Self::Candidates, Self::CandidatesByGrade, Self::Staff, Self::Groups, Self::FamilyCheck, Self::LeftBehind, Self::LeftBehindCounts];

    /// Its name in addresses and on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Roster => "roster",
            Self::RosterInternal => "roster-internal",
            Self::Candidates => "candidates",
            Self::CandidatesByGrade => "candidates-by-grade",
            Self::Staff => "staff",
            Self::Groups => "groups",
            Self::FamilyCheck => "family-check",
            Self::LeftBehind => "left-behind",
            Self::LeftBehindCounts => "left-behind-counts",
        }
    }
    /// The register with a name.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.code() == code)
    }
    /// Key of its title.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Roster => "report-roster",
            Self::RosterInternal => "report-roster-internal",
            Self::Candidates => "report-candidates",
            Self::CandidatesByGrade => "report-candidates-by-grade",
            Self::Staff => "report-staff",
            Self::Groups => "report-groups",
            Self::FamilyCheck => "report-family-check",
            Self::LeftBehind => "report-left-behind",
            Self::LeftBehindCounts => "report-left-behind-counts",
        }
    }
    /// Key of the sentence that says what is in it.
    pub const fn hint_key(self) -> &'static str {
        match self {
            Self::Roster => "report-roster-hint",
            Self::RosterInternal => "report-roster-internal-hint",
            Self::Candidates => "report-candidates-hint",
            Self::CandidatesByGrade => "report-candidates-by-grade-hint",
            Self::Staff => "report-staff-hint",
            Self::Groups => "report-groups-hint",
            Self::FamilyCheck => "report-family-check-hint",
            Self::LeftBehind => "report-left-behind-hint",
            Self::LeftBehindCounts => "report-left-behind-counts-hint",
        }
    }
    /// The smallest part of the school that it is printed for.
    pub const fn least(self) -> ScopeKind {
        match self {
            Self::Roster | Self::RosterInternal | Self::Candidates | Self::FamilyCheck | Self::LeftBehind => ScopeKind::Class,
            Self::CandidatesByGrade => ScopeKind::Grade,
            Self::Staff | Self::Groups | Self::LeftBehindCounts => ScopeKind::School,
        }
    }
    /// Whether it carries whole registry numbers for who may see them.
    pub const fn has_numbers(self) -> bool {
        matches!(self, Self::RosterInternal)
    }
    /// Whether it must not hang on a wall.
    pub const fn is_internal(self) -> bool {
        matches!(self, Self::RosterInternal | Self::Candidates | Self::CandidatesByGrade | Self::FamilyCheck | Self::LeftBehind)
    }
}
