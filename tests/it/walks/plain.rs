//! Signing in, a list and a form: by keyboard alone, and without JavaScript.

use serde_json::json;

use crate::browser::{Browser, Opening, PC, PHONE, key};
use crate::cast::PASSWORD;
use crate::house::House;

/// Presses Tab until the focus is on an element, at most so many times.
fn tab_to(browser: &Browser, css: &str) {
    for _ in 0..60 {
        if browser.script(&format!("return document.activeElement.matches({});", json!(css))) == json!(true) {
            return;
        }
        browser.keys(key::TAB);
    }
    panic!("by keyboard one does not get to `{css}` on {}", browser.url());
}

#[test]
fn a_teacher_signs_in_and_changes_the_password_by_keyboard_alone() {
    let Some(browser) = Browser::open(PC) else { return };
    let house = House::sqlite();
    browser.go(&format!("{}/account/password", house.url()));
    assert!(browser.url().contains("/sign-in?next="), "{}", browser.url());
    tab_to(&browser, "#f-login");
    browser.keys("yg/wang");
    browser.keys(key::TAB);
    browser.keys(PASSWORD);
    browser.keys(key::ENTER);
    browser.wait_until("location.pathname === '/account/password'");
    browser.keys(key::TAB);
    let skip = browser.script("return document.activeElement.className;");
    assert_eq!(skip, json!("skip"), "the first stop leads past the navigation");
    for (field, text) in [("#f-old", PASSWORD), ("#f-new", "春天第三排的灯 3"), ("#f-again", "春天第三排的灯 3")] {
        tab_to(&browser, field);
        let outline = browser.script("const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none' || s.boxShadow !== 'none';");
        assert_eq!(outline, json!(true), "{field}: one sees where one is");
        browser.keys(text);
    }
    browser.keys(key::ENTER);
    browser.wait_until("location.pathname === '/'");
}

#[test]
fn what_was_wrong_is_said_at_its_field_and_takes_the_focus() {
    let Some(browser) = Browser::open(PHONE) else { return };
    let house = House::sqlite();
    browser.go(&format!("{}/sign-in", house.url()));
    browser.type_into("#f-login", "yg/wang");
    browser.type_into("#f-password", "falsch falsch");
    browser.click("button.primary[type=submit]");
    browser.wait_until("document.querySelector('[data-problems]')");
    assert!(!browser.text("#problem-login").is_empty());
    assert_eq!(browser.script("return document.querySelector('#f-login').value;"), json!("yg/wang"), "nothing typed is lost");
    assert_eq!(browser.script("return document.querySelector('#f-password').value;"), json!(""), "but a password is");
    browser.wait_until("document.activeElement.closest('[data-problems]')");
}

#[test]
fn signing_in_a_list_and_a_form_work_without_javascript() {
    let Some(browser) = Browser::open(Opening { javascript: false, ..PHONE }) else { return };
    let house = House::sqlite();
    browser.go(&format!("{}/sign-in?next=/account/password", house.url()));
    browser.type_into("#f-login", "yg/zhou");
    browser.type_into("#f-password", PASSWORD);
    browser.click("button.primary[type=submit]");
    browser.wait_away_from("/sign-in?next=/account/password");
    assert!(browser.url().ends_with("/account/password"), "{}", browser.url());

    browser.go(&format!("{}/pupils?q=lxm", house.url()));
    assert!(browser.text("main").contains("林小明"), "found by the first letters: {}", browser.text("main"));

    browser.go(&format!("{}/pupils/new", house.url()));
    browser.type_into("#f-name", "方小舟");
    browser.click("#f-class option:last-child");
    browser.click("main form .button.primary[type=submit]");
    browser.wait_away_from("/pupils/new");
    browser.go(&format!("{}/pupils?q=fxz", house.url()));
    assert!(browser.text("main").contains("方小舟"));
}
