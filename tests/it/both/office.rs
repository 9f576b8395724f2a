//! The part of the day that the office lives: staff, leave, hand-over, groups, texts, the calendar, places, and what every room leaves behind.

use std::collections::BTreeSet;

use bangfu::access::{Permit, Subject, acts};
use bangfu::roster::day_list::{CalendarDay, DayKind};
use bangfu::roster::groups::{self, GroupKind, NewGroup, NewMember, Role};
use bangfu::roster::leave::{self, LeaveKind, NewLeave};
use bangfu::roster::people::{self, NewStaff};
use bangfu::roster::places::{self, CampusKind};
use bangfu::roster::terms::TermPlan;
use bangfu::roster::texts::{self, NewText, TextKind};
use bangfu::roster::{handover, time};
use bangfu::trail::{self, Consent};

use crate::cast::term_code;
use crate::house::{House, day};

/// Lives it.
pub(super) fn live(house: &House) {
    staff(house);
    groups_and_texts(house);
    calendar(house);
    places(house);
    traces(house);
}

fn staff(house: &House) {
    let [wang, li, feng, he] = ["王老师", "李老师", "冯老师", "何老师"].map(|name| house.here.person(name).staff);
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageStaff>| {
        let corrected = NewStaff { name: "王老师".into(), staff_no: Some("T-001".into()), strengths: "足球".into(), ..NewStaff::default() };
        people::correct_staff(tx, permit, wang, &corrected)?;
        let new = NewLeave {
            staff: wang,
            kind: LeaveKind::Leave,
            from_day: day("2026-09-23"),
            until_day: day("2026-10-16"),
            reason: "外出培训".into(),
            delegate: Some(feng),
            post: None,
        };
        let id = leave::take_leave(tx, permit, &new)?;
        assert_eq!((leave::leaves_of(tx, wang)?.len(), leave::stood_in_by(tx, feng)?.len(), leave::leaves_on(tx, day("2026-09-24"))?.len()), (1, 1, 1));
        leave::end_leave(tx, permit, id, day("2026-09-30"))?;
        trail::open_task(tx, li, "review", house.here.last_final, "/results", &[], day("2026-09-30"))?;
        trail::open_task(tx, he, "review", house.here.last_final, "/results", &[], day("2026-09-30"))?;
        handover::plan(tx, li, he, day("2026-09-24"))?;
        let given = handover::hand_over(tx, permit, li, he, day("2026-09-24"), "任课调整")?;
        assert_eq!(handover::hand_overs_of(tx, li)?.len(), 1);
        handover::hand_back(tx, permit, given)?;
        let posts = people::posts_of(tx, feng)?;
        people::release(tx, permit, posts[0].id, day("2026-09-30"))?;
        people::dismiss(tx, permit, feng, day("2026-09-30"))?;
        people::take_back(tx, permit, feng)?;
        people::staff_named(tx, "冯老师")?;
        people::posts_on(tx, day("2026-09-22"))
    });
}

fn groups_and_texts(house: &House) {
    let chen = house.here.person("陈校长").staff;
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageGroups>| {
        let mut new = NewGroup { name: "帮扶领导小组".into(), kind: GroupKind::Steering, purpose: "带好这件事".into(), from_day: day("2026-09-01") };
        let id = groups::create_group(tx, permit, &new)?;
        new.purpose = "带好、看好这件事".into();
        groups::correct_group(tx, permit, id, &new)?;
        let xu = house.here.person("许书记").staff;
        groups::put_member(tx, permit, id, &NewMember { staff: chen, role: Role::Head, duties: "全面负责".into() })?;
        groups::put_member(tx, permit, id, &NewMember { staff: xu, role: Role::Member, duties: String::new() })?;
        let members = groups::members(tx, id)?;
        groups::remove_member(tx, permit, id, members[1].id, day("2026-08-31"))?;
        groups::remove_member(tx, permit, id, members[0].id, day("2026-12-31"))?;
        groups::end_group(tx, permit, id, day("2027-01-22"))?;
        assert_eq!(groups::group(tx, id)?.name, "帮扶领导小组");
        groups::groups(tx)
    });
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageTexts>| {
        let new = NewText {
            kind: TextKind::Principle,
            title: "不放弃每一个孩子".into(),
            issuer: String::new(),
            document_no: String::new(),
            body: "面向全体，一个也不能少。".into(),
            from_day: day("2026-09-01"),
            until_day: texts::no_end(),
        };
        let series = texts::write_text(tx, permit, None, &new)?;
        texts::write_text(tx, permit, Some(series), &NewText { body: "面向全体，一个也不落下。".into(), from_day: day("2026-09-22"), ..new })?;
        assert_eq!(texts::versions(tx, series)?.len(), 2);
        texts::texts(tx)?;
        assert_eq!(texts::texts_in_force(tx, day("2026-09-22"))?.len(), 1);
        texts::end_text(tx, permit, series, day("2027-07-01"))
    });
}

fn calendar(house: &House) {
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageCalendar>| {
        time::change_term(tx, permit, term_code("2026-1"), &TermPlan { results_due_day: Some(day("2027-01-18")), ..TermPlan::of(day("2026-09-01"), day("2027-01-22")) })?;
        let holiday = |text: &str, kind| CalendarDay { day: day(text), kind, name: "国庆节".into() };
        time::mark_days(tx, permit, &[holiday("2026-10-01", DayKind::Holiday), holiday("2026-10-02", DayKind::Holiday), holiday("2026-10-10", DayKind::SchoolDay)])?;
        time::unmark_day(tx, permit, day("2026-10-02"))?;
        assert_eq!(time::calendar_days(tx, day("2026-09-01"), day("2026-12-31"))?.len(), 2);
        assert!(time::school_days(tx, day("2026-09-28"), day("2026-10-10"))? > 5);
        let year = time::term_by_code(tx, term_code("2026-1"))?.unwrap().year;
        time::years(tx)?;
        time::pupils_in_classes(tx, year, day("2026-09-22"))?;
        time::homerooms(tx, year, day("2026-09-22"))
    });
}

fn places(house: &House) {
    let campus = house.act(Subject::School, |tx, permit: &Permit<acts::ManageSettings>| {
        let id = places::save_campus(tx, permit, None, "河西教学点", CampusKind::TeachingPoint, "河西村")?;
        places::save_campus(tx, permit, Some(id), "河西教学点", CampusKind::TeachingPoint, "河西村 1 号")
    });
    let (class, _) = house.here.class("2.1");
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageRoster>| {
        time::change_class(tx, permit, class, "二（1）班", Some(campus), &BTreeSet::from([1]))?;
        let year = time::class(tx, class)?.year;
        assert_eq!(time::combined_grades(tx, year)?.len(), 1);
        time::change_class(tx, permit, class, "二（1）班", None, &BTreeSet::new())?;
        let spare = time::ensure_class(tx, permit, year, bangfu::base::ClassName { grade: 6, number: 9 })?;
        time::remove_class(tx, permit, spare)
    });
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageSettings>| {
        places::remove_campus(tx, permit, campus)?;
        places::campuses(tx)
    });
}

fn traces(house: &House) {
    let child = house.here.child("4.2", "林小明").id;
    let wang = house.here.person("王老师").staff;
    let who = house.who("王老师");
    let done = house.store.write(house.here.id, |tx| {
        trail::note(tx, &who, "roster.seen", child, &serde_json::json!({ "count": 1 }))?;
        trail::open_task(tx, wang, "visit", child, "/pupils", &[], day("2026-09-25"))?;
        assert!(!trail::tasks_of(tx, wang)?.is_empty());
        trail::end_tasks(tx, &who, "visit", child, true)?;
        let id = trail::attach(tx, &who, child, "谈心记录.txt", "text/plain", "说得很好".as_bytes())?;
        assert_eq!((trail::attachment(tx, id)?.name.as_str(), trail::attachments_of(tx, child)?.len()), ("谈心记录.txt", 1));
        let consent = Consent {
            purpose: "photo".into(),
            given: true,
            withdrawn: false,
            how: "paper".into(),
            by_whom: "母亲".into(),
            guardian: None,
            version: "2026-1".into(),
            day: day("2026-09-22"),
        };
        trail::record_consent(tx, &who, child, &consent)?;
        assert_eq!(trail::consents_of(tx, child)?[0].version, "2026-1");
        trail::events_of(tx, child, 10)
    });
    assert!(!done.unwrap().is_empty());
}
