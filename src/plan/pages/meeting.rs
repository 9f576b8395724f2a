//! `/plans/meetings/new`: a meeting of the team is written down: one meeting for many children (A1-02, PRACTICE 2).

use askama::Template;

use super::old;
use crate::access::{Action, Level, Levels, Permit, Subject, acts};
use crate::base::{Error, PupilId, Result, StaffId};
use crate::plan::team::{self, Listed, NewMeeting};
use crate::plan::wording;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "plan/pages/meeting.html")]
struct MeetingPage {
    p: Page,
    children: Vec<ChildView>,
    people: Vec<PersonView>,
    day: String,
    place: String,
}

struct ChildView {
    id: PupilId,
    name: String,
    class_name: String,
    state: String,
    ticked: bool,
    decision_field: String,
    guests_field: String,
    decision: String,
    guests: String,
}

struct PersonView {
    id: StaffId,
    name: String,
    ticked: bool,
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Query {
    pupil: String,
}

/// The children with a plan for whom the person may write.
fn children(cx: &mut Cx<'_, '_>) -> Result<Vec<Listed>> {
    let mut able = Vec::new();
    for one in team::list(cx.tx, cx.who)?.into_iter().filter(|one| one.standing.is_some()) {
        match Permit::<acts::WritePlan>::ask(cx.tx, cx.who, one.line.pupil) {
            Ok(permit) if permit.why().subjects().is_none() => able.push(one),
            Ok(_) | Err(Error::NotFound) => {}
            Err(fault) => return Err(fault),
        }
    }
    able.truncate(team::CASES_MOST);
    Ok(able)
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("plan-meeting-title");
    let lang = p.lang;
    let query: Query = cx.query()?;
    let able = children(cx)?;
    let pupils: Vec<PupilId> = able.iter().map(|one| one.line.pupil).collect();
    let view = |one: &Listed| {
        let id = one.line.pupil;
        let (decision_field, guests_field) = (format!("decision-{id}"), format!("guests-{id}"));
        ChildView {
            ticked: if p.typed.is_empty() { query.pupil == id.to_string() } else { p.ticked_with("pupil", id) },
            decision: p.old(&decision_field),
            guests: p.old(&guests_field),
            decision_field,
            guests_field,
            name: one.line.name.clone(),
            class_name: one.line.class_name.clone(),
            state: one.standing.map(|standing| wording::coded(lang, "plan-state-", standing.code())).unwrap_or_default(),
            id,
        }
    };
    let me = cx.who.staff();
    let people = team::may_attend(cx.tx, cx.who, &pupils)?;
    let person = |(id, name): (StaffId, String)| PersonView { ticked: if p.typed.is_empty() { id == me } else { p.ticked_with("there", id) }, id, name };
    let page = MeetingPage {
        children: able.iter().map(view).collect(),
        people: people.into_iter().map(person).collect(),
        day: old(&p, "day", &cx.tx.today().to_string()),
        place: old(&p, "place", ""),
        p,
    };
    cx.saw("SeePlans", Subject::School, Levels::of(&[Level::Basic, Level::Academic]));
    cx.render(&page)
}

/// Writes it down.
pub(super) fn keep(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    if !cx.who.may_somewhere(Action::WritePlan) {
        return Err(Error::Denied("plan-not-yours".into()));
    }
    let pupils: Vec<PupilId> = cx.req.fields_of("pupil").filter_map(|text| text.parse().ok()).collect();
    let there: Vec<StaffId> = cx.req.fields_of("there").filter_map(|text| text.parse().ok()).collect();
    let able = team::may_attend(cx.tx, cx.who, &pupils)?;
    let new = NewMeeting {
        day: cx.field("day").parse().ok(),
        place: cx.field("place").to_owned(),
        there: there.into_iter().filter(|staff| able.iter().any(|(known, _)| known == staff)).collect(),
        cases: pupils.iter().map(|id| (*id, cx.field(&format!("decision-{id}")).to_owned(), cx.field(&format!("guests-{id}")).to_owned())).collect(),
    };
    team::meet(cx.tx, cx.who, &new)?;
    cx.did("MeetOnPlans", Subject::School, Levels::of(&[Level::Basic, Level::Academic]), format!("{}", pupils.len()));
    let to = if let [only] = pupils[..] { format!("/pupils/{only}/plan/team#meetings") } else { "/plans".to_owned() };
    Ok(Reply::done(to, "casefile-kept"))
}
