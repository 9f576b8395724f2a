//! One import: what would happen, every problem at its cell, what is asked, the columns; then taking in, undoing, the marked copy.

use askama::Template;
use serde::Deserialize;

use super::{counts_text, kind_word, state_word};
use crate::access::{Subject, acts};
use crate::base::{Error, ImportId, Lang, Msg, Result, limits, words};
use crate::intake::plan::{ClassLine, Question};
use crate::intake::source::Answer;
use crate::intake::{self, Import, Preview, SheetTable, Source, Trouble, export};
use crate::roster::columns::{Bound, Field, Mapping, OBSERVED, Rule, SUBJECTS, SheetKind, Source as From};
use crate::web::{Cx, Page, Reply, Work};

/// Rows of a column that are shown as samples.
const SAMPLES: usize = 3;

#[derive(Template)]
#[template(path = "intake/pages/show.html")]
struct ShowPage {
    p: Page,
    href: String,
    kind: String,
    import: Import,
    state: String,
    lead: String,
    preview: Option<Preview>,
    problems: Vec<Trouble>,
    first: usize,
    last: usize,
    total: usize,
    before: String,
    after: String,
    changes: Vec<(String, String, String)>,
    columns: Vec<ColumnsView>,
    fields: Vec<(String, String)>,
}

/// The columns of the tables that look alike.
struct ColumnsView {
    table: usize,
    /// Every sheet with this header.
    sheets: Vec<String>,
    columns: Vec<ColumnView>,
}

impl ColumnsView {
    fn first(&self) -> &str {
        self.sheets.first().map(String::as_str).unwrap_or_default()
    }
}

struct ColumnView {
    field: String,
    header: String,
    samples: String,
    chosen: String,
    /// The field comes from a rule of a mapping file; it is kept as it is.
    by_rule: bool,
}

impl ShowPage {
    fn class_name(&self, line: &ClassLine) -> String {
        if line.name.is_empty() { self.p.t("intake-no-class") } else { line.name.clone() }
    }
    fn to(&self, act: &str) -> String {
        format!("{}/{act}", self.href)
    }
    fn ready(&self) -> i64 {
        self.import.counts.created + self.import.counts.updated
    }
    fn question_field(&self, question: &Question) -> String {
        format!("q-{}", question.key)
    }
}

#[derive(Deserialize)]
struct Which {
    #[serde(default)]
    skip: usize,
}

/// The page of an import.
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ImportSheets>(Subject::School)?;
    let id: ImportId = cx.path("id")?;
    let import = intake::import_of(cx.tx, &permit, id)?;
    let preview = if import.has_source { Some(intake::preview_of(cx.tx, &permit, id)?) } else { None };
    let open = import.state == "preview";
    let source = if open { Some(intake::source_of(cx.tx, &permit, id)?) } else { None };
    cx.saw("SeeImport", Subject::School, permit.levels());
    let lang = cx.lang();
    let href = format!("/import/{id}");
    let state = state_word(lang, &import.state);
    let skip = cx.query::<Which>().map_or(0, |which| which.skip);
    let rows = usize::try_from(limits::ROWS_PER_PAGE).unwrap_or_default();
    let all = preview.as_ref().map(|preview| preview.problems.as_slice()).unwrap_or_default();
    let problems: Vec<Trouble> = all.iter().skip(skip).take(rows).cloned().collect();
    let (total, last) = (all.len(), skip + problems.len());
    let words_of = |fields: &[String]| fields.iter().map(|field| words::word(lang, field)).collect::<Vec<_>>().join(" · ");
    let changes = preview.iter().flat_map(|preview| &preview.changes).map(|line| (line.name.clone(), words_of(&line.fields), format!("{} {}", line.file, line.row))).collect();
    let page = ShowPage {
        p: cx.page("intake-show-title"),
        kind: kind_word(lang, import.kind),
        state,
        lead: counts_text(lang, import.counts),
        before: if skip > 0 { format!("{href}?skip={}", skip.saturating_sub(rows)) } else { String::new() },
        after: if last < total { format!("{href}?skip={last}") } else { String::new() },
        first: skip + 1,
        last,
        total,
        problems,
        changes,
        columns: source.as_ref().map(columns_of).unwrap_or_default(),
        fields: field_choices(lang, import.kind),
        preview,
        href,
        import,
    };
    cx.render(&page)
}

/// The fields of a sheet of family facts, beside those that name the child.
const FAMILY_FIELDS: [Field; 25] = [
    Field::FatherAway,
    Field::FatherSince,
    Field::FatherPlace,
    Field::FatherCare,
    Field::MotherAway,
    Field::MotherSince,
    Field::MotherPlace,
    Field::MotherCare,
    Field::WorkPlace,
    Field::Bond,
    Field::Carer,
    Field::HouseholdKind,
    Field::Domicile,
    Field::LeftBehind,
    Field::SingleParent,
    Field::Orphan,
    Field::Migrant,
    Field::Disability,
    Field::DisabilityDegree,
    Field::DisabilityCard,
    Field::Health,
    Field::Dibao,
    Field::Tekun,
    Field::LowIncome,
    Field::Relief,
];

/// The fields that a column of a sheet of this kind can hold.
fn fields_of(kind: SheetKind) -> Vec<Field> {
    use Field as F;
    let person = [F::Name, F::Class, F::ClassNumber, F::Grade, F::RegistryNo, F::IdentityNo, F::SchoolNo, F::Birth];
    let subjects = || SUBJECTS.iter().map(|(code, _)| F::Subject((*code).to_owned()));
    match kind {
        SheetKind::Roster => {
            let more = [F::Sex, F::Seat, F::EntryMonth, F::Ethnicity, F::IdentityKind, F::Boarding, F::Boards, F::Address, F::Guardian, F::GuardianRelation, F::GuardianPhone];
            person.into_iter().chain(more).chain([F::Father, F::FatherPhone, F::Mother, F::MotherPhone]).collect()
        }
        SheetKind::Scores => person.into_iter().chain([F::SubjectName, F::Mark]).chain(subjects()).collect(),
        SheetKind::Attendance => {
            let days = [F::Expected, F::Present, F::Absent, F::Sick, F::Personal, F::Truant, F::Late, F::LeftEarly];
            person.into_iter().chain(days).collect()
        }
        SheetKind::Observations => person.into_iter().chain(OBSERVED).chain([F::Teacher, F::Day]).collect(),
        SheetKind::Families => person.into_iter().chain(FAMILY_FIELDS).chain([F::Income]).collect(),
        SheetKind::Staff => vec![F::Name, F::Sex, F::StaffNo, F::Phone, F::Duty, F::Teaches, F::TeachesClasses, F::HomeroomOf],
        SheetKind::Teaching => [F::Class, F::SubjectName, F::Teacher, F::Homeroom].into_iter().chain(subjects()).collect(),
    }
}

fn field_choices(lang: Lang, kind: SheetKind) -> Vec<(String, String)> {
    let none = (String::new(), Msg::new("intake-col-none").text(lang));
    let word = |field: &Field| match field {
        Field::Subject(code) => words::word(lang, &format!("subject-{code}")),
        other => words::word(lang, &format!("intake-col-{other}")),
    };
    std::iter::once(none).chain(fields_of(kind).iter().map(|field| (field.to_string(), word(field)))).collect()
}

/// One view for all tables with the same header.
fn columns_of(source: &Source) -> Vec<ColumnsView> {
    let mut seen: Vec<String> = Vec::new();
    let mut views: Vec<ColumnsView> = Vec::new();
    for (number, table) in source.tables.iter().enumerate() {
        let signature = table.signature(source.kind);
        let sheet = format!("{} · {}", table.file, table.sheet);
        if let Some(at) = seen.iter().position(|other| *other == signature) {
            views[at].sheets.push(sheet);
            continue;
        }
        seen.push(signature);
        let bound = table.mapping.as_ref().and_then(|map| map.bind(&table.headers).ok());
        let columns = (0..table.headers.len()).map(|column| column_view(table, bound.as_ref(), column)).collect();
        views.push(ColumnsView { table: number, sheets: vec![sheet], columns });
    }
    views
}

fn column_view(table: &SheetTable, bound: Option<&Bound>, column: usize) -> ColumnView {
    let field = bound.and_then(|bound| bound.fields().find(|field| bound.column_of(field) == Some(column)).cloned());
    let by_rule = field.as_ref().is_some_and(|field| table.mapping.as_ref().is_some_and(|map| map.fields.get(field).is_some_and(is_rule)));
    let samples: Vec<String> = (0..table.rows.len().min(SAMPLES)).filter_map(|at| table.cells(at).get(column).cloned()).filter(|cell| !cell.is_empty()).collect();
    let secret = matches!(field, Some(Field::IdentityNo | Field::RegistryNo | Field::GuardianIdentityNo));
    let samples = if secret { samples.iter().map(|cell| intake::spot::masked(cell)).collect() } else { samples };
    ColumnView {
        field: format!("c{column}"),
        header: table.headers.get(column).cloned().unwrap_or_default(),
        samples: samples.join(" · ").chars().take(60).collect(),
        chosen: field.map(|field| field.to_string()).unwrap_or_default(),
        by_rule,
    }
}

/// More than a column: a text of several, or figures on another scale.
fn is_rule(source: &From) -> bool {
    matches!(source, From::Rule(rule) if rule.text.is_some() || rule.times.is_some() || rule.plus.is_some())
}

/// Keeps what the office says about an import, and plans it anew.
pub(super) fn answer(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ImportSheets>(Subject::School)?;
    let id: ImportId = cx.path("id")?;
    let mut source = intake::source_of(cx.tx, &permit, id)?;
    for (name, value) in &cx.req.fields {
        match name.as_str() {
            "by_name" => drop(source.said.by_name.insert(value.clone())),
            "early_marks" => source.said.early_marks = true,
            _ => {
                if let Some(answer) = name.strip_prefix("q-").and_then(|key| Some((key, read_answer(source.kind, value)?))) {
                    source.said.answers.insert(answer.0.to_owned(), answer.1);
                }
            }
        }
    }
    intake::plan_again(cx.tx, &permit, id, &source, cx.who.lang)?;
    cx.did("ImportSheets", Subject::School, permit.levels(), format!("import {id}: answers"));
    Ok(Reply::done(format!("/import/{id}"), "intake-answered"))
}

fn read_answer(kind: SheetKind, value: &str) -> Option<Answer> {
    match value {
        "new" => Some(Answer::New),
        "skip" => Some(Answer::Skip),
        id if matches!(kind, SheetKind::Staff | SheetKind::Teaching) => id.parse().ok().map(Answer::Staff),
        id => id.parse().ok().map(Answer::Pupil),
    }
}

/// Says which column holds what, for all sheets with the same header, now and later.
pub(super) fn columns(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ImportSheets>(Subject::School)?;
    let id: ImportId = cx.path("id")?;
    let mut source = intake::source_of(cx.tx, &permit, id)?;
    let table: usize = cx.field("table").parse().map_err(|_| Error::NotFound)?;
    let table = source.tables.get(table).ok_or(Error::NotFound)?;
    let signature = table.signature(source.kind);
    let before = table.mapping.clone().unwrap_or_else(|| Mapping::empty(source.kind));
    let mut map = Mapping { fields: before.fields.iter().filter(|(_, from)| is_rule(from)).map(|(field, from)| (field.clone(), from.clone())).collect(), ..before };
    for (column, header) in table.headers.iter().enumerate() {
        let name = format!("c{column}");
        let Ok(field) = cx.field(&name).parse::<Field>() else { continue };
        let unique = table.headers.iter().filter(|other| *other == header).count() == 1;
        let from = if unique { From::Header(header.clone()) } else { From::Rule(Rule { column: Some(column + 1), ..Rule::default() }) };
        if map.fields.get(&field).is_some_and(is_rule) {
            continue;
        }
        if map.fields.insert(field, from).is_some() {
            return Err(Error::at(name, Msg::new("intake-column-twice").with("header", header)));
        }
    }
    let kind = source.kind;
    for table in source.tables.iter_mut().filter(|table| table.signature(kind) == signature) {
        table.mapping = Some(map.clone());
    }
    intake::remember_map(cx.tx, &permit, &signature, &map)?;
    intake::plan_again(cx.tx, &permit, id, &source, cx.who.lang)?;
    cx.did("ImportSheets", Subject::School, permit.levels(), format!("import {id}: columns"));
    Ok(Reply::done(format!("/import/{id}"), "intake-columns-kept"))
}

/// Takes the good rows in.
pub(super) fn enter(work: &Work<'_>) -> Result<Reply> {
    let id: ImportId = work.path("id")?;
    let (counts, kept) = work.write(|cx| {
        let permit = cx.permit::<acts::ImportSheets>(Subject::School)?;
        let (preview, kept) = intake::commit(cx.tx, &permit, id, cx.who.lang)?;
        let counts = preview.counts;
        let note = format!("import {id}: {} rows, {} created, {} updated, {} rejected", counts.rows, counts.created, counts.updated, counts.rejected);
        cx.did("ImportSheets", Subject::School, permit.levels(), note);
        Ok((counts, kept))
    })?;
    if !kept {
        intake::forget_key(&work.app.store, id)?;
    }
    let done = Msg::new("intake-entered").with("count", counts.created + counts.updated);
    Ok(Reply::done(format!("/import/{id}"), done).with_undo(format!("/import/{id}/reversal")))
}

/// Ends an import whose rows have not gone in.
pub(super) fn cancel(work: &Work<'_>) -> Result<Reply> {
    over(work, intake::cancel, "intake-cancelled")
}

/// Takes a whole import back.
pub(super) fn reverse(work: &Work<'_>) -> Result<Reply> {
    over(work, intake::undo, "intake-undone")
}

/// Forgets the sheets of an import that is over.
pub(super) fn end(work: &Work<'_>) -> Result<Reply> {
    over(work, intake::forget, "intake-forgotten")
}

type Ending = fn(&mut crate::store::Tx<'_>, &crate::access::Permit<acts::ImportSheets>, ImportId) -> Result<()>;

fn over(work: &Work<'_>, ending: Ending, done: &'static str) -> Result<Reply> {
    let id: ImportId = work.path("id")?;
    work.write(|cx| {
        let permit = cx.permit::<acts::ImportSheets>(Subject::School)?;
        ending(cx.tx, &permit, id)?;
        cx.did("ImportSheets", Subject::School, permit.levels(), format!("import {id}: {done}"));
        Ok(())
    })?;
    intake::forget_key(&work.app.store, id)?;
    Ok(Reply::done(format!("/import/{id}"), done))
}

/// The marked copy of the workbooks.
pub(super) fn marked(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ImportSheets>(Subject::School)?;
    let id: ImportId = cx.path("id")?;
    let (source, preview) = (intake::source_of(cx.tx, &permit, id)?, intake::preview_of(cx.tx, &permit, id)?);
    cx.saw("SeeImport", Subject::School, permit.levels());
    let name = format!("{}.xlsx", Msg::new("intake-mark-list").text(cx.lang()));
    let bytes = export::marked_copy(&source, &preview, cx.lang(), cx.tx.now())?;
    Ok(Reply::file(name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes))
}

/// Every problem at its cell, as JSON.
pub(super) fn problems(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ImportSheets>(Subject::School)?;
    let id: ImportId = cx.path("id")?;
    let preview = intake::preview_of(cx.tx, &permit, id)?;
    cx.saw("SeeImport", Subject::School, permit.levels());
    Ok(Reply::file("problems.json", "application/json", export::problems_json(preview)?.into_bytes()))
}
