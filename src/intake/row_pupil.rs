//! verbs of reading, without a database: a row of a class roster, and the keys by which a row of any sheet names a child.

use super::row::{Read, Reading, Row, Rows, is_blank, phone, read_all};
use super::source::Source;
use super::spot::Weight;
use crate::base::text::squeezed;
use crate::base::{ClassName, Msg, SchoolDate};
use crate::roster::columns::Field;
use crate::roster::day::{Window, read_day, read_month};
use crate::roster::identity::{DocumentKind, Identity, IdentityNo};
use crate::roster::name::{NameCell, PersonName};
use crate::roster::registry::{Agreement, RegistryNo};
use crate::roster::sex::{Boarding, Sex, yes_no};

/// Characters of a school number.
const SCHOOL_NO_CHARS: usize = 30;
/// The greatest seat number.
const SEATS: i64 = 120;

/// The keys by which a row names a child.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    pub name: Option<PersonName>,
    pub birth: Option<SchoolDate>,
    pub entry_year: Option<i16>,
    pub school_no: Option<String>,
    pub registry: Option<RegistryNo>,
    pub identity: Option<IdentityNo>,
    pub class: Option<ClassName>,
    /// A school number so short that it is a seat number: it means a child within a class only.
    pub seat_no: Option<i64>,
}

/// A guardian as a row names one.
#[derive(Clone, Debug)]
pub(super) struct Guardian {
    pub name: String,
    pub relation: String,
    pub phone: Option<String>,
}

/// A row of a roster.
#[derive(Clone, Debug)]
pub(super) struct PupilRow {
    pub keys: Keys,
    pub sex: Option<Sex>,
    pub seat_no: Option<i64>,
    pub ethnicity: Option<String>,
    pub boarding: Option<bool>,
    pub address: Option<String>,
    pub guardians: Vec<Guardian>,
}

/// Reads the rows of rosters. Two rows with one registry or identity number are a problem at both.
pub(super) fn rosters(source: &Source, reading: Reading) -> Rows<PupilRow> {
    let mut all = read_all(source, reading, pupil);
    doubled(source, &mut all);
    all
}

/// Reads the keys of a row; problems at them are noted.
pub(super) fn keys(row: &mut Row<'_>) -> Keys {
    let today = row.reading.today;
    let kind = row.read(&Field::IdentityKind, DocumentKind::parse);
    let identity = match row.read(&Field::IdentityNo, |text| Identity::parse(text, kind, today)) {
        Some(Identity::Resident(number)) => Some(number),
        Some(Identity::Document(..)) => {
            row.note(&Field::IdentityNo, "intake-document-left".into(), Weight::Note);
            None
        }
        None => None,
    };
    let registry = row.read(&Field::RegistryNo, |text| RegistryNo::parse(text, today));
    let name = row.read(&Field::Name, |text| NameCell::parse(text).map(|cell| cell.name));
    let birth = row.read(&Field::Birth, |text| read_day(text, Window::pupil_birth(today)));
    let entry_year = row.read(&Field::EntryMonth, |text| entry_year(text, today));
    let mut school_no = row.read(&Field::SchoolNo, school_no);
    let seat_no = school_no.take_if(|number| number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit())).and_then(|number| number.parse().ok());
    let class = row.class();
    let mut keys = Keys { name, birth, entry_year, school_no, registry, identity, class, seat_no };
    agree(row, &mut keys);
    keys
}

/// 2021, 2021级, 202109, 2021.9.1.
fn entry_year(text: &str, today: SchoolDate) -> Result<i16, Msg> {
    let bare = squeezed(text);
    let bare = bare.trim_end_matches(['级', '年']).trim_end_matches(".0");
    match bare.parse::<i16>() {
        Ok(year) if bare.len() == 4 && (today.year() - 12..=today.year() + 1).contains(&year) => Ok(year),
        _ => read_month(text, Window::school_life(today)).map(|month| month.year),
    }
}

fn school_no(text: &str) -> Result<String, Msg> {
    let number = squeezed(text);
    let number = number.strip_suffix(".0").unwrap_or(&number);
    if number.chars().count() > SCHOOL_NO_CHARS { Err(Msg::new("intake-text-long").with("most", SCHOOL_NO_CHARS)) } else { Ok(number.to_owned()) }
}

/// The numbers of one row say the same about the day of birth; what they say fills what the sheet leaves open.
fn agree(row: &mut Row<'_>, keys: &mut Keys) {
    let today = row.reading.today;
    if let (Some(registry), Some(identity)) = (&keys.registry, &keys.identity) {
        let agreement = registry.agrees_with(identity);
        if let Some(key) = agreement.key() {
            let weight = if agreement == Agreement::FormalExpected { Weight::Note } else { Weight::Bad };
            row.note(&Field::RegistryNo, key.into(), weight);
        }
    }
    if keys.identity.is_none()
        && let Some(registry) = &keys.registry
    {
        keys.identity = registry.identity(today);
    }
    let of_number = keys.identity.as_ref().map(IdentityNo::birth).or_else(|| keys.registry.as_ref().map(RegistryNo::birth));
    match (keys.birth, of_number) {
        (Some(written), Some(day)) if written != day => row.note(&Field::Birth, Msg::new("intake-birth-differs").with("day", day), Weight::Bad),
        (None, Some(day)) => keys.birth = Some(day),
        _ => {}
    }
}

fn pupil(row: &mut Row<'_>) -> Option<PupilRow> {
    let keys = keys(row);
    if is_blank(&row.text(&Field::Name)) {
        row.note(&Field::Name, "roster-name-empty".into(), Weight::Bad);
    }
    if keys.class.is_none() && !row.bad {
        row.note(&Field::Class, "intake-class-missing".into(), Weight::Bad);
    }
    let mut sex = row.read(&Field::Sex, Sex::parse);
    if let Some(number) = &keys.identity {
        if sex.is_some_and(|sex| sex != number.sex()) {
            row.note(&Field::Sex, "intake-sex-differs".into(), Weight::Bad);
        }
        sex = Some(number.sex());
    }
    let boarding = row.read(&Field::Boarding, Boarding::parse).map(|kind| kind == Boarding::Boards);
    let boards = row.read(&Field::Boards, yes_no).flatten();
    Some(PupilRow {
        sex,
        seat_no: row.read(&Field::Seat, seat).or(keys.seat_no),
        ethnicity: row.plain(&Field::Ethnicity),
        boarding: boarding.or(boards),
        address: row.plain(&Field::Address),
        guardians: guardians(row),
        keys,
    })
}

fn seat(text: &str) -> Result<i64, Msg> {
    let bare = squeezed(text);
    let number = bare.strip_suffix(".0").unwrap_or(&bare).trim_end_matches('号').parse::<i64>().ok();
    number.filter(|number| (1..=SEATS).contains(number)).ok_or_else(|| Msg::new("intake-seat").with("text", text.chars().take(20).collect::<String>()).with("most", SEATS))
}

fn guardians(row: &mut Row<'_>) -> Vec<Guardian> {
    let relation = row.plain(&Field::GuardianRelation).unwrap_or_default();
    let columns =
        [(Field::Guardian, Field::GuardianPhone, relation), (Field::Father, Field::FatherPhone, "父亲".to_owned()), (Field::Mother, Field::MotherPhone, "母亲".to_owned())];
    let mut found: Vec<Guardian> = Vec::new();
    for (name, number, relation) in columns {
        let name = row.read(&name, |text| NameCell::parse(text).map(|cell| cell.name.as_str().to_owned()));
        let phone = row.read(&number, phone);
        let Some(name) = name.or_else(|| phone.as_ref().map(|_| relation.clone())) else { continue };
        match found.iter_mut().find(|other| other.name == name) {
            Some(known) => {
                known.phone = known.phone.take().or(phone);
                if known.relation.is_empty() {
                    known.relation = relation;
                }
            }
            None => found.push(Guardian { name, relation, phone }),
        }
    }
    found
}

/// The same number in two rows of the files: nobody knows which is right, so both wait.
fn doubled(source: &Source, all: &mut Rows<PupilRow>) {
    use std::collections::HashMap;
    let mut pairs: Vec<(usize, usize, Field)> = Vec::new();
    for field in [Field::RegistryNo, Field::IdentityNo, Field::SchoolNo] {
        let mut first: HashMap<String, usize> = HashMap::new();
        for (at, read) in all.rows.iter().enumerate() {
            let Some(keys) = read.item.as_ref().map(|item| &item.keys) else { continue };
            let number = match field {
                Field::RegistryNo => keys.registry.as_ref().map(|number| number.open().to_owned()),
                Field::IdentityNo => keys.identity.as_ref().map(|number| number.open().to_owned()),
                _ => keys.school_no.clone(),
            };
            let Some(number) = number else { continue };
            match first.get(&number) {
                Some(other) => pairs.push((*other, at, field.clone())),
                None => drop(first.insert(number, at)),
            }
        }
    }
    for (a, b, field) in pairs {
        for (at, other) in [(a, b), (b, a)] {
            let spot = spot_at(source, &all.rows[at], &field, twice(source, &all.rows[other]));
            all.spots.push(spot);
        }
        all.rows[a].item = None;
        all.rows[b].item = None;
    }
}

/// The message for a row that comes twice, naming the other place.
pub(super) fn twice<T>(source: &Source, other: &Read<T>) -> Msg {
    let table = &source.tables[other.table];
    let row = table.rows.get(other.at).map_or(0, |(row, _)| *row);
    Msg::new("intake-twice").with("file", &table.file).with("sheet", &table.sheet).with("row", row)
}

/// A bad spot at a field of a row that has been read.
pub(super) fn spot_at<T>(source: &Source, read: &Read<T>, field: &Field, message: Msg) -> super::spot::Spot {
    let table = &source.tables[read.table];
    let bound = table.mapping.as_ref().and_then(|map| map.bind(&table.headers).ok());
    let column = bound.as_ref().and_then(|bound| bound.column_of(field)).and_then(|header| table.column(read.at, header));
    let value = bound.and_then(|bound| bound.value(field, &table.cells(read.at))).unwrap_or_default();
    let value = if matches!(field, Field::RegistryNo | Field::IdentityNo) { super::spot::masked(&value) } else { value };
    super::spot::Spot { table: read.table, row: table.rows.get(read.at).map_or(0, |(row, _)| *row), column, value, message, weight: Weight::Bad }
}
