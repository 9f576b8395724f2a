//! What a paper for others may say: no mark, no rank, nothing of a person's papers (base), and never the group or the programme (A2-23, R1).

use crate::base::publishable;

/// Words by which the group or its support is called, in either script; no paper for others bears them.
const GROUP: [&str; 30] = [
    "学困",
    "學困",
    "待优",
    "待優",
    "学习支持",
    "學習支持",
    "帮扶",
    "幫扶",
    "帮教",
    "幫教",
    "结对",
    "結對",
    "转化",
    "轉化",
    "临界生",
    "臨界生",
    "边缘生",
    "邊緣生",
    "潜能生",
    "潛能生",
    "留守",
    "单亲",
    "單親",
    "贫困",
    "貧困",
    "低保",
    "特困",
    "家困",
    "残疾",
    "殘疾",
];

/// The key of the sentence that says why a text may not stand on a paper for others; `own` are the school's words for the group and the names of its programmes.
pub fn refused(text: &str, own: &[String]) -> Option<&'static str> {
    let plain = crate::base::text::squeezed(text);
    let names_group = GROUP.iter().any(|word| plain.contains(word)) || own.iter().any(|word| !word.is_empty() && plain.contains(word.as_str()));
    if names_group { Some("reward-publish-group") } else { publishable::refused(text) }
}

/// Of awards with their holders: those that only supported children hold. On a list for all they are not called by their name, since the name would tell who is supported.
pub fn telling<'a>(rows: &[(&'a str, bool)]) -> Vec<&'a str> {
    let mut all: Vec<&str> = Vec::new();
    for (name, _) in rows {
        let others = rows.iter().any(|(other, supported)| other == name && !supported);
        if !others && !all.contains(name) {
            all.push(name);
        }
    }
    all
}

/// Whether what a contest is called makes an exam of it (R2).
pub fn is_exam(text: &str) -> bool {
    let plain = crate::base::text::squeezed(text).to_lowercase();
    ["考试", "考試", "测验", "測驗", "测试", "測試", "考核", "摸底", "统考", "統考", "小考", "单元考", "單元考", "exam", "test", "quiz"].iter().any(|word| plain.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_paper_names_the_group_the_programme_a_mark_or_a_rank() {
        let own = ["向日葵行动".to_owned(), String::new()];
        for text in ["待 优生里最努力的", "我校帮扶对象", "向日葵行动之星", "學困生", "留守儿童"] {
            assert_eq!(refused(text, &own), Some("reward-publish-group"), "{text}");
        }
        for text in publishable::NEVER {
            assert!(refused(text, &own).is_some(), "{text}");
        }
        assert_eq!(refused("上课专心，敢提问，进步明显", &own), None);
    }

    #[test]
    fn an_award_of_supported_children_alone_is_not_called_by_its_name() {
        let rows = [("进步奖", true), ("学习进步奖", true), ("学习进步奖", false), ("班级之星", false), ("进步奖", true)];
        assert_eq!(telling(&rows), ["进步奖"]);
        assert!(telling(&[]).is_empty());
    }

    #[test]
    fn a2_11_a_contest_is_never_called_an_exam() {
        for text in ["第三单元小测试", "单元考 试", "口算测验", "Unit Test"] {
            assert!(is_exam(text), "{text}");
        }
        for text in ["口算接力赛", "背课文小达人", "第三单元趣味活动"] {
            assert!(!is_exam(text), "{text}");
        }
    }
}
