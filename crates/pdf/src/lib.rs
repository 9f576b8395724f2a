//! Typst behind a seam: a template and data in, a pdf out. No packages, no network, no fonts but the two embedded ones,
//! no clock: equal input gives equal bytes.
//!
//! The template reads its data with `json("data.json")`, so that what people typed is never taken for markup.

use std::io::Read;
use std::sync::{LazyLock, Mutex, PoisonError};

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};

/// Name of the font for text, as a template names it.
pub const TEXT_FONT: &str = "Noto Serif SC";
/// Name of the bold font for headings, as a template names it.
pub const HEADING_FONT: &str = "Noto Sans SC";

const PACKED: [&[u8]; 2] = [include_bytes!(concat!(env!("OUT_DIR"), "/text.ttf.z")), include_bytes!(concat!(env!("OUT_DIR"), "/heading.ttf.z"))];

static FACES: LazyLock<Result<Faces, String>> = LazyLock::new(Faces::unpack);
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
/// One document at a time: Typst uses all cores for one, and the memory is that of one.
static TURN: Mutex<()> = Mutex::new(());

/// The moment that stands in the file as its making, in the school's time.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Calendar year.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// Minutes that this time is ahead of UTC.
    pub offset_minutes: i32,
}

struct Faces {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

impl Faces {
    fn unpack() -> Result<Self, String> {
        let mut fonts = Vec::new();
        for packed in PACKED {
            let mut font = Vec::new();
            flate2::read::ZlibDecoder::new(packed).read_to_end(&mut font).map_err(|e| format!("embedded font: {e}"))?;
            fonts.push(Font::new(Bytes::new(font), 0).ok_or("embedded font: not a font")?);
        }
        Ok(Self { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts })
    }
}

/// What a template can see: itself, its data, the fonts and the day.
struct Desk {
    template: Source,
    data_id: FileId,
    data: Bytes,
    faces: &'static Faces,
    today: Datetime,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &self.faces.book
    }
    fn main(&self) -> FileId {
        self.template.id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn font(&self, index: usize) -> Option<Font> {
        self.faces.fonts.get(index).cloned()
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        Some(self.today)
    }
}

impl Desk {
    fn faults(&self, diagnostics: &[SourceDiagnostic]) -> String {
        let fault = |d: &SourceDiagnostic| {
            let line = self.range(d.span).map_or(0, |range| 1 + self.template.text()[..range.start].matches('\n').count());
            format!("line {line}: {}", d.message)
        };
        diagnostics.iter().map(fault).collect::<Vec<_>>().join("; ")
    }
}

fn file_id(name: &str) -> Result<FileId, String> {
    let path = VirtualPath::new(name).map_err(|e| e.to_string())?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// Sets a template with its data (JSON, read by the template as `data.json`) as a pdf.
///
/// # Errors
/// What Typst says about the template, with its line. The text may quote data and is for the operator's log only.
pub fn compile(template: &str, data: String, at: Moment) -> Result<Vec<u8>, String> {
    let faces = FACES.as_ref().map_err(Clone::clone)?;
    let today = Datetime::from_ymd_hms(at.year, at.month, at.day, at.hour, at.minute, 0).ok_or("no such moment")?;
    let timestamp = Timestamp::new_local(today, at.offset_minutes).ok_or("no such offset from UTC")?;
    let template = Source::new(file_id("main.typ")?, template.to_owned());
    let desk = Desk { template, data_id: file_id("data.json")?, data: Bytes::from_string(data), faces, today };
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let options = PdfOptions { creator: Smart::Custom(Some("Bangfu".into())), timestamp: Some(timestamp), ..PdfOptions::default() };
    let pdf = typst::compile::<PagedDocument>(&desk).output.and_then(|document| typst_pdf::pdf(&document, &options));
    // What Typst remembers of one document is of no use to the next, and would stay for good.
    typst::comemo::evict(0);
    drop(turn);
    pdf.map_err(|faults| desk.faults(&faults))
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Moment = Moment { year: 2026, month: 9, day: 1, hour: 8, minute: 30, offset_minutes: 480 };

    #[test]
    fn the_same_page_printed_twice_is_the_same_file() {
        let page = || compile("#set text(font: \"Noto Serif SC\")\n#json(\"data.json\").name", r##"{"name":"张小明 #panic()"}"##.into(), AT);
        let first = page().unwrap();
        assert!(first.starts_with(b"%PDF"));
        assert_eq!(first, page().unwrap());
    }

    #[test]
    fn both_fonts_are_those_the_templates_name() {
        let faces = FACES.as_ref().unwrap();
        let names: Vec<&str> = faces.fonts.iter().map(|font| font.info().family.as_str()).collect();
        assert_eq!(names, [TEXT_FONT, HEADING_FONT]);
    }

    #[test]
    fn a_template_can_read_no_file_and_no_package() {
        for line in ["#read(\"/etc/passwd\")", "#import \"@preview/cetz:0.1.0\"", "#read(\"main.typ\")"] {
            let fault = compile(&format!("\n{line}"), "{}".into(), AT).unwrap_err();
            assert!(fault.starts_with("line 2:"), "{fault}");
        }
    }
}
