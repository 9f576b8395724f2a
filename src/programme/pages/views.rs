//! What the pages of a programme have in common: each parameter in words, with the clauses that it comes from.

use crate::base::Lang;
use crate::programme::naming::Names;
use crate::programme::presets::{self, Given, Source};
use crate::programme::{Category, Group, Nature, Param, Value, Values, wording};

/// A clause beside a number.
pub(super) struct SourceView {
    pub clause: String,
    pub quote: String,
    /// What it asks for, in words; empty when it names no number.
    pub asks: String,
    pub proposed: bool,
    /// Whether another preset brings it.
    pub elsewhere: bool,
}

/// A parameter as it is read.
pub(super) struct Row {
    pub code: &'static str,
    pub name: String,
    pub means: String,
    /// In words; empty where the school has to say.
    pub value: String,
    /// What the preset says where the school says something else; empty otherwise.
    pub preset_says: String,
    /// What follows from it in this term; empty when nothing does.
    pub follows: String,
    pub disputed: bool,
    pub sources: Vec<SourceView>,
}

/// The parameters of a group.
pub(super) struct GroupView {
    pub title: String,
    pub rows: Vec<Row>,
}

/// The clauses about a parameter: those of the preset, then those of others.
pub(super) fn source_views(preset: &str, param: Param, lang: Lang) -> Vec<SourceView> {
    let given = presets::preset(preset).and_then(|preset| preset.given(param));
    let own = |source: &Source| given.is_some_and(|given| given.sources.iter().any(|known| known.clause == source.clause));
    let asks = |value: &Option<Value>| value.as_ref().map(|value| wording::text(param, value, lang)).unwrap_or_default();
    let view =
        |source: &Source| SourceView { clause: source.clause.clone(), quote: source.quote.clone(), asks: asks(&source.value), proposed: source.proposed, elsewhere: !own(source) };
    presets::sources(preset, param).into_iter().map(view).collect()
}

/// The parameters that are set or that the preset leaves to the school, group by group; `follows` says what one means in a term.
pub(super) fn groups(preset: &str, values: &Values, lang: Lang, follows: impl Fn(Param) -> String) -> Vec<GroupView> {
    let given = |param: Param| presets::preset(preset).and_then(|preset| preset.given(param));
    let row = |param: Param| {
        let value = values.get(param);
        let said = given(param).and_then(|given| given.value.as_ref());
        Row {
            code: param.code(),
            name: wording::name(param, lang),
            means: wording::meaning(param, lang),
            value: value.map(|value| wording::text(param, value, lang)).unwrap_or_default(),
            preset_says: said.filter(|said| value != Some(said)).map(|said| wording::text(param, said, lang)).unwrap_or_default(),
            follows: follows(param),
            disputed: given(param).is_some_and(Given::is_disputed),
            sources: source_views(preset, param, lang),
        }
    };
    let shown = |param: &Param| values.get(*param).is_some() || given(*param).is_some();
    let group = |group: Group| {
        let rows: Vec<Row> = Param::ALL.iter().copied().filter(|param| param.group() == group).filter(shown).map(row).collect();
        GroupView { title: group_title(group, lang), rows }
    };
    Group::ALL.into_iter().map(group).filter(|group| !group.rows.is_empty()).collect()
}

pub(super) fn group_title(group: Group, lang: Lang) -> String {
    crate::base::words::word(lang, &format!("programme-group-{}", group.code()))
}

/// The words of categories.
pub(super) fn category_words(categories: &[Category], names: &Names, lang: Lang) -> Vec<String> {
    categories.iter().map(|category| names.of(*category, lang)).collect()
}

/// The categories of a nature, for forms: code, word, the product's own word.
pub(super) fn by_nature(names: &Names, lang: Lang) -> Vec<(String, Vec<(&'static str, String)>)> {
    let of = |nature: Nature| {
        let those = Category::ALL.into_iter().filter(|category| category.nature() == nature);
        (crate::base::words::word(lang, &format!("programme-nature-{}", nature.code())), those.map(|category| (category.code(), names.of(category, lang))).collect())
    };
    Nature::ALL.into_iter().map(of).collect()
}
