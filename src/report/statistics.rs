//! verbs: statistics of who is supported (A5-03, A8-03, A9-17, B6-11): by grade, kind, cause and sex, records week by week, goals, who came off the list. Counts only: no child, no mark, no
//! ranking of colleagues. A count below three is not told to who does not look after the whole school.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::sql;
use super::sql::stats;
use crate::access::{Permit, Subject, acts};
use crate::base::{ClassId, Lang, Msg, PupilId, Result, words};
use crate::casefile::{self, diagnosis, wording};
use crate::programme::naming;
use crate::progress::review::{self, JUDGED};
use crate::roster::time::{self, Class, Term};
use crate::store::Tx;

/// Counts below this are not told to who does not look after the whole school.
pub const TOLD_LEAST: i64 = 3;
/// Causes that are shown, the most frequent.
const CAUSES_MOST: usize = 12;

/// A statistic: what is counted, line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The identifier; the words are `report-figure-<code>`.
    pub code: &'static str,
    /// Its lines: word and count.
    pub rows: Vec<(String, i64)>,
}

/// A count as it is told: a small one is not, to who does not look after the whole school.
pub fn told(count: i64, whole: bool, lang: Lang) -> String {
    if whole || count == 0 || count >= TOLD_LEAST { count.to_string() } else { Msg::new("report-figure-few").with("least", TOLD_LEAST).text(lang) }
}

fn counted(words: impl Iterator<Item = String>) -> Vec<(String, i64)> {
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    let mut rows: Vec<(String, i64)> = counts.into_iter().collect();
    rows.sort_by_key(|(word, count)| (std::cmp::Reverse(*count), word.clone()));
    rows
}

/// The classes of the permit's class, grade or school in a term.
fn classes(tx: &mut Tx<'_>, permit: &Permit<acts::PrintRegister>, term: &Term) -> Result<Vec<Class>> {
    let mut classes = time::classes(tx, term.year)?;
    match permit.subject() {
        Subject::Class(id) => classes.retain(|class| class.id == id),
        Subject::Grade(id) => classes.retain(|class| class.grade == id),
        _ => {}
    }
    Ok(classes)
}

/// The statistics of a class, a grade or the school in a term, as far as the permit's levels open what they rest on.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn figures(tx: &mut Tx<'_>, permit: &Permit<acts::PrintRegister>, term: &Term, lang: Lang) -> Result<Vec<Figure>> {
    let classes = classes(tx, permit, term)?;
    let day = tx.today().clamp(term.first_day, term.last_day);
    let names = naming::names(tx)?;
    let (mut grades, mut kinds, mut sexes, mut causes, mut goals) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), vec![0_i64; JUDGED.len()]);
    for class in &classes {
        let sex: HashMap<PupilId, String> = sql::seats(tx, class.id, day)?.into_iter().map(|seat| (seat.pupil, seat.sex)).collect();
        for line in casefile::lines(tx, permit.who(), Some(class.id))? {
            grades.push(class.level);
            let categories: HashSet<String> = line.categories.iter().map(|(category, _)| names.of(*category, lang)).collect();
            kinds.extend(categories);
            sexes.push(sex.get(&line.pupil).cloned().unwrap_or_default());
            let see = Permit::<acts::SeeCaseFile>::ask(tx, permit.who(), line.pupil)?;
            causes.extend(diagnosis::picture(tx, &see, term)?.causes.into_iter().map(|one| wording::cause(lang, one.cause)));
            let newest = review::of_pupil(tx, &see)?.into_iter().find(|one| (term.first_day..=day).contains(&one.day));
            for goal in newest.into_iter().flat_map(|one| one.body.goals) {
                if let Some(at) = JUDGED.iter().position(|code| *code == goal.judged) {
                    goals[at] += 1;
                }
            }
        }
    }
    let mut by_grade: BTreeMap<i64, i64> = classes.iter().map(|class| (class.level, 0)).collect();
    for level in grades {
        *by_grade.entry(level).or_default() += 1;
    }
    let grade = |level: i64| Msg::new("report-grade").with("grade", level).text(lang);
    let sex = |code: &str| words::word(lang, &format!("report-figure-sex-{}", if ["male", "female"].contains(&code) { code } else { "unknown" }));
    let mut causes = counted(causes.into_iter());
    causes.truncate(CAUSES_MOST);
    let reached = JUDGED.iter().zip(goals).map(|(code, count)| (words::word(lang, &format!("progress-judged-{code}")), count)).collect();
    let ids: HashMap<ClassId, i64> = classes.iter().map(|class| (class.id, class.level)).collect();
    Ok(vec![
        Figure { code: "grade", rows: by_grade.into_iter().map(|(level, count)| (grade(level), count)).collect() },
        Figure { code: "kind", rows: counted(kinds.into_iter()) },
        Figure { code: "cause", rows: causes },
        Figure { code: "sex", rows: counted(sexes.iter().map(|code| sex(code))) },
        weeks(tx, term, &ids, lang)?,
        Figure { code: "goals", rows: reached },
        left(tx, term, &ids, &grade)?,
    ])
}

/// What took place with children of the classes, week by week of the term.
fn weeks(tx: &mut Tx<'_>, term: &Term, classes: &HashMap<ClassId, i64>, lang: Lang) -> Result<Figure> {
    let until = tx.today().clamp(term.first_day, term.last_day);
    let days = time::term_days(tx, term)?;
    let mut counts: BTreeMap<i64, i64> = BTreeMap::new();
    for week in (term.first_day.days()..=until.days()).filter_map(|day| days.week_of(term.first_day.plus_days(day - term.first_day.days()))) {
        counts.entry(week).or_default();
    }
    for (day, class, count) in stats::acts(tx, term.first_day, until)? {
        if let (true, Some(week)) = (classes.contains_key(&class), days.week_of(day)) {
            *counts.entry(week).or_default() += count;
        }
    }
    Ok(Figure { code: "weeks", rows: counts.into_iter().map(|(week, count)| (Msg::new("report-figure-week").with("week", week).text(lang), count)).collect() })
}

/// Who came off the list in the term, by grade.
fn left(tx: &mut Tx<'_>, term: &Term, classes: &HashMap<ClassId, i64>, grade: &dyn Fn(i64) -> String) -> Result<Figure> {
    let mut counts: BTreeMap<i64, i64> = classes.values().map(|level| (*level, 0)).collect();
    let mut seen = HashSet::new();
    for (pupil, class) in stats::left(tx, term.first_day, term.last_day)? {
        if let (Some(level), true) = (classes.get(&class), seen.insert(pupil)) {
            *counts.entry(*level).or_default() += 1;
        }
    }
    Ok(Figure { code: "left", rows: counts.into_iter().map(|(level, count)| (grade(level), count)).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_count_is_told_only_to_who_looks_after_the_whole_school() {
        for (count, whole, said) in [(0, false, "0"), (1, false, "少于 3"), (2, false, "少于 3"), (3, false, "3"), (1, true, "1"), (41, true, "41")] {
            assert_eq!(told(count, whole, Lang::ZhCn), said, "{count} {whole}");
        }
    }

    #[test]
    fn words_are_counted_and_the_most_frequent_comes_first() {
        let words = ["乙", "甲", "丙", "甲"].map(String::from);
        assert_eq!(counted(words.into_iter()), [("甲".to_owned(), 2), ("丙".to_owned(), 1), ("乙".to_owned(), 1)]);
    }
}
