//! `/pupils/{id}/plan/team`: the versions of a plan, who signed, what meetings decided, approval. A1-02, B3-04.

use askama::Template;

use super::{SHOWN, child, may_write, old};
use crate::access::{Subject, acts};
use crate::base::{Error, Lang, Msg, Result};
use crate::casefile;
use crate::plan::item::Kind;
use crate::plan::team::{self, Asked, Met};
use crate::plan::{self, Standing, Version, goal, wording};
use crate::roster::particulars::Particulars;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "plan/pages/team.html")]
struct TeamPage {
    p: Page,
    c: Particulars,
    family_name: String,
    newest: Option<Newest>,
    signers: Vec<Signer>,
    open: Vec<(String, String)>,
    versions: Vec<VersionLine>,
    met: Vec<Met>,
    from: String,
    until: String,
    reason: String,
    text: String,
    may: May,
}

struct May {
    fix: bool,
    back: bool,
    sign: bool,
    decide: bool,
    meet: bool,
}

struct Newest {
    number: i64,
    standing: Standing,
    state: String,
    first: bool,
}

struct Signer {
    duty: String,
    name: String,
    day: String,
}

struct VersionLine {
    title: String,
    state: String,
    standing: Standing,
    days: String,
    fixed: String,
    decided: String,
    compare: String,
}

fn duty(lang: Lang, asked: &Asked) -> String {
    let duty = wording::coded(lang, "duty-", asked.duty.code());
    if asked.subject.is_empty() { duty } else { format!("{duty} · {}", wording::subject(lang, &asked.subject)) }
}

fn deed(lang: Lang, key: &'static str, deed: Option<&plan::Deed>) -> String {
    let Some(deed) = deed else { return String::new() };
    let text = Msg::new(key).with("day", deed.day).with("name", &deed.by).text(lang);
    if deed.text.is_empty() { text } else { Msg::new("plan-source-more").with("what", text).with("more", &deed.text).text(lang) }
}

fn line(lang: Lang, all: &[Version], at: usize) -> VersionLine {
    let version = &all[at];
    VersionLine {
        title: Msg::new("plan-version").with("number", version.number).text(lang),
        state: wording::coded(lang, "plan-state-", version.standing.code()),
        standing: version.standing,
        days: Msg::new("casefile-days").with("when", version.from).with("day", version.until).text(lang),
        fixed: deed(lang, "plan-fixed-by", version.fixed.as_ref()),
        decided: deed(lang, if version.standing == Standing::Approved { "plan-approved-by" } else { "plan-returned-by" }, version.decided.as_ref()),
        compare: all.get(at + 1).map(|before| format!("before={}&after={}", before.number, version.number)).unwrap_or_default(),
    }
}

/// Whether the person may decide on this child's plan.
fn may_decide(cx: &mut Cx<'_, '_>, id: crate::base::PupilId) -> Result<bool> {
    match cx.permit::<acts::DecidePlan>(id) {
        Ok(_) => Ok(true),
        Err(Error::NotFound) => Ok(false),
        Err(fault) => Err(fault),
    }
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let child = child(cx)?;
    let (id, see) = (child.c.id, &child.see);
    let p = cx.page_of(&Msg::new("plan-team-of").with("name", &child.c.name));
    let lang = p.lang;
    let (all, today) = (plan::versions(cx.tx, see)?, cx.tx.today());
    let write = child.live && may_write(cx, id)?.is_some();
    let whole = see.why().subjects().is_none();
    let (mut signers, mut open, mut signed) = (Vec::new(), Vec::new(), false);
    if let Some(newest) = all.first() {
        for (asked, day) in team::signers(cx.tx, see, newest)? {
            signers.push(Signer { duty: duty(lang, &asked), name: asked.name.clone(), day: day.map(|day| day.to_string()).unwrap_or_default() });
        }
        signed = team::has_signed(newest, cx.who.staff()).is_some();
        let unmeasured = plan::items(cx.tx, see, newest.id)?;
        let unmeasured = unmeasured.iter().filter(|item| item.kind == Kind::Goal && !item.removed && !goal::is_measurable(&item.body, today));
        open = unmeasured.map(|item| (item.key.to_string(), item.body.text.clone())).collect();
    }
    let standing = all.first().map(|newest| newest.standing);
    let (from, until) = match all.first() {
        Some(newest) => (newest.from, newest.until),
        None => (today, casefile::present_term(cx.tx)?.last_day),
    };
    let page = TeamPage {
        newest: all.first().map(|newest| Newest {
            number: newest.number,
            standing: newest.standing,
            state: wording::coded(lang, "plan-state-", newest.standing.code()),
            first: newest.number == 1,
        }),
        may: May {
            fix: write && whole && standing == Some(Standing::Draft),
            back: write && whole && standing == Some(Standing::Fixed),
            sign: write && standing == Some(Standing::Fixed) && !signed,
            decide: may_decide(cx, id)? && standing == Some(Standing::Fixed),
            meet: write && whole && !all.is_empty(),
        },
        signers,
        open,
        versions: (0..all.len()).map(|at| line(lang, &all, at)).collect(),
        met: team::meetings(cx.tx, see)?,
        from: old(&p, "from", &from.to_string()),
        until: old(&p, "until", &until.to_string()),
        reason: old(&p, "reason", ""),
        text: old(&p, "text", ""),
        family_name: child.family_name.clone(),
        c: child.c.clone(),
        p,
    };
    cx.saw("SeePlan", Subject::Pupil(id), see.levels().within(SHOWN));
    cx.render(&page)
}

impl TeamPage {
    fn is(&self, standing: &str) -> bool {
        self.newest.as_ref().is_some_and(|newest| newest.standing.code() == standing)
    }
}

impl VersionLine {
    fn good(&self) -> bool {
        self.standing == Standing::Approved
    }
}
