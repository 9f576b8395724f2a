//! The pairs of the sample school: the proposal for grade 4 is accepted, one child has been released and waits for a new helper.

use crate::access::{Permit, Subject, Who, acts};
use crate::base::{Error, Result, SchoolId, TermCode};
use crate::pairing::{self, pairs};
use crate::roster::time;
use crate::store::{Store, Tx};

/// Pairs the children of each programme of the term that has any; of the first, one child is released again.
pub(super) fn open(store: &Store, school: SchoolId, now: TermCode) -> Result<()> {
    store.write(school, |tx| pair(tx, now))
}

fn pair(tx: &mut Tx<'_>, now: TermCode) -> Result<()> {
    let who = Who::operator(tx, "demo");
    let permit: Permit<acts::ManagePairing> = Permit::ask(tx, &who, Subject::School)?;
    let term = time::term_by_code(tx, now)?.ok_or(Error::NotFound)?;
    if term.last_day < tx.today() {
        return Ok(());
    }
    let mut first = true;
    for programme in pairing::programmes(tx, &term)? {
        let scene = pairing::scene(tx, &permit, programme.id, &term)?;
        if scene.children.is_empty() || pairing::propose(tx, &permit, &scene)? == 0 {
            continue;
        }
        pairing::accept(tx, &permit, &scene)?;
        if std::mem::take(&mut first)
            && let Some(child) = scene.children.last()
        {
            for pair in pairs::standing(tx, &scene)?.into_iter().filter(|pair| pair.pupil == child.child.id) {
                pairs::release(tx, &permit, programme.id, pair.id, "duty")?;
            }
        }
    }
    Ok(())
}
