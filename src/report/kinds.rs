//! verbs: the 22 registers that the seeds name (表册总表, the choices of the parameter `registers`), and where each is kept: as a printed register, on a page of its own, or not yet.

use super::Name;
use crate::programme::Param;
use crate::programme::value::Shape;

/// Registers of the seeds that are kept on a page of their own: (code, page).
const ELSEWHERE: [(&str, &str); 3] = [("ledger", "/aid"), ("household_card", "/villages"), ("wellbeing_file", "/wellbeing")];

/// Where a register of the seeds is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// As printed registers, the first of which is the register itself.
    Printed(Vec<Name>),
    /// On a page of its own.
    Page(&'static str),
    /// Not in this program yet.
    NotYet,
}

impl Name {
    /// The register of the seeds that it is; empty for what the seeds do not name.
    pub const fn of_seeds(self) -> &'static str {
        match self {
            Self::CaseFiles => "case_file",
            Self::KindFiles => "topic_file",
            Self::LeftBehindForm | Self::LeftBehind | Self::GrowthFolder => "left_behind_file",
            Self::SubjectFiles => "subject_file",
            Self::ProgressFiles => "progress_file",
            Self::Tracking => "tracking_file",
            Self::ProgressLog => "progress_log",
            Self::SupportWay => "process_record",
            Self::TargetList => "target_register",
            Self::SupportRecords => "support_record",
            Self::TutoringRecords => "tutoring_record",
            Self::VisitRecords => "visit_record",
            Self::SupportPlans => "support_plan",
            Self::StudyPlans => "study_plan",
            Self::HabitPlans => "habit_plan",
            Self::IndividualPlans => "iep",
            Self::Effects => "outcome_record",
            Self::TermSummary => "term_summary",
            Self::Awards => "certificate",
            _ => "",
        }
    }
}

/// The codes of the registers of the seeds, in the order of the catalogue.
pub const fn codes() -> &'static [&'static str] {
    match Param::Registers.shape() {
        Shape::Choices { of, .. } => of,
        _ => &[],
    }
}

/// Where each register of the seeds is kept, in the order of the catalogue.
pub fn kept() -> Vec<(&'static str, Kept)> {
    let of = |code: &str| {
        let names: Vec<Name> = Name::ALL.iter().copied().filter(|name| name.of_seeds() == code).collect();
        match ELSEWHERE.iter().find(|(elsewhere, _)| *elsewhere == code) {
            _ if !names.is_empty() => Kept::Printed(names),
            Some((_, page)) => Kept::Page(page),
            None => Kept::NotYet,
        }
    };
    codes().iter().map(|code| (*code, of(code))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_the_22_registers_of_the_seeds_is_printed_or_has_a_page_or_is_said_not_to_be_kept() {
        let all = kept();
        assert_eq!(all.len(), 22);
        let printed = |code: &str| all.iter().any(|(of, kept)| *of == code && matches!(kept, Kept::Printed(_)));
        for code in ["case_file", "subject_file", "progress_file", "tracking_file", "tutoring_record", "visit_record", "support_plan", "study_plan", "habit_plan", "iep"] {
            assert!(printed(code), "{code}");
        }
        for code in Name::ALL.iter().map(|name| name.of_seeds()).filter(|code| !code.is_empty()) {
            assert!(codes().contains(&code), "{code} is no register of the seeds");
        }
        assert!(all.iter().all(|(_, kept)| *kept != Kept::NotYet), "each of the 22 is kept");
        assert!(ELSEWHERE.iter().all(|(code, page)| codes().contains(code) && page.starts_with('/')));
    }
}
