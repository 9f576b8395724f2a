//! What came of the help, over HTTP: points and what they ask for, the book, reviews, the way, results followed; each read by whom it is for.

use bangfu::base::{PupilId, RowId, derived};
use bangfu::progress::review::REVIEW_TASK;
use bangfu::trail;

use super::goal_marks::goal;
use super::office::text_of_docx;
use super::plan::{add, confirm, send};
use super::plan_team::in_force;
use crate::client::Answer;
use crate::house::{House, day};
use crate::workbooks::{counts, dropped, pressed, scores, told};

fn id(name: &str) -> String {
    derived::<RowId>(&[b"of progress", name.as_bytes()]).to_string()
}

/// 林小明 is on the list.
fn listed(house: &House) -> PupilId {
    let child = house.here.child("4.2", "林小明").id;
    confirm(house, child, "target_pupil", "learning");
    child
}

/// Writes a tutoring down with a tap at a goal, on a day.
pub(crate) fn tap(house: &House, pupil: &str, on: &str, key: &str, code: &str) {
    house.clock.set(day(on));
    let (act, mark) = (id(on), format!("mark-{key}"));
    let fields = [("act", act.as_str()), ("pupil", pupil), ("kind", "tutoring"), ("done", "看了登记"), (&mark, code)];
    assert_eq!(house.as_("王老师").post_from(&format!("/records/new?pupil={pupil}"), "/records", &fields).status, 303, "{on}");
}

fn key_of(house: &House, pupil: &str, text: &str) -> String {
    goal(&house.as_("王老师").get(&format!("/records/new?pupil={pupil}")).text, text).unwrap()
}

/// The card of a goal.
fn card(page: &str, key: &str) -> String {
    page.split(&format!("id=\"g-{key}\"")).nth(1).unwrap_or_else(|| panic!("{key}: {page}")).split("</section>").next().unwrap().to_owned()
}

#[test]
fn a7_03_points_without_a_rise_ask_for_another_measure_and_the_change_draws_a_line() {
    for house in House::both() {
        let (child, plan) = in_force(&house);
        let (pupil, page) = (child.to_string(), format!("/pupils/{child}/progress"));
        let key = key_of(&house, &pupil, "每周按时交作业");
        assert!(card(&house.as_("王老师").get(&page).text, &key).contains("还没有点"));
        for (on, code) in [("2026-09-24", "half"), ("2026-10-01", "none"), ("2026-10-08", "half"), ("2026-10-15", "none")] {
            tap(&house, &pupil, on, &key, code);
        }
        let shown = card(&house.as_("王老师").get(&page).text, &key);
        assert!(shown.contains("连续 4 个点没有改善") && shown.contains("换措施") && shown.contains("/plan#measures"), "{shown}");
        assert!(shown.contains("<circle class=\"dot\"") && shown.contains("class=\"goal\"") && shown.contains("目标 ○"), "a chart with its goal: {shown}");
        let list = house.as_("王老师").get("/progress").text;
        assert!(list.contains(&page) && list.contains("1 个可能要换措施"), "{list}");

        add(&house, "王老师", &plan, &[("kind", "measure"), ("dimension", "habits"), ("text", "前一晚和奶奶一起装好书包"), ("hand", "homeroom"), ("times", "1"), ("span", "day")]);
        let team = format!("{plan}/team");
        send(&house, "王老师", &team, &format!("{plan}/fixing"), &[("from", "2026-10-15"), ("until", "2027-01-15"), ("reason", "四个点没有改善")]);
        for who in ["王老师", "李老师"] {
            send(&house, who, &team, &format!("{plan}/signature"), &[]);
        }
        send(&house, "吴老师", &team, &format!("{plan}/decision"), &[("decision", "approved"), ("text", "试试看")]);
        tap(&house, &pupil, "2026-10-22", &key, "half");
        let changed = card(&house.as_("王老师").get(&page).text, &key);
        assert!(changed.contains("class=\"phase\"") && changed.contains("第 2 稿") && changed.contains("只有 1 个点"), "a new measure gets its own points: {changed}");
        assert!(changed.contains("太少，还说不上效果"), "{changed}");
        for on in ["2026-10-29", "2026-11-05"] {
            tap(&house, &pupil, on, &key, "full");
        }
        let better = card(&house.as_("王老师").get(&page).text, &key);
        assert!(better.contains("比开始时好") && better.contains("效果") && !better.contains("没有改善"), "{better}");
        let charts = house.as_("王老师").part(&format!("{page}/charts"));
        assert!(charts.status == 200 && charts.text.contains("<figure class=\"chart\"") && !charts.text.contains("<html"), "{}", charts.text);
        assert!(house.as_("王老师").get(&format!("/pupils/{child}")).text.contains(&format!("{page}/charts")), "the child's own page shows them");
        assert_eq!(house.as_("何老师").get(&page).status, 404, "who has nothing to do with the child");
    }
}

#[test]
fn b2_06_six_points_at_the_goal_say_that_the_child_may_be_let_go() {
    let house = House::sqlite();
    let (child, _) = in_force(&house);
    let pupil = child.to_string();
    let key = key_of(&house, &pupil, "每周按时交作业");
    for on in ["2026-09-24", "2026-10-01", "2026-10-08", "2026-10-15", "2026-10-22", "2026-10-29"] {
        tap(&house, &pupil, on, &key, "full");
    }
    let shown = card(&house.as_("王老师").get(&format!("/pupils/{child}/progress")).text, &key);
    assert!(shown.contains("已达到") && shown.contains("可以考虑出列") && shown.contains(&format!("/pupils/{child}/case")), "{shown}");
}

fn point(house: &House, who: &str, pupil: &str, fields: &[(&str, &str)]) -> Answer {
    let page = format!("/pupils/{pupil}/progress");
    house.as_(who).post_from(&page, &format!("{page}/points"), fields)
}

#[test]
fn a7_05_a_point_of_practice_is_kept_once_checked_and_struck_by_who_wrote_it() {
    for house in House::both() {
        let (child, _) = in_force(&house);
        let (pupil, page) = (child.to_string(), format!("/pupils/{child}/progress"));
        let key = key_of(&house, &pupil, "每周按时交作业");
        let (wang, made) = (house.as_("王老师"), id("practice"));
        let today = house.store.clock().now().day().to_string();
        for (fields, says) in [
            (vec![("goal", &*key), ("value", "很多次"), ("day", &*today), ("note", "口算")], "口算"),
            (vec![("goal", &*key), ("value", ""), ("day", &*today)], "填一个数"),
            (vec![("goal", &*key), ("value", "3"), ("day", "2099-01-01")], "今天以前"),
            (vec![("goal", ""), ("value", "3"), ("day", &*today)], "选一个"),
            (vec![("goal", &*key), ("value", "3"), ("day", "九月")], "2026-10-09"),
        ] {
            let refused = point(&house, "王老师", &pupil, &fields);
            assert!(refused.status == 422 && refused.text.contains(says), "{fields:?}: {}", refused.main());
        }
        let fields = [("point", &*made), ("goal", &*key), ("value", "3次"), ("day", &*today), ("note", "看登记本")];
        for _ in 0..2 {
            let kept = point(&house, "王老师", &pupil, &fields);
            assert_eq!((kept.status, kept.to.as_str()), (303, format!("{page}#g-{key}").as_str()), "{}", kept.main());
        }
        let shown = card(&wang.get(&page).text, &key);
        assert!(shown.contains("每周 3 次") && shown.contains("看登记本") && shown.contains("1 个点"), "kept once: {shown}");

        let copied = house.as_("周主任").get(&format!("/pupils/{child}/copy")).text;
        assert!(copied.contains("看登记本"), "a family that asks gets a copy: {copied}");

        let strike = format!("{page}/points/{made}/withdrawal");
        assert_eq!(house.as_("李老师").post_from("/progress", &strike, &[("confirmed", "1")]).status, 404, "another's point");
        assert_eq!(house.as_("何老师").post_from("/progress", &format!("{page}/points"), &fields).status, 404);
        assert_eq!(wang.post_from(&page, &strike, &[("confirmed", "1")]).status, 303);
        assert!(card(&wang.get(&page).text, &key).contains("还没有点"));
        assert_eq!(wang.post_from(&page, &strike, &[("confirmed", "1")]).status, 404, "twice");
    }
}

/// What the book of a child shows to somebody.
fn book(house: &House, who: &str, pupil: &str) -> String {
    let answer = house.as_(who).get(&format!("/pupils/{pupil}/progress/book"));
    assert_eq!(answer.status, 200, "{who}: {}", answer.main());
    answer.text
}

/// The path under which a line is written over, by a piece of its sentence.
fn line(page: &str, says: &str) -> String {
    let moment = page.split("<li class=\"moment\"").skip(1).find(|piece| piece.contains(says)).unwrap_or_else(|| panic!("{says}: {page}"));
    moment.split("href=\"").filter_map(|rest| rest.split('"').next()).find(|path| path.contains("/book/lines/")).unwrap().to_owned()
}

#[test]
fn a5_07_the_book_writes_itself_from_the_records_and_people_write_it_over() {
    for house in House::both() {
        let child = listed(&house);
        let pupil = child.to_string();
        house.clock.set(day("2026-09-22"));
        let wang = house.as_("王老师");
        let write = |who: &str, name: &str, fields: &[(&str, &str)]| {
            let act = id(name);
            let all: Vec<(&str, &str)> = [("act", act.as_str()), ("pupil", pupil.as_str())].into_iter().chain(fields.iter().copied()).collect();
            assert_eq!(house.as_(who).post_from("/records", "/records", &all).status, 303, "{who} {fields:?}");
        };
        write("王老师", "talk", &[("kind", "talk"), ("done", "问了作业的难处"), ("voice", "我想先自己试"), ("worked", "先听他说完"), ("unsuited", "当着同学问")]);
        write("王老师", "visit", &[("kind", "home_visit"), ("done", "奶奶说睡得晚，约好九点关电视")]);
        write("沈老师", "quiet", &[("kind", "talk"), ("done", "午休来坐了一会儿")]);
        let page = book(&house, "王老师", &pupil);
        assert!(page.contains("谈心：问了作业的难处。孩子说：“我想先自己试”。有效：先听他说完。不合适：当着同学问。"), "{page}");
        assert!(page.contains(&format!("/pupils/{child}/records#r-{}", id("talk"))), "each sentence is linked to its source");
        assert!(page.contains("九点关电视") && !page.contains("午休来坐"), "home to who reads of it, the counsellor's page to nobody else");
        let maths = house.as_("李老师").get(&format!("/pupils/{child}/progress/book")).text;
        assert!(!maths.contains("九点关电视"), "{maths}");

        let edit = line(&page, "问了作业的难处");
        let form = wang.get(&edit);
        assert!(form.status == 200 && form.text.contains("记录里是这样说的"), "{}", form.main());
        let action = edit.clone();
        let rude = wang.post_from(&edit, &action, &[("seen", "0"), ("area", "school"), ("text", "他是差生")]);
        assert!(rude.status == 422 && rude.text.contains("他是差生"), "{}", rude.main());
        assert_eq!(wang.post_from(&edit, &action, &[("seen", "0"), ("area", "school"), ("text", "说了作业的难处，愿意先自己试。")]).status, 303);
        let late = wang.post_from(&edit, &action, &[("seen", "0"), ("area", "school"), ("text", "另一个窗口写的")]);
        assert!(late.status == 422 && late.text.contains("另一个窗口写的") && late.text.contains("别人刚改过"), "{}", late.main());
        let page = book(&house, "王老师", &pupil);
        assert!(page.contains("愿意先自己试。") && !page.contains("问了作业的难处") && page.contains("改过"), "{page}");
        let record = format!("/pupils/{child}/records/{}", id("talk"));
        assert_eq!(wang.post_from(&record, &record, &[("versions", "1"), ("done", "又问了作业的难处")]).status, 303);
        assert!(book(&house, "王老师", &pupil).contains("出处后来改了"));

        let visit = line(&page, "九点关电视");
        assert_eq!(wang.post_from(&visit, &visit, &[("seen", "0"), ("area", "home"), ("text", "x"), ("left_out", "1")]).status, 303);
        let page = book(&house, "王老师", &pupil);
        assert!(page.contains("没有写进来的 1 句"), "{page}");

        let own = format!("/pupils/{child}/progress/book");
        let early = wang.post_from(&own, &own, &[("key", &id("own")), ("area", "society"), ("day", "2026-02-01"), ("text", "社区送了书")]);
        assert!(early.status == 422 && early.text.contains("社区送了书") && early.text.contains("这个学期里"), "{}", early.main());
        for _ in 0..2 {
            assert_eq!(wang.post_from(&own, &own, &[("key", &id("own")), ("area", "society"), ("day", "2026-09-22"), ("text", "社区送了书")]).status, 303);
        }
        let page = book(&house, "王老师", &pupil);
        assert_eq!(page.matches("<p><span class=\"chip\">社会</span>").count(), 1, "{page}");
        let refused = house.as_("李老师").post_from(&own, &own, &[("key", &id("li")), ("area", "school"), ("day", "2026-09-22"), ("text", "数学有进步")]);
        assert_eq!(refused.status, 403, "who teaches one subject does not keep the book: {}", refused.main());
        assert_eq!(house.as_("何老师").get(&own).status, 404);
    }
}

#[test]
fn b9_04_the_book_comes_on_paper_with_each_area_and_a_place_to_sign() {
    let house = House::sqlite();
    let child = listed(&house);
    house.clock.set(day("2026-09-22"));
    let fields = [("act", &*id("paper")), ("pupil", &*child.to_string()), ("kind", "home_visit"), ("done", "奶奶愿意每晚听他念")];
    assert_eq!(house.as_("王老师").post_from("/records", "/records", &fields).status, 303);
    house.clock.set(day("2026-12-01"));
    let page = house.as_("王老师").get(&format!("/pupils/{child}/progress/book")).text;
    assert!(page.contains("还没有记载的方面") && page.contains("社会"), "half of the term is over: {page}");
    let file = house.as_("王老师").download(&format!("/pupils/{child}/progress/book/paper/docx"));
    let text = text_of_docx(file.bytes);
    for piece in ["转化情况记载簿", "林小明", "家庭", "奶奶愿意每晚听他念", "社会", "还没有记载", "帮扶教师（签字）", "班主任（签字）"] {
        assert!(text.contains(piece), "{piece}: {text}");
    }
    assert_eq!(house.as_("王老师").get(&format!("/pupils/{child}/progress/book/paper/xlsx")).status, 404);
    assert_eq!(house.as_("何老师").get(&format!("/pupils/{child}/progress/book/paper/docx")).status, 404);
}

#[test]
fn a6_13_a_review_is_proposed_from_points_and_records_and_decided_by_people() {
    for house in House::both() {
        let (child, _) = in_force(&house);
        let pupil = child.to_string();
        let key = key_of(&house, &pupil, "每周按时交作业");
        for (on, code) in [("2026-09-24", "none"), ("2026-10-08", "half"), ("2026-10-15", "full")] {
            tap(&house, &pupil, on, &key, code);
        }
        let wang = house.as_("王老师");
        let talk = [("act", &*id("review")), ("pupil", &*pupil), ("kind", "talk"), ("done", "谈了作业"), ("worked", "前一晚装书包"), ("unsuited", "放学后留下补")];
        assert_eq!(wang.post_from("/records", "/records", &talk).status, 303);
        let form = format!("/pupils/{child}/progress/reviews/new");
        let proposed = wang.get(&form).text;
        for piece in ["前一晚装书包", "放学后留下补", "每周按时交作业（× → ○，3 个点）", "value=\"moving\" checked"] {
            assert!(proposed.contains(piece), "{piece}: {proposed}");
        }
        let goals: Vec<String> = proposed.split("name=\"judged-").skip(1).filter_map(|rest| rest.split('"').next()).map(|key| format!("judged-{key}")).collect();
        let mut judged: Vec<(&str, &str)> = goals.iter().map(|field| (field.as_str(), if field.ends_with(&key) { "reached" } else { "unseen" })).collect();
        judged.dedup();
        let made = id("kept");
        let fields = |more: &[(&'static str, &'static str)]| -> Vec<(&str, &str)> {
            let base = [("review", made.as_str()), ("seen", "0"), ("stage", "middle"), ("better", "作业能按时交了"), ("family", "奶奶说在家也念"), ("next", "keep")];
            let taken: Vec<&str> = more.iter().map(|one| one.0).collect();
            let mut all: Vec<(&str, &str)> = base.into_iter().filter(|one| !taken.contains(&one.0)).collect();
            all.extend(judged.iter().copied().filter(|one| !taken.contains(&"goals") || one.0.is_empty()));
            all.extend(more.iter().copied().filter(|one| one.0 != "goals"));
            all
        };
        let path = format!("/pupils/{child}/progress/reviews");
        for (more, says) in [
            (&[("goals", "")][..], "选一个"),
            (&[("better", ""), ("lacking", "")], "写一句进步"),
            (&[("next", "change"), ("next_text", "")], "写一句换成什么"),
            (&[("next_day", "2026-01-01")], "不能在今天以前"),
            (&[("worked", "他不再是差生")], "他不再是差生"),
        ] {
            let refused = wang.post_from(&form, &path, &fields(more));
            assert!(refused.status == 422 && refused.text.contains(says), "{says}: {}", refused.main());
        }
        for _ in 0..2 {
            let kept = wang.post_from(&form, &path, &fields(&[("next_day", "2026-11-12")]));
            assert_eq!((kept.status, kept.to.as_str()), (303, format!("{path}/{made}").as_str()), "{}", kept.main());
        }
        let due = house.read(house.here.id, |tx| trail::links_due(tx, house.here.person("王老师").staff, REVIEW_TASK));
        assert_eq!(due, std::slice::from_ref(&form), "the next review stands on Today");
        let read = wang.get(&format!("{path}/{made}")).text;
        assert!(read.contains("作业能按时交了") && read.contains("奶奶说在家也念") && read.contains("2026-11-12"), "{read}");
        let paper = text_of_docx(wang.download(&format!("{path}/{made}/paper/docx")).bytes);
        assert!(paper.contains("阶段评估") && paper.contains("达到") && paper.contains("家长（签字）"), "{paper}");
        let change = format!("{path}/{made}/change");
        assert_eq!(house.as_("赵主任").get(&change).status, 404, "another's review is not written over");
        let again = fields(&[("seen", "1"), ("better", "作业按时交，还会自己检查")]);
        assert_eq!(wang.post_from(&change, &format!("{path}/{made}"), &again).status, 303);
        let stale = wang.post_from(&change, &format!("{path}/{made}"), &fields(&[("seen", "1"), ("better", "旧窗口")]));
        assert!(stale.status == 422 && stale.text.contains("旧窗口"), "{}", stale.main());
        let maths = house.as_("李老师").get(&format!("{path}/{made}"));
        assert_eq!(maths.status, 404, "a review speaks of the whole child");
        assert_eq!(house.as_("李老师").get(&form).status, 404);
    }
}

#[test]
fn a5_08_the_way_names_persons_days_and_what_is_missing() {
    let house = House::sqlite();
    let (child, _) = in_force(&house);
    house.clock.set(day("2026-10-12"));
    let path = format!("/pupils/{child}/progress/way");
    let page = house.as_("王老师").get(&path).text;
    let row = |name: &str| page.split("<dt>").skip(1).find(|row| row.contains(&format!("\">{name}</a></dt>"))).unwrap_or_else(|| panic!("{name}: {page}")).to_owned();
    assert!(row("一人一策").contains("2026-09-2") && row("一人一策").contains("吴老师"), "{}", row("一人一策"));
    assert!(row("帮扶").contains("还没有，已过") && row("评估").contains("还没有，已过") && !row("出列").contains("还没有"), "{page}");
    let fields = [("act", &*id("way")), ("pupil", &*child.to_string()), ("kind", "talk"), ("done", "谈了一次")];
    assert_eq!(house.as_("王老师").post_from("/records", "/records", &fields).status, 303);
    let page = house.as_("王老师").get(&path).text;
    assert!(page.contains("2026-10-12"), "{page}");
    assert_eq!(house.as_("李老师").get(&path).status, 404, "the way speaks of the whole child");
    assert_eq!(house.as_("何老师").get(&path).status, 404);
}

/// Takes marks of the maths of class 四（2） in, as an assessment with a name.
fn marks(house: &House, name: &str, points: [&str; 5]) {
    let office = house.as_("周主任");
    let children = ["林小明", "陈安安", "刘一诺", "赵小满", "何田田"];
    let rows: Vec<[&str; 4]> = children.iter().zip(points).map(|(child, mark)| [*child, "四（2）班", "90", mark]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(<[&str; 4]>::as_slice).collect();
    let import = dropped(&office, &format!("{name}.xlsx"), &scores(&rows), name);
    assert_eq!(office.post_from(&import, &format!("{import}/answers"), &[("by_name", &format!("{name}.xlsx"))]).status, 303);
    assert_eq!(counts(&told(&office, &import))[1], 5, "{}", house.name());
    pressed(&office, &import, "entry");
}

#[test]
fn a3_17_results_are_followed_beside_the_childs_own_past_and_nobody_is_ranked() {
    for house in House::both() {
        let child = listed(&house);
        marks(&house, "2026秋摸底", ["52", "91", "88", "95", "79"]);
        let page = house.as_("李老师").get("/progress/results").text;
        assert!(page.contains("林小明") && page.contains(">52<") && !page.contains("陈安安"), "children with a file, each beside itself: {page}");
        assert!(page.contains("还说不上") && page.contains("上升 0 · 平稳 0 · 下降 0"), "five pupils are too few for a standard score, and it says so: {page}");
        for rank in ["名次", "排名第", "第 1 名"] {
            assert!(!page.replace("不排名", "").contains(rank), "{rank}");
        }
        let own = house.as_("李老师").get(&format!("/pupils/{child}/progress")).text;
        assert!(own.contains("学科成绩跟踪") && own.contains("数学") && !own.contains("语文"), "the own subject only: {own}");
        assert_eq!(house.as_("沈老师").get("/progress/results").status, 403, "a counsellor sees no results");
        assert_eq!(house.as_("李老师").get(&format!("/progress/results?class={}", house.here.class("4.1").0)).status, 404);
    }
}
