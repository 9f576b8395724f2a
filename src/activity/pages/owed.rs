//! What is still open for each child, in words; and the children with whom nobody talked, for who leads.

use std::collections::HashMap;

use askama::Template;

use crate::access::{Action, Level, Levels, Subject, acts};
use crate::activity::cadence;
use crate::activity::owed::{self, Stand};
use crate::base::{Lang, Msg, PupilId, Result, words};
use crate::roster::particulars;
use crate::web::{Cx, Page, Reply};

/// What is owed to a child, as it is shown.
pub(super) struct Owed {
    /// Nothing done, something done, all done.
    pub urgency: u8,
    /// Each.
    pub parts: Vec<Part>,
}

/// One thing that is owed.
pub(super) struct Part {
    /// In words.
    pub text: String,
    /// The kind of its chip.
    pub state: &'static str,
}

fn part(lang: Lang, one: &Stand) -> Part {
    let word = |key: String| words::word(lang, &key);
    let what = word(format!("activity-owed-{}", one.due.act.code()));
    let text =
        Msg::new("activity-owed-line").with("span", word(format!("activity-owed-in-{}", one.due.span))).with("what", what).with("done", one.done).with("times", one.due.times);
    Part { text: text.text(lang), state: if one.is_open() { "due" } else { "good" } }
}

/// What is owed to each of the children.
pub(super) fn of_children(cx: &mut Cx<'_, '_>, pupils: &[PupilId]) -> Result<HashMap<PupilId, Owed>> {
    let lang = cx.lang();
    let all = cadence::of_children(cx.tx, cx.who, pupils)?;
    Ok(all.into_iter().map(|(pupil, stands)| (pupil, Owed { urgency: owed::urgency(&stands), parts: stands.iter().map(|one| part(lang, one)).collect() })).collect())
}

#[derive(Template)]
#[template(path = "activity/pages/unheard.html")]
struct Unheard {
    p: Page,
    /// What is said of the span, and the children.
    groups: Vec<(String, Vec<Child>)>,
}

/// A child with whom nobody talked.
struct Child {
    id: PupilId,
    family_name: String,
    name: String,
    class: String,
    writes: bool,
}

/// `GET /records/unheard`: with whom nobody talked yet (PRACTICE 5.4).
pub(super) fn unheard(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let subject = match (cx.who.may_everywhere(Action::PrintRegister), cx.who.grades(Action::PrintRegister).first(), cx.who.classes(Action::PrintRegister).first()) {
        (false, Some(grade), _) => Subject::Grade(*grade),
        (false, None, Some(class)) => Subject::Class(*class),
        _ => Subject::School,
    };
    let permit = cx.permit::<acts::PrintRegister>(subject)?;
    let p = cx.page("activity-unheard-title");
    let mut groups = Vec::new();
    for (span, pupils) in cadence::unheard(cx.tx, &permit)? {
        let mut children = Vec::new();
        for pupil in pupils {
            // Of other classes a person is told nothing.
            let Some(see) = cadence::allowed(cx.permit::<acts::SeePupil>(pupil))? else { continue };
            let child = particulars::particulars(cx.tx, &see)?;
            let class = child.seat.map(|seat| seat.class_name).unwrap_or_default();
            let writes = cadence::allowed(cx.permit::<acts::RecordActivity>(pupil))?.is_some();
            children.push(Child { id: pupil, family_name: child.name.chars().next().map(String::from).unwrap_or_default(), name: child.name, class, writes });
        }
        if !children.is_empty() {
            children.sort_by(|a: &Child, b| (&a.class, &a.name).cmp(&(&b.class, &b.name)));
            let said = Msg::new("activity-unheard-span").with("span", words::word(p.lang, &format!("activity-owed-in-{span}"))).with("count", children.len());
            groups.push((p.m(&said), children));
        }
    }
    cx.saw("SeeRecords", subject, Levels::of(&[Level::Basic]));
    cx.render(&Unheard { p, groups })
}
