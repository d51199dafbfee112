//! Puts the web application into the program (FRONTEND 3b). Never fails the build because of it: without a built
//! `frontend/dist` and without npm, a small page says how to get it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const PLACEHOLDER: &str = r#"<!doctype html><html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Mufakat</title>
<body><h1>Mufakat</h1><p>Server berjalan; aplikasi web belum dibangun. Pasang Node.js 20.19 atau lebih baru, lalu bangun ulang (<code>make run</code>).</p>
<p lang="en">The server runs; the web application was not built. Install Node.js 20.19 or newer and build again (<code>make run</code>). The API is at <code>/graphql</code>.</p>"#;

fn main() {
    let frontend =
        PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../frontend");
    let target = PathBuf::from(env::var("OUT_DIR").unwrap_or_default()).join("ui");
    for input in [
        "src",
        "public",
        "plugins",
        "index.html",
        "package-lock.json",
        "vite.config.ts",
        "tsconfig.json",
    ] {
        println!("cargo:rerun-if-changed={}", frontend.join(input).display());
    }
    println!("cargo:rerun-if-changed=../schema/schema.graphql");
    println!("cargo:rerun-if-changed=../workflows/library");
    println!("cargo:rerun-if-env-changed=MUFAKAT_SKIP_UI");
    if env::var_os("MUFAKAT_SKIP_UI").is_none()
        && frontend.join("package.json").exists()
        && build(&frontend, &target)
    {
        return;
    }
    if !target.join("index.html").exists() || env::var_os("MUFAKAT_SKIP_UI").is_some() {
        fs::create_dir_all(&target).expect("OUT_DIR is writable");
        if !target.join("index.html").exists() {
            fs::write(target.join("index.html"), PLACEHOLDER).expect("OUT_DIR is writable");
        }
    }
}

/// Builds into `target`; `false` when npm is missing or something failed (the reason is a cargo warning).
fn build(frontend: &Path, target: &Path) -> bool {
    let npm = |arguments: &[&str]| {
        Command::new("npm")
            .args(arguments)
            .current_dir(frontend)
            .output()
    };
    let lock = fs::read(frontend.join("package-lock.json")).unwrap_or_default();
    let installed = fs::read(frontend.join("node_modules/.mufakat-lock")).unwrap_or_default();
    if lock != installed {
        match npm(&["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) {
            Ok(done) if done.status.success() => {
                let _ = fs::write(frontend.join("node_modules/.mufakat-lock"), &lock);
            }
            Ok(done) => return warn("npm ci", &done.stderr),
            Err(error) => return warn("npm", error.to_string().as_bytes()),
        }
    }
    let out = target.display().to_string();
    match npm(&["run", "build", "--", "--outDir", &out, "--emptyOutDir"]) {
        Ok(done) if done.status.success() => target.join("index.html").exists(),
        Ok(done) => warn("vite build", &[done.stdout, done.stderr].concat()),
        Err(error) => warn("npm", error.to_string().as_bytes()),
    }
}

fn warn(what: &str, output: &[u8]) -> bool {
    let text = String::from_utf8_lossy(output);
    for line in text
        .lines()
        .rev()
        .take(12)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
    {
        println!("cargo:warning={what}: {line}");
    }
    println!(
        "cargo:warning=the web application was not built; the program shows a page that says so"
    );
    false
}
