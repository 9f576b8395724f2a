//! verbs: reminders that leave the product, by mail and by the robots of three vendors: how many things are due today and the link to each form, never a name or a judgement. Off until the school switches
//! them on; a person is reminded who asked for it. On school days from the chosen hour on, of the present term alone (issue 5; PRACTICE 1.2).

use serde::de::DeserializeOwned;

use super::outbound::{Robot, Server, by_mail, by_robot, is_mail, next_try, refuse_robot, refuse_server};
use super::sql::reminders as sql;
use crate::access::{Permit, Who, acts};
use crate::base::error::Problems;
use crate::base::{Error, Lang, Msg, Result, SchoolDate, SchoolId, StaffId, Stamp, words};
use crate::roster::time;
use crate::store::{Store, Tx};
use crate::trail;

/// The vendors of robots, in the order of the page.
pub const VENDORS: [&str; 3] = ["wecom", "dingtalk", "feishu"];
const CHANNEL: &str = "reminder_channel.body";
const WISH: &str = "reminder_wish.body";
/// Links of a message, at most.
const LINKS_MOST: usize = 5;
/// Tasks that are counted for a person.
const TASKS_MOST: i64 = 50;
/// What is shown of what was sent.
const SHOWN: i64 = 20;
/// Characters of an address.
const ADDRESS_CHARS: usize = 300;

/// What the school chose; secrets are empty on pages.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Whether anything is sent.
    pub on: bool,
    /// From which hour on.
    pub hour: i64,
    /// The product's address in what is sent.
    pub address: String,
    /// Mail, whether it is on.
    pub mail: (bool, Server),
    /// The robots of groups, whether each is on, in the order of [`VENDORS`].
    pub robots: [(bool, Robot); 3],
}

fn opened<T: DeserializeOwned + Default>(tx: &Tx<'_>, sealed: &[u8]) -> Result<T> {
    let text = tx.vault().open_words(tx.school(), CHANNEL, Some(sealed))?;
    if text.is_empty() { Ok(T::default()) } else { serde_json::from_str(&text).map_err(|e| Error::fault("a reminder channel", e)) }
}

/// What the school chose, with secrets: for sending.
fn whole(tx: &mut Tx<'_>) -> Result<Settings> {
    let (on, hour, address) = sql::rule(tx)?.unwrap_or((false, 8, String::new()));
    let mut all = Settings { on, hour, address, ..Settings::default() };
    all.mail.1.port = 465;
    for (robot, vendor) in all.robots.iter_mut().zip(VENDORS) {
        robot.1.vendor = vendor.into();
    }
    for (channel, on, sealed) in sql::channels(tx)? {
        match VENDORS.iter().position(|vendor| *vendor == channel) {
            Some(at) => all.robots[at] = (on, opened(tx, &sealed)?),
            None => all.mail = (on, opened(tx, &sealed)?),
        }
    }
    Ok(all)
}

/// What the school chose, without secrets.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn settings(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageSettings>) -> Result<Settings> {
    let mut all = whole(tx)?;
    all.mail.1.password.clear();
    for robot in &mut all.robots {
        robot.1.secret.clear();
    }
    Ok(all)
}

/// Keeps what the school chose; a secret that was left empty stays as it was.
///
/// # Errors
/// Problems at `hour`, `address`, `host`, `port`, `from`, `wecom`, `dingtalk`, `feishu`.
pub fn choose(tx: &mut Tx<'_>, permit: &Permit<acts::ManageSettings>, new: &Settings, local: bool) -> Result<()> {
    let (before, mut problems) = (whole(tx)?, Problems::default());
    if !(0..24).contains(&new.hour) {
        problems.note("hour", "supervision-remind-hour-odd");
    }
    let address = new.address.trim().trim_end_matches('/');
    let plain = address.len() <= ADDRESS_CHARS && address.chars().all(|c| c.is_ascii_graphic());
    if !plain || !(address.starts_with("https://") || address.starts_with("http://") || (!new.on && address.is_empty())) {
        problems.note("address", "supervision-remind-address-odd");
    }
    let mut mail = new.mail.clone();
    if mail.1.password.is_empty() {
        mail.1.password.clone_from(&before.mail.1.password);
    }
    if let Some((field, key)) = refuse_server(&mail.1, local).filter(|_| mail.0 || !mail.1.host.is_empty()) {
        problems.note(field, key);
    }
    let mut robots = new.robots.clone();
    for ((robot, old), vendor) in robots.iter_mut().zip(&before.robots).zip(VENDORS) {
        robot.1.vendor = vendor.into();
        if robot.1.secret.is_empty() {
            robot.1.secret.clone_from(&old.1.secret);
        }
        if let Some(key) = refuse_robot(vendor, &robot.1.url, local).filter(|_| robot.0 || !robot.1.url.is_empty()) {
            problems.note(vendor, key);
        }
    }
    problems.end()?;
    let (tag, school) = (permit.who().tag(), tx.school());
    sql::put_rule(tx, new.on, new.hour, address, &tag)?;
    let json = |e| Error::fault("a reminder channel", e);
    let sealed = tx.vault().seal(school, CHANNEL, &serde_json::to_string(&mail.1).map_err(json)?)?;
    sql::put_channel(tx, "mail", mail.0, &sealed, &tag)?;
    for (on, robot) in &robots {
        let sealed = tx.vault().seal(school, CHANNEL, &serde_json::to_string(robot).map_err(json)?)?;
        sql::put_channel(tx, &robot.vendor, *on, &sealed, &tag)?;
    }
    trail::note(tx, permit.who(), "supervision.reminders", school, &serde_json::json!({ "on": new.on }))?;
    Ok(())
}

/// Where the person is reminded: the mail address, whether it is wanted.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn wish(tx: &mut Tx<'_>, who: &Who) -> Result<(bool, String)> {
    match sql::wish(tx, who.staff())? {
        Some((on, sealed)) => Ok((on, tx.vault().open_words(tx.school(), WISH, Some(&sealed))?)),
        None => Ok((false, String::new())),
    }
}

/// Keeps it: nobody but the person says so.
///
/// # Errors
/// A problem at `mail`.
pub fn want(tx: &mut Tx<'_>, who: &Who, on: bool, mail: &str) -> Result<()> {
    let mail = mail.trim();
    if (on || !mail.is_empty()) && !is_mail(mail) {
        return Err(Error::at("mail", "supervision-remind-mail"));
    }
    let sealed = tx.vault().seal(tx.school(), WISH, mail)?;
    sql::put_wish(tx, who.staff(), on, &sealed)?;
    trail::note(tx, who, "supervision.reminder-wish", who.staff(), &serde_json::json!({ "on": on }))?;
    Ok(())
}

/// Target, day, whether it was sent, how often it was tried, the key of what went wrong.
pub type Tried = (String, SchoolDate, bool, i64, String);

/// What was sent of late, or failed: target, day, sent, tries, the key of what went wrong.
///
/// # Errors
/// Faults of the database.
pub fn tries(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageSettings>) -> Result<Vec<Tried>> {
    sql::tries(tx, SHOWN)
}

/// By which way something goes.
#[derive(Clone, Debug)]
enum Way {
    Mail(String),
    Robot(Robot),
}

/// What goes to whom.
#[derive(Clone, Debug)]
pub struct Note {
    /// `staff:<id>` or a vendor.
    pub target: String,
    /// What it says.
    pub text: String,
    tries: i64,
    way: Way,
}

/// How it is run.
#[derive(Clone, Copy, Debug, Default)]
pub struct How {
    /// Whatever the hour is.
    pub now: bool,
    /// Nothing is sent.
    pub dry: bool,
    /// Also to receivers on the machine itself, for tests.
    pub local: bool,
}

fn said(lang: Lang, key: &'static str, (due, late): (i64, i64), address: &str) -> String {
    Msg::new(key).with("count", due).with("late", late).with("link", format!("{address}/")).text(lang)
}

fn own(tx: &mut Tx<'_>, staff: StaffId, span: (SchoolDate, SchoolDate), address: &str) -> Result<Option<String>> {
    let lang = Lang::default();
    let tasks = sql::own_due(tx, staff, span, TASKS_MOST)?;
    let late = tasks.iter().filter(|(_, due)| *due < span.1).count();
    if tasks.is_empty() {
        return Ok(None);
    }
    let counts = (i64::try_from(tasks.len() - late).unwrap_or(0), i64::try_from(late).unwrap_or(0));
    let mut text = said(lang, "supervision-remind-own", counts, address);
    for (link, _) in tasks.iter().take(LINKS_MOST) {
        text.push_str(&format!("\n{address}{link}"));
    }
    Ok(Some(text))
}

/// What is to be sent now: nothing while it is off, on a day without school, before the hour, twice on a day.
fn waiting(tx: &mut Tx<'_>, how: How) -> Result<(Settings, Vec<Note>)> {
    let (chosen, today, now) = (whole(tx)?, tx.today(), tx.now());
    let none = |chosen| Ok((chosen, Vec::new()));
    let Some(term) = time::current_term(tx)? else { return none(chosen) };
    if !chosen.on || !time::term_days(tx, &term)?.is_school_day(today) || (!how.now && now.hour_minute().0 < chosen.hour) {
        return none(chosen);
    }
    // What was left of an older term is nobody's task of today.
    let span = (term.first_day, today);
    let mut notes = Vec::new();
    if chosen.mail.0 {
        for (staff, sealed) in sql::wishes(tx, today)? {
            let mail = tx.vault().open_words(tx.school(), WISH, Some(&sealed))?;
            if let Some(text) = own(tx, staff, span, &chosen.address)?.filter(|_| is_mail(&mail)) {
                notes.push(Note { target: format!("staff:{staff}"), text, tries: 0, way: Way::Mail(mail) });
            }
        }
    }
    let counts = sql::due(tx, span)?;
    for (_, robot) in chosen.robots.iter().filter(|(on, _)| *on && counts.0 > 0) {
        let text = said(Lang::default(), "supervision-remind-all", (counts.0 - counts.1, counts.1), &chosen.address);
        notes.push(Note { target: robot.vendor.clone(), text, tries: 0, way: Way::Robot(robot.clone()) });
    }
    let mut due = Vec::new();
    for mut note in notes {
        match sql::tried(tx, &note.target, today)? {
            Some((true, ..)) => continue,
            Some((false, tries, next)) if !how.now && next > now => {
                tracing::debug!(tries, "a reminder waits");
                continue;
            }
            Some((false, tries, _)) => note.tries = tries,
            None => {}
        }
        due.push(note);
    }
    Ok((chosen, due))
}

fn send(chosen: &Settings, note: &Note, now: Stamp, local: bool) -> Result<(), &'static str> {
    match &note.way {
        Way::Mail(to) => by_mail(&chosen.mail.1, to, (&words::word(Lang::default(), "supervision-remind-subject"), &note.text), local),
        Way::Robot(robot) => by_robot(robot, &note.text, now, local),
    }
}

/// Sends what is due in a school: outside of any transaction, each result written down by itself. Gives how many were sent and how many failed; with `dry` what would be sent.
///
/// # Errors
/// Faults of the database; what cannot be sent is no fault.
pub fn run(store: &Store, school: SchoolId, how: How) -> Result<(usize, usize, Vec<Note>)> {
    let (chosen, notes) = store.read(school, |tx| waiting(tx, how))?;
    if how.dry {
        return Ok((0, 0, notes));
    }
    let (mut sent, mut failed) = (0, 0);
    for note in &notes {
        let now = store.clock().now();
        let outcome = send(&chosen, note, now, how.local);
        let tries = note.tries + 1;
        // After the last try it waits for the next day.
        let next = next_try(tries, now).unwrap_or(Stamp(now.0 + 86_400_000));
        store.write(school, |tx| {
            let today = tx.today();
            sql::put_try(tx, &note.target, today, (outcome.is_ok(), tries, next), outcome.err().unwrap_or_default())
        })?;
        match outcome {
            Ok(()) => sent += 1,
            Err(key) => {
                tracing::warn!(key, tries, "a reminder was not sent");
                failed += 1;
            }
        }
    }
    Ok((sent, failed, notes))
}

/// Sends a line to see whether a way works: by mail to an address, by a robot to its group.
///
/// # Errors
/// A problem at the channel, with what went wrong.
pub fn test(store: &Store, school: SchoolId, channel: &str, mail: &str, local: bool) -> Result<()> {
    let chosen = store.read(school, whole)?;
    let lang = Lang::default();
    let text = Msg::new("supervision-remind-test-text").with("link", format!("{}/", chosen.address)).text(lang);
    let done = match VENDORS.iter().position(|vendor| *vendor == channel) {
        Some(at) => by_robot(&chosen.robots[at].1, &text, store.clock().now(), local),
        None if is_mail(mail) => by_mail(&chosen.mail.1, mail, (&words::word(lang, "supervision-remind-subject"), &text), local),
        None => Err("supervision-remind-mail"),
    };
    done.map_err(|key| Error::at("test", key))
}
