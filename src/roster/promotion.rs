//! Next year's classes: every child moves up, repeats or leaves, and nobody is forgotten. Issue item "People and time".

use std::collections::{BTreeMap, HashMap};

use crate::base::{ClassId, Msg, PupilId};

/// The last grade of a primary school.
pub const LAST_GRADE: i64 = 6;

/// A class with the grades that sit in it: one, or several in a combined class (复式班).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// The class.
    pub id: ClassId,
    /// Its grades in the year, ascending.
    pub grades: Vec<i64>,
    /// Its number.
    pub number: i64,
    /// In next year's classes: the class of this year that it continues.
    pub follows: Option<ClassId>,
}

/// What the office has decided about a child before the proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Moves up, or graduates from the last grade.
    MoveUp,
    /// Stays in the grade.
    Repeat,
    /// Leaves for another school or for good.
    Leave,
    /// Goes into this class of next year.
    Into(ClassId),
}

/// Where a child stands at the end of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The child.
    pub pupil: PupilId,
    /// The class of this year.
    pub class: ClassId,
    /// The grade of this year.
    pub grade: i64,
    /// What has been decided.
    pub wish: Wish,
}

/// What becomes of a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Moves up into the class and grade.
    Promoted(ClassId, i64),
    /// Stays in the grade, in this class of next year.
    Repeats(ClassId, i64),
    /// Has finished the last grade.
    Graduates,
    /// Leaves.
    Leaves,
    /// A person must choose a class; the message says why.
    Undecided(Msg),
}

/// One line of the proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The child.
    pub pupil: PupilId,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// How many children end where; the sum is everybody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Moved up.
    pub promoted: i64,
    /// Stayed in the grade.
    pub repeating: i64,
    /// Finished.
    pub graduated: i64,
    /// Left.
    pub left: i64,
    /// To be decided.
    pub undecided: i64,
}

/// Something wrong with a list of steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// The child is in a class now and in no step.
    Forgotten(PupilId),
    /// The child is in two steps.
    Twice(PupilId),
    /// The child is in no class now.
    Unknown(PupilId),
    /// Nobody has chosen a class yet.
    Undecided(PupilId),
    /// The class has no such grade next year, or there is no such class.
    WrongClass(PupilId),
}

impl Account {
    /// Counts the outcomes.
    pub fn of(steps: &[Step]) -> Self {
        let mut account = Self::default();
        for step in steps {
            let place = match step.outcome {
                Outcome::Promoted(..) => &mut account.promoted,
                Outcome::Repeats(..) => &mut account.repeating,
                Outcome::Graduates => &mut account.graduated,
                Outcome::Leaves => &mut account.left,
                Outcome::Undecided(_) => &mut account.undecided,
            };
            *place += 1;
        }
        account
    }
    /// Everybody in it.
    pub fn total(self) -> i64 {
        self.promoted + self.repeating + self.graduated + self.left + self.undecided
    }
}

/// Next year's classes as they usually are: a class of one grade moves up with its number and ends after the last grade; a combined class
/// keeps its grades; new pupils of grade 1 get as many classes as this year's grade 1 has, with `new_id` for each id.
pub fn usual_next_classes(now: &[Class], mut new_id: impl FnMut() -> ClassId) -> Vec<Class> {
    let mut next = Vec::new();
    for class in now {
        let grades = match class.grades.as_slice() {
            [grade] if *grade < LAST_GRADE => vec![grade + 1],
            [_] => continue,
            several => several.to_vec(),
        };
        next.push(Class { id: new_id(), grades, number: class.number, follows: Some(class.id) });
    }
    for class in now.iter().filter(|class| class.grades == [1]) {
        next.push(Class { id: new_id(), grades: vec![1], number: class.number, follows: None });
    }
    next.sort_by(|a, b| (&a.grades, a.number).cmp(&(&b.grades, b.number)));
    next
}

/// Proposes what becomes of every child: exactly one step each, in the order given.
///
/// Who moves up goes with the class (the one that continues it), else into the only class of the grade; who repeats goes into the class
/// of the grade with the same number, else the only one. Where there is a choice, a person makes it.
pub fn propose(pupils: &[Standing], now: &[Class], next: &[Class]) -> Vec<Step> {
    let numbers: HashMap<ClassId, i64> = now.iter().map(|class| (class.id, class.number)).collect();
    pupils.iter().map(|standing| Step { pupil: standing.pupil, outcome: outcome(standing, &numbers, next) }).collect()
}

fn outcome(standing: &Standing, numbers: &HashMap<ClassId, i64>, next: &[Class]) -> Outcome {
    let up = standing.grade + 1;
    match standing.wish {
        Wish::Leave => Outcome::Leaves,
        Wish::Into(id) => match next.iter().find(|class| class.id == id) {
            Some(class) if class.grades.contains(&up) => Outcome::Promoted(id, up),
            Some(class) if class.grades.contains(&standing.grade) => Outcome::Repeats(id, standing.grade),
            _ => Outcome::Undecided(Msg::new("roster-promotion-wrong-class").with("grade", up)),
        },
        Wish::MoveUp if standing.grade >= LAST_GRADE => Outcome::Graduates,
        Wish::MoveUp => {
            let followed = next.iter().find(|class| class.follows == Some(standing.class) && class.grades.contains(&up));
            match followed.or_else(|| only(next, up)) {
                Some(class) => Outcome::Promoted(class.id, up),
                None => Outcome::Undecided(Msg::new("roster-promotion-choose").with("grade", up)),
            }
        }
        Wish::Repeat => {
            let number = numbers.get(&standing.class);
            let same_number = next.iter().find(|class| class.grades.contains(&standing.grade) && Some(&class.number) == number);
            match same_number.or_else(|| only(next, standing.grade)) {
                Some(class) => Outcome::Repeats(class.id, standing.grade),
                None => Outcome::Undecided(Msg::new("roster-promotion-choose").with("grade", standing.grade)),
            }
        }
    }
}

fn only(next: &[Class], grade: i64) -> Option<&Class> {
    let mut fitting = next.iter().filter(|class| class.grades.contains(&grade));
    let first = fitting.next();
    if fitting.next().is_some() { None } else { first }
}

/// Checks reviewed steps before they are carried out: everybody once, nobody else, every class with the grade. Empty when all is well.
pub fn gaps(pupils: &[Standing], steps: &[Step], next: &[Class]) -> Vec<Gap> {
    let mut count: BTreeMap<PupilId, i64> = pupils.iter().map(|standing| (standing.pupil, 0)).collect();
    let mut found = Vec::new();
    for step in steps {
        match count.get_mut(&step.pupil) {
            None => found.push(Gap::Unknown(step.pupil)),
            Some(n) => {
                *n += 1;
                if *n == 2 {
                    found.push(Gap::Twice(step.pupil));
                }
            }
        }
        match &step.outcome {
            Outcome::Undecided(_) => found.push(Gap::Undecided(step.pupil)),
            Outcome::Promoted(id, grade) | Outcome::Repeats(id, grade) if !next.iter().any(|class| class.id == *id && class.grades.contains(grade)) => {
                found.push(Gap::WrongClass(step.pupil));
            }
            _ => {}
        }
    }
    found.extend(count.into_iter().filter(|(_, n)| *n == 0).map(|(pupil, _)| Gap::Forgotten(pupil)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Ids, Stamp};

    fn classes(ids: &Ids, shape: &[(&[i64], i64)]) -> Vec<Class> {
        shape.iter().map(|(grades, number)| Class { id: ids.next(Stamp(1)), grades: grades.to_vec(), number: *number, follows: None }).collect()
    }

    fn pupil(ids: &Ids, class: &Class, grade: i64, wish: Wish) -> Standing {
        Standing { pupil: ids.next(Stamp(2)), class: class.id, grade, wish }
    }

    #[test]
    fn a_class_moves_up_together() {
        let ids = Ids::seeded(1);
        let now = classes(&ids, &[(&[5], 1), (&[5], 2), (&[6], 1), (&[1], 1)]);
        let next = usual_next_classes(&now, || ids.next(Stamp(3)));
        let shape: Vec<(Vec<i64>, i64)> = next.iter().map(|class| (class.grades.clone(), class.number)).collect();
        assert_eq!(shape, [(vec![1], 1), (vec![2], 1), (vec![6], 1), (vec![6], 2)]);
        let pupils = [
            pupil(&ids, &now[0], 5, Wish::MoveUp),
            pupil(&ids, &now[1], 5, Wish::MoveUp),
            pupil(&ids, &now[2], 6, Wish::MoveUp),
            pupil(&ids, &now[2], 6, Wish::Repeat),
            pupil(&ids, &now[0], 5, Wish::Leave),
        ];
        let outcomes: Vec<Outcome> = propose(&pupils, &now, &next).into_iter().map(|step| step.outcome).collect();
        assert_eq!(outcomes, [Outcome::Promoted(next[2].id, 6), Outcome::Promoted(next[3].id, 6), Outcome::Graduates, Outcome::Repeats(next[2].id, 6), Outcome::Leaves]);
    }

    #[test]
    fn in_a_village_school_children_of_a_combined_class_stay_until_it_ends() {
        let ids = Ids::seeded(2);
        let now = classes(&ids, &[(&[1, 2], 1), (&[3, 4], 1)]);
        let next = usual_next_classes(&now, || ids.next(Stamp(3)));
        let pupils = [pupil(&ids, &now[0], 1, Wish::MoveUp), pupil(&ids, &now[0], 2, Wish::MoveUp), pupil(&ids, &now[1], 4, Wish::MoveUp), pupil(&ids, &now[0], 2, Wish::Repeat)];
        let steps = propose(&pupils, &now, &next);
        assert_eq!(steps[0].outcome, Outcome::Promoted(next[0].id, 2));
        assert_eq!(steps[1].outcome, Outcome::Promoted(next[1].id, 3));
        assert!(matches!(&steps[2].outcome, Outcome::Undecided(why) if why.key == "roster-promotion-choose"), "there is no grade 5 yet");
        assert_eq!(steps[3].outcome, Outcome::Repeats(next[0].id, 2));
        assert_eq!(gaps(&pupils, &steps, &next), [Gap::Undecided(pupils[2].pupil)]);
    }

    #[test]
    fn classes_that_are_mixed_anew_are_chosen_by_a_person() {
        let ids = Ids::seeded(3);
        let now = classes(&ids, &[(&[2], 1)]);
        let next = classes(&ids, &[(&[3], 1), (&[3], 2)]);
        let standing = pupil(&ids, &now[0], 2, Wish::MoveUp);
        assert!(matches!(propose(&[standing], &now, &next)[0].outcome, Outcome::Undecided(_)));
        for (wish, expected) in
            [(Wish::Into(next[1].id), Outcome::Promoted(next[1].id, 3)), (Wish::Into(now[0].id), Outcome::Undecided(Msg::new("roster-promotion-wrong-class").with("grade", 3)))]
        {
            assert_eq!(propose(&[Standing { wish, ..standing }], &now, &next)[0].outcome, expected);
        }
    }

    #[test]
    fn a_step_that_forgets_or_doubles_a_child_is_found() {
        let ids = Ids::seeded(4);
        let now = classes(&ids, &[(&[2], 1)]);
        let next = usual_next_classes(&now, || ids.next(Stamp(3)));
        let pupils = [pupil(&ids, &now[0], 2, Wish::MoveUp), pupil(&ids, &now[0], 2, Wish::MoveUp)];
        let good = propose(&pupils, &now, &next);
        assert_eq!(gaps(&pupils, &good, &next), []);
        assert_eq!(gaps(&pupils, &good[..1], &next), [Gap::Forgotten(pupils[1].pupil)]);
        assert_eq!(gaps(&pupils[..1], &good, &next), [Gap::Unknown(pupils[1].pupil)]);
        assert_eq!(gaps(&pupils, &[good.clone(), good[..1].to_vec()].concat(), &next), [Gap::Twice(pupils[0].pupil)]);
        let wrong = vec![Step { pupil: pupils[0].pupil, outcome: Outcome::Promoted(next[0].id, 5) }, good[1].clone()];
        assert_eq!(gaps(&pupils, &wrong, &next), [Gap::WrongClass(pupils[0].pupil)]);
    }

    #[test]
    fn in_any_school_everybody_is_accounted_for_exactly_once() {
        for seed in 0..200_u64 {
            let ids = Ids::seeded(seed + 10);
            let mut state = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let mut roll = |sides: u64| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 33) % sides
            };
            let shape: Vec<(Vec<i64>, i64)> = (0..=roll(12))
                .map(|_| {
                    let grade = roll(6) as i64 + 1;
                    let grades = if roll(4) == 0 && grade < 6 { vec![grade, grade + 1] } else { vec![grade] };
                    (grades, roll(3) as i64 + 1)
                })
                .collect();
            let now: Vec<Class> = shape.iter().map(|(grades, number)| Class { id: ids.next(Stamp(1)), grades: grades.clone(), number: *number, follows: None }).collect();
            let next = usual_next_classes(&now, || ids.next(Stamp(3)));
            let mut pupils: Vec<Standing> = Vec::new();
            for class in &now {
                for n in 0..roll(30) {
                    let wish = match roll(10) {
                        0 => Wish::Repeat,
                        1 => Wish::Leave,
                        2 if !next.is_empty() => Wish::Into(next[roll(next.len() as u64) as usize].id),
                        _ => Wish::MoveUp,
                    };
                    pupils.push(pupil(&ids, class, class.grades[n as usize % class.grades.len()], wish));
                }
            }
            let steps = propose(&pupils, &now, &next);
            assert_eq!(Account::of(&steps).total(), pupils.len() as i64, "seed {seed}");
            let only_undecided = gaps(&pupils, &steps, &next).iter().all(|gap| matches!(gap, Gap::Undecided(_)));
            assert!(only_undecided, "seed {seed}: a proposal forgets nobody, doubles nobody and puts nobody into a wrong grade");
            assert_eq!(gaps(&pupils, &steps, &next).len() as i64, Account::of(&steps).undecided, "seed {seed}");
        }
    }
}
