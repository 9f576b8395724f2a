// Included by the build scripts of the packages that need what comes from npm; cargo runs them in any order and at
// once, so a file lock makes sure that npm runs once.

/// The folder `node_modules` of the workspace, filled by `npm ci` when it is missing or older than the lock file.
fn node_modules(workspace: &std::path::Path) -> std::path::PathBuf {
    let modules = workspace.join("node_modules");
    let wanted = workspace.join("package-lock.json");
    println!("cargo::rerun-if-changed={}", wanted.display());
    let lock_path = workspace.join(".npm.lock");
    let lock = std::fs::File::create(&lock_path).unwrap_or_else(|e| panic!("{}: {e}", lock_path.display()));
    lock.lock().unwrap_or_else(|e| panic!("{}: {e}", lock_path.display()));
    let changed = |path: &std::path::Path| std::fs::metadata(path).and_then(|m| m.modified()).ok();
    // npm writes this file last, so that an interrupted run is seen.
    let installed = changed(&modules.join(".package-lock.json"));
    if installed.is_none() || installed < changed(&wanted) {
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        let status = std::process::Command::new(npm).args(["ci", "--no-audit", "--no-fund"]).current_dir(workspace).status();
        match status {
            Ok(status) if status.success() => {}
            Ok(status) => panic!("npm ci ended with {status}; see its output above"),
            Err(e) => panic!("npm could not be started ({e}): Node.js 20 or newer with npm is needed to build"),
        }
    }
    modules
}
