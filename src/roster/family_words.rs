//! Family facts in words, and what is typed about them read. CONVENTIONS 2.2 (places of work to province and city), B4-01 (amounts).

use super::family_facts::{Fact, Topic, UNKNOWN};
use crate::base::Msg;
use crate::base::words::{self, Lang};

/// What a topic is called.
pub fn label(lang: Lang, topic: Topic) -> String {
    words::word(lang, &format!("roster-family-topic-{}", topic.code().replace('_', "-")))
}

/// The word of a value.
pub fn value_word(lang: Lang, topic: Topic, value: &str) -> String {
    let stem = if value == UNKNOWN { "value" } else { topic.stem() };
    words::word(lang, &format!("roster-family-{stem}-{}", value.replace('_', "-")))
}

/// The word of an item: a group of hardship, a source of livelihood, a kind of help.
pub fn item_word(lang: Lang, topic: Topic, item: &str) -> String {
    let stem = item_stem(topic);
    words::word(lang, &format!("roster-family-{stem}-{}", item.replace('_', "-")))
}

/// The name under which the items of a topic have words.
pub(super) const fn item_stem(topic: Topic) -> &'static str {
    match topic {
        Topic::Livelihood => "living",
        Topic::Relief => "relief",
        _ => "group",
    }
}

/// Whether a fact says what is so in most families: a list that has little room may leave it out.
pub fn is_usual(fact: &Fact) -> bool {
    fact.topic != Topic::Schooling && matches!(fact.value.as_str(), "alive" | "able" | "regular" | "together" | "none" | "local" | "good" | "no" | "ordinary")
}

/// A fact in words, without its label: 外出务工,2026-03-01 起,广东省东莞市.
pub fn text(lang: Lang, fact: &Fact) -> String {
    let word = match fact.topic {
        topic if topic.has_items() && fact.value == "yes" => item_word(lang, fact.topic, &fact.item),
        topic if topic.has_items() => Msg::new("roster-family-item-not").with("name", item_word(lang, fact.topic, &fact.item)).text(lang),
        Topic::Income if fact.amount_fen.is_some() && fact.value != UNKNOWN => {
            Msg::new("roster-family-income-yuan").with("yuan", yuan(fact.amount_fen.unwrap_or_default())).text(lang)
        }
        Topic::Domicile if fact.value != UNKNOWN => fact.place.clone(),
        topic => value_word(lang, topic, &fact.value),
    };
    let mut parts = vec![word];
    parts.extend(fact.degree.map(|degree| Msg::new("roster-family-degree").with("degree", degree).text(lang)));
    parts.extend(fact.certified.map(|has| words::word(lang, if has { "roster-family-certified" } else { "roster-family-not-certified" })));
    parts.extend(fact.since.map(|day| Msg::new("roster-family-since").with("day", day).text(lang)));
    parts.extend(fact.until.map(|day| Msg::new("roster-family-until").with("day", day).text(lang)));
    parts.extend(Some(fact.place.clone()).filter(|place| !place.is_empty() && fact.topic != Topic::Domicile));
    parts.join(&words::word(lang, "roster-family-comma"))
}

/// Fen as yuan, without noughts behind the point.
pub fn yuan(fen: i64) -> String {
    if fen % 100 == 0 { (fen / 100).to_string() } else { format!("{}.{:02}", fen / 100, fen % 100) }
}

/// The place of work to province and city: a street, village or number is more than the school needs (CONVENTIONS 2.2).
///
/// # Errors
/// A message when it says more, or is too long.
pub fn province_and_city(text: &str) -> Result<String, Msg> {
    let place = crate::base::text::squeezed(text);
    let finer = ["路", "街", "号", "栋", "幢", "室", "村", "小区", "弄", "巷"].iter().any(|word| place.contains(word)) || place.chars().any(|c| c.is_ascii_digit());
    if place.chars().count() > 20 || finer { Err(Msg::new("roster-family-place-fine")) } else { Ok(place) }
}

/// Yuan as typed, in fen: 4800, 4800.5, 4,800元.
///
/// # Errors
/// A message when it is no amount up to ten million yuan.
pub fn fen(text: &str) -> Result<i64, Msg> {
    let bare: String = crate::base::text::squeezed(text).chars().filter(|c| !matches!(c, ',' | '，' | '元' | '¥' | '￥')).collect();
    let refused = || Msg::new("roster-family-amount");
    let (whole, rest) = bare.split_once('.').unwrap_or((&bare, ""));
    let figures = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 8 || rest.len() > 2 || !figures(whole) || !figures(rest) {
        return Err(refused());
    }
    let cents = format!("{rest:0<2}");
    Ok(whole.parse::<i64>().map_err(|_| refused())? * 100 + cents.parse::<i64>().map_err(|_| refused())?)
}
