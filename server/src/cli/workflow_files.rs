//! Workflow files on the disk: found below paths, read once.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use workflows::simulate::Source;

/// Kinds that `mufakat check` looks at.
pub(super) const DEFINITIONS: &[&str] = &["bpmn", "dmn", "form"];

/// Every file below `paths` whose name ends in one of `endings`, in order. A path that is no folder is taken as it is;
/// whether there is such a file, its reader will tell.
///
/// # Errors
/// When a folder cannot be read.
pub(super) fn below(paths: &[PathBuf], endings: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, endings, &mut found)?;
        } else {
            found.push(path.clone());
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn walk(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder)
        .with_context(|| format!("cannot read the folder {}", folder.display()))?
    {
        let entry = entry?;
        let path = entry.path();
        // Links are not followed: a folder that links to itself would never end.
        if entry.file_type()?.is_dir() {
            walk(&path, endings, found)?;
        } else if has_ending(&path, endings) {
            found.push(path);
        }
    }
    Ok(())
}

/// Whether the file's name ends in `.` and one of `endings`.
pub(super) fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    endings.iter().any(|ending| {
        name.strip_suffix(ending)
            .is_some_and(|stem| stem.ends_with('.'))
    })
}

/// Reads a text file in the encoding that it declares; bytes that are no text become marks that the reader of the file
/// will complain about.
///
/// # Errors
/// When it cannot be read.
pub(super) fn text(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(workflows::bpmn::text(&bytes).into_owned())
}

/// Files as the simulator takes them.
///
/// # Errors
/// When one cannot be read.
pub(super) fn sources(paths: impl IntoIterator<Item = PathBuf>) -> Result<Vec<Source>> {
    paths
        .into_iter()
        .map(|path| {
            Ok(Source {
                text: text(&path)?,
                path: path.display().to_string(),
            })
        })
        .collect()
}

/// The files of some kinds that lie in the same folder as `file`, in order.
pub(super) fn beside(file: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_file() && has_ending(path, endings) && path != file)
        .collect();
    found.sort();
    found
}
