//! The turn of the year over HTTP: notes to the next teacher begin with strengths, are signed, read and asked about; the child moves up and its note with it; mentors follow (A8-08).

use bangfu::access::{Duty, Permit, Subject, acts};
use bangfu::base::{ClassName, Id, RowId, SchoolYear, derived};
use bangfu::pairing::{self, pairs};
use bangfu::programme::programmes::{self, Copy};
use bangfu::roster::people::{self, NewPost};
use bangfu::roster::promote::{self, Review};
use bangfu::roster::time;
use bangfu::screening::confirmed::{self, NewConfirmation};

use crate::cast::term_code;
use crate::house::{House, day};

fn id(name: &str) -> String {
    derived::<RowId>(&[b"a hand-over", name.as_bytes()]).to_string()
}

/// Confirms a child of 四（2）班 for a programme in a term.
fn confirm(house: &House, programme: bangfu::base::ProgrammeId, category: &str, term: &str, name: &str) {
    let pupil = house.here.child("4.2", name).id;
    house.act(Subject::School, |tx, permit: &Permit<acts::FileRound>| {
        let term = time::term_by_code(tx, term_code(term))?.unwrap();
        let verdict = derived(&[b"verdict of a hand-over", name.as_bytes()]);
        let (category, kind) = (category.into(), "learning".into());
        confirmed::confirm(tx, permit, &[NewConfirmation { pupil, programme, term: term.id, category, kind, from: term.first_day.plus_days(14), until: term.last_day, verdict }])
    });
}

/// The school year turns: everybody moves up, and the new 五（2）班 has 何老师.
fn turn(house: &House) -> bangfu::base::ClassId {
    house.clock.set(day("2027-08-25"));
    let he = house.here.person("何老师").staff;
    house.act(Subject::School, |tx, calendar: &Permit<acts::ManageCalendar>| {
        let permit = Permit::<acts::ManageRoster>::ask(tx, calendar.who(), Subject::School)?;
        let plan = promote::plan(tx, &permit, &std::collections::HashMap::new())?.unwrap();
        let review = Review { wishes: std::collections::HashMap::new(), reviewed: plan.pupils.len() as i64, first_day: day("2027-09-01"), last_day: day("2028-01-21") };
        let account = promote::carry_out(tx, &permit, calendar, &review)?;
        assert_eq!((account.undecided, account.total()), (0, plan.pupils.len() as i64), "nobody is missed");
        let staff = Permit::<acts::ManageStaff>::ask(tx, calendar.who(), Subject::School)?;
        let year = time::year_by_start(tx, SchoolYear(2027))?.unwrap();
        let class = time::class_named(tx, year.id, ClassName { grade: 5, number: 2 })?.unwrap();
        let scope_id = RowId::from_uuid(class.id.uuid());
        let new = NewPost { staff: he, duty: Duty::Homeroom, scope_id, subject: String::new(), from_day: day("2027-09-01"), until_day: people::forever(), import: None };
        people::appoint(tx, &staff, &new)?;
        Ok(class.id)
    })
}

/// 四（2）班 with two children who are helped, one with records and a strength.
pub(crate) fn school() -> House {
    let house = House::sqlite();
    for name in ["林小明", "何田田"] {
        confirm(&house, house.here.programme, "target_pupil", "2026-1", name);
    }
    let child = house.here.child("4.2", "林小明").id.to_string();
    let records: [(&str, &[(&str, &str)]); 3] = [
        ("strength", &[("kind", "strength"), ("done", "主动给同桌讲题")]),
        ("talk", &[("kind", "talk"), ("done", "谈了口算"), ("worked", "先讲给同桌听"), ("unsuited", "当众催"), ("next", "每天五题，做完就讲")]),
        ("home", &[("kind", "home_visit"), ("done", "和奶奶约好八点睡"), ("next", "周五打电话给奶奶")]),
    ];
    for (name, fields) in records {
        let key = id(name);
        let fields: Vec<(&str, &str)> = [("act", &*key), ("pupil", &*child)].into_iter().chain(fields.iter().copied()).collect();
        assert_eq!(house.as_("王老师").post_from("/records", "/records", &fields).status, 303, "{name}");
    }
    house
}

#[test]
fn a_note_to_the_next_teacher_begins_with_strengths_is_signed_read_and_asked_about_after_the_children_moved_up() {
    let house = school();
    let (class, _) = house.here.class("4.2");
    let child = house.here.child("4.2", "林小明").id;
    let note = format!("/pupils/{child}/handover/2026");
    let wang = house.as_("王老师");
    let list = wang.get(&format!("/classes/{class}/handover")).text;
    assert!(list.contains("林小明") && list.contains("何田田") && list.contains("未签") && !list.contains("刘一诺"), "{list}");
    let page = wang.get(&note).text;
    let at = |said: &str| page.find(said).unwrap_or_else(|| panic!("{said}: {page}"));
    assert!(at("主动给同桌讲题") < at("先讲给同桌听") && at("先讲给同桌听") < at("当众催") && at("当众催") < at("周五打电话给奶奶"), "strengths first");
    assert!(page.contains("#r-") && page.contains("心理教师当面交接"), "each sentence leads to its record");
    for (who, status) in [("李老师", 404), ("何老师", 404), ("陈校长", 404), ("沈老师", 404), ("孙老师", 403), ("钱老师", 403)] {
        assert_eq!(house.as_(who).get(&note).status, status, "{who}: not before it is signed");
    }
    let part = format!("{note}/parts/strengths");
    let hurts = wang.post_from(&part, &part, &[("seen", "0"), ("text", "差生里算好的")]);
    assert!(hurts.status == 422 && hurts.text.contains("差生里算好的"), "what hurts is refused, what was typed stays: {}", hurts.main());
    assert_eq!(wang.post_from(&part, &part, &[("seen", "0"), ("text", "主动给同桌讲题\n会修小风扇")]).status, 303);
    let second = wang.post_from(&part, &part, &[("seen", "0"), ("text", "第二个窗口写的")]);
    assert!(second.status == 422 && second.text.contains("第二个窗口写的"), "{}", second.main());
    let (other, empty) = (format!("/pupils/{}/handover/2026", house.here.child("4.2", "何田田").id), "signing");
    let bare = wang.post_from(&other, &format!("{other}/{empty}"), &[]);
    assert!(bare.status == 422 && bare.text.contains("先写至少一条孩子的长处"), "{}", bare.main());
    assert_eq!(wang.post_from(&note, &format!("{note}/signing"), &[]).status, 303);
    assert_eq!(wang.post_from("/", &format!("{note}/signing"), &[]).status, 409, "a double click signs once");
    assert_eq!(wang.post_from(&note, &part, &[("seen", "1"), ("text", "又改")]).status, 409, "what is signed stays");
    assert_eq!(wang.post_from(&note, &format!("{note}/return"), &[]).status, 303);
    assert_eq!(wang.post_from(&note, &format!("{note}/signing"), &[]).status, 303);
    let principal = house.as_("陈校长").get(&note);
    assert!(principal.status == 200 && principal.text.contains("会修小风扇"), "{}", principal.main());
    assert_eq!(house.as_("李老师").get(&note).status, 404, "who teaches a subject has the file of the subject");

    let next_class = turn(&house);
    house.clock.set(day("2027-09-06"));
    let he = house.as_("何老师");
    assert!(he.get("/").text.contains("五（2）班 有 1 份交接单要看"), "{}", he.get("/").main());
    let list = he.get(&format!("/classes/{next_class}/handover")).text;
    assert!(list.contains("林小明") && list.contains("已签") && !list.contains("何田田"), "{list}");
    let page = he.get(&note).text;
    assert!(page.contains("会修小风扇") && page.contains("周五打电话给奶奶"), "nothing of last year is lost: {page}");
    assert!(!he.get(&format!("/pupils/{child}")).text.contains("待优生"), "last year's label has lapsed");
    let wang = house.as_("王老师");
    assert_eq!((wang.get(&note).status, wang.get(&format!("/classes/{next_class}/handover")).status), (404, 404), "who has the child no more reads no more");
    let (reading, question) = (format!("{note}/reading"), "“先讲给同桌听”是哪一位同桌？");
    assert_eq!(he.post_from(&note, &reading, &[("text", question)]).status, 303);
    assert!(!he.get("/").text.contains("份交接单要看"));
    let today = wang.get("/").text;
    let path = today.split("/handover/").nth(1).and_then(|rest| rest.split('"').next()).map(|key| format!("/handover/{key}")).unwrap_or_else(|| panic!("{today}"));
    assert!(wang.get(&path).text.contains(question) && he.get(&path).status == 404, "only who signed it answers");
    assert_eq!(wang.post_from(&path, &path, &[("text", " ")]).status, 422);
    assert_eq!(wang.post_from(&path, &path, &[("text", "现在在五（1）班，两人放学一起走")]).status, 303);
    assert_eq!(wang.get(&path).status, 404, "once answered the door is shut again");
    assert!(he.get("/").text.contains("您问的交接单有回答") && he.get(&note).text.contains("两人放学一起走"));
    assert_eq!(he.post_from(&note, &reading, &[]).status, 303);
    assert!(!he.get("/").text.contains("有回答"));
    let text = super::office::text_of_docx(he.download(&format!("/classes/{next_class}/handover/2026/paper/docx")).bytes);
    for said in ["长处和喜欢的事", "会修小风扇", "两人放学一起走", "交班教师", "王老师"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!(he.get(&format!("/classes/{next_class}/handover/2026/paper/xlsx")).status, 404);
}

#[test]
fn today_asks_for_the_notes_before_the_year_ends_and_the_register_says_which_are_missing() {
    let house = school();
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageCalendar>| time::ensure_term(tx, permit, term_code("2026-2"), day("2027-02-22"), day("2027-07-02")));
    confirm(&house, house.here.programme, "target_pupil", "2026-2", "林小明");
    house.clock.set(day("2027-06-10"));
    assert!(!house.as_("王老师").get("/").text.contains("份交接单要签"), "three weeks are enough");
    house.clock.set(day("2027-06-14"));
    let wang = house.as_("王老师");
    assert!(wang.get("/").text.contains("份交接单要签，2027-07-02 以前"), "{}", wang.get("/").main());
    let class = house.here.class("4.2").0;
    let register = |who: &str| String::from_utf8_lossy(&house.as_(who).download(&format!("/registers/handover.csv?part=class:{class}")).bytes).into_owned();
    assert!(register("周主任").contains("林小明") && register("周主任").contains("未签"), "{}", register("周主任"));
    let child = house.here.child("4.2", "林小明").id;
    let note = format!("/pupils/{child}/handover/2026");
    assert_eq!(wang.post_from(&note, &format!("{note}/signing"), &[]).status, 303);
    assert!(register("王老师").contains("已签") && register("王老师").contains("王老师 2027-06-14"), "{}", register("王老师"));
    let copy = house.as_("陈校长").get(&format!("/pupils/{child}/copy")).text;
    assert!(copy.contains("主动给同桌讲题") && copy.contains("交接单"), "the family may have it: {copy}");
}

#[test]
fn a_mentor_of_the_school_year_follows_the_child_to_the_next_class() {
    let house = House::sqlite();
    let programme = house.act(Subject::School, |tx, permit: &Permit<acts::ManageProgrammes>| {
        let copy = Copy { preset: "mentor".into(), name: "导师制".into(), purpose: "一生一导师".into(), from_term: term_code("2026-1") };
        let id = programmes::copy_preset(tx, permit, &copy)?;
        programmes::switch_on(tx, permit, id, copy.from_term, None)?;
        Ok(id)
    });
    let (child, li) = (house.here.child("4.2", "林小明").id, house.here.person("李老师").staff);
    confirm(&house, programme, "target_pupil", "2026-1", "林小明");
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageCalendar>| time::ensure_term(tx, permit, term_code("2026-2"), day("2027-02-22"), day("2027-07-02")));
    let until = house.act(Subject::School, |tx, permit: &Permit<acts::ManagePairing>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let scene = pairing::scene(tx, permit, programme, &term)?;
        pairs::assign(tx, permit, &scene, child, li)?;
        Ok(scene.until)
    });
    assert_eq!(until, day("2027-07-02"), "a pair runs by the school year");
    house.clock.set(day("2027-06-30"));
    assert_eq!(house.as_("李老师").get(&format!("/pupils/{child}/case")).status, 200, "in the second term as in the first");
    let class = turn(&house);
    house.act(Subject::School, |tx, staff: &Permit<acts::ManageStaff>| {
        let new = NewPost {
            staff: li,
            duty: Duty::SubjectTeacher,
            scope_id: RowId::from_uuid(class.uuid()),
            subject: "maths".into(),
            from_day: day("2027-09-01"),
            until_day: people::forever(),
            import: None,
        };
        people::appoint(tx, staff, &new)
    });
    house.clock.set(day("2027-09-16"));
    confirm(&house, programme, "target_pupil", "2027-1", "林小明");
    let (zhou, board) = (house.as_("周主任"), format!("/pairing/programmes/{programme}"));
    assert_eq!(zhou.post_from(&board, &format!("{board}/proposal"), &[]).status, 303);
    let page = zhou.get(&board);
    assert!(page.text.contains("李老师") && page.text.contains("以前就结对"), "the mentor goes on with the child before the new homeroom teacher: {}", page.main());
    assert_eq!(zhou.post_from(&board, &format!("{board}/acceptance"), &[]).status, 303);
    assert_eq!(house.as_("李老师").get(&format!("/pupils/{child}/case")).status, 200);
    let history = house.as_("何老师").get(&format!("/pupils/{child}")).text;
    assert!(history.contains("2027-07-02") && history.contains("2028-01-21"), "last year's pair stays on record beside this year's: {history}");
}
