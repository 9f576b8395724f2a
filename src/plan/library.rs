//! verbs: the school's own measures, per category or cause (A8-17): left-behind children and children with a disability have none in the plan, so the school writes them.

use super::checked;
use super::item::{Dimension, Hand, Span};
use super::sql::{self, MeasureRow};
use crate::access::{Permit, acts};
use crate::base::category::Category;
use crate::base::error::Problems;
use crate::base::{Error, Msg, Result, RowId};
use crate::casefile::cause::Cause;
use crate::store::Tx;
use crate::trail;

/// Measures of its own that a school keeps, at most.
pub const OWN_MOST: usize = 200;
/// Times in a span, at most.
pub const TIMES_MOST: i64 = 99;

/// A measure of the school's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnMeasure {
    /// Its id.
    pub id: RowId,
    /// Its words.
    pub text: String,
    /// Dimension.
    pub dimension: Dimension,
    /// Whose hand.
    pub hand: Hand,
    /// How many times.
    pub times: i64,
    /// In which span.
    pub span: Span,
    /// Code of the category that it answers; empty for none.
    pub category: String,
    /// Code of the cause that it answers; empty for none.
    pub cause: String,
}

/// What was typed of a new one.
#[derive(Clone, Debug, Default)]
pub struct NewMeasure {
    /// Its words.
    pub text: String,
    /// Code of the dimension.
    pub dimension: String,
    /// Code of the hand.
    pub hand: String,
    /// How many times, as typed.
    pub times: String,
    /// Code of the span.
    pub span: String,
    /// Code of the category, or empty.
    pub category: String,
    /// Code of the cause, or empty.
    pub cause: String,
}

/// The school's own measures, the oldest first.
///
/// # Errors
/// Faults of the database.
pub fn own(tx: &mut Tx<'_>) -> Result<Vec<OwnMeasure>> {
    let rows = sql::measures(tx)?;
    let read = |row: MeasureRow| {
        Some(OwnMeasure {
            id: row.id,
            dimension: row.dimension.parse().ok()?,
            hand: row.hand.parse().ok()?,
            span: row.span.parse().ok()?,
            text: row.text,
            times: row.times,
            category: row.category,
            cause: row.cause,
        })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Adds a measure; it stands in every draft of a child for whom its category or cause counts.
///
/// # Errors
/// Problems at the fields; too much beyond [`OWN_MOST`].
pub fn add(tx: &mut Tx<'_>, permit: &Permit<acts::ManageMeasures>, new: &NewMeasure) -> Result<RowId> {
    let all = own(tx)?;
    if all.len() >= OWN_MOST {
        return Err(Error::TooMuch(Msg::new("plan-measures-too-many").with("most", OWN_MOST)));
    }
    let mut problems = Problems::default();
    let text = checked(&mut problems, "text", &new.text, true);
    if !text.is_empty() && all.iter().any(|one| one.text == text && one.category == new.category && one.cause == new.cause) {
        problems.note("text", "plan-measure-there");
    }
    let wrong = [("dimension", new.dimension.parse::<Dimension>().is_err()), ("hand", new.hand.parse::<Hand>().is_err()), ("span", new.span.parse::<Span>().is_err())];
    wrong.into_iter().filter(|(_, wrong)| *wrong).for_each(|(field, _)| problems.note(field, "plan-choose"));
    let times = new.times.trim().parse::<i64>().ok().filter(|times| (1..=TIMES_MOST).contains(times));
    if times.is_none() {
        problems.note("times", Msg::new("plan-times-odd").with("most", TIMES_MOST));
    }
    let category = new.category.is_empty() || new.category.parse::<Category>().is_ok();
    let cause = new.cause.is_empty() || new.cause.parse::<Cause>().is_ok();
    if !category || !cause || (new.category.is_empty() && new.cause.is_empty()) {
        problems.note("category", "plan-measure-for-whom");
    }
    problems.end()?;
    let row = MeasureRow {
        id: tx.new_id(),
        text,
        dimension: new.dimension.clone(),
        hand: new.hand.clone(),
        times: times.unwrap_or(1),
        span: new.span.clone(),
        category: new.category.clone(),
        cause: new.cause.clone(),
    };
    sql::insert_measure(tx, &row, &permit.who().tag())?;
    trail::note(tx, permit.who(), "plan.measure", row.id, &serde_json::json!({ "category": new.category, "cause": new.cause }))?;
    Ok(row.id)
}

/// Takes a measure out of the library; plans in which it stands keep it.
///
/// # Errors
/// Not found for a measure that is not there.
pub fn end(tx: &mut Tx<'_>, permit: &Permit<acts::ManageMeasures>, id: RowId) -> Result<()> {
    if !own(tx)?.iter().any(|one| one.id == id) {
        return Err(Error::NotFound);
    }
    sql::end_measure(tx, id, &permit.who().tag())?;
    trail::note(tx, permit.who(), "plan.measure-end", id, &serde_json::json!({}))?;
    Ok(())
}
