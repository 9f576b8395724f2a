//! verbs: the link in a letter by which a family thinks of its own child (B8-03). It is signed, lapses by itself and is answered three times at most.
//!
//! The address holds the school, a random number and the last day, signed with the key file; neither name nor class nor the child's own id. The page
//! behind it shows the given name alone. Nothing is looked up for an address that is not signed.

use subtle::ConstantTimeEq;

use super::nomination::{NewNomination, write};
use super::observation::term_of;
use super::observation_signs::{Heard, Source, Worry};
use super::sql::nomination::{self as sql, LinkRow};
use super::sql::observation::seated;
use crate::access::{Permit, Who, acts};
use crate::base::{Error, Id, Msg, PupilId, Result, RowId, SchoolDate, SchoolId, limits};
use crate::roster::settings::school_facts;
use crate::store::Tx;
use crate::trail;

/// Days for which a link is open.
pub const OPEN_DAYS: i64 = 30;
/// A link that is open for fewer days is made anew for the next letter.
const STILL_GOOD_DAYS: i64 = 14;
/// Answers that one link takes: both parents and a grandmother.
pub const ANSWERS: i64 = 3;
/// What a signature is for: a link for something else does not fit here.
const PURPOSE: &str = "nomination.link";
const SIGNATURE: usize = 16;
const BYTES: usize = 16 + 16 + 4 + SIGNATURE;

/// What an address says, before it is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The school.
    pub school: SchoolId,
    link: RowId,
    until: SchoolDate,
    signature: [u8; SIGNATURE],
}

impl Token {
    /// Reads an address; `None` when it is none.
    pub fn read(text: &str) -> Option<Self> {
        let bytes: [u8; BYTES] = data_encoding::BASE64URL_NOPAD.decode(text.as_bytes()).ok()?.try_into().ok()?;
        let id = |from: usize| uuid::Uuid::from_slice(&bytes[from..from + 16]).ok();
        let days = i32::from_be_bytes(bytes[32..36].try_into().ok()?);
        // Days outside of this century would be none that we signed.
        let days = Some(i64::from(days)).filter(|days| (0..60_000).contains(days))?;
        let signature = bytes[36..].try_into().ok()?;
        Some(Self { school: SchoolId::from_uuid(id(0)?), link: RowId::from_uuid(id(16)?), until: SchoolDate::from_days(days), signature })
    }

    fn signed(tx: &Tx<'_>, link: RowId, until: SchoolDate) -> Result<Self> {
        let fingerprint = tx.vault().fingerprint(PURPOSE, &format!("{}/{link}/{until}", tx.school()));
        let signature = fingerprint.get(..SIGNATURE).and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| Error::Fault("a signature is too short".into()))?;
        Ok(Self { school: tx.school(), link, until, signature })
    }

    /// As it stands in an address.
    fn text(&self) -> Result<String> {
        let days = i32::try_from(self.until.days()).map_err(|e| Error::fault("a link's last day", e))?;
        let bytes = [self.school.uuid().as_bytes(), self.link.uuid().as_bytes(), &days.to_be_bytes()[..], &self.signature].concat();
        Ok(data_encoding::BASE64URL_NOPAD.encode(&bytes))
    }

    fn is_ours(&self, tx: &Tx<'_>) -> Result<bool> {
        let own = Self::signed(tx, self.link, self.until)?;
        Ok(tx.school() == self.school && bool::from(own.signature.ct_eq(&self.signature)))
    }
}

/// What lies behind an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Behind {
    /// The form for a child, by the given name alone.
    Form {
        /// 小禾 of 苏小禾.
        given_name: String,
        /// The school.
        school: String,
        /// The last day.
        until: SchoolDate,
    },
    /// It has lapsed.
    Lapsed,
    /// It was answered often enough.
    Used,
    /// It is none of ours.
    Unknown,
}

/// The compound family names that are met most often; all others have one character.
const COMPOUND: [&str; 12] = ["欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "歐陽", "諸葛"];

/// A name without the family name; a name of another kind stays as it is.
pub fn given_name(name: &str) -> String {
    let han = name.chars().all(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
    let family = if COMPOUND.iter().any(|family| name.starts_with(family)) { 2 } else { 1 };
    let given: String = name.chars().skip(family).collect();
    if han && !given.is_empty() && name.chars().count() <= 4 { given } else { name.to_owned() }
}

fn behind(tx: &mut Tx<'_>, token: &Token) -> Result<std::result::Result<LinkRow, Behind>> {
    if !token.is_ours(tx)? {
        return Ok(Err(Behind::Unknown));
    }
    if token.until < tx.today() {
        return Ok(Err(Behind::Lapsed));
    }
    Ok(match sql::link(tx, token.link)? {
        Some(link) if link.answers >= ANSWERS => Err(Behind::Used),
        Some(link) => Ok(link),
        None => Err(Behind::Unknown),
    })
}

/// What to show for an address.
///
/// # Errors
/// Faults of the database.
pub fn look(tx: &mut Tx<'_>, token: &Token) -> Result<Behind> {
    Ok(match behind(tx, token)? {
        Ok(link) => Behind::Form { given_name: given_name(&link.name), school: school_facts(tx)?.name, until: link.until },
        Err(other) => other,
    })
}

/// What a family sends.
#[derive(Clone, Debug)]
pub struct FamilyWords {
    /// Who writes.
    pub source: Source,
    /// Why, as codes.
    pub reasons: Vec<Worry>,
    /// Own words.
    pub words: String,
}

/// Takes what a family sends. `None`: it was taken; otherwise why not.
///
/// # Errors
/// Problems at `reasons` (nothing said) and `words` (too long).
pub fn take(tx: &mut Tx<'_>, token: &Token, said: &FamilyWords) -> Result<Option<Behind>> {
    let link = match behind(tx, token)? {
        Ok(link) => link,
        Err(other) => return Ok(Some(other)),
    };
    if said.reasons.is_empty() && said.words.trim().is_empty() {
        return Err(Error::at("reasons", "screening-nomination-needs-reason"));
    }
    if said.words.chars().count() > limits::LINE_CHARS {
        return Err(Error::at("words", Msg::new("screening-text-too-long").with("limit", limits::LINE_CHARS)));
    }
    if !sql::take(tx, link.id, ANSWERS)? {
        return Ok(Some(Behind::Used));
    }
    let term = match term_of(tx, link.class) {
        Ok(term) => term,
        Err(Error::Invalid(_)) => return Ok(Some(Behind::Lapsed)),
        Err(other) => return Err(other),
    };
    // A teacher does not write by the link of a family.
    let source = if said.source == Source::Teacher { Source::Parent } else { said.source };
    let new = NewNomination { pupil: link.pupil, source, heard: Heard::Link, reasons: said.reasons.clone(), words: said.words.clone(), day: tx.today() };
    let who = Who::operator(tx, "family-link");
    write(tx, &who, link.class, term.id, &[new])?;
    trail::note(tx, &who, "screening.nominated", link.pupil, &serde_json::json!({ "source": source.code(), "heard": Heard::Link.code() }))?;
    Ok(None)
}

/// The letter of one child.
#[derive(Clone, Debug)]
pub struct LetterFor {
    /// Name.
    pub name: String,
    /// Seat number.
    pub seat: Option<i64>,
    /// What stands behind `/n/`; none before links were made.
    pub token: Option<(String, SchoolDate)>,
}

/// Makes a link for each child of the permit's class that has none which is open for a while. Gives how many are new.
///
/// # Errors
/// A problem when the class is not of the present year.
pub fn make(tx: &mut Tx<'_>, permit: &Permit<acts::ReviewClass>) -> Result<usize> {
    let (class, today) = (permit.class()?, tx.today());
    let term = term_of(tx, class)?;
    // A link never reaches into another term: the class would be another.
    let last_day = term.last_day.max(today);
    let good: Vec<PupilId> =
        sql::links(tx, class, today.plus_days(STILL_GOOD_DAYS).min(last_day))?.into_iter().filter(|link| link.answers < ANSWERS).map(|link| link.pupil).collect();
    let without: Vec<PupilId> = seated(tx, class, today)?.into_iter().map(|(id, ..)| id).filter(|id| !good.contains(id)).collect();
    sql::insert_links(tx, class, &without, today.plus_days(OPEN_DAYS).min(last_day), &permit.who().tag())?;
    if !without.is_empty() {
        trail::note(tx, permit.who(), "screening.links", class, &serde_json::json!({ "new": without.len() }))?;
    }
    Ok(without.len())
}

/// The letters of the permit's class, in the order of the seats.
///
/// # Errors
/// Faults of the database.
pub fn letters(tx: &mut Tx<'_>, permit: &Permit<acts::ReviewClass>) -> Result<Vec<LetterFor>> {
    let (class, today) = (permit.class()?, tx.today());
    let links = sql::links(tx, class, today)?;
    let mut letters = Vec::new();
    for (pupil, name, seat) in seated(tx, class, today)? {
        let open = links.iter().find(|link| link.pupil == pupil && link.answers < ANSWERS);
        let token = match open {
            Some(link) => Some((Token::signed(tx, link.id, link.until)?.text()?, link.until)),
            None => None,
        };
        letters.push(LetterFor { name, seat, token });
    }
    Ok(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stranger_learns_no_family_name() {
        for (name, given) in
            [("苏小禾", "小禾"), ("王伟", "伟"), ("欧阳小雨", "小雨"), ("阿依古丽·买买提", "阿依古丽·买买提"), ("Anna", "Anna"), ("苏", "苏"), ("古丽巴哈尔", "古丽巴哈尔")]
        {
            assert_eq!(given_name(name), given);
        }
    }

    #[test]
    fn an_address_that_was_mistyped_is_none() {
        for text in ["", "abc", "0123456789abcdef0123456789abcdef", &"A".repeat(69), &"_".repeat(70), "差生"] {
            assert_eq!(Token::read(text), None, "{text}");
        }
    }
}
