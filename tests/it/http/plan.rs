//! Plans over HTTP: drafted in one press, changed part by part, signed and approved by the team; and every part of it, for every role, on every channel.

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::{PupilId, RowId, derived};
use bangfu::roster::time;
use bangfu::screening::confirmed::{self, NewConfirmation};
use bangfu::store::Sql;

use super::plan_team::complete;
use crate::cast::term_code;
use crate::client::Answer;
use crate::house::{House, day};

pub(crate) fn confirm(house: &House, pupil: PupilId, category: &str, kind: &str) {
    house.act(Subject::School, |tx, permit: &Permit<acts::FileRound>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let verdict: RowId = derived(&[b"verdict of a plan", category.as_bytes()]);
        let programme = house.here.programme;
        let new = NewConfirmation { pupil, programme, term: term.id, category: category.into(), kind: kind.into(), from: day("2026-09-15"), until: term.last_day, verdict };
        confirmed::confirm(tx, permit, &[new])
    });
}

pub(super) fn send(house: &House, who: &str, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let answer = house.as_(who).post_from(page, path, fields);
    assert_eq!(answer.status, 303, "{}: {who} {path} → {}", house.name(), answer.main());
    answer
}

/// 林小明 is on the list; the class teacher and the maths teacher have said what they saw. Gives the child and the path of the plan.
pub(super) fn diagnosed(house: &House) -> (PupilId, String) {
    let child = house.here.child("4.2", "林小明").id;
    let (class, _) = house.here.class("4.2");
    confirm(house, child, "target_pupil", "learning");
    let (causes, case) = (format!("/classes/{class}/causes"), format!("/pupils/{child}/case"));
    let (tick, fact) = (format!("c-{child}"), |cause: &str| format!("e-{child}-{cause}"));
    let (attention, home) = (fact("attention"), fact("grandparents"));
    send(house, "王老师", &causes, &causes, &[("part", "homeroom"), (&tick, "attention"), (&attention, "晨读走神"), (&tick, "grandparents"), (&home, "和奶奶住")]);
    send(house, "李老师", &causes, &causes, &[("part", "maths"), (&tick, "knowledge_gap"), (&fact("knowledge_gap"), "退位减法三题空着")]);
    send(house, "李老师", &case, &format!("{case}/subjects/maths"), &[("gaps-maths", "退位减法"), ("next-maths", "每天两题")]);
    (child, format!("/pupils/{child}/plan"))
}

pub(super) fn drafted(house: &House) -> (PupilId, String) {
    let (child, plan) = diagnosed(house);
    send(house, "王老师", &plan, &format!("{plan}/draft"), &[]);
    (child, plan)
}

/// The path of the part whose sentence holds a text, as somebody reads it.
fn part(house: &House, who: &str, plan: &str, text: &str) -> String {
    let page = house.as_(who).get(plan).text;
    let at = page.split("id=\"part-").find(|piece| piece.contains(text)).unwrap_or_else(|| panic!("{who} reads no part with {text}"));
    format!("{plan}/parts/{}", at.split('"').next().unwrap())
}

const GOAL: [(&str, &str); 9] = [
    ("kind", "goal"),
    ("dimension", "learning"),
    ("horizon", "near"),
    ("text", "课堂练习做对的题"),
    ("unit", "percent"),
    ("baseline", "40"),
    ("target", "60"),
    ("due", "2026-11-13"),
    ("how", "任课教师看练习"),
];

/// The fields of a goal with some of them changed.
pub(super) fn goal<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<(&'a str, &'a str)> = GOAL.iter().filter(|(name, _)| changed.iter().all(|(other, _)| other != name)).copied().collect();
    fields.extend_from_slice(changed);
    fields
}

pub(super) fn add(house: &House, who: &str, plan: &str, fields: &[(&str, &str)]) {
    let kind = fields.iter().find(|(name, _)| *name == "kind").unwrap().1;
    send(house, who, &format!("{plan}/new-part?kind={kind}"), &format!("{plan}/parts"), fields);
}

#[test]
fn a_plan_is_drafted_in_one_press_and_every_sentence_says_what_it_came_from() {
    for house in House::both() {
        let (child, plan) = diagnosed(&house);
        let wang = house.as_("王老师");
        assert!(wang.get(&format!("/pupils/{child}/case")).text.contains(&plan), "the file leads to the plan");
        assert!(wang.get(&plan).text.contains(&format!("{plan}/draft")), "one button");
        send(&house, "王老师", &plan, &format!("{plan}/draft"), &[]);
        let page = wang.get(&plan).text;
        for text in ["断点：退位减法", "44% → ", "退位减法三题空着", "晨读走神", "措施库 B6-05", "家里人做的", "和奶奶住"] {
            assert!(page.contains(text), "{}: {text}", house.name());
        }
        let parts = page.matches("id=\"part-").count();
        assert!(parts > 10 && page.matches("class=\"more plan-from\"").count() + page.matches(" goes-on\"").count() == parts, "{parts} parts, each with its sources");
        send(&house, "王老师", &plan, &format!("{plan}/draft"), &[]);
        assert_eq!(wang.get(&plan).text.matches("id=\"part-").count(), parts, "pressed again it adds nothing");
        let maths = house.as_("李老师").get(&plan).text;
        assert!(maths.contains("退位减法三题空着") && !maths.contains("和奶奶住") && !maths.contains("晨读走神"), "a subject teacher reads the own subject");
        assert_eq!(house.as_("何老师").get(&plan).status, 404);
    }
}

#[test]
fn a_goal_that_cannot_be_measured_is_refused_at_its_field_and_nothing_typed_is_lost() {
    let house = House::sqlite();
    let (_, plan) = drafted(&house);
    let new = format!("{plan}/new-part?kind=goal");
    for (field, value, text) in [
        ("baseline", "", "课堂甲"),
        ("target", "30", "课堂乙"),
        ("due", "", "课堂丙"),
        ("due", "2026-09-01", "课堂丁"),
        ("how", " ", "课堂戊"),
        ("text", "争取班级排名前二十", "排名前二十"),
        ("text", "别再当差生", "别再当差生"),
    ] {
        let changed = if field == "text" { vec![(field, value)] } else { vec![(field, value), ("text", text)] };
        let answer = house.as_("王老师").post_from(&new, &format!("{plan}/parts"), &goal(&changed));
        assert_eq!(answer.status, 422, "{field} {value}");
        assert!(answer.text.contains(&format!("problem-{field}")) && answer.text.contains(text), "{field}: {}", answer.main());
    }
    add(&house, "王老师", &plan, &goal(&[("stage_day_1", "2026-10-16"), ("stage_target_1", "50")]));
    let page = house.as_("王老师").get(&plan).text;
    assert!(page.contains("40% → 60%，2026-11-13 前") && page.contains("2026-10-16：50%"), "stages stand at the goal");
}

#[test]
fn a_window_that_saves_second_is_told_and_a_double_click_makes_one_part() {
    let house = House::sqlite();
    let (_, plan) = drafted(&house);
    add(&house, "王老师", &plan, &GOAL);
    let path = part(&house, "王老师", &plan, "课堂练习做对的题");
    let (first, second) = (house.as_("王老师"), house.as_("赵主任"));
    let (one, two) = (first.keys(&path), second.keys(&path));
    assert_eq!(first.post_with(&one, &path, &goal(&[("rev", "1"), ("target", "65")])).status, 303);
    let late = second.post_with(&two, &path, &goal(&[("rev", "1"), ("text", "我写的一句话")]));
    assert_eq!(late.status, 422);
    assert!(late.text.contains("王老师") && late.text.contains("我写的一句话") && late.text.contains("课堂练习做对的题"), "told who saved, and both texts: {}", late.main());
    assert!(house.as_("王老师").get(&plan).text.contains("40% → 65%"), "nothing was written over");
    let keys = first.keys(&format!("{plan}/new-part?kind=goal"));
    let twice = goal(&[("text", "只有一条")]);
    assert_eq!([0, 1].map(|_| first.post_with(&keys, &format!("{plan}/parts"), &twice).status), [303, 303]);
    assert_eq!(first.get(&plan).text.matches("<p>只有一条</p>").count(), 1);
    let out = part(&house, "王老师", &plan, "只有一条");
    send(&house, "王老师", &out, &format!("{out}/withdrawal"), &[]);
    assert!(!first.get(&plan).text.contains("<p>只有一条</p>"));
    send(&house, "王老师", &plan, &format!("{out}/return"), &[]);
    assert!(first.get(&plan).text.contains("<p>只有一条</p>"), "what was taken out is put back");
}

#[test]
fn what_a_draft_leaves_open_is_filled_in_together_and_once_for_near_and_far() {
    let house = House::sqlite();
    let (_, plan) = drafted(&house);
    let path = format!("{plan}/figures");
    let wang = house.as_("王老师");
    let page = wang.get(&path).text;
    let keys: Vec<String> = page.split("name=\"rev-").skip(1).map(|piece| piece.split('"').next().unwrap().to_owned()).collect();
    assert!(keys.len() >= 4 && keys.len().is_multiple_of(2), "near and far: {keys:?}");
    let typed = |baseline: &str| {
        let mut fields: Vec<(String, String)> = Vec::new();
        for (at, key) in keys.iter().enumerate() {
            let piece = |name: &str| {
                page.split(&format!("name=\"{name}-{key}\"")).nth(1).and_then(|rest| rest.split("value=\"").nth(1)).and_then(|rest| rest.split('"').next()).unwrap().to_owned()
            };
            let stands = if at.is_multiple_of(2) { baseline.to_owned() } else { String::new() };
            fields.extend([
                (format!("rev-{key}"), piece("rev")),
                (format!("baseline-{key}"), stands),
                (format!("target-{key}"), piece("target")),
                (format!("due-{key}"), piece("due")),
            ]);
        }
        fields
    };
    let send = |fields: Vec<(String, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        wang.post_from(&path, &path, &fields)
    };
    let odd = send(typed("很多"));
    assert!(odd.status == 422 && odd.text.contains(&format!("problem-baseline-{}", keys[0])) && odd.text.contains("很多"), "{}", odd.main());
    assert_eq!(send(typed("1")).status, 303);
    assert!(wang.get(&path).text.contains("目标都补齐了"), "{}", wang.get(&path).main());
    assert!(!wang.get(&plan).text.contains(">待补<"));
}

/// A part of a plan: its mark, who reads it on the page, and who in the family's copy.
const PARTS: [(&str, &str, &str); 7] = [
    ("学习标记", "王李冯郑吴陈许周赵沈", "陈周"),
    ("语文标记", "王冯郑吴陈许周赵沈", "陈周"),
    ("要求标记", "王李冯郑吴陈许周赵沈", "陈周"),
    ("家庭标记", "王冯郑吴陈许周赵沈", "陈周"),
    ("心理标记", "沈", ""),
    ("改稿标记", "王冯郑吴陈许周赵沈", "陈周"),
    ("会议标记", "王冯郑吴陈许周赵沈", "陈周"),
];

#[test]
fn every_part_of_a_plan_reaches_whom_it_is_for_on_every_channel() {
    for house in House::both() {
        let (child, plan) = drafted(&house);
        add(&house, "王老师", &plan, &goal(&[("text", "学习标记")]));
        add(&house, "王老师", &plan, &goal(&[("text", "语文标记"), ("subject", "chinese")]));
        add(&house, "王老师", &plan, &[("kind", "demand"), ("dimension", "learning"), ("subject", "chinese"), ("text", "要求标记"), ("hand", "subject"), ("due", "2026-10-30")]);
        add(&house, "王老师", &plan, &[("kind", "family"), ("dimension", "living"), ("text", "家庭标记"), ("hand", "family"), ("times", "1"), ("span", "day")]);
        add(&house, "沈老师", &plan, &goal(&[("text", "心理标记"), ("dimension", "psychology"), ("unit", "scale"), ("baseline", "1"), ("target", "3")]));
        let mind = house.as_("王老师").post_from(&format!("{plan}/new-part?kind=goal"), &format!("{plan}/parts"), &goal(&[("dimension", "psychology")]));
        assert!(mind.status == 422 && mind.text.contains("problem-dimension"), "what the writer could not read again is not written");
        complete(&house, "沈老师", &plan);
        complete(&house, "王老师", &plan);
        let team = format!("{plan}/team");
        send(&house, "王老师", &team, &format!("{plan}/fixing"), &[("from", "2026-09-21"), ("until", "2027-01-15"), ("reason", "改稿标记")]);
        let wang = house.here.person("王老师").staff.to_string();
        let li = house.here.person("李老师").staff.to_string();
        let (pupil, decision) = (child.to_string(), format!("decision-{child}"));
        let meeting = [("day", "2026-09-21"), ("place", "会议室"), ("there", &*wang), ("there", &*li), ("pupil", &*pupil), (&*decision, "会议标记")];
        send(&house, "王老师", "/plans/meetings/new", "/plans/meetings", &meeting);
        for person in &house.here.people {
            let family = person.name.chars().next().unwrap();
            let client = house.as_(person.name);
            let page = client.get(&plan);
            assert_eq!(page.status == 200, "王李冯郑吴陈许周赵沈".contains(family), "{} → {}", person.name, page.status);
            let pages = [team.clone(), format!("{plan}/versions"), format!("{plan}/own")].map(|path| client.get(&path).text).concat() + &page.text;
            let copy = client.get(&format!("/pupils/{child}/copy"));
            let copy = if copy.status == 200 { copy.text + &client.get(&format!("/pupils/{child}/copy.json")).text } else { String::new() };
            let paper = client.download(&format!("{plan}/paper/docx"));
            assert_eq!(paper.status == 200, page.status == 200, "{}", person.name);
            for (mark, readers, copies) in PARTS {
                assert_eq!(pages.contains(mark), readers.contains(family), "{}: {mark} of {} on the page", house.name(), person.name);
                assert_eq!(copy.contains(mark), copies.contains(family), "{}: {mark} in the copy that {} makes", house.name(), person.name);
                let others = ["/plans".to_owned(), "/".to_owned(), format!("/pupils/{child}"), format!("/pupils/{child}/case")].map(|path| client.get(&path).text).concat();
                assert!(!others.contains(mark), "{mark} elsewhere for {}", person.name);
            }
        }
    }
}

#[test]
fn the_child_sets_a_goal_neither_too_high_nor_too_low_for_its_own_marks_and_may_keep_its_wish() {
    for house in House::both() {
        let (_, plan) = drafted(&house);
        let own = format!("{plan}/own");
        let fields = |aim: &'static str, more: &[(&'static str, &'static str)]| {
            let mut fields = vec![
                ("own_subject", "maths"),
                ("occasion", "第二单元小测"),
                ("own_day", "2026-10-16"),
                ("aim", aim),
                ("full", "100"),
                ("requirement", "我每天做两道退位减法"),
                ("level", "base"),
                ("how_said", "dictated"),
            ];
            fields.extend_from_slice(more);
            fields
        };
        let path = format!("{plan}/own-goals");
        let high = house.as_("李老师").post_from(&own, &path, &fields("90", &[]));
        assert!(high.status == 422 && high.text.contains("够得着的大约是 52 分") && high.text.contains("我每天做两道退位减法"), "{}", high.main());
        let low = house.as_("李老师").post_from(&own, &path, &fields("20", &[]));
        assert!(low.status == 422 && low.text.contains("平常已经有 44 分"), "{}", low.main());
        assert_eq!(house.as_("李老师").post_from(&own, &path, &fields("90", &[("keep", "1")])).status, 422, "why it is kept is written down");
        send(&house, "李老师", &own, &path, &fields("90", &[("keep", "1"), ("kept", "我想试一次")]));
        send(&house, "李老师", &own, &path, &fields("50", &[]));
        let page = house.as_("李老师").get(&own).text;
        assert!(page.contains("目标 50 分（满分 100）") && page.contains("够得着") && page.contains("我想试一次"));
        let goal = page.split("/own-goals/").nth(2).and_then(|rest| rest.split('/').next()).unwrap().to_owned();
        let field = format!("got-{goal}");
        let odd = house.as_("李老师").post_from(&own, &format!("{path}/{goal}/result"), &[(&field, "150")]);
        assert_eq!(odd.status, 422, "a mark above the full mark is none");
        send(&house, "李老师", &own, &format!("{path}/{goal}/result"), &[(&field, "56")]);
        assert!(house.as_("王老师").get(&own).text.contains("够得着的大约到 64%"), "what came of it is history for the next goal: {}", house.as_("王老师").get(&own).main());
    }
}

#[test]
fn habits_are_chosen_a_few_at_a_time_and_marked_week_by_week_as_the_child_says() {
    for house in House::both() {
        let (_, plan) = drafted(&house);
        let own = format!("{plan}/own");
        assert!(house.as_("王老师").get(&own).text.contains("value=\"right_before_fast\" checked"), "what answers the causes is proposed");
        let many: Vec<(&str, &str)> = ["listen", "ask", "prepare", "day_plan", "hold_on", "self_study", "self_care"].map(|habit| ("habits", habit)).to_vec();
        assert_eq!(house.as_("王老师").post_from(&own, &format!("{plan}/habits"), &many).status, 422);
        send(&house, "王老师", &own, &format!("{plan}/habits"), &[("habits", "listen"), ("habits", "result_checked")]);
        send(&house, "李老师", &own, &format!("{plan}/habit-weeks"), &[("week", "2026-09-21"), ("mark-listen", "half"), ("mark-result_checked", "full")]);
        send(&house, "王老师", &own, &format!("{plan}/habit-weeks"), &[("week", "2026-09-21"), ("mark-listen", "full")]);
        let page = house.as_("王老师").get(&own).text;
        assert_eq!(page.matches("plan-mark full").count(), 2, "the last word counts, and what was not said stays");
        assert_eq!(house.as_("王老师").post_from(&own, &format!("{plan}/habit-weeks"), &[("week", "2026-01-05"), ("mark-listen", "full")]).status, 422);
        send(&house, "王老师", &own, &format!("{plan}/habits"), &[("habits", "result_checked")]);
        assert!(!house.as_("王老师").get(&own).text.contains("name=\"mark-listen\""), "a habit that is kept makes room");
        assert_eq!(house.as_("李老师").post_from(&own, &format!("{plan}/habits"), &[("habits", "listen")]).status, 403, "the class teacher chooses with the child");
    }
}

#[test]
fn a_child_with_a_disability_has_an_individual_education_plan_and_every_teacher_the_adjusted_demand() {
    let house = House::sqlite();
    let child = house.here.child("4.2", "林小明").id;
    confirm(&house, child, "disability", "hearing");
    let plan = format!("/pupils/{child}/plan");
    send(&house, "王老师", &plan, &format!("{plan}/draft"), &[]);
    let page = house.as_("王老师").get(&plan).text;
    for text in ["个别化教育方案", "现在的水平", "课程、材料、评价的调整", "评估和调整的日期"] {
        assert!(page.contains(text), "{text}");
    }
    let section = part(&house, "王老师", &plan, "还没有写");
    let code = house.as_("王老师").get(&section).text.split("name=\"code\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    send(&house, "王老师", &section, &section, &[("kind", "section"), ("rev", "1"), ("code", &code), ("dimension", "learning"), ("text", "坐在右前方，能看到老师的口型")]);
    assert!(house.as_("王老师").get(&plan).text.contains("坐在右前方"));
    send(&house, "王老师", &plan, &format!("{plan}/form"), &[("iep", "0")]);
    send(&house, "王老师", &plan, &format!("{plan}/form"), &[("iep", "1")]);
    confirm(&house, child, "target_pupil", "learning");
    let maths = house.as_("李老师").get(&plan).text;
    assert!(maths.contains("按孩子的需要调整座位") && !maths.contains("坐在右前方") && !maths.contains("听力"), "what to do, not why");
}

#[test]
fn a_teacher_has_half_a_page_for_the_lesson_plan_with_the_gap_and_what_was_agreed() {
    let house = House::sqlite();
    let (_, plan) = drafted(&house);
    add(&house, "王老师", &plan, &[("kind", "demand"), ("dimension", "habits"), ("text", "口头作业可以只说两句"), ("hand", "subject"), ("due", "2026-10-30")]);
    add(&house, "王老师", &plan, &goal(&[("text", "语文的目标"), ("subject", "chinese")]));
    let page = house.as_("李老师").get("/plans/lessons").text;
    for text in ["四（2）班 · 数学", "林小明", "退位减法", "口头作业可以只说两句", "这节课问他的问题"] {
        assert!(page.contains(text), "{text}");
    }
    assert!(!page.contains("语文的目标") && !page.contains("和奶奶住"), "of the own subject only");
    assert!(!house.as_("何老师").get("/plans/lessons").text.contains("林小明"));
}

#[test]
fn a_measure_of_the_schools_own_stands_in_the_next_draft_of_its_category() {
    let house = House::sqlite();
    let page = "/plans/measures";
    let fields =
        [("text", "每周三留一盏灯一起写作业"), ("category", "target_pupil"), ("cause", ""), ("dimension", "learning"), ("hand", "homeroom"), ("times", "1"), ("span", "week")];
    let odd = [("text", "留一盏灯"), ("category", ""), ("cause", ""), ("dimension", "learning"), ("hand", "homeroom"), ("times", "0"), ("span", "week")];
    let answer = house.as_("周主任").post_from(page, page, &odd);
    assert!(answer.status == 422 && answer.text.contains("problem-times") && answer.text.contains("problem-category") && answer.text.contains("留一盏灯"), "{}", answer.main());
    send(&house, "周主任", page, page, &fields);
    assert_eq!(house.as_("周主任").post_from(page, page, &fields).status, 422, "the same again is none");
    assert_eq!(house.as_("王老师").post_from(page, page, &fields).status, 403);
    let (_, plan) = drafted(&house);
    assert!(house.as_("王老师").get(&plan).text.contains("每周三留一盏灯一起写作业"));
    let listed = house.as_("周主任").get(page).text;
    let end = listed.split("action=\"").filter_map(|piece| piece.split('"').next()).find(|path| path.ends_with("/withdrawal")).unwrap().to_owned();
    send(&house, "周主任", page, &end, &[]);
    assert!(!house.as_("周主任").get(page).text.contains("每周三留一盏灯一起写作业"));
    assert!(house.as_("王老师").get(&plan).text.contains("每周三留一盏灯一起写作业"), "plans that have it keep it");
}

#[test]
fn the_plan_comes_on_paper_for_team_family_and_subject() {
    let house = House::sqlite();
    let (child, plan) = drafted(&house);
    let wang = house.as_("王老师");
    let mut sizes = Vec::new();
    for whom in ["", "?whom=family", "?whom=maths"] {
        let file = wang.download(&format!("{plan}/paper/docx{whom}"));
        assert!(file.status == 200 && file.media_type.contains("wordprocessingml") && file.bytes.starts_with(b"PK"), "{whom}");
        sizes.push(file.bytes);
    }
    assert!(sizes[0] != sizes[1] && sizes[1] != sizes[2]);
    assert_eq!(wang.get(&format!("{plan}/paper/docx?whom=nobody")).status, 404);
    assert_eq!(wang.get(&format!("{plan}/paper/xlsx")).status, 404);
    assert_eq!(house.as_("何老师").get(&format!("{plan}/paper/docx")).status, 404);
    let rows = house.read(house.here.id, |tx| bangfu::access::audit::page(tx, None, Some(&child.to_string()), None, 100));
    assert!(rows.iter().any(|row| row.entry.act == "PrintPlan"), "who printed it stands in the chain");
}

#[test]
fn an_erased_childs_plan_cannot_be_read_again() {
    let house = House::sqlite();
    let (child, _) = drafted(&house);
    let bodies: Vec<Vec<u8>> = house.read(house.here.id, |tx| tx.query(Sql("select body_sealed from plan_item where school_id = $1"), &[&tx.school()], |row| row.get(0)));
    let opened = |bytes: &Vec<u8>| house.store.vault().open_sealed(child, "plan_item.body", bytes).unwrap();
    assert!(bodies.len() > 10 && bodies.iter().all(|bytes| opened(bytes).is_some()));
    house.store.vault().destroy(child).unwrap();
    assert!(bodies.iter().all(|bytes| opened(bytes).is_none()), "no sentence is left, in old backups too");
    assert_eq!(house.as_("王老师").get(&format!("/pupils/{child}/plan")).status, 200, "the page still opens");
}
