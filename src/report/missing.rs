//! verbs: what an inspection would find missing, and who owes it, each with the very form (A5-08, A9-17, A9-19, A1-02, B3-04). What the reader may not know of is not in it.

use std::collections::{HashMap, HashSet};

use super::sql::missing as sql;
use crate::access::{Action, Duty, Permit, Who, acts};
use crate::base::{ClassId, GradeId, Id, PupilId, Result, RowId, SchoolDate, StaffId, limits};
use crate::plan::team;
use crate::plan::{self, Standing};
use crate::programme::{self, Param};
use crate::roster::people::{self, Post};
use crate::roster::time::{self, Term};
use crate::screening::list_state::Step;
use crate::screening::{filing, round};
use crate::store::Tx;

/// The purpose of the consent without which a child's file must not be kept.
const CONSENT: &str = "sensitive";
/// What is missing, in the order in which it is shown; the words are `report-owes-<code>`.
pub const KINDS: [&str; 9] = ["list", "pair", "plan", "signature", "decision", "record", "review", "consent", "register"];

/// Something missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// One of [`KINDS`].
    pub kind: &'static str,
    /// The class; empty for what concerns the school.
    pub class_name: String,
    /// The child, where it is about one.
    pub child: Option<(PupilId, String)>,
    /// More: the programme of a list, the code of a register.
    pub about: String,
    /// Who owes it, by name; nobody when the post is vacant.
    pub owes: Vec<(StaffId, String)>,
    /// The form.
    pub link: String,
}

impl Owed {
    /// Whether a person owes it.
    pub fn is_of(&self, staff: StaffId) -> bool {
        self.owes.iter().any(|(owes, _)| *owes == staff)
    }
}

/// The posts of the day, by what they are held towards.
struct Posts {
    all: Vec<Post>,
    homerooms: HashMap<ClassId, Vec<(StaffId, String)>>,
    grades: HashMap<ClassId, GradeId>,
}

impl Posts {
    fn load(tx: &mut Tx<'_>, term: &Term, day: SchoolDate) -> Result<Self> {
        let mut homerooms: HashMap<ClassId, Vec<(StaffId, String)>> = HashMap::new();
        for (class, staff, name) in time::homerooms(tx, term.year, day)? {
            homerooms.entry(class).or_default().push((staff, name));
        }
        let grades = time::classes(tx, term.year)?.into_iter().map(|class| (class.id, class.grade)).collect();
        Ok(Self { all: people::posts_on(tx, day)?, homerooms, grades })
    }

    fn homeroom(&self, class: ClassId) -> Vec<(StaffId, String)> {
        self.homerooms.get(&class).cloned().unwrap_or_default()
    }

    fn holders(&self, duty: Duty, scope: Option<RowId>) -> Vec<(StaffId, String)> {
        let held = self.all.iter().filter(|post| post.duty == duty && scope.is_none_or(|id| post.scope_id == id));
        let mut holders: Vec<(StaffId, String)> = held.map(|post| (post.staff, post.name.clone())).collect();
        holders.sort();
        holders.dedup();
        holders
    }

    fn office(&self) -> Vec<(StaffId, String)> {
        self.holders(Duty::AcademicOffice, None)
    }

    /// Who leads the grade of a class: its leader, its sponsor, else the office.
    fn above(&self, class: ClassId, duties: &[Duty]) -> Vec<(StaffId, String)> {
        let grade = self.grades.get(&class).map(|grade| RowId::from_uuid(grade.uuid()));
        let found = duties.iter().map(|duty| grade.map(|grade| self.holders(*duty, Some(grade))).unwrap_or_default()).find(|all| !all.is_empty());
        found.unwrap_or_else(|| self.office())
    }
}

/// What is missing in a term, as far as somebody may know of it: by kind, class and child.
///
/// # Errors
/// Faults of the database.
pub fn of_term(tx: &mut Tx<'_>, who: &Who, term: &Term) -> Result<Vec<Owed>> {
    let day = tx.today().clamp(term.first_day, term.last_day);
    let posts = Posts::load(tx, term, day)?;
    let mut all = Vec::new();
    if who.may_somewhere(Action::SeeCandidates) {
        lists(tx, who, term, &posts, &mut all)?;
    }
    if who.may_somewhere(Action::SeeCaseFile) {
        children(tx, who, term, day, &posts, &mut all)?;
    }
    if who.may_everywhere(Action::PrintRegister) {
        registers(tx, term, day, &posts, &mut all)?;
    }
    all.sort_by_key(|one| KINDS.iter().position(|kind| *kind == one.kind));
    all.truncate(limits::ROWS_PER_PAGE_MOST as usize);
    Ok(all)
}

/// Classes whose list is not filed.
fn lists(tx: &mut Tx<'_>, who: &Who, term: &Term, posts: &Posts, all: &mut Vec<Owed>) -> Result<()> {
    for opened in round::of_term(tx, term)?.into_iter().filter(|opened| opened.is_for(who)) {
        for line in filing::overview(tx, who, &opened)? {
            let newest = line.newest.as_ref().map(|signed| signed.step);
            let (owes, link) = match newest {
                Some(Step::Filed) => continue,
                None | Some(Step::Returned) => (posts.homeroom(line.class.id), format!("{}/classes/{}", opened.address(), line.class.id)),
                Some(Step::HandedUp) => (posts.above(line.class.id, &[Duty::GradeLeader, Duty::GradeSponsor]), opened.address()),
                Some(Step::Compiled) => (posts.above(line.class.id, &[Duty::GradeSponsor]), opened.address()),
            };
            all.push(Owed { kind: "list", class_name: line.class.name, child: None, about: opened.programme.name.clone(), owes, link });
        }
    }
    Ok(())
}

fn children(tx: &mut Tx<'_>, who: &Who, term: &Term, day: SchoolDate, posts: &Posts, all: &mut Vec<Owed>) -> Result<()> {
    let month = day.plus_days(1 - i64::from(day.day())).max(term.first_day);
    let held: HashSet<PupilId> = sql::held(tx, month, day)?.into_iter().collect();
    let reviewed: HashSet<PupilId> = sql::reviewed(tx, term.first_day, day)?.into_iter().collect();
    let agreed: HashSet<PupilId> = sql::agreed(tx, CONSENT)?.into_iter().collect();
    let mut helpers: HashMap<PupilId, Vec<(StaffId, String)>> = HashMap::new();
    for (pupil, staff, name) in sql::paired(tx, day)? {
        let own = helpers.entry(pupil).or_default();
        if !own.iter().any(|(known, _)| *known == staff) {
            own.push((staff, name));
        }
    }
    for listed in team::list(tx, who)? {
        let line = &listed.line;
        let (pupil, homeroom) = (line.pupil, posts.homeroom(line.class));
        let mut add = |kind: &'static str, owes: Vec<(StaffId, String)>, link: String| {
            all.push(Owed { kind, class_name: line.class_name.clone(), child: Some((pupil, line.name.clone())), about: String::new(), owes, link });
        };
        let mentors = helpers.get(&pupil).cloned().unwrap_or_default();
        if mentors.is_empty() {
            add("pair", posts.office(), "/pairing".to_owned());
        }
        match listed.standing {
            Some(Standing::Approved) if listed.holds => {}
            Some(Standing::Fixed) => {
                let see = Permit::<acts::SeeCaseFile>::ask(tx, who, pupil)?;
                let unsigned = match plan::versions(tx, &see)?.first() {
                    Some(version) => team::signers(tx, &see, version)?.into_iter().filter(|(_, day)| day.is_none()).map(|(asked, _)| (asked.staff, asked.name)).collect(),
                    None => Vec::new(),
                };
                let link = format!("/pupils/{pupil}/plan/team");
                if unsigned.is_empty() {
                    add("decision", posts.above(line.class, &[Duty::GradeSponsor]), link);
                } else {
                    add("signature", unsigned, link);
                }
            }
            _ => add("plan", homeroom.clone(), format!("/pupils/{pupil}/plan")),
        }
        if !held.contains(&pupil) {
            let owes = if mentors.is_empty() { homeroom.clone() } else { mentors };
            add("record", owes, format!("/records/new?pupil={pupil}"));
        }
        if !reviewed.contains(&pupil) {
            add("review", homeroom.clone(), format!("/pupils/{pupil}/progress/reviews/new"));
        }
        if !agreed.contains(&pupil) {
            add("consent", homeroom, format!("/pupils/{pupil}/consents"));
        }
    }
    Ok(())
}

/// Registers that a programme of the term asks for and in which nothing stands.
fn registers(tx: &mut Tx<'_>, term: &Term, day: SchoolDate, posts: &Posts, all: &mut Vec<Owed>) -> Result<()> {
    let mut asked: Vec<&'static str> = Vec::new();
    for one in programme::in_force(tx, term.id)? {
        asked.extend(one.values.choices(Param::Registers));
    }
    let counts = sql::counts(tx, term.first_day, day)?;
    let kept = [
        ("subject_file", "/cases"),
        ("tutoring_record", "/records/new"),
        ("visit_record", "/records/new?kind=home_visit"),
        ("habit_plan", "/plans"),
        ("target_register", "/screening"),
    ];
    for ((code, link), count) in kept.into_iter().zip(counts) {
        if count == 0 && asked.contains(&code) {
            all.push(Owed { kind: "register", class_name: String::new(), child: None, about: code.to_owned(), owes: posts.office(), link: link.to_owned() });
        }
    }
    Ok(())
}
