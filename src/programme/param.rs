//! The parameters of a programme: every quota, cadence, deadline, share and split of the twenty plans has one place here (ARCHITECTURE rule 7).

use super::value::{Shape, Unit};

/// The four of A3-15, then the four of A5-13: the plans name different priorities.
const PRIORITIES: &[&str] = &["seat", "question", "break_tutoring", "encouraging_marks", "improve", "answer", "check", "commend"];
/// The twelve rewards that the plans name.
const REWARDS: &[&str] = &[
    "praise_letter",
    "prize",
    "less_homework",
    "bonus_points",
    "award_certificate",
    "class_star",
    "study_progress_pupil",
    "good_conduct_pupil",
    "progress_award",
    "five_star_pupil",
    "learning_progress_award",
    "scholarship",
];
/// The twenty-two registers that the plans name.
const REGISTERS: &[&str] = &[
    "case_file",
    "topic_file",
    "left_behind_file",
    "wellbeing_file",
    "subject_file",
    "progress_file",
    "tracking_file",
    "progress_log",
    "process_record",
    "target_register",
    "support_record",
    "tutoring_record",
    "visit_record",
    "support_plan",
    "study_plan",
    "habit_plan",
    "iep",
    "outcome_record",
    "term_summary",
    "ledger",
    "household_card",
    "certificate",
];
/// The six assurances of A10-09.
const ASSURANCES: &[&str] = &["income", "housing", "facilities", "education", "health_care", "old_age"];
/// The six ones of A10-05.
const SIX_ONES: &[&str] = &["village_team", "village_plan", "village_projects", "household_measure", "household_project", "household_person"];

/// Where a parameter stands on the page; the word is `programme-group-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Whom the programme finds, and by when.
    Screening,
    /// Who helps how many.
    Pairing,
    /// How often.
    Rhythm,
    /// What is handed in and looked at.
    Checking,
    /// Praise and prizes.
    Awards,
    /// Money and goods.
    Aid,
    /// How, and on which papers.
    Ways,
}

impl Group {
    /// All groups, in the order of the page.
    pub const ALL: [Self; 7] = [Self::Screening, Self::Pairing, Self::Rhythm, Self::Checking, Self::Awards, Self::Aid, Self::Ways];

    /// The identifier.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Screening => "screening",
            Self::Pairing => "pairing",
            Self::Rhythm => "rhythm",
            Self::Checking => "checking",
            Self::Awards => "awards",
            Self::Aid => "aid",
            Self::Ways => "ways",
        }
    }
}

const fn count(unit: Unit, least: i64, most: i64) -> Shape {
    Shape::Count { unit, least, most }
}

const fn range(unit: Unit, most: i64) -> Shape {
    Shape::Range { unit, most }
}

const fn one(of: &'static [&'static str]) -> Shape {
    Shape::Choices { of, most: 1 }
}

const fn some(of: &'static [&'static str]) -> Shape {
    Shape::Choices { of, most: of.len() }
}

macro_rules! params {
    ($($(#[$doc:meta])* $name:ident $code:literal $group:ident $shape:expr;)*) => {
        /// A parameter of a programme. Its words are `programme-param-<code>` and, for what it means, `programme-param-<code>-means`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Param { $($(#[$doc])* $name),* }

        impl Param {
            /// All parameters, in the order of the page.
            pub const ALL: &[Self] = &[$(Self::$name),*];
            /// The identifier, as stored.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
            /// Where it stands on the page.
            pub const fn group(self) -> Group {
                match self { $(Self::$name => Group::$group),* }
            }
            /// What it holds, with its bounds.
            pub const fn shape(self) -> Shape {
                match self { $(Self::$name => $shape),* }
            }
        }
    };
}

params! {
    /// By when the baseline survey ends, from the first school day (A9-14, B6-04).
    ScreeningDue "screening_due" Screening Shape::After;
    /// The same for new pupils (A9-14).
    ScreeningDueNew "screening_due_new" Screening Shape::After;
    /// How many pupils of a class are confirmed: a guide that asks for a reason beyond it (A9-15).
    ClassGuide "class_guide" Screening range(Unit::Pupils, 20);
    /// The share of a class that may be labelled at most (PRACTICE 1.6: small schools).
    LabelledShareMost "labelled_share_most" Screening Shape::Share;
    /// Whose mean counts (B1-02, B3-01).
    Reference "reference" Screening some(&["school_mean", "grade_mean"]);
    /// How often the list is decided anew (A9-31).
    ReReviewEvery "re_review_every" Screening Shape::Cadence;
    /// How long a place in the programme lasts without a new decision (A8-08).
    Validity "validity" Screening one(&["one_term", "one_year"]);
    /// The local line of low income (B4-01).
    IncomeLine "income_line" Screening count(Unit::YuanAMonth, 1, 100_000);
    /// Days absent after which the family is called (A3-02).
    AbsenceContactDays "absence_contact_days" Screening count(Unit::Days, 1, 10);

    /// Pupils of each helper (A9-06).
    HelperPupils "helper_pupils" Pairing range(Unit::Pupils, 50);
    /// Pupils of every teacher (A9-18).
    TeacherPupils "teacher_pupils" Pairing range(Unit::Pupils, 50);
    /// Pupils of each subject teacher in the own class (A3-05, B6-08).
    SubjectTeacherPupils "subject_teacher_pupils" Pairing range(Unit::Pupils, 50);
    /// Pupils of each leader (A3-04).
    LeaderPupils "leader_pupils" Pairing range(Unit::Pupils, 50);
    /// Pupils of each mentor (A8-06).
    MentorPupils "mentor_pupils" Pairing range(Unit::Pupils, 50);
    /// Helpers or mentors of each child (A8-05).
    MentorsPerChild "mentors_per_child" Pairing range(Unit::People, 10);
    /// Study helpers of the same class for each child (A6-11, A2-07, A7-06).
    StudyHelpers "study_helpers" Pairing range(Unit::People, 10);
    /// People responsible for each household (A10-05).
    HouseholdHelpers "household_helpers" Pairing range(Unit::People, 10);

    /// Talks with the child (A9-03, A9-20).
    TalkEvery "talk_every" Rhythm Shape::Cadence;
    /// Tutoring (A9-20).
    TutoringEvery "tutoring_every" Rhythm Shape::Cadence;
    /// Any support meant for this child: talk, group talk, visit, aid (A8-09).
    SupportEvery "support_every" Rhythm Shape::Cadence;
    /// Home visits (A1-10, B6-13).
    VisitEvery "visit_every" Rhythm Shape::Cadence;
    /// Calls with parents who are away (A6-16).
    FamilyCallEvery "family_call_every" Rhythm Shape::Cadence;
    /// The child tells how it goes (A9-08).
    ChildReportEvery "child_report_every" Rhythm Shape::Cadence;
    /// Time with the counsellor (B3-10).
    CounselEvery "counsel_every" Rhythm Shape::Cadence;
    /// Goals that the child sets (A2-21).
    SelfGoalEvery "self_goal_every" Rhythm Shape::Cadence;
    /// Practice that shows what the tutoring has brought; no exam (A7-05, B2-06, B7-07).
    CheckEvery "check_every" Rhythm Shape::Cadence;
    /// Collecting the mistakes of the day (A7-17).
    ErrorCollectEvery "error_collect_every" Rhythm Shape::Cadence;
    /// Meetings of parents (B1-13).
    ParentMeetingEvery "parent_meeting_every" Rhythm Shape::Cadence;
    /// Activities with an educational purpose (A9-04).
    ActivityEvery "activity_every" Rhythm Shape::Cadence;
    /// Friendly competitions in class (A2-11).
    CompetitionEvery "competition_every" Rhythm Shape::Cadence;
    /// Helpers share what works (A9-24, B9-05).
    ExchangeEvery "exchange_every" Rhythm Shape::Cadence;

    /// The day of the month by which records are handed in (A9-30).
    HandInDay "hand_in_day" Checking Shape::MonthDay;
    /// Helpers report to the sponsor leader (A9-21).
    FeedbackEvery "feedback_every" Checking Shape::Cadence;
    /// The sponsor leader asks the pupils and looks at the records (A9-29).
    LeaderCheckEvery "leader_check_every" Checking Shape::Cadence;
    /// The day of the month of that (A9-29).
    LeaderCheckDay "leader_check_day" Checking Shape::MonthDay;
    /// The office looks in (B6-12).
    OfficeCheckEvery "office_check_every" Checking Shape::Cadence;
    /// Looking whether pairs work (A6-12).
    PairingCheckEvery "pairing_check_every" Checking Shape::Cadence;
    /// Summaries of the term (A9-32).
    SummaryEvery "summary_every" Checking Shape::Cadence;
    /// Contacts on record before the sponsor leader calls the family (A9-22).
    ContactsBeforeEscalation "contacts_before_escalation" Checking count(Unit::Times, 1, 10);

    /// The share of pupils who receive some award (A2-14).
    AwardShareLeast "award_share_least" Awards Shape::Share;
    /// How often awards are given (B9-06, A5-19).
    AwardEvery "award_every" Awards Shape::Cadence;
    /// First, second and third prizes (A7-08).
    PrizeSplit "prize_split" Awards Shape::Ratio { parts: 3 };
    /// What a prize goes by (A7-08; never a rank on paper).
    PrizeBasis "prize_basis" Awards one(&["own_progress", "rank_in_group"]);
    /// How many stars a class has (A5-18).
    Stars "stars" Awards count(Unit::Stars, 1, 50);
    /// When they are chosen (A5-18).
    StarsEvery "stars_every" Awards Shape::Cadence;
    /// Praise as a share of praise and criticism (B6-15).
    PraiseShareLeast "praise_share_least" Awards Shape::Share;
    /// Which awards there are.
    Rewards "rewards" Awards some(REWARDS);

    /// Help in kind (A1-11).
    MaterialEvery "material_every" Aid Shape::Cadence;
    /// Things for school and books to read (A1-18).
    SuppliesEvery "supplies_every" Aid Shape::Cadence;
    /// By when they are there, from the first school day (A1-18).
    SuppliesDue "supplies_due" Aid Shape::After;
    /// Levels of hardship that a bursary follows (B4-05).
    BursaryLevels "bursary_levels" Aid count(Unit::Levels, 1, 4);
    /// People who are to need no more support (A10-08).
    TargetPeople "target_people" Aid count(Unit::People, 1, 100_000);
    /// Growth of income that is aimed at (A10-08).
    TargetIncomeGrowth "target_income_growth" Aid Shape::Share;

    /// What comes first for these children in class (A3-15, A5-13).
    Priorities "priorities" Ways Shape::Choices { of: PRIORITIES, most: 4 };
    /// What counts as reached (B1-04, B6-16).
    Goal "goal" Ways some(&["own_baseline", "reach_mean"]);
    /// The six ones (A10-05).
    SixOnes "six_ones" Ways some(SIX_ONES);
    /// The six assurances (A10-09).
    Assurances "assurances" Ways some(ASSURANCES);
    /// Which papers are kept.
    Registers "registers" Ways some(REGISTERS);
    /// Anything else that the school has agreed.
    Note "note" Ways Shape::Text;
}

impl Param {
    /// The parameter with a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|param| param.code() == code)
    }

    /// Whether it says how often something is owed to each child: what several programmes may ask for at once.
    pub const fn is_act_for_child(self) -> bool {
        matches!(
            self,
            Self::TalkEvery
                | Self::TutoringEvery
                | Self::SupportEvery
                | Self::VisitEvery
                | Self::FamilyCallEvery
                | Self::ChildReportEvery
                | Self::CounselEvery
                | Self::SelfGoalEvery
                | Self::CheckEvery
                | Self::MaterialEvery
        )
    }

    /// Other acts that this one counts as: a talk, a tutoring, a visit and aid are each support meant for the child (A8-10), and in a talk the child tells (A9-08).
    pub const fn counts_as(self) -> &'static [Self] {
        match self {
            Self::TalkEvery => &[Self::SupportEvery, Self::ChildReportEvery],
            Self::TutoringEvery | Self::VisitEvery | Self::MaterialEvery => &[Self::SupportEvery],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_leads_back_to_its_parameter() {
        for param in Param::ALL {
            assert_eq!(Param::of_code(param.code()), Some(*param));
            assert!(param.counts_as().iter().all(|other| other.is_act_for_child() && param.is_act_for_child()), "{}", param.code());
        }
        assert_eq!(Param::of_code("moon_phase"), None);
    }

    #[test]
    fn the_page_shows_the_parameters_group_by_group() {
        let groups: Vec<Group> = Param::ALL.iter().map(|param| param.group()).collect();
        let order: Vec<usize> = groups.iter().map(|group| Group::ALL.iter().position(|other| other == group).unwrap()).collect();
        assert!(order.is_sorted(), "{groups:?}");
    }

    #[test]
    fn the_lists_are_as_long_as_the_catalogue_counts_them() {
        assert_eq!((PRIORITIES.len(), REWARDS.len(), REGISTERS.len(), ASSURANCES.len(), SIX_ONES.len()), (8, 12, 22, 6, 6));
    }
}
