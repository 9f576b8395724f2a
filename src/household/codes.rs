//! The codes of the room, each with the clause it comes from: causes, needs, wishes, risks, measures, what came from outside, fixed rows of the checks.

/// A code with its clause.
pub type Code = (&'static str, &'static str);

/// What a household is for the support (CONVENTIONS 2.7).
pub const STATUSES: [&str; 8] = ["registered", "lifted", "unstable", "marginal", "sudden", "safe", "ordinary", "moved"];
/// Causes of poverty: those that the plan names first.
pub const CAUSES: [Code; 12] = [
    ("schooling", "A4-08"),
    ("skills", "A4-09"),
    ("outlook", "A4-10"),
    ("illness", "B4-01"),
    ("disability", "B4-01"),
    ("study", "A10-17"),
    ("disaster", "A3-07"),
    ("land", "A4-04"),
    ("water", "A10-10"),
    ("labour", "A4-02"),
    ("funds", "A4-11"),
    ("road", "A10-10"),
];
/// Urgent needs.
pub const NEEDS: [Code; 9] = [
    ("funds", "A4-11"),
    ("training", "A4-11"),
    ("work", "A4-16"),
    ("housing", "A10-16"),
    ("illness", "A10-20"),
    ("study", "A10-17"),
    ("water", "A10-10"),
    ("road", "A10-10"),
    ("other", "A4-11"),
];
/// What the family itself wishes.
pub const WISHES: [Code; 6] = [("crops", "A4-19"), ("know_how", "A4-19"), ("livestock", "A4-19"), ("near_work", "A4-16"), ("business", "A4-12"), ("other", "A4-12")];
/// Risks that somebody reported.
pub const RISKS: [Code; 5] = [("illness", "A10-06"), ("disaster", "A10-06"), ("accident", "A10-06"), ("income", "A10-06"), ("other", "A10-06")];
/// How a risk came to be known (CONVENTIONS 2.7).
pub const FOUND: [&str; 3] = ["family", "cadre", "department"];
/// Measures for a household.
pub const MEASURES: [Code; 21] = [
    ("policy", "A4-14"),
    ("medical_policy", "A10-18"),
    ("inputs", "A4-15"),
    ("near_work", "A4-16"),
    ("land_lease", "A4-16"),
    ("livestock", "A4-17"),
    ("crops", "A10-18"),
    ("vocation", "A10-18"),
    ("industry", "A10-14"),
    ("enterprise", "A10-14"),
    ("dividend", "A10-14"),
    ("job", "A10-14"),
    ("tourism", "A10-15"),
    ("house", "A10-16"),
    ("relocation", "A10-27"),
    ("outlook", "A10-19"),
    ("education", "A10-17"),
    ("health", "A10-20"),
    ("insurance", "A10-04"),
    ("credit", "A10-23"),
    ("legal", "A10-24"),
];
/// Plans of a village.
pub const PLANS: [Code; 9] = [
    ("goal", "A10-03"),
    ("scheme", "A10-05"),
    ("project", "A10-05"),
    ("road", "A10-10"),
    ("water", "A10-10"),
    ("power", "A10-10"),
    ("enterprise", "A10-14"),
    ("tourism", "A10-15"),
    ("legal_point", "A10-24"),
];
/// Measures that bring income: one of them is the one project of a household (A10-05).
pub const INCOME: [&str; 8] = ["near_work", "land_lease", "livestock", "industry", "enterprise", "dividend", "job", "tourism"];
/// Measures that touch the children at school.
pub const OF_PUPILS: [&str; 3] = ["education", "health", "outlook"];
/// Why a household moves out of harm's way.
pub const GROUNDS: [&str; 3] = ["fragile", "harsh", "disaster"];
/// What came from outside.
pub const BENEFITS: [Code; 14] = [
    ("project", "A10-04"),
    ("dividend", "A10-14"),
    ("inputs", "A4-15"),
    ("fees", "A10-17"),
    ("scholarship", "A10-17"),
    ("illness", "A10-20"),
    ("disability", "A10-20"),
    ("donation", "A10-20"),
    ("direct", "A10-21"),
    ("allowance", "A10-22"),
    ("relief", "A10-22"),
    ("loan", "A10-23"),
    ("insurance", "A10-04"),
    ("house", "A10-16"),
];
/// The three ones of a village (A10-05).
pub const ONES_OF_VILLAGE: [&str; 3] = ["one_team", "one_scheme", "one_projects"];
/// The three ones of a household (A10-05).
pub const ONES_OF_HOUSEHOLD: [&str; 3] = ["one_measure", "one_income", "one_helper"];
/// The six assurances (A10-09).
pub const ASSURANCES: [&str; 6] = ["income", "housing", "facilities", "education", "medical", "elderly"];
/// Who works for a village.
pub const ROLES_OF_VILLAGE: [&str; 6] = ["leader", "member", "unit", "secretary", "head", "legal"];
/// Who works for a household.
pub const ROLES_OF_HOUSEHOLD: [&str; 4] = ["responsible", "cadre", "capable", "enterprise"];
/// How a member is related to the head.
pub const RELATIONS: [&str; 9] = ["head", "spouse", "child", "parent", "grandchild", "grandparent", "sibling", "in_law", "other"];
/// What a member does.
pub const WORK: [&str; 7] = ["farming", "away", "near", "studying", "home", "none", "unknown"];
/// Health (扶贫手册).
pub const HEALTH: [&str; 5] = ["healthy", "chronic", "serious", "disabled", "unknown"];
/// Ability to work (扶贫手册).
pub const LABOUR: [&str; 5] = ["ordinary", "skilled", "lost", "none", "unknown"];
/// Furniture and tools.
pub const TOOLS: [&str; 3] = ["complete", "basic", "lacking"];

/// Whether a code is in a table.
pub fn has(table: &[Code], code: &str) -> bool {
    table.iter().any(|(known, _)| *known == code)
}

/// Whether the support is for a household with this status: its rows are checked and its income compared.
pub fn is_supported(status: &str) -> bool {
    !matches!(status, "ordinary" | "moved")
}

/// The fixed rows of the checks of a village or a household.
pub fn items(village: bool) -> Vec<&'static str> {
    if village { ONES_OF_VILLAGE.to_vec() } else { ONES_OF_HOUSEHOLD.into_iter().chain(ASSURANCES).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Lang, words};

    #[test]
    fn every_code_has_a_kind_word_in_each_language() {
        let coded: [(&str, Vec<&str>); 15] = [
            ("cause", CAUSES.iter().map(|code| code.0).collect()),
            ("need", NEEDS.iter().map(|code| code.0).collect()),
            ("wish", WISHES.iter().map(|code| code.0).collect()),
            ("risk", RISKS.iter().map(|code| code.0).collect()),
            ("found", FOUND.to_vec()),
            ("measure", MEASURES.iter().chain(&PLANS).map(|code| code.0).collect()),
            ("ground", GROUNDS.to_vec()),
            ("benefit", BENEFITS.iter().map(|code| code.0).collect()),
            ("item", items(true).into_iter().chain(items(false)).collect()),
            ("role", ROLES_OF_VILLAGE.into_iter().chain(ROLES_OF_HOUSEHOLD).collect()),
            ("relation", RELATIONS.to_vec()),
            ("work", WORK.to_vec()),
            ("health", HEALTH.to_vec()),
            ("labour", LABOUR.to_vec()),
            ("tools", TOOLS.to_vec()),
        ];
        for (lang, _) in Lang::ALL {
            for (prefix, codes) in &coded {
                for code in codes {
                    let key = format!("household-{prefix}-{code}");
                    let word = words::word(lang, &key);
                    assert!(word != key && !["差", "懒", "低下", "落后"].iter().any(|bad| word.contains(bad)), "{key}: {word}");
                }
            }
        }
    }

    #[test]
    fn six_ones_and_six_assurances_are_fixed_rows() {
        assert_eq!((items(true).len(), items(false).len()), (3, 9));
        assert!(INCOME.iter().chain(&OF_PUPILS).all(|code| has(&MEASURES, code)));
        assert!(is_supported("lifted") && is_supported("sudden") && !is_supported("ordinary"));
    }
}
