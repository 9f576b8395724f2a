//! What a photo tells besides its picture – where and when it was taken, with which phone, what was there before it was cut – is taken out before it is stored.
//!
//! Only the parts that are needed to draw the picture stay; whatever is unknown goes. Of the EXIF block of a JPEG the direction in which the phone was held stays, written anew: without it
//! upright photos would lie on their side.

/// A photo that may be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// Media type.
    pub media_type: &'static str,
    /// The picture without anything else.
    pub bytes: Vec<u8>,
}

/// The photo without what it tells besides; `None` when it is no whole JPEG, PNG or WebP.
pub fn stripped(bytes: &[u8]) -> Option<Photo> {
    let (media_type, bytes) = if bytes.starts_with(b"\xFF\xD8\xFF") {
        ("image/jpeg", jpeg(bytes)?)
    } else if bytes.starts_with(PNG) {
        ("image/png", png(bytes)?)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        ("image/webp", webp(bytes)?)
    } else {
        return None;
    };
    Some(Photo { media_type, bytes })
}

/// Part of a segment or chunk at a place.
fn slice(bytes: &[u8], at: usize, len: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(len)?)
}

// JPEG: segments of 0xFF, a marker, a length of two bytes and what it holds; then the scans.

const EXIF: &[u8] = b"Exif\0\0";

fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = Vec::with_capacity(bytes.len());
    let (mut at, mut turned, mut frame) = (2, None, false);
    loop {
        let [0xFF, marker] = *slice(bytes, at, 2)? else { return None };
        match marker {
            0xFF => at += 1,
            0xD9 => break,
            0x01 | 0xD0..=0xD7 => at += 2,
            _ => {
                let len = usize::from(u16::from_be_bytes(slice(bytes, at + 2, 2)?.try_into().ok()?));
                let segment = slice(bytes, at, len.checked_add(2)?).filter(|_| len >= 2)?;
                if marker == 0xE1 {
                    turned = turned.or_else(|| orientation(&segment[4..]));
                }
                if is_needed(marker, &segment[4..]) {
                    kept.extend_from_slice(segment);
                }
                frame |= matches!(marker, 0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF);
                at += segment.len();
                if marker == 0xDA {
                    let end = scan_end(bytes, at)?;
                    kept.extend_from_slice(&bytes[at..end]);
                    at = end;
                }
            }
        }
    }
    if !frame {
        return None;
    }
    // What follows the end of the picture (other pictures, films) is left out.
    Some([b"\xFF\xD8", turned.map(held).unwrap_or_default().as_slice(), &kept, b"\xFF\xD9"].concat())
}

/// Whether a segment is needed to draw the picture: tables, frames, scans, JFIF, colours.
fn is_needed(marker: u8, data: &[u8]) -> bool {
    match marker {
        0xE0 => data.starts_with(b"JFIF\0"),
        0xE2 => data.starts_with(b"ICC_PROFILE\0"),
        0xEE => data.starts_with(b"Adobe"),
        0xE1..=0xEF | 0xFE => false,
        _ => true,
    }
}

/// Where the coded picture of a scan ends: at the next marker that is no restart and no stuffed byte.
fn scan_end(bytes: &[u8], from: usize) -> Option<usize> {
    (from..bytes.len().saturating_sub(1)).find(|at| bytes[*at] == 0xFF && !matches!(bytes[at + 1], 0x00 | 0xD0..=0xD7))
}

/// The direction in an EXIF block (2 to 8; 1 is upright and needs no word).
fn orientation(data: &[u8]) -> Option<u8> {
    let tiff = data.strip_prefix(EXIF)?;
    let big = match tiff.get(..2)? {
        b"MM" => true,
        b"II" => false,
        _ => return None,
    };
    let short = |at: usize| slice(tiff, at, 2).and_then(|two| two.try_into().ok()).map(|two| if big { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) });
    let long = |at: usize| slice(tiff, at, 4).and_then(|four| four.try_into().ok()).map(|four| if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) });
    let first = usize::try_from(long(4)?).ok()?;
    let entries = usize::from(short(first)?);
    let entry = |n: usize| first.checked_add(2 + n * 12);
    let at = (0..entries).filter_map(entry).find(|at| short(*at) == Some(0x0112))?;
    let value = short(at.checked_add(8)?)?;
    u8::try_from(value).ok().filter(|value| (2..=8).contains(value))
}

/// An EXIF block that says the direction and nothing else.
fn held(direction: u8) -> Vec<u8> {
    let block = [EXIF, b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", &[direction], b"\0\0\0\0\0\0"].concat();
    let len = u16::try_from(block.len() + 2).unwrap_or_default();
    [&[0xFF, 0xE1], &len.to_be_bytes()[..], &block].concat()
}

// PNG: chunks of a length, a name, what it holds and a check sum.

const PNG: &[u8] = b"\x89PNG\r\n\x1A\n";
const PNG_CHUNKS: [&[u8; 4]; 15] = [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"bKGD", b"pHYs", b"sBIT", b"acTL", b"fcTL", b"fdAT"];

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let (mut kept, mut at) = (PNG.to_vec(), PNG.len());
    loop {
        let len = usize::try_from(u32::from_be_bytes(slice(bytes, at, 4)?.try_into().ok()?)).ok()?;
        let name: &[u8; 4] = slice(bytes, at + 4, 4)?.try_into().ok()?;
        let chunk = slice(bytes, at, len.checked_add(12)?)?;
        if at == PNG.len() && name != b"IHDR" {
            return None;
        }
        if PNG_CHUNKS.contains(&name) {
            kept.extend_from_slice(chunk);
        }
        at += chunk.len();
        if name == b"IEND" {
            return Some(kept);
        }
    }
}

// WebP: chunks of a name, a length and what it holds, to an even number of bytes; the length of all stands at the beginning.

const WEBP_CHUNKS: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// Bits of VP8X that announce EXIF and XMP.
const ANNOUNCED: u8 = 0b0000_1100;

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let size = usize::try_from(u32::from_le_bytes(slice(bytes, 4, 4)?.try_into().ok()?)).ok()?;
    let whole = slice(bytes, 0, size.checked_add(8)?)?;
    let (mut kept, mut at, mut drawn) = (b"RIFF\0\0\0\0WEBP".to_vec(), 12, false);
    while at < whole.len() {
        let name: &[u8; 4] = slice(whole, at, 4)?.try_into().ok()?;
        let len = usize::try_from(u32::from_le_bytes(slice(whole, at + 4, 4)?.try_into().ok()?)).ok()?;
        let chunk = slice(whole, at, len.checked_add(8)?)?;
        if WEBP_CHUNKS.contains(&name) {
            let from = kept.len();
            kept.extend_from_slice(chunk);
            if name == b"VP8X" {
                *kept.get_mut(from + 8)? &= !ANNOUNCED;
            }
            if len % 2 == 1 {
                kept.push(0);
            }
            drawn |= matches!(name, b"VP8 " | b"VP8L" | b"ANMF");
        }
        at += chunk.len() + len % 2;
    }
    let size = u32::try_from(kept.len() - 8).ok()?;
    kept[4..8].copy_from_slice(&size.to_le_bytes());
    drawn.then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
        [&[0xFF, marker], &u16::try_from(data.len() + 2).unwrap().to_be_bytes()[..], data].concat()
    }

    /// A JPEG whose EXIF block says where it was taken and how the phone was held.
    fn photo(direction: u8) -> Vec<u8> {
        let exif = [EXIF, b"II\x2A\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0", &[direction], b"\0\0\0\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0GPS 31.2304 121.4737"].concat();
        let parts = [
            b"\xFF\xD8".to_vec(),
            segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            segment(0xE1, &exif),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>Street 5</x>"),
            segment(0xED, b"Photoshop 3.0\0by Mrs Secret"),
            segment(0xFE, b"a comment"),
            segment(0xDB, &[0; 65]),
            segment(0xC0, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]),
            segment(0xDA, &[1, 1, 0, 0, 63, 0]),
            b"\x12\xFF\x00\x34\xFF\xD0\x56\xFF\xD9".to_vec(),
            b"a second picture behind the first".to_vec(),
        ];
        parts.concat()
    }

    fn has(bytes: &[u8], text: &str) -> bool {
        bytes.windows(text.len()).any(|part| part == text.as_bytes())
    }

    #[test]
    fn a_jpeg_comes_back_without_place_owner_comment_and_what_follows_it() {
        let clean = stripped(&photo(1)).unwrap();
        assert_eq!(clean.media_type, "image/jpeg");
        for told in ["GPS", "Exif", "Street", "Secret", "comment", "second picture"] {
            assert!(has(&photo(1), told) && !has(&clean.bytes, told), "{told}");
        }
        assert!(has(&clean.bytes, "JFIF") && clean.bytes.ends_with(b"\x12\xFF\x00\x34\xFF\xD0\x56\xFF\xD9"), "the picture itself stays");
        assert_eq!(stripped(&clean.bytes).unwrap(), clean, "there is nothing more to take out");
    }

    #[test]
    fn how_the_phone_was_held_stays() {
        for direction in 2..=8 {
            let clean = stripped(&photo(direction)).unwrap().bytes;
            assert_eq!(orientation(&clean[6..]), Some(direction));
            assert!(!has(&clean, "GPS"));
        }
    }

    #[test]
    fn png_and_webp_come_back_without_texts() {
        let chunk = |name: &[u8; 4], data: &[u8]| [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], name, data, &[0; 4]].concat();
        let image =
            [PNG.to_vec(), chunk(b"IHDR", &[0; 13]), chunk(b"eXIf", b"GPS"), chunk(b"tEXt", b"Secret"), chunk(b"IDAT", b"drawn"), chunk(b"IEND", b""), b"behind".to_vec()].concat();
        let clean = stripped(&image).unwrap();
        assert!(clean.media_type == "image/png" && has(&clean.bytes, "drawn") && !["GPS", "Secret", "behind"].iter().any(|told| has(&clean.bytes, told)));

        let part = |name: &[u8; 4], data: &[u8]| [name, &u32::try_from(data.len()).unwrap().to_le_bytes()[..], data, &vec![0; data.len() % 2]].concat();
        let body = [b"WEBP".to_vec(), part(b"VP8X", &[0b0000_1100, 0, 0, 0, 0, 0, 0, 0, 0, 0]), part(b"VP8 ", b"drawn"), part(b"EXIF", b"GPS"), part(b"XMP ", b"Secret")].concat();
        let image = [b"RIFF", &u32::try_from(body.len()).unwrap().to_le_bytes()[..], &body].concat();
        let clean = stripped(&image).unwrap();
        assert!(clean.media_type == "image/webp" && has(&clean.bytes, "drawn") && !has(&clean.bytes, "GPS") && !has(&clean.bytes, "Secret"));
        assert_eq!((clean.bytes[20], u32::from_le_bytes(clean.bytes[4..8].try_into().unwrap()) as usize), (0, clean.bytes.len() - 8), "and no longer says that there are any");
    }

    #[test]
    fn what_is_no_whole_photo_is_refused_without_a_fault() {
        let whole = photo(6);
        let all = stripped(&whole).unwrap();
        let end = whole.len() - b"a second picture behind the first".len();
        for cut in 0..end {
            assert_eq!(stripped(&whole[..cut]), None, "cut at {cut}");
        }
        assert_eq!(stripped(&whole[..end]), Some(all));
        for other in [&b""[..], b"GIF89a", b"%PDF-1.7", b"<svg xmlns='x'/>", b"\xFF\xD8\xFF\xD9", b"RIFF\xFF\xFF\xFF\xFFWEBP", b"\x89PNG\r\n\x1A\n\xFF\xFF\xFF\xFFIHDR"] {
            assert_eq!(stripped(other), None);
        }
    }
}
