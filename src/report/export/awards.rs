//! 奖励登记表 of a class, a grade or the school: who was rewarded with what and why, and how it stands (A2-13, A2-15, B9-06); internal.

use super::{Job, column};
use crate::base::{Error, Msg, Result};
use crate::documents::register::{Align, Kind, Orientation, Register, Row, Section};
use crate::reward::basis::Gift;
use crate::reward::{awards, export};
use crate::roster::time::Class;
use crate::store::Tx;

impl Job<'_> {
    pub(super) fn awards(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let all = awards::of_scope(tx, self.permit, self.term)?;
        let mut sections = Vec::new();
        for class in classes {
            let rows = export::register_rows(tx, self.permit, class, self.term, self.lang)?;
            if rows.is_empty() && classes.len() > 1 {
                continue;
            }
            let given = all.iter().filter(|one| one.class == class.id && one.state.counts());
            let (material, given) = given.fold((0, 0), |(material, given), one| (material + usize::from(one.gift == Gift::Prize), given + 1));
            let counts = Msg::new("report-awards-counts").with("given", given).with("material", material).text(self.lang);
            let rows = rows.into_iter().map(|cells| Row { cells, strong: false }).collect();
            sections.push(Section { name: class.name.clone(), subtitle: format!("{}　{counts}", class.name), rows });
        }
        if sections.is_empty() {
            return Err(Error::at("class", "reward-paper-none"));
        }
        let text = |key: &str, width: f64| column(self.word(key), width, Align::Left, Kind::Text);
        let columns = vec![
            column(self.word("report-seat"), 14.0, Align::Center, Kind::Number),
            text("report-name", 24.0),
            text("reward-title", 44.0),
            text("report-awards-what", 30.0),
            text("report-awards-why", 96.0),
            text("report-awards-state", 28.0),
            column(self.word("report-awards-day"), 24.0, Align::Center, Kind::Date),
        ];
        let signatures = self.signatures(&["report-sign-homeroom", "report-sign-grade", "report-seal-academic", "report-date"]);
        Ok(Register { columns, sections, signatures, orientation: Orientation::Landscape, ..Register::default() })
    }
}
