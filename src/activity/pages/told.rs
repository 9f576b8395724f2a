//! The child tells (A9-08): the page on the tablet, what was told, the sheets on paper and the grid into which they are typed.

use askama::Template;

use super::{SHOWN, list};
use crate::access::{Action, Duty, Level, Levels, Permit, Subject, acts};
use crate::activity::told_by_child::{self, Body, HELPS, HOWS, MOODS, New, Told};
use crate::activity::{self, cadence, export};
use crate::base::error::Problems;
use crate::base::{Error, Lang, Msg, PupilId, Result, RowId, SchoolDate, words};
use crate::roster::particulars;
use crate::web::{Choice, Cx, Page, Reply};

fn coded(lang: Lang, prefix: &str, code: &str) -> String {
    words::word(lang, &format!("{prefix}{code}"))
}

/// What a child told, in words.
struct BodyView {
    mood: String,
    mood_word: String,
    lines: Vec<(String, String)>,
    help: String,
}

struct ToldView {
    day: SchoolDate,
    how: String,
    by: String,
    body: Option<BodyView>,
}

fn view(lang: Lang, told: Told) -> ToldView {
    let body = |body: Body| {
        let lines = [("activity-tell-well", body.well), ("activity-tell-hard", body.hard), ("activity-tell-help-words", body.help_words), ("activity-tell-wish", body.wish)];
        BodyView {
            mood_word: if body.mood.is_empty() { String::new() } else { coded(lang, "activity-mood-", &body.mood) },
            mood: body.mood,
            lines: lines.into_iter().filter(|(_, text)| !text.is_empty()).map(|(key, text)| (words::word(lang, key), text)).collect(),
            help: body.help.iter().map(|code| coded(lang, "activity-help-", code)).collect::<Vec<_>>().join(&words::word(lang, "activity-phrase-comma")),
        }
    };
    ToldView { day: told.day, how: coded(lang, "activity-told-how-", &told.how), by: told.by, body: told.body.map(body) }
}

#[derive(Template)]
#[template(path = "activity/pages/told.html")]
struct ToldPage {
    p: Page,
    id: PupilId,
    name: String,
    reports: Vec<ToldView>,
    worries: bool,
    counsels: bool,
    writes: bool,
    asked_path: String,
    formats: Vec<&'static str>,
}

fn name_of(cx: &mut Cx<'_, '_>, id: PupilId) -> Result<String> {
    let see = cx.permit::<acts::SeePupil>(id)?;
    Ok(particulars::particulars(cx.tx, &see)?.name)
}

/// `GET /pupils/{id}/told`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::SeeCaseFile>(id)?;
    let (name, lang) = (name_of(cx, id)?, cx.lang());
    let reports = told_by_child::of_pupil(cx.tx, &permit)?;
    // What was said long ago was asked about long ago.
    let recent = cx.tx.today().plus_days(-14);
    let writes = told_by_child::hears(&permit) && permit.why().ties.iter().any(|tie| Action::RecordActivity.allowed_to(tie.duty));
    let page = ToldPage {
        p: cx.page_of(&Msg::new("activity-told-of").with("name", &name)),
        worries: reports.iter().any(|one| one.worries && one.day >= recent),
        counsels: permit.why().ties.iter().any(|tie| tie.duty == Duty::Counsellor),
        asked_path: format!("/pupils/{id}/told/asked"),
        reports: reports.into_iter().map(|one| view(lang, one)).collect(),
        formats: export::letter_formats(),
        id,
        name,
        writes,
    };
    cx.saw("SeeRecords", permit.subject(), permit.levels().within(SHOWN));
    cx.render(&page)
}

#[derive(Template)]
#[template(path = "activity/pages/told_new.html")]
struct TellPage {
    p: Page,
    id: PupilId,
    name: String,
    told: String,
    today: SchoolDate,
    moods: Vec<Choice>,
    helps: Vec<Choice>,
    hows: Vec<Choice>,
}

fn radio(p: &Page, field: &str, prefix: &str, codes: &[&str], usual: &str) -> Vec<Choice> {
    let chosen = p.old_or(field, usual);
    codes.iter().map(|code| Choice::new(code, coded(p.lang, prefix, code), chosen == *code)).collect()
}

fn boxes(p: &Page, field: &str) -> Vec<Choice> {
    HELPS.iter().map(|code| Choice::new(code, coded(p.lang, "activity-help-", code), p.ticked_with(field, code))).collect()
}

/// `GET /pupils/{id}/told/new`
pub(super) fn show_new(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::RecordActivity>(id)?;
    if !told_by_child::hears(&permit) {
        return Err(Error::NotFound);
    }
    let (name, p) = (name_of(cx, id)?, cx.page("activity-told-title"));
    let page = TellPage {
        told: p.old_or("told", activity::new_id(cx.tx)),
        today: cx.tx.today(),
        moods: radio(&p, "mood", "activity-mood-", &MOODS, ""),
        helps: boxes(&p, "help"),
        hows: radio(&p, "how_told", "activity-told-how-", &HOWS, "self"),
        id,
        name,
        p,
    };
    cx.saw("SeePupil", permit.subject(), Levels::of(&[Level::Basic]));
    cx.render(&page)
}

fn day(cx: &Cx<'_, '_>) -> Result<SchoolDate> {
    match cx.field("day").trim() {
        "" => Ok(cx.tx.today()),
        text => text.parse().map_err(|_| Error::at("day", "activity-day-unread")),
    }
}

fn body(cx: &Cx<'_, '_>, tail: &str) -> Body {
    let field = |name: &str| cx.field(&format!("{name}{tail}")).to_owned();
    let help = cx.req.fields_of(&format!("help{tail}")).map(str::to_owned).collect();
    Body { mood: field("mood"), well: field("well"), hard: field("hard"), help, help_words: field("help_words"), wish: field("wish") }
}

/// `POST /pupils/{id}/told`
pub(super) fn tell(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::RecordActivity>(id)?;
    let told: RowId = cx.field("told").parse().map_err(|_| Error::NotFound)?;
    let new = New { id: told, day: day(cx)?, how: cx.field("how_told").to_owned(), body: body(cx, "") };
    told_by_child::tell(cx.tx, &permit, &new)?;
    cx.did("RecordActivity", permit.subject(), Levels::of(&[Level::Basic, Level::Academic]), "told");
    Ok(Reply::go(format!("/pupils/{id}/told/thanks")))
}

#[derive(Template)]
#[template(path = "activity/pages/told_thanks.html")]
struct Thanks {
    p: Page,
    next: String,
}

/// `GET /pupils/{id}/told/thanks`
pub(super) fn thanks(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    cx.permit::<acts::RecordActivity>(id)?;
    cx.render(&Thanks { p: cx.page("activity-thanks-title"), next: format!("/pupils/{id}/told") })
}

/// `POST /pupils/{id}/told/asked`
pub(super) fn asked(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::RecordActivity>(id)?;
    told_by_child::asked(cx.tx, &permit)?;
    cx.did("RecordActivity", permit.subject(), Levels::of(&[Level::Basic]), "asked");
    Ok(Reply::done(format!("/records/new?pupil={id}&kind=talk"), "activity-worry-noted"))
}

#[derive(Template)]
#[template(path = "activity/pages/told_grid.html")]
struct Grid {
    p: Page,
    today: SchoolDate,
    rows: Vec<GridRow>,
    formats: Vec<&'static str>,
}

struct GridRow {
    id: PupilId,
    name: String,
    last: String,
    told: String,
    moods: Vec<Choice>,
    helps: Vec<Choice>,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    label: String,
    value: String,
}

/// The own children who tell the person who asks, with the permit to read what they told.
fn own(cx: &mut Cx<'_, '_>) -> Result<Vec<(PupilId, Permit<acts::SeeCaseFile>)>> {
    let mut all = Vec::new();
    for id in list::own_ids(cx)? {
        if let Some(see) = cadence::allowed(cx.permit::<acts::SeeCaseFile>(id))?
            && told_by_child::hears(&see)
        {
            all.push((id, see));
        }
    }
    Ok(all)
}

/// `GET /records/told`: sheets of paper typed in, a child a row.
pub(super) fn grid(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("activity-told-grid");
    let mut rows = Vec::new();
    for (id, see) in own(cx)? {
        let last = told_by_child::of_pupil(cx.tx, &see)?.first().map(|one| Msg::new("activity-told-last").with("day", one.day).text(p.lang)).unwrap_or_default();
        let fields = [("well", "activity-tell-well"), ("hard", "activity-tell-hard"), ("help_words", "activity-tell-help-words"), ("wish", "activity-tell-wish")];
        let field = |(name, label): (&str, &str)| Field { name: format!("{name}-{id}"), label: p.t(label), value: p.old(&format!("{name}-{id}")) };
        rows.push(GridRow {
            name: name_of(cx, id)?,
            told: p.old_or(&format!("told-{id}"), activity::new_id(cx.tx)),
            moods: radio(&p, &format!("mood-{id}"), "activity-mood-", &MOODS, ""),
            helps: boxes(&p, &format!("help-{id}")),
            fields: fields.map(field).into(),
            last,
            id,
        });
    }
    cx.saw("SeeRecords", Subject::School, Levels::of(&[Level::Basic]));
    cx.render(&Grid { today: cx.tx.today(), rows, formats: export::letter_formats(), p })
}

/// `POST /records/told`: the rows in which something stands.
pub(super) fn keep_grid(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (on, mut problems, mut kept, mut worries) = (day(cx)?, Problems::default(), 0, 0);
    for id in list::own_ids(cx)? {
        let body = body(cx, &format!("-{id}"));
        if body.is_empty() {
            continue;
        }
        let permit = cx.permit::<acts::RecordActivity>(id)?;
        let told: RowId = cx.field(&format!("told-{id}")).parse().map_err(|_| Error::NotFound)?;
        match told_by_child::tell(cx.tx, &permit, &New { id: told, day: on, how: "paper".into(), body }) {
            Ok(worried) => worries += i64::from(worried),
            Err(Error::Invalid(found)) => {
                let at = |field: &str| if field == "day" { "day".to_owned() } else { format!("row-{id}") };
                found.into_iter().for_each(|one| problems.note(at(&one.field), one.message));
            }
            Err(other) => return Err(other),
        }
        kept += 1;
        cx.did("RecordActivity", permit.subject(), Levels::of(&[Level::Basic, Level::Academic]), "told");
    }
    problems.end()?;
    let said = if worries > 0 { Msg::new("activity-told-kept-worry").with("count", worries) } else { Msg::new("activity-told-kept").with("count", kept) };
    Ok(Reply::done("/records/told", said))
}

/// `GET /records/told/paper/{format}`: a sheet for each of the own children.
pub(super) fn papers(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let format: String = cx.path("format")?;
    let pupils: Vec<PupilId> = own(cx)?.into_iter().map(|(id, _)| id).collect();
    sheets(cx, &pupils, &format, Subject::School)
}

/// `GET /pupils/{id}/told/paper/{format}`
pub(super) fn paper(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, format): (PupilId, String) = (cx.path("id")?, cx.path("format")?);
    cx.permit::<acts::SeeCaseFile>(id)?;
    sheets(cx, &[id], &format, Subject::Pupil(id))
}

fn sheets(cx: &mut Cx<'_, '_>, pupils: &[PupilId], format: &str, subject: Subject) -> Result<Reply> {
    let lang = cx.lang();
    let (name, media_type, bytes) = export::told::sheets(cx.tx, cx.who, pupils, format, lang)?;
    cx.did("PrintRecords", subject, Levels::of(&[Level::Basic]), format!("told {format}"));
    Ok(Reply::file(name, media_type, bytes))
}
