//! The region tree of Indonesia, read from the extract in `schema/data/regions` (issue 2, point 4;
//! DOMAIN 9). The extract holds a code and a name; what the code itself says (parent, level, kind,
//! time zone) is worked out here, by the home ministry's rules.

mod code;
mod read;
#[cfg(test)]
mod tests;

pub use code::{CODE_SYSTEM, RegionCode, RegionKind, RegionLevel, Zone};
pub use read::{RegionExtract, RegionProblem, RegionRow, Rows};
