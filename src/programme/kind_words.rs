//! Words that hurt are not taken; each has a kind one instead (A5-10, B9-01, B9-02; PRACTICE 3).

/// A word that no page, paper or name may bear, in either script, with the key of the sentence that proposes another.
const HURTFUL: [(&str, &str); 37] = [
    ("差生", "programme-kinder-learner"),
    ("后进", "programme-kinder-learner"),
    ("後進", "programme-kinder-learner"),
    ("落后生", "programme-kinder-learner"),
    ("落後生", "programme-kinder-learner"),
    ("双差", "programme-kinder-learner"),
    ("雙差", "programme-kinder-learner"),
    ("学渣", "programme-kinder-learner"),
    ("學渣", "programme-kinder-learner"),
    ("笨", "programme-kinder-learner"),
    ("问题学生", "programme-kinder-learner"),
    ("問題學生", "programme-kinder-learner"),
    ("问题儿童", "programme-kinder-learner"),
    ("問題兒童", "programme-kinder-learner"),
    ("穷", "programme-kinder-family"),
    ("窮", "programme-kinder-family"),
    ("弱智", "programme-kinder-health"),
    ("残废", "programme-kinder-health"),
    ("殘廢", "programme-kinder-health"),
    ("精神病", "programme-kinder-health"),
    ("没救了", "programme-kinder-despair"),
    ("沒救了", "programme-kinder-despair"),
    ("无可救药", "programme-kinder-despair"),
    ("無可救藥", "programme-kinder-despair"),
    ("烂泥", "programme-kinder-despair"),
    ("爛泥", "programme-kinder-despair"),
    ("朽木", "programme-kinder-despair"),
    ("是废物", "programme-kinder-despair"),
    ("是廢物", "programme-kinder-despair"),
    ("不可教", "programme-kinder-despair"),
    ("愚蠢", "programme-kinder-despair"),
    ("真蠢", "programme-kinder-despair"),
    ("白痴", "programme-kinder-despair"),
    ("白癡", "programme-kinder-despair"),
    ("丢人现眼", "programme-kinder-despair"),
    ("丟人現眼", "programme-kinder-despair"),
    ("害群之马", "programme-kinder-despair"),
];

/// The key of the sentence that proposes a kinder word, when the text holds one that hurts. Blanks and invisible characters hide none.
pub fn kinder(text: &str) -> Option<&'static str> {
    let plain = crate::base::text::squeezed(text);
    HURTFUL.iter().find(|(word, _)| plain.contains(word)).map(|(_, key)| *key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_hurts_gets_a_kinder_proposal() {
        for (text, key) in [
            ("差生转化", Some("programme-kinder-learner")),
            ("后 进生", Some("programme-kinder-learner")),
            ("後進生", Some("programme-kinder-learner")),
            ("双\u{200b}差生", Some("programme-kinder-learner")),
            ("穷孩子", Some("programme-kinder-family")),
            ("这孩子没救了", Some("programme-kinder-despair")),
            ("上课还没有开口", None),
            ("美术课废物利用做手工", None),
            ("学习支持学生", None),
            ("待优生", None),
            ("学困生", None),
            ("差异化辅导", None),
            ("家庭经济困难", None),
        ] {
            assert_eq!(kinder(text), key, "{text}");
        }
    }
}
