//! What the helpers of the sample school wrote down: talks, tutoring and what they saw, of the children they are paired with.

use crate::access::{Permit, Subject, Who, acts};
use crate::activity::rules::{How, Kind};
use crate::activity::{self, New, Words};
use crate::base::{AccountId, Id, Lang, Result, SchoolId, TermCode};
use crate::pairing::pairs;
use crate::roster::time;
use crate::store::{Store, Tx};

/// Days ago, what, in which words: the child's own, what was done, what worked, what was not suitable, the next step.
type Said = (i64, Kind, [&'static str; 5]);

const SAID: [[Said; 2]; 4] = [
    [
        (9, Kind::Talk, ["作业一多就不想写", "午休谈了一次，说晚上一个人写作业。约好先写最拿手的一门。", "先听他说完，再一起排顺序", "", "看看这周的作业顺序"]),
        (3, Kind::Tutoring, ["", "退位减法做了十题，对了八题，错的两题都是连续退位。", "用小棒摆一遍就明白了", "一次讲两种方法，反而乱了", ""]),
    ],
    [
        (8, Kind::Strength, ["", "运动会前自己留下来整理跳绳，还教低年级的同学。", "", "", ""]),
        (2, Kind::Talk, ["我也想当组长", "课间谈了想做的事，愿意先当一周图书管理员。", "给一件他能做好的事", "", "一周后问问图书角"]),
    ],
    [(7, Kind::PhoneCall, ["", "和奶奶通了电话，说最近睡得晚。约定九点关电视。", "", "", ""]), (2, Kind::Observation, ["", "语文课举手两次，读课文声音比上周大。", "", "", ""])],
    [
        (6, Kind::Tutoring, ["这样画图我就会了", "应用题三道，先画图再列式，都做对了。", "画图", "", "下周换两步的题试试"]),
        (1, Kind::Talk, ["", "放学路上聊了几句，心情不错。", "", "", ""]),
    ],
];

/// Children of whom something is written.
const CHILDREN: usize = 16;

/// Writes it.
pub(super) fn write(store: &Store, school: SchoolId, now: TermCode) -> Result<()> {
    store.write(school, |tx| written(tx, now))
}

fn written(tx: &mut Tx<'_>, now: TermCode) -> Result<()> {
    let operator = Who::operator(tx, "demo");
    let print: Permit<acts::PrintRegister> = Permit::ask(tx, &operator, Subject::School)?;
    let today = tx.today();
    let Some(term) = time::term_by_code(tx, now)?.filter(|term| today <= term.last_day) else { return Ok(()) };
    for (pair, said) in pairs::on_day(tx, &print, today)?.into_iter().take(CHILDREN).zip(SAID.iter().cycle()) {
        let who = Who::of_staff(tx, AccountId::from_uuid(pair.staff.uuid()), pair.staff, pair.staff_name.clone(), Lang::default())?;
        for (ago, kind, [voice, done, worked, unsuited, next]) in said {
            let permit: Permit<acts::RecordActivity> = Permit::ask(tx, &who, pair.pupil)?;
            let next_day = (!next.is_empty()).then(|| today.plus_days(2));
            let words =
                Words { voice: (*voice).into(), done: (*done).into(), worked: (*worked).into(), unsuited: (*unsuited).into(), next: (*next).into(), next_day, marks: Vec::new() };
            let how = if *kind == Kind::PhoneCall { How::Phone } else { How::Face };
            let new = New { id: activity::new_id(tx), kind: *kind, how, day: today.plus_days(-ago).max(term.first_day), minutes: None, held: true, quiet: false, words };
            activity::record(tx, &[permit], &new)?;
        }
    }
    Ok(())
}
