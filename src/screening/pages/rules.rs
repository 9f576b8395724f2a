//! `/screening/rules`: the rules in words, switched on and off, edited in a form with a preview of who would be caught (B1-02, B3-01, B4-02).

use askama::Template;

use super::rule_form::{GroupForm, KINDS, RuleForm};
use super::term_of;
use crate::access::{Action, Permit, Subject, acts};
use crate::base::{Error, Lang, Msg, Result, words};
use crate::programme::naming::{self, Names};
use crate::results::SUBJECTS;
use crate::screening::looking_back::{self, LookBack};
use crate::screening::observation_signs::{Item, Seen as Degree};
use crate::screening::preview::preview;
use crate::screening::rule::{Aim, Rule, Within};
use crate::screening::{candidates, load, ruleset, score, screen};
use crate::web::{Choice, Cx, Page, Reply};

/// Names that a preview lists.
const NAMES_MOST: usize = 200;

struct RuleRow {
    name: String,
    href: String,
    sentence: String,
    category: String,
    scope: String,
    note: String,
    active: bool,
}

#[derive(Template)]
#[template(path = "screening/pages/rules.html")]
struct List {
    p: Page,
    manages: bool,
    rows: Vec<RuleRow>,
    asked: bool,
    back: Vec<String>,
}

/// What became of the candidates of a year ago, in words; only for those who make the rules, and when they ask: it reads the facts of the term.
fn looked_back(cx: &mut Cx<'_, '_>) -> Result<Vec<String>> {
    let permit = cx.permit::<acts::ManageScreening>(Subject::School)?;
    let lang = cx.lang();
    let Some(term) = term_of(cx.tx, "")? else { return Ok(vec![Msg::new("screening-outcome-none").text(lang)]) };
    Ok(match looking_back::of_last_year(cx.tx, &permit, &term)? {
        Some(LookBack { then, outcome }) => {
            let lead = Msg::new("screening-outcome-lead").with("term", then).with("count", outcome.of).text(lang);
            std::iter::once(lead).chain(outcome.words().map(|msg| msg.text(lang))).collect()
        }
        None => vec![Msg::new("screening-outcome-none").text(lang)],
    })
}

fn address(name: &str) -> String {
    let encoded: String = name.bytes().map(|b| if b.is_ascii_alphanumeric() || b"-_.".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect();
    format!("/screening/rules/{encoded}")
}

/// What a rule looks for: the school's own word for a category, where it has one.
fn aim_word(aim: Aim, names: &Names, lang: Lang) -> String {
    match aim {
        Aim::For(category) => names.of(category, lang),
        Aim::DropoutWatch => words::word(lang, "screening-dropout-watch"),
    }
}

/// All rules in force.
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let lang = cx.lang();
    let names = naming::names(cx.tx)?;
    let row = |rule: Rule| RuleRow {
        href: address(&rule.name),
        sentence: rule.sentence(lang),
        category: aim_word(rule.category, &names, lang),
        scope: Msg::new("screening-pages-rule-scope").with("from", rule.grades.from).with("to", rule.grades.to).with("subjects", rule.subjects.text(lang)).text(lang),
        note: rule.note,
        active: rule.active,
        name: rule.name,
    };
    let rows = ruleset::rules(cx.tx, lang)?.into_iter().map(|kept| row(kept.rule)).collect();
    let manages = cx.who.may_somewhere(Action::ManageScreening);
    let asked = manages && !super::asked(cx, "outcome")?.is_empty();
    let back = if asked { looked_back(cx)? } else { Vec::new() };
    cx.render(&List { p: cx.page("screening-pages-rules"), manages, rows, asked, back })
}

/// Switches a rule on or off.
pub(super) fn switch(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let name: String = cx.path("name")?;
    let permit = cx.permit::<acts::ManageScreening>(Subject::School)?;
    let active = cx.field("active") == "1";
    ruleset::switch_rule(cx.tx, &permit, &name, active)?;
    Ok(Reply::done("/screening/rules", Msg::new(if active { "screening-pages-switched-on" } else { "screening-pages-switched-off" }).with("name", name)))
}

#[derive(Template)]
#[template(path = "web/pages/confirm.html")]
struct Confirm {
    p: Page,
    text: String,
    act: String,
    fields: Vec<(String, String)>,
    back: String,
}

/// Takes a rule out of the list, after asking.
pub(super) fn end(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let name: String = cx.path("name")?;
    let permit = cx.permit::<acts::ManageScreening>(Subject::School)?;
    if cx.field("confirmed").is_empty() {
        let p = cx.page("screening-pages-end");
        let text = p.tv("screening-pages-end-confirm", "name", &name);
        return cx.render(&Confirm { p, text, act: format!("{}/end", address(&name)), fields: Vec::new(), back: address(&name) });
    }
    ruleset::end_rule(cx.tx, &permit, &name)?;
    Ok(Reply::done("/screening/rules", Msg::new("screening-pages-ended").with("name", name)))
}

#[derive(Template)]
#[template(path = "screening/pages/rule.html")]
struct Form {
    p: Page,
    act: String,
    is_new: bool,
    form: RuleForm,
    tangled: String,
    categories: Vec<(String, String)>,
    levels: Vec<(String, String)>,
    subjects: Vec<Choice>,
    groups: Vec<GroupView>,
    kinds: Vec<(String, String)>,
    groups_of: Vec<(String, String)>,
    items: Vec<(String, String)>,
    degrees: Vec<(String, String)>,
    seen: Option<Seen>,
}

struct GroupView {
    number: usize,
    form: GroupForm,
}

/// A preview in words.
struct Seen {
    lead: String,
    warnings: Vec<String>,
    classes: Vec<SeenClass>,
    gaps: Vec<(String, String)>,
}

struct SeenClass {
    name: String,
    text: String,
    names: Vec<String>,
}

fn typed(cx: &Cx<'_, '_>) -> RuleForm {
    let field = |name: &str| cx.req.field(name).unwrap_or_default().trim().to_owned();
    RuleForm::read(&field, cx.req.fields_of("subject").map(ToOwned::to_owned).collect())
}

fn old_name(cx: &Cx<'_, '_>) -> Option<String> {
    cx.path::<String>("name").ok()
}

/// The form, empty, stored or as it was typed.
pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (form, tangled) = match old_name(cx) {
        _ if cx.refused() => (typed(cx), String::new()),
        None => (RuleForm::empty(), String::new()),
        Some(name) => {
            let rule = ruleset::rule_named(cx.tx, cx.lang(), &name)?;
            match RuleForm::of(&rule) {
                Some(form) => (form, String::new()),
                None => (RuleForm::empty(), rule.sentence(cx.lang())),
            }
        }
    };
    page(cx, form, tangled, None)
}

fn page(cx: &mut Cx<'_, '_>, form: RuleForm, tangled: String, seen: Option<Seen>) -> Result<Reply> {
    let name = old_name(cx);
    let p = match &name {
        Some(name) => cx.page_of(&Msg::new("screening-pages-rule-title").with("name", name)),
        None => cx.page("screening-pages-rule-new"),
    };
    let form = form.roomy();
    let names = naming::names(cx.tx)?;
    let numbered = |n: i64| (n.to_string(), p.tv("screening-scope-grade", "grade", n));
    let groups = form.groups.iter().cloned().enumerate();
    let shown = Form {
        act: name.as_deref().map_or_else(|| "/screening/rules/new".to_owned(), address),
        is_new: name.is_none(),
        tangled,
        categories: Aim::ALL.iter().enumerate().map(|(at, c)| (at.to_string(), aim_word(*c, &names, p.lang))).collect(),
        levels: (1..=6).map(numbered).collect(),
        subjects: subjects(&form, p.lang),
        groups: groups.map(|(number, form)| GroupView { number, form }).collect(),
        kinds: KINDS.iter().map(|(code, _)| ((*code).to_owned(), p.t(kind_key(code)))).collect(),
        groups_of: Within::ALL.iter().map(|w| (w.code().to_owned(), p.t(within_key(*w)))).collect(),
        items: Item::ALL.iter().map(|item| (item.code().to_owned(), p.t(item.key()))).collect(),
        degrees: Degree::ALL.iter().rev().map(|seen| (seen.code().to_owned(), p.t(seen.key()))).collect(),
        seen,
        form,
        p,
    };
    cx.render(&shown)
}

/// The usual subjects, and those of the rule that are a school's own.
fn subjects(form: &RuleForm, lang: Lang) -> Vec<Choice> {
    let own = form.subjects.iter().map(String::as_str).filter(|code| !SUBJECTS.contains(code));
    let choice = |code: &str| Choice::new(code, score::Subject::new(code).name(lang), form.subjects.iter().any(|s| s == code));
    SUBJECTS.iter().copied().chain(own).map(choice).collect()
}

fn kind_key(code: &str) -> &'static str {
    match code {
        "below_points" => "screening-kind-below-points",
        "lowest_band" => "screening-kind-lowest-band",
        "z_at_most" => "screening-kind-z",
        "below_mean" => "screening-kind-below-mean",
        "bottom_share" => "screening-kind-bottom-share",
        "decline_against_self" => "screening-kind-decline",
        "absence_share" => "screening-kind-absence-share",
        "absent_days" => "screening-kind-absent-days",
        "observed" => "screening-kind-observed",
        "observed_items" => "screening-kind-observed-items",
        "homework_missing" => "screening-kind-homework",
        "conduct_events" => "screening-kind-conduct",
        _ => "screening-kind-nominated",
    }
}

const fn within_key(within: Within) -> &'static str {
    match within {
        Within::Class => "screening-within-class",
        Within::Grade => "screening-within-grade",
        Within::School => "screening-within-school",
    }
}

/// Saves the rule, or shows who it would catch.
pub(super) fn save(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let form = typed(cx);
    let permit = cx.permit::<acts::ManageScreening>(Subject::School)?;
    let rule = form.build().map_err(Error::Invalid)?;
    if cx.field("act") == "preview" {
        let seen = seen(cx, &permit, &rule)?;
        return page(cx, form, String::new(), Some(seen));
    }
    let old = old_name(cx);
    ruleset::save_rule(cx.tx, &permit, old.as_deref(), &rule)?;
    Ok(Reply::done("/screening/rules", Msg::new("screening-pages-saved").with("name", rule.name)))
}

fn seen(cx: &mut Cx<'_, '_>, permit: &Permit<acts::ManageScreening>, rule: &Rule) -> Result<Seen> {
    let lang = cx.lang();
    let term = term_of(cx.tx, "")?.ok_or_else(|| Error::at("", "screening-pages-no-term"))?;
    let loaded = load::load(cx.tx, &term)?;
    let told = preview(&loaded.facts, rule)?;
    let caught = screen(&loaded.facts, &[Rule { active: true, ..rule.clone() }])?;
    let mut left = NAMES_MOST;
    let mut classes = Vec::new();
    for class in told.classes.iter().filter(|class| class.caught > 0) {
        let pupils: Vec<_> = caught.iter().filter(|c| c.class == class.class && c.grade == class.grade).map(|c| c.pupil).take(left).collect();
        left -= pupils.len();
        let names = candidates::names(cx.tx, permit, &pupils)?;
        let seat = |seat: Option<i64>| seat.map(|seat| Msg::new("screening-pages-seat").with("count", seat).text(lang)).unwrap_or_default();
        let text = Msg::new("screening-pages-preview-class").with("caught", class.caught).with("of", class.of).text(lang);
        classes.push(SeenClass { name: class.name.clone(), text, names: names.into_iter().map(|(name, s)| format!("{name} {}", seat(s)).trim().to_owned()).collect() });
    }
    let gap = |gap: &crate::screening::preview::NotJudged| {
        let subjects = gap.subject_names(lang);
        let scope = gap.scope.msg().text(lang);
        (if subjects.is_empty() { scope } else { format!("{scope} · {subjects}") }, gap.why.msg().text(lang))
    };
    Ok(Seen {
        lead: Msg::new("screening-pages-preview-lead").with("count", told.caught).with("of", told.of).text(lang),
        warnings: told.warnings.iter().map(|msg| msg.text(lang)).collect(),
        classes,
        gaps: told.not_judged.iter().take(crate::screening::notes::MAX_GAPS).map(gap).collect(),
    })
}
