//! The part of the day in which the office brings sheets in: rosters, marks, attendance, staff and lessons – and takes some of them back.

use bangfu::access::{Permit, Subject, acts};
use bangfu::roster::pupils;

use crate::cast::identity_no;
use crate::client::Client;
use crate::house::{House, day};
use crate::workbooks::{counts, dropped, pressed, sheet, told};

/// Lives it.
pub(super) fn live(house: &House) {
    let office = house.as_("周主任");
    let arrivals = new_pupils(&office);
    let changes = changed_pupils(&office);
    registers(house, &office);
    pressed(&office, &changes, "reversal");
    assert!(!office.get("/settings/classes").text.contains("四（9）班"), "the class that the sheet made is gone with it");
    cancelled(&office);
    let marks = marks(&office);
    attendance(&office);
    staff_and_lessons(&office);
    let refused = office.post_from(&arrivals, &format!("{arrivals}/reversal"), &[]);
    assert_eq!(refused.status, 409, "{}", refused.main());
    assert!(refused.text.contains("有 1 个孩子后来有了成绩"), "{}", refused.main());
    pressed(&office, &marks, "reversal");
    // Only the sample school asks who sits where on a day.
    let placed = house.act(Subject::School, |tx, permit: &Permit<acts::ManageRoster>| pupils::placed(tx, permit, day("2026-09-22")));
    assert!(placed.len() > 10);
}

/// Rows of an import that are new, changed, as they were, and waiting.
fn expect(office: &Client, import: &str, created: i64, updated: i64, unchanged: i64, waiting: i64) {
    let told = told(office, import);
    assert_eq!(counts(&told)[1..], [created, updated, unchanged, waiting], "{told}");
}

/// Says that name and class are enough to know a child in the file.
fn by_name(office: &Client, import: &str, file: &str) {
    let said = office.post_from(import, &format!("{import}/answers"), &[("by_name", file)]);
    assert_eq!(said.status, 303, "{}", said.main());
}

/// Two new pupils: one still with a temporary registry number.
fn new_pupils(office: &Client) -> String {
    let temporary = format!("L{}0", &identity_no(4, 811)[..17]);
    let rows: [&[&str]; 3] = [
        &["班级", "姓名", "性别", "出生日期", "学籍号", "父亲姓名", "父亲电话"],
        &["四（2）班", "高小山", "男", "", &temporary, "高大山", "13900000811"],
        &["四（1）班", "温小溪", "女", "2016-05-04", "", "温大河", "13900000812"],
    ];
    let import = dropped(office, "四年级新生.xlsx", &sheet("花名册", &rows), "");
    expect(office, &import, 2, 0, 0, 0);
    pressed(office, &import, "entry");
    import
}

/// The final registry number comes, the father has a new telephone and the mother is known now; who moved to another class is known by a question.
fn changed_pupils(office: &Client) -> String {
    let number = identity_no(4, 811);
    let final_number = format!("G{number}");
    let rows: [&[&str]; 4] = [
        &["班级", "姓名", "性别", "身份证号", "学籍号", "父亲姓名", "父亲电话", "母亲姓名", "母亲电话"],
        &["四（2）班", "高小山", "男", &number, &final_number, "高大山", "13900000911", "高小河", "13900000912"],
        &["四（2）班", "温小溪", "女", "", "", "", "", "", ""],
        &["四（9）班", "柳小新", "女", "", "", "", "", "", ""],
    ];
    let import = dropped(office, "四年级更正.xlsx", &sheet("花名册", &rows), "");
    let page = office.get(&import).text;
    let questions: Vec<&str> = page.split("name=\"q-").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let answers: Vec<(String, &str)> = questions
        .iter()
        .filter_map(|key| {
            let name = format!("q-{key}");
            let value = page.split(&format!("name=\"{name}\" value=\"")).nth(1)?.split('"').next()?;
            Some((name, value))
        })
        .collect();
    assert!(!answers.is_empty(), "who sits in another class is asked about: {page}");
    let answers: Vec<(&str, &str)> = answers.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!(office.post_from(&import, &format!("{import}/answers"), &answers).status, 303);
    expect(office, &import, 1, 2, 0, 0);
    pressed(office, &import, "entry");
    import
}

fn registers(house: &House, office: &Client) {
    let (class, _) = house.here.class("4.2");
    for register in ["roster", "roster-internal"] {
        let file = office.download(&format!("/registers/{register}.csv?part=class:{class}&reason=%E6%A0%B8%E5%AF%B9"));
        let text = String::from_utf8(file.bytes).unwrap();
        assert!(file.status == 200 && text.contains("高小山") && text.contains("温小溪"), "{register}: {text}");
    }
}

fn cancelled(office: &Client) {
    let import = dropped(office, "看错了.xlsx", &sheet("花名册", &[&["班级", "姓名"], &["四（1）班", "误放生"]]), "");
    pressed(office, &import, "cancellation");
}

/// Marks under a header that nobody but this school uses: the office says what it means, and it is remembered.
fn marks(office: &Client) -> String {
    const FILE: &str = "摸底.xlsx";
    let book = sheet("成绩", &[&["姓名", "班级", "语文", "神机妙算"], &["高小山", "四（2）班", "82", "85"], &["陈安安", "四（2）班", "缺考", "77"]]);
    let import = dropped(office, FILE, &book, "2026秋摸底");
    let meaning = [("table", "0"), ("c0", "name"), ("c1", "class"), ("c2", "subject.chinese"), ("c3", "subject.maths")];
    let said = office.post_from(&import, &format!("{import}/columns"), &meaning);
    assert_eq!(said.status, 303, "{}", said.main());
    by_name(office, &import, FILE);
    expect(office, &import, 2, 0, 0, 0);
    pressed(office, &import, "entry");
    let again = dropped(office, FILE, &book, "2026秋摸底");
    by_name(office, &again, FILE);
    expect(office, &again, 0, 0, 2, 0);
    assert!(office.get(&again).text.contains("value=\"subject.maths\" selected"), "what the column means was remembered");
    pressed(office, &again, "cancellation");
    import
}

fn attendance(office: &Client) {
    const FILE: &str = "九月考勤.xlsx";
    let rows: [&[&str]; 2] = [&["姓名", "班级", "应出勤", "缺勤天数", "病假", "事假", "迟到"], &["赵小满", "四（2）班", "15", "2", "1", "1", "3"]];
    let import = dropped(office, FILE, &sheet("考勤", &rows), "");
    by_name(office, &import, FILE);
    expect(office, &import, 1, 0, 0, 0);
    pressed(office, &import, "entry");
}

/// A teacher is new, one has a new telephone; the new one teaches science. Then it was the wrong list.
fn staff_and_lessons(office: &Client) {
    let list: [&[&str]; 3] = [&["姓名", "性别", "工号", "电话"], &["卫老师", "女", "T-wei", "13900000821"], &["何老师", "女", "T-he", "13900000822"]];
    let staff = dropped(office, "教师名单.xlsx", &sheet("教师", &list), "");
    expect(office, &staff, 1, 1, 0, 0);
    pressed(office, &staff, "entry");
    let lessons = dropped(office, "任课表.xlsx", &sheet("任课表", &[&["班级", "班主任", "科学"], &["五（1）班", "何老师", "卫老师"]]), "");
    expect(office, &lessons, 1, 0, 0, 0);
    pressed(office, &lessons, "entry");
    pressed(office, &lessons, "reversal");
    pressed(office, &staff, "reversal");
    assert!(!office.get("/settings/staff").text.contains("卫老师"), "who came with the list is gone with it");
}
