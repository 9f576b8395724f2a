//! verbs: aid is asked for by one, approved or declined by another; a third pays (pay.rs).

use std::collections::{BTreeMap, BTreeSet};

use super::account::{Account, Kind};
use super::entry::What;
use super::funds;
use super::ledger::{self, New};
use super::rules::Posting;
use super::sql::requests as sql;
use super::state::{self, Form, Line, State};
use crate::access::{Act, Permit, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Fen, Id, Msg, PupilId, Result, RowId, SchoolDate, Stamp, TermId, derived, limits};
use crate::roster::time;
use crate::store::Tx;
use crate::trail;

/// Where why a child is helped is sealed.
pub(super) const WHY: &str = "aid_line.why";
/// Lines of a request, at most: a large school.
pub const LINES_MOST: usize = 5_000;
/// Days within which an envelope is handed over.
const ENVELOPE_DAYS: i64 = 3;

/// A request to be written.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Made by the form.
    pub id: RowId,
    /// What for; none for a purchase.
    pub kind: Option<Kind>,
    /// In what.
    pub form: Form,
    /// From which fund.
    pub fund: RowId,
    /// Under which programme.
    pub scheme: Option<RowId>,
    /// For which term.
    pub term: TermId,
    /// In words, without the name of a child.
    pub title: String,
    /// From which account it is paid; nothing for what is not paid.
    pub account: Option<Account>,
    /// Its lines.
    pub lines: Vec<NewLine>,
}

/// A line to be written.
#[derive(Clone, Debug, Default)]
pub struct NewLine {
    /// The child; none for a purchase.
    pub pupil: Option<PupilId>,
    /// Its class then.
    pub class: Option<ClassId>,
    /// Its level of hardship then.
    pub level: Option<i64>,
    /// Whether it boarded then.
    pub boarding: Option<bool>,
    /// Which thing.
    pub item: Option<RowId>,
    /// How many.
    pub quantity: i64,
    /// How much money.
    pub fen: i64,
    /// Why; sealed under the child's key.
    pub why: String,
}

/// A request as it is read.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its id.
    pub id: RowId,
    /// What for; none for a purchase.
    pub kind: Option<Kind>,
    /// In what.
    pub form: Form,
    /// From which fund.
    pub fund: RowId,
    /// For which term.
    pub term: TermId,
    /// In words.
    pub title: String,
    /// From which account it is paid.
    pub account: Option<Account>,
    /// Who asked, as the trail writes it.
    pub asked: String,
    /// When.
    pub at: Stamp,
    /// How it stands.
    pub state: State,
    /// The number of its newest step.
    pub step: i64,
    /// Who took that step.
    pub actor: String,
    /// When it was taken.
    pub decided: Stamp,
    /// How many lines it has, and how much money they ask for.
    pub size: (i64, Fen),
}

/// A line as it is read.
#[derive(Clone, Debug)]
pub struct ReadLine {
    /// Its id.
    pub id: RowId,
    /// The request.
    pub request: RowId,
    /// Its place in it.
    pub place: i64,
    /// The child.
    pub pupil: Option<PupilId>,
    /// Its name; empty when it was erased.
    pub name: String,
    /// Its class then.
    pub class: String,
    /// The id of that class.
    pub class_id: Option<ClassId>,
    /// Its level then.
    pub level: Option<i64>,
    /// Whether it boarded then.
    pub boarding: Option<bool>,
    /// Which thing, by id and name.
    pub item: Option<(RowId, String)>,
    /// How many.
    pub quantity: i64,
    /// How much money was asked for.
    pub fen: i64,
    /// How it stands.
    pub state: Line,
    /// The number of its newest step; 0 before the first.
    pub step: i64,
    /// When that was.
    pub day: Option<SchoolDate>,
    /// Why, as the bank or a person said.
    pub reason: String,
    /// What things were worth when they were handed out.
    pub value_fen: i64,
    /// Why the child is helped, sealed.
    pub why: Option<Vec<u8>>,
}

impl ReadLine {
    /// What the child has or is to have, in money.
    pub const fn worth(&self) -> Fen {
        Fen(if self.value_fen > 0 { self.value_fen } else { self.fen })
    }
    /// The short word under which a bank's answer names the line.
    pub fn reference(&self) -> String {
        reference(self.id)
    }
}

/// The short word of a line: ten letters of its id, the ones that are drawn and not those of the moment.
pub fn reference(line: RowId) -> String {
    let text = line.uuid().simple().to_string();
    format!("R{}", text[text.len() - 10..].to_uppercase())
}

/// A step of a request.
#[derive(Clone, Debug)]
pub struct Step {
    /// What.
    pub state: State,
    /// Why.
    pub reason: String,
    /// Its entry.
    pub entry: Option<i64>,
    /// Who, as the trail writes it.
    pub actor: String,
    /// When.
    pub at: Stamp,
}

/// A reason for what is refused or ended.
pub(super) fn reason(text: &str) -> Result<String> {
    let text = text.trim();
    let long = text.chars().count();
    if (2..=limits::LINE_CHARS).contains(&long) { Ok(text.to_owned()) } else { Err(Error::at("reason", "aid-reversal-reason")) }
}

fn check(tx: &mut Tx<'_>, new: &Ask) -> Result<()> {
    let mut problems = Problems::default();
    let long = new.title.trim().chars().count();
    if long == 0 || long > limits::LINE_CHARS {
        problems.note("title", Msg::new("aid-name-length").with("most", limits::LINE_CHARS));
    }
    if new.lines.is_empty() {
        problems.note("lines", "aid-lines-none");
    } else if new.lines.len() > LINES_MOST {
        return Err(Error::TooMuch(Msg::new("aid-lines-many").with("most", LINES_MOST)));
    }
    let fund = funds::fund(tx, new.fund)?;
    if new.form.is_paid() && !new.account.is_some_and(|account| fund.held.accounts().contains(&account)) {
        problems.note("account", Msg::new("aid-account-other").with("fund", &fund.name));
    }
    let named = matches!(new.kind, Some(Kind::Grant | Kind::Household));
    for line in &new.lines {
        let things = line.item.is_some() && line.quantity > 0;
        let fits = match new.form {
            Form::Money => line.pupil.is_some() && line.fen > 0,
            Form::Goods => line.pupil.is_some() && things && line.fen == 0,
            Form::Other => line.pupil.is_some() && line.fen == 0,
            Form::Purchase => line.pupil.is_none() && things && line.fen > 0,
        };
        if !fits {
            problems.note("lines", "aid-line-incomplete");
            break;
        }
        if named && !(5..=limits::LINE_CHARS).contains(&line.why.trim().chars().count()) {
            problems.note("why", "aid-why");
            break;
        }
    }
    problems.end()
}

/// Asks for aid or for a purchase. The same id again changes nothing.
///
/// # Errors
/// Problems at `title`, `account`, `lines` and `why`; too much beyond [`LINES_MOST`].
pub fn ask(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, new: &Ask) -> Result<()> {
    check(tx, new)?;
    let actor = permit.who().tag();
    if !sql::insert(tx, new, &actor)? {
        return Ok(());
    }
    sql::insert_step(tx, new.id, 1, State::Asked, "", None, &actor)?;
    for (place, line) in (1_i64..).zip(&new.lines) {
        let why = match line.pupil {
            Some(pupil) if !line.why.trim().is_empty() => Some(tx.vault().seal(pupil, WHY, line.why.trim())?),
            _ => None,
        };
        let id: RowId = derived(&[b"aid line", new.id.uuid().as_bytes(), &place.to_be_bytes()]);
        sql::insert_line(tx, id, new.id, place, line, why.as_deref())?;
    }
    trail::note(tx, permit.who(), "aid.asked", new.id, &serde_json::json!({ "lines": new.lines.len() })).map(|_| ())
}

/// Requests of a term, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn of_term<A: Act>(tx: &mut Tx<'_>, _permit: &Permit<A>, term: TermId) -> Result<Vec<Request>> {
    sql::of_term(tx, term)
}

/// A request.
///
/// # Errors
/// Not found when there is none.
pub fn request(tx: &mut Tx<'_>, id: RowId) -> Result<Request> {
    sql::one(tx, id)
}

/// Its lines, in order.
///
/// # Errors
/// Faults of the database.
pub fn lines<A: Act>(tx: &mut Tx<'_>, _permit: &Permit<A>, request: RowId) -> Result<Vec<ReadLine>> {
    sql::lines(tx, request)
}

/// A line with its request.
///
/// # Errors
/// Not found when there is none.
pub fn line<A: Act>(tx: &mut Tx<'_>, _permit: &Permit<A>, id: RowId) -> Result<(Request, ReadLine)> {
    let line = sql::line(tx, id)?;
    Ok((sql::one(tx, line.request)?, line))
}

/// Why the child of a line is helped; empty when nothing was written or its key was destroyed.
///
/// # Errors
/// Faults of a sealed text.
pub fn why<A: Act>(tx: &mut Tx<'_>, _permit: &Permit<A>, line: &ReadLine) -> Result<String> {
    match (line.pupil, &line.why) {
        (Some(pupil), Some(sealed)) => tx.vault().open_words(pupil, WHY, Some(sealed)),
        _ => Ok(String::new()),
    }
}

/// The steps of a request, in order.
///
/// # Errors
/// Faults of the database.
pub fn steps<A: Act>(tx: &mut Tx<'_>, _permit: &Permit<A>, request: RowId) -> Result<Vec<Step>> {
    sql::steps(tx, request)
}

fn step(tx: &mut Tx<'_>, request: &Request, to: State, reason: &str, entry: Option<i64>, actor: &str) -> Result<()> {
    if sql::insert_step(tx, request.id, request.step + 1, to, reason, entry, actor)? { Ok(()) } else { Err(Error::Conflict("aid-meanwhile".into())) }
}

/// Approves a request of somebody else: what it asks for is promised in the ledger, so that nobody can promise the same money again.
///
/// # Errors
/// A conflict for one's own request, one that was decided already, and when the fund or its stock does not hold so much.
pub fn approve(tx: &mut Tx<'_>, permit: &Permit<acts::ApproveAid>, id: RowId) -> Result<()> {
    let (request, actor) = (sql::one(tx, id)?, permit.who().tag());
    if request.state != State::Asked {
        return Err(Error::Conflict("aid-decided-already".into()));
    }
    if let Some(key) = state::approves(&request.asked, &actor) {
        return Err(Error::Conflict(key.into()));
    }
    let total = request.size.1.0;
    let against = match (request.form, request.kind) {
        (Form::Money, Some(kind)) => Some((What::Promise, Account::Spent(kind))),
        (Form::Purchase, _) => Some((What::Order, Account::Ordered)),
        _ => None,
    };
    let entry = match against {
        Some((what, account)) => {
            let postings = vec![Posting::new(request.fund, account, total), Posting::new(request.fund, Account::Payable, -total)];
            let new = New { id: derived(&[b"aid approved", id.uuid().as_bytes()]), day: tx.today(), what, about: &request.title, source: Some(id), postings };
            Some(ledger::post(tx, permit, &new)?)
        }
        None => {
            stock_for(tx, &request)?;
            None
        }
    };
    step(tx, &request, State::Approved, "", entry, &actor)?;
    tell_homerooms(tx, id)?;
    trail::note(tx, permit.who(), "aid.approved", id, &serde_json::json!({})).map(|_| ())
}

/// The homeroom teachers of the children are told that there are closed envelopes to hand over, and nothing of what is in them.
fn tell_homerooms(tx: &mut Tx<'_>, request: RowId) -> Result<()> {
    let classes: BTreeSet<ClassId> = sql::lines(tx, request)?.into_iter().filter_map(|line| line.class_id).collect();
    let Some(term) = time::current_term(tx)?.filter(|_| !classes.is_empty()) else { return Ok(()) };
    let today = tx.today();
    for (class, staff, _) in time::homerooms(tx, term.year, today)?.into_iter().filter(|(class, ..)| classes.contains(class)) {
        trail::open_task(tx, staff, "aid-envelopes", class, &format!("/classes/{class}/envelopes"), &[], today.plus_days(ENVELOPE_DAYS))?;
    }
    Ok(())
}

/// Looks whether the fund has the things that a request asks for.
fn stock_for(tx: &mut Tx<'_>, request: &Request) -> Result<()> {
    let mut needs: BTreeMap<RowId, (String, i64)> = BTreeMap::new();
    for line in sql::lines(tx, request.id)? {
        if let Some((item, name)) = line.item {
            needs.entry(item).or_insert_with(|| (name, 0)).1 += line.quantity;
        }
    }
    for (item, (name, many)) in needs {
        let (there, _) = funds::in_stock(tx, request.fund, item)?;
        if there < many {
            return Err(Error::Conflict(Msg::new("aid-stock-short").with("name", name).with("count", there)));
        }
    }
    Ok(())
}

/// Declines a request, with a reason.
///
/// # Errors
/// A problem at `reason`; a conflict for one that was decided already.
pub fn decline(tx: &mut Tx<'_>, permit: &Permit<acts::ApproveAid>, id: RowId, why: &str) -> Result<()> {
    let (request, why) = (sql::one(tx, id)?, reason(why)?);
    if request.state != State::Asked {
        return Err(Error::Conflict("aid-decided-already".into()));
    }
    step(tx, &request, State::Declined, &why, None, &permit.who().tag())
}

/// Takes a request back before it is decided.
///
/// # Errors
/// A problem at `reason`; a conflict for one that was decided already.
pub fn withdraw(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, id: RowId, why: &str) -> Result<()> {
    let (request, why) = (sql::one(tx, id)?, reason(why)?);
    if request.state != State::Asked {
        return Err(Error::Conflict("aid-decided-already".into()));
    }
    step(tx, &request, State::Withdrawn, &why, None, &permit.who().tag())
}
