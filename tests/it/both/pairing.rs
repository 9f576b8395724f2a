//! The part of the day that is about pairs: proposed, changed, accepted, made by hand, handed over, released.

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::{PupilId, RowId, derived};
use bangfu::pairing::{self, pairs};
use bangfu::programme::programmes::{self, Copy};
use bangfu::roster::time;
use bangfu::screening::confirmed::{self, NewConfirmation};

use crate::cast::term_code;
use crate::house::{House, day};

/// A child is on the list of the programme.
pub(super) fn confirm(house: &House, pupil: PupilId) {
    house.act(Subject::School, |tx, permit: &Permit<acts::FileRound>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let verdict: RowId = derived(&[b"a verdict for a pair"]);
        let (programme, until) = (house.here.programme, term.last_day);
        confirmed::confirm(
            tx,
            permit,
            &[NewConfirmation { pupil, programme, term: term.id, category: "target_pupil".into(), kind: "learning".into(), from: day("2026-09-21"), until, verdict }],
        )
    });
}

/// Lives it.
pub(super) fn live(house: &House) {
    let (child, other) = (house.here.child("4.2", "赵小满").id, house.here.child("4.2", "刘一诺").id);
    confirm(house, child);
    confirm(house, other);
    let board = format!("/pairing/programmes/{}", house.here.programme);
    let send = |what: &str, fields: &[(&str, &str)]| {
        let answer = house.as_("周主任").post_from(&board, &format!("{board}/{what}"), fields);
        assert_eq!(answer.status, 303, "{}: {what} → {}", house.name(), answer.main());
    };
    send("proposal", &[]);
    house.act(Subject::School, |tx, permit: &Permit<acts::ManagePairing>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let scene = pairing::scene(tx, permit, house.here.programme, &term)?;
        let lines = pairing::lines(tx, &scene)?;
        assert!(lines.len() >= 3, "every teacher has a child (A9-18): {lines:?}");
        pairing::lock(tx, permit, &scene, lines[0].pupil, lines[0].staff)?;
        pairing::drop_line(tx, permit, &scene, lines[1].pupil, lines[1].staff)?;
        pairing::put(tx, permit, &scene, lines[1].pupil, None, lines[1].staff)
    });
    send("acceptance", &[]);
    let (wang, feng) = (house.here.person("王老师").staff.to_string(), house.here.person("冯老师").staff.to_string());
    house.act(Subject::School, |tx, permit: &Permit<acts::PrintRegister>| pairs::on_day(tx, permit, day("2026-09-21")));
    send("hand-overs", &[("from", &wang), ("to", &house.here.person("何老师").staff.to_string())]);
    let pair = house.act(child, |tx, permit: &Permit<acts::SeeCaseFile>| pairs::of_pupil(tx, permit));
    let pair = pair.into_iter().find(|pair| pair.released.is_empty()).unwrap();
    send("releases", &[("pair", &pair.id.to_string()), ("reason", "wish")]);
    send("pairs", &[("pupil", &child.to_string()), ("staff", if pair.staff.to_string() == feng { &wang } else { &feng })]);
    fits(house, child);
    relieves(house, other);
    for (who, page) in [("李老师", "/pairing"), ("周主任", "/pairing"), ("王老师", &format!("/pupils/{child}"))] {
        assert_eq!(house.as_(who).get(page).status, 200, "{who} {page}");
    }
}

/// Somebody states strengths, the child wishes for a teacher, the homeroom teacher agrees on times.
fn fits(house: &House, child: PupilId) {
    let wang = house.as_("王老师");
    for codes in [&[("strength", "reading")][..], &[("strength", "reading"), ("strength", "sports")]] {
        assert_eq!(wang.post_form("/pairing/strengths", codes).status, 303);
    }
    let page = format!("/pupils/{child}/helpers");
    let feng = house.here.person("冯老师").staff.to_string();
    for staff in [feng.as_str(), ""] {
        assert_eq!(wang.post_from(&page, &format!("{page}/wish"), &[("staff", staff)]).status, 303);
    }
    let pair = house.act(child, |tx, permit: &Permit<acts::SeeCaseFile>| pairs::of_pupil(tx, permit)).into_iter().find(|pair| pair.released.is_empty()).unwrap();
    let slot = [("pair", pair.id.to_string()), ("weekday", "1".into()), ("begins", "16:10".into()), ("minutes", "40".into()), ("subject", "maths".into())];
    let slot: Vec<(&str, &str)> = slot.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(wang.post_from(&page, &format!("{page}/slots"), &slot).status, 303);
    assert!(wang.get(&page).text.contains("16:10–16:50"));
}

/// A programme asks each leader and each subject teacher for children; there is one child, and the office accepts the smallest change.
fn relieves(house: &House, child: PupilId) {
    let term = term_code("2026-1");
    let programme = house.act(Subject::School, |tx, permit: &Permit<acts::ManageProgrammes>| {
        let copy = Copy { preset: "leader_pairing".into(), name: "领导结对".into(), purpose: "每人至少一名".into(), from_term: term };
        let id = programmes::copy_preset(tx, permit, &copy)?;
        programmes::switch_on(tx, permit, id, copy.from_term, None)?;
        Ok(id)
    });
    house.act(Subject::School, |tx, permit: &Permit<acts::FileRound>| {
        let term = time::term_by_code(tx, term)?.unwrap();
        let (verdict, until): (RowId, _) = (derived(&[b"a verdict for a relief"]), term.last_day);
        let new =
            NewConfirmation { pupil: child, programme, term: term.id, category: "learning_difficulty".into(), kind: "learning".into(), from: day("2026-09-21"), until, verdict };
        confirmed::confirm(tx, permit, &[new])
    });
    house.act(Subject::School, |tx, permit: &Permit<acts::ManagePairing>| {
        let term = time::term_by_code(tx, term)?.unwrap();
        let scene = pairing::scene(tx, permit, programme, &term)?;
        let missing = pairing::solved(tx, &scene)?.conflicts[0].missing;
        assert!(pairing::relieve(tx, permit, &scene, 0, missing)? > 0);
        let scene = pairing::scene(tx, permit, programme, &term)?;
        assert!(pairing::solved(tx, &scene)?.conflicts.is_empty(), "with the smallest change the rules hold together");
        Ok(())
    });
}
