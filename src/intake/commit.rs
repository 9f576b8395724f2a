//! verbs of taking in: the good rows of an import go in, in the transaction of the caller, while the others wait.

use std::collections::{BTreeMap, HashMap};

use super::plan::{Deeds, Plan, plan};
use super::plan_marks::fulls;
use super::plan_staff::Given;
use super::source::Source;
use super::{Preview, keep_sealed, source_of, sql};
use crate::access::{Permit, Subject, acts};
use crate::base::words::Lang;
use crate::base::{ClassId, ClassName, Error, GradeId, Id, ImportId, Result, RowId, SchoolDate, StaffId, YearId};
use crate::results::assessment::{Kind, NewAssessment, Scale};
use crate::results::attendance::put_totals_many;
use crate::results::mark::Mark;
use crate::results::{ensure, full_marks, put_many};
use crate::roster::bulk::{change_many, held};
use crate::roster::family_sheet::write_many;
use crate::roster::people::{self, NewPost};
use crate::roster::pupils::enrol_many;
use crate::roster::terms::usual_days;
use crate::roster::time::{self, Term};
use crate::screening::observation_sheets;
use crate::store::Tx;
use crate::trail;

/// Pupils of an import that is taken in.
pub(super) const PUPIL: &str = "pupil";
/// Pupils who were corrected.
pub(super) const PUPIL_BEFORE: &str = "pupil_before";
/// Classes that were made.
pub(super) const CLASS: &str = "class";
/// Staff who were hired.
pub(super) const STAFF: &str = "staff";
/// Staff whose particulars were corrected.
pub(super) const STAFF_BEFORE: &str = "staff_before";
/// Posts that were given.
pub(super) const POST: &str = "post";
/// Pupils about whose family facts were brought.
pub(super) const FAMILY: &str = "family";
/// Pupils about whom observations were brought.
pub(super) const OBSERVED: &str = "observed";
/// The assessment or term whose results or totals the import brought.
pub(super) const MARKS: &str = "marks";

/// Takes the good rows of an import in. Its sheets stay while rows wait, so that the marked copy can be had; without such rows they are forgotten,
/// and the caller destroys the key after the transaction (see [`super::forget_key`]). Gives what was done, and whether the sheets are kept.
///
/// # Errors
/// A conflict when it is over: the same press twice takes in once.
pub fn commit(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, id: ImportId, lang: Lang) -> Result<(Preview, bool)> {
    if !sql::move_on(tx, id, "done")? {
        return Err(Error::Conflict("intake-over".into()));
    }
    let source = source_of(tx, permit, id)?;
    let preview = take_in(tx, permit, id, &source, lang)?;
    let kept = preview.counts.rejected > 0;
    if kept {
        keep_sealed(tx, id, &source, &preview)?;
    } else {
        sql::drop_source(tx, id)?;
    }
    Ok((preview, kept))
}

/// Plans once more, against what is there now, and does it.
pub(super) fn take_in(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, id: ImportId, source: &Source, lang: Lang) -> Result<Preview> {
    let Plan { preview, mut deeds } = plan(tx, permit, source, lang)?;
    let mut changes: Vec<sql::Change> = Vec::new();
    if !deeds.is_empty() {
        let term = term(tx, permit, source)?;
        let classes = classes(tx, permit, &term, &deeds, &mut changes)?;
        pupils(tx, permit, id, &term, &classes, &mut deeds, &mut changes)?;
        marks(tx, permit, id, source, &term, &deeds, &mut changes)?;
        staff(tx, permit, id, &term, &classes, &deeds, &mut changes)?;
        families(tx, permit, id, &deeds, &mut changes)?;
        observations(tx, permit, id, &term, &deeds, &mut changes)?;
    }
    sql::insert_changes(tx, id, &changes)?;
    sql::set_counts(tx, id, preview.counts)?;
    trail::note(tx, permit.who(), "intake.done", id, &preview.counts)?;
    Ok(preview)
}

impl Deeds {
    fn is_empty(&self) -> bool {
        let pupils = [self.new_pupils.len(), self.pupils.len(), self.marks.len(), self.totals.len(), self.families.len(), self.observations.len()];
        let lists = pupils.into_iter().chain([self.staff.len(), self.posts.len()]);
        lists.sum::<usize>() == 0
    }
}

fn term(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, source: &Source) -> Result<Term> {
    if let Some(term) = time::term_by_code(tx, source.term)? {
        return Ok(term);
    }
    let calendar: Permit<acts::ManageCalendar> = Permit::ask(tx, permit.who(), Subject::School)?;
    let (first, last) = usual_days(source.term);
    time::ensure_term(tx, &calendar, source.term, first, last)?;
    time::term_by_code(tx, source.term)?.ok_or_else(|| Error::Fault("a term that was just made is not there".into()))
}

type Classes = HashMap<ClassName, (ClassId, GradeId)>;

fn classes(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, term: &Term, deeds: &Deeds, changes: &mut Vec<sql::Change>) -> Result<Classes> {
    let roster: Permit<acts::ManageRoster> = Permit::ask(tx, permit.who(), Subject::School)?;
    for name in &deeds.classes {
        let id = time::ensure_class(tx, &roster, term.year, *name)?;
        changes.push((CLASS, RowId::from_uuid(id.uuid()), None));
    }
    let all = time::classes(tx, term.year)?;
    Ok(all.into_iter().map(|class| (ClassName { grade: class.level, number: class.number }, (class.id, class.grade))).collect())
}

fn of(classes: &Classes, name: ClassName) -> Result<(ClassId, GradeId)> {
    classes.get(&name).copied().ok_or_else(|| Error::Fault(format!("no class {name} after it was made")))
}

fn pupils(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, id: ImportId, term: &Term, classes: &Classes, deeds: &mut Deeds, changes: &mut Vec<sql::Change>) -> Result<()> {
    if deeds.new_pupils.is_empty() && deeds.pupils.is_empty() {
        return Ok(());
    }
    let roster: Permit<acts::ManageRoster> = Permit::ask(tx, permit.who(), Subject::School)?;
    let mut seats = Vec::with_capacity(deeds.new_pupils.len());
    let mut new = Vec::with_capacity(deeds.new_pupils.len());
    // Taken, not copied: fifty thousand of them are a third of what an import may hold.
    for (class, pupil) in std::mem::take(&mut deeds.new_pupils) {
        seats.push(of(classes, class)?);
        new.push(crate::roster::pupils::NewPupil { import: Some(id), ..pupil });
    }
    let created = enrol_many(tx, &roster, &seats, &new, term.first_day)?;
    changes.extend(created.into_iter().map(|pupil| (PUPIL, RowId::from_uuid(pupil.uuid()), None)));
    if deeds.pupils.is_empty() {
        return Ok(());
    }
    let year: YearId = term.year;
    let mut changed = Vec::with_capacity(deeds.pupils.len());
    for (pupil, mut change, class) in std::mem::take(&mut deeds.pupils) {
        change.class = class.map(|class| of(classes, class)).transpose()?.map(|(class, grade)| (class, grade, year));
        changed.push((pupil, change));
    }
    let all = held(tx, permit)?;
    let befores = change_many(tx, &roster, &all, &changed, term.first_day, id)?;
    changes.extend(changed.iter().zip(befores).map(|((pupil, _), before)| (PUPIL_BEFORE, RowId::from_uuid(pupil.uuid()), Some(before))));
    Ok(())
}

/// What an assessment is for, by its name.
fn kind_by_name(name: &str) -> Kind {
    let lower = name.to_lowercase();
    if ["期末", "final"].iter().any(|word| lower.contains(word)) {
        Kind::Final
    } else if ["摸底", "入学", "基线", "前测", "baseline"].iter().any(|word| lower.contains(word)) {
        Kind::Baseline
    } else {
        Kind::Formative
    }
}

fn marks(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, id: ImportId, source: &Source, term: &Term, deeds: &Deeds, changes: &mut Vec<sql::Change>) -> Result<()> {
    if !deeds.totals.is_empty() {
        put_totals_many(tx, permit, term, &deeds.totals, Some(id))?;
        changes.push((MARKS, RowId::from_uuid(term.id.uuid()), None));
    }
    if deeds.marks.is_empty() {
        return Ok(());
    }
    let known = match sql::assessment(tx, term.id, &source.assessment)? {
        Some(assessment) => full_marks(tx, assessment)?.into_iter().map(|full| ((full.level, full.subject), full.points)).collect(),
        None => BTreeMap::new(),
    };
    let kind = kind_by_name(&source.assessment);
    let day = match kind {
        Kind::Final => term.last_day,
        Kind::Baseline => term.first_day,
        Kind::Formative => tx.today().clamp(term.first_day, term.last_day),
    };
    let points = deeds.marks.iter().any(|mark| matches!(mark.mark, Mark::Points(_)));
    let new = NewAssessment {
        term: term.id,
        name: source.assessment.clone(),
        kind,
        day,
        scale: if points { Scale::Points } else { Scale::Bands },
        filing_no: String::new(),
        fulls: fulls(&deeds.levels, source, &deeds.marks, &known),
        import: Some(id),
    };
    let assessment = ensure(tx, permit, &new)?;
    put_many(tx, permit, assessment, &deeds.marks, Some(id))?;
    changes.push((MARKS, RowId::from_uuid(assessment.uuid()), None));
    Ok(())
}

fn families(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, id: ImportId, deeds: &Deeds, changes: &mut Vec<sql::Change>) -> Result<()> {
    write_many(tx, permit, &deeds.families, id)?;
    changes.extend(deeds.families.iter().map(|(pupil, _)| (FAMILY, RowId::from_uuid(pupil.uuid()), None)));
    Ok(())
}

fn observations(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, id: ImportId, term: &Term, deeds: &Deeds, changes: &mut Vec<sql::Change>) -> Result<()> {
    if deeds.observations.is_empty() {
        return Ok(());
    }
    observation_sheets::bring(tx, permit, term, &deeds.observations, id)?;
    changes.extend(deeds.observations.iter().map(|row| (OBSERVED, RowId::from_uuid(row.pupil.uuid()), None)));
    Ok(())
}

fn staff(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, id: ImportId, term: &Term, classes: &Classes, deeds: &Deeds, changes: &mut Vec<sql::Change>) -> Result<()> {
    if deeds.staff.is_empty() && deeds.posts.is_empty() {
        return Ok(());
    }
    let manage: Permit<acts::ManageStaff> = Permit::ask(tx, permit.who(), Subject::School)?;
    let mut posts: Vec<(StaffId, Given)> = deeds.posts.iter().map(|deed| (deed.staff, deed.given.clone())).collect();
    for deed in &deeds.staff {
        let who = match (deed.id, &deed.before) {
            (Some(who), Some(before)) => {
                people::correct_staff(tx, &manage, who, &deed.new)?;
                let text = serde_json::to_string(&StaffBefore::of(before)).map_err(|e| Error::fault("what somebody was before", e))?;
                changes.push((STAFF_BEFORE, RowId::from_uuid(who.uuid()), Some(text)));
                who
            }
            _ => {
                let who = people::hire(tx, &manage, &deed.new)?;
                changes.push((STAFF, RowId::from_uuid(who.uuid()), None));
                who
            }
        };
        posts.extend(deed.posts.iter().map(|given| (who, given.clone())));
    }
    let end_of_year = SchoolDate::new(source_year(term) + 1, 7, 31).unwrap_or(term.last_day);
    for (who, given) in posts {
        let class = given.class.map(|class| of(classes, class)).transpose()?;
        let new = NewPost {
            staff: who,
            duty: given.duty,
            scope_id: class.map_or_else(|| RowId::from_uuid(tx.school().uuid()), |(class, _)| RowId::from_uuid(class.uuid())),
            subject: given.subject,
            from_day: term.first_day,
            until_day: if class.is_some() { end_of_year } else { people::forever() },
            import: Some(id),
        };
        let post = people::appoint(tx, &manage, &new)?;
        changes.push((POST, RowId::from_uuid(post.uuid()), None));
    }
    Ok(())
}

fn source_year(term: &Term) -> i16 {
    term.code.year.0
}

/// Particulars of a member of staff before an import.
#[derive(serde::Serialize, serde::Deserialize)]
pub(super) struct StaffBefore {
    name: String,
    staff_no: Option<String>,
    sex: String,
    phone: String,
    strengths: String,
}

impl StaffBefore {
    fn of(staff: &people::NewStaff) -> Self {
        Self { name: staff.name.clone(), staff_no: staff.staff_no.clone(), sex: staff.sex.clone(), phone: staff.phone.clone(), strengths: staff.strengths.clone() }
    }

    /// As the register takes them.
    pub(super) fn particulars(self) -> people::NewStaff {
        people::NewStaff { name: self.name, staff_no: self.staff_no, sex: self.sex, phone: self.phone, strengths: self.strengths }
    }
}
