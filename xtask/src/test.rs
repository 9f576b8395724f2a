//! `cargo xtask test`: everything that must hold, as a list.
//!
//! The whole list uses the release profile, the one that the demo uses too: Typst is then compiled once. Lints need only the types of
//! Typst, not its code: on a clean clone that costs a small part of its build, and it keeps `crates/pdf` under the same rules.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::postgres::Postgres;
use crate::steps::{Outcome, Steps, run as run_command};
use crate::tools::Tools;

struct Options {
    fast: bool,
    /// For `cargo test` itself.
    rest: Vec<String>,
}

/// Runs the list; `--fast` leaves out Typst, PostgreSQL and the installing of tools.
pub fn run(args: &[String]) -> Outcome {
    let options = parse(args)?;
    let mut steps = Steps::default();
    if options.fast {
        steps.step("format", || run_command(cargo().args(["fmt", "--all", "--check"])));
        steps.step("lints (dev profile, without Typst)", || run_command(cargo().args(["clippy", "--all-targets"]).args(FAST).args(DENY)));
        steps.step("tests (SQLite only)", || run_command(cargo().arg("test").args(FAST).args(&options.rest)));
        return steps.end();
    }
    let Some(tools) = steps.step("tools", Tools::find_or_install) else { return steps.end() };
    steps.step("format", || run_command(cargo().args(["fmt", "--all", "--check"])));
    steps.step("lints", || run_command(cargo().args(["clippy", "--release", "--workspace", "--all-targets"]).args(DENY)));
    let built = steps.step("build", || run_command(cargo().args(["test", "--release", "--workspace", "--no-run"])));
    let postgres = built.and_then(|()| steps.step("PostgreSQL starts", || Postgres::start(&tools.postgres_bin)));
    if let Some(postgres) = postgres {
        steps.step("tests (SQLite and PostgreSQL, real browser)", || {
            let mut tests = cargo();
            tests.args(["test", "--release", "--workspace"]).args(&options.rest);
            tests.env("BANGFU_TEST_PG", postgres.url()).env("BANGFU_CHROMIUM", &tools.chromium);
            run_command(&mut tests)
        });
        steps.step("PostgreSQL stops", || postgres.stop());
    }
    steps.end()
}

const FAST: [&str; 5] = ["--no-default-features", "--package", "bangfu", "--package", "xtask"];
const DENY: [&str; 3] = ["--", "-D", "warnings"];

fn parse(args: &[String]) -> Outcome<Options> {
    let mut options = Options { fast: false, rest: Vec::new() };
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--fast" => options.fast = true,
            "--" => options.rest = args.by_ref().cloned().collect(),
            other => return Err(format!("`cargo xtask test` does not know `{other}`; it takes --fast and -- ARGS for cargo test")),
        }
    }
    Ok(options)
}

/// Cargo at the root of the workspace, without the variables that `cargo run` set for this process: with them, build scripts would run again.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let Some(text) = name.to_str() else { continue };
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") || text == "CARGO_PRIMARY_PACKAGE" {
            command.env_remove(&name);
        }
    }
    command.current_dir(root());
    command
}

/// The root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn what_follows_two_dashes_goes_to_cargo_test() {
        let options = parse(&args("--fast -- roster --nocapture")).unwrap();
        assert!(options.fast);
        assert_eq!(options.rest, args("roster --nocapture"));
    }

    #[test]
    fn an_unknown_option_is_refused_by_name() {
        assert!(parse(&args("--quick")).err().unwrap().contains("--quick"));
    }
}
