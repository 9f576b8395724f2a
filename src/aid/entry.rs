//! An entry of the ledger, and the hash that binds it to the one before.

use sha2::{Digest, Sha256};

use super::rules::Posting;
use crate::base::{Id, RowId, SchoolDate, Stamp};

/// What happened; its words are `aid-what-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A gift in money.
    Gift,
    /// A gift in goods.
    GoodsGift,
    /// Money from the budget.
    Budget,
    /// Money or goods from one fund to another.
    Moved,
    /// Aid was approved: it is promised.
    Promise,
    /// A purchase was approved: it is ordered.
    Order,
    /// What was promised is paid.
    Payment,
    /// What was paid came back.
    Returned,
    /// What was promised is not paid after all.
    Cancelled,
    /// Goods were handed out.
    HandedOut,
    /// Goods that were handed out came back.
    TakenBack,
    /// Goods that were ordered came in.
    Stocked,
    /// Another entry was wrong.
    Reversal,
}

impl What {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Gift,
        Self::GoodsGift,
        Self::Budget,
        Self::Moved,
        Self::Promise,
        Self::Order,
        Self::Payment,
        Self::Returned,
        Self::Cancelled,
        Self::HandedOut,
        Self::TakenBack,
        Self::Stocked,
        Self::Reversal,
    ];

    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Gift => "gift",
            Self::GoodsGift => "goods_gift",
            Self::Budget => "budget",
            Self::Moved => "moved",
            Self::Promise => "promise",
            Self::Order => "order",
            Self::Payment => "payment",
            Self::Returned => "returned",
            Self::Cancelled => "cancelled",
            Self::HandedOut => "handed_out",
            Self::TakenBack => "taken_back",
            Self::Stocked => "stocked",
            Self::Reversal => "reversal",
        }
    }
    /// What has an identifier.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.code() == code)
    }
    /// Whether it stands alone and may be reversed by itself; what belongs to a request is undone there, so that its lines say the same as the ledger.
    pub const fn stands_alone(self) -> bool {
        matches!(self, Self::Gift | Self::GoodsGift | Self::Budget | Self::Moved)
    }
}

/// An entry as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number, from 1.
    pub number: i64,
    /// Its id.
    pub id: RowId,
    /// The day on which it counts.
    pub day: SchoolDate,
    /// What happened.
    pub what: What,
    /// In words, without the name of a child.
    pub about: String,
    /// The gift or request to which it belongs.
    pub source: Option<RowId>,
    /// The number of the entry that it undoes.
    pub reverses: Option<i64>,
    /// Why it undoes it; empty otherwise.
    pub reason: String,
    /// Who wrote it, as the trail writes it.
    pub actor: String,
    /// When.
    pub at: Stamp,
    /// Its postings.
    pub postings: Vec<Posting>,
}

/// The hash of an entry over everything in it and the hash of the one before.
pub fn link(before: &[u8], entry: &Entry) -> Vec<u8> {
    let mut sha = Sha256::new();
    sha.update(before);
    sha.update(entry.number.to_be_bytes());
    sha.update(entry.id.uuid().as_bytes());
    sha.update(entry.source.map(|id| id.uuid().into_bytes()).unwrap_or_default());
    sha.update(entry.reverses.unwrap_or_default().to_be_bytes());
    sha.update(entry.at.0.to_be_bytes());
    for part in [&entry.day.to_string(), entry.what.code(), &entry.about, &entry.reason, &entry.actor] {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part.as_bytes());
    }
    for one in &entry.postings {
        sha.update(one.fund.uuid().as_bytes());
        sha.update(one.account.code().as_bytes());
        sha.update([0]);
        sha.update(one.item.map(|id| id.uuid().into_bytes()).unwrap_or_default());
        sha.update(one.fen.to_be_bytes());
        sha.update(one.quantity.to_be_bytes());
    }
    sha.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aid::account::Account;
    use crate::base::derived;

    #[test]
    fn whatever_is_changed_in_an_entry_changes_its_hash() {
        let fund: RowId = derived(&[b"fund"]);
        let entry = Entry {
            number: 3,
            id: derived(&[b"entry"]),
            day: "2026-09-21".parse().unwrap(),
            what: What::Gift,
            about: "校庆".into(),
            source: None,
            reverses: None,
            reason: String::new(),
            actor: "x".into(),
            at: Stamp(1),
            postings: vec![Posting::new(fund, Account::Bank, 100), Posting::new(fund, Account::Gifts, -100)],
        };
        let whole = link(b"before", &entry);
        let changed: [Entry; 8] = [
            Entry { number: 4, ..entry.clone() },
            Entry { day: "2026-09-22".parse().unwrap(), ..entry.clone() },
            Entry { what: What::Budget, ..entry.clone() },
            Entry { about: "校慶".into(), ..entry.clone() },
            Entry { reverses: Some(1), ..entry.clone() },
            Entry { reason: "x".into(), actor: String::new(), ..entry.clone() },
            Entry { at: Stamp(2), ..entry.clone() },
            Entry { postings: vec![Posting::new(fund, Account::Bank, 101), Posting::new(fund, Account::Gifts, -101)], ..entry.clone() },
        ];
        for other in changed {
            assert_ne!(link(b"before", &other), whole, "{other:?}");
        }
        assert_ne!(link(b"another", &entry), whole);
    }

    #[test]
    fn what_happened_comes_back_by_its_code() {
        for what in What::ALL {
            assert_eq!(What::of(what.code()), Some(what));
        }
    }
}
