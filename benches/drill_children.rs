//! How often the diagnosis is right, on invented children: the tables and the chart of docs/drill.md.
//!
//! `cargo bench --bench drill_children` prints the tables; with `BANGFU_DRILL_DOCS=docs` it writes them into `drill.md` there, between the two marks, and the
//! chart beside it. The same seeds give the same figures. The aims are asserted, on fewer children, by `drill::engine::trial::tests`.

use std::fmt::Write as _;

use bangfu::drill::engine::simulate::Child;
use bangfu::drill::engine::trial::{ODDS, Score, Trial, each_child, ratio, run};
use bangfu::drill::engine::weigh::Rates;
use bangfu::drill::engine::{Answer, Bug, Day, Diagnoser, Given, Problem, Rng, Skill, Status, bugs, items};

const SKILLS: [Skill; 12] = [
    Skill::SubTwoDigit,
    Skill::SubThreeDigit,
    Skill::SubAcrossZero,
    Skill::AddTwoDigit,
    Skill::AddThreeDigit,
    Skill::MulOneDigit,
    Skill::MulZero,
    Skill::MulTwoDigit,
    Skill::DivOneDigit,
    Skill::DivZero,
    Skill::DivTwoDigit,
    Skill::DecAddSub,
];
const ITEMS: [usize; 8] = [3, 4, 6, 8, 10, 12, 16, 20];
/// Children of each skill in each cell of a table.
const CHILDREN: usize = 800;

fn trial(skill: Skill) -> Trial {
    Trial { skill, items: 10, chosen: true, bugs: 1, slips: 50_000, asleep: 0, children: CHILDREN, seed: 2026 }
}

/// All skills together.
fn all(change: impl Fn(&mut Trial)) -> Score {
    let mut score = Score::default();
    for skill in SKILLS {
        let mut trial = trial(skill);
        change(&mut trial);
        score.add(&run(&trial, &Rates::default()));
    }
    score
}

fn percent(share: f64) -> String {
    format!("{:.1}", 100.0 * share)
}

fn row(to: &mut String, head: &str, score: &Score) {
    let of = |part: usize, of: usize| if of == 0 { "–".to_owned() } else { percent(ratio(part, of)) };
    let cells = [
        of(score.shown, score.bugs),
        of(score.named, score.bugs),
        of(score.confirmed, score.bugs),
        of(score.findings - score.wrong, score.findings),
        of(score.misjudged, score.children),
    ];
    let _ = writeln!(to, "| {head} | {} |", cells.join(" | "));
}

const HEAD: &str = "shown % | named first % | confirmed % | findings that are so % | children misjudged % |\n|---|---|---|---|---|---|";

fn by_items(to: &mut String) -> [Vec<f64>; 2] {
    let mut curves = [Vec::new(), Vec::new()];
    for (at, (chosen, name)) in [(true, "Chosen"), (false, "Random")].into_iter().enumerate() {
        let _ = writeln!(to, "\n{name} items, one rule, 5 % slips:\n\n| items | {HEAD}");
        for items in ITEMS {
            let score = all(|trial| (trial.items, trial.chosen) = (items, chosen));
            row(to, &items.to_string(), &score);
            curves[at].push(score.recall());
        }
    }
    let _ = writeln!(to, "\nTwo rules that can act together, chosen items, 5 % slips:\n\n| items | {HEAD}");
    for items in ITEMS {
        row(to, &items.to_string(), &all(|trial| (trial.items, trial.bugs) = (items, 2)));
    }
    curves
}

fn by_slips(to: &mut String) {
    let _ = writeln!(to, "\nTen chosen items:\n\n| rules, slips | {HEAD}");
    for bugs in [0, 1, 2] {
        for slips in [0, 50_000, 100_000, 150_000] {
            row(to, &format!("{bugs}, {} %", slips / 10_000), &all(|trial| (trial.bugs, trial.slips) = (bugs, slips)));
        }
    }
    let _ = writeln!(to, "\nTen chosen items, one rule that sleeps now and then, 5 % slips:\n\n| sleeps | {HEAD}");
    for asleep in [0, 100_000, 200_000, 300_000] {
        row(to, &format!("{} %", asleep / 10_000), &all(|trial| trial.asleep = asleep));
    }
}

/// The fewest items with which 95 of 100 rules are shown.
fn needed(skill: Skill, chosen: bool) -> Option<usize> {
    (3..=60).find(|items| run(&Trial { items: *items, chosen, children: 400, ..trial(skill) }, &Rates::default()).recall() >= 0.95)
}

fn fewer(to: &mut String) {
    let _ = writeln!(to, "\nFewest items with which 95 % of the rules are shown, 5 % slips:\n\n| skill | chosen | random |\n|---|---|---|");
    let (mut of_chosen, mut of_random) = (Vec::new(), Vec::new());
    for skill in SKILLS {
        let (chosen, random) = (needed(skill, true), needed(skill, false));
        let shown = |items: Option<usize>| items.map_or("over 60".to_owned(), |items| items.to_string());
        let _ = writeln!(to, "| {skill} | {} | {} |", shown(chosen), shown(random));
        of_chosen.push(chosen.unwrap_or(61));
        of_random.push(random.unwrap_or(61));
    }
    let mean = |of: &[usize]| ratio(of.iter().sum(), of.len());
    let _ = writeln!(to, "| mean | {:.1} | {:.1} |", mean(&of_chosen), mean(&of_random));
}

fn by_skill(to: &mut String) {
    let _ = writeln!(to, "\nEach skill, ten chosen items, one rule, 5 % slips:\n\n| skill | {HEAD}");
    for skill in SKILLS {
        row(to, skill.code(), &run(&trial(skill), &Rates::default()));
    }
}

fn odds(to: &mut String) {
    let mut score = Score::default();
    for (bugs, asleep) in [(0, 0), (1, 0), (1, 200_000), (2, 100_000)] {
        for (items, slips) in [(4, 100_000), (6, 50_000), (10, 150_000)] {
            score.add(&all(|trial| (trial.bugs, trial.asleep, trial.items, trial.slips, trial.chosen) = (bugs, asleep, items, slips, items != 6)));
        }
    }
    let _ = writeln!(
        to,
        "\nWhether the odds keep (children with no, one and two rules, steady and not, 4 to 10 items, 5 to 15 % slips):\n\n| odds at least | findings | so % |\n|---|---|---|"
    );
    for (step, (findings, so)) in ODDS.iter().zip(score.kept) {
        let _ = writeln!(to, "| {step} | {findings} | {} |", percent(ratio(so, findings)));
    }
}

/// ARITHMETIC.md 3.8: at least three answers for a rule and three fourths of those for and against, other wrong answers counted half.
fn by_rule(answers: &[(Problem, Answer)]) -> Vec<Bug> {
    let judge = |bug: &Bug| {
        let (mut support, mut against, mut other) = (0, 0, 0);
        for (problem, answer) in answers {
            let predicted = bugs::predict(*bug, problem);
            match predicted.applies() {
                true if predicted.answers().contains(answer) => support += 1,
                true if problem.is_right(*answer) => against += 1,
                true => other += 1,
                false => {}
            }
        }
        support >= 3 && 8 * support >= 6 * (support + against) + 3 * other
    };
    Bug::ALL.into_iter().filter(judge).collect()
}

fn beside_the_rule(to: &mut String) {
    let _ = writeln!(
        to,
        "\nConfirmed by counting (ARITHMETIC.md 3.8) and by weighing, ten chosen items, 5 % slips:\n\n| children | way | rules confirmed % | confirmed a rule too many % | rules in a confirmed finding |\n|---|---|---|---|---|"
    );
    for (bugs, asleep, name) in [(0, 0, "no rule"), (1, 0, "one rule"), (1, 200_000, "one that sleeps 20 %"), (2, 0, "two rules")] {
        let (mut has, mut counted, mut counted_wrong, mut told, mut children) = (0, 0, 0, 0, 0);
        let (mut weighed, mut weighed_wrong, mut shown) = (0, 0, 0);
        for skill in SKILLS {
            let mut diagnoser = Diagnoser::default();
            each_child(&Trial { bugs, asleep, ..trial(skill) }, |child: &Child, answers| {
                let found = by_rule(answers);
                children += 1;
                has += child.bugs.len();
                counted += child.bugs.iter().filter(|bug| found.contains(bug)).count();
                counted_wrong += usize::from(found.iter().any(|bug| !child.bugs.contains(bug)));
                told += found.len();
                let given: Vec<Given> = answers.iter().map(|(problem, answer)| Given { day: Day(0), problem: diagnoser.known(problem), answer: *answer }).collect();
                let sure: Vec<_> = diagnoser.diagnose(&given, Day(0)).findings.into_iter().filter(|finding| finding.status == Status::Confirmed).collect();
                weighed += child.bugs.iter().filter(|bug| sure.iter().any(|finding| finding.bug == **bug || finding.candidates.contains(bug))).count();
                weighed_wrong += usize::from(sure.iter().any(|finding| !child.bugs.contains(&finding.bug)));
                shown += sure.iter().map(|finding| finding.candidates.len().max(1)).sum::<usize>();
            });
        }
        let of = |part: usize, of: usize| if of == 0 { "–".to_owned() } else { percent(ratio(part, of)) };
        let _ = writeln!(to, "| {name} | counting | {} | {} | {:.2} |", of(counted, has), percent(ratio(counted_wrong, children)), ratio(told, children));
        let _ = writeln!(to, "| {name} | weighing | {} | {} | {:.2} |", of(weighed, has), percent(ratio(weighed_wrong, children)), ratio(shown, children));
    }
}

/// Six sheets of ten items, two days apart: the first rule for three sheets, then another one, or none.
fn changing(to: &mut String) {
    let _ = writeln!(
        to,
        "\nChildren whose rule changes after the third sheet (ten chosen items every second day, 5 % slips; after each sheet):\n\n| sheet | old rule confirmed % | old rule suspected % | old rule gone % | new rule confirmed % | new rule shown % | something else said % |\n|---|---|---|---|---|---|---|"
    );
    let mut counts = [[0_usize; 6]; 6];
    let (mut children, mut with_new) = (0, 0);
    for skill in SKILLS {
        let mut rng = Rng::new(77);
        let pool = items::pool(skill, &mut rng);
        let rules = items::rules_of(&pool);
        let mut diagnoser = Diagnoser::default();
        let sheets: Vec<Vec<Problem>> = (0..6).map(|_| items::choose(&items::pool(skill, &mut rng), &rules, 10)).collect();
        for n in 0..300 {
            let (old, new) = (rules[n % rules.len()], rng.pick(&rules).copied().filter(|_| n % 3 > 0));
            let Some(new) = new.map_or(Some(None), |new| (new != old).then_some(Some(new))) else { continue };
            children += 1;
            with_new += usize::from(new.is_some());
            let child = |bug: Option<Bug>| Child { bugs: bug.into_iter().collect(), slips: 50_000, asleep: 0 };
            let mut given: Vec<Given> = Vec::new();
            for (at, sheet) in sheets.iter().enumerate() {
                let day = Day(2 * i32::try_from(at).expect("a day"));
                let child = child(if at < 3 { Some(old) } else { new });
                given.extend(sheet.iter().map(|problem| Given { day, problem: diagnoser.known(problem), answer: child.answer(problem, &mut rng) }));
                let found = diagnoser.diagnose(&given, day).findings;
                let is = |bug: Bug, status: Status| found.iter().any(|finding| finding.status == status && (finding.bug == bug || finding.candidates.contains(&bug)));
                let say = |place: usize, so: bool, counts: &mut [[usize; 6]; 6]| counts[at][place] += usize::from(so);
                say(0, is(old, Status::Confirmed), &mut counts);
                say(1, is(old, Status::Suspected), &mut counts);
                say(2, is(old, Status::Gone), &mut counts);
                if let Some(new) = new {
                    say(3, is(new, Status::Confirmed), &mut counts);
                    say(4, is(new, Status::Confirmed) || is(new, Status::Suspected), &mut counts);
                }
                let own = |bug: Bug| bug == old || Some(bug) == new;
                say(5, found.iter().any(|finding| !own(finding.bug) && !finding.candidates.iter().any(|bug| own(*bug))), &mut counts);
            }
        }
    }
    for (sheet, count) in counts.iter().enumerate() {
        let of = |place: usize, all: usize| percent(ratio(count[place], all));
        let _ =
            writeln!(to, "| {} | {} | {} | {} | {} | {} | {} |", sheet + 1, of(0, children), of(1, children), of(2, children), of(3, with_new), of(4, with_new), of(5, children));
    }
}

/// Share of rules shown by the number of items, chosen and random, as a chart without styles.
fn chart(curves: &[Vec<f64>; 2]) -> String {
    let x = |items: usize| 60.0 + 27.0 * ratio(items, 1);
    let y = |share: f64| 320.0 - 280.0 * share;
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 380\" class=\"chart\" role=\"img\" font-family=\"sans-serif\" font-size=\"13\">\n<title>Share of faulty rules shown, by the number of items</title>\n<rect width=\"640\" height=\"380\" fill=\"white\"/>\n",
    );
    for step in 0..=5 {
        let at = y(ratio(step, 5));
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"60\" x2=\"600\" y1=\"{at:.0}\" y2=\"{at:.0}\" stroke=\"#ddd\"/><text x=\"52\" y=\"{:.0}\" text-anchor=\"end\">{} %</text>",
            at + 4.0,
            20 * step
        );
    }
    let at = y(0.95);
    let _ = writeln!(
        svg,
        "<line class=\"aim\" x1=\"60\" x2=\"600\" y1=\"{at:.0}\" y2=\"{at:.0}\" stroke=\"#666\" stroke-dasharray=\"2 4\"/><text x=\"604\" y=\"{:.0}\">95 %</text>",
        at + 4.0
    );
    for items in ITEMS {
        let _ = writeln!(svg, "<text x=\"{:.0}\" y=\"340\" text-anchor=\"middle\">{items}</text>", x(items));
    }
    svg.push_str("<text x=\"330\" y=\"364\" text-anchor=\"middle\">items</text>\n");
    for (curve, (class, colour, dash)) in curves.iter().zip([("chosen", "#1f5fa8", ""), ("random", "#b5541c", " stroke-dasharray=\"7 4\"")]) {
        let points: Vec<String> = ITEMS.iter().zip(curve).map(|(items, share)| format!("{:.1},{:.1}", x(*items), y(*share))).collect();
        let _ = writeln!(svg, "<polyline class=\"{class}\" points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\"{dash}/>", points.join(" "));
        for point in &points {
            let (cx, cy) = point.split_once(',').expect("a point");
            let _ = writeln!(svg, "<circle class=\"{class}\" cx=\"{cx}\" cy=\"{cy}\" r=\"3.5\" fill=\"{colour}\"/>");
        }
        let share = curve[1];
        let _ = writeln!(svg, "<text class=\"{class}\" x=\"{:.0}\" y=\"{:.0}\" fill=\"{colour}\">{class}</text>", x(4) + 12.0, y(share) + 16.0);
    }
    svg + "</svg>\n"
}

const MARKS: [&str; 2] = ["<!-- figures -->\n", "<!-- end of figures -->"];

fn main() {
    let mut told = String::new();
    let curves = by_items(&mut told);
    fewer(&mut told);
    by_slips(&mut told);
    by_skill(&mut told);
    beside_the_rule(&mut told);
    odds(&mut told);
    changing(&mut told);
    println!("{told}");
    if let Some(folder) = std::env::var_os("BANGFU_DRILL_DOCS") {
        let folder = std::path::PathBuf::from(folder);
        std::fs::write(folder.join("drill-items.svg"), chart(&curves)).expect("the chart is written");
        let paper = folder.join("drill.md");
        let text = std::fs::read_to_string(&paper).expect("drill.md is there");
        let (front, rest) = text.split_once(MARKS[0]).expect("a first mark");
        let (_, behind) = rest.split_once(MARKS[1]).expect("a second mark");
        std::fs::write(paper, format!("{front}{}{}\n{}{behind}", MARKS[0], told.trim_end(), MARKS[1])).expect("the tables are written");
    }
}
