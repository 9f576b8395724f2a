//! verbs: the turn of the school year – every child moves up, repeats, graduates or leaves in one reviewed step that misses nobody. Issue item "People and time".

use std::collections::{BTreeSet, HashMap};

use super::promotion::{self, Account, Class, Outcome, Standing, Step, Wish};
use super::pupils::forever;
use super::sql::promote as sql;
use super::sql::pupils::{ReadyMovement, insert_movements};
use super::time;
use crate::access::{self, Permit, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, ClassName, Error, GradeId, Msg, PupilId, Result, SchoolDate, SchoolYear, TermCode, YearId, derived};
use crate::store::Tx;
use crate::trail;

/// A pupil as the review shows it.
#[derive(Clone, Debug)]
pub struct Sitting {
    /// The pupil.
    pub pupil: PupilId,
    /// Name.
    pub name: String,
    /// Seat number.
    pub seat_no: Option<i64>,
    /// Class of this year.
    pub class: ClassId,
    /// Level of this year.
    pub level: i64,
    /// The year in which that class is.
    pub start_year: i64,
    /// First day in that class.
    pub from: SchoolDate,
}

/// What the turn of the year would do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The year that ends.
    pub from: SchoolYear,
    /// The year that begins.
    pub to: SchoolYear,
    /// Everybody who sits in a class of the year that ends.
    pub pupils: Vec<Sitting>,
    /// The classes of the year that ends, with their names.
    pub now: Vec<(Class, String)>,
    /// The classes of the year that begins; those that are not made yet have ids of their own that stay the same.
    pub next: Vec<Class>,
    /// What becomes of everybody, in the order of `pupils`.
    pub steps: Vec<Step>,
    made: BTreeSet<ClassId>,
}

/// What the office has reviewed.
#[derive(Clone, Debug)]
pub struct Review {
    /// Exceptions; who has none goes with the class.
    pub wishes: HashMap<PupilId, Wish>,
    /// How many children the reviewed page showed.
    pub reviewed: i64,
    /// First day of the year that begins.
    pub first_day: SchoolDate,
    /// Last day of its first term.
    pub last_day: SchoolDate,
}

/// The turn of the year with these exceptions; `None` when nobody sits in a class.
///
/// # Errors
/// Faults of the database.
pub fn plan(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageRoster>, wishes: &HashMap<PupilId, Wish>) -> Result<Option<Plan>> {
    let today = tx.today();
    let all = sql::sitting(tx, today)?;
    // The oldest year with anybody left in it: so that a child who was forgotten once is found the next time.
    let Some(oldest) = all.iter().map(|sitting| sitting.start_year).min() else { return Ok(None) };
    let year = |start: i64| i16::try_from(start).map(SchoolYear).map_err(|e| Error::fault("a school year", e));
    let (from, to) = (year(oldest)?, year(oldest + 1)?);
    let pupils: Vec<Sitting> = all.into_iter().filter(|sitting| sitting.start_year == oldest).collect();
    let this_year = time::year_by_start(tx, from)?.ok_or(Error::NotFound)?;
    let now = classes_of(tx, this_year.id)?;
    let existing = match time::year_by_start(tx, to)? {
        Some(year) => classes_of(tx, year.id)?,
        None => Vec::new(),
    };
    let bare: Vec<Class> = now.iter().map(|(class, _)| class.clone()).collect();
    let next = next_classes(&bare, existing.iter().map(|(class, _)| class.clone()).collect());
    let standings = standings(&pupils, wishes);
    let steps = promotion::propose(&standings, &bare, &next);
    let made = existing.iter().map(|(class, _)| class.id).collect();
    Ok(Some(Plan { from, to, pupils, now, next, steps, made }))
}

fn standings(pupils: &[Sitting], wishes: &HashMap<PupilId, Wish>) -> Vec<Standing> {
    pupils.iter().map(|p| Standing { pupil: p.pupil, class: p.class, grade: p.level, wish: wishes.get(&p.pupil).copied().unwrap_or(Wish::MoveUp) }).collect()
}

fn classes_of(tx: &mut Tx<'_>, year: YearId) -> Result<Vec<(Class, String)>> {
    let also = time::combined_grades(tx, year)?;
    let classes = time::classes(tx, year)?.into_iter().map(|class| {
        let mut grades: Vec<i64> = also.iter().filter(|(id, _)| *id == class.id).map(|(_, level)| *level).chain([class.level]).collect();
        grades.sort_unstable();
        grades.dedup();
        (Class { id: class.id, grades, number: class.number, follows: None }, class.name)
    });
    Ok(classes.collect())
}

/// The usual classes of next year, each one that is there already in its place.
fn next_classes(now: &[Class], mut existing: Vec<Class>) -> Vec<Class> {
    let mut count = 0_u64;
    let mut next = promotion::usual_next_classes(now, || {
        count += 1;
        derived(&[b"next class", &count.to_be_bytes()])
    });
    for class in &mut next {
        if let Some(at) = existing.iter().position(|other| other.number == class.number && other.grades.first() == class.grades.first()) {
            let there = existing.swap_remove(at);
            *class = Class { follows: class.follows, ..there };
        }
    }
    next.extend(existing);
    next
}

/// Carries out a reviewed turn of the year: next year's classes are made, places end on the day before its first day and open on it.
///
/// # Errors
/// A conflict when the register changed since the review; problems when somebody has nowhere to go or the days do not fit. Nothing is saved then.
pub fn carry_out(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, calendar: &Permit<acts::ManageCalendar>, review: &Review) -> Result<Account> {
    let plan = plan(tx, permit, &review.wishes)?.ok_or_else(|| Error::Conflict(Msg::new("roster-promotion-none")))?;
    if plan.pupils.len() as i64 != review.reviewed {
        return Err(Error::Conflict(Msg::new("roster-promotion-changed")));
    }
    let mut problems = Problems::default();
    if review.last_day <= review.first_day || plan.pupils.iter().any(|p| p.from >= review.first_day) {
        problems.note("first_day", Msg::new("roster-promotion-days"));
    }
    let gaps = promotion::gaps(&standings(&plan.pupils, &review.wishes), &plan.steps, &plan.next);
    if !gaps.is_empty() {
        problems.note("undecided", Msg::new("roster-promotion-missing").with("count", gaps.len()));
    }
    problems.end()?;
    let ids = make_classes(tx, permit, calendar, &plan, review)?;
    move_everybody(tx, permit, &plan, &ids, review.first_day)?;
    let account = Account::of(&plan.steps);
    let counts = serde_json::json!({ "year": plan.to.0, "promoted": account.promoted, "repeating": account.repeating, "graduated": account.graduated, "left": account.left });
    trail::note(tx, permit.who(), "roster.year-turned", tx.school(), &counts)?;
    Ok(account)
}

/// Makes the year, its first term and the classes that are not there yet; gives the real id of each class, and the grades by level.
fn make_classes(
    tx: &mut Tx<'_>,
    permit: &Permit<acts::ManageRoster>,
    calendar: &Permit<acts::ManageCalendar>,
    plan: &Plan,
    review: &Review,
) -> Result<(HashMap<ClassId, ClassId>, HashMap<i64, GradeId>)> {
    time::ensure_term(tx, calendar, TermCode { year: plan.to, half: 1 }, review.first_day, review.last_day)?;
    let year = time::year_by_start(tx, plan.to)?.ok_or(Error::NotFound)?;
    let mut ids = HashMap::new();
    for class in &plan.next {
        let mut id = class.id;
        if !plan.made.contains(&class.id) {
            let name = ClassName { grade: class.grades.first().copied().unwrap_or(1), number: class.number };
            id = time::ensure_class(tx, permit, year.id, name)?;
            if class.grades.len() > 1 {
                let also: BTreeSet<i64> = class.grades.iter().skip(1).copied().collect();
                let called = plan.now.iter().find(|(now, _)| Some(now.id) == class.follows).map_or_else(|| name.to_string(), |(_, called)| called.clone());
                time::change_class(tx, permit, id, &called, None, &also)?;
            }
        }
        ids.insert(class.id, id);
    }
    let grades = time::grades(tx, year.id)?.into_iter().map(|grade| (grade.level, grade.id)).collect();
    Ok((ids, grades))
}

fn move_everybody(
    tx: &mut Tx<'_>,
    permit: &Permit<acts::ManageRoster>,
    plan: &Plan,
    (ids, grades): &(HashMap<ClassId, ClassId>, HashMap<i64, GradeId>),
    first_day: SchoolDate,
) -> Result<()> {
    let last_day = first_day.plus_days(-1);
    let actor = permit.who().tag();
    let (mut places, mut movements) = (Vec::new(), Vec::new());
    for (sitting, step) in plan.pupils.iter().zip(&plan.steps) {
        let (kind, day, to) = match &step.outcome {
            Outcome::Promoted(class, level) => ("promotion", first_day, Some((*class, *level))),
            Outcome::Repeats(class, level) => ("repeat", first_day, Some((*class, *level))),
            Outcome::Graduates => ("graduation", last_day, None),
            Outcome::Leaves => ("leaving", last_day, None),
            Outcome::Undecided(why) => return Err(Error::Conflict(why.clone())),
        };
        access::close_place(tx, step.pupil, last_day)?;
        let to_class = to.and_then(|(class, _)| ids.get(&class).copied());
        if let (Some(class), Some((_, level))) = (to_class, to) {
            let grade = grades.get(&level).copied().ok_or_else(|| Error::Fault(format!("no grade of level {level}")))?;
            places.push((step.pupil, class, grade));
        }
        movements.push(ReadyMovement {
            id: tx.new_id(),
            pupil: step.pupil,
            kind,
            day,
            from_class: Some(sitting.class),
            to_class,
            undoes: None,
            reason: String::new(),
            actor: actor.clone(),
            import: None,
        });
    }
    let until = forever()?;
    access::open_places(tx, &places, first_day, until)?;
    insert_movements(tx, &movements)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Subject, Who};
    use crate::roster::particulars::seat;
    use crate::roster::pupils::{NewPupil, enrol_many};
    use crate::roster::school_for_tests::{School, class, day};

    fn with_children(name: &str) -> (School, Vec<PupilId>) {
        let school = School::on(name, "2027-07-06");
        let children: Vec<NewPupil> = ["陈小禾", "张小明", "王梓涵", "李一诺"].iter().map(|name| NewPupil { name: (*name).into(), ..NewPupil::default() }).collect();
        let classes = [class(2026, 1, 1), class(2026, 5, 2), class(2026, 5, 2), class(2026, 6, 1)];
        let ids = school.act(Subject::School, |tx, permit| enrol_many(tx, permit, &classes, &children, day("2026-09-01"))).unwrap();
        (school, ids)
    }

    fn turn(school: &School, wishes: &[(PupilId, Wish)], reviewed: i64) -> Result<Account> {
        school.store.write(school.id, |tx| {
            let who = Who::operator(tx, "test");
            let (permit, calendar) = (Permit::ask(tx, &who, Subject::School)?, Permit::ask(tx, &who, Subject::School)?);
            let review = Review { wishes: wishes.iter().copied().collect(), reviewed, first_day: day("2027-09-01"), last_day: day("2028-01-20") };
            carry_out(tx, &permit, &calendar, &review)
        })
    }

    /// The class in which a child sits last.
    fn ends_in(school: &School, pupil: PupilId) -> Option<String> {
        school.read(|tx| {
            let later = sql::sitting(tx, day("2027-09-01"))?;
            let class = later.into_iter().find(|sitting| sitting.pupil == pupil).map(|sitting| sitting.class);
            class.map(|id| time::class(tx, id).map(|class| class.name)).transpose()
        })
    }

    #[test]
    fn the_year_turns_for_everybody_at_once() {
        let (school, ids) = with_children("turn");
        let account = turn(&school, &[(ids[2], Wish::Repeat)], 4).unwrap();
        assert_eq!((account.promoted, account.repeating, account.graduated, account.left, account.undecided), (2, 1, 1, 0, 0));
        let ends: Vec<Option<String>> = ids.iter().map(|id| ends_in(&school, *id)).collect();
        assert_eq!(ends, [Some("二（1）班".into()), Some("六（2）班".into()), Some("五（2）班".into()), None]);
        let in_summer = school.read(|tx| seat(tx, ids[1])).unwrap();
        assert_eq!(in_summer.class_name, "五（2）班", "until the first day the old class counts");
    }

    #[test]
    fn a_child_who_came_after_the_review_stops_the_turn() {
        let (school, _) = with_children("late");
        assert!(matches!(turn(&school, &[], 3), Err(Error::Conflict(m)) if m.key == "roster-promotion-changed"));
    }

    #[test]
    fn nobody_is_left_without_a_class() {
        let (school, ids) = with_children("nowhere");
        let wrong = class(2026, 1, 1).0;
        let Err(Error::Invalid(problems)) = turn(&school, &[(ids[1], Wish::Into(wrong))], 4) else { panic!() };
        assert_eq!(problems[0].message.key, "roster-promotion-missing");
        assert_eq!(ends_in(&school, ids[0]).as_deref(), Some("一（1）班"), "nothing was saved");
    }

    #[test]
    fn the_turn_cannot_be_made_twice_on_the_same_review() {
        let (school, _) = with_children("twice");
        turn(&school, &[], 4).unwrap();
        assert!(turn(&school, &[], 4).is_err());
    }
}
