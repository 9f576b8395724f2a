//! `/tutoring/classes/{class}/days/{day}`: a tap a child, and one line of what was done.

use std::collections::BTreeMap;

use askama::Template;

use super::SHOWN;
use super::classes::class;
use crate::access::Subject;
use crate::base::{Msg, PupilId, Result, RowId, SchoolDate};
use crate::tutoring::clash::clock;
use crate::tutoring::kinds::PRESENCES;
use crate::tutoring::sessions::{self, Taken};
use crate::web::{Cx, Reply};

#[derive(Template)]
#[template(path = "tutoring/pages/attendance.html")]
struct AttendancePage {
    p: crate::web::Page,
    id: RowId,
    title: String,
    day: SchoolDate,
    lead: String,
    seen: i64,
    states: Vec<(String, String)>,
    children: Vec<ChildView>,
    about: String,
    off: bool,
}

struct ChildView {
    id: PupilId,
    name: String,
    state: String,
}

/// `GET /tutoring/classes/{class}/days/{day}`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, day): (RowId, SchoolDate) = (class(cx)?.id, cx.path("day")?);
    let sheet = sessions::sheet(cx.tx, cx.who, id, day)?;
    let p = cx.page_of(&Msg::new("tutoring-attendance-of").with("title", &sheet.class.title).with("day", day));
    let child = |(member, known): &(crate::tutoring::classes::Member, Option<sessions::Presence>)| {
        // Who has not been written down yet was there: most are.
        let stored = known.as_ref().map(|one| one.state.clone()).filter(|state| !state.is_empty()).unwrap_or_else(|| "here".to_owned());
        let name = member.seat.map_or_else(|| member.name.clone(), |seat| format!("{seat} {}", member.name));
        ChildView { id: member.pupil, name, state: p.old_or(&format!("s-{}", member.pupil), stored) }
    };
    let lead = Msg::new("tutoring-attendance-lead").with("from", clock(sheet.time.from)).with("until", clock(sheet.time.until)).with("place", &sheet.class.place_name).text(p.lang);
    let page = AttendancePage {
        id,
        title: sheet.class.title.clone(),
        day,
        lead,
        seen: sheet.session.as_ref().map_or(0, |one| one.number),
        states: PRESENCES.iter().map(|code| ((*code).to_owned(), p.t(&format!("tutoring-presence-{code}")))).collect(),
        children: sheet.children.iter().map(child).collect(),
        about: sheet.session.as_ref().map(|one| one.about.clone()).unwrap_or_default(),
        off: sheet.session.as_ref().is_some_and(|one| !one.held),
        p,
    };
    cx.saw("SeeTutoring", Subject::School, SHOWN);
    cx.render(&page)
}

/// Writes the attendance down.
pub(super) fn take(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, day): (RowId, SchoolDate) = (class(cx)?.id, cx.path("day")?);
    let states: BTreeMap<PupilId, String> = cx.req.fields.iter().filter_map(|(name, value)| Some((name.strip_prefix("s-")?.parse().ok()?, value.clone()))).collect();
    let taken = Taken { seen: cx.field("seen").parse().unwrap_or(0), held: cx.field("off") != "1", about: cx.field("about").to_owned(), states };
    sessions::take(cx.tx, cx.who, id, day, &taken)?;
    cx.did("RecordActivity", Subject::School, SHOWN, format!("class {id} {day}"));
    Ok(Reply::done(format!("/tutoring/classes/{id}"), "tutoring-attendance-kept"))
}
