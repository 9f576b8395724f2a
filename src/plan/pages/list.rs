//! `/plans`: the children with a file and how the plan of each stands: who has none comes first, and what waits for one's own signature is signed together.

use askama::Template;

use crate::access::{Action, Level, Levels, Permit, Subject, acts};
use crate::base::{Error, Msg, PupilId, Result};
use crate::plan::team::{self, Listed};
use crate::plan::{Standing, wording};
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "plan/pages/plans.html")]
struct ListPage {
    p: Page,
    lead: String,
    rows: Vec<RowView>,
    mine: usize,
    meets: bool,
}

struct RowView {
    id: PupilId,
    family_name: String,
    name: String,
    class_name: String,
    state: String,
    kind: &'static str,
    until: String,
    holds: bool,
    mine: bool,
}

/// What asks for something comes first.
fn order(one: &Listed) -> (u8, bool) {
    let place = match one.standing {
        _ if one.mine => 0,
        None => 1,
        Some(Standing::Returned) => 2,
        Some(Standing::Draft) => 3,
        Some(Standing::Fixed) => 4,
        Some(Standing::Approved) if !one.holds => 1,
        Some(Standing::Approved) => 5,
    };
    (place, one.holds)
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("plan-list-title");
    let lang = p.lang;
    let mut listed = team::list(cx.tx, cx.who)?;
    listed.sort_by_key(order);
    let without = listed.iter().filter(|one| one.standing.is_none()).count();
    let row = |one: &Listed| RowView {
        id: one.line.pupil,
        family_name: one.line.name.chars().next().map(String::from).unwrap_or_default(),
        name: one.line.name.clone(),
        class_name: one.line.class_name.clone(),
        state: match one.standing {
            None => p.t("plan-state-none"),
            Some(Standing::Approved) if !one.holds => p.t("plan-state-over"),
            Some(standing) => format!("{} · {}", Msg::new("plan-version").with("number", one.number).text(lang), wording::coded(lang, "plan-state-", standing.code())),
        },
        kind: match one.standing {
            None | Some(Standing::Returned) => "due",
            Some(Standing::Approved) if !one.holds => "due",
            Some(Standing::Approved) => "good",
            _ => "",
        },
        until: one.until.map(|day| Msg::new("casefile-until").with("when", day).text(lang)).unwrap_or_default(),
        holds: one.holds && one.standing != Some(Standing::Approved),
        mine: one.mine,
    };
    let rows: Vec<RowView> = listed.iter().map(row).collect();
    let page = ListPage {
        lead: Msg::new("plan-list-lead").with("count", rows.len()).with("without", without).text(lang),
        mine: rows.iter().filter(|row| row.mine).count(),
        meets: cx.who.may_somewhere(Action::WritePlan),
        rows,
        p,
    };
    cx.saw("SeePlans", Subject::School, Levels::of(&[Level::Basic, Level::Academic]));
    cx.render(&page)
}

/// Signs the plans that were ticked, all at once.
pub(super) fn sign(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let pupils: Vec<PupilId> = cx.req.fields_of("pupil").filter_map(|text| text.parse().ok()).collect();
    if pupils.is_empty() {
        return Err(Error::at("pupil", "plan-sign-none"));
    }
    for pupil in &pupils {
        let permit = Permit::<acts::WritePlan>::ask(cx.tx, cx.who, *pupil)?;
        team::sign(cx.tx, &permit)?;
    }
    cx.did("SignPlan", Subject::School, Levels::of(&[Level::Basic, Level::Academic]), format!("{}", pupils.len()));
    Ok(Reply::done("/plans", Msg::new("plan-signed-many").with("count", pupils.len())))
}
