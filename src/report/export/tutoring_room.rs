//! Registers of the room `tutoring`: its timetable, attendance, trainings and helpers from outside (B3-08, B7-04, B3-09, B2-02).

use super::Job;
use crate::access::{Permit, acts};
use crate::base::Result;
use crate::documents::register::Register;
use crate::store::Tx;
use crate::tutoring::export;

impl Job<'_> {
    fn signed(&self, register: Register) -> Register {
        Register { signatures: self.signatures(&["tutoring-sign-manager", "report-seal-academic", "report-date"]), ..register }
    }

    /// 辅导与活动课表: no names of children.
    pub(super) fn tutoring_timetable(&self, tx: &mut Tx<'_>) -> Result<Register> {
        Ok(self.signed(export::timetable(tx, self.term, self.lang)?))
    }

    /// 辅导考勤表.
    pub(super) fn tutoring_attendance(&self, tx: &mut Tx<'_>) -> Result<Register> {
        Ok(self.signed(export::attendance(tx, self.term, self.lang)?))
    }

    /// 辅导教师培训台账.
    pub(super) fn trainings(&self, tx: &mut Tx<'_>) -> Result<Register> {
        Ok(self.signed(export::trainings(tx, self.term, self.lang)?))
    }

    /// 校外辅导人登记表.
    pub(super) fn outside_helpers(&self, tx: &mut Tx<'_>) -> Result<Register> {
        let manage = Permit::<acts::ManageTutoring>::ask(tx, self.permit.who(), self.permit.subject())?;
        Ok(self.signed(export::helpers(tx, &manage, self.lang)?))
    }
}
