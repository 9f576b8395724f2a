//! What makes a pair fit, over HTTP: strengths and wishes in the proposal, the helpers of a child with their times, and the task to get to know a new child (A8-07, B6-02).

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::{PupilId, RowId, derived};
use bangfu::roster::time;
use bangfu::screening::confirmed::{self, NewConfirmation};

use crate::cast::term_code;
use crate::client::Answer;
use crate::house::{House, day};

fn confirm(house: &House, pupil: PupilId) {
    house.act(Subject::School, |tx, permit: &Permit<acts::FileRound>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let (programme, verdict, until) = (house.here.programme, derived::<RowId>(&[b"verdict that fits"]), term.last_day);
        let new = NewConfirmation { pupil, programme, term: term.id, category: "target_pupil".into(), kind: "conduct".into(), from: day("2026-09-15"), until, verdict };
        confirmed::confirm(tx, permit, &[new])
    });
}

fn board(house: &House) -> String {
    format!("/pairing/programmes/{}", house.here.programme)
}

fn office(house: &House, what: &str, fields: &[(&str, &str)]) -> Answer {
    house.as_("周主任").post_from(&board(house), &format!("{}/{what}", board(house)), fields)
}

#[test]
fn strengths_and_wishes_reach_the_proposal_of_the_board() {
    for house in House::both() {
        let child = house.here.child("4.2", "林小明").id;
        confirm(&house, child);
        let page = format!("/pupils/{child}/helpers");
        let unknown = house.as_("李老师").post_form("/pairing/strengths", &[("strength", "juggling")]);
        assert_eq!(unknown.status, 422, "{}", unknown.main());
        assert_eq!(house.as_("李老师").post_form("/pairing/strengths", &[("strength", "listening"), ("strength", "sports")]).status, 303);
        let own = house.as_("李老师").get("/pairing/strengths").text;
        assert!(own.contains("value=\"sports\" checked"), "{own}");
        assert!(!house.as_("冯老师").get("/pairing/strengths").text.contains("checked"), "each their own");
        assert_eq!(office(&house, "proposal", &[]).status, 303);
        let shown = house.as_("周主任").get(&board(&house)).text;
        assert!(shown.contains("本班老师，擅长正合孩子的需要"), "{shown}");
        let feng = house.here.person("冯老师").staff.to_string();
        let wish = |name: &str, staff: &str| house.as_(name).post_from(&page, &format!("{page}/wish"), &[("staff", staff)]);
        assert_eq!(wish("王老师", "nonsense").status, 422);
        assert_eq!(wish("王老师", &feng).status, 303);
        assert_eq!(house.as_("李老师").get(&page).status, 200, "whoever reads the file sees the helpers");
        let keys = house.as_("李老师").keys(&page);
        assert_eq!(house.as_("李老师").post_with(&keys, &format!("{page}/wish"), &[("staff", &feng)]).status, 403, "the homeroom teacher writes it down");
        assert_eq!(house.as_("何老师").get(&page).status, 404, "another class");
        assert_eq!(office(&house, "proposal", &[]).status, 303);
        let shown = house.as_("周主任").get(&board(&house)).text;
        assert!(shown.contains("孩子希望：冯老师") && shown.contains("建议 · 孩子的愿望"), "{shown}");
    }
}

#[test]
fn the_homeroom_teacher_arranges_all_helpers_of_a_child_and_is_warned_of_two_at_once() {
    for house in House::both() {
        let child = house.here.child("4.2", "林小明").id;
        confirm(&house, child);
        for name in ["王老师", "李老师", "冯老师"] {
            let staff = house.here.person(name).staff.to_string();
            assert_eq!(office(&house, "pairs", &[("pupil", &child.to_string()), ("staff", &staff)]).status, 303);
        }
        let (page, wang) = (format!("/pupils/{child}/helpers"), house.as_("王老师"));
        let shown = wang.get(&page).text;
        let pair_of = |name: &str| crate::client::hidden(shown.split("<section").find(|part| part.contains(&format!("<h2>{name}</h2>"))).unwrap(), "pair");
        let set = |name: &str, rows: &[[&str; 4]]| {
            let pair = pair_of(name);
            let mut fields = vec![("pair", pair.as_str())];
            for [weekday, begins, minutes, subject] in rows {
                fields.extend([("weekday", *weekday), ("begins", *begins), ("minutes", *minutes), ("subject", *subject)]);
            }
            wang.post_from(&page, &format!("{page}/slots"), &fields)
        };
        for wrong in [["1", "25:00", "40", "maths"], ["1", "16:00", "400", "maths"], ["1", "16:00", "40", "juggling"], ["9", "16:00", "40", ""]] {
            let answer = set("李老师", &[wrong]);
            assert!(answer.status == 422 && answer.text.contains("请写星期"), "{wrong:?}: {}", answer.main());
        }
        assert_eq!(set("李老师", &[["1", "16:00", "40", "maths"], ["1", "16:20", "40", "maths"]]).status, 422, "a helper is not in two places");
        assert_eq!(set("李老师", &[["1", "16:00", "40", "maths"], ["", "", "", ""]]).status, 303);
        assert_eq!(set("冯老师", &[["1", "16:30", "30", "maths"]]).status, 303);
        let shown = wang.get(&page).text;
        assert!(shown.contains("周一 16:00–16:40 · 数学") && shown.contains("时间重叠") && shown.contains("数学由"), "{shown}");
        assert_eq!(set("冯老师", &[["2", "12:30", "20", ""]]).status, 303, "moved to another day");
        let shown = wang.get(&page).text;
        assert!(!shown.contains("时间重叠") && shown.contains("周二 12:30–12:50 · 谈心"), "{shown}");
        let other = house.here.child("5.1", "苏小禾").id;
        assert_eq!(
            house.as_("何老师").post_from(&format!("/pupils/{other}/helpers"), &format!("/pupils/{other}/helpers/slots"), &[("pair", &pair_of("李老师"))]).status,
            404,
            "a pair of another child"
        );
    }
}

#[test]
fn a_newly_paired_mentor_is_asked_to_get_to_know_the_child_until_the_page_was_opened_or_something_was_written() {
    for house in House::both() {
        let child = house.here.child("4.2", "林小明").id;
        confirm(&house, child);
        let pair = |name: &str| office(&house, "pairs", &[("pupil", &child.to_string()), ("staff", &house.here.person(name).staff.to_string())]).status;
        let asked = |name: &str| house.as_(name).get("/").text.contains("认识一下四（2）班新结对的孩子");
        assert_eq!((pair("李老师"), pair("冯老师"), pair("王老师")), (303, 303, 303));
        assert!(asked("李老师") && asked("冯老师") && asked("王老师"));
        assert!(!house.as_("李老师").get("/").text.contains("林小明"), "the first page names no child");
        let page = format!("/pupils/{child}/helpers");
        let opened = house.as_("李老师").post_from(&page, &format!("{page}/met"), &[]);
        assert_eq!((opened.status, opened.to.as_str()), (303, format!("/pupils/{child}").as_str()));
        assert!(!asked("李老师") && asked("冯老师"), "each for themselves");
        let all = house.act(child, |tx, permit: &Permit<acts::SeeCaseFile>| bangfu::pairing::pairs::of_pupil(tx, permit));
        let feng = all.iter().find(|pair| pair.staff == house.here.person("冯老师").staff).unwrap().id.to_string();
        assert_eq!(office(&house, "releases", &[("pair", &feng), ("reason", "duty")]).status, 303);
        assert!(!asked("冯老师") && asked("王老师"), "who is released is not asked any more");
    }
}
