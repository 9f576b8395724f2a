//! The school's own words for the categories (CONVENTIONS 2.9.4).

use askama::Template;

use super::views::by_nature;
use crate::access::{Levels, Subject, acts};
use crate::base::Result;
use crate::programme::Category;
use crate::programme::naming::{self, Names};
use crate::web::{Cx, Page, Reply};

/// A word to choose: code, the product's word, the school's own.
struct Named {
    code: &'static str,
    usual: String,
    own: String,
}

#[derive(Template)]
#[template(path = "programme/pages/words.html")]
struct Words {
    p: Page,
    natures: Vec<(String, Vec<Named>)>,
}

/// The form.
pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let names = naming::names(cx.tx)?;
    let named = |(code, usual): (&'static str, String)| {
        let own = code.parse().map(|category| names.own(category).to_owned()).unwrap_or_default();
        Named { code, usual, own }
    };
    let natures = by_nature(&Names::default(), cx.lang()).into_iter().map(|(title, those)| (title, those.into_iter().map(named).collect())).collect();
    cx.render(&Words { p: cx.page("programme-words-title"), natures })
}

/// Takes the words.
pub(super) fn rename(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageProgrammes>(Subject::School)?;
    let new = Category::ALL.into_iter().map(|category| (category, cx.field(category.code()).to_owned())).collect();
    let count = naming::rename(cx.tx, &permit, &new)?;
    cx.did("RenameCategories", Subject::School, Levels::NONE, format!("{count} words"));
    Ok(Reply::done("/programmes", "programme-words-saved"))
}
