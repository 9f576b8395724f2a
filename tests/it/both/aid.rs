//! The part of the day that is about aid: funds, money that comes in, moves and is reversed, things, the closing of the books.

use bangfu::base::{PupilId, RowId, derived};

use crate::house::House;
use crate::http::{aid, aid_lists as lists};

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
    gifts(house, &station, &day);
    let (kept, gone) = (house.here.child("4.2", "何田田").id, house.here.child("4.2", "林小明").id);
    for child in [kept, gone] {
        lists::level(house, child, "2");
        let path = format!("/pupils/{child}/aid");
        send(house, "孙老师", &format!("{path}/account"), &[("bank", "农信社"), ("holder", "妈妈"), ("card", "6222021234567890")]);
        send(house, "孙老师", &format!("{path}/outside"), &[("kind", "dibao"), ("from", &day), ("until", &day), ("amount", ""), ("per", "year"), ("note", "镇民政办")]);
    }
    things(house, gone, &day);
    crate::http::aid_things::consent(house, gone, true);
    let sponsors = format!("/pupils/{gone}/aid/sponsors");
    send(house, "孙老师", &format!("{sponsors}/new"), &[("sponsor", &id("sponsor")), ("donor", &id("donor")), ("until", &day)]);
    send(house, "孙老师", &format!("{sponsors}/news"), &[("news", &id("news")), ("sponsor", &id("sponsor")), ("way", "to_donor"), ("words", "喜欢读书，想说谢谢。")]);
    assert_eq!(house.as_("孙老师").get(&sponsors).status, 200);
    requests(house, &station, gone, &day);
    for path in [
        "/aid".to_owned(),
        "/aid/ledger".to_owned(),
        "/aid/ledger/1".to_owned(),
        "/aid/items".to_owned(),
        format!("/aid/funds/{budget}"),
        "/aid/schemes".to_owned(),
        "/aid/requests".to_owned(),
    ] {
        assert_eq!(house.as_("许书记").get(&path).status, 200, "{path}");
    }
    for path in [
        "/aid/children".to_owned(),
        format!("/pupils/{gone}/aid"),
        format!("/aid/funds/{station}/statement/csv"),
        "/aid/registers/gifts/csv".to_owned(),
        "/aid/registers/households/csv".to_owned(),
    ] {
        assert_eq!(house.as_("陈校长").download(&path).status, 200, "{path}");
    }
}

/// A donor, gifts in money and goods, a box of a class.
fn gifts(house: &House, station: &str, day: &str) {
    send(house, "孙老师", "/aid/donors/new", &[("id", &id("donor")), ("name", "阳光书店"), ("kind", "firm"), ("named", "1"), ("contact", "电话")]);
    let (donor, book) = (id("donor"), id("book"));
    send(house, "孙老师", &format!("/aid/funds/{station}/gift"), &[("id", &id("gift")), ("donor", &donor), ("amount", "300"), ("account", "bank"), ("day", day), ("about", "")]);
    let goods = [("id", &*id("goods")), ("donor", &donor), ("item", &book), ("quantity", "20"), ("amount", "60"), ("day", day), ("about", "")];
    send(house, "孙老师", &format!("/aid/funds/{station}/goods"), &goods);
    let (class, drive) = (house.here.class("4.2").0.to_string(), id("drive"));
    let words = [("id", drive.as_str()), ("class", &class), ("fund", station), ("name", "爱心箱"), ("words", "自愿参加，不放也好。"), ("day", day), ("until", day)];
    send(house, "孙老师", "/aid/drives/new", &words);
    let second = house.here.person("王老师").staff.to_string();
    send(house, "孙老师", &format!("/aid/drives/{drive}/count"), &[("id", &id("box")), ("amount", "12.60"), ("account", "cash"), ("second", &second), ("day", day)]);
    assert_eq!(house.as_("孙老师").download(&format!("/aid/donors/{donor}/thanks/docx")).status, 200);
}

/// A list of the term that is paid in part and signed for, goods that are handed out.
fn requests(house: &House, station: &str, gone: PupilId, day: &str) {
    let scheme = lists::living(house);
    let list = format!("{scheme}/list");
    let request = house.as_("孙老师").post_from(&list, &list, &[("id", &id("list"))]).to;
    assert_eq!(aid::press(house, "陈校长", &request, &format!("{request}/approval")).status, 303);
    assert_eq!(house.as_("韩老师").download(&format!("{request}/bank-file/csv")).status, 200);
    let lines = aid::lines(house, &request);
    send(house, "韩老师", &format!("{}/failure", lines[0]), &[("reason", "户名不符"), ("day", day)]);
    send(house, "韩老师", &format!("{request}/payment"), &[("id", &id("paid")), ("day", day)]);
    let form = house.as_("孙老师").get(&format!("{}/receipt", lines[0])).text;
    let guardian = form.split("name=\"guardian\"").nth(1).unwrap().split("option value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let path = format!("{}/receipt", lines[0]);
    let signed = house.as_("孙老师").upload(&path, &path, &[("guardian", &guardian), ("day", day)], &[("slip", "s.png", b"\x89PNG\r\n\x1a\nx")]);
    assert_eq!(signed.status, 303, "{}", signed.main());
    assert_eq!(house.as_("孙老师").download(&format!("{}/slip", lines[0])).status, 200);
    let (source, book) = (format!("{station}:bank"), id("book"));
    let fields = [
        ("request", &*id("books")),
        ("kind", "household"),
        ("form", "goods"),
        ("source", &source),
        ("item", &book),
        ("quantity", "2"),
        ("title", "练习本"),
        ("why", "家里没有练习本了"),
    ];
    let goods = send(house, "孙老师", &format!("/pupils/{gone}/aid/request"), &fields);
    assert_eq!(aid::press(house, "陈校长", &goods, &format!("{goods}/approval")).status, 303);
    let class = house.here.class("4.2").0;
    let envelopes = format!("/classes/{class}/envelopes");
    let line = aid::lines(house, &goods)[0].rsplit('/').next().unwrap().to_owned();
    assert_eq!(aid::press(house, "王老师", &envelopes, &format!("{envelopes}/{line}")).status, 303);
    assert_eq!(aid::press(house, "韩老师", &goods, &format!("{goods}/handing-out")).status, 303);
}

/// A device that is lent, comes back and is lent again; a duty post.
fn things(house: &House, gone: PupilId, day: &str) {
    let (chair, post) = (id("chair"), id("post"));
    send(house, "孙老师", "/aid/devices/new", &[("id", &chair), ("kind", "wheelchair"), ("name", "轮椅"), ("mark", "F-01")]);
    let lend = |loan: &str| send(house, "孙老师", &format!("/pupils/{gone}/aid/device"), &[("loan", &id(loan)), ("device", &chair), ("until", day), ("note", "腿伤恢复")]);
    lend("first");
    send(house, "孙老师", &format!("/aid/devices/{chair}/return"), &[("state", "whole")]);
    lend("second");
    let staff = house.here.person("王老师").staff.to_string();
    send(house, "孙老师", "/aid/posts/new", &[("id", &post), ("name", "图书角"), ("what", "整理图书"), ("minutes", "15"), ("staff", &staff)]);
    send(house, "孙老师", &format!("/aid/posts/{post}/turns"), &[("id", &id("turn")), ("child", &gone.to_string()), ("from", day), ("until", day)]);
    assert_eq!(house.as_("孙老师").get("/aid/posts").status, 200);
}
