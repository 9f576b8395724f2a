//! `bangfu doctor`: looks whether everything is in order and says how to mend what is not.

use clap::Args;
use serde::Serialize;

use super::{Data, IN_PART, Say};
use crate::access::{audit, tenants};
use crate::base::Result;
use crate::store::SCHEMA;

/// Look whether everything is in order.
#[derive(Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    data: Data,
}

#[derive(Serialize)]
struct Finding {
    what: &'static str,
    good: bool,
    text: String,
}

impl Doctor {
    pub(super) fn run(self, say: &Say) -> Result<u8> {
        let mut findings = Vec::new();
        let mut find = |what, good, text: String| findings.push(Finding { what, good, text });
        let store = self.data.open()?;
        find("database", true, format!("{}, schema {}", if store.is_sqlite() { format!("SQLite {}", rusqlite::version()) } else { "PostgreSQL".into() }, SCHEMA.len()));
        let keys = self.data.data.join(crate::store::KEY_FILE);
        find("keys", keys.exists(), format!("{}: back it up with `bangfu key backup`", keys.display()));
        find("keys are private", is_private(&keys), "only its owner should be able to read the key file (chmod 600)".into());
        for school in tenants(&store)? {
            let verdict = store.read(school.id, audit::verify)?;
            find("audit chain", verdict.broken_at.is_none(), format!("{}: {} rows", school.code, verdict.rows));
        }
        let pdf = cfg!(feature = "pdf");
        find("pdf", pdf, if pdf { "built in".into() } else { "this program was built without pdf; docx and xlsx work".into() });
        let good = findings.iter().all(|f| f.good);
        say.result(&serde_json::json!({ "good": good, "findings": findings }), || {
            findings.iter().map(|f| format!("{} {}: {}", if f.good { "ok  " } else { "MEND" }, f.what, f.text)).collect::<Vec<_>>().join("\n")
        })?;
        Ok(if good { 0 } else { IN_PART })
    }
}

#[cfg(unix)]
fn is_private(file: &std::path::Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|m| m.permissions().mode() & 0o077 == 0)
}

#[cfg(not(unix))]
fn is_private(_: &std::path::Path) -> bool {
    true
}
