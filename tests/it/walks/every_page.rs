//! Every page, on a phone and on a PC: it fits, it is fit for everybody (axe-core), it speaks, and a picture of it is kept.

use std::collections::BTreeSet;

use bangfu::web::{Handler, Method, Policy, Route};

use crate::browser::{Browser, Opening, PC, PHONE};
use crate::house::House;
use crate::http::filled;

/// Pages that are no HTML page of their own: parts that a script swaps in, and files.
const NO_PAGE: [(&str, &str); 2] = [("/pupils/suggestions", "a part of the search box"), ("/jobs/{id}", "there is no job to look at")];

/// A person who reaches a page.
fn reader(route: &Route) -> &'static str {
    match route.policy {
        Policy::May(bangfu::access::Action::ManageAccounts | bangfu::access::Action::ReadAudit) => "钱老师",
        Policy::May(bangfu::access::Action::ErasePupil) => "陈校长",
        Policy::May(bangfu::access::Action::SeeAid | bangfu::access::Action::ManageAid) => "孙老师",
        Policy::May(bangfu::access::Action::ApproveAid) => "陈校长",
        Policy::May(bangfu::access::Action::PayAid) => "韩老师",
        Policy::May(bangfu::access::Action::HandEnvelopes) => "王老师",
        Policy::May(_) => "周主任",
        Policy::Public | Policy::SignedIn => "王老师",
    }
}

/// The name of a page's picture.
fn picture(route: &Route) -> String {
    let name: String = route.path.trim_matches('/').chars().filter(|c| !matches!(c, '{' | '}')).map(|c| if c == '/' { '-' } else { c }).collect();
    if name.is_empty() { "today".to_owned() } else { name }
}

fn look(opening: Opening) {
    let house = House::sqlite();
    let routes = bangfu::routes();
    let pages: Vec<&Route> = routes.list().iter().filter(|route| route.method == Method::Get && matches!(route.handler, Handler::Page(_))).collect();
    let Some(browser) = Browser::open(opening) else { return };
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for route in pages.into_iter().filter(|route| !NO_PAGE.iter().any(|(path, _)| *path == route.path)) {
        let client = if route.policy == Policy::Public { house.stranger() } else { house.as_(reader(route)) };
        let path = filled(route, &house.here, "4.2");
        let answer = client.get(&path);
        if answer.status != 200 || !answer.text.starts_with("<!doctype html>") {
            continue;
        }
        if route.policy != Policy::Public {
            browser.sign_in_as(&house.url(), &client);
        }
        browser.go(&format!("{}{path}", house.url()));
        browser.wait_until("document.readyState === 'complete'");
        found.extend(browser.axe().into_iter().map(|line| format!("{path}: {line}")));
        if browser.overflows() {
            found.push(format!("{path}: the page is wider than {} px", opening.width));
        }
        assert!(browser.screenshot(&picture(route)) > 5_000, "{path}: the picture is empty");
        seen.insert(route.path);
    }
    assert!(seen.contains("/sign-in") && seen.contains("/account/password"), "{seen:?}");
    assert!(found.is_empty(), "{} findings at {} px:\n{}", found.len(), opening.width, found.join("\n"));
}

#[test]
fn every_page_is_fit_for_everybody_on_a_phone() {
    look(PHONE);
}

#[test]
fn every_page_is_fit_for_everybody_on_a_pc() {
    look(PC);
}
