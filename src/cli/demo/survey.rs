//! The survey of the sample school by kinds: two classes are done, the others are asked by a day.

use std::collections::{BTreeMap, BTreeSet};

use super::people::Staff;
use crate::access::{Permit, Subject, Who, acts};
use crate::base::{AccountId, Id, Lang, PupilId, Result};
use crate::roster::time::Class;
use crate::screening::survey::{self, Typed};
use crate::screening::survey_kinds::{SurveyKind, begins};
use crate::store::Tx;

/// Places in the school's list of classes: 四（1）班 and 四（2）班.
const DONE: [usize; 2] = [6, 7];
/// Days within which the other classes are asked.
const ASKED_DAYS: i64 = 10;
/// Who of a class has a talent, by the order of seats, and which.
const TALENTS: [(usize, &str); 3] = [(5, "sport"), (14, "art"), (22, "music")];

/// What is found by today; what the register and the screening say is taken over, a few talents are added.
pub(super) fn live(tx: &mut Tx<'_>, who: &Who, staff: &Staff, classes: &[Class]) -> Result<()> {
    for at in DONE {
        let teacher = staff.homeroom(at);
        let homeroom = Who::of_staff(tx, AccountId::from_uuid(teacher.uuid()), teacher, String::new(), Lang::default())?;
        let permit: Permit<acts::SurveyClass> = Permit::ask(tx, &homeroom, Subject::Class(classes[at].id))?;
        let sheet = survey::sheet(tx, &permit)?;
        let mut typed: BTreeMap<PupilId, Typed> = BTreeMap::new();
        for (place, child) in sheet.children.iter().enumerate() {
            let mut ticked: BTreeSet<SurveyKind> = child.marks.iter().filter(|mark| begins(None, mark.told)).map(|mark| mark.kind).collect();
            let talent = TALENTS.iter().find(|(of, _)| *of == place).map(|(_, talent)| (*talent).to_owned());
            ticked.extend(talent.as_ref().map(|_| SurveyKind::Talent));
            typed.insert(child.id, Typed { ticked, talent: talent.unwrap_or_default(), ..Typed::default() });
        }
        survey::save(tx, &permit, sheet.number, &typed)?;
    }
    let permit: Permit<acts::ManageRounds> = Permit::ask(tx, who, Subject::School)?;
    let due = tx.today().plus_days(ASKED_DAYS);
    survey::ask(tx, &permit, due).map(|_| ())
}
