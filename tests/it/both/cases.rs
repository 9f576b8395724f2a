//! The part of the day that is about case files: a child is confirmed, everybody writes their part, the child leaves the list and comes back.

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::{Category, RowId, derived};
use bangfu::casefile::{diagnosis, records};
use bangfu::programme::programmes::{self, Change};
use bangfu::roster::time;
use bangfu::screening::confirmed::{self, NewConfirmation};

use crate::cast::term_code;
use crate::house::{House, day};

/// Lives it.
pub(super) fn live(house: &House) {
    let (class, _) = house.here.class("4.2");
    let child = house.here.child("4.2", "何田田").id;
    house.act(Subject::School, |tx, permit: &Permit<acts::FileRound>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let new = |category: &str| NewConfirmation {
            pupil: child,
            programme: house.here.programme,
            term: term.id,
            category: category.into(),
            kind: "learning".into(),
            from: day("2026-09-21"),
            until: term.last_day,
            verdict: derived::<RowId>(&[b"a verdict of the test"]),
        };
        assert_eq!(confirmed::confirm(tx, permit, &[new("target_pupil"), new("learning_difficulty")])?, 2);
        assert_eq!(confirmed::confirm(tx, permit, &[new("target_pupil")])?, 0, "once is enough");
        let see = Permit::<acts::SeeCandidates>::ask(tx, permit.who(), class)?;
        assert_eq!(confirmed::of_class(tx, &see, day("2026-09-22"))?.iter().filter(|c| c.pupil == child).count(), 2);
        Ok(())
    });
    forms(house, &format!("/pupils/{child}/case"), &format!("/classes/{class}/causes"), &child.to_string());
    house.act(child, |tx, permit: &Permit<acts::SeeCaseFile>| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        assert_eq!(diagnosis::picture(tx, permit, &term)?.causes.len(), 1);
        assert_eq!((records::notes(tx, permit)?.len(), records::give_ups(tx, permit)?.len()), (1, 1));
        Ok(())
    });
    for path in [format!("/pupils/{child}/copy"), format!("/registers/case-files.csv?class={class}"), "/cases".to_owned()] {
        assert_eq!(house.as_("周主任").get(&path).status, 200, "{path}");
    }
}

fn forms(house: &House, case: &str, causes: &str, child: &str) {
    let send = |who: &str, page: &str, path: &str, fields: &[(&str, &str)]| {
        let answer = house.as_(who).post_from(page, path, fields);
        assert_eq!(answer.status, 303, "{}: {who} {path} → {}", house.name(), answer.main());
    };
    let note = [("kind", "strength"), ("said_by", "teacher"), ("how", "seen"), ("day", "2026-09-21"), ("text", "会照顾低年级的孩子")];
    send("王老师", case, &format!("{case}/notes"), &note);
    send("王老师", case, &format!("{case}/notes"), &note);
    let page = house.as_("王老师").get(case).text;
    let undo = page.split("action=\"").filter_map(|part| part.split('"').next()).find(|path| path.ends_with("/withdrawal")).unwrap().to_owned();
    send("王老师", case, &undo, &[]);
    let (tick, fact) = (format!("c-{child}"), format!("e-{child}-attention"));
    for text in ["9月14日晨读", "9月14日和21日晨读"] {
        send("王老师", causes, causes, &[("part", "homeroom"), (&tick, "attention"), (&fact, text)]);
    }
    send("李老师", causes, causes, &[("part", "maths"), (&tick, "attention"), (&fact, "9月15日")]);
    send("王老师", case, &format!("{case}/asked-subjects"), &[("subjects", "maths")]);
    send("李老师", case, &format!("{case}/subjects/maths"), &[("gaps-maths", "退位减法"), ("works-maths", ""), ("next-maths", "每天两题")]);
    send("沈老师", case, &format!("{case}/give-up"), &[("stage", "noticed"), ("give_up", "说学不学都一样")]);
    concern(house, child);
    send("王老师", case, &format!("{case}/watch"), &[("reason", "两周按时完成作业")]);
    send("吴老师", case, &format!("{case}/exit"), &[("outcome", "reached"), ("reason", "达到目标")]);
    send("吴老师", case, &format!("{case}/reopening"), &[("reason", "又需要支持")]);
}

/// The counsellor raises a concern, lifts it, and raises it again.
fn concern(house: &House, child: &str) {
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageProgrammes>| {
        let (id, term) = (house.here.programme, term_code("2026-1"));
        let old = programmes::programme(tx, id, term)?;
        let values = old.values.iter().map(|(param, value)| (param, value.clone())).collect();
        let categories = old.categories.iter().copied().chain([Category::WellbeingConcern]).collect();
        programmes::change(tx, permit, id, &Change { name: old.name, purpose: old.purpose, from_term: term, categories, values })
    });
    let (page, programme) = (format!("/pupils/{child}/concern"), house.here.programme.to_string());
    for what in ["looked", "raised", "lifted", "raised"] {
        let answer = house.as_("沈老师").post_form(&page, &[("what", what), ("programme", &programme), ("text", "午休时谈了一次")]);
        assert_eq!(answer.status, 303, "{}: {what} → {}", house.name(), answer.main());
    }
}
