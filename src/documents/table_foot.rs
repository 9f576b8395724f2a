//! Rows below (or between) the pupils that are not pupils: sums, averages, signatures, notes. A row is judged by its cells, never by one word alone.

use super::sheet::{Cell, normal};

/// Words that begin a line of statistics.
const STATISTICS: [&str; 31] = [
    "合计",
    "总计",
    "小计",
    "共计",
    "总分",
    "总人数",
    "人数",
    "平均",
    "平均分",
    "均分",
    "班平均",
    "班级平均",
    "年级平均",
    "及格",
    "合格",
    "优秀",
    "优生",
    "优良",
    "良好",
    "低分",
    "最高",
    "最低",
    "最高分",
    "最低分",
    "标准差",
    "中位数",
    "参考",
    "应考",
    "实考",
    "缺考",
    "考试",
];
/// Words that begin a line of signatures or remarks.
const SIGNATURES: [&str; 26] = [
    "制表",
    "填表",
    "填报",
    "审核",
    "复核",
    "审批",
    "班主任",
    "校长",
    "教导主任",
    "教导处",
    "教务处",
    "任课教师",
    "科任教师",
    "任课老师",
    "监考",
    "阅卷",
    "负责人",
    "经办人",
    "日期",
    "时间",
    "备注",
    "说明",
    "注",
    "联系电话",
    "盖章",
    "学校",
];
/// What may follow a word of statistics so that it is still one: 平均分, 及格率, 合计(人), 参考人数.
const ENDINGS: [&str; 14] = ["", "分", "率", "数", "人数", "值", "成绩", "分数", "人", "线", "率%", "(人)", "(分)", "(%)"];
/// Characters before a colon that may belong to a label such as 班主任(签字):
const LABEL_CHARS: usize = 10;
/// Characters beyond which a lone text is a note.
const NOTE_CHARS: usize = 20;

/// What the cells of a row say about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judgement {
    /// A row like any other.
    Ordinary,
    /// Sums, averages, or signatures written with a colon.
    Footer,
    /// The label of a signature without a colon: a footer at the end of the table, and a post (校长) in a list of staff.
    Signature,
    /// A long text on its own.
    Note,
}

fn bare(text: &str) -> String {
    let mut bare = normal(text);
    bare.retain(|c| c != ' ');
    bare
}

fn is_figure(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || "-+.%/—－".contains(c))
}

fn is_statistic(text: &str) -> bool {
    let text = text.trim_end_matches(':');
    STATISTICS.iter().any(|word| text.strip_prefix(word).is_some_and(|rest| ENDINGS.contains(&rest)))
}

fn is_labelled(text: &str) -> bool {
    let begins = STATISTICS.iter().chain(&SIGNATURES).any(|word| text.starts_with(word));
    begins && text.chars().position(|c| c == ':').is_some_and(|at| at <= LABEL_CHARS)
}

fn is_signature(text: &str) -> bool {
    let word = text.trim_end_matches("签字").trim_end_matches("签名").trim_end_matches('人');
    SIGNATURES.contains(&word)
}

/// Judges a row by its cells, in a table of so many columns.
pub(super) fn judge(cells: &[&Cell], columns: usize) -> Judgement {
    let filled = || cells.iter().filter(|c| !c.is_empty());
    let mut words = filled().filter(|c| matches!(c, Cell::Text(_))).map(|c| bare(&c.text())).filter(|t| !is_figure(t));
    let Some(first) = words.next() else { return Judgement::Ordinary };
    let leads = filled().next().is_some_and(|c| matches!(c, Cell::Text(_)) && bare(&c.text()) == first);
    let (statistic, signature) = (is_statistic(&first), leads && columns >= 3 && is_signature(&first));
    if leads && is_labelled(&first) {
        return Judgement::Footer;
    }
    if !statistic && !signature {
        let long = columns > 1 && first.chars().count() > NOTE_CHARS && filled().count() == 1;
        return if long { Judgement::Note } else { Judgement::Ordinary };
    }
    // 男, a class, an address beside the word tell of a pupil who is really called so.
    let others = words.filter(|t| !is_statistic(t) && !is_labelled(t)).count();
    match others {
        0 | 1 if statistic && columns > 1 => Judgement::Footer,
        0 | 1 if signature => Judgement::Signature,
        _ => Judgement::Ordinary,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(row: &[&str]) -> Judgement {
        let cells: Vec<Cell> = row.iter().map(|t| t.parse().map_or_else(|_| Cell::from(*t), Cell::Number)).collect();
        judge(&cells.iter().collect::<Vec<_>>(), 6)
    }

    #[test]
    fn a_row_is_a_footer_by_all_its_cells() {
        for (row, judgement) in [
            (vec!["合计", "", "", "3456", "3300"], Judgement::Footer),
            (vec!["", "平 均 分", "", "85.2", "90"], Judgement::Footer),
            (vec!["46", "平均分", "", "85.2"], Judgement::Footer),
            (vec!["及格率", "", "", "98%", "100%"], Judgement::Footer),
            (vec!["合计", "45人", "男生", "23"], Judgement::Footer),
            (vec!["参考人数：", "45"], Judgement::Footer),
            (vec!["制表人：王芳", "", "审核人：李明", "", "日期：2026年9月1日"], Judgement::Footer),
            (vec!["班主任（签字）：", "", "", "王芳"], Judgement::Footer),
            (vec!["注：本表一式两份"], Judgement::Footer),
            (vec!["班主任", "", "", "", "王芳"], Judgement::Signature),
            (vec!["制表人", "李明"], Judgement::Signature),
            (vec!["请各班于九月十日前把本表电子版和纸质版一并交到教务处存档"], Judgement::Note),
            (vec!["1", "合晓明", "男", "五1班"], Judgement::Ordinary),
            (vec!["1", "合计", "男", "五1班", "某村"], Judgement::Ordinary),
            (vec!["优秀", "女", "五1班", "95"], Judgement::Ordinary),
            (vec!["1", "平安", "", "85"], Judgement::Ordinary),
            (vec!["", "总明", "", "85"], Judgement::Ordinary),
            (vec!["张三", "班主任", "语文"], Judgement::Ordinary),
            (vec!["12", "", "", "88"], Judgement::Ordinary),
            (vec!["小明"], Judgement::Ordinary),
        ] {
            assert_eq!(judged(&row), judgement, "{row:?}");
        }
    }
}
