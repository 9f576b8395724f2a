//! Some weeks of wellbeing in the sample school: two receivers, observations and answers, two files, a room with talks and a lecture, a referral, a proposal, a complaint with its outcome. Everybody
//! and everything in it is invented.

use std::collections::BTreeMap;

use crate::access::{Duty, Permit, Subject, Who, acts};
use crate::base::{Error, FixedClock, PupilId, Result, RowId, SchoolDate, SchoolId, StaffId, TermCode};
use crate::roster::people::{self, Post};
use crate::roster::pupils::{self, Part, Sort, State};
use crate::roster::time;
use crate::store::{Store, Tx};
use crate::wellbeing::bookings::{self, Booking, Ending};
use crate::wellbeing::complaint::{self, Typed as Complaint};
use crate::wellbeing::file::{self, Typed};
use crate::wellbeing::notice::{self, Seen};
use crate::wellbeing::referral::{self, Institution};
use crate::wellbeing::{proposal, room};

use super::plans::person;

/// Who does it.
struct Cast {
    counsellor: Who,
    affairs: Who,
    principal: Who,
    homeroom: Who,
}

impl Cast {
    fn load(tx: &mut Tx<'_>, homeroom: StaffId) -> Result<Self> {
        let today = tx.today();
        let posts = people::posts_on(tx, today)?;
        let mut of = |wanted: &dyn Fn(&Post) -> bool| -> Result<Who> {
            let post = posts.iter().find(|post| wanted(post)).ok_or(Error::NotFound)?;
            person(tx, post)
        };
        Ok(Self {
            counsellor: of(&|post| post.duty == Duty::Counsellor)?,
            affairs: of(&|post| post.duty == Duty::StudentAffairs)?,
            principal: of(&|post| post.duty == Duty::Principal)?,
            homeroom: of(&|post| post.staff == homeroom && post.duty == Duty::Homeroom)?,
        })
    }
    fn counsel(&self, tx: &mut Tx<'_>, subject: impl Into<Subject>) -> Result<Permit<acts::CounselPupil>> {
        Permit::ask(tx, &self.counsellor, subject)
    }
}

/// This term: what was seen some weeks ago, and what was done since.
pub(super) fn live(store: &Store, clock: &FixedClock, school: SchoolId, now: TermCode, today: SchoolDate) -> Result<()> {
    let Some(term) = store.read(school, |tx| time::term_by_code(tx, now))?.filter(|term| (term.first_day..=term.last_day).contains(&today)) else { return Ok(()) };
    let begun = today.plus_days(-20).max(term.first_day);
    clock.set(begun);
    let Some((homeroom, children)) = store.write(school, |tx| class_of(tx, term.year, begun))? else { return clock_back(clock, today) };
    store.write(school, |tx| {
        let cast = Cast::load(tx, homeroom)?;
        let manage = Permit::<acts::ManageWellbeing>::ask(tx, &cast.principal, Subject::School)?;
        for staff in [cast.counsellor.staff(), cast.affairs.staff()] {
            let id = tx.new_id();
            room::name(tx, &manage, id, Some(staff))?;
        }
        seen(tx, &cast, &children)?;
        files(tx, &cast, children[0], begun)
    })?;
    clock.set(today);
    store.write(school, |tx| {
        let cast = Cast::load(tx, homeroom)?;
        counselling(tx, &cast, &children, today)?;
        outside(tx, &cast, children[0], today)?;
        mocked(tx, &cast, children[1], today)?;
        tell(tx, &cast, children[3], &["tired", "changed"], 2, "这两天上课趴着，问了说家里吵架")
    })
}

fn clock_back(clock: &FixedClock, today: SchoolDate) -> Result<()> {
    clock.set(today);
    Ok(())
}

/// The class 四（2）班: its homeroom teacher and some of its children.
fn class_of(tx: &mut Tx<'_>, year: crate::base::YearId, day: SchoolDate) -> Result<Option<(StaffId, Vec<PupilId>)>> {
    let Some(class) = time::classes(tx, year)?.into_iter().find(|class| class.level == 4 && class.number == 2) else { return Ok(None) };
    let Some((_, staff, _)) = time::homerooms(tx, year, day)?.into_iter().find(|(id, ..)| *id == class.id) else { return Ok(None) };
    let operator = Who::operator(tx, "demo");
    let rows = pupils::list(tx, &operator, &Part::Class(class.id), State::Here, Sort::Class, 40, 0)?.rows;
    let children: Vec<PupilId> = rows.into_iter().map(|line| line.id).step_by(5).take(5).collect();
    Ok((children.len() >= 4).then_some((staff, children)))
}

fn tell(tx: &mut Tx<'_>, cast: &Cast, child: PupilId, signs: &[&str], level: i64, text: &str) -> Result<()> {
    let permit = Permit::<acts::NoticeMood>::ask(tx, &cast.homeroom, child)?;
    let seen = Seen { id: tx.new_id(), signs: signs.iter().map(ToString::to_string).collect(), level, text: text.into() };
    notice::tell(tx, &permit, &seen).map(|_| ())
}

/// What the homeroom teacher saw, and what was answered.
fn seen(tx: &mut Tx<'_>, cast: &Cast, children: &[PupilId]) -> Result<()> {
    let words = [
        (children[0], &["gives_up", "timid"][..], 3, "作业本合上了，说“写不写都一样”"),
        (children[1], &["lonely"], 2, "课间总是一个人在走廊"),
        (children[2], &["defies", "angry"], 2, "请他读课文，把书推到一边"),
    ];
    for (child, signs, level, text) in words {
        tell(tx, cast, child, signs, level, text)?;
    }
    let receive = Permit::<acts::ReceiveMood>::ask(tx, &cast.counsellor, Subject::School)?;
    let (all, _) = notice::inbox(tx, &receive)?;
    for one in all {
        let (what, words) =
            if one.pupil == children[0] { ("file", "先让他做能做完的两题，做完了谢谢他") } else { ("watching", "课间请他帮您发一次本子") };
        if one.pupil != children[2] {
            notice::answer(tx, &receive, one.id, what, words)?;
        }
    }
    Ok(())
}

fn page(tx: &mut Tx<'_>, cast: &Cast, child: PupilId, typed: &Typed) -> Result<()> {
    let (permit, id) = (cast.counsel(tx, child)?, tx.new_id());
    file::write(tx, &permit, id, typed)
}

fn typed(what: &str, level: i64, ticks: &[&str], text: &str, parts: &[(&str, &str)]) -> Typed {
    let parts: BTreeMap<String, String> = parts.iter().map(|(name, said)| ((*name).to_owned(), (*said).to_owned())).collect();
    Typed { what: what.into(), level, ticks: ticks.iter().map(ToString::to_string).collect(), text: text.into(), parts }
}

/// The file of a child who had given up.
fn files(tx: &mut Tx<'_>, cast: &Cast, child: PupilId, day: SchoolDate) -> Result<()> {
    let review = day.plus_days(24).to_string();
    page(tx, cast, child, &typed("level", 3, &[], "两周里三次说“写不写都一样”", &[("review", &review)]))?;
    let feeling = [("voice", "我反正不行"), ("do", "每周在小组里做成一件小事，只和自己上次比"), ("review", &review)];
    page(tx, cast, child, &typed("feeling", 0, &["inferiority", "selfblame"], "", &feeling))?;
    let pattern = [
        ("stage", "fulcra"),
        ("from", "home"),
        ("learning", "作业先做基础题，做完就算完成"),
        ("discipline", "上课坐得住十分钟就很好"),
        ("trust", "管班里的图书角，每天中午开门"),
        ("review", &review),
    ];
    page(tx, cast, child, &typed("pattern", 0, &["selfblame", "shyness", "criticism", "coldness"], "", &pattern))?;
    let safety = [("signs", "心里很乱、想一个人躲起来的时候"), ("self", "去操场走一圈，数二十次呼吸"), ("people", "同桌"), ("adults", "班主任，心理老师"), ("review", &review)];
    page(tx, cast, child, &typed("safety", 0, &[], "", &safety))
}

/// The room: talks that were held and one to come, a lecture.
fn counselling(tx: &mut Tx<'_>, cast: &Cast, children: &[PupilId], today: SchoolDate) -> Result<()> {
    let permit = cast.counsel(tx, Subject::School)?;
    let place: RowId = tx.new_id();
    bookings::add_place(tx, &permit, place, "心理咨询室")?;
    let booked = |id: RowId, form: &str, day: SchoolDate, start_minute: i64, topic: &str, pupils: Vec<PupilId>| Booking {
        id,
        place,
        place_name: String::new(),
        form: form.into(),
        day,
        start_minute,
        minutes: 30,
        staff: cast.counsellor.staff(),
        topic: topic.into(),
        pupils,
        ended: None,
    };
    let ending = |present: Vec<PupilId>, audience: i64, text: &str| Ending { what: "held".into(), minutes: 30, audience, text: text.into(), present };
    let held = [
        ("single", today.plus_days(-7), "", vec![children[0]], 0, "愿意说图书角的事，同意先做两道题"),
        ("group", today.plus_days(-5), "", children[..3].to_vec(), 0, "说说这一周做成的一件小事"),
        ("lecture", today.plus_days(-3), "认识我的情绪（四年级）", Vec::new(), 96, ""),
    ];
    for (form, day, topic, pupils, audience, text) in held {
        let id = tx.new_id();
        bookings::book(tx, &permit, &booked(id, form, day, 870, topic, pupils.clone()))?;
        bookings::end(tx, &permit, id, &ending(pupils, audience, text))?;
    }
    let id = tx.new_id();
    bookings::book(tx, &permit, &booked(id, "single", today.plus_days(2), 870, "", vec![children[0]]))
}

/// A place outside, a referral that waits for consent, a proposal for the plan.
fn outside(tx: &mut Tx<'_>, cast: &Cast, child: PupilId, today: SchoolDate) -> Result<()> {
    let (school, permit) = (cast.counsel(tx, Subject::School)?, cast.counsel(tx, child)?);
    let place: RowId = tx.new_id();
    let until = today.plus_days(300);
    referral::add(tx, &school, &Institution { id: place, name: "县未成年人心理辅导站".into(), kind: "centre".into(), contact: "电话存德育处".into(), until })?;
    let id = tx.new_id();
    referral::begin(tx, &permit, id, Some(place), "想请专业老师一起看看睡眠", "只给观察清单，不给成绩和家庭情况")?;
    let id = tx.new_id();
    proposal::propose(tx, &permit, id, "learning", "数学作业先做基础题，做完就算完成，两周后再商量", "请他管班里的图书角")
}

/// A complaint of mockery, heard and closed.
fn mocked(tx: &mut Tx<'_>, cast: &Cast, child: PupilId, today: SchoolDate) -> Result<()> {
    let notice = Permit::<acts::NoticeMood>::ask(tx, &cast.homeroom, child)?;
    let (id, day): (RowId, _) = (tx.new_id(), Some(today.plus_days(-1)));
    let typed = Complaint { id, about: "classmate".into(), staff: None, day, told_by: "孩子自己".into(), text: "他们笑我读错字，叫我外号".into() };
    complaint::write(tx, &notice, &typed)?;
    let handle = Permit::<acts::HandleComplaint>::ask(tx, &cast.affairs, Subject::School)?;
    complaint::hear(tx, &handle, id, "分别听了三个孩子，都说了经过")?;
    complaint::close(tx, &handle, id, "agreement", "约定不叫外号；读错了一起再读一遍")?;
    Ok(())
}
