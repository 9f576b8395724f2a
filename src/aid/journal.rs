//! The ledger as text for two programs of others, hledger and beancount, so that anybody can add it up without this one.

use std::collections::BTreeMap;

use super::account::{Account, Group};
use super::entry::Entry;
use crate::base::{Fen, Id, RowId, SchoolDate};

/// A program that reads the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// hledger.
    Hledger,
    /// beancount.
    Beancount,
}

impl Format {
    /// The format of a word.
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "hledger" => Some(Self::Hledger),
            "beancount" => Some(Self::Beancount),
            _ => None,
        }
    }
}

/// The name of an account of a fund, in letters that both programs read: `Assets:Bank:F0123abcd`.
pub fn name(account: Account, fund: RowId) -> String {
    let group = match account.group() {
        Group::Assets => "Assets",
        Group::Liabilities => "Liabilities",
        Group::Income => "Income",
        Group::Expenses => "Expenses",
        Group::Equity => "Equity",
    };
    let part: String = account.code().split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
    format!("{group}:{part}:F{}", fund.uuid().simple())
}

/// A text on one line, without what the programs would read as their own signs.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '"' | ';' | '|' | '\\') { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// The whole ledger. `funds` and `items` give names for comments.
pub fn text(entries: &[Entry], funds: &BTreeMap<RowId, String>, items: &BTreeMap<RowId, String>, format: Format) -> String {
    let mut out = String::new();
    let mut opened: BTreeMap<String, SchoolDate> = BTreeMap::new();
    for entry in entries {
        for one in &entry.postings {
            let day = opened.entry(name(one.account, one.fund)).or_insert(entry.day);
            *day = (*day).min(entry.day);
        }
    }
    for (fund, words) in funds {
        out.push_str(&format!("; F{} = {}\n", fund.uuid().simple(), plain(words)));
    }
    match format {
        Format::Hledger => {
            out.push_str("commodity 1000.00 CNY\n");
            opened.keys().for_each(|account| out.push_str(&format!("account {account}\n")));
        }
        Format::Beancount => {
            out.push_str("option \"operating_currency\" \"CNY\"\n");
            opened.iter().for_each(|(account, day)| out.push_str(&format!("{day} open {account} CNY\n")));
        }
    }
    for entry in entries {
        let about = plain(&format!("{} {} {}", entry.what.code(), entry.about, entry.reason));
        out.push_str(&match format {
            Format::Hledger => format!("\n{} * ({}) {about}\n", entry.day, entry.number),
            Format::Beancount => format!("\n{} * \"{about}\"\n  number: \"{}\"\n", entry.day, entry.number),
        });
        for one in &entry.postings {
            let goods = one.item.map(|item| format!("  ; {} × {}", one.quantity, plain(items.get(&item).map_or("", String::as_str)))).unwrap_or_default();
            out.push_str(&format!("    {}  {} CNY{goods}\n", name(one.account, one.fund), Fen(one.fen)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aid::account::Kind;
    use crate::aid::entry::What;
    use crate::aid::rules::Posting;
    use crate::base::{Stamp, derived};

    #[test]
    fn a_journal_holds_each_entry_and_nothing_that_a_program_would_misread() {
        let fund: RowId = derived(&[b"fund"]);
        let entry = Entry {
            number: 1,
            id: derived(&[b"entry"]),
            day: "2026-09-21".parse().unwrap(),
            what: What::Promise,
            about: "秋季; \"助学\"\n金".into(),
            source: None,
            reverses: None,
            reason: String::new(),
            actor: "x".into(),
            at: Stamp(1),
            postings: vec![Posting::new(fund, Account::Spent(Kind::TermHelp), 12_550), Posting::new(fund, Account::Payable, -12_550)],
        };
        let funds = BTreeMap::from([(fund, "帮扶站".to_owned())]);
        let hledger = text(std::slice::from_ref(&entry), &funds, &BTreeMap::new(), Format::Hledger);
        let beancount = text(&[entry], &funds, &BTreeMap::new(), Format::Beancount);
        assert!(hledger.contains("2026-09-21 * (1) promise 秋季   助学  金\n") && hledger.contains("Expenses:SpentTermHelp:F"), "{hledger}");
        assert!(hledger.contains("  125.50 CNY\n") && hledger.contains("  -125.50 CNY\n"), "{hledger}");
        assert!(beancount.contains("2026-09-21 open Liabilities:Payable:F") && beancount.contains("2026-09-21 * \"promise 秋季   助学  金\""), "{beancount}");
    }
}
