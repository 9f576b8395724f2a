//! verbs: the words of the room: why two are a pair, and which rules cannot hold together, with the smallest change that helps.

use std::collections::BTreeSet;

use super::Scene;
use super::draft::{Solved, name};
use super::solve::{Conflict, Side};
use crate::base::{Lang, Msg, words};
use crate::programme::{Param, wording};

/// Names that a sentence tells at most.
const NAMES_MOST: usize = 6;

/// Why two are a pair.
pub fn why(lang: Lang, code: &str) -> String {
    words::word(lang, &format!("pairing-why-{code}"))
}

/// Why a pair was released.
pub fn released(lang: Lang, code: &str) -> String {
    words::word(lang, &format!("pairing-released-{code}"))
}

fn listed(lang: Lang, all: &[String]) -> String {
    let comma = words::word(lang, "pairing-comma");
    let told = all.iter().take(NAMES_MOST).map(String::as_str).collect::<Vec<_>>().join(&comma);
    if all.len() > NAMES_MOST { Msg::new("pairing-and-more").with("names", told).with("count", all.len()).text(lang) } else { told }
}

/// The names of the parameters that bind the mentors of a conflict.
fn rules(lang: Lang, solved: &Solved, conflict: &Conflict) -> String {
    let codes: BTreeSet<&str> = conflict
        .mentors
        .iter()
        .map(|at| solved.model.quotas[*at as usize])
        .map(|quota| if conflict.side == Side::Children { quota.most_by } else { quota.least_by })
        .filter(|code| !code.is_empty())
        .collect();
    listed(lang, &codes.into_iter().filter_map(Param::of_code).map(|param| wording::name(param, lang)).collect::<Vec<_>>())
}

/// A conflict in a sentence, without the name of a child.
pub fn conflict(lang: Lang, scene: &Scene, solved: &Solved, conflict: &Conflict) -> String {
    let mut classes: Vec<String> = Vec::new();
    for at in &conflict.children {
        let class = &scene.children[*at as usize].class_name;
        if !classes.contains(class) {
            classes.push(class.clone());
        }
    }
    let mentors: Vec<String> = conflict.mentors.iter().map(|at| name(scene, scene.mentors[*at as usize].id)).collect();
    let key = match (conflict.side, conflict.mentors.is_empty(), conflict.children.is_empty()) {
        (Side::Children, true, _) => "pairing-conflict-nobody",
        (Side::Children, false, _) => "pairing-conflict-children",
        (Side::Mentors, _, true) => "pairing-conflict-no-child",
        (Side::Mentors, _, false) => "pairing-conflict-mentors",
    };
    Msg::new(key)
        .with("classes", listed(lang, &classes))
        .with("children", conflict.children.len())
        .with("mentors", conflict.mentors.len())
        .with("names", listed(lang, &mentors))
        .with("rules", rules(lang, solved, conflict))
        .with("missing", conflict.missing)
        .text(lang)
}
