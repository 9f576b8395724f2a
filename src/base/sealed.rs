//! Text that must not leak: it cannot be printed or serialised by accident.

use std::fmt;

use zeroize::Zeroize;

/// A secret in the clear, in memory only. `Debug` hides it, `serde` refuses it, dropping it wipes it.
///
/// To read it, say so: [`Sealed::open`]. Storing goes through the vault, which encrypts it.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed<T: Zeroize>(T);

impl<T: Zeroize> Sealed<T> {
    /// Takes a secret.
    pub const fn new(secret: T) -> Self {
        Self(secret)
    }
    /// Reads the secret; the caller answers for where it goes.
    pub const fn open(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(…)")
    }
}

impl<T: Zeroize> Drop for Sealed<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_never_shows_a_secret() {
        assert_eq!(format!("{:?}", Sealed::new("11010120160307123X".to_owned())), "Sealed(…)");
    }
}
