//! Registers of the survey by kinds: how many of each class stand in which kind, and who (八类学生统计表, 专题档案目录). A8-03, A8-04, A5-01.

use super::{Job, column};
use crate::access::{Permit, Subject, acts};
use crate::base::{Category, Msg, Result};
use crate::documents::register::{Align, Column, Kind, Orientation, Register, Row, Section};
use crate::programme::naming;
use crate::roster::time::Class;
use crate::screening::kinds::{self, Tick};
use crate::store::Tx;

impl Job<'_> {
    fn surveyed(&self, tx: &mut Tx<'_>, class: &Class) -> Result<Option<Vec<(kinds::Seated, Vec<Tick>)>>> {
        let permit: Permit<acts::PrintRegister> = Permit::ask(tx, self.permit.who(), Subject::Class(class.id))?;
        kinds::of_class(tx, &permit, self.day)
    }

    /// The kinds that who prints may see, with their words.
    fn kinds(&self, tx: &mut Tx<'_>) -> Result<Vec<(Category, String)>> {
        let names = naming::names(tx)?;
        Ok(kinds::shown(self.permit.levels()).into_iter().map(|category| (category, names.of(category, self.lang))).collect())
    }

    /// How many of each class stand in which kind; a class that is not surveyed yet says so.
    pub(super) fn kind_counts(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let shown = self.kinds(tx)?;
        let mut rows = Vec::new();
        let mut sums = vec![0_usize; shown.len() + 1];
        for class in classes {
            let Some(children) = self.surveyed(tx, class)? else {
                let mut cells = vec![class.name.clone(), self.word("report-kinds-not-yet")];
                cells.extend(shown.iter().map(|_| String::new()));
                rows.push(Row { cells, strong: false });
                continue;
            };
            let count = |category: Category| children.iter().filter(|(_, ticks)| ticks.iter().any(|tick| tick.category == category)).count();
            let counts: Vec<usize> = std::iter::once(children.len()).chain(shown.iter().map(|(category, _)| count(*category))).collect();
            sums.iter_mut().zip(&counts).for_each(|(sum, count)| *sum += count);
            rows.push(Row { cells: std::iter::once(class.name.clone()).chain(counts.iter().map(ToString::to_string)).collect(), strong: false });
        }
        rows.push(Row { cells: std::iter::once(self.word("report-kinds-sum")).chain(sums.iter().map(ToString::to_string)).collect(), strong: true });
        let number = |name: String| column(name, 22.0, Align::Center, Kind::Number);
        let mut columns = vec![column(self.word("report-class"), 28.0, Align::Left, Kind::Text), number(self.word("report-pupils"))];
        columns.extend(shown.into_iter().map(|(_, name)| number(name)));
        let sections = vec![Section { name: String::new(), subtitle: String::new(), rows }];
        let signatures = self.signatures(&["report-sign-filler", "report-sign-principal", "report-date"]);
        Ok(Register { columns, sections, notes: vec![self.word("report-kinds-note")], signatures, orientation: Orientation::Landscape, ..Register::default() })
    }

    /// Who stands in which kind, a section for each.
    pub(super) fn kind_files(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let shown = self.kinds(tx)?;
        let mut sections: Vec<Section> = shown.iter().map(|(_, name)| Section { name: name.clone(), ..Section::default() }).collect();
        let mut open = Vec::new();
        for class in classes {
            let Some(children) = self.surveyed(tx, class)? else {
                open.push(class.name.clone());
                continue;
            };
            for ((_, name, seat), ticks) in &children {
                for tick in ticks {
                    let Some(at) = shown.iter().position(|(category, _)| *category == tick.category) else { continue };
                    let cells = vec![
                        (sections[at].rows.len() + 1).to_string(),
                        class.name.clone(),
                        seat.map(|seat| seat.to_string()).unwrap_or_default(),
                        name.clone(),
                        tick.words.clone(),
                        tick.since.to_string(),
                        String::new(),
                    ];
                    sections[at].rows.push(Row { cells, strong: false });
                }
            }
        }
        for section in &mut sections {
            section.subtitle = format!("{}　{}", section.name, Msg::new("report-count").with("count", section.rows.len()).text(self.lang));
        }
        let mut notes = vec![self.word("report-kinds-note")];
        if !open.is_empty() {
            notes.push(Msg::new("report-kinds-open").with("name", open.join(&self.word("report-list-comma"))).text(self.lang));
        }
        let signatures = self.signatures(&["report-sign-filler", "report-sign-principal", "report-date"]);
        Ok(Register { columns: self.file_columns(), sections, notes, signatures, ..Register::default() })
    }

    fn file_columns(&self) -> Vec<Column> {
        vec![
            column(self.word("report-number"), 14.0, Align::Center, Kind::Number),
            column(self.word("report-class"), 28.0, Align::Left, Kind::Text),
            column(self.word("report-seat"), 14.0, Align::Center, Kind::Number),
            column(self.word("report-name"), 28.0, Align::Left, Kind::Text),
            column(self.word("report-kinds-words"), 44.0, Align::Left, Kind::Text),
            column(self.word("report-kinds-since"), 26.0, Align::Center, Kind::Text),
            column(self.word("report-remark"), 30.0, Align::Left, Kind::Blank),
        ]
    }
}
