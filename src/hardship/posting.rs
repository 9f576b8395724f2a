//! verbs: the notice of a round while it hangs, for everybody at school; nothing of it before and after.

use super::notice::{Notice, Posted, notice};
use super::rounds::{self, Round};
use super::sql;
use super::state::{Stage, What};
use crate::base::{Lang, Msg, Result};
use crate::store::Tx;

/// The word of a level, as the round counts them.
pub fn level_word(lang: Lang, levels: i64, level: i64) -> String {
    if level == 0 {
        crate::base::words::word(lang, "hardship-level-none")
    } else {
        Msg::new(if levels == 1 { "hardship-level-only" } else { "hardship-level-of" }).with("number", level).text(lang)
    }
}

/// The notice that hangs today: the round, and what stands on it; none where no notice hangs. Whoever is signed in may read it, as anybody may who passes the wall.
///
/// # Errors
/// Faults of the database.
pub fn hanging(tx: &mut Tx<'_>, lang: Lang) -> Result<Option<(Round, Notice)>> {
    let Some(round) = rounds::running(tx)?.filter(|round| round.stage == Stage::Noticed) else { return Ok(None) };
    let Some(until) = round.until else { return Ok(None) };
    let today = tx.today();
    let decided = sql::cases(tx, round.id)?.into_iter().filter(|one| matches!(one.newest, What::Decided | What::Appealed | What::Objected));
    let posted: Vec<Posted> = decided
        .filter(|one| !one.shielded && one.level.is_some_and(|level| level > 0))
        .filter_map(|one| Posted::new(&one.class_name, &one.name, round.shows_level.then(|| level_word(lang, round.levels, one.level.unwrap_or_default()))))
        .collect();
    Ok(notice(&posted, round.shows_level, round.since, until, today).map(|notice| (round, notice)))
}
