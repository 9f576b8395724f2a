//! Papers of rewards: certificates (奖状), praise letters to families (表扬信), the list of all rewards together (榜). They never name the group, the programme, a rank or a mark: what would is refused.

use super::basis::Gift;
use super::state::State;
use super::{Reward, awards, day_of, private_words, publish, supported, wording};
use crate::access::{Act, Permit, tenant};
use crate::base::{ClassId, Error, Lang, Msg, PupilId, Result, RowId, SchoolDate, words};
use crate::documents::honour::{Honours, Sheet, Style};
use crate::documents::register::{Align, Column, Format, Frame, Kind, Register, Row, Section};
use crate::roster::particulars;
use crate::roster::time::{self, Class, Term};
use crate::store::Tx;

/// A file: its name, its media type and its bytes.
pub type File = (String, &'static str, Vec<u8>);

/// Days for which the list hangs, from the ceremony on.
const HANGS_DAYS: i64 = 7;

/// What can be printed; the words are `reward-paper-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 奖状, a page for each child.
    Certificates,
    /// 表扬信, a page for each family.
    Letters,
    /// 表彰名单: class, name and reward, nothing else.
    Announcement,
}

impl Paper {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Certificates, Self::Letters, Self::Announcement];
    /// The identifier, in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Certificates => "certificates",
            Self::Letters => "letters",
            Self::Announcement => "announcement",
        }
    }
    /// The paper of an identifier.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.code() == code)
    }
    const fn gift(self) -> Gift {
        if matches!(self, Self::Certificates) { Gift::Certificate } else { Gift::PraiseLetter }
    }
}

/// The formats in which certificates and letters can be had, as extensions.
pub fn formats() -> Vec<&'static str> {
    [Format::Docx, Format::Pdf].into_iter().filter(|format| *format != Format::Pdf || cfg!(feature = "pdf")).map(Format::extension).collect()
}

/// Refuses a paper with a text that no paper for others may bear.
fn check(texts: &[&str], own: &[String]) -> Result<()> {
    match texts.iter().find_map(|text| publish::refused(text, own).map(|key| (*text, key))) {
        Some((text, key)) => {
            let why = words::word(Lang::default(), key);
            Err(Error::Conflict(Msg::new("reward-paper-refused").with("text", text.chars().take(20).collect::<String>()).with("why", why)))
        }
        None => Ok(()),
    }
}

fn day_word(lang: Lang, day: SchoolDate) -> String {
    if lang == Lang::En { day.to_string() } else { day.chinese() }
}

/// The page of a child.
///
/// # Errors
/// A conflict when something on it may not be published.
pub fn sheet(lang: Lang, one: &Reward, term: &Term, school: &str, own: &[String]) -> Result<Sheet> {
    let title = wording::title_of(lang, one);
    check(&[&title, &one.body.sentence], own)?;
    let word = |key: &str| words::word(lang, key);
    let named = |key: &'static str| Msg::new(key).with("class", &one.class_name).with("name", &one.pupil_name).text(lang);
    let signed = vec![school.to_owned(), day_word(lang, one.day)];
    let seal = word("reward-seal");
    Ok(if one.gift == Gift::Certificate {
        let received = Msg::new("reward-certificate-received").with("term", wording::term(lang, term.code)).with("title", title).text(lang);
        Sheet {
            title: word("reward-gift-certificate"),
            to: named("reward-certificate-to"),
            paragraphs: vec![one.body.sentence.clone(), received, word("reward-certificate-close")],
            signed,
            seal,
        }
    } else {
        let said = Msg::new("reward-letter-said").with("sentence", &one.body.sentence).text(lang);
        let paragraphs = vec![word("reward-letter-greeting"), said, word("reward-letter-close")];
        Sheet { title: word("reward-gift-praise_letter"), to: named("reward-letter-to"), paragraphs, signed, seal }
    })
}

fn honours(tx: &mut Tx<'_>, all: &[Reward], term: &Term, paper: Paper, format: &str, lang: Lang) -> Result<File> {
    let format = Format::from_extension(format).filter(|format| matches!(format, Format::Docx | Format::Pdf)).ok_or(Error::NotFound)?;
    let (school, own) = (tenant(tx)?.name, private_words(tx, term)?);
    let sheets = all.iter().map(|one| sheet(lang, one, term, &school, &own)).collect::<Result<Vec<Sheet>>>()?;
    if sheets.is_empty() {
        return Err(Error::Conflict(Msg::new("reward-paper-none")));
    }
    let style = if paper == Paper::Certificates { Style::Certificate } else { Style::Letter };
    let title = words::word(lang, &format!("reward-paper-{}", paper.code()));
    let of = if let [one] = all { format!("_{}", one.pupil_name) } else { String::new() };
    let file = format!("{title}_{}{of}.{}", term.code, format.extension());
    Ok((file, format.media_type(), Honours { style, title, school, sheets, written: tx.now() }.file(format)?))
}

/// The paper of one reward that the child has.
///
/// # Errors
/// Not found for a reward that does not count or has no paper; a conflict when something on it may not be published.
pub fn one<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, reward: &Reward, term: &Term, format: &str, lang: Lang) -> Result<File> {
    let paper = [Paper::Certificates, Paper::Letters].into_iter().find(|paper| paper.gift() == reward.gift);
    match paper {
        Some(paper) if reward.state.counts() && permit.pupil()? == reward.pupil => honours(tx, std::slice::from_ref(reward), term, paper, format, lang),
        _ => Err(Error::NotFound),
    }
}

/// The rewards of the permit's scope that count, without those of children who have left the school meanwhile.
fn counting<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, term: &Term) -> Result<Vec<Reward>> {
    let running = tx.today() <= term.last_day;
    let mut all = Vec::new();
    for one in awards::of_scope(tx, permit, term)?.into_iter().filter(|one| one.state.counts()) {
        if !running || particulars::seat(tx, one.pupil)?.is_some() {
            all.push(one);
        }
    }
    Ok(all)
}

/// A paper of the permit's class, grade or school, in bulk.
///
/// # Errors
/// Not found for a format that it does not have; a conflict when there is nothing to print, or something on it may not be published.
pub fn bulk<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, term: &Term, paper: Paper, format: &str, lang: Lang) -> Result<File> {
    let mut all = counting(tx, permit, term)?;
    if paper == Paper::Announcement {
        return announcement(tx, permit, &all, term, format, lang);
    }
    all.retain(|one| one.gift == paper.gift());
    honours(tx, &all, term, paper, format, lang)
}

/// What the rows of the list say: class, name, reward. A reward that only supported children hold is not called by its name, since that would tell who is supported.
fn rows<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, all: &[Reward], term: &Term, lang: Lang) -> Result<Vec<[String; 3]>> {
    let day = day_of(tx, term);
    let mut groups: Vec<(ClassId, std::collections::BTreeSet<PupilId>)> = Vec::new();
    for one in all {
        if !groups.iter().any(|(class, _)| *class == one.class) {
            groups.push((one.class, supported(tx, permit.who(), one.class, day)?));
        }
    }
    let is_supported = |one: &Reward| groups.iter().any(|(class, group)| *class == one.class && group.contains(&one.pupil));
    // The name and not the tier tells: first, second and third prizes are one award.
    let named: Vec<(String, bool)> = all.iter().map(|one| (wording::title(lang, &one.name, &one.label, 0), is_supported(one))).collect();
    let named: Vec<(&str, bool)> = named.iter().map(|(name, is)| (name.as_str(), *is)).collect();
    let telling = publish::telling(&named);
    let general = words::word(lang, "reward-general");
    let row = |(one, (name, _)): (&Reward, &(&str, bool))| {
        let reward = if telling.contains(name) { general.clone() } else { wording::title_of(lang, one) };
        [one.class_name.clone(), one.pupil_name.clone(), reward]
    };
    let mut rows: Vec<[String; 3]> = all.iter().zip(&named).map(row).collect();
    rows.dedup();
    Ok(rows)
}

fn announcement<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, all: &[Reward], term: &Term, format: &str, lang: Lang) -> Result<File> {
    let format = Format::from_extension(format).filter(|format| *format != Format::Csv).ok_or(Error::NotFound)?;
    let own = private_words(tx, term)?;
    let rows = rows(tx, permit, all, term, lang)?;
    let word = |key: &str| words::word(lang, key);
    if rows.is_empty() {
        return Err(Error::Conflict(Msg::new("reward-paper-none")));
    }
    for row in &rows {
        check(&[&row[2]], &own)?;
    }
    let until = all.iter().map(|one| one.day).max().map_or(term.last_day, |day| day.plus_days(HANGS_DAYS));
    let column = |key: &str, width_mm: f64| Column { name: word(key), group: None, width_mm, align: Align::Left, kind: Kind::Text };
    let title = word("reward-paper-announcement");
    let register = Register {
        title: title.clone(),
        columns: vec![column("reward-class", 44.0), column("reward-name", 44.0), column("reward-title", 86.0)],
        sections: vec![Section {
            name: title.clone(),
            subtitle: wording::term(lang, term.code),
            rows: rows.into_iter().map(|cells| Row { cells: cells.to_vec(), strong: false }).collect(),
        }],
        notes: vec![Msg::new("reward-hangs").with("until", day_word(lang, until)).text(lang)],
        frame: Frame { school: tenant(tx)?.name, written: tx.now(), ..Frame::default() },
        ..Register::default()
    };
    Ok((format!("{title}_{}.{}", term.code, format.extension()), format.media_type(), register.file(format)?))
}

/// What the register of rewards says of a class: seat, name, reward, what was given, what spoke for it, how it stands, when. Internal.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn register_rows<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, class: &Class, term: &Term, lang: Lang) -> Result<Vec<Vec<String>>> {
    let all = awards::of_scope(tx, permit, term)?;
    let row = |one: &Reward| {
        let why = if one.body.why.is_empty() { one.body.evidence.join("\n") } else { one.body.why.clone() };
        vec![
            one.seat.map(|seat| seat.to_string()).unwrap_or_default(),
            one.pupil_name.clone(),
            wording::title_of(lang, one),
            words::word(lang, &format!("reward-gift-{}", one.gift.code())),
            if why.is_empty() { one.body.sentence.clone() } else { why },
            words::word(lang, &format!("reward-state-{}", one.state.code())),
            one.day.to_string(),
        ]
    };
    Ok(all.iter().filter(|one| one.class == class.id && one.state != State::Declined).map(row).collect())
}

/// A reward with its term, for pages whose address carries none.
///
/// # Errors
/// Not found when there is none.
pub fn with_term(tx: &mut Tx<'_>, id: RowId) -> Result<(Reward, Term)> {
    let one = awards::reward(tx, id)?;
    let term = time::term(tx, one.term)?;
    Ok((one, term))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Id, TermCode, publishable};

    fn reward(gift: Gift, name: &str, sentence: &str) -> Reward {
        let id = || RowId::from_uuid(uuid::Uuid::nil());
        let nil = uuid::Uuid::nil();
        Reward {
            id: id(),
            rule: None,
            term: Id::from_uuid(nil),
            pupil: Id::from_uuid(nil),
            pupil_name: "林小明".into(),
            seat: Some(1),
            class: Id::from_uuid(nil),
            class_name: "四（2）班".into(),
            gift,
            name: name.into(),
            label: String::new(),
            tier: 2,
            how: "evidence".into(),
            day: "2027-01-22".parse().unwrap(),
            state: State::Confirmed,
            step: 3,
            actor: String::new(),
            text: 1,
            body: super::super::Body { why: "数学从62分到81分".into(), evidence: vec!["上升12名".into()], sentence: sentence.into() },
        }
    }

    fn term() -> Term {
        let nil = uuid::Uuid::nil();
        let day = |text: &str| text.parse().unwrap();
        let code: TermCode = "2026-1".parse().unwrap();
        Term { id: Id::from_uuid(nil), year: Id::from_uuid(nil), code, first_day: day("2026-09-01"), last_day: day("2027-01-22"), results_due_day: None, ceremony_day: None }
    }

    #[test]
    fn no_paper_for_others_holds_a_mark_a_rank_or_the_group() {
        let own = ["向日葵行动".to_owned()];
        for gift in [Gift::Certificate, Gift::PraiseLetter] {
            for (lang, _) in Lang::ALL {
                let fine = sheet(lang, &reward(gift, "进步奖", "上课专心，作业认真。"), &term(), "阳光小学", &own).unwrap();
                let text = [fine.to, fine.paragraphs.join(""), fine.signed.join("")].concat();
                assert!(text.contains("林小明") && text.contains("上课专心") && !text.contains("81") && !text.contains("12名"), "{text}");
            }
            for never in publishable::NEVER.iter().copied().chain(["学困生里最努力的", "向日葵行动的孩子"]) {
                for one in [reward(gift, "进步奖", never), reward(gift, never, "上课专心。")] {
                    assert!(matches!(sheet(Lang::ZhCn, &one, &term(), "阳光小学", &own), Err(Error::Conflict(_))), "{never}");
                }
            }
        }
    }

    #[test]
    fn every_paper_has_words_in_each_language() {
        for (lang, _) in Lang::ALL {
            for paper in Paper::ALL {
                assert_eq!(Paper::of(paper.code()), Some(paper));
                let key = format!("reward-paper-{}", paper.code());
                assert_ne!(words::word(lang, &key), key);
            }
        }
    }
}
