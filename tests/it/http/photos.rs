//! Photos of a record over HTTP: stored without place and time, sealed, for who reads the record; a bad file loses nothing that was typed.

use bangfu::base::{RowId, derived};
use bangfu::store::Sql;
use bangfu::trail::{self, Consent};

use crate::client::Answer;
use crate::house::{House, day};

/// Field, name and content.
type File<'a> = (&'a str, &'a str, &'a [u8]);

fn act(name: &str) -> String {
    derived::<RowId>(&[b"a photographed record", name.as_bytes()]).to_string()
}

fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    [&[0xFF, marker], &u16::try_from(data.len() + 2).unwrap().to_be_bytes()[..], data].concat()
}

/// A JPEG that says where it was taken.
fn photo() -> Vec<u8> {
    let exif = b"Exif\0\0II\x2A\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0GPS 31.2304 121.4737";
    let picture = [segment(0xDB, &[0; 65]), segment(0xC0, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]), segment(0xDA, &[1, 1, 0, 0, 63, 0]), b"drawn\xFF\xD9".to_vec()].concat();
    [b"\xFF\xD8".to_vec(), segment(0xE1, exif), picture].concat()
}

fn has(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

fn write(house: &House, who: &str, pupil: &str, id: &str, kind: &str, files: &[File<'_>]) -> Answer {
    let fields = [("act", id), ("pupil", pupil), ("kind", kind), ("done", "退位减法十题")];
    house.as_(who).upload(&format!("/records/new?pupil={pupil}"), "/records", &fields, files)
}

/// Where the photos of a child's records are shown, as somebody reads them.
fn shown(house: &House, who: &str, pupil: &str) -> Vec<String> {
    let page = house.as_(who).get(&format!("/pupils/{pupil}/records")).text;
    page.split("<img class=\"photo\" src=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[test]
fn a_photo_comes_back_without_where_it_was_taken_and_lies_sealed() {
    for house in House::both() {
        let pupil = house.here.child("4.2", "林小明").id.to_string();
        for _ in 0..2 {
            let saved = write(&house, "王老师", &pupil, &act("gps"), "tutoring", &[("photo", "IMG_1.jpg", &photo())]);
            assert_eq!(saved.status, 303, "{}", saved.main());
        }
        let photos = shown(&house, "王老师", &pupil);
        assert_eq!(photos.len(), 1, "sent twice, there once");
        let file = house.as_("王老师").download(&photos[0]);
        assert_eq!((file.status, file.media_type.as_str()), (200, "image/jpeg"));
        assert!(has(&photo(), "GPS") && !has(&file.bytes, "GPS") && has(&file.bytes, "drawn"), "the picture, not the place");
        let stored: Vec<u8> = house.read(house.here.id, |tx| {
            let school = tx.school();
            tx.one(Sql("select content from attachment where school_id = $1 and media_type = 'image/jpeg'"), &[&school], |row| row.get(0))
        });
        assert!(!has(&stored, "drawn") && !stored.starts_with(b"\xFF\xD8"), "under the child's key");
        assert!(house.as_("陈校长").get(&format!("/pupils/{pupil}/copy")).text.contains("照片 1 张"), "the family's copy says so");
    }
}

#[test]
fn a_photo_is_seen_by_who_reads_its_record_and_taken_back_by_its_author() {
    for house in House::both() {
        let pupil = house.here.child("4.2", "林小明").id.to_string();
        let id = act("home");
        assert_eq!(write(&house, "王老师", &pupil, &id, "home_visit", &[("photo", "a.jpg", &photo())]).status, 303);
        let path = shown(&house, "王老师", &pupil).pop().unwrap();
        for (who, status) in [("王老师", 200), ("陈校长", 200), ("李老师", 404), ("何老师", 404), ("孙老师", 403)] {
            assert_eq!(house.as_(who).get(&path).status, status, "{}: {who}", house.name());
        }
        assert_eq!(house.stranger().get(&path).status, 303, "who is not signed in is sent to sign in");
        let other = house.here.child("4.2", "何田田").id.to_string();
        assert_eq!(house.as_("王老师").get(&path.replace(&pupil, &other)).status, 404, "not by way of another child");
        let (page, away) = (format!("/pupils/{pupil}/records/{id}"), format!("{path}/withdrawal"));
        assert_eq!(house.as_("沈老师").post_from("/records", &away, &[]).status, 404, "another's record");
        assert_eq!(house.as_("王老师").post_from(&page, &away, &[]).status, 303);
        assert_eq!((house.as_("王老师").get(&path).status, shown(&house, "王老师", &pupil).len()), (404, 0));
    }
}

#[test]
fn a_file_that_is_no_photo_is_refused_at_its_field_and_nothing_typed_is_lost() {
    let house = House::sqlite();
    let pupil = house.here.child("4.2", "林小明").id.to_string();
    let (cut, big) = (&photo()[..40], [photo(), vec![0; 9 << 20]].concat());
    let many: Vec<File<'_>> = (0..5).map(|_| ("photo", "a.jpg", &b"\xFF\xD8\xFF"[..])).collect();
    let files: [(Vec<File<'_>>, &str); 4] = [
        (vec![("photo", "a.jpg", cut)], "不是完整的"),
        (vec![("photo", "a.svg", b"<svg onload='x()'/>")], "不是完整的"),
        (vec![("photo", "a.jpg", &big)], "照片太大了"),
        (many, "最多 4 张照片"),
    ];
    for (files, says) in files {
        let refused = write(&house, "王老师", &pupil, &act(says), "talk", &files);
        assert_eq!((refused.status, refused.text.contains(says), refused.text.contains("退位减法十题")), (422, true, true), "{says}: {}", refused.main());
    }
    assert!(!house.as_("王老师").get(&format!("/pupils/{pupil}/records")).text.contains("退位减法十题"), "nothing is half saved");
}

#[test]
fn a_family_that_refuses_photos_has_none() {
    let house = House::sqlite();
    let child = house.here.child("4.2", "林小明").id;
    let pupil = child.to_string();
    let form = format!("/records/new?pupil={pupil}");
    assert!(house.as_("王老师").get(&form).text.contains("请只拍作业和作品"), "nobody was asked yet");
    let who = house.who("王老师");
    let no = Consent {
        purpose: "photo".into(),
        given: false,
        withdrawn: false,
        how: "paper".into(),
        by_whom: "母亲".into(),
        guardian: None,
        version: String::new(),
        day: day("2026-09-18"),
    };
    house.store.write(house.here.id, |tx| trail::record_consent(tx, &who, child, &no)).unwrap();
    let page = house.as_("王老师").get(&form).text;
    assert!(page.contains("家长不同意拍照") && !page.contains("type=\"file\""), "{page}");
    let refused = write(&house, "王老师", &pupil, &act("refused"), "talk", &[("photo", "a.jpg", &photo())]);
    assert_eq!((refused.status, refused.text.contains("退位减法十题")), (422, true), "{}", refused.main());
}
