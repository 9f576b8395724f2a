//! verbs of reading, without a database: rows of lists of staff, and of the 任课表 in its three layouts (PRACTICE 1.1).

use super::row::{Read, Reading, Row, Rows, class_of_sheet, is_blank, phone, read_all};
use super::source::{SheetTable, Source};
use super::spot::{Spot, Weight};
use crate::access::Duty;
use crate::base::text::squeezed;
use crate::base::{ClassName, Msg};
use crate::roster::columns::{Field, TeachingLayout, layout_of, subject_code, teachers_in};
use crate::roster::name::NameCell;
use crate::roster::sex::Sex;

/// A row of a list of staff.
#[derive(Clone, Debug)]
pub(super) struct StaffRow {
    pub name: String,
    pub staff_no: Option<String>,
    pub sex: Option<Sex>,
    pub phone: Option<String>,
    /// Duties for the whole school.
    pub duties: Vec<Duty>,
    /// Class of which the person is homeroom teacher.
    pub homerooms: Vec<ClassName>,
    /// Subjects taught in classes: every subject in every class of the row.
    pub teaches: Vec<(String, ClassName)>,
}

/// What one cell of a 任课表 says.
#[derive(Clone, Debug)]
pub(super) struct Lesson {
    pub class: ClassName,
    /// The subject's code; `None` for the homeroom teacher.
    pub subject: Option<String>,
    pub teachers: Vec<String>,
    /// Sheet column of the cell.
    pub column: Option<usize>,
}

/// What duties are called, the longer words first: 副校长 before 校长.
const DUTIES: &[(Duty, &[&str])] = &[
    (Duty::Leader, &["副校长", "副书记", "校长助理", "工会主席"]),
    (Duty::Principal, &["校长", "书记"]),
    (Duty::AcademicOffice, &["教导主任", "教务主任", "教导副主任", "教务副主任", "教务处", "教导处", "教科室", "教务员"]),
    (Duty::StudentAffairs, &["德育主任", "德育副主任", "政教主任", "德育处", "政教处", "大队辅导员", "学生处"]),
    (Duty::Counsellor, &["心理教师", "心理老师", "心理健康教师", "心理辅导"]),
    (Duty::AidOfficer, &["资助"]),
    (Duty::Cashier, &["出纳"]),
];
/// Words of a column 职务 that need no post.
const NO_POST: &[&str] = &["教师", "老师", "教员", "专任教师", "科任教师", "任课教师", "职员", "工勤", "班主任", "无"];

/// Reads lists of staff.
pub(super) fn staff(source: &Source, reading: Reading) -> Rows<StaffRow> {
    read_all(source, reading, person)
}

fn person(row: &mut Row<'_>) -> Option<StaffRow> {
    if is_blank(&row.text(&Field::Name)) {
        row.note(&Field::Name, "roster-name-empty".into(), Weight::Bad);
    }
    let name = row.read(&Field::Name, |text| NameCell::parse(text).map(|cell| cell.name.as_str().to_owned()));
    let staff_no = row.plain(&Field::StaffNo).map(|text| text.strip_suffix(".0").map_or(text.clone(), str::to_owned));
    let sex = row.read(&Field::Sex, Sex::parse);
    let phone = row.read(&Field::Phone, phone);
    let year = row.reading.year;
    let classes = |text: &str| -> Result<Vec<ClassName>, Msg> { parts(text).iter().map(|part| ClassName::parse(part, year)).collect() };
    let homerooms = row.read(&Field::HomeroomOf, classes).unwrap_or_default();
    let taught = row.read(&Field::TeachesClasses, classes).unwrap_or_default();
    let subjects = row.read(&Field::Teaches, |text| {
        parts(text).iter().map(|part| subject_code(part).map(str::to_owned).ok_or_else(|| Msg::new("intake-subject").with("text", part))).collect::<Result<Vec<_>, _>>()
    });
    let subjects = subjects.unwrap_or_default();
    let duties = duties(row);
    let teaches = subjects.iter().flat_map(|subject| taught.iter().map(|class| (subject.clone(), *class))).collect();
    Some(StaffRow { name: name?, staff_no, sex, phone, duties, homerooms, teaches })
}

fn duties(row: &mut Row<'_>) -> Vec<Duty> {
    let mut found = Vec::new();
    for part in parts(&row.text(&Field::Duty)) {
        let named = DUTIES.iter().find(|(_, words)| words.iter().any(|word| part.contains(word))).map(|(duty, _)| *duty);
        match named {
            Some(duty) if !found.contains(&duty) => found.push(duty),
            Some(_) => {}
            None if NO_POST.contains(&part.as_str()) || is_blank(&part) => {}
            None => row.note(&Field::Duty, Msg::new("intake-duty").with("text", part), Weight::Note),
        }
    }
    found
}

fn parts(text: &str) -> Vec<String> {
    let signs = ['、', ',', '，', ';', '；', '\n', '/', '+', '|'];
    text.split(signs).map(squeezed).filter(|part| !part.is_empty()).collect()
}

/// Reads a 任课表. Each row of data is one row, whatever its number of lessons.
pub(super) fn lessons(source: &Source, reading: Reading) -> Rows<Vec<Lesson>> {
    let mut all = Rows { rows: Vec::new(), spots: Vec::new() };
    for (table_no, table) in source.tables.iter().enumerate() {
        let headers = mapped_headers(table);
        let Some(layout) = layout_of(&headers, reading.year) else {
            all.spots.push(Spot { table: table_no, row: table.header_row, column: None, value: String::new(), message: "intake-teaching-layout".into(), weight: Weight::Bad });
            continue;
        };
        let of_sheet = class_of_sheet(table, reading.year);
        for at in 0..table.rows.len() {
            let mut reader = LessonReader { table, table_no, at, cells: table.cells(at), reading, of_sheet, spots: &mut all.spots, bad: false };
            let item = reader.row(&layout);
            let (bad, class) = (reader.bad, item.first().map(|lesson| lesson.class));
            all.rows.push(Read { table: table_no, at, item: Some(item).filter(|_| !bad), class });
        }
    }
    all
}

/// The headers as the mapping names them, so that what a person corrected counts for the layout too.
fn mapped_headers(table: &SheetTable) -> Vec<String> {
    let mut headers = table.headers.clone();
    let Some(bound) = table.mapping.as_ref().and_then(|map| map.bind(&table.headers).ok()) else { return headers };
    for field in bound.fields() {
        let name = match field {
            Field::Class => "班级",
            Field::SubjectName => "学科",
            Field::Teacher => "任课教师",
            Field::Homeroom => "班主任",
            Field::Subject(code) => match crate::roster::columns::SUBJECTS.iter().find(|(known, _)| known == code) {
                Some((_, names)) => names[0],
                None => continue,
            },
            _ => continue,
        };
        if let Some(header) = bound.column_of(field).and_then(|column| headers.get_mut(column)) {
            name.clone_into(header);
        }
    }
    headers
}

struct LessonReader<'a> {
    table: &'a SheetTable,
    table_no: usize,
    at: usize,
    cells: Vec<String>,
    reading: Reading,
    of_sheet: Option<ClassName>,
    spots: &'a mut Vec<Spot>,
    bad: bool,
}

impl LessonReader<'_> {
    fn cell(&self, column: usize) -> String {
        self.cells.get(column).cloned().unwrap_or_default()
    }

    fn wrong(&mut self, column: usize, message: Msg) {
        let row = self.table.rows.get(self.at).map_or(0, |(row, _)| *row);
        let value = self.cell(column);
        self.spots.push(Spot { table: self.table_no, row, column: self.table.column(self.at, column), value, message, weight: Weight::Bad });
        self.bad = true;
    }

    fn class(&mut self, column: Option<usize>) -> Option<ClassName> {
        let text = column.map(|column| self.cell(column)).unwrap_or_default();
        if is_blank(&text) {
            if self.of_sheet.is_none() {
                self.wrong(column.unwrap_or(0), "intake-class-missing".into());
            }
            return self.of_sheet;
        }
        ClassName::parse(&text, self.reading.year).map_err(|message| self.wrong(column.unwrap_or(0), message)).ok()
    }

    fn subject(&mut self, column: usize) -> Option<Option<String>> {
        let text = self.cell(column);
        if squeezed(&text) == "班主任" {
            return Some(None);
        }
        let code = subject_code(&text);
        if code.is_none() {
            self.wrong(column, Msg::new("intake-subject").with("text", text));
        }
        code.map(|code| Some(code.to_owned()))
    }

    fn lesson(&mut self, class: ClassName, subject: Option<String>, column: usize) -> Option<Lesson> {
        match teachers_in(&self.cell(column)) {
            Ok(names) if names.is_empty() => None,
            Ok(names) => Some(Lesson { class, subject, teachers: names.iter().map(|name| name.as_str().to_owned()).collect(), column: self.table.column(self.at, column) }),
            Err(message) => {
                self.wrong(column, message);
                None
            }
        }
    }

    fn row(&mut self, layout: &TeachingLayout) -> Vec<Lesson> {
        match layout {
            TeachingLayout::Long { class, subject, teacher } => {
                let (class, subject) = (self.class(Some(*class)), self.subject(*subject));
                let (Some(class), Some(subject)) = (class, subject) else { return Vec::new() };
                self.lesson(class, subject, *teacher).into_iter().collect()
            }
            TeachingLayout::Matrix { class, subjects, homeroom } => {
                let Some(class) = self.class(*class) else { return Vec::new() };
                let head = homeroom.and_then(|column| self.lesson(class, None, column));
                let rest: Vec<Lesson> = subjects.iter().filter_map(|(column, subject)| self.lesson(class, Some(subject.clone()), *column)).collect();
                head.into_iter().chain(rest).collect()
            }
            TeachingLayout::Turned { subject, classes } => {
                let Some(subject) = self.subject(*subject) else { return Vec::new() };
                classes.iter().filter_map(|(column, class)| self.lesson(*class, subject.clone(), *column)).collect()
            }
        }
    }
}
