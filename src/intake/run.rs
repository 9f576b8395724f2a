//! verbs of the command line: a whole import in one go, dry or not.

use std::path::PathBuf;

use serde::Serialize;

use super::import::{self, Engine};
use super::plan::plan;
use super::source::kind_code;
use super::source::{Said, Source};
use super::spot::Trouble;
use super::{Preview, commit, sql, stored_maps};
use crate::access::audit::{self, Entry};
use crate::access::{Permit, Subject, Who, acts};
use crate::base::words::Lang;
use crate::base::{Error, ImportId, Result, SchoolId, TermCode, limits};
use crate::roster::columns::{Mapping, SheetKind};
use crate::roster::time;
use crate::store::{Store, Tx};

/// What the operator chose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The term that the sheets speak of; the current one when not given.
    pub term: Option<TermCode>,
    /// The name of the assessment, for scores.
    pub assessment: Option<String>,
    /// Which column holds what.
    pub map: Option<Mapping>,
    /// Only say what would happen.
    pub dry_run: bool,
    /// Name and class are enough to know a child in these files.
    pub by_name: bool,
    /// Marks of grades 1 and 2 are wanted (CONVENTIONS R2).
    pub early_marks: bool,
    /// The language of problems.
    pub lang: Lang,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Rows of data.
    pub rows: i64,
    /// New.
    pub created: i64,
    /// Known, with something new.
    pub updated: i64,
    /// Known as they are.
    pub unchanged: i64,
    /// Waiting for mending or an answer.
    pub rejected: i64,
    /// Every problem at its cell.
    pub problems: Vec<Trouble>,
    /// The import, to undo it; `None` for a dry run.
    #[serde(skip)]
    pub import: Option<ImportId>,
}

impl Report {
    /// The report of a preview.
    pub fn of(preview: Preview, import: Option<ImportId>) -> Self {
        let counts = preview.counts;
        Self { rows: counts.rows, created: counts.created, updated: counts.updated, unchanged: counts.unchanged, rejected: counts.rejected, problems: preview.problems, import }
    }
}

/// Reads files (each with the name that people know it by) and takes their good rows in, as the operator `name`. `step` hears how many files are read.
///
/// # Errors
/// Those of the reader; a problem at `term` when the school has none, at `assessment` when scores have no name.
pub fn run(
    store: &Store,
    school: SchoolId,
    name: &'static str,
    engine: &Engine<'_>,
    kind: Option<SheetKind>,
    files: &[(PathBuf, String)],
    options: &Options,
    step: &dyn Fn(usize) -> Result<()>,
) -> Result<Report> {
    let (term, maps) = store.read(school, |tx| Ok((chosen_term(tx, options.term)?, stored_maps(tx)?)))?;
    let found = import::read(engine, files, kind, options.map.as_ref(), &maps, step)?;
    let said = Said {
        by_name: if options.by_name { files.iter().map(|(_, name)| name.clone()).collect() } else { Default::default() },
        early_marks: options.early_marks,
        ..Said::default()
    };
    let source = Source { kind: found.kind, term, assessment: assessment_name(found.kind, options.assessment.as_deref())?, tables: found.tables, left_out: found.left_out, said };
    if options.dry_run {
        return store.read(school, |tx| {
            let permit = permit(tx, name)?;
            Ok(Report::of(plan(tx, &permit, &source, options.lang)?.preview, None))
        });
    }
    store.write(school, |tx| {
        let permit = permit(tx, name)?;
        let id: ImportId = tx.new_id();
        let title: String = files.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ").chars().take(limits::LINE_CHARS).collect();
        sql::insert(tx, id, kind_code(source.kind), &term.to_string(), &title, &permit.who().tag())?;
        sql::move_on(tx, id, "done")?;
        let preview = commit::take_in(tx, &permit, id, &source, options.lang)?;
        let counts = preview.counts;
        let note = format!("import {id}: {} rows, {} created, {} updated, {} rejected", counts.rows, counts.created, counts.updated, counts.rejected);
        audit::append(tx, &Entry::of(permit.who(), "ImportSheets").note(note))?;
        Ok(Report::of(preview, Some(id)))
    })
}

fn permit(tx: &mut Tx<'_>, name: &'static str) -> Result<Permit<acts::ImportSheets>> {
    let who = Who::operator(tx, name);
    Permit::ask(tx, &who, Subject::School)
}

/// The term of an import: the one that was named, else the current one.
///
/// # Errors
/// A problem at `term` when the school has none.
pub fn chosen_term(tx: &mut Tx<'_>, named: Option<TermCode>) -> Result<TermCode> {
    match named {
        Some(code) => Ok(code),
        None => Ok(time::current_term(tx)?.ok_or_else(|| Error::at("term", "intake-no-term"))?.code),
    }
}

/// The name of the assessment, which scores must have.
///
/// # Errors
/// A problem at `assessment`.
pub fn assessment_name(kind: SheetKind, typed: Option<&str>) -> Result<String> {
    let name = typed.unwrap_or_default().trim();
    if kind == SheetKind::Scores && (name.is_empty() || name.chars().count() > limits::NAME_CHARS) {
        return Err(Error::at("assessment", "intake-no-assessment"));
    }
    Ok(name.to_owned())
}
