//! One child of a list: the reasons, what colleagues say, and the form in which the class says what it thinks. Subject teachers say a word of their own.

use askama::Template;

use super::opened;
use super::views::{Card, Labels, card};
use crate::access::{Action, Subject, acts, why};
use crate::base::error::Problems;
use crate::base::{Msg, PupilId, Result, SchoolDate};
use crate::screening::filing;
use crate::screening::list_state::is_open;
use crate::screening::review::{self, Talk, Verdict};
use crate::screening::say::{STANCES, What};
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "screening/pages/rounds/pupil.html")]
struct OfPupil {
    p: Page,
    back: String,
    back_text: String,
    address: String,
    card: Card,
    writes: bool,
    whats: Vec<(String, String, String)>,
    what: String,
    categories: Vec<(String, String)>,
    category: String,
    cause: String,
    reason: String,
    talked: bool,
    me: String,
    opines: bool,
    stances: Vec<(String, String, bool)>,
    my_words: String,
}

/// The page.
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let pupil: PupilId = cx.path("pupil")?;
    let permit = cx.permit::<acts::SeeCandidates>(pupil)?;
    let opened = opened(cx)?;
    let child = review::of_child(cx.tx, &permit, &opened)?;
    let labels = Labels::of(cx, permit.levels())?;
    let open = is_open(filing::history(cx.tx, &opened)?.get(&child.class).and_then(|steps| steps.last()).map(|signed| signed.step));
    let writes = open && why(cx.tx, cx.who, Action::ReviewClass, Subject::Pupil(pupil))?.is_some();
    let staff = cx.who.staff();
    let mine = child.opinions.iter().find(|one| one.staff == staff);
    let was = child.last.is_some();
    let said = child.said.as_ref().map(|said| &said.verdict);
    // Last term's children come with what goes on by itself; of a new one nothing is presumed.
    let what = said.map(|verdict| verdict.what).or(was.then_some(What::Continued));
    let category = said.filter(|verdict| verdict.what.is_listed()).map(|verdict| (verdict.category.clone(), verdict.kind.clone())).or_else(|| child.last.clone());
    let categories = labels.choices(&opened);
    let p = cx.page_of(&Msg::new("screening-round-child-title").with("name", &child.name));
    let word = |what: What| (what.code().to_owned(), p.t(&format!("screening-round-what-{}", what.code())), p.t(&format!("screening-round-means-{}", what.code())));
    let shown = OfPupil {
        back: format!("{}/classes/{}", opened.address(), child.class),
        back_text: child.class_name.clone(),
        address: format!("{}/pupils/{pupil}", opened.address()),
        writes,
        whats: What::offered(was).map(word).to_vec(),
        what: what.map(|what| what.code().to_owned()).unwrap_or_default(),
        category: category.map(|(category, kind)| format!("{category}/{kind}")).or_else(|| categories.first().map(|(code, _)| code.clone())).unwrap_or_default(),
        categories,
        cause: said.map(|verdict| verdict.cause.clone()).unwrap_or_default(),
        reason: said.map(|verdict| verdict.reason.clone()).unwrap_or_default(),
        talked: !child.talks.is_empty(),
        me: cx.who.name.clone(),
        opines: open && review::teaches(&permit),
        stances: STANCES.iter().map(|code| ((*code).to_owned(), p.t(&format!("screening-round-stance-{code}")), mine.is_some_and(|one| one.stance == *code))).collect(),
        my_words: mine.map(|one| one.words.clone()).unwrap_or_default(),
        card: card(&child, &opened, &labels),
        p,
    };
    cx.saw("SeeCandidates", Subject::Pupil(pupil), permit.levels().within(super::SHOWN));
    cx.render(&shown)
}

/// The talk of a form; `None` when no day is given.
pub(super) fn talk(cx: &Cx<'_, '_>) -> Result<Option<Talk>> {
    let day = cx.field("talk_day");
    if day.is_empty() {
        return Ok(None);
    }
    let mut problems = Problems::default();
    let day = problems.keep("talk_day", day.parse::<SchoolDate>().map_err(|_| Msg::new("screening-round-day-unread")));
    problems.end()?;
    Ok(day.map(|day| Talk { day, by_whom: cx.field("talk_by").to_owned() }))
}

/// `POST …/pupils/{pupil}`
pub(super) fn say(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let pupil: PupilId = cx.path("pupil")?;
    let permit = cx.permit::<acts::ReviewClass>(pupil)?;
    let opened = opened(cx)?;
    let Some(what) = What::of_code(cx.field("what")) else { return Err(crate::base::Error::at("what", "screening-round-what-needed")) };
    let (category, kind) = cx.field("category").split_once('/').unwrap_or_default();
    let new = Verdict { what, category: category.to_owned(), kind: kind.to_owned(), cause: cx.field("cause").to_owned(), reason: cx.field("reason").to_owned() };
    let talk = talk(cx)?;
    review::say(cx.tx, &permit, &opened, &new, talk.as_ref())?;
    cx.did("ReviewClass", Subject::Pupil(pupil), permit.levels().within(super::SHOWN), format!("verdict {} {}", opened.round.id, what.code()));
    let see = cx.permit::<acts::SeeCandidates>(pupil)?;
    let child = review::of_child(cx.tx, &see, &opened)?;
    Ok(Reply::done(format!("{}/classes/{}", opened.address(), child.class), Msg::new("screening-round-said").with("name", child.name)))
}

/// `POST …/pupils/{pupil}/opinions`
pub(super) fn opine(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let pupil: PupilId = cx.path("pupil")?;
    let permit = cx.permit::<acts::SeeCandidates>(pupil)?;
    let opened = opened(cx)?;
    let (stance, words) = (cx.field("stance").to_owned(), cx.field("opinion").to_owned());
    review::opine(cx.tx, &permit, &opened, &stance, &words)?;
    let child = review::of_child(cx.tx, &permit, &opened)?;
    cx.did("SeeCandidates", Subject::Pupil(pupil), permit.levels().within(super::SHOWN), format!("opinion {}", opened.round.id));
    Ok(Reply::done(format!("{}/classes/{}", opened.address(), child.class), Msg::new("screening-round-opined").with("name", child.name)))
}
