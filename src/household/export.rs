//! Papers of the room: the card of a household (A4-01…19), the village book (A10-01), the ledger of project money down to the household (A10-04, A10-06), the table of six ones and six
//! assurances (A10-05, A10-09). All are internal: one line of a household is for the office and the team.

use super::benefits::{self, Benefit};
use super::card::Card;
use super::checks::{self, Whole};
use super::codes::{ASSURANCES, ONES_OF_HOUSEHOLD, items};
use super::households::Household;
use super::income::{Facts, Net};
use super::members::Member;
use super::money::{of_tenths, yuan};
use super::villages::Village;
use crate::access::{Who, tenant};
use crate::base::{Error, Lang, Msg, Result, RowId, SchoolDate, words};
use crate::documents::letter::{Block, Letter};
use crate::documents::register::{Align, Column, Format, Frame, Kind, Orientation, Register, Row, Section};
use crate::store::Tx;

/// A file: its name, media type and bytes.
pub type File = (String, &'static str, Vec<u8>);
/// The papers of a village, by code.
pub const PAPERS: [&str; 3] = ["book", "ledger", "assurances"];

/// The formats in which a paper can be had.
pub fn formats() -> Vec<&'static str> {
    Format::ALL.into_iter().filter(|format| *format != Format::Pdf || cfg!(feature = "pdf")).map(Format::extension).collect()
}

fn word(lang: Lang, key: &str) -> String {
    words::word(lang, key)
}

/// A code in words; empty stays empty.
pub fn coded(lang: Lang, what: &str, code: &str) -> String {
    if code.is_empty() { String::new() } else { word(lang, &format!("household-{what}-{code}")) }
}

/// What is not known says so: never 0.
fn known(lang: Lang, text: Option<String>) -> String {
    text.filter(|text| !text.is_empty()).unwrap_or_else(|| word(lang, "household-unknown"))
}

/// Money that may not be known.
pub fn money(lang: Lang, fen: Option<i64>) -> String {
    known(lang, fen.map(yuan))
}

/// The sum behind an income per head, in words.
pub fn sum(lang: Lang, facts: &Facts, net: &Net) -> String {
    let mut msg = Msg::new("household-sum").with("cost", yuan(net.cost_fen)).with("people", net.people).with("head", yuan(net.head_fen));
    for (name, value) in facts.parts() {
        msg = msg.with(name, yuan(value.unwrap_or_default()));
    }
    msg.text(lang)
}

/// The income per head of the newest year that is known whole, with the year.
pub fn per_head(lang: Lang, one: &Household) -> String {
    one.newest().map_or_else(|| word(lang, "household-unknown"), |(year, net)| Msg::new("household-of-year").with("amount", yuan(net.head_fen)).with("year", year).text(lang))
}

/// A member in words: work and where, health, ability to work.
pub fn member(lang: Lang, one: &Member) -> String {
    let is = &one.is;
    let born = is.born.map(|year| Msg::new("household-born-in").with("year", year).text(lang)).unwrap_or_default();
    let texts = [born, coded(lang, "work", &is.work), is.place.clone(), coded(lang, "health", &is.health), coded(lang, "labour", &is.labour)];
    texts.iter().filter(|text| !text.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ")
}

/// The name of a member, or that there is none: of an erased child nothing is left.
pub fn name(lang: Lang, one: &Member) -> String {
    if one.is.name.is_empty() { word(lang, "household-unnamed") } else { one.is.name.clone() }
}

fn frame(tx: &mut Tx<'_>, who: &Who, lang: Lang) -> Result<Frame> {
    let now = tx.now();
    Ok(Frame {
        school: tenant(tx)?.name,
        term: String::new(),
        confidential: word(lang, "household-confidential"),
        page_words: Msg::new("household-page-of").with("page", "{page}").with("pages", "{pages}").text(lang),
        printed: Msg::new("household-printed").with("name", &who.name).with("when", now).text(lang),
        audit_head: None,
        written: now,
    })
}

fn format_of(text: &str) -> Result<Format> {
    Format::from_extension(text).filter(|format| *format != Format::Pdf || cfg!(feature = "pdf")).ok_or(Error::NotFound)
}

fn facts_lines(lang: Lang, facts: &Facts) -> Vec<(String, String)> {
    let tenths = |value: Option<i64>, unit: &str| value.map(|tenths| format!("{} {}", of_tenths(tenths), word(lang, unit)));
    let tools = [coded(lang, "tools", &facts.tools), facts.tools_words.clone()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("，");
    let mut lines = vec![
        ("household-housing", known(lang, tenths(facts.housing_tenths, "household-m2"))),
        ("household-land", known(lang, tenths(facts.land_tenths, "household-mu"))),
        ("household-crops", known(lang, Some(facts.crops.clone()))),
        ("household-animals", known(lang, Some(facts.animals.clone()))),
        ("household-tools", known(lang, Some(tools))),
        ("household-sources", known(lang, Some(facts.sources.clone()))),
    ];
    let parts = ["household-wage", "household-operating", "household-property", "household-transfer"];
    lines.extend(parts.into_iter().zip(facts.parts()).map(|(key, (_, value))| (key, money(lang, value))));
    lines.push(("household-cost", money(lang, facts.cost_fen)));
    lines.push(("household-net", facts.net().map_or_else(|| word(lang, "household-unknown"), |net| sum(lang, facts, &net))));
    lines.into_iter().map(|(key, text)| (word(lang, key), text)).collect()
}

/// Everything on a card as headings with lines: the docx and pdf are these, the workbook has them as rows.
fn parts(card: &Card, lang: Lang, today: SchoolDate) -> Vec<(String, Vec<(String, String)>)> {
    let one = &card.household;
    let of = |what: &str, code: &str| coded(lang, what, code);
    let head = vec![
        (word(lang, "household-village"), format!("{} {}", card.village.township, card.village.name)),
        (word(lang, "household-number"), one.number.clone()),
        (word(lang, "household-head"), known(lang, Some(one.head_name().to_owned()))),
        (word(lang, "household-people"), one.members.len().to_string()),
        (word(lang, "household-status"), format!("{} {}", of("status", &one.status), one.since.map(|day| day.to_string()).unwrap_or_default())),
        (word(lang, "household-income"), per_head(lang, one)),
    ];
    let members = one.members.iter().map(|is| (format!("{} {}", name(lang, is), of("relation", &is.is.relation)), member(lang, is))).collect();
    let matters = |what: &'static str| {
        let open = card.matters.iter().filter(move |matter| matter.what == what && matter.is_open(today));
        open.map(|matter| (of(what, &matter.code), matter.body.words.clone())).collect::<Vec<_>>()
    };
    let measure = |measure: &super::measures::Measure| {
        let kind = format!("{} {}", of("horizon", &measure.horizon), of("measure", &measure.kind));
        let texts =
            [measure.body.what.clone(), format!("{} {} – {}", measure.holder, measure.from, measure.due), format!("{} {}", of("stand", measure.stands(today)), measure.evidence)];
        (kind, texts.join("；"))
    };
    let helper = |helper: &super::villages::Helper| {
        let until = if helper.holds_on(today) { word(lang, "household-until-now") } else { helper.until.to_string() };
        (of("role", &helper.role), format!("{} {} {} – {until}", helper.name, helper.unit, helper.from))
    };
    let check = |item: &&str| {
        let text = card
            .rows
            .iter()
            .find(|row| row.item == **item)
            .map_or_else(|| word(lang, "household-not-looked"), |row| format!("{}；{}；{} {}", of("result", &row.result), row.evidence, row.holder, row.day));
        (of("item", item), text)
    };
    let benefit = |one: &Benefit| (format!("{} {}", one.day, of("benefit", &one.kind)), came(lang, one));
    let mut all = vec![(word(lang, "household-card"), head), (word(lang, "household-members"), members)];
    if let Some((year, facts)) = one.years.iter().next_back() {
        all.push((Msg::new("household-year-of").with("year", year).text(lang), facts_lines(lang, facts)));
    }
    for what in ["cause", "need", "wish"] {
        all.push((word(lang, &format!("household-what-{what}")), matters(what)));
    }
    all.push((word(lang, "household-measures"), card.measures.iter().map(measure).collect()));
    all.push((word(lang, "household-helpers"), card.helpers.iter().map(helper).collect()));
    all.push((word(lang, "household-checks"), items(false).iter().map(check).collect()));
    all.push((word(lang, "household-benefits"), card.benefits.iter().filter(|one| one.counts()).map(benefit).collect()));
    let visit = |visit: &super::visits::Visit| (format!("{} {}", visit.day, visit.name), visit.words.clone());
    all.push((word(lang, "household-visits"), card.visits.iter().take(12).map(visit).collect()));
    all
}

/// What came, in words: amount, goods, project, from whom.
pub fn came(lang: Lang, one: &Benefit) -> String {
    let amount = one.amount_fen.map(|fen| Msg::new("household-yuan").with("amount", yuan(fen)).text(lang)).unwrap_or_default();
    [amount, one.goods.clone(), one.project.clone(), one.source.clone()].iter().filter(|text| !text.is_empty()).map(String::as_str).collect::<Vec<_>>().join("；")
}

/// The card of a household.
///
/// # Errors
/// Not found for a format that it does not have; those of the writers.
pub fn card(tx: &mut Tx<'_>, who: &Who, card: &Card, format: &str, lang: Lang) -> Result<File> {
    let (format, today) = (format_of(format)?, tx.today());
    let title = word(lang, "household-card-title");
    let file = format!("{title}_{}_{}.{}", card.village.name, card.household.number, format.extension());
    let parts = parts(card, lang, today);
    let none = || vec![(String::new(), word(lang, "household-none"))];
    let signatures: Vec<String> = ["household-sign-head", "household-sign-responsible", "household-sign-village", "household-sign-day"].map(|key| word(lang, key)).to_vec();
    let frame = frame(tx, who, lang)?;
    let bytes = if matches!(format, Format::Docx | Format::Pdf) {
        let mut blocks = Vec::new();
        for (heading, lines) in parts {
            blocks.push(Block::Heading(heading));
            blocks.push(Block::Facts(if lines.is_empty() { none() } else { lines }));
        }
        blocks.push(Block::Signatures(signatures));
        Letter { frame, title: title.clone(), blocks }.file(format)?
    } else {
        let rows = parts.into_iter().flat_map(|(heading, lines)| {
            let lines = if lines.is_empty() { none() } else { lines };
            lines.into_iter().map(move |(label, text)| Row { cells: vec![heading.clone(), label, text], strong: false })
        });
        let columns = vec![
            column(lang, "household-part", 34.0, Align::Left, Kind::Text),
            column(lang, "household-item", 46.0, Align::Left, Kind::Text),
            column(lang, "household-content", 100.0, Align::Left, Kind::Text),
        ];
        let sections = vec![Section { name: card.household.number.clone(), subtitle: String::new(), rows: rows.collect() }];
        Register { frame, title: title.clone(), columns, sections, signatures, ..Register::default() }.file(format)?
    };
    Ok((file, format.media_type(), bytes))
}

fn column(lang: Lang, key: &str, width_mm: f64, align: Align, kind: Kind) -> Column {
    Column { name: word(lang, key), group: None, width_mm, align, kind }
}

fn grouped(lang: Lang, group: &str, key: &str, width_mm: f64) -> Column {
    Column { group: Some(word(lang, group)), ..column(lang, key, width_mm, Align::Center, Kind::Text) }
}

/// 村册: a line for each household, and the sums.
fn book(whole: &Whole, lang: Lang) -> Register {
    let row = |(at, one): (usize, &Household)| {
        let facts = one.years.values().next_back().cloned().unwrap_or_default();
        let tenths = |value: Option<i64>| known(lang, value.map(of_tenths));
        let helper = whole.helpers.iter().find(|(id, role, _)| *id == one.id && role == "responsible").map(|(.., name)| name.clone());
        let members = one.members.iter().map(|is| format!("{} {}", name(lang, is), coded(lang, "relation", &is.is.relation))).collect::<Vec<_>>().join("、");
        let cells = vec![
            (at + 1).to_string(),
            one.number.clone(),
            known(lang, Some(one.head_name().to_owned())),
            one.members.len().to_string(),
            members,
            coded(lang, "status", &one.status),
            tenths(facts.housing_tenths),
            tenths(facts.land_tenths),
            per_head(lang, one),
            known(lang, helper),
            whole.measures.iter().filter(|measure| measure.of == one.id && measure.state != "given_up").count().to_string(),
        ];
        Row { cells, strong: false }
    };
    let people: usize = whole.households.iter().map(|one| one.members.len()).sum();
    let mut rows: Vec<Row> = whole.households.iter().enumerate().map(row).collect();
    let mut total = vec![String::new(); 11];
    (total[1], total[2], total[3]) = (word(lang, "household-total"), Msg::new("household-count").with("count", whole.households.len()).text(lang), people.to_string());
    rows.push(Row { cells: total, strong: true });
    let text = |key: &str, width: f64| column(lang, key, width, Align::Left, Kind::Text);
    let columns = vec![
        column(lang, "household-order", 10.0, Align::Center, Kind::Number),
        text("household-number", 18.0),
        text("household-head", 22.0),
        column(lang, "household-people", 12.0, Align::Right, Kind::Number),
        text("household-members", 70.0),
        text("household-status", 26.0),
        column(lang, "household-housing-short", 18.0, Align::Right, Kind::Number),
        column(lang, "household-land-short", 18.0, Align::Right, Kind::Number),
        text("household-income", 34.0),
        text("household-role-responsible", 24.0),
        column(lang, "household-measures-short", 14.0, Align::Right, Kind::Number),
    ];
    Register { columns, sections: vec![Section { name: String::new(), subtitle: String::new(), rows }], orientation: Orientation::Landscape, ..Register::default() }
}

/// The ledger: what arrived where, in the order of the days, with the sum of what counts; what was taken back is said. Nobody signs on it: each family signs a slip of its own.
fn ledger(all: &[Benefit], households: &[Household], lang: Lang) -> Register {
    let head_of = |id: Option<RowId>| id.and_then(|id| households.iter().find(|one| one.id == id)).map(|one| one.head_name().to_owned()).unwrap_or_default();
    let row = |(at, one): (usize, &Benefit)| {
        let remark = if one.counts() { String::new() } else { Msg::new("household-taken-back").with("reason", &one.reversed).text(lang) };
        let cells = vec![
            (at + 1).to_string(),
            one.day.to_string(),
            if one.household.is_some() { one.number.clone() } else { word(lang, "household-whole-village") },
            head_of(one.household),
            coded(lang, "benefit", &one.kind),
            one.project.clone(),
            one.source.clone(),
            one.amount_fen.map(yuan).unwrap_or_default(),
            one.goods.clone(),
            one.evidence.clone(),
            remark,
        ];
        Row { cells, strong: false }
    };
    let mut rows: Vec<Row> = all.iter().rev().enumerate().map(row).collect();
    let mut total = vec![String::new(); 11];
    (total[1], total[7]) = (word(lang, "household-total"), yuan(benefits::total(all)));
    rows.push(Row { cells: total, strong: true });
    let text = |key: &str, width: f64| column(lang, key, width, Align::Left, Kind::Text);
    let columns = vec![
        column(lang, "household-order", 10.0, Align::Center, Kind::Number),
        column(lang, "household-day", 26.0, Align::Center, Kind::Date),
        text("household-number", 18.0),
        text("household-head", 20.0),
        text("household-benefit", 26.0),
        text("household-project", 34.0),
        text("household-from-whom", 28.0),
        column(lang, "household-amount", 24.0, Align::Right, Kind::Number),
        text("household-goods", 26.0),
        text("household-evidence", 30.0),
        text("household-remark", 24.0),
    ];
    Register { columns, sections: vec![Section { name: String::new(), subtitle: String::new(), rows }], orientation: Orientation::Landscape, ..Register::default() }
}

/// 六个一、六个保障: a line for each household, a mark for each row; what nobody looked at stays open.
fn assurances(whole: &Whole, lang: Lang) -> Register {
    let mark =
        |rows: &[checks::Row], item: &str| rows.iter().find(|row| row.item == item).map_or_else(|| word(lang, "household-mark-open"), |row| coded(lang, "mark", &row.result));
    let row = |(at, one): (usize, &Household)| {
        let rows = whole.rows.get(&one.id).map_or(&[][..], Vec::as_slice);
        let mut cells = vec![(at + 1).to_string(), one.number.clone(), known(lang, Some(one.head_name().to_owned()))];
        cells.extend(ONES_OF_HOUSEHOLD.iter().chain(&ASSURANCES).map(|item| mark(rows, item)));
        cells.push(String::new());
        Row { cells, strong: false }
    };
    let rows = whole.households.iter().enumerate().map(row).collect();
    let mut columns = vec![
        column(lang, "household-order", 10.0, Align::Center, Kind::Number),
        column(lang, "household-number", 20.0, Align::Left, Kind::Text),
        column(lang, "household-head", 24.0, Align::Left, Kind::Text),
    ];
    columns.extend(ONES_OF_HOUSEHOLD.iter().map(|item| grouped(lang, "household-ones", &format!("household-item-{item}"), 22.0)));
    columns.extend(ASSURANCES.iter().map(|item| grouped(lang, "household-assurances", &format!("household-item-{item}"), 18.0)));
    columns.push(column(lang, "household-remark", 24.0, Align::Left, Kind::Blank));
    let of_village = super::codes::ONES_OF_VILLAGE.map(|item| format!("{} {}", coded(lang, "item", item), mark(&whole.own, item))).join("；");
    let (met, of) = checks::assured(whole);
    let notes = vec![of_village, Msg::new("household-assured").with("count", met).with("of", of).text(lang), word(lang, "household-marks")];
    Register { columns, sections: vec![Section { name: String::new(), subtitle: String::new(), rows }], notes, orientation: Orientation::Landscape, ..Register::default() }
}

/// What a paper of a village is made of.
#[derive(Debug)]
pub struct Papers<'a> {
    /// The village.
    pub village: &'a Village,
    /// Its households, rows, measures and people.
    pub whole: &'a Whole,
    /// All its households, for the names in the ledger.
    pub households: &'a [Household],
    /// Its ledger.
    pub benefits: &'a [Benefit],
}

/// A paper of a village, by its code.
///
/// # Errors
/// Not found for another code or format; a conflict when there is nothing to print; those of the writers.
pub fn paper(tx: &mut Tx<'_>, who: &Who, of: &Papers<'_>, what: &str, format: &str, lang: Lang) -> Result<File> {
    let format = format_of(format)?;
    let (village, whole) = (of.village, of.whole);
    let empty = if what == "ledger" { of.benefits.is_empty() } else { whole.households.is_empty() };
    if empty {
        return Err(Error::Conflict(Msg::new("household-paper-none")));
    }
    let mut register = match what {
        "book" => book(whole, lang),
        "ledger" => ledger(of.benefits, of.households, lang),
        "assurances" => assurances(whole, lang),
        _ => return Err(Error::NotFound),
    };
    let title = word(lang, &format!("household-paper-{what}"));
    for section in &mut register.sections {
        section.name.clone_from(&village.name);
        section.subtitle = format!("{} {}　{}", village.township, village.name, Msg::new("household-count").with("count", whole.households.len()).text(lang));
    }
    let signatures = ["household-sign-maker", "household-sign-village", "household-sign-day"].map(|key| word(lang, key)).to_vec();
    let register = Register { frame: frame(tx, who, lang)?, title: title.clone(), signatures, ..register };
    Ok((format!("{title}_{}.{}", village.name, format.extension()), format.media_type(), register.file(format)?))
}
