//! What the columns of a school's sheets mean: dictionary, guess, and the mapping a school keeps. Issue item "Intake of real workbooks".

mod dictionary;
mod field;
mod mapping;
mod teaching;

use crate::base::text::half_width;

pub use dictionary::{SUBJECTS, subject_code};
pub use field::{Field, SheetKind};
pub use mapping::{Bound, Mapping, OBSERVED, Rule, Source};
pub use teaching::{TeachingLayout, layout_of, teachers_in};

use dictionary::{IGNORED, names_of};

/// Why a column is left alone although its header is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// A running number, a signature, a photograph.
    NoUse,
    /// A total or an average: the product computes it.
    Computed,
    /// A rank: ranks are not taken in (CONVENTIONS R1).
    Rank,
}

impl Left {
    /// The key of its words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NoUse => "roster-left-no-use",
            Self::Computed => "roster-left-computed",
            Self::Rank => "roster-left-rank",
        }
    }
}

/// What a header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It is a usual name of the field.
    Is(Field),
    /// It contains a usual name; a person should look.
    Perhaps(Field),
    /// It is understood and left alone.
    Left(Left),
    /// It is not in the dictionary.
    Unknown,
}

/// A column a person should look at before the import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Column from 0.
    pub column: usize,
    /// Its header as written.
    pub header: String,
    /// What is doubtful.
    pub why: Why,
}

/// What is doubtful about a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It was taken for the field, by a part of its header.
    Perhaps(Field),
    /// An earlier column was taken for the same field.
    Again(Field),
    /// Nothing in the dictionary; the column is not read.
    Unknown,
}

/// A guess at a sheet's columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// What would be read.
    pub mapping: Mapping,
    /// What a person should look at.
    pub doubts: Vec<Doubt>,
    /// Columns that are understood and left alone.
    pub left: Vec<(usize, Left)>,
    /// Fields without which a sheet of this kind cannot be read and that no column holds.
    pub missing: Vec<Field>,
}

/// The form in which headers are compared: half-width capitals, without spaces, brackets, marks of required fields, colons.
/// The second form is also without what stands in the brackets.
fn normal_forms(header: &str) -> (String, String) {
    let text = half_width(header).to_uppercase();
    let (mut whole, mut outside, mut depth) = (String::new(), String::new(), 0_i32);
    for c in text.chars() {
        match c {
            '(' | '[' | '【' | '〔' | '{' | '<' | '《' => depth += 1,
            ')' | ']' | '】' | '〕' | '}' | '>' | '》' => depth = (depth - 1).max(0),
            ' ' | '*' | ':' | '★' | '☆' | '#' | '_' | '-' | '/' | '.' | '、' | '—' | '"' | '\'' | '※' | '·' => {}
            c => {
                whole.push(c);
                if depth == 0 {
                    outside.push(c);
                }
            }
        }
    }
    (whole, outside)
}

/// Says what a header means in a sheet of this kind.
pub fn meaning(kind: SheetKind, header: &str) -> Meaning {
    let (whole, outside) = normal_forms(header);
    for form in [&whole, &outside] {
        let forms = [form.as_str(), stripped(form)];
        for form in forms.into_iter().filter(|form| !form.is_empty()) {
            if let Some(field) = names_of(kind).find(|(_, names)| names.contains(&form)).map(|(meant, _)| meant.field()) {
                return Meaning::Is(field);
            }
            if let Some((left, _)) = IGNORED.iter().find(|(_, names)| names.contains(&form)) {
                return Meaning::Left(*left);
            }
        }
    }
    if IGNORED.iter().any(|(left, names)| *left == Left::Rank && names.iter().any(|name| name.chars().count() > 1 && whole.ends_with(name))) {
        return Meaning::Left(Left::Rank);
    }
    if let Some((_, leaf)) = header.rsplit_once('/') {
        // 期末成绩/语文: the group names the exam. 父亲/身份证号 is not the pupil's, so nothing but subjects is read by its leaf.
        let of_leaf = meaning(kind, leaf);
        if matches!(of_leaf, Meaning::Is(Field::Subject(_)) | Meaning::Left(_)) {
            return of_leaf;
        }
    }
    // Two signs at least, or 班 and 分 would be found everywhere; the longest name wins.
    let contained = names_of(kind).flat_map(|(meant, names)| names.iter().map(move |name| (meant, *name)));
    let longest = contained.filter(|(_, name)| name.chars().count() >= 2 && !name.is_ascii() && outside.contains(name)).max_by_key(|(_, name)| name.chars().count());
    longest.map(|(meant, _)| meant.field()).filter(|field| !of_somebody_else(kind, &outside, field)).map_or(Meaning::Unknown, Meaning::Perhaps)
}

/// 父亲身份证号 and 班主任姓名 are not the pupil's, and 母亲工作单位 is no name.
fn of_somebody_else(kind: SheetKind, header: &str, field: &Field) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| header.contains(word));
    let family = has(&["父", "母", "监护", "家长", "成员", "爷", "奶", "户主"]);
    let staff = has(&["班主任", "教师", "老师", "校长", "帮扶", "负责人", "填表"]) && matches!(kind, SheetKind::Roster | SheetKind::Scores | SheetKind::Attendance);
    let matters = has(&["单位", "职业", "学历", "年龄", "收入", "文化程度"]);
    let own = matches!(field, Field::Name | Field::Sex | Field::Birth | Field::IdentityNo | Field::IdentityKind | Field::Ethnicity | Field::Health | Field::Nationality);
    let person = own || matches!(field, Field::Guardian | Field::Father | Field::Mother);
    (family && own) || staff || (matters && person)
}

/// Without what is written around a subject or a field: 语文成绩, 数学得分, 学生性别, 是否留守儿童.
fn stripped(form: &str) -> &str {
    let tails = ["成绩", "分数", "得分", "等级", "总评", "期末", "必填", "选填", "分"];
    let form = tails.iter().find_map(|tail| form.strip_suffix(tail)).unwrap_or(form);
    let heads = ["期末", "学生", "儿童", "是否"];
    heads.iter().find_map(|head| form.strip_prefix(head)).unwrap_or(form)
}

/// Whether a header is a usual one in sheets of this kind, also one that is left alone: how the header row is found under titles.
pub fn known(kind: SheetKind, header: &str) -> bool {
    matches!(meaning(kind, header), Meaning::Is(_) | Meaning::Left(_))
}

/// Guesses what each column holds. Exact names come first; a doubtful column never takes a field from a sure one.
pub fn guess(kind: SheetKind, headers: &[String]) -> Guess {
    let meanings: Vec<Meaning> = headers.iter().map(|header| meaning(kind, header)).collect();
    let mut guess = Guess { mapping: Mapping::empty(kind), doubts: Vec::new(), left: Vec::new(), missing: Vec::new() };
    for sure in [true, false] {
        for (column, meaning) in meanings.iter().enumerate() {
            let doubt = |why| Doubt { column, header: headers[column].clone(), why };
            let (field, exact) = match meaning {
                Meaning::Is(field) => (field, true),
                Meaning::Perhaps(field) => (field, false),
                Meaning::Left(left) if sure => {
                    guess.left.push((column, *left));
                    continue;
                }
                Meaning::Unknown if sure && !headers[column].trim().is_empty() => {
                    guess.doubts.push(doubt(Why::Unknown));
                    continue;
                }
                _ => continue,
            };
            if exact != sure {
                continue;
            }
            if guess.mapping.fields.contains_key(field) {
                guess.doubts.push(doubt(Why::Again(field.clone())));
                continue;
            }
            let unique = headers.iter().filter(|other| *other == &headers[column]).count() == 1;
            let source = if unique { Source::Header(headers[column].clone()) } else { Source::Rule(Rule { column: Some(column + 1), ..Rule::default() }) };
            guess.mapping.fields.insert(field.clone(), source);
            if !exact {
                guess.doubts.push(doubt(Why::Perhaps(field.clone())));
            }
        }
    }
    guess.doubts.sort_by_key(|doubt| doubt.column);
    guess.missing = guess.mapping.missing();
    guess
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(text: &str) -> Vec<String> {
        text.split('|').map(str::to_owned).collect()
    }

    #[test]
    fn the_usual_headers_of_a_roster_are_understood() {
        let table = [
            ("姓名", Field::Name),
            ("学生姓名", Field::Name),
            (" 姓　名 ", Field::Name),
            ("XM", Field::Name),
            ("xm", Field::Name),
            ("姓名*", Field::Name),
            ("*姓名：", Field::Name),
            ("姓名（必填）", Field::Name),
            ("性别", Field::Sex),
            ("XB", Field::Sex),
            ("学籍号", Field::RegistryNo),
            ("全国学籍号", Field::RegistryNo),
            ("XJH", Field::RegistryNo),
            ("全国统一学籍号", Field::RegistryNo),
            ("身份证号", Field::IdentityNo),
            ("身份证件号", Field::IdentityNo),
            ("SFZJH", Field::IdentityNo),
            ("身份证号码", Field::IdentityNo),
            ("身份证件类型", Field::IdentityKind),
            ("班级", Field::Class),
            ("班", Field::Class),
            ("BJ", Field::Class),
            ("所在班级", Field::Class),
            ("年级", Field::Grade),
            ("学号", Field::SchoolNo),
            ("座号", Field::Seat),
            ("出生日期", Field::Birth),
            ("出生年月", Field::Birth),
            ("CSRQ", Field::Birth),
            ("民族", Field::Ethnicity),
            ("入学年月", Field::EntryMonth),
            ("就读方式", Field::Boarding),
            ("是否住校", Field::Boards),
            ("监护人", Field::Guardian),
            ("家长姓名", Field::Guardian),
            ("监护人(姓名)", Field::Guardian),
            ("联系电话", Field::GuardianPhone),
            ("父亲", Field::Father),
            ("母亲 / 电话", Field::MotherPhone),
            ("与学生关系", Field::GuardianRelation),
            ("家庭住址", Field::Address),
            ("现住址", Field::Address),
            ("户口性质", Field::HouseholdKind),
            ("是否留守儿童", Field::LeftBehind),
            ("随迁子女", Field::Migrant),
        ];
        for (header, field) in table {
            assert_eq!(meaning(SheetKind::Roster, header), Meaning::Is(field), "{header}");
        }
    }

    #[test]
    fn subjects_are_understood_in_words_and_codes() {
        let table = [
            ("语文", "chinese"),
            ("YW", "chinese"),
            ("语文成绩", "chinese"),
            ("语文（100分）", "chinese"),
            ("数 学", "maths"),
            ("SX", "maths"),
            ("英语", "english"),
            ("YY", "english"),
            ("外语", "english"),
            ("科学", "science"),
            ("KX", "science"),
            ("道德与法治", "morality"),
            ("道法", "morality"),
            ("DDFZ", "morality"),
            ("体育与健康", "pe"),
            ("音乐", "music"),
            ("美术", "art"),
            ("信息科技", "it"),
            ("劳动", "labour"),
            ("综合实践", "general"),
        ];
        for (header, code) in table {
            assert_eq!(meaning(SheetKind::Scores, header), Meaning::Is(Field::Subject(code.into())), "{header}");
        }
        for (header, left) in [
            ("总分", Left::Computed),
            ("平均分", Left::Computed),
            ("名次", Left::Rank),
            ("班级排名", Left::Rank),
            ("语文名次", Left::Rank),
            ("序号", Left::NoUse),
            ("签名", Left::NoUse),
        ] {
            assert_eq!(meaning(SheetKind::Scores, header), Meaning::Left(left), "{header}");
        }
        assert_eq!(meaning(SheetKind::Attendance, "病假（天）"), Meaning::Is(Field::Sick));
        assert_eq!(meaning(SheetKind::Staff, "任教学科"), Meaning::Is(Field::Teaches));
        assert_eq!(meaning(SheetKind::Teaching, "任课教师"), Meaning::Is(Field::Teacher));
    }

    #[test]
    fn titles_and_pupils_are_not_taken_for_headers() {
        for text in ["阳光小学2026年秋五年级一班花名册", "张小明", "", "45", "制表人：王老师"] {
            assert!(!known(SheetKind::Roster, text), "{text}");
        }
    }

    #[test]
    fn a_guess_tells_what_it_is_not_sure_of() {
        let sheet = headers("序号|班级|姓名|性别|学生现在的家庭住址|联系电话|联系电话|爱好|语文");
        let guess = guess(SheetKind::Roster, &sheet);
        assert_eq!(guess.mapping.fields[&Field::Class], Source::Header("班级".into()));
        assert_eq!(guess.mapping.fields[&Field::GuardianPhone], Source::Rule(Rule { column: Some(6), ..Rule::default() }), "two columns of one name are told apart by place");
        let doubts: Vec<(usize, Why)> = guess.doubts.iter().map(|doubt| (doubt.column, doubt.why.clone())).collect();
        assert_eq!(doubts, [(4, Why::Perhaps(Field::Address)), (6, Why::Again(Field::GuardianPhone)), (7, Why::Unknown), (8, Why::Unknown)]);
        assert_eq!(guess.left, [(0, Left::NoUse)]);
        assert!(guess.missing.is_empty());
    }

    #[test]
    fn what_belongs_to_parents_and_teachers_is_not_taken_for_the_pupils() {
        for header in ["父亲身份证号", "母亲/身份证件号码", "班主任姓名", "父亲工作单位", "母亲出生年月", "家庭成员民族", "填表人姓名"] {
            assert_eq!(meaning(SheetKind::Roster, header), Meaning::Unknown, "{header}");
        }
        assert_eq!(meaning(SheetKind::Roster, "父亲/姓名"), Meaning::Is(Field::Father), "a header of two levels");
        assert_eq!(meaning(SheetKind::Scores, "期末成绩/语文(100分)"), Meaning::Is(Field::Subject("chinese".into())));
        assert_eq!(meaning(SheetKind::Scores, "期末成绩/名次"), Meaning::Left(Left::Rank));
    }

    #[test]
    fn a_sheet_without_names_cannot_be_read() {
        assert_eq!(guess(SheetKind::Roster, &headers("班级|性别")).missing, [Field::Name]);
        assert_eq!(guess(SheetKind::Scores, &headers("语文|数学|姓名")).missing, []);
        assert!(guess(SheetKind::Scores, &headers("姓名|班级|总分")).missing.contains(&Field::Mark), "a total alone is not a result");
    }

    #[test]
    fn a_sure_column_is_never_displaced_by_a_doubtful_one() {
        let guess = guess(SheetKind::Roster, &headers("监护人姓名（全名）信息|监护人姓名|姓名"));
        assert_eq!(guess.mapping.fields[&Field::Guardian], Source::Header("监护人姓名".into()));
        assert_eq!(guess.doubts[0].why, Why::Again(Field::Guardian));
    }
}
