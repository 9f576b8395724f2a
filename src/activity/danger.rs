//! Sentences of a child that ask for an adult today (CONVENTIONS 2.6: what may be self-harm, abuse or bullying goes its own way at once). No diagnosis: a word too many is a question too many,
//! a word missed is a child alone.

/// What a child may say, in either script, without blanks.
const SIGNS: [&str; 50] = [
    "不想活",
    "活不下去",
    "活着没意思",
    "活著沒意思",
    "不如死",
    "想死",
    "去死",
    "死了算了",
    "自杀",
    "自殺",
    "自残",
    "自殘",
    "割腕",
    "割手",
    "跳楼",
    "跳樓",
    "伤害自己",
    "傷害自己",
    "不想在这个世界",
    "不想在這個世界",
    "消失算了",
    "离家出走",
    "離家出走",
    "被打",
    "打我",
    "踢我",
    "掐我",
    "骂我滚",
    "罵我滾",
    "欺负我",
    "欺負我",
    "被欺负",
    "被欺負",
    "欺凌",
    "霸凌",
    "抢我钱",
    "搶我錢",
    "要我的钱",
    "要我的錢",
    "威胁我",
    "威脅我",
    "摸我",
    "脱我",
    "脫我",
    "不让我吃饭",
    "不讓我吃飯",
    "把我关",
    "把我關",
    "没人管我",
    "沒人管我",
];

/// What sounds like a sign and is none.
const HARMLESS: [&str; 12] = ["打我电话", "打我電話", "打我的电话", "打我的電話", "没打我", "沒打我", "没有打我", "沒有打我", "不打我", "没人打我", "摸我的头", "摸我的頭"];

/// Whether a text holds a sentence because of which an adult should ask today.
pub fn sounds_like_danger(text: &str) -> bool {
    let mut plain = crate::base::text::squeezed(text);
    for harmless in HARMLESS {
        plain = plain.replace(harmless, "");
    }
    SIGNS.iter().any(|sign| plain.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_sounds_like_danger_is_heard_in_either_script() {
        for (text, heard) in [
            ("我不想活了", true),
            ("有 时 候 想 死", true),
            ("他们在厕所打我", true),
            ("他們欺負我", true),
            ("想离家出走", true),
            ("奶奶打我电话我没接到", false),
            ("老师摸我的头，我很高兴", false),
            ("妈妈没有打我", false),
            ("作业太多，有点累", false),
            ("我想要一本漫画", false),
            ("", false),
        ] {
            assert_eq!(sounds_like_danger(text), heard, "{text}");
        }
    }
}
