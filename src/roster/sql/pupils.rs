//! Statements on pupils, their search keys, numbers and guardians. Reads `place` of access to know where a pupil sits.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::base::{ClassId, GradeId, GuardianId, ImportId, PupilId, Result, RowId, SchoolDate, StaffId};
use crate::store::{Cell, FromCell, Row, Sql, ToCell, Tx};

use super::super::pupils::{PupilLine, Sort, State};

/// What limits a list to those whom the asker may read: `$2` everyone, `$3` staff, `$4` day, `$5` duties.
pub(in crate::roster) type Within<'a> = (bool, StaffId, SchoolDate, &'a str);

fn opt<T: FromCell>(row: &Row<'_>, i: usize) -> Result<Option<T>> {
    row.get(i)
}

/// A pupil made ready to be written.
pub(in crate::roster) struct Ready {
    pub id: PupilId,
    pub name: String,
    pub name_sort: String,
    pub sex: String,
    pub birth_day: Option<SchoolDate>,
    pub entry_year: Option<i64>,
    pub school_no: Option<String>,
    pub seat_no: Option<i64>,
    pub registry: Option<(Vec<u8>, Vec<u8>)>,
    pub registry_kind: &'static str,
    pub identity: Option<(Vec<u8>, Vec<u8>)>,
    pub ethnicity: String,
    pub boarding: Option<bool>,
    pub address: Option<Vec<u8>>,
    pub import: Option<ImportId>,
}

/// A guardian made ready to be written.
pub(in crate::roster) struct ReadyGuardian {
    pub id: GuardianId,
    pub pupil: PupilId,
    pub name: String,
    pub relation: String,
    pub phone: Option<Vec<u8>>,
    pub lives_with: Option<bool>,
    pub is_primary: bool,
    pub from: SchoolDate,
}

/// A movement made ready to be written.
#[derive(Clone)]
pub(in crate::roster) struct ReadyMovement {
    pub id: RowId,
    pub pupil: PupilId,
    pub kind: &'static str,
    pub day: SchoolDate,
    pub from_class: Option<ClassId>,
    pub to_class: Option<ClassId>,
    pub undoes: Option<RowId>,
    pub reason: String,
    pub actor: String,
    pub import: Option<ImportId>,
}

const INSERT_PUPIL: Sql = Sql("insert into pupil (school_id, id, name, name_sort, sex, birth_day, entry_year, school_no, seat_no, registry_sealed, registry_print,
     registry_kind, identity_sealed, identity_print, ethnicity, boarding, address_sealed, import_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)");
const INSERT_KEY: Sql = Sql("insert into pupil_key (school_id, key, pupil_id) values ($1, $2, $3)");
const REMOVE_KEY: Sql = Sql("delete from pupil_key where school_id = $1 and key = $2 and pupil_id = $3");
// Reads all keys of the school: nothing is ordered by pupil, since an index that is filled in another order than its table cost as much as the table.
const REMOVE_ALL_KEYS: Sql = Sql("delete from pupil_key where school_id = $1 and pupil_id = $2");
const INSERT_GUARDIAN: Sql = Sql("insert into guardian (school_id, id, pupil_id, name, relation, phone_sealed, lives_with, is_primary, from_day, until_day)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
const INSERT_MOVEMENT: Sql = Sql("insert into movement (school_id, id, pupil_id, kind, day, from_class_id, to_class_id, undoes_id, reason, actor, at_ms, import_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");

fn first(pair: &Option<(Vec<u8>, Vec<u8>)>) -> Cell<'_> {
    pair.as_ref().map_or(Cell::Null, |(sealed, _)| Cell::Bytes(sealed))
}

fn second(pair: &Option<(Vec<u8>, Vec<u8>)>) -> Cell<'_> {
    pair.as_ref().map_or(Cell::Null, |(_, print)| Cell::Bytes(print))
}

pub(in crate::roster) fn insert_pupils(tx: &mut Tx<'_>, pupils: &[Ready]) -> Result<()> {
    let school = tx.school();
    let rows: Vec<Vec<Cell<'_>>> = pupils
        .iter()
        .map(|p| {
            vec![
                school.cell(),
                p.id.cell(),
                p.name.cell(),
                p.name_sort.cell(),
                p.sex.cell(),
                p.birth_day.cell(),
                p.entry_year.cell(),
                p.school_no.cell(),
                p.seat_no.cell(),
                first(&p.registry),
                second(&p.registry),
                p.registry_kind.cell(),
                first(&p.identity),
                second(&p.identity),
                p.ethnicity.cell(),
                p.boarding.cell(),
                p.address.cell(),
                p.import.cell(),
            ]
        })
        .collect();
    tx.execute_many(INSERT_PUPIL, &rows)?;
    Ok(())
}

/// Search keys with the pupils whom each finds.
pub(in crate::roster) type SearchKeys = BTreeMap<String, Vec<PupilId>>;

/// Search keys that are written by one call: bounds the memory of an import.
const KEYS_AT_ONCE: usize = 20_000;

/// Writes search keys, in the order of the table: half a million of them in any other order touch each page again and again.
pub(in crate::roster) fn insert_keys(tx: &mut Tx<'_>, mut keys: SearchKeys) -> Result<()> {
    keys.values_mut().for_each(|found| found.sort_unstable());
    let school = tx.school();
    let mut rows: Vec<Vec<Cell<'_>>> = Vec::new();
    for (key, found) in &keys {
        rows.extend(found.iter().map(|pupil| vec![school.cell(), key.cell(), pupil.cell()]));
        if rows.len() >= KEYS_AT_ONCE {
            tx.execute_many(INSERT_KEY, &rows)?;
            rows.clear();
        }
    }
    tx.execute_many(INSERT_KEY, &rows)?;
    Ok(())
}

/// Removes the keys that a pupil's name had.
pub(in crate::roster) fn remove_keys(tx: &mut Tx<'_>, pupil: PupilId, keys: impl IntoIterator<Item = String>) -> Result<()> {
    let school = tx.school();
    for key in keys {
        tx.execute(REMOVE_KEY, &[&school, &key, &pupil])?;
    }
    Ok(())
}

/// Removes whatever keys a pupil has, of former names and former ways of spelling too: for an erasure, which must leave none.
pub(in crate::roster) fn remove_all_keys(tx: &mut Tx<'_>, pupil: PupilId) -> Result<()> {
    let school = tx.school();
    tx.execute(REMOVE_ALL_KEYS, &[&school, &pupil])?;
    Ok(())
}

pub(in crate::roster) fn insert_guardians(tx: &mut Tx<'_>, guardians: &[ReadyGuardian], until: SchoolDate) -> Result<()> {
    let school = tx.school();
    let rows: Vec<Vec<Cell<'_>>> = guardians
        .iter()
        .map(|g| {
            vec![
                school.cell(),
                g.id.cell(),
                g.pupil.cell(),
                g.name.cell(),
                g.relation.cell(),
                g.phone.cell(),
                g.lives_with.cell(),
                g.is_primary.cell(),
                g.from.cell(),
                until.cell(),
            ]
        })
        .collect();
    tx.execute_many(INSERT_GUARDIAN, &rows)?;
    Ok(())
}

pub(in crate::roster) fn insert_movements(tx: &mut Tx<'_>, movements: &[ReadyMovement]) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    let rows: Vec<Vec<Cell<'_>>> = movements
        .iter()
        .map(|m| {
            vec![
                school.cell(),
                m.id.cell(),
                m.pupil.cell(),
                m.kind.cell(),
                m.day.cell(),
                m.from_class.cell(),
                m.to_class.cell(),
                m.undoes.cell(),
                m.reason.cell(),
                m.actor.cell(),
                now.cell(),
                m.import.cell(),
            ]
        })
        .collect();
    tx.execute_many(INSERT_MOVEMENT, &rows)?;
    Ok(())
}

// Undoing an import

const REMOVE_GUARDIANS: Sql = Sql("delete from guardian where school_id = $1 and pupil_id = $2");
const REMOVE_MOVEMENTS: Sql = Sql("delete from movement where school_id = $1 and pupil_id = $2");
const REMOVE_FORMER: Sql = Sql("delete from former_registry_no where school_id = $1 and pupil_id = $2");
const REMOVE_PUPIL: Sql = Sql("delete from pupil where school_id = $1 and id = $2");

pub(in crate::roster) fn remove_pupil(tx: &mut Tx<'_>, pupil: PupilId) -> Result<()> {
    let school = tx.school();
    for sql in [REMOVE_GUARDIANS, REMOVE_MOVEMENTS, REMOVE_FORMER, REMOVE_PUPIL] {
        tx.execute(sql, &[&school, &pupil])?;
    }
    Ok(())
}

// Whom a number belongs to

const BY_REGISTRY: Sql = Sql("select id from pupil where school_id = $1 and registry_print = $2");
const BY_FORMER: Sql = Sql("select pupil_id from former_registry_no where school_id = $1 and print = $2");
const BY_IDENTITY: Sql = Sql("select id from pupil where school_id = $1 and identity_print = $2");
const BY_SCHOOL_NO: Sql = Sql("select id from pupil where school_id = $1 and school_no = $2");

pub(in crate::roster) fn by_registry(tx: &mut Tx<'_>, print: &[u8]) -> Result<Option<PupilId>> {
    tx.optional(BY_REGISTRY, &[&tx.school(), &print], |row| row.get(0))
}

pub(in crate::roster) fn by_former_registry(tx: &mut Tx<'_>, print: &[u8]) -> Result<Vec<PupilId>> {
    tx.query(BY_FORMER, &[&tx.school(), &print], |row| row.get(0))
}

pub(in crate::roster) fn by_identity(tx: &mut Tx<'_>, print: &[u8]) -> Result<Option<PupilId>> {
    tx.optional(BY_IDENTITY, &[&tx.school(), &print], |row| row.get(0))
}

pub(in crate::roster) fn by_school_no(tx: &mut Tx<'_>, number: &str) -> Result<Option<PupilId>> {
    tx.optional(BY_SCHOOL_NO, &[&tx.school(), &number], |row| row.get(0))
}

// Lists

/// The place that counts on a day: the one that holds, or the next to begin.
macro_rules! seated {
    () => {
        seated!("$4")
    };
    ($day:literal) => {
        concat!(
            " pl.until_day >= cast(",
            $day,
            " as date) and not exists (select 1 from place e where e.school_id = $1 and e.pupil_id = pl.pupil_id
            and e.until_day >= cast(",
            $day,
            " as date) and e.from_day < pl.from_day)"
        )
    };
}

macro_rules! line {
    ($rest:expr) => {
        concat!("select p.id, p.name, p.sex, p.seat_no, p.boarding, p.registry_kind, c.id, c.name ", $rest)
    };
}

/// Pupils who sit in a class: scope $2–$5, then the condition on $6 and whether only boarders ($7).
macro_rules! seated_in {
    ($condition:literal) => {
        concat!(
            "from place pl join pupil p on p.school_id = pl.school_id and p.id = pl.pupil_id
                join class c on c.school_id = pl.school_id and c.id = pl.class_id join grade g on g.school_id = pl.school_id and g.id = pl.grade_id
              where pl.school_id = $1 and ",
            $condition,
            " and",
            seated!(),
            " and p.erased_at_ms is null and (p.boarding or not $7) and ",
            $crate::scope!("p.id")
        )
    };
}

/// Pupils of the whole register with their places on a day, by how they stand: `here`, `boarding`, `left`, `all`.
macro_rules! register {
    ($day:literal, $state:literal) => {
        concat!(
            "from pupil p left join place pl on pl.school_id = p.school_id and pl.pupil_id = p.id and",
            seated!($day),
            "
                left join class c on c.school_id = pl.school_id and c.id = pl.class_id left join grade g on g.school_id = pl.school_id and g.id = pl.grade_id
              where p.school_id = $1 and p.erased_at_ms is null
                and case cast(",
            $state,
            " as text) when 'all' then true when 'left' then pl.id is null when 'boarding' then pl.id is not null and p.boarding else pl.id is not null end"
        )
    };
}

/// Those of the register whom the asker may read.
macro_rules! register_within {
    () => {
        concat!(register!("$4", "$6"), " and ", $crate::scope!("p.id"))
    };
}

/// Pupils under a key in [$6, $7).
macro_rules! under_key {
    () => {
        concat!(
            "from pupil p left join place pl on pl.school_id = p.school_id and pl.pupil_id = p.id and",
            seated!(),
            "
                left join class c on c.school_id = pl.school_id and c.id = pl.class_id left join grade g on g.school_id = pl.school_id and g.id = pl.grade_id
              where p.school_id = $1 and p.erased_at_ms is null
                and p.id in (select k.pupil_id from pupil_key k where k.school_id = $1 and k.key >= $6 and k.key < $7)
                and ",
            $crate::scope!("p.id")
        )
    };
}

/// Others of a household ($6), without the pupil in question ($7).
const OF_HOUSEHOLD: Sql = Sql(concat!(
    line!("from pupil p left join place pl on pl.school_id = p.school_id and pl.pupil_id = p.id and"),
    seated!(),
    " left join class c on c.school_id = pl.school_id and c.id = pl.class_id
      where p.school_id = $1 and p.erased_at_ms is null and p.household_id = $6 and p.id <> $7 and ",
    crate::scope!("p.id"),
    " order by p.birth_day, p.name_sort"
));
/// One pupil ($6), to whoever may see the child.
const ONE_LINE: Sql = Sql(concat!(
    line!("from pupil p left join place pl on pl.school_id = p.school_id and pl.pupil_id = p.id and"),
    seated!(),
    " left join class c on c.school_id = pl.school_id and c.id = pl.class_id where p.school_id = $1 and p.erased_at_ms is null and p.id = $6 and ",
    crate::scope!("p.id")
));
const IN_CLASS_BY_SEAT: Sql = Sql(concat!(line!(seated_in!("pl.class_id = $6")), " order by p.seat_no is null, p.seat_no, p.name_sort, p.id limit $8 offset $9"));
const IN_CLASS_BY_NAME: Sql = Sql(concat!(line!(seated_in!("pl.class_id = $6")), " order by p.name_sort, p.id limit $8 offset $9"));
const IN_CLASS_COUNT: Sql = Sql(concat!("select count(*) ", seated_in!("pl.class_id = $6")));
const IN_GRADE_BY_CLASS: Sql = Sql(concat!(line!(seated_in!("pl.grade_id = $6")), " order by c.number, p.seat_no is null, p.seat_no, p.name_sort, p.id limit $8 offset $9"));
const IN_GRADE_BY_NAME: Sql = Sql(concat!(line!(seated_in!("pl.grade_id = $6")), " order by p.name_sort, p.id limit $8 offset $9"));
const IN_GRADE_COUNT: Sql = Sql(concat!("select count(*) ", seated_in!("pl.grade_id = $6")));
const REGISTER_BY_NAME: Sql = Sql(concat!(line!(register_within!()), " order by p.name_sort, p.id limit $7 offset $8"));
const REGISTER_BY_CLASS: Sql =
    Sql(concat!(line!(register_within!()), " order by g.level is null, g.level, c.number, p.seat_no is null, p.seat_no, p.name_sort, p.id limit $7 offset $8"));
const REGISTER_COUNT: Sql = Sql(concat!("select count(*) ", register_within!()));
const ORDER_BY_NAME: Sql = Sql(concat!("select p.id ", register!("$2", "$3"), " order by p.name_sort, p.id"));
const ORDER_BY_CLASS: Sql = Sql(concat!("select p.id ", register!("$2", "$3"), " order by g.level is null, g.level, c.number, p.seat_no is null, p.seat_no, p.name_sort, p.id"));
/// Fifty pupils by their ids; fewer fill up with one of them.
const LINES: Sql = Sql(concat!(
    line!("from pupil p left join place pl on pl.school_id = p.school_id and pl.pupil_id = p.id and"),
    seated!(),
    " left join class c on c.school_id = pl.school_id and c.id = pl.class_id
      where p.school_id = $1 and p.erased_at_ms is null
        and p.id in ($6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30,
          $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55) and ",
    crate::scope!("p.id")
));
/// Pupils of one run of [`LINES`].
const LINES_AT_ONCE: usize = 50;
const UNDER_KEY: Sql = Sql(concat!(line!(under_key!()), " order by pl.id is null, p.name_sort, g.level, c.number, p.seat_no, p.id limit $8 offset $9"));
const UNDER_KEY_COUNT: Sql = Sql(concat!("select count(*) ", under_key!()));

fn line(row: &Row<'_>) -> Result<PupilLine> {
    Ok(PupilLine {
        id: row.get(0)?,
        name: row.get(1)?,
        sex: row.get(2)?,
        seat_no: opt(row, 3)?,
        boarding: opt(row, 4)?,
        registry_kind: row.get(5)?,
        class: opt(row, 6)?,
        class_name: opt::<String>(row, 7)?.unwrap_or_default(),
    })
}

pub(in crate::roster) fn in_class(tx: &mut Tx<'_>, s: &Within<'_>, class: ClassId, boarders: bool, sort: Sort, rows: i64, skip: i64) -> Result<Vec<PupilLine>> {
    let sql = if sort == Sort::Name { IN_CLASS_BY_NAME } else { IN_CLASS_BY_SEAT };
    tx.query(sql, &[&tx.school(), &s.0, &s.1, &s.2, &s.3, &class, &boarders, &rows, &skip], line)
}

pub(in crate::roster) fn in_class_count(tx: &mut Tx<'_>, s: &Within<'_>, class: ClassId, boarders: bool) -> Result<i64> {
    tx.number(IN_CLASS_COUNT, &[&tx.school(), &s.0, &s.1, &s.2, &s.3, &class, &boarders])
}

pub(in crate::roster) fn in_grade(tx: &mut Tx<'_>, s: &Within<'_>, grade: GradeId, boarders: bool, sort: Sort, rows: i64, skip: i64) -> Result<Vec<PupilLine>> {
    let sql = if sort == Sort::Name { IN_GRADE_BY_NAME } else { IN_GRADE_BY_CLASS };
    tx.query(sql, &[&tx.school(), &s.0, &s.1, &s.2, &s.3, &grade, &boarders, &rows, &skip], line)
}

pub(in crate::roster) fn in_grade_count(tx: &mut Tx<'_>, s: &Within<'_>, grade: GradeId, boarders: bool) -> Result<i64> {
    tx.number(IN_GRADE_COUNT, &[&tx.school(), &s.0, &s.1, &s.2, &s.3, &grade, &boarders])
}

pub(in crate::roster) fn register(tx: &mut Tx<'_>, s: &Within<'_>, state: State, sort: Sort, rows: i64, skip: i64) -> Result<Vec<PupilLine>> {
    let sql = if sort == Sort::Name { REGISTER_BY_NAME } else { REGISTER_BY_CLASS };
    tx.query(sql, &[&tx.school(), &s.0, &s.1, &s.2, &s.3, &state.code(), &rows, &skip], line)
}

pub(in crate::roster) fn register_count(tx: &mut Tx<'_>, s: &Within<'_>, state: State) -> Result<i64> {
    tx.number(REGISTER_COUNT, &[&tx.school(), &s.0, &s.1, &s.2, &s.3, &state.code()])
}

/// All pupils of the register in their order, kept between requests: for those who may read the whole register.
pub(in crate::roster) fn register_order(tx: &mut Tx<'_>, day: SchoolDate, state: State, sort: Sort) -> Result<Arc<Vec<PupilId>>> {
    let sql = if sort == Sort::Name { ORDER_BY_NAME } else { ORDER_BY_CLASS };
    tx.remembered(sql, &[&tx.school(), &day, &state.code()], |row| row.get(0))
}

/// The pupils of these ids, in this order; those who are gone, or whom the asker may not read, are left out.
pub(in crate::roster) fn lines(tx: &mut Tx<'_>, s: &Within<'_>, ids: &[PupilId]) -> Result<Vec<PupilLine>> {
    let mut found = HashMap::with_capacity(ids.len());
    for some in ids.chunks(LINES_AT_ONCE) {
        let school = tx.school();
        let mut params: Vec<&dyn ToCell> = vec![&school, &s.0, &s.1, &s.2, &s.3];
        params.extend((0..LINES_AT_ONCE).map(|i| some.get(i).unwrap_or(&some[0]) as &dyn ToCell));
        tx.each(LINES, &params, |row| {
            let line = line(row)?;
            found.insert(line.id, line);
            Ok(())
        })?;
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

pub(in crate::roster) fn under_key(tx: &mut Tx<'_>, s: &Within<'_>, from: &str, until: &str, rows: i64, skip: i64) -> Result<Vec<PupilLine>> {
    tx.query(UNDER_KEY, &[&tx.school(), &s.0, &s.1, &s.2, &s.3, &from, &until, &rows, &skip], line)
}

pub(in crate::roster) fn under_key_count(tx: &mut Tx<'_>, s: &Within<'_>, from: &str, until: &str) -> Result<i64> {
    tx.number(UNDER_KEY_COUNT, &[&tx.school(), &s.0, &s.1, &s.2, &s.3, &from, &until])
}

pub(in crate::roster) fn one_line(tx: &mut Tx<'_>, s: &Within<'_>, id: PupilId) -> Result<Option<PupilLine>> {
    tx.optional(ONE_LINE, &[&tx.school(), &s.0, &s.1, &s.2, &s.3, &id], line)
}

pub(in crate::roster) fn of_household(tx: &mut Tx<'_>, s: &Within<'_>, household: RowId, but: PupilId) -> Result<Vec<PupilLine>> {
    tx.query(OF_HOUSEHOLD, &[&tx.school(), &s.0, &s.1, &s.2, &s.3, &household, &but], line)
}

const PLACED: Sql = Sql("select pupil_id, class_id from place where school_id = $1 and from_day <= $2 and until_day >= $2 order by class_id, pupil_id");

pub(in crate::roster) fn placed(tx: &mut Tx<'_>, day: SchoolDate) -> Result<Vec<(PupilId, ClassId)>> {
    tx.query(PLACED, &[&tx.school(), &day], |row| Ok((row.get(0)?, row.get(1)?)))
}
