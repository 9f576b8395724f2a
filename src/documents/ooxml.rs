//! What Office files share: a zip whose bytes depend on nothing but its content, and text that is safe inside XML.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::base::error::{Error, Result};

/// Packs named parts, in order, without any time of their own.
///
/// # Errors
/// A fault of the packer.
pub fn pack(parts: &[(&str, &[u8])]) -> Result<Vec<u8>> {
    let fault = |cause| Error::fault("office file", cause);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, options).map_err(fault)?;
        zip.write_all(content)?;
    }
    Ok(zip.finish().map_err(fault)?.into_inner())
}

/// A text as it may stand in XML, in an element or an attribute; characters that XML 1.0 forbids are left out.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_never_breaks_the_xml() {
        assert_eq!(escaped("A&B <小明> \"x\"\u{1}\n"), "A&amp;B &lt;小明&gt; &quot;x&quot;\n");
    }
}
