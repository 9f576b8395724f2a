//! Hardship determination in the sample school: the round of the year from the letter to the file, and an adjustment that is at work. And a child who stays away. Everybody in it is invented.

use crate::access::{Duty, Permit, Subject, Who, acts};
use crate::base::{ClassId, Error, FixedClock, Id, PupilId, Result, RowId, SchoolDate, SchoolId, TermCode};
use crate::dropout::cases as away;
use crate::dropout::state::What;
use crate::hardship::cases;
use crate::hardship::form::Form;
use crate::hardship::judging;
use crate::hardship::panels;
use crate::hardship::rounds::{self, New};
use crate::results::attendance::{self, Absence};
use crate::roster::people::{self, Post};
use crate::roster::pupils::{self, Part, PupilLine, Sort, State};
use crate::roster::time::{self, Class, Term};
use crate::store::{Store, Tx};

use super::plans::person;

/// Grades whose children the aid of the sample is about.
pub(super) const LEVELS: std::ops::RangeInclusive<i64> = 3..=4;
/// One child of so many has a level.
const ONE_OF: usize = 7;
/// What families write.
const WORDS: [&str; 4] =
    ["爸爸在工地摔伤，两年没有出工，一家人靠妈妈打零工", "爷爷奶奶带两个孩子，只有土地流转的收入", "妈妈长期吃药，每个月药费比工资还多", "去年房子进水，修房欠了亲戚的钱"];

/// The children of the sample whose families are in hardship: some of every class of the grades.
pub(super) fn chosen(tx: &mut Tx<'_>, who: &Who, classes: &[Class]) -> Result<Vec<PupilLine>> {
    let mut chosen = Vec::new();
    for class in classes.iter().filter(|class| LEVELS.contains(&class.level)) {
        let all = pupils::list(tx, who, &Part::Class(class.id), State::Here, Sort::Class, 100, 0)?.rows;
        chosen.extend(all.into_iter().enumerate().filter(|(at, _)| at % ONE_OF == 2).map(|(_, child)| child));
    }
    Ok(chosen)
}

/// Who does it.
struct Cast {
    officer: Who,
    principal: Who,
    homerooms: Vec<(ClassId, Who)>,
}

impl Cast {
    fn load(tx: &mut Tx<'_>) -> Result<Self> {
        let today = tx.today();
        let posts = people::posts_on(tx, today)?;
        let mut of = |duty: Duty| -> Result<Who> {
            let post: &Post = posts.iter().find(|post| post.duty == duty).ok_or(Error::NotFound)?;
            person(tx, post)
        };
        let (officer, principal) = (of(Duty::AidOfficer)?, of(Duty::Principal)?);
        let mut homerooms = Vec::new();
        for post in posts.iter().filter(|post| post.duty == Duty::Homeroom) {
            homerooms.push((ClassId::from_uuid(post.scope_id.uuid()), person(tx, post)?));
        }
        Ok(Self { officer, principal, homerooms })
    }
    fn manage(&self, tx: &mut Tx<'_>, subject: impl Into<Subject>) -> Result<Permit<acts::ManageAid>> {
        Permit::ask(tx, &self.officer, subject)
    }
    fn apply(&self, tx: &mut Tx<'_>, round: RowId, pupil: PupilId, form: &Form) -> Result<RowId> {
        let (permit, edit, round) = (self.manage(tx, pupil)?, Permit::ask(tx, &self.officer, pupil)?, rounds::round(tx, round)?);
        cases::apply(tx, &permit, &edit, &round, form)
    }
    fn go_on(&self, tx: &mut Tx<'_>, round: RowId) -> Result<()> {
        let (permit, round) = (self.manage(tx, Subject::School)?, rounds::round(tx, round)?);
        rounds::go_on(tx, &permit, &round, round.step).map(|_| ())
    }
}

/// An application of a sample family.
fn form(at: usize, today: SchoolDate) -> Form {
    let count = |value: usize| i64::try_from(value).ok();
    Form {
        people: count(4 + at % 3),
        earning: count(1 + usize::from(at % 4 == 1)),
        pupils: count(1 + at % 2),
        ill: count(usize::from(at % 3 == 2)),
        income_fen: (at % 5 != 3).then(|| 420_000 + 31_000 * i64::try_from(at % 7).unwrap_or(0)),
        groups: if at.is_multiple_of(4) { vec!["dibao".to_owned()] } else { Vec::new() },
        words: WORDS[at % WORDS.len()].to_owned(),
        wish: if at.is_multiple_of(2) { "冬天的棉衣和练习本".to_owned() } else { String::new() },
        declared_by: if at % 6 == 5 { String::new() } else { ["妈妈", "爸爸", "奶奶"][at % 3].to_owned() },
        declared_on: (at % 6 != 5).then_some(today),
        way: if at % 6 == 5 { "visit".to_owned() } else { String::new() },
    }
}

fn open(tx: &mut Tx<'_>, cast: &Cast, adjusts: bool) -> Result<RowId> {
    let (permit, today, id) = (cast.manage(tx, Subject::School)?, tx.today(), tx.new_id());
    rounds::open(tx, &permit, id, &New { adjusts, levels: 3, apply_until: today.plus_days(14), notice_days: 3, shows_level: false })?;
    Ok(id)
}

/// The panel of each class, and what it proposes.
fn review(tx: &mut Tx<'_>, cast: &Cast, round: RowId) -> Result<()> {
    let found = rounds::round(tx, round)?;
    let see = Permit::<acts::SeeHardship>::ask(tx, &cast.officer, Subject::School)?;
    for (at, case) in cases::of_round(tx, &see, &found)?.into_iter().enumerate() {
        let Some((_, head)) = cast.homerooms.iter().find(|(class, _)| *class == case.class) else { continue };
        let permit = Permit::<acts::ReviewHardship>::ask(tx, head, case.class)?;
        if panels::members(tx, round, case.class)?.is_empty() {
            for (role, name) in [("parent", "家长代表甲"), ("parent", "家长代表乙"), ("teacher", "科任教师代表")] {
                let id = tx.new_id();
                panels::seat(tx, &permit, &found, id, role, name)?;
            }
        }
        let level = 1 + i64::try_from(at % 3).unwrap_or(0);
        panels::review(tx, &permit, &found, case.id, case.number, level, ["家里劳动力少，收入低", "有人长期生病", "去年受灾，还在还债"][at % 3])?;
    }
    Ok(())
}

/// The round of the year, filed before the money of the term is given; then an adjustment that is at work.
pub(super) fn live(store: &Store, clock: &FixedClock, school: SchoolId, now: TermCode, today: SchoolDate) -> Result<()> {
    let Some(term) = store.read(school, |tx| time::term_by_code(tx, now))?.filter(|term| (term.first_day..=term.last_day).contains(&today)) else { return Ok(()) };
    if today < term.first_day.plus_days(7) {
        return Ok(());
    }
    clock.set(term.first_day);
    let round = store.write(school, |tx| year(tx, &term))?;
    let until = store.read(school, |tx| rounds::round(tx, round))?.until.unwrap_or(term.first_day);
    if until < today {
        clock.set(until.plus_days(1));
        store.write(school, |tx| Cast::load(tx)?.go_on(tx, round))?;
        clock.set(today);
        store.write(school, adjust)?;
    }
    clock.set(today);
    store.write(school, |tx| stay_away(tx, &term))
}

fn year(tx: &mut Tx<'_>, term: &Term) -> Result<RowId> {
    let (cast, today) = (Cast::load(tx)?, tx.today());
    let round = open(tx, &cast, false)?;
    let (permit, found) = (cast.manage(tx, Subject::School)?, rounds::round(tx, round)?);
    rounds::tell(tx, &permit, &found, None, "letter")?;
    let classes = time::classes(tx, term.year)?;
    for (at, child) in chosen(tx, &cast.officer, &classes)?.iter().enumerate() {
        cast.apply(tx, round, child.id, &form(at, today))?;
    }
    cast.go_on(tx, round)?;
    review(tx, &cast, round)?;
    cast.go_on(tx, round)?;
    let (decide, found) = (Permit::<acts::DecideHardship>::ask(tx, &cast.principal, Subject::School)?, rounds::round(tx, round)?);
    judging::decide_all(tx, &decide, &found)?;
    cast.go_on(tx, round)?;
    Ok(round)
}

/// An adjustment in its first stage: told, one application, one nomination.
fn adjust(tx: &mut Tx<'_>) -> Result<()> {
    let (cast, today) = (Cast::load(tx)?, tx.today());
    let round = open(tx, &cast, true)?;
    let (permit, found) = (cast.manage(tx, Subject::School)?, rounds::round(tx, round)?);
    rounds::tell(tx, &permit, &found, None, "letter")?;
    for (at, (class, head)) in cast.homerooms.iter().enumerate().take(3) {
        let all = pupils::list(tx, head, &Part::Class(*class), State::Here, Sort::Class, 12, 0)?.rows;
        let Some(child) = all.get(5 + at) else { continue };
        if at == 0 {
            let permit = Permit::<acts::NominateHardship>::ask(tx, head, child.id)?;
            cases::nominate(tx, &permit, &found, "冬天还穿单鞋，说爸爸住院了")?;
        } else {
            cast.apply(tx, round, child.id, &form(at, today))?;
        }
    }
    Ok(())
}

/// A child who has been away for four school days; its family was not reached at once.
fn stay_away(tx: &mut Tx<'_>, term: &Term) -> Result<()> {
    let (cast, today, days) = (Cast::load(tx)?, tx.today(), time::term_days(tx, term)?);
    let Some((class, head)) = cast.homerooms.get(1) else { return Ok(()) };
    let Some(child) = pupils::list(tx, head, &Part::Class(*class), State::Here, Sort::Class, 20, 0)?.rows.into_iter().nth(7) else { return Ok(()) };
    let past: Vec<SchoolDate> = (1..=12).map(|back| today.plus_days(-back)).filter(|day| *day >= term.first_day && days.is_school_day(*day)).take(4).collect();
    let take = Permit::<acts::EnterAttendance>::ask(tx, head, *class)?;
    for day in past {
        let known = attendance::day_sheet(tx, &take, day)?;
        let mut absent: Vec<(PupilId, Absence)> = known.pupils.iter().filter_map(|one| one.absence.map(|kind| (one.id, kind))).filter(|(id, _)| *id != child.id).collect();
        absent.push((child.id, Absence::Unexplained));
        attendance::take(tx, &take, day, &absent)?;
    }
    let permit = Permit::<acts::EnterAttendance>::ask(tx, head, child.id)?;
    let case = away::open(tx, &permit, "absence", "同桌说跟外婆去了镇上")?;
    away::step(tx, &permit, case, 1, &away::New { what: What::Unreached, day: Some(today), way: "phone".into(), reason: String::new(), words: String::new() })
}
