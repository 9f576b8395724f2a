//! verbs: a donor stands by one child and hears of it, through the school and only as far as the guardians consent (A1-14): no marks, no ranks, no address, no number.

use super::sql::sponsors as sql;
use crate::access::{Act, Level, Permit, acts};
use crate::base::{Error, Msg, PupilId, Result, RowId, SchoolDate, limits, publishable};
use crate::store::Tx;
use crate::trail;

const WORDS: &str = "aid_news.words";
/// The consent that is asked for; its words are `consent-donor`.
const CONSENT: &str = "donor";
/// From the child to its donor, or the other way; the words are `aid-way-<code>`.
pub const WAYS: [&str; 2] = ["to_donor", "to_child"];

/// A donor who stands by a child.
#[derive(Clone, Debug)]
pub struct Sponsor {
    /// Its id.
    pub id: RowId,
    /// The donor.
    pub donor: RowId,
    /// Its name.
    pub name: String,
    /// From when.
    pub from: SchoolDate,
    /// Until when.
    pub until: SchoolDate,
}

/// What was told.
#[derive(Clone, Debug)]
pub struct News {
    /// Its id.
    pub id: RowId,
    /// One of [`WAYS`].
    pub way: String,
    /// When.
    pub day: SchoolDate,
    /// In words.
    pub words: String,
    /// The donor's name.
    pub donor: String,
}

/// Whether the guardians consent today that a donor hears of their child.
///
/// # Errors
/// Faults of the database.
pub fn consented(tx: &mut Tx<'_>, pupil: PupilId) -> Result<bool> {
    Ok(trail::consents_of(tx, pupil)?.iter().find(|one| one.purpose == CONSENT).is_some_and(|one| one.given && !one.withdrawn))
}

/// The donors who stand by a child.
///
/// # Errors
/// Not found without the economic level.
pub fn of_pupil<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>) -> Result<Vec<Sponsor>> {
    if permit.levels().has(Level::Economic) { sql::sponsors(tx, permit.pupil()?) } else { Err(Error::NotFound) }
}

/// A donor stands by a child from today on.
///
/// # Errors
/// Problems at `donor` and `until`; a conflict without the guardians' consent.
pub fn stand_by(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, id: RowId, donor: RowId, until: SchoolDate) -> Result<()> {
    let (pupil, today) = (permit.pupil()?, tx.today());
    super::gifts::donor_known(tx, donor)?;
    if until < today {
        return Err(Error::at("until", "aid-until-before"));
    }
    if !consented(tx, pupil)? {
        return Err(Error::Conflict("aid-sponsor-consent".into()));
    }
    sql::insert_sponsor(tx, id, donor, pupil, until, &permit.who().tag())
}

/// What was told of and to a child, the newest first.
///
/// # Errors
/// Not found without the economic level; faults of a sealed text.
pub fn news<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>) -> Result<Vec<News>> {
    let (pupil, all) = (permit.pupil()?, of_pupil(tx, permit)?);
    let mut told = Vec::new();
    for one in all {
        for (mut news, sealed) in sql::news(tx, one.id)? {
            news.words = tx.vault().open_words(pupil, WORDS, Some(&sealed))?;
            news.donor.clone_from(&one.name);
            told.push(news);
        }
    }
    told.sort_by_key(|one| std::cmp::Reverse(one.day));
    Ok(told)
}

/// Writes down what goes to the donor, or comes from it.
///
/// # Errors
/// Problems at `sponsor`, `way` and `words` (also for marks, ranks, numbers and addresses in what goes out); a conflict when the guardians do not consent any more.
pub fn tell(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, id: RowId, sponsor: RowId, way: &str, words: &str) -> Result<()> {
    let (pupil, today, words) = (permit.pupil()?, tx.today(), words.trim());
    if !sql::sponsors(tx, pupil)?.iter().any(|one| one.id == sponsor && (one.from..=one.until).contains(&today)) {
        return Err(Error::at("sponsor", "aid-choose"));
    }
    if !WAYS.contains(&way) {
        return Err(Error::at("way", "aid-choose"));
    }
    if !(2..=limits::LINE_CHARS).contains(&words.chars().count()) {
        return Err(Error::at("words", Msg::new("aid-name-length").with("most", limits::LINE_CHARS)));
    }
    if way == "to_donor" {
        if !consented(tx, pupil)? {
            return Err(Error::Conflict("aid-sponsor-consent".into()));
        }
        if let Some(key) = publishable::refused(words) {
            return Err(Error::at("words", key));
        }
    }
    let sealed = tx.vault().seal(pupil, WORDS, words)?;
    sql::insert_news(tx, id, sponsor, way, &sealed, &permit.who().tag())
}
