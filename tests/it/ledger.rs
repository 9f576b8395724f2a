//! The ledger under any sequence of acts: what is predicted by a small model happens, debits equal credits, no fund is below nothing, postings stay as they were, a reversal nets to nothing.
//!
//! Sequences are drawn from a seed. `BANGFU_LEDGER_SEQUENCES` sets how many are run on SQLite (10,000 without it; 100,000 by hand), `BANGFU_LEDGER_SEQUENCES_PG` on PostgreSQL (2,000).
//! SQLite lies in the memory file system where there is one. Each sequence is a school of its own, so that its whole ledger is verified at its end.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use bangfu::access::{self, Permit, Subject, Who, acts};
use bangfu::aid::account::{Account, Held, Kind};
use bangfu::aid::entry::What;
use bangfu::aid::funds::{self, Fund, FundKind, Item};
use bangfu::aid::journal::{self, Format};
use bangfu::aid::ledger::{self, New};
use bangfu::aid::rules::{Posting, value_out};
use bangfu::aid::verify;
use bangfu::base::{Error, FixedClock, Ids, Result, RowId, SchoolDate, SchoolId, derived};
use bangfu::store::{Opening, Place, Store, Tx};

use crate::house::{Folder, House, day};

/// Acts of one sequence.
const ACTS: u64 = 9;

/// The same draws at each run (splitmix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
    fn amount(&mut self) -> i64 {
        i64::try_from(self.below(500)).unwrap() + 1
    }
}

/// What a sequence may do.
#[derive(Clone, Copy, Debug)]
enum Act {
    Gift,
    GoodsGift,
    Promise,
    Pay,
    Cancel,
    HandOut,
    Move,
    Reverse,
    Close,
    TooLate,
}

const CHOICES: [Act; 14] = [
    Act::Gift,
    Act::Gift,
    Act::Gift,
    Act::GoodsGift,
    Act::GoodsGift,
    Act::Promise,
    Act::Promise,
    Act::Pay,
    Act::Cancel,
    Act::HandOut,
    Act::Move,
    Act::Reverse,
    Act::Close,
    Act::TooLate,
];

/// What the ledger must say, kept as plain numbers: by fund and account fen, by fund goods with their value.
#[derive(Clone, Default, PartialEq, Debug)]
struct Model {
    fen: BTreeMap<(usize, Account), i64>,
    goods: BTreeMap<usize, (i64, i64)>,
}

impl Model {
    fn of(&self, fund: usize, account: Account) -> i64 {
        self.fen.get(&(fund, account)).copied().unwrap_or(0)
    }
    fn stock(&self, fund: usize) -> (i64, i64) {
        self.goods.get(&fund).copied().unwrap_or((0, 0))
    }
    fn take(&mut self, funds: &[RowId; 2], postings: &[Posting]) {
        for one in postings {
            let fund = funds.iter().position(|id| *id == one.fund).unwrap();
            *self.fen.entry((fund, one.account)).or_default() += one.fen;
            if one.account == Account::Goods {
                let (fen, quantity) = self.goods.entry(fund).or_default();
                *fen += one.fen;
                *quantity += one.quantity;
            }
        }
    }
    /// Whether everything stands at nothing or above.
    fn stands(&self) -> bool {
        let fund = |fund: usize| {
            let (bank, payable, (fen, quantity)) = (self.of(fund, Account::Bank), self.of(fund, Account::Payable), self.stock(fund));
            bank >= 0 && payable <= 0 && bank + payable >= 0 && fen >= 0 && quantity >= 0 && (quantity > 0 || fen == 0)
        };
        fund(0) && fund(1)
    }
}

/// A school of one sequence.
struct School {
    id: SchoolId,
    funds: [RowId; 2],
    item: RowId,
    today: SchoolDate,
    model: Model,
    written: Vec<(i64, Vec<Posting>)>,
    undone: Vec<i64>,
    closed: bool,
}

fn id(seed: u64, name: &str) -> RowId {
    derived(&[b"ledger test", &seed.to_be_bytes(), name.as_bytes()])
}

fn found(tx: &mut Tx<'_>, seed: u64, today: SchoolDate) -> Result<School> {
    let school = tx.school();
    access::create_tenant(tx, &format!("s{seed}"), "阳光小学", "school", "")?;
    let who = Who::operator(tx, "test");
    let manage = Permit::<acts::ManageAid>::ask(tx, &who, Subject::School)?;
    let funds = [id(seed, "one"), id(seed, "other")];
    for (fund, name) in funds.into_iter().zip(["帮扶站", "关爱基金"]) {
        let new = Fund { id: fund, kind: FundKind::Station, name: name.into(), held: Held::School, purpose: "帮扶".into(), class: None, free_fen: 0 };
        funds::open(tx, &manage, &new)?;
    }
    let item = Item { id: id(seed, "item"), what: "school".into(), name: "练习本".into(), unit: "本".into() };
    funds::name_item(tx, &manage, &item)?;
    Ok(School { id: school, funds, item: item.id, today, model: Model::default(), written: Vec::new(), undone: Vec::new(), closed: false })
}

impl School {
    /// The postings of an act, or nothing where it has none.
    fn postings(&self, act: Act, fund: usize, amount: i64, many: i64) -> (What, Vec<Posting>) {
        let f = self.funds[fund];
        let money = |account, fen| Posting::new(f, account, fen);
        let spent = Account::Spent(Kind::Grant);
        match act {
            Act::GoodsGift => (What::GoodsGift, vec![Posting::goods(f, self.item, amount, many), money(Account::GoodsGifts, -amount)]),
            Act::Promise => (What::Promise, vec![money(spent, amount), money(Account::Payable, -amount)]),
            Act::Pay => (What::Payment, vec![money(Account::Payable, amount), money(Account::Bank, -amount)]),
            Act::Cancel => (What::Cancelled, vec![money(Account::Payable, amount), money(spent, -amount)]),
            Act::HandOut => {
                let (fen, quantity) = self.model.stock(fund);
                let value = value_out(fen, quantity, many).max(1);
                (What::HandedOut, vec![money(spent, value), Posting::goods(f, self.item, -value, -many)])
            }
            Act::Move => {
                let to = self.funds[1 - fund];
                let there = |account, fen| Posting::new(to, account, fen);
                let all = vec![money(Account::Bank, -amount), money(Account::Between, amount), there(Account::Bank, amount), there(Account::Between, -amount)];
                (What::Moved, all)
            }
            _ => (What::Gift, vec![money(Account::Bank, amount), money(Account::Gifts, -amount)]),
        }
    }

    /// Does one act and looks whether what the model says happened.
    fn act(&mut self, tx: &mut Tx<'_>, (permit, approve): (&Permit<acts::ManageAid>, &Permit<acts::ApproveAid>), seed: u64, step: u64, dice: &mut Dice) {
        let act = CHOICES[usize::try_from(dice.below(CHOICES.len() as u64)).unwrap()];
        let (fund, amount, many) = (usize::try_from(dice.below(2)).unwrap(), dice.amount(), i64::try_from(dice.below(5)).unwrap() + 1);
        let new_id = id(seed, &format!("entry {step}"));
        tx.mark().unwrap();
        let (expected, done, postings) = match act {
            Act::Close => {
                let expected = !self.closed;
                let done = ledger::close(tx, approve, self.today.plus_days(-10));
                self.closed = true;
                (expected, done.map(|()| 0), Vec::new())
            }
            Act::Reverse => {
                let Some((number, postings)) = self.written.get(usize::try_from(dice.below(self.written.len().max(1) as u64)).unwrap()).cloned() else { return tx.keep().unwrap() };
                let mirrored: Vec<Posting> = postings.iter().map(|one| Posting { fen: -one.fen, quantity: -one.quantity, ..one.clone() }).collect();
                let mut after = self.model.clone();
                after.take(&self.funds, &mirrored);
                let may = !self.undone.contains(&number) && after.stands();
                let done = ledger::reverse(tx, permit, new_id, number, "记错了");
                if done.is_ok() {
                    self.undone.push(number);
                }
                (may, done, mirrored)
            }
            act => {
                let (what, postings) = self.postings(act, fund, amount, many);
                let mut after = self.model.clone();
                after.take(&self.funds, &postings);
                let late = matches!(act, Act::TooLate);
                let day = self.today.plus_days(if late { -20 } else { -i64::try_from(dice.below(5)).unwrap() });
                let done = ledger::post(tx, permit, &New { id: new_id, day, what, about: "", source: None, postings: postings.clone() });
                let expected = after.stands() && !(late && self.closed);
                if let Ok(number) = done {
                    self.written.push((number, postings.clone()));
                }
                (expected, done, postings)
            }
        };
        match done {
            Ok(_) => {
                assert!(expected, "sequence {seed}, step {step}: {act:?} happened and should not have");
                self.model.take(&self.funds, &postings);
                tx.keep().unwrap();
            }
            Err(Error::Conflict(_) | Error::Invalid(_)) => {
                assert!(!expected, "sequence {seed}, step {step}: {act:?} of {amount} was refused and should not have been: {:?}", self.model);
                tx.back_to().unwrap();
            }
            Err(fault) => panic!("sequence {seed}, step {step}, {act:?}: {fault}"),
        }
    }

    /// What the ledger says at the end.
    fn look(&self, tx: &mut Tx<'_>, seed: u64) {
        let who = Who::operator(tx, "test");
        let see = Permit::<acts::SeeAid>::ask(tx, &who, Subject::School).unwrap();
        let verdict = verify::verify(tx, &see).unwrap();
        assert_eq!(verdict.faults, [], "sequence {seed}");
        let mut sums: BTreeMap<(usize, Account), i64> = BTreeMap::new();
        for (at, fund) in self.funds.iter().enumerate() {
            for one in funds::standing(tx, *fund).unwrap() {
                *sums.entry((at, one.account)).or_default() += one.fen;
            }
        }
        assert_eq!(sums.values().sum::<i64>(), 0, "sequence {seed}: debits equal credits");
        for (key, fen) in &self.model.fen {
            assert_eq!(sums.get(key).copied().unwrap_or(0), *fen, "sequence {seed}, {key:?}");
        }
        for (number, postings) in &self.written {
            let (entry, by) = ledger::entry(tx, *number).unwrap();
            assert_eq!(entry.postings, *postings, "sequence {seed}: entry {number} is as it was written");
            assert_eq!(by.is_some(), self.undone.contains(number), "sequence {seed}");
            let Some(by) = by else { continue };
            let (reversal, _) = ledger::entry(tx, by).unwrap();
            let nets: i64 = entry.postings.iter().zip(&reversal.postings).map(|(one, other)| (one.fen + other.fen).abs() + (one.quantity + other.quantity).abs()).sum();
            assert_eq!((nets, reversal.reverses), (0, Some(*number)), "sequence {seed}: a reversal nets to nothing");
        }
    }
}

fn sequence(store: &Store, seed: u64) -> School {
    let school: SchoolId = derived(&[b"ledger school", &seed.to_be_bytes()]);
    let mut dice = Dice(seed);
    store
        .write(school, |tx| {
            let today = tx.today();
            let mut one = found(tx, seed, today)?;
            let who = Who::operator(tx, "test");
            let (manage, approve) = (Permit::ask(tx, &who, Subject::School)?, Permit::ask(tx, &who, Subject::School)?);
            for step in 0..ACTS {
                one.act(tx, (&manage, &approve), seed, step, &mut dice);
            }
            one.look(tx, seed);
            Ok(one)
        })
        .unwrap()
}

fn number_of(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// A folder in the memory file system, where there is one.
struct Memory(PathBuf);

impl Memory {
    fn new(label: &str) -> Self {
        let root = PathBuf::from("/dev/shm");
        let root = if root.is_dir() { root } else { std::env::temp_dir() };
        let path = root.join(format!("bangfu-ledger-{}-{label}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

fn in_memory(label: &str) -> (Memory, Store) {
    let memory = Memory::new(label);
    let clock = Arc::new(FixedClock::at(day("2026-09-21")));
    let store = Store::open(&Place::Folder(memory.0.clone()), Opening { clock, ids: Ids::seeded(1), recorder: None }).unwrap();
    (memory, store)
}

#[test]
fn whatever_is_done_the_ledger_adds_up_and_no_fund_is_below_nothing() {
    let (_memory, store) = in_memory("many");
    let (mut refused, mut undone) = (0, 0);
    for seed in 0..number_of("BANGFU_LEDGER_SEQUENCES", 10_000) {
        let school = sequence(&store, seed);
        refused += usize::from(school.written.len() < 5);
        undone += school.undone.len();
    }
    assert!(refused > 0 && undone > 0, "acts are refused and undone, too");
}

#[test]
fn whatever_is_done_the_ledger_adds_up_on_postgresql() {
    let Some(house) = House::postgres() else { return };
    for seed in 0..number_of("BANGFU_LEDGER_SEQUENCES_PG", 2_000) {
        sequence(&house.store, seed);
    }
}

#[test]
fn of_two_who_spend_the_last_money_at_once_one_is_refused() {
    for house in House::both() {
        let (fund, clock_day) = (id(7, "fund"), day("2026-09-21"));
        house.act(Subject::School, |tx, permit: &Permit<acts::ManageAid>| {
            let new = Fund { id: fund, kind: FundKind::Care, name: "关爱基金".into(), held: Held::School, purpose: "帮扶".into(), class: None, free_fen: 0 };
            funds::open(tx, permit, &new)?;
            let postings = vec![Posting::new(fund, Account::Bank, 100), Posting::new(fund, Account::Gifts, -100)];
            ledger::post(tx, permit, &New { id: id(7, "gift"), day: clock_day, what: What::Gift, about: "", source: None, postings })
        });
        let (store, school) = (house.store.clone(), house.here.id);
        let done: Vec<bool> = std::thread::scope(|scope| {
            let hands: Vec<_> = (0..6)
                .map(|hand| {
                    let store = store.clone();
                    scope.spawn(move || {
                        store
                            .write(school, |tx| {
                                let who = Who::operator(tx, "test");
                                let permit = Permit::<acts::ManageAid>::ask(tx, &who, Subject::School)?;
                                let postings = vec![Posting::new(fund, Account::Spent(Kind::Grant), 60), Posting::new(fund, Account::Payable, -60)];
                                ledger::post(tx, &permit, &New { id: id(7, &format!("hand {hand}")), day: clock_day, what: What::Promise, about: "", source: None, postings })
                            })
                            .is_ok()
                    })
                })
                .collect();
            hands.into_iter().map(|hand| hand.join().unwrap()).collect()
        });
        assert_eq!(done.iter().filter(|done| **done).count(), 1, "{}: {done:?}", house.name());
        assert_eq!(house.read(school, |tx| funds::fund(tx, fund)).free_fen, 40, "{}", house.name());
    }
}

/// Whether hledger is there; without it the test is left out with a message.
fn hledger() -> bool {
    let there = Command::new("hledger").arg("--version").output().is_ok_and(|run| run.status.success());
    if !there {
        println!("left out: hledger is not installed (Debian package hledger; `cargo xtask test` installs it)");
    }
    there
}

#[test]
fn hledger_adds_up_500_journals_to_the_same_sums() {
    if !hledger() {
        return;
    }
    let (memory, store) = in_memory("journals");
    let folder = Folder::new("journals");
    for seed in 0..500 {
        let school = sequence(&store, 1_000_000 + seed);
        let (text, sums) = store
            .read(school.id, |tx| {
                let who = Who::operator(tx, "test");
                let see = Permit::<acts::SeeAid>::ask(tx, &who, Subject::School)?;
                let mut sums: BTreeMap<String, i64> = BTreeMap::new();
                for fund in school.funds {
                    for one in funds::standing(tx, fund)? {
                        *sums.entry(journal::name(one.account, fund)).or_default() += one.fen;
                    }
                }
                Ok((verify::export(tx, &see, Format::Hledger)?, sums))
            })
            .unwrap();
        let file = folder.path().join(format!("{seed}.journal"));
        std::fs::write(&file, &text).unwrap();
        let run = Command::new("hledger")
            .args(["-f", file.to_str().unwrap(), "balance", "--strict", "--flat", "--empty", "--no-total", "-O", "csv"])
            .env("LC_ALL", "C.UTF-8")
            .output()
            .unwrap();
        assert!(run.status.success(), "{}: {text}", String::from_utf8_lossy(&run.stderr));
        let said = String::from_utf8(run.stdout).unwrap();
        let mut read: BTreeMap<String, i64> = BTreeMap::new();
        for line in said.lines().skip(1) {
            let (account, sum) = line.trim_matches('"').split_once("\",\"").unwrap();
            let sum = sum.trim_end_matches(" CNY").replace('.', "");
            read.insert(account.to_owned(), sum.parse().unwrap());
        }
        read.retain(|_, fen| *fen != 0);
        let sums: BTreeMap<String, i64> = sums.into_iter().filter(|(_, fen)| *fen != 0).collect();
        assert_eq!(read, sums, "journal {seed}: {text}");
    }
    drop(memory);
}
