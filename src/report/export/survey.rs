//! Registers of the survey of all pupils: 八类学生统计表 (class by kind) and 专题档案目录 (kind by child). A8-03, A8-04, A5-01; internal.
//!
//! Only what somebody saved counts; what the register merely proposes does not. A kind of which nobody has spoken yet is a dash, not a nought.

use super::pairs::Helpers;
use super::{Job, column};
use crate::access::{Permit, Subject, acts};
use crate::base::{Msg, PupilId, Result};
use crate::documents::register::{Align, Kind, Orientation, Register, Row, Section};
use crate::programme::naming;
use crate::roster::time::Class;
use crate::screening::survey::{self, Sheet};
use crate::screening::survey_kinds::SurveyKind;
use crate::store::Tx;

const NOT_SPOKEN: &str = "—";

impl Job<'_> {
    fn sheets<'c>(&self, tx: &mut Tx<'_>, classes: &'c [Class]) -> Result<Vec<(&'c Class, Sheet)>> {
        let mut sheets = Vec::with_capacity(classes.len());
        for class in classes {
            // The permit for the grade or school opens each of its classes.
            let permit: Permit<acts::PrintRegister> = Permit::ask(tx, self.permit.who(), Subject::Class(class.id))?;
            sheets.push((class, survey::sheet(tx, &permit)?));
        }
        Ok(sheets)
    }

    /// How many children of each class are of each kind; the kinds that the permit's levels do not open have no column.
    pub(super) fn kind_counts(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let sheets = self.sheets(tx, classes)?;
        let (kinds, names) = (survey::open_kinds(self.permit.levels()), naming::names(tx)?);
        let of = |sheet: &Sheet, kind: SurveyKind| sheet.spoken.contains(&kind).then(|| sheet.of_kind(kind).count());
        let said = |count: Option<usize>| count.map_or_else(|| NOT_SPOKEN.to_owned(), |count| count.to_string());
        let mut rows = Vec::new();
        for (class, sheet) in &sheets {
            let mut cells = vec![class.name.clone(), sheet.children.len().to_string()];
            cells.extend(kinds.iter().map(|kind| said(of(sheet, *kind))));
            cells.push(sheet.last.as_ref().map(|(day, _)| day.to_string()).unwrap_or_default());
            rows.push(Row { cells, strong: false });
        }
        let mut total = vec![self.word("report-kinds-total"), sheets.iter().map(|(_, sheet)| sheet.children.len()).sum::<usize>().to_string()];
        for kind in &kinds {
            let counts: Vec<usize> = sheets.iter().filter_map(|(_, sheet)| of(sheet, *kind)).collect();
            total.push(said((!counts.is_empty()).then(|| counts.iter().sum())));
        }
        total.push(String::new());
        rows.push(Row { cells: total, strong: true });
        let mut columns = vec![column(self.word("report-class"), 24.0, Align::Left, Kind::Text), column(self.word("report-pupils"), 18.0, Align::Center, Kind::Number)];
        columns.extend(kinds.iter().map(|kind| column(survey::word(&names, *kind, self.lang), 18.0, Align::Center, Kind::Number)));
        columns.push(column(self.word("report-kinds-surveyed"), 24.0, Align::Center, Kind::Text));
        let sections = vec![Section { name: String::new(), subtitle: String::new(), rows }];
        let notes = vec![self.word("report-kinds-note")];
        let signatures = self.signatures(&["report-sign-filler", "report-seal-school", "report-date"]);
        Ok(Register { columns, sections, notes, signatures, orientation: Orientation::Landscape, ..Register::default() })
    }

    /// What is arranged for a child already: who helps it. The rest is for the pen.
    fn arranged(&self, helpers: &Helpers, pupil: PupilId) -> String {
        match helpers.named(self, pupil).as_str() {
            "" => String::new(),
            names => Msg::new("report-kinds-helped-by").with("names", names).text(self.lang),
        }
    }

    /// The children of each kind, one section a kind, with the source, since when, the written reason, and who helps it.
    pub(super) fn kind_files(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let sheets = self.sheets(tx, classes)?;
        let (mut sections, names, helpers) = (Vec::new(), naming::names(tx)?, self.helpers_on(tx)?);
        for kind in survey::open_kinds(self.permit.levels()) {
            let mut rows = Vec::new();
            for (class, sheet) in &sheets {
                for (child, stored) in sheet.of_kind(kind) {
                    let talent = if stored.talent.is_empty() { String::new() } else { self.word(&format!("screening-survey-talent-{}", stored.talent)) };
                    let seat = child.seat.map(|seat| seat.to_string()).unwrap_or_default();
                    let source = self.word(&format!("report-kinds-source-{}", stored.source));
                    let note = [talent, stored.reason.clone()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(&self.word("report-reason-joint"));
                    rows.push(Row {
                        cells: vec![class.name.clone(), seat, child.name.clone(), source, stored.since.to_string(), note, self.arranged(&helpers, child.id)],
                        strong: false,
                    });
                }
            }
            let name = survey::word(&names, kind, self.lang);
            let subtitle = format!("{name}　{}", Msg::new("report-count").with("count", rows.len()).text(self.lang));
            sections.push(Section { name, subtitle, rows });
        }
        let text = |key: &str, width: f64| column(self.word(key), width, Align::Left, Kind::Text);
        let columns = vec![
            text("report-class", 24.0),
            column(self.word("report-seat"), 12.0, Align::Center, Kind::Number),
            text("report-name", 24.0),
            text("report-kinds-source", 26.0),
            column(self.word("report-kinds-since"), 24.0, Align::Center, Kind::Text),
            text("report-kinds-reason", 60.0),
            text("report-kinds-arranged", 60.0),
        ];
        let notes = vec![self.word("report-kinds-note")];
        let signatures = self.signatures(&["report-sign-filler", "report-sign-checker", "report-date"]);
        Ok(Register { columns, sections, notes, signatures, orientation: Orientation::Landscape, ..Register::default() })
    }
}
