//! `bangfu register NAME --term T [--class C] --format … --out FILE`: a printed register as a file.

use std::path::PathBuf;

use clap::Args;

use super::screen::term_of;
use super::{Data, Say};
use crate::access::audit::{self, Entry};
use crate::access::{Permit, Subject, Who, acts};
use crate::base::{ClassName, Error, Lang, Result};
use crate::report::export::Format;
use crate::report::{Name, make};
use crate::roster::time::{self, Term};
use crate::store::Tx;

/// Write a register as a file.
#[derive(Args)]
pub(super) struct Register {
    /// Which one, such as roster, case-files, target-list, helpers, promises or awards; a wrong name is answered with all of them.
    name: String,
    /// Term, such as 2026-1.
    #[arg(long, value_name = "TERM")]
    term: String,
    /// Only this class, such as 四（2）班 or 4.2.
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,
    /// xlsx, docx, pdf or csv.
    #[arg(long, value_name = "FORMAT")]
    format: String,
    /// Where the file goes.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    data: Data,
}

/// The class that is named, such as 四（2）班 or 4.2, else the school.
///
/// # Errors
/// Not found when the term has no such class.
pub(super) fn part_of(tx: &mut Tx<'_>, term: &Term, class: Option<&str>) -> Result<Subject> {
    let Some(text) = class else { return Ok(Subject::School) };
    let all = time::classes(tx, term.year)?;
    let parsed = ClassName::parse(text, term.code.year).ok();
    let named = all.iter().find(|class| class.name == *text);
    let class = named.or_else(|| all.iter().find(|class| parsed.is_some_and(|n| n.grade == class.level && n.number == class.number)));
    Ok(Subject::Class(class.ok_or(Error::NotFound)?.id))
}

impl Register {
    pub(super) fn run(self, say: &Say) -> Result<u8> {
        let all = Name::ALL.iter().map(|name| name.code()).collect::<Vec<_>>().join(", ");
        let name = Name::of_code(&self.name).ok_or_else(|| Error::Fault(format!("there is no register {}: one of {all}", self.name)))?;
        let format = Format::from_extension(&self.format).ok_or_else(|| Error::Fault(format!("{} is no format: xlsx, docx, pdf or csv", self.format)))?;
        let (store, school) = self.data.open_school()?;
        let bytes = store.write(school, |tx| {
            let who = Who::operator(tx, "register");
            let term = term_of(tx, &self.term)?;
            let subject = part_of(tx, &term, self.class.as_deref())?;
            let permit = Permit::<acts::PrintRegister>::ask(tx, &who, subject)?;
            let (_, _, bytes) = make(tx, &permit, name, &term, format, Lang::default())?;
            audit::append(tx, &Entry::of(&who, "PrintRegister").subject(subject).levels(permit.levels()).note(format!("{} {} {}", name.code(), term.code, format.extension())))?;
            Ok(bytes)
        })?;
        std::fs::write(&self.out, &bytes)?;
        let size = bytes.len();
        say.result(&serde_json::json!({ "file": self.out, "bytes": size }), || format!("{} ({size} bytes)", self.out.display()))?;
        Ok(0)
    }
}
