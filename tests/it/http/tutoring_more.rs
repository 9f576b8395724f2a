//! Tutoring over HTTP, what is around the timetable: groups mixed by strength, trainings, publicity, papers and registers.

use bangfu::access::{Permit, acts};
use bangfu::base::{PupilId, Stamp};
use bangfu::trail::{self, Consent};

use super::office::text_of_docx;
use super::tutoring::{CHECKS, Plan, consent, done, id, join, opened, place, post, staff, take, vet, volunteer};
use crate::house::{House, day};

pub(crate) fn photo(house: &House, pupil: PupilId, given: bool) {
    // What is said later counts.
    house.clock.set_to(Stamp(house.store.clock().now().0 + 1000));
    house.act(pupil, |tx, permit: &Permit<acts::RecordConsent>| {
        let (how, by_whom, version) = ("paper".to_owned(), "母亲".to_owned(), "2026-1".to_owned());
        let consent = Consent { purpose: "photo".into(), given, withdrawn: !given, how, by_whom, guardian: None, version, day: day("2026-09-20") };
        trail::record_consent(tx, permit.who(), pupil, &consent)
    });
}

#[test]
fn study_groups_are_mixed_from_results_and_show_neither_marks_nor_an_order() {
    for house in House::both() {
        let (class, _) = house.here.class("4.2");
        let path = format!("/classes/{class}/mix");
        let shown = house.as_("王老师").get(&format!("{path}?size=3")).text;
        assert!(shown.contains("银杏组") && shown.contains("青竹组") && shown.contains("林小明") && shown.contains("何田田"), "{shown}");
        let visible = house.as_("王老师").get(&format!("{path}?size=3")).main();
        for mark in ["分数", "名次", "第一名", "平均"] {
            assert!(!visible.contains(mark), "{mark}: {visible}");
        }
        let mut fields: Vec<(String, String)> = vec![("size".into(), "3".into()), ("subject".into(), String::new()), ("lead".into(), staff(&house, "王老师"))];
        for at in 0..2 {
            fields.push((format!("name-{at}"), shown.split(&format!("name=\"name-{at}\" value=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned()));
            for n in 0.. {
                let Some(rest) = shown.split(&format!("name=\"member-{n}-of-{at}\" value=\"")).nth(1) else { break };
                fields.push((format!("member-{n}-of-{at}"), rest.split('"').next().unwrap().to_owned()));
            }
        }
        let mut wrong = fields.clone();
        wrong[3].1 = "差生组".into();
        let send = |fields: &[(String, String)]| house.as_("王老师").post_form(&path, &fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>());
        assert_eq!(send(&wrong).status, 422, "a name that hurts");
        let made = send(&fields);
        assert_eq!(made.status, 303, "{}", made.main());
        let peers = house.as_("王老师").get(&format!("/pairing/classes/{class}/peers")).text;
        assert!(peers.contains("银杏组") && peers.contains("青竹组"), "{peers}");
        for (name, status) in [("李老师", 403), ("何老师", 404), ("赵主任", 200), ("钱老师", 403)] {
            assert_eq!(house.as_(name).get(&path).status, status, "{name}");
        }
    }
}

#[test]
fn a_training_has_a_topic_people_and_material_and_stands_on_paper() {
    for house in House::both() {
        let training = id("training");
        let fields =
            [("id", training.as_str()), ("title", "读懂孩子的情绪"), ("topic", "psychology"), ("day", "2026-09-18"), ("minutes", "90"), ("speaker", "心理教研员"), ("about", "")];
        let mut wrong = fields;
        (wrong[2].1, wrong[4].1) = ("astrology", "0");
        assert_eq!(post(&house, "周主任", "/tutoring/trainings/new", &wrong).status, 422);
        let path = done(&house, "周主任", "/tutoring/trainings/new", &fields);
        let (wang, li) = (staff(&house, "王老师"), staff(&house, "李老师"));
        done(&house, "周主任", &format!("{path}/people"), &[("there", &wang), ("there", &li)]);
        done(&house, "周主任", &format!("{path}/people"), &[("there", &wang)]);
        let form = format!("{path}/material");
        assert_eq!(house.as_("周主任").upload(&form, &form, &[], &[("file", "evil.exe", b"MZ")]).status, 422);
        assert_eq!(house.as_("周主任").upload(&form, &form, &[], &[("file", "讲义.pdf", b"%PDF-1.4 hello")]).status, 303);
        let shown = house.as_("王老师").get(&path).text;
        assert!(shown.contains("讲义.pdf") && shown.contains("王老师") && !shown.contains("李老师</dd>"), "{shown}");
        let file = shown.split(&format!("{path}/material/")).nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert!(house.as_("王老师").download(&format!("{path}/material/{file}")).bytes.starts_with(b"%PDF"));
        for (name, status) in [("王老师", 403), ("钱老师", 403)] {
            assert_eq!(house.as_(name).get("/tutoring/trainings/new").status, status, "{name}");
        }
        let paper = text_of_docx(house.as_("周主任").download("/registers/training-record.docx?term=2026-1").bytes);
        assert!(["读懂孩子的情绪", "学生心理", "心理教研员", "王老师", "90"].iter().all(|text| paper.contains(text)) && !paper.contains("李老师"), "{paper}");
    }
}

#[test]
fn publicity_names_no_child_without_consent_no_mark_and_no_group_and_is_approved_by_another() {
    for house in House::both() {
        let ming = house.here.child("4.2", "林小明").id;
        let write = |name: &str, words: &str, children: &str| {
            let fields = [
                ("id", id(name)),
                ("title", "放学以后一起学".to_owned()),
                ("channel", "board".to_owned()),
                ("words", words.to_owned()),
                ("pupil", children.to_owned()),
                ("until", "2026-11-30".to_owned()),
            ];
            post(&house, "周主任", "/tutoring/posts/new", &fields.each_ref().map(|(name, value)| (*name, value.as_str())))
        };
        for (words, children, said) in [
            ("林小明同学进步很大", "", "写到了“林小明”"),
            ("我校学困生都来参加", "", "受支持的身份"),
            ("有同学考了98分", "", "分"),
            ("同学们都来参加", "林小明", "林小明的监护人没有同意"),
            ("同学们都来参加", "王梓涵", "有几个“王梓涵”"),
            ("同学们都来参加", "没有这人", "没有找到"),
            ("", "", "请填写"),
        ] {
            let refused = write("post", words, children);
            assert!(refused.status == 422 && refused.text.contains(said), "{words}: {}", refused.main());
        }
        photo(&house, ming, true);
        let written = write("post", "林小明和同学们整理了图书角，欢迎自愿参加", "林小明");
        assert_eq!(written.status, 303, "{}", written.main());
        let path = format!("/tutoring/posts/{}", id("post"));
        let press = |who: &str, what: &str| house.as_(who).post_from(&path, &format!("{path}/{what}"), &[]).status;
        assert_eq!((press("赵主任", "approval"), press("王老师", "approval")), (403, 403));
        photo(&house, ming, false);
        assert_eq!(press("许书记", "approval"), 409, "the consent is gone");
        photo(&house, ming, true);
        assert_eq!((press("许书记", "approval"), press("许书记", "approval")), (303, 409));
        assert!(house.as_("周主任").get("/tutoring/posts").text.contains("展示中"));
        photo(&house, ming, false);
        assert!(house.as_("周主任").get("/tutoring/posts").text.contains("请撤下"), "who takes a consent back is heard");
        assert_eq!((press("周主任", "removal"), press("周主任", "removal")), (303, 409));
        assert_eq!(write("other", "同学们都来参加", "").status, 303);
        let other = format!("/tutoring/posts/{}", id("other"));
        let back = |why: &str| house.as_("陈校长").post_from(&other, &format!("{other}/return"), &[("why", why)]).status;
        assert_eq!((back(""), back("写上时间地点")), (422, 303));
        assert!(house.as_("周主任").get(&other).text.contains("写上时间地点"));
        assert_eq!(house.as_("钱老师").get("/tutoring/posts").status, 403);
    }
}

#[test]
fn who_comes_from_outside_gets_first_names_on_paper_and_registers_say_no_more_than_they_may() {
    let house = House::sqlite();
    let (room, helper) = (place(&house, "三楼教室", "classroom", "30", false), volunteer(&house, "柳青青"));
    assert_eq!(vet(&house, "周主任", &helper, &CHECKS, "2027-02-01").status, 303);
    let (ming, an) = (house.here.child("4.2", "林小明").id, house.here.child("4.2", "陈安安").id);
    consent(&house, ming, true);
    let plan = Plan { title: "周末书桌", place: &room, lead: "王老师", weekday: "6", from: "09:00", until: "10:00" };
    let outside = opened(&house, "周主任", "volunteer", &plan, &[("volunteer", &helper)]);
    let inside = opened(&house, "周主任", "subject", &Plan { title: "数学加油站", lead: "李老师", weekday: "3", ..plan }, &[]);
    assert_eq!((join(&house, "周主任", &outside, &[ming]).status, join(&house, "周主任", &inside, &[ming, an]).status), (303, 303));
    let paper = |who: &str, class: &str| text_of_docx(house.as_(who).download(&format!("{class}/sheet/docx")).bytes);
    let sheet = paper("王老师", &outside);
    assert!(sheet.contains("小明") && !sheet.contains("林小明") && sheet.contains("自愿、免费、非集体授新课") && sheet.contains("不单独与孩子相处"), "{sheet}");
    assert!(paper("李老师", &inside).contains("林小明"));
    assert_eq!(house.as_("何老师").download(&format!("{inside}/sheet/docx")).status, 404);
    house.clock.set(day("2026-09-23"));
    assert_eq!(take(&house, "李老师", &inside, "2026-09-23", "0", "", &[(ming, "here"), (an, "leave")]).status, 303);
    let register = |name: &str| house.as_("周主任").download(&format!("/registers/{name}.csv?term=2026-1"));
    let text = |name: &str| String::from_utf8(register(name).bytes).unwrap();
    let timetable = text("tutoring-timetable");
    assert!(timetable.contains("数学加油站") && timetable.contains("柳青青（王老师在场）") && !timetable.contains("林小明"), "{timetable}");
    let attendance = text("tutoring-attendance");
    assert!(attendance.contains("林小明") && attendance.contains("1/1") && attendance.contains("请假"), "{attendance}");
    let helpers = text("volunteers");
    assert!(helpers.contains("柳青青") && helpers.contains("赵主任") && helpers.contains("无违法犯罪记录证明") && helpers.contains("2027-02-01"), "{helpers}");
    assert!(text_of_docx(house.as_("周主任").download("/registers/tutoring-timetable.docx?term=2026-1").bytes).contains("全部免费"));
    for name in ["tutoring-attendance", "volunteers", "training-record"] {
        assert!(matches!(house.as_("王老师").download(&format!("/registers/{name}.csv?term=2026-1")).status, 403 | 404 | 422), "{name}");
    }
    let copy = house.as_("周主任").get(&format!("/pupils/{ming}/copy")).text;
    assert!(copy.contains("数学加油站") && copy.contains("1 / 1"), "a family's copy says where the child was");
}

#[test]
fn each_kind_of_activity_is_arranged_and_attended_and_stands_with_each_child() {
    let house = House::sqlite();
    let (room, helper) = (place(&house, "多功能教室", "left_behind_home", "60", false), volunteer(&house, "柳青青"));
    assert_eq!(vet(&house, "周主任", &helper, &CHECKS, "2027-02-01").status, 303);
    let ming = house.here.child("4.2", "林小明").id;
    consent(&house, ming, true);
    assert!(house.as_("王老师").get("/tutoring").text.contains("安排了 0 项"), "A9-04: at least one each term");
    let kinds = [
        ("life", "生活小能手"),
        ("interest", "墨香书法"),
        ("practice", "小菜园"),
        ("public_good", "图书角小管家"),
        ("sharing", "我这样学"),
        ("event", "诚信主题日"),
        ("company", "午后时光"),
        ("personal", "一起想一想"),
    ];
    for (at, (kind, title)) in kinds.iter().enumerate() {
        let (from, until) = (format!("{:02}:00", 9 + at), format!("{:02}:40", 9 + at));
        let plan = Plan { title, place: &room, lead: "王老师", weekday: "3", from: &from, until: &until };
        let more: &[(&str, &str)] = if *kind == "company" { &[("volunteer", &helper)] } else { &[] };
        let class = opened(&house, "周主任", kind, &plan, more);
        let joined = join(&house, "周主任", &class, &[ming]);
        assert_eq!(joined.status, 303, "{kind}: {}", joined.main());
    }
    house.clock.set(day("2026-09-23"));
    for (_, title) in kinds {
        let taken = take(&house, "王老师", &format!("/tutoring/classes/{}", id(title)), "2026-09-23", "0", "", &[(ming, "here")]);
        assert_eq!(taken.status, 303, "{title}: {}", taken.main());
    }
    let records = house.as_("王老师").get(&format!("/pupils/{ming}/records")).text;
    assert!(kinds.iter().all(|(_, title)| records.contains(title)), "{records}");
    let home = house.as_("王老师").get("/tutoring").text;
    assert!(home.contains("安排了 5 项，办了 5 项") && home.contains("已举办"), "life, practice, public good, sharing, theme: {home}");
    let (own, _) = house.here.class("4.2");
    assert!(home.contains(&format!("/rewards/classes/{own}/contests")), "B4-09: recitals and unit contests are kept by rewards");
    let week = house.as_("王老师").get(&format!("/pupils/{ming}/tutoring")).text;
    assert!(kinds.iter().all(|(_, title)| week.contains(title)) && !week.contains("特殊") && !week.contains("困难"), "B4-16: no word says why: {week}");
}
