//! Pages of the room: funds with what they hold, the ledger, and what is asked for, approved and given.

mod funds;
mod home;
mod ledger;
mod view;

use crate::access::{Action, Level, Levels};
use crate::base::{Error, Fen, Result, RowId, SchoolDate};
use crate::web::{Cx, Page, Policy, Routes};

/// What the pages of the room show at most.
const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Economic]);

/// Routes of the room.
pub fn routes() -> Routes {
    let (see, manage, approve) = (Policy::May(Action::SeeAid), Policy::May(Action::ManageAid), Policy::May(Action::ApproveAid));
    Routes::new()
        .get("/aid", see, home::show)
        .get("/aid/funds/new", manage, funds::form)
        .post("/aid/funds/new", manage, funds::open, funds::form)
        .get("/aid/funds/{fund}", see, funds::show)
        .get("/aid/funds/{fund}/budget", manage, funds::budget_form)
        .post("/aid/funds/{fund}/budget", manage, funds::budget, funds::budget_form)
        .get("/aid/move", approve, funds::move_form)
        .post("/aid/move", approve, funds::move_money, funds::move_form)
        .get("/aid/items", see, funds::items)
        .get("/aid/items/new", manage, funds::item_form)
        .post("/aid/items/new", manage, funds::name_item, funds::item_form)
        .get("/aid/ledger", see, ledger::list)
        .get("/aid/ledger/{number}", see, ledger::show)
        .get("/aid/ledger/{number}/reversal", manage, ledger::reversal_form)
        .post("/aid/ledger/{number}/reversal", manage, ledger::reverse, ledger::reversal_form)
        .get("/aid/closing", approve, ledger::closing_form)
        .post("/aid/closing", approve, ledger::close, ledger::closing_form)
}

/// The id that the form made; a new one for a form without.
fn made(cx: &Cx<'_, '_>) -> RowId {
    let fresh = cx.tx.new_id();
    cx.field("id").parse().unwrap_or(fresh)
}

/// The amount in a field.
fn amount(cx: &Cx<'_, '_>, field: &'static str) -> Result<Fen> {
    Fen::parse(cx.field(field)).map_err(|said| Error::at(field, said))
}

/// The day in a field.
fn day(cx: &Cx<'_, '_>, field: &'static str) -> Result<SchoolDate> {
    cx.field(field).parse().map_err(|_| Error::at(field, "aid-day-form"))
}

/// A whole number above nothing in a field.
fn quantity(cx: &Cx<'_, '_>, field: &'static str) -> Result<i64> {
    let number = cx.field(field).parse::<i64>().ok().filter(|number| (1..=crate::base::limits::QUANTITY).contains(number));
    number.ok_or_else(|| Error::at(field, "aid-quantity-whole"))
}

/// The way to the room.
fn crumbs(p: &Page, more: &[(&str, String)]) -> Vec<(String, String)> {
    std::iter::once(("/aid".to_owned(), p.t("aid-title"))).chain(more.iter().map(|(href, text)| ((*href).to_owned(), text.clone()))).collect()
}
