//! verbs: what the school sees of a pupil's household: the village, brothers and sisters at the school, who is responsible, visits by day, and measures that touch the children – no income, no free words.
//! And what the family gets of it when it asks for a copy (PIPL article 45).

use super::codes::OF_PUPILS;
use super::measures;
use super::sql::cards as sql;
use super::{members, villages};
use crate::access::{Act, Level, Permit, acts};
use crate::base::{Error, Lang, Msg, PupilId, Result, RowId, SchoolDate, words};
use crate::roster::pupils::{self, PupilLine};
use crate::store::Tx;

/// What the school sees.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The household.
    pub household: RowId,
    /// The village.
    pub village: RowId,
    /// Its name.
    pub village_name: String,
    /// Brothers and sisters at the school whom the reader may see.
    pub siblings: Vec<PupilLine>,
    /// Who is responsible: name and unit.
    pub responsible: Option<(String, String)>,
    /// Visits: day, how, who.
    pub visits: Vec<(SchoolDate, String, String)>,
    /// When somebody comes again.
    pub next: Option<SchoolDate>,
    /// Measures that touch the children: kind, by when, how it stands.
    pub measures: Vec<(String, SchoolDate, String)>,
}

/// The household of the permit's pupil, as far as it touches the school; none where the child belongs to none.
///
/// # Errors
/// Denied without the family level; faults of the database.
pub fn of_pupil(tx: &mut Tx<'_>, permit: &Permit<acts::SeeFamily>) -> Result<Option<Seen>> {
    if !permit.levels().has(Level::Family) {
        return Err(Error::Denied(Msg::new("access-denied")));
    }
    let (pupil, today) = (permit.pupil()?, tx.today());
    let Some((_, household, village)) = sql::of_pupil(tx, pupil, today)?.into_iter().next() else { return Ok(None) };
    let others: Vec<PupilId> =
        members::load(tx, village, Some(household))?.into_iter().filter(|one| one.is_here(today)).filter_map(|one| one.pupil).filter(|other| *other != pupil).collect();
    let visits = sql::visits(tx, household)?;
    let next = visits.iter().filter_map(|visit| visit.next).filter(|next| *next >= today).min();
    let touching = |one: &measures::Measure| OF_PUPILS.contains(&one.kind.as_str());
    let helper = super::sql::helpers(tx, household)?.into_iter().find(|one| one.role == "responsible" && one.holds_on(today));
    Ok(Some(Seen {
        household,
        village,
        village_name: villages::known(tx, village)?.name,
        siblings: pupils::named(tx, permit.who(), &others)?,
        responsible: helper.map(|one| (one.name, one.unit)),
        visits: visits.into_iter().take(10).map(|visit| (visit.day, visit.how, visit.name)).collect(),
        next,
        measures: measures::load(tx, household)?.into_iter().filter(touching).map(|one| (one.kind.clone(), one.due, one.stands(today).to_owned())).collect(),
    }))
}

/// The village of the permit's pupil by id and name; none where the child belongs to no household.
///
/// # Errors
/// Faults of the database.
pub fn village_of<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>) -> Result<Option<(RowId, String)>> {
    let (pupil, today) = (permit.pupil()?, tx.today());
    let Some((_, _, village)) = sql::of_pupil(tx, pupil, today)?.into_iter().next() else { return Ok(None) };
    Ok(Some((village, villages::known(tx, village)?.name)))
}

/// Day, what it is, and the words of what is held of the child in its household.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn copy(tx: &mut Tx<'_>, permit: &Permit<acts::CopyPupil>, lang: Lang) -> Result<Vec<(SchoolDate, String, String)>> {
    let (pupil, today) = (permit.pupil()?, tx.today());
    let mut all = Vec::new();
    for (member, household, village) in sql::of_pupil(tx, pupil, today)? {
        let name = villages::known(tx, village)?.name;
        for one in members::load(tx, village, Some(household))?.into_iter().filter(|one| one.id == member) {
            let coded = |what: &str, code: &str| if code.is_empty() { String::new() } else { words::word(lang, &format!("household-{what}-{code}")) };
            let texts = [coded("relation", &one.is.relation), coded("work", &one.is.work), one.is.place.clone(), coded("health", &one.is.health), coded("labour", &one.is.labour)];
            let text = texts.iter().filter(|text| !text.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ");
            all.push((one.from, Msg::new("household-member-of").with("name", &name).text(lang), text));
        }
        for visit in sql::visits(tx, household)? {
            all.push((visit.day, words::word(lang, &format!("household-how-{}", visit.how)), visit.name));
        }
    }
    Ok(all)
}
