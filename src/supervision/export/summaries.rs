//! Monthly reports and summaries of the term on paper, with places to sign: word file or pdf.

use super::meetings::{File, file, word};
use crate::access::Who;
use crate::base::{ClassId, Id, Lang, Msg, Result, RowId, StaffId};
use crate::documents::letter::Block;
use crate::roster::{people, time};
use crate::store::Tx;
use crate::supervision::summaries::{self, Key, Kind, Scope};

/// Whose work a paper is about, in words.
fn whose(tx: &mut Tx<'_>, key: &Key, lang: Lang) -> Result<String> {
    Ok(match key.scope {
        Scope::Helper => people::staff(tx, StaffId::from_uuid(key.of.uuid()))?.name,
        Scope::Class => time::class(tx, ClassId::from_uuid(key.of.uuid()))?.name,
        Scope::School => word(lang, "report-school"),
        Scope::Grade => {
            let Some(term) = time::current_term(tx)? else { return Ok(String::new()) };
            let level = time::classes(tx, term.year)?.into_iter().find(|class| RowId::from_uuid(class.grade.uuid()) == key.of).map(|class| class.level);
            level.map(|level| Msg::new("report-grade").with("grade", level).text(lang)).unwrap_or_default()
        }
    })
}

/// The title of a paper: whose, what, of which month.
///
/// # Errors
/// Not found for a person or class that is none.
pub fn title(tx: &mut Tx<'_>, key: &Key, lang: Lang) -> Result<String> {
    let what = word(lang, &format!("supervision-summary-{}", key.kind.code()));
    let month = if key.kind == Kind::Month && key.from.month() == key.until.month() {
        Msg::new("supervision-summary-of-month").with("month", key.from.month()).text(lang)
    } else {
        String::new()
    };
    Ok(format!("{} · {month}{what}", whose(tx, key, lang)?))
}

/// 帮教工作总结, or the monthly report, as the reader reads it.
///
/// # Errors
/// Not found for who may not read it, and for a format that letters do not have; those of the writers.
pub fn paper(tx: &mut Tx<'_>, who: &Who, key: Key, format: &str, lang: Lang) -> Result<File> {
    let paper = summaries::paper(tx, who, key, lang)?;
    let name = whose(tx, &key, lang)?;
    let mut blocks = vec![Block::Facts(vec![
        (word(lang, "supervision-summary-whose"), name.clone()),
        (word(lang, "supervision-summary-days"), Msg::new("supervision-summary-span").with("from", key.from).with("until", key.until).text(lang)),
        (word(lang, "supervision-summary-state"), word(lang, &format!("supervision-summary-state-{}", paper.state()))),
    ])];
    for part in &paper.parts {
        blocks.push(Block::Heading(word(lang, &format!("supervision-part-{}", part.code))));
        let lines: Vec<String> = part.sentences.iter().map(|one| one.text.clone()).collect();
        blocks.push(if lines.is_empty() { Block::Paragraph(word(lang, "supervision-part-none")) } else { Block::List(lines) });
    }
    for step in paper.steps.iter().filter(|step| !step.text.is_empty()).take(3) {
        blocks.push(Block::Paragraph(Msg::new("supervision-summary-said").with("name", &step.by).with("day", step.day).with("text", &step.text).text(lang)));
    }
    blocks.push(Block::Signatures(["supervision-sign-author", "supervision-sign-leader", "progress-sign-day"].map(|key| word(lang, key)).to_vec()));
    let what = word(lang, &format!("supervision-summary-{}", key.kind.code()));
    file(tx, lang, format, what, &format!("{name}_{}", key.from), blocks)
}
