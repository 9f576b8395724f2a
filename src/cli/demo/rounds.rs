//! The survey of the sample school: a round is open; grade 3 is filed, grade 6 compiled, some classes have handed up, one list came back, others are at work.

use crate::access::{Duty, Permit, Subject, Who, acts};
use crate::base::{AccountId, ClassId, Id, Lang, PupilId, Result, StaffId};
use crate::roster::people;
use crate::roster::time::{self, Class, Term};
use crate::screening::review::{self, Addition, Talk, Verdict};
use crate::screening::round::{self, Opened};
use crate::screening::say::What;
use crate::screening::{changes, filing};
use crate::store::Tx;

/// Days ago of the talks.
const TALKED_DAYS_AGO: i64 = 4;
/// Of how many candidates the class says that they need a hand.
const CONFIRMED: usize = 2;

fn person(tx: &mut Tx<'_>, staff: StaffId, name: String) -> Result<Who> {
    Who::of_staff(tx, AccountId::from_uuid(staff.uuid()), staff, name, Lang::ZhCn)
}

/// Who holds a duty towards a grade.
fn holder(tx: &mut Tx<'_>, duty: Duty, class: &Class) -> Result<Option<Who>> {
    let today = tx.today();
    let post = people::posts_on(tx, today)?.into_iter().find(|post| post.duty == duty && post.scope_id.uuid() == class.grade.uuid());
    post.map(|post| person(tx, post.staff, post.name)).transpose()
}

/// Opens the round of the first programme with a deadline, and lets the classes work on it.
pub(super) fn live(tx: &mut Tx<'_>, who: &Who, term: &Term) -> Result<()> {
    let permit: Permit<acts::ManageRounds> = Permit::ask(tx, who, Subject::School)?;
    let Some((programme, ..)) = round::to_open(tx, &permit, term)?.into_iter().next() else { return Ok(()) };
    let opened = round::open(tx, &permit, programme.id, term)?;
    let today = tx.today();
    if today > term.last_day {
        return Ok(());
    }
    let classes = time::classes(tx, term.year)?;
    for (id, staff, name) in time::homerooms(tx, term.year, today)? {
        let Some(class) = classes.iter().find(|class| class.id == id) else { continue };
        let homeroom = person(tx, staff, name)?;
        match (class.level, class.number) {
            (3 | 5 | 6, _) | (4, 1) => {
                decide(tx, &homeroom, &opened, id, CONFIRMED + 1)?;
                let permit: Permit<acts::ReviewClass> = Permit::ask(tx, &homeroom, id)?;
                review::watch_rest(tx, &permit, &opened)?;
                filing::hand_up(tx, &permit, &opened, "其余学生先由任课老师课上多留意。")?;
            }
            (4, 2) => decide(tx, &homeroom, &opened, id, 1).and_then(|()| grandmother(tx, &homeroom, &opened, id))?,
            _ => {}
        }
    }
    hand_on(tx, &opened, &classes)
}

/// The homeroom teacher says what she thinks of the first children on the list.
fn decide(tx: &mut Tx<'_>, homeroom: &Who, opened: &Opened, class: ClassId, most: usize) -> Result<()> {
    let see: Permit<acts::SeeCandidates> = Permit::ask(tx, homeroom, class)?;
    let day = tx.today().plus_days(-TALKED_DAYS_AGO).max(opened.term.first_day);
    for (at, child) in review::of_class(tx, &see, opened)?.into_iter().take(most).enumerate() {
        let (what, cause, reason) = match at {
            n if n < CONFIRMED => (What::Confirmed, "基础有缺口，回家后没人陪着做作业", ""),
            _ => (What::Declined, "", "最近请假补课，已经跟上了"),
        };
        let verdict = Verdict { what, category: "target_pupil".into(), kind: "learning".into(), cause: cause.into(), reason: reason.into() };
        let permit: Permit<acts::ReviewClass> = Permit::ask(tx, homeroom, child.pupil)?;
        review::say(tx, &permit, opened, &verdict, Some(&Talk { day, by_whom: homeroom.name.clone() }))?;
    }
    Ok(())
}

/// A child whom no mark shows, on the word of the grandmother.
fn grandmother(tx: &mut Tx<'_>, homeroom: &Who, opened: &Opened, class: ClassId) -> Result<()> {
    let see: Permit<acts::SeeCandidates> = Permit::ask(tx, homeroom, class)?;
    let listed: Vec<PupilId> = review::of_class(tx, &see, opened)?.into_iter().map(|child| child.pupil).collect();
    let Some((pupil, ..)) = review::seats(tx, &see, opened)?.into_iter().find(|(pupil, ..)| !listed.contains(pupil)) else { return Ok(()) };
    let permit: Permit<acts::ReviewClass> = Permit::ask(tx, homeroom, pupil)?;
    let words = "晚上总说作业不会，一个人坐到很晚";
    review::add(tx, &permit, opened, &Addition { code: "homework".into(), source: "grandparent".into(), words: words.into() })
}

/// Grade leaders and sponsors do their part.
fn hand_on(tx: &mut Tx<'_>, opened: &Opened, classes: &[Class]) -> Result<()> {
    for class in classes.iter().filter(|class| class.number == 1) {
        if matches!(class.level, 3 | 6)
            && let Some(leader) = holder(tx, Duty::GradeLeader, class)?
        {
            let permit: Permit<acts::CompileGrade> = Permit::ask(tx, &leader, class.grade)?;
            filing::compile(tx, &permit, opened)?;
        }
        if class.level == 5
            && let Some(leader) = holder(tx, Duty::GradeLeader, class)?
        {
            let permit: Permit<acts::CompileGrade> = Permit::ask(tx, &leader, class.id)?;
            filing::give_back(tx, &permit, opened, "请数学老师也说说座号靠前的几个孩子。")?;
        }
        if class.level == 3
            && let Some(sponsor) = holder(tx, Duty::GradeSponsor, class)?
        {
            let permit: Permit<acts::FileRound> = Permit::ask(tx, &sponsor, class.grade)?;
            filing::file(tx, &permit, opened)?;
            change(tx, &sponsor, opened, class.id)?;
        }
    }
    Ok(())
}

/// A child who came to need help later goes on the change sheet.
fn change(tx: &mut Tx<'_>, sponsor: &Who, opened: &Opened, class: ClassId) -> Result<()> {
    let see: Permit<acts::SeeCandidates> = Permit::ask(tx, sponsor, class)?;
    let filed: Vec<PupilId> = changes::of_class(tx, &see, opened)?.into_iter().map(|one| one.pupil).collect();
    let Some((pupil, ..)) = review::seats(tx, &see, opened)?.into_iter().find(|(pupil, ..)| !filed.contains(pupil)) else { return Ok(()) };
    let permit: Permit<acts::FileRound> = Permit::ask(tx, sponsor, pupil)?;
    let talk = Talk { day: tx.today(), by_whom: "班主任".into() };
    changes::add(tx, &permit, opened, "target_pupil", "learning", "住院一个月，功课落下了", Some(&talk))
}
