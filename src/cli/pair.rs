//! `bangfu pair --programme NAME --term T [--propose|--apply]`: the best pairing that the rules of a programme allow, and which rules cannot hold together.

use clap::Args;

use super::screen::term_of;
use super::{Data, IN_PART, Say};
use crate::access::audit::{self, Entry};
use crate::access::{Permit, Subject, Who, acts};
use crate::base::{Error, Lang, Result};
use crate::pairing::{self, Scene, Solved, wording};
use crate::store::Tx;

/// Pair the children of a programme with mentors. Exit status 3: not all rules can hold together.
#[derive(Args)]
pub(super) struct Pair {
    /// Name of the programme.
    #[arg(long, value_name = "NAME")]
    programme: String,
    /// Term, such as 2026-1.
    #[arg(long, value_name = "TERM")]
    term: String,
    /// Keep the result as a proposal, to be looked at on the board.
    #[arg(long, conflicts_with = "apply")]
    propose: bool,
    /// Keep the result as pairs, from today on.
    #[arg(long)]
    apply: bool,
    #[command(flatten)]
    data: Data,
}

/// The result for machines: ids of children, never their names.
fn told(scene: &Scene, solved: &Solved) -> serde_json::Value {
    let pairs: Vec<serde_json::Value> = solved
        .pairs(scene)
        .map(|(pupil, staff, why)| {
            let class = scene.child(pupil).map(|facts| facts.class_name.clone());
            serde_json::json!({ "pupil": pupil, "class": class, "mentor": staff, "name": scene.names.get(&staff), "why": why.code(), "kept": scene.fixed.contains(&(pupil, staff)) })
        })
        .collect();
    let conflicts: Vec<serde_json::Value> = solved
        .conflicts
        .iter()
        .map(|conflict| {
            let rules: std::collections::BTreeSet<&str> =
                conflict.mentors.iter().map(|at| solved.model.quotas[*at as usize]).flat_map(|quota| [quota.least_by, quota.most_by]).filter(|code| !code.is_empty()).collect();
            serde_json::json!({ "rules": rules, "children": conflict.children.len(), "mentors": conflict.mentors.len(), "missing": conflict.missing,
                "text": wording::conflict(Lang::default(), scene, solved, conflict) })
        })
        .collect();
    serde_json::json!({ "programme": scene.programme.id, "term": scene.term.code.to_string(), "until": scene.until, "children": scene.children.len(),
        "complete": conflicts.is_empty(), "cost": solved.pairing.cost, "pairs": pairs, "conflicts": conflicts })
}

impl Pair {
    /// The result for machines, the number of pairs, and the sentences about what cannot hold.
    fn pair(&self, tx: &mut Tx<'_>) -> Result<(serde_json::Value, usize, Vec<String>)> {
        let who = Who::operator(tx, "pair");
        let term = term_of(tx, &self.term)?;
        let permit = Permit::<acts::ManagePairing>::ask(tx, &who, Subject::School)?;
        let programme = pairing::programmes(tx, &term)?.into_iter().find(|one| one.name == self.programme).ok_or(Error::NotFound)?;
        let scene = pairing::scene(tx, &permit, programme.id, &term)?;
        let solved = pairing::solved(tx, &scene)?;
        if self.propose || self.apply {
            let count = pairing::propose(tx, &permit, &scene)?;
            if self.apply && count > 0 {
                pairing::accept(tx, &permit, &scene)?;
            }
            audit::append(tx, &Entry::of(&who, "ManagePairing").levels(permit.levels()).note(format!("{} lines {count}", programme.id)))?;
        }
        let conflicts = solved.conflicts.iter().map(|one| wording::conflict(Lang::default(), &scene, &solved, one)).collect();
        Ok((told(&scene, &solved), solved.pairing.pairs.len(), conflicts))
    }

    pub(super) fn run(self, say: &Say) -> Result<u8> {
        let (store, school) = self.data.open_school()?;
        say.progress("pairing …");
        let keeps = self.propose || self.apply;
        let (json, pairs, conflicts) = if keeps { store.write(school, |tx| self.pair(tx))? } else { store.read(school, |tx| self.pair(tx))? };
        say.result(&json, || std::iter::once(format!("{pairs} pairs")).chain(conflicts.iter().cloned()).collect::<Vec<_>>().join("\n"))?;
        Ok(if conflicts.is_empty() { 0 } else { IN_PART })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Duty, open_place};
    use crate::base::{Id, PupilId, RowId, TermCode, derived};
    use crate::programme::programmes::{self, Copy};
    use crate::roster::people::{self, NewPost, NewStaff};
    use crate::roster::school_for_tests::{School, class, day};
    use crate::roster::time;
    use crate::screening::confirmed::{self, NewConfirmation};
    use crate::store::Sql;

    /// 四（1）班: three subject teachers with exactly two children of the own class each (A3-05), and so many children.
    fn school(name: &str, children: u8) -> School {
        let school = School::on(name, "2026-10-12");
        school
            .act::<acts::ManageStaff, _>(Subject::School, |tx, permit| {
                for (who, subject) in [("王老师", "chinese"), ("李老师", "maths"), ("何老师", "english")] {
                    let staff = people::hire(tx, permit, &NewStaff { name: who.into(), ..NewStaff::default() })?;
                    let scope_id = RowId::from_uuid(class(2026, 4, 1).0.uuid());
                    let post =
                        NewPost { staff, duty: Duty::SubjectTeacher, scope_id, subject: subject.into(), from_day: day("2026-09-01"), until_day: people::forever(), import: None };
                    people::appoint(tx, permit, &post)?;
                }
                Ok(())
            })
            .unwrap();
        let programme = school
            .act::<acts::ManageProgrammes, _>(Subject::School, |tx, permit| {
                let copy = Copy { preset: "leader_pairing".into(), name: "科任结对".into(), purpose: "每人带两名".into(), from_term: TermCode::of(day("2026-09-01")) };
                let id = programmes::copy_preset(tx, permit, &copy)?;
                programmes::switch_on(tx, permit, id, copy.from_term, None)?;
                Ok(id)
            })
            .unwrap();
        school
            .act::<acts::FileRound, _>(Subject::School, |tx, permit| {
                let term = time::current_term(tx)?.ok_or(Error::NotFound)?;
                let (class, grade) = class(2026, 4, 1);
                let mut new = Vec::new();
                for n in 0..children {
                    let (pupil, name): (PupilId, _) = (derived(&[b"paired", &[n]]), format!("林小{}", ["一", "二", "三", "四", "五", "六", "七"][usize::from(n)]));
                    let sql = Sql("insert into pupil (school_id, id, name, name_sort, seat_no) values ($1, $2, $3, $3, $4)");
                    tx.execute(sql, &[&tx.school(), &pupil, &name, &i64::from(n)])?;
                    open_place(tx, pupil, class, grade, day("2026-09-01"), day("9999-12-31"))?;
                    let (category, verdict) = ("learning_difficulty".into(), tx.new_id());
                    new.push(NewConfirmation { pupil, programme, term: term.id, category, kind: "learning".into(), from: day("2026-10-01"), until: term.last_day, verdict });
                }
                confirmed::confirm(tx, permit, &new)
            })
            .unwrap();
        school
    }

    fn pair(school: &School, propose: bool, apply: bool) -> (serde_json::Value, usize, Vec<String>) {
        let data = Data { data: "nowhere".into(), database_url: None, school: None };
        let command = Pair { programme: "科任结对".into(), term: "2026-1".into(), propose, apply, data };
        school.store.write(school.id, |tx| command.pair(tx)).unwrap()
    }

    #[test]
    fn five_children_for_three_teachers_of_two_are_one_too_few_and_the_rule_is_named() {
        let (json, pairs, said) = pair(&school("pair-five", 5), false, false);
        assert_eq!((pairs, said.len()), (5, 1));
        assert_eq!((&json["complete"], &json["conflicts"][0]["missing"], &json["conflicts"][0]["children"]), (&false.into(), &1.into(), &5.into()), "{json}");
        assert_eq!(json["conflicts"][0]["rules"], serde_json::json!(["subject_teacher_pupils"]));
        assert!(said[0].contains("四（1）班") && said[0].contains("还缺 1 名"), "{said:?}");
        assert!(!json.to_string().contains("林小"), "no child is named: {json}");
    }

    #[test]
    fn six_children_for_three_teachers_of_two_are_paired_and_stay_paired() {
        let school = school("pair-six", 6);
        let (json, pairs, said) = pair(&school, true, false);
        assert_eq!((pairs, said.len(), &json["complete"]), (6, 0, &true.into()), "{json} {said:?}");
        let (again, ..) = pair(&school, false, true);
        assert_eq!(again["pairs"], json["pairs"], "the same every time");
        let (kept, ..) = pair(&school, false, true);
        assert!(kept["pairs"].as_array().unwrap().iter().all(|pair| pair["kept"] == true), "what is accepted is not paired twice: {kept}");
        let rows = school.read(|tx| tx.number(Sql("select count(*) from pairing where school_id = $1"), &[&tx.school()]));
        assert_eq!(rows, 6);
    }
}
