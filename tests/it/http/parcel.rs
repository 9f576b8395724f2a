//! A child's papers on the way from one school to the next: sealed, told by telephone, accepted once, read by level.

use crate::client::Client;
use crate::house::House;

/// The phrase that the page shows, and the sealed file.
fn sealed(house: &House, page: &str, agreed_on: &str) -> (String, Vec<u8>) {
    let office = house.as_("周主任");
    let shown = office.get(page).text;
    let phrase = shown.split(r#"name="phrase" value=""#).nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let fields = [("phrase", phrase.as_str()), ("to", "溪桥小学"), ("agreed_by", "林小明的妈妈"), ("agreed_on", agreed_on)];
    let keys = office.keys(page);
    let all: Vec<(&str, &str)> = [("_csrf", keys.csrf.as_str()), ("_once", keys.once.as_str())].into_iter().chain(fields).collect();
    let file = office.post_for_file(page, &all);
    assert_eq!((file.status, file.media_type.as_str()), (200, "application/octet-stream"));
    (phrase, file.bytes)
}

fn accept(client: &Client, bytes: &[u8], phrase: &str, class: &str) -> crate::client::Answer {
    client.upload("/pupils/arrivals", "/pupils/arrivals", &[("phrase", phrase), ("class", class), ("first_day", "2026-09-21")], &[("file", "林小明.bangfu", bytes)])
}

#[test]
fn a_childs_papers_are_sealed_for_the_next_school_and_accepted_there_once() {
    for house in House::both() {
        let child = house.here.child("4.2", "林小明");
        let page = format!("/pupils/{}/parcel", child.id);
        let refused = house.as_("周主任").post_form(&page, &[("phrase", ""), ("agreed_on", "2027-01-01")]);
        assert_eq!(refused.status, 422, "{}", refused.main());
        assert_eq!(house.as_("王老师").get(&page).status, 403, "a class teacher hands nothing over");
        let (phrase, bytes) = sealed(&house, &page, "2026-09-20");
        let readable = String::from_utf8_lossy(&bytes);
        assert!(!readable.contains("林小明") && !readable.contains(&child.identity_no), "nobody reads it without the phrase");

        let (there, class) = (house.as_of(&house.there, "周主任"), house.there.class("4.2").0.to_string());
        for (bytes, phrase, says) in
            [(&b"PK no parcel"[..], phrase.as_str(), "这不是转学资料包"), (&bytes[..], "帮扶", "应是十二个汉字"), (&bytes[..bytes.len() - 1], &phrase, "口令打不开这个文件")]
        {
            let refused = accept(&there, bytes, phrase, &class);
            assert_eq!((refused.status, refused.text.contains(says)), (422, true), "{says}: {}", refused.main());
        }
        let arrived = accept(&there, &bytes, &phrase.replace(' ', ""), &class);
        assert_eq!(arrived.status, 303, "{}", arrived.main());
        let shown = there.get(&arrived.to).text;
        assert!(shown.contains("阳光小学") && shown.contains("语文 42"), "{shown}");
        for (name, reads) in [("王老师", true), ("李老师", false), ("孙老师", false)] {
            let text = house.as_of(&house.there, name).get(&arrived.to).text;
            assert_eq!(text.contains("语文 42"), reads, "{name}: all subjects together are for who leads the class");
        }
        let own = arrived.to.trim_end_matches("/arrival").to_owned();
        let text = there.get(&own).text;
        assert!(text.contains("林小明") && text.contains("/arrival"), "the child's page leads to it");
        let again = accept(&there, &bytes, &phrase, &class);
        assert_eq!((again.status, again.text.contains("已经接收过了")), (422, true), "{}", again.main());
        assert_eq!(house.as_("周主任").get(&arrived.to).status, 404, "another school's child");
    }
}
