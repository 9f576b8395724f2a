//! Monthly reports and summaries over HTTP: drafted from the records without a name, written over, handed in, answered; read by whom they concern.

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::{RowId, derived};
use bangfu::pairing::{self, pairs};
use bangfu::roster::time;
use bangfu::screening::confirmed::{self, NewConfirmation};

use crate::cast::term_code;
use crate::house::{House, day};

fn id(name: &str) -> String {
    derived::<RowId>(&[b"a summary", name.as_bytes()]).to_string()
}

/// A school in which 李老师 helps two children and has written two records.
pub(crate) fn school() -> House {
    let house = House::sqlite();
    for name in ["林小明", "何田田"] {
        let (pupil, programme, mentor) = (house.here.child("4.2", name).id, house.here.programme, house.here.person("李老师").staff);
        house.act(Subject::School, |tx, permit: &Permit<acts::FileRound>| {
            let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
            let verdict = derived(&[b"verdict of a summary", name.as_bytes()]);
            let new = NewConfirmation {
                pupil,
                programme,
                term: term.id,
                category: "target_pupil".into(),
                kind: "learning".into(),
                from: day("2026-09-15"),
                until: term.last_day,
                verdict,
            };
            confirmed::confirm(tx, permit, &[new])
        });
        house.act(Subject::School, |tx, permit: &Permit<acts::ManagePairing>| {
            let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
            let scene = pairing::scene(tx, permit, programme, &term)?;
            pairs::assign(tx, permit, &scene, pupil, mentor)
        });
    }
    let child = house.here.child("4.2", "林小明").id.to_string();
    for (name, worked) in [("one", "先讲给同桌听"), ("two", "林小明喜欢当小老师")] {
        let fields = [("act", &*id(name)), ("pupil", &*child), ("kind", "talk"), ("done", "谈了作业"), ("worked", worked), ("unsuited", "当众催")];
        assert_eq!(house.as_("李老师").post_from("/records", "/records", &fields).status, 303);
    }
    house
}

#[test]
fn a_helper_feeds_back_each_month_to_the_leader_what_the_records_say_and_gets_an_answer() {
    let house = school();
    let li = house.as_("李老师");
    let key = format!("/supervision/summaries/month.helper.{}.2026-09-01", house.here.person("李老师").staff);
    assert!(li.get("/supervision/summaries").text.contains(&key) && !li.get("/").text.contains("反馈或总结还没有交"), "nine days are left");
    house.clock.set(day("2026-09-24"));
    let li = house.as_("李老师");
    assert!(li.get("/").text.contains("反馈或总结还没有交，2026-09-30 以前"), "{}", li.get("/").main());
    let page = li.get(&key).text;
    for said in ["帮扶的孩子 2 人", "2 次，1 个孩子", "先讲给同桌听", "不适合的做法：当众催", "1 个孩子这段时间没有记录", "#r-"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("林小明") && !page.contains("何田田") && !page.contains("小老师"), "no child is named, what names one is left out: {page}");
    let (part, handing) = (format!("{key}/parts/next"), format!("{key}/handing"));
    let named = li.post_from(&part, &part, &[("seen", "0"), ("text", "先和何田田谈")]);
    assert_eq!((named.status, named.text.contains("有孩子的名字")), (422, true), "{}", named.main());
    assert_eq!(li.post_from(&part, &part, &[("seen", "0"), ("text", "先和一个孩子谈\n每天五题")]).status, 303);
    assert_eq!(li.post_from(&part, &part, &[("seen", "0"), ("text", "另一个人也改")]).status, 422, "somebody wrote it over meanwhile");
    assert_eq!(li.post_from(&key, &handing, &[("reader", &house.here.person("陈校长").staff.to_string())]).status, 422, "to the sponsor leader");
    let to = house.here.person("吴老师").staff.to_string();
    assert_eq!(house.as_("吴老师").get(&key).status, 404, "not before it is handed in");
    assert_eq!(li.post_from(&key, &handing, &[("reader", &to), ("text", "想请一位心理老师来听一次")]).status, 303);
    assert_eq!(li.post_from(&part, &handing, &[("reader", &to)]).status, 409, "once");
    assert_eq!(li.post_from(&key, &part, &[("seen", "1"), ("text", "又改")]).status, 409, "what was handed in stays");
    let wu = house.as_("吴老师");
    assert!(wu.get("/").text.contains("一份反馈或总结请您看") && wu.get("/supervision/summaries").text.contains("李老师"));
    let read = wu.get(&key).text;
    assert!(read.contains("每天五题") && read.contains("心理老师来听一次") && !read.contains("parts/next"), "{read}");
    for (who, status) in [("陈校长", 200), ("何老师", 404), ("王老师", 404), ("孙老师", 403), ("钱老师", 403)] {
        assert_eq!(house.as_(who).get(&key).status, status, "{who}");
    }
    let answer = format!("{key}/answer");
    assert_eq!(li.post_from(&key, &answer, &[("what", "confirmed")]).status, 404);
    assert_eq!(wu.post_from(&key, &answer, &[("what", "returned"), ("text", " ")]).status, 422, "a return says why");
    assert_eq!(wu.post_from(&key, &answer, &[("what", "returned"), ("text", "请写明谁来请")]).status, 303);
    assert!(li.get("/").text.contains("您交的反馈或总结有答复") && li.get(&key).text.contains("请写明谁来请"));
    assert_eq!(li.post_from(&key, &handing, &[("reader", &to), ("text", "我来请")]).status, 303);
    assert_eq!(wu.post_from(&key, &answer, &[("what", "confirmed"), ("text", "好，周五来")]).status, 303);
    assert_eq!(li.post_from(&key, &format!("{key}/reading"), &[]).status, 303);
    assert!(!li.get("/").text.contains("有答复") && !wu.get("/").text.contains("请您看"));
}

#[test]
fn the_term_is_summed_up_for_helper_class_grade_and_school_on_paper_and_in_a_register() {
    let house = school();
    house.clock.set(day("2027-01-12"));
    let (class, grade) = house.here.class("4.2");
    let li = house.here.person("李老师").staff;
    let papers = [
        ("李老师", format!("helper.{li}"), "李老师"),
        ("王老师", format!("class.{class}"), "四"),
        ("吴老师", format!("grade.{grade}"), "4 年级"),
        ("赵主任", format!("school.{}", house.here.id), "全校"),
    ];
    for (who, of, name) in &papers {
        let key = format!("/supervision/summaries/term.{of}.2026-09-01");
        let client = house.as_(who);
        let page = client.get(&key);
        assert!(page.status == 200 && page.text.contains("帮扶的孩子 2 人") && page.text.contains(name), "{who}: {} {}", page.status, page.main());
        assert!(!page.text.contains("林小明") && !page.text.contains("何田田"), "{who}: no name");
        let text = super::office::text_of_docx(client.download(&format!("{key}/paper/docx")).bytes);
        for said in ["基本情况", "措施与次数", "成效", "经验", "不足", "下一步", "撰写人"] {
            assert!(text.contains(said), "{who}: {said}: {text}");
        }
        assert_eq!(client.get(&format!("{key}/paper/xlsx")).status, 404);
        let other = if *who == "王老师" { "何老师" } else { "王老师" };
        assert_eq!(house.as_(other).get(&key).status, 404, "{other} reads not what {who} writes");
    }
    assert!(house.as_("王老师").get("/").text.contains("反馈或总结还没有交"));
    let key = format!("/supervision/summaries/term.class.{class}.2026-09-01");
    let to = house.here.person("吴老师").staff.to_string();
    assert_eq!(house.as_("王老师").post_from(&key, &format!("{key}/handing"), &[("reader", &to)]).status, 303);
    let register = String::from_utf8_lossy(&house.as_("周主任").download("/registers/term-summary.csv").bytes).into_owned();
    assert!(register.contains("王老师") && register.contains("已交") && register.contains("吴老师"), "{register}");
    assert!(!house.as_("王老师").get("/").text.contains("反馈或总结还没有交"));
    for bad in ["term.class.x.2026-09-01", "year.class.1.2026-09-01", "term.class", &format!("term.class.{class}.2026-09-02")] {
        assert_eq!(house.as_("王老师").get(&format!("/supervision/summaries/{bad}")).status, 404, "{bad}");
    }
}

#[test]
fn feedback_and_summaries_are_owed_as_often_as_the_programme_says() {
    let house = school();
    let (class, _) = house.here.class("4.2");
    let li = house.here.person("李老师").staff;
    let (month, half) = (format!("month.helper.{li}.2026-09-01"), format!("term.class.{class}.2026-09-01"));
    let status = |who: &str, key: &str| house.as_(who).get(&format!("/supervision/summaries/{key}")).status;
    let text = |who: &str, key: &str| house.as_(who).get(&format!("/supervision/summaries/{key}")).text;
    assert!(text("李老师", &month).contains("2026-09-30") && text("王老师", &half).contains("2027-01-22"), "each month, once a term");
    let (office, edit) = (house.as_("周主任"), format!("/programmes/{}/edit", house.here.programme));
    let fields = super::programmes::form(&office.get(&edit).text, &edit);
    let often = [("feedback_every", "1"), ("feedback_every-span", "fortnight"), ("summary_every", "1"), ("summary_every-span", "halfterm")];
    let changed = super::programmes::send(&office, &edit, &fields, &often);
    assert_eq!(changed.status, 303, "{}", changed.main());
    assert!(text("李老师", &month).contains("2026-09-13"), "every two weeks: {}", house.as_("李老师").get(&format!("/supervision/summaries/{month}")).main());
    assert_eq!((status("李老师", &format!("month.helper.{li}.2026-09-14")), status("李老师", &format!("month.helper.{li}.2026-10-01"))), (200, 404));
    assert!(!text("王老师", &half).contains("2027-01-22") && text("王老师", &half).contains("2026-11-1"), "a summary in the middle of the term");
}
