//! The seven presets, each number with its clause and what the clause says (ARCHITECTURE rule 7).
//!
//! 待优生 A9, 导师制 A8, 领导与科任结对 A3, 留守儿童 A6, 学困生 A2, A5, A7 and B1–B9, 贫困生 A1, A3, B4 and B5, 到户 A4 and A10. The plans lie in
//! presets.json. Where a clause names no number, the value is a proposal and says so; where two clauses of one preset disagree, both are shown (CONVENTIONS 2.9.6).

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::param::Param;
use super::value::Value;
use crate::base::category::Category;

/// A clause beside a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its id in the catalogue.
    pub clause: String,
    /// Its words, as they were found: some plans have lost characters.
    pub quote: String,
    /// What it asks for; `None` when it names no number.
    pub value: Option<Value>,
    /// Whether the value is a proposal, since the clause names none.
    pub proposed: bool,
}

/// A parameter of a preset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Which.
    pub param: Param,
    /// Its value; `None` where the school has to say.
    pub value: Option<Value>,
    /// The clause it comes from, then those that say the same or something else.
    pub sources: Vec<Source>,
}

impl Given {
    /// Whether two clauses ask for different things: the school decides.
    pub fn is_disputed(&self) -> bool {
        let single = !matches!(self.param, Param::Rewards | Param::Registers);
        single && self.sources.iter().any(|source| source.value.is_some() && source.value != self.value)
    }
}

/// A preset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preset {
    /// The identifier; its words are `programme-preset-<code>` and `programme-preset-<code>-for`.
    pub code: String,
    /// Whom it serves.
    pub categories: Vec<Category>,
    /// Its parameters, in the order of the page.
    pub given: Vec<Given>,
}

impl Preset {
    /// What it says about a parameter.
    pub fn given(&self, param: Param) -> Option<&Given> {
        self.given.iter().find(|given| given.param == param)
    }
    /// The values that a copy begins with.
    pub fn values(&self) -> BTreeMap<Param, Value> {
        self.given.iter().filter_map(|given| Some((given.param, given.value.clone()?))).collect()
    }
}

#[derive(Deserialize)]
struct StoredSource {
    #[serde(default)]
    value: String,
    clause: String,
    quote: String,
}

#[derive(Deserialize)]
struct StoredValue {
    param: String,
    #[serde(default)]
    proposed: bool,
    #[serde(flatten)]
    main: StoredSource,
    #[serde(default)]
    also: Vec<StoredSource>,
}

#[derive(Deserialize)]
struct StoredPreset {
    code: String,
    categories: Vec<String>,
    values: Vec<StoredValue>,
}

fn given(stored: StoredValue) -> Option<Given> {
    let param = Param::of_code(&stored.param)?;
    let read = |text: &str| if text.is_empty() { Some(None) } else { param.shape().stored(text).map(Some) };
    let value = read(&stored.main.value)?;
    let mut sources = vec![Source { clause: stored.main.clause, quote: stored.main.quote, value: value.clone().filter(|_| !stored.proposed), proposed: stored.proposed }];
    for also in stored.also {
        sources.push(Source { value: read(&also.value)?, clause: also.clause, quote: also.quote, proposed: false });
    }
    Some(Given { param, value, sources })
}

fn read(text: &str) -> Option<Vec<Preset>> {
    let stored: Vec<StoredPreset> = serde_json::from_str(text).ok()?;
    let preset = |stored: StoredPreset| {
        let categories = stored.categories.iter().map(|code| code.parse().ok()).collect::<Option<_>>()?;
        let mut given = stored.values.into_iter().map(given).collect::<Option<Vec<_>>>()?;
        given.sort_by_key(|given| given.param);
        Some(Preset { code: stored.code, categories, given })
    };
    stored.into_iter().map(preset).collect()
}

/// All presets, in the order of the page.
pub fn presets() -> &'static [Preset] {
    static PRESETS: OnceLock<Vec<Preset>> = OnceLock::new();
    PRESETS.get_or_init(|| read(include_str!("presets.json")).expect("the presets of the product read: a test holds it"))
}

/// The preset with a code.
pub fn preset(code: &str) -> Option<&'static Preset> {
    presets().iter().find(|preset| preset.code == code)
}

/// What the plans say about a parameter: those of the preset first, then of the others, each clause once.
pub fn sources(code: &str, param: Param) -> Vec<&'static Source> {
    let own = presets().iter().filter(|preset| preset.code == code);
    let others = presets().iter().filter(|preset| preset.code != code);
    let mut all: Vec<&Source> = Vec::new();
    for source in own.chain(others).filter_map(|preset| preset.given(param)).flat_map(|given| &given.sources) {
        if !all.iter().any(|known| known.clause == source.clause && known.value == source.value) {
            all.push(source);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(code: &str, param: Param) -> String {
        preset(code).unwrap().given(param).unwrap().value.as_ref().map(ToString::to_string).unwrap_or_default()
    }

    #[test]
    fn the_seven_presets_carry_the_numbers_of_their_plans() {
        assert_eq!(
            presets().iter().map(|preset| preset.code.as_str()).collect::<Vec<_>>(),
            ["target_pupil", "mentor", "leader_pairing", "left_behind", "learning_difficulty", "low_income", "household"]
        );
        for (code, param, stored) in [
            ("target_pupil", Param::ScreeningDue, "0m35d"),
            ("target_pupil", Param::ScreeningDueNew, "1m15d"),
            ("target_pupil", Param::ClassGuide, "2-4"),
            ("target_pupil", Param::HelperPupils, "1-2"),
            ("target_pupil", Param::TeacherPupils, "1-"),
            ("target_pupil", Param::TalkEvery, "1/week"),
            ("target_pupil", Param::TutoringEvery, "1/week"),
            ("target_pupil", Param::HandInDay, "30"),
            ("target_pupil", Param::LeaderCheckDay, "31"),
            ("target_pupil", Param::ReReviewEvery, "1/term"),
            ("mentor", Param::MentorPupils, "0-10"),
            ("mentor", Param::SupportEvery, "1/month"),
            ("leader_pairing", Param::LeaderPupils, "1-"),
            ("leader_pairing", Param::SubjectTeacherPupils, "2-2"),
            ("left_behind", Param::StudyHelpers, "1-1"),
            ("learning_difficulty", Param::AwardShareLeast, "50"),
            ("learning_difficulty", Param::PrizeSplit, "1:2:3"),
            ("learning_difficulty", Param::SubjectTeacherPupils, ""),
            ("household", Param::HouseholdHelpers, "1-1"),
        ] {
            assert_eq!(value(code, param), stored, "{code} {param:?}");
        }
    }

    #[test]
    fn every_clause_that_names_a_number_has_its_place() {
        // B10-12 is left out: it names what to look at in class, not how much of it.
        let clauses: Vec<&str> = presets().iter().flat_map(|preset| &preset.given).flat_map(|given| &given.sources).map(|source| source.clause.as_str()).collect();
        for clause in [
            "A1-11", "A1-18", "A2-11", "A2-14", "A2-20", "A2-21", "A3-04", "A3-05", "A6-11", "A7-05", "A7-08", "A7-17", "A8-06", "A8-08", "A8-09", "A9-03", "A9-04", "A9-06",
            "A9-14", "A9-15", "A9-18", "A9-20", "A9-29", "A9-30", "A9-31", "A9-32", "A10-05", "A10-08", "A10-09", "B1-04", "B1-13", "B4-01", "B6-04", "B6-08", "B9-06",
        ] {
            assert!(clauses.contains(&clause), "{clause}");
        }
        let priorities = |code| preset(code).unwrap().given(Param::Priorities).unwrap().value.clone();
        assert_ne!(priorities("leader_pairing"), priorities("learning_difficulty"), "A3-15 and A5-13 name different four");
    }

    #[test]
    fn where_two_clauses_disagree_both_are_shown_and_the_school_decides() {
        let disputed = |code: &str| preset(code).unwrap().given.iter().filter(|given| given.is_disputed()).map(|given| given.param).collect::<Vec<_>>();
        assert_eq!(disputed("learning_difficulty"), [Param::Reference, Param::PrizeBasis, Param::Goal]);
        assert_eq!(disputed("target_pupil"), [], "A9-03 and A9-20 say the same");
        let given = preset("learning_difficulty").unwrap().given(Param::Reference).unwrap();
        assert_eq!(given.sources.iter().map(|source| source.clause.as_str()).collect::<Vec<_>>(), ["B1-02", "B3-01"]);
    }

    #[test]
    fn a_number_that_no_clause_names_is_called_a_proposal() {
        let split = preset("learning_difficulty").unwrap().given(Param::PrizeSplit).unwrap();
        assert!(split.sources[0].proposed && split.sources[0].value.is_none());
        let guide = preset("target_pupil").unwrap().given(Param::ClassGuide).unwrap();
        assert!(!guide.sources[0].proposed && guide.sources[0].quote.contains("2~4"));
        assert!(presets().iter().flat_map(|preset| &preset.given).flat_map(|given| &given.sources).all(|source| !source.quote.is_empty()));
    }

    #[test]
    fn a_parameter_that_a_preset_lacks_shows_what_other_plans_say() {
        assert_eq!(sources("target_pupil", Param::MentorPupils)[0].clause, "A8-06");
        assert_eq!(sources("learning_difficulty", Param::Priorities).iter().map(|source| source.clause.as_str()).collect::<Vec<_>>(), ["A5-13", "A3-15"]);
    }
}
