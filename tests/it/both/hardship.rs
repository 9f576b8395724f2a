//! The part of the day that is about determining hardship: a round from the letter to the file.

use crate::house::House;
use crate::http::{aid, hardship};

/// Lives it.
pub(super) fn live(house: &House) {
    let (kept, gone) = (house.here.child("4.2", "何田田").id, house.here.child("4.2", "林小明").id);
    let round = hardship::round(house, "3", "yes");
    let class = house.here.class("4.2").0;
    aid::done(house, "李老师", &format!("/pupils/{kept}/hardship/nomination"), &[("reason", "冬天还穿单鞋，说爸爸住院了")]);
    let cases = [hardship::apply(house, gone), hardship::apply(house, kept)];
    hardship::prepare(house, &round);
    let page = format!("{round}/classes/{class}");
    let third = format!("{page}/members");
    aid::done(house, "王老师", &third, &[("role", "grade"), ("name", "错写的人")]);
    let shown = house.as_("王老师").get(&page).text;
    let end = shown.rsplit("错写的人").nth(1).unwrap().rsplit("action=\"").next().unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(aid::press(house, "王老师", &page, &end).status, 303);
    assert_eq!(hardship::go_on(house, &round).status, 303);
    for case in &cases {
        let answer = hardship::on_case(house, "王老师", case, "review", &[("level", "2"), ("reason", "小组都了解这家")]);
        assert_eq!(answer.status, 303, "{}", answer.main());
    }
    assert_eq!(hardship::go_on(house, &round).status, 303);
    assert_eq!(aid::press(house, "陈校长", &round, &format!("{round}/decisions")).status, 303);
    assert_eq!(hardship::on_case(house, "孙老师", &cases[1], "shield", &[("to", "yes"), ("reason", "家长要求不公示")]).status, 303);
    assert_eq!(house.as_("孙老师").get(&cases[1]).status, 200);
    assert_eq!(hardship::go_on(house, &round).status, 303);
    assert_eq!(house.as_("孙老师").download("/hardship/notice/docx").status, 200);
    assert_eq!(house.as_("孙老师").download(&format!("{}/paper/docx", cases[0])).status, 200);
    let points: Vec<(String, String)> = bangfu::hardship::score::Mark::ALL.iter().map(|mark| (format!("p-{}", mark.code()), "7".to_owned())).collect();
    let points: Vec<(&str, &str)> = points.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    aid::done(house, "孙老师", "/hardship/score/school", &points);
    for path in ["/hardship", "/hardship/score", &format!("{round}/errors"), &format!("/pupils/{kept}/hardship")] {
        assert_eq!(house.as_("孙老师").get(path).status, 200, "{path}");
    }
    // Filed after the notice, on a later day of the same compared day.
    let today = house.store.clock().now().day();
    house.clock.set(today.plus_days(14));
    assert_eq!(hardship::go_on(house, &round).status, 303);
    let id = round.rsplit('/').next().unwrap();
    aid::done(house, "孙老师", &format!("/pupils/{kept}/hardship/later"), &[("round", id), ("kind", "right"), ("reason", "复查过，没有变化")]);
    assert_eq!(house.as_("孙老师").get(&format!("{round}/errors")).status, 200);
    house.clock.set(today);
}
