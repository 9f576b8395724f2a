//! 优先辅导安排: a row for each child with a file, a column for each subject of the classes printed (A6-09); internal.

use super::{Job, column};
use crate::access::{Permit, acts};
use crate::base::{Error, Msg, Result};
use crate::documents::register::{Align, Kind, Orientation, Register, Row, Section};
use crate::plan::cover::{self, Cell, Matrix};
use crate::plan::wording;
use crate::roster::time::Class;
use crate::store::Tx;

impl Job<'_> {
    pub(super) fn tutoring(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let homerooms = self.homerooms(tx)?;
        let mut tables: Vec<(&Class, Matrix)> = Vec::new();
        for class in classes {
            let see = Permit::<acts::SeeCaseFile>::ask(tx, self.permit.who(), class.id)?;
            let table = cover::matrix(tx, &see, self.term, self.lang)?;
            if !table.children.is_empty() {
                tables.push((class, table));
            }
        }
        let mut subjects: Vec<String> = tables.iter().flat_map(|(_, table)| table.subjects.iter().map(|one| one.subject.clone())).collect();
        subjects.sort();
        subjects.dedup();
        if tables.is_empty() || subjects.is_empty() {
            return Err(Error::at("class", "plan-cover-empty"));
        }
        let sections = tables.iter().map(|(class, table)| {
            let rows = table.children.iter().map(|child| {
                let mut cells = vec![child.line.seat.map(|seat| seat.to_string()).unwrap_or_default(), child.line.name.clone()];
                cells.extend(subjects.iter().map(|subject| match table.subjects.iter().position(|one| one.subject == *subject) {
                    Some(at) => self.tutored(&table.subjects[at].teachers, &child.cells[at]),
                    None => String::new(),
                }));
                Row { cells, strong: false }
            });
            Section { name: class.name.clone(), subtitle: self.subtitle(class, &homerooms, table.children.len()), rows: rows.collect() }
        });
        let mut columns = vec![column(self.word("report-seat"), 14.0, Align::Center, Kind::Number), column(self.word("report-name"), 24.0, Align::Left, Kind::Text)];
        columns.extend(subjects.iter().map(|subject| column(wording::subject(self.lang, subject), 56.0, Align::Left, Kind::Text)));
        let signatures = self.signatures(&["report-sign-homeroom", "report-seal-academic", "report-date"]);
        Ok(Register { columns, sections: sections.collect(), signatures, orientation: Orientation::Landscape, ..Register::default() })
    }

    /// Who does what how often, or why nothing.
    fn tutored(&self, teachers: &str, cell: &Cell) -> String {
        let why = match &cell.reason {
            Some((code, text)) if text.is_empty() => wording::coded(self.lang, "plan-cover-", code),
            Some((code, text)) => Msg::new("plan-cover-said").with("reason", wording::coded(self.lang, "plan-cover-", code)).with("text", text).text(self.lang),
            None => self.word("plan-cover-uncovered"),
        };
        let said = if cell.is_covered() { cell.tasks.join("\n") } else { why };
        format!("{teachers}\n{said}")
    }
}
