//! What is given at once: bonus marks that change no mark, the incentives of a class, contests and recitals once a unit.

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::{RowId, derived};

use crate::house::House;

#[test]
fn a2_13_bonus_marks_are_written_down_and_no_real_mark_changes() {
    let house = House::sqlite();
    let child = house.here.child("4.2", "刘一诺").id;
    let marks = || {
        house.act(Subject::School, |tx, permit: &Permit<acts::ManageScreening>| {
            let mut all = Vec::new();
            bangfu::results::each_result(tx, permit, house.here.last_final, |_, pupil, subject, mark| all.push(format!("{pupil} {subject} {mark:?}")))?;
            all.sort();
            Ok(all)
        })
    };
    let before = marks();
    let (praise, made) = (format!("/pupils/{child}/praise"), derived::<RowId>(&[b"bonus"]).to_string());
    for (what, sentence) in [("bonus_marks", "口算全对，平时表现加分。"), ("less_homework", "作业认真，今天少做一半。"), ("prize", "送上一支铅笔。")]
    {
        let made = format!("{}{}", &made[..31], what.len() % 10);
        let fields = [("reward", made.as_str()), ("what", what), ("sentence", sentence)];
        for _ in 0..2 {
            assert_eq!(house.as_("王老师").post_from(&praise, &praise, &fields).status, 303, "{what}");
        }
    }
    assert_eq!(house.as_("王老师").post_from(&praise, &praise, &[("what", "certificate"), ("sentence", "好。")]).status, 422, "a certificate is decided");
    assert_eq!(marks(), before);
    let class = house.here.class("4.2").0;
    let shown = house.as_("王老师").get(&format!("/rewards/classes/{class}")).text;
    assert!(shown.contains("物质奖励 1 项，精神奖励 2 项"), "{shown}");
    let received = house.as_("王老师").get(&praise).text;
    assert!(received.contains("只登记，正式成绩不变") && received.contains("口算全对"), "{received}");
}

#[test]
fn b6_14_a_class_gives_itself_an_incentive_that_no_other_class_has() {
    let house = House::sqlite();
    let class = house.here.class("4.2").0;
    let (page, add) = (format!("/rewards/classes/{class}"), format!("/rewards/classes/{class}/incentives"));
    let fields = [("name", "小红花"), ("gift", "prize"), ("sentence", "想出了新办法，得到一朵小红花。")];
    assert_eq!(house.as_("何老师").post_from("/rewards", &add, &fields).status, 404);
    assert_eq!(house.as_("王老师").post_from(&page, &add, &fields).status, 303);
    let twice = house.as_("王老师").post_from(&page, &add, &fields);
    assert!(twice.status == 422 && twice.text.contains("已经有了"), "{}", twice.main());
    let (here, there) = (house.here.child("4.2", "陈安安").id, house.here.child("5.1", "苏小禾").id);
    let form = house.as_("李老师").get(&format!("/pupils/{here}/praise")).text;
    assert!(form.contains("小红花") && !house.as_("李老师").get(&format!("/pupils/{there}/praise")).text.contains("小红花"), "{form}");
    let id = form.split("<option value=\"").find(|option| option.contains("小红花")).unwrap().split('"').next().unwrap().to_owned();
    let praise = format!("/pupils/{here}/praise");
    let given = house.as_("李老师").post_from(&praise, &praise, &[("what", &id), ("sentence", "想出了新办法。")]);
    assert_eq!(given.status, 303, "{}", given.main());
    let other = format!("/pupils/{there}/praise");
    assert_eq!(house.as_("李老师").post_from(&other, &other, &[("what", &id), ("sentence", "想出了新办法。")]).status, 404);
}

#[test]
fn a2_11_a_contest_is_held_once_a_unit_is_no_exam_and_a2_12_who_recites_well_is_praised() {
    for house in House::both() {
        let class = house.here.class("4.2").0;
        let page = format!("/rewards/classes/{class}/contests");
        let (one, two) = (house.here.child("4.2", "林小明").id.to_string(), house.here.child("4.2", "王梓涵").id.to_string());
        let there = [("pupil", one.as_str()), ("pupil", two.as_str()), ("praised", two.as_str())];
        let hold = |unit: &str, title: &str, who: &[(&str, &str)]| {
            let mut fields = vec![("what", "recital"), ("subject", "chinese"), ("unit", unit), ("title", title), ("day", "2026-09-21")];
            fields.extend(who.iter().map(|(name, value)| (*name, *value)));
            house.as_("王老师").post_from(&page, &page, &fields)
        };
        for (unit, title, who, says) in
            [("第三单元", "单元小测验", &there[..], "竞赛不是考试"), ("", "背课文小达人", &there[..], "1 到"), ("第三单元", "背课文小达人", &[][..], "至少勾选")]
        {
            let refused = hold(unit, title, who);
            assert!(refused.status == 422 && refused.text.contains(says), "{unit} {title}: {}", refused.main());
        }
        assert_eq!(hold("第三单元", "背课文小达人", &there).status, 303);
        let again = hold("第 三 单元", "再来一次", &there);
        assert!(again.status == 422 && again.text.contains("已经有过一次") && again.text.contains("再来一次"), "{}", again.main());
        let shown = house.as_("王老师").get(&page).text;
        assert!(shown.contains("2 人参加") && shown.contains("表扬：王梓涵"), "{shown}");
        let letter = house.as_("王老师").get(&format!("/pupils/{two}/praise")).text;
        assert!(letter.contains("在“背课文小达人”里认真准备"), "{letter}");
        assert_eq!(house.as_("何老师").get(&page).status, 404);
        let back = shown.split("action=\"").find(|rest| rest.contains("/withdrawal\"")).unwrap().split('"').next().unwrap();
        assert_eq!(house.as_("李老师").post_from(&page, back, &[("reason", "不是我写的")]).status, 404, "who held it takes it back");
        let short = house.as_("王老师").post_from(&page, back, &[("reason", "错")]);
        assert_eq!(short.status, 422, "{}", short.main());
        assert_eq!(house.as_("王老师").post_from(&page, back, &[("reason", "写错了单元")]).status, 303);
        assert_eq!(house.as_("王老师").post_from(&page, back, &[("reason", "写错了单元")]).status, 404, "once");
        assert!(!house.as_("王老师").get(&page).text.contains("2 人参加"), "listed no more");
        assert!(!house.as_("王老师").get(&format!("/pupils/{two}")).text.contains("背课文小达人"), "its praise is revoked");
        assert_eq!(hold("第三单元", "背课文小达人", &there).status, 303, "the unit is free again");
    }
    let house = House::sqlite();
    let young = house.here.class("2.1").0;
    assert!(house.as_("陈校长").get(&format!("/rewards/classes/{young}/contests")).text.contains("趣味活动"), "for fun in grade 2");
}
