//! Papers of the room: a check with its meetings and findings (B6-12, A9-29), the joint evaluation of a helper (A3-18); rows of the registers of what was promised and kept and of the evidence.

use crate::access::Who;
use crate::activity::export::{File, frame, letter};
use crate::activity::owed::Act;
use crate::base::{Lang, Msg, PupilId, Result, SchoolDate, words};
use crate::documents::letter::{Block, Letter};
use crate::documents::register::{Align, Column, Kind, Orientation, Register, Row, Section};
use crate::roster::time::Term;
use crate::store::Tx;
use crate::supervision::checks::{self, Whole};
use crate::supervision::count::Tally;
use crate::supervision::evidence_rules::{CELLS, Cell};
use crate::supervision::findings::Finding;
use crate::supervision::joint::Part;
use crate::supervision::ledger::Ledger;

fn word(lang: Lang, key: &str) -> String {
    words::word(lang, key)
}

fn percent(lang: Lang, tally: Tally) -> String {
    tally.percent().map_or_else(|| word(lang, "supervision-nothing-owed"), |percent| format!("{percent}%"))
}

/// The record of a check. What the children said in their own words is not on it: it stays with who checked.
///
/// # Errors
/// Not found for another format; those of the writers.
pub fn check(tx: &mut Tx<'_>, who: &Who, whole: &Whole, title: &str, term: Option<&Term>, format: &str, lang: Lang) -> Result<File> {
    let check = &whole.check;
    let of = |prefix: &str, code: &str| word(lang, &format!("{prefix}{code}"));
    let met = |one: &checks::Drawn| {
        let said = whole.interview(one.pupil);
        let text = said.map_or_else(
            || word(lang, "supervision-not-met-yet"),
            |said| {
                Msg::new("supervision-paper-said")
                    .with("talked", of("supervision-often-", &said.said.talked))
                    .with("tutored", of("supervision-often-", &said.said.tutored))
                    .with("helped", of("supervision-helped-", &said.said.helped))
                    .with("agrees", of("supervision-agrees-", &said.said.agrees))
                    .text(lang)
            },
        );
        format!("{} {text}", one.name)
    };
    let finding = |found: &Finding| {
        let step = found.steps.last().map(|step| format!(" {} {}", step.day, step.words)).unwrap_or_default();
        format!("{}: {} ({} {}) {}{step}", found.pupil_name, found.words, found.staff_name, found.due, of("supervision-step-", found.state()))
    };
    let mut blocks = vec![
        Block::Facts(vec![
            (word(lang, "supervision-paper-by"), check.by.clone()),
            (word(lang, "supervision-paper-day"), check.ended.map_or_else(|| check.day.to_string(), |ended| format!("{} – {ended}", check.day))),
            (word(lang, "supervision-paper-draw"), Msg::new("supervision-paper-draw-of").with("seed", &check.seed).with("count", check.population).text(lang)),
        ]),
        Block::Heading(word(lang, "supervision-met-title")),
        Block::List(whole.met().map(met).collect()),
    ];
    let passed: Vec<String> = whole.drawn.iter().filter(|one| !one.passed.is_empty()).map(|one| format!("{} {}", one.name, of("supervision-pass-", &one.passed))).collect();
    if !passed.is_empty() {
        blocks.extend([Block::Heading(word(lang, "supervision-passed-title")), Block::List(passed)]);
    }
    let findings: Vec<String> = whole.findings.iter().map(finding).collect();
    let none = vec![word(lang, "supervision-no-findings")];
    blocks.extend([Block::Heading(word(lang, "supervision-findings-title")), Block::List(if findings.is_empty() { none } else { findings })]);
    if !check.words.is_empty() {
        blocks.extend([Block::Heading(word(lang, "supervision-end-words")), Block::Paragraph(check.words.clone())]);
    }
    blocks.push(Block::Signatures(["supervision-sign-check", "report-sign-sponsor", "report-date"].map(|key| word(lang, key)).to_vec()));
    letter(&Letter { frame: frame(tx, who, term, lang)?, title: title.to_owned(), blocks }, title, format)
}

/// The joint evaluation of a helper: each child with weeks, what was kept, how its goals moved; the helper's word.
///
/// # Errors
/// Not found for another format; those of the writers.
pub fn joint(tx: &mut Tx<'_>, who: &Who, part: &Part, term: &Term, format: &str, lang: Lang) -> Result<File> {
    let line = |one: &crate::supervision::joint::Line| {
        let moved = Msg::new("supervision-moved")
            .with("reached", one.moved.reached)
            .with("rising", one.moved.rising)
            .with("still", one.moved.still)
            .with("unseen", one.moved.unseen)
            .text(lang);
        Msg::new("supervision-joint-line")
            .with("class", &one.class_name)
            .with("name", &one.name)
            .with("weeks", one.weeks)
            .with("kept", one.tally.kept)
            .with("promised", one.tally.promised)
            .with("moved", moved)
            .text(lang)
    };
    let title = word(lang, "supervision-joint-paper");
    let blocks = vec![
        Block::Facts(vec![
            (word(lang, "supervision-helper"), part.name.clone()),
            (word(lang, "supervision-children"), part.lines.len().to_string()),
            (word(lang, "supervision-kept"), percent(lang, part.tally)),
        ]),
        Block::Heading(word(lang, "supervision-children")),
        Block::List(part.lines.iter().map(line).collect()),
        Block::Heading(word(lang, "supervision-reply")),
        Block::Paragraph(if part.reply.is_empty() { word(lang, "supervision-no-reply") } else { part.reply.clone() }),
        Block::Paragraph(word(lang, "supervision-joint-rule")),
        Block::Signatures(["supervision-helper", "report-sign-sponsor", "report-date"].map(|key| word(lang, key)).to_vec()),
    ];
    let name = format!("{title}_{}_{}", part.name, term.code);
    letter(&Letter { frame: frame(tx, who, Some(term), lang)?, title, blocks }, &name, format)
}

fn column(name: String, width_mm: f64, align: Align, kind: Kind) -> Column {
    Column { name, group: None, width_mm, align, kind }
}

/// The acts of which the register says how often they were promised and kept.
const ACTS: [Act; 5] = Act::ALL;

/// 帮扶落实情况表: per child and act promised and kept, by class; a total for each class. The section of a class with nobody is left out.
pub fn promises(ledger: &Ledger, subtitle: &dyn Fn(&str) -> String, lang: Lang) -> Register {
    let mut columns = vec![column(word(lang, "roster-name"), 26.0, Align::Left, Kind::Text), column(word(lang, "supervision-helper"), 34.0, Align::Left, Kind::Text)];
    columns.extend(ACTS.map(|act| column(word(lang, &format!("activity-owed-{}", act.code())), 22.0, Align::Center, Kind::Text)));
    columns.extend(["supervision-excused", "supervision-missing", "supervision-rate"].map(|key| column(word(lang, key), 20.0, Align::Center, Kind::Text)));
    let row = |name: String, helpers: String, of: &dyn Fn(&crate::supervision::ledger::Promise) -> bool, strong: bool| {
        let mut cells = vec![name, helpers];
        for act in ACTS {
            let tally = ledger.tally(|one| of(one) && one.act == act);
            cells.push(if tally.promised + tally.open == 0 { String::new() } else { format!("{}/{}", tally.kept, tally.promised) });
        }
        let all = ledger.tally(of);
        cells.extend([all.excused.to_string(), all.missing().to_string(), percent(lang, all)]);
        Row { cells, strong }
    };
    let helpers = |pupil: PupilId| {
        let mut names: Vec<&str> = ledger.pairs.iter().filter(|pair| pair.pupil == pupil).map(|pair| pair.staff_name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names.join(" ")
    };
    let section = |children: &[crate::supervision::ledger::Child]| {
        let mut rows: Vec<Row> = children.iter().map(|child| row(child.name.clone(), helpers(child.pupil), &|one| one.pupil == child.pupil, false)).collect();
        rows.push(row(word(lang, "supervision-total"), String::new(), &|one| children.iter().any(|child| child.pupil == one.pupil), true));
        let name = children.first().map(|child| child.class_name.clone()).unwrap_or_default();
        Section { subtitle: subtitle(&name), name, rows }
    };
    Register {
        orientation: Orientation::Landscape,
        columns,
        sections: ledger.children.chunk_by(|a, b| a.class == b.class).map(section).collect(),
        notes: vec![word(lang, "supervision-promises-note")],
        signatures: ["report-sign-sponsor", "report-date"].map(|key| word(lang, key)).to_vec(),
        ..Register::default()
    }
}

/// 三落实、两定时、三有情况表: per child the eight cells, each with its evidence in words.
pub fn evidence(ledger: &Ledger, cells: &[(PupilId, Vec<Cell>)], subtitle: &dyn Fn(&str) -> String, lang: Lang) -> Register {
    let mut columns = vec![column(word(lang, "roster-name"), 22.0, Align::Left, Kind::Text)];
    columns.extend(CELLS.map(|code| column(word(lang, &format!("supervision-evidence-{code}")), 31.0, Align::Left, Kind::Text)));
    let row = |child: &crate::supervision::ledger::Child| {
        let own = cells.iter().find(|(pupil, _)| *pupil == child.pupil)?;
        let text = |cell: &Cell| format!("{} {}", word(lang, &format!("supervision-proof-{}", cell.proof.code())), cell.words.text(lang));
        Some(Row { cells: std::iter::once(child.name.clone()).chain(own.1.iter().map(text)).collect(), strong: false })
    };
    let section = |children: &[crate::supervision::ledger::Child]| {
        let name = children.first().map(|child| child.class_name.clone()).unwrap_or_default();
        Section { subtitle: subtitle(&name), name, rows: children.iter().filter_map(row).collect() }
    };
    Register {
        orientation: Orientation::Landscape,
        columns,
        sections: ledger.children.chunk_by(|a, b| a.class == b.class).map(section).collect(),
        notes: vec![word(lang, "supervision-evidence-note")],
        signatures: ["report-sign-sponsor", "report-date"].map(|key| word(lang, key)).to_vec(),
        ..Register::default()
    }
}

/// 督查记录: the checks of some days, one line each, with what they found; no child is named.
pub fn checks(all: &[(String, Whole)], subtitle: String, lang: Lang) -> Register {
    let row = |(title, whole): &(String, Whole)| {
        let count = |state: &str| whole.interviews.iter().filter(|one| one.said.agrees == state).count().to_string();
        let accepted = whole.findings.iter().filter(|found| found.state() == "accepted").count();
        let ended = whole.check.ended.map(|day: SchoolDate| day.to_string()).unwrap_or_default();
        let cells = vec![
            whole.check.day.to_string(),
            title.clone(),
            whole.check.by.clone(),
            format!("{}/{}", whole.interviews.len(), whole.check.population),
            count("agrees"),
            count("partly"),
            count("differs"),
            format!("{accepted}/{}", whole.findings.len()),
            format!("{ended} {}", whole.check.words).trim().to_owned(),
        ];
        Row { cells, strong: false }
    };
    let columns = [
        ("supervision-paper-day", 24.0),
        ("supervision-check", 46.0),
        ("supervision-paper-by", 24.0),
        ("supervision-met-of", 24.0),
        ("supervision-agrees-agrees", 18.0),
        ("supervision-agrees-partly", 18.0),
        ("supervision-agrees-differs", 18.0),
        ("supervision-mended-of", 24.0),
        ("supervision-end-words", 64.0),
    ];
    Register {
        orientation: Orientation::Landscape,
        columns: columns.iter().map(|(key, width)| column(word(lang, key), *width, Align::Left, Kind::Text)).collect(),
        sections: vec![Section { name: String::new(), subtitle, rows: all.iter().map(row).collect() }],
        signatures: ["report-sign-sponsor", "report-date"].map(|key| word(lang, key)).to_vec(),
        ..Register::default()
    }
}
