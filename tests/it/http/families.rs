//! Family facts over HTTP: who writes and who reads them, the yearly check with one tap a child, and the consents of a class.

use bangfu::access::acts;
use bangfu::roster::family::{self, NewFact};
use bangfu::roster::family_facts::{Parent, Topic};
use bangfu::trail;

use crate::house::{House, day};

/// 林小明 of 四（2）班: the father is away, and the family lives on the subsistence allowance.
fn told(house: &House) -> String {
    let child = house.here.child("4.2", "林小明").id;
    house.act(child, |tx, permit| {
        let new = [
            NewFact { since: Some(day("2026-03-01")), place: "广东省东莞市".into(), ..NewFact::of(Topic::Work(Parent::Father), "away") },
            NewFact::of(Topic::Work(Parent::Mother), "home"),
            NewFact::of(Topic::Care(Parent::Mother), "able"),
            NewFact { degree: Some(2), ..NewFact::of(Topic::Disability, "limb") },
            NewFact::item(Topic::Hardship, "dibao", true),
        ];
        family::write(tx, permit, &new, family::Source::Form)
    });
    format!("/pupils/{child}")
}

#[test]
fn each_role_reads_of_a_family_what_its_levels_open_on_every_page() {
    for house in House::both() {
        let child = told(&house);
        let family = ["东莞", "肢体"];
        for (name, opens, money) in [
            ("王老师", true, false),
            ("冯老师", true, false),
            ("李老师", false, false),
            ("郑老师", true, false),
            ("吴老师", true, false),
            ("陈校长", true, true),
            ("许书记", true, false),
            ("周主任", true, false),
            ("赵主任", true, false),
            ("沈老师", true, false),
            ("孙老师", true, true),
        ] {
            let client = house.as_(name);
            let page = client.get(&format!("{child}/family"));
            assert_eq!(page.status, if opens { 200 } else { 403 }, "{}: {name}", house.name());
            for fact in family {
                assert_eq!(page.text.contains(fact), opens, "{}: {name} {fact}", house.name());
            }
            let whole = client.get(&child);
            assert_eq!(whole.text.contains("留守儿童"), opens, "{}: {name}", house.name());
            for text in [&page.text, &whole.text] {
                assert!(money || !text.contains("最低生活保障"), "{}: {name} reads of the allowance", house.name());
            }
            assert_eq!(page.text.contains("最低生活保障"), money, "{}: {name}", house.name());
        }
    }
}

#[test]
fn a_homeroom_teacher_writes_family_facts_and_none_about_money() {
    for house in House::both() {
        let child = told(&house);
        let (teacher, form) = (house.as_("王老师"), format!("{child}/family/edit"));
        assert!(!teacher.get(&form).text.contains("hardship_dibao"));
        let refused = teacher.post_form(&form, &[("father_work", "away"), ("father_work_place", "长安镇振安路3号"), ("father_work_since", "x")]);
        assert_eq!(refused.status, 422);
        assert!(
            refused.text.contains("problem-father_work_place") && refused.text.contains("problem-father_work_since") && refused.text.contains("长安镇振安路3号"),
            "{}",
            refused.main()
        );
        let fields = [("father_work", "home"), ("mother_work", "home"), ("mother_care", "able"), ("disability", "limb"), ("disability_degree", "2"), ("hardship_tekun", "1")];
        assert_eq!(teacher.post_form(&form, &fields).status, 303);
        let id = house.here.child("4.2", "林小明").id;
        let rows = house.act(id, |tx, permit: &bangfu::access::Permit<acts::SeePupil>| family::history(tx, permit));
        let last: Vec<(&str, &str)> = rows.iter().skip(5).map(|row| (row.topic.code(), row.value.as_str())).collect();
        assert_eq!(last, [("father_work", "home")], "{}: only what differs, and nothing of the field that she does not have", house.name());
        let aid = house.as_("孙老师");
        assert!(aid.get(&form).text.contains("hardship_dibao"));
        let other = house.here.child("5.1", "苏小禾").id;
        assert_eq!(teacher.get(&format!("/pupils/{other}/family/edit")).status, 404);
    }
}

#[test]
fn a_wrong_fact_is_corrected_with_a_reason_and_both_stay_readable() {
    for house in House::both() {
        let child = told(&house);
        let id = house.here.child("4.2", "林小明").id;
        let rows = house.act(id, |tx, permit: &bangfu::access::Permit<acts::SeePupil>| family::history(tx, permit));
        let teacher = house.as_("王老师");
        let form = format!("{child}/family/facts/{}", rows[0].id);
        assert_eq!(teacher.post_form(&form, &[("father_work", "away"), ("father_work_place", "浙江省杭州市"), ("reason", "")]).status, 422);
        let answer = teacher.post_form(&form, &[("father_work", "away"), ("father_work_place", "浙江省杭州市"), ("reason", "听错了城市")]);
        assert_eq!((answer.status, answer.to), (303, format!("{child}/family")));
        let page = teacher.get(&format!("{child}/family")).text;
        assert!(page.contains("浙江省杭州市") && page.contains("<s>") && page.contains("广东省东莞市"), "{}", house.name());
        let hardship = rows.iter().find(|row| row.topic == Topic::Hardship).unwrap().id;
        assert_eq!(teacher.get(&format!("{child}/family/facts/{hardship}")).status, 404, "a fact of a level that she does not have is not there");
    }
}

#[test]
fn the_yearly_check_is_one_tap_a_child_and_a_form_sent_twice_counts_once() {
    for house in House::both() {
        told(&house);
        let (class, _) = house.here.class("4.2");
        let sheet = format!("/classes/{class}/family-check");
        let office = house.as_("周主任");
        assert_eq!(office.post_form("/family-check/round", &[("due", "2026-09-25")]).status, 303);
        let teacher = house.as_("王老师");
        assert!(teacher.get("/").text.contains(&sheet), "{}: the task stands on the first page", house.name());
        assert_eq!(teacher.get("/family-check").to, sheet, "her one class at once");
        assert!(teacher.get(&sheet).text.contains("0/6"));
        let child = house.here.child("4.2", "林小明").id.to_string();
        let keys = teacher.keys(&sheet);
        for _ in 0..2 {
            assert_eq!(teacher.post_with(&keys, &sheet, &[("one", &child)]).status, 303);
        }
        assert!(teacher.get(&sheet).text.contains("1/6"));
        let rows = house.here.children.iter().filter(|other| other.class == class && other.id.to_string() != child);
        for other in rows {
            let form = format!("/pupils/{}/family/edit?check=1", other.id);
            let action = format!("/pupils/{}/family/edit", other.id);
            assert_eq!(teacher.post_from(&form, &action, &[("carer", "mother"), ("check", "1")]).to, sheet);
        }
        assert!(teacher.get(&sheet).text.contains("6/6") && !teacher.get("/").text.contains(&sheet), "{}: done, and the task is gone", house.name());
        house.clock.set(day("2026-09-26"));
        let page = house.as_("周主任").get("/family-check").text;
        let list = page.split("</main>").next().unwrap();
        let late = list.matches("已过期").count();
        assert_eq!((late, list.contains("6/6")), (3, true), "{}: the three other classes are late", house.name());
    }
}

#[test]
fn a_class_hands_in_its_slips_and_a_family_takes_its_consent_back() {
    for house in House::both() {
        let (class, _) = house.here.class("4.2");
        let teacher = house.as_("王老师");
        let page = format!("/classes/{class}/consents");
        let ids: Vec<String> = house.here.children.iter().filter(|child| child.class == class).take(5).map(|child| child.id.to_string()).collect();
        let mut fields = vec![("purpose", "aid"), ("by_whom", "家长"), ("day", "2026-09-21"), ("version", "2026-1")];
        fields.extend(ids.iter().map(|id| ("given", id.as_str())));
        assert_eq!(teacher.post_form(&page, &fields).status, 303);
        assert!(teacher.get(&format!("{page}?purpose=aid")).text.contains("5/6"));
        let letter = teacher.download(&format!("{page}/letter/docx?purpose=aid&version=2026-1"));
        assert_eq!((letter.status, &letter.bytes[..2]), (200, &b"PK"[..]));
        house.clock.set(day("2026-09-24"));
        let own = format!("/pupils/{}/consents", ids[0]);
        let back = [("purpose", "aid"), ("given", "back"), ("by_whom", "母亲"), ("how", "spoken"), ("day", "2026-09-24"), ("version", "2026-1")];
        let teacher = house.as_("王老师");
        assert_eq!(teacher.post_form(&own, &back).status, 303);
        assert!(teacher.get(&format!("{page}?purpose=aid")).text.contains("4/6"), "{}", house.name());
        let id = house.here.children.iter().find(|child| child.id.to_string() == ids[0]).unwrap().id;
        let all = house.read(house.here.id, |tx| trail::consents_of(tx, id));
        assert_eq!(all.iter().map(|consent| (consent.given, consent.withdrawn, consent.version.as_str())).collect::<Vec<_>>(), [(false, true, "2026-1"), (true, false, "2026-1")]);
        assert_eq!(house.stranger().get("/consents/not-gated").status, 200, "the list of what needs no consent is for everybody");
    }
}

#[test]
fn the_registers_of_families_are_internal_and_the_one_for_the_wall_has_no_names() {
    let house = House::sqlite();
    told(&house);
    let (class, _) = house.here.class("4.2");
    let teacher = house.as_("王老师");
    let csv = |client: &crate::client::Client, path: &str| String::from_utf8_lossy(&client.download(path).bytes).into_owned();
    let internal = csv(&teacher, &format!("/registers/left-behind.csv?class={class}"));
    assert!(internal.contains("林小明") && internal.contains("1 单亲留守") && internal.contains("广东省东莞市") && !internal.contains("最低生活保障"), "{internal}");
    let principal = csv(&house.as_("陈校长"), &format!("/registers/left-behind.csv?class={class}"));
    assert!(principal.contains("最低生活保障"), "{principal}");
    let wall = csv(&house.as_("周主任"), "/registers/left-behind-counts.csv");
    assert!(wall.contains("少于 3") && house.here.children.iter().all(|child| !wall.contains(child.name)), "{wall}");
    let slips = teacher.download(&format!("/registers/family-check.docx?class={class}"));
    assert_eq!((slips.status, &slips.bytes[..2]), (200, &b"PK"[..]));
    let grid = csv(&teacher, &format!("/registers/family-check.csv?class={class}"));
    assert!(grid.contains("广东省东莞市") && !grid.contains("肢体"), "nothing about health leaves the house on a slip: {grid}");
    assert_eq!(teacher.get("/registers/left-behind-counts.csv").status, 403, "the whole school is not hers to print");
}

#[test]
fn the_special_file_gathers_what_is_stored_and_a_change_at_home_asks_who_answers_for_the_child() {
    for house in House::both() {
        let child = told(&house);
        let (page, form) = (format!("{child}/left-behind"), format!("{child}/family/edit"));
        let (teacher, affairs) = (house.as_("王老师"), house.as_("赵主任"));
        let id = house.here.child("4.2", "林小明").id;
        house.act(id, |tx, permit| family::write(tx, permit, &[NewFact::of(Topic::Calls(Parent::Father), "weekly"), NewFact::of(Topic::Carer, "mother")], family::Source::Form));
        let text = teacher.get(&page).text;
        for said in ["广东省东莞市", "单亲留守", "每周", "王老师", "社会"] {
            assert!(text.contains(said), "{}: {said}", house.name());
        }
        assert!(!text.contains("最低生活保障") && house.as_("陈校长").get(&page).text.contains("最低生活保障"), "{}: money at its level only", house.name());
        assert_eq!([house.as_("李老师").get(&page).status, house.as_("钱老师").get(&page).status], [403, 403], "{}: neither a subject teacher nor the administrator", house.name());
        let other = house.here.child("5.1", "苏小禾").id;
        assert_eq!(teacher.get(&format!("/pupils/{other}/left-behind")).status, 404);
        assert!(teacher.get(&child).text.contains(&page), "{}: the child's page leads there", house.name());
        let fields =
            [("father_work", "away"), ("father_work_place", "广东省东莞市"), ("father_work_since", "2026-03-01"), ("carer", "paternal_grandparents"), ("mother_work", "away")];
        assert_eq!(affairs.post_form(&form, &fields).status, 303);
        assert!(teacher.get("/").text.contains(&page) && !affairs.get("/").text.contains(&page), "{}: the class teacher is asked, the writer is not", house.name());
        let told = teacher.get(&page).text;
        assert!(told.contains("家里有变化") && told.contains("祖父母"), "{}", house.name());
        assert_eq!(teacher.post_from(&page, &format!("{page}/look"), &[]).status, 303);
        assert!(!teacher.get("/").text.contains(&page), "{}: somebody has looked", house.name());
    }
}

#[test]
fn an_entrusted_guardian_has_an_address_and_a_number_that_only_the_identity_level_writes() {
    for house in House::both() {
        let child = told(&house);
        let id = house.here.child("4.2", "林小明").id;
        let (teacher, office, list) = (house.as_("王老师"), house.as_("周主任"), format!("{child}/guardians"));
        assert!(!teacher.get(&list).text.contains("identity_no") && office.get(&list).text.contains("identity_no"), "{}", house.name());
        let number = crate::cast::identity_no(4, 778);
        let fields = [("name", "林大山"), ("relation", "邻居"), ("entrusted", "1"), ("address", "青山镇桥头")];
        let bad = office.post_form(&list, &[("name", "林大山"), ("identity_no", "123")]);
        assert!(bad.status == 422 && bad.text.contains("problem-identity_no"), "{}: {}", house.name(), bad.status);
        assert_eq!(office.post_form(&list, &[&fields[..], &[("identity_no", &number)]].concat()).status, 303);
        let text = teacher.get(&format!("{child}/left-behind")).text;
        let (class, _) = house.here.class("4.2");
        let form = super::office::text_of_docx(teacher.download(&format!("/registers/left-behind-form.docx?class={class}")).bytes);
        assert!(form.contains("林大山 邻居") && form.contains("青山镇桥头") && !form.contains(&number), "{}", house.name());
        let whole = super::office::text_of_docx(office.download(&format!("/registers/left-behind-form.docx?class={class}&reason=civil")).bytes);
        assert!(whole.contains(&number), "{}: whole for who may see it", house.name());
        assert!(text.contains("委托监护人") && text.contains("青山镇桥头") && !text.contains(&number), "{}", house.name());
        let of_child = |who: &str| {
            let who = house.who(who);
            house.read(house.here.id, |tx| {
                let permit = bangfu::access::Permit::<acts::SeePupil>::ask(tx, &who, id)?;
                bangfu::roster::entrusted::of_child(tx, &permit)
            })
        };
        let one = |who: &str| of_child(who).into_values().find(|more| more.entrusted).unwrap();
        assert!(one("周主任").identity.is_some_and(|held| *held.open() == number) && one("王老师").identity.is_none() && one("王老师").has_identity, "{}", house.name());
    }
}

#[test]
fn a_left_behind_child_has_a_special_file_put_together_from_what_is_known_and_a_form_to_sign() {
    let house = House::sqlite();
    told(&house);
    let (class, _) = house.here.class("4.2");
    let child = house.here.child("4.2", "林小明").id;
    let page = format!("/pupils/{child}/left-behind");
    let teacher = house.as_("王老师");
    let shown = teacher.get(&page);
    assert_eq!(shown.status, 200);
    for text in ["单亲留守", "广东省东莞市", "王老师", "德育", "家里的变化"] {
        assert!(shown.text.contains(text), "{text}: {}", shown.main());
    }
    assert!(!shown.text.contains("肢体") && !shown.text.contains("最低生活保障"), "neither health nor money stands here for a class teacher: {}", shown.main());
    assert!(teacher.get(&format!("/pupils/{child}")).text.contains(&page), "the child's page leads there");
    assert!([403, 404].contains(&house.as_("李老师").get(&page).status), "a subject teacher reads nothing of the family");
    assert_eq!(house.as_("何老师").get(&page).status, 404, "nor does the teacher of another class");
    let form = teacher.download(&format!("/registers/left-behind-form.docx?class={class}"));
    assert_eq!((form.status, &form.bytes[..2]), (200, &b"PK"[..]));
    let rows = String::from_utf8_lossy(&teacher.download(&format!("/registers/left-behind-form.csv?class={class}")).bytes).into_owned();
    assert!(rows.contains("林小明") && rows.contains("广东省东莞市"), "{rows}");
    let folder = String::from_utf8_lossy(&teacher.download(&format!("/registers/growth-folder.csv?class={class}")).bytes).into_owned();
    assert!(folder.contains("师生谈心") && folder.contains("与父母书信") && folder.matches("林小明").count() >= 12, "the twelve papers of the folder: {folder}");
    let office = house.as_("周主任");
    let at_once = format!("/registers/left-behind-form.docx?class={class}");
    assert!(shown.text.contains(&at_once), "who prints the class prints from here");
    let (by_reason, none) = (office.get(&page).text, house.as_("沈老师").get(&page));
    assert!(!by_reason.contains(&at_once) && by_reason.contains("打印本班登记表"), "who prints identity numbers gives the reason first");
    assert!(none.status == 200 && !none.text.contains("打印本班登记表"), "who prints nothing is offered nothing");
    assert_eq!(office.download(&format!("/registers/left-behind-form.docx?class={class}")).status, 422, "who prints identity numbers says why");
}
