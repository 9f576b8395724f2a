//! Screening of 100,000 pupils × 5 subjects from the database by the rules of a new school (BUDGETS: at most 1 s to compute; writing apart).

use std::hint::black_box;
use std::sync::Arc;

use bangfu::access::{Permit, Subject, Who, acts, create_tenant};
use bangfu::base::{AssessmentId, ClassId, FixedClock, GradeId, Id, Ids, Lang, PupilId, SchoolDate, SchoolId, TermCode, derived};
use bangfu::roster::time::{self, Term};
use bangfu::screening::running::{find, run};
use bangfu::screening::{Rule, default_rules};
use bangfu::store::{Cell, Opening, Place, Sql, Store};
use criterion::{Criterion, criterion_group, criterion_main};

const PUPILS: u32 = 100_000;
const CLASS: u32 = 45;
const SUBJECTS: [&str; 5] = ["chinese", "maths", "english", "science", "morality"];

fn day(text: &str) -> SchoolDate {
    text.parse().expect("a day")
}

fn id<T: Id>(kind: &[u8], n: u32) -> T {
    derived(&[kind, &n.to_be_bytes()])
}

/// The same figures in every run, 0 to below `sides`.
fn roll(state: &mut u64, sides: u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % sides
}

const PLACE: Sql = Sql("insert into place (school_id, id, pupil_id, class_id, grade_id, from_day, until_day) values ($1, $2, $3, $4, $5, $6, $7)");
const NEW_CLASS: Sql = Sql("insert into class (school_id, id, year_id, grade_id, number, name) values ($1, $2, $3, $4, $5, $6)");
const ASSESSMENT: Sql =
    Sql("insert into assessment (school_id, id, term_id, scope_id, name, kind, day, scale, actor, at_ms) values ($1, $2, $3, $1, 'final', 'final', $4, 'points', 'bench', 0)");
const FULL: Sql = Sql("insert into full_mark (school_id, assessment_id, grade_level, subject, points) values ($1, $2, $3, $4, 100)");
const RESULT: Sql = Sql("insert into result (school_id, assessment_id, class_id, pupil_id, subject, state, points, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

fn fill(store: &Store, school: SchoolId) -> Term {
    store
        .write(school, |tx| {
            create_tenant(tx, "county", "County", "county", "")?;
            let who = Who::operator(tx, "bench");
            let permit = Permit::<acts::ManageCalendar>::ask(tx, &who, Subject::School)?;
            let code = TermCode::of(day("2026-09-01"));
            time::ensure_term(tx, &permit, code, day("2026-09-01"), day("2027-01-20"))?;
            let term = time::term_by_code(tx, code)?.expect("the term");
            let grades: Vec<GradeId> = time::grades(tx, term.year)?.into_iter().filter(|g| g.level >= 3).map(|g| g.id).collect();
            let (own, from, until) = (school.uuid(), day("2026-09-01"), day("9999-12-31"));
            let of = |p: u32| (id::<ClassId>(b"class", p / CLASS), grades[(p / CLASS % 4) as usize]);
            for class in 0..PUPILS.div_ceil(CLASS) {
                let (id, grade) = of(class * CLASS);
                tx.execute(NEW_CLASS, &[&school, &id, &term.year, &grade, &i64::from(class), &format!("C{class}")])?;
            }
            let pupil = |p: u32| id::<PupilId>(b"pupil", p).uuid();
            let place = |p: u32| {
                let (class, grade) = of(p);
                vec![Cell::Id(own), Cell::Id(pupil(p)), Cell::Id(pupil(p)), Cell::Id(class.uuid()), Cell::Id(grade.uuid()), Cell::Date(from), Cell::Date(until)]
            };
            tx.execute_many(PLACE, &(0..PUPILS).map(place).collect::<Vec<_>>())?;
            let final_exam: AssessmentId = id(b"assessment", 0);
            tx.execute(ASSESSMENT, &[&school, &final_exam, &term.id, &day("2026-09-10")])?;
            for (level, subject) in (3..=6_i64).flat_map(|level| SUBJECTS.map(|subject| (level, subject))) {
                tx.execute(FULL, &[&school, &final_exam, &level, &subject])?;
            }
            let mut state = 7;
            let mut rows = Vec::with_capacity(PUPILS as usize * SUBJECTS.len());
            for p in 0..PUPILS {
                let ability = roll(&mut state, 13) + roll(&mut state, 13) + roll(&mut state, 13);
                for subject in SUBJECTS {
                    let points = (52 + ability + roll(&mut state, 13)) as f64;
                    let (of_class, of_pupil) = (Cell::Id(of(p).0.uuid()), Cell::Id(pupil(p)));
                    let (state, author) = (Cell::Text("points"), Cell::Text("bench"));
                    rows.push(vec![Cell::Id(own), Cell::Id(final_exam.uuid()), of_class, of_pupil, Cell::Text(subject), state, Cell::Real(points), author, Cell::Int(0)]);
                }
            }
            tx.execute_many(RESULT, &rows)?;
            Ok(term)
        })
        .expect("a filled store")
}

fn benches(c: &mut Criterion) {
    let folder = std::env::temp_dir().join(format!("bangfu-bench-screening-{}", std::process::id()));
    let opening = Opening { clock: Arc::new(FixedClock::at(day("2026-10-20"))), ids: Ids::seeded(7), recorder: None };
    let store = Store::open(&Place::Folder(folder.clone()), opening).expect("a store");
    let school: SchoolId = id(b"school", 1);
    let term = fill(&store, school);
    let rules: Vec<Rule> = default_rules(Lang::ZhCn).expect("rules").into_iter().map(|rule| Rule { active: true, ..rule }).collect();
    let mut group = c.benchmark_group("screening from the database");
    group.sample_size(10);
    group.bench_function("compute, 100,000 pupils, 5 subjects, eight rules", |b| {
        b.iter(|| store.read(school, |tx| find(tx, &term, &rules)).map(|found| black_box(found.candidates.len())));
    });
    group.bench_function("compute and write a run with its candidates", |b| {
        b.iter(|| {
            store.write(school, |tx| {
                let who = Who::operator(tx, "bench");
                let permit = Permit::<acts::ManageScreening>::ask(tx, &who, Subject::School)?;
                run(tx, &permit, &term, None).map(|outcome| black_box(outcome.candidates.len()))
            })
        });
    });
    group.finish();
    std::fs::remove_dir_all(&folder).expect("the folder of the bench");
}

criterion_group!(screening, benches);
criterion_main!(screening);
