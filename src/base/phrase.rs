//! A phrase of twelve characters that opens what was sealed with it: 128 bits, written on paper or said by telephone.

use bip39::{Language, Mnemonic};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{Error, Result, Sealed, os};

/// Twelve Chinese characters of the BIP 39 list.
pub struct Phrase(Mnemonic);

impl Phrase {
    /// A new one.
    ///
    /// # Errors
    /// A fault of the word list.
    pub fn invent() -> Result<Self> {
        Mnemonic::from_entropy_in(Language::SimplifiedChinese, &os::secret::<16>()).map(Self).map_err(|e| Error::fault("phrase", e))
    }

    /// Reads a phrase, with or without spaces between its characters; `None` when it is none. The last character checks the others.
    pub fn parse(text: &str) -> Option<Self> {
        let spaced: Vec<String> = text.chars().filter(|c| !c.is_whitespace()).map(String::from).collect();
        Mnemonic::parse_in(Language::SimplifiedChinese, spaced.join(" ")).ok().map(Self)
    }

    /// The characters, to be shown once.
    pub fn words(&self) -> Sealed<String> {
        Sealed::new(self.0.words().collect::<Vec<_>>().join(" "))
    }

    /// A key of 256 bits for a purpose (HKDF-SHA-256, RFC 5869).
    ///
    /// # Errors
    /// A fault: never for 32 bytes.
    pub fn key(&self, salt: &[u8], purpose: &[u8]) -> Result<Zeroizing<[u8; 32]>> {
        let entropy = Zeroizing::new(self.0.to_entropy());
        let mut key = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(Some(salt), &entropy).expand(purpose, &mut *key).map_err(|_| Error::Fault("phrase".into()))?;
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_read_with_and_without_spaces_and_a_slip_of_the_pen_is_found() {
        let phrase = Phrase::invent().unwrap();
        let words = phrase.words().open().clone();
        let key = |phrase: &Phrase| *phrase.key(b"salt", b"test").unwrap();
        assert_eq!(words.split(' ').count(), 12);
        for text in [words.clone(), words.replace(' ', ""), words.replace(' ', "　\n")] {
            assert_eq!(key(&Phrase::parse(&text).unwrap()), key(&phrase), "{}", text.chars().count());
        }
        for text in ["", "帮扶", &words[..words.len() - 3], &format!("{words} 的")] {
            assert!(Phrase::parse(text).is_none());
        }
        assert_ne!(*phrase.key(b"salt", b"other").unwrap(), key(&phrase));
    }
}
