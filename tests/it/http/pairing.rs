//! Pairs over HTTP: the board, who sees whom because of a pair, and the last place of a mentor (A8-05, A8-06, A9-06).

use std::sync::atomic::{AtomicUsize, Ordering};

use bangfu::access::{Duty, Permit, Subject, Who, acts};
use bangfu::base::{Error, Id, Lang, ProgrammeId, PupilId, RowId, derived};
use bangfu::pairing::{self, pairs};
use bangfu::programme::programmes::{self, Copy};
use bangfu::report::export::Format;
use bangfu::report::{Name, make};
use bangfu::roster::people::{self, NewPost};
use bangfu::roster::pupils::{self, NewPupil};
use bangfu::roster::time;
use bangfu::screening::confirmed::{self, NewConfirmation};

use crate::cast::term_code;
use crate::house::{House, day};

fn confirm(house: &House, programme: ProgrammeId, category: &str, children: &[PupilId]) {
    house.act(Subject::School, |tx, permit: &Permit<acts::FileRound>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let verdict: RowId = derived(&[b"verdict of a pair"]);
        let new = |pupil: &PupilId| NewConfirmation {
            pupil: *pupil,
            programme,
            term: term.id,
            category: category.into(),
            kind: "learning".into(),
            from: day("2026-09-15"),
            until: term.last_day,
            verdict,
        };
        confirmed::confirm(tx, permit, &children.iter().map(new).collect::<Vec<_>>())
    });
}

fn board(house: &House) -> String {
    format!("/pairing/programmes/{}", house.here.programme)
}

fn send(house: &House, what: &str, fields: &[(&str, &str)]) {
    let (board, path) = (board(house), format!("{}/{what}", board(house)));
    let answer = house.as_("周主任").post_from(&board, &path, fields);
    assert_eq!(answer.status, 303, "{}: {what} → {}", house.name(), answer.main());
}

#[test]
fn a_proposal_is_changed_locked_and_accepted_and_each_teacher_finds_the_child_under_their_name() {
    for house in House::both() {
        let child = house.here.child("4.2", "林小明").id;
        confirm(&house, house.here.programme, "target_pupil", &[child]);
        let board = board(&house);
        let zhou = house.as_("周主任");
        let page = zhou.get(&board);
        assert!(page.text.contains("林小明") && page.text.contains("还缺 1 位"), "{}", page.main());
        send(&house, "proposal", &[]);
        let page = zhou.get(&board);
        for name in ["王老师", "李老师", "冯老师"] {
            assert!(page.text.contains(name), "every teacher of the class helps somebody (A9-18): {}", page.main());
        }
        let (feng, he) = (house.here.person("冯老师").staff.to_string(), house.here.person("何老师").staff.to_string());
        send(&house, "withdrawals", &[("pupil", &child.to_string()), ("staff", &feng)]);
        let refused = zhou.post_from(&board, &format!("{board}/lines"), &[("pupil", &child.to_string()), ("staff", &he)]);
        assert_eq!(refused.status, 422, "何老师 does not teach the class: {}", refused.main());
        assert!(refused.text.contains("请选本班老师"), "{}", refused.main());
        assert!(house.as_("冯老师").get("/pairing").text.contains("没有和您结对"), "a proposal is no pair");
        send(&house, "acceptance", &[]);
        for (name, paired) in [("王老师", true), ("李老师", true), ("冯老师", false)] {
            assert_eq!(house.as_(name).get("/pairing").text.contains("林小明"), paired, "{name}");
        }
        assert!(house.as_("王老师").get(&format!("/pupils/{child}")).text.contains("结对帮扶教师"), "the page says why they see the child, and who helps");
        the_pairs_are_on_paper(&house);
        let empty = zhou.post_from(&board, &format!("{board}/acceptance"), &[]);
        assert_eq!(empty.status, 409, "nothing is accepted twice: {}", empty.main());
    }
}

/// The register of pairs and the list of the filed children name the helpers, each class its own.
fn the_pairs_are_on_paper(house: &House) {
    let printed = |class: &str, name: Name| {
        let subject = Subject::Class(house.here.class(class).0);
        house.act(subject, |tx, permit: &Permit<acts::PrintRegister>| {
            let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
            make(tx, permit, name, &term, Format::Csv, Lang::ZhCn).map(|(_, _, bytes)| String::from_utf8(bytes).unwrap())
        })
    };
    let helpers = printed("4.2", Name::Helpers);
    let line = helpers.lines().find(|line| line.contains("李老师")).unwrap_or_else(|| panic!("{helpers}"));
    assert!(["林小明", "四（2）班", "一对一", "2027-01"].iter().all(|text| line.contains(text)), "{line}");
    assert!(helpers.contains("王老师") && !helpers.contains("冯老师"), "who was left out of the proposal helps nobody: {helpers}");
    assert!(!printed("4.1", Name::Helpers).contains("林小明"), "another class");
    let list = printed("4.2", Name::TargetList);
    let line = list.lines().find(|line| line.contains("林小明")).unwrap_or_else(|| panic!("{list}"));
    assert!(line.contains("王老师") && line.contains("李老师") && line.contains("一对一"), "{line}");
}

#[test]
fn a_mentor_sees_the_child_while_the_pair_lasts_and_no_longer() {
    for house in House::both() {
        let child = house.here.child("4.2", "林小明").id;
        confirm(&house, house.here.programme, "target_pupil", &[child]);
        let (wang, he) = (house.here.person("王老师").staff.to_string(), house.here.person("何老师").staff.to_string());
        let sees = || house.as_("何老师").get(&format!("/pupils/{child}")).status;
        send(&house, "pairs", &[("pupil", &child.to_string()), ("staff", &wang)]);
        assert_eq!(sees(), 404, "another class");
        send(&house, "hand-overs", &[("from", &wang), ("to", &he)]);
        assert_eq!(sees(), 200, "handed over in one act");
        let moves = format!("/pupils/{child}/movements");
        let answer = house.as_("周主任").post_from(&moves, &moves, &[("move", "transfer_out"), ("day", "2026-09-20"), ("reason", "随父母搬家")]);
        assert_eq!(answer.status, 303, "{}", answer.main());
        assert_eq!((sees(), house.as_("何老师").get("/pairing").status), (404, 200), "who leaves the school is no longer read");
        let board_page = house.as_("周主任").get(&board(&house)).text;
        assert!(board_page.contains("已不在名单上") && board_page.contains("林小明"), "the pair still takes a place, and the board says so");
        let back = house.as_("周主任").get(&moves).text;
        let back = back.split("action=\"").filter_map(|part| part.split('"').next()).find(|path| path.ends_with("/reversal")).unwrap().to_owned();
        assert_eq!(house.as_("周主任").post_from(&moves, &back, &[]).status, 303);
        assert_eq!(sees(), 200);
        assert_eq!(house.as_("何老师").get(&format!("/pupils/{child}/edit")).status, 404, "to help is not to correct particulars");
        let all = house.act(child, |tx, permit: &Permit<acts::SeeCaseFile>| pairs::of_pupil(tx, permit));
        let pair = all.iter().find(|pair| pair.released.is_empty()).unwrap().id.to_string();
        let board = board(&house);
        let refused = house.as_("周主任").post_from(&board, &format!("{board}/releases"), &[("pair", &pair), ("reason", "")]);
        assert_eq!(refused.status, 422, "a reason is asked: {}", refused.main());
        send(&house, "releases", &[("pair", &pair), ("reason", "wish")]);
        assert_eq!(sees(), 404, "the tie is closed");
        let page = house.as_("王老师").get(&format!("/pupils/{child}")).text;
        assert!(page.contains("已交接") && page.contains("孩子或老师希望更换"), "the history stays");
        for name in ["王老师", "郑老师", "吴老师"] {
            assert_eq!(house.as_(name).get(&board).status, 403, "{name} arranges no pairs");
        }
    }
}

#[test]
fn of_a_hundred_hands_that_reach_for_the_last_place_of_a_mentor_one_gets_it() {
    for house in House::both() {
        let (class, grade) = house.here.class("4.2");
        let children = house.act(Subject::School, |tx, permit: &Permit<acts::ManageRoster>| {
            let new: Vec<NewPupil> = (0..109).map(|n| NewPupil { name: format!("童{}", ["晨", "夏", "秋", "冬", "安"][n % 5]), ..NewPupil::default() }).collect();
            pupils::enrol_many(tx, permit, &vec![(class, grade); new.len()], &new, day("2026-09-01"))
        });
        let programme = house.act(Subject::School, |tx, permit: &Permit<acts::ManageProgrammes>| {
            let copy = Copy { preset: "mentor".into(), name: "导师制".into(), purpose: "一生一导师".into(), from_term: term_code("2026-1") };
            let id = programmes::copy_preset(tx, permit, &copy)?;
            programmes::switch_on(tx, permit, id, copy.from_term, None)?;
            Ok(id)
        });
        confirm(&house, programme, "learning_difficulty", &children);
        let mentor = house.here.person("王老师").staff;
        let assign = |child: PupilId| {
            house.store.write(house.here.id, |tx| {
                let who = Who::operator(tx, "test");
                let permit = Permit::<acts::ManagePairing>::ask(tx, &who, Subject::School)?;
                let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
                let scene = pairing::scene(tx, &permit, programme, &term)?;
                pairs::assign(tx, &permit, &scene, child, mentor)
            })
        };
        for child in &children[..9] {
            assign(*child).unwrap();
        }
        let (won, told) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for child in &children[9..] {
                scope.spawn(|| match assign(*child) {
                    Ok(_) => won.fetch_add(1, Ordering::SeqCst),
                    Err(Error::Conflict(msg)) if msg.key == "pairing-mentor-full" && msg.args.contains(&("most", "10".to_owned())) => told.fetch_add(1, Ordering::SeqCst),
                    Err(other) => panic!("{}: {other}", house.name()),
                });
            }
        });
        assert_eq!((won.into_inner(), told.into_inner()), (1, 99), "{}: a mentor has ten children at most (A8-06), and the others are told why", house.name());
        let until = house.act(children[0], |tx, permit: &Permit<acts::SeeCaseFile>| pairs::of_pupil(tx, permit))[0].until;
        assert_eq!(until, day("2027-01-22"), "until the last term of the school year that there is (A8-08)");
    }
}

#[test]
fn the_files_of_the_survey_say_who_helps_and_use_the_schools_own_words() {
    let house = House::sqlite();
    let child = house.here.child("4.2", "林小明").id;
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageProgrammes>| {
        bangfu::programme::naming::rename(tx, permit, &[("special_talent".parse().unwrap(), "有所长".to_owned())].into())
    });
    let form = format!("/screening/classes/{}/survey", house.here.class("4.2").0);
    let fields = [
        ("number", "0"),
        (&format!("c-{child}"), "1"),
        (&format!("k-{child}-special_talent"), "1"),
        (&format!("t-{child}"), "art"),
        (&format!("r-{child}-academic"), "与任课老师商量过"),
    ];
    assert_eq!(house.as_("王老师").post_form(&form, &fields).status, 303);
    assert!(house.as_("王老师").get(&form).text.contains("有所长"));
    let csv = || String::from_utf8_lossy(&house.as_("王老师").download(&format!("/registers/kind-files.csv?class={}", house.here.class("4.2").0)).bytes).into_owned();
    let before = csv();
    assert!(before.contains("有所长") && before.contains("林小明") && !before.contains("帮扶人"), "{before}");
    confirm(&house, house.here.programme, "target_pupil", &[child]);
    send(&house, "pairs", &[("pupil", &child.to_string()), ("staff", &house.here.person("冯老师").staff.to_string())]);
    assert!(csv().contains("帮扶人：冯老师"), "{}", csv());
}

#[test]
fn who_takes_charge_of_a_class_and_of_a_child_is_told_with_what_is_missing() {
    for house in House::both() {
        let child = house.here.child("4.2", "林小明").id;
        confirm(&house, house.here.programme, "target_pupil", &[child]);
        let shown = || house.as_("周主任").get("/pairing/charge").text;
        let page = shown();
        assert!(page.contains("林小明") && page.contains("还没有本班老师") && page.contains("暂由包级领导吴老师负责"), "{page}");
        let (class, staff) = (house.here.class("4.2").0, house.here.person("许书记").staff);
        house.act(Subject::School, |tx, permit: &Permit<acts::ManageStaff>| {
            let scope_id = RowId::from_uuid(class.uuid());
            let post = NewPost { staff, duty: Duty::ClassAttached, scope_id, subject: String::new(), from_day: day("2026-09-01"), until_day: people::forever(), import: None };
            people::appoint(tx, permit, &post)
        });
        send(&house, "pairs", &[("pupil", &child.to_string()), ("staff", &house.here.person("李老师").staff.to_string())]);
        let page = shown();
        let own = page.split("<section").find(|part| part.contains("四（2）班")).unwrap();
        assert!(own.contains("许书记") && own.contains("李老师") && own.contains("已落实") && !own.contains("还没有"), "{own}");
        assert!(!own.contains("冯老师"), "who is attached but not of the administration is no leader of the class");
        for (name, status) in [("王老师", 403), ("吴老师", 403), ("李老师", 403), ("陈校长", 200)] {
            assert_eq!(house.as_(name).get("/pairing/charge").status, status, "{name}");
        }
        let csv = |name: &str, part: &str| String::from_utf8_lossy(&house.as_(name).download(&format!("/registers/class-charge.csv{part}")).bytes).into_owned();
        let whole = csv("周主任", "");
        let line = whole.lines().find(|line| line.contains("林小明")).unwrap_or_else(|| panic!("{whole}"));
        assert!(["四（2）班", "许书记", "王老师", "李老师"].iter().all(|text| line.contains(text)), "{line}");
        assert!(whole.lines().any(|line| line.contains("四（1）班") && line.contains("缺班主任") && line.contains("吴老师（包级，暂代）")), "{whole}");
        assert!(!csv("何老师", &format!("?class={}", house.here.class("5.1").0)).contains("林小明"), "another class");
    }
}
