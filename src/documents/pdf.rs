//! Registers and letters as pdf, set by Typst where the program is built with it (cargo feature `pdf`).
//!
//! The templates read everything from `data.json`: what people typed is text to them, never markup.

use crate::base::error::Result;

use super::honour::Honours;
use super::letter::Letter;
use super::register::Register;

/// Writes a register as pdf.
///
/// # Errors
/// [`crate::base::Error::Denied`] where the program was built without pdf; a fault when rows and columns do not fit.
pub fn register(register: &Register) -> Result<Vec<u8>> {
    register.check()?;
    engine::register(register)
}

/// Writes a letter as pdf.
///
/// # Errors
/// [`crate::base::Error::Denied`] where the program was built without pdf; [`crate::base::Error::TooMuch`] when a code
/// for phones would hold too much.
pub fn letter(letter: &Letter) -> Result<Vec<u8>> {
    engine::letter(letter)
}

/// Writes certificates or praise letters as pdf.
///
/// # Errors
/// [`crate::base::Error::Denied`] where the program was built without pdf.
pub fn honours(honours: &Honours) -> Result<Vec<u8>> {
    engine::honours(honours)
}

#[cfg(not(feature = "pdf"))]
mod engine {
    use super::{Honours, Letter, Register, Result};
    use crate::base::error::Error;

    pub(super) fn register(_: &Register) -> Result<Vec<u8>> {
        Err(Error::Denied("documents-pdf-not-built".into()))
    }

    pub(super) fn letter(_: &Letter) -> Result<Vec<u8>> {
        Err(Error::Denied("documents-pdf-not-built".into()))
    }

    pub(super) fn honours(_: &Honours) -> Result<Vec<u8>> {
        Err(Error::Denied("documents-pdf-not-built".into()))
    }
}

#[cfg(feature = "pdf")]
mod engine {
    use bangfu_pdf::Moment;
    use serde_json::{Value, json};

    use super::super::honour::Style;
    use super::super::letter::{Block, Slip};
    use super::super::qr;
    use super::super::register::{Align, Column, Frame, Orientation, PagePart, Row};
    use super::{Honours, Letter, Register, Result};
    use crate::base::date::Stamp;
    use crate::base::error::Error;

    const REGISTER: &str = concat!(include_str!("typst/frame.typ"), include_str!("typst/register.typ"));
    const LETTER: &str = concat!(include_str!("typst/frame.typ"), include_str!("typst/letter.typ"));
    const HONOUR: &str = include_str!("typst/honour.typ");
    /// Space between the edges of the paper and the table, both sides together.
    const MARGINS_MM: f64 = 36.0;
    /// Width of a Latin letter or figure of the table's size, and the room that a cell keeps free.
    const LETTER_MM: f64 = 1.95;
    const CELL_INSET_MM: f64 = 3.0;

    pub(super) fn register(register: &Register) -> Result<Vec<u8>> {
        let wanted: f64 = register.columns.iter().map(|column| column.width_mm).sum();
        let room = register.orientation.paper_width_mm() - MARGINS_MM;
        let scale = if wanted > 0.0 { room / wanted } else { 0.0 };
        let line = |row: &Row| json!({"strong": row.strong, "cells": row.cells.iter().zip(&register.columns).map(|(cell, column)| breakable(cell, column.width_mm * scale)).collect::<Vec<_>>()});
        let sections = register.sections.iter().map(|section| json!({"subtitle": section.subtitle, "rows": section.rows.iter().map(line).collect::<Vec<_>>()}));
        let spans = register.spans();
        let spans = spans.iter().map(|span| json!({"group": span.group, "first": span.first, "count": span.count}));
        let data = json!({
            "frame": frame(&register.frame),
            "title": register.title,
            "landscape": register.orientation == Orientation::Landscape,
            "by-hand": register.by_hand(),
            "grouped": register.grouped(),
            "columns": register.columns.iter().map(column).collect::<Vec<_>>(),
            "spans": spans.collect::<Vec<_>>(),
            "sections": sections.collect::<Vec<_>>(),
            "notes": register.notes,
            "signatures": register.signatures,
        });
        compile(REGISTER, &data, register.frame.written)
    }

    pub(super) fn letter(letter: &Letter) -> Result<Vec<u8>> {
        let blocks = letter.blocks.iter().map(block).collect::<Result<Vec<_>>>()?;
        let data = json!({"frame": frame(&letter.frame), "title": letter.title, "landscape": false, "blocks": blocks});
        compile(LETTER, &data, letter.frame.written)
    }

    pub(super) fn honours(honours: &Honours) -> Result<Vec<u8>> {
        let sheet = |one: &super::super::honour::Sheet| json!({"title": one.title, "to": one.to, "paragraphs": one.paragraphs, "signed": one.signed, "seal": one.seal});
        let data = json!({"title": honours.title, "landscape": honours.style == Style::Certificate, "sheets": honours.sheets.iter().map(sheet).collect::<Vec<_>>()});
        compile(HONOUR, &data, honours.written)
    }

    fn compile(template: &str, data: &Value, written: Stamp) -> Result<Vec<u8>> {
        let (day, (hour, minute)) = (written.day(), written.hour_minute());
        let part = |number: i64| u8::try_from(number).unwrap_or_default();
        let at = Moment {
            year: i32::from(day.year()),
            month: part(i64::from(day.month())),
            day: part(i64::from(day.day())),
            hour: part(hour),
            minute: part(minute),
            // China has one time zone.
            offset_minutes: 480,
        };
        bangfu_pdf::compile(template, data.to_string(), at).map_err(|cause| Error::fault("pdf", cause))
    }

    fn frame(frame: &Frame) -> Value {
        let pages = frame.page_parts().into_iter().map(|part| match part {
            PagePart::Words(words) => json!({"words": words}),
            PagePart::Page => json!({"number": "page"}),
            PagePart::Pages => json!({"number": "pages"}),
        });
        json!({
            "head": frame.head(),
            "confidential": frame.confidential,
            "printed": frame.printed,
            "audit": frame.audit_head.as_deref().unwrap_or_default(),
            "pages": pages.collect::<Vec<_>>(),
        })
    }

    fn column(column: &Column) -> Value {
        let align = match column.align {
            Align::Left => "left",
            Align::Center => "center",
            Align::Right => "right",
        };
        json!({"name": column.name, "width": column.width_mm.max(1.0), "align": align})
    }

    fn slip(slip: &Slip) -> Result<Value> {
        let code = slip.qr.as_deref().map(qr::svg).transpose()?;
        Ok(json!({"title": slip.title, "facts": slip.facts, "note": slip.note, "svg": code}))
    }

    fn block(block: &Block) -> Result<Value> {
        Ok(match block {
            Block::Heading(text) => json!({"kind": "heading", "text": text}),
            Block::Paragraph(text) => json!({"kind": "paragraph", "lines": text.lines().collect::<Vec<_>>()}),
            Block::Facts(facts) => json!({"kind": "facts", "facts": facts}),
            Block::List(points) => json!({"kind": "list", "points": points}),
            Block::Qr { text, caption } => json!({"kind": "qr", "svg": qr::svg(text)?, "caption": caption}),
            Block::Slips(slips) => json!({"kind": "slips", "slips": slips.iter().map(slip).collect::<Result<Vec<_>>>()?}),
            Block::Signatures(places) => json!({"kind": "signatures", "places": places}),
            Block::PageBreak => json!({"kind": "page-break"}),
        })
    }

    /// A text whose runs of letters and figures may be broken where they would not fit the column (registry numbers):
    /// Typst breaks lines between Chinese characters, but not within what looks like a word.
    fn breakable(text: &str, width_mm: f64) -> String {
        let fits = ((width_mm - CELL_INSET_MM) / LETTER_MM).max(1.0) as usize;
        let longest = text.split(|c: char| !c.is_ascii_graphic()).map(str::len).max().unwrap_or(0);
        if longest <= fits {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len() * 2);
        for c in text.chars() {
            out.push(c);
            if c.is_ascii_graphic() {
                out.push('\u{200b}');
            }
        }
        out
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn only_a_number_too_long_for_its_column_may_break() {
            assert_eq!(breakable("G110101201503070011", 60.0), "G110101201503070011");
            assert_eq!(breakable("G11010", 8.0), "G\u{200b}1\u{200b}1\u{200b}0\u{200b}1\u{200b}0\u{200b}");
            assert_eq!(breakable("阿卜杜拉·买买提", 8.0), "阿卜杜拉·买买提");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{letter, register};

    #[cfg(not(feature = "pdf"))]
    #[test]
    fn a_program_built_without_pdf_says_so_and_names_the_other_formats() {
        use crate::base::error::Error;
        for answer in [super::register(&register::tests::example()), super::letter(&letter::tests::example())] {
            assert!(matches!(answer, Err(Error::Denied(message)) if message.key == "documents-pdf-not-built"));
        }
    }

    #[cfg(feature = "pdf")]
    mod printed {
        use std::io::Write;
        use std::process::{Command, Stdio};

        use super::*;

        /// The text of a pdf by page without its spaces (pdftotext guesses them), when poppler is installed.
        fn pages(pdf: &[u8]) -> Option<Vec<String>> {
            let started = Command::new("pdftotext").args(["-layout", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
            let Ok(mut reader) = started else {
                println!("skipped: pdftotext is not installed");
                return None;
            };
            let mut input = reader.stdin.take().unwrap();
            let bytes = pdf.to_vec();
            let feeder = std::thread::spawn(move || input.write_all(&bytes));
            let output = reader.wait_with_output().unwrap();
            feeder.join().unwrap().unwrap();
            let text = String::from_utf8(output.stdout).unwrap();
            Some(text.trim_end_matches('\u{c}').split('\u{c}').map(|page| page.replace([' ', '\u{a0}'], "")).collect())
        }

        #[test]
        fn a_class_register_is_a_page_for_each_class_and_shows_what_was_typed() {
            let pdf = super::super::register(&register::tests::example()).unwrap();
            assert!(pdf.starts_with(b"%PDF"));
            assert_eq!(pdf, super::super::register(&register::tests::example()).unwrap(), "the same twice");
            let Some(pages) = pages(&pdf) else { return };
            assert_eq!(pages.len(), 2);
            for words in ["青山镇中心小学", "内部资料", "学习支持学生登记表", "期末成绩", "G110101201503070011", "=1+1", "缺考", "班主任签字", "第1页共2页"]
            {
                assert!(pages[0].contains(words), "{words} in {}", pages[0]);
            }
            assert!(pages[1].contains("李#*强*$x$") && pages[1].contains("第2页共2页"), "{}", pages[1]);
        }

        #[test]
        fn a_long_class_list_repeats_its_header_on_every_page() {
            let mut long = register::tests::example();
            let row = long.sections[0].rows[0].clone();
            long.sections[0].rows = vec![row; 60];
            long.sections.truncate(1);
            let Some(pages) = pages(&super::super::register(&long).unwrap()) else { return };
            assert!(pages.len() >= 3, "{} pages", pages.len());
            assert!(pages[..pages.len() - 1].iter().all(|page| page.contains("期末成绩") && page.contains("数学")));
        }

        #[test]
        fn a_notice_and_its_login_slips_show_what_was_typed() {
            let pdf = super::super::letter(&letter::tests::example()).unwrap();
            let Some(pages) = pages(&pdf) else { return };
            assert_eq!(pages.len(), 2);
            assert!(pages[0].contains("#set<b>$x$&*不是标记*"), "{}", pages[0]);
            assert!(pages[1].contains("阿依古丽") && pages[1].contains("=陈老师"), "{}", pages[1]);
        }
    }
}
