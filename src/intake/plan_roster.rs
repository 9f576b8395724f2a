//! verbs of planning: rosters. J or L → G is history of the same child; the same file twice changes nothing. PRACTICE 1.9.

use std::collections::HashMap;

use super::lookup::Lookup;
use super::plan::{Draft, Fate, MayBe};
use super::row::{Read, Reading};
use super::row_pupil::{Guardian, PupilRow, rosters, spot_at, twice};
use crate::access::{Permit, acts};
use crate::base::{ClassName, Msg, PupilId, Result, Sealed};
use crate::roster::bulk::{Change, Held};
use crate::roster::columns::Field;
use crate::roster::matching::{Match, Question};
use crate::roster::pupils::{ADDRESS_PLACE, IDENTITY_PLACE, NewGuardian, NewPupil, PHONE_PLACE, REGISTRY_PLACE};
use crate::roster::registry::RegistryForm;
use crate::roster::sex::Sex;
use crate::store::Tx;

const fn sex_code(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "male",
        Sex::Female => "female",
    }
}

pub(super) fn plan(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, reading: Reading, draft: &mut Draft<'_>) -> Result<()> {
    let mut all = rosters(draft.source, reading);
    draft.spots.append(&mut all.spots);
    let lookup = Lookup::read(tx, permit, draft.source)?;
    let matches: Vec<Option<Match>> =
        all.rows.iter().map(|read| read.item.as_ref().map(|item| lookup.decide(tx, draft.source, draft.file(read), &draft.key(read), &item.keys))).collect();
    for (a, b) in same_twice(&all.rows, &matches) {
        for (at, other) in [(a, b), (b, a)] {
            let spot = spot_at(draft.source, &all.rows[at], &Field::Name, twice(draft.source, &all.rows[other]));
            draft.spots.push(spot);
        }
        all.rows[a].item = None;
        all.rows[b].item = None;
    }
    for (read, found) in all.rows.iter().zip(matches) {
        let name = read.item.as_ref().and_then(|item| item.keys.name.as_ref()).map(|name| name.as_str().to_owned()).unwrap_or_default();
        let fate = match (&read.item, found) {
            (Some(item), Some(found)) if !draft.skipped(&draft.key(read)) => decide(tx, &lookup, draft, read, item, found)?,
            _ => Fate::Rejected,
        };
        draft.count(read, &name, &fate);
    }
    Ok(())
}

/// Rows that mean one child: matched with the same pupil, or new with the same name, class and birthday.
fn same_twice(rows: &[Read<PupilRow>], matches: &[Option<Match>]) -> Vec<(usize, usize)> {
    let mut by_pupil: HashMap<PupilId, usize> = HashMap::new();
    let mut by_words: HashMap<(String, Option<ClassName>, String), usize> = HashMap::new();
    let mut pairs = Vec::new();
    for (at, (read, found)) in rows.iter().zip(matches).enumerate() {
        let Some(item) = &read.item else { continue };
        let first = match found {
            Some(Match::Same { pupil, .. }) => by_pupil.insert(*pupil, at),
            Some(Match::New) => {
                let keys = &item.keys;
                let numbers = format!("{:?} {:?} {:?}", keys.birth, keys.school_no, keys.registry.as_ref().map(|number| number.open().to_owned()));
                by_words.insert((keys.name.as_ref().map(|name| name.comparable()).unwrap_or_default(), keys.class, numbers), at)
            }
            _ => None,
        };
        pairs.extend(first.map(|first| (first, at)));
    }
    pairs
}

fn decide(tx: &mut Tx<'_>, lookup: &Lookup, draft: &mut Draft<'_>, read: &Read<PupilRow>, item: &PupilRow, found: Match) -> Result<Fate> {
    let name = item.keys.name.as_ref().map(|name| name.as_str().to_owned()).unwrap_or_default();
    Ok(match found {
        Match::Same { pupil, .. } => {
            let Some(held) = lookup.held.get(&pupil) else { return Ok(Fate::Rejected) };
            match differences(tx, lookup, pupil, held, item)? {
                Err(message) => {
                    draft.spots.push(spot_at(draft.source, read, &Field::RegistryNo, message));
                    Fate::Rejected
                }
                Ok((_, _, fields)) if fields.is_empty() => Fate::Unchanged,
                Ok((change, class, fields)) => {
                    draft.deeds.classes.extend(class.filter(|class| lookup.class(*class).is_none()));
                    draft.deeds.pupils.push((pupil, change, class));
                    Fate::Updated(fields)
                }
            }
        }
        Match::New => {
            let Some(class) = item.keys.class else { return Ok(Fate::Rejected) };
            if lookup.class(class).is_none() {
                draft.deeds.classes.insert(class);
            }
            draft.deeds.new_pupils.push((class, new_pupil(item)));
            Fate::Created
        }
        Match::Ask { why: Question::NameAndClassOnce, .. } => {
            draft.ask_by_name(read);
            Fate::Rejected
        }
        Match::Ask { candidates, why } => {
            let options = candidates.iter().map(|id| (id.to_string(), lookup.label(*id))).collect();
            let key = draft.key(read);
            let may_be = if why != Question::SchoolNoOfAnother && why != Question::OtherName { MayBe::New } else { MayBe::NoOther };
            draft.ask(read, key, &name, Msg::new(why.key()), options, may_be);
            Fate::Rejected
        }
        Match::Conflict { why, .. } => {
            let field = if item.keys.registry.is_some() { Field::RegistryNo } else { Field::IdentityNo };
            draft.spots.push(spot_at(draft.source, read, &field, Msg::new(why.key())));
            Fate::Rejected
        }
    })
}

fn new_guardian(guardian: &Guardian) -> NewGuardian {
    NewGuardian { name: guardian.name.clone(), relation: guardian.relation.clone(), phone: guardian.phone.clone().map(Sealed::new), lives_with: None }
}

fn new_pupil(item: &PupilRow) -> NewPupil {
    let keys = &item.keys;
    NewPupil {
        name: keys.name.as_ref().map(|name| name.as_str().to_owned()).unwrap_or_default(),
        sex: item.sex.map(sex_code).unwrap_or_default().to_owned(),
        birth_day: keys.birth,
        entry_year: keys.entry_year.map(i64::from),
        school_no: keys.school_no.clone(),
        seat_no: item.seat_no,
        registry_no: keys.registry.clone(),
        identity_no: keys.identity.clone(),
        ethnicity: item.ethnicity.clone().unwrap_or_default(),
        boarding: item.boarding,
        address: item.address.clone().map(Sealed::new),
        guardians: item.guardians.iter().map(new_guardian).collect(),
        import: None,
    }
}

type Difference = std::result::Result<(Change, Option<ClassName>, Vec<&'static str>), Msg>;

/// What the row knows otherwise than the register, with the keys of the particulars' words.
fn differences(tx: &Tx<'_>, lookup: &Lookup, id: PupilId, held: &Held, item: &PupilRow) -> Result<Difference> {
    let keys = &item.keys;
    let mut fields: Vec<&'static str> = Vec::new();
    let mut change = Change::default();
    let print = |place: &str, text: &str| tx.vault().fingerprint(place, text);
    if let Some(number) = &keys.registry {
        let new = print(REGISTRY_PLACE, number.open());
        let rank = |kind: &str| ["", "L", "J", "G"].iter().position(|other| *other == kind).unwrap_or(0);
        let of_row = match number.form() {
            RegistryForm::Formal => 3,
            RegistryForm::Auxiliary => 2,
            RegistryForm::Temporary => 1,
        };
        if held.registry_print.as_ref() != Some(&new) && !held.former.contains(&new) {
            match of_row.cmp(&rank(&held.registry_kind)) {
                std::cmp::Ordering::Greater => {
                    change.registry_no = Some(number.clone());
                    fields.push("intake-field-registry");
                }
                std::cmp::Ordering::Equal => return Ok(Err(Msg::new("roster-conflict-one"))),
                std::cmp::Ordering::Less => {}
            }
        }
    }
    if let Some(number) = keys.identity.as_ref().filter(|number| held.identity_print.as_deref() != Some(&print(IDENTITY_PLACE, number.open())[..])) {
        change.identity_no = Some(number.clone());
        fields.push("intake-field-identity");
    }
    plain_differences(held, item, &mut change, &mut fields);
    let opened = |place: &str, sealed: Option<&[u8]>| -> Result<Option<String>> {
        let Some(bytes) = sealed else { return Ok(None) };
        Ok(tx.vault().open_sealed(id, place, bytes)?.map(|text| text.open().clone()))
    };
    if let Some(address) = &item.address
        && opened(ADDRESS_PLACE, held.address_sealed.as_deref())?.as_ref() != Some(address)
    {
        change.address = Some(Sealed::new(address.clone()));
        fields.push("intake-field-address");
    }
    for guardian in &item.guardians {
        match held.guardians.iter().find(|other| other.name == guardian.name) {
            None => change.guardians.push(new_guardian(guardian)),
            Some(known) => {
                if let Some(phone) = &guardian.phone
                    && opened(PHONE_PLACE, known.phone.as_deref())?.as_ref() != Some(phone)
                {
                    change.phones.push((known.id, Sealed::new(phone.clone())));
                }
            }
        }
    }
    if !change.guardians.is_empty() || !change.phones.is_empty() {
        fields.push("intake-field-guardians");
    }
    let seated = lookup.year.and_then(|year| held.place_in(year)).map(|place| place.class);
    let class = keys.class.filter(|class| lookup.class(*class).is_none_or(|class| Some(class.id) != seated));
    if class.is_some() {
        fields.push("intake-field-class");
    }
    Ok(Ok((change, class, fields)))
}

fn plain_differences(held: &Held, item: &PupilRow, change: &mut Change, fields: &mut Vec<&'static str>) {
    fn differs<T: PartialEq + Clone>(new: Option<T>, held: Option<&T>, word: &'static str, fields: &mut Vec<&'static str>) -> Option<T> {
        let found = new.filter(|new| held != Some(new));
        if found.is_some() {
            fields.push(word);
        }
        found
    }
    let keys = &item.keys;
    let name = keys.name.as_ref().map(|name| name.as_str().to_owned());
    change.name = differs(name, Some(&held.name), "intake-field-name", fields);
    change.sex = differs(item.sex.map(|sex| sex_code(sex).to_owned()), Some(&held.sex), "intake-field-sex", fields);
    change.birth_day = differs(keys.birth, held.birth_day.as_ref(), "intake-field-birth", fields);
    change.entry_year = differs(keys.entry_year.map(i64::from), held.entry_year.as_ref(), "intake-field-entry", fields);
    change.school_no = differs(keys.school_no.clone(), held.school_no.as_ref(), "intake-field-school-no", fields);
    change.seat_no = differs(item.seat_no, held.seat_no.as_ref(), "intake-field-seat", fields);
    change.ethnicity = differs(item.ethnicity.clone(), Some(&held.ethnicity), "intake-field-ethnicity", fields);
    change.boarding = differs(item.boarding, held.boarding.as_ref(), "intake-field-boarding", fields);
}
