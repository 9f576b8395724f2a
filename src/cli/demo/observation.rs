//! What the people of the sample school see: tick forms of three classes, a few events, and two nominations.

use super::people::Staff;
use crate::access::{Permit, Subject, Who, acts};
use crate::base::{AccountId, Id, Lang, PupilId, Result, StaffId};
use crate::roster::time::Class;
use crate::screening::nomination::{self, NewNomination};
use crate::screening::observation;
use crate::screening::observation_signs::{EventKind, Heard, Item, Seen, Source, Worry};
use crate::store::Tx;

/// Place in the school's list, who of the class (by seat order), what and how much.
type Ticks = &'static [(usize, Item, Seen)];

const HOMEROOM: Ticks = &[(4, Item::Attention, Seen::Help), (4, Item::Homework, Seen::Watch), (11, Item::Motivation, Seen::Help), (18, Item::Conduct, Seen::Watch)];
const MATHS: Ticks = &[(4, Item::Attention, Seen::Help), (11, Item::Avoidance, Seen::Watch), (23, Item::Habits, Seen::Watch)];
const FIRST_GRADE: Ticks = &[(2, Item::Attention, Seen::Help), (2, Item::Memory, Seen::Help), (9, Item::Participation, Seen::Help), (9, Item::Habits, Seen::Help)];

fn as_teacher(tx: &mut Tx<'_>, staff: StaffId) -> Result<Who> {
    Who::of_staff(tx, AccountId::from_uuid(staff.uuid()), staff, String::new(), Lang::default())
}

fn observe(tx: &mut Tx<'_>, staff: StaffId, class: &Class, ticks: Ticks) -> Result<()> {
    let who = as_teacher(tx, staff)?;
    let permit: Permit<acts::Observe> = Permit::ask(tx, &who, Subject::Class(class.id))?;
    let children = observation::children(tx, &permit)?;
    let marks: Vec<(PupilId, Item, Seen)> = ticks.iter().filter_map(|(at, item, seen)| Some((children.get(*at)?.0, *item, *seen))).collect();
    observation::save(tx, &permit, &marks).map(|_| ())
}

/// What is seen in the present term, by today.
pub(super) fn live(tx: &mut Tx<'_>, staff: &Staff, classes: &[Class]) -> Result<()> {
    // 一（1）班 and 四（2）班.
    for (at, ticks) in [(0, FIRST_GRADE), (7, HOMEROOM)] {
        observe(tx, staff.homeroom(at), &classes[at], ticks)?;
    }
    observe(tx, staff.maths(7), &classes[7], MATHS)?;
    let who = as_teacher(tx, staff.homeroom(7))?;
    let permit: Permit<acts::Observe> = Permit::ask(tx, &who, Subject::Class(classes[7].id))?;
    let children = observation::children(tx, &permit)?;
    let today = tx.today();
    let child = |at: usize| children.get(at).map(|(id, ..)| *id).ok_or(crate::base::Error::NotFound);
    for (days, kind) in [(2, EventKind::Quarrel), (5, EventKind::Disturbing), (9, EventKind::Quarrel), (3, EventKind::HomeworkMissing)] {
        observation::record(tx, &permit, kind, today.plus_days(-days), &[child(18)?])?;
    }
    let grandmother = NewNomination {
        pupil: child(29)?,
        source: Source::Grandparent,
        heard: Heard::Strip,
        reasons: vec![Worry::Mood, Worry::Family],
        words: "孩子晚上想妈妈，写作业没有人陪。".into(),
        day: today.plus_days(-4),
    };
    let own = NewNomination {
        pupil: child(11)?,
        source: Source::Child,
        heard: Heard::Talk,
        reasons: vec![Worry::Learning],
        words: "应用题读不懂，不敢问。".into(),
        day: today.plus_days(-3),
    };
    nomination::nominate(tx, &permit, &[grandmother, own]).map(|_| ())
}
