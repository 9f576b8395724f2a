//! verbs Accounts for staff in bulk: who has none, and login names from pinyin.

use std::collections::BTreeSet;

use crate::access::{self, Account, Permit, acts};
use crate::base::{AccountId, Result, StaffId};
use crate::store::Tx;

use super::people::{Staff, staff_list};
use super::pinyin;

/// Letters of a login name made from a name; the longest names of staff on record have 25 letters.
const LOGIN_LETTERS: usize = 30;

/// An account to make or to give a new first password.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Login {
    /// The account; `None` when it is still to be made.
    pub account: Option<AccountId>,
    /// The person.
    pub staff: StaffId,
    /// Their name.
    pub name: String,
    /// What is typed to sign in.
    pub login_name: String,
}

/// Everybody who works here today and has no account, with the login name that they would get.
///
/// # Errors
/// Faults of the database.
pub fn without_account(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAccounts>) -> Result<Vec<Login>> {
    let today = tx.today();
    let accounts = access::accounts(tx, permit)?;
    let here: Vec<Staff> = staff_list(tx)?.into_iter().filter(|person| person.is_here(today) && !accounts.iter().any(|a| a.staff == person.id)).collect();
    let names = login_names(accounts.iter().map(|a| a.login_name.as_str()), here.iter().map(|person| person.name.as_str()));
    Ok(here.into_iter().zip(names).map(|(person, login_name)| Login { account: None, staff: person.id, name: person.name, login_name }).collect())
}

/// Everybody whose account was never used: the first password still holds, so that a lost slip can be printed anew.
///
/// # Errors
/// Faults of the database.
pub fn never_used(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAccounts>) -> Result<Vec<Login>> {
    let today = tx.today();
    let here: BTreeSet<StaffId> = staff_list(tx)?.into_iter().filter(|person| person.is_here(today)).map(|person| person.id).collect();
    let unused = access::accounts(tx, permit)?.into_iter().filter(|a: &Account| a.must_change && a.closed_at.is_none() && here.contains(&a.staff));
    Ok(unused.map(|a| Login { account: Some(a.id), staff: a.staff, name: a.name, login_name: a.login_name }).collect())
}

/// Makes the account, or gives it the new first password, whose hash was made outside the transaction.
///
/// # Errors
/// A conflict when somebody made the account meanwhile.
pub fn open_login(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAccounts>, login: &Login, hash: &str) -> Result<()> {
    match login.account {
        Some(account) => access::reset_account(tx, permit, account, hash),
        None => access::create_account(tx, permit, login.staff, &login.login_name, hash).map(|_| ()),
    }
}

/// Login names for people by the sound of their names: zhangli, then zhangli2 for the next of that sound; none that is taken.
pub fn login_names<'a>(taken: impl Iterator<Item = &'a str>, people: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken: BTreeSet<String> = taken.map(str::to_lowercase).collect();
    let name = |person: &str| {
        let letters: String = pinyin::sound(person).chars().filter(char::is_ascii_alphanumeric).take(LOGIN_LETTERS).collect();
        let stem = if letters.is_empty() { "user".to_owned() } else { letters.to_ascii_lowercase() };
        let free = (1_u32..).map(|n| if n == 1 { stem.clone() } else { format!("{stem}{n}") }).find(|name| !taken.contains(name));
        let login = free.unwrap_or(stem);
        taken.insert(login.clone());
        login
    };
    people.map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn login_names_are_told_apart_by_a_figure() {
        let taken = ["zhangli", "admin"];
        let people = ["张丽", "章莉", "欧阳一鸣", "吕晓", "Anna Li", "□□"];
        let names = login_names(taken.into_iter(), people.into_iter());
        assert_eq!(names, ["zhangli2", "zhangli3", "ouyangyiming", "lvxiao", "annali", "user"]);
    }
}
