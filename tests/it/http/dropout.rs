//! The dropout watch over HTTP: attendance says who stays away, the family is called, nobody drops out untried, the month is reported.

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::{PupilId, SchoolDate};
use bangfu::results::attendance::{self, Absence};

use super::aid::{done, post};
use crate::client::Answer;
use crate::house::{House, day};

pub(crate) fn child(house: &House) -> PupilId {
    house.here.child("4.2", "林小明").id
}

/// Attendance of 四（2）班 on some days: a child away, all others there.
pub(crate) fn away(house: &House, pupil: PupilId, days: &[&str], away: bool) {
    let (class, who) = (house.here.class("4.2").0, house.who("王老师"));
    for one in days {
        let taken = house.store.write(house.here.id, |tx| {
            let permit = Permit::<acts::EnterAttendance>::ask(tx, &who, Subject::Class(class))?;
            let absent: Vec<(PupilId, Absence)> = if away { vec![(pupil, Absence::Unexplained)] } else { Vec::new() };
            attendance::take(tx, &permit, day(one), &absent).map(|_| ())
        });
        taken.unwrap();
    }
}

/// A step of a case from its form.
pub(crate) fn step(house: &House, who: &str, case: &str, form: &str, fields: &[(&str, &str)]) -> Answer {
    let path = format!("{case}/{form}");
    let page = house.as_(who).get(&path).text;
    let seen = page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("0").to_owned();
    let all: Vec<(&str, &str)> = fields.iter().copied().chain([("seen", seen.as_str())]).collect();
    post(house, who, &path, &all)
}

/// Opens the case of a child who stays away; gives its path.
pub(crate) fn open(house: &House, pupil: PupilId) -> String {
    done(house, "王老师", &format!("/pupils/{pupil}/absence"), &[("cause", "absence"), ("words", "同桌说去了外婆家")])
}

#[test]
fn a3_02_three_days_away_are_a_call_a_record_and_a_line_of_the_ledger() {
    for house in House::both() {
        let pupil = child(&house);
        house.clock.set(day("2026-10-16"));
        away(&house, pupil, &["2026-10-12"], false);
        away(&house, pupil, &["2026-10-13", "2026-10-14"], true);
        assert!(!house.as_("王老师").get("/").text.contains("没来，请联系家长"), "two days are not three");
        away(&house, pupil, &["2026-10-15"], true);
        let today = house.as_("王老师").get("/").text;
        assert!(today.contains("林小明从 2026-10-13 起连续 3 个上课日没来"), "{today}");
        assert!(house.as_("王老师").get("/dropout").text.contains("2026-10-12"), "last seen");
        assert_eq!(house.as_("李老师").get("/dropout").status, 200);
        assert!(!house.as_("李老师").get("/dropout").text.contains("林小明"), "a subject teacher reads nothing of families");
        let case = open(&house, pupil);
        assert_eq!(open(&house, pupil), case, "a second press opens no second case");
        assert_eq!(house.as_("李老师").get(&case).status, 404);
        assert_eq!(house.as_("何老师").get(&case).status, 404);
        assert!(!house.as_("王老师").get("/").text.contains("没来，请联系家长") && house.as_("王老师").get("/").text.contains("联系家长：孩子连续没来"));

        // Nobody drops out before somebody tried; what is lacking is told at its field.
        let early = step(&house, "赵主任", &case, "word", &[("what", "dropped"), ("day", "2026-10-16"), ("reason", "unknown"), ("words", "不来了，联系不到")]);
        assert!(early.status == 422 && early.text.contains("还没有联系过家长"), "{}", early.main());
        let wrong = step(&house, "王老师", &case, "step", &[("what", "contacted"), ("day", "2026-10-18"), ("way", ""), ("reason", ""), ("words", "好")]);
        assert!(wrong.status == 422 && ["从列表里选一个", "到今天的日期", "5 到"].iter().all(|said| wrong.text.contains(said)), "{}", wrong.main());
        assert_eq!(step(&house, "王老师", &case, "step", &[("what", "unreached"), ("day", "2026-10-16"), ("way", "phone"), ("words", "")]).status, 303);
        assert!(house.as_("赵主任").get("/").text.contains("上门看看：家长联系不上"));
        let talk = [("what", "persuaded"), ("day", "2026-10-16"), ("way", "at_home"), ("reason", "poverty"), ("words", "外婆生病，爸爸说学费凑不齐，约定周一来")];
        assert_eq!(step(&house, "赵主任", &case, "step", &talk).status, 303);
        assert!(!house.as_("赵主任").get("/").text.contains("上门看看"));
        let shown = house.as_("王老师").get(&case).text;
        assert!(shown.contains("不因贫辍学") && shown.contains("约定周一来"), "{shown}");
        let stale = post(&house, "王老师", &format!("{case}/step"), &[("what", "returned"), ("day", "2026-10-16"), ("seen", "1")]);
        assert_eq!(stale.status, 409, "an old page: {}", stale.main());

        // Back only when attendance says so.
        let still = step(&house, "王老师", &case, "step", &[("what", "returned"), ("day", "2026-10-15"), ("words", "")]);
        assert!(still.status == 422 && still.text.contains("还没到校"), "{}", still.main());
        house.clock.set(day("2026-10-20"));
        away(&house, pupil, &["2026-10-19"], false);
        assert!(house.as_("王老师").get(&case).text.contains("2026-10-19 起又到校了"));
        let suspected = house.as_("赵主任").download("/dropout/ledgers/suspected/csv");
        assert!(String::from_utf8_lossy(&suspected.bytes).contains("林小明"));
        let of_age = house.as_("赵主任").download("/dropout/ledgers/of_age/csv");
        let of_age = String::from_utf8_lossy(&of_age.bytes).into_owned();
        assert!(of_age.contains("林小明") && of_age.contains("女") && of_age.contains("疑似辍学"), "{of_age}");
        assert_eq!(step(&house, "王老师", &case, "step", &[("what", "returned"), ("day", "2026-10-19"), ("words", "")]).status, 303);
        let after = house.as_("赵主任").download("/dropout/ledgers/suspected/csv");
        assert!(!String::from_utf8_lossy(&after.bytes).contains("林小明"));
        let record = super::text_of_docx(house.as_("王老师").download(&format!("{case}/paper/docx")).bytes);
        assert!(record.contains("上门劝返") && record.contains("约定周一来"), "{record}");
    }
}

#[test]
fn a3_02_a_month_is_reported_and_a_quarter_checked() {
    for house in House::both() {
        let pupil = child(&house);
        house.clock.set(day("2026-10-16"));
        away(&house, pupil, &["2026-10-13", "2026-10-14", "2026-10-15"], true);
        let case = open(&house, pupil);
        assert_eq!(step(&house, "王老师", &case, "step", &[("what", "unreached"), ("day", "2026-10-16"), ("way", "phone"), ("words", "")]).status, 303);
        let none = post(&house, "赵主任", &format!("{case}/word"), &[("what", "returned"), ("day", "2026-10-16"), ("seen", "2")]);
        assert_eq!(none.status, 422, "a leader's word is another: {}", none.main());
        assert_eq!(house.as_("王老师").get(&format!("{case}/word")).status, 403);
        assert_eq!(step(&house, "赵主任", &case, "word", &[("what", "dropped"), ("day", "2026-10-16"), ("reason", "work"), ("words", "跟亲戚外出做工")]).status, 303);
        let dropped = house.as_("陈校长").download("/dropout/ledgers/dropped/xlsx");
        assert_eq!(dropped.status, 200);
        house.clock.set(day("2026-11-03"));
        assert!(house.as_("赵主任").get("/").text.contains("2026 年 10 月控辍保学月报还没报"));
        let months = house.as_("赵主任").get("/dropout/months").text;
        assert!(months.contains("林小明"), "not checked this quarter");
        assert_eq!(house.as_("赵主任").post_from("/dropout/months", "/dropout/months", &[("month", "2026-10-01")]).status, 303);
        assert!(!house.as_("赵主任").get("/").text.contains("月报还没报"));
        let ahead = house.as_("赵主任").post_from("/dropout/months", "/dropout/months", &[("month", "2026-12-01")]);
        assert_eq!(ahead.status, 422);
        let paper = super::text_of_docx(house.as_("赵主任").download("/dropout/months/2026-10-01/docx").bytes);
        assert!(paper.contains("月末辍学") && paper.contains("2026 年 10 月"), "{paper}");
        assert_eq!(step(&house, "赵主任", &case, "word", &[("what", "checked"), ("day", "2026-11-03"), ("words", "县里复核，仍在劝返")]).status, 303);
        assert!(!house.as_("赵主任").get("/dropout/months").text.contains("林小明"));
        // The school waits one day instead of three.
        assert_eq!(post(&house, "赵主任", "/dropout/rule", &[("days", "0")]).status, 422);
        done(&house, "赵主任", "/dropout/rule", &[("days", "1")]);
        let today: SchoolDate = house.store.clock().now().day();
        assert_eq!(today, day("2026-11-03"));
        assert_eq!(house.as_("吴老师").get("/dropout/months").status, 404, "who leads a grade does not report for the school");
    }
}
