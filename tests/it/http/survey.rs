//! The survey of all pupils by kinds, through the pages: what is proposed, what is asked, and that nobody writes over what they may not read.

use bangfu::access::{Permit, Subject, acts};
use bangfu::programme::programmes::{self, Copy};
use bangfu::roster::family::{self, NewFact, Source};
use bangfu::roster::family_facts::{Parent, Topic};

use crate::cast::term_code;
use crate::client::{Answer, Client};
use crate::house::House;

/// Sends the sheet with one child on it. What the screening found is always answered in a word, so that each test speaks of its own.
fn send(client: &Client, form: &str, number: &str, of: &impl Fn(&str) -> String, fields: &[(&str, &str)]) -> Answer {
    let mut all = vec![("number".to_owned(), number), (of("c"), "1"), (of("academic"), "与任课老师商量过")];
    all.extend(fields.iter().map(|(name, value)| (of(name), *value)));
    let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    client.post_form(form, &all)
}

fn form(house: &House) -> String {
    format!("/screening/classes/{}/survey", house.here.class("4.2").0)
}

fn names(house: &House, child: &str) -> impl Fn(&str) -> String {
    let id = house.here.child("4.2", child).id.to_string();
    move |what: &str| match what {
        "c" | "t" => format!("{what}-{id}"),
        "academic" | "family" | "economic" => format!("r-{id}-{what}"),
        kind => format!("k-{id}-{kind}"),
    }
}

fn checked(page: &str, field: &str) -> bool {
    let at = page.find(&format!("name=\"{field}\"")).unwrap_or_else(|| panic!("no {field}"));
    page[at..].split('>').next().unwrap().contains(" checked")
}

#[test]
fn what_the_register_says_is_ticked_already_and_against_it_a_reason_is_asked() {
    for house in House::both() {
        let (form, of) = (form(&house), names(&house, "陈安安"));
        house.act(house.here.child("4.2", "陈安安").id, |tx, permit: &Permit<acts::EditFamily>| {
            family::write(tx, permit, &[NewFact::of(Topic::Life(Parent::Father), "dead"), NewFact::of(Topic::Life(Parent::Mother), "dead")], Source::Form)
        });
        let wang = house.as_("王老师");
        assert!(checked(&wang.get(&form).text, &of("no_parent")), "an orphan is proposed");
        let refused = send(&wang, &form, "0", &of, &[("special_talent", "1")]);
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("陈安安：请写一句理由") && refused.text.contains("陈安安：请选一项特长"), "{}", refused.main());
        assert!(checked(&refused.text, &of("special_talent")) && !checked(&refused.text, &of("no_parent")), "nothing typed is lost");
        assert_eq!(send(&wang, &form, "0", &of, &[("special_talent", "1"), ("t", "music"), ("family", "已由姑姑收养")]).status, 303);
        let shown = wang.get(&form).text;
        assert!(!checked(&shown, &of("no_parent")) && checked(&shown, &of("special_talent")), "as it was saved");
        assert!(shown.contains("没有勾，但登记为") && shown.contains("已由姑姑收养"), "the difference is shown with its reason");
    }
}

#[test]
fn who_may_not_read_a_kind_neither_sees_it_nor_writes_over_it() {
    for house in House::both() {
        let (form, of) = (form(&house), names(&house, "林小明"));
        let (wang, sun) = (house.as_("王老师"), house.as_("孙老师"));
        assert_eq!(send(&sun, &form, "0", &of, &[("low_income", "1")]).status, 303);
        let shown = wang.get(&form).text;
        assert!(!shown.contains(&of("low_income")) && shown.contains("家庭经济困难由有权查看的老师填写"));
        let sent = send(&wang, &form, "1", &of, &[("high_achiever", "1")]);
        assert_eq!(sent.status, 303, "{}", sent.main());
        let shown = sun.get(&form).text;
        assert!(checked(&shown, &of("low_income")), "what the class teacher may not read stays as it was");
        assert!(!shown.contains(&of("high_achiever")), "and the aid officer reads no results");
        let forged = send(&wang, &form, "2", &of, &[("high_achiever", "1"), ("no_parent", "1"), ("economic", "x")]);
        assert_eq!(forged.status, 303);
        assert!(checked(&sun.get(&form).text, &of("low_income")), "neither does a forged field reach it");
    }
}

#[test]
fn a_family_that_is_well_off_needs_a_reason_and_a_second_window_is_told() {
    let house = House::sqlite();
    let (form, of) = (form(&house), names(&house, "何田田"));
    let wang = house.as_("王老师");
    let refused = send(&wang, &form, "0", &of, &[("well_off", "1")]);
    assert_eq!((refused.status, refused.text.contains("请写一句理由")), (422, true), "{}", refused.main());
    assert_eq!(send(&wang, &form, "0", &of, &[("well_off", "1"), ("family", "家长愿意给班级讲课")]).status, 303);
    let stale = send(&wang, &form, "0", &of, &[]);
    assert_eq!((stale.status, stale.text.contains("有人保存过这张表")), (422, true), "{}", stale.main());
    assert!(wang.get("/screening/survey").text.contains("王老师保存"));
}

#[test]
fn the_sheet_is_for_who_leads_the_class_and_for_the_offices() {
    let house = House::sqlite();
    let form = form(&house);
    for (name, status) in [("王老师", 200), ("赵主任", 200), ("孙老师", 200), ("何老师", 404), ("李老师", 403), ("陈校长", 403), ("钱老师", 403)] {
        assert_eq!(house.as_(name).get(&form).status, status, "{name}");
    }
    let other = house.here.child("5.1", "苏小禾").id;
    let strange = house.as_("王老师").post_form(&form, &[("number", "0"), (&format!("c-{other}"), "1")]);
    assert_eq!(strange.status, 422);
}

#[test]
fn the_registers_of_the_survey_count_what_was_saved_and_hold_the_levels() {
    let house = House::sqlite();
    let (form, of) = (form(&house), names(&house, "林小明"));
    let class = house.here.class("4.2").0;
    let csv = |name: &str, register: &str| String::from_utf8_lossy(&house.as_(name).download(&format!("/registers/{register}.csv?class={class}")).bytes).into_owned();
    assert!(csv("王老师", "eight-kinds").contains('—'), "before anybody has spoken there is no nought");
    assert_eq!(send(&house.as_("孙老师"), &form, "0", &of, &[("low_income", "1"), ("economic", "冬衣不够")]).status, 303);
    assert_eq!(send(&house.as_("王老师"), &form, "1", &of, &[("special_talent", "1"), ("t", "art")]).status, 303);
    let files = csv("王老师", "kind-files");
    assert!(files.contains("林小明") && files.contains("美术") && !files.contains("家庭经济困难"), "{files}");
    let whole = csv("陈校长", "kind-files");
    assert!(whole.contains("家庭经济困难") && whole.contains("老师填写"), "{whole}");
    assert!(!csv("王老师", "eight-kinds").contains("家庭经济困难") && csv("陈校长", "eight-kinds").contains("家庭经济困难"));
}

#[test]
fn the_office_asks_the_classes_and_the_task_is_done_with_the_sheet() {
    let house = House::sqlite();
    let (form, of) = (form(&house), names(&house, "何田田"));
    let (wang, office) = (house.as_("王老师"), house.as_("周主任"));
    let ask = |due: &str| office.post_form("/screening/survey", &[("due", due)]);
    for (due, says) in [("", "请填写日期"), ("2026-09-01", "已经过去"), ("九月底", "请填写日期")] {
        let refused = ask(due);
        assert_eq!((refused.status, refused.text.contains(says)), (422, true), "{due}: {}", refused.main());
    }
    assert_eq!(ask("2026-10-10").status, 303);
    assert_eq!(ask("2026-10-12").status, 303, "asked again: another day, no second task");
    let today = wang.get("/").text;
    assert_eq!((today.matches("的八类学生").count(), today.contains("10 月 12 日")), (1, true), "{today}");
    assert!(!wang.get("/screening/survey").text.contains("发给班主任"), "a class teacher asks nobody");
    assert_eq!(send(&house.as_("孙老师"), &form, "0", &of, &[("low_income", "1"), ("economic", "冬衣不够")]).status, 303);
    assert!(wang.get("/").text.contains("的八类学生"), "what the aid officer knows is not the survey of the class");
    let both = send(&wang, &form, "1", &of, &[("high_achiever", "1"), ("learning_difficulty", "1")]);
    assert_eq!((both.status, both.text.contains("只能勾选一个")), (422, true), "{}", both.main());
    assert_eq!(send(&wang, &form, "1", &of, &[("high_achiever", "1")]).status, 303);
    assert!(!wang.get("/").text.contains("的八类学生"));
}

#[test]
fn whom_the_survey_names_and_the_list_does_not_the_class_teacher_is_reminded_of() {
    for house in House::both() {
        let id = house.act(Subject::School, |tx, permit: &Permit<acts::ManageProgrammes>| {
            let copy = Copy { preset: "left_behind".into(), name: "童伴计划".into(), purpose: "有人陪伴".into(), from_term: term_code("2026-1") };
            let id = programmes::copy_preset(tx, permit, &copy)?;
            programmes::switch_on(tx, permit, id, copy.from_term, None)?;
            Ok(id)
        });
        let (sheet, of) = (form(&house), names(&house, "赵小满"));
        let wang = house.as_("王老师");
        assert_eq!(send(&wang, &sheet, "0", &of, &[("left_behind", "1"), ("family", "父母都在外地，材料还没交齐")]).status, 303);
        let round = house.as_("周主任").post_form("/screening/rounds", &[("term", "2026-1"), ("programme", &id.to_string())]).to;
        let list = format!("{round}/classes/{}", house.here.class("4.2").0);
        let (shown, child) = (wang.get(&list).text, house.here.child("4.2", "赵小满").id);
        let add = format!("{list}/additions?pupil={child}");
        assert!(shown.contains("分类调查里有、名单上还没有") && shown.contains(&add), "{shown}");
        assert!(!house.as_("李老师").get(&list).text.contains(&add), "a subject teacher reads nothing of the family");
        let opened = wang.get(&add).text;
        assert!(opened.contains(&format!("<option value=\"{child}\" selected>")), "the child is chosen already: {opened}");
        let fields = [("pupil", child.to_string()), ("code", "family".into()), ("source", "homeroom".into()), ("words", "父母都在外地".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(wang.post_from(&add, &format!("{list}/additions"), &fields).status, 303);
        assert!(!wang.get(&list).text.contains(&add), "who is on the list is not named again");
    }
}
