//! `bangfu form FILE --term T [--class C] --out FILE`: fills a blank form of the bureau for the children of a class or the school.

use std::collections::HashMap;
use std::path::PathBuf;

use clap::Args;

use super::register::part_of;
use super::screen::term_of;
use super::{Data, Say};
use crate::access::audit::{self, Entry};
use crate::access::{Permit, Who, acts};
use crate::base::{Error, Lang, Result, limits};
use crate::report::export::forms::{self as engine, Wanted, Whom};
use crate::report::forms;

/// Facts that are written whole only for a reason.
const NUMBERS: [&str; 2] = ["registry_no", "identity_no"];

/// Fill a blank xlsx or docx with its looks kept: a row or a file for each child.
#[derive(Args)]
pub(super) struct Form {
    /// The blank form.
    file: PathBuf,
    /// Term, such as 2026-1.
    #[arg(long, value_name = "TERM")]
    term: String,
    /// Only this class, such as 四（2）班 or 4.2.
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,
    /// All children, not only those with a case file.
    #[arg(long)]
    all: bool,
    /// One word file with a page for each child, where the form allows it.
    #[arg(long)]
    joined: bool,
    /// Why registry and identity numbers are written whole; without it they are masked.
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    /// Where the filled form goes; several files go into a zip.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    data: Data,
}

impl Form {
    pub(super) fn run(self, say: &Say) -> Result<u8> {
        let name = self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let size = std::fs::metadata(&self.file)?.len();
        if size > limits::FORM_FILE_BYTES {
            return Err(Error::TooMuch(crate::base::Msg::new("error-file-too-big").with("most", limits::FORM_FILE_BYTES >> 20)));
        }
        let form = engine::open(std::fs::read(&self.file)?, &name)?;
        let (store, school) = self.data.open_school()?;
        let (filled, meant) = store.write(school, |tx| {
            let who = Who::operator(tx, "form");
            let term = term_of(tx, &self.term)?;
            let subject = part_of(tx, &term, self.class.as_deref())?;
            let permit = Permit::<acts::PrintRegister>::ask(tx, &who, subject)?;
            let known = forms::remembered(tx)?;
            let meant: HashMap<String, String> = engine::proposed(&form, &known).into_iter().map(|one| (one.spot, one.fact)).collect();
            let whole = !self.reason.trim().is_empty() && meant.values().any(|fact| NUMBERS.contains(&fact.as_str()));
            let wanted = Wanted { term: &term, lang: Lang::default(), whom: if self.all { Whom::All } else { Whom::Supported }, whole, joined: self.joined };
            let filled = engine::fill(tx, &permit, &name, &form, &meant, &wanted)?;
            let note = format!("form {} {} {}", term.code, filled.children, self.reason.trim());
            audit::append(tx, &Entry::of(&who, "PrintRegister").subject(subject).levels(permit.levels()).note(note.trim()))?;
            Ok((filled, meant))
        })?;
        std::fs::write(&self.out, &filled.bytes)?;
        let fields: Vec<_> = form.fields().iter().map(|field| serde_json::json!({ "label": field.label, "fact": meant.get(&field.spot).cloned().unwrap_or_default() })).collect();
        let open = fields.iter().filter(|field| field["fact"] == "").count();
        let told = serde_json::json!({ "file": self.out, "children": filled.children, "fields": fields, "by_hand": open });
        say.result(&told, || format!("{}: {} children, {} fields, {open} left to be filled by hand", self.out.display(), filled.children, fields.len()))?;
        Ok(0)
    }
}
