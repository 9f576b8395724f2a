//! The program: one binary with subcommands.

use std::process::ExitCode;

/// Gives memory back after a sign-in: the system's own allocator keeps the 19 MiB of each password hash for every thread that made one.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let mut args = std::env::args_os().skip(1);
    if args.next().is_some_and(|first| first == bangfu::documents::read::SUBCOMMAND) {
        return bangfu::documents::read::child_main(args);
    }
    bangfu::cli::run()
}
