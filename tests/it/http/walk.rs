//! Everybody tries every door: each route of the product with each person of the cast, with ids of their own class, of another class and of another school.

use bangfu::access::{Action, Permit, Subject, Who, acts, why};
use bangfu::base::{Lang, words};
use bangfu::roster::time;
use bangfu::screening::round;
use bangfu::web::{Method, Policy, Route};

use crate::cast::{Child, School};
use crate::client::{Answer, Client};
use crate::house::House;

/// Everybody of the cast, by family name: 王 is the homeroom teacher of 四（2）班, 李 teaches it maths, 冯 is attached to it, 郑 leads grade 4, 吴 is its
/// sponsor; 何 has 五（1）班, in which 李 teaches too; 陈 principal, 许 leader, 周 academic office, 赵 student affairs, 沈 counsellor, 孙 aid officer, 韩 cashier, 钱 administrator.
const EVERYBODY: &str = "王李何冯郑吴陈许周赵沈孙韩钱";

/// Who may do what towards anybody at all (PRACTICE 1.1).
const MAY: [(Action, &str); 74] = [
    (Action::SeePupil, "王李何冯郑吴陈许周赵沈孙"),
    (Action::EditPupil, "王何周赵"),
    (Action::SeeFamily, "王何冯郑吴陈许周赵沈孙"),
    (Action::EditFamily, "王何周赵孙"),
    (Action::ManageFamilies, "周赵孙"),
    (Action::ManageRoster, "周"),
    (Action::ImportSheets, "周"),
    (Action::ManageStaff, "陈周钱"),
    (Action::ManageAccounts, "钱"),
    (Action::ManageCalendar, "周钱"),
    (Action::ManageGroups, "陈周赵"),
    (Action::ManageTexts, "陈周赵"),
    (Action::SeeResults, "王李何冯郑吴陈许周"),
    (Action::EnterResults, "王李何周"),
    (Action::SeeAttendance, "王李何冯郑吴陈许周赵沈"),
    (Action::EnterAttendance, "王何冯周赵"),
    (Action::SeeProgrammes, "王李何冯郑吴陈许周赵沈孙"),
    (Action::ManageProgrammes, "陈周"),
    (Action::ManageScreening, "周"),
    (Action::SeeCandidates, "王李何冯郑吴陈周赵"),
    (Action::Observe, "王李何冯周赵"),
    (Action::SurveyClass, "王何周赵孙"),
    (Action::ManageRounds, "周赵"),
    (Action::ReviewClass, "王何周赵"),
    (Action::CompileGrade, "郑吴周赵"),
    (Action::FileRound, "吴周赵"),
    (Action::SeeCaseFile, "王李何冯郑吴陈许周赵沈"),
    (Action::WriteCaseFile, "王李何冯赵沈"),
    (Action::RaiseConcern, "沈"),
    (Action::WritePlan, "王李何冯周赵沈"),
    (Action::DecidePlan, "吴陈许周赵"),
    (Action::ManageMeasures, "周赵"),
    (Action::ManagePairing, "陈周赵"),
    (Action::CoordinateHelpers, "王何周赵"),
    (Action::ManagePeers, "王何周赵"),
    (Action::RecordActivity, "王李何冯郑吴陈许赵沈"),
    (Action::SeeSupervision, "王何冯郑吴陈许周赵"),
    (Action::Supervise, "吴陈周赵"),
    (Action::PraisePupil, "王李何冯郑吴陈许周赵沈"),
    (Action::ProposeReward, "王何郑吴周赵"),
    (Action::DecideReward, "郑吴周"),
    (Action::ManageRewards, "陈周"),
    (Action::HoldMeeting, "王何冯郑吴陈许周赵"),
    (Action::Oversee, "吴陈许周赵"),
    (Action::SeeTutoring, "王李何冯郑吴陈许周赵沈"),
    (Action::ArrangeTutoring, "王何陈周赵"),
    (Action::ManageTutoring, "陈周赵"),
    (Action::ApprovePublicity, "陈许"),
    (Action::SeeAid, "陈许孙韩"),
    (Action::ManageAid, "孙"),
    (Action::ApproveAid, "陈许"),
    (Action::PayAid, "韩"),
    (Action::HandEnvelopes, "王何"),
    (Action::ManageWellbeing, "陈"),
    (Action::NoticeMood, "王李何冯郑吴陈许赵沈"),
    (Action::ReceiveMood, "陈许赵沈"),
    (Action::CounselPupil, "沈"),
    (Action::HandleComplaint, "陈许赵"),
    (Action::PrintRegister, "王何郑吴陈周赵"),
    (Action::HandOver, "王何赵"),
    (Action::MakePack, "陈周赵"),
    (Action::SeeHouseholds, "陈孙"),
    (Action::KeepHouseholds, "孙"),
    (Action::ManageVillages, "陈孙"),
    (Action::RecordConsent, "王何周赵"),
    (Action::SeeHardship, "王何陈许孙"),
    (Action::NominateHardship, "王李何冯郑吴陈许赵沈"),
    (Action::ReviewHardship, "王何"),
    (Action::DecideHardship, "陈许"),
    (Action::CopyPupil, "陈周"),
    (Action::KeepArchive, "陈周"),
    (Action::ErasePupil, "陈"),
    (Action::ReadAudit, "陈钱"),
    (Action::ManageSettings, "陈周钱"),
];

/// Who has to do with a child of each class: by class, by grade, or by an office of the whole school.
const RELATED: [(&str, &str); 4] = [("4.2", "王李冯郑吴陈许周赵沈孙韩钱"), ("4.1", "郑吴陈许周赵沈孙韩钱"), ("5.1", "李何陈许周赵沈孙韩钱"), ("2.1", "陈许周赵沈孙韩钱")];

/// Pages that open a level of their own (identity numbers) and so ask for more than their action: who reaches them.
const LEVELLED: [(&str, &str); 1] = [("/pupils/{id}/numbers", "周孙")];

/// Whether a page's level is closed to a person who may otherwise see the child.
fn lacks_level(route: &Route, family: char) -> bool {
    LEVELLED.iter().any(|(path, people)| *path == route.path && !people.contains(family))
}

fn may(action: Action) -> &'static str {
    MAY.iter().find(|(known, _)| *known == action).map(|(_, people)| *people).unwrap_or_else(|| panic!("say in MAY who may {}", action.code()))
}

fn everybody(school: &School) -> impl Iterator<Item = (char, &'static str)> {
    school.people.iter().map(|person| (person.name.chars().next().unwrap(), person.name))
}

fn first_child<'a>(school: &'a School, short: &str) -> &'a Child {
    let (class, _) = school.class(short);
    school.children.iter().find(|child| child.class == class).unwrap()
}

#[test]
fn each_duty_may_what_the_table_says_and_nothing_else() {
    let house = House::sqlite();
    assert_eq!(everybody(&house.here).map(|(family, _)| family).collect::<String>().chars().count(), EVERYBODY.chars().count());
    for action in Action::ALL {
        let people: String = EVERYBODY.chars().filter(|family| house.who(everybody(&house.here).find(|(f, _)| f == family).unwrap().1).may_somewhere(*action)).collect();
        let mut expected: Vec<char> = may(*action).chars().collect();
        let mut found: Vec<char> = people.chars().collect();
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected, "{}", action.code());
    }
}

#[test]
fn a_duty_reaches_only_the_children_it_is_for() {
    for house in House::both() {
        for (short, related) in RELATED {
            let (class, _) = house.here.class(short);
            let child = first_child(&house.here, short).id;
            for (family, name) in everybody(&house.here) {
                let who = house.who(name);
                for action in Action::ALL {
                    let expected = may(*action).contains(family) && related.contains(family);
                    for subject in [Subject::Pupil(child), Subject::Class(class)] {
                        let found = house.read(house.here.id, |tx| why(tx, &who, *action, subject)).is_some();
                        assert_eq!(found, expected, "{}: {name}, {}, {subject:?} of {short}", house.name(), action.code());
                    }
                }
            }
        }
    }
}

#[test]
fn no_id_of_another_school_is_known_here() {
    for house in House::both() {
        let (class, grade) = house.there.class("4.2");
        let child = first_child(&house.there, "4.2").id;
        for (_, name) in everybody(&house.here) {
            let who = house.who(name);
            for subject in [Subject::Pupil(child), Subject::Class(class), Subject::Grade(grade)] {
                for action in Action::ALL {
                    assert!(house.read(house.here.id, |tx| why(tx, &who, *action, subject)).is_none(), "{name}, {}, {subject:?}", action.code());
                }
            }
        }
        let operator = house.read(house.here.id, |tx| Ok(Who::operator(tx, "test")));
        assert!(house.read(house.here.id, |tx| why(tx, &operator, Action::SeePupil, Subject::Pupil(child))).is_none(), "not even the command line");
    }
}

#[test]
fn who_asks_in_another_school_than_their_own_is_refused() {
    let house = House::sqlite();
    let stranger = house.who("陈校长");
    let child = first_child(&house.there, "4.2").id;
    assert!(house.store.read(house.there.id, |tx| why(tx, &stranger, Action::SeePupil, Subject::Pupil(child))).is_err());
    let home = house.as_("陈校长").cookie("bangfu").unwrap();
    let (_, token) = home.split_once('.').unwrap();
    let client = house.stranger();
    client.set_cookie("bangfu", &format!("{}.{token}", house.there.id));
    assert_eq!(client.get("/account/password").status, 303, "a session does not open another school");
}

/// A house in which the office of both schools has opened a round, so that its pages are there.
fn with_rounds(house: House) -> House {
    open_round(&house);
    house
}

/// The office of both schools opens a round.
pub(crate) fn open_round(house: &House) {
    for school in [&house.here, &house.there] {
        crate::cast::act(&house.store, school.id, Subject::School, |tx, permit: &Permit<acts::ManageRounds>| {
            let term = time::term_by_code(tx, crate::cast::term_code("2026-1"))?.unwrap();
            round::open(tx, permit, school.programme, &term)
        });
    }
}

/// A path with ids of a school in its placeholders: of the class 四（2）班 here, or of another.
pub(crate) fn filled(route: &Route, school: &School, short: &str) -> String {
    let (class, grade) = school.class(short);
    let mut path = String::new();
    for part in route.path.split('/').skip(1) {
        let before = path.rsplit('/').next().unwrap_or_default().to_owned();
        path.push('/');
        if !part.starts_with('{') {
            path.push_str(part);
            continue;
        }
        path.push_str(&match before.as_str() {
            "pupils" => first_child(school, short).id.to_string(),
            "classes" => class.to_string(),
            "grades" => grade.to_string(),
            "staff" => school.person("王老师").staff.to_string(),
            "terms" => "2026-1".to_owned(),
            "programmes" => school.programme.to_string(),
            "presets" => "target_pupil".to_owned(),
            _ if part == "{assessment}" => school.last_final.to_string(),
            _ if part == "{class}" => class.to_string(),
            _ if part == "{pupil}" => first_child(school, short).id.to_string(),
            _ => "0123456789abcdef0123456789abcdef".to_owned(),
        });
    }
    path
}

/// Whether a path names a child, class or grade of somebody.
fn names_somebody(route: &Route) -> bool {
    ["/pupils/{", "/classes/{", "/grades/{", "{class}", "{pupil}"].iter().any(|mark| route.path.contains(mark))
}

fn ask(client: &Client, route: &Route, path: &str) -> Answer {
    match route.method {
        Method::Get => client.get(path),
        Method::Post => client.post(path, &[]),
    }
}

/// What no answer may hold: the inside of the program, or children whom the person has nothing to do with.
fn is_discreet(answer: &Answer, what: &str, house: &House, hidden: &[&Child]) {
    for inside in ["panicked at", "src/", ".rs:", "RUST_BACKTRACE", "SQLite", "PostgreSQL", "school_id", "constraint"] {
        assert!(!answer.text.contains(inside), "{what}: the answer shows `{inside}`: {}", answer.main());
    }
    for child in house.here.children.iter().chain(&house.there.children) {
        // The copy for a family holds the numbers too, and one page is there to show them; who reaches these stands in MAY and LEVELLED.
        assert!(what.contains("/copy") || what.contains("/numbers") || !answer.text.contains(&child.identity_no), "{what}: an identity number is shown");
    }
    for child in hidden {
        for fact in [child.name, &child.phone] {
            assert!(!answer.text.contains(fact), "{what}: {fact} is shown");
        }
    }
}

#[test]
fn nobody_enters_unsigned() {
    for house in House::both() {
        let client = house.stranger();
        let everybody: Vec<&Child> = house.here.children.iter().chain(&house.there.children).collect();
        for route in bangfu::routes().list() {
            let path = filled(route, &house.here, "4.2");
            let answer = ask(&client, route, &path);
            let what = format!("{:?} {path}", route.method);
            match (route.policy, route.method) {
                (Policy::Public, _) => assert!(answer.status < 500, "{what} → {}", answer.status),
                (_, Method::Get) => assert!(answer.status == 303 && answer.to.starts_with("/sign-in"), "{what} → {} {}", answer.status, answer.to),
                (_, Method::Post) => assert_eq!(answer.status, 403, "{what}"),
            }
            is_discreet(&answer, &what, &house, &everybody);
        }
    }
}

#[test]
fn each_person_passes_the_doors_of_their_duties_and_no_others() {
    for house in House::both().into_iter().map(with_rounds) {
        for (family, name) in everybody(&house.here) {
            let client = house.as_(name);
            let hidden = hidden_from(&house, family);
            for route in bangfu::routes().list().iter().filter(|route| route.method == Method::Get) {
                let path = filled(route, &house.here, "4.2");
                let answer = ask(&client, route, &path);
                let what = format!("{}: {name}, {path} → {} {}", house.name(), answer.status, answer.to);
                assert!(answer.status < 500, "{what}");
                if let Policy::May(action) = route.policy {
                    let passes = may(action).contains(family) && !lacks_level(route, family);
                    assert!(if lacks_level(route, family) { matches!(answer.status, 403 | 404) } else { (answer.status != 403) == passes }, "{what}");
                    let related = RELATED[0].1.contains(family);
                    if passes && names_somebody(route) && !related {
                        assert_eq!(answer.status, 404, "{what}");
                    }
                }
                is_discreet(&answer, &what, &house, &hidden);
            }
        }
    }
}

/// The children whom a person may not know: of other classes for teachers, of the other school for everybody, all for the administrator.
fn hidden_from(house: &House, family: char) -> Vec<&Child> {
    let known = |child: &&Child| {
        let (short, ..) = house.here.classes.iter().find(|(_, class, _)| *class == child.class).unwrap();
        family != '钱' && RELATED.iter().any(|(class, people)| class == short && people.contains(family))
    };
    let shared: Vec<&str> = house.here.children.iter().filter(known).map(|child| child.name).collect();
    let here = house.here.children.iter().filter(|child| !known(child) && !shared.contains(&child.name));
    here.chain(&house.there.children).collect()
}

#[test]
fn an_id_of_another_class_or_school_is_not_found() {
    for house in House::both().into_iter().map(with_rounds) {
        for (family, name) in everybody(&house.here) {
            let client = house.as_(name);
            for route in bangfu::routes().list().iter().filter(|route| route.method == Method::Get && names_somebody(route)) {
                let Policy::May(action) = route.policy else { continue };
                for (short, related) in RELATED {
                    let path = filled(route, &house.here, short);
                    let status = client.get(&path).status;
                    let what = format!("{}: {name}, {path} of {short} → {status}", house.name());
                    if lacks_level(route, family) {
                        assert!(matches!(status, 403 | 404), "{what}");
                        continue;
                    }
                    match (may(action).contains(family), related.contains(family)) {
                        (false, _) => assert_eq!(status, 403, "{what}"),
                        // A grade sponsor may break the glass of a child of another grade: is led to the page that asks why, and sees that page and no more.
                        (true, false) if family == '吴' && route.path == "/pupils/{id}/glass" => assert_eq!(status, 200, "{what}"),
                        (true, false) => assert!(status == 404 || (status == 303 && family == '吴' && route.path == "/pupils/{id}"), "{what}"),
                        (true, true) => assert!(status < 500 && status != 403, "{what}"),
                    }
                }
                let path = filled(route, &house.there, "4.2");
                let expected = if may(action).contains(family) { 404 } else { 403 };
                assert_eq!(client.get(&path).status, expected, "{}: {name}, {path} of the other school", house.name());
            }
        }
    }
}

#[test]
fn no_form_counts_without_the_key_of_its_page() {
    for house in House::both() {
        for (_, name) in everybody(&house.here) {
            let client = house.as_(name);
            for route in bangfu::routes().list().iter().filter(|route| route.method == Method::Post) {
                let path = filled(route, &house.here, "4.2");
                for fields in [&[][..], &[("_csrf", "AAAAAAAAAAAAAAAAAAAAAAAA")][..]] {
                    let answer = client.post(&path, fields);
                    assert_eq!(answer.status, 403, "{}: {name}, {path} → {}", house.name(), answer.to);
                }
            }
        }
    }
}

#[test]
fn a_form_of_another_site_is_refused_before_anybody_signs_in() {
    let house = House::sqlite();
    for route in bangfu::routes().list().iter().filter(|route| route.method == Method::Post && route.policy == Policy::Public) {
        assert_eq!(house.stranger().post_from_elsewhere(route.path, &[("login", "yg/wang"), ("password", crate::cast::PASSWORD)]).status, 403, "{}", route.path);
    }
}

#[test]
fn every_answer_carries_the_hardening_headers_and_no_page_is_kept_by_the_browser() {
    let house = House::sqlite();
    let agent = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().new_agent();
    for path in ["/sign-in", "/account/password", "/nowhere", "/assets/bangfu.css"] {
        let answer = agent.get(house.url() + path).call().unwrap();
        let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        assert!(header("content-security-policy").starts_with("default-src 'self'"), "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("cache-control").contains("no-store"), !path.starts_with("/assets"), "{path}");
    }
}

#[test]
fn a_page_that_is_none_says_so_in_the_language_of_the_browser() {
    let house = House::sqlite();
    for (lang, text) in [("zh-CN", Lang::ZhCn), ("zh-TW", Lang::ZhTw), ("en", Lang::En)] {
        let client = house.stranger();
        client.set_cookie("bangfu_lang", lang);
        let answer = client.get("/no/such/page");
        assert_eq!(answer.status, 404);
        assert!(answer.text.contains(&format!("lang=\"{lang}\"")) && answer.text.contains(&words::word(text, "error-not-found")), "{lang}: {}", answer.main());
    }
}
