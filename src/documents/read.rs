//! Reading a workbook: bounded, in a child process of our own program (issue 2 item 3).
//!
//! [`Reader::read`] looks at the file ([`guard`]), then starts `bangfu read-workbook FILE NAME`, which limits its own memory and CPU time,
//! reads the file and writes the workbook to its standard output ([`codec`]). A file that makes an engine panic, loop or
//! eat memory ends the child, never the server.

use std::any::Any;
use std::ffi::OsString;
use std::io::{BufReader, BufWriter, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus, Stdio};

use crate::base::{Error, Result, limits};

use super::guard::{self, Kind, about_file, refuse};
use super::sheet::Workbook;
use super::{codec, read_ods, read_text, read_xlsx};

/// The hidden subcommand that [`child_main`] answers.
pub const SUBCOMMAND: &str = "read-workbook";

/// Bytes that the parent accepts from the child: the largest workbook within the bounds, encoded.
const ANSWER_BYTES: u64 = limits::READER_MEMORY_BYTES / 2;
/// Exit status of a child that could not limit itself or write its answer.
const CHILD_FAILED: u8 = 3;

/// Reads a workbook in this process: xlsx, xls, ods, csv (UTF-8, UTF-16 with BOM, GBK, GB18030; comma, semicolon, tab).
///
/// `name` is the file's name as the person knows it. Use [`Reader`] for files from outside.
///
/// # Errors
/// Those of [`guard::look`], `Invalid` for a file that cannot be read, `TooMuch` for one whose content exceeds the bounds of [`limits`].
pub fn read_in_process(path: &Path, name: &str) -> Result<Workbook> {
    let kind = guard::look(path, name)?;
    let read = catch_unwind(AssertUnwindSafe(|| match kind {
        Kind::Xlsx => read_xlsx::read_xlsx(path, name),
        Kind::Xls => read_xlsx::read_xls(path, name),
        Kind::Ods => read_ods::read(path, name),
        Kind::Text => read_text::read(path, name),
    }));
    read.unwrap_or_else(|_: Box<dyn Any + Send>| Err(refuse("documents-unreadable", name)))
}

/// Reads workbooks in child processes.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Our own program, which answers [`SUBCOMMAND`].
    pub program: PathBuf,
}

impl Reader {
    /// A reader whose children run the program that is running now.
    ///
    /// # Errors
    /// A fault when the operating system does not say which program that is.
    pub fn of_this_program() -> Result<Self> {
        let program = std::env::current_exe().map_err(|e| Error::fault("find our own program", e))?;
        Ok(Self { program })
    }

    /// Reads a workbook in a child process whose memory and CPU time are limited. Blocks until the child has ended.
    ///
    /// # Errors
    /// As [`read_in_process`]; `TooMuch` when the child came to a limit; a fault when it cannot be started.
    pub fn read(&self, path: &Path, name: &str) -> Result<Workbook> {
        guard::look(path, name)?;
        let mut child = Command::new(&self.program)
            .args([SUBCOMMAND.as_ref(), path.as_os_str(), name.as_ref()])
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| Error::fault("start the workbook reader", e))?;
        let answer = match child.stdout.take() {
            Some(pipe) => codec::decode(&mut BufReader::with_capacity(1 << 17, pipe.take(ANSWER_BYTES))),
            None => Err(Error::Fault("the workbook reader has no standard output".into())),
        };
        // Our end of the pipe is closed by now: a child that writes on ends by itself, one that computes on by its CPU limit.
        let status = child.wait().map_err(|e| Error::fault("wait for the workbook reader", e))?;
        match answer {
            Err(Error::Fault(context)) if !status.success() => Err(why_ended(status, name, &context)),
            answer => answer,
        }
    }
}

/// What a child's end means for the person who sent the file.
fn why_ended(status: ExitStatus, name: &str, context: &str) -> Error {
    const PANIC: i32 = 101;
    if status.code() == Some(PANIC) {
        return refuse("documents-unreadable", name);
    }
    match signal(status) {
        // An allocation beyond the limit aborts (6); a stack that cannot grow ends with 11; the kernel kills with 9.
        Some(6 | 7 | 9 | 11) => Error::TooMuch(about_file("documents-reader-memory", name).with("limit", limits::READER_MEMORY_BYTES >> 20)),
        // XCPU has the number 24 on Linux and macOS.
        Some(24) => Error::TooMuch(about_file("documents-reader-time", name).with("limit", limits::READER_CPU_SECONDS)),
        _ => Error::Fault(format!("the workbook reader ended with {status}: {context}")),
    }
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

/// The child: limits itself, reads FILE, writes the answer to standard output.
///
/// `args` are those after [`SUBCOMMAND`]: the file and its name as the person knows it.
pub fn child_main(mut args: impl Iterator<Item = OsString>) -> ExitCode {
    let (Some(path), Some(name)) = (args.next(), args.next()) else { return ExitCode::from(CHILD_FAILED) };
    if limit_self().is_err() {
        return ExitCode::from(CHILD_FAILED);
    }
    let result = read_in_process(Path::new(&path), &name.to_string_lossy());
    let mut out = BufWriter::with_capacity(1 << 17, std::io::stdout().lock());
    let written = codec::encode(&result, &mut out).and_then(|()| out.flush());
    // The memory of a large workbook is the system's to take back at once.
    std::mem::forget(result);
    if written.is_ok() { ExitCode::SUCCESS } else { ExitCode::from(CHILD_FAILED) }
}

/// Limits the memory, CPU time and files of this process, for good.
#[cfg(unix)]
fn limit_self() -> std::io::Result<()> {
    use rlimit::Resource;
    // The program itself, with its fonts and word files, is mapped already: the limit is for what reading adds.
    let most = mapped_bytes().unwrap_or(64 << 20) + limits::READER_MEMORY_BYTES;
    let resource = if cfg!(target_os = "linux") { Resource::AS } else { Resource::DATA };
    resource.set(most, most)?;
    Resource::CPU.set(limits::READER_CPU_SECONDS, limits::READER_CPU_SECONDS + 1)?;
    Resource::CORE.set(0, 0)?;
    Resource::FSIZE.set(0, 0)
}

#[cfg(not(unix))]
fn limit_self() -> std::io::Result<()> {
    Ok(())
}

/// Address space of this process as Linux tells it.
#[cfg(unix)]
fn mapped_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmSize:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? << 10)
}

#[cfg(test)]
#[path = "read_tests.rs"]
pub(super) mod tests;
