//! The part of the day that is about households: a village with its team, two households with both entries of the child who was entered twice, and everything that is written of them.

use crate::house::House;
use crate::http::households::{household, ids, link, send, village, year};

/// Who writes of households.
const SUN: &str = "孙老师";

fn post(house: &House, page: &str, path: &str, fields: &[(&str, &str)]) {
    send(house, SUN, page, path, fields);
}

/// The first id that a field of a page offers.
fn offered(house: &House, page: &str, field: &str) -> String {
    let text = house.as_(SUN).get(page).text;
    text.split(&format!("name=\"{field}\"")).nth(1).and_then(|rest| ids(rest, "value=\"").into_iter().next()).unwrap()
}

/// Lives it.
pub(super) fn live(house: &House) {
    let village = village(house, "张家庄村");
    let (one, two) = (household(house, &village, "1", "吕存旺", "何田田"), household(house, &village, "2", "任大山", "林小明"));
    let (kept, gone) = (house.here.child("4.2", "何田田").id.to_string(), house.here.child("4.2", "林小明").id.to_string());
    link(house, &one, &kept);
    link(house, &two, &gone);
    people(house, &village, &one);
    facts(house, &one);
    deeds(house, &one);
    counts(house, &village, &one);
    members(house, &one);
    for path in [
        "/villages".to_owned(),
        village.clone(),
        format!("{village}/missing"),
        one.clone(),
        two,
        format!("{one}/checks"),
        format!("/pupils/{gone}/household"),
        format!("/pupils/{kept}/copy"),
    ] {
        let status = house.as_("陈校长").get(&path).status;
        assert_eq!(status, 200, "{path}");
    }
    for path in [format!("{one}/paper/docx"), format!("{village}/papers/book/xlsx"), format!("{village}/papers/ledger/xlsx"), format!("{village}/papers/assurances/xlsx")] {
        assert_eq!(house.as_(SUN).download(&path).status, 200, "{path}");
    }
}

/// A team of which one member's time is over, and who is responsible.
fn people(house: &House, village: &str, one: &str) {
    let (chen, wang) = (house.here.person("陈校长").staff.to_string(), house.here.person("王老师").staff.to_string());
    let team = format!("{village}/team");
    post(house, &team, &team, &[("role", "member"), ("staff", &wang), ("unit", "阳光小学"), ("from", "2026-09-01")]);
    post(house, &team, &team, &[("role", "secretary"), ("name", "郭书记"), ("from", "2026-01-01")]);
    let row = offered(house, &team, "row");
    post(house, &team, &format!("{team}/end"), &[("row", &row), ("until", "2026-09-20")]);
    let helpers = format!("{one}/team");
    post(house, &helpers, &helpers, &[("role", "responsible"), ("staff", &chen), ("unit", "阳光小学"), ("from", "2026-03-01")]);
}

/// Facts of a year below the line, and what the household is then.
fn facts(house: &House, one: &str) {
    assert_eq!(year(house, one, "2025", ["8000", "4000", "0", "1000", "1000", "2"]).status, 303);
    for (kind, region, of) in [("threshold", "山西", "2025"), ("average", "辛村乡", "2025"), ("average", "辛村乡", "2024")] {
        post(house, "/villages/lines", "/villages/lines", &[("kind", kind), ("region", region), ("year", of), ("amount", "8800"), ("source", "统计公报")]);
    }
    post(house, one, &format!("{one}/status"), &[("status", "unstable"), ("day", "2026-09-20"), ("why", "收入不稳，纳入监测")]);
}

/// A cause and the measure that answers it, a visit, a row of the checks.
fn deeds(house: &House, one: &str) {
    let chen = house.here.person("陈校长").staff.to_string();
    let (matters, measures, visits, check) = (format!("{one}/matters"), format!("{one}/measures"), format!("{one}/visits"), format!("{one}/checks/housing"));
    post(house, &matters, &matters, &[("what", "cause"), ("code", "skills"), ("words", "没有手艺"), ("from", "2026-09-01")]);
    let cause = offered(house, &matters, "matter");
    let plan = [("kind", "education"), ("horizon", "near"), ("answers", &cause), ("staff", &chen), ("from", "2026-09-01"), ("due", "2026-12-31"), ("what", "申请资助")];
    post(house, &measures, &measures, &plan);
    let measure = format!("{measures}/{}", ids(&house.as_(SUN).get(&measures).text, &format!("{measures}/"))[0]);
    post(house, &measure, &measure, &[("seen", "0"), ("step", "arrived"), ("day", "2026-09-20"), ("evidence", "申请表存根")]);
    post(house, &matters, &format!("{matters}/end"), &[("matter", &cause), ("end", "学会了养鸡")]);
    post(house, &visits, &visits, &[("day", "2026-09-18"), ("how", "home"), ("staff", &chen), ("words", "看了住房和孩子的书桌"), ("next", "2026-10-18")]);
    post(house, &check, &check, &[("result", "met"), ("holder", "郭书记"), ("day", "2026-09-18"), ("evidence", "鉴定报告第 2 号")]);
}

/// An entry of the ledger that is taken back, a target, an assessment.
fn counts(house: &House, village: &str, one: &str) {
    let (ledger, targets) = (format!("{village}/ledger"), format!("{village}/targets"));
    let id = one.rsplit('/').next().unwrap();
    let entry = [("household", id), ("kind", "project"), ("project", "土鸡养殖"), ("source", "县衔接资金"), ("amount", "3000"), ("day", "2026-09-10"), ("evidence", "签收单 1 号")];
    post(house, &ledger, &ledger, &entry);
    let benefit = format!("{ledger}/{}", ids(&house.as_(SUN).get(&ledger).text, &format!("{ledger}/"))[0]);
    post(house, &ledger, &benefit, &[("reason", "记错了户")]);
    post(house, &targets, &targets, &[("year", "2025"), ("base_year", "2024"), ("people", "2"), ("above", "2"), ("source", "年度计划")]);
    post(house, &targets, &format!("{village}/assessments"), &[("year", "2026"), ("verdict", "fair"), ("words", "保障项还缺两项")]);
    assert_eq!(house.as_("陈校长").get(&targets).status, 200);
}

/// A wife who comes, is written anew, and goes; the head is said again.
fn members(house: &House, one: &str) {
    let members = format!("{one}/members");
    let wife = [("name", "任建英"), ("relation", "spouse"), ("born", "1970"), ("work", "away"), ("health", "healthy"), ("labour", "skilled")];
    post(house, &members, &members, &[&wife[..], &[("from", "2026-03-01")]].concat());
    let text = house.as_(SUN).get(&members).text;
    let id = ids(text.split("<strong>任建英").next().unwrap(), &format!("{members}/")).pop().unwrap();
    let show = format!("{members}/{id}");
    post(house, &show, &show, &wife);
    let head = ids(&text, &format!("{members}/"))[0].clone();
    post(house, &members, &format!("{one}/head"), &[("head", &head), ("before", "other"), ("day", "2026-09-01")]);
    post(house, &show, &format!("{show}/end"), &[("until", "2026-09-02")]);
}
