//! All SQL of the room. Reads `class`, `class_also_grade`, `grade`, `pupil` and `staff` of the roster and `village` of household to know whom an id means.

use super::account::Account;
use super::archive::Opening;
use super::audit::{Entry, Row as ChainRow};
use super::permit::Subject;
use super::session::Session;
use super::tenant::Tenant;
use super::tie::NewTie;
use super::unite::Seated;
use super::who::HeldTie;
use super::{Duty, ScopeKind};
use crate::base::{AccountId, ClassId, Error, GradeId, Lang, PlaceId, PupilId, Result, RowId, SchoolDate, SessionId, StaffId, Stamp, TieId};
use crate::store::{Cell, FromCell, Row, Sql, ToCell, Tx};

fn coded<T: std::str::FromStr>(row: &Row<'_>, i: usize) -> Result<T> {
    let text: String = row.get(i)?;
    text.parse().map_err(|_| Error::Fault(format!("an unknown code {text} is stored")))
}

fn opt<T: FromCell>(row: &Row<'_>, i: usize) -> Result<Option<T>> {
    row.get(i)
}

// Tenants

const TENANTS: Sql = Sql("select school_id, code, name, kind, region from tenant order by code");
const TENANT: Sql = Sql("select school_id, code, name, kind, region from tenant where school_id = $1");
const INSERT_TENANT: Sql = Sql("insert into tenant (school_id, code, name, kind, region, created_at_ms) values ($1, $2, $3, $4, $5, $6)");
const UPDATE_TENANT: Sql = Sql("update tenant set name = $2, region = $3 where school_id = $1");
const INSERT_HEAD: Sql = Sql("insert into audit_head (school_id, seq, hash) values ($1, 0, $2)");

fn tenant_row(row: &Row<'_>) -> Result<Tenant> {
    Ok(Tenant { id: row.get(0)?, code: row.get(1)?, name: row.get(2)?, kind: row.get(3)?, region: row.get(4)? })
}

pub(super) fn tenants(tx: &mut Tx<'_>) -> Result<Vec<Tenant>> {
    tx.query(TENANTS, &[], tenant_row)
}

pub(super) fn tenant(tx: &mut Tx<'_>) -> Result<Tenant> {
    tx.one(TENANT, &[&tx.school()], tenant_row)
}

pub(super) fn insert_tenant(tx: &mut Tx<'_>, code: &str, name: &str, kind: &str, region: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_TENANT, &[&school, &code, &name, &kind, &region, &now])?;
    tx.execute(INSERT_HEAD, &[&school, &Vec::new()])?;
    Ok(())
}

pub(super) fn update_tenant(tx: &mut Tx<'_>, name: &str, region: &str) -> Result<()> {
    let school = tx.school();
    tx.execute(UPDATE_TENANT, &[&school, &name, &region])?;
    Ok(())
}

// Ties and places

const TIES_OF: Sql = Sql("select id, duty, scope, scope_id, subject, until_day, on_behalf_of from tie
      where school_id = $1 and staff_id = $2 and until_day >= $3 and from_day <= $3
     union all
     select id, duty, 'village', village_id, '', until_day, null from village_tie where school_id = $1 and staff_id = $2 and until_day >= $3 and from_day <= $3");
const TIES_TO_PUPIL: Sql = Sql("select r.tie_id from reader r
      where r.school_id = $1 and r.staff_id = $2 and r.pupil_id = $3
        and cast($4 as date) between r.tie_from and r.tie_until and cast($4 as date) between r.place_from and r.place_until");
const READERS_OF: Sql = Sql("select r.staff_id, r.duty, r.subject, r.tie_until from reader r
      where r.school_id = $1 and r.pupil_id = $2
        and cast($3 as date) between r.tie_from and r.tie_until and cast($3 as date) between r.place_from and r.place_until
     union all
     select t.staff_id, t.duty, t.subject, t.until_day from tie t
      where t.school_id = $1 and t.scope = 'school' and t.from_day <= $3 and t.until_day >= $3");
const INSERT_TIE: Sql = Sql("insert into tie (school_id, id, staff_id, duty, scope, scope_id, subject, from_day, until_day, source_id, on_behalf_of)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
const INSERT_VILLAGE_TIE: Sql = Sql("insert into village_tie (school_id, id, staff_id, duty, village_id, from_day, until_day, source_id) values ($1, $2, $3, $4, $5, $6, $7, $8)");
const REMOVE_VILLAGE_TIES: Sql = Sql("delete from village_tie where school_id = $1 and source_id = $2 and from_day > $3");
const CLOSE_VILLAGE_TIES: Sql = Sql("update village_tie set until_day = $3 where school_id = $1 and source_id = $2 and until_day > $3");
const REMOVE_TIES: Sql = Sql("delete from tie where school_id = $1 and source_id = $2 and from_day > $3");
const CLOSE_TIES: Sql = Sql("update tie set until_day = $3 where school_id = $1 and source_id = $2 and until_day > $3");
const INSERT_PLACE: Sql = Sql("insert into place (school_id, id, pupil_id, class_id, grade_id, from_day, until_day) values ($1, $2, $3, $4, $5, $6, $7)");
const REMOVE_PLACES: Sql = Sql("delete from place where school_id = $1 and pupil_id = $2 and from_day > $3");
const CLOSE_PLACES: Sql = Sql("update place set until_day = $3 where school_id = $1 and pupil_id = $2 and until_day > $3");
const GRADES_OF_CLASS: Sql = Sql("select grade_id from class where school_id = $1 and id = $2
     union select grade_id from class_also_grade where school_id = $1 and class_id = $2");
const PUPIL_EXISTS: Sql = Sql("select count(*) from pupil where school_id = $1 and id = $2 and erased_at_ms is null");
const CLASS_EXISTS: Sql = Sql("select count(*) from class where school_id = $1 and id = $2");
const VILLAGE_EXISTS: Sql = Sql("select count(*) from village where school_id = $1 and id = $2");
const GRADE_EXISTS: Sql = Sql("select count(*) from grade where school_id = $1 and id = $2");

pub(super) fn ties_of(tx: &mut Tx<'_>, staff: StaffId, day: SchoolDate) -> Result<Vec<HeldTie>> {
    tx.query(TIES_OF, &[&tx.school(), &staff, &day], |row| {
        Ok(HeldTie {
            id: row.get(0)?,
            duty: coded(row, 1)?,
            scope: coded(row, 2)?,
            scope_id: row.get(3)?,
            subject: row.get(4)?,
            until_day: row.get(5)?,
            on_behalf_of: opt(row, 6)?,
        })
    })
}

pub(super) fn ties_to_pupil(tx: &mut Tx<'_>, staff: StaffId, pupil: PupilId, day: SchoolDate) -> Result<Vec<TieId>> {
    tx.query(TIES_TO_PUPIL, &[&tx.school(), &staff, &pupil, &day], |row| row.get(0))
}

pub(super) fn readers_of(tx: &mut Tx<'_>, pupil: PupilId, day: SchoolDate) -> Result<Vec<(StaffId, Duty, String, SchoolDate)>> {
    tx.query(READERS_OF, &[&tx.school(), &pupil, &day], |row| Ok((row.get(0)?, coded(row, 1)?, row.get(2)?, row.get(3)?)))
}

pub(super) fn insert_tie(tx: &mut Tx<'_>, id: TieId, new: &NewTie<'_>) -> Result<()> {
    let school = tx.school();
    if new.scope == ScopeKind::Village {
        tx.execute(INSERT_VILLAGE_TIE, &[&school, &id, &new.staff, &new.duty.code(), &new.scope_id, &new.from, &new.until, &new.source])?;
        return Ok(());
    }
    tx.execute(INSERT_TIE, &[&school, &id, &new.staff, &new.duty.code(), &new.scope.code(), &new.scope_id, &new.subject, &new.from, &new.until, &new.source, &new.on_behalf_of])?;
    Ok(())
}

pub(super) fn close_ties(tx: &mut Tx<'_>, source: RowId, last_day: SchoolDate) -> Result<()> {
    let school = tx.school();
    tx.execute(REMOVE_TIES, &[&school, &source, &last_day])?;
    tx.execute(CLOSE_TIES, &[&school, &source, &last_day])?;
    tx.execute(REMOVE_VILLAGE_TIES, &[&school, &source, &last_day])?;
    tx.execute(CLOSE_VILLAGE_TIES, &[&school, &source, &last_day])?;
    Ok(())
}

pub(super) fn insert_place(tx: &mut Tx<'_>, id: PlaceId, pupil: PupilId, class: ClassId, grade: GradeId, from: SchoolDate, until: SchoolDate) -> Result<()> {
    let school = tx.school();
    tx.execute(INSERT_PLACE, &[&school, &id, &pupil, &class, &grade, &from, &until])?;
    Ok(())
}

pub(super) fn insert_places(tx: &mut Tx<'_>, places: &[(PupilId, ClassId, GradeId)], from: SchoolDate, until: SchoolDate) -> Result<()> {
    let school = tx.school();
    let ids: Vec<PlaceId> = places.iter().map(|_| tx.new_id()).collect();
    let rows: Vec<Vec<Cell<'_>>> =
        places.iter().zip(&ids).map(|((pupil, class, grade), id)| vec![school.cell(), id.cell(), pupil.cell(), class.cell(), grade.cell(), from.cell(), until.cell()]).collect();
    tx.execute_many(INSERT_PLACE, &rows)?;
    Ok(())
}

pub(super) fn close_places(tx: &mut Tx<'_>, pupil: PupilId, last_day: SchoolDate) -> Result<()> {
    let school = tx.school();
    tx.execute(REMOVE_PLACES, &[&school, &pupil, &last_day])?;
    tx.execute(CLOSE_PLACES, &[&school, &pupil, &last_day])?;
    Ok(())
}

pub(super) fn grades_of_class(tx: &mut Tx<'_>, class: ClassId) -> Result<Vec<GradeId>> {
    tx.query(GRADES_OF_CLASS, &[&tx.school(), &class], |row| row.get(0))
}

pub(super) fn exists(tx: &mut Tx<'_>, subject: Subject) -> Result<bool> {
    let school = tx.school();
    let count = match subject {
        Subject::School => return Ok(true),
        Subject::Pupil(id) => tx.number(PUPIL_EXISTS, &[&school, &id])?,
        Subject::Class(id) => tx.number(CLASS_EXISTS, &[&school, &id])?,
        Subject::Grade(id) => tx.number(GRADE_EXISTS, &[&school, &id])?,
        Subject::Village(id) => tx.number(VILLAGE_EXISTS, &[&school, &id])?,
    };
    Ok(count == 1)
}

// Broken glass

const INSERT_GLASS: Sql = Sql("insert into break_glass (school_id, id, staff_id, pupil_id, reason, from_ms, until_ms) values ($1, $2, $3, $4, $5, $6, $7)");
const GLASS_UNTIL: Sql = Sql("select max(until_ms) from break_glass where school_id = $1 and staff_id = $2 and pupil_id = $3 and until_ms > $4");

const LAST_PLACE: Sql = Sql("select max(until_day) from place where school_id = $1 and pupil_id = $2");
const INSERT_OPENING: Sql = Sql("insert into archive_opening (school_id, id, staff_id, pupil_id, reason, from_ms, until_ms) values ($1, $2, $3, $4, $5, $6, $7)");
const OPENING_UNTIL: Sql = Sql("select max(until_ms) from archive_opening where school_id = $1 and staff_id = $2 and pupil_id = $3 and until_ms > $4");
const OPENINGS: Sql = Sql("select from_ms, staff_id, pupil_id, reason from archive_opening where school_id = $1 order by from_ms desc, id limit $2");

/// The last day of a child's last place in a class.
pub(super) fn last_place(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Option<SchoolDate>> {
    tx.one(LAST_PLACE, &[&tx.school(), &pupil], |row| row.get(0))
}

pub(super) fn insert_opening(tx: &mut Tx<'_>, staff: StaffId, pupil: PupilId, reason: &str, until: Stamp) -> Result<()> {
    let (id, now): (RowId, _) = (tx.new_id(), tx.now());
    tx.execute(INSERT_OPENING, &[&tx.school(), &id, &staff, &pupil, &reason, &now, &until]).map(|_| ())
}

pub(super) fn opening_until(tx: &mut Tx<'_>, staff: StaffId, pupil: PupilId, now: Stamp) -> Result<Option<Stamp>> {
    tx.one(OPENING_UNTIL, &[&tx.school(), &staff, &pupil, &now], |row| row.get(0))
}

/// The newest openings.
pub(super) fn openings(tx: &mut Tx<'_>, rows: i64) -> Result<Vec<Opening>> {
    tx.query(OPENINGS, &[&tx.school(), &rows], |row| Ok(Opening { at: row.get(0)?, staff: row.get(1)?, pupil: row.get(2)?, reason: row.get(3)? }))
}

pub(super) fn insert_glass(tx: &mut Tx<'_>, staff: StaffId, pupil: PupilId, reason: &str, until: Stamp) -> Result<()> {
    let (school, now, id) = (tx.school(), tx.now(), tx.new_id::<RowId>());
    tx.execute(INSERT_GLASS, &[&school, &id, &staff, &pupil, &reason, &now, &until])?;
    Ok(())
}

pub(super) fn glass_until(tx: &mut Tx<'_>, staff: StaffId, pupil: PupilId, now: Stamp) -> Result<Option<Stamp>> {
    tx.one(GLASS_UNTIL, &[&tx.school(), &staff, &pupil, &now], |row| row.get(0))
}

// The chain

const LOCK_HEAD: Sql = Sql("update audit_head set seq = seq + 1 where school_id = $1 returning seq, hash");
const MOVE_HEAD: Sql = Sql("update audit_head set hash = $2 where school_id = $1");
const HEAD: Sql = Sql("select seq, hash from audit_head where school_id = $1");
const INSERT_ENTRY: Sql = Sql("insert into audit_entry (school_id, seq, at_ms, actor, act, subject, levels, note, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
const EACH_ENTRY: Sql = Sql("select seq, at_ms, actor, act, subject, levels, note, hash from audit_entry where school_id = $1 order by seq");
const ENTRIES: Sql = Sql("select seq, at_ms, actor, act, subject, levels, note, hash from audit_entry
      where school_id = $1 and (cast($2 as text) is null or actor = $2) and (cast($3 as text) is null or subject = $3) and seq < $4
      order by seq desc limit $5");

pub(super) fn lock_head(tx: &mut Tx<'_>) -> Result<(i64, Vec<u8>)> {
    tx.one(LOCK_HEAD, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(super) fn head(tx: &mut Tx<'_>) -> Result<(i64, Vec<u8>)> {
    tx.one(HEAD, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(super) fn insert_entry(tx: &mut Tx<'_>, seq: i64, at: Stamp, e: &Entry, hash: &[u8]) -> Result<()> {
    let school = tx.school();
    tx.execute(INSERT_ENTRY, &[&school, &seq, &at, &e.actor, &e.act, &e.subject, &e.levels, &e.note, &hash])?;
    tx.execute(MOVE_HEAD, &[&school, &hash])?;
    Ok(())
}

fn chain_row(row: &Row<'_>) -> Result<ChainRow> {
    let entry = Entry { actor: row.get(2)?, act: row.get(3)?, subject: row.get(4)?, levels: row.get(5)?, note: row.get(6)? };
    Ok(ChainRow { seq: row.get(0)?, at: row.get(1)?, entry, hash: row.get(7)? })
}

pub(super) fn each_entry(tx: &mut Tx<'_>, mut look: impl FnMut(ChainRow) -> Result<()>) -> Result<()> {
    tx.each(EACH_ENTRY, &[&tx.school()], |row| look(chain_row(row)?))
}

pub(super) fn entries(tx: &mut Tx<'_>, actor: Option<&str>, subject: Option<&str>, before: i64, rows: i64) -> Result<Vec<ChainRow>> {
    tx.query(ENTRIES, &[&tx.school(), &actor, &subject, &before, &rows], chain_row)
}

// Accounts. Who has left the school signs in no more, nor does an open session last beyond the last day.

const ACCOUNT_BY_LOGIN: Sql = Sql("select a.id, a.login_name, a.staff_id, s.name, a.must_change, a.totp_confirmed_at_ms is not null, a.closed_at_ms, a.password_hash
       from account a join staff s on s.school_id = a.school_id and s.id = a.staff_id
      where a.school_id = $1 and a.login_name = $2 and s.until_day >= $3");
const ACCOUNTS: Sql = Sql("select a.id, a.login_name, a.staff_id, s.name, a.must_change, a.totp_confirmed_at_ms is not null, a.closed_at_ms
       from account a join staff s on s.school_id = a.school_id and s.id = a.staff_id
      where a.school_id = $1 order by a.login_name");
const LOGIN_OF: Sql = Sql("select login_name, password_hash from account where school_id = $1 and id = $2");
const INSERT_ACCOUNT: Sql = Sql("insert into account (school_id, id, login_name, staff_id, password_hash, must_change, created_at_ms)
     values ($1, $2, $3, $4, $5, $6, $7)");
const UPDATE_PASSWORD: Sql = Sql("update account set password_hash = $3, must_change = $4 where school_id = $1 and id = $2");
const UPDATE_LANG: Sql = Sql("update account set lang = $3 where school_id = $1 and id = $2");
const CLOSE_ACCOUNT: Sql = Sql("update account set closed_at_ms = $3 where school_id = $1 and id = $2 and closed_at_ms is null");
const REOPEN_ACCOUNT: Sql = Sql("update account set closed_at_ms = null where school_id = $1 and id = $2 and closed_at_ms is not null");
const UPDATE_TOTP: Sql = Sql("update account set totp_sealed = $3, totp_confirmed_at_ms = $4, totp_last_step = 0 where school_id = $1 and id = $2");
const CONFIRM_TOTP: Sql = Sql("update account set totp_confirmed_at_ms = $3 where school_id = $1 and id = $2");
const TOTP_OF: Sql = Sql("select totp_sealed, totp_last_step from account where school_id = $1 and id = $2 and totp_sealed is not null");
const TOTP_USED: Sql = Sql("update account set totp_last_step = $3 where school_id = $1 and id = $2");

fn account_row(row: &Row<'_>) -> Result<Account> {
    Ok(Account {
        id: row.get(0)?,
        login_name: row.get(1)?,
        staff: row.get(2)?,
        name: row.get(3)?,
        must_change: row.get(4)?,
        has_second_factor: row.get(5)?,
        closed_at: row.get(6)?,
    })
}

fn changed(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::NotFound) }
}

pub(super) fn account_by_login(tx: &mut Tx<'_>, login_name: &str) -> Result<Option<(Account, String)>> {
    tx.optional(ACCOUNT_BY_LOGIN, &[&tx.school(), &login_name, &tx.today()], |row| Ok((account_row(row)?, row.get(7)?)))
}

pub(super) fn login_of(tx: &mut Tx<'_>, id: AccountId) -> Result<(String, String)> {
    tx.one(LOGIN_OF, &[&tx.school(), &id], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(super) fn accounts(tx: &mut Tx<'_>) -> Result<Vec<Account>> {
    tx.query(ACCOUNTS, &[&tx.school()], account_row)
}

pub(super) fn insert_account(tx: &mut Tx<'_>, id: AccountId, login_name: &str, staff: StaffId, hash: &str, must_change: bool) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_ACCOUNT, &[&school, &id, &login_name, &staff, &hash, &must_change, &now])?;
    Ok(())
}

pub(super) fn update_password(tx: &mut Tx<'_>, id: AccountId, hash: &str, must_change: bool) -> Result<()> {
    let school = tx.school();
    changed(tx.execute(UPDATE_PASSWORD, &[&school, &id, &hash, &must_change])?)
}

pub(super) fn update_lang(tx: &mut Tx<'_>, id: AccountId, lang: Lang) -> Result<()> {
    let school = tx.school();
    changed(tx.execute(UPDATE_LANG, &[&school, &id, &lang.tag()])?)
}

pub(super) fn close_account(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    changed(tx.execute(CLOSE_ACCOUNT, &[&school, &id, &now])?)
}

pub(super) fn reopen_account(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    let school = tx.school();
    changed(tx.execute(REOPEN_ACCOUNT, &[&school, &id])?)
}

pub(super) fn update_totp(tx: &mut Tx<'_>, id: AccountId, sealed: Option<&[u8]>, confirmed: Option<Stamp>) -> Result<()> {
    let school = tx.school();
    changed(tx.execute(UPDATE_TOTP, &[&school, &id, &sealed, &confirmed])?)
}

pub(super) fn confirm_totp(tx: &mut Tx<'_>, id: AccountId, now: Stamp) -> Result<()> {
    let school = tx.school();
    changed(tx.execute(CONFIRM_TOTP, &[&school, &id, &now])?)
}

pub(super) fn totp_of(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<(Vec<u8>, i64)>> {
    tx.optional(TOTP_OF, &[&tx.school(), &id], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(super) fn totp_used(tx: &mut Tx<'_>, id: AccountId, step: i64) -> Result<()> {
    let school = tx.school();
    changed(tx.execute(TOTP_USED, &[&school, &id, &step])?)
}

// Attempts to sign in

const INSERT_ATTEMPT: Sql = Sql("insert into sign_in_attempt (school_id, id, login_name, address_hash, at_ms, worked) values ($1, $2, $3, $4, $5, $6)");
const FAILURES: Sql = Sql("select count(*), max(f.at_ms) from sign_in_attempt f
      where f.school_id = $1 and f.login_name = $2 and f.address_hash = $3 and f.at_ms > $4 and not f.worked
        and not exists (select 1 from sign_in_attempt w where w.school_id = $1 and w.login_name = $2 and w.address_hash = $3 and w.worked and w.at_ms > f.at_ms)");
const FAILURES_OF_ADDRESS: Sql = Sql("select count(*) from sign_in_attempt where school_id = $1 and address_hash = $2 and at_ms > $3 and not worked");

pub(super) fn insert_attempt(tx: &mut Tx<'_>, login_name: &str, address: &[u8], worked: bool) -> Result<()> {
    let (school, now, id) = (tx.school(), tx.now(), tx.new_id::<RowId>());
    tx.execute(INSERT_ATTEMPT, &[&school, &id, &login_name, &address, &now, &worked])?;
    Ok(())
}

pub(super) fn failures(tx: &mut Tx<'_>, login_name: &str, address: &[u8], since: Stamp) -> Result<(i64, Option<Stamp>)> {
    tx.one(FAILURES, &[&tx.school(), &login_name, &address, &since], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(super) fn failures_of_address(tx: &mut Tx<'_>, address: &[u8], since: Stamp) -> Result<i64> {
    tx.number(FAILURES_OF_ADDRESS, &[&tx.school(), &address, &since])
}

// Sessions

const INSERT_SESSION: Sql = Sql("insert into session (school_id, id, token_hash, account_id, csrf, second_factor, created_at_ms, seen_at_ms, expires_at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
const SESSION_BY_HASH: Sql = Sql("select e.id, e.account_id, a.staff_id, s.name, a.lang, e.csrf, e.second_factor, a.totp_confirmed_at_ms is not null, a.must_change, e.seen_at_ms
       from session e
       join account a on a.school_id = e.school_id and a.id = e.account_id
       join staff s on s.school_id = a.school_id and s.id = a.staff_id
      where e.school_id = $1 and e.token_hash = $2 and e.expires_at_ms > $3 and e.seen_at_ms > $4 and a.closed_at_ms is null and s.until_day >= $5");
const SESSION_SEEN: Sql = Sql("update session set seen_at_ms = $3 where school_id = $1 and id = $2");
const SESSION_SECOND_FACTOR: Sql = Sql("update session set second_factor = true where school_id = $1 and id = $2");
const DELETE_SESSION: Sql = Sql("delete from session where school_id = $1 and id = $2");
const DELETE_SESSIONS_OF: Sql = Sql("delete from session where school_id = $1 and account_id = $2 and (cast($3 as text) is null or csrf <> $3)");
const CSRF_OF: Sql = Sql("select csrf from session where school_id = $1 and id = $2");

pub(super) fn insert_session(tx: &mut Tx<'_>, id: SessionId, hash: &[u8], account: AccountId, csrf: &str, second_factor: bool, expires: Stamp) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_SESSION, &[&school, &id, &hash, &account, &csrf, &second_factor, &now, &now, &expires])?;
    Ok(())
}

pub(super) fn session_by_hash(tx: &mut Tx<'_>, hash: &[u8], now: Stamp, idle_since: Stamp) -> Result<Option<Session>> {
    tx.optional(SESSION_BY_HASH, &[&tx.school(), &hash, &now, &idle_since, &tx.today()], |row| {
        Ok(Session {
            id: row.get(0)?,
            account: row.get(1)?,
            staff: row.get(2)?,
            name: row.get(3)?,
            lang: coded(row, 4)?,
            csrf: row.get(5)?,
            second_factor: row.get(6)?,
            has_second_factor: row.get(7)?,
            must_change: row.get(8)?,
            seen_at: row.get(9)?,
        })
    })
}

pub(super) fn session_seen(tx: &mut Tx<'_>, id: SessionId) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(SESSION_SEEN, &[&school, &id, &now])?;
    Ok(())
}

pub(super) fn session_second_factor(tx: &mut Tx<'_>, id: SessionId) -> Result<()> {
    let school = tx.school();
    changed(tx.execute(SESSION_SECOND_FACTOR, &[&school, &id])?)
}

pub(super) fn delete_session(tx: &mut Tx<'_>, id: SessionId) -> Result<()> {
    let school = tx.school();
    tx.execute(DELETE_SESSION, &[&school, &id])?;
    Ok(())
}

pub(super) fn delete_sessions_of(tx: &mut Tx<'_>, account: AccountId, but: Option<SessionId>) -> Result<()> {
    let school = tx.school();
    let kept: Option<String> = match but {
        Some(id) => tx.optional(CSRF_OF, &[&school, &id], |row| row.get(0))?,
        None => None,
    };
    tx.execute(DELETE_SESSIONS_OF, &[&school, &account, &kept])?;
    Ok(())
}

// Forms sent twice

const CLAIM_ONCE: Sql = Sql("insert into once (school_id, id, account_id, payload_hash, answer, at_ms) values ($1, $2, $3, $4, '', $5) on conflict (school_id, id) do nothing");
const ONCE: Sql = Sql("select account_id, payload_hash, answer from once where school_id = $1 and id = $2");
const ANSWER_ONCE: Sql = Sql("update once set answer = $3 where school_id = $1 and id = $2");
const FORGET_ONCE: Sql = Sql("delete from once where school_id = $1 and id = $2");

pub(super) fn claim_once(tx: &mut Tx<'_>, id: RowId, account: AccountId, payload_hash: &[u8]) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(CLAIM_ONCE, &[&school, &id, &account, &payload_hash, &now])? == 1)
}

pub(super) fn once(tx: &mut Tx<'_>, id: RowId) -> Result<(AccountId, Vec<u8>, String)> {
    tx.one(ONCE, &[&tx.school(), &id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub(super) fn answer_once(tx: &mut Tx<'_>, id: RowId, page: &str) -> Result<()> {
    let school = tx.school();
    changed(tx.execute(ANSWER_ONCE, &[&school, &id, &page])?)
}

pub(super) fn forget_once(tx: &mut Tx<'_>, id: RowId) -> Result<()> {
    let school = tx.school();
    tx.execute(FORGET_ONCE, &[&school, &id])?;
    Ok(())
}

// A child who was entered twice

const PLACES_OF: Sql = Sql("select class_id, grade_id, from_day, until_day from place where school_id = $1 and pupil_id = $2 order by from_day, until_day");
const PLACES_GO: Sql = Sql("delete from place where school_id = $1 and pupil_id = $2");
const TIES_TO_KEPT: Sql = Sql("update tie set scope_id = $2 where school_id = $1 and scope = 'pupil' and scope_id = $3");
const OPENINGS_TO_KEPT: Sql = Sql("update archive_opening set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const GLASS_TO_KEPT: Sql = Sql("update break_glass set pupil_id = $2 where school_id = $1 and pupil_id = $3");

pub(super) fn places_of(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<Seated>> {
    tx.query(PLACES_OF, &[&tx.school(), &pupil], |row| Ok(Seated { class: row.get(0)?, grade: row.get(1)?, from: row.get(2)?, until: row.get(3)? }))
}

/// The ties to `gone`, its broken glass and its opened archive go to `kept`; its places are taken away.
pub(super) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    tx.execute(PLACES_GO, &[&school, &gone])?;
    tx.execute(TIES_TO_KEPT, &[&school, &kept, &gone])?;
    tx.execute(GLASS_TO_KEPT, &[&school, &kept, &gone])?;
    tx.execute(OPENINGS_TO_KEPT, &[&school, &kept, &gone])?;
    Ok(())
}
