//! The sample school through its years: founded, peopled, taught, examined, promoted.

use std::collections::HashMap;

use super::marks::{Kid, SUBJECTS};
use super::names::{Dice, Names};
use super::observation;
use super::people::{self, Staff};
use super::programmes;
use super::{PASSWORD, present_term};
use crate::access::{Duty, Passwords, Permit, Subject, Who, acts};
use crate::base::{ClassName, Error, FixedClock, PupilId, Result, SchoolDate, SchoolId, SchoolYear, Sealed, TermCode};
use crate::results::assessment::{self, FullMark, Kind, NewAssessment, Scale};
use crate::results::attendance::{self, NewTotal, Total};
use crate::results::mark::Mark;
use crate::results::sheet::{self, NewResult};
use crate::roster::found::{self, Founder, NewSchool};
use crate::roster::promote::{self, Review};
use crate::roster::pupils::{self, NewGuardian, NewPupil};
use crate::roster::terms::usual_days;
use crate::roster::texts::{self, NewText, TextKind};
use crate::roster::time::{self, Class, Term};
use crate::screening::running;
use crate::store::{Store, Tx};

/// Years of history before the present one.
const YEARS_BEFORE: i16 = 2;
/// Classes of each grade.
const CLASSES: i64 = 2;

/// The sample school while it is being made.
pub(super) struct School<'a> {
    store: &'a Store,
    clock: &'a FixedClock,
    id: SchoolId,
    now: TermCode,
    today: SchoolDate,
    dice: Dice,
    names: Names,
    kids: HashMap<PupilId, Kid>,
    next_number: u32,
}

fn operator(tx: &Tx<'_>) -> Who {
    Who::operator(tx, "demo")
}

impl<'a> School<'a> {
    /// Founds it on the first day of its first year.
    pub(super) fn found(store: &'a Store, clock: &'a FixedClock, today: SchoolDate) -> Result<Self> {
        let now = present_term(today);
        let first = TermCode { year: SchoolYear(now.year.0 - YEARS_BEFORE), half: 1 };
        let (first_day, last_day) = usual_days(first);
        clock.set(first_day);
        let founder = Founder {
            name: "梁守一".into(),
            login_name: "admin".into(),
            password_hash: Passwords::default().hash(PASSWORD)?,
            chose_password: true,
            duties: vec![Duty::Administrator],
        };
        let new = NewSchool { code: "demo".into(), last_day, ..NewSchool::proposed("阳光小学（示例）", first_day, founder) };
        let id = found::new_school_id(store);
        store.write(id, |tx| found::found_school(tx, &new))?;
        Ok(Self { store, clock, id, now, today, dice: Dice::new(2026), names: Names::load()?, kids: HashMap::new(), next_number: 1 })
    }

    /// Lets it live until today.
    pub(super) fn live(mut self) -> Result<()> {
        let (dice, names) = (&mut self.dice, &mut self.names);
        let staff = self.store.write(self.id, |tx| {
            let who = operator(tx);
            people::hire(tx, &who, dice, names)
        })?;
        for year in self.now.year.0 - YEARS_BEFORE..=self.now.year.0 {
            self.year(SchoolYear(year), &staff)?;
        }
        self.clock.set(self.today);
        let (now, today, dice) = (self.now, self.today, &mut self.dice);
        self.store.write(self.id, |tx| {
            let who = operator(tx);
            let term = time::term_by_code(tx, now)?.ok_or(Error::NotFound)?;
            let roster = Permit::ask(tx, &who, Subject::School)?;
            let placed = pupils::placed(tx, &roster, today)?;
            let halfway = time::classes(tx, term.year)?.into_iter().find(|class| (class.level, class.number) == (4, 2)).ok_or(Error::NotFound)?;
            super::families::tell(tx, &who, dice, &placed, halfway.id, today)
        })?;
        self.store.write(self.id, |tx| {
            let who = operator(tx);
            let term = time::term_by_code(tx, now)?.ok_or(Error::NotFound)?;
            let permit = Permit::ask(tx, &who, Subject::School)?;
            let classes = time::classes(tx, term.year)?;
            observation::live(tx, &staff, &classes)?;
            running::run(tx, &permit, &term, None)?;
            super::survey::live(tx, &who, &staff, &classes)?;
            super::rounds::live(tx, &who, &term)
        })?;
        super::cases::open(self.store, self.clock, self.id, now, today)?;
        let begun = super::plans::begun(self.store, self.id, now, today)?;
        self.clock.set(begun);
        super::pairs::open(self.store, self.id, now)?;
        super::plans::open(self.store, self.id)?;
        super::progress::live(self.store, self.clock, self.id, begun, today)?;
        self.clock.set(today);
        super::peers::open(self.store, self.id, now)?;
        super::records::write(self.store, self.id, now)?;
        super::progress::review(self.store, self.id)?;
        super::flows::live(self.store, self.id)?;
        super::supervision::live(self.store, self.clock, self.id, today)?;
        super::rewards::live(self.store, self.id, now)?;
        super::meetings::live(self.store, self.id)?;
        super::handover::live(self.store, self.id)?;
        super::households::live(self.store, self.id, &mut self.dice, &mut self.names)?;
        super::hardship::live(self.store, self.clock, self.id, now, today)?;
        super::aid::live(self.store, self.clock, self.id, now, today)?;
        super::tutoring::live(self.store, self.clock, self.id, now, today)?;
        super::wellbeing::live(self.store, self.clock, self.id, now, today)
    }

    fn year(&mut self, year: SchoolYear, staff: &Staff) -> Result<()> {
        let (first_day, _) = usual_days(TermCode { year, half: 1 });
        let (_, last_day) = usual_days(TermCode { year, half: 2 });
        self.clock.set(first_day);
        let classes = self.open_year(year, first_day)?;
        self.store.write(self.id, |tx| {
            let who = operator(tx);
            people::appoint(tx, &who, staff, &classes, first_day, last_day)?;
            programmes::live(tx, &who, year, self.now.year)?;
            if year == self.now.year { people::group(tx, &who, staff, first_day).and_then(|()| write_principle(tx, &who, first_day)) } else { Ok(()) }
        })?;
        self.arrive(year, &classes, first_day)?;
        for half in [1, 2] {
            let term = TermCode { year, half };
            if term < self.now {
                self.term(term)?;
            }
        }
        Ok(())
    }

    /// Terms, grades and classes of a year; everybody of the year before moves up.
    fn open_year(&mut self, year: SchoolYear, first_day: SchoolDate) -> Result<Vec<Class>> {
        self.store.write(self.id, |tx| {
            let who = operator(tx);
            let calendar: Permit<acts::ManageCalendar> = Permit::ask(tx, &who, Subject::School)?;
            let roster: Permit<acts::ManageRoster> = Permit::ask(tx, &who, Subject::School)?;
            for half in [1, 2] {
                let code = TermCode { year, half };
                let (from, until) = usual_days(code);
                time::ensure_term(tx, &calendar, code, from, until)?;
            }
            let id = time::ensure_year(tx, &calendar, year)?;
            if let Some(plan) = promote::plan(tx, &roster, &HashMap::new())? {
                let reviewed = i64::try_from(plan.pupils.len()).unwrap_or_default();
                let (_, last_day) = usual_days(TermCode { year, half: 1 });
                promote::carry_out(tx, &roster, &calendar, &Review { wishes: HashMap::new(), reviewed, first_day, last_day })?;
            }
            for grade in 1..=6 {
                for number in 1..=CLASSES {
                    time::ensure_class(tx, &roster, id, ClassName { grade, number })?;
                }
            }
            time::classes(tx, id)
        })
    }

    /// New pupils: all grades in the first year, grade 1 in each later one.
    fn arrive(&mut self, year: SchoolYear, classes: &[Class], first_day: SchoolDate) -> Result<()> {
        let everybody = year.0 == self.now.year.0 - YEARS_BEFORE;
        let (mut places, mut new) = (Vec::new(), Vec::new());
        for class in classes.iter().filter(|c| everybody || c.level == 1) {
            let size = 38 + self.dice.below(8);
            for seat in 1..=size {
                places.push((class.id, class.grade));
                new.push(self.pupil(year, class.level, i64::try_from(seat).unwrap_or_default())?);
            }
        }
        let ids = self.store.write(self.id, |tx| {
            let who = operator(tx);
            let permit = Permit::ask(tx, &who, Subject::School)?;
            pupils::enrol_many(tx, &permit, &places, &new, first_day)
        })?;
        for id in ids {
            self.kids.insert(id, Kid::new(&mut self.dice));
        }
        Ok(())
    }

    fn pupil(&mut self, year: SchoolYear, grade: i64, seat: i64) -> Result<NewPupil> {
        let dice = &mut self.dice;
        let girl = dice.chance(0.47);
        let name = self.names.full(dice, girl)?;
        let entry = i64::from(year.0) - grade + 1;
        let born =
            i16::try_from(entry - 6).ok().and_then(|y| SchoolDate::new(y, 1, 1)).ok_or(Error::NotFound)?.plus_days(-120 + i64::try_from(dice.below(360)).unwrap_or_default());
        let relation = *dice.pick(&["母亲", "父亲", "母亲", "祖母", "外祖母"])?;
        let family = if relation == "父亲" { name.chars().next() } else { None };
        let mut guardian = self.names.full(dice, relation != "父亲")?;
        if let Some(family) = family {
            guardian = std::iter::once(family).chain(guardian.chars().skip(1)).collect();
        }
        let number = self.next_number;
        self.next_number += 1;
        Ok(NewPupil {
            name,
            sex: if girl { "female" } else { "male" }.into(),
            birth_day: Some(born),
            entry_year: Some(entry),
            school_no: Some(format!("{entry}{number:04}")),
            seat_no: Some(seat),
            boarding: Some(dice.chance(0.12)),
            ethnicity: "汉族".into(),
            guardians: vec![NewGuardian {
                name: guardian,
                relation: relation.into(),
                phone: Some(Sealed::new(format!("199{:08}", 10_000 + number))),
                lives_with: Some(dice.chance(0.85)),
            }],
            ..NewPupil::default()
        })
    }

    /// The end of a past term: finals of grades 3 to 6, and attendance of all.
    fn term(&mut self, code: TermCode) -> Result<()> {
        let terms = f64::from(code.year.0 - self.now.year.0 + YEARS_BEFORE) * 2.0 + f64::from(code.half - 1);
        let (kids, dice) = (&self.kids, &mut self.dice);
        let (_, last_day) = usual_days(code);
        self.clock.set(last_day);
        self.store.write(self.id, |tx| {
            let who = operator(tx);
            let term = time::term_by_code(tx, code)?.ok_or(Error::NotFound)?;
            let classes = time::classes(tx, term.year)?;
            let roster = Permit::ask(tx, &who, Subject::School)?;
            let placed = pupils::placed(tx, &roster, term.last_day)?;
            let level: HashMap<_, _> = classes.iter().map(|c| (c.id, c.level)).collect();
            let (mut results, mut totals) = (Vec::new(), Vec::new());
            for (pupil, class) in placed {
                let (Some(kid), Some(level)) = (kids.get(&pupil), level.get(&class)) else { continue };
                let days = 98;
                let (sick_days, personal_days) = kid.absent(dice, days);
                totals.push(NewTotal { pupil, class, total: Total { school_days: Some(days), sick_days, personal_days, ..Total::default() } });
                if *level < 3 {
                    continue;
                }
                for (i, subject) in SUBJECTS.iter().enumerate() {
                    let mark = if dice.chance(0.006) { Mark::Absent } else { Mark::Points(kid.points(dice, i, terms)) };
                    results.push(NewResult { pupil, class, subject: (*subject).into(), mark });
                }
            }
            final_exam(tx, &who, &term, &results)?;
            let import: Permit<acts::ImportSheets> = Permit::ask(tx, &who, Subject::School)?;
            attendance::put_totals_many(tx, &import, &term, &totals, None).map(|_| ())
        })?;
        if code == self.now.previous() { self.store.write(self.id, |tx| super::rewards::last_term(tx, code)) } else { Ok(()) }
    }
}

fn final_exam(tx: &mut Tx<'_>, who: &Who, term: &Term, results: &[NewResult]) -> Result<()> {
    let permit: Permit<acts::EnterResults> = Permit::ask(tx, who, Subject::School)?;
    let fulls = (3..=6).flat_map(|level| SUBJECTS.iter().map(move |s| FullMark { level, subject: (*s).into(), points: 100.0 })).collect();
    let new = NewAssessment {
        term: term.id,
        name: "期末".into(),
        kind: Kind::Final,
        day: term.last_day.plus_days(-3),
        scale: Scale::Points,
        filing_no: String::new(),
        fulls,
        import: None,
    };
    let id = assessment::create(tx, &permit, &new)?;
    sheet::put_many(tx, &permit, id, results, None).map(|_| ())
}

fn write_principle(tx: &mut Tx<'_>, who: &Who, from_day: SchoolDate) -> Result<()> {
    let permit = Permit::ask(tx, who, Subject::School)?;
    let new = NewText {
        kind: TextKind::Principle,
        title: "本校帮扶原则".into(),
        issuer: String::new(),
        document_no: String::new(),
        body: "不让一个学生掉队，不放弃任何一个学生。先看见孩子的长处，再谈需要改进的地方。".into(),
        from_day,
        until_day: texts::no_end(),
    };
    texts::write_text(tx, &permit, None, &new).map(|_| ())
}
