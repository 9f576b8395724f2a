//! 帮扶情况记录表 of a class, a grade or the school: a part for each child with a file or with records of the term. A9-19, A3-13, B6-11; internal.

use super::Job;
use crate::access::{Permit, acts};
use crate::activity::{export, visits};
use crate::base::{Error, Result};
use crate::casefile;
use crate::documents::register::Register;
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
