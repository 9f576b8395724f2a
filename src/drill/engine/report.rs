//! From rows of pupil, date, problem and answer to the report of `bangfu drill diagnose`.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::bugs::Bug;
use super::day::Day;
use super::diagnose::{Chance, Diagnoser, Diagnosis, Evidence, Finding, Given, Status};
use super::parse::{self, Why};
use super::slips::{Habit, Slip};

/// Answers shown for one finding, the newest kept.
const EVIDENCE: usize = 40;

/// A row as it stands in the file.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Its number in the file, for messages.
    pub row: usize,
    /// Whose answer; shown in the report as it is given.
    pub pupil: &'a str,
    /// The day.
    pub date: &'a str,
    /// The problem.
    pub problem: &'a str,
    /// The answer; empty when there was none.
    pub answer: &'a str,
}

/// The column of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Column {
    /// The pupil.
    Pupil,
    /// The date.
    Date,
    /// The problem.
    Problem,
    /// The answer.
    Answer,
}

impl Column {
    /// All four, in the order of the file.
    pub const ALL: [Self; 4] = [Self::Pupil, Self::Date, Self::Problem, Self::Answer];

    /// Its name in the head of the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pupil => "pupil",
            Self::Date => "date",
            Self::Problem => "problem",
            Self::Answer => "answer",
        }
    }

    /// What the head of a file may call it.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Pupil => &["pupil", "student", "name", "学生", "學生", "姓名"],
            Self::Date => &["date", "day", "日期"],
            Self::Problem => &["problem", "item", "question", "题目", "題目", "算式"],
            Self::Answer => &["answer", "response", "答案", "得数", "得數"],
        }
    }
}

/// Where the four columns stand in a head.
///
/// # Errors
/// The columns that are not there.
pub fn columns(head: &[&str]) -> Result<[usize; 4], Vec<Column>> {
    let place = |column: Column| head.iter().position(|name| column.names().contains(&name.trim().trim_start_matches('\u{feff}').to_lowercase().as_str()));
    let places = Column::ALL.map(place);
    match places {
        [Some(pupil), Some(date), Some(problem), Some(answer)] => Ok([pupil, date, problem, answer]),
        _ => Err(Column::ALL.into_iter().zip(places).filter(|(_, place)| place.is_none()).map(|(column, _)| column).collect()),
    }
}

/// The report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// In the order of their first row.
    pub pupils: Vec<PupilReport>,
    /// Rows that could not be read; they count for nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<UnreadRow>,
}

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadRow {
    /// Its number in the file.
    pub row: usize,
    /// In which column.
    pub column: Column,
    /// At which character, from 1.
    pub at: usize,
    /// Why; the words lie under `drill-unread-<why>`.
    pub why: Why,
}

/// What was found of one pupil.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PupilReport {
    /// As given.
    pub pupil: String,
    /// Rules, the surest first.
    pub findings: Vec<FindingReport>,
    /// Answers of the last days, without blanks.
    pub answered: usize,
    /// The right ones among them.
    pub right: usize,
    /// Slips of the last days, the most frequent first.
    pub slips: Vec<SlipReport>,
    /// Facts of the table that were answered wrongly, the most frequent first.
    pub facts: Vec<FactReport>,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindingReport {
    /// The code of the catalogue.
    pub code: String,
    /// confirmed, suspected or gone.
    pub status: Status,
    /// Answers for it.
    pub support: usize,
    /// Answers against it.
    pub contradiction: usize,
    /// Codes that the answers do not part, this one first; empty when it is clear.
    pub candidates: Vec<String>,
    /// The rule that acts together with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
    /// The chance that the rule or a candidate is the child's, in thousandths.
    pub per_mille: u16,
    /// The answers, the oldest first.
    pub evidence: Vec<EvidenceReport>,
    /// How it shows and fades, day by day.
    pub series: Vec<Chance>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceReport {
    /// The day.
    pub date: Day,
    /// The problem as given.
    pub problem: String,
    /// The answer as given.
    pub answer: String,
    /// The right answer.
    pub right: String,
    /// Whether it speaks for the rule.
    pub supports: bool,
}

/// A kind of slip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipReport {
    /// The code of the catalogue.
    pub code: String,
    /// How often.
    pub times: usize,
    /// Letters of the habits that guard against it.
    pub habits: Vec<String>,
}

/// A fact of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactReport {
    /// The factors, the smaller one first.
    pub factors: (u64, u64),
    /// How often it was wrong.
    pub times: u32,
}

struct Read<'a> {
    given: Vec<Given>,
    texts: Vec<(&'a str, &'a str)>,
}

/// The report of rows in any order. Each pupil is judged as of `today`, or as of the pupil's own last answer.
pub fn report<'a>(rows: impl IntoIterator<Item = Row<'a>>, today: Option<Day>) -> Report {
    let mut diagnoser = Diagnoser::default();
    let mut report = Report::default();
    let (mut places, mut pupils): (HashMap<&str, usize>, Vec<(&str, Read<'a>)>) = (HashMap::new(), Vec::new());
    let mut answers: HashMap<&str, Result<super::Answer, parse::Unread>> = HashMap::new();
    let mut days: HashMap<&str, Result<Day, parse::Unread>> = HashMap::new();
    for row in rows {
        let pupil = row.pupil.trim();
        let place = *places.entry(pupil).or_insert_with(|| {
            pupils.push((pupil, Read { given: Vec::new(), texts: Vec::new() }));
            pupils.len() - 1
        });
        let mut bad = |column, unread: parse::Unread| report.unread.push(UnreadRow { row: row.row, column, at: unread.at, why: unread.why });
        let day = *days.entry(row.date).or_insert_with(|| Day::parse(row.date));
        let problem = diagnoser.problem(row.problem);
        let answer = *answers.entry(row.answer).or_insert_with(|| parse::answer(row.answer));
        match (day, problem, answer) {
            (Ok(day), Ok(problem), Ok(answer)) => {
                let read = &mut pupils[place].1;
                read.given.push(Given { day, problem, answer });
                read.texts.push((row.problem, row.answer));
            }
            (day, problem, answer) => {
                let _ = day.map_err(|unread| bad(Column::Date, unread));
                let _ = problem.map_err(|unread| bad(Column::Problem, unread));
                let _ = answer.map_err(|unread| bad(Column::Answer, unread));
            }
        }
    }
    for (pupil, read) in pupils {
        let last = read.given.iter().map(|given| given.day).max().unwrap_or(Day(0));
        let found = diagnoser.diagnose(&read.given, today.unwrap_or(last));
        report.pupils.push(of_pupil(pupil, &read, &found, &diagnoser));
    }
    report
}

fn of_pupil(pupil: &str, read: &Read<'_>, found: &Diagnosis, diagnoser: &Diagnoser) -> PupilReport {
    let mut slips: BTreeMap<Slip, usize> = BTreeMap::new();
    for (_, slip) in &found.slips {
        *slips.entry(*slip).or_default() += 1;
    }
    let mut slips: Vec<(Slip, usize)> = slips.into_iter().collect();
    slips.sort_by_key(|(slip, times)| (std::cmp::Reverse(*times), *slip));
    let habits = |slip: Slip| slip.habits().iter().map(|habit: &Habit| habit.code().to_owned()).collect();
    PupilReport {
        pupil: pupil.to_owned(),
        findings: found.findings.iter().map(|finding| of_finding(finding, read, diagnoser)).collect(),
        answered: found.answered,
        right: found.right,
        slips: slips.into_iter().map(|(slip, times)| SlipReport { code: slip.code().to_owned(), times, habits: habits(slip) }).collect(),
        facts: found.facts.iter().map(|(factors, times)| FactReport { factors: *factors, times: *times }).collect(),
    }
}

fn of_finding(finding: &Finding, read: &Read<'_>, diagnoser: &Diagnoser) -> FindingReport {
    let shown = &finding.evidence[finding.evidence.len().saturating_sub(EVIDENCE)..];
    let evidence = |evidence: &Evidence| {
        let (given, (problem, answer)) = (&read.given[evidence.given], read.texts[evidence.given]);
        let known = diagnoser.show(given.problem);
        let right = known.right().map(|right| known.show(right)).unwrap_or_default();
        EvidenceReport { date: given.day, problem: problem.to_owned(), answer: answer.to_owned(), right, supports: evidence.supports }
    };
    FindingReport {
        code: finding.bug.code().to_owned(),
        status: finding.status,
        support: finding.support,
        contradiction: finding.contradiction,
        candidates: finding.candidates.iter().map(|bug| bug.code().to_owned()).collect(),
        with: finding.with.map(|bug: Bug| bug.code().to_owned()),
        per_mille: per_mille(finding.odds),
        evidence: shown.iter().map(evidence).collect(),
        series: finding.series.clone(),
    }
}

/// A chance in whole thousandths, 0 to 1000.
fn per_mille(odds: f64) -> u16 {
    (0..=1000_u16).rev().find(|step| f64::from(*step) <= odds * 1000.0 + 0.5).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Row<'_>> {
        text.lines()
            .enumerate()
            .map(|(at, line)| {
                let cells: Vec<&str> = line.split(',').collect();
                Row { row: at + 2, pupil: cells[0], date: cells[1], problem: cells[2], answer: cells[3] }
            })
            .collect()
    }

    #[test]
    fn rows_become_the_report_that_the_command_promises() {
        let text = "P1,2026-11-02,63-29,46\nP2,2026-11-02,47/5,9\nP1,2026-11-03,52-18,46\nP1,2026-11-03,91-37,66\nP2,2026-11-03,86/9,9 r 5\nP1,2026-11-03,86-34,52";
        let report = report(rows(text), None);
        let json = serde_json::to_value(&report).unwrap();
        let finding = &json["pupils"][0]["findings"][0];
        assert_eq!((finding["code"].as_str(), finding["status"].as_str()), (Some("sub.smaller_from_larger"), Some("confirmed")));
        assert_eq!((finding["support"].as_u64(), finding["contradiction"].as_u64(), finding["candidates"].as_array().map(Vec::len)), (Some(3), Some(0), Some(0)));
        let evidence = &finding["evidence"][0];
        let shown = ["date", "problem", "answer", "right"].map(|field| evidence[field].as_str().unwrap_or_default().to_owned());
        assert_eq!(shown, ["2026-11-02", "63-29", "46", "34"]);
        assert_eq!(json["pupils"][1]["pupil"], "P2");
        assert_eq!(json["pupils"][1]["findings"].as_array().map(Vec::len), Some(0));
        assert_eq!(report.pupils[1].slips.iter().map(|slip| slip.times).sum::<usize>(), 1);
        assert_eq!(serde_json::from_value::<Report>(json).unwrap(), report);
    }

    #[test]
    fn rows_that_cannot_be_read_say_where_and_count_for_nothing() {
        let report = report(rows("P1,2026-11-02,63-29,46\nP1,2026-13-02,63-29,46\nP1,2026-11-02,63-x29,4a\nP1,2026-11-02,29-63,1"), None);
        let told: Vec<(usize, Column, usize, Why)> = report.unread.iter().map(|unread| (unread.row, unread.column, unread.at, unread.why)).collect();
        assert_eq!(told, [(3, Column::Date, 1, Why::Date), (4, Column::Problem, 4, Why::Number), (4, Column::Answer, 2, Why::Character), (5, Column::Problem, 1, Why::BelowZero)]);
        assert_eq!(report.pupils[0].answered, 1);
    }

    #[test]
    fn the_head_may_be_in_any_order_and_language() {
        assert_eq!(columns(&["date", "Pupil", "answer", "problem"]), Ok([1, 0, 3, 2]));
        assert_eq!(columns(&["\u{feff}姓名", "日期", "题目", "答案"]), Ok([0, 1, 2, 3]));
        assert_eq!(columns(&["pupil", "date"]), Err(vec![Column::Problem, Column::Answer]));
    }

    #[test]
    fn odds_are_whole_thousandths() {
        assert_eq!([0.0, 0.25, 0.9996, 1.0, 0.9994].map(per_mille), [0, 250, 1000, 1000, 999]);
    }
}
