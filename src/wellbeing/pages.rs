//! Pages of the room: the inbox, the file of a child, what a teacher tells, what cannot wait, who receives.

mod complaints;
mod counsel;
mod crisis;
mod file;
mod home;
mod mood;
mod outside;
mod proposals;
mod readers;
mod room;
mod view;
mod yearly;

use crate::access::{Action, Level, Levels};
use crate::base::{PupilId, Result, RowId};
use crate::roster::particulars;
use crate::web::{Cx, Page, Policy, Routes};

/// What the pages of the room open.
const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Psychological]);

/// Routes of the room.
pub fn routes() -> Routes {
    of_files().and(of_counselling()).and(of_conduct())
}

/// The inbox, files, what is urgent, who receives.
fn of_files() -> Routes {
    let (receive, notice, counsel, manage) =
        (Policy::May(Action::ReceiveMood), Policy::May(Action::NoticeMood), Policy::May(Action::CounselPupil), Policy::May(Action::ManageWellbeing));
    let see = Policy::May(Action::SeeCaseFile);
    Routes::new()
        .get("/wellbeing", receive, home::show)
        .get("/wellbeing/room", manage, room::show)
        .post("/wellbeing/room", manage, room::name, room::show)
        .post("/wellbeing/room/{receiver}/release", manage, room::release, room::show)
        .get("/wellbeing/inbox/{entry}", receive, home::one)
        .post("/wellbeing/inbox/{entry}", receive, home::answer, home::one)
        .get("/wellbeing/crises", receive, crisis::list)
        .get("/wellbeing/crises/{entry}", receive, crisis::one)
        .post("/wellbeing/crises/{entry}", receive, crisis::log, crisis::one)
        .get("/wellbeing/asks/{entry}", counsel, readers::asked)
        .post("/wellbeing/asks/{entry}", counsel, readers::answer, readers::asked)
        .get("/pupils/{id}/mood", notice, mood::form)
        .post("/pupils/{id}/mood", notice, mood::tell, mood::form)
        .get("/pupils/{id}/mood/checklist", notice, mood::list_form)
        .post("/pupils/{id}/mood/checklist", notice, mood::list, mood::list_form)
        .get("/pupils/{id}/crisis", notice, crisis::form)
        .post("/pupils/{id}/crisis", notice, crisis::raise, crisis::form)
        .get("/pupils/{id}/wellbeing", see, file::show)
        .get("/pupils/{id}/wellbeing/copy/{file}", counsel, file::copy)
        .get("/pupils/{id}/wellbeing/write/{what}", counsel, file::form)
        .post("/pupils/{id}/wellbeing/write/{what}", counsel, file::write, file::form)
        .get("/pupils/{id}/wellbeing/ask", see, readers::ask_form)
        .post("/pupils/{id}/wellbeing/ask", see, readers::ask, readers::ask_form)
        .get("/pupils/{id}/wellbeing/glass", see, readers::glass_form)
        .post("/pupils/{id}/wellbeing/glass", see, readers::break_glass, readers::glass_form)
        .get("/pupils/{id}/wellbeing/readers", counsel, readers::list)
        .post("/pupils/{id}/wellbeing/readers", counsel, readers::seen, readers::list)
        .post("/pupils/{id}/wellbeing/readers/{reading}/end", counsel, readers::end, readers::list)
}

/// The counselling room, places outside, proposals, the yearly campaign.
fn of_counselling() -> Routes {
    let (counsel, plan) = (Policy::May(Action::CounselPupil), Policy::May(Action::WritePlan));
    Routes::new()
        .get("/wellbeing/bookings", counsel, counsel::list)
        .get("/wellbeing/bookings/new", counsel, counsel::form)
        .post("/wellbeing/bookings/new", counsel, counsel::book, counsel::form)
        .get("/wellbeing/bookings/{booking}/end", counsel, counsel::end_form)
        .post("/wellbeing/bookings/{booking}/end", counsel, counsel::end, counsel::end_form)
        .get("/wellbeing/places", counsel, counsel::places)
        .post("/wellbeing/places", counsel, counsel::add_place, counsel::places)
        .get("/wellbeing/outside", counsel, outside::list)
        .post("/wellbeing/outside", counsel, outside::add, outside::list)
        .get("/pupils/{id}/wellbeing/referral", counsel, outside::form)
        .post("/pupils/{id}/wellbeing/referral", counsel, outside::begin, outside::form)
        .get("/pupils/{id}/wellbeing/referrals/{entry}", counsel, outside::one)
        .post("/pupils/{id}/wellbeing/referrals/{entry}", counsel, outside::step, outside::one)
        .get("/pupils/{id}/wellbeing/proposal", counsel, proposals::form)
        .post("/pupils/{id}/wellbeing/proposal", counsel, proposals::propose, proposals::form)
        .get("/pupils/{id}/proposals", plan, proposals::list)
        .get("/pupils/{id}/proposals/{entry}", plan, proposals::decline_form)
        .post("/pupils/{id}/proposals/{entry}", plan, proposals::answer, proposals::decline_form)
        .get("/wellbeing/campaigns", counsel, yearly::list)
        .post("/wellbeing/campaigns", counsel, yearly::begin, yearly::list)
        .get("/wellbeing/campaigns/{campaign}", counsel, yearly::show)
        .get("/wellbeing/campaigns/{campaign}/classes/{class}", counsel, yearly::class)
        .get("/wellbeing/campaigns/{campaign}/pupils/{pupil}", counsel, yearly::result_form)
        .post("/wellbeing/campaigns/{campaign}/pupils/{pupil}", counsel, yearly::result, yearly::result_form)
        .get("/wellbeing/lists/{list}/{file}", counsel, yearly::blank)
        .get("/wellbeing/statistics", Policy::May(Action::ReceiveMood), yearly::statistics)
}

/// How adults speak, and complaints of mockery.
fn of_conduct() -> Routes {
    let (notice, handle) = (Policy::May(Action::NoticeMood), Policy::May(Action::HandleComplaint));
    Routes::new()
        .get("/conduct", Policy::SignedIn, complaints::conduct)
        .get("/pupils/{id}/complaint", notice, complaints::form)
        .post("/pupils/{id}/complaint", notice, complaints::write, complaints::form)
        .post("/pupils/{id}/complaint/seen", notice, complaints::seen, complaints::form)
        .get("/complaints", handle, complaints::list)
        .get("/complaints/{entry}", handle, complaints::one)
        .post("/complaints/{entry}", handle, complaints::handle, complaints::one)
}

/// The id that the form made; a new one for a form without.
fn made(cx: &Cx<'_, '_>) -> RowId {
    let fresh = cx.tx.new_id();
    cx.field("id").parse().unwrap_or(fresh)
}

/// All values of a field that can be ticked more than once.
fn ticks(cx: &Cx<'_, '_>, name: &str) -> Vec<String> {
    cx.req.fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect()
}

/// The way to the room.
fn crumbs(p: &Page, more: &[(&str, String)]) -> Vec<(String, String)> {
    std::iter::once(("/wellbeing".to_owned(), p.t("wellbeing-title"))).chain(more.iter().map(|(href, text)| ((*href).to_owned(), text.clone()))).collect()
}

/// The way to a child's page.
fn child_crumbs(id: PupilId, name: &str) -> Vec<(String, String)> {
    vec![(format!("/pupils/{id}"), name.to_owned())]
}

/// The child's name with its class and seat, as far as the person sees the child; nothing otherwise.
fn named(cx: &mut Cx<'_, '_>, id: PupilId) -> Result<String> {
    let see = cx.permit::<crate::access::acts::SeePupil>(id)?;
    let known = particulars::particulars(cx.tx, &see)?;
    let seat = known.seat.map(|seat| seat.class_name).unwrap_or_default();
    Ok(match known.seat_no {
        Some(no) if !seat.is_empty() => format!("{} {seat} {no}", known.name),
        _ => format!("{} {seat}", known.name).trim_end().to_owned(),
    })
}

/// Words of an entry's steps: what, when, by whom and in words.
fn log_lines(p: &Page, names: &crate::roster::people::Names, prefix: &str, steps: &[crate::wellbeing::entry::Step]) -> Vec<(String, String)> {
    let line = |step: &crate::wellbeing::entry::Step| {
        let words = if step.words.is_empty() { String::new() } else { format!(" · {}", step.words) };
        (p.t(&format!("{prefix}{}", step.what)), format!("{} {}{words}", step.day, names.of(&step.actor)))
    };
    steps.iter().map(line).collect()
}
