//! The masked form of a register: what may be told of children to who is not of the school. Only columns that are listed here stay, so that one that comes later is left out until
//! somebody has thought about it.
//!
//! Names become 张**; class, days, ways and the names of staff stay; what people wrote becomes a tick that says that it was written. No seat, no number, no mark, no text.

use std::collections::HashMap;

use super::Job;
use crate::base::{Result, words};
use crate::documents::register::{Column, Frame, Kind, Register, Row, Section};
use crate::report::folder;
use crate::report::sql::missing as sql;
use crate::store::Tx;

/// Longest run of figures that stays: a year with its month is shorter.
const DIGITS_MOST: usize = 5;
/// What stands for a text.
const TICK: &str = "√";

/// Columns with the name of a child.
const NAMES: [&str; 2] = ["report-name", "report-pair-pupil"];

/// Columns that stay: days, counts, ways, words of a list, staff.
const KEPT: [&str; 53] = [
    "report-number",
    "report-class",
    "report-band",
    "report-shows",
    "report-helper",
    "report-pairing",
    "report-again",
    "report-sponsor",
    "report-day",
    "report-list-change",
    "report-change-by",
    "report-dimension",
    "report-pair-helper",
    "report-pair-duty",
    "report-pair-from",
    "report-pair-until",
    "report-charge-leader",
    "report-charge-homeroom",
    "report-charge-teachers",
    "report-charge-missing",
    "report-role",
    "report-duties",
    "report-subject",
    "report-subject-teacher",
    "report-written-by",
    "report-better-what",
    "report-track-cycle",
    "report-track-records",
    "report-track-last",
    "report-track-home",
    "report-track-review",
    "report-track-next",
    "report-act-way",
    "report-act-minutes",
    "report-habit-list",
    "report-log-source",
    "report-effects-judged",
    "activity-table-day",
    "activity-table-way",
    "activity-table-by",
    "progress-day",
    "progress-area",
    "progress-way-who",
    "progress-way-noticed",
    "progress-way-confirmed",
    "progress-way-filed",
    "progress-way-diagnosed",
    "progress-way-planned",
    "progress-way-paired",
    "progress-way-helped",
    "progress-way-reviewed",
    "progress-way-exited",
    "report-iep-part",
];

/// Columns of what people wrote: a tick says that something is there.
const TICKED: [&str; 23] = [
    "report-signs",
    "report-case-causes",
    "report-causes",
    "report-change-reason",
    "report-log-text",
    "report-effects-what",
    "report-effects-found",
    "report-subject-gaps",
    "report-subject-works",
    "report-subject-next",
    "report-better-text",
    "report-act-done",
    "report-act-next",
    "report-plan-goals",
    "report-plan-measures",
    "report-habit",
    "report-habit-weeks",
    "report-iep-text",
    "activity-table-done",
    "activity-voice",
    "activity-worked",
    "activity-unsuited",
    "activity-next",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Name,
    Kept,
    Ticked,
}

/// The names of the school's children with what stands for each, the longest first.
pub(super) struct Masks(Vec<(String, String)>);

impl Masks {
    pub(super) fn load(tx: &mut Tx<'_>) -> Result<Self> {
        let mut names: Vec<String> = sql::names(tx)?;
        names.dedup();
        names.sort_by_key(|name| std::cmp::Reverse(name.chars().count()));
        Ok(Self(names.into_iter().filter(|name| name.chars().count() > 1).map(|name| (name.clone(), masked_name(&name))).collect()))
    }

    /// A text without names of children and without long figures.
    pub(super) fn text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, mask) in &self.0 {
            if text.contains(name.as_str()) {
                text = text.replace(name.as_str(), mask);
            }
        }
        short_figures(&text)
    }
}

/// 张小明 → 张**.
pub(super) fn masked_name(name: &str) -> String {
    name.chars().next().map(|first| format!("{first}**")).unwrap_or_default()
}

/// Runs of more than [`DIGITS_MOST`] figures become three dots.
fn short_figures(text: &str) -> String {
    let (mut out, mut run) = (String::with_capacity(text.len()), String::new());
    for c in text.chars().chain(std::iter::once('\0')) {
        if c.is_ascii_digit() {
            run.push(c);
            continue;
        }
        out.push_str(if run.len() > DIGITS_MOST { "…" } else { &run });
        run.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

impl Job<'_> {
    fn fates(&self, columns: &[Column]) -> Vec<Option<Fate>> {
        let mut known: HashMap<String, Fate> = HashMap::new();
        // Of two columns with one word the one that tells less counts.
        for (keys, fate) in [(&KEPT[..], Fate::Kept), (&NAMES, Fate::Name), (&TICKED, Fate::Ticked)] {
            known.extend(keys.iter().map(|key| (words::word(self.lang, key), fate)));
        }
        // On the lists of staff and groups a name is that of a member of staff.
        let staff = matches!(self.name, super::Name::Staff | super::Name::Groups);
        let fate = |column: &Column| known.get(&column.name).copied().map(|fate| if staff && fate == Fate::Name { Fate::Kept } else { fate });
        columns.iter().map(fate).collect()
    }

    /// The masked form; none for a register that has none.
    pub(super) fn masked(&self, register: Register, masks: &Masks) -> Option<Register> {
        let fates = self.fates(&register.columns);
        if !folder::is_masked(self.name) || !fates.iter().any(|fate| matches!(fate, Some(Fate::Kept | Fate::Ticked))) {
            return None;
        }
        let cell = |fate: Fate, text: &str| match fate {
            Fate::Name => masked_name(text.trim()),
            Fate::Kept => masks.text(text),
            Fate::Ticked if text.trim().is_empty() => String::new(),
            Fate::Ticked => TICK.to_owned(),
        };
        let row = |row: &Row| Row { cells: row.cells.iter().zip(&fates).filter_map(|(text, fate)| fate.map(|fate| cell(fate, text))).collect(), strong: row.strong };
        // A section may be a child's: its seat goes, its facts go.
        let section = |section: &Section| {
            let name = section.name.split(' ').filter(|part| !part.is_empty() && !part.chars().all(|c| c.is_ascii_digit())).collect::<Vec<_>>().join(" ");
            let name = masks.text(&name);
            Section { subtitle: name.clone(), name, rows: section.rows.iter().map(row).collect() }
        };
        let columns = register.columns.iter().zip(&fates).filter(|(_, fate)| fate.is_some()).map(|(column, fate)| match fate {
            Some(Fate::Ticked) => Column { kind: Kind::Text, ..column.clone() },
            _ => column.clone(),
        });
        Some(Register {
            columns: columns.collect(),
            sections: register.sections.iter().map(section).collect(),
            notes: vec![self.word("report-pack-masked-note")],
            signatures: Vec::new(),
            frame: Frame { confidential: self.word("report-pack-masked-mark"), ..register.frame },
            ..register
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_long_figures_go_and_days_stay() {
        let masks = Masks(vec![("欧阳小明".into(), masked_name("欧阳小明")), ("张小明".into(), masked_name("张小明"))]);
        for (text, expected) in
            [("和张小明谈心 2026-11-03", "和张**谈心 2026-11-03"), ("欧阳小明的妈妈 13800000017", "欧**的妈妈 …"), ("110101201603070017", "…"), ("20 分钟", "20 分钟"), ("", "")]
        {
            assert_eq!(masks.text(text), expected);
        }
        assert_eq!((masked_name("李四"), masked_name("")), ("李**".to_owned(), String::new()));
    }
}
