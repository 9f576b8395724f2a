//! verbs: classmates who learn together: what was asked of each child of a class, the proposal, pairs with first and last day, their end with a reason.

use std::collections::{BTreeMap, BTreeSet};

use super::peer_rules::{self, Child, Open, Proposed, WISHES_MOST, Willing};
use super::sql::peers::{self as sql, NewPeer, PeerRow, SayRow};
use crate::access::{Level, Permit, ScopeKind, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Id, Msg, PupilId, Result, RowId, SchoolDate, StaffId};
use crate::casefile;
use crate::programme::{Param, in_force};
use crate::results::SUBJECTS;
use crate::roster::family;
use crate::roster::family_facts::Facts;
use crate::roster::family_rules::{Kind, judge};
use crate::roster::people;
use crate::roster::time::Term;
use crate::store::Tx;
use crate::trail;

/// Why a pair of classmates ends; the words are `pairing-peer-end-<code>`. `merged` is written when two entries of a child become one.
pub const ENDS: [&str; 5] = ["wish", "reached", "seat", "left", "other"];

/// What was asked of a child.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Say {
    /// Would like a study partner.
    pub needs: bool,
    /// The subject that it would like to learn with somebody; empty when not said.
    pub wants: String,
    /// Whether it is willing to help.
    pub willing: Willing,
    /// The subject that it likes to explain; empty when not said.
    pub good_at: String,
    /// Whom it likes, first choice first.
    pub wishes: Vec<PupilId>,
}

/// A child of the class.
#[derive(Clone, Debug)]
pub struct Peer {
    /// Who.
    pub id: PupilId,
    /// Name.
    pub name: String,
    /// Seat.
    pub seat: Option<i64>,
    /// What was asked of it, or what the form begins with.
    pub say: Say,
    /// Whether anything was entered of it.
    pub asked: bool,
}

/// A pair of classmates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerPair {
    /// Its id.
    pub id: RowId,
    /// The child: id, name, seat.
    pub helped: (PupilId, String, Option<i64>),
    /// The classmate: id, name, seat.
    pub helper: (PupilId, String, Option<i64>),
    /// The teacher who leads the pair.
    pub lead: String,
    /// First day.
    pub from: SchoolDate,
    /// Last day: it ends by itself.
    pub until: SchoolDate,
    /// Code of [`peer_rules::Why`].
    pub why: String,
    /// One of [`ENDS`] or `merged`; empty while it was not ended.
    pub ended: String,
}

impl From<PeerRow> for PeerPair {
    fn from(row: PeerRow) -> Self {
        Self {
            id: row.id,
            helped: (row.helped, row.helped_name, row.helped_seat),
            helper: (row.helper, row.helper_name, row.helper_seat),
            lead: row.lead_name,
            from: row.from,
            until: row.ended.map_or(row.until, |day| day.max(row.from)),
            why: row.why,
            ended: row.reason,
        }
    }
}

/// A class with all that is known of its study partners.
#[derive(Clone, Debug)]
pub struct Class {
    /// The class.
    pub id: ClassId,
    /// Last day of new pairs: the term's.
    pub until: SchoolDate,
    /// The children, by seat.
    pub children: Vec<Peer>,
    /// The pairs that stand, by seat.
    pub pairs: Vec<PeerPair>,
    /// The pairs that ended, the newest first.
    pub past: Vec<PeerPair>,
    /// Left-behind children (A6-11), as far as the reader may know of families; `None` otherwise.
    pub left_behind: Option<BTreeSet<PupilId>>,
    /// The teachers who may lead, by name, the homeroom teacher first.
    pub leads: Vec<(StaffId, String)>,
    /// How often the grid was saved.
    pub number: i64,
}

impl Class {
    /// Who helps a child.
    pub fn helper_of(&self, pupil: PupilId) -> Option<&PeerPair> {
        self.pairs.iter().find(|pair| pair.helped.0 == pupil)
    }
    /// A child of the class.
    pub fn child(&self, pupil: PupilId) -> Option<&Peer> {
        self.children.iter().find(|child| child.id == pupil)
    }
    /// The class as the rules see it.
    pub fn for_rules(&self) -> Vec<Child> {
        let child = |peer: &Peer| Child {
            id: peer.id,
            needs: peer.say.needs && self.helper_of(peer.id).is_none(),
            wants: peer.say.wants.clone(),
            wishes: peer.say.wishes.clone(),
            willing: peer.say.willing,
            good_at: peer.say.good_at.clone(),
            helps: u32::try_from(self.pairs.iter().filter(|pair| pair.helper.0 == peer.id).count()).unwrap_or(u32::MAX),
        };
        self.children.iter().map(child).collect()
    }
    /// The proposal: pairs, and who gets nobody.
    pub fn proposal(&self, most: u32) -> (Vec<Proposed>, Vec<(PupilId, Open)>) {
        peer_rules::propose(&self.for_rules(), most)
    }
    /// Left-behind children without a study helper (A6-11); `None` for who may not know of families.
    pub fn left_behind_open(&self) -> Option<usize> {
        self.left_behind.as_ref().map(|all| all.iter().filter(|pupil| self.helper_of(**pupil).is_none()).count())
    }
}

/// The left-behind children of the class by either official definition, for who may know of families.
fn left_behind(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePeers>) -> Result<Option<BTreeSet<PupilId>>> {
    if !permit.levels().has(Level::Family) {
        return Ok(None);
    }
    let today = tx.today();
    let counts = |facts: &Facts| [Kind::LeftBehindRegistry, Kind::LeftBehindCivil].into_iter().any(|kind| judge(kind, facts, today, None).is_yes());
    Ok(Some(family::families(tx, permit, today)?.into_iter().filter(|family| counts(&family.facts)).map(|family| family.pupil).collect()))
}

/// The children of programmes that ask for study helpers, as far as the reader may know of them.
fn of_programmes(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePeers>, term: &Term) -> Result<BTreeSet<PupilId>> {
    let mut found = BTreeSet::new();
    for programme in in_force(tx, term.id)? {
        if programme.values.range(Param::StudyHelpers).is_some() {
            found.extend(casefile::of_programme(tx, permit.who(), programme.id)?.into_iter().map(|known| known.confirmation.pupil));
        }
    }
    Ok(found)
}

/// The teachers of a class, the homeroom teacher first.
pub(super) fn teachers(tx: &mut Tx<'_>, class: ClassId) -> Result<Vec<(StaffId, String)>> {
    let today = tx.today();
    let posts = people::posts_on(tx, today)?.into_iter().filter(|post| post.scope == ScopeKind::Class && post.scope_id.uuid() == class.uuid());
    let mut found: Vec<(bool, String, StaffId)> = posts.map(|post| (post.duty != crate::access::Duty::Homeroom, post.name, post.staff)).collect();
    found.sort();
    let mut seen = BTreeSet::new();
    Ok(found.into_iter().filter(|(.., staff)| seen.insert(*staff)).map(|(_, name, staff)| (staff, name)).collect())
}

/// A class with its study partners. A child of whom nothing was entered begins as the register says, where the reader may know it: in a programme that asks for study
/// helpers (A2-07, A7-06) or left behind (A6-11).
///
/// # Errors
/// Faults of the database.
pub fn class(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePeers>, term: &Term) -> Result<Class> {
    let (id, today) = (permit.class()?, tx.today());
    let (left_behind, asked_for) = (left_behind(tx, permit)?, of_programmes(tx, permit, term)?);
    let mut says: BTreeMap<PupilId, SayRow> = sql::says(tx, id)?.into_iter().map(|say| (say.pupil, say)).collect();
    let number = says.values().map(|say| say.number).max().unwrap_or(0).max(0);
    let seats = sql::children(tx, id, today)?;
    let here: BTreeSet<PupilId> = seats.iter().map(|(pupil, ..)| *pupil).collect();
    let children = seats.into_iter().map(|(id, name, seat)| {
        let said = says.remove(&id);
        let begins = asked_for.contains(&id) || left_behind.as_ref().is_some_and(|all| all.contains(&id));
        let say = said.as_ref().map_or_else(|| Say { needs: begins, ..Say::default() }, |row| said_by(row, &here));
        Peer { id, name, seat, say, asked: said.is_some() }
    });
    let children = children.collect();
    let (mut pairs, past): (Vec<PeerPair>, Vec<PeerPair>) =
        sql::of_class(tx, id)?.into_iter().map(PeerPair::from).partition(|pair| pair.ended.is_empty() && pair.until >= today && here.contains(&pair.helped.0));
    pairs.sort_by_key(|pair| (pair.helped.2.is_none(), pair.helped.2, pair.helped.1.clone()));
    Ok(Class { id, until: term.last_day, children, pairs, past, left_behind, leads: teachers(tx, id)?, number })
}

/// What was entered; who has left the class since is no choice any more.
fn said_by(row: &SayRow, here: &BTreeSet<PupilId>) -> Say {
    let wishes = row.wishes.iter().flatten().filter(|wish| here.contains(wish) && **wish != row.pupil).copied().collect();
    Say { needs: row.needs, wants: row.wants.clone(), willing: Willing::of(&row.willing).unwrap_or_default(), good_at: row.good_at.clone(), wishes }
}

/// The field of a form for a child.
pub fn field(what: &str, pupil: PupilId) -> String {
    format!("{what}-{pupil}")
}

fn check(class: &Class, pupil: PupilId, say: &Say, problems: &mut Problems) {
    let subject = |code: &String| code.is_empty() || SUBJECTS.contains(&code.as_str());
    if class.child(pupil).is_none() || !subject(&say.wants) || !subject(&say.good_at) {
        problems.note(field("n", pupil), "pairing-peer-gone");
    }
    let known = say.wishes.iter().all(|wish| class.child(*wish).is_some());
    let each_once = say.wishes.iter().collect::<BTreeSet<_>>().len() == say.wishes.len();
    if !known || say.wishes.len() > WISHES_MOST {
        problems.note(field("w", pupil), "pairing-peer-wish-unknown");
    } else if say.wishes.contains(&pupil) || !each_once {
        problems.note(field("w", pupil), "pairing-peer-wish-twice");
    }
}

/// Saves the grid of a class; only what changed is written. `seen` is [`Class::number`] as the form was made. Gives how many children changed.
///
/// # Errors
/// A problem at `number` when somebody else has saved the grid since; a problem at each field that cannot be.
pub fn save(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePeers>, term: &Term, seen: i64, typed: &BTreeMap<PupilId, Say>) -> Result<usize> {
    let class = class(tx, permit, term)?;
    if class.number != seen {
        return Err(Error::at("number", "pairing-peer-grid-newer"));
    }
    let mut problems = Problems::default();
    for (pupil, say) in typed {
        check(&class, *pupil, say, &mut problems);
    }
    problems.end()?;
    let (actor, mut count) = (permit.who().tag(), 0);
    for (pupil, say) in typed {
        if class.child(*pupil).is_some_and(|known| known.asked && known.say == *say) {
            continue;
        }
        let wish = |at: usize| say.wishes.get(at).copied();
        let row = SayRow {
            pupil: *pupil,
            number: seen + 1,
            needs: say.needs,
            wants: say.wants.clone(),
            willing: say.willing.code().to_owned(),
            good_at: say.good_at.clone(),
            wishes: [wish(0), wish(1), wish(2)],
        };
        sql::insert_say(tx, class.id, &row, &actor)?;
        count += 1;
    }
    trail::note(tx, permit.who(), "pairing.peers_asked", class.id, &serde_json::json!({ "children": count }))?;
    Ok(count)
}

/// Makes pairs of classmates from today on, all or none. Gives how many.
///
/// # Errors
/// A problem at `lead` without a teacher of the class; a problem at `p-<child>` when the classmate is not willing, was not named though others were, or helps enough already; a
/// conflict when somebody helps the child already, nothing was chosen, or the term is over.
pub fn pair(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePeers>, term: &Term, lead: StaffId, chosen: &[(PupilId, PupilId)]) -> Result<usize> {
    let (class, today) = (class(tx, permit, term)?, tx.today());
    if class.until < today {
        return Err(Error::Conflict(Msg::new("pairing-term-over").with("term", term.code)));
    }
    if !class.leads.iter().any(|(id, _)| *id == lead) {
        return Err(Error::at("lead", "pairing-peer-lead-missing"));
    }
    if chosen.is_empty() {
        return Err(Error::at("pair", "pairing-peer-none-chosen"));
    }
    let rules = class.for_rules();
    let mut helps: BTreeMap<PupilId, u32> = rules.iter().map(|child| (child.id, child.helps)).collect();
    let mut problems = Problems::default();
    let mut made = Vec::new();
    for (helped, helper) in chosen {
        let find = |id: &PupilId| rules.iter().find(|child| child.id == *id);
        let (Some(child), Some(by)) = (find(helped), find(helper)) else { return Err(Error::NotFound) };
        let load = helps.entry(*helper).or_default();
        match peer_rules::suits(child, by) {
            None if by.willing != Willing::Yes => problems.note(field("p", *helped), "pairing-peer-not-willing"),
            None => problems.note(field("p", *helped), "pairing-peer-not-named"),
            Some(_) if *load >= peer_rules::HELPS_MOST => problems.note(field("p", *helped), Msg::new("pairing-peer-full").with("most", peer_rules::HELPS_MOST)),
            Some(why) => {
                *load += 1;
                made.push((*helped, *helper, why));
            }
        }
    }
    problems.end()?;
    for (helped, helper, why) in &made {
        if !sql::take_place(tx, *helped, class.until, today)? {
            return Err(Error::Conflict(Msg::new("pairing-peer-has-one")));
        }
        let new = NewPeer { id: tx.new_id(), class: class.id, helped: *helped, helper: *helper, lead, from: today.max(term.first_day), until: class.until, why: why.code() };
        sql::insert(tx, &new, &permit.who().tag())?;
        for pupil in [helped, helper] {
            trail::note(tx, permit.who(), "pairing.peered", *pupil, &serde_json::json!({ "pair": new.id }))?;
        }
    }
    Ok(made.len())
}

/// Ends a pair of classmates: yesterday was its last day.
///
/// # Errors
/// A problem at `reason`; not found when it is no pair of the class; a conflict when it is over.
pub fn end(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePeers>, id: RowId, reason: &str) -> Result<()> {
    if !ENDS.contains(&reason) {
        return Err(Error::at("reason", "pairing-reason-missing"));
    }
    let pair = sql::find(tx, id)?;
    if pair.class != permit.class()? {
        return Err(Error::NotFound);
    }
    let today = tx.today();
    if pair.ended.is_some() || pair.until < today {
        return Err(Error::Conflict(Msg::new("pairing-over")));
    }
    let last_day = today.plus_days(-1);
    sql::insert_end(tx, id, last_day, reason, &permit.who().tag())?;
    sql::give_place(tx, pair.helped, last_day)?;
    trail::note(tx, permit.who(), "pairing.peer_ended", pair.helped, &serde_json::json!({ "pair": id, "reason": reason }))?;
    Ok(())
}

/// How many pairs stand in each class, for the list of classes.
///
/// # Errors
/// Faults of the database.
pub fn standing(tx: &mut Tx<'_>) -> Result<BTreeMap<ClassId, i64>> {
    let today = tx.today();
    Ok(sql::standing(tx, today)?.into_iter().collect())
}
