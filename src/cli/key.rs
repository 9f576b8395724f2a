//! `bangfu key backup|restore`: the keys of sealed text, wrapped with a recovery phrase of twelve characters.
//!
//! The phrase is made and shown once, at the first `init` or `key backup`; only a check of it is kept beside the keys.

use std::io::BufRead;
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{Key as CipherKey, XChaCha20Poly1305, XNonce};
use clap::{Args, Subcommand};
use zeroize::Zeroizing;

use super::{Data, Say};
use crate::base::phrase::Phrase as Words;
use crate::base::{Error, Result, Sealed, os};
use crate::store::{KEY_FILE, Vault};

/// Back up or restore the keys.
#[derive(Args)]
pub(super) struct Key {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the keys to a file that only the recovery phrase opens.
    Backup {
        /// The file to write.
        file: PathBuf,
        #[command(flatten)]
        phrase: Phrase,
        #[command(flatten)]
        data: Data,
    },
    /// Bring the keys back into a data folder that has none.
    Restore {
        /// The file that `key backup` wrote.
        file: PathBuf,
        #[command(flatten)]
        phrase: Phrase,
        #[command(flatten)]
        data: Data,
    },
}

/// Where the recovery phrase is read from: a file, or a line of standard input.
#[derive(Args, Clone)]
pub(super) struct Phrase {
    /// A file with the recovery phrase; without it the phrase is read from standard input.
    #[arg(long, value_name = "FILE")]
    phrase_file: Option<PathBuf>,
}

const MARK: &[u8] = b"BANGFU-KEYS-1\n";
const NONCE: usize = 24;

impl Phrase {
    fn read(&self) -> Result<Words> {
        let text = match &self.phrase_file {
            Some(file) => std::fs::read_to_string(file)?,
            None => {
                eprintln!("Recovery phrase (12 characters):");
                let mut line = String::new();
                std::io::stdin().lock().read_line(&mut line)?;
                line
            }
        };
        parse(&text)
    }
}

/// What keys made of the phrase are bound to.
const SALT: &[u8] = b"bangfu recovery phrase";

/// Reads a phrase, with or without spaces between its characters.
fn parse(text: &str) -> Result<Words> {
    Words::parse(text).ok_or_else(|| Error::Fault("this is not a recovery phrase: twelve Chinese characters, as they were shown once".into()))
}

/// The phrase of a vault: a new one, shown once, when it has none yet; `None` when it has one.
///
/// # Errors
/// When the key file cannot be written.
pub fn first_phrase(vault: &Vault) -> Result<Option<Sealed<String>>> {
    if vault.recovery_check().is_some() {
        return Ok(None);
    }
    let phrase = Words::invent()?;
    let check = phrase.key(SALT, b"check")?;
    vault.set_recovery_check(&check)?;
    Ok(Some(phrase.words()))
}

fn wrap(vault: &Vault, phrase: &Words) -> Result<Vec<u8>> {
    let cipher = XChaCha20Poly1305::new(&CipherKey::from(*phrase.key(SALT, b"wrap")?));
    let nonce: [u8; NONCE] = os::secret();
    let sealed = cipher.encrypt(&XNonce::from(nonce), vault.export().as_slice()).map_err(|_| Error::Fault("the keys could not be wrapped".into()))?;
    Ok([MARK, &nonce, &sealed].concat())
}

/// Opens a key backup with its phrase and writes the key file.
pub(super) fn unwrap_to(file: &Path, phrase: &Phrase, key_file: &Path) -> Result<()> {
    let bytes = std::fs::read(file)?;
    let Some((nonce, sealed)) = bytes.strip_prefix(MARK).and_then(|rest| rest.split_at_checked(NONCE)) else {
        return Err(Error::Fault(format!("{} is no key backup of this program", file.display())));
    };
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|e| Error::fault("key backup", e))?;
    let cipher = XChaCha20Poly1305::new(&CipherKey::from(*phrase.read()?.key(SALT, b"wrap")?));
    let keys = cipher.decrypt(&XNonce::from(nonce), sealed).map_err(|_| Error::Fault("the recovery phrase does not open this key backup".into()))?;
    Vault::import(key_file, &Zeroizing::new(keys))
}

impl Key {
    pub(super) fn run(self, say: &Say) -> Result<u8> {
        match self.command {
            Command::Backup { file, phrase, data } => back_up(say, &file, &phrase, &data),
            Command::Restore { file, phrase, data } => {
                std::fs::create_dir_all(&data.data)?;
                unwrap_to(&file, &phrase, &data.data.join(KEY_FILE))?;
                say.result(&serde_json::json!({ "restored": true }), || format!("the keys are in {}", data.data.display()))
            }
        }?;
        Ok(0)
    }
}

fn back_up(say: &Say, file: &Path, phrase: &Phrase, data: &Data) -> Result<()> {
    if file.exists() {
        return Err(Error::Fault(format!("{} is there already and is not overwritten", file.display())));
    }
    let store = data.open()?;
    let new = first_phrase(store.vault())?;
    let phrase = match &new {
        Some(text) => parse(text.open())?,
        None => phrase.read()?,
    };
    let check = phrase.key(SALT, b"check")?;
    if store.vault().recovery_check().is_none_or(|kept| kept != *check) {
        return Err(Error::Fault("this is not the recovery phrase of these keys".into()));
    }
    std::fs::write(file, wrap(store.vault(), &phrase)?)?;
    let shown = new.map(|text| text.open().clone());
    say.result(&serde_json::json!({ "file": file, "recovery_phrase": shown }), || match &shown {
        Some(text) => format!("{}\nRecovery phrase, shown only now: {text}\nWrite it on paper and keep it away from the file.", file.display()),
        None => file.display().to_string(),
    })
}
