//! `bangfu demo`: a sample school of 12 classes with two years of history, all invented, made through the product's own verbs.

mod aid;
mod cases;
mod families;
mod flows;
mod handover;
mod hardship;
mod households;
mod marks;
mod meetings;
mod names;
mod observation;
mod pairs;
mod peers;
mod people;
mod plans;
mod programmes;
mod progress;
mod records;
mod rewards;
mod rounds;
mod supervision;
mod survey;
mod tutoring;
mod wellbeing;
mod years;

use std::sync::Arc;

use clap::Args;

use super::serve::{At, serve};
use super::{Data, Say};
use crate::base::{FixedClock, Ids, Result, SchoolDate, TermCode};
use crate::store::{Opening, Place, Store};

/// Make a sample school and serve it.
#[derive(Args)]
pub(super) struct Demo {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    at: At,
    /// Only make the data.
    #[arg(long)]
    no_serve: bool,
}

/// The password of every login of the sample school.
const PASSWORD: &str = "bangfu-2026";

impl Demo {
    pub(super) fn run(self, say: &Say) -> Result<u8> {
        if !self.no_serve {
            crate::base::os::give_memory_back();
        }
        let known = if self.data.open_or_make().and_then(|store| crate::access::tenants(&store))?.is_empty() {
            say.progress("making the sample school …");
            make(&self.data)?
        } else {
            people::logins()
        };
        let words = format!("{}\n密码 / password: {PASSWORD}", known.iter().map(|(login, what)| format!("  {login:<10} {what}")).collect::<Vec<_>>().join("\n"));
        if self.no_serve {
            let logins: Vec<_> = known.iter().map(|(login, what)| serde_json::json!({ "login": login, "who": what })).collect();
            say.result(&serde_json::json!({ "data": self.data.data, "logins": logins, "password": PASSWORD }), || words)?;
            return Ok(0);
        }
        serve(self.data.open()?, &self.data, &self.at, say, move || words)
    }
}

/// Makes the sample school under a clock that goes through its years, so that what happened then is dated then.
fn make(data: &Data) -> Result<Vec<(&'static str, &'static str)>> {
    let place = match &data.database_url {
        Some(url) => Place::Postgres { url: url.clone(), keys: data.data.clone() },
        None => Place::Folder(data.data.clone()),
    };
    let today = crate::base::os::now().day();
    let clock = Arc::new(FixedClock::at(today));
    let store = Store::open(&place, Opening { clock: clock.clone(), ids: Ids::Random, recorder: None })?;
    years::School::found(&store, &clock, today)?.live()?;
    Ok(people::logins())
}

/// The term of the sample school's "now": the present one, in the holidays the one that was.
fn present_term(today: SchoolDate) -> TermCode {
    TermCode::of(today)
}
