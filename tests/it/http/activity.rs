//! Records of support over HTTP: three taps, once, read by whom they are for, rewritten without a loss.

use bangfu::activity::NEXT_TASK;
use bangfu::base::{RowId, derived};
use bangfu::store::Tx;
use bangfu::trail;

use crate::client::Answer;
use crate::house::{House, day};

fn act(name: &str) -> String {
    derived::<RowId>(&[b"a record", name.as_bytes()]).to_string()
}

fn child(house: &House, name: &str) -> String {
    house.here.child("4.2", name).id.to_string()
}

fn write(house: &House, who: &str, fields: &[(&str, &str)]) -> Answer {
    house.as_(who).post_from("/records", "/records", fields)
}

#[test]
fn a_talk_is_written_down_in_three_taps_once_and_its_next_step_stands_on_today() {
    for house in House::both() {
        let (pupil, id) = (child(&house, "林小明"), act("taps"));
        let form = house.as_("王老师").get(&format!("/records/new?pupil={pupil}")).text;
        assert!(form.contains("value=\"talk\" checked") && form.contains("情绪平稳"), "a talk is the usual: {form}");
        let taps = [("act", id.as_str()), ("pupil", &pupil), ("kind", "talk"), ("phrase", "calm"), ("phrase", "home")];
        let list = format!("/pupils/{pupil}/records");
        let saved = write(&house, "王老师", &taps);
        assert_eq!((saved.status, saved.to.as_str()), (303, list.as_str()), "{}", saved.main());
        assert_eq!(write(&house, "王老师", &taps).status, 303, "sent again by a form that did not hear the answer");
        let shown = house.as_("王老师").get(&list).text;
        assert_eq!(shown.matches("情绪平稳、谈了家里的事").count(), 1, "{shown}");

        let step = [("act", &act("step")[..]), ("pupil", &pupil), ("kind", "tutoring"), ("done", "退位减法十题"), ("next", "再练五题"), ("next_day", "2026-09-24")];
        assert_eq!(write(&house, "王老师", &step).status, 303);
        let new = format!("/records/new?pupil={pupil}");
        assert!(house.as_("王老师").get("/").text.contains(&new), "the next step stands on Today");
        house.clock.set(day("2026-09-24"));
        assert_eq!(write(&house, "王老师", &[("act", &act("done")), ("pupil", &pupil), ("kind", "tutoring"), ("phrase", "glad")]).status, 303);
        assert!(!house.as_("王老师").get("/").text.contains(&new), "and is done with the next record");
    }
}

#[test]
fn a_next_step_is_done_with_the_next_record_however_much_else_is_due() {
    let house = House::sqlite();
    let (pupil, wang) = (child(&house, "林小明"), house.here.person("王老师").staff);
    let step = [("act", &act("step")[..]), ("pupil", &pupil), ("kind", "talk"), ("done", "谈了作业"), ("next", "周四再问"), ("next_day", "2026-09-24")];
    assert_eq!(write(&house, "王老师", &step).status, 303);
    let due = |tx: &mut Tx<'_>| trail::links_due(tx, wang, NEXT_TASK);
    assert_eq!(house.read(house.here.id, due).len(), 1);
    house
        .store
        .write(house.here.id, |tx| (0..60).try_for_each(|n: u8| trail::open_task(tx, wang, "results-grid", derived::<RowId>(&[&[n]]), "/results", &[], day("2026-09-23"))))
        .unwrap();
    assert_eq!(write(&house, "王老师", &[("act", &act("done")), ("pupil", &pupil), ("kind", "talk"), ("phrase", "glad")]).status, 303);
    assert_eq!(house.read(house.here.id, due), Vec::<String>::new());
}

#[test]
fn a_record_that_says_nothing_or_lies_in_time_is_refused_and_nothing_typed_is_lost() {
    let house = House::sqlite();
    let (pupil, id) = (child(&house, "林小明"), act("refused"));
    let base = [("act", id.as_str()), ("pupil", &pupil), ("kind", "talk")];
    for (fields, says) in [
        (vec![("voice", "")], "请点一个短语"),
        (vec![("done", "谈了一次"), ("day", "2026-09-30")], "日期不能晚于今天"),
        (vec![("done", "谈了一次"), ("day", "2025-09-30")], "天前"),
        (vec![("done", "谈了一次"), ("minutes", "很久")], "1 到 600"),
        (vec![("done", "他就是个差生")], "差生"),
        (vec![("done", "谈了一次"), ("next_day", "2026-09-25")], "请写下一步做什么"),
        (vec![("not_held", "1"), ("phrase", "")], "请写为什么没有进行"),
    ] {
        let all = [&base[..], &fields].concat();
        let refused = write(&house, "王老师", &all);
        assert_eq!((refused.status, refused.text.contains(says)), (422, true), "{says}: {}", refused.main());
        let kept = fields.iter().all(|(_, value)| value.is_empty() || *value == "1" || refused.text.contains(value));
        assert!(kept, "{says}: what was typed stands in the form: {}", refused.main());
    }
    let said = [&base[..], &[("voice", "老师我笨")]].concat();
    assert_eq!(write(&house, "王老师", &said).status, 303, "the child's own words stay as they were said");
    let late = [("act", &act("late")[..]), ("pupil", &pupil), ("kind", "home_visit"), ("not_held", "1"), ("done", "家里没有人"), ("day", "2026-09-10")];
    assert_eq!(write(&house, "王老师", &late).status, 303);
    let shown = house.as_("王老师").get(&format!("/pupils/{pupil}/records")).text;
    assert!(shown.contains("补记") && shown.contains("没有进行") && shown.contains("家里没有人"), "{shown}");
}

#[test]
fn what_is_heard_at_home_or_by_the_counsellor_is_read_by_whom_it_is_for() {
    for house in House::both() {
        let pupil = child(&house, "林小明");
        let marks = [("王老师", "talk", "课上标记甲"), ("王老师", "home_visit", "家中标记乙"), ("沈老师", "talk", "咨询标记丙"), ("李老师", "tutoring", "辅导标记丁")];
        for (who, kind, text) in marks {
            assert_eq!(write(&house, who, &[("act", &act(text)), ("pupil", &pupil), ("kind", kind), ("done", text)]).status, 303, "{who}");
        }
        let list = format!("/pupils/{pupil}/records");
        for (who, reads) in [("王老师", "甲乙丁"), ("李老师", "甲丁"), ("沈老师", "甲乙丙丁"), ("陈校长", "甲乙丁"), ("周主任", "甲乙丁")] {
            let text = house.as_(who).get(&list).text;
            for (.., mark) in marks {
                assert_eq!(text.contains(mark), reads.contains(mark.chars().last().unwrap()), "{}: {who} {mark}", house.name());
            }
        }
        for (who, status) in [("何老师", 404), ("孙老师", 403), ("钱老师", 403)] {
            assert_eq!(house.as_(who).get(&list).status, status, "{who}");
        }
        let there = house.there.child("4.2", "溪小舟").id.to_string();
        assert_eq!(write(&house, "王老师", &[("act", &act("there")), ("pupil", &there), ("kind", "talk"), ("done", "x y")]).status, 404, "another school's child");
        let copy = house.as_("陈校长").get(&format!("/pupils/{pupil}/copy")).text;
        assert!(copy.contains("家中标记乙") && !copy.contains("咨询标记丙"), "the family's copy has it, without the counsellor's pages");
    }
}

#[test]
fn one_act_stands_with_each_child_and_equal_words_are_told_to_the_author() {
    for house in House::both() {
        let (one, other) = (child(&house, "林小明"), child(&house, "何田田"));
        let text = "把图书角整理好，分工合作得很好";
        let both = [("act", &act("both")[..]), ("pupil", &one), ("also", &other), ("kind", "strength"), ("done", text)];
        assert_eq!(write(&house, "王老师", &both).status, 303);
        for pupil in [&one, &other] {
            let shown = house.as_("王老师").get(&format!("/pupils/{pupil}/records")).text;
            assert!(shown.contains(text) && shown.contains("共 2 个孩子"), "{shown}");
        }
        let third = child(&house, "陈安安");
        let client = house.as_("王老师");
        let answer = client.post_from("/records", "/records", &[("act", &act("copied")), ("pupil", &third), ("kind", "strength"), ("done", text)]);
        let told = client.get(&answer.to).text;
        assert!(told.contains("另外 2 条记录一样"), "{told}");
        let home = client.get("/records").text;
        assert!(home.contains("您记了 2 次闪光点"), "one act counts once: {home}");
    }
}

#[test]
fn an_author_rewrites_the_own_record_and_what_stood_there_is_kept() {
    for house in House::both() {
        let (pupil, id) = (child(&house, "林小明"), act("rewritten"));
        assert_eq!(write(&house, "王老师", &[("act", &id), ("pupil", &pupil), ("kind", "talk"), ("done", "第一稿")]).status, 303);
        let page = format!("/pupils/{pupil}/records/{id}");
        assert_eq!(house.as_("李老师").get(&page).status, 404, "another's record");
        let wang = house.as_("王老师");
        let words = [("versions", "1"), ("done", "第二稿"), ("unsuited", "当着同学批评")];
        assert_eq!(wang.post_form(&page, &words).status, 303);
        let second_tab = wang.post_from(&page, &page, &[("versions", "1"), ("done", "另一个窗口的第二稿")]);
        assert_eq!((second_tab.status, second_tab.text.contains("另一个窗口的第二稿")), (422, true), "{}", second_tab.main());
        let shown = wang.get(&format!("/pupils/{pupil}/records")).text;
        assert!(shown.contains("第二稿") && shown.contains("当着同学批评") && shown.contains("第 2 稿"), "{shown}");
        let stolen = write(&house, "李老师", &[("act", &id), ("pupil", &pupil), ("kind", "talk"), ("done", "别人的编号")]);
        assert_eq!(stolen.status, 409, "an id belongs to who made it: {}", stolen.main());
    }
}

#[test]
fn b6_17_after_three_incidents_in_a_row_a_strength_is_asked_for_first() {
    let house = House::sqlite();
    let pupil = child(&house, "林小明");
    let form = format!("/records/new?pupil={pupil}");
    let asks = || house.as_("王老师").get(&form).text.contains("先找一个闪光点");
    for (n, asked) in [("一", false), ("二", false), ("三", true)] {
        let text = format!("课间第{n}次");
        assert_eq!(write(&house, "王老师", &[("act", &act(n)), ("pupil", &pupil), ("kind", "incident"), ("done", &text)]).status, 303);
        assert_eq!(asks(), asked, "after incident {n}");
    }
    let strength = house.as_("王老师").get(&format!("{form}&kind=strength")).text;
    assert!(strength.contains("value=\"strength\" checked"), "one tap leads to it: {strength}");
    house.clock.set(day("2026-09-22"));
    assert_eq!(write(&house, "王老师", &[("act", &act("good")), ("pupil", &pupil), ("kind", "strength"), ("done", "扶起了摔倒的同学")]).status, 303);
    assert!(!asks(), "a strength was written");
    let home = house.as_("王老师").get("/records").text;
    assert!(home.contains("您记了 1 次闪光点、3 次需要留意的事") && home.contains("表扬多于批评"), "told to the author alone: {home}");
}

#[test]
fn a7_04_a_tutoring_record_asks_what_worked_and_what_was_not_suitable() {
    let house = House::sqlite();
    let pupil = child(&house, "林小明");
    let form = house.as_("李老师").get(&format!("/records/new?pupil={pupil}&kind=tutoring")).text;
    assert!(form.contains("<details class=\"more\" open>") && form.contains("可借鉴的") && form.contains("不可取、不适当的"), "open at once: {form}");
    let fields = [
        ("act", &*act("tutoring")),
        ("pupil", &*pupil),
        ("kind", "tutoring"),
        ("minutes", "20"),
        ("done", "退位减法十题，对八题"),
        ("worked", "用小棒摆一遍"),
        ("unsuited", "一次讲两种方法"),
    ];
    assert_eq!(write(&house, "李老师", &fields).status, 303);
    let shown = house.as_("王老师").get(&format!("/pupils/{pupil}/records")).text;
    for part in ["退位减法十题，对八题", "用小棒摆一遍", "一次讲两种方法", "20 分钟", "李老师"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[test]
fn tutoring_is_about_the_gaps_of_the_child_its_method_habits_and_attitude_and_says_who_gave_it() {
    for house in House::both() {
        let (diagnosed, _) = super::plan::diagnosed(&house);
        let (pupil, form) = (diagnosed.to_string(), format!("/records/new?pupil={diagnosed}&kind=tutoring"));
        let offered = house.as_("李老师").get(&form).text;
        assert!(offered.contains("数学断点：退位减法") && offered.contains("学习方法") && offered.contains("优秀同学一起帮"), "{offered}");
        let base = [("act", &*act("gap")), ("pupil", &*pupil), ("kind", "tutoring")];
        let taps = [("gap", "maths"), ("phrase", "after_class"), ("phrase", "method"), ("phrase", "habit"), ("phrase", "attitude"), ("done", "做十题对八题")];
        assert_eq!(write(&house, "李老师", &[&base[..], &taps].concat()).status, 303);
        let base = [("act", &*act("peer")), ("pupil", &*pupil), ("kind", "tutoring")];
        let taps = [("phrase", "peer"), ("phrase", "one_to_one"), ("phrase", "study_plan"), ("gap", "chinese")];
        assert_eq!(write(&house, "王老师", &[&base[..], &taps].concat()).status, 303);
        let shown = house.as_("王老师").get(&format!("/pupils/{pupil}/records")).text;
        assert!(shown.contains("针对 退位减法。课后辅导、学习方法、学习习惯、学习态度。做十题对八题"), "{shown}");
        assert!(shown.contains("一对一辅导、订了学习计划、优秀同学一起帮"), "a gap that is none is left out: {shown}");
    }
}

#[test]
fn a1_12_a_teacher_of_a_subject_helps_the_child_with_mind_and_learning() {
    let house = House::sqlite();
    let pupil = child(&house, "林小明");
    for (kind, text) in [("talk", "谈了对数学的害怕"), ("tutoring", "一起订正错题")] {
        assert_eq!(write(&house, "李老师", &[("act", &act(text)), ("pupil", &pupil), ("kind", kind), ("done", text)]).status, 303);
    }
    let (own, shown) = (house.as_("李老师").get("/records").text, house.as_("王老师").get(&format!("/pupils/{pupil}/records")).text);
    for text in ["谈了对数学的害怕", "一起订正错题"] {
        assert!(own.contains(text) && shown.contains(text), "{text}");
    }
}

#[test]
fn b4_13_what_a_teacher_sees_of_a_mood_goes_to_the_counsellor_at_once_and_to_nobody_else() {
    for house in House::both() {
        let (pupil, id) = (child(&house, "林小明"), act("mood"));
        let form = house.as_("李老师").get(&format!("/records/new?pupil={pupil}")).text;
        assert!(form.contains("name=\"quiet\"") && form.contains("请心理老师留意"), "{form}");
        let taps = [("act", id.as_str()), ("pupil", &pupil), ("kind", "observation"), ("phrase", "low"), ("quiet", "1")];
        assert_eq!(write(&house, "李老师", &taps).status, 303);
        let (list, concern) = (format!("/pupils/{pupil}/records"), format!("/pupils/{pupil}/concern"));
        assert!(house.as_("沈老师").get("/").text.contains(&concern), "{}: it stands on the counsellor's Today at once", house.name());
        for (who, reads) in [("沈老师", true), ("李老师", true), ("王老师", false), ("陈校长", false)] {
            assert_eq!(house.as_(who).get(&list).text.contains(&format!("id=\"r-{id}\"")), reads, "{}: {who}", house.name());
        }
        assert!(!house.as_("王老师").get("/").text.contains(&concern));
    }
}
