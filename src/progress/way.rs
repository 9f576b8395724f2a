//! verbs: 流程管理记录 (A5-08): the way of a child's support from the first sign to the exit, with persons, days and gaps. Generated; nothing is filled in.

use super::{review, sql};
use crate::access::{Permit, acts};
use crate::activity;
use crate::base::{Error, Result, SchoolDate, TermCode};
use crate::casefile::{self, diagnosis, steps};
use crate::pairing::pairs;
use crate::plan::{self, Standing};
use crate::roster::time;
use crate::store::Tx;

/// The stations, in order; the words are `progress-way-<code>`.
pub const STATIONS: [&str; 9] = ["noticed", "confirmed", "filed", "diagnosed", "planned", "paired", "helped", "reviewed", "exited"];

/// A station of the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Station {
    /// One of [`STATIONS`].
    pub code: &'static str,
    /// When it was reached first; none for one that is missing.
    pub day: Option<SchoolDate>,
    /// When it was last visited, where that is another day.
    pub last: Option<SchoolDate>,
    /// How many times; 0 where that means nothing.
    pub times: usize,
    /// Who.
    pub by: String,
    /// Days since the station before it, while it is missing and due.
    pub waits_days: Option<i64>,
}

/// What is known of a station: first and last day, how often, who.
type Known = (Option<SchoolDate>, Option<SchoolDate>, usize, String);

/// The stations with what is missing between them: a station is due as soon as the child is confirmed, the exit never.
fn stations(known: [Known; STATIONS.len()], today: SchoolDate) -> Vec<Station> {
    let confirmed = known[1].0;
    let mut before = confirmed;
    let mut all = Vec::with_capacity(STATIONS.len());
    for (code, (day, last, times, by)) in STATIONS.into_iter().zip(known) {
        let due = !matches!(code, "noticed" | "confirmed" | "exited");
        let waits_days = if day.is_none() && due { before.map(|since| today.days() - since.days()) } else { None };
        before = if due { day.or(before) } else { before };
        all.push(Station { code, day, last: last.filter(|last| Some(*last) != day), times, by, waits_days });
    }
    all
}

fn ends<T>(all: &[T], day: impl Fn(&T) -> SchoolDate) -> (Option<SchoolDate>, Option<SchoolDate>, usize) {
    (all.iter().map(&day).min(), all.iter().map(&day).max(), all.len())
}

/// The way of the permit's child. It speaks of the whole child: not for who teaches one subject.
///
/// # Errors
/// Not found for who teaches a subject and nothing else; faults of the database.
pub fn way(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<Station>> {
    if permit.why().subjects().is_some() {
        return Err(Error::NotFound);
    }
    let (pupil, today) = (permit.pupil()?, tx.today());
    let head = casefile::head(tx, permit)?;
    let sign = sql::first_sign(tx, pupil)?;
    let confirmed = head.labels.iter().map(|label| label.from).min();
    let diagnosed = diagnosed(tx, permit)?;
    let mut plans: Vec<(SchoolDate, String)> = Vec::new();
    for version in plan::versions(tx, permit)?.into_iter().filter(|version| version.standing == Standing::Approved) {
        plans.extend(version.decided.map(|deed| (deed.day, deed.by)));
    }
    let pairs = pairs::of_pupil(tx, permit)?;
    let mut records = activity::of_pupil(tx, permit)?;
    records.retain(|record| record.held);
    let reviews = review::of_pupil(tx, permit)?;
    let exit = steps::steps(tx, permit)?.into_iter().find(|step| step.what == "exited");
    let with = |(first, last, times): (Option<SchoolDate>, Option<SchoolDate>, usize), by: String| (first, last, times, by);
    let by = |name: Option<&String>| name.cloned().unwrap_or_default();
    Ok(stations(
        [
            (sign, None, 0, String::new()),
            (confirmed, None, 0, String::new()),
            (head.opened.as_ref().map(|opened| opened.0), None, 0, by(head.opened.as_ref().map(|opened| &opened.1))),
            diagnosed,
            with(ends(&plans, |one| one.0), by(plans.first().map(|one| &one.1))),
            with(ends(&pairs, |pair| pair.from), by(pairs.first().map(|pair| &pair.staff_name))),
            with(ends(&records, |record| record.day), by(records.first().map(|record| &record.by))),
            with(ends(&reviews, |review| review.day), by(reviews.first().map(|review| &review.by))),
            exit.map_or((None, None, 0, String::new()), |step| (Some(step.day), None, 0, step.by)),
        ],
        today,
    ))
}

/// First and last day on which teachers ticked causes, in how many parts, and who did last.
fn diagnosed(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Known> {
    let mut filled = Vec::new();
    for code in casefile::terms_answered(tx, permit)? {
        filled.extend(in_term(tx, permit, code)?);
    }
    filled.sort();
    let (first, last, times) = ends(&filled, |one| one.0);
    Ok((first, last, times, filled.pop().map(|one| one.1).unwrap_or_default()))
}

fn in_term(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, code: TermCode) -> Result<Vec<(SchoolDate, String)>> {
    let Some(term) = time::term_by_code(tx, code)? else { return Ok(Vec::new()) };
    Ok(diagnosis::answers(tx, permit, &term)?.1.into_iter().map(|filled| (filled.day, filled.name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_station_that_is_missing_waits_since_the_one_before_it_and_the_exit_is_never_due() {
        let day = |text: &str| text.parse::<SchoolDate>().ok();
        let at = |text: &str| (day(text), None, 0, String::new());
        let none = || (None, None, 0, String::new());
        let known = [at("2026-09-10"), at("2026-09-28"), at("2026-09-29"), none(), at("2026-10-12"), none(), none(), none(), none()];
        let all = stations(known, "2026-10-26".parse().unwrap());
        let waits: Vec<Option<i64>> = all.iter().map(|one| one.waits_days).collect();
        assert_eq!(waits, [None, None, None, Some(27), None, Some(14), Some(14), Some(14), None]);
        let unconfirmed = stations([at("2026-09-10"), none(), none(), none(), none(), none(), none(), none(), none()], "2026-10-26".parse().unwrap());
        assert!(unconfirmed.iter().all(|one| one.waits_days.is_none()), "nothing is due before the child is confirmed");
    }
}
