//! Dropping files, and the list of imports.

use std::path::PathBuf;

use askama::Template;
use serde::Deserialize;

use super::{Line, kinds, line};
use crate::access::{Levels, Permit, Subject, acts};
use crate::base::{Error, Id, ImportId, Result, RowId, TermCode, limits};
use crate::intake::import::{self, Engine, Found};
use crate::intake::run::{assessment_name, chosen_term};
use crate::intake::source::{Said, Source, kind_named};
use crate::intake::{begin, imports, maps};
use crate::roster::columns::{Mapping, SheetKind};
use crate::roster::time;
use crate::store::Tx;
use crate::web::{Cx, Page, Reply, Work};

/// Bytes of all files up to which they are read while the person waits: about a second.
const AT_ONCE_BYTES: u64 = 1 << 20;

#[derive(Template)]
#[template(path = "intake/pages/drop.html")]
struct DropPage {
    p: Page,
    kinds: Vec<(String, String)>,
    terms: Vec<(String, String)>,
    term: String,
    recent: Vec<Line>,
}

/// The page on which files are dropped.
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ImportSheets>(Subject::School)?;
    let terms = time::terms(cx.tx)?;
    let term = time::current_term(cx.tx)?.map(|term| term.code.to_string()).unwrap_or_default();
    let terms = terms.into_iter().rev().map(|term| (term.code.to_string(), term.code.to_string())).collect();
    let (recent, _) = imports(cx.tx, &permit, 5, 0)?;
    let p = cx.page("intake-title");
    let recent = recent.iter().map(|import| line(p.lang, import)).collect();
    let kinds = kinds(&p);
    cx.render(&DropPage { p, kinds, terms, term, recent })
}

/// What the person chose beside the files.
#[derive(Clone)]
struct Chosen {
    kind: Option<SheetKind>,
    term: Option<TermCode>,
    assessment: String,
    map: Option<Mapping>,
}

/// Reads the files: at once when they are small, in the background when they are large.
pub(super) fn take(work: &Work<'_>) -> Result<Reply> {
    let term = work.field("term");
    let term = if term.is_empty() { None } else { Some(term.parse::<TermCode>().map_err(|_| Error::at("term", "intake-no-term"))?) };
    let map = work.req.files.iter().find(|file| file.field == "map").map(|file| std::fs::read_to_string(file.path())).transpose()?;
    let map = map.map(|text| Mapping::from_toml(&text)).transpose().map_err(|message| Error::at("map", message))?;
    let chosen = Chosen { kind: kind_named(work.field("kind")), term, assessment: work.field("assessment").to_owned(), map };
    let files: Vec<_> = work.req.files.iter().filter(|file| file.field == "files").collect();
    if files.is_empty() {
        return Err(Error::at("files", "intake-no-files"));
    }
    if files.iter().map(|file| file.size_bytes).sum::<u64>() <= AT_ONCE_BYTES {
        let files: Vec<(PathBuf, String)> = files.iter().map(|file| (file.path().to_owned(), file.name.clone())).collect();
        let (_, maps) = work.read(|cx| prepared(cx, &chosen))?;
        let found = import::read(&Engine::Child(&work.app.config.reader), &files, chosen.kind, chosen.map.as_ref(), &maps, &|_| Ok(()))?;
        let id = work.write(|cx| {
            let permit = cx.permit::<acts::ImportSheets>(Subject::School)?;
            let id = started(cx.tx, &permit, found, &chosen, cx.who.lang)?;
            cx.did("ImportSheets", Subject::School, Levels::NONE, format!("import {id}: preview"));
            Ok(id)
        })?;
        return Ok(Reply::go(format!("/import/{id}")));
    }
    in_background(work, chosen, files.iter().map(|file| (file.path().to_owned(), file.name.clone())).collect())
}

fn prepared(cx: &mut Cx<'_, '_>, chosen: &Chosen) -> Result<(TermCode, Vec<(String, Mapping)>)> {
    let permit = cx.permit::<acts::ImportSheets>(Subject::School)?;
    Ok((chosen_term(cx.tx, chosen.term)?, maps(cx.tx, &permit)?))
}

fn started(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, found: Found, chosen: &Chosen, lang: crate::base::Lang) -> Result<ImportId> {
    let term = chosen_term(tx, chosen.term)?;
    let assessment = assessment_name(found.kind, Some(&chosen.assessment))?;
    let source = Source { kind: found.kind, term, assessment, tables: found.tables, left_out: found.left_out, said: Said::default() };
    begin(tx, permit, &source, lang)
}

/// Files that a job reads; removed when it ends.
struct Kept(Vec<(PathBuf, String)>);

impl Drop for Kept {
    fn drop(&mut self) {
        for (path, _) in &self.0 {
            if let Err(cause) = std::fs::remove_file(path) {
                tracing::warn!(%cause, "a file of an import could not be removed");
            }
        }
    }
}

fn in_background(work: &Work<'_>, chosen: Chosen, files: Vec<(PathBuf, String)>) -> Result<Reply> {
    let (_, maps) = work.read(|cx| prepared(cx, &chosen))?;
    let job: RowId = work.app.store.ids().next(work.app.store.clock().now());
    let mut kept = Kept(Vec::new());
    for (at, (path, name)) in files.into_iter().enumerate() {
        let own = work.app.config.uploads.join(format!("{job}-{at}.import"));
        std::fs::copy(path, &own)?;
        kept.0.push((own, name));
    }
    let (app, who) = (work.app.clone(), work.who.clone());
    let school = who.school;
    work.app.jobs.start(job, school, work.who.staff(), move |progress| {
        let total = kept.0.len() as u64 + 1;
        let found = import::read(&Engine::Child(&app.config.reader), &kept.0, chosen.kind, chosen.map.as_ref(), &maps, &|at| progress.at(at as u64, total))?;
        let id = app.store.write(school, |tx| {
            let permit: Permit<acts::ImportSheets> = Permit::ask(tx, &who, Subject::School)?;
            let id = started(tx, &permit, found, &chosen, who.lang)?;
            let entry = crate::access::audit::Entry::of(&who, "ImportSheets").note(format!("import {id}: preview"));
            crate::access::audit::append(tx, &entry)?;
            // The last moment at which a cancelled job leaves nothing.
            progress.at(total, total)?;
            Ok(id)
        })?;
        Ok(format!("/import/{}", id.uuid().simple()))
    })?;
    Ok(Reply::go(format!("/jobs/{job}")))
}

#[derive(Template)]
#[template(path = "intake/pages/list.html")]
struct ListPage {
    p: Page,
    rows: Vec<Line>,
    first: i64,
    last: i64,
    total: i64,
    before: String,
    after: String,
}

#[derive(Deserialize)]
struct Which {
    #[serde(default)]
    skip: i64,
}

/// The list of imports.
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ImportSheets>(Subject::School)?;
    let skip = cx.query::<Which>()?.skip.max(0);
    let (rows, total) = imports(cx.tx, &permit, limits::ROWS_PER_PAGE, skip)?;
    let p = cx.page("intake-list-title");
    let last = skip + rows.len() as i64;
    let before = if skip > 0 { format!("/imports?skip={}", (skip - limits::ROWS_PER_PAGE).max(0)) } else { String::new() };
    let after = if last < total { format!("/imports?skip={last}") } else { String::new() };
    let rows = rows.iter().map(|import| line(p.lang, import)).collect();
    cx.render(&ListPage { p, rows, first: skip + 1, last, total, before, after })
}
