//! `bangfu user add|reset|list`: accounts, when nobody can sign in to do it in the page.

use clap::{Args, Subcommand};

use super::{Data, Say};
use crate::access::{self, Passwords, Permit, Subject, Who, acts};
use crate::base::{Error, Result};
use crate::roster;

/// Accounts.
#[derive(Args)]
pub(super) struct User {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Give a member of staff an account; prints the first password once.
    Add {
        /// What is typed to sign in.
        login: String,
        /// The person's name as in the staff list.
        #[arg(long)]
        staff: String,
        #[command(flatten)]
        data: Data,
    },
    /// A new first password, printed once; also takes a lost second factor away.
    Reset {
        /// What is typed to sign in.
        login: String,
        #[command(flatten)]
        data: Data,
    },
    /// All accounts.
    List(Data),
}

const OPERATOR: &str = "user";

impl User {
    pub(super) fn run(self, say: &Say) -> Result<u8> {
        match self.command {
            Command::Add { login, staff, data } => add(say, &data, &login, &staff),
            Command::Reset { login, data } => reset(say, &data, &login),
            Command::List(data) => list(say, &data),
        }?;
        Ok(0)
    }
}

fn add(say: &Say, data: &Data, login: &str, name: &str) -> Result<()> {
    let (store, school) = data.open_school()?;
    let password = Passwords::invent();
    let hash = Passwords::default().hash(password.open())?;
    store.write(school, |tx| {
        let who = Who::operator(tx, OPERATOR);
        let permit = Permit::<acts::ManageAccounts>::ask(tx, &who, Subject::School)?;
        let named = roster::people::staff_named(tx, name)?;
        let [person] = named.as_slice() else {
            return Err(Error::Fault(format!("{} members of staff have this name: exactly one is needed", named.len())));
        };
        access::create_account(tx, &permit, person.id, login, &hash).map(|_| ())
    })?;
    tell(say, login, password.open())
}

fn reset(say: &Say, data: &Data, login: &str) -> Result<()> {
    let (store, school) = data.open_school()?;
    let password = Passwords::invent();
    let hash = Passwords::default().hash(password.open())?;
    store.write(school, |tx| {
        let who = Who::operator(tx, OPERATOR);
        let permit = Permit::<acts::ManageAccounts>::ask(tx, &who, Subject::School)?;
        let account = access::accounts(tx, &permit)?.into_iter().find(|a| a.login_name == login).ok_or(Error::NotFound)?;
        access::reset_account(tx, &permit, account.id, &hash)?;
        access::reset_second_factor(tx, &permit, account.id)
    })?;
    tell(say, login, password.open())
}

fn tell(say: &Say, login: &str, password: &str) -> Result<()> {
    say.result(&serde_json::json!({ "login": login, "password": password }), || {
        format!("{login}  {password}\nThe password must be changed at the first sign-in; it is not shown again.")
    })
}

fn list(say: &Say, data: &Data) -> Result<()> {
    let (store, school) = data.open_school()?;
    let all = store.read(school, |tx| {
        let who = Who::operator(tx, OPERATOR);
        let permit = Permit::<acts::ManageAccounts>::ask(tx, &who, Subject::School)?;
        access::accounts(tx, &permit)
    })?;
    let rows: Vec<_> = all
        .iter()
        .map(|a| serde_json::json!({ "login": a.login_name, "name": a.name, "must_change": a.must_change, "second_factor": a.has_second_factor, "closed": a.closed_at.is_some() }))
        .collect();
    say.result(&rows, || all.iter().map(|a| format!("{}\t{}{}", a.login_name, a.name, if a.closed_at.is_some() { "\tclosed" } else { "" })).collect::<Vec<_>>().join("\n"))
}
