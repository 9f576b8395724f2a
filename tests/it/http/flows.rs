//! Flows around records over HTTP: the table on paper, what is owed this week, what a child tells, a family brought before the leader of the grade.

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::{ProgrammeId, PupilId, RowId, derived};
use bangfu::pairing::{self, pairs};
use bangfu::programme::programmes::{self, Copy};
use bangfu::roster::time::{self, CalendarDay, DayKind};
use bangfu::screening::confirmed::{self, NewConfirmation};

use crate::cast::term_code;
use crate::client::Answer;
use crate::house::{House, day};

fn id(name: &str) -> String {
    derived::<RowId>(&[b"a flow", name.as_bytes()]).to_string()
}

fn child(house: &House, name: &str) -> PupilId {
    house.here.child("4.2", name).id
}

fn write(house: &House, who: &str, fields: &[(&str, &str)]) -> Answer {
    house.as_(who).post_from("/records", "/records", fields)
}

/// Puts a child on the list of a programme and pairs it.
pub(crate) fn paired(house: &House, programme: ProgrammeId, category: &str, pupil: PupilId, mentor: &str) {
    let until = house.act(Subject::School, |tx, permit: &Permit<acts::FileRound>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let (from, until) = (day("2026-09-15"), term.last_day);
        let new = NewConfirmation {
            pupil,
            programme,
            term: term.id,
            category: category.into(),
            kind: if category == "left_behind" { String::new() } else { "learning".into() },
            from,
            until,
            verdict: derived(&[b"verdict of a flow"]),
        };
        confirmed::confirm(tx, permit, &[new])?;
        Ok(until)
    });
    assert_eq!(until, day("2027-01-22"));
    let staff = house.here.person(mentor).staff;
    house.act(Subject::School, |tx, permit: &Permit<acts::ManagePairing>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let scene = pairing::scene(tx, permit, programme, &term)?;
        pairs::assign(tx, permit, &scene, pupil, staff)
    });
}

#[test]
fn the_table_of_support_of_a_child_a_caseload_and_a_class_has_what_its_reader_may_read() {
    for house in House::both() {
        let pupil = child(&house, "林小明");
        paired(&house, house.here.programme, "target_pupil", pupil, "李老师");
        let named = pupil.to_string();
        let marks = [("王老师", "talk", "课上标记甲"), ("王老师", "home_visit", "家中标记乙"), ("沈老师", "talk", "咨询标记丙"), ("李老师", "tutoring", "辅导标记丁")];
        for (who, kind, text) in marks {
            let fields = [("act", &*id(text)), ("pupil", &named), ("kind", kind), ("done", text), ("voice", "我想试试"), ("worked", "先听他说"), ("unsuited", "当众问")];
            assert_eq!(write(&house, who, &fields).status, 303, "{who}");
        }
        let paper = format!("/pupils/{pupil}/records/paper/csv");
        for (who, reads) in [("王老师", "甲乙丁"), ("李老师", "甲丁"), ("沈老师", "甲乙丙丁"), ("陈校长", "甲乙丁")] {
            let text = String::from_utf8_lossy(&house.as_(who).download(&paper).bytes).into_owned();
            for (.., mark) in marks {
                assert_eq!(text.contains(mark), reads.contains(mark.chars().last().unwrap()), "{}: {who} {mark}: {text}", house.name());
            }
            assert!(text.contains("我想试试") && text.contains("先听他说") && text.contains("当众问"), "{text}");
        }
        for (who, status) in [("何老师", 404), ("孙老师", 403), ("钱老师", 403)] {
            assert_eq!(house.as_(who).get(&paper).status, status, "{who}");
        }
        let own = String::from_utf8_lossy(&house.as_("李老师").download("/records/paper/csv").bytes).into_owned();
        assert!(own.contains("林小明") && own.contains("辅导标记丁") && !own.contains("家中标记乙"), "one press for the whole caseload: {own}");
        assert!(house.as_("李老师").download("/records/paper/docx").bytes.starts_with(b"PK"));
        assert_eq!(house.as_("李老师").get("/records/paper/exe").status, 404);
        assert_eq!(house.as_("何老师").get("/records/paper/docx").status, 409, "no child of one's own: nothing to print");
        let class = house.here.class("4.2").0;
        let register = String::from_utf8_lossy(&house.as_("王老师").download(&format!("/registers/support-records.csv?class={class}")).bytes).into_owned();
        assert!(register.contains("家中标记乙") && !register.contains("咨询标记丙") && !register.contains("何田田"), "who has neither file nor record has no page: {register}");
    }
}

#[test]
fn a_mentor_reads_what_is_open_this_week_and_today_asks_until_it_is_done() {
    for house in House::both() {
        let (pupil, other) = (child(&house, "林小明"), child(&house, "何田田"));
        for one in [pupil, other] {
            paired(&house, house.here.programme, "target_pupil", one, "李老师");
        }
        let (named, li) = (pupil.to_string(), house.as_("李老师"));
        let today = li.get("/").text;
        for said in ["2 个孩子本周还没有谈过话", "2 个孩子本周还没有辅导过", "2 个孩子本月还没有汇报"] {
            assert!(today.contains(said), "{}: {said}: {today}", house.name());
        }
        assert!(li.get("/records").text.contains("本周谈话 0/1"));
        assert!(house.as_("陈校长").get("/").text.contains("2 个孩子本周还没有人谈过话"));
        assert_eq!(write(&house, "王老师", &[("act", &id("talk")), ("pupil", &named), ("kind", "talk"), ("phrase", "calm")]).status, 303);
        let (today, list) = (li.get("/").text, li.get("/records").text);
        assert!(today.contains("1 个孩子本周还没有谈过话") && today.contains("2 个孩子本周还没有辅导过"), "a colleague's talk counts: {today}");
        assert!(list.contains("本周谈话 1/1") && list.contains("本周辅导 0/1"), "{list}");
        assert_eq!(write(&house, "李老师", &[("act", &id("tutoring")), ("pupil", &named), ("kind", "tutoring"), ("done", "十题")]).status, 303);
        let list = li.get("/records").text;
        assert!(list.find("何田田").unwrap() < list.find("林小明").unwrap(), "the open ones first: {list}");
        let unheard = house.as_("陈校长").get("/records/unheard").text;
        assert!(unheard.contains("何田田") && !unheard.contains("林小明") && !unheard.contains("李老师"), "children, no colleagues: {unheard}");
        assert_eq!(house.as_("李老师").get("/records/unheard").status, 403);
        assert!(!house.as_("何老师").get("/records/unheard").text.contains("何田田"), "another class");
        house.act(Subject::School, |tx, permit: &Permit<acts::ManageCalendar>| {
            let days: Vec<CalendarDay> = (1..=11).map(|n| CalendarDay { day: day("2026-09-30").plus_days(n), kind: DayKind::Holiday, name: "国庆节".into() }).collect();
            time::mark_days(tx, permit, &days)
        });
        house.clock.set(day("2026-10-08"));
        let today = house.as_("李老师").get("/").text;
        assert!(!today.contains("本周还没有") && today.contains("本月还没有汇报"), "a week without school asks for nothing: {today}");
    }
}

#[test]
fn support_each_month_is_asked_of_the_mentor_and_of_the_homeroom_teacher_each() {
    let house = House::sqlite();
    let pupil = child(&house, "林小明");
    let programme = house.act(Subject::School, |tx, permit: &Permit<acts::ManageProgrammes>| {
        let copy = Copy { preset: "mentor".into(), name: "导师制".into(), purpose: "一生一导师".into(), from_term: term_code("2026-1") };
        let id = programmes::copy_preset(tx, permit, &copy)?;
        programmes::switch_on(tx, permit, id, copy.from_term, None)?;
        Ok(id)
    });
    paired(&house, programme, "learning_difficulty", pupil, "李老师");
    let named = pupil.to_string();
    let said = |who: &str, text: &str| house.as_(who).get("/records").text.contains(text);
    assert!(said("李老师", "本月专门帮扶 0/1") && said("王老师", "本月专门帮扶 0/1"));
    assert_eq!(write(&house, "李老师", &[("act", &id("support")), ("pupil", &named), ("kind", "group_talk"), ("done", "和同桌一起谈了作业")]).status, 303);
    assert!(said("李老师", "本月专门帮扶 1/1") && said("王老师", "本月专门帮扶 0/1"), "each of them once a month (A8-09)");
}

#[test]
fn a_child_left_behind_is_paired_and_its_talks_are_asked_for() {
    let house = House::sqlite();
    let pupil = child(&house, "何田田");
    let programme = house.act(Subject::School, |tx, permit: &Permit<acts::ManageProgrammes>| {
        let copy = Copy { preset: "left_behind".into(), name: "留守儿童关爱".into(), purpose: "有人陪".into(), from_term: term_code("2026-1") };
        let id = programmes::copy_preset(tx, permit, &copy)?;
        programmes::switch_on(tx, permit, id, copy.from_term, None)?;
        Ok(id)
    });
    paired(&house, programme, "left_behind", pupil, "李老师");
    assert!(house.as_("李老师").get("/pairing").text.contains("何田田"));
    let list = house.as_("李老师").get("/records").text;
    assert!(list.contains("本月谈话 0/1") && list.contains("本学期家访 0/1"), "{list}");
    assert!(house.as_("李老师").get("/").text.contains("1 个孩子本月还没有谈过话"));
}

#[test]
fn a_child_tells_how_it_goes_and_those_read_it_whom_it_tells() {
    for house in House::both() {
        let pupil = child(&house, "林小明");
        let (page, form) = (format!("/pupils/{pupil}/told"), format!("/pupils/{pupil}/told/new"));
        let wang = house.as_("王老师");
        let tablet = wang.get(&form).text;
        assert!(tablet.contains("林小明，这两周过得怎么样") && tablet.matches("face-pick").count() == 5 && !tablet.contains("何田田"), "{tablet}");
        let empty = wang.post_from(&form, &page, &[("told", &id("empty")), ("how_told", "self"), ("wish", "  ")]);
        assert_eq!((empty.status, empty.text.contains("请点一个表情")), (422, true), "{}", empty.main());
        let fields = [("told", &*id("one")), ("mood", "glad"), ("well", "我当了小组长"), ("help", "lessons"), ("wish", "想去看海"), ("how_told", "self")];
        let saved = wang.post_from(&form, &page, &fields);
        assert_eq!((saved.status, saved.to.as_str()), (303, &*format!("/pupils/{pupil}/told/thanks")), "{}", saved.main());
        assert_eq!(wang.post_from(&form, &page, &fields).status, 303, "sent again");
        assert_eq!(wang.get(&page).text.matches("想去看海").count(), 1);
        for (who, reads) in [("王老师", true), ("冯老师", true), ("沈老师", true), ("赵主任", true), ("李老师", false), ("陈校长", false), ("周主任", false), ("郑老师", false)]
        {
            let text = house.as_(who).get(&page).text;
            assert_eq!((text.contains("想去看海"), text.contains("孩子说过了")), (reads, !reads), "{}: {who}", house.name());
        }
        for (who, status) in [("何老师", 404), ("孙老师", 403), ("钱老师", 403)] {
            assert_eq!(house.as_(who).get(&page).status, status, "{who}");
        }
        assert_eq!(house.as_("李老师").get(&form).status, 404, "who only teaches a subject is none whom it tells");
        assert_eq!(house.as_("李老师").post_from("/records", &page, &[("told", &id("li")), ("mood", "glad"), ("how_told", "self")]).status, 403);
        let copy = house.as_("陈校长").get(&format!("/pupils/{pupil}/copy")).text;
        assert!(!copy.contains("想去看海"), "what a child confides is in no file that is handed out");
        assert!(!house.as_("陈校长").get("/").text.contains("当面"), "nothing that sounds like danger was said");
    }
}

#[test]
fn a_sentence_that_sounds_like_danger_asks_the_author_and_the_counsellor_today() {
    for house in House::both() {
        let pupil = child(&house, "林小明");
        let (page, form) = (format!("/pupils/{pupil}/told"), format!("/pupils/{pupil}/told/new"));
        let wang = house.as_("王老师");
        let saved = wang.post_from(&form, &page, &[("told", &id("worry")), ("mood", "upset"), ("hard", "有时候不想活了"), ("how_told", "self")]);
        assert_eq!(saved.status, 303);
        assert!(!wang.get(&saved.to).text.contains("担心"), "the child still holds the tablet: {}", wang.get(&saved.to).main());
        let today = wang.get("/").text;
        assert!(today.contains("今天请当面和一个孩子说说话") && today.contains(&page) && !today.contains("不想活"), "{today}");
        assert!(wang.get(&page).text.contains("心理老师的今日里已经有了这个孩子"));
        let shen = house.as_("沈老师");
        assert!(shen.get("/").text.contains(&format!("/pupils/{pupil}/concern")), "{}", shen.get("/").main());
        assert!(shen.get(&page).text.contains(&format!("href=\"/pupils/{pupil}/concern\"")));
        let asked = wang.post_from(&page, &format!("{page}/asked"), &[]);
        assert_eq!((asked.status, asked.to.as_str()), (303, &*format!("/records/new?pupil={pupil}&kind=talk")), "{}", asked.main());
        assert!(!wang.get("/").text.contains("今天请当面"));
    }
}

#[test]
fn sheets_on_paper_are_typed_into_a_grid_a_child_a_row() {
    let house = House::sqlite();
    let (pupil, other) = (child(&house, "林小明"), child(&house, "何田田"));
    for one in [pupil, other] {
        paired(&house, house.here.programme, "target_pupil", one, "李老师");
    }
    let li = house.as_("李老师");
    assert!(li.download("/records/told/paper/docx").bytes.starts_with(b"PK"));
    let page = li.get("/records/told").text;
    let key = |id: PupilId| page.split(&format!("name=\"told-{id}\" value=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned();
    let (one, two) = (key(pupil), key(other));
    let long = "很".repeat(600);
    let fields = [(&*format!("told-{pupil}"), &*one), (&*format!("told-{other}"), &*two), (&*format!("well-{pupil}"), "会背乘法口诀了"), (&*format!("wish-{pupil}"), &*long)];
    let refused = li.post_from("/records/told", "/records/told", &fields);
    assert_eq!((refused.status, refused.text.contains("太长了"), refused.text.contains("会背乘法口诀了")), (422, true, true), "{}", refused.main());
    let kept = li.post_from("/records/told", "/records/told", &fields[..3]);
    assert_eq!(kept.status, 303, "{}", kept.main());
    assert!(li.get(&format!("/pupils/{pupil}/told")).text.contains("会背乘法口诀了"), "a mentor is told");
    assert!(li.get(&format!("/pupils/{other}/told")).text.contains("还没有说过"), "a row left empty is not kept");
    assert!(li.get("/").text.contains("1 个孩子本月还没有汇报"));
}

#[test]
fn a_family_that_was_not_reached_is_brought_before_the_leader_of_the_grade_who_answers() {
    for house in House::both() {
        let pupil = child(&house, "林小明");
        let (form, path, wang, wu) = (format!("/pupils/{pupil}/raise"), format!("/pupils/{pupil}/raises"), house.as_("王老师"), house.as_("吴老师"));
        let (named, leader, raise) = (pupil.to_string(), house.here.person("吴老师").staff.to_string(), id("raise"));
        let fields = [("raise", &*raise), ("reason", "not_reached"), ("leader", &*leader), ("wish", "请帮助联系奶奶")];
        let early = wang.post_from(&form, &path, &fields);
        assert_eq!((early.status, early.text.contains("还要再记 2 次家访或通话")), (422, true), "{}", early.main());
        for (n, kind) in ["phone_call", "home_visit"].iter().enumerate() {
            let contact = [("act", &*id(&format!("contact {n}"))), ("pupil", &named), ("kind", kind), ("not_held", "1"), ("done", "没有人在家")];
            assert_eq!(write(&house, "王老师", &contact).status, 303);
        }
        let ready = wang.get(&form).text;
        assert!(ready.contains("没有人在家") && ready.contains("value=\"not_reached\" checked") && ready.contains("请帮助与家长取得联系"), "filled in: {ready}");
        let unkind = wang.post_from(&form, &path, &[fields[0], fields[1], fields[2], ("wish", "家长不配合")]);
        assert_eq!((unkind.status, unkind.text.contains("暂未取得联系")), (422, true), "{}", unkind.main());
        assert_eq!(wang.post_from(&form, &path, &fields).status, 303);
        assert_eq!(wang.post_from(&form, &path, &fields).status, 303, "sent again");
        let page = format!("/raises/{raise}");
        assert!(wu.get("/").text.contains(&page), "the leader has a task");
        let brought = wu.get(&page).text;
        assert!(brought.contains("请帮助联系奶奶") && brought.contains("没有人在家"), "{brought}");
        let hasty = wu.post_from(&page, &format!("{page}/outcome"), &[("outcome", "reached"), ("text", "去过了")]);
        assert_eq!((hasty.status, hasty.text.contains("请先受理")), (422, true), "{}", hasty.main());
        for (who, status) in [("王老师", 404), ("郑老师", 404), ("陈校长", 404), ("何老师", 404), ("孙老师", 403)] {
            assert_eq!(house.as_(who).post_from("/", &format!("{page}/acceptance"), &[]).status, status, "{who} answers nothing");
        }
        for (who, status) in [("李老师", 404), ("何老师", 404), ("孙老师", 403), ("郑老师", 200)] {
            assert_eq!(house.as_(who).get(&page).status, status, "{who}");
        }
        assert_eq!(wu.post_from(&page, &format!("{page}/acceptance"), &[]).status, 303);
        assert_eq!(wu.post_from(&page, &format!("{page}/outcome"), &[("outcome", "agreed"), ("text", "和奶奶约好每周三晚上通话")]).status, 303);
        assert!(!wu.get("/").text.contains(&page), "done");
        assert!(wang.get("/").text.contains(&page), "the teacher is told");
        assert!(wang.get(&page).text.contains("和奶奶约好每周三晚上通话") && wang.download(&format!("{page}/paper/docx")).bytes.starts_with(b"PK"));
        assert_eq!(wang.post_from(&page, &format!("{page}/reading"), &[]).status, 303);
        assert!(!wang.get("/").text.contains(&page) && wang.get("/raises").text.contains("已反馈"));
        let there = house.as_of(&house.there, "吴老师");
        assert_eq!(there.get(&page).status, 404, "another school");
    }
}
