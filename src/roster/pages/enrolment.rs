//! The page on which registry and school are counted apart (PRACTICE 1.9), with both lists.

use askama::Template;

use super::pupils::class_and_seat;
use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::{PupilId, Result, limits};
use crate::roster::enrolment::{self, Counts, Gap, Line};
use crate::web::{Cx, Page, Policy, Reply, Routes};

pub(super) fn routes() -> Routes {
    Routes::new().get("/pupils/registry", Policy::May(Action::ManageRoster), show)
}

struct Row {
    id: PupilId,
    name: String,
    place: String,
    why: String,
    since: String,
}

struct Tab {
    href: String,
    word: String,
    count: i64,
    current: bool,
}

#[derive(Template)]
#[template(path = "roster/pages/enrolment.html")]
struct EnrolmentPage {
    p: Page,
    counts: Counts,
    tabs: Vec<Tab>,
    /// What the list shows, in a sentence.
    hint: String,
    rows: Vec<Row>,
    first: i64,
    last: i64,
    total: i64,
    before: String,
    after: String,
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Query {
    gap: String,
    page: i64,
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageRoster>(Subject::School)?;
    let query: Query = cx.query()?;
    let (gap, page) = (Gap::of(&query.gap), query.page.clamp(0, 100_000));
    let skip = page * limits::ROWS_PER_PAGE;
    let counts = enrolment::counts(cx.tx, &permit)?;
    let found = enrolment::lines(cx.tx, &permit, gap, limits::ROWS_PER_PAGE, skip)?;
    let p = cx.page("roster-gap-title");
    let lang = p.lang;
    let row = |line: Line| Row {
        place: class_and_seat(lang, &line.class_name, line.seat_no),
        why: p.t(line.why),
        since: line.since.map(|day| day.to_string()).unwrap_or_default(),
        id: line.id,
        name: line.name,
    };
    let count_of = |gap: Gap| if gap == Gap::OnlyHere { counts.only_here } else { counts.only_registered };
    let tab = |other: Gap| Tab {
        href: format!("/pupils/registry?gap={}", other.code()),
        word: p.t(&format!("roster-gap-{}", other.code())),
        count: count_of(other),
        current: other == gap,
    };
    let here = |page: i64| format!("/pupils/registry?gap={}&page={page}", gap.code());
    let shown = found.len() as i64;
    let total = count_of(gap);
    let view = EnrolmentPage {
        counts,
        tabs: Gap::ALL.into_iter().map(tab).collect(),
        hint: p.t(&format!("roster-gap-{}-hint", gap.code())),
        rows: found.into_iter().map(row).collect(),
        first: if total == 0 { 0 } else { skip + 1 },
        last: skip + shown,
        total,
        before: if page > 0 { here(page - 1) } else { String::new() },
        after: if skip + shown < total { here(page + 1) } else { String::new() },
        p,
    };
    cx.saw("SeeEnrolment", Subject::School, Levels::of(&[Level::Basic]));
    cx.render(&view)
}
