//! The part of the day that is about aid: funds, money that comes in, moves and is reversed, things, the closing of the books.

use bangfu::base::{RowId, derived};

use crate::house::House;

pub(super) fn id(name: &str) -> String {
    derived::<RowId>(&[b"aid of a day", name.as_bytes()]).to_string()
}

pub(super) fn send(house: &House, who: &str, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = house.as_(who).post_form(path, fields);
    assert_eq!(answer.status, 303, "{}: {who} {path} → {}", house.name(), answer.main());
    answer.to
}

/// Lives it.
pub(super) fn live(house: &House) {
    let today = house.store.clock().now().day();
    let (day, before) = (today.to_string(), today.plus_days(-1).to_string());
    for (name, title, kind) in [("station", "校园帮扶站", "station"), ("budget", "财政资助", "budget")] {
        send(house, "孙老师", "/aid/funds/new", &[("id", &id(name)), ("name", title), ("kind", kind), ("held", "school"), ("purpose", "帮扶困难学生")]);
    }
    let (station, budget) = (id("station"), id("budget"));
    let money = |entry: &str, amount: &str| {
        send(house, "孙老师", &format!("/aid/funds/{budget}/budget"), &[("id", &id(entry)), ("amount", amount), ("account", "bank"), ("day", &day), ("about", "上级拨款")])
    };
    money("first", "5000.00");
    money("second", "12.50");
    let ledger = house.as_("孙老师").get("/aid/ledger").text;
    assert!(ledger.contains("№2"), "{ledger}");
    send(house, "孙老师", "/aid/ledger/2/reversal", &[("id", &id("undone")), ("reason", "金额看错了")]);
    send(house, "陈校长", "/aid/move", &[("id", &id("moved")), ("from", &budget), ("to", &station), ("amount", "1000"), ("about", "补充帮扶站")]);
    send(house, "孙老师", "/aid/items/new", &[("id", &id("book")), ("name", "练习本"), ("unit", "本"), ("what", "school")]);
    send(house, "陈校长", "/aid/closing", &[("through", &before)]);
    for path in ["/aid".to_owned(), "/aid/ledger".to_owned(), "/aid/ledger/1".to_owned(), "/aid/items".to_owned(), format!("/aid/funds/{budget}")] {
        assert_eq!(house.as_("许书记").get(&path).status, 200, "{path}");
    }
}
