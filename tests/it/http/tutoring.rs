//! Tutoring over HTTP: the timetable without clashes, attendance that is a record of help, helpers from outside who are vetted; and who may see what.

use bangfu::access::{Duty, Permit, Subject, acts};
use bangfu::base::{PupilId, RowId, derived};
use bangfu::pairing::volunteers;
use bangfu::roster::time;
use bangfu::trail::{self, Consent};

use crate::client::Answer;
use crate::house::{House, day};

pub(crate) fn id(name: &str) -> String {
    derived::<RowId>(&[b"tutoring over http", name.as_bytes()]).to_string()
}

pub(crate) fn post(house: &House, who: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    house.as_(who).post_form(path, fields)
}

pub(crate) fn done(house: &House, who: &str, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = post(house, who, path, fields);
    assert_eq!(answer.status, 303, "{}: {who} {path} → {}", house.name(), answer.main());
    answer.to
}

pub(crate) fn staff(house: &House, name: &str) -> String {
    house.here.person(name).staff.to_string()
}

/// A place that is open every day from 8 to 20.
pub(crate) fn place(house: &House, name: &str, kind: &str, seats: &str, shared: bool) -> String {
    let (place, keeper) = (id(name), staff(house, "周主任"));
    let days: Vec<(String, String)> = (1..=7).map(|day| (format!("hours-day-{}", day - 1), day.to_string())).collect();
    let times: Vec<(String, &str)> = (0..7).flat_map(|at| [(format!("hours-from-{at}"), "08:00"), (format!("hours-until-{at}"), "20:00")]).collect();
    let mut fields = vec![("id", place.as_str()), ("name", name), ("kind", kind), ("seats", seats), ("keeper", keeper.as_str()), ("note", "")];
    fields.extend(days.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    fields.extend(times.iter().map(|(name, value)| (name.as_str(), *value)));
    if shared {
        fields.push(("shared", "1"));
    }
    done(house, "周主任", "/tutoring/places/new", &fields);
    place
}

/// What a form of a class says: name, place, who leads, day of the week, from and until.
pub(crate) struct Plan<'a> {
    pub title: &'a str,
    pub place: &'a str,
    pub lead: &'a str,
    pub weekday: &'a str,
    pub from: &'a str,
    pub until: &'a str,
}

/// Sends the form of a class; gives the answer and the path of the class.
pub(crate) fn open(house: &House, who: &str, kind: &str, plan: &Plan<'_>, more: &[(&str, &str)]) -> (Answer, String) {
    let (class, lead, today) = (id(plan.title), staff(house, plan.lead), house.store.clock().now().day().to_string());
    let mut fields = vec![
        ("id", class.as_str()),
        ("term", "2026-1"),
        ("title", plan.title),
        ("subject", "maths"),
        ("place", plan.place),
        ("lead", lead.as_str()),
        ("time-day-0", plan.weekday),
        ("time-from-0", plan.from),
        ("time-until-0", plan.until),
        ("from", today.as_str()),
        ("until", "2027-01-22"),
        ("seats", "3"),
        ("about", ""),
    ];
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend_from_slice(more);
    (post(house, who, &format!("/tutoring/new/{kind}"), &fields), format!("/tutoring/classes/{class}"))
}

pub(crate) fn opened(house: &House, who: &str, kind: &str, plan: &Plan<'_>, more: &[(&str, &str)]) -> String {
    let (answer, path) = open(house, who, kind, plan, more);
    assert_eq!(answer.status, 303, "{}: {who} opens {} → {}", house.name(), plan.title, answer.main());
    path
}

pub(crate) fn join(house: &House, who: &str, class: &str, children: &[PupilId]) -> Answer {
    let children: Vec<String> = children.iter().map(ToString::to_string).collect();
    let fields: Vec<(&str, &str)> = children.iter().map(|child| ("pupil", child.as_str())).collect();
    house.as_(who).post_from(class, &format!("{class}/children"), &fields)
}

pub(crate) fn consent(house: &House, pupil: PupilId, given: bool) {
    house.act(pupil, |tx, permit: &Permit<acts::RecordConsent>| {
        let (how, by_whom, version) = ("paper".to_owned(), "母亲".to_owned(), "2026-1".to_owned());
        let consent = Consent { purpose: "volunteer".into(), given, withdrawn: !given, how, by_whom, guardian: None, version, day: day("2026-09-20") };
        trail::record_consent(tx, permit.who(), pupil, &consent)
    });
}

/// A volunteer for whom 赵主任 vouches.
pub(crate) fn volunteer(house: &House, name: &str) -> String {
    let vouches = house.here.person("赵主任").staff;
    house.act(Subject::School, |tx, permit: &Permit<acts::ManagePairing>| volunteers::enter(tx, permit, name, "student", Some(vouches))).to_string()
}

pub(crate) fn vet(house: &House, who: &str, holder: &str, checks: &[&str], until: &str) -> Answer {
    let path = format!("/tutoring/helpers/{holder}/vetting");
    let vetting = id(&format!("{holder}{until}"));
    let mut fields = vec![("id", vetting.as_str()), ("until", until)];
    fields.extend(checks.iter().map(|check| ("check", *check)));
    post(house, who, &path, &fields)
}

pub(crate) const CHECKS: [&str; 4] = ["identity", "clean_record", "trained", "agreement"];

/// Sends the attendance of a day; `seen` is how often it was written before.
pub(crate) fn take(house: &House, who: &str, class: &str, on: &str, seen: &str, about: &str, states: &[(PupilId, &str)]) -> Answer {
    let path = format!("{class}/days/{on}");
    let states: Vec<(String, &str)> = states.iter().map(|(child, state)| (format!("s-{child}"), *state)).collect();
    let mut fields = vec![("seen", seen), ("about", about)];
    fields.extend(states.iter().map(|(name, state)| (name.as_str(), *state)));
    house.as_(who).post_from(&path, &path, &fields)
}

fn child(house: &House, name: &str) -> PupilId {
    house.here.child("4.2", name).id
}

const MATHS: Plan<'static> = Plan { title: "数学加油站", place: "", lead: "李老师", weekday: "3", from: "16:00", until: "16:40" };

#[test]
fn a_clash_of_child_helper_or_room_is_refused_and_names_both_sides() {
    for house in House::both() {
        let (room, other) = (place(&house, "三楼教室", "classroom", "30", false), place(&house, "音乐室", "classroom", "30", false));
        let class = opened(&house, "周主任", "subject", &Plan { place: &room, ..MATHS }, &[]);
        let again = Plan { title: "英语朗读", place: &room, lead: "何老师", from: "16:30", until: "17:10", ..MATHS };
        let (refused, _) = open(&house, "周主任", "subject", &again, &[]);
        assert_eq!(refused.status, 422);
        for said in ["三楼教室", "英语朗读", "数学加油站", "2026-09-23", "周三", "16:30—16:40"] {
            assert!(refused.text.contains(said), "{said}: {}", refused.main());
        }
        let (refused, _) = open(&house, "周主任", "subject", &Plan { place: &other, lead: "李老师", ..again }, &[]);
        assert!(refused.status == 422 && refused.text.contains("李老师老师：“英语朗读”（音乐室）与“数学加油站”（三楼教室）时间冲突"), "{}", refused.main());
        let english = opened(&house, "周主任", "subject", &Plan { place: &other, ..again }, &[]);
        assert_eq!(join(&house, "周主任", &class, &[child(&house, "林小明")]).status, 303);
        let refused = join(&house, "周主任", &english, &[child(&house, "林小明"), child(&house, "陈安安")]);
        assert!(refused.status == 422 && refused.text.contains("林小明：“英语朗读”（音乐室）与“数学加油站”（三楼教室）时间冲突"), "{}", refused.main());
        assert!(!house.as_("周主任").get(&english).text.contains("陈安安"), "all or none");
        assert_eq!(join(&house, "周主任", &english, &[child(&house, "陈安安")]).status, 303);
        // Right after it is not at the same time.
        let third = opened(&house, "周主任", "subject", &Plan { title: "口算小站", place: &room, from: "16:40", until: "17:20", ..MATHS }, &[]);
        assert_eq!(join(&house, "周主任", &third, &[child(&house, "林小明")]).status, 303);
        let lead = house.as_("周主任").post_from(&format!("{english}/lead"), &format!("{english}/lead"), &[("lead", &staff(&house, "李老师"))]);
        assert!(lead.status == 422 && lead.text.contains("口算小站"), "a helper who takes over is in two places: {}", lead.main());
    }
}

#[test]
fn a_class_keeps_to_opening_hours_school_days_and_kind_words() {
    let house = House::sqlite();
    let room = place(&house, "三楼教室", "classroom", "30", false);
    for (plan, more, said) in [
        (Plan { place: &room, weekday: "6", ..MATHS }, &[][..], "不集体授课"),
        (Plan { place: &room, from: "19:30", until: "20:30", ..MATHS }, &[], "那时不开放。开放时间：周一 08:00—20:00"),
        (Plan { place: &room, until: "15:00", ..MATHS }, &[], "结束要晚于开始"),
        (Plan { place: &room, title: "后进生补习班", ..MATHS }, &[], "会伤到孩子"),
        (Plan { place: &room, title: "学习支持学生数学班", ..MATHS }, &[], "受支持的身份"),
        (Plan { place: &room, title: "数学第一名班", ..MATHS }, &[], "名次"),
        (Plan { place: "", ..MATHS }, &[], "请选择"),
        (Plan { place: &room, ..MATHS }, &[("until", "2027-03-01")], "日期要在"),
        (Plan { place: &room, ..MATHS }, &[("until", "2026-09-22")], "没有一天能举行"),
        (Plan { place: &room, ..MATHS }, &[("seats", "46")], "1 到 30"),
        (Plan { place: &room, ..MATHS }, &[("from", "morgen")], "2026-09-01"),
    ] {
        let (refused, path) = open(&house, "周主任", "subject", &plan, more);
        assert!(refused.status == 422 && refused.text.contains(said), "{said}: {}", refused.main());
        assert_eq!(house.as_("周主任").get(&path).status, 404, "nothing was opened");
    }
    // In a holiday of the calendar nothing takes place.
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageCalendar>| {
        let holiday = |text: &str| time::CalendarDay { day: day(text), kind: time::DayKind::Holiday, name: "国庆".into() };
        time::mark_days(tx, permit, &["2026-09-30", "2026-10-07"].map(holiday))
    });
    let class = opened(&house, "周主任", "subject", &Plan { place: &room, ..MATHS }, &[]);
    assert_eq!(join(&house, "周主任", &class, &[child(&house, "林小明")]).status, 303);
    house.clock.set(day("2026-10-14"));
    for (on, status) in [("2026-09-23", 200), ("2026-09-30", 404), ("2026-10-07", 404), ("2026-10-14", 200), ("2026-10-21", 404), ("2026-10-15", 404)] {
        assert_eq!(house.as_("李老师").get(&format!("{class}/days/{on}")).status, status, "{on}");
    }
}

#[test]
fn attendance_is_a_record_of_help_at_once_and_can_be_corrected() {
    for house in House::both() {
        let room = place(&house, "三楼教室", "classroom", "30", false);
        let class = opened(&house, "周主任", "subject", &Plan { place: &room, ..MATHS }, &[]);
        let (ming, an) = (child(&house, "林小明"), child(&house, "陈安安"));
        assert_eq!(join(&house, "周主任", &class, &[ming, an]).status, 303);
        house.clock.set(day("2026-09-23"));
        assert!(house.as_("李老师").get("/").text.contains(&format!("{class}/days/2026-09-23")), "one tap from Today");
        let page = house.as_("李老师").get("/tutoring").text;
        assert!(page.contains(&format!("{class}/days/2026-09-23")), "one tap from the first page of the room");
        let refused = take(&house, "李老师", &class, "2026-09-23", "0", "陈安安学会了进位", &[(ming, "here"), (an, "absent")]);
        assert!(refused.status == 422 && refused.text.contains("请不写名字"), "{}", refused.main());
        let refused = take(&house, "李老师", &class, "2026-09-23", "0", "", &[(ming, "here")]);
        assert!(refused.status == 422 && refused.text.contains("每个孩子都要选一项"), "{}", refused.main());
        let written = take(&house, "李老师", &class, "2026-09-23", "0", "练了进位加法", &[(ming, "here"), (an, "absent")]);
        assert_eq!(written.status, 303, "{}", written.main());
        let records = |pupil: PupilId| house.as_("王老师").get(&format!("/pupils/{pupil}/records")).text;
        assert!(records(ming).contains("参加“数学加油站”：练了进位加法") && !records(an).contains("数学加油站"));
        assert_eq!(take(&house, "李老师", &class, "2026-09-23", "0", "练了进位加法", &[(ming, "late"), (an, "here")]).status, 409, "written since");
        assert_eq!(take(&house, "李老师", &class, "2026-09-23", "1", "练了进位加法", &[(ming, "absent"), (an, "late")]).status, 303);
        assert!(records(ming).contains("更正：没有参加") && records(an).contains("练了进位加法"));
        let counted = |pupil: PupilId| {
            let who = house.who("王老师");
            house.read(house.here.id, |tx| {
                let permit = Permit::<acts::SeeCaseFile>::ask(tx, &who, pupil)?;
                bangfu::activity::of_pupil(tx, &permit)
            })
        };
        assert!(!counted(ming)[0].held && counted(an)[0].held && counted(an)[0].minutes == Some(40) && counted(an)[0].by == "李老师", "promises count the same records");
        assert_eq!(take(&house, "李老师", &class, "2026-09-23", "1", "练了进位加法", &[(ming, "here"), (an, "late")]).status, 303);
        assert!(counted(ming)[0].held && counted(ming).len() == 1, "the same record, not a second one");
        // The whole day did not take place after all.
        let path = format!("{class}/days/2026-09-23");
        let off = |seen: &str, about: &str| house.as_("李老师").post_from(&path, &path, &[("seen", seen), ("about", about), ("off", "1")]);
        assert_eq!((off("1", "").status, off("1", "停电").status), (422, 303));
        assert!(!counted(an)[0].held && counted(an)[0].words.done.contains("停电"));
        let shown = house.as_("周主任").get(&class).text;
        assert!(shown.contains("未举行") && shown.contains("停电"), "{shown}");
    }
}

#[test]
fn who_leads_a_class_writes_attendance_and_reads_nothing_else_of_a_child() {
    let house = House::sqlite();
    let room = place(&house, "三楼教室", "classroom", "30", false);
    // 何老师 has nothing to do with a child of 四（2）班 but for the class.
    let class = opened(&house, "周主任", "subject", &Plan { place: &room, lead: "何老师", ..MATHS }, &[]);
    let ming = child(&house, "林小明");
    assert_eq!(house.as_("何老师").get(&format!("/pupils/{ming}")).status, 404);
    assert_eq!(join(&house, "周主任", &class, &[ming]).status, 303);
    house.clock.set(day("2026-09-23"));
    assert!(house.as_("何老师").get(&class).text.contains("林小明"));
    assert_eq!(house.as_("何老师").get(&format!("/pupils/{ming}/tutoring")).status, 200);
    for path in ["case", "records", "plan", "copy"] {
        assert!(matches!(house.as_("何老师").get(&format!("/pupils/{ming}/{path}")).status, 403 | 404), "{path}");
    }
    let who = house.who("何老师");
    let levels = house.read(house.here.id, |tx| Ok(Permit::<acts::SeePupil>::ask(tx, &who, ming)?.levels().letters()));
    assert_eq!(levels, "b");
    assert!(who.ties.iter().any(|tie| tie.duty == Duty::Tutor && tie.until_day == day("2027-01-22")));
    assert_eq!(take(&house, "何老师", &class, "2026-09-23", "0", "", &[(ming, "here")]).status, 303);
    // Others of the school read that the class is there, and the names of their own children only.
    let other = house.here.child("5.1", "苏小禾").id;
    assert_eq!(join(&house, "周主任", &class, &[other]).status, 303);
    let seen = house.as_("王老师").get(&class).text;
    assert!(seen.contains("林小明") && !seen.contains("苏小禾") && seen.contains("另有 1 名"), "{seen}");
    for (name, status) in [("王老师", 404), ("冯老师", 404), ("孙老师", 403), ("钱老师", 403), ("赵主任", 200)] {
        assert_eq!(house.as_(name).get(&format!("{class}/days/2026-09-23")).status, status, "{name}");
    }
    // When the child leaves, the tie closes.
    let member = house.as_("周主任").get(&class).text.split(&format!("{class}/children/")).nth(1).unwrap().split('"').next().unwrap().to_owned();
    let leave = |reason: &str| house.as_("周主任").post_from(&class, &format!("{class}/children/{member}"), &[("reason", reason)]).status;
    assert_eq!((leave(""), leave("wish"), leave("wish")), (422, 303, 404));
    house.clock.set(day("2026-09-24"));
    assert_eq!(house.as_("何老师").get(&format!("/pupils/{ming}/tutoring")).status, 404);
    assert_eq!(post(&house, "周主任", &format!("{class}/end"), &[("reason", "helper")]).status, 303);
    assert_eq!(house.as_("周主任").post_from(&class, &format!("{class}/end"), &[("reason", "helper")]).status, 409);
}

#[test]
fn a_child_who_left_the_school_does_not_stop_the_attendance_of_the_others() {
    let house = House::sqlite();
    let room = place(&house, "三楼教室", "classroom", "30", false);
    let class = opened(&house, "周主任", "subject", &Plan { place: &room, ..MATHS }, &[]);
    let (ming, an) = (child(&house, "林小明"), child(&house, "陈安安"));
    assert_eq!(join(&house, "周主任", &class, &[ming, an]).status, 303);
    house.act(ming, |tx, permit: &Permit<acts::ManageRoster>| bangfu::access::close_place(tx, permit.pupil()?, day("2026-09-22")));
    house.clock.set(day("2026-09-23"));
    assert!(!house.as_("李老师").get(&format!("{class}/days/2026-09-23")).text.contains("林小明"));
    assert_eq!(take(&house, "李老师", &class, "2026-09-23", "0", "", &[(an, "here")]).status, 303);
}

#[test]
fn a_volunteer_is_vetted_to_the_last_day_and_never_alone_with_a_child() {
    for house in House::both() {
        let (room, helper) = (place(&house, "三楼教室", "classroom", "30", false), volunteer(&house, "柳青青"));
        let plan = Plan { title: "周末书桌", place: &room, lead: "王老师", weekday: "6", from: "09:00", until: "10:00" };
        let with = [("volunteer", helper.as_str())];
        let (refused, _) = open(&house, "周主任", "volunteer", &plan, &with);
        assert!(refused.status == 422 && refused.text.contains("审核没有管到最后一天"), "{}", refused.main());
        let refused = vet(&house, "周主任", &helper, &CHECKS[..3], "2027-01-22");
        assert!(refused.status == 422 && refused.text.contains("全部看过才能通过"), "{}", refused.main());
        assert_eq!(vet(&house, "周主任", &helper, &CHECKS, "2028-01-22").status, 422, "a year at most");
        let refused = vet(&house, "赵主任", &helper, &CHECKS, "2027-01-22");
        assert!(refused.status == 409 && refused.text.contains("担保的人不能自己审核"), "{}", refused.main());
        assert_eq!(vet(&house, "周主任", &helper, &CHECKS, "2026-12-31").status, 303);
        assert_eq!(open(&house, "周主任", "volunteer", &plan, &with).0.status, 422, "it ends before the class does");
        assert_eq!(open(&house, "周主任", "volunteer", &plan, &[("lead", ""), with[0], ("until", "2026-12-31")]).0.status, 422, "a teacher is there");
        let class = opened(&house, "周主任", "volunteer", &plan, &[with[0], ("until", "2026-12-31")]);
        let ming = child(&house, "林小明");
        let (school_class, _) = house.here.class("4.2");
        let form = house.as_("周主任").get(&format!("{class}/children?class={school_class}"));
        assert!(form.status == 200 && form.text.contains("监护人同意后才能加入") && form.text.contains("林小明"), "{}", form.main());
        let refused = join(&house, "周主任", &class, &[ming]);
        assert!(refused.status == 422 && refused.text.contains("林小明的监护人还没有同意"), "{}", refused.main());
        consent(&house, ming, true);
        assert_eq!(join(&house, "周主任", &class, &[ming]).status, 303);
        let shown = house.as_("王老师").get(&class).text;
        assert!(shown.contains("自愿、免费、非集体授新课") && shown.contains("柳青青（王老师在场）"), "{shown}");
        // A month before it ends, who vouches is told.
        house.clock.set(day("2026-12-02"));
        assert!(house.as_("赵主任").get("/").text.contains("审核快到期"));
        assert!(house.as_("周主任").get("/tutoring/helpers").text.contains("快到期"));
        let back = |reason: &str| house.as_("周主任").post_from("/tutoring/helpers", &format!("/tutoring/helpers/{helper}/withdrawal"), &[("reason", reason)]).status;
        assert_eq!((back(""), back("concern"), back("concern")), (422, 303, 409));
        house.clock.set(day("2026-12-05"));
        let refused = take(&house, "王老师", &class, "2026-12-05", "0", "", &[(ming, "here")]);
        assert!(refused.status == 422 && refused.text.contains("柳青青那天的审核已失效"), "{}", refused.main());
        for name in ["王老师", "李老师", "许书记", "钱老师", "孙老师"] {
            assert_eq!(house.as_(name).get("/tutoring/helpers").status, 403, "{name}");
        }
    }
}

#[test]
fn an_institution_comes_by_agreement_and_only_with_people_who_are_vetted_themselves() {
    let house = House::sqlite();
    let (room, helper, institution) = (place(&house, "三楼教室", "classroom", "30", false), volunteer(&house, "柳青青"), id("书声社"));
    let vouches = staff(&house, "赵主任");
    let found = [("id", institution.as_str()), ("name", "书声公益社"), ("licence", "民非 2020-118"), ("vouched_by", vouches.as_str())];
    assert_eq!(post(&house, "周主任", "/tutoring/institutions/new", &[("id", &institution), ("name", "书声公益社"), ("licence", ""), ("vouched_by", "")]).status, 422);
    done(&house, "周主任", "/tutoring/institutions/new", &found);
    let plan = Plan { title: "阅读课堂", place: &room, lead: "王老师", weekday: "6", from: "09:00", until: "10:00" };
    let with = [("volunteer", helper.as_str()), ("institution", institution.as_str())];
    assert_eq!(vet(&house, "周主任", &helper, &CHECKS, "2027-02-01").status, 303);
    let (refused, _) = open(&house, "周主任", "institution", &plan, &with);
    assert!(refused.text.contains("不是该机构派来的") && refused.text.contains("审核没有管到最后一天"), "{}", refused.main());
    done(&house, "周主任", &format!("/tutoring/institutions/{institution}/people"), &[("volunteer", &helper)]);
    assert_eq!(open(&house, "周主任", "institution", &plan, &with).0.status, 422, "no agreement yet");
    assert_eq!(vet(&house, "周主任", &institution, &["licence", "agreement", "safety"], "2027-02-01").status, 422, "free of charge, in writing");
    assert_eq!(vet(&house, "周主任", &institution, &["licence", "free", "agreement", "safety"], "2027-02-01").status, 303);
    let class = opened(&house, "周主任", "institution", &plan, &with);
    let shown = house.as_("周主任").get(&class).text;
    assert!(shown.contains("书声公益社") && shown.contains("有协议、免费、非集体授新课"), "{shown}");
}

#[test]
fn a_class_teacher_arranges_for_the_own_class_and_nobody_else() {
    let house = House::sqlite();
    let room = place(&house, "三楼教室", "classroom", "60", false);
    let (own, _) = house.here.class("4.2");
    let (other, _) = house.here.class("5.1");
    let (own, other) = (own.to_string(), other.to_string());
    let plan = Plan { title: "我们怎样互相帮助", place: &room, lead: "王老师", weekday: "1", from: "16:00", until: "16:40" };
    assert_eq!(house.as_("王老师").get("/tutoring/new/subject").status, 404, "that is for the school");
    assert_eq!(open(&house, "王老师", "discussion", &plan, &[("class", &other)]).0.status, 404);
    let class = opened(&house, "王老师", "discussion", &plan, &[("class", &own)]);
    let (ming, elsewhere) = (child(&house, "林小明"), house.here.child("5.1", "苏小禾").id);
    assert_eq!(join(&house, "王老师", &class, &[ming, elsewhere]).status, 422);
    assert_eq!(join(&house, "王老师", &class, &[ming]).status, 303);
    for path in ["children", "end", "lead"] {
        assert_eq!(house.as_("何老师").get(&format!("{class}/{path}")).status, 404, "{path}");
        assert_eq!(house.as_("李老师").get(&format!("{class}/{path}")).status, 403, "{path}");
    }
    house.clock.set(day("2026-09-28"));
    assert_eq!(take(&house, "王老师", &class, "2026-09-28", "0", "说了三种帮助的办法", &[(ming, "here")]).status, 303);
    assert!(house.as_("王老师").get(&format!("/pupils/{ming}/records")).text.contains("座谈"), "B5-05, A8-10");
}

#[test]
fn rooms_library_and_computers_are_booked_up_to_their_seats_and_never_against_the_timetable() {
    for house in House::both() {
        let (room, computers) = (place(&house, "三楼教室", "classroom", "30", false), place(&house, "电脑室", "computer_room", "10", true));
        opened(&house, "周主任", "subject", &Plan { place: &room, ..MATHS }, &[]);
        let book = |who: &str, name: &str, place: &str, from: &str, until: &str, seats: &str| {
            let fields = [
                ("id", id(name)),
                ("place", place.to_owned()),
                ("day", "2026-09-23".to_owned()),
                ("time", from.to_owned()),
                ("ends", until.to_owned()),
                ("seats", seats.to_owned()),
                ("purpose", "查资料".to_owned()),
            ];
            post(&house, who, "/tutoring/bookings/new", &fields.each_ref().map(|(name, value)| (*name, value.as_str())))
        };
        let refused = book("王老师", "one", &room, "16:30", "17:00", "1");
        assert!(refused.status == 422 && refused.text.contains("“查资料”（三楼教室）与“数学加油站”（三楼教室）时间冲突"), "{}", refused.main());
        assert_eq!(book("王老师", "two", &room, "16:40", "17:00", "1").status, 303);
        assert_eq!(book("王老师", "three", &computers, "16:00", "17:00", "6").status, 303);
        let refused = book("何老师", "four", &computers, "16:30", "17:30", "5");
        assert!(refused.status == 422 && refused.text.contains("电脑室座位不够") && refused.text.contains("王老师的预约"), "{}", refused.main());
        assert_eq!(book("何老师", "five", &computers, "16:30", "17:30", "4").status, 303);
        assert_eq!(book("何老师", "six", &computers, "16:30", "17:30", "11").status, 422);
        let back = |who: &str, name: &str| house.as_(who).post_from("/tutoring/bookings", &format!("/tutoring/bookings/{}/return", id(name)), &[]).status;
        assert_eq!((back("何老师", "three"), back("王老师", "three"), back("周主任", "five"), back("王老师", "three")), (404, 303, 303, 404));
        assert_eq!(book("何老师", "seven", &computers, "16:30", "17:30", "10").status, 303);
        assert!(matches!(house.as_("孙老师").get("/tutoring/bookings").status, 403));
    }
}

#[test]
fn nothing_that_must_be_free_has_a_field_for_money() {
    let migrations = ["migrations/V0040__tutoring.sql"];
    for path in migrations {
        let text = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        let columns = text.lines().filter(|line| line.starts_with("  "));
        assert!(columns.clone().count() > 50);
        for line in columns {
            assert!(
                !["fen", "fee", "price", "amount", "cost", "money", "pay"].iter().any(|word| line.split(|c: char| !c.is_ascii_lowercase()).any(|part| part == *word)),
                "{path}: {line}"
            );
        }
    }
    let house = House::sqlite();
    for kind in bangfu::tutoring::kinds::Kind::ALL {
        let form = house.as_("周主任").get(&format!("/tutoring/new/{}", kind.code())).text;
        assert!(form.contains("免费"), "{}", kind.code());
        for name in ["fee", "price", "amount", "money"] {
            assert!(!form.contains(&format!("name=\"{name}\"")), "{}", kind.code());
        }
    }
}
