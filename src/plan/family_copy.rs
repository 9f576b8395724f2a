//! verbs: what a family gets of the plan when it asks for a copy of all that is held (PIPL article 45), at the levels of the office that makes the copy.

use super::{hands, items, own, team, versions, wording};
use crate::access::{Permit, acts};
use crate::base::{Lang, Msg, Result, SchoolDate, words};
use crate::store::Tx;

/// A line of the copy: day, what it is, what it says.
pub type CopyLine = (SchoolDate, String, String);

/// Everything of the plan that may be handed over: each version with its parts, meetings, the child's own goals and habits.
///
/// # Errors
/// Faults of the database; not found when the person may not read case files.
pub fn copy(tx: &mut Tx<'_>, permit: &Permit<acts::CopyPupil>, lang: Lang) -> Result<Vec<CopyLine>> {
    let see = Permit::<acts::SeeCaseFile>::ask(tx, permit.who(), permit.pupil()?)?;
    let hands = hands(tx, &see)?;
    let mut lines: Vec<CopyLine> = Vec::new();
    for version in versions(tx, &see)? {
        let title = Msg::new("plan-version").with("number", version.number).text(lang);
        for item in items(tx, &see, version.id)?.iter().filter(|item| !item.removed && !item.body.text.is_empty()) {
            lines.push((version.from, format!("{title} · {}", wording::coded(lang, "plan-kind-", item.kind.code())), wording::line(lang, item, &hands)));
        }
        for (deed, key) in [(&version.fixed, "plan-copy-fixed"), (&version.decided, "plan-copy-decided")] {
            lines.extend(deed.as_ref().map(|deed| (deed.day, format!("{title} · {}", words::word(lang, key)), format!("{} {}", deed.by, deed.text).trim().to_owned())));
        }
    }
    for met in team::meetings(tx, &see)? {
        lines.push((
            met.day,
            words::word(lang, "plan-meeting"),
            [met.place, met.there.join(" "), met.guests, met.decision].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · "),
        ));
    }
    for goal in own::goals(tx, &see)? {
        let aim = own_aim(lang, &goal.body);
        let got = goal.result.map(|(got, _)| Msg::new("plan-own-got").with("got", wording_of_mark(lang, &got)).text(lang)).unwrap_or_default();
        let text = [goal.body.occasion, aim, goal.body.requirement, got].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        lines.push((goal.day, format!("{} · {}", words::word(lang, "plan-own-goal"), wording::subject(lang, &goal.subject)), text));
    }
    let list = own::checklist(tx, &see)?;
    for (habit, marks) in list.habits.iter().zip(&list.marks) {
        for (week, mark) in list.weeks.iter().zip(marks).filter(|(_, mark)| !mark.is_empty()) {
            lines.push((*week, wording::coded(lang, "plan-habit-", habit), wording::coded(lang, "plan-mark-", mark)));
        }
    }
    lines.sort_by_key(|(day, ..)| std::cmp::Reverse(*day));
    Ok(lines)
}

/// A mark or a band in words.
pub fn wording_of_mark(lang: Lang, mark: &str) -> String {
    if super::goal::BANDS.contains(&mark) { wording::coded(lang, "results-band-", mark) } else { mark.to_owned() }
}

/// What a goal of the child's own aims at.
pub fn own_aim(lang: Lang, body: &own::OwnBody) -> String {
    if body.full.is_empty() {
        Msg::new("plan-own-aim-band").with("aim", wording_of_mark(lang, &body.aim)).text(lang)
    } else {
        Msg::new("plan-own-aim-points").with("aim", &body.aim).with("full", &body.full).text(lang)
    }
}
