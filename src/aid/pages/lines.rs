//! One line of a request: why the child is helped, what became of it, the receipt that the family signed.

use super::{SHOWN, crumbs, day};
use crate::access::{Action, Subject, acts};
use crate::aid::requests::{self, ReadLine, Request};
use crate::aid::state::Line;
use crate::aid::{export, pay};
use crate::base::{Msg, Result, RowId};
use crate::roster::particulars;
use crate::web::sheet::{Ask, Kind, Sheet, field, link};
use crate::web::{Cx, Page, Reply, Work};

fn of_path(cx: &mut Cx<'_, '_>) -> Result<(Request, ReadLine)> {
    let see = cx.permit::<acts::SeeAid>(Subject::School)?;
    let id: RowId = cx.path("line")?;
    requests::line(cx.tx, &see, id)
}

fn way(p: &Page, request: &Request, line: &ReadLine, inner: bool) -> Vec<(String, String)> {
    let (of, own) = (format!("/aid/requests/{}", request.id), format!("/aid/lines/{}", line.id));
    let mut all = vec![("/aid/requests", p.t("aid-requests")), (of.as_str(), request.title.clone())];
    if inner {
        all.push((own.as_str(), p.t("aid-line")));
    }
    crumbs(p, &all)
}

/// A line: facts, and what may follow.
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let see = cx.permit::<acts::SeeAid>(Subject::School)?;
    let (request, line) = of_path(cx)?;
    let (manages, pays, approves) = (cx.who.may_somewhere(Action::ManageAid), cx.who.may_somewhere(Action::PayAid), cx.who.may_somewhere(Action::ApproveAid));
    let p = cx.page_of(&Msg::new("aid-line-of").with("number", line.place));
    let mut facts = Vec::new();
    if line.pupil.is_some() {
        facts.push((p.t("aid-child"), format!("{} {}", line.class, export::name_of(p.lang, &line))));
    }
    facts.push((p.t("aid-state"), p.t(&format!("aid-line-{}", line.state.code()))));
    facts.push((p.t("aid-gift-what"), export::what(&line)));
    if line.worth().0 > 0 {
        facts.push((p.t("aid-value"), format!("{} {}", line.worth(), line.worth().capital())));
    }
    if let Some(day) = line.day {
        facts.push((p.t("aid-day"), day.to_string()));
    }
    if !line.reason.is_empty() {
        facts.push((p.t("aid-reason"), line.reason.clone()));
    }
    let why = if manages || approves { requests::why(cx.tx, &see, &line)? } else { String::new() };
    if !why.is_empty() {
        facts.push((p.t("aid-why-label"), why));
    }
    let path = format!("/aid/lines/{}", line.id);
    let leads = |to: Line| line.state.leads_to(to, request.form);
    let mut links = Vec::new();
    if let (Some(pupil), true) = (line.pupil, manages) {
        links.push(link(&p, "pupils", "aid-of-child", format!("/pupils/{pupil}/aid")));
    }
    if manages && leads(Line::Received) {
        links.push(link(&p, "edit", "aid-receipt", format!("{path}/receipt")));
    }
    if manages && line.state == Line::Received && pay::slip(cx.tx, &see, line.id).is_ok() {
        links.push(link(&p, "eye", "aid-slip-shown", format!("{path}/slip")));
    }
    if pays && leads(Line::Failed) {
        links.push(link(&p, "alert", "aid-line-failed", format!("{path}/failure")));
    }
    if pays && leads(Line::Returned) {
        links.push(link(&p, "undo", "aid-line-returned", format!("{path}/return")));
    }
    if approves && leads(Line::Cancelled) {
        links.push(link(&p, "close", "aid-cancel", format!("{path}/cancellation")));
    }
    cx.saw("SeeAid", line.pupil.map_or(Subject::School, Subject::Pupil), SHOWN);
    cx.render(&Sheet { crumbs: way(&p, &request, &line, false), lead: request.title, links, facts, sections: Vec::new(), p })
}

/// The form of a receipt: which guardian signed the family's own slip.
pub(super) fn receipt_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (request, line) = of_path(cx)?;
    let (p, today) = (cx.page("aid-receipt"), cx.tx.today());
    let mut guardians = Vec::new();
    if let Some(pupil) = line.pupil {
        let see = cx.permit::<acts::SeePupil>(pupil)?;
        guardians = particulars::guardians(cx.tx, &see)?.into_iter().map(|one| (one.id.to_string(), format!("{}（{}）", one.name, one.relation))).collect();
    }
    let fields = vec![
        field("guardian", "aid-slip-guardian", Kind::Select(guardians)).hint("aid-receipt-hint"),
        field("day", "aid-slip-day", Kind::Day).value(today),
        field("slip", "aid-slip-picture-label", Kind::File("image/png,image/jpeg,image/webp")).hint("aid-slip-picture-hint").optional(),
    ];
    let action = format!("/aid/lines/{}/receipt", line.id);
    cx.render(&Ask { crumbs: way(&p, &request, &line, true), lead: p.t("aid-receipt-lead"), action, fields, submit: p.t("web-save"), files: true, p })
}

/// Writes the receipt down.
pub(super) fn receive(work: &Work<'_>) -> Result<Reply> {
    let upload = work.req.files.iter().find(|file| file.field == "slip" && file.size_bytes > 0);
    let bytes = match upload {
        Some(file) if file.size_bytes > pay::SLIP_BYTES as u64 => return Err(crate::base::Error::at("slip", Msg::new("aid-slip-big").with("most", pay::SLIP_BYTES >> 20))),
        Some(file) => Some(std::fs::read(file.path())?),
        None => None,
    };
    work.write(|cx| {
        let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
        let (id, guardian, day): (RowId, _, _) = (cx.path("line")?, cx.field("guardian").parse().ok(), day(cx, "day")?);
        pay::receive(cx.tx, &permit, id, guardian, day, bytes.as_deref())?;
        cx.did("ManageAid", Subject::School, SHOWN, format!("receipt {id}"));
        Ok(Reply::done(format!("/aid/lines/{id}"), "aid-kept"))
    })
}

/// The picture of the slip.
pub(super) fn slip(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let id: RowId = cx.path("line")?;
    let bytes = pay::slip(cx.tx, &permit, id)?;
    let (name, media) = if bytes.starts_with(b"\xFF\xD8\xFF") {
        ("slip.jpg", "image/jpeg")
    } else if bytes.starts_with(b"RIFF") {
        ("slip.webp", "image/webp")
    } else {
        ("slip.png", "image/png")
    };
    cx.saw("SeeAid", Subject::School, SHOWN);
    Ok(Reply::file(name, media, bytes))
}

fn reason_form(cx: &mut Cx<'_, '_>, to: &str, title: &str, lead: &str) -> Result<Reply> {
    let (request, line) = of_path(cx)?;
    let (p, today) = (cx.page(title), cx.tx.today());
    let mut fields = vec![field("reason", "aid-reason", Kind::Long)];
    if to != "cancellation" {
        fields.push(field("day", "aid-day", Kind::Day).value(today));
    }
    let action = format!("/aid/lines/{}/{to}", line.id);
    cx.render(&Ask { crumbs: way(&p, &request, &line, true), lead: p.t(lead), action, fields, submit: p.t(title), files: false, p })
}

pub(super) fn failure_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    reason_form(cx, "failure", "aid-line-failed", "aid-failure-lead")
}

pub(super) fn return_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    reason_form(cx, "return", "aid-line-returned", "aid-return-lead")
}

pub(super) fn cancel_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    reason_form(cx, "cancellation", "aid-cancel", "aid-cancel-lead")
}

fn kept(cx: &mut Cx<'_, '_>, act: &'static str, line: RowId) -> Reply {
    cx.did(act, Subject::School, SHOWN, format!("line {line}"));
    Reply::done(format!("/aid/lines/{line}"), "aid-kept")
}

pub(super) fn fail(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::PayAid>(Subject::School)?;
    let (id, why, day): (RowId, String, _) = (cx.path("line")?, cx.field("reason").to_owned(), day(cx, "day")?);
    pay::fail(cx.tx, &permit, id, &why, day)?;
    Ok(kept(cx, "PayAid", id))
}

pub(super) fn give_back(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::PayAid>(Subject::School)?;
    let (id, why, day): (RowId, String, _) = (cx.path("line")?, cx.field("reason").to_owned(), day(cx, "day")?);
    pay::give_back(cx.tx, &permit, id, &why, day)?;
    Ok(kept(cx, "PayAid", id))
}

pub(super) fn cancel(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ApproveAid>(Subject::School)?;
    let (id, why): (RowId, String) = (cx.path("line")?, cx.field("reason").to_owned());
    pay::cancel(cx.tx, &permit, id, &why)?;
    Ok(kept(cx, "ApproveAid", id))
}
