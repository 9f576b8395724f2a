//! The office and its programmes, over HTTP: A9 is copied, its 2–4 becomes 1–3 with the clause beside it, and last term keeps what counted in it (A9-15).

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::TermCode;
use bangfu::roster::terms::TermPlan;
use bangfu::roster::time;

use crate::cast::term_code;
use crate::client::{Client, hidden};
use crate::house::{House, day};

/// The value of an attribute of a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let at = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[at..].split('"').next()
}

/// What a browser would send of the form with an action, as it stands on the page.
pub(crate) fn form(page: &str, action: &str) -> Vec<(String, String)> {
    let form = page.split("<form").find(|form| attribute(form.split('>').next().unwrap_or_default(), "action") == Some(action)).unwrap();
    let form = form.split("</form>").next().unwrap();
    let (mut fields, mut select) = (Vec::new(), String::new());
    for piece in form.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let name = attribute(tag, "name").unwrap_or_default().to_owned();
        if tag.starts_with("select") {
            select = name;
        } else if tag.starts_with("option") {
            let first = !fields.iter().any(|(known, _)| *known == select);
            let value = attribute(tag, "value").unwrap_or_default().to_owned();
            if tag.ends_with(" selected") {
                fields.retain(|(known, _)| *known != select);
            }
            if first || tag.ends_with(" selected") {
                fields.push((select.clone(), value));
            }
        } else if tag.starts_with("textarea") {
            fields.push((name, text.to_owned()));
        } else if tag.starts_with("input") {
            let ticks = matches!(attribute(tag, "type"), Some("checkbox" | "radio"));
            if !ticks || tag.ends_with(" checked") {
                fields.push((name, attribute(tag, "value").unwrap_or_default().to_owned()));
            }
        }
    }
    fields
}

/// Sends a form with some fields changed.
pub(crate) fn send(client: &Client, path: &str, fields: &[(String, String)], changed: &[(&str, &str)]) -> crate::client::Answer {
    let all: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), changed.iter().find(|(other, _)| other == name).map_or(value.as_str(), |(_, new)| *new))).collect();
    client.post(path, &all)
}

/// The part of a programme's page about a parameter.
fn part<'a>(page: &'a str, code: &str) -> &'a str {
    let from = page.split(&format!("id=\"param-{code}\"")).nth(1).unwrap_or_else(|| panic!("{code} is not on the page"));
    from.split("id=\"param-").next().unwrap()
}

fn copied(office: &Client, preset: &str, name: &str) -> String {
    let path = format!("/programmes/presets/{preset}");
    let answer = office.post_form(&path, &[("name", name), ("purpose", "一起帮一把"), ("from_term", "2026-1")]);
    assert_eq!(answer.status, 303, "{}", answer.main());
    answer.to
}

fn spring(house: &House) {
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageCalendar>| {
        let code: TermCode = term_code("2026-2");
        time::add_term(tx, permit, code, &TermPlan::of(day("2027-03-01"), day("2027-07-02")))
    });
    house.clock.set(day("2027-03-01"));
}

#[test]
fn the_office_copies_a_preset_changes_two_to_four_into_one_to_three_and_last_term_keeps_two_to_four() {
    for house in House::both() {
        let office = house.as_("周主任");
        let sample = office.get("/programmes/presets/target_pupil").text;
        assert!(part(&sample, "class_guide").contains("2–4 名学生") && part(&sample, "class_guide").contains("確定2~4名待優生對象"), "A9-15 in its own words");
        let page = copied(&office, "target_pupil", "四年级待优生");
        assert_eq!(office.post_from(&page, &format!("{page}/terms"), &[("from_term", "2026-1"), ("until_term", "")]).status, 303);
        let shown = office.get(&page).text;
        assert!(part(&shown, "screening_due").contains("2026-10-06"), "this calendar has no holiday: {}", part(&shown, "screening_due"));
        assert!(part(&shown, "hand_in_day").contains("9-30、10-30、11-30、12-30、1-22"), "{}", part(&shown, "hand_in_day"));

        spring(&house);
        let office = house.as_("周主任");
        let edit = format!("{page}/edit");
        let form_page = office.get(&edit).text;
        let beside = form_page.split("name=\"class_guide-to\"").nth(1).unwrap().split("</fieldset>").next().unwrap();
        assert!(beside.contains("A9-15") && beside.contains("確定2~4名待優生對象"), "the clause stands beside the number");
        let saved = send(&office, &edit, &form(&form_page, &edit), &[("class_guide", "1"), ("class_guide-to", "3")]);
        assert_eq!((saved.status, saved.to.as_str()), (303, page.as_str()), "{}", saved.main());
        let now = office.get(&page).text;
        assert!(
            part(&now, "class_guide").contains("<b>1–3 名学生</b>") && part(&now, "class_guide").contains("2–4 名学生"),
            "and what the sample says: {}",
            part(&now, "class_guide")
        );
        assert!(part(&now, "talk_every").contains("每周至少 1 次") && part(&now, "registers").contains("待优生情况一览表"), "the rest is as it was");
        assert!(now.contains("<del>2–4 名学生</del>") && now.contains("<ins>1–3 名学生</ins>"), "the versions are compared");
        let last_term = office.get(&format!("{page}?term=2026-1")).text;
        assert!(part(&last_term, "class_guide").contains("<b>2–4 名学生</b>"), "{}", part(&last_term, "class_guide"));
        let same = send(&office, &edit, &form(&office.get(&edit).text, &edit), &[]);
        assert_eq!(same.status, 303);
        assert_eq!(office.get(&page).text.matches("<del>").count(), 1, "the form changes nothing by itself");
    }
}

#[test]
fn a_slip_in_the_form_is_said_at_its_field_and_nothing_typed_is_lost() {
    let house = House::sqlite();
    let office = house.as_("周主任");
    let edit = format!("{}/edit", copied(&office, "learning_difficulty", "学习支持"));
    let fields = form(&office.get(&edit).text, &edit);
    let slips = [("class_guide", "十"), ("prize_split", "1:2"), ("name", "差生转化"), ("purpose", "多一点耐心"), ("talk_every", "2"), ("talk_every-span", "month")];
    let refused = send(&office, &edit, &fields, &slips);
    assert_eq!(refused.status, 422);
    for kept in ["value=\"十\"", "value=\"1:2\"", "value=\"差生转化\"", ">多一点耐心</textarea>", "id=\"problem-class_guide\"", "id=\"problem-prize_split\""] {
        assert!(refused.text.contains(kept), "{kept}: {}", refused.main());
    }
    assert!(refused.text.contains("<option value=\"month\" selected>"), "the span is kept");
    let kinder = send(&office, &edit, &fields, &[("name", "差生转化")]);
    assert!(kinder.status == 422 && kinder.text.contains("学习支持学生"), "a kinder word is proposed");
    let words = office.post_form("/programmes/words", &[("target_pupil", "后进生")]);
    assert!(words.status == 422 && words.text.contains("value=\"后进生\"") && words.text.contains("学习支持学生"), "{}", words.main());
    assert_eq!(office.post_form("/programmes/words", &[("target_pupil", "学习伙伴")]).status, 303);
    assert!(office.get("/programmes").text.contains("学习伙伴"));
}

#[test]
fn ending_is_asked_once_and_says_what_happens() {
    let house = House::sqlite();
    let office = house.as_("周主任");
    let page = copied(&office, "left_behind", "留守儿童关爱");
    office.post_from(&page, &format!("{page}/terms"), &[("from_term", "2026-1"), ("until_term", "")]);
    let end = format!("{page}/end");
    let asked = office.post_from(&page, &end, &[("last_term", "2026-1")]);
    assert!(asked.status == 200 && asked.text.contains("已有的档案和记录都留着"), "{}", asked.main());
    let keys = (hidden(&asked.text, "_csrf"), hidden(&asked.text, "_once"));
    let ended = office.post(&end, &[("_csrf", &keys.0), ("_once", &keys.1), ("last_term", "2026-1"), ("confirmed", "1")]);
    assert_eq!(ended.status, 303, "{}", ended.main());
    spring(&house);
    let office = house.as_("周主任");
    assert!(office.get(&page).text.contains("没有启用"));
    assert!(office.get(&format!("{page}?term=2026-1")).text.contains("正在实行"), "the past is as it was");
}

#[test]
fn a_teacher_reads_the_numbers_and_changes_none_and_another_school_has_its_own() {
    let house = House::sqlite();
    let teacher = house.as_("王老师");
    let page = format!("/programmes/{}", house.here.programme);
    let shown = teacher.get(&page);
    assert!(shown.status == 200 && shown.text.contains("A9-20") && !shown.text.contains("/edit"), "{}", shown.main());
    assert_eq!(teacher.get(&format!("{page}/edit")).status, 403);
    assert_eq!(teacher.get("/programmes/words").status, 403);
    assert_eq!(house.as_("周主任").get(&format!("/programmes/{}", house.there.programme)).status, 404);
}
