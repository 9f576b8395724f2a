//! Children × weeks: what was kept of each week, for the helper's own children and for a class.

use askama::Template;

use super::SHOWN;
use crate::access::{Subject, acts};
use crate::base::{ClassId, Lang, Msg, PupilId, Result, words};
use crate::roster::time;
use crate::supervision::count::Tally;
use crate::supervision::ledger::{self, Child, Ledger, Promise};
use crate::web::{Cx, Page, Reply};

/// States of a week with their signs, in the order of the key.
const STATES: [&str; 6] = ["kept", "partly", "missed", "excused", "open", "free"];

/// The key of the map: state and word.
pub(super) fn key(lang: Lang) -> Vec<(&'static str, String)> {
    STATES.iter().map(|state| (*state, words::word(lang, &format!("supervision-cell-{state}")))).collect()
}

/// A week of a child.
pub(super) struct Week {
    pub number: i64,
    /// `kept`, `partly`, `missed`, `excused`, `open` or `free`.
    pub state: &'static str,
    /// In words.
    pub title: String,
}

/// A child with its weeks.
pub(super) struct Row {
    pub id: PupilId,
    pub family_name: String,
    pub name: String,
    pub class_name: String,
    pub weeks: Vec<Week>,
    pub tally: Sum,
}

/// Promised and kept, as it is shown.
pub(super) struct Sum {
    pub promised: i64,
    pub kept: i64,
    pub excused: i64,
    pub open: i64,
    pub percent: Option<i64>,
    pub below: bool,
    pub text: String,
}

pub(super) fn sum(lang: Lang, tally: Tally) -> Sum {
    let text = match tally.percent() {
        Some(percent) => Msg::new("supervision-sum").with("kept", tally.kept).with("promised", tally.promised).with("percent", percent).text(lang),
        None => words::word(lang, "supervision-sum-none"),
    };
    Sum { promised: tally.promised, kept: tally.kept, excused: tally.excused, open: tally.open, percent: tally.percent(), below: tally.is_below(), text }
}

fn state(of: &[&Promise], ledger: &Ledger) -> &'static str {
    let today = ledger.asked.today();
    let states: Vec<&str> = of.iter().map(|one| one.state(today)).collect();
    let all = |code: &str| states.iter().all(|state| *state == code);
    match () {
        () if states.is_empty() => "free",
        () if all("kept") => "kept",
        () if states.contains(&"missed") => {
            if states.contains(&"kept") {
                "partly"
            } else {
                "missed"
            }
        }
        () if states.contains(&"open") => "open",
        () => "excused",
    }
}

fn title(lang: Lang, of: &[&Promise]) -> String {
    let one = |one: &&Promise| {
        let what = words::word(lang, &format!("activity-owed-{}", one.act.code()));
        Msg::new("supervision-part").with("what", what).with("kept", one.kept).with("times", one.times).text(lang)
    };
    of.iter().map(one).collect::<Vec<_>>().join(" · ")
}

/// The weeks of a child up to the present one, of what somebody concerns where one is named.
fn weeks(lang: Lang, ledger: &Ledger, child: &Child, of: &dyn Fn(&Promise) -> bool) -> Vec<Week> {
    let today = ledger.asked.today();
    let shown = |week: &crate::roster::calendar::Week| week.monday <= today;
    let one = |week: crate::roster::calendar::Week| {
        let of: Vec<&Promise> = ledger.of_child(child.pupil).filter(|one| of(one) && one.span == "week" && one.from <= week.sunday && one.until >= week.monday).collect();
        let word = words::word(lang, &format!("supervision-cell-{}", state(&of, ledger)));
        let head = Msg::new("supervision-week").with("number", week.number).with("state", word).text(lang);
        Week { number: week.number, state: state(&of, ledger), title: format!("{head} {}", title(lang, &of)).trim().to_owned() }
    };
    ledger.asked.days().weeks().into_iter().filter(shown).map(one).collect()
}

/// The map of a ledger, of those promises that are asked for.
pub(super) fn rows(lang: Lang, ledger: &Ledger, of: &dyn Fn(&Promise) -> bool) -> Vec<Row> {
    let row = |child: &Child| Row {
        id: child.pupil,
        family_name: child.name.chars().next().map(String::from).unwrap_or_default(),
        name: child.name.clone(),
        class_name: child.class_name.clone(),
        weeks: weeks(lang, ledger, child, of),
        tally: sum(lang, ledger.tally(|one| one.pupil == child.pupil && of(one))),
    };
    ledger.children.iter().map(row).collect()
}

#[derive(Template)]
#[template(path = "supervision/pages/class.html")]
struct ClassPage {
    p: Page,
    id: ClassId,
    lead: String,
    rows: Vec<Row>,
    key: Vec<(&'static str, String)>,
}

/// `GET /supervision/classes/{id}`
pub(super) fn of_class(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::SeeSupervision>(id)?;
    let name = time::class(cx.tx, id)?.name;
    let p = cx.page_of(&Msg::new("supervision-class-title").with("class", name));
    let term = super::term(cx, &p)?;
    let ledger = ledger::of_part(cx.tx, &permit, &term)?;
    let lead = sum(p.lang, ledger.tally(|_| true)).text;
    cx.saw("SeeSupervision", Subject::Class(id), SHOWN);
    let rows = rows(p.lang, &ledger, &|_| true);
    cx.render(&ClassPage { id, lead, rows, key: key(p.lang), p })
}
