//! SQL of the lists of a round: who stands on them, what was said of each, and what changed after filing. Reads `pupil`, `class`, `grade` of the roster and `place`.

use crate::base::{ClassId, GradeId, ProgrammeId, PupilId, Result, RowId, RunId, SchoolDate, StaffId, TermId};
use crate::screening::changes::{Filed, Line};
use crate::screening::review::{Addition, Opinion, Said, Talk, Verdict};
use crate::screening::say::What;
use crate::store::{FromCell, Row, Sql, Tx, Vault};

// Where what people write of a child is sealed under its key.
const ADDITION_WORDS: &str = "list_addition.words";
const VERDICT_CAUSE: &str = "verdict.cause";
const VERDICT_REASON: &str = "verdict.reason";
const OPINION_WORDS: &str = "opinion.words";
const CHANGE_REASON: &str = "change_line.reason";

fn opt<T: FromCell>(row: &Row<'_>, i: usize) -> Result<Option<T>> {
    row.get(i)
}

/// Sealed words of a column, opened.
fn words(vault: &Vault, row: &Row<'_>, i: usize, pupil: PupilId, what: &str) -> Result<String> {
    vault.open_words(pupil, what, opt::<Vec<u8>>(row, i)?.as_deref())
}

/// A child of a list as it is stored.
pub(in crate::screening) struct ListRow {
    pub pupil: PupilId,
    pub name: String,
    pub seat: Option<i64>,
    pub class: ClassId,
    pub class_name: String,
    pub grade: GradeId,
    pub level: i64,
    pub from: SchoolDate,
    pub reasons: Option<String>,
    pub addition: Option<Addition>,
    pub verdict: Option<Said>,
    /// Category and kind of the last term's list.
    pub last: Option<(String, String)>,
}

// Who sat in a class on the day and was found by the run, added by hand, spoken of in the round, or on the list of the term before. A child has one place a day, so nobody is twice on a list.
const LIST: Sql = Sql("select p.id, p.name, p.seat_no, l.class_id, k.name, l.grade_id, g.level, l.from_day, c.reasons, a.code, a.source, a.words_sealed,
       v.id, v.what, v.category, v.kind, v.cause_sealed, v.reason_sealed, v.actor, v.at_ms, last.category, last.kind
      from place l
      join pupil p on p.school_id = l.school_id and p.id = l.pupil_id
      join class k on k.school_id = l.school_id and k.id = l.class_id
      join grade g on g.school_id = l.school_id and g.id = l.grade_id
      left join candidate c on c.school_id = l.school_id and c.run_id = $4 and c.pupil_id = l.pupil_id
      left join list_addition a on a.school_id = l.school_id and a.round_id = $3 and a.pupil_id = l.pupil_id
      left join verdict v on v.school_id = l.school_id and v.round_id = $3 and v.pupil_id = l.pupil_id
       and v.number = (select max(w.number) from verdict w where w.school_id = l.school_id and w.round_id = $3 and w.pupil_id = l.pupil_id)
      left join confirmation last on last.school_id = l.school_id and last.term_id = $5 and last.programme_id = $6 and last.pupil_id = l.pupil_id and last.category <> 'wellbeing_concern'
       and not exists (select 1 from confirmation_end e where e.school_id = last.school_id and e.confirmation_id = last.id)
       and last.category = (select min(m.category) from confirmation m where m.school_id = l.school_id and m.term_id = $5 and m.programme_id = $6 and m.pupil_id = l.pupil_id and m.category <> 'wellbeing_concern'
            and not exists (select 1 from confirmation_end n where n.school_id = m.school_id and n.confirmation_id = m.id))
     where l.school_id = $1 and cast($2 as date) between l.from_day and l.until_day and l.class_id = coalesce($7, l.class_id)
       and (c.id is not null or a.pupil_id is not null or v.id is not null or last.id is not null)
     order by g.level, k.number, p.seat_no is null, p.seat_no, p.name, p.id");

/// What a list is made from.
pub(in crate::screening) struct Sources {
    pub day: SchoolDate,
    pub round: RowId,
    pub run: RunId,
    pub last_term: TermId,
    pub programme: ProgrammeId,
}

fn said(vault: &Vault, row: &Row<'_>, pupil: PupilId) -> Result<Option<Said>> {
    let Some(id) = opt::<RowId>(row, 12)? else { return Ok(None) };
    let code: String = row.get(13)?;
    let what = What::of_code(&code).ok_or_else(|| crate::base::Error::Fault(format!("an unknown verdict {code} is stored")))?;
    let verdict =
        Verdict { what, category: row.get(14)?, kind: row.get(15)?, cause: words(vault, row, 16, pupil, VERDICT_CAUSE)?, reason: words(vault, row, 17, pupil, VERDICT_REASON)? };
    Ok(Some(Said { id, verdict, actor: row.get(18)?, at: row.get(19)? }))
}

/// The children on the list of a class, or of all classes.
pub(in crate::screening) fn list(tx: &mut Tx<'_>, of: &Sources, class: Option<ClassId>) -> Result<Vec<ListRow>> {
    let vault = tx.vault();
    tx.query(LIST, &[&tx.school(), &of.day, &of.round, &of.run, &of.last_term, &of.programme, &class], |row| {
        let pupil: PupilId = row.get(0)?;
        let addition = match opt::<String>(row, 9)? {
            Some(code) => Some(Addition { code, source: row.get(10)?, words: words(vault, row, 11, pupil, ADDITION_WORDS)? }),
            None => None,
        };
        Ok(ListRow {
            pupil,
            name: row.get(1)?,
            seat: row.get(2)?,
            class: row.get(3)?,
            class_name: row.get(4)?,
            grade: row.get(5)?,
            level: row.get(6)?,
            from: row.get(7)?,
            reasons: row.get(8)?,
            addition,
            verdict: said(vault, row, pupil)?,
            last: opt::<String>(row, 20)?.zip(opt::<String>(row, 21)?),
        })
    })
}

const SEATS: Sql = Sql("select p.id, p.name, p.seat_no from place l join pupil p on p.school_id = l.school_id and p.id = l.pupil_id
     where l.school_id = $1 and l.class_id = $2 and cast($3 as date) between l.from_day and l.until_day order by p.seat_no is null, p.seat_no, p.name, p.id");
const CLASS_OF: Sql = Sql("select l.class_id, l.grade_id from place l where l.school_id = $1 and l.pupil_id = $2 and cast($3 as date) between l.from_day and l.until_day");

/// Everybody of a class with the seat number, for a picker.
pub(in crate::screening) fn seats(tx: &mut Tx<'_>, class: ClassId, day: SchoolDate) -> Result<Vec<(PupilId, String, Option<i64>)>> {
    tx.query(SEATS, &[&tx.school(), &class, &day], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// Where a pupil sits on a day.
pub(in crate::screening) fn class_of(tx: &mut Tx<'_>, pupil: PupilId, day: SchoolDate) -> Result<Option<(ClassId, GradeId)>> {
    tx.optional(CLASS_OF, &[&tx.school(), &pupil, &day], |row| Ok((row.get(0)?, row.get(1)?)))
}

const INSERT_ADDITION: Sql = Sql("insert into list_addition (school_id, round_id, pupil_id, class_id, code, source, words_sealed, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (school_id, round_id, pupil_id) do nothing");
const INSERT_VERDICT: Sql = Sql("insert into verdict (school_id, id, round_id, pupil_id, number, class_id, what, category, kind, cause_sealed, reason_sealed, actor, at_ms)
     select $1, $2, $3, $4, coalesce(max(v.number), 0) + 1, $5, cast($6 as text), cast($7 as text), cast($8 as text), cast($9 as bytea), cast($10 as bytea), cast($11 as text),
            cast($12 as bigint)
       from verdict v where v.school_id = $1 and v.round_id = $3 and v.pupil_id = $4");
const INSERT_OPINION: Sql = Sql("insert into opinion (school_id, round_id, pupil_id, staff_id, number, subject, stance, words_sealed, at_ms)
     select $1, $2, $3, $4, coalesce(max(o.number), 0) + 1, cast($5 as text), cast($6 as text), cast($7 as bytea), cast($8 as bigint)
       from opinion o where o.school_id = $1 and o.round_id = $2 and o.pupil_id = $3 and o.staff_id = $4");
const INSERT_TALK: Sql = Sql("insert into review_talk (school_id, id, round_id, pupil_id, day, by_whom, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)");
const OPINIONS: Sql = Sql("select o.pupil_id, o.staff_id, s.name, o.subject, o.stance, o.words_sealed from opinion o
      join staff s on s.school_id = o.school_id and s.id = o.staff_id
     where o.school_id = $1 and o.round_id = $2 and o.pupil_id = coalesce($3, o.pupil_id)
       and o.number = (select max(n.number) from opinion n where n.school_id = o.school_id and n.round_id = o.round_id and n.pupil_id = o.pupil_id and n.staff_id = o.staff_id)
     order by o.pupil_id, s.name, o.staff_id");
const TALKS: Sql = Sql("select pupil_id, day, by_whom from review_talk where school_id = $1 and round_id = $2 and pupil_id = coalesce($3, pupil_id) order by pupil_id, day, id");

/// False when the child is on the list by hand already.
pub(in crate::screening) fn insert_addition(tx: &mut Tx<'_>, round: RowId, pupil: PupilId, class: ClassId, new: &Addition, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    let words = tx.vault().seal_words(pupil, ADDITION_WORDS, &new.words)?;
    Ok(tx.execute(INSERT_ADDITION, &[&school, &round, &pupil, &class, &new.code, &new.source, &words, &actor, &now])? == 1)
}

pub(in crate::screening) fn insert_verdict(tx: &mut Tx<'_>, round: RowId, pupil: PupilId, class: ClassId, new: &Verdict, actor: &str) -> Result<RowId> {
    let (school, now, id) = (tx.school(), tx.now(), tx.new_id::<RowId>());
    let (what, vault) = (new.what.code(), tx.vault());
    let (cause, reason) = (vault.seal_words(pupil, VERDICT_CAUSE, &new.cause)?, vault.seal_words(pupil, VERDICT_REASON, &new.reason)?);
    tx.execute(INSERT_VERDICT, &[&school, &id, &round, &pupil, &class, &what, &new.category, &new.kind, &cause, &reason, &actor, &now])?;
    Ok(id)
}

pub(in crate::screening) fn insert_opinion(tx: &mut Tx<'_>, round: RowId, pupil: PupilId, staff: StaffId, subject: &str, stance: &str, words: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    let words = tx.vault().seal_words(pupil, OPINION_WORDS, words)?;
    tx.execute(INSERT_OPINION, &[&school, &round, &pupil, &staff, &subject, &stance, &words, &now])?;
    Ok(())
}

pub(in crate::screening) fn insert_talk(tx: &mut Tx<'_>, round: RowId, pupil: PupilId, talk: &Talk, actor: &str) -> Result<()> {
    let (school, now, id) = (tx.school(), tx.now(), tx.new_id::<RowId>());
    tx.execute(INSERT_TALK, &[&school, &id, &round, &pupil, &talk.day, &talk.by_whom, &actor, &now])?;
    Ok(())
}

/// What colleagues say, of one child or of all, the newest word of each.
pub(in crate::screening) fn opinions(tx: &mut Tx<'_>, round: RowId, pupil: Option<PupilId>) -> Result<Vec<(PupilId, Opinion)>> {
    let vault = tx.vault();
    tx.query(OPINIONS, &[&tx.school(), &round, &pupil], |row| {
        let pupil: PupilId = row.get(0)?;
        Ok((pupil, Opinion { staff: row.get(1)?, name: row.get(2)?, subject: row.get(3)?, stance: row.get(4)?, words: words(vault, row, 5, pupil, OPINION_WORDS)? }))
    })
}

/// The talks, with one child or with all.
pub(in crate::screening) fn talks(tx: &mut Tx<'_>, round: RowId, pupil: Option<PupilId>) -> Result<Vec<(PupilId, Talk)>> {
    tx.query(TALKS, &[&tx.school(), &round, &pupil], |row| Ok((row.get(0)?, Talk { day: row.get(1)?, by_whom: row.get(2)? })))
}

const INSERT_CHANGE: Sql = Sql("insert into change_line (school_id, round_id, number, pupil_id, class_id, what, category, kind, reason_sealed, day, actor, at_ms)
     select $1, $2, coalesce(max(c.number), 0) + 1, $3, $4, cast($5 as text), cast($6 as text), cast($7 as text), cast($8 as bytea), cast($9 as date), cast($10 as text),
            cast($11 as bigint)
       from change_line c where c.school_id = $1 and c.round_id = $2");
const CHANGES: Sql = Sql("select c.number, c.pupil_id, p.name, p.seat_no, c.class_id, k.name, c.what, c.category, c.kind, c.reason_sealed, c.day, c.actor from change_line c
      join pupil p on p.school_id = c.school_id and p.id = c.pupil_id
      join class k on k.school_id = c.school_id and k.id = c.class_id
     where c.school_id = $1 and c.round_id = $2 order by c.number");

/// A change to be written.
pub(in crate::screening) struct NewChange<'a> {
    pub pupil: PupilId,
    pub class: ClassId,
    pub what: &'static str,
    pub category: &'a str,
    pub kind: &'a str,
    pub reason: &'a str,
}

pub(in crate::screening) fn insert_change(tx: &mut Tx<'_>, round: RowId, new: &NewChange<'_>, actor: &str) -> Result<()> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    let reason = tx.vault().seal_words(new.pupil, CHANGE_REASON, new.reason)?;
    tx.execute(INSERT_CHANGE, &[&school, &round, &new.pupil, &new.class, &new.what, &new.category, &new.kind, &reason, &today, &actor, &now])?;
    Ok(())
}

/// The lines of a sheet in their order; `by` is the actor as the trail writes it.
pub(in crate::screening) fn changes(tx: &mut Tx<'_>, round: RowId) -> Result<Vec<Line>> {
    let vault = tx.vault();
    tx.query(CHANGES, &[&tx.school(), &round], |row| {
        let pupil: PupilId = row.get(1)?;
        Ok(Line {
            number: row.get(0)?,
            pupil,
            name: row.get(2)?,
            seat: row.get(3)?,
            class: row.get(4)?,
            class_name: row.get(5)?,
            what: row.get(6)?,
            category: row.get(7)?,
            kind: row.get(8)?,
            reason: words(vault, row, 9, pupil, CHANGE_REASON)?,
            day: row.get(10)?,
            by: row.get(11)?,
        })
    })
}

// A concern of mind or mood is the counsellor's (B4-03): no list, register or end of a round knows of it.

/// A confirmation of a filed list, with what the register prints of it.
pub(in crate::screening) struct FiledRow {
    pub id: RowId,
    pub ended: bool,
    pub child: Filed,
}

const FILED: Sql = Sql("select c.id, c.pupil_id, p.name, p.seat_no, p.sex, l.class_id, k.name, l.grade_id, g.level, c.programme_id, c.category, c.kind, v.cause_sealed,
       coalesce(v.what, 'confirmed') in ('continued', 'adjusted'), e.day is not null
      from confirmation c
      join pupil p on p.school_id = c.school_id and p.id = c.pupil_id
      join place l on l.school_id = c.school_id and l.pupil_id = c.pupil_id and cast($3 as date) between l.from_day and l.until_day
      join class k on k.school_id = l.school_id and k.id = l.class_id
      join grade g on g.school_id = l.school_id and g.id = l.grade_id
      left join verdict v on v.school_id = c.school_id and v.id = c.verdict_id
      left join confirmation_end e on e.school_id = c.school_id and e.confirmation_id = c.id
     where c.school_id = $1 and c.term_id = $2 and l.class_id = coalesce($4, l.class_id) and c.category <> 'wellbeing_concern'
     order by g.level, k.number, p.seat_no is null, p.seat_no, p.name, p.id, c.category, c.id");
const STILL: Sql = Sql("select c.id from confirmation c where c.school_id = $1 and c.programme_id = $2 and c.pupil_id = $3 and cast($4 as date) between c.from_day and c.until_day
       and c.category <> 'wellbeing_concern' and not exists (select 1 from confirmation_end e where e.school_id = c.school_id and e.confirmation_id = c.id)");

/// What was filed in a term, of one class or of all, where the children sit on a day.
pub(in crate::screening) fn filed(tx: &mut Tx<'_>, term: TermId, day: SchoolDate, class: Option<ClassId>) -> Result<Vec<FiledRow>> {
    let vault = tx.vault();
    tx.query(FILED, &[&tx.school(), &term, &day, &class], |row| {
        let pupil: PupilId = row.get(1)?;
        let child = Filed {
            pupil,
            name: row.get(2)?,
            seat: row.get(3)?,
            sex: row.get(4)?,
            class: row.get(5)?,
            class_name: row.get(6)?,
            grade: row.get(7)?,
            level: row.get(8)?,
            programme: row.get(9)?,
            category: row.get(10)?,
            kind: row.get(11)?,
            cause: words(vault, row, 12, pupil, VERDICT_CAUSE)?,
            again: row.get(13)?,
        };
        Ok(FiledRow { id: row.get(0)?, ended: row.get(14)?, child })
    })
}

/// The confirmations of a child in a programme that still count on a day.
pub(in crate::screening) fn still(tx: &mut Tx<'_>, programme: ProgrammeId, pupil: PupilId, day: SchoolDate) -> Result<Vec<RowId>> {
    tx.query(STILL, &[&tx.school(), &programme, &pupil, &day], |row| row.get(0))
}

const AWAITING: Sql = Sql("select c.id from confirmation c
     where c.school_id = $1 and c.pupil_id = $2 and c.until_day < $3 and c.until_day >= $4 and c.category <> 'wellbeing_concern'
       and not exists (select 1 from confirmation_end e where e.school_id = c.school_id and e.confirmation_id = c.id)
       and not exists (select 1 from confirmation n where n.school_id = c.school_id and n.pupil_id = c.pupil_id and n.programme_id = c.programme_id and n.until_day > c.until_day)
       and not exists (select 1 from verdict v join survey_round r on r.school_id = v.school_id and r.id = v.round_id
             join term t on t.school_id = r.school_id and t.id = r.term_id
             where v.school_id = c.school_id and v.pupil_id = c.pupil_id and r.programme_id = c.programme_id and t.first_day > c.from_day)");

/// The confirmations of a child that have lapsed since a day and of which no round has said anything yet.
pub(in crate::screening) fn awaiting(tx: &mut Tx<'_>, pupil: PupilId, today: SchoolDate, since: SchoolDate) -> Result<Vec<RowId>> {
    tx.query(AWAITING, &[&tx.school(), &pupil, &today, &since], |row| row.get(0))
}

// Flagged by the newest run, and nobody has written a word: no verdict, no opinion, no talk in a round of the term.
const UNSPOKEN: Sql = Sql(concat!(
    "select c.pupil_id, p.name, p.seat_no, c.class_id, k.name from candidate c
      join pupil p on p.school_id = c.school_id and p.id = c.pupil_id
      join class k on k.school_id = c.school_id and k.id = c.class_id
      join grade g on g.school_id = c.school_id and g.id = c.grade_id
     where c.school_id = $1 and c.run_id = $6
       and not exists (select 1 from verdict v join survey_round r on r.school_id = v.school_id and r.id = v.round_id
             where v.school_id = c.school_id and v.pupil_id = c.pupil_id and r.term_id = $7)
       and not exists (select 1 from opinion o join survey_round r on r.school_id = o.school_id and r.id = o.round_id
             where o.school_id = c.school_id and o.pupil_id = c.pupil_id and r.term_id = $7)
       and not exists (select 1 from review_talk t join survey_round r on r.school_id = t.school_id and r.id = t.round_id
             where t.school_id = c.school_id and t.pupil_id = c.pupil_id and r.term_id = $7) and ",
    crate::scope!("c.pupil_id"),
    " order by g.level, k.number, p.seat_no is null, p.seat_no, p.name, p.id limit $8"
));

/// Pupil, name, seat number, class, its name.
pub(in crate::screening) type UnspokenRow = (PupilId, String, Option<i64>, ClassId, String);

/// Who was flagged and not yet spoken about, of those whom somebody may see.
pub(in crate::screening) fn unspoken(tx: &mut Tx<'_>, scope: &super::found::Asker, run: RunId, term: TermId, most: i64) -> Result<Vec<UnspokenRow>> {
    tx.query(UNSPOKEN, &[&tx.school(), &scope.everyone, &scope.staff, &scope.day, &scope.duties, &run, &term, &most], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
    })
}
