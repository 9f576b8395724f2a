//! Walk 12: the 30th of the month. A helper sees what is missing before the day; the leader of the grade meets drawn children and writes what was found; one press hands a month in.

use crate::browser::{Browser, PC, PHONE};
use crate::house::{House, day};
use crate::http::supervision::{act, two};

fn look(browser: &Browser, picture: &str) {
    browser.wait_until("document.readyState === 'complete'");
    assert!(browser.screenshot(picture) > 5_000, "{picture}: the picture is empty");
    assert_eq!(browser.axe(), Vec::<String>::new(), "{picture}");
    assert!(!browser.overflows(), "{picture}: the page is wider than the screen");
}

#[test]
fn walk_12_a_helper_hands_the_month_in_and_sees_before_what_is_missing() {
    let Some(browser) = Browser::open(PHONE) else { return };
    let house = House::sqlite();
    let (one, _) = two(&house);
    act(&house, "李老师", "2026-09-23", one, "talk", &[]);
    house.clock.set(day("2026-09-29"));
    browser.sign_in_as(&house.url(), &house.as_("李老师"));
    browser.go(&format!("{}/supervision", house.url()));
    look(&browser, "walk-12-own");
    assert!(browser.text("main").contains("还差 1 次"), "{}", browser.text("main"));
    browser.type_into("#f-reason-2026-09-01", "开学两周，时间没有排开");
    browser.click("form[action$=\"/months/2026-09-01\"] button");
    browser.wait_until("document.querySelector('main') && document.querySelector('main').innerText.includes('已交，记录')");
    look(&browser, "walk-12-handed-in");
    browser.click(&format!("main a[href=\"/pupils/{one}/evidence\"]"));
    browser.wait_until("location.pathname.endsWith('/evidence')");
    look(&browser, "walk-12-evidence");
}

#[test]
fn walk_12_the_leader_meets_drawn_children_and_what_was_found_becomes_a_task() {
    let Some(browser) = Browser::open(PC) else { return };
    let house = House::sqlite();
    two(&house);
    house.clock.set(day("2026-09-29"));
    browser.sign_in_as(&house.url(), &house.as_("吴老师"));
    browser.go(&house.url());
    browser.click("nav a[href=\"/supervision\"]");
    browser.wait_until("location.pathname === '/supervision'");
    look(&browser, "walk-12-leader");
    browser.click("main a[href=\"/supervision/checks\"]");
    browser.wait_until("location.pathname === '/supervision/checks'");
    browser.click("input[name=kind][value=month_end]");
    look(&browser, "walk-12-draw");
    browser.click("main form.form button.primary");
    browser.wait_until("location.pathname.startsWith('/supervision/checks/')");
    look(&browser, "walk-12-drawn");
    browser.click("main ul.list a[href*=\"/pupils/\"]");
    browser.wait_until("location.pathname.includes('/pupils/')");
    for field in [("talked", "once"), ("tutored", "never"), ("helped", "some"), ("agrees", "partly")] {
        browser.click(&format!("input[name={}][value={}]", field.0, field.1));
    }
    browser.type_into("#f-words", "老师找我说过一次话");
    browser.click("main form.form details summary");
    browser.type_into("#f-finding", "请约一个固定的辅导时间");
    browser.script("document.querySelector('#f-staff').selectedIndex = 1");
    look(&browser, "walk-12-meet");
    browser.click("main form.form > button.primary");
    browser.wait_until("!location.pathname.includes('/pupils/')");
    assert!(browser.text("main").contains("请约一个固定的辅导时间") && browser.text("main").contains("部分对得上"), "{}", browser.text("main"));
    look(&browser, "walk-12-found");
}
