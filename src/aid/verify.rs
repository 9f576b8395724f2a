//! verbs: the whole ledger is walked and added up anew, and written as text for programs of others.

use std::collections::BTreeMap;

use super::account::Account;
use super::entry::{Entry, What, link};
use super::journal::{self, Format};
use super::rules::{self, Standing};
use super::{funds, sql};
use crate::access::{Permit, acts};
use crate::base::{Result, RowId};
use crate::store::Tx;

/// What is wrong with the ledger, and at which entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The entry, or the one before it, was changed or removed.
    Chain(i64),
    /// Its postings do not add up, or are none.
    Uneven(i64),
    /// A fund, an account or a stock stood below nothing after it.
    Short(i64),
    /// It undoes an entry that is not there, was undone already, or says something else.
    Reversal(i64),
    /// The counter of a fund says something else than its postings.
    Counter(RowId),
}

/// What [`verify`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Entries read.
    pub entries: i64,
    /// Postings read.
    pub postings: usize,
    /// What is wrong; nothing when all is well.
    pub faults: Vec<Fault>,
    /// Hash of the last entry, in hex.
    pub head: String,
}

/// What stands on each account of each fund, added up entry by entry.
type Books = BTreeMap<RowId, BTreeMap<(Account, Option<RowId>), (i64, i64)>>;

fn take(books: &mut Books, entry: &Entry) -> bool {
    for one in &entry.postings {
        let (fen, quantity) = books.entry(one.fund).or_default().entry((one.account, one.item)).or_default();
        *fen += one.fen;
        *quantity += one.quantity;
    }
    entry.postings.iter().any(|one| {
        let of_fund = books[&one.fund].iter();
        let standing: Vec<Standing> = of_fund.map(|((account, item), (fen, quantity))| Standing { account: *account, item: *item, fen: *fen, quantity: *quantity }).collect();
        rules::short(&standing).is_some()
    })
}

/// Walks the whole ledger of this school: the chain, the sums of every entry, every fund after every entry, every reversal, and the counters beside the postings.
///
/// # Errors
/// Faults of the database.
pub fn verify(tx: &mut Tx<'_>, _permit: &Permit<acts::SeeAid>) -> Result<Verdict> {
    let (last, head) = sql::head(tx)?;
    let all = sql::all(tx)?;
    let (mut faults, mut before, mut books, mut postings) = (Vec::new(), Vec::new(), Books::new(), 0);
    let mut undone: BTreeMap<i64, i64> = BTreeMap::new();
    for (at, (entry, hash)) in (1_i64..).zip(&all) {
        if entry.number != at || link(&before, entry) != *hash {
            faults.push(Fault::Chain(entry.number));
        }
        if rules::check(&entry.postings).is_err() {
            faults.push(Fault::Uneven(entry.number));
        }
        if take(&mut books, entry) {
            faults.push(Fault::Short(entry.number));
        }
        if let Some(first) = entry.reverses {
            let mirrors =
                all.iter().find(|(known, _)| known.number == first).is_some_and(|(known, _)| rules::mirrored(&known.postings) == entry.postings && known.reverses.is_none());
            if !mirrors || entry.what != What::Reversal || first >= entry.number || undone.insert(first, entry.number).is_some() {
                faults.push(Fault::Reversal(entry.number));
            }
        }
        postings += entry.postings.len();
        before.clone_from(hash);
    }
    let entries = i64::try_from(all.len()).unwrap_or(i64::MAX);
    if entries != last || before != head {
        faults.push(Fault::Chain(entries + 1));
    }
    for fund in funds::all(tx)? {
        let free: i64 = books.get(&fund.id).into_iter().flatten().filter(|((account, _), _)| account.is_money() || *account == Account::Payable).map(|(_, (fen, _))| fen).sum();
        if free != fund.free_fen {
            faults.push(Fault::Counter(fund.id));
        }
    }
    Ok(Verdict { entries, postings, faults, head: data_encoding::HEXLOWER.encode(&head) })
}

/// The whole ledger as text for hledger or beancount.
///
/// # Errors
/// Faults of the database.
pub fn export(tx: &mut Tx<'_>, _permit: &Permit<acts::SeeAid>, format: Format) -> Result<String> {
    let entries: Vec<Entry> = sql::all(tx)?.into_iter().map(|(entry, _)| entry).collect();
    let names = funds::all(tx)?.into_iter().map(|fund| (fund.id, fund.name)).collect();
    let items = funds::items(tx)?.into_iter().map(|item| (item.id, item.name)).collect();
    Ok(journal::text(&entries, &names, &items, format))
}
