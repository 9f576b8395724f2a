//! verbs: many children written down on one page – one act at which all were, or one act each (UI 2: a grid records this week's talk for ten children at once). A2-17, A8-10, B6-09.

use super::rules::{self, Kind};
use super::{New, PUPILS_MOST, Words, check_day, checked, earlier, insert};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, Result, RowId, SchoolDate};
use crate::store::Tx;

/// A child of the page.
#[derive(Debug)]
pub struct Row {
    /// Made by the form, so that what is sent twice is there once.
    pub act: RowId,
    /// The child, and why it may be written about.
    pub permit: Permit<acts::RecordActivity>,
    /// What was done, where each child has an act of its own.
    pub kind: Kind,
    /// What is written of this child.
    pub words: Words,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Children of whom something is written now.
    pub children: usize,
    /// Texts that say the same as another.
    pub alike: usize,
}

/// Writes the rows down: as one act of a kind when they were together, else as an act each. Either all are written or none. Sent again nothing is written twice.
///
/// # Errors
/// Problems at `rows`, `day` and `text-<pupil>`; a conflict when an id belongs to somebody else's record.
pub fn record_rows(tx: &mut Tx<'_>, rows: &[Row], day: SchoolDate, together: Option<(RowId, Kind)>) -> Result<Saved> {
    let (today, mut problems) = (tx.today(), Problems::default());
    let Some(first) = rows.first() else { return Err(Error::at("rows", "activity-grid-none")) };
    if rows.len() > PUPILS_MOST {
        problems.note("rows", Msg::new("activity-pupils-many").with("most", PUPILS_MOST));
    }
    check_day(&mut problems, day, today);
    let mut each = Vec::with_capacity(rows.len());
    for row in rows {
        let mut of_row = Problems::default();
        each.push(checked(&mut of_row, &row.words, true, today));
        if let Err(Error::Invalid(all)) = of_row.end() {
            let at = format!("text-{}", row.permit.pupil()?);
            all.into_iter().for_each(|one| problems.note(at.clone(), one.message));
        }
    }
    problems.end()?;
    let acts: Vec<RowId> = rows.iter().map(|row| row.act).collect();
    let earlier = earlier(tx, first.permit.who().staff(), |row| !acts.contains(&row.id) && together.is_none_or(|(act, _)| act != row.id))?;
    let texts: Vec<&str> = each.iter().map(|words| words.done.as_str()).collect();
    let saved = Saved { children: rows.len(), alike: rules::alike(&texts, &earlier) };
    let act = |id: RowId, kind: Kind| New { id, kind, how: kind.hows()[0], day, minutes: None, held: true, quiet: false, words: Words::default() };
    if let Some((id, kind)) = together {
        let permits: Vec<&Permit<acts::RecordActivity>> = rows.iter().map(|row| &row.permit).collect();
        insert(tx, &permits, &act(id, kind), &each)?;
    } else {
        for (row, words) in rows.iter().zip(each) {
            insert(tx, &[&row.permit], &act(row.act, row.kind), &[words])?;
        }
    }
    Ok(saved)
}
