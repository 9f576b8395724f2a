//! The page of the turn of the year: everybody is shown, exceptions are ticked, nobody is missed.

use std::collections::HashMap;

use askama::Template;

use super::pupils::day_field;
use crate::access::{Action, Levels, Subject, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, ClassName, Error, Msg, PupilId, Result};
use crate::roster::promote::{self, Plan, Review};
use crate::roster::promotion::{Class, LAST_GRADE, Outcome, Wish};
use crate::web::{Cx, Page, Policy, Reply, Routes};

pub(super) fn routes() -> Routes {
    let may = Policy::May(Action::ManageRoster);
    Routes::new().get("/pupils/promotion", may, show).post("/pupils/promotion", may, carry_out, show)
}

struct PupilRow {
    id: PupilId,
    name: String,
    seat_no: Option<i64>,
    repeats: bool,
    leaves: bool,
}

struct ClassRow {
    name: String,
    goes: String,
    pupils: Vec<PupilRow>,
}

struct ChoiceRow {
    id: PupilId,
    name: String,
    why: String,
    /// The class that was chosen before the form came back.
    chosen: String,
}

impl ClassRow {
    /// Whether somebody is ticked: then the form shows the class opened.
    fn has_exceptions(&self) -> bool {
        self.pupils.iter().any(|one| one.repeats || one.leaves)
    }
}

#[derive(Template)]
#[template(path = "roster/pages/promotion.html")]
struct PromotionPage {
    p: Page,
    lead: String,
    rows: Vec<ClassRow>,
    choices: Vec<ChoiceRow>,
    classes: Vec<(String, String)>,
    total: usize,
    first_day: String,
    last_day: String,
}

/// The exceptions that the form names.
fn wishes(cx: &Cx<'_, '_>) -> HashMap<PupilId, Wish> {
    let mut wishes = HashMap::new();
    let ids = |field: &'static str| cx.req.fields_of(field).filter_map(|text| text.parse::<PupilId>().ok()).collect::<Vec<_>>();
    wishes.extend(ids("repeat").into_iter().map(|id| (id, Wish::Repeat)));
    wishes.extend(ids("leave").into_iter().map(|id| (id, Wish::Leave)));
    for (name, value) in &cx.req.fields {
        let pupil = name.strip_prefix("into-").and_then(|id| id.parse::<PupilId>().ok());
        if let (Some(pupil), Ok(class)) = (pupil, value.parse::<ClassId>()) {
            wishes.insert(pupil, Wish::Into(class));
        }
    }
    wishes
}

fn class_name(class: &Class) -> String {
    ClassName { grade: class.grades.first().copied().unwrap_or(1), number: class.number }.to_string()
}

fn class_row(cx: &Cx<'_, '_>, plan: &Plan, class: &Class, name: &str, wishes: &HashMap<PupilId, Wish>) -> ClassRow {
    let followed = plan.next.iter().find(|next| next.follows == Some(class.id));
    let page = |key: &str| crate::base::words::word(cx.lang(), key);
    let goes = match (class.grades.as_slice(), followed) {
        ([level], _) if *level >= LAST_GRADE => page("roster-promotion-graduates"),
        ([_], Some(next)) => format!("{} {}", page("roster-promotion-to"), class_name(next)),
        _ => page("roster-promotion-stays"),
    };
    let pupils = plan.pupils.iter().filter(|sitting| sitting.class == class.id);
    let pupils = pupils
        .map(|s| PupilRow {
            id: s.pupil,
            name: s.name.clone(),
            seat_no: s.seat_no,
            repeats: wishes.get(&s.pupil) == Some(&Wish::Repeat),
            leaves: wishes.get(&s.pupil) == Some(&Wish::Leave),
        })
        .collect();
    ClassRow { name: name.to_owned(), goes, pupils }
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageRoster>(Subject::School)?;
    let wishes = wishes(cx);
    let p = cx.page("roster-promotion-title");
    let Some(plan) = promote::plan(cx.tx, &permit, &wishes)? else {
        let lead = p.t("roster-promotion-none");
        return cx.render(&PromotionPage { p, lead, rows: Vec::new(), choices: Vec::new(), classes: Vec::new(), total: 0, first_day: String::new(), last_day: String::new() });
    };
    let rows = plan.now.iter().map(|(class, name)| class_row(cx, &plan, class, name, &wishes)).filter(|row| !row.pupils.is_empty()).collect();
    let choices = plan.pupils.iter().zip(&plan.steps).filter_map(|(sitting, step)| {
        // Who has been given a class stays in the form when it comes back for another reason.
        let chosen = match wishes.get(&sitting.pupil) {
            Some(Wish::Into(class)) => class.to_string(),
            _ => String::new(),
        };
        let why = match &step.outcome {
            Outcome::Undecided(why) => why.text(cx.lang()),
            _ if chosen.is_empty() => return None,
            _ => String::new(),
        };
        Some(ChoiceRow { id: sitting.pupil, name: sitting.name.clone(), why, chosen })
    });
    let mut classes = vec![(String::new(), p.t("roster-choose"))];
    classes.extend(plan.next.iter().map(|class| (class.id.to_string(), class_name(class))));
    let lead = Msg::new("roster-promotion-lead").with("from", plan.from).with("to", plan.to).with("count", plan.pupils.len()).text(cx.lang());
    let page = PromotionPage {
        lead,
        rows,
        choices: choices.collect(),
        classes,
        total: plan.pupils.len(),
        first_day: format!("{}-09-01", plan.to.0),
        last_day: format!("{}-01-20", plan.to.0 + 1),
        p,
    };
    cx.render(&page)
}

fn carry_out(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageRoster>(Subject::School)?;
    let calendar = cx.permit::<acts::ManageCalendar>(Subject::School)?;
    let mut problems = Problems::default();
    let (first, last) = (day_field(cx, "first_day", &mut problems), day_field(cx, "last_day", &mut problems));
    problems.end()?;
    let (Some(first_day), Some(last_day)) = (first, last) else { return Err(Error::at("first_day", "roster-promotion-days")) };
    let reviewed = cx.field("reviewed").parse().unwrap_or(0);
    let review = Review { wishes: wishes(cx), reviewed, first_day, last_day };
    let account = promote::carry_out(cx.tx, &permit, &calendar, &review)?;
    cx.did(
        "TurnYear",
        Subject::School,
        Levels::NONE,
        format!("promoted {} repeating {} graduated {} left {}", account.promoted, account.repeating, account.graduated, account.left),
    );
    Ok(Reply::done("/pupils", Msg::new("roster-promotion-done").with("count", account.total())))
}
