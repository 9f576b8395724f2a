//! `/pairing/classes/{id}/peers/wishes`: what was asked of each child, in one quick grid: would it like a study partner, whom does it like, is it willing to help.
//!
//! Classmates are named by seat or name. Works without JavaScript; on a phone each child is a card.

use std::collections::BTreeMap;

use askama::Template;

use super::peers::ask;
use crate::access::{Level, Levels};
use crate::base::error::Problems;
use crate::base::{ClassId, Lang, Msg, PupilId, Result, words};
use crate::casefile::wording::subject;
use crate::pairing::peer_rules::{WISHES_MOST, Willing};
use crate::pairing::peers::{self, Class, Peer, Say, field};
use crate::results::SUBJECTS;
use crate::roster::time;
use crate::web::{Choice, Cx, Page, Reply};

struct ChildView {
    id: String,
    name: String,
    seat: String,
    needs: bool,
    wants: Vec<Choice>,
    /// Field and text of each wish.
    wishes: Vec<(String, String)>,
    willing: Vec<Choice>,
    good_at: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "pairing/pages/peer_grid.html")]
struct Grid {
    p: Page,
    id: ClassId,
    number: i64,
    /// What the browser offers while a classmate is named.
    classmates: Vec<String>,
    rows: Vec<ChildView>,
}

/// A classmate as a field names it: seat and name, so that two of one name are told apart.
fn called(child: &Peer) -> String {
    child.seat.map_or_else(|| child.name.clone(), |seat| format!("{seat} {}", child.name))
}

/// The child whom a text names: by seat, by name where only one bears it, or by both.
fn find(class: &Class, text: &str) -> Option<PupilId> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut named = class.children.iter().filter(|child| called(child) == text || child.name == text || child.seat.is_some_and(|seat| seat.to_string() == text));
    match (named.next(), named.next()) {
        (Some(child), None) => Some(child.id),
        _ => None,
    }
}

fn subjects(lang: Lang, chosen: &str) -> Vec<Choice> {
    SUBJECTS.iter().map(|code| Choice::new(code, subject(lang, code), chosen == *code)).collect()
}

fn wish_field(pupil: PupilId, place: usize) -> String {
    if place == 0 { field("w", pupil) } else { field(&format!("w{}", place + 1), pupil) }
}

fn view(p: &Page, class: &Class, child: &Peer) -> ChildView {
    let (id, say) = (child.id, &child.say);
    let wish = |place: usize| {
        let stored = say.wishes.get(place).and_then(|wish| class.child(*wish)).map(called).unwrap_or_default();
        let name = wish_field(id, place);
        (name.clone(), p.old_or(&name, stored))
    };
    let willing = p.old_or(&field("h", id), say.willing.code());
    ChildView {
        id: id.to_string(),
        name: child.name.clone(),
        seat: child.seat.map(|seat| seat.to_string()).unwrap_or_default(),
        needs: p.ticked(&field("n", id), say.needs),
        wants: subjects(p.lang, &p.old_or(&field("s", id), &say.wants)),
        wishes: (0..WISHES_MOST).map(wish).collect(),
        willing: Willing::ALL.iter().map(|one| Choice::new(one.code(), words::word(p.lang, &format!("pairing-willing-{}", one.code())), willing == one.code())).collect(),
        good_at: subjects(p.lang, &p.old_or(&field("g", id), &say.good_at)),
    }
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, term) = ask(cx)?;
    let class = peers::class(cx.tx, &permit, &term)?;
    let name = time::class(cx.tx, class.id)?.name;
    let p = cx.page_of(&Msg::new("pairing-peer-grid-title").with("class", name));
    let page = Grid {
        id: class.id,
        number: class.number,
        classmates: class.children.iter().map(called).collect(),
        rows: class.children.iter().map(|child| view(&p, &class, child)).collect(),
        p,
    };
    cx.saw("SeePeers", permit.subject(), Levels::of(&[Level::Basic]));
    cx.render(&page)
}

/// What was typed of a child.
fn typed(cx: &Cx<'_, '_>, class: &Class, pupil: PupilId, problems: &mut Problems) -> Say {
    let mut wishes = Vec::new();
    for place in 0..WISHES_MOST {
        let name = wish_field(pupil, place);
        let text = cx.field(&name);
        match find(class, text) {
            Some(wish) => wishes.push(wish),
            None if text.is_empty() => {}
            None => problems.note(name, "pairing-peer-wish-unknown"),
        }
    }
    let text = |what: &str| cx.field(&field(what, pupil)).to_owned();
    Say { needs: text("n") == "1", wants: text("s"), willing: Willing::of(&text("h")).unwrap_or_default(), good_at: text("g"), wishes }
}

/// Saves it.
pub(super) fn save(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, term) = ask(cx)?;
    let class = peers::class(cx.tx, &permit, &term)?;
    let on_sheet: Vec<PupilId> = cx.req.fields_of("child").filter_map(|text| text.parse().ok()).collect();
    let (mut problems, mut all) = (Problems::default(), BTreeMap::new());
    for pupil in on_sheet {
        all.insert(pupil, typed(cx, &class, pupil, &mut problems));
    }
    problems.end()?;
    let seen = cx.field("number").parse().unwrap_or(-1);
    let count = peers::save(cx.tx, &permit, &term, seen, &all)?;
    cx.did("ManagePeers", permit.subject(), Levels::of(&[Level::Basic]), format!("asked {count}"));
    Ok(Reply::done(format!("/pairing/classes/{}/peers", class.id), Msg::new("pairing-peer-grid-saved").with("count", count)))
}
