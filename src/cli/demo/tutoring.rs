//! Four weeks of tutoring in the sample school: places, classes and groups with children, a volunteer who was vetted, attendance, trainings, a booking, a post that waits. Everybody is invented.

use std::collections::{BTreeMap, BTreeSet};

use super::plans::person;
use crate::access::{Duty, Permit, Subject, Who, acts};
use crate::base::{Error, FixedClock, PupilId, Result, RowId, SchoolDate, SchoolId, StaffId, TermCode};
use crate::pairing::volunteers;
use crate::roster::people::{self, Post};
use crate::roster::pupils::{self, Part, Sort, State};
use crate::roster::time::{self, Term};
use crate::store::{Store, Tx};
use crate::trail::{self, Consent};
use crate::tutoring::bookings::{self, Booking};
use crate::tutoring::clash::Time;
use crate::tutoring::classes::{self, New};
use crate::tutoring::helpers;
use crate::tutoring::kinds::{CHECKS_VOLUNTEER, Kind};
use crate::tutoring::places::{self, Word};
use crate::tutoring::posts;
use crate::tutoring::sessions::{self, Taken};
use crate::tutoring::timetable;
use crate::tutoring::trainings::{self, Training};

/// Days that the sample looks back.
const DAYS_BACK: i64 = 27;
/// Places: name, kind, seats, whether several use it at once.
const PLACES: [(&str, &str, i64, bool); 6] = [
    ("学业辅导中心", "study_room", 40, false),
    ("三楼多功能教室", "classroom", 60, false),
    ("图书馆", "library", 60, true),
    ("电脑室", "computer_room", 45, true),
    ("校园帮扶站", "station", 20, false),
    ("留守儿童之家", "left_behind_home", 30, false),
];

/// A class of the sample.
struct Sample {
    kind: Kind,
    title: &'static str,
    subject: &'static str,
    place: usize,
    weekdays: &'static [u32],
    from: u32,
    minutes: u32,
    seats: i64,
    /// Which of the teachers leads it.
    lead: usize,
    about: &'static str,
}

const SAMPLES: [Sample; 7] = [
    Sample {
        kind: Kind::Subject, title: "数学加油站", subject: "maths", place: 0, weekdays: &[2, 4], from: 990, minutes: 40, seats: 20, lead: 0, about: "练进位和退位，讲错题"
    },
    Sample {
        kind: Kind::Subject, title: "晨光阅读", subject: "chinese", place: 0, weekdays: &[3], from: 990, minutes: 40, seats: 20, lead: 1, about: "读一篇短文，说说大意"
    },
    Sample {
        kind: Kind::Volunteer, title: "周末书桌", subject: "general", place: 5, weekdays: &[6], from: 540, minutes: 90, seats: 10, lead: 2, about: "写作业，讲不懂的题"
    },
    Sample { kind: Kind::Life, title: "生活小能手", subject: "", place: 5, weekdays: &[5], from: 990, minutes: 40, seats: 25, lead: 3, about: "叠衣服，整理书包" },
    Sample {
        kind: Kind::Interest, title: "墨香书法", subject: "", place: 1, weekdays: &[1], from: 990, minutes: 50, seats: 30, lead: 4, about: "横和竖，写自己的名字"
    },
    Sample { kind: Kind::Event, title: "诚信主题日", subject: "", place: 1, weekdays: &[3], from: 900, minutes: 60, seats: 60, lead: 5, about: "讲故事，签名墙" },
    Sample {
        kind: Kind::PublicGood, title: "图书角小管家", subject: "", place: 2, weekdays: &[4], from: 750, minutes: 30, seats: 15, lead: 6, about: "给图书贴标签、上架"
    },
];

/// Four weeks, up to today.
pub(super) fn live(store: &Store, clock: &FixedClock, school: SchoolId, now: TermCode, today: SchoolDate) -> Result<()> {
    let Some(term) = store.read(school, |tx| time::term_by_code(tx, now))?.filter(|term| (term.first_day..=term.last_day).contains(&today)) else { return Ok(()) };
    let begun = today.plus_days(-DAYS_BACK).max(term.first_day);
    clock.set(begun);
    store.write(school, |tx| open(tx, &term))?;
    let mut day = begun;
    while day < today {
        clock.set(day);
        store.write(school, |tx| attend(tx, &term, day))?;
        day = day.plus_days(1);
    }
    clock.set(today);
    store.write(school, |tx| tell(tx, &term))
}

fn office(tx: &mut Tx<'_>) -> Result<Who> {
    let today = tx.today();
    let post = people::posts_on(tx, today)?.into_iter().find(|post| post.duty == Duty::AcademicOffice).ok_or(Error::NotFound)?;
    person(tx, &post)
}

/// Teachers of subjects, each once.
fn teachers(tx: &mut Tx<'_>) -> Result<Vec<Post>> {
    let today = tx.today();
    let mut seen = BTreeSet::new();
    Ok(people::posts_on(tx, today)?.into_iter().filter(|post| post.duty == Duty::SubjectTeacher && seen.insert(post.staff)).collect())
}

fn open(tx: &mut Tx<'_>, term: &Term) -> Result<()> {
    let (who, today) = (office(tx)?, tx.today());
    let manage = Permit::<acts::ManageTutoring>::ask(tx, &who, Subject::School)?;
    let arrange = Permit::<acts::ArrangeTutoring>::ask(tx, &who, Subject::School)?;
    let teachers = teachers(tx)?;
    let keeper = teachers.first().map(|post| post.staff).ok_or(Error::NotFound)?;
    let mut ids = Vec::new();
    for (name, kind, seats, shared) in PLACES {
        let id: RowId = tx.new_id();
        let hours = (1..=7).filter_map(|weekday| Time::of(weekday, 480, 1140)).collect();
        places::save(tx, &manage, id, kind, 0, &Word { name: name.into(), seats, shared, hours, keeper, open: true, note: String::new() })?;
        ids.push(id);
    }
    let helper = volunteer(tx, &who, &manage, keeper)?;
    let classes: Vec<time::Class> = time::classes(tx, term.year)?.into_iter().filter(|class| (3..=5).contains(&class.level)).collect();
    for (at, sample) in SAMPLES.iter().enumerate() {
        let Some(lead) = teachers.get(sample.lead % teachers.len()).map(|post| post.staff) else { continue };
        let outside = sample.kind.needs_outsider();
        let id: RowId = tx.new_id();
        let new = New {
            id,
            kind: sample.kind,
            title: sample.title.into(),
            subject: sample.subject.into(),
            place: ids.get(sample.place).copied(),
            lead: Some(lead),
            volunteer: outside.then_some(helper),
            institution: None,
            about: sample.about.into(),
            times: sample.weekdays.iter().filter_map(|weekday| Time::of(*weekday, sample.from, sample.from + sample.minutes)).collect(),
            seats: sample.seats,
            from: today,
            until: term.last_day,
        };
        match classes::open(tx, &arrange, term, &new) {
            Ok(()) => {}
            Err(Error::Invalid(_)) => continue,
            Err(fault) => return Err(fault),
        }
        let Some(class) = classes.get(at % classes.len().max(1)) else { continue };
        let children = pupils::list(tx, &who, &Part::Class(class.id), State::Here, Sort::Class, 100, 0)?.rows;
        for child in children.iter().skip(at).step_by(4).take(8) {
            if outside {
                consent(tx, &who, child.id)?;
            }
            // A child that is with its helper at that time stays there.
            match classes::join(tx, &arrange, id, &[child.id]) {
                Ok(_) | Err(Error::Invalid(_)) => {}
                Err(fault) => return Err(fault),
            }
        }
    }
    Ok(())
}

fn volunteer(tx: &mut Tx<'_>, who: &Who, manage: &Permit<acts::ManageTutoring>, vouches: StaffId) -> Result<RowId> {
    let (pairing, today) = (Permit::<acts::ManagePairing>::ask(tx, who, Subject::School)?, tx.today());
    let id = volunteers::enter(tx, &pairing, "柳青青", "student", Some(vouches))?;
    let (vetting, checks) = (tx.new_id(), CHECKS_VOLUNTEER.iter().map(|check| (*check).to_owned()).collect());
    helpers::vet(tx, manage, vetting, id, &checks, today.plus_days(360))?;
    volunteers::enter(tx, &pairing, "何爷爷", "retired", Some(vouches))?;
    Ok(id)
}

fn consent(tx: &mut Tx<'_>, who: &Who, pupil: PupilId) -> Result<()> {
    let (how, by_whom, version) = ("paper".to_owned(), "监护人".to_owned(), "1".to_owned());
    let consent = Consent { purpose: volunteers::PURPOSE.into(), given: true, withdrawn: false, how, by_whom, guardian: None, version, day: tx.today() };
    trail::record_consent(tx, who, pupil, &consent).map(|_| ())
}

/// What was held on a day is written down by who led it.
fn attend(tx: &mut Tx<'_>, term: &Term, day: SchoolDate) -> Result<()> {
    let all = timetable::of_term(tx, term, crate::base::Lang::default())?;
    let held: Vec<(RowId, StaffId, String)> =
        all.on(day).into_iter().filter(|(_, class)| class.children > 0).map(|(_, class)| (class.id, class.lead, class.about.clone())).collect();
    let posts = people::posts_on(tx, day)?;
    for (id, lead, about) in held {
        let Some(post) = posts.iter().find(|post| post.staff == lead) else { continue };
        let who = person(tx, post)?;
        let sheet = sessions::sheet(tx, &who, id, day)?;
        let away = usize::try_from(day.days()).unwrap_or_default();
        let state = |at: usize| {
            if (at + away) % 9 == 4 {
                "leave"
            } else if (at + away) % 11 == 3 {
                "late"
            } else {
                "here"
            }
        };
        let states: BTreeMap<PupilId, String> = sheet.children.iter().enumerate().map(|(at, (child, _))| (child.pupil, state(at).to_owned())).collect();
        sessions::take(tx, &who, id, day, &Taken { seen: 0, held: true, about, states })?;
    }
    Ok(())
}

/// Trainings, a booking, a post that waits for approval.
fn tell(tx: &mut Tx<'_>, term: &Term) -> Result<()> {
    let (who, today) = (office(tx)?, tx.today());
    let manage = Permit::<acts::ManageTutoring>::ask(tx, &who, Subject::School)?;
    let there: BTreeSet<StaffId> = teachers(tx)?.into_iter().map(|post| post.staff).collect();
    for (title, topic, speaker, back) in [("读懂孩子的情绪", "psychology", "县教研室心理教研员", 20), ("错题怎么讲", "subject", "数学教研组长", 9)] {
        let new = Training {
            id: tx.new_id(),
            day: today.plus_days(-back).max(term.first_day),
            minutes: 90,
            topic: topic.into(),
            title: title.into(),
            speaker: speaker.into(),
            about: "案例讨论，当场练习".into(),
            there: Vec::new(),
        };
        trainings::hold(tx, &manage, term, &new)?;
        trainings::attend(tx, &manage, term, new.id, &there)?;
    }
    let (library, day) = (places::all(tx)?.into_iter().find(|place| place.kind == "library").ok_or(Error::NotFound)?, today.plus_days(3));
    let time = Time::of(u32::try_from(day.weekday()).unwrap_or(1), 840, 900).ok_or(Error::NotFound)?;
    let booking = Booking { id: tx.new_id(), place: library.id, day, time, seats: 30, purpose: "整本书阅读课".into(), staff: who.staff(), by: String::new() };
    match bookings::book(tx, &who, term, &booking) {
        Ok(()) | Err(Error::Invalid(_)) => {}
        Err(fault) => return Err(fault),
    }
    let words = "放学后的书桌、周末的志愿者、墨香书法和图书角小管家，都欢迎同学们自愿参加，全部免费。想来的同学告诉班主任，想来帮忙的家长和邻居请到教导处登记。".to_owned();
    let post =
        posts::New { id: tx.new_id(), channel: "board".into(), title: "放学以后，一起学一起玩".into(), words, until: today.plus_days(60), children: BTreeSet::new() };
    posts::write(tx, &manage, term, &post)
}
