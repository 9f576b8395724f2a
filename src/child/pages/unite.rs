//! `/pupils/doubles` and `/pupils/{id}/unite`: children who were entered twice, looked at side by side, told apart or united.

use askama::Template;
use serde::Deserialize;

use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::{Error, Lang, PupilId, Result, words};
use crate::child::{attendance, results, titled, unite as verbs};
use crate::roster::particulars::{self, Particulars};
use crate::roster::pupils;
use crate::roster::unite::{self as entries, Tails};
use crate::roster::unite_rules::{Field, Picked};
use crate::web::{Cx, Page, Policy, Reply, Routes};

/// Pairs that the list shows.
const PAIRS: usize = 50;
/// Children whom a search for the second entry shows.
const FOUND: i64 = 20;
const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Identity]);

pub(super) fn routes() -> Routes {
    let may = Policy::May(Action::ManageRoster);
    Routes::new().get("/pupils/doubles", may, show_doubles).post("/pupils/doubles", may, tell_apart, show_doubles).get("/pupils/{id}/unite", may, show_unite).post(
        "/pupils/{id}/unite",
        may,
        unite,
        show_unite,
    )
}

/// An entry as the lists show it.
struct Entry {
    id: PupilId,
    name: String,
    class: String,
    birth: String,
}

fn entry(cx: &mut Cx<'_, '_>, id: PupilId) -> Result<Entry> {
    let see = cx.permit::<acts::SeePupil>(id)?;
    let p = particulars::particulars(cx.tx, &see)?;
    let class = p.seat.as_ref().map_or_else(|| words::word(cx.lang(), "roster-no-class"), |seat| seat.class_name.clone());
    Ok(Entry { id, name: p.name, class, birth: p.birth_day.map(|day| day.to_string()).unwrap_or_default() })
}

struct Pair {
    one: Entry,
    other: Entry,
    why: String,
}

#[derive(Template)]
#[template(path = "child/pages/doubles.html")]
struct DoublesPage {
    p: Page,
    total: usize,
    pairs: Vec<Pair>,
}

fn show_doubles(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageRoster>(Subject::School)?;
    let all = entries::doubles(cx.tx, &permit)?;
    let mut pairs = Vec::new();
    for (one, other, why) in all.iter().take(PAIRS) {
        pairs.push(Pair { one: entry(cx, *one)?, other: entry(cx, *other)?, why: words::word(cx.lang(), &format!("roster-alike-{}", why.code())) });
    }
    cx.saw("SeePupil", Subject::School, Levels::of(&[Level::Basic]));
    cx.render(&DoublesPage { p: cx.page("child-doubles-title"), total: all.len(), pairs })
}

fn tell_apart(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageRoster>(Subject::School)?;
    let id = |text: &str| text.parse::<PupilId>().map_err(|_| Error::NotFound);
    let (one, other) = (id(cx.field("one"))?, id(cx.field("other"))?);
    entries::tell_apart(cx.tx, &permit, one, other)?;
    cx.did("TellApart", Subject::Pupil(one), Levels::of(&[Level::Basic]), "");
    Ok(Reply::done("/pupils/doubles", "child-doubles-apart"))
}

/// One particular of both entries.
struct Row {
    field: Option<Field>,
    label: String,
    kept: String,
    gone: String,
}

impl Row {
    /// Both say something, and not the same: the office chooses.
    fn differs(&self) -> bool {
        self.field.is_some() && !self.kept.is_empty() && !self.gone.is_empty() && self.kept != self.gone
    }
    fn name(&self) -> String {
        self.field.map(|field| format!("pick-{}", field.code())).unwrap_or_default()
    }
}

#[derive(Deserialize)]
struct Asked {
    with: Option<PupilId>,
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "child/pages/unite.html")]
struct UnitePage {
    p: Page,
    id: PupilId,
    name: String,
    q: String,
    found: Vec<Entry>,
    other: Option<Other>,
}

/// The second entry, beside the first.
struct Other {
    id: PupilId,
    rows: Vec<Row>,
    brings: Vec<(String, usize)>,
    /// Why both cannot become one; empty when they can.
    forbidden: String,
}

/// What the page compares of one entry.
struct Side {
    p: Particulars,
    address: String,
    tails: Tails,
    former: usize,
}

fn side(cx: &mut Cx<'_, '_>, id: PupilId) -> Result<Side> {
    let see = cx.permit::<acts::SeePupil>(id)?;
    let address = particulars::address(cx.tx, &see)?.map(|text| text.open().clone()).unwrap_or_default();
    let former = particulars::numbers(cx.tx, &see)?.former.len();
    Ok(Side { p: particulars::particulars(cx.tx, &see)?, address, tails: entries::tails(cx.tx, &see)?, former })
}

fn said(lang: Lang, side: &Side, field: Field) -> String {
    let text = |value: Option<String>| value.unwrap_or_default();
    let p = &side.p;
    match field {
        Field::Name => p.name.clone(),
        Field::Sex => match p.sex.as_str() {
            "" => String::new(),
            sex => words::word(lang, &format!("roster-{sex}")),
        },
        Field::BirthDay => text(p.birth_day.map(|day| day.to_string())),
        Field::EntryYear => text(p.entry_year.map(|year| year.to_string())),
        Field::SchoolNo => text(p.school_no.clone()),
        Field::SeatNo => text(p.seat_no.map(|no| no.to_string())),
        Field::Ethnicity => p.ethnicity.clone(),
        Field::Boarding => text(p.boarding.map(|boards| words::word(lang, if boards { "roster-boards" } else { "roster-day-pupil" }))),
        Field::Address => side.address.clone(),
    }
}

fn rows(lang: Lang, kept: &Side, gone: &Side) -> Vec<Row> {
    let plain = |label: &str, kept: String, gone: String| Row { field: None, label: words::word(lang, label), kept, gone };
    let ending = |tail: &String| if tail.is_empty() { String::new() } else { format!("…{tail}") };
    let class = |side: &Side| side.p.seat.as_ref().map(|seat| seat.class_name.clone()).unwrap_or_default();
    let mut all = vec![plain("roster-class", class(kept), class(gone))];
    all.extend(Field::ALL.map(|field| Row {
        field: Some(field),
        label: words::word(lang, &format!("roster-{}", field.code())),
        kept: said(lang, kept, field),
        gone: said(lang, gone, field),
    }));
    all.push(plain("roster-note", kept.p.note.clone(), gone.p.note.clone()));
    all.push(plain("roster-registry", ending(&kept.tails.registry), ending(&gone.tails.registry)));
    all.push(plain("roster-identity", ending(&kept.tails.identity), ending(&gone.tails.identity)));
    all.retain(|row| !row.kept.is_empty() || !row.gone.is_empty());
    all
}

/// What the other entry brings along: only what the office may read of anyway.
fn brings(cx: &mut Cx<'_, '_>, side: &Side) -> Result<Vec<(String, usize)>> {
    let see = cx.permit::<acts::SeePupil>(side.p.id)?;
    let lang = cx.lang();
    let marks = results(cx.tx, &see, lang)?.iter().map(|line| line.marks.len()).sum();
    let absent = attendance(cx.tx, &see)?.len();
    let guardians = particulars::guardians(cx.tx, &see)?.len();
    let all = [("child-unite-marks", marks), ("child-unite-absent", absent), ("child-unite-guardians", guardians), ("child-unite-former", side.former)];
    Ok(all.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| (words::word(lang, key), count)).collect())
}

fn compare(cx: &mut Cx<'_, '_>, id: PupilId, with: PupilId) -> Result<Other> {
    let permit = cx.permit::<acts::ManageRoster>(Subject::School)?;
    let forbidden = match entries::fits(cx.tx, &permit, id, with) {
        Ok(()) => String::new(),
        Err(Error::Conflict(why)) => why.text(cx.lang()),
        Err(other) => return Err(other),
    };
    let (kept, gone) = (side(cx, id)?, side(cx, with)?);
    let brings = brings(cx, &gone)?;
    for shown in [id, with] {
        cx.saw("Unite", Subject::Pupil(shown), SHOWN);
    }
    Ok(Other { id: with, rows: rows(cx.lang(), &kept, &gone), brings, forbidden })
}

/// Entries that may be the same child: those that look like it, or what a search found.
fn candidates(cx: &mut Cx<'_, '_>, id: PupilId, q: &str) -> Result<Vec<Entry>> {
    let ids: Vec<PupilId> = if q.trim().is_empty() {
        let permit = cx.permit::<acts::ManageRoster>(Subject::School)?;
        let all = entries::doubles(cx.tx, &permit)?;
        all.into_iter().filter_map(|(one, other, _)| if one == id { Some(other) } else { (other == id).then_some(one) }).collect()
    } else {
        pupils::find(cx.tx, cx.who, q, FOUND)?.into_iter().map(|line| line.id).filter(|found| *found != id).collect()
    };
    ids.into_iter().map(|id| entry(cx, id)).collect()
}

fn show_unite(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let asked: Asked = cx.query()?;
    let own = entry(cx, id)?;
    let p = cx.page_of(&titled("child-unite-title", &own.name));
    let with = p.old("other").parse().ok().or(asked.with);
    let other = with.map(|with| compare(cx, id, with)).transpose()?;
    let found = if other.is_none() { candidates(cx, id, &asked.q)? } else { Vec::new() };
    if other.is_none() {
        cx.saw("SeePupil", Subject::Pupil(id), Levels::of(&[Level::Basic]));
    }
    cx.render(&UnitePage { p, id, name: own.name, q: asked.q, found, other })
}

fn unite(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::ManageRoster>(Subject::School)?;
    let other: PupilId = cx.field("other").parse().map_err(|_| Error::NotFound)?;
    if cx.field("sure") != "1" {
        return Err(Error::at("sure", "child-unite-sure-missing"));
    }
    let picked: Picked = Field::ALL.into_iter().filter(|field| cx.field(&format!("pick-{}", field.code())) == "gone").collect();
    let reason = cx.field("reason").to_owned();
    verbs::unite(cx.tx, &permit, id, other, &picked, &reason)?;
    for one in [id, other] {
        cx.did("Unite", Subject::Pupil(one), SHOWN, "");
    }
    Ok(Reply::done(format!("/pupils/{id}"), "child-united"))
}
