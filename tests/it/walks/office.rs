//! Walk 1: the office on the first day of term, from an empty installation to the first candidates of a screening.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

use crate::browser::{Browser, PC, PHONE};
use crate::cast::{PASSWORD, code_at};
use crate::client::Client;
use crate::house::Folder;

/// The program serving a folder; it ends with the test.
struct Served {
    program: Child,
    /// What it printed: where to go first.
    first: String,
}

impl Served {
    fn start(data: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bangfu"));
        command.args(["serve", "--json", "--listen", "127.0.0.1:0", "--data"]).arg(data).env_remove("BANGFU_DATABASE_URL");
        let mut program = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let line = BufReader::new(program.stdout.take().unwrap()).lines().next().unwrap().unwrap();
        let told: Value = serde_json::from_str(&line).unwrap();
        Self { program, first: told["address"].as_str().unwrap().to_owned() }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.program.kill());
        drop(self.program.wait());
    }
}

/// A workbook with named sheets, in a file.
fn workbook(path: &Path, sheets: &[(&str, &[&[&str]])]) -> String {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            sheet.write_row(row, 0, cells.iter().copied()).unwrap();
        }
    }
    book.save(path).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Rosters of three makes: a sheet for each class, one sheet with the codes of another system, and a table in the encoding of an old office program.
/// 李四方's sex cannot be read.
fn rosters(folder: &Path) -> String {
    let by_class = workbook(
        &folder.join("五年级.xlsx"),
        &[
            ("五（3）班", &[&["姓名", "性别"], &["赵一鸣", "男"], &["钱二宝", "女"], &["孙三思", "男"]]),
            ("五（4）班", &[&["学生姓名", "性 别"], &["周五福", "女"]]),
            ("说明", &[&["请在周五前填好"]]),
        ],
    );
    let coded = workbook(&folder.join("导出.xlsx"), &[("Sheet1", &[&["XM", "XB", "BJ"], &["李四方", "外星", "5.1"], &["郑七巧", "2", "501"]])]);
    let table = folder.join("六年级二班.csv");
    std::fs::write(&table, encoding_rs::GB18030.encode("学生姓名,性别\r\n吴六顺,男\r\n").0).unwrap();
    format!("{by_class}\n{coded}\n{}", table.to_str().unwrap())
}

/// Keeps a picture of the page, which must be fit for everybody, and on a phone no wider than its window.
fn look(browser: &Browser, picture: &str) {
    assert!(browser.screenshot(picture) > 5_000, "{picture}: the picture is empty");
    assert_eq!(browser.axe(), Vec::<String>::new(), "{picture}");
    let sized = |width: u32, height: u32| {
        browser.devtools("Emulation.setDeviceMetricsOverride", &json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }));
    };
    sized(PHONE.width, PHONE.height);
    assert!(!browser.overflows(), "{picture}: the page is wider than a phone");
    sized(PC.width, PC.height);
}

/// Fills in the wizard; the setup code stands there already, from the printed address.
fn found_the_school(browser: &Browser) {
    browser.type_into("#f-school", "柳树小学");
    browser.click("#f-locality label:first-of-type");
    for (field, text) in [("#f-person", "梁主任"), ("#f-login", "liang"), ("#f-password", PASSWORD), ("#f-again", PASSWORD)] {
        browser.type_into(field, text);
    }
    browser.click("main form[action='/welcome'] button.primary[type=submit]");
    browser.wait_until("location.pathname === '/welcome/next'");
}

/// Sets up the second factor with the secret that is shown, as somebody who types it into a phone.
fn lock_the_account(browser: &Browser) {
    browser.click("main a[href='/account/second-factor']");
    browser.wait_until("location.pathname === '/account/second-factor'");
    browser.click("main form[action='/account/second-factor'] button");
    browser.wait_until("document.querySelector('#f-code')");
    browser.click("main details.more > summary");
    let secret = browser.text("main details.more code");
    look(browser, "walk-1-second-factor");
    browser.type_into("#f-code", &code_at(&secret, bangfu::base::os::now().0));
    browser.click("main form[action='/account/second-factor/confirmation'] button.primary");
    browser.wait_until("location.pathname === '/'");
}

/// Drops the rosters, reads what would happen, and takes the good rows in.
fn take_rosters_in(browser: &Browser, folder: &Path) {
    browser.type_into("#f-files", &rosters(folder));
    browser.click("main form[action='/import'] button.primary[type=submit]");
    browser.wait_until("/^\\/import\\/./.test(location.pathname)");
    look(browser, "walk-1-preview");
    let preview = browser.text("main");
    assert!(preview.contains("7 行：新增 6，更新 0，不变 0，等待 1"), "{preview}");
    assert!(["五（1）班", "五（3）班", "五（4）班", "六（2）班", "外星", "B2"].iter().all(|text| preview.contains(text)), "{preview}");
    assert!(!browser.text("main a[href$='/marked']").is_empty(), "the marked workbook is one press away");
    browser.click("main form[action$='/entry'] button");
    browser.wait_until("document.querySelector(\"main form[action$='/reversal']\")");
}

/// Drops the first results of the term, says that name and class are enough, takes them in and runs the screening.
fn screen_the_results(browser: &Browser, base: &str, folder: &Path) {
    let rows: &[&[&str]] = &[&["姓名", "语文", "数学"], &["赵一鸣", "92", "88"], &["钱二宝", "41", "85"], &["孙三思", "85", "缺考"], &["郑七巧", "80", "80"]];
    browser.go(&format!("{base}/import"));
    browser.type_into("#f-files", &workbook(&folder.join("摸底.xlsx"), &[("五（3）班", rows)]));
    browser.type_into("#f-assessment", "入学摸底");
    browser.click("main form[action='/import'] button.primary[type=submit]");
    browser.wait_until("document.querySelector(\"main form[action$='/answers']\")");
    browser.click("main form[action$='/answers'] label.check");
    browser.click("main form[action$='/answers'] button[type=submit]");
    browser.wait_until("document.querySelector('main').textContent.includes('新增 3')");
    look(browser, "walk-1-question");
    assert!(browser.text("main form[action$='/answers']").contains("郑七巧"), "a child of another class is asked about and never guessed: {}", browser.text("main"));
    browser.click("main form[action$='/entry'] button");
    browser.wait_until("document.querySelector(\"main form[action$='/reversal']\")");
    browser.go(&format!("{base}/screening"));
    browser.click("main form[action='/screening/runs'] button");
    browser.wait_until("document.querySelector('[data-flash=done]')");
    browser.go(&format!("{base}/screening/candidates"));
    look(browser, "walk-1-candidates");
    let candidates = browser.text("main");
    assert!(candidates.contains("钱二宝") && candidates.contains("语文 41 分") && !candidates.contains("赵一鸣"), "{candidates}");
}

#[test]
fn walk_1_the_office_on_the_first_day_of_term() {
    let Some(browser) = Browser::open(PC) else { return };
    let data = Folder::new("first-day");
    let served = Served::start(data.path());
    assert!(served.first.contains("/welcome?code="), "an empty installation prints its setup code: {}", served.first);
    let (base, _) = served.first.split_once("/welcome").unwrap();
    browser.go(&served.first);
    assert!(browser.text("h1").contains("帮扶"), "it speaks as the browser does: {}", browser.text("h1"));
    look(&browser, "walk-1-welcome");
    found_the_school(&browser);
    browser.go(&format!("{base}/import"));
    assert!(!browser.url().ends_with("/import"), "nothing opens before the account has its second factor: {}", browser.url());
    browser.go(&format!("{base}/welcome/next"));
    lock_the_account(&browser);

    browser.go(&format!("{base}/settings"));
    browser.click("main a[href='/import']");
    browser.wait_until("location.pathname === '/import'");
    let sheets = Folder::new("sheets");
    take_rosters_in(&browser, sheets.path());
    browser.go(&format!("{base}/pupils?q=zym"));
    assert!(browser.text("main").contains("赵一鸣"), "found by the first letters: {}", browser.text("main"));

    screen_the_results(&browser, base, sheets.path());
    browser.go(&format!("{base}/registers"));
    look(&browser, "walk-1-registers");
    assert!(browser.text("main").contains("xlsx"), "the rosters can be printed: {}", browser.text("main"));

    browser.go(&served.first);
    assert!(!browser.url().contains("/welcome"), "a school is founded once: {}", browser.url());
}

#[test]
fn who_founds_the_school_in_english_goes_on_in_english() {
    let data = Folder::new("english");
    let served = Served::start(data.path());
    let (base, code) = served.first.split_once("/welcome?code=").unwrap();
    let client = Client::new(base.to_owned());
    client.set_cookie("bangfu_lang", "en");
    let fields = [("school", "Willow School"), ("locality", "town"), ("first_day", "2026-09-01"), ("person", "Ann"), ("login", "ann")];
    let secrets = [("password", PASSWORD), ("again", PASSWORD), ("setup_code", code), ("part_screening", "1")];
    let answer = client.post_form("/welcome", &[&fields[..], &secrets[..]].concat());
    assert_eq!((answer.status, answer.to.as_str()), (303, "/welcome/next"), "{}", answer.main());
    client.set_cookie("bangfu_lang", "zh-CN");
    assert!(client.get("/welcome/next").text.contains("<html lang=\"en\""), "the account keeps the language");
}
