//! The causes that the plans name, 31 of the child and 8 of the household: one table, stored as codes and shown in kind words.
//!
//! A2-02 (three aspects), B6-05 (three types), B10-01 (degree and nature), B10-02…04 (inner and outer), A2-24, A7-01, B9-07. PRACTICE 3: what a code is
//! called stands in `casefile-cause-<code>`; what breaks a child's heart on paper is not among the words.

use std::str::FromStr;

/// Where a cause lies (B10-02, B10-04).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// In the child.
    Inner,
    /// Around the child.
    Outer,
}

/// The aspect of growth that it touches (A2-02), which is the nature of B10-01: knowledge, drive, conduct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// 智力: knowledge and skills.
    Mind,
    /// 情感: what is not intelligence – will, mood, interest.
    Feeling,
    /// 道德: conduct.
    Moral,
}

/// The three types, each with its own way of help (B6-05).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    /// 知识断层型: take up the chain of knowledge again.
    KnowledgeGap,
    /// 意志薄弱型: practise perseverance.
    LowPersistence,
    /// 心理障碍型: talks and counselling; every teacher reads 情绪支持型.
    EmotionalBarrier,
}

/// The dimension of the register 学困生转化情况记录表 ②.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// 知识基础
    Knowledge,
    /// 学习习惯
    Habits,
    /// 思维能力
    Thinking,
    /// 非智力因素
    Drive,
    /// Family and surroundings: not in the printed form.
    Around,
}

/// What a cause tells: it decides who may tick it and who may read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// What every teacher sees in lessons.
    Lesson,
    /// The family: not for who teaches a subject and nothing else.
    Family,
    /// Money: read by who holds the economic level.
    Hardship,
    /// Mind and mood as a finding: the counsellor's.
    Mental,
}

macro_rules! codes {
    ($name:ident { $($variant:ident $code:literal),* }) => {
        impl $name {
            /// All of them, in the order of the page.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The identifier; words hang on it.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
        }
    };
}

codes!(Side { Inner "inner", Outer "outer" });
codes!(Aspect { Mind "mind", Feeling "feeling", Moral "moral" });
codes!(Type { KnowledgeGap "knowledge_gap", LowPersistence "low_persistence", EmotionalBarrier "emotional_barrier" });
codes!(Dimension { Knowledge "knowledge", Habits "habits", Thinking "thinking", Drive "drive", Around "around" });

macro_rules! causes {
    ($($(#[$doc:meta])* $name:ident $code:literal $clause:literal $side:ident $aspect:expr, $kind:expr, $dimension:ident $nature:ident;)*) => {
        /// A cause. Its kind word is `casefile-cause-<code>`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Cause { $($(#[$doc])* $name),* }

        impl Cause {
            /// All 39, in the order of the catalogue's table of causes.
            pub const ALL: [Self; 39] = [$(Self::$name),*];
            /// The identifier, as stored.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
            /// The clause that names it.
            pub const fn clause(self) -> &'static str {
                match self { $(Self::$name => $clause),* }
            }
            /// Inner or outer.
            pub const fn side(self) -> Side {
                match self { $(Self::$name => Side::$side),* }
            }
            /// The aspect of growth; none for what lies around the child.
            pub const fn aspect(self) -> Option<Aspect> {
                match self { $(Self::$name => $aspect),* }
            }
            /// The type that it speaks for; none for what lies around the child.
            pub const fn kind(self) -> Option<Type> {
                match self { $(Self::$name => $kind),* }
            }
            /// The dimension of the printed form.
            pub const fn dimension(self) -> Dimension {
                match self { $(Self::$name => Dimension::$dimension),* }
            }
            /// What it tells.
            pub const fn nature(self) -> Nature {
                match self { $(Self::$name => Nature::$nature),* }
            }
        }
    };
}

const MIND: Option<Aspect> = Some(Aspect::Mind);
const FEELING: Option<Aspect> = Some(Aspect::Feeling);
const MORAL: Option<Aspect> = Some(Aspect::Moral);
const GAP: Option<Type> = Some(Type::KnowledgeGap);
const WILL: Option<Type> = Some(Type::LowPersistence);
const MOOD: Option<Type> = Some(Type::EmotionalBarrier);

causes! {
    /// 智力发展
    MindGrowth "mind_growth" "A2-02" Inner MIND, GAP, Thinking Lesson;
    /// 情感发展
    FeelingGrowth "feeling_growth" "A2-02" Inner FEELING, MOOD, Drive Lesson;
    /// 道德发展
    MoralGrowth "moral_growth" "A2-02" Inner MORAL, None, Drive Lesson;
    /// 依赖
    Dependence "dependence" "A7-01" Inner FEELING, WILL, Habits Lesson;
    /// 自私
    SelfCentred "self_centred" "A7-01" Inner MORAL, WILL, Drive Lesson;
    /// 懒惰
    LowDrive "low_drive" "A7-01" Inner FEELING, WILL, Habits Lesson;
    /// 自卑
    Inferiority "inferiority" "B10-02" Inner FEELING, MOOD, Drive Lesson;
    /// 自责
    SelfBlame "self_blame" "B10-02" Inner FEELING, MOOD, Drive Lesson;
    /// 孤独
    Loneliness "loneliness" "B10-02" Inner FEELING, MOOD, Drive Lesson;
    /// 羞怯
    Shyness "shyness" "B10-02" Inner FEELING, MOOD, Drive Lesson;
    /// 悲观
    Pessimism "pessimism" "A2-24" Inner FEELING, MOOD, Drive Lesson;
    /// 恐惧
    Fear "fear" "B10-02" Inner FEELING, MOOD, Drive Lesson;
    /// 逆反
    Defiance "defiance" "B10-07" Inner FEELING, MOOD, Drive Lesson;
    /// 畏难
    Avoidance "avoidance" "A2-24" Inner FEELING, WILL, Drive Lesson;
    /// 意志薄弱
    LowPersistence "low_persistence" "B6-05" Inner FEELING, WILL, Drive Lesson;
    /// 心理障碍
    EmotionalBarrier "emotional_barrier" "B6-05" Inner FEELING, MOOD, Drive Mental;
    /// 知识断层、基础薄弱
    KnowledgeGap "knowledge_gap" "B6-05" Inner MIND, GAP, Knowledge Lesson;
    /// 方法不当
    Method "method" "B10-03" Inner MIND, GAP, Habits Lesson;
    /// 技巧不足
    Technique "technique" "B10-03" Inner MIND, GAP, Thinking Lesson;
    /// 兴趣不高、态度不端
    Interest "interest" "A2-24" Inner FEELING, WILL, Drive Lesson;
    /// 习惯不良
    Habits "habits" "A9-10" Inner FEELING, WILL, Habits Lesson;
    /// 注意力不集中
    Attention "attention" "A9-16" Inner MIND, WILL, Habits Lesson;
    /// 记忆力差
    Memory "memory" "A9-16" Inner MIND, GAP, Thinking Lesson;
    /// 隔代抚养
    Grandparents "grandparents" "A6-02" Outer None, None, Around Family;
    /// 溺爱、不作要求
    Indulgence "indulgence" "A6-03" Outer None, None, Around Family;
    /// 监护人文化低
    GuardianSchooling "guardian_schooling" "A6-02" Outer None, None, Around Family;
    /// 家庭不完整
    BrokenFamily "broken_family" "A1-16" Outer None, None, Around Family;
    /// 家庭经济困难
    FamilyHardship "family_hardship" "A1-19" Outer None, None, Around Hardship;
    /// 学校、家长、社会鄙视: criticism, cold treatment, mockery, punishment
    LittleRespect "little_respect" "B10-04" Outer None, None, Around Family;
    /// 环境不佳
    Surroundings "surroundings" "B10-03" Outer None, None, Around Family;
    /// 道德品质（行为）
    Conduct "conduct" "A9-10" Inner MORAL, None, Drive Lesson;
    /// 户:文化素质低
    HouseSchooling "house_schooling" "A4-08" Outer None, None, Around Hardship;
    /// 户:技能低
    HouseSkills "house_skills" "A4-09" Outer None, None, Around Hardship;
    /// 户:意识差
    HouseOutlook "house_outlook" "A4-10" Outer None, None, Around Hardship;
    /// 户:因灾
    HouseDisaster "house_disaster" "A3-07" Outer None, None, Around Hardship;
    /// 户:因病
    HouseIllness "house_illness" "B4-01" Outer None, None, Around Hardship;
    /// 户:因残
    HouseDisability "house_disability" "B4-01" Outer None, None, Around Hardship;
    /// 户:失能
    HouseIncapacity "house_incapacity" "A3-08" Outer None, None, Around Hardship;
    /// 户:离异丧亲
    HouseLoss "house_loss" "A3-09" Outer None, None, Around Hardship;
}

impl Cause {
    /// Whether it is of the household (A4) and not of the child.
    pub fn of_household(self) -> bool {
        self.code().starts_with("house_")
    }
}

impl FromStr for Cause {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|cause| cause.code() == code).ok_or(())
    }
}

/// Groups of the tick form, few enough for one screen: how a teacher thinks of them, not how they are stored.
pub const GROUPS: [&str; 5] = ["study", "will", "mood", "family", "house"];

/// The group of the form in which a cause stands.
pub fn group(cause: Cause) -> &'static str {
    match (cause.side(), cause.kind()) {
        (Side::Outer, _) if cause.of_household() => "house",
        (Side::Outer, _) => "family",
        (_, Some(Type::KnowledgeGap)) => "study",
        (_, Some(Type::EmotionalBarrier)) => "mood",
        _ => "will",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_plans_name_thirty_one_causes_of_the_child_and_eight_of_the_household() {
        let codes: BTreeSet<&str> = Cause::ALL.iter().map(|cause| cause.code()).collect();
        assert_eq!(codes.len(), 39);
        assert_eq!(Cause::ALL.iter().filter(|cause| cause.of_household()).count(), 8);
        for cause in Cause::ALL {
            assert_eq!(cause.code().parse(), Ok(cause));
            assert!(GROUPS.contains(&group(cause)), "{cause:?}");
        }
        assert!("lazy".parse::<Cause>().is_err());
    }

    #[test]
    fn an_inner_cause_touches_an_aspect_of_growth_and_an_outer_one_does_not() {
        for cause in Cause::ALL {
            assert_eq!(cause.aspect().is_some(), cause.side() == Side::Inner, "{cause:?}");
            assert_eq!(cause.dimension() == Dimension::Around, cause.side() == Side::Outer, "{cause:?}");
            assert_eq!(matches!(cause.nature(), Nature::Family | Nature::Hardship), cause.side() == Side::Outer, "{cause:?}");
        }
    }

    #[test]
    fn each_aspect_and_type_has_causes_and_one_cause_is_the_counsellors() {
        for aspect in Aspect::ALL {
            assert!(Cause::ALL.iter().any(|cause| cause.aspect() == Some(*aspect)), "{aspect:?}");
        }
        for (kind, least) in [(Type::KnowledgeGap, 4), (Type::LowPersistence, 4), (Type::EmotionalBarrier, 4)] {
            assert!(Cause::ALL.iter().filter(|cause| cause.kind() == Some(kind)).count() >= least, "{kind:?}");
        }
        let mental: Vec<Cause> = Cause::ALL.into_iter().filter(|cause| cause.nature() == Nature::Mental).collect();
        assert_eq!(mental, [Cause::EmotionalBarrier]);
    }
}
