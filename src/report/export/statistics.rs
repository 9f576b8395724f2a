//! The statistics as workbook, word file, pdf or table of text: a part for each.

use super::{Format, Job, Name, column};
use crate::access::{Permit, Subject, acts};
use crate::base::{Error, Lang, Result};
use crate::documents::register::{Align, Kind, Register, Row, Section};
use crate::report::statistics::{self, told};
use crate::roster::time::Term;
use crate::store::Tx;

/// The file: its name, media type and bytes.
///
/// # Errors
/// Faults of the database; those of the writers.
pub fn file(tx: &mut Tx<'_>, permit: &Permit<acts::PrintRegister>, term: &Term, format: Format, lang: Lang) -> Result<(String, &'static str, Vec<u8>)> {
    let day = tx.today().clamp(term.first_day, term.last_day);
    let job = Job { permit, name: Name::LeftBehindCounts, term, day, lang };
    let whole = permit.subject() == Subject::School;
    let section = |figure: statistics::Figure| {
        let name = job.word(&format!("report-figure-{}", figure.code));
        let rows = figure.rows.into_iter().map(|(word, count)| Row { cells: vec![word, told(count, whole, lang)], strong: false }).collect();
        Section { subtitle: name.clone(), name, rows }
    };
    let sections: Vec<Section> = statistics::figures(tx, permit, term, lang)?.into_iter().filter(|figure| !figure.rows.is_empty()).map(section).collect();
    if sections.is_empty() {
        return Err(Error::at("part", "report-no-class"));
    }
    let columns = vec![job.text_column("report-figure-what", 110.0), column(job.word("report-figure-count"), 40.0, Align::Right, Kind::Number)];
    let title = job.word("report-statistics");
    let notes = vec![job.word("report-statistics-note")];
    let register = Register { title: title.clone(), frame: job.frame(tx)?, section_word: Some(job.word("report-figure-what")), columns, sections, notes, ..Register::default() };
    Ok((format!("{title}_{}.{}", term.code, format.extension()), format.media_type(), register.file(format)?))
}
