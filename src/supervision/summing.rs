//! verbs: what a monthly report or a summary of the term says by itself (A9-21, A9-32; CONVENTIONS 2.2 帮扶总结: 基本情况、措施与次数、成效、经验、不足、下一步): counts and what worked, without a name, a mark or a rank;
//! each sentence knows the rows it rests on.

use std::collections::{BTreeMap, BTreeSet};

use super::experience;
use super::nameless::named;
use super::sql::meetings as names;
use super::summaries::{Key, Scope};
use crate::access::{Permit, Who, acts};
use crate::activity::cadence::allowed;
use crate::activity::export;
use crate::base::{ClassId, GradeId, Id, Lang, Msg, PupilId, Result, words};
use crate::casefile::{self, steps};
use crate::pairing::pairs;
use crate::plan;
use crate::programme::naming;
use crate::progress::decide::Advice;
use crate::progress::series;
use crate::store::Tx;

/// The parts of a paper, in its order; the words are `supervision-part-<code>`.
pub const PARTS: [&str; 6] = ["basic", "measures", "effect", "experience", "lacking", "next"];
/// Children who are counted, at most: all of a school.
const CHILDREN_MOST: usize = 600;
/// Rows that a sentence is linked to, at most.
const LINKS_MOST: usize = 12;
/// Sentences of what worked, at most.
const WORKED_MOST: usize = 5;

/// A sentence with the rows it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The sentence.
    pub text: String,
    /// Addresses of its rows, the first ones.
    pub links: Vec<String>,
}

/// What was counted.
#[derive(Default)]
struct Counted {
    children: Vec<PupilId>,
    kinds: BTreeMap<String, Vec<PupilId>>,
    acts: BTreeMap<&'static str, (usize, BTreeSet<PupilId>, Vec<String>)>,
    silent: Vec<PupilId>,
    advice: BTreeMap<&'static str, Vec<PupilId>>,
    exits: BTreeMap<String, Vec<PupilId>>,
    due: Vec<PupilId>,
    worked: Vec<(String, String)>,
    unsuited: Vec<(String, String)>,
}

/// The children of a paper, as far as its author may see their files.
fn children(tx: &mut Tx<'_>, who: &Who, key: &Key) -> Result<Vec<PupilId>> {
    let mut all: Vec<PupilId> = match key.scope {
        Scope::Helper => pairs::caseload(tx, who)?.into_iter().map(|pair| pair.pupil).collect(),
        Scope::Class => casefile::lines(tx, who, Some(ClassId::from_uuid(key.of.uuid())))?.into_iter().map(|line| line.pupil).collect(),
        Scope::School => casefile::lines(tx, who, None)?.into_iter().map(|line| line.pupil).collect(),
        Scope::Grade => {
            let grade = GradeId::from_uuid(key.of.uuid());
            let classes: Vec<ClassId> = match crate::roster::time::current_term(tx)? {
                Some(term) => crate::roster::time::classes(tx, term.year)?.into_iter().filter(|class| class.grade == grade).map(|class| class.id).collect(),
                None => Vec::new(),
            };
            casefile::lines(tx, who, None)?.into_iter().filter(|line| classes.contains(&line.class)).map(|line| line.pupil).collect()
        }
    };
    all.sort_unstable();
    all.dedup();
    all.truncate(CHILDREN_MOST);
    Ok(all)
}

fn count_acts(tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>, key: &Key, into: &mut Counted) -> Result<()> {
    let (pupil, me) = (see.pupil()?, see.who().staff());
    let records = export::records(tx, see, (key.from, key.until))?;
    let own = |record: &&crate::activity::Record| key.scope != Scope::Helper || record.staff == me;
    let mut heard = false;
    for record in records.iter().filter(own).filter(|record| record.held) {
        heard = true;
        let link = format!("/pupils/{pupil}/records#r-{}", record.id);
        let entry = into.acts.entry(record.kind.code()).or_default();
        entry.0 += 1;
        entry.1.insert(pupil);
        entry.2.push(link.clone());
        if key.scope == Scope::Helper {
            let said = [(&record.words.worked, &mut into.worked), (&record.words.unsuited, &mut into.unsuited)];
            said.into_iter().filter(|(text, _)| !text.is_empty()).for_each(|(text, list)| list.push((text.clone(), link.clone())));
        }
    }
    if !heard {
        into.silent.push(pupil);
    }
    Ok(())
}

fn count(tx: &mut Tx<'_>, who: &Who, key: &Key, lang: Lang) -> Result<Counted> {
    let (mut all, words) = (Counted::default(), naming::names(tx)?);
    for pupil in children(tx, who, key)? {
        let Some(see) = allowed(Permit::<acts::SeeCaseFile>::ask(tx, who, pupil))? else { continue };
        all.children.push(pupil);
        if let Some(head) = allowed(casefile::head(tx, &see))? {
            let kinds: BTreeSet<String> = head.labels.iter().filter(|label| label.counts).map(|label| words.of(label.category, lang)).collect();
            kinds.into_iter().for_each(|kind| all.kinds.entry(kind).or_default().push(pupil));
        }
        count_acts(tx, &see, key, &mut all)?;
        for one in series::of_pupil(tx, &see)? {
            let moved = one.points.iter().any(|point| (key.from..=key.until).contains(&point.day));
            let code = if matches!(one.advice, Advice::Few(_)) || !moved { continue } else { one.advice.code() };
            all.advice.entry(code).or_default().push(pupil);
        }
        for step in steps::steps(tx, &see)?.into_iter().filter(|step| step.what == "exited" && (key.from..=key.until).contains(&step.day)) {
            all.exits.entry(step.outcome).or_default().push(pupil);
        }
        let versions = plan::versions(tx, &see)?;
        if plan::in_force(&versions, key.until).is_none() {
            all.due.push(pupil);
        }
    }
    Ok(all)
}

fn of_children(children: &[PupilId], page: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    children.iter().filter(|pupil| seen.insert(**pupil)).take(LINKS_MOST).map(|pupil| format!("/pupils/{pupil}{page}")).collect()
}

fn sentence(lang: Lang, msg: &Msg, links: Vec<String>) -> Sentence {
    Sentence { text: msg.text(lang), links: links.into_iter().take(LINKS_MOST).collect() }
}

fn first_parts(all: &Counted, lang: Lang) -> [Vec<Sentence>; 2] {
    let mut basic = vec![sentence(lang, &Msg::new("supervision-sum-children").with("count", all.children.len()), of_children(&all.children, "/case"))];
    basic.extend(all.kinds.iter().map(|(kind, of)| sentence(lang, &Msg::new("supervision-sum-kind").with("kind", kind).with("count", of.len()), of_children(of, "/case"))));
    let act = |(kind, (times, of, links)): (&&str, &(usize, BTreeSet<PupilId>, Vec<String>))| {
        let kind = words::word(lang, &format!("activity-kind-{kind}"));
        sentence(lang, &Msg::new("supervision-sum-act").with("kind", kind).with("count", times).with("children", of.len()), links.clone())
    };
    let mut measures: Vec<Sentence> = all.acts.iter().map(act).collect();
    if measures.is_empty() {
        measures.push(sentence(lang, &Msg::new("supervision-sum-no-act"), Vec::new()));
    }
    [basic, measures]
}

fn last_parts(all: &Counted, lang: Lang) -> [Vec<Sentence>; 3] {
    let advised = |code: &str| all.advice.get(code).map_or(&[][..], Vec::as_slice);
    let said = |key: &'static str, of: &[PupilId], page: &str| (!of.is_empty()).then(|| sentence(lang, &Msg::new(key).with("count", of.len()), of_children(of, page)));
    let mut effect: Vec<Sentence> =
        [said("supervision-sum-reached", advised("reached"), "/progress"), said("supervision-sum-keep", advised("keep"), "/progress")].into_iter().flatten().collect();
    effect.extend(all.exits.iter().map(|(outcome, of)| {
        let outcome = words::word(lang, &format!("casefile-outcome-{outcome}"));
        sentence(lang, &Msg::new("supervision-sum-exit").with("count", of.len()).with("outcome", outcome), of_children(of, "/case"))
    }));
    if effect.is_empty() {
        effect.push(sentence(lang, &Msg::new("supervision-sum-no-effect"), Vec::new()));
    }
    let lacking = [
        said("supervision-sum-silent", &all.silent, "/records"),
        said("supervision-sum-change", advised("change"), "/progress"),
        said("supervision-sum-slow", advised("slow"), "/progress"),
    ];
    let next = [
        said("supervision-sum-next-talk", &all.silent, "/records"),
        said("supervision-sum-next-change", advised("change"), "/plan"),
        said("supervision-sum-next-plan", &all.due, "/plan"),
        said("supervision-sum-next-exit", advised("reached"), "/case"),
    ];
    [effect, lacking.into_iter().flatten().collect(), next.into_iter().flatten().collect()]
}

/// The parts of a paper as the records say them, in the order of [`PARTS`], at the levels of its author. No child is named, whatever the records say.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn drafted(tx: &mut Tx<'_>, who: &Who, key: &Key, lang: Lang) -> Result<Vec<(&'static str, Vec<Sentence>)>> {
    let all = count(tx, who, key, lang)?;
    let known = names::names(tx)?;
    let quiet = |list: &[(String, String)]| -> Vec<Sentence> {
        let mut seen = BTreeSet::new();
        let new = list.iter().rev().filter(|(text, _)| named(text, &known).is_none() && seen.insert(text.clone()));
        new.take(WORKED_MOST).map(|(text, link)| Sentence { text: text.clone(), links: vec![link.clone()] }).collect()
    };
    let ([basic, measures], [effect, mut lacking, next]) = (first_parts(&all, lang), last_parts(&all, lang));
    let mut worked = quiet(&all.worked);
    if key.scope != Scope::Helper {
        let shared = experience::search(tx, "", "")?.into_iter().filter(|one| (key.from..=key.until).contains(&one.day));
        worked.extend(shared.take(WORKED_MOST).map(|one| Sentence { text: one.text, links: vec!["/supervision/experience".into()] }));
    }
    lacking.extend(quiet(&all.unsuited).into_iter().map(|one| Sentence { text: Msg::new("supervision-sum-unsuited").with("text", one.text).text(lang), ..one }));
    Ok(PARTS.into_iter().zip([basic, measures, effect, worked, lacking, next]).collect())
}
