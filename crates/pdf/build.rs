//! Puts the two open fonts of the pdf, compressed, where the library embeds them.

use std::fs;
use std::io::Write;
use std::path::Path;

include!("../../build/npm.rs");

/// A serif for text (宋体) and a bold sans for headings (黑体), each a whole font in one file.
const FONTS: [(&str, &str); 2] =
    [("text", "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf"), ("heading", "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf")];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    node_modules(&workspace);
    for (name, path) in FONTS {
        let path = workspace.join("node_modules").join(path);
        let font = fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let target = Path::new(&out).join(format!("{name}.ttf.z"));
        let file = fs::File::create(&target).unwrap_or_else(|e| panic!("{}: {e}", target.display()));
        let mut packer = flate2::write::ZlibEncoder::new(file, flate2::Compression::best());
        packer.write_all(&font).and_then(|()| packer.finish()).unwrap_or_else(|e| panic!("{}: {e}", target.display()));
    }
}
