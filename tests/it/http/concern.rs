//! A child in distress (B4-03): the counsellor is asked, looks, raises the concern and lifts it, and nobody else learns of it on any page, list or register.

use std::collections::BTreeMap;

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::Category;
use bangfu::programme::programmes::{self, Change};
use bangfu::programme::{Param, Value, naming};

use crate::cast::term_code;
use crate::house::House;

/// The programme of the school serves children in distress, too.
fn serve(house: &House) {
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageProgrammes>| {
        let own = BTreeMap::from([(Category::WellbeingConcern, "需要心理关怀".to_owned())]);
        naming::rename(tx, permit, &own)?;
        let (id, term) = (house.here.programme, term_code("2026-1"));
        let old = programmes::programme(tx, id, term)?;
        let values: BTreeMap<Param, Value> = old.values.iter().map(|(param, value)| (param, value.clone())).collect();
        let categories = vec![Category::TargetPupil, Category::WellbeingConcern];
        programmes::change(tx, permit, id, &Change { name: old.name, purpose: old.purpose, from_term: term, categories, values })
    });
}

#[test]
fn a_child_in_distress_is_the_counsellors_alone_and_no_list_tells() {
    for house in House::both() {
        let (class, grade) = house.here.class("4.2");
        let child = house.here.child("4.2", "赵小满").id;
        let concern = format!("/pupils/{child}/concern");
        let new = format!("/screening/classes/{class}/nominations/new");
        let child_text = child.to_string();
        let strip = [("day", "2026-09-21"), ("heard", "strip"), ("pupil-0", child_text.as_str()), ("source-0", "grandparent"), ("reasons-0", "mood"), ("words-0", "夜里常常哭醒")];
        assert_eq!(house.as_("王老师").post_form(&new, &strip).status, 303);
        let counsellor = house.as_("沈老师");
        assert!(counsellor.get("/").text.contains(&concern), "the counsellor is asked: {}", counsellor.get("/").main());
        for name in ["王老师", "李老师", "陈校长", "周主任", "赵主任"] {
            assert_eq!(house.as_(name).get(&concern).status, 403, "{name}");
            assert!(!house.as_(name).get("/").text.contains(&concern), "{name}");
        }
        let shown = counsellor.get(&concern);
        assert!(shown.text.contains("夜里常常哭醒") && shown.text.contains("加上“情绪支持”一类") && !shown.text.contains("value=\"raised\""), "{}", shown.main());
        serve(&house);
        let programme = house.here.programme.to_string();
        let silent = counsellor.post_form(&concern, &[("what", "raised"), ("programme", &programme), ("text", " ")]);
        assert_eq!((silent.status, silent.text.contains("problem-text")), (422, true), "{}", silent.main());
        let nowhere = counsellor.post_form(&concern, &[("what", "raised"), ("programme", ""), ("text", "谈话标记甲")]);
        assert!(nowhere.status == 422 && nowhere.text.contains("谈话标记甲"), "nothing typed is lost: {}", nowhere.main());
        let raised = counsellor.post_form(&concern, &[("what", "raised"), ("programme", &programme), ("text", "谈话标记甲")]);
        assert_eq!(raised.status, 303, "{}", raised.main());
        assert_eq!(counsellor.post_form(&concern, &[("what", "raised"), ("programme", &programme), ("text", "又一次")]).status, 422, "it is open already");
        assert!(!counsellor.get("/").text.contains(&concern), "the task is done");
        assert!(counsellor.get(&format!("/pupils/{child}/case")).text.contains("需要心理关怀"));

        let round = house.as_("周主任").post_form("/screening/rounds", &[("term", "2026-1"), ("programme", &programme)]).to;
        for person in house.here.people.iter().filter(|person| person.name != "沈老师") {
            let client = house.as_(person.name);
            for path in [
                "/".to_owned(),
                "/cases".to_owned(),
                format!("/pupils/{child}"),
                format!("/pupils/{child}/case"),
                format!("/pupils/{child}/copy"),
                format!("/pupils/{child}/readers"),
                format!("{round}/classes/{class}"),
                format!("{round}/pupils/{child}"),
                format!("/registers/target-list.csv?grade={grade}"),
                format!("/registers/case-files.csv?class={class}"),
                format!("/screening/classes/{class}"),
            ] {
                let text = client.get(&path).text;
                assert!(!text.contains("谈话标记甲") && !text.contains("需要心理关怀"), "{}: {path} tells {}: {text}", house.name(), person.name);
            }
        }
        let listed = house.as_("王老师").get(&format!("{round}/classes/{class}")).text;
        assert!(!listed.contains("赵小满") || !listed.contains("上学期"), "no list knows of it");
        assert!(house.as_("王老师").get(&format!("/pupils/{child}/case")).text.contains("没有支持档案"), "who may read nothing of it sees no file");

        assert_eq!(counsellor.post_form(&concern, &[("what", "lifted"), ("text", "谈话标记乙")]).status, 303);
        assert_eq!(counsellor.post_form(&concern, &[("what", "lifted"), ("text", "再一次")]).status, 422);
        let again = counsellor.post_form(&concern, &[("what", "raised"), ("programme", &programme), ("text", "谈话标记丙")]);
        assert_eq!(again.status, 303, "whoever is well may need help again in the same term: {}", again.main());
        let shown = counsellor.get(&concern).text;
        assert!(["谈话标记甲", "谈话标记乙", "谈话标记丙"].iter().all(|mark| shown.contains(mark)), "{shown}");
        assert_eq!(house.as_of(&house.there, "沈老师").get(&concern).status, 404, "another school's counsellor");
    }
}
