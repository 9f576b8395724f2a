//! Sheets as schools write them, from the workbook to the register and back.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::import::{Engine, find};
use super::plan::Preview;
use super::source::{Answer, Said, Source};
use super::{Options, begin, commit, import_of, plan_again, preview_of, run, source_of, undo};
use crate::access::{Permit, Subject, acts};
use crate::base::words::Lang;
use crate::base::{Error, ImportId, PupilId, Result};
use crate::documents::sheet::{Cell, Merge, Sheet, Workbook};
use crate::roster::bulk::{Held, held};
use crate::roster::columns::{Mapping, SheetKind};
use crate::roster::people;
use crate::roster::school_for_tests::{School, identity};

fn sheet(name: &str, text: &str) -> Sheet {
    let rows = text.lines().map(|line| line.split('|').map(Cell::from).collect()).collect();
    Sheet { name: name.into(), rows, ..Sheet::default() }
}

fn book(file: &str, sheets: Vec<Sheet>) -> Workbook {
    Workbook { file: file.into(), sheets }
}

fn source(kind: Option<SheetKind>, books: Vec<Workbook>) -> Source {
    let found = find(books, kind, None, &[]).unwrap();
    let assessment = if found.kind == SheetKind::Scores { "期末".into() } else { String::new() };
    Source { kind: found.kind, term: "2026-1".parse().unwrap(), assessment, tables: found.tables, left_out: found.left_out, said: Said::default() }
}

impl School {
    fn may<T>(&self, work: impl FnOnce(&mut crate::store::Tx<'_>, &Permit<acts::ImportSheets>) -> Result<T>) -> Result<T> {
        self.act::<acts::ImportSheets, T>(Subject::School, work)
    }
    fn begun(&self, source: &Source) -> (ImportId, Preview) {
        self.may(|tx, permit| {
            let id = begin(tx, permit, source, Lang::ZhCn)?;
            Ok((id, preview_of(tx, permit, id)?))
        })
        .unwrap()
    }
    fn taken_in(&self, source: &Source) -> (ImportId, Preview) {
        let (id, _) = self.begun(source);
        (id, self.may(|tx, permit| commit(tx, permit, id, Lang::ZhCn)).unwrap().0)
    }
    fn pupils(&self) -> HashMap<PupilId, Held> {
        self.may(held).unwrap()
    }
    fn pupil(&self, name: &str) -> (PupilId, Held) {
        self.pupils().into_iter().find(|(_, held)| held.name == name).unwrap()
    }
}

fn counts(preview: &Preview) -> (i64, i64, i64, i64, i64) {
    let c = preview.counts;
    (c.rows, c.created, c.updated, c.unchanged, c.rejected)
}

/// The cells of the problems, as A3.
fn cells(preview: &Preview) -> Vec<String> {
    preview.problems.iter().map(|problem| format!("{}{}", problem.column, problem.row)).collect()
}

/// A roster under a title, with merged cells, remarks beside names, full-width figures and a footer; one row has five mistakes.
fn messy_roster() -> Workbook {
    let mut one = sheet(
        "Sheet1",
        &format!(
            "阳光小学2026年秋五（1）班花名册||||||||\n\n序号|姓 名|性别|身份证件号|学籍号|出生日期|家长姓名|联系电话|家庭住址\n\
             1|张　三丰|男|{}||2016.3.7|张大山|１３８００００００００|阳光路1号\n\
             2|李小红(转)|女|||20160812|李母|139-0000-0000|\n\
             3|王五1x|外星|11010120160307123|X123|2016年13月1日|王父|12|\n\
             合计||3||||||\n制表人：王老师||||||||",
            identity(7).open()
        ),
    );
    one.merges.push(Merge { top: 0, left: 0, bottom: 0, right: 8 });
    book("五年级.xlsx", vec![one])
}

#[test]
fn good_rows_go_in_while_bad_rows_wait_with_every_problem_at_its_cell() {
    let school = School::new("intake-roster");
    let (_, preview) = school.taken_in(&source(None, vec![messy_roster()]));
    assert_eq!(counts(&preview), (3, 2, 0, 0, 1));
    assert_eq!(cells(&preview), ["B6", "C6", "D6", "E6", "F6", "H6"], "{:?}", preview.problems);
    let of_number = preview.problems.iter().find(|problem| problem.column == "D").unwrap();
    assert!(!of_number.value.contains("20160307") && of_number.problem.contains("17 位") && of_number.remedy.starts_with('请'), "{of_number:?}");
    let (_, zhang) = school.pupil("张三丰");
    assert_eq!((zhang.sex.as_str(), zhang.birth_day), ("male", Some("2016-03-07".parse().unwrap())));
    assert_eq!(zhang.guardians[0].name, "张大山");
    assert!(zhang.address_sealed.is_some() && zhang.identity_print.is_some());
    assert_eq!(school.pupils().len(), 2);
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let school = School::new("intake-twice");
    let mut files = source(None, vec![messy_roster()]);
    school.taken_in(&files);
    let before = school.pupils();
    // 李小红 has no number, only name and birthday; 张三丰 his identity number.
    let (_, preview) = school.taken_in(&files);
    assert_eq!(counts(&preview), (3, 0, 0, 2, 1));
    assert_eq!(school.pupils(), before);
    files.said.by_name.insert("五年级.xlsx".into());
    assert_eq!(counts(&school.begun(&files).1), (3, 0, 0, 2, 1));
}

#[test]
fn several_rosters_of_several_makes_make_the_classes_that_they_need() {
    let school = School::new("intake-makes");
    let a = book("a.xlsx", vec![sheet("五（3）班", "姓名|性别\n赵一鸣|男\n钱二宝|女"), sheet("说明", "请填写")]);
    let b = book("b.xls", vec![sheet("全校", "XM|XB|BJ\n孙三思|1|2022级1班\n李四方|2|501\n周五福|男|5.2")]);
    let c = book("六年级二班.csv", vec![sheet("六年级二班", "学生姓名,|班\n吴六顺|")]);
    let (id, preview) = school.taken_in(&source(None, vec![a, b, c]));
    assert_eq!(counts(&preview), (6, 6, 0, 0, 0), "{:?}", preview.problems);
    assert_eq!(preview.new_classes, ["五（3）班"]);
    let classes: Vec<&str> = preview.classes.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(classes, ["五（1）班", "五（2）班", "五（3）班", "六（2）班"]);
    assert!(!school.may(|tx, permit| import_of(tx, permit, id)).unwrap().has_source, "nothing waits, so the sheets are forgotten");
}

#[test]
fn a_temporary_number_becomes_history_when_the_final_one_comes() {
    let school = School::new("intake-number");
    let number = identity(3);
    let temporary = format!("L1101012016030700{}", "12");
    let first = format!("班级|姓名|出生日期|学籍号\n1.1|陈小禾|2016-03-07|{temporary}");
    let second = format!("班级|姓名|出生日期|学籍号\n1.1|陈小禾|2016-03-07|G{}", number.open());
    let (_, preview) = school.taken_in(&source(None, vec![book("a.xlsx", vec![sheet("1", &first)])]));
    assert_eq!(preview.counts.created, 1, "{:?}", preview.problems);
    let before = school.pupil("陈小禾").1;
    let (id, preview) = school.taken_in(&source(None, vec![book("b.xlsx", vec![sheet("1", &second)])]));
    assert_eq!(counts(&preview), (1, 0, 1, 0, 0), "{:?}", preview.problems);
    assert_eq!(preview.changes[0].fields, ["intake-field-registry", "intake-field-identity", "intake-field-sex"]);
    let after = school.pupil("陈小禾").1;
    assert_eq!((after.registry_kind.as_str(), after.former.len()), ("G", 1));
    // The old number still names the child, and an old sheet takes nothing back.
    assert_eq!(counts(&school.begun(&source(None, vec![book("a.xlsx", vec![sheet("1", &first)])])).1), (1, 0, 0, 1, 0));
    school.may(|tx, permit| undo(tx, permit, id)).unwrap();
    assert_eq!(school.pupil("陈小禾").1, before, "the sealed number is what it was");
}

#[test]
fn a_whole_import_is_undone_unless_later_work_depends_on_it() {
    let school = School::new("intake-undo");
    let roster = source(None, vec![book("a.xlsx", vec![sheet("五（3）班", "姓名|性别|学号|住址\n赵一鸣|男|20260001|一号\n钱二宝|女|20260002|二号")])]);
    let (first, _) = school.taken_in(&roster);
    let original = school.pupils();
    let moved = source(None, vec![book("b.xlsx", vec![sheet("五（1）班", "姓名|性别|学号|住址|家长姓名\n赵一鸣|男|20260001|三号|赵父")])]);
    let (second, preview) = school.taken_in(&moved);
    assert_eq!(preview.changes[0].fields, ["intake-field-address", "intake-field-guardians", "intake-field-class"]);
    let Err(Error::Conflict(reason)) = school.may(|tx, permit| undo(tx, permit, first)) else { panic!("the later import depends on it") };
    assert_eq!(reason.key, "intake-undo-changed");
    school.may(|tx, permit| undo(tx, permit, second)).unwrap();
    assert_eq!(school.pupils(), original);
    let scores = source(None, vec![book("c.xlsx", vec![sheet("五（3）班", "姓名|学号|语文\n赵一鸣|20260001|90")])]);
    let (third, preview) = school.taken_in(&scores);
    assert_eq!(counts(&preview), (1, 1, 0, 0, 0), "{:?}", preview.problems);
    let Err(Error::Conflict(reason)) = school.may(|tx, permit| undo(tx, permit, first)) else { panic!("there are results") };
    assert_eq!(reason.key, "intake-undo-results");
    assert_eq!(school.pupils(), original, "a refused undo leaves everything");
    school.may(|tx, permit| undo(tx, permit, third)).unwrap();
    school.may(|tx, permit| undo(tx, permit, first)).unwrap();
    assert!(school.pupils().is_empty());
    assert!(school.may(|tx, permit| undo(tx, permit, first)).is_err(), "once is enough");
    let (_, preview) = school.taken_in(&roster);
    assert_eq!((counts(&preview), preview.new_classes.len()), ((2, 2, 0, 0, 0), 1), "the class had gone with it");
}

#[test]
fn the_same_child_in_two_rows_is_a_problem_at_both() {
    let school = School::new("intake-double");
    let text = format!("班级|姓名|身份证号\n5.1|赵一鸣|{0}\n5.2|赵一鸣|{0}\n5.1|钱二宝|\n5.1|钱二宝|", identity(1).open());
    let (_, preview) = school.begun(&source(None, vec![book("a.xlsx", vec![sheet("1", &text)])]));
    assert_eq!(counts(&preview), (4, 0, 0, 0, 4));
    assert_eq!(cells(&preview), ["C2", "C3", "B4", "B5"]);
    assert!(preview.problems[0].problem.contains("第 3 行"), "{:?}", preview.problems[0]);
}

#[test]
fn name_and_class_are_enough_only_after_the_office_said_so_once_for_the_file() {
    let school = School::new("intake-name");
    school.taken_in(&source(None, vec![book("a.xlsx", vec![sheet("5.1", "姓名|班级\n赵一鸣|5.1\n钱二宝|5.1\n王梓涵|5.1\n王梓涵|5.2")])]));
    let mut scores = source(None, vec![book("期末.xlsx", vec![sheet("5.1", "姓名|语文|数学\n赵一鸣|90|缺考\n钱 二宝|优|8 5\n王梓涵|77|\n孙三思|60|61\n平均分|80|80")])]);
    let (id, preview) = school.begun(&scores);
    assert_eq!((counts(&preview), preview.by_name.clone()), ((4, 0, 0, 0, 4), vec![("期末.xlsx".to_owned(), 3)]));
    scores.said.by_name.insert("期末.xlsx".into());
    school.may(|tx, permit| plan_again(tx, permit, id, &scores, Lang::ZhCn)).unwrap();
    let (preview, kept) = school.may(|tx, permit| commit(tx, permit, id, Lang::ZhCn)).unwrap();
    assert_eq!((counts(&preview), kept), ((4, 3, 0, 0, 1), true));
    assert_eq!(preview.problems[0].problem, "学生名册里没有这个孩子。");
    let Err(Error::Conflict(_)) = school.may(|tx, permit| commit(tx, permit, id, Lang::ZhCn)) else { panic!("the second press does nothing") };
    let (_, again) = school.taken_in(&scores);
    assert_eq!(counts(&again), (4, 0, 0, 3, 1));
    scores.tables[0].lines[1][1] = "91".into();
    let (_, corrected) = school.taken_in(&scores);
    assert_eq!((counts(&corrected), corrected.changes[0].fields.clone()), ((4, 0, 1, 2, 1), vec!["intake-field-marks".to_owned()]));
}

#[test]
fn a_misspelt_name_in_a_known_class_waits_until_the_office_picks_the_child() {
    let school = School::new("intake-pick");
    school.taken_in(&source(None, vec![book("a.xlsx", vec![sheet("5.1", "姓名|班级|学号\n赵一鸣|5.1|2026001\n钱二宝|5.1|2026002")])]));
    let mut scores = source(None, vec![book("期末.xlsx", vec![sheet("x", "姓名|班级|语文\n赵一明|5.1|90\n周不在|5.9|80")])]);
    let (id, preview) = school.begun(&scores);
    assert_eq!((counts(&preview), cells(&preview)), ((2, 0, 0, 0, 2), vec!["A2".to_owned(), "A3".into()]));
    let [question] = preview.questions.as_slice() else { panic!("one row is asked about: {:?}", preview.questions) };
    assert!(question.may_be_other && !question.may_be_new && question.options.is_empty() && question.class == "五（1）班", "{question:?}");
    scores.said.answers.insert(question.key.clone(), Answer::Pupil(school.pupil("赵一鸣").0));
    school.may(|tx, permit| plan_again(tx, permit, id, &scores, Lang::ZhCn)).unwrap();
    assert_eq!(counts(&school.may(|tx, permit| commit(tx, permit, id, Lang::ZhCn)).unwrap().0), (2, 1, 0, 0, 1));
}

#[test]
fn paper_marks_of_the_first_grades_wait_for_a_word() {
    let school = School::new("intake-early");
    school.taken_in(&source(None, vec![book("a.xlsx", vec![sheet("1.1", "姓名|学号\n赵一鸣|2026001\n钱二宝|2026002")])]));
    let mut scores = source(None, vec![book("b.xlsx", vec![sheet("1.1", "姓名|学号|语文\n赵一鸣|2026001|95\n钱二宝|2026002|优")])]);
    let (_, preview) = school.begun(&scores);
    assert_eq!((counts(&preview), preview.early_marks), ((2, 1, 0, 0, 1), 1), "bands are fine, marks wait");
    scores.said.early_marks = true;
    assert_eq!(counts(&school.taken_in(&scores).1), (2, 2, 0, 0, 0));
}

#[test]
fn a_grade_of_each_subject_in_a_row_of_its_own_is_read_too() {
    let school = School::new("intake-long");
    school.taken_in(&source(None, vec![book("a.xlsx", vec![sheet("5.1", "姓名|学号\n赵一鸣|2026001")])]));
    let scores = source(Some(SheetKind::Scores), vec![book("b.xlsx", vec![sheet("x", "学号|学科|成绩\n2026001|语文|88\n2026001|数学|101\n2026001|数学|77")])]);
    let (_, preview) = school.taken_in(&scores);
    assert_eq!((counts(&preview), cells(&preview)), ((3, 2, 0, 0, 1), vec!["C3".to_owned()]));
}

#[test]
fn attendance_comes_as_totals_of_the_term() {
    let school = School::new("intake-days");
    school.taken_in(&source(None, vec![book("a.xlsx", vec![sheet("5.1", "姓名|学号\n赵一鸣|2026001\n钱二宝|2026002")])]));
    let mut days = source(None, vec![book("考勤.xlsx", vec![sheet("5.1", "姓名|学号|应出勤|缺勤天数|病假|事假|迟到\n赵一鸣|2026001|95|4|1.5|1天|2次\n钱二宝|2026002|95|1|3||")])]);
    assert_eq!(days.kind, SheetKind::Attendance);
    let (id, preview) = school.taken_in(&days);
    assert_eq!((counts(&preview), cells(&preview)), ((2, 1, 0, 0, 1), vec!["D3".to_owned()]));
    days.tables[0].lines[2][3] = "3".into();
    assert_eq!(counts(&school.taken_in(&days).1), (2, 1, 0, 1, 0));
    school.may(|tx, permit| undo(tx, permit, id)).unwrap();
    assert_eq!(counts(&school.begun(&days).1), (2, 1, 0, 1, 0));
}

#[test]
fn two_teachers_of_one_name_are_asked_about_and_never_guessed() {
    let school = School::new("intake-staff");
    let staff = source(
        None,
        vec![book(
            "教师.xlsx",
            vec![sheet("教师", "姓名|性别|工号|电话|职务\n张丽|女|T01|13800000001|教师\n张丽|女|T02|13800000002|教导主任\n李明|男|T03|139|班长\n王芳|女|T04||校长")],
        )],
    );
    let (_, preview) = school.taken_in(&staff);
    assert_eq!((counts(&preview), cells(&preview), preview.notes.len()), ((4, 3, 0, 0, 1), vec!["D4".to_owned()], 1), "{:?}", preview.problems);
    assert_eq!(counts(&school.taken_in(&staff).1), (4, 0, 0, 3, 1));
    let mut plan = source(None, vec![book("任课.xlsx", vec![sheet("任课表", "班级|班主任|语文|数学\n5.1|王芳|王芳|张丽\n5.2|王芳、赵云||")])]);
    let (id, preview) = school.begun(&plan);
    assert_eq!((counts(&preview), preview.questions.len()), ((2, 0, 0, 0, 2), 1));
    assert_eq!(cells(&preview), ["D2", "B3"]);
    let question = &preview.questions[0];
    assert_eq!(question.options.len(), 2);
    let (chosen, _) = question.options.iter().find(|(_, label)| label.contains("T02")).unwrap();
    plan.said.answers.insert(question.key.clone(), Answer::Staff(chosen.parse().unwrap()));
    school.may(|tx, permit| plan_again(tx, permit, id, &plan, Lang::ZhCn)).unwrap();
    school.may(|tx, permit| commit(tx, permit, id, Lang::ZhCn)).unwrap();
    let posts = |school: &School| school.read(|tx| people::posts_on(tx, "2026-09-02".parse().unwrap()));
    let taught: BTreeSet<(String, String)> = posts(&school).into_iter().filter(|post| post.class_name.is_some()).map(|post| (post.name.clone(), post.subject.clone())).collect();
    let expected = [("张丽", "maths"), ("王芳", ""), ("王芳", "chinese")].map(|(name, subject)| (name.to_owned(), subject.to_owned()));
    assert_eq!(taught, BTreeSet::from(expected));
    assert_eq!(counts(&school.begun(&plan).1), (2, 0, 0, 1, 1), "the same plan twice gives no post twice");
    school.may(|tx, permit| undo(tx, permit, id)).unwrap();
    assert!(posts(&school).iter().all(|post| post.class_name.is_none()));
}

#[test]
fn sheets_are_kept_sealed_and_survive_until_rows_no_longer_wait() {
    let school = School::new("intake-sealed");
    let (id, _) = school.begun(&source(None, vec![messy_roster()]));
    let stored: Vec<u8> = school.read(|tx| super::sql::source(tx, id));
    let secret = identity(7);
    assert!(!stored.windows(18).any(|part| part == secret.open().as_bytes()));
    let back = school.may(|tx, permit| source_of(tx, permit, id)).unwrap();
    assert!(back.tables[0].lines.iter().flatten().any(|cell| cell == secret.open()));
    let copy = school.may(|tx, permit| super::export::marked_copy(&back, &preview_of(tx, permit, id)?, Lang::ZhCn, tx.now())).unwrap();
    assert!(copy.starts_with(b"PK"));
    school.may(|tx, permit| super::cancel(tx, permit, id)).unwrap();
    assert!(school.may(|tx, permit| source_of(tx, permit, id)).is_err());
}

/// A data set of the shared folder, when it is there.
fn shared(name: &str) -> Option<PathBuf> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    ["../shared/data", "../../shared/data"].into_iter().map(|folder| here.join(folder).join(name)).find(|path| path.exists())
}

/// An invented name for a number: never a real child's.
fn invented(number: usize) -> String {
    const FAMILY: [&str; 20] = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨", "朱", "秦", "尤", "许"];
    const GIVEN: [&str; 30] = [
        "一", "明", "文", "华", "国", "强", "芳", "娜", "秀", "英", "敏", "静", "丽", "勇", "艳", "杰", "涛", "超", "刚", "平", "辉", "玲", "桂", "梅", "鹏", "波", "宁", "晨",
        "曦", "禾",
    ];
    format!("{}{}{}", FAMILY[number % 20], GIVEN[number / 20 % 30], GIVEN[number / 600 % 30])
}

/// The raw data with a column of invented names in front, written to a folder of the test.
fn with_names(school: &School, path: &Path, key: impl Fn(&[&str], usize) -> usize) -> (PathBuf, Vec<Vec<String>>) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let mut out = format!("姓名,编号,{}\n", lines.next().unwrap());
    let mut raw = Vec::new();
    for (at, line) in lines.enumerate() {
        let cells: Vec<&str> = line.split(',').collect();
        let number = key(&cells, at);
        out += &format!("{},N{number:07},{line}\n", invented(number));
        raw.push(cells.into_iter().map(str::to_owned).collect());
    }
    let to = std::env::temp_dir().join(format!("bangfu-intake-{}.csv", school.id));
    std::fs::write(&to, out).unwrap();
    (to, raw)
}

fn from_file(school: &School, kind: SheetKind, path: &Path, map: &str, assessment: &str) -> super::Report {
    let options = Options {
        term: Some("2026-1".parse().unwrap()),
        assessment: Some(assessment.to_owned()).filter(|name| !name.is_empty()),
        map: Some(Mapping::from_toml(map).unwrap()),
        early_marks: true,
        ..Options::default()
    };
    run(&school.store, school.id, "import", &Engine::Here, Some(kind), &[(path.to_owned(), "data.csv".into())], &options, &|_| Ok(())).unwrap()
}

#[test]
fn marks_and_absences_of_a_real_set_go_in_and_an_independent_count_agrees() {
    let Some(path) = shared("uci_student_por.csv") else { return };
    let school = School::new("intake-uci");
    let (file, raw) = with_names(&school, &path, |_, at| at);
    let roster = "kind = \"roster\"\n[fields]\nname = \"姓名\"\nschool_no = \"编号\"\nsex = \"sex\"\nclass = { text = \"5.{school}\" }\n[values.school]\nGP = \"1\"\nMS = \"2\"\n";
    let report = from_file(&school, SheetKind::Roster, &file, roster, "");
    let rows = i64::try_from(raw.len()).unwrap();
    assert_eq!((report.rows, report.created, report.rejected), (rows, rows, 0), "{:?}", report.problems.first());
    let girls = school.pupils().values().filter(|held| held.sex == "female").count();
    assert_eq!(girls, raw.iter().filter(|cells| cells[1] == "F").count());
    let scores = "kind = \"scores\"\n[fields]\nname = \"姓名\"\nschool_no = \"编号\"\n\"subject.chinese\" = { header = \"G3\", times = 5.0 }\n\"subject.maths\" = { header = \"G2\", times = 5.0 }\n";
    let report = from_file(&school, SheetKind::Scores, &file, scores, "期末");
    assert_eq!((report.rows, report.created, report.rejected), (rows, rows, 0), "{:?}", report.problems.first());
    let again = from_file(&school, SheetKind::Scores, &file, scores, "期末");
    assert_eq!((again.created, again.updated, again.unchanged), (0, 0, rows));
    let stored = stored_points(&school, "期末");
    let below = |subject: &str| stored.values().filter(|marks| marks[subject] < 60.0).count();
    let raw_below = |column: usize| raw.iter().filter(|cells| cells[column].parse::<f64>().unwrap() * 5.0 < 60.0).count();
    assert_eq!((below("chinese"), below("maths")), (raw_below(32), raw_below(31)));
    let days = "kind = \"attendance\"\n[fields]\nname = \"姓名\"\nschool_no = \"编号\"\ndays_absent = \"absences\"\n";
    let report = from_file(&school, SheetKind::Attendance, &file, days, "");
    assert_eq!((report.rows, report.created), (rows, rows), "{:?}", report.problems.first());
    let term = school.read(|tx| crate::roster::time::term_by_code(tx, "2026-1".parse().unwrap())).unwrap();
    let total: f64 = school.read(|tx| super::sql::totals(tx, term.id)).values().map(|(_, _, _, _, unexplained, _)| unexplained).sum();
    let raw_total: f64 = raw.iter().map(|cells| cells[29].parse::<f64>().unwrap()).sum();
    assert!((total - raw_total).abs() < 1e-6, "{total} {raw_total}");
    std::fs::remove_file(file).unwrap();
}

fn stored_points(school: &School, name: &str) -> HashMap<PupilId, BTreeMap<String, f64>> {
    let term = school.read(|tx| crate::roster::time::term_by_code(tx, "2026-1".parse().unwrap())).unwrap();
    let id = school.read(|tx| super::sql::assessment(tx, term.id, name)).unwrap();
    let all = school.read(|tx| super::sql::results(tx, id));
    all.into_iter().map(|(pupil, marks)| (pupil, marks.into_iter().filter_map(|(subject, (_, _, points, _))| Some((subject, points?))).collect())).collect()
}

#[test]
fn the_primary_school_set_goes_through_a_column_map_and_its_counts_are_those_of_the_raw_file() {
    let Some(path) = shared("egsingle.csv") else { return };
    let school = School::new("intake-egs");
    let (file, raw) = with_names(&school, &path, |cells, _| cells[1].parse::<usize>().unwrap() % 9_999_991);
    // Grade 3 of the year coded 1.5; the scale of the test becomes points.
    let of_year: Vec<&Vec<String>> = raw.iter().filter(|cells| cells[2] == "1.5").collect();
    let classes = "class = { text = \"{grade}.1\" }";
    let only = "[only]\nyear = [\"1.5\"]\ngrade = [\"1.0\", \"2.0\", \"3.0\", \"4.0\", \"5.0\"]\n";
    let roster = format!(
        "kind = \"roster\"\n[fields]\nname = \"姓名\"\nschool_no = {{ text = \"EG{{childid}}\" }}\nsex = \"female\"\n{classes}\n[values.female]\nFemale = \"女\"\nMale = \"男\"\n{only}"
    );
    let kept: Vec<&&Vec<String>> = of_year.iter().filter(|cells| (1.0..=5.0).contains(&cells[3].parse::<f64>().unwrap())).collect();
    let report = from_file(&school, SheetKind::Roster, &file, &roster, "");
    let children: BTreeSet<&str> = kept.iter().map(|cells| cells[1].as_str()).collect();
    assert_eq!((report.rows, report.created), (i64::try_from(kept.len()).unwrap(), i64::try_from(children.len()).unwrap()), "{:?}", report.problems.first());
    let scores = format!(
        "kind = \"scores\"\n[fields]\nname = \"姓名\"\nschool_no = {{ text = \"EG{{childid}}\" }}\n\"subject.maths\" = {{ header = \"math\", times = 10.0, plus = 60.0 }}\n{only}"
    );
    let report = from_file(&school, SheetKind::Scores, &file, &scores, "摸底");
    let points = |cells: &Vec<String>| (cells[4].parse::<f64>().unwrap() * 1000.0 + 6000.0).round() / 100.0;
    let inside = kept.iter().filter(|cells| (0.0..=100.0).contains(&points(cells))).count();
    assert_eq!((report.rows, report.created), (i64::try_from(kept.len()).unwrap(), i64::try_from(inside).unwrap()), "{:?}", report.problems.first());
    let sum: f64 = stored_points(&school, "摸底").values().map(|marks| marks["maths"]).sum();
    let raw_sum: f64 = kept.iter().map(|cells| points(cells)).filter(|points| (0.0..=100.0).contains(points)).sum();
    assert!((sum - raw_sum).abs() < 1e-3, "{sum} {raw_sum}");
    std::fs::remove_file(file).unwrap();
}

#[test]
fn family_facts_come_in_once_wait_at_their_cells_and_are_taken_back() {
    let school = School::new("intake-families");
    school.taken_in(&source(None, vec![book("a.xlsx", vec![sheet("五（1）班", "姓名|性别\n赵一鸣|男\n钱二宝|女\n孙三思|男")])]));
    let text = "姓名|父亲外出|父亲外出时间|母亲外出|务工地|监护人|户口性质|残疾|低保|是否留守\n\
                赵一鸣|是|2026年3月|否|广东东莞|妈妈|农业|无|是|单亲留守\n\
                钱二宝|也许|||某镇某路3号|王大山|火星|是|否|\n\
                孙三思|在家||在家||父母|非农业|肢体二级|无|否";
    let mut files = source(None, vec![book("五（1）班家庭情况.xlsx", vec![sheet("五（1）班", text)])]);
    assert_eq!(files.kind, SheetKind::Families);
    files.said.by_name.insert("五（1）班家庭情况.xlsx".into());
    let (id, preview) = school.taken_in(&files);
    assert_eq!(counts(&preview), (3, 2, 0, 0, 1), "{:?}", preview.problems);
    assert_eq!(cells(&preview), ["B3", "E3", "F3", "G3", "H3"], "{:?}", preview.problems);
    let known = |name: &str| {
        let (pupil, _) = school.pupil(name);
        school.act::<acts::SeePupil, _>(pupil, |tx, permit| crate::roster::family::of(tx, permit, "2026-09-01".parse().unwrap())).unwrap()
    };
    let zhao = known("赵一鸣");
    assert_eq!(zhao.father.work.as_ref().and_then(|work| work.since), Some("2026-03-01".parse().unwrap()));
    assert_eq!((zhao.father.work.unwrap().place.as_str(), zhao.hardships.len(), zhao.not_in.len()), ("广东东莞", 1, 0));
    assert_eq!(known("孙三思").disability.and_then(|disability| disability.degree), Some(2));
    assert_eq!(known("钱二宝").carer, None, "a row with a problem waits whole");
    let (_, again) = school.taken_in(&files);
    assert_eq!(counts(&again), (3, 0, 0, 2, 1), "the same sheet twice says nothing new");
    school.may(|tx, permit| undo(tx, permit, id)).unwrap();
    assert!(known("赵一鸣").father.work.is_none() && known("孙三思").not_in.is_empty());
}

#[test]
fn what_teachers_saw_comes_in_as_a_sheet_beside_their_own_forms_and_is_taken_back() {
    let school = School::new("intake-observed");
    school.taken_in(&source(None, vec![book("a.xlsx", vec![sheet("五（1）班", "姓名|性别\n赵一鸣|男\n钱二宝|女\n孙三思|男\n李四维|女")])]));
    school.taken_in(&source(
        None,
        vec![book("教师.xlsx", vec![sheet("教师", "姓名|性别|工号|电话|职务\n张丽|女|T01|13800000001|教师\n张丽|女|T02|13800000002|教师\n王芳|女|T04||教师")])],
    ));
    let text = "姓名|课堂参与|学习态度|作业完成情况|观察教师|日期\n\
                赵一鸣|×|△|○|王芳|2026.9.1\n\
                钱二宝|○|○|○|王芳|2026.9.1\n\
                孙三思|√|△||王芳|2026.9.1\n\
                李四维|△|||张丽|2026.9.1\n\
                赵一鸣|△|||赵云|2026.9.1\n\
                钱二宝|△|||王芳|2027.9.1";
    let mut seen = source(None, vec![book("五（1）班观察.xlsx", vec![sheet("五（1）班", text)])]);
    assert_eq!(seen.kind, SheetKind::Observations);
    seen.said.by_name.insert("五（1）班观察.xlsx".into());
    let (id, preview) = school.taken_in(&seen);
    assert_eq!((counts(&preview), preview.questions.len()), ((6, 2, 0, 0, 4), 1), "{:?}", preview.problems);
    assert_eq!(cells(&preview), ["B4", "E5", "E6", "F7"], "a bare tick, two of one name, nobody of that name, a day to come");
    let question = &preview.questions[0];
    let mut left_out = seen.clone();
    left_out.said.answers.insert(question.key.clone(), Answer::Skip);
    assert!(school.begun(&left_out).1.questions.is_empty(), "what the office leaves out is not asked again");
    let (chosen, _) = question.options.iter().find(|(_, label)| label.contains("T02")).unwrap();
    seen.said.answers.insert(question.key.clone(), Answer::Staff(chosen.parse().unwrap()));
    let (second, again) = school.taken_in(&seen);
    assert_eq!(counts(&again), (6, 1, 0, 2, 3), "what is there says nothing new, and whoever was meant is known now");
    let mut other = seen.clone();
    other.tables[0].lines[1][1] = "○".into();
    let (_, differs) = school.begun(&other);
    assert_eq!((counts(&differs), cells(&differs)[0].as_str()), ((6, 0, 0, 2, 4), "A2"), "another word about the same child on the same day waits");
    school.may(|tx, permit| undo(tx, permit, second)).unwrap();
    school.may(|tx, permit| undo(tx, permit, id)).unwrap();
    assert_eq!(counts(&school.begun(&seen).1), (6, 3, 0, 0, 3), "taken back whole");
}
