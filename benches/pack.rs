//! The inspection pack of a school of 600 children, each supported, with a file, a plan and twelve records (BUDGETS: at most 60 s, 400 MB): from the database to the bytes of every document.

use std::path::Path;
use std::sync::Arc;

use bangfu::access::{Act, Duty, Permit, Subject, Who, acts, create_tenant};
use bangfu::activity::rules::{How, Kind};
use bangfu::activity::{self, New, Words};
use bangfu::base::{AccountId, ClassId, ClassName, FixedClock, GradeId, Id, Ids, Lang, PupilId, Result, RowId, SchoolDate, SchoolId, StaffId, TermCode, derived};
use bangfu::casefile::records::{NewNote, note};
use bangfu::plan::edit;
use bangfu::programme::programmes::{self, Copy};
use bangfu::report::export::pack::{self, Wanted};
use bangfu::roster::people::{self, NewPost, NewStaff};
use bangfu::roster::pupils::{self, NewPupil};
use bangfu::roster::time;
use bangfu::screening::confirmed::{self, NewConfirmation};
use bangfu::store::{Opening, Place, Store, Tx};
use criterion::{Criterion, criterion_group, criterion_main};

const PUPILS: usize = 600;
const CLASSES: usize = 15;
const RECORDS: i64 = 12;

fn day(text: &str) -> SchoolDate {
    text.parse().expect("a day")
}

fn school_wide<A: Act>(tx: &mut Tx<'_>) -> Result<Permit<A>> {
    let who = Who::operator(tx, "bench");
    Permit::ask(tx, &who, Subject::School)
}

fn person(tx: &mut Tx<'_>, name: &str, duty: Duty, scope_id: RowId) -> Result<Who> {
    let permit = school_wide::<acts::ManageStaff>(tx)?;
    let staff: StaffId = people::hire(tx, &permit, &NewStaff { name: name.into(), ..NewStaff::default() })?;
    let post = NewPost { staff, duty, scope_id, subject: String::new(), from_day: day("2026-09-01"), until_day: people::forever(), import: None };
    people::appoint(tx, &permit, &post)?;
    Who::of_staff(tx, AccountId::from_uuid(staff.uuid()), staff, name.into(), Lang::ZhCn)
}

/// The classes with their teachers, and the children of each.
fn people_of(tx: &mut Tx<'_>) -> Result<Vec<(Who, Vec<PupilId>)>> {
    create_tenant(tx, "bench", "阳光小学", "school", "")?;
    let calendar = school_wide::<acts::ManageCalendar>(tx)?;
    time::ensure_term(tx, &calendar, TermCode::of(day("2026-09-01")), day("2026-09-01"), day("2027-01-20"))?;
    let term = time::term_by_code(tx, TermCode::of(day("2026-09-01")))?.expect("the term");
    let roster = school_wide::<acts::ManageRoster>(tx)?;
    let mut all = Vec::new();
    for n in 0..CLASSES {
        let name = ClassName { grade: 1 + (n % 6) as i64, number: 1 + (n / 6) as i64 };
        let class: ClassId = time::ensure_class(tx, &roster, term.year, name)?;
        let grade: GradeId = time::class(tx, class)?.grade;
        let children: Vec<NewPupil> =
            (0..PUPILS / CLASSES).map(|seat| NewPupil { name: format!("童{n}之{seat}"), seat_no: Some(seat as i64 + 1), ..NewPupil::default() }).collect();
        let ids = pupils::enrol_many(tx, &roster, &vec![(class, grade); children.len()], &children, day("2026-09-01"))?;
        all.push((person(tx, &format!("班主任{n}"), Duty::Homeroom, RowId::from_uuid(class.uuid()))?, ids));
    }
    Ok(all)
}

/// Every child is supported, has a file, a plan and a record a week.
fn support(tx: &mut Tx<'_>, all: &[(Who, Vec<PupilId>)]) -> Result<()> {
    let term = time::term_by_code(tx, TermCode::of(day("2026-09-01")))?.expect("the term");
    let manage = school_wide::<acts::ManageProgrammes>(tx)?;
    let copy = Copy { preset: "target_pupil".into(), name: "待优生帮教".into(), purpose: "一个也不落下".into(), from_term: term.code };
    let programme = programmes::copy_preset(tx, &manage, &copy)?;
    programmes::switch_on(tx, &manage, programme, copy.from_term, None)?;
    let file = school_wide::<acts::FileRound>(tx)?;
    for (who, children) in all {
        for pupil in children {
            let new = NewConfirmation {
                pupil: *pupil,
                programme,
                term: term.id,
                category: "target_pupil".into(),
                kind: "learning".into(),
                from: day("2026-09-15"),
                until: term.last_day,
                verdict: derived(&[b"verdict", pupil.uuid().as_bytes()]),
            };
            confirmed::confirm(tx, &file, &[new])?;
            let write = Permit::<acts::WriteCaseFile>::ask(tx, who, *pupil)?;
            note(tx, &write, &NewNote { kind: "strength".into(), said_by: "teacher".into(), how: "seen".into(), text: "愿意帮同学收本子，收得又快又齐。".into(), day: None })?;
            let plan = Permit::<acts::WritePlan>::ask(tx, who, *pupil)?;
            edit::prefill(tx, &plan, Lang::ZhCn)?;
            recorded(tx, who, *pupil)?;
        }
    }
    Ok(())
}

fn recorded(tx: &mut Tx<'_>, who: &Who, pupil: PupilId) -> Result<()> {
    let kinds = [Kind::Talk, Kind::Tutoring, Kind::Strength, Kind::HomeVisit];
    for week in 0..RECORDS {
        let permit = Permit::<acts::RecordActivity>::ask(tx, who, pupil)?;
        let words = Words {
            voice: "我想自己先试试".into(),
            done: format!("第{week}周：退位减法十题，先摆小棒再写竖式，错了两题，一起找到了是哪一步。"),
            worked: "先听他说完，再一起排顺序".into(),
            next: "周四再看两题".into(),
            ..Words::default()
        };
        let (kind, day) = (kinds[week as usize % kinds.len()], day("2026-09-15").plus_days(7 * week));
        let id: RowId = tx.new_id();
        activity::record(tx, &[permit], &New { id, kind, how: How::Face, day, minutes: Some(20), held: true, quiet: false, words })?;
    }
    Ok(())
}

fn school(folder: &Path) -> (Store, SchoolId, Who) {
    drop(std::fs::remove_dir_all(folder));
    let clock = Arc::new(FixedClock::at(day("2026-12-20")));
    let store = Store::open(&Place::Folder(folder.to_owned()), Opening { clock, ids: Ids::Random, recorder: None }).expect("a store");
    let id: SchoolId = derived(&[b"bench"]);
    let all = store.write(id, people_of).expect("people");
    store.write(id, |tx| support(tx, &all)).expect("support");
    let office = store.write(id, |tx| person(tx, "教导主任", Duty::AcademicOffice, RowId::from_uuid(id.uuid()))).expect("an office");
    (store, id, office)
}

/// The most memory that this process has had, in MB, as Linux tells it.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or_default() / 1024
}

fn packing(c: &mut Criterion) {
    let folder = std::env::temp_dir().join("bangfu-bench-pack");
    let (store, school, who) = school(&folder);
    let mut group = c.benchmark_group("inspection pack");
    group.sample_size(10);
    for masked in [false, true] {
        let (by, term) = store.read(school, |tx| Ok((Who::operator(tx, "bench"), time::term_by_code(tx, TermCode::of(day("2026-09-01")))?.expect("the term")))).expect("the term");
        let wanted = Wanted { school, who: who.clone(), by, term, masked, reason: "bench".into(), lang: Lang::ZhCn };
        let (mut bytes, mut documents) = (0, 0);
        group.bench_function(if masked { "600 children, masked" } else { "600 children, internal" }, |b| {
            b.iter(|| {
                bytes = 0;
                let made = pack::write(&store, &wanted, &|_, _| Ok(()), &mut |_, file| {
                    bytes += file.len();
                    Ok(())
                });
                documents = made.expect("a pack").documents.len();
            });
        });
        println!("{documents} documents, {} KB, at most {} MB of memory", bytes / 1024, peak_mb());
    }
    group.finish();
    drop(store);
    drop(std::fs::remove_dir_all(folder));
}

criterion_group!(benches, packing);
criterion_main!(benches);
