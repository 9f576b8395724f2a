//! Long work in the background: it shows progress and can be cancelled.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::base::{Error, Msg, Result, RowId, SchoolId, StaffId};

/// Jobs remembered at once; the oldest finished are forgotten first.
const JOBS: usize = 200;

/// How far a job is, shared with who does it.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// Says how far the work is; fails when the person cancelled it.
    ///
    /// # Errors
    /// A conflict that says so.
    pub fn at(&self, done: u64, total: u64) -> Result<()> {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        if self.cancelled.load(Ordering::Relaxed) { Err(Error::Conflict(Msg::new("job-cancelled"))) } else { Ok(()) }
    }
}

/// A job as its page shows it.
#[derive(Clone, Debug)]
pub enum JobState {
    /// At work: done and total.
    Working(u64, u64),
    /// Finished: see this page.
    Done(String),
    /// Failed, with what the person is told.
    Failed(Vec<Msg>),
}

#[derive(Debug)]
struct Job {
    school: SchoolId,
    staff: StaffId,
    progress: Arc<Progress>,
    end: Arc<Mutex<Option<JobState>>>,
}

/// The jobs of a running server.
#[derive(Debug, Default)]
pub struct Jobs(Mutex<HashMap<RowId, Job>>);

impl Jobs {
    /// Starts work on a thread of its own; it answers with the page to see.
    ///
    /// # Errors
    /// Busy when too many jobs are at work.
    pub fn start(&self, id: RowId, school: SchoolId, staff: StaffId, work: impl FnOnce(&Progress) -> Result<String> + Send + 'static) -> Result<()> {
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if jobs.len() >= JOBS {
            jobs.retain(|_, job| job.end.lock().unwrap_or_else(PoisonError::into_inner).is_none());
        }
        if jobs.len() >= JOBS {
            return Err(Error::Busy);
        }
        let progress = Arc::new(Progress::default());
        let end = Arc::new(Mutex::new(None));
        let (shared, ended) = (Arc::clone(&progress), Arc::clone(&end));
        std::thread::Builder::new().name("job".into()).spawn(move || {
            let outcome = match work(&shared) {
                Ok(page) => JobState::Done(page),
                Err(error) => {
                    if let Error::Fault(text) = &error {
                        tracing::error!(%text, "a job failed");
                    }
                    JobState::Failed(error.messages())
                }
            };
            *ended.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
        })?;
        jobs.insert(id, Job { school, staff, progress, end });
        Ok(())
    }

    /// How far a person's job is.
    ///
    /// # Errors
    /// Not found when it is not theirs or forgotten.
    pub fn state(&self, id: RowId, school: SchoolId, staff: StaffId) -> Result<JobState> {
        let jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let job = jobs.get(&id).filter(|job| job.school == school && job.staff == staff).ok_or(Error::NotFound)?;
        let end = job.end.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Ok(end.unwrap_or_else(|| JobState::Working(job.progress.done.load(Ordering::Relaxed), job.progress.total.load(Ordering::Relaxed))))
    }

    /// Asks a person's job to stop.
    ///
    /// # Errors
    /// Not found when it is not theirs or forgotten.
    pub fn cancel(&self, id: RowId, school: SchoolId, staff: StaffId) -> Result<()> {
        let jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let job = jobs.get(&id).filter(|job| job.school == school && job.staff == staff).ok_or(Error::NotFound)?;
        job.progress.cancelled.store(true, Ordering::Relaxed);
        Ok(())
    }
}
