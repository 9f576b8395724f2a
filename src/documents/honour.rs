//! Certificates (奖状) and praise letters (表扬信): a page of its own for each child, before it becomes a word file or a pdf. No header, no footer, no page number: it is handed over.
//!
//! All words come in already in the reader's language.

use std::fmt::Write;

use super::ooxml::{escaped, pack};
use super::pdf;
use super::register::Format;
use super::xlsx::FONTS;
use crate::base::Stamp;
use crate::base::error::{Error, Result};

/// How a page looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A4 landscape with a border, large letters.
    Certificate,
    /// A4 upright with a thin border.
    Letter,
}

/// A page for one child.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// 奖状, 表扬信.
    pub title: String,
    /// To whom.
    pub to: String,
    /// What is said.
    pub paragraphs: Vec<String>,
    /// Who gives it, at the right.
    pub signed: Vec<String>,
    /// Where the seal goes, in pale letters.
    pub seal: String,
}

/// A file of pages.
#[derive(Clone, Debug)]
pub struct Honours {
    /// How they look.
    pub style: Style,
    /// Title of the file.
    pub title: String,
    /// The school.
    pub school: String,
    /// The pages, in order.
    pub sheets: Vec<Sheet>,
    /// When it was written.
    pub written: Stamp,
}

impl Honours {
    /// The file of a kind: a word file or a pdf.
    ///
    /// # Errors
    /// [`Error::Denied`] for another kind, and for a pdf where the program was built without it.
    pub fn file(&self, format: Format) -> Result<Vec<u8>> {
        match format {
            Format::Docx => docx(self),
            Format::Pdf => pdf::honours(self),
            Format::Xlsx | Format::Csv => Err(Error::Denied("documents-letter-format".into())),
        }
    }
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The red of a certificate's title and border, the gold of its inner line, the grey of the place for the seal.
const RED: &str = "B3261E";
const GREY: &str = "999999";
/// Font of the text of a certificate, as schools print it.
const KAI: &str = "楷体";

struct Look {
    font: &'static str,
    /// Half points.
    size: u32,
    bold: bool,
    color: &'static str,
    align: &'static str,
    /// Twips before and after.
    space: (u32, u32),
    /// Hundredths of a character at the beginning.
    first_line: u32,
    /// Twips from the left.
    left: u32,
    page_break: bool,
}

const PLAIN: Look = Look { font: KAI, size: 32, bold: false, color: "000000", align: "left", space: (0, 120), first_line: 0, left: 0, page_break: false };

fn paragraph(text: &str, look: &Look) -> String {
    let Look { font, size, bold, color, align, space: (before, after), first_line, left, page_break } = look;
    let start = if *page_break { "<w:pageBreakBefore/>" } else { "" };
    let weight = if *bold { "<w:b/>" } else { "" };
    let indent = format!("<w:ind w:left=\"{left}\" w:firstLineChars=\"{first_line}\" w:firstLine=\"{}\"/>", first_line * size / 10);
    format!(
        "<w:p><w:pPr>{start}<w:spacing w:before=\"{before}\" w:after=\"{after}\" w:line=\"360\" w:lineRule=\"auto\"/>{indent}<w:jc w:val=\"{align}\"/></w:pPr><w:r><w:rPr>\
         <w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\" w:eastAsia=\"{font}\"/>{weight}<w:color w:val=\"{color}\"/><w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr>\
         <w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
        escaped(text)
    )
}

fn sheet(body: &mut String, sheet: &Sheet, style: Style, first: bool) {
    let certificate = style == Style::Certificate;
    let (title, text, left) = if certificate { (128, 40, 8400) } else { (56, 30, 5600) };
    let color = if certificate { RED } else { "000000" };
    let head = Look { font: FONTS.0, size: title, bold: true, color, align: "center", space: (if certificate { 360 } else { 720 }, 240), page_break: !first, ..PLAIN };
    body.push_str(&paragraph(&sheet.title, &head));
    body.push_str(&paragraph(&sheet.to, &Look { size: text, bold: true, ..PLAIN }));
    for words in &sheet.paragraphs {
        body.push_str(&paragraph(words, &Look { size: text, first_line: 200, ..PLAIN }));
    }
    for (at, words) in sheet.signed.iter().enumerate() {
        body.push_str(&paragraph(words, &Look { size: text - 4, align: "center", left, space: (if at == 0 { 480 } else { 0 }, 0), ..PLAIN }));
    }
    if !sheet.seal.is_empty() {
        body.push_str(&paragraph(&sheet.seal, &Look { size: 22, color: GREY, align: "center", left, space: (0, 0), ..PLAIN }));
    }
}

fn border(style: Style) -> String {
    let (kind, size, color, space) = if style == Style::Certificate { ("thinThickThinMediumGap", 36, RED, 24) } else { ("double", 6, "808080", 24) };
    let edge = |name: &str| format!("<w:{name} w:val=\"{kind}\" w:sz=\"{size}\" w:space=\"{space}\" w:color=\"{color}\"/>");
    format!("<w:pgBorders w:offsetFrom=\"page\">{}</w:pgBorders>", ["top", "left", "bottom", "right"].map(edge).concat())
}

fn docx(honours: &Honours) -> Result<Vec<u8>> {
    let mut body = String::new();
    for (at, one) in honours.sheets.iter().enumerate() {
        sheet(&mut body, one, honours.style, at == 0);
    }
    let (size, margin, place) = match honours.style {
        Style::Certificate => ("<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>", 1900, "center"),
        Style::Letter => ("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>", 1500, "top"),
    };
    let mut document = format!("{XML}<w:document xmlns:w=\"{WORD}\"><w:body>{body}");
    let _ = write!(
        document,
        "<w:sectPr>{size}<w:pgMar w:top=\"1100\" w:right=\"{margin}\" w:bottom=\"1000\" w:left=\"{margin}\" w:header=\"400\" w:footer=\"400\" w:gutter=\"0\"/>{}<w:vAlign w:val=\"{place}\"/></w:sectPr></w:body></w:document>",
        border(honours.style)
    );
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    let types = format!(
        "{XML}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"{kind}\"/></Types>"
    );
    let relations = format!(
        "{XML}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"document\" \
         Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
    );
    pack(&[("[Content_Types].xml", types.as_bytes()), ("_rels/.rels", relations.as_bytes()), ("word/document.xml", document.as_bytes())])
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    /// Two pages for invented children.
    fn example(style: Style) -> Honours {
        let sheet = |name: &str| Sheet {
            title: "奖状".into(),
            to: format!("四（2）班 {name} 同学："),
            paragraphs: vec!["本学期上课专心，遇到不会的题敢问。".into(), "荣获“学习进步奖”，特发此状，以资鼓励。".into()],
            signed: vec!["青山镇中心小学".into(), "2027年1月22日".into()],
            seal: "（盖章）".into(),
        };
        Honours { style, title: "奖状".into(), school: "青山镇中心小学".into(), sheets: vec![sheet("张小明"), sheet("李<b>华")], written: Stamp(1_788_222_600_000) }
    }

    #[test]
    fn each_child_has_a_page_with_a_border_and_the_same_twice_is_the_same_file() {
        for (style, orient) in [(Style::Certificate, true), (Style::Letter, false)] {
            let bytes = example(style).file(Format::Docx).unwrap();
            assert_eq!(bytes, example(style).file(Format::Docx).unwrap());
            let mut text = String::new();
            zip::ZipArchive::new(Cursor::new(bytes)).unwrap().by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
            let mut reader = quick_xml::Reader::from_str(&text);
            while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
            assert_eq!((text.matches("<w:pageBreakBefore/>").count(), text.contains("w:orient=\"landscape\"")), (1, orient));
            assert!(text.contains("<w:pgBorders") && text.contains("李&lt;b&gt;华") && text.contains("（盖章）"), "{text}");
        }
    }

    #[test]
    fn a_certificate_is_no_workbook() {
        for format in [Format::Xlsx, Format::Csv] {
            assert!(matches!(example(Style::Letter).file(format), Err(Error::Denied(_))));
        }
    }

    #[cfg(feature = "pdf")]
    #[test]
    fn a_certificate_is_set_as_pdf() {
        for style in [Style::Certificate, Style::Letter] {
            assert!(example(style).file(Format::Pdf).unwrap().starts_with(b"%PDF"));
        }
    }
}
