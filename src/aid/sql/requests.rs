//! SQL of requests with their lines and steps. Reads `pupil` and `class` of the roster for names; an erased child has none.

use crate::aid::account::{Account, Kind};
use crate::aid::pay::NewStep;
use crate::aid::requests::{Ask, NewLine, ReadLine, Request, Step};
use crate::aid::state::{Form, Line, State};
use crate::base::{Error, Fen, PupilId, Result, RowId, TermId};
use crate::store::{Row, Sql, Tx};

const INSERT: Sql = Sql("insert into aid_request (school_id, id, kind, form, fund_id, scheme_id, term_id, title, account, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (school_id, id) do nothing");
const INSERT_STEP: Sql = Sql("insert into aid_request_step (school_id, request_id, number, what, reason, entry_number, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, request_id, number) do nothing");
const INSERT_LINE: Sql = Sql("insert into aid_line (school_id, id, request_id, place, pupil_id, class_id, level, boarding, item_id, quantity, amount_fen, why_sealed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
const INSERT_LINE_STEP: Sql = Sql("insert into aid_line_step (school_id, line_id, number, what, day, reason, entry_number, value_fen, guardian_id, slip_sealed, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (school_id, line_id, number) do nothing");

macro_rules! asked {
    ($rest:expr) => {
        concat!(
            "select r.id, r.kind, r.form, r.fund_id, r.term_id, r.title, r.account, r.actor, r.at_ms, s.what, s.number, s.actor, s.at_ms,
                (select count(*) from aid_line l where l.school_id = r.school_id and l.request_id = r.id),
                (select cast(coalesce(sum(l.amount_fen), 0) as bigint) from aid_line l where l.school_id = r.school_id and l.request_id = r.id)
               from aid_request r join aid_request_step s on s.school_id = r.school_id and s.request_id = r.id
                and s.number = (select max(n.number) from aid_request_step n where n.school_id = r.school_id and n.request_id = r.id)
              where r.school_id = $1 and ",
            $rest
        )
    };
}

const ONE: Sql = Sql(asked!("r.id = $2"));
const OF_TERM: Sql = Sql(asked!("r.term_id = $2 order by r.at_ms desc, r.title, r.id limit 500"));
const STEPS: Sql = Sql("select what, reason, entry_number, actor, at_ms from aid_request_step where school_id = $1 and request_id = $2 order by number");

macro_rules! line {
    ($rest:expr) => {
        concat!(
            "select l.id, l.request_id, l.place, l.pupil_id, coalesce(u.name, ''), coalesce(c.name, ''), l.level, l.boarding, l.item_id, coalesce(i.name, ''), l.quantity, l.amount_fen,
                s.what, coalesce(s.number, 0), s.day, coalesce(s.reason, ''), coalesce(s.value_fen, 0), l.why_sealed, l.class_id
               from aid_line l
               left join aid_line_step s on s.school_id = l.school_id and s.line_id = l.id
                and s.number = (select max(n.number) from aid_line_step n where n.school_id = l.school_id and n.line_id = l.id)
               left join pupil u on u.school_id = l.school_id and u.id = l.pupil_id
               left join class c on c.school_id = l.school_id and c.id = l.class_id
               left join aid_item i on i.school_id = l.school_id and i.id = l.item_id
              where l.school_id = $1 and ",
            $rest
        )
    };
}

const LINE: Sql = Sql(line!("l.id = $2"));
const LINES: Sql = Sql(line!("l.request_id = $2 order by l.place"));
const OF_PUPIL: Sql =
    Sql(line!("l.pupil_id = $2 order by (select r.at_ms from aid_request r where r.school_id = l.school_id and r.id = l.request_id) desc, l.request_id, l.place limit 300"));
const LINES_OF_TERM: Sql = Sql(line!(
    "l.pupil_id is not null and exists (select 1 from aid_request r where r.school_id = l.school_id and r.id = l.request_id and r.term_id = $2) order by l.request_id, l.place"
));
const LINE_ACTOR: Sql = Sql("select actor from aid_line_step where school_id = $1 and line_id = $2 and number = $3");
const SLIP: Sql = Sql("select slip_sealed from aid_line_step where school_id = $1 and line_id = $2 and slip_sealed is not null order by number desc limit 1");

fn fault() -> Error {
    Error::Fault("a request with a code that is none".into())
}

/// Whether it is new.
pub(in crate::aid) fn insert(tx: &mut Tx<'_>, new: &Ask, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    let (kind, account) = (new.kind.map_or("purchase", Kind::code), new.account.map_or("", Account::code));
    let title = new.title.trim();
    Ok(tx.execute(INSERT, &[&school, &new.id, &kind, &new.form.code(), &new.fund, &new.scheme, &new.term, &title, &account, &actor, &now])? == 1)
}

/// Whether the number was free.
pub(in crate::aid) fn insert_step(tx: &mut Tx<'_>, request: RowId, number: i64, to: State, reason: &str, entry: Option<i64>, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_STEP, &[&school, &request, &number, &to.code(), &reason, &entry, &actor, &now])? == 1)
}

pub(in crate::aid) fn insert_line(tx: &mut Tx<'_>, id: RowId, request: RowId, place: i64, line: &NewLine, why: Option<&[u8]>) -> Result<()> {
    let school = tx.school();
    let NewLine { pupil, class, level, boarding, item, quantity, fen, .. } = line;
    tx.execute(INSERT_LINE, &[&school, &id, &request, &place, pupil, class, level, boarding, item, quantity, fen, &why]).map(|_| ())
}

/// Whether the number was free: nobody else took a step meanwhile.
pub(in crate::aid) fn insert_line_step(tx: &mut Tx<'_>, line: RowId, number: i64, new: &NewStep<'_>, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    let NewStep { to, day, reason, entry, value_fen, guardian, slip } = new;
    Ok(tx.execute(INSERT_LINE_STEP, &[&school, &line, &number, &to.code(), day, reason, entry, value_fen, guardian, slip, &actor, &now])? == 1)
}

fn request_of(row: &Row<'_>) -> Result<Request> {
    let (kind, form, account, state): (String, String, String, String) = (row.get(1)?, row.get(2)?, row.get(6)?, row.get(9)?);
    Ok(Request {
        id: row.get(0)?,
        kind: Kind::of(&kind),
        form: Form::of(&form).ok_or_else(fault)?,
        fund: row.get(3)?,
        term: row.get(4)?,
        title: row.get(5)?,
        account: Account::of(&account),
        asked: row.get(7)?,
        at: row.get(8)?,
        state: State::of(&state).ok_or_else(fault)?,
        step: row.get(10)?,
        actor: row.get(11)?,
        decided: row.get(12)?,
        size: (row.get(13)?, Fen(row.get(14)?)),
    })
}

fn line_of(row: &Row<'_>) -> Result<ReadLine> {
    let (item, name): (Option<RowId>, String) = (row.get(8)?, row.get(9)?);
    let state: Option<String> = row.get(12)?;
    Ok(ReadLine {
        id: row.get(0)?,
        request: row.get(1)?,
        place: row.get(2)?,
        pupil: row.get(3)?,
        name: row.get(4)?,
        class: row.get(5)?,
        level: row.get(6)?,
        boarding: row.get(7)?,
        item: item.map(|id| (id, name)),
        quantity: row.get(10)?,
        fen: row.get(11)?,
        state: state.map_or(Ok(Line::Waiting), |code| Line::of(&code).ok_or_else(fault))?,
        step: row.get(13)?,
        day: row.get(14)?,
        reason: row.get(15)?,
        value_fen: row.get(16)?,
        why: row.get(17)?,
        class_id: row.get(18)?,
    })
}

pub(in crate::aid) fn one(tx: &mut Tx<'_>, id: RowId) -> Result<Request> {
    tx.one(ONE, &[&tx.school(), &id], request_of)
}

pub(in crate::aid) fn of_term(tx: &mut Tx<'_>, term: TermId) -> Result<Vec<Request>> {
    tx.query(OF_TERM, &[&tx.school(), &term], request_of)
}

pub(in crate::aid) fn steps(tx: &mut Tx<'_>, request: RowId) -> Result<Vec<Step>> {
    tx.query(STEPS, &[&tx.school(), &request], |row| {
        let state: String = row.get(0)?;
        Ok(Step { state: State::of(&state).ok_or_else(fault)?, reason: row.get(1)?, entry: row.get(2)?, actor: row.get(3)?, at: row.get(4)? })
    })
}

pub(in crate::aid) fn line(tx: &mut Tx<'_>, id: RowId) -> Result<ReadLine> {
    tx.one(LINE, &[&tx.school(), &id], line_of)
}

pub(in crate::aid) fn lines(tx: &mut Tx<'_>, request: RowId) -> Result<Vec<ReadLine>> {
    tx.query(LINES, &[&tx.school(), &request], line_of)
}

pub(in crate::aid) fn of_pupil(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<ReadLine>> {
    tx.query(OF_PUPIL, &[&tx.school(), &pupil], line_of)
}

pub(in crate::aid) fn lines_of_term(tx: &mut Tx<'_>, term: TermId) -> Result<Vec<ReadLine>> {
    tx.query(LINES_OF_TERM, &[&tx.school(), &term], line_of)
}

/// Who took a step of a line.
pub(in crate::aid) fn line_actor(tx: &mut Tx<'_>, line: RowId, number: i64) -> Result<String> {
    tx.one(LINE_ACTOR, &[&tx.school(), &line, &number], |row| row.get(0))
}

/// The sealed picture of the newest slip.
pub(in crate::aid) fn slip(tx: &mut Tx<'_>, line: RowId) -> Result<Option<Vec<u8>>> {
    tx.optional(SLIP, &[&tx.school(), &line], |row| row.get(0))
}
