//! The part of the day that is about tutoring: places, classes, helpers from outside, attendance, bookings.

use bangfu::base::PupilId;

use crate::house::House;
use crate::http::tutoring::{CHECKS, Plan, consent, done, id, join, opened, place, staff, take, vet, volunteer};

/// Lives it; the two entries of a child who was entered twice are in the same class on the same day.
pub(super) fn live(house: &House) {
    let today = house.store.clock().now().day();
    let weekday = today.weekday().to_string();
    let (room, library) = (place(house, "三楼教室", "classroom", "30", false), place(house, "图书馆", "library", "40", true));
    let plan = Plan { title: "成长伙伴", place: &room, lead: "李老师", weekday: &weekday, from: "16:00", until: "16:40" };
    let (helper, institution) = (volunteer(house, "柳小溪"), id("institution"));
    done(house, "周主任", "/tutoring/institutions/new", &[("id", &institution), ("name", "书声公益社"), ("licence", "民非 2020-118"), ("vouched_by", &staff(house, "赵主任"))]);
    done(house, "周主任", &format!("/tutoring/institutions/{institution}/people"), &[("volunteer", &helper)]);
    let until = today.plus_days(200).to_string();
    assert_eq!(vet(house, "周主任", &helper, &CHECKS, &until).status, 303);
    assert_eq!(vet(house, "周主任", &institution, &["licence", "free", "agreement", "safety"], &until).status, 303);
    let class = opened(house, "周主任", "life", &plan, &[("volunteer", &helper), ("seats", "20")]);
    let children: Vec<PupilId> = ["何田田", "林小明", "陈安安"].iter().map(|name| house.here.child("4.2", name).id).collect();
    for child in &children {
        consent(house, *child, true);
    }
    let joined = join(house, "周主任", &class, &children);
    assert_eq!(joined.status, 303, "{}", joined.main());
    let states: Vec<(PupilId, &str)> = children.iter().map(|child| (*child, "here")).collect();
    let day = today.to_string();
    let taken = take(house, "李老师", &class, &day, "0", "学会叠衣服", &states);
    assert_eq!(taken.status, 303, "{}", taken.main());
    let states: Vec<(PupilId, &str)> = children.iter().zip(["late", "here", "absent"]).map(|(child, state)| (*child, state)).collect();
    assert_eq!(take(house, "李老师", &class, &day, "1", "学会叠衣服", &states).status, 303);
    let third = house.as_("周主任").get(&class).text.split(&format!("{class}/children/")).last().unwrap().split('"').next().unwrap().to_owned();
    done(house, "周主任", &format!("{class}/children/{third}"), &[("reason", "wish")]);
    let booking =
        [("id", id("booking")), ("place", library), ("day", day.clone()), ("time", "12:00".into()), ("ends", "13:00".into()), ("seats", "3".into()), ("purpose", "自习".into())];
    done(house, "王老师", "/tutoring/bookings/new", &booking.each_ref().map(|(name, value)| (*name, value.as_str())));
    assert_eq!(house.as_("王老师").post_from("/tutoring/bookings", &format!("/tutoring/bookings/{}/return", id("booking")), &[]).status, 303);
    let short = opened(house, "周主任", "event", &Plan { title: "诚信主题日", from: "14:00", until: "15:00", ..plan }, &[("until", &day), ("seats", "20")]);
    done(house, "周主任", &format!("{short}/lead"), &[("lead", &staff(house, "何老师"))]);
    done(house, "周主任", &format!("{short}/end"), &[("reason", "other")]);
    done(house, "周主任", &format!("/tutoring/helpers/{helper}/withdrawal"), &[("reason", "wish")]);
    around(house, &children, &day);
    for path in ["/tutoring", "/tutoring/timetable", "/tutoring/timetable?by=place", "/tutoring/timetable?by=helper", "/tutoring/places", "/tutoring/helpers", &class] {
        assert_eq!(house.as_("周主任").get(path).status, 200, "{path}");
    }
    assert_eq!(house.as_("王老师").get(&format!("/pupils/{}/tutoring", children[1])).status, 200);
}

/// A training with who took part, and what the school tells others with both entries of a child in it.
fn around(house: &House, children: &[PupilId], day: &str) {
    let training = id("training of a day");
    let fields = [("id", training.as_str()), ("title", "错题怎么讲"), ("topic", "subject"), ("day", day), ("minutes", "60"), ("speaker", "教研组长"), ("about", "")];
    let path = done(house, "周主任", "/tutoring/trainings/new", &fields);
    done(house, "周主任", &format!("{path}/people"), &[("there", &staff(house, "王老师"))]);
    assert_eq!(house.as_("王老师").get("/tutoring/trainings").status, 200);
    for child in &children[..2] {
        crate::http::tutoring_more::photo(house, *child, true);
    }
    let until = house.store.clock().now().day().plus_days(30).to_string();
    let fields = [
        ("id", id("post of a day")),
        ("title", "一起整理图书角".into()),
        ("channel", "board".into()),
        ("words", "同学们自愿参加，一起整理图书角。".into()),
        ("pupil", "何田田，林小明".into()),
        ("until", until),
    ];
    let path = done(house, "周主任", "/tutoring/posts/new", &fields.each_ref().map(|(name, value): &(&str, String)| (*name, value.as_str())));
    assert_eq!(house.as_("许书记").post_from(&path, &format!("{path}/approval"), &[]).status, 303);
    assert_eq!(house.as_("周主任").get("/tutoring/posts").status, 200);
}
