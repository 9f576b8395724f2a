//! The survey of a class by kinds over HTTP: it begins with what is on record, changes only what the person may see, and goes into registers.

use bangfu::access::acts;
use bangfu::roster::family::{self, NewFact};
use bangfu::roster::family_facts::{Parent, Topic};

use crate::client::Client;
use crate::house::{House, day};

/// 林小明: the father is away, the family lives on the allowance, and he hears badly.
fn told(house: &House) {
    let child = house.here.child("4.2", "林小明").id;
    house.act(child, |tx, permit: &bangfu::access::Permit<acts::EditFamily>| {
        let new = [
            NewFact { since: Some(day("2026-03-01")), ..NewFact::of(Topic::Work(Parent::Father), "away") },
            NewFact::of(Topic::Work(Parent::Mother), "home"),
            NewFact::of(Topic::Care(Parent::Mother), "able"),
            NewFact::of(Topic::Disability, "hearing"),
            NewFact::item(Topic::Hardship, "dibao", true),
        ];
        family::write(tx, permit, &new, family::Source::Form)
    });
}

/// The kinds that are ticked for a child on the sheet.
fn ticked(page: &str, pupil: &str) -> Vec<String> {
    let field = format!("name=\"k-{pupil}\" value=\"");
    let after = |at: usize| &page[at + field.len()..];
    page.match_indices(&field)
        .filter(|(at, _)| after(*at)[..after(*at).find('>').unwrap()].contains("checked"))
        .map(|(at, _)| after(at)[..after(at).find('"').unwrap()].to_owned())
        .collect()
}

fn csv(client: &Client, path: &str) -> String {
    String::from_utf8_lossy(&client.download(path).bytes).into_owned()
}

#[test]
fn a_class_is_surveyed_by_kinds_from_what_is_on_record_and_each_changes_what_the_own_levels_open() {
    for house in House::both() {
        told(&house);
        let (class, _) = house.here.class("4.2");
        let (lin, chen) = (house.here.child("4.2", "林小明").id.to_string(), house.here.child("4.2", "陈安安").id.to_string());
        let page = format!("/screening/classes/{class}/kinds");
        let (teacher, principal) = (house.as_("王老师"), house.as_("陈校长"));
        let first = teacher.get(&page);
        assert_eq!((first.status, ticked(&first.text, &lin)), (200, vec!["left_behind".to_owned(), "disability".into()]), "{}", house.name());
        assert!(!first.text.contains("value=\"low_income\"") && !first.text.contains("value=\"well_off\""), "a class teacher fills in nothing about means");
        let (kind, which) = (format!("k-{chen}"), format!("w-{chen}-special_talent"));
        let bare = teacher.post_from(&page, &page, &[(&kind, "special_talent"), (&which, "")]);
        assert_eq!(bare.status, 422, "which talent is asked: {}", bare.main());
        assert!(bare.text.contains("特长") && ticked(&bare.text, &chen) == ["special_talent"], "what was typed is still there");
        let own = format!("k-{lin}");
        let saved = teacher.post_from(&page, &page, &[(&own, "left_behind"), (&kind, "special_talent"), (&which, "足球"), (&own, "low_income")]);
        assert_eq!((saved.status, saved.to.as_str()), (303, "/screening/kinds"), "{}", saved.main());
        let again = teacher.get(&page);
        assert_eq!(ticked(&again.text, &lin), ["left_behind"], "unticked stays unticked, and means that she may not see were not taken from her");
        assert!(again.text.contains("足球"));
        let leads = principal.get(&page);
        assert!(leads.text.contains("value=\"low_income\"") && leads.status == 200);
        let means = format!("w-{chen}-well_off");
        let send = [
            (own.as_str(), "left_behind"),
            (own.as_str(), "low_income"),
            (kind.as_str(), "special_talent"),
            (which.as_str(), "足球"),
            (kind.as_str(), "well_off"),
            (means.as_str(), "主动提出资助同学"),
        ];
        assert_eq!(principal.post_from(&page, &page, &send).status, 303);
        assert_eq!(teacher.post_from(&page, &page, &[(&own, "left_behind"), (&kind, "special_talent"), (&which, "足球")]).status, 303);
        assert_eq!(ticked(&principal.get(&page).text, &lin), ["low_income", "left_behind"], "a save by who does not see them left them as they were");
        let aid = house.as_("孙老师").get(&page);
        assert!(
            aid.text.contains("value=\"low_income\"") && !aid.text.contains("value=\"learning_difficulty\""),
            "the aid officer fills in what concerns means and the family, not learning"
        );
        let counts = csv(&principal, &format!("/registers/eight-kinds.csv?class={class}"));
        assert!(counts.contains("家庭经济困难") && counts.contains("四（2）班"), "{counts}");
        assert!(!csv(&teacher, &format!("/registers/eight-kinds.csv?class={class}")).contains("家庭经济困难"), "the register obeys the levels, too");
        let files = csv(&teacher, &format!("/registers/kind-files.csv?class={class}"));
        assert!(files.contains("足球") && files.contains("林小明") && !files.contains("主动提出资助"), "{files}");
        assert!(teacher.get("/screening/kinds").text.contains("四（2）班"));
        assert!([403, 404].contains(&house.as_("李老师").get(&page).status), "a subject teacher does not survey the class");
        assert_eq!(house.as_("何老师").get(&page).status, 404, "nor does the teacher of another class");
        let stranger = house.here.child("5.1", "苏小禾").id;
        let other = format!("k-{stranger}");
        assert_eq!(teacher.post_from(&page, &page, &[(&other, "left_behind")]).status, 422, "a child of another class is refused");
    }
}
