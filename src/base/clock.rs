//! Time and randomness are parameters: what a rule decides must be repeatable.

use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

use super::{Id, SchoolDate, Stamp, os};

/// Where "now" comes from.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Stamp;
    /// The present day in the school's time zone (Asia/Shanghai, fixed at +08:00 since 1991).
    fn today(&self) -> SchoolDate {
        self.now().day()
    }
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Stamp {
        os::now()
    }
}

/// A clock that stands where it is set: for tests, the demo school and repeatable samples.
pub struct FixedClock(AtomicU64);

impl FixedClock {
    /// A clock that shows 08:00 of the given day.
    pub fn at(day: SchoolDate) -> Self {
        Self(AtomicU64::new(day.start().0 as u64 + 8 * 3_600_000))
    }
    /// Moves the clock to 08:00 of another day.
    pub fn set(&self, day: SchoolDate) {
        self.set_to(Stamp(day.start().0 + 8 * 3_600_000));
    }
    /// Sets it to a moment.
    pub fn set_to(&self, at: Stamp) {
        self.0.store(at.0 as u64, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Stamp {
        Stamp(self.0.load(Ordering::SeqCst) as i64)
    }
}

/// Makes ids: from the machine's randomness, or from a seed so that two stores get the same ids.
pub enum Ids {
    /// Ids nobody can guess.
    Random,
    /// The same ids in the same order at each run.
    Seeded(AtomicU64),
}

impl Ids {
    /// Ids that are the same at each run.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(AtomicU64::new(seed << 32))
    }

    /// A new id, stamped with the moment it is made.
    pub fn next<T: Id>(&self, now: Stamp) -> T {
        let mut noise = [0_u8; 10];
        match self {
            Self::Random => os::noise(&mut noise),
            Self::Seeded(counter) => {
                let n = counter.fetch_add(1, Ordering::SeqCst);
                noise.copy_from_slice(&Sha256::digest(n.to_be_bytes())[..10]);
            }
        }
        T::from_uuid(uuid::Builder::from_unix_timestamp_millis(now.0.max(0) as u64, &noise).into_uuid())
    }
}

/// An id derived from what it names, the same wherever it is computed (resent forms, imported rows).
pub fn derived<T: Id>(parts: &[&[u8]]) -> T {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    T::from_uuid(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

impl std::fmt::Debug for Ids {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ids")
    }
}
