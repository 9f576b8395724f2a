//! With whom a child is compared: with the whole school (B1-02) or with those of the same age (B3-01). From the page of the rules over the preview and the run
//! to the candidates in words, over HTTP on both databases.

use crate::client::Client;
use crate::house::House;
use crate::workbooks::{counts, dropped, pressed, scores, told};

/// The baseline of the term: grade 4 does well; grade 5 has had a harder paper, so that 苏小禾 is as good as her age and below the school.
fn baseline(house: &House) -> Client {
    let office = house.as_("周主任");
    let rows: [&[&str]; 8] = [
        &["林小明", "四（2）班", "91", "90"],
        &["陈安安", "四（2）班", "93", "90"],
        &["刘一诺", "四（2）班", "95", "90"],
        &["赵小满", "四（2）班", "90", "90"],
        &["何田田", "四（2）班", "92", "90"],
        &["苏小禾", "五（1）班", "70", "90"],
        &["唐小北", "五（1）班", "60", "90"],
        &["王梓涵", "五（1）班", "80", "90"],
    ];
    let import = dropped(&office, "摸底.xlsx", &scores(&rows), "2026秋摸底");
    assert_eq!(office.post_from(&import, &format!("{import}/answers"), &[("by_name", "摸底.xlsx")]).status, 303);
    assert_eq!(counts(&told(&office, &import))[1], 8, "{}", house.name());
    pressed(&office, &import, "entry");
    office
}

/// The form of a rule: below the mean of a group, and below 75 of 100 in the same subject.
fn rule<'a>(name: &'a str, within: &'a str, figure: &'a str, act: &'a str) -> Vec<(&'a str, &'a str)> {
    let head = [("name", name), ("category", "0"), ("joint", "any"), ("joint-0", "all"), ("several-0", "1")];
    let first = [("kind-0-0", "below_mean"), ("within-0-0", within), ("times-0-0", "1")];
    let second = [("kind-0-1", "below_points"), ("figure-0-1", figure), ("times-0-1", "1")];
    let tail = [("from", "1"), ("to", "6"), ("subject", "chinese"), ("active", "1"), ("act", act)];
    [&head[..], &first[..], &second[..], &tail[..]].concat()
}

/// What the preview of a rule says of 五（1）班.
fn preview(office: &Client, within: &str) -> String {
    const FORM: &str = "/screening/rules/new";
    let answer = office.post_form(FORM, &rule("与谁比", within, "75", "preview"));
    assert_eq!(answer.status, 200, "{}", answer.main());
    let card = answer.text.split("id=\"preview\"").nth(1).and_then(|rest| rest.split("</section>").next()).unwrap_or_else(|| panic!("a preview: {}", answer.main()));
    assert!(!office.get("/screening/rules").text.contains("与谁比"), "a preview keeps nothing");
    card.split("<strong>五（1）班</strong>").nth(1).unwrap_or_else(|| panic!("somebody of 五（1）班: {card}")).split("</details>").next().unwrap().to_owned()
}

/// Saves the rule, runs the screening and gives the candidates whom the rule found: the page of the list with that rule chosen.
fn run(office: &Client, name: &str, within: &str, sentence: &str) -> String {
    const FORM: &str = "/screening/rules/new";
    let refused = office.post_form(FORM, &rule(name, within, "abc", "save"));
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("id=\"problem-figure-0-1\"") && refused.text.contains(&format!("value=\"{name}\"")), "{}", refused.main());
    let saved = office.post_form(FORM, &rule(name, within, "75", "save"));
    assert_eq!((saved.status, saved.to.as_str()), (303, "/screening/rules"), "{}", saved.main());
    let rules = office.get("/screening/rules").text;
    assert!(rules.contains(name) && rules.contains(sentence), "the rule stands there in words: {rules}");
    assert_eq!(office.post_from("/screening", "/screening/runs", &[("term", "2026-1")]).status, 303);
    let list = office.get("/screening/candidates").text;
    let option = list.split("name=\"rule\"").nth(1).unwrap().split("</select>").next().unwrap().split("<option").find(|option| option.contains(name)).unwrap();
    let number = option.split('"').nth(1).unwrap();
    office.get(&format!("/screening/candidates?rule={number}")).text
}

#[test]
fn below_the_mean_of_the_school_is_previewed_run_and_said_in_words() {
    for house in House::both() {
        let office = baseline(&house);
        let seen = preview(&office, "school");
        assert!(seen.contains("苏小禾") && seen.contains("唐小北") && !seen.contains("王梓涵"), "{}: {seen}", house.name());
        let list = run(&office, "比全校", "school", "低于全校平均且低于满分的 75%");
        // The mean of the eight is 83.9.
        assert!(list.contains("苏小禾") && list.contains("语文比全校平均低 14 分"), "{}: {list}", house.name());
        assert!(list.contains("唐小北") && list.contains("语文比全校平均低 24 分") && !list.contains("陈安安"), "{list}");
    }
}

#[test]
fn below_the_mean_of_the_same_age_is_another_yardstick_with_other_candidates() {
    for house in House::both() {
        let office = baseline(&house);
        let seen = preview(&office, "grade");
        assert!(seen.contains("唐小北") && !seen.contains("苏小禾"), "{}: {seen}", house.name());
        let list = run(&office, "比同龄", "grade", "低于年级平均且低于满分的 75%");
        assert!(list.contains("唐小北") && list.contains("语文比年级平均低 10 分"), "{}: {list}", house.name());
        assert!(!list.contains("苏小禾"), "as good as her age: {list}");
        let teacher = house.as_("何老师").get(&format!("/screening/classes/{}", house.here.class("5.1").0)).text;
        assert!(teacher.contains("语文比年级平均低 10 分"), "the class teacher reads the same words");
    }
}
