//! The binary as the man with the key uses it: founds, serves, backs up while people work, restores elsewhere, refuses what is newer than itself.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use bangfu::access::{Permit, Subject, acts};
use bangfu::programme::programmes;
use bangfu::roster::pupils::PHONE_PLACE;
use bangfu::store::{DATABASE_FILE, Opening, Place, Sql, Store};
use calamine::Reader;
use serde_json::{Value, json};

use crate::cast::term_code;
use crate::client::Client;
use crate::house::{Folder, House};

/// What a run of the binary ended with.
pub(crate) struct Run {
    pub status: i32,
    /// The last line of standard output, as JSON.
    pub told: Value,
    pub errors: String,
}

fn command(data: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bangfu"));
    command.args(args).arg("--json").arg("--data").arg(data).env_remove("BANGFU_DATABASE_URL").stdin(Stdio::null());
    command
}

pub(crate) fn bangfu(data: &Path, args: &[&str]) -> Run {
    let done = command(data, args).output().unwrap();
    let text = String::from_utf8(done.stdout).unwrap();
    let told = text.lines().last().and_then(|line| serde_json::from_str(line).ok()).unwrap_or(Value::Null);
    Run { status: done.status.code().unwrap(), told, errors: String::from_utf8(done.stderr).unwrap() }
}

fn found(data: &Path) -> Run {
    let run = bangfu(data, &["init", "--school", "阳光小学", "--term-start", "2026-09-01"]);
    assert_eq!(run.status, 0, "{}", run.errors);
    run
}

/// Every row of a table, as text.
fn rows(folder: &Path, table: &str) -> Vec<String> {
    let conn = rusqlite::Connection::open(folder.join(DATABASE_FILE)).unwrap();
    let mut statement = conn.prepare(&format!("select * from {table}")).unwrap();
    let width = statement.column_count();
    let read = statement.query_map([], |row| (0..width).map(|i| row.get_ref(i).map(|value| format!("{value:?}"))).collect::<Result<Vec<_>, _>>());
    let mut rows: Vec<String> = read.unwrap().map(|row| row.unwrap().join("|")).collect();
    rows.sort();
    rows
}

#[test]
fn a_backup_taken_while_people_write_comes_back_elsewhere_with_everything_in_it() {
    let house = House::sqlite();
    let out = Folder::new("backup");
    let file = out.path().join("school.zip");
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for name in ["王老师", "李老师", "何老师"] {
            let (client, stop) = (house.as_(name), &stop);
            scope.spawn(move || {
                while !stop.load(Ordering::SeqCst) {
                    assert_eq!(client.post_form("/account/second-factor", &[]).status, 303, "people go on working");
                }
            });
        }
        let run = bangfu(house.folder(), &["backup", file.to_str().unwrap()]);
        stop.store(true, Ordering::SeqCst);
        assert_eq!(run.status, 0, "{}", run.errors);
        assert!(run.told["database_bytes"].as_u64().is_some_and(|bytes| bytes > 100_000), "{}", run.told);
    });
    let keys = out.path().join("keys.bin");
    let kept = bangfu(house.folder(), &["key", "backup", keys.to_str().unwrap()]);
    assert_eq!(kept.status, 0, "{}", kept.errors);
    let phrase = out.path().join("phrase.txt");
    std::fs::write(&phrase, kept.told["recovery_phrase"].as_str().unwrap()).unwrap();

    let elsewhere = Folder::new("elsewhere");
    let args = ["restore", file.to_str().unwrap(), "--keys", keys.to_str().unwrap(), "--phrase-file", phrase.to_str().unwrap()];
    let back = bangfu(elsewhere.path(), &args);
    assert_eq!((back.status, &back.told["schools"]), (0, &json!(2)), "{}", back.errors);
    for table in ["tenant", "pupil", "guardian", "place", "staff", "post", "tie", "result", "attendance_total", "candidate"] {
        assert!(!rows(house.folder(), table).is_empty(), "{table}");
        assert_eq!(rows(elsewhere.path(), table), rows(house.folder(), table), "{table}");
    }
    assert_eq!(bangfu(elsewhere.path(), &["audit", "verify", "--school", "yg"]).status, 0, "a half-written act is in no backup");

    let store = Store::open(&Place::Folder(elsewhere.path().to_owned()), Opening::default()).unwrap();
    for child in &house.here.children {
        let opened = store.read(house.here.id, |tx| {
            let sealed: Vec<u8> = tx.one(Sql("select phone_sealed from guardian where school_id = $1 and pupil_id = $2"), &[&house.here.id, &child.id], |row| row.get(0))?;
            tx.vault().open_sealed(child.id, PHONE_PLACE, &sealed)
        });
        assert_eq!(opened.unwrap().unwrap().open(), &child.phone, "sealed text opens");
    }
}

#[test]
fn a_backup_needs_its_keys_and_the_right_phrase() {
    let data = Folder::new("data");
    let phrase = found(data.path()).told["recovery_phrase"].as_str().unwrap().to_owned();
    let out = Folder::new("backup");
    let path = |name: &str| out.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(out.path().join("phrase.txt"), &phrase).unwrap();
    assert_eq!(bangfu(data.path(), &["backup", &path("a.zip")]).status, 0);
    assert_eq!(bangfu(data.path(), &["key", "backup", &path("keys"), "--phrase-file", &path("phrase.txt")]).status, 0);
    let elsewhere = Folder::new("elsewhere");
    let without = bangfu(elsewhere.path(), &["restore", &path("a.zip")]);
    assert_eq!(without.status, 1);
    assert!(without.errors.contains("--keys"), "{}", without.errors);
    let other = Folder::new("other");
    std::fs::write(out.path().join("wrong.txt"), found(other.path()).told["recovery_phrase"].as_str().unwrap()).unwrap();
    let wrong = bangfu(elsewhere.path(), &["restore", &path("a.zip"), "--keys", &path("keys"), "--phrase-file", &path("wrong.txt")]);
    assert_eq!(wrong.status, 1, "{}", wrong.errors);
    assert!(!elsewhere.path().join(DATABASE_FILE).exists(), "nothing half restored is left");
    let mut bytes = std::fs::read(out.path().join("a.zip")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    std::fs::write(out.path().join("b.zip"), bytes).unwrap();
    let damaged = bangfu(elsewhere.path(), &["restore", &path("b.zip"), "--keys", &path("keys"), "--phrase-file", &path("phrase.txt")]);
    assert_eq!(damaged.status, 1, "{}", damaged.errors);
    assert!(!elsewhere.path().join(DATABASE_FILE).exists());
}

#[test]
fn data_of_a_newer_program_is_refused_and_left_as_it_is() {
    let data = Folder::new("data");
    found(data.path());
    let conn = rusqlite::Connection::open(data.path().join(DATABASE_FILE)).unwrap();
    conn.execute_batch("insert into refinery_schema_history select 999, 'from_the_future', applied_on, checksum from refinery_schema_history limit 1").unwrap();
    drop(conn);
    let before = rows(data.path(), "refinery_schema_history");
    for args in [&["doctor"][..], &["user", "list"], &["audit", "verify"], &["serve", "--listen", "127.0.0.1:0"]] {
        let run = bangfu(data.path(), args);
        assert_eq!(run.status, 1, "{args:?}");
        assert!(run.errors.contains("newer") && run.told["error"].as_str().is_some_and(|text| text.contains("999")), "{args:?}: {} {}", run.errors, run.told);
    }
    assert_eq!(rows(data.path(), "refinery_schema_history"), before);
}

#[test]
fn each_command_ends_with_the_status_that_scripts_expect() {
    let data = Folder::new("data");
    let nothing = Folder::new("nothing");
    let first = found(data.path());
    assert!(first.told["password"].as_str().is_some_and(|password| password.len() >= 10), "{}", first.told);
    let taken = data.path().join("taken.zip");
    std::fs::write(&taken, "mine").unwrap();
    let pdf = if cfg!(feature = "pdf") { 0 } else { 3 };
    for (args, status) in [
        (&["user", "list"][..], 0),
        (&["audit", "verify"], 0),
        (&["doctor"], pdf),
        (&["backup", taken.to_str().unwrap()], 1),
        (&["no-such-command"], 2),
        (&["user", "reset"], 2),
        (&["user", "reset", "nobody"], 4),
        (&["user", "add", "admin", "--staff", "系统管理员"], 5),
    ] {
        let run = bangfu(data.path(), args);
        assert_eq!(run.status, status, "{args:?}: {}", run.errors);
        assert!(!run.errors.contains("panicked"), "{args:?}: {}", run.errors);
    }
    assert_eq!(std::fs::read_to_string(&taken).unwrap(), "mine", "a file that is there is not overwritten");
    let empty = bangfu(nothing.path(), &["user", "list"]);
    assert_eq!(empty.status, 1);
    assert!(empty.errors.contains("bangfu init"), "it says how to begin: {}", empty.errors);
}

#[test]
fn results_for_scripts_are_json_with_fixed_names() {
    let data = Folder::new("data");
    assert_eq!(names(&found(data.path()).told), ["login", "password", "recovery_phrase", "school"]);
    let list = bangfu(data.path(), &["user", "list"]).told;
    assert_eq!(names(&list[0]), ["closed", "login", "must_change", "name", "second_factor"]);
    assert_eq!(list[0]["login"], "admin");
    assert_eq!(names(&bangfu(data.path(), &["audit", "verify"]).told), ["broken_at", "head", "rows", "whole"]);
    let doctor = bangfu(data.path(), &["doctor"]).told;
    assert_eq!(names(&doctor), ["findings", "good"]);
    assert!(doctor["findings"].as_array().is_some_and(|all| all.iter().all(|one| names(one) == ["good", "text", "what"])), "{doctor}");
    let reset = bangfu(data.path(), &["user", "reset", "admin"]);
    assert_eq!(names(&reset.told), ["login", "password"]);
    assert!(!reset.errors.contains(reset.told["password"].as_str().unwrap()), "a password is never logged");
}

#[test]
fn a_founded_school_is_served_and_its_administrator_signs_in() {
    let data = Folder::new("data");
    let password = found(data.path()).told["password"].as_str().unwrap().to_owned();
    let mut server = command(data.path(), &["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let line = BufReader::new(server.stdout.take().unwrap()).lines().next();
    let address: Value = serde_json::from_str(&line.unwrap().unwrap()).unwrap();
    let client = Client::new(address["address"].as_str().unwrap().trim_end_matches('/').to_owned());
    let answer = client.post_form("/sign-in", &[("login", "admin"), ("password", &password)]);
    let next = client.get("/pupils");
    server.kill().unwrap();
    server.wait().unwrap();
    assert_eq!((answer.status, answer.to.as_str()), (303, "/"), "{}", answer.main());
    assert_eq!((next.status, next.to.as_str()), (303, "/account/password"), "the first password is changed at once");
}

/// A roster with a row that cannot be taken in: the last child's identity number is one sign short.
fn roster(folder: &Path) -> String {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("五（3）班").unwrap();
    let rows = [["姓名", "性别", "身份证号"], ["赵一鸣", "男", ""], ["钱二宝", "女", ""], ["孙三思", "男", "11010120150307123"]];
    for (row, cells) in (0..).zip(rows) {
        sheet.write_row(row, 0, cells).unwrap();
    }
    let path = folder.join("五（3）班.xlsx");
    book.save(&path).unwrap();
    path.to_str().unwrap().to_owned()
}

fn names(value: &Value) -> Vec<String> {
    value.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default()
}

#[test]
fn a_roster_comes_in_from_the_command_line_and_what_waits_is_told_cell_by_cell() {
    let data = Folder::new("data");
    found(data.path());
    let out = Folder::new("sheets");
    let file = roster(out.path());
    let counts = |told: &Value| ["rows", "created", "updated", "unchanged", "rejected"].map(|name| told[name].as_i64());
    let dry = bangfu(data.path(), &["import", "roster", &file, "--term", "2026-1", "--dry-run"]);
    assert_eq!((dry.status, counts(&dry.told)), (3, [3, 2, 0, 0, 1].map(Some)), "{} {}", dry.told, dry.errors);
    assert_eq!(names(&dry.told), ["created", "problems", "rejected", "rows", "unchanged", "updated"]);
    assert!(rows(data.path(), "pupil").is_empty() && rows(data.path(), "import").is_empty(), "a dry run writes nothing");
    let problem = &dry.told["problems"][0];
    assert_eq!(names(problem), ["column", "file", "problem", "remedy", "row", "sheet", "value"]);
    assert_eq!([&problem["file"], &problem["sheet"], &problem["row"], &problem["column"]], [&json!("五（3）班.xlsx"), &json!("五（3）班"), &json!(4), &json!("C")]);
    assert!(!problem["value"].as_str().unwrap().contains("20150307"), "an identity number is never told whole: {problem}");
    assert!(["problem", "remedy"].iter().all(|name| problem[name].as_str().is_some_and(|text| !text.is_empty())), "{problem}");

    let real = bangfu(data.path(), &["import", "roster", &file, "--term", "2026-1"]);
    assert_eq!((real.status, &real.told), (3, &dry.told), "it does what the dry run said");
    assert_eq!(rows(data.path(), "pupil").len(), 2);
    let again = bangfu(data.path(), &["import", "roster", &file, "--term", "2026-1", "--match-by-name"]);
    assert_eq!((again.status, counts(&again.told)), (3, [3, 0, 0, 2, 1].map(Some)), "{}", again.told);
    assert_eq!(rows(data.path(), "pupil").len(), 2, "the same file again changes nothing");
    let missing = bangfu(data.path(), &["import", "roster", "/nowhere/x.xlsx", "--term", "2026-1"]);
    assert_eq!(missing.status, 1, "{}", missing.errors);
}

#[test]
fn what_teachers_saw_on_paper_comes_in_and_makes_a_candidate() {
    let house = House::sqlite();
    let out = Folder::new("observations");
    let file = out.path().join("观察.csv");
    let text = "班级,姓名,学习动力,学习态度,观察教师,日期\n四（2）班,刘一诺,×,△,王老师,2026-09-10\n四（2）班,刘一诺,×,,李老师,2026-09-11\n四（2）班,赵小满,√,,王老师,2026-09-10\n";
    std::fs::write(&file, text).unwrap();
    let args = ["import", "observations", file.to_str().unwrap(), "--term", "2026-1", "--match-by-name", "--school", "yg"];
    let run = bangfu(house.folder(), &args);
    assert_eq!((run.status, run.told["created"].as_i64(), run.told["rejected"].as_i64()), (3, Some(2), Some(1)), "{} {}", run.told, run.errors);
    assert_eq!((run.told["problems"][0]["column"].as_str(), run.told["problems"][0]["row"].as_i64()), (Some("C"), Some(4)), "{}", run.told);
    assert_eq!(bangfu(house.folder(), &args).told["unchanged"].as_i64(), Some(2), "the same sheet twice says nothing new");
    let screened = bangfu(house.folder(), &["screen", "--term", "2026-1", "--school", "yg"]);
    let child = screened.told["candidates"].as_array().unwrap().iter().find(|one| one["pupil"] == "刘一诺");
    assert!(child.is_some_and(|child| child["reasons"].to_string().contains("学习动力")), "{}", screened.told);
}

#[test]
fn the_screening_tells_scripts_who_and_why() {
    let house = House::sqlite();
    let run = bangfu(house.folder(), &["screen", "--term", "2026-1", "--school", "yg"]);
    assert_eq!(run.status, 0, "{}", run.errors);
    assert_eq!(names(&run.told), ["candidates", "day", "pupils", "run"]);
    let candidates = run.told["candidates"].as_array().unwrap();
    let of = |name: &str| candidates.iter().find(|one| one["pupil"] == name);
    let child = of("林小明").unwrap_or_else(|| panic!("{}", run.told));
    assert!(["pupil", "class", "reasons"].iter().all(|name| child.get(name).is_some()), "{child}");
    assert_eq!(child["class"], "四（2）班");
    let maths = child["reasons"].as_array().unwrap().iter().find(|reason| reason["subject"] == "maths").unwrap();
    assert_eq!(names(maths), ["rule", "subject", "text", "threshold", "value"]);
    assert_eq!((maths["value"].as_f64(), maths["threshold"].as_f64()), (Some(44.0), Some(60.0)), "{maths}");
    assert!(maths["text"].as_str().is_some_and(|text| text.starts_with("数学 44 分")), "{maths}");
    assert!(of("刘一诺").is_none(), "who does well is no candidate");
    assert_eq!(bangfu(house.folder(), &["screen", "--term", "2031-1", "--school", "yg"]).status, 4, "there is no such term");
}

#[test]
fn a_programme_is_screened_by_the_rules_for_whom_it_serves() {
    let house = House::sqlite();
    let screen = |name: &str, term: &str| bangfu(house.folder(), &["screen", "--programme", name, "--term", term, "--school", "yg"]);
    let all = bangfu(house.folder(), &["screen", "--term", "2026-1", "--school", "yg"]);
    let programmes = bangfu(house.folder(), &["programme", "list", "--term", "2026-1", "--school", "yg"]);
    let named = |category: &str| {
        let serves = |one: &&serde_json::Value| one["in_force"] == true && one["categories"].as_array().is_some_and(|all| all.iter().any(|c| c == category));
        programmes.told.as_array().unwrap().iter().find(serves).map(|one| one["name"].as_str().unwrap().to_owned())
    };
    let serving = named("learning_difficulty").or_else(|| named("target_pupil")).unwrap_or_else(|| panic!("{}", programmes.told));
    let some = screen(&serving, "2026-1");
    assert_eq!(some.status, 0, "{}", some.errors);
    let count = |run: &serde_json::Value| run["candidates"].as_array().unwrap().len();
    assert!(count(&some.told) > 0 && count(&some.told) <= count(&all.told), "{} of {}", some.told, all.told);
    let unknown = screen("没有这个项目", "2026-1");
    assert!(unknown.status != 0 && unknown.errors.contains("没有这个项目"), "{}", unknown.errors);
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageProgrammes>| {
        let copy = programmes::Copy { preset: "left_behind".into(), name: "还没有开始的项目".into(), purpose: String::new(), from_term: term_code("2026-1") };
        programmes::copy_preset(tx, permit, &copy)
    });
    let not_on = screen("还没有开始的项目", "2026-1");
    assert!(not_on.status != 0 && not_on.errors.contains("还没有开始的项目"), "a programme that is not switched on is not screened for: {}", not_on.errors);
    assert_ne!(not_on.errors, unknown.errors.replace("没有这个项目", "还没有开始的项目"), "it says that the programme is known");
    let both = bangfu(house.folder(), &["screen", "--programme", &serving, "--rule", "x", "--term", "2026-1", "--school", "yg"]);
    assert_eq!(both.status, 2, "one of the two: {}", both.errors);
}

#[test]
fn registers_are_written_where_the_command_says() {
    let house = House::sqlite();
    let out = Folder::new("registers");
    for (name, format) in [("roster", "xlsx"), ("roster", "csv"), ("candidates", "xlsx"), ("candidates", "csv")] {
        let path = out.path().join(format!("{name}.{format}"));
        let args = ["register", name, "--term", "2026-1", "--class", "4.2", "--format", format, "--out", path.to_str().unwrap(), "--school", "yg"];
        let run = bangfu(house.folder(), &args);
        assert_eq!((run.status, names(&run.told)), (0, vec!["bytes".to_owned(), "file".into()]), "{args:?}: {}", run.errors);
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(run.told["bytes"].as_u64(), Some(bytes.len() as u64));
        let text = if format == "csv" {
            String::from_utf8(bytes).unwrap()
        } else {
            let mut book: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
            book.worksheets().iter().flat_map(|(_, range)| range.used_cells().map(|(.., cell)| format!("{cell}\n")).collect::<Vec<_>>()).collect()
        };
        assert!(text.contains("林小明") && !text.contains("苏小禾"), "{name}.{format} is of the class alone: {text}");
    }
    let path = out.path().join("x.odt");
    let wrong = bangfu(house.folder(), &["register", "roster", "--term", "2026-1", "--format", "odt", "--out", path.to_str().unwrap(), "--school", "yg"]);
    assert_eq!((wrong.status, path.exists()), (1, false), "{}", wrong.errors);
}

#[test]
fn a_blank_form_is_filled_for_a_class_and_numbers_are_whole_only_for_a_reason() {
    let house = House::sqlite();
    let out = Folder::new("forms");
    let path = |name: &str| out.path().join(name).to_str().unwrap().to_owned();
    let (blank, filled) = (path("一览表.xlsx"), path("filled.xlsx"));
    std::fs::write(&blank, crate::http::forms::blank(&["姓名", "班级", "身份证号", "本校叫法"])).unwrap();
    let number = &house.here.child("4.2", "林小明").identity_no;
    for (reason, whole) in [("", false), ("县教育局收集", true)] {
        let mut args = vec!["form", &blank, "--term", "2026-1", "--class", "4.2", "--all", "--out", &filled, "--school", "yg"];
        if whole {
            args.extend(["--reason", reason]);
        }
        let run = bangfu(house.folder(), &args);
        assert_eq!((run.status, run.told["children"].as_u64(), run.told["by_hand"].as_u64()), (0, Some(6), Some(1)), "{}", run.errors);
        let mut book: calamine::Xlsx<_> = calamine::open_workbook(&filled).unwrap();
        let text: String = book.worksheets().iter().flat_map(|(_, range)| range.used_cells().map(|(.., cell)| format!("{cell}\n")).collect::<Vec<_>>()).collect();
        assert!(text.contains("林小明") && text.contains("四（2）班") && !text.contains("苏小禾"), "{text}");
        assert_eq!(text.contains(number.as_str()), whole, "{reason}: {text}");
    }
    std::fs::write(&blank, "no form").unwrap();
    let broken = bangfu(house.folder(), &["form", &blank, "--term", "2026-1", "--out", &path("none.xlsx"), "--school", "yg"]);
    assert!(broken.status != 0 && !std::path::Path::new(&path("none.xlsx")).exists(), "{}", broken.errors);
}

#[test]
fn the_sample_school_has_twelve_classes_and_a_login_for_each_part() {
    let data = Folder::new("demo");
    let run = bangfu(data.path(), &["demo", "--no-serve"]);
    assert_eq!((run.status, names(&run.told)), (0, vec!["data".to_owned(), "logins".into(), "password".into()]), "{}", run.errors);
    let conn = rusqlite::Connection::open(data.path().join(DATABASE_FILE)).unwrap();
    let count = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("select count(*) from class where year_id = (select id from school_year order by start_year desc limit 1)"), 12);
    let logins = run.told["logins"].as_array().unwrap();
    assert!(logins.iter().all(|login| names(login) == ["login", "who"]), "{}", run.told);
    let list = bangfu(data.path(), &["user", "list"]).told;
    let known: Vec<&Value> = list.as_array().unwrap().iter().map(|account| &account["login"]).collect();
    assert!(logins.len() >= 8 && logins.iter().all(|login| known.contains(&&login["login"])), "{known:?}");
    assert!(count("select count(*) from candidate") > 0, "there is something to look at");
    let pupils = count("select count(*) from pupil");
    let programmes = bangfu(data.path(), &["programme", "list"]);
    let named: Vec<(&str, bool)> = programmes.told.as_array().unwrap().iter().map(|one| (one["preset"].as_str().unwrap(), one["in_force"] == true)).collect();
    assert_eq!(named, [("target_pupil", true), ("left_behind", true)], "{}", programmes.errors);
    let shown = bangfu(data.path(), &["programme", "show", programmes.told[0]["name"].as_str().unwrap()]);
    assert_eq!((shown.status, &shown.told["values"]["class_guide"], &shown.told["version"]), (0, &json!("1-3"), &json!(2)), "{}", shown.errors);
    let stored: Vec<i64> = (1..=2).map(|number| count(&format!("select count(*) from programme_version where number = {number}"))).collect();
    assert_eq!(stored, [2, 1], "the year before keeps 2-4");
    assert_eq!(bangfu(data.path(), &["programme", "show", "nothing"]).status, 4);
    assert_eq!((bangfu(data.path(), &["demo", "--no-serve"]).status, count("select count(*) from pupil")), (0, pupils), "a second time it makes nothing");
}

/// What the command says of a file; it needs no data folder.
fn diagnose(file: &Path) -> Run {
    let done = Command::new(env!("CARGO_BIN_EXE_bangfu")).args(["drill", "diagnose", "--json"]).arg(file).output().unwrap();
    let told = serde_json::from_slice(&done.stdout).unwrap_or(Value::Null);
    Run { status: done.status.code().unwrap(), told, errors: String::from_utf8(done.stderr).unwrap() }
}

#[test]
fn a7_16_drill_diagnose_names_the_rule_behind_the_answers_of_a_file() {
    let data = Folder::new("drill");
    let file = data.path().join("answers.csv");
    let rows = "姓名,日期,题目,答案\n甲,2026-11-02,63-29,46\n甲,2026-11-03,52－18,46\n甲,2026-11-03,91-37,66\n乙,2026-11-03,47/5,9…2\n";
    std::fs::create_dir_all(data.path()).unwrap();
    std::fs::write(&file, rows).unwrap();
    let run = diagnose(&file);
    assert_eq!(run.status, 0, "{}", run.errors);
    let finding = &run.told["pupils"][0]["findings"][0];
    assert_eq!((finding["code"].as_str(), finding["status"].as_str(), finding["support"].as_u64()), (Some("sub.smaller_from_larger"), Some("confirmed"), Some(3)), "{}", run.told);
    assert_eq!(run.told["pupils"][1]["findings"].as_array().map(Vec::len), Some(0));
    std::fs::write(&file, format!("{rows}丙,2026-13-03,4x-5,1\n")).unwrap();
    let run = diagnose(&file);
    assert_eq!((run.status, run.told["unread"][0]["row"].as_u64()), (3, Some(6)), "{}", run.told);
    std::fs::write(&file, "姓名,题目\n甲,1+1\n").unwrap();
    let run = diagnose(&file);
    assert!(run.status == 1 && run.errors.contains("lacks date, answer"), "{} {}", run.status, run.errors);
}
