//! Walk 15: the new school year. Notes begin with strengths and are signed, promotion misses nobody, the next teacher reads, last year's labels have lapsed, and nothing of last year is lost.

use bangfu::access::{Duty, Permit, Subject, acts};
use bangfu::base::{ClassName, Id, RowId, SchoolYear};
use bangfu::roster::people::{self, NewPost};
use bangfu::roster::time;

use crate::browser::{Browser, PC, PHONE};
use crate::house::{House, day};
use crate::http::handover::school;

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

/// The new 五（2）班 has 何老师.
fn appoint(house: &House) -> String {
    let he = house.here.person("何老师").staff;
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageStaff>| {
        let year = time::year_by_start(tx, SchoolYear(2027))?.unwrap();
        let class = time::class_named(tx, year.id, ClassName { grade: 5, number: 2 })?.unwrap();
        let scope_id = RowId::from_uuid(class.id.uuid());
        let new = NewPost { staff: he, duty: Duty::Homeroom, scope_id, subject: String::new(), from_day: day("2027-09-01"), until_day: people::forever(), import: None };
        people::appoint(tx, permit, &new)?;
        Ok(class.id.to_string())
    })
}

#[test]
fn walk_15_the_year_turns_notes_go_with_the_children_and_nobody_is_missed() {
    let Some(browser) = Browser::open(PC) else { return };
    let house = school();
    let (class, _) = house.here.class("4.2");
    let child = house.here.child("4.2", "林小明").id;
    browser.sign_in_as(&house.url(), &house.as_("王老师"));
    browser.go(&format!("{}/classes/{class}/handover", house.url()));
    look(&browser, "walk-15-class");
    browser.click(&format!("main a[href=\"/pupils/{child}/handover/2026\"]"));
    browser.wait_until("location.pathname.endsWith('/handover/2026')");
    let first = browser.text("main section.card");
    assert!(first.contains("长处和喜欢的事") && first.contains("主动给同桌讲题"), "{first}");
    look(&browser, "walk-15-note");
    does(&browser, || browser.click("main form[action$='/signing'] button.primary"));
    assert!(browser.text("main").contains("已签"));

    house.clock.set(day("2027-08-25"));
    browser.sign_in_as(&house.url(), &house.as_("周主任"));
    browser.go(&format!("{}/pupils/promotion", house.url()));
    browser.wait_until("document.readyState === 'complete'");
    let shown = browser.text("main");
    let everybody: usize = crate::cast::CHILDREN.iter().map(|(_, names)| names.len()).sum();
    assert!(shown.contains(&format!("{everybody} ")), "all {everybody} children are on the page: {shown}");
    look(&browser, "walk-15-promotion");
    browser.click("main form[action='/pupils/promotion'] button.primary");
    browser.wait_until("document.querySelector('dialog[open] button[value=yes]')");
    does(&browser, || browser.click("dialog[open] button[value=yes]"));
    assert!(browser.text("main").contains(&everybody.to_string()), "{}", browser.text("main"));
    let next = appoint(&house);

    house.clock.set(day("2027-09-06"));
    let Some(browser) = Browser::open(PHONE) else { return };
    browser.sign_in_as(&house.url(), &house.as_("何老师"));
    browser.go(&house.url());
    look(&browser, "walk-15-today");
    browser.click(&format!("main a[href=\"/classes/{next}/handover\"]"));
    browser.wait_until("location.pathname.endsWith('/handover')");
    browser.click(&format!("main a[href=\"/pupils/{child}/handover/2026\"]"));
    browser.wait_until("location.pathname.endsWith('/handover/2026')");
    look(&browser, "walk-15-read");
    assert!(browser.text("main").contains("主动给同桌讲题"), "nothing of last year is lost");
    does(&browser, || browser.click("main form[action$='/reading'] button.primary"));
    browser.go(&format!("{}/pupils/{child}", house.url()));
    browser.wait_until("document.readyState === 'complete'");
    let page = browser.text("main");
    assert!(page.contains("五（2）班") && !page.contains("待优生"), "last year's label has lapsed: {page}");
}
