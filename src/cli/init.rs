//! `bangfu init`: founds a school and prints its administrator's one-time password and the recovery phrase of the keys.

use std::path::PathBuf;

use clap::Args;

use super::{Data, Say, key};
use crate::access::{Duty, Passwords};
use crate::base::{Error, Result, SchoolDate};
use crate::roster::found::{self, Founder, NewSchool};

/// Found a school.
#[derive(Args)]
pub(super) struct Init {
    /// Data folder: the database and the key file.
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
    /// PostgreSQL instead of the SQLite file; the keys stay in the data folder.
    #[arg(long, value_name = "URL", env = "BANGFU_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Name of the school.
    #[arg(long, value_name = "NAME")]
    school: String,
    /// First day of the present term, 2026-09-01.
    #[arg(long, value_name = "DATE")]
    term_start: String,
    /// What the administrator types to sign in.
    #[arg(long, value_name = "LOGIN", default_value = "admin")]
    login: String,
    /// The administrator's name.
    #[arg(long, value_name = "NAME", default_value = "系统管理员")]
    person: String,
}

impl Init {
    pub(super) fn run(self, say: &Say) -> Result<u8> {
        let name = self.school;
        let first_day: SchoolDate = self.term_start.parse().map_err(|_| Error::Fault(format!("{} is no date: write 2026-09-01", self.term_start)))?;
        let store = Data { data: self.data, database_url: self.database_url, school: None }.open_or_make()?;
        let password = Passwords::invent();
        let founder = Founder {
            name: self.person,
            login_name: self.login.clone(),
            password_hash: Passwords::default().hash(password.open())?,
            chose_password: false,
            duties: vec![Duty::Administrator, Duty::AcademicOffice],
        };
        let new = NewSchool::proposed(&name, first_day, founder);
        store.write(found::new_school_id(&store), |tx| found::found_school(tx, &new))?;
        let phrase = key::first_phrase(store.vault())?.map(|text| text.open().clone());
        let value = serde_json::json!({ "school": new.code, "login": self.login, "password": password.open(), "recovery_phrase": phrase });
        say.result(&value, || {
            let phrase = phrase
                .as_deref()
                .map(|p| format!("\nRecovery phrase of the keys, shown only now: {p}\nWrite it on paper; `bangfu key backup` and `restore` ask for it."))
                .unwrap_or_default();
            format!("{name} ({})\nSign in as {} with {} (to be changed at once).{phrase}", new.code, self.login, password.open())
        })?;
        Ok(0)
    }
}
