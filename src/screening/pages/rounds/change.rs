//! The change sheet (变更单) of a class: a child is added to the filed list or taken off it, with a reason.

use askama::Template;

use super::class::{chosen, picker};
use super::opened;
use super::pupil::talk;
use super::show::{ChangeView, change_views};
use super::views::{Labels, seat_words};
use crate::access::{Subject, acts};
use crate::base::{ClassId, Msg, PupilId, Result};
use crate::roster::time;
use crate::screening::changes;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "screening/pages/rounds/change.html")]
struct Change {
    p: Page,
    back: String,
    back_text: String,
    address: String,
    to_add: Vec<(String, String)>,
    to_withdraw: Vec<(String, String)>,
    categories: Vec<(String, String)>,
    me: String,
    changes: Vec<ChangeView>,
}

/// The page.
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("class")?;
    let permit = cx.permit::<acts::FileRound>(id)?;
    let see = cx.permit::<acts::SeeCandidates>(id)?;
    let opened = opened(cx)?;
    let labels = Labels::of(cx, permit.levels())?;
    let filed = changes::of_class(cx.tx, &see, &opened)?;
    let there: Vec<PupilId> = filed.iter().map(|one| one.pupil).collect();
    let choose = labels.word("screening-round-choose");
    let named = filed.iter().map(|one| (one.pupil.to_string(), format!("{} {}", seat_words(one.seat, labels.lang), one.name).trim().to_owned()));
    let class = time::class(cx.tx, id)?;
    let shown = Change {
        p: cx.page_of(&Msg::new("screening-round-change-title").with("class", &class.name)),
        back: format!("{}/classes/{id}", opened.address()),
        back_text: class.name,
        address: format!("{}/classes/{id}", opened.address()),
        to_add: picker(cx, id, &opened, &there)?,
        to_withdraw: std::iter::once((String::new(), choose)).chain(named).collect(),
        categories: labels.choices(&opened),
        me: cx.who.name.clone(),
        changes: change_views(cx, &opened, |class| class == id)?,
    };
    cx.saw("SeeCandidates", Subject::Class(id), permit.levels().within(super::SHOWN));
    cx.render(&shown)
}

/// `POST …/changes`
pub(super) fn add(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("class")?;
    cx.permit::<acts::FileRound>(id)?;
    let opened = opened(cx)?;
    let pupil = chosen(cx, id, &opened)?;
    let permit = cx.permit::<acts::FileRound>(pupil)?;
    let (category, kind) = cx.field("category").split_once('/').unwrap_or_default();
    let (category, kind, reason) = (category.to_owned(), kind.to_owned(), cx.field("reason").to_owned());
    let talk = talk(cx)?;
    changes::add(cx.tx, &permit, &opened, &category, &kind, &reason, talk.as_ref())?;
    cx.did("FileRound", Subject::Pupil(pupil), permit.levels().within(super::SHOWN), format!("added {}", opened.round.id));
    Ok(Reply::done(format!("{}/classes/{id}/changes", opened.address()), "screening-round-changed"))
}

/// `POST …/withdrawals`
pub(super) fn withdraw(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("class")?;
    cx.permit::<acts::FileRound>(id)?;
    let opened = opened(cx)?;
    let pupil = chosen(cx, id, &opened)?;
    let permit = cx.permit::<acts::FileRound>(pupil)?;
    let reason = cx.field("reason").to_owned();
    changes::withdraw(cx.tx, &permit, &opened, &reason)?;
    cx.did("FileRound", Subject::Pupil(pupil), permit.levels().within(super::SHOWN), format!("withdrawn {}", opened.round.id));
    Ok(Reply::done(format!("{}/classes/{id}/changes", opened.address()), "screening-round-changed"))
}
