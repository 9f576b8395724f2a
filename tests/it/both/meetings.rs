//! The part of the day that is about meetings: called with a drafted agenda, decided, held, dropped; experience; a difficult case. Of a child who is united with another at the end.

use bangfu::base::{RowId, derived};

use crate::house::{House, day};

fn send(house: &House, who: &str, page: &str, path: &str, fields: &[(&str, &str)]) {
    let answer = house.as_(who).post_from(page, path, fields);
    assert_eq!(answer.status, 303, "{}: {who} {path} → {}", house.name(), answer.main());
}

fn id(name: &str) -> String {
    derived::<RowId>(&[b"a meeting", name.as_bytes()]).to_string()
}

/// Lives it.
pub(super) fn live(house: &House) {
    let today = house.store.clock().now().day();
    let child = house.here.child("4.2", "林小明").id.to_string();
    let (class, _) = house.here.class("4.2");
    let (wang, zheng, wu) = (house.here.person("王老师").staff.to_string(), house.here.person("郑老师").staff.to_string(), house.here.person("吴老师").staff.to_string());
    let (of, on, due) = (class.to_string(), today.to_string(), today.plus_days(7).to_string());
    let new = format!("/supervision/meetings/new?kind=class&of={class}");
    for meeting in ["one", "dropped"] {
        let (key, fields) = (id(meeting), [("kind", "class"), ("of", &*of), ("day", &*on), ("people", &*wang), ("people", &*zheng), ("matter", "怎样让孩子多说")]);
        send(house, "王老师", &new, "/supervision/meetings", &fields.into_iter().chain([("id", &*key)]).collect::<Vec<_>>());
    }
    let page = format!("/supervision/meetings/{}", id("one"));
    let (matter, decision) = (id("matter"), id("decision"));
    send(house, "王老师", &format!("{page}/matters/new"), &format!("{page}/matters"), &[("id", &matter), ("child", &child), ("text", "口算三周没有进展")]);
    let form = format!("{page}/matters/{matter}");
    send(house, "王老师", &form, &form, &[("id", &decision), ("what", "talk"), ("text", "先听他说哪一步卡住"), ("staff", &zheng), ("due", &due)]);
    let done = format!("/supervision/decisions/{decision}");
    send(house, "郑老师", &done, &format!("{done}/outcome"), &[("text", "谈过了，退位那一步不明白")]);
    send(house, "王老师", &format!("{page}/minutes"), &format!("{page}/minutes"), &[("came", &wang), ("came", &zheng), ("minutes", "大家说了各自的办法")]);
    let dropped = format!("/supervision/meetings/{}", id("dropped"));
    send(house, "王老师", &format!("{dropped}/minutes"), &format!("{dropped}/withdrawal"), &[("reason", "改到下周")]);
    send(house, "王老师", &page, "/supervision/experience", &[("id", &id("experience")), ("meeting", &id("one")), ("topic", "learning"), ("experience", "先讲给同桌听，再做两题")]);
    let case = id("case");
    send(
        house,
        "王老师",
        &format!("/pupils/{child}/hard-case"),
        &format!("/pupils/{child}/hard-cases"),
        &[("id", &case), ("leader", &wu), ("text", "晚上没有人照看，请帮助联系社区")],
    );
    let case = format!("/supervision/cases/{case}");
    for (what, text) in [("accepted", ""), ("decided", "周五和社区一起去看看"), ("returned", "社区安排了晚托")] {
        send(house, "吴老师", &case, &format!("{case}/steps"), &[("what", what), ("text", text)]);
    }
    send(house, "王老师", &case, &format!("{case}/reading"), &[]);
    for person in &house.here.people {
        for path in [&page, "/supervision/meetings", "/supervision/cases", "/supervision/experience?q=同桌", &case, &done, &new, "/", &format!("{page}/paper/docx")] {
            let status = house.as_(person.name).get(path).status;
            assert!(status < 500, "{}: {}, {path} → {status}", house.name(), person.name);
        }
    }
    house.clock.set(day(&on));
}

/// Lives it: a monthly report and a summary of the term; reminders to where nobody listens.
pub(super) fn live_papers(house: &House) {
    let (class, _) = house.here.class("4.2");
    let wu = house.here.person("吴老师").staff.to_string();
    let key = format!("/supervision/summaries/term.class.{class}.2026-09-01");
    let part = format!("{key}/parts/experience");
    send(house, "王老师", &part, &part, &[("seen", "0"), ("text", "先讲后做\n题量减半")]);
    send(house, "王老师", &key, &format!("{key}/handing"), &[("reader", &wu), ("text", "")]);
    send(house, "吴老师", &key, &format!("{key}/answer"), &[("what", "returned"), ("text", "请补上次数")]);
    send(house, "王老师", &key, &format!("{key}/reading"), &[]);
    send(house, "王老师", &key, &format!("{key}/handing"), &[("reader", &wu), ("text", "")]);
    send(house, "吴老师", &key, &format!("{key}/answer"), &[("what", "confirmed"), ("text", "")]);
    for person in &house.here.people {
        for path in
            [&*key, &*part, "/supervision/summaries", "/", &*format!("{key}/paper/docx"), "/registers/term-summary.csv", "/registers/monthly-report.csv", "/registers/meetings.csv"]
        {
            let status = house.as_(person.name).get(path).status;
            assert!(status < 500, "{}: {}, {path} → {status}", house.name(), person.name);
        }
    }
    let page = "/settings/reminders";
    let hook = "http://127.0.0.1:1/hook";
    let fields = [
        ("on", "1"),
        ("hour", "7"),
        ("address", "https://b.example"),
        ("on-mail", "1"),
        ("host", "127.0.0.1"),
        ("port", "1"),
        ("from", "a@b.example"),
        ("on-wecom", "1"),
        ("wecom", hook),
    ];
    send(house, "陈校长", page, page, &fields);
    send(house, "王老师", "/account/reminders", "/account/reminders", &[("on", "1"), ("mail", "wang@b.example")]);
    let how = bangfu::supervision::reminders::How { now: true, local: true, ..Default::default() };
    bangfu::supervision::reminders::run(&house.store, house.here.id, how).unwrap();
    assert_eq!(house.as_("陈校长").get(page).status, 200);
}
