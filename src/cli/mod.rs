//! The command line: one file per subcommand, every command with `--json`, `--help` and a meaningful exit status.
//!
//! 0 done · 1 a fault of the machine or program · 2 wrong usage · 3 done in part: something was refused · 4 not found or
//! not allowed · 5 in conflict with what is there.

mod aid;
mod audit;
mod backup;
mod demo;
mod doctor;
mod drill;
mod form;
mod import;
mod init;
mod key;
mod ledger;
mod pair;
mod programme;
mod pack;
mod register;
mod remind;
mod screen;
mod serve;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use serde::Serialize;

use crate::access::{Tenant, tenants};
use crate::base::{Error, Result, SchoolId};
use crate::store::{Opening, Place, Store};

/// 帮扶:小学学生帮扶管理系统
#[derive(Parser)]
#[command(name = "bangfu", version, about, max_term_width = 110)]
struct Cli {
    /// Print the result as JSON, progress on standard error.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a sample school and serve it.
    Demo(demo::Demo),
    /// Found a school.
    Init(init::Init),
    /// Run the server.
    Serve(serve::Serve),
    /// Accounts: add, reset, list.
    User(user::User),
    /// Bring in workbooks as they are: xlsx, xls, ods, csv.
    Import(import::Import),
    /// Support programmes: which are in force, and their numbers.
    Programme(programme::ProgrammeCommand),
    /// Run the first screening of a term.
    Screen(screen::Screen),
    /// Pair the children of a programme with mentors.
    Pair(pair::Pair),
    /// Write the inspection pack of a term as folders of files.
    Pack(pack::Pack),
    /// Remind people of what is due today.
    Remind(remind::Remind),
    /// Write a register as a file.
    Register(register::Register),
    /// Fill a blank form of the bureau.
    Form(form::Form),
    /// Look whether everything is in order.
    Doctor(doctor::Doctor),
    /// Requests for aid: list, approve, pay, write receipts down, close the books.
    Aid(aid::Aid),
    /// The money of the funds: add it up anew, write it for other programs.
    Ledger(ledger::Ledger),
    /// Answers to sums: the faulty rules behind them.
    Drill(drill::Drill),
    /// The chain of what was looked at and changed.
    Audit(audit::Audit),
    /// Write a backup while people work. Keys are not in it: see `key backup`.
    Backup(backup::Backup),
    /// Bring a backup back into an empty data folder.
    Restore(backup::Restore),
    /// Back up or restore the keys of sealed text.
    Key(key::Key),
}

/// Where the data is.
#[derive(Args, Clone, Debug)]
pub struct Data {
    /// Data folder: the database and the key file.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub data: PathBuf,
    /// PostgreSQL instead of the SQLite file; the keys stay in the data folder.
    #[arg(long, value_name = "URL", env = "BANGFU_DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Code of the school, where the installation has several.
    #[arg(long, value_name = "CODE")]
    pub school: Option<String>,
}

impl Data {
    /// Opens the data; it must be there already.
    ///
    /// # Errors
    /// When there is none, or the database is newer than this program.
    pub fn open(&self) -> Result<Store> {
        if self.database_url.is_none() && !self.data.join(crate::store::DATABASE_FILE).exists() {
            return Err(Error::Fault(format!("{} holds no data: make a school with `bangfu init` or `bangfu demo`, or name the folder with --data", self.data.display())));
        }
        self.open_or_make()
    }

    /// Opens the data, or makes an empty database.
    ///
    /// # Errors
    /// When the place cannot be used.
    pub fn open_or_make(&self) -> Result<Store> {
        let place = match &self.database_url {
            Some(url) => Place::Postgres { url: url.clone(), keys: self.data.clone() },
            None => Place::Folder(self.data.clone()),
        };
        Store::open(&place, Opening::default())
    }

    /// The school meant.
    ///
    /// # Errors
    /// When there is none with that code, or several and none is named.
    pub fn school_of(&self, store: &Store) -> Result<Tenant> {
        let all = tenants(store)?;
        match &self.school {
            Some(code) => all.into_iter().find(|t| t.code == *code).ok_or_else(|| Error::Fault(format!("there is no school with the code {code}"))),
            None if all.len() == 1 => all.into_iter().next().ok_or(Error::NotFound),
            None if all.is_empty() => Err(Error::Fault("there is no school yet: make one with `bangfu init`".into())),
            None => Err(Error::Fault(format!("there are several schools: name one with --school ({})", all.iter().map(|t| t.code.as_str()).collect::<Vec<_>>().join(", ")))),
        }
    }

    /// The data and the id of the school meant.
    ///
    /// # Errors
    /// Those of [`Data::open`] and [`Data::school_of`].
    pub fn open_school(&self) -> Result<(Store, SchoolId)> {
        let store = self.open()?;
        let school = self.school_of(&store)?.id;
        Ok((store, school))
    }
}

/// Says a result: as JSON, or in words.
pub struct Say {
    json: bool,
}

impl Say {
    /// Prints the result.
    ///
    /// # Errors
    /// A fault when it cannot be written as JSON.
    pub fn result(&self, value: &impl Serialize, words: impl FnOnce() -> String) -> Result<()> {
        if self.json {
            println!("{}", serde_json::to_string(value).map_err(|e| Error::fault("JSON", e))?);
        } else {
            println!("{}", words());
        }
        Ok(())
    }
    /// Says how far long work is, on standard error.
    pub fn progress(&self, text: &str) {
        eprintln!("{text}");
    }
}

/// Done in part: something was refused.
pub const IN_PART: u8 = 3;

/// Runs the command line and gives its exit status.
pub fn run() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("BANGFU_LOG").unwrap_or_else(|_| "warn,bangfu=info".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
    let cli = Cli::parse();
    let say = Say { json: cli.json };
    let done = match cli.command {
        Command::Demo(command) => command.run(&say),
        Command::Init(command) => command.run(&say),
        Command::Serve(command) => command.run(&say),
        Command::User(command) => command.run(&say),
        Command::Import(command) => command.run(&say),
        Command::Programme(command) => command.run(&say),
        Command::Screen(command) => command.run(&say),
        Command::Pair(command) => command.run(&say),
        Command::Pack(command) => command.run(&say),
        Command::Remind(command) => command.run(&say),
        Command::Register(command) => command.run(&say),
        Command::Form(command) => command.run(&say),
        Command::Doctor(command) => command.run(&say),
        Command::Aid(command) => command.run(&say),
        Command::Ledger(command) => command.run(&say),
        Command::Drill(command) => command.run(&say),
        Command::Audit(command) => command.run(&say),
        Command::Backup(command) => command.run(&say),
        Command::Restore(command) => command.run(&say),
        Command::Key(command) => command.run(&say),
    };
    match done {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            if cli.json {
                println!("{}", serde_json::json!({ "error": error.to_string() }));
            }
            eprintln!("bangfu: {error}");
            ExitCode::from(match error {
                Error::NotFound | Error::Denied(_) => 4,
                Error::Conflict(_) => 5,
                Error::Invalid(_) | Error::TooMuch(_) => IN_PART,
                Error::Busy | Error::Fault(_) => 1,
            })
        }
    }
}
