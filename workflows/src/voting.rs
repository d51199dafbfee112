//! voting.
