//! verbs: who of a class's subject teachers tutors which child (A6-09: 优先辅导,分类分组,落实到每一位任课教师). Each cell is a task with its time from the child's plan; a cell without
//! one needs a reason before the table is filed (PRACTICE 4).

use super::item::Kind;
use super::sql::cover as sql;
use super::{Names, checked, in_force, items, versions, wording};
use crate::access::{Duty, Permit, acts};
use crate::base::error::Problems;
use crate::base::{Category, ClassId, Error, Id, Lang, Msg, PupilId, Result, RowId, SchoolDate};
use crate::casefile::{self, Line};
use crate::roster::people;
use crate::roster::time::Term;
use crate::store::Tx;
use crate::trail;

/// Why a cell has no task; the words are `plan-cover-<code>`.
pub const REASONS: [&str; 4] = ["well", "elsewhere", "later", "other"];

/// A subject of the class with who teaches it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taught {
    /// The subject.
    pub subject: String,
    /// Its teachers by name.
    pub teachers: String,
}

/// What a teacher does with a child.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Tasks with their time, in words.
    pub tasks: Vec<String>,
    /// Tasks of which nobody said how often.
    pub untimed: Vec<String>,
    /// Why there is none: code and words.
    pub reason: Option<(String, String)>,
}

impl Cell {
    /// Whether there is a task with a time.
    pub const fn is_covered(&self) -> bool {
        !self.tasks.is_empty()
    }
    /// Whether the table cannot be filed because of it.
    pub const fn is_open(&self) -> bool {
        self.tasks.is_empty() && self.reason.is_none()
    }
}

/// A child with its cells, one for each subject.
#[derive(Clone, Debug)]
pub struct Child {
    /// The child's line of the list of files.
    pub line: Line,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// The table of a class.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// The subjects that the reader may see.
    pub subjects: Vec<Taught>,
    /// The children with a file, those left behind first.
    pub children: Vec<Child>,
    /// When it was filed last: day, cells with a task, cells with a reason, who.
    pub filed: Option<(SchoolDate, i64, i64, String)>,
}

impl Matrix {
    /// Cells with a task and cells without.
    pub fn counts(&self) -> (i64, i64) {
        let cells = || self.children.iter().flat_map(|child| &child.cells);
        let covered = cells().filter(|cell| cell.is_covered()).count();
        (covered as i64, (cells().count() - covered) as i64)
    }
    /// How many cells keep it from being filed.
    pub fn open(&self) -> usize {
        self.children.iter().flat_map(|child| &child.cells).filter(|cell| cell.is_open()).count()
    }
}

/// Who comes first: children left behind (A6-09).
fn first(line: &Line) -> bool {
    line.categories.iter().any(|(category, _)| *category == Category::LeftBehind)
}

fn taught(tx: &mut Tx<'_>, class: ClassId, only: Option<&[String]>) -> Result<Vec<Taught>> {
    let (today, id) = (tx.today(), RowId::from_uuid(class.uuid()));
    let mut found: Vec<Taught> = Vec::new();
    let mut posts = people::posts_on(tx, today)?;
    posts.retain(|post| post.duty == Duty::SubjectTeacher && post.scope_id == id && only.is_none_or(|own| own.contains(&post.subject)));
    posts.sort_by(|a, b| (&a.subject, &a.name).cmp(&(&b.subject, &b.name)));
    for post in posts {
        match found.last_mut().filter(|last| last.subject == post.subject) {
            Some(last) => last.teachers = format!("{} {}", last.teachers, post.name),
            None => found.push(Taught { subject: post.subject, teachers: post.name }),
        }
    }
    Ok(found)
}

fn cells(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, pupil: PupilId, subjects: &[Taught], term: &Term, lang: Lang) -> Result<Vec<Cell>> {
    let see = Permit::<acts::SeeCaseFile>::ask(tx, permit.who(), pupil)?;
    let (all, today) = (versions(tx, &see)?, tx.today());
    let parts = match in_force(&all, today).or_else(|| all.first()) {
        Some(version) => items(tx, &see, version.id)?,
        None => Vec::new(),
    };
    let reasons = sql::reasons(tx, pupil, term.id)?;
    let cell = |one: &Taught| {
        let mut cell = Cell::default();
        let own = |subject: &str| subject == one.subject || subject.is_empty();
        for item in parts.iter().filter(|item| !item.removed && item.kind == Kind::Measure && item.body.hand == "subject" && own(&item.subject)) {
            let often = wording::often(lang, &item.body);
            match often.is_empty() || item.body.times < 1 {
                true => cell.untimed.push(item.body.text.clone()),
                false => cell.tasks.push(format!("{} · {often}", item.body.text)),
            }
        }
        cell.reason = reasons.iter().find(|(subject, ..)| *subject == one.subject).map(|(_, code, text)| (code.clone(), text.clone()));
        cell
    };
    Ok(subjects.iter().map(cell).collect())
}

/// The table of the permit's class in a term: the whole for who sees all subjects, the own column for who teaches one.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn matrix(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, term: &Term, lang: Lang) -> Result<Matrix> {
    let class = permit.class()?;
    let subjects = taught(tx, class, permit.why().subjects().as_deref())?;
    let mut lines = casefile::lines(tx, permit.who(), Some(class))?;
    lines.sort_by_key(|line| (!first(line), line.seat, line.name.clone()));
    let mut children = Vec::with_capacity(lines.len());
    for line in lines {
        let cells = cells(tx, permit, line.pupil, &subjects, term, lang)?;
        children.push(Child { line, cells });
    }
    let names = Names::load(tx)?;
    let filed = sql::filed(tx, class, term.id)?.map(|(day, covered, uncovered, actor)| (day, covered, uncovered, names.of(&actor)));
    Ok(Matrix { subjects, children, filed })
}

/// A reason as it is typed.
#[derive(Clone, Debug)]
pub struct Why {
    /// The child.
    pub pupil: PupilId,
    /// The subject.
    pub subject: String,
    /// One of [`REASONS`]; empty leaves the cell as it is.
    pub reason: String,
    /// In words.
    pub text: String,
}

/// Keeps reasons for cells without a task.
///
/// # Errors
/// A problem at `why-<child>-<subject>` for what is no reason, or for another reason without words; not found for a child who is not on the list of the class.
pub fn explain(tx: &mut Tx<'_>, permit: &Permit<acts::ReviewClass>, term: &Term, all: &[Why]) -> Result<()> {
    let see = Permit::<acts::SeeCaseFile>::ask(tx, permit.who(), permit.class()?)?;
    let (known, mut problems) = (matrix(tx, &see, term, Lang::default())?, Problems::default());
    let mut kept = 0;
    for why in all.iter().filter(|why| !why.reason.is_empty()) {
        let field = format!("why-{}-{}", why.pupil, why.subject);
        let child = known.children.iter().find(|child| child.line.pupil == why.pupil).ok_or(Error::NotFound)?;
        if !known.subjects.iter().any(|one| one.subject == why.subject) {
            return Err(Error::NotFound);
        }
        let text = checked(&mut problems, &field, &why.text, why.reason == "other");
        if !REASONS.contains(&why.reason.as_str()) {
            problems.note(field, "plan-choose");
            continue;
        }
        sql::put(tx, child.line.pupil, &why.subject, term.id, (&why.reason, &text), &permit.who().tag())?;
        kept += 1;
    }
    problems.end()?;
    trail::note(tx, permit.who(), "plan.cover-reasons", permit.class()?, &serde_json::json!({ "reasons": kept }))?;
    Ok(())
}

/// Files the table of the permit's class.
///
/// # Errors
/// A problem at `cells` while a cell has neither a task with a time nor a reason, or when there is no child or no subject teacher.
pub fn hand_in(tx: &mut Tx<'_>, permit: &Permit<acts::ReviewClass>, term: &Term) -> Result<()> {
    let class = permit.class()?;
    let see = Permit::<acts::SeeCaseFile>::ask(tx, permit.who(), class)?;
    let known = matrix(tx, &see, term, Lang::default())?;
    if known.open() > 0 {
        return Err(Error::at("cells", Msg::new("plan-cover-open").with("count", known.open())));
    }
    if known.children.is_empty() || known.subjects.is_empty() {
        return Err(Error::at("cells", "plan-cover-empty"));
    }
    sql::insert_filed(tx, class, term.id, known.counts(), &permit.who().tag())?;
    trail::note(tx, permit.who(), "plan.cover-filed", class, &serde_json::json!({ "covered": known.counts().0 }))?;
    Ok(())
}
