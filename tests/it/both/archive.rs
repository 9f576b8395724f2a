//! The part of the day that is about the end of a file: a shut file is opened, photos are destroyed, then everything about a child who left.

use bangfu::base::{RowId, derived};

use crate::house::{House, day};

fn send(house: &House, who: &str, page: &str, path: &str, fields: &[(&str, &str)]) {
    let answer = house.as_(who).post_from(page, path, fields);
    assert_eq!(answer.status, 303, "{}: {who} {path} → {}", house.name(), answer.main());
}

/// Lives it.
pub(super) fn live(house: &House) {
    let child = crate::http::archive::gone(house, "离小远", day("2026-07-10")).to_string();
    let file = format!("/pupils/{child}/archive");
    send(house, "赵主任", &file, &file, &[("reason", "补记离校前的作品")]);
    super::activity::keep_photo(house, &child, "赵主任");
    send(house, "周主任", &file, &file, &[("reason", "中学来函核实情况")]);
    send(house, "沈老师", &file, &file, &[("reason", "补记离校前的一次谈话")]);
    let note = format!("/pupils/{child}/wellbeing/write/note");
    send(house, "沈老师", &note, &note, &[("text", "走之前说会想念同桌")]);
    let held = format!("/archive/holds/{child}");
    for until in ["2027-01-01", "2026-09-10"] {
        send(house, "周主任", &held, &held, &[("until", until), ("reason", "家长申诉")]);
    }
    for class in ["photos", "person"] {
        let (rule, due) = (format!("/archive/keeping/{class}"), format!("/archive/due/{class}"));
        send(house, "周主任", &rule, &rule, &[("seen", "0"), ("years", "0"), ("basis", "离校即删")]);
        let id = derived::<RowId>(&[b"a destruction", class.as_bytes()]).to_string();
        send(house, "周主任", &due, &due, &[("id", &id), ("pupil", &child), ("basis", "离校即删")]);
        let page = format!("/archive/destructions/{id}");
        for person in &house.here.people {
            for path in ["/archive", &*rule, &*due, &*page, &*held, "/registers/destruction.csv"] {
                let status = house.as_(person.name).get(path).status;
                assert!(status < 500, "{}: {}, {path} → {status}", house.name(), person.name);
            }
        }
        send(house, "陈校长", &page, &format!("{page}/decision"), &[("what", "carry_out"), ("count", "1")]);
    }
    assert_eq!(house.as_("陈校长").get(&format!("/pupils/{child}")).status, 404, "{}", house.name());
}
