//! What teachers see beyond marks, as codes, and what it adds up to for one pupil.
//!
//! B8-02, B7-02: participation, motivation, attitude, habits, homework, attention, memory, avoidance; A9-05, A9-10: conduct, from the tick form and from
//! the events of the last thirty days (CONVENTIONS 2.5, M9–M11); B8-03: nomination by teacher, family or the child (M7).

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::base::StaffId;

/// Days of events that count as "a month".
pub const MONTH_DAYS: i64 = 30;

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $code:literal => $key:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$about])* $variant,)* }

        impl $name {
            /// All, in the order of the form.
            pub const ALL: &[Self] = &[$(Self::$variant),*];
            /// As it is stored.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
            /// Key of its kind word.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }
            /// The one with this code.
            pub fn of_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

codes! {
    /// What a teacher looks at.
    Item {
        /// 课堂参与 (B8-02)
        Participation = "participation" => "screening-item-participation",
        /// 学习动力 (B8-02)
        Motivation = "motivation" => "screening-item-motivation",
        /// 学习态度 (B8-02)
        Attitude = "attitude" => "screening-item-attitude",
        /// 学习习惯
        Habits = "habits" => "screening-item-habits",
        /// 作业完成 (M9)
        Homework = "homework" => "screening-item-homework",
        /// 注意力 (B7-02)
        Attention = "attention" => "screening-item-attention",
        /// 记忆 (B7-02)
        Memory = "memory" => "screening-item-memory",
        /// 遇到学习会躲开 (B7-02)
        Avoidance = "avoidance" => "screening-item-avoidance",
        /// 行为规范 (A9-05, A9-10)
        Conduct = "conduct" => "screening-item-conduct",
    }
}

codes! {
    /// How much a child stands out; who does not is ○ and is not stored.
    Seen {
        /// △
        Watch = "watch" => "screening-seen-watch",
        /// ×
        Help = "help" => "screening-seen-help",
    }
}

codes! {
    /// Something that happened on a day.
    EventKind {
        /// 作业没交
        HomeworkMissing = "homework_missing" => "screening-event-homework-missing",
        /// 上课影响同学
        Disturbing = "disturbing" => "screening-event-disturbing",
        /// 与同学争吵、打闹
        Quarrel = "quarrel" => "screening-event-quarrel",
        /// 物品受损
        Damage = "damage" => "screening-event-damage",
        /// 不守安全规则
        Unsafe = "unsafe" => "screening-event-unsafe",
        /// 上课时离开教室
        LeftLesson = "left_lesson" => "screening-event-left-lesson",
    }
}

impl EventKind {
    /// Whether it is about conduct; missing homework is counted by itself.
    pub const fn is_conduct(self) -> bool {
        !matches!(self, Self::HomeworkMissing)
    }
}

codes! {
    /// Who thinks of the child (B8-03).
    Source {
        /// A teacher.
        Teacher = "teacher" => "screening-source-teacher",
        /// Father or mother.
        Parent = "parent" => "screening-source-parent",
        /// Grandmother, grandfather or another relative who cares for the child.
        Grandparent = "grandparent" => "screening-source-grandparent",
        /// The child.
        Child = "child" => "screening-source-child",
    }
}

codes! {
    /// How a nomination was heard.
    Heard {
        /// The teacher's own.
        Own = "own" => "screening-heard-own",
        /// In a talk at school or at home.
        Talk = "talk" => "screening-heard-talk",
        /// By telephone.
        Phone = "phone" => "screening-heard-phone",
        /// From a paper strip (回执).
        Strip = "strip" => "screening-heard-strip",
        /// By the link in a letter.
        Link = "link" => "screening-heard-link",
    }
}

codes! {
    /// What somebody thinks the child could do with help in.
    Worry {
        /// Understanding lessons, marks.
        Learning = "learning" => "screening-worry-learning",
        /// Homework and habits.
        Homework = "homework" => "screening-worry-homework",
        /// Attention.
        Attention = "attention" => "screening-worry-attention",
        /// Does not like to go to school or to learn.
        Liking = "liking" => "screening-worry-liking",
        /// Getting along with others, rules.
        Conduct = "conduct" => "screening-worry-conduct",
        /// Mood.
        Mood = "mood" => "screening-worry-mood",
        /// Something has changed in the family.
        Family = "family" => "screening-worry-family",
        /// Health, eyes, ears.
        Health = "health" => "screening-worry-health",
    }
}

codes! {
    /// What the class answers to a nomination.
    AnswerKind {
        /// The child is looked at with the candidates.
        TakenUp = "taken_up" => "screening-answer-taken-up",
        /// The class keeps an eye on it.
        Watching = "watching" => "screening-answer-watching",
        /// No support needed now.
        Declined = "declined" => "screening-answer-declined",
    }
}

impl Source {
    /// The party it belongs to: school, family, child (B8-03: three parties).
    pub const fn party(self) -> u8 {
        match self {
            Self::Teacher => 0,
            Self::Parent | Self::Grandparent => 1,
            Self::Child => 2,
        }
    }
}

/// One tick of the newest sheet of a teacher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Who saw it.
    pub teacher: StaffId,
    /// What.
    pub item: Item,
    /// How much.
    pub seen: Seen,
}

/// What is known of one pupil beyond marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// Whether a teacher has filled in the form for the class.
    pub observed: bool,
    /// Teachers who ticked △ or ×, by item.
    watched: [u8; Item::ALL.len()],
    /// Teachers who ticked ×, by item.
    helped: [u8; Item::ALL.len()],
    /// Days and kinds of missing homework in the last [`MONTH_DAYS`].
    pub homework_missing: u16,
    /// Events of conduct in the last [`MONTH_DAYS`].
    pub conduct: u16,
    /// Who nominated: a bit for each [`Source`].
    sources: u8,
}

impl Signs {
    /// Adds the ticks of a pupil: each teacher counts once for an item.
    pub fn add_ticks(&mut self, ticks: &[Tick]) {
        let mut most: HashMap<(StaffId, Item), Seen> = HashMap::new();
        for tick in ticks {
            let known = most.entry((tick.teacher, tick.item)).or_insert(tick.seen);
            *known = (*known).max(tick.seen);
        }
        for ((_, item), seen) in most {
            self.observed = true;
            let at = item as usize;
            self.watched[at] = self.watched[at].saturating_add(1);
            if seen == Seen::Help {
                self.helped[at] = self.helped[at].saturating_add(1);
            }
        }
    }

    /// Adds one event.
    pub fn add_event(&mut self, kind: EventKind) {
        let count = if kind.is_conduct() { &mut self.conduct } else { &mut self.homework_missing };
        *count = count.saturating_add(1);
    }

    /// Adds one nomination that was not declined.
    pub fn add_nomination(&mut self, source: Source) {
        self.sources |= 1 << source as u8;
    }

    /// How many teachers see this in the child, at least so much.
    pub const fn teachers(&self, item: Item, seen: Seen) -> u8 {
        match seen {
            Seen::Watch => self.watched[item as usize],
            Seen::Help => self.helped[item as usize],
        }
    }

    /// The items that at least one teacher sees, at least so much.
    pub fn items(&self, seen: Seen) -> Vec<Item> {
        Item::ALL.iter().copied().filter(|item| self.teachers(*item, seen) > 0).collect()
    }

    /// Who nominated the child.
    pub fn sources(&self) -> Vec<Source> {
        Source::ALL.iter().copied().filter(|source| self.sources & (1 << *source as u8) != 0).collect()
    }

    /// How many of the three parties nominated the child.
    pub fn parties(&self) -> u8 {
        let parties: HashSet<u8> = self.sources().into_iter().map(Source::party).collect();
        u8::try_from(parties.len()).unwrap_or(u8::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Lang, derived, words};

    fn tick(teacher: &str, item: Item, seen: Seen) -> Tick {
        Tick { teacher: derived(&[teacher.as_bytes()]), item, seen }
    }

    #[test]
    fn a_teacher_counts_once_for_an_item_and_help_counts_as_watching_too() {
        let mut signs = Signs::default();
        signs.add_ticks(&[
            tick("王", Item::Attention, Seen::Watch),
            tick("王", Item::Attention, Seen::Help),
            tick("李", Item::Attention, Seen::Watch),
            tick("李", Item::Memory, Seen::Watch),
        ]);
        for (item, seen, teachers) in [(Item::Attention, Seen::Watch, 2), (Item::Attention, Seen::Help, 1), (Item::Memory, Seen::Watch, 1), (Item::Memory, Seen::Help, 0)] {
            assert_eq!(signs.teachers(item, seen), teachers, "{item:?} {seen:?}");
        }
        assert_eq!(signs.items(Seen::Watch), [Item::Attention, Item::Memory]);
        assert_eq!(signs.items(Seen::Help), [Item::Attention]);
        assert!(signs.observed && !Signs::default().observed);
    }

    #[test]
    fn missing_homework_is_no_bad_conduct() {
        let mut signs = Signs::default();
        EventKind::ALL.iter().for_each(|kind| signs.add_event(*kind));
        assert_eq!((signs.homework_missing, usize::from(signs.conduct)), (1, EventKind::ALL.len() - 1));
    }

    #[test]
    fn mother_and_grandmother_are_one_family() {
        for (sources, parties) in [
            (&[][..], 0),
            (&[Source::Grandparent], 1),
            (&[Source::Parent, Source::Grandparent], 1),
            (&[Source::Teacher, Source::Grandparent], 2),
            (&[Source::Teacher, Source::Parent, Source::Child, Source::Child], 3),
        ] {
            let mut signs = Signs::default();
            sources.iter().for_each(|source| signs.add_nomination(*source));
            assert_eq!(signs.parties(), parties, "{sources:?}");
        }
    }

    #[test]
    fn every_code_has_a_kind_word_in_every_language() {
        let seen = Item::ALL.iter().map(|i| i.key()).chain(Seen::ALL.iter().map(|s| s.key())).chain(EventKind::ALL.iter().map(|e| e.key()));
        let named = Source::ALL.iter().map(|s| s.key()).chain(Heard::ALL.iter().map(|h| h.key())).chain(Worry::ALL.iter().map(|w| w.key()));
        let keys = seen.chain(named).chain(AnswerKind::ALL.iter().map(|a| a.key()));
        for key in keys {
            for (lang, _) in Lang::ALL {
                let word = words::word(lang, key);
                assert!(word != key && !["差", "懒", "坏"].iter().any(|hard| word.contains(hard)), "{key}: {word}");
            }
        }
        assert!(Item::ALL.iter().all(|item| Item::of_code(item.code()) == Some(*item)) && Item::of_code("laziness").is_none());
    }
}
