//! `bangfu audit verify`: walks the chain of what was looked at and changed.

use clap::{Args, Subcommand};

use super::{Data, IN_PART, Say};
use crate::access::audit;
use crate::base::Result;

/// The chain of what was looked at and changed.
#[derive(Args)]
pub(super) struct Audit {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check that no row was changed or removed. Exit status 3 when one was.
    Verify(Data),
}

impl Audit {
    pub(super) fn run(self, say: &Say) -> Result<u8> {
        let Command::Verify(data) = self.command;
        let (store, school) = data.open_school()?;
        let verdict = store.read(school, audit::verify)?;
        let value = serde_json::json!({ "rows": verdict.rows, "whole": verdict.broken_at.is_none(), "broken_at": verdict.broken_at, "head": verdict.head });
        say.result(&value, || match verdict.broken_at {
            None => format!("{} rows, the chain is whole; head {}", verdict.rows, verdict.head),
            Some(row) => format!("the chain is broken at row {row} of {}: that row, or the one before it, was changed or removed", verdict.rows),
        })?;
        Ok(if verdict.broken_at.is_none() { 0 } else { IN_PART })
    }
}
