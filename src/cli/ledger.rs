//! `bangfu ledger`: the money of the funds is added up anew, and written for programs of others.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Data, IN_PART, Say};
use crate::access::audit::{self, Entry};
use crate::access::{Level, Levels, Permit, Subject, Who, acts};
use crate::aid::journal::Format;
use crate::aid::verify::{self, Fault};
use crate::base::{Error, Result};

/// The money of the funds.
#[derive(Args)]
pub(super) struct Ledger {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Walk all entries and add them up anew. Exit status 3 when something is wrong.
    Verify(Data),
    /// Write all entries as text for another program.
    Export(Export),
}

/// Write all entries as text for another program.
#[derive(Args)]
struct Export {
    /// hledger or beancount.
    #[arg(long, value_name = "FORMAT")]
    format: String,
    /// Where the file goes; standard output without it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    data: Data,
}

fn told(fault: &Fault) -> String {
    match fault {
        Fault::Chain(number) => format!("entry {number}, or the one before it, was changed or removed"),
        Fault::Uneven(number) => format!("entry {number} does not add up to nothing in each fund"),
        Fault::Short(number) => format!("after entry {number} a fund stands below nothing"),
        Fault::Reversal(number) => format!("entry {number} does not undo what it says it undoes"),
        Fault::Counter(fund) => format!("the counter of fund {fund} differs from its postings"),
    }
}

impl Ledger {
    pub(super) fn run(self, say: &Say) -> Result<u8> {
        match self.command {
            Command::Verify(data) => check(&data, say),
            Command::Export(export) => export.run(say),
        }
    }
}

fn check(data: &Data, say: &Say) -> Result<u8> {
    let (store, school) = data.open_school()?;
    let verdict = store.read(school, |tx| {
        let who = Who::operator(tx, "ledger");
        let permit = Permit::<acts::SeeAid>::ask(tx, &who, Subject::School)?;
        verify::verify(tx, &permit)
    })?;
    let faults: Vec<String> = verdict.faults.iter().map(told).collect();
    let value = serde_json::json!({ "entries": verdict.entries, "postings": verdict.postings, "whole": faults.is_empty(), "faults": faults, "head": verdict.head });
    say.result(&value, || match faults.as_slice() {
        [] => format!("{} entries with {} postings, all adds up; head {}", verdict.entries, verdict.postings, verdict.head),
        all => all.join("\n"),
    })?;
    Ok(if faults.is_empty() { 0 } else { IN_PART })
}

impl Export {
    fn run(self, say: &Say) -> Result<u8> {
        let format = Format::of(&self.format).ok_or_else(|| Error::Fault(format!("{} is no format: hledger or beancount", self.format)))?;
        let (store, school) = self.data.open_school()?;
        let text = store.write(school, |tx| {
            let who = Who::operator(tx, "ledger");
            let permit = Permit::<acts::SeeAid>::ask(tx, &who, Subject::School)?;
            audit::append(tx, &Entry::of(&who, "ExportLedger").levels(Levels::of(&[Level::Economic])).note(self.format.clone()))?;
            verify::export(tx, &permit, format)
        })?;
        let Some(file) = self.out else {
            return say.result(&serde_json::json!({ "journal": text }), || text.trim_end().to_owned()).map(|()| 0);
        };
        std::fs::write(&file, &text)?;
        let size = text.len();
        say.result(&serde_json::json!({ "file": file, "bytes": size }), || format!("{} ({size} bytes)", file.display()))?;
        Ok(0)
    }
}
