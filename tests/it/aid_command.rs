//! Aid and the ledger on the command line, which is one person: what it approved it does not pay.

use bangfu::access::{Permit, Subject, Who, acts};
use bangfu::aid::requests;
use bangfu::base::GuardianId;
use bangfu::roster::particulars;
use bangfu::store::DATABASE_FILE;

use crate::cli::bangfu;
use crate::house::{House, day};
use crate::http::aid::{done, grant, id, lines, press, station};

#[test]
fn the_command_line_pays_nothing_before_its_time_twice_or_for_its_own_approval() {
    let house = House::sqlite();
    let (fund, child) = (station(&house), house.here.child("4.2", "林小明").id);
    let request = grant(&house, "孙老师", child, &fund, "grant", "200.00");
    let of = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let run = |args: &[&str]| bangfu(house.folder(), &[args, &["--school", "yg"]].concat());
    let (one, today) = (of(&request), "2026-09-28".to_owned());
    house.clock.set(day("2026-09-28"));
    let early = run(&["aid", "pay", &one, "--day", &today]);
    assert!(early.status == 5 && early.errors.contains("还没有批准"), "{}", early.errors);
    approve_at(&house, &one);
    let own = run(&["aid", "pay", &one, "--day", &today]);
    assert!(own.status == 5 && own.errors.contains("第三个人"), "{}", own.errors);
    assert_eq!(run(&["aid", "approve", &one]).status, 5, "decided once");
    let second = grant(&house, "孙老师", child, &fund, "second", "100.00");
    press(&house, "陈校长", &second, &format!("{second}/approval"));
    let two = of(&second);
    let before = run(&["aid", "pay", &two, "--day", "2026-09-27"]);
    assert!(before.status == 3 && before.errors.contains("批准日是 2026-09-28"), "{}", before.errors);
    house.clock.set(day("2026-09-30"));
    assert_eq!(run(&["aid", "close", "--through", "2026-09-29"]).status, 0);
    let closed = run(&["aid", "pay", &two, "--day", "2026-09-28"]);
    assert!(closed.status == 5 && closed.errors.contains("已经结账"), "{}", closed.errors);
    let today = "2026-09-30".to_owned();
    let paid = run(&["aid", "pay", &two, "--day", &today]);
    assert_eq!((paid.status, paid.told["paid"].as_u64()), (0, Some(1)), "{}", paid.errors);
    let twice = run(&["aid", "pay", &two, "--day", &today]);
    assert!(twice.status == 5 && twice.errors.contains("已经付过款了"), "{}", twice.errors);
    done(&house, "韩老师", &format!("{request}/payment"), &[("id", &id("by the cashier")), ("day", &today)]);
    let line = of(&lines(&house, &request)[0]);
    let stranger = guardian(&house, "何田田");
    let other = run(&["aid", "receive", &line, "--guardian", &stranger.to_string()]);
    assert!(other.status == 3 && other.errors.contains("不能代别人签"), "{}", other.errors);
    assert_eq!(run(&["aid", "receive", &line, "--guardian", &guardian(&house, "林小明").to_string()]).status, 0);
    let list = run(&["aid", "list"]);
    assert_eq!(list.told["requests"].as_array().map(Vec::len), Some(2), "{}", list.errors);
}

/// The command line approves, on the day at which the clock of the house stands.
fn approve_at(house: &House, request: &str) {
    let request = request.parse().unwrap();
    house
        .store
        .write(house.here.id, |tx| {
            let who = Who::operator(tx, "aid");
            let permit = Permit::<acts::ApproveAid>::ask(tx, &who, Subject::School)?;
            requests::approve(tx, &permit, request)
        })
        .unwrap();
}

fn guardian(house: &House, name: &str) -> GuardianId {
    let child = house.here.child("4.2", name).id;
    house.act(child, |tx, permit: &Permit<acts::SeePupil>| particulars::guardians(tx, permit)).first().unwrap().id
}

#[test]
fn the_ledger_is_verified_and_exported_and_a_changed_posting_is_found() {
    let house = House::sqlite();
    station(&house);
    let run = |args: &[&str]| bangfu(house.folder(), &[args, &["--school", "yg"]].concat());
    let whole = run(&["ledger", "verify"]);
    assert_eq!((whole.status, whole.told["whole"].as_bool(), whole.told["entries"].as_i64()), (0, Some(true), Some(1)), "{}", whole.errors);
    for (format, says) in [("hledger", "account Assets:Bank:F"), ("beancount", "open Assets:Bank:F")] {
        let journal = run(&["ledger", "export", "--format", format]);
        assert!(journal.status == 0 && journal.told["journal"].as_str().unwrap().contains(says), "{format}: {}", journal.errors);
    }
    assert_eq!(run(&["ledger", "export", "--format", "excel"]).status, 1);
    let conn = rusqlite::Connection::open(house.folder().join(DATABASE_FILE)).unwrap();
    conn.execute("update aid_posting set amount_fen = amount_fen * 2 where account = 'bank'", []).unwrap();
    let broken = run(&["ledger", "verify"]);
    let told = broken.told.to_string();
    assert!(broken.status == 3 && told.contains("does not add up") && told.contains("changed or removed") && told.contains("counter"), "{told}");
}
