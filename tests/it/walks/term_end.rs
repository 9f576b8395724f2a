//! Walk 14, the part after the rewards: summaries draft themselves with every sentence linked, one press makes the pack, what is missing says who owes it.

use crate::browser::{Browser, PC};
use crate::house::day;
use crate::http::summaries::school;

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

#[test]
fn walk_14_summaries_draft_themselves_and_one_press_makes_the_pack() {
    let Some(browser) = Browser::open(PC) else { return };
    let house = school();
    house.clock.set(day("2027-01-12"));
    let (class, _) = house.here.class("4.2");
    let key = format!("/supervision/summaries/term.class.{class}.2026-09-01");
    browser.sign_in_as(&house.url(), &house.as_("王老师"));
    browser.go(&house.url());
    browser.click(&format!("main a[href=\"{key}\"]"));
    browser.wait_until(&format!("location.pathname === '{key}'"));
    assert!(browser.text("main").contains("帮扶的孩子 2 人"), "{}", browser.text("main"));
    look(&browser, "walk-14-summary");
    browser.click("main ul.list small a[href*='#r-']");
    browser.wait_until("location.pathname.endsWith('/records')");
    browser.go(&format!("{}{key}/parts/next", house.url()));
    browser.type_into("#f-text", "先讲后做，题量减半");
    does(&browser, || browser.click("main form .actions button.primary"));
    browser.script("const to = document.querySelector('#f-reader'); to.selectedIndex = to.options.length - 1;");
    does(&browser, || browser.click("main form[action$='/handing'] .actions button"));
    assert!(browser.text("main").contains("已交"), "{}", browser.text("main"));

    browser.sign_in_as(&house.url(), &house.as_("周主任"));
    browser.go(&format!("{}/registers/pack?all=1", house.url()));
    browser.wait_until("document.readyState === 'complete'");
    let missing = browser.text("main");
    assert!(missing.contains("还没有有效的计划") && missing.contains("四（2）班 林小明") && missing.contains("王老师"), "what is missing, and who owes it: {missing}");
    look(&browser, "walk-14-pack");
    browser.type_into("#f-reason", "县里期末督查");
    browser.click("main form[action='/registers/pack'] button.primary");
    browser.wait_until("document.querySelector('main a.primary[href^=\"/registers/pack/\"]')");
    browser.click("main a.primary[href^='/registers/pack/']");
    browser.wait_until("location.pathname.startsWith('/registers/pack/') && document.querySelector('main a[href$=\"/file\"]')");
    look(&browser, "walk-14-pack-ready");
    let page = browser.script("return document.querySelector('main a[href$=\"/file\"]').getAttribute('href')");
    let file = house.as_("周主任").download(page.as_str().unwrap());
    assert!(file.status == 200 && file.media_type == "application/zip", "{} {}", file.status, file.media_type);
}
