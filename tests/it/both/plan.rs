//! The part of the day that is about plans: drafted, changed, signed, talked over, approved; the child's own goals and habits; the school's own measures.

use crate::house::House;

fn send(house: &House, who: &str, page: &str, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = house.as_(who).post_from(page, path, fields);
    assert_eq!(answer.status, 303, "{}: {who} {path} → {}", house.name(), answer.main());
    answer.to
}

/// Lives it: a child of class 四（2）, who was put on the list before.
pub(super) fn live(house: &House) {
    let child = house.here.child("4.2", "赵小满").id;
    let (plan, today) = (format!("/pupils/{child}/plan"), house.store.clock().now().day().to_string());
    let page = "/plans/measures";
    let measure = [("text", "晨读前等一等"), ("category", "target_pupil"), ("cause", ""), ("dimension", "habits"), ("hand", "homeroom"), ("times", "1"), ("span", "day")];
    send(house, "周主任", page, page, &measure);
    let listed = house.as_("周主任").get(page).text;
    let end = listed.split("action=\"").filter_map(|piece| piece.split('"').next()).find(|path| path.ends_with("/withdrawal")).unwrap().to_owned();
    send(house, "王老师", &plan, &format!("{plan}/draft"), &[]);
    send(house, "周主任", page, &end, &[]);
    send(house, "王老师", &plan, &format!("{plan}/form"), &[("iep", "0")]);
    let goal = [
        ("kind", "goal"),
        ("dimension", "habits"),
        ("horizon", "near"),
        ("text", "按时交作业"),
        ("unit", "times_week"),
        ("baseline", "2"),
        ("target", "4"),
        ("due", "2027-01-08"),
        ("how", "看登记"),
    ];
    send(house, "王老师", &format!("{plan}/new-part?kind=goal"), &format!("{plan}/parts"), &goal);
    take_out_what_is_open(house, &plan);
    let measure = [("kind", "measure"), ("dimension", "learning"), ("text", "每天看一题"), ("hand", "homeroom"), ("times", "1"), ("span", "day")];
    let part = send(house, "王老师", &format!("{plan}/new-part?kind=measure"), &format!("{plan}/parts"), &measure);
    let part = format!("{plan}/parts/{}", part.rsplit("part-").next().unwrap());
    let changed: Vec<(&str, &str)> = measure.iter().copied().chain([("rev", "1")]).collect();
    send(house, "王老师", &part, &part, &changed);
    own(house, &plan, &today);
    let team = format!("{plan}/team");
    send(house, "王老师", &team, &format!("{plan}/fixing"), &[("from", &today), ("until", "2027-01-15"), ("reason", "第一稿")]);
    send(house, "王老师", &team, &format!("{plan}/signature"), &[]);
    let (wang, zhou) = (house.here.person("王老师").staff.to_string(), house.here.person("周主任").staff.to_string());
    let (pupil, decision) = (child.to_string(), format!("decision-{child}"));
    let meeting = [("day", &*today), ("place", "会议室"), ("there", &*wang), ("there", &*zhou), ("pupil", &*pupil), (&*decision, "照此执行")];
    send(house, "王老师", "/plans/meetings/new", "/plans/meetings", &meeting);
    send(house, "周主任", &team, &format!("{plan}/decision"), &[("decision", "approved"), ("text", "先执行")]);
    for (who, path) in [("周主任", "/plans".to_owned()), ("王老师", team), ("王老师", format!("{plan}/versions")), ("周主任", format!("/pupils/{child}/copy")), ("王老师", plan)]
    {
        assert_eq!(house.as_(who).get(&path).status, 200, "{who} {path}");
    }
}

/// Takes out the goals that the draft could not fill in.
fn take_out_what_is_open(house: &House, plan: &str) {
    let page = house.as_("王老师").get(plan).text;
    for piece in page.split("id=\"part-").skip(1).filter(|piece| piece.contains("chip due")) {
        let key = piece.split('"').next().unwrap();
        send(house, "王老师", plan, &format!("{plan}/parts/{key}/withdrawal"), &[]);
    }
}

fn own(house: &House, plan: &str, today: &str) {
    let own = format!("{plan}/own");
    let goal = [
        ("own_subject", "maths"),
        ("occasion", "第二单元"),
        ("own_day", today),
        ("aim", "95"),
        ("full", "100"),
        ("requirement", "我要做完再玩"),
        ("level", "base"),
        ("how_said", "written"),
        ("keep", "1"),
        ("kept", "我想试试"),
    ];
    send(house, "王老师", &own, &format!("{plan}/own-goals"), &goal);
    let page = house.as_("王老师").get(&own).text;
    let id = page.split("/own-goals/").nth(1).and_then(|rest| rest.split('/').next()).unwrap().to_owned();
    send(house, "王老师", &own, &format!("{plan}/own-goals/{id}/result"), &[(&format!("got-{id}"), "96")]);
    send(house, "王老师", &own, &format!("{plan}/habits"), &[("habits", "listen"), ("habits", "ask")]);
    let week = house.as_("王老师").get(&own).text.split("name=\"week\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    send(house, "王老师", &own, &format!("{plan}/habit-weeks"), &[("week", &week), ("mark-listen", "half")]);
    send(house, "王老师", &own, &format!("{plan}/habits"), &[("habits", "listen")]);
}
