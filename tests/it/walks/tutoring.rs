//! Tutoring on a phone: a teacher opens the room, taps who was not there, saves; the office looks at the timetable, helpers and a proposal of groups.

use crate::browser::{Browser, PHONE};
use crate::house::{House, day};
use crate::http::tutoring::{CHECKS, Plan, consent, join, opened, place, vet, volunteer};

fn look(browser: &Browser, picture: &str) {
    browser.wait_until("document.readyState === 'complete'");
    assert!(browser.screenshot(picture) > 5_000, "{picture}: the picture is empty");
    assert_eq!(browser.axe(), Vec::<String>::new(), "{picture}");
    assert!(!browser.overflows(), "{picture}: the page is wider than the phone");
}

#[test]
fn attendance_is_tapped_on_a_phone_in_one_screen() {
    let Some(browser) = Browser::open(PHONE) else { return };
    let house = House::sqlite();
    let room = place(&house, "三楼教室", "classroom", "30", false);
    let plan = Plan { title: "数学加油站", place: &room, lead: "李老师", weekday: "3", from: "16:00", until: "16:40" };
    let class = opened(&house, "周主任", "subject", &plan, &[]);
    let children = ["林小明", "陈安安"].map(|name| house.here.child("4.2", name).id);
    assert_eq!(join(&house, "周主任", &class, &children).status, 303);
    house.clock.set(day("2026-09-23"));
    browser.sign_in_as(&house.url(), &house.as_("李老师"));
    browser.go(&format!("{}/tutoring", house.url()));
    look(&browser, "tutoring-home");
    browser.click(&format!("a[href=\"{class}/days/2026-09-23\"]"));
    browser.wait_until("location.pathname.endsWith('/days/2026-09-23')");
    look(&browser, "tutoring-attendance");
    browser.click(&format!("label.phrase:has(input[name=\"s-{}\"][value=absent])", children[1]));
    browser.type_into("#f-about", "练了进位加法");
    browser.click("main form.form button.primary[type=submit]");
    browser.wait_until("document.querySelector('[data-flash=done]')");
    assert!(browser.text("main").contains("到 1 人"), "{}", browser.text("main"));
    look(&browser, "tutoring-class");
    browser.go(&format!("{}/tutoring/timetable", house.url()));
    look(&browser, "tutoring-timetable");

    let helper = volunteer(&house, "柳青青");
    assert_eq!(vet(&house, "周主任", &helper, &CHECKS, "2027-02-01").status, 303);
    consent(&house, children[0], true);
    let (grade, _) = house.here.class("4.2");
    browser.sign_in_as(&house.url(), &house.as_("周主任"));
    for (path, picture) in [
        ("/tutoring/new/volunteer".to_owned(), "tutoring-new"),
        ("/tutoring/places".to_owned(), "tutoring-places"),
        ("/tutoring/helpers".to_owned(), "tutoring-helpers"),
        (format!("/tutoring/helpers/{helper}/vetting"), "tutoring-vetting"),
        (format!("{class}/children?class={grade}"), "tutoring-children"),
        (format!("/classes/{grade}/mix?size=3"), "tutoring-mix"),
        (format!("/pupils/{}/tutoring", children[0]), "tutoring-child"),
        ("/tutoring/posts/new".to_owned(), "tutoring-post"),
        ("/tutoring/trainings/new".to_owned(), "tutoring-training"),
        ("/tutoring/bookings/new".to_owned(), "tutoring-booking"),
    ] {
        browser.go(&format!("{}{path}", house.url()));
        look(&browser, picture);
    }
}
