//! `bangfu pack --term T --out DIR [--masked]`: every register of the school in named folders, with contents and what is missing.

use std::path::PathBuf;

use clap::Args;

use super::screen::term_of;
use super::{Data, Say};
use crate::access::{Duty, Who};
use crate::base::{AccountId, Error, Id, Lang, Result};
use crate::report::export::pack::{self, Wanted};
use crate::roster::people;

/// Write the inspection pack of a term as folders of files.
#[derive(Args)]
pub(super) struct Pack {
    /// Term, such as 2026-1.
    #[arg(long, value_name = "TERM")]
    term: String,
    /// Where the folders go; made when it is not there, refused when it is not empty.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The masked set: no names, numbers, marks or texts about children.
    #[arg(long)]
    masked: bool,
    /// Why, for the contents page and the audit chain.
    #[arg(long, value_name = "TEXT", default_value = "command line")]
    reason: String,
    #[command(flatten)]
    data: Data,
}

impl Pack {
    pub(super) fn run(self, say: &Say) -> Result<u8> {
        std::fs::create_dir_all(&self.out)?;
        if std::fs::read_dir(&self.out)?.next().is_some() {
            return Err(Error::Fault(format!("{} is not empty", self.out.display())));
        }
        let (store, school) = self.data.open_school()?;
        let wanted = store.read(school, |tx| {
            let today = tx.today();
            // What is printed is what the office may read: a command line that reads everything would print the counsellor's pages.
            let office = people::posts_on(tx, today)?.into_iter().find(|post| post.duty == Duty::AcademicOffice);
            let office = office.ok_or_else(|| Error::Fault("nobody holds the academic office today: the pack is printed as that person reads".into()))?;
            let who = Who::of_staff(tx, AccountId::from_uuid(uuid::Uuid::nil()), office.staff, office.name, Lang::default())?;
            let (by, term) = (Who::operator(tx, "pack"), term_of(tx, &self.term)?);
            Ok(Wanted { school, who, by, term, masked: self.masked, reason: self.reason.clone(), lang: Lang::default() })
        })?;
        let told = |done: u64, total: u64| {
            say.progress(&format!("{done}/{total}"));
            Ok(())
        };
        let made = pack::write(&store, &wanted, &told, &mut |path, bytes| {
            let path = self.out.join(path);
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            Ok(std::fs::write(path, bytes)?)
        })?;
        let documents: Vec<_> = made
            .documents
            .iter()
            .map(|one| serde_json::json!({ "number": one.number, "path": one.path, "parts": one.parts, "rows": one.rows, "bytes": one.bytes, "sha256": one.sha256 }))
            .collect();
        let json = serde_json::json!({
            "out": self.out, "masked": self.masked, "documents": documents, "empty": made.empty, "not_kept": made.not_kept, "missing": made.missing,
            "audit": { "rows": made.head.0, "head": made.head.1 },
        });
        say.result(&json, || format!("{}: {} documents, {} things are missing", self.out.display(), made.documents.len(), made.missing))?;
        Ok(0)
    }
}
