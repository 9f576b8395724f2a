//! A round: the classes by band, who is missing and since when, and what the grade leader, the sponsor and the office do with the lists.

use std::collections::BTreeMap;

use askama::Template;

use super::opened;
use super::views::{day_words, state};
use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::error::Problems;
use crate::base::{GradeId, Lang, Msg, Result, SchoolDate};
use crate::screening::band::Band;
use crate::screening::filing::{self, ClassLine, Ready};
use crate::screening::round::{self, Opened};
use crate::screening::{changes, list_state::Step};
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "screening/pages/rounds/show.html")]
struct Show {
    p: Page,
    lead: String,
    address: String,
    bands: Vec<BandView>,
    manages: bool,
    due: SchoolDate,
    due_new: SchoolDate,
    moved: String,
    changes: Vec<ChangeView>,
    prints: bool,
    term: String,
}

struct BandView {
    name: String,
    grades: Vec<GradeView>,
}

struct GradeView {
    name: String,
    id: String,
    compile: usize,
    file: usize,
    lines: Vec<LineView>,
}

struct LineView {
    href: String,
    name: String,
    homeroom: String,
    text: String,
    state: String,
    tone: &'static str,
}

pub(super) struct ChangeView {
    pub number: i64,
    pub name: String,
    pub place: String,
    pub what: String,
    pub reason: String,
    pub by: String,
}

/// The page of a round.
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let opened = opened(cx)?;
    let p = cx.page_of(&Msg::new("screening-round-of").with("name", &opened.programme.name).with("term", opened.term.code));
    let lang = p.lang;
    let lines = filing::overview(cx.tx, cx.who, &opened)?;
    let ready = filing::ready_grades(cx.tx, cx.who, &opened)?;
    let up = lines.iter().filter(|line| line.newest.as_ref().is_some_and(|signed| signed.step != Step::Returned)).count();
    let late = lines.iter().filter(|line| line.late_days > 0).count();
    let mut lead = Msg::new("screening-round-up").with("count", up).with("of", lines.len()).with("when", day_words(opened.round.due, lang)).text(lang);
    if late > 0 {
        lead.push_str(&Msg::new("screening-round-late-count").with("count", late).text(lang));
    }
    let shown = Show {
        lead,
        address: opened.address(),
        bands: bands(&opened, &lines, &ready, lang),
        manages: cx.who.may_everywhere(Action::ManageRounds),
        due: opened.round.due,
        due_new: opened.round.due_new,
        moved: opened.round.moved.clone().unwrap_or_default(),
        changes: change_views(cx, &opened, |class| lines.iter().any(|line| line.class.id == class))?,
        prints: cx.who.may_somewhere(Action::PrintRegister),
        term: opened.term.code.to_string(),
        p,
    };
    cx.saw("SeeCandidates", Subject::School, Levels::of(&[Level::Basic]));
    cx.render(&shown)
}

/// The change sheet of a round, of the classes that the reader may see.
pub(super) fn change_views(cx: &mut Cx<'_, '_>, opened: &Opened, sees: impl Fn(crate::base::ClassId) -> bool) -> Result<Vec<ChangeView>> {
    // Reasons are for who compiles or files; others see that a list changed on the list itself.
    if !cx.who.may_somewhere(Action::CompileGrade) {
        return Ok(Vec::new());
    }
    let lang = cx.lang();
    let view = |line: changes::Line| ChangeView {
        number: line.number,
        name: line.name,
        place: format!("{} {}", line.class_name, super::views::seat_words(line.seat, lang)).trim().to_owned(),
        what: Msg::new(format!("screening-round-change-{}", line.what)).text(lang),
        reason: line.reason,
        by: format!("{} {}", day_words(line.day, lang), line.by).trim().to_owned(),
    };
    Ok(changes::lines(cx.tx, opened)?.into_iter().filter(|line| sees(line.class)).map(view).collect())
}

fn bands(opened: &Opened, lines: &[ClassLine], ready: &BTreeMap<GradeId, Ready>, lang: Lang) -> Vec<BandView> {
    let mut bands: Vec<BandView> = Vec::new();
    for band in Band::ALL {
        let mut grades: Vec<GradeView> = Vec::new();
        for line in lines.iter().filter(|line| line.band == band) {
            let id = line.class.grade.to_string();
            if grades.last().is_none_or(|grade| grade.id != id) {
                let Ready { compile, file } = ready.get(&line.class.grade).copied().unwrap_or_default();
                grades.push(GradeView { name: Msg::new("screening-scope-grade").with("grade", line.class.level).text(lang), id, compile, file, lines: Vec::new() });
            }
            if let Some(grade) = grades.last_mut() {
                grade.lines.push(line_view(opened, line, lang));
            }
        }
        if !grades.is_empty() {
            bands.push(BandView { name: Msg::new(format!("screening-round-band-{}", band.code())).text(lang), grades });
        }
    }
    bands
}

fn line_view(opened: &Opened, line: &ClassLine, lang: Lang) -> LineView {
    let (mut state, mut tone) = state(line.newest.as_ref().map(|signed| signed.step), lang);
    if line.late_days > 0 {
        (state, tone) = (Msg::new("screening-round-late").with("count", line.late_days).text(lang), "overdue");
    }
    let key = if line.listed == 0 { "screening-round-counts-none" } else { "screening-round-counts" };
    let nobody = Msg::new("screening-round-no-homeroom").text(lang);
    LineView {
        href: format!("{}/classes/{}", opened.address(), line.class.id),
        name: line.class.name.clone(),
        homeroom: line.homeroom.clone().unwrap_or(nobody),
        text: Msg::new(key).with("count", line.listed).with("of", line.confirmed).with("waiting", line.waiting).text(lang),
        state,
        tone,
    }
}

/// `POST …/days`
pub(super) fn move_days(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageRounds>(Subject::School)?;
    let opened = opened(cx)?;
    let mut problems = Problems::default();
    let mut day = |field: &'static str| problems.keep(field, cx.field(field).parse::<SchoolDate>().map_err(|_| Msg::new("screening-round-day-unread")));
    if let Some((due, due_new)) = day("due").zip(day("due_new")) {
        problems.end()?;
        let reason = cx.field("reason").to_owned();
        round::move_days(cx.tx, &permit, &opened, due, due_new, &reason)?;
    } else {
        problems.end()?;
    }
    cx.did("ManageRounds", Subject::School, Levels::NONE, format!("moved {}", opened.round.id));
    Ok(Reply::done(opened.address(), "screening-round-day-moved"))
}

/// `POST …/grades/{grade}/compilation`
pub(super) fn compile(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let grade: GradeId = cx.path("grade")?;
    let permit = cx.permit::<acts::CompileGrade>(grade)?;
    let opened = opened(cx)?;
    let lists = filing::compile(cx.tx, &permit, &opened)?;
    cx.did("CompileGrade", Subject::Grade(grade), permit.levels().within(super::SHOWN), format!("{} lists {lists}", opened.round.id));
    Ok(Reply::done(opened.address(), Msg::new("screening-round-compiled").with("count", lists)))
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

/// `POST …/grades/{grade}/filing`, after asking: a filed list is frozen.
pub(super) fn file(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let grade: GradeId = cx.path("grade")?;
    let permit = cx.permit::<acts::FileRound>(grade)?;
    let opened = opened(cx)?;
    if cx.field("confirmed") != "1" {
        let p = cx.page("screening-round-file-title");
        let (text, act) = (p.t("screening-round-file-confirm"), p.t("screening-round-file-title"));
        return cx.render(&Confirm { p, text, act, fields: Vec::new(), back: opened.address() });
    }
    let (lists, children) = filing::file(cx.tx, &permit, &opened)?;
    cx.did("FileRound", Subject::Grade(grade), permit.levels().within(super::SHOWN), format!("{} lists {lists} pupils {children}", opened.round.id));
    Ok(Reply::done(opened.address(), Msg::new("screening-round-filed").with("count", children).with("of", lists)))
}
