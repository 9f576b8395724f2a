//! `bangfu drill`: answers to sums are read, and the faulty rules behind them named. Needs no data folder: the file is the data.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{IN_PART, Say};
use crate::base::words::{self, Lang};
use crate::base::{Error, Result, limits};
use crate::drill::engine::bugs::Bug;
use crate::drill::engine::day::Day;
use crate::drill::engine::diagnose::Status;
use crate::drill::engine::report::{self, FindingReport, PupilReport, Report, Row, UnreadRow};

/// Answers to sums.
#[derive(Args)]
pub(super) struct Drill {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Name the faulty rules behind wrong answers. Exit status 3 when some rows could not be read.
    Diagnose(Diagnose),
}

/// Name the faulty rules behind wrong answers.
#[derive(Args)]
struct Diagnose {
    /// A csv file with the columns pupil, date, problem, answer, in any order (姓名, 日期, 题目, 答案).
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The day from which the last 14 days are counted, such as 2026-11-28; each pupil's own last day without it.
    #[arg(long, value_name = "DAY")]
    today: Option<String>,
}

impl Drill {
    pub(super) fn run(self, say: &Say) -> Result<u8> {
        match self.command {
            Command::Diagnose(diagnose) => diagnose.run(say),
        }
    }
}

impl Diagnose {
    fn run(&self, say: &Say) -> Result<u8> {
        let today = self.today.as_deref().map(|typed| Day::parse(typed).map_err(|_| Error::Fault(format!("{typed} is no day; write it like 2026-11-28")))).transpose()?;
        let report = read(&self.file, today)?;
        say.result(&report, || told(&report))?;
        Ok(if report.unread.is_empty() { 0 } else { IN_PART })
    }
}

/// The report of a file.
fn read(path: &PathBuf, today: Option<Day>) -> Result<Report> {
    let context = path.display().to_string();
    let size = std::fs::metadata(path).map_err(|e| Error::fault(&context, e))?.len();
    if size > limits::WORKBOOK_BYTES {
        return Err(Error::Fault(format!("{context} is larger than {} bytes; divide it by class", limits::WORKBOOK_BYTES)));
    }
    let mut file = csv::ReaderBuilder::new().flexible(true).from_path(path).map_err(|e| Error::fault(&context, e))?;
    let head = file.headers().map_err(|e| Error::fault(&context, e))?.clone();
    let places = report::columns(&head.iter().collect::<Vec<_>>()).map_err(|lacking| {
        let names = lacking.into_iter().map(report::Column::name).collect::<Vec<_>>().join(", ");
        Error::Fault(format!("{context}: the first row lacks {names}; it needs pupil, date, problem and answer"))
    })?;
    let lines = file.records().collect::<std::result::Result<Vec<_>, _>>().map_err(|e| Error::fault(&context, e))?;
    let row = |(at, line)| {
        let line: &csv::StringRecord = line;
        let [pupil, date, problem, answer] = places.map(|place| line.get(place).unwrap_or_default());
        Row { row: at, pupil, date, problem, answer }
    };
    Ok(report::report((2..).zip(&lines).map(row), today))
}

/// What was found, in words.
fn told(report: &Report) -> String {
    let pupils = report.pupils.iter().map(of_pupil);
    let unread = |row: &UnreadRow| {
        let why = serde_json::to_value(row.why).ok().and_then(|why| why.as_str().map(ToOwned::to_owned)).unwrap_or_default();
        format!("row {}, column {}, character {}: {}", row.row, row.column.name(), row.at, words::word(Lang::En, &format!("drill-unread-{why}")))
    };
    pupils.chain(report.unread.iter().map(unread)).collect::<Vec<_>>().join("\n")
}

fn of_pupil(pupil: &PupilReport) -> String {
    let mut lines = vec![format!("{}: {} of {} right", pupil.pupil, pupil.right, pupil.answered)];
    lines.extend(pupil.findings.iter().map(of_finding));
    lines.join("\n")
}

fn of_finding(finding: &FindingReport) -> String {
    let name = |code: &str| Bug::of(code).map(|bug| words::word(Lang::En, &bug.key())).unwrap_or_default();
    let status = match finding.status {
        Status::Confirmed => "confirmed",
        Status::Suspected => "suspected",
        Status::Gone => "gone",
    };
    let shown = finding.evidence.iter().filter(|one| one.supports).take(3).map(|one| format!("{} = {}", one.problem, one.answer)).collect::<Vec<_>>().join(", ");
    let others = finding.candidates.iter().filter(|code| **code != finding.code).cloned().collect::<Vec<_>>().join(", ");
    let others = if others.is_empty() { String::new() } else { format!(" (or {others})") };
    format!("  {status} {}{others}: {}; {} for it, {} against it: {shown}", finding.code, name(&finding.code), finding.support, finding.contradiction)
}
