//! The form of a rule: groups of rows, each row one test with its figures; works without JavaScript (B1-02, B3-01, B4-02).
//!
//! Groups are joined by "and" or "or", so are the rows within a group; a group may ask for several subjects, a row for several times in a row.

use crate::base::{Category, Msg, Problem};
use crate::screening::observation_signs::{Item, Seen};
use crate::screening::rule::{Aim, Expr, Grades, Rule, Subjects, Test, Within};
use crate::screening::score::Subject;

/// Groups of one form, at most.
const MAX_GROUPS: usize = 5;
/// Rows of one group, at most.
const MAX_ROWS: usize = 6;

/// Kinds of tests, with the least and most of their figure as the form asks for it; none when they have no figure.
pub(super) const KINDS: [(&str, Option<(f64, f64)>); 13] = [
    ("below_points", Some((0.5, 100.0))),
    ("lowest_band", None),
    ("z_at_most", Some((0.1, 4.0))),
    ("below_mean", None),
    ("bottom_share", Some((1.0, 50.0))),
    ("decline_against_self", Some((1.0, 11.0))),
    ("absence_share", Some((1.0, 100.0))),
    ("absent_days", Some((0.5, 200.0))),
    ("observed", Some((1.0, 12.0))),
    ("observed_items", Some((1.0, 9.0))),
    ("homework_missing", Some((1.0, 60.0))),
    ("conduct_events", Some((1.0, 60.0))),
    ("nominated_by", Some((1.0, 3.0))),
];
/// Least and most of a decline in z.
const DECLINE_Z: (f64, f64) = (0.1, 4.0);

/// One test as it is typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct RowForm {
    pub kind: String,
    pub figure: String,
    pub second: String,
    pub within: String,
    pub times: String,
    pub item: String,
    pub seen: String,
}

/// Rows joined by one word.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct GroupForm {
    pub joint: String,
    pub several: String,
    pub rows: Vec<RowForm>,
}

/// A rule as it is typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct RuleForm {
    pub name: String,
    pub category: String,
    pub from: String,
    pub to: String,
    /// None: all.
    pub subjects: Vec<String>,
    pub joint: String,
    pub groups: Vec<GroupForm>,
    pub note: String,
    pub active: bool,
    pub lower_grade_papers: bool,
}

/// What the builder finds wrong, and which field a place in the rule belongs to.
#[derive(Default)]
struct Finder {
    problems: Vec<Problem>,
    places: Vec<(String, String)>,
}

impl Finder {
    fn belongs(&mut self, path: String, field: String) {
        self.places.push((path, field));
    }
    /// A figure of the form; a problem gives the least one meanwhile, so that the rule itself does not complain too.
    fn figure(&mut self, field: String, typed: &str, (least, most): (f64, f64)) -> f64 {
        match typed.trim().replace('%', "").parse::<f64>() {
            Ok(x) if x >= least && x <= most => x,
            _ => {
                self.problems.push(Problem::at(field, Msg::new("screening-figure-between").with("least", least).with("most", most)));
                least
            }
        }
    }
    fn field_of(&self, path: &str) -> Option<&str> {
        self.places.iter().filter(|(place, _)| path.starts_with(place.as_str())).max_by_key(|(place, _)| place.len()).map(|(_, field)| field.as_str())
    }
}

fn count(typed: &str) -> u8 {
    typed.trim().parse().unwrap_or(1)
}

fn within(typed: &str) -> Within {
    Within::ALL.into_iter().find(|w| w.code() == typed).unwrap_or(Within::Class)
}

impl RowForm {
    /// The test and its path below `path`.
    fn build(&self, g: usize, r: usize, path: &str, finder: &mut Finder) -> Expr {
        let times = count(&self.times);
        let path = if times > 1 {
            let at = format!("{path}.test.in_a_row");
            finder.belongs(at.clone(), format!("times-{g}-{r}"));
            format!("{at}.of")
        } else {
            path.to_owned()
        };
        let at = format!("{path}.test.{}", self.kind);
        finder.belongs(at.clone(), format!("kind-{g}-{r}"));
        finder.belongs(format!("{at}."), format!("figure-{g}-{r}"));
        let test = self.test(format!("figure-{g}-{r}"), format!("second-{g}-{r}"), format!("kind-{g}-{r}"), finder);
        if times > 1 { Test::InARow { times, of: Box::new(test.into()) }.into() } else { test.into() }
    }

    fn test(&self, figure: String, second: String, kind: String, finder: &mut Finder) -> Test {
        let within = within(&self.within);
        let range = KINDS.iter().find(|(code, _)| *code == self.kind).map(|(_, range)| *range);
        let mut number = |range: (f64, f64)| finder.figure(figure.clone(), &self.figure, range);
        match (self.kind.as_str(), range.flatten()) {
            ("below_points", Some(range)) => Test::BelowPoints { percent: number(range) },
            ("z_at_most", Some(range)) => Test::ZAtMost { z: -number(range), within },
            ("bottom_share", Some(range)) => Test::BottomShare { share: number(range) / 100.0, within },
            ("absence_share", Some(range)) => Test::AbsenceShare { share: number(range) / 100.0 },
            ("absent_days", Some(range)) => Test::AbsentDays { days: number(range) },
            ("observed", Some(range)) => Test::Observed { item: self.item(), seen: self.seen(), teachers: number(range) as u8 },
            ("observed_items", Some(range)) => Test::ObservedItems { items: number(range) as u8, seen: self.seen() },
            ("homework_missing", Some(range)) => Test::HomeworkMissing { times: number(range) as u8 },
            ("conduct_events", Some(range)) => Test::ConductEvents { times: number(range) as u8 },
            ("nominated_by", Some(range)) => Test::NominatedBy { parties: number(range) as u8 },
            ("decline_against_self", Some(range)) => {
                let (typed, typed_z) = (!self.figure.trim().is_empty(), !self.second.trim().is_empty());
                let bands = (typed || !typed_z).then(|| number(range) as u8);
                Test::DeclineAgainstSelf { bands, z: typed_z.then(|| finder.figure(second, &self.second, DECLINE_Z)), within }
            }
            ("below_mean", _) => Test::BelowMean { within },
            ("lowest_band", _) => Test::LowestBand,
            _ => {
                finder.problems.push(Problem::at(kind, "screening-pages-unknown-test"));
                Test::LowestBand
            }
        }
    }

    fn item(&self) -> Item {
        Item::of_code(&self.item).unwrap_or(Item::Participation)
    }

    fn seen(&self) -> Seen {
        Seen::of_code(&self.seen).unwrap_or(Seen::Help)
    }

    /// What a test of signs looks at: item and how much.
    fn looks_at(test: &Test) -> (Option<Item>, Option<Seen>) {
        match test {
            Test::Observed { item, seen, .. } => (Some(*item), Some(*seen)),
            Test::ObservedItems { seen, .. } => (None, Some(*seen)),
            _ => (None, None),
        }
    }

    fn of(expr: &Expr) -> Option<Self> {
        let Expr::Test(test) = expr else { return None };
        let (times, test) = match test {
            Test::InARow { times, of } => match &**of {
                Expr::Test(inner) => (*times, inner),
                _ => return None,
            },
            other => (1, other),
        };
        let show = super::super::reason::plain;
        let (figure, second, within) = match test {
            Test::BelowPoints { percent } => (show(*percent), String::new(), None),
            Test::LowestBand => (String::new(), String::new(), None),
            Test::ZAtMost { z, within } => (show(-z), String::new(), Some(within)),
            Test::BelowMean { within } => (String::new(), String::new(), Some(within)),
            Test::BottomShare { share, within } => (show(share * 100.0), String::new(), Some(within)),
            Test::DeclineAgainstSelf { bands, z, within } => (bands.map(|b| b.to_string()).unwrap_or_default(), z.map(show).unwrap_or_default(), Some(within)),
            Test::AbsenceShare { share } => (show(share * 100.0), String::new(), None),
            Test::AbsentDays { days } => (show(*days), String::new(), None),
            Test::Observed { teachers: n, .. } | Test::ObservedItems { items: n, .. } | Test::NominatedBy { parties: n } => (n.to_string(), String::new(), None),
            Test::HomeworkMissing { times: n } | Test::ConductEvents { times: n } => (n.to_string(), String::new(), None),
            Test::InARow { .. } | Test::SeveralSubjects { .. } => return None,
        };
        let within = within.map_or("class", |w| w.code()).to_owned();
        let (item, seen) = Self::looks_at(test);
        let (item, seen) = (item.unwrap_or(Item::Participation).code().to_owned(), seen.unwrap_or(Seen::Help).code().to_owned());
        Some(Self { kind: test.code().to_owned(), figure, second, within, times: times.to_string(), item, seen })
    }
}

impl GroupForm {
    fn filled(&self) -> impl Iterator<Item = (usize, &RowForm)> {
        self.rows.iter().enumerate().filter(|(_, row)| !row.kind.is_empty())
    }

    fn build(&self, g: usize, path: &str, finder: &mut Finder) -> Expr {
        let several = count(&self.several);
        let path = if several > 1 {
            let at = format!("{path}.test.several_subjects");
            finder.belongs(at.clone(), format!("several-{g}"));
            format!("{at}.of")
        } else {
            path.to_owned()
        };
        let rows: Vec<(usize, &RowForm)> = self.filled().collect();
        let inner = match rows.as_slice() {
            [(r, row)] => row.build(g, *r, &path, finder),
            rows => {
                let joint = if self.joint == "any" { "any" } else { "all" };
                let parts = rows.iter().enumerate().map(|(i, (r, row))| row.build(g, *r, &format!("{path}.{joint}.{i}"), finder)).collect();
                if joint == "any" { Expr::Any(parts) } else { Expr::All(parts) }
            }
        };
        if several > 1 { Test::SeveralSubjects { at_least: several, of: Box::new(inner) }.into() } else { inner }
    }

    fn of(expr: &Expr) -> Option<Self> {
        match expr {
            Expr::Test(Test::SeveralSubjects { at_least, of }) => Some(Self { several: at_least.to_string(), ..Self::of(of).filter(|inner| inner.several == "1")? }),
            Expr::All(parts) | Expr::Any(parts) => {
                let joint = if matches!(expr, Expr::Any(_)) { "any" } else { "all" };
                let rows = parts.iter().map(RowForm::of).collect::<Option<Vec<_>>>().filter(|rows| rows.len() <= MAX_ROWS)?;
                Some(Self { joint: joint.to_owned(), several: "1".to_owned(), rows })
            }
            Expr::Test(_) => Some(Self { joint: "any".to_owned(), several: "1".to_owned(), rows: vec![RowForm::of(expr)?] }),
        }
    }
}

impl RuleForm {
    /// An empty form for a new rule.
    pub fn empty() -> Self {
        Self { category: "0".into(), from: "1".into(), to: "6".into(), joint: "any".into(), active: true, ..Self::default() }
    }

    /// Reads what was typed; `field` gives a field, `all` every value of one.
    pub fn read(field: &dyn Fn(&str) -> String, subjects: Vec<String>) -> Self {
        let row = |g: usize, r: usize| {
            let of = |name: &str| field(&format!("{name}-{g}-{r}"));
            RowForm { kind: of("kind"), figure: of("figure"), second: of("second"), within: of("within"), times: of("times"), item: of("item"), seen: of("seen") }
        };
        let group = |g: usize| GroupForm { joint: field(&format!("joint-{g}")), several: field(&format!("several-{g}")), rows: (0..MAX_ROWS).map(|r| row(g, r)).collect() };
        Self {
            name: field("name"),
            category: field("category"),
            from: field("from"),
            to: field("to"),
            subjects,
            joint: field("joint"),
            groups: (0..MAX_GROUPS).map(group).collect(),
            note: field("note"),
            active: !field("active").is_empty(),
            lower_grade_papers: !field("lower").is_empty(),
        }
    }

    /// A stored rule as a form; `None` when it is more tangled than the form can say.
    pub fn of(rule: &Rule) -> Option<Self> {
        let several_groups = |parts: &[Expr]| parts.iter().map(GroupForm::of).collect::<Option<Vec<_>>>().filter(|groups| groups.len() <= MAX_GROUPS);
        let (joint, groups) = match (GroupForm::of(&rule.when), &rule.when) {
            (Some(group), _) => ("any", vec![group]),
            (None, Expr::All(parts)) => ("all", several_groups(parts)?),
            (None, Expr::Any(parts)) => ("any", several_groups(parts)?),
            (None, Expr::Test(_)) => return None,
        };
        Some(Self {
            name: rule.name.clone(),
            category: Aim::ALL.iter().position(|c| *c == rule.category).unwrap_or_default().to_string(),
            from: rule.grades.from.to_string(),
            to: rule.grades.to.to_string(),
            subjects: match &rule.subjects {
                Subjects::All => Vec::new(),
                Subjects::Some(chosen) => chosen.iter().map(|s| s.code().to_owned()).collect(),
            },
            joint: joint.to_owned(),
            groups,
            note: rule.note.clone(),
            active: rule.active,
            lower_grade_papers: rule.lower_grade_papers,
        })
    }

    /// The rule that was typed.
    ///
    /// # Errors
    /// Every problem, at its field.
    pub fn build(&self) -> Result<Rule, Vec<Problem>> {
        let mut finder = Finder::default();
        let groups: Vec<(usize, &GroupForm)> = self.groups.iter().enumerate().filter(|(_, group)| group.filled().next().is_some()).collect();
        let when = match groups.as_slice() {
            [(g, group)] => group.build(*g, "when", &mut finder),
            groups => {
                let joint = if self.joint == "all" { "all" } else { "any" };
                let parts = groups.iter().enumerate().map(|(i, (g, group))| group.build(*g, &format!("when.{joint}.{i}"), &mut finder)).collect();
                if joint == "all" { Expr::All(parts) } else { Expr::Any(parts) }
            }
        };
        finder.belongs("when".into(), "kind-0-0".into());
        let rule = Rule {
            name: self.name.trim().to_owned(),
            category: self.category.parse().ok().and_then(|at: usize| Aim::ALL.get(at).copied()).unwrap_or(Aim::For(Category::LearningDifficulty)),
            grades: Grades { from: count(&self.from), to: self.to.trim().parse().unwrap_or(6) },
            subjects: if self.subjects.is_empty() { Subjects::All } else { Subjects::Some(self.subjects.iter().map(|s| Subject::new(s)).collect()) },
            when,
            note: self.note.trim().to_owned(),
            active: self.active,
            lower_grade_papers: self.lower_grade_papers,
        };
        let mut problems = std::mem::take(&mut finder.problems);
        for problem in rule.problems() {
            let field = match problem.field.as_ref() {
                path if path.starts_with("when") => finder.field_of(path).unwrap_or("kind-0-0").to_owned(),
                "grades" => "from".to_owned(),
                other => other.to_owned(),
            };
            if !problems.iter().any(|p| p.field == field) {
                problems.push(Problem::at(field, problem.message));
            }
        }
        if problems.is_empty() { Ok(rule) } else { Err(problems) }
    }

    /// The form with room for one more row in each group and for one more group.
    pub fn roomy(mut self) -> Self {
        self.groups.retain(|group| group.filled().next().is_some());
        for group in &mut self.groups {
            group.rows.retain(|row| !row.kind.is_empty());
            if group.rows.len() < MAX_ROWS {
                group.rows.push(RowForm { within: "class".into(), times: "1".into(), ..RowForm::default() });
            }
        }
        if self.groups.len() < MAX_GROUPS {
            let blank = || RowForm { within: "class".into(), times: "1".into(), ..RowForm::default() };
            self.groups.push(GroupForm { joint: "all".into(), several: "1".into(), rows: vec![blank(), blank()] });
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;
    use crate::screening::default_rules;

    #[test]
    fn every_rule_of_a_new_school_fits_the_form_and_comes_back_the_same() {
        for rule in default_rules(Lang::ZhCn).unwrap() {
            let form = RuleForm::of(&rule).unwrap_or_else(|| panic!("{}", rule.name));
            assert_eq!(form.clone().roomy().build().unwrap(), rule, "{form:?}");
        }
    }

    fn row(kind: &str, figure: &str, times: &str) -> RowForm {
        RowForm { kind: kind.into(), figure: figure.into(), within: "class".into(), times: times.into(), ..RowForm::default() }
    }

    fn form(groups: Vec<Vec<RowForm>>) -> RuleForm {
        let groups = groups.into_iter().map(|rows| GroupForm { joint: "all".into(), several: "1".into(), rows }).collect();
        RuleForm { name: "一条规则".into(), groups, ..RuleForm::empty() }
    }

    #[test]
    fn groups_joined_by_or_hold_rows_joined_by_and() {
        let rule = form(vec![vec![row("below_points", "60", "2"), row("absent_days", "5", "1")], vec![row("lowest_band", "", "1")]]).build().unwrap();
        assert_eq!(rule.sentence(Lang::ZhCn), "（连续 2 次：低于满分的 60%且缺勤 5 天以上）或在最低一档");
        assert_eq!(RuleForm::of(&rule).unwrap().roomy().build().unwrap(), rule);
    }

    #[test]
    fn each_problem_stands_at_the_field_that_was_typed_into() {
        let mut bad = form(vec![vec![row("below_points", "abc", "1"), row("absent_days", "3", "2")], vec![row("z_at_most", "9", "1")]]);
        bad.name = String::new();
        bad.groups[1].several = "1".into();
        let fields: Vec<String> = bad.build().unwrap_err().iter().map(|p| p.field.to_string()).collect();
        assert_eq!(fields, ["figure-0-0", "figure-1-0", "name", "kind-0-1"]);
        assert_eq!(form(vec![]).build().unwrap_err()[0].field, "kind-0-0");
        let twisted = RuleForm {
            groups: vec![GroupForm { joint: "all".into(), several: "3".into(), rows: vec![row("lowest_band", "", "1")] }],
            subjects: vec!["chinese".into()],
            ..form(vec![])
        };
        assert_eq!(twisted.build().unwrap_err()[0].field, "several-0");
    }
}
