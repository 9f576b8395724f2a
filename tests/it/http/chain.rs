//! The chain of what was looked at and changed holds after a busy day, and tells when somebody changed it behind the product's back.

use std::process::Command;

use bangfu::access::audit::{self, Verdict};

use crate::house::House;

fn busy_day(house: &House) {
    std::thread::scope(|scope| {
        for name in ["王老师", "李老师", "何老师", "陈校长", "周主任"] {
            scope.spawn(move || {
                let client = house.as_(name);
                for _ in 0..5 {
                    assert_eq!(client.post_form("/account/second-factor", &[]).status, 303);
                }
            });
        }
    });
}

fn verdict(house: &House) -> Verdict {
    house.read(house.here.id, audit::verify)
}

/// Changes the data as somebody with the database's own tools would.
fn behind_the_back(house: &House, sql: &str) {
    match house.database_url() {
        Some(url) => postgres::Client::connect(&url, postgres::NoTls).unwrap().batch_execute(sql).unwrap(),
        None => rusqlite::Connection::open(house.folder().join(bangfu::store::DATABASE_FILE)).unwrap().execute_batch(sql).unwrap(),
    }
}

fn school(house: &House) -> String {
    let hex = house.here.id.to_string();
    if house.store.is_sqlite() { format!("x'{hex}'") } else { format!("'{hex}'") }
}

#[test]
fn the_chain_is_whole_after_many_at_once() {
    for house in House::both() {
        busy_day(&house);
        let verdict = verdict(&house);
        assert_eq!(verdict.broken_at, None, "{}", house.name());
        assert!(verdict.rows >= 25, "every form left its row: {verdict:?}");
        assert_eq!(house.read(house.there.id, audit::verify).broken_at, None, "each school has its own chain");
    }
}

#[test]
fn a_row_changed_behind_the_back_is_found() {
    let changes = [
        ("update audit_entry set note = 'nothing' where seq = 7 and school_id = ", 7),
        ("update audit_entry set at_ms = at_ms - 1 where seq = 9 and school_id = ", 9),
        ("update audit_entry set actor = 'operator:x' where seq = 2 and school_id = ", 2),
        ("delete from audit_entry where seq = 5 and school_id = ", 5),
    ];
    for (sql, at) in changes {
        for house in House::both() {
            busy_day(&house);
            behind_the_back(&house, &format!("{sql}{}", school(&house)));
            assert_eq!(verdict(&house).broken_at, Some(at), "{}: {sql}", house.name());
        }
    }
}

#[test]
fn the_last_rows_cannot_be_cut_off_unseen() {
    for house in House::both() {
        busy_day(&house);
        let rows = verdict(&house).rows;
        behind_the_back(&house, &format!("delete from audit_entry where seq = {rows} and school_id = {}", school(&house)));
        assert_eq!(verdict(&house).broken_at, Some(rows), "{}", house.name());
    }
}

#[test]
fn the_command_line_finds_it_too_and_says_so_by_its_status() {
    let house = House::sqlite();
    busy_day(&house);
    let verify = || {
        let run = Command::new(env!("CARGO_BIN_EXE_bangfu")).args(["audit", "verify", "--json", "--school", "yg", "--data"]).arg(house.folder()).output().unwrap();
        let told: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
        (run.status.code(), told)
    };
    let (status, told) = verify();
    assert_eq!((status, &told["whole"]), (Some(0), &serde_json::json!(true)));
    behind_the_back(&house, &format!("update audit_entry set note = 'nothing' where seq = 7 and school_id = {}", school(&house)));
    let (status, told) = verify();
    assert_eq!((status, &told["whole"], &told["broken_at"]), (Some(3), &serde_json::json!(false), &serde_json::json!(7)));
}

#[test]
fn the_chain_holds_no_names_and_no_numbers() {
    let house = House::sqlite();
    busy_day(&house);
    let rows = house.read(house.here.id, |tx| audit::page(tx, None, None, None, 1000));
    let text: String = rows.iter().map(|row| format!("{:?}\n", row.entry)).collect();
    for child in &house.here.children {
        for secret in [child.name, &child.identity_no, &child.phone] {
            assert!(!text.contains(secret), "{secret} stands in the chain");
        }
    }
}
