//! Walk 1: the office on the first day of term, from an empty installation to a class in the register.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::browser::{Browser, PC};
use crate::cast::{PASSWORD, code_at};
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

/// A small roster in a file.
fn roster(folder: &Path) -> String {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("五（3）班").unwrap();
    for (row, cells) in (0..).zip([["姓名", "性别"], ["赵一鸣", "男"], ["钱二宝", "女"], ["孙三思", "男"]]) {
        sheet.write_row(row, 0, cells).unwrap();
    }
    let path = folder.join("五（3）班.xlsx");
    book.save(&path).unwrap();
    path.to_str().unwrap().to_owned()
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
    browser.type_into("#f-code", &code_at(&secret, bangfu::base::os::now().0));
    browser.click("main form[action='/account/second-factor/confirmation'] button.primary");
    browser.wait_until("location.pathname === '/'");
}

#[test]
fn walk_1_the_office_on_the_first_day_of_term() {
    let Some(browser) = Browser::open(PC) else { return };
    let data = Folder::new("first-day");
    let served = Served::start(data.path());
    assert!(served.first.contains("/welcome?code="), "an empty installation prints its setup code: {}", served.first);
    let (base, _) = served.first.split_once("/welcome").unwrap();
    browser.go(&served.first);
    found_the_school(&browser);
    browser.go(&format!("{base}/import"));
    assert!(!browser.url().ends_with("/import"), "nothing opens before the account has its second factor: {}", browser.url());
    browser.go(&format!("{base}/welcome/next"));
    lock_the_account(&browser);

    browser.go(&format!("{base}/settings"));
    browser.click("main a[href='/import']");
    browser.wait_until("location.pathname === '/import'");
    browser.type_into("#f-files", &roster(data.path()));
    browser.click("main form[action='/import'] button.primary[type=submit]");
    browser.wait_until("/^\\/import\\/./.test(location.pathname)");
    assert!(browser.text("main").contains("五（3）班"), "{}", browser.text("main"));
    browser.click("main form[action$='/entry'] button");
    browser.wait_until("document.querySelector('[data-flash=done]')");
    browser.go(&format!("{base}/pupils?q=zym"));
    assert!(browser.text("main").contains("赵一鸣"), "found by the first letters: {}", browser.text("main"));

    browser.go(&served.first);
    assert!(!browser.url().contains("/welcome"), "a school is founded once: {}", browser.url());
}
