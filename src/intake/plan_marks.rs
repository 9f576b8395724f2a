//! verbs of planning: sheets of marks and of attendance. They never make a child: who is not in the register is a problem at the cell. CONVENTIONS R2; A2-01, B4-02.

use std::collections::{BTreeMap, HashMap};

use super::lookup::Lookup;
use super::plan::{Draft, Fate, MayBe};
use super::row::{Read, Reading};
use super::row_marks::{AttendanceRow, ScoreRow, attendance as attendance_rows, full_marks, scores as score_rows};
use super::row_pupil::{Keys, spot_at, twice};
use super::spot::{Spot, Weight};
use super::sql;
use crate::access::{Permit, acts};
use crate::base::{ClassId, Msg, PupilId, Result};
use crate::results::NewResult;
use crate::results::assessment::{LAST_GRADE_WITHOUT_PAPERS, exam_rule};
use crate::results::attendance::{NewTotal, Total};
use crate::results::mark::Mark;
use crate::roster::columns::Field;
use crate::roster::matching::{Match, Question};
use crate::roster::time;
use crate::store::Tx;

/// The child of a row and the class in the year; or nobody, with what is wrong noted.
pub(super) fn child<T>(tx: &Tx<'_>, lookup: &Lookup, draft: &mut Draft<'_>, read: &Read<T>, keys: &Keys, at: &Field) -> Option<(PupilId, ClassId, i64)> {
    let key = draft.key(read);
    if draft.skipped(&key) {
        return None;
    }
    let name = keys.name.as_ref().map(|name| name.as_str().to_owned()).unwrap_or_default();
    let wrong = |draft: &mut Draft<'_>, message: Msg| draft.spots.push(spot_at(draft.source, read, at, message));
    match lookup.decide(tx, draft.source, draft.file(read), &key, keys) {
        Match::Same { pupil, .. } => {
            let place = lookup.year.and_then(|year| lookup.held.get(&pupil)?.place_in(year));
            let level = place.and_then(|place| lookup.classes.iter().find(|class| class.id == place.class)).map(|class| class.level);
            if let (Some(place), Some(level)) = (place, level) {
                return Some((pupil, place.class, level));
            }
            wrong(draft, Msg::new("intake-not-in-year").with("term", draft.source.term));
        }
        // In a class that the register knows the name may be misspelt: the office picks the child.
        Match::New if !name.is_empty() && read.class.is_some_and(|class| lookup.class(class).is_some()) => {
            draft.ask(read, key, &name, "intake-unknown-child".into(), Vec::new(), MayBe::Other)
        }
        Match::New => wrong(draft, "intake-unknown-child".into()),
        Match::Ask { why: Question::NameAndClassOnce, .. } => draft.ask_by_name(read),
        Match::Ask { candidates, why } => {
            let options = candidates.iter().map(|id| (id.to_string(), lookup.label(*id))).collect();
            draft.ask(read, key, &name, Msg::new(why.key()), options, MayBe::Other);
        }
        Match::Conflict { why, .. } => wrong(draft, Msg::new(why.key())),
    }
    None
}

/// Notes at both rows that they mean the same child.
pub(super) fn both_rows<T>(draft: &mut Draft<'_>, rows: &[Read<T>], a: usize, b: usize) {
    for (at, other) in [(a, b), (b, a)] {
        let spot = spot_at(draft.source, &rows[at], &Field::Name, twice(draft.source, &rows[other]));
        draft.spots.push(spot);
    }
}

fn stored_as(mark: Mark) -> (&'static str, Option<f64>, Option<&'static str>) {
    match mark {
        Mark::Points(points) => ("points", Some(points), None),
        Mark::Band(band) => ("band", None, Some(band.code())),
        Mark::Absent => ("absent", None, None),
        Mark::Exempt => ("exempt", None, None),
        Mark::Deferred => ("deferred", None, None),
        Mark::Missing => ("", None, None),
    }
}

pub(super) fn scores(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, reading: Reading, draft: &mut Draft<'_>) -> Result<()> {
    let mut all = score_rows(draft.source, reading);
    draft.spots.append(&mut all.spots);
    let lookup = Lookup::read(tx, permit, draft.source)?;
    let term = time::term_by_code(tx, draft.source.term)?;
    let assessment = term.as_ref().map(|term| sql::assessment(tx, term.id, &draft.source.assessment)).transpose()?.flatten();
    draft.preview.new_assessment = assessment.is_none();
    let stored = assessment.map(|id| sql::results(tx, id)).transpose()?.unwrap_or_default();
    let mut most: BTreeMap<(i64, String), f64> = BTreeMap::new();
    if let Some(id) = assessment {
        most.extend(crate::results::full_marks(tx, id)?.into_iter().map(|full| ((full.level, full.subject), full.points)));
    }
    let early_allowed = draft.source.said.early_marks || exam_rule(tx)?.is_local;
    let mut chosen: Vec<Option<(PupilId, ClassId, i64)>> = Vec::with_capacity(all.rows.len());
    let mut first: HashMap<(PupilId, String), usize> = HashMap::new();
    let mut doubled: Vec<(usize, usize)> = Vec::new();
    for (at, read) in all.rows.iter().enumerate() {
        let found = read.item.as_ref().and_then(|item| child(tx, &lookup, draft, read, &item.keys, &item.at));
        if let (Some((pupil, ..)), Some(item)) = (found, &read.item) {
            let before = item.marks.iter().filter_map(|(subject, _)| first.insert((pupil, subject.clone()), at)).next();
            doubled.extend(before.map(|before| (before, at)));
        }
        chosen.push(found);
    }
    for (a, b) in doubled {
        both_rows(draft, &all.rows, a, b);
        chosen[a] = None;
        chosen[b] = None;
    }
    let mut waiting: Vec<usize> = Vec::new();
    for (read, found) in all.rows.iter().zip(chosen) {
        let name = read.item.as_ref().and_then(|item| item.keys.name.as_ref()).map(|name| name.as_str().to_owned()).unwrap_or_default();
        let fate = match (&read.item, found) {
            (Some(item), Some(found)) => {
                let early = found.2 <= LAST_GRADE_WITHOUT_PAPERS && item.marks.iter().any(|(_, mark)| matches!(mark, Mark::Points(_)));
                if early && !early_allowed {
                    draft.preview.early_marks += 1;
                    if !waiting.contains(&read.table) {
                        waiting.push(read.table);
                        draft.spots.push(Spot { table: read.table, row: 0, column: None, value: String::new(), message: "intake-early-marks".into(), weight: Weight::Ask });
                    }
                    Fate::Rejected
                } else {
                    put(draft, read, item, found, stored.get(&found.0), &most)
                }
            }
            // A row that names nobody and has no mark says nothing.
            (None, _) | (Some(_), None) => Fate::Rejected,
        };
        draft.count(read, &name, &fate);
    }
    Ok(())
}

fn put(
    draft: &mut Draft<'_>,
    read: &Read<ScoreRow>,
    item: &ScoreRow,
    (pupil, class, level): (PupilId, ClassId, i64),
    stored: Option<&HashMap<String, sql::Stored>>,
    most: &BTreeMap<(i64, String), f64>,
) -> Fate {
    let mut fields: Vec<&'static str> = Vec::new();
    let mut fresh = false;
    let mut deeds = Vec::new();
    for (subject, mark) in &item.marks {
        if let (Some(full), Mark::Points(points)) = (most.get(&(level, subject.clone())), mark)
            && points > full
        {
            let message = Msg::new("results-mark-above").with("text", points).with("full", full);
            draft.spots.push(spot_at(draft.source, read, &Field::Subject(subject.clone()), message));
            return Fate::Rejected;
        }
        let (state, points, band) = stored_as(*mark);
        match stored.and_then(|stored| stored.get(subject)) {
            Some((_, was, had, was_band)) if was == state && *had == points && was_band.as_deref() == band => continue,
            Some(_) => fields.push("intake-field-marks"),
            None => fresh = true,
        }
        deeds.push(NewResult { pupil, class, subject: subject.clone(), mark: *mark });
    }
    draft.deeds.levels.insert(level);
    draft.deeds.marks.extend(deeds);
    fields.dedup();
    match (fresh, fields.is_empty()) {
        (_, false) => Fate::Updated(fields),
        (true, true) => Fate::Created,
        (false, true) => Fate::Unchanged,
    }
}

pub(super) fn attendance(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, reading: Reading, draft: &mut Draft<'_>) -> Result<()> {
    let mut all = attendance_rows(draft.source, reading);
    draft.spots.append(&mut all.spots);
    let lookup = Lookup::read(tx, permit, draft.source)?;
    let term = time::term_by_code(tx, draft.source.term)?;
    let stored = term.map(|term| sql::totals(tx, term.id)).transpose()?.unwrap_or_default();
    let mut first: HashMap<PupilId, usize> = HashMap::new();
    let mut chosen: Vec<Option<(PupilId, ClassId, i64)>> = Vec::with_capacity(all.rows.len());
    let mut doubled = Vec::new();
    for (at, read) in all.rows.iter().enumerate() {
        let found = read.item.as_ref().and_then(|item| child(tx, &lookup, draft, read, &item.keys, &item.at));
        doubled.extend(found.and_then(|(pupil, ..)| first.insert(pupil, at)).map(|before| (before, at)));
        chosen.push(found);
    }
    for (a, b) in doubled {
        both_rows(draft, &all.rows, a, b);
        chosen[a] = None;
        chosen[b] = None;
    }
    for (read, found) in all.rows.iter().zip(chosen) {
        let name = read.item.as_ref().and_then(|item| item.keys.name.as_ref()).map(|name| name.as_str().to_owned()).unwrap_or_default();
        let fate = match (&read.item, found) {
            (Some(item), Some((pupil, class, _))) => total(draft, item, pupil, class, stored.get(&pupil)),
            _ => Fate::Rejected,
        };
        draft.count(read, &name, &fate);
    }
    Ok(())
}

fn total(draft: &mut Draft<'_>, item: &AttendanceRow, pupil: PupilId, class: ClassId, stored: Option<&sql::StoredTotal>) -> Fate {
    let new = (class, item.school_days, item.sick, item.personal, item.unexplained, item.late);
    if stored == Some(&new) {
        return Fate::Unchanged;
    }
    let total = Total { school_days: item.school_days, sick_days: item.sick, personal_days: item.personal, unexplained_days: item.unexplained, late_times: item.late };
    draft.deeds.totals.push(NewTotal { pupil, class, total });
    if stored.is_some() { Fate::Updated(vec!["intake-field-days"]) } else { Fate::Created }
}

/// The full marks of an assessment by these sheets: each subject in each grade of which there are marks.
pub(super) fn fulls(
    draft_levels: &std::collections::BTreeSet<i64>,
    source: &super::source::Source,
    marks: &[NewResult],
    known: &BTreeMap<(i64, String), f64>,
) -> Vec<crate::results::FullMark> {
    let by_header = full_marks(source);
    let common = by_header.get("").copied();
    let subjects: std::collections::BTreeSet<&str> = marks.iter().map(|mark| mark.subject.as_str()).collect();
    let mut fulls = Vec::new();
    for level in draft_levels {
        for subject in &subjects {
            let points = known.get(&(*level, (*subject).to_owned())).copied().or_else(|| by_header.get(*subject).copied()).or(common).unwrap_or(100.0);
            fulls.push(crate::results::FullMark { level: *level, subject: (*subject).to_owned(), points });
        }
    }
    fulls
}
