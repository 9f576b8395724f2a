//! SQL of what is done: measures with their steps, the fixed rows of the checks, what came from outside.

use crate::base::{Result, RowId, SchoolDate, StaffId};
use crate::store::{Row, Sql, Tx};

macro_rules! measures {
    ($rest:expr) => {
        concat!(
            "select m.id, m.of_id, m.kind, m.horizon, m.answers_id, m.ground, m.staff_id, coalesce(f.name, m.holder), m.from_day, m.due_day, m.body_sealed, coalesce(s.number, 0),
                coalesce(s.what, ''), s.day, s.body_sealed
               from household_measure m left join staff f on f.school_id = m.school_id and f.id = m.staff_id
               left join household_measure_step s on s.school_id = m.school_id and s.measure_id = m.id
                and s.number = (select max(n.number) from household_measure_step n where n.school_id = m.school_id and n.measure_id = m.id)
              where m.school_id = $1 and ",
            $rest,
            " order by m.of_id, m.due_day, m.at_ms, m.id limit 5000"
        )
    };
}

const OF_ONE: Sql = Sql(measures!("m.of_id = $2"));
const OF_HOUSEHOLDS: Sql = Sql(measures!("m.of_id in (select h.id from household h where h.school_id = $1 and h.village_id = $2)"));
const INSERT_MEASURE: Sql =
    Sql("insert into household_measure (school_id, id, scope, of_id, kind, horizon, answers_id, ground, staff_id, holder, from_day, due_day, body_sealed, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)");
const INSERT_STEP: Sql = Sql("insert into household_measure_step (school_id, measure_id, number, what, day, body_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, measure_id, number) do nothing");
const CHECKS_OF_ONE: Sql = Sql("select c.of_id, c.item, c.result, c.holder, c.day, c.body_sealed from household_check c where c.school_id = $1 and c.of_id = $2
        and c.number = (select max(n.number) from household_check n where n.school_id = $1 and n.of_id = c.of_id and n.item = c.item) order by c.of_id, c.item");
const CHECKS_OF_HOUSEHOLDS: Sql =
    Sql("select c.of_id, c.item, c.result, c.holder, c.day, c.body_sealed from household_check c join household h on h.school_id = c.school_id and h.id = c.of_id
      where c.school_id = $1 and h.village_id = $2
        and c.number = (select max(n.number) from household_check n where n.school_id = $1 and n.of_id = c.of_id and n.item = c.item) order by c.of_id, c.item");
const INSERT_CHECK: Sql = Sql("insert into household_check (school_id, scope, of_id, item, number, result, holder, day, body_sealed, actor, at_ms)
     values ($1, $2, $3, $4, (select coalesce(max(n.number), 0) + 1 from household_check n where n.school_id = $1 and n.of_id = $3 and n.item = $4), $5, $6, $7, $8, $9, $10)");
const BENEFITS: Sql =
    Sql("select b.id, b.household_id, coalesce(h.number, ''), b.kind, b.project, b.source, b.amount_fen, b.goods, b.day, b.evidence, coalesce(r.reason, ''), r.day
       from household_benefit b left join household h on h.school_id = b.school_id and h.id = b.household_id
       left join household_benefit_reversal r on r.school_id = b.school_id and r.benefit_id = b.id
      where b.school_id = $1 and b.village_id = $2 order by b.day desc, b.at_ms desc, b.id limit 5000");
const INSERT_BENEFIT: Sql = Sql("insert into household_benefit (school_id, id, village_id, household_id, kind, project, source, amount_fen, goods, day, evidence, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
const INSERT_REVERSAL: Sql = Sql("insert into household_benefit_reversal (school_id, benefit_id, day, reason, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6) on conflict (school_id, benefit_id) do nothing");

/// A measure as it is stored, with its newest step.
pub(in crate::household) struct MeasureRow {
    pub id: RowId,
    pub of: RowId,
    pub kind: String,
    pub horizon: String,
    pub answers: Option<RowId>,
    pub ground: String,
    pub staff: Option<StaffId>,
    pub holder: String,
    pub from: SchoolDate,
    pub due: SchoolDate,
    pub body: Vec<u8>,
    pub step: i64,
    pub what: String,
    pub step_day: Option<SchoolDate>,
    pub step_body: Option<Vec<u8>>,
}

fn measure(row: &Row<'_>) -> Result<MeasureRow> {
    Ok(MeasureRow {
        id: row.get(0)?,
        of: row.get(1)?,
        kind: row.get(2)?,
        horizon: row.get(3)?,
        answers: row.get(4)?,
        ground: row.get(5)?,
        staff: row.get(6)?,
        holder: row.get(7)?,
        from: row.get(8)?,
        due: row.get(9)?,
        body: row.get(10)?,
        step: row.get(11)?,
        what: row.get(12)?,
        step_day: row.get(13)?,
        step_body: row.get(14)?,
    })
}

/// Of one household or village.
pub(in crate::household) fn measures(tx: &mut Tx<'_>, of: RowId) -> Result<Vec<MeasureRow>> {
    tx.query(OF_ONE, &[&tx.school(), &of], measure)
}

/// Of all households of a village.
pub(in crate::household) fn measures_of_households(tx: &mut Tx<'_>, village: RowId) -> Result<Vec<MeasureRow>> {
    tx.query(OF_HOUSEHOLDS, &[&tx.school(), &village], measure)
}

pub(in crate::household) fn insert_measure(tx: &mut Tx<'_>, scope: &str, new: &MeasureRow, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    let MeasureRow { id, of, kind, horizon, answers, ground, staff, holder, from, due, body, .. } = new;
    tx.execute(INSERT_MEASURE, &[&school, id, &scope, of, kind, horizon, answers, ground, staff, holder, from, due, body, &actor, &now]).map(|_| ())
}

/// Whether nobody else took that step.
pub(in crate::household) fn insert_step(tx: &mut Tx<'_>, measure: RowId, number: i64, what: &str, day: SchoolDate, body: Option<&[u8]>, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_STEP, &[&school, &measure, &number, &what, &day, &body, &actor, &now])? == 1)
}

/// Of what, item, result, holder, day, evidence.
pub(in crate::household) type CheckRow = (RowId, String, String, String, SchoolDate, Option<Vec<u8>>);

fn check(row: &Row<'_>) -> Result<CheckRow> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
}

pub(in crate::household) fn checks(tx: &mut Tx<'_>, of: RowId) -> Result<Vec<CheckRow>> {
    tx.query(CHECKS_OF_ONE, &[&tx.school(), &of], check)
}

pub(in crate::household) fn checks_of_households(tx: &mut Tx<'_>, village: RowId) -> Result<Vec<CheckRow>> {
    tx.query(CHECKS_OF_HOUSEHOLDS, &[&tx.school(), &village], check)
}

pub(in crate::household) fn insert_check(tx: &mut Tx<'_>, scope: &str, new: &CheckRow, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    let (of, item, result, holder, day, body) = new;
    tx.execute(INSERT_CHECK, &[&school, &scope, of, item, result, holder, day, body, &actor, &now]).map(|_| ())
}

/// Something that came, as it is stored.
pub(in crate::household) struct BenefitRow {
    pub id: RowId,
    pub household: Option<RowId>,
    pub number: String,
    pub kind: String,
    pub project: String,
    pub source: String,
    pub amount_fen: Option<i64>,
    pub goods: String,
    pub day: SchoolDate,
    pub evidence: String,
    pub reversed: String,
    pub reversed_day: Option<SchoolDate>,
}

pub(in crate::household) fn benefits(tx: &mut Tx<'_>, village: RowId) -> Result<Vec<BenefitRow>> {
    tx.query(BENEFITS, &[&tx.school(), &village], |row| {
        Ok(BenefitRow {
            id: row.get(0)?,
            household: row.get(1)?,
            number: row.get(2)?,
            kind: row.get(3)?,
            project: row.get(4)?,
            source: row.get(5)?,
            amount_fen: row.get(6)?,
            goods: row.get(7)?,
            day: row.get(8)?,
            evidence: row.get(9)?,
            reversed: row.get(10)?,
            reversed_day: row.get(11)?,
        })
    })
}

pub(in crate::household) fn insert_benefit(tx: &mut Tx<'_>, village: RowId, new: &BenefitRow, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    let BenefitRow { id, household, kind, project, source, amount_fen, goods, day, evidence, .. } = new;
    tx.execute(INSERT_BENEFIT, &[&school, id, &village, household, kind, project, source, amount_fen, goods, day, evidence, &actor, &now]).map(|_| ())
}

/// Whether it was not taken back before.
pub(in crate::household) fn insert_reversal(tx: &mut Tx<'_>, benefit: RowId, day: SchoolDate, reason: &str, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_REVERSAL, &[&school, &benefit, &day, &reason, &actor, &now])? == 1)
}
