//! Settings: what the person may manage, and what the school says of itself.

use askama::Template;

use crate::access::{Action, Subject, acts};
use crate::base::Result;
use crate::roster::school::{Locality, Part};
use crate::roster::settings::{self, SchoolChange, SchoolFacts};
use crate::web::{Cx, Page, Policy, Reply, Routes, Work};

pub(super) fn routes() -> Routes {
    let may = Policy::May(Action::ManageSettings);
    Routes::new().get("/settings", Policy::SignedIn, show).get("/settings/school", may, show_school).post_work("/settings/school", may, change_school, show_school)
}

/// A line of the index.
struct Entry {
    href: &'static str,
    icon: &'static str,
    title: &'static str,
    text: &'static str,
}

/// What can be set, by whom; `None` for everybody.
const ENTRIES: [(&str, &str, &str, &str, Option<Action>); 23] = [
    ("/welcome/next", "sprout", "roster-settings-next", "roster-settings-next-text", Some(Action::ImportSheets)),
    ("/import", "upload", "roster-settings-import", "roster-settings-import-text", Some(Action::ImportSheets)),
    ("/settings/school", "book", "roster-settings-school", "roster-settings-school-text", Some(Action::ManageSettings)),
    ("/settings/calendar", "today", "roster-settings-calendar", "roster-settings-calendar-text", Some(Action::ManageCalendar)),
    ("/settings/classes", "pupils", "roster-settings-classes", "roster-settings-classes-text", Some(Action::ManageRoster)),
    ("/settings/campuses", "family", "roster-settings-campuses", "roster-settings-campuses-text", Some(Action::ManageSettings)),
    ("/family-check", "family", "roster-settings-family-check", "roster-settings-family-check-text", Some(Action::EditFamily)),
    ("/settings/subsistence", "aid", "roster-settings-subsistence", "roster-settings-subsistence-text", Some(Action::ManageFamilies)),
    ("/programmes", "support", "roster-settings-programmes", "roster-settings-programmes-text", Some(Action::SeeProgrammes)),
    ("/settings/texts", "letter", "roster-settings-texts", "roster-settings-texts-text", Some(Action::ManageTexts)),
    ("/settings/staff", "pupils", "roster-settings-staff", "roster-settings-staff-text", Some(Action::ManageStaff)),
    ("/settings/groups", "support", "roster-settings-groups", "roster-settings-groups-text", Some(Action::ManageGroups)),
    ("/settings/accounts", "lock", "roster-settings-accounts", "roster-settings-accounts-text", Some(Action::ManageAccounts)),
    ("/settings/audit", "eye", "roster-settings-audit", "roster-settings-audit-text", Some(Action::ReadAudit)),
    ("/archive", "book", "roster-settings-archive", "roster-settings-archive-text", Some(Action::KeepArchive)),
    ("/wellbeing/room", "lock", "roster-settings-wellbeing", "roster-settings-wellbeing-text", Some(Action::ManageWellbeing)),
    ("/complaints", "letter", "roster-settings-complaints", "roster-settings-complaints-text", Some(Action::HandleComplaint)),
    ("/settings/reminders", "clock", "roster-settings-reminders", "roster-settings-reminders-text", Some(Action::ManageSettings)),
    ("/school/texts", "letter", "roster-settings-read-texts", "roster-settings-read-texts-text", None),
    ("/conduct", "support", "roster-settings-conduct", "roster-settings-conduct-text", None),
    ("/account/reminders", "clock", "roster-settings-my-reminders", "roster-settings-my-reminders-text", None),
    ("/account/password", "lock", "roster-settings-password", "roster-settings-password-text", None),
    ("/account/second-factor", "phone", "roster-settings-second-factor", "roster-settings-second-factor-text", None),
];

#[derive(Template)]
#[template(path = "roster/pages/settings.html")]
struct SettingsPage {
    p: Page,
    school: Vec<Entry>,
    mine: Vec<Entry>,
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let entry = |(href, icon, title, text, _): (_, _, _, _, Option<Action>)| Entry { href, icon, title, text };
    let school = ENTRIES.into_iter().filter(|(.., action)| action.is_some_and(|action| cx.who.may_somewhere(action))).map(entry).collect();
    let mine = ENTRIES.into_iter().filter(|(.., action)| action.is_none()).map(entry).collect();
    let page = SettingsPage { p: cx.page("roster-settings-title"), school, mine };
    cx.render(&page)
}

#[derive(Template)]
#[template(path = "roster/pages/school.html")]
struct SchoolPage {
    p: Page,
    facts: SchoolFacts,
    localities: Vec<(&'static str, String, String)>,
    locality: &'static str,
    parts: Vec<(Part, bool)>,
}

fn show_school(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("roster-settings-school");
    let facts = settings::school_facts(cx.tx)?;
    let localities = Locality::ALL.iter().map(|place| (place.code(), p.t(place.key()), String::new())).collect();
    let parts = Part::ALL.into_iter().map(|part| (part, facts.parts.contains(&part))).collect();
    let page = SchoolPage { p, locality: facts.locality.map(Locality::code).unwrap_or_default(), localities, parts, facts };
    cx.render(&page)
}

fn change_school(work: &Work<'_>) -> Result<Reply> {
    let change = SchoolChange {
        name: work.field("school").to_owned(),
        region: work.field("region").to_owned(),
        locality: work.field("locality").parse().ok(),
        parts: Part::ALL.into_iter().filter(|part| !work.field(part.field()).is_empty()).collect(),
    };
    work.write(|cx| {
        let permit = cx.permit::<acts::ManageSettings>(Subject::School)?;
        settings::change_school(cx.tx, &permit, &change)?;
        cx.did("ChangeSchool", Subject::School, crate::access::Levels::NONE, "");
        Ok(())
    })?;
    work.app.reload_schools()?;
    Ok(Reply::done("/settings/school", "roster-school-changed"))
}
