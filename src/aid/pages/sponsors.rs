//! A donor stands by a child: who, what was told of and to it.

use super::columns;
use super::{SHOWN, crumbs, day};
use crate::access::{Subject, acts};
use crate::aid::{gifts, sponsors};
use crate::base::{Error, Msg, PupilId, Result, RowId};
use crate::roster::particulars;
use crate::web::sheet::{Ask, Kind, Section, Sheet, cell, choices, field, hidden, link};
use crate::web::{Cx, Page, Reply};

fn named(cx: &mut Cx<'_, '_>) -> Result<(PupilId, String)> {
    let id: PupilId = cx.path("id")?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    Ok((id, particulars::particulars(cx.tx, &see)?.name))
}

fn way(p: &Page, id: PupilId, name: String) -> Vec<(String, String)> {
    crumbs(p, &[(&format!("/pupils/{id}/aid"), name)])
}

fn row_id(cx: &Cx<'_, '_>, field: &str) -> RowId {
    let fresh = cx.tx.new_id();
    cx.field(field).parse().unwrap_or(fresh)
}

/// The donors of a child and what was told.
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, name) = named(cx)?;
    let permit = cx.permit::<acts::ManageAid>(id)?;
    let (all, told, consented) = (sponsors::of_pupil(cx.tx, &permit)?, sponsors::news(cx.tx, &permit)?, sponsors::consented(cx.tx, id)?);
    let p = cx.page_of(&Msg::new("aid-sponsors-of").with("name", &name));
    let path = format!("/pupils/{id}/aid/sponsors");
    let mut links = Vec::new();
    if consented {
        links.push(link(&p, "plus", "aid-sponsor-new", format!("{path}/new")));
    }
    if !all.is_empty() {
        links.push(link(&p, "letter", "aid-news-new", format!("{path}/news")));
    }
    let facts = vec![(p.t("aid-sponsor-consent-label"), p.t(if consented { "aid-sponsor-consent-yes" } else { "aid-sponsor-consent-no" }))];
    let sections = vec![
        Section {
            title: p.t("aid-sponsors"),
            columns: columns(&p, &["aid-donor", "aid-from", "aid-until"]),
            rows: all.iter().map(|one| vec![cell(&one.name), cell(one.from), cell(one.until)]).collect(),
            empty: p.t("aid-sponsors-none"),
            ..Section::default()
        },
        Section {
            title: p.t("aid-news"),
            columns: columns(&p, &["aid-day", "aid-way", "aid-donor", "aid-news-words"]),
            rows: told.iter().map(|one| vec![cell(one.day), cell(p.t(&format!("aid-way-{}", one.way))), cell(&one.donor), cell(&one.words)]).collect(),
            empty: p.t("aid-none"),
            ..Section::default()
        },
    ];
    cx.saw("ManageAid", Subject::Pupil(id), SHOWN);
    cx.render(&Sheet { crumbs: way(&p, id, name), lead: p.t("aid-sponsors-lead"), links, facts, sections, p })
}

pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, name) = named(cx)?;
    let permit = cx.permit::<acts::ManageAid>(id)?;
    let (p, today) = (cx.page("aid-sponsor-new"), cx.tx.today());
    let donors = gifts::donors(cx.tx, &permit)?.into_iter().map(|one| (one.id.to_string(), one.name)).collect();
    let fields =
        vec![hidden("sponsor", row_id(cx, "sponsor")), field("donor", "aid-donor", Kind::Select(donors)), field("until", "aid-until", Kind::Day).value(today.plus_days(365))];
    cx.render(&Ask {
        crumbs: way(&p, id, name),
        lead: p.t("aid-sponsors-lead"),
        action: format!("/pupils/{id}/aid/sponsors/new"),
        fields,
        submit: p.t("web-save"),
        files: false,
        p,
    })
}

fn kept(cx: &mut Cx<'_, '_>, id: PupilId) -> Reply {
    cx.did("ManageAid", Subject::Pupil(id), SHOWN, "");
    Reply::done(format!("/pupils/{id}/aid/sponsors"), "aid-kept")
}

pub(super) fn stand_by(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::ManageAid>(id)?;
    let donor = cx.field("donor").parse().map_err(|_| Error::at("donor", "aid-choose"))?;
    let (sponsor, until) = (row_id(cx, "sponsor"), day(cx, "until")?);
    sponsors::stand_by(cx.tx, &permit, sponsor, donor, until)?;
    Ok(kept(cx, id))
}

pub(super) fn news_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, name) = named(cx)?;
    let permit = cx.permit::<acts::ManageAid>(id)?;
    let p = cx.page("aid-news-new");
    let all = sponsors::of_pupil(cx.tx, &permit)?.into_iter().map(|one| (one.id.to_string(), one.name)).collect();
    let fields = vec![
        hidden("news", row_id(cx, "news")),
        field("sponsor", "aid-donor", Kind::Select(all)),
        field("way", "aid-way", Kind::Select(choices(&p, "aid-way-", sponsors::WAYS))),
        field("words", "aid-news-words", Kind::Long).hint("aid-news-hint"),
    ];
    cx.render(&Ask { crumbs: way(&p, id, name), lead: String::new(), action: format!("/pupils/{id}/aid/sponsors/news"), fields, submit: p.t("web-save"), files: false, p })
}

pub(super) fn tell(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::ManageAid>(id)?;
    let sponsor = cx.field("sponsor").parse().map_err(|_| Error::at("sponsor", "aid-choose"))?;
    let (news, way, words) = (row_id(cx, "news"), cx.field("way").to_owned(), cx.field("words").to_owned());
    sponsors::tell(cx.tx, &permit, news, sponsor, &way, &words)?;
    Ok(kept(cx, id))
}
