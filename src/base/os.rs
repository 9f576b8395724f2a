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

/// Fills the slice with randomness that need not stay secret – ids and nonces –, taken from the operating system a page at a time: an import takes half a million.
///
/// # Panics
/// When the slice is longer than a page of 4,000 bytes.
pub fn noise(into: &mut [u8]) {
    thread_local!(static LEFT: std::cell::RefCell<Vec<u8>> = const { std::cell::RefCell::new(Vec::new()) });
    LEFT.with_borrow_mut(|left| {
        if left.len() < into.len() {
            left.resize(4000, 0);
            random(left);
        }
        let rest = left.len() - into.len();
        into.copy_from_slice(&left[rest..]);
        left.truncate(rest);
    });
}

/// A random secret of `N` bytes.
pub fn secret<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    random(&mut bytes);
    bytes
}

/// Settings of the GNU allocator: two arenas for all threads, and a large block is given back at once.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const ALLOCATOR: [(&str, &str); 2] = [("MALLOC_ARENA_MAX", "2"), ("MALLOC_MMAP_THRESHOLD_", "1048576")];

/// Starts this program once more in its own place, with an allocator that suits a server on a small machine; it reads its settings only at the start.
/// Without them each thread keeps what it ever needed, such as the 19 MiB of a password hash: 303 MB instead of 52 after a morning's sign-ins and pages.
/// Settings made by whoever started the program stand. Does nothing on other systems.
pub fn give_memory_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    if ALLOCATOR.iter().all(|(name, _)| std::env::var_os(name).is_none()) {
        use std::os::unix::process::CommandExt;
        let mut arguments = std::env::args_os();
        let name = arguments.next().unwrap_or_default();
        // Comes back only when it failed; the server then goes on as it is.
        let cause = std::process::Command::new("/proc/self/exe").arg0(name).args(arguments).envs(ALLOCATOR).exec();
        tracing::warn!(%cause, "memory is not given back");
    }
}
