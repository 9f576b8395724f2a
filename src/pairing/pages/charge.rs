//! `/pairing/charge`: who takes charge of each class and of each supported child, and where somebody is missing (A5-04).

use askama::Template;

use crate::access::{Level, Levels, Subject, acts};
use crate::base::{Msg, PupilId, Result};
use crate::casefile;
use crate::pairing::charge::{self, Charge, ChildCharge};
use crate::roster::time;
use crate::web::{Cx, Page, Reply};

struct ChildView {
    id: PupilId,
    name: String,
    seat: String,
    who: String,
    gap: bool,
}

struct ClassView {
    name: String,
    leaders: String,
    /// Who stands in while nobody of the administration has the class.
    sponsors: String,
    homeroom: String,
    gaps: usize,
    children: Vec<ChildView>,
}

#[derive(Template)]
#[template(path = "pairing/pages/charge.html")]
struct ChargePage {
    p: Page,
    lead: String,
    classes: Vec<ClassView>,
}

fn child_view(p: &Page, child: &ChildCharge) -> ChildView {
    let comma = p.t("pairing-comma");
    ChildView {
        id: child.pupil,
        name: child.name.clone(),
        seat: child.seat.map(|seat| p.tv("casefile-seat", "count", seat)).unwrap_or_default(),
        who: child.teachers.iter().chain(&child.others).cloned().collect::<Vec<_>>().join(&comma),
        gap: child.teachers.is_empty(),
    }
}

fn class_view(p: &Page, charge: &Charge) -> ClassView {
    let comma = p.t("pairing-comma");
    ClassView {
        name: charge.name.clone(),
        leaders: charge.leaders.join(&comma),
        sponsors: charge.sponsors.join(&comma),
        homeroom: charge.homeroom.join(&comma),
        gaps: charge.gaps(),
        children: charge.children.iter().map(|child| child_view(p, child)).collect(),
    }
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManagePairing>(Subject::School)?;
    let term = casefile::present_term(cx.tx)?;
    let classes = time::classes(cx.tx, term.year)?;
    let charges = charge::charges(cx.tx, &permit, &term, &classes)?;
    let p = cx.page("pairing-charge-title");
    let page = ChargePage {
        lead: p.m(&Msg::new("pairing-charge-lead").with("count", charges.len()).with("open", charges.iter().map(Charge::gaps).sum::<usize>())),
        classes: charges.iter().map(|charge| class_view(&p, charge)).collect(),
        p,
    };
    cx.saw("SeePairs", Subject::School, Levels::of(&[Level::Basic]));
    cx.render(&page)
}
