//! Supervision over HTTP: promised and kept, the evidence, checks and what they find, months handed in, the joint evaluation; and who may see what.

use bangfu::access::{Duty, Permit, Subject, acts};
use bangfu::base::{Id, PupilId, RowId, derived};
use bangfu::roster::people::{self, NewPost};

use super::flows::paired;
use crate::client::Answer;
use crate::house::{House, day};

fn id(name: &str) -> String {
    derived::<RowId>(&[b"supervision over http", name.as_bytes()]).to_string()
}

fn post(house: &House, who: &str, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    house.as_(who).post_from(page, path, fields)
}

/// Two children of 四（2）班 with 李老师 and 冯老师.
pub(crate) fn two(house: &House) -> (PupilId, PupilId) {
    let child = |name| house.here.child("4.2", name).id;
    let (one, other) = (child("林小明"), child("何田田"));
    paired(house, house.here.programme, "target_pupil", one, "李老师");
    paired(house, house.here.programme, "target_pupil", other, "冯老师");
    (one, other)
}

/// A talk or another act on a day, moved to by the clock.
pub(crate) fn act(house: &House, who: &str, on: &str, pupil: PupilId, kind: &str, more: &[(&str, &str)]) {
    house.clock.set(day(on));
    let (act, pupil) = (id(&format!("{who} {on} {kind} {pupil}")), pupil.to_string());
    let fields: Vec<(&str, &str)> = [("act", act.as_str()), ("pupil", &pupil), ("kind", kind), ("done", "说了说这一周的事")].into_iter().chain(more.iter().copied()).collect();
    let answer = post(house, who, "/records", "/records", &fields);
    assert_eq!(answer.status, 303, "{who} {on} {kind}: {}", answer.main());
}

fn open(house: &House, who: &str, name: &str, kind: &str, size: &str) -> Answer {
    let (check, grade) = (id(name), house.here.class("4.2").1.to_string());
    post(house, who, "/supervision/checks", "/supervision/checks", &[("check", &check), ("part", &grade), ("kind", kind), ("size", size), ("seed", "")])
}

#[test]
fn a_class_reads_what_was_promised_and_kept_and_nobody_reads_an_order_of_colleagues() {
    for house in House::both() {
        let (one, other) = two(&house);
        act(&house, "李老师", "2026-09-23", one, "talk", &[]);
        act(&house, "李老师", "2026-09-24", one, "tutoring", &[]);
        act(&house, "李老师", "2026-09-29", one, "talk", &[]);
        house.clock.set(day("2026-10-12"));
        let class = house.here.class("4.2").0;
        let own = house.as_("李老师").get("/supervision").text;
        assert!(own.contains("林小明") && !own.contains("何田田"), "a helper sees the own children: {own}");
        assert!(own.contains("应做 6 次，做到 3 次（50%）"), "three weeks since the pair, a talk and tutoring each; the running one is not counted: {own}");
        for (who, sees) in [("王老师", true), ("吴老师", true), ("陈校长", true), ("许书记", true), ("周主任", true)] {
            let page = house.as_(who).get(&format!("/supervision/classes/{class}"));
            assert_eq!((page.status, page.text.contains("林小明") && page.text.contains("何田田")), (200, sees), "{who}");
            assert!(!page.main().contains("冯老师") && !page.main().contains("李老师"), "{who} reads of children, not of colleagues: {}", page.main());
        }
        for (who, status) in [("何老师", 404), ("李老师", 403), ("孙老师", 403), ("钱老师", 403)] {
            assert_eq!(house.as_(who).get(&format!("/supervision/classes/{class}")).status, status, "{who}");
        }
        let csv = String::from_utf8_lossy(&house.as_("王老师").download(&format!("/registers/promises.csv?class={class}")).bytes).into_owned();
        assert!(csv.contains("林小明") && csv.contains("50%") && csv.contains("0%"), "{csv}");
        assert_eq!(house.as_("何老师").get(&format!("/pupils/{other}/evidence")).status, 404);
    }
}

#[test]
fn a9_07_to_09_each_of_the_eight_cells_opens_its_evidence_or_says_that_there_is_none() {
    let house = House::sqlite();
    let (one, other) = two(&house);
    act(&house, "李老师", "2026-09-23", one, "talk", &[]);
    house.clock.set(day("2026-09-30"));
    let page = house.as_("李老师").get(&format!("/pupils/{one}/evidence")).text;
    for word in ["三落实", "两定时", "三有", "人员落实", "时间落实", "制度落实", "学生定时汇报", "师生定时交流", "有记录", "有措施", "有实效"]
    {
        assert!(page.contains(word), "{word}: {page}");
    }
    assert!(page.contains(&format!("/pupils/{one}/helpers")) && page.contains("李老师，没有间断"), "{page}");
    assert!(page.contains(&format!("/pupils/{one}/records")) && page.contains("1 条，最近 2026-09-23"), "{page}");
    assert!(page.contains("无证据"), "no plan, no report of the child: {page}");
    let bare = house.as_("冯老师").get(&format!("/pupils/{other}/evidence")).text;
    assert!(bare.matches("无证据").count() >= 6, "{bare}");
    let class = house.here.class("4.2").0;
    let csv = String::from_utf8_lossy(&house.as_("王老师").download(&format!("/registers/evidence.csv?class={class}")).bytes).into_owned();
    assert!(csv.contains("李老师，没有间断") && csv.contains("无证据"), "{csv}");
}

#[test]
fn a9_29_the_leader_of_the_grade_meets_drawn_children_and_what_is_found_is_mended() {
    for house in House::both() {
        let (one, other) = two(&house);
        house.clock.set(day("2026-09-29"));
        assert_eq!(post(&house, "王老师", "/supervision", "/supervision/checks", &[("check", &id("no")), ("kind", "month_end")]).status, 403, "a class teacher does not check");
        assert_eq!(open(&house, "吴老师", "bad", "month_end", "0").status, 422);
        assert_eq!(open(&house, "吴老师", "check", "month_end", "2").status, 303);
        assert_eq!(open(&house, "吴老师", "check", "month_end", "2").status, 303, "twice is once");
        let (check, form) = (id("check"), format!("/supervision/checks/{}/pupils/{one}", id("check")));
        let page = format!("/supervision/checks/{check}");
        assert!(house.as_("吴老师").get(&page).text.contains("从 2 人中抽取"));
        let early = post(&house, "吴老师", &page, &format!("{page}/end"), &[("words", "都好")]);
        assert!(early.status == 422 && early.text.contains("还有 2 个孩子没有聊"), "{}", early.main());
        let (finding, li) = (id("finding"), house.here.person("李老师").staff.to_string());
        let base = [("seen", "0"), ("talked", "never"), ("tutored", "never"), ("helped", "unsure"), ("words", "没有人找过我，我也不想说是谁")];
        let with = |more: &[(&'static str, &str)]| -> Answer {
            let fields: Vec<(&str, &str)> = base.iter().copied().chain(more.iter().copied()).collect();
            post(&house, "吴老师", &form, &form, &fields)
        };
        let bad = with(&[("agrees", ""), ("finding", "请每周谈一次"), ("finding_id", &finding), ("staff", ""), ("due", "2027-09-01")]);
        assert!(bad.status == 422 && bad.text.contains("没有人找过我"), "what was typed stays: {}", bad.main());
        let good = [("agrees", "agrees"), ("finding", "请每周谈一次"), ("finding_id", finding.as_str()), ("staff", li.as_str()), ("due", "2026-10-09")];
        for _ in 0..2 {
            assert_eq!(with(&good).status, 303);
        }
        assert_eq!(house.as_("陈校长").get(&page).status, 200);
        assert_eq!(house.as_("郑老师").get(&page).status, 403, "a grade leader does not check");

        let paper = format!("/supervision/findings/{finding}");
        let today = house.as_("李老师").get("/").text;
        assert!(today.contains(&paper), "a task of Today leads to the exact form: {today}");
        let own = house.as_("李老师").get(&paper).text;
        assert!(own.contains("请每周谈一次") && !own.contains("没有人找过我"), "the child's words are not for who helps it: {own}");
        assert_eq!(house.as_("何老师").get(&paper).status, 404);
        assert_eq!(house.as_("冯老师").get(&paper).status, 404);
        assert_eq!(post(&house, "李老师", &paper, &paper, &[("words", "")]).status, 422);
        assert_eq!(post(&house, "李老师", &paper, &paper, &[("words", "今天谈了一次")]).status, 303);
        assert!(house.as_("吴老师").get("/").text.contains(&paper));
        let judge = format!("{paper}/judgement");
        assert_eq!(post(&house, "吴老师", &paper, &judge, &[("accept", "0"), ("words", "再约一个固定时间")]).status, 303);
        assert!(house.as_("李老师").get(&paper).text.contains("再约一个固定时间"));
        assert_eq!(post(&house, "李老师", &paper, &paper, &[("words", "约在周三")]).status, 303);
        assert_eq!(post(&house, "吴老师", &paper, &judge, &[("accept", "1"), ("words", "")]).status, 303);

        assert_eq!(post(&house, "吴老师", &page, &format!("{page}/pupils/{other}/next"), &[("reason", "absent")]).status, 303);
        let named = post(&house, "吴老师", &page, &format!("{page}/end"), &[("words", "林小明还要再约")]);
        assert!(named.status == 422 && named.text.contains("不要写孩子的名字"), "{}", named.main());
        assert_eq!(post(&house, "吴老师", &page, &format!("{page}/end"), &[("words", "大多落实")]).status, 303);
        assert!(house.as_("吴老师").download(&format!("{page}/paper/docx")).bytes.starts_with(b"PK"));
        let register = String::from_utf8_lossy(&house.as_("周主任").download("/registers/checks.csv").bytes).into_owned();
        assert!(register.contains("月末查访") && register.contains("1/1") && !register.contains("林小明"), "{register}");
    }
}

#[test]
fn b6_12_an_inspection_draws_the_same_children_for_the_same_seed_and_nobody_draws_the_own() {
    let house = House::sqlite();
    let (one, other) = two(&house);
    let (wu, class) = (house.here.person("吴老师").staff, house.here.class("4.2").0);
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageStaff>| {
        let scope_id = RowId::from_uuid(class.uuid());
        let post = NewPost { staff: wu, duty: Duty::SubjectTeacher, scope_id, subject: "english".into(), from_day: day("2026-09-01"), until_day: people::forever(), import: None };
        people::appoint(tx, permit, &post)
    });
    paired(&house, house.here.programme, "target_pupil", house.here.child("4.2", "刘一诺").id, "吴老师");
    house.clock.set(day("2026-09-29"));
    let draw = |who: &str, name: &str, kind: &str| {
        let (check, grade) = (id(name), house.here.class("4.2").1.to_string());
        let fields = [("check", check.as_str()), ("part", if kind == "inspection" { "" } else { &grade }), ("kind", kind), ("size", "3"), ("seed", "当众抽取 618")];
        assert_eq!(post(&house, who, "/supervision/checks", "/supervision/checks", &fields).status, 303, "{who}");
        crate::both::supervision::to_meet(&house.as_(who).get(&format!("/supervision/checks/{check}")).text, &check)
    };
    let (first, second) = (draw("周主任", "one", "inspection"), draw("赵主任", "two", "inspection"));
    assert_eq!((first.len(), &first), (3, &second), "the same seed and children: the same draw");
    let own = draw("吴老师", "three", "month_end");
    let mut own_sorted = own.clone();
    own_sorted.sort();
    let mut expected = vec![one.to_string(), other.to_string()];
    expected.sort();
    assert_eq!(own_sorted, expected, "the leader does not draw the child whom the leader helps");
}

#[test]
fn a_sentence_that_sounds_like_danger_in_a_check_asks_the_counsellor_at_once() {
    let house = House::sqlite();
    let (one, _) = two(&house);
    house.clock.set(day("2026-09-29"));
    open(&house, "吴老师", "check", "month_end", "2");
    let form = format!("/supervision/checks/{}/pupils/{one}", id("check"));
    let said = [("seen", "0"), ("talked", "once"), ("tutored", "once"), ("helped", "no"), ("agrees", "agrees"), ("words", "有时候不想活了")];
    assert_eq!(post(&house, "吴老师", &form, &form, &said).status, 303);
    assert!(house.as_("沈老师").get("/").text.contains(&format!("/pupils/{one}/concern")));
}

#[test]
fn a9_30_a_month_is_handed_in_with_one_press_and_what_is_missing_is_said_before() {
    for house in House::both() {
        let (one, _) = two(&house);
        act(&house, "李老师", "2026-09-23", one, "talk", &[]);
        house.clock.set(day("2026-09-29"));
        let page = house.as_("李老师").get("/supervision").text;
        assert!(page.contains("2026-09-30 前交") && page.contains("快到了"), "{page}");
        let hand = |reason: &str| post(&house, "李老师", "/supervision", "/supervision/months/2026-09-01", &[("reason", reason)]);
        let refused = hand("");
        assert!(refused.status == 422 && refused.text.contains("请写一句原因"), "{}", refused.main());
        assert_eq!(hand("林小明请假").status, 422, "no names");
        assert_eq!(hand("开学两周，时间没有排开").status, 303);
        assert_eq!(hand("").status, 303, "twice is once");
        let leader = house.as_("吴老师").get("/supervision").text;
        assert!(leader.contains("2 人中已交 1 人") && leader.contains("还没交：冯老师") && leader.contains("时间没有排开"), "{leader}");
        let plain = house.as_("王老师").get("/supervision").text;
        assert!(!plain.contains("还没交"), "who does not supervise is not told who is late: {plain}");
        assert_eq!(post(&house, "李老师", "/supervision", "/supervision/months/2027-01-01", &[]).status, 404, "a month to come");

        let moved = |who: &str, day: &str| post(&house, who, "/supervision", "/supervision/months/2026-09-01/day", &[("day", day), ("reason", "国庆放假")]);
        assert_eq!(moved("李老师", "2026-10-09").status, 403);
        assert_eq!(moved("周主任", "2026-10-03").status, 422, "a holiday");
        assert_eq!(moved("周主任", "2026-10-09").status, 303);
        let feng = house.as_("冯老师").get("/supervision").text;
        assert!(feng.contains("2026-10-09 前交") && feng.contains("顺延：国庆放假"), "{feng}");
    }
}

#[test]
fn what_cannot_be_done_this_week_is_postponed_with_a_reason_and_counts_when_it_is_done() {
    let house = House::sqlite();
    let (one, _) = two(&house);
    house.clock.set(day("2026-09-25"));
    let form = format!("/pupils/{one}/promises/talk/2026-09-21");
    assert_eq!(post(&house, "李老师", &form, &form, &[("latest", "2026-12-01"), ("reason", "child_ill")]).status, 422, "at most two weeks");
    assert_eq!(post(&house, "李老师", &form, &form, &[("latest", "2026-09-30"), ("reason", "")]).status, 422);
    assert_eq!(house.as_("冯老师").get(&form).status, 404, "it is not the child of another helper");
    assert_eq!(post(&house, "李老师", &form, &form, &[("latest", "2026-09-30"), ("reason", "child_ill")]).status, 303);
    for on in ["2026-09-28", "2026-09-29"] {
        act(&house, "李老师", on, one, "talk", &[]);
    }
    house.clock.set(day("2026-10-12"));
    let page = house.as_("李老师").get(&format!("/pupils/{one}/evidence")).text;
    assert!(page.contains("顺延到 2026-09-30"), "{page}");
    assert!(page.contains("谈了 2 次（应 3 次）"), "both weeks are kept, the one after them is not: {page}");
}

#[test]
fn a3_18_the_helper_reads_the_joint_evaluation_first_and_it_holds_no_mark_and_no_order() {
    for house in House::both() {
        let (one, _) = two(&house);
        act(&house, "李老师", "2026-09-23", one, "talk", &[]);
        house.clock.set(day("2026-10-12"));
        let li = house.here.person("李老师").staff;
        let of_li = format!("/supervision/joint/{li}");
        assert_eq!(house.as_("李老师").get("/supervision/joint").status, 200, "the own part stands at any time");
        assert_eq!(post(&house, "李老师", "/supervision/joint", "/supervision/joint", &[("words", "")]).status, 409, "not open yet");
        assert_eq!(post(&house, "王老师", "/supervision/joint", "/supervision/joint/opening", &[]).status, 403);
        assert_eq!(post(&house, "陈校长", "/supervision/joint", "/supervision/joint/opening", &[]).status, 303);
        assert_eq!(house.as_("陈校长").get(&of_li).status, 404, "the helper has not read it yet");
        assert!(house.as_("李老师").get("/").text.contains("/supervision/joint"));
        assert_eq!(post(&house, "李老师", "/supervision/joint", "/supervision/joint", &[("words", "林小明不肯来")]).status, 422, "no names");
        assert_eq!(post(&house, "李老师", "/supervision/joint", "/supervision/joint", &[("words", "国庆前后少了一次")]).status, 303);
        let page = house.as_("陈校长").get(&of_li).text;
        assert!(page.contains("国庆前后少了一次") && page.contains("林小明") && page.contains("不看分数"), "{page}");
        for word in ["名次", "第一", "得分", "总分："] {
            assert!(!page.contains(word), "{word}: {page}");
        }
        assert!(!house.as_("陈校长").get("/supervision/joint").main().contains("冯老师"), "who has not read it is not named");
        assert_eq!(house.as_("冯老师").get(&of_li).status, 403);
        house.clock.set(day("2026-10-26"));
        assert!(house.as_("陈校长").get("/supervision/joint").main().contains("冯老师"), "after the days that were the helper's");
        assert!(house.as_("陈校长").download(&format!("{of_li}/paper/docx")).bytes.starts_with(b"PK"));
    }
}
