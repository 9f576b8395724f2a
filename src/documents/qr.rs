//! Codes for phones (QR), as SVG for pages and pdf and as PNG for word files.

use qrcode::{Color, EcLevel, QrCode, render::svg};

use crate::base::error::{Error, Msg, Result};

/// Empty modules around a code (ISO/IEC 18004 asks for four).
const QUIET: usize = 4;
/// Pixels of a module in a PNG; a multiple of 8 keeps a module a whole byte.
const PIXELS: usize = 8;

/// A code as a square of modules.
fn code(text: &str) -> Result<QrCode> {
    QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| Error::TooMuch(Msg::from("documents-qr-too-long")))
}

/// A code as an SVG image, black on white with its quiet zone.
///
/// # Errors
/// [`Error::TooMuch`] when the text is longer than a code can hold (about 2,300 bytes).
pub fn svg(text: &str) -> Result<String> {
    Ok(code(text)?.render::<svg::Color<'_>>().min_dimensions(160, 160).build())
}

/// A code as a PNG image of one bit a pixel, and the length of its side in pixels.
///
/// # Errors
/// As [`svg`].
pub fn png(text: &str) -> Result<(Vec<u8>, u32)> {
    let code = code(text)?;
    let modules = code.width() + 2 * QUIET;
    let dark = |row: usize, column: usize| {
        let inside = |at: usize| (QUIET..QUIET + code.width()).contains(&at);
        inside(row) && inside(column) && code[(column - QUIET, row - QUIET)] == Color::Dark
    };
    let mut rows = Vec::new();
    for row in 0..modules {
        for _ in 0..PIXELS {
            // Each line of pixels begins with the number of its filter: none.
            rows.push(0);
            rows.extend((0..modules).map(|column| if dark(row, column) { 0x00 } else { 0xFF }));
        }
    }
    let side = u32::try_from(modules * PIXELS).map_err(|cause| Error::fault("qr", cause))?;
    Ok((png_of(side, &rows), side))
}

/// A PNG (RFC 2083) of one grey bit a pixel. Its data is stored: the word file around it is packed as a whole.
fn png_of(side: u32, rows: &[u8]) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = [side.to_be_bytes(), side.to_be_bytes()].concat();
    header.extend([1, 0, 0, 0, 0]);
    chunk(&mut png, *b"IHDR", &header);
    let mut data = vec![0x78, 0x01];
    let mut blocks = rows.chunks(usize::from(u16::MAX)).peekable();
    while let Some(block) = blocks.next() {
        let length = block.len() as u16;
        data.push(u8::from(blocks.peek().is_none()));
        data.extend(length.to_le_bytes());
        data.extend((!length).to_le_bytes());
        data.extend(block);
    }
    data.extend(adler(rows).to_be_bytes());
    chunk(&mut png, *b"IDAT", &data);
    chunk(&mut png, *b"IEND", &[]);
    png
}

fn chunk(png: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    png.extend((data.len() as u32).to_be_bytes());
    let start = png.len();
    png.extend(kind);
    png.extend(data);
    let check = crc(&png[start..]);
    png.extend(check.to_be_bytes());
}

/// Adler-32 (RFC 1950).
fn adler(data: &[u8]) -> u32 {
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    b << 16 | a
}

/// CRC-32 (RFC 2083, appendix).
fn crc(data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checks_of_a_png_are_those_of_the_standards() {
        assert_eq!(crc(b"123456789"), 0xCBF4_3926);
        assert_eq!(adler(b"Wikipedia"), 0x11E6_0398);
    }

    #[test]
    fn a_code_is_an_image_with_a_quiet_edge() {
        let (png, side) = png("https://bangfu.example").unwrap();
        assert!(png.starts_with(b"\x89PNG"));
        assert_eq!(side, (25 + 2 * 4) * 8, "22 letters need version 2, 25 modules a side");
        assert!(svg("https://bangfu.example").unwrap().contains("<svg"));
    }

    #[test]
    fn a_text_too_long_for_a_code_is_refused_in_words() {
        assert!(matches!(svg(&"x".repeat(4000)), Err(Error::TooMuch(_))));
    }
}
