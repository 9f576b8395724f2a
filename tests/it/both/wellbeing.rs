//! The part of the day that is about wellbeing.

use bangfu::base::PupilId;

use crate::house::House;
use crate::http::counselling::{book, campaign, place};
use crate::http::wellbeing::{done, id, open_room, pages, post, tell};

/// Lives it.
pub(super) fn live(house: &House) {
    let (kept, gone) = (house.here.child("4.2", "何田田").id, house.here.child("4.2", "林小明").id);
    open_room(house);
    for child in [kept, gone] {
        let entry = tell(house, "王老师", child, &format!("day {child}"), "2", "不说话");
        done(house, "沈老师", &format!("/wellbeing/inbox/{entry}"), &[("answer", "file"), ("text", "")]);
        pages(house, child);
        let file = format!("/pupils/{child}/wellbeing");
        assert_eq!(house.as_("沈老师").get(&file).status, 200);
        let ask = id(&format!("ask {child}"));
        done(house, "王老师", &format!("{file}/ask"), &[("id", &ask), ("reason", "想知道怎样安排座位")]);
        done(house, "沈老师", &format!("/wellbeing/asks/{ask}"), &[("days", "7")]);
        assert_eq!(house.as_("王老师").get(&file).status, 200);
        done(house, "陈校长", &format!("{file}/glass"), &[("id", &id(&format!("glass {child}"))), ("reason", "孩子没有到校，联系不上")]);
        let readers = house.as_("沈老师").get(&format!("{file}/readers")).text;
        let end = readers.split("action=\"").map(|rest| rest.split('"').next().unwrap()).find(|path| path.ends_with("/end")).unwrap().to_owned();
        assert_eq!(house.as_("沈老师").post_from(&format!("{file}/readers"), &end, &[]).status, 303);
        let crisis = id(&format!("crisis {child}"));
        done(house, "王老师", &format!("/pupils/{child}/crisis"), &[("id", &crisis), ("what", "bullying"), ("text", "被几个同学围住")]);
        done(house, "沈老师", &format!("/wellbeing/crises/{crisis}"), &[("line", "seen"), ("text", "")]);
    }
    counselling(house, kept, gone);
    for path in ["/wellbeing", "/wellbeing/crises", "/wellbeing/room", "/wellbeing/bookings", "/wellbeing/outside", "/wellbeing/campaigns", "/wellbeing/statistics"] {
        let who = if path.ends_with("room") { "陈校长" } else { "沈老师" };
        assert_eq!(house.as_(who).get(path).status, 200, "{path}");
    }
    let room = house.as_("陈校长").get("/wellbeing/room").text;
    let release = room.split("action=\"").map(|rest| rest.split('"').next().unwrap()).find(|path| path.ends_with("/release")).unwrap().to_owned();
    assert_eq!(house.as_("陈校长").post_from("/wellbeing/room", &release, &[]).status, 303);
    // Whoever was released is named once more; who still receives cannot be.
    let again = ["沈老师", "赵主任"]
        .map(|name| post(house, "陈校长", "/wellbeing/room", &[("id", &id(&format!("again {name}"))), ("staff", &house.here.person(name).staff.to_string())]).status);
    assert!(again == [303, 422] || again == [422, 303], "{again:?}");
}

/// Talks in which both are, a referral, proposals, the campaign, a complaint, and files that nobody is old enough to lose.
fn counselling(house: &House, kept: PupilId, gone: PupilId) {
    let room = place(house, "心理咨询室");
    for (name, form, start, children) in [("own", "single", "09:00", vec![gone]), ("both", "group", "10:00", vec![kept, gone]), ("off", "single", "11:00", vec![kept])] {
        assert_eq!(book(house, name, &room, form, start, &children).status, 303, "{name}");
    }
    let (a, b) = (kept.to_string(), gone.to_string());
    let end = |name: &str, fields: &[(&str, &str)]| done(house, "沈老师", &format!("/wellbeing/bookings/{}/end", id(name)), fields);
    end("both", &[("what", "held"), ("minutes", "30"), ("present", &a), ("present", &b), ("text", "说说这一周")]);
    end("off", &[("what", "cancelled")]);
    let centre = id("centre");
    done(house, "沈老师", "/wellbeing/outside", &[("id", &centre), ("name", "县心理辅导站"), ("kind", "centre"), ("contact", "电话"), ("until", "2027-09-01")]);
    let referral = done(house, "沈老师", &format!("/pupils/{gone}/wellbeing/referral"), &[("id", &id("referral")), ("place", &centre), ("text", "睡不好"), ("shared", "观察清单")]);
    done(house, "沈老师", &referral, &[("step", "consented"), ("text", "母亲签字")]);
    done(house, "沈老师", &format!("/pupils/{gone}/wellbeing/proposal"), &[("id", &id("proposal")), ("side", "learning"), ("text", "作业做基础题"), ("trust", "管图书角")]);
    let proposals = format!("/pupils/{gone}/proposals");
    assert_eq!(house.as_("王老师").post_from(&proposals, &format!("{proposals}/{}", id("proposal")), &[("answer", "taken")]).status, 303);
    let entry = campaign(house, gone);
    let class = house.here.class("4.2").0;
    for path in [format!("/wellbeing/campaigns/{entry}"), format!("/wellbeing/campaigns/{entry}/classes/{class}")] {
        assert_eq!(house.as_("沈老师").get(&path).status, 200, "{path}");
    }
    let today = house.store.clock().now().day().to_string();
    let complaint = [("id", &*id("complaint")), ("about", "classmate"), ("staff", ""), ("day", &today), ("told_by", "奶奶"), ("text", "被同学取笑")];
    done(house, "王老师", &format!("/pupils/{gone}/complaint"), &complaint);
    let left = house.store.clock().now().day().plus_days(-60).to_string();
    done(house, "周主任", "/archive/psychological", &[("id", &id("ending")), ("until", &left), ("basis", "保存期满")]);
    let path = "/archive/psychological";
    assert_eq!(house.as_("陈校长").post_from(path, &format!("{path}/{}", id("ending")), &[("what", "decline")]).status, 303);
}
