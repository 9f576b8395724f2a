//! A zip that is written file by file, so that a pack of many documents never lies in memory as a whole.

use std::io::{Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::base::error::{Error, Result};

/// A zip that is being written.
pub struct Archive<W: Write + Seek>(ZipWriter<W>);

impl<W: Write + Seek> Archive<W> {
    /// An empty one.
    pub fn new(to: W) -> Self {
        Self(ZipWriter::new(to))
    }

    /// Adds a file under a path with `/` between folders. Documents that are packed already are stored as they are.
    ///
    /// # Errors
    /// A fault of the packer or the disk.
    pub fn put(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        let packed = [".xlsx", ".docx", ".pdf"].iter().any(|end| path.ends_with(end));
        let method = if packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default());
        self.0.start_file(path, options).map_err(|cause| Error::fault("archive", cause))?;
        self.0.write_all(bytes)?;
        Ok(())
    }

    /// Ends it.
    ///
    /// # Errors
    /// A fault of the packer or the disk.
    pub fn end(self) -> Result<W> {
        self.0.finish().map_err(|cause| Error::fault("archive", cause))
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    #[test]
    fn what_was_put_in_comes_out_under_its_path() {
        let mut archive = Archive::new(Cursor::new(Vec::new()));
        archive.put("04 计划/04-01 帮扶方案.docx", b"a document").unwrap();
        archive.put("00 目录.csv", b"a,b").unwrap();
        let mut read = zip::ZipArchive::new(archive.end().unwrap()).unwrap();
        let mut text = String::new();
        read.by_name("04 计划/04-01 帮扶方案.docx").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!((text.as_str(), read.len()), ("a document", 2));
    }
}
