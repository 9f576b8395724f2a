//! The schemes of bands and the rule on exams (R2).

use askama::Template;

use crate::access::{Levels, Subject, acts};
use crate::base::class_name::grade_word;
use crate::base::{Error, Msg, Result};
use crate::results::assessment;
use crate::results::bands::Scheme;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "results/pages/rules.html")]
struct RulesPage {
    p: Page,
    grades: Vec<(String, String, String)>,
    schemes: Vec<(String, String)>,
    is_local: bool,
    reason: String,
}

fn code(scheme: Scheme) -> &'static str {
    Scheme::ALL.iter().find(|(other, _)| *other == scheme).map_or("", |(_, code)| code)
}

fn field(level: usize) -> String {
    format!("scheme-{level}")
}

/// The schemes and the rule.
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageSettings>(Subject::School)?;
    let (stored, rule, lang) = (assessment::schemes(cx.tx)?, assessment::exam_rule(cx.tx)?, cx.lang());
    let p = cx.page("results-rules-title");
    let grades = (1..).zip(stored).map(|(level, scheme)| {
        let word = Msg::new("results-grade").with("grade", grade_word(level as i64)).text(lang);
        (field(level), word, p.old_or(&field(level), code(scheme)))
    });
    let text = |scheme: Scheme| match scheme {
        Scheme::Lines857060 => Msg::new("results-scheme-85").text(lang),
        Scheme::Lines908060 => Msg::new("results-scheme-90").text(lang),
        Scheme::ByGrade => Msg::new("results-scheme-by-grade").text(lang),
    };
    let grades = grades.collect();
    let schemes = Scheme::ALL.iter().map(|(scheme, code)| ((*code).to_owned(), text(*scheme))).collect();
    cx.render(&RulesPage { p, grades, schemes, is_local: rule.is_local, reason: rule.reason })
}

/// Stores them.
pub(super) fn save(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageSettings>(Subject::School)?;
    let mut chosen = assessment::schemes(cx.tx)?;
    for (level, scheme) in (1..).zip(&mut chosen) {
        *scheme = Scheme::of_code(cx.field(&field(level))).ok_or_else(|| Error::at(field(level), "results-choose"))?;
    }
    assessment::set_schemes(cx.tx, &permit, &chosen)?;
    let (is_local, reason) = (!cx.field("is_local").is_empty(), cx.field("reason").to_owned());
    assessment::set_exam_rule(cx.tx, &permit, is_local, &reason)?;
    cx.did("SetResultRules", Subject::School, Levels::NONE, "");
    Ok(Reply::done("/results", "results-rules-saved"))
}
