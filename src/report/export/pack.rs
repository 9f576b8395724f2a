//! 迎检包: every register of the school in the order of an inspection, each as word file and workbook, with a contents page, the list of what is missing, and the head of the audit
//! chain. Each document is made in a transaction of its own and handed on at once, so that the pack never lies in memory as a whole. A5-03, A5-08, A9-17, A9-19.
//!
//! Two sets: one for the school's own files, and one that is masked (mask.rs).

use std::io::{Seek, Write};

use sha2::{Digest, Sha256};

use super::mask::Masks;
use super::{Job, column};
use crate::access::audit::{self, Entry};
use crate::access::{Level, Levels, Permit, Subject, Who, acts};
use crate::base::{Error, Lang, Msg, Result, SchoolId};
use crate::documents::archive::Archive;
use crate::documents::register::{Align, Format, Frame, Kind, Orientation, Register, Row, Section};
use crate::report::folder::{self, Folder};
use crate::report::kinds::{self, Kept};
use crate::report::missing::{self, Owed};
use crate::report::{Name, make};
use crate::roster::time::Term;
use crate::store::{Store, Tx};

/// Signs of the audit head that stand at the edge of each page.
const HEAD_SIGNS: usize = 16;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The school.
    pub school: SchoolId,
    /// Who reads: what their levels do not open is not in it.
    pub who: Who,
    /// Who has it made, as the audit chain writes it.
    pub by: Who,
    /// The term.
    pub term: Term,
    /// The masked set.
    pub masked: bool,
    /// Why.
    pub reason: String,
    /// The language.
    pub lang: Lang,
}

/// A document of the pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its number: 03-02.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Its path in the pack, with `/` between folders.
    pub path: String,
    /// Parts, each of which begins a new page; 0 for a form.
    pub parts: usize,
    /// Rows in all parts; 0 for a form.
    pub rows: usize,
    /// Its size.
    pub bytes: usize,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
}

/// What was made.
#[derive(Clone, Debug, Default)]
pub struct Made {
    /// The documents, in order; the contents page comes first.
    pub documents: Vec<Document>,
    /// Registers in which nothing stands.
    pub empty: Vec<String>,
    /// Registers of the seeds that the school does not keep in this program.
    pub not_kept: Vec<String>,
    /// How many things are missing.
    pub missing: usize,
    /// Number and hash of the audit chain's last row when it was made.
    pub head: (i64, String),
}

/// Where documents go: path and bytes.
pub type Put<'a> = &'a mut dyn FnMut(&str, &[u8]) -> Result<()>;

/// Says how far the work is (done, total) and fails when it is to stop.
pub type Told<'a> = &'a dyn Fn(u64, u64) -> Result<()>;

/// The formats of each register.
const FORMATS: [Format; 2] = [Format::Docx, Format::Xlsx];

/// Makes the pack.
///
/// # Errors
/// Denied to who may not print for the whole school; those of the writers, of `put` and of `told`.
pub fn write(store: &Store, wanted: &Wanted, told: Told<'_>, put: Put<'_>) -> Result<Made> {
    let names = names(wanted.masked);
    let total = names.len() as u64 + 1;
    let (masks, head) = store.read(wanted.school, |tx| {
        Permit::<acts::PrintRegister>::ask(tx, &wanted.who, Subject::School)?;
        Ok((Masks::load(tx)?, audit::head(tx)?))
    })?;
    let mut made = Made { head, ..Made::default() };
    let mut numbers: Vec<(Folder, usize)> = Vec::new();
    for (at, (folder, name)) in names.into_iter().enumerate() {
        told(at as u64, total)?;
        let Some(files) = store.read(wanted.school, |tx| files(tx, wanted, name, &masks, &made.head))? else {
            made.empty.push(crate::base::words::word(wanted.lang, name.key()));
            continue;
        };
        let number = match numbers.last_mut().filter(|(last, _)| *last == folder) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                numbers.push((folder, 1));
                1
            }
        };
        let number = format!("{}-{number:02}", folder.number());
        let within = format!("{} {}", folder.number(), crate::base::words::word(wanted.lang, &format!("report-pack-folder-{}", folder.code())));
        for (title, format, parts, rows, bytes) in files {
            let path = format!("{within}/{number} {title}.{}", format.extension());
            put(&path, &bytes)?;
            made.documents.push(Document { number: number.clone(), title, path, parts, rows, bytes: bytes.len(), sha256: sha256(&bytes) });
        }
    }
    told(total - 1, total)?;
    front(store, wanted, &masks, &mut made, put)?;
    noted(store, wanted, &made)?;
    told(total, total)?;
    Ok(made)
}

/// Makes the pack as one zip.
///
/// # Errors
/// As [`write`]; those of the disk.
pub fn zipped(store: &Store, wanted: &Wanted, told: Told<'_>, to: impl Write + Seek) -> Result<Made> {
    let mut archive = Archive::new(to);
    let made = write(store, wanted, told, &mut |path, bytes| archive.put(path, bytes))?;
    archive.end()?;
    Ok(made)
}

/// The registers of a set, in order.
fn names(masked: bool) -> Vec<(Folder, Name)> {
    let mut names: Vec<(Folder, Name)> = Name::ALL.iter().copied().filter_map(|name| Some((folder::of(name)?, name))).collect();
    names.retain(|(_, name)| !masked || folder::is_masked(*name));
    names.sort_by_key(|(folder, _)| *folder);
    names
}

fn sha256(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

fn marked(frame: Frame, lang: Lang, (seq, hash): &(i64, String)) -> Frame {
    let short: String = hash.chars().take(HEAD_SIGNS).collect();
    Frame { audit_head: Some(Msg::new("report-pack-head").with("number", seq).with("head", short).text(lang)), ..frame }
}

/// Title, format, parts, rows, bytes.
type File = (String, Format, usize, usize, Vec<u8>);

/// The files of a register; none where nothing stands in it, or where it has no masked form.
fn files(tx: &mut Tx<'_>, wanted: &Wanted, name: Name, masks: &Masks, head: &(i64, String)) -> Result<Option<Vec<File>>> {
    let permit = Permit::<acts::PrintRegister>::ask(tx, &wanted.who, Subject::School)?;
    let day = tx.today().clamp(wanted.term.first_day, wanted.term.last_day);
    let job = Job { permit: &permit, name, term: &wanted.term, day, lang: wanted.lang };
    let classes = job.classes(tx)?;
    let register = match job.register(tx, &classes) {
        Ok(register) => register,
        Err(Error::Invalid(_)) => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let register = if wanted.masked {
        match job.masked(register, masks) {
            Some(register) => register,
            None => return Ok(None),
        }
    } else {
        register
    };
    let rows: usize = register.sections.iter().map(|section| section.rows.len()).sum();
    if rows == 0 {
        return Ok(None);
    }
    let register = Register { frame: marked(register.frame, wanted.lang, head), ..register };
    let mut files = Vec::with_capacity(FORMATS.len());
    for format in FORMATS {
        // A form of a page for each child is made as it is printed.
        let form = name == Name::LeftBehindForm && format == Format::Docx;
        let bytes = if form { make(tx, &permit, name, &wanted.term, format, wanted.lang)?.2 } else { register.file(format)? };
        files.push((register.title.clone(), format, register.sections.len(), rows, bytes));
    }
    Ok(Some(files))
}

/// Contents page and list of what is missing, which stand before everything else.
fn front(store: &Store, wanted: &Wanted, masks: &Masks, made: &mut Made, put: Put<'_>) -> Result<()> {
    let (contents, owed, lines) = store.read(wanted.school, |tx| {
        let permit = Permit::<acts::PrintRegister>::ask(tx, &wanted.who, Subject::School)?;
        let job = Job { permit: &permit, name: Name::CaseFiles, term: &wanted.term, day: wanted.term.last_day, lang: wanted.lang };
        let frame = marked(job.frame(tx)?, wanted.lang, &made.head);
        let frame = if wanted.masked { Frame { confidential: job.word("report-pack-masked-mark"), ..frame } } else { frame };
        let lines = missing::of_term(tx, &wanted.who, &wanted.term)?;
        Ok((job.contents(made, &frame, &wanted.reason), job.owed(&lines, frame, wanted.masked.then_some(masks)), lines.len()))
    })?;
    made.missing = lines;
    made.not_kept = kinds::kept().into_iter().filter(|(_, kept)| *kept == Kept::NotYet).map(|(code, _)| code.to_owned()).collect();
    let mut first = Vec::new();
    for (number, register) in [("00-01", contents), ("00-02", owed)] {
        let rows = register.sections.iter().map(|section| section.rows.len()).sum();
        let formats = FORMATS.into_iter().chain(cfg!(feature = "pdf").then_some(Format::Pdf));
        for format in formats {
            let bytes = register.file(format)?;
            let path = format!("{number} {}.{}", register.title, format.extension());
            put(&path, &bytes)?;
            let title = register.title.clone();
            first.push(Document { number: number.to_owned(), title, path, parts: register.sections.len(), rows, bytes: bytes.len(), sha256: sha256(&bytes) });
        }
    }
    made.documents.splice(0..0, first);
    Ok(())
}

/// The pack stands in the audit chain, with the hash of what it was.
fn noted(store: &Store, wanted: &Wanted, made: &Made) -> Result<()> {
    let mut sha = Sha256::new();
    for document in &made.documents {
        sha.update(document.sha256.as_bytes());
    }
    let whole = data_encoding::HEXLOWER.encode(&sha.finalize());
    store.write(wanted.school, |tx| {
        let permit = Permit::<acts::PrintRegister>::ask(tx, &wanted.who, Subject::School)?;
        let shown = Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Economic, Level::Identity]);
        let levels = if wanted.masked { Levels::of(&[Level::Basic]) } else { permit.levels().within(shown) };
        let set = if wanted.masked { "masked" } else { "internal" };
        let note = format!("pack {} {set} {} documents sha256 {whole} {}", wanted.term.code, made.documents.len(), wanted.reason);
        audit::append(tx, &Entry::of(&wanted.by, "PrintRegister").subject(Subject::School).levels(levels).note(note.trim()))?;
        Ok(())
    })
}

impl Job<'_> {
    /// 目录: each document with its size, rows and hash; then what is empty, and what is not kept in this program.
    fn contents(&self, made: &Made, frame: &Frame, reason: &str) -> Register {
        let blank =
            |first: String, second: String, remark: String| Row { cells: vec![first, second, String::new(), String::new(), String::new(), String::new(), remark], strong: false };
        let row = |one: &Document| {
            let kilobytes = one.bytes.div_ceil(1024).to_string();
            Row { cells: vec![one.number.clone(), one.path.clone(), one.parts.to_string(), one.rows.to_string(), kilobytes, one.sha256.clone(), String::new()], strong: false }
        };
        let mut sections = vec![self.part("report-pack-documents", made.documents.iter().map(row).collect())];
        let empty: Vec<Row> = made.empty.iter().map(|title| blank(String::new(), title.clone(), self.word("report-pack-empty"))).collect();
        if !empty.is_empty() {
            sections.push(self.part("report-pack-empties", empty));
        }
        let seeds = kinds::kept().into_iter().map(|(code, kept)| {
            let remark = match kept {
                Kept::Printed(names) => names.iter().map(|name| self.word(name.key())).collect::<Vec<_>>().join(&self.word("report-list-comma")),
                Kept::Page(page) => page.to_owned(),
                Kept::NotYet => self.word("report-pack-not-kept"),
            };
            blank(String::new(), self.word(&format!("programme-choice-{code}")), remark)
        });
        sections.push(self.part("report-pack-seeds", seeds.collect()));
        let columns = vec![
            self.text_column("report-pack-number", 16.0),
            self.text_column("report-pack-file", 78.0),
            column(self.word("report-pack-parts"), 12.0, Align::Right, Kind::Number),
            column(self.word("report-pack-rows"), 12.0, Align::Right, Kind::Number),
            column(self.word("report-pack-size"), 14.0, Align::Right, Kind::Number),
            self.text_column("report-pack-sha", 74.0),
            self.text_column("report-remark", 44.0),
        ];
        let head = Msg::new("report-pack-head-note").with("number", made.head.0).with("head", &made.head.1).with("when", frame.written).text(self.lang);
        let notes = vec![head, Msg::new("report-pack-why").with("reason", reason).text(self.lang)];
        let signatures = self.signatures(&["report-sign-principal", "report-seal-school", "report-date"]);
        Register {
            title: self.word("report-pack-contents"),
            frame: frame.clone(),
            columns,
            sections,
            notes,
            signatures,
            orientation: Orientation::Landscape,
            ..Register::default()
        }
    }

    fn part(&self, key: &str, rows: Vec<Row>) -> Section {
        let name = self.word(key);
        Section { subtitle: format!("{name}　{}", Msg::new("report-lines").with("count", rows.len()).text(self.lang)), name, rows }
    }

    /// 缺漏清单: what is missing, and who owes it.
    fn owed(&self, lines: &[Owed], frame: Frame, masks: Option<&Masks>) -> Register {
        let comma = self.word("report-list-comma");
        let row = |one: &Owed| {
            let child = one.child.as_ref().map(|(_, name)| if masks.is_some() { super::mask::masked_name(name) } else { name.clone() }).unwrap_or_default();
            let about = if one.kind == "register" { self.word(&format!("programme-choice-{}", one.about)) } else { one.about.clone() };
            let what = [self.word(&format!("report-owes-{}", one.kind)), about].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("　");
            let owes: Vec<&str> = one.owes.iter().map(|(_, name)| name.as_str()).collect();
            let owes = if owes.is_empty() { self.word("report-owes-nobody") } else { owes.join(&comma) };
            Row { cells: vec![what, one.class_name.clone(), child, owes, String::new()], strong: false }
        };
        let sections = vec![self.part("report-pack-missing", lines.iter().map(row).collect())];
        let columns = vec![
            self.text_column("report-pack-what", 60.0),
            self.text_column("report-class", 30.0),
            self.text_column("report-name", 26.0),
            self.text_column("report-pack-owes", 46.0),
            column(self.word("report-remark"), 26.0, Align::Left, Kind::Blank),
        ];
        Register { title: self.word("report-pack-missing"), frame, columns, sections, ..Register::default() }
    }
}
