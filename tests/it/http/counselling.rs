//! Counselling over HTTP: the room without a clash, talks, groups and lectures, referral with consent, the two fulcra, the yearly campaign, statistics, and how adults speak.

use bangfu::access::{Permit, acts};
use bangfu::base::PupilId;
use bangfu::roster::movements::{Departure, depart};

use super::wellbeing::{done, id, open_room, pages, post, tell};
use crate::house::{House, day};

fn today(house: &House) -> String {
    house.store.clock().now().day().to_string()
}

/// A room, named.
pub(crate) fn place(house: &House, name: &str) -> String {
    let place = id(name);
    done(house, "沈老师", "/wellbeing/places", &[("id", &place), ("name", name)]);
    place
}

pub(crate) fn book(house: &House, name: &str, place: &str, form: &str, start: &str, children: &[PupilId]) -> crate::client::Answer {
    let (entry, day) = (id(name), today(house));
    let ids: Vec<String> = children.iter().map(ToString::to_string).collect();
    let mut fields = vec![("id", entry.as_str()), ("form", form), ("place", place), ("day", &day), ("start", start), ("minutes", "30"), ("topic", "认识我的情绪")];
    fields.extend(ids.iter().map(|id| ("pupil", id.as_str())));
    post(house, "沈老师", "/wellbeing/bookings/new", &fields)
}

#[test]
fn b4_11_the_room_the_counsellor_and_the_child_are_in_one_place_at_a_time() {
    for house in House::both() {
        open_room(&house);
        let (room, hall) = (place(&house, "心理咨询室"), place(&house, "多功能厅"));
        assert_eq!(post(&house, "沈老师", "/wellbeing/places", &[("id", &id("again")), ("name", "心理咨询室")]).status, 422);
        let child = |name: &str| house.here.child("4.2", name).id;
        let (one, other) = (child("林小明"), child("何田田"));
        assert_eq!(book(&house, "first", &room, "single", "14:30", &[one]).status, 303);
        assert_eq!(book(&house, "first", &room, "single", "14:30", &[one]).status, 303, "sent twice, booked once");
        for (name, place, form, start, children, says) in [
            ("taken", &room, "single", "14:45", vec![other], "14:45 这个地点已经有人用"),
            ("myself", &hall, "single", "14:40", vec![other], "您自己已经有预约"),
            ("early", &room, "single", "05:00", vec![other], "7:00 到 21:00"),
            ("nobody", &room, "single", "16:00", vec![], "选一个孩子"),
            ("alone", &room, "group", "16:00", vec![other], "选 2 到"),
            ("odd", &room, "single", "half", vec![other], "14:30"),
        ] {
            let refused = book(&house, name, place, form, start, &children);
            assert!(refused.status == 422 && refused.text.contains(says), "{}: {name}: {}", house.name(), refused.main());
            assert!(!refused.text.contains("林小明 四（2）班 1</dd>"), "a clash does not tell who is there");
        }
        assert_eq!(book(&house, "later", &room, "single", "15:00", &[one]).status, 303, "one after the other");
        let list = house.as_("沈老师").get("/wellbeing/bookings").text;
        assert!(list.contains("14:30–15:00") && list.contains("心理咨询室") && list.contains("林小明"), "{list}");
        for name in ["王老师", "陈校长", "赵主任"] {
            assert_eq!(house.as_(name).get("/wellbeing/bookings").status, 403, "{name}");
        }
        done(&house, "沈老师", &format!("/wellbeing/bookings/{}/end", id("first")), &[("what", "cancelled")]);
        assert_eq!(book(&house, "instead", &room, "single", "14:30", &[other]).status, 303, "what was called off is free again");
    }
}

#[test]
fn b4_12_b3_10_talks_groups_and_lectures_are_held_and_counted_and_small_counts_are_not_told() {
    for house in House::both() {
        open_room(&house);
        let room = place(&house, "心理咨询室");
        let child = |name: &str| house.here.child("4.2", name).id;
        let (one, two) = (child("林小明"), child("何田田"));
        for (name, form, start, children) in [("talk", "single", "09:00", vec![one]), ("group", "group", "10:00", vec![one, two]), ("lecture", "lecture", "11:00", vec![])] {
            assert_eq!(book(&house, name, &room, form, start, &children).status, 303, "{name}");
        }
        let end = |name: &str, fields: &[(&str, &str)]| post(&house, "沈老师", &format!("/wellbeing/bookings/{}/end", id(name)), fields);
        let (a, b) = (one.to_string(), two.to_string());
        assert_eq!(end("talk", &[("what", "held"), ("minutes", "30"), ("present", &a), ("text", "")]).status, 422, "a talk leaves a page");
        assert_eq!(end("talk", &[("what", "held"), ("minutes", "30"), ("present", &a), ("text", "谈话标记戊")]).status, 303);
        assert_eq!(end("talk", &[("what", "missed")]).status, 409, "it ended once");
        assert_eq!(end("group", &[("what", "held"), ("minutes", "40"), ("present", &a), ("present", &b), ("text", "小组标记己")]).status, 303);
        assert_eq!(end("lecture", &[("what", "held"), ("minutes", "40"), ("audience", "0")]).status, 422);
        assert_eq!(end("lecture", &[("what", "held"), ("minutes", "40"), ("audience", "46")]).status, 303);
        let file = |pupil: PupilId| house.as_("沈老师").get(&format!("/pupils/{pupil}/wellbeing")).text;
        assert!(file(one).contains("谈话标记戊") && file(one).contains("小组标记己") && file(two).contains("小组标记己") && !file(two).contains("谈话标记戊"));
        let csv = String::from_utf8_lossy(&house.as_("陈校长").download("/registers/counselling.csv").bytes).into_owned();
        let page = house.as_("赵主任").get("/wellbeing/statistics").text;
        for text in [&csv, &page] {
            assert!(text.contains("46") && text.contains("110") && text.contains("不写出"), "{}: {text}", house.name());
            assert!(!text.contains("林小明") && !text.contains("谈话标记戊") && !text.contains("小组标记己"), "{text}");
        }
        assert_eq!(house.as_("王老师").get("/wellbeing/statistics").status, 403);
    }
}

#[test]
fn b5_04_a_referral_goes_out_with_consent_and_counts_when_it_is_taken_on() {
    for house in House::both() {
        open_room(&house);
        let child = house.here.child("4.2", "林小明").id;
        let centre = id("centre");
        let late = id("late");
        done(&house, "沈老师", "/wellbeing/outside", &[("id", &centre), ("name", "县心理辅导站"), ("kind", "centre"), ("contact", "电话存办公室"), ("until", "2027-09-01")]);
        done(&house, "沈老师", "/wellbeing/outside", &[("id", &late), ("name", "过期的机构"), ("kind", "institution"), ("contact", "电话"), ("until", &today(&house))]);
        let (path, entry) = (format!("/pupils/{child}/wellbeing/referral"), id("referral"));
        assert_eq!(post(&house, "沈老师", &path, &[("id", &entry), ("place", ""), ("text", "x"), ("shared", "y")]).status, 422);
        house.clock.set(day("2026-09-22"));
        let refused = post(&house, "沈老师", &path, &[("id", &entry), ("place", &late), ("text", "睡不好两个月"), ("shared", "观察清单")]);
        assert!(refused.status == 422 && refused.text.contains("核实已经过期"), "{}", refused.main());
        let one = done(&house, "沈老师", &path, &[("id", &entry), ("place", &centre), ("text", "睡不好两个月"), ("shared", "观察清单，不给成绩")]);
        let step = |what: &str, text: &str| post(&house, "沈老师", &one, &[("step", what), ("text", text)]).status;
        assert_eq!(step("sent", "寄出"), 422, "not without consent");
        assert_eq!(step("consented", ""), 422, "who consents, and how");
        assert_eq!(step("consented", "母亲签字"), 303);
        assert_eq!(step("accepted", "接了"), 422, "not before it was sent");
        assert_eq!((step("sent", "交给母亲带去"), step("accepted", "周四下午第一次"), step("back", "建议每周一次")), (303, 303, 303));
        assert_eq!(step("sent", "再来"), 422);
        let page = house.as_("沈老师").get(&format!("/pupils/{child}/wellbeing")).text;
        assert!(page.contains("县心理辅导站") && page.contains("母亲签字") && page.contains("周四下午第一次"), "{page}");
        for name in ["王老师", "陈校长"] {
            assert_eq!(house.as_(name).get(&one).status, 403, "{name}");
        }
    }
}

#[test]
fn b10_10_b10_11_the_two_fulcra_reach_the_plan_without_a_word_of_why() {
    for house in House::both() {
        open_room(&house);
        let child = house.here.child("4.2", "林小明").id;
        pages(&house, child);
        let (path, entry) = (format!("/pupils/{child}/wellbeing/proposal"), id("proposal"));
        assert_eq!(post(&house, "沈老师", &path, &[("id", &entry), ("side", "learning"), ("text", "作业做基础题"), ("trust", "")]).status, 422, "both fulcra");
        done(&house, "沈老师", &path, &[("id", &entry), ("side", "learning"), ("text", "作业做基础题"), ("trust", "管图书角")]);
        let proposals = format!("/pupils/{child}/proposals");
        assert!(house.as_("王老师").get("/").text.contains(&proposals), "the homeroom teacher has a task");
        let page = house.as_("王老师").get(&proposals).text;
        assert!(page.contains("作业做基础题") && page.contains("管图书角"), "{page}");
        for hidden in ["自卑", "自责", "破罐子破摔", "心里标记甲", "说学不学都一样"] {
            assert!(!page.contains(hidden), "{hidden}: {page}");
        }
        let other = house.here.child("4.1", "孟小雨").id;
        assert_eq!(house.as_("王老师").get(&format!("/pupils/{other}/proposals")).status, 404);
        assert_eq!(house.as_("孙老师").get(&proposals).status, 403);
        let answer = format!("{proposals}/{entry}");
        assert_eq!(post(&house, "王老师", &answer, &[("answer", "declined"), ("text", "")]).status, 422, "a no has a reason");
        let to = house.as_("王老师").post_from(&proposals, &answer, &[("answer", "taken")]).to;
        assert_eq!(to, format!("/pupils/{child}/plan"), "{}: on to the plan", house.name());
        assert!(!house.as_("王老师").get("/").text.contains(&proposals));
        assert!(house.as_("沈老师").get(&proposals).text.contains("采用了"), "the counsellor reads what became of it");
    }
}

/// What a family said of being looked at and talked with.
fn consent(house: &House, child: PupilId, given: bool) {
    house.act(child, |tx, permit: &Permit<acts::RecordConsent>| {
        let day = tx.today();
        let said = bangfu::trail::Consent {
            purpose: "wellbeing".into(),
            given,
            withdrawn: false,
            how: "paper".into(),
            by_whom: "母亲".into(),
            guardian: None,
            version: String::new(),
            day,
        };
        bangfu::trail::record_consent(tx, permit.who(), child, &said)
    });
}

pub(crate) fn campaign(house: &House, child: PupilId) -> String {
    let entry = id("campaign");
    let (from, until) = (today(house), house.store.clock().now().day().plus_days(30).to_string());
    done(house, "沈老师", "/wellbeing/campaigns", &[("id", &entry), ("name", "秋季心理关注"), ("from", &from), ("until", &until)]);
    consent(house, child, true);
    let result = [("id", &*id("result")), ("name", "某量表"), ("when", &from), ("by", "沈老师"), ("total", "41")];
    done(house, "沈老师", &format!("/wellbeing/campaigns/{entry}/pupils/{child}"), &result);
    entry
}

#[test]
fn the_yearly_campaign_takes_grades_four_to_six_with_consent_and_nobody_else() {
    for house in House::both() {
        open_room(&house);
        let (yes, no, young) = (house.here.child("4.2", "林小明").id, house.here.child("4.2", "何田田").id, house.here.child("2.1", "白小米").id);
        let entry = campaign(&house, yes);
        let when = today(&house);
        let fields = [("name", "某量表"), ("when", when.as_str()), ("by", "沈老师"), ("total", "41")];
        consent(&house, young, true);
        for (child, says) in [(no, "监护人还没有同意"), (young, "只有四到六年级"), (yes, "已经写过结果")] {
            let refused = post(&house, "沈老师", &format!("/wellbeing/campaigns/{entry}/pupils/{child}"), &fields);
            assert!(refused.status == 422 && refused.text.contains(says), "{says}: {}", refused.main());
        }
        consent(&house, no, false);
        let (class, _) = house.here.class("4.2");
        let page = house.as_("沈老师").get(&format!("/wellbeing/campaigns/{entry}/classes/{class}")).text;
        assert!(page.contains("已写结果") && page.contains("不同意") && page.contains("还没有表示") && !page.contains("41"), "{page}");
        let (low, _) = house.here.class("2.1");
        assert_eq!(house.as_("沈老师").get(&format!("/wellbeing/campaigns/{entry}/classes/{low}")).status, 404);
        assert_eq!(house.as_("陈校长").get(&format!("/wellbeing/campaigns/{entry}")).status, 403);
        let paper = house.as_("沈老师").download("/wellbeing/lists/parent/docx");
        let text = crate::http::text_of_docx(paper.bytes);
        assert!(text.contains("不是诊断工具") && text.contains("愿意说学校里的事") && text.contains("□"), "{text}");
        assert_eq!(house.as_("沈老师").get("/wellbeing/lists/mht/docx").status, 404, "no instrument of others is bundled");
    }
}

#[test]
fn a_teachers_checklist_goes_to_the_counsellor_and_has_no_sum() {
    let house = House::sqlite();
    open_room(&house);
    let child = house.here.child("4.2", "林小明").id;
    let path = format!("/pupils/{child}/mood/checklist");
    let form = house.as_("李老师").get(&path).text;
    assert!(form.contains("不是诊断工具") && form.contains("遇到难题就放下笔"), "{form}");
    assert_eq!(post(&house, "李老师", &path, &[("text", "")]).status, 422);
    done(&house, "李老师", &path, &[("id", &id("list")), ("item3", "much"), ("item10", "some"), ("text", "清单标记庚")]);
    let page = house.as_("沈老师").get(&format!("/pupils/{child}/wellbeing")).text;
    assert!(page.contains("遇到难题就放下笔") && page.contains("清单标记庚") && !page.contains("总分</dt>"), "{page}");
    assert!(!house.as_("李老师").get(&format!("/pupils/{child}/mood")).text.contains("清单标记庚"));
}

#[test]
fn b9_01_b9_02_a5_10_b10_07_the_rules_stand_where_words_are_written_and_mockery_has_an_outcome() {
    for house in House::both() {
        let child = house.here.child("4.2", "林小明").id;
        let conduct = house.as_("王老师").get("/conduct").text;
        for rule in ["不讽刺、不挖苦", "师生平等", "不轻视、不讥笑", "更逆反", "不歧视，不放弃", "换一种说法"] {
            assert!(conduct.contains(rule), "{rule}: {conduct}");
        }
        for path in [format!("/records/new?pupil={child}"), format!("/pupils/{child}/praise"), format!("/pupils/{child}/mood")] {
            let page = house.as_("王老师").get(&path).text;
            assert!(page.contains("不讽刺"), "{path}: {page}");
        }
        let refused = post(&house, "王老师", "/records", &[("act", &id("despair")), ("pupil", &child.to_string()), ("kind", "strength"), ("done", "这孩子没救了")]);
        assert!(refused.status == 422 && refused.text.contains("不要放弃"), "{}: {}", house.name(), refused.main());
        complaints(&house, child);
    }
}

fn complaints(house: &House, child: PupilId) {
    let path = format!("/pupils/{child}/complaint");
    let zhao = house.here.person("赵主任").staff.to_string();
    let when = today(house);
    let entry = id("complaint");
    let fields = |staff: &'static str| {
        [
            ("id", entry.clone()),
            ("about", "adult".to_owned()),
            ("staff", staff.to_owned()),
            ("day", when.clone()),
            ("told_by", "孩子自己".to_owned()),
            ("text", "讥笑标记辛".to_owned()),
        ]
    };
    let mut typed = fields("");
    typed[2].1.clone_from(&zhao);
    let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(post(house, "王老师", &path, &typed[..5]).status, 422, "what happened is missing");
    done(house, "王老师", &path, &typed);
    let one = format!("/complaints/{entry}");
    assert!(house.as_("陈校长").get("/").text.contains(&one), "who handles it has a task");
    let about = house.as_("赵主任");
    assert!(!about.get("/").text.contains(&one) && about.get(&one).status == 404 && !about.get("/complaints").text.contains(&one), "{}: not whom it is of", house.name());
    assert_eq!(house.as_("王老师").get(&one).status, 403);
    let act = |outcome: &str, text: &str| post(house, "陈校长", &one, &[("outcome", outcome), ("text", text)]).status;
    assert_eq!(act("apology", "道歉"), 422, "both sides are heard first");
    assert_eq!((act("heard", "听过孩子和老师"), act("apology", "已当面道歉，约定以后私下说")), (303, 303));
    assert_eq!(act("talk", "再来"), 409);
    let page = house.as_("陈校长").get(&one).text;
    assert!(page.contains("讥笑标记辛") && page.contains("已向孩子道歉"), "{page}");
    let own = house.as_("王老师").get(&path).text;
    assert!(own.contains("已向孩子道歉") && !own.contains("约定以后私下说"), "{own}");
    assert_eq!(house.as_("王老师").post_from(&path, &format!("{path}/seen"), &[]).status, 303);
    assert!(!house.as_("王老师").get("/").text.contains(&path));
}

/// A child leaves the school.
fn leave(house: &House, child: PupilId) {
    house.act(child, |tx, permit: &Permit<acts::ManageRoster>| {
        let today = tx.today();
        depart(tx, permit, Departure::TransferOut, today, "随父母迁往外地")
    });
}

#[test]
fn a_file_is_shut_after_a_child_has_left_and_destroyed_by_two_people_without_a_name() {
    for house in House::both() {
        open_room(&house);
        let child = house.here.child("4.2", "林小明").id;
        pages(&house, child);
        leave(&house, child);
        house.clock.set(day("2026-11-20"));
        let file = format!("/pupils/{child}/wellbeing");
        assert_eq!(house.as_("沈老师").get(&file).status, 404, "{}: sealed weeks after the last day", house.name());
        let path = "/archive/psychological";
        assert_eq!(house.as_("沈老师").get(path).status, 403);
        assert_eq!(post(&house, "周主任", path, &[("until", "2026-11-10"), ("basis", "保存期满")]).status, 422, "not of who left lately");
        let entry = id("ending");
        done(&house, "周主任", path, &[("id", &entry), ("until", "2026-10-01"), ("basis", "保存期满")]);
        let page = house.as_("陈校长").get(path).text;
        assert!(page.contains("不写出") && !page.contains("林小明"), "{page}");
        let decide = |who: &str, what: &str| house.as_(who).post_from(path, &format!("{path}/{entry}"), &[("what", what)]).status;
        assert_ne!(decide("周主任", "carry_out"), 303, "not who proposed it");
        assert_eq!(decide("陈校长", "carry_out"), 303, "{}", house.name());
        assert_ne!(decide("陈校长", "carry_out"), 303, "once");
        done(&house, "沈老师", &format!("/pupils/{child}/archive"), &[("reason", "家长来校查询孩子情况")]);
        let shown = house.as_("沈老师").get(&file).text;
        assert!(shown.contains("内容已销毁") && !shown.contains("心里标记甲"), "{shown}");
        assert!(house.as_("陈校长").get(path).text.contains("已销毁"));
        let one = house.here.child("4.2", "何田田").id;
        tell(&house, "王老师", one, "still", "1", "还在写");
        assert!(house.as_("沈老师").get("/wellbeing").text.contains("何田田"), "other files are whole");
    }
}
