//! The part of the day that is about a round of the survey: opened, decided, handed up, returned, compiled, filed, changed.

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::derived;
use bangfu::roster::time;
use bangfu::screening::confirmed::{self, NewConfirmation};
use bangfu::screening::review::{self, Standing};
use bangfu::screening::{changes, filing, round};

use crate::cast::term_code;
use crate::house::{House, day};

/// Sends a form as somebody and wants it taken.
fn sends(house: &House, who: &str, page: &str, action: &str, fields: &[(&str, &str)]) -> String {
    let answer = house.as_(who).post_from(page, action, fields);
    assert_eq!(answer.status, 303, "{}: {who}, {action} {fields:?} → {}", house.name(), answer.main());
    answer.to
}

/// Lives it.
pub(super) fn live(house: &House) {
    last_terms_list(house);
    let programme = house.here.programme.to_string();
    let round = sends(house, "周主任", "/screening/rounds", "/screening/rounds", &[("term", "2026-1"), ("programme", &programme)]);
    let days = [("due", "2026-10-09"), ("due_new", "2026-10-16"), ("reason", "运动会")];
    sends(house, "周主任", &round, &format!("{round}/days"), &days);
    fourth_grade(house, &round);
    fifth_grade(house, &round);
    everybody_looks(house, &round);
    told(house);
}

/// 何田田 was on the list of the term before.
fn last_terms_list(house: &House) {
    let child = house.here.child("4.2", "何田田").id;
    house.act(Subject::School, |tx, permit: &Permit<acts::FileRound>| {
        let term = time::term_by_code(tx, term_code("2025-2"))?.unwrap();
        let new = NewConfirmation {
            pupil: child,
            programme: house.here.programme,
            term: term.id,
            category: "target_pupil".into(),
            kind: "conduct".into(),
            from: term.first_day,
            until: term.last_day,
            verdict: derived(&[b"a verdict of last term"]),
        };
        assert_eq!(confirmed::confirm(tx, permit, std::slice::from_ref(&new))?, 1);
        assert_eq!(confirmed::confirm(tx, permit, &[new])?, 0, "once");
        let see = Permit::<acts::SeePupil>::ask(tx, permit.who(), child)?;
        assert_eq!(review::standing(tx, &see)?, Standing::Awaiting, "between the terms the label sleeps and help goes on");
        Ok(())
    });
}

fn fourth_grade(house: &House, round: &str) {
    let (class, grade) = house.here.class("4.2");
    let list = format!("{round}/classes/{class}");
    let child = |name: &str| house.here.child("4.2", name).id.to_string();
    let (hard, quiet, last) = (child("林小明"), child("陈安安"), child("何田田"));
    let page = |pupil: &str| format!("{round}/pupils/{pupil}");
    let add = format!("{list}/additions");
    sends(house, "王老师", &add, &add, &[("pupil", &quiet), ("code", "homework"), ("source", "grandparent"), ("words", "晚上一个人做作业")]);
    sends(house, "李老师", &page(&hard), &format!("{}/opinions", page(&hard)), &[("stance", "for"), ("opinion", "应用题读不懂")]);
    let talk = [("talk_day", "2026-09-21"), ("talk_by", "王老师")];
    for (pupil, what, reason) in [(&hard, "confirmed", ""), (&quiet, "confirmed", ""), (&last, "exited", "一学期没有再迟到")] {
        let fields = [&[("what", what), ("category", "target_pupil/learning"), ("cause", "字词基础"), ("reason", reason)][..], &talk[..]].concat();
        sends(house, "王老师", &page(pupil), &page(pupil), &fields);
    }
    let hand_up = format!("{list}/hand-up");
    sends(house, "王老师", &list, &hand_up, &[("note", "")]);
    sends(house, "郑老师", &list, &format!("{list}/return"), &[("comment", "请再看看作业")]);
    sends(house, "王老师", &list, &hand_up, &[("note", "看过了")]);
    sends(house, "郑老师", round, &format!("{round}/grades/{grade}/compilation"), &[]);
    sends(house, "吴老师", round, &format!("{round}/grades/{grade}/filing"), &[("confirmed", "1")]);
    let changes = format!("{list}/changes");
    let late = child("刘一诺");
    let fields = [&[("pupil", late.as_str()), ("category", "target_pupil/learning"), ("reason", "住院后功课落下了")][..], &talk[..]].concat();
    sends(house, "吴老师", &changes, &changes, &fields);
    sends(house, "吴老师", &changes, &format!("{list}/withdrawals"), &[("pupil", &late), ("reason", "转到外婆家附近上学")]);
}

/// Grade 5 has neither leader nor sponsor: the office sees the class directly.
fn fifth_grade(house: &House, round: &str) {
    let (class, grade) = house.here.class("5.1");
    let list = format!("{round}/classes/{class}");
    let hard = house.here.child("5.1", "苏小禾").id;
    let page = format!("{round}/pupils/{hard}");
    let fields = [("what", "declined"), ("reason", "生病缺课，已经补上"), ("talk_day", "2026-09-21"), ("talk_by", "何老师")];
    sends(house, "何老师", &page, &page, &fields);
    sends(house, "何老师", &list, &format!("{list}/hand-up"), &[("note", "这学期没有需要列入的孩子")]);
    sends(house, "周主任", round, &format!("{round}/grades/{grade}/filing"), &[("confirmed", "1")]);
}

fn everybody_looks(house: &House, round: &str) {
    for person in &house.here.people {
        let client = house.as_(person.name);
        for short in ["4.2", "5.1"] {
            let (class, _) = house.here.class(short);
            for path in ["/screening/rounds", "/screening/unspoken", round, &format!("{round}/classes/{class}"), &format!("{round}/classes/{class}/changes")] {
                let status = client.get(path).status;
                assert!(status < 500, "{}: {}, {path} → {status}", house.name(), person.name);
            }
        }
    }
}

fn told(house: &House) {
    let who = house.who("周主任");
    let (class, _) = house.here.class("4.2");
    house.read(house.here.id, |tx| {
        let term = time::term_by_code(tx, term_code("2026-1"))?.unwrap();
        let opened = round::opened(tx, house.here.programme, &term)?;
        assert_eq!((opened.round.due, opened.round.moved.as_deref()), (day("2026-10-09"), Some("运动会")));
        let lines = filing::overview(tx, &who, &opened)?;
        let said: Vec<(&str, i64)> = lines.iter().map(|line| (line.class.name.as_str(), line.confirmed)).collect();
        assert_eq!(said.len(), 4, "{said:?}");
        let permit = Permit::<acts::SeeCandidates>::ask(tx, &who, class)?;
        let filed: Vec<String> = changes::of_class(tx, &permit, &opened)?.into_iter().map(|one| one.name).collect();
        assert_eq!(filed, ["陈安安", "林小明"], "by seat; added and withdrawn again, 刘一诺 is not on it");
        assert_eq!(changes::lines(tx, &opened)?.len(), 2);
        let today = tx.today();
        assert_eq!(confirmed::of_class(tx, &permit, today)?.len(), 2);
        filing::late(tx, &who, &term)
    });
}
