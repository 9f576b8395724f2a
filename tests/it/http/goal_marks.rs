//! How the goals of a plan went, tapped in a record: offered to whom they are for, kept with the record, read by the room of progress.

use bangfu::access::{Permit, acts};
use bangfu::activity::marks::{self, GoalMark, Mark};
use bangfu::base::{PupilId, RowId, derived};

use super::plan_team::in_force;
use crate::house::{House, day};

fn act(name: &str) -> String {
    derived::<RowId>(&[b"a marked record", name.as_bytes()]).to_string()
}

/// The key of the goal whose sentence holds a text, in a form; `None` where it is not offered.
pub(crate) fn goal(form: &str, text: &str) -> Option<String> {
    let piece = form.split("<fieldset class=\"goal-tap").skip(1).find(|piece| piece.split("</legend>").next().unwrap().contains(text))?;
    piece.split("name=\"mark-").nth(1)?.split('"').next().map(ToOwned::to_owned)
}

fn read(house: &House, who: &str, child: PupilId) -> Vec<GoalMark> {
    let who = house.who(who);
    house.read(house.here.id, |tx| {
        let see: Permit<acts::SeeCaseFile> = Permit::ask(tx, &who, child)?;
        marks::of_pupil(tx, &see)
    })
}

fn told(all: &[GoalMark]) -> Vec<(String, &'static str, &str, &str)> {
    all.iter().map(|one| (one.day.to_string(), one.mark.code(), one.value.as_str(), one.by.as_str())).collect()
}

#[test]
fn practice_1_5_a_tap_at_each_goal_inside_the_record_gives_a_point_of_the_chart() {
    for house in House::both() {
        let (child, plan) = in_force(&house);
        let (pupil, form, list) = (child.to_string(), format!("/records/new?pupil={child}"), format!("/pupils/{child}/records"));
        let wang = house.as_("王老师");
        let offered = wang.get(&form).text;
        let homework = goal(&offered, "每周按时交作业").unwrap();
        assert!(offered.contains("每周几次") && goal(&offered, "孩子做的").is_none(), "the unit stands beside it");
        assert!(offered.contains("长期目标"), "what lies far ahead steps aside: {offered}");
        let other = house.here.child("4.2", "何田田").id;
        assert!(!wang.get(&format!("/records/new?pupil={other}")).text.contains("goal-tap"), "no plan, no goals");

        let (mark, value) = (format!("mark-{homework}"), format!("value-{homework}"));
        let id = act("homework");
        let taps = [("act", id.as_str()), ("pupil", &pupil), ("kind", "talk"), (&mark, "half"), (&value, "3次")];
        for _ in 0..2 {
            let saved = wang.post_from(&form, "/records", &taps);
            assert_eq!(saved.status, 303, "a mark says enough, sent twice: {}", saved.main());
        }
        let shown = wang.get(&list).text;
        assert!(shown.contains("每周按时交作业") && shown.contains("有时做到") && shown.contains("每周 3 次"), "{shown}");
        let all = read(&house, "王老师", child);
        assert_eq!(told(&all), [("2026-09-21".to_owned(), "half", "3次", "王老师")]);
        assert_eq!((all[0].goal.to_string(), all[0].act.to_string(), all[0].mark), (homework.clone(), id.clone(), Mark::Half));

        let page = format!("{list}/{id}");
        assert!(wang.get(&page).text.contains("value=\"half\" checked"), "what was tapped stands in the form");
        assert_eq!(wang.post_from(&page, &page, &[("versions", "1"), ("done", "又看了一遍登记"), (&mark, "full"), (&value, "4")]).status, 303);
        assert_eq!(told(&read(&house, "王老师", child)), [("2026-09-21".to_owned(), "full", "4", "王老师")], "the newest version counts");
        assert_eq!(wang.post_from(&page, &page, &[("versions", "2"), ("done", "又看了一遍登记"), (&mark, ""), (&value, "")]).status, 303);
        assert!(read(&house, "王老师", child).is_empty(), "and a mark can be taken back");
        assert_eq!(house.as_("何老师").get(&format!("{plan}/versions")).status, 404);
    }
}

#[test]
fn a_mark_that_cannot_be_is_refused_at_its_goal_and_nothing_typed_is_lost() {
    let house = House::sqlite();
    let (child, _) = in_force(&house);
    let (pupil, form) = (child.to_string(), format!("/records/new?pupil={child}"));
    let wang = house.as_("王老师");
    let homework = goal(&wang.get(&form).text, "每周按时交作业").unwrap();
    let (mark, value, id) = (format!("mark-{homework}"), format!("value-{homework}"), act("odd"));
    let stranger = format!("mark-{}", act("no goal"));
    for (fields, says) in [
        (vec![(&*mark, "full"), (&*value, "很多次")], "请按目标的单位填写"),
        (vec![(&*value, "3")], "请点一下做到了没有"),
        (vec![(&*mark, "full"), ("not_held", "1")], "没有进行的记录不能记目标"),
        (vec![(&*stranger, "full")], "这个目标已经不在计划里"),
    ] {
        let all = [&[("act", id.as_str()), ("pupil", &pupil), ("kind", "talk"), ("done", "谈了登记本")][..], &fields].concat();
        let refused = wang.post_from(&form, "/records", &all);
        assert_eq!((refused.status, refused.text.contains(says), refused.text.contains("谈了登记本")), (422, true, true), "{says}: {}", refused.main());
        let kept = fields.iter().filter(|(name, _)| name.starts_with("value-")).all(|(_, typed)| refused.text.contains(&format!("value=\"{typed}\"")));
        assert!(kept, "{says}: {}", refused.main());
    }
    assert!(read(&house, "王老师", child).is_empty());
}

#[test]
fn a_mark_is_read_by_who_reads_both_the_record_and_the_goal() {
    for house in House::both() {
        let (child, _) = in_force(&house);
        let (pupil, form) = (child.to_string(), format!("/records/new?pupil={child}"));
        let (by_wang, by_li) = (house.as_("王老师").get(&form).text, house.as_("李老师").get(&form).text);
        let maths = goal(&by_li, "退位减法").unwrap_or_else(|| panic!("the maths teacher is offered the goals of maths: {by_li}"));
        let all: Vec<String> = by_wang.split("name=\"mark-").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
        let narrow = all.iter().find(|key| !by_li.contains(key.as_str()));
        if let Some(narrow) = narrow {
            let forged = [("act", &*act("forged")), ("pupil", &*pupil), ("kind", "talk"), (&*format!("mark-{narrow}"), "full")];
            assert_eq!(house.as_("李老师").post_from(&form, "/records", &forged).status, 422, "a goal that one may not read cannot be marked");
        }
        house.clock.set(day("2026-09-22"));
        let mark = format!("mark-{maths}");
        for (who, kind, code) in [("李老师", "tutoring", "half"), ("王老师", "home_visit", "full"), ("沈老师", "talk", "none")] {
            let fields = [("act", &*act(who)), ("pupil", &*pupil), ("kind", kind), ("done", "看了退位减法"), (&*mark, code)];
            assert_eq!(house.as_(who).post_from(&form, "/records", &fields).status, 303, "{who}");
        }
        let codes = |who: &str| read(&house, who, child).into_iter().map(|one| one.mark.code()).collect::<Vec<_>>();
        assert_eq!(codes("沈老师").len(), 3, "{}: the counsellor reads all", house.name());
        assert_eq!((codes("李老师"), codes("王老师").len()), (vec!["half"], 2), "what was heard at home is not for who teaches a subject, the counsellor's page for nobody else");
        let list = house.as_("李老师").get(&format!("/pupils/{child}/records")).text;
        assert_eq!(list.matches("class=\"goal-marks\"").count(), 1, "{list}");
    }
}
