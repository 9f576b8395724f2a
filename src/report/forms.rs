//! verbs: blank forms of the bureau (自带表格): kept, what their labels mean, remembered for the next form, put away. Issue 5 item 3; the file holds no child's data.

use std::collections::HashMap;

use super::sql::forms as sql;
use crate::access::{Action, Permit, acts};
use crate::base::{Error, Result, RowId, Stamp, limits};
use crate::roster::people::Names;
use crate::store::Tx;
use crate::trail;

/// Forms in use, at most.
const FORMS_MOST: usize = 200;
/// Labels that are remembered.
const REMEMBERED_MOST: i64 = 20_000;

/// A blank form in use.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its id.
    pub id: RowId,
    /// The name of its file.
    pub name: String,
    /// `xlsx` or `docx`.
    pub kind: String,
    /// Who brought it.
    pub by: String,
    /// When.
    pub at: Stamp,
    /// Whether the person may say what its labels mean, and put it away: who brought it, and who prints for the whole school.
    pub mine: bool,
}

/// What is filled in at a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// The field's spot.
    pub spot: String,
    /// Its label.
    pub label: String,
    /// Code of a fact; empty for what is filled by hand.
    pub fact: String,
}

/// Keeps a blank form with what its labels mean.
///
/// # Errors
/// Too much when there are as many as can be kept.
pub fn keep(tx: &mut Tx<'_>, permit: &Permit<acts::PrintRegister>, name: &str, kind: (&str, &str), bytes: &[u8], meant: &[Meant]) -> Result<RowId> {
    if sql::templates(tx, limits::ROWS_PER_PAGE_MOST)?.len() >= FORMS_MOST {
        return Err(Error::at("file", crate::base::Msg::new("report-forms-many").with("most", FORMS_MOST)));
    }
    let id: RowId = tx.new_id();
    let (extension, media_type) = kind;
    let attachment = trail::attach(tx, permit.who(), id, name, media_type, bytes)?;
    let actor = permit.who().tag();
    sql::insert_template(tx, id, name, extension, attachment, &actor)?;
    write(tx, id, meant, &actor)?;
    trail::note(tx, permit.who(), "report.form-kept", id, &serde_json::json!({ "fields": meant.len() }))?;
    Ok(id)
}

fn write(tx: &mut Tx<'_>, id: RowId, meant: &[Meant], actor: &str) -> Result<()> {
    let turn = sql::turn(tx, id)? + 1;
    sql::insert_mapping(tx, id, turn, actor)?;
    meant.iter().try_for_each(|one| sql::insert_field(tx, id, turn, &one.spot, &one.label, &one.fact))
}

/// The forms in use, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn all(tx: &mut Tx<'_>, who: &crate::access::Who) -> Result<Vec<Template>> {
    let names = Names::load(tx)?;
    let (me, everywhere) = (who.tag(), who.may_everywhere(Action::PrintRegister));
    let rows = sql::templates(tx, limits::ROWS_PER_PAGE_MOST)?;
    Ok(rows.into_iter().map(|row| Template { id: row.id, name: row.name, kind: row.kind, by: names.of(&row.actor), at: row.at, mine: everywhere || row.actor == me }).collect())
}

/// A form in use, with its bytes.
///
/// # Errors
/// Not found when there is none, or it was put away.
pub fn one(tx: &mut Tx<'_>, who: &crate::access::Who, id: RowId) -> Result<(Template, Vec<u8>)> {
    let template = all(tx, who)?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    let row = sql::templates(tx, limits::ROWS_PER_PAGE_MOST)?.into_iter().find(|row| row.id == id).ok_or(Error::NotFound)?;
    Ok((template, trail::attachment(tx, row.attachment)?.content))
}

/// What was last said of a form: fact by spot.
///
/// # Errors
/// Faults of the database.
pub fn meant(tx: &mut Tx<'_>, id: RowId) -> Result<HashMap<String, String>> {
    let turn = sql::turn(tx, id)?;
    Ok(sql::fields(tx, id, turn)?.into_iter().collect())
}

/// What was last chosen for a label, in whatever form.
///
/// # Errors
/// Faults of the database.
pub fn remembered(tx: &mut Tx<'_>) -> Result<HashMap<String, String>> {
    let mut all = HashMap::new();
    for (label, fact) in sql::remembered(tx, REMEMBERED_MOST)? {
        all.entry(label).or_insert(fact);
    }
    Ok(all)
}

/// Says anew what the labels of a form mean.
///
/// # Errors
/// Not found when the form is another's and the person does not print for the whole school.
pub fn say(tx: &mut Tx<'_>, permit: &Permit<acts::PrintRegister>, id: RowId, meant: &[Meant]) -> Result<()> {
    own(tx, permit, id)?;
    write(tx, id, meant, &permit.who().tag())?;
    trail::note(tx, permit.who(), "report.form-said", id, &serde_json::json!({ "fields": meant.iter().filter(|one| !one.fact.is_empty()).count() }))?;
    Ok(())
}

/// Puts a form away: it is used no more.
///
/// # Errors
/// Not found when the form is another's and the person does not print for the whole school.
pub fn put_away(tx: &mut Tx<'_>, permit: &Permit<acts::PrintRegister>, id: RowId) -> Result<()> {
    own(tx, permit, id)?;
    sql::insert_end(tx, id, &permit.who().tag())?;
    trail::note(tx, permit.who(), "report.form-away", id, &serde_json::json!({}))?;
    Ok(())
}

fn own(tx: &mut Tx<'_>, permit: &Permit<acts::PrintRegister>, id: RowId) -> Result<()> {
    let mine = all(tx, permit.who())?.into_iter().any(|one| one.id == id && one.mine);
    if mine { Ok(()) } else { Err(Error::NotFound) }
}
