//! Rounds of visits, tutoring by every subject teacher, the five selves, goals that are due, and what stands on papers.

use bangfu::access::{Permit, Subject, acts};
use bangfu::activity::{export, visits};
use bangfu::base::{Lang, PupilId, RowId, Sealed, derived};
use bangfu::programme::programmes::{self, Copy};
use bangfu::roster::particulars::{self, Correction};
use bangfu::roster::time;

use super::office::text_of_docx;
use super::plan::{add, confirm, drafted, send};
use crate::cast::term_code;
use crate::house::{House, day};

fn id(name: &str) -> String {
    derived::<RowId>(&[b"a flow", name.as_bytes()]).to_string()
}

fn child(house: &House, name: &str) -> PupilId {
    house.here.child("4.2", name).id
}

fn lives(house: &House, pupil: PupilId, address: &str) {
    house.act(pupil, |tx, permit: &Permit<acts::EditPupil>| {
        let change = Correction { address: Some(Some(Sealed::new(address.to_owned()))), reason: "登记住址".into(), ..Correction::default() };
        particulars::correct(tx, permit, &change)
    });
}

#[test]
fn a_round_of_visits_goes_by_village_and_says_who_was_not_visited_this_term() {
    for house in House::both() {
        let (one, other, class) = (child(&house, "林小明"), child(&house, "何田田"), house.here.class("4.2").0);
        lives(&house, one, "青山镇柳树村三组12号");
        lives(&house, other, "青山镇桃花村1号");
        let wang = house.as_("王老师");
        for (n, (kind, day, next)) in [("home_visit", "2026-09-15", "每晚读十分钟"), ("phone_call", "2026-09-18", "")].iter().enumerate() {
            let act = id(&format!("visit {n}"));
            let fields = [("act", &*act), ("pupil", &one.to_string()), ("kind", kind), ("done", "和奶奶谈了作业"), ("day", day), ("next", next)];
            assert_eq!(wang.post_from("/records", "/records", &fields).status, 303);
        }
        let page = format!("/classes/{class}/visits");
        let shown = wang.get(&page).text;
        assert!(shown.contains("<h2>柳树村</h2>") && shown.contains("<h2>桃花村</h2>") && shown.contains("每晚读十分钟"), "{shown}");
        assert!(shown.contains("本学期还没有家访过：5 个，共 6 个孩子"), "{shown}");
        let open = wang.get(&format!("{page}?only=open")).text;
        assert!(!open.contains("林小明") && open.contains("何田田"), "{open}");
        let paper = String::from_utf8_lossy(&wang.download(&format!("{page}/paper/csv")).bytes).into_owned();
        assert!(paper.contains("2026-09-15") && paper.contains("2026-09-18") && paper.contains("柳树村") && paper.contains("每晚读十分钟"), "{paper}");
        let slips = text_of_docx(wang.download(&format!("{page}/slips/docx?only=open")).bytes);
        assert!(slips.contains("何田田") && !slips.contains("林小明") && !slips.contains("扫码"), "no code while the school's address is not known");
        for (who, status) in [("李老师", 403), ("何老师", 404), ("钱老师", 403), ("郑老师", 200), ("孙老师", 200)] {
            assert_eq!(house.as_(who).get(&page).status, status, "{who}");
        }
        assert!(!house.as_("孙老师").get(&page).text.contains("每晚读十分钟"), "who reads no records reads no agreement");
        let home = wang.get(&format!("/pupils/{one}/records?part=home")).text;
        assert_eq!(home.matches("和奶奶谈了作业").count(), 2, "visits and calls stand together: {home}");
        assert!(!wang.get(&format!("/pupils/{one}/records?part=talk")).text.contains("和奶奶谈了作业"));
        assert!(!wang.get("/").text.contains("还没有家访"), "not asked in the first half of the term");
        house.clock.set(day("2026-12-01"));
        assert!(house.as_("王老师").get("/").text.contains("四（2）班还有 5 个孩子本学期没有家访过"));
    }
}

#[test]
fn a_slip_carries_a_code_for_phones_only_where_the_address_of_the_school_is_known() {
    let house = House::sqlite();
    let (who, class) = (house.who("王老师"), house.here.class("4.2").0);
    let pictures = |address: Option<&str>| {
        let (_, _, bytes) = house.read(house.here.id, |tx| {
            let permit = Permit::<acts::SeeFamily>::ask(tx, &who, class)?;
            let term = time::current_term(tx)?.unwrap();
            let lines = visits::of_class(tx, &permit, &term)?;
            export::visits::slips(tx, &who, &lines, "四（2）班", &term, address, "docx", Lang::ZhCn)
        });
        let zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        zip.file_names().flatten().filter(|name| name.contains("media/")).count()
    };
    assert_eq!((pictures(None), pictures(Some("http://192.168.1.20/"))), (0, 6), "a code for each of six children");
}

#[test]
fn every_subject_teacher_has_a_task_and_a_time_or_the_table_says_why_before_it_is_filed() {
    for house in House::both() {
        let (_, plan) = drafted(&house);
        let other = child(&house, "何田田");
        confirm(&house, other, "left_behind", "");
        let (wang, class) = (house.as_("王老师"), house.here.class("4.2").0);
        let page = format!("/classes/{class}/tutoring");
        let shown = wang.get(&page).text;
        assert!(shown.find("何田田").unwrap() < shown.find("林小明").unwrap(), "children left behind come first: {shown}");
        assert!(shown.contains("还没有安排") && shown.contains("李老师"), "{shown}");
        let refused = wang.post_from(&page, &page, &[("file", "1")]);
        assert_eq!((refused.status, refused.text.contains("格没有安排")), (422, true), "{}", refused.main());
        add(
            &house,
            "王老师",
            &plan,
            &[("kind", "measure"), ("dimension", "learning"), ("subject", "maths"), ("text", "退位减法每天两题"), ("hand", "subject"), ("times", "1"), ("span", "day")],
        );
        assert!(wang.get(&page).text.contains("退位减法每天两题"));
        let (why, text) = (format!("why-{other}-maths"), format!("text-{other}-maths"));
        let wordless = wang.post_from(&page, &page, &[(&why, "other"), ("file", "1")]);
        assert_eq!(wordless.status, 422, "another reason is said in words: {}", wordless.main());
        let filed = wang.post_from(&page, &page, &[(&why, "other"), (&text, "先补语文，期中再排"), ("file", "1")]);
        assert_eq!(filed.status, 303, "{}", filed.main());
        assert!(wang.get(&page).text.contains("由 王老师 备案") && wang.get(&page).text.contains("先补语文，期中再排"));
        let register = String::from_utf8_lossy(&wang.download(&format!("/registers/tutoring.csv?class={class}")).bytes).into_owned();
        assert!(register.contains("退位减法每天两题") && register.contains("先补语文，期中再排"), "{register}");
        let li = house.as_("李老师");
        assert!(li.get(&page).text.contains("退位减法每天两题") && !li.get(&page).text.contains("保存并备案"), "a subject teacher reads the own column");
        assert_eq!(li.post_from("/plans", &page, &[("file", "1")]).status, 403);
        for (who, status) in [("何老师", 404), ("孙老师", 403), ("钱老师", 403)] {
            assert_eq!(house.as_(who).get(&page).status, status, "{who}");
        }
    }
}

#[test]
fn the_five_selves_are_rated_with_pictures_twice_a_term_and_only_the_own_change_is_shown() {
    for house in House::both() {
        let pupil = child(&house, "林小明");
        confirm(&house, pupil, "target_pupil", "learning");
        let (page, wang) = (format!("/pupils/{pupil}/plan/selves"), house.as_("王老师"));
        let form = wang.get(&page).text;
        assert_eq!((form.matches("self-picture").count(), form.matches("face-pick").count()), (5, 15), "{form}");
        assert!(form.contains("data-speak=\"say-self_study\""));
        let nothing = wang.post_from(&page, &page, &[]);
        assert_eq!((nothing.status, nothing.text.contains("请至少点一张图")), (422, true), "{}", nothing.main());
        send(&house, "王老师", &page, &page, &[("self-self_study", "seed"), ("self-self_control", "flower")]);
        send(&house, "王老师", &page, &page, &[("self-self_study", "seed"), ("self-self_control", "sprout")]);
        let once = wang.get(&page).text;
        assert!(!once.contains("比上次") && !once.contains("和上次一样"), "said again in the same half, it is the same time");
        house.clock.set(day("2026-12-21"));
        let wang = house.as_("王老师");
        send(&house, "王老师", &page, &page, &[("self-self_study", "sprout"), ("self-self_control", "sprout")]);
        let shown = wang.get(&page).text;
        assert!(shown.contains("比上次又长大了一点") && shown.contains("和上次一样") && !shown.contains("总分"), "{shown}");
        assert!(house.as_("李老师").get(&page).status == 200 && house.as_("何老师").get(&page).status == 404);
        assert_eq!(wang.post_from(&page, &page, &[("self-self_study", "tree")]).status, 422);
    }
}

#[test]
fn the_day_of_a_childs_own_goal_stands_on_today_until_its_outcome_is_written() {
    for house in House::both() {
        let pupil = child(&house, "林小明");
        confirm(&house, pupil, "target_pupil", "learning");
        let own = format!("/pupils/{pupil}/plan/own");
        let goal = [
            ("own_subject", "maths"),
            ("occasion", "第二单元"),
            ("own_day", "2026-09-25"),
            ("aim", "46"),
            ("full", "100"),
            ("requirement", "做完再检查一遍"),
            ("level", "base"),
            ("how_said", "written"),
        ];
        send(&house, "王老师", &own, &format!("/pupils/{pupil}/plan/own-goals"), &goal);
        assert!(house.as_("王老师").get("/").text.contains("一个孩子自己定的目标到日子了"));
        let page = house.as_("王老师").get(&own).text;
        let path = page.split("action=\"").filter_map(|piece| piece.split('"').next()).find(|path| path.ends_with("/result")).unwrap().to_owned();
        let field = format!("got-{}", path.split('/').rev().nth(1).unwrap());
        send(&house, "王老师", &own, &path, &[(&field, "48")]);
        assert!(!house.as_("王老师").get("/").text.contains("自己定的目标到日子了"), "{}: done", house.name());
    }
}

#[test]
fn an_activity_with_many_children_and_what_is_seen_stand_with_each_child_and_on_the_table() {
    for house in House::both() {
        let (one, other) = (child(&house, "林小明"), child(&house, "何田田"));
        let (act, seen) = (id("activity"), id("seen"));
        let party = [("act", &*act), ("pupil", &one.to_string()), ("also", &other.to_string()), ("kind", "activity"), ("done", "重阳节包饺子，一起给敬老院送去")];
        assert_eq!(house.as_("王老师").post_from("/records", "/records", &party).status, 303);
        let watched = [("act", &*seen), ("pupil", &one.to_string()), ("kind", "observation"), ("done", "数学课第一次主动举手")];
        assert_eq!(house.as_("李老师").post_from("/records", "/records", &watched).status, 303);
        for pupil in [one, other] {
            let shown = house.as_("王老师").get(&format!("/pupils/{pupil}/records?part=help")).text;
            assert!(shown.contains("教育活动") && shown.contains("重阳节包饺子") && shown.contains("共 2 个孩子"), "{shown}");
        }
        let shown = house.as_("冯老师").get(&format!("/pupils/{one}/records?part=seen")).text;
        assert!(shown.contains("数学课第一次主动举手"), "what one teacher sees, the others of the child read: {shown}");
        let table = String::from_utf8_lossy(&house.as_("王老师").download(&format!("/pupils/{one}/records/paper/csv")).bytes).into_owned();
        assert!(table.contains("教育活动") && table.contains("数学课第一次主动举手"), "{table}");
    }
}

#[test]
fn a_plan_on_paper_names_the_pupil_the_grade_the_class_and_the_reason() {
    let house = House::sqlite();
    let (_, plan) = drafted(&house);
    let paper = text_of_docx(house.as_("王老师").download(&format!("{plan}/paper/docx")).bytes);
    for text in ["林小明", "4年级", "四（2）班", "缘由", "待优生"] {
        assert!(paper.contains(text), "{text}: {paper}");
    }
    let family = text_of_docx(house.as_("王老师").download(&format!("{plan}/paper/docx?whom=family")).bytes);
    assert!(!family.contains("缘由"), "the family reads goals, no labels");
}

#[test]
fn the_four_principles_and_the_aims_are_the_schools_own_words_and_a_programmes_choice() {
    let house = House::sqlite();
    let principal = house.as_("陈校长");
    let body = "以人为本、因材施教、家校合作、科学评价；激发兴趣，教会方法，养成习惯，建立自信；身心健康，全面发展。";
    let fields = [("kind", "principle"), ("title", "帮扶原则和目标"), ("body", body), ("from_day", "2026-09-01"), ("until_day", "")];
    assert_eq!(principal.post_form("/settings/texts/new", &fields).status, 303);
    for person in &house.here.people {
        assert!(house.as_(person.name).get("/school/texts").text.contains(body), "{}", person.name);
    }
    let programme = house.act(Subject::School, |tx, permit: &Permit<acts::ManageProgrammes>| {
        let copy = Copy { preset: "learning_difficulty".into(), name: "学困生帮扶".into(), purpose: "在原有基础上进步".into(), from_term: term_code("2026-1") };
        programmes::copy_preset(tx, permit, &copy)
    });
    let page = house.as_("王老师").get(&format!("/programmes/{programme}")).text;
    assert!(page.contains("在原有基础上进步") && page.contains("B6-16") && page.contains("B1-04"), "the aim with its clauses: {page}");
    let edit = house.as_("周主任").get(&format!("/programmes/{programme}/edit")).text;
    assert!(edit.contains("达到平均水平") && edit.contains("在原有基础上进步"), "both aims can be chosen: {edit}");
}
