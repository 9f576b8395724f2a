//! 心理辅导工作统计 of the term: counts only; one and two are not told to anybody (B3-10, B4-10, B4-12). Internal.

use super::{Job, column};
use crate::base::Result;
use crate::documents::register::{Align, Kind, Register, Row, Section};
use crate::store::Tx;
use crate::wellbeing::counts;

impl Job<'_> {
    pub(super) fn counselling(&self, tx: &mut Tx<'_>) -> Result<Register> {
        let mut rows = Vec::new();
        for (part, lines) in counts::figures(tx, self.permit, self.term.first_day, self.term.last_day, self.lang)? {
            rows.push(Row { cells: vec![self.word(part), if lines.is_empty() { self.word("wellbeing-no-data") } else { String::new() }], strong: true });
            rows.extend(lines.into_iter().map(|(what, count)| Row { cells: vec![what, counts::told(count, self.lang)], strong: false }));
        }
        let columns = vec![column(self.word("wellbeing-what"), 120.0, Align::Left, Kind::Text), column(self.word("wellbeing-count"), 40.0, Align::Center, Kind::Text)];
        let sections = vec![Section { name: self.word("wellbeing-statistics"), rows, ..Section::default() }];
        Ok(Register { columns, sections, signatures: self.signatures(&["report-seal-academic", "report-date"]), ..Register::default() })
    }
}
