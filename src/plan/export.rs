//! The plan on paper: for the school with signature lines, for the family with a slip to return (PRACTICE 1.12), or the plan of one subject (B6-07).

use super::item::{Dimension, Item, Kind};
use super::{Version, family_copy, habit, hands, items, own, team, versions, wording};
use crate::access::{Permit, acts, tenant};
use crate::base::{Error, Lang, Msg, Result, words};
use crate::casefile::{self, records};
use crate::documents::letter::{Block, Letter, Slip};
use crate::documents::register::{Format, Frame};
use crate::programme::naming;
use crate::results::SUBJECTS;
use crate::roster::particulars;
use crate::store::Tx;

/// Causes that stand on the paper as the reason of a plan.
const REASONS: usize = 6;

/// Whom a paper is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum For {
    /// The team: everything that the person may read, with places to sign.
    School,
    /// Child and family: goals, what each does, a slip to return. Nothing of levels, sources or other people's words.
    Family,
    /// The plan of one subject.
    Subject(String),
}

impl For {
    /// From the query of the page.
    pub fn of(text: &str) -> Option<Self> {
        match text {
            "" | "school" => Some(Self::School),
            "family" => Some(Self::Family),
            subject if SUBJECTS.contains(&subject) => Some(Self::Subject(subject.to_owned())),
            _ => None,
        }
    }
}

/// The formats in which a plan can be had, as extensions.
pub fn formats() -> Vec<&'static str> {
    [Format::Docx, Format::Pdf].into_iter().filter(|format| *format != Format::Pdf || cfg!(feature = "pdf")).map(Format::extension).collect()
}

/// The words of a paper.
struct Paper<'a> {
    lang: Lang,
    items: Vec<Item>,
    hands: &'a [(&'static str, String, String)],
}

impl Paper<'_> {
    fn word(&self, key: &str) -> String {
        words::word(self.lang, key)
    }

    fn of(&self, kind: Kind) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.kind == kind && !item.body.text.is_empty())
    }

    fn list(&self, blocks: &mut Vec<Block>, key: &str, kinds: &[Kind]) {
        let lines = wording::lines(self.lang, kinds.iter().flat_map(|kind| self.of(*kind)), self.hands);
        if !lines.is_empty() {
            blocks.extend([Block::Heading(self.word(key)), Block::List(lines)]);
        }
    }

    /// Goals and measures, dimension by dimension (A1-03).
    fn dimensions(&self, blocks: &mut Vec<Block>) {
        for dimension in Dimension::ALL {
            let of = |kind: Kind| wording::lines(self.lang, self.of(kind).filter(|item| item.dimension == *dimension), self.hands);
            let (goals, measures) = (of(Kind::Goal), of(Kind::Measure));
            if goals.is_empty() && measures.is_empty() {
                continue;
            }
            blocks.push(Block::Heading(wording::coded(self.lang, "plan-dimension-", dimension.code())));
            for (key, lines) in [("plan-goals", goals), ("plan-measures", measures)] {
                if !lines.is_empty() {
                    blocks.extend([Block::Paragraph(self.word(key)), Block::List(lines)]);
                }
            }
        }
    }

    /// What child and family do, and the habits followed.
    fn both(&self, blocks: &mut Vec<Block>, habits: &[String]) {
        self.list(blocks, "plan-part-child", &[Kind::Child]);
        if !habits.is_empty() {
            let lines = habits.iter().filter(|code| habit::is_known(code)).map(|code| wording::coded(self.lang, "plan-habit-", code)).collect();
            blocks.extend([Block::Paragraph(self.word("plan-habits")), Block::List(lines)]);
        }
        self.list(blocks, "plan-part-family", &[Kind::Family]);
    }
}

/// The version that a paper shows: the one that holds, else the newest.
fn shown(all: &[Version], today: crate::base::SchoolDate) -> Result<&Version> {
    super::in_force(all, today).or_else(|| all.first()).ok_or(Error::NotFound)
}

/// The paper. Gives file name, media type and bytes.
///
/// # Errors
/// Not found without a plan, or for a format that letters do not have; those of the writers.
pub fn paper(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, whom: &For, format: &str, lang: Lang) -> Result<(String, &'static str, Vec<u8>)> {
    let format = Format::from_extension(format).filter(|format| matches!(format, Format::Docx | Format::Pdf)).ok_or(Error::NotFound)?;
    let (all, today) = (versions(tx, permit)?, tx.today());
    let version = shown(&all, today)?;
    let see = Permit::<acts::SeePupil>::ask(tx, permit.who(), permit.pupil()?)?;
    let (child, hands) = (particulars::particulars(tx, &see)?, hands(tx, permit)?);
    let mut items = items(tx, permit, version.id)?;
    items.retain(|item| !item.removed && may_stand(whom, item));
    let paper = Paper { lang, items, hands: &hands };
    let class = child.seat.as_ref().map(|seat| seat.class_name.clone()).unwrap_or_default();
    let span = Msg::new("casefile-days").with("when", version.from).with("day", version.until).text(lang);
    let mut facts = vec![
        (paper.word("roster-name"), child.name.clone()),
        (paper.word("plan-paper-grade"), child.seat.as_ref().map(|seat| Msg::new("roster-grade").with("grade", seat.level).text(lang)).unwrap_or_default()),
        (paper.word("roster-class"), class),
        (paper.word("plan-paper-version"), Msg::new("plan-version").with("number", version.number).text(lang)),
        (paper.word("plan-paper-days"), span),
    ];
    if *whom == For::School {
        facts.push((paper.word("plan-paper-reason"), reason(tx, permit, lang)?));
    }
    let mut blocks = vec![Block::Facts(facts)];
    strengths(tx, permit, &paper, &mut blocks)?;
    let title = match whom {
        For::School => {
            school(tx, permit, &paper, version, &mut blocks)?;
            paper.word(if version.iep { "plan-iep-title" } else { "plan-title" })
        }
        For::Family => {
            family(tx, permit, &paper, &child.name, &mut blocks)?;
            paper.word("plan-family-title")
        }
        For::Subject(code) => {
            subject(tx, permit, &paper, code, &mut blocks)?;
            Msg::new("plan-subject-title").with("subject", wording::subject(lang, code)).text(lang)
        }
    };
    let confidential = if *whom == For::Family { String::new() } else { paper.word("report-confidential") };
    let frame = Frame { school: tenant(tx)?.name, written: tx.now(), confidential, ..Frame::default() };
    let file = format!("{title}_{}_{}.{}", child.name, version.number, format.extension());
    Ok((file, format.media_type(), Letter { frame, title, blocks }.file(format)?))
}

/// Why there is a plan (A1-01: 缘由): the categories that count and the causes that were seen, in kind words, as far as the reader may know of them.
fn reason(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, lang: Lang) -> Result<String> {
    let (names, term) = (naming::names(tx)?, casefile::present_term(tx)?);
    let head = casefile::head(tx, permit)?;
    let mut said: Vec<String> = head.labels.iter().filter(|label| label.counts).map(|label| names.of(label.category, lang)).collect();
    said.extend(casefile::diagnosis::picture(tx, permit, &term)?.causes.iter().take(REASONS).map(|one| casefile::wording::cause(lang, one.cause)));
    said.dedup();
    Ok(said.join(&words::word(lang, "casefile-comma")))
}

/// What may stand on a paper: the family's has no counsellor's findings and no section of the office.
fn may_stand(whom: &For, item: &Item) -> bool {
    use super::item::Need;
    match whom {
        For::School => true,
        For::Family => !matches!(item.need, Need::Mind | Need::Hardship),
        For::Subject(code) => item.subject == *code || item.kind == Kind::Demand && item.subject.is_empty(),
    }
}

/// Strengths and the child's own words come first, on paper too.
fn strengths(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, paper: &Paper<'_>, blocks: &mut Vec<Block>) -> Result<()> {
    let notes = records::notes(tx, permit)?;
    if !notes.is_empty() {
        let lines = notes.into_iter().take(6).map(|note| note.text).collect();
        blocks.extend([Block::Heading(paper.word("plan-strengths")), Block::List(lines)]);
    }
    Ok(())
}

fn school(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, paper: &Paper<'_>, version: &Version, blocks: &mut Vec<Block>) -> Result<()> {
    let lang = paper.lang;
    for item in paper.of(Kind::Section) {
        blocks.extend([Block::Heading(wording::coded(lang, "plan-section-", &item.body.code)), Block::Paragraph(item.body.text.clone())]);
    }
    paper.dimensions(blocks);
    paper.list(blocks, "plan-demands", &[Kind::Demand]);
    let habits = own::checklist(tx, permit)?.habits;
    paper.both(blocks, &habits);
    let met: Vec<String> =
        team::meetings(tx, permit)?.into_iter().map(|met| format!("{} {} · {} {} · {}", met.day, met.place, met.there.join("、"), met.guests, met.decision)).collect();
    if !met.is_empty() {
        blocks.extend([Block::Heading(paper.word("plan-meetings")), Block::List(met)]);
    }
    let signers = team::signers(tx, permit, version)?;
    let line = |(asked, day): &(team::Asked, Option<crate::base::SchoolDate>)| {
        let duty = if asked.subject.is_empty() { wording::coded(lang, "duty-", asked.duty.code()) } else { wording::subject(lang, &asked.subject) };
        match day {
            Some(day) => Msg::new("plan-paper-signed").with("duty", duty).with("name", &asked.name).with("day", *day).text(lang),
            None => Msg::new("plan-paper-sign").with("duty", duty).text(lang),
        }
    };
    let mut places: Vec<String> = signers.iter().map(line).collect();
    places.extend(["plan-paper-guardian", "plan-paper-leader"].map(|key| paper.word(key)));
    blocks.push(Block::Signatures(places));
    Ok(())
}

fn family(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, paper: &Paper<'_>, name: &str, blocks: &mut Vec<Block>) -> Result<()> {
    blocks.push(Block::Paragraph(Msg::new("plan-family-text").with("name", name).text(paper.lang)));
    paper.list(blocks, "plan-goals", &[Kind::Goal]);
    paper.list(blocks, "plan-measures-school", &[Kind::Measure, Kind::Demand]);
    let habits = own::checklist(tx, permit)?.habits;
    paper.both(blocks, &habits);
    let blank = "____________".to_owned();
    blocks.push(Block::Slips(vec![Slip {
        title: paper.word("plan-family-slip"),
        facts: vec![
            (paper.word("roster-name"), name.to_owned()),
            (paper.word("plan-family-answer"), paper.word("plan-family-boxes")),
            (paper.word("plan-family-wish"), blank.clone()),
            (paper.word("plan-paper-guardian-short"), blank),
        ],
        note: String::new(),
        qr: None,
    }]));
    Ok(())
}

fn subject(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, paper: &Paper<'_>, code: &str, blocks: &mut Vec<Block>) -> Result<()> {
    let file = records::subject_files(tx, permit)?.into_iter().find(|file| file.subject == code);
    if let Some((day, by, entry)) = file.and_then(|file| file.entries.into_iter().next()) {
        let facts =
            vec![(paper.word("casefile-gaps"), entry.gaps), (paper.word("casefile-works"), entry.works), (paper.word("casefile-next"), format!("{} ({day} {by})", entry.next))];
        blocks.push(Block::Facts(facts.into_iter().filter(|(_, text)| !text.is_empty()).collect()));
    }
    for (key, kinds) in [("plan-goals", &[Kind::Goal][..]), ("plan-measures", &[Kind::Measure]), ("plan-demands", &[Kind::Demand]), ("plan-part-child", &[Kind::Child])] {
        paper.list(blocks, key, kinds);
    }
    let own: Vec<String> = own::goals(tx, permit)?
        .into_iter()
        .filter(|goal| goal.subject == code)
        .take(6)
        .map(|goal| format!("{} {} · {} · {}", goal.day, goal.body.occasion, family_copy::own_aim(paper.lang, &goal.body), goal.body.requirement))
        .collect();
    if !own.is_empty() {
        blocks.extend([Block::Heading(paper.word("plan-own-goals")), Block::List(own)]);
    }
    blocks.push(Block::Signatures(vec![paper.word("plan-paper-teacher")]));
    // Whoever reads the whole child also reads which type of help it needs (B6-05); a subject's plan says it in one line.
    let term = casefile::present_term(tx)?;
    let types = casefile::diagnosis::picture(tx, permit, &term)?.types;
    let said: Vec<String> = types.iter().map(|kind| wording::coded(paper.lang, "casefile-type-helps-", kind.code())).collect();
    if !said.is_empty() {
        blocks.insert(1, Block::Paragraph(said.join(" ")));
    }
    Ok(())
}
