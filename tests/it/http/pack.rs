//! The registers and the inspection pack of the sample school, at the end of its term: every register in each format, opened again by a reader that is not ours, and nothing told that
//! must not be told.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

use bangfu::access::{Permit, Subject, Who, acts};
use bangfu::base::{Lang, PupilId};
use bangfu::report::export::Format;
use bangfu::report::{Name, make};
use bangfu::roster::time;
use bangfu::store::{Opening, Place, Sql, Store};
use bangfu::web::JobState;
use calamine::{Data, Reader};

use crate::house::{Folder, House};

/// What must never be told outside, of every child.
struct Secret {
    name: String,
    texts: Vec<String>,
}

fn bangfu(args: &[&str], data: &Path) -> serde_json::Value {
    let done = Command::new(env!("CARGO_BIN_EXE_bangfu")).args(args).arg("--json").arg("--data").arg(data).env_remove("BANGFU_DATABASE_URL").output().unwrap();
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_str(String::from_utf8(done.stdout).unwrap().lines().last().unwrap()).unwrap()
}

/// Gives every child of the sample school, which has none, numbers and an address that are its own.
fn plant(store: &Store) {
    let school = bangfu::access::tenants(store).unwrap()[0].id;
    store
        .write(school, |tx| {
            let pupils: Vec<PupilId> = tx.query(Sql("select id from pupil where school_id = $1 order by name_sort, id"), &[&school], |row| row.get(0))?;
            for (at, id) in pupils.into_iter().enumerate() {
                let registry = tx.vault().seal(id, "pupil.registry_no", &format!("G5101012016{at:08}"))?;
                let identity = tx.vault().seal(id, "pupil.identity_no", &format!("5101012016{at:08}"))?;
                let address = tx.vault().seal(id, "pupil.address", &format!("望山镇石桥村{at:04}号"))?;
                let sql = Sql("update pupil set registry_sealed = $3, identity_sealed = $4, address_sealed = $5 where school_id = $1 and id = $2");
                tx.execute(sql, &[&school, &id, &registry, &identity, &address])?;
            }
            Ok(())
        })
        .unwrap();
}

/// Names, numbers, addresses, telephones and days of birth of every child, opened with the keys.
fn secrets(store: &Store) -> Vec<Secret> {
    let school = bangfu::access::tenants(store).unwrap()[0].id;
    store
        .read(school, |tx| {
            type Row = (PupilId, String, Option<bangfu::base::SchoolDate>, [Option<Vec<u8>>; 3]);
            let sql = Sql("select id, name, birth_day, registry_sealed, identity_sealed, address_sealed from pupil where school_id = $1");
            let rows: Vec<Row> = tx.query(sql, &[&school], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, [row.get(3)?, row.get(4)?, row.get(5)?])))?;
            let phones: Vec<(PupilId, Option<Vec<u8>>)> =
                tx.query(Sql("select pupil_id, phone_sealed from guardian where school_id = $1"), &[&school], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let mut all = Vec::new();
            for (id, name, born, sealed) in rows {
                let mut texts: Vec<String> = born.map(|day| day.to_string()).into_iter().collect();
                for (place, bytes) in ["pupil.registry_no", "pupil.identity_no", "pupil.address"].into_iter().zip(&sealed) {
                    texts.extend(bytes.as_ref().map(|bytes| tx.vault().open_words(id, place, Some(bytes))).transpose()?);
                }
                for (_, bytes) in phones.iter().filter(|(of, _)| *of == id) {
                    texts.extend(bytes.as_ref().map(|bytes| tx.vault().open_words(id, "guardian.phone", Some(bytes))).transpose()?);
                }
                texts.retain(|text| text.chars().count() > 3);
                all.push(Secret { name, texts });
            }
            Ok(all)
        })
        .unwrap()
}

/// All texts of an Office file or a table of text, cell by cell, read by readers that did not write it.
fn cells(path: &str, bytes: &[u8]) -> Vec<Vec<String>> {
    if path.ends_with(".xlsx") {
        let mut book = calamine::Xlsx::new(Cursor::new(bytes)).unwrap();
        let said = |data: &Data| match data {
            Data::DateTime(day) => {
                let (year, month, date, ..) = day.to_ymd_hms_milli();
                format!("{year}-{month:02}-{date:02}")
            }
            other => other.to_string(),
        };
        return book.worksheets().iter().flat_map(|(_, range)| range.rows().map(|row| row.iter().map(said).collect()).collect::<Vec<Vec<String>>>()).collect();
    }
    if path.ends_with(".docx") {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut xml = String::new();
        zip.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
        let mut reader = quick_xml::Reader::from_str(&xml);
        let (mut rows, mut row, mut cell, mut inside) = (Vec::new(), Vec::new(), String::new(), false);
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(tag) if tag.name().as_ref() == "w:tr" => row = Vec::new(),
                quick_xml::events::Event::Start(tag) if tag.name().as_ref() == "w:tc" => {
                    cell = String::new();
                    inside = true;
                }
                quick_xml::events::Event::End(tag) if tag.name().as_ref() == "w:tc" => {
                    row.push(cell.clone());
                    inside = false;
                }
                quick_xml::events::Event::End(tag) if tag.name().as_ref() == "w:tr" => rows.push(std::mem::take(&mut row)),
                quick_xml::events::Event::Text(text) => {
                    let text = text.xml10_content().into_owned();
                    if inside { cell.push_str(&text) } else { rows.push(vec![text]) }
                }
                _ => {}
            }
        }
        return rows;
    }
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// No number, address, telephone or day of birth of any child, no rank, and beside the name of a child no mark: figures of a row stand for a seat or a count alone.
fn tells_nothing(what: &str, rows: &[Vec<String>], secrets: &[Secret], names_too: bool) {
    let all: String = rows.iter().flatten().map(|cell| format!("{cell}\n")).collect();
    for secret in secrets {
        for text in &secret.texts {
            assert!(!all.contains(text.as_str()), "{what} tells {text} of {}", secret.name);
        }
        assert!(!names_too || secret.name.chars().count() < 2 || !all.contains(secret.name.as_str()), "{what} names {}", secret.name);
    }
    for rank in ["名次", "排名", "全班第", "年级第"] {
        assert!(!all.replace("分数和名次", "").contains(rank), "{what} speaks of {rank}");
    }
    let names: BTreeSet<&str> = secrets.iter().map(|secret| secret.name.as_str()).collect();
    for row in rows.iter().filter(|row| row.iter().any(|cell| names.contains(cell.as_str()))) {
        let figures = row.iter().filter(|cell| cell.trim().parse::<f64>().is_ok()).count();
        assert!(figures <= 1, "{what}: beside a name stands more than a seat: {row:?}");
    }
}

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, into) } else { into.push(path) }
    }
    into.sort();
}

/// A pack in a folder: each file by its path, with its cells.
fn opened(folder: &Path) -> Vec<(String, Vec<Vec<String>>)> {
    let mut all = Vec::new();
    files(folder, &mut all);
    let of = |path: &PathBuf| path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
    all.iter().filter(|path| path.extension().is_none_or(|end| end != "pdf")).map(|path| (of(path), cells(path.to_str().unwrap(), &std::fs::read(path).unwrap()))).collect()
}

#[test]
fn every_register_of_the_sample_school_opens_again_and_what_is_for_walls_and_strangers_tells_nothing() {
    let data = Folder::new("pack-demo");
    bangfu(&["demo", "--no-serve"], data.path());
    let store = Store::open(&Place::Folder(data.path().to_owned()), Opening::default()).unwrap();
    plant(&store);
    let secrets = secrets(&store);
    assert!(secrets.len() > 300 && secrets.iter().filter(|one| one.texts.len() >= 3).count() > 300, "there is something to tell");
    each_register(&store, &secrets);

    let out = Folder::new("pack-out");
    let term = time_code(&store);
    let (internal, masked) = (out.path().join("internal"), out.path().join("masked"));
    let told = bangfu(&["pack", "--term", &term, "--out", internal.to_str().unwrap(), "--reason", "测试"], data.path());
    let opened_internal = opened(&internal);
    assert_eq!(opened_internal.iter().filter(|(path, _)| path.starts_with("00-01")).count(), 2, "a contents page as word file and workbook");
    let contents: String = opened_internal.iter().find(|(path, _)| path.starts_with("00-01") && path.ends_with(".xlsx")).unwrap().1.concat().concat();
    for document in told["documents"].as_array().unwrap() {
        let (path, sha) = (document["path"].as_str().unwrap(), document["sha256"].as_str().unwrap());
        let bytes = std::fs::read(internal.join(path)).unwrap();
        assert_eq!(sha, sha_of(&bytes), "{path}");
        assert!(path.starts_with("00-") || (contents.contains(path) && contents.contains(sha)), "{path} stands in the contents with its hash");
    }
    assert!(contents.contains(told["audit"]["head"].as_str().unwrap()), "the head of the audit chain stands in the contents");
    for folder in ["01 制度与组织", "02 摸底与名单", "03 一生一档", "04 计划", "05 结对", "06 过程记录", "07 成效"] {
        assert!(opened_internal.iter().any(|(path, _)| path.starts_with(folder)), "{folder}");
    }
    let not_kept: Vec<&str> = told["not_kept"].as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
    assert!(not_kept.is_empty(), "{not_kept:?}");
    assert!(told["missing"].as_u64().unwrap() > 0, "the sample school owes something");
    assert!(opened_internal.iter().any(|(path, rows)| path.starts_with("00-02") && rows.len() > 3), "and it is listed with who owes it");

    bangfu(&["pack", "--term", &term, "--masked", "--out", masked.to_str().unwrap()], data.path());
    let opened_masked = opened(&masked);
    assert!(opened_masked.len() > 10, "{:?}", opened_masked.iter().map(|(path, _)| path).collect::<Vec<_>>());
    for (path, rows) in &opened_masked {
        tells_nothing(path, rows, &secrets, true);
    }
    let all: String = opened_masked.iter().flat_map(|(_, rows)| rows.iter().flatten()).map(|cell| format!("{cell}\n")).collect();
    assert!(all.contains("**") && all.contains('√'), "masked names and ticks are there");
}

fn sha_of(bytes: &[u8]) -> String {
    use sha2::Digest;
    data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(bytes))
}

fn time_code(store: &Store) -> String {
    let school = bangfu::access::tenants(store).unwrap()[0].id;
    store.read(school, time::current_term).unwrap().unwrap().code.to_string()
}

/// Every register in every format, for the whole school.
fn each_register(store: &Store, secrets: &[Secret]) {
    let school = bangfu::access::tenants(store).unwrap()[0].id;
    let mut made = Vec::new();
    for name in Name::ALL.iter().copied() {
        for format in Format::ALL.into_iter().filter(|format| *format != Format::Pdf || cfg!(feature = "pdf")) {
            let done = store.read(school, |tx| {
                let who = Who::operator(tx, "test");
                let permit = Permit::<acts::PrintRegister>::ask(tx, &who, Subject::School)?;
                let term = time::current_term(tx)?.unwrap();
                make(tx, &permit, name, &term, format, Lang::ZhCn)
            });
            let (file, _, bytes) = match done {
                Ok(done) => done,
                Err(bangfu::base::Error::Invalid(_)) => continue,
                Err(fault) => panic!("{}: {fault}", name.code()),
            };
            if format == Format::Pdf {
                assert!(bytes.starts_with(b"%PDF"), "{file}");
                continue;
            }
            let rows = cells(&file, &bytes);
            assert!(rows.len() > 1, "{file} is empty");
            if !name.is_internal() {
                tells_nothing(&file, &rows, secrets, false);
            }
            made.push(name.code());
        }
    }
    made.dedup();
    for code in
        ["subject-files", "progress-files", "tracking", "tutoring-records", "visit-records", "support-plans", "study-plans", "habit-plans", "case-files", "helpers", "effects"]
    {
        assert!(made.contains(&code), "the sample school has a {code}: {made:?}");
    }
}

#[test]
fn the_office_makes_the_pack_in_the_background_and_fetches_it_and_nobody_else_does() {
    let house = House::sqlite();
    for (name, status) in [("王老师", 403), ("吴主任", 403), ("李老师", 403), ("沈老师", 403), ("钱老师", 403)] {
        if house.here.people.iter().any(|person| person.name == name) {
            assert_eq!(house.as_(name).get("/registers/pack").status, status, "{name}");
        }
    }
    let office = house.as_("周主任");
    let refused = office.post_form("/registers/pack", &[("set", "internal"), ("reason", "")]);
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("请写明为什么制作"), "{}", refused.main());
    for (set, name) in [("internal", "迎检包_内部卷_2026-1.zip"), ("masked", "迎检包_脱敏卷_2026-1.zip")] {
        let job = office.post_form("/registers/pack", &[("set", set), ("reason", "县督查")]);
        assert_eq!(job.status, 303, "{}", job.main());
        let id: bangfu::base::RowId = job.to.strip_prefix("/jobs/").unwrap().parse().unwrap();
        let staff = house.here.person("周主任").staff;
        let page = loop {
            match house.app.jobs.state(id, house.here.id, staff).unwrap() {
                JobState::Done(page) => break page,
                JobState::Failed(why) => panic!("{why:?}"),
                JobState::Working(..) => std::thread::yield_now(),
            }
        };
        let ready = office.get(&page);
        assert!(ready.status == 200 && ready.text.contains(name), "{}", ready.main());
        let file = office.download(&format!("{page}/file"));
        assert_eq!((file.status, file.media_type.as_str()), (200, "application/zip"));
        let mut zip = zip::ZipArchive::new(Cursor::new(&file.bytes)).unwrap();
        let names: Vec<String> = (0..zip.len()).map(|at| zip.by_index(at).unwrap().name().unwrap().into_owned()).collect();
        assert!(names.iter().any(|name| name == "00-01 目录.docx"), "{names:?}");
        assert_eq!(names.iter().any(|name| name.contains("学生花名册")), set == "internal", "{names:?}");
        for other in ["陈校长", "王老师"] {
            assert!([403, 404].contains(&house.as_(other).get(&format!("{page}/file")).status), "{other} fetches no pack of another");
        }
    }
    let chain = house.read(house.here.id, |tx| bangfu::access::audit::page(tx, None, None, None, 50));
    let notes: Vec<&str> = chain.iter().map(|row| row.entry.note.as_str()).filter(|note| note.starts_with("pack 2026-1")).collect();
    assert!(notes.iter().any(|note| note.contains("masked") && note.contains("sha256") && note.contains("县督查")), "{notes:?}");
    assert_eq!(notes.len(), 4, "made twice, fetched twice: {notes:?}");
}

#[test]
fn who_owes_something_is_asked_two_weeks_before_the_inspection_and_finds_the_form() {
    for house in House::both() {
        super::pack_lists(&house);
        let (office, teacher) = (house.as_("周主任"), house.as_("王老师"));
        let page = office.get("/registers/pack");
        assert!(!page.text.contains("名单还没有备案") && page.text.contains("现在就看"), "{}", page.main());
        assert!(office.get("/registers/pack?all=1").text.contains("名单还没有备案"), "the list can be looked at any time");
        assert_eq!(office.post_from("/registers/pack", "/registers/pack/day", &[("day", "2026-09-01")]).status, 422, "a day that is over");
        assert_eq!(office.post_from("/registers/pack", "/registers/pack/day", &[("day", "2026-11-20")]).status, 303);
        assert!(!teacher.get("/").text.contains("检查前还有"), "two months before nobody is asked");
        assert_eq!(office.post_from("/registers/pack", "/registers/pack/day", &[("day", "2026-10-02")]).status, 303);
        let page = office.get("/registers/pack");
        assert!(page.text.contains("名单还没有备案") && page.text.contains("2026-10-02"), "{}", page.main());
        let today = teacher.get("/");
        assert!(today.text.contains("检查前还有"), "{}", today.main());
        let own = teacher.get("/registers/owed");
        assert!(own.status == 200 && own.text.contains("四（2）班") && !own.text.contains("五（1）班"), "{}", own.main());
        let form = own.text.split("href=\"").find(|rest| rest.starts_with("/screening/rounds/")).unwrap().split('"').next().unwrap();
        assert_eq!(teacher.get(form).status, 200, "{form} opens for who owes it");
        assert_eq!(teacher.post_form("/registers/owed", &[]).status, 409, "not everything is there");
        assert_eq!(teacher.post_from("/registers/owed", "/registers/pack/day", &[("day", "2026-10-03")]).status, 403, "no teacher moves the day");
        assert_eq!(office.post_from("/registers/pack", "/registers/pack/requests", &[]).status, 303);
        // The day is moved: the tasks of the earlier day end, so nobody has two.
        assert_eq!(office.post_from("/registers/pack", "/registers/pack/day", &[("day", "2026-10-05")]).status, 303);
        assert_eq!(teacher.get("/").text.matches("检查前还有").count(), 1, "one task a person");
    }
}

#[test]
fn statistics_are_counts_and_small_ones_are_told_only_to_who_looks_after_the_whole_school() {
    let house = House::sqlite();
    let child = house.here.child("4.2", "林小明").id;
    let (class, _) = house.here.class("4.2");
    let (other, _) = house.here.class("5.1");
    super::cases::confirm(&house, child, house.here.programme, "target_pupil", "learning");
    let page = house.as_("陈校长").get("/registers/statistics");
    assert!(page.status == 200 && page.text.contains("<svg role=\"img\"") && page.text.contains("4 年级"), "{}", page.main());
    assert!(!page.text.contains("少于 3") && !page.text.contains("林小明"), "counts alone: {}", page.main());
    let teacher = house.as_("王老师");
    let own = teacher.get("/registers/statistics");
    assert!(own.status == 200 && own.text.contains("少于 3") && !own.text.contains("林小明"), "{}", own.main());
    assert_eq!(teacher.get(&format!("/registers/statistics?part=class:{other}")).status, 404, "another's class");
    assert_eq!(teacher.get("/registers/statistics/paper/statistics.xlsx").status, 403, "the school as a whole");
    for name in ["李老师", "沈老师", "钱老师"] {
        if house.here.people.iter().any(|person| person.name == name) {
            assert_eq!(house.as_(name).get("/registers/statistics").status, 403, "{name}");
        }
    }
    let file = teacher.download(&format!("/registers/statistics/paper/statistics.xlsx?part=class:{class}"));
    assert_eq!(file.status, 200);
    let told: String = cells("a.xlsx", &file.bytes).concat().concat();
    assert!(told.contains("少于 3") && told.contains("各年级正在帮扶的孩子") && !told.contains("林小明"), "{told}");
}
