//! What people see, through the pages: the tick form twice and refused, the nomination, the letter and the link behind it.

use crate::house::{House, day};

fn home(house: &House) -> String {
    format!("/screening/classes/{}", house.here.class("4.2").0)
}

#[test]
fn a_form_sent_twice_is_one_and_the_child_who_stood_out_is_open_next_time() {
    for house in House::both() {
        let (wang, form) = (house.as_("王老师"), format!("{}/observation", home(&house)));
        let child = house.here.child("4.2", "陈安安").id.to_string();
        let (help, usual) = (format!("o-{child}-attention"), format!("o-{child}-habits"));
        let keys = wang.keys(&form);
        for _ in 0..2 {
            let answer = wang.post_with(&keys, &form, &[(&help, "help"), (&usual, "")]);
            assert_eq!((answer.status, answer.to.as_str()), (303, "/screening/observation"));
        }
        let shown = wang.get(&form).text;
        assert_eq!(shown.matches("<details class=\"observe-child\" open>").count(), 1);
        assert!(shown.contains(&format!("name=\"{help}\" value=\"help\" checked")), "prefilled from the last time");
        assert_eq!(house.as_("李老师").get(&form).text.matches("observe-child\" open").count(), 0, "each teacher begins alone");
    }
}

#[test]
fn a_refused_form_keeps_everything_that_was_ticked_and_typed() {
    let house = House::sqlite();
    let wang = house.as_("王老师");
    let form = format!("{}/observation", home(&house));
    let child = house.here.child("4.2", "陈安安").id.to_string();
    let stranger = house.here.child("5.1", "苏小禾").id.to_string();
    let (own, other) = (format!("o-{child}-memory"), format!("o-{stranger}-memory"));
    let refused = wang.post_form(&form, &[(&own, "watch"), (&other, "help")]);
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains(&format!("name=\"{own}\" value=\"watch\" checked")));
    let new = format!("{}/nominations/new", home(&house));
    let typed = [("day", "2026-09-20"), ("heard", "talk"), ("pupil-0", child.as_str()), ("source-0", "grandparent"), ("words-0", "")];
    let refused = wang.post_form(&new, &typed);
    assert_eq!(refused.status, 422, "{}", refused.main());
    assert!(refused.text.contains(&format!("value=\"{child}\" selected")) && refused.text.contains("value=\"grandparent\" selected"));
}

#[test]
fn words_that_hurt_are_taken_with_a_kinder_one_proposed() {
    let house = House::sqlite();
    let wang = house.as_("王老师");
    let new = format!("{}/nominations/new", home(&house));
    let child = house.here.child("4.2", "陈安安").id.to_string();
    let typed = [("day", "2026-09-20"), ("heard", "talk"), ("pupil-0", child.as_str()), ("source-0", "parent"), ("words-0", "都说他是差生")];
    let answer = wang.post_form(&new, &typed);
    assert_eq!(answer.status, 303, "{}", answer.main());
    let shown = wang.get(&answer.to).text;
    assert!(shown.contains("学习支持学生") && shown.contains("都说他是差生"));
    assert!(!house.as_("李老师").get(&answer.to).text.contains("都说他是差生"), "own words are for those who lead the class");
}

#[test]
fn a_family_sees_a_given_name_and_nothing_else_and_is_thanked() {
    for house in House::both() {
        house.clock.set(day("2026-09-22"));
        let (class, _) = house.here.class("4.2");
        let letters = house.act(class, |tx, permit: &bangfu::access::Permit<bangfu::access::acts::ReviewClass>| {
            bangfu::screening::nomination_link::make(tx, permit)?;
            bangfu::screening::nomination_link::letters(tx, permit)
        });
        let letter = letters.iter().find(|letter| letter.name == "陈安安").unwrap();
        let page = format!("/n/{}", letter.token.clone().unwrap().0);
        let stranger = house.stranger();
        let shown = stranger.get(&page).text;
        assert!(shown.contains("安安") && !shown.contains("陈安安") && !shown.contains("四（2）班"), "{shown}");
        for (fields, thanked) in [(&[("source", "parent")][..], false), (&[("source", "grandparent"), ("reasons", "mood")], true)] {
            let answer = stranger.post(&page, fields);
            assert_eq!((answer.status, answer.text.contains("收到了")), (200, thanked), "{}", answer.main());
        }
        assert_eq!(stranger.post_from_elsewhere(&page, &[("reasons", "mood")]).status, 403, "not from another site");
        for wrong in ["/n/abc".to_owned(), format!("{}x", page), page.replacen("/n/", "/n/A", 1)] {
            let answer = stranger.get(&wrong);
            assert_eq!((answer.status, answer.text.contains("打不开")), (200, true), "{wrong}");
        }
        house.clock.set(day("2026-11-30"));
        assert!(stranger.get(&page).text.contains("已过期"));
    }
}

#[test]
fn the_letter_of_a_class_has_a_strip_for_each_child_and_a_code_only_with_a_public_address() {
    let house = House::sqlite();
    let (wang, letters) = (house.as_("王老师"), format!("{}/letters", home(&house)));
    assert_eq!(wang.post_form(&letters, &[]).status, 303);
    let shown = wang.get(&letters);
    assert!(shown.text.contains("不印二维码"), "{}", shown.main());
    let (class, _) = house.here.class("4.2");
    let made = |address: Option<&str>| {
        house.act(class, |tx, permit: &bangfu::access::Permit<bangfu::access::acts::ReviewClass>| {
            bangfu::screening::export::letters(tx, permit, address, bangfu::documents::register::Format::Docx, bangfu::base::Lang::ZhCn)
        })
    };
    let images = |bytes: Vec<u8>| {
        zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap().file_names().filter(|name| name.as_ref().is_ok_and(|name| name.starts_with("word/media/"))).count()
    };
    let children = house.here.children.iter().filter(|child| child.class == class).count();
    assert_eq!((images(made(None).2), images(made(Some("https://bangfu.example/")).2)), (0, children));
}
