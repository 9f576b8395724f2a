//! The pages of the intake: drop the sheets, see what would happen, say what is asked, take in, undo (WALKS 1).

mod drop;
mod pick;
mod show;

use crate::access::Action;
use crate::base::{Lang, Msg};
use crate::intake::source::{KINDS, kind_code};
use crate::intake::{Counts, Import};
use crate::roster::columns::SheetKind;
use crate::web::{Page, Policy, Routes};

/// Routes of the room.
pub fn routes() -> Routes {
    let may = Policy::May(Action::ImportSheets);
    Routes::new()
        .get("/import", may, drop::show)
        .upload("/import", may, drop::take, drop::show)
        .get("/imports", may, drop::list)
        .get("/import/{id}", may, show::show)
        .get("/import/{id}/questions/{key}", may, pick::show)
        .post("/import/{id}/answers", may, show::answer, show::show)
        .post("/import/{id}/columns", may, show::columns, show::show)
        .post_work("/import/{id}/entry", may, show::enter, show::show)
        .post_work("/import/{id}/cancellation", may, show::cancel, show::show)
        .post_work("/import/{id}/reversal", may, show::reverse, show::show)
        .post_work("/import/{id}/end", may, show::end, show::show)
        .get("/import/{id}/marked", may, show::marked)
        .get("/import/{id}/problems", may, show::problems)
}

fn kind_word(lang: Lang, kind: SheetKind) -> String {
    Msg::new(match kind {
        SheetKind::Roster => "intake-kind-roster",
        SheetKind::Staff => "intake-kind-staff",
        SheetKind::Teaching => "intake-kind-teaching",
        SheetKind::Scores => "intake-kind-scores",
        SheetKind::Attendance => "intake-kind-attendance",
        SheetKind::Families => "intake-kind-families",
        SheetKind::Observations => "intake-kind-observations",
    })
    .text(lang)
}

/// What became of an import, in a word.
fn state_word(lang: Lang, state: &str) -> String {
    Msg::new(match state {
        "preview" => "intake-state-preview",
        "done" => "intake-state-done",
        "undone" => "intake-state-undone",
        _ => "intake-state-cancelled",
    })
    .text(lang)
}

/// 486 rows: 479 new, 7 waiting – in words.
fn counts_text(lang: Lang, counts: Counts) -> String {
    let all = Msg::new("intake-counts").with("rows", counts.rows).with("created", counts.created).with("updated", counts.updated);
    all.with("unchanged", counts.unchanged).with("rejected", counts.rejected).text(lang)
}

fn kinds(p: &Page) -> Vec<(String, String)> {
    let auto = (String::new(), p.t("intake-kind-any"));
    std::iter::once(auto).chain(KINDS.into_iter().map(|kind| (kind_code(kind).to_owned(), kind_word(p.lang, kind)))).collect()
}

/// An import in a list.
struct Line {
    href: String,
    title: String,
    kind: String,
    term: String,
    counts: String,
    state: String,
    at: String,
}

fn line(lang: Lang, import: &Import) -> Line {
    let state = state_word(lang, &import.state);
    Line {
        href: format!("/import/{}", import.id),
        title: import.title.clone(),
        kind: kind_word(lang, import.kind),
        term: import.term.to_string(),
        counts: counts_text(lang, import.counts),
        state,
        at: import.at.to_string(),
    }
}
