//! verbs: the words of the room, with those of the plan: what a point says, what the points ask for, how a phase differs from the one before. PRACTICE 3: in words, not in figures.

use super::change::{Effect, Nap};
use super::decide::{Advice, CHANGE_POINTS, EXIT_POINTS};
use super::series::{Series, Told};
use crate::base::{Lang, Msg, words};
use crate::plan::wording;

/// What a point says, in the unit of its goal.
pub fn told(lang: Lang, unit: &str, told: &Told) -> String {
    match told {
        Told::Tap(mark) => mark.sign().to_owned(),
        Told::Figure(value) => wording::value(lang, unit, value),
    }
}

/// From where to where a goal has come: from the start where it is known, else from the first point. Empty without points.
pub fn from_to(lang: Lang, series: &Series) -> Option<(String, String)> {
    let (first, last) = (series.points.first()?, series.points.last()?);
    let (unit, start) = (&series.goal.body.unit, &series.goal.body.baseline);
    let from = if series.aim.start.is_some() { wording::value(lang, unit, start) } else { told(lang, unit, &first.told) };
    Some((from, told(lang, unit, &last.told)))
}

/// What the points ask for, as one sentence.
pub fn advice(lang: Lang, advice: Advice) -> String {
    let key = format!("progress-advice-{}", advice.code());
    match advice {
        Advice::Few(have) => Msg::new(key).with("count", have).with("least", CHANGE_POINTS).text(lang),
        Advice::Change(without) => Msg::new(key).with("count", without).text(lang),
        Advice::Reached => Msg::new(key).with("count", EXIT_POINTS).text(lang),
        Advice::Keep | Advice::Slow => words::word(lang, &key),
    }
}

/// How the points since the last change differ from those before it, as one sentence.
pub fn effect(lang: Lang, nap: &Nap) -> String {
    let effect = nap.effect();
    let key = format!("progress-effect-{}", effect.code());
    match effect {
        Effect::Few => Msg::new(key).with("before", nap.before).with("after", nap.after).text(lang),
        _ => Msg::new(key).with("share", (nap.share * 100.0).round()).with("count", nap.before * nap.after).text(lang),
    }
}

#[cfg(test)]
mod tests {
    use super::super::draft::Area;
    use super::*;

    #[test]
    fn every_code_of_the_room_has_words_in_each_language() {
        let advices = [Advice::Few(1), Advice::Keep, Advice::Slow, Advice::Change(3), Advice::Reached].map(|one| format!("progress-advice-{}", one.code()));
        let short = [Advice::Few(1), Advice::Keep, Advice::Slow, Advice::Change(3), Advice::Reached].map(|one| format!("progress-short-{}", one.code()));
        let effects = [Effect::Few, Effect::Worse, Effect::Weak, Effect::Medium, Effect::Strong].map(|one| format!("progress-effect-{}", one.code()));
        let areas = Area::ALL.map(|area| format!("progress-area-{}", area.code()));
        let sources = ["record", "results", "attendance", "goal", "plan", "pair", "step", "note"].map(|code| format!("progress-source-{code}"));
        let moved = ["unknown", "steady", "up", "down"].iter().flat_map(|code| [format!("progress-step-{code}"), format!("progress-moved-{code}")]).collect::<Vec<_>>();
        let stages = super::super::review::STAGES.map(|code| format!("progress-stage-{code}"));
        let judged = super::super::review::JUDGED.map(|code| format!("progress-judged-{code}"));
        let next = super::super::review::NEXT.map(|code| format!("progress-next-{code}"));
        let ways = super::super::way::STATIONS.map(|code| format!("progress-way-{code}"));
        let keys = [&advices[..], &short, &effects, &areas, &sources, &stages, &judged, &next, &ways, &moved].concat();
        for (lang, _) in Lang::ALL {
            for key in &keys {
                assert_ne!(words::word(lang, key), *key, "{lang}");
            }
        }
    }

    #[test]
    fn of_too_few_points_it_is_said_that_they_are_too_few() {
        let few = Nap { share: 1.0, before: 2, after: 5 };
        assert!(effect(Lang::ZhCn, &few).contains('2') && !effect(Lang::ZhCn, &few).contains("100"), "{}", effect(Lang::ZhCn, &few));
        assert!(advice(Lang::ZhCn, Advice::Few(1)).contains('3'));
    }
}
