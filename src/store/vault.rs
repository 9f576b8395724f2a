//! The keys of sealed text, in a file beside the database and never in it.
//!
//! Each file (a pupil, an account, later a case file) has a key of its own: destroying the key destroys the
//! sealed text, in old backups of the database too. Matching and uniqueness of identity and registry numbers
//! go through a keyed HMAC, whose key lies in the same file.
//!
//! The file is a log of 49-byte records after an 8-byte mark: kind (1 master, 2 key, 3 destroyed, 4 check of the recovery phrase, 5 one file taken over by another),
//! 16 bytes of id, 32 bytes of key (of kind 5 the id of the file that was taken over, then noughts).
//! Appended and synced before the transaction that uses the new keys commits; a rolled-back transaction leaves
//! an unused key, which is harmless.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::{Zeroize, Zeroizing};

use crate::base::{Error, Id, Result, Sealed, os};

const MARK: &[u8; 8] = b"BANGFU1\n";
const RECORD: usize = 49;
const MASTER: u8 = 1;
const KEY: u8 = 2;
const DESTROYED: u8 = 3;
const CHECK: u8 = 4;
const TAKEN_OVER: u8 = 5;
const NONCE: usize = 24;

/// Names a key: the id of the file it belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct KeyId(pub Uuid);

impl<T: Id> From<T> for KeyId {
    fn from(id: T) -> Self {
        Self(id.uuid())
    }
}

/// The keys of one installation.
pub struct Vault {
    path: PathBuf,
    keys: RwLock<HashMap<KeyId, [u8; 32]>>,
    /// Files whose texts stand under another file now: by that one.
    taken_over: RwLock<HashMap<KeyId, Vec<KeyId>>>,
    master: [u8; 32],
    pending: Mutex<Vec<u8>>,
    check: RwLock<Option<[u8; 32]>>,
}

impl Vault {
    /// Opens the key file, or makes one with a new master key.
    ///
    /// # Errors
    /// When the file cannot be read or is not a key file.
    pub fn open(path: &Path) -> Result<Self> {
        let mut bytes = Zeroizing::new(Vec::new());
        if path.exists() {
            File::open(path)?.read_to_end(&mut bytes)?;
        }
        if bytes.is_empty() {
            bytes.extend_from_slice(MARK);
            bytes.extend_from_slice(&record(MASTER, Uuid::nil(), &os::secret()));
            write_private(path, &bytes)?;
        }
        Self::parse(path, &bytes)
    }

    fn parse(path: &Path, bytes: &[u8]) -> Result<Self> {
        let Some(log) = bytes.strip_prefix(MARK) else {
            return Err(Error::Fault(format!("{} is not a key file of this program", path.display())));
        };
        let (mut keys, mut taken_over) = (HashMap::new(), HashMap::<KeyId, Vec<KeyId>>::new());
        let (mut master, mut check) = (None, None);
        for entry in log.chunks(RECORD) {
            if entry.len() < RECORD {
                tracing::warn!("the last record of the key file is incomplete: a write was cut short before its data was kept");
                break;
            }
            let id = KeyId(Uuid::from_slice(&entry[1..17]).map_err(|e| Error::fault("key file", e))?);
            let key: [u8; 32] = entry[17..].try_into().map_err(|e| Error::fault("key file", e))?;
            match entry[0] {
                MASTER => master = Some(key),
                CHECK => check = Some(key),
                KEY => drop(keys.insert(id, key)),
                DESTROYED => drop(keys.remove(&id)),
                TAKEN_OVER => taken_over.entry(id).or_default().push(KeyId(Uuid::from_slice(&key[..16]).map_err(|e| Error::fault("key file", e))?)),
                _ => return Err(Error::Fault("the key file holds a record of an unknown kind".into())),
            }
        }
        let master = master.ok_or_else(|| Error::Fault("the key file has no master key".into()))?;
        Ok(Self { path: path.to_owned(), keys: RwLock::new(keys), taken_over: RwLock::new(taken_over), master, pending: Mutex::new(Vec::new()), check: RwLock::new(check) })
    }

    fn pending(&self) -> MutexGuard<'_, Vec<u8>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn key(&self, id: KeyId) -> Option<[u8; 32]> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).get(&id).copied()
    }

    fn key_or_new(&self, id: KeyId) -> [u8; 32] {
        if let Some(key) = self.key(id) {
            return key;
        }
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        *keys.entry(id).or_insert_with(|| {
            let key = os::secret();
            self.pending().extend_from_slice(&record(KEY, id.0, &key));
            key
        })
    }

    /// Seals a text under the key of a file, bound to its place (`what`, such as `pupil.identity_no`).
    ///
    /// # Errors
    /// A fault when encryption fails, which only a text of absurd length can cause.
    pub fn seal(&self, file: impl Into<KeyId>, what: &str, text: &str) -> Result<Vec<u8>> {
        self.seal_bytes(file, what, text.as_bytes())
    }

    /// Seals a file as it is, such as a photo.
    ///
    /// # Errors
    /// Those of [`Vault::seal`].
    pub fn seal_bytes(&self, file: impl Into<KeyId>, what: &str, bytes: &[u8]) -> Result<Vec<u8>> {
        let id = file.into();
        let key = Zeroizing::new(self.key_or_new(id));
        let mut nonce = [0; NONCE];
        os::noise(&mut nonce);
        let cipher = XChaCha20Poly1305::new(&Key::from(*key));
        let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: bytes, aad: what.as_bytes() }).map_err(|_| Error::Fault("sealing failed".into()))?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// Opens what was sealed; `None` when its key was destroyed.
    ///
    /// # Errors
    /// A fault when the bytes were changed or belong elsewhere.
    pub fn open_sealed(&self, file: impl Into<KeyId>, what: &str, bytes: &[u8]) -> Result<Option<Sealed<String>>> {
        let Some(clear) = self.open_bytes(file, what, bytes)? else { return Ok(None) };
        String::from_utf8(clear).map(|text| Some(Sealed::new(text))).map_err(|e| Error::fault("sealed text", e.utf8_error()))
    }

    /// Opens what [`Vault::seal_bytes`] sealed, for who may see it; `None` when its key was destroyed.
    ///
    /// # Errors
    /// Those of [`Vault::open_sealed`].
    pub fn open_bytes(&self, file: impl Into<KeyId>, what: &str, bytes: &[u8]) -> Result<Option<Vec<u8>>> {
        let keys = self.opening(file.into());
        if keys.is_empty() {
            return Ok(None);
        }
        let (nonce, sealed) = bytes.split_at_checked(NONCE).ok_or_else(|| Error::Fault("a sealed text is too short".into()))?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|e| Error::fault("sealed text", e))?;
        let open = |key: &Zeroizing<[u8; 32]>| XChaCha20Poly1305::new(&Key::from(**key)).decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad: what.as_bytes() }).ok();
        keys.iter().find_map(open).map(Some).ok_or_else(|| Error::Fault(format!("a sealed text does not open: {what}")))
    }

    /// The keys that may open a text that stands under a file: its own, then those of the files that it took over.
    fn opening(&self, file: KeyId) -> Vec<Zeroizing<[u8; 32]>> {
        let taken_over = self.taken_over.read().unwrap_or_else(PoisonError::into_inner);
        let others = taken_over.get(&file).map_or(&[][..], Vec::as_slice);
        std::iter::once(&file).chain(others).filter_map(|id| self.key(*id)).map(Zeroizing::new).collect()
    }

    /// One file takes over another, with what that one took over: the texts sealed under both open under the first from now on. Nothing is sealed anew, so that no text
    /// is ever in the clear for it. Whoever destroys the first destroys each of them ([`Vault::destroy`] knows nothing of the rows that are kept).
    pub fn take_over(&self, file: impl Into<KeyId>, other: impl Into<KeyId>) {
        let (file, other) = (file.into(), other.into());
        let mut taken_over = self.taken_over.write().unwrap_or_else(PoisonError::into_inner);
        let mut all = vec![other];
        all.extend(taken_over.get(&other).cloned().unwrap_or_default());
        let known = taken_over.entry(file).or_default();
        for id in all.into_iter().filter(|id| *id != file) {
            if !known.contains(&id) {
                known.push(id);
                self.pending().extend_from_slice(&taking_over(file, id));
            }
        }
    }

    /// As [`Vault::seal`], for words that may be missing: none are sealed for nothing.
    ///
    /// # Errors
    /// Those of [`Vault::seal`].
    pub fn seal_words(&self, file: impl Into<KeyId>, what: &str, words: &str) -> Result<Option<Vec<u8>>> {
        let words = words.trim();
        if words.is_empty() { Ok(None) } else { self.seal(file, what, words).map(Some) }
    }

    /// Words that [`Vault::seal_words`] sealed, for who may read them; empty when there are none or the key is destroyed.
    ///
    /// # Errors
    /// Those of [`Vault::open_sealed`].
    pub fn open_words(&self, file: impl Into<KeyId>, what: &str, bytes: Option<&[u8]>) -> Result<String> {
        let Some(bytes) = bytes else { return Ok(String::new()) };
        Ok(self.open_sealed(file, what, bytes)?.map(|text| text.open().clone()).unwrap_or_default())
    }

    /// A value sealed as JSON under the file's key.
    ///
    /// # Errors
    /// Those of [`Vault::seal`].
    pub fn seal_json<T: serde::Serialize>(&self, file: impl Into<KeyId>, what: &str, value: &T) -> Result<Vec<u8>> {
        let text = serde_json::to_string(value).map_err(|e| Error::fault("a sealed value", e))?;
        self.seal(file, what, &text)
    }

    /// A value that [`Vault::seal_json`] sealed; `None` when the key is destroyed.
    ///
    /// # Errors
    /// Those of [`Vault::open_sealed`]; a fault when it holds something else.
    pub fn open_json<T: serde::de::DeserializeOwned>(&self, file: impl Into<KeyId>, what: &str, bytes: &[u8]) -> Result<Option<T>> {
        let Some(text) = self.open_sealed(file, what, bytes)? else { return Ok(None) };
        serde_json::from_str(text.open()).map(Some).map_err(|e| Error::fault("a sealed value", e))
    }

    /// The fingerprint by which a sealed number is matched and kept unique: keyed, so that it tells nothing without the key file.
    pub fn fingerprint(&self, what: &str, text: &str) -> Vec<u8> {
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&self.master).unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
        mac.update(what.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        mac.finalize().into_bytes()[..16].to_vec()
    }

    /// Destroys the key of a file, and so all that was sealed under it. Takes effect at once; the key file is written anew without it.
    ///
    /// # Errors
    /// When the key file cannot be written.
    pub fn destroy(&self, file: impl Into<KeyId>) -> Result<()> {
        let id = file.into();
        self.flush()?;
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(mut key) = keys.remove(&id) {
            key.zeroize();
        }
        write_private(&self.path, &self.image(&keys))
    }

    /// All keys, for the wrapped backup of them.
    pub fn export(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.image(&self.keys.read().unwrap_or_else(PoisonError::into_inner)))
    }

    /// Writes a key file from an export; refuses to overwrite one.
    ///
    /// # Errors
    /// When there is a key file already or the bytes are not an export.
    pub fn import(path: &Path, bytes: &[u8]) -> Result<()> {
        if path.exists() {
            return Err(Error::Conflict(crate::base::Msg::new("error-keys-already-there")));
        }
        Self::parse(path, bytes)?;
        write_private(path, bytes)
    }

    /// The check of the recovery phrase, when there is one.
    pub fn recovery_check(&self) -> Option<[u8; 32]> {
        *self.check.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps the check of a new recovery phrase.
    ///
    /// # Errors
    /// When the key file cannot be written.
    pub fn set_recovery_check(&self, check: &[u8; 32]) -> Result<()> {
        *self.check.write().unwrap_or_else(PoisonError::into_inner) = Some(*check);
        self.pending().extend_from_slice(&record(CHECK, Uuid::nil(), check));
        self.flush()
    }

    fn image(&self, keys: &HashMap<KeyId, [u8; 32]>) -> Vec<u8> {
        let mut bytes = MARK.to_vec();
        bytes.extend_from_slice(&record(MASTER, Uuid::nil(), &self.master));
        if let Some(check) = self.recovery_check() {
            bytes.extend_from_slice(&record(CHECK, Uuid::nil(), &check));
        }
        for (id, key) in keys {
            bytes.extend_from_slice(&record(KEY, id.0, key));
        }
        for (file, others) in self.taken_over.read().unwrap_or_else(PoisonError::into_inner).iter() {
            others.iter().filter(|other| keys.contains_key(other)).for_each(|other| bytes.extend_from_slice(&taking_over(*file, *other)));
        }
        bytes
    }

    /// Appends and syncs new keys: before the transaction that uses them commits.
    pub(super) fn flush(&self) -> Result<()> {
        let mut pending = self.pending();
        if pending.is_empty() {
            return Ok(());
        }
        let mut file = OpenOptions::new().append(true).open(&self.path)?;
        file.write_all(&pending)?;
        file.sync_data()?;
        pending.zeroize();
        pending.clear();
        Ok(())
    }
}

impl Drop for Vault {
    fn drop(&mut self) {
        self.master.zeroize();
    }
}

fn record(kind: u8, id: Uuid, key: &[u8; 32]) -> [u8; RECORD] {
    let mut entry = [0; RECORD];
    entry[0] = kind;
    entry[1..17].copy_from_slice(id.as_bytes());
    entry[17..].copy_from_slice(key);
    entry
}

fn taking_over(file: KeyId, other: KeyId) -> [u8; RECORD] {
    let mut second = [0; 32];
    second[..16].copy_from_slice(other.0.as_bytes());
    record(TAKEN_OVER, file.0, &second)
}

/// Writes a file that only its owner may read, whole or not at all.
fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    let new = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&new, path)?;
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{PupilId, derived};

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("bangfu-vault-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_sealed_number_opens_after_a_restart_and_never_after_its_key_is_destroyed() {
        let folder = folder("restart");
        let path = folder.join("keys.bin");
        let pupil: PupilId = derived::<PupilId>(&[b"one"]);
        let other: PupilId = derived::<PupilId>(&[b"two"]);
        let (sealed, kept);
        {
            let vault = Vault::open(&path).unwrap();
            sealed = vault.seal(pupil, "pupil.identity_no", "11010120160307123X").unwrap();
            kept = vault.seal(other, "pupil.identity_no", "110101201603071248").unwrap();
            vault.flush().unwrap();
        }
        let vault = Vault::open(&path).unwrap();
        assert_eq!(vault.open_sealed(pupil, "pupil.identity_no", &sealed).unwrap().unwrap().open(), "11010120160307123X");
        assert!(vault.open_sealed(pupil, "pupil.registry_no", &sealed).is_err(), "a text bound to one place does not open at another");
        assert!(vault.open_sealed(other, "pupil.identity_no", &sealed).is_err());
        vault.destroy(pupil).unwrap();
        let vault = Vault::open(&path).unwrap();
        assert!(vault.open_sealed(pupil, "pupil.identity_no", &sealed).unwrap().is_none());
        assert!(vault.open_sealed(other, "pupil.identity_no", &kept).unwrap().is_some());
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_file_that_took_another_over_opens_the_texts_of_both_until_each_is_destroyed() {
        let folder = folder("taken-over");
        let path = folder.join("keys.bin");
        let [kept, gone, older, stranger] = [b"kept", b"gone", b"oldr", b"strg"].map(|name| derived::<PupilId>(&[name]));
        let sealed = {
            let vault = Vault::open(&path).unwrap();
            let sealed = [kept, gone, older].map(|file| vault.seal(file, "case_note.text", "会照顾人").unwrap());
            vault.take_over(gone, older);
            vault.take_over(kept, gone);
            vault.take_over(kept, gone);
            vault.flush().unwrap();
            sealed
        };
        let vault = Vault::open(&path).unwrap();
        let opens = |vault: &Vault, file: PupilId| sealed.iter().filter(|text| matches!(vault.open_sealed(file, "case_note.text", text), Ok(Some(_)))).count();
        assert_eq!((opens(&vault, kept), opens(&vault, gone), opens(&vault, stranger)), (3, 2, 0));
        assert!(vault.open_sealed(kept, "guardian.phone", &sealed[1]).is_err(), "the place still counts");
        vault.destroy(older).unwrap();
        let copy = folder.join("restored.bin");
        Vault::import(&copy, &vault.export()).unwrap();
        let vault = Vault::open(&copy).unwrap();
        assert_eq!((opens(&vault, kept), opens(&vault, gone)), (2, 1), "a restored key file knows who took over whom");
        vault.destroy(kept).unwrap();
        vault.destroy(gone).unwrap();
        assert_eq!(opens(&vault, kept), 0);
        assert!(matches!(vault.open_sealed(kept, "case_note.text", &sealed[1]), Ok(None)));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
