//! Which child a row of a sheet speaks of. Pure: the look-up is done by the caller. PRACTICE 1.9.
//!
//! The order is registry number, identity number, name + birth date + entry year, school number, name + class. Numbers come as keyed
//! hashes. Nothing is decided silently: what contradicts itself is a conflict, what is open is asked, and a match by name and class
//! alone needs one confirmation for the file.

use std::borrow::Borrow;
use std::collections::HashMap;

use crate::base::{ClassName, PupilId, SchoolDate};

/// A keyed hash of a registry or identity number.
pub type NumberHash = [u8; 16];

/// School numbers of up to this many characters are seat numbers: they mean a child within a class only.
const SEAT_CHARS: usize = 3;

/// The keys in a row of a sheet.
#[derive(Clone, Debug, Default)]
pub struct Incoming {
    /// Hash of the registry number.
    pub registry: Option<NumberHash>,
    /// Whether the registry number is a G number, which never changes.
    pub registry_final: bool,
    /// Hash of the identity number.
    pub identity: Option<NumberHash>,
    /// The name in its comparable form.
    pub name: String,
    /// Birth date.
    pub birth: Option<SchoolDate>,
    /// Calendar year of entry.
    pub entry_year: Option<i16>,
    /// School number.
    pub school_no: Option<String>,
    /// Class in the year of the sheet.
    pub class: Option<ClassName>,
}

/// A pupil of the store who shares at least one key with the row.
#[derive(Clone, Debug)]
pub struct Known {
    /// The pupil.
    pub pupil: PupilId,
    /// Hashes of the registry numbers, the present one first, former J and L numbers after it.
    pub registries: Vec<NumberHash>,
    /// Whether the present registry number is a G number.
    pub registry_final: bool,
    /// Hash of the identity number.
    pub identity: Option<NumberHash>,
    /// The name in its comparable form.
    pub name: String,
    /// Birth date.
    pub birth: Option<SchoolDate>,
    /// Calendar year of entry.
    pub entry_year: Option<i16>,
    /// School number.
    pub school_no: Option<String>,
    /// Class in the year of the sheet.
    pub class: Option<ClassName>,
}

/// What the office has said about the file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Said {
    /// Name and class are enough for this file.
    pub name_and_class: bool,
}

/// By what a row was matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum By {
    /// 学籍号, the present or a former one.
    Registry,
    /// 身份证号.
    Identity,
    /// Name, birth date and entry year.
    NameBirthEntry,
    /// 学号 and name.
    SchoolNo,
    /// Name and class, confirmed for the file.
    NameClass,
}

impl By {
    /// The key of its words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Registry => "roster-match-registry",
            Self::Identity => "roster-match-identity",
            Self::NameBirthEntry => "roster-match-birth",
            Self::SchoolNo => "roster-match-school-no",
            Self::NameClass => "roster-match-class",
        }
    }
}

/// What a person is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Question {
    /// The only child of that name in the class: is name + class enough in this file? Asked once.
    NameAndClassOnce,
    /// Several children have that name.
    Several,
    /// The numbers agree, the names do not: a new name, or another child?
    OtherName,
    /// Name and class or number agree, the birth dates do not.
    OtherBirth,
    /// Name and birth date agree, the final numbers do not.
    OtherNumber,
    /// The school number belongs to a child of another name.
    SchoolNoOfAnother,
    /// A child of that name is in another class, and nothing tells them apart.
    SameNameElsewhere,
}

impl Question {
    /// The key of the question, which says what is open and how to settle it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NameAndClassOnce => "roster-ask-class",
            Self::Several => "roster-ask-several",
            Self::OtherName => "roster-ask-name",
            Self::OtherBirth => "roster-ask-birth",
            Self::OtherNumber => "roster-ask-number",
            Self::SchoolNoOfAnother => "roster-ask-school-no",
            Self::SameNameElsewhere => "roster-ask-elsewhere",
        }
    }
}

/// What contradicts itself and is never taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Contradiction {
    /// The registry number is one child's, the identity number another's.
    NumbersOfTwo,
    /// The registry number agrees, the identity number does not (or the other way round, with a G number).
    OneNumberDiffers,
    /// The number belongs to a child with another name and another birth date.
    NumberOfAnother,
    /// Two children of the store have the number.
    NumberTwice,
}

impl Contradiction {
    /// The key of what is wrong and how to mend it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NumbersOfTwo => "roster-conflict-two",
            Self::OneNumberDiffers => "roster-conflict-one",
            Self::NumberOfAnother => "roster-conflict-another",
            Self::NumberTwice => "roster-conflict-twice",
        }
    }
}

/// The decision about a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// This child.
    Same {
        /// The pupil.
        pupil: PupilId,
        /// By what.
        by: By,
    },
    /// Nobody in the store: a new child (for results and attendance: a problem).
    New,
    /// A person decides.
    Ask {
        /// Who it may be.
        candidates: Vec<PupilId>,
        /// What is asked.
        why: Question,
    },
    /// The row waits until it is mended.
    Conflict {
        /// Who is concerned.
        candidates: Vec<PupilId>,
        /// What contradicts what.
        why: Contradiction,
    },
}

/// Decides which child a row speaks of. `known` are all pupils of the school who share a number, a school number or the name with it.
pub fn decide<K: Borrow<Known>>(row: &Incoming, known: &[K], said: Said) -> Match {
    let known: Vec<&Known> = known.iter().map(Borrow::borrow).collect();
    let known = known.as_slice();
    by_numbers(row, known).or_else(|| by_name_and_birth(row, known)).or_else(|| by_school_no(row, known)).or_else(|| by_name(row, known, said)).unwrap_or(Match::New)
}

/// Rows of one file that were matched with the same child: (earlier row, later row). They are shown, not merged.
pub fn doubled(matches: &[Match]) -> Vec<(usize, usize)> {
    let mut first: HashMap<PupilId, usize> = HashMap::new();
    let mut pairs = Vec::new();
    for (row, decision) in matches.iter().enumerate() {
        if let Match::Same { pupil, .. } = decision {
            match first.get(pupil) {
                Some(earlier) => pairs.push((*earlier, row)),
                None => {
                    first.insert(*pupil, row);
                }
            }
        }
    }
    pairs
}

fn pupils(known: &[&Known]) -> Vec<PupilId> {
    known.iter().map(|known| known.pupil).collect()
}

fn ask(candidates: &[&Known], why: Question) -> Option<Match> {
    Some(Match::Ask { candidates: pupils(candidates), why })
}

fn differ<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a != b)
}

/// Numbers that cannot both belong to one child: two identity numbers, or two G numbers.
fn numbers_differ(row: &Incoming, known: &Known) -> bool {
    let registry = row.registry_final && known.registry_final && differ(row.registry.as_ref(), known.registries.first());
    registry || differ(row.identity.as_ref(), known.identity.as_ref())
}

fn by_numbers(row: &Incoming, known: &[&Known]) -> Option<Match> {
    let of_registry: Vec<&Known> = known.iter().copied().filter(|known| row.registry.is_some_and(|hash| known.registries.contains(&hash))).collect();
    let of_identity: Vec<&Known> = known.iter().copied().filter(|known| row.identity.is_some() && known.identity == row.identity).collect();
    let conflict = |candidates: Vec<PupilId>, why| Some(Match::Conflict { candidates, why });
    for found in [&of_registry, &of_identity] {
        if found.len() > 1 {
            return conflict(pupils(found), Contradiction::NumberTwice);
        }
    }
    let (one, by) = match (of_registry.first(), of_identity.first()) {
        (Some(a), Some(b)) if a.pupil != b.pupil => return conflict(vec![a.pupil, b.pupil], Contradiction::NumbersOfTwo),
        (Some(one), _) => (*one, By::Registry),
        (None, Some(one)) => (*one, By::Identity),
        (None, None) => return None,
    };
    // A former J or L number beside a G number of another child, or one number right and the other wrong.
    let registry_differs = by == By::Identity && row.registry_final && known_final_differs(row, one);
    if registry_differs || differ(row.identity.as_ref(), one.identity.as_ref()) {
        return conflict(vec![one.pupil], Contradiction::OneNumberDiffers);
    }
    let other_name = !row.name.is_empty() && row.name != one.name;
    let other_birth = differ(row.birth.as_ref(), one.birth.as_ref());
    match (other_name, other_birth) {
        (true, true) => conflict(vec![one.pupil], Contradiction::NumberOfAnother),
        (true, false) => ask(&[one], Question::OtherName),
        _ => Some(Match::Same { pupil: one.pupil, by }),
    }
}

fn known_final_differs(row: &Incoming, one: &Known) -> bool {
    one.registry_final && differ(row.registry.as_ref(), one.registries.first())
}

fn by_name_and_birth(row: &Incoming, known: &[&Known]) -> Option<Match> {
    let birth = row.birth?;
    let entry_fits = |known: &Known| !differ(row.entry_year.as_ref(), known.entry_year.as_ref());
    let found: Vec<&Known> = known.iter().copied().filter(|known| !row.name.is_empty() && known.name == row.name && known.birth == Some(birth) && entry_fits(known)).collect();
    match found.as_slice() {
        [] => None,
        [one] if numbers_differ(row, one) => ask(&found, Question::OtherNumber),
        [one] => Some(Match::Same { pupil: one.pupil, by: By::NameBirthEntry }),
        several => {
            // Two children of one name and one birthday: a class tells them apart only for a person.
            ask(several, Question::Several)
        }
    }
}

fn by_school_no(row: &Incoming, known: &[&Known]) -> Option<Match> {
    let number = row.school_no.as_ref().filter(|number| !number.is_empty())?;
    let seat = number.chars().count() <= SEAT_CHARS;
    let same_place = |known: &Known| !seat || (row.class.is_some() && known.class == row.class);
    let found: Vec<&Known> = known.iter().copied().filter(|known| known.school_no.as_ref() == Some(number) && same_place(known)).collect();
    let [one] = found.as_slice() else {
        return if found.is_empty() || seat { None } else { ask(&found, Question::Several) };
    };
    let nameless = row.name.is_empty();
    if !nameless && one.name != row.name {
        // Seats move within a class; long numbers do not.
        return if seat { None } else { ask(&found, Question::SchoolNoOfAnother) };
    }
    if differ(row.birth.as_ref(), one.birth.as_ref()) {
        return ask(&found, Question::OtherBirth);
    }
    if numbers_differ(row, one) {
        return ask(&found, Question::OtherNumber);
    }
    Some(Match::Same { pupil: one.pupil, by: By::SchoolNo })
}

fn by_name(row: &Incoming, known: &[&Known], said: Said) -> Option<Match> {
    let named: Vec<&Known> = known.iter().copied().filter(|known| !row.name.is_empty() && known.name == row.name && !numbers_differ(row, known)).collect();
    let in_class: Vec<&Known> = named.iter().copied().filter(|known| row.class.is_some() && known.class == row.class).collect();
    match in_class.as_slice() {
        [one] if differ(row.birth.as_ref(), one.birth.as_ref()) => return ask(&in_class, Question::OtherBirth),
        [one] if said.name_and_class => return Some(Match::Same { pupil: one.pupil, by: By::NameClass }),
        [_] => return ask(&in_class, Question::NameAndClassOnce),
        [] => {}
        several => return ask(several, Question::Several),
    }
    // In another class, or of a class nobody wrote: asked about unless the birth dates tell them apart.
    let open: Vec<&Known> =
        named.into_iter().filter(|known| !differ(row.birth.as_ref(), known.birth.as_ref()) && !differ(row.entry_year.as_ref(), known.entry_year.as_ref())).collect();
    match open.len() {
        0 => None,
        1 => ask(&open, Question::SameNameElsewhere),
        _ => ask(&open, Question::Several),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::words::{self, Lang};
    use crate::base::{Ids, Stamp};

    const CLASS: Option<ClassName> = Some(ClassName { grade: 5, number: 1 });
    const OTHER_CLASS: Option<ClassName> = Some(ClassName { grade: 5, number: 2 });

    fn day(text: &str) -> Option<SchoolDate> {
        Some(text.parse().unwrap())
    }

    fn ids() -> Vec<PupilId> {
        let ids = Ids::seeded(1);
        (0..4).map(|_| ids.next(Stamp(0))).collect()
    }

    /// 王梓涵 of 5（1）, born 7 March 2015, with a G number and an identity number.
    fn zihan(pupil: PupilId) -> Known {
        Known {
            pupil,
            registries: vec![[1; 16], [9; 16]],
            registry_final: true,
            identity: Some([2; 16]),
            name: "王梓涵".into(),
            birth: day("2015-03-07"),
            entry_year: Some(2021),
            school_no: Some("20210105".into()),
            class: CLASS,
        }
    }

    fn row() -> Incoming {
        Incoming { name: "王梓涵".into(), ..Incoming::default() }
    }

    fn same(pupil: PupilId, by: By) -> Match {
        Match::Same { pupil, by }
    }

    #[test]
    fn the_first_key_that_fits_decides() {
        let id = ids()[0];
        let known = [zihan(id)];
        let table = [
            (Incoming { registry: Some([1; 16]), registry_final: true, ..row() }, By::Registry),
            (Incoming { registry: Some([9; 16]), ..row() }, By::Registry),
            (Incoming { identity: Some([2; 16]), ..row() }, By::Identity),
            (Incoming { identity: Some([2; 16]), registry: Some([7; 16]), ..row() }, By::Identity),
            (Incoming { birth: day("2015-03-07"), entry_year: Some(2021), ..row() }, By::NameBirthEntry),
            (Incoming { birth: day("2015-03-07"), ..row() }, By::NameBirthEntry),
            (Incoming { school_no: Some("20210105".into()), ..row() }, By::SchoolNo),
            (Incoming { school_no: Some("20210105".into()), name: String::new(), ..row() }, By::SchoolNo),
            (Incoming { registry: Some([1; 16]), birth: day("2015-03-08"), ..row() }, By::Registry),
        ];
        for (row, by) in table {
            assert_eq!(decide(&row, &known, Said::default()), same(id, by), "{row:?}");
        }
    }

    #[test]
    fn name_and_class_need_one_confirmation_for_the_file() {
        let id = ids()[0];
        let row = Incoming { class: CLASS, ..row() };
        assert_eq!(decide(&row, &[zihan(id)], Said::default()), Match::Ask { candidates: vec![id], why: Question::NameAndClassOnce });
        assert_eq!(decide(&row, &[zihan(id)], Said { name_and_class: true }), same(id, By::NameClass));
    }

    #[test]
    fn two_children_of_one_name_are_asked_about_even_after_the_confirmation() {
        let ids = ids();
        let mut other = zihan(ids[1]);
        (other.registries, other.identity, other.birth, other.school_no) = (vec![], None, day("2015-08-01"), None);
        let known = [zihan(ids[0]), other];
        let said = Said { name_and_class: true };
        assert_eq!(decide(&Incoming { class: CLASS, ..row() }, &known, said), Match::Ask { candidates: vec![ids[0], ids[1]], why: Question::Several });
        assert_eq!(decide(&Incoming { class: CLASS, birth: day("2015-08-01"), ..row() }, &known, said), same(ids[1], By::NameBirthEntry));
    }

    #[test]
    fn what_is_open_is_asked() {
        let id = ids()[0];
        let known = [zihan(id)];
        let table = [
            (Incoming { registry: Some([1; 16]), name: "王紫涵".into(), ..row() }, Question::OtherName),
            (Incoming { birth: day("2015-03-07"), identity: Some([5; 16]), ..row() }, Question::OtherNumber),
            (Incoming { school_no: Some("20210105".into()), name: "李明".into(), ..row() }, Question::SchoolNoOfAnother),
            (Incoming { school_no: Some("20210105".into()), birth: day("2015-05-05"), ..row() }, Question::OtherBirth),
            (Incoming { class: CLASS, birth: day("2015-05-05"), ..row() }, Question::OtherBirth),
            (Incoming { class: OTHER_CLASS, ..row() }, Question::SameNameElsewhere),
            (row(), Question::SameNameElsewhere),
        ];
        for (row, why) in table {
            assert_eq!(decide(&row, &known, Said { name_and_class: true }), Match::Ask { candidates: vec![id], why }, "{row:?}");
        }
    }

    #[test]
    fn what_contradicts_itself_is_never_taken_in() {
        let ids = ids();
        let mut ming = zihan(ids[1]);
        (ming.registries, ming.identity, ming.name, ming.birth) = (vec![[3; 16]], Some([4; 16]), "李明".into(), day("2015-06-01"));
        let known = [zihan(ids[0]), ming];
        let table = [
            (Incoming { registry: Some([1; 16]), identity: Some([4; 16]), ..row() }, Contradiction::NumbersOfTwo, vec![ids[0], ids[1]]),
            (Incoming { registry: Some([1; 16]), identity: Some([8; 16]), ..row() }, Contradiction::OneNumberDiffers, vec![ids[0]]),
            (Incoming { registry: Some([8; 16]), registry_final: true, identity: Some([2; 16]), ..row() }, Contradiction::OneNumberDiffers, vec![ids[0]]),
            (Incoming { registry: Some([3; 16]), birth: day("2015-03-07"), ..row() }, Contradiction::NumberOfAnother, vec![ids[1]]),
        ];
        for (row, why, candidates) in table {
            assert_eq!(decide(&row, &known, Said { name_and_class: true }), Match::Conflict { candidates, why }, "{row:?}");
        }
        let twice = [zihan(ids[0]), zihan(ids[2])];
        assert!(matches!(decide(&Incoming { registry: Some([1; 16]), ..row() }, &twice, Said::default()), Match::Conflict { why: Contradiction::NumberTwice, .. }));
    }

    #[test]
    fn a_formal_number_that_comes_late_finds_the_child_with_the_temporary_one() {
        let id = ids()[0];
        let mut first_grader = zihan(id);
        (first_grader.registries, first_grader.registry_final, first_grader.identity) = (vec![[6; 16]], false, None);
        let row = Incoming { registry: Some([1; 16]), registry_final: true, identity: Some([2; 16]), birth: day("2015-03-07"), entry_year: Some(2021), ..row() };
        assert_eq!(decide(&row, &[first_grader], Said::default()), same(id, By::NameBirthEntry));
    }

    #[test]
    fn nobody_known_is_a_new_child() {
        let id = ids()[0];
        let known = [zihan(id)];
        let new = [
            Incoming { name: "赵一鸣".into(), class: CLASS, ..row() },
            Incoming { birth: day("2015-09-09"), class: OTHER_CLASS, ..row() },
            Incoming { identity: Some([5; 16]), class: OTHER_CLASS, ..row() },
            Incoming { birth: day("2019-03-07"), entry_year: Some(2025), class: OTHER_CLASS, ..row() },
        ];
        for row in new {
            assert_eq!(decide(&row, &known, Said { name_and_class: true }), Match::New, "{row:?}");
        }
        assert_eq!(decide::<Known>(&row(), &[], Said::default()), Match::New);
    }

    #[test]
    fn a_seat_number_means_a_child_within_a_class_only() {
        let id = ids()[0];
        let known = [Known { school_no: Some("5".into()), ..zihan(id) }];
        let seat = |class, name: &str| Incoming { school_no: Some("5".into()), class, name: name.into(), ..row() };
        assert_eq!(decide(&seat(CLASS, "王梓涵"), &known, Said::default()), same(id, By::SchoolNo));
        assert_eq!(decide(&seat(OTHER_CLASS, "李明"), &known, Said::default()), Match::New);
        assert_eq!(decide(&seat(CLASS, "李明"), &known, Said::default()), Match::New, "seats move");
    }

    #[test]
    fn every_question_and_conflict_can_be_said() {
        let questions = [
            Question::NameAndClassOnce,
            Question::Several,
            Question::OtherName,
            Question::OtherBirth,
            Question::OtherNumber,
            Question::SchoolNoOfAnother,
            Question::SameNameElsewhere,
        ];
        let conflicts = [Contradiction::NumbersOfTwo, Contradiction::OneNumberDiffers, Contradiction::NumberOfAnother, Contradiction::NumberTwice];
        for key in questions.map(Question::key).into_iter().chain(conflicts.map(Contradiction::key)) {
            for lang in [Lang::ZhCn, Lang::En] {
                assert_ne!(words::word(lang, key), key);
            }
        }
    }

    #[test]
    fn two_rows_of_one_child_are_noticed() {
        let ids = ids();
        let matches = [same(ids[0], By::Registry), Match::New, same(ids[1], By::Identity), same(ids[0], By::SchoolNo)];
        assert_eq!(doubled(&matches), [(0, 3)]);
    }
}
