//! The form of family facts: what stands is filled in, only what differs is written. Economic facts are in it for who may see them.

use askama::Template;

use crate::access::{Level, Levels, Subject, acts};
use crate::base::error::Problems;
use crate::base::{Lang, Msg, PupilId, Result, SchoolDate, Sealed, words};
use crate::roster::family::{self, NewFact, Source, shown};
use crate::roster::family_check::looked_through;
use crate::roster::family_facts::{Fact, Livelihood, Parent, Relief, Topic, UNKNOWN, fen, item_stem, item_word, province_and_city, standing, value_word, yuan};
use crate::roster::family_hardship::{GROUPS, Group, offered};
use crate::roster::particulars;
use crate::web::{Cx, Page, Reply};

/// A field of the form.
pub(super) struct Field {
    pub name: String,
    pub label: String,
    pub look: &'static str,
    pub help: &'static str,
    pub value: String,
    pub options: Vec<(String, String)>,
    pub ticked: bool,
}

impl Field {
    fn of(look: &'static str, name: impl Into<String>, label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), look, help: "", value: value.into(), options: Vec::new(), ticked: false }
    }
    fn helped(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }
}

/// Fields that stand together.
struct Part {
    title: &'static str,
    fields: Vec<Field>,
}

#[derive(Template)]
#[template(path = "roster/pages/family_edit.html")]
struct EditPage {
    p: Page,
    id: PupilId,
    name: String,
    check: &'static str,
    back: String,
    parts: Vec<Part>,
}

#[derive(serde::Deserialize, Default)]
struct EditQuery {
    #[serde(default)]
    check: String,
}

/// Whether the form belongs to the yearly check.
fn of_check(cx: &Cx<'_, '_>) -> Result<bool> {
    Ok(cx.field("check") == "1" || cx.query::<EditQuery>()?.check == "1")
}

fn topic_key(topic: Topic) -> String {
    format!("roster-family-topic-{}", topic.code().replace('_', "-"))
}

fn known<'a>(now: &[&'a Fact], topic: Topic, item: &str) -> Option<&'a Fact> {
    now.iter().find(|row| row.topic == topic && row.item == item).copied()
}

fn choice(lang: Lang, topic: Topic, row: Option<&Fact>) -> Field {
    let value = row.map(|row| row.value.clone()).filter(|value| value != UNKNOWN).unwrap_or_default();
    let mut field = Field::of("select", topic.code(), topic_key(topic), value);
    field.options.push((String::new(), words::word(lang, "roster-family-value-unknown")));
    field.options.extend(topic.values().iter().map(|value| ((*value).to_owned(), value_word(lang, topic, value))));
    field
}

fn day_text(day: Option<SchoolDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn since(topic: Topic, row: Option<&Fact>, label: &str) -> Field {
    Field::of("date", format!("{}_since", topic.code()), label, day_text(row.and_then(|row| row.since)))
}

fn place(topic: Topic, row: Option<&Fact>) -> Field {
    Field::of("text", format!("{}_place", topic.code()), "roster-family-place", row.map(|row| row.place.clone()).unwrap_or_default()).helped("roster-family-place-hint")
}

fn degree(lang: Lang, topic: Topic, row: Option<&Fact>) -> Field {
    let mut field =
        Field::of("select", format!("{}_degree", topic.code()), "roster-family-degree-label", row.and_then(|row| row.degree).map(|n| n.to_string()).unwrap_or_default());
    field.options.push((String::new(), words::word(lang, "roster-family-value-unknown")));
    field.options.extend((1..=4).map(|n| (n.to_string(), Msg::new("roster-family-degree").with("degree", n).text(lang))));
    field
}

fn certified(lang: Lang, topic: Topic, row: Option<&Fact>) -> Field {
    let value = row.and_then(|row| row.certified).map_or("", |has| if has { "yes" } else { "no" });
    let mut field = Field::of("select", format!("{}_certified", topic.code()), "roster-family-certified-label", value);
    let option = |value: &str, key: &str| (value.to_owned(), words::word(lang, key));
    field.options = vec![option("", "roster-family-value-unknown"), option("yes", "roster-family-certified"), option("no", "roster-family-not-certified")];
    field
}

fn note(topic: Topic) -> Field {
    Field::of("text", format!("{}_note", topic.code()), "roster-family-note", "").helped("roster-family-note-hint")
}

/// The place of registration: its words are the whole answer.
fn domicile(row: Option<&Fact>) -> Field {
    Field::of("text", Topic::Domicile.code(), topic_key(Topic::Domicile), row.map(|row| row.place.clone()).unwrap_or_default()).helped("roster-family-domicile-hint")
}

fn parent(lang: Lang, now: &[&Fact], parent: Parent) -> Vec<Field> {
    let of = |topic: Topic| known(now, topic, "");
    let (life, work, care, contact) = (Topic::Life(parent), Topic::Work(parent), Topic::Care(parent), Topic::Contact(parent));
    let away = of(work);
    vec![
        choice(lang, life, of(life)),
        choice(lang, work, away),
        since(work, away, "roster-family-away-since").helped("roster-family-away-since-hint"),
        place(work, away),
        choice(lang, care, of(care)),
        choice(lang, contact, of(contact)),
        choice(lang, Topic::Calls(parent), of(Topic::Calls(parent))),
        choice(lang, Topic::Visits(parent), of(Topic::Visits(parent))),
    ]
}

fn tick(topic: Topic, item: &str, row: Option<&Fact>) -> Field {
    let stem = item_stem(topic);
    let mut field = Field::of("tick", format!("{}_{item}", topic.code()), format!("roster-family-{stem}-{}", item.replace('_', "-")), "1");
    field.ticked = row.is_some_and(|row| row.value == "yes");
    field
}

fn economic(now: &[&Fact], today: SchoolDate) -> Vec<Part> {
    let income = known(now, Topic::Income, "").and_then(|row| row.amount_fen).map(yuan).unwrap_or_default();
    let mut groups: Vec<Field> = groups_shown(now, today).into_iter().map(|group| tick(Topic::Hardship, group.code, known(now, Topic::Hardship, group.code))).collect();
    groups.push(Field::of("date", "hardship_since", "roster-family-hardship-since", "").helped("roster-family-hardship-since-hint"));
    groups.push(Field::of("date", "hardship_until", "roster-family-hardship-until", "").helped("roster-family-hardship-until-hint"));
    let mut money: Vec<Field> = Livelihood::CODES.iter().map(|source| tick(Topic::Livelihood, source, known(now, Topic::Livelihood, source))).collect();
    money.push(Field::of("money", Topic::Income.code(), topic_key(Topic::Income), income).helped("roster-family-income-hint"));
    let relief = Relief::CODES.iter().map(|kind| tick(Topic::Relief, kind, known(now, Topic::Relief, kind))).collect();
    vec![
        Part { title: "roster-family-part-money", fields: money },
        Part { title: "roster-family-part-hardship", fields: groups },
        Part { title: "roster-family-topic-relief", fields: relief },
    ]
}

/// The groups that are given today, and those of old words in which the family still stands.
fn groups_shown(now: &[&Fact], today: SchoolDate) -> Vec<&'static Group> {
    let stands = |group: &&Group| known(now, Topic::Hardship, group.code).is_some_and(|row| row.value == "yes");
    let given: Vec<&str> = offered(today).map(|group| group.code).collect();
    GROUPS.iter().filter(|group| given.contains(&group.code) || stands(group)).collect()
}

fn parts(lang: Lang, now: &[&Fact], levels: Levels, today: SchoolDate) -> Vec<Part> {
    let of = |topic: Topic| choice(lang, topic, known(now, topic, ""));
    let disability = known(now, Topic::Disability, "");
    let health = vec![
        of(Topic::Disability),
        degree(lang, Topic::Disability, disability),
        certified(lang, Topic::Disability, disability),
        note(Topic::Disability),
        of(Topic::Illness),
        note(Topic::Illness),
        of(Topic::Placement),
        of(Topic::SpecialNeed),
        note(Topic::SpecialNeed),
    ];
    let mut parts = vec![
        Part { title: "roster-family-part-father", fields: parent(lang, now, Parent::Father) },
        Part { title: "roster-family-part-mother", fields: parent(lang, now, Parent::Mother) },
        Part { title: "roster-family-part-home", fields: vec![of(Topic::Bond), of(Topic::Carer), of(Topic::Guardianship), of(Topic::Schooling)] },
        Part { title: "roster-family-part-registration", fields: vec![of(Topic::Registration), of(Topic::Origin), domicile(known(now, Topic::Domicile, ""))] },
        Part { title: "roster-family-part-health", fields: health },
    ];
    if levels.has(Level::Economic) {
        parts.extend(economic(now, today));
    }
    parts
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::EditFamily>(id)?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let (lang, today, check) = (cx.lang(), cx.tx.today(), of_check(cx)?);
    let child = particulars::particulars(cx.tx, &see)?;
    let rows = family::history(cx.tx, &permit)?;
    let back = match child.seat.filter(|_| check) {
        Some(seat) => format!("/classes/{}/family-check", seat.class),
        None => format!("/pupils/{id}/family"),
    };
    let page = EditPage {
        p: cx.page_of(&Msg::new("roster-family-edit-title").with("name", &child.name)),
        id,
        name: child.name,
        check: if check { "1" } else { "" },
        back,
        parts: parts(lang, &standing(&rows, today), permit.levels(), today),
    };
    cx.saw("SeeFamily", Subject::Pupil(id), shown(permit.levels()));
    cx.render(&page)
}

fn day(cx: &Cx<'_, '_>, name: String, problems: &mut Problems) -> Option<SchoolDate> {
    let text = cx.field(&name);
    if text.is_empty() {
        return None;
    }
    text.parse().map_err(|_| problems.note(name, "roster-day-needed")).ok()
}

/// What the form says about a topic that is not a list of items; `None` when a field of it cannot be read.
fn said(cx: &Cx<'_, '_>, topic: Topic, problems: &mut Problems) -> NewFact {
    let code = topic.code();
    let value = cx.field(code);
    let mut fact = NewFact::of(topic, if value.is_empty() { UNKNOWN } else { value });
    match topic {
        Topic::Work(_) if value == "away" => {
            fact.since = day(cx, format!("{code}_since"), problems);
            fact.place = province_and_city(cx.field(&format!("{code}_place"))).map_err(|message| problems.note(format!("{code}_place"), message)).unwrap_or_default();
        }
        Topic::Disability if !matches!(value, "" | "none") => {
            fact.degree = cx.field(&format!("{code}_degree")).parse().ok();
            fact.certified = match cx.field(&format!("{code}_certified")) {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            };
        }
        Topic::Income => {
            fact.amount_fen = if value.is_empty() { None } else { problems.keep(code, fen(value)) };
            fact.value = if value.is_empty() { UNKNOWN } else { "known" }.to_owned();
        }
        Topic::Domicile => {
            fact.place = province_and_city(value).map_err(|message| problems.note(code, message)).unwrap_or_default();
            fact.value = if value.is_empty() { UNKNOWN } else { "known" }.to_owned();
        }
        _ => {}
    }
    let note = cx.field(&format!("{code}_note"));
    if !note.is_empty() {
        fact.note = Some(Sealed::new(note.to_owned()));
    }
    fact
}

/// What the form says about a list of items: a tick is a yes from its day on, a tick that went is a no.
fn items(cx: &Cx<'_, '_>, now: &[&Fact], topic: Topic, codes: &[&'static str], problems: &mut Problems) -> Vec<NewFact> {
    let dated = topic == Topic::Hardship;
    let (from, until) = if dated { (day(cx, "hardship_since".to_owned(), problems), day(cx, "hardship_until".to_owned(), problems)) } else { (None, None) };
    let mut facts = Vec::new();
    for item in codes {
        let before = known(now, topic, item);
        let stands = before.is_some_and(|row| row.value == "yes");
        match (stands, !cx.field(&format!("{}_{item}", topic.code())).is_empty()) {
            (false, true) => facts.push(NewFact { since: from, until, ..NewFact::item(topic, *item, true) }),
            (true, false) => facts.push(NewFact::item(topic, *item, false)),
            _ => {}
        }
    }
    facts
}

pub(super) fn save(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::EditFamily>(id)?;
    let (levels, today, check) = (permit.levels(), cx.tx.today(), of_check(cx)?);
    let rows = family::history(cx.tx, &permit)?;
    let now = standing(&rows, today);
    let mut problems = Problems::default();
    let plain = Topic::ALL.into_iter().filter(|topic| !topic.has_items() && (levels.has(Level::Economic) || !topic.is_economic()));
    let mut new: Vec<NewFact> = plain.map(|topic| said(cx, topic, &mut problems)).collect();
    if levels.has(Level::Economic) {
        let groups: Vec<&'static str> = groups_shown(&now, today).into_iter().map(|group| group.code).collect();
        new.extend(items(cx, &now, Topic::Livelihood, Livelihood::CODES, &mut problems));
        new.extend(items(cx, &now, Topic::Hardship, &groups, &mut problems));
        new.extend(items(cx, &now, Topic::Relief, Relief::CODES, &mut problems));
    }
    problems.end()?;
    let source = if check { Source::Check } else { Source::Form };
    let changed = family::write(cx.tx, &permit, &new, source)?;
    let class = if check { looked_through(cx.tx, &permit, !changed.is_empty())? } else { None };
    cx.did("WriteFamily", Subject::Pupil(id), shown(levels), changed.join(" "));
    let to = class.map_or_else(|| format!("/pupils/{id}/family"), |class| format!("/classes/{class}/family-check"));
    Ok(Reply::done(to, Msg::new("roster-family-saved").with("count", changed.len())))
}

/// The fields with which one fact is corrected; an empty value takes it back.
pub(super) fn correction_fields(lang: Lang, row: &Fact) -> Vec<Field> {
    let topic = row.topic;
    let mut fields = Vec::new();
    if topic == Topic::Income {
        fields.push(Field::of("money", topic.code(), topic_key(topic), row.amount_fen.map(yuan).unwrap_or_default()).helped("roster-family-take-back-hint"));
    } else if topic == Topic::Domicile {
        fields.push(domicile(Some(row)).helped("roster-family-take-back-hint"));
    } else {
        let mut value = choice(lang, topic, Some(row)).helped("roster-family-take-back-hint");
        value.options[0].1 = words::word(lang, "roster-family-take-back");
        if !row.item.is_empty() {
            value.options.truncate(1);
            let word = item_word(lang, topic, &row.item);
            value.options.push(("yes".to_owned(), word.clone()));
            value.options.push(("no".to_owned(), Msg::new("roster-family-item-not").with("name", word).text(lang)));
        }
        fields.push(value);
    }
    match topic {
        Topic::Work(_) => fields.extend([since(topic, Some(row), "roster-family-away-since"), place(topic, Some(row))]),
        Topic::Disability => fields.extend([degree(lang, topic, Some(row)), certified(lang, topic, Some(row)), note(topic)]),
        Topic::Illness | Topic::SpecialNeed => fields.push(note(topic)),
        Topic::Hardship => {
            fields.push(since(topic, Some(row), "roster-family-hardship-since"));
            fields.push(Field::of("date", "hardship_until", "roster-family-hardship-until", day_text(row.until)));
        }
        _ => {}
    }
    fields
}

/// What the correction form says.
pub(super) fn correction(cx: &Cx<'_, '_>, row: &Fact, problems: &mut Problems) -> NewFact {
    let mut new = said(cx, row.topic, problems);
    new.item.clone_from(&row.item);
    if cx.field(row.topic.code()).is_empty() {
        new.value = String::new();
    }
    if row.topic == Topic::Hardship {
        new.since = day(cx, "hardship_since".to_owned(), problems);
        new.until = day(cx, "hardship_until".to_owned(), problems);
    }
    new
}
