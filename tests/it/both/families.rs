//! The part of the day that is about families: facts written, corrected and imported, the yearly check, consents, and the registers of it.

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::{ImportId, Lang, Sealed, derived};
use bangfu::report::{self, Name};
use bangfu::roster::family::{self, Line, NewFact, Source};
use bangfu::roster::family_check;
use bangfu::roster::family_facts::{Parent, Topic};
use bangfu::roster::family_sheet;
use bangfu::roster::time;
use bangfu::trail::{self, Consent};

use crate::house::{House, day};

/// Lives it.
pub(super) fn live(house: &House) {
    facts(house);
    check(house);
    import(house);
    pages(house);
    registers(house);
}

fn facts(house: &House) {
    let child = house.here.child("4.2", "林小明").id;
    let away =
        NewFact {
            since: Some(day("2026-03-01")), place: "广东省东莞市".into(), note: Some(Sealed::new("过年回来".into())), ..NewFact::of(Topic::Work(Parent::Father), "away")
        };
    house.act(child, |tx, permit: &Permit<acts::EditFamily>| {
        let new = [
            away.clone(),
            NewFact::of(Topic::Work(Parent::Mother), "home"),
            NewFact::of(Topic::Registration, "rural"),
            NewFact { amount_fen: Some(400_000), ..NewFact::of(Topic::Income, "known") },
        ];
        assert_eq!(family::write(tx, permit, &new, Source::Form)?, ["father_work", "mother_work", "registration", "income"]);
        let rows = family::history(tx, permit)?;
        let fixed = NewFact::of(Topic::Registration, "urban");
        family::correct(tx, permit, rows[2].id, &fixed, &Sealed::new("看错了户口本".into()))?;
        let (note, _) = family::sealed_texts(tx, permit, rows[0].id)?;
        assert_eq!(note.unwrap().open(), "过年回来");
        let see = Permit::<acts::SeePupil>::ask(tx, permit.who(), child)?;
        assert!(family::of(tx, &see, day("2026-09-22"))?.father.work.unwrap().away);
        let copy = Permit::<acts::CopyPupil>::ask(tx, permit.who(), child)?;
        assert_eq!(family::facts_for_family(tx, &copy)?.len(), 4);
        Ok(())
    });
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageFamilies>| {
        let line = Line { region: String::new(), year: 2026, household: "rural".into(), amount_fen: 540_000 };
        family::put_line(tx, permit, &line)?;
        family::put_line(tx, permit, &Line { amount_fen: 550_000, ..line })?;
        assert_eq!(family::all_lines(tx)?.len(), 1);
        family::lines(tx)
    });
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageScreening>| family::facts_of_school(tx, permit, day("2026-09-22")));
}

fn check(house: &House) {
    let (class, grade) = house.here.class("4.2");
    let children: Vec<_> = house.here.children.iter().filter(|child| child.class == class).map(|child| child.id).collect();
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageFamilies>| {
        family_check::open(tx, permit, day("2026-10-20"))?;
        family_check::open(tx, permit, day("2026-10-23"))
    });
    house.act(class, |tx, permit: &Permit<acts::EditFamily>| {
        assert_eq!(family_check::nothing_changed(tx, permit, &children)?.noted, 1, "of the others nothing is known");
        family_check::sheet(tx, permit)
    });
    house.act(children[1], |tx, permit: &Permit<acts::EditFamily>| family_check::looked_through(tx, permit, true));
    let who = house.who("周主任");
    house.read(house.here.id, |tx| family_check::progress(tx, &who));
    for subject in [Subject::Class(class), Subject::Grade(grade), Subject::School] {
        house.act(subject, |tx, permit: &Permit<acts::PrintRegister>| family::families(tx, permit, day("2026-09-22")));
    }
}

fn import(house: &House) {
    let child = house.here.child("5.1", "苏小禾").id;
    let import: ImportId = derived(&[b"an import of family facts"]);
    house.act(Subject::School, |tx, permit: &Permit<acts::ImportSheets>| {
        let told = vec![(child, vec![NewFact::of(Topic::Carer, "kin"), NewFact::item(Topic::Hardship, "dibao", true)])];
        assert_eq!(family_sheet::write_many(tx, permit, &told, import)?, 2);
        assert_eq!(family_sheet::held(tx, permit)?[&child].len(), 2);
        family_sheet::undo_import(tx, permit, import)
    });
}

fn pages(house: &House) {
    let (class, _) = house.here.class("4.2");
    let child = house.here.child("4.2", "陈安安").id;
    let teacher = house.as_("王老师");
    let form = format!("/pupils/{child}/family/edit");
    let fields = [("mother_work", "away"), ("mother_work_since", "2026-02-20"), ("mother_work_place", "浙江省杭州市"), ("carer", "maternal_grandparents"), ("check", "1")];
    let answer = teacher.post_form(&form, &fields);
    assert_eq!((answer.status, answer.to), (303, format!("/classes/{class}/family-check")), "{}", house.name());
    for page in [
        format!("/pupils/{child}/family"),
        format!("/pupils/{child}/left-behind"),
        format!("/pupils/{child}"),
        format!("/classes/{class}/family-check"),
        format!("/classes/{class}/consents/letter/docx"),
    ] {
        assert_eq!(teacher.get(&page).status, 200, "{}: {page}", house.name());
    }
    let consents = format!("/pupils/{child}/consents");
    let word = |given: &str| {
        teacher.post_form(&consents, &[("purpose", "photo"), ("given", given), ("by_whom", "母亲"), ("how", "paper"), ("day", "2026-09-22"), ("version", "2026-1")]).status
    };
    assert_eq!([word("back"), word("yes"), word("back")], [422, 303, 303], "only what was given is taken back");
    let all: Vec<Consent> = house.read(house.here.id, |tx| trail::consents_of(tx, child));
    assert!(all.iter().any(|consent| consent.withdrawn && consent.version == "2026-1"));
}

fn registers(house: &House) {
    let (class, _) = house.here.class("4.2");
    for (name, subject) in [(Name::FamilyCheck, Subject::Class(class)), (Name::LeftBehind, Subject::Class(class)), (Name::LeftBehindCounts, Subject::School)] {
        let text = house.act(subject, |tx, permit: &Permit<acts::PrintRegister>| {
            let term = time::current_term(tx)?.unwrap();
            let (_, _, bytes) = report::make(tx, permit, name, &term, report::export::Format::Csv, Lang::ZhCn)?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        });
        assert!(text.lines().count() > 1, "{name:?}: {text}");
    }
}
