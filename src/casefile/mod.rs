//! One case file per child (一生一档), from the confirmation on: strengths and the child's own words first, then categories, causes, subjects, what became of it.
//!
//! A1-04 (three difficulties), A5-02, A5-03 (the class is surveyed and each child filed by learning and conduct), A9-28, B3-03 (three parts), A7-07, B6-03 (a file per subject),
//! A2-02, A2-24, A7-01, A9-16, B6-05, B9-07, B10-01…04 (causes), A2-23 (a label lapses), B10-06 (both concerns), B4-03 (distress of mind and mood), B10-13 (the pattern of giving up).
//! What people write is sealed under the child's key: erasing the child makes all of it unreadable, in old backups too.

pub mod cause;
pub mod concern;
pub mod diagnosis;
pub mod family_copy;
pub mod merge;
pub mod pages;
pub mod records;
pub mod sight;
mod sql;
pub mod state;
pub mod steps;
#[cfg(test)]
mod store_tests;
pub mod unite;
pub mod wording;

use std::collections::{BTreeSet, HashMap};

use crate::access::{Act, Duty, Level, Permit, Who, acts, levels, readers_of};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Id, Msg, ProgrammeId, PupilId, Result, RowId, SchoolDate, TermCode, derived, limits};
use crate::programme::{self, Category, Difficulty, kind_words, programmes};
use crate::roster::people::Names;
use crate::roster::time;
use crate::screening::confirmed::{self, Confirmation, Known};
use crate::store::Tx;
use sight::{Field, Sight};
use state::{Span, State};

/// A category of the file, with all programmes that confirmed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The category.
    pub category: Category,
    /// Kind within it; empty where there is none.
    pub kind: String,
    /// Names of the programmes.
    pub programmes: Vec<String>,
    /// First day.
    pub from: SchoolDate,
    /// Last day: it lapses by itself (A2-23).
    pub until: SchoolDate,
    /// The confirmations that it stands for.
    pub confirmations: Vec<RowId>,
    /// Whether it counts today. What does not is history and no label.
    pub counts: bool,
}

/// What stands at the head of a file, as far as the reader may see it.
#[derive(Clone, Debug)]
pub struct Head {
    /// The file's id, derived from the pupil.
    pub id: RowId,
    /// The pupil.
    pub pupil: PupilId,
    /// What the reader sees.
    pub sight: Sight,
    /// How it stands today.
    pub state: State,
    /// Categories, those that count first.
    pub labels: Vec<Label>,
    /// Learning and conduct together (B10-06).
    pub double: bool,
    /// Conduct came after learning (B10-06).
    pub came_from_learning: bool,
    /// When its first page was written, and by whom.
    pub opened: Option<(SchoolDate, String)>,
}

impl Head {
    /// In what the child has difficulties today (A1-04), as far as the reader may see the categories.
    pub fn difficulties(&self) -> BTreeSet<Difficulty> {
        self.labels.iter().filter(|label| label.counts).flat_map(|label| programme::difficulties(label.category, &label.kind)).copied().collect()
    }
}

/// The id of a pupil's file: one per child, however many programmes.
pub fn id_of(pupil: PupilId) -> RowId {
    derived(&[b"case file", pupil.uuid().as_bytes()])
}

/// What the holder of a permit sees.
pub fn sight<A: Act>(permit: &Permit<A>) -> Sight {
    let levels = permit.levels();
    Sight {
        academic: levels.has(Level::Academic),
        family: levels.has(Level::Family),
        economic: levels.has(Level::Economic),
        psychological: levels.has(Level::Psychological),
        subjects: permit.why().subjects(),
        me: permit.who().tag(),
    }
}

/// The field that a category is.
const fn field(category: Category) -> Field<'static> {
    match category.nature() {
        programme::Nature::Learning => Field::LearningCategory,
        programme::Nature::Family | programme::Nature::Health => Field::FamilyCategory,
        programme::Nature::Hardship => Field::HardshipCategory,
        programme::Nature::Wellbeing => Field::WellbeingCategory,
    }
}

/// The confirmations of which the holder of a sight may know, with their categories.
fn visible(sight: &Sight, all: Vec<Confirmation>) -> Vec<(Category, Confirmation)> {
    let category = |c: Confirmation| c.category.parse().ok().map(|category: Category| (category, c));
    all.into_iter().filter_map(category).filter(|(category, _)| sight.of(field(*category))).collect()
}

fn spans(all: &[(Category, Confirmation)]) -> Vec<Span> {
    all.iter()
        .map(|(_, c)| Span { from: c.from, until: c.until, ended: c.ended.as_ref().map(|(day, how)| (*day, how == confirmed::End::Exited.code())), kind: c.kind.clone() })
        .collect()
}

/// The head of a pupil's file. Who may see none of its categories sees no file.
///
/// # Errors
/// Faults of the database.
pub fn head(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Head> {
    let pupil = permit.pupil()?;
    head_for(tx, permit.who(), pupil, sight(permit))
}

fn head_for(tx: &mut Tx<'_>, who: &Who, pupil: PupilId, sight: Sight) -> Result<Head> {
    let see = Permit::<acts::SeePupil>::ask(tx, who, pupil)?;
    let known = visible(&sight, confirmed::of_pupil(tx, &see)?);
    let (id, today, spans) = (id_of(pupil), tx.today(), spans(&known));
    let reopened = sql::steps(tx, id)?.first().filter(|step| step.what == "reopened").map(|step| step.day);
    let state = state::state(&spans, reopened, today);
    let opened = match sql::opened(tx, id)? {
        Some((day, actor)) => Some((day, Names::load(tx)?.of(&actor))),
        None => None,
    };
    let labels = labels(tx, &known, today)?;
    Ok(Head { id, pupil, sight, state, labels, double: state::is_double(&spans, today), came_from_learning: state::came_from_learning(&spans), opened })
}

fn labels(tx: &mut Tx<'_>, known: &[(Category, Confirmation)], today: SchoolDate) -> Result<Vec<Label>> {
    let mut labels: Vec<Label> = Vec::new();
    for (category, c) in known {
        let term = time::term(tx, c.term)?.code;
        let programme = programmes::programme(tx, c.programme, term)?.name;
        let counts = c.counts_on(today);
        let until = c.ended.as_ref().map_or(c.until, |(day, _)| day.plus_days(-1).max(c.from));
        let same = |label: &&mut Label| label.category == *category && label.kind == c.kind && label.counts == counts && (counts || label.until == until);
        if let Some(label) = labels.iter_mut().find(same) {
            label.confirmations.push(c.id);
            (label.from, label.until) = (label.from.min(c.from), label.until.max(until));
            if !label.programmes.contains(&programme) {
                label.programmes.push(programme);
            }
        } else {
            labels.push(Label { category: *category, kind: c.kind.clone(), programmes: vec![programme], from: c.from, until, confirmations: vec![c.id], counts });
        }
    }
    labels.sort_by_key(|label| (!label.counts, std::cmp::Reverse(label.until), label.category));
    Ok(labels)
}

/// A child with a file, in a list.
#[derive(Clone, Debug)]
pub struct Line {
    /// The pupil.
    pub pupil: PupilId,
    /// Name.
    pub name: String,
    /// Seat.
    pub seat: Option<i64>,
    /// Class.
    pub class: ClassId,
    /// Its name.
    pub class_name: String,
    /// How the file stands.
    pub state: State,
    /// Categories that count, each once with its kind.
    pub categories: Vec<(Category, String)>,
    /// Learning and conduct together (B10-06).
    pub double: bool,
}

/// The children with a live file of whom somebody may know, of one class or of all, by class and seat.
///
/// # Errors
/// Faults of the database.
pub fn lines(tx: &mut Tx<'_>, who: &Who, class: Option<ClassId>) -> Result<Vec<Line>> {
    let today = tx.today();
    let known = confirmed::of_reader(tx, who, class, today.plus_days(-state::REVIEW_DAYS))?;
    let mut lines = Vec::new();
    let mut sights: HashMap<ClassId, Sight> = HashMap::new();
    for group in known.chunk_by(|a, b| a.confirmation.pupil == b.confirmation.pupil) {
        let first = &group[0];
        let sight = match sights.get(&first.class) {
            Some(sight) => sight.clone(),
            None => {
                let sight = sight(&Permit::<acts::SeeCaseFile>::ask(tx, who, first.class)?);
                sights.entry(first.class).or_insert(sight).clone()
            }
        };
        let visible = visible(&sight, group.iter().map(|one| one.confirmation.clone()).collect());
        let spans = spans(&visible);
        let pupil = first.confirmation.pupil;
        let reopened = sql::steps(tx, id_of(pupil))?.first().filter(|step| step.what == "reopened").map(|step| step.day);
        let state = state::state(&spans, reopened, today);
        if !state.is_live() {
            continue;
        }
        let mut categories: Vec<(Category, String)> = Vec::new();
        for (category, c) in visible.iter().filter(|(_, c)| c.counts_on(today)) {
            if !categories.contains(&(*category, c.kind.clone())) {
                categories.push((*category, c.kind.clone()));
            }
        }
        let double = state::is_double(&spans, today);
        lines.push(Line { pupil, name: first.name.clone(), seat: first.seat, class: first.class, class_name: first.class_name.clone(), state, categories, double });
    }
    Ok(lines)
}

/// The children whom a programme serves today, each once, as far as somebody may know of it: by class and seat.
///
/// # Errors
/// Faults of the database.
pub fn of_programme(tx: &mut Tx<'_>, who: &Who, programme: ProgrammeId) -> Result<Vec<Known>> {
    let today = tx.today();
    let mut children: Vec<Known> = Vec::new();
    let mut sights: HashMap<ClassId, Sight> = HashMap::new();
    for known in confirmed::of_reader(tx, who, None, today)? {
        if known.confirmation.programme != programme || !known.confirmation.counts_on(today) {
            continue;
        }
        let sight = match sights.get(&known.class) {
            Some(sight) => sight.clone(),
            None => {
                let sight = sight(&Permit::<acts::SeeCaseFile>::ask(tx, who, known.class)?);
                sights.entry(known.class).or_insert(sight).clone()
            }
        };
        let seen = !visible(&sight, vec![known.confirmation.clone()]).is_empty();
        if seen && children.last().is_none_or(|last| last.confirmation.pupil != known.confirmation.pupil) {
            children.push(known);
        }
    }
    Ok(children)
}

/// Somebody who can read a file today, why, and at which levels.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Name.
    pub name: String,
    /// Duty.
    pub duty: Duty,
    /// Subject taught; empty otherwise.
    pub subject: String,
    /// Letters of the levels that the duty opens.
    pub letters: String,
}

/// Everyone who can read the file today and why.
///
/// # Errors
/// Faults of the database.
pub fn readers(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<Reader>> {
    let see = Permit::<acts::SeePupil>::ask(tx, permit.who(), permit.pupil()?)?;
    let names = Names::load(tx)?;
    let all = readers_of(tx, &see)?;
    let all = all.into_iter().filter(|(_, duty, ..)| crate::access::Action::SeeCaseFile.allowed_to(*duty));
    let mut readers: Vec<Reader> = all.map(|(staff, duty, subject, _)| Reader { name: names.of(&staff.to_string()), duty, subject, letters: levels(duty).letters() }).collect();
    readers.sort_by(|a, b| (a.duty, &a.name, &a.subject).cmp(&(b.duty, &b.name, &b.subject)));
    readers.dedup_by(|a, b| (a.duty, &a.name, &a.subject) == (b.duty, &b.name, &b.subject));
    Ok(readers)
}

/// Opens what was sealed under the pupil's key; empty when the key is destroyed.
fn unsealed(tx: &Tx<'_>, pupil: PupilId, what: &str, bytes: &[u8]) -> Result<String> {
    tx.vault().open_words(pupil, what, Some(bytes))
}

/// Makes sure that something may be written: the file is live for the writer, and its row is there.
fn live_file(tx: &mut Tx<'_>, who: &Who, pupil: PupilId, sight: &Sight) -> Result<RowId> {
    let head = head_for(tx, who, pupil, sight.clone())?;
    if !head.state.is_live() {
        return Err(Error::Conflict(Msg::new("casefile-not-live")));
    }
    let today = tx.today();
    sql::insert_file(tx, head.id, pupil, today, &who.tag())?;
    Ok(head.id)
}

/// A text within its bounds and without words that hurt; noted at its field otherwise.
fn checked(problems: &mut Problems, field: &str, text: &str, must: bool) -> String {
    let text = text.trim();
    if must && text.is_empty() {
        problems.note(field.to_owned(), "casefile-text-missing");
    } else if text.chars().count() > limits::LINE_CHARS {
        problems.note(field.to_owned(), Msg::new("casefile-text-long").with("most", limits::LINE_CHARS));
    } else if let Some(key) = kind_words::kinder(text) {
        problems.note(field.to_owned(), key);
    }
    text.to_owned()
}

/// The term in which answers are given: the present one, else the last begun.
///
/// # Errors
/// Not found before the first term.
pub fn present_term(tx: &mut Tx<'_>) -> Result<time::Term> {
    time::current_term(tx)?.ok_or(Error::NotFound)
}

/// Terms in which causes of a child were answered, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn terms_answered(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<TermCode>> {
    sql::terms(tx, id_of(permit.pupil()?))
}
