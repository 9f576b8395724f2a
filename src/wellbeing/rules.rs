//! What can be said in this room, and in which order things are done. Pure.

/// What a teacher sees; the words are `wellbeing-sign-<code>`. Words for what is seen, not for what a child is (A1-15, A5-21, A6-17, B4-13, B10-02).
pub const SIGNS: [&str; 10] = ["low", "lonely", "timid", "blames", "afraid", "defies", "angry", "tired", "gives_up", "changed"];
/// What a child lives through; the words are `wellbeing-feeling-<code>`, what may help is `wellbeing-help-<code>` (A1-15, A5-21, A6-17, B10-02).
pub const FEELINGS: [&str; 7] = ["inferiority", "selfblame", "loneliness", "shyness", "gloom", "fear", "defiance"];
/// What weighs on it from outside; the words are `wellbeing-outer-<code>` (B10-04).
pub const OUTER: [&str; 5] = ["criticism", "scolding", "coldness", "mockery", "punishment"];
/// Where it comes from; the words are `wellbeing-from-<code>` (B10-04).
pub const FROM: [&str; 3] = ["school", "home", "society"];
/// How far the pattern of giving up is; the words are `wellbeing-stage-<code>` (B10-13).
pub const STAGES: [&str; 4] = ["noticed", "fulcra", "moving", "past"];
/// For which of its sides a demand is lowered; the words are `wellbeing-side-<code>` (B10-10).
pub const SIDES: [&str; 3] = ["learning", "discipline", "character"];
/// Pages of a file; the words are `wellbeing-page-<code>`.
pub const PAGES: [&str; 7] = ["level", "note", "feeling", "pattern", "safety", "scale", "check"];
/// What the receivers answer to an observation; the words are `wellbeing-answer-<code>`.
pub const ANSWERS: [&str; 4] = ["talked", "watching", "file", "nothing"];
/// What a crisis is about; the words are `wellbeing-crisis-<code>`.
pub const CRISES: [&str; 4] = ["selfharm", "abuse", "bullying", "other"];
/// Lines of a crisis' log; the words are `wellbeing-log-<code>`.
pub const LOG: [&str; 8] = ["seen", "child", "guardian", "police", "hospital", "office", "safe", "closed"];
/// Answers of a checklist; the words are `wellbeing-often-<code>`.
pub const OFTEN: [&str; 3] = ["no", "some", "much"];
/// Items of the teachers' and of the parents' list; the words are `wellbeing-teacher-<n>` and `wellbeing-parent-<n>`.
pub const ITEMS: i64 = 12;
/// Who fills a list in; the words are `wellbeing-list-<code>`.
pub const LISTS: [&str; 2] = ["teacher", "parent"];
/// Forms of counselling; the words are `wellbeing-form-<code>` (B4-12).
pub const FORMS: [&str; 3] = ["single", "group", "lecture"];
/// What became of a booking; the words are `wellbeing-ended-<code>`.
pub const ENDS: [&str; 3] = ["held", "missed", "cancelled"];
/// Of whom a complaint is; the words are `wellbeing-about-<code>` (B9-01, B9-02).
pub const ABOUT: [&str; 3] = ["adult", "classmate", "other"];
/// What came of a complaint; the words are `wellbeing-outcome-<code>`.
pub const OUTCOMES: [&str; 5] = ["apology", "talk", "training", "agreement", "not_confirmed"];

/// The highest concern level. The words are `wellbeing-level-<n>`: 1 look twice, 2 talk this week, 3 the counsellor follows, 4 an adult today (CONVENTIONS 2.6: levels, no names of illness).
pub const LEVEL_MOST: i64 = 4;
/// Receivers below which the room is shut (PRACTICE 1.6).
pub const RECEIVERS_LEAST: usize = 2;
/// Minutes of a slot of the counselling room.
pub const SLOT_MINUTES: i64 = 15;
/// A count below this is not told (see [`told`]).
pub const TOLD_LEAST: i64 = 3;
/// Days for which the counsellor can let somebody read a file, at most.
pub const LEAVE_DAYS: i64 = 14;
/// Grades of the yearly campaign.
pub const CAMPAIGN_LEVELS: std::ops::RangeInclusive<i64> = 4..=6;

/// What may come after the steps of a referral that were taken (B5-04): nothing goes out without consent, nothing counts as accepted that was not sent.
pub fn referral_next(taken: &[String]) -> &'static [&'static str] {
    match taken.last().map(String::as_str) {
        None => &["consented", "refused"],
        Some("consented") => &["sent", "refused"],
        Some("sent") => &["accepted", "declined", "refused"],
        Some("accepted") => &["back", "refused"],
        _ => &[],
    }
}

/// The slots that so many minutes from a minute of the day on take.
pub fn slots(start_minute: i64, minutes: i64) -> std::ops::Range<i64> {
    start_minute / SLOT_MINUTES..(start_minute + minutes.max(1) + SLOT_MINUTES - 1) / SLOT_MINUTES
}

/// A count of the statistics as it is told: none is none, from three on the number, between them only that it is small; so that nobody counts on the fingers who it was.
pub const fn told(count: i64) -> Option<i64> {
    if count == 0 || count >= TOLD_LEAST { Some(count) } else { None }
}

/// The counts of parts that add up to a known whole: where one alone is not told it could be worked out, so the smallest of the others is not told either.
pub fn told_parts(counts: &[i64]) -> Vec<Option<i64>> {
    let mut parts: Vec<Option<i64>> = counts.iter().map(|count| told(*count)).collect();
    if parts.iter().filter(|one| one.is_none()).count() == 1 {
        let smallest = parts.iter().enumerate().filter_map(|(at, one)| one.filter(|count| *count > 0).map(|count| (count, at))).min();
        if let Some((_, at)) = smallest {
            parts[at] = None;
        }
    }
    parts
}

/// Judgements on a mind, in either script: a file of the school names what is seen and what helps, never an illness (CONVENTIONS 2.6).
const DIAGNOSES: [&str; 20] = [
    "抑郁症",
    "抑鬱症",
    "躁郁",
    "躁鬱",
    "双相",
    "雙相",
    "焦虑症",
    "焦慮症",
    "强迫症",
    "強迫症",
    "精神分裂",
    "神经病",
    "神經病",
    "多动症",
    "多動症",
    "自闭症",
    "自閉症",
    "孤独症",
    "孤獨症",
    "人格障碍",
];

/// Whether a text names an illness.
pub fn diagnoses(text: &str) -> bool {
    let plain = crate::base::text::squeezed(text);
    DIAGNOSES.iter().any(|word| plain.contains(word))
}

/// Minutes of the day of `14:30`.
pub fn minute_of(text: &str) -> Option<i64> {
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}

/// `14:30` of a minute of the day.
pub fn clock_of(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_sent_out_without_consent_and_nothing_is_accepted_that_was_not_sent() {
        for (taken, next) in [
            (&[][..], &["consented", "refused"][..]),
            (&["consented"], &["sent", "refused"]),
            (&["consented", "sent"], &["accepted", "declined", "refused"]),
            (&["consented", "sent", "accepted"], &["back", "refused"]),
            (&["refused"], &[]),
            (&["consented", "sent", "declined"], &[]),
            (&["consented", "sent", "accepted", "back"], &[]),
        ] {
            let taken: Vec<String> = taken.iter().map(ToString::to_string).collect();
            assert_eq!(referral_next(&taken), next, "{taken:?}");
        }
    }

    #[test]
    fn a_talk_takes_every_slot_that_it_touches() {
        for (start, minutes, expected) in [(840, 30, 56..58), (845, 30, 56..59), (840, 1, 56..57), (840, 0, 56..57), (855, 15, 57..58)] {
            assert_eq!(slots(start, minutes), expected, "{start} {minutes}");
        }
    }

    #[test]
    fn a_small_count_is_not_told() {
        for (count, expected) in [(0, Some(0)), (1, None), (2, None), (3, Some(3)), (40, Some(40))] {
            assert_eq!(told(count), expected, "{count}");
        }
    }

    #[test]
    fn a_small_part_cannot_be_worked_out_from_the_whole() {
        for (counts, expected) in [
            (&[0, 3, 1, 0][..], vec![Some(0), None, None, Some(0)]),
            (&[5, 4, 2, 9], vec![Some(5), None, None, Some(9)]),
            (&[1, 2, 5], vec![None, None, Some(5)]),
            (&[5, 4, 0], vec![Some(5), Some(4), Some(0)]),
            (&[0, 2], vec![Some(0), None]),
        ] {
            assert_eq!(told_parts(counts), expected, "{counts:?}");
        }
    }

    #[test]
    fn what_is_seen_may_be_written_and_an_illness_may_not() {
        for (text, named) in
            [("这几天不说话，一个人坐着", false), ("看着情绪低落", false), ("像是抑郁症", true), ("可能有 自 闭症", true), ("說他有強迫症", true), ("害怕上台", false)]
        {
            assert_eq!(diagnoses(text), named, "{text}");
        }
    }

    #[test]
    fn a_time_is_read_or_refused() {
        for (text, minute) in [("14:30", Some(870)), ("08:05", Some(485)), ("24:00", None), ("8", None), ("", None), ("12:60", None)] {
            assert_eq!(minute_of(text), minute, "{text}");
        }
        assert_eq!(clock_of(485), "08:05");
    }
}
