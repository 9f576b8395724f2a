//! Pages of the room: who is away, the cases, the ledgers, the months.

mod case;
mod home;
mod months;

use crate::access::{Action, Level, Levels, Permit, Subject, acts};
use crate::base::{Error, Result};
use crate::web::sheet::{Ask, Field};
use crate::web::{Cx, Page, Policy, Routes};

/// What the pages of the room show at most.
const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Academic, Level::Family]);

/// Routes of the room.
pub fn routes() -> Routes {
    let (see, write, lead) = (Policy::May(Action::SeeAttendance), Policy::May(Action::EnterAttendance), Policy::May(Action::Supervise));
    Routes::new()
        .get("/dropout", see, home::show)
        .get("/dropout/rule", lead, home::rule_form)
        .post("/dropout/rule", lead, home::set_rule, home::rule_form)
        .get("/dropout/ledgers/{which}/{file}", lead, home::ledger)
        .get("/dropout/months", lead, months::show)
        .post("/dropout/months", lead, months::hand_in, months::show)
        .get("/dropout/months/{month}/{file}", lead, months::paper)
        .get("/pupils/{id}/absence", write, case::open_form)
        .post("/pupils/{id}/absence", write, case::open, case::open_form)
        .get("/dropout/cases/{case}", see, case::show)
        .get("/dropout/cases/{case}/paper/{file}", see, case::paper)
        .get("/dropout/cases/{case}/step", write, case::step_form)
        .post("/dropout/cases/{case}/step", write, case::step, case::step_form)
        .get("/dropout/cases/{case}/word", lead, case::word_form)
        .post("/dropout/cases/{case}/word", lead, case::word, case::word_form)
}

/// The permit of the whole school; who leads a part alone does not learn of it.
fn school(cx: &mut Cx<'_, '_>) -> Result<Permit<acts::Supervise>> {
    match cx.permit::<acts::Supervise>(Subject::School) {
        Err(Error::Denied(_)) => Err(Error::NotFound),
        other => other,
    }
}

/// The way to the room.
fn crumbs(p: &Page, more: &[(&str, String)]) -> Vec<(String, String)> {
    std::iter::once(("/dropout".to_owned(), p.t("dropout-title"))).chain(more.iter().map(|(href, text)| ((*href).to_owned(), text.clone()))).collect()
}

/// A page with one form.
fn ask(p: Page, crumbs: Vec<(String, String)>, lead: String, action: String, fields: Vec<Field>, submit: &str) -> Ask {
    Ask { crumbs, lead, action, fields, submit: p.t(submit), files: false, p }
}
