//! Papers in bulk and one by one: certificates, praise letters, the list of all rewards together.

use super::SHOWN;
use crate::access::{Level, Levels, Permit, Subject, acts};
use crate::base::{ClassId, Error, GradeId, Result, RowId};
use crate::reward::export::{self, File, Paper};
use crate::web::{Cx, Page, Reply};

/// A paper in a format: the codes of both, and what the link says.
pub(super) type PaperLink = (&'static str, &'static str, String);

/// What can be had in which format, as links.
pub(super) fn links(p: &Page) -> Vec<PaperLink> {
    let mut all: Vec<(&str, &str)> = Vec::new();
    for paper in [Paper::Certificates, Paper::Letters] {
        all.extend(export::formats().into_iter().map(|format| (paper.code(), format)));
    }
    all.extend(std::iter::once("xlsx").chain(export::formats()).map(|format| (Paper::Announcement.code(), format)));
    all.into_iter().map(|(what, format)| (what, format, format!("{} {format}", p.t(&format!("reward-paper-{what}"))))).collect()
}

fn asked(cx: &Cx<'_, '_>) -> Result<(Paper, String)> {
    let what: String = cx.path("what")?;
    Ok((Paper::of(&what).ok_or(Error::NotFound)?, cx.path("file")?))
}

fn answer(cx: &mut Cx<'_, '_>, subject: Subject, file: File) -> Reply {
    cx.did("PrintRewards", subject, Levels::of(&[Level::Basic]), file.0.rsplit('.').next().unwrap_or_default().to_owned());
    Reply::file(file.0, file.1, file.2)
}

fn proposed(cx: &mut Cx<'_, '_>, permit: &Permit<acts::ProposeReward>) -> Result<Reply> {
    let (paper, format) = asked(cx)?;
    let (term, lang) = (super::term(cx)?, cx.lang());
    let file = export::bulk(cx.tx, permit, &term, paper, &format, lang)?;
    Ok(answer(cx, permit.subject(), file))
}

/// Of a class.
pub(super) fn of_class(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit(id)?;
    proposed(cx, &permit)
}

/// Of a grade.
pub(super) fn of_grade(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: GradeId = cx.path("id")?;
    let permit = cx.permit(id)?;
    proposed(cx, &permit)
}

/// Of the school.
pub(super) fn of_school(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (paper, format) = asked(cx)?;
    let permit = cx.permit::<acts::ManageRewards>(Subject::School)?;
    let (term, lang) = (super::term(cx)?, cx.lang());
    let file = export::bulk(cx.tx, &permit, &term, paper, &format, lang)?;
    Ok(answer(cx, Subject::School, file))
}

/// Of one child.
pub(super) fn one(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, format): (RowId, String) = (cx.path("award")?, cx.path("file")?);
    let (one, term) = export::with_term(cx.tx, id)?;
    let permit = cx.permit::<acts::PraisePupil>(one.pupil)?;
    let lang = cx.lang();
    let file = export::one(cx.tx, &permit, &one, &term, &format, lang)?;
    cx.did("PrintRewards", permit.subject(), permit.levels().within(SHOWN), "one");
    Ok(Reply::file(file.0, file.1, file.2))
}
