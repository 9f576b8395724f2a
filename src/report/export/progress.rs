//! 转化情况记载簿 (A5-07, B9-04), 流程管理记录 (A5-08) and 帮扶成效记录 (A6-13, B6-11) of a class: every child with a file of whom the printer may know; what the levels do not open is left out.

use super::{Job, column};
use crate::access::{Permit, acts};
use crate::base::{Error, Msg, Result};
use crate::casefile::{self, Line};
use crate::documents::register::{Align, Kind, Orientation, Register, Row, Section};
use crate::progress::way::STATIONS;
use crate::progress::{book, export, review, way};
use crate::roster::time::Class;
use crate::store::Tx;

/// What stands between several facts in one cell.
const BREAK: &str = "\n";

impl Job<'_> {
    /// The children of the classes with a file, each with the permit to read it.
    pub(super) fn followed(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Vec<(Line, Permit<acts::SeeCaseFile>)>> {
        let mut all = Vec::new();
        for class in classes {
            for line in casefile::lines(tx, self.permit.who(), Some(class.id))? {
                let see = Permit::<acts::SeeCaseFile>::ask(tx, self.permit.who(), line.pupil)?;
                all.push((line, see));
            }
        }
        if all.is_empty() { Err(Error::at("class", "report-no-case-file")) } else { Ok(all) }
    }

    pub(super) fn seated(&self, line: &Line) -> String {
        let seat = line.seat.map(|seat| seat.to_string()).unwrap_or_default();
        format!("{} {seat} {}", line.class_name, line.name).replace("  ", " ")
    }

    pub(super) fn progress_logs(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let mut sections = Vec::new();
        for (line, see) in self.followed(tx, classes)? {
            let book = book::book(tx, &see, self.term, self.lang)?;
            let row = |one: &book::Line| {
                let (source, by) = one.source.as_ref().map(|fact| (self.word(&format!("progress-source-{}", fact.source)), fact.by.as_str())).unwrap_or_default();
                let by = if one.by.is_empty() { by } else { one.by.as_str() };
                let area = self.word(&format!("progress-area-{}", one.area.code()));
                Row { cells: vec![one.day.to_string(), area, one.text.clone(), source, by.to_owned()], strong: false }
            };
            let rows: Vec<Row> = book.lines.iter().filter(|one| one.stands()).map(row).collect();
            let blanks: Vec<String> = book.blanks.iter().map(|area| self.word(&format!("progress-area-{}", area.code()))).collect();
            let blanks = if blanks.is_empty() { String::new() } else { Msg::new("progress-blanks").with("areas", blanks.join(&self.word("report-list-comma"))).text(self.lang) };
            let name = self.seated(&line);
            sections.push(Section { subtitle: format!("{name}　{blanks}").trim_end().to_owned(), name, rows });
        }
        let columns = vec![
            column(self.word("progress-day"), 24.0, Align::Center, Kind::Date),
            column(self.word("progress-area"), 22.0, Align::Center, Kind::Text),
            column(self.word("report-log-text"), 120.0, Align::Left, Kind::Text),
            column(self.word("report-log-source"), 30.0, Align::Left, Kind::Text),
            column(self.word("progress-way-who"), 26.0, Align::Left, Kind::Text),
        ];
        let signatures = self.signatures(&["progress-sign-mentor", "report-sign-homeroom", "report-date"]);
        Ok(Register { columns, sections, signatures, orientation: Orientation::Landscape, ..Register::default() })
    }

    pub(super) fn support_ways(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let mut rows = Vec::new();
        for (line, see) in self.followed(tx, classes)? {
            let mut cells = vec![line.class_name.clone(), line.name.clone()];
            for one in way::way(tx, &see)? {
                cells.push(match (one.day, one.waits_days) {
                    (Some(day), _) if one.by.is_empty() => day.to_string(),
                    (Some(day), _) => format!("{day}{BREAK}{}", one.by),
                    (None, Some(days)) => Msg::new("progress-way-waits").with("count", days).text(self.lang),
                    (None, None) => String::new(),
                });
            }
            rows.push(Row { cells, strong: false });
        }
        let mut columns = vec![column(self.word("report-class"), 24.0, Align::Left, Kind::Text), column(self.word("report-name"), 22.0, Align::Left, Kind::Text)];
        columns.extend(STATIONS.map(|code| column(self.word(&format!("progress-way-{code}")), 25.0, Align::Left, Kind::Text)));
        let subtitle = Msg::new("report-count").with("count", rows.len()).text(self.lang);
        let name = match classes {
            [class] => class.name.clone(),
            _ => self.word("report-school"),
        };
        let signatures = self.signatures(&["report-sign-homeroom", "report-sign-sponsor", "report-date"]);
        Ok(Register { columns, sections: vec![Section { name, subtitle, rows }], signatures, orientation: Orientation::Landscape, ..Register::default() })
    }

    pub(super) fn effects(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let mut sections = Vec::new();
        for (line, see) in self.followed(tx, classes)? {
            let reviews = review::of_pupil(tx, &see)?;
            let of_term = |one: &&review::Review| (self.term.first_day..=self.term.last_day).contains(&one.day);
            let Some(newest) = reviews.iter().find(of_term) else {
                let rows = vec![Row { cells: vec![self.word("report-effects-none"), String::new(), String::new()], strong: false }];
                sections.push(Section { subtitle: self.seated(&line), name: self.seated(&line), rows });
                continue;
            };
            let goal = |one: &review::Judged| {
                let judged = self.word(&format!("progress-judged-{}", one.judged));
                Row { cells: vec![one.text.clone(), one.figures.clone(), judged], strong: false }
            };
            let mut rows: Vec<Row> = newest.body.goals.iter().map(goal).collect();
            rows.extend(export::texts(self.lang, &newest.body).into_iter().map(|(name, text)| Row { cells: vec![name, text, String::new()], strong: false }));
            rows.push(Row { cells: vec![self.word("progress-next"), self.word(&format!("progress-next-{}", newest.body.next)), String::new()], strong: true });
            let stage = self.word(&format!("progress-stage-{}", newest.stage));
            let name = self.seated(&line);
            sections.push(Section { subtitle: format!("{name}　{stage}　{}　{}", newest.day, newest.by), name, rows });
        }
        let columns = vec![
            column(self.word("report-effects-what"), 60.0, Align::Left, Kind::Text),
            column(self.word("report-effects-found"), 86.0, Align::Left, Kind::Text),
            column(self.word("report-effects-judged"), 26.0, Align::Center, Kind::Text),
        ];
        let signatures = self.signatures(&["progress-sign-mentor", "report-sign-homeroom", "report-sign-sponsor", "report-date"]);
        Ok(Register { columns, sections, signatures, ..Register::default() })
    }
}
