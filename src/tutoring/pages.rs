//! Pages of the room: today, the timetable, places, classes with their children and days, attendance, bookings, helpers from outside.

mod attendance;
mod bookings;
mod children;
mod classes;
mod helpers;
mod home;
mod mix;
mod open;
mod places;
mod posts;
mod trainings;
mod view;

use crate::access::{Action, Level, Levels, Permit, Subject, acts};
use crate::base::{Error, Id, Result, RowId, SchoolDate, StaffId};
use crate::casefile::pages::asked_term as term;
use crate::roster::people;
use crate::tutoring::classes::Class;
use crate::web::{Cx, Page, Policy, Routes};

/// What the pages of the room show at most.
const SHOWN: Levels = Levels::of(&[Level::Basic]);

/// Routes of the room.
pub fn routes() -> Routes {
    of_timetable().and(of_more())
}

/// Trainings, publicity, groups, papers.
fn of_more() -> Routes {
    let (see, manage, approve) = (Policy::May(Action::SeeTutoring), Policy::May(Action::ManageTutoring), Policy::May(Action::ApprovePublicity));
    let (write, peers) = (Policy::May(Action::RecordActivity), Policy::May(Action::ManagePeers));
    Routes::new()
        .get("/tutoring/classes/{class}/sheet/{file}", write, classes::sheet)
        .get("/tutoring/groups", peers, mix::classes)
        .get("/classes/{id}/mix", peers, mix::show)
        .post("/classes/{id}/mix", peers, mix::accept, mix::show)
        .get("/tutoring/trainings", see, trainings::list)
        .get("/tutoring/trainings/new", manage, trainings::form)
        .post("/tutoring/trainings/new", manage, trainings::hold, trainings::form)
        .get("/tutoring/trainings/{training}", see, trainings::show)
        .get("/tutoring/trainings/{training}/people", manage, trainings::people_form)
        .post("/tutoring/trainings/{training}/people", manage, trainings::attend, trainings::people_form)
        .get("/tutoring/trainings/{training}/material", manage, trainings::material_form)
        .upload("/tutoring/trainings/{training}/material", manage, trainings::keep, trainings::material_form)
        .get("/tutoring/trainings/{training}/material/{file}", see, trainings::material)
        .get("/tutoring/posts", see, posts::list)
        .get("/tutoring/posts/new", manage, posts::form)
        .post("/tutoring/posts/new", manage, posts::write, posts::form)
        .get("/tutoring/posts/{post}", see, posts::show)
        .post("/tutoring/posts/{post}/approval", approve, posts::approve, posts::show)
        .get("/tutoring/posts/{post}/return", approve, posts::return_form)
        .post("/tutoring/posts/{post}/return", approve, posts::give_back, posts::return_form)
        .post("/tutoring/posts/{post}/removal", manage, posts::take_down, posts::show)
}

/// The timetable and what makes it.
fn of_timetable() -> Routes {
    let (see, arrange, manage) = (Policy::May(Action::SeeTutoring), Policy::May(Action::ArrangeTutoring), Policy::May(Action::ManageTutoring));
    let write = Policy::May(Action::RecordActivity);
    Routes::new()
        .get("/tutoring", see, home::show)
        .get("/tutoring/timetable", see, home::timetable)
        .get("/pupils/{id}/tutoring", Policy::May(Action::SeePupil), children::of_child)
        .get("/tutoring/places", see, places::list)
        .get("/tutoring/places/new", manage, places::form)
        .post("/tutoring/places/new", manage, places::save, places::form)
        .get("/tutoring/places/{place}", manage, places::form)
        .post("/tutoring/places/{place}", manage, places::save, places::form)
        .get("/tutoring/new", arrange, open::kinds)
        .get("/tutoring/new/{kind}", arrange, open::form)
        .post("/tutoring/new/{kind}", arrange, open::open, open::form)
        .get("/tutoring/classes/{class}", see, classes::show)
        .get("/tutoring/classes/{class}/children", arrange, children::form)
        .post("/tutoring/classes/{class}/children", arrange, children::join, children::form)
        .get("/tutoring/classes/{class}/children/{member}", arrange, children::leave_form)
        .post("/tutoring/classes/{class}/children/{member}", arrange, children::leave, children::leave_form)
        .get("/tutoring/classes/{class}/end", arrange, classes::end_form)
        .post("/tutoring/classes/{class}/end", arrange, classes::end, classes::end_form)
        .get("/tutoring/classes/{class}/lead", arrange, classes::lead_form)
        .post("/tutoring/classes/{class}/lead", arrange, classes::lead, classes::lead_form)
        .get("/tutoring/classes/{class}/days/{day}", write, attendance::show)
        .post("/tutoring/classes/{class}/days/{day}", write, attendance::take, attendance::show)
        .get("/tutoring/bookings", see, bookings::list)
        .get("/tutoring/bookings/new", see, bookings::form)
        .post("/tutoring/bookings/new", see, bookings::book, bookings::form)
        .post("/tutoring/bookings/{booking}/return", see, bookings::give_back, bookings::list)
        .get("/tutoring/helpers", manage, helpers::list)
        .get("/tutoring/institutions/new", manage, helpers::institution_form)
        .post("/tutoring/institutions/new", manage, helpers::found, helpers::institution_form)
        .get("/tutoring/institutions/{institution}/people", manage, helpers::people_form)
        .post("/tutoring/institutions/{institution}/people", manage, helpers::send, helpers::people_form)
        .get("/tutoring/helpers/{holder}/vetting", manage, helpers::vet_form)
        .post("/tutoring/helpers/{holder}/vetting", manage, helpers::vet, helpers::vet_form)
        .get("/tutoring/helpers/{holder}/withdrawal", manage, helpers::back_form)
        .post("/tutoring/helpers/{holder}/withdrawal", manage, helpers::take_back, helpers::back_form)
}

/// The id that the form made; a new one for a form without.
fn made(cx: &Cx<'_, '_>) -> RowId {
    let fresh = cx.tx.new_id();
    cx.field("id").parse().unwrap_or(fresh)
}

/// The day in a field.
fn day(cx: &Cx<'_, '_>, field: &'static str) -> Result<SchoolDate> {
    cx.field(field).parse().map_err(|_| Error::at(field, "tutoring-day-form"))
}

/// Something chosen in a field; nothing when it was left empty.
fn chosen<T: Id + std::str::FromStr>(cx: &Cx<'_, '_>, field: &str) -> Option<T> {
    cx.field(field).parse().ok()
}

/// The way to the room.
fn crumbs(p: &Page, more: &[(&str, String)]) -> Vec<(String, String)> {
    std::iter::once(("/tutoring".to_owned(), p.t("tutoring-title"))).chain(more.iter().map(|(href, text)| ((*href).to_owned(), text.clone()))).collect()
}

/// Who of the staff is here today, as choices.
fn staff(cx: &mut Cx<'_, '_>) -> Result<Vec<(String, String)>> {
    let today = cx.tx.today();
    Ok(people::staff_list(cx.tx)?.into_iter().filter(|one| one.is_here(today)).map(|one| (one.id.to_string(), one.name)).collect())
}

/// The permit to change a class: for the school, or for the class whose own it is.
fn arranging(cx: &mut Cx<'_, '_>, class: &Class) -> Result<Permit<acts::ArrangeTutoring>> {
    if cx.who.may_everywhere(Action::ArrangeTutoring) {
        return cx.permit(Subject::School);
    }
    cx.permit(class.of_class.ok_or(Error::NotFound)?)
}

/// Whether the person may change a class.
fn arranges(cx: &Cx<'_, '_>, class: &Class) -> bool {
    let who = cx.who;
    who.may_everywhere(Action::ArrangeTutoring) || class.of_class.is_some_and(|own| who.classes(Action::ArrangeTutoring).contains(&own))
}

/// Whether a member of staff is the person who asks.
fn is_me(cx: &Cx<'_, '_>, staff: StaffId) -> bool {
    cx.who.staff() == staff
}
