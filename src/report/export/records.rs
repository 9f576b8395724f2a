//! 帮扶情况记录表 of a class, a grade or the school: a part for each child with a file or with records of the term. A9-19, A3-13, B6-11; internal.

use super::{Job, column};
use crate::access::{Permit, acts};
use crate::activity::rules::Kind as Act;
use crate::activity::{Record, export, visits};
use crate::base::{Error, Msg, Result};
use crate::casefile;
use crate::documents::register::{Align, Kind, Orientation, Register, Row, Section};
use crate::report::sql;
use crate::roster::time::Class;
use crate::store::Tx;

impl Job<'_> {
    pub(super) fn support_records(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let span = (self.term.first_day, self.day);
        let mut sections = Vec::new();
        for class in classes {
            let filed = casefile::lines(tx, self.permit.who(), Some(class.id))?;
            for seat in sql::seats(tx, class.id, self.day)? {
                let see = Permit::<acts::SeeCaseFile>::ask(tx, self.permit.who(), seat.pupil)?;
                let has_file = filed.iter().any(|line| line.pupil == seat.pupil);
                sections.extend(export::section(tx, &see, span, has_file, self.lang)?);
            }
        }
        if sections.is_empty() {
            return Err(Error::at("class", "report-no-records"));
        }
        Ok(export::table(sections, self.lang))
    }

    /// 帮教/辅导记录: talks and tutoring of the term, a part for each class (A3-13, A6-15).
    pub(super) fn tutoring_records(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let signatures = ["report-sign-homeroom", "report-sign-sponsor", "report-date"];
        self.acts(tx, classes, &[Act::Talk, Act::Tutoring, Act::GroupTalk], "report-no-tutoring", &signatures)
    }

    /// 家访记录: visits and calls of the term, a part for each class (A1-10, A6-07, B6-13).
    pub(super) fn visit_records(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let signatures = ["activity-visit-visitor", "report-sign-homeroom", "report-date"];
        self.acts(tx, classes, &[Act::HomeVisit, Act::PhoneCall], "report-no-visits", &signatures)
    }

    fn acts(&self, tx: &mut Tx<'_>, classes: &[Class], kinds: &[Act], empty: &'static str, signatures: &[&str]) -> Result<Register> {
        let homerooms = self.homerooms(tx)?;
        let mut sections = Vec::new();
        for class in classes {
            let mut found: Vec<(String, Record)> = Vec::new();
            for seat in sql::seats(tx, class.id, self.day)? {
                let see = Permit::<acts::SeeCaseFile>::ask(tx, self.permit.who(), seat.pupil)?;
                let records = export::records(tx, &see, (self.term.first_day, self.day))?;
                found.extend(records.into_iter().filter(|record| kinds.contains(&record.kind)).map(|record| (seat.name.clone(), record)));
            }
            found.sort_by_key(|(_, record)| record.day);
            let rows: Vec<Row> = found.into_iter().map(|(name, record)| self.act(name, record)).collect();
            if !rows.is_empty() {
                let teacher = homerooms.get(&class.id).map(|name| Msg::new("report-homeroom").with("name", name).text(self.lang)).unwrap_or_default();
                let subtitle = format!("{}　{}　{teacher}", class.name, Msg::new("report-lines").with("count", rows.len()).text(self.lang)).trim_end().to_owned();
                sections.push(Section { name: class.name.clone(), subtitle, rows });
            }
        }
        if sections.is_empty() {
            return Err(Error::at("class", empty));
        }
        let columns = vec![
            self.day_column("report-day"),
            self.text_column("report-name", 22.0),
            self.text_column("report-act-way", 28.0),
            column(self.word("report-act-minutes"), 14.0, Align::Center, Kind::Number),
            self.text_column("report-act-done", 84.0),
            self.text_column("report-act-next", 56.0),
            self.text_column("report-written-by", 22.0),
        ];
        Ok(Register { columns, sections, signatures: self.signatures(signatures), orientation: Orientation::Landscape, ..Register::default() })
    }

    fn act(&self, name: String, record: Record) -> Row {
        let way = format!("{}\n{}", self.word(&format!("activity-kind-{}", record.kind.code())), self.word(&format!("activity-how-{}", record.how)));
        let mark = if record.held { String::new() } else { Msg::new("activity-table-mark").with("word", self.word("activity-not-held")).text(self.lang) };
        let next = record.words.next_day.map_or_else(|| record.words.next.clone(), |day| format!("{}\n{day}", record.words.next));
        let minutes = record.minutes.map(|minutes| minutes.to_string()).unwrap_or_default();
        Row { cells: vec![record.day.to_string(), name, way, minutes, format!("{mark}{}", record.words.done), next, record.by], strong: false }
    }

    /// 家访单 of a class, a grade or the school, by class and village.
    pub(super) fn visit_round(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let mut sections = Vec::new();
        for class in classes {
            let see = Permit::<acts::SeeFamily>::ask(tx, self.permit.who(), class.id)?;
            sections.extend(export::visits::sections(&visits::of_class(tx, &see, self.term)?, &class.name, self.lang));
        }
        if sections.is_empty() {
            return Err(Error::at("class", "activity-visits-none"));
        }
        Ok(export::visits::round(sections, self.lang))
    }
}
