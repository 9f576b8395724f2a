//! Walk 3: a round of the survey by four roles, from the import to the filed register: the office opens it, a subject teacher says a word, the homeroom teacher
//! decides on a phone, the grade leader compiles and the sponsor files. One child is declined, one is added on the grandmother's word, one class is late.

use serde_json::json;

use crate::browser::{Browser, PC, PHONE};
use crate::house::{House, day};
use crate::workbooks::screened;

fn put(browser: &Browser, css: &str, value: &str) {
    browser.script(&format!("document.querySelector({}).value = {};", json!(css), json!(value)));
}

/// Keeps a picture of the page, which must be fit for everybody and no wider than its window.
fn look(browser: &Browser, picture: &str) {
    browser.wait_until("document.readyState === 'complete'");
    assert!(browser.screenshot(picture) > 5_000, "{picture}: the picture is empty");
    assert_eq!(browser.axe(), Vec::<String>::new(), "{picture}");
    assert!(!browser.overflows(), "{picture}: the page is wider than its window");
}

/// Opens a page as somebody.
fn goes(browser: &Browser, house: &House, person: &str, path: &str) {
    browser.sign_in_as(&house.url(), &house.as_(person));
    browser.go(&format!("{}{path}", house.url()));
}

/// Presses a button and waits until the next page says that it is done: this page may still say so of the act before.
fn does(browser: &Browser, css: &str) {
    browser.script("document.documentElement.dataset.left = '';");
    browser.click(css);
    browser.wait_until("!('left' in document.documentElement.dataset) && document.querySelector('[data-flash=done]')");
}

/// The office opens the round for the programme of A9; gives its path.
fn the_office_opens(browser: &Browser, house: &House) -> String {
    goes(browser, house, "周主任", "/screening/rounds");
    look(browser, "walk-3-rounds");
    browser.click("label.pick-card");
    does(browser, "main form.form button.primary");
    look(browser, "walk-3-opened");
    let path = browser.script("return location.pathname;").as_str().unwrap().to_owned();
    assert!(path.ends_with("/terms/2026-1") && browser.text("main").contains("中年级"), "{path}: {}", browser.text("main"));
    path
}

/// The homeroom teacher decides about one child.
fn decides(browser: &Browser, page: &str, what: &str, reason: &str) {
    browser.go(page);
    browser.click(&format!("label.pick-card:has(input[value={what}])"));
    put(browser, "#f-talk_day", "2026-09-21");
    put(browser, "#f-reason", reason);
    does(browser, "#verdict button.primary");
}

fn the_homeroom_teacher_decides(browser: &Browser, house: &House, round: &str) {
    let (class, _) = house.here.class("4.2");
    let list = format!("{}{round}/classes/{class}", house.url());
    let page = |name: &str| format!("{}{round}/pupils/{}", house.url(), house.here.child("4.2", name).id);
    goes(browser, house, "王老师", "/");
    let task = "main .task a[href*='/screening/rounds/']";
    assert!(browser.text(task).contains("四（2）班"), "{}", browser.text("main"));
    browser.click(task);
    browser.wait_until("location.pathname.includes('/classes/')");
    assert!(browser.text("main").contains("陈安安") && browser.text("main").contains("课上肯动脑筋"), "{}", browser.text("main"));
    look(browser, "walk-3-list");

    browser.go(&format!("{list}/additions"));
    put(browser, "#f-pupil", &house.here.child("4.2", "赵小满").id.to_string());
    for choice in ["input[name=code][value=homework]", "input[name=source][value=grandparent]"] {
        browser.click(&format!("label.phrase:has({choice})"));
    }
    browser.type_into("#f-words", "晚上一个人做作业，常常做到很晚");
    look(browser, "walk-3-addition");
    does(browser, "#addition button.primary");

    browser.go(&page("陈安安"));
    browser.click("label.pick-card:has(input[value=declined])");
    browser.click("#verdict button.primary");
    browser.wait_until("document.querySelector('#problem-talk_day') && document.querySelector('#problem-reason')");
    look(browser, "walk-3-refused");
    decides(browser, &page("陈安安"), "declined", "转学时缺的课已经补上");
    decides(browser, &page("赵小满"), "confirmed", "");
    look(browser, "walk-3-decided");
    does(browser, "#watch button");
    assert!(!browser.text("main").contains("没有定"), "of everybody something was said: {}", browser.text("main"));
    browser.type_into("#f-note", "其他孩子课上多留意");
    does(browser, "#hand-up button.primary");
    look(browser, "walk-3-handed-up");
}

#[test]
fn walk_3_four_roles_take_the_lists_from_the_marks_to_the_file() {
    let Some(browser) = Browser::open(PC) else { return };
    let Some(phone) = Browser::open(PHONE) else { return };
    let house = House::sqlite();
    screened(&house);
    let round = the_office_opens(&browser, &house);
    let (class, grade) = house.here.class("4.2");

    goes(&phone, &house, "李老师", &format!("{round}/pupils/{}", house.here.child("4.2", "陈安安").id));
    assert!(phone.text("main").contains("数学") && !phone.text("main").contains("语文"), "a maths teacher reads the marks of maths: {}", phone.text("main"));
    phone.click("label.phrase:has(input[value=against])");
    phone.type_into("#f-opinion", "课上肯动脑筋");
    look(&phone, "walk-3-opinion");
    does(&phone, "#opinion button.primary");

    the_homeroom_teacher_decides(&phone, &house, &round);

    goes(&browser, &house, "郑老师", &round);
    does(&browser, &format!("form[action$='/grades/{grade}/compilation'] button"));
    look(&browser, "walk-3-compiled");
    goes(&browser, &house, "吴老师", &round);
    browser.click(&format!("form[action$='/grades/{grade}/filing'] button"));
    browser.wait_until("document.querySelector('dialog[open] button[value=yes]')");
    does(&browser, "dialog[open] button[value=yes]");
    look(&browser, "walk-3-filed");

    let sheet = house.as_("吴老师").download(&format!("/registers/target-list.csv?term=2026-1&class={class}"));
    let text = String::from_utf8_lossy(&sheet.bytes).into_owned();
    assert!(text.contains("赵小满") && !text.contains("陈安安") && !text.contains("45"), "filed is who was confirmed, without a mark: {text}");

    house.clock.set(day("2026-10-20"));
    goes(&browser, &house, "周主任", &round);
    assert!(browser.text("main").contains("晚了"), "the class that has not handed up is late: {}", browser.text("main"));
    look(&browser, "walk-3-late");
    goes(&browser, &house, "周主任", "/");
    assert!(browser.text("main").contains("名单晚了"), "{}", browser.text("main"));
}
