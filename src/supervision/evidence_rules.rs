//! 三落实、两定时、三有 (A9-07…09) as eight cells, computed from what is on record and never ticked by hand (PRACTICE 4). Pure.

use super::count::LINE_PERCENT;
use crate::base::{Msg, SchoolDate};

/// The eight cells, in the order of the form; the words are `supervision-evidence-<code>`.
pub const CELLS: [&str; 8] = ["people", "time", "rules", "told", "talked", "record", "measure", "effect"];

/// Which of the three sentences a cell belongs to: 三落实, 两定时, 三有; the words are `supervision-evidence-group-<code>`.
pub const GROUPS: [(&str, usize); 3] = [("settled", 3), ("timed", 2), ("has", 3)];

/// How well something is proved; the words are `supervision-proof-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// On record.
    Proved,
    /// In part.
    Partly,
    /// No evidence.
    Nothing,
}

impl Proof {
    /// The identifier.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::Partly => "partly",
            Self::Nothing => "nothing",
        }
    }
}

/// What is on record of a child in the term.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// School days since the first help of the term, up to today.
    pub days: i64,
    /// Of these, with a helper.
    pub helped_days: i64,
    /// Who helps today, by name.
    pub helpers: Vec<String>,
    /// Times of the week that are agreed.
    pub slots: usize,
    /// How many of a hundred of all that was promised were kept.
    pub kept_percent: Option<i64>,
    /// Measures of the plan that holds, and how many of them answer a cause or fact on record.
    pub measures: usize,
    /// How many of them answer a cause, category or result.
    pub grounded: usize,
    /// Whether the plan is approved.
    pub approved: bool,
    /// Reports of the child: promised so far, kept, the last day.
    pub told: (i64, i64, Option<SchoolDate>),
    /// Talks: promised so far, kept, the last day.
    pub talked: (i64, i64, Option<SchoolDate>),
    /// Acts on record that took place, and the last day.
    pub records: (usize, Option<SchoolDate>),
    /// Goals with enough points to say something; how many of them are reached or rise.
    pub judged: usize,
    /// How many of them are reached or rise.
    pub moved: usize,
    /// Day of the newest review in which a goal is reached or moves.
    pub reviewed: Option<SchoolDate>,
}

/// A cell: how well it is proved, and what the evidence is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// One of [`CELLS`].
    pub code: &'static str,
    /// How well.
    pub proof: Proof,
    /// In words.
    pub words: Msg,
}

fn part(promised: i64, kept: i64) -> Proof {
    match (promised, kept) {
        (_, 0) => Proof::Nothing,
        (promised, kept) if kept * 100 >= promised * LINE_PERCENT => Proof::Proved,
        _ => Proof::Partly,
    }
}

fn last(key: &'static str, day: Option<SchoolDate>, promised: i64, kept: i64) -> Msg {
    match day {
        Some(day) => Msg::new(key).with("kept", kept).with("promised", promised.max(kept)).with("day", day),
        None => Msg::new("supervision-no-evidence"),
    }
}

/// The eight cells of a child.
pub fn cells(f: &Facts) -> Vec<Cell> {
    let none = || Msg::new("supervision-no-evidence");
    let people = match (f.helpers.is_empty(), f.helped_days == f.days) {
        (true, _) => (Proof::Nothing, none()),
        (false, true) => (Proof::Proved, Msg::new("supervision-ev-people").with("names", f.helpers.join(" "))),
        (false, false) => (Proof::Partly, Msg::new("supervision-ev-people-gap").with("names", f.helpers.join(" ")).with("count", f.days - f.helped_days)),
    };
    let kept = f.kept_percent.unwrap_or(0);
    let time = match (f.slots, kept >= LINE_PERCENT) {
        (0, false) => (Proof::Nothing, none()),
        (0, true) => (Proof::Partly, Msg::new("supervision-ev-time-free").with("percent", kept)),
        (slots, true) => (Proof::Proved, Msg::new("supervision-ev-time").with("count", slots).with("percent", kept)),
        (slots, false) => (Proof::Partly, Msg::new("supervision-ev-time").with("count", slots).with("percent", kept)),
    };
    let rules = match (f.approved, f.grounded) {
        (_, 0) => (Proof::Nothing, none()),
        (true, grounded) => (Proof::Proved, Msg::new("supervision-ev-rules").with("count", grounded)),
        (false, grounded) => (Proof::Partly, Msg::new("supervision-ev-rules-draft").with("count", grounded)),
    };
    let record = match f.records {
        (count, Some(day)) => (part(f.talked.0.max(1), i64::try_from(count).unwrap_or(i64::MAX)), Msg::new("supervision-ev-record").with("count", count).with("day", day)),
        (_, None) => (Proof::Nothing, none()),
    };
    let measure = match (f.measures, f.approved) {
        (0, _) => (Proof::Nothing, none()),
        (count, true) => (Proof::Proved, Msg::new("supervision-ev-measure").with("count", count)),
        (count, false) => (Proof::Partly, Msg::new("supervision-ev-measure-draft").with("count", count)),
    };
    let effect = match (f.moved, f.judged, f.reviewed) {
        (moved, judged, _) if moved > 0 => {
            (if moved * 2 >= judged { Proof::Proved } else { Proof::Partly }, Msg::new("supervision-ev-effect").with("count", moved).with("of", judged))
        }
        (_, _, Some(day)) => (Proof::Partly, Msg::new("supervision-ev-reviewed").with("day", day)),
        (_, judged, None) if judged > 0 => (Proof::Nothing, Msg::new("supervision-ev-still").with("count", judged)),
        _ => (Proof::Nothing, none()),
    };
    let told = (part(f.told.0, f.told.1), last("supervision-ev-told", f.told.2, f.told.0, f.told.1));
    let talked = (part(f.talked.0, f.talked.1), last("supervision-ev-talked", f.talked.2, f.talked.0, f.talked.1));
    let all = [people, time, rules, told, talked, record, measure, effect];
    CELLS.into_iter().zip(all).map(|(code, (proof, words))| Cell { code, proof, words }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> SchoolDate {
        text.parse().unwrap()
    }

    fn told(facts: &Facts) -> String {
        cells(facts).iter().map(|cell| format!("{}:{}", cell.code, cell.proof.code())).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a9_07_to_09_without_anything_on_record_nothing_is_proved() {
        let expected = CELLS.map(|code| format!("{code}:nothing")).join(" ");
        assert_eq!(told(&Facts::default()), expected);
        assert!(cells(&Facts::default()).iter().all(|cell| cell.words.key == "supervision-no-evidence"));
    }

    #[test]
    fn each_cell_is_proved_by_what_is_on_record_and_by_nothing_else() {
        let full = Facts {
            days: 20,
            helped_days: 20,
            helpers: vec!["李老师".into()],
            slots: 1,
            kept_percent: Some(90),
            measures: 3,
            grounded: 2,
            approved: true,
            told: (2, 2, Some(day("2026-10-20"))),
            talked: (5, 4, Some(day("2026-10-21"))),
            records: (9, Some(day("2026-10-22"))),
            judged: 2,
            moved: 1,
            reviewed: None,
        };
        assert_eq!(told(&full), CELLS.map(|code| format!("{code}:proved")).join(" "));
        let table: [(&str, Facts, &str); 10] = [
            ("a gap", Facts { helped_days: 15, ..full.clone() }, "people:partly"),
            ("nobody today", Facts { helpers: Vec::new(), ..full.clone() }, "people:nothing"),
            ("no agreed time", Facts { slots: 0, ..full.clone() }, "time:partly"),
            ("an agreed time that is not kept", Facts { kept_percent: Some(79), ..full.clone() }, "time:partly"),
            ("measures that answer nothing", Facts { grounded: 0, ..full.clone() }, "rules:nothing"),
            ("a draft", Facts { approved: false, ..full.clone() }, "rules:partly"),
            ("one report of two", Facts { told: (2, 1, Some(day("2026-10-20"))), ..full.clone() }, "told:partly"),
            ("three talks of five", Facts { talked: (5, 3, Some(day("2026-10-20"))), ..full.clone() }, "talked:partly"),
            ("goals that stand still", Facts { moved: 0, ..full.clone() }, "effect:nothing"),
            ("a review in their place", Facts { moved: 0, judged: 0, reviewed: Some(day("2026-11-01")), ..full.clone() }, "effect:partly"),
        ];
        for (name, facts, expected) in table {
            assert!(told(&facts).contains(expected), "{name}: {}", told(&facts));
        }
    }
}
