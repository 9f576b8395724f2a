//! What colleagues talk over in the sample school: the exchange of a class that was held, one that is planned, experience without names, a difficult case with the leader of the grade.

use crate::access::{Duty, Permit, Who, acts};
use crate::activity::cadence::allowed;
use crate::base::{AccountId, ClassId, Id, Lang, Result, RowId, SchoolId};
use crate::casefile;
use crate::roster::people;
use crate::store::{Store, Tx};
use crate::supervision::meetings::{Kind, New};
use crate::supervision::{agenda, decisions, experience, hard, meetings, summaries};

/// What works: topic and words.
const EXPERIENCE: [(&str, &str); 4] = [
    ("learning", "先让孩子讲给同桌听，再做两题：讲得出来的，第二天还记得。"),
    ("conduct", "把“别说话”换成“等一等，轮到你”，孩子知道该做什么。"),
    ("family", "打电话先说一件好事，再商量一件小事，家长愿意接第二次。"),
    ("class", "小组长轮着当，平时话少的孩子也有一周带大家收本子。"),
];

/// Writes it.
pub(super) fn live(store: &Store, school: SchoolId) -> Result<()> {
    store.write(school, written)
}

/// The homeroom teacher of whom the sample school tells most, and the class.
pub(super) fn wang(tx: &mut Tx<'_>) -> Result<Option<(Who, ClassId)>> {
    let today = tx.today();
    let post = people::posts_on(tx, today)?.into_iter().find(|post| post.duty == Duty::Homeroom && post.grade_level.is_none() && post.name == "王书");
    let Some(post) = post else { return Ok(None) };
    let who = Who::of_staff(tx, AccountId::from_uuid(post.staff.uuid()), post.staff, post.name.clone(), Lang::default())?;
    Ok(Some((who, ClassId::from_uuid(post.scope_id.uuid()))))
}

fn written(tx: &mut Tx<'_>) -> Result<()> {
    let today = tx.today();
    let Some((wang, class)) = wang(tx)? else { return Ok(()) };
    let scope_id = RowId::from_uuid(class.uuid());
    let circle = meetings::callable(tx, &wang, Kind::Class, scope_id)?;
    let people: Vec<_> = meetings::usual_people(tx, &wang, &circle)?.into_iter().map(|one| one.0).collect();
    let stalled = agenda::stalled(tx, &wang, Some(&[class]), wang.lang)?;
    let children = |most: usize| stalled.iter().take(most).map(|one| (one.pupil, one.why.join("另外，"))).collect::<Vec<_>>();
    for (ago, held) in [(6, true), (-5, false)] {
        let id: RowId = tx.new_id();
        let new =
            New { id, day: Some(today.plus_days(-ago)), place: "二楼办公室".into(), people: people.clone(), children: children(3), matter: "小组长怎样轮流当".into() };
        meetings::call(tx, &wang, Kind::Class, scope_id, &new)?;
        if held {
            talked(tx, &wang, id, &people)?;
        }
    }
    for (topic, text) in EXPERIENCE {
        let id = tx.new_id();
        experience::share(tx, &wang, id, None, topic, text)?;
    }
    reported(tx, &wang)?;
    for line in casefile::lines(tx, &wang, Some(class))? {
        let Some(permit) = allowed(Permit::<acts::RecordActivity>::ask(tx, &wang, line.pupil))? else { continue };
        let Some((leader, _)) = hard::standing(tx, &permit)?.0.into_iter().next() else { break };
        let id = tx.new_id();
        return hard::raise(tx, &permit, id, Some(leader), "爸爸妈妈都在外地，晚上作业没有人看。请帮助联系社区的晚托。");
    }
    Ok(())
}

/// The monthly report of this month, handed in.
fn reported(tx: &mut Tx<'_>, wang: &Who) -> Result<()> {
    let Some((key, _)) = summaries::own(tx, wang)?.into_iter().find(|(key, _)| key.kind == summaries::Kind::Month) else { return Ok(()) };
    let Some((reader, _)) = summaries::readers(tx, wang, &key)?.into_iter().next() else { return Ok(()) };
    summaries::hand_in(tx, wang, key, Some(reader), "想请一位老师来听一节课，看看分组的办法。", wang.lang)
}

/// What was said, who does what, the minutes.
fn talked(tx: &mut Tx<'_>, wang: &Who, id: RowId, people: &[crate::base::StaffId]) -> Result<()> {
    let (meeting, today) = (meetings::one(tx, wang, id)?, tx.today());
    let said = [("noted", "题目会做，就是动笔慢；先少做几题，做完说一遍。"), ("plan", "每天十题改成五题，当面说错因。"), ("talk", "这周先听孩子说说放学以后的事。")];
    let (items, _) = decisions::items(tx, wang, &meeting)?;
    for (item, (what, text)) in items.iter().filter(|item| item.pupil.is_some()).zip(said) {
        let decision = tx.new_id();
        let does = what != "noted";
        let staff = people.iter().copied().find(|staff| *staff == wang.staff()).filter(|_| does);
        decisions::decide(
            tx,
            wang,
            &meeting,
            item.id,
            &decisions::New { id: decision, what: what.into(), staff, due: Some(today.plus_days(8)).filter(|_| does), text: text.into() },
        )?;
    }
    decisions::hold(tx, wang, &meeting, people, "各科把方法对了一遍：题量减半、当面说错因、先讲后做。两周后再看。")
}
