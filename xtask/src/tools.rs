//! What the tests need beside Rust: found where it stands, else installed (root on Debian) or named exactly.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::steps::{Outcome, run};

/// Where the tools stand.
pub struct Tools {
    /// A Chromium that can run headless.
    pub chromium: PathBuf,
    /// The folder of `initdb` and `pg_ctl`.
    pub postgres_bin: PathBuf,
}

/// A tool, why it is needed, the Debian packages that bring it, and how it is found.
struct Need {
    name: &'static str,
    why: &'static str,
    packages: &'static [&'static str],
    find: fn() -> Option<PathBuf>,
}

const NEEDS: [Need; 7] = [
    Need { name: "npm", why: "fetches the page script and the fonts named in package.json", packages: &["nodejs", "npm"], find: || in_path(&["npm"]) },
    Need { name: "chromium", why: "the walks and the screenshots are done in a real browser", packages: &["chromium"], find: chromium },
    Need { name: "chromedriver", why: "drives the browser", packages: &["chromium-driver"], find: || in_path(&["chromedriver"]) },
    Need { name: "postgresql", why: "every statement runs on both databases", packages: &["postgresql"], find: postgres_bin },
    Need { name: "pdftotext", why: "reads printed registers back", packages: &["poppler-utils"], find: || in_path(&["pdftotext"]) },
    Need { name: "hledger", why: "adds the ledger up as another program does", packages: &["hledger"], find: || in_path(&["hledger"]) },
    Need { name: "Chinese font", why: "screenshots show Chinese text", packages: &["fonts-noto-cjk"], find: chinese_font },
];

impl Tools {
    /// Finds every tool; what is missing is installed when this is root on a Debian, else the error says what to install.
    pub fn find_or_install() -> Outcome<Self> {
        let missing: Vec<&Need> = NEEDS.iter().filter(|need| (need.find)().is_none()).collect();
        if !missing.is_empty() {
            install(&missing)?;
        }
        for need in &NEEDS {
            let place = (need.find)().ok_or_else(|| format!("{} was installed but is not found", need.name))?;
            println!("  {:<13} {}", need.name, place.display());
        }
        match (chromium(), postgres_bin()) {
            (Some(chromium), Some(postgres_bin)) => Ok(Self { chromium, postgres_bin }),
            _ => Err("chromium or postgresql went away".to_owned()),
        }
    }
}

fn install(missing: &[&Need]) -> Outcome {
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages.iter().copied()).collect();
    for need in missing {
        println!("  {:<13} missing: {}", need.name, need.why);
    }
    let Some(apt) = in_path(&["apt-get"]) else {
        return Err(format!("please install what the Debian packages {} hold", packages.join(" ")));
    };
    if !is_root() {
        return Err(format!("please run: sudo apt-get install --no-install-recommends {}", packages.join(" ")));
    }
    run(apt_get(&apt).args(["update", "--quiet"]))?;
    run(apt_get(&apt).args(["install", "--yes", "--quiet", "--no-install-recommends"]).args(&packages))
}

fn apt_get(apt: &Path) -> Command {
    let mut command = Command::new(apt);
    command.env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
    command
}

/// Whether this process is root.
pub fn is_root() -> bool {
    id_of(None) == Some(0)
}

/// The numeric id of a user (of this process when `None`); `None` when there is no such user.
pub fn id_of(user: Option<&str>) -> Option<u32> {
    number("-u", user)
}

/// The numeric id of a user's first group.
pub fn group_of(user: &str) -> Option<u32> {
    number("-g", Some(user))
}

fn number(what: &str, user: Option<&str>) -> Option<u32> {
    let answer = Command::new("id").arg(what).args(user).stderr(Stdio::null()).output().ok()?;
    String::from_utf8(answer.stdout).ok()?.trim().parse().ok()
}

fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("BANGFU_CHROMIUM").map(PathBuf::from).filter(|path| path.is_file());
    named.or_else(|| in_path(&["chromium", "chromium-browser", "google-chrome"]))
}

/// Debian keeps the server's programs beside, not in, the search path: the newest version wins.
fn postgres_bin() -> Option<PathBuf> {
    let has_server = |dir: &PathBuf| dir.join("initdb").is_file() && dir.join("pg_ctl").is_file();
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok().into_iter().flatten().flatten();
    let newest = versions.filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin")))).filter(|(_, bin)| has_server(bin)).max();
    newest.map(|(_, bin)| bin).or_else(|| in_path(&["pg_ctl"]).and_then(|path| path.parent().map(Path::to_path_buf)).filter(has_server))
}

fn chinese_font() -> Option<PathBuf> {
    let answer = Command::new("fc-list").args([":lang=zh-cn", "file"]).output().ok()?;
    let text = String::from_utf8_lossy(&answer.stdout).into_owned();
    text.lines().next().map(|line| PathBuf::from(line.trim_end_matches([':', ' '])))
}

fn in_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_in_the_path_and_an_invented_one_is_not() {
        assert!(in_path(&["no-such-program", "sh"]).is_some_and(|path| path.ends_with("sh")));
        assert_eq!(in_path(&["no-such-program"]), None);
    }

    #[test]
    fn a_user_has_a_number_and_an_invented_one_has_none() {
        assert_eq!(id_of(Some("root")), Some(0));
        assert_eq!(id_of(Some("no-such-user")), None);
    }
}
