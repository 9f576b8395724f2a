//! `/tutoring/trainings`: trainings of mentors with who took part and the material.

use super::view::{Ask, Kind, Section, Sheet, cell, choices, columns, field, hidden, link, linked};
use super::{crumbs, day, made, staff};
use crate::access::{Action, Levels, Subject, acts};
use crate::base::{AttachmentId, Error, Result, RowId, StaffId};
use crate::tutoring::trainings::{self, ENDINGS, MATERIAL_BYTES, TOPICS, Training};
use crate::web::{Cx, Page, Reply, Work};

/// `GET /tutoring/trainings`
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (term, p) = (super::term(cx)?, cx.page("tutoring-trainings"));
    let all = trainings::of_term(cx.tx, &term)?;
    let row = |one: &Training| {
        vec![
            linked(&one.title, format!("/tutoring/trainings/{}", one.id)),
            cell(one.day),
            cell(p.t(&format!("tutoring-topic-{}", one.topic))),
            cell(&one.speaker),
            cell(one.minutes),
            cell(one.there.len()),
        ]
    };
    let section = Section {
        title: p.t("tutoring-trainings"),
        columns: columns(&p, &["tutoring-name", "tutoring-day", "tutoring-topic", "tutoring-speaker", "tutoring-minutes", "tutoring-took-part"]),
        rows: all.iter().map(row).collect(),
        empty: p.t("tutoring-trainings-none"),
        links: if cx.who.may_somewhere(Action::ManageTutoring) { vec![link(&p, "plus", "tutoring-training-new", "/tutoring/trainings/new")] } else { Vec::new() },
        ..Section::default()
    };
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: p.t("tutoring-trainings-lead"), links: Vec::new(), facts: Vec::new(), sections: vec![section], p })
}

fn way(p: &Page) -> Vec<(String, String)> {
    crumbs(p, &[("/tutoring/trainings", p.t("tutoring-trainings"))])
}

/// `GET /tutoring/trainings/new`
pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (p, today) = (cx.page("tutoring-training-new"), cx.tx.today());
    let fields = vec![
        hidden("id", made(cx)),
        field("title", "tutoring-name", Kind::Text),
        field("topic", "tutoring-topic", Kind::Select(choices(&p, "tutoring-topic-", TOPICS))),
        field("day", "tutoring-day", Kind::Day).value(today),
        field("minutes", "tutoring-minutes", Kind::Number).value(60),
        field("speaker", "tutoring-speaker", Kind::Text),
        field("about", "tutoring-about", Kind::Long).optional(),
    ];
    let way = way(&p);
    cx.render(&Ask::new(p, way, "/tutoring/trainings/new", fields))
}

/// Writes a training down.
pub(super) fn hold(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageTutoring>(Subject::School)?;
    let (term, day) = (super::term(cx)?, day(cx, "day")?);
    let text = |name: &str| cx.field(name).to_owned();
    let new = Training {
        id: made(cx),
        day,
        minutes: text("minutes").parse().unwrap_or(0),
        topic: text("topic"),
        title: text("title"),
        speaker: text("speaker"),
        about: text("about"),
        there: Vec::new(),
    };
    trainings::hold(cx.tx, &permit, &term, &new)?;
    cx.did("ManageTutoring", Subject::School, Levels::NONE, format!("training {}", new.id));
    Ok(Reply::done(format!("/tutoring/trainings/{}", new.id), "tutoring-kept"))
}

fn training(cx: &mut Cx<'_, '_>) -> Result<Training> {
    let (term, id): (_, RowId) = (super::term(cx)?, cx.path("training")?);
    trainings::of_term(cx.tx, &term)?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)
}

/// `GET /tutoring/trainings/{training}`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let one = training(cx)?;
    let manages = cx.who.may_somewhere(Action::ManageTutoring);
    let files = trainings::material(cx.tx, one.id)?;
    let p = cx.page_of(&crate::base::Msg::new("tutoring-class-of").with("title", &one.title));
    let path = format!("/tutoring/trainings/{}", one.id);
    let names: Vec<&str> = one.there.iter().map(|(_, name)| name.as_str()).collect();
    let mut facts = vec![
        (p.t("tutoring-topic"), p.t(&format!("tutoring-topic-{}", one.topic))),
        (p.t("tutoring-day"), format!("{} · {}", one.day, p.tv("tutoring-minutes-of", "count", one.minutes))),
        (p.t("tutoring-speaker"), one.speaker.clone()),
        (p.t("tutoring-took-part"), if names.is_empty() { p.t("tutoring-no-data") } else { names.join(&p.t("tutoring-comma")) }),
    ];
    if !one.about.is_empty() {
        facts.push((p.t("tutoring-about"), one.about.clone()));
    }
    let section = Section {
        title: p.t("tutoring-material"),
        columns: columns(&p, &["tutoring-name", "tutoring-size"]),
        rows: files
            .into_iter()
            .map(|(id, name, bytes)| vec![linked(name, format!("{path}/material/{id}")), cell(p.tv("tutoring-kilobytes", "count", (bytes + 1023) / 1024))])
            .collect(),
        empty: p.t("tutoring-material-none"),
        links: if manages {
            vec![link(&p, "check", "tutoring-take-part", format!("{path}/people")), link(&p, "upload", "tutoring-material-add", format!("{path}/material"))]
        } else {
            Vec::new()
        },
        ..Section::default()
    };
    let way = way(&p);
    cx.render(&Sheet { crumbs: way, lead: String::new(), links: Vec::new(), facts, sections: vec![section], p })
}

/// `GET /tutoring/trainings/{training}/people`
pub(super) fn people_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (one, people) = (training(cx)?, staff(cx)?);
    let p = cx.page("tutoring-take-part");
    let there = one.there.iter().map(|(id, _)| id.to_string()).collect();
    let way = way(&p);
    cx.render(&Ask::new(p, way, format!("/tutoring/trainings/{}/people", one.id), vec![field("there", "tutoring-took-part", Kind::Checks(people, there))]).lead(one.title))
}

/// Writes down who took part.
pub(super) fn attend(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageTutoring>(Subject::School)?;
    let (term, one) = (super::term(cx)?, training(cx)?);
    let there = cx.req.fields_of("there").map(|id| id.parse::<StaffId>().map_err(|_| Error::NotFound)).collect::<Result<_>>()?;
    trainings::attend(cx.tx, &permit, &term, one.id, &there)?;
    cx.did("ManageTutoring", Subject::School, Levels::NONE, format!("training {}", one.id));
    Ok(Reply::done(format!("/tutoring/trainings/{}", one.id), "tutoring-kept"))
}

/// `GET /tutoring/trainings/{training}/material`
pub(super) fn material_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let one = training(cx)?;
    let p = cx.page("tutoring-material-add");
    let way = way(&p);
    let mut ask = Ask::new(
        p,
        way,
        format!("/tutoring/trainings/{}/material", one.id),
        vec![field("file", "tutoring-material", Kind::File(".pdf,.docx,.pptx,.xlsx,.doc,.ppt,.txt,.png")).hint("tutoring-material-hint")],
    );
    ask.files = true;
    cx.render(&ask.lead(one.title))
}

/// Keeps a file of material.
pub(super) fn keep(work: &Work<'_>) -> Result<Reply> {
    let kinds = || Error::at("file", crate::base::Msg::new("tutoring-material-kind").with("kinds", ENDINGS.join(", ")));
    let upload = work.req.files.iter().find(|file| file.field == "file" && file.size_bytes > 0).ok_or_else(kinds)?;
    if upload.size_bytes > MATERIAL_BYTES as u64 {
        return Err(Error::at("file", crate::base::Msg::new("tutoring-material-big").with("most", MATERIAL_BYTES >> 20)));
    }
    let bytes = std::fs::read(upload.path())?;
    work.write(|cx| {
        let permit = cx.permit::<acts::ManageTutoring>(Subject::School)?;
        let (term, one) = (super::term(cx)?, training(cx)?);
        trainings::keep(cx.tx, &permit, &term, one.id, &upload.name, &bytes)?;
        cx.did("ManageTutoring", Subject::School, Levels::NONE, format!("material {}", one.id));
        Ok(Reply::done(format!("/tutoring/trainings/{}", one.id), "tutoring-kept"))
    })
}

/// `GET /tutoring/trainings/{training}/material/{file}`
pub(super) fn material(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (one, id): (_, AttachmentId) = (training(cx)?, cx.path("file")?);
    let (name, bytes) = trainings::file(cx.tx, one.id, id)?;
    Ok(Reply::file(name, "application/octet-stream", bytes))
}
