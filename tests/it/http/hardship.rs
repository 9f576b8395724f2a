//! Hardship determination over HTTP: told, applied for or found, looked at in the class without amounts, decided by another, posted with class and name alone, filed; who may see what.

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::{PupilId, RowId, SchoolDate, SchoolYear, derived};
use bangfu::hardship::levels;
use bangfu::roster::family;

use super::aid::{done, post, press};
use crate::client::Answer;
use crate::house::House;

/// A secret in every field of an application: none of it may reach a notice.
pub(crate) const SECRETS: [&str; 4] = ["爸爸腰伤两年没有出工", "想要一双棉鞋", "外婆签的字", "3980"];

fn child(house: &House, name: &str) -> PupilId {
    house.here.child("4.2", name).id
}

fn class(house: &House) -> String {
    house.here.class("4.2").0.to_string()
}

/// Opens the round of the year; gives its path.
pub(crate) fn round(house: &House, levels: &str, shows: &str) -> String {
    let id = derived::<RowId>(&[b"round over http", levels.as_bytes()]).to_string();
    let until = house.store.clock().now().day().plus_days(10).to_string();
    done(house, "孙老师", "/hardship/rounds/new", &[("id", &id), ("kind", "year"), ("levels", levels), ("apply_until", &until), ("notice_days", "3"), ("shows_level", shows)])
}

/// Presses a button with the number of the step that the page shows.
fn with_seen(house: &House, who: &str, page: &str, path: &str) -> Answer {
    let text = house.as_(who).get(page).text;
    let seen = text.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("0").to_owned();
    house.as_(who).post_from(page, path, &[("seen", &seen)])
}

/// Takes the round to its next stage.
pub(crate) fn go_on(house: &House, round: &str) -> Answer {
    with_seen(house, "孙老师", round, &format!("{round}/stage"))
}

fn form(words: &str) -> Vec<(&'static str, String)> {
    [
        ("way", ""),
        ("people", "5"),
        ("earning", "1"),
        ("pupils", "2"),
        ("ill", ""),
        ("income", "3980"),
        ("groups", "dibao"),
        ("wish", SECRETS[1]),
        ("declared_by", SECRETS[2]),
        ("declared_on", "2026-09-20"),
    ]
    .into_iter()
    .map(|(name, value)| (name, value.to_owned()))
    .chain([("words", words.to_owned())])
    .collect()
}

fn send(house: &House, path: &str, fields: &[(&'static str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    post(house, "孙老师", path, &fields)
}

/// The family of a child applies; gives the path of the case.
pub(crate) fn apply(house: &House, child: PupilId) -> String {
    let answer = send(house, &format!("/pupils/{child}/hardship/application"), &form(SECRETS[0]));
    assert_eq!(answer.status, 303, "{}", answer.main());
    answer.to
}

/// A form of a case with its hidden number.
pub(crate) fn on_case(house: &House, who: &str, case: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let path = format!("{case}/{path}");
    let page = house.as_(who).get(&path).text;
    let seen = page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("0").to_owned();
    let all: Vec<(&str, &str)> = fields.iter().copied().chain([("seen", seen.as_str())]).collect();
    post(house, who, &path, &all)
}

/// Tells all families, and seats a parent and a teacher in the panel of 四（2）班.
pub(crate) fn prepare(house: &House, round: &str) {
    done(house, "孙老师", &format!("{round}/telling"), &[("class", ""), ("way", "letter")]);
    let members = format!("{round}/classes/{}/members", class(house));
    for (role, name) in [("parent", "陶妈妈"), ("teacher", "李老师")] {
        let id = derived::<RowId>(&[b"member", name.as_bytes()]).to_string();
        done(house, "王老师", &members, &[("id", &id), ("role", role), ("name", name)]);
    }
}

/// Takes a case through the panel and the principal's word.
fn judged(house: &House, case: &str, level: &str) {
    assert_eq!(on_case(house, "陈校长", case, "decision", &[("level", level), ("reason", "家访核实过，按这一档")]).status, 303);
}

#[test]
fn a3_06_to_10_a_level_is_applied_for_reviewed_decided_posted_and_filed_and_nobody_pleads() {
    for house in House::both() {
        let (lin, he) = (child(&house, "林小明"), child(&house, "何田田"));
        let round = round(&house, "3", "no");
        let again = post(&house, "孙老师", "/hardship/rounds/new", &[("kind", "year"), ("levels", "3"), ("apply_until", "2026-10-20"), ("notice_days", "5")]);
        assert!(again.status == 422 && again.text.contains("还有一批没有结束"), "{}", again.main());
        let early = press(&house, "孙老师", &round, &format!("{round}/stage"));
        assert_eq!(early.status, 409, "not before all families were told: {}", early.main());
        assert!(house.as_("孙老师").get(&round).text.contains("没有告知家长"));
        assert_eq!(house.as_("孙老师").download(&format!("{round}/letter/docx")).status, 200);

        // Somebody who teaches the child tells the aid officer, and reads nothing back.
        let nomination = format!("/pupils/{he}/hardship/nomination");
        assert_eq!(post(&house, "李老师", &nomination, &[("reason", "冷")]).status, 422);
        done(&house, "李老师", &nomination, &[("reason", "冬天还穿单鞋，说爸爸住院了")]);
        let listed = house.as_("孙老师").get(&format!("{round}/classes/{}", class(&house))).text;
        let case_of_he = format!("/hardship/cases/{}", listed.split("/hardship/cases/").nth(1).unwrap().split('"').next().unwrap());
        assert_eq!(house.as_("李老师").get(&case_of_he).status, 403);
        assert!(house.as_("孙老师").get("/").text.contains("看一例困难提名"));

        // Bad input is told at its field, and nothing typed is lost.
        let path = format!("/pupils/{lin}/hardship/application");
        let mut wrong = form(SECRETS[0]);
        wrong
            .iter_mut()
            .filter(|(name, _)| ["people", "income"].contains(name))
            .for_each(|(name, value)| *value = if *name == "people" { "十个".into() } else { "3,98.0".into() });
        let refused = send(&house, &path, &wrong);
        assert!(refused.status == 422 && refused.text.contains("请填整数") && refused.text.contains(SECRETS[0]), "{}", refused.main());
        let case = apply(&house, lin);
        let officer = house.who("孙老师");
        let facts = house.read(house.here.id, |tx| {
            let (permit, today) = (Permit::<acts::SeePupil>::ask(tx, &officer, lin)?, tx.today());
            family::of(tx, &permit, today)
        });
        assert_eq!((facts.income_fen, facts.hardships.iter().map(|held| held.group.code).collect::<Vec<_>>()), (Some(398_000), vec!["dibao"]), "nobody writes it twice");
        let mut found = form("家访看到家里只有奶奶");
        found
            .iter_mut()
            .filter(|(name, _)| ["way", "declared_by", "income", "groups"].contains(name))
            .for_each(|(name, value)| *value = if *name == "way" { "visit".into() } else { String::new() });
        found.retain(|(name, _)| *name != "groups");
        assert_eq!(send(&house, &format!("/pupils/{he}/hardship/application"), &found).status, 303, "the school found it: nobody had to ask");

        // The panel reads the case without amounts, and is complete before it speaks.
        assert_eq!(post(&house, "王老师", &format!("{case}/review"), &[("level", "2"), ("reason", "小组都了解这家"), ("seen", "1")]).status, 409, "not while families apply");
        prepare(&house, &round);
        assert_eq!(go_on(&house, &round).status, 303);
        let seen = house.as_("王老师").get(&case).text;
        assert!(seen.contains(SECRETS[0]) && seen.contains("评分表") && !seen.contains("3980"), "no amounts for the panel");
        assert!(house.as_("孙老师").get(&case).text.contains("3980"));
        assert_eq!(house.as_("何老师").get(&case).status, 404, "another class");
        assert_eq!(house.as_("王老师").get(&format!("{case}/decision")).status, 403, "who reviews does not decide");
        assert!(house.as_("王老师").get("/").text.contains("评议本班的困难认定"));
        assert_eq!(on_case(&house, "王老师", &case, "review", &[("level", "2"), ("reason", "小组都了解这家")]).status, 303);
        assert_eq!(go_on(&house, &round).status, 409, "one case waits for the panel");
        assert_eq!(on_case(&house, "王老师", &case_of_he, "review", &[("level", "1"), ("reason", "奶奶一个人带")]).status, 303);
        assert_eq!(go_on(&house, &round).status, 303);
        decided_and_filed(&house, &round, &case, lin);
    }
}

/// The school decides, the notice hangs for its days, the levels are filed, and who may not read on reads no more.
fn decided_and_filed(house: &House, round: &str, case: &str, lin: PupilId) {
    // The school decides: another level needs a reason; all others in one press.
    assert_eq!(on_case(house, "陈校长", case, "decision", &[("level", "3"), ("reason", "")]).status, 422);
    judged(house, case, "3");
    assert_eq!(press(house, "陈校长", round, &format!("{round}/decisions")).status, 303);
    assert_eq!(go_on(house, round).status, 303);
    let wall = house.as_("李老师").get("/hardship/notice").text;
    assert!(wall.contains("林小明") && wall.contains("何田田") && !SECRETS.iter().any(|secret| wall.contains(secret)), "{wall}");
    assert_eq!(go_on(house, round).status, 409, "the notice still hangs");
    let until: SchoolDate = wall.split("至").nth(1).unwrap().trim().get(..10).unwrap().parse().unwrap();
    house.clock.set(until.plus_days(1));
    assert_eq!(go_on(house, round).status, 303);
    let aid = house.as_("孙老师").get(&format!("/pupils/{lin}/aid")).text;
    assert!(aid.contains("3 档") && aid.contains("学年认定"), "{aid}");
    assert_eq!(house.as_("王老师").get(case).status, 404, "the head of the panel reads it no more");
    assert_eq!(house.as_("许书记").get(case).status, 404);
    assert!(!house.as_("许书记").get(round).text.contains("已审定<"), "and is told no number of it");
    let list = house.as_("陈校长").download(&format!("{round}/list/csv"));
    assert!(list.status == 200 && String::from_utf8_lossy(&list.bytes).contains("林小明"));
    assert_eq!(house.as_("许书记").get(&format!("{round}/list/csv")).status, 404, "no list without the economic level");
}

#[test]
fn a_notice_holds_class_and_name_and_withdraws_itself() {
    let house = House::sqlite();
    let (lin, he) = (child(&house, "林小明"), child(&house, "何田田"));
    let round = round(&house, "2", "yes");
    let cases = [apply(&house, lin), apply(&house, he)];
    prepare(&house, &round);
    assert_eq!(go_on(&house, &round).status, 303);
    for case in &cases {
        assert_eq!(on_case(&house, "王老师", case, "review", &[("level", "1"), ("reason", "小组都了解这家")]).status, 303);
    }
    assert_eq!(go_on(&house, &round).status, 303);
    cases.iter().for_each(|case| judged(&house, case, "1"));
    assert_eq!(on_case(&house, "孙老师", &cases[1], "shield", &[("to", "yes"), ("reason", "家长要求不公示")]).status, 303);
    assert!(!house.as_("陈校长").get("/hardship/notice").text.contains("林小明"), "nothing before it is posted");
    assert_eq!(go_on(&house, &round).status, 303);
    let today = house.store.clock().now().day();
    let wall = house.as_("李老师").get("/hardship/notice").text;
    assert!(wall.contains("林小明") && wall.contains("1 档") && !wall.contains("何田田"), "the shielded child stands on no wall: {wall}");
    let paper = house.as_("孙老师").download("/hardship/notice/docx");
    let text = super::text_of_docx(paper.bytes);
    assert!(text.contains("林小明") && !text.contains("何田田"), "{text}");
    for secret in SECRETS.iter().copied().chain(["低保", "爸爸", "家长要求"]) {
        assert!(!wall.contains(secret) && !text.contains(secret), "{secret}");
    }
    assert_eq!(house.as_("李老师").get("/hardship/notice/docx").status, 403, "only who handles aid prints it");
    house.clock.set(today.plus_days(30));
    assert!(!house.as_("李老师").get("/hardship/notice").text.contains("林小明"), "gone by itself");
    assert_eq!(house.as_("孙老师").get("/hardship/notice/docx").status, 404);
}

#[test]
fn a_word_against_a_decision_goes_to_another_leader_and_both_kinds_of_error_are_counted() {
    for house in House::both() {
        let (lin, he) = (child(&house, "林小明"), child(&house, "何田田"));
        let round = round(&house, "1", "no");
        let case = apply(&house, lin);
        prepare(&house, &round);
        assert_eq!(go_on(&house, &round).status, 303);
        assert_eq!(on_case(&house, "王老师", &case, "review", &[("level", "1"), ("reason", "小组都了解这家")]).status, 303);
        assert_eq!(go_on(&house, &round).status, 303);
        judged(&house, &case, "0");
        assert_eq!(on_case(&house, "孙老师", &case, "contest", &[("by", "family"), ("reason", "爸爸的伤还没好")]).status, 303);
        let own = on_case(&house, "陈校长", &case, "decision", &[("level", "1"), ("reason", "再看了一遍，应该认定")]);
        assert!(own.status == 409 && own.text.contains("另一位领导"), "{}", own.main());
        assert!(house.as_("许书记").get("/").text.contains("再审一例困难认定"));
        let page = house.as_("许书记").get(&case).text;
        assert!(page.contains("爸爸的伤还没好") && !page.contains("3980"), "a leader without the economic level reads no amounts");
        let stale = post(&house, "许书记", &format!("{case}/decision"), &[("level", "1"), ("reason", "家访又去了一次"), ("seen", "2")]);
        assert_eq!(stale.status, 409, "a second tab with an old page: {}", stale.main());
        assert_eq!(on_case(&house, "许书记", &case, "decision", &[("level", "1"), ("reason", "家访又去了一次")]).status, 303);
        assert_eq!(go_on(&house, &round).status, 303);
        house.clock.set(house.store.clock().now().day().plus_days(20));
        assert_eq!(go_on(&house, &round).status, 303);
        let later = format!("/pupils/{he}/hardship/later");
        let id = round.rsplit('/').next().unwrap();
        assert_eq!(post(&house, "孙老师", &later, &[("round", id), ("kind", "missed"), ("reason", "")]).status, 422);
        done(&house, "孙老师", &later, &[("round", id), ("kind", "missed"), ("reason", "家访才知道妈妈生病半年了")]);
        let errors = house.as_("孙老师").get(&format!("{round}/errors")).text;
        assert!(errors.contains("家访才知道妈妈生病半年了") && errors.contains("申诉后改了的"), "{errors}");
        assert_eq!(house.as_("陈校长").get(&format!("{round}/errors")).status, 403, "kept by who handles aid");
        let second = post(&house, "孙老师", "/hardship/rounds/new", &[("kind", "year"), ("levels", "1"), ("apply_until", "2026-12-20"), ("notice_days", "5")]);
        assert!(second.status == 422 && second.text.contains("请选学期调整"), "{}", second.main());
    }
}

#[test]
fn b4_01_the_score_sheet_says_what_it_knows_and_a_village_has_weights_of_its_own() {
    let house = House::sqlite();
    let lin = child(&house, "林小明");
    round(&house, "3", "no");
    let case = apply(&house, lin);
    let sheet = house.as_("孙老师").get(&case).text;
    assert!(sheet.contains("低保、特困、脱贫或监测户") && sheet.contains("一个人挣钱养四个人以上") && sheet.contains("不清楚"), "{sheet}");
    let form = "/hardship/score/school";
    let points: Vec<(String, String)> = bangfu::hardship::score::Mark::ALL.iter().map(|mark| (format!("p-{}", mark.code()), mark.points().to_string())).collect();
    let with = |code: &str, value: &str| -> Answer {
        let all: Vec<(&str, &str)> = points.iter().map(|(name, points)| (name.as_str(), if name.ends_with(code) { value } else { points.as_str() })).collect();
        post(&house, "孙老师", form, &all)
    };
    let wrong = with("allowance", "101");
    assert!(wrong.status == 422 && wrong.text.contains("0 到 100"), "{}", wrong.main());
    assert_eq!(with("allowance", "90").status, 303);
    assert!(house.as_("孙老师").get(&case).text.contains("+90"));
    assert!(house.as_("孙老师").get("/hardship/score").text.contains("漏掉 59 户"));
    assert_eq!(house.as_("陈校长").get("/hardship/score").status, 403);
}

#[test]
fn whoever_was_determined_last_year_is_looked_at_again() {
    let house = House::sqlite();
    let he = child(&house, "何田田");
    house.act(Subject::Pupil(he), |tx, permit: &Permit<acts::ManageAid>| levels::put(tx, permit, SchoolYear(2025), 2, "hand", "去年的认定"));
    let round = round(&house, "3", "no");
    let before = house.as_("孙老师").get(&round).text;
    assert!(before.contains("去年认定、今年还没申请的") && before.contains(&format!("/pupils/{he}/hardship/application")), "{before}");
    assert!(!house.as_("许书记").get(&round).text.contains("去年认定"), "levels are for who holds the economic level");
    apply(&house, he);
    assert!(!house.as_("孙老师").get(&round).text.contains("去年认定、今年还没申请的"));
}
