//! Typed ids: UUIDv7 made by the application, 16 bytes in SQLite, `uuid` in PostgreSQL, 32 hex digits in URLs.
//! Never order by an id: it is a name, not a date.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// What every typed id has in common, so that the store and the shell treat them alike.
pub trait Id: Copy + Eq + fmt::Display + FromStr {
    /// Wraps a raw UUID.
    fn from_uuid(uuid: Uuid) -> Self;
    /// The raw UUID.
    fn uuid(self) -> Uuid;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl Id for $name {
            fn from_uuid(uuid: Uuid) -> Self { Self(uuid) }
            fn uuid(self) -> Uuid { self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.simple().fmt(f) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, concat!(stringify!($name), "({})"), self.0.simple()) }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> { Uuid::try_parse(text).map(Self) }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.collect_str(self) }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A tenant: a school, a village or a county.
    SchoolId,
    /// A login.
    AccountId,
    /// A signed-in browser.
    SessionId,
    /// A member of staff.
    StaffId,
    /// A pupil.
    PupilId,
    /// A guardian of one pupil.
    GuardianId,
    /// A campus or teaching point.
    CampusId,
    /// A school year of one school.
    YearId,
    /// A term of one school.
    TermId,
    /// A grade in one school year.
    GradeId,
    /// A class in one school year.
    ClassId,
    /// A dated post of one person.
    PostId,
    /// A named group such as 领导小组.
    GroupId,
    /// An assessment: one final, one set of results.
    AssessmentId,
    /// A support programme.
    ProgrammeId,
    /// A screening rule.
    RuleId,
    /// One run of the screening.
    RunId,
    /// A candidate of one run.
    CandidateId,
    /// One import of one or several files.
    ImportId,
    /// A task on somebody's Today.
    TaskId,
    /// An event of the trail.
    EventId,
    /// A stored file.
    AttachmentId,
    /// A consent.
    ConsentId,
    /// A tie between a person and whom they look after.
    TieId,
    /// A pupil's place in a class, with dates.
    PlaceId,
    /// Any other row.
    RowId,
}
