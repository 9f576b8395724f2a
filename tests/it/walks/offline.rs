//! Walk 5 without a line: a mentor writes on a phone while the school's PC does not answer; the record arrives once. And a session that ends loses no text.

use serde_json::json;

use bangfu::base::PupilId;

use crate::browser::{Browser, PHONE};
use crate::cast::PASSWORD;
use crate::house::House;

/// A child with a file in the class of 王老师, so that it is among her own.
fn own_child(house: &House) -> PupilId {
    let child = house.here.child("4.2", "林小明").id;
    crate::http::plan::confirm(house, child, "target_pupil", "learning");
    let causes = format!("/classes/{}/causes", house.here.class("4.2").0);
    let (tick, fact) = (format!("c-{child}"), format!("e-{child}-attention"));
    let answer = house.as_("王老师").post_from(&causes, &causes, &[("part", "homeroom"), (&tick, "attention"), (&fact, "晨读走神")]);
    assert_eq!(answer.status, 303, "{}", answer.main());
    child
}

fn look(browser: &Browser, picture: &str) {
    browser.wait_until("document.readyState === 'complete'");
    assert!(browser.screenshot(picture) > 5_000, "{picture}: the picture is empty");
    assert_eq!(browser.axe(), Vec::<String>::new(), "{picture}");
    assert!(!browser.overflows(), "{picture}: the page is wider than the phone");
}

/// How often a text stands among the records of a child.
fn written(house: &House, child: PupilId, text: &str) -> usize {
    house.as_("王老师").get(&format!("/pupils/{child}/records")).text.matches(text).count()
}

const LINE: &str = "document.querySelector('[data-outbox-line]')";

#[test]
fn walk_5_what_is_written_without_a_line_arrives_once_and_nothing_is_left_after_sign_out() {
    let Some(browser) = Browser::open(PHONE) else { return };
    let mut house = House::sqlite();
    let child = own_child(&house);
    browser.sign_in_as(&house.url(), &house.as_("王老师"));
    browser.go(&format!("{}/records", house.url()));
    browser.wait_until("'offlineReady' in document.documentElement.dataset");

    house.unplug();
    browser.go(&format!("{}/records/new", house.url()));
    browser.wait_until("document.querySelector('form[data-outbox-only]:not([hidden])')");
    browser.type_into("[data-find]", "lxm");
    look(&browser, "walk-5-offline");
    browser.click(&format!("label.phrase:has(input[name=pupil][value='{child}'])"));
    browser.click("label.phrase:has(input[name=phrase][value=calm])");
    // The browser's clock is today's, that of the house stands still.
    browser.script("document.querySelector('#f-day').value = '2026-09-21';");
    browser.click("form[data-outbox] button.primary[type=submit]");
    browser.wait_until(&format!("{LINE}.dataset.waiting === '1'"));
    assert!(browser.text("[data-outbox-line]").contains("已存在本机"), "{}", browser.text("main"));
    look(&browser, "walk-5-waiting");
    let kept = browser.script("return JSON.stringify(Object.entries(localStorage)) + (await (await (await caches.open('bangfu-offline')).match('/records/offline')).text());");
    let kept = kept.as_str().unwrap();
    assert!(kept.contains("林小明") && !kept.contains("晨读走神") && !kept.contains("_csrf"), "names, nothing of a file, no key of a session: {kept}");

    house.plug_in();
    assert_eq!(written(&house, child, "情绪平稳"), 0);
    browser.script("dispatchEvent(new Event('online')); dispatchEvent(new Event('online'));");
    browser.wait_until(&format!("{LINE}.dataset.waiting === '0'"));
    assert!(browser.text("[data-outbox-line]").contains("已送出"), "{}", browser.text("main"));
    browser.go(&format!("{}/records", house.url()));
    browser.wait_until("document.readyState === 'complete'");
    assert_eq!(written(&house, child, "情绪平稳"), 1, "exactly once");

    browser.script("localStorage.setItem('draft:somebody|/x|', JSON.stringify({ at: Date.now(), fields: [] })); document.querySelector('form[data-sign-out]').requestSubmit();");
    browser.wait_until("location.pathname === '/sign-in'");
    let left = browser.script("return JSON.stringify([Object.keys(localStorage).filter(key => !['privacy'].includes(key)), await caches.keys()]);");
    assert_eq!(left, json!("[[],[]]"), "a shared PC keeps neither names nor texts");
    house.unplug();
    browser.script("location.reload();");
    browser.wait_until("!document.querySelector('form[data-outbox]')");
}

#[test]
fn walk_5_a_session_that_ends_while_one_types_loses_no_text_and_gives_one_record() {
    let Some(browser) = Browser::open(PHONE) else { return };
    let house = House::sqlite();
    let child = own_child(&house);
    let wang = house.as_("王老师");
    browser.sign_in_as(&house.url(), &wang);
    browser.go(&format!("{}/records/new?pupil={child}", house.url()));
    browser.click("label.phrase:has(input[name=kind][value=tutoring])");
    browser.type_into("#f-done", "退位减法十题，对了八题");
    assert_eq!(wang.post_from("/records", "/sign-out", &[]).status, 303);
    browser.click("main form.form button.primary[type=submit]");
    browser.wait_until(&format!("{LINE}.dataset.waiting === '1'"));
    assert!(browser.text("[data-outbox-line]").contains("登录已经失效"), "{}", browser.text("main"));
    look(&browser, "walk-5-signed-out");
    browser.click("[data-outbox-line] a");
    browser.wait_until("location.pathname === '/sign-in'");
    browser.type_into("#f-login", "yg/wang");
    browser.type_into("#f-password", PASSWORD);
    browser.click("button.primary[type=submit]");
    browser.wait_until(&format!("location.pathname === '/records' && {LINE}.dataset.waiting === '0'"));
    browser.go(&format!("{}/pupils/{child}/records", house.url()));
    assert!(browser.text("main").contains("退位减法十题，对了八题"), "{}", browser.text("main"));
    assert_eq!(written(&house, child, "退位减法十题"), 1);
}

#[test]
fn a_record_that_is_refused_later_stays_with_its_text_and_can_be_mended() {
    let Some(browser) = Browser::open(PHONE) else { return };
    let mut house = House::sqlite();
    let child = own_child(&house);
    browser.sign_in_as(&house.url(), &house.as_("王老师"));
    browser.go(&format!("{}/records/new?pupil={child}", house.url()));
    browser.click("label.phrase:has(input[name=kind][value=strength])");
    browser.click("label.phrase:has(input[name=phrase][value=glad])");
    browser.type_into("#f-done", "他不是差生");
    house.unplug();
    browser.click("main form.form button.primary[type=submit]");
    browser.wait_until(&format!("{LINE}.dataset.waiting === '1'"));
    house.plug_in();
    browser.script("dispatchEvent(new Event('online'));");
    browser.wait_until(&format!("{LINE}.querySelectorAll('li button').length === 2"));
    look(&browser, "walk-5-refused");
    browser.click("[data-outbox-line] li button");
    browser.wait_until("document.querySelector('#f-done')?.value === '他不是差生'");
    let ticked = "document.querySelector('input[name=kind][value=strength]').checked && document.querySelector('input[name=phrase][value=glad]').checked";
    browser.wait_until(ticked);
    browser.script("document.querySelector('#f-done').value = '他进步了'; document.querySelector('#f-done').dispatchEvent(new Event('input', { bubbles: true }));");
    browser.click("main form.form button.primary[type=submit]");
    browser.wait_until("document.querySelector('[data-flash=done]')");
    assert_eq!(written(&house, child, "他进步了"), 1);
    let left = browser.script("return Object.keys(localStorage).filter(key => key.startsWith('draft:') || key.startsWith('outbox:')).length;");
    assert_eq!(left, json!(0));
}

#[test]
fn a_half_written_record_is_kept_for_its_child_alone_with_what_was_tapped() {
    let Some(browser) = Browser::open(PHONE) else { return };
    let house = House::sqlite();
    let (child, other) = (own_child(&house), house.here.child("4.2", "何田田").id);
    browser.sign_in_as(&house.url(), &house.as_("王老师"));
    let form = |id: PupilId| format!("{}/records/new?pupil={id}", house.url());
    browser.go(&form(child));
    browser.click("label.phrase:has(input[name=kind][value=tutoring])");
    browser.click("label.phrase:has(input[name=phrase][value=homework])");
    browser.type_into("#f-done", "写到一半");
    browser.go(&form(other));
    assert_eq!(browser.script("return document.querySelector('#f-done').value;"), json!(""), "another child's form is empty");
    browser.go(&form(child));
    browser.wait_until("document.querySelector('#f-done').value === '写到一半' && document.querySelector('input[name=kind][value=tutoring]').checked");
    assert_eq!(browser.script("return document.querySelector('input[name=phrase][value=homework]').checked;"), json!(true));
    browser.script("document.querySelector('form[data-sign-out]').requestSubmit();");
    browser.wait_until("location.pathname === '/sign-in'");
    assert_eq!(browser.script("return Object.keys(localStorage).filter(key => key.startsWith('draft:')).length;"), json!(0), "signed out, it is gone");
}

#[test]
fn every_script_that_the_form_needs_is_kept_for_when_there_is_no_line() {
    let read = |name: &str| std::fs::read_to_string(format!("{}/js/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let kept = read("outbox.js").split("const ASSETS = [").nth(1).unwrap().split(']').next().unwrap().to_owned();
    let mut needed = vec!["app.js".to_owned()];
    let mut at = 0;
    while let Some(name) = needed.get(at).cloned() {
        at += 1;
        for line in read(&name).lines().filter(|line| line.starts_with("import ")) {
            let other = line.split("\"./").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
            if !needed.contains(&other) {
                needed.push(other);
            }
        }
    }
    let missing: Vec<&String> = needed.iter().filter(|name| !kept.contains(&format!("\"{name}\""))).collect();
    assert!(needed.len() > 5 && missing.is_empty(), "{missing:?} of {needed:?}");
}
