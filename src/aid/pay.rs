//! verbs: a third person pays what was asked for and approved, or hands it out; what the bank could not pay, what came back, what is not given after all; what was bought comes into stock; the
//! family signs on its own slip.

use std::collections::BTreeMap;

use super::account::Account;
use super::entry::What;
use super::ledger::{self, New};
use super::requests::{ReadLine, Request, reason};
use super::rules::{Posting, value_out};
use super::sql::requests as sql;
use super::state::{self, Form, Line, State};
use super::{bank, funds};
use crate::access::{Act, Permit, Subject, acts};
use crate::base::{Error, GuardianId, Id, Lang, Msg, Result, RowId, SchoolDate, derived, words};
use crate::roster::particulars;
use crate::store::Tx;
use crate::trail;

/// Where the picture of a signed slip is sealed.
const SLIP: &str = "aid_line_step.slip";
/// Bytes of such a picture, at most.
pub const SLIP_BYTES: usize = 3 << 20;

/// What is written of a step of a line.
pub(super) struct NewStep<'a> {
    pub to: Line,
    pub day: SchoolDate,
    pub reason: &'a str,
    pub entry: Option<i64>,
    pub value_fen: i64,
    pub guardian: Option<GuardianId>,
    pub slip: Option<&'a [u8]>,
}

impl<'a> NewStep<'a> {
    pub(super) const fn new(to: Line, day: SchoolDate) -> Self {
        Self { to, day, reason: "", entry: None, value_fen: 0, guardian: None, slip: None }
    }
    const fn entry(mut self, entry: i64) -> Self {
        self.entry = Some(entry);
        self
    }
    const fn reason(mut self, reason: &'a str) -> Self {
        self.reason = reason;
        self
    }
}

fn write(tx: &mut Tx<'_>, line: &ReadLine, form: Form, new: &NewStep<'_>, actor: &str) -> Result<()> {
    if !line.state.leads_to(new.to, form) {
        return Err(Error::Conflict(line.state.refusal().into()));
    }
    if sql::insert_line_step(tx, line.id, line.step + 1, new, actor)? { Ok(()) } else { Err(Error::Conflict("aid-meanwhile".into())) }
}

/// The request, if it is approved by that day and neither who asked nor who approved acts.
fn third(tx: &mut Tx<'_>, id: RowId, actor: &str, day: SchoolDate) -> Result<Request> {
    let request = sql::one(tx, id)?;
    if request.state != State::Approved {
        return Err(Error::Conflict("aid-not-approved".into()));
    }
    if day < request.decided.day() {
        return Err(Error::at("day", Msg::new("aid-day-before").with("day", request.decided.day())));
    }
    match state::pays(&request.asked, &request.actor, actor) {
        Some(key) => Err(Error::Conflict(key.into())),
        None => Ok(request),
    }
}

/// The lines that are meant: those named, or all that may go on to a state.
fn meant(tx: &mut Tx<'_>, request: &Request, only: Option<&[RowId]>, to: Line) -> Result<Vec<ReadLine>> {
    let all = sql::lines(tx, request.id)?;
    let chosen: Vec<ReadLine> = match only {
        Some(only) => all.into_iter().filter(|line| only.contains(&line.id)).collect(),
        None => {
            let (may, not): (Vec<_>, Vec<_>) = all.into_iter().partition(|line| line.state.leads_to(to, request.form));
            match (may.is_empty(), not.iter().find(|line| line.state.is_given() || line.state == Line::Stocked)) {
                (true, Some(line)) => return Err(Error::Conflict(line.state.refusal().into())),
                _ => may,
            }
        }
    };
    if chosen.is_empty() {
        return Err(Error::Conflict("aid-nothing-to-do".into()));
    }
    match chosen.iter().find(|line| !line.state.leads_to(to, request.form)) {
        Some(line) => Err(Error::Conflict(line.state.refusal().into())),
        None => Ok(chosen),
    }
}

/// Pays lines of a request, all that wait where none are named: one entry for the sum, one step for each line. `id` is made by the form. Gives how many were paid.
///
/// # Errors
/// A conflict before the approval, for one's own request or approval, for what was paid already, for a closed day, and when the account does not hold so much.
pub fn pay(tx: &mut Tx<'_>, permit: &Permit<acts::PayAid>, request: RowId, only: Option<&[RowId]>, id: RowId, day: SchoolDate) -> Result<usize> {
    let actor = permit.who().tag();
    let request = third(tx, request, &actor, day)?;
    let account = request.account.filter(|_| request.form.is_paid()).ok_or_else(|| Error::Conflict("aid-not-money".into()))?;
    let lines = meant(tx, &request, only, Line::Paid)?;
    let sum: i64 = lines.iter().map(|line| line.fen).sum();
    let postings = vec![Posting::new(request.fund, Account::Payable, sum), Posting::new(request.fund, account, -sum)];
    let entry = ledger::post(tx, permit, &New { id, day, what: What::Payment, about: &request.title, source: Some(request.id), postings })?;
    for line in &lines {
        write(tx, line, request.form, &NewStep::new(Line::Paid, day).entry(entry), &actor)?;
    }
    trail::note(tx, permit.who(), "aid.paid", request.id, &serde_json::json!({ "lines": lines.len() }))?;
    Ok(lines.len())
}

/// Hands out the things of a request, or what is neither money nor things; things go out at their share of the value in stock.
///
/// # Errors
/// Those of [`pay`].
pub fn hand_out(tx: &mut Tx<'_>, permit: &Permit<acts::PayAid>, request: RowId, only: Option<&[RowId]>, id: RowId, day: SchoolDate) -> Result<usize> {
    let actor = permit.who().tag();
    let request = third(tx, request, &actor, day)?;
    let lines = meant(tx, &request, only, Line::Handed)?;
    let mut many: BTreeMap<RowId, i64> = BTreeMap::new();
    for line in lines.iter().filter(|_| request.form == Form::Goods) {
        if let Some((item, _)) = line.item {
            *many.entry(item).or_default() += line.quantity;
        }
    }
    let (mut postings, mut left) = (Vec::new(), BTreeMap::new());
    for (item, quantity) in many {
        let (posting, value) = funds::going_out(tx, request.fund, item, quantity)?;
        postings.push(posting);
        left.insert(item, (value, quantity));
    }
    let entry = match (request.kind, postings.is_empty()) {
        (Some(kind), false) => {
            let sum: i64 = left.values().map(|(value, _)| value).sum();
            postings.push(Posting::new(request.fund, Account::Spent(kind), sum));
            Some(ledger::post(tx, permit, &New { id, day, what: What::HandedOut, about: &request.title, source: Some(request.id), postings })?)
        }
        _ => None,
    };
    for line in &lines {
        let rest = line.item.as_ref().and_then(|(item, _)| left.get_mut(item));
        let value_fen = rest.map_or(0, |(value, quantity)| {
            let share = value_out(*value, *quantity, line.quantity);
            *value -= share;
            *quantity -= line.quantity;
            share
        });
        write(tx, line, request.form, &NewStep { entry, value_fen, ..NewStep::new(Line::Handed, day) }, &actor)?;
    }
    Ok(lines.len())
}

/// Notes that the bank could not pay a line, and why: the money is still promised.
///
/// # Errors
/// Those of [`pay`]; a problem at `reason`.
pub fn fail(tx: &mut Tx<'_>, permit: &Permit<acts::PayAid>, line: RowId, why: &str, day: SchoolDate) -> Result<()> {
    let (line, why, actor) = (sql::line(tx, line)?, reason(why)?, permit.who().tag());
    let request = third(tx, line.request, &actor, day)?;
    write(tx, &line, request.form, &NewStep::new(Line::Failed, day).reason(&why), &actor)
}

/// Money that was paid came back, or things: it is promised again, or in stock.
///
/// # Errors
/// Those of [`pay`]; a problem at `reason`.
pub fn give_back(tx: &mut Tx<'_>, permit: &Permit<acts::PayAid>, line: RowId, why: &str, day: SchoolDate) -> Result<()> {
    let (line, why, actor) = (sql::line(tx, line)?, reason(why)?, permit.who().tag());
    let request = third(tx, line.request, &actor, day)?;
    let (what, postings) = match (request.account, &line.item, request.kind) {
        (Some(account), _, _) if request.form.is_paid() => {
            (What::Returned, vec![Posting::new(request.fund, account, line.fen), Posting::new(request.fund, Account::Payable, -line.fen)])
        }
        (_, Some((item, _)), Some(kind)) if line.value_fen > 0 => {
            let into = Posting::goods(request.fund, *item, line.value_fen, line.quantity);
            (What::TakenBack, vec![into, Posting::new(request.fund, Account::Spent(kind), -line.value_fen)])
        }
        _ => return Err(Error::Conflict(line.state.refusal().into())),
    };
    if !line.state.leads_to(Line::Returned, request.form) {
        return Err(Error::Conflict("aid-line-not-now".into()));
    }
    let id = derived(&[b"aid came back", line.id.uuid().as_bytes(), &line.step.to_be_bytes()]);
    let entry = ledger::post(tx, permit, &New { id, day, what, about: &request.title, source: Some(request.id), postings })?;
    write(tx, &line, request.form, &NewStep::new(Line::Returned, day).entry(entry).reason(&why), &actor)
}

/// A line is not given after all: what was promised is free again.
///
/// # Errors
/// A problem at `reason`; a conflict for what was paid or handed out, and before the approval.
pub fn cancel(tx: &mut Tx<'_>, permit: &Permit<acts::ApproveAid>, line: RowId, why: &str) -> Result<()> {
    let (line, why, day) = (sql::line(tx, line)?, reason(why)?, tx.today());
    let request = sql::one(tx, line.request)?;
    if request.state != State::Approved {
        return Err(Error::Conflict("aid-not-approved".into()));
    }
    if !line.state.leads_to(Line::Cancelled, request.form) {
        return Err(Error::Conflict(line.state.refusal().into()));
    }
    let against = match (request.form, request.kind) {
        (Form::Money, Some(kind)) => Some(Account::Spent(kind)),
        (Form::Purchase, _) => Some(Account::Ordered),
        _ => None,
    };
    let mut step = NewStep::new(Line::Cancelled, day).reason(&why);
    if let Some(account) = against {
        let id = derived(&[b"aid cancelled", line.id.uuid().as_bytes()]);
        let postings = vec![Posting::new(request.fund, Account::Payable, line.fen), Posting::new(request.fund, account, -line.fen)];
        step = step.entry(ledger::post(tx, permit, &New { id, day, what: What::Cancelled, about: &request.title, source: Some(request.id), postings })?);
    }
    write(tx, &line, request.form, &step, &permit.who().tag())
}

/// Things that were bought come into stock, looked at by who asked for them and not by who paid.
///
/// # Errors
/// A conflict for what was not paid, and for who paid it.
pub fn stock_in(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, request: RowId, id: RowId) -> Result<usize> {
    let (request, actor, day) = (sql::one(tx, request)?, permit.who().tag(), tx.today());
    let lines = meant(tx, &request, None, Line::Stocked)?;
    let mut postings = Vec::new();
    for line in &lines {
        let (item, _) = line.item.as_ref().ok_or_else(|| Error::Fault("a purchase of nothing".into()))?;
        if sql::line_actor(tx, line.id, line.step)? == actor {
            return Err(Error::Conflict("aid-own-stock".into()));
        }
        postings.push(Posting::goods(request.fund, *item, line.fen, line.quantity));
        postings.push(Posting::new(request.fund, Account::Ordered, -line.fen));
    }
    let entry = ledger::post(tx, permit, &New { id, day, what: What::Stocked, about: &request.title, source: Some(request.id), postings })?;
    for line in &lines {
        write(tx, line, request.form, &NewStep::new(Line::Stocked, day).entry(entry), &actor)?;
    }
    Ok(lines.len())
}

/// The family signed on its own slip. Only a guardian of this child signs for it; whoever paid does not write the receipt.
///
/// # Errors
/// A problem at `guardian` for somebody else, at `slip` for a file that is no picture or too large; a conflict for what was not paid, and for who paid it.
pub fn receive(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, line: RowId, guardian: Option<GuardianId>, day: SchoolDate, slip: Option<&[u8]>) -> Result<()> {
    let (line, actor) = (sql::line(tx, line)?, permit.who().tag());
    let request = sql::one(tx, line.request)?;
    if !line.state.leads_to(Line::Received, request.form) {
        let key = if line.state == Line::Received { "aid-received-already" } else { "aid-not-paid" };
        return Err(Error::Conflict(key.into()));
    }
    if sql::line_actor(tx, line.id, line.step)? == actor {
        return Err(Error::Conflict("aid-own-receipt".into()));
    }
    let pupil = line.pupil.ok_or(Error::NotFound)?;
    let see = Permit::<acts::SeePupil>::ask(tx, permit.who(), pupil)?;
    let known = particulars::guardians(tx, &see)?;
    let guardian = guardian.filter(|id| known.iter().any(|one| one.id == *id)).ok_or_else(|| Error::at("guardian", "aid-sign-other"))?;
    if day > tx.today() || line.day.is_some_and(|paid| day < paid) {
        return Err(Error::at("day", "aid-receipt-day"));
    }
    let sealed = match slip {
        Some(bytes) if bytes.len() > SLIP_BYTES => return Err(Error::at("slip", Msg::new("aid-slip-big").with("most", SLIP_BYTES >> 20))),
        Some(bytes) if !bank::is_picture(bytes) => return Err(Error::at("slip", "aid-slip-picture")),
        Some(bytes) => Some(tx.vault().seal_bytes(pupil, SLIP, bytes)?),
        None => None,
    };
    // The value of things stays with the newest step, so that sums read it there.
    let step = NewStep { guardian: Some(guardian), slip: sealed.as_deref(), value_fen: line.value_fen, ..NewStep::new(Line::Received, day) };
    write(tx, &line, request.form, &step, &actor)
}

/// The picture of a signed slip, where there is one.
///
/// # Errors
/// Not found without one, or when the child's key was destroyed.
pub fn slip<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, line: RowId) -> Result<Vec<u8>> {
    debug_assert_eq!(permit.subject(), Subject::School);
    let line = sql::line(tx, line)?;
    let (Some(pupil), Some(sealed)) = (line.pupil, sql::slip(tx, line.id)?) else { return Err(Error::NotFound) };
    tx.vault().open_bytes(pupil, SLIP, &sealed)?.ok_or(Error::NotFound)
}

/// What an answer of the bank led to.
#[derive(Clone, Debug, Default)]
pub struct Answered {
    /// Lines that were paid.
    pub paid: usize,
    /// Lines that were not, with the bank's reason.
    pub failed: Vec<(ReadLine, String)>,
    /// Lines that wait and are not in the answer.
    pub absent: Vec<ReadLine>,
    /// Rows of the answer that are no line of the request, whose amount differs, or that cannot be read: nothing was done with them.
    pub odd: Vec<(usize, &'static str)>,
}

/// Takes the bank's answer over: paid lines by one entry, failed ones with their reason; nothing is guessed.
///
/// # Errors
/// Those of [`pay`]; a conflict when no row fits.
pub fn take_answer(tx: &mut Tx<'_>, permit: &Permit<acts::PayAid>, request: RowId, rows: &[bank::AnswerRow], id: RowId, day: SchoolDate) -> Result<Answered> {
    let actor = permit.who().tag();
    let request = third(tx, request, &actor, day)?;
    let open: Vec<ReadLine> = sql::lines(tx, request.id)?.into_iter().filter(|line| line.state.counts()).collect();
    let asked: Vec<bank::Asked> =
        open.iter().map(|line| bank::Asked { reference: line.reference(), fen: line.fen, waits: line.state.leads_to(Line::Paid, request.form) }).collect();
    let found = bank::reconcile(&asked, rows);
    if found.paid.is_empty() && found.failed.is_empty() && found.odd.is_empty() {
        return Err(Error::at("file", "aid-answer-empty"));
    }
    let paid: Vec<RowId> = found.paid.iter().map(|at| open[*at].id).collect();
    if !paid.is_empty() {
        pay(tx, permit, request.id, Some(&paid), id, day)?;
    }
    let mut failed = Vec::new();
    for (at, why) in found.failed {
        let why = if why.trim().chars().count() < 2 { words::word(Lang::default(), "aid-bank-no-reason") } else { why };
        fail(tx, permit, open[at].id, &why, day)?;
        failed.push((open[at].clone(), why));
    }
    Ok(Answered { paid: paid.len(), failed, absent: found.absent.into_iter().map(|at| open[at].clone()).collect(), odd: found.odd })
}
