//! `/pupils/{id}/household`: what the school sees of a pupil's household: no income, no free words.

use askama::Template;

use crate::access::{Action, Level, Levels, Permit, acts};
use crate::base::{Msg, PupilId, Result, SchoolDate};
use crate::household::export::coded;
use crate::household::school::{self, Seen};
use crate::roster::particulars;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "household/pages/pupil.html")]
struct Show {
    p: Page,
    id: PupilId,
    name: String,
    seen: Option<Seen>,
    visits: Vec<(SchoolDate, String)>,
    measures: Vec<super::Stood>,
    card: bool,
}

/// `GET /pupils/{id}/household`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit: Permit<acts::SeeFamily> = cx.permit(id)?;
    let see: Permit<acts::SeePupil> = cx.permit(id)?;
    let name = particulars::particulars(cx.tx, &see)?.name;
    let seen = school::of_pupil(cx.tx, &permit)?;
    let p = cx.page_of(&Msg::new("household-pupil-title").with("name", &name));
    let visits = seen.iter().flat_map(|one| &one.visits).map(|(day, how, by)| (*day, format!("{} {by}", coded(p.lang, "how", how)))).collect();
    let measures = seen.iter().flat_map(|one| &one.measures).map(|(kind, due, stand)| super::Stood {
        item: "",
        kind: coded(p.lang, "measure", kind),
        what: p.tv("household-by", "day", due),
        stand: coded(p.lang, "stand", stand),
        colour: super::colour(stand),
    });
    let page = Show { measures: measures.collect(), visits, card: cx.who.may_everywhere(Action::SeeHouseholds), id, name, seen, p };
    cx.saw("SeeFamily", permit.subject(), Levels::of(&[Level::Basic, Level::Family]));
    cx.render(&page)
}
