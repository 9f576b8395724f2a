//! 结对帮扶花名册: who helps whom, with the columns of the usual form (CONVENTIONS 2.2), and what the other registers say of helpers. A8-05, A9-06; internal.

use std::collections::{BTreeSet, HashMap};

use super::{Job, column};
use crate::access::Subject;
use crate::base::{Msg, ProgrammeId, PupilId, Result, StaffId};
use crate::documents::register::{Align, Kind, Orientation, Register, Row, Section};
use crate::pairing::pairs::{self, Pair};
use crate::programme::naming;
use crate::report::sql;
use crate::roster::people;
use crate::roster::time::Class;
use crate::screening::changes;
use crate::store::Tx;

/// The pairs of a day, and how many children each mentor has of a programme.
pub(super) struct Helpers {
    pairs: Vec<Pair>,
    loads: HashMap<(ProgrammeId, StaffId), usize>,
}

impl Helpers {
    /// The helpers of a child in a programme by name, and how each of them is paired: one to one, one to two.
    pub(super) fn of(&self, job: &Job<'_>, programme: ProgrammeId, pupil: PupilId) -> (String, String) {
        let own: Vec<&Pair> = self.pairs.iter().filter(|pair| (pair.programme, pair.pupil) == (programme, pupil)).collect();
        let comma = job.word("report-list-comma");
        let names: Vec<&str> = own.iter().map(|pair| pair.staff_name.as_str()).collect();
        let mut manners: Vec<String> = own.iter().map(|pair| self.manner(job, pair)).collect();
        manners.dedup();
        (names.join(&comma), manners.join(&comma))
    }

    /// Who helps a child, in whatever programme, each once; empty when nobody does.
    pub(super) fn named(&self, job: &Job<'_>, pupil: PupilId) -> String {
        let names: BTreeSet<&str> = self.pairs.iter().filter(|pair| pair.pupil == pupil).map(|pair| pair.staff_name.as_str()).collect();
        names.into_iter().collect::<Vec<_>>().join(&job.word("report-list-comma"))
    }

    fn manner(&self, job: &Job<'_>, pair: &Pair) -> String {
        let load = self.loads.get(&(pair.programme, pair.staff)).copied().unwrap_or(1);
        Msg::new("report-one-to").with("count", load).text(job.lang)
    }
}

impl Job<'_> {
    /// Who helps on the day of the register.
    pub(super) fn helpers_on(&self, tx: &mut Tx<'_>) -> Result<Helpers> {
        let pairs = pairs::on_day(tx, self.permit, self.day)?;
        let mut loads = HashMap::new();
        for pair in &pairs {
            *loads.entry((pair.programme, pair.staff)).or_default() += 1;
        }
        Ok(Helpers { pairs, loads })
    }

    /// 结对帮扶花名册 of a class, a grade or the school, by the name of the helper.
    pub(super) fn helpers(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let (helpers, names, homerooms) = (self.helpers_on(tx)?, naming::names(tx)?, self.homerooms(tx)?);
        let mut seats: HashMap<PupilId, &Class> = HashMap::new();
        for class in classes {
            seats.extend(sql::seats(tx, class.id, self.day)?.into_iter().map(|seat| (seat.pupil, class)));
        }
        let mut categories: HashMap<(ProgrammeId, PupilId), String> = HashMap::new();
        for filed in changes::filed(tx, self.permit, self.term.id, self.day, None)? {
            categories.entry((filed.programme, filed.pupil)).or_insert_with(|| self.category(&names, &filed.category, &filed.kind));
        }
        let (duties, phones) = self.duties(tx)?;
        let mut rows = Vec::new();
        for pair in &helpers.pairs {
            let Some(class) = seats.get(&pair.pupil) else { continue };
            let cells = vec![
                (rows.len() + 1).to_string(),
                pair.staff_name.clone(),
                duties.get(&pair.staff).cloned().unwrap_or_default(),
                pair.pupil_name.clone(),
                class.name.clone(),
                categories.get(&(pair.programme, pair.pupil)).cloned().unwrap_or_default(),
                helpers.manner(self, pair),
                phones.get(&pair.staff).cloned().unwrap_or_default(),
                pair.from.to_string(),
                pair.until.to_string(),
            ];
            rows.push(Row { cells, strong: false });
        }
        let (name, subtitle) = match (self.permit.subject(), classes) {
            (Subject::Class(_), [class]) => (class.name.clone(), self.subtitle(class, &homerooms, rows.len())),
            _ => (self.word("report-school"), Msg::new("report-count").with("count", rows.len()).text(self.lang)),
        };
        let text = |key: &str, width: f64| column(self.word(key), width, Align::Left, Kind::Text);
        let columns = vec![
            column(self.word("report-number"), 12.0, Align::Center, Kind::Number),
            text("report-pair-helper", 24.0),
            text("report-pair-duty", 40.0),
            text("report-pair-pupil", 24.0),
            text("report-class", 24.0),
            text("report-category", 40.0),
            text("report-pairing", 20.0),
            text("report-phone", 30.0),
            column(self.word("report-pair-from"), 26.0, Align::Center, Kind::Date),
            column(self.word("report-pair-until"), 26.0, Align::Center, Kind::Date),
        ];
        let signatures = self.signatures(&["report-sign-sponsor", "report-seal-academic", "report-date"]);
        Ok(Register { columns, sections: vec![Section { name, subtitle, rows }], signatures, orientation: Orientation::Landscape, ..Register::default() })
    }

    /// The duties and the telephone of each member of staff.
    fn duties(&self, tx: &mut Tx<'_>) -> Result<(HashMap<StaffId, String>, HashMap<StaffId, String>)> {
        let mut duties: HashMap<StaffId, Vec<String>> = HashMap::new();
        for post in people::posts_on(tx, self.day)? {
            let (word, all) = (self.word(&format!("duty-{}", post.duty.code())), duties.entry(post.staff).or_default());
            if !all.contains(&word) {
                all.push(word);
            }
        }
        let comma = self.word("report-list-comma");
        let phones = people::staff_list(tx)?.into_iter().map(|person| (person.id, person.phone)).collect();
        Ok((duties.into_iter().map(|(staff, all)| (staff, all.join(&comma))).collect(), phones))
    }
}
