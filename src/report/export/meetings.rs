//! 会议记录, 月度反馈, 帮教工作总结 of the school and term (A9-21, A9-24, A9-26, A9-32, B9-05): what was called, held, decided and handed in; internal, and at the levels of who prints it.

use super::{Job, column};
use crate::base::{Error, Result, words};
use crate::documents::register::{Align, Column, Kind, Orientation, Register, Row, Section};
use crate::store::Tx;
use crate::supervision::export::meetings::decided_line;
use crate::supervision::{decisions, meetings, summaries};

impl Job<'_> {
    fn texts(&self, columns: &[(&str, f64)]) -> Vec<Column> {
        columns.iter().map(|(key, width)| column(self.word(key), *width, Align::Left, Kind::Text)).collect()
    }

    fn one_section(&self, columns: Vec<Column>, rows: Vec<Row>) -> Result<Register> {
        if rows.is_empty() {
            return Err(Error::at("class", "report-nothing-there"));
        }
        let name = self.word("report-school");
        let signatures = self.signatures(&["report-sign-sponsor", "report-seal-academic", "report-date"]);
        Ok(Register { columns, sections: vec![Section { name, subtitle: String::new(), rows }], signatures, ..Register::default() })
    }

    /// 会议记录 of the term.
    pub(super) fn meetings(&self, tx: &mut Tx<'_>) -> Result<Register> {
        let (who, mut rows) = (self.permit.who(), Vec::new());
        for meeting in meetings::between(tx, who, (self.term.first_day, self.term.last_day))? {
            let people: Vec<String> = meetings::people_of(tx, &meeting)?.into_iter().filter(|one| one.2 || meeting.is_open()).map(|one| one.1).collect();
            let (items, closed) = decisions::items(tx, who, &meeting)?;
            let count = items.len() + closed;
            let decided: Vec<String> = items.iter().flat_map(|item| &item.decided).map(|one| decided_line(self.lang, one)).collect();
            let cells = vec![
                meeting.day.to_string(),
                words::word(self.lang, &format!("supervision-kind-{}", meeting.circle.kind.code())),
                meeting.circle.name.clone(),
                people.join(&self.word("report-list-comma")),
                count.to_string(),
                decided.join("\n"),
                meeting.end.as_ref().map(|end| end.2.clone()).unwrap_or_default(),
                words::word(self.lang, &format!("supervision-meeting-state-{}", meeting.state())),
            ];
            rows.push(Row { cells, strong: false });
        }
        let columns = [
            ("supervision-day", 28.0),
            ("supervision-meeting", 28.0),
            ("supervision-meeting-of", 24.0),
            ("supervision-people", 32.0),
            ("supervision-matters", 12.0),
            ("supervision-decision", 60.0),
            ("supervision-minutes", 50.0),
            ("supervision-summary-state", 16.0),
        ];
        Ok(Register { orientation: Orientation::Landscape, ..self.one_section(self.texts(&columns), rows)? })
    }

    /// 月度反馈 of the term.
    pub(super) fn monthly_reports(&self, tx: &mut Tx<'_>) -> Result<Register> {
        self.handed_papers(tx, summaries::Kind::Month)
    }

    /// 帮教工作总结 of the term.
    pub(super) fn term_summaries(&self, tx: &mut Tx<'_>) -> Result<Register> {
        self.handed_papers(tx, summaries::Kind::Term)
    }

    fn handed_papers(&self, tx: &mut Tx<'_>, kind: summaries::Kind) -> Result<Register> {
        let all = summaries::register(tx, self.permit.who(), kind, (self.term.first_day, self.term.last_day))?;
        let row = |[scope, by, from, day, reader, state]: [String; 6]| {
            let scope = words::word(self.lang, &format!("supervision-scope-{scope}"));
            let state = words::word(self.lang, &format!("supervision-summary-state-{state}"));
            Row { cells: vec![scope, by, from, day, reader, state], strong: false }
        };
        let columns = [
            ("supervision-summary-whose", 24.0),
            ("supervision-summary-by", 28.0),
            ("supervision-summary-from", 26.0),
            ("supervision-summary-day", 26.0),
            ("supervision-summary-to", 28.0),
            ("supervision-summary-state", 24.0),
        ];
        self.one_section(self.texts(&columns), all.into_iter().map(row).collect())
    }
}
