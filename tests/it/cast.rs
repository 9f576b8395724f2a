//! One cast for all tests: the people and children of two invented schools. Nobody here is real; every number is made up and checks.

use std::sync::OnceLock;

use bangfu::access::{self, Act, Duty, Passwords, Permit, ScopeKind, Subject, Who, acts};
use bangfu::base::{AccountId, AssessmentId, ClassId, ClassName, GradeId, Id, ProgrammeId, PupilId, Result, RowId, SchoolId, Sealed, StaffId, TermCode, derived};
use bangfu::programme::programmes::{self, Copy};
use bangfu::results::assessment::{self, FullMark, Kind, NewAssessment, Scale};
use bangfu::results::attendance::{self, NewTotal, Total};
use bangfu::results::mark::Mark;
use bangfu::results::sheet::{self, NewResult};
use bangfu::roster::identity::{IdentityNo, check_character};
use bangfu::roster::people::{self, NewPost, NewStaff};
use bangfu::roster::pupils::{self, NewGuardian, NewPupil};
use bangfu::roster::registry::RegistryNo;
use bangfu::roster::time;
use bangfu::screening::running;
use bangfu::store::{Store, Tx};

use super::house::{TODAY, day};

/// Everybody's password.
pub(crate) const PASSWORD: &str = "操场边的小树 7";

/// Everybody, with what they do: name, login, duty, class or grade (`4.2`, `4`, or nothing for the school), subject.
pub(crate) const STAFF: [(&str, &str, Duty, &str, &str); 15] = [
    ("王老师", "wang", Duty::Homeroom, "4.2", ""),
    ("李老师", "li", Duty::SubjectTeacher, "4.2", "maths"),
    ("李老师", "li", Duty::SubjectTeacher, "5.1", "maths"),
    ("何老师", "he", Duty::Homeroom, "5.1", ""),
    ("冯老师", "feng", Duty::ClassAttached, "4.2", ""),
    ("郑老师", "zheng", Duty::GradeLeader, "4", ""),
    ("吴老师", "wu", Duty::GradeSponsor, "4", ""),
    ("陈校长", "chen", Duty::Principal, "", ""),
    ("许书记", "xu", Duty::Leader, "", ""),
    ("周主任", "zhou", Duty::AcademicOffice, "", ""),
    ("赵主任", "zhao", Duty::StudentAffairs, "", ""),
    ("沈老师", "shen", Duty::Counsellor, "", ""),
    ("孙老师", "sun", Duty::AidOfficer, "", ""),
    ("韩老师", "han", Duty::Cashier, "", ""),
    ("钱老师", "qian", Duty::Administrator, "", ""),
];

/// The children of each class; three are called 王梓涵.
pub(crate) const CHILDREN: [(&str, &[&str]); 4] = [
    ("4.2", &["林小明", "王梓涵", "陈安安", "刘一诺", "赵小满", "何田田"]),
    ("4.1", &["王梓涵", "孟小雨", "罗小满"]),
    ("5.1", &["苏小禾", "唐小北", "王梓涵"]),
    ("2.1", &["白小米", "江小川"]),
];

/// The children of the other school: other names, so that none of them can appear here unseen.
pub(crate) const CHILDREN_THERE: [(&str, &[&str]); 4] = [("4.2", &["溪小舟", "柳小岸"]), ("4.1", &["柳小桥"]), ("5.1", &["溪小石"]), ("2.1", &["溪小荷"])];

/// A member of staff with a login.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub name: &'static str,
    pub staff: StaffId,
    pub account: AccountId,
    /// The secret of the second factor, for whom one is required.
    pub secret: Option<String>,
}

/// A child.
#[derive(Clone, Debug)]
pub(crate) struct Child {
    pub id: PupilId,
    pub name: &'static str,
    pub class: ClassId,
    pub identity_no: String,
    pub phone: String,
}

/// A school of the cast.
#[derive(Clone, Debug)]
pub(crate) struct School {
    pub id: SchoolId,
    pub people: Vec<Person>,
    pub children: Vec<Child>,
    pub classes: Vec<(&'static str, ClassId, GradeId)>,
    /// The final of the last term.
    pub last_final: AssessmentId,
    /// A programme copied from A9, in force this term.
    pub programme: ProgrammeId,
}

impl School {
    pub(crate) fn person(&self, name: &str) -> &Person {
        self.people.iter().find(|person| person.name == name).unwrap_or_else(|| panic!("nobody of the cast is called {name}"))
    }
    /// A class by its short name, `4.2`.
    pub(crate) fn class(&self, short: &str) -> (ClassId, GradeId) {
        self.classes.iter().find(|(name, ..)| *name == short).map(|(_, class, grade)| (*class, *grade)).unwrap()
    }
    /// A child of a class.
    pub(crate) fn child(&self, short: &str, name: &str) -> &Child {
        let (class, _) = self.class(short);
        self.children.iter().find(|child| child.class == class && child.name == name).unwrap()
    }
}

/// Does something in a school as the command line does.
pub(crate) fn act<A: Act, T>(store: &Store, school: SchoolId, subject: impl Into<Subject>, work: impl FnOnce(&mut Tx<'_>, &Permit<A>) -> Result<T>) -> T {
    let subject = subject.into();
    let done = store.write(school, |tx| {
        let who = Who::operator(tx, "test");
        let permit = Permit::ask(tx, &who, subject)?;
        work(tx, &permit)
    });
    done.unwrap_or_else(|error| panic!("{error}"))
}

/// The hash of [`PASSWORD`], computed once: it is dear on purpose.
pub(crate) fn password_hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| Passwords::default().hash(PASSWORD).unwrap())
}

/// Founds a school through the product's own verbs.
pub(crate) fn found(store: &Store, code: &'static str, name: &str) -> School {
    let id: SchoolId = derived(&[b"test school", code.as_bytes()]);
    store.write(id, |tx| access::create_tenant(tx, code, name, "school", "")).unwrap();
    let classes = act(store, id, Subject::School, |tx, permit: &Permit<acts::ManageCalendar>| {
        for (term, first, last) in [("2025-2", "2026-03-02", "2026-07-03"), ("2026-1", "2026-09-01", "2027-01-22")] {
            time::ensure_term(tx, permit, term_code(term), day(first), day(last))?;
        }
        classes(tx)
    });
    let people = hire(store, id, &classes);
    let children = enrol(store, id, code, &classes);
    let nil = AssessmentId::from_uuid(uuid::Uuid::nil());
    let mut school = School { id, people, children, classes, last_final: nil, programme: programme(store, id) };
    school.last_final = last_final(store, &school);
    act(store, id, Subject::School, |tx, permit: &Permit<acts::ManageScreening>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        running::run(tx, permit, &term, None)
    });
    school
}

/// The office has copied A9 and switched it on this term.
fn programme(store: &Store, school: SchoolId) -> ProgrammeId {
    act(store, school, Subject::School, |tx, permit: &Permit<acts::ManageProgrammes>| {
        let copy = Copy { preset: "target_pupil".into(), name: "待优生帮教".into(), purpose: "一个也不落下".into(), from_term: term_code("2026-1") };
        let id = programmes::copy_preset(tx, permit, &copy)?;
        programmes::switch_on(tx, permit, id, copy.from_term, None)?;
        Ok(id)
    })
}

/// The final of the last term and its attendance: the first child of each class has a hard time in maths and missed nine days, the others do well.
fn last_final(store: &Store, school: &School) -> AssessmentId {
    let fulls = [4, 5].into_iter().flat_map(|level| ["chinese", "maths", "english"].map(|subject| FullMark { level, subject: subject.into(), points: 100.0 }));
    let fulls: Vec<FullMark> = fulls.collect();
    let (mut marks, mut totals) = (Vec::new(), Vec::new());
    let marked = |short: &str| short.starts_with(['4', '5']);
    for (_, class, _) in school.classes.iter().filter(|(short, ..)| marked(short)) {
        for (seat, child) in (0..).zip(school.children.iter().filter(|child| child.class == *class)) {
            for (subject, points) in [("chinese", 84.0), ("maths", 88.0), ("english", 81.5)] {
                let points = if seat == 0 { points / 2.0 } else { points + f64::from(seat) };
                marks.push(NewResult { pupil: child.id, class: *class, subject: subject.into(), mark: Mark::Points(points) });
            }
            let sick_days = if seat == 0 { 9.0 } else { f64::from(seat % 2) };
            let total = Total { school_days: Some(88), sick_days, personal_days: 0.0, unexplained_days: 0.0, late_times: i64::from(seat) };
            totals.push(NewTotal { pupil: child.id, class: *class, total });
        }
    }
    act(store, school.id, Subject::School, |tx, permit: &Permit<acts::ImportSheets>| {
        let term = time::term_by_code(tx, term_code("2025-2"))?.unwrap();
        let new = NewAssessment {
            term: term.id,
            name: LAST_FINAL.into(),
            kind: Kind::Final,
            day: day("2026-06-29"),
            scale: Scale::Points,
            filing_no: "阳教考〔2026〕3号".into(),
            fulls: fulls.clone(),
            import: None,
        };
        let assessment = assessment::ensure(tx, permit, &new)?;
        sheet::put_many(tx, permit, assessment, &marks, None)?;
        attendance::put_totals_many(tx, permit, &term, &totals, None)?;
        Ok(assessment)
    })
}

/// The name of the final that the schools begin with.
pub(crate) const LAST_FINAL: &str = "2025学年第二学期期末";

/// A term by its code.
pub(crate) fn term_code(text: &str) -> TermCode {
    text.parse().unwrap()
}

fn classes(tx: &mut Tx<'_>) -> Result<Vec<(&'static str, ClassId, GradeId)>> {
    let who = Who::operator(tx, "test");
    let permit = Permit::ask(tx, &who, Subject::School)?;
    let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
    let mut made = Vec::new();
    for (short, _) in CHILDREN {
        let (grade, number) = short.split_once('.').unwrap();
        let class = time::ensure_class(tx, &permit, term.year, ClassName { grade: grade.parse().unwrap(), number: number.parse().unwrap() })?;
        made.push((short, class, time::class(tx, class)?.grade));
    }
    Ok(made)
}

fn hire(store: &Store, school: SchoolId, classes: &[(&'static str, ClassId, GradeId)]) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for (name, login, duty, scope, subject) in STAFF {
        let staff = match people.iter().find(|person| person.name == name) {
            Some(person) => person.staff,
            None => {
                let person = new_person(store, school, name, login, duty);
                people.push(person.clone());
                person.staff
            }
        };
        let scope_id = match duty.scope() {
            ScopeKind::Class => classes.iter().find(|(short, ..)| *short == scope).map(|(_, class, _)| class.uuid()),
            ScopeKind::Grade => classes.iter().find(|(short, ..)| short.starts_with(scope)).map(|(.., grade)| grade.uuid()),
            _ => Some(school.uuid()),
        };
        let scope_id = RowId::from_uuid(scope_id.unwrap());
        act(store, school, Subject::School, |tx, permit: &Permit<acts::ManageStaff>| {
            let post = NewPost { staff, duty, scope_id, subject: subject.into(), from_day: day("2026-09-01"), until_day: people::forever(), import: None };
            people::appoint(tx, permit, &post)
        });
    }
    people
}

pub(crate) fn new_person(store: &Store, school: SchoolId, name: &'static str, login: &'static str, duty: Duty) -> Person {
    let staff = act(store, school, Subject::School, |tx, permit: &Permit<acts::ManageStaff>| {
        people::hire(tx, permit, &NewStaff { name: name.into(), staff_no: Some(format!("T-{login}")), ..NewStaff::default() })
    });
    let account = act(store, school, Subject::School, |tx, permit: &Permit<acts::ManageAccounts>| {
        let account = access::create_account(tx, permit, staff, login, password_hash())?;
        access::set_password(tx, permit.who(), account, password_hash(), None)?;
        Ok(account)
    });
    let secret = duty.needs_second_factor().then(|| {
        store
            .write(school, |tx| {
                access::propose_second_factor(tx, account)?;
                let (secret, _) = access::proposed_second_factor(tx, account, login, "test")?.unwrap();
                let code = code_at(secret.open(), tx.now().0);
                access::confirm_second_factor(tx, account, &code)?;
                Ok(secret.open().clone())
            })
            .unwrap()
    });
    Person { name, staff, account, secret }
}

/// What a phone shows for a secret at a moment.
pub(crate) fn code_at(secret: &str, at_ms: i64) -> String {
    let bytes = data_encoding::BASE32_NOPAD.decode(secret.replace(' ', "").as_bytes()).unwrap();
    let totp = totp_rs::Builder::new().with_secret(bytes).with_account_name("x".to_owned()).with_issuer(Some("x".to_owned())).build().unwrap();
    totp.generate(u64::try_from(at_ms / 1000).unwrap()).to_string()
}

/// An invented identity number that checks: born in the year in which a child of the grade was, on a day of the serial.
pub(crate) fn identity_no(grade: i64, serial: usize) -> String {
    let year = 2026 - grade - 6;
    let digits = format!("110101{year}{:02}{:02}{serial:03}", serial % 8 + 1, serial % 27 + 1);
    let check = check_character(&digits).unwrap();
    format!("{digits}{check}")
}

fn enrol(store: &Store, school: SchoolId, code: &str, classes: &[(&'static str, ClassId, GradeId)]) -> Vec<Child> {
    let (offset, cast) = if code == "yg" { (100, CHILDREN) } else { (500, CHILDREN_THERE) };
    let (mut places, mut new, mut children) = (Vec::new(), Vec::new(), Vec::new());
    for (short, names) in cast {
        let (_, class, grade) = classes.iter().find(|(name, ..)| *name == short).copied().unwrap();
        let level: i64 = short[..1].parse().unwrap();
        for (seat, name) in (1..).zip(names) {
            let serial = offset + new.len();
            let (identity_no, phone) = (identity_no(level, serial), format!("139000{serial:05}"));
            places.push((class, grade));
            new.push(pupil(name, seat, level, &identity_no, &phone));
            children.push(Child { id: PupilId::from_uuid(uuid::Uuid::nil()), name, class, identity_no, phone });
        }
    }
    let ids = act(store, school, Subject::School, |tx, permit: &Permit<acts::ManageRoster>| pupils::enrol_many(tx, permit, &places, &new, day("2026-09-01")));
    children.iter_mut().zip(ids).for_each(|(child, id)| child.id = id);
    children
}

fn pupil(name: &str, seat: i64, level: i64, identity_no: &str, phone: &str) -> NewPupil {
    let today = day(TODAY);
    let identity = IdentityNo::parse(identity_no, today).unwrap();
    NewPupil {
        name: name.into(),
        sex: if seat % 2 == 0 { "female".into() } else { "male".into() },
        birth_day: Some(identity.birth()),
        entry_year: Some(2027 - level),
        seat_no: Some(seat),
        registry_no: Some(RegistryNo::parse(&format!("G{identity_no}"), today).unwrap()),
        identity_no: Some(identity),
        ethnicity: "汉族".into(),
        boarding: Some(seat == 3),
        address: Some(Sealed::new(format!("阳光镇柳树巷{phone}号"))),
        guardians: vec![NewGuardian { name: format!("{name}的妈妈"), relation: "母亲".into(), phone: Some(Sealed::new(phone.into())), lives_with: Some(true) }],
        ..NewPupil::default()
    }
}
