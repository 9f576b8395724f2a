//! The score sheet: marks of hardship with points, each with its answer and its reason. It proposes a level and decides nothing: in a survey of 5,999 real households a score of such marks missed
//! about half of the poorest fifth (score_trial.rs), so a panel that knows the family has the word.

/// A mark of hardship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mark {
    /// Income below the local line of subsistence (B4-01).
    BelowLine,
    /// Income below one and a half lines.
    NearLine,
    /// 低保、特困 and what stands beside them (A3-06).
    Allowance,
    /// 天灾人祸 (A3-07).
    Disaster,
    /// 父母丧失劳动能力 (A3-08).
    NoLabour,
    /// 离异、丧父、丧母 (A3-09).
    FamilyBroken,
    /// Orphaned, or in fact without support.
    NoParents,
    /// The child is disabled or ill for long.
    Disabled,
    /// Somebody in the family is gravely ill.
    Illness,
    /// One who earns for four or more.
    Dependants,
    /// Two or more children at school.
    Pupils,
    /// Another group that is recognised (A3-10).
    Other,
}

impl Mark {
    /// All marks in their order on the sheet.
    pub const ALL: [Self; 12] = [
        Self::BelowLine,
        Self::NearLine,
        Self::Allowance,
        Self::Disaster,
        Self::NoLabour,
        Self::FamilyBroken,
        Self::NoParents,
        Self::Disabled,
        Self::Illness,
        Self::Dependants,
        Self::Pupils,
        Self::Other,
    ];
    /// The code, as stored; its words are `hardship-mark-<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BelowLine => "below_line",
            Self::NearLine => "near_line",
            Self::Allowance => "allowance",
            Self::Disaster => "disaster",
            Self::NoLabour => "no_labour",
            Self::FamilyBroken => "family_broken",
            Self::NoParents => "no_parents",
            Self::Disabled => "disabled",
            Self::Illness => "illness",
            Self::Dependants => "dependants",
            Self::Pupils => "pupils",
            Self::Other => "other",
        }
    }
    /// The mark of a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
    /// Points before a school or a village says otherwise: our own proposal, 20 for what alone asks for a look, 40 for what alone is grave.
    pub const fn points(self) -> i64 {
        match self {
            Self::BelowLine | Self::Allowance | Self::NoParents => 40,
            Self::Disaster => 25,
            Self::NearLine | Self::NoLabour => 20,
            Self::FamilyBroken | Self::Disabled | Self::Illness => 15,
            Self::Dependants | Self::Other => 10,
            Self::Pupils => 5,
        }
    }
}

/// What is known of a family; `None` where nobody knows, which is never taken for a no.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Income of one person and year in fen.
    pub income_fen: Option<i64>,
    /// The line of subsistence for it.
    pub line_fen: Option<i64>,
    /// People who live of the income.
    pub people: Option<i64>,
    /// … of them earning.
    pub earning: Option<i64>,
    /// Children at school.
    pub pupils: Option<i64>,
    /// Members gravely ill.
    pub ill: Option<i64>,
    /// The marks of the groups that are recognised: allowance, disaster, no labour, broken family, other.
    pub grounds: Vec<Mark>,
    /// Whether it is known that there is no other recognised group.
    pub grounds_known: bool,
    /// Orphaned or without support.
    pub no_parents: Option<bool>,
    /// With one parent.
    pub one_parent: Option<bool>,
    /// The child is disabled or ill for long.
    pub disabled: Option<bool>,
}

/// A line of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which mark.
    pub mark: Mark,
    /// Whether it holds; `None` when nobody knows.
    pub holds: Option<bool>,
    /// What it is worth.
    pub points: i64,
}

/// The sheet of a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// All marks.
    pub lines: Vec<Line>,
    /// Points of those that hold.
    pub points: i64,
    /// Points of those of which nothing is known: by so much the sum may be too low.
    pub unknown: i64,
    /// The level proposed, of as many as the round has.
    pub proposed: i64,
    /// The level that would be proposed were all that is unknown so.
    pub at_most: i64,
}

/// Sums from which the levels 1, 2, … begin, when there are so many levels.
pub const fn cuts(levels: i64) -> &'static [i64] {
    match levels {
        1 => &[20],
        2 => &[20, 50],
        3 => &[20, 40, 60],
        _ => &[20, 35, 50, 70],
    }
}

fn holds(mark: Mark, known: &Known) -> Option<bool> {
    let ground = |wanted: Mark| if known.grounds.contains(&wanted) { Some(true) } else { known.grounds_known.then_some(false) };
    let below = known.income_fen.zip(known.line_fen);
    match mark {
        Mark::BelowLine => below.map(|(income, line)| income < line),
        Mark::NearLine => below.map(|(income, line)| income >= line && 2 * income < 3 * line),
        Mark::Allowance | Mark::Disaster | Mark::Other => ground(mark),
        Mark::NoLabour => ground(mark).or_else(|| known.earning.map(|earning| earning == 0)),
        Mark::FamilyBroken => {
            if known.one_parent == Some(true) {
                Some(true)
            } else {
                ground(mark).or(known.one_parent)
            }
        }
        Mark::NoParents => known.no_parents,
        Mark::Disabled => known.disabled,
        Mark::Illness => known.ill.map(|ill| ill > 0),
        Mark::Dependants => known.people.zip(known.earning).map(|(people, earning)| earning == 0 || people >= 4 * earning),
        Mark::Pupils => known.pupils.map(|pupils| pupils >= 2),
    }
}

fn level(points: i64, levels: i64) -> i64 {
    cuts(levels).iter().filter(|cut| points >= **cut).count() as i64
}

/// Fills the sheet in. `points` says what a mark is worth to this village.
pub fn sheet(known: &Known, levels: i64, points: impl Fn(Mark) -> i64) -> Sheet {
    let lines: Vec<Line> = Mark::ALL.into_iter().map(|mark| Line { mark, holds: holds(mark, known), points: points(mark) }).collect();
    let sum = |wanted: Option<bool>| lines.iter().filter(|line| line.holds == wanted).map(|line| line.points).sum::<i64>();
    let (held, unknown) = (sum(Some(true)), sum(None));
    Sheet { points: held, unknown, proposed: level(held, levels), at_most: level(held + unknown, levels), lines }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poor() -> Known {
        Known { income_fen: Some(400_000), line_fen: Some(600_000), people: Some(5), earning: Some(1), pupils: Some(2), ill: Some(0), grounds_known: true, ..Known::default() }
    }

    #[test]
    fn b4_01_the_sheet_adds_what_holds_and_says_what_nobody_knows() {
        let sheet = sheet(&poor(), 3, Mark::points);
        let of = |mark: Mark| sheet.lines.iter().find(|line| line.mark == mark).unwrap().holds;
        assert_eq!(
            (of(Mark::BelowLine), of(Mark::NearLine), of(Mark::Dependants), of(Mark::Pupils), of(Mark::Illness)),
            (Some(true), Some(false), Some(true), Some(true), Some(false))
        );
        assert_eq!((of(Mark::NoParents), of(Mark::Allowance)), (None, Some(false)));
        assert_eq!((sheet.points, sheet.proposed), (55, 2));
        assert!(sheet.unknown > 0 && sheet.at_most >= sheet.proposed);
    }

    #[test]
    fn what_nobody_knows_is_no_no() {
        let empty = sheet(&Known::default(), 3, Mark::points);
        assert!(empty.lines.iter().all(|line| line.holds.is_none()));
        assert_eq!((empty.points, empty.proposed, empty.at_most), (0, 0, 3));
    }

    #[test]
    fn each_ground_of_the_pairing_plan_is_a_mark() {
        for mark in [Mark::Allowance, Mark::Disaster, Mark::NoLabour, Mark::FamilyBroken, Mark::Other] {
            let known = Known { grounds: vec![mark], ..Known::default() };
            assert_eq!(sheet(&known, 3, Mark::points).points, mark.points(), "{mark:?}");
        }
    }

    #[test]
    fn a_village_weighs_in_its_own_way_and_levels_have_their_cuts() {
        let dry = |mark: Mark| if mark == Mark::Disaster { 70 } else { mark.points() };
        let known = Known { grounds: vec![Mark::Disaster], ..Known::default() };
        assert_eq!((sheet(&known, 4, Mark::points).proposed, sheet(&known, 4, dry).proposed), (1, 4));
        for levels in 1..=4 {
            assert_eq!(cuts(levels).len() as i64, levels);
            assert!(cuts(levels).is_sorted());
        }
        assert!(Mark::ALL.into_iter().all(|mark| Mark::of(mark.code()) == Some(mark)));
    }
}
