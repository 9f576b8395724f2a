//! Words with which a collection would press a family: a least amount, a duty, a list or an order of who gave (A1-07; CONVENTIONS R12).

use crate::base::text::squeezed;

/// What presses.
const PRESSING: [&str; 22] = [
    "每人",
    "每生",
    "每户",
    "人均",
    "至少",
    "最少",
    "不少于",
    "不低于",
    "起捐",
    "必须",
    "务必",
    "一律",
    "都要捐",
    "人人捐",
    "全部参加",
    "指标",
    "任务",
    "排名",
    "评比",
    "公布名单",
    "捐款名单",
    "没捐",
];

/// The first pressing word of a text.
pub fn presses(text: &str) -> Option<&'static str> {
    let text = squeezed(text);
    PRESSING.into_iter().find(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a1_07_a_collection_that_presses_families_is_found_by_its_words() {
        for (text, word) in [
            ("请每人捐 10 元", Some("每人")),
            ("金额不少于五元", Some("不少于")),
            ("捐款情况将公布名单", Some("公布名单")),
            ("全班 务 必 参加", Some("务必")),
            ("自愿参加，把省下的零花钱放进爱心箱，多少都好，不放也好。", None),
        ] {
            assert_eq!(presses(text), word, "{text}");
        }
    }
}
