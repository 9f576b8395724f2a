//! Which column of a sheet holds which field: kept per school, and the format of `--map FILE`.
//!
//! ```toml
//! kind = "roster"
//!
//! [fields]
//! name = "姓名"                            # the column with this header
//! school_no = { text = "EG{childid}" }      # headers in braces: a prefix, or several columns in one
//! class = { text = "{年级}.{班号}" }        # 5 and 1 → 5.1
//! campus = { text = "中心校" }              # the same for every row
//! guardian_phone = { column = 6 }           # by place, from 1, when two headers are the same
//! "subject.maths" = { header = "math", times = 10.0, plus = 60.0 }
//!
//! [values.female]                           # what stands in a column → what is meant
//! Female = "女"
//!
//! [only]                                    # rows that are read
//! year = ["2.5"]
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::base::Msg;
use crate::base::limits::SHEET_COLUMNS;
use crate::base::text::half_width;

use super::field::{Field, SheetKind};
use super::normal_forms;

/// A mapping file is a page of text.
const MAPPING_BYTES: usize = 64 << 10;

/// Where the value of a field comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Source {
    /// The column with this header.
    Header(String),
    /// Something more than a column.
    Rule(Rule),
}

/// A column by place, several columns in one, a constant, or figures on another scale. One of `header`, `column` and `text` is given.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The column with this header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// The column at this place, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// A text in which headers in braces stand for their values; without braces a constant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Figures are multiplied by this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<f64>,
    /// This is added to figures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plus: Option<f64>,
}

/// What a teacher looks at; each bears the name of the screening's item.
pub const OBSERVED: [Field; 9] =
    [Field::Participation, Field::Motivation, Field::Attitude, Field::Habits, Field::Homework, Field::Attention, Field::Memory, Field::Avoidance, Field::Conduct];

/// Any of these makes a sheet one of family facts.
const FAMILY: [Field; 21] = [
    Field::FatherAway,
    Field::FatherSince,
    Field::FatherPlace,
    Field::MotherAway,
    Field::MotherSince,
    Field::MotherPlace,
    Field::WorkPlace,
    Field::FatherCare,
    Field::MotherCare,
    Field::Bond,
    Field::Carer,
    Field::HouseholdKind,
    Field::LeftBehind,
    Field::SingleParent,
    Field::Disability,
    Field::Health,
    Field::Dibao,
    Field::Tekun,
    Field::LowIncome,
    Field::Relief,
    Field::Income,
];

/// Which column of a sheet holds which field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What the sheet is about.
    pub kind: SheetKind,
    /// Field → where it comes from.
    pub fields: BTreeMap<Field, Source>,
    /// Header → what stands there → what is meant.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Header → the values of the rows that are read. Empty: all rows.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub only: BTreeMap<String, Vec<String>>,
}

impl Mapping {
    /// A mapping that reads nothing yet.
    pub fn empty(kind: SheetKind) -> Self {
        Self { kind, fields: BTreeMap::new(), values: BTreeMap::new(), only: BTreeMap::new() }
    }

    /// Reads a mapping file (TOML).
    ///
    /// # Errors
    /// A message with the place in the file.
    pub fn from_toml(text: &str) -> Result<Self, Msg> {
        if text.len() > MAPPING_BYTES {
            return Err(Msg::new("roster-map-long").with("most", MAPPING_BYTES / 1024));
        }
        let mapping: Self = toml::from_str(text.trim_start_matches('\u{FEFF}')).map_err(|cause| {
            let line = cause.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
            Msg::new("roster-map-unreadable").with("line", line).with("cause", cause.message())
        })?;
        for (field, source) in &mapping.fields {
            if let Source::Rule(rule) = source {
                let given = usize::from(rule.header.is_some()) + usize::from(rule.column.is_some()) + usize::from(rule.text.is_some());
                let in_sheet = rule.column.is_none_or(|column| (1..=SHEET_COLUMNS).contains(&column));
                if given != 1 || !in_sheet {
                    return Err(Msg::new("roster-map-rule").with("field", field));
                }
            }
        }
        Ok(mapping)
    }

    /// Writes it as [`Self::from_toml`] reads it.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// A short fingerprint of a header set, whatever its order and spelling of brackets: under it a school's mapping is remembered.
    pub fn signature(kind: SheetKind, headers: &[String]) -> String {
        let mut forms: Vec<String> = headers.iter().map(|header| normal_forms(header).0).filter(|form| !form.is_empty()).collect();
        forms.sort_unstable();
        let mut hash = Sha256::new();
        hash.update(format!("{kind:?}"));
        for form in &forms {
            hash.update([0]);
            hash.update(form);
        }
        data_encoding::HEXLOWER.encode(&hash.finalize()[..16])
    }

    /// Fields without which a sheet of this kind cannot be read and that have no source.
    pub fn missing(&self) -> Vec<Field> {
        let has = |field: &Field| self.fields.contains_key(field);
        let subject = self.fields.keys().any(|field| matches!(field, Field::Subject(_)));
        let someone = [Field::Name, Field::RegistryNo, Field::IdentityNo, Field::SchoolNo, Field::ExamNo].iter().any(has);
        let days = [Field::Presence, Field::Absent, Field::Present, Field::Sick, Field::Personal, Field::Truant, Field::Late, Field::LeftEarly];
        let wanted = match self.kind {
            SheetKind::Roster | SheetKind::Staff => vec![(Field::Name, has(&Field::Name))],
            SheetKind::Teaching => {
                vec![(Field::Class, has(&Field::Class)), (Field::SubjectName, subject || has(&Field::SubjectName)), (Field::Teacher, subject || has(&Field::Teacher))]
            }
            SheetKind::Scores => vec![(Field::Name, someone), (Field::Mark, subject || (has(&Field::Mark) && has(&Field::SubjectName)))],
            SheetKind::Families => vec![(Field::Name, someone), (Field::FatherAway, FAMILY.iter().any(has))],
            SheetKind::Observations => vec![(Field::Name, someone), (Field::Participation, OBSERVED.iter().any(has))],
            SheetKind::Attendance => vec![(Field::Name, someone), (Field::Absent, days.iter().any(has))],
        };
        wanted.into_iter().filter(|(_, there)| !there).map(|(field, _)| field).collect()
    }

    /// Finds the columns of the mapping in a sheet.
    ///
    /// # Errors
    /// One message for each header that the sheet lacks.
    pub fn bind(&self, headers: &[String]) -> Result<Bound, Vec<Msg>> {
        let mut binder = Binder { headers, lacking: Vec::new() };
        let fields: Vec<(Field, Parts)> = self.fields.iter().map(|(field, source)| (field.clone(), binder.parts(source))).collect();
        let only = self.only.iter().map(|(header, kept)| (binder.find(header), kept.iter().map(|value| plain(value)).collect())).collect();
        let values = self.values.iter().map(|(header, pairs)| (binder.find(header), pairs.iter().map(|(from, to)| (plain(from), to.clone())).collect())).collect();
        if binder.lacking.is_empty() { Ok(Bound { fields, only, values }) } else { Err(binder.lacking) }
    }
}

struct Binder<'a> {
    headers: &'a [String],
    lacking: Vec<Msg>,
}

impl Binder<'_> {
    fn find(&mut self, header: &str) -> usize {
        let exact = self.headers.iter().position(|other| other.trim() == header.trim());
        let wanted = normal_forms(header).0;
        let near = exact.or_else(|| self.headers.iter().position(|other| !wanted.is_empty() && normal_forms(other).0 == wanted));
        near.unwrap_or_else(|| {
            self.lacking.push(Msg::new("roster-map-header").with("header", header));
            usize::MAX
        })
    }

    fn parts(&mut self, source: &Source) -> Parts {
        let one = |piece| Parts { pieces: vec![piece], times: None, plus: None };
        match source {
            Source::Header(header) => one(Piece::Column(self.find(header))),
            Source::Rule(rule) => {
                let pieces = match (&rule.header, rule.column, &rule.text) {
                    (Some(header), _, _) => vec![Piece::Column(self.find(header))],
                    (None, Some(column), _) => vec![Piece::Column(column.saturating_sub(1))],
                    (None, None, text) => self.pieces(text.as_deref().unwrap_or_default()),
                };
                Parts { pieces, times: rule.times, plus: rule.plus }
            }
        }
    }

    fn pieces(&mut self, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, inner, after)) = rest.split_once('{').and_then(|(before, tail)| tail.split_once('}').map(|(inner, after)| (before, inner, after))) {
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(Piece::Column(self.find(inner)));
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        pieces
    }
}

#[derive(Clone, Debug)]
enum Piece {
    Column(usize),
    Text(String),
}

#[derive(Clone, Debug)]
struct Parts {
    pieces: Vec<Piece>,
    times: Option<f64>,
    plus: Option<f64>,
}

/// A mapping whose headers have been found in a sheet.
#[derive(Clone, Debug)]
pub struct Bound {
    fields: Vec<(Field, Parts)>,
    only: Vec<(usize, Vec<String>)>,
    values: Vec<(usize, BTreeMap<String, String>)>,
}

impl Bound {
    /// The fields that the sheet gives.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().map(|(field, _)| field)
    }

    /// Whether the row is one of those that are read.
    pub fn keeps(&self, row: &[String]) -> bool {
        self.only.iter().all(|(column, kept)| row.get(*column).is_some_and(|cell| kept.contains(&plain(cell))))
    }

    /// The column (from 0) a problem with the field is shown at: the first it comes from; `None` for a constant.
    pub fn column_of(&self, field: &Field) -> Option<usize> {
        self.parts(field)?.pieces.iter().find_map(|piece| if let Piece::Column(column) = piece { Some(*column) } else { None })
    }

    /// The value of a field in a row; empty when its cells are empty, `None` when the mapping has no such field.
    pub fn value(&self, field: &Field, row: &[String]) -> Option<String> {
        let parts = self.parts(field)?;
        let mut filled = false;
        let mut out = String::new();
        let mixed = parts.pieces.len() > 1;
        for piece in &parts.pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Column(column) => {
                    let cell = self.cell(*column, row);
                    filled |= !cell.is_empty();
                    out.push_str(if mixed { whole(&cell) } else { &cell });
                }
            }
        }
        let constant = self.column_of(field).is_none();
        Some(if filled || constant { scaled(out, parts) } else { String::new() })
    }

    fn parts(&self, field: &Field) -> Option<&Parts> {
        self.fields.iter().find(|(other, _)| other == field).map(|(_, parts)| parts)
    }

    fn cell(&self, column: usize, row: &[String]) -> String {
        let cell = row.get(column).map(|cell| cell.trim()).unwrap_or_default();
        let meant = self.values.iter().find(|(other, _)| *other == column).and_then(|(_, pairs)| pairs.get(&plain(cell)));
        meant.cloned().unwrap_or_else(|| cell.to_owned())
    }
}

/// 2.0 from a number cell and 2 from a text cell are the same.
fn plain(cell: &str) -> String {
    let cell = half_width(cell);
    whole(&cell).to_owned()
}

fn whole(cell: &str) -> &str {
    cell.strip_suffix(".0").filter(|whole| !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit() || b == b'-')).unwrap_or(cell)
}

/// Figures on another scale, to two places; other text as it is.
fn scaled(text: String, parts: &Parts) -> String {
    let (None, None) = (parts.times, parts.plus) else {
        let Ok(figure) = text.trim().parse::<f64>() else { return text };
        let points = figure * parts.times.unwrap_or(1.0) + parts.plus.unwrap_or(0.0);
        return if points.is_finite() { ((points * 100.0).round() / 100.0).to_string() } else { text };
    };
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    /// The header and two rows of a public longitudinal set of primary pupils.
    const FOREIGN: &str = "schoolid,childid,year,grade,math,retained,female,black,hispanic,size,lowinc,mobility";
    const FOREIGN_MAP: &str = r#"
        kind = "scores"
        [fields]
        school_no = { text = "EG{childid}" }
        name = { text = "孩子{childid}" }
        sex = "female"
        class = { text = "{grade}.1" }
        campus = { text = "{schoolid}" }
        "subject.maths" = { header = "math", times = 10.0, plus = 60.0 }
        [values.female]
        Female = "女"
        Male = "男"
        [only]
        year = ["0.5"]
    "#;

    #[test]
    fn a_foreign_sheet_is_read_through_a_mapping_file() {
        let bound = Mapping::from_toml(FOREIGN_MAP).unwrap().bind(&cells(FOREIGN)).unwrap();
        let row = cells("2020,273026452,0.5,2.0,1.146,0,Female,0,1,380.0,40.3,12.5");
        let later = cells("2020,273026452,1.5,3.0,1.134,0,Female,0,1,380.0,40.3,12.5");
        assert!(bound.keeps(&row) && !bound.keeps(&later));
        for (field, value) in [(Field::SchoolNo, "EG273026452"), (Field::Sex, "女"), (Field::Class, "2.1"), (Field::Subject("maths".into()), "71.46"), (Field::Campus, "2020")] {
            assert_eq!(bound.value(&field, &row).as_deref(), Some(value), "{field}");
        }
        assert_eq!(bound.value(&Field::Birth, &row), None);
        assert_eq!((bound.column_of(&Field::Class), bound.column_of(&Field::Subject("maths".into()))), (Some(3), Some(4)));
    }

    #[test]
    fn constants_hold_for_every_row_and_empty_cells_stay_empty() {
        let map = "kind = \"roster\"\n[fields]\nname = \"姓名\"\nclass = { text = \"五（1）班\" }\nschool_no = { text = \"S{学号}\" }\nguardian_phone = { column = 3 }\n";
        let bound = Mapping::from_toml(map).unwrap().bind(&cells("姓 名,学号")).unwrap();
        let row = cells("张三,,13800000000");
        assert_eq!(bound.value(&Field::Class, &row).as_deref(), Some("五（1）班"));
        assert_eq!(bound.value(&Field::SchoolNo, &row).as_deref(), Some(""), "a prefix alone is no number");
        assert_eq!(bound.value(&Field::GuardianPhone, &row).as_deref(), Some("13800000000"));
        assert_eq!(bound.value(&Field::GuardianPhone, &cells("张三")).as_deref(), Some(""), "a short row");
    }

    #[test]
    fn a_mapping_is_written_as_it_is_read() {
        for text in [FOREIGN_MAP, "kind = \"teaching\"\n[fields]\nclass = \"班级\"\n\"subject.chinese\" = \"语文\"\n"] {
            let mapping = Mapping::from_toml(text).unwrap();
            assert_eq!(Mapping::from_toml(&mapping.to_toml()).unwrap(), mapping, "{}", mapping.to_toml());
        }
        let guessed = super::super::guess(SheetKind::Roster, &cells("姓名,班级,联系电话,联系电话")).mapping;
        assert_eq!(Mapping::from_toml(&guessed.to_toml()).unwrap(), guessed);
    }

    #[test]
    fn a_faulty_mapping_file_names_its_place() {
        let table = [
            ("kind = \"roster\"\n[fields]\nnmae = \"姓名\"\n", "roster-map-unreadable"),
            ("kind = \"rosters\"\n[fields]\n", "roster-map-unreadable"),
            ("not toml", "roster-map-unreadable"),
            ("kind = \"roster\"\n[fields]\nname = { header = \"姓名\", column = 3 }\n", "roster-map-rule"),
            ("kind = \"roster\"\n[fields]\nname = { column = 0 }\n", "roster-map-rule"),
            ("kind = \"scores\"\n[fields]\n\"subject.数学\" = \"数学\"\n", "roster-map-unreadable"),
        ];
        for (text, key) in table {
            assert_eq!(Mapping::from_toml(text).unwrap_err().key, key, "{text}");
        }
        assert_eq!(Mapping::from_toml(&"#".repeat(MAPPING_BYTES + 1)).unwrap_err().key, "roster-map-long");
        let lacking = Mapping::from_toml(FOREIGN_MAP).unwrap().bind(&cells("childid,year,grade")).unwrap_err();
        assert_eq!(lacking.len(), 4, "schoolid, math, and female as a field and as a list of values: {lacking:?}");
    }

    #[test]
    fn the_same_headers_have_the_same_signature() {
        let signature = |text: &str| Mapping::signature(SheetKind::Roster, &cells(text));
        assert_eq!(signature("姓名,班级"), signature("班 级,姓名*"));
        assert_eq!(signature("姓名,班级,"), signature("班级：,姓名"));
        assert_ne!(signature("姓名,班级"), signature("姓名,年级"));
        assert_ne!(signature("姓名,班级"), Mapping::signature(SheetKind::Scores, &cells("姓名,班级")));
    }
}
