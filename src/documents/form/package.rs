//! An Office file in memory: its parts are read one by one, and what is not written anew is copied as it lies in the file, byte for byte.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::base::{Error, Result, limits};
use crate::documents::guard::{about_file, refuse};
use crate::documents::guard_zip;

use super::tree::{self, Element};

/// What a form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A workbook.
    Xlsx,
    /// A word file.
    Docx,
}

impl Kind {
    /// How the names of such files end.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
        }
    }
    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

/// The file with the names of its parts, as they are compared.
pub(super) struct Package {
    pub name: String,
    pub kind: Kind,
    bytes: Vec<u8>,
    parts: Vec<String>,
}

/// What files that begin as compound files are: locked, or of before 2007.
fn old(bytes: &[u8], name: &str) -> Error {
    let wide: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    refuse(if guard_zip::contains(bytes, &wide) { "documents-form-password" } else { "documents-form-old" }, name)
}

impl Package {
    /// Looks at a file and opens it.
    pub(super) fn open(bytes: Vec<u8>, name: &str) -> Result<Self> {
        let broken = || refuse("documents-form-broken", name);
        if bytes.is_empty() {
            return Err(refuse("documents-empty-file", name));
        }
        if bytes.len() as u64 > limits::FORM_FILE_BYTES {
            return Err(Error::TooMuch(about_file("documents-form-big", name).with("limit", limits::FORM_FILE_BYTES >> 20)));
        }
        match bytes.as_slice() {
            [b'P', b'K', 3, 4, ..] => {}
            [0xD0, 0xCF, 0x11, 0xE0, ..] => return Err(old(&bytes, name)),
            _ => return Err(refuse("documents-form-kind", name)),
        }
        let parts = guard_zip::parts_of_form(&bytes, limits::FORM_UNPACKED_BYTES, name)?;
        let has = |wanted: &str| parts.iter().any(|part| part == wanted);
        if parts.iter().any(|part| part.ends_with("vbaproject.bin")) {
            return Err(refuse("documents-form-macro", name));
        }
        let kind = match (has("xl/workbook.xml"), has("word/document.xml")) {
            (true, false) => Kind::Xlsx,
            (false, true) => Kind::Docx,
            _ if has("xl/workbook.bin") || has("mimetype") => return Err(refuse("documents-form-kind", name)),
            _ => return Err(if has("[content_types].xml") { broken() } else { refuse("documents-form-kind", name) }),
        };
        if (1..parts.len()).any(|at| parts[..at].contains(&parts[at])) {
            return Err(broken());
        }
        Ok(Self { name: name.to_owned(), kind, bytes, parts })
    }

    /// The names of the parts, small, with `/`.
    pub(super) fn parts(&self) -> &[String] {
        &self.parts
    }

    pub(super) fn broken(&self) -> Error {
        refuse("documents-form-broken", &self.name)
    }

    /// A part as a tree; `None` when there is none.
    pub(super) fn tree(&self, part: &str) -> Result<Option<Element>> {
        let Some(index) = self.parts.iter().position(|own| own == part) else { return Ok(None) };
        let mut zip = ZipArchive::new(Cursor::new(&self.bytes)).map_err(|_| self.broken())?;
        let entry = zip.by_index(index).map_err(|_| self.broken())?;
        let mut text = String::new();
        entry.take(limits::FORM_UNPACKED_BYTES + 1).read_to_string(&mut text).map_err(|_| self.broken())?;
        if text.len() as u64 > limits::FORM_UNPACKED_BYTES {
            return Err(self.broken());
        }
        tree::parse(&text).map(Some).ok_or_else(|| self.broken())
    }

    /// A part that must be there.
    pub(super) fn must(&self, part: &str) -> Result<Element> {
        self.tree(part)?.ok_or_else(|| self.broken())
    }

    /// The file with some parts written anew and all others as they are.
    pub(super) fn with(&self, anew: &[(String, String)]) -> Result<Vec<u8>> {
        let fault = |cause| Error::fault("fill a form", cause);
        let mut zip = ZipArchive::new(Cursor::new(&self.bytes)).map_err(|_| self.broken())?;
        let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(self.bytes.len())));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(DateTime::default());
        for (index, part) in self.parts.iter().enumerate() {
            let entry = zip.by_index_raw(index).map_err(|_| self.broken())?;
            match anew.iter().find(|(name, _)| name == part) {
                None => out.raw_copy_file(entry).map_err(fault)?,
                Some((_, text)) => {
                    let name = entry.name().map_err(|_| self.broken())?.into_owned();
                    drop(entry);
                    out.start_file(name, options).map_err(fault)?;
                    out.write_all(text.as_bytes())?;
                }
            }
        }
        Ok(out.finish().map_err(fault)?.into_inner())
    }
}
