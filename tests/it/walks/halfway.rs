//! Walk 7: half-way through the term a chart shows points without a rise, says what it asks for, and the measure is changed from there.

use crate::browser::{Browser, PC};
use crate::house::House;
use crate::http::{goal_marks, plan_team, progress};

fn look(browser: &Browser, picture: &str) {
    browser.wait_until("document.readyState === 'complete'");
    assert!(browser.screenshot(picture) > 5_000, "{picture}: the picture is empty");
    assert_eq!(browser.axe(), Vec::<String>::new(), "{picture}");
    assert!(!browser.overflows(), "{picture}: the page is wider than the screen");
}

#[test]
fn walk_7_half_way_a_chart_without_a_rise_leads_to_another_measure() {
    let Some(browser) = Browser::open(PC) else { return };
    let house = House::sqlite();
    let (child, _) = plan_team::in_force(&house);
    let pupil = child.to_string();
    let form = house.as_("王老师").get(&format!("/records/new?pupil={child}")).text;
    let key = goal_marks::goal(&form, "每周按时交作业").unwrap();
    for (on, code) in [("2026-09-24", "half"), ("2026-10-01", "none"), ("2026-10-08", "half"), ("2026-10-15", "none")] {
        progress::tap(&house, &pupil, on, &key, code);
    }
    browser.sign_in_as(&house.url(), &house.as_("王老师"));
    browser.go(&house.url());
    browser.click("nav a[href=\"/progress\"]");
    browser.wait_until("location.pathname === '/progress'");
    look(&browser, "walk-7-list");
    browser.click(&format!("main a[href=\"/pupils/{child}/progress\"]"));
    browser.wait_until("location.pathname.endsWith('/progress') && document.querySelector('figure.chart circle')");
    look(&browser, "walk-7-chart");
    let card = browser.text(&format!("#g-{key}"));
    assert!(card.contains("连续 4 个点没有改善"), "{card}");
    browser.click(&format!("#g-{key} a[href$=\"/plan#measures\"]"));
    browser.wait_until("location.pathname.endsWith('/plan')");
    browser.click("main a[href$=\"/plan/new-part?kind=measure\"]");
    browser.wait_until("location.pathname.endsWith('/plan/new-part')");
    browser.type_into("#f-text", "前一晚和奶奶一起装好书包");
    browser.click("main form.form button.primary[type=submit]");
    browser.wait_until("location.pathname.endsWith('/plan')");
    assert!(browser.text("main").contains("第 2 稿") && browser.text("main").contains("装好书包"), "{}", browser.text("main"));
    browser.go(&format!("{}/pupils/{child}/plan/versions", house.url()));
    look(&browser, "walk-7-compare");
    assert!(browser.text("main").contains("装好书包"), "the old plan and the new one side by side");

    browser.go(&format!("{}/pupils/{child}", house.url()));
    browser.wait_until("document.querySelector('figure.chart circle')");
    look(&browser, "walk-7-child");
    for page in ["book", "way", "reviews/new"] {
        browser.go(&format!("{}/pupils/{child}/progress/{page}", house.url()));
        look(&browser, &format!("walk-7-{}", page.replace('/', "-")));
    }
}
