//! Good news in the sample school: certificates of the last term, and this term the rules, the days of the ceremony, children put forward, praise letters, a recital.

use crate::access::{Duty, Permit, Subject, Who, acts};
use crate::base::{Error, Lang, Result, RowId, SchoolId, TermCode};
use crate::reward::awards::{self, Nomination};
use crate::reward::basis::{Basis, Gift, Occasion};
use crate::reward::contest::{self, New};
use crate::reward::give::{self, Praise};
use crate::reward::growth::Growth;
use crate::reward::{candidates, rules, schedule};
use crate::roster::particulars;
use crate::roster::people::{self, Post};
use crate::roster::pupils::{self, Part, Sort, State};
use crate::roster::time::{self, Class, Term};
use crate::store::{Store, Tx};

use super::plans::person;

/// The grade whose last term is told.
const LEVEL: i64 = 3;
/// Certificates of each of its classes.
const PER_CLASS: usize = 4;
/// Rules that the school has taken.
const RULES: [&str; 9] =
    ["learning_progress_award", "progress_award", "good_conduct_pupil", "class_star", "five_star_pupil", "award_certificate", "praise_letter", "less_homework", "bonus_points"];
/// Days from today to the rewards in the middle of term.
const MIDDLE_DAYS: i64 = 24;
/// What is said of stars put forward by hand.
const STARS: [(&str, &str); 3] =
    [("助人之星", "主动教同桌跳绳，还帮着收发作业本"), ("阅读之星", "每天午休在图书角读书，讲故事给大家听"), ("劳动之星", "值日总是最后一个走，把桌椅排得整整齐齐")];
/// Praise for children without a strength on record.
const PRAISE: [&str; 3] = ["今天主动扶起摔倒的同学，还陪着去了医务室。", "课文背得有感情，全班都为他鼓掌。", "想出了用小棒讲退位减法的新办法，大家一听就懂。"];

fn operator_permit<A: crate::access::Act>(tx: &mut Tx<'_>, subject: impl Into<Subject>) -> Result<Permit<A>> {
    let operator = Who::operator(tx, "demo");
    Permit::ask(tx, &operator, subject)
}

/// Whoever has come on by more than was to be expected is given a certificate at the end of the last term.
pub(super) fn last_term(tx: &mut Tx<'_>, code: TermCode) -> Result<()> {
    let lang = Lang::default();
    let term = time::term_by_code(tx, code)?.ok_or(Error::NotFound)?;
    let manage = operator_permit::<acts::ManageRewards>(tx, Subject::School)?;
    rules::copy(tx, &manage, &term, &RULES, lang)?;
    let rule = rules::all(tx, &term)?.into_iter().find(|rule| rule.basis == Basis::Rise).ok_or(Error::NotFound)?;
    for class in time::classes(tx, term.year)?.into_iter().filter(|class| class.level == LEVEL) {
        let permit = operator_permit::<acts::ProposeReward>(tx, class.id)?;
        let found = candidates::list(tx, &permit, &rule, &term)?;
        for one in found.lines.iter().filter(|one| one.growth == Some(Growth::Above)).take(PER_CLASS) {
            let of_child = operator_permit::<acts::ProposeReward>(tx, one.pupil)?;
            let new = Nomination { sentence: rule.sentence.clone(), ..Nomination::default() };
            awards::nominate(tx, &of_child, &rule, &term, one, &new, lang)?;
        }
        let decide = operator_permit::<acts::DecideReward>(tx, class.grade)?;
        let picks = waiting(tx, &decide, &term)?;
        awards::decide(tx, &decide, &term, &picks, lang)?;
    }
    let picks = waiting(tx, &manage, &term)?;
    awards::confirm(tx, &manage, &term, &picks, lang).map(|_| ())
}

fn waiting<A: crate::access::Act>(tx: &mut Tx<'_>, permit: &Permit<A>, term: &Term) -> Result<Vec<(RowId, i64)>> {
    Ok(awards::of_scope(tx, permit, term)?.into_iter().filter(|one| one.state.is_open()).map(|one| (one.id, one.step)).collect())
}

/// This term.
pub(super) fn live(store: &Store, school: SchoolId, now: TermCode) -> Result<()> {
    store.write(school, |tx| {
        let today = tx.today();
        let Some(term) = time::term_by_code(tx, now)?.filter(|term| today <= term.last_day) else { return Ok(()) };
        let manage = operator_permit::<acts::ManageRewards>(tx, Subject::School)?;
        for rule in rules::all(tx, &term)? {
            rules::switch(tx, &manage, &term, &rule, true)?;
        }
        schedule::set(tx, &manage, &term, Occasion::End, 0, term.last_day, schedule::USUAL_DAYS)?;
        let middle = today.plus_days(MIDDLE_DAYS).min(term.last_day.plus_days(-7));
        // A day too early in the term to count back from is left to the office.
        if middle.days() - term.first_day.days() > 30 {
            schedule::set(tx, &manage, &term, Occasion::Middle, 0, middle, schedule::USUAL_DAYS)?;
        }
        let posts = people::posts_on(tx, today)?;
        for class in time::classes(tx, term.year)?.into_iter().filter(|class| class.level == 4) {
            if let Some(post) = posts.iter().find(|post| post.duty == Duty::Homeroom && post.scope_id.to_string() == class.id.to_string()) {
                class_news(tx, post, &class, &term)?;
            }
        }
        Ok(())
    })
}

fn class_news(tx: &mut Tx<'_>, post: &Post, class: &Class, term: &Term) -> Result<()> {
    let (homeroom, lang) = (person(tx, post)?, Lang::default());
    let children = pupils::list(tx, &homeroom, &Part::Class(class.id), State::Here, Sort::Class, 60, 0)?.rows;
    let star = rules::all(tx, term)?.into_iter().find(|rule| rule.basis == Basis::Stars).ok_or(Error::NotFound)?;
    for (child, (label, why)) in children.iter().skip(10).zip(STARS) {
        let permit: Permit<acts::ProposeReward> = Permit::ask(tx, &homeroom, child.id)?;
        let one = candidates::of_child(tx, &permit, &star, term)?;
        let new = Nomination { why: why.into(), sentence: format!("{why}，是同学们的好榜样。"), label: label.into(), ..Nomination::default() };
        awards::nominate(tx, &permit, &star, term, &one, &new, lang)?;
    }
    for child in &children {
        let see: Permit<acts::SeeCaseFile> = Permit::ask(tx, &homeroom, child.id)?;
        if let Some(strength) = give::strengths(tx, &see, term)?.into_iter().next() {
            praise(tx, &homeroom, child.id, term, Some(strength.act), &format!("{}，值得表扬。", strength.text.trim_end_matches('。')))?;
        }
    }
    for (child, said) in children.iter().skip(20).zip(PRAISE) {
        praise(tx, &homeroom, child.id, term, None, said)?;
    }
    let permit: Permit<acts::PraisePupil> = Permit::ask(tx, &homeroom, class.id)?;
    let there = children.iter().enumerate().map(|(at, child)| (child.id, at % 9 == 4)).collect();
    let day = tx.today().plus_days(-5).max(term.first_day);
    let new = New { what: "recital".into(), subject: "chinese".into(), unit: "第三单元".into(), title: "背课文小达人".into(), day: Some(day), pupils: there };
    contest::hold(tx, &permit, term, &new, lang).map(|_| ())
}

fn praise(tx: &mut Tx<'_>, who: &Who, pupil: crate::base::PupilId, term: &Term, act: Option<RowId>, sentence: &str) -> Result<()> {
    let permit: Permit<acts::PraisePupil> = Permit::ask(tx, who, pupil)?;
    if particulars::seat(tx, pupil)?.is_none() || sentence.chars().count() > crate::reward::SENTENCE_CHARS {
        return Ok(());
    }
    let new = Praise { id: tx.new_id(), act, gift: Gift::PraiseLetter, rule: None, sentence: sentence.to_owned() };
    give::praise(tx, &permit, term, &new, Lang::default()).map(|_| ())
}
