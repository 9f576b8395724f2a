//! The rules over families, case by case. Everybody is invented.

use super::super::family_facts::{DisabilityFacts, Hardship, ParentFacts};
use super::super::family_hardship::Group;
use super::*;
use crate::base::words::Lang;

const TODAY: &str = "2026-09-21";

fn day(text: &str) -> SchoolDate {
    text.parse().unwrap()
}

/// A parent by a few words: `home`, `away`, `away:2026-03-01`, `dead`, `missing`, `able`, `ill`, `disabled`, `detained`, `unable`, `lost`.
fn parent(words: &str) -> ParentFacts {
    let mut facts = ParentFacts::default();
    for word in words.split_whitespace() {
        let (word, since) = word.split_once(':').map_or((word, None), |(word, since)| (word, Some(day(since))));
        let work = |away| Some(Work { away, since, place: String::new() });
        match word {
            "home" => (facts.life, facts.work) = (Some(Life::Alive), work(false)),
            "away" => (facts.life, facts.work) = (Some(Life::Alive), work(true)),
            "lost" => facts.contact = Some(Contact::Lost),
            other => match (Life::of(other), Care::of(other)) {
                (Some(life), _) => facts.life = Some(life),
                (_, Some(care)) => facts.care = Some(care),
                _ => panic!("{other}"),
            },
        }
    }
    facts
}

/// A child of ten with rural registration here.
fn child(father: &str, mother: &str) -> Facts {
    Facts {
        birth: Some(day("2016-03-07")),
        father: parent(father),
        mother: parent(mother),
        registration: Some(Registration::Rural),
        origin: Some(Origin::Local),
        ..Facts::default()
    }
}

fn said(why: &[Msg]) -> String {
    why.iter().map(|msg| msg.text(Lang::ZhCn)).collect::<Vec<_>>().join("；")
}

#[test]
fn the_registry_counts_one_and_two_parents_who_are_away_for_three_months() {
    type Case = (&'static str, &'static str, Option<Carer>, Option<u8>, &'static str);
    let table: [Case; 17] = [
        ("away:2026-03-01", "away:2026-03-01", Some(Carer::PaternalGrandparents), Some(2), "亲属"),
        ("away:2026-03-01", "home able", None, Some(1), "父亲"),
        ("home able", "away:2025-03-01", Some(Carer::Father), Some(1), "母亲"),
        ("home", "home", None, Some(0), "在家"),
        ("away:2026-06-21", "home", None, Some(1), "父亲"),
        ("away:2026-06-22", "home", None, Some(0), "不满 3 个月"),
        ("away:2026-08-01", "away:2026-03-01", Some(Carer::Kin), Some(1), "母亲"),
        ("away:2026-03-01", "away:2026-03-01", Some(Carer::Entrusted), Some(0), "委托"),
        ("away:2026-03-01", "away:2026-03-01", Some(Carer::Institution), Some(0), "机构"),
        ("away:2026-03-01", "away:2026-03-01", None, None, "由谁照顾"),
        ("away:2026-03-01", "away:2026-03-01", Some(Carer::Parents), None, "由谁照顾"),
        ("away", "home", None, None, "父亲从什么时候"),
        ("away:2026-03-01", "", None, None, "母亲是否外出"),
        ("", "home", None, None, "父亲是否外出"),
        ("dead", "away:2026-03-01", Some(Carer::MaternalGrandparents), Some(1), "母亲"),
        ("dead", "home", None, Some(0), "父亲已去世"),
        ("away:2026-03-01", "home ill", None, None, "由谁照顾"),
    ];
    for (father, mother, carer, code, word) in table {
        let facts = Facts { carer, ..child(father, mother) };
        let found = registry_count(&facts, day(TODAY));
        assert_eq!(found.code, code, "{father} / {mother} / {carer:?}: {}", said(&found.why));
        assert!(said(&found.why).contains(word), "{father} / {mother}: {}", said(&found.why));
    }
}

#[test]
fn civil_affairs_count_both_away_or_one_away_and_the_other_unable() {
    use Answer::{No, Unknown, Yes};
    let table = [
        ("away", "away", Yes, "父亲外出"),
        ("away:2026-09-01", "away:2026-09-20", Yes, "2026-09-20"),
        ("away", "home able", No, "有监护能力"),
        ("away", "home ill", Yes, "母亲患重病"),
        ("home disabled", "away", Yes, "父亲重度残疾"),
        ("dead", "away", Yes, "父亲已去世"),
        ("away", "missing", Yes, "母亲失踪"),
        ("away", "home lost", Yes, "母亲失去联系"),
        ("home", "home", No, "在家"),
        ("dead", "home", No, "在家"),
        ("away", "home", Unknown, "母亲有没有监护能力"),
        ("away", "", Unknown, "母亲"),
        ("", "", Unknown, "父亲是否外出"),
    ];
    for (father, mother, answer, word) in table {
        let found = civil_left_behind(&child(father, mother), day(TODAY));
        assert_eq!(found.answer, answer, "{father} / {mother}: {}", said(&found.why));
        assert!(said(&found.why).contains(word), "{father} / {mother}: {}", said(&found.why));
    }
}

#[test]
fn civil_affairs_ask_for_a_rural_registration_and_for_less_than_sixteen_years() {
    let both = child("away", "away");
    let at = |facts: &Facts, text: &str| civil_left_behind(facts, day(text)).answer;
    assert_eq!(at(&Facts { registration: Some(Registration::Urban), ..both.clone() }, TODAY), Answer::No);
    assert_eq!(at(&Facts { registration: None, ..both.clone() }, TODAY), Answer::Unknown);
    assert_eq!(at(&Facts { birth: None, ..both.clone() }, TODAY), Answer::Unknown);
    assert_eq!([at(&both, "2032-03-06"), at(&both, "2032-03-07")], [Answer::Yes, Answer::No], "the sixteenth birthday");
    let at_home = Facts { registration: None, birth: None, ..child("home able", "home able") };
    assert_eq!(at(&at_home, TODAY), Answer::No, "what decides decides, whatever else is not known");
}

#[test]
fn a_label_lapses_when_a_parent_comes_home() {
    let (before, after) = (child("away:2026-03-01", "home able"), child("home:2026-09-01", "home able"));
    assert_eq!((registry_count(&before, day(TODAY)).code, registry_count(&after, day(TODAY)).code), (Some(1), Some(0)));
}

#[test]
fn one_parent_an_orphan_and_a_child_without_support_are_told_apart() {
    use Answer::{No, Unknown, Yes};
    let table = [
        ("dead", "home able", None, Yes, No, No),
        ("home able", "missing", None, Yes, No, No),
        ("dead", "missing", None, No, Yes, No),
        ("dead", "dead", Some(Bond::Divorced), No, Yes, No),
        ("dead", "home ill", None, Yes, No, Yes),
        ("home detained", "away lost", Some(Bond::Divorced), Yes, No, Yes),
        ("home disabled", "home disabled", Some(Bond::Together), No, No, Yes),
        ("home unable", "home disabled", Some(Bond::Together), No, No, No),
        ("home able", "home able", Some(Bond::Together), No, No, No),
        ("home able", "home able", Some(Bond::Unmarried), Yes, No, No),
        ("home able", "home able", None, Unknown, No, No),
        ("", "home able", None, Unknown, No, No),
        ("", "dead", None, Unknown, Unknown, Unknown),
        ("", "", Some(Bond::Together), No, Unknown, Unknown),
        ("", "", None, Unknown, Unknown, Unknown),
    ];
    for (father, mother, bond, single, orphan, without) in table {
        let facts = Facts { bond, ..child(father, mother) };
        let found = (with_one_parent(&facts).answer, orphaned(&facts).answer, unsupported(&facts).answer);
        assert_eq!(found, (single, orphan, without), "{father} / {mother} / {bond:?}: {}", said(&with_one_parent(&facts).why));
    }
}

#[test]
fn a_migrant_child_is_registered_in_the_country_elsewhere_and_lives_with_a_parent() {
    use Answer::{No, Unknown, Yes};
    let of = |origin, registration, father: &str, mother: &str| migrant_child(&Facts { origin, registration, ..child(father, mother) }).answer;
    let (rural, urban) = (Some(Registration::Rural), Some(Registration::Urban));
    assert_eq!(of(Some(Origin::OtherProvince), rural, "home", "home"), Yes);
    assert_eq!(of(Some(Origin::OtherCounty), rural, "home", ""), Yes);
    assert_eq!(of(Some(Origin::OtherCounty), urban, "home", "home"), No);
    assert_eq!(of(Some(Origin::Local), None, "", ""), No);
    assert_eq!(of(Some(Origin::OtherProvince), rural, "away", "away"), No, "left with others, not come along");
    assert_eq!(of(Some(Origin::OtherProvince), rural, "dead", "away"), No);
    assert_eq!(of(None, rural, "home", "home"), Unknown);
    assert_eq!(of(Some(Origin::OtherProvince), rural, "away", ""), Unknown);
}

#[test]
fn grandparents_health_and_boarding_are_as_the_facts_say() {
    let facts = Facts { carer: Some(Carer::MaternalGrandparents), illness: Some(Illness::Chronic), boarding: Some(true), ..child("away", "away") };
    assert!(with_grandparents(&facts).is_yes() && ill(&facts).is_yes() && boards(&facts).is_yes());
    assert_eq!(with_grandparents(&Facts { carer: Some(Carer::Mother), ..facts.clone() }).answer, Answer::No);
    assert_eq!(with_grandparents(&Facts { carer: None, ..facts.clone() }).answer, Answer::Unknown);
    let known = |kind, certified| Facts { disability: Some(DisabilityFacts { kind, degree: Some(2), certified }), ..facts.clone() };
    let kind = super::super::family_facts::Disability::Mental;
    let yes = disabled(&known(Some(kind), Some(true)));
    assert!(yes.is_yes() && !said(&yes.why).contains("精神"), "the reason does not tell the kind: {}", said(&yes.why));
    assert_eq!(disabled(&known(None, None)).answer, Answer::No);
    assert_eq!(disabled(&facts).answer, Answer::Unknown);
}

#[test]
fn a_special_need_is_a_place_to_learn_or_another_need_and_its_kind_is_not_told() {
    use super::super::family_facts::Placement::{Home, Inclusive, Ordinary, Resource};
    for (placement, special_need, answer) in [
        (Some(Inclusive), None, Answer::Yes),
        (Some(Resource), Some(false), Answer::Yes),
        (Some(Home), None, Answer::Yes),
        (Some(Ordinary), Some(true), Answer::Yes),
        (None, Some(true), Answer::Yes),
        (Some(Ordinary), Some(false), Answer::No),
        (None, Some(false), Answer::No),
        (Some(Ordinary), None, Answer::Unknown),
        (None, None, Answer::Unknown),
    ] {
        assert_eq!(in_special_need(&Facts { placement, special_need, ..Facts::default() }).answer, answer, "{placement:?} {special_need:?}");
    }
}

#[test]
fn hardship_is_a_recognised_group_or_an_income_below_the_line() {
    let poor = Facts { income_fen: Some(400_000), ..Facts::default() };
    assert_eq!([below_line(&poor, Some(480_000)), below_line(&poor, Some(400_000)), below_line(&poor, None)].map(|j| j.answer), [Answer::Yes, Answer::No, Answer::Unknown]);
    assert_eq!(in_hardship(&Facts::default(), Some(480_000)).answer, Answer::Unknown);
    let held = Facts { hardships: vec![Hardship { group: Group::of("dibao").unwrap(), since: None, until: None }], ..Facts::default() };
    assert_eq!((in_hardship(&held, None).answer, said(&in_hardship(&held, None).why)), (Answer::Yes, "最低生活保障".to_owned()));
}

#[test]
fn every_kind_has_a_word_and_every_answer_reasons_in_each_language() {
    let lives =
        ["", "home", "home able", "away", "away:2026-03-01", "away:2026-09-01", "dead", "missing", "home ill", "home disabled", "home detained", "home unable", "away lost"];
    let carers = [None, Some(Carer::Parents), Some(Carer::Entrusted), Some(Carer::Institution), Some(Carer::PaternalGrandparents)];
    for (lang, _) in Lang::ALL {
        for kind in Kind::ALL {
            assert_ne!(Msg::new(kind.key()).text(lang), kind.key());
            assert_eq!(Kind::of(kind.code()), Some(kind));
            for (father, mother) in lives.iter().flat_map(|father| lives.iter().map(move |mother| (father, mother))) {
                for carer in carers {
                    for (registration, origin) in [(None, None), (Some(Registration::Urban), Some(Origin::OtherCounty)), (Some(Registration::Rural), Some(Origin::OtherProvince))] {
                        let facts = Facts { carer, registration, origin, ..child(father, mother) };
                        let judged = judge(kind, &facts, day(TODAY), None);
                        assert!(!judged.why.is_empty(), "{kind:?} {father} / {mother}");
                        let text = said_in(lang, &judged.why);
                        assert!(!text.contains("roster-family-") && !text.contains('{'), "{lang} {kind:?} {father} / {mother}: {text}");
                    }
                }
            }
        }
    }
}

fn said_in(lang: Lang, why: &[Msg]) -> String {
    why.iter().map(|msg| msg.text(lang)).collect::<Vec<_>>().join(" ")
}
