//! `bangfu programme`: which programmes are in force in a term, and what one of them says.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{Data, Say};
use crate::base::{Lang, Result, TermCode};
use crate::programme::programmes::{self, Programme};
use crate::programme::{history, wording};
use crate::roster::time;
use crate::store::Tx;

/// Support programmes: which are in force, and their numbers.
#[derive(Args)]
pub(super) struct ProgrammeCommand {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// All programmes, and whether each is in force in the term.
    List(Asked),
    /// What a programme says in the term.
    Show {
        /// Its name.
        name: String,
        #[command(flatten)]
        asked: Asked,
    },
}

#[derive(Args)]
struct Asked {
    /// The term, such as 2026-1; the present one without.
    #[arg(long)]
    term: Option<TermArg>,
    #[command(flatten)]
    data: Data,
}

/// A term as the command line takes it.
#[derive(Clone, Copy)]
struct TermArg(TermCode);

impl std::str::FromStr for TermArg {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().map(Self).map_err(|()| format!("{text} is no term: write 2026-1"))
    }
}

impl Asked {
    fn code(&self, tx: &mut Tx<'_>) -> Result<TermCode> {
        let today = tx.today();
        match self.term {
            Some(term) => Ok(term.0),
            None => Ok(time::current_term(tx)?.map_or_else(|| TermCode::of(today), |term| term.code)),
        }
    }
}

fn told(tx: &mut Tx<'_>, programme: &Programme, term: TermCode) -> Result<Value> {
    let on = history::is_on(&programmes::switches(tx, programme.id)?, term);
    let categories: Vec<&str> = programme.categories.iter().map(|category| category.code()).collect();
    Ok(json!({ "id": programme.id, "name": programme.name, "preset": programme.preset, "term": term, "in_force": on, "version": programme.version, "categories": categories }))
}

impl ProgrammeCommand {
    pub(super) fn run(self, say: &Say) -> Result<u8> {
        match self.command {
            Command::List(asked) => list(&asked, say),
            Command::Show { name, asked } => show(&name, &asked, say),
        }
    }
}

fn list(asked: &Asked, say: &Say) -> Result<u8> {
    let (store, school) = asked.data.open_school()?;
    let all = store.read(school, |tx| {
        let term = asked.code(tx)?;
        let ids = programmes::all(tx)?;
        ids.into_iter()
            .map(|id| {
                let programme = programmes::programme(tx, id, term)?;
                told(tx, &programme, term)
            })
            .collect::<Result<Vec<Value>>>()
    })?;
    say.result(&all, || {
        let line = |one: &Value| format!("{} {}", if one["in_force"] == true { "*" } else { " " }, one["name"].as_str().unwrap_or_default());
        all.iter().map(line).collect::<Vec<_>>().join("\n")
    })?;
    Ok(0)
}

fn show(name: &str, asked: &Asked, say: &Say) -> Result<u8> {
    let (store, school) = asked.data.open_school()?;
    let (mut value, programme) = store.read(school, |tx| {
        let term = asked.code(tx)?;
        let programme = programmes::named(tx, name, term)?;
        Ok((told(tx, &programme, term)?, programme))
    })?;
    let values: serde_json::Map<String, Value> = programme.values.iter().map(|(param, value)| (param.code().to_owned(), json!(value.to_string()))).collect();
    value["values"] = Value::Object(values);
    let lang = Lang::default();
    say.result(&value, || {
        programme.values.iter().map(|(param, value)| format!("{}: {}", wording::name(param, lang), wording::text(param, value, lang))).collect::<Vec<_>>().join("\n")
    })?;
    Ok(0)
}
