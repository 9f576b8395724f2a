//! Walk 2: the class teacher in week three, on a phone – as far as the product reaches: from Today to the reasons in words, to the child, to what the child is
//! good at. Confirming and declining come with the workflow of the screening.

use serde_json::json;

use crate::browser::{Browser, PHONE};
use crate::cast::PASSWORD;
use crate::house::House;
use crate::workbooks::screened;

/// Keeps a picture of the page, which must be fit for everybody and no wider than the phone.
fn look(browser: &Browser, picture: &str) {
    browser.wait_until("document.readyState === 'complete'");
    assert!(browser.screenshot(picture) > 5_000, "{picture}: the picture is empty");
    assert_eq!(browser.axe(), Vec::<String>::new(), "{picture}");
    assert!(!browser.overflows(), "{picture}: the page is wider than the phone");
}

/// Whether a thumb can hit an element: at least 44 px high.
fn fits_a_thumb(browser: &Browser, css: &str) {
    let height = browser.script(&format!("return document.querySelector({}).getBoundingClientRect().height;", json!(css))).as_f64().unwrap();
    assert!(height >= 44.0, "`{css}` on {} is {height} px high", browser.url());
}

fn signs_in(browser: &Browser, house: &House) {
    browser.go(&format!("{}/sign-in", house.url()));
    browser.type_into("#f-login", "yg/wang");
    browser.type_into("#f-password", PASSWORD);
    browser.click("main form button.primary[type=submit]");
    browser.wait_until("location.pathname === '/'");
}

#[test]
fn walk_2_the_class_teacher_in_week_three_on_a_phone() {
    let Some(browser) = Browser::open(PHONE) else { return };
    let house = House::sqlite();
    screened(&house);
    signs_in(&browser, &house);
    look(&browser, "walk-2-today");
    let task = "main .task a[href^='/screening/classes/']";
    assert!(browser.text(task).contains("四（2）班"), "{}", browser.text("main"));
    fits_a_thumb(&browser, "main .task");
    browser.click(task);
    browser.wait_until("location.pathname.startsWith('/screening/classes/')");

    look(&browser, "walk-2-candidates");
    let list = browser.text("main");
    assert!(list.contains("陈安安") && list.contains("语文 45 分") && list.contains("数学 52 分"), "{list}");
    assert!(!list.contains("刘一诺") && !list.contains("唐小北"), "who does well, and who is another teacher's, does not stand there: {list}");
    assert!(!list.contains("满分\n"), "the figures are one tap away: {list}");
    let card = "main article.candidate:has(a .name-other)";
    browser.click(&format!("{card} details.more > summary"));
    let figures = browser.text(&format!("{card} details.more"));
    assert!(figures.contains("得分") && figures.contains("满分"), "{figures}");
    fits_a_thumb(&browser, &format!("{card} details.more > summary"));
    look(&browser, "walk-2-figures");

    let child = house.here.child("4.2", "陈安安").id;
    browser.click(&format!("main article.candidate a[href='/pupils/{child}']"));
    browser.wait_until(&format!("location.pathname === '/pupils/{child}'"));
    look(&browser, "walk-2-child");
    begins_with_what_the_child_is_good_at(&browser, &child.to_string());

    browser.go(&house.url());
    browser.click(task);
    browser.wait_until("document.querySelector(\"main form[action$='/review']\")");
    fits_a_thumb(&browser, "main form[action$='/review'] button");
    browser.click("main form[action$='/review'] button");
    browser.wait_until("document.querySelector('[data-flash=done]') && !document.querySelector(\"main form[action$='/review']\")");
    browser.go(&house.url());
    assert!(!browser.text("main").contains("可能需要支持"), "what is read is no longer due: {}", browser.text("main"));
    look(&browser, "walk-2-done");
}

fn begins_with_what_the_child_is_good_at(browser: &Browser, child: &str) {
    const GOOD_AT: &str = "画画好，会照顾低年级的同学";
    browser.click(&format!("main .card.calm a[href='/pupils/{child}/edit#f-note']"));
    browser.wait_until("location.pathname.endsWith('/edit')");
    look(browser, "walk-2-strength");
    browser.type_into("#f-note", GOOD_AT);
    browser.click("main form.form button.primary[type=submit]");
    browser.wait_until(&format!("location.pathname === '/pupils/{child}'"));
    let page = browser.text("main");
    let (strength, reasons) = (page.find(GOOD_AT), page.find("语文 45 分"));
    assert!(strength.is_some() && strength < reasons, "what the child is good at stands before what is hard: {page}");
}
