// What comes from npm: htmx for the pages, the fonts for pdf, axe for the accessibility test.
//
// Both build scripts of the workspace (`build.rs` and `crates/pdf/build.rs`) include this file with
// `include!`, so that `cargo build` alone is enough after a clone.

/// Runs `npm ci` in the workspace folder `root` when `node_modules` is missing or older than the lock
/// file, and tells cargo when to ask again.
///
/// # Panics
/// When npm is absent or fails; the text says what to do.
fn node_modules(root: &std::path::Path) {
    let lock_file = root.join("package-lock.json");
    let installed = root.join("node_modules").join(".package-lock.json");
    for watched in [root.join("package.json"), lock_file.clone(), root.join("build").join("npm.rs"), installed.clone()] {
        println!("cargo:rerun-if-changed={}", watched.display());
    }
    if is_current(&installed, &lock_file) {
        return;
    }
    // Two build scripts may get here at once. The system lets go of the lock when the process ends,
    // however it ends, so a killed build leaves nothing behind that blocks the next one.
    let turn = root.join(".npm-lock");
    let turn = std::fs::File::create(&turn).unwrap_or_else(|error| panic!("cannot write {}: {error}", turn.display()));
    turn.lock().unwrap_or_else(|error| panic!("cannot wait for the other npm: {error}"));
    if !is_current(&installed, &lock_file) {
        npm_ci(root);
    }
}

/// Whether the installed packages are at least as new as the lock file that names them.
fn is_current(installed: &std::path::Path, lock_file: &std::path::Path) -> bool {
    let changed = |path: &std::path::Path| path.metadata().and_then(|data| data.modified()).ok();
    matches!((changed(installed), changed(lock_file)), (Some(have), Some(want)) if have >= want)
}

fn npm_ci(root: &std::path::Path) {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let run = std::process::Command::new(npm).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(root).output();
    match run {
        Ok(run) if run.status.success() => {}
        Ok(run) => panic!(
            "`npm ci` failed in {}; mend what it says, or run it there yourself, and build again:\n{}{}",
            root.display(),
            String::from_utf8_lossy(&run.stdout),
            String::from_utf8_lossy(&run.stderr)
        ),
        Err(error) => panic!(
            "npm could not be started ({error}). Install Node.js 18 or newer (https://nodejs.org), which brings npm, or copy a node_modules folder made by `npm ci` into {}, and build again",
            root.display()
        ),
    }
}
