//! The files on a small school in a temporary folder.
