//! verbs: a child in distress of mind or mood (B4-03). The counsellor alone looks, raises the concern and lifts it; nobody else is told that there is one.

use super::sight::Field;
use super::{Names, checked, id_of, present_term, sight, sql, unsealed};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{Category, Error, ProgrammeId, PupilId, Result, RowId, SchoolDate, Sealed};
use crate::programme::programmes::Programme;
use crate::programme::serving;
use crate::roster::particulars;
use crate::roster::time;
use crate::screening::confirmed::{self, Confirmation, NewConfirmation};
use crate::screening::nomination::{self, Line};
use crate::store::Tx;
use crate::trail;

const TEXT: &str = "case_concern.text";
/// What the counsellor does; the words are `casefile-concern-act-<what>`.
pub const ACTS: [&str; 3] = ["raised", "looked", "lifted"];

/// A page of the counsellor.
#[derive(Clone, Debug)]
pub struct Page {
    /// One of [`ACTS`].
    pub what: String,
    /// When.
    pub day: SchoolDate,
    /// What was found: the counsellor's alone.
    pub text: Sealed<String>,
    /// Who.
    pub by: String,
}

/// How a child stands, for the counsellor.
#[derive(Debug)]
pub struct Concern {
    /// The category that counts today, with its last day.
    pub open: Option<Confirmation>,
    /// What was written, the newest first.
    pub pages: Vec<Page>,
    /// Who thought of the child's mood this term, in their words.
    pub asked: Vec<Line>,
    /// Programmes of the present term that serve children in distress.
    pub programmes: Vec<Programme>,
}

fn open_of(tx: &mut Tx<'_>, permit: &Permit<acts::RaiseConcern>) -> Result<Option<Confirmation>> {
    let see = Permit::<acts::SeePupil>::ask(tx, permit.who(), permit.pupil()?)?;
    let today = tx.today();
    Ok(confirmed::of_pupil(tx, &see)?.into_iter().find(|c| c.category == Category::WellbeingConcern.code() && c.counts_on(today)))
}

/// How the permit's child stands.
///
/// # Errors
/// Not found before the first term; faults of the database.
pub fn of(tx: &mut Tx<'_>, permit: &Permit<acts::RaiseConcern>) -> Result<Concern> {
    let pupil = permit.pupil()?;
    let term = present_term(tx)?;
    let names = Names::load(tx)?;
    let mut pages = Vec::new();
    if sight(permit).of(Field::WellbeingCategory) {
        for (what, day, sealed, actor) in sql::concerns(tx, id_of(pupil))? {
            pages.push(Page { what, day, text: Sealed::new(unsealed(tx, pupil, TEXT, &sealed)?), by: names.of(&actor) });
        }
    }
    let asked = match particulars::seat(tx, pupil)? {
        Some(seat) => nomination::moods(tx, permit, seat.class, term.id)?,
        None => Vec::new(),
    };
    Ok(Concern { open: open_of(tx, permit)?, pages, asked, programmes: serving(tx, term.id, Category::WellbeingConcern)? })
}

fn write(tx: &mut Tx<'_>, permit: &Permit<acts::RaiseConcern>, what: &str, text: &Sealed<String>) -> Result<RowId> {
    let (pupil, mut problems) = (permit.pupil()?, Problems::default());
    let said = checked(&mut problems, "text", text.open(), true);
    problems.end()?;
    let (case, day, actor) = (id_of(pupil), tx.today(), permit.who().tag());
    sql::insert_file(tx, case, pupil, day, &actor)?;
    let (id, sealed): (RowId, _) = (tx.new_id(), tx.vault().seal(pupil, TEXT, &said)?);
    sql::insert_concern(tx, (id, case), what, day, &sealed, &actor)?;
    trail::end_tasks(tx, permit.who(), nomination::MOOD_TASK, pupil, true)?;
    // The same word as for other pages of the counsellor: the trail does not tell which.
    trail::note(tx, permit.who(), "casefile.page", case, &serde_json::json!({}))?;
    Ok(id)
}

/// Notes that the counsellor looked after the child and nothing more is needed now.
///
/// # Errors
/// A problem at `text`.
pub fn look(tx: &mut Tx<'_>, permit: &Permit<acts::RaiseConcern>, text: &Sealed<String>) -> Result<()> {
    write(tx, permit, "looked", text).map(|_| ())
}

/// Raises the concern under a programme that serves such children: the category counts to the end of the term, or of the year where the programme says so (A2-23).
///
/// # Errors
/// Problems at `text`, also when a concern is raised already, and `programme`.
pub fn raise(tx: &mut Tx<'_>, permit: &Permit<acts::RaiseConcern>, programme: Option<ProgrammeId>, text: &Sealed<String>) -> Result<()> {
    let (pupil, term, today): (PupilId, _, _) = (permit.pupil()?, present_term(tx)?, tx.today());
    if open_of(tx, permit)?.is_some() {
        return Err(Error::at("text", "casefile-concern-open"));
    }
    let known = serving(tx, term.id, Category::WellbeingConcern)?;
    let chosen = known.into_iter().find(|one| Some(one.id) == programme).ok_or_else(|| Error::at("programme", "casefile-concern-programme-missing"))?;
    let page = write(tx, permit, "raised", text)?;
    let until = if chosen.lasts_a_year() { time::last_day_of_year(tx, term.year)?.unwrap_or(term.last_day) } else { term.last_day };
    let new = NewConfirmation {
        pupil,
        programme: chosen.id,
        term: term.id,
        category: Category::WellbeingConcern.code().to_owned(),
        kind: String::new(),
        from: today,
        until,
        verdict: page,
    };
    confirmed::raise(tx, permit, &new)
}

/// Lifts the concern: the category counts no more from today on.
///
/// # Errors
/// A problem at `text`, also when none is raised.
pub fn lift(tx: &mut Tx<'_>, permit: &Permit<acts::RaiseConcern>, text: &Sealed<String>) -> Result<()> {
    let open = open_of(tx, permit)?.ok_or_else(|| Error::at("text", "casefile-concern-none"))?;
    write(tx, permit, "lifted", text)?;
    confirmed::lift(tx, permit, &open)
}
