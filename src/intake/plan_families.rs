//! verbs of planning: sheets of family facts. They never make a child; the same sheet twice says nothing new. PRACTICE 2; A3-06 to A3-10, A6-02, B4-01.

use std::collections::HashMap;

use super::lookup::Lookup;
use super::plan::{Draft, Fate};
use super::plan_marks::{both_rows, child};
use super::row::Reading;
use super::row_family::families;
use crate::access::{Permit, acts};
use crate::base::{PupilId, Result};
use crate::roster::columns::Field;
use crate::roster::family::news;
use crate::roster::family_sheet::held;
use crate::store::Tx;

pub(super) fn plan(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, reading: Reading, draft: &mut Draft<'_>) -> Result<()> {
    let mut all = families(draft.source, reading);
    draft.spots.append(&mut all.spots);
    let lookup = Lookup::read(tx, permit, draft.source)?;
    let known = held(tx, permit)?;
    let mut chosen: Vec<Option<PupilId>> = Vec::with_capacity(all.rows.len());
    let mut first: HashMap<PupilId, usize> = HashMap::new();
    let mut doubled = Vec::new();
    for (at, read) in all.rows.iter().enumerate() {
        let found = read.item.as_ref().and_then(|item| child(tx, &lookup, draft, read, &item.keys, &Field::Name)).map(|(pupil, ..)| pupil);
        doubled.extend(found.and_then(|pupil| first.insert(pupil, at)).map(|before| (before, at)));
        chosen.push(found);
    }
    for (a, b) in doubled {
        both_rows(draft, &all.rows, a, b);
        chosen[a] = None;
        chosen[b] = None;
    }
    for (read, found) in all.rows.iter().zip(chosen) {
        let name = read.item.as_ref().and_then(|item| item.keys.name.as_ref()).map(|name| name.as_str().to_owned()).unwrap_or_default();
        let fate = match (&read.item, found) {
            (Some(item), Some(pupil)) => {
                let (new, fresh) = news(known.get(&pupil).map(Vec::as_slice).unwrap_or_default(), &item.facts, reading.today);
                let fate = match (new.is_empty(), fresh) {
                    (true, _) => Fate::Unchanged,
                    (false, true) => Fate::Created,
                    (false, false) => Fate::Updated(vec!["intake-field-family"]),
                };
                if !new.is_empty() {
                    draft.deeds.families.push((pupil, new));
                }
                fate
            }
            _ => Fate::Rejected,
        };
        draft.count(read, &name, &fate);
    }
    Ok(())
}
