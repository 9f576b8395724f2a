//! `/pairing/programmes/{id}`: the board: children by class with their helpers, the load of each mentor, what cannot hold together, and the proposal.

use std::collections::BTreeSet;

use askama::Template;

use super::scene;
use crate::access::{Level, Levels, Subject};
use crate::base::{Lang, Msg, ProgrammeId, PupilId, Result, RowId, StaffId};
use crate::pairing::pairs::{self, Pair, RELEASES};
use crate::pairing::{self, ChildFacts, Line, Scene, export, wording};
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "pairing/pages/board.html")]
struct Board {
    p: Page,
    programme: ProgrammeId,
    lead: String,
    conflicts: Vec<ConflictView>,
    proposed: usize,
    classes: Vec<ClassView>,
    /// Pairs whose child is not in the programme any more: the child's name, and the pair.
    left: Vec<(String, PairView)>,
    loads: Vec<LoadView>,
    /// Mentors who have children to hand over, and those who may take them.
    from: Vec<(String, String)>,
    to: Vec<(String, String)>,
    reasons: Vec<(String, String)>,
    formats: Vec<&'static str>,
}

/// What cannot hold together, and what is asked back to accept its smallest change.
struct ConflictView {
    said: String,
    missing: u32,
    /// A change of numbers helps.
    helps: bool,
}

struct ClassView {
    name: String,
    children: Vec<ChildView>,
}

struct ChildView {
    id: PupilId,
    name: String,
    family_name: String,
    place: String,
    pairs: Vec<PairView>,
    lines: Vec<LineView>,
    /// Mentors that are missing, counting the proposal.
    missing: u32,
    /// Whom the child wishes for, in words.
    wish: String,
    /// Ids of whom the child could get and of whom it has, for the script.
    may: String,
    have: String,
    /// Whom the child could get.
    others: Vec<(StaffId, String)>,
}

struct PairView {
    id: RowId,
    name: String,
    said: String,
}

struct LineView {
    staff: StaffId,
    name: String,
    why: String,
    locked: bool,
}

struct LoadView {
    staff: StaffId,
    name: String,
    said: String,
    has: u32,
    /// The most, as the script reads it; empty without one.
    most: String,
    /// Has a child: there is a letter.
    paired: bool,
    full: bool,
    short: bool,
}

fn count(staff: StaffId, scene: &Scene, lines: &[Line]) -> usize {
    scene.fixed.iter().filter(|(_, other)| *other == staff).count() + lines.iter().filter(|line| line.staff == staff).count()
}

fn pair_view(lang: Lang, pair: &Pair) -> PairView {
    let said = Msg::new("pairing-since").with("from", pair.from).with("why", wording::why(lang, &pair.why));
    PairView { id: pair.id, name: pair.staff_name.clone(), said: said.text(lang) }
}

fn joined(ids: impl Iterator<Item = StaffId>) -> String {
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join(" ")
}

fn child_view(lang: Lang, scene: &Scene, facts: &ChildFacts, pairs: &[Pair], lines: &[Line]) -> ChildView {
    let pupil = facts.child.id;
    let pairs: Vec<PairView> = pairs.iter().filter(|pair| pair.pupil == pupil).map(|pair| pair_view(lang, pair)).collect();
    let lines = lines.iter().filter(|line| line.pupil == pupil);
    let lines: Vec<LineView> = lines.map(|line| LineView { staff: line.staff, name: line.name.clone(), why: wording::why(lang, &line.why), locked: line.locked }).collect();
    let have: BTreeSet<StaffId> = scene.fixed.iter().filter(|(other, _)| *other == pupil).map(|(_, staff)| *staff).chain(lines.iter().map(|line| line.staff)).collect();
    let others = scene.mentors.iter().filter(|mentor| !have.contains(&mentor.id) && scene.numbers.suits(&facts.child, mentor).is_some());
    let missing = scene.numbers.per_child().least.saturating_sub(u32::try_from(have.len()).unwrap_or(u32::MAX));
    ChildView {
        id: pupil,
        name: facts.name.clone(),
        family_name: facts.name.chars().next().map(String::from).unwrap_or_default(),
        place: facts.seat.map(|seat| Msg::new("casefile-seat").with("count", seat).text(lang)).unwrap_or_default(),
        wish: scene
            .leanings
            .wishes
            .get(&pupil)
            .and_then(|staff| scene.names.get(staff))
            .map(|name| Msg::new("pairing-wish-said").with("name", name).text(lang))
            .unwrap_or_default(),
        pairs,
        lines,
        missing,
        may: joined(others.clone().map(|mentor| mentor.id)),
        have: joined(have.iter().copied()),
        others: others.map(|mentor| (mentor.id, scene.names.get(&mentor.id).cloned().unwrap_or_default())).collect(),
    }
}

fn classes(lang: Lang, scene: &Scene, pairs: &[Pair], lines: &[Line]) -> Vec<ClassView> {
    let mut classes: Vec<ClassView> = Vec::new();
    for facts in &scene.children {
        if classes.last().is_none_or(|class| class.name != facts.class_name) {
            classes.push(ClassView { name: facts.class_name.clone(), children: Vec::new() });
        }
        if let Some(class) = classes.last_mut() {
            class.children.push(child_view(lang, scene, facts, pairs, lines));
        }
    }
    classes
}

/// The load of everybody who has a child or could have one of the programme.
fn loads(lang: Lang, scene: &Scene, lines: &[Line]) -> Vec<LoadView> {
    let mut loads = Vec::new();
    for mentor in &scene.mentors {
        let (has, suits) = (count(mentor.id, scene, lines), scene.children.iter().any(|facts| scene.numbers.suits(&facts.child, mentor).is_some()));
        if has == 0 && !suits {
            continue;
        }
        let mut bounds = scene.numbers.quota(mentor, suits).bounds;
        scene.relieved(mentor.id, &mut bounds);
        let has = u32::try_from(has).unwrap_or(u32::MAX);
        let said = match (bounds.least, bounds.most) {
            (0, u32::MAX) => Msg::new("pairing-load"),
            (least, u32::MAX) => Msg::new("pairing-load-from").with("least", least),
            (least, most) if least == most => Msg::new("pairing-load-exactly").with("most", most),
            (0, most) => Msg::new("pairing-load-to").with("most", most),
            (least, most) => Msg::new("pairing-load-between").with("least", least).with("most", most),
        };
        loads.push(LoadView {
            staff: mentor.id,
            has,
            most: if bounds.most == u32::MAX { String::new() } else { bounds.most.to_string() },
            paired: scene.fixed.iter().any(|(_, staff)| *staff == mentor.id),
            name: scene.names.get(&mentor.id).cloned().unwrap_or_default(),
            said: said.with("count", has).text(lang),
            full: has >= bounds.most,
            short: has < bounds.least,
        });
    }
    loads
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (_, scene) = scene(cx)?;
    let (lines, pairs) = (pairing::lines(cx.tx, &scene)?, pairs::standing(cx.tx, &scene)?);
    let solved = pairing::solved(cx.tx, &scene)?;
    let p = cx.page_of(&Msg::new("pairing-board-title").with("name", &scene.programme.name));
    let lang = p.lang;
    let having: BTreeSet<StaffId> = pairs.iter().map(|pair| pair.staff).collect();
    let named = |id: &StaffId| (id.to_string(), scene.names.get(id).cloned().unwrap_or_default());
    let board = Board {
        programme: scene.programme.id,
        lead: Msg::new("pairing-board-lead").with("count", scene.children.len()).with("until", scene.until).text(lang),
        conflicts: solved
            .conflicts
            .iter()
            .map(|one| ConflictView { said: wording::conflict(lang, &scene, &solved, one), missing: one.missing, helps: !one.mentors.is_empty() })
            .collect(),
        proposed: lines.len(),
        classes: classes(lang, &scene, &pairs, &lines),
        left: pairs.iter().filter(|pair| scene.child(pair.pupil).is_none()).map(|pair| (pair.pupil_name.clone(), pair_view(lang, pair))).collect(),
        loads: loads(lang, &scene, &lines),
        from: scene.mentors.iter().map(|mentor| mentor.id).filter(|id| having.contains(id)).map(|id| named(&id)).collect(),
        to: scene.mentors.iter().filter(|mentor| !mentor.away).map(|mentor| named(&mentor.id)).collect(),
        reasons: RELEASES.iter().map(|code| ((*code).to_owned(), wording::released(lang, code))).collect(),
        formats: export::formats(),
        p,
    };
    cx.saw("SeePairs", Subject::School, Levels::of(&[Level::Basic]));
    cx.render(&board)
}
