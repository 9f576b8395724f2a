//! verbs: the ledger of a term: what the programmes owe each paired child, stretch by stretch, and what of it was kept. A9-03, A9-20 (each week), A8-09 (each month, of mentor and homeroom
//! teacher each), A9-08 (the child tells), A9-30 (the month), CONVENTIONS 2.9.7.
//!
//! Nothing of it is stored but postponements: it is counted anew from pairs, programmes, calendar and records, so that it cannot differ from them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::count::{Stretch, Tally, serve, stood};
use super::sql::ledger as sql;
use crate::access::{Permit, Subject, Who, acts};
use crate::activity::cadence::{self, Asked, Took};
use crate::activity::owed::Act;
use crate::base::{ClassId, GradeId, ProgrammeId, PupilId, Result, RowId, SchoolDate, StaffId};
use crate::pairing::pairs::{self, Pair};
use crate::programme::{Cadence, deadline};
use crate::roster::pupils;
use crate::roster::time::{self, Term};
use crate::store::Tx;

/// A child who was paired in the term.
#[derive(Clone, Debug)]
pub struct Child {
    /// The child.
    pub pupil: PupilId,
    /// Name.
    pub name: String,
    /// Seat.
    pub seat: Option<i64>,
    /// Class today.
    pub class: ClassId,
    /// Its name.
    pub class_name: String,
}

/// Something owed to a child in a stretch of the term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// To whom.
    pub pupil: PupilId,
    /// What.
    pub act: Act,
    /// First day.
    pub from: SchoolDate,
    /// Last day.
    pub until: SchoolDate,
    /// Until when it may be done: later than its last day where it was postponed.
    pub latest: SchoolDate,
    /// Code of the span.
    pub span: &'static str,
    /// How often.
    pub times: i64,
    /// How often it was done, at most as often as it is owed.
    pub kept: i64,
    /// Whether somebody wrote down why it did not take place.
    pub excused: bool,
    /// Whose it alone is (A8-09); nobody where one act serves whoever holds it.
    pub owner: Option<StaffId>,
    /// Who helped the child in it.
    pub helpers: Vec<StaffId>,
}

impl Promise {
    /// Whether its last day has passed.
    pub fn is_over(&self, today: SchoolDate) -> bool {
        self.latest < today
    }

    /// Whether it concerns somebody: as the owner, or as one of those who help.
    pub fn concerns(&self, staff: StaffId) -> bool {
        self.owner.map_or_else(|| self.helpers.contains(&staff), |owner| owner == staff)
    }

    /// How it stands; the words are `supervision-cell-<code>`.
    pub fn state(&self, today: SchoolDate) -> &'static str {
        match (self.kept >= self.times, self.is_over(today), self.excused) {
            (true, ..) => "kept",
            (_, false, _) => "open",
            (_, true, true) => "excused",
            (_, true, false) => "missed",
        }
    }
}

/// The ledger of a term.
pub struct Ledger {
    /// The term.
    pub term: Term,
    /// What the programmes ask for, and the calendar.
    pub asked: Asked,
    /// The children, by class and seat.
    pub children: Vec<Child>,
    /// What is owed to them.
    pub promises: Vec<Promise>,
    /// Their pairs in the term.
    pub pairs: Vec<Pair>,
    /// What was written down of each.
    pub took: HashMap<PupilId, Vec<Took>>,
}

/// What is owed to one child, from its pairs in the term, what was written down, and who held the class on a day.
pub struct OfChild<'a> {
    /// What the programmes ask for, and the calendar.
    pub asked: &'a Asked,
    /// The child's pairs.
    pub pairs: &'a [&'a Pair],
    /// What was written down.
    pub took: &'a [Took],
    /// What was postponed: act, first day of the stretch, until when.
    pub postponed: &'a [(String, SchoolDate, SchoolDate)],
    /// The homeroom teacher on a day.
    pub homeroom: &'a dyn Fn(SchoolDate) -> Option<StaffId>,
}

impl OfChild<'_> {
    fn standing(&self, days: &[SchoolDate], of: impl Fn(&Pair) -> bool) -> bool {
        let spans: Vec<(SchoolDate, SchoolDate)> = self.pairs.iter().filter(|pair| of(pair)).map(|pair| (pair.from, pair.until)).collect();
        stood(&spans, days)
    }

    /// All that is owed, with what was kept, by act and day.
    pub fn promises(&self) -> Vec<Promise> {
        let Some(pupil) = self.pairs.first().map(|pair| pair.pupil) else { return Vec::new() };
        let programmes: BTreeSet<ProgrammeId> = self.pairs.iter().map(|pair| pair.programme).collect();
        // What each of the programmes alone or any of them together may ask for: which of it counts, each stretch says for itself.
        let mut cadences: BTreeSet<(Act, Cadence)> = BTreeSet::new();
        for one in &programmes {
            cadences.extend(self.asked.wanted(&BTreeSet::from([*one])));
        }
        let mut all = Vec::new();
        for (act, cadence) in cadences {
            for window in deadline::windows(cadence, self.asked.days()) {
                let days: Vec<SchoolDate> = (window.from.days()..=window.until.days()).map(SchoolDate::from_days).filter(|day| self.asked.days().is_school_day(*day)).collect();
                let asking: BTreeSet<ProgrammeId> = programmes.iter().copied().filter(|one| self.standing(&days, |pair| pair.programme == *one)).collect();
                if !self.asked.wanted(&asking).contains(&(act, cadence)) {
                    continue;
                }
                let staff: BTreeSet<StaffId> = self.pairs.iter().map(|pair| pair.staff).collect();
                let helpers: Vec<StaffId> = staff.into_iter().filter(|one| self.standing(&days, |pair| pair.staff == *one)).collect();
                let moved = self.postponed.iter().find(|(code, from, _)| code == act.code() && *from == window.from);
                let latest = moved.map_or(window.until, |(.., latest)| window.until.max(*latest));
                let base = Promise {
                    pupil,
                    act,
                    from: window.from,
                    until: window.until,
                    latest,
                    span: cadence.span.code(),
                    times: window.times,
                    kept: 0,
                    excused: false,
                    owner: None,
                    helpers,
                };
                if act.is_own() {
                    let owners: BTreeSet<StaffId> = base.helpers.iter().copied().chain((self.homeroom)(window.until.min(self.asked.today()))).collect();
                    all.extend(owners.into_iter().map(|owner| Promise { owner: Some(owner), ..base.clone() }));
                } else {
                    all.push(base);
                }
            }
        }
        self.keep(&mut all);
        all
    }

    /// Counts what was done. Each act serves one stretch of each thing that it counts for.
    fn keep(&self, all: &mut [Promise]) {
        let mut groups: BTreeMap<(Act, Option<StaffId>, &'static str), Vec<usize>> = BTreeMap::new();
        for (at, one) in all.iter().enumerate() {
            groups.entry((one.act, one.owner, one.span)).or_default().push(at);
        }
        for ((act, owner, _), places) in groups {
            let counts = |one: &&Took| act.counts(one.what) && (owner.is_none() || one.staff == owner);
            let stretches: Vec<Stretch> = places.iter().map(|at| Stretch { from: all[*at].from, latest: all[*at].latest, times: all[*at].times }).collect();
            let days: Vec<SchoolDate> = self.took.iter().filter(counts).filter(|one| one.held).map(|one| one.day).collect();
            for (at, kept) in places.into_iter().zip(serve(&stretches, &days)) {
                let one = &mut all[at];
                one.kept = kept;
                one.excused = kept < one.times && self.took.iter().filter(counts).any(|took| !took.held && (one.from..=one.latest).contains(&took.day));
            }
        }
    }
}

/// Sums a part of the promises.
pub fn tally<'a>(promises: impl Iterator<Item = &'a Promise>, today: SchoolDate) -> Tally {
    let mut tally = Tally::default();
    promises.for_each(|one| tally.add(one.times, one.kept, one.is_over(today), one.excused));
    tally
}

impl Ledger {
    /// What of a child is promised and kept.
    pub fn of_child(&self, pupil: PupilId) -> impl Iterator<Item = &Promise> {
        self.promises.iter().filter(move |one| one.pupil == pupil)
    }

    /// Promised and kept of some children.
    pub fn tally(&self, of: impl Fn(&Promise) -> bool) -> Tally {
        tally(self.promises.iter().filter(|one| of(one)), self.asked.today())
    }

    /// Children to whom nothing of an act was done in a stretch that is running, in the order of the list: nobody has spoken to them.
    pub fn nobody(&self, act: Act) -> Vec<PupilId> {
        let today = self.asked.today();
        let open = |one: &&Promise| one.act == act && one.kept == 0 && (one.from..=one.until).contains(&today);
        let found: BTreeSet<PupilId> = self.promises.iter().filter(open).map(|one| one.pupil).collect();
        self.children.iter().map(|child| child.pupil).filter(|pupil| found.contains(pupil)).collect()
    }
}

fn homerooms(tx: &mut Tx<'_>, term: &Term) -> Result<BTreeMap<SchoolDate, HashMap<ClassId, StaffId>>> {
    let today = tx.today();
    let mut of_day = BTreeMap::new();
    let mut day = SchoolDate::new(term.first_day.year(), term.first_day.month(), 1).unwrap_or(term.first_day);
    while day <= term.last_day {
        let last = day.plus_months(1).plus_days(-1).min(term.last_day).min(today).max(term.first_day);
        of_day.insert(last, time::homerooms(tx, term.year, last)?.into_iter().map(|(class, staff, _)| (class, staff)).collect());
        day = day.plus_months(1);
    }
    Ok(of_day)
}

/// The ledger of the children given, as far as the person may see them.
fn ledger(tx: &mut Tx<'_>, who: &Who, term: &Term, keep: impl Fn(&Pair) -> bool, within: impl Fn(ClassId) -> bool) -> Result<Ledger> {
    let all = pairs::between(tx, term.first_day, term.last_day)?;
    let wanted: BTreeSet<PupilId> = all.iter().filter(|pair| keep(pair)).map(|pair| pair.pupil).collect();
    let asked = cadence::asked_in(tx, term)?;
    let rooms = homerooms(tx, term)?;
    let postponed = sql::postponed(tx, (term.first_day, term.last_day))?;
    let (mut children, mut promises, mut took_of) = (Vec::new(), Vec::new(), HashMap::new());
    for pupil in &wanted {
        let Some(line) = pupils::named(tx, who, &[*pupil])?.pop() else { continue };
        let Some(class) = line.class.filter(|class| within(*class)) else { continue };
        let took = cadence::took(tx, *pupil, (term.first_day, term.last_day))?;
        let own: Vec<&Pair> = all.iter().filter(|pair| pair.pupil == *pupil).collect();
        let moved: Vec<(String, SchoolDate, SchoolDate)> = postponed.iter().filter(|one| one.pupil == *pupil).map(|one| (one.act.clone(), one.from, one.latest)).collect();
        let homeroom = |day: SchoolDate| rooms.range(day..).next().or_else(|| rooms.iter().next_back()).and_then(|(_, classes)| classes.get(&class).copied());
        promises.extend(OfChild { asked: &asked, pairs: &own, took: &took, postponed: &moved, homeroom: &homeroom }.promises());
        children.push(Child { pupil: *pupil, name: line.name, seat: line.seat_no, class, class_name: line.class_name });
        took_of.insert(*pupil, took);
    }
    let order: HashMap<ClassId, usize> = time::classes(tx, term.year)?.into_iter().enumerate().map(|(at, class)| (class.id, at)).collect();
    children.sort_by_key(|child| (order.get(&child.class).copied(), child.seat, child.pupil));
    let pairs = all.into_iter().filter(|pair| took_of.contains_key(&pair.pupil)).collect();
    Ok(Ledger { term: term.clone(), asked, children, promises, pairs, took: took_of })
}

/// The ledger of a class, a grade or the school, as far as the holder of the permit may see the children.
///
/// # Errors
/// Faults of the database.
pub fn of_part(tx: &mut Tx<'_>, permit: &Permit<acts::SeeSupervision>, term: &Term) -> Result<Ledger> {
    let grades: HashMap<ClassId, GradeId> = time::classes(tx, term.year)?.into_iter().map(|class| (class.id, class.grade)).collect();
    let within = |class: ClassId| match permit.subject() {
        Subject::School => true,
        Subject::Grade(grade) => grades.get(&class) == Some(&grade),
        Subject::Class(own) => class == own,
        Subject::Pupil(_) | Subject::Village(_) => false,
    };
    ledger(tx, permit.who(), term, |_| true, within)
}

/// The ledger of those whom the person helps now.
///
/// # Errors
/// Faults of the database.
pub fn own(tx: &mut Tx<'_>, who: &Who, term: &Term) -> Result<Ledger> {
    let (me, today) = (who.staff(), tx.today().clamp(term.first_day, term.last_day));
    ledger(tx, who, term, |pair| pair.staff == me && (pair.from..=pair.until).contains(&today), |_| true)
}

/// The ledger of all whom a member of staff helped in the term, as far as the person who asks may see them.
///
/// # Errors
/// Faults of the database.
pub fn of_helper(tx: &mut Tx<'_>, who: &Who, staff: StaffId, term: &Term) -> Result<Ledger> {
    ledger(tx, who, term, |pair| pair.staff == staff, |_| true)
}

/// The ledger of one child.
///
/// # Errors
/// Faults of the database.
pub fn of_pupil(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, term: &Term) -> Result<Ledger> {
    let pupil = permit.pupil()?;
    ledger(tx, permit.who(), term, |pair| pair.pupil == pupil, |_| true)
}

/// A stretch that was postponed.
#[derive(Clone, Debug)]
pub struct Postponed {
    /// Whose.
    pub pupil: PupilId,
    /// Code of the act.
    pub act: String,
    /// First day of the stretch.
    pub from: SchoolDate,
    /// Until when.
    pub latest: SchoolDate,
    /// One of [`REASONS`].
    pub reason: String,
}

/// Why something is done later; the words are `supervision-later-<code>`.
pub const REASONS: [&str; 5] = ["child_ill", "staff_away", "activity", "weather", "other"];
/// Days after the end of a stretch until which it may be postponed.
const LATER_DAYS: i64 = 14;

/// Postpones what is owed to a child: by who helps it, with the reason, at most two weeks and not beyond the term.
///
/// # Errors
/// Problems at `latest` and `reason`; not found when nothing of the kind is owed, or was done.
pub fn postpone(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>, term: &Term, (act, from): (&str, SchoolDate), latest: Option<SchoolDate>, reason: &str) -> Result<()> {
    let (pupil, me) = (permit.pupil()?, permit.who().staff());
    let see = Permit::<acts::SeeCaseFile>::ask(tx, permit.who(), pupil)?;
    let ledger = of_pupil(tx, &see, term)?;
    let promise = ledger.promises.iter().find(|one| one.act.code() == act && one.from == from && one.kept < one.times && one.concerns(me));
    let promise = promise.ok_or(crate::base::Error::NotFound)?;
    let mut problems = crate::base::error::Problems::default();
    let most = promise.until.plus_days(LATER_DAYS).min(term.last_day);
    let latest = latest.filter(|day| *day > promise.until && *day <= most && *day >= tx.today());
    if latest.is_none() {
        problems.note("latest", crate::base::Msg::new("supervision-later-day").with("day", most));
    }
    if !REASONS.contains(&reason) {
        problems.note("reason", "supervision-pick-one");
    }
    problems.end()?;
    let Some(latest) = latest else { return Ok(()) };
    let id: RowId = tx.new_id();
    sql::insert_postponed(tx, id, &Postponed { pupil, act: act.to_owned(), from, latest, reason: reason.to_owned() }, &permit.who().tag())?;
    crate::trail::note(tx, permit.who(), "supervision.postponed", pupil, &serde_json::json!({ "act": act, "from": from, "latest": latest }))?;
    Ok(())
}

#[cfg(test)]
#[path = "ledger_tests.rs"]
mod tests;
