//! The only place that asks the operating system: wall clock and randomness. clippy.toml bans them elsewhere.

use std::time::{SystemTime, UNIX_EPOCH};

use super::Stamp;

/// The present moment by the machine's clock.
#[allow(clippy::disallowed_methods)]
pub fn now() -> Stamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Stamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Fills the slice with randomness fit for keys.
///
/// # Panics
/// When the operating system has none to give: without it no key and no session may be made.
#[allow(clippy::disallowed_methods)]
pub fn random(into: &mut [u8]) {
    getrandom::fill(into).expect("the operating system gives randomness");
}

/// A random secret of `N` bytes.
pub fn secret<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    random(&mut bytes);
    bytes
}
