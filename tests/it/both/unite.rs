//! The part of the day that is about a child who was entered twice: looked for, told apart, united; afterwards nothing speaks of the entry that went.

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::PupilId;
use bangfu::child::unite;
use bangfu::roster::particulars::{self, Correction};
use bangfu::roster::pupils::{self, NewGuardian, NewPupil};
use bangfu::roster::unite as entries;
use bangfu::roster::unite_rules::{Field, Picked};

use super::lint;
use crate::house::{House, day};

/// The two entries: one stays, the other goes into it. Both have lived through the whole day, so that nearly everything that can meet does.
fn entries_of(house: &House) -> (PupilId, PupilId) {
    (house.here.child("4.2", "何田田").id, house.here.child("4.2", "林小明").id)
}

/// Lives it.
pub(super) fn live(house: &House) {
    let (kept, gone) = entries_of(house);
    let office = house.as_("周主任");
    for page in ["/pupils/doubles".to_owned(), format!("/pupils/{kept}/unite"), format!("/pupils/{kept}/unite?q=lxm"), format!("/pupils/{kept}/unite?with={gone}")] {
        assert_eq!(office.get(&page).status, 200, "{page}");
    }
    house.act(gone, |tx, permit: &Permit<acts::EditPupil>| {
        let change = Correction { identity_no: Some(None), registry_no: Some(None), reason: "录成了别人的号".into(), ..Correction::default() };
        particulars::correct(tx, permit, &change)?;
        particulars::add_guardian(tx, permit, &NewGuardian { name: "何田田的妈妈".into(), relation: "母亲".into(), ..NewGuardian::default() }, true)
    });
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageRoster>| {
        let (class, grade) = house.here.class("2.1");
        let twin = |name: &str| NewPupil { name: name.into(), ..NewPupil::default() };
        let ids = pupils::enrol_many(tx, permit, &[(class, grade), (class, grade), (class, grade)], &[twin("双小一"), twin("双小一"), twin("双小一")], day("2026-09-22"))?;
        assert_eq!(entries::doubles(tx, permit)?.len(), 3);
        entries::tell_apart(tx, permit, ids[0], ids[1])?;
        assert_eq!(entries::doubles(tx, permit)?.len(), 2, "not asked again");
        unite::unite(tx, permit, ids[1], ids[2], &Picked::new(), "花名册录了两次")?;
        unite::unite(tx, permit, kept, gone, &Picked::from([Field::SeatNo]), "同一个孩子")?;
        assert!(unite::unite(tx, permit, kept, gone, &Picked::new(), "再来一次").is_err(), "once");
        assert_eq!((entries::kept_of(tx, gone)?, entries::gone_into(tx, kept)?), (Some(kept), vec![gone]));
        Ok(())
    });
    assert_eq!(house.as_("王老师").get(&format!("/pupils/{gone}")).to, format!("/pupils/{kept}"));
    for page in ["", "/case", "/copy", "/readers", "/movements", "/guardians", "/family", "/left-behind"] {
        for name in ["王老师", "陈校长", "沈老师"] {
            let status = house.as_(name).get(&format!("/pupils/{kept}{page}")).status;
            assert!(status < 500, "{}: {name}, {page} → {status}", house.name());
        }
    }
}

/// Where the entry that went may still stand: its own emptied row, where it points to, whose import made it, what was looked at when it was there, tasks that were withdrawn,
/// and what forms were answered before.
const STUBS: [(&str, &str); 7] =
    [("once", "answer"), ("pupil", "id"), ("pupil_merge", "gone_id"), ("import_change", "row_id"), ("audit_entry", "subject"), ("event", "data"), ("task", "subject_id")];

/// No row of any table speaks of the entry that went, however the column is called: a table that comes later is looked at, too.
pub(super) fn nothing_speaks_of_who_went(house: &House) {
    let (_, gone) = entries_of(house);
    let (dashed, plain) = (gone.to_string(), gone.to_string().replace('-', ""));
    for (table, columns) in lint::tables(house) {
        let ids: Vec<&str> = columns.iter().filter(|(name, kind)| kind != "blob" || name.ends_with("id")).map(|(name, _)| name.as_str()).collect();
        let looked: Vec<&str> = ids.into_iter().filter(|name| !STUBS.contains(&(table.as_str(), name))).collect();
        for row in lint::rows(house, &table, &looked) {
            assert!(!row.iter().any(|value| value.contains(&dashed) || value.contains(&plain)), "{}: {table} still speaks of who went: {row:?}", house.name());
        }
    }
}
