//! Rebuilds when the web app was built, if it was.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::path::Path::new("../../web/dist").exists() {
        println!("cargo:rerun-if-changed=../../web/dist");
    }
}
