//! The part of the day that is about the survey of all pupils: the class teacher's sheet, and what the aid officer adds to it.

use crate::house::{House, day};

/// Lives it.
pub(super) fn live(house: &House) {
    house.clock.set(day("2026-09-22"));
    let (class, _) = house.here.class("4.2");
    let form = format!("/screening/classes/{class}/survey");
    let child = house.here.child("4.2", "林小明").id.to_string();
    let (here, talent, which) = (format!("c-{child}"), format!("k-{child}-special_talent"), format!("t-{child}"));
    let (well_off, reason) = (format!("k-{child}-well_off"), format!("r-{child}-family"));
    let academic = format!("r-{child}-academic");
    let send = |name: &str, fields: &[(&str, &str)]| {
        let answer = house.as_(name).post_form(&form, fields);
        assert_eq!(answer.status, 303, "{}: {name} → {}", house.name(), answer.main());
    };
    send("王老师", &[("number", "0"), (&here, "1"), (&academic, "与任课老师商量过"), (&talent, "1"), (&which, "art"), (&well_off, "1"), (&reason, "家长愿意给班级讲课")]);
    send("孙老师", &[("number", "1"), (&here, "1"), (&format!("k-{child}-low_income"), "1")]);
    let asked = house.as_("周主任").post_form("/screening/survey", &[("due", "2026-10-10")]);
    assert_eq!(asked.status, 303, "{}: {}", house.name(), asked.main());
    for page in ["/screening/survey", &form] {
        assert_eq!(house.as_("王老师").get(page).status, 200, "{page}");
    }
    let copy = house.as_("陈校长").get(&format!("/pupils/{child}/copy"));
    assert!(copy.status == 200 && copy.text.contains("特长 · ") && copy.text.contains("家长愿意给班级讲课"), "the family's copy has it: {}", copy.main());
}
