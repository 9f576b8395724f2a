//! All SQL of the room, by facet. What other rooms own is only read.

pub(super) mod confirmed;
pub(super) mod facts;
pub(super) mod found;
pub(super) mod nomination;
pub(super) mod observation;
pub(super) mod lists;
pub(super) mod rounds;
pub(super) mod rules;
pub(super) mod runs;
pub(super) mod survey;
pub(super) mod unite;
