//! The program: one binary with subcommands.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args = std::env::args_os().skip(1);
    if args.next().is_some_and(|first| first == bangfu::documents::read::SUBCOMMAND) {
        return bangfu::documents::read::child_main(args);
    }
    bangfu::cli::run()
}
