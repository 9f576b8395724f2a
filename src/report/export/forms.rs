//! Forms of the bureau (自带表格): the labels that are known, what they are proposed to mean, and a form filled for one child, a class, a grade or the school. Internal, never for a wall.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Job;
use super::form_values::Values;
use crate::access::{Permit, Subject, acts};
use crate::base::{Error, Lang, Msg, PupilId, Result, limits};
use crate::casefile;
pub use crate::documents::form::{Field, Filling, Form, Kind, List, Place};
use crate::documents::ooxml;
use crate::report::form_facts::{Of, of_code, usual, usual_in_list};
use crate::report::forms::Meant;
use crate::report::{Name, sql};
use crate::roster::particulars;
use crate::roster::time::{self, Class, Term};
use crate::store::Tx;

/// Opens a blank form and finds its fields.
///
/// # Errors
/// Those of [`Form::open`].
pub fn open(bytes: Vec<u8>, name: &str) -> Result<Form> {
    Form::open(bytes, name, &|label| usual(label).is_some())
}

/// What each field is proposed to mean: what was chosen for its label before, else what the label usually means; empty for what is filled by hand.
pub fn proposed(form: &Form, remembered: &HashMap<String, String>) -> Vec<Meant> {
    let mut facts: Vec<Option<&'static str>> = form.fields().iter().map(|field| usual(&field.label).map(|fact| fact.code)).collect();
    for list in 0..form.lists().len() {
        let columns: Vec<usize> = (0..facts.len()).filter(|at| form.fields()[*at].list == Some(list)).collect();
        let labels: Vec<&str> = columns.iter().map(|at| form.fields()[*at].label.as_str()).collect();
        for (at, fact) in columns.iter().zip(usual_in_list(&labels)) {
            facts[*at] = fact.map(|fact| fact.code);
        }
    }
    let meant = |(field, fact): (&Field, Option<&str>)| {
        let before = remembered.get(&field.label).filter(|fact| field.list.is_none() || of_code(fact).is_none_or(|fact| fact.of == Of::Child));
        Meant { spot: field.spot.clone(), label: field.label.clone(), fact: before.map(String::as_str).or(fact).unwrap_or_default().to_owned() }
    };
    form.fields().iter().zip(facts).map(meant).collect()
}

/// For whom a form is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// The children with a case file.
    Supported,
    /// All children.
    All,
    /// One child.
    One(PupilId),
}

/// How a form is filled.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// The term it speaks of.
    pub term: &'a Term,
    /// The language of the facts.
    pub lang: Lang,
    /// For whom.
    pub whom: Whom,
    /// Whether numbers are whole, for who may see them and said why.
    pub whole: bool,
    /// One word file with a page for each child, where that is simple, instead of a file for each.
    pub joined: bool,
}

/// A filled form.
#[derive(Debug)]
pub struct Filled {
    /// Name of the file.
    pub file: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many children it speaks of.
    pub children: usize,
}

/// The facts of a child that a form asks for, by field, for looking at before printing.
pub type Shown = Vec<(String, String)>;

/// Facts of a child that the head of a list says of all of its children.
const SHARED: [&str; 3] = ["class", "grade", "homeroom"];
/// Different values that such a head names, at most.
const SHARED_MOST: usize = 3;

/// What the head of a list says of its children: the value of all of them, or the few that there are; nothing where there are many.
fn shared(children: &[Values], fact: &str) -> String {
    let mut values: Vec<String> = Vec::new();
    for value in children.iter().map(|child| child.of(fact)).filter(|value| !value.is_empty()) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    if values.len() > SHARED_MOST { String::new() } else { values.join("、") }
}

struct Sheet<'a> {
    form: &'a Form,
    /// Fact by field.
    facts: Vec<&'static str>,
}

impl<'a> Sheet<'a> {
    fn new(form: &'a Form, meant: &HashMap<String, String>) -> Self {
        let fact = |field: &Field| meant.get(&field.spot).and_then(|code| of_code(code)).map_or("", |fact| fact.code);
        Self { form, facts: form.fields().iter().map(fact).collect() }
    }

    fn of(&self, list: usize) -> Of {
        let own = self.form.fields().iter().zip(&self.facts).filter(|(field, _)| field.list == Some(list)).filter_map(|(_, fact)| of_code(fact));
        own.map(|fact| fact.of).find(|of| matches!(of, Of::Record | Of::Guardian)).unwrap_or(Of::Child)
    }

    /// Whether it lists children by name.
    fn lists_children(&self) -> bool {
        self.form.fields().iter().zip(&self.facts).any(|(field, fact)| *fact == "name" && field.list.is_some_and(|list| self.of(list) == Of::Child))
    }

    /// Whether it speaks of one child: something outside its lists, or rows of records or relatives, is a child's. What the head of a list says of the class is none of one child.
    fn is_of_one(&self) -> bool {
        let listed = self.lists_children();
        let of_child = |fact: &str| of_code(fact).is_some_and(|fact| fact.of == Of::Child) && !(listed && SHARED.contains(&fact));
        let single = self.form.fields().iter().zip(&self.facts).any(|(field, fact)| field.list.is_none() && of_child(fact));
        single || (0..self.form.lists().len()).any(|list| self.of(list) != Of::Child)
    }

    fn row(&self, list: usize, value: &dyn Fn(&str) -> String) -> BTreeMap<usize, String> {
        let own = self.form.fields().iter().enumerate().filter(|(_, field)| field.list == Some(list));
        own.map(|(at, _)| (at, value(self.facts[at]))).collect()
    }

    fn filling(&self, whole: &Values, children: &[Values], one: Option<&Values>) -> Filling {
        let mut filling = Filling::default();
        for (at, field) in self.form.fields().iter().enumerate().filter(|(_, field)| field.list.is_none()) {
            let fact = self.facts[at];
            let value = one.map(|one| one.of(fact)).filter(|value| !value.is_empty()).unwrap_or_else(|| whole.of(fact));
            let value = if one.is_none() && SHARED.contains(&fact) { shared(children, fact) } else { value };
            if !field.label.is_empty() && !fact.is_empty() && fact != "by_hand" {
                filling.singles.insert(at, value);
            }
        }
        for list in 0..self.form.lists().len() {
            let rows = match (self.of(list), one) {
                (Of::Record, Some(one)) => one.records.iter().map(|record| self.row(list, &|fact| record.get(fact).cloned().unwrap_or_else(|| one.of(fact)))).collect(),
                (Of::Guardian, Some(one)) => one.guardians.iter().map(|own| self.row(list, &|fact| own.get(fact).cloned().unwrap_or_else(|| one.of(fact)))).collect(),
                (Of::Record | Of::Guardian, None) => Vec::new(),
                _ => {
                    let line = |(at, child): (usize, &Values)| {
                        self.row(list, &|fact| {
                            if fact == "number" { (at + 1).to_string() } else { Some(child.of(fact)).filter(|v| !v.is_empty()).unwrap_or_else(|| whole.of(fact)) }
                        })
                    };
                    children.iter().enumerate().map(line).collect()
                }
            };
            filling.rows.insert(list, rows);
        }
        filling
    }
}

/// Whether a form speaks of one child, so that it is filled once for each.
pub fn is_of_one(form: &Form, meant: &HashMap<String, String>) -> bool {
    Sheet::new(form, meant).is_of_one()
}

/// Fills a form for the child, class, grade or school of the permit.
///
/// # Errors
/// A problem at `part` when there is no child to fill it for; too much beyond [`limits::FORM_CHILDREN`]; those of the writers.
pub fn fill(tx: &mut Tx<'_>, permit: &Permit<acts::PrintRegister>, name: &str, form: &Form, meant: &HashMap<String, String>, wanted: &Wanted<'_>) -> Result<Filled> {
    let sheet = Sheet::new(form, meant);
    let job = job(tx, permit, wanted);
    let children = job.form_children(tx, &sheet, wanted)?;
    let whole = job.form_whole(tx)?;
    let count = children.len();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let file = |of: &str, extension: &str| format!("{stem}{of}_{}.{extension}", wanted.term.code);
    let kind = form.kind();
    let done = |file: String, media_type: &'static str, bytes: Vec<u8>| Ok(Filled { file, media_type, bytes, children: count });
    if !sheet.is_of_one() {
        return done(file("", kind.extension()), kind.media_type(), form.fill(&sheet.filling(&whole, &children, None))?);
    }
    if let [child] = children.as_slice() {
        let filled = form.fill(&sheet.filling(&whole, &children, Some(child)))?;
        return done(file(&format!("_{}", child.name), kind.extension()), kind.media_type(), filled);
    }
    let fillings: Vec<Filling> = children.iter().map(|child| sheet.filling(&whole, std::slice::from_ref(child), Some(child))).collect();
    if wanted.joined
        && let Some(bytes) = form.fill_in_turn(&fillings)?
    {
        return done(file("", kind.extension()), kind.media_type(), bytes);
    }
    let mut parts: Vec<(String, Vec<u8>)> = Vec::with_capacity(count);
    for (at, (child, filling)) in children.iter().zip(&fillings).enumerate() {
        parts.push((format!("{:03}_{}_{}.{}", at + 1, child.of("class"), child.name, kind.extension()).replace('/', "_"), form.fill(filling)?));
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    done(file("", "zip"), "application/zip", ooxml::pack(&parts)?)
}

/// What a form would say of one child: of each field its label and value, of a list its first rows.
///
/// # Errors
/// Those of [`fill`].
pub fn preview(tx: &mut Tx<'_>, permit: &Permit<acts::PrintRegister>, form: &Form, meant: &HashMap<String, String>, wanted: &Wanted<'_>) -> Result<Shown> {
    let sheet = Sheet::new(form, meant);
    let job = job(tx, permit, wanted);
    let (children, whole) = (job.form_children(tx, &sheet, wanted)?, job.form_whole(tx)?);
    let filling = sheet.filling(&whole, &children, children.first());
    let mut shown: Shown = filling.singles.into_iter().map(|(at, value)| (form.fields()[at].label.clone(), value)).collect();
    for row in filling.rows.into_values().flat_map(|rows| rows.into_iter().take(3)) {
        shown.extend(row.into_iter().filter(|(_, value)| !value.is_empty()).map(|(at, value)| (form.fields()[at].label.clone(), value)));
    }
    Ok(shown)
}

fn job<'a>(tx: &mut Tx<'_>, permit: &'a Permit<acts::PrintRegister>, wanted: &'a Wanted<'a>) -> Job<'a> {
    let day = tx.today().clamp(wanted.term.first_day, wanted.term.last_day);
    // The name decides whether numbers are whole: those of the internal roster are, for who may see them.
    let name = if wanted.whole { Name::RosterInternal } else { Name::Roster };
    Job { permit, name, term: wanted.term, day, lang: wanted.lang }
}

impl Job<'_> {
    fn form_children(&self, tx: &mut Tx<'_>, sheet: &Sheet<'_>, wanted: &Wanted<'_>) -> Result<Vec<Values>> {
        let needs: BTreeSet<&str> = sheet.facts.iter().copied().collect();
        let classes: Vec<Class> = match (wanted.whom, self.permit.subject()) {
            (Whom::One(pupil), _) => {
                let see = Permit::<acts::SeePupil>::ask(tx, self.permit.who(), pupil)?;
                let seat = particulars::particulars(tx, &see)?.seat.ok_or(Error::NotFound)?;
                vec![time::class(tx, seat.class)?]
            }
            (_, Subject::Pupil(_)) => return Err(Error::NotFound),
            _ => self.classes(tx)?,
        };
        let (helpers, homerooms) = (self.helpers_on(tx)?, self.homerooms(tx)?);
        let mut children = Vec::new();
        for class in &classes {
            let supported: BTreeSet<PupilId> = match wanted.whom {
                Whom::Supported => casefile::lines(tx, self.permit.who(), Some(class.id))?.into_iter().map(|line| line.pupil).collect(),
                _ => BTreeSet::new(),
            };
            for seat in sql::seats(tx, class.id, self.day)? {
                let meant = match wanted.whom {
                    Whom::Supported => supported.contains(&seat.pupil),
                    Whom::All => true,
                    Whom::One(pupil) => seat.pupil == pupil,
                };
                if meant {
                    let homeroom = homerooms.get(&class.id).cloned().unwrap_or_default();
                    children.push(self.form_values(tx, class, &seat, (homeroom, helpers.named(self, seat.pupil)), &needs)?);
                }
                if children.len() > limits::FORM_CHILDREN {
                    return Err(Error::TooMuch(Msg::new("report-forms-children").with("most", limits::FORM_CHILDREN)));
                }
            }
        }
        if children.is_empty() { Err(Error::at("part", "report-forms-nobody")) } else { Ok(children) }
    }
}
