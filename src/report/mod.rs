//! Printed registers (表册): the class roster, the candidates of the screening, staff and groups, as workbook, word file, pdf or table of text.
//!
//! Reads across rooms, read-only. A2-01 (the list by class), A9-17 (by class and grade, collected and handed up), A3-03, B1-05 (staff and groups).

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
    /// 在校不在籍 and 在籍不在校 (PRACTICE 1.9): internal.
    Enrolment,
}

impl Name {
    /// All registers, in the order in which the page lists them.
    pub const ALL: [Self; 7] = [Self::Roster, Self::RosterInternal, Self::Candidates, Self::CandidatesByGrade, Self::Staff, Self::Groups, Self::Enrolment];

    /// Its name in addresses and on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Roster => "roster",
            Self::RosterInternal => "roster-internal",
            Self::Candidates => "candidates",
            Self::CandidatesByGrade => "candidates-by-grade",
            Self::Staff => "staff",
            Self::Groups => "groups",
            Self::Enrolment => "enrolment",
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
            Self::Enrolment => "report-enrolment",
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
            Self::Enrolment => "report-enrolment-hint",
        }
    }
    /// The smallest part of the school that it is printed for.
    pub const fn least(self) -> ScopeKind {
        match self {
            Self::Roster | Self::RosterInternal | Self::Candidates => ScopeKind::Class,
            Self::CandidatesByGrade => ScopeKind::Grade,
            Self::Staff | Self::Groups | Self::Enrolment => ScopeKind::School,
        }
    }
    /// Whether it carries whole registry numbers for who may see them.
    pub const fn has_numbers(self) -> bool {
        matches!(self, Self::RosterInternal)
    }
    /// Whether it must not hang on a wall.
    pub const fn is_internal(self) -> bool {
        matches!(self, Self::RosterInternal | Self::Candidates | Self::CandidatesByGrade | Self::Enrolment)
    }
}
