//! A child who was entered twice becomes one: nothing that was written of either is lost, whoever may not see the child learns nothing, and nobody can do it by halves.

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::{PupilId, RowId, Sealed, derived};
use bangfu::child::unite;
use bangfu::results::attendance::{self, NewTotal, Total};
use bangfu::results::mark::Mark;
use bangfu::results::sheet::{self, NewResult};
use bangfu::roster::family::{self, NewFact, Source};
use bangfu::roster::family_facts::{Parent, Topic};
use bangfu::roster::movements::{self, Departure};
use bangfu::roster::particulars::{self, Correction};
use bangfu::roster::unite_rules::Picked;
use bangfu::roster::{erasure, time};
use bangfu::screening::confirmed::{self, NewConfirmation};
use bangfu::store::Sql;

use crate::cast::{identity_no, term_code};
use crate::house::{House, day};

/// 林小明 a second time, from the transfer form: no numbers, a telephone that the first entry has not, and a term of records.
fn second_entry(house: &House) -> PupilId {
    let class = house.here.class("4.2").0.to_string();
    let new = [
        ("name", "林小明"),
        ("class", class.as_str()),
        ("first_day", "2026-09-01"),
        ("how", "arrival"),
        ("ethnicity", "苗族"),
        ("guardian_name", "林爷爷"),
        ("guardian_relation", "祖父"),
        ("guardian_phone", "13900000777"),
    ];
    let warned = house.as_("周主任").post_form("/pupils/new", &new);
    assert!(warned.status == 422 && warned.text.contains("看起来是同一个孩子（林小明，四（2）班）") && warned.text.contains("13900000777"), "{}", warned.main());
    let answer = house.as_("周主任").post_form("/pupils/new", &[&new[..], &[("another", "1")]].concat());
    assert_eq!(answer.status, 303, "{}", answer.main());
    let id: PupilId = answer.to.rsplit('/').next().unwrap().parse().unwrap();
    house.act(Subject::School, |tx, permit: &Permit<acts::FileRound>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let new = NewConfirmation {
            pupil: id,
            programme: house.here.programme,
            term: term.id,
            category: "target_pupil".into(),
            kind: "learning".into(),
            from: day("2026-09-02"),
            until: term.last_day,
            verdict: derived::<RowId>(&[b"a verdict of the second entry"]),
        };
        confirmed::confirm(tx, permit, &[new])
    });
    house.act(id, |tx, permit: &Permit<acts::EditFamily>| {
        let away = NewFact { note: Some(Sealed::new("过年才回来".into())), ..NewFact::of(Topic::Work(Parent::Father), "away") };
        family::write(tx, permit, &[away], Source::Form)
    });
    house.act(Subject::School, |tx, permit: &Permit<acts::ImportSheets>| {
        let class = house.here.class("4.2").0;
        let result = NewResult { class, pupil: id, subject: "chinese".into(), mark: Mark::Points(77.0) };
        sheet::put_many(tx, permit, house.here.last_final, &[result], None)?;
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let total = Total { school_days: Some(14), sick_days: 0.0, personal_days: 0.0, unexplained_days: 0.0, late_times: 13 };
        attendance::put_totals_many(tx, permit, &term, &[NewTotal { pupil: id, class, total }], None)
    });
    let case = format!("/pupils/{id}/case");
    let note = [("kind", "strength"), ("said_by", "teacher"), ("how", "seen"), ("day", "2026-09-21"), ("text", "会修自行车")];
    let answer = house.as_("王老师").post_from(&case, &format!("{case}/notes"), &note);
    assert_eq!(answer.status, 303, "{}", answer.main());
    id
}

#[test]
fn of_two_entries_of_a_child_one_is_left_and_nothing_is_lost() {
    for house in House::both() {
        let (kept, gone) = (house.here.child("4.2", "林小明").id, second_entry(&house));
        let office = house.as_("周主任");
        let listed = office.get("/pupils/doubles");
        assert!(listed.text.contains("/unite?with=") && listed.text.contains("同名，缺生日"), "{}", listed.main());
        assert_eq!(listed.text.matches("/unite?with=").count(), 1, "three children called 王梓涵 with three days of birth are three children");
        let page = format!("/pupils/{kept}/unite");
        let asked = format!("{page}?with={gone}");
        let shown = office.get(&asked).text;
        assert!(shown.contains("苗族") && shown.contains("成绩 · 1") && !shown.contains("会修自行车"), "{shown}");
        for name in ["王老师", "陈校长", "沈老师"] {
            assert_eq!(house.as_(name).get(&asked).status, 403, "{name}");
        }
        let there = house.there.child("4.2", "溪小舟").id;
        assert_eq!(office.get(&format!("{page}?with={there}")).status, 404, "another school's child");

        let gone_text = gone.to_string();
        let all = [("other", gone_text.as_str()), ("reason", "户口本上是一个人"), ("sure", "1")];
        let unsure = office.post_from(&asked, &page, &[("other", &gone_text), ("reason", "户口本上是一个人"), ("pick-ethnicity", "gone")]);
        assert_eq!(unsure.status, 422);
        assert!(unsure.text.contains("请先核对并勾选") && unsure.text.contains("户口本上是一个人"), "nothing entered is lost: {}", unsure.main());
        let silent = office.post_from(&asked, &page, &[("other", &gone_text), ("reason", " "), ("sure", "1")]);
        assert_eq!((silent.status, silent.text.contains("请写怎么知道")), (422, true), "{}", silent.main());

        let keys = office.keys(&asked);
        let united = office.post_with(&keys, &page, &all);
        assert_eq!((united.status, united.to.as_str()), (303, format!("/pupils/{kept}").as_str()), "{}", united.main());
        assert_eq!(office.post_with(&keys, &page, &all).status, 303, "a double click is one act");
        let again = office.post_from(&page, &page, &all);
        assert_eq!((again.status, again.text.contains("其中一条已经不在了")), (409, true), "{}", again.main());

        let wang = house.as_("王老师");
        assert_eq!(wang.get(&format!("/pupils/{gone}")).to, format!("/pupils/{kept}"), "an old link leads to the child");
        assert_eq!(house.as_("何老师").get(&format!("/pupils/{gone}")).status, 404, "who may not see the child learns nothing");
        assert!(wang.get(&format!("/pupils/{kept}/case")).text.contains("会修自行车"), "what was sealed for one entry opens for the other");
        let child = wang.get(&format!("/pupils/{kept}")).text;
        assert!(child.contains("林爷爷") && child.contains("迟到 13"), "{child}");
        assert!(child.contains("<dd>42</dd>") && !child.contains("<dd>77</dd>"), "the mark of the entry that stays counts: {child}");
        let changes = house.read(house.here.id, |tx| tx.number(Sql("select count(*) from result_change where school_id = $1 and pupil_id = $2"), &[&tx.school(), &kept]));
        assert_eq!(changes, 1, "the other mark is kept among the changes");
        let copy = house.as_("陈校长").get(&format!("/pupils/{kept}/copy")).text;
        assert!(copy.contains("会修自行车"), "{copy}");
        assert!(copy.contains("外出务工"), "{copy}");
        let found = office.get("/pupils?q=lxm").text;
        assert_eq!(found.matches("林小明</span>").count(), 1, "the search finds one");
        assert!(office.get("/pupils/doubles").text.contains("没有疑似重复"), "nothing is left to unite");
        let moves = office.get(&format!("/pupils/{kept}/movements")).text;
        assert!(moves.contains("户口本上是一个人") && moves.contains("已撤回"), "the second arrival is told as taken back: {moves}");
        let facts = house.as_("王老师").get(&format!("/pupils/{kept}/family")).text;
        assert!(facts.contains("过年才回来"), "{facts}");
    }
}

#[test]
fn an_erasure_after_two_entries_became_one_leaves_neither_readable() {
    for house in House::both() {
        let (kept, gone) = (house.here.child("4.2", "林小明").id, second_entry(&house));
        house.act(Subject::School, |tx, permit: &Permit<acts::ManageRoster>| unite::unite(tx, permit, kept, gone, &Picked::new(), "同一个孩子"));
        let vault = house.store.vault();
        let sealed = vault.seal(gone, "test.place", "只给孩子").unwrap();
        assert!(vault.open_sealed(kept, "test.place", &sealed).unwrap().is_some());
        house.act(kept, |tx, permit: &Permit<acts::ManageRoster>| movements::depart(tx, permit, Departure::TransferOut, day("2026-09-20"), "随父母外出"));
        house.act(kept, |tx, permit: &Permit<acts::ErasePupil>| erasure::erase(tx, permit, "家长书面要求删除"));
        assert!(vault.open_sealed(kept, "test.place", &sealed).unwrap().is_none(), "the key of the entry that went is destroyed, too");
    }
}

#[test]
fn two_identity_numbers_or_two_final_registry_numbers_are_two_children() {
    let house = House::sqlite();
    let (one, other) = (house.here.child("4.2", "林小明").id, house.here.child("4.2", "何田田").id);
    let office = house.as_("周主任");
    let page = format!("/pupils/{one}/unite");
    let shown = office.get(&format!("{page}?with={other}")).text;
    assert!(shown.contains("两个不同的身份证号") && !shown.contains(r#"name="sure""#), "{shown}");
    let other_text = other.to_string();
    let refused = office.post_from(&page, &page, &[("other", &other_text), ("reason", "看着像"), ("sure", "1")]);
    assert_eq!((refused.status, refused.text.contains("两个不同的身份证号")), (409, true), "{}", refused.main());
    house.act(other, |tx, permit: &Permit<acts::EditPupil>| {
        let number = format!("G{}", identity_no(4, 901));
        let number = bangfu::roster::registry::RegistryNo::parse(&number, day("2026-09-21")).unwrap();
        let birth = Some(Some(number.birth()));
        let change = Correction { identity_no: Some(None), registry_no: Some(Some(number)), birth_day: birth, reason: "更正".into(), ..Correction::default() };
        particulars::correct(tx, permit, &change)
    });
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageRoster>| {
        let refused = unite::unite(tx, permit, one, other, &Picked::new(), "看着像");
        match refused {
            Err(bangfu::base::Error::Conflict(why)) => assert!(why.key.starts_with("roster-unite-two"), "{}", why.key),
            other => panic!("{other:?}"),
        }
        Ok(())
    });
}
