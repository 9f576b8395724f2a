//! All SQL of the school's own texts.

use crate::base::{Error, Result, RowId, SchoolDate};
use crate::roster::texts::{NewText, Text, TextKind};
use crate::store::{Row, Sql, Tx};

const INSERT: Sql = Sql("insert into school_text (school_id, id, series_id, version, kind, title, issuer, document_no, body, from_day, until_day, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
/// Of each series the version that counts on a day: the newest that has begun.
const COUNTING: Sql = Sql("select id, series_id, version, kind, title, issuer, document_no, body, from_day, until_day, actor, at_ms from (
         select t.id, t.series_id, t.version, t.kind, t.title, t.issuer, t.document_no, t.body, t.from_day, t.until_day, t.actor, t.at_ms,
                row_number() over (partition by t.series_id order by t.version desc) as place
           from school_text t where t.school_id = $1 and t.from_day <= $2) newest
      where newest.place = 1 and newest.until_day >= $2 order by newest.kind, newest.title, newest.from_day");
const NEWEST: Sql = Sql("select id, series_id, version, kind, title, issuer, document_no, body, from_day, until_day, actor, at_ms from (
         select t.id, t.series_id, t.version, t.kind, t.title, t.issuer, t.document_no, t.body, t.from_day, t.until_day, t.actor, t.at_ms,
                row_number() over (partition by t.series_id order by t.version desc) as place
           from school_text t where t.school_id = $1) newest
      where newest.place = 1 order by newest.kind, newest.title, newest.from_day");
const VERSIONS: Sql = Sql("select t.id, t.series_id, t.version, t.kind, t.title, t.issuer, t.document_no, t.body, t.from_day, t.until_day, t.actor, t.at_ms
      from school_text t where t.school_id = $1 and t.series_id = $2 order by t.version desc");

fn text_row(row: &Row<'_>) -> Result<Text> {
    let kind: String = row.get(3)?;
    Ok(Text {
        id: row.get(0)?,
        series: row.get(1)?,
        version: row.get(2)?,
        kind: kind.parse::<TextKind>().map_err(|()| Error::Fault(format!("an unknown kind of text {kind} is stored")))?,
        title: row.get(4)?,
        issuer: row.get(5)?,
        document_no: row.get(6)?,
        body: row.get(7)?,
        from_day: row.get(8)?,
        until_day: row.get(9)?,
        actor: row.get(10)?,
        at: row.get(11)?,
    })
}

pub(in crate::roster) fn insert(tx: &mut Tx<'_>, id: RowId, series: RowId, version: i64, new: &NewText, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    let params: [&dyn crate::store::ToCell; 13] =
        [&school, &id, &series, &version, &new.kind.code(), &new.title, &new.issuer, &new.document_no, &new.body, &new.from_day, &new.until_day, &actor, &now];
    tx.execute(INSERT, &params)?;
    Ok(())
}

pub(in crate::roster) fn counting(tx: &mut Tx<'_>, day: SchoolDate) -> Result<Vec<Text>> {
    tx.query(COUNTING, &[&tx.school(), &day], text_row)
}

pub(in crate::roster) fn newest(tx: &mut Tx<'_>) -> Result<Vec<Text>> {
    tx.query(NEWEST, &[&tx.school()], text_row)
}

pub(in crate::roster) fn versions(tx: &mut Tx<'_>, series: RowId) -> Result<Vec<Text>> {
    tx.query(VERSIONS, &[&tx.school(), &series], text_row)
}
