//! `/n/{token}`: the page behind the link of a letter (B8-03). Anybody may open it; it shows a given name and asks for reasons, nothing else.

use askama::Template;

use crate::base::{Error, Msg, Problem, Result};
use crate::screening::nomination_link::{self as verbs, Behind, FamilyWords, Token};
use crate::screening::observation_signs::{Source, Worry};
use crate::web::{Choice, Cx, Page, Reply, Work};

#[derive(Template)]
#[template(path = "screening/pages/nomination_link.html")]
struct LinkPage {
    p: Page,
    lead: String,
    ask: Option<Ask>,
}

/// The form of an open link.
struct Ask {
    action: String,
    sources: Vec<Choice>,
    reasons: Vec<Choice>,
    words: String,
    problems: Vec<String>,
}

fn token(work: &Work<'_>) -> Option<Token> {
    let text: String = work.path("token").ok()?;
    // A school that is not on this server has no key here.
    Token::read(&text).filter(|token| work.app.school(token.school).is_some())
}

/// The form, or why there is none. Nothing is looked up for an address that is not signed by its school.
pub(super) fn show(work: &Work<'_>) -> Result<Reply> {
    page(work, &[])
}

fn page(work: &Work<'_>, problems: &[Problem]) -> Result<Reply> {
    let behind = match token(work) {
        Some(token) => work.app.store.read(token.school, |tx| verbs::look(tx, &token))?,
        None => Behind::Unknown,
    };
    tell(work, behind, problems)
}

fn tell(work: &Work<'_>, behind: Behind, problems: &[Problem]) -> Result<Reply> {
    let p = work.page("screening-link-title");
    let (given_name, school, until) = match behind {
        Behind::Form { given_name, school, until } => (given_name, school, until),
        Behind::Lapsed => return closed(work, "screening-link-lapsed"),
        Behind::Used => return closed(work, "screening-link-used"),
        Behind::Unknown => return closed(work, "screening-link-unknown"),
    };
    let text: String = work.path("token")?;
    let said = work.field("source").to_owned();
    let source = |(at, source): (usize, &Source)| Choice::new(source.code(), p.t(source.key()), if said.is_empty() { at == 0 } else { said == source.code() });
    let ticked: Vec<&str> = work.req.fields_of("reasons").collect();
    let reason = |reason: &Worry| Choice::new(reason.code(), p.t(reason.key()), ticked.contains(&reason.code()));
    let ask = Ask {
        action: format!("/n/{text}"),
        sources: [Source::Parent, Source::Grandparent, Source::Child].iter().enumerate().map(source).collect(),
        reasons: Worry::ALL.iter().map(reason).collect(),
        words: work.field("words").to_owned(),
        problems: problems.iter().map(|problem| problem.message.text(p.lang)).collect(),
    };
    let lead = Msg::new("screening-link-lead").with("name", given_name).with("school", school).with("day", until).text(p.lang);
    work.render(&LinkPage { p, lead, ask: Some(ask) })
}

fn closed(work: &Work<'_>, key: &'static str) -> Result<Reply> {
    let p = work.page("screening-link-title");
    work.render(&LinkPage { lead: p.t(key), p, ask: None })
}

/// Takes what the family says.
pub(super) fn take(work: &Work<'_>) -> Result<Reply> {
    let Some(token) = token(work) else { return closed(work, "screening-link-unknown") };
    let source = Source::of_code(work.field("source")).unwrap_or(Source::Parent);
    let said = FamilyWords { source, reasons: work.req.fields_of("reasons").filter_map(Worry::of_code).collect(), words: work.field("words").to_owned() };
    match work.app.store.write(token.school, |tx| verbs::take(tx, &token, &said)) {
        Ok(None) => closed(work, "screening-link-thanks"),
        Ok(Some(behind)) => tell(work, behind, &[]),
        Err(Error::Invalid(problems)) => page(work, &problems),
        Err(other) => Err(other),
    }
}

/// Where a refused form would lead: the page refuses nothing by itself.
pub(super) fn nowhere(_: &mut Cx<'_, '_>) -> Result<Reply> {
    Err(Error::NotFound)
}
