//! Lets few through at a time and refuses when too many wait: a password hash takes 19 MiB.

use std::sync::{Condvar, Mutex, PoisonError};

use crate::base::{Error, Result};

/// A bounded queue before dear work.
#[derive(Debug)]
pub struct Turnstile {
    state: Mutex<(usize, usize)>,
    freed: Condvar,
    at_once: usize,
    waiting: usize,
}

impl Turnstile {
    /// Lets `at_once` through together while at most `waiting` wait.
    pub fn new(at_once: usize, waiting: usize) -> Self {
        Self { state: Mutex::new((0, 0)), freed: Condvar::new(), at_once, waiting }
    }

    /// Does the work when its turn comes.
    ///
    /// # Errors
    /// [`Error::Busy`] when too many wait.
    pub fn pass<T>(&self, work: impl FnOnce() -> T) -> Result<T> {
        {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if state.1 >= self.waiting {
                return Err(Error::Busy);
            }
            state.1 += 1;
            while state.0 >= self.at_once {
                state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            state.1 -= 1;
            state.0 += 1;
        }
        let _leave = Leave(self);
        Ok(work())
    }
}

struct Leave<'a>(&'a Turnstile);

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner).0 -= 1;
        self.0.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_too_many_is_told_to_come_back() {
        let turnstile = Turnstile::new(1, 0);
        assert!(matches!(turnstile.pass(|| ()), Err(Error::Busy)));
        let turnstile = Turnstile::new(1, 1);
        assert_eq!(turnstile.pass(|| 7).unwrap(), 7);
    }
}
