//! `bangfu remind`: sends what is due today, for cron; `serve` does the same by itself each few minutes.

use clap::Args;

use super::{Data, Say};
use crate::base::Result;
use crate::store::Store;
use crate::supervision::reminders::{self, How};

/// Remind people of what is due today, by the ways that the school has switched on.
#[derive(Args)]
pub(super) struct Remind {
    /// Whatever the chosen hour is, and what failed at once again.
    #[arg(long)]
    now: bool,
    /// Only say what would be sent.
    #[arg(long)]
    dry_run: bool,
    /// Also to receivers on this machine, to try it out.
    #[arg(long, hide = true)]
    allow_local: bool,
    #[command(flatten)]
    data: Data,
}

impl Remind {
    pub(super) fn run(self, say: &Say) -> Result<u8> {
        let (store, school) = self.data.open_school()?;
        let how = How { now: self.now, dry: self.dry_run, local: self.allow_local };
        let (sent, failed, notes) = reminders::run(&store, school, how)?;
        let json = serde_json::json!({ "sent": sent, "failed": failed, "due": notes.len() });
        say.result(&json, || if self.dry_run { notes.iter().map(|note| format!("{}\n{}\n", note.target, note.text)).collect() } else { format!("sent {sent}, failed {failed}") })?;
        Ok(if failed > 0 { 3 } else { 0 })
    }
}

/// How often the server looks.
const EVERY: std::time::Duration = std::time::Duration::from_secs(120);

/// Looks each few minutes, on a thread of its own, whether somebody is to be reminded: a page never waits for it.
pub(super) fn keep_reminding(store: Store, local: bool) -> Result<()> {
    let look = move || {
        loop {
            // Waking early does no harm: what was sent is not sent again.
            std::thread::park_timeout(EVERY);
            let schools = crate::access::tenants(&store).unwrap_or_default();
            for school in schools {
                if let Err(error) = reminders::run(&store, school.id, How { local, ..How::default() }) {
                    tracing::error!(%error, "reminders failed");
                }
            }
        }
    };
    std::thread::Builder::new().name("reminders".into()).spawn(look)?;
    Ok(())
}
