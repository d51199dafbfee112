//! dmn.
