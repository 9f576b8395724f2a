//! Brings what the pages need from npm before rust-embed looks for it.

include!("build/npm.rs");

fn main() {
    let root = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo names the package's folder");
    node_modules(std::path::Path::new(&root));
}
