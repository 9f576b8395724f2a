//! The end of a file over HTTP: shut when the child has left, opened with a reason for three hours; what is due is destroyed by two people, and the register names nobody any more.

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::{PupilId, RowId, SchoolDate, Sealed, Stamp, derived};
use bangfu::roster::movements::{self, Departure};
use bangfu::roster::pupils::{self, NewGuardian, NewPupil};

use crate::client::hidden;
use crate::house::{House, day};

/// A child of 二（1）班 who left on a day, with a mother.
pub(crate) fn gone(house: &House, name: &str, last: SchoolDate) -> PupilId {
    let place = house.here.class("2.1");
    let id = house.act(Subject::School, |tx, permit: &Permit<acts::ManageRoster>| {
        let mother = NewGuardian { name: format!("{name}的妈妈"), phone: Some(Sealed::new("13800000000".into())), ..NewGuardian::default() };
        let child = NewPupil { name: name.into(), guardians: vec![mother], ..NewPupil::default() };
        Ok(pupils::enrol_many(tx, permit, &[place], &[child], last.plus_days(-60))?[0])
    });
    house.act(id, |tx, permit: &Permit<acts::ManageRoster>| movements::depart(tx, permit, Departure::TransferOut, last, "随父母外出"));
    id
}

#[test]
fn the_file_of_a_child_who_has_left_is_shut_and_opened_with_a_reason_for_three_hours() {
    for house in House::both() {
        let child = gone(&house, "离小远", day("2026-09-10"));
        let (page, path) = (format!("/pupils/{child}"), format!("/pupils/{child}/archive"));
        house.clock.set(day("2026-10-10"));
        let zhou = house.as_("周主任");
        assert!(zhou.get(&page).text.contains("离小远的妈妈") && zhou.get(&format!("{page}/case")).status == 200, "thirty days for the parcel and the copy");
        assert_eq!(zhou.get(&path).to, page, "nothing to open yet");
        house.clock.set(day("2026-10-12"));
        let zhou = house.as_("周主任");
        let shown = zhou.get(&page);
        assert!(shown.text.contains("档案已封存") && shown.text.contains("离小远") && !shown.text.contains("离小远的妈妈"), "{}", shown.main());
        for shut in ["/case", "/family", "/records", "/edit"] {
            assert_eq!(zhou.get(&format!("{page}{shut}")).status, 404, "{shut}");
        }
        assert_eq!(house.as_("陈校长").get(&format!("{page}/copy")).status, 404);
        for (who, status) in [("王老师", 404), ("李老师", 404), ("郑老师", 404), ("钱老师", 403), ("周主任", 200), ("孙老师", 200)] {
            assert_eq!(house.as_(who).get(&path).status, status, "{who}");
        }
        let short = zhou.post_from(&path, &path, &[("reason", "看")]);
        assert!(short.status == 422 && zhou.get(&page).text.contains("档案已封存"), "{}", short.main());
        assert_eq!(zhou.post_from(&path, &path, &[("reason", "中学来函核实资助情况")]).status, 303);
        assert!(zhou.get(&page).text.contains("离小远的妈妈") && zhou.get(&format!("{page}/case")).status == 200);
        assert!(!house.as_("赵主任").get(&page).text.contains("离小远的妈妈"), "for who gave the reason alone");
        let register = house.as_("陈校长").get("/archive").text;
        assert!(register.contains("中学来函核实资助情况") && register.contains("周主任") && register.contains("离小远"), "{register}");
        assert_eq!((house.as_("赵主任").get("/archive").status, house.as_("王老师").get("/archive").status), (403, 403));
        let now = house.store.clock().now();
        house.clock.set_to(Stamp(now.0 + 3 * 3_600_000 + 1_000));
        assert!(house.as_("周主任").get(&page).text.contains("档案已封存"), "after three hours it is shut again");
    }
}

#[test]
fn what_is_due_is_destroyed_by_two_people_and_the_register_names_nobody() {
    let house = House::sqlite();
    let (child, other) = (gone(&house, "离小远", day("2026-09-10")), gone(&house, "留小近", day("2026-09-11")));
    let zhou = house.as_("周主任");
    let rule = "/archive/keeping/person";
    let wrong = zhou.post_from(rule, rule, &[("seen", "0"), ("years", "三"), ("basis", "学校规定")]);
    assert!(wrong.status == 422 && wrong.text.contains("0 到 60") && wrong.text.contains("学校规定"), "{}", wrong.main());
    assert!(zhou.get("/archive/due/person").text.contains("没有到期的"), "three years are not over");
    assert_eq!(zhou.post_from(rule, rule, &[("seen", "0"), ("years", "0"), ("basis", "学校规定：离校即删")]).status, 303);
    assert_eq!(zhou.post_from(rule, rule, &[("seen", "0"), ("years", "5"), ("basis", "另一个窗口")]).status, 422, "somebody changed it meanwhile");
    let (due, held) = ("/archive/due/person", format!("/archive/holds/{other}"));
    assert_eq!(zhou.post_from(&held, &held, &[("until", ""), ("reason", "")]).status, 422);
    assert_eq!(zhou.post_from(&held, &held, &[("until", "2027-03-01"), ("reason", "家长申诉还没有结论")]).status, 303);
    assert_eq!(zhou.get(&format!("/archive/holds/{}", house.here.child("4.2", "林小明").id)).status, 404, "who is at school is not held");
    let page = zhou.get(due).text;
    assert!(page.contains("离小远") && page.contains("留到 2027-03-01") && !page.contains("林小明"), "{page}");
    let (id, one, two) = (hidden(&page, "id"), child.to_string(), other.to_string());
    let basis = ("basis", "离校即删");
    let refused = zhou.post_from(due, due, &[("id", &id), ("pupil", &one), ("pupil", &two), basis]);
    assert!(refused.status == 422 && refused.text.contains("被暂留"), "{}", refused.main());
    assert_eq!(zhou.post_from(due, due, &[("id", &id), basis]).status, 422, "nobody is chosen");
    for _ in 0..2 {
        assert_eq!(zhou.post_from(due, due, &[("id", &id), ("pupil", &one), basis]).status, 303, "a double click proposes once");
    }
    let (page, decision) = (format!("/archive/destructions/{id}"), format!("/archive/destructions/{id}/decision"));
    assert!(zhou.get(&page).text.contains("提出的人不能自己批准"));
    let alone = zhou.post_from(&page, &decision, &[("what", "carry_out"), ("count", "1")]);
    assert_eq!(alone.status, 403, "{}", alone.main());
    let chen = house.as_("陈校长");
    assert!(chen.get("/").text.contains("等您批准销毁"), "{}", chen.get("/").main());
    assert_eq!(chen.post_from(&page, &decision, &[("what", "carry_out"), ("count", "2")]).status, 422, "counts the list");
    assert_eq!(house.as_("赵主任").get(&page).status, 403);
    assert_eq!(chen.post_from(&page, &decision, &[("what", "carry_out"), ("count", "1")]).status, 303);
    assert_eq!(chen.post_from(&page, &decision, &[("what", "carry_out"), ("count", "1")]).status, 409, "once");
    assert_eq!(chen.get(&format!("/pupils/{child}")).status, 404);
    let done = chen.get(&page).text;
    assert!(done.contains("姓名已销毁") && done.contains("二（1）班") && !done.contains("离小远"), "{done}");
    let register = String::from_utf8_lossy(&zhou.download("/registers/destruction.csv").bytes).into_owned();
    assert!(register.contains("姓名已销毁") && register.contains("陈校长") && register.contains("离校即删") && !register.contains("离小远"), "{register}");
    assert!(chen.get(&format!("/pupils/{other}")).text.contains("留小近"), "nobody else was touched");
    let again: RowId = derived(&[b"a second destruction"]);
    assert_eq!(zhou.post_from(&held, &held, &[("until", "2026-09-20"), ("reason", "申诉已结")]).status, 303);
    assert_eq!(zhou.post_from(due, due, &[("id", &again.to_string()), ("pupil", &two), basis]).status, 303);
    house.act(other, |tx, permit: &Permit<acts::ManageRoster>| movements::come_back(tx, permit, house.here.class("2.1").0, tx.today(), ""));
    let (page, decision) = (format!("/archive/destructions/{again}"), format!("/archive/destructions/{again}/decision"));
    assert_eq!(chen.post_from(&page, &decision, &[("what", "carry_out"), ("count", "1")]).status, 409, "who is back at school is not destroyed");
    assert_eq!(chen.post_from(&page, &decision, &[("what", "decline"), ("reason", " ")]).status, 422);
    assert_eq!(chen.post_from(&page, &decision, &[("what", "decline"), ("reason", "孩子已经回校")]).status, 303);
    assert!(zhou.get("/archive").text.contains("未批准"));
}
