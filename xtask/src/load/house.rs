//! The program under load: a data folder filled through its own command line, its server, and what the kernel says of it.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child as Process, ChildStdout, Command, Stdio};
use std::time::{Duration, SystemTime};

use super::http::{Client, between};
use super::school;
use crate::steps::{Outcome, now, seconds};

const KEEPER: &str = include_str!("keeper.sh");
/// Clock ticks a second in `/proc`: the kernel shows 100 to every program, whatever it counts itself.
const TICKS: f64 = 100.0;

/// A data folder and, once started, its server. Dropping it, or the end of this process in any way, stops the server and removes the folder.
pub struct House {
    program: PathBuf,
    folder: PathBuf,
    keeper: Process,
    said: BufReader<ChildStdout>,
    /// Process of the server; 0 before it runs.
    server: u32,
}

impl House {
    /// A new, empty folder.
    pub fn new(program: &Path, pupils: usize) -> Outcome<Self> {
        let folder = std::env::temp_dir().join(format!("bangfu-load-{}-{pupils}", std::process::id()));
        fs::DirBuilder::new().mode(0o700).create(&folder).map_err(|cause| format!("{}: {cause}", folder.display()))?;
        let mut command = Command::new("sh");
        command.args(["-c", KEEPER, "keeper"]).arg(program).arg(&folder).env_remove("BANGFU_DATABASE_URL").env("BANGFU_LOG", "warn");
        // A process group of its own: Ctrl-C must reach the bench but not the one who cleans up.
        let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0).spawn();
        let mut keeper = spawned.map_err(|cause| format!("the keeper does not start: {cause}"))?;
        let said = BufReader::new(keeper.stdout.take().ok_or("the keeper has no output")?);
        Ok(Self { program: program.to_owned(), folder, keeper, said, server: 0 })
    }

    /// Runs a command of the program and gives its last line, JSON.
    pub fn command(&self, args: &[&str]) -> Outcome<String> {
        let mut command = Command::new(&self.program);
        command.args(args).arg("--json").arg("--data").arg(self.folder.join("data")).env_remove("BANGFU_DATABASE_URL").stdin(Stdio::null());
        let done = command.output().map_err(|cause| format!("{}: {cause}", self.program.display()))?;
        let said = String::from_utf8_lossy(&done.stdout).trim().to_owned();
        if done.status.success() {
            return Ok(said.lines().last().unwrap_or_default().to_owned());
        }
        let start: String = said.chars().take(1000).collect();
        Err(format!("`bangfu {}` ended with {}: {start} {}", args.join(" "), done.status, String::from_utf8_lossy(&done.stderr)))
    }

    /// Takes a sheet in, or only tries it; every row must be new.
    pub fn import(&self, kind: &str, sheet: &str, rows: usize, more: &[&str]) -> Outcome {
        let file = self.folder.join(format!("{kind}.csv"));
        fs::write(&file, sheet).map_err(|cause| format!("{}: {cause}", file.display()))?;
        let path = file.to_string_lossy().into_owned();
        let told = self.command(&[&["import", kind, path.as_str()], more].concat())?;
        let (created, rejected) = (between(&told, "\"created\":", ","), between(&told, "\"rejected\":", ","));
        if created == Some(rows.to_string().as_str()) && rejected == Some("0") { Ok(()) } else { Err(format!("import {kind}: {rows} new rows were expected, not {told}")) }
    }

    /// Founds the school and takes its sheets in; prints how long each took. Gives the one-time passwords of the accounts, in the order of `logins`.
    pub fn fill(&self, pupils: usize, logins: &[(&str, &str)]) -> Outcome<Vec<String>> {
        let (year, month) = school::year_and_month(today());
        let (first_day, term, year) = school::term_of(year, month);
        self.command(&["init", "--school", "柳林小学", "--term-start", &first_day])?;
        timed(&format!("import of {pupils} pupils"), || self.import("roster", &school::roster(0..pupils, year), pupils, &[]))?;
        for (time, name) in ["第一单元", "第二单元"].iter().enumerate() {
            let (sheet, rows) = school::scores(pupils, time);
            timed(&format!("import of {rows} rows of marks, three subjects"), || self.import("scores", &sheet, rows, &["--assessment", name]))?;
        }
        self.import("staff", &school::staff(), logins.len(), &[])?;
        timed("screening", || self.command(&["screen", "--term", &term]).map(drop))?;
        let account = |(login, name): &(&str, &str)| {
            let told = self.command(&["user", "add", login, "--staff", name])?;
            between(&told, "\"password\":\"", "\"").map(str::to_owned).ok_or_else(|| format!("user add {login} told no password: {told}"))
        };
        logins.iter().map(account).collect()
    }

    /// Starts the server on a free loopback port; its address, and how long its first answer took.
    pub fn serve(&mut self) -> Outcome<(String, Duration)> {
        let begun = now();
        self.keeper.stdin.as_mut().ok_or("the keeper has gone")?.write_all(b"serve\n").map_err(|cause| format!("the keeper: {cause}"))?;
        let mut address = String::new();
        while address.is_empty() || self.server == 0 {
            let mut line = String::new();
            if self.said.read_line(&mut line).map_err(|cause| format!("the server: {cause}"))? == 0 {
                return Err("the server did not start; its words are above".to_owned());
            }
            match line.trim().parse() {
                Ok(process) => self.server = process,
                Err(_) => between(&line, "http://", "/").ok_or_else(|| format!("the server told no address: {line}"))?.clone_into(&mut address),
            }
            if address.is_empty() && self.server != 0 && !Path::new(&format!("/proc/{}", self.server)).exists() {
                return Err("the server did not start; its words are above".to_owned());
            }
        }
        Client::new(&address)?.get("/sign-in")?.expect("the first page", 200, "name=\"password\"")?;
        Ok((address, begun.elapsed()))
    }

    /// CPU time of the server since it began, in ms.
    pub fn cpu_ms(&self) -> Outcome<f64> {
        let used = fields_of_stat(&format!("/proc/{}/stat", self.server))?;
        Ok((used[0] + used[1]) * 1000.0 / TICKS)
    }

    /// Memory of the server in MB, from a line of `/proc/PID/status`: `VmRSS` now, `VmHWM` at most.
    pub fn memory_mb(&self, line: &str) -> Outcome<f64> {
        let path = format!("/proc/{}/status", self.server);
        let status = fs::read_to_string(&path).map_err(|cause| format!("{path}: {cause}"))?;
        let kib = between(&status, &format!("{line}:"), "kB").and_then(|text| text.trim().parse::<f64>().ok());
        kib.map(|kib| kib * 1024.0 / 1e6).ok_or_else(|| format!("{path} has no {line}"))
    }

    /// Forgets the peak so far: signing in hashes passwords, which the budget counts apart. Whether the kernel did.
    pub fn forget_peak(&self) -> bool {
        fs::write(format!("/proc/{}/clear_refs", self.server), "5").is_ok()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        if let Err(cause) = self.keeper.wait() {
            eprintln!("the keeper of {} is lost: {cause}", self.folder.display());
        }
    }
}

/// CPU time of commands that have ended, with those they started, in ms.
pub fn commands_cpu_ms() -> Outcome<f64> {
    let used = fields_of_stat("/proc/self/stat")?;
    Ok((used[2] + used[3]) * 1000.0 / TICKS)
}

/// `utime`, `stime`, `cutime`, `cstime` in ticks: the 14th to 17th field. The second is a name in brackets that may hold anything.
fn fields_of_stat(path: &str) -> Outcome<[f64; 4]> {
    let stat = fs::read_to_string(path).map_err(|cause| format!("{path}: {cause}"))?;
    let numbers = stat.rsplit_once(')').map(|(_, rest)| rest.split_whitespace().skip(11).take(4).filter_map(|text| text.parse().ok()).collect::<Vec<f64>>());
    numbers.and_then(|numbers| numbers.try_into().ok()).ok_or_else(|| format!("{path} has no CPU times"))
}

fn timed(what: &str, work: impl FnOnce() -> Outcome) -> Outcome {
    let begun = now();
    work()?;
    println!("  {:>8}  {what}", seconds(begun.elapsed()));
    Ok(())
}

/// The school year of today, by the year of its September.
pub fn school_year() -> i64 {
    let (year, month) = school::year_and_month(today());
    school::term_of(year, month).2
}

/// Days since 1970-01-01, as the school counts them: China is eight hours ahead.
#[allow(clippy::disallowed_methods)]
fn today() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from((since.as_secs() + 8 * 3600) / 86_400).unwrap_or_default()
}
