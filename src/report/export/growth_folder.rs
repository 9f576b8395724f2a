//! 留守儿童成长记录袋目录: the twelve papers of a left-behind child's folder, which of them the records hold and since when, the others to be put in by hand. A6-05; CONVENTIONS 2.2.

use super::{Job, column};
use crate::access::{Permit, acts};
use crate::activity::{self, rules};
use crate::base::{Error, Msg, PupilId, Result, SchoolDate};
use crate::casefile::records;
use crate::documents::register::{Align, Kind, Register, Row, Section};
use crate::plan;
use crate::roster::entrusted;
use crate::roster::time::Class;
use crate::store::Tx;

/// The twelve papers in the order of the usual folder; the words are `report-folder-<code>`.
const PAPERS: [&str; 12] = ["intro", "talks", "conduct", "health", "letters", "homework", "books", "awards", "plan", "summary", "quality", "carer"];

/// How much of a paper the records hold: how many, and the newest day.
type Held = (usize, Option<SchoolDate>);

/// What the records hold of a child's folder.
#[derive(Default)]
struct Folder {
    intro: Held,
    talks: Held,
    conduct: Held,
    plan: Held,
    carer: Held,
}

impl Folder {
    /// What is held of a paper; `None` for what is only on paper.
    fn of(&self, paper: &str) -> Option<Held> {
        match paper {
            "intro" => Some(self.intro),
            "talks" => Some(self.talks),
            "conduct" => Some(self.conduct),
            "plan" => Some(self.plan),
            "carer" => Some(self.carer),
            _ => None,
        }
    }
}

fn held(days: impl Iterator<Item = SchoolDate>) -> Held {
    days.fold((0, None), |(count, newest), day| (count + 1, newest.max(Some(day))))
}

impl Job<'_> {
    /// A section for each left-behind child of the classes.
    pub(super) fn growth_folders(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let mut sections = Vec::new();
        for class in classes {
            for family in self.families(tx, class)?.into_iter().filter(|family| self.count(family).is_left_behind()) {
                let folder = self.folder(tx, family.pupil)?;
                let seat = family.seat_no.map(|seat| seat.to_string()).unwrap_or_default();
                let subtitle = format!("{} {seat}", class.name).trim().to_owned();
                sections.push(Section { name: family.name.clone(), subtitle: format!("{} · {subtitle}", family.name), rows: self.papers(&folder) });
            }
        }
        if sections.is_empty() {
            sections.push(Section { name: self.word("report-school"), subtitle: Msg::new("report-count").with("count", 0).text(self.lang), rows: Vec::new() });
        }
        let columns = vec![
            column(self.word("report-number"), 12.0, Align::Center, Kind::Number),
            column(self.word("report-folder-paper"), 45.0, Align::Left, Kind::Text),
            column(self.word("report-folder-held"), 60.0, Align::Left, Kind::Text),
            column(self.word("report-folder-put-in"), 30.0, Align::Left, Kind::Blank),
            column(self.word("report-folder-note"), 33.0, Align::Left, Kind::Blank),
        ];
        let signatures = self.signatures(&["report-sign-filler", "report-sign-checker", "report-date"]);
        Ok(Register { columns, sections, notes: vec![self.word("report-folder-hint")], signatures, ..Register::default() })
    }

    fn papers(&self, folder: &Folder) -> Vec<Row> {
        let row = |(no, paper): (usize, &&str)| {
            let said = match folder.of(paper) {
                None => self.word("report-folder-by-hand"),
                Some((0, _)) => self.word("report-folder-none"),
                Some((count, Some(day))) => Msg::new("report-folder-count-day").with("count", count).with("day", day).text(self.lang),
                Some((count, None)) => Msg::new("report-folder-count").with("count", count).text(self.lang),
            };
            Row { cells: vec![no.to_string(), self.word(&format!("report-folder-{paper}")), said, String::new(), String::new()], strong: false }
        };
        (1..).zip(&PAPERS).map(row).collect()
    }

    /// What the records hold for the reader: who may not read a child's file counts nothing of it.
    fn folder(&self, tx: &mut Tx<'_>, pupil: PupilId) -> Result<Folder> {
        let see: Permit<acts::SeeCaseFile> = match Permit::ask(tx, self.permit.who(), pupil) {
            Err(Error::NotFound) => return Ok(Folder::default()),
            asked => asked?,
        };
        let notes = records::notes(tx, &see)?;
        let done = activity::of_pupil(tx, &see)?;
        let of = |kinds: &[rules::Kind]| done.iter().filter(|one| one.held && kinds.contains(&one.kind)).map(|one| one.day).collect::<Vec<_>>();
        let strengths = notes.iter().filter(|note| note.kind == "strength").map(|note| note.day).chain(of(&[rules::Kind::Strength]));
        let versions = plan::versions(tx, &see)?;
        let pupil_permit: Permit<acts::SeePupil> = Permit::ask(tx, self.permit.who(), pupil)?;
        let carers = entrusted::of_child(tx, &pupil_permit)?.into_values().filter(|more| more.entrusted).count();
        Ok(Folder {
            intro: held(notes.iter().filter(|note| note.kind == "voice").map(|note| note.day)),
            talks: held(of(&[rules::Kind::Talk, rules::Kind::GroupTalk]).into_iter()),
            conduct: held(strengths),
            plan: held(versions.iter().map(|version| version.from)),
            carer: (carers, None),
        })
    }
}
