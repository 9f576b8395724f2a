//! The part of the day that is about the inspection: its day, what is missing, who is asked, the pack in both sets, the statistics.

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::Lang;
use bangfu::report::export::Format;
use bangfu::report::export::pack::{self, Wanted};
use bangfu::report::export::statistics;
use bangfu::report::{inspection, missing};
use bangfu::roster::time;

use crate::house::{House, day};

/// Lives it.
pub(super) fn live(house: &House) {
    let office = house.as_("周主任");
    for (day, status) in [("2026-11-20", 303), ("2026-10-01", 303), ("2020-01-01", 422)] {
        assert_eq!(office.post_from("/registers/pack", "/registers/pack/day", &[("day", day)]).status, status, "{}: {day}", house.name());
    }
    for page in ["/registers/pack", "/registers/owed", "/registers/statistics"] {
        assert_eq!(office.get(page).status, 200, "{}: {page}", house.name());
    }
    assert_eq!(house.as_("王老师").get("/registers/owed").status, 200, "{}", house.name());
    house.act(Subject::School, |tx, permit: &Permit<acts::PrintRegister>| {
        inspection::set(tx, permit, Some(day("2026-10-08")))?;
        inspection::ask(tx, permit)?;
        let term = time::term_by_code(tx, crate::cast::term_code("2026-1"))?.unwrap();
        missing::of_term(tx, permit.who(), &term)?;
        let (_, _, bytes) = statistics::file(tx, permit, &term, Format::Csv, Lang::ZhCn)?;
        Ok(bytes)
    });
    for masked in [false, true] {
        let who = house.who("周主任");
        let term = house.read(house.here.id, |tx| time::term_by_code(tx, crate::cast::term_code("2026-1"))).unwrap();
        let wanted = Wanted { school: house.here.id, by: who.clone(), who, term, masked, reason: "督查".into(), lang: Lang::ZhCn };
        let made = pack::write(&house.store, &wanted, &|_, _| Ok(()), &mut |_, _| Ok(())).unwrap();
        assert!(!made.documents.is_empty(), "{}", house.name());
    }
}
