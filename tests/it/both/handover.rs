//! The part of the day that is about the turn of the year: a note to the next teacher, taken back once, signed, read, asked about and answered.

use crate::house::House;

fn send(house: &House, who: &str, page: &str, path: &str, fields: &[(&str, &str)]) {
    let answer = house.as_(who).post_from(page, path, fields);
    assert_eq!(answer.status, 303, "{}: {who} {path} → {}", house.name(), answer.main());
}

/// Lives it.
pub(super) fn live(house: &House) {
    let (class, _) = house.here.class("4.2");
    let child = house.here.child("4.2", "林小明").id;
    let note = format!("/pupils/{child}/handover/2026");
    let part = format!("{note}/parts/strengths");
    let sign = format!("{note}/signing");
    send(house, "王老师", &part, &part, &[("seen", "0"), ("text", "会修小风扇")]);
    send(house, "王老师", &note, &sign, &[]);
    send(house, "王老师", &note, &format!("{note}/return"), &[]);
    send(house, "王老师", &note, &sign, &[]);
    send(house, "赵主任", &note, &format!("{note}/reading"), &[("text", "风扇是哪里来的？")]);
    let today = house.as_("王老师").get("/").text;
    let path = today.split("/handover/").nth(1).and_then(|rest| rest.split('"').next()).map(|key| format!("/handover/{key}")).unwrap_or_else(|| panic!("{today}"));
    send(house, "王老师", &path, &path, &[("text", "科学课拆下来的")]);
    send(house, "赵主任", &note, &format!("{note}/reading"), &[]);
    for person in &house.here.people {
        for path in [&*note, &format!("/classes/{class}/handover"), "/", &format!("/classes/{class}/handover/2026/paper/docx"), "/registers/handover.csv", &part] {
            let status = house.as_(person.name).get(path).status;
            assert!(status < 500, "{}: {}, {path} → {status}", house.name(), person.name);
        }
    }
}
