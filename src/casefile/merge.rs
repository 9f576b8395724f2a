//! One picture from the answers of several teachers: who saw what, without weighing persons. A9-16, B9-07; PRACTICE 2 and 3.
//!
//! Agreement and disagreement both stay visible: a cause that one teacher sees and another does not is a reason to talk, not to outvote.

use std::collections::BTreeSet;

use super::cause::{Aspect, Cause, Nature, Type};

/// The parts of the form that are asked by default (PRACTICE 2): whatever else is answered is welcome.
pub const ASKED: [&str; 4] = ["homeroom", "chinese", "maths", "english"];

/// What one teacher answered in one part, as far as the reader may see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// `homeroom`, a subject, `attached`, `counsellor`, `affairs`.
    pub part: String,
    /// Who answered.
    pub name: String,
    /// Causes with the fact or date that shows each; empty where the evidence may not be seen.
    pub causes: Vec<(Cause, String)>,
    /// Causes that the reader may not read in this answer, though they were ticked: they count for their type only.
    pub unread: Vec<Cause>,
    /// `light`, `some`, `much` or empty.
    pub degree: String,
    /// Whether the person could tick causes of the family.
    pub saw_family: bool,
}

/// How far the teachers agree on a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// Everybody who answered and could tick it, two at least.
    All,
    /// Several, not all.
    Several,
    /// One of several.
    One,
    /// Only one has answered so far.
    Alone,
}

impl Agreement {
    /// The identifier; words hang on it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Several => "several",
            Self::One => "one",
            Self::Alone => "alone",
        }
    }
}

/// A cause with who saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The cause.
    pub cause: Cause,
    /// Part, person and evidence of each who saw it, in the order of the parts.
    pub seen: Vec<(String, String, String)>,
    /// Parts that answered and did not see it.
    pub unseen: Vec<String>,
    /// How far they agree.
    pub agreement: Agreement,
}

/// The merged picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Causes: what more saw comes first, then the order of the table.
    pub causes: Vec<Merged>,
    /// The types that most answers speak for; two when they weigh the same.
    pub types: Vec<Type>,
    /// The aspects touched (A2-02, B10-01).
    pub aspects: Vec<Aspect>,
    /// Degrees said, with the parts that said each; one entry when they agree.
    pub degrees: Vec<(String, Vec<String>)>,
    /// Asked parts that have not answered.
    pub missing: Vec<&'static str>,
}

fn place(part: &str) -> usize {
    ASKED.iter().position(|asked| *asked == part).unwrap_or(ASKED.len())
}

/// Merges the answers of one child and term.
pub fn merge(answers: &[Answer]) -> Picture {
    let mut answers: Vec<&Answer> = answers.iter().collect();
    answers.sort_by(|a, b| (place(&a.part), &a.part, &a.name).cmp(&(place(&b.part), &b.part, &b.name)));
    let mut causes: Vec<Merged> = Cause::ALL.into_iter().filter_map(|cause| merged(cause, &answers)).collect();
    causes.sort_by_key(|one| (std::cmp::Reverse(one.seen.len()), one.cause));
    let mut degrees: Vec<(String, Vec<String>)> = Vec::new();
    for answer in answers.iter().filter(|answer| !answer.degree.is_empty()) {
        match degrees.iter_mut().find(|(degree, _)| *degree == answer.degree) {
            Some((_, parts)) => parts.push(answer.part.clone()),
            None => degrees.push((answer.degree.clone(), vec![answer.part.clone()])),
        }
    }
    let aspects: BTreeSet<Aspect> = causes.iter().filter_map(|one| one.cause.aspect()).collect();
    Picture {
        types: types(&answers),
        aspects: aspects.into_iter().collect(),
        degrees,
        missing: ASKED.into_iter().filter(|part| !answers.iter().any(|answer| answer.part == *part)).collect(),
        causes,
    }
}

fn merged(cause: Cause, answers: &[&Answer]) -> Option<Merged> {
    let mut seen = Vec::new();
    let mut unseen = Vec::new();
    for answer in answers {
        match answer.causes.iter().find(|(ticked, _)| *ticked == cause) {
            Some((_, evidence)) => seen.push((answer.part.clone(), answer.name.clone(), evidence.clone())),
            None if could_see(cause, answer) && !answer.unread.contains(&cause) => unseen.push(answer.part.clone()),
            None => {}
        }
    }
    if seen.is_empty() {
        return None;
    }
    let agreement = match (seen.len(), unseen.len()) {
        (1, 0) => Agreement::Alone,
        (_, 0) => Agreement::All,
        (1, _) => Agreement::One,
        _ => Agreement::Several,
    };
    Some(Merged { cause, seen, unseen, agreement })
}

/// Whether the person could have ticked it: silence about what one was not asked is no disagreement.
fn could_see(cause: Cause, answer: &Answer) -> bool {
    match cause.nature() {
        Nature::Lesson => true,
        Nature::Family | Nature::Hardship => answer.saw_family,
        Nature::Mental => answer.part == "counsellor",
    }
}

/// B6-05: each answer speaks for the types of its causes once, so that who ticks much does not weigh more. What the counsellor found always counts: others
/// read its type and not what was found (PRACTICE 3).
fn types(answers: &[&Answer]) -> Vec<Type> {
    let voices = |kind: Type| {
        let speaks = |answer: &&&Answer| answer.causes.iter().map(|(cause, _)| *cause).chain(answer.unread.iter().copied()).any(|cause| cause.kind() == Some(kind));
        answers.iter().filter(speaks).count()
    };
    let counted: Vec<(Type, usize)> = Type::ALL.iter().map(|kind| (*kind, voices(*kind))).collect();
    let most = counted.iter().map(|(_, count)| *count).max().unwrap_or_default();
    let found = |kind: Type| {
        let all = answers.iter().flat_map(|answer| answer.causes.iter().map(|(cause, _)| *cause).chain(answer.unread.iter().copied()));
        all.into_iter().any(|cause| cause.nature() == Nature::Mental && cause.kind() == Some(kind))
    };
    counted.into_iter().filter(|(kind, count)| *count > 0 && *count == most || found(*kind)).map(|(kind, _)| kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(part: &str, causes: &[Cause]) -> Answer {
        let causes = causes.iter().map(|cause| (*cause, format!("{part} 9月12日"))).collect();
        Answer { part: part.into(), name: format!("{part}老师"), causes, saw_family: part == "homeroom", ..Answer::default() }
    }

    #[test]
    fn what_the_teachers_saw_together_and_apart_stays_visible() {
        use Cause::{Attention, Grandparents, Inferiority, KnowledgeGap};
        let answers = [answer("maths", &[KnowledgeGap, Attention]), answer("homeroom", &[Attention, Grandparents]), answer("english", &[Attention, Inferiority])];
        let picture = merge(&answers);
        let told: Vec<(Cause, usize, usize, Agreement)> = picture.causes.iter().map(|one| (one.cause, one.seen.len(), one.unseen.len(), one.agreement)).collect();
        let expected = [
            (Attention, 3, 0, Agreement::All),
            (Inferiority, 1, 2, Agreement::One),
            (KnowledgeGap, 1, 2, Agreement::One),
            // Maths and English were not asked about the family: their silence is no disagreement.
            (Grandparents, 1, 0, Agreement::Alone),
        ];
        assert_eq!(told, expected);
        assert_eq!(picture.causes[0].seen.iter().map(|(part, ..)| part.as_str()).collect::<Vec<_>>(), ["homeroom", "maths", "english"]);
        assert_eq!(picture.missing, ["chinese"]);
    }

    #[test]
    fn the_type_is_what_most_teachers_speak_for_and_ties_stay_ties() {
        use Cause::{Attention, Avoidance, Habits, KnowledgeGap, Loneliness, Method, Shyness};
        let table: [(&[&[Cause]], &[Type]); 5] = [
            (&[], &[]),
            (&[&[KnowledgeGap], &[Method], &[Habits]], &[Type::KnowledgeGap]),
            // One teacher with three ticks is one voice.
            (&[&[Habits, Attention, Avoidance], &[KnowledgeGap], &[Method]], &[Type::KnowledgeGap]),
            (&[&[KnowledgeGap], &[Loneliness]], &[Type::KnowledgeGap, Type::EmotionalBarrier]),
            (&[&[Shyness, Habits], &[Loneliness]], &[Type::EmotionalBarrier]),
        ];
        for (ticks, expected) in table {
            let answers: Vec<Answer> = ticks.iter().zip(["homeroom", "chinese", "maths"]).map(|(causes, part)| answer(part, causes)).collect();
            assert_eq!(merge(&answers).types, expected, "{ticks:?}");
        }
    }

    #[test]
    fn what_only_the_counsellor_knows_counts_for_its_type_and_is_not_told() {
        let counsellor = Answer { part: "counsellor".into(), unread: vec![Cause::EmotionalBarrier], ..Answer::default() };
        let picture = merge(&[counsellor.clone(), answer("maths", &[])]);
        assert!(picture.causes.is_empty());
        assert_eq!(picture.types, [Type::EmotionalBarrier]);
        let many = merge(&[counsellor, answer("maths", &[Cause::Habits]), answer("chinese", &[Cause::Habits])]);
        assert_eq!(many.types, [Type::LowPersistence, Type::EmotionalBarrier], "it is not outvoted");
    }

    #[test]
    fn different_degrees_are_shown_with_who_said_them() {
        let with = |part: &str, degree: &str| Answer { degree: degree.into(), ..answer(part, &[]) };
        assert_eq!(
            merge(&[with("maths", "much"), with("homeroom", "some"), with("chinese", "much")]).degrees,
            [("some".to_owned(), vec!["homeroom".to_owned()]), ("much".to_owned(), vec!["chinese".to_owned(), "maths".to_owned()])]
        );
        assert!(merge(&[with("maths", "")]).degrees.is_empty());
    }
}
