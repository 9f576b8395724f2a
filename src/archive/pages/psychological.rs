//! `/archive/psychological`: the psychological files of children who left are destroyed by two people. No name is on the page, and no small number.

use askama::Template;

use crate::access::{Action, Levels, Subject, acts};
use crate::archive::psychological;
use crate::base::{Result, RowId};
use crate::roster::people::Names;
use crate::web::{Cx, Page, Policy, Reply, Routes};
use crate::wellbeing::{counts, ending};

pub(super) fn routes() -> Routes {
    let keep = Policy::May(Action::KeepArchive);
    Routes::new().get("/archive/psychological", keep, show).post("/archive/psychological", keep, propose, show).post("/archive/psychological/{ending}", keep, decide, show)
}

/// A destruction as it is shown.
struct Line {
    id: RowId,
    left_until: String,
    basis: String,
    said: String,
    /// How many files it would end; empty once it is decided.
    files: String,
    state: String,
    open: bool,
    mine: bool,
}

#[derive(Template)]
#[template(path = "archive/pages/psychological.html")]
struct PsychologicalPage {
    p: Page,
    id: RowId,
    until: String,
    lines: Vec<Line>,
    erases: bool,
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::KeepArchive>(Subject::School)?;
    let (names, lang, today, me) = (Names::load(cx.tx)?, cx.lang(), cx.tx.today(), cx.who.staff());
    let p = cx.page("archive-psychological");
    let mut lines = Vec::new();
    for one in ending::list(cx.tx, &permit)? {
        let open = one.ended.is_none();
        lines.push(Line {
            files: if open { counts::told(crate::wellbeing::rules::told(psychological::count(cx.tx, &permit, one.left_until)?), lang) } else { String::new() },
            said: format!("{} · {}", one.day, names.of(&one.staff.to_string())),
            state: one
                .ended
                .as_ref()
                .map(|(what, day, staff)| format!("{} {day} · {}", p.t(&format!("archive-psychological-{what}")), names.of(&staff.to_string())))
                .unwrap_or_default(),
            id: one.id,
            left_until: one.left_until.to_string(),
            basis: one.basis,
            open,
            mine: one.staff == me,
        });
    }
    let page = PsychologicalPage { id: cx.tx.new_id(), until: today.plus_months(-12).to_string(), lines, erases: cx.who.may_somewhere(Action::ErasePupil), p };
    cx.saw("KeepArchive", Subject::School, Levels::NONE);
    cx.render(&page)
}

fn propose(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::KeepArchive>(Subject::School)?;
    let fresh: RowId = cx.tx.new_id();
    let (id, until, basis) = (cx.field("id").parse().unwrap_or(fresh), cx.field("until").parse().ok(), cx.field("basis").to_owned());
    ending::propose(cx.tx, &permit, id, until, &basis)?;
    cx.did("KeepArchive", Subject::School, Levels::NONE, id.to_string());
    Ok(Reply::done("/archive/psychological", "archive-psychological-proposed"))
}

fn decide(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::KeepArchive>(Subject::School)?;
    let (id, carry_out): (RowId, _) = (cx.path("ending")?, cx.field("what") == "carry_out");
    psychological::decide(cx.tx, &permit, id, carry_out)?;
    cx.did("KeepArchive", Subject::School, Levels::NONE, id.to_string());
    Ok(Reply::done("/archive/psychological", "archive-psychological-decided"))
}
