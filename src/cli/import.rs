//! `bangfu import roster|staff|teaching|scores|attendance|families|observations FILE…`: the same intake as in the page.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Data, IN_PART, Say};
use crate::base::{Error, Lang, Result, TermCode};
use crate::intake::import::Engine;
use crate::intake::run::{self, Options};
use crate::roster::columns::{Mapping, SheetKind};

/// Bring in workbooks as they are: xlsx, xls, ods, csv.
#[derive(Args)]
pub(super) struct Import {
    /// What the sheets hold.
    kind: Kind,
    /// The files, all of one kind.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The term that the sheets speak of; the present one when not given.
    #[arg(long, value_name = "TERM")]
    term: Option<String>,
    /// The name of the assessment, for scores.
    #[arg(long, value_name = "NAME")]
    assessment: Option<String>,
    /// Which column holds what (TOML), for sheets with unusual headers.
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Only say what would happen.
    #[arg(long)]
    dry_run: bool,
    /// Name and class are enough to know a child in these files, when they are unique.
    #[arg(long)]
    match_by_name: bool,
    /// Take in paper marks of grades 1 and 2.
    #[arg(long)]
    early_marks: bool,
    #[command(flatten)]
    data: Data,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// Class rosters.
    Roster,
    /// The staff list.
    Staff,
    /// Who teaches what: classes × subjects × teachers.
    Teaching,
    /// Results.
    Scores,
    /// Attendance totals of a term.
    Attendance,
    /// Family facts.
    Families,
    /// What teachers see in class: ○ △ ×.
    Observations,
}

impl Kind {
    const fn sheets(self) -> SheetKind {
        match self {
            Self::Roster => SheetKind::Roster,
            Self::Staff => SheetKind::Staff,
            Self::Teaching => SheetKind::Teaching,
            Self::Scores => SheetKind::Scores,
            Self::Attendance => SheetKind::Attendance,
            Self::Families => SheetKind::Families,
            Self::Observations => SheetKind::Observations,
        }
    }
}

impl Import {
    pub(super) fn run(self, say: &Say) -> Result<u8> {
        let (store, school) = self.data.open_school()?;
        let term: Option<TermCode> = match &self.term {
            Some(text) => Some(text.parse().map_err(|()| Error::Fault(format!("{text} is no term: write 2026-1")))?),
            None => None,
        };
        let map = match &self.map {
            Some(file) => Some(Mapping::from_toml(&std::fs::read_to_string(file)?).map_err(|m| Error::Fault(format!("{}: {}", file.display(), m.text(Lang::default()))))?),
            None => None,
        };
        let options = Options { term, assessment: self.assessment, map, dry_run: self.dry_run, by_name: self.match_by_name, early_marks: self.early_marks, lang: Lang::default() };
        let program = std::env::current_exe().map_err(|e| Error::fault("the program's own path", e))?;
        let files: Vec<(PathBuf, String)> = self.files.iter().map(|path| (path.clone(), path.file_name().unwrap_or_default().to_string_lossy().into_owned())).collect();
        let of = files.len();
        let step = |done: usize| {
            say.progress(&format!("{done} of {of} files read"));
            Ok(())
        };
        let report = run::run(&store, school, "import", &Engine::Child(&program), Some(self.kind.sheets()), &files, &options, &step)?;
        say.result(&report, || {
            let problems: Vec<String> = report.problems.iter().map(|p| format!("  {} {} {}{}: {} {}", p.file, p.sheet, p.column, p.row, p.problem, p.remedy)).collect();
            let counts = format!("{} rows: {} created, {} updated, {} unchanged, {} rejected", report.rows, report.created, report.updated, report.unchanged, report.rejected);
            [vec![counts], problems].concat().join("\n")
        })?;
        Ok(if report.rejected == 0 { 0 } else { IN_PART })
    }
}
