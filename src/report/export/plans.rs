//! Plans of a class, a grade or the school, a part for each child: 帮扶方案 (A1-01…03, A1-13), 学习帮扶计划 (B6-07), 习惯培养计划 (A6-01, A7-21…24, B8-09) and 个性化教育方案 (B4-14).
//! Each child's plan is the version that holds, else the newest; what the printer's levels do not open is left out. Internal.

use super::Job;
use crate::access::{Permit, acts};
use crate::base::{Error, Msg, Result};
use crate::casefile::{Line, records};
use crate::documents::register::{Orientation, Register, Row, Section};
use crate::plan::item::{Dimension, Item, Kind};
use crate::plan::{self, Version, habit, own, wording};
use crate::roster::time::Class;
use crate::store::Tx;

/// What stands between several facts in one cell.
const BREAK: &str = "\n";

/// Whose hand a measure is, by name.
type Hands = Vec<(&'static str, String, String)>;

/// The plan of a child as the printer may read it.
struct Shown {
    version: Version,
    items: Vec<Item>,
    hands: Hands,
}

fn cells(cells: Vec<String>) -> Row {
    Row { cells, strong: false }
}

impl Job<'_> {
    fn shown(&self, tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>) -> Result<Option<Shown>> {
        let versions = plan::versions(tx, see)?;
        let Some(version) = plan::in_force(&versions, self.day).or_else(|| versions.first()).cloned() else { return Ok(None) };
        let mut items = plan::items(tx, see, version.id)?;
        items.retain(|item| !item.removed && !item.body.text.is_empty());
        Ok(Some(Shown { version, items, hands: plan::hands(tx, see)? }))
    }

    /// The lines of some parts of a plan, one under the other.
    fn parts(&self, shown: &Shown, wanted: impl Fn(&Item) -> bool) -> String {
        wording::lines(self.lang, shown.items.iter().filter(|item| wanted(item)), &shown.hands).join(BREAK)
    }

    fn plan_head(&self, line: &Line, version: &Version) -> Section {
        let span = Msg::new("casefile-days").with("when", version.from).with("day", version.until).text(self.lang);
        let number = Msg::new("plan-version").with("number", version.number).text(self.lang);
        let mut signed: Vec<&str> = Vec::new();
        for one in &version.signatures {
            if !signed.contains(&one.name.as_str()) {
                signed.push(&one.name);
            }
        }
        let signed = if signed.is_empty() {
            self.word("report-plan-unsigned")
        } else {
            Msg::new("report-plan-signed").with("names", signed.join(&self.word("report-list-comma"))).text(self.lang)
        };
        let name = self.seated(line);
        let standing = self.word(&format!("plan-state-{}", version.standing.code()));
        Section { subtitle: [name.clone(), number, span, standing, signed].join("　"), name, rows: Vec::new() }
    }

    fn plan_register(&self, sections: Vec<Section>, columns: &[(&str, f64)], empty: &'static str) -> Result<Register> {
        if sections.is_empty() {
            return Err(Error::at("class", empty));
        }
        let columns = columns.iter().map(|(key, width)| self.text_column(key, *width)).collect();
        let signatures = self.signatures(&["report-sign-homeroom", "progress-sign-mentor", "report-sign-guardian", "report-date"]);
        Ok(Register { columns, sections, signatures, orientation: Orientation::Landscape, ..Register::default() })
    }

    pub(super) fn support_plans(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let mut sections = Vec::new();
        for (line, see) in self.followed(tx, classes)? {
            let Some(shown) = self.shown(tx, &see)? else { continue };
            let mut rows = Vec::new();
            for dimension in Dimension::ALL {
                let of = |kind: Kind| self.parts(&shown, |item| item.kind == kind && item.dimension == *dimension);
                let (goals, measures) = (of(Kind::Goal), of(Kind::Measure));
                if !goals.is_empty() || !measures.is_empty() {
                    rows.push(cells(vec![wording::coded(self.lang, "plan-dimension-", dimension.code()), goals, measures, String::new()]));
                }
            }
            for (key, kind) in [("plan-demands", Kind::Demand), ("plan-part-child", Kind::Child), ("plan-part-family", Kind::Family)] {
                let lines = self.parts(&shown, |item| item.kind == kind);
                if !lines.is_empty() {
                    rows.push(cells(vec![self.word(key), String::new(), lines, String::new()]));
                }
            }
            sections.push(Section { rows, ..self.plan_head(&line, &shown.version) });
        }
        self.plan_register(sections, &[("report-dimension", 26.0), ("report-plan-goals", 88.0), ("report-plan-measures", 92.0), ("report-plan-review", 40.0)], "report-no-plan")
    }

    pub(super) fn study_plans(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let mut sections = Vec::new();
        for (line, see) in self.followed(tx, classes)? {
            let Some(shown) = self.shown(tx, &see)? else { continue };
            let files = records::subject_files(tx, &see)?;
            let learning = |item: &Item| item.dimension == Dimension::Learning || !item.subject.is_empty();
            let mut subjects: Vec<String> = files.iter().map(|file| file.subject.clone()).collect();
            for item in shown.items.iter().filter(|item| learning(item)) {
                if !subjects.contains(&item.subject) {
                    subjects.push(item.subject.clone());
                }
            }
            let mut rows = Vec::new();
            for code in subjects {
                let of = |kind: Kind| self.parts(&shown, |item| item.kind == kind && item.subject == code && learning(item));
                let entry = files.iter().find(|file| file.subject == code).and_then(|file| file.entries.first());
                let gaps = entry.map(|(.., entry)| entry.gaps.clone()).unwrap_or_default();
                let (goals, measures) = (of(Kind::Goal), [of(Kind::Measure), of(Kind::Demand)].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(BREAK));
                if [&gaps, &goals, &measures].iter().any(|text| !text.is_empty()) {
                    let subject = if code.is_empty() { self.word("report-all-subjects") } else { wording::subject(self.lang, &code) };
                    rows.push(cells(vec![subject, gaps, goals, measures]));
                }
            }
            if !rows.is_empty() {
                sections.push(Section { rows, ..self.plan_head(&line, &shown.version) });
            }
        }
        self.plan_register(sections, &[("report-subject", 22.0), ("report-subject-gaps", 60.0), ("report-plan-goals", 80.0), ("report-plan-measures", 84.0)], "report-no-plan")
    }

    pub(super) fn habit_plans(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let mut sections = Vec::new();
        for (line, see) in self.followed(tx, classes)? {
            let (list, shown) = (own::checklist(tx, &see)?, self.shown(tx, &see)?);
            let mut rows = Vec::new();
            for (code, marks) in list.habits.iter().zip(&list.marks) {
                let of = habit::list_of(code).map(|list| self.word(&format!("plan-habits-{}", list.code))).unwrap_or_default();
                let said = list.weeks.iter().zip(marks).filter(|(_, mark)| !mark.is_empty());
                let weeks: Vec<String> = said.map(|(week, mark)| format!("{week} {}", wording::coded(self.lang, "plan-mark-", mark))).collect();
                rows.push(cells(vec![of, wording::coded(self.lang, "plan-habit-", code), weeks.join(BREAK)]));
            }
            if let Some(shown) = &shown {
                for (key, kind) in [("plan-goals", Kind::Goal), ("plan-measures", Kind::Measure), ("plan-part-child", Kind::Child), ("plan-part-family", Kind::Family)] {
                    let lines = self.parts(shown, |item| item.kind == kind && item.dimension == Dimension::Habits);
                    if !lines.is_empty() {
                        rows.push(cells(vec![self.word(key), lines, String::new()]));
                    }
                }
            }
            if !rows.is_empty() {
                let name = self.seated(&line);
                sections.push(Section { subtitle: name.clone(), name, rows });
            }
        }
        self.plan_register(sections, &[("report-habit-list", 44.0), ("report-habit", 110.0), ("report-habit-weeks", 60.0)], "report-no-habit-plan")
    }

    pub(super) fn individual_plans(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let mut sections = Vec::new();
        for (line, see) in self.followed(tx, classes)? {
            let Some(shown) = self.shown(tx, &see)?.filter(|shown| shown.version.iep) else { continue };
            let mut rows: Vec<Row> = Vec::new();
            for item in shown.items.iter().filter(|item| item.kind == Kind::Section) {
                rows.push(cells(vec![wording::coded(self.lang, "plan-section-", &item.body.code), item.body.text.clone()]));
            }
            for (key, kind) in
                [("plan-goals", Kind::Goal), ("plan-measures", Kind::Measure), ("plan-demands", Kind::Demand), ("plan-part-child", Kind::Child), ("plan-part-family", Kind::Family)]
            {
                let lines = self.parts(&shown, |item| item.kind == kind);
                if !lines.is_empty() {
                    rows.push(cells(vec![self.word(key), lines]));
                }
            }
            sections.push(Section { rows, ..self.plan_head(&line, &shown.version) });
        }
        self.plan_register(sections, &[("report-iep-part", 44.0), ("report-iep-text", 170.0)], "report-no-iep")
    }
}
