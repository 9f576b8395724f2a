//! A register as a csv: UTF-8 with a byte order mark (Excel needs it), CRLF, and no cell that a spreadsheet would run.

use crate::base::error::{Error, Result};

use super::register::Register;
use super::xlsx::plain_number;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A cell as a spreadsheet may open it: an apostrophe in front of what it would take for a formula
/// (OWASP, CSV Injection; the full-width signs too, which Chinese and Japanese Excel read alike).
pub fn guarded(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if formula && plain_number(cell).is_none() { format!("'{cell}") } else { cell.to_owned() }
}

/// Writes a register as a csv: one header row, then the rows of all sections, with the section's name in front where
/// the register names that column. A heading under a group reads `group name`.
///
/// # Errors
/// A fault when rows and columns do not fit.
pub fn register(register: &Register) -> Result<Vec<u8>> {
    register.check()?;
    let fault = |cause: ::csv::Error| Error::fault("csv", cause);
    let mut out = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec());
    let names = register.columns.iter().map(|column| match &column.group {
        Some(group) => guarded(&format!("{group} {}", column.name)),
        None => guarded(&column.name),
    });
    out.write_record(register.section_word.iter().map(|word| guarded(word)).chain(names)).map_err(fault)?;
    for section in &register.sections {
        let label = register.section_word.as_ref().map(|_| guarded(&section.name));
        for row in &section.rows {
            out.write_record(label.iter().cloned().chain(row.cells.iter().map(|cell| guarded(cell)))).map_err(fault)?;
        }
    }
    out.into_inner().map_err(|cause| Error::fault("csv", cause))
}

#[cfg(test)]
mod tests {
    use super::super::register::tests::example;
    use super::*;

    #[test]
    fn a_class_register_is_a_table_that_excel_opens_and_runs_nothing_of() {
        let bytes = register(&example()).unwrap();
        assert_eq!(&bytes[..3], BYTE_ORDER_MARK);
        let text = std::str::from_utf8(&bytes[3..]).unwrap();
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines[0], "班级,序号,姓名,学籍号,出生日期,期末成绩 语文,期末成绩 数学,家访记录");
        assert_eq!(lines[1], "五(1)班,1,张小明,G110101201503070011,2015-03-07,58.5,61,");
        assert_eq!(lines[2], "五(1)班,2,'=1+1,20260001,2015-04-01,缺考,47,");
        assert_eq!(lines.len(), 7, "a header, five rows, and the end of the last line");
    }

    #[test]
    fn what_a_spreadsheet_would_run_gets_an_apostrophe_and_a_plain_number_does_not() {
        let cases = [
            ("=A1", "'=A1"),
            ("+86", "'+86"),
            ("-5", "-5"),
            ("-5.5", "-5.5"),
            ("-A", "'-A"),
            ("@x", "'@x"),
            ("\tx", "'\tx"),
            ("＝A1", "'＝A1"),
            ("-", "'-"),
            ("小明", "小明"),
            ("", ""),
        ];
        for (cell, expected) in cases {
            assert_eq!(guarded(cell), expected, "{cell:?}");
        }
    }
}
