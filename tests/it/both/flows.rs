//! The part of the day that is about flows around records: tables on paper, what is owed, what a child tells, a family brought before the leader of the grade.

use bangfu::base::{RowId, derived};

use crate::house::{House, day};

fn send(house: &House, who: &str, page: &str, path: &str, fields: &[(&str, &str)]) {
    let answer = house.as_(who).post_from(page, path, fields);
    assert_eq!(answer.status, 303, "{}: {who} {path} → {}", house.name(), answer.main());
}

fn id(name: &str) -> String {
    derived::<RowId>(&[b"a flow", name.as_bytes()]).to_string()
}

/// Lives it: of a child who is united with another at the end of the day.
pub(super) fn live(house: &House) {
    house.clock.set(day("2026-09-22"));
    let child = house.here.child("4.2", "林小明").id.to_string();
    for (n, kind) in ["home_visit", "phone_call"].iter().enumerate() {
        let act = id(&format!("contact {n}"));
        send(house, "王老师", "/records", "/records", &[("act", &act), ("pupil", &child), ("kind", kind), ("not_held", "1"), ("done", "没有人接")]);
    }
    told(house, &child);
    tutoring(house, &child);
    raise(house, &child);
    for person in &house.here.people {
        for path in ["/", "/records", "/raises", "/records/unheard", "/records/told", "/records/paper/csv"] {
            let status = house.as_(person.name).get(path).status;
            assert!(status < 500, "{}: {}, {path} → {status}", house.name(), person.name);
        }
    }
    assert_eq!(house.as_("王老师").download(&format!("/pupils/{child}/records/paper/csv")).status, 200);
}

/// The table of tutoring filed with reasons, and the five selves: the last two after plans were lived.
fn tutoring(house: &House, child: &str) {
    let class = house.here.class("4.2").0;
    let (page, visits) = (format!("/classes/{class}/tutoring"), format!("/classes/{class}/visits"));
    let cells = house.as_("王老师").get(&page).text;
    let fields: Vec<(String, String)> =
        cells.split("name=\"why-").skip(1).map(|piece| (format!("why-{}", piece.split('"').next().unwrap()), "well".to_owned())).chain([("file".into(), "1".into())]).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    send(house, "王老师", &page, &page, &fields);
    let selves = format!("/pupils/{child}/plan/selves");
    send(house, "王老师", &selves, &selves, &[("self-self_study", "seed"), ("self-self_care", "flower")]);
    house.clock.set(day("2026-12-01"));
    for (who, path) in [("王老师", "/".to_owned()), ("王老师", visits), ("李老师", page), ("王老师", selves)] {
        assert_eq!(house.as_(who).get(&path).status, 200, "{who} {path}");
    }
    house.clock.set(day("2026-09-22"));
}

fn told(house: &House, child: &str) {
    let form = format!("/pupils/{child}/told/new");
    let told = [("told", &*id("told")), ("mood", "low"), ("hard", "他们在走廊欺负我"), ("how_told", "self")];
    send(house, "王老师", &form, &format!("/pupils/{child}/told"), &told);
    send(house, "王老师", &form, &format!("/pupils/{child}/told"), &told);
    send(house, "王老师", &format!("/pupils/{child}/told"), &format!("/pupils/{child}/told/asked"), &[]);
}

fn raise(house: &House, child: &str) {
    let (raise, wu) = (id("raise"), house.here.person("吴老师").staff.to_string());
    let page = format!("/raises/{raise}");
    send(
        house,
        "王老师",
        &format!("/pupils/{child}/raise"),
        &format!("/pupils/{child}/raises"),
        &[("raise", &raise), ("reason", "not_reached"), ("leader", &wu), ("wish", "请帮助联系")],
    );
    send(house, "吴老师", &page, &format!("{page}/acceptance"), &[]);
    send(house, "吴老师", &page, &format!("{page}/outcome"), &[("outcome", "reached"), ("text", "去了一趟，奶奶在家")]);
    send(house, "王老师", &page, &format!("{page}/reading"), &[]);
}
