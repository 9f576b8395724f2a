//! verbs: the survey of all children of a class by kinds (八类学生). A8-03 (eight kinds), A8-04 (told apart, filed, followed), A5-01 (difficulties, borderline, talents), A5-02 (class by
//! class, every child).
//!
//! It begins with what is on record: the facts of the family, the filed lists and the last survey. The teacher ticks or unticks; a difference between record and tick is shown and
//! nothing is overwritten. What the levels of a person do not open is neither shown nor changed by a save. A survey confirms nobody: lists are the rounds'.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::confirmed;
use super::review::shows;
use super::sql::kinds as sql;
pub use super::sql::kinds::Tick;
pub use super::sql::observation::Seated;
use super::sql::observation::seated;
use crate::access::{Act, Level, Levels, Permit, acts};
use crate::base::error::Problems;
use crate::base::{Category, ClassId, Error, Msg, Nature, PupilId, Result, SchoolDate, YearId, limits};
use crate::programme::kind_words::kinder;
use crate::roster::family;
use crate::roster::family_rules::Kind;
use crate::roster::time;
use crate::store::Tx;
use crate::trail;

/// The eight kinds of A8-03, with 单亲或无亲 as one, and the borderline and talented of A5-01; in the order of the plan.
pub const KINDS: [Category; 10] = [
    Category::HighAchiever,
    Category::LearningDifficulty,
    Category::Borderline,
    Category::SpecialTalent,
    Category::LowIncome,
    Category::WellOff,
    Category::SingleParent,
    Category::LeftBehind,
    Category::MigrantChild,
    Category::Disability,
];

/// Kinds that ask for words: which talent; and why, since income is no reason to call a family well off.
pub const fn asks_words(category: Category) -> bool {
    matches!(category, Category::SpecialTalent | Category::WellOff)
}

/// The kinds that somebody with such levels sees and fills in: of learning at the academic level, of a family's means, good or bad, at the economic one.
pub fn shown(levels: Levels) -> Vec<Category> {
    let open = |category: &Category| match category.nature() {
        Nature::Learning => levels.has(Level::Academic),
        _ if *category == Category::WellOff => levels.has(Level::Economic),
        _ => shows(*category, levels),
    };
    KINDS.into_iter().filter(open).collect()
}

/// The kinds of the survey that a kind of the family facts makes.
const fn of_facts(kind: Kind) -> Option<Category> {
    match kind {
        Kind::LeftBehindRegistry | Kind::LeftBehindCivil => Some(Category::LeftBehind),
        Kind::SingleParent | Kind::Orphan | Kind::Unsupported => Some(Category::SingleParent),
        Kind::MigrantChild => Some(Category::MigrantChild),
        Kind::Disability => Some(Category::Disability),
        Kind::LowIncome => Some(Category::LowIncome),
        Kind::Grandparents | Kind::Boarder | Kind::Illness => None,
    }
}

/// A child on the sheet.
#[derive(Clone, Debug)]
pub struct Child {
    /// Who.
    pub id: PupilId,
    /// Name.
    pub name: String,
    /// Seat number.
    pub seat: Option<i64>,
    /// What the survey says, or before the first what the record says.
    pub ticks: BTreeMap<Category, String>,
    /// Kinds that the record tells: facts of the family, filed lists.
    pub on_record: BTreeSet<Category>,
}

/// The sheet of a class.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its columns for who asks.
    pub kinds: Vec<Category>,
    /// When the class was last surveyed in this school year.
    pub last: Option<SchoolDate>,
    /// Its children of today.
    pub children: Vec<Child>,
}

/// What the record tells of the children of the permit's class, as far as the levels open it.
fn on_record<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>) -> Result<HashMap<PupilId, BTreeSet<Category>>> {
    let (today, levels, class) = (tx.today(), permit.levels(), permit.class()?);
    let mut known: HashMap<PupilId, BTreeSet<Category>> = HashMap::new();
    if levels.has(Level::Family) {
        let lines = family::lines(tx)?;
        for one in family::families(tx, permit, today)? {
            let kinds = family::kinds(&one.facts, today, &lines, levels);
            known.entry(one.pupil).or_default().extend(kinds.iter().filter(|(_, judged)| judged.is_yes()).filter_map(|(kind, _)| of_facts(*kind)));
        }
    }
    for one in confirmed::of_reader(tx, permit.who(), Some(class), today)? {
        let listed = match one.confirmation.category.parse() {
            Ok(Category::TargetPupil) if one.confirmation.kind != "conduct" => Some(Category::LearningDifficulty),
            Ok(category) if KINDS.contains(&category) => Some(category),
            _ => None,
        };
        let counts = one.confirmation.counts_on(today);
        known.entry(one.confirmation.pupil).or_default().extend(listed.filter(|category| counts && shows(*category, levels)));
    }
    Ok(known)
}

fn newest(tx: &mut Tx<'_>, class: ClassId, year: YearId) -> Result<Option<sql::Survey>> {
    Ok(sql::newest(tx, year)?.into_iter().find(|survey| survey.class == class))
}

/// The sheet of the permit's class, as far as its levels open it.
///
/// # Errors
/// Faults of the database.
pub fn sheet(tx: &mut Tx<'_>, permit: &Permit<acts::SurveyKinds>) -> Result<Sheet> {
    let (class, today) = (permit.class()?, tx.today());
    let year = time::class(tx, class)?.year;
    let kinds = shown(permit.levels());
    let survey = newest(tx, class, year)?;
    let mut ticks: HashMap<PupilId, BTreeMap<Category, String>> = HashMap::new();
    if let Some(survey) = &survey {
        for tick in sql::ticks(tx, survey.id)?.into_iter().filter(|tick| kinds.contains(&tick.category)) {
            ticks.entry(tick.pupil).or_default().insert(tick.category, tick.words);
        }
    }
    let mut record = on_record(tx, permit)?;
    let arrived = survey.as_ref().map_or_else(|| Ok(Vec::new()), |survey| sql::arrived(tx, class, today, survey.day))?;
    let child = |(id, name, seat): Seated| {
        let on_record = record.remove(&id).unwrap_or_default();
        // Who came after the survey begins with what is on record, as everybody does before the first.
        let ticks = match ticks.remove(&id) {
            Some(ticks) => ticks,
            None if survey.is_none() || arrived.contains(&id) => on_record.iter().map(|category| (*category, String::new())).collect(),
            None => BTreeMap::new(),
        };
        Child { id, name, seat, ticks, on_record }
    };
    let children = seated(tx, class, today)?.into_iter().map(child).collect();
    Ok(Sheet { kinds, last: survey.map(|survey| survey.day), children })
}

/// Stores the survey of the permit's class. Kinds that the levels do not open stay as they were. Gives how many children stand in a kind.
///
/// # Errors
/// Problems: at `k-<pupil>` a child of another class, at `w-<pupil>-<kind>` words that are missing, too long or unkind; without a field when the class is of another year.
pub fn save(tx: &mut Tx<'_>, permit: &Permit<acts::SurveyKinds>, said: &[(PupilId, Category, String)]) -> Result<usize> {
    let (class, today) = (permit.class()?, tx.today());
    let year = time::class(tx, class)?.year;
    if time::current_term(tx)?.is_none_or(|term| term.year != year) {
        return Err(Error::at("", "screening-observe-not-now"));
    }
    let kinds = shown(permit.levels());
    let here: BTreeSet<PupilId> = seated(tx, class, today)?.into_iter().map(|(id, ..)| id).collect();
    checked(&here, said)?;
    let survey = newest(tx, class, year)?;
    let before = match &survey {
        Some(survey) => sql::ticks(tx, survey.id)?,
        None => Vec::new(),
    };
    let since: HashMap<(PupilId, Category), SchoolDate> = before.iter().map(|tick| ((tick.pupil, tick.category), tick.since)).collect();
    let mut ticks: Vec<Tick> = before.into_iter().filter(|tick| !kinds.contains(&tick.category) && here.contains(&tick.pupil)).collect();
    let said: BTreeMap<(PupilId, Category), &str> =
        said.iter().filter(|(_, category, _)| kinds.contains(category)).map(|(pupil, category, words)| ((*pupil, *category), words.trim())).collect();
    ticks.extend(said.into_iter().map(|((pupil, category), words)| Tick {
        pupil,
        category,
        words: words.to_owned(),
        since: since.get(&(pupil, category)).copied().unwrap_or(today),
    }));
    sql::insert(tx, (class, year, survey.map_or(1, |survey| survey.number + 1)), &ticks, &permit.who().tag())?;
    let children = ticks.iter().map(|tick| tick.pupil).collect::<BTreeSet<_>>().len();
    trail::note(tx, permit.who(), "screening.kinds", class, &serde_json::json!({ "day": today, "children": children }))?;
    Ok(children)
}

fn checked(here: &BTreeSet<PupilId>, said: &[(PupilId, Category, String)]) -> Result<()> {
    let mut problems = Problems::default();
    for (pupil, category, words) in said {
        let (field, words) = (format!("w-{pupil}-{}", category.code()), words.trim());
        if !here.contains(pupil) {
            problems.note(format!("k-{pupil}"), "screening-observe-stranger");
        }
        if asks_words(*category) && words.chars().count() < 2 {
            problems.note(field, if *category == Category::WellOff { "screening-kinds-why" } else { "screening-kinds-which" });
        } else if words.chars().count() > limits::NAME_CHARS {
            problems.note(field, Msg::new("programme-too-long").with("most", limits::NAME_CHARS));
        } else if let Some(key) = kinder(words) {
            problems.note(field, key);
        }
    }
    problems.end()
}

/// How far the survey of a class is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// When it was done; `None` while it is to be done.
    pub day: Option<SchoolDate>,
    /// Children who came since.
    pub arrived: usize,
}

/// How far the survey of each class of a year is.
///
/// # Errors
/// Faults of the database.
pub fn progress(tx: &mut Tx<'_>, year: YearId) -> Result<HashMap<ClassId, Progress>> {
    let today = tx.today();
    let mut all = HashMap::new();
    for survey in sql::newest(tx, year)? {
        let arrived = sql::arrived(tx, survey.class, today, survey.day)?.len();
        all.insert(survey.class, Progress { day: Some(survey.day), arrived });
    }
    Ok(all)
}

/// The surveyed children of the permit's class who sit in it on a day, with seat and ticks, as far as its levels open them; `None` while the class is not surveyed.
///
/// # Errors
/// Faults of the database.
pub fn of_class(tx: &mut Tx<'_>, permit: &Permit<acts::PrintRegister>, day: SchoolDate) -> Result<Option<Vec<(Seated, Vec<Tick>)>>> {
    let class = permit.class()?;
    let year = time::class(tx, class)?.year;
    let Some(survey) = newest(tx, class, year)? else { return Ok(None) };
    let kinds = shown(permit.levels());
    let mut by_pupil: HashMap<PupilId, Vec<Tick>> = HashMap::new();
    for tick in sql::ticks(tx, survey.id)?.into_iter().filter(|tick| kinds.contains(&tick.category)) {
        by_pupil.entry(tick.pupil).or_default().push(tick);
    }
    Ok(Some(seated(tx, class, day)?.into_iter().map(|one| (by_pupil.remove(&one.0).unwrap_or_default(), one)).map(|(ticks, one)| (one, ticks)).collect()))
}
