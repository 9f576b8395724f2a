//! Volunteers from outside and responsibility letters over HTTP (B5-02, A9-02, A1-12).

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::{PupilId, RowId, derived};
use bangfu::roster::time;
use bangfu::screening::confirmed::{self, NewConfirmation};
use bangfu::trail::{self, Consent};

use super::office::text_of_docx;
use crate::cast::term_code;
use crate::client::Answer;
use crate::house::{House, day};

fn confirm(house: &House, children: &[PupilId]) {
    house.act(Subject::School, |tx, permit: &Permit<acts::FileRound>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let (programme, verdict, until) = (house.here.programme, derived::<RowId>(&[b"verdict for a volunteer"]), term.last_day);
        let new = |pupil: &PupilId| NewConfirmation {
            pupil: *pupil,
            programme,
            term: term.id,
            category: "target_pupil".into(),
            kind: "learning".into(),
            from: day("2026-09-15"),
            until,
            verdict,
        };
        confirmed::confirm(tx, permit, &children.iter().map(new).collect::<Vec<_>>())
    });
}

fn consent(house: &House, pupil: PupilId, given: bool) {
    house.act(pupil, |tx, permit: &Permit<acts::RecordConsent>| {
        let (how, by_whom, version) = ("paper".to_owned(), "母亲".to_owned(), "2026-1".to_owned());
        let consent = Consent { purpose: "volunteer".into(), given, withdrawn: !given, how, by_whom, guardian: None, version, day: day("2026-09-20") };
        trail::record_consent(tx, permit.who(), pupil, &consent)
    });
}

const PAGE: &str = "/pairing/volunteers";

fn post(house: &House, action: &str, fields: &[(&str, &str)]) -> Answer {
    house.as_("周主任").post_from(PAGE, &format!("{PAGE}{action}"), fields)
}

#[test]
fn a_volunteer_needs_who_vouches_a_guardians_consent_and_a_teacher_and_has_one_child() {
    for house in House::both() {
        let (child, other) = (house.here.child("4.2", "林小明").id, house.here.child("4.2", "何田田").id);
        confirm(&house, &[child, other]);
        let staff = |name: &str| house.here.person(name).staff.to_string();
        let nobody = post(&house, "", &[("name", "柳青青"), ("kind", "student"), ("vouched_by", "")]);
        assert!(nobody.status == 422 && nobody.text.contains("教职工担保") && nobody.text.contains("柳青青"), "{}", nobody.main());
        assert_eq!(post(&house, "", &[("name", "柳青青"), ("kind", "student"), ("vouched_by", &staff("赵主任"))]).status, 303);
        let shown = house.as_("周主任").get(PAGE).text;
        assert!(shown.contains("大学生 · 担保：赵主任"), "{shown}");
        let volunteer = shown.split("name=\"volunteer\"").nth(1).unwrap().split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let pair = |pupil: PupilId, teacher: &str| post(&house, "/pairs", &[("volunteer", &volunteer), ("pupil", &pupil.to_string()), ("staff", &staff(teacher))]);
        let refused = pair(child, "李老师");
        assert!(refused.status == 422 && refused.text.contains("还没有监护人的同意"), "{}", refused.main());
        consent(&house, child, true);
        let refused = pair(child, "何老师");
        assert!(refused.status == 422 && refused.text.contains("不单独和孩子在一起"), "who has nothing to do with the child: {}", refused.main());
        assert_eq!(pair(child, "李老师").status, 303);
        consent(&house, other, true);
        let refused = pair(other, "李老师");
        assert!(refused.status == 422 && refused.text.contains("一对一"), "{}", refused.main());
        let paper = text_of_docx(house.as_("周主任").download(&format!("{PAGE}/paper/docx")).bytes);
        assert!(["柳青青", "林小明", "李老师", "不单独和孩子在一起", "2026-09-20"].iter().all(|text| paper.contains(text)), "{paper}");
        assert!(!paper.contains("待优") && !paper.contains("帮扶"), "the agreement leaves the school and does not say why: {paper}");
        it_ends_with_consent(&house, child);
        for (name, status) in [("王老师", 403), ("李老师", 403), ("赵主任", 200), ("钱老师", 403)] {
            assert_eq!(house.as_(name).get(PAGE).status, status, "{name}");
            assert_eq!(house.as_(name).get(&format!("{PAGE}/paper/docx")).status == 403, status == 403, "{name}");
        }
    }
}

fn it_ends_with_consent(house: &House, child: PupilId) {
    consent(house, child, false);
    let shown = house.as_("周主任").get(PAGE).text;
    assert!(shown.contains("监护人已撤回同意，请结束"), "{shown}");
    assert_eq!(house.as_("周主任").get(&format!("{PAGE}/paper/docx")).status, 409, "no agreement without consent");
    let id = crate::client::hidden(shown.split("/pairing/volunteers/ends\"").nth(1).unwrap(), "id");
    let end = |reason: &str| post(house, "/ends", &[("id", &id), ("reason", reason)]).status;
    assert_eq!((end(""), end("consent"), end("consent")), (422, 303, 409));
    assert!(house.as_("周主任").get(PAGE).text.contains("监护人撤回同意"), "the history stays");
}

#[test]
fn every_mentor_gets_a_letter_with_children_duties_and_places_to_sign() {
    for house in House::both() {
        let (ming, tian) = (house.here.child("4.2", "林小明").id, house.here.child("4.2", "何田田").id);
        confirm(&house, &[ming, tian]);
        let board = format!("/pairing/programmes/{}", house.here.programme);
        let zhou = house.as_("周主任");
        assert_eq!(zhou.get(&format!("{board}/letters/docx")).status, 409, "nobody is paired yet");
        for (child, teacher) in [(ming, "王老师"), (tian, "王老师"), (ming, "李老师")] {
            let staff = house.here.person(teacher).staff.to_string();
            assert_eq!(zhou.post_from(&board, &format!("{board}/pairs"), &[("pupil", &child.to_string()), ("staff", &staff)]).status, 303);
        }
        let all = text_of_docx(zhou.download(&format!("{board}/letters/docx")).bytes);
        for text in ["结对帮扶责任书", "王老师", "李老师", "林小明", "何田田", "一对二", "一对一", "谈心：每周至少 1 次", "帮扶教师：", "学校领导：", "2027-01-22"]
        {
            assert!(all.contains(text), "`{text}`: {all}");
        }
        assert!(!all.contains("监护人："), "a guardian signs only where asked");
        let one = format!("{board}/letters/docx?staff={}&guardian=1", house.here.person("李老师").staff);
        let one = text_of_docx(zhou.download(&one).bytes);
        assert!(one.contains("李老师") && one.contains("监护人：") && !one.contains("何田田") && !one.contains("王老师"), "{one}");
        let both = text_of_docx(zhou.download(&format!("{board}/letters/docx?staff={}&guardian=1", house.here.person("王老师").staff)).bytes);
        let (first, second) = both.split_once("<w:br w:type=\"page\"/>").unwrap_or_else(|| panic!("a page for each child: {both}"));
        assert!([first, second].iter().all(|page| page.contains("林小明") != page.contains("何田田")), "a guardian reads of the own child alone");
        assert!(!both.contains("待优"), "and not under which programme: {both}");
        for path in ["letters/xlsx", "letters/docx?staff=nonsense"] {
            assert_eq!(zhou.get(&format!("{board}/{path}")).status, 404, "{path}");
        }
        assert_eq!(house.as_("王老师").get(&format!("{board}/letters/docx")).status, 403);
        assert!(zhou.get(&board).text.contains("责任书 docx"));
    }
}
