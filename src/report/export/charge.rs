//! 包班包人头一览表: who takes charge of each class and of each supported child, with what is missing (A5-04); internal.

use super::{Job, column};
use crate::base::{Msg, Result};
use crate::documents::register::{Align, Kind, Register, Row, Section};
use crate::pairing::charge::{self, Charge};
use crate::roster::time::Class;
use crate::store::Tx;

impl Job<'_> {
    /// The register of a class, a grade or the school: one line a child, one for a class without supported children.
    pub(super) fn charge(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let charges = charge::charges(tx, self.permit, self.term, classes)?;
        let mut rows = Vec::new();
        for charge in &charges {
            self.charge_rows(charge, &mut rows);
        }
        let name = self.word("report-school");
        let subtitle = Msg::new("report-charge-count").with("count", charges.len()).with("gaps", charges.iter().map(Charge::gaps).sum::<usize>()).text(self.lang);
        let text = |key: &str, width: f64| column(self.word(key), width, Align::Left, Kind::Text);
        let columns = vec![
            column(self.word("report-number"), 12.0, Align::Center, Kind::Number),
            text("report-class", 26.0),
            text("report-charge-leader", 30.0),
            text("report-charge-homeroom", 24.0),
            text("report-pair-pupil", 24.0),
            text("report-charge-teachers", 36.0),
            text("report-charge-missing", 28.0),
        ];
        let signatures = self.signatures(&["report-sign-sponsor", "report-seal-academic", "report-date"]);
        Ok(Register { columns, sections: vec![Section { name, subtitle, rows }], signatures, ..Register::default() })
    }

    fn charge_rows(&self, charge: &Charge, rows: &mut Vec<Row>) {
        let comma = self.word("report-list-comma");
        let leaders = if charge.leaders.is_empty() && !charge.sponsors.is_empty() {
            Msg::new("report-charge-sponsor").with("names", charge.sponsors.join(&comma)).text(self.lang)
        } else {
            charge.leaders.join(&comma)
        };
        let mut missing: Vec<String> = Vec::new();
        for (is, key) in [(charge.leaders.is_empty(), "report-charge-no-leader"), (charge.homeroom.is_empty(), "report-charge-no-homeroom")] {
            if is {
                missing.push(self.word(key));
            }
        }
        let mut row = |child: String, teachers: String, missing: Vec<String>| {
            let cells = vec![(rows.len() + 1).to_string(), charge.name.clone(), leaders.clone(), charge.homeroom.join(&comma), child, teachers, missing.join(&comma)];
            rows.push(Row { cells, strong: false });
        };
        if charge.children.is_empty() {
            row(String::new(), String::new(), missing.clone());
        }
        for child in &charge.children {
            let mut all = std::mem::take(&mut missing);
            if child.teachers.is_empty() {
                all.push(self.word("report-charge-no-teacher"));
            }
            row(child.name.clone(), child.teachers.iter().chain(&child.others).cloned().collect::<Vec<_>>().join(&comma), all);
        }
    }
}
