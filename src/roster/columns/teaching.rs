//! The two layouts of a 任课表: one row for each class and subject, or classes × subjects with teachers in the cells. PRACTICE 1.1.

use crate::base::text::{half_width, is_han};
use crate::base::{ClassName, Msg, SchoolYear};

use super::super::name::{NameCell, PersonName};
use super::field::{Field, SheetKind};
use super::{Meaning, meaning};

/// How a 任课表 is laid out; columns from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TeachingLayout {
    /// A row names a class, a subject and a teacher.
    Long {
        /// Column of the class.
        class: usize,
        /// Column of the subject.
        subject: usize,
        /// Column of the teacher.
        teacher: usize,
    },
    /// A row is a class, a column a subject, a cell its teachers.
    Matrix {
        /// Column of the class; `None` when grade and number have columns of their own, or the title names the class.
        class: Option<usize>,
        /// Column and code of each subject.
        subjects: Vec<(usize, String)>,
        /// Column of the class teacher, when there is one.
        homeroom: Option<usize>,
    },
    /// A row is a subject, a column a class.
    Turned {
        /// Column of the subject.
        subject: usize,
        /// Column and class.
        classes: Vec<(usize, ClassName)>,
    },
}

/// Recognises the layout by the headers; `None` when it is neither.
pub fn layout_of(headers: &[String], year: SchoolYear) -> Option<TeachingLayout> {
    let meanings: Vec<Meaning> = headers.iter().map(|header| meaning(SheetKind::Teaching, header)).collect();
    let place = |field: Field| meanings.iter().position(|meaning| *meaning == Meaning::Is(field.clone()));
    let class = place(Field::Class);
    if let (Some(class), Some(subject), Some(teacher)) = (class, place(Field::SubjectName), place(Field::Teacher)) {
        return Some(TeachingLayout::Long { class, subject, teacher });
    }
    let subjects: Vec<(usize, String)> =
        meanings.iter().enumerate().filter_map(|(column, meaning)| if let Meaning::Is(Field::Subject(code)) = meaning { Some((column, code.clone())) } else { None }).collect();
    if !subjects.is_empty() {
        return Some(TeachingLayout::Matrix { class, subjects, homeroom: place(Field::Homeroom) });
    }
    let classes: Vec<(usize, ClassName)> = headers.iter().enumerate().filter_map(|(column, header)| Some((column, ClassName::parse(header, year).ok()?))).collect();
    // The corner of a turned plan is often 学科\班级, or empty.
    let subject = place(Field::SubjectName).or_else(|| (0..headers.len()).find(|column| classes.iter().all(|(other, _)| other > column)))?;
    if classes.is_empty() { None } else { Some(TeachingLayout::Turned { subject, classes }) }
}

/// The teachers in one cell: 张丽、李明 · 张丽/李明 · 张丽 李明 · 张 丽. An empty cell, — and 无 have none.
///
/// # Errors
/// A message when a name cannot be read, or when spaces leave open who is meant (张 丽 李明).
pub fn teachers_in(cell: &str) -> Result<Vec<PersonName>, Msg> {
    let text = cell.replace(['\n', '\r'], "、");
    let text = half_width(&text);
    if matches!(text.as_str(), "" | "-" | "—" | "——" | "/" | "无" | "待定" | "暂缺") {
        return Ok(Vec::new());
    }
    let mut names: Vec<PersonName> = Vec::new();
    for part in text.split(['、', '/', ',', ';', '+', '&', '|', '\\', '，', '；']).map(str::trim).filter(|part| !part.is_empty()) {
        for word in words_of(part)? {
            let name = NameCell::parse(&word)?.name;
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    Ok(names)
}

/// Names between spaces: one when every word is a single sign (张 丽) or letters, several when each could be a whole name.
fn words_of(part: &str) -> Result<Vec<String>, Msg> {
    let words: Vec<&str> = part.split(' ').filter(|word| !word.is_empty()).collect();
    let signs = |word: &&str| word.chars().filter(|c| is_han(*c)).count();
    let no_chinese = words.iter().all(|word| signs(word) == 0);
    let dotted = part.contains(['·', '•', '(']);
    if words.len() <= 1 || no_chinese || dotted || words.iter().all(|word| signs(word) == 1) {
        return Ok(vec![part.to_owned()]);
    }
    if words.iter().all(|word| (2..=4).contains(&signs(word))) {
        return Ok(words.into_iter().map(str::to_owned).collect());
    }
    Err(Msg::new("roster-teachers-unclear").with("text", part.chars().take(30).collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: SchoolYear = SchoolYear(2026);

    fn headers(text: &str) -> Vec<String> {
        text.split('|').map(str::to_owned).collect()
    }

    #[test]
    fn the_layouts_of_a_teaching_plan_are_told_apart() {
        assert_eq!(layout_of(&headers("序号|班级|学科|任课教师|周课时"), YEAR), Some(TeachingLayout::Long { class: 1, subject: 2, teacher: 3 }));
        assert_eq!(
            layout_of(&headers("班级|班主任|语文|数学|英语|道法"), YEAR),
            Some(TeachingLayout::Matrix {
                class: Some(0),
                subjects: vec![(2, "chinese".into()), (3, "maths".into()), (4, "english".into()), (5, "morality".into())],
                homeroom: Some(1)
            })
        );
        assert_eq!(
            layout_of(&headers("学科\\班级|五（1）班|5.2"), YEAR),
            Some(TeachingLayout::Turned { subject: 0, classes: vec![(1, ClassName { grade: 5, number: 1 }), (2, ClassName { grade: 5, number: 2 })] })
        );
        assert_eq!(layout_of(&headers("姓名|电话"), YEAR), None);
    }

    #[test]
    fn several_teachers_in_one_cell_are_separated() {
        let table: [(&str, &[&str]); 14] = [
            ("张丽", &["张丽"]),
            ("张　丽", &["张丽"]),
            ("张丽、李明", &["张丽", "李明"]),
            ("张丽/李明", &["张丽", "李明"]),
            ("张丽，李明；王芳", &["张丽", "李明", "王芳"]),
            ("张丽 李明", &["张丽", "李明"]),
            ("张 丽、李 明", &["张丽", "李明"]),
            ("张丽\n李明", &["张丽", "李明"]),
            ("张丽（代）", &["张丽"]),
            ("欧阳修文 李明", &["欧阳修文", "李明"]),
            ("Anna Smith", &["Anna Smith"]),
            ("张丽、张丽", &["张丽"]),
            ("——", &[]),
            ("", &[]),
        ];
        for (cell, expected) in table {
            let names: Vec<String> = teachers_in(cell).unwrap().iter().map(ToString::to_string).collect();
            assert_eq!(names, expected, "{cell}");
        }
    }

    #[test]
    fn what_is_unclear_is_asked_and_not_guessed() {
        assert_eq!(teachers_in("张 丽 李明").unwrap_err().key, "roster-teachers-unclear");
        assert_eq!(teachers_in("张").unwrap_err().key, "roster-name-short");
        assert_eq!(teachers_in("3节").unwrap_err().key, "roster-name-sign");
    }
}
