//! verbs: a child's papers, sealed for the next school and accepted there. Issue item "transfer to another school sealed and accepted"; PIPL article 23.
//!
//! The file can be read only with a phrase that goes another way. What it holds is what the sender may hand over, told apart by the level that opens it.

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};

use super::sql;
use crate::access::{Level, Levels, Permit, acts, tenant};
use crate::base::error::Problems;
use crate::base::phrase::Phrase;
use crate::base::{Error, Msg, PupilId, Result, RowId, SchoolDate, Sealed, limits, os};
use crate::roster::identity::IdentityNo;
use crate::roster::pupils::{self, Arrival, NewGuardian, NewPupil};
use crate::roster::registry::RegistryNo;
use crate::roster::unite as entries;
use crate::store::Tx;
use crate::trail;

const MARK: &[u8] = b"BANGFU-PARCEL-1\n";
const NONCE: usize = 24;
const SALT: &[u8] = b"bangfu parcel";

/// What is needed to read a section at the school that accepts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Learning and attendance.
    Academic,
    /// The family.
    Family,
    /// Money, which a sender who reads of it may have written of.
    Economic,
}

impl Need {
    fn level(self) -> Level {
        match self {
            Self::Academic => Level::Academic,
            Self::Family => Level::Family,
            Self::Economic => Level::Economic,
        }
    }
}

/// A heading with its lines, in the words of the sender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// All of these are needed.
    pub needs: Vec<Need>,
    /// Heading.
    pub title: String,
    /// Lines.
    pub lines: Vec<String>,
}

/// What the register takes over. No Debug: it holds numbers in the clear until it is sealed.
#[derive(Clone, Serialize, Deserialize)]
pub struct Papers {
    /// Name.
    pub name: String,
    /// `male`, `female` or empty.
    pub sex: String,
    /// Day of birth.
    pub birth_day: Option<SchoolDate>,
    /// The year in which the child entered grade 1.
    pub entry_year: Option<i64>,
    /// As written.
    pub ethnicity: String,
    /// Registry number.
    pub registry: Option<String>,
    /// Identity number.
    pub identity: Option<String>,
    /// Name, relation, telephone, whether the child lives there.
    pub guardians: Vec<(String, String, Option<String>, Option<bool>)>,
}

/// A parcel: who sends it, and what is in it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Parcel {
    /// Made by the sender: the same parcel is accepted once.
    pub id: String,
    /// The school that sends it.
    pub from: String,
    /// When.
    pub made_on: SchoolDate,
    /// For the register.
    pub papers: Papers,
    /// To be read.
    pub sections: Vec<Section>,
}

/// To whom a parcel goes, and who of the family agreed (PIPL article 23: with consent of its own).
#[derive(Clone, Debug, Default)]
pub struct Handing {
    /// The school that gets it.
    pub to: String,
    /// The guardian who agreed.
    pub agreed_by: String,
    /// On what day.
    pub agreed_on: Option<SchoolDate>,
}

/// Seals the papers of the permit's child for another school, and notes to whom they went and who agreed.
///
/// # Errors
/// Problems at `to`, `agreed_by`, `agreed_on`: missing, too long, a day to come; a fault of the cipher.
pub fn seal(tx: &mut Tx<'_>, permit: &Permit<acts::CopyPupil>, how: &Handing, papers: Papers, sections: Vec<Section>, phrase: &Phrase) -> Result<Vec<u8>> {
    let mut problems = Problems::default();
    for (field, text, missing) in [("to", &how.to, "child-parcel-to-missing"), ("agreed_by", &how.agreed_by, "child-parcel-agreed-by-missing")] {
        if text.trim().is_empty() {
            problems.note(field, missing);
        } else if text.chars().count() > limits::LINE_CHARS {
            problems.note(field, "child-parcel-too-long");
        }
    }
    if how.agreed_on.is_none_or(|day| day > tx.today()) {
        problems.note("agreed_on", "child-parcel-agreed-on-missing");
    }
    problems.end()?;
    let id: RowId = tx.new_id();
    let parcel = Parcel { id: id.to_string(), from: tenant(tx)?.name, made_on: tx.today(), papers, sections };
    let text = serde_json::to_vec(&parcel).map_err(|e| Error::fault("parcel", e))?;
    let nonce: [u8; NONCE] = os::secret();
    let cipher = XChaCha20Poly1305::new(&Key::from(*phrase.key(SALT, b"parcel")?));
    let sealed = cipher.encrypt(&XNonce::from(nonce), text.as_slice()).map_err(|_| Error::Fault("the parcel could not be sealed".into()))?;
    let data = serde_json::json!({ "parcel": id, "to": how.to.trim(), "agreed_by": how.agreed_by.trim(), "agreed_on": how.agreed_on });
    trail::note(tx, permit.who(), "child.parcel-made", permit.pupil()?, &data)?;
    Ok([MARK, &nonce, &sealed].concat())
}

/// Opens a parcel.
///
/// # Errors
/// A problem at `file`: no parcel, or damaged; at `phrase`: no phrase, or that of another parcel.
pub fn open(bytes: &[u8], phrase: &str) -> Result<Parcel> {
    let Some((nonce, sealed)) = bytes.strip_prefix(MARK).and_then(|rest| rest.split_at_checked(NONCE)) else {
        return Err(Error::at("file", "child-parcel-no-parcel"));
    };
    let phrase = Phrase::parse(phrase).ok_or_else(|| Error::at("phrase", "child-parcel-no-phrase"))?;
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|e| Error::fault("parcel", e))?;
    let cipher = XChaCha20Poly1305::new(&Key::from(*phrase.key(SALT, b"parcel")?));
    let text = cipher.decrypt(&XNonce::from(nonce), sealed).map_err(|_| Error::at("phrase", "child-parcel-not-opened"))?;
    serde_json::from_slice(&text).map_err(|_| Error::at("file", "child-parcel-no-parcel"))
}

fn taken_over(tx: &Tx<'_>, papers: &Papers) -> Result<NewPupil> {
    let (today, at_file) = (tx.today(), |message: Msg| Error::at("file", message));
    let guardian = |(name, relation, phone, lives_with): &(String, String, Option<String>, Option<bool>)| NewGuardian {
        name: name.clone(),
        relation: relation.clone(),
        phone: phone.clone().map(Sealed::new),
        lives_with: *lives_with,
    };
    Ok(NewPupil {
        name: papers.name.clone(),
        sex: papers.sex.clone(),
        birth_day: papers.birth_day,
        entry_year: papers.entry_year,
        registry_no: papers.registry.as_deref().map(|text| RegistryNo::parse(text, today)).transpose().map_err(at_file)?,
        identity_no: papers.identity.as_deref().map(|text| IdentityNo::parse(text, today)).transpose().map_err(at_file)?,
        ethnicity: papers.ethnicity.clone(),
        guardians: papers.guardians.iter().map(guardian).collect(),
        ..NewPupil::default()
    })
}

/// Accepts a parcel: the child arrives in a class as a transfer, and what came along can be read by who holds its level.
///
/// # Errors
/// A problem at `file`: accepted before, or the child is in the register already; one at `another` where an entry looks like the child and nobody said that it is `another`;
/// those of an arrival.
pub fn accept(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, arrival: &Arrival, parcel: &Parcel, another: bool) -> Result<PupilId> {
    let id: RowId = parcel.id.parse().map_err(|_| Error::at("file", "child-parcel-no-parcel"))?;
    if sql::parcel_is_known(tx, id)? {
        return Err(Error::at("file", "child-parcel-known"));
    }
    let new = taken_over(tx, &parcel.papers)?;
    if let Some((_, message)) = pupils::numbers_taken(tx, None, new.registry_no.as_ref(), new.identity_no.as_ref(), None)?.into_iter().next() {
        return Err(Error::at("file", message));
    }
    if !another {
        entries::refuse_second(tx, permit, &new)?;
    }
    let pupil = pupils::enrol(tx, permit, arrival, &new)?;
    let text = serde_json::to_string(&parcel.sections).map_err(|e| Error::fault("parcel", e))?;
    sql::insert_parcel(tx, id, pupil, (&parcel.from, parcel.made_on), &text, &permit.who().tag())?;
    trail::note(tx, permit.who(), "child.parcel-accepted", pupil, &serde_json::json!({ "parcel": id }))?;
    Ok(pupil)
}

/// What came along with a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The school that sent it.
    pub from: String,
    /// When it was made.
    pub made_on: SchoolDate,
    /// When it was accepted.
    pub accepted_on: SchoolDate,
    /// What the reader's levels open.
    pub sections: Vec<Section>,
}

/// Whether papers of another school came along with the permit's child.
///
/// # Errors
/// Faults of the database.
pub fn came_along(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>) -> Result<bool> {
    Ok(sql::count_parcels(tx, permit.pupil()?)? > 0)
}

/// What came along with the permit's child, the newest first, as far as the permit's levels open it.
///
/// # Errors
/// Faults of the database.
pub fn received(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>) -> Result<Vec<Received>> {
    let levels: Levels = permit.levels();
    let mut all = Vec::new();
    for row in sql::parcels_of(tx, permit.pupil()?)? {
        let sections: Vec<Section> = if row.content.is_empty() { Vec::new() } else { serde_json::from_str(&row.content).map_err(|e| Error::fault("parcel", e))? };
        let sections = sections.into_iter().filter(|section| section.needs.iter().all(|need| levels.has(need.level()))).collect();
        all.push(Received { from: row.from, made_on: row.made_on, accepted_on: row.accepted_on, sections });
    }
    Ok(all)
}
