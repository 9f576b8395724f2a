//! Forms that weigh: the turn of the year, consents, a family's copy and what it wants corrected, erasure. Each is sent with something wrong first: nothing
//! typed is lost, and it is said at the field how to mend it. Who has not the duty gets none of them.

use serde_json::json;

use bangfu::access::{Permit, acts};
use bangfu::base::PupilId;
use bangfu::roster::movements::{self, Departure};

use crate::browser::{Browser, Opening, PC, PHONE};
use crate::house::{House, day};

/// Opens a page of the house as somebody.
fn opened(opening: Opening, house: &House, person: &str, path: &str) -> Option<Browser> {
    let browser = Browser::open(opening)?;
    browser.sign_in_as(&house.url(), &house.as_(person));
    browser.go(&format!("{}{path}", house.url()));
    Some(browser)
}

/// Puts a value into a field, as a date picker does.
fn put(browser: &Browser, css: &str, value: &str) {
    browser.script(&format!("document.querySelector({}).value = {};", json!(css), json!(value)));
}

fn value(browser: &Browser, css: &str) -> String {
    browser.script(&format!("return document.querySelector({}).value;", json!(css))).as_str().unwrap_or_default().to_owned()
}

fn ticked(browser: &Browser, css: &str) -> bool {
    browser.script(&format!("return document.querySelector({}).checked;", json!(css))) == json!(true)
}

/// Waits for the form to come back, with a problem at a field, and looks at the page.
fn refused_at(browser: &Browser, field: &str, picture: &str) {
    browser.wait_until(&format!("document.querySelector('#problem-{field}') || document.querySelector('.problems a[href=\"#f-{field}\"]')"));
    assert_eq!(browser.script("return document.activeElement.matches('[data-problems]');"), json!(true), "{picture}: the list of problems takes the focus");
    assert!(browser.screenshot(picture) > 5_000);
    assert_eq!(browser.axe(), Vec::<String>::new(), "{picture}");
    assert!(!browser.overflows(), "{picture}: the page is wider than the window");
}

#[test]
fn consents_of_a_class_are_ticked_on_a_phone_and_a_wrong_day_costs_no_tick() {
    let house = House::sqlite();
    let class = house.here.class("4.2").0;
    let Some(browser) = opened(PHONE, &house, "王老师", &format!("/classes/{class}/consents")) else { return };
    let box_of = |name: &str| format!("main input[name=given][value='{}']", house.here.child("4.2", name).id);
    for name in ["陈安安", "刘一诺"] {
        browser.click(&format!("main label.tap:has({})", box_of(name).trim_start_matches("main ")));
    }
    put(&browser, "#f-by_whom", "母亲");
    put(&browser, "#f-day", "2030-01-01");
    browser.click("main .save-bar button.primary");
    refused_at(&browser, "day", "consents-refused");
    assert!(browser.text("#problem-day").contains("不能晚于今天"), "{}", browser.text("main"));
    assert!(ticked(&browser, &box_of("陈安安")) && ticked(&browser, &box_of("刘一诺")) && !ticked(&browser, &box_of("赵小满")), "the ticks stay");
    assert_eq!((value(&browser, "#f-by_whom"), value(&browser, "#f-day")), ("母亲".to_owned(), "2030-01-01".to_owned()));
    put(&browser, "#f-day", "2026-09-18");
    browser.click("main .save-bar button.primary");
    browser.wait_until("document.querySelector('[data-flash=done]')");
    assert!(browser.text(".lead").contains("2/6"), "{}", browser.text("main"));
}

#[test]
fn a_family_takes_its_word_back_and_the_form_keeps_what_was_typed() {
    let house = House::sqlite();
    let child = house.here.child("4.2", "陈安安").id;
    let Some(browser) = opened(PHONE, &house, "王老师", &format!("/pupils/{child}/consents")) else { return };
    put(&browser, "#f-purpose", "photo");
    browser.click("main #f-given label:nth-of-type(2)");
    put(&browser, "#f-by_whom", " ");
    put(&browser, "#f-how", "spoken");
    browser.click("main form.form button.primary");
    refused_at(&browser, "by_whom", "consent-refused");
    assert!(browser.text("#problem-by_whom").contains("母亲"), "it gives an example");
    assert_eq!((value(&browser, "#f-purpose"), value(&browser, "#f-how")), ("photo".to_owned(), "spoken".to_owned()));
    assert!(ticked(&browser, "main input[name=given][value=no]"));
    put(&browser, "#f-by_whom", "父亲");
    browser.click("main form.form button.primary");
    browser.wait_until("document.querySelector('[data-flash=done]')");
    let said = browser.text("main");
    assert!(said.contains("拍照和展示作品") && said.contains("不同意") && said.contains("父亲"), "{said}");
}

#[test]
fn the_turn_of_the_year_comes_back_until_everybody_has_a_class_and_forgets_no_choice() {
    let house = House::sqlite();
    let Some(browser) = opened(PC, &house, "周主任", "/pupils/promotion") else { return };
    let (one, other) = (house.here.child("4.2", "何田田").id, house.here.child("4.2", "赵小满").id);
    let repeats = |child: PupilId| format!("main input[name=repeat][value='{child}']");
    browser.click(&format!("main details:has(input[value='{one}']) > summary"));
    for child in [one, other] {
        browser.click(&repeats(child));
    }
    let send = || {
        browser.click("main form[action='/pupils/promotion'] button.primary");
        browser.wait_until("document.querySelector('dialog[open] button[value=yes]')");
        browser.click("dialog[open] button[value=yes]");
    };
    put(&browser, "#f-first_day", "2026-08-31");
    send();
    refused_at(&browser, "first_day", "promotion-refused");
    assert_eq!(value(&browser, "#f-first_day"), "2026-08-31");
    assert!(ticked(&browser, &repeats(one)) && ticked(&browser, &repeats(other)));
    assert!(browser.text("main").contains("还有 2 名学生没有去处"), "grade 4 has no class next year: {}", browser.text("main"));

    let class_of = |child: PupilId| format!("#f-into-{child}");
    let choose = |child: PupilId| {
        let script = format!("const s = document.querySelector('{}'); s.value = [...s.options].find(o => o.text === '五（1）班').value;", class_of(child));
        browser.script(&script);
    };
    put(&browser, "#f-first_day", "2027-09-01");
    choose(one);
    let chosen = value(&browser, &class_of(one));
    send();
    browser.wait_until("document.querySelector('main').textContent.includes('还有 1 名学生没有去处')");
    assert_eq!(value(&browser, &class_of(one)), chosen, "who has a class by now keeps it");
    choose(other);
    send();
    browser.wait_until("location.pathname === '/pupils' && document.querySelector('[data-flash=done]')");
    assert!(browser.text("[data-flash=done]").contains("14"), "nobody is missed: {}", browser.text("[data-flash=done]"));
    house.clock.set(day("2027-09-01"));
    let page = house.as_("周主任").get(&format!("/pupils/{one}")).text;
    assert!(page.contains("五（1）班"), "{page}");
}

#[test]
fn a_family_gets_its_copy_and_asks_for_a_correction() {
    let house = House::sqlite();
    let child = house.here.child("4.2", "陈安安");
    let Some(browser) = opened(PC, &house, "周主任", &format!("/pupils/{}", child.id)) else { return };
    browser.click("main details.drop-menu > summary");
    browser.click(&format!("main a[href='/pupils/{}/copy']", child.id));
    browser.wait_until("location.pathname.endsWith('/copy')");
    let copy = browser.text("main");
    for held in ["陈安安", &child.identity_no, &child.phone, "陈安安的妈妈", "数学"] {
        assert!(copy.contains(held), "the copy holds {held}: {copy}");
    }
    assert_eq!(browser.axe(), Vec::<String>::new());
    let file = house.as_("周主任").download(&format!("/pupils/{}/copy.json", child.id));
    let same: serde_json::Value = serde_json::from_slice(&file.bytes).unwrap();
    assert_eq!((file.status, same["name"].as_str()), (200, Some("陈安安")), "and as a file");

    browser.go(&format!("{}/pupils/{}/correction-request", house.url(), child.id));
    browser.click("main form.form button.primary");
    refused_at(&browser, "part", "correction-refused");
    browser.click("main #f-part label:first-of-type");
    browser.click("main form.form button.primary");
    browser.wait_until("document.querySelector('[data-flash=done]')");
    let today = house.as_("王老师").get("/").text;
    assert!(today.contains(&format!("/pupils/{}/edit", child.id)), "the class teacher reads it in Today: {today}");
}

#[test]
fn a_child_who_has_left_is_erased_only_when_the_principal_is_sure_and_says_why() {
    let house = House::sqlite();
    let child = house.here.child("5.1", "唐小北").id;
    let page = format!("/pupils/{child}/erasure");
    let Some(browser) = opened(PC, &house, "陈校长", &page) else { return };
    assert!(browser.text("main").contains("孩子还在校"), "not while the child is here");
    house.act(child, |tx, permit: &Permit<acts::ManageRoster>| movements::depart(tx, permit, Departure::TransferOut, day("2026-09-18"), "随父母外出"));
    browser.go(&format!("{}{page}", house.url()));
    browser.type_into("#f-reason", "家长书面申请");
    browser.click("main form.form button.danger");
    refused_at(&browser, "sure", "erasure-refused");
    assert_eq!(value(&browser, "#f-reason"), "家长书面申请");
    browser.click("#f-sure");
    put(&browser, "#f-reason", " ");
    browser.click("main form.form button.danger");
    refused_at(&browser, "reason", "erasure-refused-again");
    assert!(ticked(&browser, "#f-sure"));
    assert!(house.as_("周主任").get("/pupils?state=left").text.contains("唐小北"), "nothing is erased by half");
    put(&browser, "#f-reason", "家长书面申请");
    browser.click("main form.form button.danger");
    browser.wait_until("location.pathname === '/pupils' && document.querySelector('[data-flash=done]')");
    assert!(!house.as_("周主任").get("/pupils?state=left").text.contains("唐小北"));
}

#[test]
fn who_has_not_the_duty_gets_none_of_these_forms() {
    let house = House::sqlite();
    let (child, class) = (house.here.child("4.2", "陈安安").id, house.here.class("4.2").0);
    let (pupil, class) = (|form: &str| format!("/pupils/{child}/{form}"), format!("/classes/{class}/consents"));
    // Who lacks the duty is told so; who has it for other children does not learn that the child exists.
    let doors = [
        ("/pupils/promotion".to_owned(), vec![("王老师", 403), ("郑老师", 403), ("陈校长", 403), ("赵主任", 403), ("钱老师", 403)]),
        (pupil("consents"), vec![("李老师", 403), ("何老师", 404), ("陈校长", 403), ("沈老师", 403), ("钱老师", 403)]),
        (class, vec![("李老师", 403), ("何老师", 404), ("冯老师", 403), ("钱老师", 403)]),
        (pupil("erasure"), vec![("周主任", 403), ("王老师", 403), ("许书记", 403), ("钱老师", 403)]),
        (pupil("copy"), vec![("王老师", 403), ("李老师", 403), ("赵主任", 403), ("钱老师", 403)]),
        (pupil("copy.json"), vec![("王老师", 403), ("孙老师", 403), ("钱老师", 403)]),
        (pupil("correction-request"), vec![("何老师", 404), ("钱老师", 403)]),
    ];
    for (path, people) in doors {
        let takes_forms = !path.contains("/copy");
        for (name, status) in people {
            let client = house.as_(name);
            let page = client.get(&path);
            assert!(page.status == status && !page.text.contains("陈安安"), "{name}, {path} → {}", page.status);
            if takes_forms {
                let fields = [("sure", "1"), ("reason", "家长书面申请"), ("purpose", "photo"), ("given", "yes"), ("how", "paper"), ("by_whom", "母亲"), ("day", "2026-09-18")];
                let sent = client.post_from("/account/password", &path, &fields);
                assert!(sent.status == status && !sent.text.contains("陈安安"), "{name} sends {path} → {}", sent.status);
            }
        }
    }
    let consents = house.as_("王老师").get(&pupil("consents")).text;
    assert!(!consents.contains("2026-09-18"), "nothing of it was written down: {consents}");
}
