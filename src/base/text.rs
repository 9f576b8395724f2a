//! Text as people type it into sheets: full-width signs, invisible characters, Chinese numerals.

/// Characters that nobody sees and that come along with copied text: zero-width signs, BOM, direction marks, soft hyphen.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{00AD}' | '\u{FE00}'..='\u{FE0F}')
        || (c.is_control() && !c.is_whitespace())
}

/// Full-width signs become half-width ones, every kind of space a plain one, invisible characters go; trimmed.
pub fn half_width(text: &str) -> String {
    let turned: String = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    turned.trim().to_owned()
}

/// [`half_width`] without any space: for codes, numbers and headers.
pub fn squeezed(text: &str) -> String {
    half_width(text).chars().filter(|c| *c != ' ').collect()
}

/// The value of one Chinese numeral sign from 〇 to 九.
pub fn chinese_digit(c: char) -> Option<i64> {
    let value = match c {
        '〇' | '零' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '贰' | '两' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    };
    Some(value)
}

/// A number from 0 to 99 in Chinese numerals (十五, 二十, 廿一, 三十一) or in figures.
pub fn small_number(text: &str) -> Option<i64> {
    if !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let text = text.replace('廿', "二十");
    let Some((tens, units)) = text.split_once(['十', '拾']) else {
        let mut signs = text.chars();
        let (first, second) = (signs.next()?, signs.next());
        return if second.is_none() { chinese_digit(first) } else { None };
    };
    let one = |part: &str, absent: i64| -> Option<i64> {
        let mut signs = part.chars();
        match (signs.next(), signs.next()) {
            (None, _) => Some(absent),
            (Some(c), None) => chinese_digit(c).filter(|n| *n > 0),
            _ => None,
        }
    };
    Some(one(tens, 1)? * 10 + one(units, 0)?)
}

/// 汉字, with 〇 and 々 which stand in names.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '〇' | '々')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_are_read_in_figures_and_in_chinese() {
        let table = [("1", 1), ("05", 5), ("十", 10), ("十五", 15), ("二十", 20), ("二十三", 23), ("廿一", 21), ("九十九", 99), ("〇", 0), ("两", 2)];
        for (text, number) in table {
            assert_eq!(small_number(text), Some(number), "{text}");
        }
        for text in ["", "一一", "百", "十十", "123", "1a", "二十〇"] {
            assert_eq!(small_number(text), None, "{text}");
        }
    }

    #[test]
    fn what_nobody_sees_does_not_count() {
        assert_eq!(half_width("\u{FEFF}　Ａ１（\u{200B}班）　"), "A1(班)");
        assert_eq!(squeezed(" 姓　名\t\u{A0}"), "姓名");
    }
}
