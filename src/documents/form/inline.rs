//! Blanks inside a text: {{姓名}}, 【姓名】, 姓名：____, ____年__月__日; and how a text that lies in several pieces (runs) is changed without losing their looks.

/// A blank inside a text, in characters; `from == to` is a place right after the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Blank {
    pub label: String,
    pub from: usize,
    pub to: usize,
    /// Whether it is a mark such as {{姓名}} that must not stay.
    pub mark: bool,
}

/// Characters of a label, at most.
pub(super) const LABEL_CHARS: usize = 24;
const MARKS: [(&str, &str, bool); 6] = [("{{", "}}", true), ("｛｛", "｝｝", true), ("«", "»", true), ("${", "}", true), ("【", "】", false), ("［", "］", false)];

/// A label without blanks, colon and what stands in brackets behind it.
pub(super) fn plain(text: &str) -> String {
    let tight: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{feff}' | '*' | '＊')).collect();
    let end = tight.find(['（', '(', '：', ':']).filter(|at| *at > 0).unwrap_or(tight.len());
    tight[..end].to_owned()
}

const fn is_line(c: char) -> bool {
    matches!(c, '_' | '＿' | '﹍' | '\u{2581}')
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() && c != '\n'
}

/// The label that ends where a blank begins; empty when there is none.
fn label_before(chars: &[char], end: usize) -> String {
    let mut at = end;
    while at > 0 && (is_gap(chars[at - 1]) || matches!(chars[at - 1], '：' | ':')) {
        at -= 1;
    }
    // 帮扶教师（签字）：what stands in brackets is no part of the label.
    if at > 0 && matches!(chars[at - 1], '）' | ')') {
        at = (0..at).rev().find(|i| matches!(chars[*i], '（' | '(')).unwrap_or(at);
    }
    let stop = |c: char| c.is_whitespace() || is_line(c) || "，。；、,;|/）)】}》".contains(c);
    let mut from = at;
    while from > 0 && !stop(chars[from - 1]) {
        from -= 1;
    }
    // 姓 名：____ and 班  级：____ are one label.
    let spaced = at - from == 1 && from > 1 && chars[from - 1].is_whitespace();
    if spaced {
        let before = (0..from).rev().find(|i| !chars[*i].is_whitespace());
        if let Some(before) = before.filter(|i| (*i == 0 || stop(chars[i - 1])) && !stop(chars[*i])) {
            from = before;
        }
    }
    let label: String = chars[from..at].iter().collect();
    let label = plain(&label);
    if (1..=LABEL_CHARS).contains(&label.chars().count()) { label } else { String::new() }
}

/// The end of `____年__月__日` that begins at a blank; the blank's own end otherwise.
fn end_of_day(chars: &[char], end: usize) -> usize {
    let mut at = end;
    for (unit, must) in [('年', true), ('月', true), ('日', false)] {
        let mut next = at;
        while next < chars.len() && (is_line(chars[next]) || is_gap(chars[next])) {
            next += 1;
        }
        match chars.get(next) {
            Some(c) if *c == unit => at = next + 1,
            _ if must => return end,
            _ => {}
        }
    }
    at
}

fn marks(chars: &[char], known: &dyn Fn(&str) -> bool) -> Vec<Blank> {
    let mut found: Vec<Blank> = Vec::new();
    for (open, close, always) in MARKS {
        let (open, close): (Vec<char>, Vec<char>) = (open.chars().collect(), close.chars().collect());
        let mut at = 0;
        while at < chars.len() {
            if !chars[at..].starts_with(&open) {
                at += 1;
                continue;
            }
            let inside = at + open.len();
            let Some(length) = (0..=LABEL_CHARS).find(|n| chars.get(inside + n..).is_some_and(|rest| rest.starts_with(&close))) else {
                at = inside;
                continue;
            };
            let (label, to) = (plain(&chars[inside..inside + length].iter().collect::<String>()), inside + length + close.len());
            if !label.is_empty() && (always || known(&label)) && !found.iter().any(|one| one.from < to && at < one.to) {
                found.push(Blank { label, from: at, to, mark: true });
            }
            at = to;
        }
    }
    found
}

/// The blanks of a text. `known` tells whether a label is one that can be filled: gaps of spaces and marks in 【】 count only behind or around such labels.
pub(super) fn blanks(text: &str, known: &dyn Fn(&str) -> bool) -> Vec<Blank> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = marks(&chars, known);
    let mut at = 0;
    while at < chars.len() {
        let (line, gap) = (is_line(chars[at]), is_gap(chars[at]));
        if !line && !gap {
            at += 1;
            continue;
        }
        let mut end = at;
        while end < chars.len() && (is_line(chars[end]) || is_gap(chars[end])) {
            end += 1;
        }
        let lines = chars[at..end].iter().filter(|c| is_line(**c)).count();
        let (mut from, mut to) = (at, end);
        if lines > 0 {
            // Spaces around a line belong to what stands beside it.
            from += chars[at..end].iter().take_while(|c| !is_line(**c)).count();
            to -= chars[at..end].iter().rev().take_while(|c| !is_line(**c)).count();
        }
        let label = label_before(&chars, at);
        let colon = chars[..at].iter().rev().find(|c| !is_gap(**c)).is_some_and(|c| matches!(c, '：' | ':'));
        let day = end_of_day(&chars, to);
        let counts = !label.is_empty() && if lines > 0 { to - from >= 2 } else { colon && known(&label) && (end - at >= 2 || end == chars.len()) };
        if counts && !found.iter().any(|one| one.from < to && from < one.to) {
            found.push(Blank { label, from, to: day, mark: false });
            end = end.max(day);
        }
        at = end;
    }
    let label = label_before(&chars, chars.len());
    let colon = chars.last().is_some_and(|c| matches!(c, '：' | ':'));
    if colon && known(&label) {
        found.push(Blank { label, from: chars.len(), to: chars.len(), mark: false });
    }
    found.sort_by_key(|one| one.from);
    found
}

/// Whether a cell's text is nothing but a blank: spaces, lines, 年月日.
pub(super) fn is_blank(text: &str) -> bool {
    let rest: String = text.chars().filter(|c| !c.is_whitespace() && !is_line(*c) && !matches!(c, '\u{200b}' | '\u{feff}')).collect();
    matches!(rest.as_str(), "" | "年月" | "年月日")
}

/// Whether a cell's text is a choice: □男 □女.
pub(super) fn is_choice(text: &str) -> bool {
    text.trim_start().starts_with(['□', '☐']) && text.chars().count() <= 400
}

/// The places of boxes to be ticked in □男 □女 for a value: those whose word is one of the value's words.
pub(super) fn ticked(text: &str, value: &str) -> Vec<usize> {
    let chars: Vec<char> = text.chars().collect();
    let wanted: Vec<String> = value.split(['、', '；', ';', '\n', ',', '，']).map(plain).filter(|word| !word.is_empty()).collect();
    let boxes: Vec<usize> = (0..chars.len()).filter(|at| matches!(chars[*at], '□' | '☐')).collect();
    let word = |n: usize| plain(&chars[boxes[n] + 1..boxes.get(n + 1).copied().unwrap_or(chars.len())].iter().collect::<String>());
    (0..boxes.len()).filter(|n| wanted.contains(&word(*n))).map(|n| boxes[n]).collect()
}

/// How wide a text is, in halves of a Chinese character.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| if (c as u32) < 0x2000 { 1 } else { 2 }).sum()
}

/// What is put in the place of a blank: the value, and as much of the line or gap as keeps what follows where it was.
pub(super) fn instead(blank: &Blank, was: &str, value: &str) -> String {
    if blank.mark || blank.from == blank.to || value.contains('\n') {
        return value.to_owned();
    }
    let Some(with) = was.chars().next().filter(|c| (is_line(*c) || is_gap(*c)) && !was.contains('年')) else { return value.to_owned() };
    let (left, each) = (width(was).saturating_sub(width(value)), width(&with.to_string()).max(1));
    let pad = with.to_string().repeat(left / each);
    if is_line(with) || !was.starts_with('\t') { format!("{value}{pad}") } else { value.to_owned() }
}

/// A piece of a text: `fixed` pieces (a tab, a line break) take part in places but cannot be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub text: String,
    pub fixed: bool,
}

/// Changes pieces: each edit replaces the characters from..to of the whole by a text, which goes to the piece in which the place begins, so that it takes that piece's looks.
pub(super) fn edit(pieces: &mut [Piece], edits: &[(usize, usize, String)]) {
    let mut edits: Vec<&(usize, usize, String)> = edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.0));
    for (from, to, text) in edits {
        let mut home: Option<usize> = None;
        let mut begin = 0;
        for (at, piece) in pieces.iter().enumerate() {
            let end = begin + piece.text.chars().count();
            let touches = if from == to { begin <= *from && *from <= end } else { begin < *to && *from < end };
            if touches && !piece.fixed && (home.is_none() || from == to) {
                home = Some(at);
            }
            begin = end;
        }
        // Where only fixed pieces lie in the place, the nearest text before it takes the value.
        let home = home.or_else(|| pieces.iter().rposition(|piece| !piece.fixed));
        let mut begin = 0;
        for (at, piece) in pieces.iter_mut().enumerate() {
            let chars: Vec<char> = piece.text.chars().collect();
            let end = begin + chars.len();
            let (cut_from, cut_to) = ((*from).clamp(begin, end) - begin, (*to).clamp(begin, end) - begin);
            if !piece.fixed && (cut_from < cut_to || home == Some(at)) {
                let put = if home == Some(at) { text.as_str() } else { "" };
                piece.text = chars[..cut_from].iter().collect::<String>() + put + &chars[cut_to.max(cut_from)..].iter().collect::<String>();
            }
            begin = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(label: &str) -> bool {
        ["姓名", "班级", "性别", "出生年月", "记录时间", "帮扶教师"].contains(&label)
    }

    #[test]
    fn blanks_are_found_with_the_label_before_them() {
        type Blanks<'a> = &'a [(&'a str, usize, usize)];
        let table: [(&str, Blanks<'_>); 12] = [
            ("姓名：______ 班级：____", &[("姓名", 3, 9), ("班级", 13, 17)]),
            ("姓 名：__________", &[("姓名", 4, 14)]),
            ("学生{{ 姓名 }}，{{班级}}", &[("姓名", 2, 10), ("班级", 11, 17)]),
            ("【姓名】同学【填表说明】", &[("姓名", 0, 4)]),
            ("姓名：        班级：  签名：      ", &[("姓名", 3, 11), ("班级", 14, 16)]),
            ("帮扶教师（签字）：____", &[("帮扶教师", 9, 13)]),
            ("出生年月：____年__月__日", &[("出生年月", 5, 16)]),
            ("记录时间：    年  月  日", &[("记录时间", 5, 16)]),
            ("性别：", &[("性别", 3, 3)]),
            ("说明：", &[]),
            ("家长意见______", &[("家长意见", 4, 10)]),
            ("没有空白的一句话。", &[]),
        ];
        for (text, expected) in table {
            let found: Vec<(String, usize, usize)> = blanks(text, &known).into_iter().map(|one| (one.label, one.from, one.to)).collect();
            let expected: Vec<(String, usize, usize)> = expected.iter().map(|(label, from, to)| ((*label).to_owned(), *from, *to)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_is_put_in_a_line_keeps_its_length() {
        let blank = Blank { label: "姓名".into(), from: 0, to: 8, mark: false };
        assert_eq!(instead(&blank, "________", "小明"), "小明____");
        assert_eq!(instead(&blank, "        ", "很长的一个名字啊"), "很长的一个名字啊");
        assert_eq!(instead(&Blank { mark: true, ..blank }, "{{姓名}}", "小明"), "小明");
    }

    #[test]
    fn a_value_takes_the_piece_in_which_its_place_begins() {
        let piece = |text: &str, fixed: bool| Piece { text: text.into(), fixed };
        let mut pieces = [piece("学生{", false), piece("{姓", false), piece("名}", false), piece("}好\t", true), piece("}好", false)];
        edit(&mut pieces[..3], &[(2, 7, "小明".into())]);
        assert_eq!(pieces[..3].iter().map(|p| p.text.as_str()).collect::<Vec<_>>(), ["学生小明", "", ""]);
        let mut ends = vec![piece("姓名：", false), piece("\t", true)];
        edit(&mut ends, &[(3, 4, "小明".into())]);
        assert_eq!(ends[0].text, "姓名：小明");
    }

    #[test]
    fn boxes_are_ticked_by_their_words() {
        assert_eq!(ticked("□男  □女", "女"), [4]);
        assert_eq!(ticked("□学习 □行为（ ） □心理", "行为、心理"), [4, 11]);
        assert!(is_choice(" □男") && !is_choice("男□"));
        assert!(is_blank("  ____ ") && is_blank("    年  月  日") && !is_blank("2026年"));
    }
}
