//! Signing in, the second factor and passwords, as people and as those who guess.

use bangfu::access::{self, SignInOutcome};

use crate::cast::{PASSWORD, code_at};
use crate::client::{Answer, Client};
use crate::house::{House, day};

fn sign_in(house: &House, login: &str, password: &str) -> (Client, Answer) {
    let client = house.stranger();
    let answer = client.post_form("/sign-in", &[("login", login), ("password", password)]);
    (client, answer)
}

/// Whether the browser reaches a page for which one must be signed in.
fn is_in(client: &Client) -> bool {
    client.get("/account/password").status == 200
}

#[test]
fn a_teacher_signs_in_and_out() {
    for house in House::both() {
        let (client, answer) = sign_in(&house, "yg/wang", PASSWORD);
        assert_eq!((answer.status, answer.to.as_str()), (303, "/"), "{}", house.name());
        assert!(is_in(&client));
        let out = client.post_from("/account/password", "/sign-out", &[]);
        assert_eq!((out.status, out.to.as_str()), (303, "/sign-in"));
        assert!(!is_in(&client));
    }
}

#[test]
fn a_wrong_name_and_a_wrong_password_are_not_told_apart() {
    for house in House::both() {
        let (client, wrong_password) = sign_in(&house, "yg/wang", "操场边的小草 7");
        let (_, wrong_name) = sign_in(&house, "yg/nobody", PASSWORD);
        let (_, wrong_school) = sign_in(&house, "zz/wang", PASSWORD);
        let told = |answer: &Answer| answer.text.split("data-problems").nth(1).and_then(|rest| rest.split("</div>").next()).map(ToOwned::to_owned);
        assert_eq!([wrong_password.status, wrong_name.status, wrong_school.status], [422; 3]);
        assert!(told(&wrong_password).is_some_and(|text| text.contains("<li>")));
        assert_eq!(told(&wrong_password), told(&wrong_name));
        assert_eq!(told(&wrong_password), told(&wrong_school));
        assert!(!wrong_password.text.contains("操场边的小草"), "a typed password never comes back");
        assert!(!is_in(&client));
    }
}

#[test]
fn who_guesses_waits_and_locks_nobody_else_out() {
    for house in House::both() {
        for _ in 0..5 {
            assert_eq!(sign_in(&house, "yg/wang", "geraten").1.status, 422);
        }
        let (client, answer) = sign_in(&house, "yg/wang", PASSWORD);
        assert_eq!(answer.status, 422, "after five failures even the right password waits");
        assert!(answer.text.contains("08:15"), "it says until when");
        assert!(!is_in(&client));

        let (colleague, _) = sign_in(&house, "yg/li", PASSWORD);
        assert!(is_in(&colleague), "the same address, another person");
        let (namesake, _) = sign_in(&house, "xq/wang", PASSWORD);
        assert!(is_in(&namesake), "the same name in another school");
        let elsewhere = house.store.write(house.here.id, |tx| access::sign_in(tx, "wang", "192.0.2.7", true)).unwrap();
        assert!(matches!(elsewhere, SignInOutcome::In(_)), "the same person at another address");

        house.clock.set(day("2026-09-22"));
        assert!(is_in(&sign_in(&house, "yg/wang", PASSWORD).0), "the wait ends by itself");
    }
}

#[test]
fn a_second_factor_is_asked_of_counsellor_aid_officer_and_administrator() {
    for house in House::both() {
        house.clock.set(day("2026-09-22"));
        for (login, name) in [("yg/shen", "沈老师"), ("yg/sun", "孙老师"), ("yg/qian", "钱老师")] {
            let (client, answer) = sign_in(&house, login, PASSWORD);
            assert_eq!(answer.status, 303);
            let page = client.get("/account/password");
            assert_eq!((page.status, page.to.as_str()), (303, "/sign-in/code"), "{name}: the password alone opens nothing");
            assert_eq!(client.post_form("/sign-in/code", &[("code", "000000")]).status, 422, "{name}");
            assert!(!is_in(&client));
            let code = code_at(house.here.person(name).secret.as_ref().unwrap(), house.store.clock().now().0);
            assert_eq!(client.post_form("/sign-in/code", &[("code", &code)]).to, "/");
            assert!(is_in(&client), "{name}");
        }
    }
}

#[test]
fn a_code_is_good_once() {
    for house in House::both() {
        house.clock.set(day("2026-09-22"));
        let code = code_at(house.here.person("沈老师").secret.as_ref().unwrap(), house.store.clock().now().0);
        let (first, _) = sign_in(&house, "yg/shen", PASSWORD);
        assert_eq!(first.post_form("/sign-in/code", &[("code", &code)]).status, 303);
        let (second, _) = sign_in(&house, "yg/shen", PASSWORD);
        assert_eq!(second.post_form("/sign-in/code", &[("code", &code)]).status, 422, "who looked over the shoulder comes too late");
        assert!(!is_in(&second));
    }
}

#[test]
fn who_must_have_a_second_factor_sets_it_up_before_anything_else() {
    for house in House::both() {
        let account = house.here.person("钱老师").account;
        house.act(access::Subject::School, |tx, permit| access::reset_second_factor(tx, permit, account));
        let (client, _) = sign_in(&house, "yg/qian", PASSWORD);
        let job = client.get("/jobs/00000000000000000000000000000000");
        assert_eq!((job.status, job.to.as_str()), (303, "/account/second-factor"));
        assert_eq!(client.post_form("/account/second-factor", &[]).to, "/account/second-factor");
        let page = client.get("/account/second-factor");
        let secret = page.text.split("<code>").nth(1).and_then(|rest| rest.split("</code>").next()).unwrap().to_owned();
        let code = code_at(&secret, house.store.clock().now().0);
        let done = client.post_from("/account/second-factor", "/account/second-factor/confirmation", &[("code", &code)]);
        assert_eq!((done.status, done.to.as_str()), (303, "/"), "{}", done.text);
        assert_eq!(client.get("/jobs/00000000000000000000000000000000").status, 404, "now the door is open");
    }
}

#[test]
fn a_new_password_ends_the_other_sessions() {
    for house in House::both() {
        let (office, _) = sign_in(&house, "yg/wang", PASSWORD);
        let (left_at_home, _) = sign_in(&house, "yg/wang", PASSWORD);
        let form = [("old", PASSWORD), ("new", "春天第三排的灯 3"), ("again", "春天第三排的灯 3")];
        let answer = office.post_form("/account/password", &form);
        assert_eq!(answer.status, 303, "{}", answer.main());
        assert!(is_in(&office));
        assert!(!is_in(&left_at_home));
        assert_eq!(sign_in(&house, "yg/wang", PASSWORD).1.status, 422);
        assert!(is_in(&sign_in(&house, "yg/wang", "春天第三排的灯 3").0));
    }
}

#[test]
fn a_password_that_is_easily_guessed_is_refused_at_its_field() {
    let house = House::sqlite();
    let (client, _) = sign_in(&house, "yg/wang", PASSWORD);
    for (old, new, again, field) in [
        ("falsch", "春天第三排的灯 3", "春天第三排的灯 3", "old"),
        (PASSWORD, "kurz", "kurz", "new"),
        (PASSWORD, "88888888", "88888888", "new"),
        (PASSWORD, "春天第三排的灯 3", "春天第四排的灯 3", "again"),
        (PASSWORD, PASSWORD, PASSWORD, "new"),
    ] {
        let answer = client.post_form("/account/password", &[("old", old), ("new", new), ("again", again)]);
        assert_eq!(answer.status, 422);
        assert!(answer.text.contains(&format!("id=\"problem-{field}\"")), "{new}: {}", answer.main());
    }
    assert!(is_in(&sign_in(&house, "yg/wang", PASSWORD).0), "nothing was changed");
}

#[test]
fn after_signing_in_nobody_is_sent_to_a_foreign_place() {
    let house = House::sqlite();
    for (next, to) in [("/account/password", "/account/password"), ("https://example.com/", "/"), ("//example.com/", "/"), ("/\\example.com", "/")] {
        let answer = house.stranger().post_form("/sign-in", &[("login", "yg/wang"), ("password", PASSWORD), ("next", next)]);
        assert_eq!(answer.to, to, "{next}");
    }
}

#[test]
fn a_session_ends_by_itself_after_a_school_day() {
    for house in House::both() {
        let client = house.as_("王老师");
        assert!(is_in(&client));
        house.clock.set(day("2026-09-22"));
        assert!(!is_in(&client));
    }
}
