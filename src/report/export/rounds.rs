//! Registers of rounds: 待优生情况一览表 with the columns of the usual form, and the change sheet (变更单). A9-17, B6-06; CONVENTIONS 2.2: no ranks, no marks.

use std::collections::HashMap;

use super::{Job, column};
use crate::access::{Duty, Subject};
use crate::base::{ClassId, GradeId, Msg, Result, words};
use crate::documents::register::{Align, Column, Kind, Orientation, Register, Row, Section};
use crate::programme::naming::{self, Names};
use crate::programme::{Category, Nature};
use crate::roster::people;
use crate::roster::time::Class;
use crate::screening::band::Band;
use crate::screening::changes::{self, Filed};
use crate::screening::{review, round};
use crate::store::Tx;

impl Job<'_> {
    pub(super) fn category(&self, names: &Names, code: &str, kind: &str) -> String {
        match code.parse::<Category>() {
            Ok(category) if review::shows(category, self.permit.levels()) => {
                let name = names.of(category, self.lang);
                if kind.is_empty() { name } else { format!("{name}（{}）", words::word(self.lang, &format!("programme-kind-{kind}"))) }
            }
            _ => String::new(),
        }
    }

    fn band(&self, level: i64) -> String {
        self.word(&format!("screening-round-band-{}", Band::of(level).code()))
    }

    /// The sponsors of the grades, by name.
    fn sponsors(&self, tx: &mut Tx<'_>) -> Result<HashMap<GradeId, String>> {
        let posts = people::posts_on(tx, self.day)?.into_iter().filter(|post| post.duty == Duty::GradeSponsor);
        let mut names: HashMap<GradeId, String> = HashMap::new();
        for post in posts {
            let entry = names.entry(<GradeId as crate::base::Id>::from_uuid(crate::base::Id::uuid(post.scope_id))).or_default();
            if !entry.is_empty() {
                entry.push_str(&self.word("report-list-comma"));
            }
            entry.push_str(&post.name);
        }
        Ok(names)
    }

    fn target_columns(&self) -> Vec<Column> {
        let text = |key: &str, width: f64| column(self.word(key), width, Align::Left, Kind::Text);
        let blank = |key: &str, width: f64| column(self.word(key), width, Align::Left, Kind::Blank);
        vec![
            text("report-band", 15.0),
            text("report-class", 20.0),
            column(self.word("report-seat"), 10.0, Align::Center, Kind::Number),
            text("report-name", 20.0),
            column(self.word("report-sex"), 9.0, Align::Center, Kind::Text),
            text("report-shows", 30.0),
            text("report-causes", 42.0),
            text("report-helper", 20.0),
            text("report-pairing", 16.0),
            blank("report-last-band", 18.0),
            blank("report-goal", 26.0),
            column(self.word("report-again"), 13.0, Align::Center, Kind::Text),
            text("report-sponsor", 18.0),
            blank("report-remark", 16.0),
        ]
    }

    /// 待优生情况一览表 of a class, of a grade, or of the school by band: who is on the filed lists for learning or conduct.
    pub(super) fn target_list(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let (names, sponsors, homerooms, helpers) = (naming::names(tx)?, self.sponsors(tx)?, self.homerooms(tx)?, self.helpers_on(tx)?);
        let by_id: HashMap<ClassId, &Class> = classes.iter().map(|class| (class.id, class)).collect();
        let learning = |filed: &Filed| filed.category.parse::<Category>().is_ok_and(|category| category.nature() == Nature::Learning);
        let all: Vec<Filed> =
            changes::filed(tx, self.permit, self.term.id, self.day, None)?.into_iter().filter(|filed| by_id.contains_key(&filed.class) && learning(filed)).collect();
        let mut sections: Vec<Section> = Vec::new();
        for filed in &all {
            let name = match self.permit.subject() {
                Subject::Class(_) => filed.class_name.clone(),
                Subject::Grade(_) => Msg::new("report-grade").with("grade", filed.level).text(self.lang),
                _ => self.band(filed.level),
            };
            let row = self.target_row(filed, &names, helpers.of(self, filed.programme, filed.pupil), sponsors.get(&filed.grade).cloned().unwrap_or_default());
            match sections.iter_mut().find(|section| section.name == name) {
                Some(section) => section.rows.push(row),
                None => sections.push(Section { name, subtitle: String::new(), rows: vec![row] }),
            }
        }
        if sections.is_empty() {
            sections.push(Section { name: self.word("report-school"), subtitle: String::new(), rows: Vec::new() });
        }
        for section in &mut sections {
            let count = Msg::new("report-count").with("count", section.rows.len()).text(self.lang);
            section.subtitle = match (self.permit.subject(), classes) {
                (Subject::Class(_), [class]) => self.subtitle(class, &homerooms, section.rows.len()),
                _ => format!("{}　{count}", section.name),
            };
        }
        let signatures = match self.permit.subject() {
            Subject::Class(_) => self.signatures(&["report-sign-homeroom", "report-sign-grade", "report-date"]),
            _ => self.signatures(&["report-sign-grade", "report-sign-sponsor", "report-seal-academic", "report-date"]),
        };
        let notes = vec![self.word("report-target-list-note")];
        Ok(Register { columns: self.target_columns(), sections, signatures, notes, orientation: Orientation::Landscape, ..Register::default() })
    }

    fn target_row(&self, filed: &Filed, names: &Names, (helper, manner): (String, String), sponsor: String) -> Row {
        let sex = match filed.sex.as_str() {
            "male" => self.word("report-male"),
            "female" => self.word("report-female"),
            _ => String::new(),
        };
        let cells = vec![
            self.band(filed.level),
            filed.class_name.clone(),
            filed.seat.map(|n| n.to_string()).unwrap_or_default(),
            filed.name.clone(),
            sex,
            self.category(names, &filed.category, &filed.kind),
            filed.cause.clone(),
            helper,
            manner,
            String::new(),
            String::new(),
            self.word(if filed.again { "report-again-yes" } else { "report-again-no" }),
            sponsor,
            String::new(),
        ];
        Row { cells, strong: false }
    }

    /// 变更单: what was added and withdrawn after filing, round by round.
    pub(super) fn change_sheet(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let names = naming::names(tx)?;
        let mut sections = Vec::new();
        for opened in round::of_term(tx, self.term)? {
            let lines = changes::lines(tx, &opened)?.into_iter().filter(|line| classes.iter().any(|class| class.id == line.class));
            let row = |line: changes::Line| Row {
                cells: vec![
                    line.number.to_string(),
                    line.day.to_string(),
                    line.class_name,
                    line.seat.map(|n| n.to_string()).unwrap_or_default(),
                    line.name,
                    self.word(&format!("screening-round-change-{}", line.what)),
                    self.category(&names, &line.category, &line.kind),
                    line.reason,
                    line.by,
                ],
                strong: false,
            };
            let rows: Vec<Row> = lines.map(row).collect();
            let subtitle = format!("{}　{}", opened.programme.name, Msg::new("report-lines").with("count", rows.len()).text(self.lang));
            sections.push(Section { name: opened.programme.name.clone(), subtitle, rows });
        }
        if sections.is_empty() {
            sections.push(Section { name: self.word("report-school"), subtitle: Msg::new("report-lines").with("count", 0).text(self.lang), rows: Vec::new() });
        }
        let text = |key: &str, width: f64| column(self.word(key), width, Align::Left, Kind::Text);
        let columns = vec![
            column(self.word("report-number"), 12.0, Align::Center, Kind::Number),
            column(self.word("report-day"), 24.0, Align::Center, Kind::Date),
            text("report-class", 26.0),
            column(self.word("report-seat"), 12.0, Align::Center, Kind::Number),
            text("report-name", 24.0),
            text("report-list-change", 16.0),
            text("report-category", 34.0),
            text("report-change-reason", 80.0),
            text("report-change-by", 24.0),
        ];
        let signatures = self.signatures(&["report-sign-sponsor", "report-seal-academic", "report-date"]);
        Ok(Register { columns, sections, signatures, orientation: Orientation::Landscape, ..Register::default() })
    }
}
