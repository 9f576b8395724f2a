//! SQL of what belongs to a child: its family's account, what it gets from others, envelopes. What one entry of a child has is of the other when both become one.

use crate::aid::child::Outside;
use crate::base::{ClassId, Fen, PupilId, Result, RowId, StaffId, TermId};
use crate::store::{Sql, Tx};

const PAYEE: Sql = Sql("select number, bank, holder_sealed, card_sealed from aid_payee where school_id = $1 and pupil_id = $2 order by number desc, at_ms desc limit 1");
const INSERT_PAYEE: Sql =
    Sql("insert into aid_payee (school_id, id, pupil_id, number, bank, holder_sealed, card_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
const OUTSIDE: Sql = Sql(
    "select id, kind, from_day, until_day, amount_fen, per, note_sealed from aid_outside where school_id = $1 and pupil_id = $2 order by from_day desc, at_ms desc, id limit 200",
);
const INSERT_OUTSIDE: Sql = Sql("insert into aid_outside (school_id, id, pupil_id, kind, from_day, until_day, amount_fen, per, note_sealed, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (school_id, id) do nothing");
const ENVELOPES: Sql = Sql("select l.id, u.name, exists (select 1 from aid_envelope e where e.school_id = l.school_id and e.line_id = l.id)
       from aid_line l join aid_request r on r.school_id = l.school_id and r.id = l.request_id
       join aid_request_step s on s.school_id = r.school_id and s.request_id = r.id and s.what = 'approved'
       join pupil u on u.school_id = l.school_id and u.id = l.pupil_id
       join place p on p.school_id = l.school_id and p.pupil_id = l.pupil_id and p.class_id = $2 and p.from_day <= $4 and p.until_day >= $4
      where l.school_id = $1 and r.term_id = $3 and u.erased_at_ms is null
        and not exists (select 1 from aid_line_step t where t.school_id = l.school_id and t.line_id = l.id and t.what in ('cancelled', 'received'))
      order by u.seat_no is null, u.seat_no, u.name, l.id");
const INSERT_ENVELOPE: Sql = Sql("insert into aid_envelope (school_id, line_id, staff_id, day, at_ms) values ($1, $2, $3, $4, $5) on conflict (school_id, line_id) do nothing");
const TO_KEPT: [Sql; 6] = [
    Sql("update aid_line set pupil_id = $2 where school_id = $1 and pupil_id = $3"),
    Sql("update aid_payee set pupil_id = $2 where school_id = $1 and pupil_id = $3"),
    Sql("update aid_loan set pupil_id = $2 where school_id = $1 and pupil_id = $3"),
    Sql("update aid_turn set pupil_id = $2 where school_id = $1 and pupil_id = $3"),
    Sql("update aid_sponsor set pupil_id = $2 where school_id = $1 and pupil_id = $3"),
    Sql("update aid_outside set pupil_id = $2 where school_id = $1 and pupil_id = $3"),
];

/// Number, bank, sealed holder and sealed account.
pub(in crate::aid) type PayeeRow = (i64, String, Vec<u8>, Vec<u8>);

/// The newest word on where a family is paid.
pub(in crate::aid) fn payee(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Option<PayeeRow>> {
    tx.optional(PAYEE, &[&tx.school(), &pupil], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

pub(in crate::aid) fn insert_payee(tx: &mut Tx<'_>, pupil: PupilId, number: i64, bank: &str, holder: &[u8], card: &[u8], actor: &str) -> Result<()> {
    let (school, now, id) = (tx.school(), tx.now(), tx.new_id::<RowId>());
    tx.execute(INSERT_PAYEE, &[&school, &id, &pupil, &number, &bank, &holder, &card, &actor, &now]).map(|_| ())
}

/// What a family gets from others, with the sealed note.
pub(in crate::aid) fn outside(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<(Outside, Vec<u8>)>> {
    tx.query(OUTSIDE, &[&tx.school(), &pupil], |row| {
        let amount: Option<i64> = row.get(4)?;
        let one = Outside { id: row.get(0)?, kind: row.get(1)?, from: row.get(2)?, until: row.get(3)?, amount: amount.map(Fen), per: row.get(5)?, note: String::new() };
        Ok((one, row.get(6)?))
    })
}

pub(in crate::aid) fn insert_outside(tx: &mut Tx<'_>, pupil: PupilId, new: &Outside, note: &[u8], actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    let amount = new.amount.map(|fen| fen.0);
    tx.execute(INSERT_OUTSIDE, &[&school, &new.id, &pupil, &new.kind, &new.from, &new.until, &amount, &new.per, &note, &actor, &now]).map(|_| ())
}

/// Line, child, and whether its envelope was given.
pub(in crate::aid) fn envelopes(tx: &mut Tx<'_>, class: ClassId, term: TermId) -> Result<Vec<(RowId, String, bool)>> {
    let (school, today) = (tx.school(), tx.today());
    tx.query(ENVELOPES, &[&school, &class, &term, &today], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub(in crate::aid) fn insert_envelope(tx: &mut Tx<'_>, line: RowId, staff: StaffId) -> Result<()> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    tx.execute(INSERT_ENVELOPE, &[&school, &line, &staff, &today, &now]).map(|_| ())
}

pub(in crate::aid) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    for sql in TO_KEPT {
        tx.execute(sql, &[&school, &kept, &gone])?;
    }
    Ok(())
}
