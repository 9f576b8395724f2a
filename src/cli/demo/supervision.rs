//! Supervision of the sample school: a month-end check of last month with two meetings and something to be mended, months handed in by some of the helpers.

use crate::access::{Duty, Permit, Subject, Who, acts};
use crate::base::{AccountId, FixedClock, Id, Lang, Result, RowId, SchoolDate, SchoolId};
use crate::report::inspection;
use crate::roster::people::{self, Post};
use crate::roster::time::{self, Term};
use crate::store::{Store, Tx};
use crate::supervision::checks::{self, Answers, New, Said};
use crate::supervision::hand_in;
use crate::supervision::ledger;

/// Days until the county comes to look.
const INSPECTION_DAYS: i64 = 20;
/// What the drawn children said: talked, tutored, helped, agrees, their words.
const SAID: [(&str, &str, &str, &str, &str); 2] =
    [("often", "once", "yes", "agrees", "老师每个星期都会问我作业做得怎么样。"), ("once", "never", "some", "partly", "谈过一次，想再多讲讲应用题。")];

/// Writes it, as of the last day of school of last month, and lets some helpers hand months in today.
pub(super) fn live(store: &Store, clock: &FixedClock, school: SchoolId, today: SchoolDate) -> Result<()> {
    let end = store.read(school, |tx| month_end(tx, today))?;
    if let Some(end) = end {
        clock.set(end);
        store.write(school, checked)?;
    }
    clock.set(today);
    store.write(school, handed_in)?;
    store.write(school, inspected)
}

/// The county comes to look in three weeks.
fn inspected(tx: &mut Tx<'_>) -> Result<()> {
    let today = tx.today();
    let Some(post) = people::posts_on(tx, today)?.into_iter().find(|post| post.duty == Duty::AcademicOffice) else { return Ok(()) };
    let who = person(tx, &post)?;
    let permit = Permit::<acts::PrintRegister>::ask(tx, &who, Subject::School)?;
    inspection::set(tx, &permit, Some(today.plus_days(INSPECTION_DAYS)))?;
    Ok(())
}

/// The last day of school of last month, within the present term.
fn month_end(tx: &mut Tx<'_>, today: SchoolDate) -> Result<Option<SchoolDate>> {
    let Some(term) = time::current_term(tx)? else { return Ok(None) };
    let (days, last) = (time::term_days(tx, &term)?, hand_in::month_of(today).plus_days(-1));
    Ok((0..10).map(|back| last.plus_days(-back)).find(|day| days.is_school_day(*day)))
}

fn person(tx: &mut Tx<'_>, post: &Post) -> Result<Who> {
    Who::of_staff(tx, AccountId::from_uuid(post.staff.uuid()), post.staff, post.name.clone(), Lang::default())
}

fn checked(tx: &mut Tx<'_>) -> Result<()> {
    let (today, term) = (tx.today(), time::current_term(tx)?);
    let posts = people::posts_on(tx, today)?;
    let sponsor = posts.iter().find(|post| post.duty == Duty::GradeSponsor && post.grade_level == Some(4));
    let (Some(post), Some(term)) = (sponsor, term) else { return Ok(()) };
    let who = person(tx, post)?;
    let Some(grade) = time::grades(tx, term.year)?.into_iter().find(|grade| grade.level == 4) else { return Ok(()) };
    let permit = Permit::<acts::Supervise>::ask(tx, &who, Subject::Grade(grade.id))?;
    let id: RowId = tx.new_id();
    checks::open(tx, &permit, &New { id, kind: "month_end".into(), seed: String::new(), size: SAID.len() }, &term)?;
    let met: Vec<_> = checks::whole(tx, &who, id)?.met().map(|one| one.pupil).collect();
    for (pupil, (talked, tutored, helped, agrees, words)) in met.iter().zip(SAID) {
        let said = Answers { talked: talked.into(), tutored: tutored.into(), helped: helped.into(), agrees: agrees.into() };
        let staff = checks::menders(tx, &who, *pupil)?.first().map(|(staff, _)| *staff).filter(|_| agrees == "partly");
        let finding = if staff.is_some() { "请和孩子约一个固定的辅导时间。".into() } else { String::new() };
        let new = Said { seen: 0, said, words: words.into(), finding, finding_id: Some(tx.new_id()), staff, due: Some(today.plus_days(7)) };
        checks::say(tx, &who, id, *pupil, &new)?;
    }
    if met.len() == SAID.len() { checks::end(tx, &who, id, "老师们大多按时谈话，辅导时间还可以再固定一些。") } else { Ok(()) }
}

/// Most helpers have handed in the months that are over.
fn handed_in(tx: &mut Tx<'_>) -> Result<()> {
    let (today, Some(term)) = (tx.today(), time::current_term(tx)?) else { return Ok(()) };
    let mut staff: Vec<_> = crate::pairing::pairs::between(tx, term.first_day, term.last_day)?.into_iter().map(|pair| (pair.staff, pair.staff_name)).collect();
    staff.sort();
    staff.dedup();
    for (n, (staff, name)) in staff.into_iter().enumerate().filter(|(n, _)| n % 4 != 3) {
        let who = Who::of_staff(tx, AccountId::from_uuid(staff.uuid()), staff, name, Lang::default())?;
        hand(tx, &who, &term, today, n)?;
    }
    Ok(())
}

fn hand(tx: &mut Tx<'_>, who: &Who, term: &Term, today: SchoolDate, n: usize) -> Result<()> {
    let ledger = ledger::own(tx, who, term)?;
    for due in hand_in::own(tx, who, term, &ledger)?.into_iter().filter(|due| due.day < today) {
        let reason = if due.missing == 0 { "" } else { ["期中那周安排了活动，少谈了一次。", "外出培训一周，已补约时间。"][n % 2] };
        hand_in::hand_in(tx, who, term, due.month, reason)?;
    }
    Ok(())
}
