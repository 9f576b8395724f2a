//! Two versions of a plan side by side: what came, what went, what changed, what stayed. A1-02, A5-17.

use crate::base::RowId;

use super::item::Item;

/// How a part differs between two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is only in the later version.
    Added,
    /// It is only in the earlier version.
    Removed,
    /// It says something else.
    Changed,
    /// It is the same.
    Same,
}

impl Change {
    /// The identifier; words hang on it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Same => "same",
        }
    }
}

/// A line of the comparison.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// How it differs.
    pub change: Change,
    /// In the earlier version.
    pub before: Option<&'a Item>,
    /// In the later version.
    pub after: Option<&'a Item>,
}

/// What people would call a change: the words and figures, not where they came from.
fn says(item: &Item) -> impl PartialEq + use<'_> {
    let b = &item.body;
    ((&b.text, &b.horizon, &b.unit, &b.baseline, &b.target, b.due), (&b.how, &b.stages, &b.hand, b.times, &b.span), (item.dimension, &item.subject))
}

/// The lines, in the order of the later version; what went follows what stood before it.
pub fn compare<'a>(before: &'a [Item], after: &'a [Item]) -> Vec<Line<'a>> {
    let find = |all: &'a [Item], key: RowId| all.iter().find(|item| item.key == key && !item.removed);
    let mut lines: Vec<Line<'a>> = Vec::new();
    for item in after.iter().filter(|item| !item.removed) {
        let old = find(before, item.key);
        let change = match old {
            None => Change::Added,
            Some(old) if says(old) == says(item) => Change::Same,
            Some(_) => Change::Changed,
        };
        lines.push(Line { change, before: old, after: Some(item) });
    }
    for item in before.iter().filter(|item| !item.removed && find(after, item.key).is_none()) {
        let at = lines.iter().rposition(|line| line.before.or(line.after).is_some_and(|one| (one.kind, one.dimension) <= (item.kind, item.dimension))).map_or(0, |at| at + 1);
        lines.insert(at, Line { change: Change::Removed, before: Some(item), after: None });
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::derived;
    use crate::plan::item::{Body, Dimension, Kind, Need, Source};

    fn item(name: &str, text: &str) -> Item {
        Item {
            key: derived(&[name.as_bytes()]),
            kind: Kind::Measure,
            dimension: Dimension::Learning,
            need: Need::Lesson,
            subject: String::new(),
            place: 0,
            rev: 1,
            removed: false,
            body: Body { text: text.into(), ..Body::default() },
        }
    }

    #[test]
    fn two_versions_say_what_came_what_went_and_what_changed() {
        let before = [item("a", "每天一题"), item("b", "每周谈心"), item("c", "座位优先")];
        let mut gone = item("c", "座位优先");
        gone.removed = true;
        let mut traced = item("a", "每天一题");
        traced.body.sources.push(Source { what: "written".into(), ..Source::default() });
        let after = [traced, item("b", "每两周谈心"), gone, item("d", "错题本")];
        let told: Vec<(Change, Option<&str>, Option<&str>)> =
            compare(&before, &after).iter().map(|line| (line.change, line.before.map(|one| one.body.text.as_str()), line.after.map(|one| one.body.text.as_str()))).collect();
        assert_eq!(
            told,
            [
                (Change::Same, Some("每天一题"), Some("每天一题")),
                (Change::Changed, Some("每周谈心"), Some("每两周谈心")),
                (Change::Added, None, Some("错题本")),
                (Change::Removed, Some("座位优先"), None),
            ]
        );
    }
}
