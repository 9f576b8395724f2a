//! Texts that colleagues beyond a child's helpers read name no child (PRACTICE 4, A9-24, B9-05: experience is shared without names).

use crate::base::text::squeezed;

/// What follows a given name when a child is meant.
const CALLED: [&str; 6] = ["同学", "同學", "小朋友", "这孩子", "這孩子", "孩子"];

/// The first of the children's names that a text holds: the whole name, or a given name as a child is called by it. Names of one character are passed over: they are words.
pub fn named<'a>(text: &str, names: &'a [String]) -> Option<&'a str> {
    let plain = squeezed(text);
    let holds = |name: &str| {
        let whole = squeezed(name);
        if whole.chars().count() < 2 {
            return false;
        }
        let given: String = whole.chars().skip(1).collect();
        plain.contains(&whole) || (whole.chars().count() == 3 && CALLED.iter().any(|called| plain.contains(&format!("{given}{called}"))))
    };
    names.iter().map(String::as_str).find(|name| holds(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_for_colleagues_names_no_child_however_it_is_written() {
        let names = ["林小明".to_owned(), "何田田".to_owned(), "王".to_owned()];
        for (text, found) in [
            ("先让他讲给同桌听，再做两题", None),
            ("林小明愿意讲给同桌听", Some("林小明")),
            ("林 小 明愿意讲", Some("林小明")),
            ("小明同学愿意讲", Some("林小明")),
            ("田田孩子说", Some("何田田")),
            ("稻田田埂上的课", None),
            ("王老师说的办法", None),
            ("", None),
        ] {
            assert_eq!(named(text, &names), found, "{text}");
        }
    }
}
