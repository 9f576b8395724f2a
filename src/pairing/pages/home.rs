//! `/pairing`: the children whom I help, and for those who pair the programmes of the term.

use askama::Template;

use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::{Error, Msg, Result};
use crate::casefile;
use crate::pairing::{self, pairs, wording};
use crate::programme::programmes;
use crate::roster::particulars;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "pairing/pages/home.html")]
struct Home {
    p: Page,
    own: Vec<Own>,
    manages: bool,
    /// May bring study partners together.
    peers: bool,
    programmes: Vec<Line>,
}

/// A child whom the person helps.
struct Own {
    href: String,
    family_name: String,
    name: String,
    place: String,
    programme: String,
    days: String,
    why: String,
}

struct Line {
    href: String,
    name: String,
    said: String,
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("pairing-title");
    let lang = p.lang;
    let term = match casefile::present_term(cx.tx) {
        Err(Error::NotFound) => None,
        found => Some(found?),
    };
    let mut own = Vec::new();
    for pair in pairs::caseload(cx.tx, cx.who)? {
        // A child who has left the school is not shown any more.
        let see = match cx.permit::<acts::SeePupil>(pair.pupil) {
            Err(Error::NotFound) => continue,
            asked => asked?,
        };
        let place = particulars::particulars(cx.tx, &see)?.seat.map(|seat| seat.class_name).unwrap_or_default();
        let programme = match &term {
            Some(term) => programmes::programme(cx.tx, pair.programme, term.code)?.name,
            None => String::new(),
        };
        own.push(Own {
            href: format!("/pupils/{}/case", pair.pupil),
            family_name: pair.pupil_name.chars().next().map(String::from).unwrap_or_default(),
            place,
            programme,
            days: Msg::new("pairing-days").with("from", pair.from).with("until", pair.until).text(lang),
            why: wording::why(lang, &pair.why),
            name: pair.pupil_name,
        });
    }
    let manages = cx.who.may_everywhere(Action::ManagePairing);
    let mut lines = Vec::new();
    if let Some(term) = term.filter(|_| manages) {
        let permit = cx.permit::<acts::ManagePairing>(Subject::School)?;
        for programme in pairing::programmes(cx.tx, &term)? {
            let said = match pairing::scene(cx.tx, &permit, programme.id, &term) {
                Ok(scene) => {
                    let helped = scene.children.iter().filter(|facts| scene.fixed.iter().any(|(pupil, _)| *pupil == facts.child.id)).count();
                    Msg::new("pairing-programme-said").with("count", scene.children.len()).with("helped", helped)
                }
                Err(Error::Conflict(msg)) => msg,
                Err(error) => return Err(error),
            };
            lines.push(Line { href: format!("/pairing/programmes/{}", programme.id), name: programme.name, said: said.text(lang) });
        }
    }
    cx.saw("SeePairs", Subject::School, Levels::of(&[Level::Basic]));
    let peers = cx.who.may_somewhere(Action::ManagePeers);
    cx.render(&Home { p, own, manages, peers, programmes: lines })
}
