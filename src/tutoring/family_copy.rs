//! verbs: what a family gets of tutoring when it asks for a copy of all that is held (PIPL article 45): each class or activity, from when to when, and how often the child was there.

use super::kinds::was_here;
use super::{classes, sessions};
use crate::access::{Permit, acts};
use crate::base::{Lang, Msg, Result, SchoolDate, words};
use crate::store::Tx;

/// First day, what it is, and how often the child was there.
///
/// # Errors
/// Faults of the database.
pub fn copy(tx: &mut Tx<'_>, permit: &Permit<acts::CopyPupil>, lang: Lang) -> Result<Vec<(SchoolDate, String, String)>> {
    let pupil = permit.pupil()?;
    let (presences, mut all) = (sessions::of_pupil(tx, pupil)?, Vec::new());
    for member in classes::of_pupil(tx, pupil)? {
        let class = classes::find(tx, member.class)?;
        let own = presences.iter().filter(|one| one.class == class.id && !one.state.is_empty());
        let (here, count) = own.fold((0, 0), |(here, count), one| (here + usize::from(was_here(&one.state)), count + 1));
        let there = Msg::new("tutoring-there-of").with("count", here).with("of", count).text(lang);
        let what = format!("{} · {}", words::word(lang, &format!("tutoring-kind-{}", class.kind.code())), class.title);
        all.push((member.from, what, format!("— {} · {there}", member.until.min(class.until))));
    }
    Ok(all)
}
