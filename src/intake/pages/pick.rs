//! Choosing the child that a row speaks of when it is none of those proposed: names of the row's class first, others by a search.

use askama::Template;
use serde::Deserialize;

use crate::access::{Subject, acts};
use crate::base::{Error, ImportId, Msg, Result, limits};
use crate::intake::plan::Question;
use crate::intake::{self, Source};
use crate::roster::pupils::{self, Part, PupilLine, Sort, State};
use crate::roster::time::{self, Class};
use crate::store::Tx;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "intake/pages/pick.html")]
struct PickPage {
    p: Page,
    href: String,
    question: Question,
    field: String,
    q: String,
    children: Vec<PupilLine>,
}

impl PickPage {
    fn seat(&self, line: &PupilLine) -> String {
        match line.seat_no {
            Some(seat) if !line.class_name.is_empty() => self.p.m(&Msg::new("roster-class-seat").with("class", &line.class_name).with("seat", seat)),
            _ => line.class_name.clone(),
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Typed {
    q: String,
}

/// The class of a row, among those of the year of the import's term.
fn class_of(tx: &mut Tx<'_>, source: &Source, question: &Question) -> Result<Option<Class>> {
    let Some(year) = time::year_by_start(tx, source.term.year)? else { return Ok(None) };
    let classes = time::classes(tx, year.id)?;
    Ok(classes.into_iter().find(|class| crate::base::ClassName { grade: class.level, number: class.number }.to_string() == question.class))
}

/// The page on which a child is picked for one question of an import.
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ImportSheets>(Subject::School)?;
    let id: ImportId = cx.path("id")?;
    let key: String = cx.path("key")?;
    let (source, preview) = (intake::source_of(cx.tx, &permit, id)?, intake::preview_of(cx.tx, &permit, id)?);
    let question = preview.questions.into_iter().find(|question| question.key == key && question.may_be_other).ok_or(Error::NotFound)?;
    let typed: String = cx.query::<Typed>()?.q.trim().chars().take(limits::NAME_CHARS).collect();
    let class = class_of(cx.tx, &source, &question)?;
    let children = if typed.is_empty() {
        match &class {
            Some(class) => pupils::list(cx.tx, cx.who, &Part::Class(class.id), State::Here, Sort::Class, limits::ROWS_PER_PAGE_MOST, 0)?.rows,
            None => Vec::new(),
        }
    } else {
        let mut found = pupils::find(cx.tx, cx.who, &typed, limits::ROWS_PER_PAGE)?;
        found.sort_by_key(|line| line.class != class.as_ref().map(|class| class.id));
        found
    };
    cx.saw("SeeImport", Subject::School, permit.levels());
    let page = PickPage { p: cx.page("intake-pick-title"), href: format!("/import/{id}"), field: format!("q-{key}"), question, q: typed, children };
    cx.render(&page)
}
