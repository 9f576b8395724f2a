//! The facts of a child for a form of the bureau, as far as the levels of who prints open them. What is closed stays blank, and a number that is not asked for with a reason is masked.

use std::collections::{BTreeSet, HashMap};

use super::Job;
use crate::access::{Level, Permit, acts, tenant};
use crate::activity::export::records;
use crate::base::{Error, Msg, Result};
use crate::casefile::records::notes;
use crate::casefile::{self, diagnosis, wording};
use crate::plan;
use crate::plan::item::Kind;
use crate::plan::wording as plan_words;
use crate::programme::naming;
use crate::progress::review;
use crate::report::sql;
use crate::results::assessment::schemes;
use crate::results::mark::Mark;
use crate::results::sheet::results_of;
use crate::roster::particulars;
use crate::roster::time::Class;
use crate::store::Tx;

/// Facts by code, and the rows of records and relatives.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    pub name: String,
    facts: HashMap<&'static str, String>,
    pub records: Vec<HashMap<&'static str, String>>,
    pub guardians: Vec<HashMap<&'static str, String>>,
}

/// What stands between several facts in one cell.
const BREAK: &str = "\n";

impl Values {
    /// A fact; empty when it is not known or not open.
    pub(super) fn of(&self, code: &str) -> String {
        self.facts.get(code).cloned().unwrap_or_default()
    }
    fn put(&mut self, code: &'static str, value: impl Into<String>) {
        self.facts.insert(code, value.into());
    }
}

/// A permit where it is given; none where the person may not.
fn where_allowed<T>(asked: Result<T>) -> Result<Option<T>> {
    match asked {
        Ok(permit) => Ok(Some(permit)),
        Err(Error::NotFound | Error::Denied(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

impl Job<'_> {
    /// What is the same for all children.
    pub(super) fn form_whole(&self, tx: &mut Tx<'_>) -> Result<Values> {
        let mut values = Values::default();
        values.put("school", tenant(tx)?.name);
        let key = if self.term.code.half == 1 { "report-term-1" } else { "report-term-2" };
        values.put("term", Msg::new(key).with("year", self.term.code.year).text(self.lang));
        values.put("today", Msg::new("report-form-day").with("day", tx.today()).text(self.lang));
        values.put("filler", self.permit.who().name.clone());
        Ok(values)
    }

    /// The facts of a child that are needed. `known` are the names of the homeroom teacher and of the helpers.
    pub(super) fn form_values(&self, tx: &mut Tx<'_>, class: &Class, seat: &sql::Seat, known: (String, String), needs: &BTreeSet<&str>) -> Result<Values> {
        let mut values = Values { name: seat.name.clone(), ..Values::default() };
        let any = |codes: &[&str]| codes.iter().any(|code| needs.contains(code));
        for (code, value) in [
            ("name", seat.name.clone()),
            ("sex", self.sex(&seat.sex)),
            ("class", class.name.clone()),
            ("grade", Msg::new("report-grade").with("grade", class.level).text(self.lang)),
            ("seat", seat.seat.map(|n| n.to_string()).unwrap_or_default()),
            ("homeroom", known.0),
            ("mentors", known.1),
            ("boarding", seat.boarding.map(|yes| self.word(if yes { "report-yes" } else { "report-no" })).unwrap_or_default()),
        ] {
            values.put(code, value);
        }
        if any(&["registry_no"]) {
            values.put("registry_no", self.registry(tx, seat)?);
        }
        if let Some(see) = where_allowed(Permit::<acts::SeePupil>::ask(tx, self.permit.who(), seat.pupil))? {
            self.form_person(tx, &see, needs, &mut values)?;
        }
        let support = [
            "cycle",
            "kinds",
            "signs",
            "causes",
            "strengths",
            "voice",
            "goals",
            "measures",
            "family_part",
            "baseline",
            "records_count",
            "records",
            "last_record",
            "visits",
            "effect",
        ];
        let more = ["lacking", "next", "family_voice", "rec_day", "rec_kind", "rec_text", "rec_voice", "rec_next", "rec_by"];
        if (any(&support) || any(&more))
            && let Some(see) = where_allowed(Permit::<acts::SeeCaseFile>::ask(tx, self.permit.who(), seat.pupil))?
        {
            self.form_case(tx, &see, &mut values)?;
            self.form_plan(tx, &see, &mut values)?;
            self.form_done(tx, &see, &mut values)?;
        }
        if any(&["results"])
            && let Some(see) = where_allowed(Permit::<acts::SeeResults>::ask(tx, self.permit.who(), seat.pupil))?
        {
            values.put("results", self.form_results(tx, &see, class)?);
        }
        Ok(values)
    }

    fn form_person(&self, tx: &mut Tx<'_>, see: &Permit<acts::SeePupil>, needs: &BTreeSet<&str>, values: &mut Values) -> Result<()> {
        let p = particulars::particulars(tx, see)?;
        values.put("ethnicity", p.ethnicity);
        values.put("school_no", p.school_no.unwrap_or_default());
        if let Some(birth) = p.birth_day {
            values.put("birth", Msg::new("report-born").with("year", birth.year()).with("month", birth.month()).text(self.lang));
            let had = (self.day.month(), self.day.day()) >= (birth.month(), birth.day());
            values.put("age", (self.day.year() - birth.year() - i16::from(!had)).to_string());
        }
        let levels = (see.levels(), self.permit.levels());
        let both = |level: Level| levels.0.has(level) && levels.1.has(level);
        if both(Level::Family) {
            if needs.contains("address") {
                values.put("address", particulars::address(tx, see)?.map(|text| text.open().clone()).unwrap_or_default());
            }
            for (at, own) in particulars::guardians(tx, see)?.into_iter().enumerate() {
                let phone = own.phone.map(|phone| phone.open().clone()).unwrap_or_default();
                if at == 0 {
                    values.put("guardian", own.name.clone());
                    values.put("guardian_relation", own.relation.clone());
                    values.put("guardian_phone", phone.clone());
                }
                values.guardians.push(HashMap::from([("g_name", own.name), ("g_relation", own.relation), ("g_phone", phone)]));
            }
        }
        if needs.contains("identity_no") && both(Level::Identity) && self.name.has_numbers() {
            values.put("identity_no", particulars::numbers(tx, see)?.identity.map(|number| number.open().clone()).unwrap_or_default());
        }
        Ok(())
    }

    fn form_case(&self, tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>, values: &mut Values) -> Result<()> {
        let comma = self.word("report-list-comma");
        let (head, names) = (casefile::head(tx, see)?, naming::names(tx)?);
        let mut kinds: Vec<String> = head.labels.iter().filter(|label| label.counts).map(|label| names.of(label.category, self.lang)).collect();
        kinds.dedup();
        values.put("kinds", kinds.join(&comma));
        let counting = || head.labels.iter().filter(|label| label.counts);
        if let (Some(from), Some(until)) = (counting().map(|label| label.from).min(), counting().map(|label| label.until).max()) {
            values.put("cycle", Msg::new("report-form-span").with("from", from).with("until", until).text(self.lang));
        }
        let picture = diagnosis::picture(tx, see, self.term)?;
        values.put("causes", picture.causes.iter().map(|one| wording::cause(self.lang, one.cause)).collect::<Vec<_>>().join(&comma));
        let mut signs: Vec<&str> = Vec::new();
        for (.., fact) in picture.causes.iter().flat_map(|one| &one.seen) {
            if !fact.is_empty() && !signs.contains(&fact.as_str()) {
                signs.push(fact);
            }
        }
        values.put("signs", signs.join(BREAK));
        let notes = notes(tx, see)?;
        let of = |kind: &str| notes.iter().filter(|note| note.kind == kind).map(|note| note.text.as_str()).collect::<Vec<_>>().join(BREAK);
        values.put("strengths", of("strength"));
        values.put("voice", of("voice"));
        Ok(())
    }

    fn form_plan(&self, tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>, values: &mut Values) -> Result<()> {
        let versions = plan::versions(tx, see)?;
        let Some(version) = plan::in_force(&versions, self.day) else { return Ok(()) };
        values.put("cycle", Msg::new("report-form-span").with("from", version.from).with("until", version.until).text(self.lang));
        let (items, hands) = (plan::items(tx, see, version.id)?, plan::hands(tx, see)?);
        let of = |kind: Kind| plan_words::lines(self.lang, items.iter().filter(|item| item.kind == kind && !item.removed), &hands).join(BREAK);
        values.put("goals", of(Kind::Goal));
        values.put("measures", of(Kind::Measure));
        values.put("family_part", of(Kind::Family));
        let goals = items.iter().filter(|item| item.kind == Kind::Goal && !item.removed && !item.body.baseline.is_empty());
        let base = |item: &plan::item::Item| {
            Msg::new("report-form-base").with("text", &item.body.text).with("value", plan_words::value(self.lang, &item.body.unit, &item.body.baseline)).text(self.lang)
        };
        values.put("baseline", goals.map(base).collect::<Vec<_>>().join(BREAK));
        Ok(())
    }

    fn form_done(&self, tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>, values: &mut Values) -> Result<()> {
        let all = records(tx, see, (self.term.first_day, self.day))?;
        let held: Vec<_> = all.into_iter().filter(|record| record.held).collect();
        values.put("records_count", held.len().to_string());
        let line = |record: &crate::activity::Record| Msg::new("report-form-record").with("day", record.day).with("text", &record.words.done).text(self.lang);
        values.put("records", held.iter().map(line).collect::<Vec<_>>().join(BREAK));
        values.put("last_record", held.last().map(line).unwrap_or_default());
        values.put("visits", held.iter().filter(|record| record.kind.code().contains("visit")).map(line).collect::<Vec<_>>().join(BREAK));
        for record in held {
            values.records.push(HashMap::from([
                ("rec_day", record.day.to_string()),
                ("rec_kind", self.word(&format!("activity-kind-{}", record.kind.code()))),
                ("rec_text", record.words.done),
                ("rec_voice", record.words.voice),
                ("rec_next", record.words.next),
                ("rec_by", record.by),
            ]));
        }
        let reviews = review::of_pupil(tx, see)?;
        if let Some(newest) = reviews.into_iter().find(|one| one.day <= self.day) {
            values.put("effect", newest.body.better);
            values.put("lacking", newest.body.lacking);
            values.put("family_voice", newest.body.family);
            let next = if newest.body.next_text.is_empty() { self.word(&format!("progress-next-{}", newest.body.next)) } else { newest.body.next_text };
            values.put("next", next);
        }
        Ok(())
    }

    /// The newest mark of each subject before the term, as a band: 语文 良好.
    fn form_results(&self, tx: &mut Tx<'_>, see: &Permit<acts::SeeResults>, class: &Class) -> Result<String> {
        let scheme = usize::try_from(class.level - 1).ok().and_then(|at| schemes(tx).map(|all| all.get(at).copied()).transpose()).transpose()?;
        let before: Vec<_> = results_of(tx, see)?.into_iter().filter(|one| one.day < self.term.first_day).collect();
        let mut said: Vec<(String, String)> = Vec::new();
        for one in before.iter().rev() {
            if said.iter().any(|(subject, _)| *subject == one.subject) {
                continue;
            }
            let band = match (one.mark, one.full, scheme) {
                (Mark::Band(band), ..) => Some(band),
                (Mark::Points(points), Some(full), Some(scheme)) => Some(scheme.band(points, full, class.level)),
                _ => None,
            };
            if let Some(band) = band {
                said.push((one.subject.clone(), format!("{} {}", wording::subject(self.lang, &one.subject), self.word(band.word_key()))));
            }
        }
        said.reverse();
        Ok(said.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(&self.word("report-list-comma")))
    }
}
