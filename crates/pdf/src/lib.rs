//! typst seam
