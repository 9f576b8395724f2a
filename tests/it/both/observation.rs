//! The part of the day that is about what people see: the tick form, events, nominations, the letter and the link of a family.

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::{ImportId, derived};
use bangfu::roster::time;
use bangfu::screening::observation_sheets::{self, Beside, Brought};
use bangfu::screening::observation_signs::{Item, Seen};

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
    sheet_of_observations(house);
    let kinds = format!("{home}/kinds");
    let (kind, which) = (format!("k-{child}"), format!("w-{child}-special_talent"));
    for words in ["画画", "画画和唱歌"] {
        send(&kinds, &kinds, &[(&kind, "special_talent"), (&which, words), (&kind, "left_behind")]);
    }
    for file in ["eight-kinds", "kind-files"] {
        assert_eq!(wang.download(&format!("/registers/{file}.csv?class={class}")).status, 200, "{file}");
    }
    for page in ["/screening/observation", &form, &events, &letters] {
        assert_eq!(wang.get(page).status, 200, "{page}");
    }
}

/// The office brings what a teacher wrote on paper; then it was the wrong day.
fn sheet_of_observations(house: &House) {
    let child = house.here.child("5.1", "苏小禾");
    let import: ImportId = derived(&[b"an import of observations"]);
    let (staff, day) = (house.who("何老师").staff(), day("2026-09-18"));
    let row = |pupil, ticks: &[(Item, Seen)]| Brought { class: child.class, staff, day, pupil, ticks: ticks.iter().copied().collect() };
    house.act(Subject::School, |tx, permit: &Permit<acts::ImportSheets>| {
        let term = time::current_term(tx)?.unwrap();
        let rows = [row(child.id, &[(Item::Memory, Seen::Watch), (Item::Conduct, Seen::Help)])];
        assert_eq!(observation_sheets::bring(tx, permit, &term, &rows, import)?, 1);
        let held = observation_sheets::held(tx, permit, &term)?;
        assert_eq!((held.beside(&rows[0]), held.beside(&row(child.id, &[]))), (Beside::Same, Beside::SheetDiffers));
        observation_sheets::undo_import(tx, permit, import)?;
        assert_eq!(observation_sheets::held(tx, permit, &term)?.beside(&rows[0]), Beside::New);
        Ok(())
    });
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
