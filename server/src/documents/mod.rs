//! Documents: what a decision leaves behind. Files kept by their hash, papers drawn from plain facts, signatures over
//! hashes, and the short codes that lead a reader of the paper back to the record (DOMAIN section 4, issue 2 point 8).
//!
//! Nothing here knows the database or the clock: facts and times arrive in the structs, bytes go out. The same facts
//! give the same bytes.

pub mod blobs;
pub mod check;
pub mod digest;
mod invisible;
pub mod layout;
pub mod markup;
pub mod papers;
pub mod signature;
pub mod text;
pub mod verification;

pub use digest::Digest;
use invisible::is_invisible;

/// One refusal, said to people: a stable code and a sentence in each language of the product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// A stable SCREAMING_CASE code for programs and translations.
    pub code: &'static str,
    /// The Indonesian sentence.
    pub id: String,
    /// The English sentence.
    pub en: String,
}

impl Explanation {
    fn new(code: &'static str, id: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            code,
            id: id.into(),
            en: en.into(),
        }
    }
}

/// A problem that can be told to people.
pub trait Explain {
    /// The code and the two sentences; never paths, keys or other inner details.
    fn explain(&self) -> Explanation;
}
