//! What the office does at the beginning of a term, over HTTP: sheets as schools write them, the screening, the registers (WALKS 1 and 2).

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{Format, Workbook};

use crate::cast::identity_no;
use crate::client::Client;
use crate::house::House;
use crate::workbooks::{cells, counts, dropped, pressed, scores, screened, told, write_rows};

const ROSTER: &str = "五年级花名册(新).xlsx";

/// A roster as schools write it: a title over merged cells, an empty row, full-width digits, spaces in names, a row of sums and a signature.
/// The third child's identity number does not check; the fourth stands there twice.
fn messy_roster() -> Vec<u8> {
    let numbers: Vec<String> = (901..904).map(|serial| identity_no(5, serial)).collect();
    let (good, check) = numbers[2].split_at(17);
    let bad = format!("{good}{}", if check == "0" { "1" } else { "0" });
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let centred = Format::new().set_bold();
    sheet.merge_range(0, 0, 0, 8, "阳光小学2026年秋五（3）班花名册", &centred).unwrap();
    let rows: [&[&str]; 8] = [
        &["序号", "姓 名", "性别", "身份证件号", "学籍号", "出生日期", "家长姓名", "联系电话", "家庭住址"],
        &["1", "张　三丰", "男", &numbers[0], "", "", "张大山", "１３９０００００９０１", "阳光路1号"],
        &["2", "李小红(转)", "女", &numbers[1], "", "", "李母", "139-0000-0902", ""],
        &["3", "吴小波", "男", &bad, "", "", "", "", ""],
        &["4", "周小宁", "女", "", "", "2015.3.8", "", "", ""],
        &["5", "周小宁", "女", "", "", "2015.3.8", "", "", ""],
        &["合计", "", "5", "", "", "", "", "", ""],
        &["制表人：周主任"],
    ];
    write_rows(sheet, 2, &rows);
    book.save_to_buffer().unwrap()
}

/// Whether the register of pupils knows somebody.
fn is_known(client: &Client, name: &str) -> bool {
    let page = client.get(&format!("/pupils?q={name}"));
    assert_eq!(page.status, 200);
    page.text.split("<tbody").nth(1).is_some_and(|rows| rows.contains(name))
}

/// All text of a workbook, with the names of its sheets.
pub(super) fn text_of_workbook(bytes: Vec<u8>) -> (Vec<String>, String) {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    let mut text = String::new();
    for name in &names {
        let range = book.worksheet_range(name).unwrap();
        range.used_cells().filter(|(.., cell)| **cell != Data::Empty).for_each(|(.., cell)| text.push_str(&format!("{cell}\n")));
    }
    (names, text)
}

/// All text of a word file, as it is stored.
pub(crate) fn text_of_docx(bytes: Vec<u8>) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_messy_roster_is_previewed_taken_in_sent_again_marked_and_undone() {
    for house in House::both() {
        let office = house.as_("周主任");
        let import = dropped(&office, ROSTER, &messy_roster(), "");
        let preview = office.get(&import).text;
        let found = told(&office, &import);
        assert_eq!((counts(&found), cells(&found)), ([5, 2, 0, 0, 3], vec!["D6".to_owned(), "B7".into(), "B8".into()]), "{}: {found}", house.name());
        for cell in ["D6", "B7", "B8"] {
            assert!(preview.contains(&format!(">{cell}</td>")), "{cell} stands on the page");
        }
        assert!(preview.contains("5 行：新增 2，更新 0，不变 0，等待 3") && preview.contains("五（3）班"), "{preview}");
        assert!(!is_known(&office, "张三丰"), "a preview changes nothing");

        pressed(&office, &import, "entry");
        assert!(is_known(&office, "张三丰") && is_known(&office, "李小红"), "{}", house.name());
        assert!(!is_known(&office, "吴小波") && !is_known(&office, "周小宁"), "bad rows wait");

        let again = dropped(&office, ROSTER, &messy_roster(), "");
        assert_eq!(counts(&told(&office, &again)), [5, 0, 0, 2, 3], "the same file again changes nothing");
        pressed(&office, &again, "cancellation");

        let marked = office.download(&format!("{import}/marked"));
        assert_eq!((marked.status, marked.media_type.as_str()), (200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"));
        let (sheets, text) = text_of_workbook(marked.bytes);
        assert_eq!(sheets.first().map(String::as_str), Some("需要修改的地方"), "{sheets:?}");
        assert!(text.contains("D6") && text.contains("吴小波") && text.contains("五（3）班花名册"), "{text}");

        pressed(&office, &import, "reversal");
        assert!(!is_known(&office, "张三丰") && !is_known(&office, "李小红"));
        assert!(!office.get("/settings/classes").text.contains("五（3）班"), "the class that it made is gone with it");
    }
}

#[test]
fn the_marked_copy_is_mended_where_it_stands_and_sent_back() {
    let house = House::sqlite();
    let office = house.as_("周主任");
    let import = dropped(&office, ROSTER, &messy_roster(), "");
    pressed(&office, &import, "entry");
    let marked = office.download(&format!("{import}/marked")).bytes;
    let back = dropped(&office, "改好的.xlsx", &marked, "");
    let found = told(&office, &back);
    assert_eq!((counts(&found), cells(&found)), ([5, 0, 0, 2, 3], vec!["D6".to_owned(), "B7".into(), "B8".into()]), "its list of problems is no roster: {found}");
}

#[test]
fn a_roster_on_which_results_rest_is_not_undone() {
    for house in House::both() {
        let office = house.as_("周主任");
        let roster = dropped(&office, ROSTER, &messy_roster(), "");
        pressed(&office, &roster, "entry");
        let results = dropped(&office, "期末.xlsx", &scores(&[&["张三丰", "五（3）班", "88", "90"]]), "期末");
        office.post_from(&results, &format!("{results}/answers"), &[("by_name", "期末.xlsx")]);
        pressed(&office, &results, "entry");
        let refused = office.post_from(&roster, &format!("{roster}/reversal"), &[]);
        assert_eq!(refused.status, 409, "{}", house.name());
        assert!(refused.text.contains("有 1 个孩子后来有了成绩"), "it says why: {}", refused.main());
        assert!(is_known(&office, "张三丰") && is_known(&office, "李小红"), "a refused undo leaves everything");
        pressed(&office, &results, "reversal");
        pressed(&office, &roster, "reversal");
        assert!(!is_known(&office, "张三丰"));
    }
}

#[test]
fn after_the_screening_a_class_teacher_reads_why_about_the_own_class_alone() {
    for house in House::both() {
        let office = screened(&house);
        let all = office.get("/screening/candidates").text;
        assert!(all.contains("陈安安") && all.contains("唐小北"), "{}", house.name());

        let teacher = house.as_("王老师");
        let own = teacher.get(&format!("/screening/classes/{}", house.here.class("4.2").0));
        assert_eq!(own.status, 200);
        assert!(own.text.contains("陈安安") && own.text.contains("语文 45 分") && own.text.contains("数学 52 分"), "{}", own.main());
        assert!(!own.text.contains("刘一诺"), "who does well is no candidate");
        let list = teacher.get("/screening/candidates").text;
        assert!(list.contains("陈安安") && !list.contains("唐小北") && !list.contains("五（1）班"));
        let other = teacher.get(&format!("/screening/classes/{}", house.here.class("5.1").0));
        assert!(matches!(other.status, 403 | 404) && !other.text.contains("唐小北"), "{}", other.status);
        assert!(!list.contains("/screening/runs") && !teacher.get("/screening").text.contains("/screening/runs"), "only the office has the button");
        assert_eq!(teacher.post_from("/account/password", "/screening/runs", &[("term", "2026-1")]).status, 403, "and only the office runs it");
    }
}

#[test]
fn the_class_teacher_is_asked_today_to_read_the_list_until_it_is_read() {
    for house in House::both() {
        screened(&house);
        let teacher = house.as_("王老师");
        let page = format!("/screening/classes/{}", house.here.class("4.2").0);
        assert!(teacher.get("/").text.contains(&format!("href=\"{page}")), "{}: {}", house.name(), teacher.get("/").main());
        let read = teacher.post_from(&page, &format!("{page}/review"), &[]);
        assert_eq!((read.status, read.to.as_str()), (303, page.as_str()), "{}", read.main());
        assert!(!teacher.get("/").text.contains(&page), "what is read is no longer due");
        assert!(!teacher.get(&page).text.contains("/review"));
    }
}

#[test]
fn registers_come_as_workbook_word_file_and_table_with_the_names_in_them() {
    const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    for house in House::both() {
        screened(&house);
        let teacher = house.as_("王老师");
        let class = house.here.class("4.2").0;
        for (register, inside, outside) in [("roster", "刘一诺", "唐小北"), ("candidates", "陈安安", "唐小北")] {
            for (format, media_type) in [("xlsx", SHEET), ("docx", WORD), ("csv", "text/csv; charset=utf-8")] {
                let file = teacher.download(&format!("/registers/{register}.{format}?part=class:{class}"));
                assert_eq!((file.status, file.media_type.as_str()), (200, media_type), "{}: {register}.{format}", house.name());
                let text = match format {
                    "xlsx" => text_of_workbook(file.bytes).1,
                    "docx" => text_of_docx(file.bytes),
                    _ => String::from_utf8(file.bytes).unwrap(),
                };
                assert!(text.contains(inside) && !text.contains(outside), "{register}.{format}: {text}");
            }
        }
        let whole = teacher.download("/registers/candidates.csv");
        assert!(matches!(whole.status, 403 | 404), "the whole school is not the class teacher's: {}", whole.status);
        let office = house.as_("周主任").download("/registers/candidates.csv");
        let text = String::from_utf8(office.bytes).unwrap();
        assert!(office.status == 200 && text.contains("陈安安") && text.contains("唐小北"), "{text}");
    }
}

#[test]
fn a_subject_teacher_prints_nothing() {
    let house = House::sqlite();
    let teacher = house.as_("李老师");
    let class = house.here.class("4.2").0;
    for path in ["/registers".to_owned(), format!("/registers/roster.csv?part=class:{class}"), format!("/registers/candidates.xlsx?part=class:{class}")] {
        let answer = teacher.get(&path);
        assert_eq!(answer.status, 403, "{path}");
        assert!(!answer.text.contains("林小明"), "{path}");
    }
    let page = teacher.get(&format!("/screening/classes/{class}"));
    assert!(page.status == 200 && !page.text.contains("/registers/"), "no button leads there");
}
