//! A day at school that runs the product's statements: everybody opens their pages, forms are sent, and the verbs that have no page yet are called.

use bangfu::access::{self, Subject, acts};
use bangfu::web::Method;

use crate::cast::{PASSWORD, code_at};
use crate::house::{House, day as date};

/// Lives the day.
pub(super) fn live(house: &House) {
    sign_ins(house);
    pages(house);
    accounts(house);
    register(house);
    marks(house);
    super::office::live(house);
    super::programmes::live(house);
    super::observation::live(house);
    super::survey::live(house);
    super::children::live(house);
    super::rounds::live(house);
    super::families::live(house);
    super::cases::live(house);
    super::pairing::live(house);
    super::peers::live(house);
    super::activity::live(house);
    super::flows::live(house);
    super::plan::live(house);
    super::activity::mark_goals(house);
    super::progress::live(house);
    super::supervision::live(house);
    super::households::live(house);
    super::rewards::live(house);
    super::hardship::live(house);
    super::aid::live(house);
    super::dropout::live(house);
    super::tutoring::live(house);
    super::wellbeing::live(house);
    super::pack::live(house);
    super::meetings::live(house);
    super::meetings::live_papers(house);
    super::handover::live(house);
    super::archive::live(house);
    super::forms::live(house);
    super::sheets::live(house);
    super::unite::live(house);
}

fn sign_ins(house: &House) {
    house.clock.set(date("2026-09-22"));
    let stranger = house.stranger();
    assert_eq!(stranger.post_form("/sign-in", &[("login", "yg/wang"), ("password", "falsch")]).status, 422);
    assert_eq!(stranger.post_form("/sign-in", &[("login", "yg/wang"), ("password", PASSWORD)]).status, 303);
    assert_eq!(stranger.post_from("/account/password", "/preferences", &[("lang", "en")]).status, 303);
    let form = [("old", PASSWORD), ("new", "春天第三排的灯 3"), ("again", "春天第三排的灯 3")];
    assert_eq!(stranger.post_form("/account/password", &form).status, 303);
    assert_eq!(stranger.post_from("/account/password", "/sign-out", &[]).status, 303);

    let counsellor = house.stranger();
    assert_eq!(counsellor.post_form("/sign-in", &[("login", "yg/shen"), ("password", PASSWORD)]).status, 303);
    let code = code_at(house.here.person("沈老师").secret.as_ref().unwrap(), house.store.clock().now().0);
    assert_eq!(counsellor.post_form("/sign-in/code", &[("code", &code)]).status, 303);
    let keys = counsellor.keys("/account/password");
    let failed = counsellor.post_with(&keys, "/account/password", &[("old", "falsch"), ("new", "x"), ("again", "x")]);
    assert_eq!(failed.status, 422);
}

/// Every page of the product, by everybody: of their own class and of others.
fn pages(house: &House) {
    for person in &house.here.people {
        let client = house.as_(person.name);
        for route in bangfu::routes().list().iter().filter(|route| route.method == Method::Get) {
            for short in ["4.2", "5.1"] {
                let path = crate::http::filled(route, &house.here, short);
                let status = client.get(&path).status;
                assert!(status < 500, "{}: {}, {path} → {status}", house.name(), person.name);
            }
        }
    }
}

fn accounts(house: &House) {
    let account = house.here.person("冯老师").account;
    house.act(Subject::School, |tx, permit: &access::Permit<acts::ManageAccounts>| {
        access::accounts(tx, permit)?;
        access::reset_account(tx, permit, account, crate::cast::password_hash())?;
        access::reset_second_factor(tx, permit, account)?;
        access::close_account(tx, permit, account)
    });
    let child = house.here.child("5.1", "苏小禾").id;
    let principal = house.who("陈校长");
    house.store.write(house.here.id, |tx| access::break_glass(tx, &principal, child, "家长来电，孩子没有到校")).unwrap();
    house.read(house.here.id, |tx| access::broken_glass(tx, &principal, child));
    house.read(house.here.id, |tx| {
        let permit = access::Permit::<acts::SeePupil>::ask(tx, &principal, child)?;
        access::readers_of(tx, &permit)
    });
    house.read(house.here.id, access::audit::verify);
    house.read(house.here.id, access::tenant);
}

/// Sends a form of the academic office and says where it led.
fn office(house: &House, page: &str, action: &str, fields: &[(&str, &str)]) -> String {
    let answer = house.as_("周主任").post_from(page, action, fields);
    assert_eq!(answer.status, 303, "{}: {action} {fields:?} → {}", house.name(), answer.main());
    answer.to
}

fn register(house: &House) {
    let (class, _) = house.here.class("4.1");
    let (other, _) = house.here.class("4.2");
    let (class, other) = (class.to_string(), other.to_string());
    let new = [
        ("name", "方小舟"),
        ("class", class.as_str()),
        ("first_day", "2026-09-21"),
        ("how", "transfer"),
        ("sex", "male"),
        ("reason", "随父母搬来"),
        ("guardian_name", "方小舟的妈妈"),
        ("guardian_relation", "母亲"),
        ("guardian_phone", "13900000999"),
    ];
    let pupil = office(house, "/pupils/new", "/pupils/new", &new);
    let moves = format!("{pupil}/movements");
    office(house, &moves, &moves, &[("move", "class_change"), ("to_class", &other), ("day", "2026-09-22"), ("reason", "班级调整")]);
    for page in ["/pupils?q=xm", "/pupils?q=%E7%8E%8B", "/pupils/suggestions?q=wzh"] {
        assert_eq!(house.as_("周主任").get(page).status, 200, "{page}");
    }
}

fn marks(house: &House) {
    let (class, _) = house.here.class("4.2");
    let page = format!("/attendance/classes/{class}");
    let child = house.here.child("4.2", "陈安安").id.to_string();
    let answer = house.as_("王老师").post_form(&page, &[("day", "2026-09-22"), ("absent", &child), ("kind", "sick")]);
    assert_eq!(answer.status, 303, "{}: {}", house.name(), answer.main());
}
