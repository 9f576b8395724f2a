//! verbs of planning: sheets of what teachers see in class. They never make a child nor a teacher, and change no form that a teacher filled in by hand. B8-02, B7-02.

use std::collections::HashMap;

use super::lookup::Lookup;
use super::plan::{Draft, Fate, Question};
use super::plan_marks::{both_rows, child};
use super::plan_staff::Known;
use super::row::{Read, Reading};
use super::row_observed::{ObservedRow, observations};
use super::row_pupil::spot_at;
use super::source::Answer;
use super::spot::Weight;
use crate::access::{Permit, Who, acts};
use crate::base::{ClassId, Msg, PupilId, Result, SchoolDate, StaffId};
use crate::roster::columns::Field;
use crate::roster::time::{self, Term};
use crate::screening::observation_sheets::{self, Beside, Brought, Held};
use crate::store::Tx;

pub(super) fn plan(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, reading: Reading, draft: &mut Draft<'_>) -> Result<()> {
    let mut all = observations(draft.source, reading);
    draft.spots.append(&mut all.spots);
    let lookup = Lookup::read(tx, permit, draft.source)?;
    let known = Known::read(tx, reading.year)?;
    let term = time::term_by_code(tx, draft.source.term)?;
    let held = term.as_ref().map_or_else(|| Ok(Held::default()), |term| observation_sheets::held(tx, permit, term))?;
    let seer = Some(permit.who()).filter(|who| !who.is_operator()).map(Who::staff);
    let mut rows: Vec<Option<Brought>> = Vec::with_capacity(all.rows.len());
    let mut first: HashMap<(PupilId, StaffId, SchoolDate), usize> = HashMap::new();
    let mut doubled = Vec::new();
    for (at, read) in all.rows.iter().enumerate() {
        let found = read.item.as_ref().and_then(|item| child(tx, &lookup, draft, read, &item.keys, &item.at).map(|(pupil, class, _)| (item, pupil, class)));
        let row = found.and_then(|(item, pupil, class)| brought(draft, read, item, (pupil, class), &known, seer, (term.as_ref(), reading.today)));
        doubled.extend(row.as_ref().and_then(|row| first.insert((row.pupil, row.staff, row.day), at)).map(|before| (before, at)));
        rows.push(row);
    }
    for (a, b) in doubled {
        both_rows(draft, &all.rows, a, b);
        rows[a] = None;
        rows[b] = None;
    }
    for (read, row) in all.rows.iter().zip(rows) {
        let name = read.item.as_ref().and_then(|item| item.keys.name.as_ref()).map(|name| name.as_str().to_owned()).unwrap_or_default();
        let fate = row.map_or(Fate::Rejected, |row| fate(draft, read, row, &held));
        draft.count(read, &name, &fate);
    }
    Ok(())
}

fn fate(draft: &mut Draft<'_>, read: &Read<ObservedRow>, row: Brought, held: &Held) -> Fate {
    let differs = match held.beside(&row) {
        Beside::New => {
            draft.deeds.observations.push(row);
            return Fate::Created;
        }
        Beside::Same => return Fate::Unchanged,
        Beside::OwnFormDiffers => "intake-observed-own",
        Beside::SheetDiffers => "intake-observed-sheet",
    };
    draft.spots.push(spot_at(draft.source, read, &Field::Name, Msg::new(differs).with("day", row.day)));
    Fate::Rejected
}

/// The row with its teacher and day; nothing, with what is wrong noted. Without a column of teachers it is who brings the sheet, without one of days today.
fn brought(
    draft: &mut Draft<'_>,
    read: &Read<ObservedRow>,
    item: &ObservedRow,
    (pupil, class): (PupilId, ClassId),
    known: &Known,
    seer: Option<StaffId>,
    (term, today): (Option<&Term>, SchoolDate),
) -> Option<Brought> {
    let staff = match &item.teacher {
        Some(name) => teacher(known, draft, read, name)?,
        None => {
            let Some(seer) = seer else {
                draft.spots.push(spot_at(draft.source, read, &Field::Name, "intake-observed-nobody".into()));
                return None;
            };
            seer
        }
    };
    let day = item.day.unwrap_or(today);
    let in_term = term.is_some_and(|term| (term.first_day..=term.last_day).contains(&day));
    if day > today || !in_term {
        let at = if item.day.is_some() { Field::Day } else { Field::Name };
        draft.spots.push(spot_at(draft.source, read, &at, Msg::new("intake-observed-day").with("day", day).with("term", draft.source.term)));
        return None;
    }
    Some(Brought { class, staff, day, pupil, ticks: item.ticks.clone() })
}

/// Who is meant by a name; two of one name are asked about, once for the whole import.
fn teacher(known: &Known, draft: &mut Draft<'_>, read: &Read<ObservedRow>, name: &str) -> Option<StaffId> {
    let named = known.named(name);
    let [one] = named.as_slice() else {
        let key = format!("teacher-{name}");
        if let Some(Answer::Staff(id)) = draft.source.said.answers.get(&key)
            && named.iter().any(|staff| staff.id == *id)
        {
            return Some(*id);
        }
        if draft.skipped(&key) {
            return None;
        }
        let message = if named.is_empty() { "intake-unknown-staff" } else { "intake-ask-staff" };
        let mut spot = spot_at(draft.source, read, &Field::Teacher, message.into());
        if !named.is_empty() {
            spot.weight = Weight::Ask;
            ask(known, draft, read, key, name);
        }
        draft.spots.push(spot);
        return None;
    };
    Some(one.id)
}

fn ask(known: &Known, draft: &mut Draft<'_>, read: &Read<ObservedRow>, key: String, name: &str) {
    if draft.preview.questions.iter().any(|question| question.key == key) {
        return;
    }
    let table = &draft.source.tables[read.table];
    let options = known.named(name).iter().map(|staff| (staff.id.to_string(), known.label(staff))).collect();
    let (file, sheet, row, text) = (table.file.clone(), table.sheet.clone(), draft.row(read), Msg::new("intake-ask-staff").text(draft.lang));
    draft.preview.questions.push(Question { key, file, sheet, row, name: name.to_owned(), text, options, may_be_new: false, may_be_other: false, class: String::new() });
}
