//! Rewards over HTTP: rules, candidates with evidence, the decision of a grade, the confirmation, praise at once, contests; each for whom it is.

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::{PupilId, RowId, derived};
use bangfu::programme::programmes::{self, Change, Copy};
use bangfu::programme::{Param, Value};
use bangfu::results::assessment::{self, FullMark, Kind, NewAssessment, Scale};
use bangfu::results::mark::Mark;
use bangfu::results::sheet::{self, NewResult};
use bangfu::roster::time;
use bangfu::screening::confirmed::{self, NewConfirmation};
use bangfu::trail;

use super::plan::confirm;
use super::plan_team::in_force;
use super::progress::tap;
use crate::cast::term_code;
use crate::client::Answer;
use crate::house::{House, day};

/// The id of the rule with a name, as the office reads it.
pub(crate) fn rule(house: &House, name: &str) -> String {
    let page = house.as_("周主任").get("/rewards/rules").text;
    let card = page.split("<section class=\"card\">").find(|card| card.contains(&format!("<h3>{name}</h3>"))).unwrap_or_else(|| panic!("no rule {name}: {page}"));
    card.split("/rewards/rules/").nth(1).unwrap().split('/').next().unwrap().to_owned()
}

/// What can be ticked on a page: `<id>:<step>`.
pub(crate) fn picks(page: &str) -> Vec<String> {
    page.split("name=\"pick\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// The office takes rules of the plans.
pub(crate) fn take(house: &House, codes: &[&str]) {
    for code in codes {
        let answer = house.as_("周主任").post_from("/rewards/rules", "/rewards/rules", &[("preset", code)]);
        assert_eq!(answer.status, 303, "{code}: {}", answer.main());
    }
}

/// Puts a child forward.
pub(crate) fn nominate(house: &House, who: &str, rule: &str, child: PupilId, fields: &[(&str, &str)]) -> Answer {
    let form = format!("/rewards/rules/{rule}/pupils/{child}");
    house.as_(who).post_from(&form, &form, fields)
}

/// The grade decides and the office confirms all that is put forward in grade 4.
pub(crate) fn decide_and_confirm(house: &House) {
    let grade = house.here.class("4.2").1;
    let page = format!("/rewards/grades/{grade}");
    for (who, page, action) in [("郑老师", page.as_str(), format!("{page}/decisions")), ("周主任", "/rewards/confirmation", "/rewards/confirmation".to_owned())] {
        let all = picks(&house.as_(who).get(page).text);
        let ticked: Vec<(&str, &str)> = all.iter().map(|pick| ("pick", pick.as_str())).collect();
        let answer = house.as_(who).post_from(page, &action, &ticked);
        assert_eq!(answer.status, 303, "{who}: {}", answer.main());
    }
}

/// The candidates of a page, without those who can be put forward by hand.
fn lines(page: &str) -> impl Iterator<Item = &str> {
    page.split("reward-line").skip(1).filter_map(|line| line.split("</section>").next())
}

/// A final of this term, on 14 January 2027, when the clock stands on the day after: mean of chinese and maths as given, child by child of 四（2）班 and 四（1）班.
fn final_of_term(house: &House, points: &[(&str, &str, f64)]) {
    house.clock.set(day("2027-01-15"));
    house.act(Subject::School, |tx, permit: &Permit<acts::ImportSheets>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let fulls = ["chinese", "maths"].map(|subject| FullMark { level: 4, subject: subject.into(), points: 100.0 }).to_vec();
        let (kind, scale) = (Kind::Final, Scale::Points);
        let new = NewAssessment { term: term.id, name: "期末".into(), kind, day: day("2027-01-14"), scale, filing_no: "阳教考〔2027〕1号".into(), fulls, import: None };
        let id = assessment::ensure(tx, permit, &new)?;
        let mut marks = Vec::new();
        for (short, name, points) in points {
            let child = house.here.child(short, name);
            for subject in ["chinese", "maths"] {
                marks.push(NewResult { pupil: child.id, class: child.class, subject: subject.into(), mark: Mark::Points(*points) });
            }
        }
        sheet::put_many(tx, permit, id, &marks, None)
    });
}

/// Writes a strength of a child down.
pub(crate) fn strength(house: &House, who: &str, child: PupilId, made: &str, said: &str) {
    let act = derived::<RowId>(&[b"a strength", made.as_bytes()]).to_string();
    let fields = [("act", &*act), ("pupil", &child.to_string()), ("kind", "strength"), ("done", said)];
    assert_eq!(house.as_(who).post_from("/records", "/records", &fields).status, 303, "{said}");
}

#[test]
fn b9_06_the_class_puts_forward_the_grade_decides_the_office_confirms_each_once() {
    for house in House::both() {
        take(&house, &["learning_progress_award"]);
        let (rule, (class, grade)) = (rule(&house, "学习进步奖"), house.here.class("4.2"));
        let (one, two) = (house.here.child("4.2", "林小明").id, house.here.child("4.2", "何田田").id);
        let list = format!("/rewards/rules/{rule}/classes/{class}");
        let shown = house.as_("王老师").get(&list).text;
        assert!(shown.contains("还没有期末成绩") && shown.contains("手工提名"), "{shown}");
        for (fields, says) in [
            (vec![("sentence", "上课专心了。")], "理由"),
            (vec![("sentence", ""), ("why", "敢举手了，作业也交得勤")], "1 到 120 个字"),
            (vec![("sentence", "比别的差生强。"), ("why", "敢举手了")], "比别的差生强。"),
            (vec![("sentence", "数学考了95分。"), ("why", "敢举手了")], "不写分数"),
        ] {
            let refused = nominate(&house, "王老师", &rule, one, &fields);
            assert!(refused.status == 422 && refused.text.contains(says), "{fields:?}: {}", refused.main());
        }
        let said = [("seen", "0"), ("why", "课堂上敢举手了"), ("sentence", "上课专心，敢提问。")];
        for child in [one, two, one] {
            assert_eq!(nominate(&house, "王老师", &rule, child, &said).status, 303);
        }
        let grade_page = format!("/rewards/grades/{grade}");
        assert_eq!(house.as_("王老师").get(&grade_page).status, 404, "the grade is not the class teacher's");
        let waits = house.as_("郑老师").get(&grade_page).text;
        let all = picks(&waits);
        assert!(all.len() == 2 && waits.contains("课堂上敢举手了") && waits.contains("2 项等年级评定"), "put forward once: {waits}");
        assert_eq!(house.as_("王老师").post_from("/rewards", &format!("{grade_page}/decisions"), &[("pick", &all[0])]).status, 403, "a class teacher does not decide");
        let (first, second) = (all[0].clone(), all[1].clone());
        let other = house.as_("郑老师").keys(&grade_page);
        let decided = house.as_("郑老师").post_from(&grade_page, &format!("{grade_page}/decisions"), &[("pick", &first)]);
        assert_eq!(decided.status, 303);
        // The other window still shows the step before: nothing happens twice.
        drop(other);
        let late = house.as_("吴老师").post_from(&grade_page, &format!("{grade_page}/decisions"), &[("pick", &first), ("pick", &second)]);
        assert_eq!(late.status, 303);
        let none = house.as_("郑老师").post_from(&grade_page, &format!("{grade_page}/decisions"), &[]);
        assert!(none.status == 422 && none.text.contains("先勾选"), "{}", none.main());
        assert_eq!(house.as_("郑老师").get("/rewards/confirmation").status, 403, "the office confirms");
        let waits = house.as_("周主任").get("/rewards/confirmation").text;
        let decided = picks(&waits);
        assert_eq!(decided.len(), 2, "{waits}");
        let keys = house.as_("周主任").keys("/rewards/confirmation");
        let office = house.as_("周主任");
        let both: Vec<(&str, &str)> = decided.iter().map(|pick| ("pick", pick.as_str())).collect();
        let once = office.post_from("/rewards/confirmation", "/rewards/confirmation", &both);
        let twice = office.post_from("/rewards/confirmation", "/rewards/confirmation", &both);
        assert_eq!((once.status, twice.status), (303, 303));
        drop(keys);
        let award = format!("/rewards/awards/{}", decided[0].split(':').next().unwrap());
        let read = house.as_("王老师").get(&award).text;
        assert!(read.contains("已确认") && read.matches("<li class=\"moment\">").count() == 3, "three steps, each once: {read}");
        let child_page = house.as_("李老师").get(&format!("/pupils/{one}")).text;
        assert!(child_page.contains("好消息") && child_page.contains("学习进步奖") && child_page.contains("上课专心，敢提问。"), "{child_page}");
        let outside = house.as_("李老师").get(&award).text;
        assert!(outside.contains("上课专心") && !outside.contains("课堂上敢举手了"), "why is for those who decide: {outside}");
        for (who, path, status) in [("何老师", list.as_str(), 404), ("何老师", &award, 404), ("李老师", &list, 403), ("孙老师", "/rewards", 403), ("钱老师", "/rewards", 403)]
        {
            assert_eq!(house.as_(who).get(path).status, status, "{who} {path}");
        }
    }
}

#[test]
fn a_reward_is_declined_and_revoked_with_a_reason_and_nothing_is_deleted() {
    let house = House::sqlite();
    take(&house, &["learning_progress_award"]);
    let (rule, grade) = (rule(&house, "学习进步奖"), house.here.class("4.2").1);
    let child = house.here.child("4.2", "林小明").id;
    let said = [("seen", "0"), ("why", "课堂上敢举手了"), ("sentence", "上课专心，敢提问。")];
    assert_eq!(nominate(&house, "王老师", &rule, child, &said).status, 303);
    let all = picks(&house.as_("郑老师").get(&format!("/rewards/grades/{grade}")).text);
    let award = format!("/rewards/awards/{}", all[0].split(':').next().unwrap());
    let (zheng, refusal) = (house.as_("郑老师"), format!("{award}/refusal"));
    let short = zheng.post_from(&award, &refusal, &[("seen", "1"), ("reason", "不")]);
    assert!(short.status == 422 && short.text.contains("4 到"), "{}", short.main());
    assert_eq!(zheng.post_from(&award, &refusal, &[("seen", "1"), ("reason", "下学期再看看")]).status, 303);
    let late = zheng.post_from(&award, &refusal, &[("seen", "1"), ("reason", "另一个窗口")]);
    assert!(late.status == 422 && late.text.contains("别人刚改过") && late.text.contains("另一个窗口"), "{}", late.main());
    assert_eq!(house.as_("李老师").get(&award).status, 404, "what did not come to be is nobody else's");
    let stale = nominate(&house, "王老师", &rule, child, &said);
    assert_eq!(stale.status, 409, "somebody decided meanwhile");
    assert_eq!(nominate(&house, "王老师", &rule, child, &[("seen", "2"), ("why", "又看了两周"), ("sentence", "越来越专心。")]).status, 303);
    decide_and_confirm(&house);
    assert_eq!(house.as_("王老师").post_from(&award, &format!("{award}/revocation"), &[("seen", "5"), ("reason", "我不同意")]).status, 404, "the office takes back");
    assert_eq!(house.as_("周主任").post_from(&award, &format!("{award}/revocation"), &[("seen", "5"), ("reason", "名字弄错了")]).status, 303);
    let read = house.as_("周主任").get(&award).text;
    assert!(read.contains("已撤回") && read.contains("名字弄错了") && read.contains("下学期再看看") && read.matches("<li class=\"moment\">").count() == 6, "{read}");
    assert!(!house.as_("王老师").get(&format!("/pupils/{child}")).text.contains("越来越专心"), "it is no good news any more");
}

/// Three children of grade 4 are supported; the programme goes by the rise within the group where asked.
fn supported(house: &House, by_rank: bool) {
    let programme = house.act(Subject::School, |tx, permit: &Permit<acts::ManageProgrammes>| {
        let copy = Copy { preset: "learning_difficulty".into(), name: "向阳计划".into(), purpose: "一个也不落下".into(), from_term: term_code("2026-1") };
        let id = programmes::copy_preset(tx, permit, &copy)?;
        let known = programmes::programme(tx, id, copy.from_term)?;
        let mut values: std::collections::BTreeMap<Param, Value> = known.values.iter().map(|(param, value)| (param, value.clone())).collect();
        if by_rank {
            values.insert(Param::PrizeBasis, Value::Choices(vec!["rank_in_group"]));
        }
        let Copy { name, purpose, from_term, .. } = copy;
        programmes::change(tx, permit, id, &Change { name, purpose, from_term, categories: known.categories, values })?;
        programmes::switch_on(tx, permit, id, from_term, None)?;
        Ok(id)
    });
    house.act(Subject::School, |tx, permit: &Permit<acts::FileRound>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let new = [("4.2", "林小明"), ("4.2", "王梓涵"), ("4.2", "陈安安"), ("4.1", "王梓涵")].map(|(short, name)| NewConfirmation {
            pupil: house.here.child(short, name).id,
            programme,
            term: term.id,
            category: "learning_difficulty".into(),
            kind: "learning".into(),
            from: day("2026-09-15"),
            until: term.last_day,
            verdict: derived::<RowId>(&[b"verdict of rewards"]),
        });
        confirmed::confirm(tx, permit, &new)
    });
}

#[test]
fn a7_08_prizes_by_the_rise_within_the_group_show_no_place_and_who_did_not_rise_is_not_evaluated() {
    for house in House::both() {
        supported(&house, true);
        take(&house, &["progress_award"]);
        let (rule, (class, grade)) = (rule(&house, "进步奖"), house.here.class("4.2"));
        // Last term: 43, 84, 85 … and 42 in 四（1）班. Now the two who were low came to stand before the others.
        final_of_term(&house, &[("4.2", "林小明", 88.0), ("4.2", "王梓涵", 70.0), ("4.2", "陈安安", 71.0), ("4.1", "王梓涵", 60.0)]);
        let list = house.as_("郑老师").get(&format!("/rewards/rules/{rule}/grades/{grade}")).text;
        let lines: Vec<&str> = list.split("reward-line").skip(1).collect();
        assert!(lines.len() == 1 && lines[0].contains("林小明") && lines[0].contains("一等奖"), "of four one rose: {list}");
        assert!(list.contains("不出现在任何地方") && list.contains("不到 20 人"), "{list}");
        for never in ["第1", "第2", "第一名", "名次", "第三"] {
            assert!(!list.contains(never), "{never}: {list}");
        }
        let of_class = house.as_("王老师").get(&format!("/rewards/rules/{rule}/classes/{class}")).text;
        assert!(of_class.contains("请年级组长") && !of_class.contains("reward-line"), "a class is no group: {of_class}");
        let child = house.here.child("4.2", "林小明").id;
        let quick = house.as_("郑老师").post_from(
            &format!("/rewards/rules/{rule}/grades/{grade}"),
            &format!("/rewards/rules/{rule}/pupils/{child}"),
            &[("quick", "1"), ("back", &format!("/rewards/grades/{grade}"))],
        );
        assert_eq!((quick.status, quick.to.as_str()), (303, format!("/rewards/rules/{rule}/grades/{grade}?term=2026-1").as_str()), "{}", quick.main());
        decide_and_confirm(&house);
        let page = house.as_("王老师").get(&format!("/pupils/{child}")).text;
        assert!(page.contains("进步奖（一等奖）"), "{page}");
    }
}

#[test]
fn a7_10_by_default_each_child_is_compared_with_itself_and_the_raw_rise_stands_beside_what_was_to_be_expected() {
    let house = House::sqlite();
    supported(&house, false);
    take(&house, &["progress_award", "study_progress_pupil", "learning_progress_award"]);
    final_of_term(&house, &[("4.2", "林小明", 60.0), ("4.2", "王梓涵", 80.0), ("4.2", "陈安安", 90.0), ("4.1", "王梓涵", 41.0), ("4.2", "何田田", 99.0)]);
    let (class, grade) = house.here.class("4.2");
    let own = house.as_("郑老师").get(&format!("/rewards/rules/{}/grades/{grade}", rule(&house, "进步奖"))).text;
    let prizes: Vec<(bool, bool)> = own.split("reward-line").skip(1).map(|line| (line.contains("林小明"), line.contains("一等奖"))).collect();
    assert!(prizes.contains(&(true, true)) && prizes.iter().filter(|(_, first)| *first).count() == 1, "{own}");
    assert!(own.contains("每个孩子和自己比") && !own.contains("何田田</span>"), "who is not supported is compared with nobody: {own}");
    let study = house.as_("王老师").get(&format!("/rewards/rules/{}/classes/{class}", rule(&house, "学业进步生"))).text;
    let line = study.split("reward-line").find(|line| line.contains("林小明")).unwrap();
    assert!(line.contains("从 43.0 到 60.0，高了 17.0") && !lines(&study).any(|line| line.contains("何田田")), "{study}");
    let all = house.as_("王老师").get(&format!("/rewards/rules/{}/classes/{class}", rule(&house, "学习进步奖"))).text;
    assert!(lines(&all).any(|line| line.contains("何田田")), "every child may: {all}");
}

#[test]
fn a9_23_an_exception_needs_a_written_reason_and_evidence_on_record() {
    let house = House::sqlite();
    take(&house, &["five_star_pupil"]);
    let (rule, child) = (rule(&house, "五星学生"), house.here.child("4.2", "刘一诺").id);
    let fields = [("seen", "0"), ("sentence", "克服困难，不断进步。"), ("why", "从不敢开口到带着同学朗读，变化很大")];
    let refused = nominate(&house, "王老师", &rule, child, &fields);
    assert!(refused.status == 422 && refused.text.contains("破格要有进步的依据") && refused.text.contains("带着同学朗读"), "{}", refused.main());
    strength(&house, "王老师", child, "one", "主动领读课文");
    strength(&house, "王老师", child, "two", "教同桌画图解题");
    let short = nominate(&house, "王老师", &rule, child, &[("sentence", "克服困难。"), ("why", "进步大")]);
    assert!(short.status == 422 && short.text.contains("10 到"), "{}", short.main());
    assert_eq!(nominate(&house, "王老师", &rule, child, &fields).status, 303);
    let grade = house.here.class("4.2").1;
    let waits = house.as_("郑老师").get(&format!("/rewards/grades/{grade}")).text;
    assert!(waits.contains("这学期记了 2 个闪光点") && waits.contains("带着同学朗读"), "{waits}");
}

#[test]
fn a5_18_stars_are_chosen_without_a_test_and_no_more_than_the_programme_says() {
    let house = House::sqlite();
    take(&house, &["class_star"]);
    let star = rule(&house, "班级之星");
    let edit = format!("/rewards/rules/{star}/edit");
    let change = |most: &str| {
        let fields = [
            ("seen", "1"),
            ("name", "班级之星"),
            ("gift", "certificate"),
            ("occasion", "middle"),
            ("audience", "everybody"),
            ("most", most),
            ("labels", "阅读之星\n助人之星"),
            ("sentence", "是同学们的好榜样。"),
        ];
        house.as_("周主任").post_from(&edit, &format!("/rewards/rules/{star}"), &fields)
    };
    assert!(house.as_("周主任").get("/rewards/rules").text.contains("每班最多 10 人"), "as the plans say, unless the school says otherwise");
    assert_eq!(change("很多").status, 422);
    assert_eq!(change("1").status, 303);
    assert_eq!(change("2").status, 422, "another window");
    let (first, second, class) = (house.here.child("4.2", "刘一诺").id, house.here.child("4.2", "陈安安").id, house.here.class("4.2").0);
    strength(&house, "王老师", first, "one", "午休给同学讲故事");
    strength(&house, "王老师", first, "two", "图书角整理得整整齐齐");
    let list = house.as_("王老师").get(&format!("/rewards/rules/{star}/classes/{class}")).text;
    assert!(list.contains("这学期记了 2 个闪光点") && !list.contains("各科平均"), "no marks speak for a star: {list}");
    let unnamed = nominate(&house, "王老师", &star, first, &[("sentence", "爱读书。")]);
    assert!(unnamed.status == 422 && unnamed.text.contains("选一颗星"), "{}", unnamed.main());
    assert_eq!(nominate(&house, "王老师", &star, first, &[("sentence", "爱读书。"), ("label", "阅读之星")]).status, 303);
    let full = nominate(&house, "王老师", &star, second, &[("sentence", "爱帮忙。"), ("label", "助人之星"), ("why", "收发作业本")]);
    assert!(full.status == 422 && full.text.contains("已经有 1 人"), "{}", full.main());
}

#[test]
fn a2_22_a_goal_that_was_reached_is_rewarded_and_a5_19_better_habits_speak_for_conduct() {
    let house = House::sqlite();
    let (child, _) = in_force(&house);
    take(&house, &["award_certificate", "good_conduct_pupil"]);
    let pupil = child.to_string();
    let page = house.as_("王老师").get(&format!("/records/new?pupil={pupil}")).text;
    let key = super::goal_marks::goal(&page, "每周按时交作业").unwrap();
    for (on, code) in [
        ("2026-09-24", "none"),
        ("2026-10-01", "half"),
        ("2026-10-08", "none"),
        ("2026-10-15", "full"),
        ("2026-10-22", "full"),
        ("2026-10-29", "full"),
        ("2026-11-05", "full"),
        ("2026-11-12", "full"),
        ("2026-11-19", "full"),
    ] {
        tap(&house, &pupil, on, &key, code);
    }
    let class = house.here.class("4.2").0;
    let goal = house.as_("王老师").get(&format!("/rewards/rules/{}/classes/{class}", rule(&house, "达标奖"))).text;
    assert!(goal.contains("目标达到了") && goal.contains("每周按时交作业") && goal.contains(&format!("/pupils/{child}/progress#g-{key}")), "with the page where it stands: {goal}");
    let conduct = house.as_("王老师").get(&format!("/rewards/rules/{}/classes/{class}", rule(&house, "品德优秀生"))).text;
    assert!(conduct.contains("十次里做到的从") && conduct.contains("林小明"), "{conduct}");
}

#[test]
fn a2_14_the_share_of_a_class_stands_beside_the_aim_and_who_waits_is_praised_in_one_tap() {
    for house in House::both() {
        let (class, child) = (house.here.class("4.2").0, house.here.child("4.2", "陈安安").id);
        strength(&house, "李老师", child, "share", "用画图讲清了一道应用题。");
        let page = format!("/rewards/classes/{class}");
        let shown = house.as_("王老师").get(&page).text;
        assert!(shown.contains("6 个孩子里有 0 个受到表彰（0%，目标 50%）") && shown.contains("用画图讲清了一道应用题"), "{shown}");
        let order: Vec<usize> = ["林小明", "王梓涵", "陈安安", "刘一诺"].iter().map(|name| shown.find(&format!("{name}</span>")).unwrap()).collect();
        assert!(order.is_sorted(), "by seat, no ranking");
        let praise = format!("/pupils/{child}/praise");
        let form = house.as_("李老师").get(&praise).text;
        let act = form.split("name=\"act\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let tap = [("act", act.as_str()), ("what", "praise_letter"), ("sentence", "用画图讲清了一道应用题，值得表扬。")];
        let first = house.as_("李老师").post_from(&praise, &praise, &tap);
        let again = house.as_("王老师").post_from(&praise, &praise, &tap);
        assert_eq!((first.status, again.status, first.to.as_str()), (303, 303, again.to.as_str()), "a strength is praised once: {}", first.main());
        let shown = house.as_("王老师").get(&page).text;
        assert!(shown.contains("有 1 个受到表彰（16%") && shown.contains("物质奖励 0 项，精神奖励 1 项"), "{shown}");
        let home = house.as_("周主任").get("/rewards").text;
        assert!(home.contains("1 / 6") && home.contains("目标 50%"), "{home}");
        let school = house.as_("陈校长").get("/rewards").text;
        assert!(
            school.contains("1 / 6") && school.contains("0 / 3") && !school.contains(&format!("{page}?term")),
            "the principal reads the share of each class and proposes for none: {school}"
        );
        assert_eq!(house.as_("何老师").get(&page).status, 404);
        assert_eq!(house.as_("何老师").get(&praise).status, 404);
        assert!(house.as_("周主任").get(&format!("/pupils/{child}/copy")).text.contains("值得表扬"), "a family that asks gets a copy");
    }
}

#[test]
fn the_days_are_counted_back_from_the_ceremony_in_school_days_and_everybody_finds_a_task() {
    for house in House::both() {
        let page = "/rewards/schedule/end";
        let office = house.as_("周主任");
        assert!(office.get(page).text.contains("2027-01-22"), "the last day of the term, unless somebody says otherwise");
        let set = |seen: &str, day: &str, days: [&str; 4]| {
            let [propose, decide, confirm, print] = days;
            let fields = [("seen", seen), ("day", day), ("propose_days", propose), ("decide_days", decide), ("confirm_days", confirm), ("print_days", print)];
            office.post_from(page, page, &fields)
        };
        for (day, days, says) in [
            ("2028-01-01", ["12", "8", "5", "2"], "之间的一天"),
            ("2027-01-22", ["5", "8", "5", "2"], "一个比一个晚"),
            ("2027-01-22", ["x", "8", "5", "2"], "填一个数"),
            ("2026-09-10", ["40", "8", "5", "2"], "开学以前"),
        ] {
            let refused = set("0", day, days);
            assert!(refused.status == 422 && refused.text.contains(says), "{day} {days:?}: {}", refused.main());
        }
        assert_eq!(set("0", "2027-01-22", ["10", "8", "5", "2"]).status, 303);
        assert_eq!(set("0", "2027-01-21", ["10", "8", "5", "2"]).status, 422, "another window");
        // 22 January 2027 is a Friday: ten school days before is a Friday, too.
        let home = house.as_("王老师").get("/rewards").text;
        assert!(home.contains("2027-01-08") && home.contains("2027-01-12") && home.contains("2027-01-15") && home.contains("2027-01-20"), "{home}");
        let class = house.here.class("4.2").0;
        for (who, kind, link) in [
            ("王老师", "reward-propose", format!("/rewards/classes/{class}?term=2026-1")),
            ("郑老师", "reward-decide", format!("/rewards/grades/{}?term=2026-1", house.here.class("4.2").1)),
            ("周主任", "reward-confirm", "/rewards/confirmation?term=2026-1".to_owned()),
        ] {
            let staff = house.here.person(who).staff;
            assert_eq!(house.read(house.here.id, |tx| trail::links_due(tx, staff, kind)), [link], "{who}");
        }
        assert_eq!(set("1", "2027-01-20", ["10", "8", "5", "2"]).status, 303);
        let staff = house.here.person("王老师").staff;
        assert_eq!(house.read(house.here.id, |tx| trail::links_due(tx, staff, "reward-propose")).len(), 1, "moved, not doubled");
        let done = house.as_("王老师").post_from(&format!("/rewards/classes/{class}"), &format!("/rewards/classes/{class}/completion"), &[]);
        assert_eq!(done.status, 303);
        assert!(house.read(house.here.id, |tx| trail::links_due(tx, staff, "reward-propose")).is_empty());
        assert_eq!(house.as_("郑老师").get(page).status, 403);
    }
}

#[test]
fn who_left_the_school_is_skipped_when_the_office_confirms() {
    let house = House::sqlite();
    take(&house, &["learning_progress_award"]);
    let rule = rule(&house, "学习进步奖");
    let (stays, leaves) = (house.here.child("4.2", "何田田").id, house.here.child("4.2", "林小明").id);
    for child in [stays, leaves] {
        assert_eq!(nominate(&house, "王老师", &rule, child, &[("why", "课堂上敢举手了"), ("sentence", "上课专心。")]).status, 303);
    }
    let moves = format!("/pupils/{leaves}/movements");
    let gone = house.as_("周主任").post_from(&moves, &moves, &[("move", "transfer_out"), ("day", "2026-09-20"), ("reason", "随父母搬走")]);
    assert_eq!(gone.status, 303, "{}", gone.main());
    decide_and_confirm(&house);
    let register = String::from_utf8(house.as_("周主任").download("/registers/awards.csv").bytes).unwrap();
    let state = |name: &str| register.lines().find(|line| line.contains(name)).unwrap_or_default().to_owned();
    assert!(state("何田田").contains("已确认") && state("林小明").contains("已提名"), "{register}");
}

#[test]
fn a_rule_is_data_taken_once_changed_and_switched_by_the_office_alone() {
    let house = House::sqlite();
    confirm(&house, house.here.child("4.2", "林小明").id, "target_pupil", "learning");
    let page = "/rewards/rules";
    let shown = house.as_("周主任").get(page).text;
    assert!(shown.contains("A9-23") && shown.contains("A7-08") && shown.contains("项目写明"), "{shown}");
    take(&house, &["named", "progress_award"]);
    assert_eq!(house.as_("周主任").post_from(page, page, &[("preset", "progress_award")]).status, 409, "taken once");
    assert_eq!(house.as_("周主任").post_from(page, page, &[("preset", "no_such")]).status, 404);
    let id = rule(&house, "进步奖");
    for (name, says) in [("", "1 到"), ("差生转变奖", "差生转变奖"), ("待优生进步奖", "受支持的身份"), ("待优生帮教奖", "受支持的身份"), ("前10名奖", "名次")]
    {
        let fields = [("seen", "1"), ("name", name), ("gift", "certificate"), ("occasion", "end"), ("audience", "supported"), ("split", "1:2:3"), ("sentence", "更进一步。")];
        let refused = house.as_("周主任").post_from(&format!("/rewards/rules/{id}/edit"), &format!("/rewards/rules/{id}"), &fields);
        assert!(refused.status == 422 && refused.text.contains(says), "{name}: {}", refused.main());
    }
    let fields = [("seen", "1"), ("name", "更进一步奖"), ("gift", "certificate"), ("occasion", "end"), ("audience", "supported"), ("split", "1:3:5"), ("sentence", "更进一步。")];
    assert_eq!(house.as_("周主任").post_from(&format!("/rewards/rules/{id}/edit"), &format!("/rewards/rules/{id}"), &fields).status, 303);
    assert!(house.as_("王老师").get(page).text.contains("1 : 3 : 5"), "everybody reads the rules");
    assert_eq!(house.as_("王老师").get(&format!("/rewards/rules/{id}/edit")).status, 403);
    assert_eq!(house.as_("周主任").post_from(page, &format!("/rewards/rules/{id}/switch"), &[]).status, 303);
    let child = house.here.child("4.2", "林小明").id;
    let off = nominate(&house, "王老师", &id, child, &[("sentence", "更进一步。"), ("why", "课堂上敢举手了"), ("tier", "1")]);
    assert_eq!(off.status, 404, "a rule that does not count");
}
