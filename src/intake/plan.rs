//! verbs of planning: what an import would do to the register, row by row, before anything is done (issue 2 item 3: dry run).

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::{Deserialize, Serialize};

use super::row::{Read, Reading};
use super::source::{Answer, Source};
use super::spot::{Spot, Trouble, Weight};
use super::{Counts, plan_families, plan_marks, plan_observations, plan_roster, plan_staff};
use crate::access::{Permit, acts};
use crate::base::words::Lang;
use crate::base::{ClassName, Msg, Result, limits};
use crate::roster::bulk::Change;
use crate::roster::columns::SheetKind;
use crate::roster::pupils::NewPupil;
use crate::roster::time;
use crate::store::Tx;

/// Rows whose changes are shown one by one.
const CHANGES_SHOWN: usize = 200;

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Created,
    Updated(Vec<&'static str>),
    Unchanged,
    /// Waits for mending, or was left out by the office.
    Rejected,
}

/// Who a row may speak of beside those that are proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MayBe {
    /// Nobody else.
    NoOther,
    /// Somebody whom the register does not have yet.
    New,
    /// Another child of the register.
    Other,
}

/// A question that only a person answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Question {
    /// Under which the answer is kept.
    pub key: String,
    /// The file.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// Row from 1.
    pub row: usize,
    /// Whom the row names.
    pub name: String,
    /// What is asked.
    pub text: String,
    /// Who it may be: value of the answer and what tells them apart.
    pub options: Vec<(String, String)>,
    /// Whether it may be somebody new.
    pub may_be_new: bool,
    /// Whether it may be another child of the register, to be picked.
    #[serde(default)]
    pub may_be_other: bool,
    /// The class that the row speaks of, as far as known.
    #[serde(default)]
    pub class: String,
}

/// Counts of one class.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ClassLine {
    /// The class; empty for rows without one.
    pub name: String,
    /// Its counts.
    pub counts: Counts,
}

/// A known row that the import would change.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeLine {
    /// The file.
    pub file: String,
    /// Row from 1.
    pub row: usize,
    /// Whom it concerns.
    pub name: String,
    /// Which particulars change, as keys of their words.
    pub fields: Vec<String>,
}

/// What an import would do, as its page shows it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Preview {
    /// How many rows are what.
    pub counts: Counts,
    /// What needs mending or an answer, at its cell; at most [`limits::IMPORT_PROBLEMS`].
    pub problems: Vec<Trouble>,
    /// Problems beyond these.
    pub beyond: usize,
    /// Where each problem stands: table, row from 1, column from 0.
    pub cells: Vec<(usize, usize, Option<usize>)>,
    /// What goes in and should be looked at.
    pub notes: Vec<Trouble>,
    /// Counts by class.
    pub classes: Vec<ClassLine>,
    /// Classes that would be made.
    pub new_classes: Vec<String>,
    /// Whether the term would be made.
    pub new_term: bool,
    /// Whether the assessment would be made.
    pub new_assessment: bool,
    /// Known rows that would change.
    pub changes: Vec<ChangeLine>,
    /// What a person has to say.
    pub questions: Vec<Question>,
    /// Files in which name and class would be enough, with the rows that wait for that word.
    pub by_name: Vec<(String, usize)>,
    /// Rows with marks of grades 1 and 2, which wait for a word (CONVENTIONS R2).
    pub early_marks: usize,
    /// Sheets without a table: file and sheet.
    pub left_out: Vec<(String, String)>,
}

/// What a commit would do.
#[derive(Default)]
pub(super) struct Deeds {
    pub classes: BTreeSet<ClassName>,
    pub new_pupils: Vec<(ClassName, NewPupil)>,
    pub pupils: Vec<(crate::base::PupilId, Change, Option<ClassName>)>,
    pub marks: Vec<crate::results::NewResult>,
    pub levels: BTreeSet<i64>,
    pub totals: Vec<crate::results::attendance::NewTotal>,
    pub staff: Vec<plan_staff::StaffDeed>,
    pub posts: Vec<plan_staff::PostDeed>,
    pub families: Vec<(crate::base::PupilId, Vec<crate::roster::family::NewFact>)>,
    pub observations: Vec<crate::screening::observation_sheets::Brought>,
}

/// A plan: what is shown, and what would be done.
pub(super) struct Plan {
    pub preview: Preview,
    pub deeds: Deeds,
}

/// Where a plan is put together.
pub(super) struct Draft<'a> {
    pub source: &'a Source,
    pub lang: Lang,
    pub spots: Vec<Spot>,
    pub preview: Preview,
    pub deeds: Deeds,
    by_class: BTreeMap<Option<ClassName>, Counts>,
    by_name: BTreeMap<String, usize>,
}

impl<'a> Draft<'a> {
    fn new(source: &'a Source, lang: Lang) -> Self {
        let preview = Preview { left_out: source.left_out.clone(), ..Preview::default() };
        Self { source, lang, spots: Vec::new(), preview, deeds: Deeds::default(), by_class: BTreeMap::new(), by_name: BTreeMap::new() }
    }

    /// The file of a row.
    pub(super) fn file<T>(&self, read: &Read<T>) -> &'a str {
        &self.source.tables[read.table].file
    }

    /// The row of the sheet, from 1.
    pub(super) fn row<T>(&self, read: &Read<T>) -> usize {
        self.source.tables[read.table].rows.get(read.at).map_or(0, |(row, _)| *row)
    }

    /// Under which answers about a row are kept.
    pub(super) fn key<T>(&self, read: &Read<T>) -> String {
        let half = self.source.tables[read.table].rows.get(read.at).map_or(0, |(_, half)| *half);
        format!("{}-{}-{half}", read.table, self.row(read))
    }

    /// Whether the office said to leave the row out.
    pub(super) fn skipped(&self, key: &str) -> bool {
        self.source.said.answers.get(key) == Some(&Answer::Skip)
    }

    /// Counts a row.
    pub(super) fn count<T>(&mut self, read: &Read<T>, name: &str, fate: &Fate) {
        let of_class = self.by_class.entry(read.class).or_default();
        for counts in [&mut self.preview.counts, of_class] {
            counts.rows += 1;
            match fate {
                Fate::Created => counts.created += 1,
                Fate::Updated(_) => counts.updated += 1,
                Fate::Unchanged => counts.unchanged += 1,
                Fate::Rejected => counts.rejected += 1,
            }
        }
        if let Fate::Updated(fields) = fate
            && self.preview.changes.len() < CHANGES_SHOWN
        {
            let line =
                ChangeLine { file: self.file(read).to_owned(), row: self.row(read), name: name.to_owned(), fields: fields.iter().map(|field| (*field).to_owned()).collect() };
            self.preview.changes.push(line);
        }
    }

    /// Asks about a row; it waits.
    pub(super) fn ask<T>(&mut self, read: &Read<T>, key: String, name: &str, message: Msg, options: Vec<(String, String)>, may_be: MayBe) {
        let table = &self.source.tables[read.table];
        let text = message.text(self.lang);
        self.spots.push(super::row_pupil::spot_at(self.source, read, &crate::roster::columns::Field::Name, message));
        if let Some(spot) = self.spots.last_mut() {
            spot.weight = Weight::Ask;
        }
        let class = read.class.map(|class| class.to_string()).unwrap_or_default();
        let (may_be_new, may_be_other) = (may_be == MayBe::New, may_be == MayBe::Other);
        let (file, sheet, row) = (table.file.clone(), table.sheet.clone(), self.row(read));
        self.preview.questions.push(Question { key, file, sheet, row, name: name.to_owned(), text, options, may_be_new, may_be_other, class });
    }

    /// Notes that a row waits until the office says that name and class are enough in its file.
    pub(super) fn ask_by_name<T>(&mut self, read: &Read<T>) {
        let file = self.file(read).to_owned();
        let first = !self.by_name.contains_key(&file);
        *self.by_name.entry(file).or_default() += 1;
        if first {
            let mut spot = super::row_pupil::spot_at(self.source, read, &crate::roster::columns::Field::Name, "roster-ask-class".into());
            spot.weight = Weight::Ask;
            self.spots.push(spot);
        }
    }

    fn finish(mut self) -> Plan {
        let seen: HashSet<usize> = self.spots.iter().map(|spot| spot.table).collect();
        debug_assert!(seen.iter().all(|table| *table < self.source.tables.len()));
        self.spots.sort_by_key(|spot| (spot.table, spot.row, spot.column));
        for spot in &self.spots {
            let table = &self.source.tables[spot.table];
            let trouble = spot.told(&table.file, &table.sheet, self.lang);
            if spot.weight == Weight::Note {
                if self.preview.notes.len() < limits::IMPORT_PROBLEMS {
                    self.preview.notes.push(trouble);
                }
            } else if self.preview.problems.len() < limits::IMPORT_PROBLEMS {
                self.preview.problems.push(trouble);
                self.preview.cells.push((spot.table, spot.row, spot.column));
            } else {
                self.preview.beyond += 1;
            }
        }
        let line = |(class, counts): (Option<ClassName>, Counts)| ClassLine { name: class.map(|class| class.to_string()).unwrap_or_default(), counts };
        self.preview.classes = self.by_class.into_iter().map(line).collect();
        self.preview.by_name = self.by_name.into_iter().collect();
        self.preview.new_classes = self.deeds.classes.iter().map(ToString::to_string).collect();
        Plan { preview: self.preview, deeds: self.deeds }
    }
}

/// Plans an import against the register: a few statements for the whole of it.
///
/// # Errors
/// Faults of the database.
pub(super) fn plan(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, source: &Source, lang: Lang) -> Result<Plan> {
    let reading = Reading { year: source.term.year, today: tx.today() };
    let mut draft = Draft::new(source, lang);
    draft.preview.new_term = time::term_by_code(tx, source.term)?.is_none();
    match source.kind {
        SheetKind::Roster => plan_roster::plan(tx, permit, reading, &mut draft)?,
        SheetKind::Scores => plan_marks::scores(tx, permit, reading, &mut draft)?,
        SheetKind::Attendance => plan_marks::attendance(tx, permit, reading, &mut draft)?,
        SheetKind::Families => plan_families::plan(tx, permit, reading, &mut draft)?,
        SheetKind::Observations => plan_observations::plan(tx, permit, reading, &mut draft)?,
        SheetKind::Staff => plan_staff::staff(tx, reading, &mut draft)?,
        SheetKind::Teaching => plan_staff::teaching(tx, reading, &mut draft)?,
    }
    Ok(draft.finish())
}
