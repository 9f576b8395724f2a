//! Pure rules of the ledger: an entry has two postings or more and adds up to nothing in each fund; no fund, account or stock goes below nothing; what goods are worth when they go out.

use std::collections::BTreeMap;

use super::account::Account;
use crate::base::{RowId, limits};

/// One line of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Whose money or goods.
    pub fund: RowId,
    /// The account.
    pub account: Account,
    /// Which goods, on the account of goods alone.
    pub item: Option<RowId>,
    /// Debit above nothing, credit below.
    pub fen: i64,
    /// How many of the goods; 0 elsewhere.
    pub quantity: i64,
}

impl Posting {
    /// Money on an account.
    pub const fn new(fund: RowId, account: Account, fen: i64) -> Self {
        Self { fund, account, item: None, fen, quantity: 0 }
    }
    /// Goods with their value.
    pub const fn goods(fund: RowId, item: RowId, fen: i64, quantity: i64) -> Self {
        Self { fund, account: Account::Goods, item: Some(item), fen, quantity }
    }
}

/// Why postings are no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Fewer than two.
    Few,
    /// One of nothing, or beyond the bound.
    Size,
    /// They do not add up to nothing in each fund.
    Uneven,
    /// Goods without an item or a quantity that goes the same way, or the other way round.
    Goods,
}

/// Looks whether postings are an entry.
///
/// # Errors
/// The first flaw.
pub fn check(postings: &[Posting]) -> Result<(), Flaw> {
    if postings.len() < 2 {
        return Err(Flaw::Few);
    }
    let mut sums: BTreeMap<RowId, i64> = BTreeMap::new();
    for one in postings {
        if one.fen == 0 || one.fen.abs() > limits::AMOUNT_FEN {
            return Err(Flaw::Size);
        }
        let counted = one.item.is_some() && one.quantity.signum() == one.fen.signum() && one.quantity.abs() <= limits::QUANTITY;
        let goods = if one.account == Account::Goods { counted } else { one.item.is_none() && one.quantity == 0 };
        if !goods {
            return Err(Flaw::Goods);
        }
        *sums.entry(one.fund).or_default() += one.fen;
    }
    if sums.values().all(|sum| *sum == 0) { Ok(()) } else { Err(Flaw::Uneven) }
}

/// By how much an entry changes what may still be promised, fund by fund: money less what was promised.
pub fn free(postings: &[Posting]) -> BTreeMap<RowId, i64> {
    let mut all: BTreeMap<RowId, i64> = BTreeMap::new();
    for one in postings {
        let counts = one.account.is_money() || one.account == Account::Payable;
        *all.entry(one.fund).or_default() += if counts { one.fen } else { 0 };
    }
    all
}

/// The entry that undoes another.
pub fn mirrored(postings: &[Posting]) -> Vec<Posting> {
    postings.iter().map(|one| Posting { fen: -one.fen, quantity: -one.quantity, ..one.clone() }).collect()
}

/// What stands on an account of a fund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The account.
    pub account: Account,
    /// Which goods.
    pub item: Option<RowId>,
    /// Debit above nothing.
    pub fen: i64,
    /// How many of the goods.
    pub quantity: i64,
}

/// What of a fund went below nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Short {
    /// Money on an account.
    Money,
    /// More was paid than was promised, or came in than was ordered.
    Promised,
    /// Goods in stock, or a value without goods.
    Stock,
}

/// Looks whether all of a fund stands at nothing or above.
pub fn short(all: &[Standing]) -> Option<Short> {
    all.iter().find_map(|one| match one.account {
        account if account.is_money() && one.fen < 0 => Some(Short::Money),
        Account::Payable if one.fen > 0 => Some(Short::Promised),
        Account::Ordered if one.fen < 0 => Some(Short::Promised),
        Account::Goods if one.quantity < 0 || one.fen < 0 || (one.quantity == 0 && one.fen != 0) => Some(Short::Stock),
        _ => None,
    })
}

/// What goods are worth when some go out: their share of the value in stock, to the nearest fen; all of it with the last.
pub fn value_out(fen: i64, quantity: i64, out: i64) -> i64 {
    if quantity <= 0 || out <= 0 {
        return 0;
    }
    if out >= quantity {
        return fen;
    }
    let share = (i128::from(fen) * i128::from(out) * 2 + i128::from(quantity)) / (i128::from(quantity) * 2);
    i64::try_from(share).unwrap_or(fen).clamp(0, fen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aid::account::Kind;
    use crate::base::derived;

    fn id(name: &str) -> RowId {
        derived(&[name.as_bytes()])
    }

    #[test]
    fn an_entry_adds_up_to_nothing_in_each_fund() {
        let (one, other, pencil) = (id("one"), id("other"), id("pencil"));
        let posting = |fund, account, fen| Posting::new(fund, account, fen);
        let table: [(&str, Vec<Posting>, Result<(), Flaw>); 9] = [
            ("a gift", vec![posting(one, Account::Bank, 100), posting(one, Account::Gifts, -100)], Ok(())),
            ("alone", vec![posting(one, Account::Bank, 100)], Err(Flaw::Few)),
            ("nothing", vec![posting(one, Account::Bank, 0), posting(one, Account::Gifts, 0)], Err(Flaw::Size)),
            ("beyond the bound", vec![posting(one, Account::Bank, i64::MAX), posting(one, Account::Gifts, -i64::MAX)], Err(Flaw::Size)),
            ("uneven", vec![posting(one, Account::Bank, 100), posting(one, Account::Gifts, -99)], Err(Flaw::Uneven)),
            ("even over two funds alone", vec![posting(one, Account::Bank, 100), posting(other, Account::Bank, -100)], Err(Flaw::Uneven)),
            ("goods", vec![Posting::goods(one, pencil, 100, 10), posting(one, Account::GoodsGifts, -100)], Ok(())),
            ("goods without a number", vec![Posting::goods(one, pencil, 100, 0), posting(one, Account::GoodsGifts, -100)], Err(Flaw::Goods)),
            ("goods on money", vec![Posting { account: Account::Bank, ..Posting::goods(one, pencil, 100, 1) }, posting(one, Account::Gifts, -100)], Err(Flaw::Goods)),
        ];
        for (name, postings, expected) in table {
            assert_eq!(check(&postings), expected, "{name}");
            assert_eq!(check(&mirrored(&postings)), expected, "{name}, mirrored");
        }
    }

    #[test]
    fn what_was_promised_may_not_be_promised_again() {
        let fund = id("fund");
        let promise = [Posting::new(fund, Account::Spent(Kind::Bursary), 300), Posting::new(fund, Account::Payable, -300)];
        let payment = [Posting::new(fund, Account::Payable, 300), Posting::new(fund, Account::Bank, -300)];
        assert_eq!(free(&promise)[&fund], -300);
        assert_eq!(free(&payment)[&fund], 0, "paying takes nothing that was not taken by the promise");
        assert_eq!(free(&mirrored(&promise))[&fund], 300);
    }

    #[test]
    fn nothing_of_a_fund_goes_below_nothing() {
        let standing = |account, fen, quantity| Standing { account, item: None, fen, quantity };
        for (one, expected) in [
            (standing(Account::Bank, 0, 0), None),
            (standing(Account::Bank, -1, 0), Some(Short::Money)),
            (standing(Account::Payable, -5, 0), None),
            (standing(Account::Payable, 5, 0), Some(Short::Promised)),
            (standing(Account::Ordered, -5, 0), Some(Short::Promised)),
            (standing(Account::Goods, 10, 2), None),
            (standing(Account::Goods, 10, -1), Some(Short::Stock)),
            (standing(Account::Goods, 10, 0), Some(Short::Stock)),
            (standing(Account::Gifts, -500, 0), None),
        ] {
            assert_eq!(short(std::slice::from_ref(&one)), expected, "{one:?}");
        }
    }

    #[test]
    fn goods_go_out_at_their_share_and_the_last_take_the_rest() {
        for (fen, quantity, out, value) in [(1000, 10, 3, 300), (1000, 3, 1, 333), (667, 2, 1, 334), (333, 1, 1, 333), (5, 10, 1, 1), (100, 0, 1, 0), (100, 5, 9, 100)] {
            assert_eq!(value_out(fen, quantity, out), value, "{fen} {quantity} {out}");
        }
        let (mut fen, mut quantity) = (1001, 7);
        while quantity > 0 {
            fen -= value_out(fen, quantity, 1);
            quantity -= 1;
        }
        assert_eq!(fen, 0, "not a fen is left over");
    }
}
