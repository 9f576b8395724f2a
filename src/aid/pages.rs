//! Pages of the room: funds with what they hold, the ledger, and what is asked for, approved and given.

mod child;
mod funds;
mod gifts;
mod home;
mod ledger;
mod lines;
mod loans;
mod requests;
mod schemes;
mod sponsors;

use crate::access::{Action, Level, Levels};
use crate::base::{Error, Fen, Result, RowId, SchoolDate};
use crate::casefile::pages::asked_term as term;
use crate::web::sheet::{self, Column};
use crate::web::{Cx, Page, Policy, Routes};

/// What the pages of the room show at most.
const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Economic]);

/// Routes of the room.
pub fn routes() -> Routes {
    of_funds().and(of_requests()).and(of_children())
}

/// Funds, gifts, things and the ledger.
fn of_funds() -> Routes {
    let (see, manage, approve) = (Policy::May(Action::SeeAid), Policy::May(Action::ManageAid), Policy::May(Action::ApproveAid));
    Routes::new()
        .get("/aid", see, home::show)
        .get("/aid/funds/new", manage, funds::form)
        .post("/aid/funds/new", manage, funds::open, funds::form)
        .get("/aid/funds/{fund}", see, funds::show)
        .get("/aid/funds/{fund}/budget", manage, funds::budget_form)
        .post("/aid/funds/{fund}/budget", manage, funds::budget, funds::budget_form)
        .get("/aid/funds/{fund}/gift", manage, gifts::money_form)
        .post("/aid/funds/{fund}/gift", manage, gifts::money, gifts::money_form)
        .get("/aid/funds/{fund}/goods", manage, gifts::goods_form)
        .post("/aid/funds/{fund}/goods", manage, gifts::goods, gifts::goods_form)
        .get("/aid/funds/{fund}/statement/{file}", see, funds::statement)
        .get("/aid/move", approve, funds::move_form)
        .post("/aid/move", approve, funds::move_money, funds::move_form)
        .get("/aid/items", see, funds::items)
        .get("/aid/items/new", manage, funds::item_form)
        .post("/aid/items/new", manage, funds::name_item, funds::item_form)
        .get("/aid/donors", see, gifts::donors)
        .get("/aid/donors/new", manage, gifts::donor_form)
        .post("/aid/donors/new", manage, gifts::add_donor, gifts::donor_form)
        .get("/aid/donors/{donor}", see, gifts::donor)
        .get("/aid/donors/{donor}/thanks/{file}", manage, gifts::thanks)
        .get("/aid/registers/{what}/{file}", see, gifts::register)
        .get("/aid/drives", see, gifts::drives)
        .get("/aid/drives/new", manage, gifts::drive_form)
        .post("/aid/drives/new", manage, gifts::announce, gifts::drive_form)
        .get("/aid/drives/{drive}/count", manage, gifts::count_form)
        .post("/aid/drives/{drive}/count", manage, gifts::count, gifts::count_form)
        .get("/aid/drives/{drive}/letter/{file}", manage, gifts::drive_letter)
        .get("/aid/ledger", see, ledger::list)
        .get("/aid/ledger/{number}", see, ledger::show)
        .get("/aid/ledger/{number}/reversal", manage, ledger::reversal_form)
        .post("/aid/ledger/{number}/reversal", manage, ledger::reverse, ledger::reversal_form)
        .get("/aid/closing", approve, ledger::closing_form)
        .post("/aid/closing", approve, ledger::close, ledger::closing_form)
}

/// Programmes, requests and their lines.
fn of_requests() -> Routes {
    let (see, manage) = (Policy::May(Action::SeeAid), Policy::May(Action::ManageAid));
    let (approve, pay) = (Policy::May(Action::ApproveAid), Policy::May(Action::PayAid));
    Routes::new()
        .get("/aid/schemes", see, schemes::list)
        .get("/aid/schemes/new", manage, schemes::form)
        .post("/aid/schemes/new", manage, schemes::found, schemes::form)
        .get("/aid/schemes/{scheme}", see, schemes::show)
        .get("/aid/schemes/{scheme}/rates", manage, schemes::rate_form)
        .post("/aid/schemes/{scheme}/rates", manage, schemes::set_rate, schemes::rate_form)
        .post("/aid/schemes/{scheme}/national", manage, schemes::take_national, schemes::show)
        .get("/aid/schemes/{scheme}/list", manage, schemes::propose)
        .post("/aid/schemes/{scheme}/list", manage, schemes::make, schemes::propose)
        .get("/aid/requests", see, requests::list)
        .get("/aid/purchases/new", manage, requests::purchase_form)
        .post("/aid/purchases/new", manage, requests::purchase, requests::purchase_form)
        .get("/aid/requests/{request}", see, requests::show)
        .post("/aid/requests/{request}/approval", approve, requests::approve, requests::show)
        .get("/aid/requests/{request}/refusal", approve, requests::decline_form)
        .post("/aid/requests/{request}/refusal", approve, requests::decline, requests::decline_form)
        .get("/aid/requests/{request}/withdrawal", manage, requests::withdraw_form)
        .post("/aid/requests/{request}/withdrawal", manage, requests::withdraw, requests::withdraw_form)
        .get("/aid/requests/{request}/payment", pay, requests::pay_form)
        .post("/aid/requests/{request}/payment", pay, requests::pay_all, requests::pay_form)
        .post("/aid/requests/{request}/handing-out", pay, requests::hand_out, requests::show)
        .post("/aid/requests/{request}/stock", manage, requests::stock_in, requests::show)
        .get("/aid/requests/{request}/bank-file/{file}", pay, requests::bank_file)
        .get("/aid/requests/{request}/answer", pay, requests::answer_form)
        .upload("/aid/requests/{request}/answer", pay, requests::answer, requests::answer_form)
        .get("/aid/requests/{request}/list/{file}", see, requests::payment_list)
        .get("/aid/requests/{request}/slips/{file}", manage, requests::slips)
        .get("/aid/lines/{line}", see, lines::show)
        .get("/aid/lines/{line}/receipt", manage, lines::receipt_form)
        .upload("/aid/lines/{line}/receipt", manage, lines::receive, lines::receipt_form)
        .get("/aid/lines/{line}/slip", manage, lines::slip)
        .get("/aid/lines/{line}/failure", pay, lines::failure_form)
        .post("/aid/lines/{line}/failure", pay, lines::fail, lines::failure_form)
        .get("/aid/lines/{line}/return", pay, lines::return_form)
        .post("/aid/lines/{line}/return", pay, lines::give_back, lines::return_form)
        .get("/aid/lines/{line}/cancellation", approve, lines::cancel_form)
        .post("/aid/lines/{line}/cancellation", approve, lines::cancel, lines::cancel_form)
}

/// What belongs to a child, and the envelopes of a class.
fn of_children() -> Routes {
    let (see, manage, hand) = (Policy::May(Action::SeeAid), Policy::May(Action::ManageAid), Policy::May(Action::HandEnvelopes));
    Routes::new()
        .get("/aid/children", see, child::across)
        .get("/pupils/{id}/aid", see, child::show)
        .get("/pupils/{id}/aid/request", manage, requests::child_form)
        .post("/pupils/{id}/aid/request", manage, requests::ask_for_child, requests::child_form)
        .get("/pupils/{id}/aid/level", manage, child::level_form)
        .post("/pupils/{id}/aid/level", manage, child::set_level, child::level_form)
        .get("/pupils/{id}/aid/account", manage, child::account_form)
        .post("/pupils/{id}/aid/account", manage, child::set_account, child::account_form)
        .get("/pupils/{id}/aid/outside", manage, child::outside_form)
        .post("/pupils/{id}/aid/outside", manage, child::record_outside, child::outside_form)
        .get("/pupils/{id}/aid/sponsors", manage, sponsors::show)
        .get("/pupils/{id}/aid/sponsors/new", manage, sponsors::form)
        .post("/pupils/{id}/aid/sponsors/new", manage, sponsors::stand_by, sponsors::form)
        .get("/pupils/{id}/aid/sponsors/news", manage, sponsors::news_form)
        .post("/pupils/{id}/aid/sponsors/news", manage, sponsors::tell, sponsors::news_form)
        .get("/pupils/{id}/aid/device", manage, loans::lend_form)
        .post("/pupils/{id}/aid/device", manage, loans::lend, loans::lend_form)
        .get("/aid/devices", manage, loans::devices)
        .get("/aid/devices/new", manage, loans::device_form)
        .post("/aid/devices/new", manage, loans::add_device, loans::device_form)
        .get("/aid/devices/{device}/return", manage, loans::back_form)
        .post("/aid/devices/{device}/return", manage, loans::take_back, loans::back_form)
        .get("/aid/posts", manage, loans::posts)
        .get("/aid/posts/new", manage, loans::post_form)
        .post("/aid/posts/new", manage, loans::found, loans::post_form)
        .get("/aid/posts/{post}/turns", manage, loans::turn_form)
        .post("/aid/posts/{post}/turns", manage, loans::take, loans::turn_form)
        .get("/classes/{id}/envelopes", hand, child::envelopes)
        .post("/classes/{id}/envelopes/{line}", hand, child::hand_envelope, child::envelopes)
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

/// Columns of numbers, which stand at the right.
const NUMBERS: [&str; 11] = ["aid-money", "aid-promised", "aid-free", "aid-goods", "aid-quantity", "aid-value", "aid-turned", "aid-debit", "aid-credit", "aid-amount", "aid-count"];

/// Columns by the keys of their names.
fn columns(p: &Page, keys: &[&str]) -> Vec<Column> {
    sheet::columns(p, keys, &NUMBERS)
}

/// The way to the room.
fn crumbs(p: &Page, more: &[(&str, String)]) -> Vec<(String, String)> {
    std::iter::once(("/aid".to_owned(), p.t("aid-title"))).chain(more.iter().map(|(href, text)| ((*href).to_owned(), text.clone()))).collect()
}
