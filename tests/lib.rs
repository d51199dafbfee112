//! The tests of this package live in `it/`.
