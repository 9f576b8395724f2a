//! Registers and letters as Word files (WordprocessingML, ECMA-376 part 1), written as text.
//!
//! By hand, because the header row must repeat on each page and equal input must give equal bytes: the docx-rs crate
//! can do neither (it has no `tblHeader`, and numbers its parts from counters of the process).

use std::fmt::Write;

use crate::base::date::Stamp;
use crate::base::error::Result;

use super::letter::{Block, Letter, Slip};
use super::ooxml::{escaped, pack};
use super::qr;
use super::register::{Align, Column, Frame, Orientation, PagePart, Register, Row, Section};
use super::xlsx::FONTS;

const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
    xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"";
const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// Twentieths of a point in a millimetre.
const TWIPS_PER_MM: f64 = 1440.0 / 25.4;
/// English metric units in a millimetre, the measure of images.
const EMU_PER_MM: u32 = 36_000;
const MARGIN_MM: f64 = 18.0;
const GRID: &str = "<w:top w:val=\"single\" w:sz=\"4\"/><w:left w:val=\"single\" w:sz=\"4\"/><w:bottom w:val=\"single\" w:sz=\"4\"/>\
    <w:right w:val=\"single\" w:sz=\"4\"/><w:insideH w:val=\"single\" w:sz=\"4\"/><w:insideV w:val=\"single\" w:sz=\"4\"/>";

fn twips(mm: f64) -> u32 {
    (mm * TWIPS_PER_MM).round() as u32
}

/// A paragraph in the making.
#[derive(Clone, Copy, Default)]
struct Look {
    /// Heading font instead of the font for text.
    heading: bool,
    /// Half points; 0 leaves the size of the document.
    size: u32,
    align: Align,
    page_break: bool,
    keep_next: bool,
    /// Twips before and after.
    space: (u32, u32),
    /// Two characters at the beginning, as Chinese letters have.
    indent: bool,
    /// Twips from the left edge of the text.
    left: u32,
    outline: bool,
}

fn run(text: &str, look: Look) -> String {
    let font = if look.heading { format!("<w:rFonts w:eastAsia=\"{}\"/><w:b/>", FONTS.0) } else { String::new() };
    let size = if look.size > 0 { format!("<w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/>", look.size) } else { String::new() };
    format!("<w:r><w:rPr>{font}{size}</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text))
}

fn paragraph_of(runs: &str, look: Look) -> String {
    let mut properties = String::new();
    if look.keep_next {
        properties.push_str("<w:keepNext/>");
    }
    if look.page_break {
        properties.push_str("<w:pageBreakBefore/>");
    }
    let _ = write!(properties, "<w:spacing w:before=\"{}\" w:after=\"{}\"/>", look.space.0, look.space.1);
    if look.indent {
        properties.push_str("<w:ind w:firstLineChars=\"200\" w:firstLine=\"420\"/>");
    }
    if look.left > 0 {
        let _ = write!(properties, "<w:ind w:left=\"{}\"/>", look.left);
    }
    let align = match look.align {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    };
    let _ = write!(properties, "<w:jc w:val=\"{align}\"/>");
    if look.outline {
        properties.push_str("<w:outlineLvl w:val=\"0\"/>");
    }
    format!("<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>")
}

/// A paragraph for each line of the text.
fn paragraphs(text: &str, look: Look) -> String {
    text.split('\n').map(|line| paragraph_of(&run(line.trim_end_matches('\r'), look), look)).collect()
}

fn cell(width: u32, properties: &str, content: &str) -> String {
    format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{properties}<w:vAlign w:val=\"center\"/></w:tcPr>{content}</w:tc>")
}

fn table_row(height_mm: f64, header: bool, cells: &str) -> String {
    let header = if header { "<w:tblHeader/>" } else { "" };
    format!("<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"{}\" w:hRule=\"atLeast\"/>{header}</w:trPr>{cells}</w:tr>", twips(height_mm))
}

fn table(borders: &str, widths: &[u32], rows: &str) -> String {
    let grid: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type=\"fixed\"/>\
         <w:tblCellMar><w:left w:w=\"70\" w:type=\"dxa\"/><w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>",
        widths.iter().sum::<u32>()
    )
}

/// Writes a register as a Word file.
///
/// # Errors
/// A fault when rows and columns do not fit.
pub fn register(register: &Register) -> Result<Vec<u8>> {
    register.check()?;
    let mut body = String::new();
    let widths = widths(&register.columns, text_width(register.orientation));
    for (number, section) in register.sections.iter().enumerate() {
        register_section(&mut body, register, section, &widths, number > 0);
    }
    file(&register.frame, &register.title, register.orientation, &body, &[])
}

fn text_width(orientation: Orientation) -> u32 {
    twips(orientation.paper_width_mm() - 2.0 * MARGIN_MM)
}

/// The columns' widths in twips, scaled together to fill the line.
fn widths(columns: &[Column], line: u32) -> Vec<u32> {
    let wanted: f64 = columns.iter().map(|column| column.width_mm).sum();
    let share = |column: &Column| if wanted > 0.0 { column.width_mm / wanted } else { 1.0 / columns.len() as f64 };
    columns.iter().map(|column| (share(column) * f64::from(line)).floor() as u32).collect()
}

fn register_section(body: &mut String, register: &Register, section: &Section, widths: &[u32], page_break: bool) {
    let title = Look { heading: true, size: 36, align: Align::Center, page_break, keep_next: true, space: (0, 120), outline: true, ..Look::default() };
    body.push_str(&paragraphs(&register.title, title));
    let subtitle = Look { align: Align::Center, keep_next: true, space: (0, 120), ..Look::default() };
    body.push_str(&paragraphs(&section.subtitle, subtitle));
    let mut rows = header_rows(register, widths);
    let height_mm = if register.by_hand() { 10.0 } else { 7.0 };
    // The last rows go with the notes and the places to sign: nobody signs an empty page.
    let kept = section.rows.len().saturating_sub(2);
    for (at, row) in section.rows.iter().enumerate() {
        rows.push_str(&table_row(height_mm, false, &body_cells(register, row, widths, at >= kept)));
    }
    body.push_str(&table(GRID, widths, &rows));
    for note in &register.notes {
        body.push_str(&paragraphs(note, Look { size: 18, space: (60, 0), keep_next: !register.signatures.is_empty(), ..Look::default() }));
    }
    body.push_str(&signatures(&register.signatures, widths.iter().sum()));
}

fn header_rows(register: &Register, widths: &[u32]) -> String {
    const SHADE: &str = "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"EDEDED\"/>";
    let words = |text: &str| paragraphs(text, Look { heading: true, align: Align::Center, ..Look::default() });
    let (mut upper, mut lower) = (String::new(), String::new());
    for span in register.spans() {
        let inside = span.first..span.first + span.count;
        if let Some(group) = span.group {
            let width = widths[inside.clone()].iter().sum();
            upper.push_str(&cell(width, &format!("<w:gridSpan w:val=\"{}\"/>{SHADE}", span.count), &words(group)));
            for at in inside {
                lower.push_str(&cell(widths[at], SHADE, &words(&register.columns[at].name)));
            }
        } else {
            let merge = |kind: &str| if register.grouped() { format!("<w:vMerge{kind}/>{SHADE}") } else { SHADE.to_owned() };
            upper.push_str(&cell(widths[span.first], &merge(" w:val=\"restart\""), &words(&register.columns[span.first].name)));
            lower.push_str(&cell(widths[span.first], &merge(""), "<w:p/>"));
        }
    }
    let lower = if register.grouped() { table_row(7.0, true, &lower) } else { String::new() };
    table_row(7.0, true, &upper) + &lower
}

fn body_cells(register: &Register, row: &Row, widths: &[u32], keep_next: bool) -> String {
    let cells = row.cells.iter().zip(&register.columns).zip(widths);
    cells.map(|((text, column), width)| cell(*width, "", &paragraphs(text, Look { heading: row.strong, align: column.align, keep_next, ..Look::default() }))).collect()
}

/// Places to sign side by side, three on a line, kept on one page.
fn signatures(places: &[String], line: u32) -> String {
    if places.is_empty() {
        return String::new();
    }
    let across = places.len().min(3);
    let widths = vec![line / across as u32; across];
    let mut rows = String::new();
    for places in places.chunks(across) {
        let cells = (0..across).map(|at| cell(widths[at], "", &paragraphs(places.get(at).map_or("", String::as_str), Look::default())));
        rows.push_str(&table_row(16.0, false, &cells.collect::<String>()));
    }
    paragraph_of("", Look { keep_next: true, ..Look::default() }) + &table("", &widths, &rows)
}

/// Writes a letter as a Word file.
///
/// # Errors
/// [`crate::base::Error::TooMuch`] when a code for phones would hold too much.
pub fn letter(letter: &Letter) -> Result<Vec<u8>> {
    let mut writer = LetterWriter { line: text_width(Orientation::Portrait), ..LetterWriter::default() };
    if !letter.title.is_empty() {
        let title = Look { heading: true, size: 36, align: Align::Center, space: (120, 240), outline: true, ..Look::default() };
        writer.body.push_str(&paragraphs(&letter.title, title));
    }
    for block in &letter.blocks {
        writer.block(block)?;
    }
    file(&letter.frame, &letter.title, Orientation::Portrait, &writer.body, &writer.images)
}

#[derive(Default)]
struct LetterWriter {
    body: String,
    images: Vec<Vec<u8>>,
    /// Width of the text in twips.
    line: u32,
    page_break: bool,
}

impl LetterWriter {
    fn block(&mut self, block: &Block) -> Result<()> {
        if matches!(block, Block::PageBreak) {
            self.page_break = true;
            return Ok(());
        }
        if std::mem::take(&mut self.page_break) {
            self.body.push_str("<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/></w:pPr><w:r><w:br w:type=\"page\"/></w:r></w:p>");
        }
        let text = Look { space: (0, 80), ..Look::default() };
        match block {
            Block::Heading(words) => self.body.push_str(&paragraphs(words, Look { heading: true, size: 26, keep_next: true, space: (200, 100), outline: true, ..text })),
            Block::Paragraph(words) => self.body.push_str(&paragraphs(words, Look { indent: true, ..text })),
            Block::Facts(facts) => self.facts(facts),
            Block::List(points) => {
                for (number, point) in (1..).zip(points) {
                    self.body.push_str(&paragraphs(&format!("{number}. {point}"), Look { indent: true, ..text }));
                }
            }
            Block::Qr { text: address, caption } => {
                let image = self.image(address, 32)?;
                self.body.push_str(&paragraph_of(&image, Look { align: Align::Center, keep_next: true, ..text }));
                self.body.push_str(&paragraphs(caption, Look { align: Align::Center, size: 18, ..text }));
            }
            Block::Slips(slips) => self.slips(slips)?,
            Block::Signatures(places) => {
                for place in places {
                    self.body.push_str(&paragraphs(place, Look { left: self.line * 3 / 5, space: (360, 0), keep_next: true, ..text }));
                }
            }
            Block::PageBreak => {}
        }
        Ok(())
    }

    fn facts(&mut self, facts: &[(String, String)]) {
        let widths = [self.line / 4, self.line - self.line / 4];
        let row = |(name, value): &(String, String)| {
            let name = cell(widths[0], "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F4F4F4\"/>", &paragraphs(name, Look::default()));
            table_row(7.0, false, &(name + &cell(widths[1], "", &paragraphs(value, Look::default()))))
        };
        let rows: String = facts.iter().map(row).collect();
        self.body.push_str(&table(GRID, &widths, &rows));
        self.body.push_str(&paragraph_of("", Look::default()));
    }

    /// Two slips on a line, and one alone over all of it: each is a cell of words and a cell of its code, with dashed lines around the two.
    fn slips(&mut self, slips: &[Slip]) -> Result<()> {
        const INSET: &str = "<w:tcMar><w:left w:w=\"200\" w:type=\"dxa\"/></w:tcMar>";
        let code = twips(30.0);
        let beside = slips.len().clamp(1, 2);
        let words = if beside == 1 { self.line } else { self.line / 2 } - code;
        let side = |open: &str| {
            let line = |edge: &str| format!("<w:{edge} w:val=\"{}\" w:sz=\"4\" w:color=\"808080\"/>", if edge == open { "nil" } else { "dashed" });
            format!("<w:tcBorders>{}</w:tcBorders>", ["top", "left", "bottom", "right"].map(line).concat())
        };
        let mut rows = String::new();
        for pair in slips.chunks(2) {
            let mut cells = String::new();
            for slip in pair {
                let mut text = paragraphs(&slip.title, Look { heading: true, space: (60, 60), ..Look::default() });
                for (name, value) in &slip.facts {
                    text.push_str(&paragraphs(&format!("{name}\u{3000}{value}"), Look::default()));
                }
                text.push_str(&paragraphs(&slip.note, Look { size: 16, space: (40, 60), ..Look::default() }));
                let image = slip.qr.as_deref().map_or(Ok(String::new()), |address| self.image(address, 26))?;
                cells.push_str(&cell(words, &(side("right") + INSET), &text));
                cells.push_str(&cell(code, &side("left"), &paragraph_of(&image, Look { align: Align::Center, ..Look::default() })));
            }
            rows.push_str(&table_row(38.0, false, &cells));
        }
        self.body.push_str(&table("", &[words, code].repeat(beside), &rows));
        self.body.push_str(&paragraph_of("", Look::default()));
        Ok(())
    }

    /// The run of a code for phones of that size.
    fn image(&mut self, text: &str, mm: u32) -> Result<String> {
        let (png, _) = qr::png(text)?;
        self.images.push(png);
        let (id, size) = (self.images.len(), mm * EMU_PER_MM);
        Ok(format!(
            "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{size}\" cy=\"{size}\"/><wp:docPr id=\"{id}\" name=\"QR {id}\" descr=\"{}\"/>\
             <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr id=\"{id}\" name=\"QR {id}\"/><pic:cNvPicPr/></pic:nvPicPr>\
             <pic:blipFill><a:blip r:embed=\"image{id}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{size}\" cy=\"{size}\"/></a:xfrm>\
             <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
            escaped(text)
        ))
    }
}

fn frame_paragraph(runs: &str, line: u32, rule: &str) -> String {
    format!(
        "<w:p><w:pPr><w:pBdr><w:{rule} w:val=\"single\" w:sz=\"4\" w:space=\"4\"/></w:pBdr><w:tabs><w:tab w:val=\"center\" w:pos=\"{}\"/><w:tab w:val=\"right\" w:pos=\"{line}\"/></w:tabs></w:pPr>{runs}</w:p>",
        line / 2
    )
}

const SMALL: Look = Look { heading: false, size: 18, align: Align::Left, page_break: false, keep_next: false, space: (0, 0), indent: false, left: 0, outline: false };
const TAB: &str = "<w:r><w:tab/></w:r>";

fn header(frame: &Frame, line: u32) -> String {
    let mark = run(&frame.confidential, Look { heading: true, ..SMALL });
    let runs = run(&frame.head(), SMALL) + TAB + TAB + &mark;
    format!("{XML}<w:hdr {NAMESPACES}>{}</w:hdr>", frame_paragraph(&runs, line, "bottom"))
}

fn footer(frame: &Frame, line: u32) -> String {
    let field = |name: &str| format!("<w:fldSimple w:instr=\" {name} \">{}</w:fldSimple>", run("1", SMALL));
    let pages: String = frame
        .page_parts()
        .iter()
        .map(|part| match part {
            PagePart::Words(words) => run(words, SMALL),
            PagePart::Page => field("PAGE"),
            PagePart::Pages => field("NUMPAGES"),
        })
        .collect();
    let runs = run(&frame.printed, SMALL) + TAB + &pages + TAB + &run(frame.audit_head.as_deref().unwrap_or_default(), SMALL);
    format!("{XML}<w:ftr {NAMESPACES}>{}</w:ftr>", frame_paragraph(&runs, line, "top"))
}

fn styles() -> String {
    format!(
        "{XML}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"{}\" w:cs=\"Times New Roman\"/>\
         <w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style></w:styles>",
        FONTS.1
    )
}

fn document(orientation: Orientation, body: &str) -> String {
    let (short, long) = (11_906, 16_838);
    let size = match orientation {
        Orientation::Portrait => format!("<w:pgSz w:w=\"{short}\" w:h=\"{long}\"/>"),
        Orientation::Landscape => format!("<w:pgSz w:w=\"{long}\" w:h=\"{short}\" w:orient=\"landscape\"/>"),
    };
    let side = twips(MARGIN_MM);
    let end = twips(20.0);
    format!(
        "{XML}<w:document {NAMESPACES}><w:body>{body}<w:sectPr><w:headerReference w:type=\"default\" r:id=\"header\"/><w:footerReference w:type=\"default\" r:id=\"footer\"/>{size}\
         <w:pgMar w:top=\"{end}\" w:right=\"{side}\" w:bottom=\"{end}\" w:left=\"{side}\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
    )
}

fn core(title: &str, author: &str, written: Stamp) -> String {
    let seconds = written.0.div_euclid(1000);
    let (day, second) = (crate::base::date::SchoolDate::from_days(seconds.div_euclid(86_400)), seconds.rem_euclid(86_400));
    let made = format!("{day}T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60);
    let moment = |name: &str| format!("<dcterms:{name} xsi:type=\"dcterms:W3CDTF\">{made}</dcterms:{name}>");
    format!(
        "{XML}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>{}{}</cp:coreProperties>",
        escaped(title),
        escaped(author),
        moment("created"),
        moment("modified")
    )
}

fn file(frame: &Frame, title: &str, orientation: Orientation, body: &str, images: &[Vec<u8>]) -> Result<Vec<u8>> {
    const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let line = text_width(orientation);
    let part = |name: &str, kind: &str| format!("<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>");
    let mut types = format!(
        "{XML}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/>"
    );
    for (name, kind) in [("document", "document.main"), ("styles", "styles"), ("header", "header"), ("footer", "footer")] {
        types.push_str(&part(&format!("word/{name}.xml"), &format!("{WORD}.{kind}+xml")));
    }
    types.push_str(&part("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"));
    types.push_str("</Types>");
    let open = format!("{XML}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    let relation = |id: &str, kind: &str, target: &str| format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>");
    let package = format!(
        "{open}{}{}</Relationships>",
        relation("document", &format!("{RELATIONS}/officeDocument"), "word/document.xml"),
        relation("core", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml")
    );
    let mut relations = open.clone();
    for name in ["styles", "header", "footer"] {
        relations.push_str(&relation(name, &format!("{RELATIONS}/{name}"), &format!("{name}.xml")));
    }
    let names: Vec<String> = (1..=images.len()).map(|number| format!("image{number}")).collect();
    for name in &names {
        relations.push_str(&relation(name, &format!("{RELATIONS}/image"), &format!("media/{name}.png")));
    }
    relations.push_str("</Relationships>");
    let (document, styles, header, footer) = (document(orientation, body), styles(), header(frame, line), footer(frame, line));
    let core = core(title, &frame.school, frame.written);
    let media: Vec<String> = names.iter().map(|name| format!("word/media/{name}.png")).collect();
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", package.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/header.xml", header.as_bytes()),
        ("word/footer.xml", footer.as_bytes()),
    ];
    parts.extend(media.iter().zip(images).map(|(name, image)| (name.as_str(), image.as_slice())));
    pack(&parts)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::super::letter::{self, Block, Letter, Slip};
    use super::super::register;

    fn part(bytes: &[u8], name: &str) -> String {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
        text
    }

    #[test]
    fn a_class_register_repeats_both_header_rows_and_starts_each_class_on_a_new_page() {
        let bytes = super::register(&register::tests::example()).unwrap();
        let document = part(&bytes, "word/document.xml");
        assert_eq!(document.matches("<w:tblHeader/>").count(), 4, "two header rows in each of two classes");
        assert_eq!(document.matches("<w:pageBreakBefore/>").count(), 1);
        assert!(document.contains("<w:gridSpan w:val=\"2\"/>"));
        for words in ["学习支持学生登记表", "五年级(2)班", "G110101201503070011", "李#*强*$x$", "班主任签字:", "本表一式两份"] {
            assert!(document.contains(words), "{words}");
        }
    }

    #[test]
    fn each_page_carries_school_mark_and_number() {
        let bytes = super::register(&register::tests::example()).unwrap();
        assert!(part(&bytes, "word/header.xml").contains("内部资料 · 不得张贴"));
        let footer = part(&bytes, "word/footer.xml");
        assert!(footer.contains("w:instr=\" PAGE \"") && footer.contains("w:instr=\" NUMPAGES \"") && footer.contains("审计 3f9a c2d1"));
        assert!(part(&bytes, "word/styles.xml").contains("w:eastAsia=\"宋体\""));
        assert!(part(&bytes, "docProps/core.xml").contains("2026-09-01T00:30:00Z"));
    }

    #[test]
    fn the_same_papers_written_twice_are_the_same_files() {
        assert_eq!(super::register(&register::tests::example()).unwrap(), super::register(&register::tests::example()).unwrap());
        assert_eq!(super::letter(&letter::tests::example()).unwrap(), super::letter(&letter::tests::example()).unwrap());
    }

    #[test]
    fn login_slips_and_notices_show_what_was_typed_and_a_code_for_each() {
        let bytes = super::letter(&letter::tests::example()).unwrap();
        let document = part(&bytes, "word/document.xml");
        assert!(document.contains("#set &lt;b&gt;$x$ &amp; *不是标记*"));
        assert!(document.contains("阿依古丽"));
        assert_eq!(document.matches("<w:drawing>").count(), 5, "one code in the notice and one on each of four slips");
        assert!(part(&bytes, "word/_rels/document.xml.rels").contains("media/image5.png"));
    }

    #[test]
    fn a_slip_alone_takes_the_whole_line() {
        let columns = |slips: usize| {
            let letter = Letter { blocks: vec![Block::Slips(vec![Slip::default(); slips])], ..Letter::default() };
            part(&super::letter(&letter).unwrap(), "word/document.xml").matches("<w:gridCol").count()
        };
        assert_eq!([1, 2, 3].map(columns), [2, 4, 4]);
    }
}
