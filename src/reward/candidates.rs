//! verbs: for each rule the children who may be rewarded, with what speaks for them; children are in the order of their seats, never in one of merit.

use std::collections::BTreeSet;

use super::basis::{Audience, Basis};
use super::evidence::{self, Academic, Point};
use super::growth::Growth;
use super::rules::Rule;
use super::{Parameters, Reward, awards, day_of, parameters, prize, seated, supported};
use crate::access::{Permit, Subject, acts};
use crate::base::{ClassId, Error, Msg, PupilId, Result};
use crate::roster::pupils::PupilLine;
use crate::roster::time::{self, Class, Term};
use crate::store::Tx;

/// A child for whom something speaks, or who was put forward.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The child.
    pub pupil: PupilId,
    /// Its name.
    pub name: String,
    /// Its seat.
    pub seat: Option<i64>,
    /// Its class.
    pub class: ClassId,
    /// Its name.
    pub class_name: String,
    /// What speaks for it.
    pub points: Vec<Point>,
    /// How it has grown beside what was to be expected.
    pub growth: Option<Growth>,
    /// The prize by share; 0 where these are not told apart.
    pub tier: i64,
    /// Where it was put forward.
    pub reward: Option<Reward>,
}

/// The candidates of a rule.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// Those for whom something speaks or who were put forward, by class and seat.
    pub lines: Vec<Candidate>,
    /// The others, who can be put forward by hand with a reason.
    pub others: Vec<(PupilId, String)>,
    /// What is to be said of the list.
    pub notes: Vec<Msg>,
}

/// The classes of the permit's class or grade in the year of a term.
///
/// # Errors
/// Not found for a class or grade of another year.
pub fn classes(tx: &mut Tx<'_>, permit: &Permit<acts::ProposeReward>, term: &Term) -> Result<Vec<Class>> {
    let mut all = time::classes(tx, term.year)?;
    match permit.subject() {
        Subject::Class(id) => all.retain(|class| class.id == id),
        Subject::Grade(id) => all.retain(|class| class.grade == id),
        Subject::School => {}
        Subject::Pupil(_) | Subject::Village(_) => return Err(Error::Fault("candidates of one child".into())),
    }
    if all.is_empty() { Err(Error::NotFound) } else { Ok(all) }
}

/// What is needed of a list once.
struct Scene<'a> {
    permit: &'a Permit<acts::ProposeReward>,
    rule: &'a Rule,
    term: &'a Term,
    parameters: Parameters,
}

/// The candidates of a rule in the permit's class or grade.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn list(tx: &mut Tx<'_>, permit: &Permit<acts::ProposeReward>, rule: &Rule, term: &Term) -> Result<Candidates> {
    let classes = classes(tx, permit, term)?;
    let parameters = parameters(tx, term, permit.who().lang)?;
    let scene = Scene { permit, rule, term, parameters };
    let mut found = Candidates::default();
    let day = day_of(tx, term);
    let mut children: Vec<(PupilLine, bool)> = Vec::new();
    for class in &classes {
        let group = supported(tx, permit.who(), class.id, day)?;
        children.extend(seated(tx, permit.who(), class.id)?.into_iter().map(|line| (line.clone(), group.contains(&line.id))));
    }
    let levels: BTreeSet<i64> = classes.iter().map(|class| class.level).collect();
    let mut academic = Academic::default();
    if matches!(rule.basis, Basis::Rise | Basis::GroupRise | Basis::Exception) {
        for level in levels {
            academic = evidence::academic(tx, permit, term, level)?;
        }
        found.notes.extend(academic.note());
    }
    let tiers = scene.tiers(&academic, &children, &mut found.notes);
    for (child, is_supported) in children {
        scene.judge(tx, &academic, &child, is_supported, &tiers, &mut found)?;
    }
    Ok(found)
}

impl Scene<'_> {
    /// The prizes of the supported children of a grade (A7-08…10): by the rise within the group, or by the own baseline. A class alone is no group.
    fn tiers(&self, academic: &Academic, children: &[(PupilLine, bool)], notes: &mut Vec<Msg>) -> Vec<(PupilId, i64)> {
        if self.rule.basis != Basis::GroupRise {
            return Vec::new();
        }
        if matches!(self.permit.subject(), Subject::Class(_)) {
            notes.push(Msg::new("reward-group-of-grade"));
            return Vec::new();
        }
        let group: Vec<(PupilId, evidence::Rise)> = children.iter().filter(|(_, is)| *is).filter_map(|(child, _)| Some((child.id, academic.of(child.id)?))).collect();
        let rises: Vec<f64> = if self.parameters.by_rank {
            prize::rises_in_group(&group.iter().map(|(_, rise)| (rise.last, rise.now)).collect::<Vec<_>>())
        } else {
            group.iter().map(|(_, rise)| rise.own()).collect()
        };
        notes.push(Msg::new(if self.parameters.by_rank { "reward-basis-rank" } else { "reward-basis-own" }).with("count", group.len()));
        let split = if self.rule.split.is_empty() { &self.parameters.split } else { &self.rule.split };
        group.iter().map(|(pupil, _)| *pupil).zip(prize::tiers(&rises, split)).collect()
    }

    fn judge(&self, tx: &mut Tx<'_>, academic: &Academic, child: &PupilLine, is_supported: bool, tiers: &[(PupilId, i64)], found: &mut Candidates) -> Result<()> {
        let reward = awards::of_rule(tx, child.id, self.rule.id, self.term)?;
        let may = self.rule.audience == Audience::Everybody || is_supported;
        let tier = tiers.iter().find(|(pupil, _)| *pupil == child.id).map_or(0, |(_, tier)| *tier);
        let points = if may { self.points(tx, academic, child.id, tier)? } else { Vec::new() };
        if points.is_empty() && reward.is_none() {
            found.others.push((child.id, format!("{} {}", child.class_name, child.name)));
            return Ok(());
        }
        found.lines.push(Candidate {
            pupil: child.id,
            name: child.name.clone(),
            seat: child.seat_no,
            class: child.class.ok_or(Error::NotFound)?,
            class_name: child.class_name.clone(),
            growth: academic.growth(child.id),
            points,
            tier,
            reward,
        });
        Ok(())
    }

    fn points(&self, tx: &mut Tx<'_>, academic: &Academic, pupil: PupilId, tier: i64) -> Result<Vec<Point>> {
        let grew = academic.growth(pupil) == Some(Growth::Above);
        let see = Permit::<acts::SeeCaseFile>::ask(tx, self.permit.who(), pupil)?;
        Ok(match self.rule.basis {
            Basis::Rise if academic.rose(pupil) => academic.points(pupil),
            Basis::GroupRise if tier > 0 => {
                let mut all = vec![Point { text: Msg::new("reward-ev-group"), link: format!("/pupils/{pupil}/progress") }];
                all.extend(academic.points(pupil));
                all
            }
            Basis::Conduct | Basis::Stars => evidence::conduct(tx, &see, self.term)?,
            Basis::Goal => evidence::goals(tx, &see, self.term)?,
            Basis::Exception => {
                let mut all = if grew { academic.points(pupil) } else { Vec::new() };
                all.extend(evidence::goals(tx, &see, self.term)?);
                all.extend(evidence::conduct(tx, &see, self.term)?);
                all
            }
            _ => Vec::new(),
        })
    }
}

/// One child under a rule: what speaks for it, whether it was put forward.
///
/// # Errors
/// Not found for a child who sits in no class of the term's year, or whom the person may not put forward.
pub fn of_child(tx: &mut Tx<'_>, permit: &Permit<acts::ProposeReward>, rule: &Rule, term: &Term) -> Result<Candidate> {
    let pupil = permit.pupil()?;
    let class = crate::roster::particulars::seat(tx, pupil)?.ok_or(Error::NotFound)?.class;
    // Prizes by share are those of the whole grade, where the person sees it.
    let grade = time::class(tx, class)?.grade;
    let wide = if rule.basis.has_tiers() { Permit::ask(tx, permit.who(), grade).ok() } else { None };
    let of_class = match wide {
        Some(permit) => permit,
        None => Permit::<acts::ProposeReward>::ask(tx, permit.who(), class)?,
    };
    let found = list(tx, &of_class, rule, term)?;
    if let Some(line) = found.lines.into_iter().find(|line| line.pupil == pupil) {
        return Ok(line);
    }
    let child = seated(tx, permit.who(), class)?.into_iter().find(|line| line.id == pupil).ok_or(Error::NotFound)?;
    Ok(Candidate { pupil, name: child.name, seat: child.seat_no, class, class_name: child.class_name, points: Vec::new(), growth: None, tier: 0, reward: None })
}
