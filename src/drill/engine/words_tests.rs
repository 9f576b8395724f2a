//! Every rule, slip, skill, law and step has its words in the three languages.

use std::collections::BTreeSet;

use super::laws::Law;
use super::parse::Why;
use super::{Bug, Habit, Rng, Skill, Slip, items, practice, understand};

const FILES: [[&str; 2]; 3] = [
    [include_str!("../../../i18n/zh-CN/drill-bugs.ftl"), include_str!("../../../i18n/zh-CN/drill-skills.ftl")],
    [include_str!("../../../i18n/zh-TW/drill-bugs.ftl"), include_str!("../../../i18n/zh-TW/drill-skills.ftl")],
    [include_str!("../../../i18n/en/drill-bugs.ftl"), include_str!("../../../i18n/en/drill-skills.ftl")],
];

fn keys(files: [&'static str; 2]) -> BTreeSet<&'static str> {
    files.into_iter().flat_map(str::lines).filter_map(|line| line.split_once(" = ").map(|(key, _)| key)).collect()
}

#[test]
fn whatever_the_engine_names_has_words_in_three_languages() {
    let of_bug = |key: String| ["", "-does", "-next"].map(|end| format!("{key}{end}"));
    let mut wanted: BTreeSet<String> = Bug::ALL.into_iter().flat_map(|bug| of_bug(bug.key())).chain(Slip::ALL.into_iter().flat_map(|slip| of_bug(slip.key()))).collect();
    wanted.extend(Skill::ALL.into_iter().map(Skill::key));
    wanted.extend(Law::ALL.into_iter().map(|law| format!("drill-law-{}", law.code())));
    wanted.extend(Habit::ALL.into_iter().flat_map(|habit| ["", "-does"].map(|end| format!("drill-habit-{}{end}", habit.code()))));
    wanted.extend(practice::CHECKS.map(str::to_owned));
    wanted.extend(["add", "sub", "mul", "div"].map(|op| format!("drill-say-{op}")));
    wanted.extend((0..10).map(|place| format!("drill-place-{place}")));
    let why = [Why::Empty, Why::TooLong, Why::Character, Why::Number, Why::Sign, Why::Bracket, Why::TooLarge, Why::ByZero, Why::BelowZero, Why::Date];
    wanted.extend(why.map(|why| format!("drill-unread-{}", why.code())));
    wanted.extend(["confirmed", "suspected", "gone"].map(|status| format!("drill-status-{status}")));
    wanted.extend(["seen", "heard", "contrast"].map(|form| format!("drill-form-{form}")));
    wanted.extend(["typical", "alike", "common", "table", "law"].map(|part| format!("drill-part-{part}")));
    let mut rng = Rng::new(1);
    for skill in Skill::ALL {
        wanted.extend(items::pool(skill, &mut rng).iter().flat_map(understand::steps).map(|step| step.key));
    }
    for files in FILES {
        let missing: Vec<&String> = wanted.iter().filter(|key| !keys(files).contains(key.as_str())).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let idle: Vec<&str> = keys(files).into_iter().filter(|key| !wanted.contains(*key)).collect();
        assert!(idle.is_empty(), "{idle:?}");
    }
}

#[test]
fn words_are_kind_and_name_no_child_after_an_error() {
    for files in FILES {
        for line in files.into_iter().flat_map(str::lines) {
            for word in ["笨", "差生", "差等", "粗心", "马虎", "馬虎", "后进", "後進", "stupid", "careless", "lazy", "test", "测验", "測驗", "考试", "考試"]
            {
                assert!(!line.contains(word), "{word}: {line}");
            }
        }
    }
}
