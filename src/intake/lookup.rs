//! verbs of matching: which child each row of a file speaks of, decided for the whole file with a few statements. PRACTICE 1.9.

use std::collections::{HashMap, HashSet};

use super::row_pupil::Keys;
use super::source::{Answer, Source};
use crate::access::{Permit, acts};
use crate::base::{ClassId, ClassName, Id, PupilId, Result, YearId};
use crate::roster::bulk::{self, Held};
use crate::roster::matching::{Incoming, Known, Match, NumberHash, Said, decide};
use crate::roster::name::comparable;
use crate::roster::pupils::{IDENTITY_PLACE, REGISTRY_PLACE};
use crate::roster::registry::RegistryForm;
use crate::roster::time::{self, Class};
use crate::store::Tx;

/// Everybody whom a row may speak of, with their keys.
pub(super) struct Lookup {
    pub held: HashMap<PupilId, Held>,
    pub classes: Vec<Class>,
    pub year: Option<YearId>,
    known: HashMap<PupilId, Known>,
    by_number: Index<NumberHash>,
    by_school_no: Index<String>,
    by_name: HashMap<String, Vec<PupilId>>,
}

/// Whom a key belongs to, in the order of the keys: half the memory of a map of lists, and a register of fifty thousand is read for each import.
#[derive(Default)]
struct Index<K>(Vec<(K, PupilId)>);

impl<K: Ord> Index<K> {
    fn of(mut pairs: Vec<(K, PupilId)>) -> Self {
        pairs.sort_unstable();
        pairs.shrink_to_fit();
        Self(pairs)
    }
    /// Those to whom a key belongs.
    fn get<Q: Ord + ?Sized>(&self, key: &Q) -> impl Iterator<Item = &PupilId>
    where
        K: std::borrow::Borrow<Q>,
    {
        let from = self.0.partition_point(|(known, _)| known.borrow() < key);
        self.0[from..].iter().take_while(move |(known, _)| known.borrow() == key).map(|(_, pupil)| pupil)
    }
}

/// A keyed hash as the matching compares it.
fn hash(print: &[u8]) -> NumberHash {
    let mut hash = [0; 16];
    let length = print.len().min(16);
    hash[..length].copy_from_slice(&print[..length]);
    hash
}

impl Lookup {
    /// Reads the register once.
    pub(super) fn read(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, source: &Source) -> Result<Self> {
        let year = time::year_by_start(tx, source.term.year)?.map(|year| year.id);
        let classes = year.map_or(Ok(Vec::new()), |year| time::classes(tx, year))?;
        let held = bulk::held(tx, permit)?;
        let names: HashMap<ClassId, ClassName> = classes.iter().map(|class| (class.id, ClassName { grade: class.level, number: class.number })).collect();
        let (mut numbers, mut school_nos) = (Vec::with_capacity(held.len() * 2), Vec::with_capacity(held.len()));
        let mut lookup =
            Self { known: HashMap::with_capacity(held.len()), by_number: Index::default(), by_school_no: Index::default(), by_name: HashMap::new(), held, classes, year };
        for (id, held) in &lookup.held {
            let class = year.and_then(|year| held.place_in(year)).and_then(|place| names.get(&place.class).copied());
            let registries: Vec<NumberHash> = held.registry_print.iter().chain(&held.former).map(|print| hash(print)).collect();
            let known = Known {
                pupil: *id,
                registry_final: held.registry_kind == "G",
                identity: held.identity_print.as_deref().map(hash),
                name: comparable(&held.name),
                birth: held.birth_day,
                entry_year: held.entry_year.and_then(|year| i16::try_from(year).ok()),
                school_no: held.school_no.clone(),
                class,
                registries,
            };
            numbers.extend(known.registries.iter().chain(&known.identity).map(|number| (*number, *id)));
            school_nos.extend(known.school_no.iter().map(|number| (number.clone(), *id)));
            lookup.by_name.entry(known.name.clone()).or_default().push(*id);
            lookup.known.insert(*id, known);
        }
        (lookup.by_number, lookup.by_school_no) = (Index::of(numbers), Index::of(school_nos));
        Ok(lookup)
    }

    /// Decides which child a row speaks of. `key` is that under which an answer to its question is kept.
    pub(super) fn decide(&self, tx: &Tx<'_>, source: &Source, file: &str, key: &str, keys: &Keys) -> Match {
        match source.said.answers.get(key) {
            Some(Answer::Pupil(pupil)) if self.held.contains_key(pupil) => return Match::Same { pupil: *pupil, by: crate::roster::matching::By::NameClass },
            Some(Answer::New) => return Match::New,
            _ => {}
        }
        let row = incoming(tx, keys);
        let mut ids: Vec<PupilId> = Vec::new();
        let mut seen = HashSet::new();
        let named = self.by_name.get(&row.name);
        let found = row
            .registry
            .iter()
            .chain(&row.identity)
            .flat_map(|number| self.by_number.get(number))
            .chain(row.school_no.iter().flat_map(|number| self.by_school_no.get(number)))
            .chain(named.into_iter().flatten());
        ids.extend(found.filter(|id| seen.insert(**id)));
        let known: Vec<&Known> = ids.iter().filter_map(|id| self.known.get(id)).collect();
        decide(&row, &known, Said { name_and_class: source.said.by_name.contains(file) })
    }

    /// The class of a name in the year.
    pub(super) fn class(&self, name: ClassName) -> Option<&Class> {
        self.classes.iter().find(|class| class.level == name.grade && class.number == name.number)
    }

    /// How a child is told from others of the name: name, class, seat.
    pub(super) fn label(&self, id: PupilId) -> String {
        let Some(held) = self.held.get(&id) else { return id.uuid().simple().to_string() };
        let class = self.known.get(&id).and_then(|known| known.class).map(|class| class.to_string()).unwrap_or_default();
        let seat = held.seat_no.map(|seat| format!(" {seat}")).unwrap_or_default();
        let born = held.birth_day.map(|day| format!(" {day}")).unwrap_or_default();
        format!("{} {class}{seat}{born}", held.name)
    }
}

fn incoming(tx: &Tx<'_>, keys: &Keys) -> Incoming {
    let print = |place: &str, text: &str| hash(&tx.vault().fingerprint(place, text));
    Incoming {
        registry: keys.registry.as_ref().map(|number| print(REGISTRY_PLACE, number.open())),
        registry_final: keys.registry.as_ref().is_some_and(|number| number.form() == RegistryForm::Formal),
        identity: keys.identity.as_ref().map(|number| print(IDENTITY_PLACE, number.open())),
        name: keys.name.as_ref().map(|name| name.comparable()).unwrap_or_default(),
        birth: keys.birth,
        entry_year: keys.entry_year,
        school_no: keys.school_no.clone(),
        class: keys.class,
    }
}
