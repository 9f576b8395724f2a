//! verbs: the school's own guiding documents and principles, as text that it can show.
//!
//! A3-01 (the basis that a higher authority gave), A9-01 (no child is left behind), B1-01 (the basis of the support). The school writes them
//! itself: none is shipped as official, and no number of a document is proposed. A change is a new version; nothing is overwritten.

use std::str::FromStr;

use serde_json::json;

use super::sql::texts as sql;
use crate::access::{FOREVER, Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, Result, RowId, SchoolDate, Stamp, limits};
use crate::store::Tx;
use crate::trail;

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// 上级依据: what a higher authority asks for (A3-01, B1-01).
    Guidance,
    /// 原则: what the school holds to (A9-01).
    Principle,
    /// 校内规定: how the school does it.
    Rule,
}

impl TextKind {
    /// All kinds, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Principle, Self::Guidance, Self::Rule];
    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Guidance => "guidance",
            Self::Principle => "principle",
            Self::Rule => "rule",
        }
    }
    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Guidance => "roster-text-guidance",
            Self::Principle => "roster-text-principle",
            Self::Rule => "roster-text-rule",
        }
    }
}

impl FromStr for TextKind {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.code() == code).ok_or(())
    }
}

/// A version of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The version's id.
    pub id: RowId,
    /// What its versions have in common.
    pub series: RowId,
    /// From 1.
    pub version: i64,
    /// What it is.
    pub kind: TextKind,
    /// Its title.
    pub title: String,
    /// Who issued it; empty for the school itself.
    pub issuer: String,
    /// The number of the document, as the school copied it; empty when it has none.
    pub document_no: String,
    /// What it says.
    pub body: String,
    /// First day on which it counts.
    pub from_day: SchoolDate,
    /// Last day on which it counts.
    pub until_day: SchoolDate,
    /// Who wrote this version.
    pub actor: String,
    /// When.
    pub at: Stamp,
}

/// A text, or a new version of one, as somebody wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewText {
    /// What it is.
    pub kind: TextKind,
    /// Its title.
    pub title: String,
    /// Who issued it; empty for the school itself.
    pub issuer: String,
    /// The number of the document; empty when it has none.
    pub document_no: String,
    /// What it says.
    pub body: String,
    /// First day on which it counts.
    pub from_day: SchoolDate,
    /// Last day on which it counts.
    pub until_day: SchoolDate,
}

impl NewText {
    fn check(&self) -> Result<()> {
        let mut problems = Problems::default();
        if self.title.trim().is_empty() || self.title.chars().count() > limits::NAME_CHARS * 2 {
            problems.note("title", Msg::new("roster-text-title-wrong").with("most", limits::NAME_CHARS * 2));
        }
        for (field, text) in [("issuer", &self.issuer), ("document_no", &self.document_no)] {
            if text.chars().count() > limits::NAME_CHARS {
                problems.note(field, Msg::new("roster-too-long").with("most", limits::NAME_CHARS));
            }
        }
        if self.body.trim().is_empty() || self.body.chars().count() > limits::TEXT_CHARS {
            problems.note("body", Msg::new("roster-text-body-wrong").with("most", limits::TEXT_CHARS));
        }
        if self.until_day < self.from_day {
            problems.note("until_day", "roster-text-ends-early");
        }
        problems.end()
    }
}

/// The texts that count on a day, by kind and title.
///
/// # Errors
/// Faults of the database.
pub fn texts_in_force(tx: &mut Tx<'_>, day: SchoolDate) -> Result<Vec<Text>> {
    sql::counting(tx, day)
}

/// The newest version of every text, also of those that count no longer or not yet.
///
/// # Errors
/// Faults of the database.
pub fn texts(tx: &mut Tx<'_>) -> Result<Vec<Text>> {
    sql::newest(tx)
}

/// All versions of a text, the newest first.
///
/// # Errors
/// Not found when there is no such text.
pub fn versions(tx: &mut Tx<'_>, series: RowId) -> Result<Vec<Text>> {
    let all = sql::versions(tx, series)?;
    if all.is_empty() { Err(Error::NotFound) } else { Ok(all) }
}

/// Writes a text, or a new version of one; earlier versions stay readable.
///
/// # Errors
/// Problems at `title`, `issuer`, `document_no`, `body` and `until_day`; not found when there is no such text; a conflict when somebody
/// wrote the same version at the same time.
pub fn write_text(tx: &mut Tx<'_>, permit: &Permit<acts::ManageTexts>, series: Option<RowId>, new: &NewText) -> Result<RowId> {
    new.check()?;
    let version = match series {
        Some(series) => versions(tx, series)?.first().map_or(1, |newest| newest.version + 1),
        None => 1,
    };
    let id: RowId = tx.new_id();
    let series = series.unwrap_or(id);
    let new = NewText {
        title: new.title.trim().to_owned(),
        issuer: new.issuer.trim().to_owned(),
        document_no: new.document_no.trim().to_owned(),
        body: new.body.replace("\r\n", "\n").trim_end().to_owned(),
        ..new.clone()
    };
    sql::insert(tx, id, series, version, &new, &permit.who().tag())?;
    trail::note(tx, permit.who(), "roster.text", series, &json!({ "version": version, "from_day": new.from_day, "until_day": new.until_day }))?;
    Ok(series)
}

/// Lets a text end with a day: a last version that says so.
///
/// # Errors
/// Not found when there is no such text; a problem at `until_day` before its first day.
pub fn end_text(tx: &mut Tx<'_>, permit: &Permit<acts::ManageTexts>, series: RowId, last_day: SchoolDate) -> Result<()> {
    let newest = versions(tx, series)?.swap_remove(0);
    let ending = NewText {
        kind: newest.kind,
        title: newest.title,
        issuer: newest.issuer,
        document_no: newest.document_no,
        body: newest.body,
        from_day: newest.from_day,
        until_day: last_day,
    };
    write_text(tx, permit, Some(series), &ending)?;
    Ok(())
}

/// The last day of a text that has no end yet.
pub fn no_end() -> SchoolDate {
    FOREVER.parse().unwrap_or(SchoolDate::from_days(i64::MAX))
}
