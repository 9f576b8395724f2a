//! What codes and figures of a plan are called: units, how often, whose hand, what a sentence came from. PRACTICE 3.

use super::item::{Body, Item, Source};
use crate::base::{Lang, Msg, words};

/// A word for a code.
pub fn coded(lang: Lang, prefix: &str, code: &str) -> String {
    words::word(lang, &format!("{prefix}{code}"))
}

/// A subject; a school's own subject keeps its name.
pub fn subject(lang: Lang, code: &str) -> String {
    let key = format!("subject-{code}");
    let said = words::word(lang, &key);
    if said == key { code.to_owned() } else { said }
}

/// A value of a unit: 60 %, 3 times a week, a band, a step of the scale.
pub fn value(lang: Lang, unit: &str, value: &str) -> String {
    match unit {
        _ if value.is_empty() => String::new(),
        "band" => super::goal::band(value.trim()).map_or_else(|| value.to_owned(), |code| coded(lang, "results-band-", code)),
        "scale" => coded(lang, "plan-scale-", value.trim()),
        _ => Msg::new(format!("plan-value-{unit}")).with("value", value.trim_end_matches(['%', '％', '次', '分', '钟', '鐘'])).text(lang),
    }
}

/// How often something is done.
pub fn often(lang: Lang, body: &Body) -> String {
    if body.span.is_empty() { String::new() } else { Msg::new(format!("plan-often-{}", body.span)).with("times", body.times).text(lang) }
}

/// Whose hand it is, with the names that stand behind it today.
pub fn hand(lang: Lang, item: &Item, hands: &[(&'static str, String, String)]) -> String {
    let code = item.body.hand.as_str();
    if code.is_empty() {
        return String::new();
    }
    let duty = if code == "subject" && !item.subject.is_empty() {
        Msg::new("plan-hand-teacher-of").with("subject", subject(lang, &item.subject)).text(lang)
    } else {
        coded(lang, "plan-hand-", code)
    };
    // All teachers of a class by name would be a list, not a person.
    let mut names: Vec<&str> = hands.iter().filter(|(hand, of, _)| *hand == code && (code != "subject" || *of == item.subject)).map(|(.., name)| name.as_str()).collect();
    names.dedup();
    if names.is_empty() { duty } else { format!("{duty} {}", names.join(&words::word(lang, "casefile-comma"))) }
}

/// From where to where by when; what is not known yet is left open.
pub fn figures(lang: Lang, body: &Body) -> String {
    let open = || words::word(lang, "plan-open");
    let shown = |text: &str| if text.is_empty() { open() } else { value(lang, &body.unit, text) };
    let due = body.due.map_or_else(open, |day| day.to_string());
    Msg::new("plan-figures").with("from", shown(&body.baseline)).with("to", shown(&body.target)).with("day", due).text(lang)
}

/// What a sentence came from, in words. `category` gives the school's word for a category.
pub fn source(lang: Lang, source: &Source, category: &dyn Fn(&str) -> String) -> String {
    let day = source.day.map(|day| day.to_string()).unwrap_or_default();
    let comma = words::word(lang, "casefile-comma");
    let beside = |parts: &[&str]| parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(&comma);
    let said = |key: &'static str, what: String, more: String| {
        let text = Msg::new(key).with("what", what).text(lang);
        if more.is_empty() { text } else { Msg::new("plan-source-more").with("what", text).with("more", more).text(lang) }
    };
    match source.what.as_str() {
        "cause" => said("plan-source-cause", coded(lang, "casefile-cause-", &source.code), beside(&[&source.by, &source.fact])),
        "category" => {
            let kind = if source.fact.is_empty() { String::new() } else { coded(lang, "programme-kind-", &source.fact) };
            said("plan-source-category", category(&source.code), beside(&[&kind, &source.by]))
        }
        "subject" => said("plan-source-subject", subject(lang, &source.code), beside(&[&source.by, &day, &source.fact])),
        "result" => said("plan-source-result", source.fact.clone(), String::new()),
        "programme" => said("plan-source-programme", source.fact.clone(), String::new()),
        "library" => said("plan-source-library", source.code.clone(), String::new()),
        "school" => words::word(lang, "plan-source-school"),
        _ => said("plan-source-written", source.by.clone(), day),
    }
}

/// A part as one line for paper, copy and comparison: the sentence, then its figures or who does it how often.
pub fn line(lang: Lang, item: &Item, hands: &[(&'static str, String, String)]) -> String {
    use super::item::Kind;
    let b = &item.body;
    let mut parts = vec![b.text.clone()];
    match item.kind {
        Kind::Goal => {
            parts.push(figures(lang, b));
            for stage in b.stages.iter().filter(|stage| !stage.target.is_empty()) {
                parts.push(
                    Msg::new("plan-stage-line").with("day", stage.day.map(|day| day.to_string()).unwrap_or_default()).with("value", value(lang, &b.unit, &stage.target)).text(lang),
                );
            }
            if !b.how.is_empty() {
                parts.push(Msg::new("plan-how-line").with("how", &b.how).text(lang));
            }
        }
        Kind::Measure => parts.extend([hand(lang, item, hands), often(lang, b)]),
        Kind::Child | Kind::Family => parts.push(often(lang, b)),
        Kind::Demand => parts.extend(b.due.map(|day| Msg::new("plan-review-line").with("day", day).text(lang))),
        Kind::Section => {}
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// Parts as lines for paper: a near goal and the same further ahead make one line.
pub fn lines<'a>(lang: Lang, items: impl Iterator<Item = &'a Item>, hands: &[(&'static str, String, String)]) -> Vec<String> {
    let (mut lines, mut last): (Vec<String>, Option<&Item>) = (Vec::new(), None);
    for item in items {
        let goes_on = item.body.horizon == "far" && last.is_some_and(|before| before.body.text == item.body.text && before.subject == item.subject);
        match lines.last_mut().filter(|_| goes_on) {
            Some(line) => *line = format!("{line} · {}", Msg::new("plan-further").with("figures", figures(lang, &item.body)).text(lang)),
            None => lines.push(line(lang, item, hands)),
        }
        last = Some(item);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::goal::{SCALE, UNITS};
    use super::super::habit::{LISTS, MARKS};
    use super::super::item::{Dimension, Hand, Horizon, Kind, SECTIONS, Span};
    use super::*;

    #[test]
    fn every_code_of_a_plan_has_words_in_each_language() {
        let of = |prefix: &str, codes: Vec<&str>| codes.into_iter().map(|code| format!("{prefix}{code}")).collect::<Vec<_>>();
        let mut keys = of("plan-kind-", Kind::ALL.iter().map(|one| one.code()).collect());
        keys.extend(of("plan-dimension-", Dimension::ALL.iter().map(|one| one.code()).collect()));
        keys.extend(of("plan-hand-", Hand::ALL.iter().map(|one| one.code()).collect()));
        keys.extend(of("plan-often-", Span::ALL.iter().map(|one| one.code()).collect()));
        keys.extend(of("plan-span-", Span::ALL.iter().map(|one| one.code()).collect()));
        keys.extend(of("plan-horizon-", Horizon::ALL.iter().map(|one| one.code()).collect()));
        keys.extend(of("plan-unit-", UNITS.to_vec()));
        keys.extend(of("plan-value-", UNITS.iter().copied().filter(|unit| !matches!(*unit, "band" | "scale")).collect()));
        keys.extend(SCALE.map(|step| format!("plan-scale-{step}")));
        keys.extend(of("plan-section-", SECTIONS.to_vec()));
        keys.extend(of("plan-mark-", MARKS.to_vec()));
        keys.extend(LISTS.iter().map(|list| format!("plan-habits-{}", list.code)));
        keys.extend(LISTS.iter().flat_map(|list| list.habits).map(|habit| format!("plan-habit-{habit}")));
        for (lang, _) in Lang::ALL {
            for key in &keys {
                assert_ne!(words::word(lang, key), *key, "{lang}");
            }
        }
    }

    #[test]
    fn a_goal_says_from_where_to_where_by_when() {
        let body = Body { unit: "percent".into(), baseline: "48".into(), target: "60%".into(), due: "2026-11-13".parse().ok(), ..Body::default() };
        assert_eq!(figures(Lang::ZhCn, &body), "48% → 60%，2026-11-13 前");
        assert!(figures(Lang::ZhCn, &Body { baseline: String::new(), ..body }).contains("待填"));
    }
}
