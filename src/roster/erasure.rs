//! verbs: what a family may take away from the school – a copy of the numbers held, and the erasure of a pupil who has left. PIPL articles 45 and 47.

use super::particulars::{self, Numbers};
use super::sql::erasure as sql;
use super::sql::pupils::{self as pupil_sql, ReadyMovement};
use super::sql::unite::gone_into;
use crate::access::{Permit, acts};
use crate::base::{Error, Msg, PupilId, Result, limits};
use crate::store::Tx;
use crate::trail;

/// The numbers of a pupil in the clear, for the copy that the family gets.
///
/// # Errors
/// Not found when there is no such pupil.
pub fn numbers_for_family(tx: &mut Tx<'_>, permit: &Permit<acts::CopyPupil>) -> Result<Numbers> {
    particulars::open_numbers(tx, permit.pupil()?)
}

/// Erases a pupil who has left: the key in the vault is destroyed, so that no sealed text of the child can be read again anywhere; search keys, guardians and
/// former numbers go; personal fields are emptied. Results and attendance stay without a name, so that the counts of past terms stay true. Cannot be taken back.
///
/// # Errors
/// A conflict while the pupil sits in a class; a problem at `reason` when it says nothing.
pub fn erase(tx: &mut Tx<'_>, permit: &Permit<acts::ErasePupil>, reason: &str) -> Result<()> {
    erase_all(tx, std::slice::from_ref(permit), reason)
}

/// As [`erase`], for several pupils: all rows are emptied before the first key goes, so that a fault half-way leaves every child as it was.
///
/// # Errors
/// Those of [`erase`].
pub fn erase_all(tx: &mut Tx<'_>, permits: &[Permit<acts::ErasePupil>], reason: &str) -> Result<()> {
    let mut keys = Vec::new();
    for permit in permits {
        keys.extend(emptied(tx, permit, reason)?);
    }
    // Last: it takes effect at once and cannot be rolled back.
    for key in keys {
        tx.vault().destroy(key)?;
    }
    Ok(())
}

/// Empties the rows of a pupil. Gives whose keys are to be destroyed: the entries that went into this one have keys of their own.
fn emptied(tx: &mut Tx<'_>, permit: &Permit<acts::ErasePupil>, reason: &str) -> Result<Vec<PupilId>> {
    let pupil = permit.pupil()?;
    if particulars::seat(tx, pupil)?.is_some() {
        return Err(Error::Conflict(Msg::new("roster-erase-not-left")));
    }
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > limits::LINE_CHARS {
        return Err(Error::at("reason", "roster-erase-reason"));
    }
    pupil_sql::remove_all_keys(tx, pupil)?;
    sql::blank(tx, pupil)?;
    let movement = ReadyMovement {
        id: tx.new_id(),
        pupil,
        kind: "erasure",
        day: tx.today(),
        from_class: None,
        to_class: None,
        undoes: None,
        reason: reason.to_owned(),
        actor: permit.who().tag(),
        import: None,
    };
    pupil_sql::insert_movements(tx, &[movement])?;
    trail::note(tx, permit.who(), "roster.erasure", pupil, &serde_json::json!({}))?;
    let mut keys = gone_into(tx, pupil)?;
    keys.push(pupil);
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Subject;
    use crate::base::Sealed;
    use crate::roster::movements::{Departure, depart};
    use crate::roster::pupils::{NewGuardian, NewPupil, enrol_many, find};
    use crate::roster::school_for_tests::{School, class, day, identity};
    use crate::store::Sql;

    #[test]
    fn a_pupil_who_has_left_is_erased_and_the_counts_stay() {
        let school = School::on("erased", "2026-10-12");
        let mother = NewGuardian { name: "周兰".into(), phone: Some(Sealed::new("13800000000".into())), ..NewGuardian::default() };
        let child = NewPupil { name: "张小明".into(), identity_no: Some(identity(1)), guardians: vec![mother], ..NewPupil::default() };
        let ids = school.act(Subject::School, |tx, permit| enrol_many(tx, permit, &[class(2026, 5, 1)], &[child], day("2026-09-01"))).unwrap();
        let early = school.act(ids[0], |tx, permit| erase(tx, permit, "家长书面申请")).unwrap_err();
        assert!(matches!(early, Error::Conflict(m) if m.key == "roster-erase-not-left"), "not while the child is here");
        school.act(ids[0], |tx, permit| depart(tx, permit, Departure::TransferOut, day("2026-10-09"), "随父母迁往外地")).unwrap();
        let sealed: Vec<u8> = school.read(|tx| tx.one(Sql("select identity_sealed from pupil where school_id = $1"), &[&tx.school()], |row| row.get(0)));
        school.act(ids[0], |tx, permit| erase(tx, permit, "家长书面申请")).unwrap();
        assert!(school.store.vault().open_sealed(ids[0], crate::roster::pupils::IDENTITY_PLACE, &sealed).unwrap().is_none(), "an old backup opens nothing");
        let found = school.read(|tx| {
            let who = crate::access::Who::operator(tx, "test");
            find(tx, &who, "zxm", 8)
        });
        assert!(found.is_empty());
        let count = |sql: &'static str| school.read(|tx| tx.number(Sql(sql), &[&tx.school()]));
        assert_eq!(count("select count(*) from pupil where school_id = $1 and name = ''"), 1);
        assert_eq!(count("select count(*) from guardian where school_id = $1"), 0);
        assert_eq!(count("select count(*) from place where school_id = $1"), 1, "the count of the class in September stays");
        assert_eq!(count("select count(*) from movement where school_id = $1 and kind <> 'erasure' and reason <> ''"), 0);
    }
}
