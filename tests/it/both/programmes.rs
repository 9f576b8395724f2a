//! The part of the day that is about programmes: copied, changed, switched on, ended, and the words for categories.

use std::collections::BTreeMap;

use bangfu::access::{Permit, Subject, acts};
use bangfu::programme::programmes::{self, Change, Copy};
use bangfu::programme::value::Range;
use bangfu::programme::{Category, Param, Value, in_force, in_force_on, naming, serving};
use bangfu::roster::time;

use crate::cast::term_code;
use crate::house::{House, TODAY, day};

/// Lives it.
pub(super) fn live(house: &House) {
    let term = term_code("2026-1");
    let id = house.act(Subject::School, |tx, permit: &Permit<acts::ManageProgrammes>| {
        let copy = Copy { preset: "learning_difficulty".into(), name: "学习支持".into(), purpose: "缺什么补什么".into(), from_term: term };
        let id = programmes::copy_preset(tx, permit, &copy)?;
        programmes::switch_on(tx, permit, id, term, Some(term))?;
        let old = programmes::programme(tx, id, term)?;
        let mut values: BTreeMap<Param, Value> = old.values.iter().map(|(param, value)| (param, value.clone())).collect();
        values.insert(Param::SubjectTeacherPupils, Value::Range(Range { from: 2, to: Some(2) }));
        values.insert(Param::Note, Value::Text("“先看长处”，再谈别的".into()));
        let change = Change { name: old.name, purpose: old.purpose, from_term: term, categories: vec![Category::SpecialTalent, Category::LearningDifficulty], values };
        assert_eq!(programmes::change(tx, permit, id, &change)?, 2);
        naming::rename(tx, permit, &BTreeMap::from([(Category::TargetPupil, "学习伙伴".into())]))?;
        Ok(id)
    });
    house.read(house.here.id, |tx| {
        let term = time::term_by_code(tx, term)?.unwrap().id;
        assert_eq!(in_force(tx, term)?.len(), 2);
        assert_eq!(serving(tx, term, Category::SpecialTalent)?.len(), 1);
        assert_eq!(in_force_on(tx, day(TODAY))?.len(), 2);
        assert_eq!((programmes::versions(tx, id)?.len(), programmes::switches(tx, id)?.len()), (2, 1));
        assert_eq!(naming::names(tx)?.own(Category::TargetPupil), "学习伙伴");
        Ok(())
    });
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageProgrammes>| {
        let other = programmes::all(tx)?.into_iter().find(|other| *other != id).unwrap();
        programmes::end(tx, permit, other, term)
    });
}
