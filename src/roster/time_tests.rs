//! Tests of founding a school, of its places, terms, days, classes and texts, on SQLite in a folder of their own.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::found::{self, Founder, NewSchool};
use super::school::{Locality, Part};
use super::settings::{self, SchoolChange};
use super::terms::TermPlan;
use super::texts::{self, NewText, TextKind};
use super::time::{self, CalendarDay, CampusKind, DayKind};
use crate::access::{self, Act, Action, Duty, Permit, Subject, Who};
use crate::base::{ClassName, Error, FixedClock, Id, Ids, Lang, Result, SchoolDate, SchoolId, TermCode};
use crate::store::{Opening, Place, Store, Tx};

/// A store in a folder that goes away with it.
struct House {
    store: Store,
    school: SchoolId,
    clock: Arc<FixedClock>,
    folder: PathBuf,
}

impl Drop for House {
    fn drop(&mut self) {
        // A folder that stays behind in the temporary folder harms nobody.
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

fn day(text: &str) -> SchoolDate {
    text.parse().unwrap()
}

fn code(text: &str) -> TermCode {
    text.parse().unwrap()
}

impl House {
    fn new(name: &str) -> Self {
        let house = Self::empty(name);
        house.write(|tx| access::create_tenant(tx, "ygxx", "阳光小学", "school", "")).unwrap();
        house
    }
    /// Before there is a school.
    fn empty(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("bangfu-time-{name}-{}", std::process::id()));
        drop(std::fs::remove_dir_all(&folder));
        let clock = Arc::new(FixedClock::at(day("2026-09-02")));
        let opening = Opening { clock: Arc::clone(&clock) as _, ids: Ids::seeded(1), recorder: None };
        let store = Store::open(&Place::Folder(folder.clone()), opening).unwrap();
        let school = SchoolId::from_uuid(uuid::Uuid::from_u128(7));
        Self { store, school, clock, folder }
    }
    fn write<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.store.write(self.school, work)
    }
    /// What somebody does who may.
    fn act<A: Act, T>(&self, work: impl FnOnce(&mut Tx<'_>, &Permit<A>) -> Result<T>) -> Result<T> {
        self.write(|tx| {
            let permit = permit(tx);
            work(tx, &permit)
        })
    }
    fn autumn(&self) {
        self.write(|tx| {
            let permit = permit(tx);
            time::ensure_term(tx, &permit, code("2026-1"), day("2026-09-01"), day("2027-01-22"))
        })
        .unwrap();
    }
}

fn permit<A: Act>(tx: &mut Tx<'_>) -> Permit<A> {
    let who = Who::operator(tx, "test");
    Permit::ask(tx, &who, Subject::School).unwrap()
}

fn fields<T: std::fmt::Debug>(outcome: Result<T>) -> Vec<String> {
    match outcome {
        Err(Error::Invalid(problems)) => problems.into_iter().map(|problem| problem.field.into_owned()).collect(),
        other => panic!("problems were expected: {other:?}"),
    }
}

fn named(grade: i64, number: i64) -> ClassName {
    ClassName { grade, number }
}

#[test]
fn a_term_comes_with_its_year_and_six_grades_and_is_made_once() {
    let house = House::new("term");
    house.autumn();
    house.autumn();
    let levels = house
        .write(|tx| {
            assert_eq!(time::terms(tx)?.len(), 1);
            let years = time::years(tx)?;
            assert_eq!(years.len(), 1);
            Ok(time::grades(tx, years[0].id)?.into_iter().map(|grade| grade.level).collect::<Vec<_>>())
        })
        .unwrap();
    assert_eq!(levels, [1, 2, 3, 4, 5, 6]);
}

#[test]
fn spring_joins_the_year_of_its_autumn_and_the_present_term_follows_the_clock() {
    let house = House::new("spring");
    house.autumn();
    let plan = TermPlan { results_due_day: Some(day("2027-07-05")), ..TermPlan::of(day("2027-03-01"), day("2027-07-09")) };
    house.act(|tx, p| time::add_term(tx, p, code("2026-2"), &plan)).unwrap();
    assert_eq!(house.write(|tx| Ok(time::years(tx)?.len())).unwrap(), 1, "autumn and spring are one school year");
    for (today, term) in [("2026-08-20", "2026-1"), ("2027-02-10", "2026-1"), ("2027-03-01", "2026-2"), ("2027-09-01", "2026-2")] {
        house.clock.set(day(today));
        assert_eq!(house.write(|tx| Ok(time::current_term(tx)?.unwrap().code)).unwrap(), code(term), "{today}");
    }
    let again = house.act(|tx, p| time::add_term(tx, p, code("2026-2"), &plan));
    assert_eq!(fields(again), ["code"]);
    let overlapping = TermPlan { last_day: day("2027-03-05"), first_day: day("2026-09-01"), results_due_day: None, ..plan };
    let moved = house.act(|tx, p| time::change_term(tx, p, code("2026-1"), &overlapping));
    assert_eq!(fields(moved), ["first_day"]);
}

#[test]
fn holidays_take_school_days_away_and_swapped_days_bring_them_back() {
    let house = House::new("days");
    house.autumn();
    let count = |from: &str, until: &str| house.write(|tx| time::school_days(tx, day(from), day(until))).unwrap();
    assert_eq!(count("2026-09-28", "2026-10-11"), 10);
    let marked = |date: &str, kind| CalendarDay { day: day(date), kind, name: "国庆节".into() };
    let mut days: Vec<CalendarDay> = (1..=7).map(|n| marked(&format!("2026-10-0{n}"), DayKind::Holiday)).collect();
    days.push(marked("2026-10-10", DayKind::Holiday));
    days.push(marked("2026-10-10", DayKind::SchoolDay));
    house.act(|tx, p| time::mark_days(tx, p, &days)).unwrap();
    assert_eq!(count("2026-09-28", "2026-10-11"), 6, "of a day named twice the last word counts");
    house.act(|tx, p| time::unmark_day(tx, p, day("2026-10-07"))).unwrap();
    assert_eq!(count("2026-09-28", "2026-10-11"), 7);
    assert_eq!(count("2026-07-01", "2026-08-31"), 0, "before the term there is no school");
    let gone = house.act(|tx, p| time::unmark_day(tx, p, day("2026-10-07")));
    assert!(matches!(gone, Err(Error::NotFound)));
}

#[test]
fn a_small_school_teaches_two_grades_in_one_room_at_a_teaching_point() {
    let house = House::new("classes");
    house.autumn();
    house
        .write(|tx| {
            let (manage, settings) = (permit(tx), permit(tx));
            let year = time::years(tx)?[0].id;
            let first = time::ensure_class(tx, &manage, year, named(1, 1))?;
            assert_eq!(time::ensure_class(tx, &manage, year, named(1, 1))?, first, "the same class is found");
            time::ensure_class(tx, &manage, year, named(3, 2))?;
            time::ensure_class(tx, &manage, year, named(3, 1))?;
            let point = time::save_campus(tx, &settings, None, "河口教学点", CampusKind::TeachingPoint, "")?;
            time::change_class(tx, &manage, first, "一二复式班", Some(point), &BTreeSet::from([1, 2]))?;
            let names: Vec<String> = time::classes(tx, year)?.into_iter().map(|class| class.name).collect();
            assert_eq!(names, ["一二复式班", "三（1）班", "三（2）班"]);
            assert_eq!(time::combined_grades(tx, year)?, [(first, 2)], "its own grade is not another one");
            assert_eq!(time::class(tx, first)?.campus, Some(point));
            let in_use = time::remove_campus(tx, &settings, point);
            assert!(matches!(in_use, Err(Error::Conflict(_))), "classes are there");
            assert_eq!(fields(time::change_class(tx, &manage, first, "三（1）班", None, &BTreeSet::from([9]))), ["name", "also"]);
            assert!(matches!(time::ensure_class(tx, &manage, year, named(7, 1)), Err(Error::NotFound)), "a primary school has six grades");
            time::remove_class(tx, &manage, first)?;
            time::remove_campus(tx, &settings, point)?;
            assert_eq!(time::classes(tx, year)?.len(), 2);
            Ok(())
        })
        .unwrap();
}

#[test]
fn two_places_do_not_bear_one_name() {
    let house = House::new("campus");
    let (first, second) =
        house.act(|tx, p| Ok((time::save_campus(tx, p, None, "东校区", CampusKind::Campus, "")?, time::save_campus(tx, p, None, "西校区", CampusKind::Campus, "")?))).unwrap();
    let taken = house.act(|tx, p| time::save_campus(tx, p, Some(second), "东校区", CampusKind::Campus, ""));
    assert_eq!(fields(taken), ["name"]);
    house.act(|tx, p| time::save_campus(tx, p, Some(first), "东校区", CampusKind::Campus, "河东路 1 号")).unwrap();
    assert_eq!(house.write(time::campuses).unwrap().len(), 2);
}

fn principle(body: &str, from: &str) -> NewText {
    NewText {
        kind: TextKind::Principle,
        title: "我们的原则".into(),
        issuer: String::new(),
        document_no: String::new(),
        body: body.into(),
        from_day: day(from),
        until_day: texts::no_end(),
    }
}

#[test]
fn a_principle_is_changed_by_a_new_version_and_the_old_one_stays_readable() {
    let house = House::new("texts");
    let in_force = |today: &str| house.write(|tx| texts::texts_in_force(tx, day(today))).unwrap().into_iter().map(|text| text.body).collect::<Vec<_>>();
    assert!(house.write(texts::texts).unwrap().is_empty(), "no text is shipped");
    let series = house.act(|tx, p| texts::write_text(tx, p, None, &principle("不让一个孩子掉队。", "2026-09-01"))).unwrap();
    house.act(|tx, p| texts::write_text(tx, p, Some(series), &principle("不让一个孩子掉队,也不放弃任何一个孩子。", "2026-10-01"))).unwrap();
    assert_eq!(in_force("2026-08-31"), Vec::<String>::new());
    assert_eq!(in_force("2026-09-30"), ["不让一个孩子掉队。"]);
    assert_eq!(in_force("2026-10-01"), ["不让一个孩子掉队,也不放弃任何一个孩子。"]);
    house.act(|tx, p| texts::end_text(tx, p, series, day("2027-01-22"))).unwrap();
    assert_eq!(in_force("2027-01-23"), Vec::<String>::new(), "it lapses by itself");
    let versions = house.write(|tx| texts::versions(tx, series)).unwrap();
    assert_eq!(versions.iter().map(|text| text.version).collect::<Vec<_>>(), [3, 2, 1]);
    let empty = NewText { title: " ".into(), until_day: day("2026-01-01"), ..principle(" ", "2026-09-01") };
    assert_eq!(fields(house.act(|tx, p| texts::write_text(tx, p, None, &empty))), ["title", "body", "until_day"]);
}

#[test]
fn a_school_changes_its_name_and_what_it_uses() {
    let house = House::new("settings");
    let change = SchoolChange { name: "阳光中心小学".into(), region: "520123".into(), locality: Some(Locality::Town), parts: vec![Part::Screening] };
    house.act(|tx, p| settings::change_school(tx, p, &change)).unwrap();
    let facts = house.write(settings::school_facts).unwrap();
    assert_eq!((facts.name.as_str(), facts.code.as_str(), facts.region.as_str()), ("阳光中心小学", "ygxx", "520123"));
    assert_eq!((facts.locality, facts.parts), (Some(Locality::Town), vec![Part::Screening]));
    let wrong = SchoolChange { name: "小".into(), region: "1".into(), ..change };
    assert_eq!(fields(house.act(|tx, p| settings::change_school(tx, p, &wrong))), ["school", "region"]);
}

fn first_person(name: &str, login: &str, chose_password: bool) -> Founder {
    Founder { name: name.into(), login_name: login.into(), password_hash: "$argon2id$nobody".into(), chose_password, duties: vec![Duty::Administrator, Duty::AcademicOffice] }
}

#[test]
fn a_founded_school_has_a_term_and_somebody_who_may_begin() {
    let house = House::empty("found");
    let new = NewSchool::proposed("阳光小学", day("2026-09-01"), first_person("林岳", "linyue", true));
    let founded = house.write(|tx| found::found_school(tx, &new)).unwrap();
    house
        .write(|tx| {
            let tenant = access::tenant(tx)?;
            assert_eq!((tenant.code.as_str(), tenant.name.as_str(), tenant.kind.as_str()), ("ygxx", "阳光小学", "school"));
            let term = time::current_term(tx)?.unwrap();
            assert_eq!((term.id, term.last_day), (founded.term, day("2027-01-22")));
            let who = Who::of_staff(tx, founded.account, founded.staff, "林岳".into(), Lang::ZhCn)?;
            assert!(who.may_everywhere(Action::ImportSheets) && who.may_everywhere(Action::ManageAccounts));
            let session = access::open_session(tx, founded.account, false)?;
            let session = access::find_session(tx, &session.token)?.unwrap();
            assert!(!session.must_change, "who chose a password is not asked for another");
            assert_eq!(settings::parts(tx)?, Part::ALL);
            assert!(texts::texts(tx)?.is_empty(), "no text is pre-filled");
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_first_password_from_the_command_line_is_changed_at_once() {
    let house = House::empty("init");
    let new = NewSchool::proposed("阳光小学", day("2026-09-01"), first_person("管理员", "admin", false));
    let founded = house.write(|tx| found::found_school(tx, &new)).unwrap();
    let must_change = house.write(|tx| {
        let session = access::open_session(tx, founded.account, false)?;
        Ok(access::find_session(tx, &session.token)?.unwrap().must_change)
    });
    assert!(must_change.unwrap());
}

#[test]
fn whatever_is_wrong_with_a_new_school_is_said_at_once() {
    let house = House::empty("refused");
    let mut new = NewSchool::proposed("小", day("2026-06-01"), first_person("林", "a b", true));
    new.region = "12".into();
    new.code = "A".into();
    assert_eq!(fields(house.write(|tx| found::found_school(tx, &new))), ["school", "code", "region", "first_day", "person", "login"]);
    assert!(access::tenants(&house.store).unwrap().is_empty(), "nothing was kept");
}
