//! The part of the day that is about study partners: children are asked, pairs and a group are made, one pair ends.

use std::collections::BTreeMap;

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::PupilId;
use bangfu::pairing::peer_rules::Willing;
use bangfu::pairing::{groups, peers, volunteers};
use bangfu::roster::time;
use bangfu::trail::{self, Consent};

use crate::cast::term_code;
use crate::house::{House, day};

/// Lives it.
pub(super) fn live(house: &House) {
    let (class, _) = house.here.class("4.2");
    let child = |name: &str| house.here.child("4.2", name).id;
    let (ming, tian, an, han) = (child("林小明"), child("何田田"), child("陈安安"), child("王梓涵"));
    let lead = house.here.person("王老师").staff;
    house.act(class, |tx, permit: &Permit<acts::ManagePeers>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let needs = |wishes: &[PupilId]| peers::Say { needs: true, wants: "maths".into(), wishes: wishes.to_vec(), ..peers::Say::default() };
        let willing = peers::Say { willing: Willing::Yes, good_at: "maths".into(), ..peers::Say::default() };
        // Both entries of the child who was entered twice have said something, are wished for, and have a partner; see unite.rs.
        let said = BTreeMap::from([(ming, needs(&[an])), (tian, needs(&[an, han])), (an, willing.clone()), (han, peers::Say { wishes: vec![tian, ming, an], ..willing })]);
        assert_eq!(peers::save(tx, permit, &term, 0, &said)?, 4);
        assert_eq!(peers::save(tx, permit, &term, 1, &said)?, 0, "nothing changed");
        assert_eq!(peers::pair(tx, permit, &term, lead, &[(ming, an), (tian, an)])?, 2);
        let class = peers::class(tx, permit, &term)?;
        peers::end(tx, permit, class.helper_of(tian).unwrap().id, "wish")?;
        assert_eq!(peers::pair(tx, permit, &term, lead, &[(tian, han)])?, 1, "the place is free again");
        let group = groups::make(tx, permit, &term, &groups::New { name: "小树苗组".into(), lead: Some(lead), members: vec![ming, tian, an, han] })?;
        let other = groups::make(tx, permit, &term, &groups::New { name: "阳光组".into(), lead: Some(lead), members: vec![ming, an, han] })?;
        groups::end(tx, permit, other, "seat")?;
        assert_eq!(groups::of_class(tx, permit)?.iter().find(|one| one.id == group).unwrap().members.len(), 4);
        Ok(())
    });
    volunteers(house, &[ming, tian]);
    for page in ["/pairing/peers".to_owned(), format!("/pairing/classes/{class}/peers"), format!("/pairing/classes/{class}/peers/wishes")] {
        assert_eq!(house.as_("王老师").get(&page).status, 200, "{page}");
    }
}

/// Two volunteers help the two entries of a child; one of them ends.
fn volunteers(house: &House, children: &[PupilId]) {
    let teacher = house.here.person("王老师").staff;
    for pupil in children {
        house.act(*pupil, |tx, permit: &Permit<acts::RecordConsent>| {
            let (how, by_whom, version) = ("paper".to_owned(), "母亲".to_owned(), String::new());
            let consent = Consent { purpose: volunteers::PURPOSE.into(), given: true, withdrawn: false, how, by_whom, guardian: None, version, day: day("2026-09-21") };
            trail::record_consent(tx, permit.who(), *pupil, &consent)
        });
    }
    super::pairing::confirm(house, children[0]);
    super::pairing::confirm(house, children[1]);
    house.act(Subject::School, |tx, permit: &Permit<acts::ManagePairing>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        for (pupil, name) in children.iter().zip(["柳青青", "溪大河"]) {
            let id = volunteers::enter(tx, permit, name, "retired", Some(teacher))?;
            volunteers::pair(tx, permit, &term, id, *pupil, teacher)?;
        }
        let last = volunteers::helps(tx, permit)?.pop().unwrap();
        volunteers::end(tx, permit, last.id, "away")
    });
    assert_eq!(house.as_("周主任").get("/pairing/volunteers").status, 200);
}
