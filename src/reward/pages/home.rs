//! `/rewards`: how many children received good news this term beside the aim, class by class; the days until the ceremony; what waits for whom.

use askama::Template;

use super::SHOWN;
use crate::access::{Action, Subject};
use crate::base::{ClassId, GradeId, Msg, Result};
use crate::results::classes_of;
use crate::reward::basis::Occasion;
use crate::reward::state::State;
use crate::reward::{awards, parameters, schedule, share};
use crate::roster::time;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "reward/pages/home.html")]
struct HomePage {
    p: Page,
    term: String,
    terms: Vec<String>,
    lead: String,
    aim: i64,
    classes: Vec<ClassView>,
    grades: Vec<(GradeId, String)>,
    own: Vec<(ClassId, String)>,
    schedules: Vec<ScheduleView>,
    waiting: Option<i64>,
    manages: bool,
    papers: Vec<super::papers::PaperLink>,
}

struct ClassView {
    id: ClassId,
    name: String,
    rewarded: usize,
    children: usize,
    share: usize,
    reached: bool,
    opens: bool,
}

struct ScheduleView {
    code: &'static str,
    name: String,
    day: String,
    stages: Vec<(String, String, bool)>,
    set: bool,
}

/// The stages of a schedule: name, day, and whether it is past.
pub(super) const STAGES: [&str; 4] = ["reward-stage-propose", "reward-stage-decide", "reward-stage-confirm", "reward-stage-print"];

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (term, terms) = (super::term(cx)?, super::terms(cx)?);
    let (p, today) = (cx.page("reward-page"), cx.tx.today());
    let parameters = parameters(cx.tx, &term, p.lang)?;
    let shares = share::of_classes(cx.tx, cx.who, &term)?;
    let (rewarded, children) = (shares.iter().map(|one| one.rewarded).sum(), shares.iter().map(|one| one.children).sum());
    let lead = match shares.as_slice() {
        [] => p.t("reward-lead-teacher"),
        _ => Msg::new("reward-lead").with("count", rewarded).with("of", children).with("share", share::per_cent(rewarded, children)).with("aim", parameters.aim).text(p.lang),
    };
    let mut schedules = Vec::new();
    for occasion in [Occasion::Middle, Occasion::End] {
        let one = schedule::of_term(cx.tx, &term, occasion)?;
        let stage = |(key, day): (&&str, &crate::base::SchoolDate)| (p.t(key), day.to_string(), *day < today);
        schedules.push(ScheduleView {
            code: occasion.code(),
            name: p.t(&format!("reward-occasion-{}", occasion.code())),
            day: one.day.to_string(),
            stages: STAGES.iter().zip(&one.until).map(stage).collect(),
            set: one.number > 0,
        });
    }
    let manages = cx.who.may_somewhere(Action::ManageRewards);
    let seen = cx.who.grades(Action::ProposeReward);
    let everywhere = cx.who.may_everywhere(Action::ProposeReward);
    let grades = time::grades(cx.tx, term.year)?.into_iter().filter(|grade| everywhere || seen.contains(&grade.id));
    let grade = |grade: time::Grade| (grade.id, p.t(&format!("roster-grade-{}", grade.level)));
    let view = |one: share::Share| {
        let share = share::per_cent(one.rewarded, one.children);
        let reached = i64::try_from(share).unwrap_or(0) >= parameters.aim;
        ClassView { id: one.class.id, name: one.class.name, rewarded: one.rewarded, children: one.children, share, reached, opens: one.proposes }
    };
    let page = HomePage {
        term: term.code.to_string(),
        terms,
        lead,
        aim: parameters.aim,
        classes: shares.into_iter().map(view).collect(),
        grades: grades.map(grade).collect(),
        own: if everywhere { Vec::new() } else { classes_of(cx.tx, cx.who, Action::PraisePupil, term.year)?.into_iter().map(|class| (class.id, class.name)).collect() },
        schedules,
        waiting: if manages { Some(awards::waiting(cx.tx, &term, State::Decided)?) } else { None },
        manages,
        papers: super::papers::links(&p),
        p,
    };
    cx.saw("SeeRewards", Subject::School, SHOWN);
    cx.render(&page)
}
