//! The register: which regions, organisations, positions and people there are.
//!
//! Everything here is a pure builder of plain rows. No database, clock or network: `store` turns rows
//! into tables, and because every row carries a stable string code as its key, doing so twice is the
//! same as doing it once.

mod coded;
pub mod demo;
pub mod pillars;
pub mod regions;
