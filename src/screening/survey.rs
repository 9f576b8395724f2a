//! verbs: the survey of all pupils of a class by kinds, saved with what changed. A8-03, A8-04, A5-01, A5-02.
//!
//! What the register and the newest screening say is proposed, never saved by itself. Each person speaks of the kinds that their levels open and leaves the others as
//! they are: what one may not read is not "no". A saved kind holds for the school year.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::candidates::{self, Filter};
use super::sql::survey::{self as sql, NewSheet, NewTick, TickRow};
use super::survey_kinds::{Need, SurveyKind, TALENTS, Told, is_news, needs_reason};
use crate::access::{Act, Level, Levels, Permit, acts};
use crate::base::error::Problems;
use crate::base::{Category, ClassId, Error, Lang, Msg, PupilId, Result, SchoolDate, YearId, limits, words};
use crate::programme::kind_words::kinder;
use crate::programme::naming::{self, Names};
use crate::roster::family;
use crate::roster::family_facts::Facts;
use crate::roster::family_rules::{Answer, Kind, judge};
use crate::roster::time;
use crate::store::Tx;
use crate::trail;

/// Kind of the task of a homeroom teacher whose class is not surveyed.
pub const TASK: &str = "screening-survey";

/// What was saved of a child and a kind in the school year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Whether it is of the kind.
    pub ticked: bool,
    /// `register`, `screening` or `teacher`.
    pub source: String,
    /// Which talent; empty for other kinds.
    pub talent: String,
    /// The written reason.
    pub reason: String,
    /// Since when it stands so.
    pub since: SchoolDate,
}

/// A kind of a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Which.
    pub kind: SurveyKind,
    /// What the register or the screening says.
    pub told: Told,
    /// In words, where it says yes.
    pub why: Vec<Msg>,
    /// What was saved.
    pub stored: Option<Stored>,
}

/// A child of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Child {
    /// Who.
    pub id: PupilId,
    /// Name.
    pub name: String,
    /// Seat number.
    pub seat: Option<i64>,
    /// The kinds that the reader may read.
    pub marks: Vec<Mark>,
}

/// The sheet of a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// How often it was saved in the school year.
    pub number: i64,
    /// When it was saved last, and by whom.
    pub last: Option<(SchoolDate, String)>,
    /// The kinds that the reader may read, in order.
    pub kinds: Vec<SurveyKind>,
    /// The kinds of which somebody has spoken, among them.
    pub spoken: BTreeSet<SurveyKind>,
    /// The children of today, by seat.
    pub children: Vec<Child>,
}

impl Child {
    fn of_kind(&self, kind: SurveyKind) -> Option<(&Self, &Stored)> {
        let mark = self.marks.iter().find(|mark| mark.kind == kind)?;
        mark.stored.as_ref().filter(|stored| stored.ticked).map(|stored| (self, stored))
    }
}

impl Sheet {
    /// The children whom somebody saved as of a kind, with what was saved.
    pub fn of_kind(&self, kind: SurveyKind) -> impl Iterator<Item = (&Child, &Stored)> {
        self.children.iter().filter_map(move |child| child.of_kind(kind))
    }
}

/// What somebody typed of a child.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The kinds whose box is ticked.
    pub ticked: BTreeSet<SurveyKind>,
    /// Which talent.
    pub talent: String,
    /// The reasons, by the level that opens them.
    pub reasons: BTreeMap<&'static str, String>,
}

/// The name of a level in the fields of the form.
pub const fn need_code(need: Need) -> &'static str {
    match need {
        Need::Academic => "academic",
        Need::Family => "family",
        Need::Economic => "economic",
    }
}

/// The word to show for a kind: the school's own, or the product's.
pub fn word(names: &Names, kind: SurveyKind, lang: Lang) -> String {
    match kind.category().map(|category| names.own(category)) {
        None | Some("") => words::word(lang, kind.key()),
        Some(own) => own.to_owned(),
    }
}

/// What the surveys said of the permit's child, for the copy that the family gets: day, the kind with its talent, and whether it is so, with the written reason; the newest
/// first. PIPL article 45.
///
/// # Errors
/// Faults of the database.
pub fn for_family(tx: &mut Tx<'_>, permit: &Permit<acts::CopyPupil>, lang: Lang) -> Result<Vec<(SchoolDate, String, String)>> {
    let (pupil, kinds, names) = (permit.pupil()?, open_kinds(permit.levels()), naming::names(tx)?);
    let mut lines = Vec::new();
    for row in sql::ticks_of(tx, pupil)? {
        let Some(kind) = SurveyKind::of_code(&row.kind).filter(|kind| kinds.contains(kind)) else { continue };
        let what = match row.talent.as_str() {
            "" => word(&names, kind, lang),
            talent => format!("{} · {}", word(&names, kind, lang), words::word(lang, &format!("screening-survey-talent-{talent}"))),
        };
        let said = words::word(lang, if row.ticked { "screening-survey-copy-yes" } else { "screening-survey-copy-no" });
        let reason = sql::reason(tx, pupil, row.reason.as_deref())?;
        lines.push((row.day, what, if reason.is_empty() { said } else { format!("{said} · {reason}") }));
    }
    Ok(lines)
}

/// The kinds that levels open, in order.
pub fn open_kinds(levels: Levels) -> Vec<SurveyKind> {
    let level = |need| match need {
        Need::Academic => Level::Academic,
        Need::Family => Level::Family,
        Need::Economic => Level::Economic,
    };
    SurveyKind::ALL.into_iter().filter(|kind| levels.has(level(kind.need()))).collect()
}

/// The kinds of the family rules that make a kind of the survey; both official definitions of left-behind children count.
const fn ruled(kind: SurveyKind) -> &'static [Kind] {
    match kind {
        SurveyKind::LowIncome => &[Kind::LowIncome],
        SurveyKind::NoParent => &[Kind::SingleParent, Kind::Orphan, Kind::Unsupported],
        SurveyKind::LeftBehind => &[Kind::LeftBehindRegistry, Kind::LeftBehindCivil],
        SurveyKind::Migrant => &[Kind::MigrantChild],
        SurveyKind::Disability => &[Kind::Disability],
        SurveyKind::HighAchiever | SurveyKind::LearningDifficulty | SurveyKind::WellOff | SurveyKind::Borderline | SurveyKind::Talent => &[],
    }
}

/// What the permit's person may read of the register and of the newest screening of the class.
struct Known {
    facts: HashMap<PupilId, Facts>,
    lines: family::Lines,
    found: HashMap<PupilId, BTreeSet<&'static str>>,
    day: SchoolDate,
}

impl Known {
    fn of<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, class: ClassId, day: SchoolDate) -> Result<Self> {
        let levels = permit.levels();
        let families = if levels.has(Level::Family) { family::families(tx, permit, day)? } else { Vec::new() };
        let lines = family::lines(tx)?;
        let found = if levels.has(Level::Academic) { found(tx, permit, class)? } else { HashMap::new() };
        Ok(Self { facts: families.into_iter().map(|family| (family.pupil, family.facts)).collect(), lines, found, day })
    }

    fn told(&self, pupil: PupilId, kind: SurveyKind) -> (Told, Vec<Msg>) {
        // Who is not found by the screening may still be of the kind: that is not "no".
        if self.found.get(&pupil).is_some_and(|codes| codes.contains(kind.code())) {
            return (Told::Yes, vec![Msg::new("screening-survey-by-screening")]);
        }
        let Some(facts) = self.facts.get(&pupil).filter(|_| !ruled(kind).is_empty()) else { return (Told::Open, Vec::new()) };
        let line = self.lines.of(facts.registration, self.day);
        let answers: Vec<(Kind, Answer)> = ruled(kind).iter().map(|rule| (*rule, judge(*rule, facts, self.day, line).answer)).collect();
        let yes: Vec<Msg> = answers.iter().filter(|(_, answer)| *answer == Answer::Yes).map(|(rule, _)| Msg::new(rule.key())).collect();
        if !yes.is_empty() {
            return (Told::Yes, yes);
        }
        let no = answers.iter().all(|(_, answer)| *answer == Answer::No);
        (if no { Told::No } else { Told::Open }, yes)
    }
}

/// By what categories the newest screening of the present term found the children of a class.
fn found<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, class: ClassId) -> Result<HashMap<PupilId, BTreeSet<&'static str>>> {
    let Some(term) = time::current_term(tx)? else { return Ok(HashMap::new()) };
    let Some(runs) = candidates::runs(tx, term.id)? else { return Ok(HashMap::new()) };
    let filter = Filter { class: Some(class), ..Filter::default() };
    let (lines, _) = candidates::candidates(tx, permit.who(), &runs, &filter, limits::ROWS_PER_PAGE_MOST, 0)?;
    let category = |rule: u16| runs.newest.rules.get(usize::from(rule)).and_then(|rule| rule.category.category());
    let codes = |line: &candidates::Line| line.reasons.iter().filter_map(|reason| category(reason.rule)).map(Category::code).collect();
    Ok(lines.iter().map(|line| (line.pupil, codes(line))).collect())
}

/// What stands of each child and kind: of the rows, the oldest first, the newest of each.
fn standing(tx: &Tx<'_>, rows: Vec<TickRow>, open: &[SurveyKind]) -> Result<HashMap<(PupilId, SurveyKind), Stored>> {
    let mut standing: HashMap<(PupilId, SurveyKind), Stored> = HashMap::new();
    for row in rows {
        let Some(kind) = SurveyKind::of_code(&row.kind).filter(|kind| open.contains(kind)) else { continue };
        let reason = sql::reason(tx, row.pupil, row.reason.as_deref())?;
        let before = standing.get(&(row.pupil, kind)).filter(|before| before.ticked == row.ticked).map(|before| before.since);
        standing.insert((row.pupil, kind), Stored { ticked: row.ticked, source: row.source, talent: row.talent, reason, since: before.unwrap_or(row.day) });
    }
    Ok(standing)
}

/// The levels that a sheet says were open, as kinds.
fn spoken(tx: &mut Tx<'_>, year: YearId, class: ClassId, open: &[SurveyKind]) -> Result<BTreeSet<SurveyKind>> {
    let rows = sql::spoken(tx, year)?.into_iter().filter(|(of, _)| *of == class);
    let said: BTreeSet<String> = rows.flat_map(|(_, levels)| levels.split(',').map(str::to_owned).collect::<Vec<_>>()).collect();
    Ok(open.iter().copied().filter(|kind| said.contains(need_code(kind.need()))).collect())
}

/// The sheet of the permit's class, as far as the permit's levels open it.
///
/// # Errors
/// Faults of the database.
pub fn sheet<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>) -> Result<Sheet> {
    let (class, day) = (permit.class()?, tx.today());
    let year = time::class(tx, class)?.year;
    let kinds = open_kinds(permit.levels());
    let known = Known::of(tx, permit, class, day)?;
    let rows = sql::ticks(tx, year, class, day)?;
    let mut stored = standing(tx, rows, &kinds)?;
    let mut children = Vec::new();
    for (id, name, seat) in super::sql::observation::seated(tx, class, day)? {
        let mark = |kind: &SurveyKind| {
            let (told, why) = known.told(id, *kind);
            Mark { kind: *kind, told, why, stored: stored.remove(&(id, *kind)) }
        };
        children.push(Child { marks: kinds.iter().map(mark).collect(), id, name, seat });
    }
    let newest = sql::newest(tx, year)?.into_iter().find(|newest| newest.class == class);
    let spoken = spoken(tx, year, class, &kinds)?;
    Ok(Sheet { number: newest.as_ref().map_or(0, |newest| newest.number), last: newest.map(|newest| (newest.day, newest.by)), kinds, spoken, children })
}

/// The children of the permit's class whom its survey names as of a kind that a programme serves, with these kinds: whom a round of the programme may have overlooked.
///
/// # Errors
/// Faults of the database.
pub fn named_for(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCandidates>, categories: &[Category]) -> Result<Vec<(PupilId, String, Option<i64>, Vec<SurveyKind>)>> {
    let class = permit.class()?;
    let year = time::class(tx, class)?.year;
    let kinds: Vec<SurveyKind> = open_kinds(permit.levels()).into_iter().filter(|kind| kind.is_served(categories)).collect();
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let day = tx.today();
    let rows = sql::ticks(tx, year, class, day)?;
    let stored = standing(tx, rows, &kinds)?;
    let seated = super::sql::observation::seated(tx, class, day)?;
    let of = |id: PupilId| kinds.iter().copied().filter(|kind| stored.get(&(id, *kind)).is_some_and(|stored| stored.ticked)).collect::<Vec<_>>();
    Ok(seated.into_iter().map(|(id, name, seat)| (id, name, seat, of(id))).filter(|(.., kinds)| !kinds.is_empty()).collect())
}

/// When each class of a school year was surveyed last, and by whom.
///
/// # Errors
/// Faults of the database.
pub fn surveyed(tx: &mut Tx<'_>, year: YearId) -> Result<HashMap<ClassId, (SchoolDate, String)>> {
    Ok(sql::newest(tx, year)?.into_iter().map(|newest| (newest.class, (newest.day, newest.by))).collect())
}

/// What to say when two kinds are ticked of which a child cannot be at the same time.
fn contradiction(kind: SurveyKind, typed: &Typed) -> Option<&'static str> {
    let other = kind.against()?;
    let key = if kind.need() == Need::Academic { "screening-survey-not-both-marks" } else { "screening-survey-not-both-means" };
    (typed.ticked.contains(&kind) && typed.ticked.contains(&other)).then_some(key)
}

/// What a box says newly, if anything; problems are noted at the field.
fn tick(child: &Child, mark: &Mark, typed: &Typed, problems: &mut Problems) -> Option<NewTick> {
    let (ticked, need) = (typed.ticked.contains(&mark.kind), need_code(mark.kind.need()));
    let asked = needs_reason(mark.kind, mark.told, ticked);
    let reason = if asked { typed.reasons.get(need).map(|text| text.trim().to_owned()).unwrap_or_default() } else { String::new() };
    let field = format!("r-{}-{need}", child.id);
    if asked && reason.is_empty() {
        problems.note(field, Msg::new("screening-survey-reason-missing").with("name", &child.name));
    } else if reason.chars().count() > limits::LINE_CHARS {
        problems.note(field, Msg::new("screening-survey-reason-long").with("count", limits::LINE_CHARS));
    } else if let Some(key) = kinder(&reason) {
        problems.note(field, key);
    }
    let talent = if mark.kind == SurveyKind::Talent && ticked { typed.talent.clone() } else { String::new() };
    if mark.kind == SurveyKind::Talent && ticked && !TALENTS.contains(&talent.as_str()) {
        problems.note(format!("t-{}", child.id), Msg::new("screening-survey-talent-missing").with("name", &child.name));
    }
    let reworded = mark.stored.as_ref().is_some_and(|stored| stored.ticked == ticked && (stored.reason != reason || stored.talent != talent));
    let news = is_news(mark.stored.as_ref().map(|stored| stored.ticked), mark.told, ticked) || reworded;
    let source = match (mark.told, ticked) {
        (Told::Yes, true) if ruled(mark.kind).is_empty() => "screening",
        (Told::Yes, true) => "register",
        _ => "teacher",
    };
    news.then_some(NewTick { pupil: child.id, kind: mark.kind, ticked, source, talent, reason })
}

/// Asks the homeroom teachers of all classes that nobody has surveyed in the present school year to do so by a day, or says another day. Gives the number of classes.
///
/// # Errors
/// A problem at `due` when the day is past, or when there is no term.
pub fn ask(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRounds>, due: SchoolDate) -> Result<usize> {
    let today = tx.today();
    if due < today {
        return Err(Error::at("due", "screening-survey-due-past"));
    }
    let term = time::current_term(tx)?.ok_or_else(|| Error::at("due", "screening-survey-no-term"))?;
    let done = surveyed(tx, term.year)?;
    let open: HashMap<ClassId, String> = time::classes(tx, term.year)?.into_iter().filter(|class| !done.contains_key(&class.id)).map(|class| (class.id, class.name)).collect();
    for class in open.keys() {
        trail::end_tasks(tx, permit.who(), TASK, *class, false)?;
    }
    for (class, staff, _) in time::homerooms(tx, term.year, today)? {
        if let Some(name) = open.get(&class) {
            trail::open_task(tx, staff, TASK, class, &format!("/screening/classes/{class}/survey"), &[("class", name.clone())], due)?;
        }
    }
    trail::note(tx, permit.who(), "screening.survey-asked", term.year, &serde_json::json!({ "due": due, "classes": open.len() }))?;
    Ok(open.len())
}

/// Saves the sheet of the permit's class: what changed, for the kinds that the person may read; others stay as they are. Gives how many boxes changed.
///
/// # Errors
/// Problems: without a field when the class is not of the present year, or when somebody saved it since it was opened (`seen` is its number then); at `c-<pupil>` not of the
/// class; at `r-<pupil>-<level>` a reason missing, too long or unkind; at `t-<pupil>` no talent chosen.
pub fn save(tx: &mut Tx<'_>, permit: &Permit<acts::SurveyClass>, seen: i64, typed: &BTreeMap<PupilId, Typed>) -> Result<usize> {
    let class = permit.class()?;
    let term = super::observation::term_of(tx, class)?;
    let sheet = sheet(tx, permit)?;
    if sheet.number != seen {
        return Err(Error::at("", "screening-survey-saved-meanwhile"));
    }
    let mut problems = Problems::default();
    for pupil in typed.keys().filter(|pupil| !sheet.children.iter().any(|child| child.id == **pupil)) {
        problems.note(format!("c-{pupil}"), "screening-observe-stranger");
    }
    let mut ticks = Vec::new();
    for child in &sheet.children {
        let Some(typed) = typed.get(&child.id) else { continue };
        if let Some(key) = child.marks.iter().find_map(|mark| contradiction(mark.kind, typed)) {
            problems.note(format!("c-{}", child.id), Msg::new(key).with("name", &child.name));
        }
        ticks.extend(child.marks.iter().filter_map(|mark| tick(child, mark, typed, &mut problems)));
    }
    problems.end()?;
    let needs: BTreeSet<&'static str> = sheet.kinds.iter().map(|kind| need_code(kind.need())).collect();
    let levels = needs.iter().copied().collect::<Vec<_>>().join(",");
    let new = NewSheet { year: term.year, class, number: sheet.number + 1, staff: permit.who().staff(), levels };
    if !sql::insert(tx, &new, &ticks)? {
        return Err(Error::at("", "screening-survey-saved-meanwhile"));
    }
    if needs.contains(need_code(Need::Academic)) {
        // The aid officer's ticks alone are not the survey of the class.
        trail::end_tasks(tx, permit.who(), TASK, class, true)?;
    }
    trail::note(tx, permit.who(), "screening.surveyed", class, &serde_json::json!({ "number": sheet.number + 1, "boxes": ticks.len() }))?;
    Ok(ticks.len())
}
