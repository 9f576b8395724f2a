//! Walk 4: the pairing afternoon on the office's PC: a proposal, a rule that cannot hold in one class, the smallest change, a child dragged to the teacher it asked for, locked,
//! solved again, accepted, letters printed.

use bangfu::access::{Duty, Permit, Subject, acts};
use bangfu::base::{Id, ProgrammeId, RowId, derived};
use bangfu::programme::Param;
use bangfu::programme::programmes::{self, Change, Copy};
use bangfu::roster::people::{self, NewPost};
use bangfu::roster::time;
use bangfu::screening::confirmed::{self, NewConfirmation};
use serde_json::json;

use crate::browser::{Browser, PC};
use crate::cast::term_code;
use crate::house::{House, day};

/// Keeps a picture of the page, which must be fit for everybody and no wider than its window.
fn look(browser: &Browser, picture: &str) {
    browser.wait_until("document.readyState === 'complete'");
    assert!(browser.screenshot(picture) > 5_000, "{picture}: the picture is empty");
    assert_eq!(browser.axe(), Vec::<String>::new(), "{picture}");
    assert!(!browser.overflows(), "{picture}: the page is wider than its window");
}

/// Does something and waits until the next page says that it is done.
fn does(browser: &Browser, act: impl FnOnce()) {
    browser.script("document.documentElement.dataset.left = '';");
    act();
    browser.wait_until("!('left' in document.documentElement.dataset) && document.querySelector('[data-flash=done]')");
}

/// Subject teachers of 四（2）班 with exactly two children each (A3-05), and five children.
fn five_children_for_three_teachers(house: &House) -> ProgrammeId {
    let (class, _) = house.here.class("4.2");
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageStaff>| {
        for (name, subject) in [("何老师", "chinese"), ("郑老师", "english")] {
            let (staff, scope_id) = (house.here.person(name).staff, RowId::from_uuid(class.uuid()));
            let post = NewPost { staff, duty: Duty::SubjectTeacher, scope_id, subject: subject.into(), from_day: day("2026-09-01"), until_day: people::forever(), import: None };
            people::appoint(tx, permit, &post)?;
        }
        Ok(())
    });
    let programme = house.act(Subject::School, |tx, permit: &Permit<acts::ManageProgrammes>| {
        let copy = Copy { preset: "leader_pairing".into(), name: "科任结对".into(), purpose: "每人带两名".into(), from_term: term_code("2026-1") };
        let id = programmes::copy_preset(tx, permit, &copy)?;
        let known = programmes::programme(tx, id, copy.from_term)?;
        let values = known.values.iter().filter(|(param, _)| *param != Param::LeaderPupils).map(|(param, value)| (param, value.clone())).collect();
        let Copy { name, purpose, from_term, .. } = copy;
        programmes::change(tx, permit, id, &Change { name, purpose, from_term, categories: known.categories, values })?;
        programmes::switch_on(tx, permit, id, from_term, None)?;
        Ok(id)
    });
    house.act(Subject::School, |tx, permit: &Permit<acts::FileRound>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let children = ["林小明", "王梓涵", "陈安安", "刘一诺", "赵小满"].map(|name| house.here.child("4.2", name).id);
        let (category, kind) = ("learning_difficulty", "learning");
        let new = children.map(|pupil| NewConfirmation {
            pupil,
            programme,
            term: term.id,
            category: category.into(),
            kind: kind.into(),
            from: day("2026-09-15"),
            until: term.last_day,
            verdict: derived::<RowId>(&[b"verdict of walk 4"]),
        });
        confirmed::confirm(tx, permit, &new)
    });
    programme
}

/// Drags what the one selector finds to what the other finds, with the events that a hand causes; says what the target told while the child was held.
fn drag(browser: &Browser, what: &str, to: &str) -> String {
    let script = format!(
        "const chip = document.querySelector({}), target = document.querySelector({}), data = new DataTransfer();
         const send = (on, kind) => on.dispatchEvent(new DragEvent(kind, {{ bubbles: true, cancelable: true, dataTransfer: data }}));
         send(chip, 'dragstart'); const told = target.querySelector('[data-why]').textContent; send(target, 'dragover'); send(target, 'drop'); send(chip, 'dragend'); return told;",
        json!(what),
        json!(to)
    );
    browser.script(&script).as_str().unwrap().to_owned()
}

#[test]
fn walk_4_the_pairing_afternoon() {
    let Some(browser) = Browser::open(PC) else { return };
    let house = House::sqlite();
    let programme = five_children_for_three_teachers(&house);
    let board = format!("/pairing/programmes/{programme}");
    browser.sign_in_as(&house.url(), &house.as_("周主任"));
    browser.go(&format!("{}{board}", house.url()));
    does(&browser, || browser.click("main form[action$='/proposal'] button"));
    let said = browser.text("main .notice.warn");
    assert!(said.contains("四（2）班的 3 位老师") && said.contains("还缺 1 名孩子") && said.contains("共减少 1 名"), "{said}");
    look(&browser, "walk-4-conflict");
    does(&browser, || browser.click("main form[action$='/reliefs'] button"));
    assert!(!browser.text("main").contains("还缺 1 名孩子"), "the smallest change was accepted: {}", browser.text("main"));

    one_child_goes_to_the_teacher_it_asked_for(&browser, &house);
    does(&browser, || browser.click("main form[action$='/proposal'] button"));
    // Another teacher lacks a child now, and the board says so again.
    does(&browser, || browser.click("main form[action$='/reliefs'] button"));
    let wang = house.here.person("王老师").staff;
    let child = house.here.child("4.2", "林小明").id;
    let locked = format!("main [data-drag='{child}'][data-from='{wang}']");
    browser.find(&locked);
    look(&browser, "walk-4-solved-again");
    does(&browser, || browser.click("main form[action$='/acceptance'] button"));
    look(&browser, "walk-4-accepted");
    let main = browser.text("main");
    assert!(main.contains("责任书 docx") && !main.contains("还缺"), "{main}");
    let letters = house.as_("周主任").download(&format!("{board}/letters/docx"));
    assert_eq!(letters.status, 200);
    assert!(crate::http::text_of_docx(letters.bytes).contains("林小明"));
    assert!(house.as_("王老师").get("/").text.contains("认识一下四（2）班新结对的孩子"));
}

/// The child is dragged to its homeroom teacher; a teacher of another class says why it may not come there.
fn one_child_goes_to_the_teacher_it_asked_for(browser: &Browser, house: &House) {
    let child = house.here.child("4.2", "林小明").id;
    let chip = format!("main [data-drag='{child}'][data-from]");
    let from = browser.script(&format!("return document.querySelector({}).dataset.from;", json!(chip))).as_str().unwrap().to_owned();
    let target = |staff: &str| format!("main [data-mentor='{staff}']");
    let told = drag(browser, &chip, &target(&from));
    assert!(told.contains("已经结对"), "the one that it has: {told}");
    let wang = house.here.person("王老师").staff.to_string();
    assert_ne!(from, wang, "five children go to those who are to have two");
    let mut told = String::new();
    does(browser, || told = drag(browser, &chip, &target(&wang)));
    assert_eq!(told, "放在这里");
    assert!(browser.text(&format!("main [data-drag='{child}'][data-from='{wang}']")).contains("王老师"), "{}", browser.text("main"));
    assert!(browser.text("main").contains("已锁定"), "what was moved by hand is locked");
}
