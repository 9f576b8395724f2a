//! What a paper about a family does not say: a family that was not reached or thinks otherwise is no unwilling one (PRACTICE 3: 不配合 → 暂未取得联系 / 意见不同).

/// Judgements on families, in either script.
const JUDGING: [&str; 14] =
    ["不配合", "不肯配合", "拒不配合", "不负责任", "不負責任", "不管孩子", "不关心孩子", "不關心孩子", "素质低", "素質低", "蛮不讲理", "蠻不講理", "无理取闹", "無理取鬧"];

/// Whether a text judges a family.
pub fn judges(text: &str) -> bool {
    let plain = crate::base::text::squeezed(text);
    JUDGING.iter().any(|word| plain.contains(word))
}

/// How many contacts are still to be logged before a family is brought before the leader of the grade (A9-22).
pub const fn missing(needed: i64, logged: usize) -> i64 {
    let left = needed - logged as i64;
    if left > 0 { left } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_described_without_a_judgement() {
        for (text, found) in [
            ("家长不配合", true),
            ("家長 不 配合學校", true),
            ("对孩子不负责任", true),
            ("打了两次电话，暂未取得联系", false),
            ("对放学后辅导的意见不同", false),
            ("请您配合联系", false),
        ] {
            assert_eq!(judges(text), found, "{text}");
        }
    }

    #[test]
    fn two_contacts_are_needed_before_a_leader_is_asked() {
        for (needed, logged, left) in [(2, 0, 2), (2, 1, 1), (2, 2, 0), (2, 5, 0), (3, 2, 1)] {
            assert_eq!(missing(needed, logged), left, "{needed} {logged}");
        }
    }
}
