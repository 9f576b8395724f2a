//! Walk 5, as far as the product reaches: a mentor writes a talk down on a phone in three taps, and the next step stands on Today.

use serde_json::json;

use crate::browser::{Browser, PHONE};
use crate::house::House;

fn look(browser: &Browser, picture: &str) {
    browser.wait_until("document.readyState === 'complete'");
    assert!(browser.screenshot(picture) > 5_000, "{picture}: the picture is empty");
    assert_eq!(browser.axe(), Vec::<String>::new(), "{picture}");
    assert!(!browser.overflows(), "{picture}: the page is wider than the phone");
}

#[test]
fn walk_5_a_talk_is_written_down_on_a_phone_in_three_taps() {
    let Some(browser) = Browser::open(PHONE) else { return };
    let house = House::sqlite();
    let child = house.here.child("4.2", "林小明").id;
    browser.sign_in_as(&house.url(), &house.as_("王老师"));
    browser.go(&format!("{}/pupils/{child}/records", house.url()));
    look(&browser, "walk-5-none-yet");
    browser.click("main .page-head a.button.primary");
    browser.wait_until("location.pathname === '/records/new'");
    look(&browser, "walk-5-form");
    browser.click("label.phrase:has(input[name=phrase][value=calm])");
    browser.click("main form.form button.primary[type=submit]");
    browser.wait_until("document.querySelector('[data-flash=done]')");
    assert!(browser.text("main").contains("情绪平稳"), "{}", browser.text("main"));
    look(&browser, "walk-5-written");

    browser.go(&format!("{}/records/new?pupil={child}", house.url()));
    browser.click("label.phrase:has(input[name=kind][value=tutoring])");
    browser.type_into("#f-done", "退位减法十题");
    browser.click("details.more > summary");
    browser.type_into("#f-next", "再练五题");
    browser.script(&format!("document.querySelector('#f-next_day').value = {};", json!("2026-09-24")));
    look(&browser, "walk-5-more");
    browser.click("main form.form button.primary[type=submit]");
    browser.wait_until("location.pathname.endsWith('/records')");
    browser.go(&house.url());
    browser.wait_until(&format!("document.querySelector('main a[href=\"/records/new?pupil={child}\"]')"));
}
