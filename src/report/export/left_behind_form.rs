//! 农村留守儿童基本情况登记表: a page for each child, filled in from what is known; what is not known is a line to write on. A6-05; CONVENTIONS 2.2.

use super::Job;
use super::families::Count;
use crate::access::{Level, Permit, acts};
use crate::base::{Msg, PupilId, Result, Sealed};
use crate::documents::letter::{Block, Letter};
use crate::roster::entrusted;
use crate::roster::family::Family;
use crate::roster::family_facts::{Carer, Illness, Life, Parent, Topic, label};
use crate::roster::particulars;
use crate::roster::time::Class;
use crate::store::Tx;

impl Job<'_> {
    /// A page for each left-behind child of the classes, with the three places to sign.
    pub(super) fn left_behind_forms(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Letter> {
        let mut blocks = Vec::new();
        for class in classes {
            let guardians = self.guardians(tx, class.id)?;
            for family in self.families(tx, class)? {
                let count = self.count(&family);
                if !count.is_left_behind() {
                    continue;
                }
                if !blocks.is_empty() {
                    blocks.push(Block::PageBreak);
                }
                blocks.push(Block::Heading(self.word("report-left-behind-form")));
                let guardian = guardians.get(&family.pupil).cloned().unwrap_or_default();
                blocks.push(Block::Facts(self.form_facts(tx, class, &family, &count, guardian)?));
                blocks.push(Block::Signatures(self.signatures(&["report-sign-head", "report-sign-checker", "report-sign-filler", "report-date"])));
            }
        }
        if blocks.is_empty() {
            blocks.push(Block::Paragraph(Msg::new("report-count").with("count", 0).text(self.lang)));
        }
        Ok(Letter { frame: self.frame(tx)?, title: String::new(), blocks })
    }

    fn form_facts(&self, tx: &mut Tx<'_>, class: &Class, family: &Family, count: &Count, guardian: (String, String)) -> Result<Vec<(String, String)>> {
        let facts = &family.facts;
        let seat = family.seat_no.map(|seat| seat.to_string()).unwrap_or_default();
        let mut rows = vec![
            ("report-name", family.name.clone()),
            ("report-form-class", format!("{} {seat}", class.name).trim().to_owned()),
            ("report-sex", self.sex(&family.sex)),
            ("report-form-ethnicity", family.ethnicity.clone()),
            ("report-form-birth", facts.birth.map(|birth| birth.to_string()).unwrap_or_default()),
            ("report-form-identity", self.identity(tx, family.pupil)?),
            ("report-form-registration", self.said(family, Topic::Registration)),
            ("report-form-registered-at", self.said(family, Topic::Domicile)),
            ("report-form-lives-at", self.lives_at(tx, family.pupil)?),
            ("report-form-health", self.health(family)),
            ("report-boarding", facts.boarding.map(|yes| self.word(if yes { "report-yes" } else { "report-no" })).unwrap_or_default()),
        ];
        for (parent, key) in [(Parent::Father, "report-form-father"), (Parent::Mother, "report-form-mother")] {
            let gone = matches!(facts.parent(parent).life, Some(Life::Dead | Life::Missing));
            let topics: &[Topic] =
                if gone { &[Topic::Life(parent)] } else { &[Topic::Work(parent), Topic::Care(parent), Topic::Contact(parent), Topic::Calls(parent), Topic::Visits(parent)] };
            let known: Vec<String> = topics.iter().map(|topic| self.said(family, *topic)).filter(|text| !text.is_empty()).collect();
            rows.push((key, known.join(" · ")));
        }
        let (name, phone) = guardian;
        let to = self.entrusted_to(tx, family.pupil)?;
        let said = if facts.carer == Some(Carer::Entrusted) { "report-yes" } else { "report-form-not-entrusted" };
        rows.extend([
            ("report-form-carer", self.said(family, Topic::Carer)),
            ("report-guardian", name),
            ("report-phone", phone),
            ("report-form-entrusted", if to.is_empty() { facts.carer.map(|_| self.word(said)).unwrap_or_default() } else { to }),
            ("report-form-guardianship", self.said(family, Topic::Guardianship)),
            ("report-form-by-registry", self.by_registry(count)),
            ("report-by-civil", self.by_civil(count)),
        ]);
        let mut rows: Vec<(String, String)> = rows.into_iter().map(|(key, text)| (self.word(key), text)).collect();
        if self.permit.levels().has(Level::Economic) {
            rows.extend([Topic::Livelihood, Topic::Hardship].map(|topic| (label(self.lang, topic), self.items(family, topic))));
        }
        let aid = if self.permit.levels().has(Level::Economic) { self.items(family, Topic::Relief) } else { String::new() };
        rows.push((self.word("report-form-aid"), if aid.is_empty() { self.word("report-form-aid-boxes") } else { aid }));
        let blank = self.word("report-slip-blank");
        Ok(rows.into_iter().map(|(name, text)| (name, if text.is_empty() { blank.clone() } else { text })).collect())
    }

    /// The identity number for who may see it; else a line for handwriting.
    fn identity(&self, tx: &mut Tx<'_>, pupil: PupilId) -> Result<String> {
        let see: Permit<acts::SeePupil> = Permit::ask(tx, self.permit.who(), pupil)?;
        if !(self.permit.levels().has(Level::Identity) && see.levels().has(Level::Identity)) {
            return Ok(String::new());
        }
        Ok(particulars::numbers(tx, &see)?.identity.map(|number| number.open().clone()).unwrap_or_default())
    }

    /// 健康, or the disability and illness on record; empty when neither is known.
    fn health(&self, family: &Family) -> String {
        let facts = &family.facts;
        let disabled = facts.disability.as_ref().is_some_and(|known| known.kind.is_some());
        let ill = matches!(facts.illness, Some(Illness::Chronic | Illness::Severe));
        let known = [(disabled, Topic::Disability), (ill, Topic::Illness)].into_iter().filter(|(is, _)| *is).map(|(_, topic)| self.said(family, topic));
        match known.collect::<Vec<_>>() {
            none if none.is_empty() && facts.disability.is_some() && facts.illness.is_some() => self.word("report-form-healthy"),
            said => said.join(" · "),
        }
    }

    /// The entrusted guardians: name, relation, telephone, address, and the number for who may see it. Empty when nobody is on record.
    fn entrusted_to(&self, tx: &mut Tx<'_>, pupil: PupilId) -> Result<String> {
        let see: Permit<acts::SeePupil> = Permit::ask(tx, self.permit.who(), pupil)?;
        if !see.levels().has(Level::Family) {
            return Ok(String::new());
        }
        let numbers = self.permit.levels().has(Level::Identity);
        let more = entrusted::of_child(tx, &see)?;
        let open = |text: &Option<Sealed<String>>| text.as_ref().map(|text| text.open().clone()).unwrap_or_default();
        let mut all = Vec::new();
        for guardian in particulars::guardians(tx, &see)? {
            if let Some(more) = more.get(&guardian.id).filter(|more| more.entrusted) {
                let number = if numbers { open(&more.identity) } else { String::new() };
                let parts = [guardian.name, guardian.relation, open(&guardian.phone), open(&more.address), number];
                all.push(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "));
            }
        }
        Ok(all.join(" · "))
    }

    fn lives_at(&self, tx: &mut Tx<'_>, pupil: PupilId) -> Result<String> {
        let see: Permit<acts::SeePupil> = Permit::ask(tx, self.permit.who(), pupil)?;
        if !see.levels().has(Level::Family) {
            return Ok(String::new());
        }
        Ok(particulars::address(tx, &see)?.map(|text| text.open().clone()).unwrap_or_default())
    }
}
