//! Many children written down on one page: for the own class, once, with a line for each; and what goes wrong at one of them.

use bangfu::base::{PupilId, RowId, derived};

use crate::client::Answer;
use crate::house::House;

const NAMES: [&str; 3] = ["林小明", "何田田", "陈安安"];

fn children(house: &House) -> Vec<PupilId> {
    NAMES.iter().map(|name| house.here.child("4.2", name).id).collect()
}

/// The hidden ids of the page, with what is typed; `{n}` in a name stands for the n-th child.
fn save(house: &House, who: &str, round: &str, typed: &[(&str, &str)]) -> Answer {
    let class = house.here.class("4.2").0.to_string();
    let ids: Vec<String> = children(house).iter().map(ToString::to_string).collect();
    let act = |n: usize| derived::<RowId>(&[b"a grid", round.as_bytes(), &[u8::try_from(n).unwrap()]]).to_string();
    let put = |text: &str| ids.iter().enumerate().fold(text.to_owned(), |text, (n, id)| text.replace(&format!("{{{n}}}"), id));
    let mut fields: Vec<(String, String)> = vec![("class".into(), class.clone()), ("day".into(), "2026-09-21".into()), ("act".into(), act(9))];
    fields.extend(ids.iter().enumerate().map(|(n, id)| (format!("act-{id}"), act(n))));
    fields.extend(typed.iter().map(|(name, text)| (put(name), put(text))));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    house.as_(who).post_from(&format!("/records/grid?class={class}"), "/records/grid", &fields)
}

fn list(house: &House, n: usize) -> String {
    house.as_("王老师").get(&format!("/pupils/{}/records", children(house)[n])).text
}

#[test]
fn this_weeks_talks_with_a_class_are_written_down_on_one_page_and_once() {
    for house in House::both() {
        let typed = [("kind", "talk"), ("text-{0}", "说想当小组长"), ("phrase-{0}", "calm"), ("kind-{1}", "strength"), ("text-{1}", "把图书角整理好了")];
        for _ in 0..2 {
            let saved = save(&house, "王老师", "once", &typed);
            assert_eq!((saved.status, saved.to.as_str()), (303, "/records"), "{}", saved.main());
        }
        let (one, other, third) = (list(&house, 0), list(&house, 1), list(&house, 2));
        assert_eq!((one.matches("情绪平稳。说想当小组长").count(), other.matches("把图书角整理好了").count()), (1, 1), "each once, with its own words: {one}");
        assert!(other.contains("闪光点") && !one.contains("共 2 个孩子") && third.contains("还没有记录"), "an act each; of whom nothing is said nothing is written");
        let page = house.as_("王老师").get(&format!("/records/grid?class={}", house.here.class("4.2").0)).text;
        assert!(page.matches("class=\"act-row\"").count() >= 6 && page.contains("全部同样"), "a line for each child of the class");
    }
}

#[test]
fn a_group_is_one_act_with_what_is_the_same_and_a_sentence_for_each() {
    for house in House::both() {
        let typed = [("kind", "group_talk"), ("together", "1"), ("phrase", "homework"), ("done", "商量了怎么分工"), ("in", "{0}"), ("in", "{1}"), ("text-{0}", "愿意带头")];
        let saved = save(&house, "王老师", "group", &typed);
        assert_eq!(saved.status, 303, "{}", saved.main());
        let (one, other) = (list(&house, 0), list(&house, 1));
        assert!(one.contains("谈了作业。商量了怎么分工。愿意带头") && one.contains("共 2 个孩子"), "{one}");
        assert!(other.contains("谈了作业。商量了怎么分工") && !other.contains("愿意带头"), "{other}");
        let same = [("kind", "strength"), ("done", "运动会上给每个同学加油鼓掌"), ("all", "1")];
        let client = house.as_("王老师");
        let answer = save(&house, "王老师", "all", &same);
        assert_eq!(answer.status, 303);
        drop(client);
        assert!(list(&house, 2).contains("给每个同学加油鼓掌"));
    }
}

#[test]
fn the_author_is_told_when_the_words_for_several_children_are_the_same() {
    let house = House::sqlite();
    let class = house.here.class("4.2").0.to_string();
    let ids: Vec<String> = children(&house).iter().map(ToString::to_string).collect();
    let wang = house.as_("王老师");
    let act = |n: u8| derived::<RowId>(&[b"told", &[n]]).to_string();
    let text = "运动会上给每个同学加油鼓掌";
    let fields = [
        ("class".to_owned(), class.clone()),
        ("day".to_owned(), "2026-09-21".to_owned()),
        ("act".to_owned(), act(0)),
        ("kind".to_owned(), "strength".to_owned()),
        (format!("act-{}", ids[0]), act(1)),
        (format!("text-{}", ids[0]), text.to_owned()),
        (format!("act-{}", ids[1]), act(2)),
        (format!("text-{}", ids[1]), text.to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = wang.post_from(&format!("/records/grid?class={class}"), "/records/grid", &fields);
    let told = wang.get(&answer.to).text;
    assert!(told.contains("记好了 2 个孩子。其中 2 个孩子的话和别的一样"), "{told}");
}

#[test]
fn a_bad_line_is_said_at_its_child_and_keeps_all_the_rest() {
    let house = House::sqlite();
    for (typed, says, at) in [
        (vec![("kind", "talk"), ("text-{0}", "说想当小组长"), ("text-{1}", "就是个差生"), ("phrase-{2}", "glad")], "待优生", Some(1)),
        (vec![("kind", "talk"), ("in", "{0}"), ("text-{1}", "谈了作业")], "请点一个短语", Some(0)),
        (vec![("kind", "talk")], "请写一个孩子", None),
        (vec![("kind", "talk"), ("day", "2026-09-30"), ("text-{0}", "说想当小组长")], "", None),
        (vec![("kind", "dance"), ("text-{0}", "说想当小组长")], "请选择", None),
    ] {
        let refused = save(&house, "王老师", "bad", &typed);
        if typed.iter().any(|(name, _)| *name == "day") {
            // The first day of the form counts; the page sends one.
            assert_eq!(refused.status, 303);
            continue;
        }
        assert_eq!(refused.status, 422, "{says}: {}", refused.main());
        assert!(says == "待优生" || refused.text.contains(says), "{says}: {}", refused.main());
        if let Some(n) = at {
            assert!(refused.text.contains(&format!("problem-text-{}", children(&house)[n])), "{says}: {}", refused.main());
        }
        for (name, text) in &typed {
            assert!(!name.starts_with("text-") || refused.text.contains(&format!("value=\"{text}\"")), "{text} stands in the form: {}", refused.main());
        }
    }
}

#[test]
fn nobody_writes_of_children_who_are_not_theirs_by_way_of_the_grid() {
    let house = House::sqlite();
    assert_eq!(save(&house, "王老师", "seen", &[("kind", "talk"), ("text-{0}", "谈了作业")]).status, 303);
    let class = house.here.class("4.2").0;
    assert_eq!(house.as_("何老师").get(&format!("/records/grid?class={class}")).status, 404, "another class");
    let (page, child) = ("/records/grid", children(&house)[0].to_string());
    let act = derived::<RowId>(&[b"forged"]).to_string();
    let (act_of, text_of) = (format!("act-{child}"), format!("text-{child}"));
    let forged = [("class", ""), ("day", "2026-09-21"), ("act", &*act), ("kind", "talk"), (&*act_of, &*act), (&*text_of, "伪造")];
    assert_eq!(house.as_("何老师").post_from(page, page, &forged).status, 404);
    assert_eq!(house.as_("钱老师").get(page).status, 403);
    assert!(!list(&house, 0).contains("伪造"));
}
