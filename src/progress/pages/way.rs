//! `/pupils/{id}/progress/way`: 流程管理记录, the way of a child's support with persons, days and gaps.

use askama::Template;

use super::SHOWN;
use crate::access::Subject;
use crate::base::{Lang, Msg, Result, words};
use crate::casefile::pages::child::child;
use crate::progress::way::{self, Station};
use crate::roster::particulars::Particulars;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "progress/pages/way.html")]
struct WayPage {
    p: Page,
    c: Particulars,
    lead: String,
    stations: Vec<StationView>,
}

struct StationView {
    name: String,
    day: String,
    more: String,
    by: String,
    waits: String,
    link: String,
}

/// How often and until when, in words.
pub(super) fn more(lang: Lang, station: &Station) -> String {
    match station.last {
        Some(last) => Msg::new("progress-way-times").with("count", station.times).with("day", last).text(lang),
        None => String::new(),
    }
}

/// Where what stands at a station is done or read.
fn page_of(code: &str) -> &'static str {
    match code {
        "planned" => "/plan",
        "helped" => "/records",
        "reviewed" => "/progress/reviews/new",
        "filed" | "diagnosed" | "exited" => "/case",
        _ => "",
    }
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let child = child(cx)?;
    let id = child.c.id;
    let p = cx.page_of(&Msg::new("progress-way-of").with("name", &child.c.name));
    let lang = p.lang;
    let all = way::way(cx.tx, &child.see)?;
    let gaps = all.iter().filter(|one| one.waits_days.is_some()).count();
    let view = |one: &Station| StationView {
        name: words::word(lang, &format!("progress-way-{}", one.code)),
        day: one.day.map(|day| day.to_string()).unwrap_or_default(),
        more: more(lang, one),
        by: one.by.clone(),
        waits: one.waits_days.map(|days| Msg::new("progress-way-waits").with("count", days).text(lang)).unwrap_or_default(),
        link: format!("/pupils/{id}{}", page_of(one.code)),
    };
    let page = WayPage { lead: Msg::new("progress-way-lead").with("count", gaps).text(lang), stations: all.iter().map(view).collect(), c: child.c, p };
    cx.saw("SeeProgress", Subject::Pupil(id), child.see.levels().within(SHOWN));
    cx.render(&page)
}
