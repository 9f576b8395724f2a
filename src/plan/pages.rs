//! Pages of the room: the plan of a child and its parts, the child's own goals and habits, the team, versions side by side, the list of plans, meetings, the school's measures.

mod compare;
mod cover;
mod figures;
mod forms;
mod lessons;
mod library;
mod list;
mod meeting;
mod own;
mod part;
mod plan;
mod selves;
mod team;

use crate::access::{Action, Level, Levels, Permit, acts};
use crate::base::{Error, Lang, PupilId, Result};
use crate::casefile::pages::child::child;
use crate::programme::naming;
use crate::web::{Choice, Cx, Page, Policy, Routes};

/// What the pages of the room show at most.
const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Economic, Level::Psychological]);

/// Routes of the room.
pub fn routes() -> Routes {
    let (see, write) = (Policy::May(Action::SeeCaseFile), Policy::May(Action::WritePlan));
    let (decide, keep) = (Policy::May(Action::DecidePlan), Policy::May(Action::ManageMeasures));
    Routes::new()
        .get("/plans", see, list::show)
        .post("/plans/signatures", write, list::sign, list::show)
        .get("/plans/lessons", see, lessons::show)
        .get("/plans/meetings/new", write, meeting::show)
        .post("/plans/meetings", write, meeting::keep, meeting::show)
        .get("/plans/measures", see, library::show)
        .post("/plans/measures", keep, library::add, library::show)
        .post("/plans/measures/{measure}/withdrawal", keep, library::end, library::show)
        .get("/plans/tutoring", see, cover::classes)
        .get("/classes/{id}/tutoring", see, cover::show)
        .post("/classes/{id}/tutoring", Policy::May(Action::ReviewClass), cover::save, cover::show)
        .get("/pupils/{id}/plan/selves", see, selves::show)
        .post("/pupils/{id}/plan/selves", write, selves::say, selves::show)
        .get("/pupils/{id}/plan", see, plan::show)
        .post("/pupils/{id}/plan/draft", write, forms::draft, plan::show)
        .post("/pupils/{id}/plan/form", write, forms::form, plan::show)
        .get("/pupils/{id}/plan/new-part", write, part::show_new)
        .post("/pupils/{id}/plan/parts", write, forms::add_part, part::show_new)
        .get("/pupils/{id}/plan/parts/{part}", write, part::show)
        .post("/pupils/{id}/plan/parts/{part}", write, forms::change_part, part::show)
        .post("/pupils/{id}/plan/parts/{part}/withdrawal", write, forms::take_out, plan::show)
        .post("/pupils/{id}/plan/parts/{part}/return", write, forms::put_back, plan::show)
        .get("/pupils/{id}/plan/figures", write, figures::show)
        .post("/pupils/{id}/plan/figures", write, figures::fill, figures::show)
        .get("/pupils/{id}/plan/own", see, own::show)
        .post("/pupils/{id}/plan/own-goals", write, forms::own_goal, own::show)
        .post("/pupils/{id}/plan/own-goals/{goal}/result", write, forms::own_result, own::show)
        .post("/pupils/{id}/plan/habits", write, forms::habits, own::show)
        .post("/pupils/{id}/plan/habit-weeks", write, forms::habit_week, own::show)
        .get("/pupils/{id}/plan/team", see, team::show)
        .post("/pupils/{id}/plan/fixing", write, forms::fix, team::show)
        .post("/pupils/{id}/plan/signature", write, forms::sign, team::show)
        .post("/pupils/{id}/plan/withdrawal", write, forms::take_back, team::show)
        .post("/pupils/{id}/plan/decision", decide, forms::decide, team::show)
        .get("/pupils/{id}/plan/versions", see, compare::show)
        .get("/pupils/{id}/plan/paper/{file}", see, plan::paper)
}

/// The permit to write, where the person may.
fn may_write(cx: &mut Cx<'_, '_>, id: PupilId) -> Result<Option<Permit<acts::WritePlan>>> {
    match cx.permit::<acts::WritePlan>(id) {
        Ok(permit) => Ok(Some(permit)),
        Err(Error::NotFound) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// The school's word for each category.
fn category_word(cx: &mut Cx<'_, '_>, lang: Lang) -> Result<impl Fn(&str) -> String + use<>> {
    let names = naming::names(cx.tx)?;
    Ok(move |code: &str| code.parse().map_or_else(|()| code.to_owned(), |category| names.of(category, lang)))
}

/// What was typed into a field of the form that was refused, else what is stored: several forms stand on a page.
fn old(p: &Page, field: &str, stored: &str) -> String {
    p.typed.iter().find(|(name, _)| name == field).map_or_else(|| stored.to_owned(), |(_, value)| value.clone())
}

fn choices(p: &Page, field: &str, prefix: &str, codes: impl IntoIterator<Item = &'static str>, stored: &str) -> Vec<Choice> {
    let chosen = old(p, field, stored);
    codes.into_iter().map(|code| Choice::new(code, super::wording::coded(p.lang, prefix, code), chosen == code)).collect()
}
