//! What is owed to a child in the present stretch of time and what of it was done. A9-03, A9-20 (a talk and tutoring each week), A8-09 (support each month, of mentor and homeroom
//! teacher each), A9-08 (the child tells).
//!
//! A talk or tutoring counts whoever held it: one act serves all programmes (PRACTICE 2). Only support meant for the child (A8-09) is owed by each person.

use super::rules::Kind;
use crate::base::SchoolDate;

/// Something that a programme owes a child; the word is `activity-owed-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// 谈话
    Talk,
    /// 辅导
    Tutoring,
    /// 专门帮扶 of whatever way (A8-10).
    Support,
    /// 家访
    Visit,
    /// 学生汇报: the child tells how it goes.
    Told,
}

/// What was done: an act of a kind, or the child told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A record.
    Record(Kind),
    /// A report of the child's own.
    Report,
}

impl Act {
    /// All of them, in the order of the line.
    pub const ALL: [Self; 5] = [Self::Talk, Self::Tutoring, Self::Support, Self::Visit, Self::Told];

    /// The identifier.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Talk => "talk",
            Self::Tutoring => "tutoring",
            Self::Support => "support",
            Self::Visit => "visit",
            Self::Told => "told",
        }
    }

    /// Whether something that took place counts for it (A8-10: 个别谈心、集体座谈、家访、提供帮助, and tutoring).
    pub const fn counts(self, what: What) -> bool {
        matches!(
            (self, what),
            (Self::Talk, What::Record(Kind::Talk))
                | (Self::Tutoring, What::Record(Kind::Tutoring))
                | (Self::Support, What::Record(Kind::Talk | Kind::Tutoring | Kind::GroupTalk | Kind::HomeVisit | Kind::HelpGiven))
                | (Self::Visit, What::Record(Kind::HomeVisit))
                | (Self::Told, What::Report)
        )
    }

    /// Whether only what the person did counts, who looks.
    pub const fn is_own(self) -> bool {
        matches!(self, Self::Support)
    }
}

/// What is owed from a day to a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// What.
    pub act: Act,
    /// First day of the stretch.
    pub from: SchoolDate,
    /// Last day.
    pub until: SchoolDate,
    /// How often.
    pub times: i64,
    /// Code of the span: week, month, term.
    pub span: &'static str,
}

/// What took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// What.
    pub what: What,
    /// When.
    pub day: SchoolDate,
    /// Whether the person who looks did it.
    pub mine: bool,
}

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// What is owed.
    pub due: Due,
    /// How often it was done.
    pub done: i64,
}

impl Stand {
    /// Whether something is left to do.
    pub const fn is_open(&self) -> bool {
        self.done < self.due.times
    }
}

/// How each of what is owed stands, in the order of [`Act::ALL`].
pub fn stand(dues: &[Due], done: &[Done]) -> Vec<Stand> {
    let count = |due: &Due| {
        let counts = |one: &&Done| (due.from..=due.until).contains(&one.day) && due.act.counts(one.what) && (one.mine || !due.act.is_own());
        i64::try_from(done.iter().filter(counts).count()).unwrap_or(i64::MAX)
    };
    let mut all: Vec<Stand> = dues.iter().map(|due| Stand { due: *due, done: count(due) }).collect();
    all.sort_by_key(|one| (one.due.act, one.due.until, one.due.from));
    all
}

/// How much is open for a child: nothing done first, then something done, then all done. Lists are sorted by it.
pub fn urgency(stands: &[Stand]) -> u8 {
    if stands.iter().any(|one| one.is_open() && one.done == 0) {
        0
    } else if stands.iter().any(Stand::is_open) {
        1
    } else {
        2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> SchoolDate {
        text.parse().unwrap()
    }

    fn week(act: Act, times: i64) -> Due {
        Due { act, from: day("2026-09-21"), until: day("2026-09-27"), times, span: "week" }
    }

    fn done(kind: Kind, on: &str, mine: bool) -> Done {
        Done { what: What::Record(kind), day: day(on), mine }
    }

    #[test]
    fn a_week_asks_for_one_talk_and_one_tutoring_whoever_holds_them() {
        let dues = [week(Act::Tutoring, 1), week(Act::Talk, 1)];
        let table: [(&str, &[Done], &str, u8); 6] = [
            ("nothing yet", &[], "talk 0/1 tutoring 0/1", 0),
            ("a colleague talked", &[done(Kind::Talk, "2026-09-22", false)], "talk 1/1 tutoring 0/1", 0),
            ("both", &[done(Kind::Talk, "2026-09-22", true), done(Kind::Tutoring, "2026-09-27", true)], "talk 1/1 tutoring 1/1", 2),
            ("last week does not count", &[done(Kind::Talk, "2026-09-20", true)], "talk 0/1 tutoring 0/1", 0),
            ("a strength is no talk", &[done(Kind::Strength, "2026-09-22", true)], "talk 0/1 tutoring 0/1", 0),
            ("twice is more", &[done(Kind::Talk, "2026-09-22", true), done(Kind::Talk, "2026-09-23", true)], "talk 2/1 tutoring 0/1", 0),
        ];
        for (name, done, expected, urgent) in table {
            let stands = stand(&dues, done);
            let said: Vec<String> = stands.iter().map(|one| format!("{} {}/{}", one.due.act.code(), one.done, one.due.times)).collect();
            assert_eq!((said.join(" ").as_str(), urgency(&stands)), (expected, urgent), "{name}");
        }
        assert_eq!(urgency(&stand(&[week(Act::Talk, 2)], &[done(Kind::Talk, "2026-09-22", true)])), 1);
    }

    #[test]
    fn support_each_month_is_owed_by_mentor_and_homeroom_teacher_each_in_any_of_its_ways() {
        let month = Due { act: Act::Support, from: day("2026-09-01"), until: day("2026-09-30"), times: 1, span: "month" };
        let way = |kind| Act::Support.counts(What::Record(kind));
        let ways: Vec<&str> = Kind::ALL.iter().filter(|kind| way(**kind)).map(|kind| kind.code()).collect();
        assert_eq!(ways, ["talk", "tutoring", "home_visit", "group_talk", "help_given"], "A8-10");
        for (mine, open) in [(true, false), (false, true)] {
            assert_eq!(stand(&[month], &[done(Kind::HomeVisit, "2026-09-05", mine)])[0].is_open(), open, "mine: {mine}");
        }
    }

    #[test]
    fn only_the_childs_own_report_counts_as_having_told() {
        assert!(Act::Told.counts(What::Report) && !Act::Told.counts(What::Record(Kind::Talk)));
        assert!(!Act::Talk.counts(What::Report));
    }
}
