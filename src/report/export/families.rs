//! Registers of family facts: the yearly slip for families and its grid, the register of left-behind children, and its counts for the wall. CONVENTIONS 2.2; PRACTICE 3.

use std::collections::{BTreeMap, HashMap};

use super::{Job, column};
use crate::access::{Level, Permit, Subject, acts};
use crate::base::{ClassId, Msg, PupilId, Result};
use crate::documents::letter::{Block, Letter};
use crate::documents::register::{Align, Column, Kind, Orientation, Register, Row, Section};
use crate::roster::family::{self, Family};
use crate::roster::family_facts::{Fact, Life, Parent, Topic, UNKNOWN, label, text, value_word};
use crate::roster::family_rules::{Answer, civil_left_behind, registry_count};
use crate::roster::time::Class;
use crate::store::Tx;

/// What a slip that a child carries home may say of a family: nothing about death, detention, contact, divorce, illness or money.
const ON_SLIP: [Topic; 5] = [Topic::Work(Parent::Father), Topic::Work(Parent::Mother), Topic::Carer, Topic::Registration, Topic::Origin];
/// A count below this is not told on the wall: it would point at a child.
const LEAST_TOLD: usize = 3;

/// How both definitions count a child.
pub(super) struct Count {
    registry: Option<u8>,
    civil: Answer,
}

impl Count {
    pub(super) fn is_left_behind(&self) -> bool {
        matches!(self.registry, Some(1 | 2)) || self.civil == Answer::Yes
    }
    fn is_open(&self) -> bool {
        !self.is_left_behind() && (self.registry.is_none() || self.civil == Answer::Unknown)
    }
}

impl Job<'_> {
    pub(super) fn families(&self, tx: &mut Tx<'_>, class: &Class) -> Result<Vec<Family>> {
        // The permit for the grade or school opens each of its classes.
        let permit: Permit<acts::PrintRegister> = Permit::ask(tx, self.permit.who(), Subject::Class(class.id))?;
        family::families(tx, &permit, self.day)
    }

    pub(super) fn said(&self, family: &Family, topic: Topic) -> String {
        let fact = family.standing.iter().find(|fact| fact.topic == topic && fact.value != UNKNOWN);
        fact.map(|fact| text(self.lang, fact)).unwrap_or_default()
    }

    /// The topics that a slip asks: nothing about a parent who is dead or missing.
    fn asked(family: &Family) -> impl Iterator<Item = Topic> {
        let gone = |parent: Parent| matches!(family.facts.parent(parent).life, Some(Life::Dead | Life::Missing));
        let (father, mother) = (gone(Parent::Father), gone(Parent::Mother));
        ON_SLIP.into_iter().filter(move |topic| !(father && *topic == Topic::Work(Parent::Father) || mother && *topic == Topic::Work(Parent::Mother)))
    }

    /// A page for each family: what the school knows, to be ticked or mended by the guardian.
    pub(super) fn family_slips(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Letter> {
        let mut blocks = Vec::new();
        for class in classes {
            for family in self.families(tx, class)? {
                if !blocks.is_empty() {
                    blocks.push(Block::PageBreak);
                }
                let seat = family.seat_no.map(|seat| seat.to_string()).unwrap_or_default();
                blocks.push(Block::Heading(Msg::new("report-slip-to").with("name", &family.name).with("class", &class.name).with("seat", seat).text(self.lang)));
                blocks.push(Block::Paragraph(self.word("report-slip-text")));
                let line = |topic: Topic| {
                    let known = self.said(&family, topic);
                    let known = if known.is_empty() { self.word("report-slip-blank") } else { known };
                    (label(self.lang, topic), Msg::new("report-slip-line").with("text", known).text(self.lang))
                };
                let mut facts: Vec<(String, String)> = Self::asked(&family).map(line).collect();
                facts.push((self.word("report-slip-phone"), self.word("report-slip-blank")));
                blocks.push(Block::Facts(facts));
                blocks.push(Block::List(["report-slip-point-1", "report-slip-point-2", "report-slip-point-3"].map(|key| self.word(key)).to_vec()));
                blocks.push(Block::Signatures(self.signatures(&["report-slip-sign", "report-date"])));
            }
        }
        let mut frame = self.frame(tx)?;
        // It goes to the family that it speaks of.
        frame.confidential = String::new();
        Ok(Letter { frame, title: self.word("report-family-check"), blocks })
    }

    /// The grid of a class, for who enters the slips.
    pub(super) fn family_grid(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let homerooms = self.homerooms(tx)?;
        let mut sections = Vec::new();
        for class in classes {
            let families = self.families(tx, class)?;
            let row = |family: &Family| {
                let mut cells = vec![family.seat_no.map(|seat| seat.to_string()).unwrap_or_default(), family.name.clone()];
                cells.extend(ON_SLIP.map(|topic| self.said(family, topic)));
                cells.extend([String::new(), String::new()]);
                Row { cells, strong: false }
            };
            let rows: Vec<Row> = families.iter().map(row).collect();
            sections.push(Section { name: class.name.clone(), subtitle: self.subtitle(class, &homerooms, rows.len()), rows });
        }
        let mut columns = vec![column(self.word("report-seat"), 12.0, Align::Center, Kind::Number), column(self.word("report-name"), 22.0, Align::Left, Kind::Text)];
        columns.extend(ON_SLIP.map(|topic| column(label(self.lang, topic), 36.0, Align::Left, Kind::Text)));
        columns.push(column(self.word("report-no-change"), 16.0, Align::Center, Kind::Blank));
        columns.push(column(self.word("report-change"), 40.0, Align::Left, Kind::Blank));
        Ok(Register { columns, sections, orientation: Orientation::Landscape, signatures: self.signatures(&["report-sign-homeroom", "report-date"]), ..Register::default() })
    }

    pub(super) fn count(&self, family: &Family) -> Count {
        Count { registry: registry_count(&family.facts, self.day).code, civil: civil_left_behind(&family.facts, self.day).answer }
    }

    fn left_behind_columns(&self, economic: bool) -> Vec<Column> {
        let plain = |key: &str, width: f64| column(self.word(key), width, Align::Left, Kind::Text);
        let of = |parent: &str, key: &str, width: f64| Column { group: Some(self.word(parent)), ..plain(key, width) };
        let mut columns = vec![
            plain("report-seat", 10.0),
            plain("report-name", 18.0),
            plain("report-sex", 9.0),
            plain("report-ethnicity", 14.0),
            column(self.word("report-birth"), 20.0, Align::Center, Kind::Date),
            plain("report-registration", 16.0),
            plain("report-health", 20.0),
            plain("report-boarding", 10.0),
        ];
        for parent in ["roster-family-part-father", "roster-family-part-mother"] {
            columns.extend([of(parent, "report-parent-where", 22.0), of(parent, "report-parent-place", 22.0), of(parent, "report-parent-care", 18.0)]);
        }
        columns.extend([
            plain("report-carer", 20.0),
            plain("report-guardian", 22.0),
            plain("report-phone", 22.0),
            plain("report-guardianship", 12.0),
            plain("report-by-registry", 16.0),
            plain("report-by-civil", 14.0),
        ]);
        if economic {
            columns.extend([plain("report-livelihood", 18.0), plain("report-hardship", 22.0)]);
        }
        columns
    }

    /// 留守儿童花名册, class by class: who counts by either definition. The economic columns are there for who may see them.
    pub(super) fn left_behind(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let economic = self.permit.levels().has(Level::Economic);
        let homerooms = self.homerooms(tx)?;
        let (mut sections, mut open) = (Vec::new(), 0);
        for class in classes {
            let guardians = self.guardians(tx, class.id)?;
            let families = self.families(tx, class)?;
            let counted: Vec<(Family, Count)> = families.into_iter().map(|family| (self.count(&family), family)).map(|(count, family)| (family, count)).collect();
            open += counted.iter().filter(|(_, count)| count.is_open()).count();
            let rows: Vec<Row> =
                counted.iter().filter(|(_, count)| count.is_left_behind()).map(|(family, count)| self.left_behind_row(family, count, &guardians, economic)).collect();
            if !rows.is_empty() || classes.len() == 1 {
                sections.push(Section { name: class.name.clone(), subtitle: self.subtitle(class, &homerooms, rows.len()), rows });
            }
        }
        if sections.is_empty() {
            sections.push(Section { name: self.word("report-school"), subtitle: Msg::new("report-count").with("count", 0).text(self.lang), rows: Vec::new() });
        }
        let mut notes = vec![self.word("report-left-behind-registry-note"), self.word("report-left-behind-civil-note")];
        if open > 0 {
            notes.push(Msg::new("report-left-behind-open").with("count", open).text(self.lang));
        }
        let signatures = self.signatures(&["report-sign-filler", "report-sign-checker", "report-sign-principal", "report-date"]);
        Ok(Register { columns: self.left_behind_columns(economic), sections, notes, signatures, orientation: Orientation::Landscape, ..Register::default() })
    }

    fn left_behind_row(&self, family: &Family, count: &Count, guardians: &HashMap<PupilId, (String, String)>, economic: bool) -> Row {
        let facts = &family.facts;
        let value = |topic: Topic| {
            let fact: Option<&Fact> = family.standing.iter().find(|fact| fact.topic == topic && fact.value != UNKNOWN);
            fact.map(|fact| value_word(self.lang, topic, &fact.value)).unwrap_or_default()
        };
        let health = match (&facts.disability, facts.illness) {
            (Some(known), _) if known.kind.is_some() => self.said(family, Topic::Disability),
            _ => value(Topic::Illness),
        };
        let mut cells = vec![
            family.seat_no.map(|seat| seat.to_string()).unwrap_or_default(),
            family.name.clone(),
            self.sex(&family.sex),
            family.ethnicity.clone(),
            facts.birth.map(|birth| birth.to_string()).unwrap_or_default(),
            value(Topic::Registration),
            health,
            facts.boarding.map(|yes| self.word(if yes { "report-yes" } else { "report-no" })).unwrap_or_default(),
        ];
        for parent in [Parent::Father, Parent::Mother] {
            let known = facts.parent(parent);
            let since = known.work.as_ref().and_then(|work| work.since).map(|day| Msg::new("roster-family-since").with("day", day).text(self.lang)).unwrap_or_default();
            let at = if matches!(known.life, Some(Life::Dead | Life::Missing)) { value(Topic::Life(parent)) } else { format!("{} {since}", value(Topic::Work(parent))) };
            cells.extend([at.trim().to_owned(), known.work.as_ref().map(|work| work.place.clone()).unwrap_or_default(), value(Topic::Care(parent))]);
        }
        let (guardian, phone) = guardians.get(&family.pupil).cloned().unwrap_or_default();
        cells.extend([value(Topic::Carer), guardian, phone, value(Topic::Guardianship), self.by_registry(count), self.by_civil(count)]);
        if economic {
            cells.extend([self.items(family, Topic::Livelihood), self.items(family, Topic::Hardship)]);
        }
        Row { cells, strong: false }
    }

    pub(super) fn sex(&self, code: &str) -> String {
        match code {
            "male" => self.word("report-male"),
            "female" => self.word("report-female"),
            _ => String::new(),
        }
    }

    /// Sources of livelihood or groups of hardship that hold on the day.
    pub(super) fn items(&self, family: &Family, topic: Topic) -> String {
        let yes = family.standing.iter().filter(|fact| fact.topic == topic && fact.value == "yes" && fact.until.is_none_or(|until| until >= self.day));
        yes.map(|fact| crate::roster::family_facts::item_word(self.lang, topic, &fact.item)).collect::<Vec<_>>().join(&self.word("report-list-comma"))
    }

    pub(super) fn by_registry(&self, count: &Count) -> String {
        self.word(match count.registry {
            Some(1) => "report-registry-1",
            Some(2) => "report-registry-2",
            Some(_) => "report-registry-0",
            None => "report-cannot-say",
        })
    }

    pub(super) fn by_civil(&self, count: &Count) -> String {
        self.word(match count.civil {
            Answer::Yes => "report-yes",
            Answer::No => "report-no",
            Answer::Unknown => "report-cannot-say",
        })
    }

    /// How many, grade by grade: no names, and no number so small that it points at a child.
    pub(super) fn left_behind_counts(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let levels: HashMap<ClassId, i64> = classes.iter().map(|class| (class.id, class.level)).collect();
        let mut grades: BTreeMap<i64, [usize; 4]> = BTreeMap::new();
        for family in family::families(tx, self.permit, self.day)? {
            let Some(level) = levels.get(&family.class) else { continue };
            let count = self.count(&family);
            let sums = grades.entry(*level).or_default();
            sums[0] += 1;
            sums[1] += usize::from(count.registry == Some(1));
            sums[2] += usize::from(count.registry == Some(2));
            sums[3] += usize::from(count.civil == Answer::Yes);
        }
        let total = grades.values().fold([0; 4], |sum, of| [0, 1, 2, 3].map(|at| sum[at] + of[at]));
        let few = |n: usize| if (1..LEAST_TOLD).contains(&n) { Msg::new("report-fewer").with("count", LEAST_TOLD).text(self.lang) } else { n.to_string() };
        let row = |name: String, of: [usize; 4], strong: bool| Row { cells: vec![name, of[0].to_string(), few(of[1]), few(of[2]), few(of[3])], strong };
        let mut rows: Vec<Row> = grades.iter().map(|(level, of)| row(Msg::new("report-grade").with("grade", level).text(self.lang), *of, false)).collect();
        rows.push(row(self.word("report-school"), total, true));
        let number = |key: &str| column(self.word(key), 34.0, Align::Center, Kind::Number);
        let columns = vec![
            column(self.word("report-grade-word"), 30.0, Align::Left, Kind::Text),
            number("report-pupils"),
            number("report-registry-1"),
            number("report-registry-2"),
            number("report-by-civil"),
        ];
        let sections = vec![Section { name: String::new(), subtitle: String::new(), rows }];
        let notes = vec![self.word("report-left-behind-registry-note"), self.word("report-left-behind-civil-note")];
        Ok(Register { columns, sections, notes, signatures: self.signatures(&["report-seal-school", "report-date"]), ..Register::default() })
    }
}
