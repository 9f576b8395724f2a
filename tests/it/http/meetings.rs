//! Meetings over HTTP: the agenda is drafted from children whose support does not move, each decision is somebody's task, experience names nobody; a difficult case goes to the leader.

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::{PupilId, RowId, derived};
use bangfu::pairing::{self, pairs};
use bangfu::roster::groups::{self, GroupKind, NewGroup, NewMember, Role};
use bangfu::roster::time;
use bangfu::screening::confirmed::{self, NewConfirmation};

use crate::cast::term_code;
use crate::client::Answer;
use crate::house::{House, day};

fn id(name: &str) -> String {
    derived::<RowId>(&[b"a meeting of http", name.as_bytes()]).to_string()
}

fn staff(house: &House, name: &str) -> String {
    house.here.person(name).staff.to_string()
}

/// Puts a child on the list and pairs it with a mentor: a child with a file, without a plan and without a talk.
fn filed(house: &House, short: &str, name: &str, mentor: &str) -> PupilId {
    let pupil = house.here.child(short, name).id;
    let programme = house.here.programme;
    house.act(Subject::School, |tx, permit: &Permit<acts::FileRound>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let verdict = derived(&[b"verdict of a meeting", name.as_bytes()]);
        let new =
            NewConfirmation { pupil, programme, term: term.id, category: "target_pupil".into(), kind: "learning".into(), from: day("2026-09-15"), until: term.last_day, verdict };
        confirmed::confirm(tx, permit, &[new])
    });
    let mentor = house.here.person(mentor).staff;
    house.act(Subject::School, |tx, permit: &Permit<acts::ManagePairing>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let scene = pairing::scene(tx, permit, programme, &term)?;
        pairs::assign(tx, permit, &scene, pupil, mentor)
    });
    pupil
}

fn new_form(house: &House) -> String {
    format!("/supervision/meetings/new?kind=class&of={}", house.here.class("4.2").0)
}

/// The homeroom teacher calls the exchange of the class.
fn called(house: &House, name: &str, day: &str, children: &[PupilId]) -> (String, Answer) {
    let (key, class) = (id(name), house.here.class("4.2").0.to_string());
    let people: Vec<String> = ["王老师", "李老师", "冯老师"].iter().map(|name| staff(house, name)).collect();
    let children: Vec<String> = children.iter().map(ToString::to_string).collect();
    let mut fields: Vec<(&str, &str)> = vec![("id", &key), ("kind", "class"), ("of", &class), ("day", day), ("place", "四年级办公室")];
    fields.extend(people.iter().map(|one| ("people", one.as_str())));
    fields.extend(children.iter().map(|one| ("child", one.as_str())));
    let answer = house.as_("王老师").post_from(&new_form(house), "/supervision/meetings", &fields);
    (format!("/supervision/meetings/{key}"), answer)
}

#[test]
fn helpers_of_a_class_meet_over_the_children_whose_support_stands_still_and_each_decision_is_a_task() {
    for house in House::both() {
        let pupil = filed(&house, "4.2", "林小明", "李老师");
        let form = house.as_("王老师").get(&new_form(&house)).text;
        for said in ["林小明", "还没有生效的帮扶计划", "本周还没有人和孩子谈过话", "李老师", "冯老师"] {
            assert!(form.contains(said), "{}: {said}: {form}", house.name());
        }
        assert!(!form.contains("何田田"), "a child without a file is not spoken of");
        let (page, answer) = called(&house, "one", "2026-09-21", &[pupil]);
        assert_eq!((answer.status, answer.to.as_str()), (303, page.as_str()), "{}", answer.main());
        assert_eq!(called(&house, "one", "2026-09-21", &[pupil]).1.status, 303, "sent again");
        let li = house.as_("李老师");
        assert_eq!(li.get("/").text.matches("参加会议").count(), 1, "{}", li.get("/").main());
        assert!(li.get(&page).text.contains("林小明"));
        let matter = li.get(&page).text.split("id=\"m-").nth(1).unwrap()[..32].to_owned();
        let (form, decision) = (format!("{page}/matters/{matter}"), id("decision"));
        let wang = house.as_("王老师");
        let odd = wang.post_from(&form, &form, &[("id", &decision), ("what", "plan"), ("text", "这个差生换个办法"), ("due", "2020-01-01")]);
        assert_eq!((odd.status, odd.text.matches("has-error").count() >= 3), (422, true), "{}", odd.main());
        assert!(odd.text.contains("这个差生换个办法"), "what was typed is kept");
        let fields = [("id", &*decision), ("what", "plan"), ("text", "每天五题，当面说错因"), ("staff", &*staff(&house, "李老师")), ("due", "2026-09-28")];
        assert_eq!(wang.post_from(&form, &form, &fields).status, 303);
        assert_eq!(wang.post_from(&form, &form, &fields).status, 303, "sent again");
        assert_eq!(wang.get(&page).text.matches("每天五题").count(), 1);
        assert_eq!(li.post_from(&form, &form, &fields).status, 403, "who takes part keeps no minutes");
        let today = li.get("/").text;
        assert!(today.contains("做会议交给您的事") && today.contains(&format!("/supervision/decisions/{decision}")) && !today.contains("每天五题"), "{today}");
        let task = format!("/supervision/decisions/{decision}");
        assert!(li.get(&task).text.contains(&format!("href=\"/pupils/{pupil}/plan\"")), "the exact form");
        assert_eq!(wang.post_from(&task, &format!("{task}/outcome"), &[("text", "不是我做的")]).status, 404);
        assert_eq!(li.post_from(&task, &format!("{task}/outcome"), &[("text", "改了计划，孩子愿意试")]).status, 303);
        assert!(!li.get("/").text.contains("做会议交给您的事") && wang.get(&page).text.contains("改了计划"));
    }
}

#[test]
fn a_meeting_is_read_by_who_takes_part_and_who_leads_and_a_childs_matter_by_who_sees_the_child() {
    for house in House::both() {
        let pupil = filed(&house, "4.2", "林小明", "李老师");
        let (page, _) = called(&house, "access", "2026-09-21", &[pupil]);
        for (who, status) in [
            ("王老师", 200),
            ("李老师", 200),
            ("冯老师", 200),
            ("吴老师", 200),
            ("陈校长", 200),
            ("周主任", 200),
            ("郑老师", 404),
            ("何老师", 404),
            ("沈老师", 404),
            ("孙老师", 403),
            ("钱老师", 403),
        ] {
            assert_eq!(house.as_(who).get(&page).status, status, "{}: {who}", house.name());
        }
        for (who, status) in [("王老师", 200), ("何老师", 404), ("钱老师", 403)] {
            assert_eq!(house.as_(who).get(&new_form(&house)).status, status, "{who}");
        }
        let office = house.as_("郑老师").get(&format!("/supervision/meetings/new?kind=office&of={}", house.here.class("4.2").1)).text;
        assert!(office.contains("4 年级") && office.contains("林小明") && office.contains("王老师") && office.contains("冯老师"), "{office}");
        let class = house.here.class("4.2").0.to_string();
        let theft = [("id", &*id("theft")), ("kind", "class"), ("of", &*class), ("day", "2026-09-21"), ("people", &*staff(&house, "何老师"))];
        assert_eq!(house.as_("何老师").post_from("/supervision/meetings", "/supervision/meetings", &theft).status, 404);
        let other = [("id", &*id("theft")), ("child", &*house.here.child("5.1", "苏小禾").id.to_string()), ("text", "想看看")];
        assert_eq!(house.as_("王老师").post_from(&page, &format!("{page}/matters"), &other).status, 404, "a child of another class");
        let guest = [("id", &*id("guest")), ("kind", "class"), ("of", &*class), ("day", "2026-09-21"), ("people", &*staff(&house, "何老师")), ("child", &*pupil.to_string())];
        assert_eq!(house.as_("王老师").post_from(&new_form(&house), "/supervision/meetings", &guest).status, 303);
        let seen = house.as_("何老师").get(&format!("/supervision/meetings/{}", id("guest"))).text;
        assert!(seen.contains("另有 1 个孩子的议题") && !seen.contains("林小明"), "{seen}");
        let paper = String::from_utf8_lossy(&house.as_("何老师").download(&format!("/supervision/meetings/{}/paper/docx", id("guest"))).bytes).into_owned();
        assert!(paper.starts_with("PK"));
    }
}

#[test]
fn what_is_owed_is_shown_until_the_meeting_was_held_and_minutes_are_printed_with_places_to_sign() {
    let house = House::sqlite();
    let pupil = filed(&house, "4.2", "林小明", "李老师");
    let wang = house.as_("王老师");
    assert!(wang.get("/supervision/meetings").text.contains("该开的会") && !wang.get("/").text.contains("交流会还没有开"), "months are left");
    house.clock.set(day("2027-01-05"));
    let wang = house.as_("王老师");
    assert!(wang.get("/").text.contains("交流会还没有开") && !house.as_("李老师").get("/").text.contains("交流会还没有开"));
    let (page, answer) = called(&house, "held", "2027-01-06", &[pupil]);
    assert_eq!(answer.status, 303, "{}", answer.main());
    assert!(!wang.get("/").text.contains("交流会还没有开"), "it is planned");
    let (minutes, came, other) = (format!("{page}/minutes"), staff(&house, "王老师"), staff(&house, "李老师"));
    let early = wang.post_from(&minutes, &minutes, &[("came", &came), ("came", &other), ("minutes", "说了办法")]);
    assert_eq!((early.status, early.text.contains("开过以后再写")), (422, true), "{}", early.main());
    house.clock.set(day("2027-01-06"));
    let wang = house.as_("王老师");
    let named = wang.post_from(&minutes, &minutes, &[("came", &came), ("came", &other), ("minutes", "林小明进步了")]);
    assert_eq!((named.status, named.text.contains("有孩子的名字")), (422, true), "{}", named.main());
    assert_eq!(wang.post_from(&minutes, &minutes, &[("came", &came), ("minutes", "说了办法")]).status, 422, "one alone is no meeting");
    assert_eq!(wang.post_from(&minutes, &minutes, &[("came", &came), ("came", &other), ("minutes", "说了办法")]).status, 303);
    assert!(!wang.get("/supervision/meetings").text.contains("该开的会") && !house.as_("冯老师").get("/").text.contains("参加会议"));
    assert_eq!(wang.post_from(&page, &minutes, &[("came", &came), ("came", &other), ("minutes", "再写一次")]).status, 409);
    let paper = wang.download(&format!("{page}/paper/docx")).bytes;
    let text = super::office::text_of_docx(paper);
    for said in ["同班帮教教师交流", "林小明", "说了办法", "到会人员签名"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!(wang.get(&format!("{page}/paper/xlsx")).status, 404);
}

#[test]
fn the_leading_group_and_a_research_group_meet_and_their_heads_call_them() {
    let house = House::sqlite();
    let pupil = filed(&house, "4.2", "林小明", "李老师");
    let make = |name: &str, kind, head: &str, members: &[&str]| {
        house.act(Subject::School, |tx, permit: &Permit<acts::ManageGroups>| {
            let group = groups::create_group(tx, permit, &NewGroup { name: name.into(), kind, purpose: "统筹规划、组织实施、监督检查".into(), from_day: day("2026-09-01") })?;
            groups::put_member(tx, permit, group, &NewMember { staff: house.here.person(head).staff, role: Role::Head, duties: String::new() })?;
            for member in members {
                groups::put_member(tx, permit, group, &NewMember { staff: house.here.person(member).staff, role: Role::Member, duties: String::new() })?;
            }
            Ok(group)
        })
    };
    let steering = make("帮教领导小组", GroupKind::Steering, "许书记", &["周主任", "吴老师"]);
    let maths = make("数学教研组", GroupKind::Research, "李老师", &["王老师"]);
    let form = format!("/supervision/meetings/new?kind=research&of={maths}");
    let li = house.as_("李老师");
    let text = li.get(&form).text;
    assert!(text.contains("林小明") && text.contains("王老师"), "children of whom the head may know, members of the group: {text}");
    assert_eq!(house.as_("王老师").get(&form).status, 404, "a member calls none");
    let fields =
        [("id", &*id("maths")), ("kind", "research"), ("of", &*maths.to_string()), ("day", "2026-09-22"), ("people", &*staff(&house, "王老师")), ("child", &*pupil.to_string())];
    assert_eq!(li.post_from(&form, "/supervision/meetings", &fields).status, 303);
    assert!(house.as_("许书记").get("/supervision/meetings").text.contains("帮教领导小组"), "it is owed");
    let form = format!("/supervision/meetings/new?kind=steering&of={steering}");
    let fields = [
        ("id", &*id("steer")),
        ("kind", "steering"),
        ("of", &*steering.to_string()),
        ("day", "2026-09-21"),
        ("people", &*staff(&house, "周主任")),
        ("matter", "检查各班落实，调整措施"),
    ];
    assert_eq!(house.as_("许书记").post_from(&form, "/supervision/meetings", &fields).status, 303);
    let page = format!("/supervision/meetings/{}", id("steer"));
    assert!(house.as_("周主任").get(&page).text.contains("检查各班落实"));
    assert_eq!(house.as_("王老师").get(&page).status, 404);
}

#[test]
fn experience_is_shared_without_the_name_of_a_child_and_found_again() {
    for house in House::both() {
        let wang = house.as_("王老师");
        let page = "/supervision/experience";
        for (topic, text, said) in [
            ("learning", "小明同学愿意讲给同桌听", "有孩子的名字"),
            ("learning", "林 小明愿意讲", "有孩子的名字"),
            ("learning", "差生也会讲", ""),
            ("none", "先讲后做", "请选一项"),
        ] {
            let refused = wang.post_from(page, page, &[("id", &id("x")), ("topic", topic), ("experience", text)]);
            assert_eq!((refused.status, refused.text.contains(said), refused.text.contains(text)), (422, true, true), "{text}: {}", refused.main());
        }
        let fields = [("id", &*id("x")), ("topic", "learning"), ("experience", "先讲给同桌听，再做两题")];
        assert_eq!(wang.post_from(page, page, &fields).status, 303);
        assert_eq!(wang.post_from(page, page, &fields).status, 303, "sent again");
        let found = |path: &str| house.as_("何老师").get(path).text.matches("先讲给同桌听").count();
        assert_eq!(
            (found(page), found(&format!("{page}?q=同桌")), found(&format!("{page}?q=家长")), found(&format!("{page}?topic=family")), found(&format!("{page}?q=%25"))),
            (1, 1, 0, 0, 1)
        );
        assert_eq!(house.as_("钱老师").get(page).status, 403);
    }
}

#[test]
fn a_difficult_case_is_accepted_decided_and_returned_by_the_leader_of_the_grade() {
    for house in House::both() {
        let pupil = house.here.child("4.2", "林小明").id;
        let (form, to) = (format!("/pupils/{pupil}/hard-case"), format!("/pupils/{pupil}/hard-cases"));
        let (wang, wu, key) = (house.as_("王老师"), house.as_("吴老师"), id("case"));
        let refused = wang.post_from(&form, &to, &[("id", &key), ("leader", &staff(&house, "陈校长")), ("text", " ")]);
        assert_eq!((refused.status, refused.text.matches("error-text").count()), (422, 2), "{}", refused.main());
        let fields = [("id", &*key), ("leader", &*staff(&house, "吴老师")), ("text", "晚上没有人照看")];
        assert_eq!(wang.post_from(&form, &to, &fields).status, 303);
        assert_eq!(wang.post_from(&form, &to, &fields).status, 303, "sent again");
        let second = [("id", &*id("second")), fields[1], fields[2]];
        assert_eq!(wang.post_from(&form, &to, &second).status, 422, "one is open");
        let page = format!("/supervision/cases/{key}");
        for (who, status) in [("王老师", 200), ("吴老师", 200), ("陈校长", 200), ("李老师", 404), ("何老师", 404), ("孙老师", 403)] {
            assert_eq!(house.as_(who).get(&page).status, status, "{}: {who}", house.name());
        }
        assert!(wu.get("/").text.contains("一个疑难问题等您下一步"));
        let steps = format!("{page}/steps");
        assert_eq!(wang.post_from(&page, &steps, &[("what", "accepted")]).status, 404, "only the leader");
        assert_eq!(wu.post_from(&page, &steps, &[("what", "returned"), ("text", "好了")]).status, 409, "not the next step");
        for (what, text) in [("accepted", ""), ("decided", "周五和社区一起去看看"), ("returned", "社区安排了晚托")] {
            assert_eq!(wu.post_from(&page, &steps, &[("what", what), ("text", text)]).status, 303, "{what}");
        }
        assert!(!wu.get("/").text.contains("疑难问题") && wang.get("/").text.contains("疑难问题有了结果"));
        assert!(wang.get(&page).text.contains("社区安排了晚托"));
        assert_eq!(wang.post_from(&page, &format!("{page}/reading"), &[]).status, 303);
        assert!(!wang.get("/").text.contains("疑难问题有了结果"));
    }
}

#[test]
fn the_principals_monday_names_the_child_nobody_has_talked_to_what_is_due_and_a_piece_of_good_news() {
    let house = House::sqlite();
    filed(&house, "4.2", "林小明", "李老师");
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageRounds>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        bangfu::screening::round::open(tx, permit, house.here.programme, &term)
    });
    let page = "/supervision/experience";
    assert_eq!(house.as_("王老师").post_from(page, page, &[("id", &id("news")), ("topic", "class"), ("experience", "小组长轮着当")]).status, 303);
    assert!(!house.as_("陈校长").get("/").text.contains("报上去"), "fifteen days are left");
    house.clock.set(day("2026-09-22"));
    let today = house.as_("陈校长").get("/").text;
    for (said, link) in [
        ("还没有人谈过话：林小明", "/records/unheard"),
        ("名单要在 2026-10-06 以前报上去", "/screening/rounds/"),
        ("王老师分享了一个好办法——小组长轮着当", page),
        ("名学生可能需要支持", "/screening/candidates"),
    ] {
        assert!(today.contains(said) && today.contains(&format!("href=\"{link}")), "{said}: {today}");
    }
    let place = |said: &str| today.find(said).unwrap();
    assert!(place("可能需要支持") < place("还没有人谈过话") && place("还没有人谈过话") < place("报上去"), "{today}");
    for who in ["王老师", "吴老师", "钱老师"] {
        assert!(!house.as_(who).get("/").text.contains("还没有人谈过话：林小明"), "{who}");
    }
}
