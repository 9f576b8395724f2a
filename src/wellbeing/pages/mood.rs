//! What a teacher tells of a child's mood, in three taps; and the teachers' list of observations.

use super::home::{level_chip, signs};
use super::view::{Ask, Field, Item, Kind, choices, field, hidden, levels};
use super::{SHOWN, child_crumbs, made, named, ticks};
use crate::access::{Subject, acts};
use crate::base::{PupilId, Result};
use crate::web::{Cx, Page, Reply};
use crate::wellbeing::file::{self, Typed};
use crate::wellbeing::notice::{self, Seen};
use crate::wellbeing::room;
use crate::wellbeing::rules::{ITEMS, OFTEN, SIGNS};

/// How adults speak, where words are written (A5-10, B9-01, B9-02, B10-07).
pub(super) fn manners(p: &Page) -> Vec<String> {
    ["wellbeing-manners-see", "wellbeing-manners-mock", "wellbeing-manners-diagnosis"].iter().map(|key| p.t(key)).collect()
}

pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::NoticeMood>(id)?;
    let (name, p) = (named(cx, id)?, cx.page("wellbeing-mood"));
    let open = !room::open(cx.tx)?.is_empty();
    let own = notice::own(cx.tx, &permit)?;
    let item = |one: &crate::wellbeing::entry::Entry| Item {
        title: signs(&p, one),
        meta: one.day.to_string(),
        chips: vec![level_chip(&p, one.said().level), if one.steps.is_empty() { (p.t("wellbeing-waits"), "due") } else { (p.t("wellbeing-looked-after"), "good") }],
        // The author reads the words meant for the author, not what the receivers do.
        lines: one.steps.iter().filter(|step| !step.words.is_empty()).map(|step| (p.t("wellbeing-advice"), step.words.clone())).collect(),
        href: String::new(),
    };
    let below: Vec<Item> = own.iter().map(item).chain(more(&p, id)).collect();
    let mut notice = vec![p.t(if open { "wellbeing-mood-who" } else { "wellbeing-room-shut-teacher" })];
    notice.extend(manners(&p));
    let fields = if open {
        vec![
            hidden("id", made(cx)),
            field("sign", "wellbeing-signs", Kind::Boxes(choices(&p, "wellbeing-sign-", &SIGNS))),
            field("level", "wellbeing-level", Kind::Radios(levels(&p))).hint("wellbeing-level-hint").value(1),
            field("text", "wellbeing-text", Kind::Long).hint("wellbeing-text-hint").optional(),
        ]
    } else {
        Vec::new()
    };
    let ask = Ask::new(p, child_crumbs(id, &name), format!("/pupils/{id}/mood"), fields, "wellbeing-tell").lead("wellbeing-mood-lead").notice(notice);
    cx.render(&Ask { below, ..ask })
}

/// The ways on from here.
fn more(p: &Page, id: PupilId) -> [Item; 3] {
    let item = |key: &str, hint: &str, to: &str| Item {
        title: p.t(key),
        meta: if hint.is_empty() { String::new() } else { p.t(hint) },
        href: format!("/pupils/{id}/{to}"),
        ..Item::default()
    };
    [item("wellbeing-crisis-now", "wellbeing-crisis-now-hint", "crisis"), item("wellbeing-complaint", "", "complaint"), item("wellbeing-list-teacher", "", "mood/checklist")]
}

pub(super) fn tell(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::NoticeMood>(id)?;
    let seen = Seen { id: made(cx), signs: ticks(cx, "sign"), level: cx.field("level").parse().unwrap_or(0), text: cx.field("text").to_owned() };
    let urgent = notice::tell(cx.tx, &permit, &seen)?;
    cx.did("NoticeMood", Subject::School, SHOWN, seen.id.to_string());
    let to = if urgent { format!("/pupils/{id}/crisis") } else { format!("/pupils/{id}/mood") };
    Ok(Reply::done(to, if urgent { "wellbeing-told-urgent" } else { "wellbeing-told" }))
}

/// The items of a list of observations.
pub(super) fn items(p: &Page, list: &str) -> Vec<Field> {
    const NAMES: [&str; ITEMS as usize] = ["item1", "item2", "item3", "item4", "item5", "item6", "item7", "item8", "item9", "item10", "item11", "item12"];
    let one = |(at, name): (usize, &&'static str)| field(name, format!("wellbeing-{list}-{}", at + 1), Kind::Radios(choices(p, "wellbeing-often-", &OFTEN))).optional();
    NAMES.iter().enumerate().map(one).collect()
}

/// The answers that were typed.
pub(super) fn typed_items(cx: &Cx<'_, '_>, typed: &mut Typed) {
    for item in 1..=ITEMS {
        let name = format!("item{item}");
        let said = cx.field(&name).to_owned();
        typed.parts.insert(name, said);
    }
}

pub(super) fn list_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    cx.permit::<acts::NoticeMood>(id)?;
    let (name, p) = (named(cx, id)?, cx.page("wellbeing-list-teacher"));
    let open = !room::open(cx.tx)?.is_empty();
    let mut fields = Vec::new();
    if open {
        fields.push(hidden("id", made(cx)));
        fields.extend(items(&p, "teacher"));
        fields.push(field("text", "wellbeing-text", Kind::Long).hint("wellbeing-text-hint").optional());
    }
    let notice = vec![p.t("wellbeing-list-no-diagnosis"), p.t(if open { "wellbeing-list-where" } else { "wellbeing-room-shut-teacher" })];
    cx.render(&Ask::new(p, child_crumbs(id, &name), format!("/pupils/{id}/mood/checklist"), fields, "wellbeing-list-send").notice(notice))
}

pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::NoticeMood>(id)?;
    let (entry, mut typed) = (made(cx), Typed { text: cx.field("text").to_owned(), ..Typed::default() });
    typed_items(cx, &mut typed);
    file::check(cx.tx, &permit, entry, &typed)?;
    cx.did("NoticeMood", Subject::School, SHOWN, entry.to_string());
    Ok(Reply::done(format!("/pupils/{id}/mood"), "wellbeing-told"))
}
