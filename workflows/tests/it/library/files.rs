//! Finds what is shipped in `workflows/library`.

use std::fs;
use std::path::{Path, PathBuf};

/// A shipped file.
pub struct Shipped {
    /// Path under the library, with forward slashes.
    pub path: String,
    /// Its content.
    pub text: String,
}

fn library() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("library")
}

#[expect(
    clippy::disallowed_methods,
    reason = "these tests stand outside the core and read what is shipped"
)]
fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a readable text file")
}

/// Every shipped file whose name ends so, in order of path. Never none: a moved library must not pass for a clean one.
pub fn shipped(ending: &str) -> Vec<Shipped> {
    let root = library();
    let mut found = Vec::new();
    walk(&root, &mut |path| {
        let name = path.to_string_lossy().into_owned();
        if name.ends_with(&format!(".{ending}")) {
            let path_in_library = path
                .strip_prefix(&root)
                .expect("under the library")
                .to_string_lossy()
                .replace('\\', "/");
            found.push(Shipped {
                path: path_in_library,
                text: read(path),
            });
        }
    });
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "no .{ending} file is shipped");
    found
}

fn walk(folder: &Path, visit: &mut impl FnMut(&Path)) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            walk(&path, visit);
        } else {
            visit(&path);
        }
    }
}
