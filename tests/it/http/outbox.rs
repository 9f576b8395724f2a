//! What the browser's outbox and its worker ask of the server: keys of the present session, each record taken once, problems in words, a page with names only.

use bangfu::base::{RowId, derived};

use crate::house::House;

/// The value of a field of the keys.
fn key(text: &str, name: &str) -> String {
    text.split(&format!("\"{name}\":\"")).nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[test]
fn a_record_that_waited_is_taken_once_in_the_present_session_and_refused_in_words() {
    for house in House::both() {
        let (wang, pupil) = (house.as_("王老师"), house.here.child("4.2", "林小明").id.to_string());
        let keys = wang.get("/records/keys").text;
        assert_eq!(key(&keys, "who"), house.here.person("王老师").staff.to_string());
        let csrf = key(&keys, "csrf");
        let send = |csrf: &str, id: &str, done: &str| {
            let act = derived::<RowId>(&[b"waited", id.as_bytes()]).to_string();
            wang.post("/records/outbox", &[("_csrf", csrf), ("act", &act), ("pupil", &pupil), ("kind", "talk"), ("done", done), ("day", "2026-09-18")])
        };
        for _ in 0..2 {
            let taken = send(&csrf, "once", "没有网络时写的");
            assert_eq!((taken.status, taken.text.contains("记好了")), (200, true), "{}", taken.text);
        }
        let shown = wang.get(&format!("/pupils/{pupil}/records")).text;
        assert!(shown.matches("没有网络时写的").count() == 1 && shown.contains("2026-09-18"), "once, on its day: {shown}");
        let refused = send(&csrf, "refused", "他就是个差生");
        assert!(refused.status == 422 && refused.text.starts_with("{\"problems\":[\"") && refused.text.contains("待优生"), "{}", refused.text);
        assert_eq!(send("a key of yesterday", "foreign", "别人的页面").status, 403, "not without the key of the session");
        let there = house.there.child("4.2", "溪小舟").id.to_string();
        assert_eq!(wang.post("/records/outbox", &[("_csrf", &csrf), ("act", &there), ("pupil", &there), ("kind", "talk"), ("done", "x y")]).status, 404);
    }
}

#[test]
fn the_page_for_a_time_without_a_line_holds_names_of_the_own_children_and_no_keys() {
    let house = House::sqlite();
    let child = house.here.child("4.2", "林小明").id;
    crate::http::plan::confirm(&house, child, "target_pupil", "learning");
    let page = house.as_("王老师").get("/records/offline").text;
    assert!(page.contains("林小明") && page.contains("lxm") && !page.contains("何田田"), "the own children, found by their initials: {page}");
    assert!(!page.contains("_csrf") && !page.contains("待优生帮教"), "no key of a session, nothing of a file");
    assert_eq!(house.stranger().get("/records/keys").status, 303, "a session that is over has no keys");
    for path in ["/records/offline", "/records/keys"] {
        assert_eq!(house.as_("钱老师").get(path).status, 403, "{path}");
    }
    let worker = house.stranger().download("/sw.js");
    assert_eq!((worker.status, worker.media_type.as_str()), (200, "text/javascript; charset=utf-8"));
}
