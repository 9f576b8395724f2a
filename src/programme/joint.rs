//! Several programmes for one child without double work: what they ask for together (PRACTICE 2, "one act serves all programmes").

use super::param::Param;
use super::value::Cadence;
use super::values::Values;

/// An act that is owed to a child, once for all programmes that ask for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joint<K> {
    /// Which act.
    pub act: Param,
    /// How often: the strictest of those that ask.
    pub cadence: Cadence,
    /// The programmes that are served by it, each once, in the order in which they were given.
    pub serves: Vec<K>,
    /// What each asked for: programme, act, cadence.
    pub asked: Vec<(K, Param, Cadence)>,
}

/// What several programmes ask for one child, each act as often as the strictest asks. A talk that is owed each week also is the monthly support of another
/// programme (A9-20 and A8-09). Two cadences of one act stay apart only when neither keeps the other, such as once a week and five times a month.
pub fn joint<K: Clone + PartialEq>(programmes: &[(K, &Values)]) -> Vec<Joint<K>> {
    let mut asked: Vec<(K, Param, Cadence)> = Vec::new();
    for (key, values) in programmes {
        asked.extend(Param::ALL.iter().filter(|param| param.is_act_for_child()).filter_map(|param| Some((key.clone(), *param, values.cadence(*param)?))));
    }
    let mut owed: Vec<(Param, Cadence)> = Vec::new();
    for (_, act, cadence) in &asked {
        if !owed.contains(&(*act, *cadence)) {
            owed.push((*act, *cadence));
        }
    }
    let all = owed.clone();
    owed.retain(|one| !all.iter().any(|other| other != one && does(*other, *one)));
    owed.sort_unstable();
    let serve = |(act, cadence): (Param, Cadence)| {
        let asked: Vec<_> = asked.iter().filter(|(_, act2, cadence2)| does((act, cadence), (*act2, *cadence2))).cloned().collect();
        let serves = programmes.iter().map(|(key, _)| key.clone()).filter(|key| asked.iter().any(|(other, ..)| other == key)).collect();
        Joint { act, cadence, serves, asked }
    };
    owed.into_iter().map(serve).collect()
}

/// Whether whoever does the one has done the other.
fn does(one: (Param, Cadence), other: (Param, Cadence)) -> bool {
    (one.0 == other.0 || one.0.counts_as().contains(&other.0)) && one.1.keeps(other.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programme::presets::preset;
    use crate::programme::value::Span;

    fn values(pairs: &[(Param, &str)]) -> Values {
        Values::new(pairs.iter().map(|(param, text)| (*param, param.shape().stored(text).unwrap())).collect())
    }

    fn told(programmes: &[&Values]) -> Vec<String> {
        let keyed: Vec<(usize, &Values)> = programmes.iter().copied().enumerate().collect();
        joint(&keyed).iter().map(|joint| format!("{} {} {:?}", joint.act.code(), joint.cadence, joint.serves)).collect()
    }

    #[test]
    fn one_weekly_talk_serves_three_programmes() {
        let target = values(&[(Param::TalkEvery, "1/week")]);
        let left_behind = values(&[(Param::TalkEvery, "1/month")]);
        let mentor = values(&[(Param::SupportEvery, "1/month")]);
        assert_eq!(told(&[&target, &left_behind, &mentor]), ["talk_every 1/week [0, 1, 2]"]);
    }

    #[test]
    fn acts_of_programmes_join_only_where_one_is_the_other() {
        for (name, one, other, owed) in [
            ("the same asked twice", &[(Param::VisitEvery, "1/term")][..], &[(Param::VisitEvery, "1/term")][..], &["visit_every 1/term [0, 1]"][..]),
            (
                "a visit a term is no support a month",
                &[(Param::VisitEvery, "1/term")],
                &[(Param::SupportEvery, "1/month")],
                &["support_every 1/month [1]", "visit_every 1/term [0]"],
            ),
            ("a call is no talk", &[(Param::FamilyCallEvery, "1/month")], &[(Param::TalkEvery, "1/month")], &["talk_every 1/month [1]", "family_call_every 1/month [0]"]),
            (
                "five a month are no weekly talk, nor the other way round",
                &[(Param::TalkEvery, "5/month")],
                &[(Param::TalkEvery, "1/week")],
                &["talk_every 1/week [1]", "talk_every 5/month [0]"],
            ),
            ("what is owed to a class is not owed to each child", &[(Param::ActivityEvery, "1/term")], &[(Param::ParentMeetingEvery, "1/term")], &[]),
            ("a child who talks each week tells each month", &[(Param::TalkEvery, "1/week"), (Param::ChildReportEvery, "1/month")], &[], &["talk_every 1/week [0]"]),
        ] {
            assert_eq!(told(&[&values(one), &values(other)]), owed, "{name}");
        }
        assert!(told(&[]).is_empty());
    }

    #[test]
    fn a_child_in_all_seven_presets_owes_nothing_twice_and_nothing_is_lost() {
        let all: Vec<Values> = ["target_pupil", "mentor", "leader_pairing", "left_behind", "learning_difficulty", "low_income", "household"]
            .iter()
            .map(|code| Values::new(preset(code).unwrap().values()))
            .collect();
        let keyed: Vec<(usize, &Values)> = all.iter().enumerate().collect();
        let owed = joint(&keyed);
        assert_eq!(owed.iter().find(|one| one.act == Param::TalkEvery).map(|one| one.serves.clone()), Some(vec![0, 1, 2, 3, 5]), "{owed:#?}");
        for (key, values) in &keyed {
            for param in Param::ALL.iter().filter(|param| param.is_act_for_child()) {
                let Some(cadence) = values.cadence(*param) else { continue };
                assert!(owed.iter().any(|one| does((one.act, one.cadence), (*param, cadence)) && one.serves.contains(key)), "{param:?} of {key}");
            }
        }
        assert_no_doubles(&owed);
    }

    fn assert_no_doubles<K>(owed: &[Joint<K>]) {
        for (at, one) in owed.iter().enumerate() {
            let twice = owed.iter().enumerate().any(|(other_at, other)| other_at != at && does((other.act, other.cadence), (one.act, one.cadence)));
            assert!(!twice, "{:?} {} is owed twice", one.act, one.cadence);
        }
    }

    #[test]
    fn whatever_two_programmes_ask_for_the_stricter_is_kept() {
        let acts: Vec<Param> = Param::ALL.iter().copied().filter(|param| param.is_act_for_child()).collect();
        for (act, other_act) in acts.iter().flat_map(|act| acts.iter().map(move |other| (*act, *other))) {
            for (times, span) in (1..4).flat_map(|times| Span::ALL.map(|span| (times, span))) {
                for (other_times, other_span) in (1..4).flat_map(|times| Span::ALL.map(|span| (times, span))) {
                    let (one, other) = (values(&[(act, &format!("{times}/{}", span.code()))]), values(&[(other_act, &format!("{other_times}/{}", other_span.code()))]));
                    let owed = joint(&[(0, &one), (1, &other)]);
                    assert_no_doubles(&owed);
                    let served: Vec<usize> = owed.iter().flat_map(|joint| joint.serves.clone()).collect();
                    assert!(served.contains(&0) && served.contains(&1), "{act:?} {other_act:?}");
                }
            }
        }
    }
}
