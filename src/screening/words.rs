//! A rule in words, as a list or a form says it (B1-02, B3-01, B4-02).

use super::reason::plain;
use super::rule::{Expr, Rule, Test, Within};
use crate::base::{Lang, Msg, words};

impl Rule {
    /// When the rule catches a pupil, in one sentence.
    pub fn sentence(&self, lang: Lang) -> String {
        text(&self.when, lang, true)
    }
}

fn text(expr: &Expr, lang: Lang, outermost: bool) -> String {
    let (parts, joint) = match expr {
        Expr::All(parts) => (parts, "screening-and"),
        Expr::Any(parts) => (parts, "screening-or"),
        Expr::Test(test) => return test_text(test, lang),
    };
    let parts: Vec<String> = parts.iter().map(|part| text(part, lang, false)).collect();
    let joined = parts.join(&words::word(lang, joint));
    if outermost || parts.len() < 2 { joined } else { Msg::new("screening-group").with("tests", joined).text(lang) }
}

fn test_text(test: &Test, lang: Lang) -> String {
    let group = |within: &Within| within.code();
    let msg = match test {
        Test::BelowPoints { percent } => Msg::new("screening-test-below-points").with("figure", plain(*percent)),
        Test::LowestBand => Msg::new("screening-test-lowest-band"),
        Test::ZAtMost { z, within } => Msg::new("screening-test-z").with("figure", plain(-z)).with("within", group(within)),
        Test::BelowMean { within } => Msg::new("screening-test-below-mean").with("within", group(within)),
        Test::BottomShare { share, within } => Msg::new("screening-test-bottom-share").with("figure", plain(share * 100.0)).with("within", group(within)),
        Test::DeclineAgainstSelf { bands: Some(bands), z: None, .. } => Msg::new("screening-test-decline-bands").with("figure", bands),
        Test::DeclineAgainstSelf { bands: None, z, within } => Msg::new("screening-test-decline-marks").with("figure", plain(z.unwrap_or_default())).with("within", group(within)),
        Test::DeclineAgainstSelf { bands: Some(bands), z: Some(z), within } => {
            Msg::new("screening-test-decline-both").with("bands", bands).with("figure", plain(*z)).with("within", group(within))
        }
        Test::AbsenceShare { share } => Msg::new("screening-test-absence-share").with("figure", plain(share * 100.0)),
        Test::AbsentDays { days } => Msg::new("screening-test-absent-days").with("figure", plain(*days)),
        Test::Observed { item, seen, teachers } => {
            Msg::new("screening-test-observed").with("teachers", teachers).with("items", words::word(lang, item.key())).with("seen", seen.code())
        }
        Test::ObservedItems { items, seen } => Msg::new("screening-test-observed-items").with("figure", items).with("seen", seen.code()),
        Test::HomeworkMissing { times } => Msg::new("screening-test-homework").with("figure", times),
        Test::ConductEvents { times } => Msg::new("screening-test-conduct").with("figure", times),
        Test::NominatedBy { parties } => Msg::new("screening-test-nominated").with("figure", parties),
        Test::InARow { times, of } => Msg::new("screening-test-in-a-row").with("times", times).with("test", text(of, lang, false)),
        Test::SeveralSubjects { at_least, of } => Msg::new("screening-test-several").with("count", at_least).with("test", text(of, lang, false)),
    };
    msg.text(lang)
}

#[cfg(test)]
mod tests {
    use super::super::default_rules;
    use super::*;

    #[test]
    fn every_rule_of_a_new_school_is_said_in_one_sentence() {
        for (lang, _) in [(Lang::ZhCn, ""), (Lang::En, "")] {
            for rule in default_rules(lang).unwrap() {
                let sentence = rule.sentence(lang);
                assert!(!sentence.contains("screening-") && !sentence.contains('{') && sentence.chars().count() > 5, "{sentence}");
            }
        }
        let said: Vec<String> = default_rules(Lang::ZhCn).unwrap().iter().map(|rule| rule.sentence(Lang::ZhCn)).collect();
        assert_eq!(said[0], "低于满分的 60%或在最低一档");
        assert_eq!(said[2], "连续 2 次：在班级后 20%");
        assert_eq!(said[4], "至少 2 科：（低于满分的 60%或在最低一档）");
    }
}
