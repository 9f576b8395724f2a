//! Field by field, person by person, channel by channel: what is written of a child's mind is read by those whom the table names, and stands in no database file and no backup.

use std::io::Read;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

use bangfu::base::PupilId;
use bangfu::web::Method;

use super::counselling::{book, campaign, place};
use super::wellbeing::{done, id, open_room, tell};
use crate::house::House;

/// Each planted text, and who may read it: by family name. 沈 is the counsellor, 赵 the second receiver, 李 the author of the observation, 陈, 许 and 赵 handle complaints.
const FIELDS: [(&str, &str); 29] = [
    ("标记观察", "沈赵"),
    ("标记回话", "沈赵李"),
    ("标记级别", "沈"),
    ("标记一页", "沈"),
    ("标记孩子的话", "沈"),
    ("标记做法", "沈"),
    ("标记学习要求", "沈"),
    ("标记托付", "沈"),
    ("标记何时", "沈"),
    ("标记自己", "沈"),
    ("标记伙伴", "沈"),
    ("标记大人", "沈"),
    ("标记地方", "沈"),
    ("标记量表", "沈"),
    ("标记总分", "沈"),
    ("标记分量表", "沈"),
    ("标记常模", "沈"),
    ("标记奶奶", "沈"),
    ("标记清单", "沈"),
    ("标记急事", "沈赵"),
    ("标记经过", "沈赵"),
    ("标记转介", "沈"),
    ("标记共享", "沈"),
    ("标记同意", "沈"),
    ("标记请求", "沈"),
    ("标记紧急", "沈"),
    ("标记谈话", "沈"),
    ("标记讥笑", "陈许赵"),
    ("标记听过", "陈许赵"),
];

/// What the program logs while the test runs.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn listen() -> Self {
        let log = Self::default();
        let writer = log.clone();
        // Only here in this program; what other tests log at the same time comes along.
        drop(tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG).with_ansi(false).with_writer(move || writer.clone()).try_init());
        log
    }
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

/// Writes each field of a child. Gives the entries that have a page of their own.
fn plant(house: &House, child: PupilId) -> Vec<String> {
    open_room(house);
    let day = house.store.clock().now().day();
    let (today, review) = (day.to_string(), day.plus_days(20).to_string());
    let notice = tell(house, "李老师", child, "matrix", "3", "标记观察");
    done(house, "赵主任", &format!("/wellbeing/inbox/{notice}"), &[("answer", "talked"), ("text", "标记回话")]);
    let write = |what: &str, fields: &[(&str, &str)]| done(house, "沈老师", &format!("/pupils/{child}/wellbeing/write/{what}"), fields);
    write("level", &[("level", "3"), ("text", "标记级别"), ("review", &review)]);
    write("note", &[("text", "标记一页")]);
    write("feeling", &[("tick", "fear"), ("voice", "标记孩子的话"), ("do", "标记做法"), ("review", &review)]);
    write("pattern", &[("tick", "selfblame"), ("stage", "fulcra"), ("learning", "标记学习要求"), ("trust", "标记托付"), ("review", &review)]);
    write("safety", &[("signs", "标记何时"), ("self", "标记自己"), ("people", "标记伙伴"), ("adults", "标记大人"), ("place", "标记地方"), ("review", &review)]);
    write("scale", &[("name", "标记量表"), ("when", &today), ("by", "沈老师"), ("total", "标记总分"), ("scales", "标记分量表"), ("norm", "标记常模")]);
    write("check", &[("list", "parent"), ("who", "标记奶奶"), ("item1", "no"), ("text", "标记清单")]);
    let crisis = id("matrix crisis");
    done(house, "李老师", &format!("/pupils/{child}/crisis"), &[("id", &crisis), ("what", "other"), ("text", "标记急事")]);
    done(house, "沈老师", &format!("/wellbeing/crises/{crisis}"), &[("line", "child"), ("text", "标记经过")]);
    let centre = id("matrix centre");
    done(house, "沈老师", "/wellbeing/outside", &[("id", &centre), ("name", "县心理辅导站"), ("kind", "centre"), ("contact", "电话"), ("until", "2027-09-01")]);
    let referral = id("matrix referral");
    let one = done(house, "沈老师", &format!("/pupils/{child}/wellbeing/referral"), &[("id", &referral), ("place", &centre), ("text", "标记转介"), ("shared", "标记共享")]);
    done(house, "沈老师", &one, &[("step", "consented"), ("text", "标记同意")]);
    let ask = id("matrix ask");
    done(house, "王老师", &format!("/pupils/{child}/wellbeing/ask"), &[("id", &ask), ("reason", "标记请求")]);
    done(house, "陈校长", &format!("/pupils/{child}/wellbeing/glass"), &[("id", &id("matrix glass")), ("reason", "标记紧急，联系不上")]);
    let room = place(house, "心理咨询室");
    assert_eq!(book(house, "matrix talk", &room, "single", "09:00", &[child]).status, 303);
    let talk = id("matrix talk");
    done(house, "沈老师", &format!("/wellbeing/bookings/{talk}/end"), &[("what", "held"), ("minutes", "30"), ("present", &child.to_string()), ("text", "标记谈话")]);
    let complaint = id("matrix complaint");
    let fields = [("id", &*complaint), ("about", "classmate"), ("staff", ""), ("day", &today), ("told_by", "奶奶"), ("text", "标记讥笑")];
    done(house, "王老师", &format!("/pupils/{child}/complaint"), &fields);
    done(house, "陈校长", &format!("/complaints/{complaint}"), &[("outcome", "heard"), ("text", "标记听过")]);
    let yearly = campaign(house, house.here.child("4.2", "何田田").id);
    // The three hours of the glass are over before anybody looks.
    house.clock.set_to(bangfu::base::Stamp(house.store.clock().now().0 + 4 * 3_600_000));
    vec![notice, crisis, referral, ask, talk, complaint, yearly]
}

/// Every page of the product for the child and for each planted entry, and the channels that are no page of their own.
fn channels(house: &House, child: PupilId, entries: &[String]) -> Vec<String> {
    let mut all = Vec::new();
    for route in bangfu::routes().list().iter().filter(|route| route.method == Method::Get) {
        let path = super::filled(route, &house.here, "4.2");
        if ["{entry}", "{booking}", "{campaign}", "{pupil}"].iter().any(|mark| route.path.contains(mark)) && (route.path.contains("wellbeing") || route.path.contains("complaints"))
        {
            all.extend(entries.iter().map(|entry| path.replace("0123456789abcdef0123456789abcdef", entry)));
        } else {
            all.push(path);
        }
    }
    for query in ["标记", "一页", "林小明", "lxm"] {
        let typed: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
        all.push(format!("/pupils?q={typed}"));
        all.push(format!("/pupils/suggestions?q={typed}"));
    }
    for name in bangfu::report::Name::ALL {
        all.push(format!("/registers/{}.csv", name.code()));
    }
    all.extend(["/pupils/{}/copy.json", "/pupils/{}/readers", "/pupils/{}/records", "/pupils/{}/case", "/pupils/{}/handover"].map(|path| path.replace("{}", &child.to_string())));
    all.extend(["/", "/audit", "/registers/pack", "/registers/statistics", "/supervision"].map(ToOwned::to_owned));
    all
}

#[test]
fn no_field_of_a_childs_mind_leaves_by_any_channel() {
    let log = Log::listen();
    let house = House::sqlite();
    let child = house.here.child("4.2", "林小明").id;
    let entries = plant(&house, child);
    let paths = channels(&house, child, &entries);
    let (mut leaks, mut read, mut cells) = (Vec::new(), Vec::new(), 0);
    for person in &house.here.people {
        let (client, family) = (house.as_(person.name), person.name.chars().next().unwrap());
        for path in &paths {
            let answer = client.download(path);
            let text = String::from_utf8_lossy(&answer.bytes).into_owned();
            assert!(answer.status < 500, "{} {path} → {}: {}", person.name, answer.status, log.text());
            cells += FIELDS.len();
            for (mark, may) in FIELDS.iter().filter(|(mark, _)| text.contains(mark)) {
                if may.contains(family) { read.push((*mark, family)) } else { leaks.push(format!("{mark}: {} {path}", person.name)) }
            }
        }
        // An error page repeats what the person typed, and nothing of what others did.
        let refused = client.post("/pupils/none/mood", &[("text", "x")]);
        assert!(FIELDS.iter().all(|(mark, _)| !refused.text.contains(mark)));
    }
    assert!(leaks.is_empty(), "{} leaks of {cells} cells: {leaks:#?}", leaks.len());
    for (mark, may) in FIELDS {
        assert!(may.chars().all(|family| read.contains(&(mark, family))), "{mark} is read by {may}: {:?}", read.iter().filter(|(known, _)| *known == mark).collect::<Vec<_>>());
    }
    // Who leads may not learn from the lists of entries who has a file.
    for name in ["王老师", "许书记", "周主任"] {
        let page = house.as_(name).get(&format!("/pupils/{child}/readers")).text;
        assert!(["做心理支持", "心理支持的收件箱", "写情绪观察", "看心理档案"].iter().all(|act| !page.contains(act)), "{name}: {page}");
    }
    let logged = log.text();
    for (mark, _) in FIELDS {
        assert!(!logged.contains(mark), "{mark} is logged");
    }
    nothing_in_files(&house);
}

/// The bytes of every file in a folder.
fn bytes_of(folder: &Path, into: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            bytes_of(&path, into);
        } else {
            into.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}

fn has(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Neither the database with its log nor a backup holds a planted text; what is no secret is found there, so that the search is known to work.
fn nothing_in_files(house: &House) {
    let mut files = Vec::new();
    bytes_of(house.folder(), &mut files);
    let out = crate::house::Folder::new("matrix");
    let file = out.path().join("b.zip");
    let run = Command::new(env!("CARGO_BIN_EXE_bangfu")).arg("backup").arg(&file).arg("--data").arg(house.folder()).output().unwrap();
    let said = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&file).unwrap()).unwrap();
    let listing: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    for at in 0..archive.len() {
        let mut bytes = Vec::new();
        let mut part = archive.by_index(at).unwrap();
        part.read_to_end(&mut bytes).unwrap();
        files.push((format!("backup/{}", part.name().unwrap()), bytes));
    }
    assert!(files.iter().any(|(_, bytes)| has(bytes, "林小明")) && files.iter().any(|(name, bytes)| name.starts_with("backup/") && has(bytes, "林小明")), "{listing:?}");
    for (mark, _) in FIELDS {
        assert!(!said.contains(mark) && !listing.iter().any(|name| name.contains(mark)), "{mark}");
        for (name, bytes) in &files {
            assert!(!has(bytes, mark), "{mark} stands in {name}");
        }
    }
}
