//! First passwords between the work that made them and the one page that prints them: in memory only, for one person, once, for a short time.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::base::{Error, Result, RowId, SchoolId, Sealed, StaffId, Stamp};

/// What a login slip says.
#[derive(Debug)]
pub struct Slip {
    /// The person.
    pub name: String,
    /// What is typed to sign in.
    pub login_name: String,
    /// The first password.
    pub password: Sealed<String>,
}

#[derive(Debug)]
struct Held {
    school: SchoolId,
    staff: StaffId,
    until: Stamp,
    slips: Vec<Slip>,
}

/// Slips that wait for their page.
#[derive(Debug, Default)]
pub struct Slips(Mutex<HashMap<RowId, Held>>);

/// How long slips wait for the person who had them made.
const KEPT_MS: i64 = 15 * 60_000;
/// Sets of slips that wait at once in the whole installation.
const HELD: usize = 100;

impl Slips {
    /// Keeps slips for the person who had them made.
    ///
    /// # Errors
    /// Busy when too many sets wait.
    pub fn keep(&self, id: RowId, school: SchoolId, staff: StaffId, now: Stamp, slips: Vec<Slip>) -> Result<()> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, held| held.until > now);
        if all.len() >= HELD {
            return Err(Error::Busy);
        }
        all.insert(id, Held { school, staff, until: Stamp(now.0 + KEPT_MS), slips });
        Ok(())
    }

    /// Gives the slips to that person and forgets them.
    ///
    /// # Errors
    /// Not found when they were taken, are too old or are another's.
    pub fn take(&self, id: RowId, school: SchoolId, staff: StaffId, now: Stamp) -> Result<Vec<Slip>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, held| held.until > now);
        if all.get(&id).is_none_or(|held| held.school != school || held.staff != staff) {
            return Err(Error::NotFound);
        }
        Ok(all.remove(&id).map(|held| held.slips).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use crate::base::derived;

    use super::*;

    fn set() -> Vec<Slip> {
        vec![Slip { name: "王若水".into(), login_name: "wangruoshui".into(), password: Sealed::new("abcdefghjk".into()) }]
    }

    #[test]
    fn slips_are_shown_once_to_who_made_them_and_not_for_long() {
        let (school, mine, other): (SchoolId, StaffId, StaffId) = (derived(&[b"s"]), derived(&[b"a"]), derived(&[b"b"]));
        let (id, late): (RowId, RowId) = (derived(&[b"1"]), derived(&[b"2"]));
        let slips = Slips::default();
        slips.keep(id, school, mine, Stamp(0), set()).unwrap();
        slips.keep(late, school, mine, Stamp(0), set()).unwrap();
        assert!(slips.take(id, school, other, Stamp(1)).is_err());
        assert_eq!(slips.take(id, school, mine, Stamp(1)).unwrap()[0].login_name, "wangruoshui");
        assert!(slips.take(id, school, mine, Stamp(2)).is_err(), "once");
        assert!(slips.take(late, school, mine, Stamp(KEPT_MS)).is_err(), "too late");
    }
}
