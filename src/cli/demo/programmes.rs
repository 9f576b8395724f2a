//! The programmes of the sample school: target pupils since the year before, with a change this year, and left-behind children since this year.

use crate::access::{Permit, Subject, Who, acts};
use crate::base::{Error, ProgrammeId, Result, SchoolYear, TermCode, words};
use crate::programme::programmes::{self, Change, Copy};
use crate::programme::value::Range;
use crate::programme::{Param, Value};
use crate::store::Tx;

/// What the office does about programmes at the beginning of a school year.
pub(super) fn live(tx: &mut Tx<'_>, who: &Who, year: SchoolYear, now: SchoolYear) -> Result<()> {
    let permit: Permit<acts::ManageProgrammes> = Permit::ask(tx, who, Subject::School)?;
    let term = TermCode { year, half: 1 };
    if year.0 + 1 == now.0 {
        copied(tx, &permit, "target_pupil", term)?;
    }
    if year == now {
        copied(tx, &permit, "left_behind", term)?;
        fewer_pupils(tx, &permit, term)?;
    }
    Ok(())
}

fn copied(tx: &mut Tx<'_>, permit: &Permit<acts::ManageProgrammes>, preset: &str, from_term: TermCode) -> Result<ProgrammeId> {
    let word = |key: String| words::word(permit.who().lang, &key);
    let copy = Copy { preset: preset.into(), name: word(format!("programme-preset-{preset}")), purpose: word(format!("programme-preset-{preset}-for")), from_term };
    let id = programmes::copy_preset(tx, permit, &copy)?;
    programmes::switch_on(tx, permit, id, from_term, None)?;
    Ok(id)
}

/// A year's experience: one to three of a class instead of two to four.
fn fewer_pupils(tx: &mut Tx<'_>, permit: &Permit<acts::ManageProgrammes>, from_term: TermCode) -> Result<()> {
    let id = *programmes::all(tx)?.first().ok_or(Error::NotFound)?;
    let old = programmes::programme(tx, id, from_term)?;
    let mut values: std::collections::BTreeMap<Param, Value> = old.values.iter().map(|(param, value)| (param, value.clone())).collect();
    values.insert(Param::ClassGuide, Value::Range(Range { from: 1, to: Some(3) }));
    programmes::change(tx, permit, id, &Change { name: old.name, purpose: old.purpose, from_term, categories: old.categories, values }).map(|_| ())
}
