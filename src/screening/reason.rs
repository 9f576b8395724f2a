//! Why a pupil is a candidate, in words and numbers: 语文比班平均低 26 分,第 2 次 (PRACTICE 3).
//!
//! The words never hold a rank or a standard deviation; the figures behind them are one tap away.

use serde::{Deserialize, Serialize};

use super::observation_signs::{Item, Source};
use super::rule::Within;
use super::score::Subject;
use crate::base::{Lang, Msg, words};

/// One reason; stored with the candidate as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// Place of the rule among those that were tried.
    pub rule: u16,
    /// The subject; none for attendance.
    pub subject: Option<Subject>,
    /// Which test made it true.
    pub kind: Kind,
    /// The reference group, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Within>,
    /// The figures behind the words.
    pub figures: Figures,
    /// What was seen, or who nominated: codes of [`Item`] or [`Source`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
}

/// Which test made a pupil a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Below a mark.
    BelowPoints,
    /// In the lowest band.
    LowestBand,
    /// Far below the mean of the group.
    FarBelowMean,
    /// Below the mean of the group.
    BelowMean,
    /// In the lowest part of the group.
    BottomShare,
    /// Further below the group than last time.
    DeclinePoints,
    /// In a lower band than last time.
    DeclineBands,
    /// Absent a share of the days.
    AbsenceShare,
    /// Absent some days.
    AbsentDays,
    /// So many teachers keep an eye on something.
    ObservedWatch,
    /// So many teachers see that the child needs help with something.
    ObservedHelp,
    /// Several things to keep an eye on.
    ItemsWatch,
    /// Several things that need help.
    ItemsHelp,
    /// Homework not handed in.
    HomeworkMissing,
    /// Events of conduct.
    ConductEvents,
    /// Somebody thinks of the child.
    Nominated,
}

impl Kind {
    /// What stands for it among the subjects of a candidate, when it has no subject.
    pub const fn aside(self) -> &'static str {
        match self {
            Self::ObservedWatch | Self::ObservedHelp | Self::ItemsWatch | Self::ItemsHelp | Self::HomeworkMissing | Self::ConductEvents => "-observed",
            Self::Nominated => "-nominated",
            _ => "-attendance",
        }
    }
}

/// Figures of a reason. Marks and their means, spreads and gaps are points of the paper's own full mark.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// The pupil's: points; bands lower than before; share or days absent; 1 for the lowest band.
    pub value: f64,
    /// The line it was compared with: the mark, mean or line of the group; bands; z of a decline; share or days of absence.
    pub threshold: f64,
    /// Full mark, or the number of bands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full: Option<f64>,
    /// Mean of the group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// Population standard deviation of the group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sd: Option<f64>,
    /// Marks in the group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    /// Points below the mean of the group (negative: above).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<f64>,
    /// The mark before, of its own full mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<f64>,
    /// Points below the mean of the group then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before_gap: Option<f64>,
    /// Days absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent_days: Option<f64>,
    /// Days of school.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub school_days: Option<f64>,
    /// In how many results in a row, the newest included.
    pub times: u32,
}

impl Reason {
    /// The reason in words; the subject is named in the language asked for.
    pub fn msg(&self, lang: Lang) -> Msg {
        let f = &self.figures;
        let subject = self.subject.as_ref().map(|s| s.name(lang)).unwrap_or_default();
        let msg = |key: &'static str| Msg::new(key).with("subject", &subject).with("times", f.times).with("within", self.within.map_or("", Within::code));
        match self.kind {
            Kind::BelowPoints => {
                msg("screening-reason-below-points").with("value", plain(f.value)).with("threshold", plain(f.threshold)).with("full", plain(f.full.unwrap_or(100.0)))
            }
            Kind::LowestBand => msg("screening-reason-lowest-band"),
            Kind::FarBelowMean | Kind::BelowMean => msg("screening-reason-below-mean").with("gap", gap(f.gap.unwrap_or_default())),
            Kind::BottomShare => msg("screening-reason-bottom-share").with("value", plain(f.value)).with("threshold", plain(f.threshold)),
            Kind::DeclinePoints => {
                let (before, now) = (f.before_gap.unwrap_or_default(), f.gap.unwrap_or_default());
                msg("screening-reason-decline-points").with("was", side(before)).with("before", gap(before)).with("is", side(now)).with("gap", gap(now))
            }
            Kind::DeclineBands => msg("screening-reason-decline-bands").with("value", plain(f.value)),
            Kind::AbsenceShare | Kind::AbsentDays => {
                let days = f.absent_days.unwrap_or_default();
                match f.school_days {
                    Some(school) => msg("screening-reason-absence").with("days", plain(days)).with("percent", percent(days / school)),
                    None => msg("screening-reason-absent-days").with("days", plain(days)),
                }
            }
            Kind::ObservedWatch => msg("screening-reason-observed-watch").with("value", plain(f.value)).with("items", self.about_text(lang)),
            Kind::ObservedHelp => msg("screening-reason-observed-help").with("value", plain(f.value)).with("items", self.about_text(lang)),
            Kind::ItemsWatch => msg("screening-reason-items-watch").with("items", self.about_text(lang)),
            Kind::ItemsHelp => msg("screening-reason-items-help").with("items", self.about_text(lang)),
            Kind::HomeworkMissing => msg("screening-reason-homework").with("value", plain(f.value)),
            Kind::ConductEvents => msg("screening-reason-conduct").with("value", plain(f.value)),
            Kind::Nominated => msg("screening-reason-nominated").with("sources", self.about_text(lang)),
        }
    }

    /// The words for [`Reason::about`].
    fn about_text(&self, lang: Lang) -> String {
        let key = |code: &String| Item::of_code(code).map(Item::key).or_else(|| Source::of_code(code).map(Source::key));
        let names: Vec<String> = self.about.iter().filter_map(key).map(|key| words::word(lang, key)).collect();
        names.join(&words::word(lang, "screening-list-comma"))
    }

    /// The reason as text.
    pub fn text(&self, lang: Lang) -> String {
        self.msg(lang).text(lang)
    }

    /// The figures one tap away: label and value.
    pub fn figures(&self) -> Vec<(Msg, String)> {
        let f = &self.figures;
        let within = self.within.map_or("", Within::code);
        let points = matches!(self.kind, Kind::BelowPoints | Kind::FarBelowMean | Kind::BelowMean | Kind::BottomShare | Kind::DeclinePoints);
        let mut rows: Vec<(Msg, String)> = Vec::new();
        let mut row = |key: &'static str, value: Option<String>| rows.extend(value.map(|value| (Msg::new(key).with("within", within), value)));
        row("screening-figure-mark", points.then(|| plain(f.value)));
        row("screening-figure-full", f.full.filter(|_| points).map(plain));
        row("screening-figure-bands", f.full.filter(|_| !points).map(plain));
        row("screening-figure-bands-lower", (self.kind == Kind::DeclineBands).then(|| plain(f.value)));
        row("screening-figure-before", f.before.map(plain));
        row("screening-figure-line", (points && self.kind != Kind::DeclinePoints).then(|| plain(f.threshold)));
        row("screening-figure-mean", f.mean.map(plain));
        row("screening-figure-gap", f.gap.map(plain));
        row("screening-figure-before-gap", f.before_gap.map(plain));
        row("screening-figure-sd", f.sd.map(plain));
        row("screening-figure-n", f.n.map(|n| n.to_string()));
        row("screening-figure-absent", f.absent_days.map(plain));
        row("screening-figure-school-days", f.school_days.map(plain));
        row("screening-figure-absence-line", (self.kind == Kind::AbsenceShare).then(|| format!("{}%", percent(f.threshold))));
        row("screening-figure-days-line", (self.kind == Kind::AbsentDays).then(|| plain(f.threshold)));
        let sign = self.kind.aside() != Kind::AbsentDays.aside();
        row("screening-figure-counted", sign.then(|| plain(f.value)));
        row("screening-figure-least", sign.then(|| plain(f.threshold)));
        row("screening-figure-times", (f.times > 1).then(|| f.times.to_string()));
        rows
    }
}

/// At most two decimals, none that are 0.
pub(super) fn plain(figure: f64) -> String {
    let text = format!("{figure:.2}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".into() } else { short.into() }
}

/// A distance as people say it: whole points from 10, finer below, never 0 when there is one.
fn gap(points: f64) -> String {
    let points = points.abs();
    match points {
        p if p >= 9.95 => format!("{p:.0}"),
        p if p >= 0.05 => plain((p * 10.0).round() / 10.0),
        p => plain(p.max(0.01)),
    }
}

fn side(gap: f64) -> &'static str {
    match gap {
        g if g > 0.005 => "below",
        g if g < -0.005 => "above",
        _ => "level",
    }
}

fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent >= 1.0 { format!("{percent:.0}") } else { plain(percent) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(kind: Kind, subject: &str, within: Option<Within>, figures: Figures) -> Reason {
        Reason { rule: 0, subject: (!subject.is_empty()).then(|| Subject::new(subject)), kind, within, figures, about: Vec::new() }
    }

    /// A reason of what people see: kind, count, codes.
    fn seen(kind: Kind, value: f64, about: &[&str]) -> Reason {
        Reason { about: about.iter().map(|code| (*code).to_owned()).collect(), ..reason(kind, "", None, Figures { value, threshold: 1.0, times: 1, ..Figures::default() }) }
    }

    fn cases() -> Vec<(Reason, &'static str, &'static str)> {
        let f = Figures { times: 1, ..Figures::default() };
        let class = Some(Within::Class);
        vec![
            (
                reason(Kind::FarBelowMean, "chinese", class, Figures { value: 52.0, gap: Some(25.7), times: 2, ..f.clone() }),
                "语文比班平均低 26 分，第 2 次",
                "Chinese: 26 points below the class average, 2 times in a row",
            ),
            (reason(Kind::BelowPoints, "maths", None, Figures { value: 48.0, threshold: 60.0, full: Some(100.0), ..f.clone() }), "数学 48 分，未到 60 分", "Maths: 48, below 60"),
            (
                reason(Kind::BelowPoints, "maths", None, Figures { value: 70.5, threshold: 72.0, full: Some(120.0), times: 3, ..f.clone() }),
                "数学 70.5 分（满分 120 分），未到 72 分，第 3 次",
                "Maths: 70.5 (of 120), below 72, 3 times in a row",
            ),
            (
                reason(Kind::AbsenceShare, "", None, Figures { value: 0.12, threshold: 0.1, absent_days: Some(6.0), school_days: Some(50.0), ..f.clone() }),
                "缺勤 6 天（12%）",
                "Absent 6 days (12%)",
            ),
            (reason(Kind::AbsentDays, "", None, Figures { value: 1.0, threshold: 1.0, absent_days: Some(1.0), ..f.clone() }), "缺勤 1 天", "Absent 1 day"),
            (
                reason(Kind::BelowMean, "english", Some(Within::School), Figures { gap: Some(0.002), ..f.clone() }),
                "英语比全校平均低 0.01 分",
                "English: 0.01 points below the school average",
            ),
            (
                reason(Kind::BottomShare, "science", Some(Within::Grade), Figures { value: 52.0, threshold: 61.0, ..f.clone() }),
                "科学 52 分，年级里多数同学高于 61 分",
                "Science: 52; most of the grade are above 61",
            ),
            (
                reason(Kind::DeclinePoints, "chinese", Some(Within::Grade), Figures { gap: Some(9.0), before_gap: Some(-3.0), ..f.clone() }),
                "语文上次比年级平均高 3 分，这次低 9 分",
                "Chinese: 3 points above the grade average last time, 9 points below it now",
            ),
            (reason(Kind::DeclineBands, "morality", None, Figures { value: 1.0, ..f.clone() }), "道德与法治比上次低 1 个等级", "Morality and law: 1 band lower than last time"),
            (seen(Kind::ObservedHelp, 3.0, &["attention"]), "3 位老师看到：上课注意力需要帮助", "3 teachers see that attention in class needs help"),
            (seen(Kind::ObservedWatch, 1.0, &["memory"]), "1 位老师看到：记忆与背诵可以留意", "1 teacher keeps an eye on memory and learning by heart"),
            (seen(Kind::ItemsHelp, 2.0, &["motivation", "habits"]), "老师看到需要帮助：学习动力、学习习惯", "Teachers see that help is needed: motivation, study habits"),
            (seen(Kind::ItemsWatch, 2.0, &["homework", "conduct"]), "老师看到可以留意：作业完成、行为习惯", "Teachers keep an eye on: homework, conduct"),
            (seen(Kind::ConductEvents, 3.0, &[]), "近 30 天行为记录 3 次", "3 events of conduct in the last 30 days"),
            (seen(Kind::HomeworkMissing, 4.0, &[]), "近 30 天作业未交 4 次", "Homework not handed in 4 times in the last 30 days"),
            (seen(Kind::Nominated, 2.0, &["teacher", "grandparent"]), "被提名：老师、祖辈", "Nominated by: teacher, grandparent"),
            (reason(Kind::LowestBand, "书法", None, Figures { times: 2, ..f }), "书法在最低一档，第 2 次", "书法: in the lowest band, 2 times in a row"),
        ]
    }

    #[test]
    fn a_reason_is_said_in_words_and_numbers() {
        for (reason, zh, en) in cases() {
            assert_eq!(reason.text(Lang::ZhCn), zh);
            assert_eq!(reason.text(Lang::En), en);
        }
    }

    #[test]
    fn a_reason_is_the_same_after_it_was_stored() {
        for (reason, ..) in cases() {
            let json = serde_json::to_string(&reason).unwrap();
            assert_eq!(serde_json::from_str::<Reason>(&json).unwrap(), reason, "{json}");
        }
    }

    #[test]
    fn the_figures_behind_the_words_all_have_a_label() {
        for (reason, ..) in cases() {
            for (label, value) in reason.figures() {
                assert!(!label.text(Lang::ZhCn).starts_with("screening-") && !label.text(Lang::En).starts_with("screening-"), "{label:?}");
                assert!(!value.is_empty() && value != "-0");
            }
        }
        let figures = Figures { value: 52.0, threshold: 60.1, full: Some(100.0), mean: Some(78.0), sd: Some(17.9), n: Some(45), gap: Some(26.0), times: 2, ..Figures::default() };
        let shown: Vec<String> = reason(Kind::FarBelowMean, "chinese", Some(Within::Class), figures).figures().iter().map(|(l, v)| format!("{} {v}", l.text(Lang::ZhCn))).collect();
        assert_eq!(shown, ["得分 52", "满分 100", "参照线 60.1", "班平均 78", "低于平均 26", "标准差 17.9", "参照人数 45", "连续次数 2"]);
    }
}
