//! Study partners of the sample school: a few children of grade 4 were asked, two pairs and a group stand, and some wait for the teacher.

use std::collections::BTreeMap;

use crate::access::{Permit, Subject, Who, acts};
use crate::base::{Error, Result, SchoolId, TermCode};
use crate::pairing::peer_rules::Willing;
use crate::pairing::{groups, peers};
use crate::roster::time;
use crate::store::Store;

/// Asks the first children of each class of grade 4, and pairs two of them.
pub(super) fn open(store: &Store, school: SchoolId, now: TermCode) -> Result<()> {
    store.write(school, |tx| {
        let who = Who::operator(tx, "demo");
        let term = time::term_by_code(tx, now)?.ok_or(Error::NotFound)?;
        if term.last_day < tx.today() {
            return Ok(());
        }
        for class in time::classes(tx, term.year)?.into_iter().filter(|class| class.level == 4) {
            let permit: Permit<acts::ManagePeers> = Permit::ask(tx, &who, Subject::Class(class.id))?;
            let shown = peers::class(tx, &permit, &term)?;
            let ids: Vec<_> = shown.children.iter().map(|child| child.id).collect();
            let (Some((lead, _)), true) = (shown.leads.first(), ids.len() > 20) else { continue };
            let needs = |wishes: &[usize]| peers::Say { needs: true, wants: "maths".into(), wishes: wishes.iter().map(|at| ids[*at]).collect(), ..peers::Say::default() };
            let willing = |good_at: &str| peers::Say { willing: Willing::Yes, good_at: good_at.into(), ..peers::Say::default() };
            let said = BTreeMap::from([
                (ids[1], needs(&[4, 7])),
                (ids[2], needs(&[7])),
                (ids[3], needs(&[9, 4, 12])),
                (ids[5], needs(&[])),
                (ids[6], needs(&[8])),
                (ids[4], willing("maths")),
                (ids[7], willing("chinese")),
                (ids[8], peers::Say { willing: Willing::No, ..peers::Say::default() }),
                (ids[12], willing("maths")),
                (ids[15], willing("english")),
            ]);
            peers::save(tx, &permit, &term, shown.number, &said)?;
            peers::pair(tx, &permit, &term, *lead, &[(ids[1], ids[4]), (ids[2], ids[7])])?;
            groups::make(tx, &permit, &term, &groups::New { name: "小树苗组".into(), lead: Some(*lead), members: vec![ids[3], ids[10], ids[15], ids[18]] })?;
        }
        Ok(())
    })
}
