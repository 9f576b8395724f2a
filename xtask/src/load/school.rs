//! The invented school of the load bench: its sheets, written as any school would hand them in.

use std::fmt::Write as _;

/// Pupils of a class. A grade has at most 60 classes, so that 20,000 children sit 56 to a class; the smaller school has classes of the same size, else a class would not compare.
pub const CLASS_PUPILS: usize = 56;
const GRADES: usize = 6;
/// Pupils of the larger school. Children beyond it, who are only tried out, would sit in the classes of the first.
pub const LARGE_PUPILS: usize = 20_000;
/// The first grade with marks on paper (CONVENTIONS R2).
const FIRST_MARKED_GRADE: usize = 3;

const FAMILY: [(&str, &str); 30] = [
    ("林", "l"),
    ("陈", "c"),
    ("周", "z"),
    ("何", "h"),
    ("罗", "l"),
    ("高", "g"),
    ("郭", "g"),
    ("马", "m"),
    ("许", "x"),
    ("冯", "f"),
    ("邓", "d"),
    ("曹", "c"),
    ("彭", "p"),
    ("吕", "l"),
    ("苏", "s"),
    ("蒋", "j"),
    ("蔡", "c"),
    ("丁", "d"),
    ("魏", "w"),
    ("叶", "y"),
    ("杜", "d"),
    ("夏", "x"),
    ("钟", "z"),
    ("田", "t"),
    ("范", "f"),
    ("方", "f"),
    ("石", "s"),
    ("姚", "y"),
    ("谭", "t"),
    ("金", "j"),
];
const GIVEN: [(&str, &str); 40] = [
    ("晓", "x"),
    ("雨", "y"),
    ("明", "m"),
    ("佳", "j"),
    ("欣", "x"),
    ("子", "z"),
    ("涵", "h"),
    ("思", "s"),
    ("宇", "y"),
    ("轩", "x"),
    ("梦", "m"),
    ("琪", "q"),
    ("浩", "h"),
    ("然", "r"),
    ("诗", "s"),
    ("瑶", "y"),
    ("志", "z"),
    ("远", "y"),
    ("雅", "y"),
    ("婷", "t"),
    ("俊", "j"),
    ("杰", "j"),
    ("文", "w"),
    ("博", "b"),
    ("嘉", "j"),
    ("怡", "y"),
    ("天", "t"),
    ("乐", "l"),
    ("静", "j"),
    ("安", "a"),
    ("海", "h"),
    ("峰", "f"),
    ("春", "c"),
    ("兰", "l"),
    ("秋", "q"),
    ("月", "y"),
    ("国", "g"),
    ("强", "q"),
    ("丽", "l"),
    ("娜", "n"),
];
/// Prime to the number of all names: neighbours in the roster have unlike names, and no two children the same.
const STRIDE: usize = 7919;

/// The n-th child.
pub struct Child(pub usize);

impl Child {
    fn signs(&self) -> [(&'static str, &'static str); 3] {
        let k = self.0 * STRIDE % (FAMILY.len() * GIVEN.len() * GIVEN.len());
        let (family, rest) = (k % FAMILY.len(), k / FAMILY.len());
        [FAMILY[family], GIVEN[rest % GIVEN.len()], GIVEN[rest / GIVEN.len()]]
    }
    /// 林晓雨
    pub fn name(&self) -> String {
        self.signs().map(|(sign, _)| sign).concat()
    }
    /// 林晓
    pub fn beginning(&self) -> String {
        self.signs()[..2].iter().map(|(sign, _)| *sign).collect()
    }
    /// lxy
    pub fn initials(&self) -> String {
        self.signs().map(|(_, initial)| initial).concat()
    }
    fn class(&self) -> usize {
        self.0 % LARGE_PUPILS / CLASS_PUPILS
    }
    fn grade(&self) -> usize {
        self.class() % GRADES + 1
    }
    fn class_name(&self) -> String {
        format!("{}年级{}班", ["一", "二", "三", "四", "五", "六"][self.grade() - 1], self.class() / GRADES + 1)
    }
    fn school_no(&self) -> String {
        format!("S{:07}", self.0)
    }
    /// 35 … 98; every eleventh child finds it hard.
    fn mark(&self, subject: usize, time: usize) -> usize {
        let spread = self.0 * 31 + subject * 17 + time * 7;
        if self.0.is_multiple_of(11) { 35 + spread % 15 } else { 68 + spread % 31 }
    }
}

/// 花名册 of the children with these numbers, for the school year that begins in September of `year`.
pub fn roster(children: std::ops::Range<usize>, year: i64) -> String {
    let mut sheet = String::from("姓名,性别,班级,学号,出生日期,监护人,关系,联系电话,住校\n");
    for n in children {
        let child = Child(n);
        let (name, [family, ..]) = (child.name(), child.signs());
        let birth = format!("{}-{:02}-{:02}", year - 6 - child.grade() as i64, 1 + n % 8, 1 + n % 28);
        let (sex, boards) = (if n.is_multiple_of(2) { "女" } else { "男" }, if n.is_multiple_of(5) { "是" } else { "否" });
        let _ = writeln!(sheet, "{name},{sex},{},{},{birth},{}建平,父亲,139{n:08},{boards}", child.class_name(), child.school_no(), family.0);
    }
    sheet
}

/// 成绩表 of the children from grade 3 on, and its number of rows.
pub fn scores(pupils: usize, time: usize) -> (String, usize) {
    let mut sheet = String::from("姓名,班级,学号,语文,数学,英语\n");
    let marked = (0..pupils).map(Child).filter(|child| child.grade() >= FIRST_MARKED_GRADE);
    let mut rows = 0;
    for child in marked {
        let _ = writeln!(sheet, "{},{},{},{},{},{}", child.name(), child.class_name(), child.school_no(), child.mark(0, time), child.mark(1, time), child.mark(2, time));
        rows += 1;
    }
    (sheet, rows)
}

/// A child with marks: one of the first class of grade 3.
pub fn marked_child() -> Child {
    Child((FIRST_MARKED_GRADE - 1) * CLASS_PUPILS)
}

/// The people who sign in: login and name.
pub const OFFICE: (&str, &str) = ("office", "周敏");
pub const HEAD: (&str, &str) = ("head", "高远");
pub const TEACHER: (&str, &str) = ("teacher", "方晴");

/// 教职工名单.
pub fn staff() -> String {
    let class = marked_child().class_name();
    format!("姓名,工号,职务,班主任班级\n{},T001,教导处,\n{},T002,校长,\n{},T003,班主任,{class}\n", OFFICE.1, HEAD.1, TEACHER.1)
}

/// First day and code of the term on a day: autumn from September, spring from March.
pub fn term_of(year: i64, month: i64) -> (String, String, i64) {
    match month {
        9.. => (format!("{year}-09-01"), format!("{year}-1"), year),
        3..=8 => (format!("{year}-03-01"), format!("{}-2", year - 1), year - 1),
        _ => (format!("{}-09-01", year - 1), format!("{}-1", year - 1), year - 1),
    }
}

/// Year and month of a count of days since 1970-01-01 (proleptic Gregorian; Howard Hinnant's `civil_from_days`).
pub fn year_and_month(days: i64) -> (i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_children_share_a_name_or_a_number() {
        let names: HashSet<String> = (0..22_000).map(|n| Child(n).name()).collect();
        assert_eq!(names.len(), 22_000);
    }

    #[test]
    fn no_grade_has_more_classes_than_the_house_reads() {
        let last = (0..22_000).map(|n| Child(n).class() / GRADES + 1).max();
        assert!(last.is_some_and(|number| number <= 60), "{last:?}");
    }

    #[test]
    fn the_term_is_the_one_of_the_day() {
        for (days, month, term) in [(20_778, (2026, 11), "2026-1"), (20_845, (2027, 1), "2026-1"), (20_910, (2027, 4), "2026-2")] {
            assert_eq!(year_and_month(days), month);
            assert_eq!(term_of(month.0, month.1).1, term);
        }
    }
}
