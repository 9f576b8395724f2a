//! What can be known about a family, as dated facts, and what they say on a day. A6-02, B4-01, B4-04; CONVENTIONS 2.2 and 2.4.
//!
//! A fact holds from a day on, until a later one on the same topic. Nothing here is a label: whether a child counts as left behind, or lives with one parent,
//! is told from the facts and the day by [`super::family_rules`].

pub use super::family_codes::{
    Bond, Calls, Care, Carer, Contact, Disability, Guardianship, Illness, Life, Livelihood, Origin, Parent, Placement, Registration, Relief, Schooling, Visits, Whereabouts,
};
pub use super::family_day::{facts_on, standing};
use super::family_hardship::Group;
pub(super) use super::family_words::item_stem;
pub use super::family_words::{fen, is_usual, item_word, label, province_and_city, text, value_word, yuan};
use crate::base::{RowId, SchoolDate, Stamp};

/// The value of a topic of which nothing is known any more.
pub const UNKNOWN: &str = "unknown";

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// Whether a parent is alive.
    Life(Parent),
    /// Where a parent is.
    Work(Parent),
    /// Whether a parent is able to care.
    Care(Parent),
    /// Contact of a parent with the child.
    Contact(Parent),
    /// How often a parent calls.
    Calls(Parent),
    /// How often a parent comes home.
    Visits(Parent),
    /// How the parents live.
    Bond,
    /// Who looks after the child.
    Carer,
    /// How well the child is looked after, as the school sees it.
    Guardianship,
    /// Schooling of the carer.
    Schooling,
    /// Kind of the household's registration.
    Registration,
    /// Where it is registered.
    Origin,
    /// The place where it is registered in words (户籍地), as its place.
    Domicile,
    /// Disability: kind, degree 1 to 4, certificate.
    Disability,
    /// Long illness.
    Illness,
    /// Where a child with special needs learns (随班就读).
    Placement,
    /// Another special need (其他特殊需求): what it is stands in the sealed note.
    SpecialNeed,
    /// What the family lives on; one fact for each source, named by the item.
    Livelihood,
    /// Income of one person and year, in fen.
    Income,
    /// A recognised group of hardship, named by the item.
    Hardship,
    /// Help that the family gets; one fact for each kind, named by the item.
    Relief,
}

use Parent::{Father, Mother};

impl Topic {
    /// All topics, in the order in which pages show them.
    pub const ALL: [Self; 27] = [
        Self::Life(Father),
        Self::Work(Father),
        Self::Care(Father),
        Self::Contact(Father),
        Self::Calls(Father),
        Self::Visits(Father),
        Self::Life(Mother),
        Self::Work(Mother),
        Self::Care(Mother),
        Self::Contact(Mother),
        Self::Calls(Mother),
        Self::Visits(Mother),
        Self::Bond,
        Self::Carer,
        Self::Guardianship,
        Self::Schooling,
        Self::Registration,
        Self::Origin,
        Self::Domicile,
        Self::Disability,
        Self::Illness,
        Self::Placement,
        Self::SpecialNeed,
        Self::Livelihood,
        Self::Income,
        Self::Hardship,
        Self::Relief,
    ];

    /// The identifier, as stored and as the name of form fields.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Life(Father) => "father_life",
            Self::Work(Father) => "father_work",
            Self::Care(Father) => "father_care",
            Self::Contact(Father) => "father_contact",
            Self::Calls(Father) => "father_calls",
            Self::Visits(Father) => "father_visits",
            Self::Life(Mother) => "mother_life",
            Self::Work(Mother) => "mother_work",
            Self::Care(Mother) => "mother_care",
            Self::Contact(Mother) => "mother_contact",
            Self::Calls(Mother) => "mother_calls",
            Self::Visits(Mother) => "mother_visits",
            Self::Bond => "bond",
            Self::Carer => "carer",
            Self::Guardianship => "guardianship",
            Self::Schooling => "schooling",
            Self::Registration => "registration",
            Self::Origin => "origin",
            Self::Domicile => "domicile",
            Self::Disability => "disability",
            Self::Illness => "illness",
            Self::Placement => "placement",
            Self::SpecialNeed => "special_need",
            Self::Livelihood => "livelihood",
            Self::Income => "income",
            Self::Hardship => "hardship",
            Self::Relief => "relief",
        }
    }

    /// The topic of an identifier.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.code() == code)
    }

    /// The name under which its values have words: the same for both parents.
    pub const fn stem(self) -> &'static str {
        match self {
            Self::Life(_) => "life",
            Self::Work(_) => "work",
            Self::Care(_) => "care",
            Self::Contact(_) => "contact",
            Self::Calls(_) => "calls",
            Self::Visits(_) => "visits",
            Self::SpecialNeed => "need",
            other => other.code(),
        }
    }

    /// The values that it may have, beside [`UNKNOWN`].
    pub const fn values(self) -> &'static [&'static str] {
        match self {
            Self::Life(_) => Life::CODES,
            Self::Work(_) => Whereabouts::CODES,
            Self::Care(_) => Care::CODES,
            Self::Contact(_) => Contact::CODES,
            Self::Calls(_) => Calls::CODES,
            Self::Visits(_) => Visits::CODES,
            Self::Bond => Bond::CODES,
            Self::Carer => Carer::CODES,
            Self::Guardianship => Guardianship::CODES,
            Self::Schooling => Schooling::CODES,
            Self::Registration => Registration::CODES,
            Self::Origin => Origin::CODES,
            Self::Disability => &["none", "sight", "hearing", "speech", "limb", "intellect", "mental", "several"],
            Self::Illness => Illness::CODES,
            Self::Placement => Placement::CODES,
            Self::SpecialNeed => &["none", "special"],
            Self::Livelihood | Self::Hardship | Self::Relief => &["yes", "no"],
            Self::Income | Self::Domicile => &["known"],
        }
    }

    /// Whether there are several facts of it at once, each named by its item.
    pub const fn has_items(self) -> bool {
        matches!(self, Self::Livelihood | Self::Hardship | Self::Relief)
    }

    /// Whether it speaks of money and hardship: the economic level opens it, else the family level.
    pub const fn is_economic(self) -> bool {
        matches!(self, Self::Livelihood | Self::Income | Self::Hardship | Self::Relief)
    }
}

/// A fact as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its id.
    pub id: RowId,
    /// Its place in the order in which the child's facts were written, from 1.
    pub number: i64,
    /// What it is about.
    pub topic: Topic,
    /// Which group or source; empty for topics of which there is one.
    pub item: String,
    /// What is known; empty for a row that takes an earlier one back.
    pub value: String,
    /// Since when, as far as the family has said.
    pub since: Option<SchoolDate>,
    /// Until when it is recognised.
    pub until: Option<SchoolDate>,
    /// Province and city of work or of registration, no more.
    pub place: String,
    /// Degree of a disability, 1 the heaviest.
    pub degree: Option<i64>,
    /// Whether there is a certificate.
    pub certified: Option<bool>,
    /// An amount in fen.
    pub amount_fen: Option<i64>,
    /// Whether there is a sealed note.
    pub has_note: bool,
    /// The day from which it holds.
    pub from: SchoolDate,
    /// `form`, `check` or `import`.
    pub source: String,
    /// Who wrote it.
    pub actor: String,
    /// When.
    pub at: Stamp,
    /// The fact that it corrects.
    pub corrects: Option<RowId>,
    /// Whether it was corrected by another.
    pub corrected: bool,
}

/// What is known of a parent on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParentFacts {
    /// Whether alive.
    pub life: Option<Life>,
    /// Where.
    pub work: Option<Work>,
    /// Whether able to care.
    pub care: Option<Care>,
    /// Contact with the child.
    pub contact: Option<Contact>,
}

/// Where a parent is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// Whether away.
    pub away: bool,
    /// Since when.
    pub since: Option<SchoolDate>,
    /// Province and city.
    pub place: String,
}

/// Disability of a child; without a kind there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DisabilityFacts {
    /// Its kind.
    pub kind: Option<Disability>,
    /// Its degree, 1 the heaviest.
    pub degree: Option<i64>,
    /// Whether there is a certificate.
    pub certified: Option<bool>,
}

/// A recognised hardship that holds on the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hardship {
    /// Which.
    pub group: &'static Group,
    /// Since when.
    pub since: Option<SchoolDate>,
    /// Until when.
    pub until: Option<SchoolDate>,
}

/// What is known of a child's family on a day: what the rules read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Day of birth, from the register.
    pub birth: Option<SchoolDate>,
    /// Whether the child boards, from the register.
    pub boarding: Option<bool>,
    /// The father.
    pub father: ParentFacts,
    /// The mother.
    pub mother: ParentFacts,
    /// How the parents live.
    pub bond: Option<Bond>,
    /// Who looks after the child.
    pub carer: Option<Carer>,
    /// How well.
    pub guardianship: Option<Guardianship>,
    /// Schooling of the carer.
    pub schooling: Option<Schooling>,
    /// Kind of registration.
    pub registration: Option<Registration>,
    /// Where registered.
    pub origin: Option<Origin>,
    /// Disability.
    pub disability: Option<DisabilityFacts>,
    /// Long illness.
    pub illness: Option<Illness>,
    /// Where a child with special needs learns.
    pub placement: Option<Placement>,
    /// Whether there is another special need.
    pub special_need: Option<bool>,
    /// What the family lives on. Empty without the economic level.
    pub livelihood: Vec<Livelihood>,
    /// Income of one person and year. `None` without the economic level.
    pub income_fen: Option<i64>,
    /// Recognised hardship that holds. Empty without the economic level.
    pub hardships: Vec<Hardship>,
    /// Groups of which it is known that the family is not in them.
    pub not_in: Vec<&'static str>,
}

impl Facts {
    /// What is known of a parent.
    pub const fn parent(&self, parent: Parent) -> &ParentFacts {
        match parent {
            Father => &self.father,
            Mother => &self.mother,
        }
    }

    pub(super) fn parent_mut(&mut self, parent: Parent) -> &mut ParentFacts {
        match parent {
            Father => &mut self.father,
            Mother => &mut self.mother,
        }
    }
}

#[cfg(test)]
#[path = "family_facts_tests.rs"]
mod tests;
