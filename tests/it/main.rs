//! The one integration binary: tests of the whole house, linked once.

mod aid_command;
mod both;
mod browser;
mod cast;
mod cli;
mod client;
mod house;
mod ledger;
mod http;
mod reader;
mod tidy;
mod walks;
mod workbooks;
