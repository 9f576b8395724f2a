//! 学习档案 (by subject, A7-07, B6-03), 进步档案 (what got better, A5-03) and 跟踪档案 (one line a child, A5-03, A9-19): what stands in other papers of a child, put side by side; internal.

use super::{Job, column};
use crate::activity::export::records;
use crate::activity::rules::Kind as Act;
use crate::base::{Error, Msg, Result, SchoolDate};
use crate::casefile::records as notes;
use crate::documents::register::{Align, Column, Kind, Orientation, Register, Row, Section};
use crate::plan::{own, wording};
use crate::programme::naming;
use crate::progress::review;
use crate::results::SUBJECTS;
use crate::roster::time::Class;
use crate::store::Tx;

impl Job<'_> {
    pub(super) fn text_column(&self, key: &str, width_mm: f64) -> Column {
        column(self.word(key), width_mm, Align::Left, Kind::Text)
    }

    pub(super) fn day_column(&self, key: &str) -> Column {
        column(self.word(key), 26.0, Align::Center, Kind::Date)
    }

    fn in_term(&self, day: SchoolDate) -> bool {
        (self.term.first_day..=self.day).contains(&day)
    }

    /// A part for each subject: where the chain of knowledge is broken, what works, the next step, as its teachers wrote it; the newest entry first.
    pub(super) fn subject_files(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let mut parts: Vec<(String, Vec<Row>)> = SUBJECTS.iter().map(|code| ((*code).to_owned(), Vec::new())).collect();
        for (line, see) in self.followed(tx, classes)? {
            for file in notes::subject_files(tx, &see)? {
                let seat = line.seat.map(|seat| seat.to_string()).unwrap_or_default();
                let row = |rest: [String; 5]| Row { cells: [vec![line.class_name.clone(), seat.clone(), line.name.clone()], rest.to_vec()].concat(), strong: false };
                let mut rows: Vec<Row> = file.entries.iter().map(|(day, by, e)| row([day.to_string(), by.clone(), e.gaps.clone(), e.works.clone(), e.next.clone()])).collect();
                if let (true, Some(asked)) = (rows.is_empty(), file.asked) {
                    rows.push(row([asked.to_string(), String::new(), self.word("report-subject-waits"), String::new(), String::new()]));
                }
                match parts.iter_mut().find(|(code, _)| *code == file.subject) {
                    Some((_, all)) => all.extend(rows),
                    None => parts.push((file.subject.clone(), rows)),
                }
            }
        }
        parts.retain(|(_, rows)| !rows.is_empty());
        if parts.is_empty() {
            return Err(Error::at("class", "report-no-subject-file"));
        }
        let sections = parts.into_iter().map(|(code, rows)| {
            let name = wording::subject(self.lang, &code);
            Section { subtitle: format!("{name}　{}", Msg::new("report-lines").with("count", rows.len()).text(self.lang)), name, rows }
        });
        let columns = vec![
            self.text_column("report-class", 22.0),
            column(self.word("report-seat"), 12.0, Align::Center, Kind::Number),
            self.text_column("report-name", 22.0),
            self.day_column("report-day"),
            self.text_column("report-subject-teacher", 22.0),
            self.text_column("report-subject-gaps", 62.0),
            self.text_column("report-subject-works", 50.0),
            self.text_column("report-subject-next", 50.0),
        ];
        let signatures = self.signatures(&["report-sign-homeroom", "report-seal-academic", "report-date"]);
        Ok(Register { columns, sections: sections.collect(), signatures, orientation: Orientation::Landscape, ..Register::default() })
    }

    /// A part for each child: strengths that were written down, goals that were reached, what a review found better. No marks, no ranks.
    pub(super) fn progress_files(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let mut sections = Vec::new();
        for (line, see) in self.followed(tx, classes)? {
            let mut rows: Vec<(SchoolDate, &str, String, String)> = Vec::new();
            for note in notes::notes(tx, &see)?.into_iter().filter(|note| note.kind == "strength" && self.in_term(note.day)) {
                rows.push((note.day, "report-better-strength", note.text, note.by));
            }
            for record in records(tx, &see, (self.term.first_day, self.day))?.into_iter().filter(|record| record.kind == Act::Strength) {
                rows.push((record.day, "report-better-strength", record.words.done, record.by));
            }
            for goal in own::goals(tx, &see)?.into_iter().filter(|goal| goal.reached == Some(true)) {
                let day = goal.result.as_ref().map_or(goal.day, |(_, day)| *day);
                let text = format!("{} {}", wording::subject(self.lang, &goal.subject), goal.body.occasion).trim().to_owned();
                rows.extend(self.in_term(day).then_some((day, "report-better-own-goal", text, goal.by)));
            }
            for review in review::of_pupil(tx, &see)?.into_iter().filter(|review| self.in_term(review.day)) {
                let reached = review.body.goals.into_iter().filter(|goal| goal.judged == "reached");
                rows.extend(reached.map(|goal| (review.day, "report-better-goal", goal.text, review.by.clone())));
                if !review.body.better.is_empty() {
                    rows.push((review.day, "report-better-review", review.body.better, review.by));
                }
            }
            rows.sort_by_key(|(day, ..)| *day);
            let mut rows: Vec<Row> = rows.into_iter().map(|(day, key, text, by)| Row { cells: vec![day.to_string(), self.word(key), text, by], strong: false }).collect();
            if rows.is_empty() {
                rows.push(Row { cells: vec![String::new(), String::new(), self.word("report-better-none"), String::new()], strong: false });
            }
            sections.push(Section { name: self.seated(&line), subtitle: self.seated(&line), rows });
        }
        let columns = vec![
            self.day_column("report-day"),
            self.text_column("report-better-what", 30.0),
            self.text_column("report-better-text", 96.0),
            self.text_column("report-written-by", 24.0),
        ];
        let signatures = self.signatures(&["report-sign-homeroom", "report-sign-guardian", "report-date"]);
        Ok(Register { columns, sections, signatures, notes: vec![self.word("report-better-note")], ..Register::default() })
    }

    /// A line a child: for what, since when and until when, who helps, what was done last, what comes next.
    pub(super) fn tracking(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let (names, helpers) = (naming::names(tx)?, self.helpers_on(tx)?);
        let mut rows = Vec::new();
        for (line, see) in self.followed(tx, classes)? {
            let head = crate::casefile::head(tx, &see)?;
            let counting = || head.labels.iter().filter(|label| label.counts);
            let categories: Vec<String> = line.categories.iter().map(|(category, _)| names.of(*category, self.lang)).collect();
            let cycle = match (counting().map(|label| label.from).min(), counting().map(|label| label.until).max()) {
                (Some(from), Some(until)) => format!("{from}\n{until}"),
                _ => String::new(),
            };
            let done = records(tx, &see, (self.term.first_day, self.day))?;
            let last = |wanted: &dyn Fn(Act) -> bool| {
                let newest = done.iter().rev().find(|record| record.held && wanted(record.kind));
                newest.map(|record| format!("{}\n{} {}", record.day, self.word(&format!("activity-kind-{}", record.kind.code())), record.by)).unwrap_or_default()
            };
            let reviews = review::of_pupil(tx, &see)?;
            let reviewed = reviews.first().map(|one| format!("{}\n{}", one.day, self.word(&format!("progress-next-{}", one.body.next)))).unwrap_or_default();
            let next = done.iter().filter_map(|record| record.words.next_day).chain(reviews.first().and_then(|one| one.body.next_day)).filter(|day| *day >= self.day).min();
            let cells = vec![
                line.class_name.clone(),
                line.seat.map(|seat| seat.to_string()).unwrap_or_default(),
                line.name.clone(),
                categories.join(&self.word("report-list-comma")),
                cycle,
                helpers.named(self, line.pupil),
                done.iter().filter(|record| record.held).count().to_string(),
                last(&|kind| matches!(kind, Act::Talk | Act::Tutoring | Act::GroupTalk)),
                last(&|kind| matches!(kind, Act::HomeVisit | Act::PhoneCall)),
                reviewed,
                next.map(|day| day.to_string()).unwrap_or_default(),
            ];
            rows.push(Row { cells, strong: false });
        }
        let columns = vec![
            self.text_column("report-class", 22.0),
            column(self.word("report-seat"), 12.0, Align::Center, Kind::Number),
            self.text_column("report-name", 22.0),
            self.text_column("report-category", 34.0),
            self.text_column("report-track-cycle", 34.0),
            self.text_column("report-helper", 24.0),
            column(self.word("report-track-records"), 16.0, Align::Center, Kind::Number),
            self.text_column("report-track-last", 32.0),
            self.text_column("report-track-home", 32.0),
            self.text_column("report-track-review", 30.0),
            column(self.word("report-track-next"), 34.0, Align::Center, Kind::Text),
        ];
        let name = match classes {
            [class] => class.name.clone(),
            _ => self.word("report-school"),
        };
        let subtitle = format!("{name}　{}", Msg::new("report-count").with("count", rows.len()).text(self.lang));
        let signatures = self.signatures(&["report-sign-homeroom", "report-sign-sponsor", "report-date"]);
        Ok(Register { columns, sections: vec![Section { name, subtitle, rows }], signatures, orientation: Orientation::Landscape, ..Register::default() })
    }
}
