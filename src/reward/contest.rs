//! verbs: friendly contests and recitals of a class, once a unit (A2-11, A2-12): written down with who took part and who is praised. No exam, no marks; in grades 1 and 2 for fun (R2).

use serde_json::json;

use super::awards;
use super::basis::Gift;
use super::give::{self, Given};
use super::publish;
use super::sql::contest::{self as sql, ContestRow};
use super::state::State;
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Id, Lang, Msg, PupilId, Result, RowId, SchoolDate, derived, limits};
use crate::programme::kind_words;
use crate::roster::people::Names;
use crate::roster::time::Term;
use crate::store::Tx;
use crate::trail;

/// What it is; the words are `reward-contest-<code>`.
pub const WHATS: [&str; 2] = ["contest", "recital"];

/// A contest of a class.
#[derive(Clone, Debug)]
pub struct Contest {
    /// Its id.
    pub id: RowId,
    /// One of [`WHATS`].
    pub what: String,
    /// Code of the subject.
    pub subject: String,
    /// Of which unit.
    pub unit: String,
    /// How it is called.
    pub title: String,
    /// When.
    pub day: SchoolDate,
    /// Who held it.
    pub by: String,
    /// How many took part.
    pub pupils: i64,
    /// Names of those who were praised.
    pub praised: Vec<String>,
    /// Whether the person may take it back: who held it.
    pub mine: bool,
}

/// The contests of the permit's class in a term, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn of_class(tx: &mut Tx<'_>, permit: &Permit<acts::PraisePupil>, term: &Term) -> Result<Vec<Contest>> {
    let (class, names) = (permit.class()?, Names::load(tx)?);
    let praised = sql::praised(tx, class, term.id)?;
    let rows = sql::of_class(tx, class, term.id)?.into_iter().map(|row| Contest {
        praised: praised.iter().filter(|(id, _)| *id == row.id).map(|(_, name)| name.clone()).collect(),
        by: names.of(&row.staff.to_string()),
        mine: row.staff == permit.who().staff(),
        id: row.id,
        what: row.what,
        subject: row.subject,
        unit: row.unit,
        title: row.title,
        day: row.day,
        pupils: row.pupils,
    });
    Ok(rows.collect())
}

/// A contest as it is typed.
#[derive(Clone, Debug, Default)]
pub struct New {
    /// One of [`WHATS`].
    pub what: String,
    /// Code of the subject.
    pub subject: String,
    /// Of which unit.
    pub unit: String,
    /// How it is called.
    pub title: String,
    /// When.
    pub day: Option<SchoolDate>,
    /// Who took part, and whether the child is praised.
    pub pupils: Vec<(PupilId, bool)>,
}

/// Writes a contest of the permit's class down; who is praised receives a letter.
///
/// # Errors
/// Problems at `what`, `subject`, `unit` (also when there was one in this unit), `title` (an exam, a word that hurts), `day`, `pupils`.
pub fn hold(tx: &mut Tx<'_>, permit: &Permit<acts::PraisePupil>, term: &Term, new: &New, lang: Lang) -> Result<RowId> {
    let (class, today, mut problems) = (permit.class()?, tx.today(), Problems::default());
    let (unit, title) = (new.unit.trim(), new.title.trim());
    if !WHATS.contains(&new.what.as_str()) {
        problems.note("what", "reward-choose");
    }
    if !crate::results::SUBJECTS.contains(&new.subject.as_str()) {
        problems.note("subject", "reward-choose");
    }
    for (field, text) in [("unit", unit), ("title", title)] {
        if text.is_empty() || text.chars().count() > limits::NAME_CHARS {
            problems.note(field, Msg::new("reward-name-length").with("most", limits::NAME_CHARS));
        } else if publish::is_exam(text) {
            problems.note(field, "reward-contest-exam");
        } else if let Some(key) = kind_words::kinder(text).or(publish::refused(text, &super::private_words(tx, term)?)) {
            problems.note(field, key);
        }
    }
    let day = new.day.filter(|day| (term.first_day..=term.last_day.min(today)).contains(day));
    if day.is_none() {
        problems.note("day", "reward-contest-day");
    }
    let seated: Vec<PupilId> = super::seated(tx, permit.who(), class)?.into_iter().map(|line| line.id).collect();
    if new.pupils.is_empty() || new.pupils.iter().any(|(pupil, _)| !seated.contains(pupil)) {
        problems.note("pupils", "reward-contest-pupils");
    }
    problems.end()?;
    let day = day.ok_or(Error::NotFound)?;
    let unit_key = crate::base::text::squeezed(unit);
    let key = |again: &[u8]| derived(&[b"contest", class.uuid().as_bytes(), term.id.uuid().as_bytes(), new.what.as_bytes(), new.subject.as_bytes(), unit_key.as_bytes(), again]);
    let (ended, mut id, mut again): (_, RowId, u8) = (sql::ended(tx, class, term.id)?, key(&[]), 0);
    // One that was taken back leaves its unit free.
    while ended.contains(&id) && again < u8::MAX {
        again += 1;
        id = key(&[again]);
    }
    let row = ContestRow { id, what: new.what.clone(), subject: new.subject.clone(), unit: unit.into(), title: title.into(), day, staff: permit.who().staff(), pupils: 0 };
    if !sql::insert(tx, class, term.id, &row)? {
        return Err(Error::at("unit", "reward-contest-once"));
    }
    for (pupil, praised) in &new.pupils {
        sql::insert_pupil(tx, id, *pupil, *praised)?;
        if *praised {
            let sentence = Msg::new("reward-contest-sentence").with("title", title).text(lang);
            let id = praise_of(id, *pupil);
            give::write(tx, permit, &Given { id, rule: None, term, pupil: *pupil, class, gift: Gift::PraiseLetter, name: title, sentence, day })?;
        }
    }
    trail::note(tx, permit.who(), "reward.contest", class, &json!({ "what": new.what, "pupils": new.pupils.len() }))?;
    Ok(id)
}

/// The praise of a child in a contest.
fn praise_of(contest: RowId, pupil: PupilId) -> RowId {
    derived(&[b"praise of a contest", contest.uuid().as_bytes(), pupil.uuid().as_bytes()])
}

/// Takes a contest back that the person wrote down by mistake: it stays on record, its unit is free again, and the praise that came with it is revoked.
///
/// # Errors
/// A problem at `reason`; not found for anybody else; a conflict when it was taken back already.
pub fn take_back(tx: &mut Tx<'_>, permit: &Permit<acts::PraisePupil>, term: &Term, id: RowId, why: &str) -> Result<()> {
    let class = permit.class()?;
    sql::of_class(tx, class, term.id)?.into_iter().find(|row| row.id == id && row.staff == permit.who().staff()).ok_or(Error::NotFound)?;
    let mut problems = Problems::default();
    let why = super::reason(&mut problems, "reason", why, awards::REASON_LEAST);
    problems.end()?;
    for pupil in sql::praised_in(tx, id)? {
        let given = match awards::reward(tx, praise_of(id, pupil)) {
            Ok(given) if given.state.leads_to(State::Revoked) => given,
            Ok(_) | Err(Error::NotFound) => continue,
            Err(fault) => return Err(fault),
        };
        let own = Permit::<acts::PraisePupil>::ask(tx, permit.who(), pupil)?;
        awards::end(tx, &own, &given, given.step, State::Revoked, &why)?;
    }
    if !sql::end(tx, id, &why, &permit.who().tag())? {
        return Err(Error::Conflict("reward-contest-gone".into()));
    }
    trail::note(tx, permit.who(), "reward.contest-back", class, &json!({ "contest": id }))?;
    Ok(())
}
