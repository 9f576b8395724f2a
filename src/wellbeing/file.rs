//! verbs: the psychological file (心理档案): pages that are the counsellor's own (B1-11). There is a concern level in plain words, never a diagnosis.

use std::collections::BTreeMap;

use super::entry::{self, Body, Entry, Kind, New, ticked};
use super::rules::{FEELINGS, FROM, LEVEL_MOST, LISTS, OFTEN, OUTER, PAGES, SIDES, STAGES};
use super::{reading, room};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, PupilId, Result, RowId, SchoolDate};
use crate::store::Tx;
use crate::trail;

/// A page as it is typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// One of [`PAGES`].
    pub what: String,
    /// The concern level, on a page that sets it.
    pub level: i64,
    /// Codes that were ticked.
    pub ticks: Vec<String>,
    /// In words.
    pub text: String,
    /// Further words by the name of the field.
    pub parts: BTreeMap<String, String>,
}

/// Further fields of a page, and whether each must be filled.
pub const fn fields(what: &str) -> &'static [(&'static str, bool)] {
    match what.as_bytes() {
        b"level" => &[("review", true)],
        b"feeling" => &[("voice", false), ("do", true), ("review", true)],
        b"pattern" => &[("stage", true), ("from", false), ("learning", false), ("discipline", false), ("character", false), ("trust", false), ("review", true)],
        b"safety" => &[("signs", true), ("self", true), ("people", true), ("adults", true), ("place", false), ("review", true)],
        b"scale" => &[("name", true), ("when", true), ("by", true), ("total", false), ("scales", false), ("norm", false)],
        b"check" => &[("list", true), ("who", false)],
        _ => &[],
    }
}

/// What can be ticked on a page.
fn ticks_of(what: &str) -> Vec<&'static str> {
    match what {
        "feeling" => FEELINGS.to_vec(),
        "pattern" => FEELINGS.iter().chain(&OUTER).copied().collect(),
        _ => Vec::new(),
    }
}

fn name_of(field: &str) -> &'static str {
    const NAMES: [&str; 20] = [
        "review",
        "voice",
        "do",
        "stage",
        "from",
        "learning",
        "discipline",
        "character",
        "trust",
        "signs",
        "self",
        "people",
        "adults",
        "place",
        "name",
        "when",
        "by",
        "total",
        "scales",
        "norm",
    ];
    NAMES.into_iter().find(|name| *name == field).unwrap_or("text")
}

/// The page as it is kept, or what is wrong with it.
fn checked(typed: &Typed, today: SchoolDate) -> Result<Body> {
    let mut problems = Problems::default();
    if !PAGES.contains(&typed.what.as_str()) {
        return Err(Error::at("what", "wellbeing-choose"));
    }
    let what = typed.what.as_str();
    if what == "level" && !(1..=LEVEL_MOST).contains(&typed.level) {
        problems.note("level", "wellbeing-choose");
    }
    let ticks = ticked(&typed.ticks, &ticks_of(what));
    if ticks.is_empty() && matches!(what, "feeling" | "pattern") {
        problems.note("tick", "wellbeing-tick-none");
    }
    let text = entry::text(&mut problems, "text", &typed.text, matches!(what, "level" | "note"));
    let mut parts = BTreeMap::new();
    for (field, must) in fields(what) {
        let said = entry::text(&mut problems, name_of(field), typed.parts.get(*field).map_or("", String::as_str), *must);
        parts.insert((*field).to_owned(), said);
    }
    let said = |name: &str| parts.get(name).map_or("", String::as_str).to_owned();
    match what {
        "pattern" => {
            if !STAGES.contains(&said("stage").as_str()) {
                problems.note("stage", "wellbeing-choose");
            }
            if !said("from").is_empty() && !FROM.contains(&said("from").as_str()) {
                problems.note("from", "wellbeing-choose");
            }
            // B10-10, B10-11: once the fulcra are set, there is one lower demand and something entrusted.
            if said("stage") == "fulcra" && (said("trust").is_empty() || SIDES.iter().all(|side| said(side).is_empty())) {
                problems.note("trust", "wellbeing-fulcra-missing");
            }
        }
        "scale" if said("total").is_empty() && said("scales").is_empty() => problems.note("total", "wellbeing-scale-empty"),
        "check" => {
            answers(&mut problems, &mut parts, typed);
        }
        _ => {}
    }
    for field in ["review", "when"] {
        match parts.get(field).filter(|said| !said.is_empty()).map(|said| said.parse::<SchoolDate>()) {
            Some(Err(_)) => problems.note(name_of(field), "wellbeing-day"),
            Some(Ok(day)) if field == "review" && day < today => problems.note("review", "wellbeing-day-past"),
            Some(Ok(day)) if field == "when" && day > today => problems.note("when", "wellbeing-day-ahead"),
            _ => {}
        }
    }
    problems.end()?;
    let level = if what == "level" { typed.level } else { 0 };
    Ok(Body { what: what.to_owned(), level, ticks, text, parts })
}

/// The answers of a checklist: each item, no sum.
fn answers(problems: &mut Problems, parts: &mut BTreeMap<String, String>, typed: &Typed) {
    if !LISTS.contains(&parts.get("list").map_or("", String::as_str)) {
        problems.note("list", "wellbeing-choose");
    }
    let mut answered = 0;
    for item in 1..=super::rules::ITEMS {
        let name = format!("item{item}");
        match typed.parts.get(&name).map(String::as_str) {
            Some(said) if OFTEN.contains(&said) => {
                answered += 1;
                parts.insert(name, said.to_owned());
            }
            _ => {}
        }
    }
    if answered == 0 {
        problems.note("list", "wellbeing-check-empty");
    }
}

/// Writes a page of the permit's child. Sent again it changes nothing.
///
/// # Errors
/// Problems at the fields of the page; a conflict while the room is shut.
pub fn write(tx: &mut Tx<'_>, permit: &Permit<acts::CounselPupil>, id: RowId, typed: &Typed) -> Result<()> {
    room::must_be_open(tx)?;
    let (pupil, today) = (permit.pupil()?, tx.today());
    let body = checked(typed, today)?;
    if entry::keep(tx, permit.who(), &New { id, pupil, kind: Kind::Page, about: None, body })? {
        trail::note(tx, permit.who(), "wellbeing.page", id, &serde_json::json!({}))?;
    }
    Ok(())
}

/// A list that a teacher of the permit's child filled in: it goes to the counsellor's file and the teacher reads it no more.
///
/// # Errors
/// Problems at the fields; a conflict while the room is shut.
pub fn check(tx: &mut Tx<'_>, permit: &Permit<acts::NoticeMood>, id: RowId, typed: &Typed) -> Result<()> {
    room::must_be_open(tx)?;
    let (pupil, today) = (permit.pupil()?, tx.today());
    let mut typed = typed.clone();
    typed.what = "check".into();
    typed.parts.insert("list".into(), "teacher".into());
    let body = checked(&typed, today)?;
    if entry::keep(tx, permit.who(), &New { id, pupil, kind: Kind::Page, about: None, body })? {
        trail::note(tx, permit.who(), "wellbeing.page", id, &serde_json::json!({}))?;
    }
    Ok(())
}

/// A psychological file, as far as somebody reads it.
#[derive(Debug)]
pub struct File {
    /// The child.
    pub pupil: PupilId,
    /// Pages, the newest first.
    pub pages: Vec<Entry>,
    /// What teachers saw.
    pub notices: Vec<Entry>,
    /// Referrals out.
    pub referrals: Vec<Entry>,
    /// Whether it is the reader's own.
    pub own: bool,
}

impl File {
    /// The concern level that holds, with its day of review; 0 while none was set.
    pub fn level(&self) -> (i64, String) {
        let page = self.pages.iter().filter_map(|page| page.body.as_ref()).find(|body| body.what == "level");
        page.map_or((0, String::new()), |body| (body.level, body.part("review").to_owned()))
    }
    /// The newest page of a kind.
    pub fn newest(&self, what: &str) -> Option<&Entry> {
        self.pages.iter().find(|page| page.said().what == what)
    }
}

/// The file of the permit's child: for the counsellor; for others while they have leave to read or the glass is broken.
///
/// # Errors
/// Not found for anybody else, whether there is a file or not.
pub fn of(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<File> {
    let pupil = permit.pupil()?;
    let own = reading::is_own(permit);
    if !own && reading::holds(tx, permit)?.is_none() {
        return Err(Error::NotFound);
    }
    Ok(File {
        pupil,
        pages: entry::of_pupil(tx, pupil, Kind::Page)?,
        notices: entry::of_pupil(tx, pupil, Kind::Notice)?,
        referrals: entry::of_pupil(tx, pupil, Kind::Referral)?,
        own,
    })
}

/// The children with a file that the counsellor follows: child, level, review, the last day. Those whose level is highest and whose review is nearest first.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn followed(tx: &mut Tx<'_>, permit: &Permit<acts::CounselPupil>) -> Result<Vec<(PupilId, i64, String, SchoolDate)>> {
    let today = tx.today();
    let pages = entry::since(tx, Kind::Page, today.plus_days(-400), today)?;
    let pages = super::notice::known(tx, permit.who(), pages)?;
    let mut all: BTreeMap<PupilId, (i64, String, SchoolDate)> = BTreeMap::new();
    for page in pages {
        let body = page.said();
        let known = all.entry(page.pupil).or_insert((0, String::new(), page.day));
        if body.what == "level" && known.0 == 0 {
            *known = (body.level, body.part("review").to_owned(), known.2);
        }
    }
    let mut all: Vec<_> = all.into_iter().map(|(pupil, (level, review, last))| (pupil, level, review, last)).collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then(a.2.cmp(&b.2)).then(b.3.cmp(&a.3)));
    Ok(all)
}

/// How the audit chain names the file of the permit's child: by its own id, so that who may look at the child's page does not learn from the chain that there is one. Empty without one.
///
/// # Errors
/// Faults of the database.
pub fn mark(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<String> {
    let pupil = permit.pupil()?;
    Ok(super::sql::entry::files(tx, pupil)?.first().map(ToString::to_string).unwrap_or_default())
}

/// The name of the place outside to which a referral goes; empty when there is none any more.
///
/// # Errors
/// Not found for who does not read the file of the permit's child.
pub fn outside_name(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, place: Option<RowId>) -> Result<String> {
    if !reading::is_own(permit) && reading::holds(tx, permit)?.is_none() {
        return Err(Error::NotFound);
    }
    Ok(super::sql::campaign::institutions(tx)?.into_iter().find(|one| Some(one.id) == place).map(|one| one.name).unwrap_or_default())
}
