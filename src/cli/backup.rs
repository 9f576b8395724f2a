//! `bangfu backup` and `bangfu restore`: the database with its attachments, without the keys.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;

use super::{Data, Say, key};
use crate::base::{Error, Result};
use crate::store::{DATABASE_FILE, KEY_FILE, SCHEMA};

const MANIFEST: &str = "manifest.json";

/// Write a backup while people work.
#[derive(Args)]
pub(super) struct Backup {
    /// The file to write.
    file: PathBuf,
    #[command(flatten)]
    data: Data,
}

/// Bring a backup back into an empty data folder.
#[derive(Args)]
pub(super) struct Restore {
    /// The file that `bangfu backup` wrote.
    file: PathBuf,
    /// The file that `bangfu key backup` wrote; without it the folder must hold the key file already.
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    #[command(flatten)]
    phrase: key::Phrase,
    #[command(flatten)]
    data: Data,
}

fn io(what: &str, file: &Path, e: impl std::fmt::Display) -> Error {
    Error::Fault(format!("{what} {}: {e}", file.display()))
}

fn sha256(file: &Path) -> Result<String> {
    let mut sha = Sha256::new();
    let mut from = File::open(file)?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = from.read(&mut buffer)?;
        if n == 0 {
            return Ok(data_encoding::HEXLOWER.encode(&sha.finalize()));
        }
        sha.update(&buffer[..n]);
    }
}

impl Backup {
    pub(super) fn run(self, say: &Say) -> Result<u8> {
        let store = self.data.open()?;
        if self.file.exists() {
            return Err(Error::Fault(format!("{} is there already and is not overwritten", self.file.display())));
        }
        let copy = self.file.with_extension("copying");
        let done = store.copy_to(&copy).and_then(|()| pack(&copy, &self.file));
        if copy.exists() {
            std::fs::remove_file(&copy)?;
        }
        let (bytes, sum) = done?;
        say.result(&serde_json::json!({ "file": self.file, "database_bytes": bytes, "sha256": sum }), || {
            format!("{}: {} MB of data. The keys are not in it: keep a `bangfu key backup` elsewhere.", self.file.display(), bytes >> 20)
        })?;
        Ok(0)
    }
}

fn pack(copy: &Path, file: &Path) -> Result<(u64, String)> {
    let sum = sha256(copy)?;
    let bytes = copy.metadata()?.len();
    let part = file.with_extension("part");
    let mut zip = zip::ZipWriter::new(File::create(&part)?);
    let options = SimpleFileOptions::default().large_file(true);
    let failed = |e: zip::result::ZipError| io("the backup cannot be written to", file, e);
    zip.start_file(MANIFEST, options).map_err(failed)?;
    let manifest = serde_json::json!({ "program": env!("CARGO_PKG_VERSION"), "schema": SCHEMA.len(), "sha256": sum, "bytes": bytes });
    zip.write_all(manifest.to_string().as_bytes())?;
    zip.start_file(DATABASE_FILE, options).map_err(failed)?;
    std::io::copy(&mut File::open(copy)?, &mut zip)?;
    zip.finish().map_err(failed)?.sync_all()?;
    std::fs::rename(&part, file)?;
    Ok((bytes, sum))
}

impl Restore {
    pub(super) fn run(self, say: &Say) -> Result<u8> {
        let folder = &self.data.data;
        let database = folder.join(DATABASE_FILE);
        if self.data.database_url.is_some() {
            return Err(Error::Fault("a backup is restored into a data folder; PostgreSQL is restored with pg_restore".into()));
        }
        if database.exists() {
            return Err(Error::Fault(format!("{} holds data already and is not overwritten: name an empty folder", folder.display())));
        }
        std::fs::create_dir_all(folder)?;
        match &self.keys {
            Some(keys) => key::unwrap_to(keys, &self.phrase, &folder.join(KEY_FILE))?,
            None if folder.join(KEY_FILE).exists() => {}
            None => return Err(Error::Fault("the keys are needed to read sealed text: name the file of `bangfu key backup` with --keys".into())),
        }
        unpack(&self.file, &database)?;
        let store = self.data.open()?;
        let schools = crate::access::tenants(&store)?.len();
        say.result(&serde_json::json!({ "data": folder, "schools": schools }), || format!("{} schools restored to {}", schools, folder.display()))?;
        Ok(0)
    }
}

fn unpack(file: &Path, database: &Path) -> Result<()> {
    let failed = |e: zip::result::ZipError| io("this is no backup of this program:", file, e);
    let mut zip = zip::ZipArchive::new(File::open(file).map_err(|e| io("cannot open", file, e))?).map_err(failed)?;
    let mut manifest = String::new();
    zip.by_name(MANIFEST).map_err(failed)?.take(65_536).read_to_string(&mut manifest)?;
    let manifest: serde_json::Value = serde_json::from_str(&manifest).map_err(|e| io("this is no backup of this program:", file, e))?;
    let part = database.with_extension("part");
    let expected = manifest["bytes"].as_u64().unwrap_or_default();
    let mut from = zip.by_name(DATABASE_FILE).map_err(failed)?.take(expected + 1);
    let mut to = File::create(&part)?;
    std::io::copy(&mut from, &mut to)?;
    to.sync_all()?;
    if sha256(&part)? != manifest["sha256"].as_str().unwrap_or_default() {
        std::fs::remove_file(&part)?;
        return Err(Error::Fault(format!("{} is damaged: its content is not what was written", file.display())));
    }
    std::fs::rename(&part, database)?;
    Ok(())
}
