//! Arithmetic: the faulty rule in a child's head is found, shown and practised away.
//!
//! A7-05 (how support goes is looked at from time to time), A7-11 (multiplication table both ways), A7-12 (laws), A7-13 (seen, heard, contrast),
//! A7-14 (typical and few), A7-15 (why a procedure works), A7-16 and A7-18 (repeated errors, clinic), A7-17 (daily sources), A7-19 (pairs that look
//! alike), A7-20 (common numbers), A7-21 to A7-24 (four habits), A7-25 (arithmetic first).

pub mod engine;
