//! `bangfu aid`: requests of the present term from the command line. The command line is one person: what it asked for or approved it does not pay.

use clap::{Args, Subcommand};

use super::{Data, Say};
use crate::access::audit::{self, Entry};
use crate::access::{Level, Levels, Permit, Subject, Who, acts};
use crate::aid::{ledger, pay, requests};
use crate::base::{GuardianId, Result, RowId, SchoolDate};
use crate::casefile::present_term;
use crate::store::Tx;

/// Requests for aid.
#[derive(Args)]
pub(super) struct Aid {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The requests of the present term.
    List(Data),
    /// Approve what somebody else asked for.
    Approve(One),
    /// Pay what was asked for and approved by others.
    Pay(Pay),
    /// Write down that a guardian signed for a line.
    Receive(Receive),
    /// Close the books through a day.
    Close(Close),
}

#[derive(Args)]
struct One {
    /// Id of the request.
    request: RowId,
    #[command(flatten)]
    data: Data,
}

#[derive(Args)]
struct Pay {
    /// Id of the request.
    request: RowId,
    /// The day of the payment; today without it.
    #[arg(long, value_name = "DAY")]
    day: Option<SchoolDate>,
    #[command(flatten)]
    data: Data,
}

#[derive(Args)]
struct Receive {
    /// Id of the line.
    line: RowId,
    /// Id of the guardian who signed.
    #[arg(long, value_name = "ID")]
    guardian: GuardianId,
    #[command(flatten)]
    data: Data,
}

#[derive(Args)]
struct Close {
    /// The last day that is closed.
    #[arg(long, value_name = "DAY")]
    through: SchoolDate,
    #[command(flatten)]
    data: Data,
}

fn permit<A: crate::access::Act>(tx: &mut Tx<'_>) -> Result<Permit<A>> {
    let who = Who::operator(tx, "aid");
    Permit::ask(tx, &who, Subject::School)
}

fn did(tx: &mut Tx<'_>, act: &str, note: String) -> Result<()> {
    let who = Who::operator(tx, "aid");
    audit::append(tx, &Entry::of(&who, act).levels(Levels::of(&[Level::Economic])).note(note)).map(|_| ())
}

impl Aid {
    pub(super) fn run(self, say: &Say) -> Result<u8> {
        match self.command {
            Command::List(data) => list(&data, say),
            Command::Approve(one) => approve(&one, say),
            Command::Pay(one) => pay_one(&one, say),
            Command::Receive(one) => receive(&one, say),
            Command::Close(one) => close(&one, say),
        }
    }
}

fn list(data: &Data, say: &Say) -> Result<u8> {
    let (store, school) = data.open_school()?;
    let all = store.read(school, |tx| {
        let (see, term) = (permit::<acts::SeeAid>(tx)?, present_term(tx)?);
        requests::of_term(tx, &see, term.id)
    })?;
    let value: Vec<_> =
        all.iter().map(|one| serde_json::json!({ "id": one.id.to_string(), "title": one.title, "state": one.state.code(), "lines": one.size.0, "fen": one.size.1.0 })).collect();
    say.result(&serde_json::json!({ "requests": value }), || {
        all.iter().map(|one| format!("{}  {}  {}  {}", one.id, one.state.code(), one.size.1, one.title)).collect::<Vec<_>>().join("\n")
    })?;
    Ok(0)
}

fn approve(one: &One, say: &Say) -> Result<u8> {
    let (store, school) = one.data.open_school()?;
    store.write(school, |tx| {
        let permit = permit::<acts::ApproveAid>(tx)?;
        requests::approve(tx, &permit, one.request)?;
        did(tx, "ApproveAid", format!("request {}", one.request))
    })?;
    say.result(&serde_json::json!({ "approved": one.request.to_string() }), || format!("{} approved", one.request))?;
    Ok(0)
}

fn pay_one(one: &Pay, say: &Say) -> Result<u8> {
    let (store, school) = one.data.open_school()?;
    let lines = store.write(school, |tx| {
        let permit = permit::<acts::PayAid>(tx)?;
        let (id, day) = (tx.new_id(), one.day.unwrap_or_else(|| tx.today()));
        let lines = pay::pay(tx, &permit, one.request, None, id, day)?;
        did(tx, "PayAid", format!("request {}", one.request))?;
        Ok(lines)
    })?;
    say.result(&serde_json::json!({ "paid": lines }), || format!("{lines} lines paid"))?;
    Ok(0)
}

fn receive(one: &Receive, say: &Say) -> Result<u8> {
    let (store, school) = one.data.open_school()?;
    store.write(school, |tx| {
        let permit = permit::<acts::ManageAid>(tx)?;
        let today = tx.today();
        pay::receive(tx, &permit, one.line, Some(one.guardian), today, None)?;
        did(tx, "ManageAid", format!("receipt {}", one.line))
    })?;
    say.result(&serde_json::json!({ "received": one.line.to_string() }), || format!("{} received", one.line))?;
    Ok(0)
}

fn close(one: &Close, say: &Say) -> Result<u8> {
    let (store, school) = one.data.open_school()?;
    store.write(school, |tx| {
        let permit = permit::<acts::ApproveAid>(tx)?;
        ledger::close(tx, &permit, one.through)?;
        did(tx, "ApproveAid", format!("closed through {}", one.through))
    })?;
    say.result(&serde_json::json!({ "closed_through": one.through.to_string() }), || format!("closed through {}", one.through))?;
    Ok(0)
}
