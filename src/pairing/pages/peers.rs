//! `/pairing/peers` and `/pairing/classes/{id}/peers`: the study partners of a class: who is together, who waits, the proposal, groups, the paper for the class.
//!
//! Why a child is listed is not said; how many left-behind children have nobody (A6-11) is told to who may know of families.

use askama::Template;

use crate::access::{Action, Level, Levels, Permit, acts};
use crate::base::{ClassId, Lang, Msg, PupilId, Result, StaffId, words};
use crate::casefile;
use crate::pairing::groups::{self, Group};
use crate::pairing::peers::{self, Class, ENDS, PeerPair, field};
use crate::pairing::{export, peer_rules};
use crate::results::classes_of;
use crate::roster::time::{self, Term};
use crate::web::{Choice, Cx, Page, Reply};

#[derive(Template)]
#[template(path = "pairing/pages/peers.html")]
struct ListPage {
    p: Page,
    rows: Vec<(String, String, String)>,
}

/// The classes whose study partners the person brings together.
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("pairing-peers-title");
    let mut rows = Vec::new();
    if let Some(term) = time::current_term(cx.tx)? {
        let standing = peers::standing(cx.tx)?;
        for class in classes_of(cx.tx, cx.who, Action::ManagePeers, term.year)? {
            let count = standing.get(&class.id).copied().unwrap_or_default();
            rows.push((format!("/pairing/classes/{}/peers", class.id), class.name, p.tv("pairing-peers-count", "count", count)));
        }
    }
    cx.render(&ListPage { p, rows })
}

/// A pair or group in words.
struct Together {
    id: String,
    names: String,
    said: String,
}

/// A child for whom somebody is proposed.
struct Asks {
    id: PupilId,
    field: String,
    name: String,
    /// Whom it could be with; the proposed one is chosen.
    choices: Vec<Choice>,
    said: String,
}

#[derive(Template)]
#[template(path = "pairing/pages/peer_class.html")]
struct ClassPage {
    p: Page,
    id: ClassId,
    lead: String,
    /// How many left-behind children have nobody; empty for who may not know.
    left_behind: String,
    pairs: Vec<Together>,
    past: Vec<Together>,
    asks: Vec<Asks>,
    /// Who gets nobody, and why: the children of a reason together.
    open: Vec<(String, String)>,
    groups: Vec<Together>,
    groups_past: Vec<Together>,
    children: Vec<Choice>,
    leads: Vec<(String, String)>,
    reasons: Vec<(String, String)>,
    most: Vec<Choice>,
    formats: Vec<&'static str>,
}

/// The permit, and the term.
pub(super) fn ask(cx: &mut Cx<'_, '_>) -> Result<(Permit<acts::ManagePeers>, Term)> {
    let permit = cx.permit::<acts::ManagePeers>(cx.path::<ClassId>("id")?)?;
    let term = casefile::present_term(cx.tx)?;
    Ok((permit, term))
}

/// What the pages show: who sits with whom; that of families only as a number.
pub(super) const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Family]);

fn named(lang: Lang, name: &str, seat: Option<i64>) -> String {
    match seat {
        Some(seat) => Msg::new("pairing-peer-seated").with("seat", seat).with("name", name).text(lang),
        None => name.to_owned(),
    }
}

fn pair_view(lang: Lang, pair: &PeerPair) -> Together {
    let names = Msg::new("pairing-peer-both").with("one", named(lang, &pair.helped.1, pair.helped.2)).with("other", named(lang, &pair.helper.1, pair.helper.2)).text(lang);
    let why = words::word(lang, &format!("pairing-peer-why-{}", pair.why));
    let said = Msg::new("pairing-peer-said").with("from", pair.from).with("until", pair.until).with("name", &pair.lead).text(lang);
    let end = if pair.ended.is_empty() { String::new() } else { format!(" · {}", ended(lang, &pair.ended)) };
    Together { id: pair.id.to_string(), names, said: format!("{said} · {why}{end}") }
}

fn ended(lang: Lang, code: &str) -> String {
    words::word(lang, &format!("pairing-peer-end-{code}"))
}

fn group_view(lang: Lang, group: &Group) -> Together {
    let members: Vec<String> = group.members.iter().map(|(name, seat)| named(lang, name, *seat)).collect();
    let said = Msg::new("pairing-peer-said").with("from", group.from).with("until", group.until).with("name", &group.lead).text(lang);
    let end = if group.ended.is_empty() { String::new() } else { format!(" · {}", ended(lang, &group.ended)) };
    Together { id: group.id.to_string(), names: format!("{} · {}", group.name, members.join(&words::word(lang, "pairing-comma"))), said: format!("{said}{end}") }
}

fn name_of(lang: Lang, class: &Class, pupil: PupilId) -> String {
    class.child(pupil).map(|child| named(lang, &child.name, child.seat)).unwrap_or_default()
}

/// The proposal with whom else each child could be with, and who gets nobody.
fn proposal(p: &Page, class: &Class, most: u32) -> (Vec<Asks>, Vec<(String, String)>) {
    let (proposed, open) = class.proposal(most);
    let rules = class.for_rules();
    let asks = proposed.iter().map(|pair| {
        let name = field("p", pair.helped);
        let chosen = p.old_or(&name, pair.helper);
        let child = rules.iter().find(|child| child.id == pair.helped);
        let fits = |helper: &&peer_rules::Child| child.is_some_and(|child| peer_rules::suits(child, helper).is_some());
        let choices = rules.iter().filter(fits).map(|helper| Choice::new(helper.id, name_of(p.lang, class, helper.id), chosen == helper.id.to_string()));
        Asks {
            id: pair.helped,
            name: name_of(p.lang, class, pair.helped),
            choices: choices.collect(),
            said: words::word(p.lang, &format!("pairing-peer-why-{}", pair.why.code())),
            field: name,
        }
    });
    let mut by_reason: Vec<(&'static str, Vec<String>)> = Vec::new();
    for (pupil, why) in open {
        let name = name_of(p.lang, class, pupil);
        match by_reason.iter_mut().find(|(code, _)| *code == why.code()) {
            Some((_, names)) => names.push(name),
            None => by_reason.push((why.code(), vec![name])),
        }
    }
    let comma = p.t("pairing-comma");
    let open = by_reason.into_iter().map(|(code, names)| (names.join(&comma), words::word(p.lang, &format!("pairing-peer-open-{code}"))));
    (asks.collect(), open.collect())
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Asked {
    most: String,
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, term) = ask(cx)?;
    let class = peers::class(cx.tx, &permit, &term)?;
    let name = time::class(cx.tx, class.id)?.name;
    let today = cx.tx.today();
    let (groups, groups_past): (Vec<Group>, Vec<Group>) = groups::of_class(cx.tx, &permit)?.into_iter().partition(|group| group.ended.is_empty() && group.until >= today);
    let p = cx.page_of(&Msg::new("pairing-peers-of").with("class", &name));
    let lang = p.lang;
    let most: u32 = cx.query::<Asked>()?.most.parse().unwrap_or(1).clamp(1, peer_rules::HELPS_MOST);
    let (asks, open) = proposal(&p, &class, most);
    let asked = class.children.iter().filter(|child| child.say.needs).count();
    let waiting = class.for_rules().iter().filter(|child| child.needs).count();
    let staff = |(id, name): &(StaffId, String)| (id.to_string(), name.clone());
    let page = ClassPage {
        id: class.id,
        lead: Msg::new("pairing-peers-lead").with("count", asked).with("paired", class.pairs.len()).with("open", waiting).text(lang),
        left_behind: match (class.left_behind.as_ref().map(std::collections::BTreeSet::len), class.left_behind_open()) {
            (Some(count), Some(open)) if count > 0 => Msg::new("pairing-peers-left-behind").with("count", count).with("open", open).text(lang),
            _ => String::new(),
        },
        pairs: class.pairs.iter().map(|pair| pair_view(lang, pair)).collect(),
        past: class.past.iter().map(|pair| pair_view(lang, pair)).collect(),
        asks,
        open,
        groups: groups.iter().map(|group| group_view(lang, group)).collect(),
        groups_past: groups_past.iter().map(|group| group_view(lang, group)).collect(),
        children: class.children.iter().map(|child| Choice::new(child.id, named(lang, &child.name, child.seat), p.ticked_with("member", child.id))).collect(),
        leads: class.leads.iter().map(staff).collect(),
        reasons: ENDS.iter().map(|code| ((*code).to_owned(), ended(lang, code))).collect(),
        most: (1..=peer_rules::HELPS_MOST).map(|n| Choice::new(n, Msg::new("pairing-peer-most").with("count", n).text(lang), n == most)).collect(),
        formats: export::formats(),
        p,
    };
    cx.saw("SeePeers", permit.subject(), permit.levels().within(SHOWN));
    cx.render(&page)
}

/// The paper for the wall of the class.
pub(super) fn paper(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, term) = ask(cx)?;
    let (format, lang): (String, Lang) = (cx.path("file")?, cx.lang());
    let (name, media_type, bytes) = export::class_paper(cx.tx, &permit, &term, &format, lang)?;
    cx.did("PrintPeers", permit.subject(), Levels::of(&[Level::Basic]), format);
    Ok(Reply::file(name, media_type, bytes))
}
