//! Old stored shapes to today's. Version 1 is the first: there is nothing to lift yet, and this is where it will be.

use super::state::{STATE_VERSION, State};

/// Why a stored state cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Not JSON of a state.
    #[error("the stored state cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// Written by a newer release.
    #[error("the state has version {found}, this release knows {STATE_VERSION}")]
    Newer {
        /// Its version.
        found: u32,
    },
    /// It contradicts itself.
    #[error("the stored state is not sound: {}", .0.join("; "))]
    Unsound(Vec<String>),
}

/// Reads a stored snapshot, lifts it to today's shape and checks it again: the other half of the check before storing.
///
/// # Errors
/// [`LoadError`].
pub fn load(json: &str) -> Result<State, LoadError> {
    let state: State = serde_json::from_str(json)?;
    if state.version > STATE_VERSION {
        return Err(LoadError::Newer {
            found: state.version,
        });
    }
    let wrong = state.check();
    if wrong.is_empty() {
        Ok(state)
    } else {
        Err(LoadError::Unsound(wrong))
    }
}
