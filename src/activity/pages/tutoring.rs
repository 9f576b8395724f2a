//! What belongs to tutoring in the form of a record: what it was about (A1-20, B5-03), who gave it (B1-08, A2-06), and the gaps that the child's subject teachers have named (B3-07).

use std::collections::BTreeMap;

use crate::access::{Permit, acts};
use crate::base::{Lang, Msg, Result, words};
use crate::casefile::records;
use crate::plan::wording;
use crate::web::{Choice, Cx, Page};

/// What tutoring is about and who gives it; the words are `activity-phrase-<code>`.
pub(super) const PHRASES: [&str; 7] = ["one_to_one", "after_class", "method", "habit", "attitude", "study_plan", "peer"];
/// Signs of a gap that a button shows.
const SHOWN: usize = 30;

/// The gaps that stand in the child's file, the newest of each subject, as far as the person may read them.
fn gaps(cx: &mut Cx<'_, '_>, see: &Permit<acts::SeeCaseFile>) -> Result<BTreeMap<String, String>> {
    let files = records::subject_files(cx.tx, see)?;
    let gap = |file: records::SubjectFile| Some((file.subject, file.entries.into_iter().next()?.2.gaps)).filter(|(_, gap)| !gap.is_empty());
    Ok(files.into_iter().filter_map(gap).collect())
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= SHOWN { text.to_owned() } else { text.chars().take(SHOWN).chain(['…']).collect() }
}

/// The gaps to tap, by subject.
pub(super) fn choices(cx: &mut Cx<'_, '_>, p: &Page, see: &Permit<acts::SeeCaseFile>) -> Result<Vec<Choice>> {
    let choice = |(subject, gap): (String, String)| {
        let text = Msg::new("activity-gap-of").with("subject", wording::subject(p.lang, &subject)).with("gap", shortened(&gap)).text(p.lang);
        let chosen = p.ticked_with("gap", &subject);
        Choice::new(subject, text, chosen)
    };
    Ok(gaps(cx, see)?.into_iter().map(choice).collect())
}

/// What the record says of the gaps that were tapped.
pub(super) fn said(cx: &mut Cx<'_, '_>, see: &Permit<acts::SeeCaseFile>, lang: Lang) -> Result<String> {
    let tapped: Vec<String> = cx.req.fields_of("gap").map(ToOwned::to_owned).collect();
    if tapped.is_empty() {
        return Ok(String::new());
    }
    let mut gaps = gaps(cx, see)?;
    gaps.retain(|subject, _| tapped.contains(subject));
    let all: Vec<String> = gaps.into_values().map(|gap| shortened(&gap)).collect();
    if all.is_empty() { Ok(String::new()) } else { Ok(Msg::new("activity-gap-said").with("gap", all.join(&words::word(lang, "activity-phrase-comma"))).text(lang)) }
}
