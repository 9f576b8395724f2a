//! `/screening/rounds`: the rounds of a term and the form that opens one; `/screening/unspoken`: flagged, and nobody has said a word.

use askama::Template;

use super::super::{asked, term_of};
use super::views::{day_words, seat_words};
use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::{Error, Msg, ProgrammeId, Result, limits};
use crate::roster::time;
use crate::screening::{filing, review, round};
use crate::web::{Choice, Cx, Page, Reply};

#[derive(Template)]
#[template(path = "screening/pages/rounds/list.html")]
struct List {
    p: Page,
    lead: String,
    term: String,
    terms: Vec<Choice>,
    rounds: Vec<RoundRow>,
    to_open: Vec<(String, String, String)>,
    has_form: bool,
    unspoken: usize,
}

struct RoundRow {
    href: String,
    name: String,
    text: String,
    late: String,
    classes: Vec<(String, String)>,
}

/// The rounds of a term.
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let code = if cx.refused() { cx.field("term").to_owned() } else { asked(cx, "term")? };
    let p = cx.page("screening-round-title");
    let Some(term) = term_of(cx.tx, &code)? else {
        let lead = p.t("screening-pages-no-term");
        return cx.render(&List { p, lead, term: String::new(), terms: Vec::new(), rounds: Vec::new(), to_open: Vec::new(), has_form: false, unspoken: 0 });
    };
    let lang = p.lang;
    let mut rounds = Vec::new();
    for opened in round::of_term(cx.tx, &term)?.iter().filter(|opened| opened.is_for(cx.who)).cloned().collect::<Vec<_>>() {
        rounds.push(row(cx, &opened)?);
    }
    let mut to_open = Vec::new();
    let manages = cx.who.may_everywhere(Action::ManageRounds);
    if manages {
        let permit = cx.permit::<acts::ManageRounds>(Subject::School)?;
        for (programme, due, due_new) in round::to_open(cx.tx, &permit, &term)? {
            let days = Msg::new("screening-round-days").with("when", day_words(due, lang)).with("new", day_words(due_new, lang)).text(lang);
            to_open.push((programme.id.to_string(), programme.name, days));
        }
    }
    let list = List {
        lead: Msg::new(if rounds.is_empty() { "screening-round-none" } else { "screening-round-lead" }).with("count", rounds.len()).text(lang),
        term: term.code.to_string(),
        terms: time::terms(cx.tx)?.iter().rev().map(|t| Choice::new(t.code, t.code, t.code == term.code)).collect(),
        rounds,
        has_form: manages && !to_open.is_empty(),
        to_open,
        unspoken: review::unspoken(cx.tx, cx.who, &term)?.len(),
        p,
    };
    cx.render(&list)
}

fn row(cx: &mut Cx<'_, '_>, opened: &round::Opened) -> Result<RoundRow> {
    let lang = cx.lang();
    let lines = filing::overview(cx.tx, cx.who, opened)?;
    let up = lines.iter().filter(|line| line.newest.as_ref().is_some_and(|signed| signed.step != crate::screening::list_state::Step::Returned)).count();
    let late = lines.iter().filter(|line| line.late_days > 0).count();
    let few = lines.len() <= 3;
    Ok(RoundRow {
        href: opened.address(),
        name: opened.programme.name.clone(),
        text: Msg::new("screening-round-up").with("count", up).with("of", lines.len()).with("when", day_words(opened.round.due, lang)).text(lang),
        late: if late > 0 { Msg::new("screening-round-late-count").with("count", late).text(lang) } else { String::new() },
        classes: lines.iter().filter(|_| few).map(|line| (format!("{}/classes/{}", opened.address(), line.class.id), line.class.name.clone())).collect(),
    })
}

/// `POST /screening/rounds`
pub(super) fn open(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageRounds>(Subject::School)?;
    let code = cx.field("term").to_owned();
    let term = term_of(cx.tx, &code)?.ok_or_else(|| Error::at("programme", "screening-pages-no-term"))?;
    let programme: ProgrammeId = cx.field("programme").parse().map_err(|_| Error::at("programme", "screening-round-not-in-force"))?;
    let opened = round::open(cx.tx, &permit, programme, &term)?;
    cx.did("ManageRounds", Subject::School, Levels::NONE, format!("opened {}", opened.round.id));
    Ok(Reply::done(opened.address(), Msg::new("screening-round-opened").with("name", &opened.programme.name)))
}

/// A child nobody has spoken of: address, name, seat.
type Unsaid = (String, String, String);

#[derive(Template)]
#[template(path = "screening/pages/rounds/unspoken.html")]
struct Unspoken {
    p: Page,
    lead: String,
    more: bool,
    classes: Vec<(String, Vec<Unsaid>)>,
}

/// `GET /screening/unspoken`
pub(super) fn unspoken(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let code = asked(cx, "term")?;
    let p = cx.page("screening-round-unspoken");
    let all = match term_of(cx.tx, &code)? {
        Some(term) => review::unspoken(cx.tx, cx.who, &term)?,
        None => Vec::new(),
    };
    let mut classes: Vec<(String, Vec<Unsaid>)> = Vec::new();
    for one in &all {
        let line = (format!("/pupils/{}", one.pupil), one.name.clone(), seat_words(one.seat, p.lang));
        match classes.last_mut().filter(|(name, _)| *name == one.class_name) {
            Some((_, lines)) => lines.push(line),
            None => classes.push((one.class_name.clone(), vec![line])),
        }
    }
    cx.saw("SeeCandidates", Subject::School, Levels::of(&[Level::Basic, Level::Academic]));
    let lead = p.tv(if all.is_empty() { "screening-round-unspoken-none" } else { "screening-round-unspoken-lead" }, "count", all.len());
    let more = i64::try_from(all.len()).unwrap_or(i64::MAX) >= limits::ROWS_PER_PAGE_MOST;
    cx.render(&Unspoken { p, lead, more, classes })
}
