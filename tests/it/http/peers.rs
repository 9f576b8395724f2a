//! Study partners over HTTP: the child chooses, nobody is pressed, one helper for a child, groups, and a paper that says nothing of anybody (A2-08, A7-06, A6-11, A6-08).

use bangfu::access::{self, Permit, acts};
use bangfu::base::PupilId;
use bangfu::roster::family::{self, NewFact};
use bangfu::roster::family_facts::{Parent, Topic};

use crate::house::{House, day};

fn page(house: &House) -> String {
    format!("/pairing/classes/{}/peers", house.here.class("4.2").0)
}

fn id(house: &House, name: &str) -> PupilId {
    house.here.child("4.2", name).id
}

/// Fills in the grid: who, what field, what; the others as the form shows them.
fn grid(house: &House, said: &[(&str, &str, &str)]) -> crate::client::Answer {
    let client = house.as_("王老师");
    let form = format!("{}/wishes", page(house));
    let number = crate::client::hidden(&client.get(&form).text, "number");
    let mut fields: Vec<(String, String)> = vec![("number".into(), number)];
    let mut children: Vec<&str> = said.iter().map(|(name, ..)| *name).collect();
    children.dedup();
    fields.extend(children.iter().map(|name| ("child".to_owned(), id(house, name).to_string())));
    fields.extend(said.iter().map(|(name, field, value)| (format!("{field}-{}", id(house, name)), (*value).to_owned())));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post_form(&form, &fields)
}

/// Asks for a pair.
fn pair(house: &House, helped: &str, helper: &str) -> crate::client::Answer {
    let (child, other, lead) = (id(house, helped).to_string(), id(house, helper).to_string(), house.here.person("王老师").staff.to_string());
    let page = page(house);
    house.as_("王老师").post_from(&page, &format!("{page}/pairs"), &[("pair", &child), (&format!("p-{child}"), &other), ("lead", &lead)])
}

fn readers(house: &House, child: PupilId) -> usize {
    house.act(child, |tx, permit: &Permit<acts::SeePupil>| access::readers_of(tx, permit)).len()
}

#[test]
fn the_child_chooses_the_classmate_is_willing_and_each_child_has_one_partner() {
    for house in House::both() {
        let wrong = grid(&house, &[("林小明", "n", "1"), ("林小明", "w", "99"), ("林小明", "w2", "何田田")]);
        assert!(wrong.status == 422 && wrong.text.contains("找不到这位同学") && wrong.text.contains("value=\"99\""), "{}", wrong.main());
        let twice = grid(&house, &[("林小明", "n", "1"), ("林小明", "w", "1")]);
        assert!(twice.status == 422 && twice.text.contains("写了自己"), "{}", twice.main());
        let saved = grid(
            &house,
            &[
                ("林小明", "n", "1"),
                ("林小明", "w", "3"),
                ("林小明", "w2", "何田田"),
                ("林小明", "s", "maths"),
                ("陈安安", "h", "no"),
                ("何田田", "h", "yes"),
                ("刘一诺", "h", "yes"),
            ],
        );
        assert_eq!(saved.status, 303, "{}", saved.main());
        let shown = house.as_("王老师").get(&page(&house)).text;
        assert!(shown.contains("1 号 林小明") && shown.contains("孩子的第二志愿"), "{shown}");
        let before = readers(&house, id(&house, "林小明"));
        for (helper, why) in [("陈安安", "不勉强任何人"), ("刘一诺", "请先问孩子")] {
            let refused = pair(&house, "林小明", helper);
            assert!(refused.status == 422 && refused.text.contains(why), "{helper}: {} {}", refused.status, refused.main());
        }
        let made = pair(&house, "林小明", "何田田");
        assert_eq!(made.status, 303, "{}", made.main());
        assert_eq!(pair(&house, "林小明", "何田田").status, 409, "each child has one");
        assert_eq!(readers(&house, id(&house, "林小明")), before, "a partner sees nothing of anybody");
        for (name, status) in [("李老师", 403), ("郑老师", 403), ("何老师", 404), ("周主任", 200), ("孙老师", 403)] {
            assert_eq!(house.as_(name).get(&page(&house)).status, status, "{name}");
            assert_eq!(house.as_(name).get(&format!("{}/wishes", page(&house))).status, status, "{name}");
        }
        it_ends_with_a_reason_and_stays_in_the_history(&house);
    }
}

fn it_ends_with_a_reason_and_stays_in_the_history(house: &House) {
    let shown = house.as_("王老师").get(&page(house)).text;
    assert!(shown.contains("王老师牵头") && shown.contains("2027-01-22"), "{shown}");
    let pair = crate::client::hidden(shown.split("/ends\"").nth(1).unwrap(), "id");
    let end = |reason: &str| house.as_("王老师").post_from(&page(house), &format!("{}/ends", page(house)), &[("id", &pair), ("reason", reason)]).status;
    assert_eq!((end(""), end("wish"), end("wish")), (422, 303, 409));
    let shown = house.as_("王老师").get(&page(house)).text;
    assert!(shown.contains("以前的（1）") && shown.contains("孩子希望结束或更换"), "{shown}");
    assert!(shown.contains("孩子的第二志愿"), "and it is proposed anew");
    let other = format!("/pairing/classes/{}/peers", house.here.class("5.1").0);
    let strange = house.as_("何老师").post_from(&other, &format!("{other}/ends"), &[("id", &pair), ("reason", "wish")]);
    assert_eq!(strange.status, 404, "a pair of another class");
}

#[test]
fn each_left_behind_child_is_to_have_one_study_helper_and_nobody_else_reads_why() {
    for house in House::both() {
        house.act(id(&house, "林小明"), |tx, permit| {
            let away = NewFact { since: Some(day("2026-03-01")), place: "广东省东莞市".into(), ..NewFact::of(Topic::Work(Parent::Father), "away") };
            let mother = [NewFact::of(Topic::Work(Parent::Mother), "home"), NewFact::of(Topic::Care(Parent::Mother), "able")];
            family::write(tx, permit, &[&[away][..], &mother].concat(), family::Source::Form)
        });
        let client = house.as_("王老师");
        let shown = client.get(&page(&house)).text;
        assert!(shown.contains("留守儿童有 1 名，其中 1 名还没有学习帮手"), "{shown}");
        let form = client.get(&format!("{}/wishes", page(&house))).text;
        let ticked = form.split("<input").find(|part| part.contains(&format!("name=\"n-{}\"", id(&house, "林小明")))).unwrap().split('>').next().unwrap().to_owned();
        assert!(ticked.contains("checked") && !form.contains("留守"), "the form begins with the child ticked and does not say why: {ticked}");
        assert_eq!(grid(&house, &[("林小明", "n", "1"), ("何田田", "h", "yes")]).status, 303);
        assert_eq!(pair(&house, "林小明", "何田田").status, 303);
        let shown = client.get(&page(&house)).text;
        assert!(shown.contains("其中 0 名还没有学习帮手"), "{shown}");
        assert_eq!(shown.matches("留守").count(), 1, "only the line for the teacher");
        assert!(!house.as_("李老师").get(&format!("/pupils/{}", id(&house, "何田田"))).text.contains("留守"));
        let paper = client.download(&format!("{}/paper/docx", page(&house)));
        let text = super::office::text_of_docx(paper.bytes);
        assert!(text.contains("1 号 林小明 和 6 号 何田田") && text.contains("温故知新") && text.contains("一起弄明白"), "{text}");
        for word in ["留守", "待优", "帮扶", "帮手", "项目", "学困"] {
            assert!(!text.contains(word), "what hangs in the class says `{word}`: {text}");
        }
    }
}

#[test]
fn a_study_group_has_a_leading_teacher_and_a_kind_name_and_ends_with_the_term() {
    for house in House::both() {
        let page = page(&house);
        let (lead, stranger) = (house.here.person("王老师").staff.to_string(), house.here.person("何老师").staff.to_string());
        let members: Vec<String> = ["林小明", "陈安安", "何田田"].iter().map(|name| id(&house, name).to_string()).collect();
        let make = |name: &str, lead: &str, members: &[String]| {
            let mut fields = vec![("name", name), ("lead", lead)];
            fields.extend(members.iter().map(|member| ("member", member.as_str())));
            house.as_("王老师").post_from(&page, &format!("{page}/groups"), &fields)
        };
        for (answer, why) in [
            (make("差生组", &lead, &members), "待优"),
            (make("小树苗组", &stranger, &members), "本班老师牵头"),
            (make("小树苗组", &lead, &members[..2]), "请选 3 至 8 名"),
            (make("小树苗组", &lead, &[members[0].clone(), members[1].clone(), house.here.child("5.1", "苏小禾").id.to_string()]), "请选 3 至 8 名"),
        ] {
            assert!(answer.status == 422, "{why}: {} {}", answer.status, answer.main());
            assert!(why == "待优" || answer.text.contains(why), "{why}: {}", answer.main());
        }
        assert_eq!(make("小树苗组", &lead, &members).status, 303);
        let shown = house.as_("王老师").get(&page).text;
        assert!(shown.contains("小树苗组 · 1 号 林小明、3 号 陈安安、6 号 何田田"), "{shown}");
        let text = super::office::text_of_docx(house.as_("王老师").download(&format!("{page}/paper/docx")).bytes);
        assert!(text.contains("小树苗组") && text.contains("带队老师：王老师"), "{text}");
        let group = crate::client::hidden(shown.split("/group-ends\"").nth(1).unwrap(), "id");
        let end = |reason: &str| house.as_("王老师").post_from(&page, &format!("{page}/group-ends"), &[("id", &group), ("reason", reason)]).status;
        assert_eq!((end("no such reason"), end("seat"), end("seat")), (422, 303, 409));
        assert!(house.as_("王老师").get(&page).text.contains("座位或分组调整"));
    }
}
