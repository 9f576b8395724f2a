//! The part of the day that is about supervision: what is promised and kept, a check with a meeting and something to be mended, months handed in, the joint evaluation.

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::{RowId, derived};
use bangfu::supervision::findings;

use crate::house::{House, day};

fn send(house: &House, who: &str, page: &str, path: &str, fields: &[(&str, &str)]) {
    let answer = house.as_(who).post_from(page, path, fields);
    assert_eq!(answer.status, 303, "{}: {who} {path} → {}", house.name(), answer.main());
}

fn id(name: &str) -> String {
    derived::<RowId>(&[b"supervision", name.as_bytes()]).to_string()
}

/// The children who are to be met, as the page of a check links them.
pub(crate) fn to_meet(page: &str, check: &str) -> Vec<String> {
    let start = format!("href=\"/supervision/checks/{check}/pupils/");
    page.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// Lives it, after pairs and records were lived.
pub(super) fn live(house: &House) {
    house.clock.set(day("2026-09-28"));
    let (check, grade) = (id("check"), house.here.class("4.2").1.to_string());
    let new = [("check", check.as_str()), ("part", &grade), ("kind", "month_end"), ("size", "1"), ("seed", "九月 四年级")];
    send(house, "吴老师", "/supervision/checks", "/supervision/checks", &new);
    let page = format!("/supervision/checks/{check}");
    let first = to_meet(&house.as_("吴老师").get(&page).text, &check)[0].clone();
    send(house, "吴老师", &page, &format!("{page}/pupils/{first}/next"), &[("reason", "absent")]);
    let met = to_meet(&house.as_("吴老师").get(&page).text, &check)[0].clone();
    assert_ne!(first, met);
    let form = format!("{page}/pupils/{met}");
    let menders = house.as_("吴老师").get(&form).text;
    let staff = menders.split("name=\"staff\"").nth(1).unwrap().split("option value=\"").nth(2).unwrap().split('"').next().unwrap().to_owned();
    let finding = id("finding");
    let said = [
        ("seen", "0"),
        ("talked", "once"),
        ("tutored", "never"),
        ("helped", "some"),
        ("agrees", "partly"),
        ("words", "老师找过我一次"),
        ("finding_id", &finding),
        ("finding", "请每周安排一次辅导"),
        ("staff", &staff),
        ("due", "2026-10-08"),
    ];
    send(house, "吴老师", &form, &form, &said);
    let mender = house.here.people.iter().find(|one| one.staff.to_string() == staff).unwrap().name;
    let paper = format!("/supervision/findings/{finding}");
    send(house, mender, &paper, &paper, &[("words", "周三放学后补了一次")]);
    send(house, "吴老师", &paper, &format!("{paper}/judgement"), &[("accept", "1"), ("words", "好")]);
    send(house, "吴老师", &page, &format!("{page}/end"), &[("words", "老师们大多按时谈话")]);
    assert!(house.as_("吴老师").download(&format!("{page}/paper/docx")).bytes.starts_with(b"PK"));
    let pupil = met.parse().unwrap();
    house.act(Subject::Pupil(pupil), |tx, permit: &Permit<acts::CopyPupil>| findings::findings_of(tx, permit));
    let who = helper(house);
    months(house, who);
    joint(house, who);
    let class = house.here.class("4.2").0;
    for person in &house.here.people {
        for path in ["/supervision".to_owned(), format!("/supervision/classes/{class}/evidence"), format!("/pupils/{met}/evidence")] {
            let status = house.as_(person.name).get(&path).status;
            assert!(status < 500, "{}: {}, {path} → {status}", house.name(), person.name);
        }
    }
}

/// Somebody who has September to hand in.
fn helper(house: &House) -> &'static str {
    let hands_in = |name: &&str| house.as_(name).get("/supervision").text.contains("/supervision/months/2026-09-01\"");
    ["冯老师", "王老师", "李老师", "何老师"].into_iter().find(hands_in).unwrap_or("李老师")
}

/// A month is handed in, another is moved, and a talk is postponed.
fn months(house: &House, who: &str) {
    send(house, who, "/supervision", "/supervision/months/2026-09-01", &[("reason", "开学事多")]);
    for reason in ["国庆", "国庆调休"] {
        send(house, "周主任", "/supervision", "/supervision/months/2026-09-01/day", &[("day", "2026-10-12"), ("reason", reason)]);
    }
    for (who, child) in house.here.people.iter().flat_map(|one| house.here.children.iter().map(move |child| (one.name, child.id))) {
        let page = house.as_(who).get(&format!("/pupils/{child}/evidence")).text;
        let Some(later) = page.split("href=\"").map(|rest| rest.split('"').next().unwrap()).find(|link| link.contains("/promises/")) else { continue };
        send(house, who, later, later, &[("latest", "2026-10-09"), ("reason", "activity")]);
        return;
    }
    panic!("{}: nobody could postpone anything", house.name());
}

fn joint(house: &House, who: &str) {
    send(house, "周主任", "/supervision/joint", "/supervision/joint/opening", &[]);
    for words in ["", "九月刚开始，先熟悉"] {
        send(house, who, "/supervision/joint", "/supervision/joint", &[("words", words)]);
    }
    let feng = house.here.person(who).staff;
    assert_eq!(house.as_("陈校长").get(&format!("/supervision/joint/{feng}")).status, 200);
    assert!(house.as_(who).download(&format!("/supervision/joint/{feng}/paper/docx")).bytes.starts_with(b"PK"));
}
