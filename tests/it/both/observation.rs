//! The part of the day that is about what people see: the tick form, events, nominations, the letter and the link of a family.

use crate::house::{House, day};

/// Lives it.
pub(super) fn live(house: &House) {
    house.clock.set(day("2026-09-22"));
    let (class, _) = house.here.class("4.2");
    let home = format!("/screening/classes/{class}");
    let child = house.here.child("4.2", "林小明").id.to_string();
    let wang = house.as_("王老师");
    let send = |page: &str, action: &str, fields: &[(&str, &str)]| {
        let answer = wang.post_from(page, action, fields);
        assert_eq!(answer.status, 303, "{}: {action} → {}", house.name(), answer.main());
    };
    let (form, events, new) = (format!("{home}/observation"), format!("{home}/events"), format!("{home}/nominations/new"));
    let attention = format!("o-{child}-attention");
    for seen in ["watch", "help"] {
        send(&form, &form, &[(&attention, seen)]);
    }
    send(&events, &events, &[("kind", "quarrel"), ("day", "2026-09-21"), ("pupil", &child)]);
    withdraw(house, &events);
    let strip = [("day", "2026-09-21"), ("heard", "strip"), ("pupil-0", child.as_str()), ("source-0", "grandparent"), ("reasons-0", "mood"), ("words-0", "晚上睡不好")];
    send(&new, &new, &strip);
    answer(house, &home);
    let letters = format!("{home}/letters");
    send(&letters, &letters, &[]);
    family(house, &letters);
    for page in ["/screening/observation", &form, &events, &letters] {
        assert_eq!(wang.get(page).status, 200, "{page}");
    }
}

/// The first address of a page that begins and ends so.
fn address(text: &str, begin: &str, end: &str) -> String {
    let at = text.find(begin).unwrap_or_else(|| panic!("no {begin} in {text}"));
    let rest = &text[at..];
    rest[..rest.find(end).unwrap() + end.len()].to_owned()
}

fn withdraw(house: &House, events: &str) {
    let wang = house.as_("王老师");
    let act = address(&wang.get(events).text, &format!("{events}/"), "/withdrawal");
    assert_eq!(wang.post_from(events, &act, &[]).status, 303);
}

fn answer(house: &House, home: &str) {
    let (wang, list) = (house.as_("王老师"), format!("{home}/nominations"));
    let shown = wang.get(&list).text;
    let begin = shown.find(&format!("action=\"{list}/")).unwrap();
    let act = address(&shown[begin..], &list, "/answer");
    assert_eq!(wang.post_from(&list, &act, &[("how", "watching"), ("words", "先谈一谈")]).status, 303);
}

/// A family opens the link of its letter and writes; the address is taken from the letter's own verb, as the code on paper holds it.
fn family(house: &House, letters: &str) {
    let (class, _) = house.here.class("4.2");
    let token = house.act(class, |tx, permit: &bangfu::access::Permit<bangfu::access::acts::ReviewClass>| {
        Ok(bangfu::screening::nomination_link::letters(tx, permit)?.into_iter().find(|letter| letter.name == "林小明").and_then(|letter| letter.token).unwrap().0)
    });
    let page = format!("/n/{token}");
    let stranger = house.stranger();
    assert_eq!(stranger.get(&page).status, 200, "{letters}");
    assert_eq!(stranger.post(&page, &[("source", "parent"), ("reasons", "homework"), ("words", "写得慢")]).status, 200);
}
