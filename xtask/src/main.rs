//! The tasks of the house: `cargo xtask test` is the one command that says whether the house is in order.
//!
//! One module per task, each with a `run` that takes the arguments after its name and says what failed in one line.

mod load;
mod postgres;
mod steps;
mod test;
mod tools;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask TASK

  test            everything: tools, format, lints, both databases, a real browser
  test --fast     daily work: dev profile, without Typst, SQLite only
  test … -- ARGS  hands ARGS to `cargo test` (a name selects tests)
  load            how fast: requests per second, CPU per request and memory with 2,000 and 20,000 pupils (BANGFU_BIN=FILE takes a built program)
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (task, rest) = args.split_first().map_or(("--help", &[] as &[String]), |(task, rest)| (task.as_str(), rest));
    let outcome = match task {
        "test" => test::run(rest),
        "load" => load::run(rest),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("there is no task `{other}`\n\n{HELP}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("\nxtask: {why}");
            ExitCode::FAILURE
        }
    }
}
