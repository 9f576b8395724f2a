//! A PostgreSQL of its own for the tests: in a temporary folder, on a free loopback port, as an unprivileged user, without fsync.
//!
//! A keeper (a small shell script, `keeper.sh`) starts the server, waits on a pipe that this process holds open, then stops the server
//! and removes the folder. The pipe closes however this process ends – done, failed, Ctrl-C or killed – so nothing is ever left behind.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::steps::Outcome;
use crate::tools::{group_of, id_of, is_root};

const KEEPER: &str = include_str!("keeper.sh");
/// PostgreSQL refuses to run as root; these users exist on a Debian, the first once its package is installed.
const UNPRIVILEGED: [&str; 2] = ["postgres", "nobody"];
/// Another process may take the free port between our look and the server's start.
const ATTEMPTS: usize = 3;

/// A running server. Dropping it stops it, too; `stop` also says how that went.
pub struct Postgres {
    keeper: Child,
    folder: PathBuf,
    url: String,
}

impl Postgres {
    /// Starts a server with the programs of `bin`.
    ///
    /// # Errors
    /// When no unprivileged user is found or the server does not start; what it said is printed.
    pub fn start(bin: &Path) -> Outcome<Self> {
        let mut last = String::new();
        for _ in 0..ATTEMPTS {
            match Self::attempt(bin) {
                Ok(server) => {
                    println!("  in {}", server.folder.display());
                    return Ok(server);
                }
                Err(why) => last = why,
            }
        }
        Err(last)
    }

    fn attempt(bin: &Path) -> Outcome<Self> {
        let user = if is_root() { Some(unprivileged()?) } else { None };
        let folder = private_folder(user.as_ref())?;
        let password = random_hex()?;
        let port = free_port()?;
        let mut command = match &user {
            Some(user) => {
                let mut command = Command::new("setpriv");
                command.args([format!("--reuid={}", user.id), format!("--regid={}", user.group), "--clear-groups".to_owned(), "--".to_owned(), "sh".to_owned()]);
                command
            }
            None => Command::new("sh"),
        };
        command.args(["-c", KEEPER, "keeper"]).arg(bin).arg(&folder).arg(port.to_string());
        // A process group of its own: Ctrl-C must reach the tests but not the one who cleans up.
        let spawned = command.env("BANGFU_PG_PASSWORD", &password).current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0).spawn();
        let mut keeper = spawned.map_err(|cause| {
            let _ = fs::remove_dir(&folder);
            format!("the keeper of PostgreSQL does not start: {cause}")
        })?;
        let mut answer = String::new();
        if let Some(output) = keeper.stdout.take() {
            BufReader::new(output).read_line(&mut answer).map_err(|cause| format!("the keeper of PostgreSQL does not answer: {cause}"))?;
        }
        if answer.trim() != "ready" {
            let _ = keeper.wait();
            return Err("PostgreSQL did not start; its words are above".to_owned());
        }
        let url = format!("postgres://bangfu:{password}@127.0.0.1:{port}/postgres");
        Ok(Self { keeper, folder, url })
    }

    /// `postgres://user:password@127.0.0.1:port/postgres`, for an administrator of this server.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops the server and removes its folder.
    pub fn stop(mut self) -> Outcome {
        let status = self.close().map_err(|cause| format!("the keeper of PostgreSQL is lost: {cause}"))?;
        match (status.success(), self.folder.exists()) {
            (true, false) => Ok(()),
            (_, true) => Err(format!("{} is left behind", self.folder.display())),
            (false, false) => Err(format!("the keeper of PostgreSQL ended with {status}")),
        }
    }

    fn close(&mut self) -> std::io::Result<std::process::ExitStatus> {
        drop(self.keeper.stdin.take());
        self.keeper.wait()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // After `stop` this waits for nothing; a child that has ended keeps its status.
        let _ = self.close();
    }
}

struct User {
    id: u32,
    group: u32,
}

fn unprivileged() -> Outcome<User> {
    let found = UNPRIVILEGED.iter().find_map(|name| Some(User { id: id_of(Some(name))?, group: group_of(name)? }));
    found.ok_or_else(|| format!("PostgreSQL does not run as root and none of the users {} exists", UNPRIVILEGED.join(", ")))
}

/// A new folder that only the server's user may enter. Root's own temporary folder may be closed to others, hence `/tmp`.
fn private_folder(user: Option<&User>) -> Outcome<PathBuf> {
    let parent = if user.is_some() { PathBuf::from("/tmp") } else { std::env::temp_dir() };
    let folder = parent.join(format!("bangfu-pg-{}", random_hex()?));
    let told = |cause: std::io::Error| format!("{}: {cause}", folder.display());
    fs::DirBuilder::new().mode(0o700).create(&folder).map_err(told)?;
    if let Some(user) = user {
        chown(&folder, Some(user.id), Some(user.group)).map_err(told)?;
    }
    Ok(folder)
}

fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    listener.map(|address| address.port()).map_err(|cause| format!("no free port on 127.0.0.1: {cause}"))
}

/// 16 hex digits nobody can guess: other users of this machine can reach the port.
fn random_hex() -> Outcome<String> {
    use std::io::Read;
    let mut bytes = [0_u8; 8];
    fs::File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut bytes)).map_err(|cause| format!("/dev/urandom: {cause}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
