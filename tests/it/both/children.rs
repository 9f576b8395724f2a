//! The part of the day that is about children: corrections, guardians, siblings, moves, results, attendance, screening, and taking out of the register.

use bangfu::access::{self, Permit, Subject, acts};
use bangfu::base::{ImportId, RowId, Sealed, derived};
use bangfu::child::parcel;
use bangfu::results::attendance::{self, NewTotal, Total};
use bangfu::results::bands::Scheme;
use bangfu::results::mark::Mark;
use bangfu::results::sheet::{self, Entry, NewResult};
use bangfu::results::{assessment, each_result, results_of};
use bangfu::roster::enrolment::{self, Gap};
use bangfu::roster::entrusted::{self, NewMore};
use bangfu::roster::identity::IdentityNo;
use bangfu::roster::movements::{self, Change, Departure};
use bangfu::roster::particulars::{self, Correction};
use bangfu::roster::pupils::{self, Arrival, NewGuardian, NewPupil, Part, Sort, State};
use bangfu::roster::registry::RegistryNo;
use bangfu::roster::settings::{self, SchoolChange};
use bangfu::roster::{erasure, time};
use bangfu::screening::candidates::{self, Filter};
use bangfu::screening::running;

use crate::cast::{identity_no, term_code};
use crate::house::{House, TODAY, day};

/// Lives it.
pub(super) fn live(house: &House) {
    corrections(house);
    lists(house);
    leavings(house);
    results(house);
    totals(house);
    screening(house);
    settings(house);
    arrival(house);
}

fn corrections(house: &House) {
    let (one, other) = (house.here.child("4.2", "林小明"), house.here.child("5.1", "唐小北"));
    house.act(one.id, |tx, permit: &Permit<acts::EditPupil>| {
        let number = identity_no(4, 777);
        let birth = IdentityNo::parse(&number, day(TODAY)).unwrap().birth();
        let change = Correction {
            birth_day: Some(Some(birth)),
            seat_no: Some(Some(9)),
            school_no: Some(Some("2023-009".into())),
            registry_no: Some(Some(RegistryNo::parse(&format!("G{number}"), day(TODAY)).unwrap())),
            identity_no: Some(Some(IdentityNo::parse(&number, day(TODAY)).unwrap())),
            reason: "派出所更正".into(),
            ..Correction::default()
        };
        assert!(!particulars::correct(tx, permit, &change)?.is_empty());
        let id = particulars::add_guardian(tx, permit, &NewGuardian { name: "林奶奶".into(), relation: "祖母".into(), ..NewGuardian::default() }, true)?;
        particulars::correct_guardian(tx, permit, id, &NewGuardian { name: "林奶奶".into(), relation: "奶奶".into(), ..NewGuardian::default() }, true)?;
        let number = IdentityNo::parse(&number, day(TODAY)).unwrap();
        let more = NewMore { entrusted: true, address: Some(Sealed::new("青山镇桥头".into())), identity: Some(number.clone()) };
        entrusted::write(tx, permit, id, &more)?;
        let see = Permit::<acts::SeePupil>::ask(tx, permit.who(), one.id)?;
        let held = entrusted::of_child(tx, &see)?.remove(&id).unwrap();
        assert_eq!((held.entrusted, held.address.unwrap().open().as_str(), held.identity.unwrap().open() == number.open()), (true, "青山镇桥头", true));
        particulars::end_guardian(tx, permit, id)?;
        let sibling = Permit::<acts::SeePupil>::ask(tx, permit.who(), other.id)?;
        particulars::join_household(tx, permit, &sibling)?;
        assert_eq!(particulars::siblings(tx, &sibling)?.len(), 1);
        particulars::leave_household(tx, permit)
    });
}

fn lists(house: &House) {
    let (class, grade) = house.here.class("4.2");
    let parts = [Part::Class(class), Part::Grade(grade), Part::School, Part::Named("wzh".into())];
    // Who reads the whole register, and who reads a class of it: their lists are put together in different ways.
    for who in ["周主任", "王老师"].map(|name| house.who(name)) {
        for (part, sort) in parts.iter().flat_map(|part| [Sort::Name, Sort::Class].map(|sort| (part, sort))) {
            for state in State::ALL {
                house.read(house.here.id, |tx| pupils::list(tx, &who, part, state, sort, 50, 0));
            }
        }
    }
    let who = house.who("周主任");
    house.read(house.here.id, |tx| {
        let permit = Permit::<acts::ManageRoster>::ask(tx, &who, Subject::School)?;
        for gap in Gap::ALL {
            enrolment::lines(tx, &permit, gap, 50, 0)?;
        }
        let ids: Vec<_> = pupils::find(tx, &who, "wzh", 3)?.iter().map(|line| line.id).collect();
        assert_eq!(pupils::named(tx, &who, &ids)?.len(), ids.len());
        enrolment::counts(tx, &permit)
    });
}

fn leavings(house: &House) {
    let ((class, grade), (other, _)) = (house.here.class("4.1"), house.here.class("5.1"));
    let number = identity_no(4, 888);
    let new = NewPupil {
        name: "安小路".into(),
        school_no: Some("2023-088".into()),
        registry_no: Some(RegistryNo::parse(&format!("L{}0", &number[..17]), day(TODAY)).unwrap()),
        identity_no: Some(IdentityNo::parse(&number, day(TODAY)).unwrap()),
        ..NewPupil::default()
    };
    let how = Arrival { class, grade, first_day: day("2026-09-01"), transfer: false, reason: String::new() };
    let id = house.act(Subject::School, |tx, permit: &Permit<acts::ManageRoster>| pupils::enrol(tx, permit, &how, &new));
    house.act(id, |tx, permit: &Permit<acts::EditPupil>| {
        let final_number = RegistryNo::parse(&format!("G{number}"), day(TODAY)).unwrap();
        particulars::correct(tx, permit, &Correction { registry_no: Some(Some(final_number)), reason: "学籍号已生成".into(), ..Correction::default() })
    });
    house.act(id, |tx, permit: &Permit<acts::ManageRoster>| {
        let moved = movements::change_class(tx, permit, Change::ClassChange, house.here.class("4.2").0, day("2026-09-10"), "班级调整")?;
        movements::take_back(tx, permit, moved, "看错了")?;
        movements::depart(tx, permit, Departure::TransferOut, day("2026-09-18"), "随父母外出")?;
        movements::come_back(tx, permit, class, day("2026-09-21"), "回到本校")?;
        movements::depart(tx, permit, Departure::TransferOut, day("2026-09-21"), "随父母外出")
    });
    house.act(id, |tx, permit: &Permit<acts::ErasePupil>| erasure::erase(tx, permit, "家长书面要求删除"));
    let mistaken =
        house.act(Subject::School, |tx, permit: &Permit<acts::ManageRoster>| pupils::enrol(tx, permit, &how, &NewPupil { name: "误录生".into(), ..NewPupil::default() }));
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageRoster>| pupils::remove_many(tx, permit, &[mistaken]));
    assert_ne!(class, other);
}

fn results(house: &House) {
    let (class, _) = house.here.class("4.2");
    let child = house.here.child("4.2", "陈安安").id;
    let import: ImportId = derived(&[b"an import of the test"]);
    house.act(class, |tx, permit: &Permit<acts::EnterResults>| {
        let last = assessment::assessment(tx, house.here.last_final)?;
        let before = sheet::class_sheet(tx, permit, &last)?;
        assert!(before.pupils.len() >= 6);
        let entry = |before, mark| Entry { pupil: child, subject: "maths".into(), before, mark };
        sheet::enter(tx, permit, &last, &[entry(Mark::Points(90.0), Mark::Points(91.0))])?;
        sheet::enter(tx, permit, &last, &[entry(Mark::Points(91.0), Mark::Missing)])
    });
    house.act(Subject::School, |tx, permit: &Permit<acts::ImportSheets>| {
        let row = NewResult { pupil: child, class, subject: "chinese".into(), mark: Mark::Points(70.0) };
        sheet::put_many(tx, permit, house.here.last_final, &[row], Some(import))?;
        sheet::undo_import(tx, permit, import)?;
        // So many at once that the whole assessment is read instead of child by child.
        let many: Vec<NewResult> =
            (0..101_u8).map(|n| NewResult { pupil: derived(&[b"a child of a large sheet", &[n]]), class, subject: "maths".into(), mark: Mark::Absent }).collect();
        sheet::put_many(tx, permit, house.here.last_final, &many, Some(import))?;
        sheet::undo_import(tx, permit, import)
    });
    house.act(child, |tx, permit: &Permit<acts::SeeResults>| results_of(tx, permit));
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageScreening>| each_result(tx, permit, house.here.last_final, |_, _, _, _| {}));
}

fn totals(house: &House) {
    let (class, _) = house.here.class("5.1");
    let child = house.here.child("5.1", "唐小北").id;
    let import: ImportId = derived(&[b"another import of the test"]);
    house.act(Subject::School, |tx, permit: &Permit<acts::ImportSheets>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let total = Total { school_days: Some(14), sick_days: 2.5, ..Total::default() };
        attendance::put_totals_many(tx, permit, &term, &[NewTotal { pupil: child, class, total }], Some(import))?;
        let see = Permit::<acts::SeePupil>::ask(tx, permit.who(), child)?;
        attendance::attendance_of(tx, &see, &term)?;
        attendance::undo_totals(tx, permit, import)?;
        attendance::attendance_of(tx, &see, &term)
    });
    let (class, _) = house.here.class("4.2");
    house.act(class, |tx, permit: &Permit<acts::EnterAttendance>| attendance::take(tx, permit, day("2026-09-22"), &[]));
}

fn screening(house: &House) {
    let who = house.who("王老师");
    let term = house.read(house.here.id, |tx| time::term_by_code(tx, term_code("2026-1"))).unwrap();
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageScreening>| {
        let outcome = running::run(tx, permit, &term, None)?;
        running::outcome_json(tx, &outcome, permit.who().lang)
    });
    house.read(house.here.id, |tx| {
        let runs = candidates::runs(tx, term.id)?.unwrap();
        let (mine, total) = candidates::candidates(tx, &who, &runs, &Filter::default(), 50, 0)?;
        assert_eq!((mine.first().map(|line| line.name.as_str()), total), (Some("林小明"), 1), "who had a hard time, and nobody of another class");
        candidates::gone(tx, &who, &runs, None)?;
        candidates::class_states(tx, &who, &term, Some(&runs))?;
        candidates::has_own_rules(tx)
    });
    let child = house.here.child("4.2", "林小明").id;
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageScreening>| candidates::names(tx, permit, &[child]));
}

fn settings(house: &House) {
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageSettings>| {
        let parts = settings::parts(tx)?;
        settings::change_school(tx, permit, &SchoolChange { name: "阳光小学".into(), region: String::new(), locality: None, parts })?;
        let mut schemes = assessment::schemes(tx)?;
        schemes[0] = Scheme::ALL.iter().map(|(scheme, _)| *scheme).find(|scheme| *scheme != schemes[0]).unwrap();
        assessment::set_schemes(tx, permit, &schemes)?;
        assessment::set_exam_rule(tx, permit, true, "县教研室统一安排")
    });
    let account = house.here.person("冯老师").account;
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageAccounts>| access::reopen_account(tx, permit, account));
    // A session is seen again, and a form that was sent is sent once more.
    let token = client_token(house);
    let session = house.read(house.here.id, |tx| access::find_session(tx, &token)).unwrap();
    house.store.write(house.here.id, |tx| access::keep_alive(tx, &session)).unwrap();
    let client = house.as_("李老师");
    let keys = client.keys("/account/second-factor");
    for _ in 0..2 {
        assert_eq!(client.post_with(&keys, "/account/second-factor", &[]).status, 303);
    }
}

fn client_token(house: &House) -> String {
    let cookie = house.as_("何老师").cookie("bangfu").unwrap();
    cookie.split_once('.').map(|(_, token)| token.to_owned()).unwrap()
}

/// A child comes with sealed papers.
fn arrival(house: &House) {
    let papers = parcel::Papers {
        name: "江小帆".into(),
        sex: "female".into(),
        birth_day: Some(day("2016-03-04")),
        entry_year: Some(2023),
        ethnicity: "汉族".into(),
        registry: None,
        identity: None,
        guardians: vec![("江水".into(), "父亲".into(), Some("13900000777".into()), Some(true))],
    };
    let sections = vec![parcel::Section { needs: vec![parcel::Need::Academic, parcel::Need::Family], title: "成绩".into(), lines: vec!["语文 88".into()] }];
    let id: RowId = derived(&[b"a parcel"]);
    let sent = parcel::Parcel { id: id.to_string(), from: "溪桥小学".into(), made_on: day("2026-09-18"), papers, sections };
    let (class, grade) = house.here.class("4.2");
    let pupil = house.act(Subject::School, |tx, permit: &Permit<acts::ManageRoster>| {
        let arrival = Arrival { class, grade, first_day: day("2026-09-21"), transfer: true, reason: sent.from.clone() };
        parcel::accept(tx, permit, &arrival, &sent, false)
    });
    let shown = house.as_("王老师").get(&format!("/pupils/{pupil}/arrival"));
    assert!(shown.status == 200 && shown.text.contains("语文 88"), "{}: {}", house.name(), shown.main());
}
