//! Walk 14, the part of the rewards: at the end of term the class teacher sees who may be rewarded and why, the leader of the grade decides, the office confirms, certificates print.

use crate::browser::{Browser, PC, PHONE};
use crate::house::House;
use crate::http::rewards::{rule, strength, take};

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

#[test]
fn walk_14_candidates_with_evidence_the_grade_decides_and_certificates_print() {
    let Some(browser) = Browser::open(PC) else { return };
    let house = House::sqlite();
    take(&house, &["learning_progress_award", "good_conduct_pupil", "class_star"]);
    let (class, grade) = house.here.class("4.2");
    let child = house.here.child("4.2", "陈安安").id;
    for said in ["教同桌画图解题", "把图书角整理得整整齐齐"] {
        strength(&house, "王老师", child, said, said);
    }
    let conduct = rule(&house, "品德优秀生");
    // The rule is for supported children; the office opens it to everybody.
    let edit = format!("/rewards/rules/{conduct}/edit");
    browser.sign_in_as(&house.url(), &house.as_("周主任"));
    browser.go(&format!("{}/rewards/rules", house.url()));
    look(&browser, "walk-14-rules");
    browser.go(&format!("{}{edit}", house.url()));
    browser.script("document.getElementById('f-audience').value = 'everybody';");
    does(&browser, || browser.click("main form .actions button"));

    browser.sign_in_as(&house.url(), &house.as_("王老师"));
    browser.go(&format!("{}/rewards/classes/{class}", house.url()));
    look(&browser, "walk-14-class");
    browser.go(&format!("{}/rewards/rules/{conduct}/classes/{class}", house.url()));
    let said = browser.text("main .reward-line");
    assert!(said.contains("陈安安") && said.contains("闪光点"), "{said}");
    look(&browser, "walk-14-candidates");
    does(&browser, || browser.click("main .reward-line form button"));

    browser.sign_in_as(&house.url(), &house.as_("郑老师"));
    browser.go(&format!("{}/rewards/grades/{grade}", house.url()));
    browser.click("main input[name=pick]");
    look(&browser, "walk-14-grade");
    does(&browser, || browser.click("main form .actions button"));
    browser.sign_in_as(&house.url(), &house.as_("周主任"));
    browser.go(&format!("{}/rewards/confirmation", house.url()));
    browser.click("main input[name=pick]");
    does(&browser, || browser.click("main form .actions button"));
    look(&browser, "walk-14-home");
    let printed = house.as_("周主任").download("/rewards/papers/certificates/docx");
    assert_eq!(printed.status, 200);
    let text = crate::http::text_of_docx(printed.bytes);
    assert!(text.contains("陈安安") && text.contains("品德优秀生"), "{text}");
}

#[test]
fn praise_is_one_tap_on_an_old_phone() {
    let Some(browser) = Browser::open(PHONE) else { return };
    let house = House::sqlite();
    let child = house.here.child("4.2", "陈安安").id;
    strength(&house, "李老师", child, "phone", "用画图讲清了一道应用题。");
    browser.sign_in_as(&house.url(), &house.as_("李老师"));
    browser.go(&format!("{}/pupils/{child}/praise", house.url()));
    look(&browser, "praise");
    does(&browser, || browser.click("main .calm form button"));
    assert!(browser.text("main").contains("用画图讲清了一道应用题"), "{}", browser.text("main"));
    look(&browser, "praised");
}
