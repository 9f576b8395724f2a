//! Case files over HTTP: one child, one file, one page; and every field of it, for every role, on every channel (A5-03, B3-03, B10-13).

use bangfu::access::{Permit, Subject, acts, audit};
use bangfu::base::{ProgrammeId, PupilId, RowId, derived};
use bangfu::programme::programmes::{self, Copy};
use bangfu::roster::time;
use bangfu::screening::confirmed::{self, NewConfirmation};

use crate::cast::term_code;
use crate::house::{House, day};

fn other_programme(house: &House) -> ProgrammeId {
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageProgrammes>| {
        let copy = Copy { preset: "left_behind".into(), name: "童伴计划".into(), purpose: "有人陪伴".into(), from_term: term_code("2026-1") };
        let id = programmes::copy_preset(tx, permit, &copy)?;
        programmes::switch_on(tx, permit, id, copy.from_term, None)?;
        Ok(id)
    })
}

pub(super) fn confirm(house: &House, pupil: PupilId, programme: ProgrammeId, category: &str, kind: &str) {
    house.act(Subject::School, |tx, permit: &Permit<acts::FileRound>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let verdict: RowId = derived(&[b"verdict", category.as_bytes()]);
        let new = NewConfirmation { pupil, programme, term: term.id, category: category.into(), kind: kind.into(), from: day("2026-09-15"), until: term.last_day, verdict };
        confirmed::confirm(tx, permit, &[new])
    });
}

fn send(house: &House, who: &str, page: &str, path: &str, fields: &[(&str, &str)]) {
    let answer = house.as_(who).post_from(page, path, fields);
    assert_eq!(answer.status, 303, "{}: {who} {path} → {}", house.name(), answer.main());
}

#[test]
fn a_child_confirmed_in_two_programmes_has_one_file_one_page_and_no_doubled_task() {
    for house in House::both() {
        let child = house.here.child("4.2", "林小明").id;
        let other = other_programme(&house);
        confirm(&house, child, house.here.programme, "target_pupil", "learning");
        confirm(&house, child, other, "learning_difficulty", "learning");
        let wang = house.as_("王老师");
        let list = wang.get("/cases");
        assert_eq!(list.text.matches(&format!("/pupils/{child}/case")).count(), 1, "{}", list.main());
        let case = format!("/pupils/{child}/case");
        assert!(wang.get(&format!("/pupils/{child}")).text.contains(&case), "the child's page leads to it");
        let page = wang.get(&case);
        assert!(page.text.contains("待优生帮教") && page.text.contains("童伴计划"), "{}", page.main());
        assert!(page.text.find("id=\"strengths\"") < page.text.find("id=\"causes\""), "strengths come first");
        send(&house, "王老师", &case, &format!("{case}/asked-subjects"), &[("subjects", "maths")]);
        send(&house, "王老师", &case, &format!("{case}/asked-subjects"), &[("subjects", "maths")]);
        assert_eq!(house.as_("李老师").get("/").text.matches("case#subject-maths").count(), 1, "one task, however many programmes");
        let (class, _) = house.here.class("4.2");
        let grid = house.as_("李老师").get(&format!("/classes/{class}/causes"));
        assert_eq!(grid.text.matches(&format!("name=\"d-{child}\" value=\"light\"")).count(), 1, "one card in the form");
        send(&house, "吴老师", &case, &format!("{case}/exit"), &[("outcome", "reached"), ("reason", "达到目标")]);
        assert!(!wang.get("/cases").text.contains(&case), "out of both at once");
    }
}

/// A field of the file: the mark by which it is known on paper and screen, who reads it on the page, and who reads it on the register and the family's copy.
struct Field {
    mark: &'static str,
    page: &'static str,
    paper: &'static str,
    copy: &'static str,
}

/// 王 homeroom, 李 maths, 冯 attached, 郑 grade leader, 吴 sponsor, 陈 principal, 许 leader, 周 academic office, 赵 student affairs, 沈 counsellor.
const FIELDS: [Field; 13] = [
    Field { mark: "优点标记甲", page: "王李冯郑吴陈许周赵沈", paper: "王郑吴陈周赵", copy: "陈周" },
    Field { mark: "待优生帮教", page: "王李冯郑吴陈许周赵沈", paper: "王郑吴陈周赵", copy: "陈周" },
    Field { mark: "留守儿童", page: "王冯郑吴陈许周赵沈", paper: "王郑吴陈周赵", copy: "陈周" },
    Field { mark: "受灾家庭", page: "陈", paper: "陈", copy: "陈" },
    Field { mark: "需要心理关怀", page: "沈", paper: "", copy: "" },
    Field { mark: "数学事实标记", page: "王李冯郑吴陈许周赵沈", paper: "王郑吴陈周赵", copy: "陈周" },
    Field { mark: "晨读事实标记", page: "王冯郑吴陈许周赵沈", paper: "王郑吴陈周赵", copy: "陈周" },
    Field { mark: "家访事实标记", page: "王冯郑吴陈许周赵沈", paper: "王郑吴陈周赵", copy: "陈周" },
    // What the homeroom teacher knows of the family's money: her own words, and the economic level.
    Field { mark: "收入事实标记", page: "王陈", paper: "王陈", copy: "陈" },
    Field { mark: "谈话事实标记", page: "沈", paper: "", copy: "" },
    Field { mark: "断点标记", page: "王李冯郑吴陈许周赵沈", paper: "王郑吴陈周赵", copy: "陈周" },
    Field { mark: "观察标记", page: "王冯郑吴陈许周赵沈", paper: "", copy: "陈周" },
    Field { mark: "放弃标记", page: "沈", paper: "", copy: "" },
];

fn filled(house: &House) -> PupilId {
    let child = house.here.child("4.2", "林小明").id;
    let (class, _) = house.here.class("4.2");
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageProgrammes>| {
        let words = [("left_behind", "留守儿童"), ("disaster", "受灾家庭"), ("wellbeing_concern", "需要心理关怀")];
        bangfu::programme::naming::rename(tx, permit, &words.map(|(code, word)| (code.parse().unwrap(), word.to_owned())).into())
    });
    for (category, kind) in [("target_pupil", "learning"), ("left_behind", "left_behind_one"), ("disaster", ""), ("wellbeing_concern", "")] {
        confirm(house, child, house.here.programme, category, kind);
    }
    let (case, causes) = (format!("/pupils/{child}/case"), format!("/classes/{class}/causes"));
    let note = [("kind", "strength"), ("said_by", "teacher"), ("how", "seen"), ("text", "优点标记甲")];
    send(house, "王老师", &case, &format!("{case}/notes"), &note);
    let (tick, fact) = (format!("c-{child}"), |cause: &str| format!("e-{child}-{cause}"));
    let homeroom = [("attention", "晨读事实标记"), ("grandparents", "家访事实标记"), ("family_hardship", "收入事实标记")];
    let texts = homeroom.map(|(cause, _)| fact(cause));
    let mut fields = vec![("part", "homeroom")];
    for ((cause, text), field) in homeroom.iter().zip(&texts) {
        fields.extend([(tick.as_str(), *cause), (field.as_str(), *text)]);
    }
    send(house, "王老师", &causes, &causes, &fields);
    send(house, "李老师", &causes, &causes, &[("part", "maths"), (&tick, "knowledge_gap"), (&fact("knowledge_gap"), "数学事实标记")]);
    send(house, "沈老师", &causes, &causes, &[("part", "counsellor"), (&tick, "emotional_barrier"), (&fact("emotional_barrier"), "谈话事实标记")]);
    send(house, "李老师", &case, &format!("{case}/subjects/maths"), &[("gaps-maths", "断点标记"), ("next-maths", "每天两题")]);
    send(house, "王老师", &case, &format!("{case}/watch"), &[("reason", "观察标记")]);
    send(house, "沈老师", &case, &format!("{case}/give-up"), &[("stage", "noticed"), ("give_up", "放弃标记")]);
    child
}

#[test]
fn every_field_of_a_file_reaches_whom_it_is_for_on_every_channel() {
    for house in House::both() {
        let child = filled(&house);
        let (class, grade) = house.here.class("4.2");
        let case = format!("/pupils/{child}/case");
        for person in &house.here.people {
            let family = person.name.chars().next().unwrap();
            let client = house.as_(person.name);
            let page = client.get(&case);
            assert_eq!(page.status == 200, "王李冯郑吴陈许周赵沈".contains(family), "{} → {}", person.name, page.status);
            let paper: Vec<String> = [format!("class={class}"), format!("grade={grade}")]
                .iter()
                .map(|part| client.get(&format!("/registers/case-files.csv?{part}")))
                .filter(|answer| answer.status == 200)
                .map(|answer| answer.text)
                .collect();
            let copy = client.get(&format!("/pupils/{child}/copy"));
            let copy = if copy.status == 200 { copy.text + &client.get(&format!("/pupils/{child}/copy.json")).text } else { String::new() };
            let others = [
                "/cases".to_owned(),
                "/".to_owned(),
                format!("/pupils/{child}"),
                format!("/pupils/{child}/readers"),
                format!("/classes/{class}/causes"),
                "/pupils?q=lxm".to_owned(),
            ];
            let others: Vec<(String, String)> = others.into_iter().map(|path| (client.get(&path).text, path)).collect();
            for field in &FIELDS {
                let what = format!("{}: {} of {}", house.name(), field.mark, person.name);
                assert_eq!(page.text.contains(field.mark), field.page.contains(family), "{what} on the page");
                for text in &paper {
                    assert_eq!(text.contains(field.mark), field.paper.contains(family), "{what} on paper: {text}");
                }
                assert_eq!(copy.contains(field.mark), field.copy.contains(family), "{what} in the family's copy");
                for (text, path) in &others {
                    assert!(!text.contains(field.mark) || field.page.contains(family), "{what} on {path}");
                }
            }
            assert_eq!(paper.is_empty(), !"王郑吴陈周赵".contains(family), "{}", person.name);
        }
        let (teacher, stranger) = (house.as_("李老师").get(&case), house.as_("何老师").get(&case));
        assert!(teacher.text.contains("情绪支持型"), "every teacher of the child reads the kind of support: {}", teacher.main());
        let mother = "林小明的妈妈";
        assert!(!teacher.text.contains(mother) && house.as_("王老师").get(&case).text.contains(mother), "the family is read by who looks after it");
        assert!(house.as_("王老师").get(&format!("/registers/case-files.csv?class={class}")).text.contains(mother));
        assert_eq!(stranger.status, 404, "who has nothing to do with the child learns nothing");
    }
}

#[test]
fn the_chain_keeps_who_read_a_file_and_at_which_levels() {
    let house = House::sqlite();
    let child = filled(&house);
    for name in ["李老师", "陈校长", "沈老师"] {
        assert_eq!(house.as_(name).get(&format!("/pupils/{child}/case")).status, 200);
    }
    let rows = house.read(house.here.id, |tx| audit::page(tx, None, Some(&child.to_string()), None, 100));
    for (name, levels) in [("李老师", "ba"), ("陈校长", "bafe"), ("沈老师", "bafp")] {
        let staff = house.here.person(name).staff.to_string();
        let found: Vec<&str> = rows.iter().filter(|row| row.entry.actor == staff && row.entry.act == "SeeCaseFile").map(|row| row.entry.levels.as_str()).collect();
        assert!(!found.is_empty() && found.iter().all(|letters| *letters == levels), "{name}: {found:?}");
    }
    assert!(rows.iter().all(|row| FIELDS.iter().all(|field| !row.entry.note.contains(field.mark))), "ids and counts, never words");
}

#[test]
fn a_refused_form_shows_what_was_ticked_and_says_at_the_fact_what_is_missing() {
    let house = House::sqlite();
    let child = house.here.child("4.2", "林小明").id;
    let (class, _) = house.here.class("4.2");
    confirm(&house, child, house.here.programme, "target_pupil", "learning");
    let causes = format!("/classes/{class}/causes");
    let (tick, field) = (format!("c-{child}"), format!("e-{child}-attention"));
    let answer = house.as_("王老师").post_from(&causes, &causes, &[("part", "homeroom"), (&tick, "attention"), (&field, "")]);
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains(&format!("problem-{field}")) && answer.text.contains("value=\"attention\" checked"), "{}", answer.main());
    let foreign = house.as_("王老师").post_from(&causes, &causes, &[("part", "maths"), (&tick, "attention"), (&field, "9月14日")]);
    assert_eq!(foreign.status, 403, "nobody answers in another's name");
}
