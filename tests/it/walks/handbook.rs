//! The handbook (docs/handbook): every page that it names exists, every picture that it shows is there and small. With `BANGFU_HANDBOOK` set it takes the pictures anew, from the
//! sample school, whose people are invented; ImageMagick's `convert` then makes them small.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::browser::{Browser, Opening};
use crate::house::Folder;

/// Bytes of a picture, at most.
const PICTURE_BYTES: u64 = 60 * 1024;
/// Pictures, at most.
const PICTURES_MOST: usize = 25;

/// A picture: its name, who is signed in, the page, and the link to follow from there, where the address holds an id.
const PICTURES: [(&str, &str, &str, &str); 20] = [
    ("today-homeroom", "wang", "/", ""),
    ("record-new", "wang", "/records", "main a.button.small"),
    ("records", "wang", "/records", ""),
    ("pupils", "wang", "/pupils", ""),
    ("case", "wang", "/cases", "main tbody th a"),
    ("plans", "wang", "/plans", ""),
    ("progress", "wang", "/progress", ""),
    ("attendance", "wang", "/attendance", ""),
    ("owed", "wang", "/registers/owed", ""),
    ("today-teacher", "li", "/", ""),
    ("rounds", "zhou", "/screening", ""),
    ("today-principal", "xiaozhang", "/", ""),
    ("statistics", "xiaozhang", "/registers/statistics", ""),
    ("import", "jiaowu", "/import", ""),
    ("programmes", "jiaowu", "/programmes", ""),
    ("pairing", "jiaowu", "/pairing", ""),
    ("registers", "jiaowu", "/registers", ""),
    ("pack", "jiaowu", "/registers/pack?all=1", ""),
    ("survey", "deyu", "/screening/survey", ""),
    ("settings", "jiaowu", "/settings", ""),
];

fn handbook() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/handbook")
}

fn chapters() -> Vec<(String, String)> {
    let mut chapters: Vec<(String, String)> = std::fs::read_dir(handbook())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    chapters.sort();
    chapters
}

/// Whether an address of the handbook is one of the product: `{…}` stands for an id in both.
fn exists(address: &str) -> bool {
    let path = address.split('?').next().unwrap();
    let parts: Vec<&str> = path.split('/').collect();
    bangfu::routes().list().iter().any(|route| {
        let own: Vec<&str> = route.path.split('/').collect();
        own.len() == parts.len() && own.iter().zip(&parts).all(|(own, part)| own == part || (own.starts_with('{') && part.starts_with('{')))
    })
}

#[test]
fn the_handbook_names_pages_that_exist_and_shows_pictures_that_are_there() {
    if std::env::var_os("BANGFU_HANDBOOK").is_some() {
        take();
    }
    let chapters = chapters();
    assert!(chapters.len() >= 8, "a chapter for each role and one that says where to find it");
    let (mut pages, mut pictures) = (0, Vec::new());
    for (name, text) in &chapters {
        for quoted in text.split('`').skip(1).step_by(2).filter(|quoted| quoted.starts_with('/')) {
            assert!(exists(quoted), "{name} names {quoted}, which is no page");
            pages += 1;
        }
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(link.starts_with("http") || handbook().join(link.split('#').next().unwrap()).exists(), "{name} links {link}, which is not there");
            pictures.extend(link.strip_prefix("img/").map(ToOwned::to_owned));
        }
    }
    assert!(pages >= 60, "the handbook names its pages: {pages}");
    for entry in std::fs::read_dir(handbook().join("img")).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_str().unwrap().to_owned();
        assert!(entry.metadata().unwrap().len() <= PICTURE_BYTES, "{name} is too big");
        assert!(pictures.contains(&name), "{name} is shown nowhere");
    }
    assert!((10..=PICTURES_MOST).contains(&std::fs::read_dir(handbook().join("img")).unwrap().count()));
}

/// Takes all pictures.
fn take() {
    let data = Folder::new("handbook");
    let mut server = Command::new(env!("CARGO_BIN_EXE_bangfu"))
        .args(["demo", "--listen", "127.0.0.1:0", "--data"])
        .arg(data.path())
        .env_remove("BANGFU_DATABASE_URL")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(server.stdout.take().unwrap()).lines();
    let url = said.find_map(|line| line.unwrap().split_whitespace().find(|word| word.starts_with("http://")).map(|word| word.trim_end_matches('/').to_owned())).unwrap();
    let browser = Browser::open(Opening { width: 1040, height: 640, javascript: true }).expect("pictures need a browser");
    std::fs::create_dir_all(handbook().join("img")).unwrap();
    let mut signed_in = "";
    for (name, login, page, follow) in PICTURES {
        if signed_in != login {
            browser.devtools("Network.clearBrowserCookies", &serde_json::json!({}));
            browser.go(&format!("{url}/sign-in"));
            browser.type_into("[name=login]", login);
            browser.type_into("[name=password]", "bangfu-2026");
            browser.click("form button[type=submit]");
            browser.wait_away_from("/sign-in");
            signed_in = login;
        }
        browser.go(&format!("{url}{page}"));
        if !follow.is_empty() {
            let to = browser.script(&format!("return document.querySelector(\"{follow}\").getAttribute('href');"));
            browser.go(&format!("{url}{}", to.as_str().unwrap()));
        }
        browser.wait_until("document.readyState === 'complete'");
        let shot = browser.devtools("Page.captureScreenshot", &serde_json::json!({ "format": "png" }));
        let path = handbook().join("img").join(format!("{name}.png"));
        std::fs::write(&path, data_encoding::BASE64.decode(shot["data"].as_str().unwrap().as_bytes()).unwrap()).unwrap();
        let small =
            Command::new("convert").arg(&path).args(["-strip", "+dither", "-colors", "16", "-define", "png:compression-level=9"]).arg(format!("png8:{}", path.display())).status();
        assert!(small.unwrap().success(), "ImageMagick makes {name} small");
    }
    server.kill().unwrap();
    server.wait().unwrap();
}

/// Every command of the operator's guide is one of the program.
#[test]
fn the_operators_guide_names_commands_that_exist() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operator.md")).unwrap();
    let mut checked = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| line.starts_with("bangfu ")) {
        let words: Vec<&str> = line.split_whitespace().skip(1).collect();
        let command: Vec<&str> = words.iter().copied().take_while(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !word.starts_with('-')).collect();
        let known = |command: &[&str]| Command::new(env!("CARGO_BIN_EXE_bangfu")).args(command).arg("--help").output().unwrap();
        let help = known(&command[..1.max(command.len().min(2))]);
        let help = if help.status.success() { help } else { known(&command[..1]) };
        assert!(help.status.success(), "{line}");
        let help = String::from_utf8_lossy(&help.stdout).into_owned();
        for option in words.iter().filter(|word| word.starts_with("--")) {
            assert!(help.contains(option), "{line}: {option} is no option");
        }
        checked.push(command.join(" "));
    }
    assert!(checked.len() >= 12, "{checked:?}");
}
