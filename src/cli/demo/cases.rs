//! The case files of the sample school: grade 4 has filed its list, and its teachers have begun to write.

use crate::access::{Duty, Permit, Subject, Who, acts};
use crate::base::{AccountId, ClassId, Error, FixedClock, Id, ProgrammeId, PupilId, Result, RowId, SchoolDate, SchoolId, Sealed, TermCode};
use crate::casefile::cause::Cause;
use crate::casefile::diagnosis::{self, Sheet};
use crate::casefile::records::{self, Entry, NewNote};
use crate::programme::programmes;
use crate::roster::family::{self, NewFact, Source};
use crate::roster::family_facts::{Parent, Topic};
use crate::roster::people::{self, Post};
use crate::roster::time::{self, Term};
use crate::screening::candidates::{self, Filter};
use crate::screening::confirmed::{self, NewConfirmation};
use crate::store::{Store, Tx};

/// Children of a class with a file.
const PER_CLASS: i64 = 3;
/// The grade that has filed.
const LEVEL: i64 = 4;
/// Days from the first day of the term to the filed list.
pub(super) const SURVEY_DAYS: i64 = 38;

type Ticks = &'static [(Cause, &'static str)];

/// What the homeroom, Chinese, maths and English teachers saw, child by child.
const SEEN: [[Ticks; 4]; 3] = [
    [
        &[(Cause::Attention, "9月14日晨读十分钟看了四次窗外"), (Cause::Grandparents, "9月20日家访，爷爷奶奶照料"), (Cause::Inferiority, "选小组长时说“我不行”")],
        &[(Cause::Attention, "听写漏了三个词，提醒后能补上"), (Cause::Habits, "一周有两次没带语文书")],
        &[(Cause::KnowledgeGap, "两位数退位减法十题错六题"), (Cause::Attention, "9月22日例题只抄了一半")],
        &[(Cause::Shyness, "点名读单词时声音很小，单独读全对")],
    ],
    [
        &[(Cause::LowPersistence, "跳绳打卡三天后停下，鼓励后又开始"), (Cause::Conduct, "9月16日课间追跑，提醒后道歉")],
        &[(Cause::Habits, "作业本一周有三次没交，当天补齐"), (Cause::Interest, "写自己喜欢的足球时写满一页")],
        &[(Cause::Habits, "草稿不分行，抄错数字"), (Cause::Avoidance, "应用题先空着，问了才说不敢写")],
        &[],
    ],
    [
        &[(Cause::Pessimism, "成绩单发下来说“反正就这样”"), (Cause::GuardianSchooling, "9月25日通话，妈妈说看不懂题目")],
        &[(Cause::Method, "背书只读不回想，第二天忘了")],
        &[(Cause::KnowledgeGap, "乘法口诀六到九段不熟"), (Cause::Technique, "竖式数位没有对齐")],
        &[(Cause::Memory, "单词当天会，三天后只记得两个")],
    ],
];

/// A strength, and the child's own words.
const NOTES: [(&str, &str); 3] = [
    ("每天第一个帮同学搬作业本，从不嫌累。", "我想把减法学会，教弟弟。"),
    ("足球踢得好，输了会安慰队友。", "要是每天只做两道难题，我可以试试。"),
    ("画画很仔细，黑板报的边都是她描的。", "我怕算错，可是我喜欢数图形。"),
];

/// Where the chain of maths is broken, what works, the next step.
const MATHS: [(&str, &str, &str); 3] = [
    ("两位数退位减法，借位后忘记减一。", "摆小棒、说出每一步。", "两周内每天两题退位减法，先摆再写。"),
    ("两步应用题找不到先算什么。", "画图以后能说清楚。", "每天一题，先画图再列式。"),
    ("乘法口诀六到九段。", "和同桌对口令。", "两周内背熟六、七两段。"),
];

/// Opens the files of grade 4 under a clock that goes from the filed list to today.
pub(super) fn open(store: &Store, clock: &FixedClock, school: SchoolId, now: TermCode, today: SchoolDate) -> Result<()> {
    let term = store.read(school, |tx| time::term_by_code(tx, now)?.ok_or(Error::NotFound))?;
    let filed = term.first_day.plus_days(SURVEY_DAYS).min(today).min(term.last_day);
    clock.set(filed);
    let children = store.write(school, |tx| confirm(tx, &term, filed))?;
    clock.set(filed.plus_days(5).min(today).min(term.last_day));
    store.write(school, |tx| write(tx, &term, &children))?;
    clock.set(today);
    Ok(())
}

fn programme(tx: &mut Tx<'_>, term: &Term, category: &str) -> Result<ProgrammeId> {
    for id in programmes::all(tx)? {
        if programmes::programme(tx, id, term.code)?.categories.iter().any(|one| one.code() == category) {
            return Ok(id);
        }
    }
    Err(Error::NotFound)
}

/// The first candidates of each class of the grade are on the list; one of them is in a second programme, too.
fn confirm(tx: &mut Tx<'_>, term: &Term, day: SchoolDate) -> Result<Vec<(ClassId, Vec<PupilId>)>> {
    let who = Who::operator(tx, "demo");
    let permit: Permit<acts::FileRound> = Permit::ask(tx, &who, Subject::School)?;
    let (target, away) = (programme(tx, term, "target_pupil")?, programme(tx, term, "left_behind")?);
    let runs = candidates::runs(tx, term.id)?.ok_or(Error::NotFound)?;
    let (mut children, mut new) = (Vec::new(), Vec::new());
    for class in time::classes(tx, term.year)?.into_iter().filter(|class| class.level == LEVEL) {
        let filter = Filter { class: Some(class.id), ..Filter::default() };
        let (lines, _) = candidates::candidates(tx, &who, &runs, &filter, PER_CLASS, 0)?;
        for (at, line) in lines.iter().enumerate() {
            let mut add = |programme, category: &str, kind: &str| {
                let verdict: RowId = tx.new_id();
                new.push(NewConfirmation { pupil: line.pupil, programme, term: term.id, category: category.into(), kind: kind.into(), from: day, until: term.last_day, verdict });
            };
            add(target, "target_pupil", if at == 1 { "dual_concern" } else { "learning" });
            if at == 0 {
                add(away, "left_behind", "left_behind_one");
                father_away(tx, &who, line.pupil, day)?;
            }
        }
        children.push((class.id, lines.into_iter().map(|line| line.pupil).collect()));
    }
    confirmed::confirm(tx, &permit, &new)?;
    Ok(children)
}

/// The child in the programme for children left behind is one by what is on record, too.
fn father_away(tx: &mut Tx<'_>, who: &Who, pupil: PupilId, day: SchoolDate) -> Result<()> {
    let permit: Permit<acts::EditFamily> = Permit::ask(tx, who, pupil)?;
    let away = NewFact { since: Some(day.plus_days(-240)), place: "广东省东莞市".into(), ..NewFact::of(Topic::Work(Parent::Father), "away") };
    let rest = [NewFact::of(Topic::Work(Parent::Mother), "home"), NewFact::of(Topic::Registration, "rural"), NewFact::of(Topic::Carer, "mother")];
    let facts: Vec<NewFact> = std::iter::once(away).chain(rest).collect();
    family::write(tx, &permit, &facts, Source::Form).map(|_| ())
}

/// The teacher behind a post, as they ask today.
fn person(tx: &mut Tx<'_>, post: &Post) -> Result<Who> {
    let lang = crate::base::Lang::default();
    Who::of_staff(tx, AccountId::from_uuid(post.staff.uuid()), post.staff, post.name.clone(), lang)
}

fn write(tx: &mut Tx<'_>, term: &Term, children: &[(ClassId, Vec<PupilId>)]) -> Result<()> {
    let today = tx.today();
    let posts = people::posts_on(tx, today)?;
    for (class, pupils) in children {
        let here: Vec<&Post> = posts.iter().filter(|post| post.scope_id == RowId::from_uuid(class.uuid())).collect();
        let teacher = |duty: Duty, subject: &str| here.iter().find(|post| post.duty == duty && post.subject == subject).copied();
        for (part, at) in [("homeroom", 0), ("chinese", 1), ("maths", 2), ("english", 3)] {
            let post = if at == 0 { teacher(Duty::Homeroom, "") } else { teacher(Duty::SubjectTeacher, part) };
            let Some(post) = post else { continue };
            let who = person(tx, post)?;
            let permit: Permit<acts::WriteCaseFile> = Permit::ask(tx, &who, *class)?;
            let sheets: Vec<(PupilId, Sheet)> = pupils.iter().zip(SEEN).map(|(pupil, seen)| (*pupil, sheet(seen[at]))).filter(|(_, sheet)| !sheet.ticks.is_empty()).collect();
            diagnosis::answer(tx, &permit, term, part, &sheets)?;
        }
        let (Some(homeroom), Some(maths)) = (teacher(Duty::Homeroom, ""), teacher(Duty::SubjectTeacher, "maths")) else { continue };
        let (homeroom, maths) = (person(tx, homeroom)?, person(tx, maths)?);
        for ((pupil, (strength, voice)), (gaps, works, next)) in pupils.iter().zip(NOTES).zip(MATHS) {
            let permit: Permit<acts::WriteCaseFile> = Permit::ask(tx, &homeroom, *pupil)?;
            let note = |kind: &str, how: &str, text: &str| NewNote { kind: kind.into(), said_by: "teacher".into(), how: how.into(), text: text.into(), day: None };
            records::note(tx, &permit, &note("strength", "seen", strength))?;
            records::note(tx, &permit, &note("voice", "dictated", voice))?;
            records::ask_subjects(tx, &permit, &["maths".into()])?;
            let permit: Permit<acts::WriteCaseFile> = Permit::ask(tx, &maths, *pupil)?;
            records::write_in_subject(tx, &permit, "maths", &Entry { gaps: gaps.into(), works: works.into(), next: next.into() })?;
        }
    }
    give_up(tx, children, &posts)
}

fn sheet(seen: Ticks) -> Sheet {
    let degree = if seen.len() > 1 { "some" } else { "light" };
    Sheet { degree: degree.into(), ticks: seen.iter().map(|(cause, fact)| (*cause, (*fact).to_owned())).collect(), ..Sheet::default() }
}

/// The counsellor has noticed one child who was about to give up.
fn give_up(tx: &mut Tx<'_>, children: &[(ClassId, Vec<PupilId>)], posts: &[Post]) -> Result<()> {
    let counsellor = posts.iter().find(|post| post.duty == Duty::Counsellor);
    let pupil = children.iter().rev().find_map(|(_, pupils)| pupils.get(2));
    let (Some(counsellor), Some(pupil)) = (counsellor, pupil) else { return Ok(()) };
    let who = person(tx, counsellor)?;
    let permit: Permit<acts::WriteCaseFile> = Permit::ask(tx, &who, *pupil)?;
    records::write_give_up(tx, &permit, "working", &Sealed::new("说“学不学都一样”，约好每周四中午来坐坐。".into()))
}
