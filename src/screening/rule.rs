//! Screening rules as data: stored as JSON, edited in a form, checked before they are used (B1-02, B3-01, B4-02).
//!
//! Tests of results look at each subject for itself. Joined by "and" they must hold in the *same* subject; a test of attendance,
//! of what teachers see or of who thinks of the child holds for every subject. "Several subjects" counts the subjects in which its inner expression holds.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::observation_signs::{Item, Seen};
use super::score::Subject;
use crate::base::{Category, Error, Lang, Result, words};

/// Tests and joints in one rule, at most.
pub const MAX_NODES: usize = 32;
/// Expressions within expressions, at most.
pub const MAX_DEPTH: usize = 6;
/// Results in a row that a rule can ask for, at most.
pub const MAX_TIMES: u8 = 6;
/// Characters of a name.
pub const MAX_NAME: usize = 60;
/// Characters of a note.
pub const MAX_NOTE: usize = 500;
/// No z and no bottom share below so many marks in the reference group.
pub const LEAST_GROUP: u32 = 20;
/// No share of absence before so many days of school.
pub const LEAST_SCHOOL_DAYS: f32 = 10.0;

/// One rule. Its reasons are those of the tests that made it true.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// As the school calls it.
    pub name: String,
    /// What it looks for.
    pub category: Aim,
    /// Grades it applies to.
    #[serde(default)]
    pub grades: Grades,
    /// Subjects it looks at.
    #[serde(default)]
    pub subjects: Subjects,
    /// When a pupil becomes a candidate.
    pub when: Expr,
    /// Why the school has this rule, for those who read its results.
    #[serde(default)]
    pub note: String,
    /// Whether a run uses it.
    #[serde(default = "yes")]
    pub active: bool,
    /// Also judge written exams of grades 1 and 2, where the local rule has them (R2).
    #[serde(default)]
    pub lower_grade_papers: bool,
}

fn yes() -> bool {
    true
}

/// What a rule looks for: a category that programmes serve and marks can tell, or the watch over children who stay away (R8), who are in no category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Aim {
    /// Children of a category.
    For(Category),
    /// 控辍保学 (R8)
    DropoutWatch,
}

impl Aim {
    /// 学习困难 (B1-02, B3-01, B4-02), 待优 (A9-14), 边缘 and 学优 (A5-01, A8-03), and the watch; for a form.
    pub const ALL: [Self; 5] =
        [Self::For(Category::LearningDifficulty), Self::For(Category::TargetPupil), Self::For(Category::Borderline), Self::For(Category::HighAchiever), Self::DropoutWatch];

    /// The category; none for the watch.
    pub const fn category(self) -> Option<Category> {
        match self {
            Self::For(category) => Some(category),
            Self::DropoutWatch => None,
        }
    }

    /// As stored: the category's code, or the watch's own.
    pub const fn code(self) -> &'static str {
        match self {
            Self::For(category) => category.code(),
            Self::DropoutWatch => "dropout_watch",
        }
    }
}

impl Serialize for Aim {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Aim {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        let code = String::deserialize(from)?;
        Self::ALL.into_iter().find(|aim| aim.code() == code).ok_or_else(|| D::Error::custom("not what a rule can look for"))
    }
}

/// From one grade to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grades {
    /// First grade, from 1.
    pub from: u8,
    /// Last grade, to 6.
    pub to: u8,
}

impl Default for Grades {
    fn default() -> Self {
        Self { from: 1, to: 6 }
    }
}

impl Grades {
    /// Whether the grade is among them.
    pub fn has(self, grade: u8) -> bool {
        (self.from..=self.to).contains(&grade)
    }
}

/// The subjects of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subjects {
    /// Every subject with results.
    #[default]
    All,
    /// These.
    Some(Vec<Subject>),
}

/// Tests joined by "and" and "or".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expr {
    /// All hold (in the same subject).
    All(Vec<Expr>),
    /// At least one holds.
    Any(Vec<Expr>),
    /// One test.
    Test(Test),
}

impl From<Test> for Expr {
    fn from(test: Test) -> Self {
        Self::Test(test)
    }
}

/// With whom a pupil is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Within {
    /// The pupils of the class who are in the same grade.
    Class,
    /// The same age (B3-01).
    Grade,
    /// The whole school (B1-02), in shares of the full mark since each grade sits its own papers.
    School,
}

impl Within {
    /// All, for a form.
    pub const ALL: [Self; 3] = [Self::Class, Self::Grade, Self::School];

    /// As messages select it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Class => "class",
            Self::Grade => "grade",
            Self::School => "school",
        }
    }
}

/// One test (CONVENTIONS 2.5, M1–M11). Results are the newest unless it says otherwise; who has no score there is not judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Test {
    /// M1: below so many hundredths of the full mark (60: below 60 of 100, below 72 of 120).
    BelowPoints {
        /// Above 0, at most 100.
        percent: f64,
    },
    /// M1: in the lowest band.
    LowestBand,
    /// M2: at least so many standard deviations below the mean. Never from bands, never below [`LEAST_GROUP`] marks.
    ZAtMost {
        /// −4 to below 0.
        z: f64,
        /// Reference group.
        within: Within,
    },
    /// B1-02, B3-01: below the mean. Alone it finds half of all pupils; the preview says so. Never from bands.
    BelowMean {
        /// Reference group.
        within: Within,
    },
    /// M3: at or below the type-7 quantile of the group. Never from bands, never below [`LEAST_GROUP`] marks.
    ///
    /// Ties: equal marks are never split. Those on the line are in, unless they would carry the group beyond one and a half
    /// times the share; then all who are on the line stay out.
    BottomShare {
        /// Above 0, at most 0.5.
        share: f64,
        /// Reference group.
        within: Within,
    },
    /// M4: `of` holds for the newest result and for those before it. Results the pupil did not sit neither count nor break the row.
    InARow {
        /// 2 to [`MAX_TIMES`].
        times: u8,
        /// Tests of results in one subject.
        of: Box<Expr>,
    },
    /// M5: against the pupil's own result before: so many bands lower, or z lower by so much, whichever the two results allow.
    DeclineAgainstSelf {
        /// 1 or more bands; none: bands are not judged.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bands: Option<u8>,
        /// Above 0; none: points are not judged.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        z: Option<f64>,
        /// Reference group of z.
        within: Within,
    },
    /// M6: `of` holds in so many subjects.
    SeveralSubjects {
        /// 2 or more.
        at_least: u8,
        /// Tests of results.
        of: Box<Expr>,
    },
    /// M8: absent at least this share of the days of school, once there have been [`LEAST_SCHOOL_DAYS`].
    AbsenceShare {
        /// Above 0, at most 1.
        share: f64,
    },
    /// Absent at least so many days.
    AbsentDays {
        /// Above 0, at most 200.
        days: f64,
    },
    /// B8-02, B7-02, M10: so many teachers of the class see this in the child.
    Observed {
        /// What they see.
        item: Item,
        /// At least how much.
        seen: Seen,
        /// 1 or more teachers.
        teachers: u8,
    },
    /// B8-02: at least one teacher sees something in so many different items.
    ObservedItems {
        /// 1 or more items.
        items: u8,
        /// At least how much.
        seen: Seen,
    },
    /// M9: homework not handed in so many times in thirty days.
    HomeworkMissing {
        /// 1 or more times.
        times: u8,
    },
    /// M11, A9-05: so many events of conduct in thirty days.
    ConductEvents {
        /// 1 or more events.
        times: u8,
    },
    /// M7, B8-03: nominated by so many of the three parties: school, family, the child.
    NominatedBy {
        /// 1 to 3.
        parties: u8,
    },
}

impl Rule {
    /// Reads a rule as it is stored.
    ///
    /// # Errors
    /// The text is no rule, or the rule has problems.
    pub fn from_json(text: &str) -> Result<Self> {
        let rule: Self = serde_json::from_str(text).map_err(|_| Error::at("", "screening-rule-unreadable"))?;
        rule.check().map(|()| rule)
    }

    /// The rule as it is stored.
    ///
    /// # Errors
    /// A figure that JSON cannot hold.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|e| Error::fault("screening rule", e))
    }
}

impl Expr {
    /// Whether being below a mean is enough: such a rule finds about half of all pupils.
    pub fn finds_half(&self) -> bool {
        match self {
            Self::All(parts) => !parts.is_empty() && parts.iter().all(Self::finds_half),
            Self::Any(parts) => parts.iter().any(Self::finds_half),
            Self::Test(test) => matches!(test, Test::BelowMean { .. }),
        }
    }
}

impl Test {
    /// Whether it looks at what people see and say, not at results or days.
    pub const fn is_sign(&self) -> bool {
        matches!(self, Self::Observed { .. } | Self::ObservedItems { .. } | Self::HomeworkMissing { .. } | Self::ConductEvents { .. } | Self::NominatedBy { .. })
    }

    /// Its name in JSON and in problems.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BelowPoints { .. } => "below_points",
            Self::LowestBand => "lowest_band",
            Self::ZAtMost { .. } => "z_at_most",
            Self::BelowMean { .. } => "below_mean",
            Self::BottomShare { .. } => "bottom_share",
            Self::InARow { .. } => "in_a_row",
            Self::DeclineAgainstSelf { .. } => "decline_against_self",
            Self::SeveralSubjects { .. } => "several_subjects",
            Self::AbsenceShare { .. } => "absence_share",
            Self::AbsentDays { .. } => "absent_days",
            Self::Observed { .. } => "observed",
            Self::ObservedItems { .. } => "observed_items",
            Self::HomeworkMissing { .. } => "homework_missing",
            Self::ConductEvents { .. } => "conduct_events",
            Self::NominatedBy { .. } => "nominated_by",
        }
    }
}

impl Subjects {
    /// Their names in a language, for a list of rules.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::All => words::word(lang, "screening-all-subjects"),
            Self::Some(subjects) => {
                let names: Vec<String> = subjects.iter().map(|s| s.name(lang)).collect();
                names.join(&words::word(lang, "screening-list-comma"))
            }
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A rule that is sound but for what the test puts in.
    pub(in crate::screening) fn rule(when: impl Into<Expr>) -> Rule {
        Rule {
            name: "one".into(),
            category: Aim::For(Category::LearningDifficulty),
            grades: Grades::default(),
            subjects: Subjects::All,
            when: when.into(),
            note: String::new(),
            active: true,
            lower_grade_papers: false,
        }
    }

    #[test]
    fn a_rule_is_the_same_after_it_was_stored() {
        let mut rule = rule(Expr::Any(vec![
            Test::LowestBand.into(),
            Test::InARow { times: 2, of: Box::new(Test::ZAtMost { z: -1.0, within: Within::Class }.into()) }.into(),
            Test::DeclineAgainstSelf { bands: Some(1), z: None, within: Within::Grade }.into(),
        ]));
        rule.subjects = Subjects::Some(vec![Subject::new("chinese"), Subject::new("maths")]);
        let json = rule.to_json().unwrap();
        assert!(json.contains(r#"{"test":"lowest_band"}"#) && json.contains(r#""subjects":{"some":["chinese","maths"]}"#), "{json}");
        assert_eq!(Rule::from_json(&json).unwrap(), rule);
    }

    #[test]
    fn a_rule_with_a_word_nobody_knows_is_refused() {
        let json = rule(Test::LowestBand).to_json().unwrap();
        assert!(Rule::from_json(&json.replace("lowest_band", "highest_rank")).is_err());
        assert!(Rule::from_json(&json.replace("note", "notes")).is_err());
    }

    #[test]
    fn below_the_mean_finds_half_only_when_it_stands_alone() {
        let mean = || Expr::from(Test::BelowMean { within: Within::School });
        let low = || Expr::from(Test::BelowPoints { percent: 60.0 });
        for (when, half) in [(mean(), true), (low(), false), (Expr::All(vec![mean(), low()]), false), (Expr::Any(vec![mean(), low()]), true), (Expr::All(vec![mean()]), true)] {
            assert_eq!(when.finds_half(), half, "{when:?}");
        }
    }
}
