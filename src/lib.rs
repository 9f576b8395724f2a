//! 帮扶 Bangfu: a student support management system for primary schools.
//!
//! The rooms stand in the order in which a child's support flows; a room imports only from its left.

pub mod base;
pub mod store;
pub mod access;
pub mod trail;
pub mod documents;
pub mod web;

pub mod roster;
pub mod results;
pub mod programme;
pub mod screening;
pub mod intake;
pub mod casefile;
pub mod household;
pub mod plan;
pub mod pairing;
pub mod activity;
pub mod progress;
pub mod reward;
pub mod hardship;
pub mod aid;
pub mod dropout;
pub mod wellbeing;
pub mod tutoring;
pub mod drill;
pub mod supervision;
pub mod archive;
pub mod today;
pub mod child;
pub mod report;

pub mod cli;

/// Every route of the product: each room's pages, in the order of the flow.
pub fn routes() -> web::Routes {
    web::shell_routes()
        .and(roster::pages::routes())
        .and(results::pages::routes())
        .and(programme::pages::routes())
        .and(screening::pages::routes())
        .and(intake::pages::routes())
        .and(casefile::pages::routes())
        .and(household::pages::routes())
        .and(plan::pages::routes())
        .and(pairing::pages::routes())
        .and(activity::pages::routes())
        .and(progress::pages::routes())
        .and(reward::pages::routes())
        .and(hardship::pages::routes())
        .and(aid::pages::routes())
        .and(dropout::pages::routes())
        .and(wellbeing::pages::routes())
        .and(tutoring::pages::routes())
        .and(supervision::pages::routes())
        .and(archive::pages::routes())
        .and(today::pages::routes())
        .and(child::pages::routes())
        .and(report::pages::routes())
}
