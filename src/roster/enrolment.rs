//! verbs of counting who is in the registry and who is in a class apart: 在籍不在校 and 在校不在籍 (PRACTICE 1.9).
//!
//! Nothing is stored for it but facts: a registry number, a place in a class, a departure, and – where these cannot say it – a dated movement that the
//! registry lies elsewhere (借读) or here (the child left, the registry did not).

use super::movements;
use super::sql::enrolment as sql;
use crate::access::{Permit, acts};
use crate::base::{Error, Msg, PupilId, Result, RowId, SchoolDate, limits};
use crate::store::Tx;

/// One of the two ways in which registry and school differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// 在校不在籍: sits in a class, the registry is not here.
    OnlyHere,
    /// 在籍不在校: the registry is here, the child sits in no class.
    OnlyRegistered,
}

impl Gap {
    /// Both, in the order of the page.
    pub const ALL: [Self; 2] = [Self::OnlyHere, Self::OnlyRegistered];

    /// The identifier, in addresses and statements; its words are `roster-gap-<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OnlyHere => "here",
            Self::OnlyRegistered => "registered",
        }
    }
    /// The gap of an identifier; the first when there is none such.
    pub fn of(code: &str) -> Self {
        Self::ALL.into_iter().find(|gap| gap.code() == code).unwrap_or(Self::OnlyHere)
    }
}

/// How many children are what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// 在籍: the registry is here.
    pub registered: i64,
    /// 在校: sits in a class, or will from its first day.
    pub here: i64,
    /// 在校不在籍.
    pub only_here: i64,
    /// 在籍不在校.
    pub only_registered: i64,
}

/// A child of one of the lists.
#[derive(Clone, Debug)]
pub struct Line {
    /// Who.
    pub id: PupilId,
    /// Name.
    pub name: String,
    /// The class; of who sits in none the last one.
    pub class_name: String,
    /// Seat number.
    pub seat_no: Option<i64>,
    /// Why, as a key of words: no number yet, the registry elsewhere, away for long, left without the registry.
    pub why: &'static str,
    /// Since when: the first day in the class, the last day, or the day of the movement that says so.
    pub since: Option<SchoolDate>,
}

/// Where the registry of a child lies, when number and class do not say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lies {
    /// At this school.
    Here,
    /// At another school: the child is a guest (借读).
    Elsewhere,
}

impl Lies {
    /// The movement that says so.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Here => "registry_in",
            Self::Elsewhere => "registry_out",
        }
    }
    /// The place that a movement tells of.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Here, Self::Elsewhere].into_iter().find(|lies| lies.code() == code)
    }
}

/// The counts of today.
///
/// # Errors
/// Faults of the database.
pub fn counts(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageRoster>) -> Result<Counts> {
    let today = tx.today();
    sql::counts(tx, today)
}

/// A list of today, by class and name.
///
/// # Errors
/// Faults of the database.
pub fn lines<A>(tx: &mut Tx<'_>, _permit: &Permit<A>, gap: Gap, rows: i64, skip: i64) -> Result<Vec<Line>> {
    let today = tx.today();
    sql::lines(tx, today, gap, rows.clamp(1, limits::ROWS_PER_PAGE_MOST), skip)
}

/// Says from which day on the registry of the permit's child lies here or elsewhere. A later word replaces it.
///
/// # Errors
/// Problems at `reason` (needed) and `day` (not in the future).
pub fn tell(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, lies: Lies, day: SchoolDate, reason: &str) -> Result<RowId> {
    if day > tx.today() {
        return Err(Error::at("day", Msg::new("roster-gap-day")));
    }
    movements::tell_registry(tx, permit, lies.code(), day, reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Subject;
    use crate::roster::movements::{Departure, depart};
    use crate::roster::pupils::{NewPupil, enrol_many};
    use crate::roster::registry::RegistryNo;
    use crate::roster::school_for_tests::{School, class, day};

    fn new(name: &str, number: Option<&str>) -> NewPupil {
        NewPupil { name: name.into(), registry_no: number.map(|text| RegistryNo::parse(text, day("2026-09-07")).unwrap()), ..NewPupil::default() }
    }

    /// 四（1）班 with one child without a number and two with one.
    fn school(name: &str) -> (School, Vec<PupilId>) {
        let school = School::on(name, "2026-09-07");
        let pupils = [new("王无号", None), new("李有号", Some("L110101201603070021")), new("赵有号", Some("L110101201603070031"))];
        let ids = school.act(Subject::School, |tx, permit| enrol_many(tx, permit, &[class(2026, 4, 1); 3], &pupils, day("2026-09-01"))).unwrap();
        (school, ids)
    }

    /// Name and why.
    type Found = Vec<(String, &'static str)>;

    fn seen(school: &School) -> (Counts, Found, Found) {
        let seen = school.act(Subject::School, |tx, permit: &Permit<acts::ManageRoster>| {
            let list = |tx: &mut Tx<'_>, gap| lines(tx, permit, gap, 50, 0).map(|found| found.into_iter().map(|line| (line.name, line.why)).collect());
            Ok((counts(tx, permit)?, list(tx, Gap::OnlyHere)?, list(tx, Gap::OnlyRegistered)?))
        });
        seen.unwrap()
    }

    fn tell_of(school: &School, pupil: PupilId, lies: Lies, from: &str) {
        school.act(Subject::Pupil(pupil), |tx, permit| tell(tx, permit, lies, day(from), "家长说明")).unwrap();
    }

    #[test]
    fn a_child_without_a_number_is_here_and_not_registered() {
        let (school, _) = school("enrolment-number");
        let expected = Counts { registered: 2, here: 3, only_here: 1, only_registered: 0 };
        assert_eq!(seen(&school), (expected, vec![("王无号".to_owned(), "roster-gap-no-number")], Vec::new()));
    }

    #[test]
    fn a_child_who_stays_away_for_long_is_registered_and_not_here() {
        let (school, ids) = school("enrolment-away");
        let leave = |pupil, how| school.act(Subject::Pupil(pupil), |tx, permit| depart(tx, permit, how, day("2026-09-04"), "休学一年")).unwrap();
        leave(ids[1], Departure::Leaving);
        leave(ids[2], Departure::TransferOut);
        let (counts, _, away) = seen(&school);
        assert_eq!(counts, Counts { registered: 1, here: 1, only_here: 1, only_registered: 1 });
        assert_eq!(away, [("李有号".to_owned(), "roster-gap-away")], "who was transferred took the registry along");
    }

    #[test]
    fn what_numbers_and_classes_do_not_say_is_said_with_a_day_and_can_be_said_anew() {
        let (school, ids) = school("enrolment-told");
        tell_of(&school, ids[1], Lies::Elsewhere, "2026-09-02");
        school.act(Subject::Pupil(ids[2]), |tx, permit| depart(tx, permit, Departure::TransferOut, day("2026-09-04"), "搬家")).unwrap();
        tell_of(&school, ids[2], Lies::Here, "2026-09-05");
        let (counts, guests, left) = seen(&school);
        assert_eq!(counts, Counts { registered: 1, here: 2, only_here: 2, only_registered: 1 });
        assert!(guests.contains(&("李有号".to_owned(), "roster-gap-elsewhere")), "{guests:?}");
        assert_eq!(left, [("赵有号".to_owned(), "roster-gap-left-behind")]);
        tell_of(&school, ids[1], Lies::Here, "2026-09-06");
        tell_of(&school, ids[2], Lies::Elsewhere, "2026-09-06");
        assert_eq!(seen(&school).0, Counts { registered: 1, here: 2, only_here: 1, only_registered: 0 });
    }
}
