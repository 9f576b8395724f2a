//! Devices on loan and duty posts over HTTP.

use super::aid::{done, id, post};
use crate::house::House;

#[test]
fn b4_15_a_device_is_with_one_child_at_a_time_and_comes_back() {
    for house in House::both() {
        let child = |name: &str| house.here.child("4.2", name).id;
        let (one, other) = (child("林小明"), child("何田田"));
        let chair = id("chair");
        done(&house, "孙老师", "/aid/devices/new", &[("id", &chair), ("kind", "wheelchair"), ("name", "儿童轮椅"), ("mark", "F-01")]);
        let twice = post(&house, "孙老师", "/aid/devices/new", &[("id", &id("chair two")), ("kind", "wheelchair"), ("name", "轮椅"), ("mark", "F-01")]);
        assert_eq!(twice.status, 422, "a mark is borne once");
        let lend = |who: bangfu::base::PupilId, loan: &str| {
            post(&house, "孙老师", &format!("/pupils/{who}/aid/device"), &[("loan", &id(loan)), ("device", &chair), ("until", "2027-01-20"), ("note", "腿伤恢复期间使用")])
        };
        assert_eq!(lend(one, "first").status, 303);
        let refused = lend(other, "second");
        assert!(refused.status == 409 && refused.text.contains("已经借出"), "{}", refused.main());
        let page = house.as_("孙老师").get("/aid/devices").text;
        assert!(page.contains("林小明") && page.contains("借出") && !page.contains("腿伤"), "{page}");
        assert_eq!(house.as_("王老师").get("/aid/devices").status, 403);
        done(&house, "孙老师", &format!("/aid/devices/{chair}/return"), &[("state", "worn")]);
        assert_eq!(post(&house, "孙老师", &format!("/aid/devices/{chair}/return"), &[("state", "worn")]).status, 409);
        assert!(house.as_("孙老师").get("/aid/devices").text.contains("有磨损"));
        assert_eq!(lend(other, "third").status, 303);
        house.clock.set(crate::house::day("2027-01-21"));
        assert!(house.as_("孙老师").get("/aid/devices").text.contains("到期未还"));
    }
}

#[test]
fn b4_06_a_duty_post_is_labour_education_without_wages() {
    for house in House::both() {
        let (staff, kid) = (house.here.person("王老师").staff.to_string(), house.here.child("4.2", "林小明").id.to_string());
        let post_id = id("library");
        let new = |what: &str, minutes: &str| {
            post(&house, "孙老师", "/aid/posts/new", &[("id", &post_id), ("name", "图书角管理员"), ("what", what), ("minutes", minutes), ("staff", &staff)])
        };
        for (what, minutes, says) in [("整理图书，每次补贴两元", "15", "“补贴”"), ("整理图书", "90", "5 到 30 分钟"), ("", "15", "请填写")] {
            let refused = new(what, minutes);
            assert!(refused.status == 422 && refused.text.contains(says), "{what}: {}", refused.main());
        }
        assert_eq!(new("整理图书，学会分类", "15").status, 303);
        let turns = format!("/aid/posts/{post_id}/turns");
        let take = |turn: &str| post(&house, "孙老师", &turns, &[("id", &id(turn)), ("child", &kid), ("from", "2026-09-21"), ("until", "2026-10-16")]);
        assert_eq!(take("first").status, 303);
        assert_eq!(take("second").status, 409, "one post at a time");
        let page = house.as_("孙老师").get("/aid/posts").text;
        assert!(page.contains("林小明") && page.contains("王老师") && !page.contains("元"), "{page}");
    }
}

#[test]
fn a1_19_what_a_family_lives_on_stands_beside_the_local_line() {
    let house = House::sqlite();
    let child = house.here.child("4.2", "林小明").id;
    let page = |who: &str| house.as_(who).get(&format!("/pupils/{child}/aid")).text;
    assert!(page("孙老师").contains("家庭收入与当地标准"));
    house.act(child, |tx, permit: &bangfu::access::Permit<bangfu::access::acts::EditFamily>| {
        use bangfu::roster::family::{self, NewFact, Source};
        use bangfu::roster::family_facts::Topic;
        let income = NewFact { amount_fen: Some(300_000), ..NewFact::of(Topic::Income, "known") };
        family::write(tx, permit, &[NewFact::of(Topic::Registration, "rural"), income], Source::Form)
    });
    house.act(bangfu::access::Subject::School, |tx, permit: &bangfu::access::Permit<bangfu::access::acts::ManageFamilies>| {
        use bangfu::roster::family::{self, Line};
        family::put_line(tx, permit, &Line { region: String::new(), year: 2026, household: "rural".into(), amount_fen: 540_000 })
    });
    let shown = page("孙老师");
    assert!(shown.contains("低于"), "{shown}");
}

#[test]
fn a1_14_a_donor_hears_of_a_child_only_with_consent_and_without_marks_or_ranks() {
    for house in House::both() {
        let (child, donor) = (house.here.child("4.2", "林小明").id, id("by the child"));
        done(&house, "孙老师", "/aid/donors/new", &[("id", &donor), ("name", "一位退休老师"), ("kind", "person"), ("named", "0"), ("contact", "")]);
        let path = format!("/pupils/{child}/aid/sponsors");
        let stand = || post(&house, "孙老师", &format!("{path}/new"), &[("sponsor", &id("sponsor")), ("donor", &donor), ("until", "2027-07-01")]);
        let refused = stand();
        assert!(refused.status == 409 && refused.text.contains("监护人还没有同意"), "{}", refused.main());
        consent(&house, child, true);
        assert_eq!(stand().status, 303);
        let tell =
            |news: &str, words: &str| post(&house, "孙老师", &format!("{path}/news"), &[("news", &id(news)), ("sponsor", &id("sponsor")), ("way", "to_donor"), ("words", words)]);
        for words in ["数学考了95分。", "这次排第3名。", ""] {
            assert_eq!(tell("wrong", words).status, 422, "{words}");
        }
        assert_eq!(tell("first", "按时上学，喜欢读书，想说谢谢。").status, 303);
        assert!(house.as_("孙老师").get(&path).text.contains("喜欢读书"));
        consent(&house, child, false);
        assert_eq!(tell("later", "又长高了。").status, 409, "consent was withdrawn");
        for (who, status) in [("王老师", 403), ("陈校长", 403), ("韩老师", 403)] {
            assert_eq!(house.as_(who).get(&path).status, status, "{who}");
        }
    }
}

/// The mother consents that a donor hears of her child, or takes it back.
pub(crate) fn consent(house: &House, child: bangfu::base::PupilId, given: bool) {
    house.act(child, |tx, permit: &bangfu::access::Permit<bangfu::access::acts::RecordConsent>| {
        let day = tx.today();
        let said =
            bangfu::trail::Consent {
                purpose: "donor".into(), given, withdrawn: !given, how: "paper".into(), by_whom: "母亲".into(), guardian: None, version: String::new(), day
            };
        bangfu::trail::record_consent(tx, permit.who(), child, &said)
    });
}
