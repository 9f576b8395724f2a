//! The part of the day that is about records of support: written for one child and for several, sent twice, rewritten, read back.

use bangfu::base::{RowId, derived};

use crate::house::{House, day};

/// Lives it.
pub(super) fn live(house: &House) {
    house.clock.set(day("2026-09-22"));
    let child = |name: &str| house.here.child("4.2", name).id.to_string();
    let (one, other) = (child("林小明"), child("何田田"));
    let (talk, group): (RowId, RowId) = (derived(&[b"a talk"]), derived(&[b"a talk with two"]));
    let send = |who: &str, path: &str, fields: &[(&str, &str)]| {
        let answer = house.as_(who).post_from("/records", path, fields);
        assert_eq!(answer.status, 303, "{}: {who} {path} → {}", house.name(), answer.main());
    };
    let talk = talk.to_string();
    let fields =
        [("act", talk.as_str()), ("pupil", &one), ("kind", "talk"), ("phrase", "calm"), ("done", "说想当小组长，愿意试一试"), ("next", "周四问候"), ("next_day", "2026-09-24")];
    send("王老师", "/records", &fields);
    send("王老师", "/records", &fields);
    let group = group.to_string();
    send("王老师", "/records", &[("act", &group), ("pupil", &other), ("also", &one), ("kind", "strength"), ("done", "一起把图书角整理好了"), ("voice", "我们分了类")]);
    let page = format!("/pupils/{one}/records/{talk}");
    send("王老师", &page, &[("versions", "1"), ("done", "说想当小组长"), ("worked", "先听他说完"), ("unsuited", "当着同学问")]);
    let (grid, act_of, text_of) = (derived::<RowId>(&[b"a grid"]).to_string(), format!("act-{one}"), format!("text-{one}"));
    send("王老师", "/records/grid", &[("class", ""), ("act", &grid), ("day", "2026-09-22"), ("kind", "talk"), (&act_of, &grid), (&text_of, "课间说了两句")]);
    photographed(house, &one);
    send("沈老师", "/records", &[("act", &derived::<RowId>(&[b"a quiet talk"]).to_string()), ("pupil", &one), ("kind", "talk"), ("done", "午休来坐了一会儿")]);
    for (who, path) in [("王老师", "/records".to_owned()), ("李老师", format!("/pupils/{one}/records")), ("王老师", page), ("王老师", format!("/records/new?pupil={one}"))]
    {
        assert_eq!(house.as_(who).get(&path).status, 200, "{who} {path}");
    }
}

/// Marks the goals of 赵小满, whose plan has come into force by now, and rewrites the marks.
pub(super) fn mark_goals(house: &House) {
    let child = house.here.child("4.2", "赵小满").id;
    let act = derived::<RowId>(&[b"a goal that was looked at"]).to_string();
    let form = format!("/records/new?pupil={child}");
    let page = house.as_("王老师").get(&form).text;
    let goal = page.split("name=\"mark-").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let (mark, value) = (format!("mark-{goal}"), format!("value-{goal}"));
    let send = |path: &str, fields: &[(&str, &str)]| {
        let answer = house.as_("王老师").post_from("/records", path, fields);
        assert_eq!(answer.status, 303, "{}: {path} → {}", house.name(), answer.main());
    };
    let pupil = child.to_string();
    send("/records", &[("act", &act), ("pupil", &pupil), ("kind", "observation"), (&mark, "half"), (&value, "3")]);
    send(&format!("/pupils/{child}/records/{act}"), &[("versions", "1"), ("done", "早读时看过登记"), (&mark, "full"), (&value, "4")]);
    assert!(house.as_("周主任").get(&format!("/pupils/{child}/copy")).text.contains("早读时看过登记"), "the family's copy has it");
}

/// Somebody keeps two photos with a record of a child. Gives the record.
pub(super) fn keep_photo(house: &House, pupil: &str, who: &str) -> String {
    let act = derived::<RowId>(&[b"a photographed record", pupil.as_bytes()]).to_string();
    let segment = |marker: u8, data: &[u8]| [&[0xFF, marker, 0, u8::try_from(data.len() + 2).unwrap()][..], data].concat();
    let photo = [&b"\xFF\xD8"[..], &segment(0xC0, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]), &segment(0xDA, &[1, 1, 0, 0, 63, 0]), b"drawn\xFF\xD9"].concat();
    let fields = [("act", act.as_str()), ("pupil", pupil), ("kind", "strength"), ("done", "画了一张图")];
    let saved = house.as_(who).upload(&format!("/records/new?pupil={pupil}"), "/records", &fields, &[("photo", "a.jpg", &photo[..]), ("photo", "b.jpg", &photo[..])]);
    assert_eq!(saved.status, 303, "{}", saved.main());
    act
}

/// A photo that is put to a record, looked at and taken back.
fn photographed(house: &House, pupil: &str) {
    let (act, wang) = (keep_photo(house, pupil, "王老师"), house.as_("王老师"));
    let page = format!("/pupils/{pupil}/records/{act}");
    let shown = wang.get(&page).text;
    let path = shown.split("<img class=\"photo\" src=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(wang.get(path).status, 200);
    assert_eq!(wang.post_from(&page, &format!("{path}/withdrawal"), &[]).status, 303);
}
