//! SQL of blank forms and what their labels mean.

use crate::base::{AttachmentId, Result, RowId, Stamp};
use crate::store::{Sql, Tx};

/// A blank form that is in use.
pub(in crate::report) struct Template {
    pub id: RowId,
    pub name: String,
    pub kind: String,
    pub attachment: AttachmentId,
    pub actor: String,
    pub at: Stamp,
}

const INSERT_TEMPLATE: Sql = Sql("insert into form_template (school_id, id, name, kind, attachment_id, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)");

pub(in crate::report) fn insert_template(tx: &mut Tx<'_>, id: RowId, name: &str, kind: &str, attachment: AttachmentId, actor: &str) -> Result<()> {
    let at = tx.now();
    tx.execute(INSERT_TEMPLATE, &[&tx.school(), &id, &name, &kind, &attachment, &actor, &at]).map(|_| ())
}

const TEMPLATES: Sql = Sql("select t.id, t.name, t.kind, t.attachment_id, t.actor, t.at_ms from form_template t
     where t.school_id = $1 and not exists (select 1 from form_end e where e.school_id = t.school_id and e.template_id = t.id) order by t.at_ms desc, t.name limit $2");

pub(in crate::report) fn templates(tx: &mut Tx<'_>, rows: i64) -> Result<Vec<Template>> {
    tx.query(TEMPLATES, &[&tx.school(), &rows], |row| {
        Ok(Template { id: row.get(0)?, name: row.get(1)?, kind: row.get(2)?, attachment: row.get(3)?, actor: row.get(4)?, at: row.get(5)? })
    })
}

const TURN: Sql = Sql("select coalesce(max(m.turn), 0) from form_mapping m where m.school_id = $1 and m.template_id = $2");

pub(in crate::report) fn turn(tx: &mut Tx<'_>, template: RowId) -> Result<i64> {
    Ok(tx.query(TURN, &[&tx.school(), &template], |row| row.get(0))?.into_iter().next().unwrap_or_default())
}

const INSERT_MAPPING: Sql = Sql("insert into form_mapping (school_id, template_id, turn, actor, at_ms) values ($1, $2, $3, $4, $5)");

pub(in crate::report) fn insert_mapping(tx: &mut Tx<'_>, template: RowId, turn: i64, actor: &str) -> Result<()> {
    let at = tx.now();
    tx.execute(INSERT_MAPPING, &[&tx.school(), &template, &turn, &actor, &at]).map(|_| ())
}

const INSERT_FIELD: Sql = Sql("insert into form_field (school_id, template_id, turn, spot, label, fact) values ($1, $2, $3, $4, $5, $6)");

pub(in crate::report) fn insert_field(tx: &mut Tx<'_>, template: RowId, turn: i64, spot: &str, label: &str, fact: &str) -> Result<()> {
    tx.execute(INSERT_FIELD, &[&tx.school(), &template, &turn, &spot, &label, &fact]).map(|_| ())
}

const FIELDS: Sql = Sql("select f.spot, f.fact from form_field f where f.school_id = $1 and f.template_id = $2 and f.turn = $3 order by f.spot");

/// Spot and fact of each field.
pub(in crate::report) fn fields(tx: &mut Tx<'_>, template: RowId, turn: i64) -> Result<Vec<(String, String)>> {
    tx.query(FIELDS, &[&tx.school(), &template, &turn], |row| Ok((row.get(0)?, row.get(1)?)))
}

const REMEMBERED: Sql = Sql("select f.label, f.fact from form_field f join form_mapping m on m.school_id = f.school_id and m.template_id = f.template_id and m.turn = f.turn
     where f.school_id = $1 order by m.at_ms desc, m.turn desc, f.label, f.spot limit $2");

/// Labels with the fact that was chosen for them, the newest first.
pub(in crate::report) fn remembered(tx: &mut Tx<'_>, rows: i64) -> Result<Vec<(String, String)>> {
    tx.query(REMEMBERED, &[&tx.school(), &rows], |row| Ok((row.get(0)?, row.get(1)?)))
}

const INSERT_END: Sql = Sql("insert into form_end (school_id, template_id, actor, at_ms) values ($1, $2, $3, $4)");

pub(in crate::report) fn insert_end(tx: &mut Tx<'_>, template: RowId, actor: &str) -> Result<()> {
    let at = tx.now();
    tx.execute(INSERT_END, &[&tx.school(), &template, &actor, &at]).map(|_| ())
}
