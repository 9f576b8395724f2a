//! What was promised and kept, the evidence of help, the checks of the term: rows of the room `supervision`. A9-03, A9-07…09, A9-20, A9-29, B6-12; internal.

use super::Job;
use crate::access::{Permit, acts};
use crate::base::{Error, Msg, Result};
use crate::documents::register::Register;
use crate::store::Tx;
use crate::supervision::export::checks as export;
use crate::supervision::ledger::{self, Ledger};
use crate::supervision::{checks, evidence};

impl Job<'_> {
    fn ledger(&self, tx: &mut Tx<'_>) -> Result<Ledger> {
        let see = Permit::<acts::SeeSupervision>::ask(tx, self.permit.who(), self.permit.subject())?;
        ledger::of_part(tx, &see, self.term)
    }

    fn of_class(&self) -> impl Fn(&str) -> String {
        let (key, day, lang) = ("report-until-day", self.day, self.lang);
        move |class: &str| Msg::new(key).with("class", class).with("day", day).text(lang)
    }

    /// 帮扶落实情况表.
    pub(super) fn promises(&self, tx: &mut Tx<'_>) -> Result<Register> {
        let ledger = self.ledger(tx)?;
        there(export::promises(&ledger, &self.of_class(), self.lang))
    }

    /// 三落实、两定时、三有情况表.
    pub(super) fn evidence(&self, tx: &mut Tx<'_>) -> Result<Register> {
        let ledger = self.ledger(tx)?;
        let cells = evidence::of_all(tx, self.permit.who(), &ledger)?;
        there(export::evidence(&ledger, &cells, &self.of_class(), self.lang))
    }

    /// 督查记录.
    pub(super) fn checks(&self, tx: &mut Tx<'_>) -> Result<Register> {
        let mut all = Vec::new();
        for check in checks::of_term(tx, self.permit.who(), self.term)? {
            let whole = checks::whole(tx, self.permit.who(), check.id)?;
            all.push((self.word(&format!("supervision-check-{}", check.kind)), whole));
        }
        Ok(export::checks(&all, Msg::new("report-until-day").with("class", "").with("day", self.day).text(self.lang).trim().to_owned(), self.lang))
    }
}

/// A register of which something is there: without any child there is no page to print.
fn there(register: Register) -> Result<Register> {
    if register.sections.is_empty() { Err(Error::at("class", "report-nothing-there")) } else { Ok(register) }
}
