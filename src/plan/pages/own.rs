//! `/pupils/{id}/plan/own`: what the child plans itself – goals for tests and units, and habits that it ticks week by week.

use askama::Template;

use super::{SHOWN, child, choices, may_write, old};
use crate::access::Subject;
use crate::base::{Msg, Result};
use crate::casefile::records;
use crate::plan::family_copy::{own_aim, wording_of_mark};
use crate::plan::goal::BANDS;
use crate::plan::own::{self, HOWS, LEVELS, OwnGoal};
use crate::plan::{habit, wording};
use crate::results::SUBJECTS;
use crate::roster::particulars::Particulars;
use crate::web::{Choice, Cx, Page, Reply};

#[derive(Template)]
#[template(path = "plan/pages/own.html")]
struct OwnPage {
    p: Page,
    c: Particulars,
    family_name: String,
    voices: Vec<String>,
    goals: Vec<GoalView>,
    reaches: Vec<String>,
    subjects: Vec<(String, String)>,
    bands: Vec<(String, String)>,
    levels: Vec<Choice>,
    hows: Vec<Choice>,
    lists: Vec<ListView>,
    rows: Vec<RowView>,
    week: String,
    v: Values,
    high_or_low: bool,
    write: bool,
    whole: bool,
}

struct Values {
    subject: String,
    day: String,
    occasion: String,
    aim: String,
    full: String,
    band: String,
    requirement: String,
    kept: String,
}

struct GoalView {
    subject: String,
    day: String,
    occasion: String,
    aim: String,
    requirement: String,
    level: String,
    fit: String,
    kept: String,
    got: String,
    reached: Option<bool>,
    field: String,
    href: String,
    typed: String,
}

struct ListView {
    name: String,
    habits: Vec<Choice>,
}

struct RowView {
    code: String,
    name: String,
    /// Week, mark, and the mark in words.
    marks: Vec<(String, String, String)>,
    choices: Vec<Choice>,
}

fn goal_view(p: &Page, goal: OwnGoal) -> GoalView {
    let (lang, field) = (p.lang, format!("got-{}", goal.id));
    let got = goal.result.map(|(got, _)| Msg::new("plan-own-got").with("got", wording_of_mark(lang, &got)).text(lang)).unwrap_or_default();
    GoalView {
        subject: wording::subject(lang, &goal.subject),
        day: goal.day.to_string(),
        aim: own_aim(lang, &goal.body),
        level: wording::coded(lang, "plan-level-", &goal.body.level),
        fit: wording::coded(lang, "plan-fit-", &goal.body.fit),
        kept: goal.body.kept,
        occasion: goal.body.occasion,
        requirement: goal.body.requirement,
        reached: goal.reached,
        href: goal.id.to_string(),
        typed: p.old(&field),
        field,
        got,
    }
}

fn values(p: &Page, subject: &str) -> Values {
    let typed = |field: &str, stored: &str| old(p, field, stored);
    Values {
        subject: typed("own_subject", subject),
        day: typed("own_day", ""),
        occasion: typed("occasion", ""),
        aim: typed("aim", ""),
        full: typed("full", "100"),
        band: typed("aim_band", ""),
        requirement: typed("requirement", ""),
        kept: typed("kept", ""),
    }
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let child = child(cx)?;
    let (id, see) = (child.c.id, &child.see);
    let p = cx.page_of(&Msg::new("plan-own-of").with("name", &child.c.name));
    let lang = p.lang;
    let write = child.live && may_write(cx, id)?.is_some();
    let whole = see.why().subjects().is_none();
    let own = see.why().subjects();
    let subjects: Vec<&'static str> = SUBJECTS.into_iter().filter(|code| own.as_ref().is_none_or(|own| own.iter().any(|mine| mine == code))).collect();
    let mut reaches = Vec::new();
    for code in subjects.iter().take(3) {
        if let Some((usual, most)) = own::reach(cx.tx, see, code)? {
            let name = wording::subject(lang, code);
            reaches.push(Msg::new("plan-own-reach").with("subject", name).with("usual", usual.round()).with("most", most.round()).text(lang));
        }
    }
    let list = own::checklist(cx.tx, see)?;
    let proposed = if list.habits.is_empty() && write { own::proposed_habits(cx.tx, see)? } else { Vec::new() };
    let ticked = |code: &str| {
        if p.typed.iter().any(|(name, _)| name == "habits") { p.ticked_with("habits", code) } else { list.habits.iter().any(|one| one == code) || proposed.contains(&code) }
    };
    let habits = |list: &habit::List| ListView {
        name: wording::coded(lang, "plan-habits-", list.code),
        habits: list.habits.iter().map(|code| Choice::new(code, wording::coded(lang, "plan-habit-", code), ticked(code))).collect(),
    };
    let weeks: Vec<String> = list.weeks.iter().map(|week| week.to_string().chars().skip(5).collect()).collect();
    let row = |(code, marks): (&String, &Vec<String>)| {
        let last = marks.last().cloned().unwrap_or_default();
        RowView {
            name: wording::coded(lang, "plan-habit-", code),
            marks: weeks
                .iter()
                .zip(marks)
                .map(|(week, mark)| (week.clone(), mark.clone(), if mark.is_empty() { String::new() } else { wording::coded(lang, "plan-mark-", mark) }))
                .collect(),
            choices: habit::MARKS.iter().map(|mark| Choice::new(mark, wording::coded(lang, "plan-mark-", mark), *mark == last)).collect(),
            code: code.clone(),
        }
    };
    let goals = own::goals(cx.tx, see)?;
    let notes = records::notes(cx.tx, see)?;
    let first = subjects.first().copied().unwrap_or_default();
    let page = OwnPage {
        voices: notes.into_iter().filter(|note| note.kind == "voice").take(2).map(|note| note.text).collect(),
        goals: goals.into_iter().map(|goal| goal_view(&p, goal)).collect(),
        reaches,
        subjects: subjects.iter().map(|code| ((*code).to_owned(), wording::subject(lang, code))).collect(),
        bands: std::iter::once((String::new(), p.t("plan-own-no-band")))
            .chain(BANDS.iter().rev().map(|code| ((*code).to_owned(), wording::coded(lang, "results-band-", code))))
            .collect(),
        levels: choices(&p, "level", "plan-level-", LEVELS, "base"),
        hows: choices(&p, "how_said", "casefile-how-", HOWS, "dictated"),
        lists: habit::LISTS.iter().map(habits).collect(),
        rows: list.habits.iter().zip(&list.marks).map(row).collect(),
        week: own::monday(cx.tx.today()).to_string(),
        v: values(&p, first),
        high_or_low: p.problem("kept").is_some() || p.problems.iter().any(|one| one.field == "aim" && one.message.key != "plan-own-aim-odd"),
        family_name: child.family_name.clone(),
        c: child.c.clone(),
        write,
        whole,
        p,
    };
    cx.saw("SeePlan", Subject::Pupil(id), see.levels().within(SHOWN));
    cx.render(&page)
}
