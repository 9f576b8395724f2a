//! What the pages of rounds share: a child, a step and a category in words.

use crate::access::Levels;
use crate::base::{Lang, Msg, Result, SchoolDate, words};
use crate::programme::Category;
use crate::programme::naming::{self, Names};
use crate::screening::filing::Signed;
use crate::screening::list_state::Step;
use crate::screening::reason::Kind;
use crate::screening::review::{self, Child, Opinion};
use crate::screening::round::Opened;
use crate::screening::score::Subject;
use crate::web::Cx;

/// A child on a list.
pub(super) struct Card {
    pub href: String,
    pub page: String,
    pub family_name: String,
    pub name: String,
    pub place: String,
    pub reasons: Vec<(&'static str, String)>,
    pub added: String,
    pub last: String,
    pub arrived: String,
    pub individual_plan: bool,
    pub said: String,
    pub tone: &'static str,
    pub detail: Vec<(String, String)>,
    pub opinions: Vec<String>,
}

/// The words for categories, and what of them the reader may see.
pub(super) struct Labels {
    names: Names,
    pub lang: Lang,
    pub levels: Levels,
}

impl Labels {
    pub(super) fn of(cx: &mut Cx<'_, '_>, levels: Levels) -> Result<Self> {
        Ok(Self { names: naming::names(cx.tx)?, lang: cx.lang(), levels })
    }
    /// A category with its kind; empty when the reader may not see it.
    pub(super) fn category(&self, code: &str, kind: &str) -> String {
        match code.parse::<Category>() {
            Ok(category) if review::shows(category, self.levels) => {
                let name = self.names.of(category, self.lang);
                if kind.is_empty() { name } else { format!("{name} · {}", words::word(self.lang, &format!("programme-kind-{kind}"))) }
            }
            _ => String::new(),
        }
    }
    /// The choices of a round.
    pub(super) fn choices(&self, opened: &Opened) -> Vec<(String, String)> {
        let word = |(category, kind): (Category, &str)| (format!("{}/{kind}", category.code()), self.category(category.code(), kind));
        review::offered(opened, self.levels).into_iter().map(word).collect()
    }
    pub(super) fn word(&self, key: &str) -> String {
        words::word(self.lang, key)
    }
}

/// A day in words.
pub(super) fn day_words(day: SchoolDate, lang: Lang) -> String {
    Msg::new("screening-round-day").with("month", day.month()).with("day", day.day()).text(lang)
}

pub(super) fn seat_words(seat: Option<i64>, lang: Lang) -> String {
    seat.map(|seat| Msg::new("screening-pages-seat").with("count", seat).text(lang)).unwrap_or_default()
}

pub(super) fn opinion(one: &Opinion, lang: Lang) -> String {
    let subject = if one.subject.is_empty() { String::new() } else { Subject::new(&one.subject).name(lang) };
    let who = format!("{} {subject}", one.name).trim().to_owned();
    let stance = words::word(lang, &format!("screening-round-stance-{}", one.stance));
    let key = if one.words.is_empty() { "screening-round-opinion-short" } else { "screening-round-opinion" };
    Msg::new(key).with("name", who).with("stance", stance).with("words", &one.words).text(lang)
}

pub(super) fn card(child: &Child, opened: &Opened, labels: &Labels) -> Card {
    let lang = labels.lang;
    let icon = |kind: Kind| if matches!(kind, Kind::AbsenceShare | Kind::AbsentDays) { "clock" } else { "book" };
    let mut reasons: Vec<(&'static str, String)> = Vec::new();
    for reason in &child.reasons {
        let text = reason.text(lang);
        if !reasons.iter().any(|(_, known)| *known == text) {
            reasons.push((icon(reason.kind), text));
        }
    }
    let added = child.addition.as_ref().map(|one| {
        let (code, source) = (labels.word(&format!("screening-round-code-{}", one.code)), labels.word(&format!("screening-round-source-{}", one.source)));
        Msg::new("screening-round-added").with("code", code).with("name", source).with("words", &one.words).text(lang)
    });
    let last = child.last.as_ref().map(|(category, kind)| Msg::new("screening-round-last").with("name", labels.category(category, kind)).text(lang));
    let late = child.from > opened.term.first_day.plus_days(14);
    let mut detail = Vec::new();
    if let Some(said) = &child.said {
        let mut add = |key: &str, text: String| {
            if !text.is_empty() {
                detail.push((labels.word(key), text));
            }
        };
        add("screening-round-category", labels.category(&said.verdict.category, &said.verdict.kind));
        add("screening-round-cause", said.verdict.cause.clone());
        add("screening-round-reason", said.verdict.reason.clone());
        let talks: Vec<String> = child.talks.iter().map(|talk| format!("{} {}", day_words(talk.day, lang), talk.by_whom)).collect();
        add("screening-round-talk", talks.join(&labels.word("screening-list-comma")));
    }
    Card {
        href: format!("{}/pupils/{}", opened.address(), child.pupil),
        page: format!("/pupils/{}", child.pupil),
        family_name: child.name.chars().next().map(String::from).unwrap_or_default(),
        name: child.name.clone(),
        place: format!("{} {}", child.class_name, seat_words(child.seat, lang)).trim().to_owned(),
        reasons,
        added: added.unwrap_or_default(),
        last: last.unwrap_or_default(),
        arrived: if late { Msg::new("screening-round-arrived").with("when", day_words(child.from, lang)).text(lang) } else { String::new() },
        individual_plan: child.individual_plan,
        said: child.said.as_ref().map(|said| labels.word(&format!("screening-round-what-{}", said.verdict.what.code()))).unwrap_or_default(),
        tone: child.said.as_ref().map_or("due", |said| said.verdict.what.tone()),
        detail,
        opinions: child.opinions.iter().map(|one| opinion(one, lang)).collect(),
    }
}

/// Where a list stands: its word and the colour of the chip.
pub(super) fn state(newest: Option<Step>, lang: Lang) -> (String, &'static str) {
    let (code, tone) = match newest {
        None => ("open", ""),
        Some(step @ Step::Returned) => (step.code(), "due"),
        Some(step @ (Step::HandedUp | Step::Compiled)) => (step.code(), "now"),
        Some(step @ Step::Filed) => (step.code(), "good"),
    };
    (words::word(lang, &format!("screening-round-state-{code}")), tone)
}

/// A step in a sentence: who did it when, in which duties.
pub(super) fn step(signed: &Signed, lang: Lang) -> String {
    let duties: Vec<String> = signed.duties.iter().map(|duty| words::word(lang, &format!("duty-{duty}"))).collect();
    let name = if signed.name.is_empty() { words::word(lang, "screening-round-command-line") } else { signed.name.clone() };
    let who = format!("{name} {}", duties.join(&words::word(lang, "screening-list-comma"))).trim().to_owned();
    let (state, _) = state(Some(signed.step), lang);
    Msg::new("screening-round-step").with("when", signed.at).with("name", who).with("state", state).text(lang)
}
