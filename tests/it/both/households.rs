//! The part of the day that is about households: a village with its team, two households with both entries of the child who was entered twice, and everything that is written of them.

use crate::house::House;
use crate::http::households::{household, ids, link, send, village, year};

/// Lives it.
pub(super) fn live(house: &House) {
    let village = village(house, "张家庄村");
    let (one, two) = (household(house, &village, "1", "吕存旺", "何田田"), household(house, &village, "2", "任大山", "林小明"));
    let (kept, gone) = (house.here.child("4.2", "何田田").id.to_string(), house.here.child("4.2", "林小明").id.to_string());
    link(house, &one, &kept);
    link(house, &two, &gone);
    let sun = "孙老师";
    let (chen, wang) = (house.here.person("陈校长").staff.to_string(), house.here.person("王老师").staff.to_string());
    let post = |page: &str, path: &str, fields: &[(&str, &str)]| send(house, sun, page, path, fields);
    let team = format!("{village}/team");
    post(&team, &team, &[("role", "member"), ("staff", &wang), ("unit", "阳光小学"), ("from", "2026-09-01")]);
    post(&team, &team, &[("role", "secretary"), ("name", "郭书记"), ("from", "2026-01-01")]);
    let row = |page: &str| house.as_(sun).get(page).text.split("name=\"row\"").nth(1).and_then(|rest| ids(rest, "value=\"").into_iter().next()).unwrap();
    post(&team, &format!("{team}/end"), &[("row", &row(&team)), ("until", "2026-09-20")]);
    let helpers = format!("{one}/team");
    post(&helpers, &helpers, &[("role", "responsible"), ("staff", &chen), ("unit", "阳光小学"), ("from", "2026-03-01")]);
    assert_eq!(year(house, &one, "2025", ["8000", "4000", "0", "1000", "1000", "2"]).status, 303);
    for (kind, region, of) in [("threshold", "山西", "2025"), ("average", "辛村乡", "2025"), ("average", "辛村乡", "2024")] {
        post("/villages/lines", "/villages/lines", &[("kind", kind), ("region", region), ("year", of), ("amount", "8800"), ("source", "统计公报")]);
    }
    post(&one, &format!("{one}/status"), &[("status", "unstable"), ("day", "2026-09-20"), ("why", "收入不稳，纳入监测")]);
    let matters = format!("{one}/matters");
    post(&matters, &matters, &[("what", "cause"), ("code", "skills"), ("words", "没有手艺"), ("from", "2026-09-01")]);
    let cause = house.as_(sun).get(&matters).text.split("name=\"matter\"").nth(1).and_then(|rest| ids(rest, "value=\"").into_iter().next()).unwrap();
    let measures = format!("{one}/measures");
    let plan = [("kind", "education"), ("horizon", "near"), ("answers", &cause), ("staff", &chen), ("from", "2026-09-01"), ("due", "2026-12-31"), ("what", "申请资助")];
    post(&measures, &measures, &plan);
    let measure = format!("{measures}/{}", ids(&house.as_(sun).get(&measures).text, &format!("{measures}/"))[0]);
    post(&measure, &measure, &[("seen", "0"), ("step", "arrived"), ("day", "2026-09-20"), ("evidence", "申请表存根")]);
    post(&matters, &format!("{matters}/end"), &[("matter", &cause), ("end", "学会了养鸡")]);
    let visits = format!("{one}/visits");
    post(&visits, &visits, &[("day", "2026-09-18"), ("how", "home"), ("staff", &chen), ("words", "看了住房和孩子的书桌"), ("next", "2026-10-18")]);
    let check = format!("{one}/checks/housing");
    post(&check, &check, &[("result", "met"), ("holder", "郭书记"), ("day", "2026-09-18"), ("evidence", "鉴定报告第 2 号")]);
    let ledger = format!("{village}/ledger");
    let entry = [
        ("household", one.rsplit('/').next().unwrap()),
        ("kind", "project"),
        ("project", "土鸡养殖"),
        ("source", "县衔接资金"),
        ("amount", "3000"),
        ("day", "2026-09-10"),
        ("evidence", "签收单 1 号"),
    ];
    post(&ledger, &ledger, &entry);
    let benefit = format!("{ledger}/{}", ids(&house.as_(sun).get(&ledger).text, &format!("{ledger}/"))[0]);
    post(&ledger, &benefit, &[("reason", "记错了户")]);
    let targets = format!("{village}/targets");
    post(&targets, &targets, &[("year", "2025"), ("base_year", "2024"), ("people", "2"), ("above", "2"), ("source", "年度计划")]);
    post(&targets, &format!("{village}/assessments"), &[("year", "2026"), ("verdict", "fair"), ("words", "保障项还缺两项")]);
    let members = format!("{one}/members");
    post(
        &members,
        &members,
        &[("name", "任建英"), ("relation", "spouse"), ("born", "1970"), ("work", "away"), ("health", "healthy"), ("labour", "skilled"), ("from", "2026-03-01")],
    );
    let wife = ids(&house.as_(sun).get(&members).text, &format!("{members}/")).pop().unwrap();
    let show = format!("{members}/{wife}");
    post(&show, &show, &[("name", "任建英"), ("relation", "spouse"), ("born", "1971"), ("work", "near"), ("health", "healthy"), ("labour", "skilled")]);
    let head = house.as_(sun).get(&members).text.split("name=\"head\"").nth(1).and_then(|rest| ids(rest, "value=\"").into_iter().next()).unwrap();
    post(&members, &format!("{one}/head"), &[("head", &head), ("before", "other"), ("day", "2026-09-01")]);
    for id in [&wife] {
        let page = format!("{members}/{id}");
        if *id != head {
            post(&page, &format!("{page}/end"), &[("until", "2026-09-02")]);
        }
    }
    for path in [
        "/villages".to_owned(),
        village.clone(),
        format!("{village}/missing"),
        one.clone(),
        two,
        targets,
        format!("{one}/checks"),
        format!("/pupils/{gone}/household"),
        format!("/pupils/{kept}/copy"),
    ] {
        let status = house.as_("陈校长").get(&path).status;
        assert_eq!(status, 200, "{path}");
    }
    for path in [format!("{one}/paper/docx"), format!("{village}/papers/book/xlsx"), format!("{village}/papers/ledger/xlsx"), format!("{village}/papers/assurances/xlsx")] {
        assert_eq!(house.as_(sun).download(&path).status, 200, "{path}");
    }
}
