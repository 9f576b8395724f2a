//! Files between the long work that made them and the person who fetches them: for that person alone and for a short time. They lie on the disk without a name where the system
//! allows it, so that nothing is left of them when the program ends, however it ends.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::base::{Error, Result, RowId, SchoolId, StaffId, Stamp};

/// A file that is being made, or waits.
#[derive(Debug)]
pub struct Handout {
    file: File,
    /// Where it still has a name, to be removed at the end.
    path: Option<PathBuf>,
}

impl Handout {
    /// An empty file in a folder.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn new(folder: &Path, id: RowId) -> Result<Self> {
        let path = folder.join(format!("{id}.handout"));
        let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
        let path = if std::fs::remove_file(&path).is_ok() { None } else { Some(path) };
        Ok(Self { file, path })
    }

    /// To write into.
    pub fn file(&mut self) -> &mut File {
        &mut self.file
    }
}

impl Drop for Handout {
    fn drop(&mut self) {
        if let Some(cause) = self.path.as_ref().and_then(|path| std::fs::remove_file(path).err()) {
            tracing::warn!(%cause, "a file that was made for somebody could not be removed");
        }
    }
}

#[derive(Debug)]
struct Held {
    school: SchoolId,
    staff: StaffId,
    until: Stamp,
    name: String,
    about: String,
    handout: Handout,
}

/// Files that wait.
#[derive(Debug, Default)]
pub struct Handouts(Mutex<HashMap<RowId, Held>>);

/// How long a file waits for the person who had it made.
const KEPT_MS: i64 = 60 * 60_000;
/// Files that wait at once in the whole installation.
const HELD: usize = 40;

impl Handouts {
    /// Keeps a file under a name for the person who had it made; `about` is for the audit chain.
    ///
    /// # Errors
    /// Busy when too many wait.
    pub fn keep(&self, id: RowId, (school, staff): (SchoolId, StaffId), now: Stamp, (name, about): (String, String), handout: Handout) -> Result<()> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, held| held.until > now);
        if all.len() >= HELD {
            return Err(Error::Busy);
        }
        all.insert(id, Held { school, staff, until: Stamp(now.0 + KEPT_MS), name, about, handout });
        Ok(())
    }

    /// Name and size in bytes of a file that waits for a person.
    ///
    /// # Errors
    /// Not found when it is too old or another's.
    pub fn waits(&self, id: RowId, school: SchoolId, staff: StaffId, now: Stamp) -> Result<(String, u64)> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, held| held.until > now);
        let held = all.get(&id).filter(|held| held.school == school && held.staff == staff).ok_or(Error::NotFound)?;
        Ok((held.name.clone(), held.handout.file.metadata()?.len()))
    }

    /// Name, what it is, and the bytes of a file, for the person who had it made, as often as wanted.
    ///
    /// # Errors
    /// Not found when it is too old or another's.
    pub fn fetch(&self, id: RowId, school: SchoolId, staff: StaffId, now: Stamp) -> Result<(String, String, Vec<u8>)> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, held| held.until > now);
        let held = all.get_mut(&id).filter(|held| held.school == school && held.staff == staff).ok_or(Error::NotFound)?;
        let mut bytes = Vec::new();
        held.handout.file.seek(SeekFrom::Start(0))?;
        held.handout.file.read_to_end(&mut bytes)?;
        Ok((held.name.clone(), held.about.clone(), bytes))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::base::derived;

    #[test]
    fn a_file_waits_for_who_had_it_made_and_not_for_long_and_leaves_nothing_behind() {
        let folder = std::env::temp_dir().join(format!("bangfu-handouts-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (school, mine, other): (SchoolId, StaffId, StaffId) = (derived(&[b"s"]), derived(&[b"a"]), derived(&[b"b"]));
        let (id, handouts) = (derived(&[b"1"]), Handouts::default());
        let mut handout = Handout::new(&folder, id).unwrap();
        handout.file().write_all(b"a pack").unwrap();
        handouts.keep(id, (school, mine), Stamp(0), ("pack.zip".into(), "pack".into()), handout).unwrap();
        assert!(handouts.fetch(id, school, other, Stamp(1)).is_err());
        assert_eq!(handouts.waits(id, school, mine, Stamp(1)).unwrap(), ("pack.zip".to_owned(), 6));
        for _ in 0..2 {
            assert_eq!(handouts.fetch(id, school, mine, Stamp(1)).unwrap().2, b"a pack");
        }
        assert!(handouts.fetch(id, school, mine, Stamp(KEPT_MS)).is_err(), "too late");
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "nothing lies in the folder");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
