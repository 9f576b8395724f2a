//! `bangfu screen --term T [--rule NAME | --programme NAME]`: runs the first screening; what it finds are candidates, nothing is confirmed.

use clap::Args;

use super::{Data, Say};
use crate::access::audit::{self, Entry};
use crate::access::{Permit, Subject, Who, acts};
use crate::base::{Error, Lang, Msg, Result, TermCode};
use crate::programme::history;
use crate::programme::programmes::{self, Programme};
use crate::roster::time;
use crate::screening::running::{self, Only};
use crate::store::Tx;

/// Run the first screening of a term.
#[derive(Args)]
pub(super) struct Screen {
    /// Term, such as 2026-1.
    #[arg(long, value_name = "TERM")]
    term: String,
    /// Only the rule with this name, also when it is switched off.
    #[arg(long, value_name = "NAME", conflicts_with = "programme")]
    rule: Option<String>,
    /// Only the rules in use for the categories that this programme serves.
    #[arg(long, value_name = "NAME")]
    programme: Option<String>,
    #[command(flatten)]
    data: Data,
}

/// The programme with a name, which must be in force in the term.
fn programme_of(tx: &mut Tx<'_>, name: &str, term: TermCode) -> Result<Programme> {
    let programme = programmes::named(tx, name, term).map_err(|error| match error {
        Error::NotFound => Error::at("programme", Msg::new("screening-no-such-programme").with("name", name)),
        other => other,
    })?;
    if !history::is_on(&programmes::switches(tx, programme.id)?, term) {
        return Err(Error::at("programme", Msg::new("screening-programme-not-in-force").with("name", name).with("term", term.to_string())));
    }
    Ok(programme)
}

/// The term with a code.
pub(super) fn term_of(tx: &mut Tx<'_>, text: &str) -> Result<time::Term> {
    let code: TermCode = text.parse().map_err(|()| Error::Fault(format!("{text} is no term: write 2026-1")))?;
    time::term_by_code(tx, code)?.ok_or(Error::NotFound)
}

impl Screen {
    pub(super) fn run(self, say: &Say) -> Result<u8> {
        let (store, school) = self.data.open_school()?;
        say.progress("screening …");
        let (json, pupils, found) = store.write(school, |tx| {
            let who = Who::operator(tx, "screen");
            let term = term_of(tx, &self.term)?;
            let permit = Permit::<acts::ManageScreening>::ask(tx, &who, Subject::School)?;
            let programme = self.programme.as_deref().map(|name| programme_of(tx, name, term.code)).transpose()?;
            let only = self.rule.as_deref().map(Only::Rule).or(programme.as_ref().map(Only::Programme));
            let outcome = running::run(tx, &permit, &term, only)?;
            let json = running::outcome_json(tx, &outcome, Lang::default())?;
            let note = format!("run {} candidates {}", outcome.run, outcome.candidates.len());
            audit::append(tx, &Entry::of(&who, "ManageScreening").levels(permit.levels()).note(note))?;
            Ok((json, outcome.pupils, outcome.candidates.len()))
        })?;
        say.result(&json, || format!("{found} of {pupils} pupils may need support; see /screening"))?;
        Ok(0)
    }
}
