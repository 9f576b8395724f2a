//! The register 学困生档案: parts ① and ② of 学困生转化情况记录表 (CONVENTIONS 2.2), one child a section. B3-03 (basic facts, difficulties, family), A5-03.
//! No marks, no ranks, nobody else's name; what the printer's levels do not open is left out.

use super::{Job, column};
use crate::access::{Permit, acts};
use crate::base::{Msg, Result};
use crate::casefile::cause::Dimension;
use crate::casefile::merge::Picture;
use crate::casefile::{self, Line, diagnosis, records, wording};
use crate::documents::register::{Align, Kind, Orientation, Register, Row, Section};
use crate::programme::naming;
use crate::report::sql;
use crate::roster::particulars::{self, Particulars};
use crate::roster::time::Class;
use crate::store::Tx;

/// What stands between several facts in one cell.
const BREAK: &str = "\n";

impl Job<'_> {
    pub(super) fn case_files(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let mut sections = Vec::new();
        for class in classes {
            for line in casefile::lines(tx, self.permit.who(), Some(class.id))? {
                sections.push(self.case_file(tx, class, &line)?);
            }
        }
        if sections.is_empty() {
            return Err(crate::base::Error::at("class", "report-no-case-file"));
        }
        let columns = vec![
            column(self.word("report-dimension"), 30.0, Align::Left, Kind::Text),
            column(self.word("report-signs"), 84.0, Align::Left, Kind::Text),
            column(self.word("report-case-causes"), 76.0, Align::Left, Kind::Text),
            column(self.word("report-remark"), 36.0, Align::Left, Kind::Blank),
        ];
        let signatures = self.signatures(&["report-sign-homeroom", "report-sign-grade", "report-date"]);
        Ok(Register { columns, sections, signatures, notes: vec![self.word("report-case-files-note")], orientation: Orientation::Landscape, ..Register::default() })
    }

    fn case_file(&self, tx: &mut Tx<'_>, class: &Class, line: &Line) -> Result<Section> {
        let see = Permit::<acts::SeeCaseFile>::ask(tx, self.permit.who(), line.pupil)?;
        let pupil = Permit::<acts::SeePupil>::ask(tx, self.permit.who(), line.pupil)?;
        let p = particulars::particulars(tx, &pupil)?;
        let head = casefile::head(tx, &see)?;
        let picture = diagnosis::picture(tx, &see, self.term)?;
        let strengths: Vec<String> = records::notes(tx, &see)?.into_iter().map(|note| format!("{} {}", note.day, note.text)).collect();
        let mut rows = vec![row(self.word("report-strengths"), strengths.join(BREAK), String::new())];
        let names = naming::names(tx)?;
        let counting = head.labels.iter().filter(|label| label.counts);
        let labels: Vec<String> = counting.map(|label| format!("{} ({})", names.of(label.category, self.lang), label.programmes.join(" / "))).collect();
        let promises = head.difficulties().into_iter().map(|one| wording::difficulty(self.lang, one.code()));
        let labels: Vec<String> = labels.into_iter().chain(promises).collect();
        rows.push(row(self.word("report-categories"), labels.join(BREAK), picture.types.iter().map(|kind| wording::kind(self.lang, *kind).0).collect::<Vec<_>>().join(BREAK)));
        for dimension in [Dimension::Knowledge, Dimension::Habits, Dimension::Thinking, Dimension::Drive] {
            let (signs, causes) = self.causes(&picture, dimension);
            rows.push(row(wording::dimension(self.lang, dimension), signs, causes));
        }
        for file in records::subject_files(tx, &see)? {
            if let Some((_, _, entry)) = file.entries.first() {
                rows.push(row(wording::subject(self.lang, &file.subject), [&entry.gaps, &entry.works].map(String::as_str).join(BREAK).trim().to_owned(), entry.next.clone()));
            }
        }
        if head.sight.family {
            let (signs, causes) = self.causes(&picture, Dimension::Around);
            let guardians: Vec<String> = particulars::guardians(tx, &pupil)?.into_iter().map(|g| format!("{} {}", g.name, g.relation).trim().to_owned()).collect();
            rows.push(row(self.word("report-family"), [guardians.join(" / "), signs].join(BREAK).trim().to_owned(), causes));
        }
        let seat = line.seat.map(|seat| seat.to_string()).unwrap_or_default();
        Ok(Section { name: format!("{} {seat} {}", class.name, line.name).replace("  ", " "), subtitle: self.about(tx, class, line, &p, &head)?, rows })
    }

    /// Signs (facts and dates) and causes of a dimension; each fact once.
    fn causes(&self, picture: &Picture, dimension: Dimension) -> (String, String) {
        let of = || picture.causes.iter().filter(|one| one.cause.dimension() == dimension);
        let mut signs: Vec<&str> = Vec::new();
        for (.., fact) in of().flat_map(|one| &one.seen) {
            if !fact.is_empty() && !signs.contains(&fact.as_str()) {
                signs.push(fact);
            }
        }
        (signs.join(BREAK), of().map(|one| wording::cause(self.lang, one.cause)).collect::<Vec<_>>().join(BREAK))
    }

    /// ① name, class, sex, registry number (masked), birth, who keeps the file, the cycle, the day of the record.
    fn about(&self, tx: &mut Tx<'_>, class: &Class, line: &Line, p: &Particulars, head: &casefile::Head) -> Result<String> {
        let seats = sql::seats(tx, class.id, self.day)?;
        let registry = match seats.iter().find(|seat| seat.pupil == line.pupil) {
            Some(seat) => self.registry(tx, seat)?,
            None => String::new(),
        };
        let sex = match p.sex.as_str() {
            "male" => self.word("report-male"),
            "female" => self.word("report-female"),
            _ => String::new(),
        };
        let born = p.birth_day.map(|day| Msg::new("report-born").with("year", day.year()).with("month", day.month()).text(self.lang)).unwrap_or_default();
        let counting = || head.labels.iter().filter(|label| label.counts);
        let cycle = match (counting().map(|label| label.from).min(), counting().map(|label| label.until).max()) {
            (Some(from), Some(until)) => Msg::new("report-cycle").with("from", from).with("until", until).text(self.lang),
            _ => String::new(),
        };
        let keeper = head.opened.as_ref().map(|(day, by)| Msg::new("report-keeper").with("name", by).with("when", day).text(self.lang)).unwrap_or_default();
        let registry = if registry.is_empty() { registry } else { format!("{} {registry}", self.word("report-registry")) };
        Ok([line.name.clone(), class.name.clone(), sex, born, registry, cycle, keeper].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("　"))
    }
}

fn row(dimension: String, signs: String, causes: String) -> Row {
    Row { cells: vec![dimension, signs, causes, String::new()], strong: false }
}
