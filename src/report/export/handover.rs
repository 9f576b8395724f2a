//! 交接一览表 (A8-08, A5-08): for each child that receives support, whether the note to the next teacher is signed and read; 档案销毁登记. Both internal.

use super::{Job, column};
use crate::access::{Permit, Subject, acts};
use crate::archive::{destruction, handing};
use crate::base::{Error, Msg, Result};
use crate::documents::register::{Align, Kind, Orientation, Register, Row, Section};
use crate::roster::time::Class;
use crate::store::Tx;

impl Job<'_> {
    pub(super) fn handovers(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let (homerooms, mut sections) = (self.homerooms(tx)?, Vec::new());
        for class in classes {
            let see = Permit::<acts::SeeCaseFile>::ask(tx, self.permit.who(), class.id)?;
            let all = handing::of_class(tx, &see, self.term.code.year, self.day)?;
            if all.is_empty() {
                continue;
            }
            let on = |day, name: &str| Msg::new("archive-by-on").with("name", name).with("day", day).text(self.lang);
            let row = |one: &handing::Listed| {
                let signed = one.signed.as_ref().map(|(day, by, _)| on(*day, by)).unwrap_or_default();
                let seen = one.seen.as_ref().map(|(day, by)| on(*day, by)).unwrap_or_default();
                let state = self.word(&format!("archive-state-{}", one.state.code()));
                Row { cells: vec![one.seat.map(|seat| seat.to_string()).unwrap_or_default(), one.name.clone(), state, signed, seen], strong: false }
            };
            sections.push(Section { name: class.name.clone(), subtitle: self.subtitle(class, &homerooms, all.len()), rows: all.iter().map(row).collect() });
        }
        if sections.is_empty() {
            return Err(Error::at("class", "report-nothing-there"));
        }
        let text = |key: &str, width: f64| column(self.word(key), width, Align::Left, Kind::Text);
        let columns = vec![
            column(self.word("report-seat"), 14.0, Align::Center, Kind::Number),
            text("report-name", 30.0),
            text("report-awards-state", 24.0),
            text("archive-signed-by", 50.0),
            text("archive-seen-by", 50.0),
        ];
        let signatures = self.signatures(&["report-sign-homeroom", "report-seal-academic", "report-date"]);
        Ok(Register { columns, sections, signatures, ..Register::default() })
    }
}

impl Job<'_> {
    /// 档案销毁登记 of the last ten years, child by child.
    pub(super) fn destructions(&self, tx: &mut Tx<'_>) -> Result<Register> {
        let keep = Permit::<acts::KeepArchive>::ask(tx, self.permit.who(), Subject::School)?;
        let mut rows = Vec::new();
        for known in destruction::register(tx, &keep)? {
            let (one, children) = destruction::one(tx, &keep, known.id)?;
            let on = |day, name: &str| Msg::new("archive-by-on").with("name", name).with("day", day).text(self.lang);
            let state = self.word(&format!("archive-destruction-{}", one.end.as_ref().map_or("proposed", |end| end.0.as_str())));
            let ended = one.end.as_ref().map(|(_, day, _, by)| on(*day, by)).unwrap_or_default();
            for child in children {
                let name = if child.name.is_empty() { self.word("archive-nameless") } else { child.name };
                let (left, due) = (child.left.to_string(), child.due.to_string());
                let what = self.word(&format!("archive-class-{}", one.class.code()));
                let cells = vec![what, name, child.class_name, left, due, one.basis.clone(), on(one.day, &one.by), state.clone(), ended.clone()];
                rows.push(Row { cells, strong: false });
            }
        }
        if rows.is_empty() {
            return Err(Error::at("class", "report-nothing-there"));
        }
        let widths = [
            ("archive-what", 26.0),
            ("report-name", 22.0),
            ("roster-class", 22.0),
            ("archive-left", 24.0),
            ("archive-due-from", 24.0),
            ("archive-basis", 60.0),
            ("archive-proposed-by", 36.0),
            ("report-awards-state", 20.0),
            ("archive-ended-by", 36.0),
        ];
        let columns = widths.iter().map(|(key, width)| column(self.word(key), *width, Align::Left, Kind::Text)).collect();
        let signatures = self.signatures(&["archive-sign-keeper", "archive-sign-watcher", "report-date"]);
        let sections = vec![Section { name: self.word("report-school"), subtitle: String::new(), rows }];
        Ok(Register { columns, sections, signatures, orientation: Orientation::Landscape, ..Register::default() })
    }
}
