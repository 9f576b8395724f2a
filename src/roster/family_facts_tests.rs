//! Facts hold from their day on, until a later one; a correction counts instead of what it corrects.

use super::*;
use crate::base::derived;
use crate::base::words::Lang;

fn day(text: &str) -> SchoolDate {
    text.parse().unwrap()
}

fn fact(number: i64, topic: Topic, value: &str, from: &str) -> Fact {
    Fact {
        id: derived(&[b"fact", &number.to_be_bytes()]),
        number,
        topic,
        item: String::new(),
        value: value.into(),
        since: None,
        until: None,
        place: String::new(),
        degree: None,
        certified: None,
        amount_fen: None,
        has_note: false,
        from: day(from),
        source: "form".into(),
        actor: String::new(),
        at: Stamp(0),
        corrects: None,
        corrected: false,
    }
}

fn on(rows: &[Fact], text: &str) -> Facts {
    facts_on(rows, day(text), None, None)
}

#[test]
fn a_fact_holds_from_its_day_until_the_next_one() {
    let rows = [fact(1, Topic::Work(Father), "home", "2025-09-01"), fact(2, Topic::Work(Father), "away", "2026-03-01"), fact(3, Topic::Work(Father), "unknown", "2026-09-10")];
    let away = |text: &str| on(&rows, text).father.work.map(|work| work.away);
    assert_eq!([away("2025-08-31"), away("2026-02-28"), away("2026-03-01"), away("2026-09-10")], [None, Some(false), Some(true), None]);
}

#[test]
fn a_correction_counts_instead_of_what_it_corrects_and_taking_back_lets_the_older_fact_stand() {
    let mut rows = vec![fact(1, Topic::Carer, "mother", "2025-09-01"), fact(2, Topic::Carer, "kin", "2026-09-01"), fact(3, Topic::Carer, "entrusted", "2026-09-01")];
    rows[1].corrected = true;
    rows[2].corrects = Some(rows[1].id);
    assert_eq!(on(&rows, "2026-09-20").carer, Some(Carer::Entrusted));
    rows[2].value = String::new();
    assert_eq!(on(&rows, "2026-09-20").carer, Some(Carer::Mother), "taken back, not replaced");
}

#[test]
fn of_two_facts_of_one_day_the_last_written_counts() {
    let rows = [fact(2, Topic::Bond, "divorced", "2026-09-01"), fact(1, Topic::Bond, "together", "2026-09-01")];
    assert_eq!(on(&rows, "2026-09-01").bond, Some(Bond::Divorced));
}

#[test]
fn a_recognised_hardship_lapses_with_its_last_day() {
    let mut row = fact(1, Topic::Hardship, "yes", "2026-09-01");
    row.item = "dibao".into();
    row.until = Some(day("2027-08-31"));
    let rows = [row];
    let held = |text: &str| on(&rows, text).hardships.len();
    assert_eq!([held("2026-08-31"), held("2026-09-01"), held("2027-08-31"), held("2027-09-01")], [0, 1, 1, 0]);
}

#[test]
fn each_topic_and_value_has_words_in_each_language() {
    for (lang, _) in Lang::ALL {
        for topic in Topic::ALL {
            assert_eq!(Topic::of(topic.code()), Some(topic));
            assert!(!label(lang, topic).starts_with("roster-family-"), "{lang} {}", topic.code());
            for value in topic.values().iter().chain([&UNKNOWN]) {
                let bare = matches!(topic, Topic::Livelihood | Topic::Hardship | Topic::Relief | Topic::Income | Topic::Domicile);
                assert!(bare || !value_word(lang, topic, value).starts_with("roster-family-"), "{lang} {} {value}", topic.code());
            }
        }
        for group in super::super::family_hardship::GROUPS {
            assert!(!item_word(lang, Topic::Hardship, group.code).starts_with("roster-family-"), "{lang} {}", group.code);
        }
        for kind in Relief::CODES {
            assert!(!item_word(lang, Topic::Relief, kind).starts_with("roster-family-"), "{lang} {kind}");
        }
        for source in Livelihood::CODES {
            assert!(!item_word(lang, Topic::Livelihood, source).starts_with("roster-family-"), "{lang} {source}");
        }
    }
}

#[test]
fn a_fact_is_told_with_its_day_and_its_place() {
    let mut row = fact(1, Topic::Work(Mother), "away", "2026-03-01");
    row.since = Some(day("2026-03-01"));
    row.place = "广东省东莞市".into();
    assert_eq!(text(Lang::ZhCn, &row), "外出务工，2026-03-01 起，广东省东莞市");
}

#[test]
fn where_a_household_is_registered_is_told_in_its_own_words() {
    let mut row = fact(1, Topic::Domicile, "known", "2026-09-01");
    row.place = "贵州省毕节市".into();
    assert_eq!(text(Lang::ZhCn, &row), "贵州省毕节市");
    let mut help = fact(2, Topic::Relief, "yes", "2026-09-01");
    help.item = "medical".into();
    assert_eq!(text(Lang::ZhCn, &help), "医疗救助");
}

#[test]
fn a_place_of_work_is_told_to_the_city_and_no_further() {
    for text in ["广东省东莞市", " 浙江 杭州 ", "新疆喀什", ""] {
        assert!(province_and_city(text).is_ok(), "{text}");
    }
    for text in ["东莞市长安镇振安路", "杭州市余杭区3幢", "某某小区", "一二三四五六七八九十一二三四五六七八九十一"] {
        assert!(province_and_city(text).is_err(), "{text}");
    }
}

#[test]
fn yuan_are_read_as_they_are_typed_and_told_as_they_are_read() {
    for (text, expected) in [("4800", 480_000), ("4,800元", 480_000), ("4800.5", 480_050), ("０", 0), ("12.34", 1234)] {
        assert_eq!(fen(text), Ok(expected), "{text}");
    }
    for text in ["", "many", "-5", "1.234", "123456789", "1.2.3"] {
        assert!(fen(text).is_err(), "{text}");
    }
    assert_eq!((yuan(480_000), yuan(480_050)), ("4800".to_owned(), "4800.50".to_owned()));
}
